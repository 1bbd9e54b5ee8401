"""The store on real files: what each method leaves in every table, and what is left after kills, full disks and other processes."""

from __future__ import annotations

import json
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock, Timeout

from newsharvest import press
from newsharvest.doubts.outlet import pieces_of
from newsharvest.items import Article
from newsharvest.reasons import Reason
from newsharvest.search import parse
from newsharvest.store import (
    SCHEMA_VERSION,
    Failed,
    Kept,
    KeptCheckup,
    Selection,
    Shared,
    Soundness,
    Standing,
    Store,
    StoreError,
    harvesting,
    is_due,
    retries_left,
)
from tests.support.articles import BEFORE_SEARCH, NIGHT, article, revisions
from tests.support.command_line import quick
from tests.support.posix import FULL, LIMITS, MEMORY, MODES, OPEN_FILES, SIGNALS
from tests.support.project import ROOT
from tests.support.stores import Place, rows, sqlite_of
from tests.support.texts import HADONG, LIBRARY, MARKET, YEONCHEON

NEXT_NIGHT = "2026-11-21T03:00:00+09:00"
THIRD_NIGHT = "2026-11-22T03:00:00+09:00"
BROKEN = "http://gaon.kr/1"


TABLES = "run article revision sighting listing reach failure warning".split()


def counts(place: Place) -> dict[str, int]:
    """The tables that hold anything, and how many rows."""
    return {table: n for table in TABLES if (n := rows(place, f"SELECT count(*) FROM {table}")[0][0])}


def is_intact(path: Path) -> bool:
    return rows(path, "PRAGMA integrity_check") == [("ok",)]


@pytest.fixture
def run(store: Store) -> int:
    return store.begin_run("gaon", NIGHT)


# --- an article: new, edited, the same


def test_a_new_article_is_one_row_with_everything_it_came_with(store: Store, run: int, place: Place) -> None:
    came = article(published_at="2026-11-18T09:00:00+09:00", section=["문화"], images=[{"url": "http://gaon.kr/a.jpg", "caption": None}])
    assert store.keep(came, run, NIGHT) is Kept.NEW
    columns = "id, outlet, url, day, content_hash, first_seen, last_seen, run"
    [row] = rows(place, f"SELECT {columns} FROM article")
    assert row == ("gaon:1", "gaon", "http://gaon.kr/1", "2026-11-18", came.content_hash, NIGHT, NIGHT, run)
    [(record,)] = rows(place, "SELECT record FROM article")
    assert json.loads(record) == asdict(came) | {"story_id": None}  # what story it tells can change when others come
    assert came.story_id == "gaon:1"
    assert counts(place) == {"run": 1, "article": 1}
    assert list(store.articles()) == [came]
    assert store.known_ids(["gaon:1", "gaon:2"]) == {"gaon:1"}


def test_what_a_later_page_has_brought_meanwhile_is_not_replaced_by_the_reading_of_an_earlier_one(store: Store) -> None:
    """A server's store is read anew while workers harvest."""
    later = "2026-11-21T03:00:00+09:00"
    run = store.begin_run("gaon", NIGHT)
    store.keep(article(1, "처음 글", fetched_at=NIGHT), run, NIGHT)
    store.keep(article(1, "고친 글", fetched_at=later), run, later)
    assert store.reread(article(1, "다시 읽은 처음 글", fetched_at=NIGHT), later) is Kept.SAME
    assert store.keep_reread(article(1, "다시 읽은 처음 글", fetched_at=NIGHT), run, later) is Kept.SAME
    assert [(held.article.body, held.reread) for held in store.versions("gaon:1")] == [("처음 글", False), ("고친 글", False)]
    assert store.unjudged("gaon") == set()
    assert store.reread(article(1, "다시 읽은 글", fetched_at=later), later) is Kept.EDITED
    assert store.article("gaon:1").body == "다시 읽은 글"


def test_the_same_article_again_only_moves_when_it_was_last_seen(store: Store, run: int, place: Place) -> None:
    store.keep(article(fetched_at=NIGHT), run, NIGHT)
    later = store.begin_run("gaon", NEXT_NIGHT)
    assert store.keep(article(fetched_at=NEXT_NIGHT), later, NEXT_NIGHT) is Kept.SAME
    assert rows(place, "SELECT first_seen, last_seen, run FROM article") == [(NIGHT, NEXT_NIGHT, run)]
    assert counts(place) == {"run": 2, "article": 1}
    assert next(store.articles()).fetched_at == NIGHT


def test_an_edited_article_keeps_its_old_text_as_a_revision(store: Store, run: int, place: Place) -> None:
    first = article(body="축제는 5일 열린다.")
    second = article(body="축제는 6일 열린다.", modified_at="2026-11-21T01:00:00+09:00")
    third = article(body="축제는 취소됐다.")
    store.keep(first, run, NIGHT)
    later = store.begin_run("gaon", NEXT_NIGHT)
    assert store.keep(second, later, NEXT_NIGHT) is Kept.EDITED
    assert first.content_hash != second.content_hash
    columns = "content_hash, first_seen, last_seen, run, day"
    assert rows(place, f"SELECT {columns} FROM article") == [(second.content_hash, NIGHT, NEXT_NIGHT, later, "2026-11-20")]
    assert rows(place, "SELECT article, replaced_at, content_hash FROM revision") == [("gaon:1", NEXT_NIGHT, first.content_hash)]
    assert list(store.articles()) == [second]
    before = [replace(text, story_id=None) for text in (first, second, third)]  # what story it told is not of the text
    assert revisions(store, "gaon:1") == before[:1]
    assert store.keep(third, later, THIRD_NIGHT) is Kept.EDITED
    assert revisions(store, "gaon:1") == before[:2]
    assert store.keep(first, later, THIRD_NIGHT) is Kept.EDITED  # edited back
    assert revisions(store, "gaon:1") == before
    assert counts(place) == {"run": 2, "article": 1, "revision": 3}
    assert revisions(store, "gaon:2") == []


def test_an_edit_that_corrects_the_date_moves_the_article_to_its_day(store: Store, run: int) -> None:
    store.keep(article(body="가.", published_at="2025-11-18T09:00:00+09:00"), run, NIGHT)
    store.keep(article(body="나.", published_at="2026-11-18T09:00:00+09:00"), run, NEXT_NIGHT)
    assert [a.body for a in store.articles(Selection(since=date(2026, 11, 18), until=date(2026, 11, 18)))] == ["나."]
    store.keep(article(body="다."), run, THIRD_NIGHT)  # states no date any more: the day it had stays
    assert [a.body for a in store.articles(Selection(since=date(2026, 11, 18), until=date(2026, 11, 18)))] == ["다."]


def test_text_of_every_kind_comes_back_as_it_was(store: Store, run: int) -> None:
    odd = article(body="\" ' \\ \n\n % _ 👪 \u2028 \x00 끝")
    store.keep(odd, run, NIGHT)
    assert list(store.articles()) == [odd]


# --- the day of an article


@pytest.mark.parametrize(
    ("published", "listed", "day"),
    [
        ("2026-11-15T23:30:00+09:00", "2026-11-16T00:10:00+09:00", "2026-11-15"),  # published
        (None, "2026-11-16T00:10:00+09:00", "2026-11-16"),  # else as the list has it
        (None, None, "2026-11-20"),  # else first seen
    ],
)
def test_the_day_is_published_else_the_lists_else_first_seen(
    store: Store, run: int, place: Place, published: str | None, listed: str | None, day: str
) -> None:
    store.note_rows("gaon", run, [("gaon:1", "http://gaon.kr/1?page=1", datetime.fromisoformat(listed) if listed else None)])
    store.keep(article(published_at=published), run, NIGHT)
    assert rows(place, "SELECT day FROM article") == [(day,)]
    [kept] = store.articles()
    assert kept.published_at == published  # the day is for choosing, never for show


def test_the_day_is_the_korean_one(store: Store, run: int, place: Place) -> None:
    store.keep(article(published_at="2026-11-15T23:30:00+00:00"), run, NIGHT)
    assert rows(place, "SELECT day FROM article") == [("2026-11-16",)]


# --- failures


def fail(store: Store, run: int, at: str = NIGHT, reason: Reason = Reason.TIMEOUT, detail: str = "", url: str = BROKEN) -> Failed:
    store.note_failure("gaon", url, reason, detail, "gaon:1", run, at)
    [failed] = [f for f in store.failures() if f.url == url]
    return failed


def test_a_failure_is_kept_with_its_address_count_first_and_last_time(store: Store, run: int) -> None:
    assert fail(store, run, detail="30 s") == Failed("gaon", BROKEN, Reason.TIMEOUT, "30 s", "gaon:1", 1, NIGHT, NIGHT, None, Standing.OPEN)


def test_a_failure_is_counted_once_a_run(store: Store, run: int) -> None:
    fail(store, run)
    assert fail(store, run).times == 1
    second = fail(store, store.begin_run("gaon", NEXT_NIGHT), NEXT_NIGHT)
    assert (second.times, second.first_at, second.last_at) == (2, NIGHT, NEXT_NIGHT)


def test_another_reason_begins_a_new_count(store: Store, run: int) -> None:
    fail(store, run)
    fail(store, store.begin_run("gaon", NEXT_NIGHT), NEXT_NIGHT)
    third = fail(store, store.begin_run("gaon", THIRD_NIGHT), THIRD_NIGHT, Reason.HTTP_STATUS, "HTTP 500")
    assert third == Failed("gaon", BROKEN, Reason.HTTP_STATUS, "HTTP 500", "gaon:1", 1, THIRD_NIGHT, THIRD_NIGHT, None, Standing.OPEN)


def test_another_reason_begins_a_new_count_in_the_same_run_too(store: Store, run: int) -> None:
    fail(store, run)
    later = store.begin_run("gaon", NEXT_NIGHT)
    assert fail(store, later, NEXT_NIGHT).times == 2
    assert fail(store, later, NEXT_NIGHT, Reason.HTTP_STATUS).times == 1


def test_keeping_the_article_ends_its_failure_and_no_other(store: Store, run: int) -> None:
    fail(store, run)
    fail(store, run, url="http://gaon.kr/2")
    store.note_failure("other", BROKEN, Reason.DNS, "", None, run, NIGHT)
    store.keep(article(), run, NIGHT)
    assert [(f.outlet, f.url) for f in store.failures()] == [("gaon", "http://gaon.kr/2"), ("other", BROKEN)]


def test_finding_the_article_unchanged_ends_its_failure(store: Store, run: int) -> None:
    store.keep(article(), run, NIGHT)
    fail(store, run)
    assert store.keep(article(), run, NEXT_NIGHT) is Kept.SAME
    assert store.failures() == []


def test_a_pass_that_came_to_a_clean_end_ends_the_failures_of_list_pages(store: Store, run: int) -> None:
    fail(store, run)
    store.note_failure("gaon", "http://gaon.kr/list", Reason.TIMEOUT, "", None, run, NIGHT)
    second = store.begin_run("gaon", NEXT_NIGHT)
    store.note_failure("gaon", "http://gaon.kr/list?page=2", Reason.ROBOTS, "", None, second, NEXT_NIGHT)
    store.note_complete("other", second, date(2026, 11, 13))
    assert len(store.failures()) == 3
    store.note_complete("gaon", second, date(2026, 11, 13))
    assert [f.url for f in store.failures()] == ["http://gaon.kr/list?page=2", BROKEN]  # this run's own, and the article's


def test_failures_come_by_outlet_the_latest_first(store: Store, run: int) -> None:
    fail(store, run, NIGHT, url="http://gaon.kr/1")
    fail(store, run, NEXT_NIGHT, url="http://gaon.kr/2")
    store.note_failure("alpha", "http://alpha.kr/", Reason.DNS, "", None, run, NIGHT)
    assert [f.url for f in store.failures()] == ["http://alpha.kr/", "http://gaon.kr/2", "http://gaon.kr/1"]
    assert [f.url for f in store.failures(["alpha"])] == ["http://alpha.kr/"]
    assert store.failures(["nobody"]) == []


def test_a_failed_article_is_known_to_have_failed(store: Store, run: int) -> None:
    fail(store, run)
    store.note_failure("gaon", "http://gaon.kr/list", Reason.TIMEOUT, "", None, run, NIGHT)
    assert store.failed_ids("gaon", ["gaon:1", "gaon:2"]) == {"gaon:1"}
    assert store.failed_ids("other", ["gaon:1"]) == set()


@pytest.mark.parametrize(("times", "days"), [(1, 0), (2, 1), (3, 2), (4, 4), (5, 8), (6, 16)])
def test_a_failure_is_due_after_1_2_4_8_days(times: int, days: int) -> None:
    failed = Failed("gaon", BROKEN, Reason.TIMEOUT, "", "gaon:1", times, NIGHT, NIGHT)
    due = datetime.fromisoformat(NIGHT) + timedelta(days=days, hours=-1)  # an hour early, for a nightly run that is
    assert is_due(failed, due, limit=7)
    if days:
        assert not is_due(failed, due - timedelta(seconds=1), limit=7)


@pytest.mark.parametrize(
    ("reason", "key", "times", "due"),
    [
        (Reason.TIMEOUT, "gaon:1", 6, True),
        (Reason.TIMEOUT, "gaon:1", 7, False),  # the limit
        (Reason.TIMEOUT, None, 1, False),  # a list page comes by itself
        (Reason.DELETED, "gaon:1", 1, False),  # believed
        (Reason.PHOTO_ONLY, "gaon:1", 1, False),
        (Reason.DOUBTFUL, "gaon:1", 3, True),  # kept, and looked at again
        (Reason.DOUBTFUL, "gaon:1", 4, False),
        (Reason.HELD, "gaon:1", 1, True),  # may be released yet
        (Reason.NO_LAYOUT, "gaon:1", 1, True),
    ],
)
def test_only_what_can_come_yet_is_tried_again(reason: Reason, key: str | None, times: int, due: bool) -> None:
    failed = Failed("gaon", BROKEN, reason, "", key, times, NIGHT, NIGHT)
    assert is_due(failed, datetime.fromisoformat(NIGHT) + timedelta(days=400), limit=7) is due


@pytest.mark.parametrize("reason", [Reason.DELETED, Reason.PHOTO_ONLY, Reason.DUPLICATE])
@pytest.mark.parametrize(
    ("standing", "times", "left"),
    [(Standing.FINAL, 2, 0), (Standing.OPEN, 2, 5), (Standing.FEW, 0, 4), (Standing.FEW, 1, 3), (Standing.FEW, 4, 0)],
)
def test_what_may_be_a_bad_moment_is_asked_for_again(reason: Reason, standing: Standing, times: int, left: int) -> None:
    failed = Failed("gaon", BROKEN, reason, "", "gaon:1", times, NIGHT, NIGHT, None, standing)
    assert retries_left(failed, limit=7) == left
    assert is_due(failed, datetime.fromisoformat(NIGHT) + timedelta(days=400), limit=7) is (left > 0)
    assert retries_left(failed, limit=1) == max(0, 1 - times) * (left > 0)  # RETRY_LIMIT bounds it too


def standings(store: Store) -> dict[str, tuple[Standing, int]]:
    """How each failure stands, by the last part of its address, and how often it was met."""
    return {failed.url.rpartition("/")[2]: (failed.standing, failed.times) for failed in store.failures()}


def test_after_a_fine_run_what_it_met_is_asked_for_a_few_times_more_and_so_is_what_stood_open_before(store: Store, run: int) -> None:
    for number, reason in enumerate([Reason.PHOTO_ONLY, Reason.PHOTO_ONLY, Reason.TIMEOUT, Reason.SAME_BODY], start=1):
        fail(store, run, reason=reason, url=f"http://gaon.kr/{number}")
    second = store.begin_run("gaon", NEXT_NIGHT)
    fail(store, second, NEXT_NIGHT, Reason.PHOTO_ONLY, url="http://gaon.kr/1")
    fail(store, second, NEXT_NIGHT, Reason.DELETED, url="http://gaon.kr/5")
    fail(store, second, NEXT_NIGHT, Reason.TIMEOUT, url="http://gaon.kr/6")
    store.judge_failures("gaon", second, fine=True)
    assert standings(store) == {
        "1": (Standing.FEW, 2),
        "2": (Standing.FEW, 0),
        "3": (Standing.OPEN, 1),  # no night is normal with a timeout: it is asked for as ever
        "4": (Standing.FEW, 0),
        "5": (Standing.FEW, 1),
        "6": (Standing.OPEN, 1),
    }
    third = store.begin_run("gaon", THIRD_NIGHT)
    again = fail(store, third, THIRD_NIGHT, Reason.PHOTO_ONLY, url="http://gaon.kr/2")
    assert (again.standing, again.times) == (Standing.FEW, 1)
    other = fail(store, third, THIRD_NIGHT, Reason.DELETED, url="http://gaon.kr/2")
    assert (other.standing, other.times) == (Standing.OPEN, 1)  # another reason is for another run to show


def test_while_most_end_alike_nothing_is_believed_not_even_what_was_asked_for_a_few_times_more(store: Store, run: int) -> None:
    fail(store, run, reason=Reason.PHOTO_ONLY, url="http://gaon.kr/1")
    store.judge_failures("gaon", store.begin_run("gaon", NEXT_NIGHT), fine=True)
    third = store.begin_run("gaon", THIRD_NIGHT)
    fail(store, third, THIRD_NIGHT, Reason.PHOTO_ONLY, url="http://gaon.kr/1")
    fail(store, third, THIRD_NIGHT, Reason.PHOTO_ONLY, url="http://gaon.kr/2")
    store.judge_failures("gaon", third, fine=False)
    assert standings(store) == {"1": (Standing.OPEN, 1), "2": (Standing.OPEN, 1)}


def test_only_articles_of_earlier_runs_wait_to_be_judged(store: Store, run: int) -> None:
    fail(store, run, reason=Reason.HELD, url="http://gaon.kr/1")
    fail(store, run, reason=Reason.TIMEOUT, url="http://gaon.kr/2")
    store.note_failure("gaon", "http://gaon.kr/list", Reason.DUPLICATE, "", None, run, NIGHT)
    store.note_failure("other", "http://other.kr/1", Reason.HELD, "", "other:1", run, NIGHT)
    assert store.open_failures("gaon", run) == []
    later = store.begin_run("gaon", NEXT_NIGHT)
    assert [failed.url for failed in store.open_failures("gaon", later)] == ["http://gaon.kr/1"]
    store.judge_failures("gaon", later, fine=True)
    assert store.open_failures("gaon", later) == []


# --- lists


def listed(store: Store, run: int, *numbers: int, at: str | None = None, page: int = 1) -> None:
    when = datetime.fromisoformat(at) if at else None
    store.note_rows("gaon", run, [(f"gaon:{n}", f"http://gaon.kr/{n}?page={page}", when) for n in numbers])


def test_rows_are_covered_only_when_the_pass_that_saw_them_came_to_a_clean_end(store: Store, run: int) -> None:
    everything = [f"gaon:{n}" for n in range(1, 5)]
    store.note_target("gaon", date(2026, 11, 13))
    listed(store, run, 1, 2)  # killed here
    assert store.covered_ids("gaon", everything) == set()
    second = store.begin_run("gaon", NEXT_NIGHT)
    listed(store, second, 2, 3)
    store.note_complete("gaon", second, date(2026, 11, 13))
    assert store.covered_ids("gaon", everything) == {"gaon:2", "gaon:3"}  # 1 was on no page of the pass that ended
    assert store.covered_ids("other", everything) == set()


def test_a_covered_row_stays_covered_when_a_later_pass_is_killed(store: Store, run: int, place: Place) -> None:
    listed(store, run, 1)
    store.note_complete("gaon", run, date(2026, 11, 13))
    second = store.begin_run("gaon", NEXT_NIGHT)
    listed(store, second, 1, 2)
    assert store.covered_ids("gaon", ["gaon:1", "gaon:2"]) == {"gaon:1"}
    assert rows(place, "SELECT article, run, covered FROM listing") == [("gaon:1", run, 1), ("gaon:2", second, 0)]


def test_the_lists_first_date_for_an_article_stays(store: Store, run: int, place: Place) -> None:
    listed(store, run, 1)
    listed(store, run, 1, at="2026-11-19T10:00:00+09:00")
    listed(store, run, 1, at="2026-11-19T00:00:00+09:00")  # `3시간 전` has become `어제`
    assert rows(place, "SELECT listed_at FROM listing") == [("2026-11-19T10:00:00+09:00",)]


def test_how_far_back_stands_until_a_pass_has_come_so_far_and_only_grows(store: Store, run: int) -> None:
    store.note_target("gaon", date(2026, 11, 13))
    store.note_target("gaon", date(2026, 11, 14))  # the next night, after a kill
    assert store.reach_of("gaon") == (date(2026, 11, 13), None)
    store.note_complete("gaon", run, date(2026, 11, 13))
    assert store.reach_of("gaon") == (date(2026, 11, 13), date(2026, 11, 13))
    store.note_target("gaon", date(2026, 10, 1))  # --since goes further back, and is cut short
    store.note_target("gaon", date(2026, 11, 15))
    assert store.reach_of("gaon") == (date(2026, 10, 1), date(2026, 11, 13))
    store.note_complete("gaon", run, date(2026, 10, 1))
    assert store.reach_of("gaon") == (date(2026, 10, 1), date(2026, 10, 1))
    with pytest.raises(KeyError):
        store.reach_of("other")


def test_every_address_that_linked_an_article_is_kept_with_its_first_and_last_run(store: Store, run: int, place: Place) -> None:
    second = store.begin_run("gaon", NEXT_NIGHT)
    listed(store, run, 1)
    listed(store, second, 1)
    listed(store, second, 1, page=2)
    assert rows(place, "SELECT * FROM sighting ORDER BY url") == [
        ("gaon:1", "http://gaon.kr/1?page=1", run, second),
        ("gaon:1", "http://gaon.kr/1?page=2", second, second),
    ]


# --- runs and warnings


def test_figures_come_back_of_ended_runs_of_the_outlet_the_latest_first(store: Store) -> None:
    nights = [f"2026-11-{day:02d}T03:00:00+09:00" for day in range(1, 7)]
    runs = [store.begin_run("gaon", night) for night in nights]
    for n, run in enumerate(runs):
        if n != 2:  # killed
            store.end_run(run, nights[n], 0, {"new": n, "말": "가"})
    other = store.begin_run("other", nights[5])
    store.end_run(other, nights[5], 1, {"new": 99})
    before = store.figures_before("gaon", runs[5], 3)
    assert before == [(nights[n], {"new": n, "말": "가"}) for n in (4, 3, 1)]
    assert store.figures_before("gaon", runs[0], 3) == []


def test_figures_from_before_a_standing_warning_come_back_however_long_it_has_stood(store: Store) -> None:
    nights = [f"2026-11-{day:02d}T03:00:00+09:00" for day in range(1, 21)]
    runs = [store.begin_run("gaon", night) for night in nights]
    for n, run in enumerate(runs):
        store.end_run(run, nights[n], 0, {"new": n})
    found = [figures["new"] for _, figures in store.figures_before("gaon", runs[19], 3, [nights[5], nights[4]])]
    assert found == [18, 17, 16, 4, 3, 2, 1]


def test_a_run_that_was_killed_has_no_end(store: Store, run: int, place: Place) -> None:
    assert rows(place, "SELECT outlet, started_at, ended_at, status, figures FROM run") == [("gaon", NIGHT, None, None, None)]
    store.end_run(run, NEXT_NIGHT, 1, {})
    assert rows(place, "SELECT ended_at, status, figures FROM run") == [(NEXT_NIGHT, 1, "{}")]


def test_a_warning_keeps_its_since_while_it_stands_and_has_a_new_one_when_it_comes_back(store: Store) -> None:
    assert store.note_warnings("gaon", ["fill:tags", "body"], NIGHT) == {"fill:tags": NIGHT, "body": NIGHT}
    assert store.note_warnings("gaon", ["body", "lists"], NEXT_NIGHT) == {"body": NIGHT, "lists": NEXT_NIGHT}
    assert store.note_warnings("gaon", ["fill:tags", "body"], THIRD_NIGHT) == {"fill:tags": THIRD_NIGHT, "body": NIGHT}
    assert store.standing_warnings("gaon") == {"fill:tags": THIRD_NIGHT, "body": NIGHT}
    assert store.standing_warnings("other") == {}
    assert store.note_warnings("gaon", [], THIRD_NIGHT) == {}


def test_the_last_new_article_and_how_busy_the_days_before_were(store: Store, run: int) -> None:
    assert store.last_new("gaon") is None
    store.keep(article(1), run, NIGHT)
    store.keep(article(2), run, NEXT_NIGHT)
    store.keep(article(1, body="고침"), run, THIRD_NIGHT)  # an edit is nothing new
    last = datetime.fromisoformat(NEXT_NIGHT)
    assert store.last_new("gaon") == last
    assert store.last_new("other") is None
    by_day = store.articles()
    assert {a.id for a in by_day} == {"gaon:1", "gaon:2"}
    assert store.count_before("gaon", datetime.fromisoformat("2030-01-01T00:00:00+09:00"), 10_000) == 2
    assert store.count_before("gaon", datetime.fromisoformat("2020-01-01T00:00:00+09:00"), 28) == 0
    assert store.count_before("other", datetime.fromisoformat("2030-01-01T00:00:00+09:00"), 10_000) == 0


# --- choosing articles


def keep_days(store: Store, run: int, *days: str) -> None:
    for number, day in enumerate(days, start=1):
        store.keep(article(number, published_at=f"{day}T09:00:00+09:00"), run, NIGHT)


def ids(articles: Iterator[Article]) -> list[str]:
    return [a.id for a in articles]


def test_recent_gives_the_addresses_from_a_day_on_the_latest_first(store: Store, run: int) -> None:
    keep_days(store, run, "2026-11-17", "2026-11-18", "2026-11-19")
    assert store.recent_urls("gaon", date(2026, 11, 18)) == ["http://gaon.kr/3", "http://gaon.kr/2"]
    assert store.recent_urls("gaon", date(2026, 11, 20)) == []
    assert store.recent_urls("other", date(2026, 11, 1)) == []


def test_articles_from_a_day_and_until_a_day_both_included(store: Store, run: int) -> None:
    keep_days(store, run, "2026-11-17", "2026-11-18", "2026-11-19")
    assert ids(store.articles()) == ["gaon:3", "gaon:2", "gaon:1"]
    assert ids(store.articles(Selection(since=date(2026, 11, 18)))) == ["gaon:3", "gaon:2"]
    assert ids(store.articles(Selection(until=date(2026, 11, 18)))) == ["gaon:2", "gaon:1"]
    assert ids(store.articles(Selection(since=date(2026, 11, 18), until=date(2026, 11, 18)))) == ["gaon:2"]


def test_articles_from_a_moment_and_before_a_moment(store: Store, run: int) -> None:
    """One whose page states a day alone, or nothing, is within each part of its day: it may have come then."""
    for number, published in enumerate(
        ("17T17:59:59", "17T18:00:00", "17T00:00:00", "18T00:00:00", "18T07:59:59", "18T08:00:00", None), start=1
    ):  # fmt: skip
        store.keep(article(number, published_at=published and f"2026-11-{published}+09:00"), run, "2026-11-18T09:00:00+09:00")
    evening, midnight, morning = (press.read_time(time) for time in ("2026-11-17 18:00", "2026-11-18", "2026-11-18 08:00"))

    def chosen(since: datetime | None = None, until: datetime | None = None) -> set[int]:
        return {int(name.partition(":")[2]) for name in ids(store.articles(Selection(since=since, until=until)))}

    assert chosen(evening, morning) == {2, 3, 4, 5, 7}
    assert chosen(until=evening) == {1, 3}
    assert chosen(since=morning) == {4, 6, 7}
    assert chosen(since=midnight) == {4, 5, 6, 7}
    assert chosen(until=midnight) == {1, 2, 3}


def test_articles_of_some_outlets(store: Store, run: int) -> None:
    store.keep(article(1), run, NIGHT)
    store.keep(replace(article(2), id="other:2", outlet="other"), run, NIGHT)
    assert ids(store.articles()) == ["gaon:1", "other:2"]
    assert ids(store.articles(Selection(["other"]))) == ["other:2"]
    assert ids(store.articles(Selection(["other", "gaon"]))) == ["gaon:1", "other:2"]
    assert ids(store.articles(Selection(["nobody"]))) == []


def test_articles_of_a_section_at_any_level_and_no_part_of_its_name(store: Store, run: int) -> None:
    store.keep(article(1, section=["지역뉴스", "평택시"]), run, NIGHT)
    store.keep(article(2, section=["지역뉴스"]), run, NIGHT)
    store.keep(article(3), run, NIGHT)
    assert ids(store.articles(Selection(section="지역뉴스"))) == ["gaon:2", "gaon:1"]
    assert ids(store.articles(Selection(section="평택시"))) == ["gaon:1"]
    assert ids(store.articles(Selection(section="평택"))) == []
    assert ids(store.articles(Selection(section="' OR 1 --"))) == []


def test_articles_that_a_run_brought_new_or_edited(store: Store, run: int) -> None:
    store.keep(article(1), run, NIGHT)
    store.keep(article(2), run, NIGHT)
    second = store.begin_run("gaon", NEXT_NIGHT)
    store.keep(article(1), second, NEXT_NIGHT)  # the same: not this run's
    store.keep(article(2, body="고침"), second, NEXT_NIGHT)
    store.keep(article(3), second, NEXT_NIGHT)
    assert ids(store.articles(Selection(runs=[second]))) == ["gaon:3", "gaon:2"]
    assert ids(store.articles(Selection(runs=[run]))) == ["gaon:1"]
    assert ids(store.articles(Selection(runs=[run, second]))) == ["gaon:3", "gaon:2", "gaon:1"]


def test_words_are_not_looked_for_in_other_fields(store: Store, run: int) -> None:
    store.keep(article(authors=["수확"], tags=["수확"], subtitle=["수확"]), run, NIGHT)
    assert ids(store.articles(Selection(query=parse("수확")))) == []


def test_all_filters_hold_together(store: Store, run: int) -> None:
    for number in range(1, 9):
        made = article(number, published_at=f"2026-11-1{number}T09:00:00+09:00", section=["문화" if number % 2 else "사회"])
        store.keep(replace(made, body="수확" if number > 3 else "가뭄"), run, NIGHT)
    chosen = store.articles(Selection(["gaon"], date(2026, 11, 13), date(2026, 11, 17), "문화", parse("수확 축제"), [run]))
    assert ids(chosen) == ["gaon:7", "gaon:5"]


def test_articles_come_one_at_a_time_and_the_first_before_the_last_is_read(store: Store, run: int) -> None:
    keep_days(store, run, *(f"2026-11-{day:02d}" for day in range(1, 21)))
    articles = store.articles()
    assert iter(articles) is articles
    assert next(articles).id == "gaon:20"
    store.keep(article(1, body="그사이에 고침", published_at="2026-11-01T09:00:00+09:00"), run, NEXT_NIGHT)
    *_, last = articles
    as_asked = article(1).body  # a server gives what there was when it was asked
    assert (last.id, last.body) == ("gaon:1", as_asked if store._db.is_server else "그사이에 고침")


# --- in processes of their own

PRELUDE = """
import os, signal, sys
from datetime import date
from newsharvest.reasons import Reason
from newsharvest.search import parse
from newsharvest.store import Selection, Store, StoreError, harvesting
from tests.support.articles import NIGHT, article

path = sys.argv[1]
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background jobs start deaf to Ctrl-C
"""


def start(code: str, *arguments: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", PRELUDE + code, *map(str, arguments)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )


def finish(process: subprocess.Popen[str], text: str | None = None) -> tuple[int, str, str]:
    out, err = process.communicate(text, timeout=30)
    return process.returncode, out, err


def line(stream: Any) -> str:
    return str(stream.readline()).rstrip("\n")


@MEMORY
def test_a_big_store_is_streamed_not_loaded(path: Path) -> None:
    body = "가나다라마바사 " * 1500
    with Store(path) as store:
        run = store.begin_run("gaon", NIGHT)
        for number in range(400):
            store.keep(article(number, body=body, published_at=f"2026-11-{number % 28 + 1:02d}T09:00:00+09:00"), run, NIGHT)
    assert path.stat().st_size > 12e6
    read = """
import resource
with Store(path) as store:
    for articles in (store.articles(), store.articles(Selection(["gaon", "other"], query=parse("축제")))):
        next(articles)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        print(1 + sum(1 for _ in articles), (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""
    status, out, err = finish(start(read, path))
    assert status == 0, err
    for printed in out.splitlines():
        count, megabytes = map(int, printed.split())
        assert count == 400
        assert megabytes < 4


def test_two_processes_that_make_and_write_one_store_at_once_both_finish(path: Path) -> None:
    write = """
outlet = sys.argv[2]
print("ready", flush=True)
sys.stdin.readline()
with Store(path) as store:
    run = store.begin_run(outlet, NIGHT)
    for number in range(300):
        made = article(number)
        made.id, made.outlet = f"{outlet}:{number}", outlet
        store.keep(made, run, NIGHT)
    store.end_run(run, NIGHT, 0, {})
"""
    processes = [start(write, path, outlet) for outlet in ("one", "two", "three")]
    for process in processes:
        assert line(process.stdout) == "ready"
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    for process in processes:
        assert finish(process)[::2] == (0, "")
    assert rows(path, "SELECT outlet, count(*) FROM article GROUP BY outlet ORDER BY 1") == [("one", 300), ("three", 300), ("two", 300)]
    assert counts(path) == {"run": 3, "article": 900}
    assert is_intact(path)


@SIGNALS
@pytest.mark.parametrize("after", [1, 60, *(pytest.param(number, marks=pytest.mark.slow) for number in (7, 333))])
def test_a_kill_loses_no_article_that_was_acknowledged(path: Path, after: int) -> None:
    process = start(
        """
with Store(path) as store:
    run = store.begin_run("gaon", NIGHT)
    for number in range(1_000_000):
        made = article(number, body="가온시는 축제를 연다. " * 200)
        store.keep(made, run, NIGHT)
        print(made.id, flush=True)
""",
        path,
    )
    acknowledged = [line(process.stdout) for _ in range(after)]
    process.send_signal(signal.SIGKILL)
    assert process.stdout is not None
    acknowledged += process.stdout.read().split()  # what it still printed before the kill came
    assert finish(process) == (-signal.SIGKILL, "", "")
    with Store(path) as store:
        assert store.known_ids(acknowledged) == set(acknowledged)
        kept = list(store.articles())
    assert len(kept) - len(acknowledged) in {0, 1}  # the one in hand
    assert all(a.content_hash == press.content_hash(a.title or "", a.body) for a in kept)
    assert is_intact(path)


@SIGNALS
def test_a_kill_while_an_older_store_is_indexed_leaves_it_as_it_was(path: Path) -> None:
    with Store(path) as store:
        run = store.begin_run("gaon", NIGHT)
        for number in range(9):
            store.keep(article(number), run, NIGHT)
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        for statement in (*BEFORE_SEARCH, "PRAGMA user_version=5"):
            db.execute(statement)
    process = start(
        """
from newsharvest.store import finding
enter = finding.enter
def killed(db, article, read):
    enter(db, article, read)
    if article == "gaon:5":
        os.kill(os.getpid(), signal.SIGKILL)
finding.enter = killed
Store(path)
""",
        path,
    )
    assert finish(process)[0] == -signal.SIGKILL
    assert rows(path, "PRAGMA user_version") == [(5,)]
    assert is_intact(path)
    with Store(path) as store:
        assert ids(store.articles(Selection(query=parse("5번째")))) == ["gaon:5"]
        assert store.check(NIGHT) == Soundness(9, [], [])


@LIMITS
def test_a_full_disk_is_said_and_leaves_the_store_intact(path: Path) -> None:
    fill = """
import resource
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (2_000_000, resource.RLIM_INFINITY))
with Store(path) as store:
    run = store.begin_run("gaon", NIGHT)
    for number in range(1000):
        made = article(number, body="가온시는 축제를 연다. " * 200)
        try:
            store.keep(made, run, NIGHT)
        except StoreError as error:
            print(error)
            break
        print(made.id)
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    store.note_failure("gaon", made.url, Reason.NO_BODY, "", made.id, run, NIGHT)  # room again: the store goes on
"""
    status, out, err = finish(start(fill, path))
    assert (status, err) == (0, "")
    *acknowledged, message = out.splitlines()
    assert message in {f"the store {path} could not be written: {why}" for why in ("disk I/O error", "database or disk is full")}
    assert 0 < len(acknowledged) < 1000
    with Store(path) as store:
        assert store.known_ids(acknowledged) == set(acknowledged)
        assert sum(1 for _ in store.articles()) == len(acknowledged)
        assert [f.article for f in store.failures()] == [f"gaon:{len(acknowledged)}"]
    assert is_intact(path)


@OPEN_FILES
@pytest.mark.parametrize("elsewhere", ["moved.db", ""], ids=["moved", "deleted"])
def test_what_would_be_written_to_nowhere_is_said(path: Path, elsewhere: str) -> None:
    """SQLite goes on writing to a file that has lost its name: a run or a check is not silently lost with it."""
    said = rf"^the store {re.escape(str(path))} was moved or deleted while it was written to: this run's articles are not in it$"
    with Store(path) as store:
        run = store.begin_run("gaon", NIGHT)
        store.keep_checkup("gaon", NIGHT, 0, {"lists": 1})
        if elsewhere:
            path.rename(path.with_name(elsewhere))
        else:
            path.unlink()
        with pytest.raises(StoreError, match=said):
            store.keep_checkup("gaon", NEXT_NIGHT, 1, {"lists": 2})
        with pytest.raises(StoreError, match=said):
            store.end_run(run, NIGHT, 0, {})
        assert store.last_checkup("gaon") == KeptCheckup(NIGHT, 0, {"lists": 1})
    assert not path.exists()


def test_an_exception_in_the_middle_leaves_nothing_of_the_transaction(store: Store, run: int, place: Place) -> None:
    def page() -> Iterator[tuple[str, str, datetime | None]]:
        yield "gaon:1", "http://gaon.kr/1", None
        raise RuntimeError("the page ends here")

    with pytest.raises(RuntimeError, match="the page ends here"):
        store.note_rows("gaon", run, page())
    assert counts(place) == {"run": 1}
    listed(store, run, 2)
    assert counts(place) == {"run": 1, "listing": 1, "sighting": 1}


def test_an_article_that_cannot_be_kept_leaves_its_failure_standing(store: Store, run: int, place: Place) -> None:
    fail(store, run)
    unkeepable = article()
    unkeepable.content_hash = None  # what no pipeline lets through
    with pytest.raises(StoreError, match=r"could not be written: .*(NOT NULL|not-null)"):
        store.keep(unkeepable, run, NIGHT)
    assert counts(place) == {"run": 1, "failure": 1}
    assert store.keep(article(), run, NIGHT) is Kept.NEW


# --- what stands in several articles of an outlet

BOX = "사무실인테리어 전문업체! 24시간 상담 http://cube.example"
TOLD = (YEONCHEON, HADONG, MARKET, LIBRARY)


def printed(number: int, *more: str, **fields: Any) -> Article:
    """One of four articles, with these paragraphs after it."""
    made = article(number, "\n\n".join((TOLD[number - 1], *more)), **fields)
    made.title = f"{('현장행정', '간담회', '장날 축제', '독서교실')[number - 1]} 소식"
    return made


def keep(store: Store, run: int, *articles: Article) -> None:
    for made in articles:
        store.keep(made, run, NIGHT)


def test_what_three_articles_hold_is_told_with_its_text_its_count_and_an_address(store: Store, run: int) -> None:
    blank = [{"url": "http://gaon.kr/images/blank.gif", "caption": None}]
    keep(store, run, printed(1, BOX, images=blank), printed(2, BOX, images=blank))
    assert store.shared("gaon") == []
    keep(store, run, printed(3, "사무실인테리어 전문업체! 24시간 상담  http://cube.example"), printed(4))
    assert store.shared("gaon") == [Shared(BOX, False, 3, 4, "http://gaon.kr/1")]
    later = store.begin_run("gaon", NEXT_NIGHT)
    keep(store, later, printed(4, BOX, images=blank))
    assert store.shared("gaon") == [
        Shared(BOX, False, 4, 4, "http://gaon.kr/1"),
        Shared("http://gaon.kr/images/blank.gif", True, 3, 4, "http://gaon.kr/1"),
    ]
    assert [one.picture for one in store.shared("gaon", since_run=later)] == [True]
    assert store.shared("other") == []


def test_what_news_repeats_is_not_the_pages_until_a_third_of_all_articles_hold_it(store: Store, run: int) -> None:
    stock, form = "시는 앞으로도 시민의 삶의 질을 높이기 위해 최선을 다할 계획이다.", "▲ 문의 : 가온시 문화예술과"
    own = "{0}번째 사업은 주민 {0}명의 뜻으로 시작됐다고 시가 밝혔다."
    keep(store, run, *(printed(n, stock, form) for n in (1, 2, 3, 4)))
    assert store.shared("gaon") == []  # four of four
    for n in range(5, 15):
        keep(store, run, article(n, f"{own.format(n)}\n\n{stock}" if n == 5 else own.format(n)))
    keep(store, run, article(15, own.format(15)), article(16, own.format(16)))
    assert store.shared("gaon") == []  # five of sixteen
    keep(store, run, article(16, f"{own.format(16)}\n\n{stock}"))
    assert [(one.text, one.articles, one.of) for one in store.shared("gaon")] == [(stock, 6, 16)]


def test_a_text_that_is_printed_three_times_is_not_the_pages(store: Store, run: int) -> None:
    made = [article(n, f"{HADONG}\n\n{BOX}\n\n{n}번째로 고친 기사입니다.") for n in (1, 2, 3)]
    for one in made:
        one.title = "하동군 간담회"
    keep(store, run, *made)
    assert store.shared("gaon") == []


def test_one_body_under_three_titles_is_told_as_the_paragraph_that_it_is(store: Store, run: int) -> None:
    for number, title in enumerate(("쉼터 연다", "길 넓힌다", "장날 축제"), start=1):
        made = article(number, "기사를 불러오는 중입니다…")
        made.title = title
        keep(store, run, made)
    assert store.shared("gaon") == [Shared("기사를 불러오는 중입니다…", False, 3, 3, "http://gaon.kr/1")]


def test_an_edited_article_holds_what_it_has_become_and_is_counted_once(store: Store, run: int, place: Place) -> None:
    keep(store, run, printed(1, BOX), printed(2, BOX), printed(3, BOX), printed(3, BOX))
    [(rows_before,)] = rows(place, "SELECT count(*) FROM piece")
    keep(store, run, printed(3, BOX, "덧붙인 문단의 내용을 모두에게 알려 드립니다."))
    assert [one.articles for one in store.shared("gaon")] == [3]
    assert rows(place, "SELECT count(*) FROM piece") == [(rows_before + 1,)]
    keep(store, run, printed(3))
    assert store.shared("gaon") == []
    assert rows(place, "SELECT count(*) FROM piece") == [(rows_before - 1,)]


def test_the_store_says_who_holds_what_but_the_one_that_asks(store: Store, run: int) -> None:
    first, second = printed(1, BOX), printed(2, BOX, doubts=["open_end"])
    keep(store, run, second, first)
    [box] = pieces_of(first).paragraphs.keys() & pieces_of(second).paragraphs.keys()
    assert store.held([box, 7], "gaon:3") == {box}
    assert store.held(pieces_of(first).all, "gaon:1") == {box}
    assert store.holders(box, "gaon:3", 8) == ["gaon:1", "gaon:2"]
    assert (store.holders(box, "gaon:1", 8), store.holders(box, "gaon:3", 1)) == (["gaon:2"], ["gaon:1"])
    assert (store.seen("gaon:2").url, store.seen("gaon:2").doubts) == ("http://gaon.kr/2", ["open_end"])
    with pytest.raises(KeyError):
        store.seen("gaon:3")


def test_a_kept_article_can_carry_further_doubts_and_is_not_edited_by_them(store: Store, run: int) -> None:
    keep(store, run, printed(1, doubts=["open_end"]))
    store.add_doubts([("gaon:1", "shared_paragraph"), ("gaon:1", "shared_paragraph"), ("gaon:9", "same_body")])
    assert store.article("gaon:1").doubts == ["open_end", "shared_paragraph"]
    assert store.keep(printed(1), run, NEXT_NIGHT) is Kept.SAME
    assert revisions(store, "gaon:1") == []
    assert store.article("gaon:1").doubts == ["open_end", "shared_paragraph"]


def test_what_killed_runs_have_kept_is_gone_on_with_until_a_run_ends(store: Store, run: int) -> None:
    keep(store, run, printed(1))
    store.end_run(run, NIGHT, 0, {})
    for number, at in ((2, NEXT_NIGHT), (3, THIRD_NIGHT)):
        store.keep(printed(number), store.begin_run("gaon", at), at)
    assert [one.id for one in store.left_unjudged("gaon", 8)] == ["gaon:2", "gaon:3"]
    assert [one.id for one in store.left_unjudged("gaon", 1)] == ["gaon:3"]
    store.end_run(store.begin_run("gaon", THIRD_NIGHT), THIRD_NIGHT, 0, {})
    assert store.left_unjudged("gaon", 8) == []


# --- what is no store, or cannot be one


def refusal(path: Path | str, busy_seconds: float = 60.0) -> str:
    with pytest.raises(StoreError) as caught:
        Store(path, busy_seconds=busy_seconds)
    text = str(caught.value)
    assert "\n" not in text
    return text


def test_an_empty_file_becomes_a_store(path: Path) -> None:
    path.touch()
    with Store(path) as store:
        store.keep(article(), store.begin_run("gaon", NIGHT), NIGHT)
    assert rows(path, "PRAGMA user_version") == [(SCHEMA_VERSION,)]
    assert rows(path, "PRAGMA journal_mode") == [("wal",)]
    assert counts(path) == {"run": 1, "article": 1}


def test_a_store_opens_again_with_all_that_is_in_it(place: Place) -> None:
    with Store(place) as store:
        store.keep(article(), store.begin_run("gaon", NIGHT), NIGHT)
    with Store(place) as store:
        assert list(store.articles()) == [article(story_id="gaon:1")]
        assert store.begin_run("gaon", NEXT_NIGHT) == 2


def test_a_file_that_is_no_database_is_refused_and_left_as_it_is(path: Path) -> None:
    path.write_text("기사 목록\n" * 1000, encoding="utf-8")
    before = path.read_bytes()
    assert refusal(path) == f"the store {path} cannot be used: file is not a database"
    assert path.read_bytes() == before


@pytest.mark.parametrize("version", [0, 1, SCHEMA_VERSION + 1, -1])
def test_a_database_of_something_else_is_refused_and_left_as_it_is(path: Path, version: int) -> None:
    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE article(id)")
        db.execute(f"PRAGMA user_version={version}")
        db.commit()
    before = path.read_bytes()
    assert refusal(path) == f"{path} is a database of something else: name another file as STORE"
    assert path.read_bytes() == before  # its journal mode too
    assert list(path.parent.iterdir()) == [path]


def test_a_store_of_a_newer_newsharvest_is_refused_in_plain_words(path: Path) -> None:
    Store(path).__exit__()
    with closing(sqlite3.connect(path)) as db:
        db.execute(f"PRAGMA user_version={SCHEMA_VERSION + 1}")
    known = f"schema {SCHEMA_VERSION + 1}, this one knows {SCHEMA_VERSION}"
    assert refusal(path) == f"the store {path} was written by a newer newsharvest ({known}): upgrade newsharvest"
    assert rows(path, "PRAGMA user_version") == [(SCHEMA_VERSION + 1,)]


def test_a_store_needs_a_place(tmp_path: Path) -> None:
    missing = tmp_path / "no such folder" / "harvest.db"
    assert refusal(missing) == f"the store {missing} cannot be used: unable to open database file"
    assert refusal(tmp_path) == f"the store {tmp_path} cannot be used: it is a folder, name a file"
    with pytest.raises(StoreError) as refused, harvesting(missing):
        pass
    assert str(refused.value) == f"the store {missing} cannot be used: there is no folder {missing.parent}"
    assert not missing.parent.exists()


@pytest.mark.parametrize("name", ["", " "])
def test_a_store_without_a_name_would_be_gone_at_the_end_and_is_refused(name: str) -> None:
    assert refusal(name) == "STORE is empty: name a file"


AS_NOBODY = "\nif not os.geteuid():\n    os.setuid(65534)\n"


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that other users can look into, which pytest's are not."""
    folder = Path(tempfile.mkdtemp(prefix="newsharvest-test-"))
    folder.chmod(0o755)
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)


@MODES
def test_a_write_protected_store_is_said_and_left_as_it_is(open_folder: Path) -> None:
    path = open_folder / "harvest.db"
    with Store(path) as store:
        store.keep(article(), store.begin_run("gaon", NIGHT), NIGHT)
    path.chmod(0o444)
    open_folder.chmod(0o555)
    before = path.read_bytes()
    code = f"{AS_NOBODY}\ntry:\n    Store(path).begin_run('gaon', NIGHT)\nexcept StoreError as error:\n    print(error)"
    assert finish(start(code, path)) == (0, f"the store {path} cannot be used: attempt to write a readonly database\n", "")
    assert path.read_bytes() == before
    new = open_folder / "new.db"
    assert finish(start(code, new)) == (0, f"the store {new} cannot be used: unable to open database file\n", "")
    code = f"{AS_NOBODY}\ntry:\n    with harvesting(path):\n        print('in')\nexcept StoreError as error:\n    print(error)"
    assert finish(start(code, new)) == (0, f"the store {new} cannot be used: {new}.lock: Permission denied\n", "")


READ = f"""{AS_NOBODY}
try:
    with Store(path, reading=True) as store:
        print(*(made.id for made in store.articles()), len(store.failures()), store.writable, store.check(NIGHT)[0])
except StoreError as error:
    print(error)
"""


@MODES
def test_a_store_is_read_where_nothing_can_be_written(open_folder: Path) -> None:
    path, log = open_folder / "harvest.db", open_folder / "harvest.db-wal"
    with Store(path) as store:
        run = store.begin_run("gaon", NIGHT)
        store.keep(article(), run, NIGHT)
        fail(store, run)
        kept = {file: file.read_bytes() for file in (path, log)}
    path.chmod(0o444)
    open_folder.chmod(0o555)
    assert finish(start(READ, path)) == (0, "gaon:1 1 False 1\n", "")
    open_folder.chmod(0o755)
    path.chmod(0o644)
    for file, content in kept.items():  # as a kill leaves it
        file.write_bytes(content)
    open_folder.chmod(0o555)
    said = (
        f"the store {path} cannot be read where it is: part of it is in harvest.db-wal beside it, and nothing can be written there:"
        " copy both to another folder, and name that one with -s STORE=FILE\n"
    )
    assert finish(start(READ, path)) == (0, said, "")
    assert {file.name for file in open_folder.iterdir()} == {"harvest.db", "harvest.db-wal"}


@MODES
def test_an_older_store_is_searched_where_it_cannot_be_indexed(open_folder: Path) -> None:
    path = open_folder / "harvest.db"
    with Store(path) as store:
        run = store.begin_run("gaon", NIGHT)
        for number in (1, 2):
            store.keep(article(number), run, NIGHT)
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        for statement in (*BEFORE_SEARCH, "PRAGMA user_version=5"):
            db.execute(statement)
    path.chmod(0o444)
    open_folder.chmod(0o555)
    code = READ.replace("store.articles()", "store.articles(Selection(query=parse('2번째')))")
    assert finish(start(code, path)) == (0, "gaon:2 0 False 2\n", "")


def damage(path: Path) -> None:
    """Make a store whose last three quarters are rubbish."""
    keep_long(path, 100)
    damaged = bytearray(path.read_bytes())
    damaged[len(damaged) // 4 :] = b"\xff" * (len(damaged) - len(damaged) // 4)
    path.write_bytes(damaged)


def test_a_damaged_store_is_said_in_plain_words_when_it_is_read(path: Path) -> None:
    damage(path)
    with Store(path) as store, pytest.raises(StoreError, match=r"could not be read: database disk image is malformed$"):
        list(store.articles())


def test_an_export_of_a_damaged_store_says_so_and_leaves_the_old_file_and_nothing_beside_it(path: Path) -> None:
    damage(path)
    feed = path.with_name("articles.jsonl")
    feed.write_text("yesterday's\n")
    ran = quick("export", "-s", f"STORE={path}", "-O", str(feed))
    assert (ran.status, ran.out) == (1, "")
    assert ran.err == f"scrapy export: the store {path} could not be read: database disk image is malformed\n"
    assert feed.read_text() == "yesterday's\n"
    assert {file.name for file in path.parent.iterdir() if not file.name.startswith(path.name)} == {feed.name}


def test_who_reads_waits_for_nobody_and_changes_nothing(path: Path, tmp_path: Path) -> None:
    """A harvest holds the lock meanwhile; what it has not put into the file yet is not seen."""
    with Store(path) as store:
        store.keep(article(), store.begin_run("gaon", NIGHT), NIGHT)
    with closing(sqlite3.connect(path, isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("DELETE FROM article")
        with Store(path, reading=True, busy_seconds=0) as store:
            assert ids(store.articles()) == ["gaon:1"]
            with pytest.raises(StoreError, match="attempt to write a readonly database"):
                store.begin_run("gaon", NIGHT)
        writer.execute("ROLLBACK")
    copy = tmp_path / "copy.db"
    with Store(path) as store:
        store.backup(copy)
    before = {file: file.read_bytes() for file in (path, copy)}
    for command in ("export", "failures", "outlets"):
        for file in before:
            assert quick(command, "-s", f"STORE={file}").status == 0
    assert {file: file.read_bytes() for file in tmp_path.iterdir()} == before  # a copy is one file, and stays one


@MODES
def test_a_copy_is_read_and_checked_where_nothing_can_be_written(open_folder: Path) -> None:
    path = open_folder / "copy.db"
    with Store(":memory:") as store:
        store.keep(article(), store.begin_run("gaon", NIGHT), NIGHT)
        fail(store, store.begin_run("gaon", NIGHT))
        with closing(sqlite3.connect(path)) as db:
            sqlite_of(store).backup(db)
    open_folder.chmod(0o555)
    assert finish(start(READ, path)) == (0, "gaon:1 1 False 1\n", "")


def keep_long(path: Path, articles: int) -> None:
    with Store(path) as store:
        run = store.begin_run("gaon", NIGHT)
        for number in range(articles):
            store.keep(article(number, body="가온시는 축제를 연다. " * 200), run, NIGHT)


def test_an_export_to_a_reader_that_has_had_enough_ends_quietly(path: Path) -> None:
    keep_long(path, 100)
    export = [sys.executable, "-m", "scrapy", "export", "-s", f"STORE={path}"]
    with subprocess.Popen(export, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8") as process:
        assert json.loads(line(process.stdout))["outlet"] == "gaon"
        assert process.stdout is not None
        process.stdout.close()
        assert process.stderr is not None
        assert process.stderr.read() == ""
    assert process.returncode == 0


@FULL
@pytest.mark.parametrize("articles", [1, 100])
def test_an_export_to_a_full_disk_says_so(path: Path, articles: int) -> None:
    keep_long(path, articles)
    export = [sys.executable, "-m", "scrapy", "export", "-s", f"STORE={path}"]
    with Path("/dev/full").open("w") as full:
        ran = subprocess.run(export, cwd=ROOT, stdout=full, stderr=subprocess.PIPE, text=True, encoding="utf-8", check=False)
    assert (ran.returncode, ran.stderr) == (1, "scrapy export: standard output could not be written: No space left on device\n")


def test_reading_may_be_broken_off_and_the_store_closed(store: Store, run: int) -> None:
    for number in range(3):
        store.keep(article(number), run, NIGHT)
    articles = store.articles()
    next(articles)
    store.__exit__()
    articles.close()  # type: ignore[attr-defined]  # which raises nothing


def test_another_process_that_does_not_let_go_is_said(path: Path) -> None:
    Store(path).__exit__()
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert refusal(path, busy_seconds=0) == f"the store {path} could not be written: database is locked"
        other.execute("ROLLBACK")
    Store(path, busy_seconds=0).__exit__()


# --- one harvest at a time

HARVEST = """
with harvesting(path):
    print("in", flush=True)
    sys.stdin.readline()
print("out", flush=True)
"""
WAITING = "another harvest writes {}: waiting for it to end"


def in_and_waiting(path: Path) -> tuple[subprocess.Popen[str], subprocess.Popen[str]]:
    first = start(HARVEST, path)
    assert line(first.stdout) == "in"
    second = start(HARVEST, path)
    assert line(second.stderr) == WAITING.format(path)  # said before it waits
    return first, second


def test_a_second_harvest_waits_until_the_first_has_ended(path: Path) -> None:
    first, second = in_and_waiting(path)
    assert second.poll() is None
    with pytest.raises(Timeout):
        FileLock(f"{path}.lock").acquire(blocking=False)  # the first still holds it, so the second cannot be in
    assert finish(first, "\n") == (0, "out\n", "")
    assert line(second.stdout) == "in"
    assert finish(second, "\n")[0] == 0


@SIGNALS
def test_a_second_harvest_is_let_in_when_the_first_is_killed(path: Path) -> None:
    first, second = in_and_waiting(path)
    first.send_signal(signal.SIGKILL)
    assert finish(first)[:2] == (-signal.SIGKILL, "")
    assert line(second.stdout) == "in"
    assert finish(second, "\n") == (0, "out\n", "")


@SIGNALS
def test_a_harvest_that_waits_hears_ctrl_c(path: Path) -> None:
    first, second = in_and_waiting(path)
    second.send_signal(signal.SIGINT)
    status, out, err = finish(second)
    assert (status, out) == (-signal.SIGINT, "")
    assert "KeyboardInterrupt" in err
    assert finish(first, "\n")[0] == 0


def test_an_export_reads_while_a_harvest_is_at_work(place: Place, store: Store, run: int) -> None:
    with harvesting(place):
        store.keep(article(1), run, NIGHT)
        with Store(place, busy_seconds=0) as other:
            articles = other.articles()
            assert next(articles).id == "gaon:1"
            store.keep(article(2), run, NIGHT)
            assert ids(articles) == []  # it reads the store as it was when it began
            assert ids(other.articles()) == ["gaon:2", "gaon:1"]


def test_harvests_of_two_stores_or_in_memory_do_not_wait(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with harvesting(tmp_path / "a.db"), harvesting(tmp_path / "b.db"), harvesting(":memory:"), harvesting(":memory:"):
        pass
    assert capsys.readouterr().err == ""


def test_a_lock_is_let_go_of_after_an_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(RuntimeError, match="inside"), harvesting(tmp_path / "x.db"):
        raise RuntimeError("inside")
    with harvesting(tmp_path / "x.db"):
        pass
    assert capsys.readouterr().err == ""


def test_a_repeat_is_of_the_article_that_came_first_whatever_its_number(tmp_path: Path) -> None:
    with Store(tmp_path / "harvest.db") as store:
        run = store.begin_run("gaon", "2026-11-20T03:00:00+09:00")
        second = article(1)
        first, third = (replace(second, id=f"gaon:{number}", url=f"http://gaon.kr/{number}") for number in (9, 5))
        store.keep(first, run, "2026-11-20T03:00:01+09:00")
        store.keep(second, run, "2026-11-20T03:00:02+09:00")
        assert store.repeat_of(third) == "gaon:9"
        assert store.repeat_of(second) is None
