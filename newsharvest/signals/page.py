"""What one page says: its headers, its metas, its JSON-LD."""

from __future__ import annotations

import re
from collections.abc import Iterator

from parsel import Selector
from scrapy.http import Headers

from newsharvest.page.stated import Stated
from newsharvest.signals.agents import BY_TOKEN
from newsharvest.signals.kinds import Signal, in_order

ALL = ("", "*", "robots")
"""Whom a directive is for that names nobody, in a header and in a meta."""
RESERVATION = "tdm-reservation"
TDM = {"1": Signal.TDM_RESERVED, "0": Signal.TDM_OPEN}
"""The values of a TDM reservation (W3C TDMRep, the community group's report of 2024-05-10); no other means anything."""

_WITH_VALUE = re.compile(r"(?:max-[a-z-]+|unavailable_after)\s*:.*", re.IGNORECASE | re.DOTALL)
_NAMED = re.compile(r"\s*([\w.-]+)\s*:(.*)", re.DOTALL)


def signals_of_page(page: Selector, headers: Headers, stated: Stated) -> list[str]:
    """Return the codes of what a page says of its reuse, and the answer that it came in. What contradicts another is there too.

    `noai` and `noimageai` count that are said to all or to an agent of AI; `noindex` counts that is said to all.
    """
    found = [*_from_headers(headers), *_from_metas(page)]
    return in_order(found if stated.is_free else [*found, Signal.PAYWALL])


def _from_headers(headers: Headers) -> Iterator[Signal]:
    for value in headers.getlist("X-Robots-Tag"):
        yield from _directives("", value.decode("latin-1"))
    for value in headers.getlist(RESERVATION):
        yield from _reservation(value.decode("latin-1"))


def _from_metas(page: Selector) -> Iterator[Signal]:
    for meta in page.root.iter("meta"):  # wherever they stand: one that an unclosed tag has put into the body is meant as much
        name, content = (meta.get("name") or "").strip().lower(), meta.get("content") or ""
        if name == RESERVATION:
            yield from _reservation(content)
        elif name == "robots" or name in BY_TOKEN:
            yield from _directives(name, content)


def _reservation(value: str) -> Iterator[Signal]:
    """Yield what a reservation says; of a header that came twice the values may stand in one, with a comma."""
    yield from (TDM[part] for part in map(str.strip, value.split(",")) if part in TDM)


def _directives(agent: str, text: str) -> Iterator[Signal]:
    """Yield what directives say: `noai, noimageai`, or `otherbot: noindex`, which is for that one and what follows it too."""
    for part in re.split(r"[,;]", text):
        if _WITH_VALUE.fullmatch(part.strip()):
            continue
        if named := _NAMED.fullmatch(part):
            agent, part = named[1].lower(), named[2]
        for word in part.lower().split():
            if word in {"noai", "noimageai"} and (agent in ALL or agent in BY_TOKEN):
                yield Signal.NOAI if word == "noai" else Signal.NOIMAGEAI
            elif word in {"noindex", "none"} and agent in ALL:
                yield Signal.NOINDEX
