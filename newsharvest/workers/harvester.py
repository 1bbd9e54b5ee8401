"""An outlet that a worker has taken from the queue: harvested in this process, by a spider of its own, as `scrapy harvest` does it."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from datetime import date
from typing import Any

from scrapy.crawler import Crawler, CrawlerProcessBase

from newsharvest import press
from newsharvest.crawl.outlet import OutletSpider
from newsharvest.language import _
from newsharvest.run.ending import stop_crawls
from newsharvest.run.harvesting import Terms, settle
from newsharvest.run.progress import closing_line
from newsharvest.run.report import RunReport, report_if_started
from newsharvest.store import StoreError
from newsharvest.terminal import say
from newsharvest.workers.exclusion import Exclusion
from newsharvest.workers.queue import BUSY_SECONDS, NotNow
from newsharvest.workers.session import QueueError
from newsharvest.workers.turn import Turn, left_alone_until

logger = logging.getLogger(__name__)

LATER_SECONDS = 5.0
"""After which an outlet is tried again whose run was broken off: its sites are spared if that goes on."""


class NotHarvestedError(Exception):
    """An outlet could not be harvested at all; why has been said."""


class Harvester:
    """Harvests outlets, several at once if it is asked to, each under the lock of its name."""

    def __init__(
        self,
        process: CrawlerProcessBase,
        terms: Terms,
        exclusion: Exclusion,
        ended: Callable[[Crawler, RunReport], object] = lambda _crawler, _report: None,
    ) -> None:
        """Make it for a process; `ended` is told of each run that has ended."""
        self.process = process
        self.terms = terms
        self.exclusion = exclusion
        self.broken: Callable[[QueueError], object] = lambda error: say(str(error))
        """What is told why nothing can be harvested any more: the database, or the store in it, cannot be used."""
        self.failed = False
        """Whether something was wrong with any of them."""
        self.asked = 0
        """How often it was asked for an outlet."""
        self._ended = ended
        spiders = {name: process.spider_loader.load(name) for name in process.spider_loader.list()}
        self._outlets = {name: spider for name, spider in spiders.items() if issubclass(spider, OutletSpider)}
        self._busy: set[str] = set()
        """Outlets of which it was said that another process has them."""
        self._pages_ended: date | None = None
        """The day on which old pages were last dropped."""
        self._stopping = False

    def let_go(self) -> None:
        """Have what is being harvested come to an end soon, as Ctrl-C does."""
        self._stopping = True
        stop_crawls(self.process)

    @property
    def paces(self) -> dict[str, int]:
        """The outlets that can be harvested, and how many minutes at least each wants between two harvests."""
        return {name: spider.every_minutes for name, spider in self._outlets.items()}

    @property
    def is_stopping(self) -> bool:
        """Whether what is being harvested is to end."""
        return self._stopping

    async def harvest(self, outlet: str) -> None:
        """Harvest an outlet. NotHarvestedError if it cannot be done.

        NotNow if another process has it, if its site is to be left alone, or if it was let go.
        """
        if self.is_stopping:
            raise NotNow
        self.asked += 1
        spider = self._outlets.get(outlet)
        if spider is None:
            told = _(
                "{outlet}: this worker knows no such outlet: have its spider on every machine, and start the workers anew", outlet=outlet
            )
            raise self._failing(told)
        delay = self.process.settings.getfloat("DOWNLOAD_DELAY")
        try:
            wait = self.exclusion.take(outlet, delay)
            if wait is None and outlet not in self._busy:
                self._busy.add(outlet)
                say(_("{outlet} waits: {holder} harvests it just now", outlet=outlet, holder=self.exclusion.holder_of(outlet)))
        except QueueError as error:
            self.broken(error)
            raise NotNow from error
        if wait is None:
            raise NotNow(BUSY_SECONDS)
        self._busy.discard(outlet)
        if until := left_alone_until(wait, self.process.settings):
            self.exclusion.give(outlet, wait)
            say(_("{outlet}: its site asks to be left alone until {time}: it waits in the queue until then", outlet=outlet, time=until))
            raise NotNow(wait)
        turn = Turn(self.exclusion, spider, delay, wait)
        try:
            report = await self._crawl(turn)
        finally:
            turn.give_up()
        if report is None:
            raise self._failing(_("{outlet}: could not start: the log says why", outlet=outlet))
        if report.interrupted:
            if not self.is_stopping:
                self.broken(QueueError(_("{outlet}: nothing more can be kept; the lines above say why", outlet=outlet)))
            raise NotNow(LATER_SECONDS)
        settled = settle(self.terms.store)
        self.failed |= not settled or bool(report.exit_status)
        self._end_pages(press.now().date())

    def _end_pages(self, day: date) -> None:
        """Drop old pages, once a day."""
        if self._pages_ended == day:
            return
        self._pages_ended = day
        try:
            self.terms.end_pages(day)
        except StoreError as error:
            self.failed = True
            say(str(error))

    async def _crawl(self, turn: Turn) -> RunReport | None:
        """Run an outlet's spider, and say what came; None if it could not even start."""
        outlet = turn.outlet.name
        crawler = self.process.create_crawler(outlet)
        turn.follow(crawler)
        try:
            await _awaited(self.process.crawl(crawler, plan=self.terms.plan(outlet, press.now())))
        except StoreError as error:
            self.broken(QueueError(str(error)))
            raise NotNow(LATER_SECONDS) from error
        except Exception:
            logger.exception("%s", outlet)
            return None
        if report := report_if_started(crawler):
            closing_line(report, crawler, sys.stderr)
            self._ended(crawler, report)
        return report

    def _failing(self, why: str) -> NotHarvestedError:
        self.failed = True
        say(why)
        return NotHarvestedError(why)


async def _awaited(crawl: Any) -> None:
    """Wait for the end of a crawl."""
    await crawl
