"""Moments as people write them for a program: `2026.11.16`, `어제 18:00`, `3일 전`. All of it Korean time (KST, +09:00)."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from newsharvest.press.text import clean
from newsharvest.press.times import KST, hour_of_day, in_print

_SEPARATOR = r"\s?[-./]\s?"
_DAY = rf"""(?:(?:(?P<year>\d{{4}})(?:{_SEPARATOR}|\s?년\s?))?(?P<month>\d{{1,2}})(?:{_SEPARATOR}|\s?월\s?)(?P<day>\d{{1,2}})(?:\s?일|\.)?
    |(?P<digits>\d{{8}})|(?P<word>오늘|어제|그제|그저께|today|yesterday)
    |(?P<count>\d{{1,4}})\s?(?P<unit>일|주|days?|weeks?)\s?(?:전|ago))(?:\s?\([월화수목금토일](?:요일)?\))?"""
_TIME = r"""(?:(?P<half>오전|오후|새벽|아침|낮|저녁|밤|am|pm)\s?)?(?P<hour>\d{1,2})
    (?::(?P<minute>\d\d)(?::(?P<second>\d\d))?(?:\+09:?00)?|\s?시(?:\s?(?P<분>\d{1,2})\s?분)?)(?:\s?(?P<late_half>am|pm))?"""
_MOMENT = re.compile(rf"{_DAY}(?:(?:\s|t){_TIME})?", re.VERBOSE)
_AGO = re.compile(r"(?P<count>\d{1,4})\s?(?P<unit>분|시간|minutes?|hours?)\s?(?:전|ago)")
_DAYS_AGO = {"오늘": 0, "today": 0, "어제": 1, "yesterday": 1, "그제": 2, "그저께": 2}
_UNITS = {"분": "minutes", "시": "hours", "일": "days", "주": "weeks", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
"""By the first letter."""
_TEXT_MAX = 100  # characters of a word of the command line that are looked at


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment that somebody wrote, in KST: `first` is when it begins; `after`, of a day alone, when the next begins, else `first`."""

    first: datetime
    after: datetime

    def __str__(self) -> str:
        """Return it as it was understood: `2026-11-16`, `2026-11-16 18:00`."""
        if self.after != self.first:
            return f"{self.first:%Y-%m-%d}"
        return f"{self.first:%Y-%m-%d %H:%M:%S}".removesuffix(":00")


def read_moment(text: str, clock: datetime) -> Moment | None:
    """Read a day, or a day with a time, as people write it; None if it is none, or of no newspaper's year.

    `clock` is the time at which it was written, which `어제` and `3일 전` count from. A day without a year is the last one that has come.
    """
    clock = clock.astimezone(KST).replace(microsecond=0)
    written = clean(unicodedata.normalize("NFKC", text[:_TEXT_MAX])).lower()
    try:
        if ago := _AGO.fullmatch(written):
            moment = clock - timedelta(**{_UNITS[ago["unit"][0]]: int(ago["count"])})
            return Moment(moment, moment)
        match = _MOMENT.fullmatch(written)
        day = _day(match, clock.date()) if match else None
        if not match or not day or not in_print(day):
            return None
        if not match["hour"]:
            return Moment(day, day + timedelta(days=1))
        moment = day + _time(match)
        return Moment(moment, moment)
    except (ValueError, OverflowError):
        return None


def _day(match: re.Match[str], today: date) -> datetime | None:
    """Return the first moment of the day that is written. ValueError if there is no such day."""
    if match["word"]:
        found: date | None = today - timedelta(days=_DAYS_AGO[match["word"]])
    elif match["count"]:
        found = today - timedelta(**{_UNITS[match["unit"][0]]: int(match["count"])})
    elif match["digits"]:
        found = date.fromisoformat(match["digits"])
    elif match["year"]:
        found = date(int(match["year"]), int(match["month"]), int(match["day"]))
    else:
        found = _last(int(match["month"]), int(match["day"]), today)
    return datetime(found.year, found.month, found.day, tzinfo=KST) if found else None


def _last(month: int, day: int, today: date) -> date | None:
    for year in range(today.year, today.year - 9, -1):  # a 29 February is eight years back at most
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if found <= today:
            return found
    return None


def _time(match: re.Match[str]) -> timedelta:
    """Return how long after a day's beginning a time is. ValueError if no day has it."""
    hour = hour_of_day(int(match["hour"]), match["half"] or match["late_half"])
    minute, second = int(match["minute"] or match["분"] or 0), int(match["second"] or 0)
    if minute > 59 or second > 59 or (hour, minute, second) > (24, 0, 0):
        raise ValueError
    return timedelta(hours=hour, minutes=minute, seconds=second)
