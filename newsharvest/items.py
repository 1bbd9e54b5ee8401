"""What a harvest yields: an `Article`, or `Unkept`: a page that was found and is no article, under its reason.

Each field's meaning and form is written here and nowhere else; the order of the fields is the order of the CSV columns and of the
JSON Lines keys. A field that the page does not state is None or an empty list: nothing is guessed.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import TypedDict

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
    """Which story the article tells."""
    duplicate_of: str | None = None
    """The id of the article it repeats."""
    similarity: float | None = None
    """How nearly, 0 to 1."""
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
class Unkept:
    """A page that was found or fetched and gave no article. It goes down the pipelines to be counted; it never reaches a feed."""

    outlet: str
    url: str
    reason: Reason
    detail: str = ""
