"""Keep: a harvest's article goes into the store, new or edited, before any feed sees it."""

from __future__ import annotations

from typing import Self

from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured

from newsharvest import press
from newsharvest.crawl.plan import plan_of
from newsharvest.items import Article
from newsharvest.language import _
from newsharvest.reasons import Dropped, Reason
from newsharvest.run.ending import end_run
from newsharvest.run.harvest import HarvestPlan, keeps
from newsharvest.store import Kept, StoreError


class KeepPipeline:
    """Writes each article in a transaction of its own, unless it repeats one of the outlet's that the store has. A crawl has no store.

    The store finds out which story it tells; with DUPLICATES=drop a repeat of another outlet's goes no further than the store.
    """

    def __init__(self, crawler: Crawler, plan: HarvestPlan) -> None:
        self.crawler = crawler
        self.plan = plan
        self.drop = crawler.settings["DUPLICATES"] == "drop"

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make it for a crawler. NotConfigured where there is nothing for it to do."""
        plan = plan_of(crawler)
        if not keeps(plan):
            raise NotConfigured
        return cls(crawler, plan)

    def process_item(self, item: Article) -> Article:
        """Return a new or edited article; one that is the same as before goes no further. A store that cannot be written ends the run."""
        try:
            with self.plan.store.together():
                first = self.plan.store.repeat_of(item)
                kept = None if first else self.plan.store.keep(item, self.plan.run, press.iso(press.now()))
        except StoreError as error:
            end_run(self.crawler, error)
            raise Dropped(Reason.NOT_STORED, str(error)) from error
        if kept is None:
            raise Dropped(Reason.DUPLICATE, _("the same title and body as {article}", article=first), item=item)
        self.crawler.stats.inc_value(f"store/{kept.value}")
        if kept is Kept.SAME:
            raise Dropped(Reason.UNCHANGED, item=item)
        if item.duplicate_of and self.drop:
            raise Dropped(Reason.SAME_STORY, _("as {article}", article=item.duplicate_of), item=item)
        return item
