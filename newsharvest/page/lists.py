"""A list page in, its rows out: which article each row links, and the date printed beside it. And its pager: which pages it links.

A feed's items are rows too. Many feeds are not quite XML: a bare `&` in a link, `<부고>` in a title. An XML parser that recovers from it
loses the link, or the item, and does not say so; an HTML parser takes `<link>` for empty and CDATA for a comment. What is wanted of an
item are a few elements that hold nothing but text, so they are looked for as text: nothing else in a feed can hide them.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from email.utils import parsedate_to_datetime
from functools import cache
from itertools import islice, pairwise
from typing import NamedTuple
from urllib.parse import parse_qsl, urlsplit

from parsel import Selector
from scrapy.http import TextResponse

from newsharvest import press
from newsharvest.addresses import join, mended
from newsharvest.page.body import lines_of
from newsharvest.page.layouts import ListLayout, Rule, Won

ROWS_MAX = 1_000
"""Rows of a list page, or items of a feed, that are read: a site's longest lists have a hundred."""
TEXT_MAX = 300
"""Characters that are kept of what a row prints: its title stands at the beginning."""


class Row(NamedTuple):
    """One row of a list: the article's key, the address that links it, and when the list says it was published (KST), if it says so.

    `text`: all that the row prints, on one line.
    """

    key: str
    url: str
    date: datetime | None
    text: str = ""


class ListRead(NamedTuple):
    """The rows of a list page, and the rule that found them; no rows and None where none did."""

    rows: list[Row]
    won: Won | None


class FeedRead(NamedTuple):
    """The items of a feed that link an article, each with its date if it has one, and how many items there are in all."""

    rows: list[Row]
    items: int


def read_list(
    page: Selector,
    base_url: str,
    layouts: Sequence[ListLayout],
    key_of: Callable[[str], str | None],
    received: datetime | None = None,
    above: datetime | None = None,
) -> ListRead:
    """Read the rows that link an article (`key_of` an absolute address gives its key), by the first row rule that finds any.

    `base_url` is what the page's links are relative to; `received` is what `3시간 전` counts from; `above` is the date of the last row of
    the page before, from which a day without a year goes on. A row that links no article (an ad among the rows) is passed over. No more
    than ROWS_MAX come.
    """

    @cache  # of rows that stand within each other, each has all their links
    def article(link: str) -> tuple[str, str] | None:
        url = join(base_url, link)
        return (key, url) if url and (key := key_of(url)) else None

    for layout in layouts:
        for position, rule in enumerate(layout.rows, start=1):
            links = ((element, (a.get("href") for a in element.root.iter("a"))) for element in rule.select(page))
            found = ((element, link) for element, hrefs in links if (link := next(filter(None, map(article, filter(None, hrefs))), None)))
            linked = list(islice(found, ROWS_MAX))
            if linked:
                dates = press.read_list_times([_printed(element, layout.date, received) for element, _ in linked], received, above)
                rows = [Row(*link, date, _text(element)) for (element, link), date in zip(linked, dates, strict=True)]
                return ListRead(rows, Won(layout.name, "rows", position, rule))
    return ListRead([], None)


def read_feed(response: TextResponse, key_of: Callable[[str], str | None]) -> FeedRead:
    """Read the first ROWS_MAX items of a feed (RSS of any kind, Atom). What is no feed (`RSS 보기가 금지되어 있습니다.`) has none."""
    items = list(islice(_items(response.text), ROWS_MAX))
    linked = ((item, _to_article(response.url, _links(item), key_of)) for item in items)
    return FeedRead([Row(*link, _feed_date(item)) for item, link in linked if link], len(items))


def _to_article(base_url: str, links: Iterable[str], key_of: Callable[[str], str | None]) -> tuple[str, str] | None:
    """Return the key and the address of the first article that links lead to."""
    for link in links:
        url = join(base_url, link)
        if url and (key := key_of(url)):
            return key, url
    return None


def _text(row: Selector) -> str:
    return press.clean(" ".join(row.xpath("descendant-or-self::text()[not(parent::script or parent::style)]").getall()))[:TEXT_MAX]


def pages_linked(page: Selector, base_url: str, first: str, parameter: str, key_of: Callable[[str], str | None]) -> set[int]:
    """Return the numbers of a list's pages that a page links to, by addresses that say them.

    `base_url` is what the page's links are relative to, `first` the absolute address of the list's first page, and `parameter` the query
    parameter that turns its pages. `key_of` an absolute address gives the key of the article that it leads to, if to one.
    """
    this = urlsplit(first)
    stated = dict(parse_qsl(this.query))
    pages = set()
    for href in page.css(f"a[href*='{parameter}=']::attr(href)").getall():
        url = join(base_url, href)
        if url is None or key_of(url):  # gnuboard's rows carry the page that they stand on
            continue
        link = urlsplit(mended(url))
        query = dict(parse_qsl(link.query))
        if link.path == this.path and stated.items() <= query.items() and _PAGE.fullmatch(query.get(parameter, "")):
            pages.add(int(query[parameter]))
    return pages


_PAGE = re.compile(r"[0-9]{1,9}")
_NEXT = re.compile(r"(?:다음|next|[>›»▶→]).{0,20}", re.IGNORECASE)


def has_scripted_next(page: Selector, parameter: str) -> bool:
    """Tell whether beside the links that a pager has (by `parameter`) there stands a `다음` that is no address, but runs a script."""
    near = f"//a[contains(@href, '{parameter}=')]/ancestor::*[position() <= 2]"
    scripted = "a[not(@href) or starts-with(@href, 'javascript:') or starts-with(@href, '#')]"
    for element in page.xpath(f"{near}//{scripted} | {near}//button"):
        names = (element.xpath(f"string({what})").get() or "" for what in (".", ".//@alt", "@title", "@aria-label"))
        if any(_NEXT.fullmatch(press.clean(name)) for name in names):
            return True
    return False


# --- a list's rows


def _printed(row: Selector, rules: Sequence[Rule], received: datetime | None) -> str:
    """Return a row's date as it is printed: the first text that can be read as one, or nothing."""
    texts = (text for rule in rules for element in rule.select(row) for text in rule.keep(lines_of(element)))
    return next((text for text in texts if press.read_list_time(text, received)), "")


# --- a feed's items

_ITEM = re.compile(r"<(?P<end>/?)(?:[\w.-]{1,40}:)?(?:item|entry)(?P<attributes>(?:\s[^<>]{0,2000})?)>", re.IGNORECASE)
_ELEMENT = re.compile(
    r"<(?:[\w.-]{1,40}:)?(?P<name>link|origLink|guid|id|pubDate|published|date|issued|updated|modified)"
    r"(?P<attributes>(?:\s[^<>]{0,2000}|/)?)>(?P<text>[^<]{0,4000})",
    re.IGNORECASE,
)
_ATTRIBUTE = re.compile(r"""(?<![\w-])(?P<name>rel|href|about)\s?=\s?(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)')""", re.IGNORECASE)
_NO_YEAR = re.compile(r"(?<![\d+-])0\d{3}(?!\d)")
_REFERENCE = re.compile(r"&#?\w{1,31};")
_ADDRESSES = ("link", "origlink", "guid", "id")
_DATES = ("pubdate", "published", "date", "issued", "updated", "modified")
"""Elements in order of trust. Names are compared in small letters, and without the prefix of a namespace."""


def _items(text: str) -> Iterator[str]:
    """Yield the items of a feed as text, each with what its own tag says before it, CDATA as other text and comments left away."""
    text = _without("<!--", "-->", _without("<![CDATA[", "]]>", text, html.escape), lambda _: "")
    for tag, following in pairwise([*_ITEM.finditer(text), None]):
        if tag and not tag["end"]:
            yield f"<item{tag['attributes']}>{text[tag.end() : following.start() if following else None]}"


def _without(begin: str, end: str, text: str, instead: Callable[[str], str]) -> str:
    """Replace what stands between two marks, and the marks; one that has no end is left as it is."""
    before, *parts = text.split(begin)
    return before + "".join(
        instead(within) + after if mark else begin + within for within, mark, after in (p.partition(end) for p in parts)
    )


def _links(item: str) -> Iterator[str]:
    """Yield the addresses that an item may mean, in order of trust: what it links, what it is called, what it is about."""
    elements = sorted(_ELEMENT.finditer(item), key=lambda e: _place(e["name"], _ADDRESSES))
    for element in elements:
        if element["name"].lower() in _ADDRESSES:
            attributes = _attributes(element["attributes"])
            if attributes.get("rel", "alternate") == "alternate":  # an Atom feed's others: its files, its comments
                yield from filter(None, (_unescaped(element["text"]), attributes.get("href")))
    yield from filter(None, [_attributes(item.partition(">")[0]).get("about")])


def _feed_date(item: str) -> datetime | None:
    elements = sorted(_ELEMENT.finditer(item), key=lambda e: _place(e["name"], _DATES))
    dates = (_unescaped(element["text"]) for element in elements if element["name"].lower() in _DATES)
    return next((moment for raw in dates if (moment := press.read_time(raw) or _rfc822(raw))), None)


def _place(name: str, names: Sequence[str]) -> int:
    return names.index(name.lower()) if name.lower() in names else len(names)


def _attributes(tag: str) -> dict[str, str]:
    return {found["name"].lower(): _unescaped(found["double"] or found["single"] or "") for found in _ATTRIBUTE.finditer(tag)}


def _unescaped(text: str) -> str:
    """Return a text with its references resolved, those alone that have their semicolon: `&copy=1` in an address is none."""
    return _REFERENCE.sub(lambda reference: html.unescape(reference[0]), text).strip()


def _rfc822(raw: str) -> datetime | None:
    if _NO_YEAR.search(raw):  # for which Python would put 2001
        return None
    try:
        moment = parsedate_to_datetime(raw)
        return press.in_print((moment if moment.tzinfo else moment.replace(tzinfo=press.KST)).astimezone(press.KST))
    except (ValueError, OverflowError):
        return None
