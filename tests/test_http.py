"""What real servers answer, given to the client byte by byte as they would: what is read, and what is no answer."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from scrapy.exceptions import DownloadFailedError
from twisted.internet.error import ConnectionDone
from twisted.internet.protocol import Protocol, connectionDone
from twisted.internet.testing import StringTransport
from twisted.python.failure import Failure
from twisted.web._newclient import Request, Response
from twisted.web.client import ResponseDone
from twisted.web.http import PotentialDataLoss
from twisted.web.http_headers import Headers
from typing_extensions import override

from newsharvest.download.errors import HeadTooLargeError
from newsharvest.download.http import HEAD_MAX, _Factory, causes_of, in_words

PAGE = b"<html><body>\xea\xb0\x80\xec\x98\xa8</body></html>"


class Reader(Protocol):
    """Keeps a body, and why it ended."""

    def __init__(self) -> None:
        self.body = b""
        self.end: BaseException | None = None

    @override
    def dataReceived(self, data: bytes) -> None:
        self.body += data

    @override
    def connectionLost(self, reason: Failure = connectionDone) -> None:
        self.end = reason.value


class Asked:
    """A request on a connection of its own, and what a server sends on it."""

    def __init__(self, *sent: bytes, closes: bool = True) -> None:
        self.transport = StringTransport()  # type: ignore[no-untyped-call]
        self.protocol = _Factory(lambda _: None, "").buildProtocol(None)  # type: ignore[no-untyped-call]
        self.protocol.makeConnection(self.transport)  # type: ignore[no-untyped-call]
        self.answered: Response | None = None
        self.error: BaseException | None = None
        self.reader = Reader()
        request = Request(b"GET", b"/", Headers({b"Host": [b"hannae.kr"]}), None, persistent=True)  # type: ignore[no-untyped-call]
        self.protocol.request(request).addCallbacks(self._answer, self._fail)
        for part in sent:
            if self.error is None:
                self.protocol.dataReceived(part)  # type: ignore[no-untyped-call]
        if closes and self.error is None and self.reader.end is None:
            self.protocol.connectionLost(Failure(ConnectionDone()))  # type: ignore[no-untyped-call]

    def _answer(self, answer: Response) -> None:
        self.answered = answer
        answer.deliverBody(self.reader)  # type: ignore[no-untyped-call]

    def _fail(self, failure: Failure) -> None:
        self.error = failure.value

    @property
    def causes(self) -> list[str]:
        error = self.error or self.reader.end
        assert error is not None
        return [type(cause).__name__ for cause in causes_of(error)]

    @property
    def said(self) -> str:
        failed = DownloadFailedError()
        failed.__cause__ = self.error
        return str(in_words(failed))


def answer(*headers: bytes, body: bytes = PAGE, status: bytes = b"HTTP/1.1 200 OK") -> bytes:
    return b"\r\n".join([status, *headers, b"", body])


def length(body: bytes) -> bytes:
    return b"Content-Length: %d" % len(body)


LONG = b"Content-Security-Policy: " + b"img-src https://hannae.kr; " * 1000


@pytest.mark.parametrize(
    "header",
    [
        LONG,
        "작성자: 김하늘".encode("cp949"),
        "작성자: 김하늘".encode(),
        b"X Forwarded By: cache",
        b": no name",
        b"no colon",
        b"X-Nul: a\0b",
    ],
)
def test_a_header_that_browsers_skip_or_read_costs_no_article(header: bytes) -> None:
    asked = Asked(answer(header, b"Content-Type: text/html", length(PAGE)))
    assert isinstance(asked.reader.end, ResponseDone)
    assert asked.reader.body == PAGE
    assert asked.answered is not None
    assert asked.answered.headers.getRawHeaders(b"content-type") == [b"text/html"]


def test_a_blank_before_a_colon_and_a_line_that_goes_on_with_nothing() -> None:
    asked = Asked(b"HTTP/1.1 200 OK\r\n \tX: y\r\nContent-Type : text/html\r\nContent-Length : 4\r\n\r\nabcd")
    assert asked.reader.body == b"abcd"
    assert asked.answered is not None
    assert list(asked.answered.headers.getAllRawHeaders()) == [(b"Content-Type", [b"text/html"])]


def endless(part: bytes) -> Iterator[bytes]:
    for _ in range(2 * HEAD_MAX // len(part)):
        yield part


@pytest.mark.parametrize(
    "part",
    [
        b"X-Again: " + b"a" * 2000 + b"\r\n",
        b"a" * 2000,
        b" goes on" * 200 + b"\r\n",
        b"\r\nHTTP/1.1 100 Continue\r\nX: " + b"a" * 2000 + b"\r\n",
    ],
    ids=["headers", "one line", "one header", "answers before the answer"],
)
def test_headers_without_end_are_too_large(part: bytes) -> None:
    asked = Asked(b"HTTP/1.1 100 OK\r\nX: y\r\n", *endless(part))
    assert asked.causes[-1] == "HeadTooLargeError"
    assert asked.said == "its headers are larger than 256 kB"
    assert asked.transport.disconnecting


def test_more_than_was_announced_is_an_announcement_that_is_no_measure() -> None:
    asked = Asked(answer(b"Content-Length: 20"))
    assert "_DataLoss" in asked.causes
    assert asked.transport.disconnecting  # what is left would pass for the answer to the next request


@pytest.mark.parametrize(
    "sent",
    [
        answer(length(PAGE), body=PAGE + b"\r\n"),  # old browsers' line end after a form
        answer(b"Transfer-Encoding: chunked", body=b"%x\r\n%s\r\n0\r\n\r\nmore" % (len(PAGE), PAGE)),
    ],
)
def test_what_follows_a_whole_answer_is_none_of_it(sent: bytes) -> None:
    asked = Asked(sent)
    assert isinstance(asked.reader.end, ResponseDone)
    assert asked.reader.body == PAGE


def test_a_redirect_says_all_in_its_head() -> None:
    asked = Asked(answer(b"Location: /2", b"Content-Length: 3", status=b"HTTP/1.1 302 Found"))
    assert isinstance(asked.reader.end, ResponseDone)
    assert asked.answered is not None
    assert asked.answered.code == 302


def test_an_answer_without_a_length_ends_where_the_connection_does() -> None:
    asked = Asked(answer(b"Content-Type: text/html", status=b"HTTP/1.0 200 OK"))
    assert isinstance(asked.reader.end, PotentialDataLoss)
    assert asked.reader.body == PAGE


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        (b"SSH-2.0-OpenSSH_9.2\r\n", "what it answers is no valid HTTP: wrong number of parts"),
        (answer(b"Content-Length: 12, 13"), "what it answers is no valid HTTP: Invalid response: conflicting Content-Length headers"),
        (b"HTTP/1.1 200 OK\r\nContent-Ty", "it closed the connection before its answer had come"),
        (b"", "it closed the connection before its answer had come"),
    ],
)
def test_what_is_no_answer_is_said_in_words(sent: bytes, said: str) -> None:
    asked = Asked(*filter(None, [sent]))
    assert asked.said.startswith(said)


def test_the_bound_is_said_as_it_is() -> None:
    assert not isinstance(HeadTooLargeError(), DownloadFailedError)  # which would be asked for again
