"""The database behind a store, for what only tests ask of it."""

from __future__ import annotations

from newsharvest.database import SQLite
from newsharvest.store import Store


def sqlite_of(store: Store) -> SQLite:
    """Return the connection of a store that is a file."""
    assert isinstance(store._db, SQLite)
    return store._db
