"""`scrapy export [OUTLET ...]`: what the store holds, or held, as CSV, JSON Lines or Parquet, at any time."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO

from scrapy.exceptions import UsageError
from typing_extensions import override

from newsharvest.command_line import OutletCommand, check_headers, check_store, find_outlets, require
from newsharvest.feeds.formats import PARQUET, format_of, write_items
from newsharvest.feeds.whole import WholeFile, check_new, check_target
from newsharvest.items import ARTICLE_FIELDS, STORY_FIELDS, VERSION_FIELDS, Article, Story, Version
from newsharvest.language import _, _n
from newsharvest.period import read_moment_before, read_period
from newsharvest.press import iso, now
from newsharvest.search import parse
from newsharvest.signals import Signal
from newsharvest.store import Selection, Store
from newsharvest.terminal import cause, not_printed, say, suggest

EXCLUDING = (
    ("--stories", "--revisions"),
    ("--revisions", "--as-of"),
    ("--dataset", "--stories"),
    ("--dataset", "--revisions"),
    ("--dataset", "-O"),
)
AGAINST = tuple(signal.code for signal in Signal if signal.is_against)
ANY = "any"
SECTIONS = 30
"""Sections that are told where the one that is asked for does not exist, the most common ones."""


@dataclass(frozen=True)
class Export:
    """Which articles, as what, as of when (None: today), and to which file or folder; no file: standard output."""

    which: Selection
    kind: type[Article | Story]
    before: datetime | None
    output: Path | None
    dataset: Path | None
    headers: str

    def told(self, count: int) -> str:
        """Return in words how many of them there are."""
        if self.kind is Story:
            return _n("{count} story", "{count} stories", count)
        if self.kind is Version:
            return _n("{count} version", "{count} versions", count)
        return _n("{count} article", "{count} articles", count)


class Command(OutletCommand[Export]):
    """Write what the store holds, one article or story at a time."""

    requires_crawler_process = False

    def __init__(self) -> None:
        super().__init__()
        self.unread: list[str] = []
        """What of the pages could not be read, a sentence each."""

    @override
    def syntax(self) -> str:
        return _("[options] [outlet ...]")

    @override
    def short_desc(self) -> str:
        return _("Write articles from the store to a .csv, .jsonl or .parquet file, or as JSON Lines to standard output")

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
                codes=" | ".join(AGAINST),
            ),
        )
        parser.add_argument("--stories", action="store_true", help=_("write one row per story, with all outlets that printed it"))
        parser.add_argument("--revisions", action="store_true", help=_("write one row per version of an article, with when it held"))
        as_of = _("the store as it stood then: '2026-11-20 08:00', or at the end of a day")
        parser.add_argument("--as-of", metavar=_("TIME"), help=as_of)
        parser.add_argument("-O", "--output", metavar=_("FILE"), help=_("write to FILE (.csv, .jsonl or .parquet)"))
        dataset = _("write a corpus to a new FOLDER: Parquet by month, manifest, data card")
        parser.add_argument("--dataset", metavar=_("FOLDER"), help=dataset)
        self.add_headers(parser)

    def check(self, args: list[str], opts: argparse.Namespace) -> Export:
        """Read what is to be written and where to; check that it can be."""
        period = read_period(opts.since, opts.until, "--{} {}", now())
        since, until = period.since, period.until
        query = parse(opts.search) if opts.search is not None else None
        outlets = list(find_outlets(self.settings, args)) if args else []
        before = read_moment_before(opts.as_of, "--{} {}", now()) if opts.as_of is not None else None
        check_together(opts)
        output, dataset = (Path(name) if name else None for name in (opts.output, opts.dataset))
        form = format_of(output, parquet=True) if output else "jsonl"
        check_headers(opts.headers, [form] if output else [])
        if output:
            check_target(opts.output, {"overwrite": True, "format": form})
        if dataset or form == PARQUET:
            require("corpus", "pyarrow")
        if dataset:
            check_new(dataset)
        check_store(self.settings)
        kind = Story if opts.stories else Version if opts.revisions else Article
        which = Selection(outlets, since, until, opts.section, query, without_signals=read_codes(opts.without_signal))
        return Export(which, kind, before, output, dataset, opts.headers)

    def work(self, asked: Export) -> int:
        """Write; the file takes its place when it is whole."""
        with Store(self.settings["STORE"], reading=True) as store, self.as_of(store, asked):
            asked = replace(asked, which=replace(asked.which, not_of=signalling(store, asked.which.without_signals)))
            if absent := self.absent(store, asked.which):
                self.say(absent)
                return 1
            try:
                if asked.dataset:
                    count = self.write_dataset(store, asked, asked.dataset)
                    say(_("written: {file} ({what})", file=asked.dataset, what=asked.told(count)))
                    return self.tell_damage(store) | self.tell_unread()
                if not asked.output:
                    self.write(store, asked, sys.stdout.buffer, "jsonl")
                    sys.stdout.buffer.flush()
                    return self.tell_damage(store)
                with WholeFile(asked.output) as feed:
                    count = self.write(store, asked, feed.file, format_of(asked.output, parquet=True))
                    feed.take_place()
            except OSError as error:
                if not (asked.output or asked.dataset):
                    return not_printed(self.name, error)
                self.say(_("{file} could not be written: {why}", file=asked.output or asked.dataset, why=cause(error)))
                return 1
            say(_("written: {file} ({what})", file=asked.output, what=asked.told(count)))
            return self.tell_damage(store) | self.tell_unread()

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

    @contextmanager
    def as_of(self, store: Store, asked: Export) -> Iterator[None]:
        """Have the store be read as it stood when it is asked for; say what takes long, and what cannot be known."""
        if asked.kind is Version:
            self.say(_("which story a version told is not kept: the last of each article has what holds today, the others nothing"))
        if asked.before is None:
            yield
            return
        with store.as_of(asked.before, self.tell_stories):
            yield

    def tell_stories(self, articles: int) -> None:
        """Say that the stories of then are found anew."""
        of = _n("{count} article", "{count} articles", articles)
        self.say(_("which stories were told then is found anew, of {articles}: a second or two for each thousand", articles=of))

    def write(self, store: Store, asked: Export, file: IO[bytes], form: str) -> int:
        """Write what is asked for to an open file, and return how many articles, stories or versions there were."""
        items, names = self.items(store, asked)
        if form != PARQUET:
            return write_items(items, file, form, names, asked.headers)
        from newsharvest.feeds.parquet import columns_of, sources_of, write_parquet  # it needs an extra, and Scrapy imports each command

        with sources_of(store) as sources:
            count = write_parquet(items, file, columns_of(asked.kind, sources))
            self.unread += sources.damaged
        return count

    def items(self, store: Store, asked: Export) -> tuple[Iterable[Article | Story], Sequence[str]]:
        """Return what is asked for, and the names of its columns."""
        if asked.kind is Story:
            return stories(store, asked.which), STORY_FIELDS
        if asked.kind is Version:
            found = store.all_versions(asked.which)
            return (Version.of(one.article, one.number, one.since, one.until, reread=one.reread) for one in found), VERSION_FIELDS
        return self.articles(store, asked), ARTICLE_FIELDS

    def articles(self, store: Store, asked: Export) -> Iterator[Article]:
        """Yield the articles that are asked for."""
        return store.articles(asked.which, one_a_story=self.settings["DUPLICATES"] == "drop")

    def write_dataset(self, store: Store, asked: Export, folder: Path) -> int:
        """Write a corpus; return how many articles are in it."""
        from newsharvest.feeds.dataset import Outlet, write_dataset
        from newsharvest.feeds.parquet import columns_of, sources_of

        which = asked.which
        filters = {
            "outlets": list(which.outlets),
            "since": iso(which.since) if isinstance(which.since, datetime) else None,
            "until": iso(which.until) if isinstance(which.until, datetime) else None,
            "section": which.section,
            "search": which.query.text if which.query else None,
            "without_signals": list(which.without_signals),
            "as_of": iso(asked.before - timedelta(seconds=1)) if asked.before else None,
            "one_a_story": self.settings["DUPLICATES"] == "drop",
        }
        found = find_outlets(self.settings, []).items()
        outlets = {name: Outlet(name, outlet.title, outlet.address("/"), outlet.layouts, said_of(store, name)) for name, outlet in found}
        with sources_of(store) as sources:
            count = write_dataset(self.articles(store, asked), columns_of(Article, sources), folder, filters, outlets, store.damaged)
            self.unread += sources.damaged
        return count

    def tell_unread(self) -> int:
        """Say what of the pages could not be read, and return the exit status that follows."""
        self.say(*self.unread)
        if self.unread:
            self.say(_("an article that was read from such a page is without its page_digest"))
        return int(bool(self.unread))


def check_together(opts: argparse.Namespace) -> None:
    """Raise UsageError for options that exclude each other."""
    given = {"--stories": opts.stories, "--revisions": opts.revisions, "--as-of": opts.as_of, "--dataset": opts.dataset, "-O": opts.output}
    for one, other in EXCLUDING:
        if given[one] and given[other]:
            raise UsageError(_("{one} and {other}: write one of them", one=one, other=other))


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


def said_of(store: Store, outlet: str) -> dict[str, str]:
    """Return what each of an outlet's files says of reuse by machines, in the words of a corpus."""
    said = {one.source: (one.said, one.since[:10]) for one in store.signals_of(outlet) if one.said.codes}  # not when last read: that grows
    return {
        source: f"{', '.join(told.codes)}: {', '.join((*told.agents, *told.policies)) or 'all'}; since {day}"
        for source, (told, day) in said.items()
    }


def stories(store: Store, which: Selection) -> Iterator[Story]:
    """Yield the stories; where signals leave articles out, each without these."""
    if not which.without_signals:
        yield from store.stories(which)
        return
    for gathered in store.gathered(which):
        open_ones = [one for one in gathered.articles if one.outlet not in which.not_of and not {*one.signals} & {*which.without_signals}]
        if open_ones:  # else the one that fits cannot be read
            yield Story.of(open_ones)
