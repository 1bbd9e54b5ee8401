"""A body container in, paragraphs and captioned pictures out, as a browser shows them.

The tree is walked once and never changed: text that follows a removed ad is kept (lxml's `remove` would eat it), and the order in which
fields are read does not matter. A block element, a `<br>`, a table cell and a figure each end a paragraph, and so does a line's end where
lines are shown as they stand (`<pre>`); the cells of a table's row are put on one line again, unless one of them holds several paragraphs
(then the table is the page's layout, not data).
"""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Container, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from lxml import etree
from parsel import Selector

from newsharvest import press
from newsharvest.items import Image
from newsharvest.page.layouts import Figure, Rule
from newsharvest.page.pictures import PICTURES, background_of, is_photo, source_of

_BLOCKS = frozenset(
    "address article aside blockquote body br center dd details dialog dir div dl dt fieldset figcaption figure footer form"
    " h1 h2 h3 h4 h5 h6 header hgroup hr legend li listing main menu nav ol p plaintext pre search section summary"
    " table tbody td tfoot th thead tr ul xmp".split()
)
_CELLS = frozenset({"td", "th"})
_WRAPPERS = frozenset("article aside center dd div dl figure li p section span table tbody td th tr".split())
_LINES = frozenset({"listing", "plaintext", "pre", "xmp"})
# `title`, `xml`: of a document that was pasted whole; `rt`: how the word under it is read, which the article goes on without
NEVER_TEXT = frozenset(
    "audio button canvas datalist embed head iframe input link meta meter noembed noframes noscript object option progress rp rt rtc script"
    " select style svg template textarea title video xml".split()
)

# Inline style, as far as it moves or hides text.
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|text-indent\s*:\s*-\d{4}|(?<![\w-])(?:left|top)\s*:\s*-\d{4}|clip\s*:\s*rect\(\s*[01][p,\s]",
    re.IGNORECASE,
)
_STYLE_MAX = 2_000  # characters; asked of all that stands in an element too
_AS_BLOCK = re.compile(r"display\s*:\s*(?:block|flex|grid|list-item|table|flow-root)(?![\w-])", re.IGNORECASE)
_AS_INLINE = re.compile(r"display\s*:\s*inline(?![\w-])", re.IGNORECASE)
_AS_LINES = re.compile(r"white-space(?:-collapse)?\s*:\s*(?:pre|break-spaces)", re.IGNORECASE)

# Names of classes that are general knowledge: what is for screen readers, or hidden by a stylesheet (Naver's and Daum's, gnuboard's,
# Foundation's, Bootstrap's, WordPress's, Drupal's).
_UNSEEN = frozenset(
    "blind sound_only sound-only sr-only sr_only show-for-sr visually-hidden visuallyhidden screen-reader-text screen-reader-only"
    " screen_out screen-out a11y-hidden a11y_hidden ir_pm ir_wa ir_text element-invisible offscreen off-screen assistive-text"
    " hidden invisible".split()
)
_UNSEEN_MAX = 100
"""Characters. What has such a class and is longer may be the article, which the page shows by a script."""
_BADGE = re.compile(r"(?<![a-z])(?:badge|label|icon|ico|cate|category|tag|flag|sticker)(?![a-z])", re.IGNORECASE)
_HEADING = re.compile(r"h[1-6]")
_PHOTO = re.compile(r"(?<![a-z])(?:photo|image|img|pic|picture|figure|fig|thumb|caption)", re.IGNORECASE)

_CAPTION = re.compile(r"(?<![a-z])(?:cap|caption|desc|description|explain|credit)(?![a-z])", re.IGNORECASE)
_FIGURE = Figure("figure", "figcaption")
_UNMARKED_MAX = 150
"""Characters of a caption that nothing but its place tells (the longest of the fixtures' has 46)."""
_COPY_MIN = 50
"""Characters. Less may be said twice: a refrain, the figures of two tables."""
_TWINS = frozenset({"article", "div", "section"})

_CF_ADDRESS = "/cdn-cgi/l/email-protection"
_CF_SHOWN = re.compile(r"\[email\s?protected\]")

_REMAINS = frozenset({"/*", "*/", "<!--", "-->", "//-->", "]]>", "//]]>"})  # of a script or comment that was cut out by hand


class Body(NamedTuple):
    """What a container holds: paragraphs, each on one line and not empty, and the pictures in page order."""

    paragraphs: list[str]
    images: list[Image]


def lines_of(element: Selector) -> list[str]:
    """Return the element's text, a line for each block or `<br>`; an attribute's or text node's as it is.

    A badge in it and a label for screen readers stand apart; a heading is without such labels. An address that Cloudflare hides is whole.
    """
    root = element.root
    if not isinstance(root, etree._Element):
        text = press.clean(_unhidden(str(root).partition(f"{_CF_ADDRESS}#")[2]) or str(root))
    elif len(root):
        return _Walk(element, None).read().paragraphs
    else:  # nothing to walk through: most of what the selector of a field finds
        text = press.clean(_address_of(root) or root.text or "")
        text = "" if press.is_file_name(text) else text
    return [text] if text else []


def read_body(container: Selector, base_url: str, drop: Sequence[str] = (), figures: Sequence[Figure] = ()) -> Body:
    """Read `container`, leaving out what the `drop` selectors match.

    Pictures without an address (`<img alt>`, a `data:` placeholder, a file on the editor's disk) are passed over, and so are placeholders,
    counters and icons (see `page.pictures`); an image's alt is no caption, since these CMSs put the file's name there. A line that is a
    file's name is no paragraph, and a `▲ …` line under a picture is its caption, unless another such line follows: then they are a list.
    Where an element holds a picture, a short text under it, and nothing else, that is its caption too, unless it reads as a sentence of the
    article or the container holds no other text. A paragraph that is nothing but a picture's credit (`사진=가온시 제공`) is the credit of
    the picture before it, or of the first; without any picture it stays a paragraph. Of two blocks side by side with the same paragraphs
    (one for the PC, one for the mobile phone) the second is left out. The container itself is read even if hidden: a layout named it.
    """
    return _Walk(container, base_url, drop, figures).read()


class _Guess(NamedTuple):
    """A caption that nothing marks as one: what it was before, and the picture it was given to."""

    paragraphs: list[str]
    image: Image


class _Block(NamedTuple):
    """A block that has been read: where its paragraphs begin and end, and how many pictures it held."""

    begin: int
    end: int
    pictures: int


class _Walk:
    def __init__(self, container: Selector, base_url: str | None, drop: Sequence[str] = (), figures: Sequence[Figure] = (_FIGURE,)) -> None:
        """Begin to read a body, or, without a `base_url`, a field, which has no pictures."""
        self.root = container.root
        self.base_url = base_url
        css = ", ".join(query for query in drop if not query.startswith("./"))  # asked as one: each would walk the tree anew
        asked = [css] * bool(css) + [query for query in drop if query.startswith("./")]
        self.dropped = {match.root for query in asked for match in Rule(query).select(container)}
        self.wrappers: set[etree._Element] = set()
        self.captions: set[etree._Element] = set()
        if base_url is not None:
            self.find_figures(container, figures)
        self.blocks: set[etree._Element] = set()  # by their style alone
        self.inline: set[etree._Element] = set()  # the same
        self.apart: set[etree._Element] = set()  # with a space at either end
        self.lines: etree._Element | None = None  # what shows its lines as they stand
        self.paragraphs: list[str] = []
        self.images: dict[str, Image] = {}  # by address
        self.shown: list[Image] = []  # one for each element that shows it
        self.times: Counter[str] = Counter()  # how many do
        self.text: list[str] = []
        self.begins: dict[etree._Element, int] = {}  # where the paragraphs of a table cell or caption begin
        self.opened: dict[etree._Element, tuple[int, int]] = {}  # where the paragraphs and the pictures of a wrapper begin
        self.above = 0  # the paragraphs before the last picture
        self.guesses: list[_Guess] = []
        self.before: dict[etree._Element, _Block] = {}  # the last block read, by its parent
        self.under: Image | None = None  # the picture that the next paragraph may be the caption of
        self.marked: tuple[Image, str] | None = None  # the picture that the last line, marked `▲`, was taken for the caption of
        self.bare: deque[Image] = deque()  # the pictures of the current wrapper that have no caption yet
        self.last: Image | None = None  # its last picture
        self.early: str | None = None  # a caption in it that waits for the next picture
        self.captioning = 0  # captions that are being read
        self.credits: list[tuple[str, str]] = []  # paragraphs before the first picture that may be its credit, and whom they name

    def find_figures(self, container: Selector, figures: Sequence[Figure]) -> None:
        if _FIGURE not in figures and next(self.root.iter("figcaption"), None) is not None:
            figures = (*figures, _FIGURE)
        pictured: set[etree._Element] | None = None
        for figure in figures:
            within: set[etree._Element] = set()
            for wrapper in Rule(figure.wrapper).select(container):
                pictured = self.find_pictured() if pictured is None else pictured
                if wrapper.root not in pictured:
                    continue
                self.wrappers.add(wrapper.root)
                if wrapper.root not in within:  # else its captions are found already
                    within.update(wrapper.root.iter())
                    self.captions.update(c.root for c in Rule(figure.caption).select(wrapper) if c.root not in pictured)

    def find_pictured(self) -> set[etree._Element]:
        """Return the elements that hold a picture, or are one, which is not a dropped ad's."""
        pictured: set[etree._Element] = set()
        dropped: set[etree._Element] = set()
        for picture in self.root.iter(*PICTURES):
            way: list[etree._Element] = []
            for element in (picture, *picture.iterancestors()):
                way.append(element)
                if element in self.dropped or element in dropped:
                    dropped.update(way)
                    way = []
                    break
                if element in pictured or element is self.root:
                    break
            pictured.update(way)
        return pictured

    def read(self) -> Body:
        walker = etree.iterwalk(self.root, events=("start", "end", "comment", "pi"))
        for event, node in walker:
            if event == "start":
                if self.skips(node):
                    walker.skip_subtree()
                else:
                    self.enter(node)
                    if node.text:
                        self.add_text(node.text)
            else:
                if event == "end":
                    self.leave(node)
                if node.tail and node is not self.root:
                    self.add_text(node.tail)
        self.end_paragraph()
        if self.shown and self.credits:
            self.give_credits(self.shown[0])
        if not self.paragraphs:  # then those were the article
            for guess in self.guesses:
                self.paragraphs += guess.paragraphs
                guess.image["caption"] = None
        return Body(self.paragraphs, list(self.images.values()))

    def skips(self, node: etree._Element) -> bool:
        """Tell whether nothing of an element is text; what is shown in its place is added."""
        if node is self.root:
            return False
        if node.tag in NEVER_TEXT or node in self.dropped:
            if node.tag == "noscript" and node not in self.dropped:
                self.add_fallback(node)
            return True
        if not node.keys():
            return node.tag == "dialog"  # not open
        if says_hidden(node) or (node.tag == "dialog" and node.get("open") is None):
            return True
        if (address := _address_of(node)) is not None:
            self.add_text(address)
            return True
        classes = node.get("class")
        if classes and _is_unseen(classes):
            if self.base_url is None and not _HEADING.fullmatch(self.root.tag):  # a label, by which a field may be known
                self.apart.add(node)
                return False
            return not _has_text(node, _UNSEEN_MAX)
        return False

    def enter(self, node: etree._Element) -> None:
        tag = node.tag
        if node.keys():
            self.see_style(node)
        if self.ends_paragraph(node):
            self.end_paragraph()
        elif node in self.apart or (self.base_url is None and _is_badge(node)):
            self.apart.add(node)
            self.text.append(" ")
        if node in self.wrappers:
            self.bare.clear()
            self.last = None
        if node in self.captions:
            self.under = None
            self.captioning += 1
        if tag in _CELLS or node in self.captions:
            self.begins[node] = len(self.paragraphs)
        if self.base_url is not None:
            if tag in _WRAPPERS and node is not self.root:
                self.opened[node] = len(self.paragraphs), len(self.shown)
            if tag in PICTURES:
                self.add_image(source_of(node, self.base_url))
            elif node.text is None and not len(node) and tag in _WRAPPERS and node.keys():
                self.add_image(background_of(node, self.base_url))
        elif tag in PICTURES:
            self.text.append(" ")
        if tag == "q":
            self.text.append("“")
        if tag in _LINES and self.lines is None:
            self.lines = node

    def leave(self, node: etree._Element) -> None:
        if node.tag == "q" and not self.skips(node):
            self.text.append("”")
        if node is self.lines:
            self.lines = None
        if self.ends_paragraph(node):
            self.end_paragraph()
        elif node in self.apart:
            self.text.append(" ")
        if node in self.begins and node in self.captions:
            self.captioning -= 1
            self.take_caption(self.begins[node])
        if node.tag == "tr":
            self.join_cells([self.begins[cell] for cell in node if cell in self.begins])
        if node in self.wrappers:
            if self.early and self.last and self.early != self.last["caption"]:
                self.last["caption"] = f"{self.last['caption']} {self.early}"
            self.early = None
        if node in self.opened:
            self.close_wrapper(node, *self.opened.pop(node))

    def see_style(self, node: etree._Element) -> None:
        style = node.get("style")
        if not style:
            return
        if node.tag in _BLOCKS:
            if _AS_INLINE.search(style):
                self.inline.add(node)
        elif _AS_BLOCK.search(style):
            self.blocks.add(node)
        if self.lines is None and _AS_LINES.search(style):
            self.lines = node

    def ends_paragraph(self, node: etree._Element) -> bool:
        if node.tag in _BLOCKS:
            return node not in self.inline
        return node in self.blocks or node in self.wrappers or node in self.captions

    def add_text(self, text: str) -> None:
        if self.lines is None:
            self.text.append(text)
            return
        first, *others = text.splitlines() if text[-1] not in "\r\n" else [*text.splitlines(), ""]
        self.text.append(first)
        for line in others:
            self.end_paragraph()
            self.text.append(line)

    def take_caption(self, begin: int) -> None:
        """Take the paragraphs from `begin` on for a caption, unless they are too long to be one: then they stay body."""
        text = " ".join(self.paragraphs[begin : begin + press.CAPTION_MAX])  # more of them are too long in any case
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

    def close_wrapper(self, node: etree._Element, begin: int, first: int) -> None:
        """See whether what an element holds, from these paragraphs and pictures on, is a captioned picture, or all of it a copy."""
        if len(self.shown) == first + 1:
            if node.tag == "span" and _PHOTO.search(node.get("class", "")):
                self.end_paragraph()
            self.guess_caption(node, begin)
        if node.tag not in _TWINS or len(self.paragraphs) < begin + 2:
            return
        parent, pictures = next(node.iterancestors()), self.shown[first:]
        other = self.before.get(parent)
        self.before[parent] = _Block(begin, len(self.paragraphs), len(pictures))
        if other is None or other.end != begin:
            return
        originals = self.paragraphs[other.begin : other.end]
        paragraphs = self.uncaptioned(begin, {image["caption"] for image in pictures}, sum(map(len, originals)))
        if not _is_copy(paragraphs, originals):
            return
        known = set(originals)
        self.paragraphs[begin:] = [p for p in paragraphs if p not in known]
        self.before[parent] = other._replace(end=len(self.paragraphs))
        if len(pictures) <= other.pictures:  # the same ones, smaller
            here = Counter(image["url"] for image in pictures)
            for url, times in here.items():
                if self.times[url] == times:  # no other element shows it
                    self.images.pop(url, None)

    def uncaptioned(self, begin: int, captions: Container[str | None], length: int) -> list[str]:
        """Return the paragraphs from `begin` on that are no picture's caption already, as far as they can be a copy of so much text."""
        found: list[str] = []
        for position in range(begin, len(self.paragraphs)):
            if length < 0:
                break
            paragraph = self.paragraphs[position]
            if (press.marked_caption(paragraph) or paragraph) not in captions:
                found.append(paragraph)
                length -= len(paragraph)
        return found

    def guess_caption(self, node: etree._Element, begin: int) -> None:
        image, paragraphs = self.shown[-1], self.paragraphs[begin:]
        if image["caption"] is not None or not 1 <= len(paragraphs) <= 2 or self.above > begin:
            return
        text = " ".join(paragraphs)
        if len(text) > press.CAPTION_MAX or any(map(_has_text, node.iter("a"))) or not _may_be_caption(node, text, len(paragraphs)):
            return
        del self.paragraphs[begin:]
        image["caption"] = press.marked_caption(text) or text
        self.guesses.append(_Guess(paragraphs, image))
        self.under = None

    def join_cells(self, begins: list[int]) -> None:
        if begins and all(end - begin <= 1 for begin, end in pairwise([*begins, len(self.paragraphs)])):
            row = " ".join(self.paragraphs[begins[0] :])
            self.paragraphs[begins[0] :] = [row] if row else []

    def add_image(self, url: str | None) -> None:
        if url is None:
            return
        self.end_paragraph()
        image = self.images.setdefault(url, Image(url=url, caption=None))
        self.times[url] += 1
        if self.early and image["caption"] is None:
            image["caption"], self.early = self.early, None
        self.bare.append(image)
        self.shown.append(image)
        self.above = len(self.paragraphs)
        self.last = self.under = image
        self.marked = None

    def add_fallback(self, noscript: etree._Element) -> None:
        """Add the pictures that a page has for readers without scripts, unless the placeholder beside them says where its own is."""
        if self.base_url is None:
            return
        beside = [e for e in (noscript.getprevious(), noscript.getnext(), noscript.getparent()) if e is not None and e.tag in PICTURES]
        if any(source_of(picture, self.base_url) for picture in beside):
            return
        for picture in noscript.iter("img"):
            url = None if picture in self.dropped or says_hidden(picture) else source_of(picture, self.base_url)
            if url and (beside or is_photo(url)):  # else it may be a counter
                self.add_image(url)

    def end_paragraph(self) -> None:
        if not self.text:
            return
        paragraph = press.clean("".join(self.text))
        self.text.clear()
        if not paragraph or paragraph in _REMAINS or press.is_file_name(paragraph):
            return
        if self.base_url is not None and not self.captioning and self.take_credit(paragraph):
            return
        under, self.under = self.under, None
        marked, self.marked = self.marked, None
        caption = press.marked_caption(paragraph)
        if under and under["caption"] is None and self.base_url is not None and not self.captioning and not caption:
            described, who = press.split_credit(paragraph)
            if who and described and len(described) <= _UNMARKED_MAX and not press.is_plain(described):  # `장터 모습. 가온시 제공`
                under["caption"] = described
                add_credit(under, who)
                return
        if caption and under and under["caption"] is None:
            under["caption"] = caption
            self.marked = under, paragraph
            return
        if caption and marked:  # a second marked line: the first was no caption, but the head of a list
            marked[0]["caption"] = None
            self.paragraphs.append(marked[1])
        self.paragraphs.append(paragraph)

    def take_credit(self, paragraph: str) -> bool:
        """Take a paragraph that is nothing but a credit for the last picture's. One before the first picture is its, if one comes."""
        rest, who = press.split_credit(paragraph, caption=self.under is not None)
        if rest or who is None:
            return False
        if not self.shown:
            self.credits.append((paragraph, who))
            return False
        return add_credit(self.shown[-1], who)

    def give_credits(self, image: Image) -> None:
        """Give a picture the credits that stand in paragraphs before it."""
        given = Counter(paragraph for paragraph, who in self.credits if add_credit(image, who))
        paragraphs, self.paragraphs = self.paragraphs, []
        for paragraph in paragraphs:
            if given[paragraph]:
                given[paragraph] -= 1
            else:
                self.paragraphs.append(paragraph)


def add_credit(image: Image, who: str) -> bool:
    """Say of a picture whose it is, beside what is said already; tell whether it is said. A credit has CAPTION_MAX characters at most."""
    said = ", ".join(press.unique([*image.get("credit", "").split(", "), who]))
    if len(said) > press.CAPTION_MAX:
        return False
    image["credit"] = said
    return True


def is_hidden(container: Selector) -> bool:
    """Tell whether an element of the page is hidden, or stands in one that is, by what it says itself: stylesheets are not read."""
    around = (container.root, *container.root.iterancestors())
    return any(node.tag == "template" or says_hidden(node) for node in around)


def says_hidden(node: etree._Element) -> bool:
    """Tell whether an element says of itself that it is not shown."""
    return node.get("hidden") is not None or ((style := node.get("style")) is not None and _HIDDEN.search(style, 0, _STYLE_MAX) is not None)


@lru_cache(maxsize=1024)
def _is_unseen(classes: str) -> bool:
    return not _UNSEEN.isdisjoint(classes.lower().split())


def _is_badge(node: etree._Element) -> bool:
    return node.tag == "small" or _BADGE.search(node.get("class", "")) is not None


def _has_text(node: etree._Element, more_than: int = 0) -> bool:
    """Tell whether an element holds more than this many characters of text, white space round its pieces not counted."""
    length = 0
    for text in node.itertext():
        length += len(text.strip())
        if length > more_than:
            return True
    return False


def _address_of(node: etree._Element) -> str | None:
    """Return the mail address that Cloudflare has put out of harvesters' sight, as every browser shows it, or None."""
    if node.tag not in {"a", "span"}:
        return None
    code = node.get("data-cfemail")
    if code is None:
        href = node.get("href", "")
        if _CF_ADDRESS not in href or not _CF_SHOWN.fullmatch("".join(map(str, node.itertext())).strip()):
            return None
        code = href.partition("#")[2]
    return _unhidden(code)


def _unhidden(code: str) -> str | None:
    """Return the address in Cloudflare's code: hexadecimal, each byte XORed with the first."""
    try:
        key, *hidden = bytes.fromhex(code)
        address = bytes(byte ^ key for byte in hidden).decode()
    except ValueError:
        return None
    return address.partition("?")[0] if "@" in address else None


def _may_be_caption(node: etree._Element, text: str, paragraphs: int) -> bool:
    """Tell whether the one short text that an element holds beside its picture may be the caption: by names, or by how it reads."""
    # what holds the text, or both: `a.view_image` enlarges it, and `div.photo` may hold nothing but the picture
    named = (e.get("class", "") for e in node.iter("*") if e is node or (e.tag not in PICTURES and e.tag != "a" and _has_text(e)))
    if node.tag == "figure" or any(_PHOTO.search(name) or _CAPTION.search(name) for name in named):
        return True
    if paragraphs > 1 or node.tag in {"li", "span"} or next(node.iter("h1", "h2", "h3", "h4", "h5", "h6"), None) is not None:
        return False
    if node.tag == "p" and next(node.iter("br"), None) is None:  # a picture in the line
        return False
    cells = sum(map(_has_text, node.iter("td", "th", "caption")))
    return cells <= 1 and len(text) <= _UNMARKED_MAX and press.reads_as_caption(text)


def _is_copy(paragraphs: Sequence[str], first: Sequence[str]) -> bool:
    """Tell whether the paragraphs of two blocks are the same: several, and nine tenths of either's characters."""
    same = set(paragraphs) & set(first)
    common = sum(map(len, same))
    return len(same) > 1 and common >= _COPY_MIN and common >= 0.9 * max(sum(map(len, paragraphs)), sum(map(len, first)))
