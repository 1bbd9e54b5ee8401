"""The time between `since` and `until`, as a person asks for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from newsharvest.language import _
from newsharvest.press import Moment, read_moment
from newsharvest.terminal import plain


@dataclass(frozen=True, slots=True)
class Period:
    """From `since` on, and before `until`, both moments of KST; so two periods that meet share no article, and lose none.

    A day that was asked for is meant whole: `until` is then the first moment of the next.
    """

    since: datetime | None = None
    until: datetime | None = None

    def holds(self, moment: datetime) -> bool:
        """Tell whether a moment of KST is within it. One at 00:00:00 is a day of which no time is known: any part of it will do."""
        end = moment + timedelta(days=1) if is_day(moment) else moment + timedelta(seconds=1)
        return (self.since is None or self.since < end) and (self.until is None or moment < self.until)

    def touches(self, day: date) -> bool:
        """Tell whether a KST day is within it, at least in part."""
        last = self.until and self.until - timedelta(seconds=1)
        return (self.since is None or self.since.date() <= day) and (last is None or day <= last.date())


ALWAYS = Period()


def is_day(moment: datetime) -> bool:
    """Tell whether a moment of KST says a day alone, as pages state it that print no time."""
    return (moment.hour, moment.minute, moment.second) == (0, 0, 0)


def read_period(since: str | None, until: str | None, written: str, clock: datetime) -> Period:
    """Read since and until as people write them at `clock`, which relative words count from.

    `written` is how the command line has one, with `{}` where its name and the moment stand: `--{} {}`. ValueError says in one line what
    is wrong.
    """
    first, last = (_read(name, text, written, clock) if text is not None else None for name, text in (("since", since), ("until", until)))
    if first and last and first.first >= last.after:
        begin, end = written.format("since", first), written.format("until", last)
        if str(first) == str(last):
            raise ValueError(_("{begin} is the same as {end}", begin=begin, end=end))
        raise ValueError(_("{begin} is after {end}", begin=begin, end=end))
    return Period(first.first if first else None, last.after if last else None)


def read_moment_before(text: str, written: str, clock: datetime) -> datetime:
    """Read a moment that has come, as people write it, and return the first second of KST that is after it: after a day, of the next.

    Of a day that has not ended it is that after `clock`: what is still to come of it belongs to no store as it stood. ValueError says in
    one line what is wrong.
    """
    moment = _read("as-of", text, written, clock)
    if moment.first > clock:
        raise ValueError(_("{as_of} has not come yet", as_of=written.format("as-of", moment)))
    second = timedelta(seconds=1)
    return min(moment.after if moment.after != moment.first else moment.first + second, clock.replace(microsecond=0) + second)


def _read(name: str, text: str, written: str, clock: datetime) -> Moment:
    moment = read_moment(text, clock)
    if moment is None:
        shown = plain(text) if written.startswith("--") and text.split() == [text] else repr(text)
        example = written.format(name, "2026-11-21")
        with_time = written.format(name, '"어제 18:00"') if written.startswith("--") else f'"{written.format(name, "어제 18:00")}"'
        given = written.format(name, shown)
        told = _("{given} is not a day or time: write {example} or {with_time}", given=given, example=example, with_time=with_time)
        raise ValueError(told)
    return moment
