"""Which CMS family a page is of, by the shape of the page alone: no host, no address."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from parsel import Selector

from newsharvest.language import N_, _
from newsharvest.page.body import lines_of, read_body
from newsharvest.page.common import CHALLENGES
from newsharvest.page.layouts import Layout, Notice, Rule
from newsharvest.platforms.families import FAMILIES

NEAREST = 3
"""Families that are named for an unknown page."""


@dataclass(frozen=True, slots=True)
class Recognised:
    """The family and the layout that a page is of."""

    family: str
    layout: Layout


@dataclass(frozen=True, slots=True)
class Near:
    """How near a page comes to a layout: what of it the page has and lacks."""

    layout: Layout
    missing: tuple[Rule, ...]
    """Shape rules that match nothing."""
    foreign: tuple[Rule, ...]
    """Marks of another layout that are on the page."""
    body: bool
    """Whether one of the layout's containers holds anything."""
    fields: tuple[str, ...]
    """Fields that the layout would read off the page itself; what the head's `meta` says, it says for every CMS."""

    @property
    def shaped(self) -> bool:
        """Whether the page has the layout's shape."""
        return not self.missing and not self.foreign

    @property
    def fits(self) -> bool:
        """Whether it has something to read besides, as a page of no known host must: a single id may stand on any page."""
        return self.shaped and bool(self.fields)

    @property
    def found(self) -> int:
        """How many of the shape rules, the body and the fields the page gives."""
        return len(self.layout.shape) - len(self.missing) + self.body + len(self.fields)

    @property
    def nearness(self) -> float:
        """The share of them, up to 1. A foreign mark takes away one."""
        return (self.found - len(self.foreign)) / (len(self.layout.shape) + 1 + len(self.layout.fields))

    def lines(self) -> Iterator[str]:
        """Yield what the page has of the layout and what was missing, in words."""
        with_body = N_("{layout} ({family}): {found} of {marks} marks of its shape, a body, {read} of {fields} fields")
        without_body = N_("{layout} ({family}): {found} of {marks} marks of its shape, no body, {read} of {fields} fields")
        marks = len(self.layout.shape)
        had = _(
            with_body if self.body else without_body,
            layout=self.layout.name,
            family=FAMILIES[family_of(self.layout)].family,
            found=marks - len(self.missing),
            marks=marks,
            read=len(self.fields),
            fields=len(self.layout.fields),
        )
        yield had + (f" ({', '.join(self.fields)})" if self.fields else "")
        for rule in self.missing:
            yield _("    not found: {selector}", selector=rule.query)
        for rule in self.foreign:
            yield _("    found, and is another layout's: {selector}", selector=rule.query)
        if self.shaped and not self.fields:
            yield _("    none of its fields found")


@dataclass(frozen=True, slots=True)
class Unknown:
    """A page that is of no family, or has the shapes of two: then none is guessed."""

    fitting: tuple[Near, ...]
    """One of each family whose shape the page has: none, or two and more."""
    nearest: tuple[Near, ...]
    """The nearest layout of each of the nearest families, nearest first."""
    notice: Notice | None
    """The notice or challenge that the page is."""
    lists: tuple[str, ...]
    """Names of the list layouts whose rows stand on the page."""
    asked: str | None
    """The one family that was asked for, by its short name."""

    def lines(self) -> Iterator[str]:
        """Yield why the page is unknown, the nearest families and what was missing, in words."""
        if self.fitting:
            names = _(" and ").join(near.layout.name for near in self.fitting)
            yield _(
                "unknown: the page has the shapes of {families} families, {names}; say which with --family",
                families=len(self.fitting),
                names=names,
            )
            return
        if self.asked:
            yield _("unknown: the page has the shape of none of {family}'s layouts", family=FAMILIES[self.asked].family)
        else:
            yield _("unknown: the page has the shape of no family's articles")
        if self.notice:
            yield _("it is a notice ({name}): {words}", name=self.notice.name, words=_(self.notice.reason.words))
        if self.lists:
            yield _("it has the rows of a list page ({lists}), and an article is wanted", lists=", ".join(self.lists))
        if not self.nearest:
            yield _("nearest: none; nothing that such articles have was found")
        for near in self.nearest:
            first, *rest = near.lines()
            yield _("nearest: {layout}", layout=first)
            yield from rest


def family_of(layout: Layout) -> str:
    """Return the short name of the family that a layout is described in."""
    return layout.name.partition("/")[0]


def recognise(page: Selector, asked: str | None = None) -> Recognised | Unknown:
    """Say which family's article the page is, and of which layout; or that it is unknown.

    With `asked`, a short name of FAMILIES, that family's layouts alone are tried, by their shape as its spiders do; the family is that one.
    """
    families = {asked: FAMILIES[asked]} if asked else FAMILIES
    layouts = {layout.name: layout for family in families.values() for layout in family.layouts}  # once each: one may use another's
    nears = [compare(page, layout) for layout in layouts.values()]
    fitting: dict[str, Near] = {}
    for near in nears:  # of a family's layouts the first that fits, as its spiders have it
        if near.fits or (asked and near.shaped):
            fitting.setdefault(asked or family_of(near.layout), near)
    if len(fitting) == 1:
        [(name, near)] = fitting.items()
        return Recognised(name, near.layout)
    notices = [notice for family in families.values() for notice in family.notices]
    return Unknown(
        fitting=tuple(fitting.values()),
        nearest=nearest(nears),
        notice=next((notice for notice in (*notices, *CHALLENGES) if notice.fits(page)), None),
        lists=tuple(dict.fromkeys(rows.name for family in families.values() for rows in family.lists if rows.rows[0].matches(page))),
        asked=asked,
    )


def compare(page: Selector, layout: Layout) -> Near:
    """Hold a page against a layout."""
    return Near(
        layout,
        missing=tuple(rule for rule in layout.shape if not rule.matches(page)),
        foreign=tuple(rule for rule in layout.foreign if rule.matches(page)),
        body=any(
            any(read_body(container, "", (*layout.drop, *layout.boxes), layout.figures))
            for rule in layout.body
            for container in rule.select(page)
        ),
        fields=tuple(name for name, rules in layout.fields.items() if any(_gives(page, rule) for rule in rules)),
    )


def nearest(nears: Sequence[Near]) -> tuple[Near, ...]:
    """Return the nearest layout of each family that the page has anything of, the nearest few."""
    best: dict[str, Near] = {}
    for near in sorted(nears, key=lambda near: near.nearness, reverse=True):
        if near.found:
            best.setdefault(family_of(near.layout), near)
    return tuple(best.values())[:NEAREST]


def _gives(page: Selector, rule: Rule) -> bool:
    return not rule.query.startswith("meta[") and any(any(rule.keep(lines_of(match))) for match in rule.select(page))
