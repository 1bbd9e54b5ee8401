"""CSV for people: a file that Excel and LibreOffice open right. The record of truth is JSON Lines, which needs nothing of this."""

from __future__ import annotations

import csv
import logging
import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from io import TextIOWrapper
from typing import IO, Any

from itemadapter import ItemAdapter
from scrapy.exporters import BaseItemExporter
from typing_extensions import override

from newsharvest.feeds.headers import BOM, header_line
from newsharvest.items import ARTICLE_FIELDS, TIME_FIELDS, Article, Story
from newsharvest.language import _
from newsharvest.press import KST, visible

CELL_MAX = 32_767
"""UTF-16 units: what one cell of Excel holds. Text beyond it goes on in columns at the end of the row (see `ExcelCsvItemExporter`)."""

logger = logging.getLogger(__name__)


def align_rows(rows: IO[bytes], file: IO[bytes], more: Sequence[str], columns: Sequence[str]) -> None:
    """Copy rows of Articles whose columns after `body_more` are `more` to a file where they are `columns`, in another order."""
    usual = len(ARTICLE_FIELDS) + 1
    target = TextIOWrapper(file, encoding="utf-8", newline="", write_through=True)
    writer = csv.writer(target)
    for row in csv.reader(TextIOWrapper(rows, encoding="utf-8", newline="")):
        there = dict(zip(more, row[usual:], strict=False))  # a row that came before one of the columns ends before it
        writer.writerow([*row[:usual], *(there.get(name, "") for name in columns)])
    target.detach()


_FORMULA = re.compile(r"""[\t\r]|[\s"'＂＇]*[=+\-@＝＋－＠﹦﹢﹣﹫]""")
"""What a spreadsheet may take for a formula, full-width too, also behind the blanks and quotes that some leave away."""


def defuse(text: str) -> str:
    """Return `text` as a cell that no spreadsheet takes for a formula: an apostrophe before `= + - @` and tabs, nothing unseen."""
    return _as_text(visible(text))


def _as_text(text: str) -> str:
    return "'" + text if _FORMULA.match(text) else text


def split_cell(text: str, between: str = "") -> tuple[str, str]:
    """Split a text into what one cell holds and the rest, after the last `between` if there is one, else between two characters."""
    if len(text) <= CELL_MAX // 2:  # a character is one unit or two
        return text, ""
    units = text.encode("utf-16-le")
    if len(units) <= CELL_MAX * 2:
        return text, ""
    cut = CELL_MAX * 2
    if 0xD8 <= units[cut - 1] <= 0xDB:  # not between the two halves of one character
        cut -= 2
    head = units[:cut].decode("utf-16-le")
    if between and between in head:
        head = head[: head.rindex(between) + len(between)]
    return head, text[len(head) :]


def cells(text: str, between: str = "", most: int | None = None) -> Iterator[str]:
    """Yield a text as defused cells, none longer than CELL_MAX but the last of `most`. Joined they give the text: nothing is cut."""
    text = defuse(text)
    while most is None or most > 1:
        head, rest = split_cell(text, between)
        if not rest:
            break
        yield head
        text, most = _as_text(rest), most and most - 1
    yield text


def cell(name: str, value: Any) -> str:
    """Write one field's value for people: lists joined with `; `, images as `url (caption /credit)`, times as KST without an offset."""
    if value is None:
        return ""
    if isinstance(value, list):
        return "; ".join(_image(v) if isinstance(v, dict) else str(v) for v in value)
    if name in TIME_FIELDS:
        return datetime.fromisoformat(value).astimezone(KST).strftime("%Y-%m-%d %H:%M:%S")
    return str(value)


def _image(image: dict[str, Any]) -> str:
    told = " ".join([*filter(None, [image["caption"]]), *(f"/{who}" for who in [image.get("credit")] if who)])
    return f"{image['url']} ({told})" if told else str(image["url"])


def write_rows(file: IO[bytes], names: Sequence[str], rows: Iterable[Sequence[str | int | float]]) -> int:
    """Write a table that is none of items, its texts defused, as every CSV of ours is; return how many rows there were."""
    file.write(BOM)
    stream = TextIOWrapper(file, encoding="utf-8", newline="", write_through=True)
    writer = csv.writer(stream)
    writer.writerow(names)
    count = 0
    for row in rows:
        writer.writerow([defuse(value) if isinstance(value, str) else value for value in row])
        count += 1
    stream.detach()
    return count


class ExcelCsvItemExporter(BaseItemExporter):
    """Writes Articles, or items of these fields, as UTF-8 with BOM, rows ended by CRLF, one header, columns in the order of the fields.

    The last column is `body_more`, where a body beyond one cell goes on. If a row needs more cells than that, the header gets columns for
    them at its end, named after the field: `body_more_2`, `urls_more`, `urls_more_2` … A list goes on at an item. A pipe's header is gone
    when such a row comes: there the last cell of a field takes it all, and that is said.
    """

    def __init__(self, file: IO[bytes], *, names: Sequence[str] = ARTICLE_FIELDS, headers: str = "", **kwargs: Any) -> None:
        """Write to `file`; a header is written if nothing is in it yet. `headers`: the language of its heads."""
        kwargs.update(encoding="utf-8", fields_to_export=None)  # the columns are a contract, not an option
        super().__init__(dont_fail=True, **kwargs)
        self.file = file
        self.names, self.headers = names, headers
        self.stream = TextIOWrapper(file, encoding="utf-8", newline="", write_through=True)
        self.writer = csv.writer(self.stream)
        self.more = ["body_more"]
        """The columns after those of the fields, in the order in which rows needed them."""
        self.can_grow = False

    @override
    def start_exporting(self) -> None:
        if not _has_content(self.file):
            self.can_grow = self.file.readable() and self.file.seekable()
            self.file.write(header_line(self.names, headers=self.headers))

    @override
    def export_item(self, item: Article | Story) -> None:
        values, row, more = ItemAdapter(item).asdict(), [], {}
        for name in self.names:
            value = values[name]
            most = None if self.can_grow else 2 if name == "body" else 1
            first, *rest = cells(cell(name, value), "; " if isinstance(value, list) else "", most)
            row.append(first)
            more.update({f"{name}_more" + (f"_{n}" if n > 1 else ""): text for n, text in enumerate(rest, 1)})
        if not self.can_grow and any(split_cell(text)[1] for text in (*row, *more.values())):
            told = _("{article} has a text too long for a cell of Excel, which would cut it: write to a file instead", article=item.id)
            logger.warning("%s", told)
        self.more += [name for name in more if name not in self.more]
        self.writer.writerow([*row, *(more.get(name, "") for name in self.more)])

    @override
    def finish_exporting(self) -> None:
        self.stream.detach()  # the storage closes the file
        if len(self.more) > 1:
            self._grow_header()

    def _grow_header(self) -> None:
        with tempfile.TemporaryFile() as rows:
            self.file.seek(len(header_line(self.names, headers=self.headers)))
            shutil.copyfileobj(self.file, rows)
            rows.seek(0)
            self.file.seek(0)
            self.file.write(header_line(self.names, self.more[1:], self.headers))
            shutil.copyfileobj(rows, self.file)


def _has_content(file: IO[bytes]) -> bool:
    try:
        return file.tell() > 0
    except OSError:  # a pipe: standard output
        return False
