"""The archive of pages on real files: each body once and small, what is dropped and what is damaged, and what a harvest puts into it."""

from __future__ import annotations

import json
import re
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any

import pytest

from newsharvest.archive import Archive, ArchiveError, Kind, Page, archive_of, open_archive, pages
from newsharvest.archive.pages import APPLICATION_ID, VERSION
from newsharvest.database import on_server
from newsharvest.press import KST, iso
from newsharvest.store import Store
from tests.support.articles import NIGHT, article
from tests.support.command_line import quick, refused
from tests.support.outlet_server import Reply, always
from tests.support.posix import LIMITS, MODES, OPEN_FILES
from tests.support.stores import Place, change, rows
from tests.support.town import HOST, LIST, Town
from tests.test_store import finish, start

TEMPLATE = Random(7).randbytes(6_000).hex()
"""What all pages of an outlet have, and is no easier to compress than that."""


def body_of(number: int, template: str = TEMPLATE) -> bytes:
    return f"<html>{template}<h1>{number}번째 축제</h1><p>가온시는 {number}일 축제를 연다.</p></html>".encode()


def page_of(number: int, body: bytes, **more: Any) -> Page:
    url = f"http://gaon.kr/{number}"
    at = iso(datetime(2026, 11, 20, 3, tzinfo=KST) + timedelta(days=number // 60, minutes=number % 60))
    page = Page("gaon", Kind.ARTICLE, f"gaon:{number}", url, url, at, 200, [("Content-Type", "text/html")], sha256(body).hexdigest())
    return replace(page, **more)


def keep(archive: Archive, number: int, body: bytes | None = None, **more: Any) -> Page:
    body = body_of(number) if body is None else body
    page = page_of(number, body, **more)
    archive.keep(page, body)
    return page


# --- what is kept


def test_the_file_stands_beside_its_store() -> None:
    assert archive_of("news/harvest.db") == Path("news/harvest.pages.db")
    assert archive_of(Path("harvest")) == Path("harvest.pages")


def test_a_page_is_given_back_as_it_came(place: Place) -> None:
    headers = [("Content-Type", "text/html; charset=euc-kr"), ("ETag", '"a1"'), ("X-Twice", "1"), ("X-Twice", "2")]
    body = "<h1>축제</h1>".encode("cp949")
    with Archive(place) as archive:
        page = keep(archive, 1, body, headers=headers, asked="http://gaon.kr/old/1", row="축제 11.20")
    with Archive(place, reading=True) as archive:
        assert list(archive.pages()) == archive.pages_of("gaon:1") == [page]
        assert archive.body(page.digest) == body
        assert (page.header("etag"), page.header("x-twice"), page.header("date")) == ('"a1"', "1", None)
        assert archive.count() == (1, 1, rows(place, "SELECT length(data) FROM body")[0][0])


def test_pages_are_found_by_outlet_kind_and_time(place: Place) -> None:
    with Archive(place) as archive:
        kept = [
            keep(archive, 1),
            keep(archive, 61),
            keep(archive, 2, outlet="naru", article="naru:2"),
            keep(archive, 3, kind=Kind.LIST, article=None),
        ]
        assert list(archive.pages(["gaon"])) == [kept[0], kept[1], kept[3]]
        assert list(archive.pages(["gaon", "naru"], [Kind.ARTICLE])) == kept[:3]
        assert list(archive.pages(since="2026-11-21")) == [kept[1]]
        assert list(archive.pages(until="2026-11-21")) == [kept[0], *kept[2:]]
        assert [(answer.article, answer.at, answer.came) for answer in archive.answers("gaon")] == [
            ("gaon:1", "2026-11-20T03:01:00+09:00", True),
            ("gaon:61", "2026-11-21T03:01:00+09:00", True),
        ]
        assert archive.page(3) == kept[2]
        with pytest.raises(KeyError):
            archive.page(9)


def test_the_same_body_again_is_no_second_copy(place: Place) -> None:
    with Archive(place) as archive:
        first, again = keep(archive, 1), keep(archive, 1, at="2026-11-25T03:00:00+09:00")
        assert [page.at for page in archive.pages_of("gaon:1")] == [first.at, again.at]
        assert archive.count()[:2] == (2, 1)


def test_a_page_takes_what_it_has_of_its_own(place: Place) -> None:
    with Archive(place) as archive:
        pages = [keep(archive, number) for number in range(1, 21)]
    sizes = [size for (size,) in rows(place, "SELECT length(data) FROM body JOIN page ON body=hash ORDER BY id")]
    assert sizes[0] > 5_000  # by itself
    assert max(sizes[1:]) < 200
    assert rows(place, "SELECT count(DISTINCT dictionary), count(*)-count(dictionary) FROM body") == [(1, 1)]
    with Archive(place, reading=True) as archive:
        assert [archive.body(page.digest) for page in pages] == [body_of(number) for number in range(1, 21)]


def test_each_outlet_and_kind_has_a_dictionary_of_its_own(place: Place) -> None:
    with Archive(place) as archive:
        keep(archive, 1)
        keep(archive, 2, outlet="naru")
        keep(archive, 3, kind=Kind.LIST)
        keep(archive, 4)
    assert rows(place, "SELECT count(*)-count(dictionary) FROM body") == [(3,)]


def test_a_new_template_becomes_the_dictionary(place: Place) -> None:
    """One odd page does not, nor do notices; a process that goes on later takes the new one too."""
    other = Random(8).randbytes(6_000).hex()
    with Archive(place) as archive:
        keep(archive, 1)
        keep(archive, 2, body_of(2, Random(9).randbytes(6_000).hex()))
        for number in range(3, 8):
            keep(archive, number, b"<p>gone</p>" + bytes([number]))
        keep(archive, 8)
        for number in range(9, 14):
            keep(archive, number, body_of(number, other))
    with Archive(place) as archive:
        keep(archive, 14, body_of(14, other))
    query = "SELECT CAST(substr(article, 6) AS INTEGER) FROM page JOIN body ON hash=body WHERE dictionary {} ORDER BY 1"
    assert rows(place, query.format("IS NULL")) == [(1,), (11,)]  # the third in a row
    query = "SELECT CAST(substr(mine.article, 6) AS INTEGER) FROM page AS mine JOIN body ON hash=mine.body"
    assert rows(place, f"{query} JOIN page AS its ON its.body=dictionary WHERE its.article='gaon:11' ORDER BY 1") == [(12,), (13,), (14,)]
    with Archive(place, reading=True) as archive:
        assert all(sha256(archive.body(page.digest)).hexdigest() == page.digest for page in archive.pages())


def test_few_dictionaries_are_held_in_memory(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "DICTIONARIES_MAX", 2)
    with Archive(place) as archive:
        kept = [keep(archive, number, outlet=outlet) for number, outlet in enumerate("gaon naru dasol gaon naru dasol gaon".split())]
        assert len(archive._dictionaries) == 2
        assert [archive.body(page.digest) for page in kept] == [body_of(number) for number in range(7)]
        assert len(archive._dictionaries) == 2


@pytest.mark.parametrize("harm", ["DELETE FROM body WHERE dictionary IS NULL", "UPDATE body SET data='0' WHERE dictionary IS NULL"])
def test_a_dictionary_that_is_gone_or_damaged_keeps_no_page_out(harm: str, place: Place) -> None:
    """As another process may have dropped it: what comes is kept, and compressed with another from then on."""
    with Archive(place) as archive:
        keep(archive, 1)
    with Archive(place) as archive:
        assert archive._dictionary_of(("gaon", Kind.ARTICLE))
        change(place, harm)
        kept = [keep(archive, number) for number in (2, 3)]
        assert [archive.body(page.digest) for page in kept] == [body_of(2), body_of(3)]
    assert rows(place, "SELECT count(*) FROM body WHERE dictionary IS NOT NULL") == [(1,)]


@pytest.mark.parametrize("body", [b"", b"x", b"<p>gone</p>"])
def test_a_body_that_says_nothing_of_the_template_is_no_dictionary(body: bytes, place: Place) -> None:
    with Archive(place) as archive:
        pages = [keep(archive, 1, body, status=404), keep(archive, 2), keep(archive, 3)]
    with Archive(place) as archive:
        pages.append(keep(archive, 4))
        assert [archive.body(page.digest) for page in pages] == [body, body_of(2), body_of(3), body_of(4)]
    assert rows(place, "SELECT length(data)<200 FROM body JOIN page ON body=hash ORDER BY id") == [(1,), (0,), (1,), (1,)]


# --- what is dropped


def test_dropping_keeps_what_others_need(place: Place) -> None:
    """The dictionary of pages that stay, and a body that came again later."""
    with Archive(place) as archive:
        kept = [keep(archive, number) for number in (1, 2, 3, 61, 62)]
        keep(archive, 2, at="2026-11-21T09:00:00+09:00")
        assert archive.dropped_before() == ""
        assert archive.drop_before("2026-11-21") == 3
        assert archive.dropped_before() == "2026-11-21"
        assert [page.article for page in archive.pages()] == ["gaon:61", "gaon:62", "gaon:2"]
        assert [archive.body(page.digest) for page in archive.pages()] == [body_of(61), body_of(62), body_of(2)]
        assert archive.count()[:2] == (3, 4)  # with the first, which is their dictionary
        with pytest.raises(ArchiveError, match=f"{re.escape(str(place))} has no page of the digest {kept[2].digest}"):
            archive.body(kept[2].digest)
        keep(archive, 63)
        assert archive.drop_before("2026-11-30") == 4
        assert archive.count() == (0, 0, 0)
        keep(archive, 64)  # as the first


# --- what a file may be


def test_another_programs_database_is_left_alone(path: Path) -> None:
    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE note(text)")
    before = path.read_bytes()
    for reading in (False, True):
        with pytest.raises(ArchiveError) as raised:
            Archive(path, reading=reading)
        assert str(raised.value) == f"{path} is a database of something else: move it away, or name another STORE"
    assert path.read_bytes() == before
    path.write_bytes(b"no database at all, but a text of some length")
    with pytest.raises(ArchiveError, match=f"the pages in {path} cannot be used: file is not a database"):
        Archive(path)


def test_one_of_a_newer_version_is_left_alone(path: Path) -> None:
    with Archive(path) as archive:
        keep(archive, 1)
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
        db.execute(f"PRAGMA user_version={VERSION + 1}")
    with pytest.raises(ArchiveError, match=f"the pages in {path} were kept by a newer newsharvest: upgrade newsharvest"):
        Archive(path)


def test_reading_makes_no_file_and_changes_none(path: Path) -> None:
    with pytest.raises(ArchiveError):
        Archive(path, reading=True)
    assert not path.exists()
    with Archive(path) as archive:
        keep(archive, 1)
    before = path.read_bytes()
    with Archive(path, reading=True) as archive, pytest.raises(ArchiveError, match="could not be written: attempt to write a readonly"):
        keep(archive, 2)
    assert path.read_bytes() == before


@MODES
def test_pages_are_read_where_nothing_can_be_written(path: Path) -> None:
    with Archive(path) as archive:
        page = keep(archive, 1)
    path.chmod(0o444)
    path.parent.chmod(0o555)
    try:
        with Archive(path, reading=True) as archive:
            assert archive.body(page.digest) == body_of(1)
    finally:
        path.parent.chmod(0o755)


def test_two_processes_keep_in_one_file(place: Place) -> None:
    """Both have their dictionary from before; one of them drops it while the other goes on."""
    with Archive(place) as one, Archive(place) as other:
        keep(one, 1)
        keep(other, 2)
        one.drop_before("2026-11-30")
        pages = [keep(other, 3), keep(one, 4), keep(other, 5)]
        assert [one.body(page.digest) for page in pages] == [body_of(3), body_of(4), body_of(5)]
        assert [other.body(page.digest) for page in pages] == [body_of(3), body_of(4), body_of(5)]


@LIMITS
def test_a_full_disk_is_said_and_what_was_kept_is_there(path: Path) -> None:
    fill = """
import resource
from random import Random
from newsharvest.archive import Archive, ArchiveError
from tests.test_archive import body_of, keep
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (2_000_000, resource.RLIM_INFINITY))
with Archive(path) as archive:
    for number in range(1000):
        try:
            keep(archive, number, body_of(number, Random(number).randbytes(6_000).hex()))
        except ArchiveError as error:
            print(error)
            break
        print(number)
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    keep(archive, 1000)  # room again: the archive goes on
"""
    status, out, err = finish(start(fill, path))
    assert (status, err) == (0, "")
    *acknowledged, message = out.splitlines()
    assert message in {f"the pages in {path} could not be written: {why}" for why in ("disk I/O error", "database or disk is full")}
    assert 0 < len(acknowledged) < 1000
    with Archive(path, reading=True) as archive:
        assert [page.article for page in archive.pages()] == [f"gaon:{number}" for number in (*acknowledged, 1000)]
        assert all(sha256(archive.body(page.digest)).hexdigest() == page.digest for page in archive.pages())


# --- damaged bytes, and the check of a store


def fill(store: Place) -> None:
    """Keep five articles, and pages: of the first there is none, for they were not kept yet."""
    with Store(store) as opened, open_archive(store) as archive:
        run = opened.begin_run("gaon", NIGHT)
        opened.keep(article(1, fetched_at="2026-11-19T03:00:00+09:00"), run, NIGHT)
        for number in range(2, 6):
            page = keep(archive, number)
            opened.keep(article(number, f"가온시는 {number}일 축제를 연다.", fetched_at=page.at), run, NIGHT)
        keep(archive, 9, body_of(9), kind=Kind.LIST, article=None, url="http://gaon.kr/list")
        opened.settle_stories()
        opened.end_run(run, NIGHT, 0, {})


@pytest.fixture
def harvested(tmp_path: Path) -> Path:
    store = tmp_path / "harvest.db"
    fill(store)
    return store


@pytest.fixture
def filled(place: Place) -> Place:
    fill(place)
    return place


def pages_in(store: Place) -> Place:
    """Name the database of a store's pages."""
    return store if on_server(store) else archive_of(store)


def check(store: Place) -> tuple[int, list[str]]:
    ran = quick("store", "check", "-s", f"STORE={store}")
    assert ran.err == ""
    return ran.status, ran.out.splitlines()


OK = "ok: 5 articles, nothing is damaged"
EARLIER = "1 article has no page any more: it came before pages were kept, or was older than --keep-pages"


def test_a_check_counts_pages_and_articles_without(filled: Place) -> None:
    assert check(filled) == (0, [OK, "ok: 5 pages, nothing is damaged", EARLIER])
    change(pages_in(filled), "DELETE FROM page WHERE article='gaon:4'")
    lost = "1 article has no page: KEEP_PAGES was off"
    assert check(filled) == (0, [OK, "ok: 4 pages, nothing is damaged", lost, EARLIER])
    with open_archive(filled) as archive:
        archive.drop_before("2026-11-21")
    earlier = "5 articles have no page any more: they came before pages were kept, or were older than --keep-pages"
    assert check(filled) == (0, [OK, "ok: 0 pages, nothing is damaged", earlier])


def test_a_store_without_pages_is_checked_by_itself(harvested: Path) -> None:
    archive_of(harvested).unlink()
    assert check(harvested) == (0, [OK])


def test_a_check_counts_articles_whose_pages_are_those_of_older_versions(filled: Place) -> None:
    """KEEP_PAGES was off when the outlet had edited one; and a page out of a WARC file, of long before, says nothing of when it was on."""
    [(record,)] = rows(filled, "SELECT record FROM article WHERE id='gaon:4'")
    later = json.dumps(json.loads(record) | {"fetched_at": "2026-11-21T03:00:00+09:00"}, ensure_ascii=False)
    change(filled, "UPDATE article SET record=? WHERE id='gaon:4'", values=[later])
    lost = "1 article has no page: KEEP_PAGES was off"
    assert check(filled) == (0, [OK, "ok: 5 pages, nothing is damaged", lost, EARLIER])
    with open_archive(filled) as archive:
        keep(archive, 7, at="2015-01-01T03:00:00+09:00", origin="old.warc.gz")
    assert check(filled) == (0, [OK, "ok: 6 pages, nothing is damaged", lost, EARLIER])


def test_a_check_knows_of_all_that_was_dropped(filled: Place) -> None:
    """Also where --keep-pages was raised since, which brings nothing back."""
    with open_archive(filled) as archive:
        keep(archive, 7, kind=Kind.LIST, article=None, at="2026-11-18T03:00:00+09:00", origin="old.warc.gz")
        assert archive.drop_before("2026-11-21") == 5
        assert archive.drop_before("2026-11-01") == 0
        assert archive.dropped_before() == "2026-11-21"
    earlier = "5 articles have no page any more: they came before pages were kept, or were older than --keep-pages"
    assert check(filled) == (0, [OK, "ok: 1 page, nothing is damaged", earlier])


def damage(archive: Place, sql: str) -> str:
    """Change the archive behind its back; return the digest of the page of gaon:3."""
    [(digest,)] = rows(archive, "SELECT body FROM page WHERE article='gaon:3'")
    change(archive, sql, values=[digest] if "?" in sql else [])
    return str(digest.hex())


ZSTD = "Decompression error|Unable to decompress|Corrupt|corrupt|checksum|Restored data"


@pytest.mark.parametrize(
    ("sql", "named", "why"),
    [
        ("UPDATE body SET data='rubbish' WHERE hash=?1", ["gaon:3"], ""),
        ("UPDATE body SET data=(SELECT data FROM body AS o WHERE o.hash<>?1 AND o.dictionary IS NOT NULL LIMIT 1) WHERE hash=?1",
         ["gaon:3"], "it is not what was kept"),
        ("DELETE FROM body WHERE hash=?1", ["gaon:3"], "has no page of the digest"),
        ("DELETE FROM body WHERE dictionary IS NULL AND hash=(SELECT dictionary FROM body WHERE hash=?1)",
         ["gaon:2", "gaon:3", "gaon:4", "gaon:5"], "the page that it is compressed with is gone"),
    ],
)  # fmt: skip
def test_damaged_pages_are_named_with_their_articles(sql: str, named: list[str], why: str, filled: Place) -> None:
    file = pages_in(filled)
    digest = damage(file, sql)
    status, lines = check(filled)
    assert (status, lines[0]) == (1, OK)
    *damaged, advice, earlier = lines[1:]
    assert sorted(line.partition(":")[0] + ":" + line.split(":")[1] for line in damaged) == named
    assert all(why in line for line in damaged if "has no page of the digest" not in line or "no page" in why)
    assert any(digest in line for line in damaged)
    assert (advice, earlier) == (f"put a copy of {pages_in(filled)} in its place: what is damaged in it cannot be read again", EARLIER)


@pytest.mark.parametrize("wrong", ["headers='{'", "headers='5'", "headers='[[1, 2]]'", "kind='artic1e'", "at='soon'", "url='http://['"])
def test_a_damaged_entry_is_named_and_left_out(wrong: str, filled: Place, tmp_path: Path) -> None:
    """One of which it cannot be told any more what it is, though the database finds nothing wrong with it."""
    damaged_entry(wrong, filled, tmp_path)


@pytest.mark.parametrize("wrong", ["status='x'", "origin=x'ff'", "asked=CAST(x'68ff' AS TEXT)"])
def test_a_damaged_entry_of_a_file_may_be_of_another_kind_or_no_text(wrong: str, harvested: Path, tmp_path: Path) -> None:
    damaged_entry(wrong, harvested, tmp_path)


def damaged_entry(wrong: str, store: Place, folder: Path) -> None:
    damage(pages_in(store), f"UPDATE page SET {wrong} WHERE article='gaon:3'")
    with open_archive(store, reading=True) as archive:
        said = f"entry 2 of the pages in {archive.path} is damaged: it cannot be told what was asked for and what came"
        assert [page.article for page in archive.pages()] == ["gaon:2", "gaon:4", "gaon:5", None]
        assert archive.pages_of("gaon:3") == []
        with pytest.raises(ArchiveError, match=r"^entry 2 of the pages in "):
            archive.page(2)
    status, lines = check(store)
    assert (status, lines[0], lines[1]) == (1, OK, said)
    out = folder / "pages.warc.gz"
    ran = quick("archive", "-O", str(out), "-s", f"STORE={store}")
    assert (ran.status, ran.err) == (1, f"written: {out} (4 pages)\nscrapy archive: {said}\n")
    ran = quick("history", "gaon:3", "-s", f"STORE={store}")
    assert (ran.status, ran.err, "SHA-256" in ran.out) == (0, "", False)


def test_a_damaged_list_page_is_named_by_its_address(filled: Place) -> None:
    damage(pages_in(filled), "UPDATE body SET data='rubbish' WHERE hash=(SELECT body FROM page WHERE kind='list')")
    status, lines = check(filled)
    assert (status, lines[1].startswith("http://gaon.kr/list: the page ")) == (1, True)


def test_an_empty_file_is_no_archive_and_is_not_begun_anew_in_silence(harvested: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pages = archive_of(harvested)
    pages.write_bytes(b"")
    why = "it is empty (0 bytes), which no harvest leaves: a copy broke off, or the disk was full"
    for arguments in (("check",), ("backup", str(harvested.with_name("copy.db")))):
        ran = quick("store", *arguments, "-s", f"STORE={harvested}")
        assert (ran.status, ran.err) == (1, f"scrapy store: the pages in {pages} cannot be used: {why}\n")
    assert not list(harvested.parent.glob("copy*"))
    log = pages.with_name(f"{pages.name}-wal")
    log.write_bytes(b"pages")
    with pytest.raises(ArchiveError, match=f"cannot be used: it is empty, and {log.name} beside it is not"):
        Archive(pages)
    assert (pages.read_bytes(), log.read_bytes(), capsys.readouterr().err) == (b"", b"pages", "")
    log.unlink()
    with Archive(pages) as archive:
        assert capsys.readouterr().err == f"the file of the pages {pages} is empty (0 bytes), which no harvest leaves: it is begun anew\n"
        archive.check_place()
        assert archive.count() == (0, 0, 0)


# --- a copy


def test_a_backup_copies_the_pages_too(harvested: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    ran = quick("store", "backup", str(copy), "-s", f"STORE={harvested}")
    assert (ran.status, ran.out, ran.err) == (0, "", f"written: {copy}\nwritten: {tmp_path / 'copy.pages.db'}\n")
    assert {file.name for file in tmp_path.iterdir()} == {"harvest.db", "harvest.pages.db", "copy.db", "copy.pages.db"}
    assert check(copy) == (0, [OK, "ok: 5 pages, nothing is damaged", EARLIER])
    other = tmp_path / "other.db"
    (tmp_path / "other.pages.db").write_text("somebody's")
    said = f"{tmp_path / 'other.pages.db'} is there already and is not overwritten: name another file"
    assert refused("store", "backup", str(other), "-s", f"STORE={harvested}") == f"scrapy store: {said}"
    assert not other.exists()


def test_a_backup_of_damaged_pages_writes_nothing(harvested: Path, tmp_path: Path) -> None:
    pages = archive_of(harvested)
    data = bytearray(pages.read_bytes())
    data[len(data) // 2 :] = b"\xff" * (len(data) - len(data) // 2)
    pages.write_bytes(data)
    ran = quick("store", "backup", str(tmp_path / "copy.db"), "-s", f"STORE={harvested}")
    assert ran.status == 1
    assert ran.err.startswith(f"scrapy store: the pages in {pages} could not be read: ")
    assert not list(tmp_path.glob("copy*"))


def test_a_backup_while_a_harvest_writes_has_a_page_for_each_article(harvested: Path, tmp_path: Path) -> None:
    going, ended = threading.Event(), threading.Event()

    def write() -> None:
        with Store(harvested) as store, Archive(archive_of(harvested)) as archive:
            run = store.begin_run("gaon", NIGHT)
            for number in range(100, 2_000):
                page = keep(archive, number, at=NIGHT)
                store.keep(article(number, f"가온시는 {number}일 축제를 연다.", fetched_at=page.at), run, NIGHT)
                if number == 110:
                    going.set()
                if ended.is_set():
                    return

    writer = threading.Thread(target=write)
    writer.start()
    try:
        assert going.wait(60)
        copies = [tmp_path / f"copy-{number}.db" for number in range(3)]
        for copy in copies:
            assert quick("store", "backup", str(copy), "-s", f"STORE={harvested}").status == 0
    finally:
        ended.set()
        writer.join()
    for copy in copies:
        ids = {found for (found,) in rows(copy, "SELECT id FROM article")}
        assert len(ids) > 10
        assert ids - {found for (found,) in rows(archive_of(copy), "SELECT article FROM page")} == {"gaon:1"}


# --- what a harvest puts into it


def harvest_pages(town: Town) -> Callable[[str], list[tuple[Any, ...]]]:
    return lambda sql: rows(archive_of(town.store), sql)


def test_a_harvest_keeps_every_answer_before_it_is_read(town: Town) -> None:
    town.site.add(*range(1, 13))
    town.site.feed = True
    town.site.wrong["wr_id=3"] = always(Reply(b"<p>gone</p>", status=404))
    town.site.wrong["wr_id=4"] = always(Reply(b"busy", status=503))
    town.harvest("-s", "RETRY_TIMES=0")
    pages = harvest_pages(town)
    assert pages("SELECT kind, count(*) FROM page GROUP BY kind ORDER BY kind") == [
        ("article", 11),
        ("feed", 1),
        ("list", 2),
        ("robots", 1),
    ]
    assert pages("SELECT status, url FROM page WHERE kind='robots'") == [(200, f"http://{HOST}/robots.txt")]
    assert pages("SELECT url FROM page WHERE kind='list'") == [(LIST,), (f"{LIST}&page=2",)]
    assert pages("SELECT status FROM page WHERE article='gyeonggitv:3'") == [(404,)]
    assert pages("SELECT status FROM page WHERE article='gyeonggitv:4'") == []  # the server's trouble
    fetched = sorted(pages("SELECT article, at FROM page WHERE status=200 AND kind='article'"))
    assert fetched == town.query("SELECT id, json_extract(record, '$.fetched_at') FROM article ORDER BY id")
    [(body,)] = pages("SELECT body FROM page WHERE article='gyeonggitv:5'")
    with Archive(archive_of(town.store), reading=True) as archive:
        assert archive.body(body.hex()) == town.site.article(5).encode()
        [page] = archive.pages_of("gyeonggitv:2")
        assert (page.row, page.asked) == ("가온시, 2번째 사업 추진 2024-11-20 09:00", f"{LIST}&wr_id=2")


def test_what_tells_of_the_visitor_is_not_kept(town: Town) -> None:
    town.site.add(1)
    headers = {
        "Content-Type": "text/html; charset=utf-8", "Set-Cookie": "PHPSESSID=geheim", "X-CSRF-Token": "geheim", "ETag": '"e1"',
        "Last-Modified": "Fri, 20 Nov 2026 00:00:00 GMT", "X-Auth-User": "geheim",
    }  # fmt: skip
    town.site.wrong["wr_id=1"] = lambda count: Reply(town.site.article(1).encode(), headers=headers)
    assert town.harvest().status == 0
    [(kept,)] = harvest_pages(town)("SELECT headers FROM page WHERE article='gyeonggitv:1'")
    names = {name for name, _ in json.loads(kept)}
    assert {"Content-Type", "Etag", "Last-Modified"} <= names
    assert not names & {"Set-Cookie", "X-Csrf-Token", "X-Auth-User"}
    assert b"geheim" not in archive_of(town.store).read_bytes()


def test_a_redirect_is_kept_as_the_page_that_it_led_to(town: Town) -> None:
    """Without what the address says of the visitor; an article that has moved to another number is that one's page."""
    town.site.add(1, 2, 3)
    town.site.wrong["wr_id=2"] = always(Reply(status=302, headers={"Location": f"{LIST}&wr_id=30"}))
    town.site.wrong["wr_id=30"] = lambda count: town.site.page(town.site.article(2))
    town.site.wrong["news&wr_id=1"] = always(Reply(status=302, headers={"Location": f"{LIST}&PHPSESSID=geheim0123&wr_id=1"}))
    town.harvest()
    pages = harvest_pages(town)
    assert pages("SELECT asked, url, status FROM page WHERE article='gyeonggitv:1' ORDER BY id") == [
        (f"{LIST}&wr_id=1", f"{LIST}&wr_id=1", 302),
        (f"{LIST}&wr_id=1", f"{LIST}&wr_id=1", 200),
    ]
    assert pages("SELECT status, article FROM page WHERE asked GLOB '*wr_id=2' ORDER BY id") == [
        (302, "gyeonggitv:2"),
        (200, "gyeonggitv:30"),
    ]
    assert town.kept == {1, 3, 30}
    assert b"geheim" not in archive_of(town.store).read_bytes()


def test_no_pages_are_kept_where_that_is_switched_off(town: Town) -> None:
    town.site.add(1)
    assert town.harvest("-s", "KEEP_PAGES=0").status == 0
    assert town.kept == {1}
    assert not archive_of(town.store).exists()


def test_pages_older_than_days_are_dropped_at_the_end(town: Town) -> None:
    town.site.add(1, 2)
    town.harvest()
    with closing(sqlite3.connect(archive_of(town.store))) as db, db:
        db.execute("UPDATE page SET at='2026-01-01'||substr(at, 11) WHERE article='gyeonggitv:1'")
    assert town.harvest("--keep-pages", "30").status == 0
    assert harvest_pages(town)("SELECT DISTINCT article FROM page WHERE kind='article'") == [("gyeonggitv:2",)]
    refusal = town.run("harvest", "--keep-pages", "many")
    assert (refusal.status, refusal.err) == (2, "scrapy harvest: --keep-pages many is not a number of days: write --keep-pages 365\n")


@LIMITS
def test_a_harvest_whose_archive_cannot_be_written_ends_and_keeps_no_article_without_its_page(town: Town) -> None:
    town.site.add(1, 2, 3)
    with closing(sqlite3.connect(archive_of(town.store))) as db, db:
        db.execute("CREATE TABLE note(text)")
    ran = town.harvest()
    assert ran.status == 1
    assert ran.last == f"scrapy harvest: {archive_of(town.store)} is a database of something else: move it away, or name another STORE"
    archive_of(town.store).unlink()
    with Archive(archive_of(town.store)) as archive:
        archive._db.execute(
            "CREATE TRIGGER full BEFORE INSERT ON page WHEN new.article='gyeonggitv:2' BEGIN SELECT RAISE(FAIL, 'full'); END"
        )
    ran = town.harvest()
    assert ran.status == 1
    assert f"the pages in {archive_of(town.store)} could not be written: full" in ran.err
    assert 3 in town.kept
    assert 2 not in town.kept
    with Archive(archive_of(town.store)) as archive:
        assert {answer.article for answer in archive.answers("gyeonggitv")} >= {f"gyeonggitv:{number}" for number in town.kept}
        archive._db.execute("DROP TRIGGER full")
    assert town.harvest().status == 0
    assert town.kept == {1, 2, 3}


def test_pages_that_cannot_be_dropped_cost_no_feed(town: Town) -> None:
    """The closing table and the file of the night are written; the exit status and a line say what was not done."""
    town.site.add(1, 2)
    assert town.harvest().status == 0
    with closing(sqlite3.connect(archive_of(town.store))) as db, db:
        db.execute("CREATE TRIGGER full BEFORE INSERT ON dropped BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END")
    town.site.add(3)
    feed = town.folder / "new.jsonl"
    ran = town.harvest("--keep-pages", "7", "-O", str(feed))
    assert ran.status == 1
    assert f"scrapy harvest: the pages in {archive_of(town.store)} could not be written: database or disk is full\n" in ran.err
    assert town.row(ran) == ["1", "0", "2", "0"]
    assert json.loads(feed.read_text(encoding="utf-8"))["id"] == "gyeonggitv:3"


@OPEN_FILES
def test_pages_whose_file_goes_while_they_are_kept_are_missed(town: Town) -> None:
    town.site.add(1, 2)

    def gone(_count: int) -> None:
        archive_of(town.store).unlink(missing_ok=True)

    town.site.wrong["wr_id=1"] = gone
    ran = town.harvest()
    assert ran.status == 1
    said = f"the pages in {archive_of(town.store)} were moved or deleted while they were written to: this run's are not in it"
    assert f"scrapy harvest: {said}\n" in ran.err
    assert town.row(ran) == ["2", "0", "0", "0"]


# --- a file that is lost


def test_a_file_of_pages_that_is_gone_is_missed_by_the_next_harvest_and_by_a_check(town: Town) -> None:
    pages = archive_of(town.store)
    town.site.add(1, 2)
    assert town.harvest().status == 0
    [(since,)] = rows(town.store, "SELECT since FROM paged")
    day = str(since)[:10]
    gone = f"pages were kept since {day}, and {pages} is not there"
    pages.unlink()
    ran = town.quick("store", "check")
    assert (ran.status, ran.out.splitlines()) == (
        1,
        ["ok: 2 articles, nothing is damaged", gone, "put a copy of it in its place: what came before cannot be read again without it"],
    )
    with closing(sqlite3.connect(town.store)) as db, db:  # the night before
        db.execute("UPDATE paged SET since='2026-01-01T03:00:00+09:00'")
        db.execute("UPDATE article SET record=json_set(record, '$.fetched_at', '2026-01-01T03:00:01+09:00')")
        db.execute("UPDATE article SET record=json_set(record, '$.fetched_at', '2025-12-31T03:00:01+09:00') WHERE id='gyeonggitv:2'")
    town.site.add(3)
    ran = town.harvest()
    assert ran.status == 0
    assert ran.err.splitlines()[:2] == [
        gone.replace(day, "2026-01-01"),
        "the pages are begun anew: what came before cannot be read again, unless a copy of the file is put back",
    ]
    ran = town.quick("store", "check")
    lost = "1 article has no page any more: the file that pages were kept in since 2026-01-01 was lost"
    assert (ran.status, ran.out.splitlines()[2:]) == (0, [f"{lost}, and {pages} begun anew", EARLIER])
    town.site.add(4)
    assert "pages were kept since" not in town.harvest("--keep-pages", "30").err
    earlier = "2 articles have no page any more: they came before pages were kept, or were older than --keep-pages"
    assert town.quick("store", "check").out.splitlines()[2:] == [earlier]


def test_where_no_pages_are_kept_or_an_older_version_kept_them_none_are_missed(town: Town) -> None:
    town.site.add(1)
    assert town.harvest("-s", "KEEP_PAGES=0").status == 0
    assert "paged" not in town.harvest().err
    with closing(sqlite3.connect(town.store)) as db, db:  # as of an older version
        db.execute("DROP TABLE paged")
    assert town.quick("store", "check").status == 0
    with closing(sqlite3.connect(archive_of(town.store))) as db, db:
        db.execute("UPDATE page SET at='2026-01-01T03:00:00+09:00' WHERE kind='robots'")
    assert town.harvest().status == 0
    assert rows(town.store, "SELECT since FROM paged") == [("2026-01-01T03:00:00+09:00",)]


def test_a_folder_in_the_place_of_the_pages_is_named_by_whoever_needs_them(harvested: Path, tmp_path: Path) -> None:
    pages = archive_of(harvested)
    pages.unlink()
    pages.mkdir()
    said = f"the pages in {pages} cannot be used: it is a folder: move it away, or name another STORE"
    commands: tuple[tuple[str, ...], ...] = (
        ("harvest", "joongdo", "-s", "REPLAY=fixtures"),
        ("reread",),
        ("archive", "-O", str(tmp_path / "x.warc.gz")),
        ("store", "check"),
        ("store", "backup", str(tmp_path / "copy.db")),
        ("store", "copy", str(harvested), str(tmp_path / "copy.db")),
        ("history", "gaon:1"),
        ("export", "-O", str(tmp_path / "x.parquet")),
    )
    for arguments in commands:
        ran = quick(*arguments, "-s", f"STORE={harvested}")
        assert ran.last == f"scrapy {arguments[0]}: {said}"
        assert ran.status == 1
    assert [file.name for file in tmp_path.iterdir() if "x." in file.name] == []
