"""What a layout that was found reads of the pages, as a harvest would, and how that is told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from newsharvest.fit.pages import Page
from newsharvest.fit.samples import Sign, sign
from newsharvest.items import Article, Unkept
from newsharvest.page.article import normalise, read_article
from newsharvest.page.layouts import Layout

SHOWN = 40
"""Characters of a line that are shown."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A page and what the layout reads of it; None if it gives no article."""

    page: Page
    article: Article | None


def read(page: Page, layout: Layout, outlet_names: Sequence[str]) -> Reading:
    """Read a page by the layout, as a harvest would."""
    known = Article(outlet_name=next(iter(outlet_names), ""), url=page.url)
    found = read_article(page.tree, page.url, (layout,), (), known)
    return Reading(page, None if isinstance(found, Unkept) else normalise(found.article, tuple(outlet_names)))


def given_by_none(values: Sequence[object]) -> Iterator[Sign]:
    """Yield that some of the pages that are not known give nothing. `values`: what each of these gives."""
    if lost := sum(not value for value in values):
        yield sign("{lost} of {pages} pages that are not known give none", lost=lost, pages=len(values))


def short(text: str) -> str:
    """Return the beginning of a line, quoted."""
    return f"“{text[:SHOWN]}{'…' if len(text) > SHOWN else ''}”"
