"""What sites do to their pages, done to a page whose article is known: by kind, each kind in many variants, each with the truth it leaves.

A change takes a `Page` and a `Draw`, alters the page and, where the article is another one afterwards, its `Truth`; False says that the
page has nothing that it could change. Nothing here knows how the project reads a page, but for the selectors by which the parts of an
unchanged page are found.
"""

from __future__ import annotations

import copy
import html
import json
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any, TypeAlias
from urllib.parse import urljoin

from lxml import etree
from lxml.html import document_fromstring
from parsel import Selector
from scrapy.http import TextResponse
from selectolax.lexbor import LexborHTMLParser

from newsharvest import press
from newsharvest.crawl.outlet import OutletSpider
from newsharvest.download.charset import decoded
from newsharvest.download.replay import Case
from newsharvest.page.body import read_body
from newsharvest.page.layouts import Layout

FIELDS = ("title", "subtitle", "authors", "published_at", "modified_at", "body", "images")
"""What is compared of an item."""

Element: TypeAlias = Any
"""An element of lxml, whose types allow for more than stands on a page."""

START, CORE, END = "\ue000", "\ue001", "\ue002"
"""Where the container begins, where its text stands, where it ends: private letters, in no page."""

INLINE = frozenset("a abbr b big cite em font i ins mark q s small span strike strong sub sup u img input button label".split())


KEPT = (
    "가각간감강것게겠고과관교구군권그기까나남난내년년는다당대데도동된될됐들등따때또라로록론료른를름리마만말매면명모무문물미및민바밝발방보본부북분비사산살상새서선설성세소송수승시식신"
    "실아안않않았어업에여연열였영오와외요용우운원위유으은을음의이인일입있자작장저적전정제조주중지직진집차체최추출치크터토통특파편평포표품하학한할함합해행향현호화회획후했"
)
"""Syllables of which endings, labels and offices are made."""


def squeezed(text: str) -> str:
    """Return a text without any white space."""
    return "".join(text.split())


def flat(value: Any) -> Any:
    """Return a field's value as it is compared: any white space is one space, of a picture its address and caption count."""
    if isinstance(value, str):
        return " ".join(value.split())
    if isinstance(value, dict):
        return value["url"], flat(value["caption"])
    return [flat(entry) for entry in value] if isinstance(value, list) else value


@dataclass
class Truth:
    """What a reader should get of a page."""

    fields: dict[str, Any]
    also: dict[str, list[Any]] = field(default_factory=dict)
    """Other values of a field that are as right."""
    article: bool = True
    """Whether the page holds an article at all; else whatever item comes of it is wrong."""
    normal: frozenset[str] = frozenset()
    """Codes of reasons that are right for a page without an article."""
    gives_reason: bool = False
    """The page is such that a doubt or note is no false alarm, though the item may be right."""

    def wrong(self, item: dict[str, Any]) -> list[str]:
        """Return the names of the fields that are not as they should be."""
        if not self.article:
            return ["article"]
        return [n for n in FIELDS if flat(item[n]) not in [flat(value) for value in (self.fields[n], *self.also.get(n, ()))]]

    def allow(self, name: str, *values: Any) -> None:
        """Take other values of a field for right too."""
        self.also.setdefault(name, []).extend(values)


@dataclass(frozen=True)
class Source:
    """An unchanged page that holds an article."""

    case: Case
    outlet: type[OutletSpider]
    key: str
    expected: dict[str, Any]
    layout: Layout
    tree: Element
    number: int = 0
    """0, or which of the articles that are like it."""

    def __str__(self) -> str:
        return f"{self.outlet.name}/{self.case.folder.name}" + (f"~{self.number}" if self.number else "")

    @classmethod
    def load(cls, folder: Path, outlet: type[OutletSpider]) -> Source | None:
        """Read a fixture's folder; None if it is no article's."""
        expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
        if "links" in expected or "reason" in expected:
            return None
        case = Case.load(folder)
        response = decoded(case.response(case.url))
        key = outlet.article_key(case.url)
        assert isinstance(response, TextResponse)
        assert key is not None
        tree = document_fromstring(LexborHTMLParser(response.text).html or "")
        [layout] = [layout for layout in outlet.layouts if layout.name == expected["layout"]]
        return cls(case, outlet, key, expected, layout, tree)

    def like(self, number: int) -> Source:
        """Return another article of the same shape: other syllables in its headline, text and captions, and another key.

        Letters that carry a meaning for a reader of pages (endings, labels, names, the masthead) stay as they are.
        """
        if not number:
            return self
        expected = self.expected
        kept = set(
            "".join(
                [KEPT, self.outlet.title, *self.outlet.other_names, *expected["authors"], *expected["section"], expected["rights"] or ""]
            )
        )
        texts = [expected["title"], *expected["subtitle"], expected["body"], *(i["caption"] or "" for i in expected["images"])]
        found = sorted({letter for letter in "".join(texts) if "가" <= letter <= "힣"} - kept)
        dealt = found[:]
        Random(f"{self} {number}").shuffle(dealt)
        other = str.maketrans("".join(found), "".join(dealt))
        page = Page(self)
        parts = [page.heading(), page.tree.find(".//title"), *page.subtitles()]
        whole = [page.container, *(e for e in parts if e is not None and not page.within(e, page.container))]
        for e in (e for part in whole for e in part.iter() if isinstance(e.tag, str) and e.tag not in {"script", "style"}):
            e.text = e.text and e.text.translate(other)
            for child in e:
                child.tail = child.tail and child.tail.translate(other)
        for meta in page.tree.xpath("//meta[@property='og:title' or @property='og:description' or @name='description']"):
            meta.set("content", meta.get("content", "").translate(other))
        head, digits = re.fullmatch(r"(.*?)(\d+)", self.key).groups()  # type: ignore[union-attr]
        key = f"{head}{digits[:-4]}{(int(digits[-4:]) + number) % 10 ** len(digits[-4:]):0{len(digits[-4:])}}"
        made = expected | {
            "title": expected["title"].translate(other),
            "subtitle": [line.translate(other) for line in expected["subtitle"]],
            "body": expected["body"].translate(other),
            "images": [image | {"caption": image["caption"] and image["caption"].translate(other)} for image in expected["images"]],
        }
        return Source(self.case, self.outlet, key, made, self.layout, page.tree, number)


class Draw:
    """Two streams of chance: what all pages of a crawl have alike, and what is each page's own."""

    def __init__(self, crawl: str, page: str) -> None:
        """Seed the two."""
        self.crawl = Random(crawl)
        self.page = Random(f"{crawl} {page}")

    def name(self) -> str:
        """Return a class that no layout knows, the same on all pages of the crawl."""
        words = "side wing unit mod blk art view news cont item"
        more = "alpha beta gamma delta kappa omega"
        return f"{self.crawl.choice(words.split())}_{self.crawl.choice(more.split())}{self.crawl.randint(1, 9)}"


@dataclass
class Piece:
    """A stretch of the container that can be moved: its HTML, and the numbers of the paragraphs in it."""

    html: str
    paragraphs: list[int]


class Page:
    """A page that is being changed."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.outlet = source.outlet
        self.tree = copy.deepcopy(source.tree)
        self.truth = Truth({name: copy.deepcopy(source.expected[name]) for name in FIELDS})
        self.container = self._container()
        self.headers = dict(source.case.headers)
        self.pieces: list[Piece] | None = None
        self._core: Element | None = None
        self.arrange: Callable[[str, str, str, str, str], str] | None = None
        """Puts the page together again: from what stands before, the container's start, its text, its end, what follows."""
        self.finish: list[Callable[[str], str]] = []
        """What is done to the whole text in the end."""
        self.encode: Callable[[str], bytes] | None = None

    # --- parts

    @property
    def paragraphs(self) -> list[str]:
        """The paragraphs of the article as it was."""
        body: str = self.source.expected["body"]
        return body.split("\n\n")

    def select(self, name: str) -> list[Element]:
        """Return the elements that print a field: those of the first selector that finds any, metas left out."""
        page = Selector(root=self.tree)
        for rule in self.source.layout.fields.get(name, ()):
            found = [match.root for match in rule.select(page) if isinstance(match.root, etree._Element)]
            found = [e for e in found if e.tag != "meta" and list(rule.keep([text_of(e)]))]
            if found:
                return found
        return []

    def _container(self) -> Element:
        page, layout = Selector(root=self.tree), self.source.layout
        for rule in layout.body:
            for match in rule.select(page):
                body = read_body(match, "", layout.drop, layout.figures)
                if body.paragraphs or body.images:
                    found: Element = match.root
                    return found
        raise ValueError(f"{self.source}: no container")

    def heading(self) -> Element | None:
        """Return the element that prints the title over the text: the innermost, the last before the container."""
        title, found = squeezed(self.source.expected["title"]), None
        for e in self.tree.iter():
            if e is self.container:
                break
            if (
                isinstance(e.tag, str)
                and e.tag not in {"title", "script", "a", "span"}
                and squeezed(text_of(e)) == title
                and not self.within(e, "head")
            ):
                found = e
        return found

    def meta(self, name: str) -> Element | None:
        """Return a `<meta property>`."""
        return next(iter(self.tree.xpath("//meta[@property=$name]", name=name)), None)

    def subtitles(self) -> list[Element]:
        """Return the elements that print the subtitle."""
        return self.select("subtitle") if self.source.expected["subtitle"] else []

    def info(self) -> list[Element]:
        """Return the block that prints date and byline, else the elements that do; those in the container are left out."""
        leaves = [e for e in (*self.select("published_raw"), *self.select("authors")) if not self.within(e, self.container)]
        if not leaves:
            return []
        kept = [e for e in (self.container, self.heading()) if e is not None]
        for block in (leaves[0], *leaves[0].iterancestors()):
            if any(k is block or self.within(k, block) for k in kept) or block.tag in {"body", "table", "td", "tr", "tbody"}:
                break
            if all(leaf is block or self.within(leaf, block) for leaf in leaves) and block.tag not in {"li", "strong"}:
                return [block]
        return leaves

    def within(self, e: Element, other: Element | str) -> bool:
        """Tell whether an element stands in another one, or in one of that tag."""
        return any(a is other or a.tag == other for a in e.iterancestors())

    def pictures(self) -> list[tuple[Element, int]]:
        """Return the `<img>` of the article's pictures, and which of its pictures each is."""
        urls = [image["url"] for image in self.source.expected["images"]]
        found = []
        for img in self.container.iter("img"):
            given = [
                urljoin(self.outlet.article_url(self.source.key), s) for n in ("data-src", "data-original", "src") if (s := img.get(n))
            ]
            number = next((urls.index(url) for url in given if url in urls), None)
            if number is not None:
                found.append((img, number))
        return found

    def caption(self, number: int) -> Element | None:
        """Return the element that prints the caption of a picture, if it holds nothing else."""
        caption = self.source.expected["images"][number]["caption"]
        if not caption:
            return None
        found = [
            e
            for e in self.container.iter()
            if isinstance(e.tag, str) and e.tag != "img" and squeezed(text_of(e)).lstrip("▲") == squeezed(caption)
        ]
        return found[-1] if found else None

    def cut(self) -> list[Piece]:
        """Cut the container's text into pieces, which are then put together again from this list."""
        if self.pieces is None:
            core = self.container
            wanted = [squeezed(p) for p in self.paragraphs]
            while True:
                inner = [e for e in core if isinstance(e.tag, str) and e.tag not in INLINE]
                holding = [e for e in inner if all(map(squeezed(text_of(e)).__contains__, wanted))]
                if not holding:
                    break
                core = holding[0]
            self._core = core
            self.pieces = list(pieces_of(core, wanted))
        return self.pieces

    def gaps(self) -> list[int]:
        """Return the places in the list of pieces between two that hold text of the article."""
        holding = [n for n, piece in enumerate(self.cut()) if piece.paragraphs]
        return [b for _, b in pairwise(holding)]

    def insert(self, where: str, text: str, draw: Draw) -> bool:
        """Put HTML at the top of the text, in the middle of it, or at its end."""
        pieces, gaps = self.cut(), self.gaps()
        if where == "middle" and not gaps:
            return False
        at = {"top": 0, "middle": draw.page.choice(gaps) if gaps else 0, "end": len(pieces)}[where]
        pieces.insert(at, Piece(text, []))
        return True

    @property
    def in_table(self) -> bool:
        """Whether the container is a cell, beside which no box can stand."""
        return bool(self.container.tag == "td")

    def other_url(self, draw: Draw) -> str:
        """Return the address of another article of the outlet."""
        head, digits = re.fullmatch(r"(.*?)(\d+)", self.source.key).groups()  # type: ignore[union-attr]
        other = str(int(digits[-4:] or 0) + draw.page.randint(1, 900)).zfill(min(4, len(digits)))[-4:]
        return html.escape(self.outlet.article_url(head + digits[:-4] + other))

    # --- the result

    def render(self) -> bytes:
        """Return the page's bytes, in the charset that it was in."""
        if self.pieces is not None and self._core is not None:
            core, box = self._core, self.container
            for child in list(core):
                core.remove(child)
            core.text = CORE
            parent = box.getparent()
            assert parent is not None
            before = box.getprevious()
            if before is not None:
                before.tail = (before.tail or "") + START
            else:
                parent.text = (parent.text or "") + START
            box.tail = END + (box.tail or "")
        doctype = "<!DOCTYPE html>\n"
        text = doctype + etree.tostring(self.tree, method="html", encoding="unicode")
        if self.pieces is not None:
            before_text, rest = text.split(START)
            box_text, after = rest.split(END)
            start, end = box_text.split(CORE)
            core_text = "".join(piece.html for piece in self.pieces)
            text = (self.arrange or _in_order)(before_text, start, core_text, end, after)
        for change in self.finish:
            text = change(text)
        if self.encode:
            return self.encode(text)
        raw = self.source.case.page.read_bytes()
        return text.encode(charset_of(raw), errors="xmlcharrefreplace")


def _in_order(before: str, start: str, core: str, end: str, after: str) -> str:
    return before + start + core + end + after


def charset_of(raw: bytes) -> str:
    """Return which of the two charsets of Korean pages bytes are in."""
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return "cp949"
    return "utf-8"


def text_of(e: Element) -> str:
    """Return an element's text."""
    return "".join(e.xpath(".//text()[not(parent::script or parent::style)]"))


def html_of(e: Element) -> str:
    """Return an element's HTML, without what follows it."""
    return str(etree.tostring(e, method="html", encoding="unicode", with_tail=False))


def element(text: str) -> Element:
    """Return a `<div>` with this HTML in it."""
    body: Element = document_fromstring(f"<div>{text}</div>").find("body")
    return body[0]


def remove(e: Element) -> None:
    """Take an element out; what follows it stays."""
    parent, before = e.getparent(), e.getprevious()
    assert parent is not None
    if e.tail:
        if before is not None:
            before.tail = (before.tail or "") + e.tail
        else:
            parent.text = (parent.text or "") + e.tail
    e.tail = None
    parent.remove(e)


def pieces_of(core: Element, wanted: Sequence[str]) -> Iterator[Piece]:
    """Yield an element's content: each block, and each run of text up to a `<br>`."""
    left = list(range(len(wanted)))
    run: list[str] = []

    def piece(text: str, bare: str) -> Piece:
        bare = squeezed(bare)
        own = [n for n in left if wanted[n] in bare]
        left[:] = [n for n in left if n not in own]
        return Piece(text, own)

    def flush() -> Iterator[Piece]:
        text = "".join(run)
        run.clear()
        if text:
            yield piece(text, html.unescape(re.sub(r"<[^>]*>", "", text)))

    run.append(html.escape(core.text or "", quote=False))
    for child in core:
        if not isinstance(child.tag, str) or child.tag in INLINE:
            run.append(html_of(child))
        elif child.tag == "br":
            run.append("<br>")
            yield from flush()
        else:
            yield from flush()
            yield piece(html_of(child), text_of(child))
        run.append(html.escape(child.tail or "", quote=False))
    yield from flush()


# --- what is written on other pages, and in boxes

TOWNS = "가온시 나래군 다솜구 라온읍 마루면 보람시 소담군 아라동 여울구 초롱시 한결군 해담읍".split()
THINGS = "도서관 보건소 전통시장 둘레길 청년센터 체육관 물놀이장 마을버스 농기계은행 역사관 돌봄교실 공영주차장".split()
DEEDS = (
    "새로 문 연다|예산 12억 확보|주민 설명회 열어|안전 점검 마쳐|이용 시간 늘린다|내년 봄 착공|운영자 모집|시설 고친다|조례안 통과"
).split("|")
TIMES = "이달 말부터|다음 달 3일|올해 안에|내년 상반기에|오는 15일까지|새해 첫날부터".split("|")
NAMES = "강소율 남도윤 도하준 류서하 민가온 배리안 서이든 안채아 오로운 은시우 장한별 표다온".split()


def headline(r: Random) -> str:
    """Write a headline."""
    return f"{r.choice(TOWNS)} {r.choice(THINGS)}, {r.choice(DEEDS)}"


def sentence(r: Random) -> str:
    """Write a sentence of a news text."""
    return r.choice(
        [
            f"{r.choice(TOWNS)}는 {r.choice(THINGS)}을 {r.choice(TIMES)} 연다고 {r.randint(2, 28)}일 밝혔다.",
            f"{r.choice(THINGS)}에는 {r.randint(2, 40)}억 원이 들었고 {r.choice(TOWNS)} 주민 {r.randint(100, 9000)}명이 쓰게 된다.",
            f"{r.choice(NAMES)} 과장은 “{r.choice(THINGS)} 이용에 불편이 없게 {r.choice(TIMES)} 손보겠다”고 말했다.",
            f"{r.choice(TOWNS)} 의회는 {r.choice(TIMES)} {r.choice(THINGS)} 예산 {r.randint(1, 90)}억 원을 다시 살핀다.",
        ]
    )


def paragraphs(r: Random, count: int) -> list[str]:
    """Write the paragraphs of a text."""
    return [f"{sentence(r)} {sentence(r)}" for _ in range(count)]


def links(page: Page, draw: Draw, count: int = 4) -> list[tuple[str, str]]:
    """Return addresses and headlines of other articles of the outlet."""
    return [(page.other_url(draw), headline(draw.page)) for _ in range(count)]


def items(pairs: Sequence[tuple[str, str]], more: Callable[[], str] = str) -> str:
    """Write list items with a link each."""
    return "".join(f'<li><a href="{url}">{title}</a>{more()}</li>' for url, title in pairs)


KINDS: dict[str, dict[str, Callable[[Page, Draw], bool]]] = {}
"""The changes: by kind, then by variant."""


def change(kind: str, *names: str) -> Callable[[Callable[..., bool]], Callable[..., bool]]:
    """Register a change, or one for each name, which it is then given."""

    def register(function: Callable[..., bool]) -> Callable[..., bool]:
        variants = KINDS.setdefault(kind, {})
        if not names:
            variants[function.__name__.strip("_")] = function
        for name in names:
            variants[f"{function.__name__.strip('_')}:{name}"] = partial(function, name)
        return function

    return register


# --- 1 class and id


def _renamed(old: str, how: str, draw: Draw) -> str:
    match how:
        case "suffix":
            return f"{old}2"
        case "case":
            return old.swapcase()
        case "hash":
            return f"css-{draw.crawl.randrange(16**6):06x}"
        case _:
            return f"new-{old.replace('_', '-')}x"


@change(
    "rename",
    *(
        f"{t}/{h}"
        for t in ("container", "title", "info", "subtitle", "author", "around", "drop", "figure")
        for h in ("suffix", "case", "hash", "prefix")
    ),
)
def part(what: str, page: Page, draw: Draw) -> bool:
    """Give a part of the page another class and id."""
    target, how = what.split("/")
    heading, parent = page.heading(), page.container.getparent()
    match target:
        case "container":
            found = [page.container]
        case "title":
            found = [heading, *list(heading.iterancestors())[:1]] if heading is not None else []
        case "info":
            found = [a for e in page.info()[:1] for a in (e, *e.iter())]
        case "subtitle":
            found = page.subtitles()
        case "author":
            found = page.select("authors")
        case "around":
            found = [parent] if parent is not None else []
        case "drop":
            found = (
                [m.root for m in Selector(root=page.container).css(", ".join(page.source.layout.drop))] if page.source.layout.drop else []
            )
        case _:
            found = [e for img, _ in page.pictures() for e in img.iterancestors() if page.within(e, page.container)]
            found += [c for _, n in page.pictures() if (c := page.caption(n)) is not None]
    changed = False
    for e in found:
        for name in ("class", "id"):
            if isinstance(e.tag, str) and e.get(name):
                e.set(name, " ".join(_renamed(word, how, draw) for word in e.get(name, "").split()))
                changed = True
    return changed


@change("rename")
def more_classes(page: Page, draw: Draw) -> bool:
    """Give every element of a class one more."""
    for e in page.tree.xpath("//body//*[@class]"):
        e.set("class", f"{e.get('class')} {draw.crawl.choice(['w100', 'is-new', 'mt20', 'v3'])}")
    return True


# --- 2 wrappers and tags


@change("wrap", "container", "inner", "paragraphs", "title", "info", "deep")
def wrap(what: str, page: Page, draw: Draw) -> bool:
    """Put elements round a part of the page."""
    name, tag = draw.name(), draw.crawl.choice(["div", "section", "span"])
    heading = page.heading()
    if what == "paragraphs":
        for piece in page.cut():
            if piece.html.strip() and not piece.html.endswith("<br>"):
                piece.html = f'<div class="{name}"><div>{piece.html}</div></div>'
        return True
    if what in {"inner", "deep"}:
        deep = 6 if what == "deep" else 1
        page.cut().insert(0, Piece(f'<div class="{name}">' * deep, []))
        page.cut().append(Piece("</div>" * deep, []))
        return True
    found = {"container": [page.container], "title": [heading] if heading is not None else [], "info": page.info()[:1]}[what]
    if not found or (found[0].tag in {"td", "li"}):
        return False
    e = found[0]
    outer = etree.Element("div" if what != "info" or tag == "span" else tag, {"class": name})
    outer.tail, e.tail = e.tail, None
    e.getparent().replace(e, outer)
    outer.append(e)
    return True


@change("wrap", "p-div", "title-h1", "title-div", "list-div", "around-section", "container-article", "p-br")
def tag(what: str, page: Page, draw: Draw) -> bool:
    """Print the same in other elements."""
    heading = page.heading()
    if what == "p-br":
        for piece in page.cut():
            if piece.paragraphs and re.match(r"<(p|div)\b", piece.html):
                piece.html = re.sub(r"^<(p|div)\b[^>]*>|</(p|div)>$", "", piece.html) + "<br><br>"
        return True
    match what:
        case "p-div":
            found, new = list(page.container.iter("p")), "div"
        case "title-h1" | "title-div":
            found, new = ([heading] if heading is not None else []), what.removeprefix("title-")
        case "list-div":
            found, new = [e for block in page.info() for e in block.iter() if e.tag in {"ul", "li"}], "div"
        case "around-section":
            found, new = list(page.container.iterancestors("div"))[:2], "section"
        case _:
            found, new = ([] if page.in_table else [page.container]), "article"
    changed = [e for e in found if e.tag != new]
    for e in changed:
        e.tag = new
    return bool(changed)


# --- 3 the block of date and byline


@change("move", "before-title", "after-title", "after-body", "body-top", "body-middle", "body-end", "page-end", "page-top")
def block(where: str, page: Page, draw: Draw) -> bool:
    """Print date and byline in another place."""
    found, heading = page.info(), page.heading()
    if not found or (heading is None and "title" in where):
        return False
    texts = [html_of(e) for e in found]
    text = "".join(f"<div>{t}</div>" if t.startswith(("<li", "<td", "<strong")) else t for t in texts)
    if found[0].tag == "td" or (where == "after-body" and page.in_table):
        return False
    for e in found:
        remove(e)
    if where.startswith("body"):
        return page.insert(where.removeprefix("body-"), text, draw)
    page.cut()
    moved = element(text)
    body = page.tree.find("body")
    match where:
        case "before-title":
            heading.addprevious(moved)  # type: ignore[union-attr]
        case "after-title":
            tail, heading.tail = heading.tail, None  # type: ignore[union-attr]
            heading.addnext(moved)  # type: ignore[union-attr]
            moved.tail = tail
        case "after-body":
            tail, page.container.tail = page.container.tail, None
            page.container.addnext(moved)
            moved.tail = tail
        case "page-end":
            body.append(moved)
        case _:
            body.insert(0, moved)
    return True


@change("move", "id", "id-and-class")
def level_up(what: str, page: Page, draw: Draw) -> bool:
    """Give the id of the container to the element round it."""
    box, parent = page.container, page.container.getparent()
    names = ["id", "class"] if what == "id-and-class" else ["id"]
    if parent is None or parent.tag in {"body", "td", "tr"} or not box.get("id"):
        return False
    for name in names:
        if box.get(name):
            parent.set(name, f"{parent.get(name, '')} {box.get(name)}".strip() if name == "class" else box.get(name, ""))
            del box.attrib[name]
    return True


# --- 4 boxes in the text

BOXES = "ranking heads newsletter related comments summary share advert portrait hot donation app poll videos rights".split()


def box(what: str, page: Page, draw: Draw) -> str:
    """Write a box of a class that nobody knows."""
    name, r, shared, outlet = draw.name(), draw.page, draw.crawl, page.outlet.title
    tag = shared.choice(["h3", "h4", "strong", "p", "dt"])
    tag = "p" if tag == "dt" else tag

    def head(text: str) -> str:
        return f"<{tag}>{text}</{tag}>"

    match what:
        case "ranking":
            inner = head(shared.choice(["많이 본 기사", "실시간 인기", "주간 베스트"])) + f"<ol>{items(links(page, draw))}</ol>"
        case "heads":
            inner = head("많이 읽은 뉴스") + "<ul>" + items(links(page, draw, 3), lambda: f"<p>{sentence(r)}</p>") + "</ul>"
        case "newsletter":
            inner = head("뉴스레터 구독") + f"<p>매일 아침 {outlet}의 주요 소식을 메일로 받아 보세요</p><a href='/letter'>구독하기</a>"
        case "related":
            inner = head(shared.choice(["관련기사", "이 기사와 함께 본 기사", "관련 뉴스"])) + f"<ul>{items(links(page, draw, 3))}</ul>"
        case "comments":
            inner = head(f"댓글 {r.randint(2, 30)}") + "".join(
                f"<div><b>{r.choice(NAMES)}</b> <span>11.{r.randint(10, 29)} 09:{r.randint(10, 59)}</span>"
                f"<p>{r.choice(THINGS)} 이야기가 빠졌네요. {r.choice(TOWNS)}도 챙겨 주세요</p><a href='#'>답글</a></div>"
                for _ in range(2)
            )
        case "summary":
            first = [re.split(r"(?<=다\.) ", p)[0] for p in page.paragraphs[:3]]
            inner = head("AI 요약") + "".join(f"<p>{html.escape(p)}</p>" for p in first)
        case "share":
            inner = (
                "<ul>"
                + "".join(f"<li><a href='#'>{n}</a></li>" for n in ("페이스북", "트위터", "카카오톡", "URL 복사", "글자 크게"))
                + "</ul>"
            )
        case "advert":
            n = shared.randint(100, 999)
            inner = f"<p>한결{shared.choice(['디자인', '건설', '치과', '부동산'])}</p><p>믿고 맡기는 시공 {n}건! 상담 053-{n}-1004 http://www.hangyeol{n}.example.com</p>"
        case "portrait":
            inner = f"<img src='/data/reporter/{shared.randint(1, 99)}.jpg' width='60' alt=''><strong>{shared.choice(NAMES)} 기자</strong>"
            inner += "<p>현장의 목소리를 전합니다.</p><a href='/reporter/1'>다른 기사 보기</a>"
        case "hot":
            inner = head("HOT 이슈") + "".join(f"<p><a href='{url}'>{title}</a></p>" for url, title in links(page, draw, 3))
        case "donation":
            inner = (
                head("후원하기")
                + f"<p>{outlet}는 독자의 후원으로 만들어집니다. 좋은 기사에 힘을 보태 주세요.</p><a href='/donate'>후원 계좌 보기</a>"
            )
        case "app":
            inner = f"<p>{outlet} 앱으로 더 빠르게 만나 보세요</p><a href='/app'>앱 다운로드</a>"
        case "poll":
            inner = (
                head("독자 투표")
                + "<p>우리 동네에 가장 필요한 시설은 무엇인가요?</p>"
                + "<label><input type='radio'> 도서관</label><label><input type='radio'> 공원</label><button>투표</button>"
            )
        case "videos":
            inner = head("영상 뉴스") + "".join(
                f"<div><img src='/data/vod/{r.randint(100, 999)}.jpg' alt=''><span>0{r.randint(1, 9)}:{r.randint(10, 59)}</span>"
                f"<p>{headline(r)}</p></div>"
                for _ in range(3)
            )
        case _:
            inner = f"<p>ⓒ {outlet}, {shared.choice(['AI 학습 이용 금지', '무단전재 및 재배포 금지', '무단 전재·재배포·AI 학습 금지'])}</p>"
    return f'<div class="{name}">{inner}</div>'


@change("box", *(f"{b}/{w}" for b in BOXES for w in ("top", "middle", "end") if b != "rights" or w == "end"))
def in_text(what: str, page: Page, draw: Draw) -> bool:
    """Put a box into the text."""
    kind, where = what.split("/")
    return page.insert(where, box(kind, page, draw), draw)


# --- 5 removed


@change("remove", "title", "og:title", "subtitle", "authors", "date", "info", "picture", "section", "all-metas")
def part_gone(what: str, page: Page, draw: Draw) -> bool:
    """Take a part out of the page."""
    truth, expected, heading = page.truth, page.source.expected, page.heading()
    truth.gives_reason = True
    match what:
        case "title":
            found = [heading] if heading is not None and page.meta("og:title") is not None else []
        case "og:title":
            meta = page.meta("og:title")
            found = [meta] if meta is not None and heading is not None else []
        case "all-metas":
            found = page.tree.xpath("//meta[@property]") if heading is not None else []
        case "subtitle":
            found, truth.fields["subtitle"] = page.subtitles(), []
        case "authors" | "date" | "info":
            names = {
                "authors": ["authors"],
                "date": ["published_raw", "modified_raw"],
                "info": ["authors", "published_raw", "modified_raw"],
            }[what]
            found = page.info() if what == "info" else [e for n in names for e in page.select(n)]
            found = list(
                dict.fromkeys(e for e in found if not page.within(e, page.container) and squeezed(text_of(e)) and e is not page.container)
            )
            if "authors" in names:
                truth.allow("authors", [])
            if "published_raw" in names:
                for name in ("published_at", "modified_at"):
                    truth.allow(name, None, *_meta_times(page))
            if any(page.within(page.container, e) or (heading is not None and page.within(heading, e)) for e in found):
                return False
            if what == "date" and any(set(page.select("authors")) & {e, *e.iter()} for e in found):
                truth.allow("authors", [])
        case "picture":
            shown = page.pictures()
            found = [img for img, _ in shown]
            for _, n in shown:
                caption = page.caption(n)
                found += [caption] if caption is not None else []
            truth.fields["images"] = [i for n, i in enumerate(expected["images"]) if n not in [k for _, k in shown]]
            if len(found) < len(shown) + sum(bool(expected["images"][n]["caption"]) for _, n in shown):
                return False
        case _:
            found = page.select("section")
            found = [e for e in found if not (heading is not None and page.within(heading, e)) and not page.within(page.container, e)]
    for e in found:
        if e.getparent() is not None:
            remove(e)
    return bool(found)


def _meta_times(page: Page) -> list[str]:
    metas = [page.meta(n) for n in ("article:published_time", "article:modified_time")]
    moments = [press.read_time(m.get("content", "")) for m in metas if m is not None]
    return [press.iso(m) for m in moments if m]


# --- 6 the text in two


@change(
    "split",
    "adjacent",
    "ad-between",
    "page-two",
    "tail-beside",
    "lead-beside",
    "tail-end-beside",
    "stray-div",
    "stray-divs",
    "unclosed-div",
    "photo-first",
    "other-name",
)
def text(what: str, page: Page, draw: Draw) -> bool:
    """Print the text in two places, or close its container too early."""
    pieces, gaps = page.cut(), page.gaps()
    if what == "unclosed-div":
        page.insert("top", f'<div class="{draw.name()}">', draw)
        return True
    if not gaps or page.in_table:
        return False
    at = {"tail-end-beside": gaps[-1], "lead-beside": gaps[0]}.get(what) or draw.page.choice(gaps)
    if what.startswith("stray"):
        pieces.insert(at, Piece("</div>" * (1 if what == "stray-div" else 2), []))
        return True
    name, other = draw.name(), draw.crawl.choice(["div", "section"])
    pieces.insert(at, Piece(CORE, []))
    if what == "photo-first":
        if not page.pictures():
            return False
        holding = next(n for n, piece in enumerate(pieces) if piece.paragraphs)
        pieces.remove(next(p for p in pieces if p.html == CORE))
        if not any("<img" in piece.html for piece in pieces[:holding]) or any("<img" in piece.html for piece in pieces[holding:]):
            return False
        pieces.insert(holding, Piece(CORE, []))

    def arrange(before: str, start: str, core: str, end: str, after: str) -> str:
        first, second = core.split(CORE)
        ad = f'<div class="{name}"><a href="/adclick?n=3"><img src="/data/banner/n3.jpg" alt=""></a></div>'
        match what:
            case "adjacent" | "photo-first":
                parts = [start, first, end, start, second, end]
            case "ad-between":
                parts = [start, first, end, ad, start, second, end]
            case "page-two":
                parts = [
                    f'<div class="{name}">',
                    start,
                    first,
                    end,
                    f'</div><div class="{name}" data-page="2">',
                    start,
                    second,
                    end,
                    "</div>",
                ]
            case "lead-beside":
                parts = [f'<{other} class="{name}">', first, f"</{other}>", start, second, end]
            case "other-name":
                renamed = re.sub(r'(id|class)="([^"]*)"', r'\1="\2_2"', start, count=2)
                parts = [start, first, end, renamed, second, end]
            case _:
                parts = [start, first, end, f'<{other} class="{name}">', second, f"</{other}>"]
        return before + "".join(parts) + after

    page.arrange = arrange
    return True


# --- 7 no text, or a part of it

EMPTY = {
    "empty": "",
    "spinner": '<img src="/img/loading.gif" alt="">',
    "share-icon": '<a href="#"><img src="/img/icon_share.png" alt=""></a>',
    "banner": '<a href="/adclick"><img src="/data/banner/n9.jpg" alt=""></a>',
    "loading": "<div>기사를 불러오는 중입니다…</div>",
    "script-needed": "<p>이 페이지를 보려면 자바스크립트를 켜 주세요.</p>",
    "login": "<p>로그인 후 이용하실 수 있는 기사입니다.</p><a href='/login'>로그인</a>",
    "members": "<p>회원 전용 기사입니다. 회원으로 가입하시면 전문을 보실 수 있습니다.</p>",
}
TEASERS = {
    "paywall": "<div><p>이 기사는 유료 구독자에게만 공개됩니다.</p><a href='/pay'>구독하고 계속 읽기</a></div>",
    "more": " … <a href='#'>더보기</a>",
    "first-paragraph": "",
    "app-only": "<p>전문은 앱에서 보실 수 있습니다</p>",
    "tomorrow": "<p>자세한 내용은 내일자 지면에 실립니다</p>",
}


@change("empty", *EMPTY)
def emptied(what: str, page: Page, draw: Draw) -> bool:
    """Leave nothing of the text, or a word in its place."""
    page.cut()[:] = [Piece(EMPTY[what], [])]
    page.truth.article = False
    return True


@change("empty", *TEASERS)
def teaser(what: str, page: Page, draw: Draw) -> bool:
    """Leave the beginning of the text."""
    pieces, gaps = page.cut(), page.gaps()
    if not gaps:
        return False
    left = pieces[: gaps[0]]
    if what == "more":
        left = [Piece(re.sub(r"(</\w+>|<br>)?\s*$", lambda m: TEASERS[what] + m[0], left[-1].html, count=1), [])]
    else:
        left.append(Piece(TEASERS[what], []))
    page.cut()[:] = left
    page.truth.article = False
    return True


# --- 8 charset

CHARSETS: dict[str, tuple[str, str | None, str | None]] = {
    "utf8-none-none": ("utf-8", None, None),
    "utf8-none-utf8": ("utf-8", None, "utf-8"),
    "utf8-euckr-none": ("utf-8", "euc-kr", None),
    "utf8-euckr-euckr": ("utf-8", "euc-kr", "euc-kr"),
    "utf8-latin1-none": ("utf-8", "iso-8859-1", None),
    "utf8-unknown-utf8": ("utf-8", "x-unknown", "utf-8"),
    "utf8-utf8-euckr": ("utf-8", "utf-8", "euc-kr"),
    "bom-none-euckr": ("utf-8-sig", None, "euc-kr"),
    "cp949-none-none": ("cp949", None, None),
    "cp949-none-euckr": ("cp949", None, "euc-kr"),
    "cp949-utf8-euckr": ("cp949", "utf-8", "euc-kr"),
    "cp949-utf8-utf8": ("cp949", "utf-8", "utf-8"),
    "cp949-ksc-none": ("cp949", "ks_c_5601-1987", None),
    "cp949-latin1-euckr": ("cp949", "iso-8859-1", "euc-kr"),
    "utf16-utf16-none": ("utf-16", "utf-16", None),
}


def _set_charset(page: Page, header: str | None, meta: str | None) -> None:
    for e in page.tree.xpath("//meta[@charset] | //meta[translate(@http-equiv, 'CONTEYP', 'conteyp')='content-type']"):
        remove(e)
    if meta:
        page.tree.find("head").insert(0, etree.Element("meta", charset=meta))
    page.headers = {k: v for k, v in page.headers.items() if k.lower() != "content-type"}
    page.headers["Content-Type"] = f"text/html; charset={header}" if header else "text/html"


@change("charset", *CHARSETS)
def bytes_as(what: str, page: Page, draw: Draw) -> bool:
    """Send the page in one charset, and say another one of it."""
    encoding, header, meta = CHARSETS[what]
    _set_charset(page, header, meta)
    page.encode = lambda text: text.encode(encoding, errors="xmlcharrefreplace")
    return True


@change("charset", "latin-1", "cp1252", "cp949")
def encoded_twice(what: str, page: Page, draw: Draw) -> bool:
    """Take the bytes for Latin-1, and encode what that makes of them: of the text nothing is left that could be read."""
    _set_charset(page, "utf-8", "utf-8")
    inner = "cp949" if what == "cp949" else "utf-8"
    outer = "cp1252" if what == "cp1252" else "latin-1"

    def encode(text: str) -> bytes:
        raw = text.encode(inner, errors="xmlcharrefreplace")
        return "".join(bytes([b]).decode(outer, errors="ignore") or chr(b) for b in raw).encode("utf-8")

    page.encode = encode
    page.truth.article = False
    return True


# --- 9 markup


@change(
    "markup", "upper", "unquoted", "single-quotes", "unclosed-p", "xhtml", "numbers", "word", "halfway", "layout-table", "nbsp", "spans",
    "comments", "bom-inside",
    "font", "stray-p", "pasted-title", "style-inside", "zero-width", "nfd", "stray-br",
)  # fmt: skip
def style(what: str, page: Page, draw: Draw) -> bool:
    """Write the same page as another editor or template would."""
    pieces = page.cut()
    own = [piece for piece in pieces if piece.paragraphs]
    r = draw.page
    tag_re = re.compile(r"(</?)([a-z][a-z0-9]*)")
    match what:
        case "upper":
            page.finish.append(lambda t: tag_re.sub(lambda m: m[1] + m[2].upper(), t))
        case "unquoted":
            page.finish.append(lambda t: re.sub(r'="([\w-]+)"(?=[\s>])', r"=\1", t))
        case "single-quotes":
            page.finish.append(lambda t: re.sub(r'="([^"\'<>]*)"', r"='\1'", t))
        case "unclosed-p":
            page.finish.append(lambda t: re.sub(r"</(p|li|font)>", "", t))
        case "xhtml":
            page.finish.append(lambda t: re.sub(r"<(br|hr|img|meta|link|input)\b([^>]*?)/?>", r"<\1\2 />", t))
        case "numbers":
            page.finish.append(
                lambda t: re.sub(r"[가-힣](?=[^<>]*<(?!/script|/style))", lambda m: f"&#{ord(m[0])};" if r.random() < 0.3 else m[0], t)
            )
        case "word":
            for piece in own:
                piece.html = f'<p class="MsoNormal" style="mso-line-height:160%"><span lang="EN-US"><o:p></o:p></span>{piece.html}</p>'
            pieces.insert(
                0, Piece("<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml><![endif]-->", [])
            )
        case "halfway":
            return page.insert("middle", "</body></html>", draw)
        case "layout-table":
            pieces.insert(0, Piece('<table width="100%"><tr><td>', []))
            pieces.append(Piece("</td></tr></table>", []))
        case "nbsp":
            for piece in own:
                piece.html = re.sub(r" (?=[^<>]*(<|$))", lambda m: "&nbsp;" if r.random() < 0.4 else " ", piece.html)
        case "spans":
            for piece in own:
                piece.html = re.sub(r"([가-힣]{2,}) (?=[^<>]*(?:<|$))", r"<span style='font-size:11pt'>\1</span> ", piece.html)
        case "comments":
            for piece in own:
                piece.html = re.sub(r" (?=[^<>]*(<|$))", "<!-- x --> ", piece.html, count=1)
        case "bom-inside":
            page.insert("top", "\ufeff", draw)
        case "font":
            for piece in own:
                piece.html = f'<font face="굴림" size="3">{piece.html}</font>'
        case "stray-p":
            return page.insert("middle", "</p>", draw)
        case "stray-br":
            return page.insert("middle", "</br>", draw)
        case "pasted-title":
            return page.insert("middle", "<meta charset='utf-8'><title>붙여 넣은 문서</title>", draw)
        case "style-inside":
            page.insert("top", "<style>.hwp_editor p{margin:0}</style><script>var a='가';</script>", draw)
        case "zero-width":
            for piece in own:
                piece.html = re.sub(r" (?=[^<>]*(<|$))", " \u200b", piece.html, count=2)
        case _:
            page.finish.append(lambda t: unicodedata.normalize("NFD", t))
    return True


# --- 10 dates

FORMATS: dict[str, Callable[[datetime], str]] = {
    "dots": lambda m: f"{m:%Y.%m.%d %H:%M}",
    "dots-spaces": lambda m: f"{m:%Y. %m. %d. %H:%M}",
    "korean": lambda m: f"{m.year}년 {m.month}월 {m.day}일 {m:%H:%M}",
    "korean-words": lambda m: f"{m.year}년 {m.month}월 {m.day}일 {m.hour}시 {m.minute}분",
    "afternoon": lambda m: f"{m.year}.{m.month}.{m.day} {'오전' if m.hour < 12 else '오후'} {(m.hour - 1) % 12 + 1}:{m:%M}",
    "iso": lambda m: f"{m:%Y-%m-%dT%H:%M:%S}+09:00",
    "iso-millis": lambda m: f"{m:%Y-%m-%dT%H:%M:%S}.000",
    "slashes": lambda m: f"{m:%Y/%m/%d %H:%M}",
    "weekday": lambda m: f"{m:%Y-%m-%d} ({'월화수목금토일'[m.weekday()]}) {m:%H:%M}",
    "middots": lambda m: f"{m:%Y·%m·%d %H:%M}",
    "short-year": lambda m: f"{m:%y.%m.%d %H:%M}",
    "apostrophe-year": lambda m: f"’{m:%y.%m.%d %H:%M}",
    "english": lambda m: f"{m:%b} {m.day}, {m:%Y %H:%M}",
    "day-alone": lambda m: f"{m:%Y.%m.%d}",
}
UNSTATED = {
    "hours-ago": "3시간 전", "yesterday": "어제", "clock": "15:05", "month-day": "3월 5일", "epoch": "1795219200",
    "american": "11/20/2026", "none": "",
}  # fmt: skip
LABELS = (
    "입력",
    "등록",
    "승인",
    "송고시간",
    "게재",
    "최초등록",
    "발행일 :",
    "[등록]",
    "등록일시 :",
    "입력시간 :",
    "Published",
    "",
    "기사입력",
    "작성일",
)


def _reprint(page: Page, label: str | None, date: Callable[[datetime], str]) -> datetime | None:
    raw, at = page.source.expected["published_raw"], page.source.expected["published_at"]
    if not raw or not at:
        return None
    moment = datetime.fromisoformat(at)
    for e in page.select("published_raw"):
        for node in e.xpath(".//text()"):
            if raw not in node:
                continue
            before, after = node.split(raw, 1)
            known = re.search(r"[\[(]?(?:기사|최종)?(?:입력|등록|승인|작성)일?(?:시)?\s*:?\s*[\])]?\s*$", before)
            if label is not None:
                before = (before[: known.start()] if known else before) + (f"{label} " if label else "")
            new = before + date(moment) + after
            parent = node.getparent()
            if node.is_text:
                parent.text = new
            else:
                parent.tail = new
            page.truth.allow("published_at", *_meta_times(page))
            return moment
    return None


@change("date", *FORMATS)
def form(what: str, page: Page, draw: Draw) -> bool:
    """Print the same time in another form."""
    moment = _reprint(page, None, FORMATS[what])
    if moment is None:
        return False
    if what == "day-alone":
        page.truth.allow("published_at", press.iso(moment.replace(hour=0, minute=0, second=0)))
    elif not what.startswith("iso"):
        page.truth.allow("published_at", press.iso(moment.replace(second=0)))
    if page.truth.also["published_at"] and what == "day-alone":
        page.truth.fields["published_at"] = page.truth.also["published_at"][-1]
    return True


@change("date", *UNSTATED)
def vague(what: str, page: Page, draw: Draw) -> bool:
    """Print what is no date."""
    moment = _reprint(page, None, lambda _: UNSTATED[what])
    page.truth.fields["published_at"] = None
    page.truth.gives_reason = True
    if what == "american" and moment:
        page.truth.allow("published_at", "2026-11-20T00:00:00+09:00")
    return moment is not None


@change("date", *(label or "none" for label in LABELS))
def label(what: str, page: Page, draw: Draw) -> bool:
    """Print another label before the time."""
    moment = _reprint(page, "" if what == "none" else what, lambda m: f"{m:%Y-%m-%d %H:%M}")
    if moment:
        page.truth.allow("published_at", press.iso(moment.replace(second=0)))
    return moment is not None


@change("date")
def edited_first(page: Page, draw: Draw) -> bool:
    """Print the time of the last edit before that of publication, in one line."""
    later: list[str] = []

    def both(moment: datetime) -> str:
        later.append(press.iso((moment + timedelta(hours=2)).replace(second=0)))
        return f"수정 {moment + timedelta(hours=2):%Y-%m-%d %H:%M} | 등록 {moment:%Y-%m-%d %H:%M}"

    moment = _reprint(page, "", both)
    if moment:
        page.truth.allow("published_at", press.iso(moment.replace(second=0)))
        page.truth.allow("modified_at", *later)
    return moment is not None


# --- 11 titles


def _set_og(page: Page, title: str) -> bool:
    meta = page.meta("og:title")
    if meta is None or page.heading() is None:
        return False
    meta.set("content", title)
    return True


@change(
    "title",
    "masthead",
    "cut",
    "section-before",
    "section-after",
    "escaped",
    "suffix-dash",
    "suffix-bar",
    "tag",
    "masthead-first",
    "empty",
    "slogan",
    "other",
)
def og(what: str, page: Page, draw: Draw) -> bool:
    """State another og:title than the headline."""
    title, outlet = page.source.expected["title"], page.outlet.title
    if what == "tag":
        page.truth.allow("title", f"[사회] {title}")
    return _set_og(
        page,
        {
            "masthead": outlet,
            "cut": f"{title[: max(4, len(title) // 2)]}…",
            "section-before": f"사회 > {title}",
            "section-after": f"{title} < 사회 < 기사본문",
            "escaped": html.escape(title.replace("‘", "'").replace("’", "'").replace("“", '"').replace("”", '"')),
            "suffix-dash": f"{title} - {outlet}",
            "suffix-bar": f"{title} | {outlet}",
            "tag": f"[사회] {title}",
            "masthead-first": f"{outlet} - {title}",
            "empty": "",
            "slogan": f"{outlet} :: 시민과 함께하는 바른 언론",
            "other": headline(draw.page),
        }[what],
    )


@change(
    "title", "link", "span", "two-h1", "same-class-first", "badge", "badge-after", "small", "br", "number", "hidden-label",
    "section-prefix", "mark", "double",
)  # fmt: skip
def heading(what: str, page: Page, draw: Draw) -> bool:
    """Print more in the headline, or another heading before it."""
    h, title = page.heading(), page.source.expected["title"]
    if h is None:
        return False
    bare, name = html.escape(title, quote=False), draw.name()
    one = html.escape(page.paragraphs[0].split(" ")[0])
    inner = {
        "link": f'<a href="#">{bare}</a>',
        "span": f"<span><strong>{bare}</strong></span>",
        "badge": f'<span class="{name}">사회</span>{bare}',
        "badge-after": f'{bare}<em class="{name}">단독</em>',
        "small": f'{bare}<small class="{name}">{one} 이야기 이어져</small>',
        "br": bare.replace(" ", "<br>", 1),
        "number": f'{bare} <span class="{name}">[{draw.page.randint(2, 40)}]</span>',
        "hidden-label": f'<span style="display:none">기사 제목</span>{bare}',
        "section-prefix": f"[사회] {bare}",
        "mark": bare.replace(" ", "<!-- --> ", 1),
    }.get(what)
    if inner is not None:
        new = element(inner)
        h.text = new.text
        for child in list(h):
            h.remove(child)
        h.extend(list(new))
        if what == "section-prefix":
            page.truth.allow("title", f"[사회] {title}")
        if what == "small":
            page.truth.allow("subtitle", [f"{page.paragraphs[0].split(' ')[0]} 이야기 이어져", *page.source.expected["subtitle"]])
        return True
    first = copy.deepcopy(h)
    first.tail = None
    for child in list(first):
        first.remove(child)
    first.text = {"two-h1": page.outlet.title, "same-class-first": "지역 소식", "double": title}[what]
    if what == "two-h1":
        first.tag = "h1"
        for name in list(first.attrib):
            del first.attrib[name]
    h.addprevious(first)
    return True


# --- 12 pictures


@change(
    "picture", "data-src", "data-original", "data-lazy", "data-echo", "data-url", "data-srcset", "data-lazy-srcset", "srcset",
    "noscript", "amp-img", "background", "picture-source", "lazyload-blank", "loading-lazy",
)  # fmt: skip
def lazy(what: str, page: Page, draw: Draw) -> bool:
    """Load the pictures by script, or state them as newer pages do."""
    found = page.pictures()
    blank = draw.crawl.choice(
        ["/images/blank.gif", "/img/placeholder.png", "data:image/gif;base64,R0lGODlhAQABAAAAACw=", "/img/loading.svg"]
    )
    for img, n in found:
        url = page.source.expected["images"][n]["url"]
        for name in ("data-src", "data-original", "src", "srcset"):
            img.attrib.pop(name, None)
        match what:
            case "srcset":
                img.set("srcset", f"{url} 640w, {url}?w=1280 1280w")
                page.truth.allow("images", _with_url(page, n, f"{url}?w=1280"))
            case "data-srcset" | "data-lazy-srcset":
                img.set("src", blank)
                img.set(what, f"{url} 1x")
            case "noscript":
                img.set("src", blank)
                e = etree.Element("noscript")
                e.append(etree.Element("img", src=url))
                e.tail, img.tail = img.tail, None
                img.addnext(e)
            case "amp-img":
                img.tag = "amp-img"
                img.set("src", url)
            case "background":
                img.tag = "div"
                img.attrib.clear()
                img.set("style", f"background-image:url('{url}');height:400px")
            case "picture-source":
                outer = etree.Element("picture")
                outer.tail, img.tail = img.tail, None
                img.getparent().replace(img, outer)
                outer.append(etree.Element("source", srcset=url, type="image/jpeg"))
                outer.append(img)
                img.set("src", url)
            case "loading-lazy":
                img.set("src", url)
                img.set("loading", "lazy")
            case _:
                img.set("src", blank)
                img.set("data-src" if what == "lazyload-blank" else what, url)
    return bool(found)


def _with_url(page: Page, number: int, url: str) -> list[Any]:
    images = copy.deepcopy(page.source.expected["images"])
    images[number]["url"] = url
    return list(images)


@change("picture", "p.img-desc", "em", "span", "div.txt", "figcaption", "p", "dd", "strong", "small")
def caption_in(what: str, page: Page, draw: Draw) -> bool:
    """Print the captions in another element, with the picture in one box."""
    found = [(img, n, c) for img, n in page.pictures() if (c := page.caption(n)) is not None]
    for img, n, old in found:
        if img is old or page.within(img, old) or old.getparent() is None:
            return False
        tag, _, name = what.partition(".")
        wrapper = etree.Element("figure" if tag == "figcaption" else "dl" if tag == "dd" else "div", {"class": draw.name()})
        if old.tag == "td" or page.within(old, "table"):
            return False
        remove(old)
        wrapper.tail, img.tail = img.tail, None
        img.getparent().replace(img, wrapper)
        inner = etree.SubElement(wrapper, "dt") if tag == "dd" else wrapper
        inner.append(img)
        new = etree.SubElement(wrapper, tag, {"class": name or "desc"})
        new.text = page.source.expected["images"][n]["caption"]
    return bool(found)


@change(
    "picture", "pixel/top", "pixel/end", "icon/end", "portrait/end", "portrait/top", "play-button/top", "rule/middle", "emoticon/middle"
)
def no_picture(what: str, page: Page, draw: Draw) -> bool:
    """Put a picture into the text that is none of the article's, the same on all pages."""
    kind, where = what.split("/")
    n = draw.crawl.randint(1, 90)
    return page.insert(
        where,
        {
            "pixel": '<img src="https://stat.example.com/px.gif" width="1" height="1">',
            "icon": '<img src="/images/icon_mail.gif" alt="">',
            "portrait": f'<div class="{draw.name()}"><img src="/data/reporter/{n}.jpg" alt=""></div>',
            "play-button": '<img src="/img/btn_play.png" alt="">',
            "rule": '<div><img src="/img/line_dot.gif" alt=""></div>',
            "emoticon": '<img src="/img/emo_01.gif" width="19" height="19" alt="">',
        }[kind],
        draw,
    )


# --- 13 a second article


@change(
    "second",
    *(f"{place}/{more}" for place in ("own", "same", "beside", "before") for more in ("text", "byline", "subtitle", "whole", "picture")),
)
def article(what: str, page: Page, draw: Draw) -> bool:
    """Print the next article on the page too: in a container of its own, in the same one, or in a box beside it."""
    where, more = what.split("/")
    if page.in_table and where != "same":
        return False
    r, expected = draw.page, page.source.expected
    texts = "".join(f"<p>{p}</p>" for p in paragraphs(r, 3))
    shape, info = page.heading(), page.info()
    parts = [f"<h2>{headline(r)}</h2>"]
    if more == "whole" and shape is not None:
        again = copy.deepcopy(shape)
        for child in list(again):
            again.remove(child)
        again.text, again.tail = headline(r), None
        parts = [html_of(again)]
    if more in {"subtitle", "whole"} and page.subtitles():
        again = copy.deepcopy(page.subtitles()[0])
        for child in list(again):
            again.remove(child)
        again.text, again.tail = sentence(r).removesuffix("."), None
        parts.append(html_of(again))
    if more in {"byline", "whole"} and info:
        name, raw = r.choice(NAMES), expected["published_raw"]
        again_info = "".join(f"<ul>{t}</ul>" if (t := html_of(e)).startswith("<li") else t for e in info)
        for author in expected["authors"]:
            again_info = again_info.replace(author, name)
        parts.append(again_info.replace(raw, raw[:-1] + str(r.randint(0, 9))) if raw else again_info)
    if more == "picture":
        parts.append(f'<img src="/data/photo/next{r.randint(100, 999)}.jpg" alt="">')
    head = "".join(parts)
    page.truth.gives_reason = True
    if where == "same":
        return page.insert("end", f'<div class="{draw.name()}">{head}{texts}</div>', draw)
    page.cut()
    outer = draw.name()

    def arrange(before: str, start: str, core: str, end: str, after: str) -> str:
        second = f'<div class="{outer}">{head}' + (f"<div>{texts}</div>" if where == "beside" else start + texts + end) + "</div>"
        return before + (second if where == "before" else "") + start + core + end + (second if where != "before" else "") + after

    page.arrange = arrange
    return where != "before" or more in {"text", "picture"}


# --- 14 copies


@change(
    "copy",
    "style-hidden",
    "mobile-class",
    "mobile-class-first",
    "print-after",
    "print-before",
    "template",
    "hidden-attribute",
    "hidden-container-first",
    "amp-after",
    "textarea",
    "aria-hidden",
)
def text_twice(what: str, page: Page, draw: Draw) -> bool:
    """Hold the text a second time for another device, of which a reader sees one."""
    pieces = page.cut()
    whole = "".join(piece.html for piece in pieces)
    bare = "".join(f"<p>{html.escape(p)}</p>" for p in page.paragraphs)
    inside = {
        "style-hidden": (f'<div class="pc">{whole}</div>', f'<div class="mo" style="display:none">{whole}</div>'),
        "mobile-class": (f'<div class="pc_view">{whole}</div>', f'<div class="m_view">{whole}</div>'),
        "mobile-class-first": (f'<div class="m_only">{whole}</div>', f'<div class="pc_only">{whole}</div>'),
        "template": (whole, f"<template>{whole}</template>"),
        "hidden-attribute": (whole, f"<div hidden>{whole}</div>"),
        "textarea": (whole, f'<textarea style="display:none">{html.escape(bare)}</textarea>'),
        "aria-hidden": (
            f"<div>{whole}</div>",
            f'<div aria-hidden="true" class="sr-copy" style="position:absolute;left:-9999px">{bare}</div>',
        ),
    }.get(what)
    if what.startswith("mobile"):
        page.finish.append(
            lambda t: t.replace(
                "</head>",
                "<style>.m_view,.m_only{display:none}@media(max-width:640px){.m_view,.m_only{display:block}.pc_view,.pc_only{display:none}}</style></head>",
                1,
            )
        )
    if inside:
        pieces[:] = [Piece(inside[0], []), Piece(inside[1], [])]
        return True
    if page.in_table:
        return False
    name = draw.name()

    def arrange(before: str, start: str, core: str, end: str, after: str) -> str:
        copied = f'<div class="{name}" style="display:none">{bare}</div>'
        hidden = re.sub(r"^(<\w+)", r'\1 style="display:none"', start.lstrip()) + bare + end
        match what:
            case "print-after":
                return before + start + core + end + copied + after
            case "print-before":
                return before + copied + start + core + end + after
            case "hidden-container-first":
                return before + hidden + start + core + end + after
            case _:
                return before + start + core + end + f'<div class="{name}">{bare}</div>' + after

    if what == "amp-after":
        page.truth.gives_reason = True
    page.arrange = arrange
    return True


# --- 15 the text for machines alone


def _ld(page: Page) -> str:
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": page.source.expected["title"],
        "articleBody": "\n".join(page.paragraphs),
        "datePublished": page.source.expected["published_at"],
    }
    return json.dumps({k: v for k, v in data.items() if v}, ensure_ascii=False).replace("</", "<\\/")


@change("machine", "lead", "lead-cut", "two-paragraphs", "empty", "noscript", "renamed", "next-data", "graph", "all-there")
def json_ld(what: str, page: Page, draw: Draw) -> bool:
    """Leave the beginning of the text on the page, or nothing, and all of it in JSON-LD."""
    pieces, gaps = page.cut(), page.gaps()
    if not gaps or (what == "two-paragraphs" and len(gaps) < 2):
        return False
    match what:
        case "lead":
            pieces[:] = pieces[: gaps[0]]
        case "two-paragraphs":
            pieces[:] = pieces[: gaps[1]]
        case "lead-cut":
            pieces[:] = [Piece(f"<p>{html.escape(page.paragraphs[0][:40])}…</p>", [])]
        case "empty" | "next-data" | "graph":
            pieces[:] = [Piece('<div id="root"></div>', [])]
        case "noscript":
            pieces[:] = [Piece("<noscript>" + "".join(p.html for p in pieces) + "</noscript>", [])]
        case "renamed":
            for name in ("id", "class"):
                if page.container.get(name):
                    page.container.set(name, f"ssr-{draw.crawl.randrange(999)}")
    if what not in {"all-there", "renamed", "noscript"}:
        page.truth.allow("images", [])
    data = _ld(page)
    if what == "graph":
        data = f'{{"@context": "https://schema.org", "@graph": [{data}]}}'
    kind = 'id="__NEXT_DATA__" type="application/json"' if what == "next-data" else 'type="application/ld+json"'
    page.finish.append(lambda t: t.replace("</head>", f"<script {kind}>{data}</script></head>", 1))
    return True


# --- 16 what goes on under the article


@change("endless", "next-article", "next-same-skin", "readers", "live", "gallery-below", "english-below", "list-below", "tts")
def below(what: str, page: Page, draw: Draw) -> bool:
    """Go on under the article, in its own container or right behind it, as pages without an end do."""
    r, name = draw.page, draw.name()
    texts = "".join(f"<p>{p}</p>" for p in paragraphs(r, 3))
    page.truth.gives_reason = what in {"next-article", "next-same-skin"}
    match what:
        case "readers":
            inside = f'<section class="{name}"><h4>독자 의견 {r.randint(2, 9)}건</h4>' + "".join(
                f"<dl><dt>{r.choice(NAMES)} 2026-11-2{r.randint(0, 9)} 10:1{r.randint(0, 9)}</dt>"
                f"<dd>{r.choice(TOWNS)}에 사는데 {r.choice(THINGS)}도 다뤄 주세요. 잘 읽었습니다.</dd></dl>" for _ in range(3)
            ) + "</section>"  # fmt: skip
        case "live":
            inside = (
                f'<div class="{name}"><h4>실시간 업데이트</h4>'
                + "".join(f"<p><time>1{n}:0{n}</time> {headline(r)}</p>" for n in range(3))
                + "</div>"
            )
        case "gallery-below":
            inside = f'<div class="{name}"><h4>포토 갤러리</h4>' + "".join(
                f'<a href="{page.other_url(draw)}"><img src="/data/thumb/{r.randint(100, 999)}.jpg" alt=""><em>{headline(r)}</em></a>'
                for _ in range(3)
            ) + "</div>"  # fmt: skip
        case "english-below":
            inside = f'<div class="{name}" lang="en"><h4>English (machine translation)</h4>' + "".join(
                f"<p>The city said on the {r.randint(2, 28)}th that it would open {r.randint(3, 60)} shelters before winter.</p>"
                for _ in range(3)
            ) + "</div>"  # fmt: skip
        case "list-below":
            inside = f'<div class="{name}"><h4>이 시각 주요 뉴스</h4><ul>{items(links(page, draw, 6))}</ul></div>'
        case "tts":
            return page.insert(
                "top",
                f'<div class="{name}"><button>기사 듣기</button><span>0:00 / 1:{r.randint(10, 59)}</span><span>음성 재생 속도</span></div>',
                draw,
            )
        case _:
            if page.in_table:
                return False
            page.cut()
            h = page.heading()
            head = (
                re.sub(r">.*<", lambda _: f">{headline(r)}<", html_of(h), flags=re.DOTALL)
                if h is not None and what == "next-same-skin"
                else f"<h1>{headline(r)}</h1>"
            )

            def arrange(before: str, start: str, core: str, end: str, after: str) -> str:
                following = f'<article class="{name}" data-url="{page.other_url(draw)}">{head}<p>2026.11.19 09:10</p>'
                return (
                    before
                    + start
                    + core
                    + end
                    + following
                    + (start + texts + end if what == "next-same-skin" else f"<div>{texts}</div>")
                    + "</article>"
                    + after
                )

            page.arrange = arrange
            return True
    return page.insert("end", inside, draw)


# --- 17 something else where the article was

INSTEAD = {
    "maintenance": "<p>서비스 점검 중입니다. 이용에 불편을 드려 죄송합니다. 잠시 후 다시 접속해 주세요.</p>",
    "gone": "<p>삭제되었거나 존재하지 않는 기사입니다.</p>",
    "wrong-access": "<p>비정상적인 접근입니다. 올바른 경로로 이용해 주시기 바랍니다.</p>",
    "adult": "<p>본 기사는 본인 인증 후 보실 수 있습니다.</p><a href='/auth'>본인 인증</a>",
    "robot": "<p>자동 접속 방지를 위해 아래 문자를 입력해 주세요.</p><form><input name='captcha'><button>확인</button></form>",
    "error": "<p>Warning: mysqli_fetch_array() expects parameter 1 to be mysqli_result, bool given in view.php on line 88</p>",
    "survey": "<p>더 나은 서비스를 위해 설문에 참여해 주세요. 참여하신 분께 추첨으로 커피 교환권을 드립니다.</p>",
}


@change("instead", *INSTEAD)
def notice(what: str, page: Page, draw: Draw) -> bool:
    """Say something else in place of the text, the same on all pages, with the page as it was round it."""
    page.cut()[:] = [Piece(INSTEAD[what], [])]
    page.truth.article = False
    page.truth.normal = frozenset({"deleted"} if what == "gone" else ())
    return True


@change("instead", "list", "ranking", "same-article", "next-article")
def other(what: str, page: Page, draw: Draw) -> bool:
    """Print another text in the container."""
    page.truth.article = False
    r = Random(draw.crawl.random()) if what == "same-article" else draw.page
    if what in {"list", "ranking"}:
        inside = f"<ul>{items(links(page, draw, 8), (lambda: f'<p>{sentence(r)}</p>') if what == 'ranking' else str)}</ul>"
    else:
        inside = "".join(f"<p>{p}</p>" for p in paragraphs(r, 4))
    page.cut()[:] = [Piece(inside, [])]
    return what != "next-article" or page.heading() is not None


# --- 18 in the line


@change("inline", "drop-cap", "ruby", "screen-reader", "links", "mark", "pull-quote", "subheads", "wbr", "tooltip", "abbr", "counter")
def line(what: str, page: Page, draw: Draw) -> bool:
    """Mark letters and words in the text, or hang something on them."""
    pieces = [piece for piece in page.cut() if piece.paragraphs]
    r, first = draw.page, pieces[0]
    word = re.compile(r"([가-힣]{2,})(?= [^<>]*(?:<|$))")
    match what:
        case "drop-cap":
            first.html = re.sub(r"([가-힣])(?=[^<>]*(?:<|$))", r'<span class="dropcap">\1</span>', first.html, count=1)
        case "ruby":
            first.html = word.sub(r"<ruby>\1<rp>(</rp><rt>yomi</rt><rp>)</rp></ruby>", first.html, count=1)
        case "screen-reader":
            first.html = word.sub(r'<span class="sr-only">본문 시작</span>\1', first.html, count=1)
        case "links":
            for piece in pieces:
                piece.html = word.sub(r'<a href="/search?q=\1">\1</a>', piece.html, count=2)
        case "mark":
            for piece in pieces:
                piece.html = word.sub(r"<mark>\1</mark>", piece.html, count=1)
        case "pull-quote":
            quoted = html.escape(re.split(r"(?<=다\.) ", page.paragraphs[-1])[0])
            return page.insert("middle", f'<aside class="{draw.name()}"><blockquote>{quoted}</blockquote></aside>', draw)
        case "subheads":
            ids = page.gaps()
            if not ids:
                return False
            at = r.choice(ids)
            words = f"{r.choice(TOWNS)} {r.choice(THINGS)} 이야기"
            n = page.cut()[at].paragraphs[0]
            texts = page.paragraphs
            page.truth.fields["body"] = "\n\n".join([*texts[:n], words, *texts[n:]])
            page.cut().insert(at, Piece(f"<h3>{words}</h3>", []))
        case "wbr":
            for piece in pieces:
                piece.html = re.sub(r"([가-힣])([가-힣])(?=[^<>]*(?:<|$))", r"\1<wbr>\2", piece.html, count=3)
        case "tooltip":
            first.html = word.sub(r'<span title="용어 설명">\1</span>', first.html, count=1)
        case "abbr":
            first.html = word.sub(r"<abbr title='설명'>\1</abbr>", first.html, count=1)
        case _:
            return page.insert(
                "end", f'<p class="{draw.name()}">조회 {r.randint(100, 9999)} | 댓글 {r.randint(0, 9)} | 추천 {r.randint(0, 9)}</p>', draw
            )
    return True
