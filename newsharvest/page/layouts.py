"""How a page is laid out, as data: `Layout` for articles, `ListLayout` for lists, `Notice` for pages that are neither.

A field is a tuple of `Rule`s in order of trust. They are tried one at a time, the first that gives something wins, and what won (`Won`)
travels with the article to be counted: a fallback that starts winning shows before a field goes empty.

A rule that is a guess was seen on no page of its family: another skin, a CMS that it resembles, or common usage suggests it. What it
reads wants a look more than the rest, so it says so as data (`guess`), and stands after what was seen.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import NamedTuple, Protocol, TypeVar

import cssselect
from parsel import Selector, SelectorList
from parsel.csstranslator import HTMLTranslator

from newsharvest.language import N_
from newsharvest.reasons import Reason


class Shaped(Protocol):
    """What can tell whether a page has its shape."""

    def fits(self, page: Selector) -> bool:
        """Tell whether the page has this shape."""


_S = TypeVar("_S", bound=Shaped)

GUESSED = N_("a guess, never seen before on a page of its family")
"""What a person is told of a guess that has won, not yet translated."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One selector: CSS, or XPath if it starts with `/`, `.` + `/` or `(`; with `re`, its first group is what is kept of each text.

    `guessed`: see the module. `stated`: only what the page's `<title>` says too, which tells the article's heading from a box's; such a
    rule has no place of its own among its field's, but that of the next.
    """

    query: str
    re: str | None = None
    guessed: bool = False
    stated: bool = False

    def select(self, selector: Selector) -> SelectorList[Selector]:
        """Select in `selector`. A query that is no CSS or XPath raises ValueError: a bug in the layout."""
        paths = _paths_in_page if selector.root.getparent() is None else _paths
        return selector.xpath(" | ".join(paths(self.query)))

    def matches(self, selector: Selector) -> bool:
        """Tell whether anything is selected. Of the CSS `a, b`, `b` is asked only if there is no `a`."""
        return any(selector.xpath(path) for path in _paths(self.query))

    def keep(self, texts: Iterable[str]) -> Iterator[str]:
        """Yield what the rule keeps of each text: the whole, or the first group of `re` where it matches."""
        for text in texts:
            if self.re is None:
                yield text
            elif match := re.search(self.re, text):
                yield match[1]


# what CSS's `[a='x']`, `#x`, `[a*='x']` and `.x` become
_IS = re.compile(r"([\w*]+)\[@([\w-]+) = ('[^']*')\](?!\[)")
_HAS = re.compile(r"([\w*]+)\[@([\w-]+) and contains\(@\2, ('[^']*')\)\](?!\[)")
_CLASS = re.compile(
    r"\*\[@class and contains\(@class, '([^']*)'\) and contains\(concat\(' ', normalize-space\(@class\), ' '\), ' \1 '\)\](?!\[)"
)


@cache
def _paths(query: str) -> tuple[str, ...]:
    """Return the XPath of a query, of CSS one for each selector of `a, b`.

    `*[@id = 'x']` is put as `*/@id[. = 'x']/..`, and so is every other attribute: the same elements, found in a fraction of the time.
    """
    if query.startswith(("/", "./", "(")):
        return (query,)
    translator = HTMLTranslator()
    paths = [translator.selector_to_xpath(selector, translate_pseudo_elements=True) for selector in cssselect.parse(query)]
    paths = [_HAS.sub(r"\1/@\2[contains(., \3)]/..", _IS.sub(r"\1/@\2[. = \3]/..", path)) for path in paths]
    return tuple(_CLASS.sub(r"*/@class[contains(., '\1') and contains(concat(' ', normalize-space(.), ' '), ' \1 ')]/..", p) for p in paths)


_HEADING_IN = re.compile(
    r"descendant-or-self::\*(?P<having>/@class\[contains\(\., '[^']*'\) and contains\(concat\([^[\]]*\), ' [^']*'\)\])/\.\."
    r"/descendant::(?P<heading>h[1-6])\b"
)


_ALL_IN = re.compile(r"^descendant-or-self::(?P<outer>[\w*]+(?:/@[\w-]+\[[^[\]]*\]/\.\.|\[[^[\]]*\])?)/descendant::")


@cache
def _paths_in_page(query: str) -> tuple[str, ...]:
    """Return the same for a whole page, which has few headings: `.x h2` is put as the `h2` that have such an ancestor.

    For any other `.x .y` the outermost `.x` alone is asked: libxml2 compares what it finds in each with all that it found in the others.
    """
    paths = (_HEADING_IN.sub(r"descendant-or-self::\g<heading>[ancestor::*\g<having>]", path) for path in _paths(query))
    return tuple(_ALL_IN.sub(r"descendant-or-self::\g<outer>/self::*[not(ancestor::\g<outer>)]/descendant::", path) for path in paths)


def with_class(name: str) -> str:
    """Return the XPath predicate of having a class: after `//ul` it makes of `info` what CSS calls `ul.info`."""
    return f"[contains(concat(' ', normalize-space(@class), ' '), ' {name} ')]"


def rules(*queries: str | Rule) -> tuple[Rule, ...]:
    """Make rules of queries, in order of trust."""
    return tuple(q if isinstance(q, Rule) else Rule(q) for q in queries)


def guess(query: str | Rule, re: str | None = None) -> Rule:
    """Make a rule that is a guess, of a query or of a rule that is none."""
    return replace(query, guessed=True) if isinstance(query, Rule) else Rule(query, re, guessed=True)


def stated(query: str, re: str | None = None) -> Rule:
    """Make a rule of what the page's `<title>` must say too."""
    return Rule(query, re, stated=True)


def last_place(rules: Sequence[Rule]) -> int:
    """Return the place of the last of a field's rules, from 1; 0 of none."""
    return sum(not rule.stated for rule in rules)


@dataclass(frozen=True, slots=True)
class Figure:
    """How a picture and its caption stand together: the element round both, in the body, and the caption in it (CSS or XPath each)."""

    wrapper: str
    caption: str


@dataclass(frozen=True, slots=True)
class Found:
    """That a layout was found by program, when, from how many known articles (0: what they say was guessed), and what is uncertain."""

    day: str
    """`2026-11-29`."""
    known: int
    signs: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By field of an Article."""


@dataclass(frozen=True, slots=True)
class Layout:
    """How the articles of a CMS family's skin are laid out.

    `shape`: selectors that must all match for a page to be of this layout; `foreign`: selectors of which none may match.
    `body`: containers in order of trust; `drop`: what inside them is no article (CSS); `boxes`: what else is none, by its
    shape (XPath from `./` on); `figures`: captioned
    pictures; `pictures`: what holds pictures of the article beside its text, before it.
    `fields`: the rules of every other field, by the Article's field name (`published_raw` gives `published_at`). `found`: of one that no
    person has written.
    """

    name: str
    shape: tuple[Rule, ...]
    body: tuple[Rule, ...]
    fields: Mapping[str, tuple[Rule, ...]]
    foreign: tuple[Rule, ...] = ()
    drop: tuple[str, ...] = ()
    boxes: tuple[str, ...] = ()
    figures: tuple[Figure, ...] = ()
    pictures: tuple[Rule, ...] = ()
    found: Found | None = None

    def fits(self, page: Selector) -> bool:
        """Tell whether the page has this layout's shape."""
        return _fits(page, self.shape, self.foreign)


@dataclass(frozen=True, slots=True)
class Notice:
    """A page that stands where an article should and is none: its shape says which reason it is counted under."""

    name: str
    reason: Reason
    shape: tuple[Rule, ...]
    foreign: tuple[Rule, ...] = ()

    def fits(self, page: Selector) -> bool:
        """Tell whether the page has this notice's shape."""
        return _fits(page, self.shape, self.foreign)


@dataclass(frozen=True, slots=True)
class ListLayout:
    """How a list page is laid out: its rows in order of trust, and inside a row the date as printed. `found`: as a Layout's."""

    name: str
    rows: tuple[Rule, ...]
    date: tuple[Rule, ...] = ()
    found: Found | None = None


def _fits(page: Selector, shape: Sequence[Rule], foreign: Sequence[Rule]) -> bool:
    return all(rule.matches(page) for rule in shape) and not any(rule.matches(page) for rule in foreign)


def choose(page: Selector, candidates: Iterable[_S]) -> _S | None:
    """Return the first candidate (Layout or Notice) whose shape the page has."""
    return next((c for c in candidates if c.fits(page)), None)


class Won(NamedTuple):
    """A selector that gave a field of a layout: its position among the field's rules, from 1, and the rule."""

    layout: str
    field: str
    position: int
    rule: Rule

    @property
    def is_fallback(self) -> bool:
        """Whether it was not the field's first."""
        return self.position > 1
