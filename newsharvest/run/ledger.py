"""The ledger of a harvest: each failure into the store as it happens; at the end the run's figures, its warnings, and how far it came."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Collection
from datetime import datetime
from itertools import chain
from typing import Any, Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured

from newsharvest import press
from newsharvest.crawl.outlet import OutletSpider
from newsharvest.crawl.plan import plan_of
from newsharvest.doubts import USUAL, Doubt
from newsharvest.download.robots import robots_read
from newsharvest.items import Article
from newsharvest.language import _, _n
from newsharvest.reasons import Dropped, Reason
from newsharvest.run.harvest import HarvestPlan, keeps
from newsharvest.run.health import (
    BUSY_DAYS,
    FIGURES_VERSION,
    Fallback,
    Figures,
    Thresholds,
    compare,
    guessed_fallbacks,
    silence,
    usual_doubts,
    usual_reasons,
)
from newsharvest.run.report import RunReport, doubted, doubted_earlier, not_kept, report_of
from newsharvest.run.verdict import Night, Outcome, body_of
from newsharvest.signals.site import ROBOTS, said_by_robots
from newsharvest.store import FEW_TIMES, Shared, Store, StoreError

logger = logging.getLogger(__name__)

UNWRITTEN = frozenset(
    {Reason.OUT_OF_PERIOD, Reason.UNCHANGED, Reason.SAME_STORY, Reason.NOT_STORED, Reason.NOT_RECORDED, Reason.LEFT_ALONE}
)
"""Reasons that say nothing of the page itself. (An article of the SAME_STORY is in the store, with what it repeats.)"""


ANOTHER = frozenset({Doubt.TITLE_LISTED.code})
"""Doubts that speak where a site shows other articles than were asked for: about most of a run they are no outlet's way before its past
has shown it."""

SHARED = 5
"""Paragraphs and pictures that stand in several articles, of which a run warns with their text; the others are counted."""
SHOWN = 80
"""Characters of one that are shown."""


class Ledger:
    """Writes down one outlet's harvest. A crawl has no store, and no ledger."""

    def __init__(self, crawler: Crawler, spider: OutletSpider, plan: HarvestPlan) -> None:
        self.crawler = crawler
        self.spider = spider
        self.plan = plan
        self.figures = Figures()
        self.kept: dict[int, list[tuple[str, str]]] = {}
        """Ids and addresses of the articles in the store that have each body, by its hash."""
        self.doubts: dict[str, set[str]] = {}
        """The doubts about articles that were kept, or that have become doubtful, by their addresses."""
        self.robots: dict[str, bytes] = {}
        """The robots.txt of the outlet's hosts, by the host's address; one that has none has an empty one."""
        for article in plan.left_unjudged:
            self.doubts[article.url] = {*article.doubts}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make it for a crawler. NotConfigured where there is nothing for it to do."""
        spider, plan = crawler.spider, plan_of(crawler)
        if not isinstance(spider, OutletSpider) or not keeps(plan):
            raise NotConfigured
        ledger = cls(crawler, spider, plan)
        crawler.signals.connect(ledger.not_kept, not_kept)
        crawler.signals.connect(ledger.item_scraped, signals.item_scraped)
        crawler.signals.connect(ledger.item_dropped, signals.item_dropped)
        crawler.signals.connect(ledger.doubted, doubted)
        crawler.signals.connect(ledger.doubted, doubted_earlier)
        crawler.signals.connect(ledger.robots_read, robots_read)
        crawler.signals.connect(ledger.spider_closed, signals.spider_closed)
        return ledger

    @property
    def report(self) -> RunReport:
        """The run's report, which was told of everything before."""
        return report_of(self.crawler)

    def not_kept(self, url: str, reason: Reason, detail: str, status: int | None) -> None:
        """Write a failure down at once: a kill does not lose it."""
        if reason in UNWRITTEN:
            return
        key = self.spider.article_key(url)
        article = f"{self.spider.name}:{key}" if key else None
        try:
            self.plan.store.note_failure(self.spider.name, url, reason, detail, article, self.plan.run, press.iso(press.now()), status)
        except StoreError as error:
            self.report.warnings.append(str(error))

    def item_scraped(self, item: Any) -> None:
        """Measure an article that was kept."""
        self.figures.add(item)
        self.remember(item)

    def item_dropped(self, item: Any, exception: BaseException) -> None:
        """Measure an article that was kept and is in no feed (DUPLICATES=drop): the outlet's pages are as they are."""
        if isinstance(exception, Dropped) and isinstance(exception.item, Article):
            if exception.reason is Reason.SAME_STORY:
                self.figures.add(exception.item)
            if exception.reason in {Reason.SAME_STORY, Reason.UNCHANGED}:
                self.remember(exception.item)

    def remember(self, article: Article) -> None:
        """Note which articles have which body, and which doubts: they may be asked for again."""
        self.kept.setdefault(body_of(article.body), []).append((article.id, article.url))
        for name in article.doubts:
            self.doubts.setdefault(article.url, set()).add(name)

    def doubted(self, url: str, doubt: Doubt) -> None:
        """Note an article that a later one makes doubtful."""
        self.doubts.setdefault(url, set()).add(doubt.code)

    def robots_read(self, site: str, body: bytes) -> None:
        """Note a host's robots.txt."""
        self.robots[site] = body

    def spider_closed(self) -> None:
        """Write down how the run ended, and judge it by the earlier ones."""
        try:
            self._close()
        except StoreError as error:
            self.report.warnings.append(str(error))

    def _close(self) -> None:
        plan, report, stats = self.plan, self.report, self.crawler.stats
        outlet, ended = self.spider.name, press.now()
        if self.robots:
            plan.store.note_signals(outlet, ROBOTS, press.iso(ended), said_by_robots(*self.robots.values()))
        figures = self.figures
        # what a later article made doubtful had been measured before
        figures.doubts.update({doubt: min(len(urls), figures.articles) - figures.doubts[doubt] for doubt, urls in report.doubts.items()})
        figures.new = stats.get_value("store/new", 0)
        figures.edited = stats.get_value("store/edited", 0)
        figures.known = stats.get_value("lists/known", 0)
        figures.duplicates = len(report.unkept.get(Reason.DUPLICATE, ()))
        figures.failed = {reason.code: len(found) for reason, found in report.unkept.items() if not reason.normal}
        first = report.night.first
        figures.ended = {reason.code: count for reason, count in first.ended.items() if reason.normal}
        figures.judged = first.came + first.ended.total()
        figures.seconds = round((ended - plan.now).total_seconds(), 1)
        figures.list_pages = stats.get_value("lists/pages", 0)
        figures.list_links = stats.get_value("lists/links", 0)
        for won, pages in report.fallbacks():
            figures.fallbacks[Fallback(won.layout, won.field, won.rule.query)] += pages
        guessed = guessed_fallbacks(self.spider.layouts, self.spider.lists)
        limits = thresholds(self.crawler)
        before = [Figures.load(data) for _, data in plan.store.figures_before(outlet, plan.run, limits.baseline)]
        usual = usual_doubts(before, limits.sample)
        report.usual = (USUAL - ANOTHER) | (USUAL & usual)
        report.usual_reasons = usual_reasons(before, limits.sample)
        report.warnings += judge(plan.store, outlet, plan.run, figures, plan.now, ended, limits, guessed)
        report.warnings += newly_shared(plan.store, outlet, plan.run)
        if self._judge_reasons(press.iso(ended)).body is not None:
            figures.alarms.append("one_body")
        self._look_again(usual, press.iso(ended))
        if plan.shortfall:
            report.warnings.append(plan.shortfall)
        if report.finished and self.spider.lists_read == self.spider.lists_asked:
            plan.complete()
        plan.store.end_run(plan.run, press.iso(ended), report.exit_status, figures.dump())

    def _judge_reasons(self, at: str) -> Night:
        """Return what became of the run's addresses, and have asked for again what was not normal, though it is for one of them."""
        plan, report, outlet = self.plan, self.report, self.spider.name
        waiting = [failed.reason for failed in plan.store.open_failures(outlet, plan.run)]
        report.waiting = Counter(reason for reason in waiting if isinstance(reason, Reason))
        night = report.night
        if night.outcome is Outcome.STANDS or (night.outcome is Outcome.FINE and report.finished):
            plan.store.judge_failures(outlet, plan.run, fine=night.outcome is Outcome.FINE)
        for article, url in self.kept.get(night.body, ()) if night.body is not None else ():
            plan.store.note_failure(outlet, url, Reason.SAME_BODY, "", article, plan.run, at, times=plan.met.get(url, 0) + 1)
        return night

    def _look_again(self, usual: Collection[str], at: str) -> None:
        """Have what is in doubt looked at again, a few times: it may have been a site's bad moment. What is an outlet's way is not.

        If most of a night is in doubt, all of it is.
        """
        plan, outlet = self.plan, self.spider.name
        for name in self.report.shared_doubts():
            for _article, url in chain.from_iterable(self.kept.values()):
                self.doubts.setdefault(url, set()).add(name)
        waiting = {failed.url for failed in plan.store.failures([outlet])}
        for url, doubts in self.doubts.items():
            times, unusual = plan.met.get(url, 0) + 1, sorted(doubts - set(usual))
            if unusual and times < FEW_TIMES and url not in waiting:
                article = f"{outlet}:{self.spider.article_key(url)}"
                plan.store.note_failure(outlet, url, Reason.DOUBTFUL, ", ".join(unusual), article, plan.run, at, times=times)


def newly_shared(store: Store, outlet: str, run: int) -> list[str]:
    """Say of what has come to stand in three articles of an outlet since this run began that it may be its page's, a line each."""
    found = store.shared(outlet, since_run=run)
    lines = [shared_line(outlet, one) for one in found[:SHARED]]
    return [*lines, _("{count} more stand in several articles", count=len(found) - SHARED)] if len(found) > SHARED else lines


def shared_line(outlet: str, one: Shared) -> str:
    """Say of what stands in several articles of an outlet that it may be its page's."""
    text = one.text if len(one.text) <= SHOWN else f"{one.text[:SHOWN]}…"
    if one.picture:
        return _n(
            "a picture stands in {hits} of {count} article and may be the page's: {text} ({example}):"
            " `scrapy outlets --check {outlet}` says how to leave it out",
            "a picture stands in {hits} of {count} articles and may be the page's: {text} ({example}):"
            " `scrapy outlets --check {outlet}` says how to leave it out",
            one.of,
            hits=one.articles,
            text=text,
            example=one.example,
            outlet=outlet,
        )
    return _n(
        "a paragraph stands in {hits} of {count} article and may be the page's: {text} ({example}):"
        " `scrapy outlets --check {outlet}` says how to leave it out",
        "a paragraph stands in {hits} of {count} articles and may be the page's: {text} ({example}):"
        " `scrapy outlets --check {outlet}` says how to leave it out",
        one.of,
        hits=one.articles,
        text=text,
        example=one.example,
        outlet=outlet,
    )


def judge(
    store: Store,
    outlet: str,
    run: int,
    figures: Figures,
    began: datetime,
    ended: datetime,
    limits: Thresholds,
    guessed: Collection[Fallback] = (),
) -> list[str]:
    """Compare a run with the earlier ones in the store, note there which warnings stand now, and return them, each with its since."""
    standing = store.standing_warnings(outlet)
    before = store.figures_before(outlet, run, limits.baseline * 10, standing.values())  # many runs may have brought nothing
    if any(data.get("version", 1) > FIGURES_VERSION for _, data in before):
        told = _(
            "{outlet}: a newer newsharvest has harvested it: what this one knows of those runs is compared; upgrade newsharvest",
            outlet=outlet,
        )
        logger.warning("%s", told)
    alarms = compare(figures, [(start, Figures.load(data)) for start, data in before], standing, limits, guessed)
    last = store.last_new(outlet, ended)
    busy = store.count_before(outlet, last, BUSY_DAYS) if last else 0
    if quiet := silence(last, busy, ended, limits):
        alarms.append(quiet)
    figures.alarms = [alarm.name for alarm in alarms]
    since = store.note_warnings(outlet, figures.alarms, press.iso(began))
    return [_("{warning} (since {day})", warning=alarm.text, day=since[alarm.name][:10]) for alarm in alarms]


def thresholds(crawler: Crawler) -> Thresholds:
    """Read the HEALTH_… settings."""
    settings = crawler.settings
    return Thresholds(
        chance=settings.getfloat("HEALTH_CHANCE"),
        body=settings.getfloat("HEALTH_BODY"),
        grown=settings.getfloat("HEALTH_GROWN"),
        links=settings.getfloat("HEALTH_LINKS"),
        sample=settings.getint("HEALTH_SAMPLE"),
        baseline=settings.getint("HEALTH_BASELINE"),
        silent_days=settings.getint("HEALTH_SILENT_DAYS"),
    )
