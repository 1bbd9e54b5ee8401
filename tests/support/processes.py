"""The command line in a process of its own, which need not begin with half a second of imports."""

from __future__ import annotations

import atexit
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.support.project import ROOT


@dataclass
class Ran:
    """What a command left behind."""

    status: int
    out: str
    err: str

    @property
    def last(self) -> str:
        return self.err.rstrip().rpartition("\n")[2]


def run(*command: str, cwd: Path, env: Mapping[str, str] | None = None, answer: str = "", timeout: float = 120) -> Ran:
    """Run `python -m *command`; `answer` is what its user types. On Linux `scrapy` is forked from a process that has imported it.

    What such a fork has of its own: process, streams, folder, environment, exit. A variable that Python itself reads as it begins,
    such as PYTHONIOENCODING, would come too late.
    """
    environment = dict(os.environ if env is None else env)
    if sys.platform != "linux" or command[0] != "scrapy":
        done = subprocess.run(
            [sys.executable, "-m", *command], cwd=cwd, env=environment, input=answer,
            capture_output=True, text=True, encoding="utf-8", timeout=timeout, check=False,
        )  # fmt: skip
        return Ran(done.returncode, done.stdout, done.stderr)
    own = cwd != ROOT and (cwd / "newsharvest").is_dir()  # a copy of the project: its modules are not ours
    with tempfile.TemporaryFile() as typed, tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        typed.write(answer.encode())
        typed.seek(0)
        asked = json.dumps({"command": command, "cwd": str(cwd), "env": environment}).encode()
        status = _ask(_server("" if own else "newsharvest"), asked, [stream.fileno() for stream in (typed, out, err)], timeout)
        for stream in (out, err):
            stream.seek(0)
        return Ran(status, *(stream.read().decode().replace("\r\n", "\n") for stream in (out, err)))


def _ask(server: socket.socket, asked: bytes, streams: list[int], timeout: float) -> int:
    server.settimeout(None)
    socket.send_fds(server, [asked], streams)
    pid = int(server.recv(100))
    server.settimeout(timeout)
    try:
        return int(server.recv(100))
    except TimeoutError:
        os.kill(pid, signal.SIGKILL)
        server.settimeout(None)
        server.recv(100)
        raise


@cache
def _server(project: str) -> socket.socket:
    """Start a server, which ends with this process: it then reads the end of the channel."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with theirs:
        process = subprocess.Popen(
            [sys.executable, "-P", str(Path(__file__).with_name("fork_server.py")), str(theirs.fileno()), project],
            pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL, start_new_session=True,
            env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},  # a process is forked safely while it has one thread
        )  # fmt: skip
    atexit.register(process.wait)
    atexit.register(ours.close)  # which is done first
    return ours
