"""A process that has imported what every command of Scrapy does, and begins each as a fork of itself. tests/support/processes.py runs it.

It is a script and no part of the package `tests`: what it begins may be a copy of the project with tests of its own.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import pkgutil
import runpy
import socket
import sys
import time
from collections.abc import Iterator

COMMON = (
    "brotli", "filelock", "lxml.html", "numpy", "parsel", "rich.console", "rich.table", "selectolax.lexbor", "statistics", "sqlite3",
    "scrapy.cmdline", "scrapy.core.downloader.contextfactory", "scrapy.core.downloader.handlers.http11", "scrapy.dupefilters",
    "scrapy.logformatter", "scrapy.pqueues", "scrapy.shell", "scrapy.squeues", "twisted.internet.asyncioreactor", "twisted.web.client",
)  # fmt: skip
COMPONENTS = ("DOWNLOADER_MIDDLEWARES_BASE", "EXTENSIONS_BASE", "SPIDER_MIDDLEWARES_BASE")


def modules(project: str) -> Iterator[str]:
    """Yield what to import before any fork: `project` is the package of the one project that is served, or empty if there are several."""
    from scrapy.settings import default_settings

    yield from COMMON
    for name in COMPONENTS:
        yield from (path.rpartition(".")[0] for path in getattr(default_settings, name))
    for package in filter(None, ("scrapy.commands", project)):
        yield from (found.name for found in pkgutil.walk_packages(importlib.import_module(package).__path__, f"{package}."))


def serve(channel: socket.socket, project: str) -> None:
    """Begin each command that is asked for, and tell its process id and then its exit status, until the asker is gone."""
    for name in modules(project):
        importlib.import_module(name)
    assert "twisted.internet.reactor" not in sys.modules, "a reactor belongs to the process that runs it"
    gc.freeze()
    while True:
        message, streams, _, _ = socket.recv_fds(channel, 1 << 20, 3)
        if not message:
            return
        if not (pid := os.fork()):
            channel.close()
            become(**json.loads(message), streams=streams)
            return
        for stream in streams:
            os.close(stream)
        channel.send(str(pid).encode())
        channel.send(str(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])).encode())


def become(command: list[str], cwd: str, env: dict[str, str], streams: list[int]) -> None:
    """Go on as `python -m *command` would, in that folder and environment, with these as stdin, stdout and stderr."""
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    os.chdir(cwd)
    os.environ.clear()
    os.environ.update(env)
    time.tzset()
    sys.path[:0] = [cwd, *filter(None, env.get("PYTHONPATH", "").split(os.pathsep))]
    importlib.invalidate_caches()
    sys.argv = command
    runpy.run_module(command[0], run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    serve(socket.socket(fileno=int(sys.argv[1])), sys.argv[2])
