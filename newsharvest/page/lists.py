"""A list page in, its rows out: which article each row links, and the date printed beside it. And its pager: which pages it links."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import NamedTuple
from urllib.parse import parse_qsl, urlsplit

from parsel import Selector
from scrapy.http import TextResponse

from newsharvest import press
from newsharvest.addresses import join
from newsharvest.page.body import lines_of
from newsharvest.page.layouts import ListLayout, Rule, Won


class Row(NamedTuple):
    """One row of a list: the article's key, the address that links it, and when the list says it was published (KST), if it says so."""

    key: str
    url: str
    date: datetime | None


class ListRead(NamedTuple):
    """The rows of a list page, and the rule that found them; no rows and None where none did."""

    rows: list[Row]
    won: Won | None


def read_list(
    page: Selector, base_url: str, layouts: Sequence[ListLayout], key_of: Callable[[str], str | None], received: datetime | None = None
) -> ListRead:
    """Read the rows that link an article (`key_of` an absolute address gives its key), by the first row rule that finds any.

    `base_url` is what the page's links are relative to; `received` is what `3시간 전` counts from. A row that links no article (an ad among
    the rows) is passed over.
    """
    for layout in layouts:
        for position, rule in enumerate(layout.rows, start=1):
            rows = [row for element in rule.select(page) if (row := _row(base_url, element, layout, key_of, received))]
            if rows:
                return ListRead(rows, Won(layout.name, "rows", position, rule))
    return ListRead([], None)


def read_feed(response: TextResponse, key_of: Callable[[str], str | None]) -> list[Row]:
    """Read an RSS feed's items that link an article. What is no feed (`RSS 보기가 금지되어 있습니다.`) gives none."""
    rows = []
    for item in Selector(response.text, type="xml").xpath("//item"):
        url = (item.xpath("string(link)").get() or "").strip()
        raw = item.xpath("string(*[local-name()='pubDate' or local-name()='date'])").get() or ""
        if key := key_of(url):
            rows.append(Row(key, url, press.read_time(raw) or _rfc822(raw)))
    return rows


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
        link = urlsplit(url)
        query = dict(parse_qsl(link.query))
        if link.path == this.path and stated.items() <= query.items() and query.get(parameter, "").isdecimal():
            pages.add(int(query[parameter]))
    return pages


def _rfc822(raw: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(raw)
        return (moment if moment.tzinfo else moment.replace(tzinfo=press.KST)).astimezone(press.KST)
    except (ValueError, OverflowError):
        return None


def _row(
    base_url: str, element: Selector, layout: ListLayout, key_of: Callable[[str], str | None], received: datetime | None
) -> Row | None:
    for href in element.xpath("descendant-or-self::a/@href").getall():
        url = join(base_url, href)
        if url and (key := key_of(url)):
            return Row(key, url, _date(element, layout.date, received))
    return None


def _date(row: Selector, rules: Sequence[Rule], received: datetime | None) -> datetime | None:
    for rule in rules:
        for element in rule.select(row):
            for text in rule.keep(lines_of(element)):
                if moment := press.read_list_time(text, received):
                    return moment
    return None
