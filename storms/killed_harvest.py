"""Kill a real harvest again and again, and see that nothing is lost, doubled or left unfetched. `storms.kills` runs it.

`scrapy harvest` runs in a process of its own against a played outlet and gets a kill -9 soon after its N-th request, N drawn from the seed:
at robots.txt, on its way through the lists, between two articles. Then it is run again. The outlet publishes more between kills. Half of
the kills fall on the first harvest, half on one that has a finished pass behind it, and the last of each half on its end. After each kill
the store must be whole, and `scrapy export` must give every article that the killed process had said it kept. In the end the store must
equal one that was never interrupted.
"""

from __future__ import annotations

import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from storms.tally import Tally
from tests.support.outlet_server import PER_PAGE, Site, serving
from tests.support.processes import run
from tests.support.project import ROOT

OUTLET = "gyeonggitv"
HOST = "gyeonggitv.com"
SETTINGS = {"DOWNLOAD_DELAY": "0.002", "CONTACT": "desk@example.com", "LIST_PAGES": "2"}
SAID = re.compile(r"Scraped from <200 \S+wr_id=(\d+)>")  # Scrapy logs it when the pipelines are through: the article is kept
GONE = 50
"""Every so-manieth article is listed, and its page says that it is deleted."""
SOON = 0.03
"""Seconds after the N-th request within which the kill falls: it may meet the parsing, a commit, or the next requests."""


@dataclass
class CrashSite(Site):
    """A played outlet that can kill the harvest that asks it."""

    left: int = 0  # requests until the kill, 0 for none
    unasked: set[int] = field(default_factory=set)  # the kill comes when the last of these is asked for, if there are any
    repeated: set[int] = field(default_factory=set)  # articles whose text the next one has too: that one is newer, and kept
    kill: Callable[[], None] = lambda: None
    met: str = ""  # the request that the kill followed
    lock: threading.Lock = field(default_factory=threading.Lock)

    def answer(self, url: str) -> Any:
        """Answer, and kill if it is time."""
        with self.lock:
            self.left -= 1
            last = self.unasked == {int(number) for number in re.findall(r"wr_id=(\d+)", url)} != set()
            self.unasked -= {int(number) for number in re.findall(r"wr_id=(\d+)", url)}
            if self.left == 0 or last:
                self.met = url
                self.kill()
            return super().answer(url)

    def article(self, number: int) -> str:
        """Return an article's page, or the notice that it is deleted."""
        return super().article(-1 if number % GONE == 0 else number)

    def publish(self, count: int, *, again: bool = False) -> None:
        """Publish so many; of those published at once, the last tells what the one before it does. `again`: as it was before."""
        first = max(self.articles, default=0) + 1
        last = first + count - 1
        self.add(*range(first, last + 1))
        if count > 1 and not again:
            self.repeated.add(last - 1)
        for number in self.repeated & set(self.articles):
            self.articles[number].title, self.articles[number].body = self.articles[number + 1].title, self.articles[number + 1].body


class Crash:
    """One played outlet, one store, and what is to be found in it."""

    def __init__(self, folder: Path, site: CrashSite, proxy: str) -> None:
        self.store = folder / "harvest.db"
        self.log = folder / "harvest.log"
        self.feed = folder / "export.jsonl"
        self.site = site
        self.environment = {**os.environ, "http_proxy": proxy, "https_proxy": proxy, "SCRAPY_SETTINGS_MODULE": "newsharvest.settings"}
        self.said: set[str] = set()

    def command(self, *arguments: str) -> list[str]:
        """Return what starts a command on this store."""
        settings = [part for name, value in {**SETTINGS, "STORE": str(self.store)}.items() for part in ("-s", f"{name}={value}")]
        return [sys.executable, "-m", "scrapy", *arguments, *settings]

    def harvest(self, kill_at: int = 0, delay: float = 0.0, unasked: Iterable[int] = ()) -> int:
        """Harvest, to the end or until a kill soon after the n-th request or the last of these articles; returns the process's status."""
        self.site.asked.clear()
        with self.log.open("wb") as log:
            command = self.command("harvest", OUTLET, "--since", "2024-11-01", "-L", "DEBUG")
            with subprocess.Popen(command, cwd=ROOT, env=self.environment, stdout=log, stderr=log) as process:
                self.site.kill = threading.Timer(delay, process.send_signal, [signal.SIGKILL]).start
                self.site.left = kill_at
                self.site.unasked = set(unasked)
                try:
                    process.wait(timeout=120)
                finally:
                    process.kill()
        self.said |= {f"{OUTLET}:{number}" for number in SAID.findall(self.log.read_text(encoding="utf-8", errors="replace"))}
        return process.returncode

    def exported(self) -> dict[str, dict[str, Any]]:
        """Export everything, and return it by id."""
        self.feed.unlink(missing_ok=True)
        _, _, *export = self.command("export", "-O", str(self.feed))
        done = run(*export, cwd=ROOT, env=self.environment)
        if "there is no store" in done.err:  # killed before it was made
            return {}
        records = [json.loads(line) for line in self.feed.read_text(encoding="utf-8").splitlines()]
        assert len({record["id"] for record in records}) == len(records), "an article was exported twice"
        return {record["id"]: record for record in records}

    def look(self) -> list[str]:
        """Return what is wrong with the store as it is now."""
        wrong = []
        exported = self.exported()
        if lost := self.said - set(exported):
            wrong.append(f"kept and not exported: {sorted(lost)}")
        for record in exported.values():
            made = self.site.articles[int(record["id"].partition(":")[2])]
            if (record["title"], record["body"]) != (made.title, "\n\n".join(made.body)):
                wrong.append(f"not as it was published: {record['id']}")
        if self.store.exists() and (found := self.query("PRAGMA integrity_check")) != [("ok",)]:
            wrong.append(f"integrity_check: {found}")
        return wrong

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        """Ask the store."""
        database = sqlite3.connect(self.store)
        try:
            return database.execute(sql).fetchall()
        finally:
            database.close()

    @property
    def kept(self) -> set[int]:
        """The numbers of the articles in the store."""
        if not self.store.exists() or not self.query("SELECT 1 FROM sqlite_master WHERE name='article'"):
            return set()
        return {int(i.partition(":")[2]) for (i,) in self.query("SELECT id FROM article")}

    @property
    def unfetched(self) -> set[int]:
        """The numbers of those that are still to be kept."""
        return {number for number in self.site.articles if number % GONE} - self.site.repeated - self.kept

    def content(self) -> dict[str, list[Any]]:
        """Return what the store holds, without run numbers and times."""
        records = self.query("SELECT id, outlet, url, day, content_hash, json_remove(record, '$.fetched_at') FROM article ORDER BY id")
        return {
            "articles": records,
            "revisions": self.query("SELECT article, content_hash FROM revision"),
            "coverage": self.query("SELECT outlet, article, listed_at, covered FROM listing ORDER BY article"),
            "reach": self.query("SELECT outlet, target, covered FROM reach"),
            "failures": self.query("SELECT outlet, url, reason, article FROM failure ORDER BY url"),
            "sightings": self.query("SELECT DISTINCT article FROM sighting ORDER BY article"),
            "warnings": self.query("SELECT outlet, name FROM warning"),
        }


def crash(folder: Path, kills: int, seed: int, tally: Tally) -> None:
    """Kill a harvest so many times, let it come to its end, and count what came of it."""
    random = Random(seed)
    site = CrashSite()
    published = []
    with serving({HOST: site}) as proxy:
        crashed = Crash(folder / "crashed", site, proxy)
        crashed.store.parent.mkdir()
        for part, count in enumerate((kills - kills // 2, kills // 2), start=1):
            before = len(crashed.kept)
            site.publish(30 + 12 * count)
            for kill in range(1, count + 1):
                kept = len(crashed.kept)
                if random.random() < 0.3 or not crashed.unfetched:
                    site.publish(random.randint(1, 15))
                lists = (kept - before) // PER_PAGE  # that show nothing new any more
                share = 2 * len(crashed.unfetched) // (count - kill + 2)
                if kill == count:
                    status = crashed.harvest(0, random.uniform(0, SOON / 6), crashed.unfetched)  # it ends within 5 ms
                else:
                    status = crashed.harvest(random.randint(1, 2 + lists + share), random.uniform(0, SOON))
                found = crashed.look()
                if status != -signal.SIGKILL:
                    found.append(f"the harvest had ended before (status {status})")
                met = "the lists" if "wr_id" not in site.met else "the articles"
                tally.note(
                    f"a harvest among {met}", "whole" if not found else "wrong", f"part {part}, kill {kill}: {found}" if found else ""
                )
            published.append(len(site.articles))
            found = [*([f"exit status {status}"] if (status := crashed.harvest()) else []), *crashed.look()]
            tally.faults += [f"a killed harvest, to its end: {line}" for line in found]

        site.articles.clear()
        whole = Crash(folder / "whole", site, proxy)
        whole.store.parent.mkdir()
        for total in published:
            site.publish(total - len(site.articles), again=True)
            if status := whole.harvest():
                tally.faults.append(f"the uninterrupted harvest: exit status {status}")
        ours, theirs = crashed.content(), whole.content()
        for name, rows in theirs.items():
            less, more = [row for row in rows if row not in ours[name]], [row for row in ours[name] if row not in rows]
            if ours[name] != rows:
                tally.faults.append(
                    f"{name} differ from an uninterrupted run's: {len(less)} missing {less[:3]}, {len(more)} more {more[:3]}"
                )
        if not all(covered for _, _, _, covered in ours["coverage"]):
            tally.faults.append("rows of lists are not covered")
