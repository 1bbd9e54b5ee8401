"""A town: two played outlets on loopback, a store, and the command line, which is led there by `http_proxy`."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.support.command_line import quick
from tests.support.outlet_server import Site, serving
from tests.support.processes import Ran, run
from tests.support.project import ROOT

HOST = "gyeonggitv.com"
LIST = f"http://{HOST}/bbs/board.php?bo_table=news"
SINCE = "2024-11-01"
"""Before all that the played outlets print: they date it in November 2024, so that no clock takes it for the future."""
QUICK = ("-s", "DOWNLOAD_DELAY=0.005", "-s", "CONTACT=desk@example.com")


def article(number: int) -> str:
    return f"{LIST}&wr_id={number}"


@dataclass
class Town:
    """Played outlets, a store, and the command line."""

    folder: Path
    proxy: str
    site: Site
    other: Site
    cache: Path
    environment: dict[str, str] = field(default_factory=dict)

    @property
    def store(self) -> Path:
        return self.folder / "harvest.db"

    def command(self, *arguments: str) -> list[str]:
        return [sys.executable, "-m", "scrapy", *arguments, "-s", f"STORE={self.store}"]

    def run(self, *arguments: str, cwd: Path = ROOT) -> Ran:
        return run("scrapy", *arguments, "-s", f"STORE={self.store}", cwd=cwd, env=self.env, timeout=40)

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """Start a command, and go on beside it."""
        return subprocess.Popen(self.command(*arguments), cwd=ROOT, env=self.env, stderr=subprocess.PIPE, text=True, encoding="utf-8")

    def quick(self, *arguments: str) -> Ran:
        """Run a command that asks no outlet, in this process."""
        return quick(*arguments, "-s", f"STORE={self.store}", env={"COLUMNS": "160"})

    @property
    def env(self) -> dict[str, str]:
        return {
            **os.environ,
            "http_proxy": self.proxy,
            "https_proxy": self.proxy,
            "COLUMNS": "160",
            "XDG_CACHE_HOME": str(self.cache),
            **self.environment,
        }

    def harvest(self, *arguments: str, outlets: tuple[str, ...] = ("gyeonggitv",)) -> Ran:
        """Harvest all that the played outlets print."""
        self.site.asked.clear()
        return self.run("harvest", *outlets, "--since", SINCE, *QUICK, *arguments)

    def query(self, sql: str) -> list[tuple[object, ...]]:
        with sqlite3.connect(self.store) as db:
            return db.execute(sql).fetchall()

    @property
    def kept(self) -> set[int]:
        """The numbers of the articles in the store."""
        return {int(str(i).partition(":")[2]) for (i,) in self.query("SELECT id FROM article")}

    @property
    def failures(self) -> dict[str, tuple[str, int]]:
        return {str(url): (str(reason), int(str(n))) for url, reason, n in self.query("SELECT url, reason, times FROM failure")}

    def days_pass(self, days: int) -> None:
        """Let what has failed have failed so many days before."""
        with sqlite3.connect(self.store) as db:
            db.execute("UPDATE failure SET last_at=strftime('%Y-%m-%dT%H:%M:%S+09:00', last_at, '+9 hours', ?)", (f"-{days} days",))

    def row(self, ran: Ran, outlet: str = "gyeonggitv") -> list[str]:
        """The outlet's row of the closing table: new, edited, known, duplicates."""
        [line] = [line for line in ran.err.splitlines() if line.startswith(f"{outlet} ")]
        return line.split()[2:6]

    def asked(self) -> list[int]:
        """The numbers of the articles that were asked for, in order."""
        return [int(url.rpartition("=")[2]) for url in self.site.urls() if "wr_id=" in url]


@pytest.fixture
def town(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    site, other = Site(), Site()
    with serving({HOST: site, "dgilbo.dgn.kr": other}) as proxy:
        yield Town(tmp_path, proxy, site, other, tmp_path_factory.mktemp("cache"))
