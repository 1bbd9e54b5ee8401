"""The documents of `scrapy digest`: what stands in them, cell by cell and line by line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from parsel import Selector

from newsharvest import press
from newsharvest.digest.atom import atom_of
from newsharvest.digest.charts import bars, columns
from newsharvest.digest.contents import Digest, digest_of
from newsharvest.digest.html import html_of
from newsharvest.digest.wording import Wording, split_at
from newsharvest.digest.xlsx import CELL_MAX, write_xlsx
from newsharvest.items import Article
from newsharvest.language import catalogue
from newsharvest.search import parse
from newsharvest.store import Gathered
from newsharvest.watch import Department, WatchError, read_watch
from tests.support.project import ROOT

BEFORE = datetime(2026, 11, 19, 18, tzinfo=press.KST)
"""When the last digest was made."""
OLD, NEW = datetime(2026, 11, 19, 17, 59, 59, tzinfo=press.KST), BEFORE
MADE = datetime(2026, 11, 20, 8, 5, tzinfo=press.KST)
WINDOW = (datetime(2026, 11, 19, 18, tzinfo=press.KST), datetime(2026, 11, 20, 8, tzinfo=press.KST))
KO, EN = Wording("ko", catalogue("ko")), Wording("en", catalogue("en"))


def article(outlet: str, number: int, title: str, at: str | None, body: str, **more: Any) -> Article:
    names = {"joongdo": "중도일보", "cctoday": "충청투데이", "gnmaeil": "경남매일"}
    url = f"http://www.{outlet}.example.com/{number}"
    published = f"2026-11-{at}:00+09:00" if at else None
    article = Article(f"{outlet}:{number}", outlet, names[outlet], url, title=title, published_at=published, body=body)
    return replace(article, **more)


FESTIVAL = "가온시는 21일부터 사흘 동안 가을 축제를 연다고 밝혔다. 축제장에는 먹거리 장터가 선다."
BUS = "가온시는 버스 노선 다섯 개를 바꾼다고 밝혔다."
STORIES = [
    Gathered(
        [
            article("joongdo", 1, "가온시 가을 축제 연다", "19T19:30", FESTIVAL, section=["문화"]),
            article("cctoday", 7, "가온시, 사흘간 축제", "19T18:10", FESTIVAL),
            article("gnmaeil", 3, "축제 소식", "18T00:00", FESTIVAL),
        ],
        frozenset({"joongdo:1", "cctoday:7"}),
        OLD,
    ),
    Gathered([article("gnmaeil", 4, "버스 노선 바뀐다", "20T07:00", BUS)], frozenset({"gnmaeil:4"}), NEW),
    Gathered([article("cctoday", 9, "버스 축제 취소", "20T06:00", "비가 와서 취소됐다고 밝혔다.")], frozenset({"cctoday:9"}), NEW),
]
CULTURE = Department("문화예술과", [parse("축제 -취소"), parse("공연")])
TRAFFIC = Department("교통과", [parse("버스 | 지하철")])
NOBODY = Department("감사실", [parse("감사")])


def digest(departments: Sequence[Department] = (CULTURE, TRAFFIC, NOBODY), **more: Any) -> Digest:
    return digest_of(STORIES, departments, more.pop("reach", {}), WINDOW, MADE, before=BEFORE, **more)


def told(made: Digest) -> dict[str, list[str]]:
    return {section.name: [entry.title for entry in section.entries] for section in made.sections}


# --- what stands in it


def test_each_department_gets_the_stories_that_fit_it_those_of_most_papers_first() -> None:
    made = digest()
    assert told(made) == {"문화예술과": ["가온시 가을 축제 연다"], "교통과": ["버스 축제 취소", "버스 노선 바뀐다"], "감사실": []}
    [story] = made.sections[0].entries
    assert [(one.outlet_name, KO.at(one)) for one in story.printed] == [
        ("경남매일", "11.18(수)"),  # a day alone
        ("충청투데이", "11.19(목) 18:10"),
        ("중도일보", "11.19(목) 19:30"),
    ]
    assert (story.words, story.sentence) == ("축제", "가온시는 21일부터 사흘 동안 가을 축제를 연다고 밝혔다.")
    assert (made.stories, story.is_new, made.sections[1].entries[0].is_new) == (3, False, True)


def test_articles_are_counted_for_each_department_and_those_outside_the_window_are_not() -> None:
    made = digest()
    assert made.counted.by(0) == {("문화예술과",): 2, ("교통과",): 2}
    assert made.counted.by(1) == {("중도일보",): 1, ("충청투데이",): 2, ("경남매일",): 1}


def test_a_department_may_want_some_outlets_and_sections_alone() -> None:
    culture = replace(CULTURE, sections=["문화"])
    assert told(digest([culture], reach={})) == {"문화예술과": ["가온시 가을 축제 연다"]}
    assert digest([culture]).counted.by(1) == {("중도일보",): 1}
    assert told(digest([TRAFFIC], reach={"교통과": {"gnmaeil"}})) == {"교통과": ["버스 노선 바뀐다"]}
    assert told(digest([replace(CULTURE, sections=["경제"])])) == {"문화예술과": []}


# --- as a page


def page(made: Digest, wording: Wording = KO, *, bodies: bool = False) -> Selector:
    return Selector(html_of(made, wording, bodies=bodies))


def text(selector: Any) -> str:
    return " ".join(" ".join(selector.css("*::text").getall()).split())


def test_the_page_has_a_line_for_a_story_with_all_papers_and_their_links() -> None:
    html = page(digest(warnings=["중도일보: bodies have shrunk"]))
    assert text(html.css("h1")) == "언론 스크랩"
    assert text(html.css(".window")) == "11.19(목) 18:00 – 11.20(금) 08:00 · 3건"
    assert [text(h2) for h2 in html.css("h2")] == ["문화예술과 1건", "교통과 2건", "감사실 0건", "집계", "수집 경고"]
    story = html.css("li")[0]
    assert text(story.css(".title")) == "가온시 가을 축제 연다"
    assert text(story.css(".papers")) == "3곳 · 경남매일 11.18 · 충청투데이 11.19 18:10 · 중도일보 11.19 19:30"
    assert story.css("a::attr(href)").getall() == [
        "http://www.joongdo.example.com/1",
        "http://www.gnmaeil.example.com/3",
        "http://www.cctoday.example.com/7",
        "http://www.joongdo.example.com/1",
    ]
    assert story.css("mark::text").getall() == ["축제"]
    assert text(html.css("li")[1].css(".title")) == "신규 버스 축제 취소"
    assert text(html.css("#d3 .empty")) == "해당 기사가 없습니다."
    assert text(html.css("ul.warnings")) == "중도일보: bodies have shrunk"
    assert "먹거리 장터" not in text(html)


def test_the_page_fetches_nothing_and_a_text_of_a_page_is_a_text() -> None:
    evil = article("joongdo", 5, "<script>alert(1)</script> 축제", "20T07:00", "축제 <img src=x onerror=alert(1)> 열렸다고 밝혔다.")
    evil = replace(evil, url="javascript:alert(1)")
    html = html_of(digest_of([Gathered([evil], frozenset({evil.id}), NEW)], [CULTURE], {}, WINDOW, MADE), KO, bodies=True)
    for told in ("<script", "<img", 'javascript:alert(1)"', "@import", "url("):
        assert told not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt; 축제" in html
    assert Selector(html).css("a::attr(href)").getall() == ["#d1"]


def test_whole_texts_are_there_where_they_are_asked_for() -> None:
    html = page(digest(), bodies=True)
    assert [text(body) for body in html.css("#d1 .body")] == [FESTIVAL]


def test_english() -> None:
    html = page(digest(), EN)
    assert text(html.css("h1")) == "Press digest"
    assert text(html.css(".window")) == "11.19(Thu) 18:00 – 11.20(Fri) 08:00 · 3 stories"
    assert text(html.css("li")[1].css(".papers b")) == "1 outlet"


# --- as a workbook


def book(made: Digest, wording: Wording = KO, *, bodies: bool = False) -> Any:
    file = BytesIO()
    write_xlsx(made, file, wording, bodies=bodies)
    return openpyxl.load_workbook(BytesIO(file.getvalue()))


naive = datetime.fromisoformat  # Excel knows no zones


def rows(sheet: Any) -> list[list[Any]]:
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_the_workbook_has_a_row_for_a_story_a_link_for_each_paper_and_counts() -> None:
    made = book(digest())
    assert made.sheetnames == ["기사", "매체별 링크", "집계", "날짜별", "되풀이와 먼저"]
    assert rows(made["기사"]) == [
        ["부서", "신규", "제목", "매체 수", "보도 매체", "첫 보도", "검색어", "해당 문장", "비고"],
        [
            "문화예술과",
            None,
            "가온시 가을 축제 연다",
            3,
            "경남매일, 충청투데이, 중도일보",
            naive("2026-11-18T00:00"),
            "축제",
            "가온시는 21일부터 사흘 동안 가을 축제를 연다고 밝혔다.",
            None,
        ],
        ["교통과", "신규", "버스 축제 취소", 1, "충청투데이", naive("2026-11-20T06:00"), "버스", "버스 축제 취소", None],
        [
            "교통과",
            "신규",
            "버스 노선 바뀐다",
            1,
            "경남매일",
            naive("2026-11-20T07:00"),
            "버스",
            "가온시는 버스 노선 다섯 개를 바꾼다고 밝혔다.",
            None,
        ],
    ]
    assert made["기사"]["C2"].hyperlink.target == "http://www.joongdo.example.com/1"
    assert (made["기사"].freeze_panes, made["기사"].auto_filter.ref) == ("A2", "A1:I4")
    assert (made["기사"]["F2"].number_format, made["기사"]["F3"].number_format) == ("mm-dd", "mm-dd hh:mm")
    assert made["기사"].column_dimensions["C"].width > 40
    assert rows(made["매체별 링크"])[2] == [
        "문화예술과",
        "가온시 가을 축제 연다",
        "충청투데이",
        "가온시, 사흘간 축제",
        naive("2026-11-19T18:10"),
    ]
    assert made["매체별 링크"]["D3"].hyperlink.target == "http://www.cctoday.example.com/7"
    assert rows(made["집계"]) == [["매체", "기사 수"], ["충청투데이", 2], ["경남매일", 1], ["중도일보", 1]]
    assert rows(made["날짜별"])[1] == ["교통과", "경남매일", naive("2026-11-20T00:00"), 1]


def test_no_cell_is_a_formula_and_no_text_is_cut() -> None:
    long = "가온시 축제가 열렸다고 밝혔다. " + "가" * 2 * CELL_MAX
    one = article("joongdo", 5, '=HYPERLINK("http://x.example.com","축제")', "20T07:00", long)
    made = book(digest_of([Gathered([one], frozenset({one.id}), NEW)], [CULTURE], {}, WINDOW, MADE), bodies=True)
    cell = made["기사"]["C2"]
    assert (cell.value, cell.data_type) == ('=HYPERLINK("http://x.example.com","축제")', "s")
    texts = [cell.value for cell in made["본문"][2]][1:]
    assert "".join(texts) == long
    assert [len(text) for text in texts] == [CELL_MAX, CELL_MAX, len(long) - 2 * CELL_MAX]
    assert [cell.value for cell in made["본문"][1]] == ["제목", "본문", "본문 2", "본문 3"]
    assert all(cell.data_type != "f" for sheet in made for row in sheet.iter_rows() for cell in row)


def test_an_address_that_excel_does_not_follow_is_a_text() -> None:
    for url in ("javascript:alert(1)", f"http://a.example.com/{'x' * 3000}"):
        one = article("joongdo", 5, "축제", "20T07:00", FESTIVAL, url=url)
        made = book(digest_of([Gathered([one], frozenset({one.id}), NEW)], [CULTURE], {}, WINDOW, MADE))
        assert (made["기사"]["C2"].value, made["기사"]["C2"].hyperlink) == ("축제", None)


def test_an_empty_digest_is_a_document_too() -> None:
    made = digest_of([], [NOBODY], {}, (None, None), MADE)
    assert rows(book(made)["집계"]) == [["매체", "기사 수"]]
    assert text(page(made).css(".window")) == "처음 – 11.20(금) 08:05 · 0건"


# --- charts and marks


def test_bars_are_as_long_as_their_numbers_and_say_them() -> None:
    svg = Selector(bars({"중도일보": 4, "<b>경남매일": 2, "없음": 0}, "매체별"))
    widths = [float(width) for width in svg.css("rect::attr(width)").getall()]
    assert widths[0] == 2 * widths[1]
    assert svg.css("text::text").getall() == ["중도일보", "4", "<b>경남매일", "2", "없음", "0"]
    assert bars({}, "x") == ""
    tall = [float(height) for height in Selector(columns({"11.19": 3, "11.20": 6}, "날짜별")).css("rect::attr(height)").getall()]
    assert tall[1] == 2 * tall[0]


def test_the_words_of_a_sentence_are_marked_longest_first() -> None:
    assert list(split_at("가을 축제장의 AI축제", ["축제", "축제장", "ai"])) == [
        ("가을 ", False),
        ("축제장", True),
        ("의 ", False),
        ("AI", True),
        ("축제", True),
    ]
    assert list(split_at("축제", [])) == [("축제", False)]


# --- for a feed reader


def feed_of(made: Digest, **how: Any) -> Selector:
    feed = Selector(body=atom_of(made, KO, **how), type="xml")
    feed.remove_namespaces()
    return feed


def test_the_feed_has_each_story_once_with_all_that_want_it() -> None:
    wide = Department("홍보담당관", [parse("축제 -취소")])
    feed = feed_of(digest([CULTURE, TRAFFIC, wide]))
    assert atom_of(digest(), KO).startswith(b"<?xml version='1.0' encoding='utf-8'?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\"")
    assert feed.xpath("string(/feed/updated)").get() == "2026-11-20T08:05:00+09:00"
    first, *others = feed.xpath("//entry")
    assert [first.xpath(f"string({name})").get() for name in ("id", "title", "updated", "author/name", "summary")] == [
        "http://www.joongdo.example.com/1",
        "가온시 가을 축제 연다",
        "2026-11-18T00:00:00+09:00",
        "경남매일, 충청투데이, 중도일보",
        "3곳: 경남매일, 충청투데이, 중도일보\n가온시는 21일부터 사흘 동안 가을 축제를 연다고 밝혔다.",
    ]
    assert first.xpath("link/@href").getall() == ["http://www.joongdo.example.com/1"]
    assert first.xpath("category/@term").getall() == ["문화예술과", "홍보담당관"]
    assert [other.xpath("string(title)").get() for other in others] == ["버스 축제 취소", "버스 노선 바뀐다"]


def test_the_feed_has_texts_only_where_they_are_asked_for_and_nothing_that_xml_cannot_hold() -> None:
    odd = replace(STORIES[1].articles[0], title="버스\x0b노선\ud800 바뀐다", url="javascript:alert(1)")
    made = digest_of([STORIES[1]._replace(articles=[odd])], [TRAFFIC], {}, WINDOW, MADE)
    feed = feed_of(made, bodies=True)
    assert feed.xpath("//title/text()").getall() == ["언론 스크랩", "버스노선 바뀐다"]
    assert feed.xpath("//content/text()").getall() == [BUS]
    assert feed.xpath("//link") == []
    assert feed_of(made).xpath("//content") == []


# --- the watch file


def watch(tmp_path: Path, text: str | bytes) -> Path:
    file = tmp_path / "watch.toml"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return file


def test_a_watch_file_is_read_also_as_notepad_saves_it(tmp_path: Path) -> None:
    file = watch(
        tmp_path,
        '﻿[[department]]\r\nname = "문화예술과"\r\nqueries = ["축제 | 공연 -취소", "title:도서관"]\r\noutlets = ["중도일보"]\r\n'
        'regions = ["충남"]\r\nsections = ["문화"]\r\nmail = ["a@example.com"]\r\n',
    )
    [department] = read_watch(file)
    assert (department.name, [query.text for query in department.queries]) == ("문화예술과", ["축제 | 공연 -취소", "title:도서관"])
    assert (department.outlets, department.regions, department.sections, department.mail) == (
        ("중도일보",),
        ("충남",),
        ("문화",),
        ("a@example.com",),
    )


def test_the_example_of_a_watch_file_can_be_read() -> None:
    assert [department.name for department in read_watch(ROOT / "watch.example.toml")] == ["문화관광과", "복지정책과", "홍보담당관"]


NAMED = '[[department]]\nname = "문화예술과"\n'


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "names no department: each begins with a line [[department]]; watch.example.toml shows how"),
        ("[[departments]]\n", "unknown part 'departments', did you mean 'department'?: each department begins with a line [[department]]"),
        ('[[department]]\nqueries = ["축제"]\n', 'department 1 has no name: write name = "문화예술과"'),
        (NAMED, '문화예술과 has no queries: write queries = ["축제 | 마라톤", "시립미술관"]'),
        (f'{NAMED}queries = "축제"\n', '문화예술과: queries is a list of texts in quotation marks: write queries = ["…", "…"]'),
        (
            f'{NAMED}querys = ["축제"]\n',
            "문화예술과: unknown key 'querys', did you mean 'queries'? (known: name, queries, outlets, regions, sections, mail)",
        ),
        (f'{NAMED}queries = ["축제,행사"]\n', "문화예술과: a comma joins nothing: write 축제 | 행사 for one of them, 축제 행사 for both"),
        (f'{NAMED}queries = ["축제"]\n{NAMED}queries = ["공연"]\n', "two departments are called 문화예술과: give one of them another name"),
        ("[[department]\n", "cannot be read: "),
        ("[[department]]\nname = '문화'".encode("cp949"), "is not saved as UTF-8: in Notepad choose Save as, and UTF-8 as the encoding"),
    ],
)
def test_a_watch_file_that_cannot_be_used_says_what_to_write(tmp_path: Path, text: str | bytes, why: str) -> None:
    with pytest.raises(WatchError) as refused:
        read_watch(watch(tmp_path, text))
    assert str(refused.value).startswith(f"{tmp_path / 'watch.toml'}")
    assert why in str(refused.value)


def test_a_query_that_cannot_be_read_is_shown_with_its_place(tmp_path: Path) -> None:
    with pytest.raises(WatchError) as refused:
        read_watch(watch(tmp_path, f'{NAMED}queries = ["축제,행사"]\n'))
    assert list(refused.value.shown) == ["  축제,행사", "      ^"]


def test_without_a_watch_file_it_is_said_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(WatchError, match=r"there is no .*watch.toml yet: copy watch.example.toml to it, and write your departments"):
        read_watch(tmp_path / "watch.toml")
