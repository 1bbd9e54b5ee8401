"""What is too much of a page: a few kilobytes of tags can keep a reader busy for minutes, and every other outlet waiting.

Readers take a page's elements one by one, and ask of many where they stand. So the time goes with the number of elements, with the levels
between each and the root, and with what a paragraph costs. The bounds are far beyond any page of news.
"""

from __future__ import annotations

import re
from typing import NamedTuple, cast

from lxml import etree

from newsharvest.language import _

TAGS_MAX = 50_000
"""Tags of a page, and elements of its tree. (The fullest of the fixtures has 800 tags.)"""
ATTRIBUTES_MAX = 1_000
"""Attributes of a tag: parsers compare each with those before it."""
STEPS_MAX = 4_000_000
"""Levels between the elements of a page and its root, added up."""
CONTAINERS_MAX = 200
"""Elements of a page that a text or pictures are looked for in."""
PARAGRAPHS_MAX = 10_000
"""Paragraphs of an article. (A roll of all who passed an examination has a thousand.)"""

_SHALLOW = 64  # levels, which hardly any page exceeds
_COUNT = etree.XPath("count(//*)")
_IS_DEEP = etree.XPath(f"boolean({'/*' * (_SHALLOW + 1)})")

_ATTRIBUTE = r"""[\s/]*+=?[^\s/>=]++(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>"'][^\s>]*+)?+)?+"""
_FLAGS = re.ASCII | re.IGNORECASE
_CROWDED = re.compile(rf"<[a-z][^\s/>]*+(?:{_ATTRIBUTE}){{{ATTRIBUTES_MAX}}}", _FLAGS)
_MERGED = re.compile(rf"<(?:html|body)((?:{_ATTRIBUTE})*+)", _FLAGS)  # however many there are, they become one element
_TOKEN = re.compile(
    rf"<!--.*?(?:-->|\Z)|(?P<tag><(?P<raw>script|style|xmp|iframe|noembed|noframes|textarea|title)(?=[\s/>])(?:{_ATTRIBUTE})*+)"
    rf"[^>]*+>.*?(?:</(?P=raw)|\Z)|(?P<other><[a-z][^\s/>]*+(?:{_ATTRIBUTE})*+)",
    _FLAGS | re.DOTALL,
)

# Tags of formatting that are not closed each paragraph opens anew (`<p><font color=1><p><font color=2>`): the characters of a page are
# those of the tags times the paragraphs. Of equal tags three are opened, of links one.
_UNCLOSED_MAX = 20_000  # tags
_REOPENED_MAX = 20_000_000  # characters
_FORMATTING = re.compile(rf"<(?:(?P<link>a)|b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)(?=[\s/>])(?:{_ATTRIBUTE})*+", _FLAGS)
_PARAGRAPH = re.compile(r"<(?:p|div|li|t[dhr]|d[dt]|h[1-6]|center|table|section|article)\b", re.IGNORECASE)


class TooComplexError(ValueError):
    """There is more on a page than on any page of news: how much of what, in words."""


def check_text(html: str) -> None:
    """Look at a page before anything parses it. TooComplexError for more tags than TAGS_MAX, or a tag with more than ATTRIBUTES_MAX."""
    if (tags := html.count("<")) > TAGS_MAX:
        raise TooComplexError(_("{count:,} tags", count=tags))
    merged = f"<body {''.join(_MERGED.findall(html))}"
    if _CROWDED.match(merged) or (_CROWDED.search(html) and _is_crowded(html)):
        raise TooComplexError(_("{count:,} attributes in a tag", count=ATTRIBUTES_MAX))


def _is_crowded(html: str) -> bool:
    """Tell whether such a tag stands in no comment, and in no script whose signs look like one."""
    return any(_CROWDED.match(token["tag"] or token["other"] or "") for token in _TOKEN.finditer(html))


class Measure(NamedTuple):
    """How large a tree is: its elements, its levels (at most, of a tree that is small and shallow), and the steps from all to the root."""

    elements: int
    levels: int
    steps: int

    def check(self) -> None:
        """Raise TooComplexError for a tree that is larger than any page's."""
        if self.elements > TAGS_MAX:
            raise TooComplexError(_("{count:,} elements", count=self.elements))
        if self.steps > STEPS_MAX:
            raise TooComplexError(_("{count:,} elements, {levels:,} levels deep", count=self.elements, levels=self.levels))


def measure(root: etree._Element) -> Measure:
    """Measure a page's tree."""
    elements = int(cast("float", _COUNT(root)))
    if elements <= STEPS_MAX // _SHALLOW and not _IS_DEEP(root):
        return Measure(elements, _SHALLOW, 0)
    depth = levels = steps = 0
    for event, _element in etree.iterwalk(root, events=("start", "end")):
        if event == "start":
            depth += 1
            steps += depth
            levels = max(levels, depth)
        else:
            depth -= 1
    return Measure(elements, levels, steps)


def check_containers(containers: int, elements: int) -> None:
    """Look at the elements that a text was looked for in, and all that they held. TooComplexError for more than a page has."""
    if containers > CONTAINERS_MAX or elements > TAGS_MAX:
        raise TooComplexError(_("{count} containers for a text", count=containers))


def check_paragraphs(paragraphs: int) -> None:
    """Look at how many paragraphs an article has so far. TooComplexError for more than PARAGRAPHS_MAX."""
    if paragraphs > PARAGRAPHS_MAX:
        raise TooComplexError(_("more than {count:,} paragraphs", count=PARAGRAPHS_MAX))


def is_bomb(html: str) -> bool:
    """Tell whether lexbor, which knows no bounds, would take minutes or all memory for a page."""
    tags = html.count("<")
    if tags - 2 * html.count("</") > _UNCLOSED_MAX:
        return True
    if 3 * len(html) * tags <= _REOPENED_MAX:  # the page's own tags are no longer than the page
        return False
    distinct = {tag[0]: tag["link"] for tag in _FORMATTING.finditer(html)}
    links = [len(tag) for tag, link in distinct.items() if link]
    reopened = 3 * sum(len(tag) for tag, link in distinct.items() if not link) + max(links, default=0)
    return reopened * tags > _REOPENED_MAX and reopened * len(_PARAGRAPH.findall(html)) > _REOPENED_MAX
