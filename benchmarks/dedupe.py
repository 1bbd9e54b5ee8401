"""Measure the near-duplicate index beside datasketch, rensa and SimHash, in one run.

    python benchmarks/dedupe.py [--quick] [--json FILE]

Quality, on texts of releases.py: pairs (each alone in an index of its own) of the half that the thresholds were not tuned on and of a fresh
seed; then a stream in the order of arrival, in one index, where every pair of articles that end up in one story counts. All get the same
letters: the text without bylines, captions and rights lines, without spaces and signs. Ours is asked with the dates that the articles
state, and without.

Speed: what of a text is hashed (analysis, from the raw text), and all that is done with an article (end to end): ours into a file with a
commit per article, datasketch in memory, nothing kept. They take turns, and the best of three rounds counts.

Growth, in the full run: 10^4 and 10^5 articles of the stream's kind, then to 10^6 by made-up fingerprints of the same sizes, a commit per
hundred; opening at 10^6 is timed in a process of its own, up to the first article that is added.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations
from pathlib import Path
from random import Random
from typing import Any, TypeAlias

import numpy as np
from datasketch import MinHash, MinHashLSH
from rensa import RMinHash, RMinHashLSH
from simhash import Simhash

from newsharvest import press
from newsharvest.dedupe import Index, Kind, fingerprints
from newsharvest.dedupe.fingerprints import Fingerprint

if __package__:
    from benchmarks.releases import Pair, Press, pairs, stream
else:
    from releases import Pair, Press, pairs, stream  # type: ignore[import-not-found,no-redef]

TUNED, FRESH = 1, 2027
"""Seeds: the first one's tuning half is what the thresholds were chosen on, the second was never looked at."""
WARM_UP = 3000
"""Articles of the stream before an index knows what is a stock sentence."""
PERMUTATIONS = 128
CAPTURED = 709
"""Characters of a body: the mean of the five captures. The texts of releases.py are shorter, and speed hangs on the length."""
ROUNDS = 3


# --- the schemes


Scheme: TypeAlias = Callable[[Press, Press], bool]
"""Tells whether two articles tell one story, the first one printed earlier."""


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


# --- quality


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

    def measure(self, kind: str | None = None) -> tuple[float, float, float]:
        """Return precision, recall and F1, of all pairs or of a class, to which its share of the false friends is put."""
        found = sum(self.called[k] for k in self.positive if kind in {None, k})
        there = sum(self.pairs[k] for k in self.positive if kind in {None, k})
        share = there / sum(self.pairs[k] for k in self.positive)
        wrong = share * sum(count for k, count in self.called.items() if k not in self.positive)
        return measures(found, found + wrong, there)


def measures(right: float, found: float, there: float) -> tuple[float, float, float]:
    """Return precision, recall and F1."""
    precision, recall = right / found if found else 1.0, right / there
    return precision, recall, 2 * precision * recall / (precision + recall) if right else 0.0


def score(scheme: Scheme, examples: Sequence[Pair]) -> Score:
    """Ask a scheme of every pair."""
    made = Score()
    for pair in examples:
        first, second = sorted((pair.first, pair.second), key=lambda article: article.published_at)
        made.add(pair, scheme(first, second))
    return made


def show_scores(title: str, scores: dict[str, Score]) -> None:
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


def pairs_within(groups: Iterable[Sequence[int]], later_than: int) -> set[tuple[int, int]]:
    """Return every two members of a group of which the later one came after so many articles."""
    return {pair for group in groups for pair in combinations(sorted(group), 2) if pair[1] >= later_than}


def streamed(articles: Sequence[Press], group: Callable[[Sequence[Press]], list[list[int]]]) -> dict[int, tuple[float, float, float]]:
    """Return precision and recall over all pairs, of the whole stream and after the warm-up."""
    truth: dict[str, list[int]] = defaultdict(list)
    for number, article in enumerate(articles):
        truth[article.story].append(number)
    found = group(articles)
    made = {}
    for later_than in (0, WARM_UP):
        there, called = pairs_within(truth.values(), later_than), pairs_within(found, later_than)
        made[later_than] = measures(len(there & called), len(called), len(there))
    return made


def group_ours(dated: bool) -> Callable[[Sequence[Press]], list[list[int]]]:
    """Return how an index groups a stream."""

    def group(articles: Sequence[Press]) -> list[list[int]]:
        with Index(":memory:") as index:
            for article in articles:
                add(index, article, dated)
            stories: dict[str, list[int]] = defaultdict(list)
            for number, article in enumerate(articles):
                stories[index.decision(article.id).story_id].append(number)
        return list(stories.values())

    return group


def group_plainly(articles: Sequence[Press]) -> list[list[int]]:
    """Join an article with all that datasketch's LSH at .5 returns: the plain way."""
    lsh = MinHashLSH(threshold=0.5, num_perm=PERMUTATIONS)
    group_of: dict[int, list[int]] = {}
    for number, article in enumerate(articles):
        made = minhash(article)
        mine = group_of[number] = [number]
        for other in lsh.query(made):
            theirs = group_of[other]
            if theirs is not mine:
                mine, theirs = (mine, theirs) if len(mine) > len(theirs) else (theirs, mine)
                mine += theirs
                group_of.update(dict.fromkeys(theirs, mine))
        lsh.insert(number, made)
    return list({id(group): group for group in group_of.values()}.values())


# --- speed


def like_captures(articles: Sequence[Press]) -> list[Press]:
    """Put text of other articles before each until it is as long as the bodies of the five captures are on average."""
    made: list[Press] = []
    before = ""
    for article in articles:
        body = before + article.body
        if len(body) >= CAPTURED:
            made.append(replace(article, body=body[-CAPTURED:]))
            body = ""
        before = press.without_credits(body) + "\n\n"
    return made


def rate(run: Callable[[Sequence[Press]], object], articles: Sequence[Press]) -> float:
    """Return articles a second."""
    started = time.perf_counter()
    run(articles)
    return len(articles) / (time.perf_counter() - started)


def best(runs: dict[str, tuple[Callable[[Sequence[Press]], object], int]], articles: Sequence[Press]) -> dict[str, float]:
    """Let them take turns, each with so many articles, and return each one's best round."""
    rates: dict[str, float] = defaultdict(float)
    for _ in range(ROUNDS):
        for name, (run, count) in runs.items():
            rates[name] = max(rates[name], rate(run, articles[:count]))
    return rates


def each(function: Callable[[Press], object]) -> Callable[[Sequence[Press]], None]:
    """Return a run of a function over articles."""

    def run(articles: Sequence[Press]) -> None:
        for article in articles:
            function(article)

    return run


def end_to_end(articles: Sequence[Press]) -> None:
    """Read, find, decide and keep, in a file, a commit per article."""
    with tempfile.TemporaryDirectory() as folder, Index(Path(folder) / "index.db") as index:
        for article in articles:
            add(index, article)


def end_to_end_datasketch(articles: Sequence[Press]) -> None:
    """Read, find and insert, in memory."""
    lsh = MinHashLSH(threshold=0.5, num_perm=PERMUTATIONS)
    for article in articles:
        made = minhash_by_shingle(article)
        lsh.query(made)
        lsh.insert(article.id, made)


# --- growth


def made_up(random: np.random.Generator, like: Sequence[Fingerprint]) -> Iterator[Fingerprint]:
    """Yield fingerprints of nobody's texts, each of the size of one of these; one passage in ten is one of a thousand stock ones."""
    stock = random.integers(0, 2**32, 1000, dtype=np.uint32)
    while True:
        model = like[int(random.integers(len(like)))]
        passages = random.integers(0, 2**32, len(model.passages), dtype=np.uint32)
        some = random.random(len(passages)) < 0.1
        passages[some] = random.choice(stock, int(some.sum()))
        chosen = np.unique(random.integers(0, 2 ** (32 - model.level), len(model.shingles), dtype=np.uint32))
        yield model._replace(text_hash=random.bytes(16), passages=passages, shingles=chosen, all_shingles=random.permutation(chosen))


def grow(path: Path, articles: Sequence[Press], to: int) -> Iterator[tuple[int, float, float]]:
    """Grow an index, and yield at 10^4, 10^5 … articles how many a second came last, and bytes an article."""
    like = [fingerprints.read(article.title, article.body) for article in articles[:2000]]
    signatures = made_up(np.random.default_rng(7), like)
    random = Random(7)
    with Index(path) as index:
        mark, count = 10_000, 0
        while count < to:
            began, started = count, time.perf_counter()
            while count < mark:
                with index.batch():
                    for _ in range(100):
                        if count < len(articles):
                            add(index, articles[count])
                        else:
                            index.place(f"made:{count}", f"outlet{random.randrange(100)}", next(signatures), 1_700_000_000 + count * 60)
                        count += 1
            seconds = time.perf_counter() - started
            yield count, (count - began) / seconds, size(path) / count
            mark *= 10


def size(path: Path) -> int:
    """Return the bytes of an index with its log."""
    return sum(file.stat().st_size for file in path.parent.glob(f"{path.name}*"))


OPENING = """
import sys, time
from newsharvest.dedupe import Index
import newsharvest.dedupe.fingerprints as fingerprints
fingerprints.read("", "가" * 100)
started = time.perf_counter()
index = Index(sys.argv[1])
opened = time.perf_counter() - started
index.add(id="a:new", outlet="a", title="새 소식", body="가나다라마바사아자차카타파하 " * 40)
print(opened, time.perf_counter() - started)
"""


# --- all of it


def run(quick: bool) -> dict[str, float]:
    """Measure, print, and return the figures."""
    figures: dict[str, float] = {}
    for key, title, examples in (
        ("pair_f1", f"pairs, held half (seed {TUNED}): P R F1 by class, share of false friends taken", pairs(TUNED, "held")),
        ("pair_f1_fresh_seed", f"pairs, fresh seed {FRESH}, both halves", [*pairs(FRESH, "tuning"), *pairs(FRESH, "held")]),
    ):
        scores = {name: score(scheme, examples) for name, scheme in SCHEMES.items()}
        show_scores(title, scores)
        figures[key] = round(scores["newsharvest"].measure()[2], 4)

    background = 5_000 if quick else 15_000
    print(f"\nstream, {background} other articles: pair precision and recall of all, and after {WARM_UP} articles")
    for seed in (TUNED,) if quick else (TUNED, FRESH):
        articles = stream(seed, background)
        plainly: list[tuple[str, Callable[[Sequence[Press]], list[list[int]]]]] = [("datasketch 0.5, all hits joined", group_plainly)]
        for name, group in [("newsharvest", group_ours(dated=True)), ("without dates", group_ours(dated=False)), *plainly]:
            made = streamed(articles, group)
            told = "   ".join(f"P {precision:.3f} R {recall:.3f}" for precision, recall, _ in made.values())
            print(f"  seed {seed:<6} {name:34} {told}")
            if name == "newsharvest":
                precision, recall, _ = made[WARM_UP]
                figures["stream_precision"] = min(round(precision, 4), figures.get("stream_precision", 1.0))
                figures["stream_recall"] = min(round(recall, 4), figures.get("stream_recall", 1.0))

    short = stream(3, 6_000)
    for what, sample in (("short ones", short), ("as long as the captures", like_captures(short))):
        length = sum(len(article.body) for article in sample) / len(sample)
        print(f"\nspeed, articles a second, best of {ROUNDS} rounds: {what} ({length:.0f} characters)")
        analysis = best(
            {
                "newsharvest": (each(lambda a: fingerprints.read(a.title, a.body)), 2000),
                "datasketch, update per shingle": (each(minhash_by_shingle), 200),
                "datasketch, update_batch": (each(minhash), 600),
                "rensa": (each(rminhash), 600),
                "SimHash": (each(simhash), 100),
            },
            sample,
        )
        whole = best(
            {"newsharvest, a file, a commit per article": (end_to_end, 2000), "datasketch in memory": (end_to_end_datasketch, 200)}, sample
        )
        for step, rates in (("analysis", analysis), ("end to end", whole)):
            for name, found in rates.items():
                print(f"  {step:12} {name:44} {found:9,.0f}")
        figures["analysis_ratio"] = round(analysis["newsharvest"] / analysis["datasketch, update per shingle"], 1)
        figures["end_to_end_ratio"] = round(whole["newsharvest, a file, a commit per article"] / whole["datasketch in memory"], 1)

    print("\ngrowth, a commit per hundred: articles, articles a second since the last line, bytes an article")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "index.db"
        for count, speed, weight in grow(path, stream(5, 10_000), 10_000 if quick else 1_000_000):
            print(f"  {count:9,} {speed:9,.0f} {weight:9,.0f}")
            figures["index_bytes_per_article"] = max(round(weight), figures.get("index_bytes_per_article", 0))
        if not quick:
            out = subprocess.run([sys.executable, "-c", OPENING, str(path)], check=True, capture_output=True, text=True).stdout
            opened, added = map(float, out.split())
            figures["open_1e6_s"] = round(opened, 3)
            print(f"  opened in {opened:.3f} s, with the first article added {added:.3f} s")
            with Index(path) as index:
                last = rate(each(lambda a: add(index, a)), stream(6, 2_000)[:2_000])
            print(f"  at 10^6, a commit per article: {last:,.0f} articles a second")
    return figures


def main() -> None:
    """Run it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="leave out 10^5 articles and beyond")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures to FILE")
    options = parser.parse_args()
    figures: dict[str, Any] = run(options.quick)
    print("\n" + "\n".join(f"{name} {value}" for name, value in figures.items()))
    if options.json:
        options.json.write_text(json.dumps(figures, indent=1) + "\n")


if __name__ == "__main__":
    main()
