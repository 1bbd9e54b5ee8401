"""Whether a store's file still holds what was put into it: SQLite's own pages and indexes, each record, and each text by its hash."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from newsharvest import press
from newsharvest.parts import part_beside
from newsharvest.store.opening import log_of, size_of
from newsharvest.store.records import DamagedRecordError, StoreError, article_of
from newsharvest.store.schema import APPLICATION_ID

TOLD = 5
"""Lines of what SQLite finds wrong with the file that are told."""


@dataclass(frozen=True, slots=True)
class Damaged:
    """An article that is not what was kept."""

    article: str
    why: str
    outlet: str = ""
    url: str = ""


def broken_pages(db: sqlite3.Connection, *, quick: bool = False) -> list[str]:
    """Return what SQLite finds wrong with its file, in its own words, a few lines of it. `quick`: its indexes are not compared."""
    try:
        found = [str(line) for (line,) in db.execute(f"PRAGMA {'quick' if quick else 'integrity'}_check({TOLD})")]
    except sqlite3.DatabaseError as error:
        found = [str(error)]
    return [line for line in found if line != "ok" and "FTS5 table" not in line]  # newer SQLite: the search index, which is made anew


def damaged(db: sqlite3.Connection) -> Iterator[Damaged]:
    """Yield the articles whose record cannot be read, or is not of that article, or whose text has another hash than it was kept with."""
    for article in _ids(db):
        try:
            row = db.execute("SELECT outlet, url, content_hash, record FROM article WHERE id=?", (article,)).fetchone()
        except sqlite3.DatabaseError as error:
            yield Damaged(str(article), str(error))
            continue
        if row is None:
            yield Damaged(str(article), "its row cannot be found")
            continue
        outlet, url, content_hash, record = row
        if why := _wrong(article, outlet, url, content_hash, record):
            with suppress(DamagedRecordError):
                url = article_of(record).url  # of the two, the one that more stands round
            yield Damaged(str(article), why, str(outlet), str(url))


def unreachable(db: sqlite3.Connection) -> list[str]:
    """Return the ids of the articles that stand in the file and are not found along the index that an export reads."""
    there = "SELECT 1 FROM article AS b INDEXED BY article_latest WHERE b.day=a.day AND b.outlet=a.outlet AND b.id=a.id AND b.url=a.url"
    return [str(article) for (article,) in db.execute(f"SELECT id FROM article AS a NOT INDEXED WHERE NOT EXISTS({there})")]  # noqa: S608


def _ids(db: sqlite3.Connection) -> Iterator[object]:
    """Yield the ids of all articles that can be reached."""
    last: object = ""
    while True:
        try:
            row = db.execute("SELECT id FROM article WHERE id>? ORDER BY id LIMIT 1", (last,)).fetchone()
        except sqlite3.DatabaseError:  # the pages that are left are told of by `broken_pages`
            return
        if row is None:
            return
        [last] = row
        yield last


def _wrong(article: object, outlet: object, url: object, content_hash: object, record: object) -> str:
    try:
        read = article_of(record)
    except DamagedRecordError as error:
        return str(error)
    if read.id != article:
        return f"its record is that of {read.id}"
    if (read.outlet, read.url) != (outlet, url):
        return "its outlet or address is not that of its record"
    if not content_hash == read.content_hash == press.content_hash(read.title or "", read.body):
        return "its text is not the one that was kept: content_hash is another"
    return ""


def copy(db: sqlite3.Connection, source: Path, target: Path) -> None:
    """Write a whole copy of a store as one file, which takes the place of `target` when SQLite finds nothing wrong with it.

    `source` is the store's file, whose permissions the copy gets. StoreError if that cannot be done; then `target` is as it was.
    """
    if target.is_dir() or not target.parent.is_dir():
        raise StoreError(f"{target} cannot be written: it is a folder" if target.is_dir() else f"there is no folder {target.parent}")
    if target.exists() and not is_store(target):
        raise StoreError(f"{target} is there and is no store: name another file")
    if size_of(log_of(target)):  # SQLite would take it for the copy's
        raise StoreError(f"{target} is in use: {log_of(target)} stands beside it; name another file")
    try:
        with part_beside(target) as part:
            with closing(sqlite3.connect(part / "new", isolation_level=None)) as other:
                db.backup(other)
                other.execute("PRAGMA journal_mode=DELETE")  # one file, which can be read from where nothing can be written
                with suppress(sqlite3.OperationalError):  # a store that was only read may be without it
                    other.execute("DELETE FROM unmerged")
                if wrong := broken_pages(other):
                    raise StoreError(f"nothing was written: the store is damaged: {wrong[0]}; scrapy store check tells more")
            with (part / "new").open("rb+") as whole:
                os.fsync(whole.fileno())
            shutil.copymode(source, part / "new")
            (part / "new").replace(target)
    except sqlite3.Error as error:
        raise StoreError(f"{target} could not be written: {error}") from error
    except OSError as error:
        raise StoreError(f"{target} could not be written: {error.strerror}") from error


def is_store(file: Path) -> bool:
    """Tell whether a file is a store's, by SQLite's mark for whose a database is (its format: at byte 68)."""
    try:
        with file.open("rb") as opened:
            head = opened.read(72)
    except OSError:
        return False
    return head.startswith(b"SQLite format 3\0") and head[68:] == APPLICATION_ID.to_bytes(4, "big")
