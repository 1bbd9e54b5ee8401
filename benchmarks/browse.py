"""How fast `scrapy browse` and `scrapy stats` are: each page of the site, and the counts, over a store of so many articles.

    python -m benchmarks.browse [--articles 6000] [--seed 7] [--store FILE]

The store is made of `benchmarks.releases` through `Store.keep`, stories and all, some five seconds for each thousand; `--store` keeps it,
or takes one that was made before. A page is timed from its address to its bytes, without HTTP, the least of three times.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from urllib.parse import quote, unquote

from benchmarks.releases import stream
from newsharvest import press
from newsharvest.browse.site import Site
from newsharvest.digest.wording import Wording
from newsharvest.items import Article
from newsharvest.language import catalogue
from newsharvest.stats import race_of, tally_of
from newsharvest.store import Store

QUERIES = ("인삼축제", "축제", "버스 -취소", "시", "없는말이다")
"""Words that few, some, many, nearly all and no articles hold."""
OTHERS = 2_800
"""Articles of a stream that are not its background: releases, and false friends."""


def fill(path: Path, count: int, seed: int) -> None:
    """Make a store of so many articles, or some more where there are fewer than OTHERS."""
    with Store(path) as store:
        run = store.begin_run("gaon", "2026-11-20T03:00:00+09:00")
        for number, one in enumerate(stream(seed, max(0, count - OTHERS))):
            url = f"http://{number}.example.com/"
            made = Article(
                f"{one.outlet}:{number}", one.outlet, one.outlet, url, title=one.title, body=one.body, published_at=one.published_at
            )
            made.content_hash = press.content_hash(one.title, one.body)
            store.keep(made, run, one.published_at)
        store.settle_stories()


def timed(work: Callable[[], object]) -> float:
    """Return the milliseconds that something takes, the least of three times."""
    took = []
    for _ in range(3):
        start = perf_counter()
        work()
        took.append(1000 * (perf_counter() - start))
    return min(took)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=6_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--store", type=Path)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = asked.store or Path(folder) / "harvest.db"
        if not path.exists():
            fill(path, asked.articles, asked.seed)
        with Store(path, reading=True) as store:
            days, briefs = store.days(), list(store.briefs())
            busiest = max(days, key=lambda day: store.stories_by_day(day, day)[day])
            print(f"{len(briefs):,} articles of {len(days)} days, {len(tally_of(briefs).stories):,} stories\n")
            reading, racing = timed(lambda: list(store.briefs())), timed(lambda: race_of(briefs))
            print(f"scrapy stats: read {reading:,.0f} ms, who was first {racing:,.0f} ms\n")
        site = Site(str(path), {}, Wording("ko", catalogue("ko")), 7)
        pages = ["/", f"/day/{busiest}", "/charts", f"/charts?until={busiest}", "/health", f"/article/{quote(briefs[0].id)}"]
        print("page                                  bytes       ms")
        for page in [*pages, *(f"/search?q={quote(query)}" for query in QUERIES)]:
            answer = site.answer(page)
            assert answer.status == 200, page
            print(f"{unquote(page):34}{len(answer.body):9,}{timed(lambda: site.answer(page)):9,.0f}")  # noqa: B023


if __name__ == "__main__":
    main()
