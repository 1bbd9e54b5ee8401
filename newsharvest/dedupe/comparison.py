"""How much of one text stands in another, and whether that makes it the same story: exact, near, excerpt or new.

Three things tell a republished release from its false friends: how much of the shorter text stands in the longer (containment, not Jaccard:
an excerpt is a duplicate; what many print counts for little), whether numbers, names, rounds, places and dates agree (the same programme a
year later, another city's release, another giver), and where the shared part stands (an opening or an ending makes no story). Each is a
rule of `RULES`, with the sentence that `scrapy why` says.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from newsharvest.dedupe.fingerprints import LONG, SHINGLE_BITS, SHORT, STOCK, WINDOW, WINDOW_LONG, Hashes, Places, at_level
from newsharvest.language import N_, _

Mask: TypeAlias = NDArray[np.bool_]
Weights: TypeAlias = NDArray[np.float64]

# After most constants: what another value did, when it was chosen, to F1 of the tuning half (then .9889) and to precision and recall over a
# stream with 4,000 other articles (then .9998, .9880). Names did not count then. Where that says little, life decides, as told beside it.
STRONG = 0.82
"""Share of the shorter text that stands in the longer from which no other sign is needed but the facts. (.75: F1 .9901; .9: .9841.)"""
STRONG_OWN = 0.90
"""The same of two texts of one outlet, which prints a form again, one town after another, sooner than a release. (.82: F1 .9897; .95:
.9841.)"""
STRONG_NOTICE = 0.90
"""The same of notices made from a form, which are alike anyway. (.82: precision .9971; .95: F1 .9893, but notices are edited too.)"""
PARTLY = 0.35
"""Share from which texts of two outlets are one story if the facts agree and they begin alike. (.45: the same figures here, but of 87 real
pairs of one day's papers, which lie lower than made ones, nine less were found, and no wrong one; .55: F1 .9893.)"""
FACTS_NOTICE = 0.90
"""Share of the fewer facts, numbers and names, that stand in both texts, below which two notices are of two days or people. (.75:
recall .9923, but the weather of two days agrees so far; 1: F1 .9897, but then no notice may have a misprint.)"""
FACTS_ROUND = 0.75
"""The same of texts that name different rounds (`제18회`, `제17회`). (.5: F1 .9906; 1: .9845. The made texts correct a round as if it
were any figure; papers do not.)"""
FACTS_PARTLY = 2 / 3
"""The same where only a part is shared. (.5: F1 .9901, precision .9994; .8: .9893.)"""
FACTS_STRONG = 0.40
"""The same where nearly all is shared: another round's or another city's release. (.25: F1 .9919; .6: .9814.)"""
FACTS_UNDATED = 0.50
"""The same where besides a date is missing that could tell last year's from this. (Without any date .4 gave F1 .977, .5 .984, .6 .983.)"""
FACTS_FEW = 3
"""Facts below which a text says nothing by them. (1: recall .9872; 6: F1 .9923, but four numbers tell two forms apart.)"""
ALL = 0.99
"""Share from which a place that one text names at its beginning is a caption's: another town's release names its town throughout."""
STRONG_SILENT = 0.9
"""The same where hardly any number or name is there to agree: then the text alone must say that it is one story."""
ACTORS = 0.75
"""Share of the fewer persons and firms that must stand in both where only a part is shared: a form has its mayor and another
giver. (Without: two percent of the benchmark's pairs of forms are joined, with it one in a thousand, and no pair of reprints is lost.)"""
APART_DAYS = 45
"""Days between two articles beyond which only the same text is the same story: a programme's next round, an anniversary. (20: the same;
without: F1 .9813, precision .9969.)"""
LEAD = 60
"""Letters of the new text's beginning, which must stand in the old text too where only a part is shared, or the old one is a part of the
new: a weekly roundup holds whole releases, and is none of them. (30: recall .9864; 120: the same, but a short first paragraph has 60.)"""
LEAD_SHARE = 0.25
"""How much of it must. (Nothing: F1 .9876, precision .9992; half: the same.)"""
RARE = 3
"""Other stories that may print a passage before it says less: with twice as many it says half."""
OWN = 0.2
"""Share of each text that is its own where they share only an opening or an ending."""
ONE_PART = 0.88
"""Share of a text's shingles that must fit a shared part and an own one: runs of five letters stand in any two texts."""
BEHIND = 0.5
BEHIND_MOST = 2 / 3
"""Share from which what is shared behind two beginnings may be one release; below the second if twice as many facts say so. (Else a common
ending with three figures joins articles that are not half their own.)"""
FACTS_BEHIND = 0.9
"""Share of the fewer facts that must agree there."""
TITLE = 0.75
"""Share of the fewer words that two titles of one article have in common."""
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
    ROUNDUP = "roundup"
    """It holds several others, and tells the story of none."""


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
    passages_at: Places
    shingles: Hashes
    where: Places
    numbers: tuple[str, ...]
    actors: frozenset[str]
    rounds: frozenset[str]
    places: frozenset[str]
    towns: frozenset[str]
    title: frozenset[str]

    @property
    def facts(self) -> tuple[str, ...]:
        """The numbers, and the names, each once."""
        return (*self.numbers, *self.actors)


class Likeness(NamedTuple):
    """How alike two texts are, each from 0 to 1, and what follows. `reason` is for people: the rule that decided, in their language."""

    share: float
    """Of the shorter text's shingles, how many stand in the longer."""
    facts: float
    """Of the fewer numbers and names, how many stand in both; 1 where there are hardly any."""
    kind: Kind
    reason: str


def exactly() -> Likeness:
    """Return how alike one text and another are that are the same."""
    return Likeness(1.0, 1.0, Kind.EXACT, _("the same text"))


def compare(new: Side, old: Side, weights: Weights | None = None, *, stock: bool = False) -> Likeness:
    """Compare an article with one that was printed earlier.

    `weights`: of the new one's shingles, as `weights_of` returns them; `stock`: whether their outlet prints what they share under a third
    title.
    """
    pair = Beside(new, old, share_of(new, old), share_of(new, old, weights), stock)
    kind, reason = judge(pair)
    return Likeness(pair.share, pair.facts, kind, reason)


def weights_of(side: Side, stories: Sequence[int]) -> Weights | None:
    """Return what each shingle of a text says, from 0 to 1, by how many stories print the passage that it stands in; None if all say 1.

    `stories`: of each passage.
    """
    if max(stories, default=0) <= RARE:
        return None
    says = RARE / np.maximum(np.array(stories), RARE)
    at = side.passages_at.astype(np.int64)
    between = (at[1:] + at[:-1]) // 2
    weights: Weights = says[between.searchsorted(side.where)]
    return weights


def share_of(one: Side, other: Side, weights: Weights | None = None) -> float:
    """Return how much of the shorter text stands in the longer, from 0 to 1. `weights`: of what each shingle of `one` says."""
    level = max(one.level, other.level)
    mine, theirs = _at_level(one, level), _at_level(other, level)
    fewer = min(len(mine), len(theirs))
    if fewer < COMPARABLE:
        shorter, longer = sorted((one, other), key=lambda side: side.letters)
        common = len(set(one.passages.tolist()) & set(other.passages.tolist()))
        may_be = len(shorter.passages) * ((WINDOW + 1) / (WINDOW_LONG + 1) if shorter.letters < LONG <= longer.letters else 1.0)
        return min(1.0, common / max(1.0, min(may_be, len(longer.passages))))
    stands = _stands_in(mine, theirs)
    if weights is None:
        return int(np.count_nonzero(stands)) / fewer
    says = weights[_kept(one, level)]
    lost = float((1 - says[stands]).sum())  # what both print and says little
    whole = min(float(says.sum()), len(theirs) - lost)
    return float(says[stands].sum()) / whole if whole >= COMPARABLE / 2 else 0.0


class Beside:
    """Two articles beside each other, and what the rules ask of them."""

    def __init__(self, new: Side, old: Side, share: float, weighed: float, stock: bool) -> None:
        """`share`: of the shorter text in the longer; `weighed`: the same without what says little; `stock` as in `compare`."""
        self.new, self.old, self.share, self.weighed, self.stock = new, old, share, weighed, stock
        self.shorter, self.longer = sorted((new, old), key=lambda side: side.letters)

    @property
    def own(self) -> bool:
        """Whether one outlet has printed both."""
        return self.new.outlet == self.old.outlet

    @property
    def days(self) -> float | None:
        """How many days lie between them, if both days are known."""
        return None if self.new.when is None or self.old.when is None else abs(self.new.when - self.old.when) / 86_400

    @property
    def nearly_all(self) -> bool:
        """Whether so much is shared that no other sign is needed but the facts."""
        return self.weighed >= (STRONG_SILENT if self.few_facts else STRONG_OWN if self.own else STRONG)

    @property
    def is_excerpt(self) -> bool:
        """Whether the shorter is much shorter."""
        return self.shorter.letters < EXCERPT * self.longer.letters

    @cached_property
    def facts(self) -> float:
        """Of the fewer numbers and names, how many stand in both."""
        return agreement(self.new.facts, self.old.facts)

    @property
    def few_facts(self) -> bool:
        """Whether one of them says hardly anything by its facts."""
        return min(len(self.new.facts), len(self.old.facts)) < FACTS_FEW

    @property
    def name_others(self) -> bool:
        """Whether each names somebody whom the other does not, and they have not most of the names in common."""
        new, old = self.new.actors, self.old.actors
        return len(new & old) < ACTORS * min(len(new), len(old))

    @cached_property
    def masks(self) -> tuple[tuple[Mask, NDArray[np.int64]], tuple[Mask, NDArray[np.int64]]]:
        """Which of the chosen shingles of each stand in the other, in the order of the text."""
        level = max(self.new.level, self.old.level)
        return _mask(self.new, self.old, level), _mask(self.old, self.new, level)

    @cached_property
    def lead(self) -> float:
        """Return how much of the new text's first LEAD letters stands in the old one, from 0 to 1; 1 where nothing is known of them."""
        mask, where = self.masks[0]
        begins = mask[where * self.new.letters < LEAD << 8]
        return float(begins.mean()) if len(begins) else 1.0

    @cached_property
    def shares_only_a_passage(self) -> bool:
        """Whether all that is shared stands in one piece in the midst of each, with much of its own round it."""
        return all(_round(mask) >= OWN for mask, _ in self.masks)

    @cached_property
    def shares_only_an_opening(self) -> bool:
        """Whether all that is shared stands at the beginning of both, and each goes on in its own way."""
        return all(_parts(mask) >= OWN for mask, _ in self.masks)

    @cached_property
    def shares_only_an_ending(self) -> bool:
        """Whether all that is shared stands at the end of both, and each begins in its own way."""
        return all(_parts(mask[::-1]) >= OWN for mask, _ in self.masks)


def _mask(side: Side, other: Side, level: int) -> tuple[Mask, NDArray[np.int64]]:
    """Return which shingles of a text stand in another, in the order of the text, and where each stands."""
    kept = _kept(side, level)
    where = side.where[kept].astype(np.int64)
    order = where.argsort()
    return _stands_in(side.shingles[kept], _at_level(other, level))[order], where[order]


def _parts(mask: Mask) -> float:
    """Return which share of a text lies behind the part that is shared, if what is shared is just its beginning; else 0."""
    if not len(mask):
        return 0.0
    shared = np.concatenate(([0], np.cumsum(mask)))
    before = np.arange(len(mask) + 1)
    fits = shared + (len(mask) - before) - (shared[-1] - shared)
    at = int(fits.argmax())
    return 1 - at / len(mask) if fits[at] >= ONE_PART * len(mask) else 0.0


def _round(mask: Mask) -> float:
    """Return which share of a text stands round the part that is shared, if what is shared is just one passage; else 0."""
    if not len(mask) or not mask.any():
        return 0.0
    gain = np.where(mask, 1, -1)
    sums = np.concatenate(([0], np.cumsum(gain)))
    lowest = np.minimum.accumulate(sums)
    end = int((sums - lowest).argmax())  # the passage that holds most of what is shared and least of what is not
    begin = int(sums[: end + 1].argmin())
    inside, outside = mask[begin:end], len(mask) - (end - begin)
    fits = int(inside.sum()) + outside - int(mask.sum() - inside.sum())
    return outside / len(mask) if fits >= ONE_PART * len(mask) else 0.0


def _kept(side: Side, level: int) -> Mask:
    """Tell which of a text's shingles a sketch of this level keeps."""
    kept: Mask = side.shingles < np.uint32(1 << (SHINGLE_BITS - level))
    return kept


def _at_level(side: Side, level: int) -> Hashes:
    return side.shingles if side.level == level else at_level(side.shingles, level)


def _stands_in(hashes: Hashes, others: Hashes) -> Mask:
    """Tell of each of these hashes whether it is among others, which ascend."""
    if not len(others):
        return np.zeros(len(hashes), dtype=bool)
    found: Mask = others[others[:-1].searchsorted(hashes)] == hashes
    return found


RULES: tuple[tuple[str, Callable[[Beside], bool]], ...] = (
    (N_("too short to compare but as a whole"), lambda pair: pair.shorter.letters < SHORT),
    (N_("too little is shared"), lambda pair: pair.share < PARTLY),
    (N_("what they share stands in many others"), lambda pair: pair.weighed < PARTLY),
    (N_("more than {days} days lie between them"), lambda pair: (pair.days or 0) > APART_DAYS),
    (
        N_("they tell of different places"),
        lambda pair: pair.share < ALL and (disjoint(pair.new.places, pair.old.places) or disjoint(pair.new.towns, pair.old.towns)),
    ),
    (N_("they tell of two rounds of it"), lambda pair: pair.facts < FACTS_ROUND and other_round(pair.new.rounds, pair.old.rounds)),
    (
        N_("notices made from one form"),
        lambda pair: (pair.new.notice or pair.old.notice) and (pair.weighed < STRONG_NOTICE or pair.facts < FACTS_NOTICE),
    ),
    (
        N_("they name other people or firms"),
        lambda pair: disjoint(pair.new.actors, pair.old.actors) or (not pair.nearly_all and pair.name_others),
    ),
    (N_("short texts of one outlet"), lambda pair: pair.own and pair.shorter.letters < STOCK and pair.few_facts),
    (N_("their outlet writes what they share under other titles too"), lambda pair: pair.stock),
    (N_("two stories of one outlet that share a part"), lambda pair: pair.own and not pair.nearly_all),
    (
        N_("what they share names hardly any number and nobody"),
        lambda pair: pair.few_facts and not pair.nearly_all and not pair.is_excerpt,
    ),
    (N_("the numbers and names differ"), lambda pair: pair.facts < least_facts(pair)),
    (N_("they share only an opening"), lambda pair: not pair.nearly_all and pair.shares_only_an_opening),
    (
        N_("they share only an ending"),
        lambda pair: not pair.nearly_all and pair.shares_only_an_ending and not has_own_beginning(pair),
    ),
    (
        N_("they share only a passage"),
        lambda pair: not pair.nearly_all and pair.shares_only_a_passage and not has_own_beginning(pair),
    ),
    (
        N_("they begin otherwise"),
        lambda pair: pair.lead < LEAD_SHARE and (pair.is_excerpt or not pair.nearly_all) and not has_own_beginning(pair),
    ),
)
"""What speaks against one story, and how it is said, not yet translated: the first that holds decides."""


def judge(pair: Beside) -> tuple[Kind, str]:
    """Decide, and say by which rule."""
    for said, holds in RULES:
        if holds(pair):
            return Kind.NEW, _(said, days=APART_DAYS)
    kind = Kind.EXCERPT if pair.is_excerpt else Kind.NEAR
    return kind, _("nearly all is shared") if pair.nearly_all else _("much is shared, and the numbers and names agree")


def least_facts(pair: Beside) -> float:
    """Return which share of the fewer facts must agree: the less is shared, the more."""
    if not pair.nearly_all:
        return FACTS_PARTLY
    return FACTS_UNDATED if pair.days is None else FACTS_STRONG


def has_own_beginning(pair: Beside) -> bool:
    """Tell whether a desk may have put sentences of its own before a release: half of it is shared, and nearly all facts agree."""
    if pair.is_excerpt or pair.weighed < BEHIND or pair.facts < FACTS_BEHIND:
        return False
    return min(len(pair.new.facts), len(pair.old.facts)) >= (FACTS_FEW if pair.weighed >= BEHIND_MOST else 2 * FACTS_FEW)


def under_two_titles(one: Side, other: Side) -> bool:
    """Tell whether an outlet gives two titles to texts that are short enough to be what it writes under everything."""
    if one.outlet != other.outlet or min(one.letters, other.letters) >= LONG or not (one.title and other.title):
        return False
    other_numbers = {word for word in one.title ^ other.title if word[0].isdigit()}
    return bool(other_numbers) or len(one.title & other.title) < TITLE * min(len(one.title), len(other.title))


def is_stock(one: Side, other: Side, thirds: Iterable[Side]) -> bool:
    """Tell whether an outlet prints what two short texts of it share under a third title too. `thirds`: others that print it."""
    return under_two_titles(one, other) and any(under_two_titles(one, third) and under_two_titles(other, third) for third in thirds)


def disjoint(one: frozenset[str], other: frozenset[str]) -> bool:
    """Tell whether both name something and none of it is the same."""
    return bool(one and other) and one.isdisjoint(other)


def other_round(one: frozenset[str], other: frozenset[str]) -> bool:
    """Tell whether both name rounds of a kind (`18회`, `17회`) and none of them is the same."""
    return disjoint(one, other) and bool({r[-1] for r in one} & {r[-1] for r in other})


def agreement(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    """Return the share of the fewer facts that stand in both texts; 1 where either says hardly any."""
    fewer = min(len(one), len(other))
    if fewer < FACTS_FEW:
        return 1.0
    return (Counter(one) & Counter(other)).total() / fewer
