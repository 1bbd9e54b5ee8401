"""The cases of the fixtures, what must come of each, and a case made by a test."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scrapy.http import TextResponse

from newsharvest.download.charset import best_encoding
from newsharvest.download.replay import Case
from newsharvest.platforms.families import FAMILIES
from tests.support.project import FIXTURES, outlets


@dataclass(frozen=True)
class Expectation:
    """A case and what must come of it."""

    case: Case
    expected: dict[str, Any]

    @property
    def outlet(self) -> str:
        return self.case.folder.parent.name

    def __str__(self) -> str:
        return f"{self.outlet}/{self.case.folder.name}"


def load() -> list[Expectation]:
    return [
        Expectation(Case.load(file.parent), json.loads(file.read_text(encoding="utf-8")))
        for file in sorted(FIXTURES.rglob("expected.json"))
    ]


def text_of(case: Case) -> str:
    """Return a page in the charset that a crawl reads it in: a recorded one may say it nowhere but in the header."""
    response = case.response(case.url)
    assert isinstance(response, TextResponse)
    return response.replace(encoding=best_encoding(response)).text


ALL = load()
PAGES = [e for e in ALL if "links" not in e.expected]
ARTICLES = [e for e in PAGES if "reason" not in e.expected]
NO_ARTICLES = [e for e in PAGES if "reason" in e.expected]
LISTS = [e for e in ALL if "links" in e.expected]


def of_family(e: Expectation) -> bool:
    """Tell whether a case is of an outlet of a family; else the markup is the outlet's own."""
    return issubclass(outlets()[e.outlet], tuple(FAMILIES.values()))


ANSWER = {"url": "http://x.kr/1", "status": 200, "headers": {"Content-Type": "text/html"}, "recorded_at": None, "origin": "made"}


def make(folder: Path, answer: dict[str, Any] | str, page: bytes | None = b"<p>x") -> Path:
    folder.mkdir(parents=True)
    (folder / "response.json").write_text(answer if isinstance(answer, str) else json.dumps(answer), encoding="utf-8")
    if page is not None:
        (folder / "page.html").write_bytes(page)
    return folder
