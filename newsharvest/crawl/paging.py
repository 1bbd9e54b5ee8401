"""When the walk through a list's pages has gone far enough, though there is one more page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from newsharvest.language import _, _n
from newsharvest.page.lists import Row

IDLE_MAX = 100
"""Pages in a row that reach no further back: a thousand articles of one day. Lists that have no end show today's for ever."""
FRESH_MAX = 2_000
"""Pages with something to fetch: some 20,000 articles, a year or more of a busy outlet and six hours at a request a second."""
PAGES_MAX = 10_000
"""Pages in all. What earlier runs have fetched is walked past without a request for it, so that each run comes further."""


class Paging:
    """How far the walk through a list has come in one run."""

    def __init__(self) -> None:
        self.pages = 0
        self.fresh = 0
        self.idle = 0
        self.oldest: datetime | None = None
        """The lowest date so far of a page's middle row: one that is pinned is no measure."""

    def note(self, rows: Sequence[Row], wanted: int) -> None:
        """Note a page that was read: its rows, and how many of them are fetched."""
        self.pages += 1
        self.fresh += bool(wanted)
        dates = sorted(row.date for row in rows if row.date)
        middle = dates[len(dates) // 2] if dates else None
        if middle and (self.oldest is None or middle < self.oldest):
            self.oldest, self.idle = middle, 0
        else:
            self.idle += 1

    def ends(self, *, bounded: bool) -> str:
        """Say in words why the walk goes no further, or nothing. `bounded`: a person has said how many pages are read."""
        if self.idle >= IDLE_MAX and not bounded:
            return _n("{count} page in a row reach no further back", "{count} pages in a row reach no further back", self.idle)
        if self.fresh >= FRESH_MAX:
            return _("{count:,} pages of new articles are enough for one run", count=self.fresh)
        return _("{count:,} pages were read", count=self.pages) if self.pages >= PAGES_MAX else ""
