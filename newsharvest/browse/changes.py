"""What changed in an article from one version to the next, paragraph by paragraph, and within them word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise
from typing import NamedTuple

from newsharvest.feeds.csv import cell
from newsharvest.items import ARTICLE_FIELDS, MARK_FIELDS, Article

WORDS_MAX = 600
"""Words of two paragraphs that are compared; longer ones are shown as they were and as they are."""
PARAGRAPHS_MAX = 1_000
"""Paragraphs of two texts that are compared."""
LETTERS_MAX = 100_000
"""Letters of all versions of an article that are compared word by word; what is beyond, by paragraphs."""
_LEFT_OUT = frozenset(
    {"id", "outlet", "body", "content_hash", "fetched_at", "layout", "doubts", "signals", "origin", "schema_version", *MARK_FIELDS}
)


class Piece(NamedTuple):
    """Some words."""

    text: str
    kind: str
    """`same`, `del` (they were there) or `ins` (they have come)."""


@dataclass(frozen=True, slots=True)
class Changed:
    """A paragraph that is not as it was, or so many that are."""

    pieces: Sequence[Piece] = ()
    same: int = 0


@dataclass(frozen=True, slots=True)
class Step:
    """What changed from one version of an article to the next."""

    after: Article
    fields: Sequence[tuple[str, Sequence[Piece]]]
    """What changed beside the body."""
    paragraphs: Sequence[Changed]


def steps(versions: Sequence[Article], most: int | None = None) -> list[Step]:
    """Return what changed from each version (the oldest is given first) to the next: the latest step first, at most `most`."""
    found, letters = [], 0
    for before, after in list(pairwise(versions))[::-1][:most]:
        letters += len(before.body) + len(after.body)
        paragraphs = paragraphs_changed(before.body, after.body, by_words=letters <= LETTERS_MAX)
        found.append(Step(after, list(changed_fields(before, after)), paragraphs))
    return found


def changed_fields(before: Article, after: Article) -> Iterator[tuple[str, list[Piece]]]:
    """Yield each field beside the body that is not as it was, by its name, with its words as in the CSV."""
    for name in ARTICLE_FIELDS:
        if name not in _LEFT_OUT and getattr(before, name) != getattr(after, name):
            yield name, words_changed(*(cell(name, getattr(version, name)) for version in (before, after)))


def paragraphs_changed(before: str, after: str, *, by_words: bool = True) -> list[Changed]:
    """Return the paragraphs of two texts, in their order; nothing if the texts are the same. `by_words`: what changed within them too."""
    if before == after:
        return []
    old, new = before.split("\n\n"), after.split("\n\n")
    if len(old) + len(new) > PARAGRAPHS_MAX:
        return [Changed(list(_replaced(before, after)))]
    found = []
    for how, i, i_end, j, j_end in SequenceMatcher(None, old, new).get_opcodes():
        if how == "equal":
            found.append(Changed(same=i_end - i))
            continue
        both = min(i_end - i, j_end - j)
        compare = words_changed if by_words else _replaced
        found += [Changed(list(compare(was, is_))) for was, is_ in zip(old[i : i + both], new[j : j + both], strict=True)]
        found += [Changed([Piece(text, "del")]) for text in old[i + both : i_end]]
        found += [Changed([Piece(text, "ins")]) for text in new[j + both : j_end]]
    return found


def words_changed(before: str, after: str) -> list[Piece]:
    """Return the words of two texts, each run of them once, with the spaces behind them."""
    old, new = re.findall(r"\S+\s*", before), re.findall(r"\S+\s*", after)
    if len(old) + len(new) > WORDS_MAX:
        return list(_replaced(before, after))
    was, is_ = ([word.rstrip() for word in words] for words in (old, new))  # the last has no space behind it
    pieces = []
    for how, i, i_end, j, j_end in SequenceMatcher(None, was, is_).get_opcodes():
        if how == "equal":
            pieces.append(Piece("".join(new[j:j_end]), "same"))
        else:
            pieces += _replaced("".join(old[i:i_end]), "".join(new[j:j_end]))
    return pieces


def _replaced(before: str, after: str) -> Iterator[Piece]:
    yield from (Piece(text, kind) for text, kind in ((before, "del"), (after, "ins")) if text)
