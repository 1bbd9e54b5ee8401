"""One harvest at a time writes a store."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from newsharvest.locks import exclusive
from newsharvest.store.records import StoreError


@contextmanager
def harvesting(path: str | Path) -> Iterator[None]:
    """Hold a store for one harvest: a second one waits its turn, so that no site is asked by two at once."""
    if str(path) == ":memory:":
        yield
        return
    try:
        with exclusive(Path(f"{path}.lock"), f"another harvest writes {path}: waiting for it to end"):
            yield
    except sqlite3.Error as error:
        raise StoreError(f"the store {path} cannot be used: {error}") from error
