"""The PostgreSQL that workers share: how it is reached, and what is said where it cannot be."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from newsharvest.database import without_password
from newsharvest.language import _
from newsharvest.store import StoreError

OURS = {"keepalives": 1, "keepalives_idle": 5, "keepalives_interval": 3, "keepalives_count": 3, "tcp_user_timeout": 14_000}
"""By which we know after 14 seconds that the server, or the way to it, has vanished."""
THEIRS = {"tcp_keepalives_idle": 20, "tcp_keepalives_interval": 10, "tcp_keepalives_count": 3, "tcp_user_timeout": 50_000}
"""By which the server knows after 50 seconds, when we have long stopped, that this machine has vanished, and lets go of its locks."""
CONNECT_SECONDS = 10


class QueueError(StoreError):
    """The queue cannot be used. Its text says why, in one line."""


def me(command: str) -> str:
    """Return what this process is called where several are told apart: `work@host:pid`."""
    return f"{command}@{socket.gethostname()}:{os.getpid()}"


def conninfo_of(store: str, name: str, **settings: object) -> str:
    """Return how a STORE is connected to, so that either side knows within a minute that the other has vanished.

    `settings`: what the server is to set for the session beside.
    """
    parts = conninfo_to_dict(store)
    theirs = " ".join(f"-c {key}={value}" for key, value in {**THEIRS, **settings}.items())
    options = f"{parts.get('options') or ''} {theirs}".strip()
    return make_conninfo(store, application_name=name, options=options, **{"connect_timeout": CONNECT_SECONDS, **OURS, **_given(parts)})


def _given(parts: dict[str, Any]) -> dict[str, Any]:
    """Return what the STORE itself says of these."""
    return {name: parts[name] for name in ("connect_timeout", *OURS) if name in parts}


def connect(store: str, name: str) -> psycopg.Connection[tuple[Any, ...]]:
    """Connect, each statement a transaction of its own. QueueError says in one line why that cannot be."""
    with saying(store):
        return psycopg.connect(conninfo_of(store, name), autocommit=True)


@contextmanager
def saying(store: str) -> Iterator[None]:
    """Turn what the database says into a QueueError of one line."""
    try:
        yield
    except psycopg.errors.InsufficientPrivilege as error:
        told = _("the database {database} does not allow it to this user: {why}", database=without_password(store), why=words_of(error))
        raise QueueError(told) from error
    except psycopg.Error as error:
        told = _("the database {database} cannot be used: {why}", database=without_password(store), why=words_of(error))
        raise QueueError(told) from error


def words_of(error: BaseException) -> str:
    """Return what the database, or the way to it, says of an error: its first line, for the next guess at why."""
    return next(iter(str(error).splitlines()), "") or type(error).__name__
