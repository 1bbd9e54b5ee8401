"""An open store: a file or a server's database, and how all that is asked of it, or written to it, goes there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any, Self

from newsharvest.database import ERRORS, Database, on_server
from newsharvest.dedupe import Index
from newsharvest.items import Article
from newsharvest.language import _
from newsharvest.store.file import UNREAD, File
from newsharvest.store.records import DamagedRecordError, StoreError, article_of
from newsharvest.store.server import Server

COPIED_FROM = "copied_from"
"""The table that stands in a store as long as it is being copied: see `newsharvest.store.copying`."""
STORIES_AT = "newsharvest:stories"
"""The name of the transactions in which stories are told: two that keep one release at once would make two stories of it. So are those in
which a record is read and written again: it may have been edited in between."""


class Base:
    """A store that is open: see `newsharvest.store.store.Store`."""

    def __init__(self, path: str | Path, *, busy_seconds: float = 60.0, reading: bool = False, unfinished: bool = False) -> None:
        """Open or create. StoreError if it is no store, is of a newer newsharvest, or cannot be written.

        `reading`: nothing is to be kept, so that a file need not be writable, nobody who writes is waited for, and it stays as it is,
        save that one of an older newsharvest is brought up to date; nor is it made anew where it is empty. `unfinished`: it may be one
        that is still being copied.
        """
        self.damaged: dict[str, str] = {}
        """What is wrong with the articles that could not be read, by their ids."""
        self._past = False
        """Whether what is read is of a moment that is past."""
        self._where: File | Server = (
            Server(str(path), self._readable, reading=reading)
            if on_server(path)
            else File(str(path), self._readable, busy_seconds=busy_seconds, reading=reading)
        )
        self.address = str(path)
        """As it is opened, and not to be told: with a password, if it has one."""
        self.path = self._where.path
        """As it is told: without a password."""
        self._db: Database = self._where.db
        if not unfinished and self._db.has_table(COPIED_FROM):
            [(source,)] = self._db.execute(f"SELECT source FROM {COPIED_FROM}").fetchall()
            self._db.close()
            raise StoreError(
                _(
                    "the store {path} is a copy that broke off: scrapy store copy {source} {path} goes on with it",
                    path=self.path,
                    source=source,
                )
            )

    @property
    def index(self) -> Index:
        """The index of near-duplicates."""
        return self._where.index

    @property
    def writable(self) -> bool:
        """Whether it can be written to."""
        return self._where.writable

    @property
    def lacks_its_log(self) -> bool:
        """Whether the file was copied without `<file>-wal`, so that the latest articles are not in it."""
        return self._where.lacks_its_log

    def __enter__(self) -> Self:
        """Return the store itself."""
        return self

    def __exit__(self, kind: object = None, error: object = None, trace: object = None) -> None:
        """Close it. What the database has raised within, of the index too, becomes a StoreError."""
        self._db.close()
        if isinstance(error, ERRORS):
            with self._where.saying(UNREAD):
                raise error

    def _readable(self, article: str, record: object, marks: Sequence[object] = ()) -> Article | None:
        """Return the article of a record; None, and noted in `damaged`, if it cannot be read."""
        try:
            read = article_of(record, marks)
            if read.id != article:
                raise DamagedRecordError(_("its record is that of {article}", article=read.id))
        except DamagedRecordError as error:
            self.damaged[str(article)] = str(error)
            return None
        return read

    @contextmanager
    def only_reading(self, seconds: float) -> Iterator[None]:
        """Have nothing written, and what takes longer than that given up with a GivenUpError."""
        with self._where.only_reading(seconds):
            yield

    def _saying(self, what: str) -> AbstractContextManager[None]:
        """Turn what the database says into a StoreError, which begins with one of the constants."""
        return self._where.saying(what)

    def _transaction(self, alone: str = "") -> AbstractContextManager[None]:
        return self._where.transaction(alone)

    def _read(self, query: str, values: Sequence[object] = ()) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of a query, one at a time."""
        with self._saying(UNREAD):
            for row in self._db.execute(query, values):  # noqa: UP028 (`yield from` would close the cursor, perhaps after the store)
                yield row

    def _stream(self, query: str, values: Sequence[object] = ()) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of a query that may have as many as there are articles."""
        with self._saying(UNREAD), self._db.stream(query, values) as rows:
            for row in rows:  # noqa: UP028
                yield row
