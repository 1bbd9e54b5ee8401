"""`scrapy fixture`: what is kept of a page and what is not, what check tells, and that refresh replaces nothing by itself."""

from __future__ import annotations

import asyncio
import errno
import gzip
import json
import logging
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import chdir, redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any, cast

import pytest
from scrapy import Request
from scrapy.cmdline import ScrapyArgumentParser
from scrapy.crawler import AsyncCrawlerProcess, AsyncCrawlerRunner, Crawler
from scrapy.http import HtmlResponse
from scrapy.settings import Settings
from scrapy.utils.project import get_project_settings

from newsharvest.archive.private import secrets_of, without_private
from newsharvest.cases.recorder import address_to_ask, fetcher, final_address, move_into_place, name_of, replace_case
from newsharvest.commands.fixture import Command
from newsharvest.press import read_time
from tests.support.cases import ANSWER, make
from tests.support.command_line import quick, refused, scrapy
from tests.support.outlet_server import Reply, always
from tests.support.posix import MODES, SIGNALS
from tests.support.processes import Ran
from tests.support.project import FIXTURES, ROOT, outlets
from tests.support.town import LIST, QUICK, Town, article

REPLAY = ("-s", f"REPLAY={FIXTURES}")
TO_READ = "scrapy fixture: read expected.json against the page, then say in `_read` when: until then the tests refuse it\n"
IDOMIN = "http://idomin.com/news/articleView.html?idxno=778102"


def load(file: Path) -> Any:
    return json.loads(file.read_text(encoding="utf-8"))


def change(file: Path, **fields: Any) -> None:
    file.write_text(json.dumps(load(file) | fields, ensure_ascii=False), encoding="utf-8")


def snapshot(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


class Process:
    """Stands for Scrapy's process where a command's crawls run in this one."""

    def __init__(self, settings: Settings) -> None:
        self.create_crawler = AsyncCrawlerRunner(settings).create_crawler
        self.asked: list[tuple[Crawler, dict[str, Any]]] = []
        self.bootstrap_failed = False

    def crawl(self, crawler: Crawler, **arguments: Any) -> None:
        """Keep it for `start`."""
        self.asked.append((crawler, arguments))

    def start(self) -> None:
        """Crawl."""

        async def crawl() -> None:
            await asyncio.gather(*(crawler.crawl_async(**arguments) for crawler, arguments in self.asked))

        asyncio.run(crawl())


def here(*arguments: str, cwd: Path = ROOT) -> Ran:
    """Run the command offline in this process, as Scrapy's `execute` does: a process of its own costs a second."""
    command, parser, ended = Command(), ScrapyArgumentParser(), 0
    settings = command.settings = get_project_settings()
    settings.set("TWISTED_REACTOR_ENABLED", False, priority="cmdline")
    with chdir(cwd), redirect_stdout(StringIO()) as out, redirect_stderr(StringIO()) as err:
        log = logging.StreamHandler(err)
        try:
            command.add_options(parser)
            opts, args = parser.parse_known_args(arguments[1:])
            command.process_options(args, opts)
            log.setLevel(settings["LOG_LEVEL"])
            logging.getLogger().addHandler(log)
            command.crawler_process = cast("AsyncCrawlerProcess", Process(settings))
            command.run(args, opts)
            ended = command.exitcode
        except SystemExit as refused:
            ended = cast("int", refused.code)
        finally:
            logging.getLogger().removeHandler(log)
    return Ran(ended, out.getvalue(), err.getvalue())


# --- record, over real HTTP


def test_record_keeps_the_page_as_it_came_and_nothing_of_the_visit(town: Town) -> None:
    town.site.add(7)
    page = town.site.page(town.site.article(7).replace("</body>", '<input type="hidden" name="csrf_token" value="c0ffee"></body>'))
    visit = {"Set-Cookie": "PHPSESSID=s3cret", "ETag": '"s3cret"', "Last-Modified": "Sat, 21 Nov 2026 00:00:00 GMT"}
    town.site.wrong["wr_id=7"] = always(Reply(page.body, headers=page.headers | visit))
    asked = "https://m.gyeonggitv.com/bbs/board.php?bo_table=news&wr_id=7&page=3&stx=s3cret&PHPSESSID=s3cret&email=a%40b.kr&fbclid=s3cret"
    ran = town.run("fixture", "record", "gyeonggitv", asked, *QUICK, cwd=town.folder)
    assert ran.err == (
        "scrapy fixture: left out of the address: stx, PHPSESSID, email, fbclid\n"
        "scrapy fixture: the page is kept as it came and holds hidden input csrf_token: decide whether it may stay\n" + TO_READ
    )
    assert ran.out == "written: fixtures/gyeonggitv/7\n"
    assert ran.status == 0
    assert town.site.urls() == ["http://gyeonggitv.com/robots.txt", article(7)]
    case = town.folder / "fixtures" / "gyeonggitv" / "7"
    assert (case / "page.html").read_bytes() == page.body
    answer = load(case / "response.json")
    recorded = answer.pop("recorded_at")
    assert answer == {
        "url": article(7),
        "aliases": [],
        "status": 200,
        "headers": {"Content-Type": "text/html; charset=utf-8", "Last-Modified": "Sat, 21 Nov 2026 00:00:00 GMT"},
        "origin": "recorded",
        "note": "as received",
    }
    assert recorded.endswith("+09:00")
    assert read_time(recorded)
    expected = load(case / "expected.json")
    assert list(expected)[:2] == ["_read", "id"]
    assert expected["_read"] is None
    assert (expected["id"], expected["title"], expected["fetched_at"]) == ("gyeonggitv:7", "가온시, 7번째 사업 추진", recorded)
    assert all(line.startswith("#") for line in (case / "unwanted.txt").read_text(encoding="utf-8").splitlines())
    assert b"s3cret" not in b"".join(snapshot(town.folder / "fixtures").values())
    assert [path.name for path in town.folder.iterdir()] == ["fixtures"]


def test_a_redirect_is_recorded_under_the_last_address(town: Town) -> None:
    """The asked one becomes an alias, so that a crawl, which asks for the canonical address, is answered."""
    town.site.add(7)
    final = article(7).replace("gyeonggitv.com", "www.gyeonggitv.com") + "&token=s3cret"
    town.site.wrong["http://gyeonggitv.com/bbs/board.php?bo_table=news&wr_id=7"] = always(Reply(status=301, headers={"Location": final}))
    ran = town.run("fixture", "record", "gyeonggitv", article(7), *QUICK, cwd=town.folder)
    assert ran.status == 0
    answer = load(town.folder / "fixtures" / "gyeonggitv" / "7" / "response.json")
    assert answer["url"] == article(7).replace("gyeonggitv.com", "www.gyeonggitv.com")
    assert answer["aliases"] == [article(7)]
    again = town.run("fixture", "record", "gyeonggitv", article(7), *QUICK, cwd=town.folder)
    assert again.status == 2
    assert again.err.startswith("scrapy fixture: fixtures/gyeonggitv/7 is there already and is not overwritten")


def test_a_page_that_comes_compressed_is_kept_decoded_in_its_own_charset(town: Town) -> None:
    town.site.charset = "cp949"
    town.site.add(7)
    page = town.site.page(town.site.article(7))
    packed = {"Content-Type": "text/html; charset=euc-kr", "Content-Encoding": "gzip"}
    town.site.wrong["wr_id=7"] = always(Reply(gzip.compress(page.body), headers=packed))
    assert town.run("fixture", "record", "gyeonggitv", article(7), *QUICK, cwd=town.folder).status == 0
    case = town.folder / "fixtures" / "gyeonggitv" / "7"
    assert (case / "page.html").read_bytes() == page.body
    assert load(case / "response.json")["headers"] == {"Content-Type": "text/html; charset=euc-kr"}
    assert load(case / "expected.json")["title"] == "가온시, 7번째 사업 추진"


def test_pages_are_asked_for_uncompressed() -> None:
    async def requests() -> list[Request]:
        return [request async for request in fetcher(outlets()["idomin"])(asked=[IDOMIN]).start()]

    [request] = asyncio.run(requests())
    assert request.headers["Accept-Encoding"] == b"identity"
    assert not request.dont_filter  # the off-site guard


CHALLENGE = Reply(b"<title>Just a moment...</title><script>window._cf_chl_opt={}</script>")


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        (Reply(status=500), "http_status: the site answered with an error (HTTP 500)"),
        (CHALLENGE, "challenge: the site answered with a challenge page instead of the article"),
        (Reply(b"\x89PNG\r\n\x1a\n\0\0", headers={"Content-Type": "image/png"}), "it is not a web page"),
        (Reply(b"{}", headers={"Content-Type": "application/json"}), "it is not a web page"),
        (Reply(status=302, headers={"Location": LIST}), f"it led to {LIST}, which is another page"),
        (Reply(status=302, headers={"Location": article(8)}), f"it led to {article(8)}, which is another page"),
        (
            Reply(status=302, headers={"Location": "http://evil.example/"}),
            "off_site: it led away from the outlet's site (redirected to http://evil.example/)",
        ),
        (Reply(b"?", headers={"Content-Encoding": "x-none"}), "it came in an encoding that cannot be read, though none was asked for"),
    ],
    ids=["500", "challenge", "picture", "json", "list", "other article", "off-site", "encoding"],
)
def test_what_is_not_the_page_is_not_recorded(reply: Reply, said: str, town: Town) -> None:
    town.site.add(7, 8)
    town.site.wrong["wr_id=7"] = always(reply)
    ran = town.run("fixture", "record", "gyeonggitv", article(7), *QUICK, "-s", "RETRY_TIMES=0", "-L", "ERROR", cwd=town.folder)
    assert ran.err == f"scrapy fixture: {article(7)} was not recorded: {said}\n"
    assert (ran.out, ran.status) == ("", 1)
    assert list(town.folder.iterdir()) == []


def test_robots_txt_is_obeyed(town: Town) -> None:
    town.site.add(7)
    town.site.robots = "User-agent: *\nDisallow: /bbs/\n"
    ran = town.run("fixture", "record", "gyeonggitv", article(7), *QUICK, cwd=town.folder)
    assert ran.err == f"scrapy fixture: {article(7)} was not recorded: robots: robots.txt forbids it (Forbidden by robots.txt)\n"
    assert ran.status == 1
    assert town.site.urls() == ["http://gyeonggitv.com/robots.txt"]


def test_a_site_that_wants_to_be_left_alone_is_quoted(town: Town) -> None:
    town.site.robots = "User-agent: *\nCrawl-delay: 3600\n"
    ran = town.run("fixture", "record", "gyeonggitv", article(7), *QUICK, cwd=town.folder)
    why = "left_alone: not asked for: the site wants to be left alone for a while (robots.txt asks for 3600 seconds between two requests)"
    assert ran.err == f"scrapy fixture: {article(7)} was not recorded: {why}\n"
    assert ran.status == 1


# --- record, replayed


def test_record_replayed_says_where_the_page_is_from(tmp_path: Path) -> None:
    """A page that was made does not become a recorded one by being copied."""
    ran = scrapy("fixture", "record", "idomin", IDOMIN, *REPLAY, cwd=tmp_path)
    assert (ran.out, ran.err, ran.status) == ("written: fixtures/idomin/778102\n", TO_READ, 0)
    case, source = tmp_path / "fixtures" / "idomin" / "778102", FIXTURES / "idomin" / "778102"
    assert (case / "page.html").read_bytes() == (source / "page.html").read_bytes()
    answer = load(case / "response.json")
    assert answer["origin"] == "made"
    assert answer["note"] == "replayed from idomin/778102"
    assert answer["recorded_at"] == load(source / "response.json")["recorded_at"]
    assert load(case / "expected.json") == load(source / "expected.json") | {"_read": None}


@pytest.mark.parametrize(
    ("url", "name", "page"),
    [
        ("http://idomin.com/news/articleList.html?view_type=sm&page=2", "list-1", "page.html"),
        ("http://idomin.com/rss/allArticle.xml", "rss", "page.xml"),
        ("http://idomin.com/robots.txt", "robots", "page.txt"),
    ],
)
def test_lists_feeds_and_robots_are_cases_too(url: str, name: str, page: str, tmp_path: Path) -> None:
    ran = here("fixture", "record", "idomin", url, *REPLAY, cwd=tmp_path)
    assert (ran.out, ran.status) == (f"written: fixtures/idomin/{name}\n", 0)
    case = tmp_path / "fixtures" / "idomin" / name
    [source] = [file.parent for file in (FIXTURES / "idomin").glob("*/response.json") if load(file)["url"] == url]
    assert (case / page).read_bytes() == (source / page).read_bytes()
    assert {file.name for file in case.iterdir()} == {page, "response.json"} | ({"expected.json"} if name != "robots" else set())
    if name != "robots":
        assert load(case / "expected.json") == load(source / "expected.json") | {"_read": None}


@pytest.mark.parametrize("url", [f"http://idomin.com/{path}" for path in ("news/articleList.html", "rss/allArticle.xml", "robots.txt")])
def test_a_challenge_page_is_no_list_feed_or_robots(url: str, tmp_path: Path) -> None:
    source = make(tmp_path / "source" / "idomin" / "challenge", ANSWER | {"url": url}, CHALLENGE.body).parents[1]
    ran = here("fixture", "record", "idomin", url, "-s", f"REPLAY={source}", cwd=tmp_path)
    said = "challenge: the site answered with a challenge page instead of the article"
    assert (ran.out, ran.err, ran.status) == ("", f"scrapy fixture: {url} was not recorded: {said}\n", 1)
    assert [path.name for path in tmp_path.iterdir()] == ["source"]


def test_an_empty_answer_is_a_robots_txt_and_nothing_else(tmp_path: Path) -> None:
    for name, url in (("article", IDOMIN), ("robots", "http://idomin.com/robots.txt")):
        make(tmp_path / "source" / "idomin" / name, ANSWER | {"url": url}, b"\n")
    source = ("-s", f"REPLAY={tmp_path / 'source'}")
    ran = here("fixture", "record", "idomin", IDOMIN, *source, cwd=tmp_path)
    assert (ran.out, ran.err, ran.status) == ("", f"scrapy fixture: {IDOMIN} was not recorded: it is empty\n", 1)
    ran = here("fixture", "record", "idomin", "http://idomin.com/robots.txt", *source, cwd=tmp_path)
    assert (ran.out, ran.err, ran.status) == ("written: fixtures/idomin/robots\n", "", 0)


def test_what_scrapy_drops_is_named_for_an_address_with_hangul_too(tmp_path: Path) -> None:
    url = "http://idomin.com/news/articleList.html?sca=가"
    away = {"url": url, "status": 302, "headers": {"Location": "http://evil.example/"}}
    make(tmp_path / "source" / "idomin" / "list-1", ANSWER | away, b"")
    ran = here("fixture", "record", "idomin", url, "-s", f"REPLAY={tmp_path / 'source'}", cwd=tmp_path)
    why = "off_site: it led away from the outlet's site (redirected to http://evil.example/)"
    assert (ran.out, ran.err, ran.status) == ("", f"scrapy fixture: {url} was not recorded: {why}\n", 1)


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("news/articleList.html", None),
        ("rss/allArticle.xml", None),
        ("robots.txt", ""),
        ("news/articleView.html?idxno=1", "scrapy fixture: nothing is read from it, deleted: the outlet has deleted it\n" + TO_READ),
    ],
)
def test_of_what_is_gone_an_article_and_robots_txt_are_recorded(path: str, said: str | None, tmp_path: Path) -> None:
    """The one is deleted, and of the other there is none; a list that is not there is no list."""
    url = f"http://idomin.com/{path}"
    source = make(tmp_path / "source" / "idomin" / "gone", ANSWER | {"url": url, "status": 404}).parents[1]
    ran = here("fixture", "record", "idomin", url, "-s", f"REPLAY={source}", cwd=tmp_path)
    not_there = f"scrapy fixture: {url} was not recorded: http_status: the site answered with an error (HTTP 404)\n"
    assert (ran.err, ran.status) == ((not_there, 1) if said is None else (said, 0))
    assert (tmp_path / "fixtures").exists() is (said is not None)


def test_a_page_without_a_layout_is_recorded_for_whoever_writes_one(tmp_path: Path) -> None:
    ran = here(
        "fixture", "record", "gyeonggitv", load(FIXTURES / "gyeonggitv" / "no-layout" / "response.json")["url"], *REPLAY, cwd=tmp_path
    )
    assert ran.err.startswith("scrapy fixture: nothing is read from it, no_layout: the page has no layout known for this outlet")
    assert ran.status == 0
    [case] = (tmp_path / "fixtures" / "gyeonggitv").iterdir()
    assert load(case / "expected.json") == load(FIXTURES / "gyeonggitv" / "no-layout" / "expected.json") | {"_read": None}


@SIGNALS
def test_a_killed_recorder_leaves_no_half_case(tmp_path: Path) -> None:
    program = (
        "import os, signal, sys\n"
        "import newsharvest.cases.recorder as r\n"
        "write = r.write_json\n"
        "r.write_json = lambda file, data: os.kill(os.getpid(), signal.SIGKILL) if file.stem == 'expected' else write(file, data)\n"
        "from scrapy.cmdline import execute\n"
        "execute(sys.argv)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, "fixture", "record", "idomin", IDOMIN, *REPLAY],
        cwd=tmp_path,
        env={**os.environ},
        timeout=60,
        check=False,
    )
    assert done.returncode == -signal.SIGKILL
    [left] = tmp_path.iterdir()  # beside fixtures/, where no reader of cases looks
    assert left.name.startswith(".fixtures.")
    assert left.name.endswith(".part")


def a_case(folder: Path, text: str) -> Path:
    folder.mkdir(parents=True)
    (folder / "page.html").write_text(text)
    return folder


def test_an_old_case_is_put_back_where_the_new_one_cannot_be_moved(tmp_path: Path) -> None:
    place = a_case(tmp_path / "fixtures" / "idomin" / "1", "old")
    (tmp_path / "part").mkdir()
    with pytest.raises(FileNotFoundError):
        replace_case(tmp_path / "part" / "case", place)
    assert snapshot(tmp_path) == {"fixtures/idomin/1/page.html": b"old"}


def test_an_old_case_is_put_back_at_ctrl_c(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place, case = a_case(tmp_path / "fixtures" / "idomin" / "1", "old"), a_case(tmp_path / "part" / "case", "new")
    rename = Path.rename
    interrupted = iter([False, True, False])

    def move(self: Path, target: Path) -> Path:
        if next(interrupted):
            raise KeyboardInterrupt
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", move)
    with pytest.raises(KeyboardInterrupt):
        replace_case(case, place)
    assert (place / "page.html").read_text() == "old"


def test_a_new_case_never_takes_the_place_of_one_that_another_command_has_put_there(tmp_path: Path) -> None:
    place, case = a_case(tmp_path / "fixtures" / "idomin" / "1", "first"), a_case(tmp_path / "part" / "case", "second")
    with pytest.raises(OSError, match="not empty"):
        move_into_place(case, place)
    assert (place / "page.html").read_text() == "first"


@MODES
def test_a_link_to_a_case_stays_one(tmp_path: Path) -> None:
    case = a_case(tmp_path / "part" / "case", "new")
    link = tmp_path / "link"
    link.symlink_to(a_case(tmp_path / "elsewhere", "old"))
    replace_case(case, link)
    assert link.is_symlink()
    assert (link / "page.html").read_text() == "new"


# --- what is kept of an address, and told of a page


@pytest.mark.parametrize(
    ("url", "kept", "left_out"),
    [
        ("http://x.kr/l?sca=%B0%A1&page=2", "http://x.kr/l?sca=%B0%A1&page=2", []),
        ("http://x.kr/l?view_type=sm&sc_section_code=S1N1&sc_word=a", "http://x.kr/l?view_type=sm&sc_section_code=S1N1", ["sc_word"]),
        ("http://x.kr/l?code=20240427123456_1234&me_code=10&type=web", "http://x.kr/l?code=20240427123456_1234&me_code=10&type=web", []),
        ("http://x.kr/l?name=a&x=a%40b.kr&tel=1&y=010-1234-5678", "http://x.kr/l", ["name", "x", "tel", "y"]),
        (
            "http://x.kr/l?utm_source=a&utm_x=b&fbclid=c&n_media=d&page=2",
            "http://x.kr/l?page=2",
            ["utm_source", "utm_x", "fbclid", "n_media"],
        ),
        ("http://x.kr/l?k=0123456789abcdef0123456789abcdef&page=2", "http://x.kr/l?page=2", ["k"]),
        ("http://x.kr/l;jsessionid=1F?sid=2&auth_key=3&CSRFToken=4", "http://x.kr/l", ["jsessionid", "sid", "auth_key", "CSRFToken"]),
        ("http://x.kr/l?a=1&amp;PHPSESSID=2&amp;page=2", "http://x.kr/l?a=1&amp;page=2", ["amp;PHPSESSID"]),
        (
            "http://x.kr/l?user[name]=1&data%5Btoken%5D=2&pw=3&b=1;sid=4&no[]=5",
            "http://x.kr/l?no[]=5",
            ["user[name]", "data[token]", "pw", "b"],
        ),
        ("http://x.kr/l?next=%2Fm%3Fno%3D1%26token%3D2&list=%2Fm%3Fno%3D1", "http://x.kr/l?list=%2Fm%3Fno%3D1", ["next"]),
        ("http://x.kr/l?t=eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.a-B_1&page=2", "http://x.kr/l?page=2", ["t"]),
        ("http://me:pw@x.kr:8080/l?page=2#me", "http://x.kr:8080/l?page=2", ["user:password@"]),
    ],
)
def test_what_tells_of_a_visitor_is_left_out_of_an_address(url: str, kept: str, left_out: list[str]) -> None:
    assert without_private(url) == (kept, left_out)


def test_addresses_are_the_outlets_own() -> None:
    idomin = outlets()["idomin"]
    assert address_to_ask(idomin, "https://www.idomin.com/news/articleView.html?idxno=5&page=2") == (idomin.article_url("5"), [])
    assert address_to_ask(idomin, "https://m.idomin.com") == ("http://idomin.com/", [])
    assert (
        final_address(idomin, "https://www.idomin.com/news/articleView.html?page=2&idxno=5")
        == "https://www.idomin.com/news/articleView.html?idxno=5"
    )
    assert (
        final_address(idomin, "http://idomin.com/?mod=news&act=articleView&idxno=5")
        == "http://idomin.com/?mod=news&act=articleView&idxno=5"
    )


def test_names_of_cases_are_safe(tmp_path: Path) -> None:
    netpro = outlets()["gyeonggitv"]
    assert name_of(netpro, "http://gyeonggitv.com/bbs/board.php?bo_table=event&wr_id=12", tmp_path) == "event-12"
    (tmp_path / "gyeonggitv" / "list-1").mkdir(parents=True)
    (tmp_path / "gyeonggitv" / "rss").mkdir()
    assert name_of(netpro, LIST, tmp_path) == "list-2"
    assert name_of(netpro, "http://gyeonggitv.com/bbs/rss.php?bo_table=news", tmp_path) == "rss-2"


@pytest.mark.parametrize(
    ("markup", "found"),
    [
        ('<input type="HIDDEN" name="_csrf" value="a">', ["hidden input _csrf"]),
        ('<input type="hidden" name="token" value="">', []),
        ('<input type="text" name="token" value="a">', []),
        ('<meta name="csrf-token" content="a"><meta name="author" content="a"><meta name="keywords" content="token">', ["meta csrf-token"]),
        ('<script>var g5_token = "0123456789"; session_id: \'0123456789\'; token = "";</script>', ["script g5_token", "script session_id"]),
        ('<a href="/l?page=2&PHPSESSID=0123456789">', ["address with PHPSESSID"]),
    ],
)
def test_tokens_on_a_page_are_named(markup: str, found: list[str]) -> None:
    assert secrets_of(HtmlResponse("http://x.kr/", body=markup.encode(), encoding="utf-8")) == found


# --- check


def test_check_finds_all_cases_as_expected() -> None:
    ran = quick("fixture", "check", "idomin")
    assert ran.out == "checked: 10 cases of 1 outlet: 9 as expected, 1 without expected.json\n"
    assert (ran.err, ran.status) == ("", 0)


def test_check_tells_of_a_doubt_be_it_expected(tmp_path: Path) -> None:
    """A page of a site as it is may be doubtful, and a person has read it so."""
    shutil.copytree(FIXTURES / "idomin", tmp_path / "idomin")
    page = tmp_path / "idomin" / "778102" / "page.html"
    first = f"<p>{load(tmp_path / 'idomin' / '778102' / 'expected.json')['body'].split()[0]}"
    text = page.read_text(encoding="utf-8")
    assert first in text
    page.write_text(text.replace(first, f"<p>뉴스레터 구독하기</p>{first}"), encoding="utf-8")
    words = "  doubt: page_words: a line of the body is a page's and no article's (subscribe, log in, related articles)\n"
    ran = here("fixture", "check", "idomin", "-s", f"REPLAY={tmp_path}", cwd=tmp_path)
    assert "idomin/778102: different\n" in ran.out
    assert words in ran.out
    assert ran.status == 1
    expected = tmp_path / "idomin" / "778102" / "expected.json"
    change(expected, doubts=["page_words"], body="뉴스레터 구독하기\n\n" + load(expected)["body"])
    ran = here("fixture", "check", "idomin", "-s", f"REPLAY={tmp_path}", cwd=tmp_path)
    assert f"idomin/778102: as expected\n{words}" in ran.out
    assert ran.status == 0


def test_check_shows_field_by_field_what_differs(tmp_path: Path) -> None:
    shutil.copytree(FIXTURES / "idomin", tmp_path / "idomin")
    shutil.copytree(FIXTURES / "idomin" / "robots", tmp_path / "nobody" / "robots")
    (tmp_path / "nobody" / "robots" / "expected.json").write_text('{"_read": null}')
    article, listed = (tmp_path / "idomin" / case / "expected.json" for case in ("778102", "list-1"))
    expected = load(article)
    body = expected["body"].split("\n\n")
    changed = body[0] + "X" * 200
    change(
        article, title="다른 제목", authors=["문가람", "김하늘"], section=[], rubric=1,
        body="\n\n".join([changed, "사라진 문단.", *body[1:]]),
    )  # fmt: skip
    links = load(listed)["links"]
    last, gone = links[-1] | {"date": "2026-11-18"}, links[-1] | {"url": "http://idomin.com/gone"}
    change(listed, links=[*links[:-1], last, gone], next=None)
    change(tmp_path / "idomin" / "deleted" / "expected.json", reason="held")
    change(tmp_path / "idomin" / "held" / "expected.json", _read=None)
    (tmp_path / "idomin" / "rss" / "expected.json").write_text("{")
    ran = here("fixture", "check", "-s", f"REPLAY={tmp_path}", cwd=tmp_path)
    assert ran.out == (
        "idomin/778102: different\n"
        "  section\n    - (nothing)\n    + 경제\n    + 유통·소상공인\n"
        "  title\n    - 다른 제목\n    + 다솔시, 골목상권 공동배송 시범사업 시작\n"
        "  authors\n    - 김하늘\n"
        f"  body\n    - …{changed[len(body[0]) - 40 : len(body[0]) + 80]}…\n    - 사라진 문단.\n    + {body[0]}\n"
        "  rubric\n    - 1\n    + (nothing)\n"
        "idomin/deleted: different\n  reason\n    - held\n    + deleted\n"
        "idomin/held: not marked as read\n  read expected.json against the page, then say in `_read` when and against what\n"
        "idomin/list-1: different\n"
        "  links\n"
        f"    - 2026-11-18  {last['url']}\n    - 2026-11-19 10:15  {gone['url']}\n    + 2026-11-19  {last['url']}\n"
        "  next\n    - (nothing)\n    + http://idomin.com/news/articleList.html?view_type=sm&page=2\n"
        "idomin/rss: cannot be read\n"
        f"  {tmp_path}/idomin/rss/expected.json: Expecting property name enclosed in double quotes: line 1 column 2 (char 1)\n"
        "nobody/robots: cannot be read\n  there is no outlet 'nobody'\n"
        "checked: 11 cases of 2 outlets: 4 as expected, 3 different, 1 not marked as read, 2 cannot be read, 1 without expected.json\n"
    )
    assert ran.status == 1


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda case: change(case / "expected.json", _read=None), "idomin/778102: not marked as read\n"),
        (
            lambda case: change(case.with_name("list-1") / "expected.json", links=[{"url": ["http://x.kr"], "date": 5}]),
            "idomin/list-1: different\n  links\n    - 5  ['http://x.kr']\n    + 2026-11-20 17:42  http",
        ),
        (lambda case: (case / "page.html").unlink(), "one page.* file is wanted, 0 are there"),
        (lambda case: (case / "response.json").unlink(), "response.json: [Errno 2] No such file or directory"),
        (lambda case: shutil.copytree(case, case.with_name("twice")), "both answer http://idomin.com/news/articleView.html?idxno=778102\n"),
    ],
    ids=["unread", "links that are none", "no page", "no response", "twice"],
)
def test_one_bad_case_is_enough(spoil: Callable[[Path], Any], said: str, tmp_path: Path) -> None:
    shutil.copytree(FIXTURES / "idomin", tmp_path / "fixtures" / "idomin")
    spoil(tmp_path / "fixtures" / "idomin" / "778102")
    ran = here("fixture", "check", cwd=tmp_path)
    assert said in ran.out
    assert (ran.err, ran.status) == ("", 1)


def test_the_name_of_a_case_cannot_forge_a_line(tmp_path: Path) -> None:
    shutil.copytree(FIXTURES / "idomin" / "778102", tmp_path / "fixtures" / "idomin" / "1\nchecked: \udcff")
    change(tmp_path / "fixtures" / "idomin" / "1\nchecked: \udcff" / "expected.json", _read=None)
    ran = here("fixture", "check", cwd=tmp_path)
    assert ran.out.startswith("idomin/1\\nchecked: \\udcff: not marked as read\n")


@pytest.mark.parametrize("arguments", [["check"], ["refresh"], ["record", "idomin", IDOMIN]])
def test_a_folder_that_cannot_be_read_is_named(arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "fixtures").mkdir()

    def guarded(method: Callable[[Path], Any]) -> Callable[[Path], Any]:
        def refuse(self: Path) -> Any:
            if self.parts[0] == "fixtures":
                raise PermissionError(errno.EACCES, "Permission denied")
            return method(self)

        return refuse

    for name in ("iterdir", "exists"):
        monkeypatch.setattr(Path, name, guarded(getattr(Path, name)))
    ran = here("fixture", *arguments, cwd=tmp_path)
    assert (ran.out, ran.err, ran.status) == ("", "scrapy fixture: fixtures cannot be read: Permission denied\n", 2)


# --- refresh


@pytest.fixture
def recorded(tmp_path: Path) -> Path:
    """A project folder with 경남도민일보's cases, two of them recorded, and beside it `today`, the same pages to fetch again."""
    for folder in ("fixtures", "today"):
        shutil.copytree(FIXTURES / "idomin", tmp_path / folder / "idomin")
        for case in ("778102", "list-1"):
            change(tmp_path / folder / "idomin" / case / "response.json", origin="recorded")
    for case in ("778102", "list-1"):
        change(tmp_path / "today" / "idomin" / case / "response.json", recorded_at="2026-11-22T09:00:00+09:00")
    return tmp_path


TODAY = ("-s", "REPLAY=today")
FETCHED, SKIPPED = "fetched again: 10 cases of 1 outlet: ", ", 8 rebuilt or made, so without a live original\n"


def edit(page: Path, *changes: tuple[str, str]) -> None:
    text = page.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    page.write_text(text, encoding="utf-8")


def test_refresh_of_pages_that_have_not_changed(recorded: Path) -> None:
    before = snapshot(recorded / "fixtures")
    ran = here("fixture", "refresh", "--accept", *TODAY, cwd=recorded)
    assert ran.out == f"idomin/778102: as expected\nidomin/list-1: as expected\n{FETCHED}2 as expected{SKIPPED}"
    assert (ran.err, ran.status) == ("", 0)
    assert snapshot(recorded / "fixtures") == before


def test_refresh_shows_a_changed_layout_and_replaces_it_only_when_told(recorded: Path) -> None:
    """The page has moved to the older skin 2: another layout reads it, and finds no subtitle and no writer."""
    page = recorded / "today" / "idomin" / "778102" / "page.html"
    edit(page, ("article-view-header", "article-view-top"), ('class="heading"', 'class="article-head-title"'))
    before = snapshot(recorded / "fixtures")
    ran = scrapy("fixture", "refresh", "idomin", *TODAY, cwd=recorded)
    assert "idomin/778102: different\n" in ran.out
    assert "  layout\n    - ndsoft/skin-3\n    + ndsoft/skin-2\n" in ran.out
    assert "  section\n    - 경제\n    - 유통·소상공인\n    + (nothing)\n" in ran.out
    assert "  subtitle\n    - 상인회 6곳·물류업체 2곳 업무협약\n    - 전기화물차로 하루 세 차례 배송\n    + (nothing)\n" in ran.out
    assert "fetched_at" not in ran.out
    assert ran.out.endswith(f"{FETCHED}1 as expected, 1 different{SKIPPED}nothing was replaced; --accept replaces what differs\n")
    assert (ran.err, ran.status) == ("", 0)
    assert snapshot(recorded / "fixtures") == before

    accepted = here("fixture", "refresh", "idomin", "--accept", *TODAY, cwd=recorded)
    assert accepted.out == (
        ran.out.replace("778102: different", "778102: replaced, to be read by a person")
        .replace("1 different,", "1 replaced, to be read by a person,")
        .replace("nothing was replaced; --accept replaces what differs\n", "")
    )
    assert accepted.status == 0
    case = recorded / "fixtures" / "idomin" / "778102"
    after = snapshot(recorded / "fixtures")
    replaced = {f"idomin/778102/{name}" for name in ("page.html", "response.json", "expected.json")}
    assert {name for name in after if after[name] != before[name]} == replaced
    assert set(after) == set(before)
    assert (case / "page.html").read_bytes() == page.read_bytes()
    expected = load(case / "expected.json")
    assert (expected["_read"], expected["layout"], expected["fetched_at"]) == (None, "ndsoft/skin-2", "2026-11-22T09:00:00+09:00")
    old = load(FIXTURES / "idomin" / "778102" / "response.json")
    assert load(case / "response.json") == old | {"recorded_at": "2026-11-22T09:00:00+09:00", "origin": "recorded"}
    assert sorted(path.name for path in recorded.iterdir()) == ["fixtures", "today"]
    assert here("fixture", "check", cwd=recorded).status == 1  # until a person has read it


@MODES
def test_refresh_keeps_whatever_else_stands_in_a_case(recorded: Path) -> None:
    case = recorded / "fixtures" / "idomin" / "778102"
    edit(recorded / "today" / "idomin" / "778102" / "page.html", ("updated. 2026.11.21 토 09:00", "updated. 2026.11.22 일 09:00"))
    (case / "page").write_text("a note on the page")
    (case / "photos" / "small").mkdir(parents=True)
    (case / "photos" / "small" / "page.html").write_text("a page of photos")
    (case / "original").symlink_to("elsewhere/page.html")
    assert "idomin/778102: replaced" in here("fixture", "refresh", "--accept", *TODAY, cwd=recorded).out
    assert (case / "page").read_text() == "a note on the page"
    assert (case / "photos" / "small" / "page.html").read_text() == "a page of photos"
    assert str((case / "original").readlink()) == "elsewhere/page.html"


def test_refresh_goes_on_when_nobody_reads_what_it_says(recorded: Path) -> None:
    """`| head -1` is no failure."""
    for case in ("778102", "list-1"):
        with (recorded / "today" / "idomin" / case / "page.html").open("a") as page:
            page.write("<!-- today -->")
    reader, writer = os.pipe()
    os.close(reader)
    command = [sys.executable, "-m", "scrapy", "fixture", "refresh", "--accept", *TODAY]
    done = subprocess.run(command, cwd=recorded, stdout=writer, stderr=subprocess.PIPE, check=False)
    os.close(writer)
    assert (done.returncode, done.stderr) == (0, b"")
    for case in ("778102", "list-1"):
        assert (recorded / "fixtures" / "idomin" / case / "page.html").read_bytes().endswith(b"<!-- today -->")


def test_refresh_names_a_page_that_differs_where_its_article_does_not(recorded: Path) -> None:
    edit(recorded / "today" / "idomin" / "778102" / "page.html", ("updated. 2026.11.21 토 09:00", "updated. 2026.11.22 일 09:00"))
    ran = here("fixture", "refresh", *TODAY, cwd=recorded)
    assert "idomin/778102: different\n  the page differs, and what is read from it does not\n" in ran.out
    assert ran.status == 0


def no_layout(today: Path) -> None:
    edit(today / "778102" / "page.html", ("article-view-content-div", "renamed"))


def deleted(today: Path) -> None:
    shutil.copy2(today / "deleted" / "page.html", today / "778102" / "page.html")


def status(code: int) -> Callable[[Path], None]:
    return lambda today: change(today / "778102" / "response.json", status=code)


def challenge(today: Path) -> None:
    (today / "778102" / "page.html").write_bytes(CHALLENGE.body)


def moved(today: Path) -> None:
    other = "http://idomin.com/news/articleView.html?idxno=778088"
    change(today / "778102" / "response.json", status=302, headers={"Location": other})


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (no_layout, "no_layout: the page has no layout known for this outlet: the site may have changed"),
        (deleted, "deleted: the outlet has deleted it"),
        (status(404), "HTTP 404, and HTTP 200 when it was recorded"),
        (status(500), "http_status: the site answered with an error (HTTP 500)"),
        (challenge, "challenge: the site answered with a challenge page instead of the article"),
        (moved, "it led to http://idomin.com/news/articleView.html?idxno=778088, which is another page"),
        (lambda today: shutil.rmtree(today / "778102"), "not_recorded: the page is not in the REPLAY folder"),
    ],
    ids=["no layout", "deleted", "404", "500", "challenge", "moved", "missing"],
)
def test_refresh_never_replaces_a_page_by_one_that_is_lost(spoil: Callable[[Path], None], said: str, recorded: Path) -> None:
    spoil(recorded / "today" / "idomin")
    before = snapshot(recorded / "fixtures")
    ran = here("fixture", "refresh", "--accept", *TODAY, "-s", "RETRY_TIMES=0", "-L", "ERROR", cwd=recorded)
    assert ran.out == f"idomin/778102: not replaced\n  {said}\nidomin/list-1: as expected\n{FETCHED}1 as expected, 1 not replaced{SKIPPED}"
    assert (ran.err, ran.status) == ("", 1)
    assert snapshot(recorded / "fixtures") == before


def test_refresh_never_replaces_a_list_by_one_without_links(recorded: Path) -> None:
    edit(recorded / "today" / "idomin" / "list-1" / "page.html", ("idxno=", "no="))
    ran = here("fixture", "refresh", "--accept", *TODAY, cwd=recorded)
    assert "idomin/list-1: not replaced\n  list_unreadable: no article links on a list page: the site may have changed\n" in ran.out
    assert ran.status == 1


def test_refresh_never_replaces_robots_txt_by_a_challenge_page(recorded: Path) -> None:
    change(recorded / "fixtures" / "idomin" / "robots" / "response.json", origin="recorded")
    (recorded / "today" / "idomin" / "robots" / "page.txt").write_bytes(CHALLENGE.body)
    before = snapshot(recorded / "fixtures")
    ran = here("fixture", "refresh", "--accept", *TODAY, cwd=recorded)
    assert "idomin/robots: not replaced\n  challenge: the site answered with a challenge page instead of the article\n" in ran.out
    assert ran.status == 1
    assert snapshot(recorded / "fixtures") == before


def test_refresh_fetches_nothing_of_pages_that_were_made(tmp_path: Path) -> None:
    shutil.copytree(FIXTURES / "joongdo", tmp_path / "fixtures" / "joongdo")
    ran = here("fixture", "refresh", "joongdo", "-s", "DOWNLOAD_TIMEOUT=1", cwd=tmp_path)
    count = len(list((FIXTURES / "joongdo").iterdir()))
    assert ran.out == f"fetched again: {count} cases of 1 outlet: {count} rebuilt or made, so without a live original\n"
    assert (ran.err, ran.status) == ("", 0)


# --- mistyped


RECORD = "record takes an outlet and an address: scrapy fixture record OUTLET URL"
SAME_FOLDER = "REPLAY=fixtures is the folder that is written to: name another to fetch from, or leave REPLAY out"
THERE = "fixtures/idomin/778102 is there already and is not overwritten: scrapy fixture refresh idomin shows what changed"
KNOWN = "record OUTLET URL, check [OUTLET] or refresh [OUTLET]"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], f"say {KNOWN}"),
        (["refesh"], f"unknown action 'refesh', did you mean 'refresh'? (known: {KNOWN})"),
        (["record", "idomin"], RECORD),
        (["record", "idomin", IDOMIN, "x"], RECORD),
        (["record", "idomin", "/news/1"], "'/news/1' is not an address of idomin 경남도민일보 (idomin.com)"),
        (["record", "idomin", "http://[idomin.com/"], "'http://[idomin.com/' is not an address of idomin 경남도민일보 (idomin.com)"),
        (["record", "idomin", "ftp://idomin.com/x"], "'ftp://idomin.com/x' is not an address of idomin 경남도민일보 (idomin.com)"),
        (["record", "idomin", IDOMIN, "--accept"], "--accept goes with refresh, not with record"),
        (["record", "idomin", IDOMIN, "-s", "REPLAY=fixtures"], SAME_FOLDER),
        (["record", "idomin", IDOMIN], THERE),
        (["refresh", "-s", "REPLAY=fixtures"], SAME_FOLDER),
        (["refresh", "-s", "REPLAY=nowhere"], "REPLAY=nowhere is not a folder"),
        (["check", "idomin", "joongdo"], "check takes one outlet, or none for all (got idomin joongdo)"),
        (["check", "cctoday"], "fixtures holds no case of cctoday"),
        (["check", "--accept"], "--accept goes with refresh, not with check"),
        (["check", "-s", "REPLAY=nowhere"], "nowhere is not a folder"),
    ],
)  # fmt: skip
def test_a_mistyped_command_is_refused_in_one_line(arguments: list[str], said: str) -> None:
    assert refused("fixture", *arguments, "-s", "DOWNLOAD_TIMEOUT=1") == f"scrapy fixture: {said}"


def test_an_outlet_is_suggested() -> None:
    assert refused("fixture", "check", "idomn").startswith("scrapy fixture: unknown outlet 'idomn', did you mean 'idomin'? (known: ")


def test_the_projects_fixtures_are_meant_from_any_folder_of_it() -> None:
    ran = quick("fixture", "check", "joongdo", cwd=ROOT / "tests")
    assert ran.status == 0
