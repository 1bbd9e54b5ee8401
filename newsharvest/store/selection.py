"""Which articles are asked for, and the SQL that says so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from newsharvest import press
from newsharvest.search import Query


@dataclass(frozen=True, slots=True)
class Selection:
    """Which articles are asked for: those that fit everything that is given."""

    outlets: Sequence[str] = ()
    since: date | None = None
    """A day, or a moment of KST: of that day on, or from that moment on."""
    until: date | None = None
    """A day, or a moment of KST: to the end of that day, or before that moment. Where a page states a day alone, any part of it will do."""
    section: str | None = None
    query: Query | None = None
    """What their title and body must hold."""
    runs: Sequence[int] = ()
    """New or edited in one of these."""
    new_stories: bool = False
    """Of stories that nothing outside `runs` tells."""
    seen: tuple[datetime, datetime] | None = None
    """First kept at the first of these moments of KST or later, and before the second, whatever the page says."""
    without_signals: Sequence[str] = ()
    """Codes (`newsharvest.signals`) that their pages do not carry, as last read."""
    not_of: Sequence[str] = ()
    """Outlets that are left out."""

    def sql(self) -> tuple[str, list[str]]:
        """Return the condition on the table `article`, and its values. `fits` is made where the file is opened."""
        where = ["TRUE"]
        values: list[str] = []
        if self.outlets:
            where.append(f"article.outlet IN ({','.join('?' * len(self.outlets))})")
            values += self.outlets
        for asked, comparison in ((self.since, ">="), (self.until, "<=")):
            if asked:
                condition, bounds = _in_time(asked, comparison)
                where.append(condition)
                values += bounds
        if self.seen:
            where.append("first_seen >= ? AND first_seen < ?")
            values += map(press.iso, self.seen)
        if self.runs:
            where.append(f"run IN ({','.join(str(int(run)) for run in self.runs)})")
        if self.new_stories:
            runs = ",".join(str(int(run)) for run in self.runs)
            where.append(
                "NOT EXISTS(SELECT 1 FROM marked AS other CROSS JOIN article AS before ON before.id=other.article"
                f" WHERE other.story=marked.story AND before.run NOT IN ({runs}))"
            )
        if self.not_of:
            where.append(f"article.outlet NOT IN ({','.join('?' * len(self.not_of))})")
            values += self.not_of
        if self.without_signals:
            codes = ",".join("?" * len(self.without_signals))
            where.append(_of_readable(f"NOT EXISTS(SELECT 1 FROM json_each(record, '$.signals') WHERE value IN ({codes}))"))
            values += self.without_signals
        if self.section:
            where.append(_of_readable("EXISTS(SELECT 1 FROM json_each(record, '$.section') WHERE value=?)"))
            values.append(press.clean(self.section))
        if self.query:
            where.append("fits(?, CAST(record AS BLOB))")
            values.append(self.query.text)
        return " AND ".join(where), values


EVERYTHING = Selection()


def _in_time(asked: date, comparison: str) -> tuple[str, list[str]]:
    """Return the condition that an article is not before (`>=`) or not after (`<=`) a day, or a moment, and its values."""
    if not isinstance(asked, datetime):
        return f"day {comparison} ?", [asked.isoformat()]
    day = asked.astimezone(press.KST).date().isoformat()
    if press.iso(asked)[11:19] == "00:00:00":
        return f"day {'>=' if comparison == '>=' else '<'} ?", [day]
    stated = "coalesce(json_extract(record, '$.published_at'), '')"  # one without a time ends in T00:00:00
    if comparison == ">=":
        condition, bounds = f"{stated} NOT BETWEEN ? AND ?", [f"{day}T00:00:01", press.iso(asked - timedelta(seconds=1))]
    else:
        condition, bounds = f"{stated} < ?", [press.iso(asked)]
    return f"day {comparison} ? AND (day <> ? OR {_of_readable(condition)})", [day, day, *bounds]


def _of_readable(condition: str) -> str:
    """Return a condition on a record that a damaged one fits too: it may be asked for, and is named."""
    return f"CASE WHEN json_valid(record) THEN {condition} ELSE TRUE END"
