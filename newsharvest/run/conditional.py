"""What is looked at again for edits is asked for on a condition: that it is not as its kept page. Where it is, no page is sent."""

from __future__ import annotations

from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response

from newsharvest import press
from newsharvest.archive import Page
from newsharvest.crawl.plan import plan_of
from newsharvest.download.errors import NotModified
from newsharvest.run.ending import end_run
from newsharvest.run.harvest import HarvestPlan, keeps
from newsharvest.store import StoreError

CONDITIONS = {"ETag": "If-None-Match", "Last-Modified": "If-Modified-Since"}
"""The headers by which a page says which it is, and those that ask for another."""
CONDITIONAL = "conditional"
"""The `Request.meta` key of a request on a condition: the id of the article."""
NOT_MODIFIED = 304


class ConditionalMiddleware:
    """Asks with what the article's kept page says of itself, and takes the answer that nothing has changed for the same article again.

    It does so only where that page was read and kept without a doubt: what failed or is in doubt is to come anew.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make it for a crawler."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Put the conditions on a request; where it was redirected they are of another page. An ArchiveError or StoreError ends the run."""
        for name in CONDITIONS.values():
            request.headers.pop(name, None)
        request.meta.pop(CONDITIONAL, None)
        plan = plan_of(self.crawler)
        if not keeps(plan) or request.url not in plan.for_edits:
            return
        article = f"{plan.outlet}:{request.cb_kwargs['key']}"
        try:
            page = page_read(plan, article, request.url)
        except StoreError as error:
            end_run(self.crawler, error)
            raise
        for name, condition in CONDITIONS.items():
            if page and (value := page.header(name)):
                request.headers[condition] = value
                request.meta[CONDITIONAL] = article

    def process_response(self, request: Request, response: Response) -> Response:
        """Pass an answer on, or raise NotModified: the article has been seen as when it came the same. A StoreError ends the run."""
        plan = plan_of(self.crawler)
        if response.status != NOT_MODIFIED or CONDITIONAL not in request.meta or not keeps(plan):
            return response
        try:
            plan.store.note_seen(request.meta[CONDITIONAL], press.iso(press.now()))
        except StoreError as error:
            end_run(self.crawler, error)
            raise
        self.crawler.stats.inc_value("store/same")
        raise NotModified(request.url)


def page_read(plan: HarvestPlan, article: str, url: str) -> Page | None:
    """Return the latest page of an article if it came from this address and is what is kept of it; None else."""
    if plan.archive is None:
        return None
    seen = plan.store.seen_undoubted(article)
    page = next((page for page in reversed(plan.archive.pages_of(article)) if page.came), None)
    if not page or not seen or not page.asked == page.url == url:
        return None
    fetched, last = seen
    return page if fetched <= page.at <= last else None  # a kill may have come before it was read, or what was read then was not kept
