"""What a run asks for: which rows of a list are fetched, and how far the list is walked.

A crawl goes by its arguments and fetches what they ask for, every time (`arguments.CrawlArguments`). A harvest goes by the store and
fetches what is new (`HarvestPlan`). A check looks at one of each kind of page (`CheckPlan`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from newsharvest.page.lists import Row


@dataclass(slots=True)
class Choice:
    """What a plan makes of a list page: rows to fetch, rows outside the period, how many are known, whether the next page is wanted."""

    wanted: list[Row] = field(default_factory=list)
    outside: list[Row] = field(default_factory=list)
    known: int = 0
    goes_on: bool = False


class Plan(Protocol):
    """What a spider asks of its plan."""

    @property
    def article(self) -> str | None:
        """The key of the one article asked for, or None for a list."""

    @property
    def section(self) -> str | None:
        """The CMS's code of the one section asked for, or None for all."""

    @property
    def reads_feed(self) -> bool:
        """Whether an outlet's RSS feed is asked for before its list."""

    def choose(self, rows: Sequence[Row], page: int, list_pages: int) -> Choice:
        """Choose among the rows of a list page (0: of a feed). `list_pages` is the bound where nothing else is."""

    def covers(self, day: date) -> bool:
        """Tell whether an article of that KST day is wanted."""

    def again(self) -> Sequence[str]:
        """Return the addresses to ask for once the list has answered, whether they stand on it or not."""


class CheckPlan:
    """The plan of a check: the feed, the first list page, and the first article on it. Keeps the rows that both gave."""

    article = None
    section = None
    reads_feed = True

    def __init__(self) -> None:
        self.listed: Sequence[Row] = ()
        self.feed: Sequence[Row] | None = None

    def choose(self, rows: Sequence[Row], page: int, list_pages: int) -> Choice:
        """Choose the first row of the list, and none of the feed's."""
        if not page:
            self.feed = rows
            return Choice()
        self.listed = rows
        return Choice(wanted=list(rows[:1]))

    def covers(self, day: date) -> bool:
        """Tell that an article of any day will do."""
        return True

    def again(self) -> Sequence[str]:
        """Return nothing: a check asks for no more than it shows."""
        return ()
