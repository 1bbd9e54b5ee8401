"""NDsoft's skins as they vary: what an outlet may print elsewhere, or inside the body's container."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from parsel import Selector

from newsharvest.crawl.outlet import OutletSpider
from newsharvest.page.layouts import choose
from newsharvest.platforms.dadamedia import DadaMediaSpider
from newsharvest.platforms.ndsoft import NdsoftSpider
from tests.support.crawls import changed, crawl
from tests.support.project import FIXTURES

SKIN_1 = "ksilbo/512204"
SKIN_2 = "jejusori/301245"
SKIN_3 = "idomin/778102"
SKIN_4 = "gnmaeil/415120"
# the head of the first paragraph, before which a box is put
FIRST = {SKIN_1: "울림구 극단", SKIN_2: "<p>가온시는 여름철", SKIN_3: "<p>다솔시가 동네", SKIN_4: "<p>은하시는 본격적인"}

LINK = "<a href='/news/articleView.html?idxno=778088'>가온군 단감 18톤 수출</a>"
BOXES = (
    "<div class='ad-template' id='AD9'>가온 안마의자</div>",
    "<p class='ad_title'>광고</p>",
    "<div id='default_news_ad2'>가온 안마의자</div>",
    "<article class='article-sytool-container'>SNS 기사보내기</article>",
    "<div id='fontsize-dropdown'>기사의 본문 내용은 이 글자크기로 변경됩니다.</div>",
    "<ul class='info-options2 no-bullet'><li>이 기사를 공유합니다</li></ul>",
    "<div class='reveal'>기사공유하기</div>",
    "<div class='view-editors'><p>다른기사 보기</p></div>",
    "<article class='writer'><p>다른기사 보기</p></article>",
    "<div class='auto-article auto-dl01'><p>가온군 단감 18톤 수출</p></div>",
    "<div class='owl-carousel'><p>가온군 단감 18톤 수출</p></div>",
    "<div class='swiper-wrapper'><p>가온군 단감 18톤 수출</p></div>",
    "<div class='slick-list'><p>가온군 단감 18톤 수출</p></div>",
    f"<ul><li>{LINK}</li></ul>",
    f"<ol><li>{LINK}</li></ol>",
)


@pytest.mark.parametrize("box", BOXES)
def test_a_box_inside_the_body_is_no_text(tmp_path: Path, box: str) -> None:
    assert changed(tmp_path, SKIN_3, (FIRST[SKIN_3], box + FIRST[SKIN_3])) == {}


@pytest.mark.parametrize("case", [SKIN_1, SKIN_2, SKIN_4])
def test_nor_is_it_in_the_other_skins(tmp_path: Path, case: str) -> None:
    assert changed(tmp_path, case, (FIRST[case], "".join(BOXES) + FIRST[case])) == {}


@pytest.mark.parametrize("case", [SKIN_2, SKIN_3, SKIN_4])
def test_a_figure_without_its_class_has_a_caption_too(tmp_path: Path, case: str) -> None:
    photo = "<figure><img src='/1.jpg'><figcaption>가온시청 앞 나무</figcaption></figure>"
    differs = changed(tmp_path, case, (FIRST[case], photo + FIRST[case]))
    assert set(differs) == {"images"}
    assert [image["caption"] for image in differs["images"] if image["url"].endswith("/1.jpg")] == ["가온시청 앞 나무"]


@pytest.mark.parametrize("name", ["article-copy", "article-copyright", "view-copyright"])
def test_the_rights_line_inside_the_body_is_no_text(tmp_path: Path, name: str) -> None:
    """Not even where it does not look like one."""
    last = "        <script>Util.copyExec"
    box = f"<div class='{name}'>경남도민일보에 모든 권리가 있다</div>"
    differs = changed(tmp_path, SKIN_3, (last, box + last))
    assert differs == {"rights": "경남도민일보에 모든 권리가 있다"}


@pytest.mark.parametrize(("case", "name"), [(SKIN_2, "article-head-sub"), (SKIN_3, "subheading"), (SKIN_4, "subheading")])
def test_the_subtitle_is_no_text_wherever_it_stands(tmp_path: Path, case: str, name: str) -> None:
    differs = changed(tmp_path, case, (FIRST[case], f"<h4 class='{name}'>둘째 부제</h4>{FIRST[case]}"))
    assert set(differs) == {"subtitle"}
    assert "둘째 부제" in differs["subtitle"]


def test_a_sentence_with_a_link_to_another_article_stays(tmp_path: Path) -> None:
    differs = changed(tmp_path, SKIN_3, ("솔바람시장과", f"솔바람시장({LINK})과"))
    assert set(differs) == {"body"}
    assert "솔바람시장(가온군 단감 18톤 수출)과 물레방아길" in differs["body"]


@pytest.mark.parametrize("body", ["arl_view_content", "adiContents", "talklink_contents", "CmAdContent"])
def test_the_oldest_skin_under_each_name_of_its_body(tmp_path: Path, body: str) -> None:
    assert changed(tmp_path, SKIN_1, ('id="articleBody"', f'id="{body}"')) == {}


def test_the_oldest_skins_widest_container_holds_its_heading_too(tmp_path: Path) -> None:
    begin = '<div class="arl_view_title_box">', '<div id="arl_view_box"><div class="arl_view_title_box">'
    end = '<table width="100%"><tr><td>&lt;저작권자', '</div><table width="100%"><tr><td>&lt;저작권자'
    apart = '<h2 class="arl_view_sub_title">', '</div><div><h2 class="arl_view_sub_title">'
    assert changed(tmp_path, SKIN_1, begin, apart, end, ("프린트", ""), ("메일보내기", ""), ('id="articleBody"', "")) == {}


@pytest.mark.parametrize(
    ("case", "old", "new"),
    [
        (SKIN_1, 'class="arl_view_title"', ""),
        (SKIN_2, '<div class="article-head-title">가온시, 마을마다 빗물 저금통 보급 나선다', '<div class="article-head-title">'),
        (SKIN_3, 'class="heading"', ""),
        (SKIN_4, 'class="heading"', ""),
    ],
)
def test_the_title_is_in_the_head_too(tmp_path: Path, case: str, old: str, new: str) -> None:
    changes = [(old, new)]
    if case == SKIN_1:  # whose page has none
        changes.append(("<title>", "<meta property='og:title' content='극단 ‘똠방’, 공단 노동자와 만든 연극 무대에 - 경상일보'><title>"))
    assert changed(tmp_path, case, *changes) == {}


@pytest.mark.parametrize(
    ("case", "printed"),
    [(SKIN_1, "2015년 04월 23일 (목) 12:13:44"), (SKIN_2, "승인 2018.03.16 08:03"), (SKIN_4, "입력 2026.11.20 14:03")],
)
def test_without_a_printed_time_the_one_in_the_head_is_taken(tmp_path: Path, case: str, printed: str) -> None:
    meta = "<meta property='article:published_time' content='2015-04-24T01:02:03+09:00'>"
    differs = changed(tmp_path, case, (printed, ""), ("<title>", f"{meta}<title>"))
    assert differs["published_raw"] == differs["published_at"] == "2015-04-24T01:02:03+09:00"


def test_skin_4s_time_may_stand_in_the_breadcrumb(tmp_path: Path) -> None:
    printed = "<li>입력 2026.11.20 14:03</li>"
    moved = (printed, ""), ('<ul class="breadcrumbs">', f'<ul class="breadcrumbs">{printed}')
    assert changed(tmp_path, SKIN_4, *moved, ("article:published_time", "article:none")) == {}


@pytest.mark.parametrize(
    ("case", "box"),
    [
        (SKIN_3, '<strong class="name"><a href="/news/articleList.html?sc_area=I&amp;sc_word=garam">문가람 기자</a></strong>'),
        (SKIN_3, '<li><i class="icon-user-o"><span class="show-for-sr">기자명</span></i> 문가람 기자</li>'),
        (SKIN_4, '<strong class="name">노아람 기자</strong>'),
        (SKIN_4, '<li><span class="show-for-sr">기자명</span> 노아람 기자</li>'),
        (SKIN_2, '<strong class="names">오한들 기자</strong>'),
        (SKIN_2, '<li><i class="fa fa-user-o fa-fw"></i> 오한들 기자</li>'),
    ],
)
def test_the_writer_stands_in_two_places(tmp_path: Path, case: str, box: str) -> None:
    assert changed(tmp_path, case, (box, "")) == {}


@pytest.mark.parametrize(
    ("shapes", "layout"),
    [
        (["<h1 class='arl_view_title'>", "<p class='article-head-title'>", "<div id='article-view-content-div'>"], "ndsoft/skin-2"),
        (
            ["<header class='article-view-header'><p class='article-head-title'></p></header>", "<div id='article-view-content-div'>"],
            "ndsoft/skin-2",
        ),
        (["<header class='article-view-header'></header>", "<div id='article-view-content-div'>"], "ndsoft/skin-3"),
        (
            [
                "<p class='article-head-title'>",
                "<header class='article-view-header'><h3 class='heading'></h3></header>",
                "<div id='article-view-content-div'>",
            ],
            "ndsoft/skin-3",
        ),
        (["<div id='head-info'></div>", "<font class='headline-title'></font>", "<div id='articleBody'>"], "ndsoft/headline"),
        (
            ["<h1 class='arl_view_title'></h1>", "<div id='head-info'></div>", "<font class='headline-title'></font>"],
            "ndsoft/skin-1",
        ),
        (
            [
                "<div id='head-info'></div>",
                "<font class='headline-title'></font>",
                "<p class='article-head-title'>",
                "<div id='article-view-content-div'>",
            ],
            "ndsoft/skin-2",
        ),
        (["<p class='article-head-title'>", "<article class='atlview-grid-body'>", "<div id='article-view-content-div'>"], "ndsoft/skin-4"),
        (
            ["<header class='article-view-header'>", "<article class='atlview-grid-body'>", "<div id='article-view-content-div'>"],
            "ndsoft/skin-4",
        ),
    ],
)
def test_a_page_with_something_of_two_skins_is_the_newer_ones(shapes: list[str], layout: str) -> None:
    page = Selector(f"<html><body>{''.join(shapes)}글</body></html>")
    assert [skin.name for skin in NdsoftSpider.layouts if skin.fits(page)] == [layout]


@pytest.mark.parametrize(
    ("case", "spider"), [(SKIN_2, DadaMediaSpider), ("krnews21/305345", NdsoftSpider)], ids=["NDsoft's page", "다다미디어's page"]
)
def test_two_families_share_the_name_of_their_title_and_reject_each_other(case: str, spider: type[OutletSpider]) -> None:
    page = Selector((FIXTURES / case / "page.html").read_text(encoding="utf-8"))
    assert page.css(".article-head-title")
    assert page.css(".info-text")
    assert choose(page, spider.layouts) is None


@pytest.mark.parametrize("name", ["ul", "ol"])
def test_a_list_that_is_not_all_links_stays(tmp_path: Path, name: str) -> None:
    box = f"<{name}><li>이용료는 건당 900원이다.</li><li>가게는 142곳이다({LINK}).</li></{name}>"
    differs = changed(tmp_path, SKIN_3, (FIRST[SKIN_3], box + FIRST[SKIN_3]))
    assert set(differs) == {"body"}
    assert differs["body"].startswith("이용료는 건당 900원이다.\n\n가게는 142곳이다(가온군 단감 18톤 수출).\n\n다솔시가 동네")


@pytest.mark.parametrize("name", ["시민기자", "수정동 소식", "입력과 출력"])
def test_a_section_may_be_named_as_labels_are(tmp_path: Path, name: str) -> None:
    assert changed(tmp_path, SKIN_3, ("유통·소상공인</a>", f"{name}</a>")) == {"section": ["경제", name]}


def test_an_article_whose_script_speaks_of_a_missing_link_is_not_taken_for_deleted() -> None:
    """Of a skin that is not known yet: that has to be seen."""
    script = "<script>alert('존재하지 않는 링크입니다.'); alert('관리자가 검토중인 기사 입니다.');</script>"
    page = Selector(f"<html><body>{script}<h2>제목</h2><div id='article-view-content-div'>글</div></body></html>")
    assert choose(page, (*NdsoftSpider.layouts, *NdsoftSpider.notices)) is None


def test_skin_4s_wrapper_holds_its_tools_too(tmp_path: Path) -> None:
    assert changed(tmp_path, SKIN_4, ('id="article-view-content-div"', "")) == {}


def test_skin_4s_list_of_another_view(tmp_path: Path) -> None:
    shutil.copytree(FIXTURES / "gnmaeil", tmp_path / "gnmaeil")
    for case in ("list-1", "list-2"):
        page = tmp_path / "gnmaeil" / case / "page.html"
        page.write_text(page.read_text(encoding="utf-8").replace("altlist-text-item", "altlist-webzine-item"), encoding="utf-8")
    harvest = crawl("gnmaeil", tmp_path)
    assert [item["id"] for item in harvest.items] == ["gnmaeil:415120"]
    assert harvest.report.exit_status == 0


def test_the_day_a_page_is_made_is_no_date_of_an_article(tmp_path: Path) -> None:
    printed = ("입력 2026.11.20 17:42", ""), ("수정 2026.11.20 18:05", "")
    differs = changed(tmp_path, SKIN_3, *printed, ("article:published_time", "article:none"))
    assert {name: differs[name] for name in ("published_at", "published_raw")} == {"published_at": None, "published_raw": None}


def test_nothing_but_articles_and_lists_is_asked_for() -> None:
    """Not the admin's login hidden in the footer, nor the pop-ups for print and mail."""
    stats = crawl("idomin").crawler.stats
    assert stats.get_value("downloader/request_count") == 1 + 2 + 2  # robots.txt, two list pages, two articles
