"""The near-duplicate detectors that are measured: this project's, datasketch, rensa and SimHash.

All get the same letters: the text without bylines, captions and rights lines, without spaces and signs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from datasketch import MinHash, MinHashLSH
from rensa import RMinHash, RMinHashLSH
from simhash import Simhash

from benchmarks.releases import Press
from newsharvest import press
from newsharvest.dedupe import Index, Kind

PERMUTATIONS = 128

Scheme: TypeAlias = Callable[[Press, Press], bool]
"""Tells whether two articles tell one story, the first one printed earlier."""
Grouping: TypeAlias = Callable[[Sequence[Press]], list[list[int]]]
"""Makes stories of articles in the order in which they arrive: the positions of each story's."""


# --- newsharvest


def ours(dated: bool) -> Scheme:
    """Ask a new index of this project, with the dates of publication or without."""

    def same(first: Press, second: Press) -> bool:
        with Index(":memory:") as index:
            add(index, first, dated)
            return add(index, second, dated) is not Kind.NEW

    return same


def add(index: Index, article: Press, dated: bool = True) -> Kind:
    """Add an article to an index."""
    published_at = article.published_at if dated else None
    return index.add(id=article.id, outlet=article.outlet, title=article.title, body=article.body, published_at=published_at).kind


@contextmanager
def filled(articles: Sequence[Press], dated: bool = True, night: int | None = None) -> Iterator[Index]:
    """Give an index of articles that were added one after the other, as it is when a run has ended; `night`: articles of one run."""
    with Index(":memory:") as index:
        with index.batch():
            for number, article in enumerate(articles, start=1):
                add(index, article, dated)
                if night and number % night == 0:
                    index.settle()
            index.settle()
        yield index


class Told(NamedTuple):
    """What an index says of an article."""

    story: str
    canonical: str
    """Id of the article whose text is the story's."""
    kind: Kind
    duplicate_of: str | None
    similarity: float | None


def told(index: Index, articles: Sequence[Press]) -> dict[str, Told]:
    """Return what an index says of each of these articles, by id."""
    made = {}
    for article in articles:
        found = index.decision(article.id)
        canonical = index.story(found.story_id)[1][0]
        made[article.id] = Told(found.story_id, canonical, found.kind, found.duplicate_of, found.similarity)
    return made


def group_ours(dated: bool) -> Grouping:
    """Return how an index groups a stream."""

    def group(articles: Sequence[Press]) -> list[list[int]]:
        with filled(articles, dated) as index:
            stories: dict[str, list[int]] = defaultdict(list)
            for number, article in enumerate(articles):
                stories[index.decision(article.id).story_id].append(number)
        return list(stories.values())

    return group


# --- the others


def letters(article: Press) -> str:
    """Return the letters and digits of an article's text: what ours compares."""
    return "".join(filter(str.isalnum, press.without_credits(article.body).casefold()))


def shingles(article: Press) -> list[bytes]:
    """Return the distinct runs of five letters, as bytes."""
    text = letters(article)
    return [shingle.encode() for shingle in dict.fromkeys(text[i : i + 5] for i in range(max(1, len(text) - 4)))]


def minhash(article: Press) -> MinHash:
    """Return datasketch's signature, made the fast way."""
    made = MinHash(num_perm=PERMUTATIONS, seed=1)
    made.update_batch(shingles(article))
    return made


remembered = lru_cache(maxsize=4000)(minhash)
"""The same for sets that are grouped several times."""


def minhash_by_shingle(article: Press) -> MinHash:
    """Return datasketch's signature, made as its documentation begins: an update per shingle."""
    made = MinHash(num_perm=PERMUTATIONS, seed=1)
    for shingle in shingles(article):
        made.update(shingle)
    return made


def datasketch(threshold: float) -> Scheme:
    """Ask datasketch's LSH: what a query returns is the same."""
    lsh = MinHashLSH(threshold=threshold, num_perm=PERMUTATIONS)

    def same(first: Press, second: Press) -> bool:
        lsh.insert("first", minhash(first))
        found = bool(lsh.query(minhash(second)))
        lsh.remove("first")
        return found

    return same


def group_plainly(articles: Sequence[Press]) -> list[list[int]]:
    """Join an article with all that datasketch's LSH at .5 returns: the plain way."""
    lsh = MinHashLSH(threshold=0.5, num_perm=PERMUTATIONS)
    group_of: dict[int, list[int]] = {}
    for number, article in enumerate(articles):
        made = remembered(article)
        mine = group_of[number] = [number]
        for other in lsh.query(made):
            theirs = group_of[other]
            if theirs is not mine:
                mine, theirs = (mine, theirs) if len(mine) > len(theirs) else (theirs, mine)
                mine += theirs
                group_of.update(dict.fromkeys(theirs, mine))
        lsh.insert(number, made)
    return list({id(group): group for group in group_of.values()}.values())


def rminhash(article: Press) -> RMinHash:
    """Return rensa's signature."""
    made = RMinHash(PERMUTATIONS, 42)
    made.update(shingles(article))
    return made


def rensa(first: Press, second: Press) -> bool:
    """Ask rensa's LSH, of bands of four."""
    lsh = RMinHashLSH(0.5, PERMUTATIONS, 32)
    lsh.insert(1, rminhash(first))
    return bool(lsh.query(rminhash(second)))


def simhash(article: Press) -> Simhash:
    """Return the SimHash of an article, of 64 bits."""
    text = letters(article)
    return Simhash([text[i : i + 5] for i in range(max(1, len(text) - 4))])


def near_simhash(first: Press, second: Press) -> bool:
    """Compare two SimHashes, of which three bits may differ."""
    return bool(simhash(first).distance(simhash(second)) <= 3)


SCHEMES: dict[str, Scheme] = {
    "newsharvest": ours(dated=True),
    "without dates": ours(dated=False),
    "datasketch 0.5": datasketch(0.5),
    "datasketch 0.7": datasketch(0.7),
    "rensa 32x4": rensa,
    "SimHash": near_simhash,
}
GROUPINGS: dict[str, Grouping] = {"newsharvest": group_ours(dated=True), "datasketch 0.5, all hits joined": group_plainly}
