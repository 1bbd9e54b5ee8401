"""What is the same of every outlet that is harvested, by a command for one night or by a worker for months."""

from __future__ import annotations

import gc
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from scrapy.settings import BaseSettings

from newsharvest import press
from newsharvest.archive import Archive
from newsharvest.archive.beginning import begin_archive
from newsharvest.language import _
from newsharvest.run.harvest import HarvestPlan
from newsharvest.store import Store, StoreError
from newsharvest.terminal import say

OBJECTS = 20_000
"""That are made before garbage is looked for among them: what some four pages take. (Python's own 700: 4 % of a harvest's time; so 1 %.)"""


@dataclass(frozen=True)
class Terms:
    """Where what comes is kept, and for how long its pages are; how far back it is asked for, and what is asked for again."""

    store: Store
    archive: Archive | None
    settings: BaseSettings
    since: date | None = None
    refresh_days: int = 0
    keep_pages_days: int = 0
    """Pages that are older are dropped; 0: none."""

    def plan(self, outlet: str, began: datetime) -> HarvestPlan:
        """Begin a run of an outlet, and return its plan."""
        return HarvestPlan(
            self.store,
            outlet,
            began,
            since=self.since,
            first_days=self.settings.getint("FIRST_DAYS"),
            refresh_days=self.refresh_days,
            retry_limit=self.settings.getint("RETRY_LIMIT"),
            archive=self.archive,
        )

    def end_pages(self, day: date) -> None:
        """Drop the pages that are too old on a day. StoreError if that cannot be done, or if this run's are not where they belong."""
        if not self.archive:
            return
        self.archive.check_place()
        if self.keep_pages_days:
            before = str(day - timedelta(days=self.keep_pages_days))
            self.archive.drop_before(before)
            self.store.note_paged(before, dropped=True)


def ease(settings: BaseSettings) -> None:
    """Spare a process that will harvest what it gains nothing by, which is a twentieth of its time.

    The log's lines that nobody is shown are not made; and what has been imported is not searched for garbage again and again.
    """
    logging.getLogger("scrapy").setLevel(settings["LOG_LEVEL"])
    gc.freeze()
    gc.set_threshold(OBJECTS, 20, 20)


@contextmanager
def pages_beside(store: Store, settings: BaseSettings) -> Iterator[Archive | None]:
    """Open the archive of a store to keep pages in it; None where no pages are kept."""
    if settings.getbool("KEEP_PAGES") and store.address != ":memory:":
        with begin_archive(store, press.iso(press.now())) as archive:
            yield archive
    else:
        yield None


def settle(store: Store) -> bool:
    """Settle the stories that these runs, or one that was killed, have touched; return whether that could be done."""
    try:
        store.settle_stories()
    except StoreError as error:
        say(_("the stories were not settled, the next harvest does it: {why}", why=error))
        return False
    return True
