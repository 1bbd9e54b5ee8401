"""What articles were before, and the store as it stood at a moment: what reads the table `revision`.

A version holds from when the store got it until it got the next; the last one still holds. The store as it stood is a set of views, of the
names of the tables, that stand before these in this connection alone: what is asked of it is asked as of today's.
"""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from pathlib import Path

from newsharvest import press
from newsharvest.database import ERRORS, Database, SQLite, connect
from newsharvest.dedupe import Index
from newsharvest.dedupe.index import MARKED
from newsharvest.items import Article
from newsharvest.store.records import moment_of

Readable = Callable[[str, object], Article | None]
"""Gives the article of a record, or notes that it is damaged."""
CHUNK = 10_000
"""Articles after each of which the stories of then are settled: all at once would be held in memory."""


@dataclass(frozen=True, slots=True)
class Held:
    """A version of an article: from when until when the store held it, ISO 8601; `until` None: it still does."""

    number: int
    """From 1."""
    article: Article
    since: str
    until: str | None
    reread: bool = False
    """Whether it came of reading the page of the one before anew: the paper has edited nothing."""


def held(db: Database, article: str, readable: Readable) -> list[Held]:
    """Return the versions of an article, the oldest first; of one that cannot be read only the number is taken. Nothing if it is not kept.

    None has the marks of the index of near-duplicates, which are today's.
    """
    kept = db.execute("SELECT first_seen, record FROM article WHERE id=?", (article,)).fetchone()
    if kept is None:
        return []
    first_seen, record = kept
    reread = "reread" if "reread" in db.columns("revision") else "0"  # a file of an older version does not say it
    query = f"SELECT replaced_at, {reread}, record FROM revision WHERE article=? ORDER BY rowid"
    before = db.execute(query, (article,)).fetchall()
    times = [first_seen, *(replaced_at for replaced_at, _, _ in before), None]
    anew = [False, *(bool(reread) for _, reread, _ in before)]
    records = [*(text for _, _, text in before), record]
    found = []
    for number, ((since, until), came_anew, text) in enumerate(zip(pairwise(times), anew, records, strict=True), start=1):
        if read := readable(article, text):
            found.append(Held(number, read, since, until, came_anew))
    return found


# --- the store as it stood

EARLIER = """
CREATE TEMP TABLE earlier(  -- the articles of then that are otherwise today, as they were
  id TEXT PRIMARY KEY, day TEXT NOT NULL, version INTEGER NOT NULL  -- rowid in revision
) WITHOUT ROWID
"""
ARTICLES = """
CREATE TEMP VIEW article AS SELECT id, outlet, first_seen, last_seen,
  coalesce((SELECT earlier.day FROM earlier WHERE earlier.id=kept.id), kept.day) AS day,
  coalesce((SELECT record FROM {kept}.revision WHERE rowid=(SELECT version FROM earlier WHERE earlier.id=kept.id)), kept.record) AS record
FROM {kept}.article AS kept WHERE first_seen<'{before}'
"""
SIGNALS = "CREATE TEMP VIEW signal AS SELECT * FROM {kept}.signal WHERE since<'{before}'"
TOLD = ("printed", "story", "marked")
"""What says which stories articles tell."""
COLUMNS = {"printed": ("doc", "article", "published", "story", "kind", "duplicate_of", "similarity"), "story": ("number", "canonical")}
"""Of what is taken to a server, what is asked of it."""


@contextmanager
def as_of(db: Database, before: datetime, readable: Readable, tell: Callable[[int], None]) -> Iterator[None]:
    """Have all that is read be of what was kept before a moment of KST, as it was then, whatever is kept meanwhile.

    Which stories articles told is found anew from those of then: the index says it of today. If nothing has come or changed since, today's
    is that of then. `tell` is given how many articles are looked at for it, before that is done.
    """
    moment = press.iso(before)
    with tempfile.TemporaryDirectory(prefix="newsharvest-", ignore_cleanup_errors=True) as folder:
        file = Path(folder) / "told.db"
        with closing(connect(file)) as told:
            told.execute("PRAGMA synchronous=OFF")  # nobody needs it after a kill
            index = Index(told)
            with _of_one_moment(db, file):
                db.make(EARLIER)
                _note_earlier(db, moment, readable)
                newer = "SELECT EXISTS(SELECT 1 FROM earlier) OR EXISTS(SELECT 1 FROM article WHERE first_seen>=?)"
                [(changed,)] = db.execute(newer, (moment,)).fetchall()
                for view in (ARTICLES, SIGNALS):  # of a file of an older version, which has no signals, nobody asks for them
                    db.make(view.format(kept=db.schema, before=moment))
                if changed:
                    _tell_stories(db, index, readable, tell)
                    _take_in(db, told)
                db.execute("SET TRANSACTION READ ONLY" if db.is_server else "PRAGMA query_only=ON")
                yield


@contextmanager
def _of_one_moment(db: Database, file: Path) -> Iterator[None]:
    """Have a connection see nothing that is written from now on, but what it makes for itself, which is gone afterwards."""
    if isinstance(db, SQLite):
        [reading] = db.execute("PRAGMA query_only").fetchone()
        db.execute("ATTACH ? AS told", (str(file),))
        db.execute("PRAGMA query_only=OFF")
    try:
        db.begin_moment(making=True)
        yield
    finally:
        with suppress(*ERRORS):  # a server that is gone has undone it
            db.execute("ROLLBACK")  # takes the views with it
        if isinstance(db, SQLite):
            db.execute(f"PRAGMA query_only={reading}")
            with suppress(sqlite3.OperationalError):  # it is still being read: what was asked for came to no end
                db.execute("DETACH told")


def _take_in(db: Database, told: SQLite) -> None:
    """Have the stories stand before those of today."""
    if not db.is_server:
        for name in TOLD:
            db.execute(f"CREATE TEMP VIEW {name} AS SELECT * FROM told.{name}")
        return
    db.make(
        "CREATE TEMP TABLE printed(doc INTEGER, article TEXT, published INTEGER, story INTEGER, kind TEXT, duplicate_of INTEGER,"
        " similarity REAL, PRIMARY KEY(doc))",
        "CREATE TEMP TABLE story(number INTEGER, canonical INTEGER, PRIMARY KEY(number))",
    )
    for table, columns in COLUMNS.items():
        values = ",".join("?" * len(columns))
        db.executemany(f"INSERT INTO {table} VALUES ({values})", told.execute(f"SELECT {','.join(columns)} FROM {table}"))
    db.make("CREATE INDEX ON printed(article)", "CREATE INDEX ON printed(story)", MARKED.replace("CREATE VIEW", "CREATE TEMP VIEW"))
    db.execute("ANALYZE printed")


def _note_earlier(db: Database, moment: str, readable: Readable) -> None:
    """Note the version of then of each article that was replaced since, and its day: as published, else as listed, else first seen."""
    query = "SELECT article, min(rowid) FROM revision WHERE replaced_at>=? GROUP BY article"
    for article, version in db.execute(query, (moment,)).fetchall():
        query = (
            "SELECT first_seen, revision.record, listed_at FROM article JOIN revision ON revision.rowid=?"
            " LEFT JOIN listing ON listing.outlet=article.outlet AND listing.article=article.id WHERE id=? AND first_seen<?"
        )
        for first_seen, record, listed_at in db.execute(query, (version, article, moment)).fetchall():
            read = readable(article, record)
            moments = map(moment_of, (read.published_at if read else None, listed_at, first_seen))
            day = next((press.iso(found)[:10] for found in moments if found), str(first_seen)[:10])
            db.execute("INSERT INTO earlier VALUES (?,?,?)", (article, day, version))


def _tell_stories(db: Database, index: Index, readable: Readable, tell: Callable[[int], None]) -> None:
    """Find the stories of the articles of then, as if they had come in the order in which they were printed."""
    ids = db.execute("SELECT id, day FROM article ORDER BY day, id").fetchall()
    if ids:
        tell(len(ids))
    for start in range(0, len(ids), CHUNK):
        with index.batch():
            for article, day in ids[start : start + CHUNK]:
                for (record,) in db.execute("SELECT record FROM article WHERE id=?", (article,)).fetchall():
                    if read := readable(article, record):
                        index.add(
                            id=article, outlet=read.outlet, title=read.title or "", body=read.body, published_at=read.published_at,
                            seen_at=day,
                        )  # fmt: skip
            index.settle()
