"""What outlets say of reuse by machines (`newsharvest.signals`), by the file that says it, and since when: a row for each change."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from newsharvest.database import Database
from newsharvest.signals import Said
from newsharvest.store.records import read_object

SCHEMA = """
CREATE TABLE IF NOT EXISTS signal(  -- what an outlet says of reuse by machines; older versions of this schema are without it
  outlet TEXT NOT NULL, source TEXT NOT NULL,  -- the file that says it: robots.txt, tdmrep.json
  since TEXT NOT NULL, at TEXT NOT NULL,       -- when this was first read, and last
  said TEXT NOT NULL,                          -- JSON: see newsharvest.signals.Said
  PRIMARY KEY(outlet, source, since)
) WITHOUT ROWID
"""


@dataclass(frozen=True, slots=True)
class OutletSignals:
    """What one of an outlet's files says, or said: when that was first read and last (ISO 8601)."""

    source: str
    since: str
    at: str
    said: Said


def note(db: Database, outlet: str, source: str, at: str, said: Said) -> None:
    """Note what a file says at a time: where it says what it said before, that it does so still."""
    text = json.dumps(said.dump(), ensure_ascii=False)
    last = db.execute("SELECT since, said FROM signal WHERE outlet=? AND source=? ORDER BY since DESC LIMIT 1", (outlet, source)).fetchone()
    if last and last[1] == text:
        db.execute("UPDATE signal SET at=?1 WHERE outlet=?2 AND source=?3 AND since=?4 AND at<?1", (at, outlet, source, last[0]))
    else:
        db.execute(
            "INSERT INTO signal VALUES (?,?,?,?,?) ON CONFLICT(outlet, source, since) DO UPDATE SET at=excluded.at, said=excluded.said",
            (outlet, source, at, at, text),
        )


def of_outlets(db: Database, outlets: Sequence[str] = ()) -> Mapping[str, list[OutletSignals]]:
    """Return what these outlets (all) say and have said, by source, the latest first; of a store that has no such table nothing."""
    if not db.has_table("signal"):
        return {}
    which = f"WHERE outlet IN ({','.join('?' * len(outlets))})" if outlets else ""
    found: dict[str, list[OutletSignals]] = {}
    query = f"SELECT outlet, source, since, at, said FROM signal {which} ORDER BY outlet, source, since DESC"
    for outlet, source, since, at, said in db.execute(query, list(outlets)):
        if (data := read_object(said)) is not None:
            found.setdefault(str(outlet), []).append(OutletSignals(str(source), str(since), str(at), Said.load(data)))
    return found


def of_today(signals: Collection[OutletSignals]) -> list[OutletSignals]:
    """Return of an outlet's signals what each file said last."""
    latest: dict[str, OutletSignals] = {}
    for one in signals:
        latest.setdefault(one.source, one)
    return list(latest.values())
