"""The queue: procrastinate's, in the store's own database. A job is one outlet that is to be harvested, and no outlet waits in it twice.

What procrastinate leaves to its users stands here: a job that is given back, or was a killed worker's, while the same outlet waits again,
goes (`retry_job` would break a unique index, and leave the outlet dead); and a worker that was taken for dead, and goes on, does so.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from typing import Any

import psycopg
from procrastinate import App, JobContext, PsycopgConnector, RetryDecision, SyncPsycopgConnector
from procrastinate.connector import BaseConnector
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException, UniqueViolation
from procrastinate.jobs import Job, Status
from procrastinate.manager import JobManager
from procrastinate.retry import BaseRetryStrategy
from typing_extensions import override

from newsharvest.database import without_password
from newsharvest.language import _
from newsharvest.workers.session import QueueError, conninfo_of, saying, words_of

QUEUE = "outlets"
TASK = "harvest"

HEARTBEAT = 5.0
"""Seconds between two signs of life of a worker."""
STALE = 20.0
"""Seconds without one after which its jobs are taken up again: no job is dead for a minute."""
POLL = 2.0
"""Seconds after which a worker looks for a job that it was told nothing of, such as one that was given back."""
KEPT_HOURS = 7 * 24
"""For which a job that has failed is remembered."""
BUSY_SECONDS = 10.0
"""After which a job is tried again whose outlet another process has."""

Harvest = Callable[[str], Awaitable[None]]
"""Harvests an outlet. It raises NotNow if that is to be done later, and anything else if it cannot be done."""


class NotNow(Exception):  # noqa: N818 (it is no error)
    """The outlet is to be harvested later, by whichever worker."""

    def __init__(self, seconds: float = 0.0) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class _GiveBack(BaseRetryStrategy):
    @override
    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        return RetryDecision(retry_in={"milliseconds": int(1000 * exception.seconds)}) if isinstance(exception, NotNow) else None


class Jobs(JobManager):
    """Procrastinate's, which bears with what a kill, or a worker that was stopped for a while, leaves behind."""

    def __init__(self, connector: BaseConnector) -> None:
        super().__init__(connector)
        self.failed: Callable[[ConnectorException], object] = _raise
        """What is called if it cannot be written down how a job ended: in its worker it would run forever."""

    @override
    async def retry_job(self, job: Job, *args: Any, **decided: Any) -> None:
        """Put a job back; if its outlet waits again already, end it."""
        try:
            await self._written(partial(super().retry_job, job, *args, **decided))
        except UniqueViolation:
            await self.finish_job(job, Status.ABORTED, delete_job=True)

    @override
    async def finish_job(self, job: Job, status: Status, delete_job: bool) -> None:
        """End a job, unless another worker that took this one for dead has ended it."""
        await self._written(partial(super().finish_job, job, status, delete_job))

    @override
    async def update_heartbeat(self, worker_id: int) -> None:
        """Give a sign of life, also of a worker that was struck off while it was stopped."""
        await self.connector.execute_query_async(
            "INSERT INTO procrastinate_workers(id) OVERRIDING SYSTEM VALUE VALUES (%(worker)s)"
            " ON CONFLICT (id) DO UPDATE SET last_heartbeat = now()",
            worker=worker_id,
        )

    @override
    async def fetch_job(self, queues: Iterable[str] | None, worker_id: int) -> Job | None:
        """Take the next job."""
        await self.update_heartbeat(worker_id)  # it goes on after it was struck off: a job could not name it
        return await super().fetch_job(queues, worker_id)

    async def _written(self, write: Callable[[], Awaitable[None]]) -> None:
        """Write something down; a second time if need be, as the first one may meet a connection that has died since it was last used."""
        for last in (False, True):
            try:
                await write()
                break
            except UniqueViolation:
                raise
            except ConnectorException as error:
                if isinstance(error.__cause__, psycopg.errors.RaiseException):  # so procrastinate says that the job has ended
                    break
                if last:
                    self.failed(error)


def _raise(error: ConnectorException) -> None:
    raise error


def app_of(connector: BaseConnector) -> App:
    """Return the queue over a connection to its database."""
    app = App(connector=connector)
    app.job_manager = Jobs(connector)

    @app.task(name=TASK, queue=QUEUE, pass_context=True, retry=_GiveBack())
    async def harvest(context: JobContext, outlet: str) -> None:
        await context.additional_context["harvest"](outlet)

    @app.periodic(cron="41 * * * *")
    @app.task(name="forget", queue=QUEUE)
    async def forget(timestamp: int) -> None:  # without a periodic task, procrastinate's worker does not notice that its heart has stopped
        await app.job_manager.delete_old_jobs(KEPT_HOURS, include_failed=True, include_cancelled=True, include_aborted=True)

    return app


def workers_app(store: str, name: str) -> App:
    """Return the queue for a worker, within an event loop."""
    logging.getLogger("psycopg").setLevel(logging.CRITICAL)  # what it says of a lost database, we say in one line
    connector = PsycopgConnector(
        conninfo=conninfo_of(store, name), min_size=1, max_size=6, timeout=2.0, configure=_with_each_statement_alone
    )
    return app_of(connector)


async def _with_each_statement_alone(connection: psycopg.AsyncConnection[Any]) -> None:
    """Have no transaction open while a worker does something else, or is stopped."""
    await connection.set_autocommit(True)


class Queue:
    """The queue for a command."""

    def __init__(self, app: App) -> None:
        self._app = app

    def put(self, outlet: str) -> bool:
        """Put an outlet into the queue; return whether it did not wait there already."""
        try:
            self._app.configure_task(TASK, lock=outlet, queueing_lock=outlet).defer(outlet=outlet)
        except AlreadyEnqueued:
            return False
        return True

    def take_out(self, outlets: Collection[str] | None) -> int:
        """Take out of the queue what waits of these outlets, or all; return how many. What is being harvested goes on."""
        jobs = self._app.job_manager
        waiting = [job for job in jobs.list_jobs(status="todo", task=TASK) if outlets is None or job.lock in outlets]
        return sum(jobs.cancel_job_by_id(job.id, delete_job=True) for job in waiting if job.id is not None)


@contextmanager
def opened(store: str, name: str) -> Iterator[Queue]:
    """Open the queue for a command. QueueError where the database cannot be used."""
    with saying_so(store), app_of(SyncPsycopgConnector(conninfo=conninfo_of(store, name), min_size=1, max_size=1)).open() as app:
        yield Queue(app)


@contextmanager
def saying_so(store: str) -> Iterator[None]:
    """Turn what procrastinate says of its database into a QueueError of one line."""
    try:
        with saying(store):
            yield
    except ConnectorException as error:
        raise error_of(store, error) from error


def error_of(store: str, error: ConnectorException) -> QueueError:
    """Return in one line what procrastinate says of its database."""
    why = words_of(error.__cause__ or error)
    return QueueError(_("the database {database} cannot be used: {why}", database=without_password(store), why=why))


DUE_AGAIN = "UPDATE newsharvest_schedule SET next_at = %(following)s WHERE outlet = %(outlet)s AND next_at = %(due)s"
PUT_DUE = f"""
WITH due AS ({DUE_AGAIN} RETURNING outlet)
SELECT procrastinate_defer_jobs_v1(ARRAY[ROW('{QUEUE}', '{TASK}', 0, outlet, outlet, jsonb_build_object('outlet', outlet), NULL)]
    ::procrastinate_job_to_defer_v1[]) FROM due
"""
STILL_DEAD = "id = %(job)s AND status = 'doing' AND worker_id IS NOT DISTINCT FROM %(worker)s"
PUT_BACK = f"UPDATE procrastinate_jobs SET status = 'todo', attempts = attempts + 1, scheduled_at = NULL WHERE {STILL_DEAD}"
TAKE_OUT = f"DELETE FROM procrastinate_jobs WHERE {STILL_DEAD}"
"""Each is one statement, which several workers may say at once: a transaction that a worker is stopped amid would hold up the others."""


async def put_due(app: App, outlet: str, due: datetime, following: datetime) -> None:
    """Put an outlet that is due into the queue, if no other worker has, and note when it is due next. One that waits already is not."""
    values = {"outlet": outlet, "due": due, "following": following}
    try:
        await app.connector.execute_query_async(PUT_DUE, **values)
    except UniqueViolation:
        await app.connector.execute_query_async(DUE_AGAIN, **values)


async def rescue(app: App) -> None:
    """Put back what dead workers have left, each job by itself; of one whose outlet waits again, that is enough."""
    for job in await app.job_manager.get_stalled_jobs(queue=QUEUE, seconds_since_heartbeat=STALE):
        try:
            await app.connector.execute_query_async(PUT_BACK, job=job.id, worker=job.worker_id)
        except UniqueViolation:
            await app.connector.execute_query_async(TAKE_OUT, job=job.id, worker=job.worker_id)
