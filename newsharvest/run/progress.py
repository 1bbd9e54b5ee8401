"""What a person sees of a harvest: a bar per outlet on a terminal, plain lines elsewhere, and the closing table."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from types import TracebackType
from typing import Any, Self, TextIO

import rich.progress
from rich.console import Console
from rich.table import Table
from scrapy import Spider, signals
from scrapy.crawler import Crawler

from newsharvest.language import _, _n
from newsharvest.reasons import Reason
from newsharvest.run.report import RunReport, not_kept
from newsharvest.terminal import plain, say

SHOWN = 10
"""Addresses printed per outlet and reason; `scrapy failures` shows all."""


class Progress:
    """Follows the outlets of one harvest."""

    def __init__(self, outlets: int) -> None:
        self.bars: rich.progress.Progress | None = None
        self.outlets = outlets
        self.ended = 0
        if sys.stderr.isatty():
            self.bars = rich.progress.Progress(
                rich.progress.SpinnerColumn(),
                rich.progress.TextColumn("{task.description:<14}"),
                rich.progress.TextColumn("{task.fields[pages]:>15}  {task.fields[articles]:>14}"),
                rich.progress.TextColumn("{task.fields[failed]}"),
                rich.progress.TimeElapsedColumn(),
                console=Console(stderr=True),
                transient=True,
            )

    def __enter__(self) -> Self:
        """Begin to draw."""
        if self.bars:
            self.bars.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Leave the terminal as it was."""
        if self.bars:
            self.bars.stop()

    def watch(self, outlet: str, crawler: Crawler) -> None:
        """Follow one outlet's crawler."""
        if not self.bars:
            crawler.signals.connect(self._say_ended, signals.spider_closed)
            return
        bars = self.bars
        task = bars.add_task(
            outlet,
            total=None,
            pages=_n("{count} list page", "{count} list pages", 0),
            articles=_n("{count} article", "{count} articles", 0),
            failed=failed_words(0),
        )
        failed: set[str] = set()

        def draw(**_signal: Any) -> None:
            pages = _n("{count} list page", "{count} list pages", crawler.stats.get_value("lists/pages", 0))
            articles = _n("{count} article", "{count} articles", crawler.stats.get_value("item_scraped_count", 0))
            bars.update(task, pages=pages, articles=articles, failed=failed_words(len(failed)))

        def fail(url: str, reason: Reason) -> None:
            if not reason.normal:
                failed.add(url)
            draw()

        for signal in (signals.response_received, signals.item_scraped, signals.spider_closed):
            crawler.signals.connect(draw, signal, weak=False)
        crawler.signals.connect(fail, not_kept, weak=False)

    def _say_ended(self, spider: Spider) -> None:
        self.ended += 1
        kept = spider.crawler.stats.get_value("item_scraped_count", 0)
        say(f"[{self.ended}/{self.outlets}] {spider.name}: {_n('{count} article', '{count} articles', kept)}")


def failed_words(count: int) -> str:
    """Say behind a bar how many addresses have failed."""
    return _("{count:>4} failed", count=count)


NO_ARTICLE = (Reason.DELETED, Reason.HELD, Reason.PHOTO_ONLY, Reason.VIDEO_ONLY)
"""Reasons of a normal day that an address gave no article for: they have a column on a night that has some."""


def counted(report: RunReport | None, reasons: Iterable[Reason]) -> str:
    """Say how many addresses ended under each of these reasons: `2 deleted, 1 photo_only`."""
    found = report.unkept if report else {}
    return ", ".join(f"{len(found[reason])} {reason.code}" for reason in reasons if reason in found)


NOTHING_CAME = frozenset({Reason.DNS, Reason.UNREACHABLE, Reason.TIMEOUT})
"""Reasons that a machine without a network gives."""


def is_offline(reports: Iterable[RunReport | None]) -> bool:
    """Tell whether no outlet of several could be reached, so that it is this machine rather than they."""
    started = [report for report in reports if report]
    return len(started) > 1 and all(
        report.unkept and report.unkept.keys() <= NOTHING_CAME and not report.articles and not report.trouble for report in started
    )


def closing_line(report: RunReport, crawler: Crawler, file: TextIO) -> None:
    """Print what a row of the closing table says of one outlet, and under it what failed and what has changed."""
    stats = crawler.stats
    line = _(
        "{outlet}: {new} new, {edited} edited, {known} known, {duplicates} duplicates, failed: {failed}, {seconds:.0f} s: {result}",
        outlet=report.outlet,
        new=stats.get_value("store/new", 0),
        edited=stats.get_value("store/edited", 0),
        known=stats.get_value("lists/known", 0),
        duplicates=len(report.unkept.get(Reason.DUPLICATE, ())),
        failed=counted(report, [reason for reason in report.unkept if not reason.normal]) or "0",
        seconds=stats.get_value("elapsed_time_seconds", 0),
        result=_("look below") if report.exit_status else _("ok"),
    )
    for each in (line, *report.troubled_lines(SHOWN)):
        print(plain(each), file=file)


def closing_table(reports: Mapping[str, RunReport | None], crawlers: Mapping[str, Crawler], file: TextIO) -> None:
    """Print the table of a harvest, and under it what failed and what has changed, outlet by outlet."""
    console = Console(file=file, width=None if file.isatty() else 160, highlight=False, emoji=False, soft_wrap=True)
    gone = {name: counted(report, NO_ARTICLE) for name, report in reports.items()}
    more = [_("no article")] if any(gone.values()) else []
    counts = (_("new"), _("edited"), _("known"), _("duplicates"), *more)
    table = Table(_("outlet"), _("masthead"), *counts, _("failed"), _("seconds"), "", box=None, pad_edge=False)
    for name, report in reports.items():
        if report is None:
            table.add_row(name, *[""] * (6 + len(more) + 1), _("could not start: the log says why"))
            continue
        stats = crawlers[name].stats
        row = (
            name,
            report.title,
            str(stats.get_value("store/new", 0)),
            str(stats.get_value("store/edited", 0)),
            str(stats.get_value("lists/known", 0)),
            str(len(report.unkept.get(Reason.DUPLICATE, ()))),
            *([gone[name] or "0"] if more else []),
            counted(report, [reason for reason in report.unkept if not reason.normal]) or "0",
            f"{stats.get_value('elapsed_time_seconds', 0):.0f}",
            _("look below") if report.exit_status else _("ok"),
        )
        table.add_row(*map(plain, row))
    console.print(table, markup=False)
    if is_offline(reports.values()):
        console.print(_("no site could be reached: this machine seems to be offline"), markup=False)
        return
    for report in reports.values():
        if report is not None:
            for line in report.troubled_lines(SHOWN):
                console.print(plain(line), markup=False)
