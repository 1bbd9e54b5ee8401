"""The `-a` arguments of a crawl, read and checked before any request."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Self

from newsharvest.crawl.plan import Choice
from newsharvest.page.lists import Row
from newsharvest.terminal import read_day, suggest

if TYPE_CHECKING:
    from newsharvest.crawl.outlet import OutletSpider

NAMES = ("since", "until", "section", "pages", "url")


@dataclass(frozen=True, slots=True)
class CrawlArguments:
    """What a crawl was asked for. Days are KST, both ends included; `article` is the key that `url` leads to."""

    since: date | None = None
    until: date | None = None
    section: str | None = None
    pages: int | None = None
    article: str | None = None

    @classmethod
    def parse(cls, outlet: type[OutletSpider], given: Mapping[str, str]) -> Self:
        """Read the arguments for an outlet. ValueError says in one plain line what is wrong."""
        for name in given:
            if name not in NAMES:
                raise ValueError(f"unknown argument {name!r}{suggest(name, NAMES)} (known: {', '.join(NAMES)})")
        if "url" in given and len(given) > 1:
            raise ValueError("url=… asks for one article and goes alone, without since, until, section or pages")
        arguments = cls(
            since=read_day(given["since"], "since={}") if "since" in given else None,
            until=read_day(given["until"], "until={}") if "until" in given else None,
            section=_section(outlet, given.get("section")),
            pages=_pages(given.get("pages")),
            article=_article(outlet, given.get("url")),
        )
        if arguments.since and arguments.until and arguments.since > arguments.until:
            raise ValueError(f"since={arguments.since} is after until={arguments.until}")
        return arguments

    @property
    def reads_feed(self) -> bool:
        """A crawl asks the lists, which can be bounded."""
        return False

    def choose(self, rows: Sequence[Row], page: int, list_pages: int) -> Choice:
        """Choose the rows within since and until; go on until the limit, or a page whose rows are all older than `since`."""
        choice = Choice()
        for row in rows:
            (choice.outside if row.date and not self.covers(row.date.date()) else choice.wanted).append(row)
        days = [row.date.date() for row in rows if row.date]
        reached = bool(self.since and days and max(days) < self.since)
        bounded = self.pages or (None if self.since and days else list_pages)
        choice.goes_on = not reached and (bounded is None or page < bounded)
        return choice

    def again(self) -> Sequence[str]:
        """Return nothing: a crawl asks for what its lists show, no more."""
        return ()

    def covers(self, day: date) -> bool:
        """Tell whether a KST day is within since and until."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


def _pages(text: str | None) -> int | None:
    if text is None:
        return None
    if not re.fullmatch(r"[0-9]{1,6}", text) or int(text) < 1:
        raise ValueError(f"pages={text!r} is not a number of list pages: write pages=5")
    return int(text)


def _section(outlet: type[OutletSpider], text: str | None) -> str | None:
    if text is None:
        return None
    if text in outlet.sections:
        return outlet.sections[text]
    if re.fullmatch(outlet.section_code, text):
        return text
    known = f"known: {', '.join(outlet.sections)}" if outlet.sections else "no section names are known yet"
    raise ValueError(f"{outlet.name} has no section {text!r}{suggest(text, outlet.sections)} ({known}; the site's own code is taken too)")


def _article(outlet: type[OutletSpider], url: str | None) -> str | None:
    if url is None:
        return None
    key = outlet.article_key(url)
    if key is None:
        raise ValueError(f"url={url!r} is not the address of an article of {outlet.name} {outlet.title} ({outlet.host})")
    return key
