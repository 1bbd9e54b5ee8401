"""What is noted of runs beside the articles: how they ended, checks, warnings, digests, and what outlets say of themselves."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from newsharvest import press
from newsharvest.signals import Said
from newsharvest.store import signals
from newsharvest.store.base import Base
from newsharvest.store.file import UNREAD
from newsharvest.store.records import KeptCheckup, Run, moment_of, read_object
from newsharvest.store.schema import PAGED
from newsharvest.store.signals import OutletSignals


class Runs(Base):
    """The part of a store that is about runs."""

    def begin_run(self, outlet: str, at: str) -> int:
        """Note that a run of an outlet has begun, and return its number."""
        with self._transaction():
            run = self._db.insert("INSERT INTO run(outlet, started_at) VALUES (?, ?)", (outlet, at), "id")
        self._where.note_kept(0)
        return run

    def end_run(self, run: int, at: str, status: int, figures: dict[str, Any]) -> None:
        """Note how a run ended."""
        self._where.check()
        with self._transaction():
            self._db.execute(
                "UPDATE run SET ended_at=?, status=?, figures=? WHERE id=?", (at, status, json.dumps(figures, ensure_ascii=False), run)
            )

    def figures_before(self, outlet: str, run: int, limit: int, times: Iterable[str] = ()) -> list[tuple[str, dict[str, Any]]]:
        """Return start and figures of an outlet's ended runs before `run`: the last `limit`, and as many before each of `times`.

        The latest come first.
        """
        query = (
            "SELECT id, started_at, figures FROM run WHERE outlet=? AND id<? AND started_at<? AND figures IS NOT NULL"
            " ORDER BY id DESC LIMIT ?"
        )
        runs = {row[0]: row[1:] for time in ("9", *times) for row in self._read(query, (outlet, run, time, limit))}
        return [(started_at, read) for _, (started_at, figures) in sorted(runs.items(), reverse=True) if (read := read_object(figures))]

    def last_run(self, outlet: str) -> Run | None:
        """Return an outlet's last run, or None if there was none."""
        rows = self._read("SELECT started_at, ended_at, status FROM run WHERE outlet=? ORDER BY id DESC LIMIT 1", (outlet,))
        return next((Run(*row) for row in rows), None)

    # --- checks

    def keep_checkup(self, outlet: str, at: str, status: int, findings: dict[str, Any]) -> None:
        """Keep what a check of an outlet found."""
        self._where.check()
        with self._transaction():
            query = "INSERT INTO checkup(outlet, at, status, findings) VALUES (?,?,?,?)"
            self._db.execute(query, (outlet, at, status, json.dumps(findings, ensure_ascii=False)))

    def last_checkup(self, outlet: str) -> KeptCheckup | None:
        """Return an outlet's last check, or None if there was none."""
        rows = self._read("SELECT at, status, findings FROM checkup WHERE outlet=? ORDER BY rowid DESC LIMIT 1", (outlet,))
        return next((KeptCheckup(at, status, read) for at, status, findings in rows if (read := read_object(findings)) is not None), None)

    # --- warnings

    def standing_warnings(self, outlet: str) -> dict[str, str]:
        """Return the warnings that an outlet's last run ended with, and since when each stands."""
        return {
            str(name): str(since) for name, since in self._read("SELECT name, since FROM warning WHERE outlet=? ORDER BY name", (outlet,))
        }

    def note_warnings(self, outlet: str, names: Sequence[str], at: str) -> dict[str, str]:
        """Note which warnings an outlet's run ended with, and return since when each has stood. The others are over."""
        with self._transaction():
            for (name,) in self._db.execute("SELECT name FROM warning WHERE outlet=?", (outlet,)).fetchall():
                if name not in names:
                    self._db.execute("DELETE FROM warning WHERE outlet=? AND name=?", (outlet, name))
            for name in names:
                self._db.execute("INSERT INTO warning VALUES (?,?,?) ON CONFLICT DO NOTHING", (outlet, name, at))
        return self.standing_warnings(outlet)

    # --- digests

    def last_digest(self) -> datetime | None:
        """Return when the last digest was made that went on from the one before it and was handed on; None if there was none."""
        if not self._where.has_pairs:  # an older file, where nothing can be written
            return None
        moments = (moment_of(at) for (at,) in self._read("SELECT at FROM digest ORDER BY at DESC", ()))
        return next((moment for moment in moments if moment), None)

    def note_digest(self, at: datetime) -> None:
        """Note that a digest was handed on which holds what was kept before `at`, a moment of KST."""
        self._where.check()
        with self._transaction():
            self._db.execute("INSERT INTO digest VALUES (?)", (press.iso(at),))

    # --- what outlets say of reuse by machines

    def note_signals(self, outlet: str, source: str, at: str, said: Said) -> None:
        """Note what a file of an outlet says: since when, and that it does so still."""
        with self._transaction():
            signals.note(self._db, outlet, source, at, said)

    def signals(self, outlets: Sequence[str] = ()) -> Mapping[str, list[OutletSignals]]:
        """Return what these outlets (all) say and have said, by outlet: by source, the latest first."""
        with self._saying(UNREAD):
            return signals.of_outlets(self._db, outlets)

    def signals_of(self, outlet: str) -> list[OutletSignals]:
        """Return what each file of an outlet said when it was last read."""
        return signals.of_today(self.signals([outlet]).get(outlet, ()))

    # --- since when pages are kept

    def note_paged(self, at: str, *, dropped: bool = False) -> None:
        """Note from when on pages are kept, if that is not known; `dropped`: those of before are dropped, if they are not already."""
        with self._transaction():
            if not self._db.has_table("paged"):  # of an older store on a server
                self._db.make(PAGED)
            if not self._db.execute("SELECT 1 FROM paged").fetchone():
                self._db.execute("INSERT INTO paged VALUES (?)", (at,))
            elif dropped:
                self._db.execute("UPDATE paged SET since=? WHERE since<?", (at, at))

    def paged_since(self) -> str:
        """Return from when on pages are kept (ISO 8601, or a day); nothing if none ever were, as far as is known."""
        if not self._db.has_table("paged"):
            return ""
        return next((str(since) for (since,) in self._read("SELECT since FROM paged")), "")
