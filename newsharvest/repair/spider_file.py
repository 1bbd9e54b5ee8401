"""A spider's file with layouts that were found for its outlet put before those that it has."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable

from newsharvest.language import _
from newsharvest.page.layouts import Layout, ListLayout
from newsharvest.repair.source import WIDTH, Names, columns, import_line, layout_source, list_source

FOUND = "On "
"""What a line of the docstring about a layout that was found begins with."""


def repaired_source(source: str, outlet: str, layout: Layout | None, listing: ListLayout | None, note: str) -> str:
    """Return the source of a spider's file with these layouts, each a constant before the class and the first that the class names.

    `note`: a line for the module's docstring. ValueError if it is written in a way that cannot be added to.
    """
    tree = ast.parse(source)
    spider = _class_of(tree, outlet)
    names = Names()
    taken = {target.id for node in tree.body if isinstance(node, ast.Assign) for target in node.targets if isinstance(target, ast.Name)}
    edits: list[tuple[int, int, list[str]]] = []  # the first line and the last that go, counted from 1, and those that come
    constants = []
    for attribute, prefix, found in (("layouts", "SINCE", layout), ("lists", "LIST_SINCE", listing)):
        if found:
            day = re.sub(r"\W", "_", found.name.rpartition("/")[2].removeprefix("list-"))
            constant = _free(f"{prefix}_{day}", taken)
            made = layout_source(constant, found, names) if isinstance(found, Layout) else list_source(constant, found, names)
            constants += [*made.splitlines(), ""]
            edits.append(_first_in(spider, source, attribute, constant))
    edits.append(_before(tree, spider, source, constants))
    edits += _imports(tree, source, names)
    edits.append(_docstring(tree, source, note))
    lines = source.splitlines()
    edits.sort(key=lambda edit: edit[:2])
    for first, last, come in reversed(edits):
        lines[first - 1 : last] = come
    return "\n".join(lines) + "\n"


def _class_of(tree: ast.Module, outlet: str) -> ast.ClassDef:
    """Return the class of the spider of this name."""
    for node in tree.body:
        if isinstance(node, ast.ClassDef) and any(_says(statement, "name", outlet) for statement in node.body):
            return node
    raise ValueError(_('no class in it says name = "{outlet}"', outlet=outlet))


def _before(tree: ast.Module, spider: ast.ClassDef, source: str, constants: list[str]) -> tuple[int, int, list[str]]:
    """Return the edit that puts constants before a class and the comments over it, with as many empty lines as ruff wants."""
    previous = tree.body[tree.body.index(spider) - 1]
    ends = previous.end_lineno or 0
    lines = source.splitlines()
    begins = next(number for number, line in enumerate(lines, start=1) if number > ends and line.strip())
    parted = isinstance(previous, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
    return ends + 1, begins - 1, [*[""] * (2 if parted else 1), *constants, ""]


def _says(statement: ast.stmt, name: str, value: str) -> bool:
    """Tell whether a statement gives a name this text."""
    return isinstance(statement, ast.Assign) and _assigns(statement, name) and ast.unparse(statement.value) == repr(value)


def _assigns(statement: ast.stmt, name: str) -> bool:
    """Tell whether a statement gives a name a value."""
    targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target] if isinstance(statement, ast.AnnAssign) else []
    return any(isinstance(target, ast.Name) and target.id == name for target in targets)


def _free(constant: str, taken: Iterable[str]) -> str:
    """Return a constant's name, with a number behind it where there is one of that name."""
    names = [constant, *(f"{constant}_{number}" for number in range(2, 100))]
    return next(name for name in names if name not in taken)


def _first_in(spider: ast.ClassDef, source: str, attribute: str, constant: str) -> tuple[int, int, list[str]]:
    """Return the edit that makes a constant the first of what a class has in an attribute; where it has its own, before these."""
    for statement in spider.body:
        if isinstance(statement, ast.Assign | ast.AnnAssign) and _assigns(statement, attribute) and statement.value is not None:
            value = statement.value
            if statement.end_lineno is None or value.end_lineno is None or value.end_col_offset is None:
                raise ValueError(_("its {attribute} cannot be found in it", attribute=attribute))
            lines = source.splitlines()
            opened, closed = lines[value.lineno - 1].encode(), lines[value.end_lineno - 1].encode()
            head, tail = opened[: value.col_offset].decode(), closed[value.end_col_offset :].decode()
            if value.lineno == value.end_lineno:
                within = opened[value.col_offset : value.end_col_offset].decode()
                return value.lineno, value.lineno, _tuple(head, constant, within if isinstance(value, ast.Tuple) else f"(*{within})", tail)
            if isinstance(value, ast.Tuple) and opened.decode().rstrip().endswith("("):
                return value.lineno + 1, value.lineno, [f"        {constant},"]
            raise ValueError(_("its {attribute} are not written as {attribute} = (…)", attribute=attribute))
    if not spider.bases:
        raise ValueError(_("its class has no base"))
    base = ast.get_source_segment(source, spider.bases[0])
    simple = [statement for statement in spider.body if isinstance(statement, ast.Assign | ast.AnnAssign)]
    last = simple[-1].end_lineno or 0
    return last + 1, last, [f"    {attribute} = ({constant}, *{base}.{attribute})"]


def _tuple(head: str, first: str, within: str, tail: str) -> list[str]:
    """Return the line of a tuple, given with its brackets, with an element before its own."""
    rest = within[1:-1].rstrip().rstrip(",")
    line = f"{head}({first}, {rest}){tail}"
    return [line] if columns(line) <= WIDTH else [f"{head}(", f"        {first},", f"        {rest},", f"    ){tail}"]


def _imports(tree: ast.Module, source: str, names: Names) -> list[tuple[int, int, list[str]]]:
    """Return the edits that import what the layouts need, in the order that ruff wants."""
    edits = []
    imports = [node for node in tree.body if isinstance(node, ast.ImportFrom) and node.module and node.level == 0]
    ours = [node for node in imports if (node.module or "").split(".")[0] == "newsharvest"]
    for module, needed in sorted(names.needed.items()):
        known = next((node for node in ours if node.module == module), None)
        if known:
            told = [alias.name + (f" as {alias.asname}" if alias.asname else "") for alias in known.names]
            edits.append((known.lineno, known.end_lineno or known.lineno, import_line(module, {*told, *needed}).splitlines()))
            continue
        after = [node for node in ours if (node.module or "") < module]
        place = (after[-1].end_lineno or 0) + 1 if after else ours[0].lineno if ours else _end_of_docstring(tree) + 2
        edits.append((place, place - 1, import_line(module, needed).splitlines()))
    return edits


def _end_of_docstring(tree: ast.Module) -> int:
    """Return the last line of the module's docstring. ValueError if it has none."""
    first = tree.body[0] if tree.body else None
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str):
        return first.end_lineno or first.lineno
    raise ValueError(_("it does not begin with a docstring"))


def _docstring(tree: ast.Module, source: str, note: str) -> tuple[int, int, list[str]]:
    """Return the edit that puts a line at the end of the module's docstring."""
    last = _end_of_docstring(tree)
    first = tree.body[0].lineno
    lines = source.splitlines()[first - 1 : last]
    if not lines[-1].rstrip().endswith('"""') or not lines[0].startswith('"""'):
        raise ValueError(_("its docstring does not stand in three quotation marks"))
    text = "\n".join(lines).rstrip()[3:-3].rstrip()
    another = text.rpartition("\n")[2].startswith(FOUND)
    return first, last, [*f'"""{text}'.splitlines(), *([] if another else [""]), note, '"""']
