"""Whole crawls of the fixtures, through the real command line and in this process, compared with golden feeds as bytes."""

from __future__ import annotations

import asyncio
import csv
import io
import json
import shutil
from pathlib import Path

import pytest
from scrapy import signals
from scrapy.crawler import AsyncCrawlerRunner
from scrapy.utils.project import get_project_settings

from newsharvest.items import ARTICLE_FIELDS, STATED_FIELDS
from newsharvest.run.ending import stop_crawls
from tests.support.cases import ARTICLES
from tests.support.command_line import scrapy
from tests.support.crawls import crawl
from tests.support.project import FIXTURES, ROOT

GOLDEN = ROOT / "tests" / "golden"
FOUND = {
    "dgilbo": 1, "gnmaeil": 1, "gyeonggitv": 2, "idomin": 2, "jejusori": 1, "joongdo": 1, "kgnews": 3, "krnews21": 1,
    "ksilbo": 1, "ptlnews": 2,
}  # fmt: skip
EXPECTED = {e.expected["id"]: e.expected for e in ARTICLES}


@pytest.mark.parametrize("outlet", FOUND)
def test_a_plain_crawl_writes_the_golden_feeds(outlet: str, tmp_path: Path) -> None:
    ran = scrapy("crawl", outlet, "-s", f"REPLAY={FIXTURES}", "-O", f"{tmp_path}/a.csv", "-O", f"{tmp_path}/a.jsonl")
    assert ran.status == 0, ran.err
    assert (tmp_path / "a.csv").read_bytes() == (GOLDEN / f"{outlet}.csv").read_bytes()
    assert (tmp_path / "a.jsonl").read_bytes() == (GOLDEN / f"{outlet}.jsonl").read_bytes()
    s = "s" * (FOUND[outlet] != 1)
    assert ran.err.startswith(f"{outlet} ")
    assert f": {FOUND[outlet]} article{s} from 2 list pages\n" in ran.err
    assert ran.last == "  result: ok (exit status 0)"
    assert sorted(file.name for file in tmp_path.iterdir()) == ["a.csv", "a.jsonl"]


@pytest.mark.parametrize("outlet", FOUND)
def test_the_golden_feeds_hold_the_expected_items(outlet: str) -> None:
    """Ties the bytes to the expected.json that a person has read."""
    records = [json.loads(line) for line in (GOLDEN / f"{outlet}.jsonl").read_text(encoding="utf-8").splitlines()]
    assert len(records) == FOUND[outlet]
    for record in records:
        assert list(record) == list(ARTICLE_FIELDS)
        assert {name: record[name] for name in STATED_FIELDS} == {k: v for k, v in EXPECTED[record["id"]].items() if k != "_read"}
        assert record["origin"] is None
    rows = list(csv.DictReader(io.StringIO((GOLDEN / f"{outlet}.csv").read_bytes().decode("utf-8-sig"), newline="")))
    assert [row["body"] for row in rows] == [record["body"] for record in records]
    assert list(rows[0]) == [*ARTICLE_FIELDS, "body_more"]


def test_a_board_without_netpros_theme_is_crawled_too(tmp_path: Path) -> None:
    """Plain gnuboard5's list, by full and short addresses, and its articles."""
    shutil.copytree(FIXTURES / "dgilbo", tmp_path / "dgilbo")
    shutil.copy(tmp_path / "dgilbo" / "gnuboard-list" / "page.html", tmp_path / "dgilbo" / "list-1" / "page.html")
    harvest = crawl("dgilbo", tmp_path, pages="1")
    assert [(item["id"], item["layout"]) for item in harvest.items] == [
        ("dgilbo:900012", "gnuboard/basic"), ("dgilbo:900013", "gnuboard/basic"),
    ]  # fmt: skip
    assert harvest.report.exit_status == 0


def test_one_request_per_article_however_it_is_linked() -> None:
    harvest = crawl("gyeonggitv")
    stats = harvest.crawler.stats.get_stats()
    assert [item["id"] for item in harvest.items] == ["gyeonggitv:37835", "gyeonggitv:24496"]
    assert stats["lists/links"] > 2
    assert stats["downloader/request_count"] == 1 + 2 + 2  # robots.txt, two list pages, two articles


@pytest.mark.parametrize(
    ("bounds", "found"),
    [
        ({"since": "2024-01-05"}, ["gyeonggitv:37835"]),
        ({"since": "2024-01-06"}, []),
        ({"until": "2022-08-11"}, ["gyeonggitv:24496"]),
        ({"since": "2022-08-12", "until": "2024-01-04"}, []),
        ({"since": "2022-08-11", "until": "2024-01-05"}, ["gyeonggitv:37835", "gyeonggitv:24496"]),
    ],
)
def test_since_and_until_go_by_the_list_where_the_article_has_no_date(bounds: dict[str, str], found: list[str]) -> None:
    harvest = crawl("gyeonggitv", FIXTURES, None, **bounds)
    assert [item["id"] for item in harvest.items] == found
    assert harvest.report.exit_status == 0  # all that was found was filtered out: no failure
    outside = {"gyeonggitv:37835", "gyeonggitv:24496"} - set(found)
    assert {url.rpartition("=")[2] for url in harvest.reasons.get("out_of_period", [])} == {i.partition(":")[2] for i in outside}


def test_since_goes_by_the_articles_own_date_where_it_has_one() -> None:
    """The list says 2022-12-06, the day of 등록 2022-12-06 15:24:49."""
    assert [i["published_at"] for i in crawl("krnews21", since="2022-12-06", until="2022-12-06").items] == ["2022-12-06T15:24:49+09:00"]
    assert crawl("krnews21", since="2022-12-07").items == []


def test_since_stops_the_paging_at_a_page_that_is_older() -> None:
    harvest = crawl("gyeonggitv", since="2024-02-01")
    assert harvest.crawler.stats.get_value("lists/pages") == 1


def test_pages_bounds_the_paging() -> None:
    assert crawl("gyeonggitv", pages="1").crawler.stats.get_value("lists/pages") == 1
    assert crawl("gyeonggitv", pages="9").crawler.stats.get_value("lists/pages") == 2  # the pager ends there


def test_robots_txt_is_obeyed_in_replay(tmp_path: Path) -> None:
    shutil.copytree(FIXTURES / "joongdo", tmp_path / "joongdo")
    robots = tmp_path / "joongdo" / "robots" / "page.txt"
    robots.write_text("User-agent: *\nDisallow: /web/list_news.php\n")
    harvest = crawl("joongdo", tmp_path)
    assert harvest.items == []
    assert harvest.reasons == {"robots": ["http://www.joongdo.co.kr/web/list_news.php"]}
    assert harvest.report.exit_status == 1


def test_the_same_text_under_another_number_is_one_article(tmp_path: Path) -> None:
    """A release posted twice: the second is dropped, and says which article it lost to."""
    shutil.copytree(FIXTURES / "gyeonggitv", tmp_path / "gyeonggitv")
    twice = tmp_path / "gyeonggitv" / "24496"
    shutil.copy(tmp_path / "gyeonggitv" / "37835" / "page.html", twice / "page.html")
    harvest = crawl("gyeonggitv", tmp_path)
    assert [item["id"] for item in harvest.items] == ["gyeonggitv:37835"]
    assert harvest.report.exit_status == 0
    assert harvest.reasons == {"duplicate": ["http://gyeonggitv.com/bbs/board.php?bo_table=news&wr_id=24496"]}
    assert "(the same title and body as gyeonggitv:37835)" in harvest.closing


def test_an_article_that_one_list_page_puts_outside_the_period_and_another_within_it_is_kept_and_not_counted(tmp_path: Path) -> None:
    shutil.copytree(FIXTURES / "gyeonggitv", tmp_path / "gyeonggitv")
    first = tmp_path / "gyeonggitv" / "list-1" / "page.html"
    text = first.read_text(encoding="utf-8")
    assert text.count("2024-01-05 11:20") == 2
    first.write_text(text.replace("2024-01-05 11:20", "2024-02-05 11:20"), encoding="utf-8")
    harvest = crawl("gyeonggitv", tmp_path, until="2024-01-31")
    assert {item["id"] for item in harvest.items} == {"gyeonggitv:37835", "gyeonggitv:24496"}
    assert harvest.closing == (
        "gyeonggitv 경기티비종합뉴스: 2 articles from 2 list pages\n"
        "  note: empty in every article: authors, published_at\n"
        "  result: ok (exit status 0)"
    )


@pytest.mark.parametrize("moment", ["before", "spider_opened", "engine_started"])
def test_a_crawl_that_is_told_to_end_as_it_begins_ends(moment: str) -> None:
    """Scrapy forgets what it is told before its engine runs, or waits for an end that does not come."""

    async def run() -> bool:
        settings = get_project_settings()
        settings.setdict({"TWISTED_REACTOR_ENABLED": False, "REPLAY": str(FIXTURES)}, priority="cmdline")
        runner = AsyncCrawlerRunner(settings)
        crawler = runner.create_crawler("joongdo")

        async def stop() -> None:
            stop_crawls(runner)
            await asyncio.sleep(0)  # they are told before the engine goes on

        if moment != "before":
            crawler.signals.connect(stop, getattr(signals, moment), weak=False)
        crawling = runner.crawl(crawler)
        if moment == "before":
            stop_crawls(runner)
        ended, _ = await asyncio.wait([crawling], timeout=20)  # `wait_for` would cancel it, which ends it
        return bool(ended)

    assert asyncio.run(run())
