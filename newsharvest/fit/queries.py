"""Queries for an element that a person would have written: by id, meaning or class, and what each costs.

A query costs the more the sooner a redesign, or the next article, will break it. Hashed and utility classes cost most; no query counts
positions, and none holds a number of an article: on the pages of other articles it would find nothing.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from lxml import etree

_WORD = re.compile(r"[A-Za-z_][\w-]*")
_SPEAKING = re.compile(
    r"article|artic|body|cont|view|news|text|txt|story|post|read|tit|subject|headline|summary|sub|date|time|day|info|writer|author|report"
    r"|byline|name|sect|cate|path|location|breadcrumb|entry|caption|photo",
    re.IGNORECASE,
)
_HASHED = re.compile(
    r"__(?=[\w-]*[A-Z0-9])[A-Za-z0-9_-]{4,}$|^(?:css|sc|jss|emotion|svelte|astro)-|^(?=[a-zA-Z]*\d)(?=\w*[A-Z])\w{5,}$|^(?=[a-z]*\d[a-z]*\d)[a-z0-9]{6,}$|^_\w+_\w{4,}_\d+$"
)
_MODULE = re.compile(r"^([A-Za-z][\w-]*?__)(?=[\w-]*[A-Z0-9])[A-Za-z0-9_-]{4,}$")
_SIZES = r"(?:\d[\w./]*|auto|px|full|screen|min|max|fit|none|reverse|\[.*)"
_UTILITY = re.compile(
    rf"^-?[a-z]+:|^-?(?:m|p|w|h|z|d|fs|fw|lh|gap|space|inset|top|left|right|bottom|order|grid|col|row|cols|rows|leading|opacity|duration)"
    rf"[trblxyse]?-(?:[a-z]+-)?{_SIZES}$"
    r"|^(?:text|font|bg|border|rounded|shadow|flex|items|justify|self|align|float|overflow|whitespace|break|tracking|leading|object|cursor)"
    r"-(?:xs|sm|md|base|lg|xl|\dxl|left|center|right|justify|start|end|top|middle|black|white|bold|medium|semibold|normal|light|thin|tight"
    r"|relaxed|none|hidden|auto|cover|between|around|row|col|wrap|nowrap|keep|words|all|full|clear|pointer|[a-z]+-\d{2,3}|\d+|[trblxy])$"
    r"|^(?:flex|grid|block|inline|inline-block|hidden|relative|absolute|fixed|sticky|static|container|row|col|clearfix|clear|left|right"
    r"|bold|italic|underline|truncate|uppercase|antialiased|active|on|fl|fr|[mp][trbl]?\d+|[wh]\d+|first|last)$"
)
_NUMBER = re.compile(r"\d{3,}")
_MEANING = (
    "itemprop",
    "data-testid",
    "role",
    "slot",
    "property",
    "data-role",
    "data-type",
    "data-field",
    "data-name",
    "data-block",
    "name",
)
_LOOKS = {
    "font": ("size", "color", "face"),
    "td": ("width", "align", "bgcolor", "height"),
    "table": ("width", "bgcolor"),
    "div": ("align",),
}
_LABELS = frozenset("dt th strong b em label span".split())
_LABEL = re.compile(r"[가-힣][가-힣 ]{0,7}")
_PLAIN_TAGS = frozenset("article main h1 time address header pre".split())

CLASSES = 5
"""Classes of an element that are tried."""
ANCESTORS = 4
OUTER_MAX = 4.6
"""Cost of the query of what stands round an element, above which it says nothing that lasts."""


class Query(NamedTuple):
    """A CSS query and what it costs."""

    css: str
    cost: float


def is_hashed(name: str) -> bool:
    """Tell whether a class or id was made by a program and will be another one after the next build."""
    return _HASHED.search(name) is not None and _NUMBER.fullmatch(name) is None


def is_utility(name: str) -> bool:
    """Tell whether a class says how an element looks, and not what it is."""
    return _UTILITY.search(name) is not None


def own_queries(element: etree._Element) -> list[Query]:
    """Return the queries that an element's own id, attributes and classes give, cheapest first; none of one that CSS cannot name."""
    return sorted(_own(element), key=lambda query: query.cost) if is_named(element) else []


def is_named(element: etree._Element) -> bool:
    """Tell whether a selector can name an element by its tag: not `<o:p>`, which Word leaves, nor `<fb:like>`."""
    return isinstance(element.tag, str) and _WORD.fullmatch(element.tag) is not None


def _own(element: etree._Element) -> Iterator[Query]:
    tag = str(element.tag)
    name = (element.get("id") or "").strip()
    if _WORD.fullmatch(name):
        if not _NUMBER.search(name):
            yield Query(f"#{name}", 7.0 if is_hashed(name) else 1.0)
        prefix = re.split(r"\d", name, maxsplit=1)[0]
        if prefix != name and len(prefix) >= 3:
            yield Query(f"[id^='{prefix}']", 2.0)
    for attribute in _MEANING:
        value = element.get(attribute)
        if value and re.fullmatch(r"[\w:-]{2,40}", value) and not _NUMBER.search(value):
            yield Query(f"[{attribute}='{value}']", 1.1)
    for attribute, value in ((str(key), str(value)) for key, value in element.attrib.items()):
        if attribute not in _MEANING and re.fullmatch(r"data-[a-z][a-z-]{2,30}", attribute):
            if re.fullmatch(r"[A-Za-z][\w-]{1,30}", value) and not _NUMBER.search(value) and not is_hashed(value):
                yield Query(f"[{attribute}='{value}']", 1.3)
            yield Query(f"[{attribute}]", 1.6)
    classes = [name for name in (element.get("class") or "").split() if _WORD.fullmatch(name)][:CLASSES]
    plain = []
    for name in classes:
        if module := _MODULE.match(name):
            yield Query(f"[class*='{module[1]}']", 2.2)
            yield Query(f".{name}", 7.0)
        elif is_hashed(name):
            yield Query(f".{name}", 7.0)
        elif _NUMBER.search(name):
            continue
        elif is_utility(name):
            yield Query(f".{name}", 5.5)
        else:
            plain.append(name)
            cost = 1.3 if _SPEAKING.search(name) else 1.7
            yield Query(f".{name}", cost)
            yield Query(f"{tag}.{name}", cost + 0.3)
    for n, one in enumerate(plain):
        for other in plain[n + 1 :]:
            yield Query(f".{one}.{other}", 2.2)
    utilities = [name for name in classes if name not in plain and not is_hashed(name) and not _NUMBER.search(name)]
    if len(utilities) > 1:
        yield Query("." + ".".join(utilities), 6.0)
    if tag in _PLAIN_TAGS or "-" in tag:
        yield Query(tag, 2.0)
    if tag in _LOOKS:  # pages of before stylesheets have nothing else
        looks = [
            f"[{name}='{value}']" for name in _LOOKS[tag] if (value := element.get(name)) and re.fullmatch(r"[\w#% .,:;-]{1,60}", value)
        ]
        yield from (Query(f"{tag}{look}", 4.2) for look in looks)
        if len(looks) > 1:
            yield Query(tag + "".join(looks), 4.5)


def cheapest(found: Iterable[Query]) -> list[Query]:
    """Return queries once each, for the least that each costs, the cheapest first."""
    costs: dict[str, float] = {}
    for query in found:
        costs[query.css] = min(query.cost, costs.get(query.css, query.cost))
    return sorted((Query(css, cost) for css, cost in costs.items()), key=lambda query: (query.cost, query.css))


def label_of(element: etree._Element, said: Collection[str]) -> str | None:
    """Return the label that stands beside an element, if one does: `<dt>작성자</dt>`. What articles say (`said`) is none."""
    before = element.getprevious()
    if before is None or before.tag not in _LABELS or len(before):
        return None
    text = "".join(map(str, before.itertext())).strip()
    return text if _LABEL.fullmatch(text) and text.removesuffix("기자").strip() not in said else None


def queries(element: etree._Element, said: Collection[str] = ()) -> list[Query]:
    """Return queries for an element: its own, and within what stands round it, cheapest first.

    `said`: writers and sections of articles, which may stand where a label does, and are none.
    """
    own = own_queries(element)
    if not is_named(element):
        return []
    found = {query.css: query.cost for query in reversed(own)}
    parent = element.getparent()
    before = element.getprevious()
    if before is not None and (label := label_of(element, said)):
        found.setdefault(f"//{before.tag}[normalize-space()='{label}']/following-sibling::{element.tag}[1]", 2.0)
    if before is not None and is_named(before):
        for beside in own_queries(before)[:2]:
            if beside.cost < 3:
                found.setdefault(f"{beside.css} + {element.tag}", beside.cost + 1.4)
    for ancestor in islice(element.iterancestors(), ANCESTORS):
        if ancestor.tag in {"body", "html"}:
            break
        for outer in own_queries(ancestor)[:3]:
            if outer.cost > OUTER_MAX:
                continue
            for inner in own[:3]:
                found.setdefault(f"{outer.css} {inner.css}", outer.cost + 0.3 + 0.3 * min(inner.cost, 3.0))
            tag = str(element.tag)
            if ancestor is parent:
                found.setdefault(f"{outer.css} > {tag}", outer.cost + 1.1)
            found.setdefault(f"{outer.css} {tag}", outer.cost + 1.3)
    return sorted((Query(css, cost) for css, cost in found.items()), key=lambda query: (query.cost, query.css))
