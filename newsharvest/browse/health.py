"""What the pages show of the outlets: how their last runs ended, what stands warned of, and what could not be kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from newsharvest import press
from newsharvest.browse.pages import NotThereError, Page, part_of
from newsharvest.run.health import words
from newsharvest.store import Failed, Run, Store, retries_left
from newsharvest.store.records import moment_of

FAILURES = 100
"""Failures on a page."""


class Standing(NamedTuple):
    """How an outlet stands."""

    name: str
    masthead: str
    run: Run | None
    ran_at: datetime | None
    last_new: datetime | None
    warnings: Sequence[tuple[str, str]]
    """Each with the day since which it stands."""
    failures: Sequence[tuple[str, int]]
    """How many there are of each reason, by its code."""

    @property
    def failed(self) -> int:
        """How many failures there are."""
        return sum(count for _, count in self.failures)


def health_page(store: Store, mastheads: Mapping[str, str]) -> Page:
    """Return how each outlet stands."""
    failed: dict[str, Counter[str]] = {}
    for one in store.failures():
        failed.setdefault(one.outlet, Counter())[one.reason.code] += 1
    now, standings = press.now(), []
    for name in dict.fromkeys([*mastheads, *failed]):
        run = store.last_run(name)
        warned = sorted((words(alarm), since[:10]) for alarm, since in store.standing_warnings(name).items())
        counts = failed.get(name, Counter()).most_common()
        ran_at = moment_of(run.started_at) if run else None
        standings.append(Standing(name, mastheads.get(name, name), run, ran_at, store.last_new(name, now), warned, counts))
    return Page("health.html", {"standings": standings})


class Failure(NamedTuple):
    """What could not be kept."""

    failed: Failed
    first: datetime
    last: datetime
    again: bool
    """Whether it is asked for again."""


def failures_page(store: Store, name: str, mastheads: Mapping[str, str], retry_limit: int, number: int) -> Page:
    """Return what could not be kept of an outlet, the latest first. NotThereError if there is no such outlet."""
    failures = store.failures([name])
    if name not in mastheads and not failures:
        raise NotThereError
    part, shown = part_of(len(failures), FAILURES, number)
    listed = [
        Failure(
            one,
            datetime.fromisoformat(one.first_at),
            datetime.fromisoformat(one.last_at),
            one.article is None or bool(retries_left(one, retry_limit)),
        )
        for one in failures[shown]
    ]
    values = {"name": name, "masthead": mastheads.get(name, name), "failures": listed, "count": len(failures), "part": part}
    return Page("failures.html", values)
