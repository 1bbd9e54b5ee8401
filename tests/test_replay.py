"""Replay: pages from the folder, nothing from the network."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from newsharvest.download.replay import Fixtures, ReplayError, ReplayHandler
from tests.support.cases import ANSWER, make
from tests.support.command_line import scrapy
from tests.support.crawls import crawl
from tests.support.project import FIXTURES


def test_no_network_handler_exists_in_replay() -> None:
    """Not even where the command line asks for one."""
    harvest = crawl("joongdo", settings={"DOWNLOAD_HANDLERS": {"ftp": "scrapy.core.downloader.handlers.ftp.FTPDownloadHandler"}})
    handlers = harvest.crawler.engine.downloader.handlers
    assert {scheme: type(handler) for scheme, handler in handlers._handlers.items()} == {"http": ReplayHandler, "https": ReplayHandler}
    assert set(handlers._schemes) == {"http", "https"}


def test_not_even_without_the_addon() -> None:
    """`-s ADDONS={}` takes the add-on away: the command itself bars the network too."""
    ran = scrapy("crawl", "joongdo", "-s", f"REPLAY={FIXTURES}", "-s", "ADDONS={}")
    assert "1 article from 2 list pages" in ran.err
    assert ran.status == 0


def test_nothing_waits_in_replay() -> None:
    settings = crawl("joongdo").crawler.settings
    assert settings.getfloat("DOWNLOAD_DELAY") == 0


def test_the_bytes_and_the_charset_are_as_received() -> None:
    case = Fixtures(FIXTURES).get("http://krnews21.co.kr/article/900003")
    assert case is not None
    response = case.response("http://krnews21.co.kr/article/900003")
    assert response.body == case.page.read_bytes()
    assert "펲".encode("cp949") in response.body
    assert response.headers["Content-Type"] == b"text/html; charset=utf-8"


def test_parameters_may_stand_in_any_order() -> None:
    fixtures = Fixtures(FIXTURES)
    case = fixtures.get("http://dgilbo.dgn.kr/bbs/board.php?wr_id=67014&bo_table=news#top")
    assert case is fixtures.get("http://dgilbo.dgn.kr/bbs/board.php?bo_table=news&wr_id=67014&page=3392&me_id=&me_code=&type=web")
    assert case is not None
    assert case.recorded_at == "2024-05-17T00:00:00+09:00"
    assert fixtures.get("http://dgilbo.dgn.kr/bbs/board.php?bo_table=news&wr_id=67015") is None


def test_a_redirect_is_followed_as_live(tmp_path: Path) -> None:
    shutil.copytree(FIXTURES / "joongdo", tmp_path / "joongdo")
    moved = "http://www.joongdo.co.kr/web/view.php?key=20200213010005265&moved=1"
    case = tmp_path / "joongdo" / "20200213010005265" / "response.json"
    answer = json.loads(case.read_text(encoding="utf-8"))
    case.write_text(json.dumps(answer | {"url": moved, "aliases": []}), encoding="utf-8")
    make(tmp_path / "joongdo" / "moved", answer | {"status": 302, "aliases": [], "headers": {"Location": moved}}, b"")
    harvest = crawl("joongdo", tmp_path)
    assert [item["id"] for item in harvest.items] == ["joongdo:20200213010005265"]


@pytest.mark.parametrize(
    ("location", "reason"),
    [
        ("http://evil.example/", "off_site"),
        ("http://www.joongdo.co.kr/private", "robots"),
        ("http://www.joongdo.co.kr/web/list_news.php", "redirects"),
    ],
)
def test_a_redirect_that_leads_nowhere_is_named(location: str, reason: str, tmp_path: Path) -> None:
    """The off-site guard holds for the first request too: it is an ordinary one."""
    shutil.copytree(FIXTURES / "joongdo", tmp_path / "joongdo")
    shutil.rmtree(tmp_path / "joongdo" / "list-1")
    url = "http://www.joongdo.co.kr/web/list_news.php"
    make(tmp_path / "joongdo" / "list-1", ANSWER | {"url": url, "status": 302, "headers": {"Location": location}}, b"")
    robots = tmp_path / "joongdo" / "robots" / "page.txt"
    robots.write_text("User-agent: *\nDisallow: /private\n")
    harvest = crawl("joongdo", tmp_path)
    assert list(harvest.reasons) == [reason]
    assert harvest.report.exit_status == 1


def test_redirects_without_end_are_named(tmp_path: Path) -> None:
    url = "http://www.joongdo.co.kr/web/view.php?key=20200213010005265"
    make(tmp_path / "robots", ANSWER | {"url": "http://www.joongdo.co.kr/robots.txt", "headers": {}}, b"")
    for n in range(8):
        here = url + (f"&n={n}" if n else "")
        make(tmp_path / str(n), ANSWER | {"url": here, "status": 302, "headers": {"Location": f"{url}&n={n + 1}"}}, b"")
    harvest = crawl("joongdo", tmp_path, url=url)
    assert list(harvest.reasons) == ["redirects"]
    assert harvest.report.exit_status == 1


def test_an_article_that_redirects_to_another_is_counted(tmp_path: Path) -> None:
    shutil.copytree(FIXTURES / "gyeonggitv", tmp_path / "gyeonggitv")
    shutil.rmtree(tmp_path / "gyeonggitv" / "24496")
    old, other = (f"http://gyeonggitv.com/bbs/board.php?bo_table=news&wr_id={n}" for n in (24496, 37835))
    make(tmp_path / "gyeonggitv" / "24496", ANSWER | {"url": old, "status": 302, "headers": {"Location": other}}, b"")
    harvest = crawl("gyeonggitv", tmp_path)
    assert [item["id"] for item in harvest.items] == ["gyeonggitv:37835"]
    assert harvest.reasons == {"duplicate": [old]}


def test_articles_that_all_redirect_to_one_page_repeat_no_article(tmp_path: Path) -> None:
    """As where a site has moved or is being mended. Scrapy asks for that page once; a duplicate would never be asked for again."""
    shutil.copytree(FIXTURES / "gyeonggitv", tmp_path / "gyeonggitv")
    front = "http://gyeonggitv.com/"
    make(tmp_path / "gyeonggitv" / "front", ANSWER | {"url": front}, b"<html><body>home</body></html>")
    urls = []
    for number in ("24496", "37835"):
        shutil.rmtree(tmp_path / "gyeonggitv" / number)
        urls.append(f"http://gyeonggitv.com/bbs/board.php?bo_table=news&wr_id={number}")
        make(tmp_path / "gyeonggitv" / number, ANSWER | {"url": urls[-1], "status": 302, "headers": {"Location": front}}, b"")
    harvest = crawl("gyeonggitv", tmp_path)
    assert {reason: sorted(found) for reason, found in harvest.reasons.items()} == {"no_layout": urls}
    assert harvest.report.exit_status == 1


@pytest.mark.parametrize("status", [404, 410])
def test_a_page_that_is_gone_is_deleted(status: int, tmp_path: Path) -> None:
    url = "http://www.joongdo.co.kr/web/view.php?key=20200213010005265"
    make(tmp_path / "a", ANSWER | {"url": url, "status": status})
    make(tmp_path / "robots", ANSWER | {"url": "http://www.joongdo.co.kr/robots.txt", "headers": {}}, b"")
    harvest = crawl("joongdo", tmp_path, url=url)
    assert harvest.reasons == {"deleted": [url]}
    assert harvest.report.exit_status == 0


def test_an_error_of_the_site_is_named(tmp_path: Path) -> None:
    url = "http://www.joongdo.co.kr/web/view.php?key=20200213010005265"
    make(tmp_path / "a", ANSWER | {"url": url, "status": 500})
    make(tmp_path / "robots", ANSWER | {"url": "http://www.joongdo.co.kr/robots.txt", "headers": {}}, b"")
    harvest = crawl("joongdo", tmp_path, url=url)
    assert harvest.reasons == {"http_status": [url]}
    assert f"{url}  (HTTP 500)" in harvest.closing
    assert harvest.report.exit_status == 1


@pytest.mark.parametrize(
    ("answer", "page", "said"),
    [
        ("{", b"x", "response.json: Expecting property name enclosed in double quotes"),
        ("[]", b"x", "response.json: list indices must be integers"),
        ({k: v for k, v in ANSWER.items() if k != "status"}, b"x", "response.json: 'status' is missing"),
        (ANSWER | {"recorded_at": "last week"}, b"x", "response.json: recorded_at 'last week' is no date"),
        (ANSWER | {"origin": "guessed"}, b"x", "response.json: origin 'guessed' is none of recorded, rebuilt, made"),
        (ANSWER | {"url": "http://["}, b"x", "response.json: Invalid IPv6 URL"),
        (ANSWER | {"url": 5}, b"x", "response.json: url and each header are texts, and aliases is a list of texts"),
        (ANSWER | {"aliases": "http://x.kr/2"}, b"x", "response.json: url and each header are texts, and aliases is a list of texts"),
        (ANSWER | {"aliases": [2]}, b"x", "response.json: url and each header are texts, and aliases is a list of texts"),
        (
            ANSWER | {"headers": {"Content-Type": None}},
            b"x",
            "response.json: url and each header are texts, and aliases is a list of texts",
        ),
        (ANSWER, None, "one page.* file is wanted, 0 are there"),
    ],
)
def test_a_broken_case_is_named(answer: dict[str, Any] | str, page: bytes | None, said: str, tmp_path: Path) -> None:
    make(tmp_path / "outlet" / "broken", answer, page)
    with pytest.raises(ReplayError) as error:
        Fixtures(tmp_path)
    assert str(tmp_path / "outlet" / "broken") in str(error.value)
    assert said in str(error.value)


def test_two_cases_for_one_address_are_refused(tmp_path: Path) -> None:
    make(tmp_path / "a", ANSWER)
    make(tmp_path / "b", ANSWER | {"url": "http://x.kr/2", "aliases": ["http://x.kr/1"]})
    with pytest.raises(ReplayError, match=r"b and .*a both answer http://x\.kr/1"):
        Fixtures(tmp_path)
