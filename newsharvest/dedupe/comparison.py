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

from newsharvest.dedupe.fingerprints import SHORT, STOCK, Hashes, at_level

# After each constant: what another value did to F1 of the tuning half (.9889 as they are) and to precision and recall over a stream with
# 4,000 other articles (.9998, .9880). Where that says little, life decides, as told beside it.
STRONG = 0.82
"""Share of the shorter text that stands in the longer from which no other sign is needed but the numbers. (.75: F1 .9901; .9: .9841.)"""
STRONG_OWN = 0.90
"""The same of two texts of one outlet, which prints a form again, one town after another, sooner than a release. (.82: F1 .9897; .95:
.9841.)"""
STRONG_NOTICE = 0.90
"""The same of notices made from a form, which are alike anyway. (.82: precision .9971; .95: F1 .9893, but notices are edited too.)"""
PARTLY = 0.45
"""Share from which texts of two outlets are one story if the numbers agree and they begin alike. (.35: precision .9996; .55: F1 .9893. Real
pairs of one day's papers lie lower than made ones: the study's share of those found rests on it.)"""
NUMBERS_NOTICE = 0.90
"""Share of the fewer numbers that stand in both texts, below which two notices are of two days or people. (.75: recall .9923, but
the weather of two days agrees so far; 1: F1 .9897, but then no notice may have a misprint.)"""
NUMBERS_ROUND = 0.75
"""The same of texts that name different rounds (`제18회`, `제17회`). (.5: F1 .9906; 1: .9845. The made texts correct a round as if it
were any figure; papers do not.)"""
NUMBERS_PARTLY = 2 / 3
"""The same where only a part is shared. (.5: F1 .9901, precision .9994; .8: .9893.)"""
NUMBERS_STRONG = 0.40
"""The same where nearly all is shared: another round's or another city's release. (.25: F1 .9919; .6: .9814.)"""
NUMBERS_UNDATED = 0.50
"""The same where besides a date is missing that could tell last year's from this. (Without any date .4 gave F1 .977, .5 .984, .6 .983.)"""
NUMBERS_FEW = 3
"""Numbers below which a text says nothing by them. (1: recall .9872; 6: F1 .9923, but four numbers tell two forms apart.)"""
APART_DAYS = 45
"""Days between two articles beyond which only the same text is the same story: a programme's next round, an anniversary. (20: the same;
without: F1 .9813, precision .9969.)"""
LEAD = 60
"""Letters of the new text's beginning, which must stand in the old text too where only a part is shared, or the old one is a part of the
new: a weekly roundup holds whole releases, and is none of them. (30: recall .9864; 120: the same, but a short first paragraph has 60.)"""
LEAD_SHARE = 0.25
"""How much of it must. (Nothing: F1 .9876, precision .9992; half: the same.)"""
EXCERPT = 2 / 3
"""Length of the shorter text beside the longer, below which it is called an excerpt. (.5, .8: the same figures; it is a word.)"""
COMPARABLE = 32
"""Shingles of the shorter text below which the share is taken from the passages instead: a short text beside a very long one. (16, 64: the
same; the share of 16 is off by a tenth at times.)"""


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


def compare(new: Side, old: Side, beginning: Hashes | None = None) -> Likeness:
    """Compare a new article with an old one. `beginning`: the new one's shingles that stand among its first LEAD, if that is known."""
    share = share_of(new, old)
    lead = 1.0
    if beginning is not None:
        level = max(new.level, old.level)
        begins = at_level(beginning, level)
        if len(begins):
            lead = _shared(begins, _at_level(old, level)) / len(begins)
    numbers = agreement(new.numbers, old.numbers)
    kind, reason = judge(new, old, share, numbers, lead)
    return Likeness(share, numbers, lead, kind, reason)


def share_of(one: Side, other: Side) -> float:
    """Return how much of the shorter text stands in the longer, from 0 to 1. Below PARTLY nothing else counts (`judge`)."""
    level = max(one.level, other.level)
    mine, theirs = _at_level(one, level), _at_level(other, level)
    fewer = min(len(mine), len(theirs))
    if fewer >= COMPARABLE:
        return _shared(mine, theirs) / fewer
    common = len(set(one.passages.tolist()) & set(other.passages.tolist()))
    return common / max(1, min(len(one.passages), len(other.passages)))


def _at_level(side: Side, level: int) -> Hashes:
    return side.shingles if side.level == level else at_level(side.shingles, level)


def _shared(hashes: Hashes, others: Hashes) -> int:
    """Return how many of these hashes stand among others, which ascend."""
    if not len(others):
        return 0
    return int(np.count_nonzero(others[others[:-1].searchsorted(hashes)] == hashes))


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
