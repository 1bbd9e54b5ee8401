"""Pages as they could be tomorrow: what moves round the article must not reach the item, and a field is read only where its layout says."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from tests.support.crawls import changed, crawl
from tests.support.project import FIXTURES

JOONGDO = "joongdo/20200213010005265"
KRNEWS21 = "krnews21/305345"
ART_INFO = "gyeonggitv/art-info"


def test_joongdos_title_is_not_the_line_under_it(tmp_path: Path) -> None:
    assert changed(tmp_path, JOONGDO, ("og:title", "og:headline")) == {}


@pytest.mark.parametrize(
    ("case", "changes"),
    [
        (JOONGDO, [("<li>승인 ", "<li><i></i>&nbsp;승인&nbsp;")]),
        ("kgnews/body-area-variant", [("<li>등록 ", "<li><i></i>&nbsp;등록&nbsp;")]),
        ("gnmaeil/415120", [('<div class="info-update-origin">입력 ', "<div>&nbsp;입력&nbsp;")]),
        ("idomin/778102", [('<li><i class="icon-user-o"><span class="show-for-sr">기자명', "<li>&nbsp;<span><span>기자명")]),
        ("ksilbo/512204", [("홈 &gt; 뉴스", "홈&nbsp;&gt;&nbsp;뉴스")]),
        ("ksilbo/view-title", [('<a href="/">홈</a> &gt; ', '<a href="/">&nbsp;홈</a>&nbsp;&gt;&nbsp;')]),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_hard_space_hides_no_label(tmp_path: Path, case: str, changes: list[tuple[str, str]]) -> None:
    assert changed(tmp_path, case, *changes) == {}


@pytest.mark.parametrize("before", ["입력 2020-02-13 09:00</li><li>승인 ", "입력 "])
def test_joongdos_date_is_that_of_its_approval_and_else_of_its_entry(tmp_path: Path, before: str) -> None:
    assert changed(tmp_path, JOONGDO, ("<li>승인 ", f"<li>{before}")) == {}


@pytest.mark.parametrize("end", ["</body>", "</html>", "</BODY ></HTML>\n"])
@pytest.mark.parametrize("before", ["<ul>\n          <li>전국</li>", "<br>\n"])
def test_a_page_that_ends_halfway_goes_on(tmp_path: Path, end: str, before: str) -> None:
    """An included file's end, or one that was pasted with the text: a browser goes on, and the parser would drop all that follows."""
    assert changed(tmp_path, JOONGDO, (before, end + before)) == {}


def test_a_list_that_ends_halfway_goes_on(tmp_path: Path) -> None:
    shutil.copytree(FIXTURES / "joongdo", tmp_path / "joongdo")
    page = tmp_path / "joongdo" / "list-1" / "page.html"
    page.write_text(page.read_text(encoding="utf-8").replace("<body>", "<body></body></html>", 1), encoding="utf-8")
    assert [item["id"] for item in crawl("joongdo", tmp_path).items] == [item["id"] for item in crawl("joongdo").items]


def test_joongdos_section_is_not_the_menu(tmp_path: Path) -> None:
    breadcrumb = FIXTURES / JOONGDO / "page.html"
    text = breadcrumb.read_text(encoding="utf-8")
    start = text.rindex("<ul", 0, text.index("<li>전국</li>"))
    whole = text[start : text.index("</ul>", start) + len("</ul>")]
    assert changed(tmp_path, JOONGDO, (whole, "")) == {"section": []}


def test_a_script_that_names_the_rights_is_no_rights_line(tmp_path: Path) -> None:
    script = '<script>var footer = "(www.joongdo.co.kr) 무단전재";</script>'
    assert changed(tmp_path, JOONGDO, ("<body>", f"<body>{script}")) == {}


def test_a_table_of_figures_with_a_picture_stays_text(tmp_path: Path) -> None:
    cells = "<tr><td><img src='/i.png'></td><td>구분</td><td>2023년</td></tr><tr><td>1</td><td>사과</td><td>12톤</td></tr>"
    differs = changed(tmp_path, JOONGDO, ('id="font">', f'id="font"><table>{cells}</table>'))
    assert differs["body"].startswith("구분 2023년\n\n1 사과 12톤\n\n경남 하동군은")
    assert differs["images"] == [{"url": "http://www.joongdo.co.kr/i.png", "caption": None}]
    assert set(differs) == {"body", "images"}


@pytest.mark.parametrize(
    "more",
    ["<li>조회수 1,234</li><li>댓글 0</li>", "<li>최종수정 없음</li>"],
)
def test_counters_beside_the_byline_are_no_authors(tmp_path: Path, more: str) -> None:
    assert changed(tmp_path, KRNEWS21, ("<li>김서인</li>", f"<li>김서인</li>{more}")) == {}


@pytest.mark.parametrize(
    ("lines", "authors"),
    [
        ("<li>사회부</li><li>김서인 기자</li>", ["김서인"]),
        ("<li>조회 7</li><li>이서인 논설위원</li>", ["이서인"]),
        ("<li>2022-12-06 15:24:49</li><li>김서인</li>", ["김서인"]),
        ("<li>조수정</li>", ["조수정"]),
        ("<li>조회 7</li><li>이서인 lsi.2.1@example.com</li>", ["이서인"]),
        ("<li>김등록 기자 kdr1@example.com</li>", ["김등록"]),
    ],
)
def test_krnews21s_writer_is_who_signs_as_one_or_else_the_first_line(tmp_path: Path, lines: str, authors: list[str]) -> None:
    differs = changed(tmp_path, KRNEWS21, ("<li>김서인</li>", lines))
    assert differs.get("authors", ["김서인"]) == authors
    assert set(differs) <= {"authors", "author_emails"}


@pytest.mark.parametrize("label", ["등록", "기사등록", "등록일 :", "입력"])
def test_krnews21s_date_under_its_labels(tmp_path: Path, label: str) -> None:
    assert changed(tmp_path, KRNEWS21, ("<li>등록 2022", f"<li>{label} 2022")) == {}


@pytest.mark.parametrize("label", ["등록", "기사입력", "입력", "작성일", "등록일 :", "등록일시"])
def test_netpros_date_under_its_labels(tmp_path: Path, label: str) -> None:
    assert changed(tmp_path, ART_INFO, ("<li>등록 2024", f"<li>{label} 2024")) == {}


def test_netpros_reporter_without_a_class(tmp_path: Path) -> None:
    last = "김하늘 기자 haneul.kim@example.com"
    assert changed(tmp_path, ART_INFO, ('<li class="name">', "<li>"), (f"<p>{last}</p>", "")) == {"author_emails": []}


@pytest.mark.parametrize("box", ["ban_001", "com_ban", "banner_slide", "top_banner", "ad", "ad_box", "adsbygoogle"])
def test_an_ad_at_the_end_of_the_body_is_no_text_and_hides_no_byline(tmp_path: Path, box: str) -> None:
    last = "<p>김하늘 기자 haneul.kim@example.com</p>"
    ad = f"<div class='{box}'>큐브디자인 http://www.cubedesign.co.kr</div>"
    assert changed(tmp_path, ART_INFO, (last, last + ad)) == {}


def test_an_article_with_a_cloudflare_script_is_no_challenge(tmp_path: Path) -> None:
    script = '<script src="/cdn-cgi/challenge-platform/scripts/jsd/main.js"></script>'
    assert changed(tmp_path, ART_INFO, ("</head>", f"{script}</head>")) == {}


def test_inline_tags_and_wrappers_change_nothing(tmp_path: Path) -> None:
    wrapped = ('<div class="fr-view">', '<div class="fr-view"><div><section>')
    assert changed(tmp_path, KRNEWS21, wrapped, ("연천군수는", "<b>연천</b><span>군수</span>는")) == {}


LIST_2 = "http://gyeonggitv.com/bbs/board.php?bo_table=news&page=2"


def hide_pager(page: Path) -> None:
    text, links = re.subn(r'href="\./board\.php\?bo_table=news&amp;page=\d"', 'href="javascript:go()"', page.read_text(encoding="utf-8"))
    assert links
    page.write_text(text, encoding="utf-8")


def test_a_list_whose_pager_cannot_be_seen_is_walked_by_its_addresses(tmp_path: Path) -> None:
    """A pager of scripts: the next page is tried, and the walk ends where a page has nothing that was not shown before."""
    shutil.copytree(FIXTURES / "gyeonggitv", tmp_path / "gyeonggitv")
    for case in ("list-1", "list-2"):
        hide_pager(tmp_path / "gyeonggitv" / case / "page.html")
    harvest = crawl("gyeonggitv", tmp_path)
    assert [item["id"] for item in harvest.items] == ["gyeonggitv:37835", "gyeonggitv:24496"]
    assert harvest.crawler.stats.get_value("lists/pages") == 2
    assert harvest.report.exit_status == 0


@pytest.mark.parametrize(("status", "reasons"), [(404, {}), (500, {"http_status": [LIST_2]})])
def test_a_list_of_one_page_ends_where_the_next_is_not_there(status: int, reasons: dict[str, list[str]], tmp_path: Path) -> None:
    """Without a pager its address is a guess; any other error than that it is not there is one."""
    shutil.copytree(FIXTURES / "gyeonggitv", tmp_path / "gyeonggitv")
    hide_pager(tmp_path / "gyeonggitv" / "list-1" / "page.html")
    answer = tmp_path / "gyeonggitv" / "list-2" / "response.json"
    answer.write_text(json.dumps(json.loads(answer.read_text(encoding="utf-8")) | {"status": status}), encoding="utf-8")
    harvest = crawl("gyeonggitv", tmp_path, {"RETRY_TIMES": 0})
    assert len(harvest.items) >= 1
    assert harvest.reasons == reasons
    assert harvest.report.exit_status == int(bool(reasons))


def test_json_where_an_article_was_is_no_error_of_ours(tmp_path: Path) -> None:
    shutil.copytree(FIXTURES / "joongdo", tmp_path / "joongdo")
    case = tmp_path / "joongdo" / "20200213010005265"
    answer = json.loads((case / "response.json").read_text(encoding="utf-8"))
    (case / "response.json").write_text(json.dumps(answer | {"headers": {"Content-Type": "application/json"}}), encoding="utf-8")
    (case / "page.html").write_text("{}")
    harvest = crawl("joongdo", tmp_path)
    assert harvest.reasons == {"no_layout": ["http://www.joongdo.co.kr/web/view.php?key=20200213010005265"]}


# --- the heading before what the page states


@pytest.mark.parametrize("case", [ART_INFO, "kgnews/art-info", "krnews21/modified", "joongdo/two-authors", "ptlnews/top-txt"])
@pytest.mark.parametrize("stated", ["가온의 바른 언론", "가온시, &amp;quot;축제&amp;quot; 연다", ""])
def test_an_og_title_that_is_not_the_articles_is_no_title(tmp_path: Path, case: str, stated: str) -> None:
    text = (FIXTURES / case / "page.html").read_text(encoding="utf-8")
    og = re.search(r'<meta property="og:title" content="[^"]*">', text)
    old = og[0] if og else "</head>"
    differs = changed(tmp_path, case, (old, f'<meta property="og:title" content="{stated}">' + ("" if og else old)))
    assert set(differs) <= {"doubts"}


@pytest.mark.parametrize(
    ("case", "old", "box"),
    [
        (ART_INFO, '<div class="art_top">', '<div class="art_top"><h2>지역 소식</h2></div>'),
        (ART_INFO, "<h2>[경기티비종합뉴스] 새봄시", "<h2>지역 소식</h2>"),
        ("kgnews/art-info", '<div class="fix_art_top">', '<div class="fix_art_top"><h2>지역 소식</h2></div>'),
        ("krnews21/modified", '<div class="article-head-title">', '<div class="article-head-title">지역 소식</div>'),
        ("ptlnews/top-txt", '<div class="sub_top_txt">', '<div class="sub_top_txt"><h2>지역 소식</h2></div>'),
    ],
)
def test_a_boxs_heading_of_the_same_class_is_no_title(tmp_path: Path, case: str, old: str, box: str) -> None:
    """The `<title>` says which one is the article's."""
    assert set(changed(tmp_path, case, (old, box + old))) <= {"doubts"}


def test_netpros_headline_as_h1_keeps_its_subtitle(tmp_path: Path) -> None:
    title = "[경기티비종합뉴스] 새봄시, 스마트 경로당 12곳 추가 개소"
    assert changed(tmp_path, ART_INFO, (f"<h2>{title}</h2>", f"<h1>{title}</h1>")) == {}


def test_netpros_subtitle_under_a_first_heading(tmp_path: Path) -> None:
    title, subtitle = "[경기티비종합뉴스] 새봄시, 스마트 경로당 12곳 추가 개소", "화상 건강체조·원격 상담을 한자리에서"
    assert changed(tmp_path, ART_INFO, (f"<h2>{title}</h2>", f"<h1>{title}</h1>"), (f"<h3>{subtitle}</h3>", f"<h2>{subtitle}</h2>")) == {}


@pytest.mark.parametrize(
    ("case", "old", "body"),
    [
        ("gn1news/m01-hbox", '<div class="c011_arv">', 'id="news_body_area"'),
        ("gn1news/m01-skin", '<div class="m01_arv1">', 'id="news_body_area"'),
        ("kgnews/art-info", '<div class="arv_005_01">', 'id="news_body_area"'),
        ("ptlnews/h-group", '<div id="content">', 'id="view_content"'),
    ],
)
def test_what_stands_above_the_text_is_no_text_in_a_wider_container(tmp_path: Path, case: str, old: str, body: str) -> None:
    wider = old.replace("<div", f"<div {body}").replace(' id="content"', "")
    assert set(changed(tmp_path, case, (body, ""), (old, wider))) <= {"doubts"}


# --- labels of dates

LABELS = [
    "최초등록 {}",
    "게재 {}",
    "송고시간 {}",
    "발행일 : {}",
    "[등록] {}",
    "등록일시 : {}",
    "입력시간 : {}",
    "수정 2026.11.27 10:00 | 등록 {}",
]


@pytest.mark.parametrize("label", [*LABELS, "{}"])
@pytest.mark.parametrize(
    ("case", "printed", "date"),
    [
        (ART_INFO, "등록 2024.03.05 17:08:09", "2024.03.05 17:08:09"),
        ("kgnews/art-info", "등록 2026.11.20 14:32:07", "2026.11.20 14:32:07"),
        ("krnews21/305345", "등록 2022-12-06 15:24:49", "2022-12-06 15:24:49"),
        (JOONGDO, "승인 2020-02-16 14:27", "2020-02-16 14:27"),
        ("ptlnews/top-txt", "2026.11.20 13:40", "2026.11.20 13:40"),
        ("ptlnews/h-group", "기사입력 : 2026.11.19 10:05", "2026.11.19 10:05"),
    ],
)
def test_a_date_under_any_label(tmp_path: Path, case: str, printed: str, date: str, label: str) -> None:
    differs = changed(tmp_path, case, (printed, label.format(date)))
    changed_at = {"modified_at": "2026-11-27T10:00:00+09:00", "modified_raw": "2026.11.27 10:00"} if "수정" in label else {}
    assert differs == changed_at


@pytest.mark.parametrize("label", ["신문게재 {} 3면", "지면 게재 {}", "최종편집 {}"])
def test_the_day_of_the_printed_paper_or_of_the_visit_is_no_date(tmp_path: Path, label: str) -> None:
    differs = changed(tmp_path, "krnews21/305345", ("등록 2022-12-06 15:24:49", label.format("2022-12-06")))
    assert (differs["published_at"], differs["published_raw"]) == (None, None)


@pytest.mark.parametrize("label", ["송고시간", "등록", "배포", ""])
def test_joongdos_section_and_subtitle_do_not_hang_on_the_label(tmp_path: Path, label: str) -> None:
    assert changed(tmp_path, "joongdo/two-authors", ("승인 2024-03-15", f"{label} 2024-03-15"), ("og:title", "og:headline")) == {}


def test_joongdos_heading_subtitle_and_section_do_not_hang_on_the_dates_place(tmp_path: Path) -> None:
    text = (FIXTURES / "joongdo" / "two-authors" / "page.html").read_text(encoding="utf-8")
    dates = text[text.rindex("<ul>", 0, text.index("<li>승인")) :]
    dates = dates[: dates.index("</ul>") + len("</ul>")]
    moved = (dates, ""), ("</article>", f"{dates}</article>"), ("og:title", "og:headline")
    assert changed(tmp_path, "joongdo/two-authors", *moved) == {}


def test_joongdos_subtitle_under_a_boxs_heading(tmp_path: Path) -> None:
    assert set(changed(tmp_path, "joongdo/two-authors", ("<h1>", "<h2>지역 소식</h2><h1>"))) <= {"doubts"}


def test_joongdos_day_of_the_visit_is_no_date(tmp_path: Path) -> None:
    head = ("<body>", "<body><div><h1>중도일보</h1><ul><li>2026-11-28 09:00</li></ul></div>")
    assert changed(tmp_path / "dated", "joongdo/two-authors", head) == {}
    differs = changed(
        tmp_path / "undated", "joongdo/two-authors", head, ("<li>승인 2024-03-15 16:05</li>", ""), ("<li>수정 2024-03-15 18:20</li>", "")
    )
    assert differs["published_at"] is None


# --- mediaOn

M01 = "gn1news/m01-hbox"


@pytest.mark.parametrize(
    ("line", "differs"),
    [
        ("2026.11.27 14:05:31 / 나새길", {"author_emails": []}),
        ("<a>나새길 기자</a> 2026.11.27 14:05:31", {"author_emails": []}),
        ("<a>나새길</a> saegil@example.com 등록 2026.11.27 14:05:31", {}),
        ("<span>2026.11.27 14:05:31</span>", {"authors": [], "author_emails": []}),
    ],
)
def test_m01s_line_of_date_and_writer(tmp_path: Path, line: str, differs: dict[str, object]) -> None:
    text = (FIXTURES / M01 / "page.html").read_text(encoding="utf-8")
    start = text.index('<p class="arvdate">')
    assert changed(tmp_path, M01, (text[start : text.index("</p>", start)], f'<p class="arvdate">{line}')) == differs


@pytest.mark.parametrize("wrapper", ["div", "span", "p"])
def test_m01s_block_of_date_and_writer_is_never_the_title(tmp_path: Path, wrapper: str) -> None:
    """Not even where the headline has lost its element: then there is no title, or what the page states."""
    text = (FIXTURES / M01 / "page.html").read_text(encoding="utf-8")
    start, end = text.index('<div class="hbox">'), text.index('<p class="arvdate">')
    bare = f"<{wrapper}>푸름시, 빈 우체국을 마을 사랑방으로 고친다</{wrapper}>"
    shutil.copytree(FIXTURES / "gn1news", tmp_path / "gn1news")
    (tmp_path / M01 / "page.html").write_text(text[:start] + bare + text[end:], encoding="utf-8")
    url = "http://gn1news.kr/news/article.html?no=9900004"
    assert crawl("gn1news", tmp_path, url=url).reasons == {"no_title": [url]}


def test_m01s_headline_beside_its_block(tmp_path: Path) -> None:
    assert (
        changed(tmp_path, M01, ('<div class="arvtitle">', '<div class="arv">'), ('<p class="arvdate">', '<p class="arvtitle arvdate">'))
        == {}
    )


KGNEWS = "kgnews/art-info"
SIDE = '<ul class="art_info"><li class="name">남의이 기자</li><li class="date">2026-11-18 16:20</li></ul>'


def test_mediaons_heading_is_found_without_its_sticky_bar(tmp_path: Path) -> None:
    assert changed(tmp_path, KGNEWS, ("fix_art_top", "fix_bar")) == {}


def test_mediaons_title_is_in_the_head_of_the_page_too(tmp_path: Path) -> None:
    assert changed(tmp_path, KGNEWS, ("fix_art_top", "fix_bar"), ("art_top", "bar")) == {"subtitle": [], "doubts": ["head_unread"]}


def test_mediaons_date_is_the_labelled_one(tmp_path: Path) -> None:
    """Without it there is none: the head's date is the day of the visit, a list row's is another article's."""
    found = changed(tmp_path, KGNEWS, ("<li>등록 2026.11.20 14:32:07</li>", ""), ("</body>", f"{SIDE}</body>"))
    assert found == {"published_at": None, "published_raw": None}


def test_mediaons_reporter_is_not_a_list_rows(tmp_path: Path) -> None:
    """Neither before the article nor behind it."""
    case = "kgnews/body-area-variant"
    assert changed(tmp_path, case, ('<div class="arv_009_01">', f'{SIDE}<div class="arv_009_01">'), ("</body>", f"{SIDE}</body>")) == {}


def test_mediaons_time_of_a_change(tmp_path: Path) -> None:
    found = changed(tmp_path, KGNEWS, ("14:32:07</li>", "14:32:07</li><li>수정 2026.11.20 18:00:01</li>"))
    assert found == {"modified_at": "2026-11-20T18:00:01+09:00", "modified_raw": "2026.11.20 18:00:01"}


@pytest.mark.parametrize(("printed", "author"), [("이가온 논설위원", "이가온"), ("이가온 특파원", "이가온")])
def test_mediaons_writers_of_other_kinds(tmp_path: Path, printed: str, author: str) -> None:
    signed = ("[ 경기신문 = 이가온 기자 ]", "")
    assert changed(tmp_path, KGNEWS, ("<li>이가온 기자</li>", f"<li>{printed}</li>"), signed) == {}


@pytest.mark.parametrize(
    "box",
    [
        "<div class='com_ban'>가온 안마의자</div>",
        "<a href='/news/banner_click.php?no=9'>가온 안마의자</a>",
        "<div id='banner_base_55'>가온 안마의자</div>",
        "<div class='weather_box'>서울 8.2℃</div>",
        "<ul class='btn_share'><li>기사를 공유합니다</li></ul>",
        "<div class='reply_wrap'>댓글 0</div>",
    ],
)
def test_a_box_inside_the_body_of_mediaons_older_skin_is_no_text(tmp_path: Path, box: str) -> None:
    first = "<p>한빛군은 마을기업 5곳을"
    assert changed(tmp_path, "gn1news/m01-skin", (first, box + first)) == {}


# --- `/news/view.php?no=`


@pytest.mark.parametrize(
    ("case", "change"),
    [
        ("top-txt", ("<h2>너른시 새들읍 주민들, 마을 역사관 문 열어</h2>", "")),
        ("top-txt", ('class="view_content"', 'id="view_content"')),
        (
            "top-txt",
            ("<span>2026.11.20 13:40</span>", "<span>등록일</span> <span>등록 : 2026.11.20 13:40</span> <span>2026.11.21 10:00</span>"),
        ),
        ("h-group", ('id="view_content"', 'class="view_content"')),
        ("h-group", ("기사입력 : ", "")),
    ],
)
def test_view_phps_skins_read_the_same_where_a_mark_is_missing(tmp_path: Path, case: str, change: tuple[str, str]) -> None:
    assert changed(tmp_path, f"ptlnews/{case}", change) == {}


def test_view_phps_title_without_its_class(tmp_path: Path) -> None:
    assert changed(tmp_path, "ptlnews/h-group", ('class="subject"', 'class="tit"'), ("og:title", "og:headline")) == {}


def test_view_phps_title_is_in_the_head_of_the_page_too(tmp_path: Path) -> None:
    assert changed(tmp_path, "ptlnews/h-group", ('<h2 class="subject"><a href="/news/view.php?no=9900002">', "<h2><a hidden>")) == {}


@pytest.mark.parametrize(("case", "printed"), [("top-txt", "2026.11.20 13:40"), ("h-group", "기사입력 : 2026.11.19 10:05")])
def test_view_phps_day_of_the_visit_is_no_date(tmp_path: Path, case: str, printed: str) -> None:
    assert changed(tmp_path, f"ptlnews/{case}", (printed, "")) == {"published_at": None, "published_raw": None}


def test_the_rights_line_under_the_text_is_taken_before_one_in_it(tmp_path: Path) -> None:
    """A paper that prints another's article keeps that one's line too: it is no text either way."""
    foreign = "<p>저작권자 ⓒ 다솔통신 무단전재 및 재배포 금지</p>"
    body = '<article id="article-view-content-div" class="article-veiw-body view-page font-size17" itemprop="articleBody">'
    assert changed(tmp_path, "idomin/778102", (body, body + foreign)) == {}


def test_a_rights_line_in_the_text_is_taken_where_there_is_no_other(tmp_path: Path) -> None:
    foreign = "<p>저작권자 ⓒ 다솔통신 무단전재 및 재배포 금지</p>"
    body = '<article id="article-view-content-div" class="article-veiw-body view-page font-size17" itemprop="articleBody">'
    differs = changed(
        tmp_path, "idomin/778102", (body, body + foreign), ("저작권자 &copy; 경남도민일보 무단전재 및 재배포 금지</article>", "</article>")
    )
    assert differs == {"rights": "저작권자 ⓒ 다솔통신 무단전재 및 재배포 금지"}


@pytest.mark.parametrize("printed", ["경남도민일보", "경남도민일보 기자"])
def test_the_outlets_own_name_is_no_author(tmp_path: Path, printed: str) -> None:
    assert changed(tmp_path, "idomin/778102", ("</i> 문가람 기자", f"</i> {printed}")) == {"authors": []}


def test_another_outlets_name_is_one(tmp_path: Path) -> None:
    assert changed(tmp_path, "idomin/778102", ("</i> 문가람 기자", "</i> 다솔통신")) == {"authors": ["다솔통신"]}


# --- what a browser shows

OPENED = '<div id="news_body_area" class="cnt_view news_body_area">'
PICTURE = {"url": "http://gyeonggitv.com/data/editor/2403/20240305165911_kqzhtwvb.jpg"}
CAPTION = "지난 5일 달빛동 제3경로당에서 어르신들이 화상 건강체조를 따라 하고 있다."


def emptied(tmp_path: Path, *containers: str) -> dict[str, list[str]]:
    """Return why an article is not kept whose body holds this alone."""
    shutil.copytree(FIXTURES / "gyeonggitv", tmp_path / "gyeonggitv")
    page = tmp_path / ART_INFO / "page.html"
    made = "".join(f"{OPENED}{html}</div>" for html in containers)
    text, found = re.subn(
        rf"{OPENED}.*김하늘 기자 haneul.kim@example.com</p>\s*</div>", made, page.read_text(encoding="utf-8"), flags=re.DOTALL
    )
    assert found == 1
    page.write_text(text, encoding="utf-8")
    url = json.loads((FIXTURES / ART_INFO / "expected.json").read_text(encoding="utf-8"))["url"]
    harvest = crawl("gyeonggitv", tmp_path, url=url)
    assert harvest.items == []
    return {reason: urls for reason, urls in harvest.reasons.items() if reason in {"no_body", "photo_only"}}


@pytest.mark.parametrize(
    "html",
    [
        "<img src='/img/loading.gif'>",
        "<img src='/data/banner/7.jpg'>",
        "<img src='//stat.example.com/t.php' width='1' height='1'>",
        "<img src='/img/sns_facebook.png'><img src='/img/btn_print.gif'>",
        "<div><img src='/data/reporter/12.jpg'></div>",
        "<noscript><img src='https://stat.example.com/t.php'></noscript>",
    ],
)
def test_a_page_without_text_is_no_photo_story_by_any_picture(tmp_path: Path, html: str) -> None:
    assert list(emptied(tmp_path, html)) == ["no_body"]


def test_a_page_of_one_photo_is_a_photo_story(tmp_path: Path) -> None:
    assert list(emptied(tmp_path, "<p>&nbsp;</p>", "<img src='/data/editor/2403/1.jpg'>")) == ["photo_only"]


@pytest.mark.parametrize("photo", ["<img src='/data/photo/1.jpg'>", "<div><img src='/img/blank.gif' data-lazy='/data/photo/1.jpg'></div>"])
def test_a_photo_in_a_container_of_its_own_before_the_texts(tmp_path: Path, photo: str) -> None:
    differs = changed(tmp_path, ART_INFO, (OPENED, f"{OPENED}{photo}</div>{OPENED}"))
    assert differs == {"images": [{"url": "http://gyeonggitv.com/data/photo/1.jpg", "caption": None}, PICTURE | {"caption": CAPTION}]}


def test_what_stands_round_a_photo_story_is_no_text(tmp_path: Path) -> None:
    """The wrapper that the layout names last holds the page's tools too."""
    assert list(emptied(tmp_path / "in", "<img src='/data/editor/2403/1.jpg'>")) == ["photo_only"]
    shutil.copytree(tmp_path / "in", tmp_path / "round")
    page = tmp_path / "round" / ART_INFO / "page.html"
    text = page.read_text(encoding="utf-8")
    page.write_text(text.replace(OPENED, f'<div id="bo_v_con"><p>글자 크기</p>{OPENED}'), encoding="utf-8")
    url = json.loads((FIXTURES / ART_INFO / "expected.json").read_text(encoding="utf-8"))["url"]
    assert "photo_only" in crawl("gyeonggitv", tmp_path / "round", url=url).reasons


@pytest.mark.parametrize("hidden", ["style='display:none'", "hidden"])
def test_a_hidden_container_is_read_where_there_is_no_other(tmp_path: Path, hidden: str) -> None:
    copy = f"<div id='news_body_area' {hidden}><p>다른 글이다.</p></div>"
    assert "body" not in changed(tmp_path / "both", ART_INFO, (OPENED, copy + OPENED))
    assert changed(tmp_path / "alone", ART_INFO, (OPENED, OPENED.replace("<div", f"<div {hidden}"))) == {}


@pytest.mark.parametrize("caption", ["<p class='img-desc'>{}</p>", "<em>{}</em>", "<div>{}</div>", "<small class='t'>{}</small>"])
@pytest.mark.parametrize("img", ["<img src='/images/blank.gif' data-echo='{}'>", "<img srcset='{} 2x'>", "<amp-img src='{}'></amp-img>"])
def test_a_lazy_photo_and_its_caption_in_an_unknown_element(tmp_path: Path, caption: str, img: str) -> None:
    box = f"<div class='x1'>{img.format('/data/photo/1.jpg')}{caption.format('쉼터 전경. /새봄시')}</div>"
    differs = changed(tmp_path, ART_INFO, (OPENED, OPENED + box))
    added = {"url": "http://gyeonggitv.com/data/photo/1.jpg", "caption": "쉼터 전경. /새봄시"}
    assert differs == {"images": [added, PICTURE | {"caption": CAPTION}]}


def test_an_address_that_cloudflare_hides_is_the_authors(tmp_path: Path) -> None:
    address = "haneul.kim@example.com"
    code = "2a" + bytes(byte ^ 0x2A for byte in address.encode()).hex()
    link = f'<a href="/cdn-cgi/l/email-protection" class="__cf_email__" data-cfemail="{code}">[email&#160;protected]</a>'
    assert changed(tmp_path, ART_INFO, (address, link)) == {}


def test_a_badge_stands_apart_from_the_headline(tmp_path: Path) -> None:
    differs = changed(tmp_path, KGNEWS, ("<h2>", "<h2><span class='badge'>사회</span>"))
    assert differs["title"].startswith("사회 ")
