"""Precision and recall, of labelled pairs and of stories."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from benchmarks.releases import Pair, Press
from benchmarks.rivals import Scheme


@dataclass
class Score:
    """How a scheme did: of each class, how many pairs were called the same, of how many."""

    called: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    pairs: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    positive: dict[str, None] = field(default_factory=dict)

    def add(self, pair: Pair, called: bool) -> None:
        """Count a pair."""
        self.pairs[pair.kind] += 1
        self.called[pair.kind] += called
        if pair.same:
            self.positive[pair.kind] = None

    def only(self, *kinds: str) -> Score:
        """Return the score of some classes."""
        return Score({k: self.called[k] for k in kinds}, {k: self.pairs[k] for k in kinds}, {k: None for k in kinds if k in self.positive})

    def __or__(self, other: Score) -> Score:
        """Return the score of this one's classes and of the other's, which are others."""
        return Score({**self.called, **other.called}, {**self.pairs, **other.pairs}, {**self.positive, **other.positive})

    def measure(self, kind: str | None = None) -> tuple[float, float, float]:
        """Return precision, recall and F1, of all pairs or of a class, to which its share of the false friends is put."""
        found = sum(self.called[k] for k in self.positive if kind in {None, k})
        there = sum(self.pairs[k] for k in self.positive if kind in {None, k})
        share = there / sum(self.pairs[k] for k in self.positive)
        wrong = share * sum(count for k, count in self.called.items() if k not in self.positive)
        return measures(found, found + wrong, there)


def measures(right: float, found: float, there: float) -> tuple[float, float, float]:
    """Return precision, recall and F1."""
    precision, recall = right / found if found else 1.0, right / there if there else 1.0
    return precision, recall, 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def score(scheme: Scheme, examples: Sequence[Pair]) -> Score:
    """Ask a scheme of every pair."""
    made = Score()
    for pair in examples:
        first, second = sorted((pair.first, pair.second), key=lambda article: article.published_at)
        made.add(pair, scheme(first, second))
    return made


def show_scores(title: str, scores: Mapping[str, Score]) -> None:
    """Print a table of what each scheme made of the pairs."""
    print(f"\n{title}")
    names = list(scores)
    print(f"{'':22}" + "".join(f"{name:>20}" for name in names))
    first = next(iter(scores.values()))
    for kind in first.pairs:
        what = f"{kind} ({first.pairs[kind]})"
        if kind in first.positive:
            cells = ["{:.3f} {:.3f} {:.3f}".format(*made.measure(kind)) for made in scores.values()]
        else:
            cells = [f"{made.called[kind] / made.pairs[kind]:.3f} wrong" for made in scores.values()]
        print(f"{what:22}" + "".join(f"{cell:>20}" for cell in cells))
    print(f"{'all: P, R, F1':22}" + "".join(f"{'{:.3f} {:.3f} {:.3f}'.format(*made.measure()):>20}" for made in scores.values()))


def by_story(articles: Sequence[Press]) -> list[list[int]]:
    """Return the positions of each story's articles, as they truly are."""
    truth: dict[str, list[int]] = defaultdict(list)
    for number, article in enumerate(articles):
        truth[article.story].append(number)
    return list(truth.values())


def pairs_within(groups: Iterable[Sequence[int]], later_than: int = 0) -> set[tuple[int, int]]:
    """Return every two members of a group of which the later one came after so many articles."""
    return {pair for group in groups for pair in combinations(sorted(group), 2) if pair[1] >= later_than}
