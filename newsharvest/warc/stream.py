"""What a WARC file holds, unpacked as it is read: forwards, a bounded piece at a time, and from any gzip member on.

A damaged member raises TornError; `find_next` then goes to the next one that begins a record: one that is torn hides nothing behind it.
"""

from __future__ import annotations

import os
import zlib
from typing import IO

from newsharvest.language import _

MAGIC = b"\x1f\x8b\x08"
BEGIN = b"WARC/"
PIECE = 1 << 16
"""Bytes that are read, or unpacked, at a time."""
BOMB_RATIO = 300
BOMB_SIZE = 1 << 26
"""A gzip member that unpacks to more than this, and to so many times what it takes, is a bomb: pages take a tenth or so."""


class TornError(Exception):
    """The file cannot be unpacked here; the text says why."""


class Stream:
    """The bytes of an open WARC file. A file that is not packed is one member."""

    def __init__(self, file: IO[bytes], *, named_packed: bool = False) -> None:
        """Begin at the file's first byte. `named_packed`: its name says so, if its first bytes say nothing.

        OSError as the file raises it, here and in all that reads.
        """
        self._file = file
        file.seek(0)
        first = file.read(len(BEGIN))
        self.packed = first.startswith(MAGIC) or (named_packed and first != BEGIN)
        self.size = file.seek(0, os.SEEK_END)
        self.begin(0)

    def begin(self, member: int) -> None:
        """Go to a member, by the byte of the file that it begins at; of a file that is not packed, to any byte."""
        self._file.seek(member)
        self._raw = b""
        self._start(member)

    def _start(self, member: int) -> None:
        self._buffer = bytearray()
        self.member = member
        """Where the present member begins in the file."""
        self.within = 0
        """How far into it, unpacked, what is read next stands."""
        self._unpacked = 0
        self._unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16) if self.packed else None
        self._ended = False

    @property
    def place(self) -> tuple[int, int]:
        """The member and the bytes within it at which what is read next stands."""
        return (self.member, self.within) if self.packed else (self.member + self.within, 0)

    def _more(self) -> bool:
        """Unpack another piece of the present member; False at its end. TornError if it cannot be unpacked, or the file ends within it."""
        if self._ended:
            return False
        if self._unpacker is None:
            piece = self._file.read(PIECE)
            self._ended = not piece
            self._buffer += piece
            return bool(piece)
        while True:
            packed = self._unpacker.unconsumed_tail or self._raw or self._file.read(PIECE)
            self._raw = b""
            try:
                piece = self._unpacker.decompress(packed, PIECE)
            except zlib.error:
                raise TornError(_("it cannot be unpacked")) from None
            self._unpacked += len(piece)
            self._buffer += piece
            if self._unpacker.eof:
                self._raw, self._ended = self._unpacker.unused_data, True
                return bool(piece)
            if piece:
                if self._unpacked > BOMB_SIZE and self._unpacked > BOMB_RATIO * (self._file.tell() - self.member):
                    raise TornError(_("it unpacks to far more than any record holds"))
                return True
            if not packed:
                raise TornError(_("the file ends within it"))

    def peek(self, size: int) -> bytes:
        """Return what comes next of the present member, up to `size` bytes: fewer only at its end."""
        while len(self._buffer) < size and self._more():
            pass
        return bytes(self._buffer[:size])

    def find(self, what: bytes, size: int) -> int:
        """Return how far off a text stands in the next `size` bytes of the present member; -1 if it does not."""
        looked = 0
        while True:
            found = self._buffer.find(what, max(0, looked - len(what)), size)
            looked = len(self._buffer)
            if found >= 0 or looked >= size or not self._more():
                return found

    def read(self, size: int) -> bytes:
        """Return the next bytes of the present member, up to `size` and up to a piece; none at its end."""
        if not self._buffer:
            self._more()
        found = bytes(self._buffer[:size])
        del self._buffer[: len(found)]
        self.within += len(found)
        return found

    def next_member(self) -> bool:
        """Go to the next member, behind the end of the present one; False where there is none. TornError if something else stands there."""
        if not self.packed:
            return False
        if not self._raw:
            self._raw = self._file.read(PIECE)
        if not self._raw:
            return False
        member = self._file.tell() - len(self._raw)
        if len(self._raw) < len(MAGIC):
            self._raw += self._file.read(PIECE)
        if not self._raw.startswith(MAGIC):
            if not self._raw.strip(b"\0") and self._is_padding():
                return False
            self.member = member
            raise TornError(_("something else than a record stands there"))
        self._start(member)
        return True

    def _is_padding(self) -> bool:
        while piece := self._file.read(PIECE):
            if piece.strip(b"\0"):
                return False
        return True

    def find_next(self, after: tuple[int, int]) -> bool:
        """Go to the next place behind this one at which a record begins; False if there is none."""
        if not self.packed:
            return self._find_line(after[0])
        place = after[0] + 1
        while (place := self._find_magic(place)) >= 0:
            self.begin(place)
            try:
                if self.peek(len(BEGIN)) == BEGIN:
                    return True
            except TornError:
                pass
            place += 1
        return False

    def find_within(self) -> bool:
        """Go to the next line of the present member, a packed one, that begins a record; False if there is none. TornError as `peek`."""
        while (found := self.find(b"\n" + BEGIN, PIECE)) < 0:
            kept = len(BEGIN)
            if len(self.peek(PIECE)) < PIECE:
                return False
            self.read(PIECE - kept)
        while found >= 0:
            found -= len(self.read(found + 1))
        return True

    def _find_magic(self, place: int) -> int:
        self._file.seek(place)
        before = b""
        while piece := self._file.read(1 << 20):
            found = (before + piece).find(MAGIC)
            if found >= 0:
                return place - len(before) + found
            place += len(piece)
            before = piece[1 - len(MAGIC) :]
        return -1

    def _find_line(self, place: int) -> bool:
        self._file.seek(place)
        before, sought = b"", b"\n" + BEGIN
        while piece := self._file.read(1 << 20):
            found = (before + piece).find(sought)
            if found >= 0:
                self.begin(place - len(before) + found + 1)
                return True
            place += len(piece)
            before = piece[1 - len(sought) :]
        return False
