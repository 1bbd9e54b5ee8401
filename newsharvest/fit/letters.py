"""The letters that a page shows, in its order, and where in them each element begins and ends.

What is known of an article is looked for in letters and digits alone, folded: quotes, spaces and tags are what a new markup changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple, TypeAlias
from unicodedata import is_normalized

import numpy as np
from lxml import etree
from numpy.typing import NDArray

from newsharvest import press
from newsharvest.page.body import NEVER_TEXT, says_hidden

GRAM = 12
"""Letters of a passage: long enough to be rare, short enough that an edited paragraph keeps most of its own."""
PLACES = 20
"""Places of a page at which a value is looked for."""

Places: TypeAlias = NDArray[np.int32]


class Span(NamedTuple):
    """Where an element's letters begin and end."""

    begin: int
    end: int

    @property
    def letters(self) -> int:
        """How many there are."""
        return self.end - self.begin


class Letters:
    """The letters of a page."""

    def __init__(self, root: etree._Element) -> None:
        """Read them: what says of itself that it is hidden has none."""
        self.spans: dict[etree._Element, Span] = {}
        """Of each element that is shown, in the order of the page."""
        pieces: list[str] = []
        at = 0
        begins: dict[etree._Element, int] = {}
        walker = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
        for event, node in walker:
            text = None
            if event == "start":
                if node.tag in NEVER_TEXT or (node.keys() and says_hidden(node)):
                    walker.skip_subtree()
                    continue
                begins[node], text = at, node.text
            else:
                if event == "end" and node in begins:
                    self.spans[node] = Span(begins[node], at)
                text = node.tail if node is not root else None
            if text and not text.isspace():
                pieces.append(press.letters(text if is_normalized("NFC", text) else press.clean(text)))
                at += len(pieces[-1])
        self.text = "".join(pieces)
        self.spans = {node: self.spans[node] for node in begins if node in self.spans}

    def of(self, element: etree._Element) -> str:
        """Return an element's letters."""
        span = self.spans.get(element)
        return self.text[span.begin : span.end] if span else ""

    def places(self, known: str) -> Places:
        """Return of each letter which passage of a known text begins there, by its place in that; -1 where none does."""
        grams: dict[str, int] = {}
        for place in range(len(known) - GRAM + 1):
            grams.setdefault(known[place : place + GRAM], place)
        found = (grams.get(self.text[at : at + GRAM], -1) for at in range(len(self.text)))
        return np.fromiter(found, dtype=np.int32, count=len(self.text))

    def elements_of(self, value: str, more: int) -> Iterator[etree._Element]:
        """Yield the elements that hold these letters and no more than so many others, the innermost of each place first."""
        if not value:
            return
        places: list[int] = []
        at = self.text.find(value)
        while at >= 0 and len(places) < PLACES:
            places.append(at)
            at = self.text.find(value, at + 1)
        if not places:
            return
        holders = [(span, element) for element, span in self.spans.items() if len(value) <= span.letters <= len(value) + more]
        for at in places:
            inner = [(span.letters, -n) for n, (span, _) in enumerate(holders) if span.begin <= at and at + len(value) <= span.end]
            yield from (holders[-n][1] for _, n in sorted(inner))


def covered(places: Places) -> NDArray[np.bool_]:
    """Return which letters stand in a passage that begins at one of these places."""
    mask = np.zeros(len(places) + GRAM, dtype=np.int32)
    begins = np.flatnonzero(places >= 0)
    np.add.at(mask, begins, 1)
    np.add.at(mask, begins + GRAM, -1)
    return np.asarray(np.cumsum(mask)[: len(places)] > 0)


def distinct(places: Places, span: Span) -> int:
    """Count the passages of the known text that stand in a span, each once."""
    found = places[span.begin : span.end]
    return len(np.unique(found[found >= 0]))


def joined(paragraphs: Iterable[str]) -> str:
    """Return the letters of paragraphs."""
    return "".join(press.letters(paragraph) for paragraph in paragraphs)
