"""The `-a` arguments of a crawl, read and checked before any request."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from newsharvest.platforms.outlet import OutletSpider

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
            since=_day("since", given),
            until=_day("until", given),
            section=_section(outlet, given.get("section")),
            pages=_pages(given.get("pages")),
            article=_article(outlet, given.get("url")),
        )
        if arguments.since and arguments.until and arguments.since > arguments.until:
            raise ValueError(f"since={arguments.since} is after until={arguments.until}")
        return arguments

    def covers(self, day: date) -> bool:
        """Tell whether a KST day is within since and until."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


def suggest(word: str, known: Iterable[str]) -> str:
    """Return `, did you mean 'x'?` for the nearest known word, or nothing."""
    near = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f", did you mean {near[0]!r}?" if near else ""


def _day(name: str, given: Mapping[str, str]) -> date | None:
    text = given.get(name)
    if text is None:
        return None
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            return date.fromisoformat(text)
    except ValueError:
        pass  # falls to the message below: 2024-02-30 is written right and is no day
    raise ValueError(f"{name}={text!r} is not a day: write {name}=2026-11-21")


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
