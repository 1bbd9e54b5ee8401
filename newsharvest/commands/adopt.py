"""`scrapy adopt URL`: visits a site that no spider knows, shows what it gives, and writes its spider and fixtures if that is wanted."""

from __future__ import annotations

import argparse
import re
import signal
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from importlib import import_module
from keyword import iskeyword
from pathlib import Path
from urllib.parse import urlsplit

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError
from scrapy.http import TextResponse

from newsharvest import press
from newsharvest.addresses import is_address
from newsharvest.adopt.outlet import outlet_name
from newsharvest.adopt.reading import FIELDS, Reading
from newsharvest.adopt.scaffold import write
from newsharvest.adopt.visit import AdoptSpider, Site
from newsharvest.cases.private import secrets_of
from newsharvest.command_line import (
    check_global_options,
    check_replay,
    find_outlets,
    print_out,
    project_folder,
    refusing,
    warn_without_contact,
)
from newsharvest.press import now
from newsharvest.run.checkup import sample, site_lines
from newsharvest.run.report import EXPECTED, report_of
from newsharvest.terminal import plain

NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")


class Command(ScrapyCommand):
    """See the module."""

    requires_project = True

    def syntax(self) -> str:  # noqa: D102
        return "[options] <url>"

    def short_desc(self) -> str:  # noqa: D102
        return "Visit a site that no spider knows, show what it gives, and write its spider and fixtures"

    def long_desc(self) -> str:  # noqa: D102
        return (
            "URL is any page of the site: an article, the front page, a list. The CMS family is recognised by the page, five articles are"
            " read, and a table shows how many of them filled each field. Then it asks; only `y` writes newsharvest/spiders/<name>.py and"
            " fixtures/<name>/, which a person has to read before the tests pass. With -s REPLAY=FOLDER it visits that folder."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:  # noqa: D102
        super().add_options(parser)
        parser.add_argument("--name", help="what the outlet is called in commands; without it the first part of its host")

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Refuse what is mistyped in one line, with exit status 2, before any request."""
        with refusing("adopt"):
            check_global_options(opts)
            super().process_options(args, opts)
            assert self.settings is not None
            if len(args) != 1:
                raise UsageError("give one address of the site" + (f" (got {' '.join(args)})" if args else ""))
            [self.url] = args
            if not is_address(self.url) or not (host := urlsplit(self.url).hostname) or urlsplit(self.url).netloc.lower() != host:
                raise UsageError(f"{self.url!r} is not the address of a page: it begins with http:// or https:// and a host's name alone")
            outlets = find_outlets(self.settings, ())
            if known := next((outlet for outlet in outlets.values() if outlet.is_own(self.url)), None):
                raise UsageError(f"{host} is {known.name} {known.title} already: scrapy outlets --check {known.name} tells what it gives")
            self.name = opts.name if opts.name is not None else outlet_name(host, outlets)
            if not NAME.fullmatch(self.name) or iskeyword(self.name):
                raise UsageError(f"{self.name!r} is no name for an outlet: say --name with small letters, digits and _, a letter first")
            self.spiders = near(Path(import_module(self.settings["NEWSPIDER_MODULE"]).__path__[0]))
            self.fixtures = project_folder() / "fixtures"
            for place in (self.spiders / f"{self.name}.py", self.fixtures / self.name):
                if self.name in outlets or place.exists():
                    raise UsageError(f"there is an outlet {self.name!r} already ({place}): give this one another with --name")
            check_replay(self.settings)

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Visit, show, ask, write."""
        assert self.settings is not None
        self.exitcode = 1
        site = self.visit()
        if site is None or print_out("adopt", table(site)) or not self.agreed():
            return
        try:
            file, place = write(site, self.spiders, self.fixtures, self.settings, f"{now():%Y-%m-%d}")
        except ValueError as error:
            say(f"nothing was written: {plain(str(error))}")
        except OSError as error:
            place = error.filename2 or error.filename or self.spiders  # the second: where it was to go
            say(f"nothing was written: {place}: {error.strerror}")
        else:
            self.exitcode = print_out("adopt", written(site, file, place))

    def visit(self) -> Site | None:
        """Visit the site; None, and said why, if there is nothing to adopt."""
        assert self.crawler_process is not None
        assert self.settings is not None
        warn_without_contact(self.settings)
        crawler = self.crawler_process.create_crawler(AdoptSpider)
        self.crawler_process.crawl(crawler, url=self.url, outlet_name=self.name)
        self.crawler_process.start()
        report, spider = report_of(crawler), crawler.spider
        if report is None or not isinstance(spider, AdoptSpider):
            say("the visit could not start: the log says why")
            return None
        ended = crawler.stats.get_value("finish_reason")  # by Ctrl-C, or by a site that wants to be left alone
        if spider.site is None or ended != "finished":
            for line in (spider.problem or f"the visit was broken off: {ended}").splitlines():
                say(plain(line))
            return None
        return spider.site

    def agreed(self) -> bool:
        """Ask whether to write. No answer at all is a no, with exit status 1; a no is what was wanted."""
        print(f"write {self.spiders / f'{self.name}.py'} and {self.fixtures / self.name}? [y/N] ", end="", file=sys.stderr, flush=True)
        theirs = {number: signal.signal(number, signal.default_int_handler) for number in (signal.SIGINT, signal.SIGTERM)}  # Scrapy's
        try:
            answer = input()
        except (EOFError, KeyboardInterrupt, RuntimeError, UnicodeDecodeError):  # RuntimeError: there is no standard input
            print(file=sys.stderr)
            say("nothing was written: nobody answered")
            return False
        finally:
            for number, handler in theirs.items():  # what is being written is not broken off
                signal.signal(number, handler)
        if answer.strip().lower() in {"y", "yes"}:
            return True
        say("nothing was written")
        self.exitcode = 0
        return False


def near(path: Path) -> Path:
    """Return a path as seen from where the command is run, if it is below."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


def table(site: Site) -> Iterator[str]:
    """Yield what a visit found: the outlet, the site, and how many of the articles filled each field."""
    outlet, count = site.outlet, len(site.readings)
    layouts = Counter(reading.layout.name for reading in site.readings)
    yield f"{outlet.name} {outlet.title}  {outlet.address('/')}"
    yield f"  family           {outlet.family}: " + ", ".join(f"{read} read as {name}" for name, read in layouts.items())
    yield f"  region           {outlet.region or '-  no registration number on the page says it'}"
    yield from map(plain, site_lines(site.robots, site.listed, site.feed))
    yield f"  sections         {', '.join(f'{name} ({code})' for name, code in outlet.sections.items()) or '-'}"
    for name in FIELDS:
        filled = [reading for reading in site.readings if getattr(reading.article, name)]
        yield f"    {name:<15}{len(filled)} of {count}" + (f"  {field(name, filled)}" if filled else "")
    yield from (f"  not read: {plain(line)}" for line in site.passed)
    if empty := [name for name in EXPECTED if not any(getattr(reading.article, name) for reading in site.readings)]:
        yield f"  look at a page: nearly every outlet prints {', '.join(empty)}. If this one does, it is not quite as its family"


def field(name: str, filled: Sequence[Reading]) -> str:
    """Return a sample of a field, and the selectors that gave it, with how often where there are several."""
    won = Counter(by(name, reading) for reading in filled)
    told = "; ".join(words if len(won) == 1 else f"{times} by {words}" for words, times in won.most_common())
    return plain(f"{sample(name, getattr(filled[0].article, name))}  [{told}]")


def by(name: str, reading: Reading) -> str:
    """Say what gave a field of an article."""
    winner = reading.winners.get(name)
    if name in reading.from_text or winner is None:
        return "a line of the text"
    return f"{winner.query} (selector {winner.position} of the field)" if winner.position > 1 else winner.query


def written(site: Site, file: Path, place: Path) -> Iterator[str]:
    """Yield what was written, and what is left for a person to do."""
    yield f"written: {file}"
    cases = sorted(case.name for case in place.iterdir())
    yield f"written: {place} ({', '.join(cases)})"
    if not site.outlet.region:
        yield f"left to do: say in {file.name} for which region it writes"
    pages = [answer.response for answer in site.pages.values()]
    if secrets := press.unique(secret for page in pages if isinstance(page, TextResponse) for secret in secrets_of(page)):
        yield f"left to do: the pages are kept as they came and hold {', '.join(map(plain, secrets))}: decide whether it may stay"
    yield "left to do: read each expected.json and unwanted.txt against its page.html, correct them, and say in `_read` when"
    yield 'then: uv run cog -r "@docs/generated.txt" (the tables of README and docs), and uv run pytest'


def say(line: str) -> None:
    """Tell the person at the keyboard."""
    print(f"scrapy adopt: {line}", file=sys.stderr)
