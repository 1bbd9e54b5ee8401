"""The HTTP message in a record: its status, its headers, and its body without the coding of the transfer."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from newsharvest.language import _

HEAD_MAX = 1 << 16
"""Bytes of a head, of a message or of a record: no server sends more."""
OF_TRANSFER = frozenset({"content-encoding", "transfer-encoding", "content-length", "connection", "keep-alive", "trailer"})
"""Headers of a body as it was sent, which it is not kept as."""
REDIRECTS = frozenset({301, 302, 303, 307, 308})
"""Statuses of an answer that leads to another address, where it says to which."""
STATUS = re.compile(rb"HTTP/\d(?:\.\d)?[ \t]+([1-9]\d\d)(?:[ \t][^\r\n]*)?\r?\n")
_END = re.compile(rb"\r?\n\r?\n")
_SIZE = re.compile(rb"([0-9A-Fa-f]{1,12})[ \t]*(?:;[^\r\n]*)?\r?\n")


class MessageError(ValueError):
    """It is no HTTP message that could be read; the text says why."""


@dataclass(frozen=True, slots=True)
class Message:
    """An answer as it was recorded."""

    status: int
    headers: Sequence[tuple[str, str]]
    """Each byte a letter (Latin-1), whatever charset they are in."""
    body: bytes
    """As it stands in the record."""

    def header(self, name: str) -> str:
        """Return the value of a header, or nothing."""
        return next((value for key, value in self.headers if key.lower() == name), "")

    @property
    def content(self) -> bytes:
        """The body without the coding of its transfer: most programs that write WARC files have taken that away, and left the header."""
        if "chunked" in self.header("transfer-encoding").lower():
            joined = dechunked(self.body)
            if joined is not None:
                return joined
        return self.body


def parse_message(block: bytes) -> Message:
    """Read the answer that a record's block is. MessageError for one without a status line, or whose head has no end."""
    status = STATUS.match(block)
    if not status:
        raise MessageError(_("it has no HTTP status and headers"))
    end = _END.search(block, status.end() - 2, HEAD_MAX)
    if not end and len(block) >= HEAD_MAX:
        raise MessageError(_("its HTTP headers have no end"))
    head, body = (block[status.end() : end.start()], block[end.end() :]) if end else (block[status.end() :], b"")
    return Message(int(status[1]), parse_fields(head, lambda line: line.decode("latin-1")), body)


def parse_fields(head: bytes, text_of: Callable[[bytes], str]) -> list[tuple[str, str]]:
    """Return the named fields of a head. A line that goes on, and one that names nothing, are as a browser has them."""
    fields: list[tuple[str, str]] = []
    for line in head.replace(b"\r\n", b"\n").split(b"\n"):
        text = text_of(line)
        name, colon, value = text.partition(":")
        if text[:1] in {" ", "\t"} and fields:
            fields[-1] = (fields[-1][0], f"{fields[-1][1]} {text.strip()}")
        elif colon and name.strip():
            fields.append((name.strip(), value.strip()))
    return fields


def text_of(line: bytes) -> str:
    """Return a line of a record's own head, which should be in UTF-8."""
    try:
        return line.decode()
    except UnicodeDecodeError:
        return line.decode("latin-1")


def dechunked(body: bytes) -> bytes | None:
    """Return a chunked body as one, None for what is not chunked. One whose last chunk is missing is None too: it is not whole."""
    parts: list[bytes] = []
    place = 0
    while size := _SIZE.match(body, place):
        length = int(size[1], 16)
        if not length:
            return b"".join(parts)
        place = size.end() + length
        if place > len(body):
            return None
        parts.append(body[size.end() : place])
        place += 2 if body[place : place + 2] == b"\r\n" else 1
    return None
