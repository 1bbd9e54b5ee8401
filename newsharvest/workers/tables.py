"""The tables of the queue: procrastinate's by its own schema, and ours beside them. Whoever needs them first makes them, if allowed to."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import psycopg
from procrastinate.schema import SchemaManager

from newsharvest.database import without_password
from newsharvest.language import _
from newsharvest.workers.exclusion import make_turns
from newsharvest.workers.session import QueueError, connect, saying

VERSION = 1
"""Of our tables: it rises with each change that an older newsharvest could not work with."""

TABLES = """
CREATE TABLE newsharvest_queue(version integer NOT NULL, procrastinate text NOT NULL);
CREATE TABLE newsharvest_worker(
    id bigint PRIMARY KEY REFERENCES procrastinate_workers ON DELETE CASCADE,
    name text NOT NULL, outlets integer NOT NULL, began timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE newsharvest_schedule(
    outlet text COLLATE "C" PRIMARY KEY, cron text, minutes integer, next_at timestamptz NOT NULL,
    CHECK ((cron IS NULL) <> (minutes IS NULL))
);
"""
"""Who works, and what is put into the queue again and again: by a cron expression in KST, or every so many minutes."""


def procrastinates() -> str:
    """Return which schema of procrastinate this program knows: the name of its last change."""
    return max(file.stem for file in Path(SchemaManager.get_migrations_path()).glob("*.sql"))


def prepare(store: str, name: str) -> None:
    """Make the tables where there are none. QueueError where they are another program's, or of another version."""
    with connect(store, name) as database, saying(store), database.transaction():
        database.execute("SELECT pg_advisory_xact_lock(hashtextextended('newsharvest queue', 0))")  # two begin at the same moment
        if not _check(database, store):
            database.execute(SchemaManager.get_schema())
            database.execute(TABLES)
            database.execute("INSERT INTO newsharvest_queue VALUES (%s, %s)", (VERSION, procrastinates()))
        make_turns(database)


def is_prepared(store: str, name: str) -> bool:
    """Tell whether there is a queue. QueueError where it is of another version."""
    with connect(store, name) as database, saying(store):
        return _check(database, store)


def _check(database: psycopg.Connection[tuple[Any, ...]], store: str) -> bool:
    ours, theirs = database.execute("SELECT to_regclass('newsharvest_queue'), to_regclass('procrastinate_jobs')").fetchall()[0]
    if ours is None and theirs is None:
        return False
    where = without_password(store)
    if ours is None:
        raise QueueError(_("the database {database} holds the queue of another program: give newsharvest one of its own", database=where))
    version, schema = database.execute("SELECT version, procrastinate FROM newsharvest_queue").fetchall()[0]
    if (version, schema) != (VERSION, procrastinates()):
        told = _(
            "the queue in {database} is of another version ({theirs}, here {ours}): run the same newsharvest, with the same packages,"
            " on all machines",
            database=where,
            theirs=f"{version}, procrastinate {schema}",
            ours=f"{VERSION}, procrastinate {procrastinates()}",
        )
        raise QueueError(told)
    return True
