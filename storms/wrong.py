"""Faults of what comes: charsets, and pages, lists and robots.txt that are another's, nobody's, or half."""

from __future__ import annotations

import html
import json
import re
import unicodedata
from collections.abc import Callable, Iterator
from random import Random
from zlib import crc32

from storms.answers import HTML, Asked, Fault, Is, Way, answer, drawn, leads, odd, says, wrong
from storms.papers import Paper

# --- charsets


def _encoded(encode: Callable[[str], bytes], kind: str = HTML) -> Fault:
    return lambda asked: answer(encode(asked.text), "200 OK", kind)


def _in(codec: str, kind: str = HTML) -> Fault:
    return _encoded(lambda text: text.encode(codec, "replace"), kind)


def charsets() -> Iterator[Way]:
    """Yield pages in one charset that say another."""
    yield from odd(
        {
            "CP949 that says UTF-8": _in("cp949"),
            "EUC-KR that says UTF-8": _in("euc-kr"),
            "CP949 that says nothing": _in("cp949", "text/html"),
            "EUC-KR that says so": _in("euc-kr", "text/html; charset=euc-kr"),
            "UTF-16 with its mark": _in("utf-16"),
            "UTF-16 big-endian with its mark": _encoded(lambda text: b"\xfe\xff" + text.encode("utf-16-be")),
            "UTF-8 with a mark": _in("utf-8-sig"),
            "UTF-8 with three marks": _encoded(lambda text: b"\xef\xbb\xbf" * 3 + text.encode()),
            "every letter an entity": _encoded(_entities),
            "decomposed letters (NFD)": _encoded(lambda text: unicodedata.normalize("NFD", text).encode()),
        }
    )
    yield from wrong(
        {
            "Johab that says UTF-8": _in("johab"),
            "UTF-16 without a mark": _in("utf-16-le"),
            "UTF-32 with its mark": _in("utf-32"),
            "UTF-8 encoded twice": _encoded(lambda text: text.encode().decode("latin-1").encode()),
            "UTF-8 as CP949, encoded again": _encoded(lambda text: text.encode().decode("cp949", "replace").encode()),
            "question marks for letters": _in("ascii"),
            "half in CP949, half in UTF-8": _encoded(lambda text: text[:1500].encode() + text[1500:].encode("cp949", "replace")),
            "a NUL after each byte": _encoded(lambda text: b"".join(bytes([byte, 0]) for byte in text.encode())),
            "NULs among the text": _encoded(lambda text: text.replace(" ", " \0").encode()),
            "letters broken in two": _encoded(lambda text: text.encode().replace("은".encode(), "은".encode()[:2])),
        }
    )


def _entities(text: str) -> bytes:
    return "".join(f"&#{ord(letter)};" if ord(letter) > 127 else letter for letter in text).encode()


# --- other pages

NOTICES = {
    "a maintenance page": "<title>점검 안내</title><h1>점검 중입니다</h1><p>더 나은 서비스를 위해 점검 중입니다.</p>",
    "a login page": '<form action="/login"><input name="id"><input type="password" name="pw"><button>로그인</button></form>',
    "a database error": "<h1>Database Error</h1><p>Can't connect to MySQL server on '10.0.0.5' (111)</p>",
    "a PHP warning": "<br />\n<b>Warning</b>:  mysqli_connect(): Too many connections in <b>/www/db.php</b> on line <b>12</b><br />",
    "an nginx page": "<title>Welcome to nginx!</title><h1>Welcome to nginx!</h1>",
    "an Apache index": "<title>Index of /news</title><h1>Index of /news</h1><ul><li><a href='/'>Parent Directory</a></li></ul>",
    "a parked domain": "<h1>This domain is for sale</h1><a href='http://broker.example/'>Buy it</a>",
    "a block by law": "<title>Warning</title><script>location.href='http://warning.or.kr'</script>",
    "a firewall's block": "<title>접근이 차단되었습니다</title><p>Web Firewall: 비정상적인 요청입니다. Support ID: 8372918</p>",
    "a Cloudflare challenge": "<title>Just a moment...</title><div id='challenge-form'></div>",
    "a cookie challenge": "<script>document.cookie='a=1';location.reload();</script>",
    "an empty page": "<html><head></head><body></body></html>",
    "white space": " \n" * 2000,
    "a frameset": "<frameset><frame src='/main.html'></frameset>",
    "an app's shell": "<div id='app'></div><script src='/app.js'></script>",
    "an alert": "<script>alert('잘못된 접근입니다.');history.go(-1);</script>",
    "deleted, in words": "<p>삭제된 기사입니다.</p>",
    "nothing": "",
}


def other_pages() -> Iterator[Way]:
    """Yield answers of what is no article, or no list."""
    noise = bytes(range(256)) * 20
    yield from wrong({name: says(text) for name, text in NOTICES.items()})
    yield from wrong(
        {
            "the outlet's notice of a deleted article": drawn(lambda asked: asked.paper.family.deleted),
            "JSON": says(json.dumps({"error": {"code": 500, "message": "점검 중"}}), "200 OK", "application/json"),
            "JSON called HTML": says(json.dumps({"title": "가온시", "body": "본문"})),
            "XML": says("<?xml version='1.0'?><rss><channel><item><title>x</title></item></channel></rss>", "200 OK", "text/xml"),
            "a PNG": lambda asked: answer(b"\x89PNG\r\n\x1a\n" + noise, "200 OK", "image/png"),
            "a PNG called HTML": lambda asked: answer(b"\x89PNG\r\n\x1a\n" + noise),
            "a PDF": lambda asked: answer(b"%PDF-1.7\n" + noise, "200 OK", "application/pdf"),
            "a zip called HTML": lambda asked: answer(b"PK\x03\x04" + noise),
            "random bytes": lambda asked: answer(Random(asked.url).randbytes(5_000)),
            "NULs": lambda asked: answer(b"\0" * 5_000),
            "11 MB of text": lambda asked: answer(b"<p>" + "가나다 ".encode() * 1_200_000),
            "another outlet's list": drawn(lambda asked: asked.other.list()),
            "another outlet's article": drawn(lambda asked: asked.other.article(min(asked.other.stories))),
        }
    )


# --- articles

MAINTENANCE = "더 나은 서비스를 제공하기 위해 시스템 점검을 하고 있습니다. 이용에 불편을 드려 죄송합니다."
LOGIN = "이 기사는 로그인한 회원만 볼 수 있습니다. 로그인 후 이용해 주시기 바랍니다."


def numbered(asked: Asked) -> str:
    """Return a maintenance text with another number for each address."""
    return f"{MAINTENANCE} (오류 번호 {crc32(asked.url.encode())})"


def with_text(page: str, *paragraphs: str) -> str:
    """Return an article's page with other paragraphs, or (none) without any."""
    return with_body(page, "".join(f"<p>{html.escape(text)}</p>" for text in paragraphs))


def with_body(page: str, inner: str) -> str:
    """Return an article's page with this in the place of its paragraphs."""
    return re.sub(r"(?:<p>[^<]*</p>\n?)+", lambda _: inner, page, count=1)


ARTICLES: dict[str, Callable[[Asked], str]] = {
    "another article's page": lambda asked: asked.paper.article(asked.another()),
    "the latest article's page": lambda asked: asked.paper.article(max(asked.paper.stories)),
    "the list": lambda asked: asked.paper.list(),
    "the front page": lambda asked: asked.paper.page("<h1>가온 뉴스</h1><ul><li>오늘의 뉴스</li></ul>"),
    "the right title and a maintenance text": lambda asked: with_text(asked.text, MAINTENANCE),
    "the right title, a maintenance text and a number": lambda asked: with_text(asked.text, numbered(asked)),
    "the right title and a login text": lambda asked: with_text(asked.text, LOGIN),
    "the right title and no text": lambda asked: with_text(asked.text),
    "the right title and a picture": lambda asked: with_body(asked.text, '<img src="/news/photo/202411/1.jpg" alt="">'),
    "the right title and a video": lambda asked: with_body(asked.text, '<iframe src="https://www.youtube.com/embed/abcdefghijk"></iframe>'),
    "ISO-2022-KR": lambda asked: asked.text.encode("iso2022_kr", "replace").decode("latin-1"),
    "a text that is cut": lambda asked: with_text(asked.text, *asked.paragraphs[:1], asked.paragraphs[1][:-9]),
    "a date in the future": lambda asked: asked.text.replace("2024.11.20", "2094.11.20"),
    "a date long ago": lambda asked: asked.text.replace("2024.11.20", "1970.01.01"),
    "the page twice": lambda asked: asked.text + asked.text,
    "the page in a comment": lambda asked: f"<!-- {asked.text}",
    "the page in a template": lambda asked: f"<template>{asked.text}</template>",
    "tags without end": lambda asked: asked.text.replace("</p>", "").replace("</div>", "").replace("</article>", ""),
    "3,000 divs deep": lambda asked: asked.text.replace("<main>", "<main>" + "<div>" * 3_000),
}


def articles() -> Iterator[Way]:
    """Yield pages in the article's layout that are not that article's, or not whole."""
    yield from wrong({name: drawn(page) for name, page in ARTICLES.items()})
    yield from odd({"noindex": drawn(lambda asked: asked.text.replace("<head>", '<head><meta name="robots" content="noindex">'))})


# --- lists


def _older(asked: Asked, count: int) -> Paper:
    numbers = sorted(asked.paper.stories)[:count]
    return Paper(asked.paper.spider, {number: asked.paper.stories[number] for number in numbers})


def lists() -> Iterator[Way]:
    """Yield lists that are not this list."""
    yield from wrong(
        {
            "a list without rows": drawn(lambda asked: asked.paper.page(asked.paper.family.rows.format(""))),
            "links to another outlet": drawn(lambda asked: asked.text.replace(asked.paper.spider.host, asked.other.spider.host)),
            "links of another scheme": drawn(lambda asked: asked.text.replace("http://", "ftp://")),
            "links that are broken": drawn(lambda asked: asked.text.replace("http://", "http://[")),
            "an article": drawn(lambda asked: asked.paper.article(max(asked.paper.stories))),
        }
    )
    yield from odd(
        {
            "dates in 2094": drawn(lambda asked: asked.text.replace("2024.11.20", "2094.11.20")),
            "no dates": drawn(lambda asked: asked.text.replace("2024.11.20 09:00", "")),
        }
    )
    for name, fault in {
        "an old list, of the first three": drawn(lambda asked: _older(asked, 3).list()),
        "an old list, of one": drawn(lambda asked: _older(asked, 1).list()),
        "a row of an article that is not there": drawn(lambda asked: asked.text.replace(str(max(asked.paper.stories)), "876543")),
        "dates in the year 1": drawn(lambda asked: asked.text.replace("2024.11.20", "0001.01.01")),
    }.items():
        yield name, fault, Is.HIDDEN


# --- robots.txt


def robots() -> Iterator[Way]:
    """Yield what robots.txt alone may answer."""
    rules = "User-agent: *\nDisallow: /admin/\n"

    def plain(text: str) -> Fault:
        return says(text, "200 OK", "text/plain")

    yield from odd(
        {
            "HTML for rules": says("<html><body><h1>가온일보</h1></body></html>"),
            "an empty file": plain(""),
            "rules in UTF-16": lambda asked: answer(rules.encode("utf-16"), "200 OK", "text/plain"),
            "rules with a mark": lambda asked: answer(b"\xef\xbb\xbf" + rules.encode(), "200 OK", "text/plain"),
            "random rules": lambda asked: answer(Random(1).randbytes(3_000), "200 OK", "text/plain"),
            "600 kB of rules": plain(rules + "".join(f"Disallow: /x{n}/\n" for n in range(40_000))),
            "a rule of 1 MB": plain(rules + "Allow: /" + "a*" * 500_000 + "\n"),
            "Crawl-delay in words": plain(rules + "Crawl-delay: soon\n"),
            "Crawl-delay below zero": plain(rules + "Crawl-delay: -5\n"),
            "Crawl-delay: nan": plain(rules + "Crawl-delay: nan\n"),
        }
    )
    yield from wrong(
        {
            "disallows all": plain("User-agent: *\nDisallow: /\n"),
            "disallows us": plain("User-agent: newsharvest\nDisallow: /\n"),
            "Crawl-delay of a day": plain(rules + "Crawl-delay: 86400\n"),
            "Crawl-delay: inf": plain(rules + "Crawl-delay: inf\n"),
            "rules at the front page": leads(lambda asked: "/"),
            "rules at another outlet": leads(lambda asked: asked.other.spider.address("/robots.txt")),
            "rules at themselves": leads(lambda asked: "/robots.txt"),
        }
    )
