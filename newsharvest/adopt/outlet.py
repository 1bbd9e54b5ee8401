"""An outlet that no spider knows: a family's spider class for its host, and what its pages say (address, masthead, feeds, sections)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from urllib.parse import parse_qsl, urlsplit, urlunsplit

from parsel import Selector
from scrapy.http import TextResponse
from w3lib.url import safe_url_string

from newsharvest import press
from newsharvest.addresses import bare_host, is_address, join
from newsharvest.crawl.outlet import OutletSpider
from newsharvest.page.body import lines_of
from newsharvest.page.layouts import rules
from newsharvest.page.tree import base_url_of, page_of
from newsharvest.platforms.families import FAMILIES
from newsharvest.platforms.gnuboard import GnuboardSpider

OWN_ADDRESS = rules("link[rel='canonical']::attr(href)", "meta[property='og:url']::attr(content)")
SITE_NAME = rules("meta[property='og:site_name']::attr(content)")
FEED = rules("link[rel='alternate'][type='application/rss+xml']::attr(href)")

NO_SECTION = re.compile(r"(?:더\s?보기|more|전체(?:기사)?(?:보기)?|rss|\W*)", re.IGNORECASE)
"""Texts of links to a section's list that are not its name."""
SECTION_NAME_MAX = 12
"""Characters of a section's name: longer ones are headlines."""


def adhoc_outlet(
    family: type[OutletSpider],
    address: str,
    *,
    title: str,
    taken: Iterable[str] = (),
    like: type[OutletSpider] | None = None,
    **attributes: Any,
) -> type[OutletSpider]:
    """Make a spider class of `family` for the host of `address`, which may be empty: then the outlet has neither name nor host.

    It is named after the host, but by none of the names that are `taken`; with `like` it is that outlet in all but the family. What else
    is known of it are its `attributes`.
    """
    parts = urlsplit(address)
    attributes = {
        "name": outlet_name(parts.hostname or "", taken),
        "title": title,
        "host": parts.hostname or "",
        "scheme": parts.scheme or "http",
        "region": "",
    } | attributes
    if like:
        attributes |= {name: getattr(like, name) for name in ("name", "title", "host", "scheme", "region", "other_names", "boilerplate")}
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


def imprint(page: Selector) -> press.Imprint:
    """Return the masthead and the region that a page states, or nothing of what it does not. The masthead else is what `meta` says."""
    found = press.read_imprint(line for body in page.xpath("//body") for line in lines_of(body))
    names = (press.clean(text) for rule in SITE_NAME for text in rule.select(page).getall())
    return found if found.masthead else found._replace(masthead=next(filter(None, names), ""))


def front_title(page: Selector) -> str:
    """Return what the title of a front page begins with, up to a dash, a bar or a colon: most often the masthead."""
    parts = (press.clean(part) for text in page.xpath("//title//text()").getall() for part in re.split(r"\s[-–—]\s|[|ㅣ:>]", text))
    return next(filter(None, parts), "")


def board(family: type[OutletSpider], key: str) -> dict[str, Any]:
    """Return the attributes of an outlet of gnuboard whose articles are in another board than `news`, by the key of one."""
    name, _, _ = key.rpartition("/")
    return {"board": name, "feed_path": f"/bbs/rss.php?bo_table={name}"} if name and issubclass(family, GnuboardSpider) else {}


def board_of(url: str) -> str | None:
    """Return the board of gnuboard that an address names, if it names one."""
    return dict(parse_qsl(urlsplit(url).query)).get("bo_table")


def feed_paths(page: TextResponse, outlet: type[OutletSpider]) -> list[str]:
    """Return the paths and queries of the feeds that a page announces on the outlet's own host."""
    found, tree = [], page_of(page)
    for rule in FEED:
        links = _absolute(base_url_of(tree, page.url), rule.select(tree).getall())
        found += [own_path(safe_url_string(url, page.encoding), outlet) for url in links]
    return press.unique(found)


def own_path(url: str, outlet: type[OutletSpider]) -> str:
    """Return the path and query of an address on the outlet's own host, and of one on another nothing."""
    return urlunsplit(("", "", *urlsplit(url)[2:4], "")) if outlet.is_own(url) else ""


def sections(page: TextResponse, outlet: type[OutletSpider]) -> dict[str, str]:
    """Return the names and codes of the sections whose lists a page links: a menu's, by the parameter that the family gives codes in."""
    found: dict[str, str] = {}
    tree = page_of(page)
    base_url = base_url_of(tree, page.url)
    for link in tree.css("a[href]"):
        name = press.clean("".join(link.css("::text").getall()))
        for url in _absolute(base_url, [link.attrib["href"]]):
            if len(name) > SECTION_NAME_MAX or NO_SECTION.fullmatch(name) or not outlet.is_own(url) or outlet.article_key(url):
                continue
            query = parse_qsl(urlsplit(url).query)
            if board_of(url) not in {None, getattr(outlet, "board", None)} or outlet.list_address.page_parameter in dict(query):
                continue
            for parameter, code in query:
                if outlet.list_address.section_parameter(code) == parameter and code not in found.values():
                    found.setdefault(name, code)
    return found


def article_links(page: TextResponse) -> list[str]:
    """Return the links of a page to what would be an article of its own host in one of the families, once each."""
    families = [adhoc_outlet(family, page.url, title="") for family in FAMILIES.values()]
    tree = page_of(page)
    links = _absolute(base_url_of(tree, page.url), tree.css("a::attr(href)").getall())
    return press.unique(url for url in links if any(family.article_key(url) for family in families))


def _absolute(base_url: str, hrefs: Sequence[str]) -> Iterator[str]:
    return filter(None, (join(base_url, href) for href in hrefs))
