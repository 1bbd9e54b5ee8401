"""Compressed answers: whole they are unpacked, and one that breaks off is lost, however much of it could be unpacked."""

from __future__ import annotations

import gzip
import random
import sys
import zlib

import brotli
import pytest
from scrapy import Request
from scrapy.exceptions import ResponseDataLossError
from scrapy.http import HtmlResponse, Response
from scrapy.utils.test import get_crawler

from newsharvest.crawl.outlet import OutletSpider
from newsharvest.download.compression import CompressionMiddleware
from newsharvest.spiders.gyeonggitv import GyeonggitvSpider

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

URL = "http://gyeonggitv.com/bbs/board.php?bo_table=news&wr_id=1"
RANDOM = random.Random(11)
PAGE = "".join(f"<p>가온시는 {RANDOM.randrange(10**9)}번째 주민에게 알린다고 밝혔다.</p>" for _ in range(3000)).encode()


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


PACKED = {
    "gzip": gzip.compress(PAGE),
    "x-gzip": gzip.compress(PAGE),
    "deflate": zlib.compress(PAGE),
    "Deflate ": raw_deflate(PAGE),
    "br": brotli.compress(PAGE),
    "zstd": zstd.compress(PAGE),
    "deflate, gzip": gzip.compress(zlib.compress(PAGE)),
    "gzip, gzip": gzip.compress(gzip.compress(PAGE)),
}


def unpacked(body: bytes, encoding: str, *, status: int = 200, retries: int = 0) -> Request | Response:
    crawler = get_crawler(OutletSpider, settings_dict={"RETRY_TIMES": retries})
    crawler.spider = GyeonggitvSpider.from_crawler(crawler)
    headers = {"Content-Type": "text/html; charset=utf-8", "Content-Encoding": encoding}
    middleware = CompressionMiddleware.from_crawler(crawler)
    return middleware.process_response(Request(URL), HtmlResponse(URL, status=status, headers=headers, body=body))


@pytest.mark.parametrize("encoding", PACKED)
def test_a_whole_answer_is_unpacked(encoding: str) -> None:
    answer = unpacked(PACKED[encoding], encoding)
    assert isinstance(answer, HtmlResponse)
    assert answer.body == PAGE
    assert "Content-Encoding" not in answer.headers


@pytest.mark.parametrize("encoding", PACKED)
def test_one_that_breaks_off_is_lost_wherever_it_does(encoding: str) -> None:
    packed = PACKED[encoding]
    for length in (5, len(packed) // 100, len(packed) * 6 // 10, len(packed) - 9, len(packed) - 1):
        with pytest.raises(ResponseDataLossError):
            unpacked(packed[:length], encoding)


def changed(packed: bytes, place: int) -> bytes:
    """Change one bit of a byte, as a bad line does."""
    return packed[:place] + bytes([packed[place] ^ 16]) + packed[place + 1 :] if place + 1 else packed[:-1] + bytes([packed[-1] ^ 16])


@pytest.mark.parametrize(
    ("body", "encoding"),
    [
        (changed(gzip.compress(PAGE), -6), "gzip"),  # its CRC
        (changed(gzip.compress(PAGE), -2), "gzip"),  # its length
        (gzip.compress(PAGE[:1000]) + changed(gzip.compress(PAGE[1000:]), -6), "gzip"),
        (changed(gzip.compress(PAGE), 5000), "gzip"),
        (changed(zlib.compress(PAGE), -1), "deflate"),  # its Adler-32
        (changed(zstd.compress(PAGE, options={zstd.CompressionParameter.checksum_flag: 1}), -1), "zstd"),
        (PAGE, "gzip"),  # not packed at all
        (PAGE, "br"),
    ],
)
def test_one_whose_bytes_are_not_as_they_were_packed_is_lost_too(body: bytes, encoding: str) -> None:
    assert isinstance(unpacked(body, encoding, retries=1), Request)
    with pytest.raises(ResponseDataLossError):
        unpacked(body, encoding)


def test_what_is_packed_within_may_break_off_too() -> None:
    within = zlib.compress(PAGE)
    with pytest.raises(ResponseDataLossError):
        unpacked(gzip.compress(within[: len(within) // 2]), "deflate, gzip")


def test_it_is_asked_for_again_first() -> None:
    again = unpacked(PACKED["br"][:-20], "br", retries=1)
    assert isinstance(again, Request)
    assert (again.url, again.meta["retry_times"]) == (URL, 1)


@pytest.mark.parametrize(
    "body", [gzip.compress(PAGE[:1000]) + gzip.compress(PAGE[1000:]), gzip.compress(PAGE) + b"\0" * 16, gzip.compress(PAGE) + b"<!-- -->"]
)
def test_gzip_in_parts_or_with_something_behind_it_is_whole(body: bytes) -> None:
    answer = unpacked(body, "gzip")
    assert isinstance(answer, Response)
    assert answer.body == PAGE


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd"])
def test_an_empty_answer_stays_empty(encoding: str) -> None:
    answer = unpacked(b"", encoding, status=302)
    assert isinstance(answer, Response)
    assert (answer.status, answer.body) == (302, b"")


def test_a_deleted_article_is_deleted_though_its_page_breaks_off() -> None:
    answer = unpacked(PACKED["gzip"][:-300], "gzip", status=404)
    assert isinstance(answer, Response)
    assert (answer.status, answer.body) == (404, b"")
    assert "Content-Encoding" not in answer.headers
