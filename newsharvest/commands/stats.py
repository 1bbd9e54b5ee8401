"""`scrapy stats [OUTLET ...]`: how much which outlet printed, how much of it repeats, and who was first."""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO

from rich.table import Table
from scrapy.exceptions import UsageError
from typing_extensions import override

from newsharvest import press
from newsharvest.command_line import OutletCommand, check_store, choose_wording, find_outlets, reach_of
from newsharvest.digest import tables
from newsharvest.digest.tables import COLUMNS, Keyed, Shown, Value
from newsharvest.digest.wording import Wording
from newsharvest.feeds.csv import write_rows
from newsharvest.feeds.whole import WholeFile, check_target
from newsharvest.language import _, _n
from newsharvest.period import read_period
from newsharvest.search import Query
from newsharvest.stats import by_outlet, day_of, race_of
from newsharvest.store import Brief, Selection, Store
from newsharvest.terminal import cause, plain, say, suggest
from newsharvest.watch import Department

WATCHED = frozenset({"department", "query"})
"""What is counted by the watch file."""


@dataclass(frozen=True)
class Stats:
    """What is counted, by what, and where it goes; None: the terminal."""

    which: Selection
    by: str
    departments: Sequence[Department]
    reach: Mapping[str, Collection[str]]
    mastheads: Mapping[str, str]
    wording: Wording
    output: Path | None


class Command(OutletCommand[Stats]):
    """Count articles."""

    requires_crawler_process = False

    @override
    def syntax(self) -> str:
        return _("[options] [outlet ...]")

    @override
    def short_desc(self) -> str:
        return _("Count articles by outlet, day, department or query, how many repeat earlier ones, and who printed a story first")

    @override
    def long_desc(self) -> str:
        return _(
            "Counts the articles of the outlets that are named, or of all. By outlet it says too with how many of the stories that several"
            " outlets printed each was the first, and who came after whom most often: a page that states a day alone, or the same minute"
            " as another, leaves that unclear. By day, department or query the file of -O has a row for each outlet of each."
        )

    @override
    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument(
            "--since", metavar=_("TIME"), help=_("articles of this day or time and later: 2026.11.16, '어제 18:00', '3일 전'")
        )
        parser.add_argument("--until", metavar=_("TIME"), help=_("articles of this day and earlier, or before this time: '오늘 08:00'"))
        by = _("{names} (default: outlet)", names=", ".join(COLUMNS))
        parser.add_argument("--by", metavar=_("WHAT"), default="outlet", help=by)
        parser.add_argument("--watch", metavar=_("FILE"), help=_("the departments and their queries, in place of watch.toml"))
        parser.add_argument("--language", metavar="ko|en", help=_("of what is printed (default: ko)"))
        parser.add_argument("-O", "--output", metavar=_("FILE"), help=_("write to FILE (.csv)"))

    def check(self, args: list[str], opts: argparse.Namespace) -> Stats:
        """Read what is to be counted and where it goes; check that it can be."""
        period = read_period(opts.since, opts.until, "--{} {}", press.now())
        outlets = list(find_outlets(self.settings, args)) if args else []
        if opts.by not in COLUMNS:
            near, known = suggest(opts.by, COLUMNS), ", ".join(COLUMNS)
            raise UsageError(_("--by {word}{near}: write one of {known}", word=opts.by, near=near, known=known))
        if opts.watch and opts.by not in WATCHED:
            raise UsageError(_("--watch is for --by department and --by query: write one of them, or leave it out"))
        wording = choose_wording(opts.language, self.settings)
        departments: Sequence[Department] = ()
        if opts.by in WATCHED:
            departments = self.read_watch(opts.watch)
        output = Path(opts.output) if opts.output else None
        if output:
            if output.suffix.lower() != ".csv":
                raise UsageError(_("{file}: name a .csv file", file=output))
            check_target(opts.output, {"overwrite": True, "format": "csv"})
        check_store(self.settings)
        mastheads = {name: outlet.title for name, outlet in find_outlets(self.settings, []).items()}
        which = Selection(outlets, period.since, period.until)
        reach = reach_of(self.settings, departments)
        return Stats(which, opts.by, departments, reach, mastheads, wording, output)

    def work(self, asked: Stats) -> int:
        """Count, and print or write it; the file takes its place when it is whole."""
        with Store(self.settings["STORE"], reading=True) as store:
            briefs = list(store.briefs(asked.which))
            keyed = keyed_of(store, briefs, asked)
            status = self.tell_damage(store)
        if not asked.output:
            return status | self.show(briefs, keyed, asked)
        try:
            with WholeFile(asked.output) as file:
                count = write(file.file, briefs, keyed, asked)
                file.take_place()
        except OSError as error:
            self.say(_("{file} could not be written: {why}", file=asked.output, why=cause(error)))
            return 1
        say(_("written: {file} ({what})", file=asked.output, what=_n("{count} row", "{count} rows", count)))
        return status

    def show(self, briefs: Sequence[Brief], keyed: Keyed, asked: Stats) -> int:
        """Print the tables."""
        wording, mastheads = asked.wording, asked.mastheads
        fitting = [brief for brief in briefs if brief.fits]
        if not fitting:
            return self.print_out([wording.gettext("No article fits.")])
        status = self.print_out([tables.heading(asked.which, fitting, wording), ""])
        if keyed:
            return status | self.print_shown(tables.of_keys(asked.by, keyed, mastheads, wording))
        race = race_of(briefs)
        if asked.by == "outlet":
            status |= self.print_shown(tables.of_outlets(by_outlet(briefs, race, mastheads), wording))
            if not race.meetings:
                return status
            status |= self.print_out([""])
        most = tables.PAIRS_SHOWN if asked.by == "outlet" else None
        return status | self.print_shown(tables.of_pairs(race, mastheads, wording, most))

    def print_shown(self, shown: Shown) -> int:
        """Print a table with its notes."""
        table = Table(box=None, pad_edge=False)
        for place, head in enumerate(shown.heads):
            text = place in shown.texts
            table.add_column(head, justify="left" if text else "right", overflow="fold", no_wrap=not text)
        for row in shown.rows:
            table.add_row(*map(plain, row))
        status = self.print_out([shown.title] if shown.title else [])
        status |= self.print_table(table, 100, 80)
        return status | self.print_out(["", *shown.notes] if shown.notes else [])


def keyed_of(store: Store, briefs: Sequence[Brief], asked: Stats) -> Keyed:
    """Return the articles that fit under what they are counted by; of outlets and pairs nothing."""
    fitting = {brief.id: brief for brief in briefs if brief.fits}
    keyed: dict[tuple[str, ...], list[Brief]] = defaultdict(list)
    if asked.by == "day":
        for brief in sorted(fitting.values(), key=lambda brief: (brief.published is None, brief.published)):
            keyed[(day.isoformat() if (day := day_of(brief)) else "",)].append(brief)
    for department in asked.departments:
        found = {query.text: wanted(store, query, department, asked) for query in department.queries}
        if asked.by == "department":
            found = {"": dict.fromkeys(one for ids in found.values() for one in ids)}
        for text, ids in found.items():
            key = (department.name, text) if text else (department.name,)
            keyed[key] = [fitting[one] for one in ids if one in fitting]
    return keyed


def wanted(store: Store, query: Query, department: Department, asked: Stats) -> Iterable[str]:
    """Return the ids of the articles that fit one of a department's queries, each once."""
    reach = asked.reach.get(department.name)
    outlets = asked.which.outlets
    if reach is not None:
        outlets = sorted(set(outlets) & set(reach) if outlets else reach)
        if not outlets:
            return ()
    which = replace(asked.which, outlets=outlets)
    sections: Sequence[str | None] = department.sections or [None]
    return dict.fromkeys(one for section in sections for one in store.search(query, replace(which, section=section)))


def write(file: IO[bytes], briefs: Sequence[Brief], keyed: Keyed, asked: Stats) -> int:
    """Write the rows to an open file; return how many there were."""
    rows: Iterable[Sequence[Value]]
    if asked.by == "outlet":
        rows = tables.outlet_values(by_outlet(briefs, race_of(briefs), asked.mastheads))
    elif asked.by == "pair":
        rows = tables.pair_values(race_of(briefs), asked.mastheads)
    else:
        rows = tables.key_values(keyed, asked.mastheads)
    return write_rows(file, COLUMNS[asked.by], rows)
