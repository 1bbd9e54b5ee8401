"""A new layout told apart from the pages of before, which a site may still have: what of these would be read otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from newsharvest.cases.expected import differences, load_expected, read_case
from newsharvest.cases.recorder import cases_of
from newsharvest.download.replay import Case
from newsharvest.items import Article
from newsharvest.page.layouts import Layout, Rule
from newsharvest.repair.proposal import Proposal, applied, is_as_ever


def otherwise_read(proposal: Proposal, fixtures: Path) -> Iterator[str]:
    """Yield the names of the outlet's cases that the new layouts would read otherwise than they are expected to be."""
    assert proposal.repaired is not None
    for folder in cases_of(fixtures, [proposal.outlet.name]):
        expected, case = load_expected(folder), Case.load(folder)
        before, after = (read_case(outlet, case) for outlet in (proposal.outlet, proposal.repaired))
        if expected is not None and before is not None and after is not None and differences(before, after):
            yield folder.name


def told_apart(proposal: Proposal, fixtures: Path) -> Proposal:
    """Return the proposal with a layout whose shape the pages of before have not, if its own is theirs too and more rules tell them."""
    if proposal.layout is None or not spoils(proposal, fixtures):
        return proposal
    for shape in shapes(proposal.layout):
        narrower = applied(replace(proposal, layout=replace(proposal.layout, shape=shape)))
        if read_by_it(narrower) and not spoils(narrower, fixtures) and loses_nothing(proposal, narrower):
            return narrower
    return proposal


def shapes(layout: Layout) -> Iterator[tuple[Rule, ...]]:
    """Yield shapes that fewer pages have: with the first selector of the title, of the time, and of both."""
    title, time = ([Rule(rules[0].query)] if (rules := layout.fields.get(name)) else [] for name in ("title", "published_raw"))
    yield from ((*layout.shape, *more) for more in (title, time, [*title, *time]) if more)


def spoils(proposal: Proposal, fixtures: Path) -> bool:
    """Tell whether a case, or a page of the visit that is read as ever, would be read otherwise."""
    read = zip(proposal.visited.pages, proposal.before, proposal.after, strict=True)
    fine = ([is_as_ever(page, reading, proposal.memory) for reading in (before, after)] for page, before, after in read)
    return [True, False] in fine or any(otherwise_read(proposal, fixtures))


def read_by_it(proposal: Proposal) -> set[str]:
    """Return the addresses of the pages that the new layout reads."""
    assert proposal.layout
    return {it.article.url for it in proposal.after if isinstance(it.article, Article) and it.article.layout == proposal.layout.name}


def loses_nothing(proposal: Proposal, narrower: Proposal) -> bool:
    """Tell whether each page that gives an article gives one as well with a narrower shape."""
    return sum(isinstance(it.article, Article) for it in narrower.after) == sum(isinstance(it.article, Article) for it in proposal.after)
