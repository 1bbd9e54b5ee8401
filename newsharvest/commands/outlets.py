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
from newsharvest.download.replay import ORIGINS, Case, ReplayError
from newsharvest.language import _n
from newsharvest.reasons import Reason
from newsharvest.run.checkup import Checkup, lines
from newsharvest.run.health import guessed_fallbacks, words
from newsharvest.run.report import report_if_started
from newsharvest.store import Shared, Store, StoreError, harvesting
from newsharvest.terminal import minute, plain, say

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
"""The project's own; a newsharvest that was installed by itself has none."""

COLUMNS = ("outlet", "masthead", "region", "family", "discovery", "fixtures", "last run", "articles", "health", "last check")
DISPENSABLE = ("fixtures", "discovery", "family", "region", "last check")
"""The columns that a terminal goes without that is too narrow for all of them, the first first."""
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
        return "[options] [outlet ...]"

    @override
    def short_desc(self) -> str:
        return "Show the outlets and how they do; --check visits each site once and says what it gave"

    @override
    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--check", action="store_true", help="visit each site once, say per field what was found, keep it in the store")

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
        path = Path(self.settings["STORE"])
        outlets = asked.chosen.outlets.items()
        known = [(name, o.title, o.region, family(o), discovery(o), fixtures(o, asked.cases)) for name, o in outlets]
        status = 0
        if path.exists():
            with Store(path, reading=True) as store:
                status = self.tell_damage(store)
                rows = [[*row, *state(store, asked.chosen.outlets[row[0]])] for row in known]
        else:
            say(f"there is no store {path} yet: runs, articles, health and checks are not known")
            rows = [[*row, *[""] * (len(COLUMNS) - len(row))] for row in known]
        width = Console().width if sys.stdout.isatty() else WIDTH
        columns = fitting(rows, width)
        if left := [column for column in COLUMNS if column not in columns]:
            say(f"left out on so narrow a terminal: {', '.join(left)}")
        table = Table(box=None, pad_edge=False)
        for column in columns:
            table.add_column(column, overflow="fold", justify="right" if column == "articles" else "left")
        for row in rows:
            table.add_row(*(plain(row[COLUMNS.index(column)]) for column in columns))
        return status | self.print_table(table, width, least=width)

    def visit(self, asked: Look) -> int:
        """Visit the outlets all at once, each by its own spider, then print and keep what each gave."""
        self.warn_without_contact()
        if asked.chosen.left_out:
            say(f"REPLAY={self.settings['REPLAY']} has no pages of {', '.join(asked.chosen.left_out)}")
        with harvesting(asked.store), Store(asked.store) as store:
            return self.check_sites(store, asked.chosen.reachable)

    def check_sites(self, store: Store, outlets: dict[str, type[OutletSpider]]) -> int:
        """Check these outlets' sites, and return the exit status."""
        crawlers = {name: self.process.create_crawler(name) for name in outlets}
        plans = {name: CheckupPlan() for name in outlets}
        checkups = {name: Checkup(crawlers[name], plans[name]) for name in outlets}
        accounted = self.crawl_all(crawlers, plans)
        status = int(not accounted)
        told: list[str] = []
        kept: list[tuple[str, int, dict[str, Any]]] = []
        for name, checkup in checkups.items():
            report = report_if_started(crawlers[name])
            if report is None:
                told.append(f"{name}: could not start: the log says why")
                status = 1
                continue
            findings = checkup.findings()
            told += lines(name, outlets[name].title, findings)
            told += offered(name, store.shared(name))
            status |= checkup.status
            if not report.interrupted:
                kept.append((name, checkup.status, findings))
        status |= self.print_out(told)  # told whether it can be kept or not, and kept whether anybody reads it or not
        for name, found, findings in kept:
            store.keep_checkup(name, press.iso(press.now()), found, findings)
        if not accounted:
            say("wrong: errors were logged that belong to no outlet: the log says which")
        return status


def fitting(rows: Sequence[Sequence[str]], width: int) -> list[str]:
    """Return the columns that fit into a width, in columns of a terminal, of which a letter of Hangul takes two."""
    widest = {name: max([cell_len(name), *(cell_len(plain(row[place])) for row in rows)]) for place, name in enumerate(COLUMNS)}
    widest["health"] = min(widest["health"], HEALTH_WIDTH)
    for column in DISPENSABLE:
        if sum(widest.values()) + GAP * (len(widest) - 1) > width:
            del widest[column]
    return list(widest)


def offered(outlet: str, shared: Sequence[Shared]) -> Iterator[str]:
    """Yield what stands in several of an outlet's articles, and the lines to put into its spider to leave it out: for a person to judge."""
    if not shared:
        return
    yield "  in several articles, the page's perhaps and not theirs: look at one, and if so, leave it out"
    for one in shared:
        yield f"    {one.articles} of {one.of}: {plain(one.text)}  {plain(one.example)}"
    texts, pictures = ([one.text for one in shared if one.picture is kind] for kind in (False, True))
    if texts:
        yield f"    in the class in newsharvest/spiders/{outlet}.py:"
        yield f"        boilerplate = ({' '.join(f'{quoted(text)},' for text in texts)})"
    if pictures:
        yield "    in the `drop` of the layout that read it, in newsharvest/platforms/ or the outlet's own file:"
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
    return ", ".join(f"{counts[origin]} {origin}" for origin in ORIGINS if counts[origin])


def discovery(outlet: type[OutletSpider]) -> str:
    """Say how an outlet's articles are found."""
    sections = len(outlet.sections)
    return ("list+RSS" if outlet.feed_path else "list") + (f", {_n('{count} section', '{count} sections', sections)}" if sections else "")


def family(outlet: type[OutletSpider]) -> str:
    """Say of which family an outlet is, and since when it has layouts that were found by program."""
    return "; ".join(filter(None, (outlet.family, ", ".join(f"{what} found by program on {day}" for what, day in found_layouts(outlet)))))


def found_layouts(outlet: type[OutletSpider]) -> list[tuple[str, str]]:
    """Return what was found by program, `layout` or `list`, and on which day, the latest first."""
    layouts = [("layout", layout.found.day) for layout in outlet.layouts if layout.found]
    return layouts + [("list", layout.found.day) for layout in outlet.lists if layout.found]


def state(store: Store, outlet: type[OutletSpider]) -> tuple[str, str, str, str]:
    """Return what a store says of an outlet: its last run, articles, health, last check."""
    name, guessed = outlet.name, guessed_fallbacks(outlet.layouts, outlet.lists)
    run, check, articles = store.last_run(name), store.last_checkup(name), store.count(name)
    ran = checked = ""
    if run:
        ran = minute(run.started_at) + {None: " not ended", 0: " ok"}.get(run.status, " something is wrong")
    if check:
        replayed = " (replay)" if check.findings.get("replay") else ""
        checked = f"{minute(check.at)} {check.findings.get('result', 'kept by a newer newsharvest: upgrade')}{replayed}"
    ills = [f"{words(alarm, guessed)} since {since[:10]}" for alarm, since in sorted(store.standing_warnings(name).items())]
    failures = [failed.reason for failed in store.failures([name])]
    failed = sum(not reason.normal and reason is not Reason.DOUBTFUL for reason in failures)  # what is in doubt is kept
    if failed:
        ills.append(f"{_n('{count} failure', '{count} failures', failed)} open")
    return ran, str(articles) if articles or run else "", "; ".join(ills) or ("ok" if run else ""), checked
