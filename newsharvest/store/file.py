"""A store in an SQLite file, or `:memory:`: how it is opened, brought up to date, and kept whole.

The file is in WAL mode; a hard kill loses at most the transaction in hand. A second process waits for the first one's transaction.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic

from newsharvest.database import SQLite
from newsharvest.dedupe import Index, UnusableIndexError
from newsharvest.language import N_, _
from newsharvest.store import filling, opening, signals, soundness
from newsharvest.store.filling import Readable
from newsharvest.store.records import GivenUpError, StoreError
from newsharvest.store.schema import APPLICATION_ID, MIGRATIONS, PAGED, READABLE, SCHEMA_VERSION, UNMERGED, tables
from newsharvest.terminal import cause, say

MERGED_EVERY = 100
"""Articles, 16 MB of the write-ahead log or so, after which it is copied into the file, which waits for the disk. (Every twenty-six, to
which SQLite's own default of 1,000 pages comes: a tenth more of the store's time.)"""
LOG_MAX = 16_000
"""Pages of the log, 64 MB, after which SQLite does it by itself, whatever they hold."""
STEPS = 10_000
"""Steps of SQLite, a millisecond or so, after each of which it is asked whether to give up."""

UNUSABLE = N_("the store {path} cannot be used")
UNREAD = N_("the store {path} could not be read")
UNWRITTEN = N_("the store {path} could not be written")


class File:
    """Where a store is: an SQLite file."""

    db: SQLite
    index: Index

    def __init__(self, path: str, readable: Readable, *, busy_seconds: float, reading: bool) -> None:
        """Open or create: see `newsharvest.store.Store`, which passes on how a record is read."""
        self.path = path
        self._readable = readable
        self.writable = True
        self.has_pairs = True
        """Whether the file has the index that a search looks into."""
        self.lacks_its_log = False
        """Whether the file was copied without `<file>-wal`, so that the latest articles are not in it."""
        self._kept = MERGED_EVERY
        """Articles since the log was last copied into the file; none was by this process."""
        if not path.strip():
            raise StoreError(_("STORE is empty: name a file"))  # SQLite would take a file that is gone when it is closed
        opening.check_place(path, reading=reading)
        log = opening.size_of(opening.log_of(path))
        with self.saying(UNUSABLE):
            try:
                self._open(busy_seconds, reading=reading)
            except (StoreError, sqlite3.Error) as error:
                if not reading or not opening.cannot_be_written(error.__cause__ if isinstance(error, StoreError) else error):
                    raise
                self._open_to_read(busy_seconds)
            if opening.is_unmerged(self.db):
                self.lacks_its_log = not log
                if log and self.writable and not reading:  # a kill came just between the two
                    self.db.execute("DELETE FROM unmerged")

    def _open(self, busy_seconds: float, *, reading: bool) -> None:
        self.db = opening.connect_to_write(self.path, busy_seconds)
        try:
            self.db.execute("PRAGMA user_version")  # fails if the file is no database
            if not (reading and self._can_be_read_alone()):
                self._migrate()  # before anything is changed: the file may be somebody else's
                self._write_ahead()
            self.db.execute("PRAGMA synchronous=NORMAL")
            self.db.execute(f"PRAGMA wal_autocheckpoint={LOG_MAX}")
            self._file = opening.identity_of(self.path)
        except BaseException:
            self.db.close()
            raise

    def _can_be_read_alone(self) -> bool:
        """Have nothing changed in the file, and say whether it can be read as it is: its schema and index are this program's."""
        if self._version() != SCHEMA_VERSION:
            return False
        self.db.execute("PRAGMA query_only=ON")
        try:
            self.db.execute("BEGIN")
            self.index = Index(self.db)
            self.db.execute("COMMIT")
        except (UnusableIndexError, sqlite3.OperationalError):  # the second: there is none
            if self.db.in_transaction:
                self.db.execute("ROLLBACK")
            self.db.execute("PRAGMA query_only=OFF")
            return False
        self.writable = opening.may_be_written(self.path)
        return True

    def _open_to_read(self, busy_seconds: float) -> None:
        self.db = opening.connect_to_read(self.path, busy_seconds)
        self.writable = False
        try:
            version = self._version()
            if version < READABLE:
                raise StoreError(
                    _(
                        "the store {path} is of an older newsharvest (schema {version}, this one's is {own}), and nothing can be written"
                        " there: copy it to another folder, and name that one with -s STORE=FILE",
                        path=self.path,
                        version=version,
                        own=SCHEMA_VERSION,
                    )
                )
            self.has_pairs = version >= 6
            self.db.execute("BEGIN")
            self.index = Index(self.db)
            self.db.execute("COMMIT")
        except UnusableIndexError as error:
            self.db.close()
            raise StoreError(
                _("the store {path} cannot be read where it cannot be written to: {why}", path=self.path, why=error)
            ) from error
        except BaseException:
            self.db.close()
            raise

    def _version(self) -> int:
        """Return the schema that the file is of; 0: a new one's. StoreError if it is something else's, or of a newer newsharvest."""
        [version] = self.db.execute("PRAGMA user_version").fetchone()
        [owner] = self.db.execute("PRAGMA application_id").fetchone()
        [tables] = self.db.execute("SELECT count(*) FROM sqlite_master").fetchone()
        if (version or tables) and owner != APPLICATION_ID:
            raise StoreError(_("{path} is a database of something else: name another file as STORE", path=self.path))
        if version > SCHEMA_VERSION:
            raise StoreError(
                _(
                    "the store {path} was written by a newer newsharvest (schema {version}, this one knows {own}): upgrade newsharvest",
                    path=self.path,
                    version=version,
                    own=SCHEMA_VERSION,
                )
            )
        return int(version)

    def _migrate(self) -> None:
        with self.transaction():
            version = self._version()
            if 0 < version < SCHEMA_VERSION:
                kept = soundness.keep_as_it_was(Path(self.path), SCHEMA_VERSION)
                say(
                    _(
                        "the store {path} is of an older newsharvest and is brought up to date; as it was it is in {file} beside it",
                        path=self.path,
                        file=kept,
                    )
                )
            if version == 0:
                self.db.make(*tables(self.db))
                self.db.execute(f"PRAGMA application_id={APPLICATION_ID}")
            self.db.make(UNMERGED, PAGED, signals.SCHEMA)
            for step in range(version, SCHEMA_VERSION) if version else ():
                self.db.make(*MIGRATIONS.get(step, ()))
            try:
                self.index = Index(self.db)
                if version < 2:
                    filling.index_all(self.db, self.index, self._readable, self.path)
            except UnusableIndexError:  # this program reads texts otherwise: all of them are read anew
                self.index = filling.index_anew(self.db, self._readable, self.path)
            if 0 < version < 5:
                filling.post_all(self.db, self._readable)
            if 0 < version < 6:
                filling.enter_all(self.db, self._readable, self.path)
            self.db.execute(f"PRAGMA user_version={SCHEMA_VERSION}")

    def _write_ahead(self) -> None:
        """Put the file in WAL mode. Here alone SQLite does not wait for another process: a transaction does."""
        while True:
            try:
                self.db.execute("PRAGMA journal_mode=WAL")
                return
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                    raise
            with self.transaction():
                pass

    @contextmanager
    def saying(self, what: str) -> Iterator[None]:
        """Turn what SQLite raises into a StoreError, which begins with one of the constants."""
        try:
            yield
        except sqlite3.Error as error:
            if getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_INTERRUPT:
                raise GivenUpError(_("the store {path} could not be read in time", path=self.path)) from error
            raise StoreError(f"{_(what, path=self.path)}: {cause(error)}") from error

    @contextmanager
    def transaction(self, alone: str = "") -> Iterator[None]:
        """Have what is written within be there as a whole, or not at all."""
        with self.saying(UNWRITTEN), self.db.transaction(alone):
            yield

    def check(self) -> None:
        """Raise StoreError if the file was moved or deleted while it was open: SQLite would go on writing to nowhere."""
        if self.path != ":memory:" and opening.identity_of(self.path) != self._file:
            raise StoreError(
                _("the store {path} was moved or deleted while it was written to: this run's articles are not in it", path=self.path)
            )

    def note_kept(self, articles: int) -> None:
        """Copy the write-ahead log into the file now and then: a copy of the file alone that is made after the first time can be known."""
        self._kept += articles
        if self._kept >= MERGED_EVERY and self.path != ":memory:" and not self.db.in_transaction:
            self._kept = 0
            with self.saying(UNWRITTEN):
                opening.merge(self.db)

    @contextmanager
    def only_reading(self, seconds: float) -> Iterator[None]:
        """Have nothing written, and what takes longer given up with a GivenUpError."""
        end = monotonic() + seconds
        self.db.execute("PRAGMA query_only=ON")
        self.db.set_progress_handler(lambda: monotonic() > end, STEPS)
        try:
            yield
        finally:
            self.db.set_progress_handler(None, STEPS)
            self.db.execute("PRAGMA query_only=OFF")

    def let_mend(self) -> None:
        """Let a file that is read be written to, as far as it may: what can be mended is."""
        self.db.execute("PRAGMA query_only=OFF")

    def broken(self, *, quick: bool = False) -> list[str]:
        """Return what SQLite finds wrong with the file, in its own words. `quick`: its indexes are not compared."""
        return soundness.broken_pages(self.db, quick=quick)

    def unreachable(self) -> list[str]:
        """Return the ids of the articles that stand in the file and are not found along the index that an export reads."""
        return soundness.unreachable(self.db)

    def backup(self, target: Path) -> None:
        """Write a copy as one new file, which is there when it is whole. StoreError says why it cannot be done."""
        soundness.copy(self.db, Path(self.path), target)
