"""The command line: in a process of its own, or, where no reactor starts, in this one, which spares a second each time."""

from __future__ import annotations

import asyncio
import io
import logging
import sys
import warnings
from collections.abc import Iterator, Mapping
from contextlib import chdir, contextmanager, redirect_stderr, redirect_stdout, suppress
from pathlib import Path
from unittest.mock import patch

from scrapy.cmdline import execute
from scrapy.utils.project import get_project_settings
from twisted.python import log

from newsharvest.language import use
from tests.support.processes import Ran, run
from tests.support.project import ROOT


def scrapy(*arguments: str, cwd: Path = ROOT, answer: str = "") -> Ran:
    """Run the real command line in a process of its own; `answer` is what its user types."""
    return run("scrapy", *arguments, cwd=cwd, answer=answer)


def quick(*arguments: str, cwd: Path = ROOT, answer: str | bytes = "", env: Mapping[str, str] | None = None) -> Ran:
    """Run a command that fetches nothing as `scrapy` does, in this process: what it prints, and its exit status."""
    typed = io.TextIOWrapper(io.BytesIO(answer if isinstance(answer, bytes) else answer.encode()), encoding="utf-8")
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="") for _ in range(2))
    with (
        chdir(cwd), patch.dict("os.environ", {"COLUMNS": "80", **(env or {})}), patch.object(sys, "stdin", typed),
        redirect_stdout(out), redirect_stderr(err), _as_it_was(),
    ):  # fmt: skip
        settings = get_project_settings()
        settings.set("TWISTED_REACTOR_ENABLED", False, priority="project")  # else this process would have one from then on
        try:
            execute(["scrapy", *arguments], settings)
        except SystemExit as end:
            status = end.code
    assert isinstance(status, int)
    return Ran(status, _printed(out), _printed(err))


def refused(*arguments: str, cwd: Path = ROOT, env: Mapping[str, str] | None = None) -> str:
    """Run a mistyped command, which is refused in one line and with status 2 before anything is done; returns the line."""
    ran = quick(*arguments, cwd=cwd, env=env)
    assert (ran.status, ran.out, ran.err.count("\n")) == (2, "", 1), ran
    return ran.err.removesuffix("\n")


def _printed(stream: io.TextIOWrapper) -> str:
    stream.flush()
    assert isinstance(stream.buffer, io.BytesIO)
    return stream.buffer.getvalue().decode().replace("\r\n", "\n")


@contextmanager
def _as_it_was() -> Iterator[None]:
    """Take back what a command does to its process: the logging, the event loop, and the language."""
    root, finders, observers = logging.getLogger(), sys.meta_path[:], log.theLogPublisher.observers
    handlers, level = root.handlers[:], root.level
    try:
        yield
    finally:
        root.handlers[:] = handlers
        root.setLevel(level)
        sys.meta_path[:] = finders
        for observer in log.theLogPublisher.observers:
            if observer not in observers:
                log.removeObserver(observer)
        with suppress(RuntimeError), warnings.catch_warnings(action="ignore"):
            asyncio.get_event_loop().close()
        asyncio.set_event_loop(None)
        use("en")
