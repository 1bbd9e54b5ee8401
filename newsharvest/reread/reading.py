"""Some pages of an outlet read anew, each beside what the store has of its article. Nothing is written.

An article is read from the page that its record was read from; what came after that page is read too, as a harvest would have: the paper
may have edited what was read wrong. One that was never kept is read from the latest page that came.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import NamedTuple

from scrapy.http import Headers, Response
from scrapy.responsetypes import responsetypes

from newsharvest import press
from newsharvest.archive import Archive, ArchiveError, Page
from newsharvest.crawl.outlet import OutletSpider
from newsharvest.doubts import Doubt, doubts_of_text
from newsharvest.download.charset import decoded
from newsharvest.download.ending import End, Endings
from newsharvest.items import ARTICLE_FIELDS, MARK_FIELDS, OUT_OF_WARC, Article, Unkept
from newsharvest.language import N_, _
from newsharvest.page.article import normalise, validate
from newsharvest.page.tree import is_page
from newsharvest.reasons import Reason
from newsharvest.store import Store
from newsharvest.store.records import says_the_same

BESIDE = frozenset(doubt.code for doubt in (Doubt.SAME_BODY, Doubt.SHARED_PARAGRAPH, Doubt.SHARED_PICTURE, Doubt.SHARED_TITLE))
"""The doubts that stand beside the outlet's other articles: one page alone does not tell."""
COMPARED = tuple(
    name for name in ARTICLE_FIELDS if name not in {"fetched_at", "origin", "doubts", "schema_version", "content_hash", *MARK_FIELDS}
)
UNENDED = N_("the page has no end")


class Job(NamedTuple):
    """An article that is read anew."""

    article: str
    pages: Sequence[int]
    """The numbers of its pages in the archive: that which the record was read from, and those that came after it."""
    kept: bool
    reason: str = ""
    """The code of the reason that it failed of, where it was never kept."""
    detail: str = ""
    run: int = 0
    """The run that met it last as a failure; 0 of one that has not failed."""


class Outcome(Enum):
    """What a page gives today, beside what is kept of its article."""

    SAME = "same"
    DIFFERS = "differs"
    NEW = "new"
    """Never kept, and an article today."""
    NOTHING = "nothing"
    """Kept, and today no article."""
    UNREAD = "unread"
    """Never kept, and no article today either; or one that repeats another."""


@dataclass(slots=True)
class Reading:
    """What reading an article anew gave."""

    job: Job
    url: str
    outcome: Outcome
    article: Article | None = None
    """As it is read today, with the doubts of its page and text, and those of before that stand beside others. None: the same in all."""
    edits: list[Article] = field(default_factory=list)
    """What the paper made of it later and was not seen, in that order."""
    old: Article | None = None
    """What is kept; None of one that was never kept, or whose record is damaged."""
    is_whole: bool = False
    """Whether the latest of its pages gives an article."""
    reason: Reason | None = None
    detail: str = ""

    @property
    def today(self) -> Article | None:
        """As it stands with what the paper made of it; None of a page that gives no article."""
        return self.edits[-1] if self.edits else self.article

    @property
    def fields(self) -> list[str]:
        """The names of the fields that are otherwise."""
        old, new = self.old, self.today
        return [name for name in COMPARED if getattr(old, name) != getattr(new, name)] if old and new else []

    @property
    def gained(self) -> list[str]:
        """The doubts that are new."""
        return [code for code in self.today.doubts if code not in (self.old.doubts if self.old else ())] if self.today else []

    @property
    def lost(self) -> list[str]:
        """The doubts that are gone."""
        return [code for code in self.old.doubts if code not in self.today.doubts] if self.old and self.today else []


def response_of(page: Page, body: bytes) -> Response:
    """Return the response that a page of the archive was, in the charset that it is really in."""
    headers = Headers()
    for name, value in page.headers:
        headers.appendlist(name, value.encode("latin-1", errors="replace"))
    kind = responsetypes.from_args(headers=headers, url=page.url, body=body)
    return decoded(kind(page.url, status=page.status, headers=headers, body=body))


class Reader:
    """Reads jobs of any outlet from an archive and beside a store, both opened to read."""

    def __init__(self, outlets: dict[str, type[OutletSpider]], archive: Archive, store: Store, layout: str | None = None) -> None:
        """`layout`: only what it reads, or has read, is given."""
        self.outlets = outlets
        self.archive = archive
        self.store = store
        self.layout = layout

    def read(self, outlet: str, jobs: Sequence[Job]) -> list[Reading]:
        """Read jobs of one outlet, in their order."""
        old = self.store.kept(job.article for job in jobs if job.kept)
        endings = None if all(job.kept and len(job.pages) == 1 for job in jobs) else Endings()
        readings = [self._read(self.outlets[outlet], job, old.get(job.article), endings) for job in jobs]
        wanted = [reading for reading in readings if self._wanted(reading)]
        for reading in wanted:
            if reading.outcome is Outcome.SAME and not (reading.gained or reading.lost):
                reading.article = reading.old = None  # it need not go from process to process
        return wanted

    def _wanted(self, reading: Reading) -> bool:
        return self.layout is None or self.layout in {version.layout for version in (reading.article, reading.old) if version}

    def _read(self, outlet: type[OutletSpider], job: Job, old: Article | None, endings: Endings | None) -> Reading:
        key = job.article.partition(":")[2]
        reading = Reading(job, outlet.article_url(key), Outcome.NOTHING if job.kept else Outcome.UNREAD, old=old)
        came = self._readings(outlet, key, job, endings)
        first, end = next(came)
        if isinstance(first, Article) and not job.kept and end is End.CUT:
            first = Unkept(outlet.name, reading.url, Reason.CUT_SHORT, _(UNENDED))
        if isinstance(first, Unkept):
            reading.reason, reading.detail = first.reason, first.detail
            return reading
        if end is not End.WHOLE and not job.kept:
            first.doubts.append(Doubt.NO_END.code)
        reading.article = first
        versions = [first]
        reading.is_whole = True
        for later, end in came:
            reading.is_whole = isinstance(later, Article) and end is not End.CUT
            if isinstance(later, Article) and end is not End.CUT:
                if says_the_same(versions[-1], later):
                    versions[-1].doubts = press.unique([*versions[-1].doubts, *later.doubts])
                    versions[-1].signals = later.signals  # no edit, as a harvest has it
                else:
                    versions.append(later)
        reading.edits = versions[1:]
        if old:
            for version in versions:
                stay = (code for code in old.doubts if code in BESIDE or code == Doubt.NO_END.code)
                version.doubts = press.unique([*version.doubts, *stay])
        if job.kept:
            reading.outcome = Outcome.SAME if old and _same(old, first) and not reading.edits else Outcome.DIFFERS
        elif before := self.store.repeat_of(first):
            reading.reason, reading.detail = Reason.DUPLICATE, repeats(before)
        else:
            reading.outcome = Outcome.NEW
        return reading

    def _readings(self, outlet: type[OutletSpider], key: str, job: Job, endings: Endings | None) -> Iterator[tuple[Article | Unkept, End]]:
        """Yield what each of an article's pages gives, and how it ends."""
        for number in job.pages:
            try:
                page = self.archive.page(number)
                response = response_of(page, self.archive.body(page.digest))
            except (KeyError, ArchiveError) as error:
                why = _("a harvest has dropped its page meanwhile") if isinstance(error, KeyError) else str(error)
                yield Unkept(outlet.name, outlet.article_url(key), Reason.DAMAGED, why), End.WHOLE
                continue
            end = endings.of(page.url, response.text) if endings and is_page(response) else End.WHOLE
            yield article_of(outlet, key, page, response), end


def article_of(outlet: type[OutletSpider], key: str, page: Page, response: Response) -> Article | Unkept:
    """Return what a harvest would keep of a page, with the doubts of its page and its text, or say why it would keep nothing."""
    try:
        read = outlet.read_response(response, key, datetime.fromisoformat(page.at), page.row)
        if isinstance(read, Unkept):
            return read
        article = normalise(read.article, outlet.own_names())
        if unkept := validate(article, press.now()):
            return unkept
        article.origin = OUT_OF_WARC if page.origin else None
        article.doubts = press.unique([*article.doubts, *doubts_of_text(article)])
        return article
    except Exception as error:  # noqa: BLE001 (as a harvest has it: a page that the program fails on ends no others)
        return Unkept(outlet.name, outlet.article_url(key), Reason.ERROR, repr(error))


def repeats(first: str) -> str:
    """Say which article another repeats, as a harvest notes it."""
    return _("the same title and body as {article}", article=first)


def _same(one: Article, other: Article) -> bool:
    return all(getattr(one, name) == getattr(other, name) for name in COMPARED)
