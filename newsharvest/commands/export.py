"""`scrapy export [OUTLET ...]`: what the store holds, as CSV or JSON Lines, at any time."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from scrapy.commands import ScrapyCommand

from newsharvest.command_line import check_global_options, check_store, closed, find_outlets, refusing
from newsharvest.feeds.formats import kind_of, write_items
from newsharvest.feeds.whole import WholeFile, check_target
from newsharvest.items import ARTICLE_FIELDS, STORY_FIELDS, Article, Story
from newsharvest.store import Selection, Store, StoreError
from newsharvest.terminal import read_day


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
        parser.add_argument("--stories", action="store_true", help="write one row per story, with all outlets that printed it")
        parser.add_argument("-O", "--output", metavar="FILE", help="write to FILE (.csv or .jsonl)")

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Refuse what is mistyped in one line, with exit status 2."""
        with refusing("export"):
            check_global_options(opts)
            super().process_options(args, opts)
            assert self.settings is not None
            since = read_day("since", opts.since) if opts.since else None
            until = read_day("until", opts.until) if opts.until else None
            if since and until and since > until:
                raise ValueError(f"since={since} is after until={until}")
            outlets = list(find_outlets(self.settings, args)) if args else []
            self.which = Selection(outlets, since, until, opts.section, (opts.search or "").split())
            if opts.output:
                check_target(opts.output, {"overwrite": True, "format": kind_of(Path(opts.output))})
            check_store(self.settings)

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Write one article or story at a time; the file takes its place when it is whole."""
        assert self.settings is not None
        try:
            with Store(self.settings["STORE"]) as store:
                items: Iterator[Article] | Iterator[Story]
                if opts.stories:
                    items, names, what = store.stories(self.which), STORY_FIELDS, "stories"
                else:
                    items = store.articles(self.which, one_a_story=self.settings["DUPLICATES"] == "drop")
                    names, what = ARTICLE_FIELDS, "articles"
                if not opts.output:
                    write_items(items, sys.stdout.buffer, "jsonl")
                    sys.stdout.buffer.flush()
                    return
                feed = WholeFile(Path(opts.output))
                try:
                    count = write_items(items, feed.file, kind_of(Path(opts.output)), names)
                except BaseException:
                    feed.discard()
                    raise
                feed.take_place()
                print(f"written: {opts.output} ({count} {what})", file=sys.stderr)
        except StoreError as error:
            print(f"scrapy export: {error}", file=sys.stderr)
            self.exitcode = 1
        except OSError as error:
            if opts.output:
                print(f"scrapy export: {opts.output} could not be written: {error.strerror}", file=sys.stderr)
                self.exitcode = 1
            else:
                self.exitcode = closed("export", error)
