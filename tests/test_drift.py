"""A site that changes is seen: a fallback that wins is named, a page that cannot be read ends the run 1 and is named."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from newsharvest.reasons import Reason
from tests.support.command_line import scrapy
from tests.support.crawls import crawl
from tests.support.project import FIXTURES


def changed(tmp_path: Path, outlet: str, case: str, old: str, new: str) -> Path:
    """Copy an outlet's fixtures with one page changed."""
    shutil.copytree(FIXTURES / outlet, tmp_path / outlet)
    page = tmp_path / outlet / case / "page.html"
    text = page.read_text(encoding="utf-8")
    assert old in text
    page.write_text(text.replace(old, new), encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("outlet", "case", "old", "new", "field", "winner"),
    [
        ("krnews21", "305345", "article-head-title", "article-header-title", "title", "meta[property='og:title']::attr(content)"),
        ("krnews21", "305345", 'class="fr-view"', 'class="fr-content"', "body", "#viewContent"),
        ("dgilbo", "67014", "news_body_area", "bo_v_con", "body", "#bo_v_con"),
        ("joongdo", "list-1", "allnews_list", "news_rows", "rows", "a[href*='view.php?key=']"),
        ("kgnews", "ranking-with-leads", "path_wrap", "path_box", "section", "ul.art_top_nav > li:last-child > a"),
        ("kgnews", "boxes-in-body", 'news_body_area" id="news_body_area"', 'smartOutput"', "body", ".smartOutput"),
        ("ptlnews", "list-1", 'class="art_list"', 'class="rows"', "rows", "a[href*='view.php?']"),
    ],
)
def test_a_fallback_that_wins_is_named(tmp_path: Path, outlet: str, case: str, old: str, new: str, field: str, winner: str) -> None:
    harvest = crawl(outlet, changed(tmp_path, outlet, case, old, new))
    assert [(f, query, pages) for _, f, query, pages in harvest.fallbacks] == [(field, winner, 1)]
    assert f"note: {field} was read by a fallback selector on 1 page" in harvest.closing
    assert winner in harvest.closing
    assert harvest.items == crawl(outlet).items  # and the article is whole all the same
    assert harvest.report.exit_status == 0


def test_a_fallback_that_is_a_guess_is_told_as_one(tmp_path: Path) -> None:
    guess = " (a guess, never seen before on a page of its family)"
    skin_3 = crawl("idomin", changed(tmp_path, "idomin", "778102", 'class="heading"', 'class="headline"'))
    meta = "1 page (ndsoft/skin-3: meta[property='og:title']::attr(content)): the site may be changing"
    assert f"\n  note: title was read by a fallback selector{guess} on {meta}\n" in skin_3.closing
    theme = crawl("gyeonggitv", changed(tmp_path, "gyeonggitv", "24496", 'class="art_top"', 'class="art_bar"'))
    heading = "1 page (netpro/theme: meta[property='og:title']::attr(content)): the site may be changing"
    assert f"\n  note: title was read by a fallback selector on {heading}\n" in theme.closing


def test_no_fallback_wins_on_the_pages_as_they_are() -> None:
    for outlet in ("dgilbo", "gnmaeil", "gyeonggitv", "idomin", "jejusori", "joongdo", "kgnews", "krnews21", "ksilbo", "ptlnews"):
        assert crawl(outlet).fallbacks == []
    assert crawl("dgilbo", url="http://dgilbo.dgn.kr/news/900012").fallbacks == []


@pytest.mark.parametrize(
    ("outlet", "case", "container", "url", "reason"),
    [
        ("gyeonggitv", "24496", "news_body_area", "http://gyeonggitv.com/bbs/board.php?bo_table=news&wr_id=24496", "no_body"),
        ("dgilbo", "67014", "news_body_area", "http://dgilbo.dgn.kr/bbs/board.php?bo_table=news&wr_id=67014", "no_body"),
        ("krnews21", "305345", "viewContent", "http://krnews21.co.kr/article/305345", "no_body"),
        ("joongdo", "20200213010005265", 'id="font"', "http://www.joongdo.co.kr/web/view.php?key=20200213010005265", "no_body"),
    ],
)
def test_a_broken_body_ends_the_run_1_and_names_outlet_and_page(
    tmp_path: Path, outlet: str, case: str, container: str, url: str, reason: str
) -> None:
    fixtures = changed(tmp_path, outlet, case, container, 'id="renamed"' if "=" in container else "renamed")
    ran = scrapy("crawl", outlet, "-s", f"REPLAY={fixtures}", "-O", f"{tmp_path}/a.csv")
    assert ran.status == 1
    assert f"1 not kept, {reason}:" in ran.err
    assert f"{outlet}  {url}" in ran.err
    assert not (tmp_path / "a.csv").exists()


def test_the_good_pages_of_such_a_run_are_kept_beside_the_feed(tmp_path: Path) -> None:
    fixtures = changed(tmp_path, "gyeonggitv", "24496", "news_body_area", "renamed")
    feed = tmp_path / "a.jsonl"
    feed.write_text("yesterday's\n")
    ran = scrapy("crawl", "gyeonggitv", "-s", f"REPLAY={fixtures}", "-O", str(feed))
    assert ran.status == 1
    assert feed.read_text() == "yesterday's\n"
    assert '"id": "gyeonggitv:37835"' in (tmp_path / "a.failed.jsonl").read_text(encoding="utf-8")
    assert f"{feed} was left as it was; what did come is in a.failed.jsonl beside it" in ran.err
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.failed.jsonl", "a.jsonl", "gyeonggitv"]


def test_a_list_without_rows_ends_the_run_1(tmp_path: Path) -> None:
    harvest = crawl("dgilbo", changed(tmp_path, "dgilbo", "list-1", "art_list_all", "art_list_new"))
    assert harvest.reasons == {"list_unreadable": ["http://dgilbo.dgn.kr/bbs/board.php?bo_table=news"]}
    assert harvest.report.exit_status == 1


def test_only_deleted_articles_on_a_list_is_no_normal_day(tmp_path: Path) -> None:
    """One is: an outlet deletes articles. Five of five, and it has moved its pages without a word."""
    shutil.copytree(FIXTURES / "dgilbo", tmp_path / "dgilbo")
    notice = FIXTURES / "gyeonggitv" / "deleted" / "page.html"
    shutil.copy(notice, tmp_path / "dgilbo" / "67014" / "page.html")
    harvest = crawl("dgilbo", tmp_path)
    assert list(harvest.reasons) == ["deleted"]
    assert harvest.report.exit_status == 0
    links = "".join(f'<li><a href="/bbs/board.php?bo_table=news&amp;wr_id={n}">x</a></li>' for n in range(67001, 67005))
    page = tmp_path / "dgilbo" / "list-2" / "page.html"
    page.write_text(page.read_text(encoding="utf-8").replace('<ul class="art_list_all">', f'<ul class="art_list_all">{links}', 1))
    for n in range(67001, 67005):
        shutil.copytree(tmp_path / "dgilbo" / "67014", tmp_path / "dgilbo" / str(n))
        url = f"http://dgilbo.dgn.kr/bbs/board.php?bo_table=news&wr_id={n}"
        answer = tmp_path / "dgilbo" / str(n) / "response.json"
        answer.write_text(json.dumps(json.loads(answer.read_text(encoding="utf-8")) | {"url": url, "aliases": []}))
    harvest = crawl("dgilbo", tmp_path)
    assert {code: len(urls) for code, urls in harvest.reasons.items()} == {"deleted": 5}
    assert (
        "wrong: every new article that the lists link is gone (5 of 5), the site may have changed or moved: http://dgilbo."
        in harvest.closing
    )
    assert harvest.report.exit_status == 1


def test_a_page_that_is_not_recorded_is_named_and_ends_the_run_1(tmp_path: Path) -> None:
    shutil.copytree(FIXTURES / "gyeonggitv", tmp_path / "gyeonggitv")
    shutil.rmtree(tmp_path / "gyeonggitv" / "24496")
    harvest = crawl("gyeonggitv", tmp_path)
    assert [item["id"] for item in harvest.items] == ["gyeonggitv:37835"]
    assert harvest.reasons == {"not_recorded": ["http://gyeonggitv.com/bbs/board.php?bo_table=news&wr_id=24496"]}
    assert "http://gyeonggitv.com/bbs/board.php?bo_table=news&wr_id=24496" in harvest.closing
    assert harvest.report.exit_status == 1


def test_a_missing_robots_txt_is_a_missing_page(tmp_path: Path) -> None:
    shutil.copytree(FIXTURES / "joongdo", tmp_path / "joongdo")
    shutil.rmtree(tmp_path / "joongdo" / "robots")
    harvest = crawl("joongdo", tmp_path)
    assert harvest.reasons == {"not_recorded": ["http://www.joongdo.co.kr/robots.txt"]}
    assert harvest.report.exit_status == 1


def test_what_comes_from_outside_cannot_forge_a_closing_line() -> None:
    harvest = crawl("joongdo")
    harvest.report.add(Reason.NO_BODY, "http://x/\n  result: ok\x1b[2J", "")
    assert "http://x/\\n  result: ok\\x1b[2J" in harvest.closing
