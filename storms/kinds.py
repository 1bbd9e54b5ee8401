"""The kinds of misbehaviour: each fault, where it falls, and how often."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from itertools import chain

from storms import wire, wrong
from storms.answers import Fault, Is, Way


class Place(Enum):
    """Which answers a fault spoils."""

    ROBOTS = "robots.txt"
    FEED = "the feed"
    LIST = "the list"
    ONE = "one article"
    SOME = "every other article"
    ALL = "all articles"


@dataclass(frozen=True)
class Kind:
    """A way of misbehaving, where, and the first how many answers to an address are so (None: all of the night's)."""

    name: str
    fault: Fault
    must: Is
    place: Place
    times: int | None = None
    slow: bool = False

    def __str__(self) -> str:
        """Name it."""
        return f"{self.name}, {self.place.value}" + (f", {self.times}x" if self.times else "")


Group = Callable[[], Iterator[Way]]
ANYWHERE: tuple[Group, ...] = (*wire.GROUPS, wrong.charsets, wrong.other_pages)
"""Faults of any answer."""


def _at(place: Place, ways: Iterable[Way], times: int | None = None, *, slow: bool = False) -> Iterator[Kind]:
    return (Kind(name, fault, must, place, times, slow) for name, fault, must in ways)


def _ways(*groups: Group) -> list[Way]:
    return [*chain.from_iterable(group() for group in groups)]


def kinds() -> list[Kind]:
    """Return every kind: each fault at every other article; each second or so at the list, robots.txt, one article or all; some once."""
    fleeting = _ways(wire.statuses, wire.lengths, wire.packed, wire.timing)[::3]
    found = chain(
        _at(Place.SOME, _ways(*ANYWHERE, wrong.articles)),
        _at(Place.ALL, _ways(wrong.other_pages, wrong.articles)),
        _at(Place.ALL, _ways(*ANYWHERE)[::5]),
        _at(Place.ONE, _ways(*ANYWHERE, wrong.articles)[::7]),
        _at(Place.LIST, _ways(wrong.lists)),
        _at(Place.LIST, _ways(*ANYWHERE)[::3]),
        _at(Place.ROBOTS, _ways(wrong.robots)),
        _at(Place.ROBOTS, _ways(wire.statuses, wire.lengths, wire.packed, wire.timing)[1::4]),
        _at(Place.FEED, ((name, fault, Is.HIDDEN) for name, fault, _ in _ways(wire.lengths, wire.timing, wrong.other_pages)[::5])),
        _at(Place.SOME, fleeting[::2], 1),
        _at(Place.LIST, fleeting[1::6], 1),
        _at(Place.ROBOTS, fleeting[3::6], 1),
        _at(Place.SOME, _ways(wire.silences), slow=True),
        _at(Place.LIST, _ways(wire.silences)[::2], slow=True),
        _at(Place.ROBOTS, _ways(wire.silences)[::3], slow=True),
    )
    return [*{str(kind): kind for kind in found}.values()]
