"""What articles were before, and the store as it stood: `export --revisions`, `export --as-of`, and the ids of stories that were merged."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from newsharvest.database import ERRORS
from newsharvest.items import VERSION_FIELDS, Article
from newsharvest.period import read_moment_before
from newsharvest.press import iso
from newsharvest.store import Held, Selection, Store
from newsharvest.store.file import File
from tests.support.articles import story_article
from tests.support.command_line import quick, refused
from tests.support.stores import Place, change
from tests.support.texts import HADONG, YEONCHEON

FIRST = "2026-11-20T03:00:00+09:00"
SECOND = "2026-11-21T03:00:00+09:00"
THEN = ("--as-of", "2026-11-20 08:00")
ANEW = "scrapy export: which stories were told then is found anew, of 3 articles: a second or two for each thousand\n"
NOT_KEPT = "scrapy export: which story a version told is not kept: the last of each article has what holds today, the others nothing\n"


def keep(store: Store, at: str, *articles: Article) -> None:
    """Keep what a night's harvest brings, and settle its stories."""
    for made in articles:
        store.keep(made, store.begin_run(made.outlet, at), at)
    store.settle_stories()


def first_night(store: Store) -> None:
    """Three articles, one of which repeats another that came after it by its id and before it by the clock."""
    repeat = story_article("joongdo:2", YEONCHEON + "\n\n끝.")
    repeat.published_at = "2026-11-19T10:00:00+09:00"
    keep(store, FIRST, story_article("krnews21:1", YEONCHEON), repeat)
    keep(store, FIRST, story_article("joongdo:4", HADONG, "하동군 간담회", day=None))


def second_night(store: Store) -> None:
    """An article is edited, title, day and all; one that came first after all joins the story of two; and one is new."""
    keep(store, SECOND, story_article("krnews21:1", YEONCHEON + "\n\n바로잡습니다.", "연천군 고침", day="2026-11-21"))
    keep(store, SECOND, story_article("dgilbo:3", YEONCHEON, day="2026-11-17"), story_article("dgilbo:5", "버스 시간을 물었다.", "버스"))
    keep(store, SECOND, story_article("joongdo:4", HADONG, "하동군 혁신 간담회", day="2026-11-16"))


@pytest.fixture
def place(place: Place) -> Place:
    with Store(place) as store:
        first_night(store)
    return place


@pytest.fixture
def later(place: Place) -> Place:
    with Store(place) as store:
        second_night(store)
    return place


def export(place: Place, *arguments: str) -> str:
    ran = quick("export", "-s", f"STORE={place}", *arguments)
    assert ran.status == 0, ran
    return ran.out


def ids(place: Place, *arguments: str) -> list[str]:
    return [json.loads(line)["id"] for line in export(place, *arguments).splitlines()]


# --- the store as it stood

QUESTIONS = [
    (),
    ("--stories",),
    ("joongdo",),
    ("-s", "DUPLICATES=drop"),
    ("--since", "2026-11-20"),
    ("--until", "2026-11-19"),
    ("--section", "사회"),
    ("--search", "현장행정"),
    ("--search", "바로잡습니다"),
    ("--stories", "--search", "title:간담회 -title:혁신"),
]


def test_what_is_exported_as_of_a_night_is_what_was_exported_then(place: Place) -> None:
    """Articles, versions, days, stories and what a search finds: to the byte."""
    before = {question: export(place, *question) for question in QUESTIONS}
    with Store(place) as store:
        second_night(store)
    assert {question: export(place, *question, *THEN) for question in QUESTIONS} == before
    assert [question for question in QUESTIONS if export(place, *question) == before[question]] == []


def test_the_stories_of_then_are_told_anew_and_that_is_said(later: Place) -> None:
    ran = quick("export", "-s", f"STORE={later}", *THEN)
    assert (ran.status, ran.err) == (0, ANEW)
    told = {one["id"]: (one["story_id"], one["title"]) for one in map(json.loads, ran.out.splitlines())}
    assert told == {
        "krnews21:1": ("krnews21:1", "연천군 현장행정"),
        "joongdo:2": ("krnews21:1", "연천군 현장행정"),
        "joongdo:4": ("joongdo:4", "하동군 간담회"),
    }


def test_nothing_is_told_anew_where_nothing_has_come_since(later: Place) -> None:
    ran = quick("export", "-s", f"STORE={later}", "--as-of", "2026-11-22")
    assert (ran.status, ran.err, ran.out) == (0, "", export(later))


@pytest.mark.parametrize(
    ("when", "count"),
    [("2026-11-19", 0), ("2026-11-20 02:59:59", 0), ("2026-11-20 03:00:00", 3), ("2026-11-20", 3), ("2026-11-21 03:00", 5), ("오늘", 5)],
)
def test_a_second_counts_and_a_day_is_meant_to_its_end(when: str, count: int, later: Place) -> None:
    assert len(ids(later, "--as-of", when)) == count


@pytest.mark.parametrize(
    ("when", "before"),
    [
        ("어제", "2026-11-20T00:00:00+09:00"),
        ("오늘", "2026-11-20T15:00:01+09:00"),
        ("2026-11-20", "2026-11-20T15:00:01+09:00"),
        ("오늘 15:00", "2026-11-20T15:00:01+09:00"),
        ("오늘 14:00", "2026-11-20T14:00:01+09:00"),
    ],
)
def test_of_a_day_that_goes_on_it_is_as_it_stands_now(when: str, before: str) -> None:
    """So that what a manifest says, asked for again in the evening, is what it was."""
    clock = datetime.fromisoformat("2026-11-20T15:00:00.700000+09:00")
    assert iso(read_moment_before(when, "--{} {}", clock)) == before


@pytest.mark.parametrize(("when", "title"), [("2026-11-21 02:59:59", "하동군 간담회"), ("2026-11-21 03:00", "하동군 혁신 간담회")])
def test_a_version_holds_until_the_second_in_which_it_was_replaced(when: str, title: str, later: Place) -> None:
    [told] = export(later, "--as-of", when, "--search", "title:하동군").splitlines()
    assert json.loads(told)["title"] == title


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--as-of", "2099-01-01"), "--as-of 2099-01-01 has not come yet"),
        (("--as-of", "31.12."), '--as-of 31.12. is not a day or time: write --as-of 2026-11-21 or --as-of "어제 18:00"'),
        (("--as-of", "어제", "--revisions"), "--revisions and --as-of: write one of them"),
        (("--stories", "--revisions"), "--stories and --revisions: write one of them"),
    ],
)
def test_what_cannot_be_asked_is_refused(arguments: tuple[str, ...], said: str, path: Path) -> None:
    Store(path).__exit__()
    assert refused("export", "-s", f"STORE={path}", *arguments) == f"scrapy export: {said}"


def test_what_is_kept_meanwhile_changes_nothing_and_afterwards_the_store_is_todays(place: Place) -> None:
    with Store(place) as store:
        keep(store, SECOND, story_article("dgilbo:3", YEONCHEON, day="2026-11-17"))
    with Store(place, reading=True) as store:
        with store.as_of(datetime.fromisoformat("2026-11-21T00:00:00+09:00"), lambda count: None):
            with Store(place) as other:
                second_night(other)
            assert [one.title for one in store.articles()] == ["하동군 간담회", "연천군 현장행정", "연천군 현장행정"]
            with pytest.raises(ERRORS, match=r"read.?only"):
                store._db.execute(f"DELETE FROM {store._db.schema}.article")
        assert [one.id for one in store.articles()] == ["krnews21:1", "dgilbo:5", "joongdo:2", "dgilbo:3", "joongdo:4"]


def test_a_store_that_cannot_be_written_tells_what_it_was_too(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Store(path) as store:
        first_night(store)
        second_night(store)
    expected = export(path, *THEN)

    def full(file: File, busy_seconds: float, *, reading: bool) -> None:
        error = sqlite3.OperationalError("attempt to write a readonly database")
        error.sqlite_errorcode = sqlite3.SQLITE_READONLY
        raise error

    monkeypatch.setattr(File, "_open", full)
    assert export(path, *THEN) == expected


def test_a_version_that_is_damaged_is_left_out_and_named(later: Place) -> None:
    damage(later)
    ran = quick("export", "-s", f"STORE={later}", *THEN)
    assert ran.status == 1
    assert "scrapy export: krnews21:1 is damaged and is left out: its record cannot be read\n" in ran.err
    assert [json.loads(line)["id"] for line in ran.out.splitlines()] == ["joongdo:4", "joongdo:2"]


def damage(place: Place) -> None:
    change(place, "UPDATE revision SET record=substr(record, 1, 20) WHERE article='krnews21:1'")


# --- every version


def rows(text: str) -> Iterator[tuple[object, ...]]:
    for line in text.splitlines():
        one = json.loads(line)
        yield one["id"], one["version"], one["held_from"], one["held_until"], one["title"], one["story_id"], one["reread"]


def test_every_version_is_a_row_with_when_it_held(later: Place) -> None:
    ran = quick("export", "-s", f"STORE={later}", "--revisions")
    assert (ran.status, ran.err) == (0, NOT_KEPT)
    assert list(rows(ran.out)) == [
        ("krnews21:1", 1, FIRST, SECOND, "연천군 현장행정", None, False),
        ("krnews21:1", 2, SECOND, None, "연천군 고침", "dgilbo:3", False),
        ("dgilbo:5", 1, SECOND, None, "버스", "dgilbo:5", False),
        ("joongdo:2", 1, FIRST, None, "연천군 현장행정", "dgilbo:3", False),
        ("dgilbo:3", 1, SECOND, None, "연천군 현장행정", "dgilbo:3", False),
        ("joongdo:4", 1, FIRST, SECOND, "하동군 간담회", None, False),
        ("joongdo:4", 2, SECOND, None, "하동군 혁신 간담회", "joongdo:4", False),
    ]
    assert list(json.loads(ran.out.splitlines()[0])) == list(VERSION_FIELDS)


def test_the_csv_of_versions(later: Place, tmp_path: Path) -> None:
    out = tmp_path / "versions.csv"
    ran = quick("export", "krnews21", "-s", f"STORE={later}", "--revisions", "-O", str(out))
    assert (ran.status, ran.err) == (0, f"{NOT_KEPT}written: {out} (2 versions)\n")
    raw = out.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbfid,version,held_from,held_until,reread,outlet,outlet_name,url,section,title,")
    told = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline="")))
    assert [(one["version"], one["held_from"], one["held_until"]) for one in told] == [
        ("1", "2026-11-20 03:00:00", "2026-11-21 03:00:00"),
        ("2", "2026-11-21 03:00:00", ""),
    ]


def test_a_search_finds_what_was_taken_out(later: Place) -> None:
    assert ids(later, "--revisions", "--search", "title:현장행정", "krnews21") == ["krnews21:1", "krnews21:1"]
    assert ids(later, "--search", "title:현장행정", "krnews21") == []


def test_a_version_that_came_of_reading_anew_says_so(later: Place) -> None:
    change(later, "UPDATE revision SET reread=1 WHERE article='joongdo:4'")
    assert [row[-1] for row in rows(export(later, "--revisions", "joongdo", "--search", "하동"))] == [False, True]
    assert [row[-1] for row in rows(export(later, "--revisions", "krnews21"))] == [False, False]


def test_of_a_damaged_version_the_others_keep_their_numbers(later: Place) -> None:
    damage(later)
    ran = quick("export", "krnews21", "-s", f"STORE={later}", "--revisions")
    assert ran.status == 1
    assert ran.err.startswith(f"{NOT_KEPT}scrapy export: krnews21:1 is damaged and is left out: its record cannot be read\n")
    assert [row[:4] for row in rows(ran.out)] == [("krnews21:1", 2, SECOND, None)]


def test_an_article_without_a_version_that_can_be_read_is_no_missing_one(later: Place) -> None:
    with Store(later, reading=True) as store:
        assert [(one.number, one.since, one.until) for one in store.versions("dgilbo:5")] == [(1, SECOND, None)]
        assert list(store.all_versions(Selection(["gaon"]))) == []
        with pytest.raises(KeyError):
            store.versions("dgilbo:6")
    change(later, "UPDATE article SET record='' WHERE id='dgilbo:5'")
    with Store(later, reading=True) as store:
        with pytest.raises(ValueError, match="dgilbo:5 is damaged"):
            store.versions("dgilbo:5")
        found: list[Held] = list(store.all_versions(Selection(["dgilbo"])))
        assert [one.article.id for one in found] == ["dgilbo:3"]
        assert list(store.damaged) == ["dgilbo:5"]


# --- stories that were merged


def test_the_ids_that_a_story_had_lead_to_it(place: Place) -> None:
    """Whoever has written down a story's id finds it among the articles of the story that it has become part of."""
    [noted] = {json.loads(line)["story_id"] for line in export(place, "--search", "현장행정").splitlines()}
    assert noted == "krnews21:1"
    with Store(place) as store:
        second_night(store)
    stories = [json.loads(line) for line in export(place, "--stories").splitlines()]
    leads = {id_: story["story_id"] for story in stories for id_ in story["article_ids"]}
    assert leads == {
        "joongdo:2": "dgilbo:3", "krnews21:1": "dgilbo:3", "dgilbo:3": "dgilbo:3", "dgilbo:5": "dgilbo:5", "joongdo:4": "joongdo:4",
    }  # fmt: skip
    assert all(len(story["article_ids"]) == len(story["urls"]) == story["articles"] for story in stories)
