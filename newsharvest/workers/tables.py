"""The tables of the queue: procrastinate's by its own schema, and ours beside them. Whoever needs them first makes them, if allowed to."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import psycopg
from procrastinate.schema import SchemaManager

from newsharvest.database import without_password
from newsharvest.language import _
from newsharvest.workers.exclusion import make_turns
from newsharvest.workers.queue import STALE
from newsharvest.workers.session import QueueError, connect, saying, words_of

VERSION = 2
"""Of our tables: it rises with each change that an older newsharvest could not work with. 2: a schedule may be of the outlets to come."""
UPGRADES = {2: "ALTER TABLE newsharvest_schedule ALTER next_at DROP NOT NULL"}
"""What makes them of this version out of the one before."""

TABLES = """
CREATE TABLE newsharvest_queue(version integer NOT NULL, procrastinate text NOT NULL);
CREATE TABLE newsharvest_worker(
    id bigint PRIMARY KEY REFERENCES procrastinate_workers ON DELETE CASCADE,
    name text NOT NULL, outlets integer NOT NULL, began timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE newsharvest_schedule(
    outlet text COLLATE "C" PRIMARY KEY, cron text, minutes integer, next_at timestamptz,
    CHECK ((cron IS NULL) <> (minutes IS NULL))
);
"""
"""Who works, and what is put into the queue again and again: by a cron expression in KST, or every so many minutes. What is never due
(NULL) is an outlet that was taken away from all others, or what holds for outlets to come (`newsharvest.workers.schedules.TO_COME`)."""


OURS = (VERSION, max(file.stem for file in Path(SchemaManager.get_migrations_path()).glob("*.sql")))
"""What this program knows: our tables, and procrastinate's by the name of their last change."""


def prepare(store: str, name: str) -> None:
    """Make the tables where there are none, and bring those of an older newsharvest up to date, unless it works with them just now.

    QueueError where they are another program's, of a later version, or the user may not do it.
    """
    with connect(store, name) as database, saying(store), database.transaction():
        database.execute("SELECT pg_advisory_xact_lock(hashtextextended('newsharvest queue', 0))")  # two begin at the same moment
        try:
            if (found := _found(database, store)) is None:
                database.execute(SchemaManager.get_schema())
                database.execute(TABLES)
                database.execute("INSERT INTO newsharvest_queue VALUES (%s, %s)", OURS)
            elif found != OURS:
                _upgrade(database, found, store)
            make_turns(database)
        except psycopg.errors.InsufficientPrivilege as error:
            told = _(
                "the queue in {database} is to be made or brought up to date, which this user may not ({why}): run scrapy schedule --list"
                " once as the owner of the database",
                database=without_password(store),
                why=words_of(error),
            )
            raise QueueError(told) from error


def is_prepared(store: str, name: str) -> bool:
    """Tell whether there is a queue. QueueError where it is of another version."""
    with connect(store, name) as database, saying(store):
        found = _found(database, store)
        if found is not None and found != OURS:
            raise _other(found, store)
        return found is not None


def _found(database: psycopg.Connection[tuple[Any, ...]], store: str) -> tuple[int, str] | None:
    """Return of which version the queue is, and which schema of procrastinate's it has; None if there is none."""
    ours, theirs = database.execute("SELECT to_regclass('newsharvest_queue'), to_regclass('procrastinate_jobs')").fetchall()[0]
    if ours is None and theirs is None:
        return None
    if ours is None:
        told = _(
            "the database {database} holds the queue of another program: give newsharvest one of its own", database=without_password(store)
        )
        raise QueueError(told)
    version, schema = database.execute("SELECT version, procrastinate FROM newsharvest_queue").fetchall()[0]
    return int(version), str(schema)


def _upgrade(database: psycopg.Connection[tuple[Any, ...]], found: tuple[int, str], store: str) -> None:
    """Bring the tables of an older newsharvest, or an older procrastinate, up to date, if nobody works with them."""
    version, schema = found
    alive = "SELECT 1 FROM procrastinate_workers WHERE last_heartbeat > now() - make_interval(secs => %s)"
    if version > VERSION or schema > OURS[1] or database.execute(alive, (STALE,)).fetchall():
        raise _other(found, store)
    for file in sorted(Path(SchemaManager.get_migrations_path()).glob("*.sql")):
        if file.stem > schema:
            database.execute(file.read_bytes())
    for following in range(version + 1, VERSION + 1):
        database.execute(UPGRADES[following])
    database.execute("UPDATE newsharvest_queue SET version = %s, procrastinate = %s", OURS)


def _other(found: tuple[int, str], store: str) -> QueueError:
    return QueueError(
        _(
            "the queue in {database} is of another version ({theirs}, here {ours}): stop all workers, have the same newsharvest with the"
            " same packages on all machines, and run scrapy schedule --list once as the owner of the database",
            database=without_password(store),
            theirs="{}, procrastinate {}".format(*found),
            ours="{}, procrastinate {}".format(*OURS),
        )
    )
