"""What a page states of its article for machines: `og:` and `article:` metas, and JSON-LD (schema.org's NewsArticle and its kind).

Readers do not see it, so it may be out of date, another page's, or the whole site's. It is a last resort after what is printed, and
something to hold against what was read.
"""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from html import unescape
from typing import Any

from parsel import Selector

from newsharvest import press
from newsharvest.page.layouts import Rule

JSON_LD = Rule("//script[@type='application/ld+json']")

METAS: Mapping[str, tuple[str, ...]] = {
    "title": ("og:title", "twitter:title"),
    "section": ("article:section", "article:section2"),
    "authors": ("og:article:author", "article:author", "dable:author", "author"),
    "published_raw": ("article:published_time", "og:article:published_time"),
    "modified_raw": ("article:modified_time", "og:article:modified_time"),
    "description": ("og:description", "description", "twitter:description"),
}
"""The names of the metas that state a field, in order of trust. (The authors' as real NDsoft pages carry them.)"""

_ARTICLE = re.compile(r"Article|BlogPosting|Report")
_NO_JSON = re.compile(r"^[^\S\n]*(?://.*|/\*.*\*/[^\S\n]*)$|;\s*\Z", re.MULTILINE)  # comments, and what ends a statement
_TAG = re.compile(r"<[^<>]{1,500}>")


@dataclass
class Stated:
    """What one page states. Nothing is read before it is asked for."""

    page: Selector

    @cached_property
    def _metas(self) -> dict[str, str]:
        """What the metas of the head say, by their names in small letters; of two of a name the first."""
        root = self.page.root
        named: dict[str, str] = {}
        for meta in root.iterfind("head/meta") if root.tag == "html" else root.iter("meta"):
            name = meta.get("property") or meta.get("name")
            if name and (content := meta.get("content")):
                named.setdefault(name.lower(), content)
        return named

    def metas(self, name: str) -> Iterator[tuple[Rule, str]]:
        """Yield what each meta states of a field of METAS, and the rule that finds it."""
        for meta in METAS[name]:
            if meta in self._metas and (value := press.clean(unescape(self._metas[meta]))):  # some CMSs escape what they state twice
                yield Rule(f"//meta[@property='{meta}' or @name='{meta}']/@content"), value

    def first(self, name: str) -> str:
        """Return what the most trusted meta states of a field, or nothing."""
        return next((value for _, value in self.metas(name)), "")

    @cached_property
    def page_title(self) -> str:
        """What the page calls itself: its `<title>`."""
        return press.clean(self.page.xpath("string(/html/head/title)").get() or "")

    @cached_property
    def _articles(self) -> list[Mapping[str, Any]]:
        """What JSON-LD says of the page's article: of all articles those of its title, else the first."""
        scripts = [script.text or "" for script in self.page.root.iter("script") if _is_linked_data(script.get("type"))]
        articles = [node for script in scripts for node in _nodes(script) if _ARTICLE.search(_type(node))]
        title = press.letters(self.page_title)
        about: list[Mapping[str, Any]] = [node for node in articles if press.letters(_text(node.get("headline"))) in title]
        return about or [*articles[:1]]

    @property
    def article(self) -> Mapping[str, Any]:
        """The page's article in JSON-LD, by schema.org's names; empty if there is none, or none that can be read."""
        return next(iter(self._articles), {})

    def linked_data(self, name: str) -> list[str]:
        """Return what JSON-LD states of a field of METAS, or of the `body`."""
        article = self.article
        match name:
            case "title":
                found = article.get("headline")
            case "section":
                found = article.get("articleSection")
            case "authors":
                found = article.get("author")
            case "published_raw":
                found = article.get("datePublished")
            case "modified_raw":
                found = article.get("dateModified")
            case "description":
                found = article.get("description")
            case _:
                found = article.get("articleBody")
        return press.unique(map(_text, found if isinstance(found, list) else [found]))

    @property
    def is_free(self) -> bool:
        """Whether the page does not say that it is for subscribers alone. Where it says both, it is."""
        return not any(_says_no(article.get("isAccessibleForFree")) for article in self._articles)


def _is_linked_data(kind: str | None) -> bool:
    return (kind or "").partition(";")[0].strip().lower() == "application/ld+json"


def _nodes(script: str) -> Iterator[dict[str, Any]]:
    """Yield the objects of a JSON-LD script, those in its lists and graphs too. What is no JSON gives none."""
    try:
        waiting = deque([json.loads(_NO_JSON.sub("", script), strict=False)])
    except (ValueError, RecursionError):
        return
    while waiting:
        node = waiting.popleft()
        if isinstance(node, list):
            waiting += node
        elif isinstance(node, dict):
            yield node
            waiting += [
                node[name] for name in ("@graph", "mainEntity", "itemListElement", "item") if isinstance(node.get(name), list | dict)
            ]


def _type(node: Mapping[str, Any]) -> str:
    """Return the types of an object, whatever else stands in their place."""
    types = node.get("@type")
    return " ".join(one for one in (types if isinstance(types, list) else [types]) if isinstance(one, str))


def _says_no(value: object) -> bool:
    """Tell whether a value of JSON-LD, or one of several, is that of no: as such, in words, or as schema.org's."""
    if isinstance(value, list):
        return any(map(_says_no, value))
    if isinstance(value, dict):
        value = value.get("@value", value.get("@id"))
    return str(value).strip().lower() in {"false", "http://schema.org/false", "https://schema.org/false"}


def _text(value: object) -> str:
    """Return a value of JSON-LD as text: a person's or thing's name, without markup and what was escaped."""
    if isinstance(value, dict):
        value = value.get("name")
    return press.clean(_TAG.sub(" ", unescape(str(value)))) if isinstance(value, str | int | float) else ""
