"""`scrapy adopt URL`: visits a site that no spider knows, shows what it gives, and writes its spider and fixtures if that is wanted."""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from keyword import iskeyword
from pathlib import Path
from urllib.parse import urlsplit

from scrapy.exceptions import UsageError
from scrapy.http import TextResponse
from typing_extensions import override

from newsharvest import press
from newsharvest.addresses import is_address
from newsharvest.adopt.outlet import outlet_name
from newsharvest.adopt.reading import Reading
from newsharvest.adopt.scaffold import write
from newsharvest.adopt.visit import AdoptSpider, Site
from newsharvest.archive.private import secrets_of
from newsharvest.command_line import OutletCommand, check_replay, find_outlets, relative
from newsharvest.config import project_folder
from newsharvest.doubts import words_of
from newsharvest.items import READ_FIELDS, USUAL_FIELDS
from newsharvest.page.layouts import GUESSED
from newsharvest.parts import sweep
from newsharvest.run.checkup import looks, sample, site_lines
from newsharvest.run.report import report_if_started
from newsharvest.terminal import ask, plain

NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")


@dataclass(frozen=True)
class Adopt:
    """The site that a page is of, what its outlet is to be called, and the folders that its spider and fixtures go to."""

    url: str
    name: str
    spiders: Path
    fixtures: Path


class Command(OutletCommand[Adopt]):
    """Visit a site, show what it gives, ask, and write."""

    @override
    def syntax(self) -> str:
        return "[options] <url>"

    @override
    def short_desc(self) -> str:
        return "Visit a site that no spider knows, show what it gives, and write its spider and fixtures"

    @override
    def long_desc(self) -> str:
        return (
            "URL is any page of the site: an article, the front page, a list. The CMS family is recognised by the page, five articles are"
            " read, and a table shows how many of them filled each field. Of a site of no family, addresses and layout are guessed."
            " Then it asks; only `y` writes newsharvest/spiders/<name>.py and fixtures/<name>/, which a person has to read before the"
            " tests pass. With -s REPLAY=FOLDER it visits that folder."
        )

    @override
    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--name", help="what the outlet is called in commands; without it the first part of its host")

    def check(self, args: list[str], opts: argparse.Namespace) -> Adopt:
        """Read address and name; check that there is no such outlet yet."""
        if len(args) != 1:
            raise UsageError("give one address of the site" + (f" (got {' '.join(args)})" if args else ""))
        [url] = args
        if not is_address(url) or not (host := urlsplit(url).hostname) or urlsplit(url).netloc.lower() != host:
            raise UsageError(f"{url!r} is not the address of a page: it begins with http:// or https:// and a host's name alone")
        fixtures = project_folder() / "fixtures"
        sweep(fixtures)  # of half an outlet that a kill left nothing stays
        outlets = find_outlets(self.settings, ())
        if known := next((outlet for outlet in outlets.values() if outlet.is_own(url)), None):
            raise UsageError(f"{host} is {known.name} {known.title} already: scrapy outlets --check {known.name} tells what it gives")
        name = opts.name if opts.name is not None else outlet_name(host, outlets)
        if not NAME.fullmatch(name) or iskeyword(name):
            raise UsageError(f"{name!r} is no name for an outlet: say --name with small letters, digits and _, a letter first")
        spiders = relative(Path(import_module(self.settings["NEWSPIDER_MODULE"]).__path__[0]))
        for place in (spiders / f"{name}.py", fixtures / name):
            if name in outlets or place.exists():
                raise UsageError(f"there is an outlet {name!r} already ({place}): give this one another with --name")
        check_replay(self.settings)
        return Adopt(url, name, spiders, fixtures)

    def work(self, asked: Adopt) -> int:
        """Visit, show, ask, write. A no was wanted; no answer at all was not."""
        site = self.visit(asked)
        if site is None or self.print_out(table(site)):
            return 1
        answer = ask(f"write {asked.spiders / f'{asked.name}.py'} and {asked.fixtures / asked.name}? [y/N] ")
        if not answer:
            self.say("nothing was written: nobody answered" if answer is None else "nothing was written")
            return int(answer is None)
        try:
            file, place = write(site, asked.spiders, asked.fixtures, self.settings, f"{press.now():%Y-%m-%d}")
        except ValueError as error:
            self.say(f"nothing was written: {error}")
            return 1
        except OSError as error:
            place = error.filename2 or error.filename or asked.spiders  # the second: where it was to go
            self.say(f"nothing was written: {place}: {error.strerror}")
            return 1
        return self.print_out(written(site, file, place))

    def visit(self, asked: Adopt) -> Site | None:
        """Visit the site; None, and said why, if there is nothing to adopt."""
        self.warn_without_contact()
        crawler = self.process.create_crawler(AdoptSpider)
        self.process.crawl(crawler, url=asked.url, outlet_name=asked.name)
        self.process.start()
        report, spider = report_if_started(crawler), crawler.spider
        if report is None or not isinstance(spider, AdoptSpider):
            self.say("the visit could not start: the log says why")
            return None
        ended = crawler.stats.get_value("finish_reason")  # by Ctrl-C, or by a site that wants to be left alone
        if spider.site is None or ended != "finished":
            self.say(*(spider.problem or f"the visit was broken off: {ended or 'shutdown'}").splitlines())
            return None
        return spider.site


def table(site: Site) -> Iterator[str]:
    """Yield what a visit found: the outlet, the site, and how many of the articles filled each field."""
    outlet, count = site.outlet, len(site.readings)
    layouts = Counter(reading.layout.name for reading in site.readings)
    yield f"{outlet.name} {outlet.title}  {outlet.address('/')}"
    kind = outlet.family if site.is_of_family else "none, what follows is guessed"
    yield f"  family           {kind}: " + ", ".join(f"{read} read as {name}" for name, read in layouts.items())
    if not site.is_of_family:
        yield plain(f"  addresses        {outlet.article_address.canonical}, of lists {outlet.list_address.of_all}")
    yield f"  region           {outlet.region or '-  no registration number on the page says it'}"
    yield from map(plain, site_lines(site.robots, site.listed, site.feed))
    yield f"  sections         {', '.join(f'{name} ({code})' for name, code in outlet.sections.items()) or '-'}"
    for name in READ_FIELDS:
        filled = [reading for reading in site.readings if getattr(reading.article, name)]
        yield f"    {name:<15}{len(filled)} of {count}" + (f"  {field(name, filled)}" if filled else "")
    by_program = filter(None, [*(layout.found for layout in outlet.layouts), *(layout.found for layout in outlet.lists)])
    signs = [(name, told) for found in by_program for name, told in found.signs.items()]
    yield from (plain(f"  sign: {name}: {sentence}") for name, told in signs for sentence in told)
    doubts = Counter(name for reading in site.readings for name in reading.article.doubts)
    yield from (f"  doubt in {times} of {count}: {name}: {words_of(name)}" for name, times in doubts.items())
    yield from (f"  not read: {plain(line)}" for line in site.passed)
    if not site.is_of_family:
        yield "  open these, and hold them against it:"
        yield from map(plain, looks(reading.article for reading in site.readings))
    if empty := [name for name in USUAL_FIELDS if not any(getattr(reading.article, name) for reading in site.readings)]:
        lacks = "it is not quite as its family" if site.is_of_family else "its layout lacks that"
        yield f"  look at a page: nearly every outlet prints {', '.join(empty)}. If this one does, {lacks}"


def field(name: str, filled: Sequence[Reading]) -> str:
    """Return a sample of a field, and the selectors that gave it, with how often where there are several."""
    won = Counter(by(name, reading) for reading in filled)
    told = "; ".join(words if len(won) == 1 else f"{times} by {words}" for words, times in won.most_common())
    return plain(f"{sample(name, getattr(filled[0].article, name))}  [{told}]")


def by(name: str, reading: Reading) -> str:
    """Say what gave a field of an article."""
    won = reading.won.get(name)
    if name in reading.from_text or won is None:
        return "a line of the text"
    place = f" (selector {won.position} of the field)" if won.is_fallback else ""
    return won.rule.query + place + (f" ({GUESSED})" if won.rule.guessed else "")


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
