"""Which articles are asked for, and the SQL that says so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from newsharvest import press
from newsharvest.search import Query


@dataclass(frozen=True, slots=True)
class Selection:
    """Which articles are asked for: those that fit everything that is given."""

    outlets: Sequence[str] = ()
    since: date | None = None
    until: date | None = None
    section: str | None = None
    query: Query | None = None
    """What their title and body must hold."""
    runs: Sequence[int] = ()
    """New or edited in one of these."""
    new_stories: bool = False
    """Of stories that nothing outside `runs` tells."""

    def sql(self) -> tuple[str, list[str]]:
        """Return the condition on the table `article`, and its values. `fits` is made where the file is opened."""
        where = ["1"]
        values: list[str] = []
        if self.outlets:
            where.append(f"article.outlet IN ({','.join('?' * len(self.outlets))})")
            values += self.outlets
        for day, comparison in ((self.since, ">="), (self.until, "<=")):
            if day:
                where.append(f"day {comparison} ?")
                values.append(day.isoformat())
        if self.runs:
            where.append(f"run IN ({','.join(str(int(run)) for run in self.runs)})")
        if self.new_stories:
            runs = ",".join(str(int(run)) for run in self.runs)
            where.append(
                "NOT EXISTS(SELECT 1 FROM marked AS other CROSS JOIN article AS before ON before.id=other.article"  # noqa: S608
                f" WHERE other.story=marked.story AND before.run NOT IN ({runs}))"
            )
        if self.section:
            where.append(_of_readable("EXISTS(SELECT 1 FROM json_each(record, '$.section') WHERE value=?)"))
            values.append(press.clean(self.section))
        if self.query:
            where.append("fits(?, CAST(record AS BLOB))")
            values.append(self.query.text)
        return " AND ".join(where), values


EVERYTHING = Selection()


def _of_readable(condition: str) -> str:
    """Return a condition on a record that a damaged one fits too: it may be asked for, and is named."""
    return f"CASE WHEN json_valid(record) THEN {condition} ELSE 1 END"
