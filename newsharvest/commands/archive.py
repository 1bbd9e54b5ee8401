"""`scrapy archive -O FILE | --from FILE`: the pages of harvests as a WARC or WACZ file, and pages out of WARC files beside them."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from scrapy.exceptions import UsageError
from typing_extensions import override

from newsharvest import press
from newsharvest.archive import archive_name, has_archive, open_archive
from newsharvest.archive.warc import write_wacz, write_warc
from newsharvest.command_line import OutletCommand, find_outlets, require, to_type
from newsharvest.feeds.whole import WholeFile, check_target
from newsharvest.language import _, _n
from newsharvest.period import Period, read_period
from newsharvest.press import now
from newsharvest.reread.taken import Taking
from newsharvest.store import Store
from newsharvest.terminal import cause, say
from newsharvest.warc import is_warc, told, warc_files

WARC = ".warc.gz"
WACZ = ".wacz"


@dataclass(frozen=True)
class Asked:
    """What goes out, and where to; or the files out of which pages are taken in."""

    outlets: Sequence[str]
    """By name; none: all."""
    period: Period
    output: Path | None
    files: Sequence[Path]


class Command(OutletCommand[Asked]):
    """Write pages of the archive as WARC, or take pages out of WARC files."""

    requires_crawler_process = False

    @override
    def syntax(self) -> str:
        return "-O <file.warc.gz or .wacz> [options] [outlet ...] | --from <file or folder> [outlet ...]"

    @override
    def short_desc(self) -> str:
        return _("Write the pages that harvests kept as a WARC or WACZ file, or take the outlets' pages out of WARC files")

    @override
    def long_desc(self) -> str:
        return _(
            "-O writes what harvests fetched (articles, lists, feeds, robots.txt) as other programs read it: a WARC file, or a WACZ file"
            " for replayweb.page. --from looks through WARC files of anywhere for pages of known outlets and keeps them with the others,"
            " marked as from there; scrapy reread reads them. What is damaged is told and left out."
        )

    @override
    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("-O", "--output", metavar=_("FILE"), help=_("write to FILE (.warc.gz or .wacz)"))
        parser.add_argument("--since", metavar=_("TIME"), help=_("pages that came on this day or at this time and later"))
        parser.add_argument("--until", metavar=_("TIME"), help=_("pages that came on this day and earlier, or before this time"))
        parser.add_argument(
            "--from",
            dest="source",
            action="append",
            metavar=_("FILE"),
            help=_("take pages out of this WARC file, or folder of them; may be repeated"),
        )

    def check(self, args: list[str], opts: argparse.Namespace) -> Asked:
        """Read what is to be written and where to, or which files are to be looked through."""
        period = read_period(opts.since, opts.until, "--{} {}", now())
        if (opts.output is None) == (opts.source is None):
            raise UsageError(_("say -O FILE.warc.gz to write the pages, or --from FILE.warc.gz to take some in"))
        if opts.source is not None:
            if opts.since is not None or opts.until is not None:
                raise UsageError(_("--since and --until go with -O, not with --from"))
            files = warc_files([*opts.source, *(name for name in args if is_warc(name))])  # a shell's *.warc.gz: --from a b c
            args = [name for name in args if not is_warc(name)]
            return Asked(list(find_outlets(self.settings, args)) if args else [], period, None, files)
        output = Path(opts.output)
        if not output.name.lower().endswith((WARC, WACZ)):
            raise UsageError(_("{file}: name a .warc.gz or .wacz file", file=output))
        require("warc", "warcio")
        check_target(opts.output, {"overwrite": True, "format": "warc"})
        if not has_archive(self.settings["STORE"]):
            file = archive_name(self.settings["STORE"])
            raise UsageError(_("there are no pages yet: {file} is not there; scrapy harvest keeps them", file=file))
        return Asked(list(find_outlets(self.settings, args)) if args else [], period, output, ())

    def work(self, asked: Asked) -> int:
        """Do it."""
        return self.write(asked, asked.output) if asked.output else self.take(asked)

    # --- out

    def write(self, asked: Asked, output: Path) -> int:
        """Write the pages; the file takes its place when it is whole."""
        since, until = (press.iso(moment) if moment else "" for moment in (asked.period.since, asked.period.until))
        with open_archive(self.settings["STORE"], reading=True) as archive:
            chosen = archive.pages(asked.outlets, since=since, until=until)
            try:
                with WholeFile(output) as whole:
                    export = (write_wacz if output.name.lower().endswith(WACZ) else write_warc)(archive, chosen, whole.file)
                    if not export.pages:
                        self.say(*export.damaged, _("no page is of what is asked for: nothing was written"))
                        return 1
                    whole.take_place()
            except OSError as error:
                self.say(_("{file} could not be written: {why}", file=output, why=cause(error)))
                return 1
        pages = _n("{count} page", "{count} pages", export.pages)
        if export.repeated:
            say(_("written: {file} ({pages}, of them {again} the same as before)", file=output, pages=pages, again=export.repeated))
        else:
            say(_("written: {file} ({what})", file=output, what=pages))
        self.say(*told(export.damaged))
        return int(bool(export.damaged))

    # --- in

    def take(self, asked: Asked) -> int:
        """Take the pages into the archive beside the store, and say what came of it."""
        taking = Taking(asked.files, find_outlets(self.settings, asked.outlets), self.settings.getint("DOWNLOAD_MAXSIZE"))
        if taking.finds():  # else no file is made
            with open_archive(self.settings["STORE"]) as archive:
                taking.into(archive)
        say(*taking.lines())
        if none := taking.none():
            self.say(none)
        if taking.articles:
            with Store(self.settings["STORE"]):  # what they are read into: a new one where there is none
                pass
            say(_("to read them and keep their articles: {command}", command=to_type("reread --accept", self.settings)))
        say(*told(taking.troubles))
        return int(bool(taking.troubles) or bool(none))
