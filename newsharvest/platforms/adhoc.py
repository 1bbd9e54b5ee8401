"""An outlet that no spider knows, for the time of one command: a family's spider class for a host, and what a page says of its address."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from parsel import Selector

from newsharvest import press
from newsharvest.layouts import rules
from newsharvest.platforms.outlet import OutletSpider, bare_host

OWN_ADDRESS = rules("link[rel='canonical']::attr(href)", "meta[property='og:url']::attr(content)")
SITE_NAME = rules("meta[property='og:site_name']::attr(content)")


def adhoc_outlet(
    family: type[OutletSpider], address: str, *, title: str, taken: Iterable[str] = (), like: type[OutletSpider] | None = None
) -> type[OutletSpider]:
    """Make a spider class of `family` for the host of `address`, which may be empty: then the outlet has neither name nor host.

    It is named after the host, but by none of the names that are `taken`; with `like` it is that outlet in all but the family.
    """
    parts = urlsplit(address)
    attributes = {
        "name": outlet_name(parts.hostname or "", taken),
        "title": title,
        "host": parts.hostname or "",
        "scheme": parts.scheme or "http",
        "region": "",
    }
    if like:
        attributes |= {name: getattr(like, name) for name in ("name", "title", "host", "scheme", "region", "other_names")}
    return type(f"AdHoc{family.__name__}", (family,), attributes)


def outlet_name(host: str, taken: Iterable[str] = ()) -> str:
    """Return a spider's name for a host: its first label (`www.gaon-news.co.kr`: `gaon_news`), or all of it where that is taken."""
    name = re.sub(r"\W+", "_", bare_host(host).partition(".")[0])
    return re.sub(r"\W+", "_", bare_host(host)) if name in set(taken) or name.isdecimal() else name


def own_address(page: Selector) -> str:
    """Return the absolute address that a page names as its own, or nothing. A front page's comes last: some skins name it on every page."""
    found = [text.strip() for rule in OWN_ADDRESS for text in rule.select(page).getall() if is_address(text.strip())]
    deeper = [address for address in found if urlsplit(address).path.strip("/") or urlsplit(address).query]
    return next(iter(deeper or found), "")


def is_address(text: str) -> bool:
    """Tell whether a text is an absolute http or https address."""
    try:
        parts = urlsplit(text)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:  # `http://[`, or a port that is no number or too large
        return False


def site_name(page: Selector) -> str:
    """Return what the page says that its site is called, or nothing."""
    found = (press.clean(text) for rule in SITE_NAME for text in rule.select(page).getall())
    return next(filter(None, found), "")
