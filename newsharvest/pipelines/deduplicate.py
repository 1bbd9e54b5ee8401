"""Deduplicate within a run: one article an id, and one a text."""

from __future__ import annotations

from typing import Self

from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured

from newsharvest.items import Article
from newsharvest.plans import HarvestPlan
from newsharvest.reasons import Reason, Unwanted


class DeduplicatePipeline:
    """A crawl's: a harvest asks the store, which remembers longer (`keep`).

    Drops an article whose id, or whose title and body, came earlier in this run, and says which one it lost to.
    """

    def __init__(self) -> None:
        self.ids: set[str] = set()
        self.by_text: dict[int, str] = {}  # half of the hash, as a number: a long run holds a hundred thousand

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:  # noqa: D102
        if isinstance(getattr(crawler.spider, "plan", None), HarvestPlan):
            raise NotConfigured
        return cls()

    def process_item(self, item: Article) -> Article:
        """Return the first of its kind; raise Unwanted for every later one."""
        if item.id in self.ids:
            raise Unwanted(Reason.DUPLICATE, "the same id", lost_to=item.id)
        if item.content_hash:
            first = self.by_text.setdefault(int(item.content_hash[:32], 16), item.id)
            if first != item.id:
                raise Unwanted(Reason.DUPLICATE, "the same title and body", lost_to=first)
        self.ids.add(item.id)
        return item
