"""A store in a server's database: who may open it, what its address says and hides, and what a server takes otherwise than a file."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime
from pathlib import Path
from random import Random
from typing import Any

import pytest

from newsharvest.archive import ArchiveError, open_archive
from newsharvest.database import PostgreSQL, without_password
from newsharvest.reasons import Reason
from newsharvest.search import parse
from newsharvest.store import SCHEMA_VERSION, GivenUpError, Kept, Selection, Store, StoreError, filling, finding
from tests.support.articles import NIGHT, article
from tests.support.command_line import quick
from tests.support.postgres import Postgres
from tests.support.stores import Place, change, database_of, rows

NEXT_NIGHT = "2026-11-21T03:00:00+09:00"


@pytest.fixture
def address(postgres: Postgres) -> Iterator[str]:
    with postgres.store() as address:
        yield address


def refusal(address: str, *, reading: bool = False) -> str:
    with pytest.raises(StoreError) as caught:
        Store(address, reading=reading)
    text = str(caught.value)
    assert "\n" not in text
    return text


# --- its address


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("postgresql://press@db.gaon.kr/news", "postgresql://press@db.gaon.kr/news"),
        ("postgresql://db.gaon.kr:5432/news", "postgresql://db.gaon.kr:5432/news"),
        ("postgresql://press:secret@db.gaon.kr:5432/news", "postgresql://press:***@db.gaon.kr:5432/news"),
        ("postgres://press:se%40cret@[::1]/news?sslmode=require", "postgres://press:***@[::1]/news?sslmode=require"),
        ("postgresql://press:se/cr@et@db/news", "postgresql://press:***@db/news"),
        ("postgresql://db/news?user=press&password=secret&sslmode=require", "postgresql://db/news?user=press&password=***&sslmode=require"),
        ("postgresql://[::1:secret@db/news", "postgresql://[:***@db/news"),
    ],
)
def test_an_address_is_shown_without_its_password(address: str, shown: str) -> None:
    assert without_password(address) == shown


HOW = "an address is written postgresql://USER:PASSWORD@HOST/DATABASE; in a password % / @ are written %25 %2F %40"


@pytest.mark.parametrize("password", ["se%cret", "se/cret", "se@cret", "se:cret/", "se#cret/x"])
def test_a_password_that_is_written_wrong_is_told_and_not_shown(password: str) -> None:
    said = refusal(f"postgresql://press:{password}@127.0.0.1:1/news")
    assert said == f"the store postgresql://press:***@127.0.0.1:1/news cannot be used: {HOW}"


def test_what_else_is_wrong_with_an_address_is_told_in_the_words_of_the_library() -> None:
    said = refusal("postgresql://press@127.0.0.1:1/news?options=-c search_path=x")
    assert said.endswith('cannot be used: extra key/value separator "=" in URI query parameter: "options"')
    assert refusal("postgresql://[::1/news").endswith(
        'cannot be used: end of string reached when looking for matching "]" in IPv6 host address in URI: "postgresql://[::1/news"'
    )


def test_an_address_may_say_how_one_connects(address: str) -> None:
    with Store(f"{address}?application_name=night&options=-c%20work_mem%3D9MB") as store:
        asked = "SELECT current_setting('application_name'), current_setting('work_mem'), current_setting('TimeZone')"
        assert list(store._read(asked)) == [("night", "9MB", "UTC")]


def test_a_server_that_is_not_there_or_does_not_know_the_user_or_the_database(postgres: Postgres) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # and nobody listens
        port = taken.getsockname()[1]
        said = refusal(f"postgresql://press:secret@127.0.0.1:{port}/news")
    assert said.startswith(f"the store postgresql://press:***@127.0.0.1:{port}/news cannot be used: ")
    assert "Connection refused" in said
    assert refusal(postgres.url("nothing")).endswith('FATAL: database "nothing" does not exist')
    assert refusal(postgres.url("postgres", "nobody:secret")).endswith('FATAL: role "nobody" does not exist')


def test_a_wrong_password_is_told_by_every_command_as_an_unusable_file_is(postgres: Postgres) -> None:
    port = postgres.port
    for command in ("export", "failures", "outlets", "stats", "store check", "archive -O a.warc.gz", "reread", "history a:1", "why a:1"):
        ran = quick(*command.split(), "-s", f"STORE=postgresql://nobody:secret@127.0.0.1:{port}/news")
        assert (ran.status, ran.out, ran.err.count("\n")) == (1, "", 1), ran
        assert f"postgresql://nobody:***@127.0.0.1:{port}/news" in ran.err
        assert 'role "nobody" does not exist' in ran.err
        assert "secret" not in ran.err
    ran = quick("digest", "-s", f"STORE=postgresql://nobody:secret@127.0.0.1:{port}/news", "--since", "어제")
    assert (ran.status in {1, 2}, "secret" in ran.err) == (True, False)


def test_a_password_is_shown_nowhere(address: str) -> None:
    """The server asks for none, and takes any."""
    named = "-s", f"STORE={address.replace('newsharvest@', 'newsharvest:secret@')}"
    told = [
        quick(*command, *named)
        for command in (("outlets",), ("export", "--search", "축제"), ("store", "check"), ("why", "gaon:1"), ("reread",))
    ]
    assert [ran.status for ran in told] == [0, 0, 0, 2, 2]
    assert "newsharvest:***@" in told[3].err
    assert not [ran for ran in told if "secret" in ran.out + ran.err]


def test_an_address_is_an_address_wherever_it_is_set(address: str, tmp_path: Path) -> None:
    """A file's name is seen from the project's folder."""
    with Store(address) as store:
        store.keep(article(), store.begin_run("gaon", NIGHT), NIGHT)
    (tmp_path / "docs").mkdir()
    (tmp_path / "scrapy.cfg").write_text("[settings]\ndefault = newsharvest.settings\n", encoding="utf-8")
    ran = quick("export", cwd=tmp_path / "docs", env={"NEWSHARVEST_STORE": address})
    assert (ran.status, ran.err, ran.out.count("\n")) == (0, "", 1)
    (tmp_path / "newsharvest.toml").write_text(f'store = "{address}"\n', encoding="utf-8")
    assert quick("export", cwd=tmp_path / "docs").out == ran.out


# --- what there is


def test_a_database_without_a_store_is_told_and_left_as_it_is(postgres_store: str) -> None:
    said = f"there is no store in {postgres_store} yet: run scrapy harvest, or name another with -s STORE=…"
    assert refusal(postgres_store, reading=True) == said
    ran = quick("outlets", "joongdo", "-s", f"STORE={postgres_store}")
    assert (ran.status, ran.err) == (0, f"there is no store {postgres_store} yet: runs, articles, health and checks are not known\n")
    assert ran.out.splitlines()[1].startswith("joongdo")
    assert rows(postgres_store, "SELECT count(*) FROM pg_class WHERE relnamespace='public'::regnamespace") == [(0,)]


def test_somebody_elses_tables_are_left_alone(postgres_store: str) -> None:
    with closing(database_of(postgres_store)) as db:
        db.execute("CREATE TABLE article(id TEXT)")
    assert refusal(postgres_store) == f"{postgres_store} is a database of something else: name another one as STORE"
    assert rows(postgres_store, "SELECT relname FROM pg_class WHERE relnamespace='public'::regnamespace") == [("article",)]


def test_a_store_of_another_version_is_refused(postgres_store: str) -> None:
    Store(postgres_store).__exit__()
    change(postgres_store, f"UPDATE newsharvest SET schema={SCHEMA_VERSION + 1}")
    assert refusal(postgres_store).startswith(
        f"the store {postgres_store} was written by a newer newsharvest (schema {SCHEMA_VERSION + 1},"
    )
    change(postgres_store, f"UPDATE newsharvest SET schema={SCHEMA_VERSION - 1}")
    assert refusal(postgres_store, reading=True).startswith(f"the store {postgres_store} is of an older newsharvest")
    with open_archive(postgres_store):
        change(postgres_store, "UPDATE newsharvest_pages SET version=9")
    with pytest.raises(ArchiveError, match="were kept by a newer newsharvest: upgrade newsharvest"):
        open_archive(postgres_store)


@pytest.fixture
def worker(postgres: Postgres, postgres_store: str) -> str:
    """Name the same empty database for a user that may make nothing in it."""
    postgres.run("DROP ROLE IF EXISTS worker", "CREATE ROLE worker LOGIN")
    postgres.run("REVOKE CREATE ON SCHEMA public FROM PUBLIC", database=postgres_store.rpartition("/")[2])
    return postgres_store.replace("newsharvest@", "worker@")


def test_who_may_make_no_tables_is_told_what_to_do_and_works_where_they_are(postgres: Postgres, postgres_store: str, worker: str) -> None:
    said = refusal(worker)
    assert said.startswith(
        f"there is no store in {worker} yet, and its user may make none there (permission denied for schema public): run"
    )
    Store(postgres_store).__exit__()
    assert refusal(worker, reading=True) == f"the store {worker} cannot be used: permission denied for table newsharvest"
    name = postgres_store.rpartition("/")[2]
    postgres.run("GRANT SELECT ON ALL TABLES IN SCHEMA public TO worker", database=name)
    with Store(worker, reading=True) as store:  # who may only read
        assert (store.writable, list(store.articles())) == (False, [])
        assert store.check(NIGHT)[:3] == (0, [], [])
    postgres.run("GRANT INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO worker", database=name)
    with Store(worker) as store:
        assert store.writable
        assert store.keep(article(), store.begin_run("gaon", NIGHT), NIGHT) is Kept.NEW
        store.settle_stories()
        with store.as_of(datetime.fromisoformat(NEXT_NIGHT), lambda count: None):
            assert [made.id for made in store.articles()] == ["gaon:1"]
    postgres.run(f"DROP DATABASE {name} WITH (FORCE)", f"CREATE DATABASE {name}", "DROP ROLE worker")


# --- what it takes


def test_letters_that_it_has_not_are_kept_as_what_stands_for_them(address: str) -> None:
    url = "http://gaon.kr/\0\ud800"
    with Store(address) as store:
        run = store.begin_run("gaon", NIGHT)
        store.note_failure("gaon", url, Reason.NO_BODY, "a\0b\udfff", "gaon:\0", run, NIGHT)
        store.note_failure("gaon", url, Reason.NO_BODY, "again", "gaon:\0", run, NIGHT)
        store.note_rows("gaon", run, [("gaon:\0", url, None)])
        assert [(one.url, one.detail, one.times) for one in store.failures()] == [("http://gaon.kr/\ufffd?", "again", 1)]
        assert store.failed_ids("gaon", ["gaon:\ufffd"]) == {"gaon:\ufffd"}
        assert store.known_ids(["gaon:\0", "\ud800"]) == set()
        store.keep(article(1, "앞 \ud83d 뒤", published_at=NIGHT), run, NIGHT)
        assert store.article("gaon:1").body == "앞 ? 뒤"


def test_addresses_of_any_length_are_kept_and_found(place: Place) -> None:
    """A server's index takes 2,704 bytes: of such as do not get smaller."""
    one, other = (f"http://gaon.kr/?{end}{Random(7).randbytes(9_000).hex()}{end}" for end in "ab")
    with Store(place) as store:
        run = store.begin_run("gaon", NIGHT)
        for url in (one, other, one):
            store.note_failure("gaon", url, Reason.NO_BODY, "", "gaon:1", run, NIGHT)
            store.note_rows("gaon", run, [("gaon:1", url, None)])
        later = store.begin_run("gaon", NEXT_NIGHT)
        store.note_failure("gaon", one, Reason.NO_BODY, "", "gaon:1", later, NEXT_NIGHT)
        store.note_rows("gaon", later, [("gaon:1", one, None)])
        assert [(failed.url, failed.times) for failed in store.failures()] == [(one, 2), (other, 1)]
        assert rows(place, "SELECT url, first_run, last_run FROM sighting ORDER BY url") == [(one, run, later), (other, run, run)]
        made = article()
        made.url = one
        store.keep(made, later, NEXT_NIGHT)
        assert [failed.url for failed in store.failures()] == [other]


def test_a_text_that_is_too_long_for_the_index_is_kept_and_found_by_being_read(address: str) -> None:
    random = Random(8)
    long = "".join(chr(random.randrange(0xAC00, 0xD7A4)) for _ in range(200_000))
    with Store(address) as store:
        run = store.begin_run("gaon", NIGHT)
        store.keep(article(1, long), run, NIGHT)
        store.keep(article(2, "가온시는 축제를 연다."), run, NIGHT)
        assert store.article("gaon:1").body == long
        assert list(store.search(parse(long[100_000:100_005]))) == ["gaon:1"]
        assert list(store.search(parse("축제를"))) == ["gaon:2"]
        assert finding.lost(store._db) == set()
        store.keep(article(1, "짧아졌다."), run, NEXT_NIGHT)
        assert list(store.search(parse("짧아졌다"))) == ["gaon:1"]
        assert rows(address, "SELECT article FROM searched WHERE unread") == []


# --- what can come in between


def test_what_takes_too_long_is_given_up_and_the_store_goes_on(address: str) -> None:
    with Store(address) as store:
        with store.only_reading(0.01), pytest.raises(GivenUpError, match="could not be read in time"):
            list(store._read("SELECT pg_sleep(60)"))
        store.keep(article(), store.begin_run("gaon", NIGHT), NIGHT)


def test_a_connection_that_is_cut_while_an_article_is_kept_leaves_nothing_of_it(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    place = filling.place

    def cut(*arguments: Any) -> object:
        with closing(PostgreSQL(address)) as other:
            other.execute("SELECT pg_terminate_backend(?)", (store._db._connection.info.backend_pid,))  # type: ignore[attr-defined]
        return place(*arguments)

    with Store(address) as store:
        run = store.begin_run("gaon", NIGHT)
        store.keep(article(1), run, NIGHT)
        store.note_failure("gaon", article(2).url, Reason.TIMEOUT, "", "gaon:2", run, NIGHT)
        monkeypatch.setattr(filling, "place", cut)
        with pytest.raises(StoreError) as caught:
            store.keep(article(2), run, NIGHT)
        why = "terminating connection due to administrator command"
        assert str(caught.value) == f"the store {address} could not be written: {why}"
        monkeypatch.undo()
        with pytest.raises(StoreError, match="could not be written: the connection is closed"):
            store.keep(article(3), run, NIGHT)
        with pytest.raises(StoreError, match="could not be read: the connection is closed"):
            list(store.articles())
    with Store(address) as store:
        assert [made.id for made in store.articles()] == ["gaon:1"]
        assert [failed.url for failed in store.failures()] == ["http://gaon.kr/2"]
        assert store.check(NIGHT)[:3] == (1, [], [])
        assert rows(address, "SELECT article FROM searched UNION SELECT article FROM printed") == [("gaon:1",)]


def test_a_moment_that_is_past_is_asked_for_as_often_as_one_likes(place: Place) -> None:
    """A server that has prepared a statement for the tables of today is not to use it for those of then."""
    before = datetime.fromisoformat(NEXT_NIGHT)
    with Store(place) as store:
        run = store.begin_run("gaon", NIGHT)
        store.keep(article(1, "처음 글"), run, NIGHT)
        store.keep(article(1, "다음 글"), run, NEXT_NIGHT)
        for _ in range(3):
            assert {store.article("gaon:1").body for _ in range(9)} == {"다음 글"}
            with store.as_of(before, lambda count: None):
                assert {store.article("gaon:1").body for _ in range(9)} == {"처음 글"}
                assert [made.body for made in store.articles(Selection(until=date(2026, 11, 20)))] == ["처음 글"]
