"""`OutletSpider`: what all outlets do. A family says how its pages are laid out and addressed; an outlet says who it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Iterator
from datetime import datetime
from inspect import getattr_static
from typing import Any, ClassVar
from urllib.parse import parse_qsl, urlsplit

from parsel import Selector
from scrapy import Request, Spider
from scrapy.downloadermiddlewares.retry import get_retry_request
from scrapy.http import Response, TextResponse
from twisted.python.failure import Failure

from newsharvest import press
from newsharvest.addresses import bare_host, mended
from newsharvest.crawl.arguments import read_arguments
from newsharvest.crawl.failures import name_failure
from newsharvest.crawl.paging import Paging
from newsharvest.crawl.plan import Plan
from newsharvest.crawl.urls import ArticleAddress, ListAddress
from newsharvest.doubts import Doubt, doubts_of_page
from newsharvest.download.ending import End, Endings
from newsharvest.download.replay import RECORDED_AT
from newsharvest.items import Article, Unkept
from newsharvest.language import _
from newsharvest.page.article import read_article
from newsharvest.page.bounds import TooComplexError
from newsharvest.page.common import CHALLENGES
from newsharvest.page.layouts import Layout, ListLayout, Notice, Won, choose
from newsharvest.page.lists import ROWS_MAX, FeedRead, has_scripted_next, pages_linked, read_feed, read_list
from newsharvest.page.loader import Loaded
from newsharvest.page.tree import base_url_of, is_page, page_of
from newsharvest.reasons import Reason
from newsharvest.signals import signals_of_page

Answer = Iterator[Article | Unkept | Request]

RECEIVED_AT = "received_at"
"""The `Request.meta` key under which it stands when the answer was kept (ISO 8601), where answers are."""

GONE = frozenset({404, 410})
"""The statuses that say that the site does not have a page, or no longer."""

STALE_PAGES = 2
"""List pages in a row without one article that the walk has not seen: the list has ended, or does not turn its pages. One may be new
articles pushing the rows on by a whole page."""


class OutletSpider(Spider):
    """The spider of one outlet. An outlet sets the first group of attributes, a family the second.

    A class that has a host or layouts and does not say what its addresses are is a TypeError when it is made.
    """

    title: ClassVar[str]
    """The masthead, in Korean."""
    host: ClassVar[str]
    """Host of the canonical addresses; `www.` and `m.` before it, and http or https, are the same outlet."""
    scheme: ClassVar[str] = "http"
    region: ClassVar[str]
    """The provinces and cities that it writes for, in Korean."""
    other_names: ClassVar[tuple[str, ...]] = ()
    """What else the outlet calls itself in tags round its titles."""
    boilerplate: ClassVar[tuple[str, ...]] = ()
    """What it prints under its articles that is no text of theirs (a firm's lines, a call for tips), as printed, a string each, with a
    line's end in one of several lines. It is left out wherever it stands, but never from within a paragraph of other words; of several
    lines the longest goes alone too. So does a picture that links to an address in it."""
    sections: ClassVar[dict[str, str]] = {}
    """Section names to the CMS's own codes, as far as they are known."""

    allowed_domains: list[str] = []  # noqa: RUF012 (Scrapy's own attribute; set for each outlet from its host)
    family: ClassVar[str] = "-"
    """What the CMS is called; an outlet whose markup is its own has none."""
    layouts: ClassVar[tuple[Layout, ...]]
    lists: ClassVar[tuple[ListLayout, ...]]
    article_address: ClassVar[ArticleAddress]
    """The addresses that lead to an article; where templates cannot say them, `key_of` and `article_path` are written instead."""
    list_address: ClassVar[ListAddress]
    """The addresses of the lists, and the form of the section codes, which `-a section` takes as well as the names in `sections`."""
    feed_path: ClassVar[str | None] = None
    """Path of the RSS feed, where the family has one."""
    every_minutes: ClassVar[int] = 0
    """How many minutes at least lie between two harvests that `scrapy schedule --every` asks for; 0: as many as it says."""
    sitemap_paths: ClassVar[tuple[str, ...]] = ()
    """Paths of sitemaps that a harvest may ask for where the lists fall short, beside those that robots.txt names."""
    notices: ClassVar[tuple[Notice, ...]] = ()

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "host" in vars(cls):
            cls.allowed_domains = [bare_host(cls.host)]
        if vars(cls).keys() & {"host", "layouts"}:
            cls._check_addresses()

    @classmethod
    def _check_addresses(cls) -> None:
        written = all(getattr_static(cls, name) is not vars(OutletSpider)[name] for name in ("key_of", "article_path"))
        if not written and not hasattr(cls, "article_address"):
            raise TypeError(f"{cls.__name__} does not say which addresses lead to an article: article_address = ArticleAddress(…)")
        if not hasattr(cls, "list_address"):
            raise TypeError(f"{cls.__name__} does not say where its lists are: list_address = ListAddress(…)")
        for name, code in cls.sections.items():
            if not cls.list_address.is_section(code):
                raise TypeError(f"{cls.__name__}: the code {code!r} of the section {name} has none of the forms in its list_address")

    def __init__(self, name: str | None = None, plan: Plan | None = None, **arguments: str) -> None:
        """Take a plan, or the `-a` arguments as strings; ValueError says in plain words what is wrong with them."""
        super().__init__(name)
        self.plan = plan or read_arguments(type(self), arguments, press.now())
        self.listed: set[str] = set()
        self.stale_pages = 0
        self.last_date: datetime | None = None
        """Of the last row that was read: the next page goes on from it."""
        self.fewest_rows = 0
        """Of a list page so far: one that has fewer is the last."""
        self.paging = Paging()
        self.lists_asked = 0
        self.lists_read = 0
        self.endings = Endings()
        self.won: Counter[Won] = Counter()
        """Which selectors gave what, and on how many pages."""

    @classmethod
    def own_names(cls) -> tuple[str, ...]:
        """Return what the outlet calls itself: no author, and no part of a title."""
        return (cls.title, *cls.other_names)

    # --- what a family says of its addresses

    @classmethod
    def key_of(cls, path: str, query: dict[str, str]) -> str | None:
        """Return the CMS's own key of the article at this path and query, or None if it is no article."""
        return cls.article_address.key_of(path, query)

    @classmethod
    def article_path(cls, key: str) -> str:
        """Return the canonical path and query of an article."""
        return cls.article_address.path(key)

    @classmethod
    def list_path(cls, section: str | None, page: int) -> str:
        """Return the path and query of a list page (from 1), of one section's code or of all articles."""
        return cls.list_address.path(section, page)

    # --- addresses

    @classmethod
    def article_key(cls, url: str) -> str | None:
        """Return the key of the article that `url` (absolute) leads to, or is meant to; None if it leads to none of this outlet's."""
        return cls._key_at(url) or cls._key_at(mended(url))

    @classmethod
    def _key_at(cls, url: str) -> str | None:
        if not cls.is_own(url):
            return None
        parts = urlsplit(url)
        return cls.key_of(parts.path, dict(parse_qsl(parts.query)))  # of a doubled parameter PHP takes the last, and so does dict

    @classmethod
    def is_own(cls, url: str) -> bool:
        """Tell whether `url` is an absolute address of this outlet's host."""
        try:
            parts = urlsplit(url)
            return parts.scheme in {"http", "https"} and bare_host(parts.hostname or "") == bare_host(cls.host)
        except ValueError:  # `http://[`: not an address
            return False

    @classmethod
    def article_url(cls, key: str) -> str:
        """Return the canonical address of an article."""
        return cls.address(cls.article_path(key))

    @classmethod
    def list_url(cls, section: str | None, page: int) -> str:
        """Return the address of a list page (from 1), of one section's code or of all articles."""
        return cls.address(cls.list_path(section, page))

    @classmethod
    def pages_linked(cls, page: Selector, base_url: str, section: str | None = None) -> set[int]:
        """Return the numbers of the pages that a page of this list links to."""
        return pages_linked(page, base_url, cls.list_url(section, 1), cls.list_address.page_parameter, cls.article_key)

    @classmethod
    def has_block_after(cls, tree: Selector, page: int) -> bool:
        """Tell whether a pager that ends with `page` may go on: by a script, or because its blocks are of ten."""
        return page % 10 == 0 or has_scripted_next(tree, cls.list_address.page_parameter)

    @classmethod
    def address(cls, path: str) -> str:
        """Return the absolute address of a path on this outlet's host."""
        return f"{cls.scheme}://{cls.host}{path}"

    # --- the crawl

    async def start(self) -> AsyncIterator[Any]:
        """Ask for the one article, or for the feed and the first list page. Plain requests: the off-site guard holds for them too."""
        if self.plan.article:
            yield self.article_request(self.plan.article, None)
            return
        if self.plan.reads_feed and self.feed_path:
            yield Request(self.address(self.feed_path), self.parse_feed, errback=self.feed_failed)
        yield self.list_request(1)

    def list_request(self, page: int, guessed: bool = False) -> Request:
        """Ask for a list page."""
        self.lists_asked += 1
        url = self.list_url(self.plan.section, page)
        return Request(url, self.parse_list, errback=self.list_failed, cb_kwargs={"page": page, "guessed": guessed})

    def article_request(self, key: str, listed: datetime | None, row: str = "") -> Request:
        """Ask for an article by its canonical address: the duplicate filter then sees one request however it was linked."""
        asked = {"key": key, "listed": listed, "row": row}
        return Request(self.article_url(key), self.parse_article, errback=self.article_failed, cb_kwargs=asked)

    def parse_feed(self, response: Response) -> Answer:
        """Follow a feed's articles: a first look, with the outlet's own times. How far a harvest reaches is for the lists to say."""
        rows, items = read_feed(response, self.article_key) if isinstance(response, TextResponse) else FeedRead([], 0)
        self.crawler.stats.set_value("feed/items", items)
        self.crawler.stats.set_value("feed/links", len(rows))
        if items >= ROWS_MAX:
            yield self.unkept(response.url, Reason.LIST_ENDLESS, _("the first {count:,} items of the feed were read", count=ROWS_MAX))
        for row in self.plan.choose(rows, 0, 0).wanted:
            yield self.article_request(row.key, row.date)

    def feed_failed(self, failure: Failure) -> Answer:
        """Let go of a feed that did not come: many outlets have theirs switched off. One that broke off is there."""
        unkept = self.failed(failure)
        if unkept.reason is Reason.CUT_SHORT:
            yield unkept

    def parse_list(self, response: Response, page: int, guessed: bool = False) -> Answer:
        """Follow a list's articles that the plan wants, then its next page.

        `guessed`: no page was seen to link it, and its address is a guess.
        """
        self.crawler.stats.inc_value("lists/pages")
        if not is_page(response):
            yield self.unkept(response.url, Reason.LIST_UNREADABLE, _("not a web page"))
            return
        if self.end_of(response) is End.CUT:
            yield from self.ask_again(response, response.url)
            return
        try:
            tree = page_of(response)
        except TooComplexError as error:
            yield self.unkept(response.url, Reason.TOO_COMPLEX, str(error))
            return
        base_url = base_url_of(tree, response.url)
        rows, won = read_list(tree, base_url, self.lists, self.article_key, self.received(response), self.last_date)
        if not rows and guessed:  # there is no such page: the list has ended
            self.lists_read += 1
            return
        if not rows:
            notice = choose(tree, CHALLENGES)
            yield self.unkept(response.url, notice.reason if notice else Reason.LIST_UNREADABLE, notice.name if notice else "")
            return
        if won:
            self.won[won] += 1
        self.last_date = next((row.date for row in reversed(rows) if row.date), self.last_date)
        full = len(rows) >= self.fewest_rows
        self.fewest_rows = min(self.fewest_rows or len(rows), len(rows))
        keys = {row.key for row in rows}
        self.stale_pages = self.stale_pages + 1 if keys <= self.listed else 0
        self.listed |= keys
        if self.stale_pages >= STALE_PAGES and not guessed:
            yield self.unkept(response.url, Reason.LIST_UNREADABLE, _("it repeats the pages before it"))
            return
        choice = self.plan.choose(rows, page, self.settings.getint("LIST_PAGES"))
        self.crawler.stats.inc_value("lists/links", len(rows))
        self.crawler.stats.inc_value("lists/known", choice.known)
        for row in choice.wanted:
            yield self.article_request(row.key, row.date, row.text)
        for row in choice.outside:
            yield self.unkept(self.article_url(row.key), Reason.OUT_OF_PERIOD)
        if page == 1:
            for key in filter(None, map(self.article_key, self.plan.due_urls())):
                yield self.article_request(key, None)
        whole = len(rows) < ROWS_MAX
        if not whole:
            yield self.unkept(response.url, Reason.LIST_ENDLESS, _("the first {count:,} rows of the page were read", count=ROWS_MAX))
        following = self.next_page(tree, base_url, page, guessed, full) if choice.goes_on and self.stale_pages < STALE_PAGES else None
        self.paging.note(rows, len(choice.wanted))
        if following and (enough := self.paging.ends(bounded=self.plan.pages is not None)):
            yield self.unkept(following.url, Reason.LIST_ENDLESS, enough)
        elif following:
            yield following
        self.lists_read += whole

    def next_page(self, tree: Selector, base_url: str, page: int, guessed: bool, full: bool) -> Request | None:
        """Return the request for the page after this one, if there is one, or may be: a guess, where its address cannot be seen."""
        linked = self.pages_linked(tree, base_url, self.plan.section)
        if page + 1 in linked:
            return self.list_request(page + 1)
        if (not linked and (page == 1 or guessed)) or max(linked, default=0) > page or (full and self.has_block_after(tree, page)):
            return self.list_request(page + 1, guessed=True)
        return None

    def parse_article(self, response: Response, key: str, listed: datetime | None, row: str = "") -> Answer:
        """Choose the page's layout by its shape and load the article, or say why there is none.

        `listed`: when the list says that it was published; `row`: all that the list's row prints.
        """
        asked, key = key, self.article_key(response.url) or key
        if key != asked:
            yield self.unkept(self.article_url(asked), Reason.DUPLICATE, _("redirected to {url}", url=self.article_url(key)))
        read = self.read_response(response, key, self.received(response), row)
        is_article = isinstance(read, Loaded) or read.reason is Reason.VIDEO_ONLY  # a notice may end as it likes
        end = self.end_of(response) if is_article else End.WHOLE
        if end is End.CUT and not self.plan.bears_no_end(self.article_url(key)):
            yield from self.ask_again(response, self.article_url(key))
            return
        if isinstance(read, Unkept):
            yield read
            return
        self.won.update(read.won.values())
        if end is not End.WHOLE:
            read.article.doubts.append(Doubt.NO_END.code)
        if self.within_period(read.article, listed):
            yield read.article
        else:
            yield self.unkept(read.article.url, Reason.OUT_OF_PERIOD)

    @classmethod
    def known_of(cls, key: str | None, received: datetime | None) -> Article:
        """Return what is known of an article before its page is read. Without a key, its id and address stay empty."""
        return Article(
            id=f"{cls.name}:{key}" if key else "",
            outlet=cls.name,
            outlet_name=cls.title,
            url=cls.article_url(key) if key else "",
            fetched_at=press.iso(received) if received else None,
        )

    @classmethod
    def read_response(cls, response: Response, key: str | None, received: datetime | None, row: str = "") -> Loaded | Unkept:
        """Read the article of a response, not yet normalised, or say why there is none. `row`: what the list prints of it, if one does."""
        known = cls.known_of(key, received)
        if not is_page(response):
            return Unkept(cls.name, known.url, Reason.NO_LAYOUT, _("not a web page"))
        try:
            page = page_of(response)
            base_url = base_url_of(page, response.url)
            read = read_article(page, base_url, cls.layouts, cls.notices, known, cls.boilerplate)
        except TooComplexError as error:
            return Unkept(cls.name, known.url, Reason.TOO_COMPLEX, str(error))
        if isinstance(read, Loaded):
            read.article.doubts = doubts_of_page(page, base_url, read, cls.own_names(), cls.article_key, row)
            read.article.signals = signals_of_page(page, response.headers, read.evidence.stated)
        return read

    def within_period(self, article: Article, listed: datetime | None) -> bool:
        """Go by the article's own date, else by the list's, else by when the page was received."""
        stated = article.published_at or article.fetched_at
        when = listed if listed and not article.published_at else stated and datetime.fromisoformat(stated).astimezone(press.KST)
        return not when or self.plan.covers(when)

    def received(self, response: Response) -> datetime | None:
        """Return when the page was received: now, or in replay when it was recorded (None where that is not known)."""
        if RECORDED_AT in response.meta:
            recorded: str | None = response.meta[RECORDED_AT]
            return press.read_time(recorded) if recorded else None
        return datetime.fromisoformat(response.meta[RECEIVED_AT]) if RECEIVED_AT in response.meta else press.now()

    # --- what went wrong

    def end_of(self, response: Response) -> End:
        """Say how a page ends, beside the outlet's others. What was recorded is as it was recorded."""
        if RECORDED_AT in response.meta or not is_page(response):
            return End.WHOLE
        return self.endings.of(response.url, response.text)

    def ask_again(self, response: Response, url: str) -> Answer:
        """Ask again for a page that breaks off, as for one that says so itself; at last say that it does."""
        assert response.request is not None
        again = get_retry_request(response.request, spider=self, reason=Reason.CUT_SHORT.code)
        if again is None:
            yield self.unkept(url, Reason.CUT_SHORT, _("the page has no end"))
        else:
            self.crawler.engine.crawl(again)  # yielded, Scrapy would warn of what its retries keep in a request

    def list_failed(self, failure: Failure) -> Answer:
        """Count a list page that did not come. One whose address was a guess, and that is not there, is past the end of the list."""
        unkept = self.failed(failure)
        if failure.request.cb_kwargs["guessed"] and unkept.status in GONE:  # type: ignore[attr-defined]
            self.lists_read += 1
        else:
            yield unkept

    def article_failed(self, failure: Failure) -> Answer:
        """Count an article that did not come; 404 and 410 say that it is gone."""
        unkept = self.failed(failure)
        if unkept.status in GONE:
            unkept.reason = Reason.DELETED
        yield unkept

    def failed(self, failure: Failure) -> Unkept:
        """Name a request that gave no response, by the address that was first asked for."""
        request: Request = failure.request  # type: ignore[attr-defined]
        assert failure.value is not None
        reason, detail, status = name_failure(failure.value, request.url)
        asked = request.url if reason is Reason.NOT_RECORDED else request.meta.get("redirect_urls", [request.url])[0]
        return self.unkept(asked, reason, detail, status)

    def unkept(self, url: str, reason: Reason, detail: str = "", status: int | None = None) -> Unkept:
        """Say of an address why it gave no article."""
        return Unkept(self.name, url, reason, detail, status)
