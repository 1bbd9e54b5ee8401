"""A WACZ file: a WARC file in a ZIP with an index, a list of its pages, and the digests of all, as replayweb.page and others open it."""

from __future__ import annotations

import gzip
import io
import json
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from typing import IO, Any, Self
from urllib.parse import urlsplit
from uuid import NAMESPACE_URL, uuid5
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from newsharvest.warc.writing import Written

VERSION = "1.1.1"
MADE = (1980, 1, 1, 0, 0, 0)
"""The date of each member, so that the same archive gives the same bytes: the first that ZIP knows."""
SIMPLE = 0o644 << 16
DATA = "data.warc.gz"


@dataclass(slots=True)
class _Hashed:
    """A member that is being written, and what is said of it in datapackage.json."""

    path: str
    file: IO[bytes]
    size: int = 0
    _hash: Any = field(default_factory=sha256)

    def write(self, data: bytes) -> int:
        """Write, and count."""
        self._hash.update(data)
        self.size += len(data)
        return self.file.write(data)

    def flush(self) -> None:
        """Do nothing: the ZIP is flushed as a whole."""

    def resource(self) -> dict[str, Any]:
        """Return its entry in datapackage.json."""
        return {"name": self.path.rpartition("/")[2], "path": self.path, "hash": f"sha256:{self._hash.hexdigest()}", "bytes": self.size}


class Wacz:
    """Writes one WACZ file: first the WARC file in it, then what is made of that. As a context it leaves its file alone at the end."""

    def __init__(self, file: IO[bytes]) -> None:
        """Begin it in an open file. OSError as the file raises it."""
        self._zip = ZipFile(file, "w")
        self._resources: list[dict[str, Any]] = []

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(self, *_error: object) -> None:
        """Write no more; what is not finished is no WACZ file."""
        with suppress(OSError, ValueError):
            self._zip.close()

    @contextmanager
    def member(self, path: str, packing: int = ZIP_STORED) -> Iterator[IO[bytes]]:
        """Open a member to write."""
        entry = ZipInfo(path, MADE)
        entry.compress_type, entry.external_attr = packing, SIMPLE
        with self._zip.open(entry, "w", force_zip64=True) as opened:
            hashed = _Hashed(path, opened)
            yield hashed  # type: ignore[misc]
        self._resources.append(hashed.resource())

    @contextmanager
    def warc(self) -> Iterator[IO[bytes]]:
        """Open the WARC file in it to write."""
        with self.member(f"archive/{DATA}") as file:
            yield file

    def finish(self, responses: Sequence[Written], pages: Sequence[Written], software: str, title: str, at: datetime) -> None:
        """Write the index of the responses and the list of pages, and close. `at`: when what is in it was made."""
        with self.member("indexes/index.cdx.gz") as file:
            lines = "".join(f"{line}\n" for line in sorted(map(cdx_line, responses)))
            file.write(gzip.compress(lines.encode(), mtime=0))
        with self.member("pages/pages.jsonl", ZIP_DEFLATED) as file:
            file.write(_json({"format": "json-pages-1.0", "id": "pages", "title": "All Pages"}))
            for page in pages:
                file.write(_json({"id": str(uuid5(NAMESPACE_URL, page.identity)), "url": page.url, "ts": page.date}))
        created = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        told = {"profile": "data-package", "wacz_version": VERSION, "title": title, "software": software, "created": created}
        package = _Hashed("datapackage.json", io.BytesIO())
        package.write((json.dumps(told | {"resources": self._resources}, ensure_ascii=False, indent=2) + "\n").encode())
        assert isinstance(package.file, io.BytesIO)
        described = {"path": package.path, "hash": package.resource()["hash"]}
        for path, data in ((package.path, package.file.getvalue()), ("datapackage-digest.json", _json(described))):
            with self.member(path, ZIP_DEFLATED) as file:
                file.write(data)
        self._zip.close()


def cdx_line(of: Written) -> str:
    """Return a response's line in an index (CDXJ): what it is found by, when it came, and where it stands."""
    told = {
        "url": of.url,
        "mime": "warc/revisit" if of.is_revisit else of.mime,
        "status": str(of.status),
        "digest": of.digest,
        "length": str(of.length),
        "offset": str(of.offset),
        "filename": DATA,
    }
    return f"{sort_key(of.url)} {''.join(filter(str.isdigit, of.date))} {json.dumps(told, ensure_ascii=False)}"


def sort_key(url: str) -> str:
    """Return the form of an address by which an index is sorted (SURT): `kr,co,x)/news/view?no=1`."""
    parts = urlsplit(url.lower())
    host = ",".join(reversed(re.sub(r"^www\d*\.", "", parts.hostname or "").split(".")))
    port = f":{parts.port}" if parts.port not in {None, 80, 443} else ""
    query = "&".join(sorted(filter(None, parts.query.split("&"))))
    return f"{host}{port}){parts.path.removesuffix('/') or '/'}" + (f"?{query}" if query else "")


def _json(data: dict[str, Any]) -> bytes:
    return (json.dumps(data, ensure_ascii=False) + "\n").encode()
