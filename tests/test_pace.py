"""One request at a time per site, at its own pace: the rules in memory, by a clock that stands still until somebody waits.

What a site sees of them, over real HTTP: tests/test_turns.py and tests/test_harvest.py.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
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
from scrapy.robotstxt import ProtegoRobotParser
from scrapy.utils.test import get_crawler

from newsharvest.download import pace, turns
from newsharvest.download.pace import LeftAlone, PaceMiddleware

SITE = "http://www.hannae.kr"


class Clock:
    """Seconds that pass only while somebody sleeps, and then at once."""

    def __init__(self) -> None:
        self.time = 0.0
        self.naps: list[float] = []
        self.at_each_nap: Callable[[], None] = lambda: None

    def monotonic(self) -> float:
        return self.time

    async def sleep(self, seconds: float) -> None:
        self.naps.append(seconds)
        self.time += seconds
        self.at_each_nap()
        await asyncio.sleep(0)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Clock:
    clock = Clock()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))  # no turn of another test
    for module in (pace, turns):
        monkeypatch.setattr(module, "time", SimpleNamespace(monotonic=clock.monotonic))
    monkeypatch.setattr(pace, "asyncio", SimpleNamespace(**{**vars(asyncio), "sleep": clock.sleep}))
    return clock


@dataclass
class Engine:
    """What the middleware asks of Scrapy's engine."""

    closed: list[str] = field(default_factory=list)

    async def close_spider_async(self, *, reason: str) -> None:
        self.closed.append(reason)


class Spider:
    """A crawler and its middleware, as far as pace is concerned."""

    def __init__(self, **settings: Any) -> None:
        self.crawler: Crawler = get_crawler(
            settings_dict={"RETRY_AFTER_MAX": 300, "GIVE_UP_AFTER": 3, "USER_AGENT": "newsharvest", **settings}
        )
        self.engine = Engine()
        self.crawler.engine = self.engine  # type: ignore[assignment]
        self.crawler.crawling = True
        self.pace = PaceMiddleware.from_crawler(self.crawler)

    async def ask(self, url: str = f"{SITE}/1", status: int = 200, **headers: str) -> None:
        """Ask for a page, and have it answered at once."""
        request = Request(url)
        try:
            await self.pace.process_request(request)
        except IgnoreRequest as error:
            self.pace.process_exception(request, error)  # as Scrapy does
            raise
        self.answer(request, status, **headers)

    def answer(self, request: Request, status: int = 200, **headers: str) -> None:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        response = Response(request.url, status=status, headers=named)
        assert self.pace.process_response(request, response) is response

    async def ask_in_vain(self, error: Exception, url: str = f"{SITE}/1") -> None:
        request = Request(url)
        await self.pace.process_request(request)
        self.pace.process_exception(request, error)

    def robots(self, text: str, url: str = f"{SITE}/1") -> None:
        rules = ProtegoRobotParser(text.encode(), None)
        self.crawler.signals.send_catch_log(signals.robots_parsed, robotparser=rules, request=Request(url))


def run(coroutine: Coroutine[Any, Any, None]) -> None:
    asyncio.run(asyncio.wait_for(coroutine, 10))  # a turn that is never given on is a failure, not a test that hangs


async def others_turn() -> None:
    """Let every other task go on as far as it can."""
    for _ in range(20):
        await asyncio.sleep(0)


async def waiting(spider: Spider, url: str = f"{SITE}/2") -> asyncio.Task[None]:
    """Ask for a page while another is on its way."""
    task = asyncio.create_task(spider.pace.process_request(Request(url)))
    await others_turn()
    return task


# --- one at a time


def test_a_request_waits_until_the_one_before_is_answered(clock: Clock) -> None:
    async def scene() -> None:
        spider, first = Spider(), Request(f"{SITE}/1")
        await spider.pace.process_request(first)
        second = await waiting(spider)
        assert not second.done()
        spider.answer(first)
        await second

    run(scene())


def test_a_request_that_fails_gives_its_turn_to_the_next(clock: Clock) -> None:
    async def scene() -> None:
        spider, first = Spider(), Request(f"{SITE}/1")
        await spider.pace.process_request(first)
        second = await waiting(spider)
        spider.pace.process_exception(first, ValueError("anything"))
        await second

    run(scene())


def test_a_turn_is_given_on_once(clock: Clock) -> None:
    """What is told twice of one request, or of one that took no turn, gives nobody else's turn away."""

    async def scene() -> None:
        spider, first, second = Spider(), Request(f"{SITE}/1"), Request(f"{SITE}/2")
        await spider.pace.process_request(first)
        spider.answer(first)
        await spider.pace.process_request(second)
        spider.answer(first)
        spider.pace.process_exception(Request(f"{SITE}/4"), IgnoreRequest())
        third = await waiting(spider, f"{SITE}/3")
        assert not third.done()
        spider.answer(second)
        await third

    run(scene())


@pytest.mark.parametrize("url", ["http://hannae.kr/2", "https://www.hannae.kr/2", "http://www.hannae.kr:8080/2"])
def test_two_addresses_of_one_site_share_its_turn(url: str, clock: Clock) -> None:
    async def scene() -> None:
        spider, first = Spider(), Request(f"{SITE}/1")
        await spider.pace.process_request(first)
        second = await waiting(spider, url)
        assert not second.done()
        spider.answer(first)
        await second

    run(scene())


def test_two_sites_do_not_wait_for_each_other(clock: Clock) -> None:
    async def scene() -> None:
        spider = Spider()
        await spider.pace.process_request(Request(f"{SITE}/1"))
        await spider.pace.process_request(Request("http://saegoul.kr/1"))
        await spider.pace.process_request(Request("http://news.hannae.kr/1"))  # another host than www's

    run(scene())


def test_two_spiders_of_one_site_share_its_turn_and_its_pace(clock: Clock) -> None:
    async def scene() -> None:
        one, other, first = Spider(), Spider(), Request(f"{SITE}/1")
        one.robots("User-agent: *\nCrawl-delay: 2\n")
        await one.pace.process_request(first)
        second = await waiting(other, "http://hannae.kr/2")
        assert not second.done()
        one.answer(first)
        await second
        assert clock.time == 4

    run(scene())


# --- the pause


@pytest.mark.parametrize(("delay", "crawl_delay"), [(1.5, 0), (0, 1.5), (1.5, 1), (1, 1.5)])
def test_the_longer_pause_lies_between_an_answer_and_the_next_request(delay: float, crawl_delay: float, clock: Clock) -> None:
    asked: list[float] = []

    async def scene() -> None:
        spider = Spider(DOWNLOAD_DELAY=delay)
        spider.robots(f"User-agent: *\nCrawl-delay: {crawl_delay}\n")
        clock.time = 10
        for seconds in (0, 4, 0.25):
            request = Request(f"{SITE}/1")
            await spider.pace.process_request(request)
            asked.append(clock.time)
            clock.time += seconds  # the site takes its time, or this machine
            spider.answer(request)
        await spider.ask()
        asked.append(clock.time)
        await spider.ask("http://saegoul.kr/1")  # another site's pace is its own
        asked.append(clock.time)

    run(scene())
    assert asked == [10, 11.5, 17, 18.75, 18.75]


def test_what_brought_no_answer_is_followed_by_a_pause_too(clock: Clock) -> None:
    async def scene() -> None:
        spider = Spider(DOWNLOAD_DELAY=1)
        await spider.ask_in_vain(ValueError("anything"))
        await spider.ask()

    run(scene())
    assert clock.time == 1


# --- Crawl-delay


def test_without_a_crawl_delay_nothing_waits(clock: Clock) -> None:
    async def scene() -> None:
        spider = Spider()
        spider.robots("User-agent: *\nDisallow: /adm/\n")
        for _ in range(3):
            await spider.ask()

    run(scene())
    assert clock.naps == []


@pytest.mark.parametrize("delays", [(3, 1), (1, 3)])
def test_of_two_crawl_delays_of_a_site_the_longer_holds(delays: tuple[int, int], clock: Clock) -> None:
    """With www. and without, by http and https: each has a robots.txt of its own."""

    async def scene() -> None:
        spider = Spider()
        for delay, host in zip(delays, ("www.hannae.kr", "hannae.kr"), strict=True):
            spider.robots(f"User-agent: *\nCrawl-delay: {delay}\n", f"http://{host}/")
        await spider.ask()
        await spider.ask()

    run(scene())
    assert clock.time == 6


@pytest.mark.parametrize(
    ("settings", "until"),
    [({"ROBOTSTXT_USER_AGENT": "newsharvest"}, 2), ({"USER_AGENT": "newsharvest/0.1 (x)"}, 2), ({"USER_AGENT": "other"}, 9)],
)
def test_the_crawl_delay_is_the_one_for_us(settings: dict[str, str], until: int, clock: Clock) -> None:
    async def scene() -> None:
        spider = Spider(**settings)
        spider.robots("User-agent: newsharvest\nCrawl-delay: 2\n\nUser-agent: *\nCrawl-delay: 9\n")
        await spider.ask()

    run(scene())
    assert clock.time == until


def test_a_crawl_delay_of_all_patience_is_kept_to(clock: Clock) -> None:
    async def scene() -> None:
        spider = Spider()
        spider.robots("User-agent: *\nCrawl-delay: 300\n")
        await spider.ask()
        assert spider.engine.closed == []

    run(scene())
    assert clock.time == 300


def test_a_crawl_delay_beyond_patience_is_none_to_wait_for(clock: Clock) -> None:
    async def scene() -> None:
        spider = Spider()
        spider.robots("User-agent: *\nCrawl-delay: 301\n")
        with pytest.raises(LeftAlone, match=r"^robots\.txt asks for 301 seconds between two requests$"):
            await spider.ask()
        with pytest.raises(LeftAlone):  # nor does the next one wait
            await spider.ask()
        await others_turn()
        assert spider.engine.closed == ["robots.txt asks for 301 seconds between two requests"]

    run(scene())
    assert clock.time == 0


# --- Retry-After


@pytest.mark.parametrize(
    ("status", "header", "until"),
    [
        (429, "7", 7),
        (503, "7", 7),
        (503, " 300 ", 300),
        (503, "Sat, 28 Nov 2026 09:01:30 GMT", 90),
        (503, "Sat, 28 Nov 2026 09:01:30 +0900", 0),  # long past
        (503, "Sat, 28 Nov 2026 09:01:30 -0000", 90),  # of no zone: GMT
        (503, "soon", 0),
        (503, "-7", 0),
        (200, "7", 0),
        (404, "7", 0),
        (500, "7", 0),
    ],
)
def test_retry_after(status: int, header: str, until: float, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    class Fixed(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Fixed:
            return cls(2026, 11, 28, 9, tzinfo=UTC)

    monkeypatch.setattr(pace, "datetime", Fixed)

    async def scene() -> None:
        spider = Spider()
        await spider.ask(status=status, Retry_After=header)
        await spider.ask("http://hannae.kr/2")
        assert spider.engine.closed == []

    run(scene())
    assert clock.time == until


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("header", ["", "0", "soon"])
def test_each_refusal_in_a_row_doubles_the_pause(status: int, header: str, clock: Clock) -> None:
    asked = []

    async def scene() -> None:
        spider = Spider(DOWNLOAD_DELAY=1)
        for answer in (status, status, status, 200, 200, status, 404, 200):
            await spider.ask(status=answer, Retry_After=header)
            asked.append(clock.time)
        assert spider.engine.closed == []

    run(scene())
    assert [after - before for before, after in pairwise(asked)] == [2, 4, 8, 1, 1, 2, 1]


def test_a_longer_retry_after_holds_and_a_shorter_one_does_not(clock: Clock) -> None:
    asked = []

    async def scene() -> None:
        spider = Spider()
        spider.robots("User-agent: *\nCrawl-delay: 10\n")
        for header in ("2", "70", "70"):
            await spider.ask(status=503, Retry_After=header)
            asked.append(clock.time)
        await spider.ask()
        asked.append(clock.time)

    run(scene())
    assert asked == [10, 30, 100, 180]


def test_a_site_that_refuses_again_and_again_is_left_alone(clock: Clock) -> None:
    async def scene() -> None:
        spider = Spider(DOWNLOAD_DELAY=1)
        for _ in range(5):
            await spider.ask(status=429)
        last = Request(f"{SITE}/9")
        await spider.pace.process_request(last)
        spider.answer(last, 429)
        assert last.meta["dont_retry"]
        with pytest.raises(LeftAlone, match=r"^the site refused 6 requests in a row \(HTTP 429\)$"):
            await spider.ask()
        await others_turn()
        assert spider.engine.closed == ["the site refused 6 requests in a row (HTTP 429)"]

    run(scene())
    assert clock.time == 2 + 4 + 8 + 16 + 32


def test_a_retry_after_beyond_patience_ends_the_run_at_this_site(clock: Clock) -> None:
    async def scene() -> None:
        spider, refused = Spider(), Request(f"{SITE}/1")
        await spider.pace.process_request(refused)
        second = await waiting(spider)
        spider.answer(refused, 503, Retry_After="301")
        with pytest.raises(LeftAlone, match=r"^the site asks to be left alone for 301 seconds \(HTTP 503\)$"):
            await second
        assert refused.meta["dont_retry"]  # else Scrapy would put it off to a later that does not come, and it would not be named
        await others_turn()
        assert spider.engine.closed == ["the site asks to be left alone for 301 seconds (HTTP 503)"]
        await spider.ask("http://saegoul.kr/1")

    run(scene())
    assert clock.naps == []


# --- a site that does not answer

NO_ANSWER = [
    CannotResolveHostError("no such name"),
    DownloadConnectionRefusedError("refused"),
    DownloadFailedError("reset"),
    DownloadTimeoutError("late"),
]


@pytest.mark.parametrize("error", NO_ANSWER, ids=lambda error: type(error).__name__)
def test_a_site_that_does_not_answer_is_given_up(error: Exception, clock: Clock) -> None:
    async def scene() -> None:
        spider = Spider()
        await spider.ask_in_vain(error)
        await spider.ask_in_vain(error, "http://hannae.kr/2")
        await others_turn()
        assert spider.engine.closed == []
        await spider.ask_in_vain(error)
        with pytest.raises(LeftAlone, match=r"^the site did not answer 3 requests in a row$"):
            await spider.ask()
        await others_turn()
        assert spider.engine.closed == ["the site did not answer 3 requests in a row"]

    run(scene())


def test_an_answer_of_any_kind_begins_the_count_anew(clock: Clock) -> None:
    async def scene() -> None:
        spider = Spider()
        for _ in range(3):
            await spider.ask_in_vain(NO_ANSWER[3])
            await spider.ask_in_vain(NO_ANSWER[3])
            await spider.ask(status=500)
        await spider.ask_in_vain(NO_ANSWER[3])
        await spider.ask_in_vain(NO_ANSWER[3])
        await spider.ask()
        assert spider.engine.closed == []

    run(scene())


def test_what_another_middleware_refuses_is_no_silence_of_the_site(clock: Clock) -> None:
    async def scene() -> None:
        spider = Spider()
        for _ in range(5):
            await spider.ask_in_vain(IgnoreRequest("Forbidden by robots.txt"))
        await spider.ask()
        assert spider.engine.closed == []

    run(scene())


def test_a_spider_is_closed_once_by_what_is_still_on_its_way(clock: Clock) -> None:
    async def scene() -> None:
        spider = Spider()
        for number in range(5):
            spider.pace.process_exception(Request(f"{SITE}/{number}"), NO_ANSWER[3])
        await others_turn()
        assert spider.engine.closed == ["the site did not answer 3 requests in a row"]

    run(scene())


# --- the end


def test_the_end_of_a_run_is_heard_while_a_site_is_waited_for(clock: Clock) -> None:
    async def scene() -> None:
        spider = Spider()
        await spider.ask(status=503, Retry_After="300")

        def stop() -> None:
            spider.crawler.crawling = False

        clock.at_each_nap = stop
        with pytest.raises(LeftAlone, match=r"^the run is being stopped$"):
            await spider.ask()

    run(scene())
    assert clock.time == pace.PIECE < 2


def test_in_replay_nobody_is_to_be_spared() -> None:
    with pytest.raises(NotConfigured):
        Spider(REPLAY="fixtures")
