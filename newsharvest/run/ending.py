"""How a run ends before its end."""

from __future__ import annotations

import asyncio

from scrapy.crawler import Crawler

from newsharvest.store import StoreError


def end_run(crawler: Crawler, error: StoreError) -> None:
    """End the run of a store that cannot be used any more."""
    asyncio.get_running_loop().create_task(crawler.engine.close_spider_async(reason=str(error)))
