"""A whole outlet over real HTTP on loopback: a forward proxy that plays any host, so that real spiders ask their real addresses.

Python's own server in a thread. A `Site` is a plain object whose answers a test changes between runs: articles added, edited or removed,
and misbehaviour by path. It runs as a proxy because the spiders' hosts cannot be had on loopback; what goes over the wire is real HTTP.
"""

from __future__ import annotations

import gzip
import html
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import parse_qs, urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

PER_PAGE = 10


@dataclass
class Reply:
    """One answer."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=lambda: {"Content-Type": "text/html; charset=utf-8"})
    promise: int | None = None  # a Content-Length that is not kept
    drip: float = 0.0  # seconds between two bytes
    endless: int = 0  # so many bytes more, made as they go
    hangs_up: bool = False  # without a word
    raw: bytes = b""  # all that is sent, head and body, before the connection is closed


class Played(Protocol):
    """Whatever answers for a host."""

    def answer(self, url: str) -> Reply:
        """Return what the site answers to an absolute address."""


@dataclass
class Made:
    """An article of the played outlet."""

    number: int
    title: str
    body: list[str]
    day: str  # as the list prints it
    byline: str = "김하늘 기자"
    removed: bool = False


@dataclass
class Site:
    """A played NetPro outlet: a list that grows, articles, robots.txt, and what goes wrong, by path and query."""

    articles: dict[int, Made] = field(default_factory=dict)
    robots: str = "User-agent: *\nDisallow: /adm/\n"
    wrong: dict[str, Callable[[int], Reply | None]] = field(default_factory=dict)  # address part -> answer to the n-th request
    asked: list[tuple[float, str]] = field(default_factory=list)
    heard: list[tuple[str, dict[str, str]]] = field(default_factory=list)  # the headers of each request, their names in small letters
    feed: bool = False
    charset: str = "utf-8"

    def add(self, *numbers: int, day: str = "2024-11-20 09:00", paragraphs: int = 3) -> None:
        """Publish articles; of two, the one with the higher number is the later."""
        for n in numbers:
            body = [
                f"가온시는 {n}번째 사업의 {p}단계를 {n + p}일까지 마치고 주민 {n * 7 + p}명에게 결과를 알린다고 밝혔다."
                for p in range(1, paragraphs + 1)
            ]
            self.articles[n] = Made(n, f"가온시, {n}번째 사업 추진", body, day)

    def urls(self) -> list[str]:
        return [url for _, url in self.asked]

    def answer(self, url: str) -> Reply:
        """Return what the site answers to an absolute address."""
        self.asked.append((time.monotonic(), url))
        count = self.urls().count(url)
        for part, reply in self.wrong.items():
            if part in url and (wrong := reply(count)) is not None:
                return wrong
        parts = urlsplit(url)
        query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        if parts.path == "/robots.txt":
            return Reply(self.robots.encode(), headers={"Content-Type": "text/plain"})
        if parts.path == "/bbs/rss.php":
            return self.rss(parts.hostname or "")
        if "wr_id" in query:
            return self.page(self.article(int(query["wr_id"])))
        return self.page(self.list(int(query.get("page", "1"))))

    def page(self, text: str) -> Reply:
        return Reply(text.encode(self.charset), headers={"Content-Type": f"text/html; charset={self.charset}"})

    def article(self, number: int) -> str:
        made = self.articles.get(number)
        if made is None or made.removed:
            return "<title>오류안내 페이지</title><script>alert('글이 존재하지 않습니다.');history.back();</script>"
        paragraphs = "".join(f"<p>{html.escape(p)}</p>" for p in made.body)
        return (
            f'<html><head><title>x</title><meta property="og:title" content="{html.escape(made.title)}"></head><body>'
            f'<div class="art_top"><div class="path_wrap"><h3>지역뉴스</h3></div><h2>{html.escape(made.title)}</h2>'
            f'<ul class="art_info"><li class="name">{made.byline}</li></ul></div>'
            f'<div id="news_body_area">{paragraphs}</div></body></html>'
        )

    def list(self, page: int) -> str:
        listed = sorted((a for a in self.articles.values() if not a.removed), key=lambda a: (a.day, a.number), reverse=True)
        rows = "".join(
            f'<li><a href="/bbs/board.php?bo_table=news&amp;wr_id={a.number}&amp;page={page}"><h2>{html.escape(a.title)}</h2></a>'
            f'<ul class="art_info"><li class="date">{a.day}</li></ul></li>'
            for a in listed[(page - 1) * PER_PAGE : page * PER_PAGE]
        )
        last = max(1, -(-len(listed) // PER_PAGE))
        pager = "".join(f'<a class="pg_page" href="/bbs/board.php?bo_table=news&amp;page={p}">{p}</a>' for p in range(1, last + 1))
        return f'<html><body><ul class="art_list_all">{rows}</ul><nav class="pg_wrap"><span class="pg">{pager}</span></nav></body></html>'

    def rss(self, host: str) -> Reply:
        if not self.feed:
            return Reply("RSS 보기가 금지되어 있습니다.".encode())
        items = "".join(
            f"<item><title>{a.title}</title><link>http://{host}/bbs/board.php?bo_table=news&amp;wr_id={a.number}</link>"
            f"<dc:creator>가</dc:creator><dc:date>{a.day.replace(' ', 'T')}:00+09:00</dc:date></item>"
            for a in sorted(self.articles.values(), key=lambda a: -a.number)[:PER_PAGE]
        )
        feed = f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>{items}</channel></rss>'
        return Reply(feed.encode(), headers={"Content-Type": "text/xml"})


def bomb(megabytes: int) -> Reply:
    """A small gzip answer that unpacks to many megabytes."""
    return Reply(gzip.compress(b"\0" * megabytes * 1024 * 1024), headers={"Content-Type": "text/html", "Content-Encoding": "gzip"})


def always(reply: Reply) -> Callable[[int], Reply | None]:
    return lambda count: reply


def first(times: int, reply: Reply) -> Callable[[int], Reply | None]:
    """Answer so the first `times` times that an address is asked for, then as ever."""
    return lambda count: reply if count <= times else None


class Held:
    """An answer that is held back: the test waits until it is asked for, does what it has to, and lets it go on."""

    def __init__(self) -> None:
        self.asked, self.free = threading.Event(), threading.Event()

    def __call__(self, count: int) -> Reply | None:
        self.asked.set()
        self.free.wait(60)
        return None

    def wait(self) -> None:
        assert self.asked.wait(60), "nobody asked"

    def go_on(self) -> None:
        self.free.set()


def self_signed(folder: Path, *hosts: str) -> Path:
    """Write a certificate of these hosts that nobody has signed but itself, with its key; returns the PEM file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, hosts[0])])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2126, 1, 1, tzinfo=UTC))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host) for host in hosts]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = folder / "self-signed.pem"
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    pem.write_bytes(private + certificate.public_bytes(serialization.Encoding.PEM))
    return pem


def tls_of(pem: Path) -> ssl.SSLContext:
    """Return what a server needs to speak TLS by that certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    return context


@contextmanager
def serving(sites: Mapping[str, Played], tls: ssl.SSLContext | None = None) -> Iterator[str]:
    """Play these hosts behind a proxy on loopback; yields the proxy's address. A host that is not played refuses with 502.

    With `tls` it plays them over https too, for clients that trust its certificate.
    """

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = 1 << 16  # head and body in one packet: else Nagle and delayed ACK cost 40 ms an answer

        def handle(self) -> None:
            with suppress(ConnectionError):  # the client has had enough
                super().handle()

        def finish(self) -> None:
            with suppress(ConnectionError):
                super().finish()

        origin = ""  # within a tunnel, scheme and host of the address: then the path alone is asked for

        def do_CONNECT(self) -> None:
            if tls is None:
                self.send_error(501)
                return
            self.send_response(200)
            self.end_headers()
            self.wfile.flush()
            self.origin = f"https://{self.path.partition(':')[0]}"
            try:
                self.request = tls.wrap_socket(self.connection, server_side=True)
                self.setup()
                self.handle_one_request()
                self.wfile.flush()
                self.request.shutdown(socket.SHUT_RDWR)
            except OSError:
                self.close_connection = True  # the client does not trust us

        def do_GET(self) -> None:
            url = self.origin + self.path
            host = (urlsplit(url).hostname or "").removeprefix("www.")
            if isinstance(site := sites.get(host), Site):
                site.heard.append((url, {name.lower(): value for name, value in self.headers.items()}))
            reply = site.answer(url) if site else Reply(status=502)
            self.close_connection = True
            if reply.hangs_up:
                return
            if reply.raw:
                self.wfile.write(reply.raw)
                return
            self.send_response(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            if reply.status != 304 or reply.promise is not None:  # of which no body is to be expected
                self.send_header("Content-Length", str(reply.promise if reply.promise is not None else len(reply.body) + reply.endless))
            self.send_header("Connection", "close")
            self.end_headers()
            try:
                if reply.drip:
                    for byte in reply.body:
                        self.wfile.write(bytes([byte]))
                        self.wfile.flush()
                        time.sleep(reply.drip)
                else:
                    self.wfile.write(reply.body)
                for _ in range(reply.endless // 65536):
                    self.wfile.write(b"x" * 65536)
            except OSError:
                pass  # the client has had enough

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
