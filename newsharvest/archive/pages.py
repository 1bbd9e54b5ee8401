"""The archive: every answer of a harvest, by address and time. The same body again is no second copy.

An outlet's pages are alike but for the article, so that each is compressed with one of them as its dictionary: a third of what it takes by
itself. Bodies are kept as they were received, in their own charset, without the compression of their transfer.
"""

from __future__ import annotations

import json
import sqlite3
import sys
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple, Self

from newsharvest.addresses import is_address
from newsharvest.database import ERRORS, Database, PostgreSQL, ServerError, SQLite, on_server, without_password
from newsharvest.language import N_, _
from newsharvest.store import StoreError
from newsharvest.store.opening import cannot_be_written, connect_to_read, connect_to_write, identity_of, log_of, size_of
from newsharvest.store.records import moment_of
from newsharvest.terminal import cause, say

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

APPLICATION_ID = 0x6E687067  # SQLite's own mark for whose a file is: "nhpg"
VERSION = 1
LEVEL = 4
"""Of the compression: of pages of real size 6 makes 7 % less, and takes two and a half times as long."""
MISFITS = 3
"""Pages in a row that a dictionary is of no use for, after which the next one becomes a dictionary: the site has a new template."""
USEFUL = 0.5
"""Of what a dictionary takes by itself: a page that takes more is of another template."""

DICTIONARIES_MAX = 48
"""Dictionaries that are held in memory: articles and lists of twenty-odd outlets. One that pages are compressed with takes about 0.7 MB."""
SMALL = 1_000
"""Bytes of a page that says nothing of the template, and is no dictionary: a notice, a redirect, which has none at all."""

USED = N_("the pages in {file} cannot be used: {error}")
WRITTEN = N_("the pages in {file} could not be written: {error}")
DAMAGED = N_("the page {digest} in {file} is damaged: {error}")
READ = N_("the pages in {file} could not be read: {error}")
ROW = N_("entry {number} of the pages in {file} is damaged: it cannot be told what was asked for and what came")

SCHEMA = (
    """
CREATE TABLE body(        -- what came, each once
  hash BLOB PRIMARY KEY,  -- SHA-256
  size INTEGER NOT NULL,  -- bytes
  dictionary BLOB REFERENCES body(hash),  -- the body that it is compressed with; null: none
  data BLOB NOT NULL      -- zstd
)
""",
    "CREATE INDEX body_dictionary ON body(dictionary) WHERE dictionary IS NOT NULL",
    """
CREATE TABLE page(        -- the answers, in the order in which they came
  id INTEGER PRIMARY KEY, outlet TEXT NOT NULL, kind TEXT NOT NULL, article TEXT,
  asked TEXT NOT NULL, url TEXT NOT NULL,  -- the address that was asked for, and the one that answered
  at TEXT NOT NULL,       -- ISO 8601, as fetched_at of the article
  status INTEGER NOT NULL, headers TEXT NOT NULL,  -- JSON: pairs, as they came
  row TEXT NOT NULL,      -- what the list printed that led to an article
  body BLOB NOT NULL REFERENCES body(hash),
  origin TEXT NOT NULL DEFAULT ''  -- the WARC file that it was taken out of; nothing of one that a harvest fetched
)
""",
    "CREATE INDEX page_article ON page(article, id) WHERE article IS NOT NULL",
    "CREATE INDEX page_outlet ON page(outlet, kind, id)",
    "CREATE INDEX page_body ON page(body)",
    "CREATE TABLE dropped(before TEXT NOT NULL)",  # the day before which pages were dropped
)


OF_PAGES = "newsharvest_pages"
"""The table of a server's database that says of which version the pages are, and the name of the transactions in which they are kept."""


class Kind(StrEnum):
    """What was asked for."""

    ARTICLE = "article"
    LIST = "list"
    FEED = "feed"
    ROBOTS = "robots"
    SITEMAP = "sitemap"


class ArchiveError(StoreError):
    """The archive cannot be used; the text says why."""


def is_page(status: int) -> bool:
    """Tell whether an answer of this status is the page that was asked for."""
    return 200 <= status < 300


@dataclass(frozen=True, slots=True)
class Page:
    """An answer, without its body."""

    outlet: str
    kind: Kind
    article: str | None
    """The id of the article that it is the answer of: of the address that answered, which a redirect may have made another."""
    asked: str
    url: str
    at: str
    """When it came: ISO 8601 with its zone, as `Article.fetched_at`."""
    status: int
    headers: Sequence[tuple[str, str]]
    digest: str
    """SHA-256 of the body, in hexadecimal digits."""
    row: str = ""
    """What the list that led to an article printed of it, against which its title is held."""
    origin: str = ""
    """The name of the WARC file that it was taken out of; nothing of one that a harvest fetched."""

    @property
    def came(self) -> bool:
        """Whether it is the page itself, and no redirect, refusal or word that nothing has changed."""
        return is_page(self.status)

    def header(self, name: str) -> str | None:
        """Return the value of a header, or None."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)


class Answer(NamedTuple):
    """An answer to an article's address, by its number."""

    number: int
    article: str
    at: str
    status: int
    origin: str
    """The WARC file that it was taken out of; nothing of one that a harvest fetched."""

    @property
    def came(self) -> bool:
        """Whether it is the page itself, and no redirect, refusal or word that nothing has changed."""
        return is_page(self.status)


def archive_of(store: str | Path) -> Path:
    """Return the file of the archive that belongs to a store: `harvest.pages.db` beside `harvest.db`."""
    path = Path(store)
    return path.with_name(f"{path.stem}.pages{path.suffix}")


def archive_name(store: str | Path) -> str:
    """Return what a store's archive is called where it is told of."""
    return without_password(archive_address(store))


def archive_address(store: str | Path) -> str:
    """Return what opens a store's archive: of one in a server's database it is in the same."""
    return str(store) if on_server(store) else str(archive_of(store))


def open_archive(store: str | Path, *, reading: bool = False) -> Archive:
    """Open the archive that belongs to a store: see `Archive`."""
    return Archive(archive_address(store), reading=reading)


def has_archive(store: str | Path) -> bool:
    """Tell whether a store has an archive. ArchiveError if a server does not answer, or a folder stands in its place."""
    if not on_server(store):
        check_no_folder(archive_of(store))
        return archive_of(store).is_file()
    try:
        db = PostgreSQL(str(store))
    except (ServerError, ImportError) as error:
        raise ArchiveError(_(USED, file=without_password(str(store)), error=error)) from error
    try:
        return db.has_table(OF_PAGES)
    finally:
        db.close()


def check_no_folder(path: Path) -> None:
    """Raise ArchiveError for a folder."""
    if path.is_dir():
        raise ArchiveError(_(USED, file=path, error=_("it is a folder: move it away, or name another STORE")))


class Archive:
    """The pages in one SQLite file, or a server's database. A page is there, whatever is killed, as soon as `keep` has returned."""

    def __init__(self, path: str | Path, *, reading: bool = False, busy_seconds: float = 60.0) -> None:
        """Open or create; with `reading` the file must be there, and nothing in it changes. ArchiveError says what is wrong."""
        self.address = str(path)
        """As it is opened, and not to be told: with a password, if it has one."""
        self.path = without_password(self.address)
        """As it is told."""
        self._db: Database
        self._dictionaries: OrderedDict[bytes, zstd.ZstdDict] = OrderedDict()
        """Those in use, the latest last."""
        self._latest: dict[tuple[str, str], bytes | None] = {}
        """The dictionary of today of an outlet's pages of a kind."""
        self._misfits: dict[tuple[str, str], int] = {}
        self.damaged: dict[int, str] = {}
        """The entries that were met and cannot be read, by their numbers, in words: they are left out."""
        with self._saying(USED):
            if on_server(path):
                self._db = _in_database(str(path), reading=reading)
            else:
                self._db = _in_file(str(path), busy_seconds, reading=reading)
        self._file = identity_of(self.path)

    def check_place(self) -> None:
        """Raise ArchiveError if the file was moved or deleted while it was open: SQLite would go on writing to nowhere."""
        if identity_of(self.path) != self._file:
            raise ArchiveError(
                _("the pages in {file} were moved or deleted while they were written to: this run's are not in it", file=self.path)
            )

    def __enter__(self) -> Self:
        """Return the archive itself."""
        return self

    def __exit__(self, *_error: object) -> None:
        """Close the file."""
        self._db.close()

    @contextmanager
    def _saying(self, what: str) -> Iterator[None]:
        """Turn what SQLite raises into an ArchiveError of this message."""
        try:
            yield
        except ERRORS as error:
            raise ArchiveError(_(what, file=self.path, error=cause(error))) from error

    @contextmanager
    def _transaction(self, *, shared: bool = False) -> Iterator[None]:
        """`shared`: others who say so may be in theirs at the same time."""
        try:
            with self._db.transaction(OF_PAGES, shared=shared):
                yield
        except BaseException:
            self._latest.clear()  # what was to be a dictionary may not be there
            raise

    # --- what is kept

    def keep(self, page: Page, body: bytes) -> int:
        """Keep an answer in a transaction of its own, and return its number. `page.digest` must be that of the body."""
        row = (page.outlet, page.kind, page.article, page.asked, page.url, page.at, page.status)
        headers, digest = json.dumps(page.headers, ensure_ascii=False), bytes.fromhex(page.digest)
        with self._saying(WRITTEN), self._transaction(shared=True):
            if not self._db.execute("SELECT 1 FROM body WHERE hash=?", (digest,)).fetchone():
                self._keep_body(digest, body, (page.outlet, page.kind))
            query = "INSERT INTO page(outlet, kind, article, asked, url, at, status, headers, body, row, origin)"
            return self._db.insert(f"{query} VALUES (?,?,?,?,?,?,?,?,?,?,?)", (*row, headers, digest, page.row, page.origin), "id")

    def _keep_body(self, digest: bytes, body: bytes, series: tuple[str, str]) -> None:
        dictionary = self._dictionary_of(series)
        data = self._compressed(body, dictionary, series) if dictionary else b""
        if not data:
            dictionary = None
            data = zstd.compress(body, level=LEVEL)
            if len(body) >= SMALL:
                self._misfits[series], self._latest[series] = 0, digest
        row = (digest, len(body), dictionary, data)
        self._db.execute("INSERT INTO body(hash, size, dictionary, data) VALUES (?,?,?,?) ON CONFLICT DO NOTHING", row)  # another may have

    def _compressed(self, body: bytes, dictionary: bytes, series: tuple[str, str]) -> bytes:
        """Return a body compressed with a dictionary; nothing if that is gone or damaged, or the outlet's pages have outgrown it."""
        alone = self._db.execute("SELECT length(data) FROM body WHERE hash=?", (dictionary,)).fetchone()  # another process may drop it
        try:
            data = zstd.compress(body, level=LEVEL, zstd_dict=self._loaded(dictionary).as_digested_dict) if alone else b""
        except (zstd.ZstdError, TypeError, ValueError):  # `store check` names what was compressed with it
            return b""
        fits = bool(data) and (len(data) <= USEFUL * alone[0] or len(body) < SMALL)
        misfits = self._misfits[series] = 0 if fits else self._misfits.get(series, 0) + 1
        return data if misfits < MISFITS else b""

    def _dictionary_of(self, series: tuple[str, str]) -> bytes | None:
        """Return the body that an outlet's pages of a kind are compressed with today, or None."""
        if series not in self._latest:
            found = self._db.execute(
                "SELECT body.hash FROM page JOIN body ON body.hash=page.body WHERE outlet=? AND kind=? AND dictionary IS NULL"
                " AND size>=? ORDER BY page.id DESC LIMIT 1",
                (*series, SMALL),
            ).fetchone()
            self._latest[series] = found[0] if found else None
        return self._latest[series]

    def _loaded(self, dictionary: bytes) -> zstd.ZstdDict:
        if dictionary not in self._dictionaries:
            found = self._db.execute("SELECT data FROM body WHERE hash=?", (dictionary,)).fetchone()
            if found is None:
                raise ValueError(_("the page that it is compressed with is gone: {digest}", digest=dictionary.hex()))
            self._dictionaries[dictionary] = zstd.ZstdDict(zstd.decompress(found[0]), is_raw=True)
            if len(self._dictionaries) > DICTIONARIES_MAX:
                self._dictionaries.popitem(last=False)
        self._dictionaries.move_to_end(dictionary)
        return self._dictionaries[dictionary]

    def drop_before(self, day: str) -> int:
        """Drop the pages that were fetched before a day (`2026-11-20`), and the bodies that nothing needs any more; return how many."""
        with self._saying(WRITTEN), self._transaction():
            count = int(self._db.execute("DELETE FROM page WHERE at<? AND origin=''", (day,)).rowcount)
            [earlier] = self._db.execute("SELECT coalesce(max(before), '') FROM dropped").fetchone()
            self._db.execute("DELETE FROM dropped")
            self._db.execute("INSERT INTO dropped VALUES (?)", (max(day, earlier),))
            unused = "NOT EXISTS(SELECT 1 FROM page WHERE page.body=body.hash)"
            self._db.execute(f"DELETE FROM body WHERE dictionary IS NOT NULL AND {unused}")
            self._db.execute(
                f"DELETE FROM body WHERE dictionary IS NULL AND {unused}"
                " AND NOT EXISTS(SELECT 1 FROM body AS other WHERE other.dictionary=body.hash)"
            )
        self._latest.clear()
        return count

    # --- what is read

    def body(self, digest: str) -> bytes:
        """Return a body as it was received. ArchiveError if it is not there, or damaged."""
        with self._saying(READ):
            found = self._db.execute("SELECT dictionary, data FROM body WHERE hash=?", (bytes.fromhex(digest),)).fetchone()
            if found is None:
                raise ArchiveError(_("{file} has no page of the digest {digest}", file=self.path, digest=digest))
            dictionary, data = found
            try:
                body = zstd.decompress(data, zstd_dict=self._loaded(dictionary) if dictionary else None)
            except (zstd.ZstdError, TypeError, ValueError) as error:  # of what is not as it was written
                raise ArchiveError(_(DAMAGED, file=self.path, digest=digest, error=error)) from None
        if sha256(body).hexdigest() != digest:
            raise ArchiveError(_(DAMAGED, file=self.path, digest=digest, error=_("it is not what was kept")))
        return body

    def pages(self, outlets: Sequence[str] = (), kinds: Sequence[Kind] = (), since: str = "", until: str = "") -> Iterator[Page]:
        """Yield the answers of these outlets (of all) and kinds in the order in which they came, from a time on and before another."""
        conditions = [("outlet", outlets), ("kind", kinds)]
        where = [f"{name} IN ({','.join('?' * len(values))})" for name, values in conditions if values]
        where += [condition for condition, value in (("at>=?", since), ("at<?", until)) if value]
        values = [*outlets, *kinds, *(value for value in (since, until) if value)]
        yield from self._pages(f"{' AND '.join(where) or 'TRUE'} ORDER BY id", values)

    def pages_of(self, article: str) -> list[Page]:
        """Return the answers to an article's address, in the order in which they came."""
        return list(self._pages("article=? ORDER BY id", [article]))

    def _pages(self, which: str, values: Sequence[Any]) -> Iterator[Page]:
        query = f"SELECT id, outlet, kind, article, asked, url, at, status, headers, body, row, origin FROM page WHERE {which}"
        with self._saying(READ), self._db.stream(query, values) as rows:
            for number, *row in rows:
                if page := _page(*row):
                    yield page
                else:
                    self.damaged[number] = _(ROW, number=number, file=self.path)

    def number_of(self, page: Page) -> int | None:
        """Return the number of this answer, of these addresses and time and with this body; None if it is not kept."""
        query = "SELECT id FROM page WHERE body=? AND url=? AND asked=? AND at=? AND status=?"
        values = (bytes.fromhex(page.digest), page.url, page.asked, page.at, page.status)
        with self._saying(READ):
            found = self._db.execute(query, values).fetchone()
        return int(found[0]) if found else None

    def repeated(self) -> frozenset[str]:
        """Return the digests of the bodies that came more than once."""
        with self._saying(READ):
            return frozenset(body.hex() for (body,) in self._db.execute("SELECT body FROM page GROUP BY body HAVING count(*)>1"))

    def answers(self, outlet: str) -> Iterator[Answer]:
        """Yield the answers to the addresses of an outlet's articles, in the order in which they came."""
        query = "SELECT id, article, at, status, origin FROM page WHERE outlet=? AND kind=? AND article IS NOT NULL ORDER BY id"
        with self._saying(READ), self._db.stream(query, (outlet, Kind.ARTICLE)) as rows:
            for answer in map(Answer._make, rows):
                if isinstance(answer.at, str) and isinstance(answer.status, int):  # of what is damaged `pages` tells
                    yield answer

    def page(self, number: int) -> Page:
        """Return an answer by its number. KeyError if there is none, ArchiveError if it is damaged."""
        for page in self._pages("id=?", [number]):
            return page
        if number in self.damaged:
            raise ArchiveError(self.damaged[number])
        raise KeyError(number)

    def first_kept(self) -> str:
        """Return when the first page came that a harvest kept and that is still there; nothing if there is none."""
        with self._saying(READ):
            [first] = self._db.execute("SELECT coalesce(min(at), '') FROM page WHERE origin=''").fetchone()
        return str(first)

    def dropped_before(self) -> str:
        """Return the day before which pages were dropped; nothing if none were."""
        with self._saying(READ):
            found = self._db.execute("SELECT before FROM dropped").fetchone()
        return str(found[0]) if found else ""

    def count(self) -> tuple[int, int, int]:
        """Return how many answers there are, how many bodies, and the bytes that those take."""
        with self._saying(READ):
            [pages] = self._db.execute("SELECT count(*) FROM page").fetchone()
            bodies, size = self._db.execute("SELECT count(*), coalesce(sum(length(data)), 0) FROM body").fetchone()
        return int(pages), int(bodies), int(size)


def _in_file(path: str, busy_seconds: float, *, reading: bool) -> SQLite:
    _check_not_empty(path, reading=reading)
    db = connect_to_write(path, busy_seconds, made=not reading)
    try:
        _check_file(db, path, reading=reading)
    except sqlite3.Error as error:
        db.close()
        if not reading or not cannot_be_written(error) or not Path(path).is_file():
            raise
        return connect_to_read(path, busy_seconds)
    except BaseException:
        db.close()
        raise
    return db


def _check_file(db: SQLite, path: str, *, reading: bool) -> None:
    """Make the tables of a new file. ArchiveError if it is something else's."""
    if reading:
        db.execute("PRAGMA query_only=ON")  # whoever opens it to read alone leaves its log behind
    [version] = db.execute("PRAGMA user_version").fetchone()
    [owner] = db.execute("PRAGMA application_id").fetchone()
    [tables] = db.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if (version or tables) and owner != APPLICATION_ID:
        raise ArchiveError(_("{file} is a database of something else: move it away, or name another STORE", file=path))
    _check_version(version, path)
    if reading:
        return
    db.execute("PRAGMA journal_mode=WAL")
    db.execute("PRAGMA synchronous=NORMAL")
    if not version:
        with db.transaction():
            if db.execute("PRAGMA user_version").fetchone() == (0,):  # else another process was first
                db.make(*SCHEMA)
                db.execute(f"PRAGMA application_id={APPLICATION_ID}")
                db.execute(f"PRAGMA user_version={VERSION}")


def _check_version(version: int, path: str) -> None:
    if version > VERSION:
        raise ArchiveError(_("the pages in {file} were kept by a newer newsharvest: upgrade newsharvest", file=path))


def _in_database(address: str, *, reading: bool) -> PostgreSQL:
    db = PostgreSQL(address)
    try:
        if not reading and not db.has_table(OF_PAGES):
            with db.transaction(OF_PAGES):
                if not db.has_table(OF_PAGES):  # else another process was first
                    db.make(f"CREATE TABLE {OF_PAGES}(version INTEGER NOT NULL)", *SCHEMA)
                    db.execute(f"INSERT INTO {OF_PAGES} VALUES (?)", (VERSION,))
        [version] = db.execute(f"SELECT version FROM {OF_PAGES}").fetchone() or [VERSION]
        _check_version(version, without_password(address))
    except BaseException:
        db.close()
        raise
    return db


def _check_not_empty(path: str, *, reading: bool) -> None:
    """Raise ArchiveError for an empty file, which SQLite takes for a new one, and in whose place there was another; or say it."""
    check_no_folder(Path(path))
    if not Path(path).is_file() or size_of(path):
        return
    if size_of(log := log_of(path)):  # SQLite would delete it
        why = _("it is empty, and {log} beside it is not. It was cut off: put a copy of both in their place", log=log.name)
        raise ArchiveError(_(USED, file=path, error=why))
    if reading:
        why = _("it is empty (0 bytes), which no harvest leaves: a copy broke off, or the disk was full")
        raise ArchiveError(_(USED, file=path, error=why))
    say(_("the file of the pages {file} is empty (0 bytes), which no harvest leaves: it is begun anew", file=path))


def _page(
    outlet: Any, kind: Any, article: Any, asked: Any, url: Any, at: Any, status: Any, headers: Any, digest: Any, row: Any, origin: Any
) -> Page | None:
    """Return the answer that an entry is of; None of one that is not as it was written."""
    try:
        pairs = [(name, value) for name, value in json.loads(headers)]
        page = Page(outlet, Kind(kind), article, asked, url, at, status, pairs, digest.hex(), row, origin)
        "".join((outlet, article or "", asked, url, at, row, origin, *(text for pair in pairs for text in pair))).encode()
    except (ValueError, TypeError, AttributeError, RecursionError):
        return None
    return page if isinstance(status, int) and is_address(url) and moment_of(at) else None
