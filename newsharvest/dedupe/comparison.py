"""How much of one text stands in another, and whether that makes it the same story: exact, near, excerpt or new.

Three things tell a republished release from its false friends: how much of the shorter text stands in the longer (containment, not Jaccard:
an excerpt is a duplicate), whether numbers, rounds, places and dates agree (the same programme a year later, another city's release), and
whether they begin alike where only a part is shared (two stories with one tail).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from newsharvest.dedupe.fingerprints import SHORT, STOCK, Hashes

STRONG = 0.82
"""Share of the shorter text that stands in the longer from which no other sign is needed but the numbers."""
STRONG_OWN = 0.90
"""The same of two texts of one outlet, which prints a form again (one town after another) sooner than a release."""
STRONG_NOTICE = 0.90
"""The same of notices made from a form, which are alike anyway."""
PARTLY = 0.45
"""Share from which texts of two outlets are one story if the numbers agree and they begin alike."""
NUMBERS_NOTICE = 0.90
NUMBERS_ROUND = 0.75
NUMBERS_PARTLY = 2 / 3
NUMBERS_STRONG = 0.40
NUMBERS_UNDATED = 0.50
"""Share of the fewer numbers that stand in both texts, below which what is alike is another round's or another city's release: of notices
made from a form, where they name different rounds (`제18회`, `제17회`), where much is shared, where nearly all is, and where that is so but
a date is missing that could tell last year's from this."""
NUMBERS_FEW = 3
"""Numbers below which a text says nothing by them."""
APART_DAYS = 45
"""Days between two articles beyond which only the same text is the same story: a programme's next round, an anniversary."""
LEAD = 60
"""Letters of the new text's beginning, which must stand in the old text too where only a part is shared, or the old one is a part of the
new: a weekly roundup holds whole releases, and is none of them."""
LEAD_SHARE = 0.25
EXCERPT = 2 / 3
"""Length of the shorter text beside the longer, below which it is called an excerpt."""
COMPARABLE = 32
"""Shingles of the shorter text below which the share is taken from the passages instead (a short text beside a very long one)."""


class Kind(StrEnum):
    """What an article is beside those that came before it."""

    NEW = "new"
    EXACT = "exact"
    NEAR = "near"
    EXCERPT = "excerpt"


@dataclass(frozen=True, slots=True)
class Side:
    """What is known of an article that is compared."""

    outlet: str
    letters: int
    when: int | None
    """When it was published, or else first seen: seconds since 1970, UTC; None if neither is known."""
    notice: bool
    level: int
    passages: Hashes
    shingles: Hashes
    numbers: tuple[str, ...]
    rounds: frozenset[str]
    places: frozenset[str]
    towns: frozenset[str]


class Likeness(NamedTuple):
    """How alike two texts are, each from 0 to 1, and what follows. `reason` is for people: the rule that decided."""

    share: float
    """Of the shorter text's shingles, how many stand in the longer."""
    numbers: float
    """Of the fewer numbers, how many stand in both."""
    lead: float
    """Of the shingles at the new text's beginning, how many stand in the old one; 1 where that is not known."""
    kind: Kind
    reason: str


EXACTLY = Likeness(1.0, 1.0, 1.0, Kind.EXACT, "the same text")


def compare(new: Side, old: Side, spots: NDArray[np.int64] | None = None) -> Likeness:
    """Compare a new article with an old one. `spots`: where in its text each of the new one's shingles stands, if that is known."""
    level = max(new.level, old.level)
    mine, theirs = (side.shingles if side.level == level else side.shingles[side.shingles < 1 << (32 - level)] for side in (new, old))
    shared = theirs[np.searchsorted(theirs[:-1], mine)] == mine if len(theirs) else np.zeros(len(mine), dtype=bool)
    fewer = min(len(mine), len(theirs))
    lead = 1.0
    if fewer < COMPARABLE:
        common = len(set(new.passages.tolist()) & set(old.passages.tolist()))
        share = common / max(1, min(len(new.passages), len(old.passages)))
    else:
        share = int(np.count_nonzero(shared)) / fewer
    if spots is not None:
        begins = spots[: len(mine)] < LEAD
        if beginning := int(np.count_nonzero(begins)):
            lead = int(np.count_nonzero(begins & shared)) / beginning
    numbers = agreement(new.numbers, old.numbers)
    kind, reason = judge(new, old, share, numbers, lead)
    return Likeness(share, numbers, lead, kind, reason)


def judge(new: Side, old: Side, share: float, numbers: float, lead: float) -> tuple[Kind, str]:
    """Decide, and say by which rule."""
    shorter, longer = sorted((new.letters, old.letters))
    kind = Kind.EXCERPT if shorter < EXCERPT * longer else Kind.NEAR
    dated = new.when is not None and old.when is not None
    own = new.outlet == old.outlet
    nearly_all = share >= (STRONG_OWN if own else STRONG)
    no = ""
    if shorter < SHORT:
        no = "too short to compare but as a whole"
    elif share < PARTLY:
        no = "too little is shared"
    elif dated and abs((new.when or 0) - (old.when or 0)) > APART_DAYS * 86_400:
        no = f"more than {APART_DAYS} days lie between them"
    elif disjoint(new.places, old.places) or disjoint(new.towns, old.towns):
        no = "they tell of different places"
    elif numbers < NUMBERS_ROUND and other_round(new.rounds, old.rounds):
        no = "they tell of two rounds of it"
    elif new.notice or old.notice:
        no = "" if share >= STRONG_NOTICE and numbers >= NUMBERS_NOTICE else "notices made from one form"
    elif own and shorter < STOCK and min(len(new.numbers), len(old.numbers)) < NUMBERS_FEW:
        no = "short texts of one outlet"
    elif own and not nearly_all:
        no = "two stories of one outlet that share a part"
    elif numbers < (NUMBERS_PARTLY if not nearly_all else NUMBERS_STRONG if dated else NUMBERS_UNDATED):
        no = "the numbers differ"
    elif lead < LEAD_SHARE and (kind is Kind.EXCERPT or not nearly_all):
        no = "they begin otherwise"
    return (Kind.NEW, no) if no else (kind, "nearly all is shared" if nearly_all else "much is shared, and the numbers agree")


def disjoint(one: frozenset[str], other: frozenset[str]) -> bool:
    """Tell whether both name something and none of it is the same."""
    return bool(one and other) and one.isdisjoint(other)


def other_round(one: frozenset[str], other: frozenset[str]) -> bool:
    """Tell whether both name rounds of a kind (`18회`, `17회`) and none of them is the same."""
    return disjoint(one, other) and bool({r[-1] for r in one} & {r[-1] for r in other})


def agreement(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    """Return the share of the fewer numbers that stand in both texts; 1 where either says hardly any."""
    fewer = min(len(one), len(other))
    if fewer < NUMBERS_FEW:
        return 1.0
    left = list(other)
    common = 0
    for number in one:
        if number in left:
            left.remove(number)
            common += 1
    return common / fewer
