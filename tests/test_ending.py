"""Where a page ends: as a page does, as the outlet's others do, or in its midst."""

from __future__ import annotations

import pytest

from newsharvest.download.ending import Endings, has_end
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
    assert not endings.breaks_off("/list", f"{BEGUN}</body></html>")
    assert endings.breaks_off("/1", BEGUN + "<p>가온시는")
    assert endings.breaks_off("/1", BEGUN + "<p>가온시는")  # the same again is no other page
    assert endings.breaks_off("/2", BEGUN + "<p>가온시는")  # alike, but no place to end
    assert not endings.breaks_off("/3", "<script>alert('글이 없습니다')</script>")


def test_pages_of_a_template_without_an_end_are_known_by_each_other() -> None:
    endings, foot = Endings(), "<footer>가온신문 발행인 문가람 대표전화 055-000-0000</footer>"
    assert not endings.breaks_off("/list", f"{BEGUN}</body></html>")
    assert endings.breaks_off("/1", BEGUN + foot)
    assert not endings.breaks_off("/2", BEGUN + foot)
    assert not endings.breaks_off("/1", BEGUN + foot)  # asked again


def test_where_no_page_has_an_end_a_tag_is_one() -> None:
    endings = Endings()
    assert not endings.breaks_off("/list", BEGUN)
    assert not endings.breaks_off("/1", f"{BEGUN}<br/>")
    assert endings.breaks_off("/2", f"{BEGUN}<p>가온시는")
    assert not endings.breaks_off("/3", f"{BEGUN}<p>가온시는")  # as another ends
