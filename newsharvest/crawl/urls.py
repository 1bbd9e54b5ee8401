"""How a site's addresses are made, as data: `ArticleAddress` of its articles, `ListAddress` of its lists.

A template is an address as the site has it, from the path on, with a placeholder for what changes: `/news/view.php?no={key}`. A
placeholder is the whole value of a query parameter, or a part of the path. What is wrong with one is a ValueError when it is declared.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

_PLACEHOLDER = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Template:
    """A template: the path, and the query parameters in their order, either with placeholders."""

    text: str
    path: str
    query: Mapping[str, str]

    @classmethod
    def parse(cls, text: str) -> Self:
        """Take an address apart. ValueError if it is none from the path on, or would not be asked for, or found, as it is written."""
        parts = urlsplit(text)
        if not parts.path.startswith("/") or parts.netloc or parts.fragment:
            raise ValueError(f"{text!r} is not an address from the path on, such as /news/list.php?page={{page}}")
        query = dict(parse_qsl(parts.query))
        if urlencode(query, safe="{}") != parts.query:  # it would not lead back, or be asked for otherwise than the pager links it
            raise ValueError(f"{text!r}: every parameter once, with a value, escaped as UTF-8")
        literal = [_PLACEHOLDER.sub("", parts.path), *query, *(value for value in query.values() if not _PLACEHOLDER.fullmatch(value))]
        if any(brace in part for part in literal for brace in "{}"):
            raise ValueError(f"{text!r}: a placeholder is the whole value of a parameter, or a part of the path")
        return cls(text, parts.path, query)

    @property
    def placeholders(self) -> list[str]:
        """The names of its placeholders, in order."""
        return _PLACEHOLDER.findall(self.text)

    def parameter_of(self, placeholder: str) -> str | None:
        """Return the query parameter whose value the placeholder is, or None if it is none's."""
        return next((name for name, value in self.query.items() if value == f"{{{placeholder}}}"), None)

    def fill(self, values: Mapping[str, str | None]) -> str:
        """Return the path and query with these values. A parameter whose value is None is left out; KeyError for one that is not given."""
        path = _PLACEHOLDER.sub(lambda match: quote(values[match[1]] or "", safe="/%"), self.path)
        filled = {name: values[match[1]] if (match := _PLACEHOLDER.fullmatch(value)) else value for name, value in self.query.items()}
        query = urlencode({name: value for name, value in filled.items() if value is not None})
        return f"{path}?{query}" if query else path


@dataclass(frozen=True)
class ArticleAddress:
    """The addresses that lead to an article, as templates with `{key}`: the canonical one, then the others.

    `key` is the form of the CMS's own key, a regular expression. Parameters that a template states must be in the address, with that
    value; any others may be. Of a doubled parameter the last counts, as in PHP.
    """

    canonical: str
    also: tuple[str, ...] = ()
    key: str = r"[0-9]+"
    _form: re.Pattern[str] = field(init=False, repr=False, compare=False)
    _canonical: Template = field(init=False, repr=False, compare=False)
    _in_query: dict[str, list[tuple[str, dict[str, str]]]] = field(init=False, repr=False, compare=False)
    _in_path: list[tuple[re.Pattern[str], dict[str, str]]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        in_query: dict[str, list[tuple[str, dict[str, str]]]] = {}
        in_path = []
        templates = [Template.parse(text) for text in (self.canonical, *self.also)]
        try:
            form = re.compile(self.key)
        except re.error as error:
            raise ValueError(f"key={self.key!r} is not a regular expression: {error}") from error
        for template in templates:
            if template.placeholders != ["key"]:
                raise ValueError(f"{template.text!r} must say where the article's key stands: {{key}}, once, and no other placeholder")
            parameter = template.parameter_of("key")
            stated = {name: value for name, value in template.query.items() if name != parameter}
            if parameter:
                in_query.setdefault(template.path, []).append((parameter, stated))
            else:
                before, after = template.path.split("{key}")
                in_path.append((re.compile(f"{re.escape(before)}(?P<key>{self.key}){re.escape(after)}"), stated))
        for name, value in {"_form": form, "_canonical": templates[0], "_in_query": in_query, "_in_path": in_path}.items():
            object.__setattr__(self, name, value)

    def key_of(self, path: str, query: Mapping[str, str]) -> str | None:
        """Return the key in an address's path and query, or None if it leads to no article."""
        for parameter, stated in self._in_query.get(path or "/", ()):
            key = query.get(parameter)
            if key and self._form.fullmatch(key) and stated.items() <= query.items():
                return key
        for pattern, stated in self._in_path:
            match = pattern.fullmatch(path)
            if match and stated.items() <= query.items():
                return match["key"] or None
        return None

    def path(self, key: str) -> str:
        """Return the canonical path and query of the article with this key."""
        return self._canonical.fill({"key": key})


@dataclass(frozen=True)
class ListAddress:
    """The addresses of the lists, as templates with `{page}`, whose parameter is left out on the first page.

    `of_all` is the list of all articles. `of_section` is one section's list, with `{section}`, by the form of the CMS's section codes, a
    regular expression; none where no codes are known.
    """

    of_all: str
    of_section: Mapping[str, str] = field(default_factory=dict)
    _all: Template = field(init=False, repr=False, compare=False)
    _sections: dict[re.Pattern[str], Template] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        every = Template.parse(self.of_all)
        sections = {}
        for form, text in self.of_section.items():
            try:
                sections[re.compile(form)] = Template.parse(text)
            except re.error as error:
                raise ValueError(f"{form!r} is not a regular expression: {error}") from error
        for template in (every, *sections.values()):
            if template.parameter_of("page") is None or template.parameter_of("page") != every.parameter_of("page"):
                raise ValueError(f"{template.text!r} must say which parameter turns the page, the same for all lists: page={{page}}")
            if ("section" in template.placeholders) == (template is every):
                raise ValueError(f"{template.text!r}: {{section}} belongs into the addresses of sections, and only there")
        object.__setattr__(self, "_all", every)
        object.__setattr__(self, "_sections", sections)

    @property
    def page_parameter(self) -> str:
        """The query parameter that says which page of a list it is."""
        parameter = self._all.parameter_of("page")
        assert parameter is not None
        return parameter

    def section_parameter(self, code: str) -> str | None:
        """Return the query parameter that a section's code is given as, or None for what has the form of no code."""
        template = self._of(code)
        return template.parameter_of("section") if template else None

    def is_section(self, code: str) -> bool:
        """Tell whether a text has the form of a section's code."""
        return self._of(code) is not None

    def path(self, section: str | None, page: int, **values: str) -> str:
        """Return the path and query of a list page (from 1), of one section's code or of all articles.

        `values` are those of further placeholders. ValueError if `section` has the form of no code, or a value is missing.
        """
        template = self._of(section) if section else self._all
        if template is None:
            raise ValueError(f"{section!r} has the form of no section's code (known: {', '.join(self.of_section) or 'none'})")
        try:
            return template.fill({**values, "section": section, "page": str(page) if page > 1 else None})
        except KeyError as missing:
            raise ValueError(f"{template.text!r}: nothing is known to put for {{{missing.args[0]}}}") from None

    def _of(self, code: str) -> Template | None:
        return next((template for form, template in self._sections.items() if form.fullmatch(code)), None)
