"""`scrapy failures [OUTLET ...]`: what could not be kept, why, how often, since when, and whether it is tried again."""

from __future__ import annotations

import argparse
import sys

from rich.console import Console
from rich.table import Table
from scrapy.commands import ScrapyCommand

from newsharvest.command_line import check_global_options, check_store, find_outlets, refusing
from newsharvest.store import Failed, Store, StoreError, retries_left
from newsharvest.terminal import plain


class Command(ScrapyCommand):
    """See the module."""

    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:  # noqa: D102
        return "[options] [outlet ...]"

    def short_desc(self) -> str:  # noqa: D102
        return "Show what could not be kept, and why"

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Refuse what is mistyped in one line, with exit status 2."""
        with refusing("failures"):
            check_global_options(opts)
            super().process_options(args, opts)
            assert self.settings is not None
            self.names = list(find_outlets(self.settings, args)) if args else []
            check_store(self.settings)

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Print a table, or a line if there is nothing to show."""
        assert self.settings is not None
        limit = self.settings.getint("RETRY_LIMIT")
        try:
            with Store(self.settings["STORE"]) as store:
                failures = store.failures(self.names)
        except StoreError as error:
            print(f"scrapy failures: {error}", file=sys.stderr)
            self.exitcode = 1
            return
        table = Table(box=None, pad_edge=False)
        for column in ("outlet", "reason", "times", "first", "last", "tried again", "address"):
            table.add_column(column, overflow="fold")
        for failed in failures:
            detail = f" ({plain(failed.detail)})" if failed.detail else ""
            table.add_row(
                failed.outlet, failed.reason.code, str(failed.times), failed.first_at[:16].replace("T", " "),
                failed.last_at[:16].replace("T", " "), again(failed, limit), plain(failed.url) + detail,
            )  # fmt: skip
        console = Console(width=max(Console().width, 120) if sys.stdout.isatty() else 240, soft_wrap=True)
        console.print(table if failures else "nothing has failed", markup=False)


def again(failed: Failed, limit: int) -> str:
    """Say in a word whether a failure is tried again."""
    if failed.article is None:
        return "with the list"
    return "yes" if retries_left(failed, limit) else "no"
