"""Stories as the desk sees them: marked articles, one row a story, `scrapy why`; over the store, and over a harvest of two outlets."""

from __future__ import annotations

import csv
import io
import json
import logging
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from newsharvest.dedupe.fingerprints import PARAMETERS
from newsharvest.items import STORY_FIELDS
from newsharvest.search import parse
from newsharvest.store import SCHEMA_VERSION, Kept, Selection, Store, StoreError
from tests.support.articles import BEFORE_REREADING, NIGHT, story_article
from tests.support.command_line import quick, refused
from tests.support.crawls import crawl
from tests.support.posix import FULL
from tests.support.project import FIXTURES, ROOT
from tests.support.stores import Place, change, rows, sqlite_of
from tests.support.texts import HADONG, LIBRARY, MARKET, YEONCHEON
from tests.support.town import QUICK, SINCE, Town

PART = "\n\n".join(YEONCHEON.split("\n\n")[:3])


def filled(place: Place) -> Place:
    """Keep two stories: one of three outlets, in the order excerpt, whole, exact; one of a single outlet."""
    with Store(place) as store:
        run = store.begin_run("krnews21", NIGHT)
        for made in (
            story_article("krnews21:1", PART, day="2026-11-17"),
            story_article("joongdo:2", YEONCHEON, "연천군, 군정 혁신 나선다", day="2026-11-18"),
            story_article("dgilbo:3", YEONCHEON, day=None),
            story_article("joongdo:4", HADONG, "하동군 간담회", day="2026-11-18"),
        ):
            assert store.keep(made, run, NIGHT.replace("03:00", f"03:0{made.id[-1]}")) is Kept.NEW
    return place


@pytest.fixture
def place(place: Place) -> Place:
    return filled(place)


@pytest.fixture
def path(path: Path) -> Path:
    filled(path)
    return path


# --- the store


def test_every_article_says_which_story_it_tells(store: Store) -> None:
    marks = {a.id: (a.story_id, a.duplicate_of, a.similarity) for a in store.articles()}
    assert marks == {
        "krnews21:1": ("krnews21:1", None, None),
        "joongdo:2": ("krnews21:1", "krnews21:1", 1.0),
        "dgilbo:3": ("krnews21:1", "joongdo:2", 1.0),
        "joongdo:4": ("joongdo:4", None, None),
    }


def test_an_article_that_is_kept_is_told_its_story(store: Store) -> None:
    came = story_article("dgilbo:9", HADONG, "하동군서 간담회")
    store.keep(came, 1, NIGHT)
    assert (came.story_id, came.duplicate_of, came.similarity) == ("joongdo:4", "joongdo:4", 1.0)
    again = story_article("dgilbo:9", HADONG, "하동군서 간담회")
    assert store.keep(again, 1, NIGHT) is Kept.SAME
    assert again == came


def test_an_edited_article_changes_its_story(store: Store) -> None:
    edited = story_article("joongdo:4", YEONCHEON.rsplit("\n\n", 1)[0], "하동군 간담회", day="2026-11-18")
    assert store.keep(edited, 1, NIGHT) is Kept.EDITED
    assert (edited.story_id, edited.duplicate_of, edited.similarity) == ("krnews21:1", "krnews21:1", 1.0)
    store.settle_stories()
    assert store.article("dgilbo:3").story_id == store.article("joongdo:4").story_id == "krnews21:1"
    assert store.index.story("joongdo:4")[0] == "krnews21:1"  # its own id of before leads there


def test_one_row_a_story_is_the_canonical_article_if_it_fits(store: Store) -> None:
    def ids(which: Selection) -> list[str]:
        return [a.id for a in store.articles(which, one_a_story=True)]

    assert ids(Selection()) == ["joongdo:4", "joongdo:2"]
    assert ids(Selection(outlets=["dgilbo"])) == ["dgilbo:3"]
    assert ids(Selection(until=date(2026, 11, 17))) == ["krnews21:1"]
    assert ids(Selection(["dgilbo", "krnews21"], query=parse("연천군"))) == ["krnews21:1"]


def test_a_story_has_its_canonical_article_and_everyone_who_printed_it(store: Store) -> None:
    first, second = store.stories()
    assert (first.story_id, first.outlets, first.articles) == ("krnews21:1", 3, 3)  # dgilbo:3 states no date: the day it was first seen
    assert (first.id, first.outlet, first.title, first.published_at) == (
        "joongdo:2", "joongdo", "연천군, 군정 혁신 나선다", "2026-11-18T09:00:00+09:00",
    )  # fmt: skip
    assert first.body == YEONCHEON
    assert first.rights == "저작권자 ⓒ 중도일보"
    assert first.outlet_names == ["중도일보", "뉴스21통신", "대구경북일보"]
    assert first.urls == ["http://joongdo.kr/2", "http://krnews21.kr/1", "http://dgilbo.kr/3"]
    assert (first.first_published_at, first.last_published_at) == ("2026-11-17T09:00:00+09:00", "2026-11-18T09:00:00+09:00")
    assert (second.story_id, second.outlets, second.outlet_names) == ("joongdo:4", 1, ["중도일보"])


def test_a_story_is_found_by_any_of_its_articles(store: Store) -> None:
    [found] = store.stories(Selection(outlets=["dgilbo"]))
    assert (found.id, found.outlets) == ("joongdo:2", 3)
    assert [story.story_id for story in store.stories(Selection(query=parse("하동")))] == ["joongdo:4"]


def test_a_store_from_before_the_index_gets_one(path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with Store(path) as store:
        before = list(store.articles())
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("DROP VIEW marked")
        for table in (
            "printed",
            "sketch",
            "passage",
            "story",
            "stock",
            "unsettled",
            "dedupe_parameter",
            "checkup",
            "piece",
            "shared",
            "pair",
            "searched",
            "digest",
        ):
            db.execute(f"DROP TABLE {table}")
        for statement in BEFORE_REREADING:
            db.execute(statement)
        db.execute("ALTER TABLE failure DROP COLUMN status")
        db.execute("ALTER TABLE failure DROP COLUMN standing")
        db.execute("PRAGMA user_version=1")
    with caplog.at_level(logging.WARNING), Store(path) as store:
        assert {a.id: a.story_id for a in store.articles()} == {a.id: a.story_id for a in before}
    assert "the stories of" in caplog.text
    assert "4 articles" in caplog.text
    assert rows(path, "PRAGMA user_version") == [(SCHEMA_VERSION,)]


def test_an_index_that_was_made_otherwise_is_made_anew(place: Place) -> None:
    change(
        place,
        "UPDATE dedupe_parameter SET value=value+1 WHERE name='window'",
        "UPDATE printed SET story=99",  # what another program made of it
    )
    with Store(place) as store:
        assert store.article("dgilbo:3").story_id == "krnews21:1"
    assert {str(name): value for name, value in rows(place, "SELECT name, value FROM dedupe_parameter")} == PARAMETERS


def test_one_row_a_story_is_asked_for_once_not_once_an_article(path: Path) -> None:
    """SQLite would else look the list through for every article: hours at 50,000."""
    where: list[str] = []
    with Store(path) as store:
        sqlite_of(store).set_trace_callback(where.append)
        assert len(list(store.articles(one_a_story=True))) == 2
        sqlite_of(store).set_trace_callback(None)
        [query] = [query for query in where if "row_number" in query]
        plan = [row[3] for row in store._db.execute(f"EXPLAIN QUERY PLAN {query}")]
    assert not [step for step in plan if "rowid=? AND" in step or "AND rowid=?" in step], plan


def test_an_article_and_its_fingerprints_are_kept_together_or_not_at_all(path: Path) -> None:
    with Store(path) as store:
        store._db.execute(f"PRAGMA max_page_count={store._db.execute('PRAGMA page_count').fetchone()[0] + 9}")
        with pytest.raises(StoreError, match="full"):
            _fill(store)
    kept = {i for (i,) in rows(path, "SELECT id FROM article")}
    assert kept == {i for (i,) in rows(path, "SELECT article FROM printed")}
    assert rows(path, "SELECT count(*) FROM printed LEFT JOIN sketch USING (doc) WHERE level IS NULL") == [(0,)]


def _fill(store: Store) -> None:
    for number in range(100, 200):
        store.keep(story_article(f"dgilbo:{number}", f"{MARKET} {number} " * 40, f"{number}"), 1, NIGHT)


# --- a crawl


def test_a_crawl_marks_its_articles_and_drop_leaves_one_a_story(tmp_path: Path) -> None:
    """The second article of the list is the first one's page again, under another title."""
    folder = tmp_path / "fixtures"
    shutil.copytree(FIXTURES / "gyeonggitv", folder / "gyeonggitv")
    page = (folder / "gyeonggitv" / "37835" / "page.html").read_text(encoding="utf-8")
    title = json.loads((folder / "gyeonggitv" / "37835" / "expected.json").read_text(encoding="utf-8"))["title"]
    again = page.replace(title, "다시 실은 기사")
    assert again != page
    (folder / "gyeonggitv" / "24496" / "page.html").write_text(again, encoding="utf-8")
    harvest = crawl("gyeonggitv", folder)
    first, second = harvest.items
    assert (first["id"], first["story_id"], first["duplicate_of"]) == ("gyeonggitv:37835", "gyeonggitv:37835", None)
    assert (second["id"], second["story_id"], second["duplicate_of"]) == ("gyeonggitv:24496", "gyeonggitv:37835", "gyeonggitv:37835")
    assert second["similarity"] == 1.0
    harvest = crawl("gyeonggitv", folder, settings={"DUPLICATES": "drop"})
    assert [item["id"] for item in harvest.items] == ["gyeonggitv:37835"]
    assert harvest.reasons["same_story"] == ["http://gyeonggitv.com/bbs/board.php?bo_table=news&wr_id=24496"]
    assert harvest.report.trouble == []  # one body under two titles is a doubt about both
    assert "warning: same_body is a doubt about" in harvest.closing


# --- a harvest of two outlets


def release(town: Town) -> None:
    """dgilbo prints three articles, gyeonggitv two days later one of them again, a little edited, and one of its own."""
    for site, bodies, day in ((town.other, (YEONCHEON, HADONG, MARKET * 3), 18), (town.site, (YEONCHEON, LIBRARY * 3), 20)):
        site.add(*range(1, len(bodies) + 1), day=f"2024-11-{day} 09:00")
        for number, body in enumerate(bodies, start=1):
            site.articles[number].body = body.split("\n\n")
    town.site.articles[1].body = town.site.articles[1].body[:-1]
    town.site.articles[1].title = "연천군 혁신 나선다"


def test_a_harvest_marks_what_another_outlet_printed_before(town: Town) -> None:
    release(town)
    out = town.folder / "a.jsonl"
    assert town.harvest(outlets=("dgilbo",)).status == 0
    ran = town.harvest("-O", str(out), outlets=("gyeonggitv", "dgilbo"))
    assert ran.status == 0, ran.err
    made = {a["id"]: a for a in map(json.loads, out.read_text(encoding="utf-8").splitlines())}
    assert list(made) == ["gyeonggitv:2", "gyeonggitv:1"]
    assert (made["gyeonggitv:1"]["story_id"], made["gyeonggitv:1"]["duplicate_of"]) == ("dgilbo:1", "dgilbo:1")
    assert made["gyeonggitv:1"]["similarity"] == 1.0
    assert (made["gyeonggitv:2"]["story_id"], made["gyeonggitv:2"]["duplicate_of"]) == ("gyeonggitv:2", None)
    assert town.row(ran) == ["2", "0", "0", "0"]


def test_drop_keeps_the_repeat_in_the_store_and_out_of_the_feed(town: Town) -> None:
    release(town)
    out = town.folder / "a.csv"
    assert town.harvest(outlets=("dgilbo",)).status == 0
    ran = town.harvest("-s", "DUPLICATES=drop", "-L", "INFO", "-O", str(out))
    assert ran.status == 0, ran.err
    assert [row["id"] for row in csv.DictReader(io.StringIO(out.read_text(encoding="utf-8-sig"), newline=""))] == ["gyeonggitv:2"]
    assert "same_story: tells a story that came before" in ran.err
    assert "as dgilbo:1" in ran.err
    assert town.query("SELECT kind, duplicate_of, similarity FROM marked WHERE article='gyeonggitv:1'") == [("near", "dgilbo:1", 1.0)]
    assert town.query("SELECT count(*) FROM failure WHERE reason<>'doubtful'") == [(0,)]  # nothing has failed
    exported = town.quick("export", "-s", "DUPLICATES=drop")
    assert sorted(json.loads(line)["id"] for line in exported.out.splitlines()) == ["dgilbo:1", "dgilbo:2", "dgilbo:3", "gyeonggitv:2"]
    assert town.run("harvest", "gyeonggitv", "--since", SINCE, *QUICK, "-s", "DUPLICATES=drop").status == 0  # all known now


def test_drop_writes_the_fullest_of_each_story_that_began_in_this_run(town: Town) -> None:
    paragraphs = YEONCHEON.split("\n\n")
    for site, bodies, day in ((town.site, (paragraphs[:3],), 18), (town.other, (paragraphs, MARKET.split("\n\n") * 3), 20)):
        site.add(*range(1, len(bodies) + 1), day=f"2024-11-{day} 09:00")
        for number, body in enumerate(bodies, start=1):
            site.articles[number].body = body
    out = town.folder / "a.jsonl"
    ran = town.harvest("-s", "DUPLICATES=drop", "-O", str(out), outlets=("gyeonggitv", "dgilbo"))
    assert ran.status == 0, ran.err
    made = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert sorted(a["id"] for a in made) == ["dgilbo:1", "dgilbo:2"]
    assert {a["body"] for a in made} == {YEONCHEON, "\n\n".join([MARKET] * 3)}


# --- the commands


def test_export_stories_writes_one_row_a_story(place: Place, tmp_path: Path) -> None:
    out = tmp_path / "stories.csv"
    ran = quick("export", "--stories", "-s", f"STORE={place}", "-O", str(out))
    assert (ran.status, ran.out, ran.err) == (0, "", f"written: {out} (2 stories)\n")
    raw = out.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbfstory_id,id,outlet,outlet_name,url,section,title,")
    table = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline="")))
    assert list(table[0]) == [*STORY_FIELDS, "body_more"]
    assert table[0]["outlets"] == "3"
    assert table[0]["outlet_names"] == "중도일보; 뉴스21통신; 대구경북일보"
    assert table[0]["urls"] == "http://joongdo.kr/2; http://krnews21.kr/1; http://dgilbo.kr/3"
    assert (table[0]["first_published_at"], table[0]["last_published_at"]) == ("2026-11-17 09:00:00", "2026-11-18 09:00:00")
    assert (table[1]["id"], table[1]["outlets"], table[1]["body"]) == ("joongdo:4", "1", HADONG)
    ran = quick("export", "joongdo", "--stories", "--search", "하동", "-s", f"STORE={place}")
    assert [json.loads(line)["story_id"] for line in ran.out.splitlines()] == ["joongdo:4"]


def test_export_marks_or_drops(place: Place) -> None:
    every = [json.loads(line) for line in quick("export", "-s", f"STORE={place}").out.splitlines()]
    assert {a["id"]: a["duplicate_of"] for a in every} == {
        "dgilbo:3": "joongdo:2", "joongdo:4": None, "joongdo:2": "krnews21:1", "krnews21:1": None,
    }  # fmt: skip
    dropped = quick("export", "-s", f"STORE={place}", "-s", "DUPLICATES=drop")
    assert [json.loads(line)["id"] for line in dropped.out.splitlines()] == ["joongdo:4", "joongdo:2"]


@pytest.mark.parametrize("command", [("export",), ("harvest", "joongdo"), ("crawl", "joongdo")])
def test_duplicates_is_mark_or_drop(command: tuple[str, ...], path: Path) -> None:
    said = refused(*command, "-s", f"REPLAY={FIXTURES}", "-s", f"STORE={path}", "-s", "DUPLICATES=hide")
    assert said == f"scrapy {command[0]}: DUPLICATES=hide: say mark (all articles, marked) or drop (one article a story)"


def test_why_an_article_repeats_another(place: Place) -> None:
    ran = quick("why", "joongdo:2", "-s", f"STORE={place}")
    assert (ran.status, ran.err) == (0, "")
    lines = ran.out.splitlines()
    assert lines[:4] == [
        "krnews21:1  뉴스21통신  2026-11-17 09:00  연천군 현장행정",
        "joongdo:2  중도일보  2026-11-18 09:00  연천군, 군정 혁신 나선다",
        "",
        "The same story: joongdo:2 repeats krnews21:1: nearly all is shared.",
    ]
    assert lines[4].startswith("  text     100% of the shorter text stands in the longer (")
    assert "  place    연천군 (joongdo:2)" in lines
    assert any(line.startswith("  “연천군이 업무의 효율성을 높이고 군민이 체감할 수 있는") for line in lines)
    assert quick("why", "krnews21:1", "joongdo:2", "-s", f"STORE={place}").out == ran.out  # in whichever order they are named


def test_why_an_article_is_no_repeat(place: Place) -> None:
    ran = quick("why", "joongdo:4", "krnews21:1", "-s", f"STORE={place}")
    assert ran.status == 0
    assert "Not the same story: too little is shared." in ran.out.splitlines()
    assert "Shared:" not in ran.out
    ran = quick("why", "joongdo:4", "-s", f"STORE={place}")
    assert "It repeats no earlier article. It tells the story joongdo:4, alone." in ran.out.splitlines()


def test_why_two_of_a_story_that_are_not_linked(place: Place) -> None:
    ran = quick("why", "krnews21:1", "dgilbo:3", "-s", f"STORE={place}")
    assert "The same story, krnews21:1, by way of other articles; between these two: nearly all is shared." in ran.out.splitlines()
    ran = quick("why", "krnews21:1", "-s", f"STORE={place}")
    assert "It repeats no earlier article. It tells the story krnews21:1 with joongdo:2, dgilbo:3." in ran.out.splitlines()


@pytest.fixture
def rounded(place: Place) -> Place:
    """The same store, with a roundup that is the first to be printed and the last to come."""
    body = f"{YEONCHEON}\n\n{HADONG}\n\n{'다른 소식도 함께 전한다. ' * 9}"
    with Store(place) as store:
        store.keep(story_article("krnews21:9", body, "이번 주 소식", day="2026-11-16"), 1, NIGHT)
        store.settle_stories()
    return place


def test_drop_leaves_out_neither_a_roundup_nor_what_it_holds(rounded: Place) -> None:
    with Store(rounded) as store:
        assert [a.id for a in store.articles(one_a_story=True)] == ["joongdo:4", "joongdo:2", "krnews21:9"]
        assert [(story.id, story.articles) for story in store.stories()] == [("joongdo:2", 3), ("joongdo:4", 1), ("krnews21:9", 1)]


def test_why_an_article_is_a_roundup(rounded: Place) -> None:
    ran = quick("why", "krnews21:9", "-s", f"STORE={rounded}")
    assert (ran.status, ran.err) == (0, "")
    [said] = ran.out.splitlines()[2:]
    assert said.startswith("It is a roundup: it holds ")
    assert said.endswith(", joongdo:4. It tells none of their stories.")
    ran = quick("why", "joongdo:4", "krnews21:9", "-s", f"STORE={rounded}")
    assert "Not the same story: krnews21:9 is a roundup, which holds " in ran.out
    assert rows(rounded, "SELECT kind, story_id FROM marked WHERE article='krnews21:9'") == [("roundup", "krnews21:9")]


def test_why_tells_the_numbers_and_names_that_only_one_has(place: Place) -> None:
    gift = "가온시는 {}(대표 {})에서 이웃돕기 성금 {}만 원을 기탁했다고 밝혔다. 성금은 어려운 가정에 전해질 예정이며 시는 고마움을 전했다."
    with Store(place) as store:
        for name, filled in (("joongdo:7", ("다솔전자", "이영희", 300)), ("dgilbo:7", ("나래식품", "박민수", 500))):
            store.keep(story_article(name, gift.format(*filled)), 1, NIGHT)
    lines = quick("why", "dgilbo:7", "joongdo:7", "-s", f"STORE={place}").out.splitlines()
    assert "Not the same story: they name other people or firms." in lines
    assert "  facts    0% of the fewer numbers and names stand in both" in lines
    assert "           only in joongdo:7: 300, 다솔전자, 이영희" in lines
    assert "           only in dgilbo:7: 500, 나래식품, 박민수" in lines


def test_why_an_article_is_not_there(town: Town) -> None:
    town.site.add(1, day="2024-11-20 09:00")
    town.site.add(2, day="2024-11-20 10:00")
    town.site.articles[2] = replace(town.site.articles[1], number=2)
    ran = town.harvest()
    assert town.row(ran) == ["1", "0", "0", "1"]
    [(kept,)] = town.query("SELECT id FROM article")
    other = {"gyeonggitv:1", "gyeonggitv:2"} - {kept}
    ran = town.quick("why", *other)
    assert ran.status == 2
    [missing] = other
    assert ran.err == (
        f"scrapy why: {missing} is not kept by itself: repeats an article of the outlet (the same title and body as {kept})\n"
    )
    assert town.quick("why", "gyeonggitv:7").err == (
        f"scrapy why: there is no article gyeonggitv:7 in {town.store}; an id is <outlet>:<key>, as in the column `id`\n"
    )


@FULL
def test_why_can_be_piped_and_printed_anywhere(path: Path) -> None:
    command = [sys.executable, "-m", "scrapy", "why", "joongdo:2", "-s", f"STORE={path}"]
    with open("/dev/full", "w") as full:  # noqa: PTH123
        ran = subprocess.run(command, cwd=ROOT, stdout=full, stderr=subprocess.PIPE, text=True, encoding="utf-8", check=False)
    assert (ran.returncode, ran.stderr) == (1, "scrapy why: standard output could not be written: No space left on device\n")
    ran = subprocess.run(command, cwd=ROOT, env={**os.environ, "PYTHONIOENCODING": "ascii"}, capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "joongdo:2 repeats krnews21:1" in ran.stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "name one article, or two, by their id: <outlet>:<key>, as in the column `id`"),
        (("a:1", "b:2", "c:3"), "name one article, or two, by their id: <outlet>:<key>, as in the column `id`"),
        (("a:1", "a:1"), "a:1 is named twice"),
        (("a:1", "-s", "STORE=nowhere.db"), "there is no store nowhere.db yet: run scrapy harvest, or name another with -s STORE=FILE"),
    ],
)
def test_why_mistyped(arguments: tuple[str, ...], message: str, path: Path) -> None:
    given = arguments if "-s" in arguments else (*arguments, "-s", f"STORE={path}")
    assert refused("why", *given) == f"scrapy why: {message}"
