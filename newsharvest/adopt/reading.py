"""One page in, its article out, with the selector behind each field: what `scrapy read` shows, and what adopting an outlet tries."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from scrapy.http import TextResponse

from newsharvest.adopt.outlet import adhoc_outlet, imprint
from newsharvest.adopt.recognition import Unknown, recognise
from newsharvest.crawl.outlet import OutletSpider
from newsharvest.doubts import doubts_of_page, doubts_of_text, words_of
from newsharvest.items import READ_FIELDS, RULES_OF, Article, Unkept
from newsharvest.language import _
from newsharvest.page.article import normalise, validate, video_only
from newsharvest.page.layouts import GUESSED, Layout, Won, choose
from newsharvest.page.loader import load
from newsharvest.page.tree import base_url_of, page_of
from newsharvest.platforms.families import FAMILIES
from newsharvest.press import now
from newsharvest.signals import signals_of_page, told
from newsharvest.signals import words_of as signal_words


@dataclass(frozen=True, slots=True)
class Reading:
    """What a page gave, and how."""

    outlet: type[OutletSpider]
    """The spider class that read it, made for the purpose where no spider knows the host."""
    address: str
    """Where the page is from, or nothing."""
    layout: Layout
    article: Article
    won: Mapping[str, Won]
    """The selector that gave each of READ_FIELDS; one may win and yet leave nothing that can be read."""
    from_text: frozenset[str]
    """Fields that no selector gave, but a byline or rights line of the text."""
    unkept: Unkept | None
    """Why a harvest would not keep it."""

    def lines(self) -> Iterator[str]:
        """Yield for each field the selector that won, in words; then what may be wrong with the article."""
        width = max(map(len, READ_FIELDS))
        for name in READ_FIELDS:
            won, value = self.won.get(name), getattr(self.article, name)
            if name in self.from_text:
                by = _("a byline or rights line of the text")
            elif value and won:
                fallback = _("fallback: selector {position} of the field", position=won.position)
                notes = [fallback] * won.is_fallback + [_(GUESSED)] * won.rule.guessed
                by = won.rule.query + (f"  ({'; '.join(notes)})" if notes else "")
            elif won and name != "images":
                empty = _("-  empty: nothing readable in {selector}", selector=won.rule.query)
                by = empty + (f"  ({_(GUESSED)})" if won.rule.guessed else "")
            else:
                by = _("-  empty")
            yield f"{name:<{width}}  {by}"
        yield from (_("doubt: {name}: {words}", name=name, words=words_of(name)) for name in self.article.doubts)
        yield from (_("signal: {code}: {words}", code=code, words=signal_words(code)) for code in told(self.article.signals))


def read_page(
    response: TextResponse,
    outlets: Mapping[str, type[OutletSpider]],
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
    base_url = base_url_of(page, address)
    known_of_it = outlet.known_of(outlet.article_key(address) if address else None, received)
    read = load(page, base_url, layout, known_of_it, outlet.boilerplate)
    article = normalise(read.article, outlet.own_names())
    article.doubts = doubts_of_page(page, base_url, read, outlet.own_names(), outlet.article_key)
    article.doubts += doubts_of_text(article)
    article.signals = signals_of_page(page, response.headers, read.evidence.stated)
    won = {name: read.won[rules] for name, rules in RULES_OF.items() if rules in read.won}
    if read.article.author_emails and "authors" in won:  # the loader takes them from the byline too
        won.setdefault("author_emails", won["authors"])
    from_text = frozenset(name for name in READ_FIELDS if getattr(article, name) and not getattr(read.article, name))
    return Reading(outlet, address, layout, article, won, from_text, video_only(read) or validate(article, now()))
