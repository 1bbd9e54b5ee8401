"""A worker: takes outlets from the queue, some at a time, and has them harvested, until it is told to stop or the database goes away."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from contextlib import suppress
from types import MappingProxyType

import psycopg
from procrastinate import App
from procrastinate.worker import Worker as Hands

from newsharvest.language import _
from newsharvest.terminal import say
from newsharvest.workers import queue
from newsharvest.workers.queue import Harvest, workers_app
from newsharvest.workers.schedules import add_new, put_all_due
from newsharvest.workers.session import QueueError, conninfo_of, saying

ROUND = 5.0
"""Seconds between two looks at what is due and what dead workers have left."""

SOON = 0.2
END_SECONDS = 30.0
"""In which a worker that is told to stop has stopped: its spiders end within one or two."""
SIGN_ON = (
    "INSERT INTO newsharvest_worker(id, name, outlets) SELECT id, %(name)s::text, %(outlets)s::integer FROM procrastinate_workers"
    " WHERE id = %(worker)s FOR KEY SHARE ON CONFLICT DO NOTHING"
)
"""Not of a worker that has signed off meanwhile, as one does that ends when nothing waits."""
COUNTED = "SELECT status::text, count(*) AS count FROM procrastinate_jobs WHERE task_name = 'harvest' GROUP BY status"


class Worker:
    """Takes outlets from the queue, `outlets` at a time."""

    def __init__(
        self,
        store: str,
        name: str,
        harvest: Harvest,
        outlets: int,
        let_go: Callable[[], None] = lambda: None,
        paces: Mapping[str, int] = MappingProxyType({}),
    ) -> None:
        """`harvest` harvests one outlet; `let_go` has all that are being harvested come to an end soon.

        `paces`: the outlets that it knows, and how many minutes at least each wants between two harvests.
        """
        self.store = store
        self.name = name
        self.outlets = outlets
        self.waiting: dict[str, int] = {}
        """How many jobs have each status, as the last round has found it."""
        self.stopping = False
        self._stopped = asyncio.Event()
        self.trouble: QueueError | None = None
        """Why it cannot go on."""
        self._let_go = let_go
        self._harvest = harvest
        self._paces = paces
        self._hands: Hands | None = None
        self._signed_on: int | None = None

    @property
    def at_work(self) -> bool:
        """Whether it takes outlets from the queue."""
        return self._hands is not None and not self.stopping

    def stop(self) -> None:
        """Take no more, have what is being harvested end, and give it back."""
        self.stopping = True
        self._stopped.set()
        if self._hands:
            self._hands.stop()  # type: ignore[no-untyped-call]
        self._let_go()

    def lose(self, error: QueueError) -> None:
        """Stop, as the database is gone: nothing keeps another worker from the same outlets any more."""
        if self.trouble is None:
            self.trouble = error
            self.stop()

    async def run(self, *, once: bool = False) -> None:
        """Work, until it is told to stop, or with `once` until nothing waits. QueueError where the database goes away."""
        logging.getLogger("procrastinate").setLevel(logging.CRITICAL)  # what it says of jobs and of a lost database, we say
        app = workers_app(self.store, self.name)
        try:
            with queue.saying_so(self.store):
                await app.open_async()
                await self._work(app, once=once)
        except QueueError as error:
            self.lose(error)
        finally:
            self._hands = None
            await app.close_async()
        if self.trouble:
            raise self.trouble

    async def _work(self, app: App, *, once: bool) -> None:
        assert isinstance(app.job_manager, queue.Jobs)
        app.job_manager.failed = lambda error: self.lose(queue.error_of(self.store, error))
        await self._round(app)
        if self.stopping:
            return
        self._hands = Hands(
            app,
            [queue.QUEUE],
            name=self.name,
            concurrency=self.outlets,
            wait=not once,
            fetch_job_polling_interval=queue.POLL,
            update_heartbeat_interval=queue.HEARTBEAT,
            stalled_worker_timeout=queue.STALE,
            delete_jobs="successful",
            install_signal_handlers=False,
            additional_context={"harvest": self._harvest},
        )
        over = asyncio.Event()
        working = asyncio.create_task(self._hands.run())  # type: ignore[no-untyped-call]
        rounds, told = asyncio.create_task(self._rounds(app, over)), asyncio.create_task(self._stopped.wait())
        await asyncio.wait([working, rounds, told], return_when=asyncio.FIRST_COMPLETED)
        told.cancel()
        over.set()
        if self._stopped.is_set():
            self._hands.stop()  # type: ignore[no-untyped-call]  # if it was told before it had begun, it has forgotten that
        await asyncio.wait([working, rounds], timeout=END_SECONDS)
        if not working.done():  # procrastinate waits for tasks that it has cancelled, and one whose connection was just dying may go on
            raise QueueError(_("the worker came to no end, and is broken off: start it again"))
        working.result()
        if not once and not self.stopping:
            await self.look()
            raise QueueError(_("the worker has stopped by itself: start it again"))

    async def _rounds(self, app: App, over: asyncio.Event) -> None:
        """Look round every so often. What ends it ends the worker."""
        try:
            with queue.saying_so(self.store):
                while not over.is_set():
                    await self._sign_on(app)
                    with suppress(TimeoutError):
                        await asyncio.wait_for(over.wait(), SOON if self._signed_on is None else ROUND)
                        return
                    await self._round(app)
        except QueueError as error:
            self.lose(error)

    async def _sign_on(self, app: App) -> None:
        """Note who is behind procrastinate's number of this worker, once it has one."""
        number = self._hands.worker_id if self._hands else None
        if number is not None and number != self._signed_on:
            await app.connector.execute_query_async(SIGN_ON, worker=number, name=self.name, outlets=self.outlets)
            self._signed_on = number

    async def _round(self, app: App) -> None:
        """Schedule what is new, put into the queue what is due, and what dead workers have left."""
        if new := await add_new(app, self._paces):
            say(_("new, and scheduled as all outlets are: {outlets}", outlets=", ".join(new)))
        await put_all_due(app)
        await queue.rescue(app)
        counted = await app.connector.execute_query_all_async(COUNTED)
        self.waiting = {row["status"]: row["count"] for row in counted}

    async def look(self) -> None:
        """Raise QueueError if the database does not answer."""
        with saying(self.store):
            connection = await psycopg.AsyncConnection.connect(conninfo_of(self.store, self.name), autocommit=True)
            async with connection:
                await connection.execute("SELECT 1")
