"""A site's turn among all processes of this machine: a `crawl` beside a `harvest` of the same outlet asks when the other does not."""

from __future__ import annotations

import logging
import os
import struct
import time
from pathlib import Path
from typing import IO

import platformdirs
from filelock import FileLock, Timeout

POLL = 0.05
"""Seconds after which a turn that another process has is tried for again."""

_STAMP = struct.Struct("<d")

logger = logging.getLogger(__name__)


class MachineTurn:
    """The turn to ask one host, which one process of this user has at a time; a kill lets go of it.

    When it was taken or given on stands beside the lock, in seconds of the monotonic clock, which the processes of a machine share until
    it is started anew. Where no file can be written nothing is shared, and the log says so.
    """

    def __init__(self, host: str, folder: Path | None = None) -> None:
        folder = folder or platformdirs.user_cache_path("newsharvest") / "turns"
        self._lock = FileLock(folder / f"{host}.lock", thread_local=False, preserve_lock_file=True)
        self._stamp: IO[bytes] | None = None
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._stamp = os.fdopen(os.open(folder / f"{host}.stamp", os.O_RDWR | os.O_CREAT), "r+b", buffering=0)
        except OSError as error:
            self._alone(error)

    def take(self, pause: float) -> float:
        """Take the turn, if whoever had it last gave it on `pause` seconds ago.

        Returns 0, or the seconds after which to try again.
        """
        if self._stamp is None:
            return 0.0
        try:
            self._lock.acquire(blocking=False)
            now = time.monotonic()
            wait = self._last(now) + pause - now
            if wait > 0:
                self._lock.release()
                return wait
            self._note(now)  # whoever is killed now has asked
        except Timeout:
            return POLL
        except OSError as error:
            self._alone(error)
        return 0.0

    def give(self) -> None:
        """Give the turn on, if this process has it."""
        if self._lock.is_locked:
            self._note(time.monotonic())
            self._lock.release()

    def _last(self, now: float) -> float:
        """Return when the turn was last taken or given on; the beginning of all time if it never was since the machine was started."""
        assert self._stamp is not None
        self._stamp.seek(0)
        stamp = self._stamp.read(_STAMP.size)
        last = _STAMP.unpack(stamp)[0] if len(stamp) == _STAMP.size else float("-inf")
        return last if last <= now else float("-inf")

    def _note(self, now: float) -> None:
        if self._stamp is not None:
            self._stamp.seek(0)
            self._stamp.write(_STAMP.pack(now))

    def _alone(self, error: OSError) -> None:
        logger.warning("no pace is shared with other processes (%s): ask no outlet with two at once", error)
        self._lock.release(force=True)
        self._stamp = None
