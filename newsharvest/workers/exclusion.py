"""Who may ask an outlet: one process of all machines at a time, by an advisory lock that its session with the database holds.

A kill lets go of the lock at once, and a machine that vanishes within a minute (`newsharvest.database.postgres`). A process that is stopped
and goes on later has held it all the while. It needs psycopg alone, so that `scrapy harvest` takes part without a queue. PgBouncer has to
be in session mode.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Self

import psycopg

from newsharvest.workers.session import QueueError, connect, saying

AFTER_LOSS = 3.0
"""Seconds, beside its delay, for which an outlet is spared that was not given back: who held it has heard by then that it has lost it, and
has given up what was on its way (`newsharvest.download.http`)."""

SPARED_MAX = 86_400.0
"""Seconds for which an outlet is spared at most, however long it asks for with a refusal."""

KEY = "hashtextextended('outlet:' || %s::text, 0)"
TURNS = """
CREATE TABLE newsharvest_turn(
    outlet text COLLATE "C" PRIMARY KEY, holder text NOT NULL, since timestamptz NOT NULL, crawl_delay double precision NOT NULL DEFAULT 0,
    not_before timestamptz, spared_until timestamptz
)
"""
"""Who has asked an outlet last, since when, with which Crawl-delay, and when the next may: NULL until it is given back. And until when it
has asked to be spared by a refusal, however its run has ended."""


def make_turns(database: psycopg.Connection[Any]) -> None:
    """Make the table of turns where there is none, and what one of an older newsharvest lacks. Part of a transaction."""
    database.execute("SELECT pg_advisory_xact_lock(hashtextextended('newsharvest turns', 0))")
    columns = database.execute("SELECT attname FROM pg_attribute WHERE attrelid = to_regclass('newsharvest_turn')").fetchall()
    if not columns:
        database.execute(TURNS)
    elif ("spared_until",) not in columns:
        database.execute("ALTER TABLE newsharvest_turn ADD COLUMN spared_until timestamptz")


LEFT = """
SELECT crawl_delay, extract(epoch FROM not_before - now())::double precision,
coalesce(extract(epoch FROM spared_until - now()), 0)::double precision FROM newsharvest_turn WHERE outlet = %s
"""


class Exclusion:
    """The outlets that this process alone may ask, as long as its session with the database lasts."""

    def __init__(self, store: str, holder: str) -> None:
        """Connect. QueueError where the database cannot be used."""
        self.store = store
        self.holder = holder
        self.held: set[str] = set()
        self.lost = False
        """Whether the session is gone, and with it every lock."""
        self._unwatch: Callable[[], object] = lambda: None
        self._tell: Callable[[QueueError], object] = lambda _error: None
        self._db = connect(store, holder)
        with saying(store), self._db.transaction():
            make_turns(self._db)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Let go of every lock. What was not given back counts as asked until now."""
        self._unwatch()
        self._db.close()

    def take(self, outlet: str, delay: float) -> float | None:
        """Take an outlet: return the seconds after which it may be asked, or None if another process has it.

        `delay`: the least that lies between two requests, in seconds, if its robots.txt does not ask for more.
        """
        with saying(self.store), self._db.transaction():
            if outlet in self.held or not self._says(f"SELECT pg_try_advisory_lock({KEY})", outlet):
                return None
            self.held.add(outlet)
            found = self._db.execute(LEFT, (outlet,)).fetchall()
            self._db.execute(
                "INSERT INTO newsharvest_turn(outlet, holder, since) VALUES (%s, %s, now()) ON CONFLICT (outlet)"
                " DO UPDATE SET holder = excluded.holder, since = excluded.since, not_before = NULL",
                (outlet, self.holder),
            )
        if not found:
            return 0.0
        crawl_delay, left, spared = found[0]
        return float(max(max(delay, crawl_delay) + AFTER_LOSS if left is None else left, spared, 0.0))

    def note_crawl_delay(self, outlet: str, seconds: float) -> None:
        """Note the Crawl-delay of an outlet that is held: whoever has it next keeps to it from its first request on."""
        with self._losing():
            self._db.execute("UPDATE newsharvest_turn SET crawl_delay = %s WHERE outlet = %s", (seconds, outlet))

    def note_refusal(self, outlet: str, seconds: float) -> None:
        """Note for how long an outlet that is held asks to be spared: no run of it begins before, also if this one is killed."""
        with self._losing():
            self._db.execute(
                "UPDATE newsharvest_turn SET spared_until = now() + make_interval(secs => %s) WHERE outlet = %s",
                (min(seconds, SPARED_MAX), outlet),
            )

    def give(self, outlet: str, rest: float) -> None:
        """Give an outlet back, to be asked by the next in `rest` seconds. Where the session is gone, so is the lock."""
        self.held.discard(outlet)
        with self._losing(), self._db.transaction():
            self._db.execute(
                "UPDATE newsharvest_turn SET not_before = now() + make_interval(secs => %s) WHERE outlet = %s AND holder = %s",
                (rest, outlet, self.holder),
            )
            self._says(f"SELECT pg_advisory_unlock({KEY})", outlet)

    def holder_of(self, outlet: str) -> str:
        """Return who took an outlet last; nothing if nobody has."""
        with saying(self.store):
            found = self._db.execute("SELECT holder FROM newsharvest_turn WHERE outlet = %s", (outlet,)).fetchall()
        return str(found[0][0]) if found else ""

    def watch(self, lost: Callable[[QueueError], object]) -> None:
        """Call `lost`, once, as soon as the session is gone. To be called within the event loop."""
        self._unwatch()
        self._tell = lost
        loop, socket = asyncio.get_running_loop(), self._db.fileno()

        def readable() -> None:
            with self._losing():
                self._db.pgconn.consume_input()  # nothing is asked: it is the end, or a notice

        loop.add_reader(socket, readable)
        self._unwatch = lambda: loop.remove_reader(socket)

    @contextmanager
    def _losing(self) -> Iterator[None]:
        """Do what needs the session; if it is gone, tell so."""
        try:
            with saying(self.store):
                yield
        except QueueError as error:
            if not self.lost:
                self.lost = True
                self._unwatch()
                self._unwatch = lambda: None
                self._tell(error)

    def _says(self, query: str, outlet: str) -> bool:
        return self._db.execute(query, (outlet,)).fetchall() == [(True,)]


HELD = """
SELECT turn.outlet, turn.holder, turn.since FROM newsharvest_turn AS turn JOIN pg_locks AS lock
ON lock.locktype = 'advisory' AND lock.objsubid = 1 AND lock.granted
AND lock.database = (SELECT oid FROM pg_database WHERE datname = current_database())
AND (lock.classid::bigint << 32 | lock.objid::bigint) = hashtextextended('outlet:' || turn.outlet, 0)
ORDER BY turn.since, turn.outlet
"""
"""The outlets that are held just now, by whom and since when: what the locks say, not what was written down."""
