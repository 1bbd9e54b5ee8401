"""The records of a WARC file, one at a time, whatever state it is in.

What is given is whole: of the length that it states, unpacked without an error, and of the digests that it states. What is not is told as
a Trouble, and reading goes on with the next record that can be found. warcio's own iterator ends at the first error, takes a head of any
length, and what it gives of a torn record passes for whole; these files come from anywhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, NamedTuple

from newsharvest.language import _, _n
from newsharvest.press import KST
from newsharvest.terminal import cause
from newsharvest.warc.digests import differs
from newsharvest.warc.http import HEAD_MAX, MessageError, parse_fields, parse_message, text_of
from newsharvest.warc.stream import BEGIN, PIECE, Stream, TornError

BLANKS_MAX = 1024
"""Bytes of blank lines between two records."""
TROUBLES_MAX = 10_000
"""Places of one file at which something was wrong, after which it is given up."""
WEB = 1990
"""The first year of which there can be a page."""
TOLD = 10
"""Sentences that are told of what could not be read."""
ZSTD = re.compile(rb"\x28\xb5\x2f\xfd|[\x50-\x5f]\x2a\x4d\x18")
_VERSION = re.compile(rb"WARC/\d\.\d{1,3}[ \t]*\r?\n")
_NAMES = re.compile(r"\.(?:w?arc(?:\.gz|\.zst)?|wacz)$", re.IGNORECASE)


class WarcError(ValueError):
    """A file cannot be used as WARC at all; the text says why, in one line."""


class Place(NamedTuple):
    """Where a record begins."""

    file: Path
    member: int
    """The byte of the file; of a packed one, that at which the gzip member begins."""
    within: int
    """The bytes of the unpacked member before it."""


class Trouble(NamedTuple):
    """What could not be read, and why."""

    place: Place
    why: str

    def sentence(self) -> str:
        """Say it to a person."""
        return _("{file}: the record at byte {place} is left out: {why}", file=self.place.file, place=self.place.member, why=self.why)


@dataclass(frozen=True, slots=True)
class Head:
    """What a record says of itself."""

    kind: str
    """Its WARC-Type: `response`, `revisit`, `request` …"""
    url: str
    """Its WARC-Target-URI, or nothing."""
    length: int
    fields: Mapping[str, str]
    """By their names in small letters; of one that stands twice the first."""
    place: Place

    @property
    def at(self) -> datetime | None:
        """When it was recorded, in KST; None if it does not say so."""
        try:
            moment = datetime.fromisoformat(self.fields.get("warc-date", ""))
            if moment.year < WEB:
                return None
            return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(KST).replace(microsecond=0)
        except (ValueError, OverflowError):
            return None


@dataclass(frozen=True, slots=True)
class Record:
    """A record that is whole."""

    head: Head
    block: bytes


class _BrokenError(Exception):
    """The record is none; the text says why."""


class _LeftError(Exception):
    """The record cannot be used, and the next one follows it."""


class Reader:
    """Reads one WARC file. What was wrong is in `troubles` afterwards, and how many records there were in `count`."""

    def __init__(self, path: Path, *, most: int) -> None:
        """`most`: the bytes of a block; a larger one is left out, in words."""
        self.path = path
        self.most = most
        self.troubles: list[Trouble] = []
        self.count = 0

    def records(self, wanted: Callable[[Head], bool]) -> Iterator[Record]:
        """Yield the records that are wanted by what they say of themselves; the others are passed over.

        WarcError if the file cannot be opened or read, or is no WARC file.
        """
        try:
            with self.path.open("rb") as file:
                begins = check_warc(self.path, file)
                yield from self._records(self._stream(file), wanted)
        except OSError as error:
            raise WarcError(_("{file} cannot be read: {why}", file=self.path, why=cause(error))) from None
        if not self.count and not begins:
            self.troubles.clear()
            raise WarcError(_("{file} is no WARC file", file=self.path))
        if not self.count:
            raise WarcError(_("{file} holds no WARC record that can be read", file=self.path))

    def _records(self, stream: Stream, wanted: Callable[[Head], bool]) -> Iterator[Record]:
        while True:
            place = stream.place
            try:
                if not _to_next(stream):
                    return
                place = stream.place
                head = self._head(stream)
                record = self._record(stream, head, wanted(head))
                self.count += 1
                if record:
                    yield record
                continue
            except _LeftError as error:
                self._note(place, str(error))
                self.count += 1
                continue
            except _BrokenError as error:
                self._note(place, str(error))
                with suppress(TornError):
                    if stream.packed and _leave(stream, place):
                        continue
            except TornError as error:
                place = max(place, (stream.member, 0))
                self._note(place, str(error))
            if len(self.troubles) >= TROUBLES_MAX:
                self._note(place, _("so much of the file is damaged that what follows was not looked at"))
                return
            if not stream.find_next(place):
                return

    def at(self, place: Place) -> Record:
        """Read the record at a place again. WarcError if it is not there any more."""
        try:
            with self.path.open("rb") as file:
                stream = self._stream(file)
                stream.begin(place.member)
                left = place.within
                while left and (skipped := stream.read(min(left, PIECE))):
                    left -= len(skipped)
                record = self._record(stream, self._head(stream), wanted=True)
        except (OSError, TornError, _BrokenError, _LeftError):
            record = None
        if record is None:
            raise WarcError(_("{file} has been changed: read it again", file=self.path))
        return record

    def _stream(self, file: IO[bytes]) -> Stream:
        return Stream(file, named_packed=self.path.name.lower().endswith(".gz"))

    def _note(self, place: tuple[int, int], why: str) -> None:
        self.troubles.append(Trouble(Place(self.path, *place), why))

    def _head(self, stream: Stream) -> Head:
        place = Place(self.path, *stream.place)
        end = stream.find(b"\r\n\r\n", HEAD_MAX)
        ending = 4
        if end < 0:
            end, ending = stream.find(b"\n\n", HEAD_MAX), 2
        if end < 0:
            raise _BrokenError(_("its headers have no end"))
        raw = stream.peek(end) + b"\r\n"
        version = _VERSION.match(raw)
        if not version:
            raise _BrokenError(_("it does not begin as a record does"))
        fields: dict[str, str] = {}
        for name, value in parse_fields(raw[version.end() :], text_of):
            fields.setdefault(name.lower(), value)
        length = fields.get("content-length", "")
        if not re.fullmatch(r"[0-9]{1,15}", length):
            raise _BrokenError(_("it states no length"))
        left = end + ending
        while left:
            left -= len(stream.read(left))
        url = fields.get("warc-target-uri", "").removeprefix("<").removesuffix(">")  # wget 1.19
        return Head(fields.get("warc-type", "").lower(), url, int(length), fields, place)

    def _record(self, stream: Stream, head: Head, wanted: bool) -> Record | None:
        parts, left = [], head.length
        kept = wanted and left <= self.most
        while left:
            piece = stream.read(min(left, PIECE))
            if not piece and (not stream.next_member() or _begins(stream)):
                raise _BrokenError(_("it ends before the length that it states"))
            left -= len(piece)
            if kept:
                parts.append(piece)
        _end_record(stream)
        if not wanted:
            return None
        if not kept:
            raise _LeftError(_("it is larger than DOWNLOAD_MAXSIZE"))
        if not head.url.isprintable() or " " in head.url:
            raise _LeftError(_("its address holds what no address does"))
        record = Record(head, b"".join(parts))
        if wrong := _wrong_digest(record):
            raise _LeftError(wrong)
        return record


def _begins(stream: Stream) -> bool:
    return stream.peek(len(BEGIN)) == BEGIN


def _leave(stream: Stream, place: tuple[int, int]) -> bool:
    """Leave what is no record, at `place` of a packed file: go to the next one of its member, or to the next member, if there is one."""
    if stream.place == place:
        stream.read(1)
    return _begins(stream) or stream.find_within() or stream.next_member()


def _to_next(stream: Stream) -> bool:
    """Go to where the next record should begin; False at the end of the file."""
    while True:
        _skip_blanks(stream)
        if stream.peek(1):
            return True
        if not stream.next_member():
            return False


def _end_record(stream: Stream) -> None:
    """Read to the end of a record: to that of its member, whose checksum is then compared, or to the next record."""
    _skip_blanks(stream)
    if stream.peek(1) and not _begins(stream):
        raise _BrokenError(_("it does not end at the length that it states"))


def _skip_blanks(stream: Stream) -> None:
    skipped = 0
    while stream.peek(1) in {b"\r", b"\n"}:
        stream.read(1)
        skipped += 1
        if skipped > BLANKS_MAX:
            raise _BrokenError(_("it is followed by nothing but blank lines"))


def _wrong_digest(record: Record) -> str:
    """Say what of the digests of a record is not true; nothing if all is."""
    stated = record.head.fields.get("warc-block-digest", "")
    if stated and differs(stated, record.block):
        return _("its digest is another: it has been changed")
    stated = record.head.fields.get("warc-payload-digest", "")
    if stated and record.head.kind == "response" and record.head.url.startswith(("http:", "https:")):
        try:
            message = parse_message(record.block)
        except MessageError:
            return ""  # whoever reads the message hears of it
        if differs(stated, message.body) and differs(stated, message.content):
            return _("its digest is another: it has been changed")
    return ""


def told(troubles: Sequence[str]) -> list[str]:
    """Return the sentences that a person reads of what could not be read: the first ones, and how many more there are."""
    left = len(troubles) - TOLD
    more = [_n("and {count} more record is left out", "and {count} more records are left out", left)] if left > 0 else []
    return [*troubles[:TOLD], *more]


# --- which files


def check_warc(path: Path, file: IO[bytes]) -> bool:
    """Tell whether an open file begins as a WARC file, or may: what is torn at its beginning need not be. OSError as the file raises it.

    WarcError for one that is something else, as its first bytes show.
    """
    first = file.read(len(BEGIN))
    if not first:
        raise WarcError(_("{file} is empty", file=path))
    if ZSTD.match(first):
        raise WarcError(_("{file} is packed with zstd: unpack it first (zstd -d), then name the .warc file", file=path))
    if first.startswith(b"PK\x03\x04"):
        raise WarcError(_("{file} is a ZIP file, as WACZ is: unpack it, and name the WARC files in its folder archive", file=path))
    stream = Stream(file)
    try:
        begin = stream.peek(len(b"filedesc://"))
    except TornError:
        return True
    if begin == b"filedesc://":
        raise WarcError(_("{file} is an ARC file, which is older than WARC: `warcio recompress` makes a WARC file of it", file=path))
    return begin.startswith(BEGIN)


def is_warc(name: str) -> bool:
    """Tell whether a file is meant as WARC: by its name, or because it begins as one."""
    if _NAMES.search(name):
        return True
    try:
        if not Path(name).is_file():  # a pipe can be read but once
            return False
        with Path(name).open("rb") as file:
            return Stream(file).peek(len(BEGIN)) == BEGIN
    except (OSError, ValueError, TornError):
        return False


def warc_files(names: Iterable[str | Path]) -> list[Path]:
    """Return the WARC files that are meant: files, and those in folders, by name. WarcError for what is not there, or holds none."""
    files = []
    names = [*names]
    if "" in names:  # else it would be the folder in which one is
        raise WarcError(_("the name of the file is empty: name a WARC file, or a folder of them"))
    for path in map(Path, names):
        try:
            found = sorted(file for file in path.iterdir() if _NAMES.search(file.name) and file.is_file()) if path.is_dir() else [path]
            for file in found:
                file.open("rb").close()
        except FileNotFoundError:
            raise WarcError(_("there is no file {file}", file=path)) from None
        except OSError as error:
            raise WarcError(_("{file} cannot be read: {why}", file=path, why=cause(error))) from None
        except ValueError:  # a NUL in it
            raise WarcError(_("{file} is no file's name", file=repr(str(path)))) from None
        if not found:
            raise WarcError(_("{folder} holds no WARC file", folder=path))
        files += found
    return files
