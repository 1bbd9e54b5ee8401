"""`scrapy outlets [OUTLET ...]`: the table of outlets; with `--check` each site is visited once, and what it gave is told and kept."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable
from io import StringIO
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table
from scrapy.commands import ScrapyCommand
from scrapy.crawler import Crawler

from newsharvest import press
from newsharvest.cases.expected import load_expected
from newsharvest.command_line import (
    broken_spiders,
    check_global_options,
    check_replay,
    find_outlets,
    print_out,
    refusing,
    store_to_write,
    unrecorded,
    warn_without_contact,
)
from newsharvest.crawl.outlet import OutletSpider
from newsharvest.crawl.plan import CheckPlan
from newsharvest.download.replay import ORIGINS, Case, ReplayError
from newsharvest.press import now
from newsharvest.run.checkup import Checkup, lines
from newsharvest.run.health import words
from newsharvest.run.progress import Progress
from newsharvest.run.report import ErrorCount, report_of
from newsharvest.store import Store, StoreError, harvesting
from newsharvest.terminal import plain

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
"""The project's own; a newsharvest that was installed by itself has none."""

COLUMNS = ("outlet", "masthead", "region", "family", "discovery", "fixtures", "last run", "articles", "health", "last check")


class Command(ScrapyCommand):
    """See the module."""

    requires_project = True

    def syntax(self) -> str:  # noqa: D102
        return "[options] [outlet ...]"

    def short_desc(self) -> str:  # noqa: D102
        return "Show the outlets and how they do; --check visits each site once and says what it gave"

    def add_options(self, parser: argparse.ArgumentParser) -> None:  # noqa: D102
        super().add_options(parser)
        parser.add_argument("--check", action="store_true", help="visit each site once, say per field what was found, keep it in the store")

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Refuse what is mistyped in one line, with exit status 2, before any request."""
        with refusing("outlets"):
            check_global_options(opts)
            super().process_options(args, opts)
            assert self.settings is not None
            self.outlets = find_outlets(self.settings, args)
            self.broken = [] if args else broken_spiders(self.settings)
            check_replay(self.settings)
            self.cases = load_cases(Path(self.settings["REPLAY"] or FIXTURES))
            self.left_out = [] if args else unrecorded(self.settings, self.outlets)
            self.path = store_to_write(self.settings, opts)

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Print the table, or check; set the exit status."""
        assert self.settings is not None
        self.exitcode = int(bool(self.broken))
        try:
            if not opts.check:
                self.show()
            else:
                warn_without_contact(self.settings)
                if self.left_out:
                    print(f"REPLAY={self.settings['REPLAY']} has no pages of {', '.join(self.left_out)}", file=sys.stderr)
                with harvesting(self.path), Store(self.path) as store:
                    self.check(store, {name: outlet for name, outlet in self.outlets.items() if name not in self.left_out})
        except StoreError as error:
            print(f"scrapy outlets: {error}", file=sys.stderr)
            self.exitcode = 1
        for line in self.broken:
            print(line, file=sys.stderr)

    def show(self) -> None:
        """Print the table on standard output. Where there is no store, its columns are empty."""
        assert self.settings is not None
        path = Path(self.settings["STORE"])
        table = Table(box=None, pad_edge=False)
        for column in COLUMNS:
            table.add_column(column, overflow="fold", justify="right" if column == "articles" else "left")
        known = [(name, o.title, o.region, o.family, discovery(o), fixtures(o, self.cases)) for name, o in self.outlets.items()]
        if path.exists():
            with Store(path) as store:
                for row in known:
                    table.add_row(*row, *state(store, row[0]))
        else:
            print(f"there is no store {path} yet: runs, articles, health and checks are not known", file=sys.stderr)
            for row in known:
                table.add_row(*row)
        terminal, printed = sys.stdout.isatty(), StringIO()
        width = max(Console().width, 120) if terminal else 1_000
        Console(file=printed, force_terminal=terminal, width=width, soft_wrap=True, highlight=False).print(table, markup=False)
        self.exitcode |= print_out("outlets", printed.getvalue().splitlines())

    def check(self, store: Store, outlets: dict[str, type[OutletSpider]]) -> None:
        """Visit the outlets all at once, each by its own spider, then print and keep what each gave."""
        assert self.crawler_process is not None
        checkups: dict[str, tuple[Crawler, Checkup]] = {}
        errors = ErrorCount(lambda: None)
        with Progress(len(outlets)) as progress:
            for name in outlets:
                crawler, plan = self.crawler_process.create_crawler(name), CheckPlan()
                checkups[name] = crawler, Checkup(crawler, plan)
                progress.watch(name, crawler)
                self.crawler_process.crawl(crawler, plan=plan)
            self.crawler_process.start()
        told: list[str] = []
        kept: list[tuple[str, int, dict[str, Any]]] = []
        for name, (crawler, checkup) in checkups.items():
            report = report_of(crawler)
            if report is None:
                told.append(f"{name}: could not start: the log says why")
                self.exitcode = 1
                continue
            findings = checkup.findings()
            told += lines(name, outlets[name].title, findings)
            self.exitcode |= checkup.status
            if not report.interrupted:
                kept.append((name, checkup.status, findings))
        self.exitcode |= print_out("outlets", told)  # told whether it can be kept or not, and kept whether anybody reads it or not
        for name, status, findings in kept:
            store.checked(name, press.iso(now()), status, findings)
        if errors.count:
            print("wrong: errors were logged that belong to no outlet, see there", file=sys.stderr)
            self.exitcode = 1
        errors.detach()


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
    return ("list+RSS" if outlet.feed_path else "list") + (f", {sections} sections" if sections else "")


def state(store: Store, outlet: str) -> tuple[str, str, str, str]:
    """Return what a store says of an outlet: its last run, articles, health, last check."""
    run, check, articles = store.last_run(outlet), store.last_check(outlet), store.count(outlet)
    ran = checked = ""
    if run:
        ran = minute(run.started_at) + {None: " not ended", 0: " ok"}.get(run.status, " something is wrong")
    if check:
        replayed = " (replay)" if check.findings["replay"] else ""
        checked = f"{minute(check.at)} {check.findings['result']}{replayed}"
    ills = [f"{plain(words(name))} since {since[:10]}" for name, since in sorted(store.standing_warnings(outlet).items())]
    failed = sum(not failed.reason.normal for failed in store.failures([outlet]))
    if failed:
        ills.append(f"{failed} failure{'s' * (failed != 1)} open")
    return ran, str(articles) if articles or run else "", "; ".join(ills) or ("ok" if run else ""), checked


def minute(iso_time: str) -> str:
    """Return a time as a person reads it."""
    return iso_time[:16].replace("T", " ")
