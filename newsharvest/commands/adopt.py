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
from newsharvest.fit import said
from newsharvest.items import READ_FIELDS, USUAL_FIELDS
from newsharvest.language import N_, _, _n
from newsharvest.page.layouts import GUESSED
from newsharvest.parts import sweep
from newsharvest.run.checkup import labelled, looks, sample, site_lines
from newsharvest.run.report import report_if_started
from newsharvest.terminal import ask, cause, plain

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
        return _("[options] <url>")

    @override
    def short_desc(self) -> str:
        return _("Visit a site that no spider knows, show what it gives, and write its spider and fixtures")

    @override
    def long_desc(self) -> str:
        return _(
            "URL is any page of the site: an article, the front page, a list. The CMS family is recognised by the page, five articles are"
            " read, and a table shows how many of them filled each field. Of a site of no family, addresses and layout are guessed."
            " Then it asks; only `y` writes newsharvest/spiders/<name>.py and fixtures/<name>/, which a person has to read before the"
            " tests pass. With -s REPLAY=FOLDER it visits that folder."
        )

    @override
    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--name", help=_("what the outlet is called in commands; without it the first part of its host"))

    def check(self, args: list[str], opts: argparse.Namespace) -> Adopt:
        """Read address and name; check that there is no such outlet yet."""
        if len(args) != 1:
            got = _("give one address of the site (got {words})", words=" ".join(args))
            raise UsageError(got if args else _("give one address of the site"))
        [url] = args
        if not is_address(url) or not (host := urlsplit(url).hostname) or urlsplit(url).netloc.lower() != host:
            raise UsageError(_("{url!r} is not the address of a page: it begins with http:// or https:// and a host's name alone", url=url))
        fixtures = project_folder() / "fixtures"
        sweep(fixtures)  # of half an outlet that a kill left nothing stays
        outlets = find_outlets(self.settings, ())
        if known := next((outlet for outlet in outlets.values() if outlet.is_own(url)), None):
            raise UsageError(
                _(
                    "{host} is {name} {title} already: scrapy outlets --check {name} tells what it gives",
                    host=host,
                    name=known.name,
                    title=known.title,
                )
            )
        name = opts.name if opts.name is not None else outlet_name(host, outlets)
        if not NAME.fullmatch(name) or iskeyword(name):
            raise UsageError(_("{name!r} is no name for an outlet: say --name with small letters, digits and _, a letter first", name=name))
        spiders = relative(Path(import_module(self.settings["NEWSPIDER_MODULE"]).__path__[0]))
        for place in (spiders / f"{name}.py", fixtures / name):
            if name in outlets or place.exists():
                raise UsageError(
                    _("there is an outlet {name!r} already ({place}): give this one another with --name", name=name, place=place)
                )
        check_replay(self.settings)
        return Adopt(url, name, spiders, fixtures)

    def work(self, asked: Adopt) -> int:
        """Visit, show, ask, write. A no was wanted; no answer at all was not."""
        site = self.visit(asked)
        if site is None or self.print_out(table(site)):
            return 1
        file, place = asked.spiders / f"{asked.name}.py", asked.fixtures / asked.name
        answer = ask(_("write {file} and {folder}? [y/N] ", file=file, folder=place))
        if not answer:
            self.say(_("nothing was written: nobody answered") if answer is None else _("nothing was written"))
            return int(answer is None)
        try:
            file, place = write(site, asked.spiders, asked.fixtures, self.settings, f"{press.now():%Y-%m-%d}")
        except ValueError as error:
            self.say(_("nothing was written: {why}", why=error))
            return 1
        except OSError as error:
            place = error.filename2 or error.filename or asked.spiders  # the second: where it was to go
            self.say(_("nothing was written: {why}", why=f"{place}: {cause(error)}"))
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
            self.say(_("the visit could not start: the log says why"))
            return None
        ended = crawler.stats.get_value("finish_reason")  # by Ctrl-C, or by a site that wants to be left alone
        if spider.site is None or ended != "finished":
            self.say(*(spider.problem or _("the visit was broken off: {why}", why=ended or "shutdown")).splitlines())
            return None
        return spider.site


def table(site: Site) -> Iterator[str]:
    """Yield what a visit found: the outlet, the site, and how many of the articles filled each field."""
    outlet, count = site.outlet, len(site.readings)
    layouts = Counter(reading.layout.name for reading in site.readings)
    yield f"{outlet.name} {outlet.title}  {outlet.address('/')}"
    read = ", ".join(_("{count} read as {layout}", count=times, layout=name) for name, times in layouts.items())
    if site.is_of_family:
        yield _("  family           {family}: {read}", family=outlet.family, read=read)
    else:
        yield _("  family           none, what follows is guessed: {read}", read=read)
        addresses = outlet.article_address.canonical, outlet.list_address.of_all
        yield plain(_("  addresses        {articles}, of lists {lists}", articles=addresses[0], lists=addresses[1]))
    if outlet.region:
        yield _("  region           {region}", region=outlet.region)
    else:
        yield _("  region           -  no registration number on the page says it")
    yield from map(plain, site_lines(site.robots, site.listed, site.feed))
    if site.sitemap:
        articles, further = len(site.sitemap.rows) + site.sitemap.undated, len(site.sitemap.further)
        gives = _n("gives {count} article", "gives {count} articles", articles)
        if further:
            gives = _n("lists {count} sitemap", "lists {count} sitemaps", further)
        yield plain(labelled(_("sitemap"), f"{gives}  sitemap_paths = {list(outlet.sitemap_paths)}"))
    yield _("  sections         {sections}", sections=", ".join(f"{name} ({code})" for name, code in outlet.sections.items()) or "-")
    for name in READ_FIELDS:
        filled = [reading for reading in site.readings if getattr(reading.article, name)]
        many = _("{filled} of {articles}", filled=len(filled), articles=count)
        yield f"    {name:<15}{many}" + (f"  {field(name, filled)}" if filled else "")
    by_program = filter(None, [*(layout.found for layout in outlet.layouts), *(layout.found for layout in outlet.lists)])
    signs = [(name, told) for found in by_program for name, told in found.signs.items()]
    yield from (plain(_("  sign: {field}: {sign}", field=name, sign=said(sentence))) for name, told in signs for sentence in told)
    doubts = Counter(name for reading in site.readings for name in reading.article.doubts)
    for name, times in doubts.items():
        yield _("  doubt in {times} of {articles}: {name}: {words}", times=times, articles=count, name=name, words=words_of(name))
    yield from (_("  not read: {line}", line=plain(line)) for line in site.passed)
    if not site.is_of_family:
        yield _("  open these, and hold them against it:")
        yield from map(plain, looks(reading.article for reading in site.readings))
    if empty := [name for name in USUAL_FIELDS if not any(getattr(reading.article, name) for reading in site.readings)]:
        message = N_("  look at a page: nearly every outlet prints {fields}. If this one does, its layout lacks that")
        if site.is_of_family:
            message = N_("  look at a page: nearly every outlet prints {fields}. If this one does, it is not quite as its family")
        yield _(message, fields=", ".join(empty))


def field(name: str, filled: Sequence[Reading]) -> str:
    """Return a sample of a field, and the selectors that gave it, with how often where there are several."""
    won = Counter(by(name, reading) for reading in filled)
    told = "; ".join(words if len(won) == 1 else _("{count} by {what}", count=times, what=words) for words, times in won.most_common())
    return plain(f"{sample(name, getattr(filled[0].article, name))}  [{told}]")


def by(name: str, reading: Reading) -> str:
    """Say what gave a field of an article."""
    won = reading.won.get(name)
    if name in reading.from_text or won is None:
        return _("a line of the text")
    notes = [_("selector {position} of the field", position=won.position)] * won.is_fallback + [_(GUESSED)] * won.rule.guessed
    return won.rule.query + "".join(f" ({note})" for note in notes)


def written(site: Site, file: Path, place: Path) -> Iterator[str]:
    """Yield what was written, and what is left for a person to do."""
    yield _("written: {place}", place=file)
    cases = sorted(case.name for case in place.iterdir())
    yield _("written: {place}", place=f"{place} ({', '.join(cases)})")
    if not site.outlet.region:
        yield _("left to do: say in {file} for which region it writes", file=file.name)
    pages = [answer.response for answer in site.pages.values()]
    if secrets := press.unique(secret for page in pages if isinstance(page, TextResponse) for secret in secrets_of(page)):
        held = ", ".join(map(plain, secrets))
        yield _("left to do: the pages are kept as they came and hold {secrets}: decide whether it may stay", secrets=held)
    yield _("left to do: read each expected.json and unwanted.txt against its page.html, correct them, and say in `_read` when")
    yield _('then: uv run cog -r "@docs/generated.txt" (the tables of README and docs), and uv run pytest')
