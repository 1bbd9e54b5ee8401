"""What is watched: the departments of watch.toml, each with its queries, and from where it wants articles."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from newsharvest.language import N_, _
from newsharvest.search import Query, QueryError, parse
from newsharvest.terminal import cause, pointed, suggest

FILE = "watch.toml"
EXAMPLE = "watch.example.toml"
_TABLE = "department"
_MISTAKES = (
    N_("Expected ']]' at the end of an array declaration"),
    N_("Expected ']' at the end of a table declaration"),
    N_("Expected '=' after a key in a key/value pair"),
    N_("Expected newline or end of document after a statement"),
    N_("Cannot overwrite a value"),
    N_("Illegal character '\\n'"),
    N_("Invalid initial character for a key part"),
    N_("Invalid statement"),
    N_("Invalid value"),
    N_("Unclosed array"),
    N_("Unescaped '\\' in a string"),
    N_("Unterminated string"),
)
"""What Python says most often of a file that is no TOML."""
_KEYS = ("name", "queries", "outlets", "regions", "sections", "mail")


@dataclass(frozen=True, slots=True)
class Department:
    """A department, or a topic: what it wants to know of."""

    name: str
    queries: Sequence[Query]
    """An article that fits one of them is wanted."""
    outlets: Sequence[str] = ()
    """Names or mastheads, as the file has them; none: of all outlets."""
    regions: Sequence[str] = ()
    """Of the outlets, such as `충남`; none: of all."""
    sections: Sequence[str] = ()
    """As the outlets call them; none: all."""
    mail: Sequence[str] = ()
    """The addresses that its digest goes to."""


class WatchError(ValueError):
    """The watch file cannot be used; the text says why, in one line."""

    def __init__(self, message: str, shown: Sequence[str] = ()) -> None:
        """`shown`: lines that show where."""
        super().__init__(message)
        self.shown = shown


def read_watch(file: Path) -> list[Department]:
    """Return the departments of a watch file. WatchError says what is wrong with it, and what to write."""
    try:
        found = tomllib.loads(file.read_bytes().decode("utf-8-sig"))  # Notepad may put a mark at the beginning
    except FileNotFoundError:
        told = _(
            "there is no {file} yet: copy {example} to it, and write your departments and their words into it", file=file, example=EXAMPLE
        )
        raise WatchError(told) from None
    except OSError as error:
        raise WatchError(_("{file} cannot be read: {why}", file=file, why=cause(error))) from None
    except UnicodeDecodeError:
        raise WatchError(_("{file} is not saved as UTF-8: in Notepad choose Save as, and UTF-8 as the encoding", file=file)) from None
    except tomllib.TOMLDecodeError as error:
        told = _("{file} cannot be read: {why}; {example} shows how it is written", file=file, why=_said(error), example=EXAMPLE)
        raise WatchError(told) from None
    for key in found:
        if key != _TABLE:
            near = suggest(key, [_TABLE])
            told = _("{file}: unknown part {key!r}{near}: each department begins with a line [[department]]", file=file, key=key, near=near)
            raise WatchError(told)
    tables = found.get(_TABLE)
    if not isinstance(tables, list) or not tables:
        told = _("{file} names no department: each begins with a line [[department]]; {example} shows how", file=file, example=EXAMPLE)
        raise WatchError(told)
    departments = [_department(file, number, table) for number, table in enumerate(tables, 1)]
    names = [department.name for department in departments]
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise WatchError(_("{file}: two departments are called {name}: give one of them another name", file=file, name=twice))
    return departments


def _said(error: tomllib.TOMLDecodeError) -> str:
    """Say what Python says of a file that is no TOML."""
    what, _at, place = str(error).rpartition(" (at ")
    if found := re.fullmatch(r"line (\d+), column (\d+)\)", place):
        return _("{what} (at line {line}, column {column})", what=_(what), line=found[1], column=found[2])
    return _("{what} (at end of document)", what=_(what)) if place.startswith("end ") else str(error)


def _department(file: Path, number: int, table: Mapping[str, Any]) -> Department:
    name = table.get("name")
    if not isinstance(name, str) or not name.strip():
        raise WatchError(_('{file}: department {number} has no name: write name = "문화예술과"', file=file, number=number))
    for key in table:
        if key not in _KEYS:
            near, known = suggest(key, _KEYS), ", ".join(_KEYS)
            told = _("{file}: {name}: unknown key {key!r}{near} (known: {known})", file=file, name=name, key=key, near=near, known=known)
            raise WatchError(told)
    lists = {key: _texts(file, name, key, table.get(key, [])) for key in _KEYS[1:]}
    if not lists["queries"]:
        raise WatchError(_('{file}: {name} has no queries: write queries = ["축제 | 마라톤", "시립미술관"]', file=file, name=name))
    queries = tuple(_query(file, name, text) for text in lists.pop("queries"))
    return Department(name.strip(), queries, **lists)


def _texts(file: Path, name: str, key: str, value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(one, str) and one.strip() for one in value):
        told = _('{file}: {name}: {key} is a list of texts in quotation marks: write {key} = ["…", "…"]', file=file, name=name, key=key)
        raise WatchError(told)
    return tuple(one.strip() for one in value)


def _query(file: Path, name: str, text: str) -> Query:
    try:
        return parse(text)
    except QueryError as error:
        raise WatchError(f"{file}: {name}: {error.message}", pointed(error.query, error.position)) from None
