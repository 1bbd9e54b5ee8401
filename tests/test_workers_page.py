"""docs/workers.md as it stands: its roles, its TLS and its commands, on a real PostgreSQL, and what must hold in both languages."""

from __future__ import annotations

import os
import pwd
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import IPv4Address
from pathlib import Path

import pytest
from cryptography import x509

from storms.certificates import ROOT as AUTHORITY
from storms.certificates import STRANGER, Issued, issue
from tests.support.postgres import NO_POSTGRES, PROGRAMS, Postgres
from tests.support.project import ROOT
from tests.support.reader import Reader

PAGE = (ROOT / "docs" / "workers.md").read_text(encoding="utf-8")
ADDRESS = "@db.example.com/news?sslmode=verify-full&sslrootcert=system"
OWNER = "keeper"
"""The owner of the page's tables: `newsharvest` is the tests' own superuser."""


def blocks(kind: str) -> list[str]:
    """Return the page's blocks of a kind, in lists too."""
    found = re.findall(rf"^( *)```{kind}\n(.*?)^ *```$", PAGE, re.MULTILINE | re.DOTALL)
    return ["".join(line.removeprefix(indent) for line in text.splitlines(keepends=True)) for indent, text in found]


@dataclass
class Guarded:
    """A server that lets the page's roles in with TLS and their passwords alone."""

    server: Postgres
    authority: Path
    stranger: Path

    def told(self, text: str, authority: Path | None = None) -> str:
        """Return a text of the page for this server."""
        here = f"@127.0.0.1:{self.server.port}/news?sslmode=verify-full&sslrootcert={authority or self.authority}"
        assert ADDRESS in text
        return text.replace("//newsharvest:", f"//{OWNER}:").replace(ADDRESS, here)


def put(path: Path, text: bytes) -> None:
    """Write a file as PostgreSQL wants its key: nobody else's."""
    path.write_bytes(text)
    path.chmod(0o600)
    if os.geteuid() == 0:
        owner = pwd.getpwnam("postgres")
        os.chown(path, owner.pw_uid, owner.pw_gid)


def pem_of(issued: Issued) -> bytes:
    return issued.pem()[issued.pem().index(b"-----BEGIN CERT") :]


@pytest.fixture
def guarded(tmp_path: Path) -> Iterator[Guarded]:
    if not PROGRAMS:
        pytest.skip(NO_POSTGRES)
    server = Postgres(password_encryption="scram-sha-256")
    try:
        made = issue("127.0.0.1", [x509.IPAddress(IPv4Address("127.0.0.1"))], by=AUTHORITY)
        for name in ("server.crt", "server.key"):
            put(server.folder / "data" / name, made.pem())
        [hba] = [line for line in blocks("conf")[0].splitlines() if line.startswith("hostssl")]
        allowed = hba.replace("newsharvest,", f"{OWNER},").replace("10.0.0.0/8", "127.0.0.1/32")
        put(server.folder / "data" / "pg_hba.conf", f"host all newsharvest 127.0.0.1/32 trust\n{allowed}\n".encode())
        server.run("ALTER SYSTEM SET ssl=on", "SELECT pg_reload_conf()")
        roles = blocks("sql")[0].replace("newsharvest", OWNER)
        psql = ["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", server.url("postgres")]
        server_side = roles.replace("\\c news", f"\\c {server.url('news')}")
        subprocess.run(psql, input=server_side, check=True, capture_output=True, text=True)
        for name, issued in (("authority.pem", AUTHORITY), ("stranger.pem", STRANGER)):
            (tmp_path / name).write_bytes(pem_of(issued))
        yield Guarded(server, tmp_path / "authority.pem", tmp_path / "stranger.pem")
    finally:
        server.stop()


@pytest.mark.slow
def test_from_one_machine_to_workers_as_the_page_says(guarded: Guarded, reader: Reader) -> None:
    """A store of the fixtures moves to the server, the owner makes the rest, and a worker that may drop nothing harvests."""
    [copied], [scheduled], [put_in, worked, looked] = (text.splitlines() for text in blocks("sh"))
    made = reader.type("uv run scrapy harvest -s REPLAY=fixtures -s STORE=harvest.db --since 2015-01-01 gyeonggitv krnews21")
    assert made.status == 0, made.err
    ran = reader.type(guarded.told(copied))
    assert (ran.status, "article: 3" in ran.err, ":one@" in ran.err) == (0, True, False), ran.err
    configured = (reader.folder / "newsharvest.toml").read_text(encoding="utf-8")
    store = guarded.told(blocks("toml")[0])
    kept = [line for line in configured.splitlines() if not line.startswith("store")]
    (reader.folder / "newsharvest.toml").write_text("\n".join([store, *kept]), encoding="utf-8")
    assert "21 outlets have a schedule" in reader.type(guarded.told(scheduled)).err
    assert reader.type(put_in).err == "scrapy schedule: 1 outlet was put into the queue\n"
    ran = reader.type(f"{worked} -s REPLAY=fixtures -s FIRST_DAYS=6000")
    assert ran.status == 0, ran.err
    assert "joongdo: 1 new, 0 edited, 0 known, 0 duplicates, failed: 0," in ran.err
    shown = reader.type(looked)
    assert ["joongdo", "중도일보", "1", "1"] in [line.split()[:4] for line in shown.out.splitlines()]
    assert reader.type("uv run scrapy export -O all.csv").status == 0
    assert reader.articles("all.csv") == 4
    worker = store.partition('"')[2].rstrip('"\n')
    dropped = subprocess.run(["psql", "-X", "-d", worker, "-c", "DROP TABLE article"], capture_output=True, text=True, check=False)
    assert (dropped.returncode, dropped.stderr) == (1, "ERROR:  must be owner of table article\n")


@pytest.mark.slow
def test_a_server_of_another_authority_is_told_nothing(guarded: Guarded, reader: Reader) -> None:
    store = guarded.told(f"postgresql://worker:another{ADDRESS}", guarded.stranger)
    ran = reader.type(f'uv run scrapy failures -s STORE="{store}"')
    assert (ran.status, ran.out, len(ran.err.splitlines())) == (1, "", 1)
    assert "certificate verify failed" in ran.err
    assert ":another@" not in ran.err
    ran = reader.type(f'uv run scrapy failures -s STORE="{store.replace("verify-full", "disable").partition("&")[0]}"')
    assert (ran.status, len(ran.err.splitlines()), "no pg_hba.conf entry" in ran.err) == (1, 1, True)


def test_containers_run_what_the_page_says() -> None:
    compose = (ROOT / "compose.yaml").read_text(encoding="utf-8")
    commands = re.findall(r"^    command: (scrapy .*)$", compose, re.MULTILINE)
    assert commands == ['scrapy schedule --cron "0 5 * * *"', "scrapy work"]
    assert "replicas: 3" in compose
    assert 'pip install --no-cache-dir -c /source/constraints.txt "/source[desk,workers]"' in (ROOT / "Dockerfile").read_text(
        encoding="utf-8"
    )
