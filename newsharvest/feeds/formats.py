"""Which format of feed a file's name asks for, and how items are written as one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import IO

from scrapy.exporters import BaseItemExporter, JsonLinesItemExporter

from newsharvest.feeds.csv import ExcelCsvItemExporter
from newsharvest.items import ARTICLE_FIELDS, Article, Story
from newsharvest.language import _

PARQUET = "parquet"
LINE_FORMATS = frozenset({"jsonlines", "jsonl", "jl"})


class FeedError(ValueError):
    """A feed's target cannot be used; the text says why, in one line."""


def write_items(
    items: Iterable[Article | Story], file: IO[bytes], form: str, names: Sequence[str] = ARTICLE_FIELDS, headers: str = ""
) -> int:
    """Write items of these fields to an open file as a feed of that format (`csv` or a JSON Lines name), one at a time; return how many.

    `headers`: the language of a CSV's heads, where they are not the names of the fields.
    """
    exporter: BaseItemExporter
    if form == "csv":
        exporter = ExcelCsvItemExporter(file, names=names, headers=headers)
    else:
        exporter = JsonLinesItemExporter(file, encoding="utf-8", fields_to_export=[*names])  # type: ignore[arg-type]
    exporter.start_exporting()
    count = 0
    for item in items:
        exporter.export_item(item)
        count += 1
    exporter.finish_exporting()
    return count


def format_of(path: Path, *, parquet: bool = False) -> str:
    """Return the format that a file's name asks for, `csv`, a JSON Lines name, or `parquet` where it may be. FeedError if it is none."""
    form = path.suffix.removeprefix(".").lower()
    if parquet and form == PARQUET:
        return form
    if parquet and form != "csv" and form not in LINE_FORMATS:
        raise FeedError(_("{file}: name a .csv, .jsonl or .parquet file", file=path))
    if form != "csv" and form not in LINE_FORMATS:
        raise FeedError(_("{path}: name a .csv or .jsonl file", path=path))
    return form
