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

from newsharvest.language import _

POLL = 0.05
"""Seconds after which a turn that another process has is tried for again."""

_STAMP = struct.Struct("<dd")
"""When the turn was last taken or given on, and before when the next may not be taken: a pause that the site has asked for."""

BEGINNING = float("-inf")

logger = logging.getLogger(__name__)


class MachineTurn:
    """The turn to ask one host, which one process of this user has at a time; a kill lets go of it.

    When it was taken or given on, and for how long the site is to be spared, stands beside the lock, in seconds of the monotonic clock,
    which the processes of a machine share until it is started anew. Where no file can be written nothing is shared, and the log says so.
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
            last, not_before = self._noted(now)
            wait = max(last + pause, not_before) - now
            if wait > 0:
                self._lock.release()
                return wait
            self._note(now, not_before)  # whoever is killed now has asked
        except Timeout:
            return POLL
        except OSError as error:
            self._alone(error)
        return 0.0

    def give(self, pause: float) -> None:
        """Give the turn on, if this process has it, for after a pause (in seconds)."""
        if self._lock.is_locked:
            now = time.monotonic()
            self._note(now, now + pause)
            self._lock.release()

    def hold_off(self, pause: float) -> None:
        """Have nobody take the turn for so many seconds from now, whoever has it: the site has asked for it since it was given on."""
        if self._stamp is not None:
            now = time.monotonic()
            last, not_before = self._noted(now)
            self._note(last, max(not_before, now + pause))

    def _noted(self, now: float) -> tuple[float, float]:
        """Return what stands in the stamp; the beginning of all time, twice, if nothing does since the machine was started."""
        assert self._stamp is not None
        self._stamp.seek(0)
        stamp = self._stamp.read(_STAMP.size)
        last, not_before = _STAMP.unpack(stamp) if len(stamp) == _STAMP.size else (BEGINNING, BEGINNING)
        return (last, not_before) if last <= now else (BEGINNING, BEGINNING)

    def _note(self, last: float, not_before: float) -> None:
        if self._stamp is not None:
            self._stamp.seek(0)
            self._stamp.write(_STAMP.pack(last, not_before))

    def _alone(self, error: OSError) -> None:
        logger.warning("%s", _("no pace is shared with other processes ({why}): ask no outlet with two at once", why=error))
        self._lock.release(force=True)
        self._stamp = None
