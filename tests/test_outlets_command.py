"""`scrapy outlets`, `scrapy outlets --check`: the table, what a check says of each field, and what the store keeps of it."""

from __future__ import annotations

import asyncio
import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len
from scrapy.crawler import AsyncCrawlerRunner
from scrapy.utils.project import get_project_settings

from newsharvest.commands.outlets import discovery, fixtures, load_cases, state
from newsharvest.crawl.plan import CheckupPlan
from newsharvest.items import ARTICLE_FIELDS, READ_FIELDS
from newsharvest.reasons import Reason
from newsharvest.run.checkup import Checkup, lines
from newsharvest.run.health import words
from newsharvest.store import SCHEMA_VERSION, KeptCheckup, Run, Store
from tests.support.articles import BEFORE_REREADING, story_article
from tests.support.cases import ANSWER, make
from tests.support.command_line import quick, refused, scrapy
from tests.support.outlet_server import Held, Reply, always
from tests.support.posix import FULL, MODES, SIGNALS
from tests.support.processes import Ran
from tests.support.project import FIXTURES, ROOT, outlets
from tests.support.town import LIST, QUICK, Town
from tests.support.town import article as address

REPLAY = f"REPLAY={FIXTURES}"
NIGHT = "2026-11-20T03:00:00+09:00"


def check(outlet: str, folder: Path = FIXTURES) -> Checkup:
    """KeptCheckup an outlet on fixtures, in this process."""

    async def run() -> Checkup:
        project = get_project_settings()
        project.setdict({"TWISTED_REACTOR_ENABLED": False, "REPLAY": str(folder)}, priority="cmdline")
        runner = AsyncCrawlerRunner(project)
        crawler, plan = runner.create_crawler(outlet), CheckupPlan()
        checkup = Checkup(crawler, plan)
        await runner.crawl(crawler, plan=plan)
        return checkup

    return asyncio.run(run())


def changed(tmp_path: Path, outlet: str, **changes: tuple[str, str]) -> Path:
    """Copy an outlet's fixtures and replace a text in the page of each named case (`list_1` is list-1)."""
    shutil.copytree(FIXTURES / outlet, tmp_path / outlet)
    for case, (old, new) in changes.items():
        page = tmp_path / outlet / case.replace("_", "-").removeprefix("n") / "page.html"
        text = page.read_text(encoding="utf-8")
        assert old in text
        page.write_text(text.replace(old, new), encoding="utf-8")
    return tmp_path


def said(checkup: Checkup) -> list[str]:
    return list(lines(checkup.spider.name, checkup.spider.title, checkup.findings()))


def requests(checkup: Checkup) -> int:
    count: int = checkup.crawler.stats.get_value("downloader/request_count")
    return count


# --- what a check says


def test_a_check_says_what_each_field_held_and_which_selector_gave_it() -> None:
    checkup = check("gyeonggitv")
    assert said(checkup) == [
        f"gyeonggitv 경기티비종합뉴스: ok (replay: {FIXTURES})",
        "  robots.txt       found",
        f"  list             3 links, 3 with a date  {LIST}  [netpro/list, selector 1 of 1, ul.art_list_all > li]",
        "  RSS              on: 2 links, 2 with a date  http://gyeonggitv.com/bbs/rss.php?bo_table=news",
        f"  article          read as netpro/theme  {LIST}&wr_id=37835",
        "    section        지역뉴스  [selector 1 of 1, .path_wrap h3: a guess, never seen before on a page of its family]",
        "    title          안산시, 전 부서 주요 업무 보고 받은 이민근 안산시장…“성과 창출 주력”"
        "  [selector 1 of 5, .art_top h1, .art_top h2, .fix_art_top h2]",
        "    subtitle       지난 2일부터 5일까지 전 부서 신년 시정 주요 업무 보고 진행; 이민근 시장“시민이 체감할 수 있는 시정…"
        "  [selector 1 of 2, .art_top h2 ~ h3: a guess, never seen before on a page of its family]",
        "    authors        empty",
        "    author_emails  empty  [no selector is known]",
        "    published_at   empty",
        "    modified_at    empty",
        "    body           570 characters: 안산시(시장 이민근)는 이민근 안산시장이 전 부서에 걸쳐 신년 시정 주요 업무…"
        "  [selector 1 of 3, #news_body_area]",
        "    images         empty",
        "    tags           empty  [no selector is known]",
        "    rights         empty  [no selector is known]",
    ]  # fmt: skip
    assert checkup.status == 0
    assert requests(checkup) == 4  # robots.txt, the feed, the first list page, one article


def test_every_field_that_a_page_may_state_is_checked() -> None:
    ours = {"id", "outlet", "outlet_name", "url", "published_raw", "modified_raw", "story_id", "duplicate_of", "similarity", "content_hash"}
    assert set(READ_FIELDS) == set(ARTICLE_FIELDS) - ours - {"layout", "fetched_at", "doubts", "signals", "origin", "schema_version"}


def test_a_field_from_the_text_a_time_and_images_name_what_gave_them(tmp_path: Path) -> None:
    told = said(check("dgilbo"))
    assert "    authors        박이우  [no selector of its own: the byline, or a line of the text]" in told
    assert "    tags           empty  [no selector is known]" in told
    told = said(check("idomin"))
    assert any(
        re.fullmatch(r"    published_at   \d{4}-\d\d-\d\dT\S+\+09:00  \[selector 1 of 10, ul\.infomation > li]", line) for line in told
    )
    assert any(re.fullmatch(r"    images         \d: http\S+  \[selector 1 of \d, #article-view-content-div]", line) for line in told)
    assert "    tags           empty" in told


def test_a_fallback_and_a_time_that_cannot_be_read_are_told(tmp_path: Path) -> None:
    folder = changed(tmp_path, "joongdo", n20200213010005265=('property="og:title"', 'property="x"'))
    page = folder / "joongdo" / "20200213010005265" / "page.html"
    text = re.sub(r"<title>.*?</title>", "<title>중도일보</title>", page.read_text(encoding="utf-8"))
    page.write_text(text.replace("승인 2020-02-16 14:27", "승인 2020-99-16 14:27"), encoding="utf-8")
    told = said(check("joongdo", folder))
    assert any(line.startswith("    title          하동군, 혁신공유·붐업 도모 간담회 개최  [selector 2 of 3, //ul[") for line in told)
    assert any(line.startswith("    published_at   empty  [though there was something at selector 1 of ") for line in told)


def test_a_doubt_is_told_and_those_of_before_still_print(tmp_path: Path) -> None:
    box = '<div class="news_letter"><p>경기티비종합뉴스를 메일로 받아 보세요.</p></div>'
    checkup = check(
        "gyeonggitv",
        changed(tmp_path, "gyeonggitv", n37835=('id="news_body_area" class="cnt_view news_body_area">', f'id="news_body_area">{box}')),
    )
    words = "a paragraph speaks to the reader as no other does: a notice may be in the body"
    assert f"    doubt: other_voice: {words}" in said(checkup)
    findings = checkup.findings()
    del findings["article"]["doubts"]
    assert not [line for line in lines("gyeonggitv", "경기티비종합뉴스", findings) if "doubt:" in line]


def test_only_a_selector_that_is_a_guess_says_so_in_the_findings_and_those_of_before_still_print() -> None:
    checkup = check("gyeonggitv")
    found = checkup.findings()
    fields = found["article"]["fields"]
    assert fields["section"] == {"value": "지역뉴스", "selector": ".path_wrap h3", "position": 1, "guessed": True, "of": 1}
    assert [name for name, field in fields.items() if "guessed" in field] == ["section", "subtitle"]
    assert "guessed" not in found["list"]["by"]
    for name in ("section", "subtitle"):
        del fields[name]["guessed"]
    told = list(lines("gyeonggitv", "경기티비종합뉴스", found))
    assert told == [line.replace(": a guess, never seen before on a page of its family]", "]") for line in said(check("gyeonggitv"))]
    assert "    section        지역뉴스  [selector 1 of 1, .path_wrap h3]" in told


def test_a_list_that_gives_nothing(tmp_path: Path) -> None:
    checkup = check("gyeonggitv", changed(tmp_path, "gyeonggitv", list_1=("wr_id=", "nothing=")))
    assert said(checkup) == [
        f"gyeonggitv 경기티비종합뉴스: list not read (replay: {tmp_path})",
        "  robots.txt       found",
        f"  list             0 links, 0 with a date  {LIST}",
        "  RSS              on: 2 links, 2 with a date  http://gyeonggitv.com/bbs/rss.php?bo_table=news",
        f"  list_unreadable: no article links on a list page: the site may have changed  {LIST}",
    ]
    assert (checkup.status, checkup.findings()["article"]) == (1, None)


def test_a_feeds_items_that_gave_no_article_are_told_by_a_check_and_by_the_closing_lines(tmp_path: Path) -> None:
    folder = changed(tmp_path, "gyeonggitv")
    page = folder / "gyeonggitv" / "rss" / "page.xml"
    whole = page.read_text(encoding="utf-8")
    page.write_text(whole.replace("wr_id=24496</link>", "page=24496</link>"), encoding="utf-8")
    checkup = check("gyeonggitv", folder)
    feed = "http://gyeonggitv.com/bbs/rss.php?bo_table=news"
    assert said(checkup)[3] == f"  RSS              on: 1 link, 1 with a date, 1 item gave no article  {feed}"
    assert "  note: the feed has 2 items, 1 of which gave no article" in checkup.report.lines()
    assert "  gyeonggitv  note: the feed has 2 items, 1 of which gave no article" in checkup.report.troubled_lines(3)  # a harvest's
    assert checkup.status == 0  # the list has them
    page.write_text(whole.replace("wr_id=", "page="), encoding="utf-8")
    assert said(check("gyeonggitv", folder))[3] == f"  RSS              gives no articles, though it has 2 items  {feed}"


def test_a_list_that_redirects_where_the_feed_does_is_named(tmp_path: Path) -> None:
    """To the front page, as where a site has moved: Scrapy asks for that page once."""
    folder = changed(tmp_path, "gyeonggitv")
    front = "http://gyeonggitv.com/"
    for case in load_cases(folder):
        if case.folder.name in {"rss", "list-1"}:
            file = case.folder / "response.json"
            moved = {"status": 302, "headers": {"Location": front}}
            file.write_text(json.dumps(json.loads(file.read_text(encoding="utf-8")) | moved), encoding="utf-8")
    make(folder / "gyeonggitv" / "front", ANSWER | {"url": front}, b"<html><body>home</body></html>")
    checkup = check("gyeonggitv", folder)
    assert said(checkup)[-1] == (
        f"  list_unreadable: no article links on a list page: the site may have changed  {LIST}"
        f"  (redirected to {front}, which was asked for before)"
    )
    assert checkup.status == 1


def test_an_article_that_is_not_read_still_says_what_was_found(tmp_path: Path) -> None:
    checkup = check("gyeonggitv", changed(tmp_path, "gyeonggitv", n37835=('"news_body_area"', '"renamed"')))
    told = said(checkup)
    assert told[0] == f"gyeonggitv 경기티비종합뉴스: article not read (replay: {tmp_path})"
    assert "    section        지역뉴스  [selector 1 of 1, .path_wrap h3: a guess, never seen before on a page of its family]" in told
    assert "    body           empty" in told
    assert told[-1] == f"  no_body: no text where the layout says it is  {LIST}&wr_id=37835"
    assert (checkup.status, requests(checkup)) == (1, 4)  # it is the site that has changed: no other article is asked for


def test_a_page_of_no_layout_has_no_fields(tmp_path: Path) -> None:
    folder = changed(tmp_path, "gyeonggitv")
    (folder / "gyeonggitv" / "37835" / "page.html").write_text("<html><body>다른 페이지</body></html>", encoding="utf-8")
    checkup = check("gyeonggitv", folder)
    assert said(checkup)[-2:] == [
        f"  article          not read  {LIST}&wr_id=37835",
        f"  no_layout: the page has no layout known for this outlet: the site may have changed  {LIST}&wr_id=37835",
    ]
    assert checkup.status == 1


def test_an_article_that_is_gone_is_passed_over_for_the_next(tmp_path: Path) -> None:
    """And the selectors are those of the article that was read."""
    folder = changed(tmp_path, "gyeonggitv")
    gone = next(case for case in load_cases(folder) if case.url.endswith("wr_id=900002")).page
    shutil.copy(gone, folder / "gyeonggitv" / "37835" / "page.html")
    checkup = check("gyeonggitv", folder)
    told = said(checkup)
    assert told[0].startswith("gyeonggitv 경기티비종합뉴스: ok")
    assert f"  article          read as netpro/theme  {LIST}&wr_id=24496" in told
    assert f"  list             3 links, 3 with a date  {LIST}  [netpro/list, selector 1 of 1, ul.art_list_all > li]" in told
    assert told[-1] == f"  deleted: the outlet has deleted it  {LIST}&wr_id=37835  (gnuboard/deleted)"
    assert (checkup.status, requests(checkup)) == (0, 5)


def test_a_photo_story_is_passed_over_and_what_it_had_is_not_the_next_ones(tmp_path: Path) -> None:
    folder = changed(tmp_path, "gyeonggitv")
    (folder / "gyeonggitv" / "37835" / "page.html").write_text(
        "<html><body><div class='art_top'><h2>사진</h2></div><ul class='art_info'><li class='name'>김하늘 기자</li></ul>"
        "<div id='news_body_area'><img src='/a.jpg'></div></body></html>",
        encoding="utf-8",
    )
    told = said(check("gyeonggitv", folder))
    assert any(line.startswith("    title          [평택시] 민선 8기") and "[selector 1 of 5, " in line for line in told)
    assert "    authors        empty" in told
    assert told[-1] == f"  photo_only: a photo story without text  {LIST}&wr_id=37835"


def test_a_list_of_nothing_but_deleted_articles_is_given_up(town: Town) -> None:
    town.site.add(*range(1, 8))
    town.site.wrong["wr_id="] = always(Reply(status=404))
    ran = town.run("outlets", "--check", "gyeonggitv", *QUICK)
    assert ran.status == 1
    assert ran.out.startswith("gyeonggitv 경기티비종합뉴스: article not read\n")
    assert town.asked() == [7, 6, 5]


# --- over HTTP, as a user runs it


def test_a_check_obeys_robots_and_asks_for_little(town: Town) -> None:
    town.site.add(*range(1, 21))
    town.site.robots = "User-agent: *\nCrawl-delay: 0.01\nDisallow: /bbs/rss.php\n"
    ran = town.run("outlets", "--check", "gyeonggitv", *QUICK)
    assert ran.status == 0, ran.err
    tdmrep = "http://gyeonggitv.com/.well-known/tdmrep.json"
    assert town.site.urls() == ["http://gyeonggitv.com/robots.txt", LIST, address(20), tdmrep]
    told = ran.out.splitlines()
    assert told[0] == "gyeonggitv 경기티비종합뉴스: ok"
    assert told[1] == "  robots.txt       found, Crawl-delay 0.01 s"
    assert told[3] == "  RSS              did not come  http://gyeonggitv.com/bbs/rss.php?bo_table=news"
    [(outlet, status, findings)] = town.query("SELECT outlet, status, findings FROM checkup")
    assert (outlet, status) == ("gyeonggitv", 0)
    kept = json.loads(str(findings))
    assert list(lines("gyeonggitv", "경기티비종합뉴스", kept)) == told  # all that was told is kept
    assert (kept["replay"], kept["list"]["links"], kept["list"]["dates"]) == (None, 10, 10)
    assert [town.query(f"SELECT count(*) FROM {table}") for table in ("run", "article", "failure", "reach")] == [[(0,)]] * 4


def test_one_outlet_that_fails_is_told_beside_the_others(town: Town) -> None:
    town.site.add(1)
    town.other.robots = "User-agent: *\nDisallow: /\n"
    ran = town.run("outlets", "--check", "gyeonggitv", "dgilbo", *QUICK)
    assert ran.status == 1
    blocks = re.split(r"\n(?=\S)", ran.out.rstrip())
    assert [block.splitlines()[0] for block in blocks] == ["gyeonggitv 경기티비종합뉴스: ok", "dgilbo 대구경북일보: list not read"]
    assert blocks[1].endswith("robots: robots.txt forbids it  http://dgilbo.dgn.kr/bbs/board.php?bo_table=news  (Forbidden by robots.txt)")
    assert town.query("SELECT outlet, status FROM checkup ORDER BY outlet DESC") == [("gyeonggitv", 0), ("dgilbo", 1)]
    table = town.quick("outlets", "dgilbo", "gyeonggitv").out
    assert re.search(r"(?m)^dgilbo .* 2\d{3}-\d\d-\d\d \d\d:\d\d list not read *$", table)
    assert re.search(r"(?m)^gyeonggitv .* 2\d{3}-\d\d-\d\d \d\d:\d\d ok *$", table)


@SIGNALS
def test_a_check_that_was_stopped_is_not_kept(town: Town) -> None:
    town.site.add(1)
    held = Held()
    town.site.wrong["wr_id=1"] = lambda count: held(count) or Reply(status=429, headers={"Retry-After": "86400"})
    process = subprocess.Popen(
        town.command("outlets", "--check", "gyeonggitv", *QUICK, "-s", "RETRY_AFTER_MAX=86400"),
        cwd=ROOT, env=town.env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, encoding="utf-8",
    )  # fmt: skip
    held.wait()
    held.go_on()
    process.send_signal(signal.SIGINT)
    out, _ = process.communicate(timeout=60)  # not a day
    assert process.returncode == 1
    assert "\n  wrong: the run was stopped before its end\n" in out
    assert town.query("SELECT count(*) FROM checkup") == [(0,)]


def broken(breaks: str) -> Ran:
    """KeptCheckup an outlet in a program that something breaks in."""
    program = (
        f"import logging, sys\nfrom newsharvest.crawl.plan import CheckupPlan\n{breaks}\n"
        "from scrapy.cmdline import execute\nexecute(sys.argv)\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program, "outlets", "--check", "joongdo", "-s", REPLAY],
        cwd=ROOT, capture_output=True, encoding="utf-8", timeout=60, check=False,
    )  # fmt: skip
    return Ran(ran.returncode, ran.stdout, ran.stderr)


def test_an_error_that_belongs_to_no_outlet_is_told_and_blamed_on_none() -> None:
    ran = broken("CheckupPlan.due_urls = lambda self: logging.error('something') or ()")
    assert ran.out.startswith("joongdo 중도일보: ok ")
    assert ran.last == "wrong: errors were logged that belong to no outlet: the log says which"
    assert ran.status == 1


def test_a_spider_that_cannot_start_is_told() -> None:
    ran = broken("from newsharvest.spiders.joongdo import JoongdoSpider\nJoongdoSpider.__init__ = lambda self, **_: 1 / 0")
    assert (ran.status, ran.out) == (1, "joongdo: could not start: the log says why\n")
    assert "ZeroDivisionError" in ran.err


# --- the command line


def test_the_table_without_a_store(tmp_path: Path) -> None:
    """Piped, every outlet is one line; nothing is made."""
    ran = quick("outlets", "-s", REPLAY, cwd=tmp_path)
    assert ran.status == 0
    assert ran.err == "there is no store harvest.db yet: runs, articles, health and checks are not known\n"
    header, *rows = ran.out.splitlines()
    assert header.split("  ")[0] == "outlet"
    assert [row.split()[0] for row in rows] == sorted(outlets())
    [joongdo] = [row for row in rows if row.startswith("joongdo")]
    assert re.split(r"\s{2,}", joongdo.strip()) == [
        "joongdo",
        "중도일보",
        "대전·충남·세종",
        "ncid/key",
        "list, 14 sections",
        "1 rebuilt, 3 made",
    ]
    assert list(tmp_path.iterdir()) == []
    assert quick("outlets", cwd=tmp_path).out == ran.out  # the project's own fixtures


@MODES
def test_a_replayed_check_is_kept_where_it_is_told_and_marked(whole_sites: Path, tmp_path: Path) -> None:
    (tmp_path / "fixtures").symlink_to(whole_sites)
    names = sorted(folder.name for folder in whole_sites.iterdir())
    assert scrapy("outlets", "--check", "joongdo", "-s", "REPLAY=fixtures", cwd=tmp_path).status == 0
    assert not (tmp_path / "harvest.db").exists()
    ran = scrapy("outlets", "--check", "-s", "REPLAY=fixtures", "-s", "STORE=kept.db", cwd=tmp_path)
    assert ran.status == 0, ran.out + ran.err
    told = [line for line in ran.out.splitlines() if not line.startswith(" ")]
    assert told == [f"{name} {outlets()[name].title}: ok (replay: fixtures)" for name in names]
    assert re.match(r"REPLAY=fixtures has no pages of (?:\S+, )*cctoday, (?:\S+, )*domin, ", ran.err)
    rows = quick("outlets", "-s", "STORE=kept.db", cwd=tmp_path).out.splitlines()[1:]
    checked = {row.split()[0] for row in rows if row.rstrip().endswith(" ok (replay)")}
    assert checked == set(names)


@SIGNALS
def test_the_table_of_outlets_has_a_line_an_outlet_on_a_terminal(tmp_path: Path) -> None:
    """What does not fit is left out, and that is said."""
    store = ("-s", f"STORE={tmp_path / 'kept.db'}")
    scrapy("outlets", "--check", "joongdo", "gyeonggitv", "-s", REPLAY, *store)
    scrapy("harvest", "joongdo", "gyeonggitv", "--since", "2015-01-01", "-s", REPLAY, *store)
    left_out = {
        80: "left out on so narrow a terminal: region, family, discovery, fixtures, signals, last check\n",
        120: "left out on so narrow a terminal: family, discovery, fixtures, signals\n",
        200: "",
    }
    for columns, said in left_out.items():
        ours, theirs = os.openpty()
        done = subprocess.run(
            [sys.executable, "-m", "scrapy", "outlets", *store], cwd=ROOT, stdout=theirs, stderr=subprocess.PIPE, check=False,
            env={**os.environ, "COLUMNS": str(columns), "TERM": "dumb"},
        )  # fmt: skip
        os.close(theirs)
        shown = os.read(ours, 65_536).decode().replace("\r\n", "\n").splitlines()
        os.close(ours)
        assert (done.returncode, done.stderr.decode()) == (0, said)
        assert [line.split()[0] for line in shown] == ["outlet", *sorted(outlets())]
        assert max(cell_len(line) for line in shown) <= columns
        assert any(line.startswith("gyeonggitv   경기티비종합뉴스  ") for line in shown)


@FULL
def test_a_check_is_kept_whoever_reads_it(tmp_path: Path) -> None:
    """A reader that has had enough (`| head -1`) is no failure and loses nothing; a table that cannot be written is one."""
    command = [sys.executable, "-m", "scrapy", "outlets"]
    options = ["-s", REPLAY, "-s", f"STORE={tmp_path / 'kept.db'}"]
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [*command, "--check", "joongdo", "idomin", *options], cwd=ROOT, stdout=writer, stderr=subprocess.PIPE, check=False
    )
    os.close(writer)
    assert (done.returncode, b"Traceback" in done.stderr) == (0, False)
    with Store(tmp_path / "kept.db") as store:
        checks = [store.last_checkup(name) for name in ("joongdo", "idomin")]
    assert [check and check.status for check in checks] == [0, 0]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run([*command, *options], cwd=ROOT, stdout=full, stderr=subprocess.PIPE, check=False)
    assert done.stderr.decode() == "scrapy outlets: standard output could not be written: No space left on device\n"
    assert done.returncode == 1


@pytest.mark.parametrize("command", [("outlets",), ("outlets", "--check")])
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("joongdoo", "-s", REPLAY), "unknown outlet 'joongdoo', did you mean 'joongdo'? (known: {known})"),
        (("--chekc", "-s", REPLAY), "unknown option '--chekc', did you mean '--check'?"),
        (("-s", "REPLAY=nowhere"), "REPLAY=nowhere is not a folder"),
        (("-s", "STROE=x.db", "-s", REPLAY), "unknown setting 'STROE', did you mean 'STORE'?"),
    ],
)
def test_mistyped(command: tuple[str, ...], arguments: tuple[str, ...], message: str) -> None:
    assert refused(*command, *arguments) == f"scrapy outlets: {message.format(known=', '.join(sorted(outlets())))}"


def test_a_store_that_is_none_is_named(tmp_path: Path) -> None:
    path = tmp_path / "notes.db"
    path.write_text("not a database, but long enough to be looked at " * 30)
    for command in (("outlets",), ("outlets", "--check", "joongdo", "-s", REPLAY)):
        ran = quick(*command, "-s", f"STORE={path}")
        assert (ran.status, ran.out) == (1, "")
        assert ran.err == f"scrapy outlets: the store {path} cannot be used: file is not a database\n"


# --- the cells of the table


def test_what_is_known_without_a_store(tmp_path: Path) -> None:
    known = outlets()
    assert [discovery(known[name]) for name in ("gyeonggitv", "krnews21", "joongdo")] == ["list+RSS", "list", "list, 14 sections"]
    cases = load_cases(FIXTURES)
    assert (fixtures(known["gyeonggitv"], cases), fixtures(known["kado"], cases)) == ("2 rebuilt, 7 made", "")
    folder = tmp_path / "x" / "new"
    folder.mkdir(parents=True)
    (folder / "page.html").write_text("x")
    recorded = {"url": "https://www.kado.net/news/articleView.html?idxno=1", "status": 200, "headers": {}, "recorded_at": NIGHT}
    (folder / "response.json").write_text(json.dumps({**recorded, "origin": "recorded"}))
    for expected in (None, "5", "{", '{"title": "reason"}', '{"reason": "held"}'):
        if expected:
            (folder / "expected.json").write_text(expected)
        assert fixtures(known["kado"], load_cases(tmp_path)) == ("" if expected == '{"reason": "held"}' else "1 recorded")
    assert load_cases(tmp_path / "nowhere") == []


def findings(result: str, replay: str | None) -> dict[str, Any]:
    return {"result": result, "replay": replay}


@pytest.mark.parametrize(
    ("write", "cells"),
    [
        (lambda s: None, ("", "", "", "")),
        (lambda s: s.begin_run("joongdo", NIGHT), ("2026-11-20 03:00 not ended", "0", "ok", "")),
        (lambda s: s.end_run(s.begin_run("joongdo", NIGHT), NIGHT, 0, {}), ("2026-11-20 03:00 ok", "0", "ok", "")),
        (lambda s: s.end_run(s.begin_run("joongdo", NIGHT), NIGHT, 1, {}), ("2026-11-20 03:00 something is wrong", "0", "ok", "")),
        (
            lambda s: (
                s.keep(story_article("joongdo:1", "글"), s.begin_run("joongdo", NIGHT), NIGHT),
                s.keep(story_article("dgilbo:1", "글"), 1, NIGHT),
                s.note_warnings("joongdo", ["silence", "fill:authors"], NIGHT),
                s.note_failure("joongdo", "http://a/1", Reason.NO_BODY, "", "joongdo:2", 1, NIGHT),
                s.note_failure("joongdo", "http://a/2", Reason.DELETED, "", "joongdo:3", 1, NIGHT),
                s.note_failure("joongdo", "http://a/3", Reason.DOUBTFUL, "open_end", "joongdo:1", 1, NIGHT),
            ),
            ("2026-11-20 03:00 not ended", "1", "authors goes empty since 2026-11-20; nothing new since 2026-11-20; 1 failure open", ""),
        ),
        (lambda s: s.keep_checkup("joongdo", NIGHT, 0, findings("ok", "fixtures")), ("", "", "", "2026-11-20 03:00 ok (replay)")),
        (
            lambda s: (
                s.keep_checkup("joongdo", NIGHT, 0, findings("ok", None)),
                s.keep_checkup("joongdo", NIGHT.replace("20T", "21T"), 1, findings("list not read", None)),
                s.keep_checkup("dgilbo", NIGHT.replace("20T", "22T"), 0, findings("ok", None)),
            ),
            ("", "", "", "2026-11-21 03:00 list not read"),
        ),
    ],
)  # fmt: skip
def test_what_a_store_says_of_an_outlet(write: Callable[[Store], object], cells: tuple[str, ...]) -> None:
    with Store(":memory:") as store:
        write(store)
        assert state(store, outlets()["joongdo"]) == cells


def test_a_fallback_that_is_a_guess_is_told_as_one_in_the_table() -> None:
    with Store(":memory:") as store:
        store.begin_run("kgnews", NIGHT)
        guess, seen = "subtitle div.art_top h3", "section ul.art_top_nav > li:last-child > a"
        store.note_warnings("kgnews", [f"fallback:mediaon/article {selector}" for selector in (guess, seen)], NIGHT)
        _, _, health, _ = state(store, outlets()["kgnews"])
    assert health == (
        f"fallback selector wins: mediaon/article {seen} since 2026-11-20; "
        f"fallback selector wins: mediaon/article {guess} (a guess) since 2026-11-20"
    )


def test_every_kind_of_warning_has_words() -> None:
    assert words("fallback:netpro/theme title .art_top h2") == "fallback selector wins: netpro/theme title .art_top h2"
    assert [words(name) for name in ("fill:authors", "body", "lists", "silence")] == [
        "authors goes empty", "bodies have shrunk", "lists give less", "nothing new",
    ]  # fmt: skip


# --- the store


def test_a_store_from_before_the_checks_keeps_everything(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path = tmp_path / "harvest.db"
    with Store(path) as store:
        store.keep(story_article("joongdo:1", "글"), store.begin_run("joongdo", NIGHT), NIGHT)
        before = list(store.articles())
    with closing(sqlite3.connect(path)) as db, db:
        for table in ("checkup", "piece", "shared", "pair", "searched", "digest"):
            db.execute(f"DROP TABLE {table}")
        for statement in BEFORE_REREADING:
            db.execute(statement)
        db.execute("ALTER TABLE failure DROP COLUMN status")
        db.execute("ALTER TABLE failure DROP COLUMN standing")
        db.execute("PRAGMA user_version=2")
    with Store(path) as store:
        assert list(store.articles()) == before
        store.keep_checkup("joongdo", NIGHT, 1, findings("list not read", None))
        assert store.last_checkup("joongdo") == KeptCheckup(NIGHT, 1, findings("list not read", None))
        assert store.last_run("joongdo") == Run(NIGHT, None, None)
        assert (store.last_checkup("dgilbo"), store.last_run("dgilbo")) == (None, None)
    assert "made anew" not in caplog.text  # the index stays
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (SCHEMA_VERSION,)
