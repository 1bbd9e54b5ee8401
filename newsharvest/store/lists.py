"""What lists have shown of an outlet, how far they were walked, and what could not be kept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from newsharvest import press
from newsharvest.reasons import Reason
from newsharvest.store.base import Base
from newsharvest.store.records import Failed, Standing, day_of, failed_of


class Lists(Base):
    """The part of a store that is about lists and failures."""

    def note_rows(self, outlet: str, run: int, rows: Iterable[tuple[str, str, datetime | None]]) -> None:
        """Note the rows of a list page: article, the address that linked it, the list's date."""
        with self._transaction():
            for article, url, listed_at in rows:
                when = press.iso(listed_at) if listed_at else None
                self._db.execute(
                    "INSERT INTO listing(outlet, article, listed_at, run) VALUES (?,?,?,?)"
                    " ON CONFLICT(outlet, article) DO UPDATE SET run=excluded.run,"
                    " listed_at=coalesce(listing.listed_at, excluded.listed_at) WHERE NOT listing.covered",
                    (outlet, article, when, run),
                )
                self._db.execute(
                    f"INSERT INTO sighting VALUES (?,?,?,?) ON CONFLICT(article, {self._db.key('url')})"
                    " DO UPDATE SET last_run=excluded.last_run",
                    (article, url, run, run),
                )

    def covered_since(self, outlet: str) -> date | None:
        """Return the day of the last pass that came to a clean end and brought rows which were not there before; None if none did."""
        query = "SELECT max(started_at) FROM run WHERE id=(SELECT max(run) FROM listing WHERE outlet=? AND covered)"
        return next((day_of(str(at)[:10]) for (at,) in self._read(query, (outlet,))), None)

    def covered_ids(self, outlet: str, articles: Iterable[str]) -> set[str]:
        """Return which of these list rows an earlier pass has covered that came to a clean end."""
        query = f"SELECT article FROM listing WHERE outlet=? AND {self._db.among_texts('article')} AND covered"
        return {article for (article,) in self._read(query, (outlet, self._db.listed(articles)))}

    def uncovered_ids(self, outlet: str) -> set[str]:
        """Return the list rows that passes have seen which did not come to a clean end."""
        return {article for (article,) in self._read("SELECT article FROM listing WHERE outlet=? AND NOT covered", (outlet,))}

    def reach_of(self, outlet: str) -> tuple[date, date | None]:
        """Return the day down to which an outlet's list is to be harvested, and the day down to which it has been. KeyError if neither."""
        for target, covered in self._read("SELECT target, covered FROM reach WHERE outlet=?", (outlet,)):
            if day := day_of(target):
                return day, day_of(covered)
        raise KeyError(outlet)

    def note_target(self, outlet: str, day: date) -> None:
        """Note how far back an outlet is to be harvested. The furthest day stands: after a kill the next run goes as far."""
        with self._transaction():
            for (target,) in self._db.execute("SELECT target FROM reach WHERE outlet=?", (outlet,)).fetchall():
                if not day_of(target):  # damaged: the list is walked anew
                    self._db.execute("DELETE FROM reach WHERE outlet=?", (outlet,))
            self._db.execute(
                "INSERT INTO reach(outlet, target) VALUES (?,?)"
                " ON CONFLICT(outlet) DO UPDATE SET target=excluded.target WHERE excluded.target<reach.target",
                (outlet, day.isoformat()),
            )

    def note_complete(self, outlet: str, run: int, day: date) -> None:
        """Note that a pass has come to a clean end: its rows are covered, down to `day`, and its list pages no longer fail."""
        with self._transaction():
            self._db.execute("DELETE FROM failure WHERE outlet=? AND article IS NULL AND run<?", (outlet, run))
            self._db.execute("UPDATE listing SET covered=TRUE WHERE outlet=? AND run=?", (outlet, run))
            query = "UPDATE reach SET covered=?1 WHERE outlet=?2 AND (covered IS NULL OR covered>?1)"
            self._db.execute(query, (day.isoformat(), outlet))

    # --- failures

    def note_failure(
        self,
        outlet: str,
        url: str,
        reason: Reason,
        detail: str,
        article: str | None,
        run: int,
        at: str,
        status: int | None = None,
        *,
        times: int = 1,
    ) -> None:
        """Note that an address gave nothing. Counted once a run; another reason than before begins a new count.

        `status`: the HTTP status, if the site answered with one that is no page. `times`: how often it was met, if nothing is noted of it.
        How far it is believed, if its reason is a normal day's, is for `judge_failures` to say.
        """
        with self._transaction():
            self._db.execute(
                f"INSERT INTO failure AS old VALUES (?,?,?,?,?,?,?,?,?,?,?) ON CONFLICT(outlet, {self._db.key('url')}) DO UPDATE SET"
                " times=CASE WHEN old.reason<>excluded.reason THEN 1 WHEN old.run=excluded.run THEN old.times ELSE old.times+1 END,"
                " first_at=CASE WHEN old.reason=excluded.reason THEN old.first_at ELSE excluded.first_at END,"
                " standing=CASE WHEN old.reason=excluded.reason THEN old.standing ELSE excluded.standing END,"
                " reason=excluded.reason, detail=excluded.detail, last_at=excluded.last_at, run=excluded.run, status=excluded.status",
                (outlet, url, reason.code, detail, article, times, at, at, run, status, Standing.OPEN),
            )

    def judge_failures(self, outlet: str, run: int, *, fine: bool) -> None:
        """Judge what a run has noted under reasons of a normal day: after a `fine` one it is asked for a few times more, else as any other.

        So is after a fine one what stood open from earlier runs, counted anew.
        """
        normal = self._db.listed(reason.code for reason in Reason if reason.normal)
        waited = self._db.listed(reason.code for reason in Reason if reason.normal or reason is Reason.SAME_BODY)
        with self._transaction():
            if not fine:
                self._db.execute("UPDATE failure SET standing=? WHERE outlet=? AND run=?", (Standing.OPEN, outlet, run))
                return
            which = f"outlet=? AND standing=? AND {self._db.among_texts('reason')}"
            self._db.execute(
                f"UPDATE failure SET standing=? WHERE {which} AND run=?",
                (Standing.FEW, outlet, Standing.OPEN, normal, run),
            )
            self._db.execute(
                f"UPDATE failure SET standing=?, times=0 WHERE {which} AND run<?",
                (Standing.FEW, outlet, Standing.OPEN, waited, run),
            )

    def ask_again(self, outlet: str, reasons: Iterable[Reason]) -> int:
        """Have an outlet's failures of these reasons asked for again by the next run, however often they were; return how many."""
        codes = self._db.listed(reason.code for reason in reasons)
        query = f"UPDATE failure SET times=0 WHERE outlet=? AND {self._db.among_texts('reason')}"
        with self._transaction():
            return int(self._db.execute(query, (outlet, codes)).rowcount)

    def believe(self, outlet: str, url: str) -> None:
        """Believe a failure under a reason of a normal day, as a run that was fine has it: it is asked for a few times more."""
        normal = self._db.listed(reason.code for reason in Reason if reason.normal)
        query = f"UPDATE failure SET standing=? WHERE outlet=? AND url=? AND {self._db.among_texts('reason')}"
        with self._transaction():
            self._db.execute(query, (Standing.FEW, outlet, url, normal))

    def open_failures(self, outlet: str, run: int) -> list[Failed]:
        """Return an outlet's articles that no run could be judged by yet, save what `run` itself has met."""
        failed = self._failures("WHERE outlet=? AND standing=? AND run<? AND article IS NOT NULL", [outlet, Standing.OPEN, run])
        return [failed for failed in failed if failed.reason.normal]

    def failures(self, outlets: Sequence[str] = ()) -> list[Failed]:
        """Return the failures of these outlets (all by default), by outlet, the latest first."""
        return self._failures(f"WHERE outlet IN ({','.join('?' * len(outlets))})" if outlets else "", list(outlets))

    def failed_ids(self, outlet: str, ids: Iterable[str]) -> set[str]:
        """Return which of these articles have failed before: they come back when they are due, not by way of the list."""
        failed = {article for (article,) in self._read("SELECT article FROM failure WHERE outlet=?", (outlet,))}
        return failed & set(ids)

    def _failures(self, which: str, values: Sequence[Any]) -> list[Failed]:
        query = (
            "SELECT outlet, url, reason, detail, article, times, first_at, last_at, status, standing, run FROM failure"
            f" {which} ORDER BY outlet, last_at DESC, url"
        )
        rows = self._read(query, values)
        return [failed_of(row) for row in rows]
