"""What stands in two articles of an outlet: when that is a doubt, and what news repeats that is none."""

from __future__ import annotations

import ast
import json
import shutil
import textwrap
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from parsel import Selector

from benchmarks.releases import stream
from newsharvest import press
from newsharvest.commands.outlets import offered
from newsharvest.doubts.outlet import Neighbours, RunMemory
from newsharvest.items import ARTICLE_FIELDS, Article
from newsharvest.language import speaking
from newsharvest.page.article import normalise
from newsharvest.press import Line
from newsharvest.store import Shared, Store
from tests.support.cases import ARTICLES
from tests.support.crawls import crawl
from tests.support.outlet_server import Site
from tests.support.project import FIXTURES, ROOT
from tests.support.reader import blocks
from tests.support.texts import HADONG, LIBRARY, MARKET, YEONCHEON
from tests.support.town import Town
from tests.support.town import article as address

AD = "사무실인테리어 전문업체! 24시간 상담 http://cube.example"
"""What an outlet puts under its articles."""
TEXTS = (YEONCHEON, HADONG, MARKET, LIBRARY)
TITLES = ("연천군 현장행정 구현", "하동군 간담회 개최", "중앙시장 장날 축제", "도서관 독서교실 연다")


def article(number: int, *more: str, text: str | None = None, title: str | None = None, **fields: Any) -> Article:
    """An article of its own, with these paragraphs after it."""
    body = "\n\n".join(filter(None, (TEXTS[number - 1] if text is None else text, *more)))
    title = TITLES[number - 1] if title is None else title
    hashed = press.content_hash(title, body)
    return Article(
        id=f"gaon:{number}", outlet="gaon", url=f"http://gaon.kr/{number}", title=title, body=body, content_hash=hashed, **fields
    )


def picture(address: str) -> dict[str, Any]:
    return {"images": [{"url": address, "caption": None}]}


def doubts(*articles: Article) -> dict[str, list[str]]:
    """What a crawl of these articles makes doubtful, by the number of the article; what each carries, and what was told of it later."""
    memory = RunMemory()
    neighbours = Neighbours(memory)
    found: dict[str, list[str]] = {one.id: [] for one in articles}
    for one in articles:
        own, others = neighbours.judge(one)
        one.doubts = [doubt.code for doubt in own]
        memory.add(one)
        for id_, doubt in chain(((one.id, doubt) for doubt in own), ((other.id, doubt) for other, doubt in others)):
            found[id_].append(doubt.code)
    return {id_.removeprefix("gaon:"): codes for id_, codes in found.items() if codes}


# --- paragraphs


@pytest.mark.parametrize(
    "line",
    [
        AD,
        "사무실인테리어 전문업체 큐브디자인 상담 환영",
        "가온신문의 새 소식을 메일로 받아 보세요",
        "이 기사는 유료회원만 끝까지 읽을 수 있습니다.",
        "가온시 보건소 독감 예방접종 다음 달부터 무료",  # a headline of a ranking
        "Copyright 2026 Gaon News Company All rights reserved",
    ],
)
def test_a_line_of_the_page_in_two_articles_is_a_doubt_about_both(line: str) -> None:
    assert doubts(article(1, line), article(2, line)) == {"1": ["shared_paragraph"], "2": ["shared_paragraph"]}


@pytest.mark.parametrize(
    "line",
    [
        "◇ 승진",
        "■ 일시",
        "▲ 장소 : 가온시청 본관 3층 대회의실",
        "문의: 가온시 문화예술과 공연지원팀",
        "[인사]",
        "<가온신문 객원 논설위원>",
        "2026년 11월 20일 오전 10시 30분",
        "김가람",
        "홍길동 가온대학교 행정학과 교수",
        "가온시의 오늘을 짚고 내일을 그려 보는 기획을 마련했다. <편집자 주>",
        "시는 앞으로도 시민의 삶의 질을 높이기 위해 최선을 다할 계획이다.",
        "“앞으로도 시민의 의견을 적극 수렴해 사업에 반영하겠다”고 말했다.",
        "◇ 행정지원과장 김가람 ◇ 총무과장 이나래",
        "031-000-0000",
    ],
)
def test_a_line_that_news_repeats_is_none(line: str) -> None:
    assert doubts(article(1, line), article(2, line)) == {}


def test_the_same_line_is_found_however_it_is_spaced_and_pointed() -> None:
    assert doubts(article(1, "새 소식을, ‘가온신문’ 메일로 받아 보세요"), article(2, "새 소식을 '가온신문'  메일로 받아보세요!")) == {
        "1": ["shared_paragraph"],
        "2": ["shared_paragraph"],
    }


def test_a_text_that_is_printed_again_is_no_line_of_the_page() -> None:
    """A correction of one paragraph, under a title that was rewritten: nine tenths of both are the same."""
    corrected = HADONG.replace("간담회", "토론회", 1)
    assert corrected != HADONG
    assert doubts(article(2, AD, text=HADONG), article(3, AD, text=corrected, title="혁신 공유하고 붐업 도모")) == {}


def test_a_text_that_goes_on_under_a_like_title_is_none() -> None:
    """The first report of four paragraphs, of which the later one has two."""
    paragraphs = YEONCHEON.split("\n\n")
    more = [f"{n}번째 마을의 주민 대표는 현장에서 나온 의견을 군정에 담겠다는 약속을 받았다고 전했다." for n in range(30)]
    later = article(2, AD, *more, text="\n\n".join(paragraphs[:-1]), title=f"{TITLES[0]} (종합)")
    assert doubts(article(1, AD), later) == {}
    later.title = "군수 마을마다 찾아가"
    assert doubts(article(1, AD), later) == {"1": ["shared_paragraph"], "2": ["shared_paragraph"]}


def test_what_is_most_of_three_articles_is_the_pages() -> None:
    """A wall: after one sentence the reader is told to log in."""
    wall = "이 기사는 유료회원에게만 제공됩니다. 로그인하거나 구독을 신청하면 이어지는 내용을 모두 읽을 수 있습니다."
    leads = ("축제가 열린다.", "도서관이 문을 연다.", "간담회가 열렸다.")
    walled = [article(n, wall, text=lead) for n, lead in enumerate(leads, start=1)]
    assert doubts(*walled[:2]) == {}
    assert doubts(*walled) == {n: ["shared_paragraph"] for n in "123"}
    again = [article(n, wall, text=lead, title=TITLES[0]) for n, lead in enumerate(leads, start=1)]
    assert doubts(*again) == {}  # one title: a text that is printed again and again


def test_an_article_that_another_one_has_below_it_is_a_doubt_about_both() -> None:
    assert len(YEONCHEON.split("\n\n")) >= 3
    assert doubts(article(1), article(2, YEONCHEON)) == {"1": ["shared_paragraph"], "2": ["shared_paragraph"]}


def test_one_stock_sentence_is_a_doubt_where_most_articles_of_a_run_have_it() -> None:
    line = "한편 가온시 큐브디자인은 사무실 인테리어 잘하는 곳으로 인기를 끌고 있다."
    assert doubts(article(1, line), article(2, line)) == {}
    assert doubts(article(1, line), article(2, line), article(3, line)) == {n: ["shared_paragraph"] for n in "123"}
    few = [article(n, text=f"{n}. {MARKET}", title=f"장날 {n}") for n in range(1, 5)]
    assert doubts(*few, *(article(n, line, text=f"{n}. {LIBRARY}", title=f"도서관 {n}") for n in range(5, 8))) == {}


def test_a_notice_from_a_form_shares_what_it_likes() -> None:
    lines = ("가온시청 행정지원국 전보 발령 사항 전체 명단", AD)
    titles = ("[인사] 가온시", "[인사] 나래시")
    assert doubts(*(article(n, *lines, title=title) for n, title in enumerate(titles, start=1))) == {}


def test_an_article_that_is_read_again_stands_beside_itself_nowhere() -> None:
    first, edited = article(1, AD, **picture("http://gaon.kr/a.jpg")), article(1, AD, "추가.", **picture("http://gaon.kr/a.jpg"))
    assert doubts(first, article(1, AD), edited) == {}


def test_two_outlets_share_what_they_like() -> None:
    memory = RunMemory()
    memory.add(article(1, AD))
    other = article(2, AD)
    assert [doubt.code for doubt in Neighbours(memory).judge(other).own] == ["shared_paragraph"]
    other.outlet = "nara"
    assert Neighbours(memory).judge(other) == ([], [])


# --- bodies and pictures


def test_one_body_under_two_titles_is_a_doubt() -> None:
    loading = "기사를 불러오는 중입니다…"
    assert doubts(article(1, text=loading), article(2, text=loading))["1"] == ["same_body"]
    assert doubts(article(1, text=loading), article(2, text=loading))["2"] == ["same_body"]
    assert doubts(article(1), article(2, text=YEONCHEON, title=f"{TITLES[0]}(종합)")) == {}  # printed again


def test_one_picture_in_two_articles_is_a_doubt_unless_they_are_one_text() -> None:
    blank = picture("http://gaon.kr/images/blank.gif")
    assert doubts(article(1, **blank), article(2, **blank)) == {"1": ["shared_picture"], "2": ["shared_picture"]}
    assert doubts(article(1, **blank), article(2, text=YEONCHEON, title="군수가 간다", **blank)) == {"1": ["same_body"], "2": ["same_body"]}
    assert doubts(article(1, **picture("http://gaon.kr/1.jpg")), article(2, **picture("http://gaon.kr/2.jpg"))) == {}


# --- titles


@pytest.mark.parametrize(
    ("titles", "section"),
    [
        (("사회가람시 쉼터 연다", "사회나래동 길 넓힌다", "사회시장 장날 축제"), ["사회"]),  # a badge, glued
        (("사회 > 쉼터 연다", "사회 > 길 넓힌다", "사회 > 장날 축제"), []),
        (("쉼터 연다 - 가온신문 뉴스", "길 넓힌다 - 가온신문 뉴스", "장날 축제 - 가온신문 뉴스"), []),
        (("쉼터 연다 < 사회 < 기사본문", "길 넓힌다 < 사회 < 기사본문", "장날 축제 < 사회 < 기사본문"), []),
        (("가온종합뉴스",) * 3, []),  # the masthead
    ],
)
def test_titles_that_begin_or_end_with_what_is_the_pages_are_a_doubt(titles: tuple[str, ...], section: list[str]) -> None:
    made = [article(n, title=title, section=section) for n, title in enumerate(titles, start=1)]
    assert doubts(*made) == {n: ["shared_title"] for n in "123"}
    assert doubts(*made[:2]) == {}


@pytest.mark.parametrize(
    ("titles", "section"),
    [
        (("[사회] 쉼터 연다", "[사회] 길 넓힌다", "[사회] 장날 축제"), ["사회"]),
        (("평택시, 쉼터 연다", "평택시, 길 넓힌다", "평택시, 장날 축제"), ["평택시"]),
        (("평택시 안중읍 쉼터 연다", "평택시 안중읍 길 넓힌다", "평택시 안중읍 장날 축제"), []),
        (("쉼터 사업 추진", "길 사업 추진", "장날 사업 추진"), []),
        (("[인사] 가온시", "[인사] 가온시", "[인사] 가온시"), []),
        (("[포토] 가을", "[포토] 가을", "[포토] 가을"), []),
        (("오늘의 운세", "오늘의 운세", "오늘의 운세"), []),
        (("쉼터 연다 - 가온신문 뉴스", "길 넓힌다 - 가온신문 뉴스", "장날 축제", "도서관 연다"), []),  # half
    ],
)
def test_titles_that_news_itself_begins_or_ends_so_are_none(titles: tuple[str, ...], section: list[str]) -> None:
    assert doubts(*(article(n, title=title, section=section) for n, title in enumerate(titles, start=1))) == {}


def test_what_most_of_a_runs_titles_end_with_must_be_in_four_of_five() -> None:
    titles = [f"{subject} - 가온신문 뉴스" for subject in ("쉼터 연다", "길 넓힌다", "장날 축제", "도서관 연다")]
    other = [article(n, text=f"{n}. {TEXTS[n % 4]}", title=f"다른 제목 {n}") for n in (10, 11)]
    ending = [article(n, title=title) for n, title in enumerate(titles, start=1)]
    assert doubts(*other, *ending[:3]) == {}
    assert doubts(other[0], *ending) == {n: ["shared_title"] for n in "1234"}


# --- lines, for themselves


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("▲ 누리집 : www.gaon.go.kr", Line.STOCK),
        ("문의 바람 http://gaon.example", Line.OWN),
        ("1. 가온시 청년 창업 지원 사업의 대상과 규모", Line.STOCK),
        ("메일로 받아 보세요", Line.OWN),
        ("감사합니다", Line.FORM),
        ("가온시 쉼터 개관 소식", Line.STOCK),  # nine letters
        ("가온시 시립 쉼터 다음 달 개관", Line.OWN),
        ("", Line.FORM),
    ],
)
def test_what_a_line_is(line: str, kind: Line) -> None:
    assert press.line_of(line) is kind


# --- what is right is not doubted


def test_no_article_of_the_fixtures_is_doubted_beside_the_others_whatever_the_order() -> None:
    articles = [Article(**{name: e.expected[name] for name in ARTICLE_FIELDS if name in e.expected}) for e in ARTICLES]
    assert len(articles) >= 38
    for order in (articles, articles[::-1]):
        memory = RunMemory()
        by_outlet = {one.outlet: Neighbours(memory) for one in order}
        for one in order:
            assert by_outlet[one.outlet].judge(one) == ([], []), one.url
            memory.add(one)


def test_the_made_press_of_two_months_is_not_doubted() -> None:
    """Releases, their reprints and excerpts, notices, series, stock sentences: hundreds of articles a paper."""
    articles = stream(1, 0)
    memory = RunMemory()
    by_outlet = {one.outlet: Neighbours(memory) for one in articles}
    for printed in articles:
        body = "\n\n".join(printed.body.split("\n")).replace("\n\n\n\n", "\n\n")
        one = Article(id=printed.id, outlet=printed.outlet, url=printed.id, title=printed.title, body=body)
        one = normalise(one, (printed.outlet,))
        assert by_outlet[one.outlet].judge(one) == ([], []), one.body
        memory.add(one)
    assert len(memory.articles) > 2000


# --- in a crawl, in a harvest, and where a person reads it


def with_box(folder: Path) -> Path:
    """평택자치신문's pages, each with the same paragraph in its article."""
    shutil.copytree(FIXTURES / "ptlnews", folder / "ptlnews")
    for case, end in (("h-group", "<p>주하랑 기자</p>"), ("top-txt", "<div>역사관은 수요일부터")):
        page = folder / "ptlnews" / case / "page.html"
        text = page.read_text(encoding="utf-8")
        assert end in text
        page.write_text(text.replace(end, f"<p>{AD}</p>{end}"), encoding="utf-8")
    return folder


def test_a_crawl_marks_the_second_article_and_tells_of_the_first(tmp_path: Path) -> None:
    crawled = crawl("ptlnews", with_box(tmp_path))
    first, second = crawled.items
    assert [AD in item["body"] for item in (first, second)] == [True, True]
    assert ["shared_paragraph" in item["doubts"] for item in (first, second)] == [False, True]
    assert first["url"] in crawled.report.doubts["shared_paragraph"]
    assert crawl("ptlnews").report.doubts == {}


def boxed(site: Site, *numbers: int) -> None:
    """Publish articles of one outlet that all end with the same advertisement."""
    site.add(*numbers, paragraphs=6)
    for number in numbers:
        site.articles[number].body.append(AD)


def test_a_harvest_marks_every_article_whenever_it_came_warns_and_the_check_offers_the_line(town: Town) -> None:
    boxed(town.site, 1, 2)
    ran = town.harvest()
    marked = "SELECT id FROM article WHERE record LIKE '%\"shared_paragraph\"%' ORDER BY id"
    assert town.query(marked) == [("gyeonggitv:1",), ("gyeonggitv:2",)]
    assert "may be the page's" not in ran.err
    [(figures,)] = town.query("SELECT figures FROM run")
    assert json.loads(str(figures))["doubts"]["shared_paragraph"] == 2  # the first too, though it had gone on without
    boxed(town.site, 3)
    town.site.add(4, paragraphs=6)
    ran = town.harvest()
    assert town.query(marked) == [("gyeonggitv:1",), ("gyeonggitv:2",), ("gyeonggitv:3",)]
    told = f"a paragraph stands in 3 of 4 articles and may be the page's: {AD} ({address(1)}): `scrapy outlets --check gyeonggitv` says how"
    assert f"gyeonggitv  warning: {told} to leave it out" in ran.err
    assert ran.status == 1
    with Store(town.store) as store:
        assert [*offered("gyeonggitv", store.shared("gyeonggitv"))] == [
            "  in several articles, the page's perhaps and not theirs: look at one, and if so, leave it out",
            f"    3 of 4: {AD}  {address(1)}",
            "    in the class in newsharvest/spiders/gyeonggitv.py:",
            f'        boilerplate = ("{AD}",)',
        ]
    shown = town.quick("outlets", "--check", "gyeonggitv", "-s", f"REPLAY={FIXTURES}")
    assert f'        boilerplate = ("{AD}",)\n' in shown.out


def test_what_is_offered_can_be_pasted() -> None:
    odd = '“말” "겹" \\ 끝'
    picture = "http://gaon.kr/images/it's.gif?v=2"
    shared = [Shared(odd, False, 3, 9, "http://gaon.kr/1"), Shared(picture, True, 4, 9, "http://gaon.kr/2")]
    told = [*offered("gaon", shared)]
    [typed] = [line for line in told if "boilerplate" in line]
    assert ast.literal_eval(typed.partition("=")[2].strip()) == (odd,)
    assert told[-2] == "    in the `drop` of the layout that read it, in newsharvest/platforms/ or the outlet's own file:"
    [selector] = ast.literal_eval(f"({told[-1].strip()})")
    page = Selector('<p><img src="/images/it\'s.gif?v=2"><img src="/images/its.gif"></p>')
    assert page.css(selector).getall() == ['<img src="/images/it\'s.gif?v=2">']
    assert [*offered("gaon", [])] == []


@pytest.mark.parametrize("page", ["outlets.md", "outlets.ko.md"])
def test_the_docs_show_what_is_offered(page: str) -> None:
    line = "사무실인테리어 전문업체! http://cube.example"
    shared = Shared(line, False, 12, 14, "http://www.joongdo.co.kr/web/view.php?key=20200213010005265")
    [shown] = [block.text for block in blocks((ROOT / "docs" / page).read_text(encoding="utf-8")) if "boilerplate" in block.text]
    with speaking("ko" if ".ko." in page else "en"):
        assert shown == textwrap.dedent("\n".join([*offered("joongdo", [shared]), ""]))
