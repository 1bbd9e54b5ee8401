"""Normalise: outlet tags off the title, byline and rights line out of the body into their fields, and the content hash."""

from __future__ import annotations

from typing import Self

from scrapy.crawler import Crawler

from newsharvest.crawl.outlet import OutletSpider
from newsharvest.items import Article, Unkept
from newsharvest.page.article import normalise


class NormalisePipeline:
    """Brings an Article into the form that `items.Article` promises."""

    def __init__(self, outlet_names: tuple[str, ...]) -> None:
        self.outlet_names = outlet_names

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make it for a crawler."""
        return cls(crawler.spider.own_names() if isinstance(crawler.spider, OutletSpider) else ())

    def process_item(self, item: Article | Unkept) -> Article | Unkept:
        """Return an Article normalised, anything else as it is."""
        return normalise(item, self.outlet_names) if isinstance(item, Article) else item
