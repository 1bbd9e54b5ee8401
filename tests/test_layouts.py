"""Rules select what the plain selectors do, only faster."""

from __future__ import annotations

import re

import pytest
from parsel import Selector
from scrapy.http import TextResponse

from newsharvest.crawl.outlet import OutletSpider
from newsharvest.page.common import CHALLENGES, MODIFIED, PUBLISHED, PUBLISHED_OR_BARE
from newsharvest.page.layouts import Layout, Notice, Rule, choose, guess
from newsharvest.platforms import mediaon, netpro, viewno
from newsharvest.platforms.families import FAMILIES
from tests.support.cases import ALL, Expectation
from tests.support.layouts import LAYOUTS, NOTICES
from tests.support.project import FIXTURES, outlets

ODD = (
    "#news_body_area", ".art_top", "div#hd", "div.column.col73", ".column.col27", "#hd .weather_box li", "#hd > #tnb > ul",
    ".art_info li:first-child", "ul:not(.art_info) > li", "*[id]", "[class^='ban_']", "#hd ul, #ft ul, .none", ".path_wrap h3::text",
    "#logo img::attr(alt)", ".art_top h2 ~ h3", ".col73 + .col27", ":not(.column) > h2", ".column:nth-child(2)",
    "#container :is(.art_top, aside) h2",
)  # fmt: skip


def css_of(family: type[OutletSpider]) -> set[str]:
    found: set[str] = set()
    for layout in family.layouts:
        rules = (*layout.shape, *layout.foreign, *layout.body, *(rule for field in layout.fields.values() for rule in field))
        found |= (
            {rule.query for rule in rules} | {*layout.drop, *layout.boxes} | {q for f in layout.figures for q in (f.wrapper, f.caption)}
        )
    for rows in family.lists:
        found |= {rule.query for rule in (*rows.rows, *rows.date)}
    return {query for query in found if not query.startswith(("/", "./", "("))}


QUERIES = sorted({query for family in FAMILIES.values() for query in css_of(family)} | set(ODD))


@pytest.fixture(scope="module")
def pages() -> list[Selector]:
    return [Selector(file.read_text(encoding="utf-8", errors="replace")) for file in sorted(FIXTURES.glob("*/*/page.html"))]


@pytest.mark.parametrize("query", QUERIES)
def test_a_rule_selects_what_plain_css_does(query: str, pages: list[Selector]) -> None:
    for page in pages:
        plain = [match.root for match in page.css(query)]
        assert [match.root for match in Rule(query).select(page)] == plain
        assert Rule(query).matches(page) == bool(plain)
        for part in page.css("#container, #hd, ul")[:5]:
            assert [match.root for match in Rule(query).select(part)] == [match.root for match in part.css(query)]


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
def test_a_guess_stands_after_what_was_seen(layout: Layout) -> None:
    for name, rules in layout.fields.items():
        guesses = [rule.guessed for rule in rules]
        assert (name, guesses) == (name, sorted(guesses))


def test_a_rule_that_is_made_a_guess_is_otherwise_the_same() -> None:
    seen = Rule(".by", re=r"(.+) 기자")
    assert guess(seen) == guess(".by", r"(.+) 기자") == Rule(".by", r"(.+) 기자", guessed=True) != seen


@pytest.mark.parametrize("text", ["등록 2024.01.01" + " " * 20_000 + "x", "등록 2024.01.01 " + "1 " * 20_000, "등록 " * 20_000])
def test_no_line_makes_the_labels_of_dates_slow(text: str) -> None:
    """They would take minutes if a repetition were not bounded."""
    assert [len(re.findall(label, text)) for label in (PUBLISHED, PUBLISHED_OR_BARE, MODIFIED)] in ([1, 1, 0], [0, 0, 0])


@pytest.mark.parametrize("e", ALL, ids=str)
def test_a_page_has_the_shape_that_is_its_own_and_no_other(e: Expectation) -> None:
    """Every page against all layouts and notices of all families. A list has none; a page that gives no article may have its layout's."""
    response = e.case.response(e.case.url)
    assert isinstance(response, TextResponse)
    spider, reason = outlets()[e.outlet], e.expected.get("reason")
    own = [layout for layout in spider.layouts if layout not in LAYOUTS]  # of an outlet whose markup is its own
    shapes: list[Layout | Notice] = [*LAYOUTS, *own, *NOTICES]
    fitting = [shape for shape in shapes if shape.fits(response.selector)]
    if "links" in e.expected or reason == "no_layout":
        assert fitting == []
    elif reason is None:
        assert [shape.name for shape in fitting] == [e.expected["layout"]]
    else:
        [shape] = fitting
        assert shape in (*spider.layouts, *spider.notices, *CHALLENGES)
        assert isinstance(shape, Layout) or shape.reason.code == reason


@pytest.mark.parametrize(("outlet", "case"), [("kgnews", "art-info"), ("gyeonggitv", "art-info")])
def test_netpro_and_mediaon_tell_each_other_by_mediaons_marks(outlet: str, case: str) -> None:
    """The same classes with the marks are mediaOn's, without them NetPro's."""
    text = (FIXTURES / outlet / case / "page.html").read_text(encoding="utf-8")
    badge = '<img src="/img/logo_sponsor.png" alt="powered by mediaOn">'
    marked, bare = text.replace("</body>", f"{badge}</body>"), text
    for mark in ("powered by mediaOn", "/data/skin/layout/", "/data/cache/skin/", "/data/rss/news.xml"):
        bare = bare.replace(mark, "")
    for html, family in ((marked, mediaon.MediaOnSpider), (bare, netpro.NetProSpider)):
        page = Selector(html)
        assert [choose(page, one.layouts) is not None for one in FAMILIES.values()] == [one is family for one in FAMILIES.values()]


@pytest.mark.parametrize(
    "mark",
    [
        '<img alt="powered by mediaOn">', '<img src="/data/skin/layout/1/m01/btn.gif">', '<link href="/data/skin/layout/1/m13/a.css">',
        '<script src="/data/skin/layout/1/m13/a.js"></script>', '<link href="/data/cache/skin/1/index.css">',
        '<link rel="alternate" href="/data/rss/news.xml">',
    ],
)  # fmt: skip
def test_one_mark_is_enough(mark: str) -> None:
    assert mediaon.ARTICLE.fits(Selector(f"{mark}<div id=news_body_area>가</div>"))
    assert not mediaon.ARTICLE.fits(Selector(f"{mark}<div>가</div>"))
    assert not netpro.THEME.fits(Selector(f"{mark}<div id=news_body_area>가</div>"))


@pytest.mark.parametrize(
    "part",
    [
        "<div id=news_body_area>",
        "<div id=news_bodyArea>",
        "<div class=smartOutput>",
        "<div class='fix_art_top fix'>",
        "<div class=art_top>",
    ],
)
def test_one_part_of_a_mediaon_article_is_enough(part: str) -> None:
    """A page that loses its body is still known for an article's: `no_body`, not `no_layout`."""
    mark = '<link href="/data/skin/layout/1/m13/a.css">'
    assert mediaon.ARTICLE.fits(Selector(f"{mark}{part}"))
    assert not mediaon.ARTICLE.fits(Selector(part))
    assert mediaon.M01.fits(Selector(f"{mark}<div class=viewsubject></div>{part}"))
    assert not mediaon.ARTICLE.fits(Selector(f"{mark}<div class=arvtitle></div>{part}"))


@pytest.mark.parametrize(("skin", "heading"), [(viewno.TOP_TXT, "sub_top_txt"), (viewno.H_GROUP, "h-group cf")])
def test_a_skin_of_view_php_needs_its_heading_and_a_body(skin: Layout, heading: str) -> None:
    assert all(skin.fits(Selector(f"<p class='{heading}'></p><div {body}>")) for body in ("id=view_content", "class=view_content"))
    assert not skin.fits(Selector(f"<p class='{heading}'></p><div id=viewContent>"))
    assert not skin.fits(Selector("<p class=subject></p><div id=view_content>"))
    assert not viewno.H_GROUP.fits(Selector("<p class='h-group cf'></p><p class=sub_top_txt></p><div id=view_content>"))
