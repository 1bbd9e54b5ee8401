"""Measure the stories that an index makes, on the sets of story_sets.py and forms.py, beside datasketch with all hits joined.

Each function prints a table and returns its figures; `measure` does all of them. What is counted: whether another order of arrival makes
other stories; what a shared paragraph, a form or a roundup joins that are stories of their own; whether real reprints are found; whether an
edit that is taken back leaves a trace.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import reduce
from itertools import combinations
from operator import and_, or_
from typing import NamedTuple

import numpy as np

from benchmarks import forms
from benchmarks.forms import FORMS, Group
from benchmarks.releases import Press
from benchmarks.rivals import GROUPINGS, SCHEMES, Told, add, filled, told
from benchmarks.scores import Score, by_story, measures, pairs_within, score, show_scores
from benchmarks.story_sets import (
    FEW_WAYS,
    PLACES,
    REPRINTS,
    SHARING,
    WAYS,
    SharedParagraphs,
    Way,
    arrivals,
    edited,
    orders,
    reprints,
    roundups,
    shared_by_chance,
)
from newsharvest.dedupe import Index

OURS = "newsharvest"
NIGHTS = (None, 400, 60)
"""Articles of one run, of the orders in turn; None: all."""
MANY, SOME = 1000, 30
"""Articles that share a paragraph."""
NEW_KINDS = ("newsharvest", "without dates", "datasketch 0.5", "datasketch 0.7")
LINE = 43
"""Letters in a row that two texts share of which the index always knows."""


def measure(seed: int, *, quick: bool) -> dict[str, float]:
    """Measure all of it."""
    return (
        order_of_arrival(seed)
        | shared_paragraphs(seed, WAYS, FEW_WAYS if quick else WAYS)
        | forms_without_shared_facts(seed)
        | roundups_in_three_places(seed)
        | edits_taken_back(seed)
    )


# --- the order of arrival


def f1(one: set[tuple[int, int]], other: set[tuple[int, int]]) -> float:
    """Return how much two sets of pairs agree, 0 to 1."""
    return measures(len(one & other), len(one), len(other))[2]


def same_in_all(found: Sequence[Sequence[object]]) -> float:
    """Return the share of articles of which all orders say the same. `found`: of each order, what is said of each article."""
    return sum(len(set(said)) == 1 for said in zip(*found, strict=True)) / len(found[0])


def order_of_arrival(seed: int) -> dict[str, float]:
    """Add one set in five orders, some in one run and some in many, and compare the stories."""
    articles = arrivals(seed)
    position = {article.id: number for number, article in enumerate(articles)}
    truth = pairs_within(by_story(articles))
    print(f"\norder of arrival: {len(articles)} articles of {len(by_story(articles))} stories, five orders (the first by date)")
    print(f"  pairs of other stories with 12 letters in a row in common: {shared_by_chance(articles[::4]):.4f}", end="")
    print(f", with {LINE}: {shared_by_chance(articles[::4], LINE):.4f}")
    figures: dict[str, float] = {}
    for name, group in GROUPINGS.items():
        joined: list[set[tuple[int, int]]] = []
        said: list[list[Told]] = []
        members: list[list[frozenset[int]]] = []
        for number, order in enumerate(orders(articles, seed)):
            if name == OURS:
                with filled(order, night=NIGHTS[number % len(NIGHTS)]) as index:
                    told_by_id = told(index, articles)
                    groups: Iterable[Sequence[int]] = grouped(list(told_by_id.values()))
                    said.append(list(told_by_id.values()))
            else:
                groups = [[position[order[number].id] for number in story] for story in group(order)]
            groups = list(groups)
            joined.append(pairs_within(groups))
            story_of = {number: frozenset(story) for story in groups for number in story}
            members.append([story_of[number] for number in range(len(articles))])
        agreements = [f1(one, other) for one, other in combinations(joined, 2)]
        qualities = [measures(len(truth & made), len(made), len(truth)) for made in joined]
        stories = [len({*made}) for made in members]
        print(f"  {name}: {min(stories)} to {max(stories)} stories, the largest of {max(map(len, members[0]))} articles")
        print(f"    pairs that any order joins and all do   {len(reduce(and_, joined)) / len(reduce(or_, joined)):.4f}")
        print(f"    pair F1 between two orders              mean {sum(agreements) / len(agreements):.4f}, min {min(agreements):.4f}")
        print(f"    articles whose story is always the same {same_in_all(members):.4f}")
        print(f"    against the truth, P and R, the lowest  {min(p for p, _, _ in qualities):.4f} {min(r for _, r, _ in qualities):.4f}")
        if name == OURS:
            figures["order_f1"] = round(min(agreements), 4)
            for what, key in (("story id", "story"), ("canonical article", "canonical"), ("kind", "kind"), ("original", "duplicate_of")):
                print(f"    articles whose {what} is always the same: {same_in_all([[getattr(one, key) for one in o] for o in said]):.4f}")
            figures["order_same_marks"] = round(same_in_all(said), 4)
    return figures


def grouped(said: Sequence[Told]) -> list[list[int]]:
    """Return the positions of each story's articles."""
    stories: dict[str, list[int]] = defaultdict(list)
    for number, one in enumerate(said):
        stories[one.story].append(number)
    return list(stories.values())


# --- a paragraph in common


class Joined(NamedTuple):
    """What was joined of articles that are all stories of their own."""

    largest: int
    articles: int
    """In stories of two and more."""


def wrongly_joined(groups: Iterable[Sequence[int]]) -> Joined:
    """Count them."""
    sizes = [len(group) for group in groups]
    return Joined(max(sizes), sum(size for size in sizes if size > 1))


class Cost(NamedTuple):
    """Milliseconds of CPU that adding an article took."""

    median: float
    mean: float
    worst: float

    def __str__(self) -> str:
        """Return it for a table."""
        return f"{self.median:6.2f} {self.mean:6.2f} {self.worst:6.1f}"


def cost_of_adding(articles: Sequence[Press]) -> tuple[Cost, list[list[int]]]:
    """Return what adding an article costs, and the stories."""
    spent = []
    with Index(":memory:") as index:
        for article in articles:
            before = time.process_time_ns()
            add(index, article)
            spent.append((time.process_time_ns() - before) / 1e6)
        index.settle()
        groups = grouped(list(told(index, articles).values()))
    return Cost(float(np.median(spent)), float(np.mean(spent)), max(spent)), groups


def shared_paragraphs(seed: int, ways: Sequence[Way], ways_of_many: Sequence[Way]) -> dict[str, float]:
    """Add articles that have one paragraph in common and are all stories of their own."""
    plainly = GROUPINGS["datasketch 0.5, all hits joined"]
    made = SharedParagraphs(seed, MANY)
    print(
        "\na paragraph of some 265 letters that all share: the largest story, articles joined wrongly; CPU an add, ms: median, mean, worst"
    )
    for numbers in (False, True):
        chance = shared_by_chance(made.apart(numbers=numbers)[:300])
        print(f"  pairs of the rest with 12 letters in a row in common{' (numbers)' if numbers else ''}: {chance:.4f}")
    alone, groups = cost_of_adding(made.apart(numbers=True))
    print(f"  {'':44} {'newsharvest':>20} {'datasketch 0.5':>20}")
    print(f"  {f'{MANY} that share nothing':44} {told_joined(wrongly_joined(groups)):>20} {'':>20}   {alone}")
    largest = joined = 0
    slowest = 0.0
    for size, chosen in ((SOME, ways), (MANY, ways_of_many)):
        for way in chosen:
            articles = made.articles(way, size)
            cost, groups = cost_of_adding(articles)
            mine = wrongly_joined(groups)
            print(
                f"  {f'{size} {way}':44} {told_joined(mine):>20} {told_joined(wrongly_joined(plainly(articles))):>20}"
                + (f"   {cost}" if size == MANY else "")
            )
            largest, joined = max(largest, mine.largest), joined + mine.articles
            if size == MANY and way.outlets == SHARING:
                slowest = max(slowest, cost.mean)
    return {
        "opening_largest_story": largest,
        "opening_joined": joined,
        "opening_add_ms": round(slowest, 2),
        "nothing_shared_add_ms": round(alone.mean, 2),
    }


def told_joined(joined: Joined) -> str:
    """Return it for a table."""
    return f"{joined.largest} {joined.articles}"


# --- forms


class FormCount(NamedTuple):
    """Pairs of articles: of two releases, joined wrongly; of one release, found."""

    wrong: int
    apart: int
    found: int
    there: int

    def __add__(self, other: object) -> FormCount:
        """Return both counts as one."""
        assert isinstance(other, FormCount)
        return FormCount(*(one + two for one, two in zip(self, other, strict=True)))

    def __str__(self) -> str:
        """Return the two shares."""
        return f"{self.wrong / max(1, self.apart):.4f} {self.found / max(1, self.there):.3f}"


def count_forms(groups: Sequence[Group], group: Callable[[Sequence[Press]], list[list[int]]]) -> FormCount:
    """Count what is joined within groups, each of which is grouped alone."""
    made = FormCount(0, 0, 0, 0)
    for one in groups:
        truth, found = pairs_within(by_story(one.articles)), pairs_within(group(one.articles))
        every = len(one.articles) * (len(one.articles) - 1) // 2
        made = made + FormCount(len(found - truth), every - len(truth), len(found & truth), len(truth))
    return made


def forms_without_shared_facts(seed: int) -> dict[str, float]:
    """Add releases made from one form, each group to an index of its own."""
    groups = forms.groups(seed)
    sizes = sorted({one.size for one in groups})
    print("\nforms: share of pairs of two releases that are joined wrongly, of two prints of one that are found")
    print(f"  {'':16}" + "".join(f"{name:>34}" for name in GROUPINGS))
    print(f"  {'':16}" + "".join(f"{size:>18}" for _ in GROUPINGS for size in sizes))
    totals = dict.fromkeys(GROUPINGS, FormCount(0, 0, 0, 0))
    by_size = {(name, size): FormCount(0, 0, 0, 0) for name in GROUPINGS for size in sizes}
    for template in FORMS:
        cells = []
        for name, group in GROUPINGS.items():
            for size in sizes:
                count = count_forms([one for one in groups if (one.form, one.size) == (template.name, size)], group)
                by_size[name, size] = by_size[name, size] + count
                totals[name] = totals[name] + count
                cells.append(f"{count!s:>18}")
        print(f"  {template.name:16}" + "".join(cells))
    print(f"  {'all':16}" + "".join(f"{by_size[name, size]!s:>18}" for name in GROUPINGS for size in sizes))
    ours = totals[OURS]
    return {"forms_joined": round(ours.wrong / ours.apart, 4), "forms_copies_found": round(ours.found / ours.there, 4)}


# --- roundups


def roundups_in_three_places(seed: int) -> dict[str, float]:
    """Add roundups with their releases and what others print of these, the roundup first, in the middle and last."""
    sets = roundups(seed)
    releases = sum(len(one.held) for one in sets)
    print(f"\nroundups: {len(sets)} that hold {releases} releases; releases swallowed; copies found; roundups that are a story's canonical")
    print("article; roundups marked as repeats; releases marked as repeats of a roundup")
    worst = canonical_in_all = 0
    for place in PLACES:
        for name, group in GROUPINGS.items():
            swallowed = found = there = canonical = repeats = repeated = 0
            for one in sets:
                articles = one.arriving(place)
                groups = group(articles)
                story_of = {articles[number].id: at for at, story in enumerate(groups) for number in story}
                holders: dict[int, set[str]] = defaultdict(set)
                for article in articles:
                    holders[story_of[article.id]].add(article.story)
                mixed = {story for stories in holders.values() if len(stories) > 1 for story in stories}
                swallowed += len(mixed - {one.roundup.story})
                truth = pairs_within(by_story(articles))
                found, there = found + len(truth & pairs_within(groups)), there + len(truth)
                if name == OURS:
                    with filled(articles) as index:
                        said = told(index, articles)
                    canonical += any(two.canonical == one.roundup.id for key, two in said.items() if key != one.roundup.id)
                    repeats += said[one.roundup.id].duplicate_of is not None
                    repeated += sum(two.duplicate_of == one.roundup.id for two in said.values())
            marks = f"{canonical:4} {repeats:4} {repeated:4}" if name == OURS else ""
            print(f"  {place:14} {name:32} {swallowed / releases:7.3f} {found / there:7.3f}   {marks}")
            if name == OURS:
                worst, canonical_in_all = max(worst, swallowed), canonical_in_all + canonical
    return {"roundup_swallowed": round(worst / releases, 4), "roundup_canonical": canonical_in_all}


# --- pairs of the new kinds


def pairs_of_new_kinds(seed: int) -> tuple[dict[str, float], Score]:
    """Ask of releases made from one form and of real reprints, and return the recall of each reprint and our score of the forms."""
    examples = [pair for half in ("tuning", "held") for made in (forms.pairs, reprints) for pair in made(seed, half)]
    scores = {name: score(SCHEMES[name], examples) for name in NEW_KINDS}
    show_scores(f"pairs, new kinds (seed {seed}, both halves): P R F1 by class, share of false friends taken", scores)
    mine = scores[OURS]
    recalls = {f"{kind}_recall": round(mine.measure(kind)[1], 4) for kind in REPRINTS}
    return recalls | {"form_pairs_joined": round(mine.called["form"] / mine.pairs["form"], 4)}, mine.only("form")


# --- edits


def edits_taken_back(seed: int) -> dict[str, float]:
    """Edit an article away and back, and compare what is said of all articles of its story before and after.

    And while it is away: with what an index says to which it came in its new text.
    """
    sets = edited(seed)
    changed = stale = marks = 0
    for one in sets:
        with filled(one.articles) as index:
            before = told(index, one.articles)
            add(index, one.away)
            index.settle()
            away = told(index, one.articles)
            add(index, one.articles[one.edited])
            index.settle()
            after = told(index, one.articles)
        anew = [*one.articles]
        anew[one.edited] = one.away
        with filled(anew) as index:
            at_once = told(index, one.articles)
        changed += sum(before[key] != after[key] for key in before)
        stale += sum(away[key][1:] != at_once[key][1:] for key in away)  # a story's id may be the one that it had
        marks += len(before)
    print(f"\nedits: {len(sets)} articles edited away and back; what is said of {marks} articles: otherwise than before of {changed},")
    print(f"and while it was away, otherwise than if it had come in its new text: of {stale}")
    return {"edit_marks_changed": changed, "edit_marks_stale": stale}
