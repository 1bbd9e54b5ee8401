"""Deduplicate within a run: one article an id, one an outlet's text, and each marked with the story it tells."""

from __future__ import annotations

from typing import Self

from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured

from newsharvest.crawl.plan import plan_of
from newsharvest.dedupe import Index
from newsharvest.items import Article
from newsharvest.language import _
from newsharvest.reasons import Dropped, Reason
from newsharvest.run.harvest import keeps


class DeduplicatePipeline:
    """A crawl's: a harvest asks the store, which remembers longer (`keep`).

    Drops an article whose id, or whose title and body, came earlier in this run, and says which one it lost to. The others are marked;
    with DUPLICATES=drop the first of a story alone goes on.
    """

    def __init__(self, *, drop: bool = False) -> None:
        self.ids: set[str] = set()
        self.by_text: dict[int, str] = {}  # half of the hash, as a number: a long run holds a hundred thousand
        self.index = Index(":memory:")
        self.drop = drop

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make it for a crawler. NotConfigured where there is nothing for it to do."""
        if keeps(plan_of(crawler)):
            raise NotConfigured
        return cls(drop=crawler.settings["DUPLICATES"] == "drop")

    def process_item(self, item: Article) -> Article:
        """Return an article of its own; raise Dropped for every repeat."""
        if item.id in self.ids:
            raise Dropped(Reason.DUPLICATE, _("the same id as {article}", article=item.id))
        if item.content_hash:
            first = self.by_text.setdefault(int(item.content_hash[:32], 16), item.id)
            if first != item.id:
                raise Dropped(Reason.DUPLICATE, _("the same title and body as {article}", article=first), item=item)
        self.ids.add(item.id)
        decision = self.index.add(id=item.id, outlet=item.outlet, title=item.title or "", body=item.body, published_at=item.published_at)
        item.story_id, item.duplicate_of, item.similarity = decision.story_id, decision.duplicate_of, decision.similarity
        if self.drop and item.duplicate_of:
            raise Dropped(Reason.SAME_STORY, _("as {article}", article=item.duplicate_of), item=item)
        return item
