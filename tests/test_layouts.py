"""Rules select what the plain selectors do, only faster."""

from __future__ import annotations

import pytest
from parsel import Selector

from newsharvest.layouts import Rule
from newsharvest.platforms import dadamedia, ncid, ndsoft, netpro
from newsharvest.platforms.outlet import OutletSpider
from tests.conftest import FIXTURES

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
