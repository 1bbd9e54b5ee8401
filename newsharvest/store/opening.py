"""How a store's file is opened, to write or only to read; and how a copy is known that lacks what was in the write-ahead log.

SQLite puts what is written into `<file>-wal` first. A copy of the file alone, made while a harvest writes or after one was killed, is whole
to SQLite, and lacks that. So the file is given a row in the table `unmerged` whenever the log has been copied into it, and the log, as its
next word, takes the row away: whoever reads both, or has put them together since, finds none.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import suppress
from pathlib import Path

from newsharvest.database import SQLite, connect
from newsharvest.language import _
from newsharvest.search import parse
from newsharvest.store.records import StoreError, read_object

UNWRITABLE = frozenset({sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR})
"""What SQLite says where a file, or its folder, cannot be written to."""


def log_of(path: str | Path) -> Path:
    """Return the write-ahead log of a database's file, whether it is there or not."""
    return Path(f"{path}-wal")


def size_of(path: str | Path) -> int:
    """Return the size of a file in bytes; 0 of one that is not there."""
    try:
        return Path(path).stat().st_size
    except OSError:
        return 0


def identity_of(path: str | Path) -> tuple[int, int] | None:
    """Return what tells a file from any other, or None if there is none."""
    try:
        status = Path(path).stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def may_be_written(path: str) -> bool:
    """Tell whether this user may write to a file, and to its folder, where SQLite puts the log."""
    return all(os.access(place, os.W_OK) for place in (Path(path), Path(path).absolute().parent))


def check_place(path: str, *, reading: bool) -> None:
    """Raise StoreError for a file that SQLite would take for a new, empty database, though it is none; say so of one that it may take."""
    file = Path(path)
    if file.is_dir():
        raise StoreError(_("the store {path} cannot be used: it is a folder, name a file", path=path))
    if not file.is_file() or size_of(file):
        return
    if size_of(log_of(path)):  # SQLite would delete it
        raise StoreError(
            _(
                "the store {path} cannot be used: it is empty, and {log} beside it is not. It was cut off:"
                " put a copy of both in their place",
                path=path,
                log=log_of(path).name,
            )
        )
    if reading:
        raise StoreError(
            _("the store {path} is empty (0 bytes), which no harvest leaves: a copy broke off, or the disk was full", path=path)
        )


def connect_to_write(path: str, busy_seconds: float, *, made: bool = True) -> SQLite:
    """Open a file to write; `made`: it is made where there is none."""
    return _fitted(connect(path, busy_seconds, mode="" if made else "mode=rw"))


def connect_to_read(path: str, busy_seconds: float) -> SQLite:
    """Open a file that cannot be written to, or whose folder cannot. StoreError if that cannot be done without its write-ahead log."""
    for mode in ("mode=ro", "immutable=1"):  # the first looks into the log, for which it may need a file beside; the second into nothing
        if mode == "immutable=1" and size_of(log_of(path)):
            raise StoreError(
                _(
                    "the store {path} cannot be read where it is: part of it is in {log} beside it, and nothing can be written there:"
                    " copy both to another folder, and name that one with -s STORE=FILE",
                    path=path,
                    log=log_of(path).name,
                )
            )
        db = _fitted(connect(path, busy_seconds, mode=mode))
        try:
            db.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except sqlite3.OperationalError:
            db.close()
            if mode == "immutable=1":
                raise
        else:
            return db
    raise AssertionError  # never: the last mode returns or raises


def _fitted(db: SQLite) -> SQLite:
    db.create_function("fits", 2, _fits, deterministic=True)
    return db


def _fits(query: str, record: bytes) -> bool:
    return fits(query, record.decode(errors="surrogateescape"))


def fits(query: str, record: str) -> bool:
    """Tell whether an article fits a query; one that is damaged may, and is named where it is read."""
    data = read_object(record) or {}
    title, body = data.get("title"), data.get("body")
    return not isinstance(body, str) or not isinstance(title, str | None) or parse(query).matches(title, body)


def cannot_be_written(error: BaseException | None) -> bool:
    """Tell whether an error says that a file, or its folder, cannot be written to."""
    return isinstance(error, sqlite3.Error) and getattr(error, "sqlite_errorcode", 0) & 0xFF in UNWRITABLE


def merge(db: sqlite3.Connection) -> None:
    """Copy the write-ahead log into the file, marked as the file of a log. Readers are not waited for."""
    db.execute("INSERT INTO unmerged VALUES (1)")
    try:
        db.execute("PRAGMA wal_checkpoint(PASSIVE)")
    finally:
        db.execute("DELETE FROM unmerged")


def is_unmerged(db: sqlite3.Connection) -> bool:
    """Tell whether a file had a log that has more than is read from it now."""
    with suppress(sqlite3.OperationalError):  # no such table: an older version's
        return db.execute("SELECT 1 FROM unmerged LIMIT 1").fetchone() is not None
    return False
