"""What a search costs: bytes and time an article takes in the index, and the time of queries, beside reading every text.

    python -m benchmarks.search [--articles 100000] [--seed 1]

The articles are made: sentences of `benchmarks.releases`, with names put in, some 700 characters each. Their records and the index are
written as the store writes them, one transaction each; a thousand go through `Store.keep`, for the share that the index has in that. Every
query is asked of the index and of all texts, and both must find the same. Times are the processor's, so that nothing else that runs counts.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import asdict
from functools import cache
from pathlib import Path
from random import Random
from time import process_time

from benchmarks.releases import stream
from newsharvest import press
from newsharvest.items import Article
from newsharvest.search import parse
from newsharvest.store import Store, finding

SYLLABLES = (
    "가각간갈감강개거건경계고곡공과관광교구국군권규균근금기길김나남노다단달담당대도동두라란래로류리림마만명모목무문미민박반방배백범별병보복봉부북분사산삼상새서"
    "석선성세소손송수숙순승시신심아안양어연영예오옥용우운원월위유윤은을이인일임자장재전정제조주준지진창천철청초춘충치태택통평포하학한해현형호홍화환황효훈흥희"
)
QUERIES = (
    "인삼축제",
    "평택",
    "예산",
    "인삼축제 | 시티투어 -예산",
    '"주민 의견을"',
    "title:통학로",
    "뚝딱뚝딱 -창고",
    "(통학로 | 시티투어) 예산 -title:시장",
    "50%",
    "grdp",
    "★",
    "뷁",
    "시",
)
"""Words that few, many and no articles hold, and one that all hold."""
LENGTH = 700
"""Characters of a body."""
KEPT = 1_000
"""Articles that are kept whole, or that a store without the index is measured by."""
AT = "2026-11-20T03:00:00+09:00"


@cache
def sentences_of(seed: int) -> list[str]:
    """Return the sentences of six hundred releases, in their order."""
    printed = {sentence for one in stream(seed, 600) for line in one.body.split("\n\n") for sentence in press.sentences(line)}
    return sorted(sentence for sentence in printed if len(sentence) < 160)


def articles(count: int, seed: int) -> Iterator[Article]:
    """Yield articles."""
    random, sentences = Random(seed), sentences_of(seed)
    for number in range(count):
        paragraphs: list[str] = []
        while sum(map(len, paragraphs)) < LENGTH:
            name = "".join(random.choices(SYLLABLES, k=random.choice((2, 3, 3))))
            told = random.choice(sentences)
            paragraphs.append(random.choice((told, f"{name} {told}", f"{told} {name}동 주민 {random.randrange(10, 4000)}명이 함께했다.")))
        made = Article(
            id=f"gaon:{number}", outlet="gaon", outlet_name="가온신문", url=f"http://gaon.kr/news/articleView.html?idxno={number}",
            section=["사회"], title=" ".join(random.choice(sentences).split()[:6]), body="\n\n".join(paragraphs),
            published_at=f"2026-{number % 11 + 1:02d}-{number % 28 + 1:02d}T09:00:00+09:00", authors=["김가온"], fetched_at=AT,
        )  # fmt: skip
        made.content_hash = press.content_hash(made.title or "", made.body)
        yield made


def keep(store: Store, article: Article, run: int, *, indexed: bool) -> None:
    """Write an article as the store does, without its story and without what else it shares."""
    record = json.dumps(asdict(article), ensure_ascii=False)
    day = (article.published_at or AT)[:10]
    with store._transaction():
        row = (article.id, article.outlet, article.url, day, article.content_hash, AT, AT, run, record)
        store._db.execute("INSERT INTO article VALUES (?,?,?,?,?,?,?,?,?)", row)
        if indexed:
            finding.enter(store._db, article.id, article)


def size(store: Store) -> int:
    """Return the bytes of a store's file, its log put into it."""
    store._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return Path(store.path).stat().st_size


def filled(path: Path, count: int, seed: int, *, indexed: bool) -> tuple[float, float]:
    """Make a store of so many articles; return the bytes and milliseconds an article took."""
    with Store(path) as store:
        run, empty, seconds = store.begin_run("gaon", AT), size(store), 0.0
        for number, made in enumerate(articles(count, seed), start=1):
            start = process_time()
            keep(store, made, run, indexed=indexed)
            if number % 100 == 0:
                store._db.execute("PRAGMA wal_checkpoint(PASSIVE)")
            seconds += process_time() - start
        return (size(store) - empty) / count, 1000 * seconds / count


def whole(path: Path, count: int, seed: int) -> float:
    """Return the milliseconds that the store takes to keep an article with all that belongs to it."""
    with Store(path) as store:
        run, made = store.begin_run("gaon", AT), list(articles(count, seed))
        start = process_time()
        for one in made:
            store.keep(one, run, AT)
        return 1000 * (process_time() - start) / max(count, 1)


def timed(ask: Callable[[], list[str]], times: int = 1) -> tuple[float, list[str]]:
    """Return the milliseconds of a query, the least of so many times, and what it found."""
    took = []
    for _ in range(times):
        start = process_time()
        found = ask()
        took.append(1000 * (process_time() - start))
    return min(took), found


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "harvest.db"
        without = filled(Path(folder) / "without.db", KEPT, asked.seed, indexed=False)
        indexed = filled(path, asked.articles, asked.seed, indexed=True)
        print(f"{asked.articles:,} articles, seed {asked.seed}\n")
        print("                    bytes an article   ms an article")
        print(f"article alone       {without[0]:16,.0f}   {without[1]:13.2f}")
        print(f"with the index      {indexed[0]:16,.0f}   {indexed[1]:13.2f}")
        print(f"all of Store.keep   {'':16}   {whole(Path(folder) / 'whole.db', KEPT, asked.seed):13.2f}")
        print("\nquery                                   hits     ms   all texts, ms   the same")
        with Store(path, reading=True) as store:
            for text in QUERIES:
                query = parse(text)
                ms, found = timed(lambda: list(store.search(query)), 3)  # noqa: B023
                store._where.has_pairs = False
                scan, expected = timed(lambda: list(store.search(query)))  # noqa: B023
                store._where.has_pairs = True
                print(f"{text:36}{len(found):8,}{ms:9,.1f}{scan:14,.0f}   {'yes' if found == expected else 'NO'}")
            ms, lost = timed(lambda: sorted(finding.lost(store._db)))
            print(f"\nstore check: the index compared with all articles in {ms / 1000:.1f} s; it has lost {len(lost)}")


if __name__ == "__main__":
    main()
