"""The charset that a page is really in, whatever its header and its head say."""

from __future__ import annotations

import pytest
from scrapy import Request
from scrapy.http import HtmlResponse, Response
from scrapy.statscollectors import StatsCollector
from scrapy.utils.test import get_crawler

from newsharvest.download.charset import CharsetMiddleware

TEXT = "<p>펲 연천군, 똠방각하 축제</p>"  # 펲 and 똠 are of cp949, not of EUC-KR proper


def read(body: bytes, header: str = "") -> tuple[str, int]:
    """Return a page's text as it comes out of the middleware, and how many pages it has counted as corrected."""
    stats = StatsCollector(get_crawler())
    headers = {"Content-Type": f"text/html; charset={header}"} if header else {}
    response = CharsetMiddleware(stats).process_response(
        Request("http://hannae.kr/1"), HtmlResponse("http://hannae.kr/1", headers=headers, body=body)
    )
    assert isinstance(response, HtmlResponse)
    return response.text, stats.get_value("charset/corrected", 0)


# One byte a letter (iso-8859-15, koi8-r) takes any bytes without an error, and no Korean page is in it.
@pytest.mark.parametrize(
    "declared", ["iso-8859-1", "iso-8859-15", "windows-1252", "koi8-r", "us-ascii", "shift_jis", "big5", "no-such-charset", "base64"]
)
@pytest.mark.parametrize("really", ["utf-8", "cp949"])
def test_a_charset_that_no_korean_page_is_in_is_not_believed(declared: str, really: str) -> None:
    text, corrected = read(TEXT.encode(really), declared)
    assert text == TEXT
    assert corrected <= 1


@pytest.mark.parametrize(
    ("declared", "really"), [("utf-8", "cp949"), ("euc-kr", "utf-8"), ("ks_c_5601-1987", "utf-8"), ("iso-8859-15", "cp949")]
)
def test_a_page_in_another_charset_than_its_header_says_is_read_and_counted(declared: str, really: str) -> None:
    assert read(TEXT.encode(really), declared) == (TEXT, 1)


@pytest.mark.parametrize(("declared", "really"), [("utf-8", "utf-8"), ("euc-kr", "cp949"), ("cp949", "cp949"), ("", "utf-8")])
def test_a_charset_that_is_as_declared_stays_as_it_is(declared: str, really: str) -> None:
    assert read(TEXT.encode(really), declared) == (TEXT, 0)


def test_a_broken_letter_does_not_turn_a_page_into_another_charset() -> None:
    assert read(TEXT.encode("cp949") + b"\xff", "euc-kr") == (TEXT + "\N{REPLACEMENT CHARACTER}", 0)
    assert read(TEXT.encode() + b"\xff", "utf-8") == (TEXT + "\N{REPLACEMENT CHARACTER}", 0)
    assert read(b"<p>2026</p>\xff", "euc-kr") == ("<p>2026</p>\N{REPLACEMENT CHARACTER}", 0)  # it is broken in either


@pytest.mark.parametrize("declared", ["iso-8859-1", "euc-kr", "utf-8", ""])
def test_ascii_is_what_it_is(declared: str) -> None:
    assert read(b"<p>2026</p>", declared) == ("<p>2026</p>", 0)


def test_what_is_no_text_passes() -> None:
    stats = StatsCollector(get_crawler())
    picture = Response("http://hannae.kr/1.jpg", body=b"\xff\xd8\xff")
    assert CharsetMiddleware(stats).process_response(Request(picture.url), picture) is picture
    assert stats.get_stats() == {}
