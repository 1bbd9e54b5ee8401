"""Whether an archive still holds what was put into it, and the articles of its store; and a copy of both."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from newsharvest.archive.pages import READ, Archive, ArchiveError, archive_of
from newsharvest.database import ERRORS, Database, SQLite, on_server, without_password
from newsharvest.language import N_, _
from newsharvest.parts import part_beside
from newsharvest.store import Store, StoreError, why_no_copy
from newsharvest.store.soundness import broken_pages, copy
from newsharvest.terminal import cause

NAMED = 5
"""Articles or addresses of a damaged page that are named."""
WROTE = N_("{file} could not be written: {why}")


@dataclass
class Checked:
    """What a look at an archive has found."""

    pages: int = 0
    """Answers."""
    bodies: int = 0
    damaged: list[str] = field(default_factory=list)
    """What is damaged, a line each."""
    without: int = 0
    """Kept articles that have no page, though pages were kept when they came."""
    earlier: int = 0
    """Those that came before pages were kept, or whose pages were dropped since."""


def check(archive: Archive, received: Iterable[tuple[str, str | None]]) -> Checked:
    """Read every body, and look for the page of each kept article; `received`: their ids, in order, and when their pages came."""
    found = Checked()
    db = archive._db
    if isinstance(db, SQLite):
        found.damaged += [_("the file {file} is damaged: {line}", file=archive.path, line=line) for line in broken_pages(db)]
    try:
        found.pages, found.bodies, _size = archive.count()
        for (digest,) in db.execute("SELECT hash FROM body UNION SELECT body FROM page ORDER BY 1").fetchall():
            try:
                archive.body(digest.hex())
            except ArchiveError as error:
                found.damaged.append(f"{', '.join(_pages_with(db, digest)) or digest.hex()}: {error}")
        for _page in archive.pages():
            pass
        found.damaged += archive.damaged.values()
        query = "SELECT coalesce(min(at), '9') FROM page WHERE origin=''"  # one out of a WARC file may be of long before
        [(first,)] = db.execute(query).fetchall()
        since = max(first, archive.dropped_before())
        with db.stream(_WITH_PAGE) as rows:
            for at in _lacking(received, iter(rows)):
                if at is None or at < since:
                    found.earlier += 1
                else:
                    found.without += 1
    except (*ERRORS, ArchiveError) as error:
        found.damaged.append(str(error))
    return found


_WITH_PAGE = "SELECT article, max(at) FROM page WHERE article IS NOT NULL AND status BETWEEN 200 AND 299 GROUP BY article ORDER BY article"


def _lacking(received: Iterable[tuple[str, str | None]], there: Iterator[tuple[str, str]]) -> Iterator[str | None]:
    """Yield when the pages came of those of the articles, in order, of which there is none that came then or later (`there`, in order)."""
    other = next(there, None)
    for article, at in received:
        while other and other[0] < article:
            other = next(there, None)
        if not other or other[0] != article or other[1] < (at or ""):
            yield at


def _pages_with(db: Database, digest: bytes) -> list[str]:
    """Name the articles, or the addresses, whose page has a body: the first of them."""
    query = "SELECT DISTINCT coalesce(article, url) FROM page WHERE body=? ORDER BY 1 LIMIT ?"
    named = [str(name) for (name,) in db.execute(query, (digest, NAMED + 1))]
    return [*named[:NAMED], "…"] if len(named) > NAMED else named


def why_no_backup(store: str, target: Path) -> str:
    """Say why no copy of a store and its archive can be made under a name, or nothing if one can."""
    if on_server(store):
        return _("{path} is a server's: scrapy store copy FROM FILE makes a file of it, and pg_dump a dump", path=without_password(store))
    return why_no_copy(target) or (why_no_copy(archive_of(target)) if archive_of(store).is_file() else "")


def backup(store: Store, target: Path) -> list[Path]:
    """Write a copy of a store, and of its archive if it has one, as new files; return them. StoreError says why that cannot be done.

    The store is copied first: each article of its copy has its page in that of the archive, also while a harvest writes both.
    """
    pages = archive_of(store.path)
    if not pages.is_file():
        store.backup(target)
        return [target]
    beside = archive_of(target)
    if wrong := why_no_backup(store.path, target):
        raise StoreError(wrong)
    try:
        with part_beside(target) as part:
            store.backup(part / "store")
            with Archive(pages, reading=True) as archive:
                db = archive._db
                assert isinstance(db, SQLite)  # the store is a file
                if broken := broken_pages(db, quick=True):
                    raise ArchiveError(_(READ, file=pages, error=broken[0]))
                copy(db, pages, part / "pages")
            (part / "pages").replace(beside)
            (part / "store").replace(target)
    except OSError as error:
        raise StoreError(_(WROTE, file=target, why=cause(error))) from error
    except sqlite3.Error as error:
        raise StoreError(_(WROTE, file=beside, why=cause(error))) from error
    return [target, beside]
