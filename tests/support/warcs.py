"""WARC files, written by hand: byte for byte what the format says, by none of the program's own code."""

from __future__ import annotations

import base64
import gzip
import hashlib
import random
from collections.abc import Iterable
from pathlib import Path

AT = "2026-11-20T03:00:00Z"
"""12:00 KST."""


def sha1(data: bytes) -> str:
    return "sha1:" + base64.b32encode(hashlib.sha1(data, usedforsecurity=False).digest()).decode()


def record(kind: str, url: str, block: bytes, *, at: str | None = AT, **fields: str | None) -> bytes:
    """One record with its block digest. `fields`: further ones, `_` for `-`; None leaves out one that would stand there."""
    told: dict[str, str | None] = {
        "WARC-Type": kind,
        "WARC-Target-URI": url,
        "WARC-Date": at,
        "WARC-Block-Digest": sha1(block),
        "Content-Length": str(len(block)),
    }
    told |= {name.replace("_", "-"): value for name, value in fields.items()}
    head = "".join(f"{name}: {value}\r\n" for name, value in told.items() if value is not None)
    return b"WARC/1.0\r\n" + head.encode() + b"\r\n" + block + b"\r\n\r\n"


def http(body: bytes, status: str = "200 OK", *headers: str) -> bytes:
    head = "".join(f"{line}\r\n" for line in (f"HTTP/1.1 {status}", *(headers or ("Content-Type: text/html; charset=utf-8",))))
    return head.encode() + b"\r\n" + body


def response(url: str, body: bytes, *, status: str = "200 OK", headers: Iterable[str] = (), **fields: str | None) -> bytes:
    """A response with both digests."""
    return record("response", url, http(body, status, *headers), **{"WARC_Payload_Digest": sha1(body), **fields})


def packed(records: Iterable[bytes]) -> bytes:
    """One gzip member a record."""
    return b"".join(gzip.compress(one, mtime=0) for one in records)


def write(file: Path, *records: bytes) -> Path:
    """Write records, packed if the file's name says so."""
    file.write_bytes(packed(records) if file.suffix == ".gz" else b"".join(records))
    return file


PUT_IN = (b"\0" * 50, b"\r\n\r\n", b"WARC/1.0\r\n", b"\x1f\x8b\x08", b"Content-Length: 9999999999\r\n")


def mangled(data: bytes, rnd: random.Random) -> bytes:
    """A file with one to three things done to it: bytes changed, cut out, doubled, put in, moved."""
    for _ in range(rnd.randint(1, 3)):
        start = rnd.randrange(len(data))
        end = min(len(data), start + rnd.choice((1, 1, 4, 40, 400, 4000)))
        piece = data[start:end]
        data = rnd.choice(
            (
                data[:start] + bytes(rnd.randrange(256) for _ in piece) + data[end:],
                data[:start] + data[end:],
                data[:end] + piece + data[end:],
                data[:start] + rnd.choice(PUT_IN) + data[start:],
                data[end:] + piece,
                data[:start] or data,
            )
        )  # fmt: skip
    return data
