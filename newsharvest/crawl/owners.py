"""Whose page an address is: for finding, among addresses of anywhere, those of outlets that spiders know. Nothing is fetched or read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import urlsplit

from newsharvest.addresses import bare_host
from newsharvest.archive import Kind
from newsharvest.crawl.outlet import OutletSpider


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
        """Return what an absolute address leads to: an article, a list, the feed or the robots.txt of an outlet; None for all else."""
        owned: Owned | None = None
        for outlet in self.of_host(url):
            if key := outlet.article_key(url):
                return Owned(outlet, Kind.ARTICLE, key)
            if owned is None and (kind := kind_of(outlet, url)):
                owned = Owned(outlet, kind, None)
        return owned


def kind_of(outlet: type[OutletSpider], url: str) -> Kind | None:
    """Return what an address of the outlet leads to that is no article's; None for what a harvest does not ask for."""
    path = urlsplit(url).path
    if path == "/robots.txt":
        return Kind.ROBOTS
    if outlet.feed_path and path == urlsplit(outlet.feed_path).path:
        return Kind.FEED
    lists = (None, *outlet.sections.values())
    return Kind.LIST if any(path == urlsplit(outlet.list_path(section, 1)).path for section in lists) else None
