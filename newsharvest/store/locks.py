"""One harvest at a time writes a store."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from newsharvest.database import on_server
from newsharvest.language import _
from newsharvest.store.opening import size_of
from newsharvest.store.records import StoreError
from newsharvest.terminal import cause, say


@contextmanager
def harvesting(path: str | Path) -> Iterator[None]:
    """Hold a store for one harvest: a second one says that it waits, and waits its turn, so that no site is asked by two at once.

    StoreError if the lock, `<path>.lock`, cannot be made. A kill lets go of it.
    """
    if str(path) == ":memory:" or on_server(path):  # a server is written by many, each outlet by one
        yield
        return
    folder = Path(path).parent
    if not folder.is_dir():  # filelock would make it
        raise StoreError(_("the store {path} cannot be used: there is no folder {folder}", path=path, folder=folder))
    lock = FileLock(f"{path}.lock")
    try:
        try:
            lock.acquire(blocking=False)
        except Timeout:
            say(_("another harvest writes {path}: waiting for it to end", path=path))
            lock.acquire()
    except OSError as error:
        why = f"{lock.lock_file}: {cause(error)}"
        raise StoreError(_("the store {path} cannot be used: {why}", path=path, why=why)) from error
    try:
        if Path(path).is_file() and not size_of(path):
            say(_("the store {path} is empty (0 bytes), which no harvest leaves: it is begun anew", path=path))
        yield
    finally:
        lock.release()
