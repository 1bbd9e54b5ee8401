"""What is put into the queue again and again: a row an outlet, at the times of a cron expression in KST, or every so many minutes.

Whichever worker looks first when one is due puts the outlet into the queue, in the statement that notes when it is due next: once, however
many workers there are. What was due while none ran comes late, and once.
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
from newsharvest.workers.queue import put_due
from newsharvest.workers.session import connect, saying


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
        return f"--cron '{self.cron}'" if self.cron else f"--every {self.minutes}"


def read_cron(text: str) -> Rhythm:
    """Read a cron expression of five fields. ValueError says in one line what is wrong with it."""
    try:
        if len(text.split()) != 5:
            raise CroniterBadCronError(text)
        rhythm = Rhythm(cron=" ".join(text.split()))
        rhythm.after(press.now())
    except (CroniterBadCronError, CroniterBadDateError):
        told = _("--cron {text!r} is no cron expression: write minute, hour, day, month and weekday, as in --cron '0 5 * * *'", text=text)
        raise ValueError(told) from None
    return rhythm


class Schedule(NamedTuple):
    """An outlet's rhythm, and when it is due next."""

    outlet: str
    rhythm: Rhythm
    next_at: datetime


def write(store: str, name: str, rhythms: Mapping[str, Rhythm]) -> None:
    """Note the rhythms of outlets, in place of those that they had. What has a cron expression is due by it first, the others at once."""
    now = press.now()
    with connect(store, name) as database, saying(store), database.transaction():
        for outlet, rhythm in rhythms.items():
            database.execute(
                "INSERT INTO newsharvest_schedule VALUES (%s, %s, %s, %s) ON CONFLICT (outlet)"
                " DO UPDATE SET cron = excluded.cron, minutes = excluded.minutes, next_at = excluded.next_at",
                (outlet, rhythm.cron, rhythm.minutes, rhythm.after(now) if rhythm.cron else now),
            )


def read(store: str, name: str) -> list[Schedule]:
    """Return every schedule, by outlet."""
    with connect(store, name) as database, saying(store):
        return [schedule_of(row) for row in database.execute(f"{SCHEDULES} ORDER BY outlet")]


def delete(store: str, name: str, outlets: Sequence[str] | None) -> int:
    """Take the schedules of outlets, or all, away; return how many there were."""
    with connect(store, name) as database, saying(store):
        which = (outlets is None, [*(outlets or ())])
        return database.execute("DELETE FROM newsharvest_schedule WHERE %s OR outlet = ANY(%s)", which).rowcount


SCHEDULES = "SELECT outlet, cron, minutes, next_at FROM newsharvest_schedule"


def schedule_of(row: tuple[Any, ...]) -> Schedule:
    """Return the schedule of a row of SCHEDULES."""
    outlet, cron, minutes, next_at = row
    return Schedule(outlet, Rhythm(cron, minutes), next_at.astimezone(press.KST))


async def put_all_due(app: App) -> None:
    """Put the outlets that are due into the queue."""
    for row in await app.connector.execute_query_all_async(f"{SCHEDULES} WHERE next_at <= now() ORDER BY outlet"):
        schedule = schedule_of(tuple(row.values()))
        await put_due(app, schedule.outlet, row["next_at"], schedule.rhythm.after(press.now(), schedule.next_at))
