"""`scrapy reread --from`: what WARC files would bring, shown while nothing is written; with --accept it is kept, and nothing else is."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from newsharvest.archive import Archive, archive_of
from newsharvest.download.replay import Case
from newsharvest.reread import work
from tests.support.command_line import quick, refused
from tests.support.processes import Ran
from tests.support.project import FIXTURES
from tests.support.warcs import packed, response, write

IDOMIN = "http://idomin.com/news/articleView.html?idxno=778102"
OF_THE_DAY_BEFORE, OF_THE_DAY_AFTER = "2026-11-19T03:00:00Z", "2026-11-21T03:00:00Z"


def page(case: str, *changes: tuple[str, str], **fields: str) -> bytes:
    """A case as a record, with a text in the place of another."""
    loaded = Case.load(FIXTURES / case)
    body = loaded.page.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in body
        body = body.replace(old, new)
    return response(loaded.url, body.encode(), headers=[f"{name}: {value}" for name, value in loaded.headers.items()], **fields)


def reread(store: Path, *arguments: str, **env: str) -> Ran:
    return quick("reread", *arguments, "-s", f"STORE={store}", env=env)


def table(ran: Ran) -> list[str]:
    """The rows of the outlets: what each has, from the number of articles on."""
    return [line for line in ran.out.splitlines()[1:] if line and not line.startswith(" ")]


def rows(store: Path, sql: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(store)) as db:
        return db.execute(sql).fetchall()


def content(store: Path) -> list[list[tuple[Any, ...]]]:
    """What is kept, and the archive's answers."""
    kept = [rows(store, f"SELECT * FROM {table}") for table in ("article", "revision", "failure", "run", "marked", "piece")]
    return [*kept, pages(store)]


def pages(store: Path) -> list[tuple[Any, ...]]:
    return rows(archive_of(store), "SELECT * FROM page") if archive_of(store).exists() else []


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Two articles of two outlets, one that is gone, a robots.txt, and a page of somebody else's."""
    (tmp_path / "files").mkdir()
    return write(
        tmp_path / "files" / "night.warc.gz",
        page("idomin/778102"),
        page("joongdo/20200213010005265"),
        page("idomin/deleted"),
        response("http://idomin.com/robots.txt", b"User-agent: *\n", headers=("Content-Type: text/plain",)),
        response("http://elsewhere.example/news/articleView.html?idxno=7", b"<p>x"),
    )


@pytest.fixture
def store(file: Path, tmp_path: Path) -> Path:
    """A store that has what the file brings."""
    assert reread(tmp_path / "harvest.db", "--from", str(file), "--accept").status == 0
    return tmp_path / "harvest.db"


def test_what_a_file_would_bring_is_shown_and_nothing_is_written(file: Path, tmp_path: Path) -> None:
    ran = reread(tmp_path / "harvest.db", "--from", str(tmp_path / "files"), "-O", str(tmp_path / "told.jsonl"))
    assert ran.status == 0
    assert [line.split() for line in table(ran)[:2]] == [
        "idomin 경남도민일보 2 0 0 1 0 1 0".split(),
        "joongdo 중도일보 1 0 0 1 0 0 0".split(),
    ]
    assert ran.out.splitlines()[-2:] == [
        "  still not kept: deleted: 1",
        "      http://idomin.com/news/articleView.html?idxno=900102  (ndsoft/deleted)",
    ]
    assert ran.err.splitlines() == [
        "found: 4 pages of known outlets, out of 5 records",
        f"written: {tmp_path / 'told.jsonl'}",
        "nothing was written: --accept keeps 2 articles as they read now",
    ]
    told = [json.loads(line) for line in (tmp_path / "told.jsonl").read_text(encoding="utf-8").splitlines()]
    assert {one["id"]: one["outcome"] for one in told} == {
        "joongdo:20200213010005265": "new", "idomin:778102": "new", "idomin:900102": "unread",
    }  # fmt: skip
    assert sorted(one.name for one in tmp_path.iterdir()) == ["files", "told.jsonl"]


def test_with_accept_it_is_kept_as_by_archive_and_reread(file: Path, tmp_path: Path) -> None:
    one, two = tmp_path / "one.db", tmp_path / "two.db"
    ran = reread(one, "--from", str(file), "--accept")
    assert (ran.status, ran.err.splitlines()) == (
        0, ["taken: 4 pages of 2 outlets (3 of articles), out of 5 records", "accepted: 2 articles"],
    )  # fmt: skip
    assert quick("archive", "--from", str(file), "-s", f"STORE={two}").status == 0
    assert reread(two, "--accept").status == 0
    kept = "SELECT id, url, day, content_hash, run, record FROM article ORDER BY id"
    assert rows(one, kept) == rows(two, kept)
    records = [json.loads(record) for *_, record in rows(one, kept)]
    assert [(record["id"], record["origin"], record["fetched_at"]) for record in records] == [
        ("idomin:778102", "archive", "2026-11-20T12:00:00+09:00"),
        ("joongdo:20200213010005265", "archive", "2026-11-20T12:00:00+09:00"),
    ]
    assert pages(one) == pages(two)
    with Archive(archive_of(one), reading=True) as archive:
        assert {page.origin for page in archive.pages()} == {"night.warc.gz"}
    again = reread(one, "--from", str(file), "--accept")
    assert (again.status, again.err.splitlines()) == (0, ["4 pages were there already", "accepted: 0 articles"])
    assert rows(one, "SELECT count(*) FROM revision") == [(0,)]
    assert quick("store", "check", "-s", f"STORE={one}").status == 0


def test_only_the_pages_of_the_files_are_read(store: Path, tmp_path: Path) -> None:
    """What the paper edited later is shown as it will be, and is its edit; an article that the file has not stays as it is."""
    with closing(sqlite3.connect(store)) as db, db:
        db.execute("UPDATE article SET record=replace(record, '중도일보', '중도일본') WHERE outlet='joongdo'")  # today it reads otherwise
    later = write(tmp_path / "later.warc", page("idomin/778102", (TITLE, "고친 제목"), at=OF_THE_DAY_AFTER))
    before = content(store)
    ran = reread(store, "--from", str(later))
    assert ran.status == 0
    assert ran.out.splitlines()[1].split() == "idomin 경남도민일보 1 0 1 0 0 0 0".split()
    assert ran.out.splitlines()[2:] == [
        "idomin 경남도민일보",
        "  title: 1 of 1 differs",
        f"    {IDOMIN}",
        f"      - {TITLE}",
        "      + 고친 제목",
    ]
    assert ran.err.splitlines()[-1] == "nothing was written: --accept keeps 1 article as it reads now"
    assert content(store) == before
    assert reread(store, "--from", str(later), "--accept").err.splitlines()[-1] == "accepted: 1 article"
    titles = "SELECT json_extract(record, '$.title'), json_extract(record, '$.outlet_name') FROM article ORDER BY id"
    assert [(title == "고친 제목", outlet) for title, outlet in rows(store, titles)] == [(True, "경남도민일보"), (False, "중도일본")]
    assert rows(store, "SELECT article, reread, json_extract(record, '$.title') FROM revision") == [("idomin:778102", 0, TITLE)]


TITLE = json.loads((FIXTURES / "idomin" / "778102" / "expected.json").read_text(encoding="utf-8"))["title"]


@pytest.mark.parametrize("with_page", [True, False])
def test_an_older_page_changes_no_kept_article(with_page: bool, store: Path, tmp_path: Path) -> None:
    """Also where the page that the article was read from is not there any more."""
    if not with_page:
        archive_of(store).unlink()
    before = content(store)[:-1]
    older = write(tmp_path / "older.warc", page("idomin/778102", (TITLE, "옛 제목"), at=OF_THE_DAY_BEFORE))
    ran = reread(store, "--from", str(older))
    assert (ran.status, ran.err.splitlines()[-1]) == (0, "1 article is kept as a later page has it")
    ran = reread(store, "--from", str(older), "--accept")
    assert (ran.status, ran.err.splitlines()[-2:]) == (0, ["1 article is kept as a later page has it", "accepted: 0 articles"])
    assert content(store)[:-1] == before
    ran = reread(store, "--accept")
    assert (ran.status, ran.err.splitlines()[-1], content(store)[:-1]) == (0, "accepted: 0 articles", before)


def test_many_are_read_by_several_processes(file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "FEW", 0)
    monkeypatch.setattr(work, "cores", lambda: 2)
    ran = reread(tmp_path / "harvest.db", "--from", str(file))
    assert (ran.status, ran.err.splitlines()[-1]) == (0, "nothing was written: --accept keeps 2 articles as they read now")


def test_damage_is_told_and_what_is_whole_is_read(tmp_path: Path) -> None:
    whole, torn = page("idomin/778102"), packed([page("idomin/778088")])[:-40]
    (tmp_path / "night.warc.gz").write_bytes(packed([whole]) + torn)
    for accept in ((), ("--accept",)):
        ran = reread(tmp_path / "harvest.db", "--from", str(tmp_path / "night.warc.gz"), *accept)
        assert ran.status == 1
        said = f"{tmp_path / 'night.warc.gz'}: the record at byte {len(packed([whole]))} is left out: the file ends within it"
        assert ran.err.splitlines()[1] == said
    assert rows(tmp_path / "harvest.db", "SELECT id FROM article") == [("idomin:778102",)]


def test_a_file_of_nobody_that_is_known_is_no_success(tmp_path: Path) -> None:
    file = write(tmp_path / "x.warc.gz", response("http://elsewhere.example/", b"<p>x"))
    for accept in ((), ("--accept",)):
        ran = reread(tmp_path / "harvest.db", "--from", str(file), *accept)
        assert (ran.status, ran.out, ran.err) == (1, "", "scrapy reread: no page of a known outlet is in 1 record\n")
        assert not (tmp_path / "harvest.db").exists()
    robots = write(
        tmp_path / "y.warc.gz", response("http://idomin.com/robots.txt", b"User-agent: *\n", headers=("Content-Type: text/plain",))
    )
    ran = reread(tmp_path / "harvest.db", "--from", str(robots))
    assert (ran.status, ran.out) == (0, "no article's page is in these files\n")


def test_outlets_can_be_chosen_beside_what_a_shell_makes_of_a_star(file: Path, tmp_path: Path) -> None:
    other = write(tmp_path / "files" / "other.warc.gz", page("idomin/778088"))
    ran = reread(tmp_path / "harvest.db", "--from", str(file), str(other), "경남도민일보")
    assert ran.out.splitlines()[1].split() == "idomin 경남도민일보 3 0 0 2 0 1 0".split()
    assert "joongdo" not in ran.out


def test_what_is_mistyped(tmp_path: Path) -> None:
    named = "-s", f"STORE={tmp_path / 'none.db'}"
    assert refused("reread", "--from", "gone.warc.gz", *named) == "scrapy reread: there is no file gone.warc.gz"
    (tmp_path / "empty").mkdir()
    said = f"scrapy reread: {tmp_path / 'empty'} holds no WARC file"
    assert refused("reread", "--from", str(tmp_path / "empty"), *named) == said


def test_it_is_said_in_korean(file: Path, tmp_path: Path) -> None:
    ran = reread(tmp_path / "harvest.db", "--from", str(file), NEWSHARVEST_LANGUAGE="ko")
    assert ran.err.splitlines()[0] == "찾음: 레코드 5개에서 알려진 매체의 페이지 4쪽"
    assert reread(tmp_path / "harvest.db", "--from", str(file), "--accept", NEWSHARVEST_LANGUAGE="ko").status == 0
    older = write(tmp_path / "older.warc", page("idomin/778102", (TITLE, "옛 제목"), at=OF_THE_DAY_BEFORE))
    ran = reread(tmp_path / "harvest.db", "--from", str(older), NEWSHARVEST_LANGUAGE="ko")
    assert ran.err.splitlines()[-1] == "기사 1건은 더 나중 페이지로 저장되어 있어 그대로 둡니다"
