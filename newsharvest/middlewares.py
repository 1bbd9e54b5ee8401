"""Downloader middleware: a page whose declared charset is wrong is read in the one it was written in."""

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
    def from_crawler(cls, crawler: Crawler) -> Self:  # noqa: D102
        return cls(crawler.stats)

    def process_response(self, request: Request, response: Response) -> Response:
        """Return the response, with another encoding where the declared one is wrong."""
        if not isinstance(response, TextResponse):
            return response
        declared = errors(response.body, response.encoding)
        if not declared:
            return response
        best = min(KOREAN, key=lambda encoding: errors(response.body, encoding))
        if errors(response.body, best) >= declared:
            return response
        self.stats.inc_value("charset/corrected")
        return response.replace(encoding=best)


def errors(body: bytes, encoding: str) -> int:
    """Count what of `body` cannot be decoded."""
    return body.decode(encoding, errors="replace").count("\N{REPLACEMENT CHARACTER}")
