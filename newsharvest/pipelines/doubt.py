"""Doubt: what may be wrong with an article is named, and the article goes on."""

from __future__ import annotations

from typing import Self

from scrapy.crawler import Crawler

from newsharvest import press
from newsharvest.crawl.plan import Plan, plan_of
from newsharvest.doubts import doubts_of_text
from newsharvest.doubts.outlet import Neighbours, RunMemory
from newsharvest.items import Article
from newsharvest.reasons import Dropped, Reason
from newsharvest.run.ending import end_run
from newsharvest.run.harvest import keeps
from newsharvest.run.report import doubted, doubted_earlier
from newsharvest.store import StoreError


class DoubtPipeline:
    """Adds to an article the doubts that its own text raises, and the outlet's other articles; and to those what it raises about them.

    Those of its page it brings along. An article that the run has passed on goes without what comes later: the report is told, and the
    store's copy carries it.
    """

    def __init__(self, crawler: Crawler, plan: Plan | None) -> None:
        self.crawler = crawler
        self.store = plan.store if keeps(plan) else None
        self.crawled = RunMemory()
        self.neighbours = Neighbours(self.store or self.crawled, plan.left_unjudged if keeps(plan) else [])

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make it for a crawler."""
        return cls(crawler, plan_of(crawler))

    def process_item(self, item: Article) -> Article:
        """Return the article with its doubts. A store that cannot be used ends the run."""
        try:
            own, others = self.neighbours.judge(item)
            if self.store and others:
                self.store.add_doubts((other.id, doubt.code) for other, doubt in others)
        except StoreError as error:
            end_run(self.crawler, error)
            raise Dropped(Reason.NOT_STORED, str(error)) from error
        item.doubts = press.unique([*item.doubts, *doubts_of_text(item), *(doubt.code for doubt in own)])
        if not self.store:
            self.crawled.add(item)
        for other, doubt in others:
            signal = doubted if self.neighbours.met(other.id) or not self.store else doubted_earlier
            self.crawler.signals.send_catch_log(signal, url=other.url, doubt=doubt)
        return item
