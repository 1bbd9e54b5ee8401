"""What is counted of articles: how many, how many repeat earlier ones, and which outlet printed a story before which."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import groupby
from operator import attrgetter
from typing import TypeVar

from newsharvest import press
from newsharvest.period import is_day
from newsharvest.store import Brief

Key = TypeVar("Key")
_NEVER = datetime.max.replace(tzinfo=press.KST)
_EVER = datetime.min.replace(tzinfo=press.KST)


@dataclass(slots=True)
class Tally:
    """Articles, counted."""

    articles: int = 0
    repeats: int = 0
    """Those that repeat an earlier article, of any day and outlet."""
    stories: set[str] = field(default_factory=set)
    outlets: Counter[str] = field(default_factory=Counter)
    """Articles by outlet."""

    @property
    def share(self) -> float:
        """The share of repeats, 0 to 1."""
        return self.repeats / self.articles if self.articles else 0.0

    def add(self, brief: Brief) -> None:
        """Count an article."""
        self.articles += 1
        self.repeats += brief.repeats
        self.stories.add(brief.story)
        self.outlets[brief.outlet] += 1


def tallies(articles: Iterable[tuple[Key, Brief]]) -> dict[Key, Tally]:
    """Count articles by what stands before each."""
    counted: dict[Key, Tally] = defaultdict(Tally)
    for key, brief in articles:
        counted[key].add(brief)
    return dict(counted)


def tally_of(briefs: Iterable[Brief]) -> Tally:
    """Count articles."""
    tally = Tally()
    for brief in briefs:
        tally.add(brief)
    return tally


def day_of(brief: Brief) -> date | None:
    """Return the KST day that an article's page states; None if it states none."""
    return brief.published.date() if brief.published else None


@dataclass(slots=True)
class Standing:
    """How an outlet came with the stories that it shares with others: each is one of the three, once."""

    first: int = 0
    later: int = 0
    """Another outlet was before it."""
    unclear: int = 0
    """Its page, or that of one that may have been before it, says a day alone or nothing; or two say the same minute."""

    @property
    def shared(self) -> int:
        """How many there are."""
        return self.first + self.later + self.unclear


@dataclass(slots=True)
class Meeting:
    """What an outlet shares with another."""

    shared: int = 0
    after: int = 0
    """Of these it came after the other."""
    before: int = 0


@dataclass(frozen=True, slots=True)
class Race:
    """Which outlet printed a story before which."""

    standings: Mapping[str, Standing]
    """By outlet."""
    meetings: Mapping[tuple[str, str], Meeting]
    """By an outlet and one that it was compared with."""


@dataclass(slots=True)
class _Entry:
    """When an outlet first told a story: between these two moments, or at both."""

    earliest: datetime
    latest: datetime
    counts: bool
    """Whether the article with which it did so fits what was asked for."""

    def is_before(self, other: _Entry) -> bool:
        return self.latest < other.earliest


def race_of(briefs: Iterable[Brief]) -> Race:
    """Return who came before whom. `briefs`: whole stories, each together.

    An outlet's story counts where the article with which it first told it fits; the others are compared with, whenever they came. So what
    two windows that meet say adds up to what both in one say.
    """
    standings: dict[str, Standing] = defaultdict(Standing)
    meetings: dict[tuple[str, str], Meeting] = defaultdict(Meeting)
    for _, told in groupby(briefs, key=attrgetter("story")):
        entries = _entries(list(told))
        if len(entries) == 1:
            continue
        for outlet, entry in entries.items():
            if entry.counts:
                others = [(name, other) for name, other in entries.items() if name != outlet]
                standing = standings[outlet]
                standing.first += all(entry.is_before(other) for _, other in others)
                standing.later += (is_later := any(other.is_before(entry) for _, other in others))
                standing.unclear += not is_later and not all(entry.is_before(other) for _, other in others)
                for name, other in others:
                    meeting = meetings[outlet, name]
                    meeting.shared += 1
                    meeting.after += other.is_before(entry)
                    meeting.before += entry.is_before(other)
    return Race(dict(standings), dict(meetings))


def _entries(told: Sequence[Brief]) -> dict[str, _Entry]:
    entries: dict[str, _Entry] = {}
    for earliest, latest, brief in sorted((*_within(brief), brief) for brief in told):
        entry = entries.setdefault(brief.outlet, _Entry(earliest, latest, brief.fits))
        entry.latest = min(entry.latest, latest)
    return entries


def _within(brief: Brief) -> tuple[datetime, datetime]:
    """Return the moments between which an article was printed, as far as its page says. Clocks of pages agree to the minute at best."""
    at = brief.published
    if at is None:
        return _EVER, _NEVER
    if is_day(at):
        return at, at + timedelta(days=1, minutes=-1)
    return (minute := at.replace(second=0)), minute


def pairs(race: Race) -> Iterator[tuple[str, str, Meeting]]:
    """Yield an outlet, one that it came after, and what they share: those who came after another most often first."""
    late = [(*names, meeting) for names, meeting in race.meetings.items() if meeting.after]
    yield from sorted(late, key=lambda one: (-one[2].after, one[2].shared, one[0], one[1]))


@dataclass(frozen=True, slots=True)
class Outlet:
    """What is counted of an outlet."""

    name: str
    masthead: str
    tally: Tally
    standing: Standing


def by_outlet(briefs: Sequence[Brief], race: Race, mastheads: Mapping[str, str]) -> list[Outlet]:
    """Return the outlets of which articles fit, those with most articles first."""
    counted = tallies((brief.outlet, brief) for brief in briefs if brief.fits)
    rows = [Outlet(name, mastheads.get(name, name), tally, race.standings.get(name, Standing())) for name, tally in counted.items()]
    return sorted(rows, key=lambda row: (-row.tally.articles, row.name))
