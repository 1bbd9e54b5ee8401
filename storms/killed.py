"""Runs `scrapy` and kills it on its way.

    python -m storms.killed change:N ARGUMENTS    before its N-th change of the file system or of a store
    python -m storms.killed second:T ARGUMENTS    after T seconds
    python -m storms.killed count:FILE ARGUMENTS  never: the number of its changes is written to FILE

A change is a file opened to be written, made, renamed or removed, a folder made or removed, or an SQL statement that is no query.
"""

from __future__ import annotations

import os
import signal
import sqlite3
import sys
from pathlib import Path
from typing import Any

from scrapy.cmdline import execute

CHANGES = frozenset({"os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.link", "os.symlink", "os.truncate", "os.chmod"})
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT
READS = ("SELECT", "PRAGMA", "--")
CONNECT = sqlite3.connect


class Countdown:
    """Counts changes, and kills the process before the `last` one; 0 for never."""

    def __init__(self, last: int) -> None:
        self.last = last
        self.count = 0

    def __call__(self, event: str, arguments: tuple[Any, ...]) -> None:
        """Hear of an event, as `sys.addaudithook` has it."""
        writes = event == "open" and isinstance(arguments[2], int) and arguments[2] & WRITES
        if (writes or event in CHANGES) and "__pycache__" not in str(arguments[0]) and not str(arguments[0]).startswith("/dev/"):
            self.change()

    def connect(self, *arguments: Any, **options: Any) -> sqlite3.Connection:
        """Open a store, and hear of its statements."""
        connection: sqlite3.Connection = CONNECT(*arguments, **options)
        connection.set_trace_callback(self.statement)
        return connection

    def statement(self, sql: str) -> None:
        """Hear of an SQL statement before it runs."""
        if not sql.lstrip().upper().startswith(READS):
            self.change()

    def change(self) -> None:
        """Count."""
        self.count += 1
        if self.count == self.last:
            os.kill(os.getpid(), signal.SIGKILL)


def main() -> None:
    """Run from the command line."""
    how, _, value = sys.argv.pop(1).partition(":")
    countdown = Countdown(int(value) if how == "change" else 0)
    if how == "second":
        signal.setitimer(signal.ITIMER_REAL, float(value))  # its signal ends the process as SIGKILL does, without a word
    else:
        setattr(sqlite3, "connect", countdown.connect)  # noqa: B010 (mypy: it is overloaded)
        sys.addaudithook(countdown)
    try:
        execute(["scrapy", *sys.argv[1:]])
    finally:
        if how == "count":
            Path(value).write_text(str(countdown.count), encoding="utf-8")


if __name__ == "__main__":
    main()
