"""Times as Korean pages print them, and the clock: all of it Korean time (KST, +09:00)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo

from newsharvest.press.text import DOTS, clean

KST = timezone(timedelta(hours=9), "KST")


def now() -> datetime:
    """Return the time in KST."""
    return datetime.now(KST)


_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    "(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?"
    "|dec(?:ember)?)"
)
_DASHES = "‐‑‒–—−－-"
_SEPARATOR = rf"\s?[./{DOTS}．／{_DASHES}]\s?"
_SHORT_YEAR = r"\d\d(?=년|[./-]\d\d[./-]\d\d|(?:[./-]\s?\d{1,2}){2}[.,]?\s\d{1,2}\s?[:：시])"
_YEAR = rf"(?P<year>(?:1[89]|2[01])\d\d|(?<=['’‘`])\d\d|{_SHORT_YEAR})"  # 단기 4359년 is none
# The day of the week, and the time. `10:00-12:00` is no zone.
_REST = rf"""(?:[\s,]{{0,2}}[(\[]?(?:[월화수목금토일](?:요일)?(?![가-힣])|(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{{0,6}}\.?)[)\]]?)?
    (?:(?:(?P<iso>T)|[\s,，|/／{DOTS}_{_DASHES}]{{0,3}}(?P<open>[\[(<])?(?:at\s)?)(?P<half>오전|오후|새벽|아침|낮|저녁|밤|[AP]\.?M\.?)?\s?
      (?P<hour>\d{{1,2}})\s?(?:시(?!\s?\d|간)|[:：시]\s?(?P<minute>\d{{1,2}})(?!\d)(?:[:：](?P<second>\d\d)(?:[.,]\d+)?|\s?분\s?(?:(?P<초>\d{{1,2}})\s?초)?)?)
      (?:\s?(?P<late_half>오전|오후|[AP]\.?M\b\.?))?
      (?:\s?(?:(?P<utc>Z|UTC|GMT)\b|(?P<zone>(?(iso)[+-]|(?:\+|-(?=\d{{4}}(?!\d))))\d{{2}}(?::?\d{{2}})?)|(?P<far>[ECMP][SD]T)\b))?(?(open)[\])>]?))?"""
_DAY_END = r"(?!\d|[./-]\d+(?![\d:：시]))\s?[일.]?"  # not the beginning of a longer number
_NUMERIC = (
    rf"(?<!\d)(?<!\d[./-]){_YEAR}(?:\s?년\s?|{_SEPARATOR})(?P<month>\d{{1,2}})(?:\s?월\s?|{_SEPARATOR})(?P<day>\d{{1,2}}){_DAY_END}{_REST}"
)
_DAY_FIRST = rf"(?<!\d)(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[\s-]{_MONTH}\.?,?[\s-](?P<year>\d{{4}})(?!\d){_REST}"
_MONTH_FIRST = rf"\b{_MONTH}\.?\s(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s(?P<year>\d{{4}})(?!\d){_REST}"
_FORMS = [re.compile(form, re.VERBOSE | re.IGNORECASE) for form in (_NUMERIC, _DAY_FIRST, _MONTH_FIRST)]
_PLAIN = str.maketrans(dict.fromkeys(_DASHES, "-") | {"ㆍ": "·"})  # NFKC would make a vowel of this dot


YEARS = range(1900, 2200)
"""The years that a newspaper can be of. `0001-01-01` and `1899-12-30` are what databases keep where there is no date."""
_TIME_MAX = 2_000  # characters of a line that are looked through


def in_print(moment: datetime) -> datetime | None:
    """Return a moment, or None if no newspaper can be of its year."""
    return moment if moment.year in YEARS else None


def read_time(raw: str) -> datetime | None:
    """Read an absolute date or time as Korean pages print them; None where there is none, it is impossible, or of no newspaper's year.

    `2022-12-06 15:24:49`, `2024.03.05 17:08`, `2020/10/29 [18:25]`, `2020년 04월 23일 (목) 오후 3:05`, `24-03-05 09:07`, `’24. 3. 5.`,
    `Nov 20, 2026 5:42 PM`, ISO 8601 with a zone. Without a zone the time is KST; the result always is. A day without a time is its first
    moment, 00:00:00, and 24:00 the next day's. Relative words (`3시간 전`) are not read here: they mean nothing without a clock.
    """
    folded = unicodedata.normalize("NFKC", raw[:_TIME_MAX].translate(_PLAIN))  # full-width digits, points and colons
    text = clean(folded).replace("정오", "낮 12시")
    match = next((match for form in _FORMS if (match := form.search(text))), None)
    if not match or match["far"]:
        return None
    year, month, minute = int(match["year"]), match["month"], int(match["minute"] or 0)
    hour, second = hour_of_day(int(match["hour"] or 0), match["half"] or match["late_half"]), int(match["second"] or match["초"] or 0)
    if len(match["year"]) == 2:
        year += 2000 if year < 70 else 1900
    midnight = (hour, minute, second) == (24, 0, 0)
    zone: tzinfo = UTC if match["utc"] else KST
    try:
        if match["zone"]:
            sign, digits = match["zone"][0], match["zone"][1:].replace(":", "")
            offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:] or 0))
            zone = timezone(-offset if sign == "-" else offset)
        day = int(match["day"])
        month = int(month) if month.isdecimal() else _MONTHS.index(month[:3].lower()) + 1
        moment = datetime(year, month, day, 0 if midnight else hour, minute, second, tzinfo=zone)
        return in_print((moment + timedelta(days=midnight)).astimezone(KST))
    except (ValueError, OverflowError):
        return None


def hour_of_day(hour: int, half: str | None) -> int:
    """Return the hour of the day for an hour of its morning (오전, 새벽, 아침, AM), afternoon (오후, 낮, 저녁, PM) or night (밤)."""
    half = (half or "").upper().replace(".", "")
    if half in {"오전", "새벽", "아침", "AM", "밤"} and hour == 12:
        return 0
    later = half in {"오후", "저녁", "PM"} or (half == "낮" and hour < 6) or (half == "밤" and hour >= 6)
    return hour + 12 if later and hour < 12 else hour


_NOW = re.compile("방금|지금")
_AGO = re.compile(r"(?P<count>\d{1,4})\s?(?P<unit>초|분|시간|일|주)\s?전")
_UNITS = {"초": "seconds", "분": "minutes", "시간": "hours", "일": "days", "주": "weeks"}
_DAYS_AGO = {"오늘": 0, "어제": 1, "그제": 2, "그저께": 2}
_CLOCK = re.compile(
    r"(?:(?P<half>오전|오후|AM|PM)\s?)?(?<![\d:])(?P<hour>[01]?\d|2[0-3]):(?P<minute>[0-5]\d)(?!\d)"
    r"(?::[0-5]\d)?(?:\s?(?P<late_half>오전|오후|AM|PM))?",
    re.IGNORECASE,
)
_DATED = re.compile(r"\d{4}\s?[./년-]\s?\d{1,2}\s?[./월-]\s?\d{1,2}(?!\d)")
_MONTH_DAY = re.compile(r"(?<![\d./-])(?P<month>\d{1,2})\s?[./월-]\s?(?P<day>\d{1,2})(?!\d|[./-]\s?\d)")


def read_list_time(raw: str, received: datetime | None) -> datetime | None:
    """Read a time as lists print it: as `read_time` does, or counted from when the page was received, if that is known.

    `방금 전`, `3시간 전`, `어제 15:24`, `15:24` (of that day), `11-21` (the last one: never a day after tomorrow).
    """
    moment = read_time(raw)
    if moment or received is None:
        return moment
    text, received = clean(raw[:_TIME_MAX]), received.astimezone(KST)
    if _DATED.search(text):  # `0001.01.01 00:00`: the time alone would be today's
        return None
    if _NOW.search(text):
        return received
    if ago := _AGO.search(text):
        moment = received - timedelta(**{_UNITS[ago["unit"]]: int(ago["count"])})
        return moment if ago["unit"] in {"초", "분", "시간"} else moment.replace(hour=0, minute=0, second=0, microsecond=0)
    clock = _CLOCK.search(text)
    days = next((days for word, days in _DAYS_AGO.items() if word in text), None)
    month_day = _MONTH_DAY.search(text)
    if days is None and month_day:
        return _latest(received, int(month_day["month"]), int(month_day["day"]), clock)
    if days is None and clock is None:
        return None
    return _at(received.date() - timedelta(days=days or 0), clock)


LIST_GAP = timedelta(days=92)
"""How far apart the dates of two rows of a list may stand. A row that is further off is no neighbour: a notice pinned among the rows."""
_OUT_OF_ORDER = timedelta(days=31)  # a row may be that much newer than the one above it: filed early, published late


def read_list_times(raws: Sequence[str], received: datetime | None, above: datetime | None = None) -> list[datetime | None]:
    """Read the times of a list's rows, each as `read_list_time` does, and give days without a year the one that their order tells.

    `raws`: as printed, one a row, in the page's order; rows stand newest first, so a month and day that rise again are a year earlier.
    `received`: when the page was. `above`: the time of the row above the first, on the page before; of the list's first page None.
    Where the order tells nothing (a gap longer than LIST_GAP, as a pinned notice makes it) a day is the last one, which may be too late
    and is never too early. As many times come as there are `raws`, each in KST, or None where there is none.
    """
    times = [read_list_time(raw, received) for raw in raws]
    if received is None:
        return times
    order = above or received
    for position, (raw, moment) in enumerate(zip(raws, times, strict=True)):
        if moment is None:
            continue
        if moment > order + _OUT_OF_ORDER and _is_month_day(raw):
            earlier = (_years_before(moment, years) for years in range(1, moment.year))
            moment = next((m for m in earlier if m and m <= order + _OUT_OF_ORDER), moment)
        if -_OUT_OF_ORDER <= order.date() - moment.date() <= LIST_GAP:
            times[position] = order = moment
    return times


def _is_month_day(raw: str) -> bool:
    """Tell whether `read_list_time` goes by a month and day alone."""
    text = clean(raw)
    relative = _NOW.search(text) or _AGO.search(text) or any(word in text for word in _DAYS_AGO)
    return not relative and read_time(raw) is None and _MONTH_DAY.search(text) is not None


def _years_before(moment: datetime, years: int) -> datetime | None:
    try:
        return moment.replace(year=moment.year - years)
    except ValueError:
        return None


def _at(day: date, clock: re.Match[str] | None) -> datetime:
    if not clock:
        return datetime(day.year, day.month, day.day, tzinfo=KST)
    hour = hour_of_day(int(clock["hour"]), clock["half"] or clock["late_half"])
    return datetime(day.year, day.month, day.day, hour, int(clock["minute"]), tzinfo=KST)


def _latest(received: datetime, month: int, day: int, clock: re.Match[str] | None) -> datetime | None:
    for year in range(received.year + 1, received.year - 5, -1):  # a 29 February is four years back at most
        try:
            moment = _at(date(year, month, day), clock)
        except ValueError:
            continue
        if moment <= received + timedelta(days=1):
            return moment
    return None


def iso(moment: datetime) -> str:
    """Write a moment as ISO 8601 with +09:00, to the second."""
    return moment.astimezone(KST).isoformat(timespec="seconds")


def day_of(iso_time: str) -> date:
    """Return the KST day of a time that `iso` wrote."""
    return datetime.fromisoformat(iso_time).astimezone(KST).date()
