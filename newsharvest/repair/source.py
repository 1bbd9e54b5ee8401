"""A layout as the source of Python that makes it, written as a person would have written it: it goes into a spider's file.

What comes is as ruff formats it. `Names` tells which names the source needs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from unicodedata import east_asian_width

from newsharvest.page import common
from newsharvest.page.layouts import Figure, Found, Layout, ListLayout, Rule

WIDTH = 140
"""Columns of a line, as in pyproject.toml."""
INDENT = "    "

COMMON = "newsharvest.page.common"
LAYOUTS = "newsharvest.page.layouts"
NAMED = {
    getattr(common, name): name
    for name in (
        *("PUBLISHED", "PUBLISHED_OR_BARE", "MODIFIED", "WRITER", "WRITER_BEHIND_TIME", "WRITER_BEHIND_LABEL"),
        *("ITEM", "PATH_STEP", "PATH_BEHIND_HOME", "LINK_LINES"),
    )
}
"""Regular expressions and selectors that have a name."""


@dataclass(slots=True)
class Names:
    """The names that a piece of source needs, by the module that they are imported from."""

    needed: dict[str, set[str]] = field(default_factory=dict)

    def use(self, module: str, name: str) -> str:
        """Note a name of a module, and return it."""
        self.needed.setdefault(module, set()).add(name)
        return name


Node = str | tuple[str, Sequence["Node"], str]
"""A piece of source: a text, or what stands in brackets with the brackets (`rules(`, parts, `)`)."""


def layout_source(constant: str, layout: Layout, names: Names) -> str:
    """Return the source of a layout as a constant."""
    parts: list[Node] = [quoted(layout.name), _keyword("shape", _rules(layout.shape, names))]
    if layout.foreign:
        parts.append(_keyword("foreign", _rules(layout.foreign, names)))
    parts.append(_keyword("body", _rules(layout.body, names)))
    if layout.pictures:
        parts.append(_keyword("pictures", _rules(layout.pictures, names)))
    if layout.drop:
        parts.append(_keyword("drop", _drop(layout.drop, names)))
    if layout.boxes:
        parts.append(_keyword("boxes", ("(", [_box(box, names) for box in layout.boxes], ")")))
    if layout.figures:
        parts.append(_keyword("figures", ("(", [_figure(figure, names) for figure in layout.figures], ")")))
    fields: list[Node] = [_entry(name, _rules(rules, names)) for name, rules in layout.fields.items()]
    parts.append(("fields={", fields, "}"))
    if layout.found:
        parts.append(_keyword("found", _found(layout.found, names)))
    return _assigned(constant, (f"{names.use(LAYOUTS, 'Layout')}(", parts, ")"))


def list_source(constant: str, layout: ListLayout, names: Names) -> str:
    """Return the source of a list's layout as a constant."""
    parts: list[Node] = [quoted(layout.name), _keyword("rows", _rules(layout.rows, names))]
    if layout.date:
        parts.append(_keyword("date", _rules(layout.date, names)))
    if layout.found:
        parts.append(_keyword("found", _found(layout.found, names)))
    return _assigned(constant, (f"{names.use(LAYOUTS, 'ListLayout')}(", parts, ")"))


# --- its parts


def _rules(rules: Sequence[Rule], names: Names) -> Node:
    return f"{names.use(LAYOUTS, 'rules')}(", [_rule(rule, names) for rule in rules], ")"


def _rule(rule: Rule, names: Names) -> Node:
    """Return a rule: its query alone where that is all, else by what makes it (`guess`, `stated`, `Rule`)."""
    arguments: list[Node] = [quoted(rule.query)]
    if rule.re is not None:
        pattern = names.use(COMMON, NAMED[rule.re]) if rule.re in NAMED else raw(rule.re)
        arguments.append(pattern if rule.guessed or rule.stated else f"re={pattern}")
    if rule.stated:
        made: Node = (f"{names.use(LAYOUTS, 'stated')}(", arguments, ")")
        return (f"{names.use(LAYOUTS, 'guess')}(", [made], ")") if rule.guessed else made
    if rule.guessed:
        return f"{names.use(LAYOUTS, 'guess')}(", arguments, ")"
    return (f"{names.use(LAYOUTS, 'Rule')}(", arguments, ")") if len(arguments) > 1 else arguments[0]


def _drop(drop: Sequence[str], names: Names) -> Node:
    """Return what is dropped, with the advertisements of every site by their name, first."""
    ads = len(common.ADS)
    if tuple(drop[:ads]) != common.ADS:
        return "(", [*map(quoted, drop)], ")"
    name = names.use(COMMON, "ADS")
    return ("(", [f"*{name}", *map(quoted, drop[ads:])], ")") if drop[ads:] else name


def _box(box: str, names: Names) -> str:
    return names.use(COMMON, NAMED[box]) if box in NAMED else quoted(box)


def _figure(figure: Figure, names: Names) -> Node:
    return f"{names.use(LAYOUTS, 'Figure')}(", [quoted(figure.wrapper), quoted(figure.caption)], ")"


def _found(found: Found, names: Names) -> Node:
    parts: list[Node] = [quoted(found.day), f"known={found.known}"]
    if found.signs:
        signs: list[Node] = [_entry(name, ("(", [*map(quoted, told)], ")")) for name, told in found.signs.items()]
        parts.append(("signs={", signs, "}"))
    return f"{names.use(LAYOUTS, 'Found')}(", parts, ")"


def _keyword(name: str, value: Node) -> Node:
    return f"{name}={value}" if isinstance(value, str) else (f"{name}={value[0]}", value[1], value[2])


def _entry(key: str, value: Node) -> Node:
    return f"{quoted(key)}: {value}" if isinstance(value, str) else (f"{quoted(key)}: {value[0]}", value[1], value[2])


# --- as ruff has it


def _assigned(constant: str, value: Node) -> str:
    """Return the lines of an assignment; a value with parts has one a line, as the layouts that people wrote."""
    if isinstance(value, str):
        return f"{constant} = {value}\n"
    head, parts, tail = value
    one_line = f"{constant} = {_flat(value)}"
    if columns(one_line) <= WIDTH and head.startswith("ListLayout"):
        return f"{one_line}\n"
    return f"{constant} = {head}\n" + "".join(_lines(part, 1) for part in parts) + f"{tail}\n"


def _lines(node: Node, level: int) -> str:
    """Return a part on one line if it fits, else its own parts on a line each; a comma follows in any case."""
    pad = INDENT * level
    flat = _flat(node)
    if len(pad) + columns(flat) + 1 <= WIDTH and not (flat.startswith(("fields={", "signs={")) and flat[-2:] != "{}"):
        return f"{pad}{flat},\n"
    if isinstance(node, str):
        return f"{_side_by_side(node, pad)},\n"
    head, parts, tail = node
    return f"{pad}{head}\n" + "".join(_lines(part, level + 1) for part in parts) + f"{pad}{tail},\n"


def _flat(node: Node) -> str:
    if isinstance(node, str):
        return node
    head, parts, tail = node
    comma = "," if len(parts) == 1 and head.endswith("(") and not head[:-1].rpartition("=")[2].rpartition(" ")[2] else ""
    return f"{head}{', '.join(map(_flat, parts))}{comma}{tail}"


def columns(text: str) -> int:
    """Return how many columns a text takes: a letter of Hangul takes two."""
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)


_LITERAL = re.compile(r"(?P<before>(?:[\w]+=)?)(?P<raw>r?)(?P<quote>['\"])(?P<text>.*)(?P=quote)", re.DOTALL)
_UNIT = re.compile(r"\\(?:x..|u....|U........|.)|.", re.DOTALL)


def _side_by_side(source: str, pad: str) -> str:
    """Return a string that is too long for a line as several side by side, a line each, parted before a space or a bracket."""
    literal = _LITERAL.fullmatch(source)
    assert literal is not None, source
    if name := literal["before"]:  # of an argument: in brackets
        return f"{pad}{name}(\n{_side_by_side(source.removeprefix(name), pad + INDENT)}\n{pad})"
    room = WIDTH - len(pad) - 4
    parts, part, last = [], "", 0
    for unit in _UNIT.findall(literal["text"]):
        if columns(part + unit) > room:
            cut = last or len(part)
            parts.append(part[:cut])
            part, last = part[cut:], 0
        if unit in " [(" and part:
            last = len(part)
        part += unit
    return "\n".join(f"{pad}{literal['raw']}{literal['quote']}{one}{literal['quote']}" for one in (*parts, part))


def quoted(text: str) -> str:
    """Return a text as a string of Python, in the quotes that need fewer backslashes: the double ones where it is all the same."""
    quote = "'" if text.count('"') > text.count("'") else '"'
    return quote + "".join(_escaped(letter, quote) for letter in text) + quote


def raw(pattern: str) -> str:
    """Return a regular expression as a raw string, or as a plain one if it cannot be one."""
    quote = "'" if '"' in pattern else '"'
    if quote in pattern or not pattern.isprintable() or (len(pattern) - len(pattern.rstrip("\\"))) % 2:
        return quoted(pattern)
    return f"r{quote}{pattern}{quote}"


def _escaped(letter: str, quote: str) -> str:
    if letter in {quote, "\\"}:
        return f"\\{letter}"
    return letter if letter.isprintable() else letter.encode("unicode_escape").decode()


def import_line(module: str, names: Iterable[str]) -> str:
    """Return the import of names from a module: constants, then classes, then functions, as ruff sorts them."""

    def place(name: str) -> tuple[int, str]:
        bare = name.partition(" ")[0]
        return (0 if bare.isupper() else 1 if bare[:1].isupper() else 2), name

    ordered = sorted(set(names), key=place)
    line = f"from {module} import {', '.join(ordered)}"
    if len(line) <= WIDTH:
        return line
    return f"from {module} import (\n" + "".join(f"{INDENT}{name},\n" for name in ordered) + ")"
