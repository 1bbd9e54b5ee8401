"""`scrapy workers`: who harvests what, what waits, what failed, what is due next, and what came of the last night on all machines."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from rich.table import Table
from typing_extensions import override

from newsharvest import press
from newsharvest.command_line import OutletCommand, find_outlets, shared_store
from newsharvest.crawl.outlet import OutletSpider
from newsharvest.language import _, _n
from newsharvest.period import read_period
from newsharvest.store import Store
from newsharvest.terminal import minute, plain

if TYPE_CHECKING:
    from newsharvest.workers.overview import Night, Overview

NIGHT = timedelta(hours=24)
NAMED = 3
"""Outlets with one schedule that are named; more are counted, and `scrapy schedule --list` names them."""


@dataclass(frozen=True)
class Asked:
    """Of which store, of which outlets, since when, and whether for a program."""

    store: str
    outlets: dict[str, type[OutletSpider]]
    since: datetime
    as_json: bool


class Command(OutletCommand[Asked]):
    """Show the queue and the night."""

    requires_crawler_process = False

    @override
    def syntax(self) -> str:
        return _("[options] [outlet ...]")

    @override
    def short_desc(self) -> str:
        return _("Show what the workers do, what waits, and what came of the last night on all machines")

    @override
    def long_desc(self) -> str:
        return _(
            "The exit status is 0, or 1 if the last run of an outlet was not right, if an outlet could not be harvested at all, if"
            " outlets wait and no worker is there to take them, or if a worker has held one for a day."
        )

    @override
    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        since = _("what came since this day or time: '어제 18:00', 2026.11.16 (default: in the last 24 hours)")
        parser.add_argument("--since", metavar=_("TIME"), help=since)
        parser.add_argument("--json", action="store_true", help=_("print all of it as JSON, for a program"))

    def check(self, args: list[str], opts: argparse.Namespace) -> Asked:
        """Read what is to be shown."""
        since = read_period(opts.since, None, "--{} {}", press.now()).since or press.now() - NIGHT
        return Asked(shared_store(self.settings), find_outlets(self.settings, args), since, opts.json)

    def work(self, asked: Asked) -> int:
        """Print it."""
        from newsharvest.workers.overview import look
        from newsharvest.workers.session import me  # it needs an extra, and Scrapy imports each command
        from newsharvest.workers.tables import is_prepared

        name = me("workers")
        if not is_prepared(asked.store, name):
            self.say(_("nothing was ever put into this queue: scrapy schedule does it"))
            return 1
        with Store(asked.store, reading=True) as store:
            seen = look(store, asked.store, name, list(asked.outlets), asked.since)
        if asked.as_json:
            return seen.exit_status | self.print_out(json.dumps(as_json(seen), ensure_ascii=False, indent=1).splitlines())
        status = seen.exit_status
        for title, table in self.tables(seen, asked.outlets):
            if table.row_count:
                status |= self.print_out([title]) | self.print_table(table, 140) | self.print_out([""])
            else:
                status |= self.print_out([_("{title} none", title=title)])
        if seen.overdue:
            self.say(_("outlets wait, and no worker takes them: start scrapy work"))
        for one in seen.stuck:
            told = _(
                "{outlet} has been held by {holder} since {time}: if that is stopped or hangs, end it",
                outlet=one.outlet,
                holder=one.holder,
                time=minute(press.iso(one.since)),
            )
            self.say(told)
        return status

    def tables(self, seen: Overview, outlets: dict[str, type[OutletSpider]]) -> list[tuple[str, Table]]:
        """Return each part with its title."""
        workers = _table(_("worker"), _("at a time"), _("since"), _("last sign of life"))
        for one in seen.workers:
            heard = _("{time} (silent)", time=_second(one.heard)) if one.silent else _second(one.heard)
            workers.add_row(*map(plain, (one.name, str(one.outlets), _second(one.began), heard)))
        busy = _table(_("outlet"), _("by"), _("since"))
        for each in seen.busy:
            busy.add_row(*map(plain, (each.outlet, each.holder, _second(each.since))))
        for outlet in seen.orphaned:
            busy.add_row(plain(outlet), _("its worker is gone: it is taken up again"), "")
        waiting = _table(_("outlet"), _("since"), _("not before"))
        for job in seen.waiting:
            waiting.add_row(*map(plain, (job.outlet, _second(job.since), _second(job.not_before) if job.not_before else "")))
        failed = _table(_("outlet"), _("at"))
        for gone in seen.failed:
            failed.add_row(*map(plain, (gone.outlet, _second(gone.at))))
        due = _table(_("outlet"), _("schedule"), _("due next"))
        alike: dict[tuple[str, str], list[str]] = {}
        for schedule in seen.schedules:
            alike.setdefault((str(schedule.rhythm), schedule.due), []).append(schedule.outlet)
        for (rhythm, at), names in alike.items():
            told = ", ".join(names) if len(names) <= NAMED else _n("{count} outlet", "{count} outlets", len(names))
            due.add_row(*map(plain, (told, rhythm, at)))
        counted = (_("runs"), _("new"), _("edited"), _("known"), _("duplicates"))
        night = _table(_("outlet"), _("masthead"), *counted, _("failed"), _("seconds"), "")
        for came in seen.night:
            counts = (came.runs, came.new, came.edited, came.known, came.duplicates)
            wrong = ", ".join(f"{count} {code}" for code, count in came.failed.items()) or "0"
            row = (came.outlet, outlets[came.outlet].title, *map(str, counts), wrong, f"{came.seconds:.0f}", _ended(came))
            night.add_row(*map(plain, row))
        return [
            (_("Workers:"), workers),
            (_("Harvested just now:"), busy),
            (_("Waiting:"), waiting),
            (_("Could not be harvested:"), failed),
            (_("Schedules:"), due),
            (_("Came since {time}:", time=minute(press.iso(seen.since))), night),
        ]


def _table(*heads: str) -> Table:
    return Table(*heads, box=None, pad_edge=False)


def _ended(came: Night) -> str:
    """Say how an outlet's last run ended."""
    if came.busy:
        return _("is running")
    if came.status is None:
        return _("stopped before its end")
    return _("see scrapy failures") if came.status else _("ok")


def _second(moment: datetime) -> str:
    return press.iso(moment)[:19].replace("T", " ")


def as_json(seen: Overview) -> dict[str, Any]:
    """Return it for a program: times as ISO 8601 in KST, the exit status beside."""
    parts = asdict(seen)
    parts["schedules"] = [{"outlet": one.outlet, "schedule": str(one.rhythm), "next_at": one.next_at} for one in seen.schedules]
    return {**_plain_json(parts), "exit_status": seen.exit_status}


def _plain_json(value: Any) -> Any:
    if isinstance(value, datetime):
        return press.iso(value)
    if isinstance(value, dict):
        return {name: _plain_json(each) for name, each in value.items()}
    return [_plain_json(each) for each in value] if isinstance(value, list) else value
