"""Addresses: what is one, and whose host it is."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import urljoin, urlsplit


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
    """Return the absolute address that a link on a page leads to; None for one that is none, such as `http://[`."""
    try:
        url = urljoin(base_url, link.strip())
        urlsplit(url)
    except ValueError:
        return None
    return url
