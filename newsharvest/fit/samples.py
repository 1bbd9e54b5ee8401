"""What goes in and comes out: known articles, their pages, and the layout that was found with its signs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from parsel import Selector

from newsharvest.items import Article
from newsharvest.page.layouts import Layout, ListLayout

KNOWN_MAX = 5
"""Articles from which a layout is found."""


class UnfittableError(ValueError):
    """No layout can be found; the text says why, in one line or several."""


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
    """A layout that was found. A field (of an Article) that has no sign is right; signs of "page" concern the whole."""

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
    """Choose up to KNOWN_MAX articles that differ: with and without a subtitle, of two authors, with a caption, long, of other sections."""
    raise NotImplementedError
