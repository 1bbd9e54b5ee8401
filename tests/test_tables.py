"""The tables of README and docs/ show what a site calls itself as it is: whatever its masthead holds, they stay tables."""

from __future__ import annotations

import importlib.util
import re
from types import ModuleType

import pytest
from markdown_it import MarkdownIt

from newsharvest.adopt.outlet import adhoc_outlet
from newsharvest.platforms.ndsoft import NdsoftSpider
from tests.support.project import ROOT

MASTHEADS = (
    "가온|신문",
    "가온\\|신문",
    "`가온`",
    "[가온](javascript:a)",
    "![가온](http://a.kr/b)",
    "<b>가온</b>",
    "<!-- [[[end]]] -->",
    "**가온** _신문_",
    "가온\n| --- |\n신문",
    "$가온$ ~~신문~~",
    "&lt;가온&gt;",
    "http://a.kr",
    ":smile: 가온",
    "가온]",
    "\\",
)


@pytest.fixture(scope="module")
def tables() -> ModuleType:
    spec = importlib.util.spec_from_file_location("tables", ROOT / "docs" / "tables.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("masthead", MASTHEADS)
def test_a_masthead_is_shown_as_it_is(tables: ModuleType, masthead: str) -> None:
    outlet = adhoc_outlet(NdsoftSpider, "http://gaon.kr/", title=masthead, region=masthead)
    written = tables.table(tables.OUTLETS["en"], [tables.outlet_row(outlet, (), "en")])
    assert "[[[end]]]" not in written
    rows = re.findall(r"<tr>\n(.*?)</tr>", MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(written), re.DOTALL)
    cells = [re.findall(r"<t[dh]>(.*?)</t[dh]>", row) for row in rows]
    assert [len(row) for row in cells] == [7, 7]
    shown = " ".join(masthead.split()).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert cells[1][1:3] == [f'<a href="http://gaon.kr/">{shown}</a>', shown]
