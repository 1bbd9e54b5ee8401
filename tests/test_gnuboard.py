"""Plain gnuboard5, as its versions and skins vary, and beside the theme that is built on it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from parsel import Selector
from scrapy.http import HtmlResponse

from newsharvest.page.lists import read_list
from newsharvest.page.tree import page_of
from newsharvest.platforms import gnuboard, netpro
from newsharvest.press import read_time
from newsharvest.spiders.dgilbo import DgilboSpider
from tests.support.crawls import changed, crawl
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


PHOTOS = "dgilbo/attached-photos"
CUT = "해오름군 새벽들 사람들이 서른 해 동안 손으로 가꾼 돌담길이 나라의 으뜸 마을 길로 뽑혀 다음 달부터 길 이름을 새로 짓고 걷…"


@pytest.mark.parametrize(
    ("page_title", "title"),
    [
        (" 행사를 연다 &gt; 뉴스 | 대구경북일보", f"{CUT[:-1]}기 행사를 연다"),
        (" 행사를 연다 | 대구경북일보", f"{CUT[:-1]}기 행사를 연다"),
        (" - 행사를 연다 &gt; 뉴스 | 대구경북일보", f"{CUT[:-1]}기 - 행사를 연다"),
        (" 행사를 연다", CUT),  # where it ends is not to be seen
    ],
)
def test_a_heading_that_was_cut_is_whole_in_the_page_title(tmp_path: Path, page_title: str, title: str) -> None:
    whole = "걷기 행사를 연다 &gt; 뉴스 | 대구경북일보</title>"
    found = changed(tmp_path, PHOTOS, (whole, f"걷기{page_title}</title>")).get("title", f"{CUT[:-1]}기 행사를 연다")
    assert found == title


def test_a_page_title_of_another_article_makes_no_heading_whole(tmp_path: Path) -> None:
    assert changed(tmp_path, PHOTOS, ("<title>해오름군 새벽들", "<title>해오름군 아침들"))["title"] == CUT


def test_the_category_in_the_old_skins_heading_is_no_title(tmp_path: Path) -> None:
    title = "별내읍 주민자치센터, 목공 교실 수강생 모집\n"
    assert changed(tmp_path, OLD, (f"                        {title}", f"                        지방 | {title}")) == {}


def test_a_bar_in_the_title_stays(tmp_path: Path) -> None:
    old = "별내읍 주민자치센터, 목공 교실 수강생 모집"
    assert changed(tmp_path, OLD, (old, f"알림 | {old}"))["title"] == f"알림 | {old}"


def test_an_og_title_that_is_the_outlets_is_no_title(tmp_path: Path) -> None:
    title = "별내읍 주민자치센터, 목공 교실 수강생 모집"
    assert changed(tmp_path, OLD, (f'property="og:title" content="{title}"', 'property="og:title" content="대구경북일보"')) == {}


def test_attached_photos_alone_are_a_photo_story(tmp_path: Path) -> None:
    shutil.copytree(FIXTURES / "dgilbo", tmp_path / "dgilbo")
    page = tmp_path / "dgilbo" / "attached-photos" / "page.html"
    text = page.read_text(encoding="utf-8")
    start = text.index('<div id="bo_v_con">')
    page.write_text(f'{text[:start]}<div id="bo_v_con"></div>{text[text.index("<!-- }", start) :]}', encoding="utf-8")
    url = "http://dgilbo.dgn.kr/bbs/board.php?bo_table=news&wr_id=900021"
    assert crawl("dgilbo", tmp_path, url=url).reasons == {"photo_only": [url]}


def test_attached_photos_without_the_texts_container_are_a_page_that_has_changed(tmp_path: Path) -> None:
    shutil.copytree(FIXTURES / "dgilbo", tmp_path / "dgilbo")
    page = tmp_path / "dgilbo" / "attached-photos" / "page.html"
    text = page.read_text(encoding="utf-8")
    page.write_text(text.replace('id="bo_v_con"', 'id="text"').replace("본문 내용", "본문"), encoding="utf-8")
    url = "http://dgilbo.dgn.kr/bbs/board.php?bo_table=news&wr_id=900021"
    assert crawl("dgilbo", tmp_path, url=url).reasons == {"no_body": [url]}


def test_the_old_gallery_skin() -> None:
    row = (
        "<li class='bo_img_list_li'><ul class='bo_img_con'>"
        "<li class='bo_img_href'><a href='/bbs/board.php?bo_table=news&wr_id={0}'></a></li>"
        "<li><span class='bo_img_subject'>작성자 </span>홍길동</li><li><span class='bo_img_subject'>작성일 </span>{1}</li></ul></li>"
    )
    page = f"<ul id='bo_img_list'>{row.format(7, '11-20')}{row.format(6, '15:24')}</ul>"
    rows = [("7", "2026-11-20 00:00"), ("6", "2026-11-21 15:24")]
    assert listed(page) == rows
    now = page.replace("bo_img_list_li", "gall_li").replace("bo_img_list", "gall_ul").replace("bo_img_con", "gall_con")
    assert listed(now) == rows


def test_the_old_skins_writer_is_not_a_counter(tmp_path: Path) -> None:
    assert changed(tmp_path, OLD, ('<strong><span class="member">편도담</span></strong>', "<strong>최고관리자</strong>")) == {"authors": []}
