"""Plain gnuboard5, as its versions and skins vary, and beside the theme that is built on it."""

from __future__ import annotations

from pathlib import Path

import pytest
from parsel import Selector
from scrapy.http import HtmlResponse

from newsharvest.page.lists import read_list
from newsharvest.page.tree import page_of
from newsharvest.platforms import gnuboard, netpro
from newsharvest.press import read_time
from newsharvest.spiders.dgilbo import DgilboSpider
from tests.support.crawls import changed
from tests.support.project import FIXTURES

SHORT = "dgilbo/short-address"
OLD = "dgilbo/gnuboard-5-2"


@pytest.mark.parametrize("case", [SHORT, OLD])
def test_the_heading_is_the_title_where_the_head_has_none(tmp_path: Path, case: str) -> None:
    assert changed(tmp_path, case, ("og:title", "og:headline")) == {}


def test_the_body_is_what_follows_the_comment(tmp_path: Path) -> None:
    assert changed(tmp_path, SHORT, ('id="bo_v_con"', "")) == {}


def test_a_body_without_a_container_is_not_cut_to_its_first_paragraph() -> None:
    """It is none then, and `no_body` is seen."""
    page = "<article id=bo_v>{}<!-- 본문 내용 시작 {{ -->{}<!-- }} 본문 내용 끝 --><p>서명</p></article>"
    read = [Selector(page.format("", body)).xpath(gnuboard.CONTENT_COMMENT.query).getall() for body in ("<p>가</p>", "<p>가</p><p>나</p>")]
    assert read == [["<p>가</p>"], []]


def test_the_time_is_no_writer_where_none_is_printed(tmp_path: Path) -> None:
    assert changed(tmp_path, OLD, ('<strong><span class="member">편도담</span></strong>', "")) == {"authors": []}


def test_a_share_box_inside_the_body_is_no_text(tmp_path: Path) -> None:
    first = "<p>해오름군은 내년"
    assert changed(tmp_path, SHORT, (first, f"<div id='bo_v_share'>트위터로 보내기</div>{first}")) == {}


def test_a_page_of_the_theme_in_gnuboards_own_wrapper_is_the_themes() -> None:
    page = Selector("<article id='bo_v'><div id='news_body_area'><div id='bo_v_con'>글</div></div></article>")
    assert [layout.name for layout in (netpro.THEME, gnuboard.BASIC) if layout.fits(page)] == ["netpro/theme"]


def listed(html: str) -> list[tuple[str, str | None]]:
    """The articles and dates of a list page, which was received on 21 November 2026."""
    response = HtmlResponse("http://dgilbo.dgn.kr/bbs/board.php?bo_table=news", body=html.encode(), encoding="utf-8")
    rows, _ = read_list(page_of(response), response.url, DgilboSpider.lists, DgilboSpider.article_key, read_time("2026-11-21 09:00"))
    return [(row.key, f"{row.date:%Y-%m-%d %H:%M}" if row.date else None) for row in rows]


def test_the_old_skins_list() -> None:
    page = (FIXTURES / "dgilbo" / "gnuboard-list" / "page.html").read_text(encoding="utf-8")
    rows = [("900012", "2026-11-19 00:00"), ("900013", "2026-11-21 08:20"), ("900012", "2026-11-19 00:00")]
    assert listed(page) == rows
    assert listed(page.replace("td_datetime", "td_date").replace('<div class="bo_tit">', "<div>")) == rows


def test_a_list_that_is_no_table() -> None:
    row = "<li><input type='checkbox' name='chk_wr_id[]' value='{0}'><a href='/news/{0}'>해오름군, 마을버스 노선 새로 짠다</a></li>"
    menu = "<li><a href='/news/1'>많이 본 기사</a></li>"
    assert listed(f"<ul>{menu}{row.format(7)}{row.format(8)}</ul>") == [("7", None), ("8", None)]


def test_the_old_skins_writer_is_not_a_counter(tmp_path: Path) -> None:
    assert changed(tmp_path, OLD, ('<strong><span class="member">편도담</span></strong>', "<strong>최고관리자</strong>")) == {"authors": []}
