"""Parquet for those who count words: one schema whatever the rows, lists as lists, times with their zone. Needs the extra `corpus`.

The same items give the same bytes: row groups end by rows and characters alone, and nothing tells when they were written.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields
from datetime import datetime
from typing import IO, Any, NamedTuple, Self

import pyarrow as pa
from pyarrow import parquet

from newsharvest.archive import Archive
from newsharvest.archive.origin import archive_beside, page_of
from newsharvest.items import ARTICLE_FIELDS, STORY_FIELDS, TIME_FIELDS, VERSION_FIELDS, Article, Story, Version, json_schema
from newsharvest.press import KST
from newsharvest.store import Store
from newsharvest.store.records import moment_of

CORPUS_VERSION = 1
"""Grows when a column goes or changes its kind."""
ROWS = 4_000
"""Rows of a row group, at most."""
CHARACTERS = 8_000_000
"""Characters of the texts of a row group, about: the row that comes to so many is its last."""
COMPRESSION = {"compression": "zstd", "compression_level": 9}
ZONE = "Asia/Seoul"
TIME = pa.timestamp("ms", ZONE)
IMAGE = pa.struct([("url", pa.string()), ("caption", pa.string()), ("credit", pa.string())])
KINDS = {
    "str": pa.string(),
    "str | None": pa.string(),
    "int": pa.int32(),
    "bool": pa.bool_(),
    "float | None": pa.float64(),
    "list[str]": pa.list_(pa.string()),
    "list[Image]": pa.list_(IMAGE),
}
"""Of the fields' annotations."""
REPEATED = (
    "outlet", "outlet_name", "section.list.element", "rights", "layout", "doubts.list.element", "signals.list.element", "story_id",
    "tags.list.element", "origin",
)  # fmt: skip
"""Columns whose values come again and again: they are written once a row group, and numbered."""
SURROGATE = re.compile("[\ud800-\udfff]")
NAMES: dict[type[Article | Story], Sequence[str]] = {Article: ARTICLE_FIELDS, Version: VERSION_FIELDS, Story: STORY_FIELDS}

PUBLISHED_ON = "The day of `published_at` in Korea: a program that shows times in another zone counts it right too."
FIRST_SEEN = "When the store got the article first, whichever version this is."
PAGE_DIGEST = "SHA-256, in hex, of the page that this was read from; empty where the archive does not have it."
"""What the columns hold that no item has."""


class Column(NamedTuple):
    """A column: its name, its kind, what it holds in words, and how it is taken from an item."""

    name: str
    kind: pa.DataType
    about: str
    value: Callable[[Any], object]


@dataclass(frozen=True, slots=True)
class Sources:
    """Where an article comes from: when it was first seen, and its page."""

    store: Store
    archive: Archive | None

    def first_seen(self, article: Article) -> datetime | None:
        """Return when the store got it first."""
        seen = self.store.seen_between(article.id)
        return moment_of(seen[0]) if seen else None

    def page_digest(self, article: Article) -> str | None:
        """Return the digest of the page that it was read from."""
        page = page_of(self.archive, article)
        return page.digest if page else None

    @property
    def damaged(self) -> Collection[str]:
        """What of the archive was met and cannot be read, a sentence each: an article may be without the digest of its page for it."""
        return self.archive.damaged.values() if self.archive else ()


@contextmanager
def sources_of(store: Store) -> Iterator[Sources]:
    """Open the archive that belongs to a store, if there is one. ArchiveError says why it cannot be used."""
    with archive_beside(store.address) as archive:
        yield Sources(store, archive)


def columns_of(item: type[Article | Story], sources: Sources) -> list[Column]:
    """Return the columns of a kind of item; those of articles and versions end with what `sources` knows of them."""
    kinds, described = {one.name: str(one.type) for one in fields(item)}, json_schema(item)["properties"]
    columns = []
    for name in NAMES[item]:
        is_time = name in TIME_FIELDS
        kind = TIME if is_time else KINDS[kinds[name]]
        columns.append(Column(name, kind, described[name].get("description", ""), _moment_in(name) if is_time else _value_in(name)))
        if name == "published_at":
            columns.append(Column("published_on", pa.date32(), PUBLISHED_ON, _day_in(name)))
    if issubclass(item, Article):
        columns.append(Column("first_seen", TIME, FIRST_SEEN, sources.first_seen))
        columns.append(Column("page_digest", pa.string(), PAGE_DIGEST, sources.page_digest))
    return columns


def _value_in(name: str) -> Callable[[Any], object]:
    return lambda item: getattr(item, name)


def _moment_in(name: str) -> Callable[[Any], object]:
    def moment(item: object) -> datetime | None:
        time = getattr(item, name)
        if time is None:
            return None
        read = datetime.fromisoformat(time)
        return read if read.tzinfo else read.replace(tzinfo=KST)

    return moment


def _day_in(name: str) -> Callable[[Any], object]:
    moment = _moment_in(name)

    def day(item: object) -> object:
        read = moment(item)
        return read.astimezone(KST).date() if isinstance(read, datetime) else None

    return day


def schema_of(columns: Sequence[Column]) -> pa.Schema:
    """Return the Arrow schema of columns."""
    return pa.schema([(column.name, column.kind) for column in columns], {"newsharvest.corpus_version": str(CORPUS_VERSION)})


class Table:
    """A Parquet file in the making: rows are held until they make a row group. As a context: what is not finished in it is given up."""

    def __init__(self, file: IO[bytes], columns: Sequence[Column]) -> None:
        """Begin it in an open file, which stays open."""
        self.columns, self.schema = columns, schema_of(columns)
        self.rows: list[list[object]] = []
        self.characters = 0
        self.count = 0
        repeated = [name for name in REPEATED if name.partition(".")[0] in self.schema.names]
        self._writer = parquet.ParquetWriter(file, self.schema, use_dictionary=repeated, **COMPRESSION)

    def __enter__(self) -> Self:
        """Return the table itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Write nothing more."""
        self._writer.is_open = False  # else it would write the end as it goes, into a file that is closed

    def add(self, item: Article | Story) -> None:
        """Add an item's row."""
        self.rows.append([column.value(item) for column in self.columns])
        self.characters += len(item.body)
        self.count += 1
        if len(self.rows) == ROWS or self.characters >= CHARACTERS:
            self._write()

    def finish(self) -> None:
        """Write what is left, and the end of the file: of one without rows the schema alone."""
        self._write()
        self._writer.close()

    def _write(self) -> None:
        if self.rows:
            self._writer.write_batch(self._batch(), row_group_size=len(self.rows))
        self.rows, self.characters = [], 0

    def _batch(self) -> pa.RecordBatch:
        arrays = []
        for column, values in zip(self.columns, zip(*self.rows, strict=True), strict=True):
            try:
                arrays.append(pa.array(values, column.kind))
            except UnicodeEncodeError:  # half a character, which no page can print and no UTF-8 write
                arrays.append(pa.array(map(_whole, values), column.kind))
        return pa.record_batch(arrays, schema=self.schema)


def _whole(value: object) -> object:
    """Return a value without halves of characters: each is marked as what cannot be read."""
    if isinstance(value, str):
        return SURROGATE.sub("\ufffd", value)
    if isinstance(value, list):
        return [_whole(one) for one in value]
    return {name: _whole(one) for name, one in value.items()} if isinstance(value, dict) else value


def write_parquet(items: Iterable[Article | Story], file: IO[bytes], columns: Sequence[Column]) -> int:
    """Write items to an open file as Parquet, a row group at a time; return how many."""
    with Table(file, columns) as table:
        for item in items:
            table.add(item)
        table.finish()
        return table.count
