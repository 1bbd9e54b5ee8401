"""Tests of the languages that people are spoken to in: no message without its Korean, none past the catalogue, and which one is spoken."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

from docs.messages import KEYWORDS, extracted, read, texts
from newsharvest.language import catalogue, users_language
from tests.support.project import ROOT

PACKAGE = ROOT / "newsharvest"


# --- the catalogue


def test_no_message_is_without_a_translation_and_no_translation_without_a_message() -> None:
    there = {one.id if isinstance(one.id, str) else tuple(one.id) for one in read() if one.id}
    said = set(extracted())
    assert (said - there, there - said) == (set(), set())
    assert [one.id for one in read() if one.id and (not texts(one.string) or not all(texts(one.string)) or one.fuzzy)] == []


def test_the_compiled_catalogue_is_the_written_one() -> None:
    compiled = catalogue("ko")
    for one in read():
        ids, strings = texts(one.id), texts(one.string)
        if all(ids):
            said = compiled.gettext(ids[0]) if len(ids) == 1 else compiled.ngettext(ids[0], ids[1], 2)
            assert [said] == strings


def places(text: str) -> set[str]:
    """Return the names of the values that stand in a message."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None} if "{" in text else set()


def test_a_translation_has_the_values_of_its_message() -> None:
    differing = []
    for one in read():
        wanted = {place for text in texts(one.id) for place in places(text)}
        differing += [string for string in texts(one.string) if one.id and places(string) != wanted]
    assert differing == []


def calls(name: str) -> Iterator[tuple[Path, ast.Call]]:
    for file in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name:
                yield file.relative_to(ROOT), node


@pytest.mark.parametrize(("name", "texts", "given"), [("_", 1, set()), ("sign", 1, set()), ("_n", 2, {"count"})])
def test_a_message_is_given_the_values_that_it_names(name: str, texts: int, given: set[str]) -> None:
    wrong = []
    for file, call in calls(name):
        said = [text.value for text in call.args[:texts] if isinstance(text, ast.Constant)]
        named = set().union(*(places(str(text)) for text in said))
        values = {keyword.arg for keyword in call.keywords}
        if said and (named - given != values or any(isinstance(text, ast.JoinedStr) for text in call.args[:texts])):
            wrong.append(f"{file}:{call.lineno}: {named - given} and {values}")
    assert wrong == []


@pytest.mark.parametrize("name", ["_", "_n", "N_"])
def test_every_message_is_found(name: str) -> None:
    found = {text for message in extracted() for text in texts(message)}
    missed = []  # as in an f-string, or in another such call
    for file, call in calls(name):
        said = [str(text.value) for text in call.args[: 2 if name == "_n" else 1] if isinstance(text, ast.Constant)]
        missed += [f"{file}:{call.lineno}: {text}" for text in said if text not in found]
    assert missed == []


# --- nothing is said past it

ROOMS_WITHOUT_SENTENCES = {"platforms", "spiders", "press", "settings.py"}
"""What they hold is read in pages, or said to sites (the user agent)."""
SENTENCE = re.compile(r"(?<![\w./:#<-])[A-Za-z]?[a-z']+,? [a-z']+,? [a-z]+(?![\w<>=.(/-])")
"""Three words one after the other."""
OF_WHO_WRITES_A_SPIDER = {"crawl/urls.py"}
"""What is raised where the addresses that a spider's class declares are wrong is for who writes one."""
OF_WHO_GETS_A_CORPUS = {"feeds/card.py", "feeds/parquet.py"}
"""What a corpus says of itself is the same whatever language is spoken where it is made: the same store gives the same bytes."""
OF_THE_PROGRAM = {"TypeError", "RuntimeError", "AssertionError", "NotImplementedError", "NotConfigured"}
"""What is raised with these is wrong with the program, and for who changes it."""
UNSAID = re.compile(r"\b(SELECT|INSERT|UPDATE|DELETE|CREATE|PRAGMA|JOIN|ORDER BY|WHERE)\b|\A# |^uv run scrapy ")
"""What is no sentence for a person: SQL, a comment in a file that is written, a command to be typed. A Template makes such a line too."""


def past_the_catalogue(file: Path) -> Iterator[str]:
    """Yield the sentences of a module that no catalogue can translate."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    passed: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            passed.add(id(node.value))  # a docstring
        elif isinstance(node, ast.Call):
            called = node.func.id if isinstance(node.func, ast.Name) else node.func.attr if isinstance(node.func, ast.Attribute) else ""
            if called in KEYWORDS or called in OF_THE_PROGRAM or called in {"debug", "info", "split", "compile", "startswith", "Template"}:
                whole = node.func if called == "split" else node
                passed |= {id(part) for part in ast.walk(whole) if isinstance(part, ast.Constant | ast.JoinedStr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            text = "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
            passed |= {id(part) for part in ast.walk(node) if part is not node}
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            text = node.value
        else:
            continue
        if id(node) not in passed and SENTENCE.search(text) and not UNSAID.search(text):
            yield f"{file.relative_to(ROOT)}:{node.lineno}: {text}"


@pytest.mark.parametrize("room", sorted({path.name for path in PACKAGE.iterdir()} - ROOMS_WITHOUT_SENTENCES - {"__pycache__"}))
def test_no_sentence_is_said_past_the_catalogue(room: str) -> None:
    path = PACKAGE / room
    files = sorted(path.rglob("*.py")) if path.is_dir() else [path] * (path.suffix == ".py")
    files = [file for file in files if file.relative_to(PACKAGE).as_posix() not in OF_WHO_WRITES_A_SPIDER | OF_WHO_GETS_A_CORPUS]
    assert [line for file in files for line in past_the_catalogue(file)] == []


# --- which one is spoken


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({"LANG": "ko_KR.UTF-8"}, "ko"),
        ({"LANG": "en_US.UTF-8"}, "en"),
        ({"LANG": "ja_JP.UTF-8"}, "en"),
        ({"LC_ALL": "C.UTF-8", "LANG": "ko_KR.UTF-8"}, "en"),
        ({"LC_MESSAGES": "ko_KR", "LANG": "en_US.UTF-8"}, "ko"),
        ({"LANGUAGE": "ko:en", "LANG": "en_US.UTF-8"}, "ko"),
        ({"LANGUAGE": "", "LANG": "ko_KR.UTF-8"}, "ko"),
    ],
)
def test_it_is_the_users(environment: dict[str, str], language: str) -> None:
    assert users_language(environment) == language
