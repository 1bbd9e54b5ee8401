"""Which articles are read anew, and the reading of them on all cores."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
import time
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence, Set
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from datetime import date
from typing import NamedTuple

from newsharvest.archive import Archive
from newsharvest.crawl.outlet import OutletSpider
from newsharvest.language import N_, _
from newsharvest.reasons import Reason
from newsharvest.reread.reading import Job, Reader, Reading
from newsharvest.store import Store, StoreError

TOGETHER = 50
"""Articles that are handed to a process at once: a tenth of a second's work."""
FEW = 400
"""Articles of which no other process is worth its start."""
AHEAD = 4
"""Portions for each process that may be ready before they are asked for: what differs is held in memory."""
NEVER = frozenset({Reason.CUT_SHORT, Reason.SAME_TARGET})
"""What an article failed of whose page was not its own, or not whole."""
ENDED = N_("a process that reads pages has ended: {error}")


class Planned(NamedTuple):
    """What of an outlet is read anew."""

    jobs: list[Job]
    """In the order in which their pages came."""
    without: int
    """Kept articles of which there is no page."""
    older: int = 0
    """Kept articles of which the pages that were asked for are older than the one that they were read from."""


def planned(archive: Archive, store: Store, outlet: str, since: date | None, only: Set[int] | None = None) -> Planned:
    """Say which of an outlet's articles are read anew: those that have a page, of `since` or later; `only`: one of these numbers.

    They are kept, or have failed, or their pages were taken out of a WARC file. What a harvest has fetched and left, a repeat or what was
    out of its period, is none of them, nor is what a WARC file has of a kept article that is older than the article.
    """
    bound = since.isoformat() if since else ""
    fetched = dict(store.received(outlet))
    failed = {failure.article: failure for failure in store.failures([outlet]) if failure.article and failure.reason not in NEVER}
    pages: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
    for answer in archive.answers(outlet):
        if answer.came and (answer.article in fetched or answer.article in failed or answer.origin):
            pages[answer.article].append((answer.at, answer.number))
    older = 0
    for article, at in fetched.items():
        came = pages[article]
        pages[article] = [one for one in came if one[0] >= (at or "")]
        older += only is not None and _has(came, only) and not _has(pages[article], only)
    without = sum(1 for article, at in fetched.items() if not pages[article] and (at or "") >= bound)
    jobs = []
    for article, came in pages.items():
        came.sort()  # what was taken out of a WARC file may be older than what was there
        if not came or came[-1][0] < bound:
            continue
        why = failed.get(article)
        if article in fetched:
            at = fetched[article] or came[-1][0]
            first = max((n for n, (came_at, _) in enumerate(came) if came_at == at), default=0)
            jobs.append(Job(article, tuple(number for _, number in came[first:]), kept=True, run=why.run if why else 0))
        elif why:
            jobs.append(Job(article, (came[-1][1],), kept=False, reason=why.reason.code, detail=why.detail, run=why.run))
        else:
            jobs.append(Job(article, (came[-1][1],), kept=False))
    if only is not None:
        jobs, without = [job for job in jobs if not only.isdisjoint(job.pages)], 0
    return Planned(sorted(jobs, key=lambda job: job.pages[0]), without, older)


def _has(came: Iterable[tuple[str, int]], numbers: Set[int]) -> bool:
    return any(number in numbers for _at, number in came)


class Readers:
    """Reads jobs in their order: a few in this process, many in as many as there are cores."""

    def __init__(self, reader: Reader, processes: int) -> None:
        self.reader = reader
        self.processes = processes
        self.pool: ProcessPoolExecutor | None = None

    def read(self, outlet: str, jobs: Sequence[Job]) -> Iterator[tuple[int, list[Reading]]]:
        """Yield, for one portion of an outlet's jobs after the other, how many those were and what they gave.

        StoreError if a process has ended before its time.
        """
        portions = (jobs[first : first + TOGETHER] for first in range(0, len(jobs), TOGETHER))
        if self.processes < 2 or (self.pool is None and len(jobs) <= FEW):
            for portion in portions:
                yield len(portion), self.reader.read(outlet, portion)
            return
        pool = self._pool()
        handed: deque[tuple[int, Future[list[Reading]]]] = deque()
        try:
            for portion in portions:
                handed.append((len(portion), pool.submit(_read, outlet, portion)))
                if len(handed) > AHEAD * self.processes:
                    count, done = handed.popleft()
                    yield count, done.result()
            for count, done in handed:
                yield count, done.result()
        except BrokenProcessPool as error:
            raise StoreError(_(ENDED, error=error)) from error

    def begin(self) -> None:
        """Have the processes begun, and wait for each."""
        for done in [self._pool().submit(_begun) for _process in range(self.processes)]:
            done.result()

    def _pool(self) -> ProcessPoolExecutor:
        if self.pool is None:
            reader = self.reader
            given = reader.outlets, reader.archive.address, reader.store.address, reader.layout
            context = multiprocessing.get_context("spawn")  # SQLite's connections are of no other process
            self.pool = ProcessPoolExecutor(self.processes, context, _begin, given)
        return self.pool


def cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def readers(reader: Reader, processes: int | None = None) -> Iterator[Readers]:
    """Give what reads jobs, by default on all cores; its processes end with it."""
    found = Readers(reader, processes or cores())
    try:
        yield found
    finally:
        if found.pool:
            found.pool.shutdown(cancel_futures=True)


# --- in a process of its own

RUBBISH = 50_000
"""Objects after which Python looks for those that hold each other: pages leave few of them, and its own 700 cost a fortieth of the time."""
_own: list[Reader] = []


def _begin(outlets: dict[str, type[OutletSpider]], archive: str, store: str, layout: str | None) -> None:
    """Open both to read. Ctrl-C is for the process that has begun this one, with which it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.set_threshold(RUBBISH)
    if parent := multiprocessing.parent_process():
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    _own.append(Reader(outlets, Archive(archive, reading=True), Store(store, reading=True), layout))


def _end_with(parent: multiprocessing.process.BaseProcess) -> None:
    """End as soon as another process has: one that was killed could not say so."""
    parent.join()
    os._exit(1)


def _begun() -> bool:
    time.sleep(0.1)  # so that no process answers for another
    return bool(_own)


def _read(outlet: str, jobs: Sequence[Job]) -> list[Reading]:
    return _own[0].read(outlet, jobs)
