"""Health: one outlet's run beside its own earlier runs. A site that changes shows here before a field is empty for good.

A rate that moved is judged by chance, not by a fixed difference: three articles without a subtitle say nothing, thirty do. The baseline
of a warning that already stands are the runs before it began, so that a change does not become the new normal by lasting.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from math import comb
from statistics import median
from typing import Any, Self

from newsharvest.items import Article

WATCHED = ("section", "subtitle", "authors", "author_emails", "published_at", "modified_at", "images", "tags", "rights")
"""Fields whose fill rate is watched. Title and body cannot be empty: such a page is a failure of its own."""


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

    def before(name: str) -> list[Figures]:
        return [figures for start, figures in earlier if start < since.get(name, "9")]

    warnings = []
    for name in WATCHED:
        key = f"fill:{name}"
        recent, baseline = _window(run, before(key), limits)
        now_n, was_n = _articles(recent), _articles(baseline)
        now_k, was_k = (sum(f.filled.get(name, 0) for f in runs) for runs in (recent, baseline))
        if run.articles and was_n >= limits.sample and _at_most(now_k, now_n, was_k / was_n) < limits.chance:
            warnings.append(Warning(key, f"{name} is filled in {now_k} of {now_n} articles, before in {was_k} of {was_n}"))
    for key in run.fallbacks:
        recent, baseline = _window(run, before(f"fallback:{key}"), limits)
        now_n, was_n = _articles(recent), _articles(baseline)
        now_k, was_k = (sum(f.fallbacks.get(key, 0) for f in runs) for runs in (recent, baseline))
        rate = was_k / was_n if was_n else 0.0
        if _at_most(max(now_n, now_k) - now_k, max(now_n, now_k), 1 - rate) < limits.chance:
            text = f"a fallback selector has begun to win: {key} ({now_k} of {max(now_n, now_k)} pages)"
            warnings.append(Warning(f"fallback:{key}", text))
    recent, baseline = _window(run, before("body"), limits)
    now_l, was_l = (sorted(length for f in runs for length in f.lengths) for runs in (recent, baseline))
    if run.articles and min(len(now_l), len(was_l)) >= limits.sample and median(now_l) < limits.body * median(was_l):
        warnings.append(Warning("body", f"bodies have shrunk: the median is {median(now_l):.0f} characters, before {median(was_l):.0f}"))
    rows = [f.list_links / f.list_pages for f in before("lists") if f.list_pages]
    if run.list_pages and len(rows) >= 3 and run.list_links / run.list_pages < limits.links * median(rows):
        warnings.append(Warning("lists", f"list pages give {run.list_links / run.list_pages:.0f} articles each, before {median(rows):.0f}"))
    return warnings


def silence(last_new: str | None, earlier: Sequence[tuple[str, Figures]], now: datetime, limits: Thresholds) -> Warning | None:
    """Warn of an outlet that used to bring something new every day and has brought nothing for `silent_days`. A quiet Sunday is none."""
    if last_new is None:
        return None
    last = datetime.fromisoformat(last_new)
    if now - last < timedelta(days=limits.silent_days):
        return None
    busy = sum(figures.new for start, figures in earlier if last - timedelta(days=28) <= datetime.fromisoformat(start) <= last)
    if busy < 28:
        return None
    return Warning("silence", f"nothing new since {last:%Y-%m-%d}, where there were {busy} articles in the four weeks before")


def _window(run: Figures, earlier: Sequence[Figures], limits: Thresholds) -> tuple[list[Figures], list[Figures]]:
    """Part the runs: this one, with as many of the latest as a small outlet needs for a sample, and those before as the baseline."""
    recent, rest = [run], list(earlier)
    while rest and len(recent) < 7 and _articles(recent) < limits.sample:
        recent.append(rest.pop(0))
    return recent, rest[: limits.baseline]


def _articles(runs: Iterable[Figures]) -> int:
    return sum(figures.articles for figures in runs)


def _at_most(k: int, n: int, p: float) -> float:
    """Return the chance of at most `k` hits in `n` tries at the rate `p`, which is taken to be no surer than 98 %."""
    p = min(max(p, 0.0), 0.98)
    return float(sum(comb(n, i) * p**i * (1 - p) ** (n - i) for i in range(k + 1)))
