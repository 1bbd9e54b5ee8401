"""What the workers of all machines do, and what they have done: what `scrapy workers` shows."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from newsharvest import press
from newsharvest.run.health import Figures
from newsharvest.store import Store
from newsharvest.workers.exclusion import HELD
from newsharvest.workers.queue import STALE, TASK
from newsharvest.workers.schedules import Schedule, read
from newsharvest.workers.session import connect, saying

ALL_RUNS = 2**31 - 1
RUNS_MAX = 1000
"""Of an outlet that are looked at: each quarter of an hour for ten days."""

STUCK = timedelta(hours=24)
"""For which nobody harvests an outlet without a stop."""


@dataclass(frozen=True)
class Busy:
    """An outlet that is being asked: by which process, and since when."""

    outlet: str
    holder: str
    since: datetime


@dataclass(frozen=True)
class Waiting:
    """An outlet that waits in the queue: since when, and before when it is not taken."""

    outlet: str
    since: datetime
    not_before: datetime | None


@dataclass(frozen=True)
class Failed:
    """An outlet that could not be harvested at all, and when."""

    outlet: str
    at: datetime


@dataclass(frozen=True)
class AtWork:
    """A worker: how many outlets it takes at a time, since when, when it last gave a sign of life, and whether that is long ago."""

    name: str
    outlets: int
    began: datetime
    heard: datetime
    silent: bool


@dataclass
class Night:
    """What came of one outlet: the sums of its runs, what failed in the last, and how that ended."""

    outlet: str
    runs: int = 0
    new: int = 0
    edited: int = 0
    known: int = 0
    duplicates: int = 0
    failed: dict[str, int] = field(default_factory=dict)
    seconds: float = 0.0
    status: int | None = None
    """The exit status of its last run; None if that came to no end."""
    busy: bool = False


@dataclass(frozen=True)
class Overview:
    """All of it."""

    since: datetime
    workers: list[AtWork]
    busy: list[Busy]
    waiting: list[Waiting]
    orphaned: list[str]
    """Outlets whose worker was killed: they are taken up again."""
    failed: list[Failed]
    schedules: list[Schedule]
    night: list[Night]

    @property
    def overdue(self) -> bool:
        """Whether outlets wait, or are due, and no worker is there to take them."""
        due = any(one.next_at is not None and one.next_at <= press.now() for one in self.schedules)
        return not any(not worker.silent for worker in self.workers) and bool(self.waiting or self.orphaned or due)

    @property
    def stuck(self) -> list[Busy]:
        """What one process has had for longer than any harvest takes: it is stopped, or hangs, and nobody else asks these outlets."""
        return [one for one in self.busy if press.now() - one.since > STUCK]

    @property
    def exit_status(self) -> int:
        """0, or 1 if something is wrong: with an outlet's last run, with a job, or as nobody takes what waits or gives back what it has."""
        bad = any(one.status != 0 and not one.busy for one in self.night)
        return int(bad or bool(self.failed) or self.overdue or bool(self.stuck))


def look(store: Store, address: str, name: str, outlets: list[str], since: datetime) -> Overview:
    """Look at the queue of a store, and at what has come into it since a moment from these outlets."""
    with connect(address, name) as database, saying(address):
        busy = [Busy(outlet, holder, kst(at)) for outlet, holder, at in database.execute(HELD)]
        jobs = database.execute(JOBS, (TASK,)).fetchall()
        workers = [AtWork(n, count, kst(began), kst(heard), late) for n, count, began, heard, late in database.execute(WORKERS, (STALE,))]
    held = {one.outlet for one in busy}
    waiting = [Waiting(outlet, kst(at), later and kst(later)) for outlet, status, at, later in jobs if status == "todo"]
    orphaned = [outlet for outlet, status, *_ in jobs if status == "doing" and outlet not in held]
    failed = [Failed(outlet, kst(at)) for outlet, status, at, _ in jobs if status == "failed" and at >= since]
    nights = [night_of(store, outlet, since, busy=outlet in held) for outlet in outlets]
    return Overview(since, workers, busy, waiting, orphaned, failed, read(address, name), [night for night in nights if night])


JOBS = """
SELECT job.args ->> 'outlet', job.status::text, max(event.at), job.scheduled_at
FROM procrastinate_jobs AS job JOIN procrastinate_events AS event ON event.job_id = job.id
WHERE job.task_name = %s GROUP BY job.id ORDER BY job.id
"""
WORKERS = """
SELECT ours.name, ours.outlets, ours.began, theirs.last_heartbeat, theirs.last_heartbeat < now() - make_interval(secs => %s)
FROM newsharvest_worker AS ours JOIN procrastinate_workers AS theirs USING (id) ORDER BY ours.id
"""


def night_of(store: Store, outlet: str, since: datetime, *, busy: bool) -> Night | None:
    """Return what came of an outlet since a moment; None if nothing was tried."""
    last = store.last_run(outlet)
    begin = press.iso(since)
    if last is None or last.started_at < begin:
        return None
    ended = [Figures.load(data) for at, data in store.figures_before(outlet, ALL_RUNS, RUNS_MAX) if at >= begin]
    night = Night(outlet, len(ended), status=last.status, busy=busy)
    for figures in ended:
        night.new += figures.new
        night.edited += figures.edited
        night.known += figures.known
        night.duplicates += figures.duplicates
        night.seconds += figures.seconds
    night.failed = dict(Counter(ended[0].failed)) if ended else {}
    return night


def kst(moment: datetime) -> datetime:
    """Return a moment in KST."""
    return moment.astimezone(press.KST)
