"""What a sitemap lists: articles with their dates, or further sitemaps (sitemaps.org, and Google's news sitemaps).

Scrapy's own reader reads them; it leaves out the date of publication, which stands a level deeper.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterator
from datetime import date, datetime
from itertools import islice
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from lxml import etree
from scrapy.utils.sitemap import Sitemap, sitemap_urls_from_robots

from newsharvest import press
from newsharvest.addresses import is_address, join
from newsharvest.download.robots import robots_text
from newsharvest.page.lists import Row

ENTRIES_MAX = 50_000
"""Entries of a sitemap that are read: more than the protocol allows are not."""
NAMED_MAX = 100
"""Sitemaps of a robots.txt that are looked at."""

_GZIP = b"\x1f\x8b\x08"
_NEWS = re.compile(r"news|뉴스", re.IGNORECASE)


class NoSitemapError(ValueError):
    """It is no sitemap."""


class TooLargeError(ValueError):
    """What it unpacks to is too large."""


class Further(NamedTuple):
    """A sitemap that another one lists."""

    url: str
    changed: date | None
    """The day of KST on which it was last changed, if that is said."""


class SitemapRead(NamedTuple):
    """What a sitemap gave."""

    rows: list[Row]
    """The outlet's articles that may be of the day asked for, or later: the latest first."""
    older: int
    """How many are from before it."""
    undated: int
    """How many say no date: how far back they are nobody can tell."""
    further: list[Further]
    is_news: bool
    """Whether it lists what was published of late, with the times of publication."""
    whole: bool
    """Whether it has its end."""
    more: bool
    """Whether it has more entries than are read."""


class _Reader(Sitemap):
    """Scrapy's, with the date of publication."""

    def _process_sitemap_element(self, elem: Any) -> dict[str, Any] | None:
        published = next((one.text for one in elem.iterdescendants() if self._get_tag_name(one) == "publication_date"), None)
        entry = super()._process_sitemap_element(elem)
        if entry is not None and published:
            entry["publication_date"] = published.strip()
        return entry


def sitemaps_named(robots: bytes, site: str) -> list[str]:
    """Return the absolute addresses of the sitemaps that a site's robots.txt names."""
    lines = (line.partition("#")[0].strip() for line in sitemap_urls_from_robots(robots_text(robots).encode()))
    named = (url for line in lines if line and (url := join(f"{site}/", line)) and is_address(url))
    return list(dict.fromkeys(islice(named, NAMED_MAX)))


def is_news(url: str) -> bool:
    """Tell whether a sitemap is called one of news: by the last part of its path, for a host or a folder may be called so too."""
    return bool(_NEWS.search(urlsplit(url).path.rpartition("/")[2]))


def unpacked(body: bytes, size_max: int) -> bytes:
    """Return a body as it was before it was packed with gzip (`sitemap.xml.gz`), as far as it goes.

    TooLargeError for more than `size_max` bytes; NoSitemapError for what cannot be unpacked.
    """
    if not body.startswith(_GZIP):
        return body
    unpacker = zlib.decompressobj(wbits=31)
    try:
        text = unpacker.decompress(body, size_max + 1)
    except zlib.error as error:
        raise NoSitemapError(str(error)) from error
    if len(text) > size_max:
        raise TooLargeError
    return text


def read_sitemap(body: bytes, base_url: str, key_of: Callable[[str], str | None], since: date) -> SitemapRead:
    """Read a sitemap, or an index of some; `key_of` an absolute address gives the key of an article of the outlet.

    `since`: a day of KST. An article's date is that of its publication, else of its last change, which is no earlier. NoSitemapError for
    what is neither.
    """
    rows: dict[str, Row] = {}
    further: dict[str, Further] = {}
    older, undated, count, news = set[str](), set[str](), 0, False
    try:
        reader = _Reader(body)
        kind = reader.type
        if kind not in {"urlset", "sitemapindex"}:
            raise NoSitemapError
        for entry in _entries(reader):
            count += 1
            if count > ENTRIES_MAX:
                break
            news = news or "news" in entry
            if not (url := join(base_url, entry["loc"])):
                continue
            moment = _moment(entry)
            if kind == "sitemapindex":
                further.setdefault(url, Further(url, moment and moment.date()))
            elif key := key_of(url):
                if moment is None:
                    undated.add(key)
                elif moment.date() < since:
                    older.add(key)
                else:
                    rows.setdefault(key, Row(key, url, moment))
    except (etree.LxmlError, StopIteration, ValueError) as error:
        if not (rows or further or older or undated):
            raise NoSitemapError(str(error)) from error
    latest_first = sorted(rows.values(), key=_date, reverse=True)
    whole = _ends(body, kind)
    return SitemapRead(latest_first, len(older), len(undated), list(further.values()), news, whole, count > ENTRIES_MAX)


def _entries(reader: _Reader) -> Iterator[dict[str, Any]]:
    return (entry for entry in reader if entry.get("loc"))


def _date(row: Row) -> datetime:
    assert row.date is not None
    return row.date


def _moment(entry: dict[str, Any]) -> datetime | None:
    dates = (entry.get(name) for name in ("publication_date", "lastmod"))
    return next((moment for raw in dates if raw and (moment := press.read_time(str(raw)))), None)


def _ends(body: bytes, kind: str) -> bool:
    """Tell whether a document ends with the end of its root; of one in UTF-16 it is not asked."""
    end = body[-200:].rstrip()
    return b"\0" in end or bool(re.search(rb"(?:</(?:[\w.-]+:)?%s\s*>|/>)(?:\s*<!--.*?-->)*$" % kind.encode(), end, re.DOTALL))
