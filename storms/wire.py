"""Faults of the wire: status lines, redirects, heads, lengths, compression and time."""

from __future__ import annotations

import gzip
import sys
import zlib
from collections.abc import Callable, Iterator
from functools import cache, partial

import brotli

from storms.answers import CHUNKED, CLOSING, HTML, LAST, Asked, Fault, Way, answer, chunks, head, leads, odd, right, says, wrong
from storms.raw_server import Step, Then

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

# --- status lines

LINES = (
    "HTTP/2.0 200 OK", "HTTP/3 200", "ICY 200 OK", "http/1.1 200 ok", "HTTP/1.1  200  OK", "HTTP/1.1 200", "HTTP/1.1 20 OK", "HTTP/1.1",
    "HTTP/1.1 two hundred", "200 OK", "SSH-2.0-OpenSSH_9.6", "HTTP/1.1 -200 OK", "HTTP/9999999999.1 200 OK", "\x16\x03\x01\x02",
)  # fmt: skip
STATUSES = (
    0, 42, 99, 199, 201, 202, 203, 205, 206, 207, 226, 299, 300, 304, 305, 306, 308, 399, 400, 401, 402, 403, 404, 405, 406, 407, 408, 409,
    410, 418, 421, 423, 425, 426, 429, 431, 451, 499, 500, 501, 502, 503, 504, 505, 507, 511, 520, 522, 525, 530, 599, 600, 999, 1000,
)  # fmt: skip


def _after(line: str, asked: Asked) -> list[Step]:
    return [f"{line}\r\nContent-Type: {HTML}\r\nContent-Length: {len(asked.body)}\r\n\r\n".encode() + asked.body]


def _with_status(status: int, asked: Asked) -> list[Step]:
    return answer(asked.body, f"{status:03d} Status")


def _informed(count: int, asked: Asked) -> list[Step]:
    return [b"HTTP/1.1 100 Continue\r\n\r\n" * count, *right(asked)]


def statuses() -> Iterator[Way]:
    """Yield status lines that are none, and statuses with the right body and without one."""
    yield from wrong({f"status line {line!r}": partial(_after, line) for line in LINES})
    yield from wrong({f"status {status} with the right body": partial(_with_status, status) for status in STATUSES})
    yield from wrong({f"{status} without Location": says("<p>moved</p>", f"{status} Moved") for status in (301, 302, 303, 307, 308)})
    yield from wrong({f"{count} x 100 Continue first": partial(_informed, count) for count in (1, 5, 300)})
    yield from wrong(
        {
            "HTTP/0.9: no head at all": lambda asked: [asked.body],
            "204 without a body": lambda asked: [head("204 No Content", None), Then.KEEP],
            "103 Early Hints first": lambda asked: [b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n", *right(asked)],
            "101 Switching Protocols": lambda asked: [head("101 Switching Protocols", None, None, "Upgrade: websocket"), *right(asked)],
            "a blank line first": lambda asked: [b"\r\n", *right(asked)],
            "503 and Retry-After: 1": says("busy", "503 Busy", HTML, "Retry-After: 1"),
            "503 and Retry-After: 86400": says("busy", "503 Busy", HTML, "Retry-After: 86400"),
            "429 and Retry-After in words": says("busy", "429 Slow", HTML, "Retry-After: soon"),
            "503 and Retry-After: -1e999": says("busy", "503 Busy", HTML, "Retry-After: -1e999"),
        }
    )


# --- redirects

TARGETS: dict[str, Callable[[Asked], str]] = {
    "itself": lambda asked: asked.url,
    "itself with a cookie": lambda asked: f"{asked.url}\r\nSet-Cookie: again=1; path=/",
    "itself with a fragment": lambda asked: f"{asked.url}#top",
    "the front page": lambda asked: asked.paper.spider.address("/"),
    "the list": lambda asked: asked.paper.spider.list_url(None, 1),
    "a login page": lambda asked: "/member/login.html?back=" + asked.path.replace("&", "%26"),
    "robots.txt": lambda asked: "/robots.txt",
    "another article": lambda asked: asked.paper.spider.article_url(str(asked.another())),
    "the latest article": lambda asked: asked.paper.spider.article_url(str(max(asked.paper.stories))),
    "an article that is not there": lambda asked: asked.paper.spider.article_url("987654"),
    "another outlet": lambda asked: asked.other.spider.address("/"),
    "another outlet's article": lambda asked: asked.other.spider.article_url(str(min(asked.other.stories))),
    "a host that is not known": lambda asked: "http://elsewhere.example/",
    "https": lambda asked: asked.url.replace("http://", "https://", 1),
    "another port": lambda asked: asked.url.replace(asked.paper.spider.host, f"{asked.paper.spider.host}:8081", 1),
    "an IP address": lambda asked: "http://192.0.2.7/",
    "loopback": lambda asked: "http://127.0.0.1/",
    "ftp": lambda asked: "ftp://" + asked.url[7:],
    "file": lambda asked: "file:///etc/hostname",
    "javascript": lambda asked: "javascript:alert(1)",
    "data": lambda asked: "data:text/html,<p>x</p>",
    "mailto": lambda asked: "mailto:desk@example.com",
    "a broken address": lambda asked: "http://[",
    "nothing": lambda asked: "",
    "blanks": lambda asked: "   ",
    "a bare query": lambda asked: "?x=1",
    "9 kB": lambda asked: "/" + "a" * 9_000,
    "Korean in UTF-8": lambda asked: "/뉴스/목록".encode().decode("latin-1"),
    "Korean in EUC-KR": lambda asked: "/뉴스".encode("euc-kr").decode("latin-1"),
    "itself and one hop more, without end": lambda asked: f"{asked.path}&hop=1",
}


def redirects() -> Iterator[Way]:
    """Yield redirects that lead nowhere, in circles, away, and to what is no article."""
    yield from wrong({f"302 to {name}": leads(where) for name, where in TARGETS.items()})
    elsewhere = TARGETS["another article"]
    yield from wrong({f"{status} to another article": leads(elsewhere, status) for status in ("301 Moved", "303 Other", "307 Temporary")})
    yield from wrong(
        {
            "two Locations": lambda asked: answer(b"", "302 Found", HTML, "Location: /a", "Location: /b"),
            "meta refresh to the front page": says('<html><head><meta http-equiv="refresh" content="0; url=/"></head></html>'),
            "location.href to the front page": says("<script>location.href='/'</script>"),
        }
    )


# --- heads


def _headed(*lines: str, kind: str | None = HTML, length: bool = True) -> Fault:
    return lambda asked: [head("200 OK", kind, len(asked.body) if length else None, *lines) + asked.body]


def _bytes_of(text: str, charset: str) -> str:
    """Return a text's bytes as a header holds them."""
    return text.encode(charset).decode("latin-1")


def headers() -> Iterator[Way]:
    """Yield heads that contradict themselves, are broken, or large; a few that are odd and right."""
    yield from odd(
        {
            "a cookie in EUC-KR": _headed("Set-Cookie: name=" + _bytes_of("가온", "euc-kr")),
            "a hundred headers": _headed(*(f"X-Header-{n}: {n}" for n in range(100))),
            "a header of 8 kB": _headed("Content-Security-Policy: " + "a" * 8_000),
            "no Content-Type": _headed(kind=None),
            "names in capitals": lambda asked: [
                f"HTTP/1.1 200 OK\r\nCONTENT-TYPE: {HTML}\r\nCONTENT-LENGTH: {len(asked.body)}\r\n\r\n".encode() + asked.body
            ],
            "no length, whole, HTTP/1.0": lambda asked: [head(version="HTTP/1.0") + asked.body],
            "no length, whole, Connection: close": lambda asked: [CLOSING + asked.body],
            "charset=UTF8 in capitals": _headed(kind="TEXT/HTML; CHARSET=UTF8"),
            "charset in quotes": _headed(kind='text/html; charset="utf-8"'),
            "charset with a comma": _headed(kind="text/html; charset=utf-8, text/html"),
            "a charset that is none": _headed(kind="text/html; charset=korean-best"),
            "charset=zip": _headed(kind="text/html; charset=zip"),
            "charset with NUL": _headed(kind="text/html; charset=\x00"),
            "charset=latin-1": _headed(kind="text/html; charset=iso-8859-1"),
            "charset=euc-kr of UTF-8": _headed(kind="text/html; charset=euc-kr"),
            "X-Robots-Tag: noindex": _headed("X-Robots-Tag: noindex, noarchive"),
        }
    )
    yield from wrong({f"Content-Length: {value[:20]}": _headed(f"Content-Length: {value}", length=False) for value in LENGTHS})
    yield from wrong(
        {f"Transfer-Encoding: {value}": _headed(f"Transfer-Encoding: {value}") for value in ("gzip", "identity", "chunked", "x")}
    )
    yield from wrong({f"Content-Type: {value}": _headed(kind=value) for value in TYPES})
    yield from wrong(
        {
            "the same Content-Length twice": lambda asked: [
                head("200 OK", HTML, len(asked.body), f"Content-Length: {len(asked.body)}") + asked.body
            ],
            "two Content-Lengths": _headed("Content-Length: 10"),
            "Content-Length: +n": lambda asked: [head("200 OK", HTML, None, f"Content-Length: +{len(asked.body)}") + asked.body],
            "a header of 40 kB": _headed("Content-Security-Policy: " + "a" * 40_000),
            "a header of 2 MB": _headed("X-Large: " + "a" * 2_000_000),
            "5,000 headers": _headed(*(f"X-Header-{n}: {n}" for n in range(5_000))),
            "a header name in EUC-KR": _headed(_bytes_of("제목", "euc-kr") + ": x"),
            "a header name in UTF-8": _headed(_bytes_of("제목", "utf-8") + ": x"),
            "a NUL in a header": _headed("X-Nul: a\x00b"),
            "a NUL in a name": _headed("X\x00Nul: a"),
            "a header without colon": _headed("this is no header"),
            "a header with an empty name": _headed(": x"),
            "a space before the colon": _headed("X-Space : x"),
            "a folded header": _headed("X-Folded: a\r\n b"),
            "a folded line first": lambda asked: _after("HTTP/1.1 200 OK\r\n X: y", asked),
            "bare LF": lambda asked: [
                f"HTTP/1.1 200 OK\nContent-Type: {HTML}\nContent-Length: {len(asked.body)}\n\n".encode() + asked.body
            ],
            "bare CR": lambda asked: [f"HTTP/1.1 200 OK\rContent-Length: {len(asked.body)}\r\r".encode() + asked.body],
            "two Content-Types": _headed("Content-Type: application/pdf"),
            "Content-Disposition: attachment": _headed("Content-Disposition: attachment; filename=a.exe"),
            "Refresh header": _headed("Refresh: 0; url=/"),
            "Content-Location of another": _headed("Content-Location: /other"),
            "Content-Range": _headed("Content-Range: bytes 0-99/5000"),
            "Upgrade: h2c": _headed("Upgrade: h2c", "Connection: Upgrade"),
            "Connection: keep-alive, and closes": _headed("Connection: keep-alive"),
            "endless headers": lambda asked: [b"HTTP/1.1 200 OK\r\n", *(f"X-{n}: {'a' * 4000}\r\n".encode() * 16 for n in range(400))],
            "a head without end": lambda asked: [head("200 OK", HTML, len(asked.body))[:-2]],
        }
    )


LENGTHS = ("10, 20", "many", "-1", "0x200", "", "0", "1e3", "1" + "0" * 30, "9" * 5_000)
TYPES = (
    "text/plain", "application/octet-stream", "image/png", "application/json", "application/pdf", ";;;=,", "", "text/html; charset=utf-16",
    "text/html; charset=utf-7", "text/html; charset=cp037", "multipart/x-mixed-replace; boundary=x",
)  # fmt: skip


# --- lengths

SHARES = (1, 10, 50, 80, 90, 99)


def _cut(share: int) -> dict[str, Fault]:
    """Return answers that end after so many hundredths."""
    return {
        f"Content-Length kept, closed at {share} %": lambda asked: [head("200 OK", HTML, len(asked.body)) + asked.part(share)],
        f"no length, closed at {share} %, HTTP/1.0": lambda asked: [head(version="HTTP/1.0") + asked.part(share)],
        f"no length, closed at {share} %, HTTP/1.1": lambda asked: [CLOSING + asked.part(share)],
        f"Content-Length of {share} %": lambda asked: [head("200 OK", HTML, len(asked.part(share))) + asked.body],
        f"Content-Length and body of {share} %": lambda asked: answer(asked.part(share)),
        f"chunks that end at {share} %": lambda asked: [CHUNKED, chunks(asked.part(share))],
        f"whole chunks of {share} %": lambda asked: [CHUNKED, chunks(asked.part(share)), LAST, Then.KEEP],
    }


def _one_chunk(size: str, end: bytes = b"\r\n" + LAST) -> Fault:
    """Make a fault of the body as one chunk with this line before it, `{n}` being its size."""
    return lambda asked: [
        CHUNKED,
        size.format(n=len(asked.body), more=len(asked.body) + 50, less=len(asked.body) - 50).encode() + b"\r\n",
        asked.body,
        end,
    ]


def lengths() -> Iterator[Way]:
    """Yield answers that are shorter or longer than they say, or do not say; chunks of all kinds."""
    for share in SHARES:
        yield from wrong(_cut(share))
    yield from wrong({f"Content-Length {more} too large": partial(_promised, more) for more in (1, 100, 5_000)})
    yield from odd(
        {
            "chunks with extensions and trailers": _one_chunk("{n:x};a=b", b"\r\n0;c\r\nX-Trailer: y\r\n\r\n"),
            "chunks of a byte": lambda asked: [CHUNKED, chunks(asked.body, 1) + LAST, Then.KEEP],
        }
    )
    sizes = ("many", "-5", "{more:x}", "{less:x}", "f" * 40, "0x{n:x}", " {n:x} ", "", "{n:x};" + "a" * 100_000, "0\r\n\r\n{n:x}")
    yield from wrong({f"a chunk size of {size[:20]!r}": _one_chunk(size) for size in sizes})
    both = "Transfer-Encoding: chunked"
    yield from wrong(
        {
            "chunks without the last": lambda asked: [CHUNKED, chunks(asked.body)],
            "chunks and half of the last": lambda asked: [CHUNKED, chunks(asked.body), b"0\r\n"],
            "no line after a chunk": lambda asked: [CHUNKED, chunks(asked.body).replace(b"\r\n", b"", 2), LAST],
            "bare LF between chunks": lambda asked: [CHUNKED, b"%x\n%s\n0\n\n" % (len(asked.body), asked.body)],
            "endless trailers": lambda asked: [CHUNKED, chunks(asked.body), b"0\r\n", *[b"X-T: " + b"a" * 60_000 + b"\r\n"] * 100],
            "chunks and a smaller Content-Length": lambda asked: [head("200 OK", HTML, 900, both), chunks(asked.body), LAST],
            "chunks and a larger Content-Length": lambda asked: [head("200 OK", HTML, 90_000, both), chunks(asked.body), LAST],
            "chunked twice": lambda asked: [head("200 OK", HTML, None, both, both), chunks(asked.body), LAST],
            "chunks in HTTP/1.0": lambda asked: [head("200 OK", HTML, None, both, version="HTTP/1.0"), chunks(asked.body), LAST],
            "chunks without the header": lambda asked: [CLOSING, chunks(asked.body), LAST],
            "garbage after the body": lambda asked: [head("200 OK", HTML, len(asked.body)) + asked.body + b"\x00garbage" * 99],
            "garbage, and the connection stays": lambda asked: [head("200 OK", HTML, len(asked.body)) + asked.body + b"junk", Then.KEEP],
            "a second answer behind": lambda asked: [
                head("200 OK", HTML, len(asked.body)) + asked.body + head("200 OK", HTML, 6) + b"second", Then.KEEP
            ],
        }
    )  # fmt: skip


def _promised(more: int, asked: Asked) -> list[Step]:
    return [head("200 OK", HTML, len(asked.body) + more) + asked.body]


# --- compression


def _gzip(body: bytes) -> bytes:
    return gzip.compress(body, mtime=0)


def _raw_deflate(body: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(body) + packer.flush()


Pack = Callable[[bytes], bytes]
PACKERS: dict[str, tuple[str, Pack]] = {
    "gzip": ("gzip", _gzip),
    "x-gzip": ("x-gzip", _gzip),
    "deflate": ("deflate", zlib.compress),
    "raw deflate": ("deflate", _raw_deflate),
    "br": ("br", brotli.compress),
    "zstd": ("zstd", zstd.compress),
}


@cache
def _bomb(pack: Pack) -> bytes:
    """Pack 40 MB of nothing."""
    return pack(b"\0" * 40_000_000)


def _flipped(data: bytes) -> bytes:
    at = len(data) * 2 // 3
    return data[:at] + bytes([data[at] ^ 0x10]) + data[at + 1 :]


def _first(share: int, pack: Pack, body: bytes) -> bytes:
    data = pack(body)
    return data[: len(data) * share // 100]


def _packed(label: str, pack: Pack) -> Fault:
    return lambda asked: answer(pack(asked.body), "200 OK", HTML, f"Content-Encoding: {label}")


def _packed_ways(name: str, label: str, pack: Pack) -> Iterator[Way]:
    """Yield what can befall an answer that is compressed in one way."""
    says_so = f"Content-Encoding: {label}"
    yield from odd(
        {
            f"{name}, whole": _packed(label, pack),
            f"{name} in chunks": lambda asked: [
                head("200 OK", HTML, None, says_so, "Transfer-Encoding: chunked"), chunks(pack(asked.body)), LAST, Then.KEEP
            ],
        }
    )  # fmt: skip
    yield from wrong({f"{name} cut at {share} %": _packed(label, partial(_first, share, pack)) for share in (0, *SHARES)})
    yield from wrong(
        {
            f"{name} without its last byte": _packed(label, lambda body: pack(body)[:-1]),
            f"{name} with garbage behind": _packed(label, lambda body: pack(body) + b"garbage" * 9),
            f"{name} cut, no length": lambda asked: [head("200 OK", HTML, None, says_so, "Connection: close") + pack(asked.body)[:-40]],
            f"a bomb of {name}": lambda asked: answer(_bomb(pack), "200 OK", HTML, says_so),
            f"{name} that says nothing of it": lambda asked: answer(pack(asked.body)),
            f"plain text that says {name}": _packed(label, lambda body: body),
        }
    )


def packed() -> Iterator[Way]:
    """Yield compressed answers: whole, cut, damaged, mislabelled, and bombs."""
    for name, (label, pack) in PACKERS.items():
        yield from _packed_ways(name, label, pack)
    yield from odd(
        {
            "two members of gzip": _packed("gzip", lambda body: _gzip(body[:900]) + _gzip(body[900:])),
            "gzip in gzip, said twice": _packed("gzip, gzip", lambda body: _gzip(_gzip(body))),
            "Content-Encoding: identity": _packed("identity", lambda body: body),
        }
    )
    yield from wrong(
        {
            "gzip with a wrong sum": _packed("gzip", lambda body: _gzip(body)[:-8] + b"\0\1\2\3" + _gzip(body)[-4:]),
            "gzip with a wrong length": _packed("gzip", lambda body: _gzip(body)[:-4] + b"\0\1\2\3"),
            "gzip with a byte flipped": _packed("gzip", lambda body: _flipped(_gzip(body))),
            "deflate with a byte flipped": _packed("deflate", lambda body: _flipped(zlib.compress(body))),
            "two members of gzip, the second cut": _packed("gzip", lambda body: _gzip(body[:900]) + _gzip(body[900:])[:-40]),
            "gzip in gzip, said once": _packed("gzip", lambda body: _gzip(_gzip(body))),
            "gzip called br": _packed("br", _gzip),
            "br called gzip": _packed("gzip", brotli.compress),
            "an encoding that is none": _packed("nonsense", lambda body: body),
            "Content-Encoding: utf-8": _packed("utf-8", lambda body: body),
            "Content-Encoding: empty": _packed("", lambda body: body),
            "30 encodings": _packed(", ".join(["gzip"] * 30), lambda body: body),
        }
    )


# --- time


def _resets(share: int) -> dict[str, Fault]:
    return {
        f"resets at {share} % of the body": lambda asked: [head("200 OK", HTML, len(asked.body)) + asked.part(share), 0.02, Then.RESET],
        f"resets at {share} %, no length": lambda asked: [CLOSING + asked.part(share), 0.02, Then.RESET],
        f"resets at {share} %, in chunks": lambda asked: [CHUNKED, chunks(asked.part(share)), 0.02, Then.RESET],
    }


def timing() -> Iterator[Way]:
    """Yield closed and reset connections, at each stage."""
    yield from wrong(
        {
            "closes at once": lambda asked: [],
            "resets at once": lambda asked: [Then.RESET],
            "resets in the head": lambda asked: [head("200 OK", HTML, len(asked.body))[:20], 0.02, Then.RESET],
            "closes in the head": lambda asked: [head("200 OK", HTML, len(asked.body))[:20]],
            "closes after the head": lambda asked: [head("200 OK", HTML, len(asked.body))],
            "resets after the whole answer": lambda asked: [right(asked)[0], 0.05, Then.RESET],
        }
    )
    for share in (0, 10, 50, 99):
        yield from wrong(_resets(share))


def _silent(share: int) -> dict[str, Fault]:
    return {
        f"silence at {share} % of the body": lambda asked: [head("200 OK", HTML, len(asked.body)) + asked.part(share), Then.SILENCE],
        f"silence at {share} %, no length": lambda asked: [CLOSING + asked.part(share), Then.SILENCE],
    }


def _drip(data: bytes, pause: float, size: int = 1) -> list[Step]:
    return [step for at in range(0, len(data), size) for step in (data[at : at + size], pause)]


def silences() -> Iterator[Way]:
    """Yield what is only known by waiting: silence at each stage, and what comes drop by drop."""
    yield from odd(
        {"an answer in five pieces": lambda asked: [*_drip(head("200 OK", HTML, len(asked.body)) + asked.body, 0.05, 900), Then.KEEP]}
    )
    yield from wrong(
        {
            "silence": lambda asked: [Then.SILENCE],
            "silence in the head": lambda asked: [head("200 OK", HTML, len(asked.body))[:20], Then.SILENCE],
            "silence after the head": lambda asked: [head("200 OK", HTML, len(asked.body)), Then.SILENCE],
            "silence before the last chunk": lambda asked: [CHUNKED, chunks(asked.body), Then.SILENCE],
            "a head byte by byte": lambda asked: _drip(head("200 OK", HTML, len(asked.body)), 0.1),
            "a body byte by byte": lambda asked: [head("200 OK", HTML, len(asked.body)), *_drip(asked.body[:200], 0.05)],
            "100 Continue without end": lambda asked: _drip(b"HTTP/1.1 100 Continue\r\n\r\n" * 60, 0.05, 25),
        }
    )
    for share in (10, 50, 99):
        yield from wrong(_silent(share))


GROUPS: tuple[Callable[[], Iterator[Way]], ...] = (statuses, redirects, headers, lengths, packed, timing)
