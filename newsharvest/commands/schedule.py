"""`scrapy schedule [OUTLET ...]`: puts outlets into the queue that workers share, once or again and again."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.table import Table
from scrapy.exceptions import UsageError
from typing_extensions import override

from newsharvest.command_line import OutletCommand, broken_spiders, find_outlets, shared_store
from newsharvest.language import _, _n
from newsharvest.run.harvesting import pages_beside
from newsharvest.store import Store
from newsharvest.terminal import say

if TYPE_CHECKING:
    from newsharvest.workers.schedules import Rhythm, Schedule

MINUTES_MAX = 40_000
"""A month, nearly."""


@dataclass(frozen=True)
class Asked:
    """Which outlets, in which store's queue, and what is to be done with them: all by default, or none for `stop` and `list`."""

    store: str
    outlets: list[str]
    rhythms: dict[str, Rhythm]
    """Of those that are to be put there again and again."""
    to_come: Rhythm | None
    """Of the outlets that come later."""
    broken: list[str]
    listed: bool
    stopped: bool


class Command(OutletCommand[Asked]):
    """Put outlets into the queue."""

    requires_crawler_process = False

    @override
    def syntax(self) -> str:
        return _("[options] [outlet ...]")

    @override
    def short_desc(self) -> str:
        return _("Put all outlets, or those named, into the queue of scrapy work, once or by a schedule")

    @override
    def long_desc(self) -> str:
        return _(
            "Without an option each outlet is harvested once, as soon as a worker takes it. An outlet that waits already is not put into"
            " the queue twice. A schedule stays until it is replaced, or taken away with --stop, whichever machine is started anew; what"
            " was due while no worker ran is made up for, once. An outlet whose spider says every_minutes is put there with --every no more"
            " often than that. Where no outlet is named, a schedule is that of all: an outlet that is added later gets it too, and"
            " --stop OUTLET leaves one out."
        )

    @override
    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        cron = _('again and again, at these times of KST: minute, hour, day, month, weekday, as in "0 5 * * *"')
        parser.add_argument("--cron", metavar=_("TIMES"), help=cron)
        parser.add_argument("--every", metavar=_("MINUTES"), help=_("again and again, every MINUTES minutes"))
        parser.add_argument("--list", action="store_true", help=_("show the schedules, and when each is due next"))
        parser.add_argument("--stop", action="store_true", help=_("take the schedules away, and what waits in the queue"))

    def check(self, args: list[str], opts: argparse.Namespace) -> Asked:
        """Read what is to be done, and for which outlets."""
        told = [name for name in ("cron", "every", "list", "stop") if getattr(opts, name) not in {None, False}]
        if len(told) > 1:
            raise UsageError(_("--{one} and --{other} do not go together", one=told[0], other=told[1]))
        store = shared_store(self.settings)
        rhythm = read_rhythm(opts)  # before the names: what follows a cron expression without quotes is none
        gone = self.gone(store, args) if opts.stop else []
        outlets = find_outlets(self.settings, [name for name in args if name not in gone]) if len(gone) < len(args) or not args else {}
        broken = [] if args or opts.list or opts.stop else broken_spiders(self.settings)
        rhythms = {name: rhythm.at_least(outlet.every_minutes) for name, outlet in outlets.items()} if rhythm else {}
        chosen = [*gone, *outlets] if args or not (opts.list or opts.stop) else []
        return Asked(store, chosen, rhythms, None if args else rhythm, broken, opts.list, opts.stop)

    def gone(self, store: str, names: list[str]) -> list[str]:
        """Return those of these names that no spider has any more, and that are scheduled."""
        from newsharvest.workers import schedules
        from newsharvest.workers.session import me
        from newsharvest.workers.tables import is_prepared

        known = find_outlets(self.settings, [])
        if all(name in known for name in names) or not is_prepared(store, me("schedule")):
            return []
        scheduled = {one.outlet for one in schedules.read(store, me("schedule")) if one.next_at}
        return [name for name in names if name in scheduled and name not in known]

    def work(self, asked: Asked) -> int:
        """Do it."""
        from newsharvest.workers import schedules
        from newsharvest.workers.queue import opened
        from newsharvest.workers.session import me
        from newsharvest.workers.tables import prepare

        name = me("schedule")
        with Store(asked.store) as store, pages_beside(store, self.settings):
            prepare(asked.store, name)  # all that a worker needs: it may be a user who may make no tables
        if asked.listed:
            found = schedules.read(asked.store, name)
            return self.show([one for one in found if not asked.outlets or one.outlet in asked.outlets])
        if asked.stopped:
            names = asked.outlets or None
            gone = schedules.delete(asked.store, name, names)
            with opened(asked.store, name) as queue:
                waiting = queue.take_out(names)
            self.say(_("schedules taken away: {gone}; taken out of the queue: {waiting}", gone=gone, waiting=waiting))
            return 0
        if asked.rhythms:
            schedules.write(asked.store, name, asked.rhythms, asked.to_come)
            self.say(_n("{count} outlet has a schedule", "{count} outlets have a schedule", len(asked.rhythms)))
            if asked.to_come:
                self.say(_("each outlet to come gets it too, from the first worker that knows it"))
        else:
            with opened(asked.store, name) as queue:
                new = sum(map(queue.put, asked.outlets))
            self.say(_n("{count} outlet was put into the queue", "{count} outlets were put into the queue", new))
            if there := len(asked.outlets) - new:
                self.say(_n("{count} outlet was there already", "{count} outlets were there already", there))
        say(*asked.broken)
        return int(bool(asked.broken))

    def show(self, found: list[Schedule]) -> int:
        """Print the schedules."""
        if not found:
            return self.print_out([_("nothing is scheduled")])
        table = Table(_("outlet"), _("schedule"), _("due next"), box=None, pad_edge=False)
        for one in found:
            table.add_row(one.outlet, str(one.rhythm), one.due)
        return self.print_table(table, 100)


def read_rhythm(opts: argparse.Namespace) -> Rhythm | None:
    """Read how often, if again and again. UsageError or ValueError for what says no such thing."""
    from newsharvest.workers.schedules import Rhythm, read_cron  # it needs an extra, and Scrapy imports each command

    if opts.cron is not None:
        return read_cron(opts.cron)
    return None if opts.every is None else Rhythm(minutes=read_minutes(opts.every))


def read_minutes(text: str) -> int:
    """Read how many minutes lie between two. UsageError for what is no such number."""
    if not (text.isdecimal() and 0 < int(text) <= MINUTES_MAX):
        raise UsageError(_("--every {text} is not a number of minutes: write --every 15", text=text))
    return int(text)
