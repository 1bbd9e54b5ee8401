"""What is too much of a page: it is refused by name before it takes any time, and nothing smaller is."""

from __future__ import annotations

from pathlib import Path

import pytest
from scrapy.http import HtmlResponse

from newsharvest.items import Unkept
from newsharvest.page.bounds import ATTRIBUTES_MAX, PARAGRAPHS_MAX, TAGS_MAX, TooComplexError, is_bomb
from newsharvest.page.loader import Loaded
from newsharvest.page.tree import LEVELS_MAX, page_of
from newsharvest.reasons import Reason
from newsharvest.spiders.gyeonggitv import GyeonggitvSpider
from tests.support.command_line import quick
from tests.support.outlet_server import Site


def refusal(html: str) -> str:
    """What there is too much of, or nothing."""
    try:
        page_of(HtmlResponse("http://gaon.kr/", body=html.encode(), encoding="utf-8"))
    except TooComplexError as error:
        return str(error)
    return ""


def test_a_page_has_50000_tags_at_most() -> None:
    assert refusal("<html><body>" + "<br>" * (TAGS_MAX - 2)) == ""
    assert refusal("<html><body>" + "<br>" * (TAGS_MAX - 1)) == "50,001 tags"


def test_elements_that_the_parser_makes_count_too() -> None:
    """Each paragraph opens the tags anew that were left open before it."""
    reopened = "<p>" + "".join(f"<b class={n}>" for n in range(20)) + "</p>"
    assert refusal(reopened + "<p>가</p>" * 2_000) == ""
    assert refusal(reopened + "<p>가</p>" * 4_000).endswith(" elements")


NAMES = [f"a{n}" for n in range(ATTRIBUTES_MAX)]


@pytest.mark.parametrize(
    "tag",
    [
        "<p {}>",
        "<P\n{}>",
        "<p/{}>",
        "<p a=b {}",
        "<img title='a > b' {}>",
        '<p title="</p><b x=\'" {}>',
        "<html {}>",
    ],
)
def test_a_tag_has_1000_attributes_at_most(tag: str) -> None:
    fewer = NAMES[: ATTRIBUTES_MAX - 9]
    for separator, value in ((" ", ""), ("\n", "=1"), (" ", "='<b>'"), (" ", '="a>b"'), ("", "='x'"), ("/", "")):
        written = [f"{name}{value}" for name in NAMES]
        assert refusal(f"<p>가</p>{tag.format(separator.join(written))}나</p>") == "1,000 attributes in a tag", (separator, value)
        assert refusal(f"<p>가</p>{tag.format(separator.join(written[: len(fewer)]))}나</p>") == ""


def test_the_attributes_of_all_body_tags_are_one_elements() -> None:
    """lexbor puts them together."""
    bodies = [f"<body {' '.join(NAMES[n : n + 10])}>" for n in range(0, ATTRIBUTES_MAX, 10)]
    assert refusal("".join(bodies)) == "1,000 attributes in a tag"
    assert refusal("".join(bodies[:-1])) == ""


@pytest.mark.parametrize(
    "around",
    [
        "<!-- <p {} --><p>가",
        "<script>if (a <b {} ) x()</script>",
        "<style><p {}</style>",
        "<title><p {}</title>",
        "<xmp><p {}</xmp>",
    ],
)
def test_what_looks_like_a_tag_and_is_none_has_no_attributes(around: str) -> None:
    assert refusal(around.format(" ".join(NAMES))) == ""


@pytest.mark.parametrize("quoted", ["<!--", "<script>", "<textarea>"])
def test_a_tag_is_found_behind_a_value_that_looks_like_a_script(quoted: str) -> None:
    assert refusal(f"<p title='{quoted}' {' '.join(NAMES)}>가") == "1,000 attributes in a tag"


def test_many_elements_that_stand_very_deep_are_too_much() -> None:
    deep = "<div>" * (LEVELS_MAX - 10)
    assert refusal(deep + "<p>가</p>" * 20_000) == ""
    assert refusal(deep + "<p>가" * 40_000).endswith(" elements, 121 levels deep")


def test_tags_that_each_paragraph_would_open_again_are_left_to_the_other_parser() -> None:
    """lexbor would write a hundred million characters."""
    long = " ".join(f"a{n}=1" for n in range(900))
    assert is_bomb("<p>" + "".join(f"<font color={n}>" for n in range(300)) + "</p>" + "<p>가</p>" * 5_000)
    assert is_bomb(f"<p><font {long}></p>" + "<p>가</p>" * 5_000)
    assert is_bomb(f"<p><a {long}></p>" + "<p>가</p>" * 5_000)
    assert not is_bomb("<p><font color=red>가</font></p>" * 5_000)
    assert not is_bomb("".join(f"<p><a href='/{n}'>가</a></p>" for n in range(5_000)))


def read(paragraphs: int) -> Loaded | Unkept:
    site = Site()
    site.add(1, paragraphs=1)
    html = site.article(1).replace("</p></div>", "</p>" + "<p>가온시는 밝혔다.</p>" * (paragraphs - 1) + "</div>")
    return GyeonggitvSpider.read_response(HtmlResponse("http://gyeonggitv.com/", body=html.encode(), encoding="utf-8"), "1", None)


def test_an_article_has_10000_paragraphs_at_most() -> None:
    whole = read(PARAGRAPHS_MAX)
    assert isinstance(whole, Loaded)
    assert whole.article.body.count("\n\n") == PARAGRAPHS_MAX - 1
    unkept = read(PARAGRAPHS_MAX + 1)
    assert isinstance(unkept, Unkept)
    assert (unkept.reason, unkept.detail) == (Reason.TOO_COMPLEX, "more than 10,000 paragraphs")


def test_a_saved_page_is_refused_in_a_line(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("<br>" * 60_000)
    ran = quick("read", str(tmp_path / "page.html"))
    assert (ran.status, ran.out) == (1, "")
    assert ran.err.splitlines()[-1] == (
        "scrapy read: too_complex: more tags, levels or paragraphs than a page of news has: it is not read (60,000 tags)"
    )
