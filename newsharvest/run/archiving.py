"""Into the archive: each answer of a harvest, before anything is read from it."""

from __future__ import annotations

from hashlib import sha256
from typing import Self
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response

from newsharvest import press
from newsharvest.archive import ArchiveError, Kind, Page
from newsharvest.archive.private import headers_kept, without_private
from newsharvest.crawl.outlet import RECEIVED_AT, OutletSpider
from newsharvest.crawl.plan import plan_of
from newsharvest.download.replay import RECORDED_AT
from newsharvest.run.ending import end_run
from newsharvest.run.harvest import keeps

TROUBLE = 500
"""The statuses from which on an answer tells of the server's trouble, and of no page."""


class ArchiveMiddleware:
    """Keeps each answer of a run that keeps pages. An article is read only after its page is kept: none is ever without."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make it for a crawler."""
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Response:
        """Keep an answer and pass it on. An ArchiveError ends the run: what follows could not be kept either."""
        plan = plan_of(self.crawler)
        if not keeps(plan) or plan.archive is None or response.status >= TROUBLE:
            return response
        at = request.meta.get(RECORDED_AT) or press.iso(press.now())
        request.meta[RECEIVED_AT] = at
        kind, key = kind_of(request)
        if key and isinstance(spider := self.crawler.spider, OutletSpider):
            key = spider.article_key(response.url) or key  # as it is read: a redirect may have led to another
        article = f"{plan.outlet}:{key}" if key else None
        asked = request.meta.get("redirect_urls", [request.url])[0]
        digest = sha256(response.body).hexdigest()
        url = response.url if response.url == asked else without_private(response.url)[0]
        row = request.cb_kwargs.get("row", "")
        page = Page(plan.outlet, kind, article, asked, url, at, response.status, headers_kept(response), digest, row)
        try:
            plan.archive.keep(page, response.body)
        except ArchiveError as error:
            end_run(self.crawler, error)
            raise
        return response


def kind_of(request: Request) -> tuple[Kind, str | None]:
    """Return what a request of an outlet's spider asks for, and the key of the article if it is one."""
    if "key" in request.cb_kwargs:
        return Kind.ARTICLE, str(request.cb_kwargs["key"])
    if "page" in request.cb_kwargs:
        return Kind.LIST, None
    if "sitemap" in request.cb_kwargs:
        return Kind.SITEMAP, None
    return (Kind.ROBOTS if urlsplit(request.url).path == "/robots.txt" else Kind.FEED), None
