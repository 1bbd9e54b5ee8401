"""A visit to an outlet whose pages have changed: the list, the pages of articles that are known, and of some that are not."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import cast

from parsel import Selector
from scrapy.http import TextResponse

from newsharvest import press
from newsharvest.addresses import join
from newsharvest.cases.recorder import Answer
from newsharvest.cases.visitor import VisitError, Visitor
from newsharvest.crawl.outlet import OutletSpider
from newsharvest.items import Article
from newsharvest.language import _
from newsharvest.page.bounds import TooComplexError
from newsharvest.page.lists import Row, read_list
from newsharvest.page.tree import base_url_of, is_page, page_of
from newsharvest.reasons import Reason

UNSEEN = 5
"""Articles that are asked for though nothing is known of them: what was found is tried on these."""
SPARE = 2
"""Known articles that are asked for in place of those that do not come."""
REQUESTS = 11
"""Pages that are asked for in all; robots.txt comes before them."""


@dataclass(frozen=True, slots=True)
class Page:
    """The page of an article."""

    key: str
    url: str
    """The canonical address."""
    answer: Answer
    tree: Selector
    article: Article | None
    """As the store has it, if it does."""
    given: bool
    """Whether it is one of those that a layout is found from."""

    @property
    def response(self) -> TextResponse:
        """The page as it came."""
        assert isinstance(self.answer.response, TextResponse)
        return self.answer.response


@dataclass(frozen=True, slots=True)
class ListPage:
    """The first page of the list."""

    url: str
    answer: Answer
    tree: Selector
    base_url: str
    rows: Sequence[Row]
    """As the outlet's layouts read them."""
    linked: Sequence[Row]
    """Every link to an article, each a row of its own without a date."""


@dataclass(frozen=True, slots=True)
class Visited:
    """What a visit found."""

    pages: Sequence[Page]
    listed: ListPage | None
    robots: Answer | None
    lost: Sequence[str]
    """Addresses that gave nothing, each with why."""
    known: Sequence[Article]
    """The articles that were asked for again."""


class Repairer(Visitor):
    """Visits an outlet. Mixed into the outlet's spider, whose settings hold."""

    def __init__(
        self, *, chosen: Sequence[Article], spare: Sequence[Article], kept: Callable[[Iterable[str]], set[str]], robots: bool
    ) -> None:
        """`chosen` are asked for, and of `spare` as many as do not come; `kept` says which ids the store has.

        `robots`: whether robots.txt is wanted as a page too.
        """
        super().__init__()
        self.wants_robots = robots
        self.chosen = chosen
        self.spare = spare
        self.kept = kept
        self.stored = {article.id: article for article in (*chosen, *spare)}
        self.pages: list[Page] = []
        self.lost: list[str] = []
        self.visited: Visited | None = None

    async def visit(self) -> None:
        """Ask for the list, the known articles, and some that are not known."""
        listed = await self.read_list_page()
        known = list(self.chosen)
        asked: list[Article] = []
        for article in (*known, *self.spare[:SPARE]):
            if len(self.pages) < len(known):
                asked.append(article)
                await self.ask(self.key(article), article, given=True)
        if not self.pages:
            raise VisitError("\n".join([_("no page of a known article came"), *self.lost]))
        rows = press.unique(row.key for row in (listed.rows or listed.linked)) if listed else []
        taken = {self.key(article) for article in asked}
        new = [key for key in rows if key not in taken]
        kept = self.kept(self.id_of(key) for key in new)
        unseen = 0
        for key in sorted(new, key=lambda key: self.id_of(key) in kept):  # those that the store does not have come first
            if unseen < UNSEEN and len(self.pages) + len(self.lost) + (listed is not None) < REQUESTS:
                unseen += await self.ask(key, self.stored.get(self.id_of(key)), given=False)
        robots = await self.fetch_robots(self.address("/robots.txt")) if self.wants_robots else None
        self.visited = Visited(self.pages, listed, robots if isinstance(robots, Answer) else None, self.lost, asked)

    def id_of(self, key: str) -> str:
        """Return the id of an article."""
        return f"{self.name}:{key}"

    def key(self, article: Article) -> str:
        """Return the key of an article of the store."""
        return article.id.removeprefix(f"{self.name}:")

    async def read_list_page(self) -> ListPage | None:
        """Ask for the list, and read its rows, or what it links where there are none. None, and noted, if it did not come."""
        url = self.list_url(None, 1)
        try:
            response = await self.page(url, _("the list"))
            tree = page_of(response)
        except (VisitError, TooComplexError) as error:
            self.lost.append(str(error))
            return None
        base_url = base_url_of(tree, response.url)
        rows, _won = read_list(tree, base_url, self.lists, self.article_key, self.received(response))
        linked = []
        for link in tree.css("a[href]"):
            address = join(base_url, link.attrib["href"])
            if address and (key := self.article_key(address)):
                linked.append(Row(key, address, None, press.clean(" ".join(link.css("::text").getall()))))
        answer = self.came[url]
        assert isinstance(answer, Answer)
        return ListPage(url, answer, tree, base_url, rows, linked)

    async def ask(self, key: str, article: Article | None, *, given: bool) -> bool:
        """Ask for an article; return whether its page came, and note why it did not."""
        url = self.article_url(key)
        answer = await self.fetch(url)
        if isinstance(answer, str):
            self.lost.append(f"{answer}  {url}")
        elif not is_page(answer.response):
            self.lost.append(f"{_('not a web page')}  {url}")
        elif (self.article_key(answer.response.url) or key) != key or not self.is_own(answer.response.url):
            led = _("it led to {address}", address=answer.response.url)
            self.lost.append(f"{led}  {url}")
        else:
            try:
                tree = page_of(answer.response)
            except TooComplexError as error:
                self.lost.append(f"{Reason.TOO_COMPLEX.sentence(str(error))}  {url}")
                return False
            self.pages.append(Page(key, url, answer, tree, article, given))
            return True
        return False


def repairer(outlet: type[OutletSpider]) -> type[Repairer]:
    """Return the outlet's spider, with its own settings, as a Repairer."""
    return cast("type[Repairer]", type(f"{outlet.__name__}Repairer", (Repairer, outlet), {}))
