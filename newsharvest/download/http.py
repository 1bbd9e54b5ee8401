"""Answers of real servers: what browsers read and Twisted's client does not, what has no end, and in words what is no answer."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from contextlib import suppress

from OpenSSL import SSL
from scrapy import Request
from scrapy.core.downloader.handlers.http11 import (
    HTTP11DownloadHandler,
    _LenientHTTP11ClientFactory,
    _LenientHTTP11ClientProtocol,
    _LenientHTTPClientParser,
)
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadFailedError
from scrapy.http import Response
from twisted.internet.defer import Deferred
from twisted.internet.error import ConnectionDone, ConnectionLost
from twisted.internet.interfaces import IAddress
from twisted.python.failure import Failure
from twisted.web._newclient import HEADER, BadResponseVersion, HTTP11ClientProtocol, ParseError
from twisted.web._newclient import Request as TwistedRequest
from twisted.web.http import _DataLoss, _IdentityTransferDecoder
from twisted.web.http_headers import InvalidHeaderName
from twisted.web.iweb import IResponse
from typing_extensions import override

from newsharvest.download.certificates import VerifyingPolicy
from newsharvest.download.errors import CertificateError, HeadTooLargeError
from newsharvest.download.pace import LeftAlone
from newsharvest.language import _

HEAD_MAX = 256 * 1024
"""Bytes of an answer's status line and headers together, as browsers have it: DOWNLOAD_MAXSIZE bounds the body alone."""

LOOK = 0.25
"""Seconds between two looks at whether the run is being stopped."""

GRACE = 0.5
"""Seconds that an answer still has to come once it is."""


class HttpHandler(HTTP11DownloadHandler):
    """Scrapy's own over Twisted, which reads what browsers read, verifies each certificate, and lets go of a silent site at a stop."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._pool._factory = _Factory
        if crawler.settings.getbool("DOWNLOAD_VERIFY_CERTIFICATES"):
            self._contextFactory = VerifyingPolicy(self._contextFactory)  # type: ignore[assignment] # zope's interfaces have no types

    @override
    async def download_request(self, request: Request) -> Response:
        """Return the answer. LeftAlone if the run is being stopped and none has come within GRACE seconds."""
        answer = asyncio.ensure_future(self._answer(request))
        try:
            while self.crawler.crawling:
                if (await asyncio.wait({answer}, timeout=LOOK))[0]:
                    return answer.result()
            if (await asyncio.wait({answer}, timeout=GRACE))[0]:
                return answer.result()
            raise LeftAlone(_("the run is being stopped"))
        finally:
            answer.cancel()

    async def _answer(self, request: Request) -> Response:
        try:
            return await super().download_request(request)
        except DownloadFailedError as error:
            raise in_words(error) from error


def in_words(error: DownloadFailedError) -> Exception:
    """Return what is to be said of a request that failed: the cause that Twisted has wrapped, where it speaks to people, or its words."""
    *_outer, cause = causes_of(error)
    if isinstance(cause, CertificateError | HeadTooLargeError):
        return cause
    if isinstance(cause, ConnectionDone | ConnectionLost):
        return DownloadFailedError(_("it closed the connection before its answer had come"))
    words = " ".join(str(cause.args[0] if cause.args else cause).split())
    said = type(cause).__name__
    if isinstance(cause, SSL.Error):
        words = ", ".join(dict.fromkeys(reason for *_, reason in (cause.args or [()])[0]))
        old = OLD_TLS.search(words)
        said = _("it speaks no TLS that is safe, 1.2 or newer") if old else _("no encrypted connection could be made")
    elif isinstance(cause, ParseError | BadResponseVersion | ValueError | KeyError):
        said = _("what it answers is no valid HTTP")
    return DownloadFailedError(f"{said}: {words}" if words else said)


OLD_TLS = re.compile("protocol version|unsupported protocol|no protocols available|dh key too small")
"""What OpenSSL calls it where the other side has only what is no longer safe."""


def causes_of(error: BaseException) -> Iterator[BaseException]:
    """Yield an error and what it came of, as Python chains errors and as Twisted wraps them (`reasons`), the innermost last."""
    yield error
    wrapped = [one.value for one in getattr(error, "reasons", ()) if isinstance(one, Failure)]
    for cause in (error.__cause__, *wrapped):
        if cause is not None:
            yield from causes_of(cause)


class _Surplus:
    """In the place of a decoder that more bytes came to than the Content-Length says: that is then no measure of the page."""

    def noMoreData(self) -> None:  # noqa: N802 (Twisted's name)
        raise _DataLoss(_("more came than its Content-Length says"))


class _Parser(_LenientHTTPClientParser):
    """Scrapy's parser, with a bound on the head, and without Twisted's scruples about names."""

    MAX_LENGTH = HEAD_MAX
    head = 0

    @override
    def lineReceived(self, line: bytes) -> None:
        self.head += len(line) + 1
        if self.head > HEAD_MAX:
            self.lineLengthExceeded(line)
        if self.state == HEADER and self._partialHeader is None and line[:1] in {b" ", b"\t"}:
            return  # it goes on with a header that there is not
        super().lineReceived(line)

    @override
    def lineLengthExceeded(self, line: bytes) -> None:
        raise HeadTooLargeError(_("its headers are larger than {size} kB", size=HEAD_MAX // 1024))

    @override
    def headerReceived(self, name: bytes, value: bytes) -> None:
        with suppress(InvalidHeaderName):  # browsers skip such a line too
            super().headerReceived(name.rstrip(), value)  # type: ignore[no-untyped-call]

    @override
    def _finished(self, rest: bytes) -> None:
        if rest.strip():
            self.connHeaders.addRawHeader(b"Connection", b"close")  # what follows would pass for the answer to the next request
            if isinstance(self.bodyDecoder, _IdentityTransferDecoder) and self.response.code < 300:
                self.bodyDecoder = _Surplus()  # type: ignore[assignment]
        super()._finished(rest)  # type: ignore[no-untyped-call]


class _Protocol(_LenientHTTP11ClientProtocol):
    @override
    def request(self, request: TwistedRequest) -> Deferred[IResponse]:
        answer = super().request(request)
        assert self._parser is not None
        self._parser.__class__ = _Parser  # as Scrapy does: Twisted has no other way to name the parser
        return answer


class _Factory(_LenientHTTP11ClientFactory):
    @override
    def buildProtocol(self, addr: IAddress | None) -> HTTP11ClientProtocol:
        return _Protocol(self._quiescentCallback)  # type: ignore[no-untyped-call]
