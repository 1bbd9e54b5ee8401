"""A store in a PostgreSQL database, which many machines write at once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from newsharvest.database import FUNCTIONS, ForbiddenError, PostgreSQL, ServerError, TakenError, TimedOutError, without_password
from newsharvest.dedupe import Index, UnusableIndexError
from newsharvest.language import _
from newsharvest.store import filling, signals
from newsharvest.store.file import UNUSABLE, UNWRITTEN
from newsharvest.store.filling import Readable
from newsharvest.store.records import GivenUpError, NoStoreError, StoreError
from newsharvest.store.schema import MIGRATIONS, PAGED, SCHEMA_VERSION, tables
from newsharvest.terminal import say

OF_STORE = "newsharvest"
"""The table that says of which schema the store is: a server's database has no mark of its own for that."""
OPEN = f"hashtextextended('{OF_STORE}:open', 0)"
"""The lock that everybody shares who has the store open."""


class Server:
    """Where a store is: a PostgreSQL database."""

    lacks_its_log = False
    has_pairs = True
    index: Index

    def __init__(self, address: str, readable: Readable, *, reading: bool) -> None:
        """Open, or create where there is nothing. StoreError as of a file."""
        self.path = without_password(address)
        self._readable = readable
        self.writable = True
        self._limited = False
        """Whether statements are given up by ourselves; else it is the server's own bound."""
        with self.saying(UNUSABLE):
            try:
                self.db = PostgreSQL(address)
            except ImportError:
                raise StoreError(_("psycopg must be installed for {path}: uv sync --extra postgres", path=self.path)) from None
            try:
                self._begin(reading=reading)
            except BaseException:
                self.db.close()
                raise

    def _begin(self, *, reading: bool) -> None:
        self._hold()
        version = self._version()
        if not version:
            if reading:
                raise NoStoreError(
                    _("there is no store in {path} yet: run scrapy harvest, or name another with -s STORE=…", path=self.path)
                )
            with self.db.transaction(alone=OF_STORE):
                if not self._version():  # else another process was first
                    with self._allowed():
                        self._make()
        if 0 < version < SCHEMA_VERSION or not self._has_its_index():
            self._bring_up_to_date()
        may = "has_table_privilege('article', 'INSERT') AND NOT current_setting('transaction_read_only')::boolean"
        [self.writable] = self.db.execute(f"SELECT {may}").fetchone()

    def _hold(self) -> None:
        """Note that the store is open, until the connection ends: nobody brings it up to date meanwhile."""
        [free] = self.db.execute(f"SELECT pg_try_advisory_lock_shared({OPEN})").fetchone()
        if not free:
            say(_("another process brings the store {path} up to date: waiting for it to end", path=self.path))
            self.db.execute(f"SELECT pg_advisory_lock_shared({OPEN})")

    def _has_its_index(self) -> bool:
        """Open the index of near-duplicates, and tell whether it is as this program makes it."""
        try:
            self.index = Index(self.db)
        except UnusableIndexError:
            return False
        return True

    def _bring_up_to_date(self) -> None:
        """Make tables and index those of this program, all of them or none. StoreError if others use the store, or this user may not."""
        [alone] = self.db.execute(f"SELECT pg_try_advisory_lock({OPEN})").fetchone()
        if not alone:
            raise StoreError(
                _(
                    "the store {path} is of an older newsharvest, and in use: end all that uses it, and run scrapy store check once,"
                    " as the owner of the database, which brings it up to date",
                    path=self.path,
                )
            )
        try:
            with self.db.transaction():
                version = self._version()
                self.db.make(*FUNCTIONS)
                for step in range(version, SCHEMA_VERSION):
                    self.db.make(*MIGRATIONS.get(step, ()))
                self.db.execute(f"UPDATE {OF_STORE} SET schema=?", (SCHEMA_VERSION,))
                say(_("the store {path} is of an older newsharvest and is brought up to date", path=self.path))
                if not self._has_its_index():  # this program reads texts otherwise: all of them are read anew
                    self.index = filling.index_anew(self.db, self._readable, self.path)
        except ForbiddenError as error:
            raise StoreError(
                _(
                    "the store {path} is of an older newsharvest, and its user may not bring it up to date ({why}): run scrapy store check"
                    " once as the owner of the database",
                    path=self.path,
                    why=error,
                )
            ) from error
        self.db.execute(f"SELECT pg_advisory_unlock({OPEN})")

    def _version(self) -> int:
        """Return the schema that the store is of; 0: there is none. StoreError if it is of a newer newsharvest, or somebody else's."""
        version = 0
        if self.db.has_table(OF_STORE):
            [version] = self.db.execute(f"SELECT schema FROM {OF_STORE}").fetchone() or [0]
        elif self.db.has_table("article"):
            raise self._somebody_elses()
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

    def _somebody_elses(self) -> StoreError:
        return StoreError(_("{path} is a database of something else: name another one as STORE", path=self.path))

    @contextmanager
    def _allowed(self) -> Iterator[None]:
        """Say what is to be done where this user may make no tables, or there are others of their names."""
        try:
            yield
        except TakenError as error:
            raise self._somebody_elses() from error
        except ForbiddenError as error:
            raise StoreError(
                _(
                    "there is no store in {path} yet, and its user may make none there ({why}): run scrapy harvest once as the owner of the"
                    " database, or have the owner GRANT CREATE ON SCHEMA public",
                    path=self.path,
                    why=error,
                )
            ) from error

    def _make(self) -> None:
        if self.db.encoding != "UTF8":
            raise StoreError(
                _(
                    "the store {path} cannot be used: the encoding of the database is {encoding}: make one with CREATE DATABASE …"
                    " ENCODING UTF8 TEMPLATE template0",
                    path=self.path,
                    encoding=self.db.encoding,
                )
            )
        self.db.make(f"CREATE TABLE {OF_STORE}(schema INTEGER NOT NULL)", *FUNCTIONS, *tables(self.db), PAGED, signals.SCHEMA)
        self.index = Index(self.db)
        self.db.execute(f"INSERT INTO {OF_STORE} VALUES (?)", (SCHEMA_VERSION,))

    @contextmanager
    def saying(self, what: str) -> Iterator[None]:
        """Turn what the server says into a StoreError, which begins with one of the constants."""
        try:
            yield
        except TimedOutError as error:
            if not self._limited:
                raise StoreError(f"{_(what, path=self.path)}: {error}") from error
            raise GivenUpError(_("the store {path} could not be read in time", path=self.path)) from error
        except ServerError as error:
            raise StoreError(f"{_(what, path=self.path)}: {error}") from error

    @contextmanager
    def transaction(self, alone: str = "") -> Iterator[None]:
        """Have what is written within be there as a whole, or not at all. `alone`: while nobody else is in one that is named so."""
        with self.saying(UNWRITTEN), self.db.transaction(alone):
            yield

    def check(self) -> None:
        """Do nothing: a server's database does not go away unseen."""

    def note_kept(self, articles: int) -> None:
        """Do nothing: the server looks after its log by itself."""

    @contextmanager
    def only_reading(self, seconds: float) -> Iterator[None]:
        """Have nothing written, and what takes longer given up with a GivenUpError."""
        self._limited = True
        try:
            with self.db.only_reading(seconds):
                yield
        finally:
            self._limited = False

    def let_mend(self) -> None:
        """Do nothing: what is read may be written to."""

    def broken(self, *, quick: bool = False) -> list[str]:
        """Return nothing: whether its pages are whole is for the server to tell."""
        return []

    def unreachable(self) -> list[str]:
        """Return nothing: whether its indexes lead to all rows is for the server to tell."""
        return []

    def backup(self, target: Path) -> None:
        """Raise StoreError: a server has its own means."""
        raise StoreError(_("{path} is a server's: scrapy store copy FROM FILE makes a file of it, and pg_dump a dump", path=self.path))
