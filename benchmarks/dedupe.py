"""Measure the near-duplicate index beside datasketch, rensa and SimHash, in one run.

    python benchmarks/dedupe.py [--quick] [--json FILE]

Quality, on texts of releases.py: pairs (each alone in an index of its own) of the half that the thresholds were not tuned on and of a fresh
seed, and of forms and real reprints; then a stream in the order of arrival, in one index, where every pair of articles that end up in one
story counts, without and with releases made from forms. Ours is asked with the dates that the articles state, and without. What holds of
stories, in any order of arrival, is measured in stories.py. The detectors stand in rivals.py.

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
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any, TypeAlias

import numpy as np
from datasketch import MinHashLSH

from newsharvest import press
from newsharvest.dedupe import Index, fingerprints
from newsharvest.dedupe.fingerprints import SHINGLE_BITS, Fingerprint

try:
    from benchmarks import forms, stories
except ModuleNotFoundError:  # run as a script where newsharvest is not installed from this folder
    sys.path.insert(0, str(Path(__file__).parent.parent))
    from benchmarks import forms, stories
from benchmarks.releases import Press, pairs, stream
from benchmarks.rivals import (
    GROUPINGS,
    PERMUTATIONS,
    SCHEMES,
    Grouping,
    add,
    group_ours,
    minhash,
    minhash_by_shingle,
    rminhash,
    simhash,
)
from benchmarks.scores import by_story, measures, pairs_within, score, show_scores

TUNED, FRESH = 1, 2027
"""Seeds: the first one's tuning half is what the thresholds were chosen on, the second was never looked at."""
WARM_UP = 3000
"""Articles of the stream before an index knows what is a stock sentence."""
CAPTURED = 709
"""Characters of a body: the mean of the five captures. The texts of releases.py are shorter, and speed hangs on the length."""
ROUNDS = 3

Measured: TypeAlias = dict[int, tuple[float, float, float]]
"""Precision, recall and F1 of a stream's pairs, after so many articles."""


# --- quality


def streamed(articles: Sequence[Press], group: Grouping) -> Measured:
    """Return precision and recall over all pairs, of the whole stream and after the warm-up."""
    truth, found = by_story(articles), group(articles)
    made = {}
    for later_than in (0, WARM_UP):
        there, called = pairs_within(truth, later_than), pairs_within(found, later_than)
        made[later_than] = measures(len(there & called), len(called), len(there))
    return made


def show_stream(seed: str, name: str, made: Measured) -> Measured:
    """Print a line of what a detector made of a stream."""
    print(f"  {seed:16} {name:34} " + "   ".join(f"P {precision:.3f} R {recall:.3f}" for precision, recall, _ in made.values()))
    return made


def keep_lowest(figures: dict[str, float], stream: str, made: Measured, name: str) -> None:
    """Keep our lowest figures of several streams, of all articles (cold) and after the warm-up."""
    if name == stories.OURS:
        for later_than, when in ((0, "_cold"), (WARM_UP, "")):
            for what, value in zip(("precision", "recall"), made[later_than], strict=False):
                key = f"{stream}_{what}{when}"
                figures[key] = min(round(value, 4), figures.get(key, 1.0))


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
        chosen = np.unique(random.integers(0, 2 ** (SHINGLE_BITS - model.level), len(model.shingles), dtype=np.uint32))
        yield model._replace(
            text_hash=random.bytes(16), passages=passages, shingles=chosen, where=random.integers(0, 2**8, len(chosen), dtype=np.uint8)
        )


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
    recalls, made_from_forms = stories.pairs_of_new_kinds(FRESH)
    figures |= recalls
    figures["pair_f1_fresh_seed_with_forms"] = round((scores["newsharvest"] | made_from_forms).measure()[2], 4)

    background = 5_000 if quick else 15_000
    print(f"\nstream, {background} other articles: pair precision and recall of all, and after {WARM_UP} articles")
    for seed in (TUNED,) if quick else (TUNED, FRESH):
        articles = stream(seed, background)
        for name, group in [*GROUPINGS.items(), ("without dates", group_ours(dated=False))]:
            keep_lowest(figures, "stream", show_stream(f"seed {seed}", name, streamed(articles, group)), name)
        articles = forms.added_to(articles, seed)
        for name, group in GROUPINGS.items():
            keep_lowest(figures, "forms_stream", show_stream(f"seed {seed}, forms", name, streamed(articles, group)), name)

    figures |= stories.measure(FRESH, quick=quick)

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
