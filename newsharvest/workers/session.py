"""The PostgreSQL that workers share: how it is reached, and what is said where it cannot be."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg.conninfo import make_conninfo

from newsharvest.database import ServerError, connected_by, without_password
from newsharvest.language import _
from newsharvest.store import StoreError


class QueueError(StoreError):
    """The queue cannot be used. Its text says why, in one line."""


def me(command: str) -> str:
    """Return what this process is called where several are told apart: `work@host:pid`."""
    return f"{command}@{socket.gethostname()}:{os.getpid()}"


def conninfo_of(store: str, name: str) -> str:
    """Return how a STORE is connected to under a name. QueueError if it cannot be read."""
    try:
        return make_conninfo(**connected_by(store) | {"application_name": name})
    except ServerError as error:
        raise _unusable(store, str(error)) from error


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
        raise _unusable(store, words_of(error)) from error


def words_of(error: BaseException) -> str:
    """Return what the database, or the way to it, says of an error: its first line, for the next guess at why."""
    return next(iter(str(error).splitlines()), "") or type(error).__name__


def _unusable(store: str, why: str) -> QueueError:
    return QueueError(_("the database {database} cannot be used: {why}", database=without_password(store), why=why))
