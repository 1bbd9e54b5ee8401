"""The rebuilt pages show what the captures show, byte for byte: nothing was added to the page and nothing left out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from resiliparse.extract.html2text import extract_plain_text
from resiliparse.parse.html import HTMLTree

from tests.support.project import FIXTURES

REBUILT = sorted(file.parent for file in FIXTURES.rglob("capture.txt"))


def shown(page: str | HTMLTree) -> str:
    """Take the text as the captures were made."""
    return str(extract_plain_text(page, main_content=True, preserve_formatting=True, list_bullets=True, alt_texts=True))


@pytest.mark.parametrize("case", REBUILT, ids=lambda case: f"{case.parent.name}/{case.name}")
def test_page_gives_its_capture_back(case: Path) -> None:
    page, capture = (case / "page.html").read_bytes(), (case / "capture.txt").read_bytes()
    assert shown(page.decode("utf-8")).encode() == capture
    assert shown(HTMLTree.parse_from_bytes(page)).encode() == capture


def test_all_five_captures_are_there() -> None:
    assert len(REBUILT) == 5
    for case in REBUILT:
        assert json.loads((case / "response.json").read_text(encoding="utf-8"))["origin"] == "rebuilt"
