"""What the project reads from a fixture case, and how that differs from the case's `expected.json`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from difflib import SequenceMatcher
from enum import Enum
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlsplit

from parsel import Selector
from scrapy.http import Response, TextResponse

from newsharvest import press
from newsharvest.crawl.outlet import GONE, OutletSpider
from newsharvest.doubts import doubts_of_text
from newsharvest.download.charset import decoded
from newsharvest.download.replay import Case, ReplayError
from newsharvest.items import STATED_FIELDS, Unkept
from newsharvest.language import _
from newsharvest.page.article import normalise, validate
from newsharvest.page.lists import Row, read_feed, read_list
from newsharvest.page.tree import base_url_of, page_of
from newsharvest.reasons import Reason, UnknownReason

READ = "_read"
"""The key of `expected.json` under which a person says when it was read against the page; null until then."""

WIDTH = 120
"""Characters of a value that are shown on a line."""

Expected = dict[str, Any]
"""What `expected.json` holds: an article's fields; or `url` and `reason` of what is none; or `layout`, `links` and `next` of a list."""


class PageKind(Enum):
    """What an address of an outlet leads to; its value names the cases of that kind (an article's case is named by its key)."""

    ARTICLE = "article"
    LIST = "list"
    FEED = "rss"
    ROBOTS = "robots"


def page_kind(outlet: type[OutletSpider], url: str) -> PageKind:
    """Return what an address of the outlet leads to."""
    path = urlsplit(url).path
    if outlet.article_key(url):
        return PageKind.ARTICLE
    if path == "/robots.txt":
        return PageKind.ROBOTS
    if path.endswith(".xml") or (outlet.feed_path and path == urlsplit(outlet.feed_path).path):
        return PageKind.FEED
    return PageKind.LIST


def read_case(outlet: type[OutletSpider], case: Case) -> Expected | None:
    """Read a case as a crawl would; None for a robots.txt, of which nothing is expected.

    ReplayError if the case has no page; ValueError for a selector that is none.
    """
    kind, key = page_kind(outlet, case.url), outlet.article_key(case.url)
    url = outlet.article_url(key) if key else case.url  # a crawl asks for the canonical address
    if kind is PageKind.ROBOTS:
        return None
    if case.status >= 300:
        return {"url": url, "reason": (Reason.DELETED if case.status in GONE else Reason.HTTP_STATUS).code}
    response = decoded(case.response(url))
    received = press.read_time(case.recorded_at) if case.recorded_at else None
    if key:
        return _read_article(outlet, response, key, received)
    rows: list[Row] = []
    layout: str | None = None
    following: str | None = None
    if isinstance(response, TextResponse) and kind is PageKind.FEED:
        rows, layout = read_feed(response, outlet.article_key).rows, "rss"
    elif isinstance(response, TextResponse):
        page = page_of(response)
        base_url = base_url_of(page, response.url)
        rows, won = read_list(page, base_url, outlet.lists, outlet.article_key, received)
        layout = won.layout if won else None
        following = _next_page(outlet, page, base_url, case.url)
    links = [{"url": outlet.article_url(row.key), "date": row.date and row.date.strftime("%Y-%m-%d %H:%M")} for row in rows]
    return {"layout": layout, "links": links, "next": following}


def _read_article(outlet: type[OutletSpider], response: Response, key: str, received: datetime | None) -> Expected:
    read = outlet.read_response(response, key, received)
    if isinstance(read, Unkept):
        return {"url": read.url, "reason": read.reason.code}
    article = normalise(read.article, outlet.own_names())
    if unkept := validate(article, press.now()):
        return {"url": unkept.url, "reason": unkept.reason.code}
    article.doubts += doubts_of_text(article)
    article.story_id = article.id  # read by itself, it tells a story of its own
    fields = asdict(article)
    return {name: fields[name] for name in STATED_FIELDS}


def _next_page(outlet: type[OutletSpider], page: Selector, base_url: str, url: str) -> str | None:
    """Return the address of the list page after this one, if this one links it."""
    number = dict(parse_qsl(urlsplit(url).query)).get(outlet.list_address.page_parameter, "1")
    following = int(number) + 1 if re.fullmatch(r"[0-9]{1,9}", number) else 2
    return outlet.list_url(None, following) if following in outlet.pages_linked(page, base_url) else None


def failure_of(reading: Expected | None) -> Reason | UnknownReason | None:
    """Return why a reading gives nothing that a crawl could use, or None if it gives an article or links."""
    if reading is None:
        return None
    if "links" in reading:
        return None if reading["links"] else Reason.LIST_UNREADABLE
    return Reason.of(reading["reason"]) if "reason" in reading else None


def load_expected(folder: Path) -> Expected | None:
    """Return what a case's `expected.json` holds, None if it has none. ReplayError says what is wrong with it."""
    file = folder / "expected.json"
    if not file.exists():
        return None
    try:
        data = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ReplayError(f"{file}: {error}") from error
    if not isinstance(data, dict):
        raise ReplayError(_("{file}: an object is wanted, with a name for each field", file=file))
    return data


class Difference(NamedTuple):
    """A field whose value is not what was expected. A field that is not there at all is None."""

    name: str
    old: Any
    new: Any

    def lines(self) -> Iterator[str]:
        """Yield the field's name and, under it, what is gone (`-`) and what has come (`+`), shortened."""
        yield f"  {self.name}"
        old, new = _as_lines(self.old), _as_lines(self.new)
        if old == new:  # 1 and "1"
            old, new = ([json.dumps(value, ensure_ascii=False)] for value in (self.old, self.new))
        for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
            if tag == "equal":
                continue
            gone, come = old[i1:i2], new[j1:j2]
            starts = [_first_change(before, after) for before, after in zip(gone, come, strict=False)] + [0] * abs(len(gone) - len(come))
            minus = [f"    - {_shortened(line, start)}" for line, start in zip(gone, starts, strict=False)]
            plus = [f"    + {_shortened(line, start)}" for line, start in zip(come, starts, strict=False)]
            if len(gone) == len(come):  # paragraph by paragraph
                yield from (line for pair in zip(minus, plus, strict=True) for line in pair)
            else:
                yield from minus + plus


def differences(expected: Expected, reading: Expected) -> list[Difference]:
    """Compare field by field, in the reading's order. An expected date of a list may be shorter than the one read: a day."""
    names = dict.fromkeys([*reading, *expected])
    names.pop(READ, None)
    found = []
    for name in names:
        old, new = expected.get(name), reading.get(name)
        if name == "links" and isinstance(old, list) and isinstance(new, list):
            new = _as_printed(old, new)
        if old != new or (name in expected) != (name in reading):
            found.append(Difference(name, old, new))
    return found


def _as_printed(old: list[Any], new: list[Any]) -> list[Any]:
    """Shorten the dates of a list's links to what was expected of each: one that is printed as a day was read as its 00:00."""
    links = [(link.get("url"), link.get("date")) for link in old if isinstance(link, dict)]
    length = {url: len(date) for url, date in links if isinstance(url, str) and isinstance(date, str) and date}
    return [{**link, "date": link["date"] and link["date"][: length.get(link["url"])]} for link in new]


def _as_lines(value: Any) -> list[str]:
    if value is None or value in ("", []):
        return [_("(nothing)")]
    if isinstance(value, str):
        return value.split("\n\n")
    if isinstance(value, list):
        return [_entry(entry) for entry in value]
    return [str(value)]


def _entry(entry: Any) -> str:
    """Write a link, its date first, or an image with its caption, or a name, on one line."""
    if not isinstance(entry, dict):
        return str(entry)
    return "  ".join(str(entry[name]) for name in sorted(entry) if entry[name] is not None)


def _first_change(old: str, new: str) -> int:
    return next((n for n, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))


def _shortened(line: str, change: int) -> str:
    """Cut a long line to the part round its change."""
    start = max(0, change - WIDTH // 3) if len(line) > WIDTH else 0
    cut = line[start : start + WIDTH]
    return "…" * (start > 0) + cut + "…" * (start + WIDTH < len(line))
