"""From what Scrapy and Twisted raise to the reason that a person reads."""

from __future__ import annotations

from urllib.parse import urlsplit

from scrapy import exceptions
from scrapy.spidermiddlewares.httperror import HttpError

from newsharvest.download.errors import CertificateError, HeadTooLargeError, NotModified
from newsharvest.download.guard import PortRefused, PrivateAddressRefused, refused_names
from newsharvest.download.pace import LeftAlone
from newsharvest.download.replay import NotRecorded
from newsharvest.download.robots import RobotsRefused
from newsharvest.language import _
from newsharvest.reasons import Reason
from newsharvest.store import StoreError

_BY_TYPE: dict[type[BaseException], Reason] = {
    NotModified: Reason.UNCHANGED,
    NotRecorded: Reason.NOT_RECORDED,
    PrivateAddressRefused: Reason.PRIVATE_ADDRESS,
    PortRefused: Reason.OFF_SITE,
    LeftAlone: Reason.LEFT_ALONE,
    RobotsRefused: Reason.ROBOTS,
    CertificateError: Reason.CERTIFICATE,
    HeadTooLargeError: Reason.TOO_LARGE,
    StoreError: Reason.NOT_STORED,
    exceptions.CannotResolveHostError: Reason.DNS,
    exceptions.DownloadConnectionRefusedError: Reason.REFUSED,
    exceptions.DownloadTimeoutError: Reason.TIMEOUT,
    exceptions.DownloadCancelledError: Reason.TOO_LARGE,
    exceptions.ResponseDataLossError: Reason.CUT_SHORT,
}
_TELLING = (
    StoreError,
    PortRefused,
    LeftAlone,
    RobotsRefused,
    CertificateError,
    HeadTooLargeError,
    exceptions.ResponseDataLossError,
)
"""Those whose message is for a person; of the others the reason says all."""
# Scrapy says these in words alone
_BY_WORDS = {
    "redirections": Reason.REDIRECTS,
    "DOWNLOAD_MAXSIZE": Reason.TOO_LARGE,
    "offsite": Reason.OFF_SITE,
}


def name_failure(error: BaseException, url: str) -> tuple[Reason, str, int | None]:
    """Return the reason for a request that gave no response to read, what more there is to say, and the HTTP status if one came."""
    if isinstance(error, HttpError):
        return Reason.HTTP_STATUS, f"HTTP {error.response.status}", error.response.status
    host = urlsplit(url).hostname or ""
    if isinstance(error, exceptions.CannotResolveHostError) and host in refused_names:
        return Reason.PRIVATE_ADDRESS, _("{host} is {address}", host=host, address=refused_names[host]), None
    for kind, reason in _BY_TYPE.items():
        if isinstance(error, kind):
            return reason, str(error) if isinstance(error, _TELLING) else "", None
    words = str(error)
    for word, reason in _BY_WORDS.items():
        if word in words:
            return reason, "", None
    return Reason.UNREACHABLE, words[:200], None
