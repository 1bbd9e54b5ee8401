"""`scrapy digest`: the stories of a window of time by department, as documents for people, and by mail."""

from __future__ import annotations

import argparse
import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from time import sleep
from typing import TYPE_CHECKING

from scrapy.exceptions import UsageError
from typing_extensions import override

from newsharvest import press
from newsharvest.command_line import OutletCommand, check_store, choose_wording, find_outlets, reach_of, require
from newsharvest.config import EXAMPLE, FILE, project_folder
from newsharvest.crawl.outlet import OutletSpider
from newsharvest.digest.contents import Digest as Contents
from newsharvest.digest.contents import digest_of
from newsharvest.digest.text import subject_of, text_of
from newsharvest.digest.wording import Wording
from newsharvest.feeds.whole import WholeFile, check_target
from newsharvest.language import _, _n, speaking
from newsharvest.mail import Attached, MailError, Server, message_of, read_server, send
from newsharvest.period import Period, read_period
from newsharvest.run.health import words
from newsharvest.stats import by_outlet, race_of
from newsharvest.store import Selection, Store
from newsharvest.terminal import cause, plain, say
from newsharvest.watch import Department

if TYPE_CHECKING:
    from email.message import EmailMessage

LAST = "last"
FIRST = timedelta(days=1)
"""How far the first digest goes back that goes on from the one before."""
FEED = ".xml"
KINDS = {".html": "text/html", ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


@dataclass(frozen=True)
class Digest:
    """For whom, of which time, and where to."""

    departments: Sequence[Department]
    reach: Mapping[str, Collection[str]]
    period: Period | None
    """None: since the last digest."""
    made: datetime
    outputs: Sequence[Path]
    bodies: bool
    wording: Wording
    server: Server | None


class Command(OutletCommand[Digest]):
    """Write the digest, and send it."""

    requires_crawler_process = False

    @override
    def syntax(self) -> str:
        return _("[options]")

    @override
    def short_desc(self) -> str:
        return _("Write the stories of a window of time by department, to be printed, opened in Excel, or sent by mail")

    @override
    def long_desc(self) -> str:
        return _(
            "Of the departments of watch.toml, each gets the stories of which an article of the window fits one of its queries: title,"
            " papers, times, links, and the sentence that fits; those that most papers printed come first. It writes a page to be"
            " printed and a workbook, in the current folder or where -O says. `--since last` goes on from the last digest that was handed"
            " on, by when articles were first seen; the first one goes back a day."
        )

    @override
    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        since = _("from this day or time on: '어제 18:00', 2026.11.16, or last: the last digest")
        parser.add_argument("--since", metavar=_("TIME"), help=since)
        parser.add_argument("--until", metavar=_("TIME"), help=_("to the end of this day, or before this time: '오늘 08:00'"))
        parser.add_argument("--watch", metavar=_("FILE"), help=_("the departments and their queries, in place of watch.toml"))
        output = _("write to FILE (.html, .xlsx, or .xml for feed readers); may be repeated")
        parser.add_argument("-O", "--output", metavar=_("FILE"), action="append", help=output)
        bodies = _("with the whole texts: handing these round may need the papers' licence")
        parser.add_argument("--bodies", action="store_true", help=bodies)
        parser.add_argument("--language", metavar="ko|en", help=_("of the documents (default: ko)"))
        mail = _("send it, as [mail] of newsharvest.toml says, to all and to each department")
        parser.add_argument("--mail", action="store_true", help=mail)

    def check(self, args: list[str], opts: argparse.Namespace) -> Digest:
        """Read what is wanted; check that it can be made, written and sent."""
        if args:
            raise UsageError(_("unknown argument {word!r}: departments and outlets stand in the watch file", word=args[0]))
        require("desk", "jinja2", "xlsxwriter")
        made = press.now().replace(microsecond=0)
        if opts.since == LAST and opts.until:
            raise UsageError(_("--since last goes to this moment: leave --until out"))
        period = None if opts.since == LAST else read_period(opts.since, opts.until, "--{} {}", made)
        wording = choose_wording(opts.language, self.settings)
        departments = self.read_watch(opts.watch)
        until = period.until if period and period.until and period.until < made else made
        outputs = [Path(name) for name in opts.output or (f"digest-{until:%Y-%m-%d-%H%M}{suffix}" for suffix in KINDS)]
        for output in outputs:
            if output.suffix.lower() not in {*KINDS, FEED}:
                raise UsageError(_("{file}: name a .html, .xlsx or .xml file", file=output))
            check_target(str(output), {"overwrite": True, "format": output.suffix})
        server = self.server(departments) if opts.mail else None
        check_store(self.settings)
        reach = reach_of(self.settings, departments)
        return Digest(departments, reach, period, made, outputs, opts.bodies, wording, server)

    def server(self, departments: Sequence[Department]) -> Server:
        """Return where mail is handed in. UsageError if nobody would get any."""
        if not self.settings.getdict("MAIL"):
            told = _("--mail: {file} has no table [mail]: {example} shows how it is written", file=FILE, example=EXAMPLE)
            raise UsageError(told)
        server = read_server(self.settings.getdict("MAIL"), project_folder(), os.environ)
        if not server.to and not any(department.mail for department in departments):
            told = _('--mail: nobody is to get it: write to = ["head@example.com"] into [mail], or mail = […] into a department')
            raise UsageError(told)
        return server

    def work(self, asked: Digest) -> int:
        """Make it, write it, send it; a digest that goes on from the last is noted where all that came to a good end."""
        if asked.period is None:  # times of the store are of whole seconds: this one is over before it is looked at
            asked = replace(asked, made=asked.made + timedelta(seconds=1))
            sleep(max(0.0, (asked.made - press.now()).total_seconds()))
        with Store(self.settings["STORE"], reading=True) as store:
            last = store.last_digest()
            since = last or asked.made - FIRST
            if asked.period is None and last is None:
                say(_("there was no digest yet: this one goes back a day"))
            window: tuple[datetime | None, datetime | None] = since, asked.made
            which = Selection(seen=(since, asked.made))
            if asked.period is not None:
                window = asked.period.since, asked.period.until
                which = Selection(since=asked.period.since, until=asked.period.until)
            outlets = find_outlets(self.settings, [])
            briefs = list(store.briefs(which))
            mastheads = {name: outlet.title for name, outlet in outlets.items()}
            with speaking(asked.wording.language):
                warnings = list(warnings_of(store, outlets))
            made = digest_of(
                store.gathered(which),
                asked.departments,
                asked.reach,
                window,
                asked.made,
                before=last or window[0],
                warnings=warnings,
                outlets=by_outlet(briefs, race_of(briefs), mastheads),
            )
            damage = self.tell_damage(store)
        failed = self.write(made, asked)
        sent = asked.server is None or self.send(made, asked, asked.server)  # a file that is open elsewhere keeps back no mail
        if failed or not sent:
            return 1
        if asked.period is None:
            with Store(self.settings["STORE"]) as store:
                store.note_digest(asked.made)
        return damage

    def write(self, made: Contents, asked: Digest) -> int:
        """Write the documents; return how many could not be written."""
        failed = 0
        for output in asked.outputs:
            try:
                with WholeFile(output) as file:
                    file.file.write(document(made, asked, output.suffix.lower()))
                    file.take_place()
            except OSError as error:
                self.say(_("{file} could not be written: {why}", file=output, why=cause(error)))
                failed += 1
            else:
                say(_("written: {file} ({what})", file=output, what=_n("{count} story", "{count} stories", made.stories)))
        return failed

    def send(self, made: Contents, asked: Digest, server: Server) -> bool:
        """Send it to each who is to get it, or a part of it; return whether all was taken."""
        messages = [
            (receivers, self.message(part, asked, server, receivers)) for receivers, part in parts(made, asked.departments, server.to)
        ]
        try:
            count = send(server, messages)
        except MailError as error:
            if error.taken:
                told = _(
                    "the digest was sent to {addresses}, and not to all: {why}; the files are written, and the next --since last covers it",
                    addresses=", ".join(error.taken),
                    why=error,
                )
            else:
                told = _("the digest was not sent: {why}; the files are written, and the next --since last covers it", why=error)
            self.say(told)
            return False
        say(_n("sent: {count} mail by {host}", "sent: {count} mails by {host}", count, host=server.host))
        return True

    def message(self, made: Contents, asked: Digest, server: Server, receivers: Sequence[str]) -> EmailMessage:
        """Return the message with its documents."""
        files = [
            Attached(f"digest-{made.made:%Y-%m-%d-%H%M}{suffix}", kind, document(made, asked, suffix)) for suffix, kind in KINDS.items()
        ]
        page = document(made, replace(asked, bodies=False), ".html").decode()
        return message_of(server, receivers, subject_of(made, asked.wording), text_of(made, asked.wording), page, files)


def document(made: Contents, asked: Digest, suffix: str) -> bytes:
    """Return a document of this kind."""
    from newsharvest.digest.atom import atom_of
    from newsharvest.digest.html import html_of  # what they need is an extra, and Scrapy imports each command
    from newsharvest.digest.xlsx import write_xlsx

    if suffix == ".html":
        return html_of(made, asked.wording, bodies=asked.bodies).encode()
    if suffix == FEED:
        return atom_of(made, asked.wording, bodies=asked.bodies)
    file = BytesIO()
    write_xlsx(made, file, asked.wording, bodies=asked.bodies)
    return file.getvalue()


def parts(made: Contents, departments: Sequence[Department], to: Sequence[str]) -> Iterator[tuple[Sequence[str], Contents]]:
    """Yield who gets which part: all of it, or that of the departments that name somebody; those who get the same together."""
    if to:
        yield to, made
    named: dict[frozenset[str], list[str]] = {}
    for address in press.unique(address for department in departments for address in department.mail if address not in to):
        named.setdefault(frozenset(one.name for one in departments if address in one.mail), []).append(address)
    yield from ((addresses, made.of(names)) for names, addresses in named.items())


def warnings_of(store: Store, outlets: Mapping[str, type[OutletSpider]]) -> Iterator[str]:
    """Yield what harvests warn of, a line for each outlet of which they do."""
    for name, outlet in outlets.items():
        if standing := store.standing_warnings(name):
            yield plain(f"{outlet.title}: {'; '.join(f'{words(alarm)} ({since[:10]})' for alarm, since in sorted(standing.items()))}")
