"""Writes WARC 1.1: one gzip member a record, each with its digests. The same records give the same bytes. Needs warcio."""

from __future__ import annotations

import gzip
import io
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http import HTTPStatus
from typing import IO, Any
from urllib.parse import urlsplit
from uuid import NAMESPACE_URL, uuid5

from typing_extensions import override
from w3lib.url import safe_url_string
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from newsharvest.warc.digests import base32
from newsharvest.warc.http import OF_TRANSFER

LEVEL = 6
"""Of gzip; warcio's own, 9, takes twice as long for a file that is as large but for a hundredth."""
EMPTY = frozenset({204, 304})
"""Statuses of an answer that never has a body."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What is written as a request and its response."""

    url: str
    at: datetime
    status: int
    headers: Sequence[tuple[str, str]]
    digest: bytes
    """SHA-256 of the body."""
    fields: Mapping[str, str] = field(default_factory=dict)
    """What else the record is to say of itself, by names that no other program knows."""


@dataclass(frozen=True, slots=True)
class Written:
    """A response as it stands in the file."""

    url: str
    date: str
    identity: str
    offset: int
    length: int
    status: int
    mime: str
    digest: str
    is_revisit: bool


class Writer:
    """Writes one WARC file."""

    def __init__(self, file: IO[bytes], information: Mapping[str, str], at: datetime) -> None:
        """Begin the file: what is said of it, and its date. OSError as the file raises it, here and in `write`."""
        self._file = file
        self._offset = 0
        self._buffer = io.BytesIO()
        self._writer = WARCWriter(self._buffer, gzip=False, warc_version="1.1")
        self._number = 0
        record = self._writer.create_warcinfo_record("", information)
        self._name(record, "warcinfo", at)
        self._put(record)

    def write(self, answer: Answer, body: bytes, first: Written | None = None) -> Written:
        """Write an answer and what asked for it. `first`: the record that had this body before, which a `revisit` leads to."""
        url = safe_url_string(answer.url)
        host, target = urlsplit(url).netloc, url.partition("://")[2]
        _, slash, path = target.partition("/")
        asked = f"{slash}{path}".partition("#")[0] or "/"
        headers = [("Host", host)]
        http = _Head(f"{_status(answer.status)}", self._headers(answer, body), protocol="HTTP/1.1")
        digest = base32("sha256", answer.digest)
        if first:
            record = self._writer.create_revisit_record(answer.url, digest, first.url, first.date, http_headers=http)
            record.rec_headers.add_header("WARC-Refers-To", first.identity)
        else:
            known = {"WARC-Payload-Digest": digest}
            record = self._writer.create_warc_record(
                answer.url, "response", payload=io.BytesIO(body), length=len(body), http_headers=http, warc_headers_dict=known
            )
        for name, value in answer.fields.items():
            record.rec_headers.add_header(name, value)
        identity = self._name(record, answer.url, digest, answer.at)
        date = record.rec_headers.get_header("WARC-Date")
        offset, length = self._put(record)
        request = StatusAndHeaders(f"GET {asked} HTTP/1.1", headers, is_http_request=True)
        record = self._writer.create_warc_record(answer.url, "request", http_headers=request)
        self._name(record, answer.url, "request", answer.at)
        record.rec_headers.add_header("WARC-Concurrent-To", identity)
        self._put(record)
        mime = next((value for name, value in answer.headers if name.lower() == "content-type"), "").partition(";")[0].strip().lower()
        return Written(answer.url, date, identity, offset, length, answer.status, mime or "unk", digest, first is not None)

    def _headers(self, answer: Answer, body: bytes) -> list[tuple[str, str]]:
        kept = [(name, value) for name, value in answer.headers if name.lower() not in OF_TRANSFER and name.isascii()]
        length = [] if answer.status in EMPTY else [("Content-Length", str(len(body)))]
        return [(_line(name), _line(value)) for name, value in kept] + length

    def _name(self, record: object, *of: object) -> str:
        """Give a record its date, the last of `of`, and an id that is the same whenever the same is written."""
        *rest, at = of
        assert isinstance(at, datetime)
        headers = record.rec_headers  # type: ignore[attr-defined]
        date = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        self._number += 1
        identity = f"<urn:uuid:{uuid5(NAMESPACE_URL, ' '.join(map(str, (self._number, *rest, date))))}>"
        headers.replace_header("WARC-Record-ID", identity)
        headers.replace_header("WARC-Date", date)
        return identity

    def _put(self, record: object) -> tuple[int, int]:
        """Write a record as a gzip member; return where it stands, and the bytes that it takes."""
        self._buffer.seek(0)
        self._buffer.truncate()
        self._writer.write_record(record)
        member = gzip.compress(self._buffer.getvalue(), LEVEL, mtime=0)
        self._file.write(member)
        offset, self._offset = self._offset, self._offset + len(member)
        return offset, len(member)


class _Head(StatusAndHeaders):  # type: ignore[misc]  # warcio has no types
    """The head of an answer as it came, each byte a letter: warcio writes what is no ASCII in percent codes, which no reader undoes."""

    @override
    def to_ascii_bytes(self, filter_func: Callable[..., Any] | None = None) -> bytes:
        return bytes(self.to_bytes(filter_func, "latin-1"))


def _status(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return f"{status} "


def _line(text: str) -> str:
    """Return a header's text in one line."""
    return " ".join(re.split(r"[\r\n]+", text))
