"""A real PostgreSQL, Debian's, on loopback in a folder of its own: started once for the tests of a process that ask for it."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from itertools import count
from pathlib import Path

import pytest

PROGRAMS = next(iter(sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)), None)
"""Where the programs of the newest one are; None where there is none."""
NO_POSTGRES = "no PostgreSQL is installed (Debian: apt-get install postgresql)"
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "fsync": "off",  # nobody pulls the plug of a test
    "full_page_writes": "off",
    "max_connections": "200",
    "log_min_messages": "fatal",
    "unix_socket_directories": "",
    "lc_messages": "C",
}


class Postgres:
    """A server with a folder of its own, which `stop` takes away. As root it runs as the user `postgres`: it refuses to be root."""

    def __init__(self, **settings: str) -> None:
        """Make the folder and start the server."""
        assert PROGRAMS, NO_POSTGRES
        self.folder = Path(tempfile.mkdtemp(prefix="newsharvest-pg-"))
        self.port = _free_port()
        self._settings = SETTINGS | settings
        self._names = count(1)
        self._process: subprocess.Popen[bytes] | None = None
        self._user = None
        if os.geteuid() == 0:
            self._user = "postgres"
            owner = pwd.getpwnam(self._user)
            os.chown(self.folder, owner.pw_uid, owner.pw_gid)
        encoding = ["-E", "UTF8", "--locale=C.UTF-8"]
        initdb = [str(PROGRAMS / "initdb"), "-D", str(self.folder / "data"), "-U", "newsharvest", "-A", "trust", "-N", *encoding]
        subprocess.run(initdb, check=True, stdout=subprocess.DEVNULL, user=self._user, cwd=self.folder)
        self.start()

    def start(self) -> None:
        """Start the server, and wait until it answers."""
        assert PROGRAMS
        settings = [f"--{name}={value}" for name, value in self._settings.items()]
        self._process = subprocess.Popen(
            [str(PROGRAMS / "postgres"), "-D", str(self.folder / "data"), "-p", str(self.port), *settings],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, user=self._user, cwd=self.folder,
        )  # fmt: skip
        ready = [str(PROGRAMS / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(self.port), "-t", "1"]
        while subprocess.run(ready, check=False).returncode:
            assert self._process.poll() is None, "the server did not start"

    def halt(self, how: signal.Signals = signal.SIGINT) -> None:
        """Stop the server, as `pg_ctl stop -m fast` does (SIGINT), or at once (SIGQUIT), as if the machine had failed."""
        if self._process:
            with suppress(ProcessLookupError):
                self._process.send_signal(how)
            self._process.wait()
            self._process = None

    def stop(self) -> None:
        """Stop the server for good."""
        self.halt(signal.SIGQUIT)
        shutil.rmtree(self.folder, ignore_errors=True)

    def url(self, database: str, user: str = "newsharvest") -> str:
        """Return what a STORE in one of its databases is named."""
        return f"postgresql://{user}@127.0.0.1:{self.port}/{database}"

    def new(self) -> str:
        """Make an empty database and return its name for STORE."""
        name = f"store_{next(self._names)}"
        self.run(f"CREATE DATABASE {name}")
        return self.url(name)

    def run(self, *statements: str, database: str = "postgres") -> str:
        """Run statements one by one as the owner of everything; return what psql prints."""
        psql = ["psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", self.url(database)]
        commands = [part for statement in statements for part in ("-c", statement)]
        return subprocess.run([*psql, *commands], check=True, capture_output=True, text=True).stdout.strip()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A server that all tests of this process share."""
    if not PROGRAMS:
        pytest.skip(NO_POSTGRES)
    server = Postgres()
    yield server
    server.stop()


@pytest.fixture
def postgres_store(postgres: Postgres) -> str:
    """Name an empty database of its own for STORE."""
    return postgres.new()
