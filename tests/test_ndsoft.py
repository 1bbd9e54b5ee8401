"""NDsoft's skins as they vary: what an outlet may print elsewhere, or inside the body's container."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from parsel import Selector

from newsharvest.crawl.outlet import OutletSpider
from newsharvest.page.layouts import choose
from newsharvest.platforms.dadamedia import DadaMediaSpider
from newsharvest.platforms.ndsoft import LIST_TABLE, NdsoftSpider
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
    above = ('<h2 class="subheading">난방기 17대 교체… 어르신 안부 전화</h2>', "") if case == SKIN_4 else ("</title>", "</title>")
    differs = changed(tmp_path, case, above, (FIRST[case], f"<h4 class='{name}'>둘째 부제</h4>{FIRST[case]}"))
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


def test_skin_4_with_the_older_header(tmp_path: Path) -> None:
    """Whose times, writer and section skin 3 has."""
    page = (FIXTURES / SKIN_4 / "page.html").read_text(encoding="utf-8")
    header = page[page.index('<nav class="view-navigation">') : page.index('<article class="article-sytool-container">')]
    older = """<ul class="breadcrumbs"><li><a href="/">홈</a></li><li><a href="/news/articleList.html">사회</a></li></ul>
        <h1 class="heading">은하시, 겨울 앞두고 한파 쉼터 63곳 점검</h1><h2 class="subheading">난방기 17대 교체… 어르신 안부 전화</h2>
        <ul class="infomation"><li><span class="show-for-sr">기자명</span> 노아람 기자</li><li>입력 2026.11.20 14:03</li>
        <li>수정 2026.11.20 16:41</li></ul></header>"""
    assert changed(tmp_path, SKIN_4, (header, older), ("article:published_time", "article:none")) == {}


@pytest.mark.parametrize(
    ("case", "box"),
    [
        (SKIN_3, '<strong class="name"><a href="/news/articleList.html?sc_area=I&amp;sc_word=garam">문가람 기자</a></strong>'),
        (SKIN_3, '<li><i class="icon-user-o"><span class="show-for-sr">기자명</span></i> 문가람 기자</li>'),
        (SKIN_4, '<strong class="name">노아람 기자</strong>'),
        (SKIN_4, '<li class="info-name" aria-label="기자명">노아람 기자</li>'),
        (SKIN_2, '<strong class="names">오한들 기자</strong>'),
        (SKIN_2, '<li><i class="fa fa-user-o fa-fw"></i>&nbsp;오한들 기자</li>'),
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
    assert differs.keys() - {"doubts"} == {"body"}
    assert differs["body"].startswith("이용료는 건당 900원이다.\n\n가게는 142곳이다(가온군 단감 18톤 수출).\n\n다솔시가 동네")


@pytest.mark.parametrize("name", ["시민기자", "수정동 소식", "입력과 출력"])
def test_a_section_may_be_named_as_labels_are(tmp_path: Path, name: str) -> None:
    assert changed(tmp_path, SKIN_3, ("유통·소상공인</a>", f"{name}</a>")) == {"section": ["경제", name]}


def test_an_article_whose_script_speaks_of_a_missing_link_is_not_taken_for_deleted() -> None:
    """Of a skin that is not known yet: that has to be seen."""
    script = "<script>alert('존재하지 않는 링크입니다.'); alert('관리자가 검토중인 기사 입니다.');</script>"
    page = Selector(f"<html><body>{script}<h2>제목</h2><div id='article-view-content-div'>글</div></body></html>")
    assert choose(page, NdsoftSpider.layouts) is None
    assert choose(page, NdsoftSpider.notices) is None


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


RANKING = "<ul><li><a href='/news/articleView.html?idxno=778088'><em>1</em>가온군 단감 18톤 수출</a></li></ul>"


@pytest.mark.parametrize(
    "box",
    [
        f"<article class='a1'><header><strong>많이 본 뉴스</strong></header><p class='a2'></p><div>{RANKING}</div></article>",
        f"<div class='a1'><h3>이 시각 주요뉴스</h3><span>1</span>{LINK}<span>2</span>{LINK}</div>",
        f"<h4>함께 읽기</h4>{RANKING}",
        f"<p><b>관련기사</b></p><br>\n{RANKING}",
        f"<div>[관련 뉴스]</div>{RANKING}",
        f"<strong>추천</strong>\n<!-- -->\n{RANKING}",
        f"<p>▶관련 기사 : {LINK}</p>",
        f"<p>☞ 관련뉴스 {LINK}</p>",
        f"<section><h3>인기</h3><div>1.</div><div>{LINK}</div>\n<div>2026-11-20</div></section>",
        f"<div><b>[관련기사]</b> {LINK} · {LINK}</div>",
        "*/",
        "<p>//--&gt;</p>",
        "<a href='/bannerManager/inc/9.html'>가온 안마의자</a>",
        "<img src='http://cdn.idomin.com/bannerpop/uploads/202611/gaon_9.jpg' width='600'>",
        "<div class='banner_event_box'><p>가온 안마의자</p></div>",
        "<div class='rotate_half_banner on'><img src='/9.jpg'></div>",
        "<center><a href='http://shop.example.com/'><img src='/9.jpg'></a></center>",
        "<figure class='image max-width-300' data-idxno='9'><img src='/9.jpg'></figure>",
        "<div class='user-info'><span class='name'>문가람 기자</span><p>다른기사 보기</p></div>",
    ],
)
def test_links_to_other_articles_take_their_heading_with_them_and_a_banner_its_picture(tmp_path: Path, box: str) -> None:
    assert changed(tmp_path, SKIN_3, (FIRST[SKIN_3], box + FIRST[SKIN_3])) == {}


@pytest.mark.parametrize(
    ("box", "text"),
    [
        (f"<h4>배송은 하루 세 차례다.</h4>{RANKING}", "배송은 하루 세 차례다."),
        (
            f"<h4>공동배송 참여 가게와 물류업체, 상인회의 자세한 이야기</h4>{RANKING}",
            "공동배송 참여 가게와 물류업체, 상인회의 자세한 이야기",
        ),
        (f"<p>참여 가게</p>{RANKING}", "참여 가게"),
        (f"<div>가게는 <b>142곳</b>{RANKING}</div>", "가게는 142곳"),
        (f"<h4>참여 가게</h4><p>솔바람시장</p>{RANKING}", "참여 가게\n\n솔바람시장"),
        ("<h4>참여 가게</h4><ul><li><a href='http://shop.example.com/'>솔바람시장</a></li></ul>", "참여 가게\n\n솔바람시장"),
        (f"<div><h4>참여 가게</h4><p>솔바람시장</p>{LINK}</div>", "참여 가게\n\n솔바람시장\n\n가온군 단감 18톤 수출"),
        (
            f"<p>관련 기사가 나가자 시는 참여 가게의 명단을 모두 공개했다({LINK}).</p>",
            "관련 기사가 나가자 시는 참여 가게의 명단을 모두 공개했다",
        ),
    ],
)
def test_a_line_of_the_article_before_such_links_stays(tmp_path: Path, box: str, text: str) -> None:
    differs = changed(tmp_path, SKIN_3, (FIRST[SKIN_3], box + FIRST[SKIN_3]))
    assert differs.keys() - {"doubts"} == {"body"}
    assert differs["body"].startswith(text)


@pytest.mark.parametrize(
    "photo",
    [
        "<figure class='image max-width-300' data-idxno='9'><img src='/9.jpg'><figcaption>가온시청 앞 나무</figcaption></figure>",
        "<figure class='photo-layout image max-width-300' data-idxno='9'><img src='/9.jpg'></figure><p>▲ 가온시청 앞 나무</p>",
        "<center><a href='http://idomin.com/news/photo/9.jpg'><img src='/9.jpg'></a></center><p>▲ 가온시청 앞 나무</p>",
        "<center><img src='/9.jpg'></center><p>▲ 가온시청 앞 나무</p>",
    ],
)
def test_a_photo_of_the_article_stays(tmp_path: Path, photo: str) -> None:
    differs = changed(tmp_path, SKIN_3, (FIRST[SKIN_3], photo + FIRST[SKIN_3]))
    assert set(differs) == {"images"}
    assert {"url": "http://idomin.com/9.jpg", "caption": "가온시청 앞 나무"} in differs["images"]


@pytest.mark.parametrize(
    ("printed", "published", "modified"),
    [
        ("입력 2026.11.20 17:42 | 수정 2026.11.20 18:05", "2026.11.20 17:42", "2026.11.20 18:05"),
        ("수정 2026.11.20 18:05 | 등록 2026.11.20 17:42", "2026.11.20 17:42", "2026.11.20 18:05"),
        ("입력 2026.11.20 17:42 수정 2026.11.20 18:05", "2026.11.20 17:42", "2026.11.20 18:05"),
        ("승인 : 2026-11-20 17:42:03 / 최종수정 : 2026-11-20 18:05:10", "2026-11-20 17:42:03", "2026-11-20 18:05:10"),
        ("기사승인 2026. 11. 20. 17:42, 업데이트 2026. 11. 20. 18:05", "2026. 11. 20. 17:42", "2026. 11. 20. 18:05"),
        ("송고시간 2026-11-20 17:42", "2026-11-20 17:42", None),
        ("게재 2026.11.20 17:42", "2026.11.20 17:42", None),
        ("최초등록 2026.11.20 17:42", "2026.11.20 17:42", None),
        ("최초입력 : 2026.11.20 17:42", "2026.11.20 17:42", None),
        ("등록일시 : 2026-11-20 17:42", "2026-11-20 17:42", None),
        ("[등록] 2026.11.20 17:42", "2026.11.20 17:42", None),
        ("발행일 : 2026.11.20", "2026.11.20", None),
        ("발행일 2026.11.21</li><li>입력 2026.11.20 17:42", "2026.11.20 17:42", None),
        ("게시일 : 2026.11.20 17:42", "2026.11.20 17:42", None),
        ("Published 2026.11.20 17:42", "2026.11.20 17:42", None),
        ("2026.11.20 17:42", "2026.11.20 17:42", None),
        ("신문게재 2026.11.21 12면", None, None),
        ("신문 게재 2026.11.21 12면", None, None),
        ("신문 게재 2026.11.21 | 입력 2026.11.20 17:42", "2026.11.20 17:42", None),
        ("등록번호 경남 아00012", None, None),
    ],
)
@pytest.mark.parametrize("header", ["infomation", "breadcrumbs"])
def test_a_time_is_known_by_what_is_printed_before_it(
    tmp_path: Path, header: str, printed: str, published: str | None, modified: str | None
) -> None:
    times = "<li>수정 2026.11.20 18:05</li>", ""
    entered = '<li><i class="icon-clock-o"></i> 입력 2026.11.20 17:42</li>'
    here = f"<li><i></i>&nbsp;{printed}</li>"
    places = (entered, here) if header == "infomation" else (entered, f'</ul><ul class="breadcrumbs">{here}</ul><ul>')
    differs = changed(tmp_path, SKIN_3, times, places, ("article:published_time", "article:none"))
    raw = {"published_raw": "2026.11.20 17:42", "modified_raw": "2026.11.20 18:05"} | differs
    assert (raw["published_raw"], raw["modified_raw"]) == (published, modified)
    assert "section" not in differs


@pytest.mark.parametrize(
    "other",
    [
        "지면 12면",
        "12면",
        "호수 1204",
        "제1204호",
        "댓글 0",
        "댓글",
        "조회수 31",
        "문가람 기자",
        '<a href="/pdf/12.pdf">지면 12면</a>',
        '<a href="/">HOME</a>',
    ],
)
def test_what_else_stands_in_a_breadcrumb_is_no_section(tmp_path: Path, other: str) -> None:
    assert changed(tmp_path, SKIN_3, ('<ul class="breadcrumbs">', f'<ul class="breadcrumbs"><li>{other}</li>')) == {}


@pytest.mark.parametrize("name", ["<a href='#'>4·3</a>", "<a href='#'>2026 지방선거</a>"])
def test_a_section_may_have_a_figure(tmp_path: Path, name: str) -> None:
    plain = Selector(name).xpath("string()").get()
    assert changed(tmp_path, SKIN_3, ("유통·소상공인</a></li>", f"유통·소상공인</a></li><li>{name}</li>")) == {
        "section": ["경제", "유통·소상공인", plain]
    }


def test_the_time_of_entry_may_be_hidden_behind_the_last_change(tmp_path: Path) -> None:
    assert changed(tmp_path, SKIN_4, ('class="info-update-origin"', 'class="info-update-origin" style="display:none"')) == {}


@pytest.mark.parametrize(
    "box",
    [
        "<article class='writer'><b class='name'><a href='#'>서이든</a>문화부장</b><a class='email'>ideun@example.com</a></article>",
        "<div class='info-group'><div class='writer'><p class='name'>서이든 기자</p><p class='email'>ideun@example.com</p></div></div>",
        "<div class='user-info'><p class='name'>서이든 기자</p><p class='email'>ideun@example.com</p></div>",
    ],
)
def test_the_writers_box_alone_names_the_writer(tmp_path: Path, box: str) -> None:
    page = "idomin/newest-header"
    own = '<div class="user-info"><strong class="name">서이든 기자</strong><span class="email">ideun@example.com</span></div>'
    assert changed(tmp_path, page, (own, box), ('<li class="info-name" aria-label="기자명"> 서이든 기자 </li>', "")) == {}


def test_a_visitors_box_is_no_writer(tmp_path: Path) -> None:
    box = "<div class='user-info'><span class='name'>로그인</span></div>"
    own = '<div class="user-info"><strong class="name">서이든 기자</strong><span class="email">ideun@example.com</span></div>'
    name = '<li class="info-name" aria-label="기자명"> 서이든 기자 </li>'
    assert changed(tmp_path, "idomin/newest-header", (own, box), (name, "")) == {"authors": [], "author_emails": []}


def test_skin_2s_writer_and_address_stand_in_several_places(tmp_path: Path) -> None:
    """In the writer's box, over the rights line, and the name in the heading: each alone is enough."""
    page = "jejusori/view-header"
    box = '<a class="names" href="mailto:haram@example.com"><strong>도하람 기자</strong></a>'
    line = "<br>도하람 기자 haram@example.com<br>"
    heading = '<li><i class="fa fa-user-o fa-fw"></i>&nbsp;도하람 기자</li>'
    meta = '<meta property="og:article:author" content="도하람 기자">'
    for number, gone in enumerate(([box, heading], [line, heading], [box], [line])):
        assert changed(tmp_path / str(number), page, *((part, "") for part in (*gone, meta))) == {}


def test_skin_2s_heading_may_stand_in_no_header(tmp_path: Path) -> None:
    assert changed(tmp_path, "jejusori/view-header", ('<header class="article-view-header">', "<header>")) == {}


@pytest.mark.parametrize(
    "tags",
    [
        "Tag#별빛시 #자전거길",
        "<ul><li><a href='#'>#별빛시</a></li><li><a href='#'>#자전거길</a></li></ul>",
        "<span>태그 :</span> <a href='#'># 별빛시</a>, <a href='#'># 자전거길</a>",
    ],
)
def test_hash_tags_are_tags_and_no_text(tmp_path: Path, tags: str) -> None:
    page = "jejusori/boxes-in-body"
    text = (FIXTURES / page / "page.html").read_text(encoding="utf-8")
    start = text.index('<strong>Tag</strong><a href="/news')
    assert changed(tmp_path, page, (text[start : text.index("</div>", start)], tags)) == {}


def test_the_headline_skin_without_a_writer_prints_the_time_in_his_place(tmp_path: Path) -> None:
    name = '<li class="name"><i class="fa fa-user-o fa-fw"></i>&nbsp;윤슬아 기자</li>'
    moved = (name, ""), ('<li class="date">', '<li class="name">')
    assert changed(tmp_path, "ksilbo/headline-skin", *moved) == {"authors": []}


def test_the_headline_skins_body_by_its_other_name(tmp_path: Path) -> None:
    assert changed(tmp_path, "ksilbo/headline-skin", (' id="articleBody"', "")) == {}


def test_a_list_in_one_table_is_read_by_its_links() -> None:
    page = (FIXTURES / "ksilbo" / "list-table" / "page.html").read_bytes().decode("cp949")
    flat = page.replace('<td><table width="100%">', "<td>").replace("</table></td>", "</td>")
    assert [len(LIST_TABLE.rows[n].select(Selector(text))) for text in (page, flat) for n in (0, 1)] == [2, 2, 0, 2]
