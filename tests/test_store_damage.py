"""A store that is not what it was: damaged records, an empty file, a log left behind. What is damaged is named, the rest is exported."""

from __future__ import annotations

import csv
import json
import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from newsharvest.database import on_server
from newsharvest.items import Article
from newsharvest.press import content_hash
from newsharvest.reasons import Reason
from newsharvest.store import Kept, Selection, Store, StoreError, is_due
from tests.support.articles import NIGHT, article, revisions
from tests.support.command_line import quick, refused
from tests.support.processes import Ran
from tests.support.stores import Place, change, rows

NEXT_NIGHT = "2026-11-21T03:00:00+09:00"


def printed(number: int) -> Article:
    text = f"가온시는 {number}번째 나눔장터를 {number + 3}일 연다. 시민 {number}00명이 모은 책을 나눈다."
    return article(number, text, section=["문화"])


def filled(place: Place) -> Place:
    """Keep four articles of an outlet, and one failure."""
    with Store(place) as store:
        run = store.begin_run("gaon", NIGHT)
        for number in range(1, 5):
            store.keep(printed(number), run, NIGHT)
        store.note_failure("gaon", "http://gaon.kr/9", Reason.TIMEOUT, "30 s", "gaon:9", run, NIGHT)
        store.end_run(run, NIGHT, 0, {})
    return place


@pytest.fixture
def place(place: Place) -> Place:
    return filled(place)


@pytest.fixture
def path(path: Path) -> Path:
    filled(path)
    return path


def damage(place: Place, old: str, new: str, article: str = "gaon:2") -> None:
    """Put other letters into an article's record."""
    [(record,)] = rows(place, "SELECT record FROM article WHERE id=?", article)
    assert old in record
    change(place, "UPDATE article SET record=? WHERE id=?", values=[record.replace(old, new, 1), article])


def command(place: Place, *arguments: str) -> Ran:
    return quick(*arguments, "-s", f"STORE={place}")


NAMED = "scrapy export: gaon:2 is damaged and is left out: {}\nscrapy export: scrapy store check has the damaged ones asked for again\n"

DAMAGES = [
    ('"title": "', '"title":q"', "its record cannot be read"),  # no JSON
    ('"title"', '"tidle"', "a field of its record has lost its name"),
    ('"id": "gaon:2"', '"id": 7       ', "its id cannot be read"),
    ('["문화"]', '{"문":"화"}', "its section cannot be read"),
]


@pytest.mark.parametrize(("old", "new", "why"), DAMAGES)
def test_an_export_names_a_damaged_article_and_writes_the_others(place: Place, tmp_path: Path, old: str, new: str, why: str) -> None:
    damage(place, old, new)
    feed = tmp_path / "a.jsonl"
    ran = command(place, "export", "-O", str(feed))
    assert (ran.status, ran.err) == (1, f"written: {feed} (3 articles)\n{NAMED.format(why)}")
    assert [json.loads(line)["id"] for line in feed.read_text(encoding="utf-8").splitlines()] == ["gaon:4", "gaon:3", "gaon:1"]


def test_a_damaged_article_that_is_no_text_any_more_is_named_too(path: Path) -> None:
    [(record,)] = rows(path, "SELECT CAST(record AS BLOB) FROM article WHERE id='gaon:2'")
    broken = record.replace("나눔".encode(), b"\xeb\x82\xffx", 1)  # no UTF-8: a server takes no such thing
    change(path, "UPDATE article SET record=CAST(? AS TEXT) WHERE id='gaon:2'", values=[broken])
    ran = command(path, "export")
    assert (ran.status, ran.err) == (1, NAMED.format("its record cannot be read"))
    assert [json.loads(line)["id"] for line in ran.out.splitlines()] == ["gaon:4", "gaon:3", "gaon:1"]


def test_a_damaged_article_is_named_whatever_was_asked_for_since_it_may_be_that(place: Place) -> None:
    damage(place, '"title": "', '"title":q"')
    ran = command(place, "export", "--search", "나눔장터", "--section", "문화")
    assert (ran.status, ran.err) == (1, NAMED.format("its record cannot be read"))
    assert [json.loads(line)["id"] for line in ran.out.splitlines()] == ["gaon:4", "gaon:3", "gaon:1"]


def test_every_command_that_reads_goes_on_without_a_damaged_article(place: Place, tmp_path: Path) -> None:
    damage(place, '"title": "', '"title":q"')
    stories = tmp_path / "stories.csv"
    ran = command(place, "export", "--stories", "-O", str(stories))
    assert ran.status == 1
    assert "gaon:2 is damaged" in ran.err
    with stories.open(encoding="utf-8-sig", newline="") as file:
        told = [url for row in csv.DictReader(file) for url in row["urls"].split("; ")]
    assert sorted(told) == ["http://gaon.kr/1", "http://gaon.kr/3", "http://gaon.kr/4"]
    ran = command(place, "why", "gaon:2")
    said = f"scrapy why: gaon:2 is damaged in {place}: its record cannot be read; scrapy store check has it asked for again\n"
    assert (ran.status, ran.out, ran.err) == (1, "", said)
    assert command(place, "why", "gaon:1", "gaon:3").status == 0
    assert command(place, "failures").status == 0
    with Store(place) as store:
        assert [made.id for made in store.left_unjudged("gaon", 9)] == []
        with pytest.raises(KeyError):
            store.seen("gaon:2")


def test_a_check_names_a_text_that_has_changed_and_the_next_harvest_mends_it(place: Place) -> None:
    damage(place, "300명", "900명", "gaon:3")
    damage(place, '"title": "', '"title":q"')
    ran = command(place, "store", "check")
    assert (ran.status, ran.err) == (1, "")
    assert ran.out.splitlines() == [
        "gaon:2 is damaged: its record cannot be read",
        "gaon:3 is damaged: its text is not the one that was kept: content_hash is another",
        "2 of 4 articles damaged: the next harvest asks for them again",
    ]
    with Store(place) as store:
        due = [failed for failed in store.failures() if is_due(failed, datetime.fromisoformat("2030-01-01T00:00:00+09:00"), 7)]
        assert {failed.url: failed.reason for failed in due if failed.article != "gaon:9"} == {
            "http://gaon.kr/2": Reason.DAMAGED,
            "http://gaon.kr/3": Reason.DAMAGED,
        }
        run = store.begin_run("gaon", NEXT_NIGHT)
        for number in (2, 3):
            assert store.keep(printed(number), run, NEXT_NIGHT) is Kept.EDITED
        assert [failed.url for failed in store.failures()] == ["http://gaon.kr/9"]
        assert [made.id for made in store.articles(Selection(runs=[run]))] == ["gaon:3", "gaon:2"]
    ran = command(place, "store", "check")
    assert (ran.status, ran.out, ran.err) == (0, "ok: 4 articles, nothing is damaged\n", "")


@pytest.mark.parametrize(
    ("statement", "why"),
    [
        ("UPDATE article SET content_hash='0' WHERE id='gaon:2'", "its text is not the one that was kept: content_hash is another"),
        ("UPDATE article SET url='http://gaon.kr/z' WHERE id='gaon:2'", "its outlet or address is not that of its record"),
    ],
)
def test_what_stands_beside_a_record_is_checked_and_mended_too(place: Place, statement: str, why: str) -> None:
    change(place, statement)
    assert command(place, "store", "check").out.splitlines()[0] == f"gaon:2 is damaged: {why}"
    with Store(place) as store:
        whole = store.article("gaon:2")
        store.keep(whole, store.begin_run("gaon", NEXT_NIGHT), NEXT_NIGHT)
    assert command(place, "store", "check").status == 0


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE printed SET article='gaon:q' WHERE article='gaon:2'",
        "UPDATE sketch SET passages='0' WHERE doc=(SELECT doc FROM printed WHERE article='gaon:2')",
    ],
)
def test_an_article_that_the_index_has_lost_is_exported_and_found_again(place: Place, statement: str) -> None:
    change(place, statement)
    ran = command(place, "export")
    assert [json.loads(line)["id"] for line in ran.out.splitlines()] == ["gaon:4", "gaon:3", "gaon:2", "gaon:1"]
    ran = command(place, "store", "check")
    assert (ran.status, ran.out) == (1, "the index of near-duplicates had lost 1 article, and was made anew\n")
    assert command(place, "store", "check").status == 0
    with Store(place) as store:
        assert store.article("gaon:2").story_id


def test_damaged_rows_of_runs_and_failures_stop_nothing(place: Place) -> None:
    odd = "" if on_server(place) else "times='x', detail=x'ff', "  # a server has numbers and texts alone where they belong
    change(
        place,
        f"UPDATE failure SET {odd}first_at='', last_at='r026', standing=77 WHERE article='gaon:9'",
        "UPDATE run SET figures='{q'",
        "INSERT INTO reach VALUES ('gaon', 'r026-11-13', NULL)",
    )
    ran = command(place, "failures")
    assert (ran.status, ran.err) == (0, "")
    assert "http://gaon.kr/9" in ran.out
    with Store(place) as store:
        [failed] = store.failures()
        assert is_due(failed, datetime.fromisoformat(NIGHT), 7)
        assert store.figures_before("gaon", 99, 9) == []
        store.note_target("gaon", datetime.fromisoformat(NIGHT).date())
        assert store.reach_of("gaon") == (datetime.fromisoformat(NIGHT).date(), None)


# --- files that are no whole store


def test_an_empty_store_is_not_exported_as_one_without_articles(path: Path) -> None:
    path.write_bytes(b"")
    said = f"the store {path} is empty (0 bytes), which no harvest leaves: a copy broke off, or the disk was full"
    for name in ("export", "failures", "outlets"):
        ran = command(path, name)
        assert (ran.status, ran.out, ran.err) == (1, "", f"scrapy {name}: {said}\n")
    assert path.read_bytes() == b""


def test_an_empty_store_beside_its_log_is_left_as_it_is(path: Path) -> None:
    log = path.with_name("harvest.db-wal")
    path.write_bytes(b"")
    log.write_bytes(b"all that there is")
    with pytest.raises(StoreError, match=r"it is empty, and harvest\.db-wal beside it is not"):
        Store(path)
    assert log.read_bytes() == b"all that there is"


def test_a_folder_is_no_store(tmp_path: Path) -> None:
    assert refused("export", "-s", f"STORE={tmp_path}") == f"scrapy export: STORE={tmp_path} is a folder: name a file"


@pytest.fixture
def killed(path: Path, tmp_path: Path) -> Path:
    """A store as a harvest leaves it that is killed: a hundred and two articles more, of which two are in the log alone."""
    folder = tmp_path / "killed"
    folder.mkdir()
    with Store(path) as store:
        run = store.begin_run("gaon", NEXT_NIGHT)
        for number in range(5, 107):
            store.keep(article(number), run, NEXT_NIGHT)
        for name in ("harvest.db", "harvest.db-wal"):
            shutil.copy(path.with_name(name), folder)
    return folder / "harvest.db"


def test_a_copy_without_its_log_is_told_until_a_harvest_has_ended(killed: Path) -> None:
    killed.with_name("harvest.db-wal").unlink()
    said = (
        f"the store {killed} was copied without {killed}-wal, or that was deleted: the latest articles are not in it."
        " Copy both, or harvest: what is still listed is fetched again\n"
    )
    for _ in range(2):
        ran = command(killed, "export")
        assert (ran.status, ran.err) == (1, f"scrapy export: {said}")
        assert len(ran.out.splitlines()) == 104
    assert command(killed, "store", "check").err == f"scrapy store: {said}"
    with Store(killed) as store:
        store.end_run(store.begin_run("gaon", NEXT_NIGHT), NEXT_NIGHT, 0, {})
    assert command(killed, "export").status == 0


def test_a_store_with_its_log_is_whole_whoever_reads_it_first(killed: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    shutil.copy(killed, other)
    shutil.copy(f"{killed}-wal", f"{other}-wal")
    with closing(sqlite3.connect(other)) as db:  # which puts the two together
        assert db.execute("SELECT count(*) FROM article").fetchall() == [(106,)]
    for file in (killed, other):
        assert not Path(f"{other}-wal").exists()
        for _ in range(2):
            ran = command(file, "export")
            assert (ran.status, ran.err, len(ran.out.splitlines())) == (0, "", 106)


# --- a copy


def test_a_backup_is_one_whole_file_also_while_a_harvest_writes(path: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    with Store(path) as store:
        store.keep(article(5), store.begin_run("gaon", NEXT_NIGHT), NEXT_NIGHT)
        ran = command(path, "store", "backup", str(copy))
    assert (ran.status, ran.out, ran.err) == (0, "", f"written: {copy}\n")
    assert {file.name for file in tmp_path.iterdir()} == {"harvest.db", "copy.db"}
    assert command(copy, "store", "check").out == "ok: 5 articles, nothing is damaged\n"


def test_a_backup_overwrites_nothing(path: Path, tmp_path: Path) -> None:
    feed, copy, log = tmp_path / "articles.csv", tmp_path / "copy.db", tmp_path / "other.db-wal"
    feed.write_text("yesterday's")
    log.write_text("a log")
    assert command(path, "store", "backup", str(copy)).status == 0
    kept = {file: file.read_bytes() for file in (feed, copy, log)}
    there = "is there already and is not overwritten: name another file"
    for target, said in (
        (feed, f"{feed} {there}"),
        (path, f"{path} {there}"),
        (copy, f"{copy} {there}"),
        (tmp_path, f"{tmp_path} cannot be written: it is a folder"),
        (tmp_path / "no" / "a.db", f"there is no folder {tmp_path / 'no'}"),
        (tmp_path / "other.db", f"{log} is there, which would be taken for a part of {tmp_path / 'other.db'}: name another file"),
    ):
        ran = command(path, "store", "backup", str(target))
        assert (ran.status, ran.err) == (2, f"scrapy store: {said}\n")
        with Store(path) as store, pytest.raises(StoreError) as raised:
            store.backup(target)
        assert str(raised.value) == said
    assert {file: file.read_bytes() for file in tmp_path.iterdir() if file != path} == kept


def test_a_store_of_broken_pages_is_not_copied(path: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    data = bytearray(path.read_bytes())
    data[len(data) // 2 :] = b"\xff" * (len(data) - len(data) // 2)
    path.write_bytes(data)
    ran = command(path, "store", "backup", str(copy))
    assert ran.status == 1
    assert {file.name for file in tmp_path.iterdir() if not file.name.startswith("harvest.db")} == set()
    ran = command(path, "store", "check")
    assert ran.status == 1
    assert "the file is damaged" in ran.out or "cannot be used: database disk image is malformed" in ran.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "say check, backup FILE or copy FROM TO"),
        (("chek",), "unknown action 'chek', did you mean 'check'? (known: check, backup FILE or copy FROM TO)"),
        (("backup",), "name the file that the copy goes to"),
        (("check", "x"), "check takes nothing more"),
    ],
)
def test_a_mistyped_action_is_refused(path: Path, arguments: tuple[str, ...], said: str) -> None:
    assert refused("store", *arguments, "-s", f"STORE={path}") == f"scrapy store: {said}"


def test_an_edit_of_a_damaged_article_keeps_no_damaged_revision(place: Place) -> None:
    damage(place, '"title": "', '"title":q"')
    with Store(place) as store:
        edited = replace(article(2, "나눔장터는 취소됐다."), content_hash=content_hash("2번째 축제", "나눔장터는 취소됐다."))
        assert store.keep(edited, store.begin_run("gaon", NEXT_NIGHT), NEXT_NIGHT) is Kept.EDITED
        assert revisions(store, "gaon:2") == []
        assert store.article("gaon:2").body == "나눔장터는 취소됐다."
        assert store.damaged == {}
