"""What a site may answer that is no answer, where Scrapy has no error for it. The messages are for people."""

from __future__ import annotations

from scrapy.exceptions import DownloadCancelledError, DownloadFailedError


class CertificateError(DownloadFailedError):
    """The site's certificate cannot be trusted, for this reason."""


class HeadTooLargeError(DownloadCancelledError):
    """The answer's headers have no end, or are too large. As a DownloadCancelledError it is not asked for again at once."""
