"""Where the stores of tests are: in a file, or in a server's database; and what only tests ask of either."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from newsharvest.database import Database, PostgreSQL, SQLite, connect, on_server
from newsharvest.dedupe import Index
from newsharvest.store import Store
from tests.support.postgres import Postgres

Place: TypeAlias = Path | str
"""What STORE is: a file, or the address of a database."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Name a file for STORE: of what is only true of one."""
    return tmp_path / "harvest.db"


ON_SERVER = pytest.param("server", marks=pytest.mark.slow)
"""What is true of a file is tried on a server's database again: the tests marked slow do. (What is a server's own has tests of its own.)"""


@pytest.fixture(params=["file", ON_SERVER])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """Name a place for STORE where no article is: each test that asks for it is run with a file, and with a server's database."""
    if request.param == "file":
        yield tmp_path / "harvest.db"
        return
    server: Postgres = request.getfixturevalue("postgres")
    with server.store() as address:
        yield address


@pytest.fixture
def store(place: Place) -> Iterator[Store]:
    """Open the store in it."""
    with Store(place) as opened:
        yield opened


@pytest.fixture(scope="module", params=["memory", ON_SERVER])
def module_store(request: pytest.FixtureRequest) -> Iterator[Store]:
    """Open a store that all tests of a module share; run with one in memory, and with one in a server's database."""
    if request.param == "memory":
        with Store(":memory:") as opened:
            yield opened
        return
    server: Postgres = request.getfixturevalue("postgres")
    with server.store() as address, Store(address) as opened:
        yield opened


@pytest.fixture(params=["memory", ON_SERVER])
def index(request: pytest.FixtureRequest) -> Iterator[Index]:
    """Open an index of near-duplicates in which nothing is."""
    if request.param == "memory":
        with Index(":memory:") as made:
            yield made
        return
    server: Postgres = request.getfixturevalue("postgres")
    with server.store() as address, closing(PostgreSQL(address)) as db:
        yield Index(db)


def database_of(place: Place) -> Database:
    """Open the database itself, past the store."""
    return PostgreSQL(str(place)) if on_server(place) else connect(place)


def rows(place: Place, query: str, *values: Any) -> list[tuple[Any, ...]]:
    """Ask the database itself."""
    with closing(database_of(place)) as db:
        return list(db.execute(query, values).fetchall())


def everything(place: Place) -> dict[str, list[tuple[Any, ...]]]:
    """Return what is in each table that has anything, in no order."""
    query = "SELECT name FROM sqlite_master WHERE type='table' AND name<>'pair'"
    if on_server(place):
        query = "SELECT relname FROM pg_class WHERE relnamespace='public'::regnamespace AND relkind='r'"
    tables = [str(name) for (name,) in rows(place, query)]
    return {name: sorted(found, key=repr) for name in tables if (found := rows(place, f"SELECT * FROM {name}"))}


def change(place: Place, *statements: str, values: Sequence[Any] = ()) -> None:
    """Change what is in the database itself; each statement must find something to change."""
    with closing(database_of(place)) as db:
        for statement in statements:
            assert db.execute(statement, values).rowcount != 0


def sqlite_of(store: Store) -> SQLite:
    """Return the connection of a store that is a file."""
    assert isinstance(store._db, SQLite)
    return store._db
