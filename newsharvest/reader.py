"""A body container in, paragraphs and captioned pictures out.

The tree is walked once and never changed: text that follows a removed ad is kept (lxml's `remove` would eat it), and the order in which
fields are read does not matter. A block element, a `<br>` and a figure each end a paragraph; table cells stay on one line.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple
from urllib.parse import urljoin

from lxml import etree
from parsel import Selector

from newsharvest import press
from newsharvest.items import Image
from newsharvest.layouts import Figure

_BLOCKS = frozenset(
    "address article aside blockquote body center dd details dir div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6"
    " header hr li main nav ol p pre section summary table tbody tfoot thead tr ul".split()
)
_CELLS = frozenset({"td", "th"})
_NEVER_TEXT = frozenset(
    "audio button canvas embed head iframe input link meta noscript object option script select style svg template textarea video".split()
)
_LAZY_SOURCES = ("src", "data-src", "data-original", "data-lazy-src")


class Body(NamedTuple):
    """What a container holds: paragraphs, each on one line and not empty, and the pictures in page order."""

    paragraphs: list[str]
    images: list[Image]


def lines(element: Selector) -> list[str]:
    """Return the element's text, a line for each block or `<br>`; an attribute's or text node's as it is."""
    if isinstance(element.root, etree._Element):
        return read_body(element, "").paragraphs
    text = press.clean(str(element.root))
    return [text] if text else []


def read_body(container: Selector, base_url: str, drop: Sequence[str] = (), figures: Sequence[Figure] = ()) -> Body:
    """Read `container`, leaving out what the `drop` selectors match.

    Pictures without an address (`<img alt>`, a `data:` placeholder) are passed over; an image's alt is no caption, since these CMSs
    put the file's name there. A line that is a file's name is no paragraph, and a `▲ …` line under a picture is its caption.
    """
    return _Walk(container, base_url, drop, figures).read()


class _Walk:
    def __init__(self, container: Selector, base_url: str, drop: Sequence[str], figures: Sequence[Figure]) -> None:
        self.root = container.root
        self.base_url = base_url
        self.dropped = {match.root for query in drop for match in container.css(query)}
        self.wrappers: set[etree._Element] = set()
        self.captions: set[etree._Element] = set()
        for figure in figures:
            for wrapper in container.css(figure.wrapper):
                if wrapper.xpath(".//img"):
                    self.wrappers.add(wrapper.root)
                    self.captions.update(c.root for c in wrapper.css(figure.caption) if not c.xpath(".//img"))
        self.paragraphs: list[str] = []
        self.images: list[Image] = []
        self.text: list[str] = []
        self.under: Image | None = None  # the picture that the next paragraph may be the caption of
        self.early: str | None = None  # a caption that stands before its picture
        self.first = 0  # where the pictures of the current wrapper begin

    def read(self) -> Body:
        walker = etree.iterwalk(self.root, events=("start", "end", "comment", "pi"))
        for event, node in walker:
            if event == "start":
                if self.skips(node) or self.is_caption(node):
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
        return Body(self.paragraphs, self.images)

    def skips(self, node: etree._Element) -> bool:
        hidden = "display:none" in node.get("style", "").replace(" ", "").lower() or node.get("hidden") is not None
        return node.tag in _NEVER_TEXT or node in self.dropped or hidden

    def is_caption(self, node: etree._Element) -> bool:
        """Take a caption element's text, unless it is too long to be one: then it is read as body."""
        if node not in self.captions:
            return False
        caption = press.clean("".join(str(text) for text in node.itertext()))
        if len(caption) > press.CAPTION_MAX:
            return False
        if caption and not press.is_file_name(caption):
            caption = press.marked_caption(caption) or caption
            if len(self.images) > self.first and self.images[-1]["caption"] is None:
                self.images[-1]["caption"] = caption
            else:
                self.early = caption
        self.under = None
        return True

    def enter(self, node: etree._Element) -> None:
        if node in self.wrappers:
            self.first, self.early = len(self.images), None
        if node.tag in _BLOCKS or node.tag == "br" or node in self.wrappers:
            self.end_paragraph()
        elif node.tag in _CELLS:
            self.text.append(" ")
        elif node.tag == "img":
            self.add_image(node)

    def leave(self, node: etree._Element) -> None:
        if node in self.wrappers:
            self.early = None
        if node.tag in _BLOCKS or node in self.wrappers:
            self.end_paragraph()

    def add_image(self, node: etree._Element) -> None:
        source = next((s for name in _LAZY_SOURCES if (s := node.get(name, "").strip()) and not s.startswith("data:")), None)
        url = _absolute(self.base_url, source) if source else None
        if url is None or any(image["url"] == url for image in self.images):
            return
        self.end_paragraph()
        self.under = Image(url=url, caption=self.early)
        self.early = None
        self.images.append(self.under)

    def end_paragraph(self) -> None:
        paragraph = press.clean("".join(self.text))
        self.text.clear()
        if not paragraph or press.is_file_name(paragraph):
            return
        caption = press.marked_caption(paragraph) if self.under and self.under["caption"] is None else None
        if self.under and caption:
            self.under["caption"] = caption
        else:
            self.paragraphs.append(paragraph)
        self.under = None


def _absolute(base_url: str, source: str) -> str | None:
    try:
        return urljoin(base_url, source)
    except ValueError:  # `http://[`: not an address
        return None
