"""How a run ends before its end."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import Self

from scrapy.crawler import Crawler
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
