"""`scrapy repair OUTLET`: finds how the pages of an outlet are laid out today, shows what that gives, and writes it if that is wanted."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.cells import cell_len
from scrapy.exceptions import UsageError
from typing_extensions import override

from newsharvest import press
from newsharvest.archive.private import secrets_of
from newsharvest.command_line import OutletCommand, check_replay, check_store, find_outlets, relative, store_to_write, to_type
from newsharvest.config import project_folder
from newsharvest.crawl.outlet import OutletSpider
from newsharvest.doubts import words_of
from newsharvest.fit import UnfittableError, said
from newsharvest.items import Article, Unkept
from newsharvest.language import N_, _, _n
from newsharvest.page.layouts import GUESSED, Layout, ListLayout
from newsharvest.parts import sweep
from newsharvest.reasons import Reason
from newsharvest.repair.apart import otherwise_read, told_apart
from newsharvest.repair.memory import FEWEST, Memory, remember
from newsharvest.repair.proposal import COMPARED, Beside, Proposal, Reading, propose, shown_fields
from newsharvest.repair.visit import Repairer, Visited, repairer
from newsharvest.repair.writing import Written, new_source, spider_file, write
from newsharvest.run.checkup import looks, sample
from newsharvest.run.report import report_if_started
from newsharvest.store import Store
from newsharvest.terminal import ask, cause, plain

COLUMNS = (17, 10, 17, 10)
"""How wide the cells of the table are: of known pages before and now, and of unseen ones."""

UNREAD = (Reason.NO_LAYOUT, Reason.NO_TITLE, Reason.NO_BODY, Reason.LIST_UNREADABLE)
"""What pages that a layout did not fit were noted under."""


@dataclass(frozen=True)
class Repair:
    """The outlet, the folder of the fixtures, and whether a layout is to be found though nothing is broken."""

    outlet: type[OutletSpider]
    fixtures: Path
    anyway: bool
    store: str
    """Where what is to be asked for again is noted: a replay writes no store but the one that the command line names."""


class Command(OutletCommand[Repair]):
    """Visit an outlet, find layouts for its pages, show what they give, ask, and write."""

    @override
    def syntax(self) -> str:
        return _("[options] <outlet>")

    @override
    def short_desc(self) -> str:
        return _("Find how an outlet's pages are laid out today, from what the store knows of its articles, and write that")

    @override
    def long_desc(self) -> str:
        return _(
            "For an outlet whose pages have changed. Up to five articles that the store knows are asked for again, and the list and five"
            " articles that it does not know, a dozen requests in all; where their text stands shows how the pages are laid out. A table"
            " shows what the layouts of before and the new one give, and what is uncertain. Then it asks; only `y` writes the layout into"
            " newsharvest/spiders/<outlet>.py, before the old ones, and the pages into fixtures/<outlet>/. With -s REPLAY=FOLDER it visits"
            " that folder."
        )

    @override
    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--anyway", action="store_true", help=_("find a layout also if those that are known read every page"))

    def check(self, args: list[str], opts: argparse.Namespace) -> Repair:
        """Read which outlet is meant; check that there is a store, and that its spider's file can be added to."""
        fixtures = project_folder() / "fixtures"
        sweep(fixtures)  # what a kill left half done is as it was
        if len(args) != 1:
            got = _("give one outlet (got {words})", words=" ".join(args))
            raise UsageError(got if args else _("give one outlet: scrapy outlets shows them"))
        [outlet] = find_outlets(self.settings, args).values() or [None]
        if outlet is None:
            raise UsageError(_("{name} is a spider, but no outlet's", name=args[0]))
        check_replay(self.settings)
        check_store(self.settings)
        return Repair(outlet, fixtures, opts.anyway, store_to_write(self.settings, opts))

    def work(self, asked: Repair) -> int:
        """Visit, find, show, ask, write. A no was wanted; no answer at all was not."""
        outlet, day = asked.outlet, f"{press.now():%Y-%m-%d}"
        with Store(self.settings["STORE"], reading=True) as store:
            status = self.tell_damage(store)
            memory = remember(store, outlet.name, press.now().date())
            if len(memory.articles) < FEWEST:
                self.say(too_few(outlet, memory))
                return 1
            visited = self.visit(asked, memory, store)
        if visited is None:
            return 1
        try:
            proposal = propose(outlet, visited, memory, day, anyway=asked.anyway)
            if proposal:
                proposal = told_apart(proposal, asked.fixtures)
                new_source(proposal, day)  # that it can be written is known before anybody is asked
        except UnfittableError as error:
            self.say(_("no layout was found:"), *str(error).splitlines(), *lost(visited), *advice(outlet, visited))
            return 1
        except ValueError as error:
            self.say(_("nothing can be written: {why}", why=error))
            return 1
        if proposal is None:
            status |= visited.listed is None
            return status | self.print_out(unbroken(outlet, visited))
        if self.print_out(table(proposal, list(otherwise_read(proposal, asked.fixtures)))):
            return 1
        file, place = relative(spider_file(outlet)), asked.fixtures / outlet.name
        answer = ask(_("write {file} and the pages into {folder}? [y/N] ", file=file, folder=place))
        if not answer:
            self.say(_("nothing was written: nobody answered") if answer is None else _("nothing was written"))
            return status | (answer is None)
        try:
            done = write(proposal, asked.fixtures, self.settings, day)
        except ValueError as error:
            self.say(_("nothing was written: {why}", why=error))
            return 1
        except OSError as error:
            self.say(_("nothing was written: {why}", why=f"{error.filename2 or error.filename or place}: {cause(error)}"))
            return 1
        waiting = self.ask_again(asked)
        return status | self.print_out(written(proposal, done, waiting, to_type(f"harvest {outlet.name}", self.settings)))

    def ask_again(self, asked: Repair) -> int:
        """Have what could not be read asked for again by the next harvest, also what has been given up; return how many that are."""
        if asked.store == ":memory:":
            return 0
        with Store(asked.store) as store:
            return store.ask_again(asked.outlet.name, UNREAD)

    def visit(self, asked: Repair, memory: Memory, store: Store) -> Visited | None:
        """Visit the outlet; None, and said why, if nothing came."""
        self.warn_without_contact()
        chosen, spare = memory.to_ask()
        robots = not (asked.fixtures / asked.outlet.name / "robots").exists()
        crawler = self.process.create_crawler(repairer(asked.outlet))
        self.process.crawl(crawler, chosen=chosen, spare=spare, kept=store.known_ids, robots=robots)
        self.process.start()
        report, spider = report_if_started(crawler), crawler.spider
        if report is None or not isinstance(spider, Repairer):
            self.say(_("the visit could not start: the log says why"))
            return None
        ended = crawler.stats.get_value("finish_reason")
        if spider.visited is None or ended != "finished":
            self.say(*(spider.problem or _("the visit was broken off: {why}", why=ended or "shutdown")).splitlines())
            return None
        return spider.visited


# --- what is said


def too_few(outlet: type[OutletSpider], memory: Memory) -> str:
    """Say that the store knows too little, and what to do."""
    return _(
        "nothing can be found: the store has {articles} of {outlet} with a text of their own, and {needed} are needed:"
        " name the store that has more with -s STORE=FILE, or write its layout by hand (docs/adding-outlets.md)",
        articles=_n("{count} article", "{count} articles", len(memory.articles)),
        outlet=f"{outlet.name} {outlet.title}",
        needed=FEWEST,
    )


def lost(visited: Visited) -> list[str]:
    """Return the addresses that gave nothing, a line each."""
    return [_("  did not come: {line}", line=line) for line in visited.lost]


def advice(outlet: type[OutletSpider], visited: Visited) -> list[str]:
    """Return what a person can do where nothing is found."""
    example = next((page.url for page in visited.pages if page.given), outlet.address("/"))
    return [_("look at {url} in a browser; how a layout is written by hand: docs/adding-outlets.md", url=example)]


def unbroken(outlet: type[OutletSpider], visited: Visited) -> Iterator[str]:
    """Yield that nothing is to be done."""
    known = sum(page.given for page in visited.pages)
    message = N_(
        "{outlet}: nothing is broken: {known} and {others} others are read as ever, and nothing was written"
        " (--anyway finds a layout all the same)"
    )
    if not visited.listed:
        message = N_(
            "{outlet}: the list did not come, and its layout is not what is wrong: {known} and {others} others are read as ever,"
            " and nothing was written (--anyway finds a layout all the same)"
        )
    known_articles = _n("{count} known article", "{count} known articles", known)
    yield _(message, outlet=f"{outlet.name} {outlet.title}", known=known_articles, others=len(visited.pages) - known)
    yield from map(plain, lost(visited))


def table(proposal: Proposal, otherwise: list[str]) -> Iterator[str]:
    """Yield what was found: what the layouts of before and the new ones give, field by field, and every sign."""
    outlet, visited = proposal.outlet, proposal.visited
    known = [page for page in visited.pages if page.given]
    yield f"{outlet.name} {outlet.title}  {outlet.address('/')}"
    came, unseen = (_n("{count} article", "{count} articles", count) for count in (len(known), len(visited.pages) - len(known)))
    yield _("  known            {articles} of the store, of {asked} that were asked for again", articles=came, asked=len(visited.known))
    yield _("  unseen           {articles} that the layout was not found from", articles=unseen)
    yield _("  before           {read}", read=read_by(proposal.before))
    if proposal.layout:
        yield _("  now              {read}", read=read_by(proposal.after))
        if proposal.cold:
            yield _(
                "  guessed: known articles are as they were, and new ones are not: of these only the list and the pages themselves tell"
            )
        yield from fields(proposal, proposal.layout)
    elif proposal.problem:
        yield _("  no layout of the articles was found: {why}", why="; ".join(proposal.problem.splitlines()))
    yield from list_lines(proposal)
    yield from uncertain(proposal)
    doubts = Counter(name for reading in proposal.after if isinstance(reading.article, Article) for name in reading.article.doubts)
    of = len(proposal.after)
    for name, times in doubts.items():
        yield _("  doubt in {times} of {articles}: {name}: {words}", times=times, articles=of, name=name, words=words_of(name))
    for page, reading in zip(visited.pages, proposal.after, strict=True):
        if isinstance(reading.article, Unkept):
            why = reading.article.reason.sentence(reading.article.detail)
            yield plain(_("  not read: {line}", line=f"{why}  {page.url}"))
    yield from map(plain, lost(visited))
    new = [page.given for page in visited.pages]
    looked = [it.article for it, given in zip(proposal.after, new, strict=True) if not given and isinstance(it.article, Article)]
    if proposal.layout and looked:
        yield _("  open these, and hold them against it:")
        yield from map(plain, looks(looked))
    if otherwise:
        cases = ", ".join(otherwise)
        yield _("  look at these: of fixtures/{outlet}, {cases} would be read otherwise than today", outlet=outlet.name, cases=cases)


def read_by(readings: Sequence[Reading]) -> str:
    """Say by which layout how many pages are read, and why others are not."""
    by = Counter(reading.article.layout or "-" for reading in readings if isinstance(reading.article, Article))
    none = Counter(reading.article.reason.code for reading in readings if isinstance(reading.article, Unkept))
    told = [_("{count} read as {layout}", count=count, layout=name) for name, count in by.items()]
    told += [_("{count} {result}", count=count, result=code) for code, count in none.items()]
    return ", ".join(told) or _("nothing")


def fields(proposal: Proposal, layout: Layout) -> Iterator[str]:
    """Yield a line for each field without a sign."""
    heads = _("field"), _("known: before"), _("now"), _("unseen: before"), _("now")
    yield "  " + "".join(map(wide, heads, (17, *COLUMNS))).rstrip()
    for name in shown_fields(proposal):
        if not proposal.signs.get(name):
            yield field_line(name, proposal, layout)
            yield from read_otherwise(name, proposal)


def uncertain(proposal: Proposal) -> Iterator[str]:
    """Yield every sign, below the line of its field."""
    names = [name for name in shown_fields(proposal) if proposal.signs.get(name)] if proposal.layout else []
    others = {name: told for name, told in proposal.signs.items() if name not in names and told} | {"list": proposal.list_signs}
    yield _("  uncertain, look at each of these:") if names or any(others.values()) else _("  uncertain: nothing")
    for name in names:
        assert proposal.layout
        yield field_line(name, proposal, proposal.layout)
        yield from read_otherwise(name, proposal)
        yield from (plain("      " + _("sign: {sign}", sign=said(told))) for told in proposal.signs[name])
    for name, signs in others.items():
        yield from (plain(f"    {name:<15}" + _("sign: {sign}", sign=said(told))) for told in signs)


def field_line(name: str, proposal: Proposal, layout: Layout) -> str:
    """Return what is read of a field: how often right beside the store, else how often at all; a sample, and what gives it."""
    cells = [
        cell(name, proposal.beside(name, readings, given=given))
        for given in (True, False)
        for readings in (proposal.before, proposal.after)
    ]
    readings = [reading for reading in proposal.after if reading.value(name) is not None]
    told = ""
    if readings:
        won = Counter(by(name, reading, layout) for reading in readings)
        words = "; ".join(text if len(won) == 1 else _("{count} by {what}", count=times, what=text) for text, times in won.most_common())
        told = f"{sample(name, readings[-1].value(name))}  [{words}]"
    return plain(f"    {name:<15}{''.join(map(wide, cells, COLUMNS))}{told}".rstrip())


def wide(text: str, columns: int) -> str:
    """Return a text with as many spaces behind it as make it so many columns wide: a letter of Hangul takes two."""
    return text + " " * (columns - cell_len(text))


def read_otherwise(name: str, proposal: Proposal) -> Iterator[str]:
    """Yield a sample of what the layouts of before give where the new one gives something else, and what gives it."""
    for before, after in zip(proposal.before, proposal.after, strict=True):
        if before.value(name) is not None and before.value(name) != after.value(name):
            won = before.by(name)
            whose = f"  [{won.layout}: {won.rule.query}]" if won else ""
            yield plain(_("      before: {value}", value=f"{sample(name, before.value(name))}{whose}"))
            return


def cell(name: str, beside: Beside) -> str:
    """Say how a field is read: `4 of 5 right` where the store knows it, else `3 of 5`, or `-` where there are no pages."""
    if beside.known and name in COMPARED:
        return _("{right}/{known} right", right=beside.right, known=beside.known)
    return f"{beside.filled}/{beside.pages}" if beside.pages else "-"


def by(name: str, reading: Reading, layout: Layout) -> str:
    """Say what gave a field of an article."""
    won = reading.by(name)
    if won is None:
        return _("a line of the text")
    whose = "" if won.layout == layout.name else f"{won.layout}: "
    return whose + won.rule.query + (f" ({_(GUESSED)})" if won.rule.guessed else "")


def list_lines(proposal: Proposal) -> Iterator[str]:
    """Yield how the list is read."""
    listed = proposal.visited.listed
    if listed is None:
        return
    before = len(listed.rows)
    if proposal.listing is None:
        dated = sum(row.date is not None for row in listed.rows)
        yield plain(
            _n(
                "  list             as before: {count} row, {dated} with a date  {url}",
                "  list             as before: {count} rows, {dated} with a date  {url}",
                before,
                dated=dated,
                url=listed.url,
            )
        )
        return
    yield plain(
        _n(
            "  list             before {count} row, now {now}, {dated} with a date  {url}  [{selectors}]",
            "  list             before {count} rows, now {now}, {dated} with a date  {url}  [{selectors}]",
            before,
            now=len(proposal.rows),
            dated=sum(row.date is not None for row in proposal.rows),
            url=listed.url,
            selectors=selectors(proposal.listing),
        )
    )


def selectors(listing: ListLayout) -> str:
    """Return the selectors of a list's rows, and of the dates in them."""
    rows, date = (", ".join(rule.query for rule in rules) for rules in (listing.rows, listing.date))
    return _("{rows}; date {date}", rows=rows, date=date) if listing.date else _("{rows}; no date", rows=rows)


def written(proposal: Proposal, done: Written, waiting: int, then: str) -> Iterator[str]:
    """Yield what was written, and what is left for a person to do: `then`, a command to type."""
    yield _("written: {place}", place=relative(done.file))
    if done.cases:
        place = done.cases[0].parent
        yield _("written: {place}", place=f"{place} ({', '.join(case.name for case in done.cases)})")
    yield from (plain(_("no case: {line}", line=line)) for line in done.left_out)
    pages = [page.response for page in proposal.visited.pages]
    if secrets := press.unique(secret for page in pages for secret in secrets_of(page)):
        held = ", ".join(map(plain, secrets))
        yield _("left to do: the pages are kept as they came and hold {secrets}: decide whether it may stay", secrets=held)
    if done.cases:
        yield _("left to do: read each new expected.json and unwanted.txt against its page.html, correct them, and say in `_read` when")
    if waiting:
        again = _n("{count} page", "{count} pages", waiting)
        yield _("then: {command} ({pages} that could not be read will be asked for again)", command=then, pages=again)
    else:
        yield _("then: {command}", command=then)
