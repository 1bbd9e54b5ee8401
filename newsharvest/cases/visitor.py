"""A visit to a site: one request after the other, each answered before the next is chosen, and what comes kept as it came."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import AsyncIterator, Collection
from typing import Any

from scrapy import Request
from scrapy.http import TextResponse

from newsharvest.cases.recorder import Answer
from newsharvest.crawl.failures import name_failure
from newsharvest.crawl.outlet import OutletSpider
from newsharvest.language import _
from newsharvest.page.bounds import TooComplexError
from newsharvest.page.tree import is_page
from newsharvest.reasons import Reason

NO_ROBOTS = frozenset(range(400, 500)) - {429}
"""The statuses that say that there is no robots.txt (RFC 9309)."""


class VisitError(ValueError):
    """The visit cannot go on; the text says why, in one line or several."""


class Visitor(OutletSpider):
    """Visits a site. Its requests go through every downloader middleware: robots.txt, pace and guards hold."""

    def __init__(self) -> None:
        super().__init__()
        self.came: dict[str, Answer | str] = {}
        """What came, or in words why nothing did, by the address that was asked for."""
        self.problem = ""
        """Why the visit came to nothing, in one line or several."""

    async def start(self) -> AsyncIterator[Any]:
        """Visit the site."""
        try:
            await self.visit()
        except VisitError as error:
            self.problem = str(error)
        except TooComplexError as error:
            self.problem = Reason.TOO_COMPLEX.sentence(str(error))
        nothing: list[Request] = []  # to schedule: but start has to be a generator
        for request in nothing:
            yield request

    @abstractmethod
    async def visit(self) -> None:
        """Ask for what is wanted, and keep what follows from it. VisitError says why nothing does."""

    async def page(self, url: str, what: str) -> TextResponse:
        """Return a page that cannot be done without. VisitError says why it did not come."""
        answer = await self.fetch(url)
        if isinstance(answer, str):
            raise VisitError(_("{what} did not come: {url}: {why}", what=what, url=url, why=answer))
        if not is_page(answer.response):
            raise VisitError(_("{what} is not a web page: {url}", what=what, url=url))
        return answer.response

    async def fetch(self, url: str, also: Collection[int] = (), **meta: Any) -> Answer | str:
        """Return what comes, asked for once; or in words why nothing does. A status is an error unless it is in `also`."""
        if url not in self.came:
            answer = self.came[url] = await self.download(Request(url, headers={"Accept-Encoding": "identity"}, meta=meta), also)
            if isinstance(answer, Answer):  # where a redirect led
                self.came.setdefault(answer.response.url, answer)
        return self.came[url]

    async def fetch_robots(self, url: str) -> Answer | str:
        """Return the robots.txt at this address, as a crawl would keep it; a status that says that there is none is an answer."""
        rules = await self.fetch(url, also=NO_ROBOTS, dont_obey_robotstxt=True)  # RFC 9309: it is itself always allowed
        if isinstance(rules, Answer):  # where a redirect led is no other page: it is what is obeyed
            rules = self.came[url] = Answer(rules.response.replace(url=url), rules.received, rules.replayed)
        return rules

    async def download(self, request: Request, also: Collection[int]) -> Answer | str:
        """Ask the engine for it."""
        try:
            response = await self.crawler.engine.download_async(request)
        except Exception as error:  # noqa: BLE001 (as an errback hears of it: whatever a download raises is named)
            reason, detail, _level = name_failure(error, request.url)
            return reason.sentence(detail)
        if response.status >= 300 and response.status not in also:
            return Reason.HTTP_STATUS.sentence(f"HTTP {response.status}")
        return Answer.of(response)
