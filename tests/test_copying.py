"""`scrapy store copy FROM TO`: a store in another one, from a file to a server and back, with its pages."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date, datetime
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from newsharvest.archive import Archive, Kind, archive_of, open_archive
from newsharvest.archive import copying as pages_copying
from newsharvest.database import connect
from newsharvest.dedupe.printed import LAST
from newsharvest.items import Article
from newsharvest.reasons import Reason
from newsharvest.signals import Said
from newsharvest.store import Store, copy_store, copying
from tests.support.articles import article, story_article
from tests.support.command_line import quick, refused
from tests.support.postgres import Postgres
from tests.support.texts import HADONG, YEONCHEON
from tests.test_archive import body_of, keep

copying_module = import_module("newsharvest.store.copying")
FIRST, SECOND = "2026-11-20T03:00:00+09:00", "2026-11-21T03:00:00+09:00"
EXPORTS = ((), ("--stories",), ("--revisions",), ("--search", "축제 | 연천"), ("--as-of", "2026-11-20 08:00"))


@pytest.fixture
def full(tmp_path: Path) -> Path:
    """A store with something in every table, and its pages."""
    path = tmp_path / "full.db"
    with Store(path) as store, Archive(archive_of(path)) as pages:
        for number in range(2, 6):
            keep(pages, number)
        keep(pages, 9, body_of(9), kind=Kind.LIST, article=None, url="http://gaon.kr/list")
        run = store.begin_run("gaon", FIRST)
        store.note_rows("gaon", run, [("gaon:2", "http://gaon.kr/2", None), ("gaon:7", "http://gaon.kr/7?Ａ=가", None)])
        shared = "이 기사는 가온시의 보도자료를 바탕으로 썼습니다. 문의는 가온시 홍보담당관으로 하시기 바랍니다."
        for number in range(2, 6):
            made = article(number, f"가온시는 {number}일 축제를 연다.\n\n{shared}", section=["사회", "문화"], signals=["tdm_reserved"])
            store.keep(made, run, FIRST)
        night(store, FIRST, story_article("krnews21:1", YEONCHEON), story_article("joongdo:2", YEONCHEON + "\n\n끝."))
        night(
            store, SECOND, story_article("krnews21:1", YEONCHEON + "\n\n바로잡습니다.", "연천군 고침"), story_article("joongdo:4", HADONG)
        )
        store.reread(story_article("joongdo:4", HADONG + "\n\n다시 읽음."), SECOND)
        store.note_target("gaon", date(2026, 11, 20))
        store.note_complete("gaon", run, date(2026, 11, 20))
        store.note_failure("gaon", "http://gaon.kr/7", Reason.NO_LAYOUT, "무엇", "gaon:7", run, FIRST, 404)
        store.note_warnings("gaon", ["no_news"], FIRST)
        store.keep_checkup("gaon", FIRST, 1, {"무엇": ["가"]})
        store.note_paged(FIRST)
        store.note_digest(datetime.fromisoformat(FIRST))
        store.note_signals("gaon", "robots.txt", FIRST, Said())
        store.settle_stories()
        store.keep(story_article("dgilbo:3", YEONCHEON, day="2026-11-17"), store.begin_run("dgilbo", SECOND), SECOND)  # not settled yet
        store.end_run(run, FIRST, 0, {"articles": 4})
        store._db.execute("INSERT INTO stock VALUES (-7, ?)", (LAST,))  # what twenty-four stories would bring
        pages.drop_before("2026-01-01")
    return path


def night(store: Store, at: str, *articles: Article) -> None:
    for made in articles:
        store.keep(made, store.begin_run(made.outlet, at), at)
    store.settle_stories()


def test_every_table_is_copied_or_made_anew(full: Path) -> None:
    for file, known in ((full, copying_module.KEYS), (archive_of(full), pages_copying.KEYS)):
        tables = [name for (name,) in rows(file, "SELECT name FROM sqlite_master WHERE type='table'")]
        of_a_search = ("searched", "pair", "sqlite_sequence", "unmerged", "dedupe_parameter")
        copied = {name for name in tables if not name.startswith(of_a_search)}
        assert copied == set(known)
        assert [name for name in copied if not rows(file, f"SELECT 1 FROM {name} LIMIT 1")] == []  # and each has rows here


def test_a_store_goes_to_a_server_and_back_as_it_was(full: Path, postgres_store: str, tmp_path: Path) -> None:
    ran = quick("store", "copy", str(full), postgres_store)
    assert (ran.status, ran.out) == (0, "")
    said = ran.err.splitlines()
    assert {"article: 8", "page: 5", "revision: 2"} <= {*said}
    assert said[-1] == f"written: {postgres_store}, row by row as {full}"
    back = tmp_path / "back.db"
    assert quick("store", "copy", postgres_store, str(back)).status == 0
    for asked in EXPORTS:
        expected = exported(full, *asked)
        assert len(expected.splitlines()) > 2
        assert exported(postgres_store, *asked) == exported(back, *asked) == expected
    for place in (postgres_store, back):
        assert quick("store", "check", "-s", f"STORE={place}") == quick("store", "check", "-s", f"STORE={full}")
    both = ((full, back, copying_module.KEYS), (archive_of(full), archive_of(back), pages_copying.KEYS))
    for file, again, tables in both:
        for table in tables:
            assert sorted(rows(again, f"SELECT * FROM {table}"), key=repr) == sorted(rows(file, f"SELECT * FROM {table}"), key=repr)


def test_what_comes_next_is_numbered_on(full: Path, postgres_store: str) -> None:
    quick("store", "copy", str(full), postgres_store)
    for place in (str(full), postgres_store):
        with Store(place) as store, open_archive(place) as pages:
            last = store.begin_run("gaon", SECOND)
            assert last == 7
            edited = article(2, "가온시는 축제를 미룬다.")
            store.keep(edited, last, SECOND)
            assert [held.article.body[:11] for held in store.versions("gaon:2")] == ["가온시는 2일 축제를", "가온시는 축제를 미룬"]
            keep(pages, 30)
            assert [page.article for page in pages.pages()][-1] == "gaon:30"


@pytest.mark.parametrize("broken", ["article", "passage", "page"])
def test_a_copy_that_broke_off_is_no_store_and_is_gone_on_with(
    broken: str, full: Path, postgres_store: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copying_module, "ROWS", 3)
    breaks_off(full, postgres_store, broken)
    asked = refuses(postgres_store)
    assert asked == (
        f"scrapy export: the store {postgres_store} is a copy that broke off: scrapy store copy {full} {postgres_store} goes on with it\n"
    )
    assert quick("store", "copy", str(full), postgres_store).status == 0
    for asked_for in EXPORTS:
        assert exported(postgres_store, *asked_for) == exported(full, *asked_for)
    assert quick("store", "check", "-s", f"STORE={postgres_store}").status == 0


def test_what_was_changed_in_between_is_copied_anew(full: Path, tmp_path: Path, postgres_store: str) -> None:
    breaks_off(full, postgres_store, "passage")
    with Store(full) as store:
        store.keep(article(2, "가온시는 축제를 미룬다."), store.begin_run("gaon", SECOND), SECOND)
    assert quick("store", "copy", str(full), postgres_store).status == 0
    assert exported(postgres_store) == exported(full)
    assert exported(postgres_store, "--search", "미룬다") == exported(full, "--search", "미룬다") != ""
    assert quick("store", "check", "-s", f"STORE={postgres_store}").status == 0


def test_letters_that_a_server_has_not_are_replaced_whether_it_broke_off_or_not(
    full: Path, postgres_store: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Among them such as stand in a key, which has another place in the order then; and bytes that are no text, of a damaged record."""
    with Store(full) as store:
        for url in ("http://gaon.kr/\0", "http://gaon.kr/a", "http://gaon.kr/힣"):
            store.note_failure("gaon", url, Reason.NO_BODY, "무\0엇", None, 1, FIRST)
            store.note_rows("gaon", 1, [("gaon:7", url, None)])
    with closing(connect(full)) as db:
        db.execute("UPDATE article SET record=CAST(replace(record, '축제', x'c3') AS TEXT) WHERE id='gaon:3'")
    monkeypatch.setattr(copying_module, "ROWS", 2)
    breaks_off(full, postgres_store, "failure")
    ran = quick("store", "copy", str(full), postgres_store)
    assert (ran.status, ran.err.splitlines()[-1]) == (0, f"written: {postgres_store}, row by row as {full}")
    with Store(postgres_store, reading=True) as store:
        failed = {one.url: one.detail for one in store.failures() if one.reason is Reason.NO_BODY}
        replaced = "무\ufffd엇"
        assert failed == {"http://gaon.kr/\ufffd": replaced, "http://gaon.kr/a": replaced, "http://gaon.kr/힣": replaced}
    asked = quick("store", "check", "-s", f"STORE={postgres_store}")
    assert (asked.status, asked.out.splitlines()[0]) == (
        1,
        "gaon:3 is damaged: its text is not the one that was kept: content_hash is another",
    )


def test_a_row_that_is_not_the_same_is_found_out(full: Path, tmp_path: Path) -> None:
    """A trigger plays a disk that forgets a letter."""
    target = tmp_path / "target.db"
    with Store(target) as store:
        store._db.execute(
            "CREATE TRIGGER forgets AFTER INSERT ON article WHEN new.id='gaon:3'"
            " BEGIN UPDATE article SET url='http://gaon.kr/' WHERE id=new.id; END"
        )
    ran = quick("store", "copy", str(full), str(target))
    assert (ran.status, ran.err.splitlines()[-1]) == (1, f"scrapy store: {target}: the table article is not what was copied")
    assert "broke off" in refuses(str(target))


@pytest.mark.parametrize("table", copying_module.OF_NUMBERS)
def test_a_number_that_is_not_the_same_is_found_out(table: str, full: Path, tmp_path: Path) -> None:
    target = tmp_path / "target.db"
    assert quick("store", "copy", str(full), str(target)).status == 0
    with closing(connect(full)) as source, closing(connect(target)) as other:
        same = (source, other, table, source.columns(table))
        assert copying_module._is_same(*same)
        column = source.columns(table)[-1]
        other.execute(f"UPDATE {table} SET {column}={column}+1000 WHERE {column}=(SELECT max({column}) FROM {table})")
        assert not copying_module._is_same(*same)


def test_where_there_is_something_already_nothing_is_written(full: Path, tmp_path: Path, postgres_store: str) -> None:
    other = tmp_path / "other.db"
    with Store(other) as store:
        store.begin_run("gaon", FIRST)
    ran = quick("store", "copy", str(full), str(other))
    assert (ran.status, ran.err) == (1, f"scrapy store: the store {other} is not empty: name one that does not exist yet\n")
    breaks_off(full, postgres_store, "article")
    ran = quick("store", "copy", str(other), postgres_store)
    assert (ran.status, ran.err) == (
        1, f"scrapy store: the store {postgres_store} is a copy of {full} that broke off: name another one\n",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("copy",), "name the store to copy, and then the new one: each a file, or an address as in postgresql://user@host/database"),
        (("copy", "a.db", "b.db", "c.db"), "name the store to copy, and then the new one: each a file, or an address as in postgresql://user@host/database"),
        (("copy", "nowhere.db", "b.db"), "there is no store nowhere.db yet: run scrapy harvest, or name another with -s STORE=FILE"),
        (("cpoy", "a.db", "b.db"), "unknown action 'cpoy', did you mean 'copy'? (known: check, backup FILE or copy FROM TO)"),
        ((), "say check, backup FILE or copy FROM TO"),
    ],
)  # fmt: skip
def test_what_is_mistyped_is_refused(arguments: tuple[str, ...], said: str) -> None:
    assert refused("store", *arguments) == f"scrapy store: {said}"


def test_a_target_that_can_be_none_is_refused(full: Path, tmp_path: Path) -> None:
    assert refused("store", "copy", str(full), str(tmp_path)) == f"scrapy store: {tmp_path} is a folder: name a file"
    nowhere = tmp_path / "no" / "b.db"
    assert refused("store", "copy", str(full), str(nowhere)) == f"scrapy store: there is no folder {nowhere.parent}"


def test_a_server_that_does_not_answer_is_told_of_without_its_password(full: Path, postgres: Postgres) -> None:
    ran = quick("store", "copy", str(full), "postgresql://me:geheim@127.0.0.1:1/news")
    assert ran.status == 1
    assert ran.err.startswith("scrapy store: the store postgresql://me:***@127.0.0.1:1/news cannot be used: connection failed: ")
    assert len(ran.err.splitlines()) == 1
    assert "geheim" not in ran.err


# --- helpers


def exported(place: str | Path, *asked: str) -> str:
    ran = quick("export", "-s", f"STORE={place}", *asked)
    assert ran.status == 0, ran
    return ran.out


def refuses(place: str) -> str:
    ran = quick("export", "-s", f"STORE={place}")
    assert (ran.status, ran.out) == (1, "")
    return ran.err


def breaks_off(source: Path, target: str, at: str) -> None:
    """Copy until a table is done, and be killed there."""

    def tell(table: str, rows: int) -> None:
        if table == at:
            raise KeyboardInterrupt

    def copy() -> None:
        with Store(source, reading=True) as old, Store(target, unfinished=True) as new, copying(old, new):
            copy_store(old, new, tell)
            with open_archive(source, reading=True) as pages, open_archive(target) as others:
                pages_copying.copy_pages(pages, others, tell)

    with pytest.raises(KeyboardInterrupt):
        copy()


def rows(path: Path, sql: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(path)) as db:
        return db.execute(sql).fetchall()
