"""What a harvest yields: an `Article`, or `Unkept`: a page that was found and is no article, under its reason.

Each field's meaning and form is written here and nowhere else; the order of the fields is the order of the CSV columns and of the
JSON Lines keys. A field that the page does not state is None or an empty list: nothing is guessed. What else is asked of a field (is it a
time? read off the page? watched?) stands beside it as `About`, and the lists of names at the end of this module are made from that.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, fields
from typing import Any, NotRequired, Self, TypedDict

from itemadapter import ItemAdapter

from newsharvest.reasons import Reason

SCHEMA_VERSION = 3
"""2: an article carries its doubts, and a picture its credit. 3: it carries its signals and its origin."""
OUT_OF_WARC = "archive"
"""The origin of an article whose page came out of a WARC file."""


class Image(TypedDict):
    """A picture of the article. A file name is no caption."""

    url: str
    caption: str | None
    credit: NotRequired[str]
    """Whose picture it is, as printed (`평택시`, `연합뉴스`); there is no such key where the page does not say."""


@dataclass(frozen=True, slots=True)
class About:
    """What is to be known of a field beside its meaning."""

    read: bool = False
    """A person who reads a page is told which selector gave it."""
    rules: str | None = None
    """The field of a Layout whose rules give it, where that is another one: a time is made of what was printed."""
    time: bool = False
    watched: bool = False
    """Health watches in how many articles it is filled. (Without title or body there is no article.)"""
    usual: bool = False
    """Nearly every outlet prints it: if all articles of a run lack it, a person should look at a page."""
    elsewhere: bool = False
    """What it holds may stand on the page outside the article too."""
    mark: bool = False
    """Said by the index of near-duplicates; it may change when others come."""
    follows: bool = False
    """Follows from the other fields, or from how the page came: a person who reads the page cannot state it."""


def about(**told: Any) -> dict[str, About]:
    """Return a field's metadata."""
    return {"about": About(**told)}


@dataclass(slots=True)
class Article:
    """One article of one outlet. Times are ISO 8601 with +09:00, to the second; text is NFC, one space for any run of spaces."""

    id: str = ""
    """`<outlet>:<the CMS's own key>`, the same in every run. gnuboard: the board stands before the number unless it is `news`."""
    outlet: str = ""
    """The spider's name."""
    outlet_name: str = field(default="", metadata=about(elsewhere=True))
    """The masthead, in Korean."""
    url: str = ""
    """The canonical address: the identity parameters of the CMS family alone."""
    section: list[str] = field(default_factory=list, metadata=about(read=True, watched=True, usual=True))
    """As the page's own breadcrumb has it, outermost first."""
    title: str | None = field(default=None, metadata=about(read=True))
    """Without the outlet's own name tags at either end; other tags (`[평택시]`) stay."""
    subtitle: list[str] = field(default_factory=list, metadata=about(read=True, watched=True))
    """A line each."""
    authors: list[str] = field(default_factory=list, metadata=about(read=True, watched=True, usual=True, elsewhere=True))
    """Names without 기자, once each, from the byline field and the signature line of the body."""
    author_emails: list[str] = field(default_factory=list, metadata=about(read=True, watched=True))
    """Whole addresses only: one that the CMS has cut is left out."""
    published_at: str | None = field(default=None, metadata=about(read=True, rules="published_raw", time=True, watched=True, usual=True))
    """When the page says it was published. A day without a time is its 00:00:00; `published_raw` shows which."""
    modified_at: str | None = field(default=None, metadata=about(read=True, rules="modified_raw", time=True, watched=True))
    """When the page says it was last changed."""
    published_raw: str | None = None
    """As printed, without its label (등록, 승인)."""
    modified_raw: str | None = None
    """As printed, without its label (수정)."""
    body: str = field(default="", metadata=about(read=True))
    """Paragraphs with a blank line between them: no caption, byline, rights line, ad, share box or ranking."""
    images: list[Image] = field(default_factory=list, metadata=about(read=True, rules="body", watched=True))
    """Pictures in the body, in page order, once each."""
    tags: list[str] = field(default_factory=list, metadata=about(read=True, watched=True))
    """The outlet's own keywords."""
    rights: str | None = field(default=None, metadata=about(read=True, watched=True, elsewhere=True))
    """The outlet's copyright line, as printed."""
    story_id: str | None = field(default=None, metadata=about(mark=True))
    """Which story the article tells: the id of an article that told it first. Articles of one story, of any outlet, share it."""
    duplicate_of: str | None = field(default=None, metadata=about(mark=True))
    """The id of the earlier article that it repeats, in whole or in part."""
    similarity: float | None = field(default=None, metadata=about(mark=True))
    """How nearly: the share of the shorter text that stands in the longer, 0 to 1."""
    content_hash: str | None = field(default=None, metadata=about(follows=True))
    """SHA-256, in hex, of title and body with a blank line between them, in UTF-8."""
    layout: str | None = None
    """The layout that read the page, e.g. `netpro/theme`."""
    fetched_at: str | None = field(default=None, metadata=about(time=True))
    """When this copy was received; in replay when the page was recorded, or None where that is not known."""
    doubts: list[str] = field(default_factory=list)
    """The names of the checks that spoke: why a person should look at the page before this is handed on."""
    signals: list[str] = field(default_factory=list)
    """What the page says of its reuse by machines (`noai`, `tdm_reserved`, `paywall` …). What its outlet says is kept with the outlet."""
    origin: str | None = field(default=None, metadata=about(follows=True))
    """`archive`: its page came out of a WARC file, and `fetched_at` is when that was recorded; empty: the outlet sent it."""
    schema_version: int = SCHEMA_VERSION
    """Grows when a field's meaning changes."""


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
    published_at: str | None = field(metadata=about(time=True))
    body: str
    rights: str | None
    outlets: int
    """How many outlets printed it."""
    outlet_names: list[str]
    """Their mastheads: the canonical article's, then the others as they came."""
    articles: int
    urls: list[str]
    """The address of every article, in the same order."""
    first_published_at: str | None = field(metadata=about(time=True))
    last_published_at: str | None = field(metadata=about(time=True))
    """The earliest and the latest time of publication that any of them states."""
    article_ids: list[str]
    """The id of every article, in the order of `urls`. As the id of a story, of before two were found to be one too, each leads to this."""

    @classmethod
    def of(cls, articles: Sequence[Article]) -> Self:
        """Make the story of its articles, the canonical one first."""
        canonical = articles[0]
        times = sorted(article.published_at for article in articles if article.published_at)
        names = {article.outlet: article.outlet_name for article in articles}
        return cls(
            story_id=canonical.story_id or "",
            **{name: getattr(canonical, name) for name in _OF_THE_CANONICAL},
            outlets=len(names),
            outlet_names=list(names.values()),
            articles=len(articles),
            urls=[article.url for article in articles],
            first_published_at=times[0] if times else None,
            last_published_at=times[-1] if times else None,
            article_ids=[article.id for article in articles],
        )


@dataclass(slots=True)
class Version(Article):
    """What an article was for a while, or is. The marks of the index of near-duplicates are today's: they stand with the last version."""

    version: int = 1
    """From 1, the oldest."""
    held_from: str | None = field(default=None, metadata=about(time=True))
    """When the store got this version: first seen, or seen to differ from the one before."""
    held_until: str | None = field(default=None, metadata=about(time=True))
    """When it got the next; empty: it still holds."""
    reread: bool = False
    """Whether it came of reading the page of the version before anew, and the outlet has edited nothing."""

    @classmethod
    def of(cls, article: Article, version: int, held_from: str, held_until: str | None, *, reread: bool) -> Self:
        """Make it of an article."""
        fields = {name: getattr(article, name) for name in ARTICLE_FIELDS}
        return cls(**fields, version=version, held_from=held_from, held_until=held_until, reread=reread)


@dataclass(slots=True)
class Unkept:
    """A page that was found or fetched and gave no article. It goes down the pipelines to be counted; it never reaches a feed."""

    outlet: str
    url: str
    reason: Reason
    detail: str = ""
    status: int | None = None
    """The HTTP status, if the site answered with one that is no page."""


# --- the names of the fields, by what is asked of them


def _named(item: type[Article | Story | Version], asked: Callable[[About], object] | None = None) -> tuple[str, ...]:
    """Return the names of an item's fields, in their order: all, or those of which `asked` holds."""
    return tuple(f.name for f in fields(item) if asked is None or asked(f.metadata.get("about", About())))


ARTICLE_FIELDS = _named(Article)
STORY_FIELDS = _named(Story)
VERSION_FIELDS = ("id", *(name for name in _named(Version) if name not in ARTICLE_FIELDS), *ARTICLE_FIELDS[1:])
"""In the order of the columns: which version it is, and when it held, stand behind the id."""
TEXT_LIST_FIELDS = tuple(f.name for f in fields(Article) if f.type == "list[str]")
READ_FIELDS = _named(Article, lambda told: told.read)
TIME_FIELDS = frozenset(_named(Version, lambda told: told.time) + _named(Story, lambda told: told.time))
WATCHED_FIELDS = _named(Article, lambda told: told.watched)
USUAL_FIELDS = _named(Article, lambda told: told.usual)
ELSEWHERE_FIELDS = _named(Article, lambda told: told.elsewhere)
MARK_FIELDS = _named(Article, lambda told: told.mark)
STATED_FIELDS = _named(Article, lambda told: not told.follows)
RULES_OF = {f.name: f.metadata["about"].rules or f.name for f in fields(Article) if f.name in READ_FIELDS}
"""The field of a Layout whose rules give each of READ_FIELDS."""
_OF_THE_CANONICAL = STORY_FIELDS[STORY_FIELDS.index("id") : STORY_FIELDS.index("rights") + 1]


def json_schema(item: type[Article | Story] = Article) -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of an item's lines in a JSON Lines feed. Its descriptions are this module's docstrings."""
    schema = ItemAdapter.get_json_schema(item)
    properties = schema["properties"]
    for name in TIME_FIELDS & properties.keys():
        properties[name]["format"] = "date-time"
    if "images" in properties:
        caption = {"type": ["null", "string"]}
        properties["images"]["items"] |= {
            "properties": {"url": {"type": "string"}, "caption": caption, "credit": {"type": "string"}},
            "required": ["url", "caption"],
        }
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": item.__name__}
    return head | schema | {"required": list(properties)}
