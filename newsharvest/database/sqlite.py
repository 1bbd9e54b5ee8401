"""SQLite: a database in a file."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

_text = partial(str, encoding="utf-8", errors="surrogateescape")  # a damaged text must not stop the reading of others


class SQLite(sqlite3.Connection):
    """A connection to a file, or `:memory:`: see `newsharvest.database.Database`."""

    is_server = False
    schema = "main"

    @contextmanager
    def transaction(self, alone: str = "", *, shared: bool = False) -> Iterator[None]:
        """Have what is written within be there as a whole, or not at all. Only one at a time writes a file, whatever `alone` names."""
        within = self.in_transaction
        if within:
            yield
            return
        try:
            self.execute("BEGIN IMMEDIATE")
            yield
            self.execute("COMMIT")
        except BaseException:
            if self.in_transaction:  # else SQLite itself has rolled back what a full disk broke off
                self.execute("ROLLBACK")
            raise

    def begin_moment(self, *, making: bool = False) -> None:
        """Begin a transaction in which all that is read is as it is now."""
        self.execute("BEGIN")

    def insert(self, sql: str, values: Sequence[Any], key: str) -> int:
        """Insert a row, and return the number that it was given."""
        number = self.execute(sql, values).lastrowid
        assert number is not None
        return number

    @contextmanager
    def stream(self, sql: str, values: Sequence[Any] = ()) -> Iterator[Iterable[tuple[Any, ...]]]:
        """Give the rows of a query, of which SQLite holds one at a time."""
        yield self.execute(sql, values)

    def has_table(self, name: str) -> bool:
        """Tell whether there is a table or view of that name."""
        return self.execute("SELECT 1 FROM sqlite_master WHERE name=?", (name,)).fetchone() is not None

    def columns(self, table: str) -> list[str]:
        """Return the names of a table's columns, in their order."""
        return [str(name) for _, name, *_ in self.execute(f"PRAGMA table_info({table})")]

    def fill(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """Put rows into a table."""
        self.executemany(f"INSERT INTO {table}({','.join(columns)}) VALUES ({','.join('?' * len(columns))})", rows)

    def fitting(self, values: Sequence[Any]) -> Sequence[Any]:
        """Return the values as they are: a file takes them all."""
        return values

    def number_on(self, table: str, column: str) -> None:
        """Do nothing: SQLite looks which number was the last."""

    def make(self, *statements: str) -> None:
        """Carry out statements that make tables."""
        for statement in statements:
            self.execute(statement)

    def listed(self, values: Iterable[Any]) -> str:
        """Return values as `json_each` reads them."""
        listed = [*values]
        return str(listed) if listed and type(listed[0]) is int else json.dumps(listed)  # Python writes numbers as JSON does, and faster

    def among(self, column: str, at: str = "?") -> str:
        """Return the condition that a column is one of the values listed."""
        return f"{column} IN (SELECT value FROM json_each({at}))"

    among_texts = among

    def numbers(self, at: str = "?") -> str:
        """Return a query whose column `value` has the numbers listed."""
        return f"SELECT value FROM json_each({at})"

    def key(self, column: str) -> str:
        """Return the column itself."""
        return column

    def gathered(self, column: str) -> str:
        """Return what makes the values of a group the list of a JSON text."""
        return f"json_group_array({column})"


def connect(path: str | Path, busy_seconds: float = 60.0, *, mode: str = "") -> SQLite:
    """Open a file, which is made if it is not there; `mode`: one of those that SQLite's addresses of files know, as `mode=ro`."""
    name = f"{Path(path).absolute().as_uri()}?{mode}" if mode else str(path)
    db = sqlite3.connect(name, timeout=busy_seconds, isolation_level=None, uri=bool(mode), factory=SQLite)
    db.text_factory = _text
    return db
