"""Every case in fixtures/: the item that comes out, field by field, and what must not be in it."""

from __future__ import annotations

import asyncio
import hashlib
import json
import re
from pathlib import Path

import pytest
from parsel import Selector
from scrapy.http import TextResponse

from newsharvest.cases.expected import differences, read_case
from newsharvest.download.charset import decoded
from newsharvest.download.replay import Case
from newsharvest.items import ARTICLE_FIELDS, STATED_FIELDS
from newsharvest.page.common import CHALLENGES
from newsharvest.page.layouts import Layout, Notice
from newsharvest.page.lists import read_list
from newsharvest.page.tree import base_url_of, page_of
from tests.support.cases import ALL, ARTICLES, LISTS, NO_ARTICLES, PAGES, Expectation, text_of
from tests.support.crawls import Harvest, crawl_async
from tests.support.project import FIXTURES, ROOT, outlets


@pytest.fixture(scope="session")
def harvests() -> dict[str, Harvest]:
    """Each page crawled once, by its own address, through the whole chain."""

    async def crawl_all() -> dict[str, Harvest]:
        return {str(e): await crawl_async(e.outlet, url=e.case.url) for e in PAGES}

    return asyncio.run(crawl_all())


@pytest.mark.parametrize("e", ALL, ids=str)
def test_expected_was_read_by_a_person(e: Expectation) -> None:
    """Who writes an expected.json by a program leaves `_read` null; who has read it says when and against what."""
    read = e.expected.get("_read") or ""
    assert re.fullmatch(r"20\d\d-\d\d-\d\d, against .+", read), (
        f"{e}: read expected.json against the page, then say in `_read` when and against what"
    )


@pytest.mark.parametrize("name", ARTICLE_FIELDS)
@pytest.mark.parametrize("e", ARTICLES, ids=str)
def test_field(e: Expectation, name: str, harvests: dict[str, Harvest]) -> None:
    [item] = harvests[str(e)].items
    if name == "content_hash":
        assert item[name] == hashlib.sha256((e.expected["title"] + "\n\n" + e.expected["body"]).encode()).hexdigest()
    elif name == "origin":
        assert item[name] is None
    else:
        assert item[name] == e.expected[name]


@pytest.mark.parametrize("e", ARTICLES, ids=str)
def test_no_other_fields(e: Expectation, harvests: dict[str, Harvest]) -> None:
    assert set(e.expected) - {"_read"} == set(STATED_FIELDS)
    assert harvests[str(e)].report.exit_status == 0


def load_unwanted(folder: Path) -> list[str]:
    """Return the texts on the page that must not be in the article: the lines of `unwanted.txt` that do not begin with `#`."""
    return [line for line in (folder / "unwanted.txt").read_text(encoding="utf-8").splitlines() if not line.startswith("#")]


@pytest.mark.parametrize("e", ARTICLES, ids=str)
def test_unwanted_text_is_absent(e: Expectation, harvests: dict[str, Harvest]) -> None:
    [item] = harvests[str(e)].items
    text = json.dumps({k: v for k, v in item.items() if k not in {"outlet_name", "authors", "rights"}}, ensure_ascii=False)
    unwanted = load_unwanted(e.case.folder)
    assert unwanted, f"{e}: write text of the page that must not be in the article into unwanted.txt"
    assert [line for line in unwanted if line in text] == []


@pytest.mark.parametrize("e", ARTICLES, ids=str)
def test_unwanted_text_is_on_the_page(e: Expectation) -> None:
    """A line that is not on the page could never fail the test above."""
    source = Selector(text_of(e.case))
    seen = " ".join([*source.xpath("//text()").getall(), *source.xpath("//@alt | //@href | //@src").getall()])
    unwanted = load_unwanted(e.case.folder)
    assert [line for line in unwanted if line not in seen and line not in " ".join(seen.split())] == []


def test_a_recorded_page_says_its_charset_where_it_likes(tmp_path: Path) -> None:
    for n, header in enumerate(["text/html; charset=euc-kr", "text/html; charset=utf-8"]):
        answer = {"url": "http://x.kr/1", "status": 200, "headers": {"Content-Type": header}, "recorded_at": None, "origin": "recorded"}
        (tmp_path / str(n)).mkdir()
        (tmp_path / str(n) / "response.json").write_text(json.dumps(answer))
        (tmp_path / str(n) / "page.html").write_bytes("<p>펲 연천군</p>".encode("cp949"))
        assert text_of(Case.load(tmp_path / str(n))) == "<p>펲 연천군</p>"


@pytest.mark.parametrize("e", NO_ARTICLES, ids=str)
def test_reason(e: Expectation, harvests: dict[str, Harvest]) -> None:
    harvest = harvests[str(e)]
    assert harvest.items == []
    assert harvest.reasons == {e.expected["reason"]: [e.expected["url"]]}
    assert harvest.report.exit_status == (0 if e.expected["reason"] in {"deleted", "held", "photo_only", "video_only"} else 1)
    assert e.expected["url"] in harvest.closing
    assert e.outlet in harvest.closing


@pytest.mark.parametrize("e", ALL, ids=str)
def test_a_case_is_read_as_a_crawl_reads_it(e: Expectation) -> None:
    """Lists, and (as the whole crawls above have it) articles: this is what `scrapy fixture check` goes by."""
    outlet = outlets()[e.outlet]
    reading = read_case(outlet, e.case)
    assert reading is not None
    assert differences(e.expected, reading) == []
    if "links" in e.expected and e.expected["layout"] != "rss":
        page = decoded(e.case.response(e.case.url))
        assert isinstance(page, TextResponse)
        _, won = read_list(page_of(page), base_url_of(page_of(page), page.url), outlet.lists, outlet.article_key)
        assert won is not None
        assert (won.layout, won.position) == (e.expected["layout"], 1) or e.case.origin == "recorded"


def test_every_outlet_with_cases_has_lists_and_robots() -> None:
    """An outlet of a family that is tried elsewhere may have no cases."""
    for name in (folder.name for folder in FIXTURES.iterdir()):
        assert name in outlets()
        cases = {case.name for case in (FIXTURES / name).iterdir()}
        assert {"list-1", "robots"} <= cases


def test_every_layout_has_a_case() -> None:
    layouts = {layout.name for outlet in outlets().values() for layout in outlet.layouts}
    for module in (ROOT / "newsharvest" / "platforms").glob("*.py"):
        names = vars(__import__(f"newsharvest.platforms.{module.stem}", fromlist=["x"]))
        layouts |= {value.name for value in names.values() if isinstance(value, Layout)}
    assert layouts
    assert layouts - {e.expected["layout"] for e in ARTICLES} == set()


def test_every_notice_has_a_case() -> None:
    notices: set[Notice] = set(CHALLENGES)
    for spider in outlets().values():
        notices |= set(spider.notices)
    seen = {notice.name for e in NO_ARTICLES for notice in notices if notice.fits(Selector(text_of(e.case)))}
    assert {notice.name for notice in notices} - seen == set()


def test_every_family_has_an_outlet_with_cases() -> None:
    families = {name: outlet.__bases__ for name, outlet in outlets().items()}
    assert set(families.values()) == {families[folder.name] for folder in FIXTURES.iterdir()}


def test_every_list_layout_has_a_case() -> None:
    """But for one that `scrapy repair` found: the list's address has a case already, whose page is as it was before."""
    layouts = {layout.name for spider in outlets().values() for layout in spider.lists if not layout.found}
    assert layouts - {e.expected["layout"] for e in LISTS} == set()


def test_rebuilt_pages_invent_nothing(tmp_path: Path) -> None:
    """What a capture does not show is not in the item: no image address, no date for NetPro, no section for krnews21."""
    rebuilt = {str(e): e.expected for e in ARTICLES if e.case.origin == "rebuilt"}
    assert set(rebuilt) == {
        "dgilbo/67014", "gyeonggitv/24496", "gyeonggitv/37835", "krnews21/305345", "joongdo/20200213010005265",
    }  # fmt: skip
    assert all(item["images"] == [] for item in rebuilt.values())
    assert [item["published_at"] for name, item in rebuilt.items() if name.startswith(("dgilbo", "gyeonggitv"))] == [None, None, None]
