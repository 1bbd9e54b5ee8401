"""What is looked at again for edits is asked for on a condition, over real HTTP: what is asked, and what an answer without a page means."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from hashlib import sha256

import pytest

from newsharvest.archive import Archive, archive_of
from tests.support.outlet_server import Reply, always
from tests.support.town import HOST, LIST, Town, article

NEVER_SEEN = "2024-11-20T00:00:00+09:00"


class Server:
    """A site that knows which page a client has: by ETag, by day, or by both."""

    def __init__(self, town: Town, *headers: str, status: int = 304, promise: int | None = None) -> None:
        self.town, self.headers, self.status, self.promise = town, headers, status, promise
        town.site.wrong["wr_id="] = self.answer

    def answer(self, count: int) -> Reply:
        url, asked = self.town.site.heard[-1]
        number = int(url.rpartition("=")[2])
        body = self.town.site.article(number).encode()
        digest = sha256(body).hexdigest()
        tag, day = f'"{digest[:8]}"', f"Wed, 20 Nov 2024 {int(digest[:2], 16) % 24:02}:{int(digest[2:4], 16) % 60:02}:00 GMT"
        has = {"ETag": asked.get("if-none-match") == tag, "Last-Modified": asked.get("if-modified-since") == day}
        told = {name: {"ETag": tag, "Last-Modified": day}[name] for name in self.headers}
        if self.headers and all(has[name] for name in self.headers):
            return Reply(b"", status=self.status, headers=told, promise=self.promise)
        return Reply(body, headers={"Content-Type": "text/html; charset=utf-8", **told})


def conditions(town: Town) -> dict[int, dict[str, str]]:
    """The conditions of each article that was asked for in the last harvest."""
    asked = [(url, headers) for url, headers in town.site.heard if "wr_id=" in url]
    names = ("if-none-match", "if-modified-since")
    return {int(url.rpartition("=")[2]): {name: headers[name] for name in names if name in headers} for url, headers in asked}


def refresh(town: Town, *arguments: str) -> list[str]:
    """Look at all articles again; return the outlet's row of the table."""
    town.site.heard.clear()
    ran = town.harvest("--refresh", "36500", *arguments)
    assert ran.status == 0, ran.err
    return town.row(ran)


def unsee(town: Town) -> None:
    """Let all pages have come, and all articles been seen, long ago."""
    with closing(sqlite3.connect(archive_of(town.store))) as db, db:
        db.execute("UPDATE page SET at=?", (NEVER_SEEN,))
    with closing(sqlite3.connect(town.store)) as db, db:
        db.execute("UPDATE article SET last_seen=:at, record=json_set(record, '$.fetched_at', :at)", {"at": NEVER_SEEN})


@pytest.mark.parametrize(
    ("headers", "asked"),
    [
        (("ETag",), {"if-none-match"}),
        (("Last-Modified",), {"if-modified-since"}),
        (("ETag", "Last-Modified"), {"if-none-match", "if-modified-since"}),
        ((), set()),
    ],
)
@pytest.mark.parametrize("promise", [None, pytest.param(5_000, marks=pytest.mark.slow)])
def test_only_what_has_changed_comes_again(headers: tuple[str, ...], asked: set[str], promise: int | None, town: Town) -> None:
    """Also if the answer without a page says how long that would be."""
    town.site.add(1, 2, 3)
    Server(town, *headers, promise=promise)
    assert town.harvest().status == 0
    assert all(not names for names in conditions(town).values())
    unsee(town)
    town.site.articles[2].body[0] = "가온시는 일정을 12월로 미룬다고 바로잡았다."
    assert refresh(town) == ["0", "1", "3", "0"]
    assert {number: set(names) for number, names in conditions(town).items()} == dict.fromkeys((1, 2, 3), asked)
    assert town.failures == {}
    seen = {str(id_): str(at) > NEVER_SEEN for id_, at in town.query("SELECT id, last_seen FROM article")}
    assert seen == {"gyeonggitv:1": True, "gyeonggitv:2": True, "gyeonggitv:3": True}
    with Archive(archive_of(town.store), reading=True) as archive:
        first, second = archive.pages_of("gyeonggitv:1")
        assert (first.status, second.status) == (200, 304 if headers else 200)
        assert archive.body(first.digest) == town.site.article(1).encode()
        assert archive.body(second.digest) == (b"" if headers else town.site.article(1).encode())
    assert refresh(town) == ["0", "0", "3", "0"]  # the edited one by its new page


def test_what_has_failed_or_is_in_doubt_comes_anew(town: Town) -> None:
    town.site.add(*range(1, 6))
    town.site.articles[3].body[-1] = "가온시는 다음 달에도 이 사업을 이어 가기로 하고 주민 의견을 듣는 자리를"
    Server(town, "ETag")
    assert town.harvest().status == 0
    assert town.failures == {article(3): ("doubtful", 1)}
    with closing(sqlite3.connect(town.store)) as db, db:
        db.execute(
            "INSERT INTO failure SELECT outlet, ?, 'no_body', '', ?, 5, first_at, '9999', run, status, standing FROM failure",
            (article(4), "gyeonggitv:4"),
        )  # not due
    assert refresh(town) == ["0", "0", "5", "0"]
    assert {number: list(names) for number, names in conditions(town).items()} == {
        1: ["if-none-match"], 2: ["if-none-match"], 3: [], 4: [], 5: ["if-none-match"]
    }  # fmt: skip


def test_a_page_that_was_kept_and_not_read_comes_anew(town: Town) -> None:
    """A kill between the two: the paper's edit is in the archive, and not in the store."""
    town.site.add(1, 2)
    Server(town, "ETag")
    assert town.harvest().status == 0
    town.site.articles[1].body[0] = "가온시는 일정을 12월로 미룬다고 바로잡았다."
    body = town.site.article(1).encode()
    with Archive(archive_of(town.store)) as archive:
        [page] = archive.pages_of("gyeonggitv:1")
        headers = [("ETag", f'"{sha256(body).hexdigest()[:8]}"')]
        archive.keep(replace(page, at="2099-11-20T00:00:00+09:00", headers=headers, digest=sha256(body).hexdigest()), body)
    assert refresh(town) == ["0", "1", "2", "0"]
    assert {number: list(names) for number, names in conditions(town).items()} == {1: [], 2: ["if-none-match"]}


def test_without_its_page_an_article_is_asked_for_as_ever(town: Town) -> None:
    town.site.add(1, 2)
    Server(town, "ETag")
    assert town.harvest().status == 0
    with Archive(archive_of(town.store)) as archive:
        archive.drop_before("9999")
    assert refresh(town) == ["0", "0", "2", "0"]
    assert conditions(town) == {1: {}, 2: {}}
    assert refresh(town, "-s", "KEEP_PAGES=0") == ["0", "0", "2", "0"]
    assert conditions(town) == {1: {}, 2: {}}
    refresh(town)
    assert {number: list(names) for number, names in conditions(town).items()} == {1: ["if-none-match"], 2: ["if-none-match"]}


def test_the_page_of_an_older_version_is_no_condition(town: Town) -> None:
    """The paper's edit came while no pages were kept, and is taken back: that it is as it was before is no news of what is kept."""
    town.site.add(1, 2)
    Server(town, "ETag")
    assert town.harvest().status == 0
    unsee(town)
    before = town.site.articles[1].body[0]
    town.site.articles[1].body[0] = "가온시는 일정을 12월로 미룬다고 바로잡았다."
    assert refresh(town, "-s", "KEEP_PAGES=0") == ["0", "1", "2", "0"]
    town.site.articles[1].body[0] = before
    assert refresh(town) == ["0", "1", "2", "0"]
    assert {number: list(names) for number, names in conditions(town).items()} == {1: [], 2: ["if-none-match"]}
    assert town.query("SELECT count(*) FROM article WHERE record LIKE '%12월로 미룬다%'") == [(0,)]


def test_conditions_are_of_one_page_and_go_no_further(town: Town) -> None:
    """An article that has moved is asked for at its new place without them."""
    town.site.add(1, 2)
    server = Server(town, "ETag")
    assert town.harvest().status == 0
    moved = Reply(status=302, headers={"Location": f"{LIST}&x=1&wr_id=1"})
    town.site.wrong = {"news&wr_id=1": always(moved), **town.site.wrong}
    assert refresh(town) == ["0", "0", "2", "0"]
    asked = {url: "if-none-match" in headers for url, headers in town.site.heard if "wr_id=1" in url}
    assert asked == {article(1): True, f"{LIST}&x=1&wr_id=1": False}
    refresh(town)
    assert conditions(town)[1] == {}  # nor is it known there
    assert server.headers == ("ETag",)


def test_an_answer_without_a_page_that_nobody_asked_for_is_an_error(town: Town) -> None:
    town.site.add(1)
    town.site.wrong["wr_id=1"] = always(Reply(status=304))
    ran = town.harvest()
    assert (ran.status, town.failures) == (1, {article(1): ("http_status", 1)})
    assert HOST in ran.err
