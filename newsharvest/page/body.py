"""A body container in, paragraphs and captioned pictures out.

The tree is walked once and never changed: text that follows a removed ad is kept (lxml's `remove` would eat it), and the order in which
fields are read does not matter. A block element, a `<br>`, a table cell and a figure each end a paragraph; the cells of a table's row are
put on one line again, unless one of them holds several paragraphs (then the table is the page's layout, not data).
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple
from urllib.parse import urlsplit

from lxml import etree
from parsel import Selector

from newsharvest import press
from newsharvest.addresses import join
from newsharvest.items import Image
from newsharvest.page.layouts import Figure, Rule

_BLOCKS = frozenset(
    "address article aside blockquote body br center dd details dialog dir div dl dt fieldset figcaption figure footer form"
    " h1 h2 h3 h4 h5 h6 header hgroup hr legend li main menu nav ol p pre section summary table tbody td tfoot th thead tr ul".split()
)
_CELLS = frozenset({"td", "th"})
_NEVER_TEXT = frozenset(
    "audio button canvas embed head iframe input link meta noscript object option script select style svg template textarea video".split()
)
_SOURCES = ("data-src", "data-original", "data-lazy-src", "src")  # beside the others, src is a placeholder
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


class Body(NamedTuple):
    """What a container holds: paragraphs, each on one line and not empty, and the pictures in page order."""

    paragraphs: list[str]
    images: list[Image]


def lines_of(element: Selector) -> list[str]:
    """Return the element's text, a line for each block or `<br>`; an attribute's or text node's as it is."""
    root = element.root
    if not isinstance(root, etree._Element):
        text = press.clean(str(root))
    elif len(root):
        return read_body(element, "").paragraphs
    else:  # nothing to walk through: most of what the selector of a field finds
        text = press.clean(root.text or "")
        text = "" if press.is_file_name(text) else text
    return [text] if text else []


def read_body(container: Selector, base_url: str, drop: Sequence[str] = (), figures: Sequence[Figure] = ()) -> Body:
    """Read `container`, leaving out what the `drop` selectors match.

    Pictures without an address (`<img alt>`, a `data:` placeholder, a file on the editor's disk) are passed over; an image's alt is no
    caption, since these CMSs put the file's name there. A line that is a file's name is no paragraph, and a `▲ …` line under a picture is
    its caption, unless another such line follows: then they are a list. The container itself is read even if hidden: a layout named it.
    """
    return _Walk(container, base_url, drop, figures).read()


class _Walk:
    def __init__(self, container: Selector, base_url: str, drop: Sequence[str], figures: Sequence[Figure]) -> None:
        self.root = container.root
        self.base_url = base_url
        self.dropped = {match.root for match in Rule(", ".join(drop)).select(container)} if drop else set()
        self.wrappers: set[etree._Element] = set()
        self.captions: set[etree._Element] = set()
        for figure in figures:
            for wrapper in Rule(figure.wrapper).select(container):
                if self.pictured(wrapper):
                    self.wrappers.add(wrapper.root)
                    self.captions.update(c.root for c in Rule(figure.caption).select(wrapper) if not self.pictured(c))
        self.paragraphs: list[str] = []
        self.images: dict[str, Image] = {}  # by address
        self.text: list[str] = []
        self.begins: dict[etree._Element, int] = {}  # where the paragraphs of a table cell or caption begin
        self.under: Image | None = None  # the picture that the next paragraph may be the caption of
        self.marked: tuple[Image, str] | None = None  # the picture that the last line, marked `▲`, was taken for the caption of
        self.bare: deque[Image] = deque()  # the pictures of the current wrapper that have no caption yet
        self.last: Image | None = None  # its last picture
        self.early: str | None = None  # a caption in it that waits for the next picture

    def pictured(self, element: Selector) -> bool:
        """Tell whether an element holds a picture that is not a dropped ad's."""
        return any(self.dropped.isdisjoint((p.root, *p.root.iterancestors())) for p in element.xpath(".//img"))

    def read(self) -> Body:
        walker = etree.iterwalk(self.root, events=("start", "end", "comment", "pi"))
        for event, node in walker:
            if event == "start":
                if self.skips(node):
                    walker.skip_subtree()
                else:
                    self.enter(node)
                    self.text.append(node.text or "")
            else:
                if event == "end":
                    self.leave(node)
                if node is not self.root:
                    self.text.append(node.tail or "")
        self.end_paragraph()
        return Body(self.paragraphs, list(self.images.values()))

    def skips(self, node: etree._Element) -> bool:
        hidden = node.get("hidden") is not None or _HIDDEN.search(node.get("style", "")) is not None
        return node is not self.root and (node.tag in _NEVER_TEXT or node in self.dropped or hidden)

    def enter(self, node: etree._Element) -> None:
        if node.tag in _BLOCKS or node in self.wrappers or node in self.captions:
            self.end_paragraph()
        if node in self.wrappers:
            self.bare.clear()
            self.last = None
        if node in self.captions:
            self.under = None
        if node.tag in _CELLS or node in self.captions:
            self.begins[node] = len(self.paragraphs)
        if node.tag == "img":
            self.add_image(node)

    def leave(self, node: etree._Element) -> None:
        if node.tag in _BLOCKS or node in self.wrappers or node in self.captions:
            self.end_paragraph()
        if node in self.begins and node in self.captions:
            self.take_caption(self.begins[node])
        if node.tag == "tr":
            self.join_cells([self.begins[cell] for cell in node if cell in self.begins])
        if node in self.wrappers:
            if self.early and self.last:
                self.last["caption"] = f"{self.last['caption']} {self.early}"
            self.early = None

    def take_caption(self, begin: int) -> None:
        """Take the paragraphs from `begin` on for a caption, unless they are too long to be one: then they stay body."""
        text = " ".join(self.paragraphs[begin:])
        caption = press.marked_caption(text) or text
        if not caption or len(caption) + len(self.early or "") > press.CAPTION_MAX:
            return
        del self.paragraphs[begin:]
        while self.bare and self.bare[0]["caption"]:
            self.bare.popleft()
        if self.bare:
            self.bare.popleft()["caption"] = caption
        else:
            self.early = f"{self.early} {caption}" if self.early else caption

    def join_cells(self, begins: list[int]) -> None:
        if begins and all(end - begin <= 1 for begin, end in pairwise([*begins, len(self.paragraphs)])):
            row = " ".join(self.paragraphs[begins[0] :])
            self.paragraphs[begins[0] :] = [row] if row else []

    def add_image(self, node: etree._Element) -> None:
        source = next((s for name in _SOURCES if (s := node.get(name, "").strip()) and not s.startswith("data:")), None)
        url = _absolute(self.base_url, source) if source else None
        if url is None:
            return
        self.end_paragraph()
        image = self.images.setdefault(url, Image(url=url, caption=None))
        if self.early and image["caption"] is None:
            image["caption"], self.early = self.early, None
        self.bare.append(image)
        self.last = self.under = image
        self.marked = None

    def end_paragraph(self) -> None:
        paragraph = press.clean("".join(self.text))
        self.text.clear()
        if not paragraph or press.is_file_name(paragraph):
            return
        under, self.under = self.under, None
        marked, self.marked = self.marked, None
        caption = press.marked_caption(paragraph)
        if caption and under and under["caption"] is None:
            under["caption"] = caption
            self.marked = under, paragraph
            return
        if caption and marked:  # a second marked line: the first was no caption, but the head of a list
            marked[0]["caption"] = None
            self.paragraphs.append(marked[1])
        self.paragraphs.append(paragraph)


def _absolute(base_url: str, source: str) -> str | None:
    url = join(base_url, source)
    return url if url and urlsplit(url).scheme in {"http", "https"} else None
