"""An outlet of no family, from its own pages: where its articles and its list are, and how both are laid out, all of it guessed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from urllib.parse import parse_qsl, urlsplit

from scrapy.http import TextResponse

from newsharvest import press
from newsharvest.addresses import bare_host
from newsharvest.adopt.forms import ALL, article_address, article_form, links_of, list_address, turned_by
from newsharvest.crawl.outlet import OutletSpider
from newsharvest.crawl.urls import ArticleAddress, ListAddress
from newsharvest.fit import Listed, Sample, UnfittableError, fit_cold, fit_list, sign
from newsharvest.language import _
from newsharvest.page.body import lines_of
from newsharvest.page.layouts import Found, Layout, ListLayout, guess
from newsharvest.page.tree import base_url_of, page_of

TRIED = 15
"""Articles of the list that may be asked for: some are gone."""


def links_on(page: TextResponse) -> list[tuple[str, str]]:
    """Return the links of a page, each with its text."""
    tree = page_of(page)
    return list(links_of(tree, base_url_of(tree, page.url)))


def own_addresses(seen: Sequence[TextResponse]) -> ArticleAddress:
    """Return the addresses of the articles that pages of a site link. UnfittableError if they link too few of one form."""
    host = urlsplit(seen[-1].url).hostname or ""
    form = article_form([link for page in seen for link in links_on(page)], host)
    address = article_address(form) if form else None
    if address is None:
        raise UnfittableError(_("its pages do not link five articles by addresses of one form"))
    return address


def is_article(url: str, address: ArticleAddress) -> bool:
    """Tell whether an address is one of an article."""
    return key_of(url, address) is not None


def key_of(url: str, address: ArticleAddress) -> str | None:
    """Return the key of the article at an address, if one is there."""
    parts = urlsplit(url)
    return address.key_of(parts.path, dict(parse_qsl(parts.query)))


def articles_of(page: TextResponse, address: ArticleAddress) -> dict[str, str]:
    """Return the keys of the articles that a page links on its own host, in their order, each with the longest text of its links."""
    host = bare_host(urlsplit(page.url).hostname or "")
    found: dict[str, str] = {}
    for url, text in links_on(page):
        if bare_host(urlsplit(url).hostname or "") == host and (key := key_of(url, address)):
            found[key] = max(found.get(key, ""), text, key=len)
    return found


def lists_linked(page: TextResponse, host: str) -> list[str]:
    """Return what a page links as the list of all articles."""
    return [url for url, text in links_on(page) if ALL.fullmatch(text) and bare_host(urlsplit(url).hostname or "") == bare_host(host)]


def list_of(page: TextResponse) -> ListAddress:
    """Return the address of a list. UnfittableError if it cannot be turned into a template."""
    address = list_address(page.url, links_on(page))
    if address is None:
        raise UnfittableError(_("the address of its list, {url}, is of a form that no page can be turned by", url=page.url))
    return address


def own_list(
    outlet: type[OutletSpider], page: TextResponse, received: datetime | None, day: str
) -> tuple[tuple[ListLayout, ...], dict[str, Listed]]:
    """Return the layout of a list, and what its rows say of each article, by key.

    The rows are found by their links alone; where they print a time, that is looked for again by what each prints.
    """
    tree = page_of(page)
    base_url, name = base_url_of(tree, page.url), f"{outlet.name}/list-{day}"
    titles = articles_of(page, outlet.article_address)
    known = {key: Listed(outlet.article_url(key), text) for key, text in titles.items()}
    found = fit_list(name, tree, base_url, list(known.values()), outlet.article_key, received)
    rows = found.layout.rows[0].select(tree)
    dates = {}
    for row in rows:
        keys = [key for link in links_of(row, base_url) if (key := outlet.article_key(link[0]))]
        if keys and (date := next(filter(None, (press.read_list_time(line, received) for line in lines_of(row))), None)):
            dates[keys[0]] = date
    known = {key: replace(listed, date=dates.get(key)) for key, listed in known.items()}
    if dates:
        found = fit_list(name, tree, base_url, list(known.values()), outlet.article_key, received)
    signs = list(found.signs)
    if not turned_by(page.url, links_on(page))[1]:
        signs.append(
            sign(
                "no link turns its pages by a parameter: {url} may be page 1 again, and older articles never come",
                url=outlet.list_url(None, 2),
            )
        )
    layout = replace(
        found.layout,
        rows=tuple(map(guess, found.layout.rows)),
        date=tuple(map(guess, found.layout.date)),
        found=Found(day, 0, {"list": tuple(signs)} if signs else {}),
    )
    return (layout,), dict(list(known.items())[:TRIED])


def own_layouts(outlet: type[OutletSpider], samples: Sequence[Sample], day: str) -> tuple[Layout, ...]:
    """Return the layout of an outlet's articles. UnfittableError says why there is none."""
    found = fit_cold(f"{outlet.name}/{day}", samples, outlet.own_names())
    signs = {name: tuple(told) for name, told in found.signs.items() if told}
    return (replace(found.layout, found=Found(day, 0, signs)),)
