"""One request at a time per site, at the pace that the site asks for."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Self
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    NotConfigured,
)
from scrapy.http import Response
from scrapy.robotstxt import RobotParser

from newsharvest.addresses import bare_host
from newsharvest.download.robots import agent_of
from newsharvest.download.turns import MachineTurn
from newsharvest.language import _

PIECE = 1.5
"""Seconds of a pause that are waited for at once: Ctrl-C is heard between them."""

REFUSALS = 6
"""Answers of 429 or 503 in a row after which a site is left alone: each doubles the pause. A page that always answers so is not meant,
as Scrapy asks for it again after all others."""


class LeftAlone(IgnoreRequest):
    """The site asked to be left alone for longer than a run waits."""


@dataclass
class Site:
    """What is known of a host's pace, shared by all crawlers of the process."""

    machine: MachineTurn
    """Its turn among the processes."""
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    """Its turn among the requests of this one."""
    crawl_delay: float = 0.0
    not_before: float = 0.0  # on the monotonic clock
    in_vain: int = 0  # requests in a row that brought no answer at all
    refusals: int = 0  # answers in a row of 429 or 503
    left_alone: str = ""
    refused: Callable[[float], object] = lambda _seconds: None
    """What is told for how long the site is to be spared after a refusal (seconds)."""


_sites: WeakKeyDictionary[asyncio.AbstractEventLoop, dict[str, Site]] = WeakKeyDictionary()


def site_of(host: str) -> Site:
    """Return what is known of a host's pace in the event loop that runs."""
    sites, host = _sites.setdefault(asyncio.get_running_loop(), {}), bare_host(host)
    if host not in sites:
        sites[host] = Site(MachineTurn(host))
    return sites[host]


def begin_anew(host: str, wait: float, refused: Callable[[float], object]) -> None:
    """Forget what runs that have ended knew of a host, and have no process of this machine ask it for so many seconds.

    `refused` is told, as soon as a refusal comes, for how long the site is to be spared after it (seconds).

    A process that goes on for weeks asks again where a site wanted to be left alone for the rest of a run.
    """
    _sites.setdefault(asyncio.get_running_loop(), {}).pop(bare_host(host), None)
    site = site_of(host)
    site.refused = refused
    site.not_before = time.monotonic() + wait
    site.machine.hold_off(wait)


def rest_of(host: str) -> float:
    """Return the seconds for which a host, all of whose requests have been answered, is not to be asked yet."""
    return max(site_of(host).not_before - time.monotonic(), 0.0)


class PaceMiddleware:
    """One request at a time per site, each DOWNLOAD_DELAY seconds after the answer to the one before.

    It stands next to the downloader and lets a request pass when the one before has been answered, whichever spider's it was, or (see
    `MachineTurn`) whichever process's. As the pause counts from the answer, it is never shorter where the site sees it: what keeps this
    machine busy, and a site that slows, make it longer. Scrapy's own delay counts from when it schedules, and holds for one spider.

    The site's robots.txt can ask for more (Crawl-delay). After a 429 or 503 the pause is as long as its Retry-After, and twice what it was
    at least. A site that asks for a pause of more than RETRY_AFTER_MAX seconds, that refuses REFUSALS times in a row, or that does not
    answer GIVE_UP_AFTER requests in a row, is left alone for the rest of the run.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.delay = crawler.settings.getfloat("DOWNLOAD_DELAY")
        self.patience = crawler.settings.getfloat("RETRY_AFTER_MAX")
        self.give_up_after = crawler.settings.getint("GIVE_UP_AFTER")

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make it for a crawler. NotConfigured where there is nothing for it to do."""
        if crawler.settings["REPLAY"]:
            raise NotConfigured
        pace = cls(crawler)
        crawler.signals.connect(pace.robots_parsed, signals.robots_parsed)
        return pace

    def site(self, request: Request) -> Site:
        """Return what is known of a request's host."""
        return site_of(urlsplit(request.url).hostname or "")

    def pause(self, site: Site) -> float:
        """Return the seconds between an answer of a site and the next request."""
        return max(self.delay, site.crawl_delay)

    def robots_parsed(self, robotparser: RobotParser, request: Request) -> None:
        """Take the Crawl-delay that robots.txt has for us."""
        agent = agent_of(self.crawler.settings)
        site = self.site(request)
        site.crawl_delay = max(robotparser.crawl_delay(agent) or 0.0, site.crawl_delay)
        site.not_before = max(site.not_before, time.monotonic() + site.crawl_delay)
        if site.crawl_delay <= self.patience:
            site.machine.hold_off(site.crawl_delay)
        else:
            self.leave_alone(site, _("robots.txt asks for {seconds:.0f} seconds between two requests", seconds=site.crawl_delay))

    async def process_request(self, request: Request) -> None:
        """Wait for this request's turn, and take it."""
        site = self.site(request)
        await site.turn.acquire()
        request.meta["has_turn"] = True
        while self.goes_on(site):
            wait = site.not_before - time.monotonic()
            if wait <= 0 and not (wait := site.machine.take(self.pause(site))):
                return
            await asyncio.sleep(min(wait, PIECE))
        raise LeftAlone(site.left_alone or _("the run is being stopped"))

    def goes_on(self, site: Site) -> bool:
        """Tell whether anything more is to be asked."""
        return self.crawler.crawling and not site.left_alone

    def process_response(self, request: Request, response: Response) -> Response:
        """Note how long the site wants to be spared, and give the turn to the next."""
        site = self.site(request)
        site.in_vain = 0
        refused = response.status in {429, 503}
        site.refusals = site.refusals + 1 if refused else 0
        asked = (retry_after(response) or 0.0) if refused else 0.0
        pause = max(asked, self.pause(site) * 2**site.refusals)
        if refused:
            site.refused(pause)
        if asked > self.patience:
            self.refuse(
                request,
                _("the site asks to be left alone for {seconds:.0f} seconds (HTTP {status})", seconds=asked, status=response.status),
            )
        elif site.refusals >= REFUSALS:
            self.refuse(
                request, _("the site refused {count} requests in a row (HTTP {status})", count=site.refusals, status=response.status)
            )
        self.pass_on(request, 0.0 if site.left_alone else pause)
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Count what brought no answer, and give the turn to the next."""
        site = self.site(request)
        if isinstance(exception, NO_ANSWER):
            site.in_vain += 1
            if site.in_vain >= self.give_up_after:
                self.leave_alone(site, _("the site did not answer {count} requests in a row", count=site.in_vain))
        self.pass_on(request, self.pause(site))

    def refuse(self, request: Request, why: str) -> None:
        """Ask no more of a site that has refused a request. Put off to a later that does not come, it would not be named."""
        request.meta["dont_retry"] = True
        self.leave_alone(self.site(request), why)

    def leave_alone(self, site: Site, why: str) -> None:
        """Ask no more of a site in this run."""
        if site.left_alone:
            return
        site.left_alone = why
        asyncio.get_running_loop().create_task(self.crawler.engine.close_spider_async(reason=why))

    def pass_on(self, request: Request, pause: float) -> None:
        """Give the turn to the next, once, for after a pause."""
        if request.meta.pop("has_turn", False):
            site = self.site(request)
            pause = max(pause, self.pause(site))
            site.not_before = max(site.not_before, time.monotonic() + pause)
            site.machine.give(pause)
            site.turn.release()


NO_ANSWER = (CannotResolveHostError, DownloadConnectionRefusedError, DownloadFailedError, DownloadTimeoutError)


def retry_after(response: Response) -> float | None:
    """Return the seconds that a Retry-After header asks for, as a number or until a date (of GMT); None where there is none."""
    raw = (response.headers.get("Retry-After") or b"").decode("latin-1").strip()
    if raw.isdecimal():
        return float(raw)
    try:
        until = parsedate_to_datetime(raw)
        return max(((until if until.tzinfo else until.replace(tzinfo=UTC)) - datetime.now(UTC)).total_seconds(), 0.0)
    except (ValueError, OverflowError):
        return None
