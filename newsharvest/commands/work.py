"""`scrapy work`: takes outlets from the queue and harvests them, on as many machines as one likes, into one store."""

from __future__ import annotations

import argparse
from dataclasses import dataclass

from scrapy.exceptions import UsageError
from typing_extensions import override

from newsharvest.command_line import STOPPED, OutletCommand, broken_spiders, shared_store
from newsharvest.commands.harvest import read_days
from newsharvest.database import without_password
from newsharvest.language import _
from newsharvest.run.harvesting import Terms, ease, pages_beside
from newsharvest.run.report import ErrorCount
from newsharvest.store import Store
from newsharvest.terminal import say

MOST = 1000
"""Outlets that a process is asked to harvest at once."""


@dataclass(frozen=True)
class Asked:
    """How many outlets at a time, from which queue, until when, where figures are shown (a port of loopback), how long pages are kept."""

    store: str
    outlets: int
    once: bool
    port: int | None
    keep_pages_days: int


class Command(OutletCommand[Asked]):
    """Harvest what the queue has, until it is told to stop."""

    @override
    def syntax(self) -> str:
        return _("[options]")

    @override
    def short_desc(self) -> str:
        return _("Harvest the outlets that wait in the queue, beside the workers of other machines")

    @override
    def long_desc(self) -> str:
        return _(
            "A worker takes outlets from the queue that scrapy schedule fills, harvests some at a time, and goes on until Ctrl-C or"
            " SIGTERM: what it was harvesting then goes back into the queue. No two workers, nor a scrapy harvest, ask the same outlet at"
            " once. If the database goes away it ends with exit status 1: have systemd start it again. It needs STORE=postgresql://… and"
            " the packages of `uv sync --extra workers`."
        )

    @override
    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("-n", "--outlets", metavar="N", help=_("harvest N outlets at a time (default: the setting WORK_OUTLETS)"))
        parser.add_argument("--once", action="store_true", help=_("end when nothing waits any more, with the exit status of a harvest"))
        metrics = _("show figures for Prometheus at http://127.0.0.1:PORT/metrics, and at /healthz whether it works")
        parser.add_argument("--metrics", metavar="PORT", help=metrics)
        older = _("drop kept pages that are older than DAYS days, once a day")
        parser.add_argument("--keep-pages", metavar=_("DAYS"), help=older)

    def check(self, args: list[str], opts: argparse.Namespace) -> Asked:
        """Read how many, and until when."""
        if args:
            raise UsageError(_("it takes what waits in the queue: write scrapy schedule {outlets}", outlets=" ".join(args)))
        text = opts.outlets or str(self.settings["WORK_OUTLETS"])
        if not (text.isdecimal() and 0 < int(text) <= MOST):
            raise UsageError(_("-n {text} is not a number of outlets: write -n 16", text=text))
        port = opts.metrics
        if port is not None and not (port.isdecimal() and int(port) < 65_536):
            raise UsageError(_("--metrics {port} is not a port: write --metrics 9101", port=port))
        days = read_days("--keep-pages", opts.keep_pages, 365)
        return Asked(shared_store(self.settings), int(text), opts.once, None if port is None else int(port), days)

    def work(self, asked: Asked) -> int:
        """Work, and return the exit status."""
        from newsharvest.workers.exclusion import Exclusion
        from newsharvest.workers.harvester import Harvester
        from newsharvest.workers.metrics import Metrics, showing
        from newsharvest.workers.serving import run_worker
        from newsharvest.workers.session import me  # what they need is an extra, and Scrapy imports each command
        from newsharvest.workers.tables import prepare
        from newsharvest.workers.worker import Worker

        self.warn_without_contact()
        say(*broken_spiders(self.settings))
        name, metrics = me("work"), Metrics()
        prepare(asked.store, name)
        with (
            Store(asked.store) as store,
            pages_beside(store, self.settings) as archive,
            Exclusion(asked.store, name) as exclusion,
        ):
            terms = Terms(store, archive, self.settings, keep_pages_days=asked.keep_pages_days)
            harvester = Harvester(self.process, terms, exclusion, metrics.add)
            worker = Worker(asked.store, name, harvester.harvest, asked.outlets, harvester.let_go, harvester.paces)
            harvester.broken = worker.lose

            async def live() -> None:
                exclusion.watch(worker.lose)
                async with showing(worker, metrics, asked.port):
                    await worker.run(once=asked.once)

            if not asked.once:
                self.say(
                    _(
                        "takes outlets from the queue of {database}, {count} at a time",
                        database=without_password(asked.store),
                        count=asked.outlets,
                    )
                )
            ease(self.settings)
            errors = ErrorCount(lambda: None)
            ended = run_worker(self.process, worker, live())
            errors.detach()
            if worker.stopping:
                say(_("stopped: what was being harvested is in the queue again") if ended else _(STOPPED))
            elif asked.once and not harvester.asked:
                self.say(_("nothing waits in the queue: scrapy schedule puts outlets there"))
            if errors.count:
                say(_("wrong: errors were logged that belong to no outlet: the log says which"))
        return int(not ended or (asked.once and not worker.stopping and (harvester.failed or bool(errors.count))))
