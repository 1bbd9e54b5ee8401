"""Health: one outlet's run beside its own earlier runs. A site that changes shows here before a field is empty for good.

A rate that moved is judged by chance, not by a fixed difference: three articles without a subtitle say nothing, thirty do. The baseline
of a warning that already stands are the runs before it began, so that a change does not become the new normal by lasting; and a run that
brought nothing to judge by begins no warning and ends none.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from math import exp, lgamma
from statistics import median
from typing import Any, Self

from newsharvest.items import Article
from newsharvest.terminal import plural

WATCHED = ("section", "subtitle", "authors", "author_emails", "published_at", "modified_at", "images", "tags", "rights")
"""Fields whose fill rate is watched. Title and body cannot be empty: such a page is a failure of its own."""

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


@dataclass(slots=True)
class Figures:
    """What one run counted: stored with it, and what later runs are compared with."""

    new: int = 0
    edited: int = 0
    known: int = 0
    duplicates: int = 0
    failed: dict[str, int] = field(default_factory=dict)
    seconds: float = 0.0
    list_pages: int = 0
    list_links: int = 0
    filled: dict[str, int] = field(default_factory=dict)
    lengths: list[int] = field(default_factory=list)
    fallbacks: dict[str, int] = field(default_factory=dict)

    @classmethod
    def load(cls, data: Mapping[str, Any]) -> Self:
        """Read what `dump` wrote."""
        return cls(**data)

    def dump(self) -> dict[str, Any]:
        """Return plain data."""
        return asdict(self)

    @property
    def articles(self) -> int:
        """How many articles were read and kept."""
        return len(self.lengths)

    def add(self, article: Article) -> None:
        """Count an article that was kept."""
        self.lengths.append(len(article.body))
        for name in WATCHED:
            if getattr(article, name):
                self.filled[name] = self.filled.get(name, 0) + 1


@dataclass(frozen=True, slots=True)
class Warning:  # noqa: A001 (nobody means Python's own here)
    """Something that changed: a name that stays the same while it lasts, and what a person reads."""

    name: str
    text: str


def check(run: Figures, earlier: Sequence[tuple[str, Figures]], since: Mapping[str, str], limits: Thresholds) -> list[Warning]:
    """Compare a run with an outlet's earlier ones (start and figures, the latest first).

    `since`: the warnings that stand by their names, and since when.
    """

    def part(key: str, size: Callable[[Figures], int], enough: int) -> tuple[list[Figures], list[Figures]]:
        """Part the runs that have what is to be judged: the latest, as many as `enough` of it needs, and the baseline before them."""
        if not size(run) and key not in since:
            return [], []
        recent: list[Figures] = []
        rest = [(start, figures) for start, figures in (("", run), *earlier) if size(figures)]
        while rest and len(recent) < 7 and sum(map(size, recent)) < enough:
            if recent and sum(size(figures) for _, figures in rest[1:]) < enough:
                break  # nothing would be left to compare with
            recent.append(rest.pop(0)[1])
        return recent, [figures for start, figures in rest if start < since.get(key, "9")][: limits.baseline]

    warnings = []
    for name in WATCHED:
        key = f"fill:{name}"
        recent, baseline = part(key, _articles, limits.sample)
        now_n, was_n = (sum(map(_articles, runs)) for runs in (recent, baseline))
        now_k, was_k = (sum(f.filled.get(name, 0) for f in runs) for runs in (recent, baseline))
        if was_n >= limits.sample and _at_most(now_k, now_n, was_k, was_n) < limits.chance:
            warnings.append(Warning(key, f"{name} is filled in {now_k} of {now_n} articles, before in {was_k} of {was_n}"))
    for key in dict.fromkeys([*(f"fallback:{selector}" for selector in run.fallbacks), *(k for k in since if k.startswith("fallback:"))]):
        selector = key.removeprefix("fallback:")
        recent, baseline = part(key, lambda f, s=selector: _pages(f, s), limits.sample)  # type: ignore[misc]
        now_n, was_n = (sum(_pages(f, selector) for f in runs) for runs in (recent, baseline))
        now_k, was_k = (sum(f.fallbacks.get(selector, 0) for f in runs) for runs in (recent, baseline))
        if was_n >= limits.sample and _at_most(now_n - now_k, now_n, was_n - was_k, was_n) < limits.chance:
            warnings.append(Warning(key, f"a fallback selector has begun to win: {selector} ({now_k} of {now_n} pages)"))
    recent, baseline = part("body", _articles, limits.sample)
    now_l, was_l = (sorted(length for f in runs for length in f.lengths) for runs in (recent, baseline))
    if len(now_l) >= limits.sample // 2 and len(was_l) >= limits.sample and median(now_l) < limits.body * median(was_l):
        warnings.append(Warning("body", f"bodies have shrunk: the median is {median(now_l):.0f} characters, before {median(was_l):.0f}"))
    recent, baseline = part("lists", lambda f: f.list_pages, 1)
    now_r, was_r = ([f.list_links / f.list_pages for f in runs] for runs in (recent, baseline))
    if now_r and len(was_r) >= 3 and now_r[0] < limits.links * median(was_r):
        warnings.append(Warning("lists", f"list pages give {plural(round(now_r[0]), 'article')} each, before {median(was_r):.0f}"))
    return warnings


def words(name: str) -> str:
    """Say in a few words what the warning of this name means, where its own text with its figures is not at hand."""
    kind, _, what = name.partition(":")
    match kind:
        case "fill":
            return f"{what} goes empty"
        case "fallback":
            return f"fallback selector wins: {what}"
        case "body":
            return "bodies have shrunk"
        case "lists":
            return "lists give less"
        case _:
            return "nothing new"


def silence(last_new: datetime | None, busy: int, now: datetime, limits: Thresholds) -> Warning | None:
    """Warn of an outlet that used to bring something new every day and has brought nothing for `silent_days`. A quiet Sunday is none.

    `busy`: how many articles came in the BUSY_DAYS before the last.
    """
    if last_new is None or now - last_new < timedelta(days=limits.silent_days) or busy < BUSY_DAYS:
        return None
    return Warning("silence", f"nothing new since {last_new:%Y-%m-%d}, where there were {busy} articles in the four weeks before")


def _articles(figures: Figures) -> int:
    return figures.articles


def _pages(figures: Figures, selector: str) -> int:
    """Count the pages that a selector (layout, field, query) could have won: list pages for the rows of a list, else articles."""
    pages = figures.list_pages if selector.split(" ")[1:2] == ["rows"] else figures.articles
    return max(pages, figures.fallbacks.get(selector, 0))  # more pages than articles where a page was read and not kept


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
