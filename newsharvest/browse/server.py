"""The server: HTTP on loopback alone, to be asked by pages of its own, and nothing but GET and HEAD.

Whoever works at the same computer can ask it; a page of another site that the browser shows cannot: not by a name that it has made lead
here (DNS rebinding: the Host is then that name), not by a frame, a picture or a script.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import TCPServer
from threading import BoundedSemaphore
from typing import Any, NamedTuple

from typing_extensions import override

from newsharvest.language import _

HOST = "127.0.0.1"
PORT = 8642
CONNECTIONS = 32
"""Those that are served at once; more are closed."""
ASKING = 10
"""Seconds without a byte after which a connection is closed."""
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none';"
    " frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
TEXT, HTML, CSS = (f"text/{kind}; charset=utf-8" for kind in ("plain", "html", "css"))


class Answer(NamedTuple):
    """What is answered."""

    status: int
    kind: str
    """The Content-Type."""
    body: bytes


class Server(ThreadingHTTPServer):
    """A server on loopback that answers with what `answer` makes of a path with its query, in any thread. Port 0 is any free one.

    OSError if the port cannot be had.
    """

    daemon_threads = True
    request_queue_size = CONNECTIONS  # with the five of the standard library, a browser's tenth connection at once waits for a second
    allow_reuse_address = os.name != "nt"  # on Windows it would let two serve one port

    def __init__(self, port: int, answer: Callable[[str], Answer]) -> None:
        super().__init__((HOST, port), _Handler)
        self.answer = answer
        self.free = BoundedSemaphore(CONNECTIONS)

    @property
    def address(self) -> str:
        """What is typed into a browser."""
        return f"http://{HOST}:{self.server_port}/"

    @override
    def server_bind(self) -> None:
        TCPServer.server_bind(self)  # HTTPServer's would ask a name server for the name of the host
        self.server_name, self.server_port = HOST, int(self.server_address[1])

    @override
    def process_request(self, request: Any, client_address: Any) -> None:
        if self.free.acquire(blocking=False):
            super().process_request(request, client_address)
        else:
            self.shutdown_request(request)

    @override
    def process_request_thread(self, request: Any, client_address: Any) -> None:
        try:
            super().process_request_thread(request, client_address)
        finally:
            self.free.release()

    @override
    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exception(), ConnectionError | TimeoutError):  # a browser that has gone, or says nothing
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    server: Server
    timeout = ASKING

    def do_GET(self) -> None:
        """Answer, or say in a line why not."""
        if not self._is_for_us():
            self._say(403, _("This page is at {address} alone.", address=self.server.address))
            return
        try:
            answer = self.server.answer(self.path)
        except Exception:
            self._say(500, _("The program failed on this page; the terminal says where. Please report it."))
            raise
        self._reply(answer)

    do_HEAD = do_GET  # noqa: N815

    def _is_for_us(self) -> bool:
        port = self.server.server_port
        names = {f"{name}:{port}" for name in (HOST, "localhost")} | ({HOST, "localhost"} if port == 80 else set())
        hosts = self.headers.get_all("Host", [])
        return len(hosts) == 1 and hosts[0].lower() in names and self.headers.get("Sec-Fetch-Site") != "cross-site"

    def _say(self, status: int, line: str) -> None:
        self._reply(Answer(status, TEXT, f"{line}\n".encode()))

    def _reply(self, answer: Answer) -> None:
        self.send_response(answer.status)
        for name, value in HEADERS.items():
            self.send_header(name, value)
        if answer.status == 405:
            self.send_header("Allow", "GET, HEAD")
        self.send_header("Content-Type", answer.kind)
        self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer.body)

    @override
    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        status = 405 if code == 501 else code
        self.close_connection = True
        self._say(status, f"{self.responses[status][0]}." if status in self.responses else _("This cannot be answered."))

    @override
    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing: what is looked at is nobody's business."""

    @override
    def version_string(self) -> str:
        return "newsharvest"
