"""The archive as WARC, for others, and pages out of WARC files of anywhere, for the archive. The pages of outlets are found by address."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import IO, TYPE_CHECKING, NamedTuple, Self

from w3lib.url import safe_url_string

from newsharvest import press
from newsharvest.addresses import is_address
from newsharvest.archive.pages import Archive, ArchiveError, Kind, Page, is_page
from newsharvest.archive.private import headers_kept, without_private
from newsharvest.download.recorded import Answer, Answers, leads_to, response_of
from newsharvest.language import _
from newsharvest.warc import Head, MessageError, WarcError

if TYPE_CHECKING:  # warcio is an extra
    from newsharvest.warc.writing import Written

FIELD = "X-Newsharvest"
"""The field of a record that has what an archive knows of an answer, and HTTP does not say."""


class Said(NamedTuple):
    """What a record that an archive has written says of its answer: of whose page it is, and of what."""

    outlet: str
    kind: Kind
    asked: str
    row: str

    @classmethod
    def of(cls, page: Page) -> Self:
        """Return what is to be said of an answer."""
        return cls(page.outlet, page.kind, page.asked, page.row)

    def dump(self) -> str:
        """Return it as it stands in the file."""
        return json.dumps(self._asdict(), ensure_ascii=False)

    @classmethod
    def load(cls, head: Head) -> Self | None:
        """Return what a record says; None of one that was written by another program, or says what cannot be."""
        try:
            data = json.loads(head.fields.get(FIELD.lower(), ""))
            outlet, kind, asked, row = (data[name] for name in cls._fields)
            said = cls(outlet, Kind(kind), asked, row)
            text = "".join((outlet, asked, row)).encode()  # an error of half a character, and of what is no text
        except (ValueError, TypeError, KeyError, RecursionError):
            return None
        return said if b"\0" not in text and is_address(asked) and asked.isprintable() else None


# --- out


@dataclass(slots=True)
class Export:
    """What was written."""

    pages: int = 0
    repeated: int = 0
    """Of them, pages that came again the same."""
    damaged: list[str] = field(default_factory=list)
    """Why pages of the archive could not be written, a line each."""


def write_warc(archive: Archive, pages: Iterable[Page], file: IO[bytes], written: Callable[[Page, Written], None] | None = None) -> Export:
    """Write pages of the archive, with their bodies, as a WARC file, one at a time; `written` hears of each.

    The same pages give the same bytes. OSError as the file raises it.
    """
    from newsharvest.warc.writing import Answer as ToWrite
    from newsharvest.warc.writing import Writer

    export, repeated = Export(), archive.repeated()
    first: dict[str, Written] = {}
    writer: Writer | None = None
    for page in pages:
        try:
            body = archive.body(page.digest)
        except ArchiveError as error:
            export.damaged.append(str(error))
            continue
        at = datetime.fromisoformat(page.at)
        if writer is None:
            writer = Writer(file, information(), at)
        to_write = ToWrite(page.url, at, page.status, page.headers, bytes.fromhex(page.digest), {FIELD: Said.of(page).dump()})
        earlier = first.get(page.digest) if body else None
        record = writer.write(to_write, body, earlier)
        if page.digest in repeated:
            first.setdefault(page.digest, record)
        export.pages += 1
        export.repeated += earlier is not None
        if written:
            written(page, record)
    export.damaged += archive.damaged.values()
    return export


@dataclass(slots=True)
class _Listed:
    """What an index and a list of pages are made of."""

    responses: list[Written] = field(default_factory=list)
    pages: list[Written] = field(default_factory=list)
    last: str = ""

    def note(self, page: Page, written: Written) -> None:
        """Note a page that was written."""
        self.responses.append(written)
        if page.kind is Kind.ARTICLE and page.came:
            self.pages.append(written)
        self.last = max(self.last, page.at)


def write_wacz(archive: Archive, pages: Iterable[Page], file: IO[bytes]) -> Export:
    """Write pages of the archive as a WACZ file. OSError as the file raises it."""
    from newsharvest.warc.wacz import Wacz

    listed = _Listed()
    with Wacz(file) as wacz:
        with wacz.warc() as warc:
            export = write_warc(archive, pages, warc, listed.note)
        if export.pages:
            wacz.finish(listed.responses, listed.pages, software(), "newsharvest", datetime.fromisoformat(listed.last))
    return export


def information() -> dict[str, str]:
    """Return what the file says of itself."""
    return {
        "software": software(),
        "format": "WARC File Format 1.1",
        "conformsTo": "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
    }


def software() -> str:
    """Return the program's name and version."""
    return f"newsharvest/{version('newsharvest')}"


# --- in


class Found(NamedTuple):
    """What an address leads to, as whoever knows the outlets says."""

    outlet: str
    kind: Kind
    article: str | None
    """The article's id."""


class PagesIn:
    """The pages of outlets in WARC files, ready for the archive, one at a time. Afterwards `answers` tells what could not be read."""

    def __init__(self, files: Sequence[Path], find: Callable[[str, Said | None], Found | None], most: int) -> None:
        """`find`: whose an address is, by itself and by what its record says, or None, and then it is passed over.

        `most`: the bytes of a page (DOWNLOAD_MAXSIZE).
        """
        self.answers = Answers(files, most)
        self._find = find

    def __iter__(self) -> Iterator[tuple[Page, bytes]]:
        """Yield each answer and its body, in the order of the files: of another program's that is a page (2xx) or leads to one."""
        for answer in self.answers(lambda head: self._find(head.url, Said.load(head)) is not None):
            said, url = Said.load(answer.head), answer.head.url
            found = self._find(url, said)
            if found and (said or is_page(answer.message.status) or leads_to(answer.message, url)):
                try:
                    yield self._page(answer, found, said)
                except (MessageError, WarcError) as error:
                    self.answers.note(answer.head, error)

    def _page(self, answer: Answer, found: Found, said: Said | None) -> tuple[Page, bytes]:
        at = answer.head.at
        if at is None:
            raise MessageError(_("it does not say when it was recorded"))
        response = response_of(answer.message, answer.head.url, self.answers.most)
        if said is None and leads_to(answer.message, answer.head.url):
            response = response.replace(body=b"")  # as a harvest keeps it
        asked = said.asked if said else ""
        headers = headers_kept(response, asked)
        url = safe_url_string(response.url if said else without_private(response.url)[0])  # as Scrapy asks for it
        digest, row = sha256(response.body).hexdigest(), said.row if said else ""
        origin, status = answer.head.place.file.name, answer.message.status
        page = Page(found.outlet, found.kind, found.article, asked or url, url, press.iso(at), status, headers, digest, row, origin)
        return page, response.body
