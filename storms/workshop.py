"""A project of its own in a folder, for storms that write into it: a copy of the package, a few fixtures, pages to replay, an old store."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from newsharvest.store import Store
from newsharvest.store.schema import APPLICATION_ID
from tests.support.new_site import SITE, record, site
from tests.support.project import FIXTURES, ROOT

OUTLETS = ("gyeonggitv", "dgilbo", "joongdo")
"""Outlets whose fixtures can be walked offline."""
REPLAY = f"REPLAY={FIXTURES}"
CASES = ("778088", "778102", "list-1")
"""Of idomin: kept as recorded, with another page than the one that is replayed."""
NEW_CASE = "http://gyeonggitv.com/bbs/board.php?bo_table=news&wr_id=37835"


@dataclass(frozen=True)
class Work:
    """A command that writes, and what of the project it writes to."""

    name: str
    arguments: tuple[str, ...]
    files: tuple[str, ...] = ()
    """What each must be as before or as it is to be, whenever the command is killed."""
    groups: tuple[tuple[str, ...], ...] = ()
    """Folders and files of which the same holds together once the next command has begun."""
    repeats: bool = True
    """Whether it gives the same files when it is run again."""
    answer: str = ""


STORE = ("-s", "STORE=harvest.db", "-s", "CONTACT=desk@example.com")
HARVEST = ("harvest", *OUTLETS, "--since", "2015-01-01", "-s", REPLAY, *STORE)
WORKS = (
    Work("harvest -O csv", (*HARVEST, "-O", "o.csv"), ("o.csv",), repeats=False),
    Work("harvest -O jsonl", (*HARVEST, "-O", "o.jsonl"), ("o.jsonl",), repeats=False),
    Work("crawl -O", ("crawl", "gyeonggitv", "-O", "o.csv", "-s", REPLAY), ("o.csv",)),
    Work("crawl -o", ("crawl", "gyeonggitv", "-o", "o.jsonl", "-s", REPLAY), ("o.jsonl",), repeats=False),
    Work("export csv", ("export", "-O", "o.csv", "-s", "STORE=old.db"), ("o.csv",)),
    Work("export jsonl", ("export", "-O", "o.jsonl", "-s", "STORE=old.db"), ("o.jsonl",)),
    Work("export stories", ("export", "--stories", "-O", "o.csv", "-s", "STORE=old.db"), ("o.csv",)),
    Work("index rebuilt", ("export", "-O", "o.jsonl", "-s", "STORE=other.db"), ("o.jsonl",)),
    Work("outlets --check", ("outlets", "gyeonggitv", "dgilbo", "--check", "-s", REPLAY, *STORE)),
    Work("fixture record", ("fixture", "record", "gyeonggitv", NEW_CASE, "-s", REPLAY),
         groups=(("fixtures/gyeonggitv/37835",),)),
    Work("fixture refresh --accept", ("fixture", "refresh", "idomin", "--accept", "-s", REPLAY),
         groups=tuple((f"fixtures/idomin/{case}",) for case in CASES)),
    Work("adopt", ("adopt", f"{SITE}/", "-s", "REPLAY=pages"),
         groups=(("fixtures/some_local_paper", "newsharvest/spiders/some_local_paper.py"),), answer="y\n"),
)  # fmt: skip


class Workshop:
    """The project, as it was made and as commands have left it."""

    def __init__(self, folder: Path) -> None:
        """Make it in a folder that is not there yet."""
        self.made = folder / "made"
        self.folder = folder / "project"
        self.made.mkdir(parents=True)
        shutil.copytree(ROOT / "newsharvest", self.made / "newsharvest")  # with what is compiled
        shutil.copy(ROOT / "scrapy.cfg", self.made)
        for case in CASES:
            place = self.made / "fixtures" / "idomin" / case
            shutil.copytree(FIXTURES / "idomin" / case, place)
            answer = place / "response.json"
            told = json.loads(answer.read_text(encoding="utf-8"))
            answer.write_text(json.dumps(told | {"origin": "recorded"}), encoding="utf-8")
            with (place / "page.html").open("ab") as page:
                page.write(b"<!-- yesterday -->\n")
        record(self.made / "pages", site())
        old_store(self.made / "old.db")
        shutil.copy(self.made / "old.db", self.made / "other.db")
        other_index(self.made / "other.db")
        for name in ("o.csv", "o.jsonl"):
            (self.made / name).write_bytes(b'{"id": "yesterday"}\n')
        self.reset()

    def reset(self) -> None:
        """Put all back as it was made."""
        shutil.rmtree(self.folder, ignore_errors=True)
        shutil.copytree(self.made, self.folder)

    @property
    def environment(self) -> Mapping[str, str]:
        """What a process that runs in it has, so that it takes the package from here."""
        ours = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}  # few users have it
        return {**ours, "PYTHONPATH": os.pathsep.join(map(str, (self.folder, ROOT))), "COLUMNS": "160"}

    def tree(self, *places: str) -> dict[str, bytes]:
        """Return all files of the project, or those in these places, but stores and locks."""
        roots = [self.folder / place for place in places] or [self.folder]
        files = [file for root in roots for file in ([root] if root.is_file() else root.rglob("*")) if file.is_file()]
        left_out = {"__pycache__", "newsharvest"} if not places else {"__pycache__"}
        return {
            name: file.read_bytes()
            for file in files
            if not left_out & set((path := file.relative_to(self.folder)).parts[:-1]) or path.parts[:2] == ("newsharvest", "spiders")
            if not (name := path.as_posix()).endswith((".lock", ".db", ".db-wal", ".db-shm", ".pyc"))
        }

    def stores(self) -> dict[str, tuple[str, list[Any]]]:
        """Return of each store whether it is whole, and what it holds."""
        return {file.name: content(file) for file in sorted(self.folder.glob("*.db"))}


def content(file: Path) -> tuple[str, list[Any]]:
    """Return what SQLite says of a store's integrity, its articles, and what was checked."""
    db = sqlite3.connect(file)
    try:
        [(sound,)] = db.execute("PRAGMA integrity_check").fetchall()
        tables = {name for (name,) in db.execute("SELECT name FROM sqlite_master")}
        articles = db.execute("SELECT id, content_hash FROM article ORDER BY id").fetchall() if "article" in tables else []
        return sound, articles + (db.execute("SELECT DISTINCT outlet, status FROM checkup").fetchall() if "checkup" in tables else [])
    finally:
        db.close()


def old_store(file: Path) -> None:
    """Write a store of an older version, which whoever opens it brings to today's."""
    db = sqlite3.connect(file)
    db.executescript((ROOT / "tests" / "stores" / "schema-3.sql").read_text(encoding="utf-8"))
    db.execute("PRAGMA user_version=3")
    db.execute(f"PRAGMA application_id={APPLICATION_ID}")
    db.commit()
    db.close()


def other_index(file: Path) -> None:
    """Bring a store to today's schema, with an index of other parameters, which whoever opens it makes anew."""
    with Store(file):
        pass
    db = sqlite3.connect(file)
    db.execute("UPDATE dedupe_parameter SET value='0'")
    db.commit()
    db.close()
