"""How much of one text stands in another, and whether that makes it the same story: exact, near, excerpt or new.

Three things tell a republished release from its false friends (the study's figures): how much of the shorter text stands in the longer
(containment, not Jaccard: an excerpt is a duplicate), whether the numbers agree (the same programme a year later says other ones), and how
few other stories print the passages that are shared (a form's sentences are everybody's).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from newsharvest.dedupe.fingerprints import SHORT, Hashes

STRONG = 0.82
"""Share of the shorter text that stands in the longer from which no other sign is needed but the numbers, and two stories are one."""
STRONG_NOTICE = 0.90
"""The same of notices made from a form, which are alike anyway."""
PARTLY = 0.45
"""Share from which texts of two outlets are one story if the numbers agree as well. Stories of one day with one tail had .58 at most."""
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
OWN = 0.40
"""Share that must be left when each shared passage counts by how few stories print it."""
COMMON_TO = 3
"""Stories that may print a passage before it counts less: then by 3 over their number."""
APART_DAYS = 45
"""Days between two articles beyond which only the same text is the same story: a programme's next round, an anniversary."""
LEAD = 60
"""Letters of the new text's beginning, which must stand in the old text too where only a part is shared."""
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
    published: int | None
    """Seconds since 1970, UTC; None if it is not known."""
    notice: bool
    level: int
    passages: Hashes
    shingles: Hashes
    numbers: tuple[str, ...]
    rounds: frozenset[str]
    places: frozenset[str]


class Likeness(NamedTuple):
    """How alike two texts are, each from 0 to 1, and what follows. `reason` is for people: the rule that decided."""

    share: float
    """Of the shorter text's shingles, how many stand in the longer."""
    numbers: float
    """Of the fewer numbers, how many stand in both."""
    own: float
    """`share` with each shingle weighed by how few stories print it."""
    lead: float
    """Of the shingles at the new text's beginning, how many stand in the old one; 1 where that is not known."""
    kind: Kind
    reason: str


EXACTLY = Likeness(1.0, 1.0, 1.0, 1.0, Kind.EXACT, "the same text")


def compare(new: Side, old: Side, spots: NDArray[np.int64] | None = None, weights: NDArray[np.float64] | None = None) -> Likeness:
    """Compare a new article with an old one.

    Of each of the new one's shingles, `spots`: where in the text it stands; `weights`: what it counts, 1 or less (all 1 by default).
    """
    level = max(new.level, old.level)
    mine, theirs = (side.shingles if side.level == level else side.shingles[side.shingles < 1 << (32 - level)] for side in (new, old))
    shared = theirs[np.searchsorted(theirs[:-1], mine)] == mine if len(theirs) else np.zeros(len(mine), dtype=bool)
    fewer = min(len(mine), len(theirs))
    lead = 1.0
    if fewer < COMPARABLE:
        common = len(set(new.passages.tolist()) & set(old.passages.tolist()))
        share = own = common / max(1, min(len(new.passages), len(old.passages)))
    else:
        weights = np.ones(len(mine)) if weights is None else weights[: len(mine)]
        count = int(np.count_nonzero(shared))
        share = count / fewer
        weighed = float(weights[shared].sum())
        # what the old text has besides is not weighed: it counts in full
        own = weighed / (float(weights.sum()) if len(mine) <= len(theirs) else weighed + len(theirs) - count) if count else 0.0
        if spots is not None:
            begins = spots[: len(mine)] < LEAD
            if beginning := int(np.count_nonzero(begins)):
                lead = int(np.count_nonzero(begins & shared)) / beginning
    numbers = agreement(new.numbers, old.numbers)
    kind, reason = judge(new, old, share, numbers, own, lead)
    return Likeness(share, numbers, own, lead, kind, reason)


def judge(new: Side, old: Side, share: float, numbers: float, own: float, lead: float) -> tuple[Kind, str]:
    """Decide, and say by which rule."""
    if min(new.letters, old.letters) < SHORT:
        return Kind.NEW, "too short to compare but as a whole"
    if share < PARTLY:
        return Kind.NEW, "too little is shared"
    dated = new.published is not None and old.published is not None
    if dated and abs((new.published or 0) - (old.published or 0)) > APART_DAYS * 86_400:
        return Kind.NEW, f"published more than {APART_DAYS} days apart"
    if own < OWN:
        return Kind.NEW, "what is shared is printed in many stories"
    if numbers < NUMBERS_ROUND and other_round(new.rounds, old.rounds):
        return Kind.NEW, "they tell of two rounds of it"
    if new.places and old.places and new.places.isdisjoint(old.places):
        return Kind.NEW, "they tell of different places"
    kind = Kind.EXCERPT if min(new.letters, old.letters) < EXCERPT * max(new.letters, old.letters) else Kind.NEAR
    nearly_all = share >= STRONG
    if new.notice or old.notice:
        same = share >= STRONG_NOTICE and numbers >= NUMBERS_NOTICE
        return (kind, "nearly all is shared, numbers too") if same else (Kind.NEW, "notices made from one form")
    if nearly_all:
        same = numbers >= (NUMBERS_STRONG if dated else NUMBERS_UNDATED)
        return (kind, "nearly all is shared") if same else (Kind.NEW, "the numbers differ")
    if new.outlet == old.outlet:
        return Kind.NEW, "two stories of one outlet that share a part"
    if numbers < NUMBERS_PARTLY:
        return Kind.NEW, "the numbers differ"
    if lead < LEAD_SHARE:
        return Kind.NEW, "they begin otherwise"
    return kind, "much is shared, and the numbers agree"


def other_round(one: frozenset[str], other: frozenset[str]) -> bool:
    """Tell whether both name rounds of a kind (`18회`, `17회`) and none of them is the same."""
    return bool(one and other) and one.isdisjoint(other) and bool({r[-1] for r in one} & {r[-1] for r in other})


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
