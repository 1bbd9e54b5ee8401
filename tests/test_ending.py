"""Where a page ends: as a page does, as the outlet's others do, or in its midst."""

from __future__ import annotations

import pytest

from newsharvest.download.ending import End, Endings, has_end
from tests.support.cases import PAGES, text_of

BEGUN = "<!doctype html><html><body><div><p>가온시는 축제를 연다고 밝혔다.</p></div>"


@pytest.mark.parametrize(
    "page",
    [
        f"{BEGUN}</body></html>",
        f"{BEGUN}</BODY></HTML >\n\n",
        f"{BEGUN}</body>",
        f"{BEGUN}</body></html><!-- cached 0.12 s --><script>count('</html>')</script>\n<div>방문자 12명</div>",
        "<script>alert('글이 존재하지 않습니다.');history.back();</script>",
        "글이 존재하지 않습니다.",
        "<p>가온시</p>",
        "<?xml version='1.0'?><rss><channel></channel></rss>",
        "",
    ],
)
def test_a_page_that_ends(page: str) -> None:
    assert has_end(page)


@pytest.mark.parametrize(
    "page",
    [
        BEGUN,
        f"{BEGUN}<script>document.write('<html></html>')</script>",
        f"{BEGUN}<script>document.write('<html></html>');document.wri",
        f"{BEGUN}<!-- </body></html> --><p>가온",
        f"{BEGUN}<div><html><body>광고</body></html></div>" + "<p>가온시는 축제를 연다고 밝혔다.</p>" * 60,
        "<html><head><title>가온시",
        "<rss><channel><item><title>가온시",
    ],
)
def test_a_page_that_does_not(page: str) -> None:
    assert not has_end(page)


def test_the_pages_of_the_fixtures_end() -> None:
    assert [str(e) for e in PAGES if not has_end(text_of(e.case))] == []


@pytest.mark.parametrize("share", range(5, 98, 23))
def test_none_of_them_does_where_it_is_cut(share: int) -> None:
    """Of a notice, which is a script and no page, the whole may come and be less than a page."""
    pages = [text_of(e.case) for e in PAGES]
    cut = [page[: len(page) * share // 100] for page in pages if len(page) > 2000]
    assert [page for page in cut if has_end(page) and "<body" in page] == []


def test_a_page_is_cut_where_the_outlets_others_end() -> None:
    endings = Endings()
    assert endings.of("/list", f"{BEGUN}</body></html>") is End.WHOLE
    for url in ("/1", "/1", "/2", "/3"):  # the same again is no other page, and text is no place to end
        assert endings.of(url, BEGUN + "<p>가온시는") is End.CUT


def test_pages_of_a_template_without_an_end_are_known_by_each_other() -> None:
    endings, foot = Endings(), "<footer>가온신문 발행인 문가람 대표전화 055-000-0000</footer>"
    assert endings.of("/list", f"{BEGUN}</body></html>") is End.WHOLE
    found = [endings.of(url, BEGUN + foot) for url in ("/1", "/2", "/1", "/3", "/1")]
    assert found == [End.CUT, End.CUT, End.CUT, End.ODD, End.ODD]


def test_what_stands_within_a_whole_page_is_no_end_of_others() -> None:
    """A banner in every text, behind which answers break off."""
    endings, banner = Endings(), "<p class=banner>가온신문은 독자 여러분의 제보를 기다립니다. 전화 055-000-0000, 늘 열려 있습니다.</p>"
    assert endings.of("/9", f"{BEGUN}{banner}<p>축제는 사흘 동안 이어진다.</p></body></html>") is End.WHOLE
    assert {endings.of(f"/{n}", BEGUN + banner) for n in range(5)} == {End.CUT}


def test_where_no_page_has_an_end_a_tag_is_one() -> None:
    endings = Endings()
    assert endings.of("/list", BEGUN) is End.ODD
    assert endings.of("/1", f"{BEGUN}<br/>") is End.ODD
    assert endings.of("/2", f"{BEGUN}<p>가온시는") is End.CUT
    assert endings.of("/3", f"{BEGUN}<p>가온시는") is End.ODD  # as another ends
