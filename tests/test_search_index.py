"""The index of the store that a search looks into: it is kept with the articles, made for older stores, and mended where it is damaged."""

from __future__ import annotations

import json
import re
import sqlite3
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from newsharvest.database import Database, ServerError, on_server
from newsharvest.items import Article
from newsharvest.press import content_hash
from newsharvest.search import parse
from newsharvest.store import SCHEMA_VERSION, Kept, Selection, Store, StoreError, filling, finding
from tests.support.articles import BEFORE_SEARCH, NIGHT, article
from tests.support.command_line import quick
from tests.support.postgres import Postgres
from tests.support.processes import Ran
from tests.support.stores import Place, change, rows, sqlite_of

NEXT_NIGHT = "2026-11-21T03:00:00+09:00"
BODIES = {1: "가온시는 나눔장터를 연다.", 2: "나래군은 마라톤을 연다.", 3: "다솔시는 나눔장터를 미룬다.", 4: "한빛동에 눈이 온다."}


def printed(number: int, body: str = "", **fields: Any) -> Article:
    made = article(number, body or BODIES[number], published_at=f"2026-11-1{number}T09:00:00+09:00", **fields)
    return replace(made, content_hash=content_hash(made.title or "", made.body))


def filled(place: Place) -> Place:
    """Keep four articles."""
    with Store(place) as opened:
        run = opened.begin_run("gaon", NIGHT)
        for number in BODIES:
            opened.keep(printed(number), run, NIGHT)
    return place


@pytest.fixture
def place(place: Place) -> Place:
    return filled(place)


@pytest.fixture
def path(path: Path) -> Path:
    filled(path)
    return path


def older(path: Path) -> None:
    """Make a store one of schema 5, as the version before this one wrote it."""
    change(path, *BEFORE_SEARCH, "PRAGMA user_version=5")


def found(place: Place, query: str, **which: Any) -> list[str]:
    with Store(place, reading=True) as opened:
        ids = list(opened.search(parse(query), Selection(**which)))
        assert [made.id for made in opened.articles(Selection(**which, query=parse(query)))] == ids
        assert opened.damaged == {}
        return ids


def export(place: Place, *arguments: str) -> Ran:
    return quick("export", *arguments, "-s", f"STORE={place}")


def ids(ran: Ran) -> list[str]:
    return [json.loads(line)["id"] for line in ran.out.splitlines()]


# --- with the articles


def test_what_is_found_comes_the_latest_first_and_fits_all_that_is_asked_for(place: Place) -> None:
    assert found(place, "나눔") == ["gaon:3", "gaon:1"]
    assert found(place, "나눔", since=date(2026, 11, 12)) == ["gaon:3"]
    assert found(place, "나눔", outlets=["joongdo"]) == []
    assert found(place, "나눔 -미룬다") == ["gaon:1"]
    assert found(place, "title:축제") == ["gaon:4", "gaon:3", "gaon:2", "gaon:1"]


def test_an_edited_article_is_found_by_what_it_has_become(place: Place) -> None:
    with Store(place) as opened:
        run = opened.begin_run("gaon", NEXT_NIGHT)
        assert opened.keep(printed(1, "가온시는 불꽃놀이를 연다."), run, NEXT_NIGHT) is Kept.EDITED
    assert found(place, "나눔장터") == ["gaon:3"]
    assert found(place, "불꽃놀이") == ["gaon:1"]
    again = 1 if on_server(place) else 5  # FTS5 forgets nothing: there it gets another number
    docs = sorted([(again, "gaon:1"), (2, "gaon:2"), (3, "gaon:3"), (4, "gaon:4")])
    assert rows(place, "SELECT doc, article FROM searched ORDER BY doc") == docs
    with Store(place) as opened:
        assert finding.lost(opened._db) == set()


def test_an_edit_of_other_fields_leaves_the_index_as_it_is(path: Path) -> None:
    before = rows(path, "SELECT id, block FROM pair_data")
    with Store(path) as opened:
        run = opened.begin_run("gaon", NEXT_NIGHT)
        assert opened.keep(printed(1, authors=["김가온"]), run, NEXT_NIGHT) is Kept.EDITED
        assert opened.keep(printed(2), run, NEXT_NIGHT) is Kept.SAME
    assert rows(path, "SELECT id, block FROM pair_data") == before


def test_an_article_and_what_it_is_found_by_are_kept_together_or_not_at_all(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full") if isinstance(place, Path) else ServerError("the disk is full")

    with Store(place) as opened:
        run = opened.begin_run("gaon", NEXT_NIGHT)
        monkeypatch.setattr(filling, "place", full)  # what comes after it in the transaction
        with pytest.raises(StoreError, match="full"):
            opened.keep(printed(4, "불꽃놀이를 연다."), run, NEXT_NIGHT)
    assert found(place, "불꽃놀이") == []
    assert found(place, "한빛동") == ["gaon:4"]


WHOLE = re.compile(r"SCAN (article|printed|searched)\b(?! USING INDEX searched_unread)|MATERIALIZE marked")  # that one is of few or none


def test_only_what_the_index_finds_is_read(path: Path) -> None:
    """Neither all articles nor all that is marked: at 100,000 each takes a second."""
    asked: list[str] = []
    with Store(path) as opened:
        which = Selection(query=parse("나눔장터"))
        sqlite_of(opened).set_trace_callback(asked.append)
        assert len(list(opened.articles(which))) == len(list(opened.stories(which))) == len(list(opened.search(parse("눈")))) + 1 == 2
        assert len(list(opened.articles(which, one_a_story=True))) == 2
        sqlite_of(opened).set_trace_callback(None)
        plans = {query: [row[3] for row in opened._db.execute(f"EXPLAIN QUERY PLAN {query}")] for query in asked if "article" in query}
    assert len(plans) > 6
    for query, plan in plans.items():
        if "count(*)" not in query:
            assert not [step for step in plan if WHOLE.search(step)], (query, plan)


def test_a_search_among_new_stories_and_of_one_article_a_story(place: Place) -> None:
    body = " ".join(f"가온시는 {number}번째 나눔장터를 {number + 3}일 열어 시민이 모은 책을 나눈다." for number in range(30))
    with Store(place) as opened:
        run = opened.begin_run("gaon", NEXT_NIGHT)
        for number, text in ((5, body), (6, f"{body} 끝.")):
            opened.keep(printed(number, text, modified_at=NEXT_NIGHT), run, NEXT_NIGHT)
        opened.settle_stories()
        which = Selection(query=parse("나눔장터"))
        assert [made.id for made in opened.articles(which)] == ["gaon:6", "gaon:5", "gaon:3", "gaon:1"]
        assert [made.id for made in opened.articles(which, one_a_story=True)] == ["gaon:5", "gaon:3", "gaon:1"]
        assert [made.id for made in opened.articles(replace(which, runs=[run], new_stories=True))] == ["gaon:6", "gaon:5"]
        assert list(opened.search(parse("나눔장터"), Selection(runs=[run], new_stories=True))) == ["gaon:6", "gaon:5"]
        assert [(story.id, story.articles) for story in opened.stories(which)] == [("gaon:5", 2), ("gaon:3", 1), ("gaon:1", 1)]


# --- an older store


def test_an_older_store_is_indexed_when_it_is_opened_and_says_how_far_it_is(
    path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    older(path)
    monkeypatch.setattr(filling, "TOLD", 2)
    assert found(path, "나눔장터") == ["gaon:3", "gaon:1"]
    assert caplog.messages == [
        f"the search index of {path} is made, once, of 4 articles: a second or so for each thousand",
        "2 of 4",
        "4 of 4",
    ]
    assert rows(path, "PRAGMA user_version") == [(SCHEMA_VERSION,)]
    with Store(path) as opened:
        assert finding.lost(opened._db) == set()
    assert len(caplog.messages) == 3  # once


def test_an_index_that_breaks_off_leaves_the_store_as_it_was(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    older(path)
    enter, entered = finding.enter, []

    def breaks(db: Database, article: str, read: Article | None) -> None:
        entered.append(article)
        if len(entered) == 3:
            raise KeyboardInterrupt
        enter(db, article, read)

    monkeypatch.setattr(finding, "enter", breaks)
    with pytest.raises(KeyboardInterrupt):
        Store(path)
    assert rows(path, "PRAGMA user_version") == [(5,)]
    assert rows(path, "SELECT name FROM sqlite_master WHERE name LIKE 'pair%' OR name='searched'") == []
    monkeypatch.undo()
    assert found(path, "나눔장터") == ["gaon:3", "gaon:1"]


def test_an_older_store_that_has_a_damaged_article_names_it_until_it_is_whole(path: Path) -> None:
    older(path)
    change(path, "UPDATE article SET record='{q' WHERE id='gaon:2'")
    Store(path).__exit__()  # which indexes it
    ran = export(path, "--search", "나눔장터")
    assert (ran.status, ids(ran)) == (1, ["gaon:3", "gaon:1"])
    assert "scrapy export: gaon:2 is damaged and is left out: its record cannot be read\n" in ran.err
    with Store(path) as opened:
        opened.keep(printed(2), opened.begin_run("gaon", NEXT_NIGHT), NEXT_NIGHT)
    assert found(path, "나눔장터") == ["gaon:3", "gaon:1"]
    assert found(path, "마라톤") == ["gaon:2"]


# --- a damaged index

LEFT_OUT = "scrapy export: the search index is damaged and is left out: "
AGAIN = "scrapy export: scrapy store check has the damaged ones asked for again\n"


def test_an_index_that_has_lost_an_article_is_told_and_every_text_is_read(place: Place) -> None:
    change(place, "DELETE FROM searched WHERE article='gaon:1'")
    ran = export(place, "--search", "나눔장터")
    assert (ran.status, ids(ran), ran.err) == (1, ["gaon:3", "gaon:1"], f"{LEFT_OUT}it has lost articles\n{AGAIN}")
    ran = quick("store", "check", "-s", f"STORE={place}")
    assert (ran.status, ran.out) == (1, "the search index had lost 1 article, and was made anew\n")
    ran = export(place, "--search", "나눔장터")
    assert (ran.status, ids(ran), ran.err) == (0, ["gaon:3", "gaon:1"], "")
    assert quick("store", "check", "-s", f"STORE={place}").out == "ok: 4 articles, nothing is damaged\n"


def test_an_article_whose_row_cannot_be_found_is_named(place: Place) -> None:
    change(place, "UPDATE article SET id='gaon:q' WHERE id='gaon:1'")
    ran = export(place, "--search", "나눔장터")
    assert (ran.status, ids(ran)) == (1, ["gaon:3"])
    assert ran.err == f"scrapy export: gaon:1 is damaged and is left out: its row cannot be found by its id\n{AGAIN}"
    assert export(place, "--search", "마라톤").status == 0


def test_an_index_that_cannot_be_read_is_told_and_every_text_is_read(path: Path) -> None:
    change(path, "UPDATE pair_data SET block=x'ffffffffffff' WHERE id>10")
    ran = export(path, "--search", "나눔장터")
    assert (ran.status, ids(ran)) == (1, ["gaon:3", "gaon:1"])
    assert ran.err == f"{LEFT_OUT}database disk image is malformed\n{AGAIN}"
    ran = quick("store", "check", "-s", f"STORE={path}")
    assert (ran.status, ran.out) == (1, "the search index could not be read (database disk image is malformed), and was made anew\n")
    assert found(path, "나눔장터") == ["gaon:3", "gaon:1"]
    assert quick("store", "check", "-s", f"STORE={path}").out == "ok: 4 articles, nothing is damaged\n"


@pytest.mark.parametrize(
    ("statement", "articles"),
    [
        ("UPDATE searched SET article=CASE article WHEN 'gaon:1' THEN 'x' ELSE 'y' END WHERE doc IN (1, 2)", "4 articles"),
        ("INSERT INTO pair(rowid, pairs) VALUES (3, '축구')", "1 article"),
        ("UPDATE searched SET doc=9 WHERE doc=4", "1 article"),
    ],
)
def test_an_index_that_holds_otherwise_is_made_anew(path: Path, statement: str, articles: str) -> None:
    change(path, statement)
    assert quick("store", "check", "-s", f"STORE={path}").out == f"the search index had lost {articles}, and was made anew\n"
    assert quick("store", "check", "-s", f"STORE={path}").out == "ok: 4 articles, nothing is damaged\n"
    assert found(path, "한빛동") == ["gaon:4"]


def test_a_servers_index_that_holds_otherwise_is_made_anew(postgres: Postgres) -> None:
    with postgres.store() as address:
        filled(address)
        change(address, "UPDATE searched SET pairs=array_to_tsvector(ARRAY['축구']) WHERE article='gaon:3'")
        assert quick("store", "check", "-s", f"STORE={address}").out == "the search index had lost 1 article, and was made anew\n"
        assert quick("store", "check", "-s", f"STORE={address}").out == "ok: 4 articles, nothing is damaged\n"
        assert found(address, "나눔") == ["gaon:3", "gaon:1"]


# --- the command


def test_an_export_finds_what_is_asked_for(place: Place, tmp_path: Path) -> None:
    assert ids(export(place, "--search", "나눔장터 | 마라톤 -미룬다")) == ["gaon:2", "gaon:1"]
    feed = tmp_path / "found.csv"
    ran = export(place, "--search", '"마라톤을 연다"', "-O", str(feed))
    assert (ran.status, ran.err) == (0, f"written: {feed} (1 article)\n")
    assert b"gaon:2" in feed.read_bytes()
    ran = export(place, "--stories", "--search", "title:3번째")
    assert [json.loads(line)["id"] for line in ran.out.splitlines()] == ["gaon:3"]


def test_a_section_that_does_not_exist_is_told_with_those_that_do(place: Place, tmp_path: Path) -> None:
    with Store(place) as opened:
        run = opened.begin_run("gaon", NEXT_NIGHT)
        for number, section in enumerate((["사회"], ["문화", "공연"], ["사회"]), start=1):
            opened.keep(printed(number, section=section), run, NEXT_NIGHT)
    feed = tmp_path / "found.csv"
    feed.write_text("yesterday's")
    ran = export(place, "--section", "사회면", "-O", str(feed))
    said = "scrapy export: no article is of the section '사회면', did you mean '사회'? (known: 사회, 공연, 문화)\n"
    assert (ran.status, ran.out, ran.err, feed.read_text()) == (1, "", said, "yesterday's")
    ran = export(place, "--section", "사회", "--since", "2026-12-01")  # there is none of these days
    assert (ran.status, ran.out, ran.err) == (0, "", "")
    assert ids(export(place, "--section", "문화")) == ["gaon:2"]


def test_a_section_is_found_beside_a_damaged_one_and_whatever_letters_a_text_has(place: Place) -> None:
    with Store(place) as opened:
        run = opened.begin_run("gaon", NEXT_NIGHT)
        for number, body in enumerate(("앞 \0 뒤", "나래군 \\u0000", "다솔시"), start=1):
            opened.keep(printed(number, body, section=["문화"]), run, NEXT_NIGHT)
        assert [made.body for made in opened.articles(Selection(section="문화"))] == ["다솔시", "나래군 \\u0000", "앞 \0 뒤"]
        assert [made.id for made in opened.articles(Selection(without_signals=["noai"]))] == ["gaon:4", "gaon:3", "gaon:2", "gaon:1"]
        assert [at for _, at in opened.received("gaon")] == [None] * 4
    [(record,)] = rows(place, "SELECT record FROM article WHERE id='gaon:3'")
    for damaged in ('{"문화": 1}', '"문화"', "null", "7"):
        change(place, "UPDATE article SET record=? WHERE id='gaon:3'", values=[record.replace('["문화"]', damaged)])
        assert ids(export(place, "--section", "문화")) == ["gaon:2", "gaon:1"]
