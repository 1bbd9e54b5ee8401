"""`scrapy export [OUTLET ...]`: what the store holds, as CSV or JSON Lines, at any time."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from scrapy.commands import ScrapyCommand

from newsharvest.command_line import check_global_options, check_store, find_outlets, refusing
from newsharvest.feeds import WholeFile, check_target, kind_of, write_articles
from newsharvest.store import Store, StoreError
from newsharvest.words import read_day


class Command(ScrapyCommand):
    """See the module."""

    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:  # noqa: D102
        return "[options] [outlet ...]"

    def short_desc(self) -> str:  # noqa: D102
        return "Write articles from the store to a .csv or .jsonl file, or as JSON Lines to standard output"

    def add_options(self, parser: argparse.ArgumentParser) -> None:  # noqa: D102
        super().add_options(parser)
        parser.add_argument("--since", metavar="DAY", help="articles of this day (YYYY-MM-DD) and later")
        parser.add_argument("--until", metavar="DAY", help="articles of this day and earlier")
        parser.add_argument("--section", help="articles of this section, as the outlet calls it")
        parser.add_argument("--search", metavar="WORDS", help="articles with each of these words in title or body")
        parser.add_argument("-O", "--output", metavar="FILE", help="write to FILE (.csv or .jsonl)")

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Refuse what is mistyped in one line, with exit status 2."""
        with refusing("export"):
            check_global_options(opts)
            super().process_options(args, opts)
            assert self.settings is not None
            self.names = list(find_outlets(self.settings, args)) if args else []
            self.since = read_day("since", opts.since) if opts.since else None
            self.until = read_day("until", opts.until) if opts.until else None
            if self.since and self.until and self.since > self.until:
                raise ValueError(f"since={self.since} is after until={self.until}")
            if opts.output:
                check_target(opts.output, {"overwrite": True, "format": kind_of(Path(opts.output))})
            check_store(self.settings)

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Write one article at a time; the file takes its place when it is whole."""
        assert self.settings is not None
        try:
            with Store(self.settings["STORE"]) as store:
                articles = store.articles(self.names, self.since, self.until, opts.section, (opts.search or "").split())
                if not opts.output:
                    write_articles(articles, sys.stdout.buffer, "jsonl")
                    sys.stdout.buffer.flush()
                    return
                feed = WholeFile(Path(opts.output))
                try:
                    count = write_articles(articles, feed.file, kind_of(Path(opts.output)))
                except BaseException:
                    feed.discard()
                    raise
                feed.take_place()
                print(f"written: {opts.output} ({count} articles)", file=sys.stderr)
        except StoreError as error:
            print(f"scrapy export: {error}", file=sys.stderr)
            self.exitcode = 1
        except OSError as error:
            if not opts.output:
                os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # Python would try again as it ends
            if not isinstance(error, BrokenPipeError):  # that is `| head`, which has had enough
                print(f"scrapy export: {opts.output or 'standard output'} could not be written: {error.strerror}", file=sys.stderr)
                self.exitcode = 1
