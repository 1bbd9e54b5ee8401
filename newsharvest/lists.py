"""A list page in, its rows out: which article each row links, and the date printed beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import NamedTuple

from parsel import Selector
from scrapy.http import TextResponse
from scrapy.statscollectors import StatsCollector

from newsharvest import press, reader
from newsharvest.layouts import ListLayout, Rule, count_winner


class Row(NamedTuple):
    """One row of a list: the article's key, and when the list says it was published (KST), if it says so."""

    key: str
    date: datetime | None


def read_list(
    response: TextResponse, layouts: Sequence[ListLayout], key_of: Callable[[str], str | None], stats: StatsCollector
) -> list[Row]:
    """Read the rows that link an article (`key_of` an absolute address gives its key), by the first row rule that finds any.

    A row that links no article (an ad between the rows) is passed over.
    """
    for layout in layouts:
        for position, rule in enumerate(layout.rows, start=1):
            found = [(element, _article_key(response, element, key_of)) for element in rule.select(response.selector)]
            rows = [Row(key, _date(element, layout.date)) for element, key in found if key]
            if rows:
                count_winner(stats, layout.name, "rows", position, rule)
                return rows
    return []


def _article_key(response: TextResponse, row: Selector, key_of: Callable[[str], str | None]) -> str | None:
    for href in row.xpath("descendant-or-self::a/@href").getall():
        try:
            key = key_of(response.urljoin(href.strip()))
        except ValueError:  # `http://[`: not an address
            continue
        if key:
            return key
    return None


def _date(row: Selector, rules: Sequence[Rule]) -> datetime | None:
    for rule in rules:
        for element in rule.select(row):
            for text in rule.keep(reader.lines(element)):
                if moment := press.read_time(text):
                    return moment
    return None
