"""Whether a store's file still holds what was put into it: SQLite's own pages and indexes, each record, and each text by its hash."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from newsharvest import press
from newsharvest.database import ERRORS, Database
from newsharvest.language import _
from newsharvest.parts import part_beside
from newsharvest.store.opening import connect_to_write, log_of, size_of
from newsharvest.store.records import DamagedRecordError, StoreError, article_of
from newsharvest.terminal import cause

TOLD = 5
"""Lines of what SQLite finds wrong with the file that are told."""


@dataclass(frozen=True, slots=True)
class Damaged:
    """An article that is not what was kept."""

    article: str
    why: str
    outlet: str = ""
    url: str = ""


class Soundness(NamedTuple):
    """What a look at everything that a store holds has found."""

    articles: int
    damaged: list[Damaged]
    broken: list[str]
    """What else is wrong, in words."""
    file_is_damaged: bool = False
    """Whether it is the file itself that is, and not an index that is made anew."""


def broken_pages(db: sqlite3.Connection, *, quick: bool = False) -> list[str]:
    """Return what SQLite finds wrong with its file, in its own words, a few lines of it. `quick`: its indexes are not compared."""
    try:
        found = [str(line) for (line,) in db.execute(f"PRAGMA {'quick' if quick else 'integrity'}_check({TOLD})")]
    except sqlite3.DatabaseError as error:
        found = [cause(error)]
    return [line for line in found if line != "ok" and "FTS5 table" not in line]  # newer SQLite: the search index, which is made anew


def damaged(db: Database) -> Iterator[Damaged]:
    """Yield the articles whose record cannot be read, or is not of that article, or whose text has another hash than it was kept with."""
    for article in _ids(db):
        try:
            row = db.execute("SELECT outlet, url, content_hash, record FROM article WHERE id=?", (article,)).fetchone()
        except ERRORS as error:
            yield Damaged(str(article), cause(error))
            continue
        if row is None:
            yield Damaged(str(article), _("its row cannot be found"))
            continue
        outlet, url, content_hash, record = row
        if why := _wrong(article, outlet, url, content_hash, record):
            with suppress(DamagedRecordError):
                url = article_of(record).url  # of the two, the one that more stands round
            yield Damaged(str(article), why, str(outlet), str(url))


def unreachable(db: sqlite3.Connection) -> list[str]:
    """Return the ids of the articles that stand in the file and are not found along the index that an export reads."""
    there = "SELECT 1 FROM article AS b INDEXED BY article_latest WHERE b.day=a.day AND b.outlet=a.outlet AND b.id=a.id AND b.url=a.url"
    return [str(article) for (article,) in db.execute(f"SELECT id FROM article AS a NOT INDEXED WHERE NOT EXISTS({there})")]


def _ids(db: Database) -> Iterator[object]:
    """Yield the ids of all articles that can be reached."""
    last: object = ""
    while True:
        try:
            row = db.execute("SELECT id FROM article WHERE id>? ORDER BY id LIMIT 1", (last,)).fetchone()
        except ERRORS:  # the pages that are left are told of by `broken_pages`
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
        return _("its record is that of {article}", article=read.id)
    if (read.outlet, read.url) != (outlet, url):
        return _("its outlet or address is not that of its record")
    if not content_hash == read.content_hash == press.content_hash(read.title or "", read.body):
        return _("its text is not the one that was kept: content_hash is another")
    return ""


def keep_as_it_was(source: Path, version: int) -> str:
    """Copy a store beside itself before it is brought up to that version of the schema; return the copy's name.

    A connection of its own reads, for whoever has the lock can make no copy. StoreError if it cannot be made, or there is no room for it.
    """
    needed, free = size_of(source) + size_of(log_of(source)), shutil.disk_usage(source.absolute().parent).free
    if needed > free:
        raise StoreError(
            _(
                "the store {path} is of an older newsharvest and is brought up to date, with a copy of it as it was beside it; for that"
                " {needed:,.1f} MB are needed there, and {free:,.1f} MB are free: make room, or move it to another disk",
                path=source,
                needed=needed / 1e6,
                free=free / 1e6,
            )
        )
    names = (f"{source.name}.before-{version}{more}" for more in ("", *(f"-{number}" for number in range(2, 100))))
    target = next(path for path in map(source.with_name, names) if not path.exists())
    with closing(connect_to_write(str(source), 0.0)) as db:
        copy(db, source, target, damaged=True)
    return target.name


def copy(db: sqlite3.Connection, source: Path, target: Path, *, damaged: bool = False) -> None:
    """Write a whole copy of a store as one new file, `target`, which is there when SQLite finds nothing wrong with it.

    `source` is the store's file, whose permissions the copy gets. `damaged`: it is made whatever SQLite finds. StoreError if it cannot be
    made; then nothing is there.
    """
    if wrong := why_no_copy(target):
        raise StoreError(wrong)
    try:
        with part_beside(target) as part:
            with closing(sqlite3.connect(part / "new", isolation_level=None)) as other:
                db.backup(other)
                other.execute("PRAGMA journal_mode=DELETE")  # one file, which can be read from where nothing can be written
                with suppress(sqlite3.OperationalError):  # a store that was only read may be without it
                    other.execute("DELETE FROM unmerged")
                if not damaged and (broken := broken_pages(other)):
                    raise StoreError(_("nothing was written: the store is damaged: {why}; scrapy store check tells more", why=broken[0]))
            with (part / "new").open("rb+") as whole:
                os.fsync(whole.fileno())
            shutil.copymode(source, part / "new")
            (part / "new").replace(target)
    except sqlite3.Error as error:
        raise StoreError(_("{path} could not be written: {why}", path=target, why=cause(error))) from error
    except OSError as error:
        raise StoreError(_("{path} could not be written: {why}", path=target, why=cause(error))) from error


def why_no_copy(target: Path) -> str:
    """Say why no copy can be made under a name, or nothing if one can."""
    if target.is_dir():
        return _("{path} cannot be written: it is a folder", path=target)
    if not target.parent.is_dir():
        return _("there is no folder {folder}", folder=target.parent)
    if target.exists():
        return _("{path} is there already and is not overwritten: name another file", path=target)
    if size_of(log_of(target)):  # SQLite would take it for the copy's
        return _("{log} is there, which would be taken for a part of {path}: name another file", log=log_of(target), path=target)
    return ""
