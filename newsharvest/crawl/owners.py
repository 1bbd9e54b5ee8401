"""Whose page an address is: for finding, among addresses of anywhere, those of outlets that spiders know. Nothing is fetched or read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import urlsplit

from newsharvest.addresses import bare_host
from newsharvest.archive import Kind
from newsharvest.crawl.outlet import OutletSpider

SITEMAP = re.compile(r"sitemap[^/]*\.xml(?:\.gz)?$", re.IGNORECASE)
"""What the path of a sitemap ends with, as a robots.txt names most of them."""


class Owned(NamedTuple):
    """What an address of an outlet leads to."""

    outlet: type[OutletSpider]
    kind: Kind
    key: str | None
    """Of an article."""


class Owners:
    """The outlets by their hosts."""

    def __init__(self, outlets: Mapping[str, type[OutletSpider]]) -> None:
        """`outlets` by their names."""
        self._by_name = {outlet.name: outlet for outlet in outlets.values()}
        self._by_host: dict[str, list[type[OutletSpider]]] = {}
        for outlet in outlets.values():
            self._by_host.setdefault(bare_host(outlet.host), []).append(outlet)

    def of_host(self, url: str) -> list[type[OutletSpider]]:
        """Return the outlets whose host an address is of."""
        try:
            return self._by_host.get(bare_host(urlsplit(url).hostname or ""), [])
        except ValueError:  # `http://[`
            return []

    def find(self, url: str) -> Owned | None:
        """Return what an absolute address leads to: an article, a list, the feed, a sitemap or the robots.txt of an outlet."""
        owned: Owned | None = None
        for outlet in self.of_host(url):
            if key := outlet.article_key(url):
                return Owned(outlet, Kind.ARTICLE, key)
            if owned is None and (kind := kind_of(outlet, url)):
                owned = Owned(outlet, kind, None)
        return owned

    def find_said(self, url: str, outlet: str, kind: Kind, asked: str) -> Owned | None:
        """Return what an address leads to of which is said whose it is, what it is of, and what was asked for when it answered.

        None where that cannot be: what was asked for must be of that outlet's host, and of an article that is said to be one.
        """
        owner = self._by_name.get(outlet)
        if owner is None or not _is_below(asked, owner.host):
            return None
        key = (owner.article_key(url) or owner.article_key(asked)) if kind is Kind.ARTICLE else None
        return Owned(owner, kind, key) if key or kind is not Kind.ARTICLE else None


def _is_below(url: str, host: str) -> bool:
    """Tell whether an address is of this host, or one below it, whose robots.txt a harvest may ask for."""
    found = urlsplit(url).hostname or ""
    return found == bare_host(host) or found.endswith(f".{bare_host(host)}")


def kind_of(outlet: type[OutletSpider], url: str) -> Kind | None:
    """Return what an address of the outlet leads to that is no article's; None for what a harvest does not ask for."""
    path = urlsplit(url).path
    if path == "/robots.txt":
        return Kind.ROBOTS
    if outlet.feed_path and path == urlsplit(outlet.feed_path).path:
        return Kind.FEED
    if path in {urlsplit(own).path for own in outlet.sitemap_paths} or SITEMAP.search(path):
        return Kind.SITEMAP
    lists = (None, *outlet.sections.values())
    return Kind.LIST if any(path == urlsplit(outlet.list_path(section, 1)).path for section in lists) else None
