"""Into the archive: each answer of a harvest, before anything is read from it."""

from __future__ import annotations

from hashlib import sha256
from typing import Self
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.redirect import RedirectMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from typing_extensions import override

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
        if response.status < TROUBLE and (at := keep(self.crawler, request, response, response.body)):
            request.meta[RECEIVED_AT] = at
        return response


class KeptRedirects(RedirectMiddleware):
    """Follows redirects as Scrapy does, and keeps each one that is followed, or would be if there were fewer of them.

    Nobody reads what it has for a body, which is left away: it prints the address once more, with all that this says of the visitor.
    """

    @override
    def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        try:
            followed = super().process_response(request, response)
        except IgnoreRequest:
            keep(self.crawler, request, response, b"")
            raise
        if isinstance(followed, Request):
            keep(self.crawler, request, response, b"")
        return followed


def keep(crawler: Crawler, request: Request, response: Response, body: bytes) -> str:
    """Keep an answer, and return when it came; nothing where this run keeps no pages. An ArchiveError ends the run."""
    plan = plan_of(crawler)
    if not keeps(plan) or plan.archive is None:
        return ""
    at: str = request.meta.get(RECORDED_AT) or press.iso(press.now())
    asked = request.meta.get("redirect_urls", [request.url])[0]
    kind, key = kind_of(request, asked)
    if key and isinstance(spider := crawler.spider, OutletSpider):
        key = spider.article_key(response.url) or key  # as it is read: a redirect may have led to another
    article = f"{plan.outlet}:{key}" if key else None
    url = response.url if response.url == asked else without_private(response.url, asked)[0]
    row = request.cb_kwargs.get("row", "")
    headers = headers_kept(response, asked)
    page = Page(plan.outlet, kind, article, asked, url, at, response.status, headers, sha256(body).hexdigest(), row)
    try:
        plan.archive.keep(page, body)
    except ArchiveError as error:
        end_run(crawler, error)
        raise
    return at


def kind_of(request: Request, asked: str) -> tuple[Kind, str | None]:
    """Return what a request of an outlet's spider asks for, `asked` at first, and the key of the article if it is one."""
    if "key" in request.cb_kwargs:
        return Kind.ARTICLE, str(request.cb_kwargs["key"])
    if "page" in request.cb_kwargs:
        return Kind.LIST, None
    if "sitemap" in request.cb_kwargs:
        return Kind.SITEMAP, None
    return (Kind.ROBOTS if urlsplit(asked).path == "/robots.txt" else Kind.FEED), None
