"""What a store gives: plain records of runs, checks and failures, and when a failure is due again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import Any

from newsharvest.reasons import Reason


class StoreError(ValueError):
    """The store cannot be used; the text says why and what to do, in one line."""


class Kept(Enum):
    """What keeping an article did."""

    NEW = "new"
    EDITED = "edited"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Failed:
    """One failure: what was asked for, why it gave nothing, how often, and since when."""

    outlet: str
    url: str
    reason: Reason
    detail: str
    article: str | None
    times: int
    first_at: str
    last_at: str


@dataclass(frozen=True, slots=True)
class Run:
    """One run of an outlet: `ended_at` and `status` are None while it runs, and for ever if it was killed."""

    started_at: str
    ended_at: str | None
    status: int | None


@dataclass(frozen=True, slots=True)
class Check:
    """One check of an outlet: the exit status, and what was found (see `newsharvest.run.checkup`)."""

    at: str
    status: int
    findings: dict[str, Any]


def retries_left(failed: Failed, limit: int) -> int:
    """Return how often a failed article is still asked for, of `limit` times in all. A list page is asked for with its list: 0.

    A 404 may be a server's bad moment: it is asked for twice more before it counts as deleted for good.
    """
    if failed.reason is Reason.DELETED and failed.detail.startswith("HTTP"):
        limit = min(limit, 3)
    elif failed.reason.final:
        return 0
    return 0 if failed.article is None else max(0, limit - failed.times)


def is_due(failed: Failed, now: datetime, limit: int) -> bool:
    """Tell whether a failure is to be tried again: in the next run, then after 1, 2, 4, 8 … days, as often as `retries_left`."""
    if not retries_left(failed, limit):
        return False
    wait = timedelta(days=2 ** (failed.times - 2)) if failed.times > 1 else timedelta(0)
    return now >= datetime.fromisoformat(failed.last_at) + wait - timedelta(hours=1)  # a nightly run may start an hour early
