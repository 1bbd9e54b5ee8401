"""One at a time: a lock that processes share, that works on every system, and that a kill lets go of."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def exclusive(lock: Path, waiting: str = "") -> Iterator[None]:
    """Hold `lock`, a file made for nothing else. If another process holds it, say `waiting` and wait for as long as it takes.

    sqlite3.Error if the file cannot be made. The lock is SQLite's own on an empty database.
    """
    held = sqlite3.connect(lock, timeout=0, isolation_level=None)
    try:
        if not _taken(held):
            if waiting:
                print(waiting, file=sys.stderr)  # noqa: T201
            held.execute("PRAGMA busy_timeout=500")  # not longer: Ctrl-C is only heard between two attempts
            while not _taken(held):
                pass
        yield
    finally:
        held.close()


def _taken(lock: sqlite3.Connection) -> bool:
    try:
        lock.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
            raise
        return False
    return True
