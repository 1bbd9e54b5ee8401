"""A store copied into another one, from a file to a server or back: whole, held against what it was copied from, and to be gone on with.

Tables are copied in the order of their keys, some thousand rows a transaction, so that a copy which broke off knows by its last key where
to go on. What a search looks into is made anew, along with the articles. In the end every table is compared with that of the source.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import islice

from newsharvest.database import ERRORS, Database
from newsharvest.items import Article
from newsharvest.language import _
from newsharvest.store import finding
from newsharvest.store.base import COPIED_FROM
from newsharvest.store.file import UNREAD, UNWRITTEN
from newsharvest.store.records import DamagedRecordError, StoreError, article_of
from newsharvest.store.store import Store

KEYS: dict[str, tuple[str, ...]] = {
    "run": ("id",),
    "article": ("id",),
    "revision": ("rowid",),
    "sighting": ("article", "url"),
    "listing": ("outlet", "article"),
    "reach": ("outlet",),
    "failure": ("outlet", "url"),
    "warning": ("outlet", "name"),
    "checkup": ("rowid",),
    "digest": ("at",),
    "paged": ("since",),
    "signal": ("outlet", "source", "since"),
    "unjudged": ("article",),
    "piece": ("hash", "article"),
    "shared": ("outlet", "hash"),
    "printed": ("doc",),
    "story": ("number",),
    "sketch": ("doc",),
    "passage": ("hash", "doc"),
    "stock": ("hash",),
    "unsettled": ("doc",),
}
"""The tables of a store, but for that of a search, with what their rows are in the order of."""
NUMBERED = {"run": "id", "revision": "rowid", "checkup": "rowid", "page": "id"}
"""Tables whose next row is given the next number, and its column."""
OF_NUMBERS = ("passage", "stock", "unsettled", "story")
"""Tables of numbers alone, with hundreds of rows an article: they are compared by their sums."""
ROWS = 5_000
"""Rows of a transaction."""
PRIME = 65_521
"""What numbers are divided by, so that the sum of their products stays a number of 64 bits."""

Tell = Callable[[str, int], None]
"""Is given a table and how many rows it has."""


@contextmanager
def copying(source: Store, target: Store) -> Iterator[None]:
    """Have a store be known as an unfinished copy of another until what is done within has come to its end.

    StoreError if it is neither empty nor an unfinished copy of the same.
    """
    db = target._db
    with target._saying(UNWRITTEN):
        _begin(db, source.path, target.path)
    yield
    with target._saying(UNWRITTEN), db.transaction():
        db.execute(f"DROP TABLE {COPIED_FROM}")


def copy_store(source: Store, target: Store, tell: Tell) -> None:
    """Copy what a store has, as it is now. StoreError says what keeps it from that."""
    with source._saying(UNREAD), target._saying(UNWRITTEN), of_one_moment(source._db):
        for table, key in KEYS.items():
            tell(table, copy_table(source._db, target._db, table, key, target.path, entering=table == "article"))


def copy_table(source: Database, target: Database, table: str, key: Sequence[str], path: str, *, entering: bool = False) -> int:
    """Copy a table, or what it still lacks, and return how many rows it has. StoreError if it is not the same then."""
    if not source.columns(table):  # an older file's, that can only be read
        return 0
    columns = [*dict.fromkeys((*(key if key == ("rowid",) else ()), *source.columns(table)))]
    if not _copied(source, target, table, columns, key, entering=entering):
        with target.transaction():
            target.execute(f"DELETE FROM {table}")
        if not _copied(source, target, table, columns, key, entering=entering):
            raise StoreError(_("{path}: the table {table} is not what was copied", path=path, table=table))
    if table in NUMBERED:
        target.number_on(table, NUMBERED[table])
    [(rows,)] = target.execute(f"SELECT count(*) FROM {table}").fetchall()
    return int(rows)


@contextmanager
def of_one_moment(db: Database) -> Iterator[None]:
    """Have all that is read be as it is now."""
    db.begin_moment()
    try:
        yield
    finally:
        with suppress(*ERRORS):  # one that is gone has ended it
            db.execute("ROLLBACK")


def _begin(db: Database, source: str, path: str) -> None:
    """Note what is copied from where. StoreError if the target holds anything else."""
    with db.transaction():
        if not db.has_table(COPIED_FROM):
            if any(db.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone() for table in ("article", "run", "listing", "failure")):
                raise StoreError(_("the store {path} is not empty: name one that does not exist yet", path=path))
            db.make(f"CREATE TABLE {COPIED_FROM}(source TEXT NOT NULL)")
            db.execute(f"INSERT INTO {COPIED_FROM} VALUES (?)", (source,))
        [(begun,)] = db.execute(f"SELECT source FROM {COPIED_FROM}").fetchall()
        if begun != source:
            raise StoreError(_("the store {path} is a copy of {source} that broke off: name another one", path=path, source=begun))


def _copied(source: Database, target: Database, table: str, columns: Sequence[str], key: Sequence[str], *, entering: bool) -> bool:
    """Copy what is after the last row that the target has, and tell whether the table is the same then."""
    there = target.execute(f"SELECT {','.join(key)} FROM {table} ORDER BY {','.join(f'{name} DESC' for name in key)} LIMIT 1").fetchone()
    where = f"WHERE ({','.join(key)})>({','.join('?' * len(key))})" if there else ""
    query = f"SELECT {','.join(columns)} FROM {table} {where} ORDER BY {','.join(key)}"
    with source.stream(query, there or ()) as rows:
        left = map(target.fitting, rows)
        while some := list(islice(left, ROWS)):
            with target.transaction():
                target.fill(table, columns, some)
                if entering:
                    number, text = columns.index("id"), columns.index("record")
                    finding.enter_many(target, ((row[number], _readable(row[text])) for row in some))
    return _is_same(source, target, table, columns)


def _readable(record: object) -> Article | None:
    with suppress(DamagedRecordError):
        return article_of(record)
    return None


def _is_same(source: Database, target: Database, table: str, columns: Sequence[str]) -> bool:
    if table in OF_NUMBERS:
        rest = [f"sum({name} % {PRIME})" for name in columns] + [f"sum(({f' % {PRIME}) * ('.join(columns)} % {PRIME}))"]
        query = f"SELECT count(*), {', '.join(rest)} FROM {table}"
        sums = [[int(value or 0) for value in db.execute(query).fetchone()] for db in (source, target)]
        return sums[0] == sums[1]
    query = f"SELECT {','.join(columns)} FROM {table}"
    said = [0, 0]
    for place, db in enumerate((source, target)):
        with db.stream(query) as rows:
            for row in rows:  # in whatever order: a letter that the target has not may have changed it
                said[place] += 2**64 + hash(tuple(target.fitting(row)))
    return said[0] == said[1]
