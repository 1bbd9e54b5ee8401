"""Measure the whole chain beside the same Scrapy with a spider that does next to nothing.

    python benchmarks/chain.py [--quick] [--json FILE]

Three spiders ask the same seeded newspaper (newspaper.py, a process of its own on loopback) for the same pages, each in a process of its
own, under the same settings:

download only   the addresses are known beforehand; nothing is read
bare dict       follows the lists, and yields title and body by two CSS selectors
whole chain     what `scrapy harvest` runs: plan, lists, layouts, loader, pipelines, and the store with a commit per article

They take turns, in another order each round, and the best round of each counts: what else the machine does can only slow one down. The
settings are the project's, without its polite delays and with 16 requests at once, so that the processor is what they wait for; the two
bare spiders run without the project's pipelines and extensions, which are part of the chain.

Memory is the chain's resident set at its last article less that at its 1,000th, in one long run. Inserts are the store's alone.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from scrapy import Request, Spider, signals
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http import Response, TextResponse
from scrapy.utils.project import get_project_settings

from newsharvest import press
from newsharvest.archive import Archive
from newsharvest.items import Article
from newsharvest.press import now
from newsharvest.run.harvest import HarvestPlan
from newsharvest.spiders.gyeonggitv import GyeonggitvSpider
from newsharvest.store import Store

NEWSPAPER = Path(__file__).with_name("newspaper.py")
PER_PAGE = 20
"""Articles on one of the newspaper's list pages."""
WARM_UP = 60
"""Pages before the clock starts: imports, connections and caches are not what is measured."""
RSS_FROM = 1000
"""The article from which on memory should no longer grow."""
KINDS = ("download only", "bare dict", "whole chain")
SETTINGS: dict[str, Any] = {"CONCURRENT_REQUESTS_PER_DOMAIN": 16, "DOWNLOAD_DELAY": 0}
BARE: dict[str, Any] = {"ITEM_PIPELINES": {}, "EXTENSIONS": {}}


# --- the spiders


class DownloadOnly(Spider):
    """Asks for every list page and article by its address, and reads nothing."""

    name = "download_only"
    allowed_domains = GyeonggitvSpider.allowed_domains

    def __init__(self, articles: int) -> None:
        super().__init__()
        self.articles = articles

    async def start(self) -> AsyncIterator[Any]:
        """Ask in the order in which the lists would lead there."""
        for page, first in enumerate(range(self.articles, 0, -PER_PAGE), start=1):
            yield Request(GyeonggitvSpider.list_url(None, page))
            for number in range(first, max(first - PER_PAGE, 0), -1):
                yield Request(GyeonggitvSpider.article_url(str(number)))

    def parse(self, response: Response) -> None:
        """Do nothing."""


class BareDict(Spider):
    """What a spider of twenty lines does."""

    name = "bare_dict"
    allowed_domains = GyeonggitvSpider.allowed_domains

    def __init__(self, articles: int) -> None:
        super().__init__()
        self.articles = articles

    async def start(self) -> AsyncIterator[Any]:
        """Begin at the first list page."""
        yield self.list_request(1)

    def list_request(self, page: int) -> Request:
        """Ask for a list page."""
        return Request(GyeonggitvSpider.list_url(None, page), cb_kwargs={"page": page})

    def parse(self, response: Response, page: int) -> Iterator[Request]:
        """Follow a list's articles and its next page."""
        assert isinstance(response, TextResponse)
        yield from response.follow_all(css="ul.art_list_all > li > a", callback=self.parse_article)
        if page * PER_PAGE < self.articles:
            yield self.list_request(page + 1)

    def parse_article(self, response: Response) -> Iterator[dict[str, Any]]:
        """Yield title and body."""
        yield {"title": response.css(".art_top h2::text").get(), "body": "\n".join(response.css("#news_body_area ::text").getall())}


# --- one run, in a process of its own


class Meter:
    """Notes when pages come, and what memory is held at the articles that count."""

    def __init__(self) -> None:
        self.pages = 0
        self.started = self.ended = 0.0
        self.cpu_started = self.cpu_ended = 0.0
        self.items = 0
        self.rss_early = self.rss_late = 0.0

    def response_received(self) -> None:
        """Count a page."""
        self.pages += 1
        if self.pages == WARM_UP:
            self.started, self.cpu_started = time.perf_counter(), time.process_time()
        self.ended, self.cpu_ended = time.perf_counter(), time.process_time()

    def item_scraped(self) -> None:
        """Count an article."""
        self.items += 1
        if self.items == RSS_FROM:
            self.rss_early = resident()
        self.ended, self.cpu_ended = time.perf_counter(), time.process_time()

    def spider_closed(self) -> None:
        """Note the end."""
        self.rss_late = resident()


def resident() -> float:
    """Return this process's resident set in MB (where /proc is missing: the largest so far)."""
    try:
        return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6
    except OSError:
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return peak / 1e6 if sys.platform == "darwin" else peak / 1e3


def crawl(kind: str, articles: int, store_file: Path, archive: Archive | None = None) -> dict[str, float]:
    """Run one spider to its end and return what the meter says; `archive`: where the whole chain puts its pages."""
    settings = get_project_settings()
    settings.setdict(SETTINGS, priority="cmdline")
    if kind != "whole chain":
        settings.setdict(BARE, priority="cmdline")
    process = AsyncCrawlerProcess(settings)
    meter = Meter()

    def run(spider: type[Spider], **arguments: Any) -> None:
        crawler = process.create_crawler(spider)
        for signal in ("response_received", "item_scraped", "spider_closed"):
            crawler.signals.connect(getattr(meter, signal), getattr(signals, signal))
        process.crawl(crawler, **arguments)
        process.start()

    if kind == "whole chain":
        with Store(store_file) as store:
            since = date(2024, 1, 1)
            plan = HarvestPlan(store, "gyeonggitv", now(), since=since, first_days=7, refresh_days=0, retry_limit=7, archive=archive)
            run(GyeonggitvSpider, plan=plan)
    else:
        run(DownloadOnly if kind == "download only" else BareDict, articles=articles)
    if kind != "download only" and meter.items != articles:
        sys.exit(f"{kind}: {meter.items} of {articles} articles came")
    counted = meter.pages - WARM_UP
    return {
        "pages_per_s": counted / (meter.ended - meter.started),
        "cpu_ms_per_page": (meter.cpu_ended - meter.cpu_started) * 1000 / counted,
        "rss_growth_mb": meter.rss_late - meter.rss_early,
        "rss_mb": meter.rss_late,
    }


def insert(articles: int, store_file: Path) -> float:
    """Return how many articles a second the store takes, each in a transaction of its own."""
    body = "\n\n".join(f"평택시는 {n}번째 사업을 마무리하고 주민 불편을 줄이겠다고 밝혔다. " * 4 for n in range(8))
    with Store(store_file) as store:
        at = press.iso(now())
        run = store.begin_run("gyeonggitv", at)
        began = time.perf_counter()
        for n in range(articles):
            article = Article(
                id=f"gyeonggitv:{n}",
                outlet="gyeonggitv",
                outlet_name="경기티비종합뉴스",
                url=GyeonggitvSpider.article_url(str(n)),
                title=f"평택시, {n}차 사업 추진",
                published_at=at,
                body=f"{n}. {body}",
                content_hash=press.content_hash("", str(n)),
            )
            store.keep(article, run, at)
        return articles / (time.perf_counter() - began)


# --- all runs


@dataclass(frozen=True)
class Size:
    """How much is measured."""

    rounds: int
    articles: int  # a round's
    long_run: int  # articles of the run that memory is measured in
    inserts: int


FULL = Size(rounds=5, articles=2000, long_run=100_000, inserts=20_000)
QUICK = Size(rounds=4, articles=300, long_run=1400, inserts=2000)


@contextmanager
def newspaper(articles: int) -> Iterator[str]:
    """Serve the newspaper from a process of its own; yields its address."""
    command = [sys.executable, str(NEWSPAPER), "--articles", str(articles)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdin is not None
        assert server.stdout is not None
        yield f"http://127.0.0.1:{server.stdout.readline().strip()}"
        server.stdin.close()


def measure(kind: str, articles: int) -> dict[str, float]:
    """Run one spider in a process of its own."""
    with newspaper(articles) as proxy, tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, __file__, "--run", kind, "--articles", str(articles), "--store", f"{folder}/harvest.db"]
        environment = os.environ | {"http_proxy": proxy, "SCRAPY_SETTINGS_MODULE": "newsharvest.settings"}
        done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)
        figures: dict[str, float] = json.loads(done.stdout)
        return figures


def compare(size: Size) -> dict[str, dict[str, float]]:
    """Let the spiders take turns, and return each one's best."""
    runs: dict[str, list[dict[str, float]]] = {kind: [] for kind in KINDS}
    for turn in range(size.rounds):
        for kind in KINDS[turn % 3 :] + KINDS[: turn % 3]:
            runs[kind].append(measure(kind, size.articles))
            print(f"  round {turn + 1}: {kind}: {runs[kind][-1]['pages_per_s']:.0f} pages/s", file=sys.stderr)
    return {kind: max(found, key=lambda run: run["pages_per_s"]) for kind, found in runs.items()}


def main() -> None:
    """Measure everything, print a table, and write the figures where they are asked for."""
    parser = argparse.ArgumentParser(description="Measure the whole chain beside a spider that does next to nothing.")
    parser.add_argument("--quick", action="store_true", help="end within a minute on two cores")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures to FILE")
    parser.add_argument("--run", choices=KINDS, help=argparse.SUPPRESS)
    parser.add_argument("--articles", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--store", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.run:
        print(json.dumps(crawl(options.run, options.articles, options.store)))
        return
    size = QUICK if options.quick else FULL
    best = compare(size)
    print(f"  memory: {size.long_run:,} articles", file=sys.stderr)
    memory = measure("whole chain", size.long_run)
    with tempfile.TemporaryDirectory() as folder:
        inserts = insert(size.inserts, Path(folder) / "harvest.db")
    chain = best["whole chain"]["pages_per_s"]
    growth, held = memory["rss_growth_mb"], memory["rss_mb"]
    figures = {
        "ratio_to_bare_dict": round(chain / best["bare dict"]["pages_per_s"], 3),
        "ratio_to_download_only": round(chain / best["download only"]["pages_per_s"], 3),
        "inserts_per_s": round(inserts),
        "rss_growth_mb": round(growth, 1),
    }
    print(f"{'':15} {'pages/s':>8} {'CPU ms a page':>14} {'chain / this':>13}")
    for kind in KINDS:
        rate = best[kind]["pages_per_s"]
        print(f"{kind:15} {rate:8.0f} {best[kind]['cpu_ms_per_page']:14.2f} {chain / rate:12.0%}")
    print(f"{size.rounds} rounds of {size.articles:,} articles and their list pages, the best of each")
    print(f"store: {inserts:,.0f} inserts/s, a commit per article ({size.inserts:,} articles)")
    print(f"memory: {growth:.1f} MB more at article {size.long_run:,} than at {RSS_FROM:,} ({held:.0f} MB in all)")
    if options.json:
        options.json.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
