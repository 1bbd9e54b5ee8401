"""`scrapy crawl OUTLET`: Scrapy's own command, with every argument checked before any request, closing lines, and an honest exit status."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from string import ascii_lowercase
from urllib.parse import urlsplit

from scrapy.commands.crawl import Command as CrawlCommand
from scrapy.exceptions import UsageError
from typing_extensions import override

from newsharvest import press
from newsharvest.command_line import OutletCommand, check_headers, check_replay, find_outlets
from newsharvest.crawl.arguments import read_arguments
from newsharvest.feeds.whole import check_target
from newsharvest.language import _
from newsharvest.mistyped import not_one_outlet
from newsharvest.run.report import report_if_started
from newsharvest.terminal import say


@dataclass(frozen=True)
class Crawl:
    """One outlet, and its `-a` arguments as they were typed: its spider reads them again."""

    outlet: str
    arguments: dict[str, str]


class Command(OutletCommand[Crawl], CrawlCommand):
    """Harvest one outlet now, without a store; the feeds are Scrapy's."""

    @override
    def syntax(self) -> str:
        return _("[options] <spider>")

    @override
    def short_desc(self) -> str:
        return _("Harvest one outlet now: its newest list pages, or what since, until, section, pages or url asks for")

    @override
    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        self.add_headers(parser)

    def check(self, args: list[str], opts: argparse.Namespace) -> Crawl:
        """Read outlet and arguments; check the feeds that Scrapy has read into FEEDS."""
        if len(args) != 1:
            mastheads = {name: outlet.title for name, outlet in find_outlets(self.settings, ()).items()}
            raise UsageError(not_one_outlet(args, mastheads))
        [(name, spider)] = find_outlets(self.settings, args).items()
        read_arguments(spider, opts.spargs, press.now())
        check_replay(self.settings)
        if self.settings.getint("FEED_EXPORT_BATCH_ITEM_COUNT"):
            raise UsageError(_("FEED_EXPORT_BATCH_ITEM_COUNT cuts a feed in parts, and feeds are whole: leave it out"))
        feeds = self.settings.getdict("FEEDS")
        check_headers(opts.headers, [options.get("format", "") for options in feeds.values()])
        if opts.headers:
            feeds = {uri: options | {"item_export_kwargs": {"headers": opts.headers}} for uri, options in feeds.items()}
            self.settings.set("FEEDS", feeds, priority="cmdline")
        for uri, options in feeds.items():
            if urlsplit(str(uri)).scheme in {"", "file", *ascii_lowercase} and "%(" not in str(uri):  # c: is a drive of Windows
                check_target(str(uri), options)
        return Crawl(name, opts.spargs)

    def work(self, asked: Crawl) -> int:
        """Crawl, then print the closing lines on standard error."""
        self.warn_without_contact()
        crawler = self._create_crawler(asked.outlet)
        self.process.crawl(crawler, **asked.arguments)
        self.process.start()
        report = None if self.process.bootstrap_failed else report_if_started(crawler)
        if report is None:
            return 1
        if report.articles and not report.feeds:
            report.notes.append(_("the articles were not written: add -O NAME.csv, or NAME.jsonl; scrapy harvest keeps them in the store"))
        say(*report.lines())
        return report.exit_status
