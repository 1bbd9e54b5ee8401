"""Layouts that are found by program: what they read of pages that they were not made from, what they say is uncertain, what is refused."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest
from parsel import Selector
from scrapy.http import HtmlResponse

from benchmarks import skins as _skins  # noqa: F401 (they register themselves)
from benchmarks.skin_articles import Piece
from benchmarks.skin_parts import SKINS, Outlet
from newsharvest.fit import Fitted, Known, Listed, Sample, UnfittableError, fit, fit_cold, fit_list
from newsharvest.fit.queries import is_hashed, is_utility, queries
from newsharvest.items import Article, Unkept
from newsharvest.page.article import normalise, read_article
from newsharvest.page.common import ADS, LINK_LINES
from newsharvest.page.layouts import Layout, Rule
from newsharvest.page.lists import read_list
from newsharvest.page.tree import page_of

FIELDS = ("title", "body", "published_at", "authors", "subtitle")


def page(text: str, url: str = "http://www.gaon.example.com/1") -> Selector:
    return page_of(HtmlResponse(url, body=text.encode(), encoding="utf-8"))


def read(layout: Layout, tree: Selector, names: Sequence[str] = ()) -> Article:
    found = read_article(tree, "http://www.gaon.example.com/1", (layout,), (), Article(outlet_name=next(iter(names), "")))
    assert not isinstance(found, Unkept)
    return normalise(found.article, tuple(names))


# --- a site that can be read by eye

PAGE = """<html><head><title>{title} | 가온일보</title></head><body>
<ul class="menu"><li><a href="/p">정치</a></li></ul>
<div class="view"><p class="path"><a href="/s">사회</a></p><h2 class="view-tit">{title}</h2>{sub}
<p class="info"><span class="writer">{who} 기자</span> <span class="day">입력 {day}</span></p>
<div class="view-txt">{body}<div class="relate"><a href="/9">함께 본 기사 {n}</a></div></div></div>
<div class="rank"><a href="/8">많이 본 기사 {n}</a></div></body></html>"""
TEXTS = [
    (
        "가온시 마라톤 열려",
        "시민 3,400명 달렸다",
        "홍길동",
        "2026-11-20 09:00",
        "가온시가 마라톤을 열었다./시는 내년에도 연다고 밝혔다.",
    ),
    ("나래군 도서관 문 열어", "", "이영희", "2026-11-21 10:30", "나래군이 새 도서관의 문을 열었다고 밝혔다./책 4만 권이 꽂혀 있다."),
    (
        "다솜천 다리 새로 놓는다",
        "내년 봄 개통",
        "김가람·박나리",
        "2026-11-22 11:05",
        "다솜천에 다리가 놓인다./공사비는 30억 원이다.",
    ),
    ("라온면 경로잔치", "", "홍길동", "2026-11-23 08:15", "라온면이 마을회관에서 경로잔치를 열었다./어르신 120명이 함께했다."),
]


def drawn(number: int) -> Selector:
    title, sub, who, day, body = TEXTS[number]
    shown = f'<p class="view-sub">{sub}</p>' if sub else ""
    return page(PAGE.format(title=title, sub=shown, who=who, day=day, body="".join(f"<p>{p}</p>" for p in body.split("/")), n=number))


def known(number: int) -> Known:
    title, sub, who, day, body = TEXTS[number]
    authors = tuple(who.split("·"))
    return Known(title, body.replace("/", "\n\n"), f"{day.replace(' ', 'T')}:00+09:00", authors, (sub,) if sub else None, ("사회",))


def test_a_layout_is_written_as_a_person_would() -> None:
    fitted = fit(
        "gaon/new", [*(Sample(drawn(n), f"http://www.gaon.example.com/{n}", known(n)) for n in range(3)), Sample(drawn(3), "http://x/3")]
    )
    layout = fitted.layout
    assert (layout.shape, layout.body, layout.drop) == ((Rule(".view-txt"),), (Rule(".view-txt"),), ADS)
    assert layout.boxes == (LINK_LINES,)  # what else was read is nothing but a link
    assert {name: rules[0].query for name, rules in layout.fields.items()} == {
        "title": ".view-tit",
        "subtitle": ".view-sub",
        "section": ".path",
        "authors": ".writer",
        "published_raw": ".day",
    }
    assert {name: said for name, said in fitted.signs.items() if name in FIELDS} == {}
    article = read(layout, drawn(3))
    assert (article.title, article.subtitle, article.authors) == ("라온면 경로잔치", [], ["홍길동"])
    assert (article.body, article.published_at) == (
        "라온면이 마을회관에서 경로잔치를 열었다.\n\n어르신 120명이 함께했다.",
        "2026-11-23T08:15:00+09:00",
    )


def test_the_same_pages_give_the_same_layout() -> None:
    samples = [Sample(drawn(n), f"http://www.gaon.example.com/{n}", known(n)) for n in range(4)]
    assert fit("gaon/new", samples) == fit("gaon/new", samples)


def test_fewer_than_three_pages_that_hold_the_text_are_refused_and_why_is_said() -> None:
    other = page("<body><p>이 기사는 삭제되었습니다.</p></body>")
    script = page(f"<body><div id='app'></div><script>var a = {{text: '{known(1).body}'}}</script></body>".replace("\n", " "))
    samples = [Sample(drawn(0), "http://a/0", known(0)), Sample(script, "http://a/1", known(1)), Sample(other, "http://a/2", known(2))]
    with pytest.raises(UnfittableError) as refused:
        fit("gaon/new", samples)
    assert str(refused.value).splitlines() == [
        "1 of 3 pages hold the text that is known of them, and 3 are needed",
        "http://a/1: its text stands in a script, from which it cannot be read",
        "http://a/2: its text is not on the page: it may be deleted, behind a login, or another article stands under its address",
    ]


def test_what_is_known_wrongly_of_one_page_of_four_is_said_and_changes_nothing() -> None:
    samples = [Sample(drawn(n), f"http://a/{n}", known(n)) for n in range(4)]
    odd = replace(known(1), title="나래군에 새 도서관")
    fitted = fit("gaon/new", [samples[0], replace(samples[1], known=odd), *samples[2:]])
    rules = {name: rules[0] for name, rules in fit("gaon/new", samples).layout.fields.items()}
    assert {name: found[0] for name, found in fitted.layout.fields.items()} == rules
    assert fitted.signs["title"] == ["http://a/1 is known under another title than “나래군 도서관 문 열어”"]


def test_an_unseen_box_in_the_text_is_a_sign() -> None:
    boxed = page(
        PAGE.format(
            title="제목", sub="", who="홍길동", day="2026-11-24 09:00", n=7, body="<p>본문이 이어졌다.</p><div class='poll'>투표하기</div>"
        )
    )
    fitted = fit("gaon/new", [*(Sample(drawn(n), f"http://a/{n}", known(n)) for n in range(3)), Sample(boxed, "http://a/7")])
    assert fitted.signs["body"] == ["no known page has a box such as div.poll (http://a/7: “투표하기”)"]


@pytest.mark.parametrize(
    "odd", ["<fb:like>좋아요 12개</fb:like>", "<o:p>함께 본 기사</o:p>", "<time :datetime='2026-11-20 09:00'>어제</time>"]
)
def test_names_that_no_selector_can_say_are_passed_over(odd: str) -> None:
    pages = [page(drawn(n).get().replace('<div class="relate">', f'{odd}<div class="relate">')) for n in range(4)]
    fitted = fit("gaon/new", [Sample(pages[n], f"http://a/{n}", known(n)) for n in range(4)])
    assert fitted.layout.fields["title"][0] == Rule(".view-tit")


# --- sites of all kinds


READ = (
    "ndsoft-2020 gnuboard ncid semantic json-ld wordpress br-div css-modules data-attributes font-tables definition-list numbered-ids"
    " time-in-attribute two-halves next-below rare-boxes print-copy"
).split()
"""Of each kind one: `benchmarks/fit.py` measures all."""


def known_of(outlet: Outlet, piece: Piece) -> Known:
    truth = outlet.truth(piece)
    authors, subtitle, section = (tuple(value) or None for value in (truth.authors, truth.subtitle, truth.section))
    return Known(truth.title, truth.body, truth.published_at, authors, subtitle, section, tuple(truth.captions))


def tree(outlet: Outlet, piece: Piece) -> Selector:
    return page(outlet.page(piece), outlet.url(piece))


def chosen(outlet: Outlet) -> list[Piece]:
    """Return five articles that differ."""
    asked: list[Callable[[Piece], object]] = [
        lambda piece: piece.subtitle and piece.captions,
        lambda piece: not piece.subtitle,
        lambda piece: len(piece.names) > 1,
        lambda piece: len(piece.paragraphs) > 5,
        bool,
    ]
    found: list[Piece] = []
    for wanted in asked:
        left = [piece for piece in outlet.pieces[5:30] if piece not in found]
        found.append(next(filter(wanted, left), left[0]))
    return found


def fitted_to(outlet: Outlet) -> Fitted:
    samples = [Sample(tree(outlet, piece), outlet.url(piece), known_of(outlet, piece)) for piece in chosen(outlet)]
    return fit("a/b", [*samples, *(Sample(tree(outlet, piece), outlet.url(piece)) for piece in outlet.pieces[:5])], [outlet.desk.name])


@pytest.mark.parametrize("name", READ)
def test_what_has_no_sign_is_right(name: str) -> None:
    outlet = Outlet(SKINS[name], "7")
    fitted = fitted_to(outlet)
    assert all(len(rules) <= 3 for rules in fitted.layout.fields.values())
    for piece in outlet.pieces[30:36]:
        article, truth = read(fitted.layout, tree(outlet, piece), [outlet.desk.name]), outlet.truth(piece)
        wrong = {field for field in FIELDS if getattr(article, field) != getattr(truth, field)}
        assert wrong <= fitted.signs.keys()
        assert not wrong & {"title", "published_at"}


@pytest.mark.parametrize("name", [name for name, skin in SKINS.items() if skin.refused])
def test_what_cannot_be_read_is_refused(name: str) -> None:
    with pytest.raises(UnfittableError):
        fitted_to(Outlet(SKINS[name], "7"))


@pytest.mark.parametrize("name", ["semantic", "css-modules", "data-attributes", "gnuboard", "next-below"])
def test_a_site_that_nobody_knows_is_read_by_its_list_and_its_pages(name: str) -> None:
    outlet = Outlet(SKINS[name], "7")
    _, rows = outlet.list_page(outlet.pieces[:10], cut=True)
    listed = {row.url: Listed(row.url, row.text, row.date) for row in rows}
    samples = [Sample(tree(outlet, piece), outlet.url(piece), None, listed[outlet.url(piece)]) for piece in outlet.pieces[:10]]
    layout = fit_cold("a/b", samples, [outlet.desk.name]).layout
    assert all(rule.guessed for rules in (layout.body, *layout.fields.values()) for rule in rules)
    for piece in outlet.pieces[20:24]:
        article, truth = read(layout, tree(outlet, piece), [outlet.desk.name]), outlet.truth(piece)
        assert (article.title, article.published_at) == (truth.title, truth.published_at)


@pytest.mark.parametrize("name", ["ndsoft-2020", "semantic", "tailwind", "font-tables"])
def test_the_rows_of_a_list_are_found(name: str) -> None:
    outlet = Outlet(SKINS[name], "7")
    text, rows = outlet.list_page(outlet.pieces[:12], cut=False)
    found = fit_list(
        "a/list", page(text, f"http://{outlet.desk.host}/"), f"http://{outlet.desk.host}/", [Listed(*row) for row in rows[2:6]]
    )
    assert len(found.layout.rows[0].select(page(text))) >= 12
    assert found.layout.date
    older, there = outlet.list_page(outlet.pieces[12:24], cut=False)
    base = f"http://{outlet.desk.host}/list"
    listed = {outlet.url(piece): piece.title for piece in outlet.pieces}
    read_rows = read_list(page(older, base), base, (found.layout,), {url: url for url in listed}.get, outlet.received).rows
    assert [(row.url, row.date) for row in read_rows] == [(row.url, row.date) for row in there]
    assert all(listed[row.url] in row.text for row in read_rows)


def test_a_list_that_links_none_of_the_known_articles_is_refused() -> None:
    with pytest.raises(UnfittableError, match="links 0 of the known articles, and 3 are needed"):
        fit_list(
            "a/list", page("<ul><li><a href='/1'>한 기사</a></li></ul>"), "http://a/", [Listed(f"http://a/{n}", "제목") for n in (7, 8, 9)]
        )


# --- queries


@pytest.mark.parametrize(
    ("name", "hashed", "utility"),
    [
        ("article-body", False, False),
        ("m-list__item", False, False),
        ("Body_text__x7Hq2", True, False),
        ("css-1q2w3e", True, False),
        ("mt-8", False, True),
        ("text-lg", False, True),
        ("text", False, False),
        ("content", False, False),
        ("md:flex", False, True),
    ],
)
def test_a_class_that_says_what_it_is_is_told_from_others(name: str, hashed: bool, utility: bool) -> None:
    assert (is_hashed(name), is_utility(name)) == (hashed, utility)


def test_no_query_holds_the_number_of_an_article_or_a_position() -> None:
    tree = page("<div class='view'><div id='article_90211' class='post-90211 Text_in__Ab3Cd'><p>본문</p></div></div>")
    found = [query.css for query in queries(tree.css("#article_90211")[0].root)]
    assert found[0] == "[id^='article_']"
    assert ".view > div" in found
    assert "[class*='Text_in__']" in found
    assert not [css for css in found if "90211" in css or "nth" in css]
