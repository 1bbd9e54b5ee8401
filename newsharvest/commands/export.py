"""`scrapy export [OUTLET ...]`: what the store holds, as CSV or JSON Lines, at any time."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO

from scrapy.exceptions import UsageError
from typing_extensions import override

from newsharvest.command_line import OutletCommand, check_headers, check_store, find_outlets
from newsharvest.feeds.formats import format_of, write_items
from newsharvest.feeds.whole import WholeFile, check_target
from newsharvest.items import ARTICLE_FIELDS, STORY_FIELDS, Story
from newsharvest.language import _, _n
from newsharvest.period import read_period
from newsharvest.press import now
from newsharvest.search import parse
from newsharvest.signals import Signal
from newsharvest.store import Selection, Store
from newsharvest.terminal import cause, not_printed, say, suggest

AGAINST = tuple(signal.code for signal in Signal if signal.is_against)
ANY = "any"
SECTIONS = 30
"""Sections that are told where the one that is asked for does not exist, the most common ones."""


@dataclass(frozen=True)
class Export:
    """Which articles, whether as stories, and to which file; None: standard output."""

    which: Selection
    stories: bool
    output: Path | None
    headers: str


class Command(OutletCommand[Export]):
    """Write what the store holds, one article or story at a time."""

    requires_crawler_process = False

    @override
    def syntax(self) -> str:
        return _("[options] [outlet ...]")

    @override
    def short_desc(self) -> str:
        return _("Write articles from the store to a .csv or .jsonl file, or as JSON Lines to standard output")

    @override
    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument(
            "--since", metavar=_("TIME"), help=_("articles of this day or time and later: 2026.11.16, '어제 18:00', '3일 전'")
        )
        parser.add_argument("--until", metavar=_("TIME"), help=_("articles of this day and earlier, or before this time: '오늘 08:00'"))
        parser.add_argument("--section", metavar=_("SECTION"), help=_("articles of this section, as the outlet calls it"))
        parser.add_argument(
            "--search",
            metavar=_("QUERY"),
            help=_('articles that hold this: words (all of them), a | b (one of them), -word (not), "a phrase", title:word'),
        )
        parser.add_argument(
            "--without-signal",
            metavar=_("CODE"),
            help=_(
                "leave out what the page or its outlet says this of: codes, with a comma between two, or any: {codes}",
                codes=", ".join(AGAINST),
            ),
        )
        parser.add_argument("--stories", action="store_true", help=_("write one row per story, with all outlets that printed it"))
        parser.add_argument("-O", "--output", metavar=_("FILE"), help=_("write to FILE (.csv or .jsonl)"))
        self.add_headers(parser)

    def check(self, args: list[str], opts: argparse.Namespace) -> Export:
        """Read what is to be written and where to; check that it can be."""
        period = read_period(opts.since, opts.until, "--{} {}", now())
        since, until = period.since, period.until
        query = parse(opts.search) if opts.search is not None else None
        outlets = list(find_outlets(self.settings, args)) if args else []
        output = Path(opts.output) if opts.output else None
        check_headers(opts.headers, [format_of(output)] if output else [])
        if output:
            check_target(opts.output, {"overwrite": True, "format": format_of(output)})
        check_store(self.settings)
        without = read_codes(opts.without_signal)
        which = Selection(outlets, since, until, opts.section, query, without_signals=without)
        return Export(which, opts.stories, output, opts.headers)

    def work(self, asked: Export) -> int:
        """Write; the file takes its place when it is whole."""
        with Store(self.settings["STORE"], reading=True) as store:
            asked = replace(asked, which=replace(asked.which, not_of=signalling(store, asked.which.without_signals)))
            if absent := self.absent(store, asked.which):
                self.say(absent)
                return 1
            try:
                if not asked.output:
                    self.write(store, asked, sys.stdout.buffer, "jsonl")
                    sys.stdout.buffer.flush()
                    return self.tell_damage(store)
                with WholeFile(asked.output) as feed:
                    count = self.write(store, asked, feed.file, format_of(asked.output))
                    feed.take_place()
            except OSError as error:
                if not asked.output:
                    return not_printed(self.name, error)
                self.say(_("{file} could not be written: {why}", file=asked.output, why=cause(error)))
                return 1
            stories, articles = _n("{count} story", "{count} stories", count), _n("{count} article", "{count} articles", count)
            say(_("written: {file} ({what})", file=asked.output, what=stories if asked.stories else articles))
            return self.tell_damage(store)

    def absent(self, store: Store, which: Selection) -> str:
        """Say which sections there are, if no article of the outlets, of any day, is of the one that is asked for."""
        if not which.section or store.has_section(which.section, which.outlets):
            return ""
        sections = store.sections(which.outlets)
        if not sections:
            return ""
        known = f"{', '.join(sections[:SECTIONS])}{' …' if sections[SECTIONS:] else ''}"
        near = suggest(which.section, sections)
        return _("no article is of the section {section!r}{near} (known: {known})", section=which.section, near=near, known=known)

    def write(self, store: Store, asked: Export, file: IO[bytes], form: str) -> int:
        """Write what is asked for to an open file, and return how many articles or stories there were."""
        if asked.stories:
            return write_items(stories(store, asked.which), file, form, STORY_FIELDS, asked.headers)
        one_a_story = self.settings["DUPLICATES"] == "drop"
        return write_items(store.articles(asked.which, one_a_story=one_a_story), file, form, ARTICLE_FIELDS, asked.headers)


def read_codes(text: str | None) -> tuple[str, ...]:
    """Read what --without-signal names. UsageError for what is no code."""
    if text is None:
        return ()
    codes = [code.strip() for code in text.split(",")]
    for code in codes:
        if code not in (*AGAINST, ANY):
            near, known = suggest(code, (*AGAINST, ANY)), ", ".join((*AGAINST, ANY))
            raise UsageError(_("--without-signal: no signal is called {code!r}{near} (known: {known})", code=code, near=near, known=known))
    return AGAINST if ANY in codes else tuple(dict.fromkeys(codes))


def signalling(store: Store, codes: Sequence[str]) -> tuple[str, ...]:
    """Return the outlets one of whose files, as last read, says one of these."""
    if not codes:
        return ()
    said = {outlet: {code for one in store.signals_of(outlet) for code in one.said.codes} for outlet in store.signals()}
    return tuple(outlet for outlet, found in said.items() if found & set(codes))


def stories(store: Store, which: Selection) -> Iterator[Story]:
    """Yield the stories; where signals leave articles out, each without these."""
    if not which.without_signals:
        yield from store.stories(which)
        return
    for gathered in store.gathered(which):
        open_ones = [one for one in gathered.articles if one.outlet not in which.not_of and not {*one.signals} & {*which.without_signals}]
        if open_ones:  # else the one that fits cannot be read
            yield Story.of(open_ones)
