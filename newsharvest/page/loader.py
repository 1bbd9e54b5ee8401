"""`load`: from a page and its layout to an `Article`, one rule at a time, with what each selector won."""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from typing import Any, NamedTuple

from itemloaders import ItemLoader
from itemloaders.processors import Identity, Join, TakeFirst
from lxml import etree
from parsel import Selector

from newsharvest import press
from newsharvest.items import TEXT_LIST_FIELDS, Article, Image
from newsharvest.page.body import Body, is_hidden, lines_of, read_body
from newsharvest.page.boilerplate import pictures_of, without_boilerplate
from newsharvest.page.bounds import check_containers, check_paragraphs
from newsharvest.page.layouts import Figure, Layout, Rule, Won, last_place
from newsharvest.page.players import has_player
from newsharvest.page.stated import JSON_LD, METAS, Stated
from newsharvest.page.tree import headings_after, in_one_block


class Loaded(NamedTuple):
    """An article as its page has it, not yet normalised; its layout; and by the layout's field names the selector that gave each."""

    article: Article
    layout: Layout
    won: dict[str, Won]
    evidence: Evidence


class Evidence(NamedTuple):
    """What else the page shows and states, to hold against what was read."""

    stated: Stated
    container: Selector | None
    """The element that the body was read from."""
    found: dict[str, list[Selector]]
    """By field of the layout: all that the selector that won has found, on the whole page."""
    player: bool
    """Whether where the text should be there is a video, and little or nothing else."""


def load(page: Selector, base_url: str, layout: Layout, known: Article, boilerplate: tuple[str, ...] = ()) -> Loaded:
    """Read every field and the body of a page that has this layout.

    `base_url`: what the addresses of pictures are relative to. `known`: what is known of the article without reading its page.
    `boilerplate`: what the outlet prints under its articles that is no text.
    """
    loader = ArticleLoader(page, base_url, layout, known.outlet_name, boilerplate)
    item = loader.load_item()
    evidence = Evidence(loader.stated, loader.container, loader.found, loader.player)
    return Loaded(replace(known, layout=layout.name, **item), layout, loader.won, evidence)


class FieldReader:
    """Reads single fields of one page by rules alone, as `load` would, however many rules are tried.

    `container`: of the text, so that nothing is taken of the next article below it.
    """

    def __init__(self, page: Selector, base_url: str, container: Selector | None) -> None:
        self._loader = ArticleLoader(page, base_url, Layout("", (), (), {}), "", ())
        self._loader.container = container

    def read(self, name: str, *rules: Rule) -> Any:
        """Return what the first of these rules that gives anything gives of a field of a layout; None if none does."""
        return self._loader.read_rules(name, rules)


LAST_RESORTS = tuple(name for name in METAS if name != "description")
"""The fields that are taken from what a page states for machines where nothing printed gives them, in this order."""

STATED_MIN = 5
"""Characters. That the `<title>` has a shorter text too says nothing: it may be a section's name."""
PLAYER_LINES = 3
"""Paragraphs from which a text has no need that a video be looked for beside it: below, they may be its caption and who signed it."""

_as_it_is = Identity()
_first = TakeFirst()
_OUTPUT: dict[str, Callable[[Any], Any]] = (
    dict.fromkeys(TEXT_LIST_FIELDS, press.unique) | {"images": _as_it_is} | {"body": Join("\n\n")}
)  # a field that is none of these has one value


class ArticleLoader(ItemLoader):
    """Loads the fields of one page. Texts are clean when they come in: the reader of lines and bodies cleans what it reads."""

    default_item_class = dict

    def __init__(self, page: Selector, base_url: str, layout: Layout, outlet_name: str, boilerplate: tuple[str, ...]) -> None:
        super().__init__()
        self.outlet_name = outlet_name
        self.boilerplate = boilerplate
        self.page = page
        self.base_url = base_url
        self.layout = layout
        self.won: dict[str, Won] = {}
        self.read: dict[str, list[tuple[Selector, list[str]]]] = {}  # what each query has found: two fields may ask the same
        self.stated = Stated(page)
        self.container: Selector | None = None
        self.found: dict[str, list[Selector]] = {}
        self.player = False
        self.containers = self.within = 0
        """How many elements were read for a text or pictures, and how much was in them."""

    def get_input_processor(self, field_name: str) -> Callable[[Any], Any]:
        """Take values as they are."""
        return _as_it_is

    def get_output_processor(self, field_name: str) -> Callable[[Any], Any]:
        """Tell lists from single values by what `items.Article` says of a field."""
        return _OUTPUT.get(field_name, _first)

    def load_item(self) -> dict[str, Any]:
        """Read every field and the body, and return what the page gives."""
        self._add_body()
        for name, rules in self.layout.fields.items():
            self._add_first(name, rules)
        for name in LAST_RESORTS:
            if name not in self.won:
                self._add_stated(name)
        for name in ("published", "modified"):
            moment = press.read_time(str(self.get_output_value(f"{name}_raw") or ""))
            if moment:
                self.add_value(f"{name}_at", press.iso(moment))
        item: dict[str, Any] = super().load_item()
        return item

    def read_rules(self, name: str, rules: tuple[Rule, ...]) -> Any:
        """Return what these rules give of a field; None if nothing. What others gave before is forgotten."""
        self.won.pop(name, None)
        self.replace_value(name, [])
        self._add_first(name, rules)
        return self.get_output_value(name) if name in self.won else None

    def _add_first(self, name: str, rules: tuple[Rule, ...]) -> None:
        position = 1
        for rule in rules:
            if rule.query not in self.read:
                self.read[rule.query] = [(selector, lines_of(selector)) for selector in rule.select(self.page)]
            found = [(selector, kept) for selector, lines in self.read[rule.query] if (kept := list(rule.keep(lines)))]
            found = [match for match in found if not self._is_of_the_next(match[0])]
            if rule.stated:
                found = [(selector, kept) for selector, kept in found if self._says_so(" ".join(kept))]
            if found:
                self.won[name] = Won(self.layout.name, name, position, rule)
                self.found[name] = [selector for selector, _ in found]
                self._add(name, [kept for selector, kept in found if in_one_block(found[0][0], selector)])
                return
            position += not rule.stated

    def _is_of_the_next(self, match: Selector) -> bool:
        """Tell whether a match stands below the body, and nearer to a heading there than to the body: it is of the next article."""
        if not self._below or not isinstance(match.root, etree._Element):
            return False
        return any(element in self._below for element in (match.root, *match.root.iterancestors()))

    @cached_property
    def _below(self) -> Set[etree._Element]:
        """What holds a heading below the body and not the body too: another article, or a box."""
        if self.container is None:
            return frozenset()
        around = {self.container.root, *self.container.root.iterancestors()}
        headings = headings_after(self.container.root)
        return {parent for heading in headings for parent in heading.iterancestors()} - around

    def _says_so(self, text: str) -> bool:
        """Tell whether the page's `<title>` says a text, which may be cut, too."""
        text = press.clean(text).rstrip("…")
        return len(text) >= STATED_MIN and text in self.stated.page_title

    def _add_stated(self, name: str) -> None:
        """Take a field that nothing printed gives from what the page states for machines."""
        position = last_place(self.layout.fields.get(name, ()))
        for rule, values in (*((rule, [value]) for rule, value in self.stated.metas(name)), (JSON_LD, self.stated.linked_data(name))):
            position += 1
            values = [value for value in values if not _says_nothing(name, value, self.outlet_name)]
            if name == "modified_raw" and press.read_time(values[0] if values else "") == self._published():
                continue  # many put the time of publication there
            if values:
                self.won[name] = Won(self.layout.name, name, position, rule)
                self._add(name, [values])
                return

    def _published(self) -> datetime | None:
        return press.read_time(str(self.get_output_value("published_raw") or ""))

    def _add(self, name: str, found: list[list[str]]) -> None:
        if name not in TEXT_LIST_FIELDS:  # one value: the first element's, on one line
            value = press.clean(" ".join(found[0]))
            self.add_value(name, press.whole_title(value, self.stated.page_title) if name == "title" else value)
            return
        values = [value for kept in found for line in kept if press.letters(value := press.clean(line))]  # `-`: there is none
        if name == "authors":
            bylines = [press.read_authors(value) for value in values]
            self.add_value("author_emails", [email for byline in bylines for email in byline.emails])
            values = [author for byline in bylines for author in byline.authors]
        elif name == "author_emails":
            values = [email for value in values for email in press.read_authors(value).emails]
        elif name == "section":  # `뉴스 > 사회`: a breadcrumb printed as one text
            values = [part.strip() for value in values for part in value.split(">")]
        elif name == "tags":  # `#가온시 #축제`: hash tags printed as one text
            values = [part.strip(" ,") for value in values for part in (value.split("#") if value.startswith("#") else [value])]
        self.add_value(name, values)

    def _add_body(self) -> None:
        """Take the first container with a text, and the pictures of those before it that its rule found; else the first with a picture.

        Of those that a rule finds, what is hidden comes last: it may be a copy for print or for search engines. Where there are containers
        and nothing is in them, the pictures beside them are all there is.
        """
        drop = (*self.layout.drop, *self.layout.boxes, *pictures_of(self.boilerplate))
        pictured: tuple[Won, Selector, list[Image]] | None = None
        empty = False
        for position, rule in enumerate(self.layout.body, start=1):
            won = Won(self.layout.name, "body", position, rule)
            images: dict[tuple[str | None, ...], Image] = {}
            for container in sorted(rule.select(self.page), key=is_hidden):
                if pictured and container.root in pictured[1].root.iterancestors():
                    continue  # what stands round the pictures is the page's tools
                body = self._read_body(container, drop, self.layout.figures)
                paragraphs = without_boilerplate(body.paragraphs, self.boilerplate)
                images |= {(image["url"], image["caption"], image.get("credit")): image for image in body.images}
                if len(paragraphs) < PLAYER_LINES:
                    self.player = self.player or has_player(container, self.base_url)
                if paragraphs:
                    self._take_body(won, container, paragraphs, [*images.values()])
                    return
                empty = True
                if images and pictured is None:
                    pictured = won, container, [*images.values()]
        if pictured:
            won, container, pictures = pictured
            self._take_body(won, container, [], pictures)
        elif empty:
            self.add_value("images", self._pictures())

    def _take_body(self, won: Won, container: Selector, paragraphs: list[str], images: list[Image]) -> None:
        check_paragraphs(len(paragraphs))
        self.won["body"] = won
        self.container = container
        self.add_value("body", paragraphs)
        self.add_value("images", self._pictures() + images)

    def _pictures(self) -> list[Image]:
        """Return the pictures beside the body."""
        containers = [container for rule in self.layout.pictures for container in rule.select(self.page)]
        return [image for container in containers for image in self._read_body(container, self.layout.drop).images]

    def _read_body(self, container: Selector, drop: Sequence[str], figures: Sequence[Figure] = ()) -> Body:
        """Read a container. TooComplexError for more of them, or more in all of them, than a page has."""
        self.containers += 1
        if self.containers > 1:  # of most pages one is read
            self.within += sum(1 for _ in container.root.iter())
            check_containers(self.containers, self.within)
        return read_body(container, self.base_url, drop, figures)


def _says_nothing(name: str, value: str, outlet_name: str) -> bool:
    """Tell whether what a page states of its author, section or title is nobody's: an address, or the outlet itself."""
    return value == outlet_name or (name == "authors" and "://" in value) or (name.endswith("_raw") and press.read_time(value) is None)
