"""What a site may answer that is no answer, or no whole one, where Scrapy has no error for it. The messages are for people."""

from __future__ import annotations

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.retry import get_retry_request
from scrapy.exceptions import DownloadCancelledError, DownloadFailedError, IgnoreRequest, ResponseDataLossError


class CertificateError(DownloadFailedError):
    """The site's certificate cannot be trusted, for this reason."""


class HeadTooLargeError(DownloadCancelledError):
    """The answer's headers have no end, or are too large. As a DownloadCancelledError it is not asked for again at once."""


class NotModified(IgnoreRequest):
    """The page is as it was: it was asked for on that condition. As an IgnoreRequest it is neither retried nor logged with a traceback."""


def ask_again(request: Request, crawler: Crawler, why: str) -> Request:
    """Return the request to make again for an answer that did not come whole. ResponseDataLossError if it was made often enough."""
    lost = ResponseDataLossError(why)
    assert crawler.spider is not None
    again = get_retry_request(request, spider=crawler.spider, reason=lost)
    if again is None:
        raise lost
    return again
