"""A store in a server's database: who may open it, what its address says and hides, and what a server takes otherwise than a file."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime
from pathlib import Path
from random import Random
from threading import Thread
from typing import Any

import pytest

from newsharvest.archive import ArchiveError, open_archive
from newsharvest.database import PostgreSQL, without_password
from newsharvest.reasons import Reason
from newsharvest.search import parse
from newsharvest.store import SCHEMA_VERSION, GivenUpError, Kept, Selection, Store, StoreError, copy_store, filling, finding
from newsharvest.store.schema import MIGRATIONS
from newsharvest.store.server import OPEN
from tests.support.articles import BEFORE_REREADING, NIGHT, article, story_article
from tests.support.command_line import quick, refused
from tests.support.postgres import Postgres
from tests.support.stores import Place, change, database_of, rows
from tests.support.texts import YEONCHEON
from tests.test_archive import body_of, keep

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


@pytest.mark.parametrize("scheme", ["postgresql+psycopg", "POSTGRESQL", "postgressql"])
def test_an_address_of_another_kind_is_no_file_and_is_told_without_its_password(scheme: str, tmp_path: Path) -> None:
    address = f"{scheme}://press:secret@127.0.0.1/news"
    form = "postgresql://USER:PASSWORD@HOST/DATABASE"
    said = f"the store {scheme}://press:***@127.0.0.1/news is neither a file nor an address: that is written {form}"
    for command in ("export", "harvest", "store check", "browse", "crawl joongdo"):
        assert refused(*command.split(), "-s", f"STORE={address}").endswith(said)
    (tmp_path / "a.db").touch()
    assert refused("store", "copy", str(tmp_path / "a.db"), address) == f"scrapy store: {said}"
    (tmp_path / "scrapy.cfg").write_text("[settings]\ndefault = newsharvest.settings\n", encoding="utf-8")
    (tmp_path / "newsharvest.toml").write_text(f'store = "{address}"\n', encoding="utf-8")
    ran = quick("failures", cwd=tmp_path)
    assert (ran.status, ran.err) == (2, f"scrapy failures: {said}\n")


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


@pytest.mark.parametrize("table", ["run", "story", "searched"])
def test_a_table_of_somebody_elses_that_is_named_as_one_of_ours_is_not_taken_for_it(table: str, postgres_store: str) -> None:
    with closing(database_of(postgres_store)) as db:
        db.execute(f"CREATE TABLE {table}(id TEXT)")
    assert refusal(postgres_store) == f"{postgres_store} is a database of something else: name another one as STORE"
    assert rows(postgres_store, "SELECT relname FROM pg_class WHERE relnamespace='public'::regnamespace") == [(table,)]


def test_two_stores_in_one_database_stand_in_two_schemas(postgres_store: str) -> None:
    named = [f"{postgres_store}?options=-c%20search_path%3D{name}" for name in ("press", "radio")]
    for number, name in enumerate(named, start=1):
        assert refusal(name).startswith(f"there is no store in {name} yet, and its user may make none there")
        with closing(database_of(postgres_store)) as db:
            db.execute(f"CREATE SCHEMA {name.rpartition('D')[2]}")
        with Store(name) as store:
            store.keep(article(number), store.begin_run("gaon", NIGHT), NIGHT)
            with store.as_of(datetime.fromisoformat(NEXT_NIGHT), lambda count: None):
                assert [made.id for made in store.articles()] == [f"gaon:{number}"]
    for number, name in enumerate(named, start=1):
        with Store(name, reading=True) as store:
            assert [made.id for made in store.articles()] == [f"gaon:{number}"]
            assert store.check(NIGHT)[:3] == (1, [], [])
    assert "there is no store" in refusal(postgres_store, reading=True)


@pytest.mark.parametrize("encoding", ["SQL_ASCII", "EUC_KR"])
def test_a_database_that_has_not_every_letter_is_refused(encoding: str, postgres: Postgres) -> None:
    name = f"in_{encoding.lower()}"
    postgres.run(f"CREATE DATABASE {name} ENCODING {encoding} LOCALE 'C' LOCALE_PROVIDER libc TEMPLATE template0")
    address = postgres.url(name)
    assert refusal(address) == (
        f"the store {address} cannot be used: the encoding of the database is {encoding}: make one with"
        " CREATE DATABASE … ENCODING UTF8 TEMPLATE template0"
    )
    assert rows(address, "SELECT count(*) FROM pg_class WHERE relnamespace='public'::regnamespace") == [(0,)]
    postgres.drop(address)


def test_a_store_of_a_newer_version_is_refused(postgres_store: str) -> None:
    Store(postgres_store).__exit__()
    change(postgres_store, f"UPDATE newsharvest SET schema={SCHEMA_VERSION + 1}")
    assert refusal(postgres_store).startswith(
        f"the store {postgres_store} was written by a newer newsharvest (schema {SCHEMA_VERSION + 1},"
    )
    with open_archive(postgres_store):
        change(postgres_store, "UPDATE newsharvest_pages SET version=9")
    with pytest.raises(ArchiveError, match="were kept by a newer newsharvest: upgrade newsharvest"):
        open_archive(postgres_store)


@pytest.fixture
def old(address: str) -> str:
    """A store of schema 6 with an article that was edited, and an index that another newsharvest made."""
    with Store(address) as store:
        run = store.begin_run("gaon", NIGHT)
        store.keep(article(1, "처음 글"), run, NIGHT)
        store.keep(article(1, "다음 글"), run, NEXT_NIGHT)
    change(address, "UPDATE newsharvest SET schema=6", "UPDATE dedupe_parameter SET value=value+1")
    with closing(database_of(address)) as db:
        for statement in BEFORE_REREADING:
            db.execute(statement)
    return address


def test_a_store_of_an_older_version_is_brought_up_to_date_by_its_owner(old: str) -> None:
    ran = quick("store", "check", "-s", f"STORE={old}")
    assert (ran.status, ran.out) == (0, "ok: 1 article, nothing is damaged\n")
    assert ran.err == f"the store {old} is of an older newsharvest and is brought up to date\n"
    assert rows(old, "SELECT schema FROM newsharvest") == [(SCHEMA_VERSION,)]
    with Store(old) as store:  # its columns stand in another order than those of a new one
        store.reread(article(1, "다시 읽은 글"), NEXT_NIGHT)
        store.keep_checkup("gaon", NIGHT, 0, {})
        assert [(held.article.body, held.reread) for held in store.versions("gaon:1")] == [
            ("처음 글", False), ("다음 글", False), ("다시 읽은 글", True),
        ]  # fmt: skip
        assert store.unjudged("gaon") == {"gaon:1"}
    again = quick("store", "check", "-s", f"STORE={old}")
    assert (again.status, again.err) == (0, "")


def test_a_store_that_others_use_is_not_brought_up_to_date_beneath_them(old: str) -> None:
    with closing(database_of(old)) as worker:
        worker.execute(f"SELECT pg_advisory_lock_shared({OPEN})")
        assert refusal(old) == (
            f"the store {old} is of an older newsharvest, and in use: end all that uses it, and run scrapy store check once, as the owner"
            " of the database, which brings it up to date"
        )
    assert rows(old, "SELECT schema FROM newsharvest") == [(6,)]
    with Store(old) as store, closing(database_of(old)) as other:  # whoever has it open holds the lock
        assert [*store.articles()]
        assert other.execute(f"SELECT pg_try_advisory_lock({OPEN})").fetchone() == (False,)


def test_who_may_not_bring_a_store_up_to_date_is_told_who_may(old: str, postgres: Postgres) -> None:
    name = old.rpartition("/")[2]
    grant = "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO clerk"
    postgres.run("DROP ROLE IF EXISTS clerk", "CREATE ROLE clerk LOGIN", grant, database=name)
    clerk = old.replace("newsharvest@", "clerk@")
    assert refusal(clerk) == (
        f"the store {clerk} is of an older newsharvest, and its user may not bring it up to date (permission denied for schema public): run"
        " scrapy store check once as the owner of the database"
    )
    assert rows(old, "SELECT schema FROM newsharvest") == [(6,)]
    postgres.run("DROP OWNED BY clerk", "DROP ROLE clerk", database=name)


def test_a_store_that_cannot_be_brought_up_to_date_stays_as_it_was(old: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(MIGRATIONS, 6, (*MIGRATIONS[6], "ALTER TABLE nothing ADD COLUMN a INTEGER"))
    assert refusal(old).endswith('cannot be used: relation "nothing" does not exist')
    assert rows(old, "SELECT schema FROM newsharvest") == [(6,)]
    assert rows(old, "SELECT to_regclass('unjudged')") == [(None,)]
    monkeypatch.undo()
    with Store(old) as store:
        assert [made.body for made in store.articles()] == ["다음 글"]


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


def test_who_may_only_read_is_told_the_same_as_the_owner(address: str, postgres: Postgres, tmp_path: Path) -> None:
    """By what the role may do, or by its own default, which a standby has too."""
    with Store(address) as store, open_archive(address) as pages:
        run = store.begin_run("gaon", NIGHT)
        store.keep(article(1, "처음 글"), run, NIGHT)
        store.keep(article(1, "다음 글"), run, NEXT_NIGHT)
        keep(pages, 1)
    name = address.rpartition("/")[2]
    grant = "GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader"
    postgres.run("DROP ROLE IF EXISTS reader", "CREATE ROLE reader LOGIN", grant, database=name)
    for reader in (address.replace("newsharvest@", "reader@"), f"{address}?options=-c%20default_transaction_read_only%3Don"):
        with Store(reader, reading=True) as store:
            assert not store.writable
            with store.as_of(datetime.fromisoformat(NEXT_NIGHT), lambda count: None):
                assert [made.body for made in store.articles()] == ["처음 글"]
            with pytest.raises(StoreError, match=r"could not be written: (permission denied for table run|cannot execute INSERT)"):
                store.begin_run("gaon", NIGHT)
        archive = f"archive -O {tmp_path}/pages.warc.gz"
        for command in ("export --revisions", "stats", "store check", "history gaon:1", archive, "why gaon:1"):
            ran, owner = (quick(*command.split(), "-s", f"STORE={place}") for place in (reader, address))
            assert (ran.status, ran.out, ran.err) == (owner.status, owner.out, owner.err.replace(address, reader)), command
    change(address, "UPDATE article SET content_hash=''")
    asked = quick("store", "check", "-s", f"STORE={reader}")
    assert (asked.status, asked.err) == (1, "")
    assert "1 of 1 article damaged: nothing can be written here: they are not asked for again\n" in asked.out
    postgres.run("DROP OWNED BY reader", "DROP ROLE reader", database=name)


@pytest.mark.parametrize("isolation", ["serializable", "repeatable%5C%20read"])
def test_two_that_keep_at_once_are_not_in_each_others_way_whatever_the_servers_default_is(isolation: str, address: str) -> None:
    """Who has waited for the other is to see what that has kept."""
    named = f"{address}?options=-c%20default_transaction_isolation%3D{isolation}"
    with Store(named) as one, Store(named) as other:
        run = one.begin_run("joongdo", NIGHT)
        with one.together():
            one.keep(story_article("joongdo:1", YEONCHEON), run, NIGHT)
            waiting = Thread(target=other.keep, args=(story_article("krnews21:2", YEONCHEON), run, NIGHT))
            waiting.start()
            while rows(address, "SELECT count(*) FROM pg_locks WHERE locktype='advisory' AND NOT granted") == [(0,)]:
                pass
        waiting.join()
        other.settle_stories()
        assert other.article("krnews21:2").duplicate_of == "joongdo:1"


def test_settings_of_a_database_in_which_our_statements_would_mean_something_else(postgres: Postgres, postgres_store: str) -> None:
    name = postgres_store.rpartition("/")[2]
    theirs = ("standard_conforming_strings TO off", "bytea_output TO escape", "DateStyle TO German", "backslash_quote TO off")
    postgres.run(*(f"ALTER DATABASE {name} SET {setting}" for setting in theirs))
    with Store(postgres_store) as store, open_archive(postgres_store) as pages:
        body = "역슬래시 \\u0000 와 '따옴표'"
        store.keep(article(1, body, section=["사회"]), store.begin_run("gaon", NIGHT), NIGHT)
        keep(pages, 1)
        assert store.sections() == ["사회"]
        assert [made.body for made in store.articles(Selection(section="사회", query=parse("따옴표")))] == [body]
        assert [pages.body(page.digest) for page in pages.pages()] == [body_of(1)]


def test_what_reads_for_long_is_not_ended_by_the_server_for_thinking_in_between(address: str, tmp_path: Path) -> None:
    """As long as a copy writes what it has read, or the stories of a moment that is past are told."""

    def in_between() -> str:
        return str(rows_of.execute("SHOW idle_in_transaction_session_timeout").fetchone()[0])

    with Store(f"{address}?options=-c%20idle_in_transaction_session_timeout%3D5s") as store, Store(tmp_path / "to.db") as other:
        rows_of, told = store._db, []
        store.keep(article(), store.begin_run("gaon", NIGHT), NIGHT)
        copy_store(store, other, lambda table, _rows: told.append(in_between()))
        with store.as_of(datetime.fromisoformat(NEXT_NIGHT), lambda count: None):
            told.append(in_between())
        assert {*told} == {"0"}
        assert in_between() == "5s"


def test_a_statement_that_the_server_gives_up_is_told_in_its_words(address: str) -> None:
    with Store(f"{address}?options=-c%20statement_timeout%3D50") as store:
        with pytest.raises(StoreError) as caught:
            list(store._read("SELECT pg_sleep(60)"))
        assert str(caught.value).endswith("could not be read: canceling statement due to statement timeout")
        store.keep(article(), store.begin_run("gaon", NIGHT), NIGHT)


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
