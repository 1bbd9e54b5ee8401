"""Threads in which names are looked up, and that nobody waits for: a name server that is silent holds up no end of a run."""

from __future__ import annotations

from threading import Thread
from typing import Any

from twisted.internet.base import ReactorBase
from twisted.python.threadpool import ThreadPool

THREADS = 10
"""Look-ups at once, as many as Scrapy has for them."""


class LookUp(Thread):
    """A thread that ends with the process, whatever it waits for."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options, daemon=True)


class LookUps:
    """The reactor as a resolver of Twisted sees it: its threads, which it joins when it stops, are these instead."""

    def __init__(self, reactor: ReactorBase) -> None:
        self.reactor = reactor
        self.pool = ThreadPool(0, THREADS, "names")
        self.pool.threadFactory = LookUp  # type: ignore[assignment]  # it is a Thread
        self.pool.start()

    def getThreadPool(self) -> ThreadPool:  # noqa: N802 (Twisted's name)
        """Return the threads for look-ups."""
        return self.pool

    def __getattr__(self, name: str) -> Any:
        """Be the reactor in all else."""
        return getattr(self.reactor, name)
