"""What a layout found by program cannot know is said: a time of a change, a box that is text elsewhere, a caption without a name."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import pytest
from parsel import Selector
from scrapy.http import HtmlResponse

from newsharvest import press
from newsharvest.fit import Fitted, FittedList, Known, Listed, Sample, UnfittableError, fit, fit_list
from newsharvest.items import Article, Unkept
from newsharvest.page.article import normalise, read_article
from newsharvest.page.common import PUBLISHED_OR_BARE
from newsharvest.page.layouts import Rule
from newsharvest.page.lists import read_list
from newsharvest.page.tree import page_of

PAGE = """<html><head><title>{title} | 가온일보</title></head><body><h2 class="view-tit">{title}</h2>{sub}
<div class="info">{time}<dl><dt>작성</dt><dd>{who} 기자</dd></dl></div>
<div class="view-txt">{body}{inside}</div><ul class="rank"><li><a href="/8">많이 본 기사 {n}</a></li></ul></body></html>"""
TEXTS = [
    ("가온시 마라톤 열려", "홍길동", "2026-11-20 09:00", "가온시가 마라톤을 열었다./시는 내년에도 연다고 20일 밝혔다."),
    ("나래군 도서관 문 열어", "이영희", "2026-11-21 10:30", "나래군이 새 도서관의 문을 열었다고 밝혔다./책 4만 권이 꽂혀 있다."),
    ("다솜천 다리 새로 놓는다", "박나리", "2026-11-22 11:05", "다솜천에 다리가 놓인다고 한다./공사비는 30억 원이다."),
    ("라온면 경로잔치", "최누리", "2026-11-23 08:15", "라온면이 마을회관에서 경로잔치를 열었다./어르신 120명이 함께했다."),
    ("마루동 쉼터 문 연다", "정하늘", "2026-11-24 07:40", "마루동에 쉼터가 문을 연다고 시가 밝혔다./쉼터에는 침대 열 개가 놓인다."),
]
SUBTITLES = {0: "시민 3,400명 달렸다", 2: "내년 봄 개통"}
LAST = 4
"""The page of which nothing is known."""


def drawn(n: int, *, time: str = '<em class="day">입력 {at}</em>', sub: str = "", inside: str = "") -> Selector:
    title, who, at, body = TEXTS[n]
    sub = sub or (f'<p class="view-sub">{SUBTITLES[n]}</p>' if n in SUBTITLES else "")
    paragraphs = "".join(f"<p>{p}</p>" for p in body.split("/"))
    html = PAGE.format(title=title, sub=sub, time=time.format(at=at), who=who, body=paragraphs, inside=inside, n=n)
    return page_of(HtmlResponse(f"http://www.gaon.example.com/{n}", body=html.encode(), encoding="utf-8"))


def found(pages: Mapping[int, Selector]) -> Fitted:
    samples = []
    for n, (title, who, at, body) in enumerate(TEXTS):
        sub = (SUBTITLES[n],) if n in SUBTITLES else None
        known = Known(title, body.replace("/", "\n\n"), f"{at.replace(' ', 'T')}:00+09:00", (who,), sub)
        samples.append(Sample(pages[n], f"http://www.gaon.example.com/{n}", None if n == LAST else known))
    return fit("gaon/new", samples, ("가온일보",))


def read(fitted: Fitted, page: Selector) -> Article:
    article = read_article(page, "http://www.gaon.example.com/4", (fitted.layout,), (), Article(outlet_name="가온일보"))
    assert not isinstance(article, Unkept)
    return normalise(article.article, ("가온일보",))


def test_a_site_without_anything_odd_has_no_signs_but_of_what_is_not_known() -> None:
    fitted = found({n: drawn(n) for n in range(5)})
    assert {name: list(signs) for name, signs in fitted.signs.items()} == {
        "authors": ["no known article is by two: a second writer may be missed"],
        "section": ["no selector gives what is known"],
    }


def test_the_time_of_a_change_alone_is_not_read_as_that_of_publication() -> None:
    pages = {n: drawn(n, time='<em class="day">{at}</em>') for n in range(4)}
    pages[LAST] = drawn(LAST, time='<em class="day">수정 2026-11-26 15:00</em>')
    fitted = found(pages)
    article = read(fitted, pages[LAST])
    assert (article.published_at, article.modified_at) == (None, "2026-11-26T15:00:00+09:00")
    assert read(fitted, pages[0]).published_at == "2026-11-20T09:00:00+09:00"


def test_a_time_that_is_called_one_of_a_change_is_a_sign() -> None:
    shown = '<time class="day" datetime="{at}">{label} 20일</time>'
    pages = {n: drawn(n, time=shown.replace("{label}", "입력")) for n in range(4)}
    pages[LAST] = drawn(LAST, time=shown.replace("{label} 20일", "수정 2026.11.26"))
    assert "that of http://www.gaon.example.com/4 is called the time of a change there" in found(pages).signs["published_at"]


def test_a_tag_that_is_dropped_wherever_it_stands_is_a_sign() -> None:
    pages = {n: drawn(n, inside=f"<div>함께 볼 소식 {n} | 더 보기</div>") for n in range(5)}
    fitted = found(pages)
    assert ".view-txt > div" in fitted.layout.drop
    assert fitted.signs["body"] == ["any div that stands there is left out (.view-txt > div), be it text in another article"]


def test_a_box_that_holds_a_sentence_where_no_known_page_has_one_is_a_sign() -> None:
    pages = {n: drawn(n, inside=f'<div class="box">공유 인쇄 {n}</div>') for n in range(4)}
    pages[LAST] = drawn(LAST, inside='<div class="box">쉼터는 밤 10시까지 연다고 시는 덧붙였다.</div>')
    fitted = found(pages)
    assert fitted.signs["body"] == [
        "“쉼터는 밤 10시까지 연다고 시는 덧붙였다.” of http://www.gaon.example.com/4 is left out (.box)",
    ]


@pytest.mark.parametrize(
    ("line", "signs"),
    [
        ("쉼터 앞에 선 주민들", None),
        (
            "쉼터 앞에서 주민들이 손을 흔들고 시장이 이들을 맞았다.",
            [
                "“쉼터 앞에서 주민들이 손을 흔들고 시장이 이들을 맞았다.” of http://www.gaon.example.com/4 stands in div > div,"
                " where no known page has text"
            ],
        ),
    ],
)
def test_a_sentence_beside_a_picture_that_may_be_its_caption_is_a_sign(line: str, signs: list[str] | None) -> None:
    pages = {n: drawn(n) for n in range(4)}
    pages[LAST] = drawn(LAST, inside=f'<div><img src="/a.jpg"><div>{line}</div></div>')
    fitted = found(pages)
    assert fitted.signs.get("body") == signs
    assert (line in read(fitted, pages[LAST]).body) is bool(signs)


@pytest.mark.parametrize("name", ["upd-date", "lastUpdate", "modify"])
def test_a_time_in_an_element_called_one_of_a_change_is_not_taken_for_that_of_publication(name: str) -> None:
    fitted = found({n: drawn(n, time=f'<em class="{name}">{TEXTS[n][2]}</em>') for n in range(5)})
    assert "published_raw" not in fitted.layout.fields
    assert read(fitted, drawn(0, time=f'<em class="{name}">2026-11-20 09:00</em>')).published_at is None


def test_no_rule_reads_the_time_of_another_article_unsaid() -> None:
    """The date of a list below stands within the same box: a page that prints no time would give it."""
    others = '<em class="day">{at}</em></div><div class="info"><p><b>다른 기사</b> <em>2026-11-01 08:00</em></p>'
    fitted = found({n: drawn(n, time=others) for n in range(5)})
    assert "published_at" not in fitted.signs
    assert read(fitted, drawn(0, time=others)).published_at == "2026-11-20T09:00:00+09:00"
    assert read(fitted, drawn(0, time=others.partition("</em>")[2])).published_at is None


def test_sentences_that_are_run_together_are_a_sign() -> None:
    long = {n: drawn(n).root for n in range(5)}
    for page in long.values():
        for paragraph in page.iterfind(".//div[@class='view-txt']/p"):
            paragraph.tag = "news-p"
    fitted = found({n: Selector(root=page) for n, page in long.items()})
    assert "sentences of http://www.gaon.example.com/0 are run together" in fitted.signs["body"]


def test_where_a_page_without_a_subtitle_prints_the_beginning_of_its_text_there_is_none() -> None:
    begin = {n: TEXTS[n][3].replace("/", " ")[:32] for n in (1, 3, LAST)}
    leads = {n: f'<p class="view-sub">{text}…</p>' for n, text in begin.items()}
    fitted = found({n: drawn(n, sub=leads.get(n, "")) for n in range(5)})
    assert [rule.query for rule in fitted.layout.fields["subtitle"]] == [".view-sub"]
    assert "subtitle" not in fitted.signs
    assert read(fitted, drawn(0)).subtitle == ["시민 3,400명 달렸다"]
    assert read(fitted, drawn(LAST, sub=leads[LAST])).subtitle == []


def test_a_writer_is_no_label_of_the_time_beside() -> None:
    """`<span>홍길동</span><em>2026-11-20</em>`: a selector of that name would find nothing on anybody else's page."""
    pages = {}
    for n in range(5):
        who = TEXTS[n][1] if n == LAST else "홍길동"
        pages[n] = drawn(n, time=f"<p><span>{who}</span><em>{{at}}</em></p>".replace("{at}", TEXTS[n][2]))
    samples = [
        Sample(pages[n], f"http://www.gaon.example.com/{n}", Known(TEXTS[n][0], TEXTS[n][3].replace("/", "\n\n"), iso(n), ("홍길동",)))
        for n in range(4)
    ]
    fitted = fit("gaon/new", [*samples, Sample(pages[LAST], "http://www.gaon.example.com/4")], ("가온일보",))
    queries = [rule.query for rules in fitted.layout.fields.values() for rule in rules]
    assert not [query for query in queries if "홍길동" in query]
    assert read(fitted, pages[LAST]).published_at == "2026-11-24T07:40:00+09:00"


def iso(n: int) -> str:
    return f"{TEXTS[n][2].replace(' ', 'T')}:00+09:00"


@pytest.mark.parametrize("text", ["가", "가온시 소식", ""])
def test_a_text_of_a_word_is_too_little_to_find_it_by(text: str) -> None:
    samples = [Sample(drawn(n), f"http://www.gaon.example.com/{n}", Known(TEXTS[n][0], text)) for n in range(5)]
    with pytest.raises(UnfittableError) as refused:
        fit("gaon/new", samples)
    assert str(refused.value).splitlines()[:2] == [
        "0 of 5 pages hold the text that is known of them, and 3 are needed",
        f"http://www.gaon.example.com/0: “{text}” is all the text that is known of it, which is too little to find it by",
    ]


# --- the dates of a list's rows


def listed(dates: list[str], titles: list[str], cell: str = "<td>{}</td>") -> tuple[Selector, list[Listed]]:
    """Return a list whose cells have no names, and what is known of the articles of its first three rows."""
    rows = zip(titles, dates, strict=True)
    drawn = "".join(
        f"<tr><td>{9 - n}</td><td><a href='/{n}'>{title}</a></td><td>총무과</td>{cell.format(day)}</tr>"
        for n, (title, day) in enumerate(rows)
    )
    html = f"<table class='board'><tbody class='rows'>{drawn}</tbody></table>"
    known = [Listed(f"http://www.gaon.example.com/{n}", titles[n], press.read_time(f"2026-11-{20 - n}")) for n in range(3)]
    return page_of(HtmlResponse("http://www.gaon.example.com/list", body=html.encode(), encoding="utf-8")), known


def days(found: FittedList, page: Selector) -> list[str]:
    rows = read_list(page, "http://www.gaon.example.com/list", (found.layout,), lambda url: url, RECEIVED).rows
    return [f"{row.date:%m-%d}" if row.date else "-" for row in rows]


RECEIVED = datetime(2026, 11, 21, 9, tzinfo=press.KST)
TITLES = ["11월 25일 마라톤 연다", "도서관 문 열어", "다리 새로 놓는다", "12월 1일부터 쉼터 문 연다", "경로잔치"]


def test_the_cell_that_is_nothing_but_a_date_is_the_date_of_its_row() -> None:
    page, known = listed([f"2026-11-{20 - n}" for n in range(5)], TITLES)
    found = fit_list("gaon/list", page, "http://www.gaon.example.com/list", known, lambda url: url, RECEIVED)
    assert (found.layout.date, found.signs) == ((Rule("td", PUBLISHED_OR_BARE),), [])
    assert days(found, page) == ["11-20", "11-19", "11-18", "11-17", "11-16"]


def test_a_date_that_is_but_the_first_of_several_texts_is_a_sign() -> None:
    page, known = listed([f"11.{20 - n}" for n in range(5)], ["마라톤 연다", *TITLES[1:]])
    found = fit_list("gaon/list", page, "http://www.gaon.example.com/list", known, lambda url: url, RECEIVED)
    assert found.signs == ["the date of a row is the first that reads as one of what td finds in it"]
    page, known = listed([f"11.{20 - n}" for n in range(5)], ["마라톤 연다", *TITLES[1:]], "<td class='day'>{}</td>")
    found = fit_list("gaon/list", page, "http://www.gaon.example.com/list", known, lambda url: url, RECEIVED)
    assert (found.layout.date, found.signs) == ((Rule(".day"),), [])
    assert days(found, page) == ["11-20", "11-19", "11-18", "11-17", "11-16"]
