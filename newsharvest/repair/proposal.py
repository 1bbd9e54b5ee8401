"""From a visit to what is proposed: whether anything is broken, and the layouts that read the pages as they are today."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple, TypeVar, cast

from newsharvest import press
from newsharvest.crawl.outlet import OutletSpider
from newsharvest.doubts import doubts_of_text
from newsharvest.fit import Known, Listed, Sample, UnfittableError, fit, fit_cold, fit_list, sign
from newsharvest.items import READ_FIELDS, RULES_OF, Article, Unkept
from newsharvest.language import _
from newsharvest.page.article import normalise, validate
from newsharvest.page.layouts import Found, Layout, ListLayout, Won
from newsharvest.page.lists import Row, read_list
from newsharvest.repair.memory import FEWEST, Memory
from newsharvest.repair.visit import ListPage, Page, Visited

_T = TypeVar("_T")

COMPARED = ("section", "title", "subtitle", "authors", "published_at", "body")
"""Fields whose values the store vouches for: the others may change with a site without being wrong."""


class Reading(NamedTuple):
    """What a page gave: its article, and the selector that gave each field of its layout; or why it gave none."""

    article: Article | Unkept
    won: Mapping[str, Won]

    def value(self, name: str) -> Any:
        """Return the value of a field, or None where it is empty or there is no article."""
        return (getattr(self.article, name) or None) if isinstance(self.article, Article) else None

    def by(self, name: str) -> Won | None:
        """Return the selector that gave a field of an Article."""
        return self.won.get(RULES_OF[name])


@dataclass(frozen=True, slots=True)
class Beside:
    """How a field is read on some pages."""

    right: int
    """As the store has it."""
    known: int
    """Pages of which the store knows the field."""
    filled: int
    pages: int


@dataclass(frozen=True, slots=True)
class Proposal:
    """What was found, and what the pages give before and after."""

    outlet: type[OutletSpider]
    """As it is today."""
    visited: Visited
    memory: Memory
    before: Sequence[Reading]
    """Of each page, in their order."""
    after: Sequence[Reading] = ()
    layout: Layout | None = None
    listing: ListLayout | None = None
    rows: Sequence[Row] = ()
    """Of the list, by what was found."""
    problem: str = ""
    """Why no layout, or no list, was found, in one line or several."""
    list_problem: str = ""
    cold: bool = False
    """Whether the layout was found from pages of which the store knows nothing."""
    repaired: type[OutletSpider] | None = field(default=None)
    """The outlet as it would be."""

    @property
    def signs(self) -> Mapping[str, tuple[str, ...]]:
        """What is uncertain about the layout, by field."""
        return self.layout.found.signs if self.layout and self.layout.found else {}

    @property
    def list_signs(self) -> tuple[str, ...]:
        """What is uncertain about the list, or that nothing was found that reads it."""
        found = self.listing.found.signs.get("list", ()) if self.listing and self.listing.found else ()
        return (*found, *self.list_problem.splitlines())

    def beside(self, name: str, readings: Sequence[Reading], *, given: bool) -> Beside:
        """Return how a field is read on the pages that the layout was found from (`given`), or on the others."""
        pages = [(page, reading) for page, reading in zip(self.visited.pages, readings, strict=False) if page.given is given]
        known = [(page, reading) for page, reading in pages if page.article and name in COMPARED and getattr(page.article, name)]
        return Beside(
            right=sum(is_right(name, reading, page, self.memory) for page, reading in known),
            known=len(known),
            filled=sum(reading.value(name) is not None for _, reading in pages),
            pages=len(pages),
        )


# --- before and after


def with_layouts(outlet: type[OutletSpider], layouts: Sequence[Layout], lists: Sequence[ListLayout]) -> type[OutletSpider]:
    """Return the outlet with other layouts."""
    return cast("type[OutletSpider]", type(outlet.__name__, (outlet,), {"layouts": tuple(layouts), "lists": tuple(lists)}))


def read(outlet: type[OutletSpider], page: Page, row: str = "") -> Reading:
    """Read a page as a harvest of the outlet would."""
    received = press.read_time(page.answer.received) if page.answer.received else None
    loaded = outlet.read_response(page.response, page.key, received, row)
    if isinstance(loaded, Unkept):
        return Reading(loaded, {})
    article = normalise(loaded.article, outlet.own_names())
    article.doubts += doubts_of_text(article)
    return Reading(validate(article, press.now()) or article, loaded.won)


def is_right(name: str, reading: Reading, page: Page, memory: Memory) -> bool:
    """Tell whether a field is as the store has it. Of a body the letters count, and no paragraph that other articles hold too."""
    if not isinstance(reading.article, Article) or page.article is None:
        return False
    if name == "body":
        ours, theirs = (press.letters(memory.own_text(article)) for article in (reading.article, page.article))
        return ours == theirs
    return bool(getattr(reading.article, name) == getattr(page.article, name))


def is_unbroken(pages: Sequence[Page], readings: Sequence[Reading], memory: Memory) -> bool:
    """Tell whether pages are read as ever: each gives an article, or is none for a reason of a normal day.

    What the store knows of them is read again, save of one that may have been edited.
    """
    otherwise = told = 0
    for page, reading in zip(pages, readings, strict=True):
        if isinstance(reading.article, Unkept):
            if not reading.article.reason.normal:
                return False
        elif page.article:
            told += 1
            fields = [name for name in COMPARED if getattr(page.article, name)]
            otherwise += any(not is_right(name, reading, page, memory) for name in fields)
    return otherwise == 0 or (otherwise == 1 and told > FEWEST)


def is_doubted(page: Page, reading: Reading, memory: Memory) -> bool:
    """Tell whether a page that nothing vouches for is read in doubt, since a harvest has warned: it may be in another markup."""
    trusted = page.given or (page.article is not None and (page.article.fetched_at or "") < memory.before)
    return memory.before != "9" and not trusted and isinstance(reading.article, Article) and bool(reading.article.doubts)


def is_as_ever(page: Page, reading: Reading, memory: Memory) -> bool:
    """Tell whether a page is read as the store has its article. One that was not chosen may be kept wrong since the site changed."""
    return page.given and isinstance(reading.article, Article) and is_unbroken([page], [reading], memory)


def changed(pages: Sequence[Page], readings: Sequence[Reading], memory: Memory) -> list[int]:
    """Return which pages a new layout is to read: those that are not read as ever, for the others are in the old markup still.

    All, where too few known ones are left.
    """
    unread = [isinstance(reading.article, Unkept) and not reading.article.reason.normal for reading in readings]
    if not any(unread):
        every = range(len(pages))
        otherwise = [number for number in every if not is_as_ever(pages[number], readings[number], memory)]
        return otherwise if sum(pages[number].given for number in otherwise) >= FEWEST else list(every)
    as_ever = [is_unbroken([page], [reading], memory) for page, reading in zip(pages, readings, strict=True)]
    return [number for number, fine in enumerate(as_ever) if not fine]


# --- what is found


def propose(outlet: type[OutletSpider], visited: Visited, memory: Memory, day: str, *, anyway: bool = False) -> Proposal | None:
    """Propose layouts for the pages as they are, or return None if nothing is broken. UnfittableError if none can be found.

    `day`: of today, for their names. `anyway`: also if nothing is broken.
    """
    texts = {row.key: row.text for row in visited.listed.rows} if visited.listed else {}
    before = [read(outlet, page, texts.get(page.key, "")) for page in visited.pages]
    some = any(page.given and isinstance(reading.article, Article) for page, reading in zip(visited.pages, before, strict=True))
    fine = some and is_unbroken(visited.pages, before, memory)
    doubted = [number for number, (page, it) in enumerate(zip(visited.pages, before, strict=True)) if is_doubted(page, it, memory)]
    if fine and len(doubted) >= FEWEST:  # those that were chosen are in the markup of before, and what is new is read wrong
        fine = False
    list_fine = visited.listed is None or bool(visited.listed.rows)
    if fine and list_fine and not anyway:
        return None
    proposal = Proposal(outlet, visited, memory, before, rows=visited.listed.rows if visited.listed else ())
    stored = {article.id.removeprefix(f"{outlet.name}:"): article for article in memory.articles}
    if visited.listed and (not list_fine or anyway):
        proposal = with_list(proposal, visited.listed, day, stored)
    if not fine or anyway:
        every = list(range(len(visited.pages)))
        among = doubted if len(doubted) >= FEWEST else every if anyway else changed(visited.pages, before, memory)
        proposal = with_layout(proposal, day, among)
    proposal = applied(proposal)
    if visited.listed and proposal.list_problem:  # few of those that the store knows are on it: what was just read will do
        read_now = {page.key: it.article for page, it in zip(visited.pages, proposal.after, strict=True) if isinstance(it.article, Article)}
        proposal = applied(with_list(proposal, visited.listed, day, {**read_now, **stored}))
    if proposal.layout is None and proposal.listing is None:
        raise UnfittableError("\n".join(filter(None, (proposal.problem, proposal.list_problem))))
    return proposal


def applied(proposal: Proposal) -> Proposal:
    """Read the pages with what was found."""
    layouts = (*filter(None, [proposal.layout]), *proposal.outlet.layouts)
    lists = (*filter(None, [proposal.listing]), *proposal.outlet.lists)
    repaired = with_layouts(proposal.outlet, layouts, lists)
    texts = {row.key: row.text for row in proposal.rows}
    after = [read(repaired, page, texts.get(page.key, "")) for page in proposal.visited.pages]
    return with_losses(replace(proposal, repaired=repaired, after=after))


def with_list(proposal: Proposal, listed: ListPage, day: str, articles: Mapping[str, Article]) -> Proposal:
    """Add the layout of the list, or why there is none. `articles`: those of which something is known, by their keys."""
    outlet = proposal.outlet
    known: dict[str, Listed] = {}
    for row in listed.linked:
        if article := articles.get(row.key):
            known.setdefault(row.key, Listed(row.url, article.title or "", press.read_time(article.published_at or "")))
    name = f"{outlet.name}/list-{free(day, [layout.name for layout in outlet.lists], outlet.name + '/list-')}"
    received = press.read_time(listed.answer.received) if listed.answer.received else None
    found = attempted(lambda: fit_list(name, listed.tree, listed.base_url, [*known.values()], outlet.article_key, received))
    if isinstance(found, str):
        return replace(proposal, list_problem=_("the list {url}: {why}", url=listed.url, why=found))
    rows, _won = read_list(listed.tree, listed.base_url, (found.layout,), outlet.article_key, received)
    signs = {"list": tuple(found.signs)} if found.signs else {}
    return replace(proposal, listing=replace(found.layout, found=Found(day, len(known), signs)), rows=rows, list_problem="")


def with_layout(proposal: Proposal, day: str, among: Sequence[int]) -> Proposal:
    """Add the layout of the articles, or why there is none. `among`: which of the pages it is to read.

    Where few of them are of known articles (which may all be in the old markup still) it is found from what the list tells of the others.
    """
    outlet, visited = proposal.outlet, proposal.visited
    rows = {row.key: row for row in proposal.rows or told_by_links(visited.listed)}
    name = f"{outlet.name}/{free(day, [layout.name for layout in outlet.layouts], outlet.name + '/')}"
    pages = [visited.pages[number] for number in among]
    cold = sum(page.given for page in pages) < FEWEST <= len(pages)

    def sample(page: Page) -> Sample:
        row = rows.get(page.key)
        listed = Listed(page.url, row.text, row.date) if row else None
        return Sample(page.tree, page.url, Known.of(page.article) if page.given and page.article and not cold else None, listed)

    samples = [sample(page) for page in pages]
    found = attempted(lambda: (fit_cold if cold else fit)(name, samples, outlet.own_names()))
    if isinstance(found, str):
        return replace(proposal, problem=found)
    signs = {name: tuple(told) for name, told in found.signs.items() if told}
    layout = replace(found.layout, found=Found(day, 0 if cold else found.counted, signs))
    return replace(proposal, layout=layout, cold=cold)


def told_by_links(listed: ListPage | None) -> list[Row]:
    """Return the links of a list whose rows are not found, of each article the one that says most: its title."""
    return sorted(listed.linked, key=lambda row: len(row.text)) if listed else []


def with_losses(proposal: Proposal) -> Proposal:
    """Add a sign to each field that the store knows of the articles, and that no page gives any more."""
    layout, signs = proposal.layout, dict(proposal.signs)
    if layout is None or layout.found is None or proposal.repaired is None:
        return proposal
    stored = [page.article for page in proposal.visited.pages if page.article and page.given]
    for name in READ_FIELDS:
        count = sum(bool(getattr(article, name)) for article in stored)
        if count and name not in signs and not any(reading.value(name) for reading in proposal.after):
            signs[name] = (sign("{known} of the known articles have it, and no page gives it any more", known=count),)
    if signs == proposal.signs:
        return proposal
    layout = replace(layout, found=replace(layout.found, signs=signs))
    repaired = with_layouts(proposal.outlet, (layout, *proposal.outlet.layouts), proposal.repaired.lists)
    return replace(proposal, layout=layout, repaired=repaired)


def attempted(find: Callable[[], _T]) -> _T | str:
    """Return what is found, or why nothing is."""
    try:
        return find()
    except UnfittableError as error:
        return str(error)


def free(day: str, taken: Sequence[str], prefix: str) -> str:
    """Return the day, with a number behind it where a layout is named after it already."""
    names = [day, *(f"{day}-{number}" for number in range(2, 100))]
    return next(name for name in names if f"{prefix}{name}" not in taken)


def shown_fields(proposal: Proposal) -> list[str]:
    """Return the fields of an Article that there is something to say of."""
    readings = (*proposal.before, *proposal.after)
    stored = [page.article for page in proposal.visited.pages if page.article]
    return [
        name
        for name in READ_FIELDS
        if any(reading.value(name) for reading in readings) or any(getattr(article, name) for article in stored) or name in proposal.signs
    ]
