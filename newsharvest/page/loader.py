"""`ArticleLoader`: from a page and a layout to an `Article`, one rule at a time, with the processors of each field."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from itemloaders import ItemLoader
from itemloaders.processors import Identity, Join, MapCompose, TakeFirst
from parsel import Selector
from scrapy.statscollectors import StatsCollector

from newsharvest import press
from newsharvest.items import Article
from newsharvest.page.body import lines_of, read_body
from newsharvest.page.layouts import Layout, Rule, count_winner

_LISTS = frozenset({"section", "subtitle", "authors", "author_emails", "tags"})


class ArticleLoader(ItemLoader):
    """Loads an `Article` from one page. Every text is cleaned on its way in (`press.clean`); the reader has cleaned the body's."""

    default_item_class = dict  # of which the Article is made: the loader asks it for each field's processors, and a dict answers at once
    default_input_processor = MapCompose(press.clean)
    default_output_processor = TakeFirst()

    section_out = staticmethod(press.unique)
    subtitle_out = staticmethod(press.unique)
    authors_out = staticmethod(press.unique)
    author_emails_out = staticmethod(press.unique)
    tags_out = staticmethod(press.unique)
    body_out = Join("\n\n")
    body_in = Identity()
    images_in = Identity()
    images_out = Identity()

    def __init__(self, page: Selector, base_url: str, layout: Layout, stats: StatsCollector, **fields: Any) -> None:
        """`fields`: what is known of the article without reading the page."""
        super().__init__()
        self.page = page
        self.base_url = base_url
        self.layout = layout
        self.counts = stats
        self.known = {**fields, "layout": layout.name}
        self.read: dict[str, list[list[str]]] = {}  # what each query has found: two fields may ask the same

    def load_item(self) -> Article:
        """Read every field and the body, and return the Article."""
        for name, rules in self.layout.fields.items():
            self._add_first(name, rules)
        for name in ("published", "modified"):
            moment = press.read_time(str(self.get_output_value(f"{name}_raw") or ""))
            if moment:
                self.add_value(f"{name}_at", press.iso(moment))
        self._add_body()
        return Article(**super().load_item(), **self.known)

    def _add_first(self, name: str, rules: Sequence[Rule]) -> None:
        for position, rule in enumerate(rules, start=1):
            if rule.query not in self.read:
                self.read[rule.query] = [lines_of(selector) for selector in rule.select(self.page)]
            found = [kept for lines in self.read[rule.query] if (kept := list(rule.keep(lines)))]
            if found:
                count_winner(self.counts, self.layout.name, name, position, rule)
                self._add(name, found)
                return

    def _add(self, name: str, found: list[list[str]]) -> None:
        if name not in _LISTS:  # one value: the first element's, on one line
            self.add_value(name, " ".join(found[0]))
            return
        values = [line for kept in found for line in kept]
        if name == "authors":
            bylines = [press.read_authors(value) for value in values]
            self.add_value("author_emails", [email for byline in bylines for email in byline.emails])
            values = [author for byline in bylines for author in byline.authors]
        elif name == "author_emails":
            values = [email for value in values for email in press.read_authors(value).emails]
        elif name == "section":  # `뉴스 > 사회`: a breadcrumb printed as one text
            values = [part.strip() for value in values for part in value.split(">")]
        self.add_value(name, values)

    def _add_body(self) -> None:
        for position, rule in enumerate(self.layout.body, start=1):
            for container in rule.select(self.page):
                body = read_body(container, self.base_url, self.layout.drop, self.layout.figures)
                if body.paragraphs or body.images:
                    count_winner(self.counts, self.layout.name, "body", position, rule)
                    self.add_value("body", body.paragraphs)
                    self.add_value("images", body.images)
                    return
