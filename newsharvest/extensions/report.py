"""The run report: how many articles came, what did not and why, which fallback selectors won, and the exit status that follows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Self

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.offsite import OffsiteMiddleware
from scrapy.http import Response
from twisted.python.failure import Failure

from newsharvest.items import Article, Unkept
from newsharvest.layouts import FALLBACK
from newsharvest.reasons import Reason, Unwanted
from newsharvest.replay import fixture_missing

SHOWN = 20
"""Addresses printed per reason. The rest is counted; every one is in the log at level INFO."""


class RunReport:
    """Collects what happened in one outlet's run."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.stats = crawler.stats
        self.outlet = ""
        self.title = ""
        self.one_article = False
        self.articles = 0
        self.unkept: dict[Reason, dict[str, str]] = {}
        self.finished = False
        self.notes: list[str] = []

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:  # noqa: D102
        report = cls(crawler)
        for handler, signal in (
            (report.spider_opened, signals.spider_opened),
            (report.item_scraped, signals.item_scraped),
            (report.item_dropped, signals.item_dropped),
            (report.item_error, signals.item_error),
            (report.spider_error, signals.spider_error),
            (report.request_scheduled, signals.request_scheduled),
            (report.request_dropped, signals.request_dropped),
            (report.fixture_missing, fixture_missing),
            (report.spider_closed, signals.spider_closed),
        ):
            crawler.signals.connect(handler, signal)
        return report

    # --- what Scrapy tells

    def spider_opened(self, spider: Spider) -> None:
        """Note who runs."""
        self.outlet = spider.name
        self.title = getattr(spider, "title", "")
        self.one_article = bool(getattr(getattr(spider, "arguments", None), "article", None))

    def item_scraped(self, item: Any) -> None:
        """Count an article."""
        self.articles += 1

    def item_dropped(self, item: Any, exception: BaseException) -> None:
        """Note why an item was dropped."""
        if isinstance(exception, Unwanted):
            self.add(exception.reason, address(item), exception.detail)
        else:
            self.add(Reason.ERROR, address(item), repr(exception))

    def item_error(self, item: Any, failure: Failure) -> None:
        """Note a pipeline that raised."""
        self.add(Reason.ERROR, address(item), repr(failure.value))

    def spider_error(self, failure: Failure, response: Response) -> None:
        """Note a callback that raised."""
        self.add(Reason.ERROR, response.url, repr(failure.value))

    def request_scheduled(self, request: Request, spider: Spider) -> None:
        """Note a redirect off the site: Scrapy drops it here, and no errback hears of it."""
        offsite = self.crawler.get_downloader_middleware(OffsiteMiddleware)
        trail = request.meta.get("redirect_urls")
        if trail and offsite and not offsite.should_follow(request, spider):
            self.add(Reason.OFF_SITE, trail[0], f"redirected to {request.url}")

    def request_dropped(self, request: Request) -> None:
        """Note a redirect to what was asked for before, which Scrapy drops as silently."""
        trail = request.meta.get("redirect_urls")
        if trail and request.url in trail:
            self.add(Reason.REDIRECTS, trail[0], "to itself")
        elif trail:
            self.add(Reason.DUPLICATE, trail[0], f"redirected to {request.url}, which was asked for before")

    def fixture_missing(self, url: str) -> None:
        """Note a page that the replay folder lacks; robots.txt, which no callback asks for, among them."""
        self.add(Reason.NOT_RECORDED, url, "")

    def spider_closed(self, reason: str) -> None:
        """Note whether the run came to its own end."""
        self.finished = reason == "finished"

    def add(self, reason: Reason, url: str, detail: str) -> None:
        """Count an address under a reason, once."""
        self.unkept.setdefault(reason, {}).setdefault(url, detail)

    # --- what follows

    @property
    def trouble(self) -> list[str]:
        """What is wrong with the run as a whole, a line each. Failures of single pages are not in it."""
        lines = []
        if not self.finished:
            lines.append("the run was stopped before its end")
        if self.stats.get_value("feedexport/failed_count/WholeFileStorage"):
            lines.append("the output file could not be written (the log says why)")
        if self.stats.get_value("log_count/CRITICAL") or self.stats.get_value("log_count/ERROR"):
            lines.append("errors were logged")
        if not self.articles and not any(not reason.normal for reason in self.unkept):
            listed = {Reason.DUPLICATE, Reason.OUT_OF_PERIOD, Reason.PHOTO_ONLY}
            if not self.unkept:
                lines.append("nothing was found at all")
            elif not self.one_article and not listed & set(self.unkept):
                lines.append("every article that the lists link is gone: the site may have moved")
        return lines

    @property
    def exit_status(self) -> int:
        """0, or 1 if something is wrong (what counts as wrong stands in the README)."""
        return int(bool(self.trouble) or any(not reason.normal for reason in self.unkept))

    def fallbacks(self) -> Iterator[tuple[str, str, str, int]]:
        """Yield layout, field, selector and pages of each selector that won without being its field's first."""
        for key, pages in sorted(self.stats.get_stats().items()):
            match = FALLBACK.fullmatch(key)
            if match and match["position"] != "1":
                yield match["layout"], match["field"], match["query"], pages

    def lines(self) -> Iterator[str]:
        """Yield the closing lines, in plain words."""
        name = f"{self.outlet} {self.title}".strip()
        lists = self.stats.get_value("lists/pages", 0)
        yield f"{name}: {self.articles} article{'s' * (self.articles != 1)}" + (
            f" from {lists} list page{'s' * (lists != 1)}" if lists else ""
        )
        for reason in Reason:
            found = self.unkept.get(reason)
            if not found:
                continue
            yield f"  {len(found)} not kept, {reason.code}: {reason.words}"
            for url, detail in list(found.items())[:SHOWN]:
                yield f"      {name.split()[0]}  {plain(url)}" + (f"  ({plain(detail)})" if detail else "")
            if len(found) > SHOWN:
                yield f"      and {len(found) - SHOWN} more"
        for layout, field, query, pages in self.fallbacks():
            where = f"{pages} page{'s' * (pages != 1)} ({layout}: {plain(query)})"
            yield f"  note: {field} was read by a fallback selector on {where}: the site may be changing"
        for note in self.notes:
            yield f"  {note}"
        for line in self.trouble:
            yield f"  wrong: {line}"
        yield "  result: " + ("something is wrong, see above (exit status 1)" if self.exit_status else "ok (exit status 0)")


def address(item: Any) -> str:
    """Return the address of whatever came down the pipelines."""
    return item.url if isinstance(item, Article | Unkept) else repr(item)[:200]


def plain(text: str) -> str:
    """Return text from the outside fit for a terminal line: a control character cannot forge a line."""
    return "".join(c if c.isprintable() else repr(c)[1:-1] for c in text)
