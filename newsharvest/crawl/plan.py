"""What a run asks for: which rows of a list are fetched, and how far the list is walked.

A crawl goes by its arguments and fetches what they ask for, every time (`CrawlPlan`). A harvest goes by the store and fetches what is new
(`newsharvest.run.harvest.HarvestPlan`). A check looks at one of each kind of page (`CheckupPlan`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from scrapy.crawler import Crawler

from newsharvest.page.lists import Row
from newsharvest.period import ALWAYS, Period


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
    def pages(self) -> int | None:
        """How many list pages were asked for, if a person has said so."""

    @property
    def reads_feed(self) -> bool:
        """Whether an outlet's RSS feed is asked for before its list."""

    @property
    def store(self) -> object | None:
        """The store that keeps what comes, or None where nothing but a feed does."""

    @property
    def one_of_many(self) -> bool:
        """Whether other outlets run in the same process."""

    def choose(self, rows: Sequence[Row], page: int, list_pages: int) -> Choice:
        """Choose among the rows of a list page (0: of a feed). `list_pages` is the bound where nothing else is."""

    def covers(self, moment: datetime) -> bool:
        """Tell whether an article of that moment of KST is wanted; 00:00:00 is a day of which no time is known."""

    def due_urls(self) -> Sequence[str]:
        """Return the addresses to ask for once the list has answered, whether they stand on it or not."""

    def bears_no_end(self, url: str) -> bool:
        """Tell whether the page of an article is taken though it ends where the outlet's others do not."""


@dataclass(frozen=True, slots=True)
class CrawlPlan:
    """What a crawl was asked for, every time anew. `article` is the one article's key."""

    period: Period = ALWAYS
    section: str | None = None
    pages: int | None = None
    article: str | None = None

    @property
    def store(self) -> None:
        """A crawl keeps nothing but the file it writes."""

    @property
    def one_of_many(self) -> bool:
        """A crawl is the only one of its run."""
        return False

    @property
    def reads_feed(self) -> bool:
        """A crawl asks the lists, which can be bounded."""
        return False

    def choose(self, rows: Sequence[Row], page: int, list_pages: int) -> Choice:
        """Choose the rows of the days of the period; go on until the limit, or a page whose rows are all older.

        Lists round their times (`3시간 전`), so of the days on which the period begins and ends, the articles themselves say whether they
        are within.
        """
        choice = Choice()
        for row in rows:
            (choice.outside if row.date and not self.period.touches(row.date.date()) else choice.wanted).append(row)
        days, since = [row.date.date() for row in rows if row.date], self.period.since
        reached = bool(since and days and max(days) < since.date())
        bounded = self.pages or (None if since and days else list_pages)
        choice.goes_on = not reached and (bounded is None or page < bounded)
        return choice

    def due_urls(self) -> Sequence[str]:
        """Return nothing: a crawl asks for what its lists show, no more."""
        return ()

    def bears_no_end(self, url: str) -> bool:
        """Tell that it is not: a crawl knows no other night."""
        return False

    def covers(self, moment: datetime) -> bool:
        """Tell whether a moment of KST is within the period."""
        return self.period.holds(moment)


class CheckupPlan:
    """The plan of a check: the feed, the first list page, and the first article on it. Keeps the rows that both gave."""

    article = None
    section = None
    pages = None
    reads_feed = True
    store = None
    one_of_many = True

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

    def covers(self, moment: datetime) -> bool:
        """Tell that an article of any day will do."""
        return True

    def due_urls(self) -> Sequence[str]:
        """Return nothing: a check asks for no more than it shows."""
        return ()

    def bears_no_end(self, url: str) -> bool:
        """Tell that it is not: a check knows no other night."""
        return False


def plan_of(crawler: Crawler) -> Plan | None:
    """Return the plan that a crawler's spider goes by; a spider that is no outlet's has none."""
    plan: Plan | None = getattr(crawler.spider, "plan", None)
    return plan
