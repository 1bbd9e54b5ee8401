"""Which rows of a list a crawl and a harvest ask for, and how far they walk it."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from newsharvest.crawl.plan import Choice
from newsharvest.page.lists import Row
from newsharvest.press import KST
from newsharvest.reasons import Reason
from newsharvest.run.harvest import HarvestPlan
from newsharvest.store import Store
from tests.support.articles import article
from tests.support.project import outlets

NOW = datetime(2026, 11, 20, 3, tzinfo=KST)


def row(number: int, day: int | None = None) -> Row:
    return Row(str(number), f"http://gaon.kr/{number}", datetime(2026, 11, day, 9, tzinfo=KST) if day else None)


def numbers(rows: list[Row]) -> list[int]:
    return [int(row.key) for row in rows]


# --- a crawl


def crawled(rows: list[Row], page: int, /, **arguments: str) -> Choice:
    """Return what a crawl that was given these `-a` arguments makes of a list page."""
    return outlets()["gyeonggitv"](None, None, **arguments).plan.choose(rows, page, 3)


def test_an_old_row_that_is_pinned_to_the_top_does_not_end_a_crawl() -> None:
    choice = crawled([row(1, day=2), row(9, day=19), row(8, day=18)], 1, since="2026-11-10")
    assert numbers(choice.wanted) == [9, 8]
    assert numbers(choice.outside) == [1]
    assert choice.goes_on


def test_a_page_of_older_rows_ends_a_crawl() -> None:
    assert crawled([row(3, day=10), row(2, day=9)], 40, since="2026-11-10").goes_on
    choice = crawled([row(2, day=9), row(1, day=8)], 41, since="2026-11-10")
    assert not choice.goes_on
    assert numbers(choice.outside) == [2, 1]


def test_of_the_days_on_which_a_period_begins_and_ends_the_articles_say_whether_they_are_in_it() -> None:
    """Lists round their times: rows of 09:00 are fetched for a period from 18:00 on."""
    choice = crawled([row(3, day=12), row(2, day=11), row(1, day=10)], 1, since="2026-11-10 18:00", until="2026.11.11 08:00")
    assert (numbers(choice.wanted), numbers(choice.outside), choice.goes_on) == ([2, 1], [3], True)
    plan = outlets()["gyeonggitv"](None, None, since="2026-11-10 18:00", until="2026.11.11 08:00").plan
    moments = ["10 17:59", "10 18:00", "11 07:59", "11 08:00", "10 00:00", "11 00:00", "12 00:00"]
    assert [plan.covers(datetime.fromisoformat(f"2026-11-{moment}+09:00")) for moment in moments] == [
        False, True, True, False, True, True, False,
    ]  # fmt: skip


def test_a_list_without_dates_is_bounded_though_since_is_given() -> None:
    """It cannot say that it has come far enough."""
    choices = [crawled([row(page)], page, since="2026-11-10") for page in (1, 2, 3)]
    assert [choice.goes_on for choice in choices] == [True, True, False]
    assert [numbers(choice.wanted) for choice in choices] == [[1], [2], [3]]


@pytest.mark.parametrize(
    ("arguments", "pages"),
    [({}, 3), ({"until": "2026-11-20"}, 3), ({"pages": "5"}, 5), ({"pages": "2", "since": "2026-11-10"}, 2)],
)
def test_what_bounds_a_crawl(arguments: dict[str, str], pages: int) -> None:
    goes_on = [crawled([row(page, day=19)], page, **arguments).goes_on for page in range(1, 8)]
    assert goes_on == [page < pages for page in range(1, 8)]


# --- a harvest


def planned(store: Store, now: datetime = NOW, since: date | None = None, retry_limit: int = 7) -> HarvestPlan:
    return HarvestPlan(store, "gaon", now, since=since, first_days=7, refresh_days=0, retry_limit=retry_limit)


def test_one_page_of_older_rows_is_enough_for_a_harvest(store: Store) -> None:
    plan = planned(store)  # reaches back to the 13th
    assert plan.choose([row(9, day=19), row(8, day=12)], 1, 3).goes_on
    choice = plan.choose([row(7, day=12), row(6, day=11)], 2, 3)
    assert not choice.goes_on
    assert numbers(choice.outside) == [7, 6]


def test_what_a_run_has_met_itself_is_not_known(store: Store) -> None:
    """A row that stands on two pages counts once, whoever kept its article."""
    first = planned(store)
    assert first.choose([row(1, day=19), row(2, day=19)], 0, 3).known == 0  # the feed
    for number in (1, 2):
        store.keep(article(number), first.run, NOW.isoformat())
    assert first.choose([row(1, day=19), row(2, day=19)], 1, 3).known == 0
    second = planned(store)
    assert [second.choose([row(3, day=20), row(2, day=19), row(1, day=19)], page, 3).known for page in (0, 1, 2)] == [0, 2, 0]


def test_the_day_that_a_harvest_reaches_back_to_is_within_it(store: Store) -> None:
    choice = planned(store).choose([row(9, day=13), row(8, day=13), row(7, day=12)], 1, 3)
    assert (numbers(choice.wanted), numbers(choice.outside)) == ([9, 8], [7])
    choice = planned(store).choose([row(9, day=13), row(8, day=13)], 1, 3)
    assert choice.goes_on  # the next page may have more of that day


@pytest.mark.parametrize(("refresh_days", "again"), [(0, []), (1, [20, 19]), (2, [20, 19, 18])])
def test_recent_articles_are_asked_for_again_only_if_that_is_wanted(refresh_days: int, again: list[int], store: Store) -> None:
    run = planned(store).run
    for day in (18, 19, 20):
        store.keep(article(day, published_at=f"2026-11-{day}T01:00:00+09:00"), run, NOW.isoformat())
    plan = HarvestPlan(store, "gaon", NOW, since=None, first_days=7, refresh_days=refresh_days, retry_limit=7)
    assert plan.due_urls() == [f"http://gaon.kr/{day}" for day in again]


def test_a_harvest_walks_on_over_one_page_that_an_earlier_pass_has_covered_and_ends_at_the_second(store: Store) -> None:
    first = planned(store)
    first.choose([row(n, day=19) for n in (1, 2, 3)], 1, 3)
    first.complete()
    second = planned(store)
    assert second.choose([row(3, day=19)], 1, 3).goes_on
    assert second.choose([row(4, day=19), row(2, day=19)], 2, 3).goes_on  # something new: the count begins anew
    assert second.choose([row(2, day=19)], 3, 3).goes_on
    assert not second.choose([row(1, day=19)], 4, 3).goes_on


def test_the_pages_of_a_list_without_dates_are_counted_from_where_an_unfinished_pass_began(store: Store) -> None:
    """What came since stands before it, however much that is."""
    planned(store).choose([row(n) for n in (10, 9, 8)], 1, 3)  # and was killed
    plan = planned(store)
    for page, number in enumerate((60, 50, 40, 30, 20), 1):
        assert plan.choose([row(number), row(number - 1)], page, 3).goes_on
    assert plan.choose([row(11), row(10)], 6, 3).goes_on
    assert plan.choose([row(7), row(6)], 7, 3).goes_on
    assert not plan.choose([row(5), row(4)], 8, 3).goes_on


def test_the_pages_of_a_list_without_dates_are_counted_from_the_first_on_where_nothing_is_unfinished(store: Store) -> None:
    plan = planned(store)
    assert [plan.choose([row(10 - page)], page, 3).goes_on for page in (1, 2, 3)] == [True, True, False]


@pytest.mark.parametrize(
    ("reason", "status", "nights"),
    [
        (Reason.DELETED, 404, [1, 2, 4]),  # with the first, four times and no more
        (Reason.DELETED, None, [1, 2, 4]),  # the page says so itself
        (Reason.TIMEOUT, None, [1, 2, 4, 8, 16, 32]),
    ],
)
def test_the_nights_on_which_what_failed_is_asked_for_again(reason: Reason, status: int | None, nights: list[int], store: Store) -> None:
    """It stood on the list of night 0, and fails whenever it is asked for."""
    url, asked = "http://gaon.kr/1", []
    for night in range(70):
        now = NOW + timedelta(days=night)
        plan = planned(store, now)
        if night == 0 or url in plan.due_urls():
            asked.append(night)
            store.note_failure("gaon", url, reason, "", "gaon:1", plan.run, now.isoformat(), status)
        store.judge_failures("gaon", plan.run, fine=True)
    assert asked == [0, *nights]
