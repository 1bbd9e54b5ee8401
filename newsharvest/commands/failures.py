"""`scrapy failures [OUTLET ...]`: what could not be kept, why, how often, since when, and whether it is tried again."""

from __future__ import annotations

import argparse

from rich.table import Table
from typing_extensions import override

from newsharvest.command_line import OutletCommand, check_store, find_outlets
from newsharvest.language import _
from newsharvest.reasons import Reason
from newsharvest.store import Failed, Store, retries_left
from newsharvest.terminal import minute, plain


class Command(OutletCommand[list[str]]):
    """Print a table of the failures of the outlets that are named, or of all."""

    requires_crawler_process = False

    @override
    def syntax(self) -> str:
        return _("[options] [outlet ...]")

    @override
    def short_desc(self) -> str:
        return _("Show what could not be kept, and why")

    def check(self, args: list[str], opts: argparse.Namespace) -> list[str]:
        """Return the outlets' names; none for all."""
        names = list(find_outlets(self.settings, args)) if args else []
        check_store(self.settings)
        return names

    def work(self, asked: list[str]) -> int:
        """Print a table, or a line if there is nothing to show."""
        with Store(self.settings["STORE"], reading=True) as store:
            failures, status = store.failures(asked), self.tell_damage(store)
        if not failures:
            return status | self.print_out([_("nothing has failed")])
        table = Table(box=None, pad_edge=False)
        for column in (_("outlet"), _("reason"), _("times"), _("first"), _("last"), _("tried again"), _("address")):
            table.add_column(column, overflow="fold")
        limit = self.settings.getint("RETRY_LIMIT")
        for failed in failures:
            detail = f" ({failed.detail})" if failed.detail else ""
            first, last = minute(failed.first_at), minute(failed.last_at)
            again = tried_again(failed, limit)
            row = failed.outlet, reason_of(failed), str(failed.times), first, last, again, failed.url + detail
            table.add_row(*map(plain, row))
        return status | self.print_table(table, 240)


def tried_again(failed: Failed, limit: int) -> str:
    """Say in a word whether a failure is tried again."""
    if failed.article is None:
        return _("with the list")
    return _("yes") if retries_left(failed, limit) else _("no")


def reason_of(failed: Failed) -> str:
    """Return the reason's code; of one that this version does not know, also that it does not."""
    return failed.reason.code if isinstance(failed.reason, Reason) else failed.reason.sentence()
