"""What a site's robots.txt allows."""

from __future__ import annotations

import asyncio
import codecs
import re
from typing import Self
from urllib.parse import urlsplit

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http.request import NO_CALLBACK
from scrapy.robotstxt import RobotParser
from scrapy.settings import BaseSettings
from scrapy.utils.misc import build_from_crawler, load_object

from newsharvest.download.replay import NotRecorded
from newsharvest.language import _

robots_read = object()
"""Signal, with `site` (`https://example.com`) and `body`: a site's robots.txt has come, or it has none (an empty body)."""


class RobotsRefused(IgnoreRequest):
    """A site's robots.txt forbids the request, or cannot be read."""


def agent_of(settings: BaseSettings) -> str:
    """Return the name by which a robots.txt speaks of us."""
    return str(settings["ROBOTSTXT_USER_AGENT"] or settings["USER_AGENT"])


SIZE_MAX = 500 * 1024
"""Bytes of a robots.txt that are read, in whole lines: what RFC 9309 asks for at least."""

_NOBODY = "\N{REPLACEMENT CHARACTER}"  # which no user agent has in its name
_NAMED = re.compile(r"(\s*user[ -]?agent\s*[:\s])([^#]*)", re.IGNORECASE)
_BOMS = {codecs.BOM_UTF32_LE: "utf-32", codecs.BOM_UTF32_BE: "utf-32", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}


def robots_text(body: bytes) -> str:
    """Return the text of a robots.txt; of one that is longer than SIZE_MAX up to the last whole line within."""
    encoding = next((encoding for bom, encoding in _BOMS.items() if body.startswith(bom)), "utf-8-sig")
    text = body[:SIZE_MAX].decode(encoding, errors="ignore").replace("\0", "")  # UTF-16 that does not say so
    return text[: max(text.rfind("\n"), text.rfind("\r")) + 1] if len(body) > SIZE_MAX else text


def plain_rules(body: bytes, agent: str) -> bytes:
    """Return a robots.txt as the parser takes it: in UTF-8, and with every group that names us under our own name and no more.

    All other groups become one, of nobody: a thousand names over a thousand rules would be a million rules to the parser.

    Of `agent` the name is what stands before a version. By RFC 9309 that product token is all that counts of a group's line; sites copy
    it from their log, as `newsharvest/0.1 (Korean …)` or `newsharvest-bot`, which Scrapy's parser takes for others' names.
    """
    name = re.split(r"[/\s]", agent.strip(), maxsplit=1)[0]
    ours = re.compile(rf"(?<![\w-]){re.escape(name)}(?![^\W_])", re.IGNORECASE)
    lines = []
    for line in robots_text(body).splitlines():
        named = _NAMED.match(line)
        if named and name and named[2].strip() != "*":
            line = named[1] + (name if ours.search(named[2]) else _NOBODY)
        lines.append(line)
    return "\n".join(lines).encode()


class RobotsMiddleware:
    """Obeys robots.txt as RFC 9309 has it, where Scrapy's own is laxer: a robots.txt that cannot be read forbids everything.

    Answers of 400 to 499, save 429, mean that there is none. Scrapy's own would read a 503's error page as rules, and allow all after it,
    and so of a redirect that leads nowhere.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.agent = agent_of(crawler.settings)
        self.parser: type[RobotParser] = load_object(crawler.settings["ROBOTSTXT_PARSER"])
        self.fetched: dict[str, asyncio.Task[RobotParser | None]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make it for a crawler."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Let the request pass, or raise RobotsRefused. A site that cannot be reached raises what it raised for its robots.txt."""
        if request.meta.get("dont_obey_robotstxt"):
            return
        parts = urlsplit(request.url)
        site = f"{parts.scheme}://{parts.netloc}"
        if site not in self.fetched:
            self.fetched[site] = asyncio.get_running_loop().create_task(self._fetch(site, request))
        rules = await self.fetched[site]
        if rules and not rules.allowed(request.url, self.agent):
            raise RobotsRefused(_("Forbidden by robots.txt"))

    async def _fetch(self, site: str, request: Request) -> RobotParser | None:
        ask = Request(f"{site}/robots.txt", NO_CALLBACK, meta={"dont_obey_robotstxt": True})
        try:
            response = await self.crawler.engine.download_async(ask)
        except NotRecorded:  # made known by the replay handler itself
            return None
        if response.status in range(300, 400):
            raise RobotsRefused(
                _("robots.txt redirects to nowhere (HTTP {status}), and nothing is fetched without it", status=response.status)
            )
        if response.status >= 500 or response.status == 429:
            raise RobotsRefused(_("robots.txt answers HTTP {status}, and nothing is fetched without it", status=response.status))
        self.crawler.signals.send_catch_log(robots_read, site=site, body=response.body if response.status < 400 else b"")
        if response.status >= 400:
            return None
        rules = build_from_crawler(self.parser, self.crawler, plain_rules(response.body, self.agent))
        await self.crawler.signals.send_catch_log_async(signals.robots_parsed, robotparser=rules, request=request)
        return rules
