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
CUT = re.compile(r"(?:…|\.{2,})\s*$")
"""The end of a text that was cut."""
_TAGS = re.compile(r"[\[(<〈《【「『](?![\d\s]{1,9}[\])])[^\[\]()<>〈〉《》【】「」『』]{1,20}[\])>〉》】」』]")  # `[34]` counts comments


_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


def is_hidden(element: etree._Element) -> bool:
    """Tell whether an element says of itself that it is not shown."""
    return element.get("hidden") is not None or _HIDDEN.search(element.get("style", "")) is not None


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
    def parts(self) -> set[etree._Element]:
        """These, and all that hold one."""
        return self.fields | {parent for field in self.fields for parent in field.iterancestors()}

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
