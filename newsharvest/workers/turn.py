"""An outlet's turn: taken before a run of it, kept to while it lasts, and given back when it has ended."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from functools import partial

from scrapy import signals
from scrapy.crawler import Crawler, CrawlerProcessBase
from scrapy.robotstxt import RobotParser
from scrapy.settings import BaseSettings

from newsharvest import press
from newsharvest.crawl.outlet import OutletSpider
from newsharvest.download.pace import begin_anew, rest_of
from newsharvest.download.robots import agent_of
from newsharvest.language import _
from newsharvest.run.ending import stop_crawls
from newsharvest.terminal import minute, say
from newsharvest.workers.exclusion import Exclusion
from newsharvest.workers.session import QueueError, me


class Turn:
    """One run's turn to ask an outlet, which its process has taken."""

    def __init__(self, exclusion: Exclusion, outlet: type[OutletSpider], delay: float, wait: float) -> None:
        """Take note of it: `delay` lies between two requests at least, and `wait` before the first (seconds)."""
        self.exclusion = exclusion
        self.outlet = outlet
        self.delay = delay
        self.wait = wait
        self.agent = ""

    def follow(self, crawler: Crawler) -> None:
        """Keep to it in a crawler of the outlet, and give it back when that has ended."""
        self.agent = agent_of(crawler.settings)
        crawler.signals.connect(self._begin, signals.spider_opened, weak=False)
        crawler.signals.connect(self._note_crawl_delay, signals.robots_parsed, weak=False)
        crawler.signals.connect(self._end, signals.spider_closed, weak=False)

    def give_up(self) -> None:
        """Give it back, if no run of it has ended: it could not even start."""
        if self.outlet.name in self.exclusion.held:
            self.exclusion.give(self.outlet.name, self.wait)

    def _begin(self) -> None:
        begin_anew(self.outlet.host, self.wait, partial(self.exclusion.note_refusal, self.outlet.name))

    def _note_crawl_delay(self, robotparser: RobotParser) -> None:
        """Note it as soon as it is known: after a kill the next asks no sooner."""
        self.exclusion.note_crawl_delay(self.outlet.name, robotparser.crawl_delay(self.agent) or 0.0)

    def _end(self) -> None:
        self.exclusion.give(self.outlet.name, max(rest_of(self.outlet.host), self.delay))


def left_alone_until(wait: float, settings: BaseSettings) -> str:
    """Return until when a site wants to be left alone, if that is longer than a run waits; nothing if it is not."""
    return minute(press.iso(press.now() + timedelta(seconds=wait))) if wait > settings.getfloat("RETRY_AFTER_MAX") else ""


@contextmanager
def taking_turns(store: str, process: CrawlerProcessBase, outlets: Mapping[str, type[OutletSpider]]) -> Iterator[dict[str, Turn]]:
    """Take the turns of these outlets for a command; say which of them another process has, and leave those out.

    If the session with the database is lost, what runs comes to an end.
    """
    delay = process.settings.getfloat("DOWNLOAD_DELAY")
    with Exclusion(store, me("harvest")) as exclusion:
        turns = {}
        for name, outlet in outlets.items():
            wait = exclusion.take(name, delay)
            if wait is None:
                say(_("{outlet} is left out: {holder} harvests it just now", outlet=name, holder=exclusion.holder_of(name)))
            elif until := left_alone_until(wait, process.settings):
                exclusion.give(name, wait)
                say(_("{outlet} is left out: its site asks to be left alone until {time}", outlet=name, time=until))
            else:
                turns[name] = _Watched(exclusion, outlet, delay, wait, process)
        try:
            yield dict(turns)
        finally:
            for turn in turns.values():
                turn.give_up()


class _Watched(Turn):
    """A turn that ends the process's runs if it is lost."""

    def __init__(self, exclusion: Exclusion, outlet: type[OutletSpider], delay: float, wait: float, process: CrawlerProcessBase) -> None:
        super().__init__(exclusion, outlet, delay, wait)
        self.process = process

    def _begin(self) -> None:
        super()._begin()
        self.exclusion.watch(self._lost)

    def _lost(self, error: QueueError) -> None:
        say(str(error))
        stop_crawls(self.process)
