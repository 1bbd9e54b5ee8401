"""By what an article fits a query: which words, where, and in which sentence."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

from newsharvest import press
from newsharvest.search.folding import fold
from newsharvest.search.query import Query, Word


@dataclass(frozen=True, slots=True)
class Matched:
    """A word of a query that an article holds."""

    word: str
    """As the query has it."""
    in_title: bool
    in_body: bool
    sentence: str
    """Round the first match in the body, as printed; the title, if it stands there alone."""


def matched(query: Query, title: str | None, body: str) -> list[Matched]:
    """Return the words of a query that an article holds, in the query's order, whether it fits the query or not."""
    folded_title, folded_body = fold(title or ""), fold(body)
    found = []
    for word in query.words:
        in_title = word.text in folded_title
        in_body = not word.in_title and word.text in folded_body
        if in_title or in_body:
            found.append(Matched(word.said, in_title, in_body, _sentence(word, body) if in_body else title or ""))
    return found


def _sentence(word: Word, body: str) -> str:
    """Return the sentence of a body that holds a word first, or as few sentences as hold it together."""
    paragraph = next(line for line in body.split("\n") if word.text in fold(line))
    sentences = press.sentences(paragraph)
    last = bisect_left(range(1, len(sentences)), True, key=lambda end: word.text in fold(" ".join(sentences[:end]))) + 1
    before = bisect_left(range(1, last), True, key=lambda some: word.text in fold(" ".join(sentences[last - some : last])))
    return " ".join(sentences[last - before - 1 : last])
