"""`scrapy browse`: the pages over real HTTP on loopback, what they refuse, and what a real Chromium makes of them."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from queue import Queue
from threading import Timer
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
from parsel import Selector

from newsharvest import press
from newsharvest.browse import changes, pages, server, site
from newsharvest.browse.changes import Changed, Piece, paragraphs_changed, words_changed
from newsharvest.items import Article
from newsharvest.reasons import Reason
from newsharvest.search import parse
from newsharvest.store import Store, StoreError
from newsharvest.store import file as store_file
from tests.support.articles import NAMES, NIGHT, article
from tests.support.browser import CHROMIUM, Browser, browsing, shown_by_chromium
from tests.support.command_line import quick, refused
from tests.support.project import ROOT
from tests.support.stores import Place, change, everything
from tests.test_search import ARTICLES, FOUND

MARKET = (
    "축제장에는 지역 농산물 장터 32곳과 체험 마당 15곳이 들어선다. 시는 임시 주차장 400면을 마련하고 셔틀버스 7대를 20분마다 돌린다."
    " 지난해에는 시민 12,800명이 찾았다. 김다온 문화관광과장은 “안전 요원 56명이 자리를 지킨다”고 말했다."
)
FESTIVAL = f"가온시는 오는 21일부터 사흘 동안 시민공원에서 가을 축제를 연다고 밝혔다.\n\n{MARKET}\n\n자세한 것은 누리집에 있다."
EDITED = f"가온시는 오는 21일부터 사흘 동안 시민공원에서 가을 축제를 연다고 알렸다.\n\n시는 장소를 바로잡고 사과했다.\n\n{MARKET}"
EVIL = "<script>alert(1)</script> 축제"


def filled(place: Place) -> Place:
    """Keep a release of three outlets, of which one was edited, an article that is no friend, a run, failures and a warning."""
    with Store(place) as store:
        keep(store, "joongdo:1", "가을 축제 열린다", "2026-11-18T09:00:00", FESTIVAL)
        keep(store, "dgilbo:1", "가온시 축제", "2026-11-19T10:30:00", FESTIVAL)
        keep(store, "krnews21:1", "가온시, 가을 축제", "2026-11-19T00:00:00", FESTIVAL)
        keep(
            store,
            "joongdo:2",
            EVIL,
            "2026-11-19T14:00:00",
            "버스 <img src=x onerror=alert(1)> 노선을 바꾼다고 밝혔다.",
            url="javascript:alert(1)",
        )
        keep(store, "joongdo:3", "버스 안내", None, "버스 시간을 물었다.")
        store.settle_stories()
        keep(store, "joongdo:1", "가을 축제 열린다 (종합)", "2026-11-18T09:00:00", EDITED)
        store.settle_stories()
        run = store.begin_run("dgilbo", "2026-11-20T04:15:00+09:00")
        store.note_failure("dgilbo", "http://dgilbo.example.com/9", Reason.HTTP_STATUS, "HTTP 503", "dgilbo:9", run, NIGHT)
        store.note_failure("dgilbo", "http://dgilbo.example.com/8", Reason.NO_BODY, "", "dgilbo:8", run, "2026-11-20T02:00:00+09:00")
        store.note_warnings("dgilbo", ["body", "fill:authors"], NIGHT)
        store.end_run(run, NIGHT, 1, {})
    return place


@pytest.fixture
def place(place: Place) -> Place:
    return filled(place)


@pytest.fixture
def path(path: Path) -> Path:
    filled(path)
    return path


def keep(store: Store, id_: str, title: str, at: str | None, body: str, **more: Any) -> None:
    outlet = id_.partition(":")[0]
    made = Article(id_, outlet, NAMES[outlet], f"http://{outlet}.example.com/{id_[-1]}", ["사회"], title, body=body, authors=["김가온"])
    made.published_at, made.content_hash, made.fetched_at = at and f"{at}+09:00", press.content_hash(title, body), NIGHT
    store.keep(replace(made, **more), store.begin_run(outlet, NIGHT), "2026-11-19T20:00:00+09:00")


@pytest.fixture
def browser(place: Place) -> Iterator[Browser]:
    with browsing(place) as browser:
        yield browser


# --- the stories of a day


def test_the_newest_day_stands_first_with_the_stories_of_most_papers_first(browser: Browser) -> None:
    got = browser.get("/")
    assert (got.status, got.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert got.text("title") == "2026.11.19(목) · newsharvest"
    assert got.texts("nav a") == ["날짜별", "그래프", "매체와 실패"]
    assert got.text("h1") == "2026.11.19(목)"
    assert got.text(".turn") == "← 11.18(수) 소식 3건 · 기사 4건"
    assert got.texts(".stories .title") == ["가을 축제 열린다 (종합)", EVIL, "버스 안내"]
    assert got.texts(".stories .papers") == [
        "3곳 중도일보 11.18 09:00 뉴스21통신 11.19 대구경북일보 11.19 10:30",
        "1곳 중도일보 11.19 14:00",
        "1곳 중도일보",
    ]
    assert got.html.css(".stories li:first-child a::attr(href)").getall() == [
        "/article/joongdo:1",
        "/article/joongdo:1",
        "/article/krnews21:1",
        "/article/dgilbo:1",
    ]


def test_one_goes_from_day_to_day(browser: Browser) -> None:
    before = browser.get("/day/2026-11-18")
    assert before.texts(".stories .title") == ["가을 축제 열린다 (종합)"]
    assert before.html.css(".turn a::attr(href)").getall() == ["/day/2026-11-19"]
    between = browser.get("/day/2026-11-20")
    assert (between.status, between.text(".empty")) == (200, "해당 기사가 없습니다.")
    assert between.html.css(".turn a::attr(href)").getall() == ["/day/2026-11-19"]
    assert browser.get("/day/2020-01-01").html.css(".turn a::attr(href)").getall() == ["/day/2026-11-18"]


def test_a_long_day_has_pages(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "STORIES", 2)
    first, second = browser.get("/day/2026-11-19"), browser.get("/day/2026-11-19?page=2")
    assert (first.texts(".stories .title"), second.texts(".stories .title")) == (["가을 축제 열린다 (종합)", EVIL], ["버스 안내"])
    assert (first.texts(".turn")[1], second.texts(".turn")[1]) == ("1 / 2 다음 →", "← 이전 2 / 2")
    assert first.html.css(".turn a::attr(href)").getall()[-1] == "/day/2026-11-19?page=2"
    assert browser.get("/day/2026-11-19?page=3").status == 404


def test_a_store_without_articles_says_so(tmp_path: Path) -> None:
    Store(tmp_path / "harvest.db").__exit__()
    with browsing(tmp_path / "harvest.db") as browser:
        assert browser.get("/").text(".empty") == "저장소에 아직 기사가 없습니다."
        assert browser.get("/charts").text(".empty") == "저장소에 아직 기사가 없습니다."
        assert browser.get("/search?q=축제".replace("축제", quote("축제"))).text(".count") == "기사 0건"


# --- search


def test_every_query_finds_what_it_finds_elsewhere(tmp_path: Path) -> None:
    with Store(tmp_path / "harvest.db") as store:
        run = store.begin_run("gaon", NIGHT)
        for number, (title, body) in ARTICLES.items():
            store.keep(replace(article(number, body), title=title, content_hash=press.content_hash(title, body)), run, NIGHT)
    with browsing(tmp_path / "harvest.db") as browser:
        for query, expected in FOUND:
            got = browser.get(f"/search?q={quote(query)}")
            ids = {int(href.rpartition(":")[2]) for href in got.html.css(".stories .title a::attr(href)").getall()}
            assert (got.status, ids, got.text(".count")) == (200, expected, f"기사 {len(expected)}건"), query
    assert len(FOUND) > 40


def test_what_is_found_shows_the_words_in_title_and_sentence(browser: Browser) -> None:
    got = browser.get(f"/search?q={quote('축제 주차장')}")
    assert got.texts(".stories .title") == ["가온시 축제", "가온시, 가을 축제", "가을 축제 열린다 (종합)"]
    [dgilbo, *_] = got.html.css(".stories li")
    assert dgilbo.css(".title mark::text").getall() == ["축제"]
    assert got.texts(".stories .papers")[0] == "대구경북일보 2026.11.19(목) 10:30 · 원문"
    assert dgilbo.css(".papers a").attrib == {"href": "http://dgilbo.example.com/1", "rel": "noreferrer noopener", "target": "_blank"}
    assert got.texts(".stories .sentence")[0] == "가온시는 오는 21일부터 사흘 동안 시민공원에서 가을 축제 를 연다고 밝혔다."
    assert got.html.css("input::attr(value)").get() == "축제 주차장"


def test_a_query_that_cannot_be_read_is_answered_with_its_sentence_and_the_place(browser: Browser) -> None:
    got = browser.get(f"/search?q={quote('축제,행사')}")
    assert (got.status, got.text(".refused")) == (
        400,
        "쉼표(,) 대신, 하나라도 든 것은 축제 | 행사, 모두 든 것은 축제 행사처럼 적으십시오",
    )
    assert got.html.css(".place").get() == '<p class="place">축제<mark>,</mark>행사</p>'
    assert got.html.css("input::attr(value)").get() == "축제,행사"
    evil = browser.get(f"/search?q={quote(chr(34) + '<script>')}")
    assert (evil.status, "<script>" in evil.body) == (400, False)
    assert browser.get(f"/search?q={'a' * 2001}").text(".refused") == "검색어는 2,000자까지 적을 수 있습니다"


def test_without_a_query_it_is_said_how_one_is_written(browser: Browser) -> None:
    for address in ("/search", "/search?q="):
        assert browser.get(address).texts(".help code") == ["축제 주차장", "축제 | 마라톤", "축제 -취소", '"시립 미술관"', "title:축제"]


def test_many_hits_have_pages(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "FOUND", 2)
    got = browser.get(f"/search?q={quote('가온시 | 버스')}&page=2")
    assert (got.text(".count"), got.text(".turn")) == ("기사 5건", "← 이전 2 / 3 다음 →")
    assert got.html.css(".turn a::attr(href)").getall()[1] == f"/search?q={quote('가온시 | 버스')}&page=3"
    found = [browser.get(f"/search?q={quote('가온시 | 버스')}&page={page}").texts(".stories .title") for page in (1, 2, 3)]
    assert [len(titles) for titles in found] == [2, 2, 1]


# --- an article


def test_an_article_with_its_story_and_what_was_changed_in_it(browser: Browser) -> None:
    got = browser.get("/article/joongdo:1")
    assert (got.text("h1"), got.texts(".body p")) == ("가을 축제 열린다 (종합)", EDITED.split("\n\n"))
    assert got.text("article .papers") == "중도일보 · 2026.11.18(수) 09:00 · 사회 · 김가온 · 원문"
    assert got.texts("h2") == ["이 소식을 실은 매체", "달라진 곳 2판"]
    [change] = got.html.css(".change")
    assert change.css("h3::text").get() == "2026.11.20(금) 03:00"
    title, first, came, same, gone = [" ".join(p.get().split()) for p in change.css("p")]
    assert title == "<p><b>제목</b> 가을 축제 열린다 <ins>(종합)</ins></p>"
    assert first == "<p>가온시는 오는 21일부터 사흘 동안 시민공원에서 가을 축제를 연다고 <del>밝혔다.</del><ins>알렸다.</ins></p>"
    assert came == "<p><ins>시는 장소를 바로잡고 사과했다.</ins></p>"
    assert same == '<p class="same">… 그대로인 문단 1개</p>'
    assert gone == "<p><del>자세한 것은 누리집에 있다.</del></p>"


def test_a_text_of_a_page_is_a_text_and_an_address_that_is_none_no_link(browser: Browser) -> None:
    for address in ("/article/joongdo:2", "/day/2026-11-19", f"/search?q={quote('버스')}"):
        body = browser.get(address).body
        assert "<script" not in body
        assert "<img" not in body
        assert "javascript:" not in body
    got = browser.get("/article/joongdo:2")
    assert (got.text("h1"), got.text(".body p")) == (EVIL, "버스 <img src=x onerror=alert(1)> 노선을 바꾼다고 밝혔다.")
    assert got.text("article .papers") == "중도일보 · 2026.11.19(목) 14:00 · 사회 · 김가온 · 원문"


def test_only_the_latest_versions_are_shown(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "VERSIONS", 2)
    with Store(path) as store:
        for number in range(4):
            keep(store, "joongdo:3", f"버스 안내 {number}", None, "버스 시간을 물었다.")
    with browsing(path) as browser:
        got = browser.get("/article/joongdo:3")
    assert [" ".join(p.split()) for p in got.html.css(".change p").getall()] == [
        "<p><b>제목</b> 버스 안내 <del>2</del><ins>3</ins></p>",
        "<p><b>제목</b> 버스 안내 <del>1</del><ins>2</ins></p>",
    ]
    assert got.texts(".same")[-1] == "더 오래된 판은 저장소에 있으나 보여 주지 않습니다."


def test_what_changed_is_told_by_words_and_paragraphs() -> None:
    assert words_changed("가 나 다", "가 라 다 마") == [
        Piece("가 ", "same"), Piece("나 ", "del"), Piece("라 ", "ins"), Piece("다 ", "same"), Piece("마", "ins"),
    ]  # fmt: skip
    assert paragraphs_changed("가\n\n나", "가\n\n나") == []
    assert paragraphs_changed("가\n\n나\n\n다", "가\n\n다") == [Changed(same=1), Changed([Piece("나", "del")]), Changed(same=1)]
    assert paragraphs_changed("가 나", "가 다", by_words=False) == [Changed([Piece("가 나", "del"), Piece("가 다", "ins")])]
    long = " ".join(map(str, range(300)))
    assert words_changed(long, f"{long} 끝") == [Piece(long, "del"), Piece(f"{long} 끝", "ins")]


def test_a_long_article_that_is_edited_again_and_again_is_compared_by_paragraphs(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Store(path) as store:
        for number in range(3):
            keep(store, "joongdo:3", "버스 안내", None, f"버스 시간을 {number}번 물었다.")
    monkeypatch.setattr(changes, "LETTERS_MAX", 30)  # those of the last two versions
    with browsing(path) as browser:
        got = browser.get("/article/joongdo:3")
    assert got.html.css(".change p").getall() == [
        "<p>버스 시간을 <del>1번 </del><ins>2번 </ins>물었다.</p>",
        "<p><del>버스 시간을 0번 물었다.</del><ins>버스 시간을 1번 물었다.</ins></p>",
        "<p><del>버스 시간을 물었다.</del><ins>버스 시간을 0번 물었다.</ins></p>",
    ]


# --- charts, outlets, failures


def test_charts_of_stories_by_day_and_outlet(browser: Browser) -> None:
    got = browser.get("/charts")
    assert got.text(".turn") == "2026.10.21(수) – 2026.11.19(목)"
    by_day, by_outlet = got.html.css("svg")
    assert (by_day.attrib["aria-label"], by_outlet.attrib["aria-label"]) == ("날짜별 소식 수", "매체별 소식 수")
    assert [float(height) for height in by_day.css("rect::attr(height)").getall()] == [0.0] * 28 + [40.0, 120.0]
    assert by_outlet.css("text::text").getall() == ["중도일보", "3", "대구경북일보", "1", "뉴스21통신", "1"]
    assert got.html.css(".days a::attr(href)").getall() == ["/day/2026-11-18", "/day/2026-11-19"]
    older = browser.get("/charts?until=2026-11-18")
    assert older.html.css(".turn a::attr(href)").getall() == ["/charts?until=2026-11-19"]


def test_how_outlets_stand_and_what_could_not_be_kept(browser: Browser) -> None:
    got = browser.get("/health")
    rows = {row.css("td::text").get(): row for row in got.html.css("tbody tr")}
    assert len(rows) == 21
    cells = [" ".join(" ".join(cell.css("*::text").getall()).split()) for cell in rows["대구경북일보"].css("td")]
    assert cells == [
        "대구경북일보",
        "2026.11.20(금) 04:15",
        "이상 있음",
        "2026.11.19(목) 20:00",
        "authors 값이 비기 시작함 (2026-11-20) 본문이 짧아짐 (2026-11-20)",
        "2 http_status 1 no_body 1",
    ]
    assert rows["대구경북일보"].css("a::attr(href)").get() == "/failures/dgilbo"
    failures = browser.get("/failures/dgilbo")
    assert failures.text("h1") == "대구경북일보 받지 못한 것 2"
    assert [failures.texts(f"tbody tr:nth-child({n}) td") for n in (1, 2)] == [
        [
            "사이트가 오류로 응답함 http_status (HTTP 503)",
            "1",
            "2026.11.20(금) 03:00",
            "2026.11.20(금) 03:00",
            "예",
            "http://dgilbo.example.com/9",
        ],
        ["있어야 할 자리에 본문이 없음 no_body", "1", "2026.11.20(금) 02:00", "2026.11.20(금) 02:00", "예", "http://dgilbo.example.com/8"],
    ]
    assert browser.get("/failures/joongdo").text(".empty") == "실패한 것이 없습니다."


def test_english(path: Path) -> None:
    with browsing(path, "en") as browser:
        assert browser.get("/").texts("nav a") == ["By day", "Charts", "Outlets and failures"]
        assert browser.get("/").text(".turn") == "← 11.18(Wed) 3 stories told · 4 articles"
        assert "no text where the layout says it is no_body" in browser.get("/failures/dgilbo").text("tbody")


# --- what is refused


@pytest.mark.parametrize(
    "address",
    [
        *("/nothing", "/article/", "/article/joongdo:99", "/article/%ff%fe", "/article/%00", "/failures/x", "/templates/base.html"),
        *("/day/", "/day/heute", "/day/2026-11-31", "/day/0001-01-01", "/day/20261119", "/charts?until=9999-12-31", "/../harvest.db"),
        *("/search/x", "/?page=0", "/?page=-1", "/?page=%00", "/?page=2", "/?" + "&".join(f"a{n}=1" for n in range(20))),
    ],
)
def test_what_is_not_there_is_not_found(browser: Browser, address: str) -> None:
    got = browser.get(address)
    assert (got.status, got.text(".refused")) == (404, "그런 페이지는 없습니다.")


def test_a_page_of_another_site_gets_nothing(browser: Browser) -> None:
    port = browser.server.server_port
    for host in (
        f"evil.example.com:{port}",
        "evil.example.com",
        f"127.0.0.1.nip.io:{port}",
        "127.0.0.1",
        "127.0.0.1:1",
        f"[::1]:{port}",
        "",
    ):
        got = browser.get("/", Host=host)
        assert (got.status, got.body) == (403, f"이 페이지는 http://127.0.0.1:{port}/에서만 볼 수 있습니다.\n"), host
    assert browser.get("/", Host=f"LOCALHOST:{port}").status == 200
    assert browser.get("/", Sec_Fetch_Site="cross-site").status == 403
    assert browser.get("/", Sec_Fetch_Site="same-origin").status == 200
    with socket.create_connection(("127.0.0.1", port)) as plain:
        plain.sendall(b"GET / HTTP/1.0\r\n\r\n")  # without a Host
        assert plain.makefile("rb").readline() == b"HTTP/1.0 403 Forbidden\r\n"


def test_nothing_but_reading_is_answered(browser: Browser) -> None:
    for method in ("POST", "PUT", "DELETE", "OPTIONS", "CONNECT", "PATCH"):
        got = browser.get("/", method)
        assert (got.status, got.headers["Allow"]) == (405, "GET, HEAD"), method
    head, whole = browser.get("/", "HEAD"), browser.get("/")
    assert (head.status, head.body, head.headers["Content-Length"]) == (200, "", str(len(whole.body.encode())))


def test_every_answer_forbids_what_is_from_elsewhere(browser: Browser) -> None:
    for address in ("/", "/style.css", "/nothing", "/article/joongdo:1"):
        got = browser.get(address)
        assert got.headers["Content-Security-Policy"].startswith("default-src 'none'; style-src 'self'; ")
        assert (got.headers["X-Content-Type-Options"], got.headers["Referrer-Policy"]) == ("nosniff", "no-referrer")
        assert (got.headers["Cross-Origin-Resource-Policy"], got.headers["Cache-Control"]) == ("same-origin", "no-store")
        assert got.headers["Server"] == "newsharvest"
        assert not [
            src for src in got.html.css("[src]::attr(src), link::attr(href), form::attr(action)").getall() if not src.startswith("/")
        ]
        assert "url(" not in got.body
        assert "style=" not in got.body


def test_it_listens_on_loopback_alone(browser: Browser) -> None:
    assert browser.server.server_address[0] == "127.0.0.1"


def test_a_request_that_is_none_is_refused_and_the_next_is_answered(browser: Browser) -> None:
    for sent in (
        b"\r\n\r\n",
        b"GET\r\n\r\n",
        b"\x16\x03\x01\x02\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\n\r\n",
    ):
        with socket.create_connection(("127.0.0.1", browser.server.server_port)) as plain:
            plain.sendall(sent)
            plain.shutdown(socket.SHUT_WR)
            answer = plain.makefile("rb").read()
            assert b"Traceback" not in answer
            assert not answer.startswith(b"HTTP/1.0 200")
    assert browser.get("/").status == 200


def test_connections_that_ask_nothing_do_not_pile_up(browser: Browser) -> None:
    address = ("127.0.0.1", browser.server.server_port)
    with ExitStack() as idle:
        held = [idle.enter_context(socket.create_connection(address)) for _ in range(server.CONNECTIONS)]
        with socket.create_connection(address) as one_more:
            assert one_more.recv(1) == b""  # closed at once
        for one in held[:16]:
            one.close()
        assert browser.server.free.acquire(timeout=30)  # when the first thread has seen that it is gone
        browser.server.free.release()
        assert browser.get("/").status == 200


# --- the store meanwhile


def test_what_a_harvest_keeps_meanwhile_is_shown(browser: Browser, place: Place) -> None:
    with Store(place) as store:
        assert browser.get("/article/dgilbo:5").status == 404
        keep(store, "dgilbo:5", "눈이 온다", "2026-11-20T07:00:00", "밤사이 눈이 온다고 밝혔다.")
        assert browser.get("/article/dgilbo:5").text("h1") == "눈이 온다"
        assert browser.get("/").text("h1") == "2026.11.20(금)"


def test_looking_changes_nothing(browser: Browser, place: Place) -> None:
    before = everything(place)
    assert {"article", "revision", "failure", "run", "printed"} <= before.keys()
    for address in ("/", "/health", "/charts", "/article/joongdo:1", f"/search?q={quote('축제')}", "/failures/dgilbo"):
        assert browser.get(address).status == 200
    assert everything(place) == before


def test_what_writes_is_refused_by_the_store_itself(place: Place) -> None:
    with Store(place) as store, store.only_reading(60), pytest.raises(StoreError, match=r"read.?only"):
        store.begin_run("joongdo", NIGHT)


def test_what_takes_too_long_is_given_up(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store_file, "STEPS", 1)
    monkeypatch.setattr(site, "SECONDS", -1)
    with browsing(path) as browser:
        for address in ("/", f"/search?q={quote('축제')}", "/charts", "/health", "/article/joongdo:1"):
            got = browser.get(address)
            assert (got.status, got.text(".refused")) == (503, "너무 오래 걸려 그만두었습니다. 더 좁혀서 찾아보십시오."), address
        monkeypatch.setattr(site, "SECONDS", 60)
        assert browser.get("/").status == 200


def test_a_store_that_is_gone_or_no_store_is_told(path: Path) -> None:
    with browsing(path) as browser:
        moved = path.rename(path.with_name("moved.db"))
        got = browser.get("/")
        assert (got.status, got.text(".refused")) == (503, f"저장소가 없어졌습니다: {path}")
        path.write_text("no database", encoding="utf-8")
        got = browser.get("/")
        assert (got.status, got.text(".refused")) == (503, f"저장소 {path}을(를) 쓸 수 없습니다: 데이터베이스 파일이 아님")
        path.unlink()
        moved.rename(path)
        assert browser.get("/").status == 200


def test_a_damaged_article_is_left_out_and_named(browser: Browser, place: Place) -> None:
    change(place, "UPDATE article SET record='{' WHERE id='joongdo:3'")
    for address in ("/day/2026-11-19", f"/search?q={quote('버스')}"):
        got = browser.get(address)
        assert got.text(".notices") == "joongdo:3: 기록이 손상되어 보여 주지 못합니다 (기록을 읽을 수 없음)"
        assert "버스 안내" not in got.body
    got = browser.get("/article/joongdo:3")
    assert got.status == 503
    assert got.text(".refused").startswith(f"{place}에 있는 joongdo:3이(가) 손상되었습니다: 기록을 읽을 수 없음")


def test_a_failure_of_the_program_is_answered_and_goes_to_the_terminal(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    raised: Queue[BaseException | None] = Queue()
    monkeypatch.setattr(ThreadingHTTPServer, "handle_error", lambda *_: raised.put(sys.exception()))  # which prints the traceback
    monkeypatch.setattr(browser.server, "answer", lambda target: 1 / 0)
    got = browser.get("/")
    assert (got.status, got.body) == (
        500,
        "이 페이지를 만들다가 프로그램에 오류가 났습니다. 어디인지는 터미널에 나옵니다. 알려 주십시오.\n",
    )
    assert isinstance(raised.get(timeout=30), ZeroDivisionError)


# --- the command


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["joongdo"], "unknown argument 'joongdo': it shows all outlets; search for words in the browser"),
        (["--port", "http"], "--port http: write a number up to 65535, such as --port 8643"),
        (["--port", "65536"], "--port 65536: write a number up to 65535, such as --port 8643"),
        (["--port", "-1"], "--port -1: write a number up to 65535, such as --port 8643"),
        (["--language", "jp"], "--language jp: write ko or en"),
        (["--noopen"], "unknown option '--noopen', did you mean '--no-open'?"),
        (["-s", "STORE=none.db"], "there is no store none.db yet: run scrapy harvest, or name another with -s STORE=FILE"),
    ],
)
def test_what_is_mistyped_is_refused(arguments: list[str], why: str) -> None:
    assert refused("browse", *arguments) == f"scrapy browse: {why}"


def test_a_port_that_is_taken_is_told_and_no_other_is_tried(path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        ran = quick("browse", "--no-open", "--port", str(port), "-s", f"STORE={path}")
    assert (ran.status, ran.out) == (1, "")
    assert ran.err == f"scrapy browse: port {port} is taken: does another scrapy browse run? End it, or write --port {port + 1}\n"


@pytest.mark.skipif(os.name == "nt", reason="a script as a browser, and Ctrl-C to a process, are POSIX's")
@pytest.mark.parametrize("number", [signal.SIGINT, pytest.param(signal.SIGTERM, marks=pytest.mark.slow)])
def test_it_opens_a_browser_and_ctrl_c_ends_it_quietly(path: Path, tmp_path: Path, number: signal.Signals) -> None:
    """The browser is a script that hands over the address it was opened with."""
    os.mkfifo(tmp_path / "opened")
    (tmp_path / "browser").write_text(f'#!/bin/sh\necho "$1" > "{tmp_path}/opened"\n', encoding="utf-8")
    (tmp_path / "browser").chmod(0o755)
    command = [sys.executable, "-m", "scrapy", "browse", "--port", "0", "-s", f"STORE={path}"]
    env = {**os.environ, "BROWSER": f"{tmp_path}/browser %s"}
    with subprocess.Popen(
        command, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8",
        preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),  # it is ignored where tests run behind `&`
    ) as process:  # fmt: skip
        assert process.stderr
        timer = Timer(60, process.kill)
        timer.start()
        said = process.stderr.readline()
        address = said.split()[-4]
        with (tmp_path / "opened").open(encoding="utf-8") as opened:  # waits for it
            assert opened.read() == f"{address}\n"
        with socket.create_connection(("127.0.0.1", urlsplit(address).port or 0)) as asked:
            asked.sendall(f"GET / HTTP/1.0\r\nHost: {urlsplit(address).netloc}\r\n\r\n".encode())
            assert "2026.11.19(목)".encode() in asked.makefile("rb").read()
        process.send_signal(number)
        out, err = process.communicate()
        timer.cancel()
    assert (process.returncode, out, said, err) == (0, "", f"{path} is shown at {address} (Ctrl-C ends it)\n", "")


# --- a real browser


@pytest.mark.skipif(not CHROMIUM, reason="chromium is not installed")
def test_chromium_finds_a_story_searches_and_opens_an_article(path: Path, tmp_path: Path) -> None:
    with browsing(path) as browser:
        """Without a word on its console: nothing that the pages need is what they forbid."""
        address = browser.server.address.rstrip("/")

        def look(path: str) -> tuple[str, list[str]]:
            dom, console = shown_by_chromium(address + path, tmp_path / "profile")
            assert console == ""
            page = Selector(dom)
            assert page.css("h1::text").get()
            return str(page.css("h1::text").get()), page.css(".title a::attr(href), .papers a::attr(href)").getall()

        heading, links = look("/")
        assert (heading, links[0]) == ("2026.11.19(목)", "/article/joongdo:1")
        assert look(links[0])[0] == "가을 축제 열린다 (종합)"
        assert look(f"/search?q={quote('축제 -종합')}") == (
            "찾기", ["/article/dgilbo:1", "http://dgilbo.example.com/1", "/article/joongdo:2", "/article/krnews21:1", "http://krnews21.example.com/1"],
        )  # fmt: skip
        assert parse("축제 -종합").matches("축제", "")
