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
from contextlib import closing, contextmanager, suppress
from itertools import count
from pathlib import Path

import pytest

from newsharvest.archive.pages import OF_PAGES
from newsharvest.database import PostgreSQL, ServerError
from newsharvest.store import Store

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

KEPT = frozenset({"newsharvest", "dedupe_parameter"})
"""Tables that say how the others were made."""
PAGES = ("page", "body", "dropped")
"""The tables of an archive."""


class Postgres:
    """A server with a folder of its own, which `stop` takes away. As root it runs as the user `postgres`: it refuses to be root."""

    def __init__(self, **settings: str) -> None:
        """Make the folder and start the server."""
        assert PROGRAMS, NO_POSTGRES
        self.folder = Path(tempfile.mkdtemp(prefix="newsharvest-pg-"))
        self.port = _free_port()
        self._settings = SETTINGS | settings
        self._names = count(1)
        self._stores: list[_Store] = []
        self._process: subprocess.Popen[bytes] | None = None
        self._user = None
        if os.geteuid() == 0:
            self._user = "postgres"
            owner = pwd.getpwnam(self._user)
            os.chown(self.folder, owner.pw_uid, owner.pw_gid)
        # letters in the order of a dictionary, as most servers have them: a text that a store does not order by its bytes is seen
        encoding = ["-E", "UTF8", "--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=ko"]
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
        with self._connection() as db:
            db.execute(f"CREATE DATABASE {name}")
        return self.url(name)

    def drop(self, address: str) -> None:
        """Take a database away, whoever is still in it."""
        with self._connection() as db:
            db.execute(f"DROP DATABASE {address.rpartition('/')[2]} WITH (FORCE)")

    @contextmanager
    def store(self) -> Iterator[str]:
        """Lend an empty store with all its tables. One that comes back as it was made is emptied and lent again, which spares 60 ms."""
        lent = self._stores.pop() if self._stores else _Store(self.new())
        try:
            yield lent.address
        finally:
            if lent.emptied():
                self._stores.append(lent)
            else:
                self.drop(lent.address)

    @contextmanager
    def _connection(self) -> Iterator[PostgreSQL]:
        with closing(PostgreSQL(self.url("postgres"))) as db:
            yield db

    def run(self, *statements: str, database: str = "postgres") -> str:
        """Run statements one by one as the owner of everything; return what psql prints."""
        psql = ["psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", self.url(database)]
        commands = [part for statement in statements for part in ("-c", statement)]
        return subprocess.run([*psql, *commands], check=True, capture_output=True, text=True).stdout.strip()


class _Store:
    """A store with all its tables, and without an archive."""

    def __init__(self, address: str) -> None:
        self.address = address
        Store(address).__exit__()
        with closing(PostgreSQL(address)) as db:
            self._made = self._tables(db)

    def emptied(self) -> bool:
        """Take out what was put in; tell whether all is then as it was made."""
        with closing(PostgreSQL(self.address)) as db:
            try:
                db.execute("SET lock_timeout='2s'")  # a test that failed may have left a transaction open
                if db.has_table(OF_PAGES):
                    db.execute(f"DROP TABLE IF EXISTS {OF_PAGES}, {', '.join(PAGES)}")
                if self._tables(db) != self._made:
                    return False
                tables = {table for table, _ in self._made} - KEPT
                db.execute("DO $$ BEGIN {} END $$".format(" ".join(f"DELETE FROM {table};" for table in sorted(tables))))
                db.execute("SELECT setval(seqrelid::regclass, 1, false) FROM pg_sequence")
            except ServerError:
                return False
        return True

    @staticmethod
    def _tables(db: PostgreSQL) -> dict[tuple[str, str], str]:
        """Return the columns of all tables, and what is in those that are written when they are made."""
        query = (
            "SELECT relname, attname FROM pg_attribute JOIN pg_class ON pg_class.oid=attrelid"
            " WHERE relnamespace='public'::regnamespace AND relkind='r' AND attnum>0 AND NOT attisdropped"
        )
        made = {(str(table), str(column)): "" for table, column in db.execute(query)}
        return made | {(table, "*"): str(db.execute(f"SELECT {table}::text FROM {table} ORDER BY 1").fetchall()) for table in KEPT}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A server that all tests of this process share."""
    if not PROGRAMS:
        pytest.skip(NO_POSTGRES)
    pytest.importorskip("psycopg", reason="psycopg is not installed (uv sync --extra postgres)")
    server = Postgres()
    yield server
    server.stop()


@pytest.fixture
def postgres_store(postgres: Postgres) -> Iterator[str]:
    """Name an empty database of its own for STORE, in which there is no store yet."""
    address = postgres.new()
    yield address
    postgres.drop(address)
