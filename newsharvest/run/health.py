"""Health: one outlet's run beside its own earlier runs. A site that changes shows here before a field is empty for good.

A rate that moved is judged by chance, not by a fixed difference: three articles without a subtitle say nothing, thirty do. The baseline
of a warning that already stands are the runs before it began, so that a change does not become the new normal by lasting; and a run that
brought nothing to judge by begins no warning and ends none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from datetime import datetime, timedelta
from functools import partial
from math import exp, lgamma
from statistics import median
from typing import Any, NamedTuple, Self

from newsharvest.items import WATCHED_FIELDS, Article
from newsharvest.page.layouts import GUESSED, Layout, ListLayout
from newsharvest.terminal import plural

BUSY_DAYS = 28
"""Days before its last article that tell whether an outlet used to bring something every day."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """What counts as a change. The settings HEALTH_… hold the values and the reasons."""

    chance: float
    body: float
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


FIGURES_VERSION = 2
"""Of what `Figures.dump` writes. 1 (which did not say so) had each fallback's three parts in one text."""


@dataclass(slots=True)
class Figures:
    """What one run counted: stored with it, and what later runs are compared with."""

    new: int = 0
    edited: int = 0
    known: int = 0
    duplicates: int = 0
    failed: dict[str, int] = field(default_factory=dict)
    """By the code of the reason."""
    seconds: float = 0.0
    list_pages: int = 0
    list_links: int = 0
    filled: Counter[str] = field(default_factory=Counter)
    """Articles in which each of WATCHED_FIELDS is filled."""
    lengths: list[int] = field(default_factory=list)
    """Characters of each article's body."""
    fallbacks: Counter[Fallback] = field(default_factory=Counter)
    """Pages on which each fallback selector won."""

    @classmethod
    def load(cls, data: Mapping[str, Any]) -> Self:
        """Read what `dump` of this version or an older one wrote; of a newer one, the figures that are still as this version has them."""
        version, figures = data.get("version", 1), cls()
        for name in [f.name for f in fields(cls) if f.name in data and f.name not in {"filled", "fallbacks"}]:
            if version <= FIGURES_VERSION or type(data[name]) is type(getattr(figures, name)):
                setattr(figures, name, data[name])
        figures.filled.update(data.get("filled", {}))
        rows = data.get("fallbacks", [])
        if version == 1:
            rows = [(*selector.split(" ", 2), pages) for selector, pages in dict(rows).items()]
        figures.fallbacks.update({Fallback(*row[:3]): row[3] for row in rows if len(row) == len(Fallback._fields) + 1})
        return figures

    def dump(self) -> dict[str, Any]:
        """Return plain data."""
        rows = [[*fallback, pages] for fallback, pages in self.fallbacks.items()]
        return {"version": FIGURES_VERSION} | asdict(self) | {"filled": dict(self.filled), "fallbacks": rows}

    @property
    def articles(self) -> int:
        """How many articles were read and kept."""
        return len(self.lengths)

    def add(self, article: Article) -> None:
        """Count an article that was kept."""
        self.lengths.append(len(article.body))
        self.filled.update(name for name in WATCHED_FIELDS if getattr(article, name))

    def filled_in(self, name: str) -> int:
        """Return in how many articles a field is filled."""
        return self.filled[name]

    def won_by(self, fallback: Fallback) -> int:
        """Return on how many pages a fallback selector won."""
        return self.fallbacks[fallback]

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


@dataclass(frozen=True, slots=True)
class Past:
    """A run, the outlet's earlier ones (start and figures, the latest first), since when each alarm has stood, and the outlet's guesses."""

    run: Figures
    earlier: Sequence[tuple[str, Figures]]
    since: Mapping[str, str]
    limits: Thresholds
    guesses: Collection[Fallback]

    def window(self, alarm: str, size: Callable[[Figures], int], enough: int) -> Window:
        """Split the runs that have what is to be judged: the latest, as many as `enough` of it needs, and the baseline before them."""
        stands = self.since.get(alarm)
        if not size(self.run) and stands is None:
            return Window([], [])
        recent: list[Figures] = []
        rest = [(start, figures) for start, figures in (("", self.run), *self.earlier) if size(figures)]
        while rest and len(recent) < RECENT_MAX and sum(map(size, recent)) < enough:
            if recent and sum(size(figures) for _, figures in rest[1:]) < enough:
                break  # nothing would be left to compare with
            recent.append(rest.pop(0)[1])
        baseline = [figures for start, figures in rest if stands is None or start < stands]
        return Window(recent, baseline[: self.limits.baseline])


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
    return [*emptied_fields(past), *winning_fallbacks(past), *shrunk_bodies(past), *shrunk_lists(past)]


def emptied_fields(past: Past) -> Iterator[Alarm]:
    """Yield each field that is filled in fewer articles than before."""
    for name in WATCHED_FIELDS:
        alarm = f"fill:{name}"
        window = past.window(alarm, _articles, past.limits.sample)
        now_n, was_n = window.sums(_articles)
        now_k, was_k = window.sums(partial(Figures.filled_in, name=name))
        if was_n >= past.limits.sample and _at_most(now_k, now_n, was_k, was_n) < past.limits.chance:
            yield Alarm(alarm, f"{name} is filled in {now_k} of {now_n} articles, before in {was_k} of {was_n}")


def winning_fallbacks(past: Past) -> Iterator[Alarm]:
    """Yield each fallback selector that wins on more pages than before."""
    named = {f"fallback:{fallback}": fallback for figures in (past.run, *(f for _, f in past.earlier)) for fallback in figures.fallbacks}
    tonight = [f"fallback:{fallback}" for fallback in past.run.fallbacks]
    for alarm in dict.fromkeys([*tonight, *(alarm for alarm in past.since if alarm in named)]):
        fallback = named[alarm]
        pages = partial(Figures.pages_of, fallback=fallback)
        window = past.window(alarm, pages, past.limits.sample)
        now_n, was_n = window.sums(pages)
        now_k, was_k = window.sums(partial(Figures.won_by, fallback=fallback))
        if was_n >= past.limits.sample and _at_most(now_n - now_k, now_n, was_n - was_k, was_n) < past.limits.chance:
            guess = f" ({GUESSED})" if fallback in past.guesses else ""
            yield Alarm(alarm, f"a fallback selector{guess} has begun to win: {fallback} ({now_k} of {now_n} pages)")


def shrunk_bodies(past: Past) -> Iterator[Alarm]:
    """Yield one alarm if bodies are much shorter than before."""
    limits = past.limits
    window = past.window("body", _articles, limits.sample)
    now, was = (sorted(length for figures in runs for length in figures.lengths) for runs in window)
    if len(now) >= limits.sample // 2 and len(was) >= limits.sample and median(now) < limits.body * median(was):
        yield Alarm("body", f"bodies have shrunk: the median is {median(now):.0f} characters, before {median(was):.0f}")


def shrunk_lists(past: Past) -> Iterator[Alarm]:
    """Yield one alarm if list pages link far fewer articles than before."""
    window = past.window("lists", lambda figures: figures.list_pages, 1)
    now, was = ([figures.list_links / figures.list_pages for figures in runs] for runs in window)
    if now and len(was) >= 3 and now[0] < past.limits.links * median(was):
        yield Alarm("lists", f"list pages give {plural(round(now[0]), 'article')} each, before {median(was):.0f}")


def words(name: str, guesses: Iterable[Fallback] = ()) -> str:
    """Say in a few words what the alarm of this name means, where its own text with its figures is not at hand.

    `guesses`: the outlet's fallback selectors that are guesses.
    """
    kind, _, what = name.partition(":")
    match kind:
        case "fill":
            return f"{what} goes empty"
        case "fallback":
            return f"fallback selector wins: {what}" + (" (a guess)" if what in map(str, guesses) else "")
        case "body":
            return "bodies have shrunk"
        case "lists":
            return "lists give less"
        case "silence":
            return "nothing new"
        case _:
            return f"{name}: a warning that this version does not know: upgrade newsharvest"


def silence(last_new: datetime | None, busy: int, now: datetime, limits: Thresholds) -> Alarm | None:
    """Raise the alarm for an outlet that used to bring something every day and is silent for `silent_days`. A quiet Sunday is none.

    `busy`: how many articles came in the BUSY_DAYS before the last.
    """
    if last_new is None or now - last_new < timedelta(days=limits.silent_days) or busy < BUSY_DAYS:
        return None
    return Alarm("silence", f"nothing new since {last_new:%Y-%m-%d}, where there were {busy} articles in the four weeks before")


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
