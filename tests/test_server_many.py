"""Many that write a server's database at once: one story a release, all pages readable, and nothing made twice."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from random import Random
from threading import Thread
from typing import Any

import pytest

from newsharvest import press
from newsharvest.archive import Archive
from newsharvest.database import postgres as postgres_module
from newsharvest.items import Article
from newsharvest.press import content_hash
from newsharvest.store import Kept, Store, StoreError
from tests.support.articles import NIGHT, article
from tests.support.postgres import Postgres
from tests.support.stores import rows
from tests.test_archive import body_of
from tests.test_archive import keep as keep_page
from tests.test_store import finish, line, start

TRIALS = 25
"""Without the lock of whoever keeps, nearly every one of these makes two stories (193 of 200 were seen to)."""
MARKED = "SELECT article, story_id, kind, duplicate_of, similarity, canonical FROM marked ORDER BY article"


def release(outlet: str, number: int) -> Article:
    """Return what an outlet makes of a release: the one leaves out the last sentence, the other has another title."""
    random = Random(number)
    sentences = [
        " ".join("".join(chr(random.randrange(0xAC00, 0xD7A4)) for _ in range(random.randint(2, 4))) for _ in range(12)) + "했다."
        for _ in range(8)
    ]
    body = " ".join(sentences if outlet == "gaon" else sentences[:-1])
    made = Article(f"{outlet}:{number}", outlet, outlet, f"http://{outlet}.kr/{number}", title=f"{sentences[0][:9]} {outlet}", body=body)
    made.published_at = f"2026-11-{10 + number % 9:02}T09:{10 + (outlet == 'gaon') * 5}:00+09:00"
    made.content_hash = content_hash(made.title or "", body)
    return made


@pytest.fixture
def address(postgres: Postgres) -> Iterator[str]:
    with postgres.store() as address:
        yield address


def go(process: subprocess.Popen[str]) -> None:
    assert process.stdin is not None
    process.stdin.write("go\n")
    process.stdin.flush()


def together(*processes: subprocess.Popen[str]) -> None:
    """Have processes that are ready take their next step at once."""
    for process in processes:
        go(process)


@pytest.fixture(scope="module")
def one_alone(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[object, ...]]:
    """Return what one process finds that keeps all releases, one after the other, in a file."""
    path = tmp_path_factory.mktemp("alone") / "harvest.db"
    with Store(path) as store:
        run = store.begin_run("gaon", NIGHT)
        for number in range(TRIALS):
            for outlet in ("gaon", "naru"):
                store.keep(release(outlet, number), run, NIGHT)
        store.settle_stories()
    return rows(path, MARKED)


KEEP = f"""
from tests.test_server_many import TRIALS, release
outlet = sys.argv[2]
with Store(path) as store:
    run = store.begin_run(outlet, NIGHT)
    for number in range({TRIALS}):
        made = release(outlet, number)
        print("ready", flush=True)
        sys.stdin.readline()
        store.keep(made, run, NIGHT)
    print("done", flush=True)
"""


def test_two_that_keep_one_release_at_the_same_moment_tell_one_story(address: str, one_alone: list[tuple[object, ...]]) -> None:
    processes = [start(KEEP, address, outlet) for outlet in ("gaon", "naru")]
    for _ in range(TRIALS):
        assert [line(process.stdout) for process in processes] == ["ready", "ready"]
        together(*processes)
    assert [line(process.stdout) for process in processes] == ["done", "done"]
    assert [finish(process) for process in processes] == [(0, "", "")] * 2
    assert rows(address, "SELECT count(*), count(DISTINCT story) FROM printed") == [(2 * TRIALS, TRIALS)]
    with Store(address) as store:
        store.settle_stories()
    assert rows(address, MARKED) == one_alone


SETTLE = """
print("ready", flush=True)
sys.stdin.readline()
with Store(path) as store:
    for _ in range(12):
        store.settle_stories()
"""


@pytest.mark.slow
def test_what_is_kept_while_stories_are_settled_is_settled_too(address: str, one_alone: list[tuple[object, ...]]) -> None:
    keeping = [start(KEEP, address, outlet) for outlet in ("gaon", "naru")]
    settling = start(SETTLE, address)
    assert line(settling.stdout) == "ready"
    go(settling)
    for process in keeping:
        together(*[process] * TRIALS)  # each at its own pace
    for process in keeping:
        status, out, err = finish(process)
        assert (status, out.count("ready"), err) == (0, TRIALS, "")
    assert finish(settling) == (0, "", "")
    with Store(address) as store:
        store.settle_stories()
        assert store.check(NIGHT)[:3] == (2 * TRIALS, [], [])
    assert rows(address, MARKED) == one_alone


OPEN = """
import psycopg
from newsharvest.archive import open_archive
print("ready", flush=True)
sys.stdin.readline()
with Store(path) as store, open_archive(path) as archive:
    store.keep(article(int(sys.argv[2])), store.begin_run("gaon", NIGHT), NIGHT)
"""


def test_two_that_make_a_store_at_once_make_one(postgres_store: str) -> None:
    processes = [start(OPEN, postgres_store, number) for number in (1, 2)]
    assert [line(process.stdout) for process in processes] == ["ready", "ready"]
    together(*processes)
    assert [finish(process) for process in processes] == [(0, "", "")] * 2
    with Store(postgres_store) as store:
        assert sorted(made.id for made in store.articles()) == ["gaon:1", "gaon:2"]
        assert store.check(NIGHT)[:3] == (2, [], [])
    assert rows(postgres_store, "SELECT count(*) FROM run UNION ALL SELECT count(*) FROM newsharvest") == [(2,), (1,)]


@contextmanager
def beside(address: str, work: Callable[[], object]) -> Iterator[Callable[[], None]]:
    """Give what has work done beside, until it is done or waits for a lock. At the end it is done."""
    thread = Thread(target=work)

    def begin() -> None:
        thread.start()
        while thread.is_alive() and not rows(address, "SELECT 1 FROM pg_locks WHERE locktype='advisory' AND NOT granted"):
            thread.join(0.01)

    yield begin
    thread.join()


def test_no_page_is_lost_with_the_dictionary_that_another_drops(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is dropped in the moment in which a page that is kept has been compressed with it, and not before that is kept."""
    compressed = Archive._compressed

    def drop() -> None:
        with Archive(address) as other:
            assert other.drop_before("2026-11-20") == 1

    def meanwhile(archive: Archive, body: bytes, *more: Any) -> bytes:
        data = compressed(archive, body, *more)
        begin()
        return data

    with Archive(address) as archive:
        keep_page(archive, 0, at="2026-11-19T00:00:00+09:00")
        with beside(address, drop) as begin:
            monkeypatch.setattr(Archive, "_compressed", meanwhile)
            page = keep_page(archive, 1)
        assert rows(address, "SELECT count(*), count(dictionary) FROM body") == [(2, 1)]
        monkeypatch.undo()
        later = keep_page(archive, 2)
    with Archive(address, reading=True) as archive:
        assert [archive.body(one.digest) for one in (page, later)] == [body_of(1), body_of(2)]


@pytest.mark.parametrize("judged", [False, True])
def test_no_edit_is_lost_that_comes_while_an_article_is_doubted(judged: bool, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The record is read, gets the doubt, and is written again: in between another may not edit it."""

    def edit() -> None:
        with Store(address) as other:
            assert other.keep(release("naru", 1), 1, NIGHT) is Kept.EDITED

    with Store(address) as store:
        before = release("naru", 2)
        before.id = "naru:1"
        store.keep(before, store.begin_run("naru", NIGHT), NIGHT)
        unique = press.unique
        with beside(address, edit) as begin:
            monkeypatch.setattr(press, "unique", lambda codes: begin() or unique(codes))
            if judged:
                store.judge_reread({"naru:1": ["same_body"]}, [])
            else:
                store.add_doubts([("naru:1", "same_body")])
            monkeypatch.undo()
        assert store.article("naru:1").body == release("naru", 1).body
        assert [held.article.doubts for held in store.versions("naru:1")] == [["same_body"], []]


def test_a_process_that_was_stopped_amid_keeping_holds_nobody_up_for_long(postgres_store: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres_module, "IDLE_MAX", "300ms")
    with Store(postgres_store) as stopped, Store(postgres_store) as other:
        run = other.begin_run("gaon", NIGHT)

        other._db.execute("SET lock_timeout='20s'")

        def stop_amid() -> None:
            with stopped.together():
                stopped.keep(article(1), run, NIGHT)
                assert other.keep(article(2), run, NIGHT) is Kept.NEW  # when the first has been cut off

        with pytest.raises(StoreError, match="could not be written: "):
            stop_amid()
    with Store(postgres_store, reading=True) as store:
        assert [made.id for made in store.articles()] == ["gaon:2"]
