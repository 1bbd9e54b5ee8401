"""Addresses: what is one, and whose host it is."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import quote, urljoin, urlsplit

_ESCAPED_AGAIN = re.compile(r"&(?:(?:amp|#0{0,4}38|#x0{0,4}26);)+", re.IGNORECASE)
_BLANK = re.compile(r"\s|\u200b|%20")
_UNSEEN = re.compile("[\u034f\u115f\u1160\u2800\u3164\uffa0\ufe00-\ufe0f\U000e0100-\U000e01ef]")  # printable to Python, and to nobody else
_SLASHES = re.compile(r"(?<!:)/{2,}")


def is_address(text: str) -> bool:
    """Tell whether a text is an absolute http or https address."""
    try:
        parts = urlsplit(text)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:  # `http://[`, or a port that is no number or too large
        return False


@lru_cache(maxsize=1024)  # asked of every link of every list, and nearly always of the same few hosts
def bare_host(host: str) -> str:
    """Return a host name without `www.` or `m.` before it."""
    host = host.lower()
    for prefix in ("www.", "m."):
        host = host.removeprefix(prefix)
    return host


def join(base_url: str, link: str) -> str | None:
    """Return the absolute address that a link on a page leads to; None for one that is none, such as `http://[`.

    A backslash in its path is a slash, as it is to a browser.
    """
    path, mark, query = link.strip().partition("?")
    try:
        url = urljoin(base_url, path.replace("\\", "/") + mark + query)
        urlsplit(url)
    except ValueError:
        return None
    return url


def escaped(url: str) -> str:
    """Return an address as a browser would ask for it where it holds what nobody sees, control and format characters: escaped as UTF-8.

    Hangul and other letters stay as they are printed, and so does a space.
    """
    if url.isascii() and url.isprintable():  # nearly every one
        return url
    return "".join(c if c.isprintable() and not _UNSEEN.match(c) else quote(c, errors="replace") for c in url)


def mended(url: str) -> str:
    """Return the address that a site meant where it wrote `//` in a path, a second `?`, a twice escaped `&amp;`, or blanks.

    What a browser asks for by such a link some sites answer and others do not; it is for telling which article is meant.
    """
    path, mark, query = _ESCAPED_AGAIN.sub("&", _BLANK.sub("", url)).partition("?")
    return _SLASHES.sub("/", path) + mark + query.replace("?", "&")
