"""What a store gives: plain records of runs, checks and failures, and when a failure is due again."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, IntEnum
from functools import cache
from typing import Any

from newsharvest.items import ARTICLE_FIELDS, MARK_FIELDS, SCHEMA_VERSION, Article
from newsharvest.reasons import Reason, UnknownReason

logger = logging.getLogger(__name__)


class StoreError(ValueError):
    """The store cannot be used; the text says why and what to do, in one line."""


class Kept(Enum):
    """What keeping an article did."""

    NEW = "new"
    EDITED = "edited"
    SAME = "same"


class Standing(IntEnum):
    """Whether a failure under a reason of a normal day (`deleted`, `photo_only` …) is final: its run must show that the day was one."""

    FINAL = 0
    OPEN = 1
    """Its run was killed, or brought nothing to judge by, or nearly all ended so: it is asked for again."""
    LAST = 2
    """A later run has shown that the site gives articles: it is asked for once more."""


@dataclass(frozen=True, slots=True)
class Failed:
    """One failure: what was asked for, why it gave nothing, how often, and since when."""

    outlet: str
    url: str
    reason: Reason | UnknownReason
    detail: str
    article: str | None
    times: int
    first_at: str
    last_at: str
    status: int | None = None
    """The HTTP status, if the site answered with one that is no page."""
    standing: Standing = Standing.FINAL


@dataclass(frozen=True, slots=True)
class Run:
    """One run of an outlet: `ended_at` and `status` are None while it runs, and for ever if it was killed."""

    started_at: str
    ended_at: str | None
    status: int | None


@dataclass(frozen=True, slots=True)
class KeptCheckup:
    """One check of an outlet: the exit status, and what was found (see `newsharvest.run.checkup`)."""

    at: str
    status: int
    findings: dict[str, Any]


ARTICLE_STEPS: Mapping[int, Callable[[dict[str, Any]], dict[str, Any]]] = {}
"""From what a record of an Article holds in that `schema_version` to what it holds in the next: where a field is renamed, its step."""

_FIELDS = frozenset(ARTICLE_FIELDS)


def article_of(record: str, marks: Sequence[Any] = ()) -> Article:
    """Return the Article of a record (JSON) that the store keeps, of whatever version; `marks`: what the index says of it today.

    What a newer version has put in that this one does not know is left out, and told in the log once.
    """
    data: dict[str, Any] = json.loads(record)
    for version in range(data.get("schema_version", 1), SCHEMA_VERSION):
        data = ARTICLE_STEPS.get(version, dict)(data) | {"schema_version": version + 1}
    if unknown := data.keys() - _FIELDS:
        _tell_unknown(", ".join(sorted(unknown)))
        data = {name: value for name, value in data.items() if name in _FIELDS} | {"schema_version": SCHEMA_VERSION}
    return Article(**data | dict(zip(MARK_FIELDS, marks, strict=False)))


@cache
def _tell_unknown(names: str) -> None:
    logger.warning("a newer newsharvest has kept articles with %s, which this one does not know: left out; upgrade newsharvest", names)


_COMPARED = tuple(_FIELDS - {"fetched_at", "doubts", "schema_version", *MARK_FIELDS})


def says_the_same(one: Article, other: Article) -> bool:
    """Tell whether two copies of an article say the same, whenever they were fetched and by whatever version kept."""
    return all(getattr(one, name) == getattr(other, name) for name in _COMPARED)


def retries_left(failed: Failed, limit: int) -> int:
    """Return how often a failed article is still asked for, of `limit` times in all. A list page is asked for with its list: 0.

    A 404 may be a server's bad moment: it is asked for twice more before it counts as deleted for good.
    """
    if failed.standing is Standing.FINAL:
        if failed.reason is Reason.DELETED and failed.status is not None:
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
