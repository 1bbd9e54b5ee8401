"""The answers in WARC files, as responses: without the compression of their transfer, under the bound of DOWNLOAD_MAXSIZE."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

from scrapy.http import Headers, Response
from scrapy.responsetypes import responsetypes
from scrapy.utils.python import binary_is_text
from w3lib.url import canonicalize_url

from newsharvest import press
from newsharvest.addresses import bare_host, is_address, join
from newsharvest.download.compression import BROKEN, CompressionMiddleware
from newsharvest.language import _
from newsharvest.terminal import say
from newsharvest.warc import Head, Message, MessageError, Place, Reader, Record, Trouble, WarcError, parse_message, told
from newsharvest.warc.digests import differs
from newsharvest.warc.http import HEAD_MAX, REDIRECTS

SKEW = timedelta(days=1)
"""How far ahead the clock of who recorded a page may have been."""
OF_CODING = frozenset({"content-encoding", "transfer-encoding", "content-length"})
"""Headers that say how a body was sent, which it no longer is."""
SIGNS = {"gzip": b"\x1f\x8b", "x-gzip": b"\x1f\x8b", "zstd": b"\x28\xb5\x2f\xfd"}
"""What a body begins with that is compressed so: of one that does not, the program that recorded it has taken the compression away."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer that is whole, and its body, which of a revisit stands in another record."""

    head: Head
    message: Message
    body_at: Place | None = None
    """Where the body of a revisit stands."""


class Answers:
    """Reads the answers in WARC files, one after the other. Afterwards `troubles` has a sentence for what could not be read."""

    def __init__(self, files: Sequence[Path], most: int) -> None:
        """`most`: the bytes that a body may have (DOWNLOAD_MAXSIZE)."""
        self.files = files
        self.most = most
        self.troubles: list[str] = []
        self.records = 0
        """How many records there were, of any kind."""
        self._latest = press.now() + SKEW
        self._places: dict[str, Place] = {}
        """Where bodies stand, by the ids and payload digests of their records."""

    def __call__(self, wanted: Callable[[Head], bool]) -> Iterator[Answer]:
        """Yield the answers that are wanted by what their records say of themselves; the bodies of others are not looked at.

        Revisits whose page comes later come last.
        """

        def is_wanted(head: Head) -> bool:
            return head.kind in {"response", "revisit"} and is_address(head.url) and wanted(head)

        later: list[Head] = []
        for file in self.files:
            reader = Reader(file, most=self.most + HEAD_MAX)
            try:
                for record in reader.records(is_wanted):
                    if record.head.kind == "revisit" and not self._first(record.head):
                        later.append(record.head)
                    else:
                        yield from self._answer(record)
            except WarcError as error:
                self.troubles.append(str(error))
            self.records += reader.count
            self.troubles += [trouble.sentence() for trouble in reader.troubles]
        for head in later:
            try:
                record = Reader(head.place.file, most=self.most + HEAD_MAX).at(head.place)
            except WarcError as error:
                self.note(head, error)
            else:
                yield from self._answer(record)

    def note(self, head: Head, error: MessageError | WarcError) -> None:
        """Note that an answer cannot be used."""
        self.troubles.append(Trouble(head.place, str(error)).sentence())

    def _first(self, head: Head) -> Place | None:
        """Return where the body stands that a revisit leads to, as far as is known by now."""
        names = (head.fields.get("warc-refers-to", ""), head.fields.get("warc-payload-digest", ""))
        return next((self._places[name] for name in names if name in self._places), None)

    def _answer(self, record: Record) -> Iterator[Answer]:
        head = record.head
        try:
            if head.fields.get("warc-truncated"):
                raise MessageError(_("it was cut short when it was recorded"))
            if head.at and head.at > self._latest:
                raise MessageError(_("it says that it was recorded in the future"))
            if head.kind == "response":
                message = parse_message(record.block)
                for name in ("warc-record-id", "warc-payload-digest"):
                    if head.fields.get(name):
                        self._places.setdefault(head.fields[name], head.place)
                yield Answer(head, message)
                return
            place = self._first(head)
            if place is None:
                raise MessageError(_("the page that it repeats is in none of these files"))
            first = message_at(place, self.most)
            stated = head.fields.get("warc-payload-digest", "")
            if stated and differs(stated, first.body) and differs(stated, first.content):
                raise MessageError(_("the page that it repeats has another digest"))
            yield Answer(head, revisited(record, first), place)
        except (MessageError, WarcError) as error:
            self.note(head, error)


def message_at(place: Place, most: int) -> Message:
    """Return the answer at a place. WarcError if the file has been changed."""
    return parse_message(Reader(place.file, most=most + HEAD_MAX).at(place).block)


def revisited(record: Record, first: Message) -> Message:
    """Return the answer that a revisit tells of: with the body that came `first`, whose coding that record's headers tell."""
    if not record.block.strip():
        return first
    message = parse_message(record.block)
    if message.status == 304:
        return first
    codings = [(name, value) for name, value in first.headers if name.lower() in OF_CODING]
    return Message(message.status, [pair for pair in message.headers if pair[0].lower() not in OF_CODING] + codings, first.body)


def response_of(message: Message, url: str, most: int) -> Response:
    """Return an answer as a response to `url`. MessageError if its body cannot be unpacked.

    `most`: the bytes that it may unpack to.
    """
    body = _unpacked(message, most)
    headers = Headers()
    for name, value in message.headers:
        if name.lower() not in OF_CODING:
            headers.appendlist(name, value.encode("latin-1", errors="replace"))
    kind: type[Response] = responsetypes.from_args(headers=headers, url=url, body=body)
    return kind(url, status=message.status, headers=headers, body=body)


def _unpacked(message: Message, most: int) -> bytes:
    body = message.content
    for encoding in reversed([part.strip().lower() for part in message.header("content-encoding").split(",") if part.strip()]):
        sign = SIGNS.get(encoding)
        if encoding == "identity" or not body or (sign and not body.startswith(sign)):
            continue
        if encoding not in {"gzip", "x-gzip", "deflate", "br", "zstd"}:
            raise MessageError(_("it came in an encoding that cannot be read ({encoding})", encoding=encoding))
        try:
            body = CompressionMiddleware._decode(body, encoding.encode(), most)
        except BROKEN:
            if sign or not binary_is_text(body[:1024]):  # else it was recorded unpacked, under the header of before
                raise MessageError(_("it is compressed, and broken")) from None
        except ValueError:  # Scrapy's own, which has no public name
            raise MessageError(_("it unpacks to more than DOWNLOAD_MAXSIZE")) from None
    if len(body) > most:
        raise MessageError(_("it is larger than DOWNLOAD_MAXSIZE"))
    return body


# --- a replay of WARC files


class RecordedPage:
    """An answer in a WARC file, read when it is asked for."""

    origin = "recorded"

    def __init__(self, answer: Answer, most: int) -> None:
        self.place = answer.head.place
        self.at = answer.head.at
        self.status = answer.message.status
        self._body_at = answer.body_at
        self._most = most

    @property
    def name(self) -> str:
        """The file that it is in."""
        return self.place.file.name

    @property
    def recorded_at(self) -> str | None:
        """When it was recorded: ISO 8601, or None where the file does not say."""
        return press.iso(self.at) if self.at else None

    @property
    def rank(self) -> tuple[bool, str]:
        """Which of several answers to an address is taken: the latest that is a page."""
        return 200 <= self.status < 300, self.recorded_at or ""

    def response(self, url: str) -> Response:
        """Return the page as the answer to `url`. WarcError if the file has been changed, MessageError if it cannot be unpacked."""
        if self._body_at:
            revisit = Reader(self.place.file, most=self._most + HEAD_MAX).at(self.place)
            message = revisited(revisit, message_at(self._body_at, self._most))
        else:
            message = message_at(self.place, self._most)
        return response_of(message, url, self._most)


class RecordedPages:
    """The answers in WARC files, by address. Only where each stands is held in memory.

    Parameters may stand in any order, a fragment does not count, and where no answer has an address itself, one with or without `www.`,
    `m.` and the s of `https` has.
    """

    def __init__(self, files: Sequence[Path], most: int) -> None:
        """Read all files to their ends. WarcError if none of them has an answer; `troubles` tells what could not be read."""
        self.hosts: set[str] = set()
        self._by_url: dict[str, RecordedPage] = {}
        answers = Answers(files, most)
        for answer in answers(lambda _head: True):
            page, url = RecordedPage(answer, most), answer.head.url
            target = leads_to(answer.message, url)
            for address in addresses(url):
                if target and address != canonicalize_url(url) and address in addresses(target):
                    continue  # from http to https, say: the other one would be led to itself
                other = self._by_url.get(address)
                if other is None or other.rank <= page.rank:
                    self._by_url[address] = page
            self.hosts.add(bare_host(urlsplit(url).hostname or ""))
        self.troubles = answers.troubles
        if not self._by_url:
            raise WarcError(self.troubles[0] if self.troubles else _("{file} holds no page", file=files[0]))

    def get(self, url: str) -> RecordedPage | None:
        """Return what answers `url`, or None."""
        return next((self._by_url[address] for address in addresses(url) if address in self._by_url), None)


def leads_to(message: Message, url: str) -> str | None:
    """Return the address that a redirect leads to; None of what is none, or leads to no address."""
    location = message.header("location") if message.status in REDIRECTS else ""
    target = join(url, location) if location else None
    return target if target and is_address(target) else None


def addresses(url: str) -> Iterator[str]:
    """Yield what an address is found by: itself, and without what is the same site."""
    canonical = canonicalize_url(url)
    yield canonical
    _scheme, mark, rest = canonical.partition("://")
    host, slash, path = rest.partition("/")
    yield f"{mark}{bare_host(host)}{slash}{path}"


@lru_cache(maxsize=1)
def _pages_in(files: tuple[tuple[Path, int, int], ...], most: int) -> RecordedPages:
    pages = RecordedPages([file for file, *_state in files], most)
    say(*told(pages.troubles))
    return pages


def pages_in(files: Sequence[Path], most: int) -> RecordedPages:
    """Return the answers in WARC files, which are read once a process, and say what could not be read. WarcError as RecordedPages."""
    return _pages_in(tuple((file, (state := file.stat()).st_size, state.st_mtime_ns) for file in files), most)
