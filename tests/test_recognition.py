"""Which family a page is of, from the page alone: its own, or unknown; never another's, and never one of two."""

from __future__ import annotations

from itertools import combinations

import pytest
from parsel import Selector
from scrapy.http import TextResponse

from newsharvest.adopt.outlet import adhoc_outlet, front_title, imprint, outlet_name, own_address
from newsharvest.adopt.recognition import Recognised, Unknown, family_of, recognise
from newsharvest.crawl.outlet import OutletSpider
from newsharvest.download.charset import best_encoding
from newsharvest.page.common import CHALLENGES
from newsharvest.platforms import ncid, ndsoft
from newsharvest.platforms.families import FAMILIES
from tests.support.cases import ALL, ARTICLES, Expectation, of_family
from tests.support.layouts import LAYOUTS, NOTICES
from tests.support.project import FIXTURES, outlets

UNTOLD = {"no_layout", "deleted", "held", "challenge"}
"""Reasons of pages that have no layout; the others are found in what their layout gives."""


def page_of(e: Expectation) -> Selector:
    response = e.case.response(e.case.url)
    assert isinstance(response, TextResponse)
    return response.selector


def unknown(page: Selector, asked: str | None = None) -> Unknown:
    found = recognise(page, asked)
    assert isinstance(found, Unknown)
    return found


def test_every_family_of_an_outlet_and_every_layout_is_recognised() -> None:
    assert {outlet.__bases__[0] for outlet in outlets().values()} <= {*FAMILIES.values(), OutletSpider}
    for layout in LAYOUTS:
        assert layout in FAMILIES[family_of(layout)].layouts


@pytest.mark.parametrize("e", ALL, ids=str)
def test_a_page_is_recognised_as_its_own_or_unknown(e: Expectation) -> None:
    found, reason = recognise(page_of(e)), e.expected.get("reason")
    if of_family(e) and "links" not in e.expected and reason not in UNTOLD:
        assert isinstance(found, Recognised)
        own = e.expected["layout"] if reason is None else found.layout.name
        assert (found.family, found.layout.name) == (own.partition("/")[0], own)
        assert found.layout in outlets()[e.outlet].layouts
    else:
        assert isinstance(found, Unknown)
        assert found.fitting == ()


@pytest.mark.parametrize("e", [e for e in ALL if of_family(e) and ("links" in e.expected or e.expected.get("reason") in UNTOLD)], ids=str)
def test_an_unknown_page_says_what_it_is_near_to(e: Expectation) -> None:
    found, layout, reason = unknown(page_of(e)), e.expected.get("layout"), e.expected.get("reason")
    assert (layout in found.lists) == (layout is not None and layout != "rss")
    assert found.notice in ([None] if layout or reason == "no_layout" else [n for n in NOTICES if n.reason.code == reason])
    if reason == "challenge":
        assert found.notice in CHALLENGES


@pytest.mark.parametrize(("one", "other"), list(combinations(FAMILIES, 2)))
def test_a_page_made_of_two_families_is_never_guessed(one: str, other: str) -> None:
    """An article of each layout of the one, and of the other, on one page: each layout shuts the other out, or it is unknown."""
    mine, theirs = (
        {e.expected["layout"]: page_of(e).get() for e in ARTICLES if e.expected["layout"].startswith(f"{name}/")} for name in (one, other)
    )
    for e in mine.values():
        for o in theirs.values():
            page = Selector(e.replace("</body>", "") + o)
            shaped = {family_of(layout) for layout in LAYOUTS if layout.fits(page)}
            found = recognise(page)
            if len(shaped) == 1:
                assert isinstance(found, Recognised)
                assert {found.family} == shaped
            else:
                assert isinstance(found, Unknown)
                assert {family_of(near.layout) for near in found.fitting} == shaped


def test_the_shapes_of_two_families_are_named() -> None:
    page = Selector("<h1 class=arl_view_title>제목</h1><article id=bo_v><h2 id=bo_v_title><b class=bo_v_cate>사회</b></h2></article>")
    assert list(unknown(page).lines()) == [
        "unknown: the page has the shapes of 2 families, ndsoft/skin-1 and gnuboard/basic; say which with --family"
    ]
    for asked in ("ndsoft", "gnuboard", "netpro"):
        found = recognise(page, asked)
        assert isinstance(found, Recognised)
        assert found.family == asked


def changed(case: str, *changes: tuple[str, str]) -> Selector:
    text = (FIXTURES / case / "page.html").read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return Selector(text)


def test_what_was_missing_is_said() -> None:
    found = unknown(changed("idomin/778088", ("article-view-header", "renamed")))
    assert list(found.lines())[:6] == [
        "unknown: the page has the shape of no family's articles",
        "nearest: ndsoft/skin-3 (NDsoft): 1 of 2 marks of its shape, a body,"
        " 5 of 9 fields (subtitle, section, authors, published_raw, rights)",
        "    not found: header.article-view-header",
        "nearest: ncid/key (ncid/key): 0 of 1 marks of its shape, no body, 2 of 7 fields (published_raw, rights)",
        "    not found: #font, article.hd-news-info",
        "    found, and is another layout's: #article-view-content-div",
    ]  # fmt: skip


def test_a_foreign_mark_is_said() -> None:
    page = changed("joongdo/two-authors", ("</body>", "<div id='viewContent'></div></body>"))
    first = unknown(page).nearest[0]
    assert first.layout is ncid.ARTICLE
    assert first.nearness == pytest.approx(8 / 9)  # its mark, a body and seven fields, less one
    assert list(first.lines())[1:] == ["    found, and is another layout's: #viewContent"]


def test_one_id_alone_is_no_family() -> None:
    """Buttons for the size of the letters, on a page of no family."""
    page = Selector("<meta property='og:title' content='가온 소식'><div id=font><a href='#'>크게</a></div><p>본문</p>")
    assert list(unknown(page).lines()) == [
        "unknown: the page has the shape of no family's articles",
        "nearest: ncid/key (ncid/key): 1 of 1 marks of its shape, a body, 0 of 7 fields",
        "    none of its fields found",
    ]
    assert isinstance(recognise(page, "ncid"), Recognised)  # who asks for the family knows more than the page shows


def test_a_page_of_nothing() -> None:
    assert list(unknown(Selector("<p>가온 소식</p>")).lines()) == [
        "unknown: the page has the shape of no family's articles",
        "nearest: none; nothing that such articles have was found",
    ]
    asked = unknown(Selector("<p>가온 소식</p>"), "ndsoft").lines()
    assert next(asked) == "unknown: the page has the shape of none of NDsoft's layouts"


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("www.gaon-news.co.kr", "gaon_news"), ("m.gaon.kr", "gaon"), ("", ""), ("joongdo.net", "joongdo_net"),
        ("192.0.2.7", "192_0_2_7"), ("가온.kr", "가온"),
    ],
)  # fmt: skip
def test_an_outlet_is_named_after_its_host(host: str, name: str) -> None:
    assert outlet_name(host, outlets()) == name


def test_an_ad_hoc_outlet_is_of_its_family_and_host() -> None:
    outlet = adhoc_outlet(ndsoft.NdsoftSpider, "https://www.gaon.kr/news/articleView.html?idxno=7", title="가온신문")
    assert issubclass(outlet, ndsoft.NdsoftSpider)
    assert (outlet.name, outlet.title, outlet.host, outlet.allowed_domains) == ("gaon", "가온신문", "www.gaon.kr", ["gaon.kr"])
    assert outlet.article_key("http://gaon.kr/news/articleView.html?idxno=7&x=1") == "7"
    assert outlet.article_url("7") == "https://www.gaon.kr/news/articleView.html?idxno=7"
    assert outlet.article_key("http://idomin.com/news/articleView.html?idxno=7") is None


CANONICAL, OG_URL = '<link rel="canonical" href="{}">', '<meta property="og:url" content="{}">'


@pytest.mark.parametrize(
    ("head", "address"),
    [
        (CANONICAL.format("http://a.kr/1") + OG_URL.format("http://a.kr/2"), "http://a.kr/1"),
        (OG_URL.format(" http://a.kr/2 "), "http://a.kr/2"),
        (CANONICAL.format("http://a.kr/") + OG_URL.format("http://a.kr/?idx=2"), "http://a.kr/?idx=2"),
        (CANONICAL.format("/1") + OG_URL.format("http://["), ""),
        (CANONICAL.format("http://a.kr:99999/1") + OG_URL.format("http://a.kr:8080/2"), "http://a.kr:8080/2"),
        (CANONICAL.format("http://a.kr"), "http://a.kr"),
        ("", ""),
    ],
)
def test_the_address_that_a_page_names(head: str, address: str) -> None:
    assert own_address(Selector(f"<head>{head}</head>")) == address


def test_the_name_that_a_page_gives_its_site() -> None:
    meta, foot = (
        "<meta property='og:site_name' content=' 가온 뉴스 '>",
        "<p>제호 : 가온<b>신문</b></p><p>등록번호 : 강원 아<a>00</a>012</p>",
    )
    assert imprint(Selector(meta)) == ("가온 뉴스", "")
    assert imprint(Selector(meta + foot)) == ("가온신문", "강원")
    assert imprint(Selector("<title>가온 신문</title>")) == ("", "")


@pytest.mark.parametrize("e", ARTICLES, ids=str)
def test_the_foot_of_a_page_states_the_masthead(e: Expectation) -> None:
    page = e.case.response(e.case.url)
    assert isinstance(page, TextResponse)
    assert imprint(page.replace(encoding=best_encoding(page)).selector).masthead in {outlets()[e.outlet].title, ""}


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("가온신문", "가온신문"),
        (" 가온신문 - 가온을 여는 창 ", "가온신문"),
        ("::: 가온신문 :::", "가온신문"),
        ("가온-누리신문|홈", "가온-누리신문"),
        ("", ""),
    ],
)
def test_the_title_of_a_front_page(title: str, name: str) -> None:
    assert front_title(Selector(f"<title>{title}</title>")) == name
