"""The recorder: from a response that came to a fixture case, without what must not be kept, whole or not at all."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit, urlunsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import HtmlResponse, JsonResponse, Response, TextResponse, XmlResponse
from twisted.python.failure import Failure
from w3lib.url import canonicalize_url

from newsharvest import press
from newsharvest.archive.private import without_private
from newsharvest.cases.expected import READ, Expected, PageKind, failure_of, page_kind, read_case
from newsharvest.crawl.outlet import GONE, OutletSpider
from newsharvest.download.replay import RECORDED_AT, Case, Source
from newsharvest.items import Unkept
from newsharvest.language import _
from newsharvest.page.common import CHALLENGES
from newsharvest.page.layouts import choose
from newsharvest.page.tree import page_of
from newsharvest.parts import move_all, write_through
from newsharvest.reasons import Reason
from newsharvest.run.report import report_of

KEPT_HEADERS = ("Content-Type", "Content-Language", "Last-Modified", "Retry-After")
"""What says how a page is to be read. Set-Cookie, Server, Date and whatever else names a visit is not kept."""

UNWANTED = (
    "# Text on the page that must not be in the article, a line each: an advertisement, a ranking, share buttons, the company's line.\n"
    "# Lines that begin with # do not count. The tests want at least one that does.\n"
)


class RecordingError(ValueError):
    """What came is no page to record; the text says why, in one line."""


class Fetcher(OutletSpider):
    """Asks for addresses and keeps what comes; the run report says of the others why nothing did. Mixed into an outlet's spider."""

    def __init__(self, name: str | None = None, asked: Iterable[str] = ()) -> None:
        super().__init__(name)
        self.asked = list(asked)
        self.came: dict[str, Answer] = {}

    async def start(self) -> AsyncIterator[Any]:
        """Ask, in the outlet's own encoding: what is kept is what was sent."""
        for url in self.asked:
            kind = page_kind(type(self), url)
            meta: dict[str, Any] = {}
            if kind in {PageKind.ARTICLE, PageKind.ROBOTS}:  # a list or feed that is gone is none
                meta["handle_httpstatus_list"] = list(GONE)
            if kind is PageKind.ROBOTS:
                meta["dont_obey_robotstxt"] = True  # RFC 9309: it is itself always allowed
            yield Request(url, self.keep, errback=self.lost, headers={"Accept-Encoding": "identity"}, meta=meta, cb_kwargs={"asked": url})

    def keep(self, response: Response, asked: str) -> None:
        """Keep what came."""
        self.came[asked] = Answer.of(response)

    def lost(self, failure: Failure) -> Iterator[Unkept]:
        """Have it counted, under the address that was asked for, why nothing came."""
        unkept = self.failed(failure)
        unkept.url = failure.request.cb_kwargs["asked"]  # type: ignore[attr-defined]
        yield unkept


@dataclass(frozen=True, slots=True)
class Answer:
    """A response, and when it was received (in replay: when the page was recorded)."""

    response: Response
    received: str | None
    replayed: bool

    @classmethod
    def of(cls, response: Response) -> Answer:
        """Make it of a response that has just come."""
        replayed = RECORDED_AT in response.meta
        return cls(response, response.meta[RECORDED_AT] if replayed else press.iso(press.now()), replayed)


def fetcher(outlet: type[OutletSpider]) -> type[Fetcher]:
    """Return the outlet's spider, with its own settings, as a Fetcher."""
    return cast("type[Fetcher]", type(f"{outlet.__name__}Fetcher", (Fetcher, outlet), {}))


def answers_of(crawler: Crawler) -> dict[str, Answer | str]:
    """Return, for each address that a Fetcher's finished crawl asked for, what came or why nothing did."""
    spider, report = crawler.spider, report_of(crawler)
    assert isinstance(spider, Fetcher)
    told = {url: reason.sentence(detail) for reason, found in report.unkept.items() for url, detail in found.items()}
    # Scrapy itself tells of some, by the address as it asks for it
    return {url: spider.came.get(url) or told.get(url) or told.get(Request(url).url, _("no answer came")) for url in spider.asked}


# --- addresses


def address_to_ask(outlet: type[OutletSpider], url: str) -> tuple[str, list[str]]:
    """Return the address to ask for, on the outlet's own host and of an article the canonical one, and the private parameters left out.

    RecordingError if it is no address of the outlet.
    """
    if not outlet.is_own(url):
        told = f"{outlet.name} {outlet.title}"
        raise RecordingError(_("{url!r} is not an address of {outlet} ({host})", url=url, outlet=told, host=outlet.host))
    cleaned, private = without_private(url)
    if key := outlet.article_key(url):
        return outlet.article_url(key), private
    parts = urlsplit(cleaned)
    return outlet.address((parts.path or "/") + (f"?{parts.query}" if parts.query else "")), private


def final_address(outlet: type[OutletSpider], url: str) -> str:
    """Return the address at which a page came, cleaned: of an article at its canonical path the identity parameters alone."""
    key = outlet.article_key(url)
    parts = urlsplit(without_private(url)[0])
    canonical = urlsplit(outlet.article_url(key)) if key else None
    if canonical and parts.path == canonical.path:
        parts = parts._replace(query=canonical.query)
    return urlunsplit(parts)


# --- what is kept


@dataclass(frozen=True, slots=True)
class Recording:
    """What will be a case: `response.json`, and the bytes of its page."""

    url: str
    aliases: list[str]
    status: int
    headers: dict[str, str]
    recorded_at: str | None
    origin: str
    note: str
    suffix: str
    body: bytes

    @classmethod
    def of(cls, outlet: type[OutletSpider], asked: str, answer: Answer, replay: Source | None = None) -> Recording:
        """Make the recording of what came when `asked` was asked for. RecordingError if that is not the page that was meant.

        `replay`: what answered instead of the network. What they say of their origin stays true of a copy.
        """
        response = answer.response
        kind, key = page_kind(outlet, asked), outlet.article_key(asked)
        if page_kind(outlet, response.url) is not kind or outlet.article_key(response.url) != key:
            raise RecordingError(_("it led to {url}, which is another page", url=without_private(response.url)[0]))
        if "Content-Encoding" in response.headers:
            raise RecordingError(_("it came in an encoding that cannot be read, though none was asked for"))
        if not isinstance(response, TextResponse) or isinstance(response, JsonResponse):
            raise RecordingError(_("it is not a web page"))
        if not response.body.strip() and kind is not PageKind.ROBOTS:  # an empty robots.txt allows everything
            raise RecordingError(_("it is empty"))
        answered = replay.get(response.url) if replay else None
        url = final_address(outlet, response.url)
        also = [outlet.article_url(key), asked] if key else [asked]
        return cls(
            url=url,
            aliases=[alias for alias in press.unique(also) if canonicalize_url(alias) != canonicalize_url(url)],
            status=response.status,
            headers={name: value.decode("latin-1") for name in KEPT_HEADERS if (value := response.headers.get(name))},
            recorded_at=answer.received,
            origin=answered.origin if answered else "recorded",
            note=f"replayed from {answered.name}" if answered else "as received",
            suffix=suffix_of(response),
            body=response.body,
        )

    def write(self, folder: Path) -> None:
        """Write `page.*` and `response.json` into a folder. OSError if that cannot be done."""
        answer = {name: getattr(self, name) for name in ("url", "aliases", "status", "headers", "recorded_at", "origin", "note")}
        write_through(folder / f"page{self.suffix}", self.body)
        write_json(folder / "response.json", answer)


def suffix_of(response: TextResponse) -> str:
    """Return what the name of a page's file ends in."""
    return ".html" if isinstance(response, HtmlResponse) else ".xml" if isinstance(response, XmlResponse) else ".txt"


# --- the folder


def name_of(outlet: type[OutletSpider], url: str, folder: Path) -> str:
    """Return the name of a new case: the article's key in safe characters, else `list-1`, `list-2` …, `rss`, `robots`."""
    if key := outlet.article_key(url):
        return re.sub(r"[^\w.-]+", "-", key, flags=re.ASCII).strip("-.")
    kind = page_kind(outlet, url)
    names = (f"{kind.value}-{n}" if kind is PageKind.LIST or n > 1 else kind.value for n in range(1, 10_000))
    return next(name for name in names if not (folder / outlet.name / name).exists())


def cases_of(folder: Path, outlets: Sequence[str]) -> list[Path]:
    """Return the folders of these outlets' cases, whole or broken."""
    files = (file for name in ("response.json", "expected.json") for file in folder.glob(f"*/*/{name}"))
    return sorted({file.parent for file in files if file.parent.parent.name in outlets})


def case_answering(folder: Path, outlet: str, urls: Iterable[str]) -> Case | None:
    """Return the outlet's case that answers one of these addresses already. ReplayError for a case that cannot be read."""
    wanted = set(map(canonicalize_url, urls))
    cases = (Case.load(case) for case in cases_of(folder, [outlet]))
    return next((case for case in cases if wanted & set(map(canonicalize_url, (case.url, *case.aliases)))), None)


def draft_case(recording: Recording, part: Path, outlet: type[OutletSpider], old: Path | None = None) -> tuple[Path, Expected | None]:
    """Write the case that a recording gives into `part`, read it there as it will be read, and return both.

    `old`: the case that it is to replace, whose other files, aliases and note it keeps; of one without expected.json nothing is read.
    OSError if it cannot be written, RecordingError for a challenge page.
    """
    case = part / "case"
    case.mkdir()
    expects = True
    if old:
        before = Case.load(old)
        also = [alias for alias in press.unique([*before.aliases, before.url, *recording.aliases]) if alias != recording.url]
        note = json.loads((old / "response.json").read_text(encoding="utf-8")).get("note", "")
        recording = replace(recording, aliases=also, note=note)
        expects = (old / "expected.json").exists()
        for file in old.iterdir():
            if file.is_dir() and not file.is_symlink():
                shutil.copytree(file, case / file.name, symlinks=True)
            elif file.name not in {before.page.name, "response.json", "expected.json"}:
                shutil.copy2(file, case, follow_symlinks=False)
    recording.write(case)
    new = Case.load(case)
    reading = read_case(outlet, new) if expects else None
    if failure_of(reading) in {Reason.LIST_UNREADABLE, Reason.CHALLENGE} or reading is None:
        response = new.response(new.url)
        if isinstance(response, TextResponse) and choose(page_of(response), CHALLENGES):
            raise RecordingError(Reason.CHALLENGE.sentence())
    if reading is not None:
        write_json(case / "expected.json", {READ: None} | reading)
        if "title" in reading and not (case / "unwanted.txt").exists():
            write_through(case / "unwanted.txt", UNWANTED.encode())
    return case, reading


def move_into_place(case: Path, place: Path) -> None:
    """Put a finished case in its place. OSError if it cannot be done, also because there is one by now."""
    place.parent.mkdir(parents=True, exist_ok=True)
    case.rename(place)


def replace_case(case: Path, place: Path) -> None:
    """Put a finished case in the place of an old one: if it cannot be done, all is as it was. After a kill, when its part is swept."""
    place = place.resolve()  # a link to a case stays one
    move_all(case.parent, (place, case.with_name("old")), (case, place))


def write_json(file: Path, data: dict[str, Any]) -> None:
    """Write an object for people to read."""
    write_through(file, (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode())
