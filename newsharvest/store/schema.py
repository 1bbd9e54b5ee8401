"""The tables of a store. Those of near-duplicates are in `newsharvest.dedupe.index`."""

from __future__ import annotations

import re

from newsharvest.database import Database
from newsharvest.store import finding, rereading

SCHEMA_VERSION = 7
"""2: the index of near-duplicates stands in the file. 3: so do the checks of outlets. 4: a failure's HTTP status is a number.
5: what stands in several articles of an outlet is known, and a failure's standing. 6: what articles hold is found
by the pairs of its letters. 7: a revision says whether the paper has edited the article, or it was read anew."""
READABLE = 5
"""The oldest schema that can be read where nothing can be written: what came later can be done without."""
APPLICATION_ID = 0x6E686172  # SQLite's own mark for whose a file is: "nhar"

CHECKUP = """
CREATE TABLE checkup(     -- what `scrapy outlets --check` found
  outlet TEXT NOT NULL, at TEXT NOT NULL, status INTEGER NOT NULL,  -- the exit status
  findings TEXT NOT NULL  -- JSON: see newsharvest.run.checkup
)"""

UNMERGED = """
CREATE TABLE IF NOT EXISTS unmerged(here INTEGER NOT NULL)  -- see newsharvest.store.opening; older versions of this schema are without it
"""

PAGED = """
CREATE TABLE IF NOT EXISTS paged(since TEXT NOT NULL)  -- from when on pages are kept; older versions of this schema are without it
"""

DIGEST = """
CREATE TABLE IF NOT EXISTS digest(at TEXT NOT NULL)  -- when a digest was made that goes on from the one before, and handed on
"""

SHARED = (
    """
CREATE TABLE piece(       -- which articles hold a body, a paragraph or a picture: numbers, see newsharvest.doubts.outlet
  hash INTEGER NOT NULL, article TEXT NOT NULL, PRIMARY KEY(hash, article)
) WITHOUT ROWID
""",
    """
CREATE TABLE shared(      -- the paragraphs and pictures that three articles of an outlet hold, and the run that brought the third
  outlet TEXT NOT NULL, hash INTEGER NOT NULL, run INTEGER NOT NULL, PRIMARY KEY(outlet, hash)
) WITHOUT ROWID
""",
)

SCHEMA = (
    """
CREATE TABLE run(
  id INTEGER PRIMARY KEY, outlet TEXT NOT NULL, started_at TEXT NOT NULL,
  ended_at TEXT,          -- null: still running, or killed
  status INTEGER,         -- the exit status
  figures TEXT            -- JSON: what the closing table shows, and what later runs are compared with
)
""",
    "CREATE INDEX run_outlet ON run(outlet, id)",
    """
CREATE TABLE article(
  id TEXT PRIMARY KEY, outlet TEXT NOT NULL, url TEXT NOT NULL,
  day TEXT NOT NULL,      -- published, else as the list had it, else first seen: for choosing, never for show
  content_hash TEXT NOT NULL, first_seen TEXT NOT NULL, last_seen TEXT NOT NULL,
  run INTEGER NOT NULL REFERENCES run(id),  -- the run that brought this text; 0: none, it came out of a WARC file
  record TEXT NOT NULL    -- JSON: the Article as it came
) WITHOUT ROWID
""",
    "CREATE INDEX article_day ON article(outlet, day)",
    "CREATE INDEX article_first_seen ON article(outlet, first_seen)",
    # an export reads along it: nothing is sorted first
    "CREATE INDEX article_latest ON article(day DESC, outlet, id DESC)",
    "CREATE INDEX article_run ON article(run)",
    "CREATE INDEX article_text ON article(outlet, content_hash, first_seen)",
    """
CREATE TABLE revision(    -- what an article was before the paper edited it; reread: before its page was read anew
  article TEXT NOT NULL REFERENCES article(id), replaced_at TEXT NOT NULL, content_hash TEXT NOT NULL, record TEXT NOT NULL
)
""",
    "CREATE INDEX revision_article ON revision(article)",
    """
CREATE TABLE sighting(    -- the addresses that lists linked an article by
  article TEXT NOT NULL, url TEXT NOT NULL, first_run INTEGER NOT NULL, last_run INTEGER NOT NULL, PRIMARY KEY(article, url)
) WITHOUT ROWID
""",
    """
CREATE TABLE listing(     -- the rows of lists; covered: a pass that saw the row came to a clean end
  outlet TEXT NOT NULL, article TEXT NOT NULL, listed_at TEXT, run INTEGER NOT NULL, covered BOOLEAN NOT NULL DEFAULT FALSE,
  PRIMARY KEY(outlet, article)
) WITHOUT ROWID
""",
    """
CREATE TABLE reach(       -- the day down to which an outlet's list is to be harvested, and to which a pass has come that ended clean
  outlet TEXT PRIMARY KEY, target TEXT NOT NULL, covered TEXT
) WITHOUT ROWID
""",
    """
CREATE TABLE failure(
  outlet TEXT NOT NULL, url TEXT NOT NULL, reason TEXT NOT NULL, detail TEXT NOT NULL, article TEXT,
  times INTEGER NOT NULL, first_at TEXT NOT NULL, last_at TEXT NOT NULL, run INTEGER NOT NULL,
  status INTEGER,         -- HTTP, where the site answered with one that is no page
  standing INTEGER NOT NULL DEFAULT 0,  -- see newsharvest.store.Standing
  PRIMARY KEY(outlet, url)
) WITHOUT ROWID
""",
    """
CREATE TABLE warning(     -- open warnings, and since when
  outlet TEXT NOT NULL, name TEXT NOT NULL, since TEXT NOT NULL, PRIMARY KEY(outlet, name)
) WITHOUT ROWID
""",
    CHECKUP,
    *SHARED,
    DIGEST,
    *rereading.SCHEMA,
)
"""The statements that make a new store, without what a search looks into."""
KEYS = {"sighting": ("article", "url"), "failure": ("outlet", "url")}
"""Keys that hold an address, which may be longer than a server's index takes: there a hash of it stands in them."""
IN_ORDER = ("revision", "checkup")
"""Tables whose rows are asked for in the order in which they came: by SQLite's own `rowid`, which a server's table has to be given."""

MIGRATIONS = {
    2: (CHECKUP,),
    3: (
        "ALTER TABLE failure ADD COLUMN status INTEGER",
        "UPDATE failure SET status=CAST(substr(detail, 6) AS INTEGER) WHERE detail GLOB 'HTTP [0-9][0-9][0-9]'",
    ),
    4: (
        *SHARED,
        "ALTER TABLE failure ADD COLUMN standing INTEGER NOT NULL DEFAULT 0",
        "UPDATE failure SET standing=2 WHERE reason='deleted' AND status IS NOT NULL",  # a 404, of which nobody knows
    ),
    5: (*finding.TABLES, DIGEST),
    6: rereading.SCHEMA,
}
"""The statements that make the tables of a version those of the next: from 6 on, the oldest that a server may have, in what both databases
understand. The store itself fills what is made of its articles: the index of near-duplicates, which 1 has not, the pieces of 5, and the
pairs of 6."""


def tables(db: Database) -> list[str]:
    """Return the statements that make a new store in a database."""
    if not db.is_server:
        return [*SCHEMA, *finding.tables(db)]
    keyless = [re.sub(r",(\s*--.*)?\s*PRIMARY KEY\(\w+, url\)", r"\1\n", statement) for statement in SCHEMA]
    keys = [f"CREATE UNIQUE INDEX {table}_key ON {table}({of}, {db.key(url)})" for table, (of, url) in KEYS.items()]
    looked_up = "CREATE INDEX failure_url ON failure USING hash(url)"
    numbered = [f"ALTER TABLE {table} ADD COLUMN rowid INTEGER PRIMARY KEY" for table in IN_ORDER]
    return [*keyless, *finding.tables(db), *keys, looked_up, *numbered]
