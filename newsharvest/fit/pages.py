"""A page beside what is known of its article: which of its letters are the article's, and how much of the article is on it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cached_property

import numpy as np
from lxml import etree
from parsel import Selector

from newsharvest import press
from newsharvest.fit.letters import GRAM, Letters, Span, covered, distinct, joined
from newsharvest.fit.samples import Known, Listed, Sample, Sign, UnfittableError, said, sign
from newsharvest.language import _
from newsharvest.page.loader import FieldReader
from newsharvest.page.stated import Stated

HELD = 0.6
"""Share of an article's known passages that its page must have to be counted: papers edit what they have printed."""
ENOUGH = 3
"""Pages that must be counted."""
WHOLE = 0.6
"""Share of a line's letters from which it is one of the article's."""
IN_PART = 0.05
"""Share from which a page holds a part of the text: below, a word or two agree by chance."""


INLINE = frozenset("a b strong em i u font span mark small sub sup".split())
_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")


def has_blocks(element: etree._Element) -> bool:
    """Tell whether an element holds other lines than one."""
    return any(child.tag not in INLINE for child in element)


class Page:
    """A page and what is known of it."""

    def __init__(self, sample: Sample) -> None:
        self.tree: Selector = sample.page
        self.url = sample.url
        self.known: Known | None = sample.known
        self.listed: Listed | None = sample.listed
        self.container: Selector | None = None
        """What holds its text, once that is found."""
        self.letters = Letters(sample.page.root)
        self.stated = Stated(sample.page)
        self.text = joined(sample.known.body.split("\n\n")) if sample.known else ""
        self.places = self.letters.places(self.text)
        marks = covered(self.places)
        for line in self._short_lines():
            at = self.letters.text.find(line)
            while at >= 0:
                if self._is_whole(Span(at, at + len(line))):
                    marks[at : at + len(line)] = True
                at = self.letters.text.find(line, at + 1)
        sums = np.concatenate(([0], np.cumsum(marks))).tolist()
        for element, span in self.letters.spans.items():  # a subtitle or a link says what the text says too, in a part
            known = sums[span.end] - sums[span.begin]
            if 0 < known < WHOLE * span.letters and not has_blocks(element):
                marks[span.begin : span.end] = False
        self._sums = np.concatenate(([0], np.cumsum(marks)))

    @cached_property
    def _edges(self) -> tuple[set[int], set[int]]:
        spans = self.letters.spans.values()
        return {span.begin for span in spans}, {span.end for span in spans}

    def _is_whole(self, span: Span) -> bool:
        """Tell whether letters are all of an element's, or of several elements': no word in the midst of a sentence."""
        begins, ends = self._edges
        return (span.begin in begins or span.begin in ends) and (span.end in ends or span.end in begins)

    def _short_lines(self) -> Iterable[str]:
        """Yield what the article says in lines shorter than a passage, its captions, and who signed it."""
        if self.known is None:
            return
        lines = (press.letters(line) for line in self.known.body.split("\n\n"))
        yield from (line for line in lines if 0 < len(line) < 2 * GRAM)
        yield from filter(None, map(press.letters, self.known.captions))

    @cached_property
    def reader(self) -> FieldReader:
        """What reads its fields: to be asked when its container is found."""
        return FieldReader(self.tree, self.url, self.container)

    def known_letters(self, element: etree._Element) -> int:
        """Count the letters of an element that are the article's."""
        span = self.letters.spans.get(element)
        return int(self._sums[span.end] - self._sums[span.begin]) if span else 0

    def passages(self, element: etree._Element) -> int:
        """Count the passages of the article that an element holds, each once."""
        span = self.letters.spans.get(element)
        return distinct(self.places, span) if span else 0

    def loses(self, container: etree._Element, element: etree._Element) -> bool:
        """Tell whether a container would lose anything of the article with an element in it."""
        if not self.known_letters(element):
            return False
        span, around = self.letters.spans[element], self.letters.spans[container]
        within = set(self.places[span.begin : span.end].tolist()) - {-1}
        outside = {*self.places[around.begin : span.begin].tolist(), *self.places[span.end : around.end].tolist()}
        return not within or not within <= outside

    @cached_property
    def share(self) -> float:
        """Return which share of the article's passages is on the page."""
        every = len({self.text[at : at + GRAM] for at in range(len(self.text) - GRAM + 1)})
        return self.passages(self.tree.root) / every if every else 0.0

    @property
    def is_counted(self) -> bool:
        """Whether the page holds what is known of its article."""
        return self.known is not None and self.share >= HELD

    def why_not(self) -> Sign:
        """Say in words why a page is not counted."""
        if len(self.text) < GRAM:
            text = self.known.body if self.known else ""
            return sign("{url}: “{text}” is all the text that is known of it, which is too little to find it by", url=self.url, text=text)
        script = "".join(str(script.text or "") for script in self.tree.root.iter("script"))
        begin = self.text[: 4 * GRAM]
        if begin and begin in press.letters(_ESCAPED.sub(lambda code: chr(int(code[1], 16)), script)):
            return sign("{url}: its text stands in a script, from which it cannot be read", url=self.url)
        if self.share >= IN_PART:
            return sign(
                "{url}: {share} of its text is on the page: it may be for subscribers alone, or was rewritten",
                url=self.url,
                share=f"{self.share:.0%}",
            )
        return sign(
            "{url}: its text is not on the page: it may be deleted, behind a login, or another article stands under its address",
            url=self.url,
        )


def counted(samples: Sequence[Sample]) -> tuple[list[Page], list[Page], list[Sign]]:
    """Return the pages that hold what is known of them, the pages of which nothing is known, and a line for each other one.

    UnfittableError if fewer than three hold it.
    """
    pages = [Page(sample) for sample in samples]
    known = [page for page in pages if page.is_counted]
    lost = [page.why_not() for page in pages if page.known and not page.is_counted]
    if len(known) < ENOUGH:
        too_few = _(
            "{found} of {pages} pages hold the text that is known of them, and {needed} are needed",
            found=len(known),
            pages=len(known) + len(lost),
            needed=ENOUGH,
        )
        raise UnfittableError("\n".join([too_few, *map(said, lost)]))
    return known, [page for page in pages if page.known is None], lost
