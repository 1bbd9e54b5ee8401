"""What a harvest yields: an `Article`, or `Unkept`: a page that was found and is no article, under its reason.

Each field's meaning and form is written here and nowhere else; the order of the fields is the order of the CSV columns and of the
JSON Lines keys. A field that the page does not state is None or an empty list: nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from typing import Self, TypedDict

from newsharvest.reasons import Reason

SCHEMA_VERSION = 1


class Image(TypedDict):
    """A picture of the article. A file name is no caption."""

    url: str
    caption: str | None


@dataclass(slots=True)
class Article:
    """One article of one outlet. Times are ISO 8601 with +09:00, to the second; text is NFC, one space for any run of spaces."""

    id: str = ""
    """`<outlet>:<the CMS's own key>`, the same in every run. gnuboard: the board stands before the number unless it is `news`."""
    outlet: str = ""
    """The spider's name."""
    outlet_name: str = ""
    """The masthead, in Korean."""
    url: str = ""
    """The canonical address: the identity parameters of the CMS family alone."""
    section: list[str] = field(default_factory=list)
    """As the page's own breadcrumb has it, outermost first."""
    title: str | None = None
    """Without the outlet's own name tags at either end; other tags (`[평택시]`) stay."""
    subtitle: list[str] = field(default_factory=list)
    """A line each."""
    authors: list[str] = field(default_factory=list)
    """Names without 기자, once each, from the byline field and the signature line of the body."""
    author_emails: list[str] = field(default_factory=list)
    """Whole addresses only: one that the CMS has cut is left out."""
    published_at: str | None = None
    """When the page says it was published. A day without a time is its 00:00:00; `published_raw` shows which."""
    modified_at: str | None = None
    """When the page says it was last changed."""
    published_raw: str | None = None
    """As printed, without its label (등록, 승인)."""
    modified_raw: str | None = None
    """As printed, without its label (수정)."""
    body: str = ""
    """Paragraphs with a blank line between them: no caption, byline, rights line, ad, share box or ranking."""
    images: list[Image] = field(default_factory=list)
    """Pictures in the body, in page order, once each."""
    tags: list[str] = field(default_factory=list)
    """The outlet's own keywords."""
    rights: str | None = None
    """The outlet's copyright line, as printed."""
    story_id: str | None = None
    """Which story the article tells: the id of an article that told it first. Articles of one story, of any outlet, share it."""
    duplicate_of: str | None = None
    """The id of the earlier article that it repeats, in whole or in part."""
    similarity: float | None = None
    """How nearly: the share of the shorter text that stands in the longer, 0 to 1."""
    content_hash: str | None = None
    """SHA-256 of title and body (see `press.content_hash`)."""
    layout: str | None = None
    """The layout that read the page, e.g. `netpro/theme`."""
    fetched_at: str | None = None
    """When this copy was received; in replay when the page was recorded, or None where that is not known."""
    schema_version: int = SCHEMA_VERSION
    """Grows when a field's meaning changes."""


ARTICLE_FIELDS: tuple[str, ...] = tuple(f.name for f in fields(Article))


@dataclass(slots=True)
class Story:
    """One story, whoever printed it: its canonical article (of the fullest texts the earliest), and all that told it."""

    story_id: str
    id: str
    """Of the canonical article, as all up to `rights`."""
    outlet: str
    outlet_name: str
    url: str
    section: list[str]
    title: str | None
    subtitle: list[str]
    authors: list[str]
    published_at: str | None
    body: str
    rights: str | None
    outlets: int
    """How many outlets printed it."""
    outlet_names: list[str]
    """Their mastheads: the canonical article's, then the others as they came."""
    articles: int
    urls: list[str]
    """The address of every article, in the same order."""
    first_published_at: str | None
    last_published_at: str | None
    """The earliest and the latest time of publication that any of them states."""

    @classmethod
    def of(cls, articles: Sequence[Article]) -> Self:
        """Make the story of its articles, the canonical one first."""
        canonical = articles[0]
        times = sorted(article.published_at for article in articles if article.published_at)
        names = {article.outlet: article.outlet_name for article in articles}
        return cls(
            story_id=canonical.story_id or "",
            **{name: getattr(canonical, name) for name in STORY_CANONICAL},
            outlets=len(names),
            outlet_names=list(names.values()),
            articles=len(articles),
            urls=[article.url for article in articles],
            first_published_at=times[0] if times else None,
            last_published_at=times[-1] if times else None,
        )


STORY_FIELDS: tuple[str, ...] = tuple(f.name for f in fields(Story))
STORY_CANONICAL = STORY_FIELDS[STORY_FIELDS.index("id") : STORY_FIELDS.index("rights") + 1]


@dataclass(slots=True)
class Unkept:
    """A page that was found or fetched and gave no article. It goes down the pipelines to be counted; it never reaches a feed."""

    outlet: str
    url: str
    reason: Reason
    detail: str = ""
