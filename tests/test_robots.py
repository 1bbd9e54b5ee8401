"""What robots.txt allows, by RFC 9309: the rules in memory. What a user sees of them, over real HTTP: tests/test_harvest.py."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any

import pytest
from protego import Protego
from scrapy import Request, signals
from scrapy.exceptions import DownloadTimeoutError, IgnoreRequest
from scrapy.http import Response, TextResponse
from scrapy.robotstxt import RobotParser
from scrapy.utils.test import get_crawler

from newsharvest.download.replay import NotRecorded
from newsharvest.download.robots import SIZE_MAX, RobotsMiddleware, plain_rules

SITE = "http://www.hannae.kr"
RULES = "User-agent: *\nDisallow: /adm/\nAllow: /adm/notice\n"


class Site:
    """What stands in for Scrapy's engine: answers for robots.txt alone, and notes what was asked for."""

    def __init__(self, text: str = "", status: int = 200, error: Exception | None = None, encoding: str = "utf-8") -> None:
        self.text, self.status, self.error, self.encoding = text, status, error, encoding
        self.asked: list[Request] = []

    async def download_async(self, request: Request) -> Response:
        self.asked.append(request)
        await asyncio.sleep(0)
        if self.error:
            raise self.error
        return TextResponse(request.url, body=self.text.encode(self.encoding), status=self.status)

    def asked_for(self) -> list[str]:
        return [request.url for request in self.asked]


class Spider:
    """A crawler and its middleware, as far as robots.txt is concerned."""

    def __init__(self, site: Site, **settings: str) -> None:
        self.crawler = get_crawler(settings_dict={"ROBOTSTXT_USER_AGENT": "newsharvest", **settings})
        self.crawler.engine = site  # type: ignore[assignment]
        self.robots = RobotsMiddleware.from_crawler(self.crawler)

    async def may(self, path: str, **meta: Any) -> bool:
        return await self.refusal(path, **meta) is None

    async def refusal(self, path: str, **meta: Any) -> str | None:
        """Return why a request is not sent, or None if it is."""
        try:
            await self.robots.process_request(Request(path if path.startswith("http") else SITE + path, meta=meta))
        except IgnoreRequest as error:
            return str(error)
        return None


def run(coroutine: Coroutine[Any, Any, None]) -> None:
    asyncio.run(coroutine)


@pytest.mark.parametrize(
    ("path", "allowed"), [("/news/1", True), ("/", True), ("/adm/", False), ("/adm/login?x=1", False), ("/adm/notice/1", True)]
)
def test_a_page_is_asked_for_if_the_rules_allow_it(path: str, allowed: bool) -> None:
    async def scene() -> None:
        assert await Spider(Site(RULES)).refusal(path) == (None if allowed else "Forbidden by robots.txt")

    run(scene())


@pytest.mark.parametrize(
    ("settings", "allowed"),
    [
        ({"ROBOTSTXT_USER_AGENT": "newsharvest", "USER_AGENT": "other"}, False),
        ({"ROBOTSTXT_USER_AGENT": "", "USER_AGENT": "newsharvest/0.1 (contact: desk@example.com)"}, False),
        ({"ROBOTSTXT_USER_AGENT": "", "USER_AGENT": "other"}, True),
    ],
)
def test_the_rules_are_those_for_us(settings: dict[str, str], allowed: bool) -> None:
    async def scene() -> None:
        spider = Spider(Site("User-agent: newsharvest\nDisallow: /\n\nUser-agent: *\nAllow: /\n"), **settings)
        assert await spider.may("/news/1") is allowed

    run(scene())


@pytest.mark.parametrize("agent", ["newsharvest", "newsharvest/0.1 (Korean local news harvester; contact: desk@example.com)"])
@pytest.mark.parametrize(
    ("named", "meant"),
    [
        ("newsharvest/0.1", True),
        ("newsharvest bot", True),
        ("NewsHarvest", True),
        ("newsharvest-bot/2.0", True),
        ("newsharvest*", True),
        ("newsharvest/0.1 (Korean local news harvester; contact: desk@example.com) # rude", True),
        ("Mozilla/5.0 (compatible; newsharvest/0.1)", True),
        ("Googlebot, newsharvest", True),
        ("newsharvester", False),
        ("my-newsharvest", False),
        ("Googlebot # and newsharvest", False),
    ],
)
def test_a_group_names_us_by_our_name_whatever_follows_it(named: str, meant: bool, agent: str) -> None:
    """As sites copy it from their log; RFC 9309 goes by the name alone."""

    async def scene() -> None:
        text = f"User-agent: *\nAllow: /\n\nuser-agent: {named}\nCrawl-delay: 9\nDisallow: /adm/\n"
        spider = Spider(Site(text), ROBOTSTXT_USER_AGENT="", USER_AGENT=agent)
        delays = []

        def hear(robotparser: RobotParser) -> None:
            delays.append(robotparser.crawl_delay(agent))

        spider.crawler.signals.connect(hear, signals.robots_parsed)
        assert await spider.may("/adm/1") is not meant
        assert await spider.may("/news/1")
        assert delays == [9 if meant else None]

    run(scene())


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp949", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_the_rules_are_read_in_whatever_they_were_saved_in(encoding: str) -> None:
    async def scene() -> None:
        spider = Spider(Site("# 한내신문\r\nUser-agent: newsharvest/0.1\r\nDisallow: /adm/\r\n", encoding=encoding))
        assert [await spider.may("/adm/1"), await spider.may("/news/1")] == [False, True]

    run(scene())


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504, 599])
def test_a_robots_txt_that_cannot_be_read_forbids_everything(status: int) -> None:
    """Whatever the error page says: read as rules it would allow all."""

    async def scene() -> None:
        spider = Spider(Site("User-agent: *\nAllow: /\n", status))
        for _ in range(2):
            assert await spider.refusal("/news/1") == f"robots.txt answers HTTP {status}, and nothing is fetched without it"

    run(scene())


@pytest.mark.parametrize("status", [300, 301, 302, 304, 307, 308])
def test_a_robots_txt_that_redirects_to_nowhere_forbids_everything(status: int) -> None:
    """To `file:`, or without an address: a redirect that can be followed never comes here."""

    async def scene() -> None:
        refusal = await Spider(Site("", status)).refusal("/news/1")
        assert refusal == f"robots.txt redirects to nowhere (HTTP {status}), and nothing is fetched without it"

    run(scene())


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_500_kib_of_a_robots_txt_are_read_in_whole_lines(end: str) -> None:
    async def scene() -> None:
        last = f"Disallow: /adm/private{end}"
        head = f"User-agent: *{end}Disallow: /adm/1{end}"
        filling = f"# {'x' * (SIZE_MAX - len(head + last) - 2 - len(end))}{end}"
        whole = Spider(Site(head + filling + last + f"Disallow: /{end}"))
        assert [await whole.may(path) for path in ("/adm/1", "/adm/private/1", "/news/1")] == [False, False, True]
        cut = Spider(Site(head + "##" + filling + last + f"Disallow: /{end}"))
        assert [await cut.may(path) for path in ("/adm/1", "/adm/private/1", "/news/1")] == [False, True, True]

    run(scene())


def test_the_groups_of_all_others_are_one() -> None:
    """Else each of their rules would be kept for each of their names."""
    others = "".join(f"User-agent: bot{number}\n" for number in range(1000))
    rules = "".join(f"Disallow: /{number}\n" for number in range(1000))
    made = plain_rules(f"{others}{rules}User-agent: *\nDisallow: /adm/\n".encode(), "newsharvest")
    parser = Protego.parse(made.decode())
    assert len(parser._user_agents) == 2

    async def scene() -> None:
        spider = Spider(Site(made.decode()))
        assert [await spider.may(path) for path in ("/adm/1", "/7")] == [False, True]

    run(scene())


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 428, 430, 451, 499])
def test_an_answer_that_there_is_no_robots_txt_forbids_nothing(status: int) -> None:
    async def scene() -> None:
        assert await Spider(Site("User-agent: *\nDisallow: /\n", status)).may("/news/1")

    run(scene())


def test_a_site_that_cannot_be_reached_is_named_for_what_it_is() -> None:
    async def scene() -> None:
        spider = Spider(Site(error=DownloadTimeoutError("late")))
        for _ in range(2):
            with pytest.raises(DownloadTimeoutError, match="late"):
                await spider.robots.process_request(Request(f"{SITE}/news/1"))

    run(scene())


def test_a_robots_txt_that_a_replay_lacks_forbids_nothing() -> None:
    """The replay handler has said already that it is not recorded."""

    async def scene() -> None:
        assert await Spider(Site(error=NotRecorded("robots.txt"))).may("/news/1")

    run(scene())


def test_robots_txt_is_asked_for_once_a_site_before_anything_else() -> None:
    """By two requests at once too; http and https, www. and none, are a site each, as the RFC has it."""

    async def scene() -> None:
        site = Site(RULES)
        spider = Spider(site)
        assert list(await asyncio.gather(spider.may("/news/1"), spider.may("/adm/1"))) == [True, False]
        assert await spider.may("/news/2")
        assert site.asked_for() == [f"{SITE}/robots.txt"]
        await spider.may("https://www.hannae.kr/1")
        await spider.may("http://hannae.kr/1")
        await spider.may("http://www.hannae.kr:8080/1")
        assert site.asked_for()[1:] == [
            "https://www.hannae.kr/robots.txt",
            "http://hannae.kr/robots.txt",
            "http://www.hannae.kr:8080/robots.txt",
        ]

    run(scene())


def test_robots_txt_itself_needs_no_leave() -> None:
    async def scene() -> None:
        site = Site(RULES)
        spider = Spider(site)
        assert await spider.may("/adm/1", dont_obey_robotstxt=True)
        assert site.asked == []
        assert not await spider.may("/adm/1")
        assert [request.meta["dont_obey_robotstxt"] for request in site.asked] == [True]

    run(scene())


@pytest.mark.parametrize(("status", "told"), [(200, ["hannae.kr"]), (404, []), (503, [])])
def test_the_rules_are_passed_on_to_whoever_keeps_the_pace(status: int, told: list[str]) -> None:
    heard: list[str] = []

    async def scene() -> None:
        spider = Spider(Site("User-agent: *\nCrawl-delay: 2\n", status))

        def hear(robotparser: RobotParser, request: Request) -> None:
            assert robotparser.crawl_delay("newsharvest") == 2
            heard.append(request.url.removeprefix("http://www.").partition("/")[0])

        spider.crawler.signals.connect(hear, signals.robots_parsed)
        for _ in range(2):
            await spider.refusal("/news/1")

    run(scene())
    assert heard == told
