"""Health: one outlet's run beside its own earlier runs. A site that changes shows here before a field is empty for good.

A rate that moved is judged by chance, not by a fixed difference: three articles without a subtitle say nothing, thirty do. The baseline
of a warning that already stands are the runs before it began, so that a change does not become the new normal by lasting; and a run that
brought nothing to judge by begins no warning and ends none.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from datetime import datetime, timedelta
from functools import partial
from hashlib import sha256
from math import exp, lgamma
from statistics import median
from typing import Any, NamedTuple, Self

from newsharvest.doubts import Doubt, words_of
from newsharvest.items import WATCHED_FIELDS, Article
from newsharvest.language import N_, _, _n
from newsharvest.page.layouts import GUESSED, Layout, ListLayout
from newsharvest.reasons import Reason
from newsharvest.run.verdict import ALIKE, MANY, MOST

BUSY_DAYS = 28
"""Days before its last article that tell whether an outlet used to bring something every day."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """What counts as a change. The settings HEALTH_… hold the values and the reasons."""

    chance: float
    body: float
    grown: float
    links: float
    sample: int
    baseline: int
    silent_days: int


class Fallback(NamedTuple):
    """A selector that won a field of a layout without being its first."""

    layout: str
    field: str
    query: str

    def __str__(self) -> str:
        """Return it as a person reads it, and as a standing alarm is named after it."""
        return f"{self.layout} {self.field} {self.query}"


def guessed_fallbacks(layouts: Iterable[Layout], lists: Iterable[ListLayout]) -> frozenset[Fallback]:
    """Return the fallback selectors of an outlet's layouts that are guesses."""
    fields = [(layout.name, name, rules) for layout in layouts for name, rules in [*layout.fields.items(), ("body", layout.body)]]
    rows = [(layout.name, "rows", layout.rows) for layout in lists]
    return frozenset(Fallback(layout, name, rule.query) for layout, name, rules in (*fields, *rows) for rule in rules[1:] if rule.guessed)


FIGURES_VERSION = 3
"""Of what `Figures.dump` writes. 1 (which did not say so) had each fallback's three parts in one text. 3: doubts, captions, bodies."""


_UNHEARD = dict.fromkeys((doubt.code for doubt in Doubt), 0)


@dataclass(slots=True)
class Figures:
    """What one run counted: stored with it, and what later runs are compared with."""

    new: int = 0
    edited: int = 0
    known: int = 0
    duplicates: int = 0
    failed: dict[str, int] = field(default_factory=dict)
    """By the code of the reason."""
    ended: dict[str, int] = field(default_factory=dict)
    """Addresses asked for the first time that gave no article for a reason of a normal day, by its code."""
    judged: int = 0
    """All that were asked for the first time and came."""
    seconds: float = 0.0
    list_pages: int = 0
    list_links: int = 0
    filled: Counter[str] = field(default_factory=Counter)
    """Articles in which each of WATCHED_FIELDS is filled."""
    lengths: list[int] = field(default_factory=list)
    """Characters of each article's body."""
    fallbacks: Counter[Fallback] = field(default_factory=Counter)
    """Pages on which each fallback selector won."""
    doubts: Counter[str] = field(default_factory=partial(Counter, _UNHEARD))
    """Articles that each doubt is about, be it none; a check that the run's version did not have is not in it."""
    pictured: int = 0
    captioned: int = 0
    """Articles with pictures, and with a caption under one of them."""
    bodies: list[str] = field(default_factory=list)
    """The beginning of the SHA-256 of each article's body."""
    alarms: list[str] = field(default_factory=list)
    """The names of the alarms that it ended with: it is no measure of what they are about."""

    @classmethod
    def load(cls, data: Mapping[str, Any]) -> Self:
        """Read what `dump` of this version or an older one wrote; of a newer one, the figures that are still as this version has them."""
        version, figures = data.get("version", 1), cls()
        for name in [f.name for f in fields(cls) if f.name in data and f.name not in {"filled", "fallbacks", "doubts"}]:
            if version <= FIGURES_VERSION or type(data[name]) is type(getattr(figures, name)):
                setattr(figures, name, data[name])
        figures.filled.update(data.get("filled", {}))
        figures.doubts = Counter(data.get("doubts", {}))
        rows = data.get("fallbacks", [])
        if version == 1:
            rows = [(*selector.split(" ", 2), pages) for selector, pages in dict(rows).items()]
        figures.fallbacks.update({Fallback(*row[:3]): row[3] for row in rows if len(row) == len(Fallback._fields) + 1})
        return figures

    def dump(self) -> dict[str, Any]:
        """Return plain data."""
        rows = [[*fallback, pages] for fallback, pages in self.fallbacks.items()]
        plain = {"filled": dict(self.filled), "fallbacks": rows, "doubts": dict(self.doubts)}
        return {"version": FIGURES_VERSION} | asdict(self) | plain

    @property
    def articles(self) -> int:
        """How many articles were read and kept."""
        return len(self.lengths)

    def add(self, article: Article) -> None:
        """Count an article that was kept."""
        self.lengths.append(len(article.body))
        self.filled.update(name for name in WATCHED_FIELDS if getattr(article, name))
        self.doubts.update(set(article.doubts))
        self.pictured += bool(article.images)
        self.captioned += any(image["caption"] for image in article.images)
        self.bodies.append(sha256(article.body.encode()).hexdigest()[:8])

    def filled_in(self, name: str) -> int:
        """Return in how many articles a field is filled."""
        return self.filled[name]

    def without(self, doubt: str) -> int:
        """Return how many articles a doubt is not about."""
        return self.articles - self.doubts[doubt]

    def checked_for(self, doubt: str) -> int:
        """Return how many articles were checked for a doubt."""
        return self.articles if doubt in self.doubts else 0

    def not_won_by(self, fallback: Fallback) -> int:
        """Return how many pages another selector won."""
        return self.pages_of(fallback) - self.fallbacks[fallback]

    def pages_of(self, fallback: Fallback) -> int:
        """Return how many pages a selector could have won: list pages for the rows of a list, else articles."""
        pages = self.list_pages if fallback.field == "rows" else self.articles
        return max(pages, self.fallbacks[fallback])  # more pages than articles where a page was read and not kept


@dataclass(frozen=True, slots=True)
class Alarm:
    """Something that changed: a name that stays the same while it lasts, and what a person reads."""

    name: str
    text: str


class Window(NamedTuple):
    """The runs that are judged, the latest first, and those before them that are the measure."""

    recent: Sequence[Figures]
    baseline: Sequence[Figures]

    def sums(self, count: Callable[[Figures], int]) -> tuple[int, int]:
        """Return what is counted in the recent runs together, and in the baseline."""
        return sum(map(count, self.recent)), sum(map(count, self.baseline))


RECENT_MAX = 7
"""Runs that are taken together for what one of them alone is too small to be judged by."""

TWINS = dict.fromkeys(("body", "grown"), frozenset({"body", "grown", "one_body"}))
"""Alarms of which one would follow when the other is over, if its runs were the measure."""

USUAL_RUNS = 4
"""Runs that tell what an outlet's way is: three bad nights in a row are none."""
USUAL_SHARE = 0.25
"""Share of an outlet's articles from which a doubt, or an end without an article, is its way."""

COLLECTED_MAX = 60
"""… for a rate that is low: two months of an article a night for a field that every seventh has."""


class Rate(NamedTuple):
    """A rate that has fallen: so many of so many now, and before."""

    now: int
    now_of: int
    was: int
    was_of: int


@dataclass(frozen=True, slots=True)
class Past:
    """A run, the outlet's earlier ones (start and figures, the latest first), since when each alarm has stood, and the outlet's guesses."""

    run: Figures
    earlier: Sequence[tuple[str, Figures]]
    since: Mapping[str, str]
    limits: Thresholds
    guesses: Collection[Fallback]

    def window(
        self,
        alarm: str,
        size: Callable[[Figures], int],
        enough: int,
        most: int = RECENT_MAX,
        reaches: Callable[[int, Sequence[Figures]], bool] = lambda _now, _baseline: True,
    ) -> Window:
        """Split the runs that have what is to be judged: the latest, as many as `enough` of it needs, and the baseline before them.

        `reaches`: whether so much of it could be told from a baseline at all; if not, more is collected, of `most` runs.
        """
        stands, twins = self.since.get(alarm), TWINS.get(alarm, frozenset({alarm}))
        if not size(self.run) and stands is None:
            return Window([], [])
        runs = [(start, figures, here) for start, figures in (("", self.run), *self.earlier) if (here := size(figures))]
        left = sum(here for _, _, here in runs)
        measures = [n for n, (start, f, _) in enumerate(runs) if (stands is None or start < stands) and twins.isdisjoint(f.alarms)]

        def baseline() -> Sequence[Figures]:
            return self.first_runs([runs[n][1:] for n in measures[bisect_left(measures, taken) :]])

        taken = count = 0
        while taken < min(len(runs), most) and not (count >= enough and reaches(count, baseline())):
            here = runs[taken][2]
            if taken and left - here < enough:
                break  # nothing would be left to compare with
            taken, count, left = taken + 1, count + here, left - here
        return Window([figures for _, figures, _ in runs[:taken]], baseline())

    def first_runs(self, runs: Iterable[tuple[Figures, int]]) -> Sequence[Figures]:
        """Return the runs that are the measure, of those that could be: as many as HEALTH_BASELINE says, of a small outlet more."""
        counted = 0
        first: list[Figures] = []
        for figures, size in runs:
            if len(first) >= self.limits.baseline and counted >= 10 * self.limits.sample:
                break
            first.append(figures)
            counted += size
        return first

    def fallen(self, alarm: str, size: Callable[[Figures], int], hits: Callable[[Figures], int], most: int = COLLECTED_MAX) -> Rate | None:
        """Return how many of what is judged are hits, now and before, if they are fewer than chance would have it."""

        def reaches(count: int, baseline: Sequence[Figures]) -> bool:
            return _at_most(0, count, sum(map(hits, baseline)), sum(map(size, baseline))) < self.limits.chance

        window = self.window(alarm, size, self.limits.sample, most, reaches)
        now_n, was_n = window.sums(size)
        now_k, was_k = window.sums(hits)
        if was_n >= self.limits.sample and _at_most(now_k, now_n, was_k, was_n) < self.limits.chance:
            return Rate(now_k, now_n, was_k, was_n)
        return None


def compare(
    run: Figures,
    earlier: Sequence[tuple[str, Figures]],
    since: Mapping[str, str],
    limits: Thresholds,
    guesses: Collection[Fallback] = (),
) -> list[Alarm]:
    """Compare a run with an outlet's earlier ones (start and figures, the latest first).

    `since`: the alarms that stand by their names, and since when. `guesses`: the outlet's fallback selectors that are guesses.
    """
    past = Past(run, earlier, since, limits, guesses)
    return [
        *emptied_fields(past), *lost_captions(past), *winning_fallbacks(past), *risen_doubts(past),
        *changed_bodies(past), *one_body(past), *shrunk_lists(past),
    ]  # fmt: skip


def emptied_fields(past: Past) -> Iterator[Alarm]:
    """Yield each field that is filled in fewer articles than before."""
    for name in WATCHED_FIELDS:
        if rate := past.fallen(f"fill:{name}", _articles, partial(Figures.filled_in, name=name)):
            words = _(
                "{field} is filled in {now} of {now_of} articles, before in {was} of {was_of}",
                field=name,
                now=rate.now,
                now_of=rate.now_of,
                was=rate.was,
                was_of=rate.was_of,
            )
            yield Alarm(f"fill:{name}", words)


def lost_captions(past: Past) -> Iterator[Alarm]:
    """Yield one alarm if fewer of the articles that have pictures have a caption than before."""
    if rate := past.fallen("caption", lambda figures: figures.pictured, lambda figures: figures.captioned):
        words = _(
            "{now} of {now_of} articles with pictures have a caption, before {was} of {was_of}",
            now=rate.now,
            now_of=rate.now_of,
            was=rate.was,
            was_of=rate.was_of,
        )
        yield Alarm("caption", words)


def winning_fallbacks(past: Past) -> Iterator[Alarm]:
    """Yield each fallback selector that wins on more pages than before."""
    named = {f"fallback:{fallback}": fallback for figures in (past.run, *(f for _, f in past.earlier)) for fallback in figures.fallbacks}
    tonight = [f"fallback:{fallback}" for fallback in past.run.fallbacks]
    for alarm in dict.fromkeys([*tonight, *(alarm for alarm in past.since if alarm in named)]):
        fallback = named[alarm]
        pages, not_won = partial(Figures.pages_of, fallback=fallback), partial(Figures.not_won_by, fallback=fallback)
        if rate := past.fallen(alarm, pages, not_won, RECENT_MAX):
            yield Alarm(alarm, fallback_words(fallback, rate.now_of - rate.now, rate.now_of, guessed=fallback in past.guesses))


def fallback_words(fallback: Fallback, hits: int, of: int, *, guessed: bool) -> str:
    """Say that a fallback selector has begun to win."""
    if guessed:
        return _(
            "a fallback selector ({guess}) has begun to win: {selector} ({hits} of {of} pages)",
            guess=_(GUESSED),
            selector=fallback,
            hits=hits,
            of=of,
        )
    return _("a fallback selector has begun to win: {selector} ({hits} of {of} pages)", selector=fallback, hits=hits, of=of)


def risen_doubts(past: Past) -> Iterator[Alarm]:
    """Yield each doubt that is about more articles than before."""
    for name in sorted({*past.run.doubts, *(alarm.partition(":")[2] for alarm in past.since if alarm.startswith("doubt:"))}):
        alarm = f"doubt:{name}"
        if rate := past.fallen(alarm, partial(Figures.checked_for, doubt=name), partial(Figures.without, doubt=name), RECENT_MAX):
            text = _(
                "{doubt} is a doubt about {now} of {now_of} articles, before about {was} of {was_of}: {words}",
                doubt=name,
                now=rate.now_of - rate.now,
                now_of=rate.now_of,
                was=rate.was_of - rate.was,
                was_of=rate.was_of,
                words=words_of(name),
            )
            yield Alarm(alarm, text)


def usual_doubts(earlier: Iterable[Figures], sample: int) -> frozenset[str]:
    """Return the doubts that are an outlet's way: in most of its earlier runs about a quarter of the articles. One new to us has none."""
    runs = [figures for figures in earlier if figures.articles]
    if len(runs) < USUAL_RUNS or sum(figures.articles for figures in runs) < sample:
        return frozenset()
    named = Counter(name for figures in runs for name, count in figures.doubts.items() if count >= USUAL_SHARE * figures.articles)
    return frozenset(name for name, count in named.items() if 2 * count > len(runs))


def usual_reasons(earlier: Iterable[Figures], sample: int) -> frozenset[Reason]:
    """Return the reasons of a normal day under which a quarter of the new addresses ended in most of an outlet's earlier runs."""
    runs = [figures for figures in earlier if figures.judged]
    if len(runs) < USUAL_RUNS or sum(figures.judged for figures in runs) < sample:
        return frozenset()
    named = Counter(code for figures in runs for code, count in figures.ended.items() if count >= USUAL_SHARE * figures.judged)
    return frozenset(reason for reason in ALIKE if 2 * named[reason.code] > len(runs))


def changed_bodies(past: Past) -> Iterator[Alarm]:
    """Yield an alarm if bodies are much shorter than before, or much longer: their median, and more of them than chance would have it."""
    limits = past.limits
    for alarm, words, enough, bound in (
        ("body", N_("bodies have shrunk: the median is {now:.0f} characters, before {was:.0f}"), limits.sample // 2, limits.body),
        ("grown", N_("bodies have grown: the median is {now:.0f} characters, before {was:.0f}"), limits.sample, limits.grown),
    ):
        window = past.window(alarm, _articles, enough)
        now, was = ([length for figures in runs for length in figures.lengths] for runs in window)
        if len(now) < limits.sample // 2 or len(was) < limits.sample:
            continue
        now_median, was_median = median(now), median(was)
        usual = [sum((n >= bound * was_median) if bound < 1 else (n <= bound * was_median) for n in lengths) for lengths in (now, was)]
        beyond = now_median < bound * was_median if bound < 1 else now_median > bound * was_median
        if beyond and _at_most(usual[0], len(now), usual[1], len(was)) < limits.chance:
            yield Alarm(alarm, _(words, now=now_median, was=was_median))


def one_body(past: Past) -> Iterator[Alarm]:
    """Yield one alarm if most articles of a small outlet's last runs have one and the same body. A run of MANY judges itself."""
    if past.run.articles >= MANY or not (past.run.bodies or "one_body" in past.since):
        return
    recent: list[str] = []
    for figures in [past.run, *(figures for _start, figures in past.earlier)]:
        if len(recent) < MANY:
            recent += figures.bodies
    count = max(Counter(recent).values(), default=0)
    if count >= MANY and count >= MOST * len(recent):
        yield Alarm("one_body", _("{hits} of the last {of} articles have one and the same body", hits=count, of=len(recent)))


def shrunk_lists(past: Past) -> Iterator[Alarm]:
    """Yield one alarm if list pages link far fewer articles than before."""
    window = past.window("lists", lambda figures: figures.list_pages, 1)
    now, was = ([figures.list_links / figures.list_pages for figures in runs] for runs in window)
    if now and len(was) >= 3 and now[0] < past.limits.links * median(was):
        text = _n(
            "list pages give {count} article each, before {was:.0f}",
            "list pages give {count} articles each, before {was:.0f}",
            round(now[0]),
            was=median(was),
        )
        yield Alarm("lists", text)


def words(name: str, guesses: Iterable[Fallback] = ()) -> str:
    """Say in a few words what the alarm of this name means, where its own text with its figures is not at hand.

    `guesses`: the outlet's fallback selectors that are guesses.
    """
    kind, _colon, what = name.partition(":")
    match kind:
        case "fill":
            return _("{what} goes empty", what=what)
        case "fallback":
            guess = _(" (a guess)") if what in map(str, guesses) else ""
            return _("fallback selector wins: {what}", what=what) + guess
        case "caption":
            return _("captions are lost")
        case "doubt":
            return _("more articles are in doubt: {what}", what=what)
        case "body":
            return _("bodies have shrunk")
        case "grown":
            return _("bodies have grown")
        case "one_body":
            return _("articles have one and the same body")
        case "lists":
            return _("lists give less")
        case "silence":
            return _("nothing new")
        case _:
            return _("{name}: a warning that this version does not know: upgrade newsharvest", name=name)


def silence(last_new: datetime | None, busy: int, now: datetime, limits: Thresholds) -> Alarm | None:
    """Raise the alarm for an outlet that used to bring something every day and is silent for `silent_days`. A quiet Sunday is none.

    `busy`: how many articles came in the BUSY_DAYS before the last.
    """
    if last_new is None or now - last_new < timedelta(days=limits.silent_days) or busy < BUSY_DAYS:
        return None
    text = _("nothing new since {day:%Y-%m-%d}, where there were {busy} articles in the four weeks before", day=last_new, busy=busy)
    return Alarm("silence", text)


def _articles(figures: Figures) -> int:
    return figures.articles


def _at_most(hits: int, tries: int, earlier_hits: int, earlier_tries: int) -> float:
    """Return the chance of at most `hits` in `tries` if nothing has changed since there were `earlier_hits` in `earlier_tries`.

    Fisher's exact test: all hits are dealt to all tries at random, so a short past proves little. No past is taken to be surer than 98 %.
    """
    all_hits = hits + min(earlier_hits, int(0.98 * earlier_tries))
    chances = (
        _log_comb(tries, i) + _log_comb(earlier_tries, all_hits - i) - _log_comb(tries + earlier_tries, all_hits)
        for i in range(max(0, all_hits - earlier_tries), hits + 1)
    )
    return sum(map(exp, chances))


def _log_comb(n: int, k: int) -> float:
    """Return the logarithm of `math.comb(n, k)`, which is past any float for the thousand articles of a long run."""
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)
