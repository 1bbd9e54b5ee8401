"""A town of played outlets: one harvest of all of them, night after night, and what it leaves of each."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

from newsharvest.store import Store, retries_left
from storms.papers import SINCE, Paper
from storms.raw_server import Step
from tests.support.processes import Ran, run
from tests.support.project import ROOT

SETTINGS = {
    "DOWNLOAD_DELAY": 0.005, "AUTOTHROTTLE_ENABLED": False, "CONTACT": "desk@example.com", "DOWNLOAD_TIMEOUT": 2, "RETRY_TIMES": 1,
    "RETRY_AFTER_MAX": 3,
}  # fmt: skip
TIMEOUT = 45
"""Seconds after which a harvest counts as one that does not end."""


class Outlet(Protocol):
    """An outlet that is played."""

    @property
    def paper(self) -> Paper:
        """What is true of it."""

    def answer(self, url: str) -> Iterable[Step]:
        """Answer a request for one of its addresses."""


class Town:
    """The outlets of one harvest, and their store."""

    def __init__(self, folder: Path, outlets: Sequence[Outlet]) -> None:
        self.outlets = {outlet.paper.spider.host: outlet for outlet in outlets}
        self.names = [outlet.paper.name for outlet in outlets]
        self.store = folder / "harvest.db"
        self.elsewhere: dict[str, str] = {}
        """Addresses that nobody may ask for, by their hosts: of hosts that are not played, and of other ports."""

    def answer(self, url: str) -> Iterable[Step]:
        """Answer for any host; one that is not played is noted."""
        parts = urlsplit(url)
        outlet = self.outlets.get((parts.hostname or "").removeprefix("www.").removeprefix("m."))
        if outlet is None or parts.port not in {None, 80, 443}:
            self.elsewhere[parts.hostname or ""] = url
            return [b"HTTP/1.1 502 Elsewhere\r\nContent-Length: 0\r\n\r\n"]
        return outlet.answer(url)

    def harvest(self, proxy: str) -> Ran:
        """Harvest all outlets. TimeoutError if it does not end."""
        settings = [word for name, value in {**SETTINGS, "STORE": self.store}.items() for word in ("-s", f"{name}={value}")]
        environment = {**os.environ, "http_proxy": proxy, "https_proxy": proxy, "COLUMNS": "160"}
        return run("scrapy", "harvest", *self.names, "--since", SINCE, *settings, cwd=ROOT, env=environment, timeout=TIMEOUT)

    def next_night(self) -> None:
        """Let a night pass: what the store has noted is a day older."""
        with closing(sqlite3.connect(self.store)) as db, db:
            db.create_function("earlier", 1, lambda at: (datetime.fromisoformat(at) - timedelta(days=1)).isoformat())
            db.execute("UPDATE failure SET last_at=earlier(last_at)")
            db.execute("UPDATE run SET started_at=earlier(started_at)")


@dataclass
class Night:
    """What a harvest left of each outlet, by its name."""

    rows: dict[str, str]
    lines: dict[str, list[str]]
    """The lines below the table that name it."""
    kept: dict[str, dict[str, tuple[str, str]]]
    doubts: dict[str, list[str]]
    again: set[str]
    """The ids of articles that are asked for again."""

    @classmethod
    def of(cls, town: Town, ran: Ran) -> Night:
        """Read the closing table and the store."""
        rows = {line.split(" ", 1)[0]: line.rstrip() for line in ran.err.splitlines() if line.split(" ", 1)[0] in town.names}
        below: dict[str, list[str]] = {
            name: [line for line in ran.err.splitlines() if line.split()[:1] == [name]][1:] for name in town.names
        }
        kept: dict[str, dict[str, tuple[str, str]]] = {name: {} for name in town.names}
        with Store(town.store) as store:
            articles = list(store.articles())
            failures = store.failures()
        for article in articles:
            kept[article.outlet][article.id] = (article.title or "", article.body)
        again = {failed.article for failed in failures if failed.article and retries_left(failed, 7)}
        return cls(rows, below, kept, {article.id: article.doubts for article in articles}, again)
