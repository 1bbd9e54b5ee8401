"""`scrapy crawl OUTLET`: Scrapy's own command, with every argument checked before any request, closing lines, and an honest exit status."""

from __future__ import annotations

import argparse
import sys
from urllib.parse import urlsplit

from scrapy.commands.crawl import Command as CrawlCommand
from scrapy.exceptions import UsageError

from newsharvest.command_line import check_global_options, check_replay, find_outlets, refusing, warn_without_contact
from newsharvest.crawl.arguments import read_arguments
from newsharvest.feeds.whole import check_target
from newsharvest.run.report import RunReport


class Command(CrawlCommand):
    """See the module."""

    def short_desc(self) -> str:  # noqa: D102
        return "Harvest one outlet now: its newest list pages, or what since, until, section, pages or url asks for"

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Refuse what is mistyped in one line, with exit status 2, before any request."""
        with refusing("crawl"):
            check_global_options(opts)
            super().process_options(args, opts)
            assert self.settings is not None
            if len(args) != 1:
                known = ", ".join(find_outlets(self.settings, ()))
                raise UsageError(f"name one outlet of: {known}" + (f" (got {' '.join(args)})" if args else ""))
            [spider] = find_outlets(self.settings, args).values()
            read_arguments(spider, opts.spargs)
            check_replay(self.settings)
            if self.settings.getint("FEED_EXPORT_BATCH_ITEM_COUNT"):
                raise UsageError("FEED_EXPORT_BATCH_ITEM_COUNT cuts a feed in parts, and feeds are whole: leave it out")
            for uri, options in self.settings.getdict("FEEDS").items():
                if urlsplit(str(uri)).scheme in {"", "file"} and "%(" not in str(uri):
                    check_target(str(uri), options)

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Crawl, then print the closing lines on standard error and set the exit status."""
        assert self.crawler_process is not None
        assert self.settings is not None
        warn_without_contact(self.settings)
        crawler = self._create_crawler(args[0])
        self.crawler_process.crawl(crawler, **opts.spargs)
        self.crawler_process.start()
        report = None if self.crawler_process.bootstrap_failed else crawler.get_extension(RunReport)
        if report is None:
            self.exitcode = 1
            return
        for line in report.lines():
            print(line, file=sys.stderr)
        self.exitcode = report.exit_status
