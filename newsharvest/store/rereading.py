"""What was read anew from a page that was kept: its marks in a store, and what is still to be held beside the outlet's other articles.

A doubt that stands beside the outlet's other articles (`newsharvest.doubts.outlet`) is judged when all that was read anew is kept: until
then an article is in `unjudged`, also after a kill.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from newsharvest import press
from newsharvest.database import Database
from newsharvest.reasons import Reason

SCHEMA = (
    "ALTER TABLE revision ADD COLUMN reread INTEGER NOT NULL DEFAULT 0",
    """
CREATE TABLE unjudged(    -- articles that were read anew and not yet held beside the outlet's others
  article TEXT PRIMARY KEY
) WITHOUT ROWID
""",
)
"""What makes a store of schema 6 one of 7."""


class Met(NamedTuple):
    """An article of a run, in the order in which they are judged."""

    id: str
    url: str
    run: int
    first_seen: str
    doubts: Sequence[str]


def mark(db: Database, article: str) -> None:
    """Note that an article is to be held beside the outlet's others. Part of the transaction in which it is kept."""
    db.execute("INSERT INTO unjudged VALUES (?) ON CONFLICT DO NOTHING", (article,))


def unmark(db: Database, articles: Iterable[str]) -> None:
    """Note that these articles have been judged."""
    db.executemany("DELETE FROM unjudged WHERE article=?", ((article,) for article in articles))


def unjudged(db: Database, outlet: str) -> set[str]:
    """Return the ids of an outlet's articles that are still to be judged."""
    rows = db.execute("SELECT article FROM unjudged WHERE article>? AND article<?", (f"{outlet}:", f"{outlet};"))  # `;` comes after `:`
    return {str(article) for (article,) in rows}


def met(db: Database, outlet: str) -> list[Met]:
    """Return all of an outlet's articles that can be read, without their texts, in the order in which they came."""
    query = (
        "SELECT id, url, run, first_seen, CASE WHEN json_valid(record) THEN coalesce(json_extract(record, '$.doubts'), '[]') END"
        " FROM article WHERE outlet=? ORDER BY first_seen, id"
    )
    rows = db.execute(query, (outlet,))
    return [Met(article, url, run, seen, json.loads(doubts)) for article, url, run, seen, doubts in rows if doubts is not None]


def set_doubts(db: Database, doubts: Mapping[str, Sequence[str]]) -> None:
    """Let articles carry these doubts and no others."""
    for article, codes in doubts.items():
        for (text,) in db.execute("SELECT record FROM article WHERE id=?", (article,)).fetchall():
            record = json.loads(text)
            record["doubts"] = press.unique(codes)
            db.execute("UPDATE article SET record=? WHERE id=?", (json.dumps(record, ensure_ascii=False), article))


def settle(db: Database, url: str, reasons: Iterable[Reason], detail: str = "") -> None:
    """Take away what an address failed of for one of these reasons; with a `detail` it stays, and says that instead."""
    codes = db.listed(reason.code for reason in reasons)
    which = f"url=? AND {db.among_texts('reason')}"
    if detail:
        db.execute(f"UPDATE failure SET detail=? WHERE {which}", (detail, url, codes))
    else:
        db.execute(f"DELETE FROM failure WHERE {which}", (url, codes))
