"""CSV for people: a file that Excel and LibreOffice open right. The record of truth is JSON Lines, which needs nothing of this."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from datetime import datetime
from io import TextIOWrapper
from typing import IO, Any

from itemadapter import ItemAdapter
from scrapy.exporters import BaseItemExporter

from newsharvest.items import ARTICLE_FIELDS, TIME_FIELDS, Article, Story
from newsharvest.press import KST

BOM = b"\xef\xbb\xbf"
CELL_MAX = 32_767
"""UTF-16 units: what one cell of Excel holds. What is beyond it in a body goes on in the column `body_more`."""


def header_line(names: Sequence[str] = ARTICLE_FIELDS) -> bytes:
    """Return the first line of a CSV feed, as its bytes stand in the file."""
    return BOM + ",".join((*names, "body_more")).encode() + b"\r\n"


def guard(text: str) -> str:
    """Return `text` as a cell that no spreadsheet takes for a formula: an apostrophe before `= + - @` and tabs, no NUL."""
    text = text.replace("\0", "")
    return "'" + text if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def split_cell(text: str) -> tuple[str, str]:
    """Part a guarded text into what one cell holds and the rest, between characters. Nothing is lost."""
    units = text.encode("utf-16-le")
    if len(units) <= CELL_MAX * 2:
        return text, ""
    cut = CELL_MAX * 2
    if 0xD8 <= units[cut - 1] <= 0xDB:  # not between the two halves of one character
        cut -= 2
    return units[:cut].decode("utf-16-le"), units[cut:].decode("utf-16-le")


def cell(name: str, value: Any) -> str:
    """Write one field's value for people: lists joined with `; `, images as `url (caption)`, times as KST without an offset."""
    if value is None:
        return ""
    if isinstance(value, list):
        return "; ".join(_image(v) if isinstance(v, dict) else str(v) for v in value)
    if name in TIME_FIELDS:
        return datetime.fromisoformat(value).astimezone(KST).strftime("%Y-%m-%d %H:%M:%S")
    return str(value)


def _image(image: dict[str, Any]) -> str:
    return f"{image['url']} ({image['caption']})" if image["caption"] else str(image["url"])


class ExcelCsvItemExporter(BaseItemExporter):
    """Writes Articles, or items of these fields, as UTF-8 with BOM, rows ended by CRLF, one header, columns in the order of the fields."""

    def __init__(self, file: IO[bytes], *, names: Sequence[str] = ARTICLE_FIELDS, **kwargs: Any) -> None:
        """Write to `file`; a header is written if nothing is in it yet."""
        kwargs.update(encoding="utf-8", fields_to_export=None)  # the columns are a contract, not an option
        super().__init__(dont_fail=True, **kwargs)
        self.file = file
        self.names = names
        self.stream = TextIOWrapper(file, encoding="utf-8", newline="", write_through=True)
        self.writer = csv.writer(self.stream)

    def start_exporting(self) -> None:  # noqa: D102
        if not _has_content(self.file):
            self.file.write(header_line(self.names))

    def export_item(self, item: Article | Story) -> None:  # noqa: D102
        self.writer.writerow(self._row(ItemAdapter(item).asdict()))

    def finish_exporting(self) -> None:  # noqa: D102
        self.stream.detach()  # the storage closes the file

    def _row(self, values: dict[str, Any]) -> Iterable[str]:
        more = ""
        for name in self.names:
            text = guard(cell(name, values[name]))
            if name == "body":
                text, more = split_cell(text)
                more = guard(more)
            yield text
        yield more


def _has_content(file: IO[bytes]) -> bool:
    try:
        return file.tell() > 0
    except OSError:  # a pipe: standard output
        return False
