"""`OutletSpider`: what all outlets do. A family says how its pages are laid out and addressed; an outlet says who it is."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from datetime import date, datetime
from typing import Any, ClassVar
from urllib.parse import parse_qsl, urlsplit

from scrapy import Request, Spider
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadTimeoutError,
    IgnoreRequest,
)
from scrapy.http import Response, TextResponse
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from newsharvest import press
from newsharvest.arguments import CrawlArguments
from newsharvest.items import Article, Unkept
from newsharvest.layouts import Layout, ListLayout, Notice, choose
from newsharvest.lists import Row, read_list
from newsharvest.loaders import ArticleLoader
from newsharvest.platforms.notices import CHALLENGES
from newsharvest.reasons import Reason
from newsharvest.replay import RECORDED_AT, NotRecorded

Answer = Iterator[Article | Unkept | Request]


class OutletSpider(Spider):
    """The spider of one outlet. A family sets the second group of attributes and the three URL methods; an outlet the first group."""

    title: ClassVar[str]
    """The masthead, in Korean."""
    host: ClassVar[str]
    """Host of the canonical addresses; `www.` and `m.` before it, and http or https, are the same outlet."""
    scheme: ClassVar[str] = "http"
    other_names: ClassVar[tuple[str, ...]] = ()
    """What else the outlet calls itself in tags round its titles."""
    sections: ClassVar[dict[str, str]] = {}
    """Section names to the CMS's own codes, as far as they are known."""

    allowed_domains: list[str] = []  # noqa: RUF012 (Scrapy's own attribute; set for each outlet from its host)
    layouts: ClassVar[tuple[Layout, ...]]
    lists: ClassVar[tuple[ListLayout, ...]]
    notices: ClassVar[tuple[Notice, ...]] = ()
    section_code: ClassVar[str]
    """A regular expression for the CMS's own section codes, which `-a section` takes too."""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "host" in vars(cls):
            cls.allowed_domains = [bare_host(cls.host)]

    def __init__(self, name: str | None = None, **arguments: str) -> None:
        """Take the `-a` arguments as strings; ValueError says in plain words what is wrong with them."""
        super().__init__(name)
        self.arguments = CrawlArguments.parse(type(self), arguments)

    # --- what a family says of its addresses

    def list_url(self, section: str | None, page: int) -> str:
        """Return the address of a list page (from 1), of one section's code or of all articles."""
        raise NotImplementedError

    @classmethod
    def key_of(cls, path: str, query: dict[str, str]) -> str | None:
        """Return the CMS's own key of the article at this path and query, or None if it is no article."""
        raise NotImplementedError

    @classmethod
    def article_path(cls, key: str) -> str:
        """Return the canonical path and query of an article."""
        raise NotImplementedError

    # --- addresses

    @classmethod
    def article_key(cls, url: str) -> str | None:
        """Return the key of the article that `url` (absolute) leads to, or None if it leads to none of this outlet's."""
        try:
            parts = urlsplit(url)
            host = parts.hostname or ""
        except ValueError:
            return None
        if parts.scheme not in {"http", "https"} or bare_host(host) != bare_host(cls.host):
            return None
        return cls.key_of(parts.path, dict(parse_qsl(parts.query)))  # of a doubled parameter PHP takes the last, and so does dict

    @classmethod
    def article_url(cls, key: str) -> str:
        """Return the canonical address of an article."""
        return cls.address(cls.article_path(key))

    @classmethod
    def address(cls, path: str) -> str:
        """Return the absolute address of a path on this outlet's host."""
        return f"{cls.scheme}://{cls.host}{path}"

    # --- the crawl

    async def start(self) -> AsyncIterator[Any]:
        """Ask for the one article of `-a url`, or for the first list page. Plain requests: the off-site guard holds for them too."""
        if self.arguments.article:
            yield self.article_request(self.arguments.article, None)
        else:
            yield self.list_request(1)

    def list_request(self, page: int) -> Request:
        """Ask for a list page."""
        url = self.list_url(self.arguments.section, page)
        return Request(url, self.parse_list, errback=self.list_failed, cb_kwargs={"page": page})

    def article_request(self, key: str, listed: datetime | None) -> Request:
        """Ask for an article by its canonical address: the duplicate filter then sees one request however it was linked."""
        return Request(
            self.article_url(key),
            self.parse_article,
            errback=self.article_failed,
            cb_kwargs={"key": key, "listed": listed},
        )

    def parse_list(self, response: Response, page: int) -> Answer:
        """Follow a list's articles that are within since/until, then its next page."""
        self.crawler.stats.inc_value("lists/pages")
        if not isinstance(response, TextResponse):
            yield self.unkept(response.url, Reason.LIST_UNREADABLE, "not a text page")
            return
        if notice := choose(response.selector, CHALLENGES):
            yield self.unkept(response.url, notice.reason, notice.name)
            return
        rows = read_list(response, self.lists, self.article_key, self.crawler.stats)
        if not rows:
            yield self.unkept(response.url, Reason.LIST_UNREADABLE)
            return
        for row in rows:
            self.crawler.stats.inc_value("lists/links")
            if row.date and not self.arguments.covers(row.date.date()):
                yield self.unkept(self.article_url(row.key), Reason.OUT_OF_PERIOD)
            else:
                yield self.article_request(row.key, row.date)
        if self.goes_on(rows, page) and self.links_to(response, self.list_url(self.arguments.section, page + 1)):
            yield self.list_request(page + 1)

    def goes_on(self, rows: list[Row], page: int) -> bool:
        """Tell whether the page after `page` is wanted: the limit is not reached, and not every row is older than `since`."""
        since = self.arguments.since
        days = [row.date.date() for row in rows if row.date]
        if self.arguments.pages is None and since and days:
            return max(days) >= since
        limit = self.arguments.pages or self.settings.getint("LIST_PAGES")
        return page < limit and not (since and days and max(days) < since)

    def links_to(self, response: TextResponse, url: str) -> bool:
        """Tell whether the page's pager links to the list page at `url` (same path, and every parameter of it the same)."""
        wanted = urlsplit(url)
        parameters = set(parse_qsl(wanted.query))
        for href in response.css("a::attr(href)").getall():
            try:
                link = urlsplit(response.urljoin(href.strip()))
            except ValueError:
                continue
            if link.path == wanted.path and parameters <= set(parse_qsl(link.query)):
                return True
        return False

    def parse_article(self, response: Response, key: str, listed: datetime | None) -> Answer:
        """Choose the page's layout by its shape and load the article, or say why there is none."""
        key = self.article_key(response.url) or key  # after a redirect it may be another article
        url = self.article_url(key)
        if not isinstance(response, TextResponse):
            yield self.unkept(url, Reason.NO_LAYOUT, "not a text page")
            return
        if notice := choose(response.selector, (*CHALLENGES, *self.notices)):
            yield self.unkept(url, notice.reason, notice.name)
            return
        layout = choose(response.selector, self.layouts)
        if layout is None:
            yield self.unkept(url, Reason.NO_LAYOUT)
            return
        received = self.received(response)
        article = ArticleLoader(
            response,
            layout,
            self.crawler.stats,
            id=f"{self.name}:{key}",
            outlet=self.name,
            outlet_name=self.title,
            url=url,
            fetched_at=received,
        ).load_item()
        if self.within_period(article, listed):
            yield article
        else:
            yield self.unkept(url, Reason.OUT_OF_PERIOD)

    def within_period(self, article: Article, listed: datetime | None) -> bool:
        """Go by the article's own date, else by the list's, else by when the page was received."""
        if article.published_at:
            return self.arguments.covers(press.day_of(article.published_at))
        day: date | None = listed.date() if listed else press.day_of(article.fetched_at) if article.fetched_at else None
        return day is None or self.arguments.covers(day)

    def received(self, response: Response) -> str | None:
        """Return when the page was received: now, or in replay when it was recorded (None where that is not known)."""
        if RECORDED_AT in response.meta:
            recorded: str | None = response.meta[RECORDED_AT]
            return recorded
        return press.iso(datetime.now(press.KST))

    # --- what went wrong

    def list_failed(self, failure: Failure) -> Answer:
        """Count a list page that did not come."""
        yield self.failed(failure, Reason.HTTP_STATUS)

    def article_failed(self, failure: Failure) -> Answer:
        """Count an article that did not come; 404 and 410 say that it is gone."""
        yield self.failed(failure, Reason.DELETED)

    def failed(self, failure: Failure, gone: Reason) -> Unkept:
        """Name a failure that Scrapy reports. `gone` is what 404 and 410 mean."""
        error = failure.value
        request: Request = failure.request  # type: ignore[attr-defined]
        url = request.meta.get("redirect_urls", [request.url])[0]
        if isinstance(error, HttpError):
            status = error.response.status
            return self.unkept(url, gone if status in {404, 410} else Reason.HTTP_STATUS, f"HTTP {status}")
        if isinstance(error, NotRecorded):
            return self.unkept(request.url, Reason.NOT_RECORDED)
        if isinstance(error, IgnoreRequest):
            reasons = {"robots.txt": Reason.ROBOTS, "redirections": Reason.REDIRECTS}
            return self.unkept(url, next((reason for word, reason in reasons.items() if word in str(error)), Reason.OFF_SITE))
        names: dict[type, str] = {
            CannotResolveHostError: "its name does not resolve",
            DownloadConnectionRefusedError: "refused",
            DownloadTimeoutError: "timeout",
        }
        return self.unkept(url, Reason.UNREACHABLE, names.get(type(error), str(error)[:200]))

    def unkept(self, url: str, reason: Reason, detail: str = "") -> Unkept:
        """Say of an address why it gave no article."""
        return Unkept(self.name, url, reason, detail)


def bare_host(host: str) -> str:
    """Return a host name without `www.` or `m.` before it."""
    host = host.lower()
    for prefix in ("www.", "m."):
        host = host.removeprefix(prefix)
    return host
