"""`fit`: from known articles and their pages to a layout with its signs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from newsharvest import press
from newsharvest.fit.body import FoundBody, find_body
from newsharvest.fit.cold import guessed
from newsharvest.fit.fields import find_rules
from newsharvest.fit.pages import ENOUGH, Page, counted
from newsharvest.fit.samples import Fitted, Sample, UnfittableError
from newsharvest.fit.signs import signs_of
from newsharvest.language import _
from newsharvest.page.common import ADS, MODIFIED
from newsharvest.page.layouts import Layout, Rule, guess

FIELDS = ("title", "subtitle", "section", "authors", "published_raw")
"""Fields of a layout that are looked for, in the order in which a layout has them."""


def fit(name: str, samples: Sequence[Sample], outlet_names: Sequence[str] = ()) -> Fitted:
    """Find the layout of these pages. `name`: of the layout; `outlet_names`: what the outlet calls itself, which is no author.

    Of the samples three or more must hold what is known of them; those of which nothing is known are pages to try it on. UnfittableError
    says why there is none.
    """
    known, unseen, lost = counted(samples)
    fitted = fitted_of(name, known, unseen, outlet_names)
    return Fitted(fitted.layout, {**fitted.signs, **({"page": lost} if lost else {})}, len(known))


def fitted_of(name: str, known: Sequence[Page], unseen: Sequence[Page], outlet_names: Sequence[str], *, cold: bool = False) -> Fitted:
    """Find the layout of pages that hold what is known of them, or was guessed (`cold`)."""
    body = find_body(known, unseen)
    if body is None:
        raise UnfittableError(_("no selector finds the text on all pages that hold it"))
    for page in (*known, *unseen):
        page.container = body.container(page)
    fields: dict[str, tuple[Rule, ...]] = {}
    costs = {"body": body.query.cost}
    for field in FIELDS:
        if found := find_rules(field, known, unseen, wanted(field, known, outlet_names), outlet_names):
            fields[field] = tuple(candidate.rule for candidate in found)
            costs[field.replace("_raw", "_at")] = found[0].cost
    if modified := modified_rule(fields, [*known, *unseen]):
        fields["modified_raw"] = (modified,)
    layout = layout_of(name, body, fields)
    return Fitted(layout, signs_of(layout, body, known, unseen, costs, outlet_names, cold=cold), len(known))


def layout_of(name: str, body: FoundBody, fields: Mapping[str, tuple[Rule, ...]]) -> Layout:
    """Return the layout of a body and its fields."""
    container = (Rule(body.query.css),)
    return Layout(
        name, shape=container, body=container, drop=(*ADS, *body.drop), boxes=body.boxes, figures=body.figures, fields=dict(fields)
    )


def wanted(field: str, known: Sequence[Page], outlet_names: Sequence[str]) -> dict[Page, object]:
    """Return what a field is to give, by page, of those of which it is known.

    Where some articles have a subtitle, those of which none is known have none.
    """
    values = {page: value(field, page.known, outlet_names) for page in known}
    if field == "subtitle" and any(values.values()):
        return {page: found or () for page, found in values.items()}
    return {page: found for page, found in values.items() if found}


def value(field: str, known: Any, outlet_names: Sequence[str]) -> object:
    """Return what is known of a field, in the form in which values are compared."""
    match field:
        case "title":
            return press.strip_outlet_tags(known.title, outlet_names)
        case "published_raw":
            return datetime.fromisoformat(known.published_at) if known.published_at else None
        case "authors":
            return known.authors
        case _:
            return tuple(getattr(known, field) or ())


def modified_rule(fields: Mapping[str, tuple[Rule, ...]], pages: Sequence[Page]) -> Rule | None:
    """Return the rule of the time of the last change, where one stands beside the time of publication."""
    for rule in fields.get("published_raw", ()):
        beside = Rule(rule.query, MODIFIED)
        if any(press.read_time(str(page.reader.read("modified_raw", beside) or "")) for page in pages):
            return beside
    return None


def fit_cold(name: str, samples: Sequence[Sample], outlet_names: Sequence[str] = ()) -> Fitted:
    """Find the layout of pages of which only is known what the list, the head and the pages beside each other say (`Sample.listed`).

    All its rules are guesses. UnfittableError says why there is none.
    """
    told = guessed(samples, outlet_names)
    if (found := sum(sample.known is not None for sample in told)) < ENOUGH:
        raise UnfittableError(
            _(
                "title and text of {found} of {pages} pages could be told from the rest, and {needed} are needed",
                found=found,
                pages=len(told),
                needed=ENOUGH,
            )
        )
    known, unseen, lost = counted(told)
    fitted = fitted_of(name, known, unseen, outlet_names, cold=True)
    layout = fitted.layout
    fields = {field: tuple(map(guess, rules)) for field, rules in layout.fields.items()}
    marked = replace(layout, body=tuple(map(guess, layout.body)), fields=fields)
    return Fitted(marked, {**fitted.signs, **({"page": lost} if lost else {})}, len(known))
