"""The run report: how many articles came, what did not and why, which fallback selectors won, and the exit status that follows."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from typing import Any, Self

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.offsite import OffsiteMiddleware
from scrapy.http import Response
from twisted.python.failure import Failure

from newsharvest.crawl.outlet import OutletSpider
from newsharvest.crawl.plan import plan_of
from newsharvest.doubts import Doubt
from newsharvest.download.replay import fixture_missing
from newsharvest.items import USUAL_FIELDS, Article, Unkept
from newsharvest.page.layouts import GUESSED, Won
from newsharvest.reasons import Dropped, Reason
from newsharvest.terminal import plain, plural

not_kept = object()
"""Signal, with `url`, `reason`, `detail` and `status`: an address that gave no article, once a run."""

doubted = object()
"""Signal, with `url` and `doubt`: an article that this run has passed on before, and that a later one makes doubtful."""

MANY = 5
"""Deleted articles on a list that has nothing else. One or two are a normal day; five of five are a site that has moved."""

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
        self.doubts: dict[str, list[str]] = {}
        """The addresses of the articles that each doubt is about."""
        self.finished = False
        self.interrupted = False
        self.closed_because = ""
        self.feeds = len(crawler.settings.getdict("FEEDS"))
        self.feeds_closed = False
        # what names no spider is this one's, if it is the only one; a harvest or a check has many, and counts such errors itself
        plan = plan_of(crawler)
        nobody: list[Callable[[], Spider | None]] = [] if plan and plan.one_of_many else [lambda: None]
        self.errors = ErrorCount(lambda: crawler.spider, *nobody)
        crawler.signals.connect(self.errors.detach, signals.engine_stopped)
        self.empty = set(USUAL_FIELDS)
        self.notes: list[str] = []
        self.warnings: list[str] = []

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make it for a crawler."""
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
            (report.feed_exporter_closed, signals.feed_exporter_closed),
            (report.doubted_since, doubted),
        ):
            crawler.signals.connect(handler, signal)
        return report

    # --- what Scrapy tells

    def spider_opened(self, spider: Spider) -> None:
        """Note who runs."""
        self.outlet = spider.name
        self.title = getattr(spider, "title", "")
        plan = plan_of(self.crawler)
        self.one_article = bool(plan and plan.article)

    def item_scraped(self, item: Any) -> None:
        """Count an article. That another row of a list put it outside the period no longer counts."""
        self.articles += 1
        self.empty &= {name for name in USUAL_FIELDS if not getattr(item, name, None)}
        self.unkept.get(Reason.OUT_OF_PERIOD, {}).pop(address(item), None)

    def doubted_since(self, url: str, doubt: Doubt) -> None:
        """Note an article that went on without the doubt."""
        self.doubts.setdefault(doubt.code, []).append(url)

    def item_dropped(self, item: Any, exception: BaseException) -> None:
        """Note why an item was dropped."""
        if isinstance(exception, Dropped):
            self.add(exception.reason, address(item), exception.detail, item.status if isinstance(item, Unkept) else None)
        else:
            self.add(Reason.ERROR, address(item), repr(exception))

    def item_error(self, item: Any, failure: Failure) -> None:
        """Note a pipeline that raised."""
        self.add(Reason.ERROR, address(item), repr(failure.value))

    def spider_error(self, failure: Failure, response: Response | None) -> None:
        """Note a callback that raised."""
        self.add(Reason.ERROR, response.url if response is not None else "start", repr(failure.value))

    def request_scheduled(self, request: Request, spider: Spider) -> None:
        """Note a redirect off the site: Scrapy drops it here, and no errback hears of it."""
        trail = request.meta.get("redirect_urls")
        if not trail:
            return
        offsite = self.crawler.get_downloader_middleware(OffsiteMiddleware)
        if offsite and not offsite.should_follow(request, spider):
            self.add(Reason.OFF_SITE, trail[0], f"redirected to {request.url}")

    def request_dropped(self, request: Request) -> None:
        """Note a redirect to what was asked for before, which Scrapy drops as silently."""
        trail = request.meta.get("redirect_urls")
        if trail and request.url in trail:
            self.add(Reason.REDIRECTS, trail[0], "to itself")
        elif trail:
            self.add(self.reason_of(request), trail[0], f"redirected to {request.url}, which was asked for before")

    def reason_of(self, request: Request) -> Reason:
        """Say what a redirect to a page that was asked for before means: another article is one, a front page or a notice is none."""
        spider, asked = self.crawler.spider, request.cb_kwargs
        if "key" in asked and isinstance(spider, OutletSpider) and not spider.article_key(request.url):
            return Reason.NO_LAYOUT
        if "page" in asked and not asked["guessed"]:
            return Reason.LIST_UNREADABLE
        return Reason.DUPLICATE

    def fixture_missing(self, url: str) -> None:
        """Note a page that the replay folder lacks; robots.txt, which no callback asks for, among them."""
        self.add(Reason.NOT_RECORDED, url, "")

    def spider_closed(self, reason: str) -> None:
        """Note whether the run came to its own end."""
        self.finished = reason == "finished"
        self.interrupted = reason == "shutdown"
        self.closed_because = {"finished": "", "shutdown": ""}.get(reason, f": {reason}")
        items = self.stats.get_value("feed/items", 0)
        if lost := items - self.stats.get_value("feed/links", 0):
            self.notes.append(f"note: the feed has {plural(items, 'item')}, {lost} of which gave no article")

    def feed_exporter_closed(self) -> None:
        """Note that every feed that could be written is."""
        self.feeds_closed = True

    def feeds_stored(self) -> int:
        """Return how many feeds were written, wherever to."""
        stored = self.stats.get_stats().items()
        return sum(count for key, count in stored if key.startswith("feedexport/success_count/"))

    def add(self, reason: Reason, url: str, detail: str, status: int | None = None) -> None:
        """Count an address under a reason, once. `status`: the HTTP status, if one came that is no page."""
        found = self.unkept.setdefault(reason, {})
        if url not in found:
            found[url] = detail
            self.crawler.signals.send_catch_log(not_kept, url=url, reason=reason, detail=detail, status=status)

    # --- what follows

    @property
    def trouble(self) -> list[str]:
        """What is wrong with the run as a whole, a line each. Failures of single pages are not in it."""
        lines = []
        if not self.finished:
            lines.append(f"the run was stopped before its end{self.closed_because}")
        if self.feeds_closed and self.feeds_stored() < self.feeds:
            lines.append("an output file could not be written (the log says why)")
        if self.errors.count:
            lines.append("errors were logged: the log says which")
        known = self.stats.get_value("lists/known", 0)
        if not self.articles and not known and not any(not reason.normal for reason in self.unkept):
            listed = {Reason.DUPLICATE, Reason.OUT_OF_PERIOD, Reason.PHOTO_ONLY, Reason.VIDEO_ONLY}
            if not self.unkept:
                lines.append("nothing was found at all")
            elif not self.one_article and not listed & set(self.unkept) and len(self.unkept.get(Reason.DELETED, ())) >= MANY:
                lines.append("every article that the lists link is gone: the site may have moved")
        return lines

    @property
    def exit_status(self) -> int:
        """0, or 1 if something is wrong (what counts as wrong stands in the README)."""
        return int(bool(self.trouble or self.warnings) or any(not reason.normal for reason in self.unkept))

    def fallbacks(self) -> Iterator[tuple[Won, int]]:
        """Yield each selector that won without being its field's first, and on how many pages."""
        if isinstance(self.crawler.spider, OutletSpider):
            counted = sorted(self.crawler.spider.won.items(), key=lambda pair: (*pair[0][:3], pair[0].rule.query))
            yield from ((won, pages) for won, pages in counted if won.is_fallback)

    def troubled_lines(self, shown: int) -> Iterator[str]:
        """Yield what is wrong, for the foot of a table: failures by reason with `shown` addresses, warnings, the rest."""
        for reason in Reason:
            if not reason.normal:
                yield from self._reason_lines(reason, shown)
        yield from (f"  {self.outlet}  warning: {plain(line)}" for line in self.warnings)
        yield from (f"  {self.outlet}  wrong: {plain(line)}" for line in self.trouble)

    def _reason_lines(self, reason: Reason, shown: int) -> Iterator[str]:
        found = self.unkept.get(reason)
        if not found:
            return
        yield f"  {len(found)} not kept, {reason.code}: {reason.words}"
        for url, detail in list(found.items())[:shown]:
            yield f"      {self.outlet}  {plain(url)}" + (f"  ({plain(detail)})" if detail else "")
        if len(found) > shown:
            yield f"      and {len(found) - shown} more"

    def lines(self) -> Iterator[str]:
        """Yield the closing lines, in plain words."""
        name = f"{self.outlet} {self.title}".strip()
        lists = self.stats.get_value("lists/pages", 0)
        yield f"{name}: {plural(self.articles, 'article')}" + (f" from {plural(lists, 'list page')}" if lists else "")
        for reason in Reason:
            yield from self._reason_lines(reason, SHOWN)
        for won, pages in self.fallbacks():
            guess = f" ({GUESSED})" if won.rule.guessed else ""
            where = f"{plural(pages, 'page')} ({won.layout}: {plain(won.rule.query)})"
            yield f"  note: {won.field} was read by a fallback selector{guess} on {where}: the site may be changing"
        if self.articles and self.empty:
            empty = ", ".join(name for name in USUAL_FIELDS if name in self.empty)
            yield f"  note: empty in every article: {empty}"
        for note in self.notes:
            yield f"  {note}"
        for line in self.warnings:
            yield f"  warning: {plain(line)}"
        for line in self.trouble:
            yield f"  wrong: {line}"
        yield "  result: " + ("something is wrong, see above (exit status 1)" if self.exit_status else "ok (exit status 0)")


def report_of(crawler: Crawler) -> RunReport:
    """Return the report of a crawler that has started. RuntimeError if it has none."""
    report = crawler.get_extension(RunReport)
    if report is None:
        raise RuntimeError("the extension RunReport is switched off")
    return report


def report_if_started(crawler: Crawler) -> RunReport | None:
    """Return a crawler's report, or None if it did not even start."""
    try:
        return report_of(crawler)
    except RuntimeError:
        return None


class ErrorCount(logging.Handler):
    """Counts what is logged as an error, whatever level is printed, of one spider or (None) of none in particular."""

    def __init__(self, *spiders: Callable[[], Spider | None]) -> None:
        super().__init__(logging.ERROR)
        self.spiders = spiders
        self.count = 0
        logging.getLogger().addHandler(self)

    def emit(self, record: logging.LogRecord) -> None:
        """Count a record if it is one of those."""
        if getattr(record, "spider", None) in [spider() for spider in self.spiders]:
            self.count += 1

    def detach(self) -> None:
        """Hear no more."""
        logging.getLogger().removeHandler(self)


def address(item: Any) -> str:
    """Return the address of whatever came down the pipelines."""
    return item.url if isinstance(item, Article | Unkept) else repr(item)[:200]
