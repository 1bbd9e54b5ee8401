"""A visit to a site that no spider knows: which family it is of, what an outlet of it would give, and the pages that show it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any, Self
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import TextResponse

from newsharvest import press
from newsharvest.addresses import bare_host
from newsharvest.adopt.outlet import adhoc_outlet, article_links, board, board_of, feed_paths, front_title, imprint, own_path, sections
from newsharvest.adopt.own import articles_of, is_article, list_of, lists_linked, own_addresses, own_layouts, own_list
from newsharvest.adopt.reading import Reading, read_page
from newsharvest.adopt.recognition import Unknown
from newsharvest.archive.private import without_private
from newsharvest.cases.recorder import Answer
from newsharvest.cases.visitor import VisitError, Visitor
from newsharvest.crawl.outlet import OutletSpider
from newsharvest.crawl.sitemaps import NoSitemapError, SitemapRead, TooLargeError, is_news, read_sitemap, unpacked
from newsharvest.crawl.urls import ArticleAddress
from newsharvest.fit import Sample, UnfittableError
from newsharvest.language import _
from newsharvest.page.bounds import TooComplexError
from newsharvest.page.lists import Row, read_feed, read_list
from newsharvest.page.tree import base_url_of, is_page, page_of
from newsharvest.platforms.families import FAMILIES
from newsharvest.reasons import Reason
from newsharvest.run.checkup import feed_found, list_found, watch_robots

ARTICLES = 5
"""Articles that are read."""
TRIES = 10
"""Articles asked for until so many are read: some are deleted, or a photo without text."""
LINKS = 3
"""Links that are followed in search of an article, from a page that is none."""
FEEDS = 2
"""Feeds of those that the pages announce that are asked for; then the family's."""

QUOTES = re.compile(r'["\\]')
"""What the name of an outlet or a section may not hold: it is written into a spider's file."""
TITLE_MAX = 20
"""Characters of a masthead: more is a motto or a list of words for search engines, and no line of a spider's file."""


def unquoted(name: str) -> str:
    """Return a name without what could end a string."""
    return press.clean(QUOTES.sub("", name))


@dataclass(frozen=True, slots=True)
class Unfamiliar:
    """Why no family reads any page of a site."""

    lines: Sequence[str]


@dataclass(frozen=True, slots=True)
class Site:
    """What a visit found."""

    outlet: type[OutletSpider]
    """What its spider would be."""
    robots: Mapping[str, Any]
    listed: Mapping[str, Any]
    feed: Mapping[str, Any] | None
    """As in the findings of a checkup, these three."""
    sitemap: SitemapRead | None
    """What the outlet's sitemap gave, which is then one of its `sitemap_paths`; None if its robots.txt names none that could be read."""
    readings: Sequence[Reading]
    passed: Sequence[str]
    """Why an article gave nothing, and its address; of each that did not."""
    pages: Mapping[str, Answer]
    """What came, by the address that a crawl asks for: the articles that were read, the list, the feed if it gave any, robots.txt."""

    @property
    def is_of_family(self) -> bool:
        """Whether a family reads it; else its layouts were found by program."""
        return OutletSpider not in self.outlet.__bases__


class AdoptSpider(Visitor):
    """Visits a site that no spider knows."""

    name = "adopt"
    title = ""

    def __init__(self, *, url: str, outlet_name: str) -> None:
        """`url` is a page of the site; `outlet_name` is what its spider would be called."""
        super().__init__()
        self.url = url
        self.outlet_name = outlet_name
        self.allowed_domains = [bare_host(urlsplit(Request(url).url).hostname or "")]  # as it is asked for: `가온.kr` is `xn--…`
        self.robots: Mapping[str, Any] = {}
        self.site: Site | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Watch for the robots.txt of the first request."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider.robots = watch_robots(crawler)
        return spider

    # --- the visit

    async def visit(self) -> None:
        """Visit the site."""
        self.site = await self.find()

    async def find(self) -> Site:
        """Find an article, its family, and what an outlet of that would find."""
        page = await self.page(self.url, _("the page"))
        if (urlsplit(page.url).hostname or "").startswith("m."):
            raise VisitError(_("{url} is the mobile site: give an address of the one for desktops", url=page.url))
        found = await self.first_article(page)
        front = await self.fetch(page.urljoin("/"))
        seen = [page] if isinstance(front, str) or not is_page(front.response) else [front.response, page]
        if isinstance(found, Unfamiliar):
            return await self.find_own(found, seen)
        article = found
        base = next(family for family in FAMILIES.values() if family in article.outlet.__bases__)
        problems = []
        for family in [base, *(f for f in FAMILIES.values() if issubclass(f, base) and f is not base)]:
            try:  # a board without NetPro's theme, on a site that has it, looks like plain gnuboard
                outlet = self.outlet_of(family, seen, **board(family, article.outlet.article_key(article.address) or ""))
                return await self.try_out(outlet, [article.outlet.article_key(article.address) or ""], seen)
            except VisitError as error:
                problems.append(str(error))
        raise VisitError("\n".join(press.unique(problems)))

    async def first_article(self, page: TextResponse) -> Reading | Unfamiliar:
        """Return the reading of the page, or of the first of its links that leads to an article of a family; or why there is none."""
        found = read_page(page, {})
        if isinstance(found, Reading) and found.article.id:
            return found
        links = [url for url in article_links(page) if url != page.url]
        boards = Counter(map(board_of, links))  # a site may have several: the news are what it links most
        links = sorted(links, key=lambda url: -boards[board_of(url)])[:LINKS]
        lost = []
        for url in links:
            linked = await self.fetch(url)
            if isinstance(linked, str):
                lost.append(f"{url}: {linked}")
            elif is_page(linked.response):
                reading = read_page(linked.response, {})
                if isinstance(reading, Reading) and reading.article.id:
                    return reading
        if isinstance(found, Unknown):
            told = list(found.lines())
        else:
            told = [_("it has the shape of {layout}, but not the address", layout=found.layout.name)]
        first = _(
            "{url} is no article of a known family, nor are {links}: give the address of an article", url=page.url, links=", ".join(links)
        )
        if not links:
            first = _(
                "{url} is no article of a known family, and no link on it looks like one: give the address of an article", url=page.url
            )
        return Unfamiliar([first, *lost, *told, _("if it is one: docs/adding-outlets.md says how such an outlet is added")])

    def outlet_of(self, family: type[OutletSpider], seen: Sequence[TextResponse], **attributes: Any) -> type[OutletSpider]:
        """Make the class of an outlet of this family, with what the pages state of it; its host is that of the last."""
        trees = {page.url: page_of(page) for page in seen}
        imprints = list(map(imprint, trees.values()))
        named = [*(found.masthead for found in imprints), *(front_title(tree) for url, tree in trees.items() if urlsplit(url).path == "/")]
        host = unquoted(bare_host(urlsplit(seen[-1].url).hostname or ""))
        return adhoc_outlet(
            family,
            seen[-1].url,
            title=next((name for name in map(unquoted, named) if 0 < len(name) <= TITLE_MAX), host),
            name=self.outlet_name,
            region=next((found.region for found in imprints if found.region), ""),
            **attributes,
        )

    async def try_out(self, outlet: type[OutletSpider], first: Sequence[str], seen: Sequence[TextResponse]) -> Site:
        """Ask for what a harvest would ask for, and read it. VisitError if the outlet would give nothing, or is of another family.

        `first`: the keys of the articles that are read before those of the list.
        """
        url = outlet.list_url(None, 1)
        listing = await self.page(url, _("the list of all articles, where {family} has it,", family=outlet.family))
        tree = page_of(listing)
        rows, won = read_list(tree, base_url_of(tree, listing.url), outlet.lists, outlet.article_key, self.received(listing))
        if not rows:
            raise VisitError(_("the list of all articles links none that {family} would: {url}", family=outlet.family, url=url))
        named = max((sections(page, outlet) for page in [*seen, listing]), key=len)
        outlet.sections = {unquoted(name): code for name, code in named.items()}
        feed, feed_rows = await self.find_feed(outlet, seen)
        keys = press.unique([*first, *(row.key for row in (*rows, *feed_rows))])
        readings, passed = await self.read_articles(outlet, [outlet.article_url(key) for key in keys])
        robots = outlet.address("/robots.txt")
        await self.fetch_robots(robots)
        sitemap = await self.find_sitemap(outlet)
        kept = [*readings, url, *([feed["url"]] if feed and feed_rows else []), robots]
        return Site(
            outlet=outlet,
            robots=self.robots,
            listed=list_found(url, rows, outlet.lists, won),
            feed=feed,
            sitemap=sitemap,
            readings=list(readings.values()),
            passed=passed,
            pages={asked: answer for asked in kept if isinstance(answer := self.came[asked], Answer)},
        )

    # --- a site of no family

    async def find_own(self, unfamiliar: Unfamiliar, seen: Sequence[TextResponse]) -> Site:
        """Find the addresses, the list and the layouts of a site that is of no family: guesses, all of them."""
        try:
            address = own_addresses(seen)
            listing = await self.find_list(address, seen)
            outlet = self.outlet_of(OutletSpider, seen, layouts=(), lists=(), article_address=address, list_address=list_of(listing))
            listing = await self.page(outlet.list_url(None, 1), _("the list of all articles"))
            outlet.lists, listed = own_list(outlet, listing, self.received(listing), f"{press.now():%Y-%m-%d}")
            samples = []
            for key, row in listed.items():
                answer = await self.fetch(outlet.article_url(key))
                if isinstance(answer, Answer) and is_page(answer.response):
                    samples.append(Sample(page_of(answer.response), outlet.article_url(key), listed=row))
                if len(samples) == 2 * ARTICLES:
                    break
            named = Counter(name for sample in samples if 0 < len(name := imprint(sample.page).masthead) <= TITLE_MAX)
            if named:  # what its articles call it goes before what the title of a front page begins with
                outlet.title = named.most_common(1)[0][0]
            outlet.layouts = own_layouts(outlet, samples, f"{press.now():%Y-%m-%d}")
            return await self.try_out(outlet, [], seen)
        except (UnfittableError, VisitError) as error:
            *first, last = unfamiliar.lines
            neither = _("nor could a layout be found for it: {why}", why=error)
            raise VisitError("\n".join([*first, neither, last])) from error

    async def find_list(self, address: ArticleAddress, seen: Sequence[TextResponse]) -> TextResponse:
        """Return the page that lists all articles: one that a page links as such, or that of those seen which links most."""
        host = urlsplit(seen[-1].url).hostname or ""
        for url in press.unique(url for page in seen for url in lists_linked(page, host)):
            answer = await self.fetch(url)
            if isinstance(answer, Answer) and is_page(answer.response) and len(articles_of(answer.response, address)) >= ARTICLES:
                return answer.response
            break
        return max(seen[::-1], key=lambda page: (not is_article(page.url, address), len(articles_of(page, address))))

    async def find_feed(self, outlet: type[OutletSpider], seen: Sequence[TextResponse]) -> tuple[dict[str, Any] | None, Sequence[Row]]:
        """Find the feed that gives articles: one that the pages announce, or the family's. It becomes the outlet's."""
        announced = press.unique(without_private(path)[0] for page in seen for path in feed_paths(page, outlet))[:FEEDS]
        addresses = {path: outlet.address(path) for path in press.unique([*announced, outlet.feed_path or ""])}
        for path, url in addresses.items():
            answer = await self.fetch(url)
            text = answer.response if isinstance(answer, Answer) else None
            if isinstance(text, TextResponse) and (read := read_feed(text, outlet.article_key)).rows:
                outlet.feed_path = without_private(own_path(text.url, outlet))[0] or path  # where a redirect led
                self.came[outlet.address(outlet.feed_path)] = answer
                return feed_found(outlet.address(outlet.feed_path), *read), read.rows
        for url in addresses.values():
            return feed_found(url, [] if isinstance(self.came[url], Answer) else None, 0), []
        return None, []

    async def find_sitemap(self, outlet: type[OutletSpider]) -> SitemapRead | None:
        """Ask for the sitemap that robots.txt names, of several one of news. If it gives articles, or sitemaps, it becomes the outlet's."""
        own = [url for url in self.robots["sitemaps"] if outlet.is_own(url)]
        for url in sorted(own, key=lambda url: not is_news(url))[:1]:
            answer = await self.fetch(url)
            if isinstance(answer, Answer):
                with suppress(NoSitemapError, TooLargeError):
                    body = unpacked(answer.response.body, self.settings.getint("DOWNLOAD_MAXSIZE"))
                    read = read_sitemap(body, url, outlet.article_key, date.min)
                    if read.rows or read.undated or read.further:
                        outlet.sitemap_paths = (own_path(url, outlet),)
                        return read
        return None

    async def read_articles(self, outlet: type[OutletSpider], addresses: Sequence[str]) -> tuple[dict[str, Reading], list[str]]:
        """Read as many as are wanted, and say of the others why they gave nothing. VisitError if none could be read."""
        readings: dict[str, Reading] = {}
        passed = []
        for address in addresses[:TRIES]:
            found = await self.read(outlet, address)
            if isinstance(found, Reading):
                readings[address] = found
            else:
                passed.append(f"{found}  {address}")
            if len(readings) == ARTICLES:
                break
        if not readings:
            raise VisitError("\n".join([_("none of its articles could be read"), *passed]))
        return readings, passed

    # --- a page

    async def read(self, outlet: type[OutletSpider], address: str) -> Reading | str:
        """Read an article as the outlet would, or say why it gives nothing. VisitError if another family would read it."""
        answer = await self.fetch(address)
        if isinstance(answer, str):
            return answer
        if not is_page(answer.response):
            return Reason.NO_LAYOUT.sentence(_("not a web page"))
        try:
            found = read_page(answer.response, {outlet.name: outlet}, received=self.received(answer.response))
        except TooComplexError as error:
            return Reason.TOO_COMPLEX.sentence(str(error))
        if isinstance(found, Unknown):
            return (found.notice.reason if found.notice else Reason.NO_LAYOUT).sentence()
        if not outlet.is_own(found.address):
            return Reason.OFF_SITE.sentence()
        if found.outlet is not outlet:
            raise VisitError(
                _(
                    "{url} is of another family than the rest: {family}, and not {other}",
                    url=address,
                    family=found.outlet.family,
                    other=outlet.family,
                )
            )
        if found.unkept:
            return found.unkept.reason.sentence(found.unkept.detail)
        return found if found.article.url == address else Reason.DUPLICATE.sentence(_("redirected to {url}", url=found.article.url))
