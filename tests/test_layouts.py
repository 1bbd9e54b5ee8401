"""Rules select what the plain selectors do, only faster."""

from __future__ import annotations

from importlib import import_module

import pytest
from parsel import Selector
from scrapy.http import TextResponse

from newsharvest.layouts import Layout, Rule
from newsharvest.platforms import dadamedia, ncid, ndsoft, netpro
from newsharvest.platforms.outlet import OutletSpider
from tests.conftest import FIXTURES, ROOT
from tests.test_cases import ARTICLES, NO_ARTICLES, Expectation

FAMILIES: tuple[type[OutletSpider], ...] = (netpro.NetProSpider, dadamedia.DadaMediaSpider, ncid.NcidSpider, ndsoft.NdsoftSpider)
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
        found |= {rule.query for rule in rules} | set(layout.drop) | {q for f in layout.figures for q in (f.wrapper, f.caption)}
    for rows in family.lists:
        found |= {rule.query for rule in (*rows.rows, *rows.date)}
    return {query for query in found if not query.startswith(("/", "./", "("))}


QUERIES = sorted({query for family in FAMILIES for query in css_of(family)} | set(ODD))
PAGES = [Selector(file.read_text(encoding="utf-8", errors="replace")) for file in sorted(FIXTURES.glob("*/*/page.html"))]


@pytest.mark.parametrize("query", QUERIES)
def test_a_rule_selects_what_plain_css_does(query: str) -> None:
    for page in PAGES:
        plain = [match.root for match in page.css(query)]
        assert [match.root for match in Rule(query).select(page)] == plain
        assert Rule(query).matches(page) == bool(plain)
        for part in page.css("#container, #hd, ul")[:5]:
            assert [match.root for match in Rule(query).select(part)] == [match.root for match in part.css(query)]


def every_layout() -> list[Layout]:
    """The layouts of all families, once each: one module may use another's."""
    modules = [f"newsharvest.platforms.{file.stem}" for file in (ROOT / "newsharvest" / "platforms").glob("*.py")]
    found = [value for module in modules for value in vars(import_module(module)).values() if isinstance(value, Layout)]
    return list({layout.name: layout for layout in found}.values())


def fitting(e: Expectation) -> set[str]:
    """The layouts, of all families, whose shape a case's page has."""
    response = e.case.response(e.case.url)
    assert isinstance(response, TextResponse)
    return {layout.name for layout in LAYOUTS if layout.fits(response.selector)}


LAYOUTS = every_layout()
NOTICES = [e for e in NO_ARTICLES if e.expected["reason"] in {"challenge", "deleted", "held", "no_layout"}]


@pytest.mark.parametrize("e", ARTICLES, ids=str)
def test_a_page_has_the_shape_of_its_own_layout_and_of_no_other_familys(e: Expectation) -> None:
    assert fitting(e) == {e.expected["layout"]}


@pytest.mark.parametrize("e", NOTICES, ids=str)
def test_a_notice_has_the_shape_of_no_layout(e: Expectation) -> None:
    assert fitting(e) == set()
