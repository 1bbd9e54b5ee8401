"""The third way to an outlet's articles: sitemaps, for a harvest whose lists fail or do not reach back as far as it is to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Self

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider, DontCloseSpider, NotConfigured
from scrapy.http import Response, TextResponse
from twisted.python.failure import Failure

from newsharvest.crawl.outlet import OutletSpider
from newsharvest.crawl.plan import plan_of
from newsharvest.crawl.sitemaps import (
    Further,
    NoSitemapError,
    SitemapRead,
    TooLargeError,
    is_news,
    read_sitemap,
    sitemaps_named,
    unpacked,
)
from newsharvest.download.robots import robots_read
from newsharvest.items import Unkept
from newsharvest.language import _, _n
from newsharvest.page.lists import Row, read_feed
from newsharvest.reasons import Reason
from newsharvest.run.harvest import HarvestPlan, keeps
from newsharvest.run.report import report_of
from newsharvest.store import StoreError

SITEMAPS_MAX = 50
"""Sitemaps that are asked for in one run."""
ARTICLES_MAX = 20_000
"""Articles that are asked for in one run by way of sitemaps, or some more: about six hours at a request a second."""
BATCH = 1_000
"""Rows that the plan is asked about at a time."""
PENDING_MAX = 50_000
"""Sitemaps of an index that are remembered: more than the protocol allows are not."""

Answer = Iterator[Request | Unkept]


class SitemapRoute:
    """Asks for sitemaps, one at a time, when all else that a run has asked for has come, and the lists were not enough."""

    def __init__(self, crawler: Crawler, spider: OutletSpider, plan: HarvestPlan) -> None:
        self.crawler = crawler
        self.spider = spider
        self.plan = plan
        self.named: list[str] = []
        """The sitemaps that the outlet's robots.txt name."""
        self.came = False
        """Whether the site has answered for its robots.txt: one that has not is not asked for more."""
        self.since: date | None = None
        """Down to which day articles are looked for; None as long as sitemaps are not asked for."""
        self.done = False
        self.pending: list[Further] = []
        self.known: set[str] = set()
        self.asked = 0
        self.wanted = 0

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make it for the crawler of a harvest. NotConfigured for any other."""
        spider, plan = crawler.spider, plan_of(crawler)
        if not isinstance(spider, OutletSpider) or not keeps(plan):
            raise NotConfigured
        route = cls(crawler, spider, plan)
        crawler.signals.connect(route.robots_read, robots_read)
        crawler.signals.connect(route.spider_idle, signals.spider_idle)
        return route

    # --- what Scrapy tells

    def robots_read(self, site: str, body: bytes) -> None:
        """Note what a robots.txt names."""
        self.came = True
        self.named += sitemaps_named(body, site)

    def spider_idle(self) -> None:
        """Ask for a sitemap, if the lists fell short, or the sitemaps so far have."""
        if self.done:
            return
        try:
            if self.since is None:
                self.begin()
        except StoreError as error:
            report_of(self.crawler).add(Reason.NOT_STORED, self.spider.address("/"), str(error))
            raise CloseSpider(str(error)) from error
        if request := self.next_request():
            self.crawler.engine.crawl(request)
            raise DontCloseSpider
        self.done = True

    # --- which sitemaps

    def begin(self) -> None:
        """Look whether sitemaps are wanted at all."""
        short = self.plan.falls_short(failed=self.spider.lists_read < self.spider.lists_asked)
        left_alone = Reason.LEFT_ALONE in report_of(self.crawler).unkept
        if short is None or not self.came or left_alone:
            return
        self.since = short
        paths = (self.spider.address(path) for path in self.spider.sitemap_paths)
        for unkept in self.follow([Further(url, None) for url in (*paths, *self.named)]):
            report_of(self.crawler).add(unkept.reason, unkept.url, unkept.detail)

    def add(self, further: Sequence[Further]) -> None:
        """Add sitemaps to those that are to be asked for: of news before others, the last changed first, as they came."""
        assert self.since is not None
        fresh = dict.fromkeys(one for one in further[:PENDING_MAX] if one.url not in self.known)
        self.known.update(one.url for one in fresh)
        self.pending += [one for one in fresh if one.changed is None or one.changed >= self.since]
        self.pending.sort(key=lambda one: (not is_news(one.url), -one.changed.toordinal() if one.changed else 0))

    def next_request(self) -> Request | None:
        """Return the request for the next sitemap, or None if there is none, or no more is wanted."""
        if not self.pending or self.asked > SITEMAPS_MAX:
            return None
        url = self.pending.pop(0).url
        self.asked += 1
        if self.asked > SITEMAPS_MAX:
            self.end(url, Reason.LIST_ENDLESS, _n("{count} sitemap was read", "{count} sitemaps were read", SITEMAPS_MAX))
            return None
        return Request(url, self.parse, errback=self.failed, cb_kwargs={"sitemap": True})

    def end(self, url: str, reason: Reason, detail: str) -> None:
        """Say that sitemaps are not followed to their end: what is beyond may be missing, and the next night looks again."""
        self.pending.clear()
        self.spider.lists_asked += 1  # the pass came to no clean end
        report_of(self.crawler).add(reason, url, detail)

    # --- one sitemap

    def parse(self, response: Response, sitemap: bool) -> Answer:
        """Ask for what a sitemap has of the outlet's articles, and note the sitemaps that it lists."""
        self.crawler.stats.inc_value("sitemaps/files")
        try:
            read = self.read(response)
        except TooLargeError:
            yield self.spider.unkept(response.url, Reason.TOO_LARGE)
            return
        except NoSitemapError:
            yield self.spider.unkept(response.url, Reason.LIST_UNREADABLE, _("not a sitemap"))
            return
        self.crawler.stats.inc_value("sitemaps/links", len(read.rows))
        if not read.whole:
            yield self.spider.unkept(response.url, Reason.CUT_SHORT, _("the sitemap has no end"))
        if read.more:
            yield self.spider.unkept(response.url, Reason.LIST_ENDLESS, _("the rest of the sitemap was not read"))
        yield from self.articles(read.rows, response.url)
        yield from self.follow(read.further)
        if read.undated and not read.rows and not read.older:
            told = _n("{count:,} address without a date", "{count:,} addresses without a date", read.undated)
            yield self.spider.unkept(response.url, Reason.LIST_ENDLESS, told)
        if read.older and read.whole:
            self.plan.reached()
            if read.is_news:  # it lists all that was published since
                self.pending.clear()

    def read(self, response: Response) -> SitemapRead:
        """Read what came: a sitemap, packed or not, or a feed, which some robots.txt name as one."""
        assert self.since is not None
        body = unpacked(response.body, self.crawler.settings.getint("DOWNLOAD_MAXSIZE"))
        try:
            return read_sitemap(body, response.url, self.spider.article_key, self.since)
        except NoSitemapError:
            rows = read_feed(response, self.spider.article_key).rows if isinstance(response, TextResponse) else []
            if not rows:
                raise
            dated = [(row, row.date.date()) for row in rows if row.date]
            older = sum(day < self.since for _row, day in dated)
            within = [row for row, day in dated if day >= self.since]
            return SitemapRead(within, older, len(rows) - len(dated), [], is_news=True, whole=True, more=False)

    def articles(self, rows: Sequence[Row], url: str) -> Answer:
        """Ask for the articles that the plan wants. What it is not asked about, it does not take for seen."""
        for batch in (rows[place : place + BATCH] for place in range(0, len(rows), BATCH)):
            if self.wanted >= ARTICLES_MAX:
                self.end(url, Reason.LIST_ENDLESS, _("{count:,} articles are enough for one run", count=self.wanted))
                return
            for row in self.plan.choose(batch, 0, 0).wanted:
                self.wanted += 1
                yield self.spider.article_request(row.key, row.date)

    def follow(self, further: Sequence[Further]) -> Iterator[Unkept]:
        """Note the sitemaps that are named; of those of other sites the first is told."""
        own = [one for one in further if self.spider.is_own(one.url)]
        foreign = [one.url for one in further if not self.spider.is_own(one.url)]
        if foreign:
            yield self.spider.unkept(foreign[0], Reason.OFF_SITE)
        self.add(own)

    def failed(self, failure: Failure) -> Iterator[Unkept]:
        """Say of a sitemap why it did not come."""
        yield self.spider.failed(failure)
