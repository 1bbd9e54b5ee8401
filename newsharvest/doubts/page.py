"""A page and what was read from it, as its checks see them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from lxml import etree
from parsel import Selector

from newsharvest import press
from newsharvest.page.loader import Loaded
from newsharvest.page.tree import precedes

TITLE_MIN = 4
"""Letters. A shorter text is no title: the name of a section or a button."""

HEADINGS = frozenset({"h1", "h2", "h3", "h4"})
FOUND_MAX = 50
"""Elements that a field's rule has found, of which it is asked where they stand."""
CUT = re.compile(r"(?:…|\.{2,9})\s?$")
"""The end of a text that was cut."""


def text_of(element: etree._Element) -> str:
    """Return all text of an element, on one line."""
    return press.clean("".join(map(str, element.itertext())))


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
    row: str = ""

    @cached_property
    def paragraphs(self) -> list[str]:
        """The body's paragraphs."""
        return self.loaded.article.body.split("\n\n") if self.loaded.article.body else []

    @cached_property
    def body(self) -> str:
        """The letters of the body and its captions."""
        captions = " ".join(image["caption"] or "" for image in self.loaded.article.images)
        return press.letters(f"{self.loaded.article.body} {captions}")

    @property
    def search_cost(self) -> int:
        """What it takes to look for a text in each paragraph: the characters of the body, and some more for each."""
        return len(self.loaded.article.body) + 40 * len(self.paragraphs)

    @cached_property
    def title(self) -> str:
        """The title's letters, without tags in brackets, which a page may print in one place and not in another."""
        return self.letters_of(self.loaded.article.title or "")

    def letters_of(self, title: str) -> str:
        """Return a title's letters, as `title` has them."""
        title = press.strip_outlet_tags(title, self.names)
        return press.letters(press.without_tags(title)) or press.letters(title)

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
    def parts(self) -> set[etree._Element]:
        """These, and all that hold one."""
        return self.fields | {parent for field in self.fields for parent in field.iterancestors()}

    @cached_property
    def headings(self) -> list[etree._Element]:
        """The elements that the rule of the title has found, in the order of the page: the first FOUND_MAX."""
        return [s.root for s in self.loaded.evidence.found.get("title", ())[:FOUND_MAX] if isinstance(s.root, etree._Element)]

    @cached_property
    def title_element(self) -> etree._Element | None:
        """The element that the title stands in, be it one that the layout does not know."""
        headings = self.tree.root.iter("h1", "h2", "h3", "h4") if self.title else ()
        return self.headings[0] if self.headings else next((h for h in headings if self.letters_of(text_of(h)) == self.title), None)

    @cached_property
    def mastheads(self) -> set[str]:
        """The letters of what the outlet calls itself."""
        return {press.letters(name) for name in self.names}

    def is_before(self, element: etree._Element) -> bool:
        """Tell whether an element stands on the page before the body."""
        return self.container is not None and precedes(element, self.container)
