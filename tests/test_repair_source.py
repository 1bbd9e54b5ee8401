"""Layouts as source: it makes the same layout again, as ruff has it, and goes into a spider's file as if a person had put it there."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from typing import Any

import pytest

from newsharvest.page.common import ADS, LINK_LINES, PUBLISHED
from newsharvest.page.layouts import Figure, Found, Layout, ListLayout, Rule, guess, rules, stated
from newsharvest.repair.source import Names, import_line, layout_source, list_source, quoted, raw
from newsharvest.repair.spider_file import repaired_source
from tests.support.layouts import LAYOUTS
from tests.support.project import ROOT, outlets

LONG = "이 필드는 아는 기사 다섯 건 가운데 한 건에만 있었고, 그래서 이 선택자가 다른 기사에서도 맞는지는 아직 아무도 모릅니다. " * 3
FOUND = Layout(
    "gaon/2026-11-29",
    shape=rules("#text"),
    foreign=rules(".old", "#older"),
    body=rules("#text", "[itemprop='articleBody']"),
    drop=(*ADS, ".share", "a[href*='ad=\"1\"']"),
    boxes=(LINK_LINES, "./div[a]", ".//p[contains(., '\"')]"),
    figures=(Figure("table", "td.c"), Figure(".//figure", "figcaption")),
    pictures=rules(".top"),
    fields={
        "title": rules(stated("h1"), "h1", guess(stated(".t", "x\\"))),
        "published_raw": rules(Rule(".d", re=PUBLISHED), Rule(".e", re=r"^입력 (\d.+)"), guess(".f"), guess(".g", r"""'a'"(b)""")),
        "authors": rules("//*[@class=\"a\" and @id='b']"),
        "subtitle": rules(f"//*[contains(., '{LONG}')]"),
        "rights": rules(Rule(".r", re="(" + "|".join(["무단전재\\s재배포"] * 20) + ")")),
    },
    found=Found("2026-11-29", known=5, signs={"authors": ("seen on one page only",), "page": (LONG, 'a "box" that no known page had\n')}),
)
BARE = Layout("gaon/bare", shape=rules("#text"), body=rules("#text"), fields={}, drop=ADS, found=Found("2026-11-29", 3))
LIST = ListLayout("gaon/list-2026-11-29", rows=rules("ul.all > li", guess("a")), date=rules(Rule(".when", re=r"(\d+)")))


def ruff(*arguments: str, given: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "ruff", *arguments, "--config", str(ROOT / "pyproject.toml"), "-"],
        input=given, capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    return done.stdout + (done.stderr if done.returncode else "")


def assert_as_written_by_hand(source: str) -> None:
    assert ruff("format", given=source) == source
    assert ruff("check", "--quiet", "--stdin-filename", "newsharvest/spiders/gaon.py", given=source) == ""


def module(source: str, names: Names) -> str:
    imports = "".join(f"{import_line(*needed)}\n" for needed in sorted(names.needed.items()))
    return f'"""가온."""\n\n{imports}\n{source}'


@pytest.mark.parametrize("layout", [FOUND, BARE, replace(FOUND, found=None), *LAYOUTS], ids=lambda layout: layout.name)
def test_the_source_of_a_layout_makes_it_again(layout: Layout) -> None:
    """Those of the families too, which people wrote."""
    names = Names()
    source = module(layout_source("ARTICLE", layout, names), names)
    made: dict[str, Any] = {}
    exec(source, made)
    assert made["ARTICLE"] == layout
    assert_as_written_by_hand(source)


FOUND_LIST = replace(LIST, found=Found("2026-11-29", 12, {"list": ("it links three articles that no row does",)}))


@pytest.mark.parametrize(
    "layout", [LIST, FOUND_LIST, *{layout.name: layout for one in outlets().values() for layout in one.lists}.values()]
)
def test_the_source_of_a_lists_layout_makes_it_again(layout: ListLayout) -> None:
    names = Names()
    source = module(list_source("LIST", layout, names), names)
    made: dict[str, Any] = {}
    exec(source, made)
    assert made["LIST"] == layout
    assert_as_written_by_hand(source)


@pytest.mark.parametrize("text", ["", "a", "'", '"', "\"'", "\\", "\\d'\"", "가\n나", "\x00\u200b\U000e0001", "\\\"'", "{x}"])
def test_any_text_is_a_string(text: str) -> None:
    assert eval(quoted(text)) == eval(raw(text)) == text


def test_it_is_written_as_a_person_would() -> None:
    names = Names()
    source = layout_source("SINCE_2026_11_29", replace(BARE, drop=(*ADS, ".share"), fields={"title": rules(".tit", "h1")}), names)
    assert source == (
        "SINCE_2026_11_29 = Layout(\n"
        '    "gaon/bare",\n'
        '    shape=rules("#text"),\n'
        '    body=rules("#text"),\n'
        '    drop=(*ADS, ".share"),\n'
        "    fields={\n"
        '        "title": rules(".tit", "h1"),\n'
        "    },\n"
        '    found=Found("2026-11-29", known=3),\n'
        ")\n"
    )
    assert names.needed == {"newsharvest.page.common": {"ADS"}, "newsharvest.page.layouts": {"Found", "Layout", "rules"}}


# --- in a spider's file


NOTE = "On 2026-11-29 `scrapy repair` found the layout gaon/2026-11-29 from 5 articles of the store."


def source_of(outlet: str) -> str:
    return (ROOT / "newsharvest" / "spiders" / f"{outlet}.py").read_text(encoding="utf-8")


def names_in(source: str, outlet: str) -> tuple[list[str], list[str]]:
    """Return the names of the layouts and lists of the class that a source makes."""
    made: dict[str, Any] = {"__name__": "gaon"}
    exec(source, made)
    [spider] = [value for value in made.values() if isinstance(value, type) and getattr(value, "name", None) == outlet]
    return [layout.name for layout in spider.layouts], [layout.name for layout in spider.lists]  # type: ignore[attr-defined]


@pytest.mark.parametrize("outlet", outlets())
def test_every_spider_can_be_repaired(outlet: str) -> None:
    spider = outlets()[outlet]
    before, lists = [layout.name for layout in spider.layouts], [layout.name for layout in spider.lists]
    source = repaired_source(source_of(outlet), outlet, FOUND, LIST, NOTE)
    assert names_in(source, outlet) == ([FOUND.name, *before], [LIST.name, *lists])
    assert_as_written_by_hand(source)
    again = repaired_source(source, outlet, replace(FOUND, name="gaon/2027-01-02"), None, NOTE.replace("2026-11-29", "2027-01-02"))
    assert names_in(again, outlet) == (["gaon/2027-01-02", FOUND.name, *before], [LIST.name, *lists])
    assert_as_written_by_hand(again)


def test_a_repaired_file_reads_like_the_others() -> None:
    layout = replace(BARE, name="joongdo/2026-11-29", fields={"title": rules(".tit")}, drop=(*ADS, ".share"))
    assert (
        repaired_source(source_of("joongdo"), "joongdo", layout, None, NOTE)
        == f'''\
"""중도일보. Not checked live; a page capture is of this host. The section codes are seen in public crawlers.

{NOTE}
"""

from newsharvest.page.common import ADS
from newsharvest.page.layouts import Found, Layout, rules
from newsharvest.platforms.ncid import NcidSpider

SINCE_2026_11_29 = Layout(
    "joongdo/2026-11-29",
    shape=rules("#text"),
    body=rules("#text"),
    drop=(*ADS, ".share"),
    fields={{
        "title": rules(".tit"),
    }},
    found=Found("2026-11-29", known=3),
)


{source_of("joongdo").partition("NcidSpider" + chr(10) * 3)[2]}    layouts = (SINCE_2026_11_29, *NcidSpider.layouts)
'''
    )


OWN = '''\
"""가온신문. Not checked live."""

from newsharvest.crawl.outlet import OutletSpider
from newsharvest.crawl.urls import ArticleAddress, ListAddress
from newsharvest.page.layouts import Layout, ListLayout, rules

ARTICLE = Layout("gaon/article", shape=rules("#a"), body=rules("#a"), fields={})
LIST = ListLayout("gaon/list", rows=rules("li"))


class GaonSpider(OutletSpider):
    """가온신문."""

    name = "gaon"
    title = "가온신문"
    host = "gaon.kr"
    region = "경남"
    layouts = LAYOUTS
    lists = (LIST,)
    article_address = ArticleAddress("/read/{key}")
    list_address = ListAddress("/all?page={page}")

    @classmethod
    def own_names(cls) -> tuple[str, ...]:
        """Return nothing."""
        return ()
'''


@pytest.mark.parametrize(
    ("written", "becomes"),
    [
        ("(ARTICLE,)", "(SINCE_2026_11_29, ARTICLE)"),
        ("(ARTICLE, ARTICLE)", "(SINCE_2026_11_29, ARTICLE, ARTICLE)"),
        ("(\n        ARTICLE,\n        ARTICLE,\n    )", "(\n        SINCE_2026_11_29,\n        ARTICLE,\n        ARTICLE,\n    )"),
        ("OWN_LAYOUTS", "(SINCE_2026_11_29, *OWN_LAYOUTS)"),
    ],
)
def test_an_outlet_with_layouts_of_its_own(written: str, becomes: str) -> None:
    source = OWN.replace("LAYOUTS", written).replace("\n\n\nclass", "\nOWN_LAYOUTS = (ARTICLE, ARTICLE)\n\n\nclass")
    repaired = repaired_source(source, "gaon", FOUND, LIST, NOTE)
    assert f"    layouts = {becomes}\n    lists = (LIST_SINCE_2026_11_29, LIST)\n" in repaired
    assert names_in(repaired, "gaon")[0][0] == FOUND.name
    assert_as_written_by_hand(repaired)


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ('name = "gaon"', "name = NAME", 'no class in it says name = "gaon"'),
        ('"""가온신문. Not checked live."""\n\n', "", "it does not begin with a docstring"),
        ('"""가온신문. Not checked live."""', '"가온신문"', "its docstring does not stand in three quotation marks"),
        ("LAYOUTS", "tuple(\n        [ARTICLE]\n    )", r"its layouts are not written as layouts = (…)"),
    ],
)
def test_what_is_written_otherwise_is_left_alone(old: str, new: str, why: str) -> None:
    with pytest.raises(ValueError) as error:
        repaired_source(OWN.replace(old, new), "gaon", FOUND, LIST, NOTE)
    assert str(error.value) == why
