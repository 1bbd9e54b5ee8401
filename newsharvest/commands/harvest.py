"""`scrapy harvest [OUTLET ...]`: all outlets at once, only what is new, into the store."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path

from scrapy.commands import ScrapyCommand
from scrapy.crawler import Crawler
from scrapy.exceptions import UsageError

from newsharvest.command_line import (
    broken_spiders,
    check_global_options,
    check_replay,
    find_outlets,
    refusing,
    store_to_write,
    unrecorded,
    warn_without_contact,
)
from newsharvest.feeds.formats import kind_of, write_items
from newsharvest.feeds.whole import WholeFile, check_target
from newsharvest.press import now
from newsharvest.run.harvest import HarvestPlan
from newsharvest.run.progress import Progress, closing_table
from newsharvest.run.report import ErrorCount, report_of
from newsharvest.store import Selection, Store, StoreError, harvesting
from newsharvest.terminal import read_day


class Command(ScrapyCommand):
    """See the module."""

    requires_project = True

    def syntax(self) -> str:  # noqa: D102
        return "[options] [outlet ...]"

    def short_desc(self) -> str:  # noqa: D102
        return "Harvest what is new, of all outlets or those named, into the store"

    def add_options(self, parser: argparse.ArgumentParser) -> None:  # noqa: D102
        super().add_options(parser)
        parser.add_argument("--since", metavar="DAY", help="reach back to this day (YYYY-MM-DD), further than before if need be")
        parser.add_argument("--refresh", metavar="DAYS", help="look again at the articles of the last DAYS days, for edits")
        parser.add_argument("-O", "--output", metavar="FILE", help="write this run's articles to FILE (.csv or .jsonl)")

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Refuse what is mistyped in one line, with exit status 2, before any request."""
        with refusing("harvest"):
            check_global_options(opts)
            super().process_options(args, opts)
            assert self.settings is not None
            outlets = find_outlets(self.settings, args)
            self.broken = [] if args else broken_spiders(self.settings)
            check_replay(self.settings)
            self.left_out = [] if args else unrecorded(self.settings, outlets)
            self.names = [name for name in outlets if name not in self.left_out]
            self.since: date | None = read_day("since", opts.since) if opts.since else None
            if opts.refresh and not (opts.refresh.isdecimal() and 0 < int(opts.refresh) <= 36_500):
                raise UsageError(f"--refresh {opts.refresh} is not a number of days")
            if opts.output:
                check_target(opts.output, {"overwrite": True, "format": kind_of(Path(opts.output))})
            self.path = store_to_write(self.settings, opts)

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Harvest, then print the closing table on standard error and set the exit status."""
        assert self.settings is not None
        warn_without_contact(self.settings)
        if self.left_out:
            print(f"REPLAY={self.settings['REPLAY']} has no pages of {', '.join(self.left_out)}", file=sys.stderr)
        try:
            with harvesting(self.path), Store(self.path) as store:
                self.harvest(store, opts)
        except StoreError as error:
            print(f"scrapy harvest: {error}", file=sys.stderr)
            self.exitcode = 1

    def harvest(self, store: Store, opts: argparse.Namespace) -> None:
        """Run every outlet's spider in this process, each on its own plan."""
        assert self.crawler_process is not None
        assert self.settings is not None
        began = now()
        crawlers: dict[str, Crawler] = {}
        plans: dict[str, HarvestPlan] = {}
        errors = ErrorCount(lambda: None)
        with Progress(len(self.names)) as progress:
            for name in self.names:
                plans[name] = HarvestPlan(
                    store,
                    name,
                    began,
                    since=self.since,
                    first_days=self.settings.getint("FIRST_DAYS"),
                    refresh_days=int(opts.refresh or 0),
                    retry_limit=self.settings.getint("RETRY_LIMIT"),
                )
                crawlers[name] = self.crawler_process.create_crawler(name)
                progress.watch(name, crawlers[name])
                self.crawler_process.crawl(crawlers[name], plan=plans[name])
            self.crawler_process.start()
        reports = {name: report_of(crawler) for name, crawler in crawlers.items()}
        closing_table(reports, {name: crawler for name, crawler in crawlers.items() if reports[name]}, sys.stderr)
        statuses = [report.exit_status if report else 1 for report in reports.values()]
        self.exitcode = max([*statuses, int(bool(self.broken or errors.count))])
        if errors.count:
            print("wrong: errors were logged that belong to no outlet, see there", file=sys.stderr)
        errors.detach()
        for line in self.broken:
            print(line, file=sys.stderr)
        if opts.output:
            self.write(
                store, Path(opts.output), [plan.run for plan in plans.values()], not any(r and r.interrupted for r in reports.values())
            )

    def write(self, store: Store, path: Path, runs: list[int], whole: bool) -> None:
        """Write the articles of these runs to a feed; it takes its place unless the harvest was interrupted."""
        assert self.settings is not None
        try:
            feed = WholeFile(path)
            try:
                drop = self.settings["DUPLICATES"] == "drop"  # one article of each story that did not come before
                articles = store.articles(Selection(runs=runs, new_stories=drop), one_a_story=drop)
                count = write_items(articles, feed.file, kind_of(path))
            except BaseException:
                feed.discard()
                raise
        except OSError as error:
            print(f"{path} could not be written: {error.strerror}; scrapy export writes it again", file=sys.stderr)
            self.exitcode = 1
            return
        if whole or feed.direct:
            feed.take_place()
            print(f"written: {path} ({count} articles)", file=sys.stderr)
        else:
            print(f"{path} was left as it was; what did come is in {feed.keep_beside().name} beside it", file=sys.stderr)
