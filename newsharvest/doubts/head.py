"""What a page says of title, date and writer against what was read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain
from typing import cast

from lxml import etree

from newsharvest import press
from newsharvest.addresses import join
from newsharvest.doubts.page import CUT, FOUND_MAX, HEADINGS, TITLE_MIN, Page, text_of
from newsharvest.page.body import lines_of, says_hidden
from newsharvest.page.tree import in_one_block, precedes

CUT_MIN = 60
"""Letters of a title's beginning that was cut, as long as a CMS has room for, though nothing says so."""
ALIKE = 5
"""Letters one after the other that a title has in common with what a list prints of it, however an editor has shortened it."""
HEADING_MIN = 7
"""Letters. A shorter heading is the page's (`본문`, `페이지 정보`), and no subtitle."""

OWN_MAX = 5
"""Addresses that a page gives for its own which are looked at."""

_PARTS = re.compile(r"\s+[-–—|:<>ㅣ]\s+|[|<>]")


_OWN_ADDRESS = etree.XPath("//link[@rel='canonical']/@href | //meta[@property='og:url']/@content")


def other_address(page: Page) -> bool:
    """Tell whether the addresses that the page gives for its own are other articles' of the outlet."""
    own = page.key_of(page.loaded.article.url)
    stated = [url for printed in cast("list[str]", _OWN_ADDRESS(page.tree.root)) if (url := join(page.base_url, printed))]
    keys = {key for url in stated[:OWN_MAX] if (key := page.key_of(url))}
    return own is not None and bool(keys) and own not in keys


def title_elsewhere(page: Page) -> bool:
    """Tell whether the page has a `<title>`, og:title or headline in JSON-LD, and none says what was read."""
    stated = page.loaded.evidence.stated
    others = [
        text for text in (stated.first("title"), stated.page_title, *stated.linked_data("title")) if len(page.letters_of(text)) >= TITLE_MIN
    ]
    others = [text for text in others if page.letters_of(text) not in page.mastheads]
    if CUT.search(page.loaded.article.title or "") and any(
        len(page.letters_of(text)) > len(page.title) and _says(page, text) for text in others
    ):
        return True  # the whole of what is cut stands there
    return bool(page.title and others) and not any(_says(page, text) for text in others)


def _says(page: Page, text: str) -> bool:
    """Tell whether a text states the title: in whole, among a section and the outlet's name, or cut."""
    if page.title in press.letters(text) or page.title in page.letters_of(text):
        return True
    parts = [(page.letters_of(CUT.sub("", part)), CUT.search(part) is not None) for part in _PARTS.split(text)]
    return any(
        len(part) >= max(TITLE_MIN, len(page.title) // 2) and page.title.startswith(part) and (says_so or len(part) >= CUT_MIN)
        for part, says_so in parts
    )


def title_listed(page: Page) -> bool:
    """Tell whether the list's row prints a text that has no run of letters with the title alike, be it cut or in other words."""
    row = press.letters(page.row)
    if len(row) < 2 * TITLE_MIN or len(page.title) < 2 * TITLE_MIN or row in page.title:
        return False
    return not any(page.title[start : start + ALIKE] in row for start in range(0, max(1, len(page.title) - ALIKE + 1), 2))


def title_twice(page: Page) -> bool:
    """Tell whether the title's rule finds two that differ, both above the body: what stands below it is the next article's."""
    above = [heading for heading in page.headings if page.is_before(heading)]
    titles = {letters for heading in above[:4] if len(letters := page.letters_of(text_of(heading))) >= TITLE_MIN}
    return any(one not in other and other not in one for one in titles for other in titles)


def title_masthead(page: Page) -> bool:
    """Tell whether the title is nothing but the outlet's name."""
    return bool(page.title) and press.letters(page.loaded.article.title or "") in page.mastheads


def field_twice(page: Page) -> bool:
    """Tell whether the time of publication stands above the body in two blocks, with two values."""
    found = page.loaded.evidence.found.get("published_raw", ())[:FOUND_MAX]
    above = [s for s in found if isinstance(s.root, etree._Element) and page.is_before(s.root)]
    if len(above) < 2:
        return False
    rule = page.loaded.won["published_raw"].rule
    apart = [above[0], *(s for s in above[1:] if not in_one_block(above[0], s))]
    times = {press.read_time(text) for s in apart for text in rule.keep(lines_of(s))}
    return len(times - {None}) > 1


def date_differs(page: Page) -> bool:
    """Tell whether what the page states for machines lies more than two days from the time of publication that was read."""
    published = press.read_time(page.loaded.article.published_at or "")
    stated = page.loaded.evidence.stated
    texts = [value for _, value in stated.metas("published_raw")] + stated.linked_data("published_raw")
    others = [moment for text in texts if (moment := press.read_time(text))]
    return published is not None and bool(others) and all(abs((moment - published).total_seconds()) > 2 * 86_400 for moment in others)


def head_unread(page: Page) -> bool:
    """Tell whether a date, a writer or a heading stands between title and body where the article has none of its own."""
    article, title = page.loaded.article, page.title_element
    if page.container is None or title is None or not precedes(title, page.container):
        return False
    texts: list[str] = []
    shown: set[etree._Element] = set()
    for element in _between(title, page.container):
        if not _is_shown(element, shown):
            continue
        if element.tag in HEADINGS and not article.subtitle and element not in page.fields:
            text = text_of(element)
            if len(press.letters(text)) >= HEADING_MIN and page.letters_of(text) != page.title and text not in article.section:
                return True
        texts += [press.clean(text) for text in (element.text, element.tail) if text]
    if article.published_at is None and any(map(press.may_be_time, texts)):
        return True
    return not (article.authors or "authors" in page.loaded.won) and any(map(press.may_be_writer, texts))


def _is_shown(element: etree._Element, shown: set[etree._Element]) -> bool:
    """Tell whether neither an element nor what it stands in says that it is hidden; `shown`: of what that is known, and is noted."""
    way: list[etree._Element] = []
    for one in chain((element,), element.iterancestors()):
        if one in shown:
            break
        if says_hidden(one):
            return False
        way.append(one)
    shown.update(way)
    return True


def _between(one: etree._Element, other: etree._Element) -> Iterator[etree._Element]:
    """Yield the elements that begin between two, in the order of the page."""
    around = {*other.iterancestors()}
    node: etree._Element | None = one
    while node is not None:
        following = node.getnext()
        while following is None and node is not None:
            node = node.getparent()
            following = None if node is None else node.getnext()
        while following is not None and following in around:
            yield following
            following = following[0] if len(following) else None
        if following is None or following is other:
            return
        yield from following.iter("*")
        node = following
