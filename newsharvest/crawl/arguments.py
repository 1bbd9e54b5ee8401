"""The `-a` arguments of a crawl, read and checked before any request."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar, Protocol

from newsharvest.crawl.plan import CrawlPlan
from newsharvest.crawl.urls import ListAddress
from newsharvest.language import _
from newsharvest.period import read_period
from newsharvest.terminal import suggest

NAMES = ("since", "until", "section", "pages", "url")


class Outlet(Protocol):
    """What is asked of the outlet that the arguments are for: every spider's class has it."""

    name: str
    title: ClassVar[str]
    host: ClassVar[str]
    sections: ClassVar[dict[str, str]]
    list_address: ClassVar[ListAddress]

    @classmethod
    def article_key(cls, url: str) -> str | None:
        """Return the key of the article that `url` leads to, or None if it leads to none of the outlet's."""


def read_arguments(outlet: type[Outlet], given: Mapping[str, str], clock: datetime) -> CrawlPlan:
    """Read the arguments for an outlet, given at `clock`. ValueError says in one plain line what is wrong."""
    for name in given:
        if name not in NAMES:
            hint = suggest(name, NAMES)
            raise ValueError(_("unknown argument {name!r}{hint} (known: {known})", name=name, hint=hint, known=", ".join(NAMES)))
    if "url" in given and len(given) > 1:
        raise ValueError(_("url=… asks for one article and goes alone, without since, until, section or pages"))
    return CrawlPlan(
        period=read_period(given.get("since"), given.get("until"), "{}={}", clock),
        section=_section(outlet, given.get("section")),
        pages=_pages(given.get("pages")),
        article=_article(outlet, given.get("url")),
    )


def _pages(text: str | None) -> int | None:
    if text is None:
        return None
    if not re.fullmatch(r"[0-9]{1,6}", text) or int(text) < 1:
        raise ValueError(_("pages={text!r} is not a number of list pages: write pages=5", text=text))
    return int(text)


def _section(outlet: type[Outlet], text: str | None) -> str | None:
    if text is None:
        return None
    if text in outlet.sections:
        return outlet.sections[text]
    if outlet.list_address.is_section(text):
        return text
    if not outlet.sections:
        raise ValueError(
            _(
                "{outlet} has no section {section!r} (no section names are known yet; the site's own code is taken too)",
                outlet=outlet.name,
                section=text,
            )
        )
    raise ValueError(
        _(
            "{outlet} has no section {section!r}{hint} (known: {known}; the site's own code is taken too)",
            outlet=outlet.name,
            section=text,
            hint=suggest(text, outlet.sections),
            known=", ".join(outlet.sections),
        )
    )


def _article(outlet: type[Outlet], url: str | None) -> str | None:
    if url is None:
        return None
    key = outlet.article_key(url)
    if key is None:
        raise ValueError(
            _(
                "url={url!r} is not the address of an article of {outlet} {masthead} ({host})",
                url=url,
                outlet=outlet.name,
                masthead=outlet.title,
                host=outlet.host,
            )
        )
    return key
