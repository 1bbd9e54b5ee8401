"""`scrapy outlets [OUTLET ...]`: the table of outlets; with `--check` each site is visited once, and what it gave is told and kept."""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from typing_extensions import override

from newsharvest import press
from newsharvest.cases.expected import load_expected
from newsharvest.command_line import Chosen, OutletCommand, choose_outlets, store_to_write
from newsharvest.crawl.outlet import OutletSpider
from newsharvest.crawl.plan import CheckupPlan
from newsharvest.database import on_server, without_password
from newsharvest.download.replay import ORIGINS, Case, ReplayError
from newsharvest.language import N_, _, _n
from newsharvest.reasons import Reason
from newsharvest.run.checkup import Checkup, lines
from newsharvest.run.health import guessed_fallbacks, words
from newsharvest.run.report import report_if_started
from newsharvest.signals import Signal, told
from newsharvest.store import NoStoreError, OutletSignals, Shared, Store, StoreError, harvesting
from newsharvest.terminal import minute, plain, say

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
"""The project's own; a newsharvest that was installed by itself has none."""

COLUMNS = (
    N_("outlet"), N_("masthead"), N_("region"), N_("family"), N_("discovery"), N_("fixtures"), N_("last run"), N_("articles"), N_("health"),
    N_("signals"), N_("last check"),
)  # fmt: skip
"""Their headings are translated where they are printed."""
DISPENSABLE = ("fixtures", "discovery", "family", "region", "signals", "last check")
"""The columns that a terminal goes without that is too narrow for all of them, the first first."""
UNKNOWN_RESULT = N_("kept by a newer newsharvest: upgrade")
WIDTH = 1_000
"""What nothing is left out of or folded in: a file, or another program."""
GAP = 2
"""Between two columns."""
HEALTH_WIDTH = 20
"""Columns of the terminal that the words on an outlet's health, which go on in further lines, are given at least."""


@dataclass(frozen=True)
class Look:
    """Which outlets, and the cases that there are of them. A check visits them, and is kept in `store`."""

    chosen: Chosen
    cases: list[Case]
    check: bool
    store: str


class Command(OutletCommand[Look]):
    """Show the outlets, or check them."""

    @override
    def syntax(self) -> str:
        return _("[options] [outlet ...]")

    @override
    def short_desc(self) -> str:
        return _("Show the outlets and how they do; --check visits each site once and says what it gave")

    @override
    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        told = _("visit each site once, say per field what was found, keep it in the store")
        parser.add_argument("--check", action="store_true", help=told)

    def check(self, args: list[str], opts: argparse.Namespace) -> Look:
        """Read which outlets are meant, and the cases of the REPLAY folder or the project's own."""
        chosen = choose_outlets(self.settings, args)
        return Look(chosen, load_cases(Path(self.settings["REPLAY"] or FIXTURES)), opts.check, store_to_write(self.settings, opts))

    def work(self, asked: Look) -> int:
        """Print the table, or visit the outlets; a spider that cannot be loaded is wrong either way."""
        try:
            status = self.visit(asked) if asked.check else self.show(asked)
        except StoreError as error:
            self.say(str(error))
            status = 1
        say(*asked.chosen.broken)
        return status | bool(asked.chosen.broken)

    def show(self, asked: Look) -> int:
        """Print the table on standard output. Where there is no store, its columns are empty."""
        outlets = asked.chosen.outlets.items()
        known = [(name, o.title, o.region, family(o), discovery(o), fixtures(o, asked.cases)) for name, o in outlets]
        status = 0
        try:
            with self.store() as store:
                status = self.tell_damage(store)
                rows = [[*row, *told_of(store, asked.chosen.outlets[row[0]])] for row in known]
        except NoStoreError:
            path = without_password(self.settings["STORE"])
            say(_("there is no store {path} yet: runs, articles, health and checks are not known", path=path))
            rows = [[*row, *[""] * (len(COLUMNS) - len(row))] for row in known]
        width = Console().width if sys.stdout.isatty() else WIDTH
        columns = fitting(rows, width)
        if left := [column for column in COLUMNS if column not in columns]:
            say(_("left out on so narrow a terminal: {columns}", columns=", ".join(map(_, left))))
        table = Table(box=None, pad_edge=False)
        for column in columns:
            table.add_column(_(column), overflow="fold", justify="right" if column == "articles" else "left")
        for row in rows:
            table.add_row(*(plain(row[COLUMNS.index(column)]) for column in columns))
        return status | self.print_table(table, width, least=width)

    def store(self) -> Store:
        """Open the store to read. NoStoreError if there is none yet."""
        name = self.settings["STORE"]
        if not on_server(name) and not Path(name).exists():
            raise NoStoreError
        return Store(name, reading=True)

    def visit(self, asked: Look) -> int:
        """Visit the outlets all at once, each by its own spider, then print and keep what each gave."""
        self.warn_without_contact()
        if asked.chosen.left_out:
            outlets = ", ".join(asked.chosen.left_out)
            say(_("REPLAY={folder} has no pages of {outlets}", folder=self.settings["REPLAY"], outlets=outlets))
        with harvesting(asked.store), Store(asked.store) as store:
            return self.check_sites(store, asked.chosen.reachable)

    def check_sites(self, store: Store, outlets: dict[str, type[OutletSpider]]) -> int:
        """Check these outlets' sites, and return the exit status."""
        crawlers = {name: self.process.create_crawler(name) for name in outlets}
        plans = {name: CheckupPlan() for name in outlets}
        checkups = {name: Checkup(crawlers[name], plans[name]) for name in outlets}
        accounted = self.crawl_all(crawlers, plans)
        status = int(not accounted)
        said: list[str] = []
        kept: list[tuple[str, Checkup, dict[str, Any]]] = []
        for name, checkup in checkups.items():
            report = report_if_started(crawlers[name])
            if report is None:
                said.append(f"{name}: " + _("could not start: the log says why"))
                status = 1
                continue
            findings = checkup.findings()
            said += lines(name, outlets[name].title, findings)
            said += offered(name, store.shared(name))
            status |= checkup.status
            if not report.interrupted:
                kept.append((name, checkup, findings))
        status |= self.print_out(said)  # told whether it can be kept or not, and kept whether anybody reads it or not
        for name, checkup, findings in kept:
            at = press.iso(press.now())
            store.keep_checkup(name, at, checkup.status, findings)
            for source, signals in checkup.signals().items():
                store.note_signals(name, source, at, signals)
        if not accounted:
            say(_("wrong: errors were logged that belong to no outlet: the log says which"))
        return status


def fitting(rows: Sequence[Sequence[str]], width: int) -> list[str]:
    """Return the columns that fit into a width, in columns of a terminal, of which a letter of Hangul takes two."""
    widest = {name: max([cell_len(_(name)), *(cell_len(plain(row[place])) for row in rows)]) for place, name in enumerate(COLUMNS)}
    widest["health"] = min(widest["health"], HEALTH_WIDTH)
    signals = COLUMNS.index("signals")
    empty = () if any(row[signals] for row in rows) else ("signals",)  # no outlet says anything
    for column in dict.fromkeys((*empty, *DISPENSABLE)):
        if sum(widest.values()) + GAP * (len(widest) - 1) > width:
            del widest[column]
    return list(widest)


def offered(outlet: str, shared: Sequence[Shared]) -> Iterator[str]:
    """Yield what stands in several of an outlet's articles, and the lines to put into its spider to leave it out: for a person to judge."""
    if not shared:
        return
    yield "  " + _("in several articles, the page's perhaps and not theirs: look at one, and if so, leave it out")
    for one in shared:
        hits = _("{hits} of {of}", hits=one.articles, of=one.of)
        yield f"    {hits}: {plain(one.text)}  {plain(one.example)}"
    texts, pictures = ([one.text for one in shared if one.picture is kind] for kind in (False, True))
    if texts:
        yield "    " + _("in the class in newsharvest/spiders/{outlet}.py:", outlet=outlet)
        yield f"        boilerplate = ({' '.join(f'{quoted(text)},' for text in texts)})"
    if pictures:
        yield "    " + _("in the `drop` of the layout that read it, in newsharvest/platforms/ or the outlet's own file:")
        yield f"        {' '.join(f'{quoted(picture_of(address))},' for address in pictures)}"


def quoted(text: str) -> str:
    """Return a text as a string of Python (and of JSON)."""
    return plain(json.dumps(text, ensure_ascii=False))


def picture_of(address: str) -> str:
    """Return the CSS selector of a picture with that address, whatever host it is asked of."""
    parts = urlsplit(address)
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    return "img[src$='" + path.replace("\\", "\\\\").replace("'", "\\'") + "']"


def load_cases(folder: Path) -> list[Case]:
    """Return the cases in a folder; none if there is no such folder. ReplayError if one of them cannot be read."""
    return [Case.load(file.parent) for file in sorted(folder.rglob("response.json"))]


COUNTED = {"recorded": N_("{count} recorded"), "rebuilt": N_("{count} rebuilt"), "made": N_("{count} made")}
"""How so many cases of each origin are called."""


def origins(outlet: type[OutletSpider], cases: Iterable[Case]) -> Counter[str]:
    """Count an outlet's article cases by origin. A page where an article should be and is none (a notice, a challenge) is no such case."""
    return Counter(case.origin for case in cases if outlet.article_key(case.url) and not is_refused(case))


def is_refused(case: Case) -> bool:
    """Tell whether a case says that no article is to come of it."""
    try:
        return "reason" in (load_expected(case.folder) or {})
    except ReplayError:
        return False  # `scrapy fixture check` says what is wrong with it


def fixtures(outlet: type[OutletSpider], cases: Iterable[Case]) -> str:
    """Say how many article cases of which origin an outlet has."""
    counts = origins(outlet, cases)
    return ", ".join(_(COUNTED[origin], count=counts[origin]) for origin in ORIGINS if counts[origin])


def discovery(outlet: type[OutletSpider]) -> str:
    """Say how an outlet's articles are found."""
    found, sections = _("list+RSS") if outlet.feed_path else _("list"), len(outlet.sections)
    return _n("{found}, {count} section", "{found}, {count} sections", sections, found=found) if sections else found


def family(outlet: type[OutletSpider]) -> str:
    """Say of which family an outlet is, and since when it has layouts that were found by program."""
    return "; ".join(filter(None, (outlet.family, ", ".join(_(told, day=day) for told, day in found_layouts(outlet)))))


def found_layouts(outlet: type[OutletSpider]) -> list[tuple[str, str]]:
    """Return what is said of each layout that was found by program, not yet translated, and on which day it was, the latest first."""
    layouts = [(N_("layout found by program on {day}"), layout.found.day) for layout in outlet.layouts if layout.found]
    return layouts + [(N_("list found by program on {day}"), layout.found.day) for layout in outlet.lists if layout.found]


def told_of(store: Store, outlet: type[OutletSpider]) -> list[str]:
    """Return the columns of an outlet that a store fills."""
    *columns, checked = state(store, outlet)
    return [*columns, ", ".join(outlet_codes(store.signals_of(outlet.name))), checked]


def outlet_codes(signals: Iterable[OutletSignals]) -> list[str]:
    """Return the codes of what an outlet's files say today that a person is told of."""
    said = {code for one in signals for code in one.said.codes}
    return told([signal.code for signal in Signal if signal.code in said])


def state(store: Store, outlet: type[OutletSpider]) -> tuple[str, str, str, str]:
    """Return what a store says of an outlet: its last run, articles, health, last check."""
    name, guessed = outlet.name, guessed_fallbacks(outlet.layouts, outlet.lists)
    run, check, articles = store.last_run(name), store.last_checkup(name), store.count(name)
    ran = checked = ""
    if run:
        ended = _("not ended") if run.status is None else _("something is wrong") if run.status else _("ok")
        ran = f"{minute(run.started_at)} {ended}"
    if check:
        found = check.findings.get("result", UNKNOWN_RESULT)
        result = _(found)
        if check.findings.get("replay"):
            result = _("{result} (replay)", result=result)
        checked = f"{minute(check.at)} {result}"
    warnings = sorted(store.standing_warnings(name).items())
    ills = [_("{warning} since {day}", warning=words(alarm, guessed), day=since[:10]) for alarm, since in warnings]
    failures = [failed.reason for failed in store.failures([name])]
    failed = sum(not reason.normal and reason is not Reason.DOUBTFUL for reason in failures)  # what is in doubt is kept
    if failed:
        ills.append(_n("{count} failure open", "{count} failures open", failed))
    return ran, str(articles) if articles or run else "", "; ".join(ills) or (_("ok") if run else ""), checked
