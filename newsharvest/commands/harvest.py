"""`scrapy harvest [OUTLET ...]`: all outlets at once, only what is new, into the store."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from scrapy.exceptions import UsageError
from typing_extensions import override

from newsharvest.archive import Archive
from newsharvest.command_line import Chosen, OutletCommand, check_headers, choose_outlets, require, store_to_write, to_type
from newsharvest.database import on_server
from newsharvest.feeds.formats import format_of, write_items
from newsharvest.feeds.whole import NotReplacedError, WholeFile, check_target
from newsharvest.language import _, _n
from newsharvest.period import read_period
from newsharvest.press import now
from newsharvest.run.harvesting import Terms, ease, pages_beside, settle
from newsharvest.run.progress import closing_table
from newsharvest.run.report import report_if_started
from newsharvest.store import Selection, Store, StoreError, harvesting
from newsharvest.terminal import cause, say

if TYPE_CHECKING:
    from newsharvest.workers.turn import Turn


@dataclass(frozen=True)
class Harvest:
    """Which outlets, how far back, into which store, and to which file besides."""

    chosen: Chosen
    since: date | None
    refresh_days: int
    keep_pages_days: int
    """Pages that are older are dropped; 0: none."""
    store: str
    output: Path | None
    headers: str


class Command(OutletCommand[Harvest]):
    """Harvest outlets into the store, each by its own spider in this process."""

    @override
    def syntax(self) -> str:
        return _("[options] [outlet ...]")

    @override
    def short_desc(self) -> str:
        return _("Harvest what is new, of all outlets or those named, into the store")

    @override
    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        since = _("reach back to this day, further than before if need be: 2026.11.16, '3일 전'")
        parser.add_argument("--since", metavar=_("DAY"), help=since)
        parser.add_argument("--refresh", metavar=_("DAYS"), help=_("look again at the articles of the last DAYS days, for edits"))
        older = _("drop kept pages that are older than DAYS days, at the end")
        parser.add_argument("--keep-pages", metavar=_("DAYS"), help=older)
        parser.add_argument("-O", "--output", metavar=_("FILE"), help=_("write this run's articles to FILE (.csv or .jsonl)"))
        self.add_headers(parser)

    def check(self, args: list[str], opts: argparse.Namespace) -> Harvest:
        """Read what is to be harvested; check that the output can be written."""
        chosen = choose_outlets(self.settings, args)
        store = store_to_write(self.settings, opts)
        if on_server(store):
            require("postgres", "psycopg")
        since = read_period(opts.since, None, "--{} {}", now()).since
        refresh_days, keep_days = read_days("--refresh", opts.refresh, 7), read_days("--keep-pages", opts.keep_pages, 365)
        output = Path(opts.output) if opts.output else None
        check_headers(opts.headers, [format_of(output)] if output else [])
        if output:
            check_target(opts.output, {"overwrite": True, "format": format_of(output)})
        return Harvest(chosen, since and since.date(), refresh_days, keep_days, store, output, opts.headers)

    def work(self, asked: Harvest) -> int:
        """Harvest, then print the closing table on standard error."""
        self.warn_without_contact()
        if asked.chosen.left_out:
            outlets = ", ".join(asked.chosen.left_out)
            say(_("REPLAY={folder} has no pages of {outlets}", folder=self.settings["REPLAY"], outlets=outlets))
        with (
            self.turns(asked) as turns,
            Store(asked.store) as store,
            pages_beside(store, self.settings) as archive,
        ):
            status, last = self.harvest(store, archive, asked, turns)
            if store.is_broken():
                self.say(_("the file {path} is damaged: scrapy store check tells more; restore a copy of it", path=store.path))
                status = 1
            status |= self.tell_damage(store)
        say(*last)
        return status

    @contextmanager
    def turns(self, asked: Harvest) -> Iterator[dict[str, Turn | None]]:
        """Have the outlets to oneself: with their store, or one by one where that is shared, save those that others harvest just now."""
        outlets = asked.chosen.reachable
        if not on_server(asked.store):
            with harvesting(asked.store):
                yield dict.fromkeys(outlets)
            return
        from newsharvest.workers.turn import taking_turns  # it needs an extra, and Scrapy imports each command

        with taking_turns(asked.store, self.process, outlets) as turns:
            yield {**turns}

    def harvest(self, store: Store, archive: Archive | None, asked: Harvest, turns: Mapping[str, Turn | None]) -> tuple[int, list[str]]:
        """Run every outlet's spider on a plan of its own, say and write what came; return the exit status and the last lines."""
        began = now()
        terms = Terms(store, archive, self.settings, asked.since, asked.refresh_days, asked.keep_pages_days)
        plans = {name: terms.plan(name, began) for name in turns}
        crawlers = {name: self.process.create_crawler(name) for name in plans}
        for name, turn in turns.items():
            if turn:
                turn.follow(crawlers[name])
        ease(self.settings)
        accounted = self.crawl_all(crawlers, plans)
        settled = settle(store)
        kept = self.end_pages(terms, began.date())
        reports = {name: report_if_started(crawler) for name, crawler in crawlers.items()}
        closing_table(reports, {name: crawler for name, crawler in crawlers.items() if reports[name]}, sys.stderr)
        if not accounted:
            say(_("wrong: errors were logged that belong to no outlet: the log says which"))
        say(*asked.chosen.broken)
        wrong = [
            not accounted,
            not settled,
            not kept,
            bool(asked.chosen.broken),
            *(not report or bool(report.exit_status) for report in reports.values()),
        ]
        if asked.output:
            running = self.process.crawlers.intersection(crawlers.values())  # they were stopped twice
            whole = not running and not any(report and report.interrupted for report in reports.values())
            failed = all(not report or report.failed for report in reports.values())
            runs = [plan.run for plan in plans.values()]
            wrong.append(not self.write(store, asked.output, asked.headers, runs, whole=whole, failed=failed))
        started = {name: report for name, report in reports.items() if report}
        told = [line for report in started.values() for line in report.contradictions()]
        repairs = (to_type(f"repair {name}", self.settings) for name, report in started.items() if report.wants_repair)
        return int(any(wrong)), [*told, *repairs]

    def end_pages(self, terms: Terms, day: date) -> bool:
        """Drop the pages that are too old; return whether that could be done, and this run's are where they belong."""
        try:
            terms.end_pages(day)
        except StoreError as error:
            self.say(str(error))
            return False
        return True

    def write(self, store: Store, path: Path, headers: str, runs: list[int], *, whole: bool, failed: bool) -> bool:
        """Write the articles of these runs to a feed, which takes its place if it is `whole`; return whether it could be written.

        `failed`: every outlet has. Then a feed without any article takes no place.
        """
        drop = self.settings["DUPLICATES"] == "drop"  # one article of each story that did not come before
        try:
            with WholeFile(path) as feed:
                articles = store.articles(Selection(runs=runs, new_stories=drop), one_a_story=drop)
                count = write_items(articles, feed.file, format_of(path), headers=headers)
                if feed.direct or (whole and not (failed and not count)):
                    feed.take_place()
                    say(_n("written: {path} ({count} article)", "written: {path} ({count} articles)", count, path=path))
                elif count:
                    beside = feed.keep_beside().name
                    say(_("{path} was left as it was; what did come is in {file} beside it", path=path, file=beside))
                else:
                    say(_("{path} was left as it was", path=path))
        except OSError as error:
            if isinstance(error, NotReplacedError):
                say(_("{path} could not be written: {why}", path=path, why=cause(error)))
            else:
                say(_("{path} could not be written: {why}; scrapy export writes it again", path=path, why=cause(error)))
            return False
        return True


def read_days(option: str, text: str | None, example: int) -> int:
    """Read how many days an option is given; 0 if it is not. UsageError for what is no such number."""
    if not text:
        return 0
    if not (text.isdecimal() and 0 < int(text) <= 36_500):
        raise UsageError(_("{option} {text} is not a number of days: write {option} {example}", option=option, text=text, example=example))
    return int(text)
