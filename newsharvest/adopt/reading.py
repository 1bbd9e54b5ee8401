"""One page in, its article out, with the selector behind each field: what `scrapy read` shows, and what adopting an outlet tries."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from scrapy.crawler import Crawler
from scrapy.http import TextResponse
from scrapy.statscollectors import StatsCollector
from scrapy.utils.response import get_base_url

from newsharvest.adopt.outlet import adhoc_outlet, imprint
from newsharvest.adopt.recognition import Unknown, recognise
from newsharvest.crawl.outlet import OutletSpider
from newsharvest.items import Article
from newsharvest.page.layouts import MADE_OF, Layout, choose, counted_winners
from newsharvest.page.tree import page_of
from newsharvest.pipelines.normalise import NormalisePipeline
from newsharvest.pipelines.validate import ValidatePipeline
from newsharvest.platforms.families import FAMILIES
from newsharvest.reasons import Unwanted

FIELDS = (
    "section", "title", "subtitle", "authors", "author_emails", "published_at", "modified_at", "body", "images", "tags", "rights",
)  # fmt: skip
"""What is read off a page."""


@dataclass(frozen=True, slots=True)
class Winner:
    """The selector that gave a field: its position among the field's, from 1, and its text."""

    position: int
    query: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What a page gave, and how."""

    outlet: type[OutletSpider]
    """The spider class that read it, made for the purpose where no spider knows the host."""
    address: str
    """Where the page is from, or nothing."""
    layout: Layout
    article: Article
    winners: Mapping[str, Winner]
    """By the names of FIELDS; a selector may win and yet leave nothing that can be read."""
    from_text: frozenset[str]
    """Fields that no selector gave, but a byline or rights line of the text."""
    unwanted: Unwanted | None
    """Why a harvest would not keep it."""

    def lines(self) -> Iterator[str]:
        """Yield for each field the selector that won, in words."""
        width = max(map(len, FIELDS))
        for name in FIELDS:
            winner, value = self.winners.get(name), getattr(self.article, name)
            if name in self.from_text:
                by = "a byline or rights line of the text"
            elif value and winner:
                by = winner.query + (f"  (fallback: selector {winner.position} of the field)" if winner.position > 1 else "")
            elif winner and name != "images":
                by = f"-  empty: nothing readable in {winner.query}"
            else:
                by = "-  empty"
            yield f"{name:<{width}}  {by}"


def read_page(
    response: TextResponse,
    outlets: Mapping[str, type[OutletSpider]],
    crawler: Crawler,
    *,
    family: str | None = None,
    received: datetime | None = None,
) -> Reading | Unknown:
    """Read the article of a page, or say that the page is unknown. The response's address is empty where it is not known.

    An outlet of `outlets` whose host it is reads it as in a harvest; else a class made for the host, of the family that the page is
    recognised as. With `family`, a short name of FAMILIES, its layouts alone are tried.
    """
    page, address = page_of(response), response.url
    known = next((outlet for outlet in outlets.values() if outlet.is_own(address)), None)
    layout = choose(page, known.layouts) if known and not family else None
    if layout is None:
        found = recognise(page, family)
        if isinstance(found, Unknown):
            notice = choose(page, known.notices) if known else None  # its markup may be its own
            return replace(found, notice=found.notice or notice)
        layout, spider = found.layout, FAMILIES[found.family]
        outlet = known if known and issubclass(known, spider) else None
    else:
        outlet = known
    if outlet is None:
        outlet = adhoc_outlet(spider, address, title=imprint(page).masthead, taken=outlets, like=known)
    stats = StatsCollector(crawler)
    article = outlet.load(page, get_base_url(response), layout, stats, outlet.article_key(address) if address else None, received)
    read = {name for name in FIELDS if getattr(article, name)}
    # the two pipelines that look at one article by itself; the others need an address to know it by
    NormalisePipeline((outlet.title, *outlet.other_names)).process_item(article)
    unwanted = None
    try:
        ValidatePipeline().process_item(article)
    except Unwanted as reason:
        unwanted = reason
    winners = winners_of(stats)
    if "author_emails" in read and "authors" in winners:  # the loader takes them from the byline too
        winners.setdefault("author_emails", winners["authors"])
    from_text = frozenset(name for name in FIELDS if getattr(article, name) and name not in read)
    return Reading(outlet, address, layout, article, winners, from_text, unwanted)


def winners_of(stats: StatsCollector) -> dict[str, Winner]:
    """Return the winning selectors that a loader has counted for one page."""
    found = {won.field: Winner(won.position, won.query) for won in counted_winners(stats.get_stats())}
    return {name: winner for name in FIELDS if (winner := found.get(MADE_OF.get(name, name)))}
