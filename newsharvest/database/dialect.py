"""What a store asks of a database, whichever it is: plain DB-API, and the few words that SQLite and PostgreSQL have each their own of.

Statements are written once, in what both understand, with `?` and `?1` for values. Times and days are texts, and texts are in the order of
their bytes in both. What differs is a method here; it returns a piece of SQL, or the value that goes with it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

Row = tuple[Any, ...]


class ServerError(Exception):
    """What a database's server says is wrong, in its words."""


class ForbiddenError(ServerError):
    """The user that has connected may not do that."""


class TakenError(ServerError):
    """There is a table of that name already."""


class TimedOutError(ServerError):
    """A statement took longer than it was given."""


ERRORS = (sqlite3.Error, ServerError)
"""What a statement raises that cannot be carried out."""


class Database(Protocol):
    """A connection to a database. Outside a transaction each statement is one of its own."""

    is_server: bool
    """Whether it is a server, which many write at once, and no file."""
    schema: str
    """The name before a table's, where one of the same name stands before it."""

    @property
    def in_transaction(self) -> bool:
        """Whether a transaction is open."""
        ...

    def execute(self, sql: str, values: Sequence[Any] = (), /) -> Any:
        """Carry out a statement, and return the cursor over its rows."""
        ...

    def executemany(self, sql: str, rows: Iterable[Sequence[Any]], /) -> Any:
        """Carry out a statement for each row of values."""
        ...

    def close(self) -> None:
        """Close the connection."""
        ...

    def transaction(self, alone: str = "", *, shared: bool = False) -> AbstractContextManager[None]:
        """Have what is written within be there as a whole, or not at all; within another one, as a part of that.

        `alone`: while nobody else is in one that is named so; `shared`: but those who say so too.
        """
        ...

    def begin_moment(self, *, making: bool = False) -> None:
        """Begin a transaction in which all that is read is as it is now, however long it takes; `making`: tables of its own are made."""
        ...

    def insert(self, sql: str, values: Sequence[Any], key: str) -> int:
        """Insert a row, and return the number that it was given in the column `key`."""
        ...

    def stream(self, sql: str, values: Sequence[Any] = ()) -> AbstractContextManager[Iterable[Row]]:
        """Give the rows of a query, however many, without holding them all."""
        ...

    def has_table(self, name: str) -> bool:
        """Tell whether there is a table or view of that name."""
        ...

    def columns(self, table: str) -> list[str]:
        """Return the names of a table's columns, in their order; none if there is no such table."""
        ...

    def fill(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """Put rows into a table, as fast as it goes."""
        ...

    def fitting(self, values: Sequence[Any]) -> Sequence[Any]:
        """Return the values of a row as they are kept here: what has no place in a text is replaced."""
        ...

    def number_on(self, table: str, column: str) -> None:
        """Have the next row of a table whose rows were put there with their numbers get the number after the last."""
        ...

    def make(self, *statements: str) -> None:
        """Carry out statements that make tables, as SQLite writes them."""
        ...

    # --- what the two write differently

    def listed(self, values: Iterable[Any]) -> Any:
        """Return values as one, for `among`, `numbers` and `texts`."""
        ...

    def among(self, column: str, at: str = "?") -> str:
        """Return the condition that a column of numbers is one of those listed."""
        ...

    def among_texts(self, column: str, at: str = "?") -> str:
        """Return the condition that a column of texts is one of those listed."""
        ...

    def numbers(self, at: str = "?") -> str:
        """Return a query whose column `value` has the numbers listed."""
        ...

    def key(self, column: str) -> str:
        """Return what of a column of texts of any length is unique, in the key of a table (see `newsharvest.store.schema`)."""
        ...

    def gathered(self, column: str) -> str:
        """Return what makes the values of a group the list of a JSON text."""
        ...
