"""A query that has been read: a tree of words, and whether an article fits it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from newsharvest.search.folding import fold


@dataclass(frozen=True, slots=True)
class Word:
    """A word or a phrase: it stands in the title or the body, in longer words too."""

    text: str
    """As it is looked for: folded, of one line."""
    said: str
    """As the query has it, without its marks."""
    in_title: bool = False
    """It has to stand in the title."""


@dataclass(frozen=True, slots=True)
class Not:
    """What must not be."""

    part: Node


@dataclass(frozen=True, slots=True)
class And:
    """What must all be."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Of what one must be."""

    parts: tuple[Node, ...]


Node: TypeAlias = Word | Not | And | Or


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for, made by `newsharvest.search.parse`."""

    text: str
    """As it was written, on one line; `parse` reads the same from it."""
    asked: Node

    @property
    def words(self) -> list[Word]:
        """The words that are wanted, in their order, once each; not those after a `-`."""
        return list(dict.fromkeys(_wanted(self.asked)))

    def matches(self, title: str | None, body: str) -> bool:
        """Tell whether an article fits."""
        return _fits(self.asked, fold(title or ""), fold(body))


def says_what_is_wanted(node: Node) -> bool:
    """Tell whether what fits holds a word of the query: not if it says no more than what must not be."""
    match node:
        case Word():
            return True
        case Not():
            return False
        case And(parts):
            return any(map(says_what_is_wanted, parts))
        case Or(parts):
            return all(map(says_what_is_wanted, parts))


def _wanted(node: Node) -> Iterator[Word]:
    match node:
        case Word():
            yield node
        case And(parts) | Or(parts):
            for part in parts:
                yield from _wanted(part)
        case Not():
            pass


def _fits(node: Node, title: str, body: str) -> bool:
    """Tell whether an article's folded texts fit."""
    match node:
        case Word(text, _, in_title):
            return text in title or (not in_title and text in body)
        case Not(part):
            return not _fits(part, title, body)
        case And(parts):
            return all(_fits(part, title, body) for part in parts)
        case Or(parts):
            return any(_fits(part, title, body) for part in parts)
