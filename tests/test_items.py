"""What a field is, is said once: the lists of names that follow from it, and the JSON Schemas that are published."""

from __future__ import annotations

import importlib.util
import json
import re
from typing import Any

import pytest

from newsharvest import items
from newsharvest.items import Article, Story, json_schema
from tests.support.project import ROOT

TYPES: dict[str, type] = {"string": str, "null": type(None), "array": list, "object": dict, "number": float, "integer": int}


def test_what_is_asked_of_a_field_follows_from_what_it_is() -> None:
    """As they stood in nine files before each field said it of itself."""
    read = "section title subtitle authors author_emails published_at modified_at body images tags rights".split()
    assert list(items.READ_FIELDS) == read
    assert (
        dict(zip(read, read, strict=True))
        | {
            "published_at": "published_raw",
            "modified_at": "modified_raw",
            "images": "body",
        }
        == items.RULES_OF
    )
    assert list(items.WATCHED_FIELDS) == [name for name in read if name not in {"title", "body"}]
    assert items.USUAL_FIELDS == ("section", "authors", "published_at")
    assert items.TEXT_LIST_FIELDS == ("section", "subtitle", "authors", "author_emails", "tags", "doubts", "signals")
    times = "published_at modified_at fetched_at first_published_at last_published_at held_from held_until".split()
    assert set(times) == items.TIME_FIELDS
    assert items.MARK_FIELDS == ("story_id", "duplicate_of", "similarity")
    assert set(items.ARTICLE_FIELDS) - set(items.STATED_FIELDS) == {"content_hash", "origin"}
    assert items.ELSEWHERE_FIELDS == ("outlet_name", "authors", "rights")


def test_the_published_schemas_are_fresh() -> None:
    spec = importlib.util.spec_from_file_location("tables", ROOT / "docs" / "tables.py")
    assert spec is not None
    assert spec.loader is not None
    tables = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tables)
    files = dict(tables.schema_files())
    assert sorted(file.name for file in files) == ["article.schema.json", "story.schema.json"]
    for file, text in files.items():
        assert file.read_text(encoding="utf-8") == text, "write it anew: uv run python docs/tables.py"


@pytest.mark.parametrize("item", [Article, Story])
def test_every_field_is_described_and_required(item: type[Article | Story]) -> None:
    schema = json_schema(item)
    assert schema["required"] == list(schema["properties"]) == list(items.ARTICLE_FIELDS if item is Article else items.STORY_FIELDS)
    assert schema["additionalProperties"] is False
    if item is Article:
        assert [name for name, field in schema["properties"].items() if not field.get("description")] == []


LINES = [line for file in sorted((ROOT / "tests" / "golden").glob("*.jsonl")) for line in file.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("line", LINES, ids=[json.loads(line)["id"] for line in LINES])
def test_what_a_crawl_writes_is_as_the_schema_says(line: str) -> None:
    schema, written = json_schema(), json.loads(line)
    assert list(written) == schema["required"]
    for name, value in written.items():
        assert is_of(schema["properties"][name], value), name
    for image in written["images"]:
        assert is_of(schema["properties"]["images"]["items"], image)
        assert list(image) == schema["properties"]["images"]["items"]["required"]


def is_of(field: dict[str, Any], value: Any) -> bool:
    """Tell whether a value is of a field's type, and if that is a time, in the form of one."""
    types = field["type"] if isinstance(field["type"], list) else [field["type"]]
    if not any(isinstance(value, TYPES[name]) for name in types):
        return False
    return field.get("format") != "date-time" or value is None or bool(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+09:00", value))
