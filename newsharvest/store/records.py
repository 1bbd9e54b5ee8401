"""What a store gives: plain records of runs, checks and failures, and when a failure is due again."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date, datetime, timedelta
from enum import Enum, IntEnum
from functools import cache
from typing import Any, NamedTuple

from newsharvest import press
from newsharvest.items import ARTICLE_FIELDS, MARK_FIELDS, SCHEMA_VERSION, TIME_FIELDS, Article
from newsharvest.language import _
from newsharvest.reasons import Reason, UnknownReason

logger = logging.getLogger(__name__)


class StoreError(ValueError):
    """The store cannot be used; the text says why and what to do, in one line."""


class NoStoreError(StoreError):
    """There is no store yet."""


class GivenUpError(StoreError):
    """What was asked of the store took too long, and was given up."""


class DamagedRecordError(ValueError):
    """A record is not what was kept; the text says what of it, in a few words."""


class Gathered(NamedTuple):
    """A story with all its articles."""

    articles: list[Article]
    """The canonical one first, then as they were printed."""
    fitting: frozenset[str]
    """The ids of those that fit what was asked for."""
    first_seen: datetime | None
    """When the first of them was kept."""


class Brief(NamedTuple):
    """What is known of an article without its text."""

    id: str
    outlet: str
    published: datetime | None
    """As its page says, in KST; 00:00:00 where that says a day alone."""
    story: str
    """The id of the story that it tells."""
    repeats: bool
    """Whether it repeats an earlier article."""
    fits: bool
    """Whether it is of what was asked for: if not, another article of its story is."""


class Kept(Enum):
    """What keeping an article did."""

    NEW = "new"
    EDITED = "edited"
    SAME = "same"


class Standing(IntEnum):
    """How far a failure under a reason of a normal day (`deleted`, `photo_only` …) is believed: its run must show that the day was one."""

    FINAL = 0
    """Noted before there were standings: it is believed."""
    OPEN = 1
    """Its run was killed, or brought nothing to judge by, or most ended so: it is asked for again as any failure is."""
    FEW = 2
    """A run has shown that the site gives articles: it is asked for a few times more (FEW_TIMES)."""


FEW_TIMES = 4
"""Times in all that what may be a site's bad moment is asked for: then in the next run, and 1 and 2 days later. It may last for days."""


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
    run: int = field(default=0, compare=False)
    """The number of the run that met it last."""


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


def article_of(record: object, marks: Sequence[object] = ()) -> Article:
    """Return the Article of a record (JSON) that the store keeps, of whatever version; `marks`: what the index says of it today.

    What a newer version has put in that this one does not know is left out, and told in the log once. DamagedRecordError if it is not what
    was kept.
    """
    data = read_object(record)
    if data is None:
        raise DamagedRecordError(_("its record cannot be read"))
    kept_by = data.get("schema_version", 1)
    if type(kept_by) is not int or (kept_by == SCHEMA_VERSION and not data.keys() >= _FIELDS):
        raise DamagedRecordError(_("a field of its record has lost its name"))
    for version in range(max(kept_by, 1), SCHEMA_VERSION):
        data = ARTICLE_STEPS.get(version, dict)(data) | {"schema_version": version + 1}
    if unknown := data.keys() - _FIELDS:
        if kept_by <= SCHEMA_VERSION:
            raise DamagedRecordError(_("a field of its record has lost its name"))
        _tell_unknown(", ".join(sorted(unknown)))
        data = {name: value for name, value in data.items() if name in _FIELDS} | {"schema_version": SCHEMA_VERSION}
    article = Article(**data | dict(zip(MARK_FIELDS, marks, strict=False)))
    if odd := [name for name, fits in _FORMS.items() if not fits(getattr(article, name))]:
        raise DamagedRecordError(_("its {fields} cannot be read", fields=", ".join(odd)))
    return article


def read_object(record: object) -> dict[str, Any] | None:
    """Return the object of a JSON text that the store keeps; None if it is damaged."""
    try:
        data = json.loads(record) if isinstance(record, str) and record.encode() else None
    except (ValueError, RecursionError):  # no JSON, or bytes that are no text
        return None
    return data if isinstance(data, dict) else None


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_image(value: object) -> bool:
    return (
        isinstance(value, dict)
        and isinstance(value.get("url"), str)
        and isinstance(value.get("caption", 0), str | None)
        and isinstance(value.get("credit", ""), str)
    )


_FORM_OF: Mapping[object, Callable[[Any], bool]] = {
    "str": _is_text,
    "str | None": lambda value: value is None or isinstance(value, str),
    "float | None": lambda value: value is None or isinstance(value, int | float),
    "int": lambda value: isinstance(value, int),
    "list[str]": lambda value: isinstance(value, list) and all(map(_is_text, value)),
    "list[Image]": lambda value: isinstance(value, list) and all(map(_is_image, value)),
}
_FORMS = {f.name: _FORM_OF[f.type] for f in fields(Article)} | {
    name: lambda value: value is None or moment_of(value) is not None for name in ARTICLE_FIELDS if name in TIME_FIELDS
}
"""Whether a value is what each field may hold."""


def moment_of(time: object) -> datetime | None:
    """Return the moment that an ISO 8601 time means, without a zone in KST; None if it is none."""
    try:
        moment = datetime.fromisoformat(time) if isinstance(time, str) else None
        return moment and (moment if moment.tzinfo else moment.replace(tzinfo=press.KST)).astimezone(press.KST)
    except (ValueError, OverflowError):
        return None


def day_of(day: object) -> date | None:
    """Return the day that `2026-11-21` means; None if it is none."""
    try:
        return date.fromisoformat(day) if isinstance(day, str) else None
    except ValueError:
        return None


@cache
def _tell_unknown(names: str) -> None:
    told = _(
        "a newer newsharvest has kept articles with {fields}, which this one does not know: left out; upgrade newsharvest", fields=names
    )
    logger.warning("%s", told)


_COMPARED = tuple(_FIELDS - {"fetched_at", "doubts", "signals", "origin", "schema_version", *MARK_FIELDS})


def says_the_same(one: Article, other: Article) -> bool:
    """Tell whether two copies of an article say the same, whenever they were fetched and by whatever version kept."""
    return all(getattr(one, name) == getattr(other, name) for name in _COMPARED)


LONG_AGO = "1970-01-01T00:00:00+09:00"


def failed_of(row: Sequence[Any]) -> Failed:
    """Return the failure of a row, its values in the order of the fields. What of it is damaged is as if it had been met once, long ago."""
    outlet, url, code, detail, article, times, first, last, status, standing, run = row
    return Failed(
        str(outlet), str(url), Reason.of(str(code)), str(detail), article if article is None else str(article),
        times if isinstance(times, int) else 1, first if moment_of(first) else LONG_AGO, last if moment_of(last) else LONG_AGO,
        status if isinstance(status, int) else None, Standing(standing) if standing in set(Standing) else Standing.OPEN,
        run if isinstance(run, int) else 0,
    )  # fmt: skip


def retries_left(failed: Failed, limit: int) -> int:
    """Return how often a failed article is still asked for, of `limit` times in all. A list page is asked for with its list: 0."""
    if failed.reason.final and failed.standing is not Standing.OPEN:
        limit = min(limit, FEW_TIMES) if failed.standing is Standing.FEW else 0
    if failed.reason is Reason.DOUBTFUL:
        limit = min(limit, FEW_TIMES)
    return 0 if failed.article is None else max(0, limit - failed.times)


def is_due(failed: Failed, now: datetime, limit: int) -> bool:
    """Tell whether a failure is to be tried again: in the next run, then after 1, 2, 4, 8 … days, as often as `retries_left`.

    One that was noted under a clock that ran ahead is due: when it was is not known.
    """
    if not retries_left(failed, limit):
        return False
    wait = timedelta(days=2 ** (failed.times - 2)) if failed.times > 1 else timedelta(0)
    since = now - datetime.fromisoformat(failed.last_at)
    return since < timedelta(0) or since >= wait - timedelta(hours=1)  # a nightly run may start an hour early
