"""`scrapy crawl OUTLET`: Scrapy's own command, with every argument checked before any request, closing lines, and an honest exit status."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NoReturn
from urllib.parse import urlsplit

from scrapy.commands.crawl import Command as CrawlCommand
from scrapy.exceptions import UsageError
from scrapy.settings import BaseSettings, default_settings
from scrapy.spiderloader import get_spider_loader
from scrapy.utils.conf import arglist_to_dict

from newsharvest import settings as own_settings
from newsharvest.arguments import CrawlArguments, suggest
from newsharvest.extensions.report import RunReport
from newsharvest.feeds import check_target
from newsharvest.platforms.outlet import OutletSpider
from newsharvest.replay import load_fixtures

_READERS: dict[type, Callable[[BaseSettings, str], object]] = {
    bool: BaseSettings.getbool,
    int: BaseSettings.getint,
    float: BaseSettings.getfloat,
    dict: BaseSettings.getdict,
}


class Command(CrawlCommand):
    """See the module."""

    def short_desc(self) -> str:  # noqa: D102
        return "Harvest one outlet now: its newest list pages, or what since, until, section, pages or url asks for"

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Refuse what is mistyped in one line, with exit status 2, before any request."""
        try:
            check_settings(opts.set)
            if opts.loglevel:
                check_log_level(opts.loglevel)
            if opts.logfile:
                check_log_file(Path(opts.logfile))
            super().process_options(args, opts)
            assert self.settings is not None
            spider = find_outlet(self.settings, args)
            CrawlArguments.parse(spider, opts.spargs)
            if self.settings["REPLAY"]:
                load_fixtures(Path(self.settings["REPLAY"]))
            for uri, options in self.settings.getdict("FEEDS").items():
                if urlsplit(str(uri)).scheme in {"", "file"} and "%(" not in str(uri):
                    check_target(str(uri), options)
        except (UsageError, ValueError) as error:
            refuse("crawl", str(error))

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Crawl, then print the closing lines on standard error and set the exit status."""
        assert self.crawler_process is not None
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


def refuse(command: str, message: str) -> NoReturn:
    """Say in one line what is mistyped, and end with exit status 2."""
    print(f"scrapy {command}: {' '.join(message.split()) or 'name an outlet'}", file=sys.stderr)
    sys.exit(2)


def find_outlet(settings: BaseSettings, args: list[str]) -> type[OutletSpider]:
    """Return the spider class that the command line names. UsageError if it names none, two, or one that does not exist."""
    known = sorted(get_spider_loader(settings).list())
    if len(args) != 1:
        raise UsageError(f"name one outlet of: {', '.join(known)}" + (f" (got {' '.join(args)})" if args else ""))
    if args[0] not in known:
        raise UsageError(f"unknown outlet {args[0]!r}{suggest(args[0], known)} (known: {', '.join(known)})")
    spider = get_spider_loader(settings).load(args[0])
    assert issubclass(spider, OutletSpider)
    return spider


def check_log_level(level: str) -> None:
    """Raise UsageError for a log level that does not exist."""
    levels = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
    if level not in levels:
        raise UsageError(f"unknown log level {level!r}{suggest(level.upper(), levels)} (known: {', '.join(levels)})")


def check_log_file(path: Path) -> None:
    """Raise UsageError for a log file that cannot be written."""
    try:
        path.open("a").close()
    except OSError as error:
        raise UsageError(f"--logfile {path} cannot be written: {error.strerror}") from None


def check_settings(pairs: Iterable[str]) -> None:
    """Raise UsageError for a `-s NAME=VALUE` whose name does not exist or whose value is not of the setting's kind."""
    known = {name: value for module in (default_settings, own_settings) for name, value in vars(module).items() if name.isupper()}
    try:
        given = arglist_to_dict(list(pairs))
    except ValueError:
        raise UsageError("a setting is written -s NAME=VALUE") from None
    for name, value in given.items():
        if name not in known:
            raise UsageError(f"unknown setting {name!r}{suggest(name, known)}")
        if name == "REPLAY" and not value.strip():
            raise UsageError("REPLAY= is empty: name a folder of fixtures, or leave REPLAY out to fetch from the network")
        if name == "LOG_LEVEL":
            check_log_level(value)
        read = _READERS.get(type(known[name]))
        try:
            if read:
                read(BaseSettings({name: value}), name)
        except (ValueError, TypeError):
            raise UsageError(f"{name}={value!r} is no value for this setting: its default is {known[name]!r}") from None
