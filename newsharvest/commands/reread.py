"""`scrapy reread [OUTLET ...]`: the kept pages read again with the layouts of today: what that changes, and with --accept the store."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import ExitStack, nullcontext
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import IO

import rich.progress
from rich.console import Console
from rich.table import Table
from scrapy.exceptions import UsageError
from typing_extensions import override

from newsharvest.archive import Archive, archive_address, archive_name, has_archive
from newsharvest.command_line import OutletCommand, check_store, find_outlets
from newsharvest.crawl.outlet import OutletSpider
from newsharvest.feeds.whole import WholeFile, check_target
from newsharvest.language import _, _n
from newsharvest.period import read_period
from newsharvest.press import now
from newsharvest.reread.acceptance import Acceptance, Preview
from newsharvest.reread.reading import Outcome, Reader
from newsharvest.reread.taken import Taking, taken
from newsharvest.reread.told import HEADER, Tally, line_of
from newsharvest.reread.work import Readers, planned, readers
from newsharvest.run.health import Figures, usual_doubts
from newsharvest.store import Store, harvesting
from newsharvest.terminal import cause, plain, say, suggest
from newsharvest.warc import is_warc, told, warc_files


@dataclass(frozen=True)
class Reread:
    """Whose pages, from when on, of which layout, whether what is read becomes what is kept, and where each difference is written."""

    outlets: Mapping[str, type[OutletSpider]]
    since: datetime | None
    layout: str | None
    accept: bool
    output: Path | None
    files: Sequence[Path] = ()
    """WARC files whose pages alone are read."""


class Command(OutletCommand[Reread]):
    """Read kept pages again, beside what is kept of their articles."""

    requires_crawler_process = False

    @override
    def syntax(self) -> str:
        return "[options] [--from <file or folder>] [outlet ...]"

    @override
    def short_desc(self) -> str:
        return _("Read the kept pages again with the layouts of today, and show what that changes")

    @override
    def long_desc(self) -> str:
        return _(
            "For after a layout was mended, or to try out a change of one. Every article is read again from the page that it was read from,"
            " those too that could not be read then. A table counts what differs, with samples old against new, and the doubts that are"
            " gained and lost. Only with --accept is it kept: the old reading becomes a revision that is no edit by the paper, an article"
            " that reads now is kept, and the stories are settled. A page that gives nothing now leaves its article as it is. With --from"
            " the pages of the outlets in WARC files are read, and no others: what they would bring is shown, and with --accept they and"
            " their articles are kept. Nothing is asked of any site."
        )

    @override
    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        since = _("articles whose page came on this day or at this time and later: 2026.11.16, '어제 18:00'")
        parser.add_argument("--since", metavar=_("TIME"), help=since)
        parser.add_argument("--layout", metavar=_("NAME"), help=_("only what this layout reads, or has read"))
        parser.add_argument("--accept", action="store_true", help=_("keep what is read now; the old reading stays as a revision"))
        parser.add_argument(
            "--from",
            dest="source",
            action="append",
            metavar=_("FILE"),
            help=_("read the pages in this WARC file, or folder of them; may be repeated"),
        )
        parser.add_argument(
            "-O", "--output", metavar=_("FILE"), help=_("write a line of JSON for each article that differs to FILE (.jsonl)")
        )

    def check(self, args: list[str], opts: argparse.Namespace) -> Reread:
        """Read what is to be read anew; check that there are pages."""
        files: Sequence[Path] = ()
        if opts.source is not None:
            files = warc_files([*opts.source, *(name for name in args if is_warc(name))])  # a shell's *.warc.gz: --from a b c
            args = [name for name in args if not is_warc(name)]
        outlets = find_outlets(self.settings, args)
        since = read_period(opts.since, None, "--{} {}", now()).since
        if opts.layout is not None:
            known = sorted({layout.name for outlet in outlets.values() for layout in outlet.layouts})
            if opts.layout not in known:
                near = suggest(opts.layout, known)
                raise UsageError(
                    _("unknown layout {layout!r}{near} (known: {known})", layout=opts.layout, near=near, known=", ".join(known))
                )
        output = Path(opts.output) if opts.output else None
        if output:
            if output.suffix != ".jsonl":
                raise UsageError(_("{file}: name a .jsonl file", file=output))
            check_target(opts.output, {"overwrite": True, "format": "jsonl"})
        if not files:
            check_store(self.settings)
            if not has_archive(self.settings["STORE"]):
                file = archive_name(self.settings["STORE"])
                raise UsageError(_("there are no pages yet ({file}): a harvest keeps them, unless KEEP_PAGES is off", file=file))
        return Reread(outlets, since, opts.layout, opts.accept, output, files)

    def work(self, asked: Reread) -> int:
        """Read, show, and accept if that is wanted."""
        path = str(self.settings["STORE"])
        pages = archive_address(path)
        taking = Taking(asked.files, asked.outlets, self.settings.getint("DOWNLOAD_MAXSIZE")) if asked.files else None
        with ExitStack() as stack:
            if asked.accept:
                stack.enter_context(harvesting(path))
            if taking:
                path, pages = stack.enter_context(taken(taking, path, keep=asked.accept))
                if none := self.tell_taken(taking, kept=asked.accept):
                    self.say(none)
                    return 1
            store = stack.enter_context(Store(path, reading=not asked.accept))
            archive = stack.enter_context(Archive(pages, reading=True))
            reading = stack.enter_context(readers(Reader(dict(asked.outlets), archive, store, asked.layout)))
            try:
                with WholeFile(asked.output) if asked.output else nullcontext() as file:
                    tallies = list(self.tallies(asked, taking, store, archive, reading, file.file if file else None))
                    if file:
                        file.take_place()
            except OSError as error:
                self.say(_("{file} could not be written: {why}", file=asked.output, why=cause(error)))
                return 1
            if asked.accept:
                store.settle_stories()
            for article in (article for tally in tallies for article in tally.damaged):  # which says so
                store.damaged.pop(article, None)
            return self.show(tallies, asked) | self.tell_damage(store) | int(bool(taking and taking.troubles))

    def tell_taken(self, taking: Taking, *, kept: bool) -> str:
        """Say what the files have, and what of them could not be read; return why there is nothing to read, if so."""
        say(*(taking.lines() if kept else taking.found()), *told(taking.troubles))
        return taking.none()

    def tallies(
        self, asked: Reread, taking: Taking | None, store: Store, archive: Archive, reading: Readers, file: IO[bytes] | None
    ) -> Iterator[Tally]:
        """Yield what became of each outlet's articles, of those that have any."""
        with progress() as bars:
            for name, outlet in asked.outlets.items():
                jobs, without, older = planned(archive, store, name, asked.since, taking.numbers[name] if taking else None)
                tally = Tally(name, outlet.title, without=without, older=older)
                acceptance = Acceptance(store, name, self.usual(store, name)) if asked.accept else Preview()
                task = bars.add_task(name, total=len(jobs)) if bars else None
                for count, found in reading.read(name, jobs):
                    for one in found:
                        acceptance.accept(one)
                        tally.add(one)
                        if file and (one.outcome is not Outcome.SAME or one.article):
                            file.write(json.dumps(line_of(one), ensure_ascii=False).encode() + b"\n")
                    tally.articles += len(found)
                    if bars and task is not None:
                        bars.advance(task, count)
                if isinstance(acceptance, Acceptance):
                    acceptance.judge()
                if jobs or without or older:
                    yield tally

    def usual(self, store: Store, outlet: str) -> Callable[[int], Collection[str]]:
        """Return what tells the doubts that were an outlet's way as a run saw it."""
        baseline, sample = self.settings.getint("HEALTH_BASELINE"), self.settings.getint("HEALTH_SAMPLE")

        @cache
        def usual(run: int) -> Collection[str]:
            return usual_doubts([Figures.load(data) for _at, data in store.figures_before(outlet, run, baseline)], sample)

        return usual

    def show(self, tallies: list[Tally], asked: Reread) -> int:
        """Print the table and what is below it; return the exit status."""
        if not tallies:
            return self.print_out([_("no article's page is in these files") if asked.files else _("no article has a page")])
        table = Table(*map(_, HEADER), box=None, pad_edge=False)
        for tally in tallies:
            table.add_row(*map(plain, tally.row))
        status = self.print_table(table, 160) | self.print_out(line for tally in tallies for line in tally.lines())
        changed = sum(tally.outcomes[Outcome.DIFFERS] + tally.outcomes[Outcome.NEW] for tally in tallies)
        if asked.output:
            say(_("written: {file}", file=asked.output))
        if older := sum(tally.older for tally in tallies):
            say(_n("{count} article is kept as a later page has it", "{count} articles are kept as later pages have them", older))
        if asked.accept:
            say(_n("accepted: {count} article", "accepted: {count} articles", changed))
        elif changed:
            say(_n("nothing was written: --accept keeps {count} article as it reads now",
                   "nothing was written: --accept keeps {count} articles as they read now", changed))  # fmt: skip
        wrong = (tally.outcomes[Outcome.NOTHING] or (tally.damaged and not asked.accept) for tally in tallies)
        return status | int(any(wrong))


def progress() -> rich.progress.Progress | nullcontext[None]:
    """Return a bar for each outlet on a terminal; elsewhere nothing."""
    if not sys.stderr.isatty():
        return nullcontext()
    return rich.progress.Progress(
        rich.progress.TextColumn("{task.description:<14}"),
        rich.progress.BarColumn(),
        rich.progress.MofNCompleteColumn(),
        rich.progress.TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    )
