"""The charset that a page is really in, whatever its header says."""

from __future__ import annotations

from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response, TextResponse
from scrapy.statscollectors import StatsCollector

KOREAN = ("utf-8", "cp949")  # all that Korean outlets use; cp949 is what `euc-kr` pages are really written in


class CharsetMiddleware:
    """Scrapy believes the header before the page, so an EUC-KR page that is served as UTF-8 would be read as rubbish.

    The declared encoding stays unless its decoding has errors and the other Korean one has fewer. Counted as `charset/corrected`.
    """

    def __init__(self, stats: StatsCollector) -> None:
        self.stats = stats

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make it for a crawler."""
        return cls(crawler.stats)

    def process_response(self, request: Request, response: Response) -> Response:
        """Return the response, with another encoding where the declared one is wrong."""
        better = decoded(response)
        if better is not response:
            self.stats.inc_value("charset/corrected")
        return better


def decoded(response: Response) -> Response:
    """Return a response in the encoding that it is really in; one without text, and one that is right, as it is."""
    if not isinstance(response, TextResponse):
        return response
    encoding = best_encoding(response)
    return response if encoding == response.encoding else response.replace(encoding=encoding)


def best_encoding(response: TextResponse) -> str:
    """Return the declared encoding of a response, or the Korean one that decodes it with fewer errors."""
    declared = errors(response.body, response.encoding)
    if not declared:
        return response.encoding
    best = min(KOREAN, key=lambda encoding: errors(response.body, encoding))
    return best if errors(response.body, best) < declared else response.encoding


def errors(body: bytes, encoding: str) -> int:
    """Count what of `body` cannot be decoded. An encoding that no Korean page is in decodes nothing, whatever it makes of the bytes."""
    plain = encoding == "cp1252" and body.isascii()  # what Scrapy takes where nothing is declared and nothing is to be told
    if not plain and not encoding.startswith(("utf-", "cp949")):  # one byte a letter (iso-8859-15) takes any bytes, base64 is none of text
        return len(body)
    return body.decode(encoding, errors="replace").count("\N{REPLACEMENT CHARACTER}")
