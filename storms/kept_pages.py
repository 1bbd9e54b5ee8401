"""Kills of harvests and rereadings of a store with an archive, at any moment: no article is ever without its page, and nothing is lost.

    python -m storms.kept_pages [--seed 1] [--kills 30]

The storm's project has a layout that is broken now and then, as the seed has it: some nights are read wrong, some not at all, and then it
is mended. Harvests of a played press and `reread --accept` are killed before a change of a store or of the file system that the seed
chooses, or after some time. After each kill every article must have its page, every page must be read to its end, both files must be sound
to SQLite, and what was kept before must still be there. After every three, with the layout mended, a rereading and a harvest come to their
end, and the store must be that of a night that was never killed and never read wrong. (No outlet of it prints a text twice: of two articles
that were kept with texts that were read wrong, none goes when they turn out to be one.)
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from random import Random
from typing import Any

from newsharvest.archive import Archive, ArchiveError, archive_of
from storms.tally import Tally
from tests.support.project import ROOT
from tests.support.replayed_press import SINCE, papers, record

OUTLETS = ("gyeonggitv", "dgilbo")
SPIDER = Path("newsharvest/platforms/netpro.py")
RIGHT = 'body=(Rule("#news_body_area"), Rule("#bo_v_con"), CONTENT_COMMENT),'
BROKEN = (RIGHT, 'body=(Rule("#renamed"),),', 'body=(Rule(".page"),),', 'body=(Rule(".page > p"),),')
"""What the layout may be on a night: right, wrong for every text, with the page's lines, or the page's lines alone."""
KILLED = frozenset({-signal.SIGKILL, -signal.SIGALRM})


class Press:
    """A project of its own, its played pages, and a store with its archive."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.store = folder / "harvest.db"
        shutil.copytree(ROOT / "newsharvest", folder / "newsharvest", ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copy(ROOT / "scrapy.cfg", folder)
        self.pages = record(folder / "pages", papers(repeated=False))
        self.acknowledged: set[str] = set()
        """Articles that were in the store when a command had ended, killed or not."""

    def begin_anew(self) -> None:
        """Remove the store and its archive."""
        self.acknowledged.clear()
        for file in self.folder.glob("harvest.*db*"):
            file.unlink()

    def lay_out(self, body: str) -> None:
        """Write what the layout takes for the text."""
        source = (ROOT / SPIDER).read_text(encoding="utf-8")
        assert source.count(RIGHT) == 1
        (self.folder / SPIDER).write_text(source.replace(RIGHT, body), encoding="utf-8")

    @property
    def environment(self) -> Mapping[str, str]:
        """What a process has that takes the package from here."""
        path = os.pathsep.join(map(str, (self.folder, ROOT)))
        return {**os.environ, "PYTHONPATH": path, "COLUMNS": "160", "LANGUAGE": "en", "PYTHONDONTWRITEBYTECODE": "1"}

    def run(self, how: str, *command: str) -> tuple[int, str]:
        """Run a command to its end or its kill, as `storms.killed` has it; return its status and what it said."""
        arguments = [*command, "-s", f"STORE={self.store}", "-s", "CONTACT=desk@example.com", "-s", f"REPLAY={self.pages}"]
        process = subprocess.run(
            [sys.executable, "-m", "storms.killed", how, *arguments],
            cwd=self.folder, env=self.environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
            text=True, encoding="utf-8", timeout=300, check=False,
        )  # fmt: skip
        return process.returncode, process.stderr

    def harvest(self, how: str = "change:0", *more: str) -> tuple[int, str]:
        """Harvest both outlets."""
        return self.run(how, "harvest", *OUTLETS, "--since", SINCE, *more)

    def reread(self, how: str = "change:0") -> tuple[int, str]:
        """Read all pages again, and accept."""
        return self.run(how, "reread", *OUTLETS, "--accept")

    def look(self) -> list[str]:
        """Return what is wrong now, and take what is kept for acknowledged."""
        if not self.store.exists():
            return ["acknowledged articles are gone with their store"] if self.acknowledged else []
        wrong = [f"{file.name}: {found}" for file in (self.store, archive_of(self.store)) if file.exists() and (found := unsound(file))]
        kept = {str(article): str(at) for article, at in self.query("SELECT id, json_extract(record, '$.fetched_at') FROM article")}
        if lost := self.acknowledged - kept.keys():
            wrong.append(f"acknowledged, and gone: {sorted(lost)}")
        self.acknowledged = set(kept)
        return [*wrong, *self.without_page(kept)]

    def without_page(self, kept: Mapping[str, str]) -> list[str]:
        """Return which articles have no page, and which pages cannot be read to their end."""
        if not kept:
            return []
        try:
            with Archive(archive_of(self.store), reading=True) as archive:
                pages = {(page.article, page.at) for page in archive.pages() if page.came}
                wrong = [f"{article} is without its page of {at}" for article, at in kept.items() if (article, at) not in pages]
                for digest in {page.digest for page in archive.pages()}:
                    archive.body(digest)
        except ArchiveError as error:
            return [str(error)]
        return wrong

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        """Ask the store; nothing where it has no tables yet."""
        with closing(sqlite3.connect(self.store)) as db:
            if not db.execute("SELECT 1 FROM sqlite_master WHERE name='article'").fetchone():
                return []
            return db.execute(sql).fetchall()

    def content(self) -> dict[str, list[tuple[Any, ...]]]:
        """Return what the store holds, but for when and in which run it came, and how often it was asked for."""

        def record_of(text: str) -> str:
            data = json.loads(text)
            return json.dumps(data | {"doubts": sorted(data["doubts"])}, ensure_ascii=False)

        articles = self.query("SELECT id, outlet, url, day, content_hash, record FROM article ORDER BY id")
        return {
            "articles": [(*row[:-1], record_of(row[-1])) for row in articles],
            "stories": self.query("SELECT article, story_id, kind, duplicate_of, similarity, canonical FROM marked ORDER BY article"),
            "failures": self.query("SELECT outlet, url, reason, article FROM failure WHERE reason<>'doubtful' ORDER BY url"),
            "pieces": self.query("SELECT * FROM piece ORDER BY hash, article"),
            "waiting": self.query("SELECT * FROM unjudged"),
        }


def unsound(file: Path) -> str:
    """Return what SQLite finds wrong with a file, or nothing."""
    with closing(sqlite3.connect(file)) as db:
        try:
            [(found,)] = db.execute("PRAGMA integrity_check(1)").fetchall()
        except sqlite3.DatabaseError as error:
            return str(error)
    return "" if found == "ok" else str(found)


def kill_pages(folder: Path, kills: int, seed: int, tally: Tally) -> None:
    """Kill so many harvests and rereadings, of one store after the other, and count what came of it."""
    random = Random(seed)
    for name in ("unkilled", "killed"):
        (folder / name).mkdir()
    unkilled, press = Press(folder / "unkilled"), Press(folder / "killed")
    unkilled.lay_out(BROKEN[1])
    costs = {"a harvest": cost(unkilled.harvest, folder)}
    unkilled.lay_out(RIGHT)
    costs["a rereading"] = cost(unkilled.reread, folder)
    unkilled.begin_anew()
    unkilled.harvest()
    fallen = 0
    for kill in range(4 * kills):
        if kill % 3 == 0:  # a night of a new store, which may be read wrong
            press.begin_anew()
            broken = random.choice(BROKEN)
            press.lay_out(broken)
        elif kill % 3 == 1:  # it comes to its end, and is read again
            press.harvest()
            press.lay_out(RIGHT)
        name, do = ("a harvest", press.harvest) if kill % 3 == 0 else ("a rereading", press.reread)
        changes, seconds = costs[name]
        last = changes if kill % 3 == 0 else changes // 2 if kill % 3 == 1 else changes // 5  # so much is left to be done
        by_change = random.random() < 0.8
        how = f"change:{random.randint(1, last)}" if by_change else f"second:{random.uniform(0.4, 0.9) * seconds:.3f}"
        status, said = do(how)
        found = [*press.look(), *traceback_of(said, status)]
        if kill % 3 == 2:
            found += to_the_end(press, unkilled)
        fallen += status in KILLED
        ended = "whole" if status in KILLED else "whole, ended before"
        tally.note(name, "wrong" if found else ended, f"kill {kill + 1}, {how}: {'; '.join(found)}" if found else "")
        if fallen >= kills and kill % 3 == 2:
            break


def cost(do: Callable[[str], tuple[int, str]], folder: Path) -> tuple[int, float]:
    """Return how many changes a command makes, and how long it takes."""
    began = time.monotonic()
    do(f"count:{folder / 'changes'}")
    return int((folder / "changes").read_text(encoding="utf-8")), time.monotonic() - began


def to_the_end(press: Press, unkilled: Press) -> list[str]:
    """Let what was killed come to its end; return what is then otherwise than in a night that was never killed and never read wrong."""
    press.lay_out(RIGHT)
    wrong = []
    for do in (press.reread, press.harvest):
        status, said = do()
        wrong += [*press.look(), *traceback_of(said, status)]
    ours, theirs = press.content(), unkilled.content()
    for table, rows in theirs.items():
        if ours[table] != rows:
            less, more = [row for row in rows if row not in ours[table]], [row for row in ours[table] if row not in rows]
            wrong.append(f"{table} differ from an unkilled night's: {len(less)} missing {less[:2]}, {len(more)} more {more[:2]}")
    return wrong


def traceback_of(said: str, status: int) -> list[str]:
    """Return the last line of a traceback that a command ended with by itself."""
    return said.splitlines()[-1:] if "Traceback" in said and status not in KILLED else []


def main() -> int:
    """Run from the command line; the exit status is 1 if anything is wrong."""
    parser = argparse.ArgumentParser(description="Kill harvests and rereadings of a store with an archive, and see that nothing is lost.")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kills", type=int, default=30)
    options = parser.parse_args()
    tally = Tally("kept pages")
    with tempfile.TemporaryDirectory() as folder:
        kill_pages(Path(folder), options.kills, options.seed, tally)
    print(*tally.lines(), sep="\n")
    return tally.exit_status


if __name__ == "__main__":
    sys.exit(main())
