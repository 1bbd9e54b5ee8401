"""The plan of a harvest: what is new, how far back, and what is due again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import TypeGuard

from newsharvest import press
from newsharvest.archive import Archive
from newsharvest.crawl.plan import Choice, Plan
from newsharvest.doubts import Doubt
from newsharvest.doubts.outlet import RUN
from newsharvest.language import _n
from newsharvest.page.lists import Row
from newsharvest.reasons import Reason
from newsharvest.run.health import Figures
from newsharvest.store import Standing, Store, is_due

CUT_TIMES = 2
"""Nights on which an article was refused for ending where the outlet's others do not, after which it is believed to end there."""
RECENT = 5
"""Earlier runs of which one shows that it is an outlet's way to write no end."""
OVERLAP = 2
"""List pages in a row that must be done before paging stops: what slipped past a page's edge while an earlier pass walked is found."""


class HarvestPlan:
    """The incremental plan of one outlet's run.

    Paging stops after OVERLAP pages all of whose rows are *done*: covered by an earlier pass of the list that came to a clean end, or older
    than the day that the harvest reaches back to; one page of older rows alone is enough. That a row's article is known does not count:
    after a kill, or a list page that failed, the rest of the list is still walked.
    """

    article = None
    section = None
    pages = None
    reads_feed = True
    one_of_many = True

    def __init__(
        self,
        store: Store,
        outlet: str,
        now: datetime,
        *,
        since: date | None,
        first_days: int,
        refresh_days: int,
        retry_limit: int,
        archive: Archive | None = None,
    ) -> None:
        """Begin a run. `since` reaches back further than before; a first harvest reaches back `first_days`. `archive`: where pages go."""
        self.store = store
        self.archive = archive
        self.outlet = outlet
        self.now = now
        self.refresh_since = now.date() - timedelta(days=refresh_days) if refresh_days else None
        self.retry_limit = retry_limit
        store.note_target(outlet, since or now.date() - timedelta(days=first_days))
        self.reach, covered = store.reach_of(outlet)
        self.deeper = covered is None or self.reach < covered
        self.unfinished = store.uncovered_ids(outlet)
        self.left_unjudged = store.left_unjudged(outlet, RUN)
        """Articles that runs which came to no end have kept, for what comes after them may make them doubtful."""
        self.run = store.begin_run(outlet, press.iso(now))
        self.done_pages = 0
        self.met_done = False
        """Whether a list, or a sitemap, came down to what is done: there is nothing between it and the passes before."""
        self.undated_pages = 0
        self.since = since
        self.shortfall = ""
        figures = [Figures.load(data) for _, data in store.figures_before(outlet, self.run, RECENT)]
        self.ends_oddly = any(2 * run.doubts[Doubt.NO_END.code] >= run.articles > 0 for run in figures)
        """Whether, as the runs before say, it is the outlet's way that pages end as none should."""
        self.often_cut: set[str] = set()
        """Addresses of pages that were cut short so often that they are taken as they come."""
        self.seen: set[str] = set()
        """Addresses asked for again that are not judged by: kept before, or asked for a few times more."""
        self.for_edits: set[str] = set()
        """Addresses asked for again for edits alone."""
        self.unjudged: set[str] = set()
        """Those asked for again that no run could be judged by yet."""
        self.met_here: set[str] = set()
        """The keys of the rows of this run: what it kept itself, or has counted as known, is not counted when another page has it too."""
        self.met: dict[str, int] = {}
        """How often each article was met that is kept and asked for again, for others had its body too, or it was in doubt."""

    def choose(self, rows: Sequence[Row], page: int, list_pages: int) -> Choice:
        """Note the page's rows in the store, and choose what is new."""
        ids = {row.key: f"{self.outlet}:{row.key}" for row in rows}
        self.store.note_rows(self.outlet, self.run, [(ids[row.key], row.url, row.date) for row in rows])
        known = self.store.known_ids(ids.values()) | self.store.failed_ids(self.outlet, ids.values())
        covered = set() if self.deeper else self.store.covered_ids(self.outlet, ids.values())
        choice = Choice()
        older = [row for row in rows if row.date is not None and row.date.date() < self.reach]
        for row in rows:
            if ids[row.key] not in known:
                (choice.outside if row in older else choice.wanted).append(row)
                self.met_here.add(row.key)
            elif page and row.key not in self.met_here:  # a feed's rows stand on the list too
                choice.known += 1
                self.met_here.add(row.key)
        if page:
            self.met_done |= any(row in older or ids[row.key] in covered for row in rows)
            done = all(row in older or ids[row.key] in covered for row in rows)
            self.done_pages = self.done_pages + 1 if done else 0
            choice.goes_on = len(older) < len(rows) and self.done_pages < OVERLAP
            if self.deeper and not any(row.date for row in rows):
                choice.goes_on &= self._within_undated(set(ids.values()), list_pages)
        return choice

    def _within_undated(self, ids: set[str], list_pages: int) -> bool:
        """Bound a list without dates, which cannot say how far back it is: `list_pages`, from where an unfinished pass before began."""
        if self.undated_pages or not self.unfinished or ids & self.unfinished:
            self.undated_pages += 1
        within = self.undated_pages < list_pages
        if self.since and not within:
            self.shortfall = _n(
                "the list prints no dates: it was read for {count} page alone, and --since {since} could not be followed",
                "the list prints no dates: it was read for {count} pages alone, and --since {since} could not be followed",
                list_pages,
                since=self.since,
            )
        return within

    def falls_short(self, *, failed: bool) -> date | None:
        """Return the day down to which articles may be missing though all lists were asked for; None where nothing is.

        `failed`: a list could not be read. What a pass has covered that came to a clean end is not missing.
        """
        if self.met_done and not failed:
            return None
        last = None if self.deeper else self.store.covered_since(self.outlet)
        return max(self.reach, last - timedelta(days=1)) if last else self.reach

    def reached(self) -> None:
        """Note that a sitemap has come down to the day that was asked for."""
        self.met_done, self.shortfall = True, ""

    def covers(self, moment: datetime) -> bool:
        """Every article that the list offered is wanted: the list's dates were the bound."""
        return True

    def due_urls(self) -> list[str]:
        """Return failed addresses that are due, and recent articles that are to be looked at again for edits."""
        due = [f for f in self.store.failures([self.outlet]) if is_due(f, self.now, self.retry_limit)]
        self.often_cut = {f.url for f in due if f.reason is Reason.CUT_SHORT and f.times >= CUT_TIMES}
        recent = self.store.recent_urls(self.outlet, self.refresh_since) if self.refresh_since else []
        self.unjudged = {f.url for f in due if f.standing is Standing.OPEN and f.reason is not Reason.DOUBTFUL}
        self.seen = ({f.url for f in due} | set(recent)) - self.unjudged
        self.for_edits = set(recent) - {f.url for f in due}
        self.met = {f.url: f.times for f in due if f.reason in {Reason.SAME_BODY, Reason.DOUBTFUL}}
        return press.unique([*(f.url for f in due), *recent])

    def bears_no_end(self, url: str) -> bool:
        """Tell whether a page was refused for its end often enough, or it is the outlet's way: then it is kept, in doubt."""
        return url in self.often_cut or self.ends_oddly

    def complete(self) -> None:
        """Note a clean end: every list page that was asked for was read."""
        self.store.note_complete(self.outlet, self.run, self.reach)


def keeps(plan: Plan | None) -> TypeGuard[HarvestPlan]:
    """Tell whether a run keeps what comes in a store: then its plan is a harvest's."""
    return plan is not None and plan.store is not None
