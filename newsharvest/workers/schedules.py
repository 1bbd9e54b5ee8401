"""What is put into the queue again and again: a row an outlet, at the times of a cron expression in KST, or every so many minutes.

Whichever worker looks first when one is due puts the outlet into the queue, in the statement that notes when it is due next: once, however
many workers there are. What was due while none ran comes late, and once. All times are those of the database's clock.

A row TO_COME is the rhythm of all outlets: a worker that knows an outlet without a row of its own gives it one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from croniter import CroniterBadCronError, CroniterBadDateError, croniter
from procrastinate import App

from newsharvest import press
from newsharvest.language import _
from newsharvest.terminal import minute
from newsharvest.workers.queue import put_due
from newsharvest.workers.session import connect, saying

TO_COME = "*"
"""In place of an outlet's name: the outlets that have no schedule yet."""


@dataclass(frozen=True)
class Rhythm:
    """When an outlet is put into the queue: one of the two is given."""

    cron: str | None = None
    minutes: int | None = None

    def after(self, moment: datetime, due: datetime | None = None) -> datetime:
        """Return when it is due next after a moment, in KST. `due`: when it was, which minutes are counted from."""
        if self.minutes is None:
            following: datetime = croniter(self.cron, moment.astimezone(press.KST)).get_next(datetime)
            return following
        pace, due = timedelta(minutes=self.minutes), due or moment
        return due + pace * ((moment - due) // pace + 1)

    def at_least(self, minutes: int) -> Rhythm:
        """Return it for an outlet between two of whose harvests so many minutes lie. A cron expression says what a person wants."""
        return self if self.minutes is None else Rhythm(minutes=max(self.minutes, minutes))

    def __str__(self) -> str:
        return f'--cron "{self.cron}"' if self.cron else f"--every {self.minutes}"

    def begin(self, now: datetime) -> datetime:
        """Return when it is due first: by its cron expression, or at once."""
        return self.after(now) if self.cron else now


def read_cron(text: str) -> Rhythm:
    """Read a cron expression of five fields. ValueError says in one line what is wrong with it."""
    try:
        if len(text.split()) != 5:
            raise CroniterBadCronError(text)
        rhythm = Rhythm(cron=" ".join(text.split()))
        rhythm.after(press.now())
    except (CroniterBadCronError, CroniterBadDateError):
        told = _('--cron "{text}" is no cron expression: write minute, hour, day, month and weekday, as in --cron "0 5 * * *"', text=text)
        raise ValueError(told) from None
    return rhythm


class Schedule(NamedTuple):
    """An outlet's rhythm, and when it is due next: None if it is never, as it was taken away from all others, or is that of TO_COME."""

    outlet: str
    rhythm: Rhythm
    next_at: datetime | None

    @property
    def due(self) -> str:
        """When it is due next, to be shown."""
        if self.next_at:
            return minute(press.iso(self.next_at))
        return _("each outlet to come") if self.outlet == TO_COME else _("never: it was taken away")


def write(store: str, name: str, rhythms: Mapping[str, Rhythm], to_come: Rhythm | None = None) -> None:
    """Note the rhythms of outlets, in place of those that they had; and `to_come`, if it is given, for those that come later."""
    with connect(store, name) as database, saying(store), database.transaction():
        [(now,)] = database.execute("SELECT now()").fetchall()
        due = [(outlet, rhythm.cron, rhythm.minutes, rhythm.begin(now)) for outlet, rhythm in rhythms.items()]
        for row in [*due, *([(TO_COME, to_come.cron, to_come.minutes, None)] if to_come else [])]:
            database.execute(
                "INSERT INTO newsharvest_schedule VALUES (%s, %s, %s, %s) ON CONFLICT (outlet)"
                " DO UPDATE SET cron = excluded.cron, minutes = excluded.minutes, next_at = excluded.next_at",
                row,
            )


def read(store: str, name: str) -> list[Schedule]:
    """Return every schedule, by outlet."""
    with connect(store, name) as database, saying(store):
        return [schedule_of(row) for row in database.execute(f"{SCHEDULES} ORDER BY outlet")]


LEAVE_OUT = f"""
INSERT INTO newsharvest_schedule SELECT gone.outlet, cron, minutes, NULL
FROM newsharvest_schedule AS standing, unnest(%s::text[]) AS gone(outlet) WHERE standing.outlet = '{TO_COME}'
ON CONFLICT (outlet) DO UPDATE SET next_at = NULL WHERE newsharvest_schedule.next_at IS NOT NULL
"""
DELETE = f"""
DELETE FROM newsharvest_schedule WHERE outlet = ANY(%s)
AND NOT EXISTS (SELECT 1 FROM newsharvest_schedule WHERE outlet = '{TO_COME}')
"""


def delete(store: str, name: str, outlets: Sequence[str] | None) -> int:
    """Take the schedules of outlets, or all, away; return how many there were. While all are scheduled, an outlet is left out of them."""
    with connect(store, name) as database, saying(store), database.transaction():
        if outlets is None:
            [(count,)] = database.execute("SELECT count(next_at) FROM newsharvest_schedule").fetchall()
            database.execute("DELETE FROM newsharvest_schedule")
            return int(count)
        return database.execute(LEAVE_OUT, (outlets,)).rowcount + database.execute(DELETE, (outlets,)).rowcount


SCHEDULES = "SELECT outlet, cron, minutes, next_at FROM newsharvest_schedule"


def schedule_of(row: tuple[Any, ...]) -> Schedule:
    """Return the schedule of a row of SCHEDULES."""
    outlet, cron, minutes, next_at = row
    return Schedule(outlet, Rhythm(cron, minutes), next_at and next_at.astimezone(press.KST))


NEW = f"""
SELECT new.outlet, cron, minutes, now() AS now FROM newsharvest_schedule AS standing, unnest(%(outlets)s::text[]) AS new(outlet)
WHERE standing.outlet = '{TO_COME}' AND NOT EXISTS (SELECT 1 FROM newsharvest_schedule AS own WHERE own.outlet = new.outlet)
"""
ADD = "INSERT INTO newsharvest_schedule VALUES (%(outlet)s, %(cron)s, %(minutes)s, %(next_at)s) ON CONFLICT DO NOTHING"


async def add_new(app: App, paces: Mapping[str, int]) -> list[str]:
    """While all outlets are scheduled, schedule those that have come since, each at its own pace (minutes); return which."""
    added = []
    for row in await app.connector.execute_query_all_async(NEW, outlets=list(paces)):
        outlet, now = row["outlet"], row["now"]
        rhythm = Rhythm(row["cron"], row["minutes"]).at_least(paces[outlet])
        await app.connector.execute_query_async(ADD, outlet=outlet, cron=rhythm.cron, minutes=rhythm.minutes, next_at=rhythm.begin(now))
        added.append(outlet)
    return added


DUE = "SELECT *, now() AS now FROM newsharvest_schedule WHERE next_at <= now() ORDER BY outlet"


async def put_all_due(app: App) -> None:
    """Put the outlets that are due into the queue."""
    for row in await app.connector.execute_query_all_async(DUE):
        outlet, rhythm, due = row["outlet"], Rhythm(row["cron"], row["minutes"]), row["next_at"]
        await put_due(app, outlet, due, rhythm.after(row["now"], due))
