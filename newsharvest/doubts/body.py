"""What a page says of the body against what was read: what stands beside it, in it, or is stated for machines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from itertools import chain, count
from urllib.parse import urlsplit

from lxml import etree

from newsharvest import press
from newsharvest.addresses import bare_host, join
from newsharvest.doubts.page import CUT, FOUND_MAX, HEADINGS, TITLE_MIN, Page, text_of
from newsharvest.page.body import says_hidden
from newsharvest.page.layouts import Rule
from newsharvest.page.pictures import PICTURES, is_small, sizes_of, source_of
from newsharvest.page.tree import headings_after, precedes

WINDOW = 12
"""Letters that must stand in the body one after the other for a text to begin there: no two articles share as many by chance."""
BESIDE_MAX = 3
"""Levels above the body's container whose other children stand right beside it: the text's wrapper, and that of text and tools."""
WINDOWS_MAX = 200
"""Places of a text that are looked for in the body: of a longer one so many, evenly spread."""
NEWS_MAX = 20
"""Elements with news that are looked at for a heading between them and the body."""
COMPARED_MAX = 50_000_000
"""Characters of the body in which lines of its boxes and links are looked for: a tenth of a second. What is beyond is not looked for."""
LINK_SHARE = 0.6
"""Share of a paragraph's letters from which it is nothing but links."""

_POINTERS = "☞☛▶►▷▹→⇒※"
PORTRAIT_MAX = 120
"""Pixels. A picture that is no wider and no higher is a portrait, a badge or a button."""

_BOXES = ("div", "section", "aside", "article", "p", "dl", "ul", "ol", "blockquote")
_PARTS_OF_A_PAGE = frozenset({"section", "aside"})
_STANDARD = frozenset(
    "src srcset sizes alt title width height class id style border align loading decoding vspace hspace usemap onclick".split()
)
_PICTURE_FILE = re.compile(r"[^\s]/[^\s]*\.(?:jpe?g|png|webp)(?:$|\?)", re.IGNORECASE)
_NO_TEXT = frozenset("a aside button dl figcaption footer form nav noscript ol script select style template textarea ul".split())
_COLUMNS = frozenset({"body", "html", "td"})
"""What stands beside one of these is another part of the page."""
_PLACEHOLDER = re.compile(r"blank|load|spacer|placeholder|dummy|transparent|empty|lazy|1x1", re.IGNORECASE)


def second_body(page: Page) -> bool:
    """Tell whether another element is what a rule of the body says, and holds other text, with no heading of another article between."""
    if page.container is None:
        return False
    seen, around, parted = {page.container}, {*page.container.iterancestors()}, 0
    for rule in page.loaded.layout.body:
        for other in rule.select(page.tree):
            element = other.root
            if element in around or not seen.isdisjoint((element, *element.iterancestors())):
                continue
            seen.add(element)
            around.update(element.iterancestors())
            if parted < NEWS_MAX and _is_news(page, _prose(element)):
                if not _parted(page, element):
                    return True
                parted += 1
    return False


def _is_news(page: Page, text: str) -> bool:
    """Tell whether a text tells as news does, and is no copy of what stands in the body."""
    if not press.is_plain(text):
        return False
    letters = press.letters(text)
    step = max(3 * WINDOW, len(letters) // WINDOWS_MAX)
    windows = [letters[start : start + WINDOW] for start in range(0, max(1, len(letters) - WINDOW), step)]
    return 2 * sum(window in page.body for window in windows) <= len(windows)


def _parted(page: Page, element: etree._Element) -> bool:
    """Tell whether a heading of the title's rule, or any at all of the first ranks, stands between the body and what follows it."""
    assert page.container is not None
    if precedes(element, page.container):
        return any(precedes(element, heading) for heading in page.headings)
    between = [heading for heading in page.headings if precedes(page.container, heading)] + headings_after(page.container)[:FOUND_MAX]
    return any(precedes(heading, element) for heading in between)


def text_beside(page: Page) -> bool:
    """Tell whether sentences as news is written stand beside the body's container, in no link, list or field, or hidden in it."""
    return any(_is_news(page, text) for text in (*_beside(page), *_hidden(page)))


def _beside(page: Page) -> Iterator[str]:
    """Yield the texts that stand beside the container, up to the headings and fields on either side."""
    element = page.container
    for level in count():
        if element is None or element.tag in _COLUMNS:
            return
        for siblings, ends in ((element.itersiblings(), frozenset[etree._Element]()), (element.itersiblings(preceding=True), page.parts)):
            for sibling in siblings:
                if _begins_something(sibling, ends):
                    break
                if level < BESIDE_MAX or sibling.tag == "p":  # a stray end tag in the text leaves the rest of it far outside
                    yield _prose(sibling)
        yield press.clean(" ".join(s.tail or "" for s in (element, *element.itersiblings())))
        element = element.getparent()


def _hidden(page: Page) -> Iterator[str]:
    """Yield the texts of what is hidden in the container, and of what is beside it."""
    if page.container is not None:
        inside, beside = page.container.iterdescendants("div", "section", "p", "span"), page.container.itersiblings("div", "section")
        within: set[etree._Element] = set()
        for element in chain(inside, beside):
            if element not in within and says_hidden(element):
                within.update(element.iter())
                yield text_of(element)


def _begins_something(element: etree._Element, parts: Set[etree._Element]) -> bool:
    """Tell whether an element is or holds a heading, or is one of these `parts`: what stands beyond is no part of the text."""
    return next(element.iter(*HEADINGS), None) is not None or element in parts


def _may_tell(element: etree._Element) -> bool:
    return press.may_tell(etree.tostring(element, method="text", encoding="unicode", with_tail=False))


def _prose(element: etree._Element) -> str:
    """Return the text of an element that is in no link, list or tool; nothing where no sentence of news is."""
    if isinstance(element, etree._Comment | etree._ProcessingInstruction) or not _may_tell(element):
        return ""  # at once, of nearly every element
    parts: list[str] = []
    walker = etree.iterwalk(element, events=("start", "end"))
    for event, node in walker:
        if event == "start":
            if node.tag in _NO_TEXT or says_hidden(node):
                walker.skip_subtree()
                if node is element:
                    return ""
            else:
                parts.append(node.text or "")
        elif node is not element:
            parts.append(node.tail or "")
    return press.clean(" ".join(parts))


def body_differs(page: Page) -> bool:
    """Tell whether JSON-LD's articleBody has a sentence that begins with what is nowhere in the body."""
    sentences = [press.letters(found) for text in page.loaded.evidence.stated.linked_data("body") for found in press.told_sentences(text)]
    return any(len(letters) >= WINDOW and letters[-WINDOW:] not in page.body and letters[:WINDOW] not in page.body for letters in sentences)


def lead_elsewhere(page: Page) -> bool:
    """Tell whether the page describes itself by the words of an article that are neither in the body nor in title or subtitle."""
    article, stated = page.loaded.article, page.loaded.evidence.stated
    text = stated.first("description")
    if not (press.is_plain(text) or CUT.search(text)) or len(press.letters(text)) < 2 * WINDOW:
        return False
    printed = page.body + press.letters(f"{article.title} {' '.join(article.subtitle)}")
    return not _shares(press.letters(text), printed)


def _shares(text: str, body: str) -> bool:
    """Tell whether a run of WINDOW letters near the beginning of a text stands in the body."""
    return any(text[start : start + WINDOW] in body for start in range(0, min(len(text) - WINDOW, 5 * WINDOW) + 1, 4))


def not_free(page: Page) -> bool:
    """Tell whether the page's JSON-LD says that it is not free to read."""
    return not page.loaded.evidence.stated.is_free


def link_paragraph(page: Page) -> bool:
    """Tell whether a paragraph is nothing but links, or is no sentence and links another article of the outlet."""
    if page.container is None:
        return False
    own = page.loaded.article.url
    lines: dict[str, int] = {}
    for link in page.container.iter("a"):
        text = text_of(link)
        if len(press.letters(text)) < TITLE_MIN or "@" in text or "://" in text or text.startswith("www."):
            continue
        url = join(page.base_url, link.get("href", ""))
        key = page.key_of(url) if url else None
        lines[text] = 2 if key and key != page.key_of(own) else 1
    return page.search_cost * len(lines) > COMPARED_MAX or any(_is_links(paragraph, lines) for paragraph in page.paragraphs)


def _is_links(paragraph: str, links: Mapping[str, int]) -> bool:
    linked = [text for text in links if text in paragraph]
    share = sum(map(len, linked)) / len(paragraph) if linked else 0.0
    return (
        share >= LINK_SHARE
        or (bool(linked) and paragraph[0] in _POINTERS)
        or (any(links[text] == 2 for text in linked) and not press.is_plain(paragraph))
    )


def heading_in_body(page: Page) -> bool:
    """Tell whether the body holds a heading of the title's own rank, or above, with text after it: a subheading ranks below."""
    if page.container is None:
        return False
    ranks = {"h1", "h2"} if not any(h.tag == "h1" for h in page.headings) else {"h1"}
    lines = set(page.paragraphs[1:-1])
    for heading in page.container.iter(*ranks):
        text = text_of(heading)
        if len(press.letters(text)) >= TITLE_MIN and text in lines and page.letters_of(text) != page.title:
            return True
    return False


def box_in_body(page: Page) -> bool:
    """Tell whether a block of a class or kind that no other text of the body has holds lines that were taken for the article's."""
    if page.container is None:
        return False
    kinds: dict[tuple[str, str], list[etree._Element]] = {}
    for element in page.container.iter(*_BOXES):
        name = f"{element.get('class', '')} {element.get('id', '')}".strip()
        if element is not page.container and (name or element.tag in _PARTS_OF_A_PAGE):
            kinds.setdefault((element.tag, name), []).append(element)
    return any(_is_box(page, parts) for parts in _boxes(page, [elements[0] for elements in kinds.values() if len(elements) == 1]))


def _boxes(page: Page, elements: Sequence[etree._Element]) -> Iterator[Sequence[str]]:
    """Yield the texts that each of these elements holds, if it holds no picture that they could be the caption of."""
    left = COMPARED_MAX
    for element in elements:
        if next(element.iter(*PICTURES, "table"), None) is not None:
            continue
        lines = {press.clean(str(text)) for text in element.itertext()}
        left -= page.search_cost * len(lines)
        if left < 0:
            return
        if parts := [line for line in lines if len(press.letters(line)) >= TITLE_MIN]:
            yield parts


def _is_box(page: Page, parts: Sequence[str]) -> bool:
    """Tell whether texts are lines of the body, and not most of the body."""
    taken = sum(len(line) for line in page.paragraphs if any(part in line for part in parts))
    return 0 < taken < len(page.loaded.article.body) / 2


def odd_picture(page: Page) -> bool:
    """Tell whether a picture of the body says of itself that it is none of the article: by its text, its size, or where it leads."""
    if page.container is None or not page.loaded.article.images:
        return False
    shown = {image["url"] for image in page.loaded.article.images}
    return any(source_of(image, page.base_url) in shown and _is_odd(page, image) for image in page.container.iter("img"))


def _is_odd(page: Page, image: etree._Element) -> bool:
    sizes = sizes_of(image)
    if press.is_page_picture(image.get("alt", "")) or (len(sizes) == 2 and max(sizes) <= PORTRAIT_MAX):
        return True
    link, source = next(image.iterancestors("a"), None), source_of(image, page.base_url)
    href = join(page.base_url, link.get("href", "")) if link is not None else None
    return bool(href and source and _host(href) not in {_host(page.base_url), _host(source)})


def _host(url: str) -> str:
    return bare_host(urlsplit(url).hostname or "")


def head_in_body(page: Page) -> bool:
    """Tell whether a line of the body is the title itself: the container holds the page's head too."""
    lines = [line for line in page.paragraphs if len(line) < 200 and page.title[:2] in line and page.title in press.letters(line)]
    return bool(page.title) and any(page.title == page.letters_of(line) for line in lines)


def controls_in_body(page: Page) -> bool:
    """Tell whether a button or form stands in a box of the body whose lines were taken for its text."""
    if page.container is None:
        return False
    controls = page.container.iter("button", "input", "select", "label", "audio", "progress")
    boxes = dict.fromkeys(control.getparent() for control in controls if control.get("type") != "hidden")
    left = COMPARED_MAX
    for box in boxes:
        if box is None or box is page.container:
            continue
        lines = [press.clean(str(text)) for text in box.itertext()]
        left -= page.search_cost * len(lines)
        if left < 0:
            return False
        if any(line in page.loaded.article.body for line in lines if len(press.letters(line)) >= TITLE_MIN):
            return True
    return False


def _has_other_source(image: etree._Element, base_url: str) -> bool:
    """Tell whether an image that shows its `src` has another picture's address in an attribute that is nobody's standard."""
    source = image.get("src", "")
    values = [str(value) for name, value in image.attrib.items() if str(name) not in _STANDARD]
    others = any(_PICTURE_FILE.search(value) and value not in source for value in values)
    return others and (source_of(image, base_url) or "") == join(base_url, source)


def unread_picture(page: Page) -> bool:
    """Tell whether an image of the body shows a placeholder, or has another picture's address, and what it shows is not known."""
    if page.container is None:
        return False
    if any(_has_other_source(image, page.base_url) for image in page.container.iter("img")):
        return True
    waiting = [
        image
        for image in page.container.iter(*PICTURES)
        if (image.get("src", "").startswith("data:") or not image.get("src") or _PLACEHOLDER.search(image.get("src", "")))
        and any(str(name).startswith("data-") for name in image.attrib)
        and source_of(image, page.base_url) is None
        and not is_small(image)
    ]
    if not waiting:
        return False
    dropped = {match.root for match in Rule(", ".join(page.loaded.layout.drop)).select(page.tree)} if page.loaded.layout.drop else set()
    return any(dropped.isdisjoint((image, *image.iterancestors())) for image in waiting)
