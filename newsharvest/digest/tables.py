"""Tables of what is counted (`newsharvest.stats`): as a person reads them on a terminal, and whole, as rows of a CSV file."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias

from newsharvest.digest.wording import Wording
from newsharvest.stats import Outlet, Race, Tally, pairs, tallies, tally_of
from newsharvest.store import Brief, Selection

OUTLETS_SHOWN = 4
"""Outlets that stand in a line of a terminal, those with most articles."""
PAIRS_SHOWN = 10

Value: TypeAlias = str | int | float
Keyed: TypeAlias = Mapping[tuple[str, ...], Collection[Brief]]
"""Articles under what they are counted by: a day (`2026-11-16`, or nothing), a department, or a department and a query."""
_COUNTS = ("articles", "stories", "repeats", "repeat_share")
_OUTLET = ("outlet", "outlet_name")
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "outlet": (*_OUTLET, *_COUNTS, "shared", "first", "later", "unclear"),
    "day": ("day", *_OUTLET, *_COUNTS),
    "department": ("department", *_OUTLET, *_COUNTS),
    "query": ("department", "query", *_OUTLET, *_COUNTS),
    "pair": (*_OUTLET, "after", "after_name", "shared", "later", "first", "unclear"),
}
"""The heads of the CSV, by what is counted by."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A table of a terminal."""

    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    texts: Collection[int]
    """The places of the columns that are texts; the others are numbers."""
    notes: Sequence[str] = ()
    """Lines below it."""
    title: str = ""
    """A line above it."""


def number(count: int) -> str:
    """Return a number as people write it."""
    return f"{count:,}"


def counts(tally: Tally) -> list[str]:
    """Return the four counts of a tally."""
    return [number(tally.articles), number(len(tally.stories)), number(tally.repeats), f"{tally.share:.0%}"]


def count_heads(wording: Wording) -> list[str]:
    """Return what stands over them."""
    gettext = wording.gettext
    return [gettext("Articles"), gettext("Stories told"), gettext("Repeats"), gettext("Share")]


def standing_heads(wording: Wording) -> list[str]:
    """Return what stands over how many stories an outlet shares, and how it came with them."""
    gettext = wording.gettext
    return [gettext("Shared"), gettext("First"), gettext("Later"), gettext("Unclear")]


def of_outlets(outlets: Sequence[Outlet], wording: Wording) -> Shown:
    """Return a row for each outlet."""
    gettext = wording.gettext
    rows = []
    for outlet in outlets:
        standing = outlet.standing
        came = [standing.shared, standing.first, standing.later, standing.unclear]
        rows.append([outlet.masthead, *counts(outlet.tally), *map(number, came)])
    notes = [
        gettext("Repeats: articles that repeat an earlier one. Shared: stories of two outlets or more."),
        gettext("Unclear: the pages say a day alone, no time, or the same minute, so that nobody can tell who was first."),
    ]
    return Shown([gettext("Outlet"), *count_heads(wording), *standing_heads(wording)], rows, {0}, notes)


def of_pairs(race: Race, mastheads: Mapping[str, str], wording: Wording, most: int | None = None) -> Shown:
    """Return a row for each outlet that came after another, those that did most often first; `most`: so many alone."""
    gettext = wording.gettext
    found = list(pairs(race))
    rows = [
        [mastheads.get(late, late), mastheads.get(early, early), *map(number, (met.after, met.before, met.shared))]
        for late, early, met in found[:most]
    ]
    heads = [gettext("Outlet"), gettext("After"), gettext("Later"), gettext("First"), gettext("Shared")]
    return Shown(heads, rows, {0, 1}, title=gettext("Who came after whom most often (--by pair has all):") if most else "")


def of_keys(by: str, keyed: Keyed, mastheads: Mapping[str, str], wording: Wording) -> Shown:
    """Return a row for each day, department or query, with the outlets that have most of its articles."""
    gettext = wording.gettext
    heads = {"day": [gettext("Day")], "department": [gettext("Department")], "query": [gettext("Department"), gettext("Query")]}[by]
    rows = []
    for key, briefs in keyed.items():
        tally = tally_of(briefs)
        names = [day_text(key[0], wording)] if by == "day" else key
        rows.append([*names, *counts(tally), outlets_of(tally, mastheads, wording)])
    heads += [*count_heads(wording), gettext("By outlet")]
    return Shown(heads, rows, {*range(len(heads) - 5), len(heads) - 1})


def outlets_of(tally: Tally, mastheads: Mapping[str, str], wording: Wording) -> str:
    """Return the outlets with most articles, and how many others there are."""
    ordered = sorted(tally.outlets.items(), key=lambda one: (-one[1], one[0]))
    told = ", ".join(f"{mastheads.get(name, name)} {number(count)}" for name, count in ordered[:OUTLETS_SHOWN])
    more = len(ordered) - OUTLETS_SHOWN
    return told if more < 1 else told + wording.ngettext(", {count} more", ", {count} more", more).format(count=more)


def day_text(day: str, wording: Wording) -> str:
    """Return `2026.11.16(월)`; of articles whose pages state no day that they do not."""
    return wording.whole_day(date.fromisoformat(day)) if day else wording.gettext("no date")


def heading(which: Selection, briefs: Iterable[Brief], wording: Wording) -> str:
    """Return of which time all this is, and how much there is in all. The selection's times are moments."""
    tally = tally_of(briefs)
    gettext = wording.gettext
    since = wording.whole_moment(which.since) if isinstance(which.since, datetime) else gettext("from the beginning")
    until = wording.whole_moment(which.until) if isinstance(which.until, datetime) else gettext("now")
    told = gettext("{articles} articles, {stories} stories, repeats {share}").format(
        articles=number(tally.articles), stories=number(len(tally.stories)), share=f"{tally.share:.0%}"
    )
    return f"{since} – {until} · {told}"


# --- as CSV


def count_values(tally: Tally) -> list[Value]:
    """Return the counts of COLUMNS."""
    return [tally.articles, len(tally.stories), tally.repeats, round(tally.share, 4)]


def outlet_values(outlets: Sequence[Outlet]) -> Iterator[Sequence[Value]]:
    """Yield the rows of outlets."""
    for outlet in outlets:
        standing = outlet.standing
        came = [standing.shared, standing.first, standing.later, standing.unclear]
        yield [outlet.name, outlet.masthead, *count_values(outlet.tally), *came]


def pair_values(race: Race, mastheads: Mapping[str, str]) -> Iterator[Sequence[Value]]:
    """Yield the rows of pairs."""
    for late, early, met in pairs(race):
        unclear = met.shared - met.after - met.before
        yield [late, mastheads.get(late, late), early, mastheads.get(early, early), met.shared, met.after, met.before, unclear]


def key_values(keyed: Keyed, mastheads: Mapping[str, str]) -> Iterator[Sequence[Value]]:
    """Yield the rows of days, departments or queries: one for each of their outlets, or one without where there is none."""
    for key, briefs in keyed.items():
        if not briefs:
            yield [*key, "", "", *count_values(Tally())]
        for outlet, tally in sorted(tallies((brief.outlet, brief) for brief in briefs).items()):
            yield [*key, outlet, mastheads.get(outlet, outlet), *count_values(tally)]
