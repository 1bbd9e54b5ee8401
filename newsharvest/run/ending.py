"""How a run ends before its end."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import Self

from scrapy.crawler import Crawler, CrawlerRunnerBase
from scrapy.http import Response

from newsharvest.items import Unkept
from newsharvest.reasons import Reason
from newsharvest.store import StoreError


class EndingMiddleware:
    """Ends a run whose store fails while a page is being read: what failed is said of the page, in place of a traceback."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make it for a crawler."""
        return cls(crawler)

    def process_spider_exception(self, response: Response, exception: Exception) -> Iterable[Unkept] | None:
        """Return what is to be said of a page; None of any other failure than the store's."""
        if not isinstance(exception, StoreError):
            return None
        end_run(self.crawler, exception)
        assert self.crawler.spider is not None
        return [Unkept(self.crawler.spider.name, response.url, Reason.NOT_STORED, str(exception))]


def end_run(crawler: Crawler, error: StoreError) -> None:
    """End the run of a store that cannot be used any more."""
    asyncio.get_running_loop().create_task(crawler.engine.close_spider_async(reason=str(error)))


BEGINNING = 0.05
"""Seconds after which it is looked again whether a crawl that has just begun can be told to end."""


def stop_crawls(process: CrawlerRunnerBase) -> None:
    """Have all that a process crawls come to an end soon, as Ctrl-C does."""
    for crawler in process.crawlers:
        asyncio.get_running_loop().create_task(_stop(process, crawler))


async def _stop(process: CrawlerRunnerBase, crawler: Crawler) -> None:
    """Stop a crawl, once its engine runs: what is told before that is forgotten, or has Scrapy wait for an end that does not come."""
    while crawler in process.crawlers:
        if crawler.crawling and crawler.engine.running:
            await crawler.stop_async()
            return
        await asyncio.sleep(BEGINNING)
