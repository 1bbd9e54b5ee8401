"""What one page says against what was read from it: its other titles, its data for machines, what stands beside the body.

Each check is a function of a `Page` that tells whether its doubt speaks. They go by nothing that is a family's own but the Layout.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property
from itertools import count

from lxml import etree
from parsel import Selector

from newsharvest import press
from newsharvest.addresses import join
from newsharvest.doubts.kinds import Doubt
from newsharvest.page.body import lines_of
from newsharvest.page.layouts import Rule
from newsharvest.page.loader import Loaded
from newsharvest.page.pictures import PICTURES, is_small, source_of
from newsharvest.page.tree import in_one_block, precedes

WINDOW = 12
"""Letters that must stand in the body one after the other for a text to begin there: no two articles share as many by chance."""
BESIDE_MAX = 3
"""Levels above the body's container whose other children stand right beside it: the text's wrapper, and that of text and tools."""
LINK_SHARE = 0.6
"""Share of a paragraph's letters from which it is nothing but links."""
TITLE_MIN = 4
"""Letters. A shorter text is no title: the name of a section or a button."""

HEADING_MIN = 7
"""Letters. A shorter heading is the page's (`본문`, `페이지 정보`), and no subtitle."""

_HEADINGS = frozenset({"h1", "h2", "h3", "h4"})
_NO_TEXT = frozenset("a aside button dl figcaption footer form nav noscript ol script select style template textarea ul".split())
_COLUMNS = frozenset({"body", "html", "td"})
"""What stands beside one of these is another part of the page."""
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_PLACEHOLDER = re.compile(r"blank|load|spacer|placeholder|dummy|transparent|empty|lazy|1x1", re.IGNORECASE)
_TAGS = re.compile(r"[\[(<〈《【「『](?![\d\s]{1,9}[\])])[^\[\]()<>〈〉《》【】「」『』]{1,20}[\])>〉》】」』]")  # `[34]` counts comments
CUT_MIN = 60
"""Letters of a title's beginning that was cut, as long as a CMS has room for, though nothing says so."""
_CUT = re.compile(r"(?:…|\.{2,})\s*$")
_SENTENCES = re.compile(r"[^.!?]{1,1000}다[.!?]")
_PARTS = re.compile(r"\s+[-–—|:<>ㅣ]\s+|[|<>]")


@dataclass
class Page:
    """A page, and what was read from it.

    `names`: what the outlet calls itself. `key_of` an absolute address: the key of the article that it leads to, if to one.
    """

    tree: Selector
    base_url: str
    loaded: Loaded
    names: tuple[str, ...]
    key_of: Callable[[str], str | None]

    @cached_property
    def paragraphs(self) -> list[str]:
        """The body's paragraphs."""
        return self.loaded.article.body.split("\n\n") if self.loaded.article.body else []

    @cached_property
    def body(self) -> str:
        """The letters of the body and its captions."""
        captions = " ".join(image["caption"] or "" for image in self.loaded.article.images)
        return press.letters(f"{self.loaded.article.body} {captions}")

    @cached_property
    def title(self) -> str:
        """The title's letters, without tags in brackets, which a page may print in one place and not in another."""
        return self.letters_of(self.loaded.article.title or "")

    def letters_of(self, title: str) -> str:
        """Return a title's letters, as `title` has them."""
        title = press.strip_outlet_tags(title, self.names)
        return press.letters(_TAGS.sub(" ", title)) or press.letters(title)

    @property
    def container(self) -> etree._Element | None:
        """The element that the body was read from."""
        container = self.loaded.evidence.container
        return None if container is None else container.root

    @cached_property
    def fields(self) -> set[etree._Element]:
        """The elements that the other fields were read from."""
        return {s.root for found in self.loaded.evidence.found.values() for s in found if isinstance(s.root, etree._Element)}

    @cached_property
    def headings(self) -> set[etree._Element]:
        """The elements that the rule of the title has found."""
        return {s.root for s in self.loaded.evidence.found.get("title", ()) if isinstance(s.root, etree._Element)}

    @cached_property
    def title_element(self) -> etree._Element | None:
        """The element that the title stands in, be it one that the layout does not know."""
        known = next((s.root for s in self.loaded.evidence.found.get("title", ()) if isinstance(s.root, etree._Element)), None)
        if known is not None:
            return known
        headings = self.tree.root.iter("h1", "h2", "h3", "h4")
        return next((h for h in headings if self.title and self.letters_of("".join(map(str, h.itertext()))) == self.title), None)

    def is_before(self, element: etree._Element) -> bool:
        """Tell whether an element stands on the page before the body."""
        return self.container is not None and precedes(element, self.container)


# --- the title


def title_elsewhere(page: Page) -> bool:
    """Tell whether the page has a `<title>`, og:title or headline in JSON-LD, and none says what was read."""
    stated = page.loaded.evidence.stated
    others = [
        text for text in (stated.first("title"), stated.page_title, *stated.linked_data("title")) if len(page.letters_of(text)) >= TITLE_MIN
    ]
    others = [text for text in others if page.letters_of(text) not in {press.letters(name) for name in page.names}]
    return bool(page.title and others) and not any(_says(page, text) for text in others)


def _says(page: Page, text: str) -> bool:
    """Tell whether a text states the title: in whole, among a section and the outlet's name, or cut."""
    if page.title in press.letters(text) or page.title in page.letters_of(text):
        return True
    parts = [(page.letters_of(_CUT.sub("", part)), _CUT.search(part) is not None) for part in _PARTS.split(text)]
    return any(
        len(part) >= max(TITLE_MIN, len(page.title) // 2)
        and page.title.startswith(part)
        and (says_so or len(part) >= CUT_MIN or len(page.title) - len(part) <= 1)
        for part, says_so in parts
    )


def title_twice(page: Page) -> bool:
    """Tell whether the title's rule finds two that differ, both above the body: what stands below it is the next article's."""
    found = page.loaded.evidence.found.get("title", ())
    above = [s for s in found if isinstance(s.root, etree._Element) and page.is_before(s.root)]
    titles = {letters for s in above[:4] if len(letters := page.letters_of(" ".join(lines_of(s)))) >= TITLE_MIN}
    return any(one not in other and other not in one for one in titles for other in titles)


def title_masthead(page: Page) -> bool:
    """Tell whether the title is nothing but the outlet's name."""
    return bool(page.title) and press.letters(page.loaded.article.title or "") in {press.letters(name) for name in page.names}


def field_twice(page: Page) -> bool:
    """Tell whether the time of publication stands above the body in two blocks, with two values."""
    found = page.loaded.evidence.found.get("published_raw", ())
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
    """Tell whether a date, a writer or a heading stands between title and body where the article has none of its own.

    A writer is looked for right below the body too, where many print theirs.
    """
    article, title = page.loaded.article, page.title_element
    if page.container is None or title is None or not precedes(title, page.container):
        return False
    texts: list[str] = []
    for element in _between(title, page.container):
        if element.tag in _HEADINGS and not article.subtitle and element not in page.fields:
            text = press.clean("".join(map(str, element.itertext())))
            if len(press.letters(text)) >= HEADING_MIN and page.letters_of(text) != page.title and text not in article.section:
                return True
        texts += [press.clean(text) for text in (element.text, element.tail) if text]
    if article.published_at is None and any(map(press.may_be_time, texts)):
        return True
    return not (article.authors or "authors" in page.loaded.won) and any(map(press.may_be_writer, texts))


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


# --- the body


def second_body(page: Page) -> bool:
    """Tell whether another element is what a rule of the body says, and holds other text, with no heading of another article between."""
    if page.container is None:
        return False
    seen: list[etree._Element] = [page.container]
    for rule in page.loaded.layout.body:
        for other in rule.select(page.tree):
            element = other.root
            if any(element is one or one in element.iterancestors() or element in one.iterancestors() for one in seen):
                continue
            seen.append(element)
            text = _prose(element)
            if press.is_plain(text) and press.letters(text)[:40] not in page.body and not _parted(page, element):
                return True
    return False


def _parted(page: Page, element: etree._Element) -> bool:
    """Tell whether a heading of the title's rule, or any at all of the first ranks, stands between the body and what follows it."""
    assert page.container is not None
    if precedes(element, page.container):
        return any(precedes(element, heading) for heading in page.headings)
    between = page.headings | {h for h in page.tree.root.iter("h1", "h2") if h not in page.headings}
    return any(precedes(page.container, heading) and precedes(heading, element) for heading in between)


def text_beside(page: Page) -> bool:
    """Tell whether sentences as news is written stand right beside the body's container, in no link, heading, list or field."""
    return any(press.is_plain(text) and press.letters(text)[:WINDOW] not in page.body for text in _beside(page))


def _beside(page: Page) -> Iterator[str]:
    """Yield the texts that stand beside the container, up to the headings and fields on either side."""
    element = page.container
    for level in count():
        if element is None or element.tag in _COLUMNS:
            return
        for siblings, ends in ((element.itersiblings(), frozenset[etree._Element]()), (element.itersiblings(preceding=True), page.fields)):
            for sibling in siblings:
                if _begins_something(sibling, ends):
                    break
                if level < BESIDE_MAX or sibling.tag == "p":  # a stray end tag in the text leaves the rest of it far outside
                    yield _prose(sibling)
        yield press.clean(" ".join(s.tail or "" for s in (element, *element.itersiblings())))
        element = element.getparent()


def _begins_something(element: etree._Element, fields: Set[etree._Element]) -> bool:
    """Tell whether an element is or holds a heading, or what a field was read from: what stands beyond is no part of the text."""
    return any(node.tag in _HEADINGS or node in fields for node in element.iter("*"))


def _prose(element: etree._Element) -> str:
    """Return the text of an element that is in no link, list or tool."""
    if isinstance(element, etree._Comment | etree._ProcessingInstruction):
        return ""
    parts: list[str] = []
    walker = etree.iterwalk(element, events=("start", "end"))
    for event, node in walker:
        if event == "start":
            hidden = node.get("hidden") is not None or _HIDDEN.search(node.get("style", "")) is not None
            if node.tag in _NO_TEXT or hidden or node.get("id", "").startswith("bo_vc"):
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
    sentences = [press.letters(found) for text in page.loaded.evidence.stated.linked_data("body") for found in _SENTENCES.findall(text)]
    return any(len(letters) >= WINDOW and letters[-WINDOW:] not in page.body and letters[:WINDOW] not in page.body for letters in sentences)


def lead_elsewhere(page: Page) -> bool:
    """Tell whether the page describes itself by the words of an article that are neither in the body nor in title or subtitle."""
    article, stated = page.loaded.article, page.loaded.evidence.stated
    text = stated.first("description")
    if not (press.is_plain(text) or _CUT.search(text)) or len(press.letters(text)) < 2 * WINDOW:
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
        text = press.clean("".join(map(str, link.itertext())))
        if len(press.letters(text)) < TITLE_MIN or "@" in text or "://" in text or text.startswith("www."):
            continue
        url = join(page.base_url, link.get("href", ""))
        key = page.key_of(url) if url else None
        lines[text] = 2 if key and key != page.key_of(own) else 1
    return any(_is_links(paragraph, lines) for paragraph in page.paragraphs)


def _is_links(paragraph: str, links: Mapping[str, int]) -> bool:
    linked = [text for text in links if text in paragraph]
    share = sum(map(len, linked)) / len(paragraph) if linked else 0.0
    return share >= LINK_SHARE or (any(links[text] == 2 for text in linked) and not press.is_plain(paragraph))


def heading_in_body(page: Page) -> bool:
    """Tell whether the body holds a heading of the title's own rank, or above, with text after it: a subheading ranks below."""
    if page.container is None:
        return False
    ranks = {"h1", "h2"} if not any(h.tag == "h1" for h in page.headings) else {"h1"}
    for heading in page.container.iter(*ranks):
        text = press.clean("".join(map(str, heading.itertext())))
        if len(press.letters(text)) >= TITLE_MIN and text in page.paragraphs[1:-1] and page.letters_of(text) != page.title:
            return True
    return False


def head_in_body(page: Page) -> bool:
    """Tell whether a line of the body is the title itself: the container holds the page's head too."""
    return any(page.title == page.letters_of(line) for line in page.paragraphs if len(line) < 200)


def controls_in_body(page: Page) -> bool:
    """Tell whether a button or form stands in a box of the body whose lines were taken for its text."""
    if page.container is None:
        return False
    for control in page.container.iter("button", "input", "select", "label", "audio", "progress"):
        box = control.getparent()
        if box is None or box is page.container or control.get("type") == "hidden":
            continue
        lines = [press.clean(str(text)) for text in box.itertext()]
        if any(line in page.loaded.article.body for line in lines if len(press.letters(line)) >= TITLE_MIN):
            return True
    return False


def unread_picture(page: Page) -> bool:
    """Tell whether an image of the body shows a placeholder, and what it is to show stands in no attribute that is known."""
    if page.container is None:
        return False
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


CHECKS: Sequence[tuple[Doubt, Callable[[Page], bool]]] = (
    (Doubt.SECOND_BODY, second_body),
    (Doubt.TEXT_BESIDE, text_beside),
    (Doubt.BODY_DIFFERS, body_differs),
    (Doubt.NOT_FREE, not_free),
    (Doubt.LEAD_ELSEWHERE, lead_elsewhere),
    (Doubt.LINK_PARAGRAPH, link_paragraph),
    (Doubt.HEADING_IN_BODY, heading_in_body),
    (Doubt.HEAD_IN_BODY, head_in_body),
    (Doubt.CONTROLS_IN_BODY, controls_in_body),
    (Doubt.UNREAD_PICTURE, unread_picture),
    (Doubt.TITLE_ELSEWHERE, title_elsewhere),
    (Doubt.TITLE_TWICE, title_twice),
    (Doubt.TITLE_MASTHEAD, title_masthead),
    (Doubt.HEAD_UNREAD, head_unread),
    (Doubt.FIELD_TWICE, field_twice),
    (Doubt.DATE_DIFFERS, date_differs),
)


def doubts_of_page(tree: Selector, base_url: str, loaded: Loaded, names: tuple[str, ...], key_of: Callable[[str], str | None]) -> list[str]:
    """Return the names of the doubts that a page raises against what was read from it, before it is normalised.

    `base_url`: what its addresses are relative to. `names`: what the outlet calls itself. `key_of` an absolute address gives the key of the
    outlet's article that it leads to, if to one.
    """
    page = Page(tree, base_url, loaded, names, key_of)
    return [doubt.code for doubt, speaks in CHECKS if speaks(page)]
