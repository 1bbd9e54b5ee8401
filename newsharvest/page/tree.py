"""A response as a tree that selectors can be asked of."""

from __future__ import annotations

import re
from typing import TypeGuard, cast

from lxml import etree
from parsel import Selector
from scrapy.http import JsonResponse, Response, TextResponse, XmlResponse
from selectolax.lexbor import LexborHTMLParser

from newsharvest.addresses import is_address, join
from newsharvest.page.bounds import check_text, is_bomb, measure

LEVELS_MAX = 128
"""How deep a page is nested at most: what is deeper is put side by side, as browsers do (Blink from 512 on)."""

# What lexbor writes: comments, elements whose text is no markup (or never shown), and tags, whose attributes are all quoted.
_TOKEN = re.compile(
    r"<!--.*?-->|<(?P<raw>script|style|xmp|iframe|noembed|noframes|plaintext|textarea|title)\b.*?</(?P=raw)>"
    r'|<(?P<end>/?)(?P<name>[a-z][^\s/>]*)[^>"]*(?:"[^"]*"[^>"]*)*>',
    re.DOTALL | re.IGNORECASE,
)
_INLINE = frozenset("a b em font i span strong".split())
_VOID = frozenset("area base basefont bgsound br col embed frame hr img input keygen link meta param source track wbr".split())


def page_of(response: TextResponse) -> Selector:
    """Return the page as the tree that a browser makes of it. TooComplexError for one that is out of all measure.

    libxml2's own HTML parser is of before HTML5: of a stray `</br>`, `</p>` or `</div>` that was pasted with the text, of `<title>` in the
    body or of a `</html>` halfway it makes something else than the reader saw. So lexbor parses, and lxml, which has the XPath, is handed
    what that made. (Measured: 0.17 ms a page, where lxml alone takes 0.12.) Elements nested deeper than `LEVELS_MAX` are put side by side.
    """
    text = response.text
    check_text(text)
    html = text if is_bomb(text) else LexborHTMLParser(text).html or ""
    page = _tree(html)
    size = measure(page.root)
    if size.levels > LEVELS_MAX:
        page = _tree(_flattened(html if html is not text else page.get()))
        size = measure(page.root)
    size.check()
    return page


def _tree(html: str) -> Selector:
    """Return what libxml2 makes of a page: plain elements, for those of `lxml.html` are made by a function in Python, one at a time."""
    parser = etree.HTMLParser(recover=True, encoding="utf-8", huge_tree=True)
    root = etree.fromstring(html.replace("\x00", "").encode(errors="replace") or b"<html/>", parser)
    return Selector(root=root if root is not None else etree.Element("html"), type="html")


def base_url_of(page: Selector, url: str) -> str:
    """Return what the links of a page are relative to: its first `<base href>`, wherever that stands, else `url`, its own address.

    Scrapy's `get_base_url` looks at the first 4,096 characters alone, which on many pages are all styles and scripts.
    """
    stated = page.xpath("string(//base[@href]/@href)").get()
    base = stated and join(url, stated)
    return base if base and is_address(base) else url


def is_page(response: Response) -> TypeGuard[TextResponse]:
    """Tell whether selectors can be asked of a response: JSON, a feed or a picture is no page."""
    return isinstance(response, TextResponse) and not isinstance(response, JsonResponse | XmlResponse)


def in_one_block(first: Selector, other: Selector) -> bool:
    """Tell whether two matches stand in one block: another's is of the next article, which many pages print below."""
    if not isinstance(first.root, etree._Element) or not isinstance(other.root, etree._Element):
        return True  # an attribute or a text
    return not _block(first.root).isdisjoint(_block(other.root))


def precedes(one: etree._Element, other: etree._Element) -> bool:
    """Tell whether one element begins, and ends, before another begins."""
    for mine, its in zip(_way_to(one), _way_to(other), strict=False):
        if mine is not its:
            parent = mine.getparent()
            return parent is not None and parent.index(mine) < parent.index(its)
    return False


_FOLLOWING = etree.XPath("following::*[self::h1 or self::h2]")


def headings_after(element: etree._Element) -> list[etree._Element]:
    """Return the headings of the first two ranks that begin after an element has ended, in the order of the page."""
    return cast("list[etree._Element]", _FOLLOWING(element))


def _way_to(element: etree._Element) -> list[etree._Element]:
    return [*reversed([*element.iterancestors()]), element]


def _block(element: etree._Element) -> set[etree._Element]:
    """Return what stands directly round an element: of one within a line, round the line."""
    levels = [parent for parent in element.iterancestors() if parent.tag not in _INLINE][:2]
    return {level for n, level in enumerate(levels) if n == 0 or level.tag not in {"html", "body"}}


def _flattened(html: str) -> str:
    """Close each element that is too deep as soon as it opens: what it holds follows it. Where it ended stands an empty one."""
    depth = 0

    def flat(token: re.Match[str]) -> str:
        nonlocal depth
        name, tag = token["name"], token[0]
        if name is None:
            return tag
        if name in _VOID:
            return f"{tag}</{name}>" if name in {"source", "track", "wbr"} else tag  # of which libxml2 does not know it
        if token["end"]:
            depth -= 1
            return tag if depth < LEVELS_MAX else f"<{name}></{name}>"
        depth += 1
        return tag if depth <= LEVELS_MAX else f"{tag}</{name}>"

    return _TOKEN.sub(flat, html)
