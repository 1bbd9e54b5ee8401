"""Normalise: outlet tags off the title, byline and rights line out of the body into their fields, and the content hash."""

from __future__ import annotations

from typing import Any, Self

from scrapy.crawler import Crawler

from newsharvest import press
from newsharvest.crawl.outlet import OutletSpider
from newsharvest.items import Article


class NormalisePipeline:
    """Brings an Article's text into the form that `items.Article` promises. Spaces and times are already in it (see `page.loader`)."""

    def __init__(self, outlet_names: tuple[str, ...]) -> None:
        self.outlet_names = outlet_names

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:  # noqa: D102
        spider = crawler.spider
        return cls((spider.title, *spider.other_names) if isinstance(spider, OutletSpider) else ())

    def process_item(self, item: Any) -> Any:
        """Change an Article in place; anything else passes."""
        if not isinstance(item, Article):
            return item
        title = press.strip_outlet_tags(item.title or "", self.outlet_names)
        item.subtitle = [line for line in item.subtitle if press.strip_outlet_tags(line, self.outlet_names) != title]
        item.title = title or None
        signed = press.split_signature(item.body.split("\n\n") if item.body else [])
        paragraphs = signed.paragraphs
        if signed.caption:
            bare = next((image for image in item.images if image["caption"] is None), None)
            if bare:
                bare["caption"] = signed.caption
            else:
                paragraphs = [signed.caption, *paragraphs]
        item.body = "\n\n".join(paragraphs)
        item.rights = item.rights or signed.rights
        item.authors = [a for a in press.unique([*item.authors, *signed.byline.authors]) if a not in self.outlet_names]
        item.author_emails = press.unique([*item.author_emails, *signed.byline.emails])
        item.content_hash = press.content_hash(item.title or "", item.body)
        return item
