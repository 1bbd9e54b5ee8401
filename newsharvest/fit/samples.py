"""What goes in and comes out: known articles, their pages, and the layout that was found with its signs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median
from typing import Any

from parsel import Selector

from newsharvest.items import Article
from newsharvest.language import _
from newsharvest.page.layouts import Layout, ListLayout

KNOWN_MAX = 5
"""Articles from which a layout is found."""


class UnfittableError(ValueError):
    """No layout can be found; the text says why, in one line or several."""


class Sign(str):
    """A sentence about what is uncertain: in English, as it goes into a spider's file, and `said` in the language of the process."""

    __slots__ = ("said",)
    said: str


def sign(message: str, **values: Any) -> Sign:
    """Return a sign, a message of the catalogue with these values in it, which may be signs too."""
    made = Sign(message.format_map(values) if values else message)
    made.said = _(message, **{name: value.said if isinstance(value, Sign) else value for name, value in values.items()})
    return made


def said(text: str) -> str:
    """Return a sign in the language of the process, and any other text as it is."""
    return text.said if isinstance(text, Sign) else text


@dataclass(frozen=True, slots=True)
class Known:
    """What an article is known to say. A field that is not known is None: nothing is learnt of it."""

    title: str
    body: str
    """Paragraphs with a blank line between them, as in an Article."""
    published_at: str | None = None
    """ISO 8601 with a zone."""
    authors: tuple[str, ...] | None = None
    subtitle: tuple[str, ...] | None = None
    section: tuple[str, ...] | None = None
    captions: tuple[str, ...] = ()

    @classmethod
    def of(cls, article: Article) -> Known:
        """Return what the store knows of an article. An empty field may be one that the layout of then never gave: it is not known."""
        return cls(
            title=article.title or "",
            body=article.body,
            published_at=article.published_at,
            authors=tuple(article.authors) or None,
            subtitle=tuple(article.subtitle) or None,
            section=tuple(article.section) or None,
            captions=tuple(image["caption"] for image in article.images if image["caption"]),
        )


@dataclass(frozen=True, slots=True)
class Listed:
    """What a list says of an article: its address, all that its row prints on one line (the title stands in it, maybe cut), and the day."""

    url: str
    text: str
    date: datetime | None = None


@dataclass(frozen=True, slots=True)
class Sample:
    """A page of an article, and what is known of that; of an unseen one nothing is."""

    page: Selector
    url: str
    known: Known | None = None
    listed: Listed | None = None


@dataclass(frozen=True, slots=True)
class Fitted:
    """A layout that was found. Of a field (of an Article) without a sign nothing speaks against it; signs of "page" concern the whole."""

    layout: Layout
    signs: Mapping[str, Sequence[str]]
    """By field of an Article: sentences about what is uncertain."""
    counted: int
    """Pages that hold the known text."""


@dataclass(frozen=True, slots=True)
class FittedList:
    """The rows and dates of a list that were found."""

    layout: ListLayout
    signs: Sequence[str]


def choose_known(articles: Sequence[Article]) -> list[Article]:
    """Choose up to KNOWN_MAX articles that differ: with and without a subtitle, of two authors, with a caption, long, of other sections.

    The first in order come first, where they do as well. One in doubt, or of little text, is taken only where there is nothing else.
    """
    usable = [article for article in articles if article.title and article.body]
    long = _LONG * median(len(article.body) for article in usable) if usable else 0
    traits = [_traits(article, long) for article in usable]
    shown: Counter[str] = Counter()

    def gain(number: int) -> tuple[bool, int, int]:
        sound = not usable[number].doubts and len(usable[number].body) >= _SHORT
        return sound, sum(_WEIGHT.get(trait, 1) for trait in traits[number] if shown[trait] < _TIMES.get(trait, 1)), -number

    chosen: list[int] = []
    while len(chosen) < min(KNOWN_MAX, len(usable)):
        chosen.append(max((number for number in range(len(usable)) if number not in chosen), key=gain))
        shown.update(traits[chosen[-1]])
    return [usable[number] for number in chosen]


_LONG = 1.5
"""How many times the usual length a text has that is long."""
_SHORT = 100
"""Characters of a text that says little of where it stands."""
_TIMES = {"subtitle": 2}
"""How many of those chosen are to have a trait: from one subtitle alone nothing is learnt for sure."""
_WEIGHT = {"subtitle": 4, "two authors": 4, "caption": 4, "no subtitle": 3, "no caption": 3, "no pictures": 3, "long": 2}
"""How much it tells that an article has a trait that none of those chosen has; of any other, one."""


def _traits(article: Article, long: float) -> set[str]:
    """Return by what an article differs from others."""
    captioned = any(image["caption"] for image in article.images)
    return {
        "subtitle" if article.subtitle else "no subtitle",
        "caption" if captioned else "no caption" if article.images else "no pictures",
        "two authors" if len(article.authors) > 1 else "an author" if article.authors else "no author",
        *(["long"] if len(article.body) >= long else []),
        *(["dated"] if article.published_at else []),
        *(["changed"] if article.modified_at else []),
        *(f"section {name}" for name in article.section),
    }
