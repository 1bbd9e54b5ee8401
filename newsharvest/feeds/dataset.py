"""A corpus as a folder that another can check: Parquet parts by month, their schema, a manifest, and a card that says what it is.

Nothing in it tells when it was written: the same store and the same question give the same bytes. The card and the manifest are in English
whatever language is spoken here, with a word in Korean: they go to whoever gets the data.
"""

from __future__ import annotations

import errno
import json
import os
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from hashlib import file_digest, sha256
from importlib.metadata import version
from pathlib import Path
from typing import IO, Any

import pyarrow as pa

from newsharvest.feeds.card import card_of
from newsharvest.feeds.parquet import CORPUS_VERSION, Column, Table
from newsharvest.items import SCHEMA_VERSION, Article
from newsharvest.page.layouts import Layout
from newsharvest.parts import part_beside, write_through

MANIFEST_VERSION = 1
UNDATED = "undated"
"""The part of the articles whose page states no date."""
RIGHTS = 1_000
"""Rights lines of an outlet that are told apart."""


@dataclass(frozen=True, slots=True)
class Outlet:
    """What is to be told of an outlet."""

    name: str
    masthead: str
    address: str
    layouts: Sequence[Layout]
    """By which its articles are read today."""
    signals: Mapping[str, str] = field(default_factory=dict)
    """What it says of text and data mining, and where: in the manifest and the card as it is."""


@dataclass(slots=True)
class _Told:
    """What is counted of an outlet's articles."""

    masthead: str
    articles: int = 0
    first: str | None = None
    last: str | None = None
    rights: Counter[str] = field(default_factory=Counter)
    layouts: Counter[str] = field(default_factory=Counter)

    def add(self, article: Article) -> None:
        self.articles += 1
        if article.published_at:
            day = article.published_at[:10]
            self.first, self.last = min(self.first or day, day), max(self.last or day, day)
        if article.rights and (article.rights in self.rights or len(self.rights) < RIGHTS):
            self.rights[article.rights] += 1
        self.layouts[article.layout or ""] += 1

    def common_rights(self) -> list[tuple[str, int]]:
        """Return the rights lines, the most common first."""
        return sorted(self.rights.items(), key=lambda one: (-one[1], one[0]))


@dataclass(slots=True)
class _Counted:
    """What is counted of all articles."""

    outlets: dict[str, _Told] = field(default_factory=dict)
    undated: int = 0
    repeats: int = 0
    doubtful: int = 0

    def add(self, article: Article) -> None:
        if article.outlet not in self.outlets:
            self.outlets[article.outlet] = _Told(article.outlet_name)
        self.outlets[article.outlet].add(article)
        self.undated += article.published_at is None
        self.repeats += article.duplicate_of is not None
        self.doubtful += bool(article.doubts)


def write_dataset(
    articles: Iterable[Article],
    columns: Sequence[Column],
    folder: Path,
    filters: Mapping[str, object],
    outlets: Mapping[str, Outlet],
    left_out: Collection[str] = (),
) -> int:
    """Write articles, of which those of a month come together, as a dataset; return how many. The folder is there when it is whole.

    `filters`: what they were chosen by, for the manifest. `outlets`: by their names; one that is not among them is told of as its articles
    are. `left_out`: what is damaged, articles by their ids, once all have been read. OSError if it cannot be written.
    """
    place = folder.absolute()
    place.parent.mkdir(parents=True, exist_ok=True)
    with part_beside(folder) as part:
        made = part / "new"
        (made / "data").mkdir(parents=True)
        counted = _Counted()
        with ExitStack() as files:
            parts = _Parts(made / "data", columns, files)
            for article in articles:
                parts.add(article)
                counted.add(article)
            written = parts.finish()
        manifest = _manifest(made, written, counted, filters, outlets) | {"left_out": sorted(name for name in left_out if ":" in name)}
        for name, text in (
            ("schema.json", _as_json(_schema(columns))),
            ("manifest.json", _as_json(manifest)),
            ("README.md", card_of(manifest, columns)),
        ):
            write_through(made / name, text.encode(errors="replace"))
        if os.path.lexists(place):  # since it was looked for
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(folder))
        made.rename(place)
    return sum(written.values())


class _Parts:
    """The parts in the making: that of the month whose articles come, and that of the articles without a date."""

    def __init__(self, folder: Path, columns: Sequence[Column], files: ExitStack) -> None:
        self.folder, self.columns, self.files = folder, columns, files
        self.tables: dict[str, tuple[Table, IO[bytes]]] = {}
        self.rows: dict[str, int] = {}
        """Of those that are finished, by the names of their files."""

    def add(self, article: Article) -> None:
        """Add an article to its part."""
        month = article.published_at[:7] if article.published_at else UNDATED
        if month not in self.tables:
            if month != UNDATED:
                self._end(before for before in [*self.tables] if before != UNDATED)
            self._begin(month)
        self.tables[month][0].add(article)

    def finish(self) -> dict[str, int]:
        """Finish all; return how many rows there are by the names of the files, in their order. Of no articles there is a part too."""
        if not self.rows and not self.tables:
            self._begin(UNDATED)
        self._end([*self.tables])
        return dict(sorted(self.rows.items()))

    def _begin(self, month: str) -> None:
        again = sum(name.startswith(month) for name in self.rows)  # a damaged day: its articles did not come together
        file = self.files.enter_context((self.folder / f"{month}{f'-{again + 1}' if again else ''}.parquet").open("wb"))
        self.tables[month] = self.files.enter_context(Table(file, self.columns)), file

    def _end(self, months: Iterable[str]) -> None:
        for month in months:
            table, file = self.tables.pop(month)
            table.finish()
            file.flush()
            os.fsync(file.fileno())
            file.close()
            self.rows[Path(file.name).name] = table.count


def _manifest(
    folder: Path, parts: Mapping[str, int], counted: _Counted, filters: Mapping[str, object], outlets: Mapping[str, Outlet]
) -> dict[str, Any]:
    """Return what is in the folder, and what it was made from and by."""
    told = []
    for name, count in sorted(parts.items()):
        with (folder / "data" / name).open("rb") as file:
            digest = file_digest(file, "sha256").hexdigest()
            told.append({"file": f"data/{name}", "articles": count, "bytes": file.tell(), "sha256": digest})
    return {
        "manifest_version": MANIFEST_VERSION,
        "articles": sum(parts.values()),
        "undated": counted.undated,
        "repeats": counted.repeats,
        "doubtful": counted.doubtful,
        "filters": dict(filters),
        "outlets": [_outlet(name, counted.outlets[name], outlets.get(name)) for name in sorted(counted.outlets)],
        "parts": told,
        "made_by": {
            "newsharvest": version("newsharvest"),
            "pyarrow": pa.__version__,
            "corpus_version": CORPUS_VERSION,
            "schema_version": SCHEMA_VERSION,
            "layouts": _layouts(counted, outlets),
        },
    }


def _outlet(name: str, told: _Told, known: Outlet | None) -> dict[str, object]:
    return {
        "outlet": name,
        "outlet_name": known.masthead if known else told.masthead,
        "address": known.address if known else None,
        "articles": told.articles,
        "first": told.first,
        "last": told.last,
        "rights": [{"line": line, "articles": count} for line, count in told.common_rights()],
        "signals": dict(known.signals) if known else {},
    }


def _layouts(counted: _Counted, outlets: Mapping[str, Outlet]) -> list[dict[str, object]]:
    """Return the layouts that the articles were read by, with the digests of what they are today; none of one that is no more."""
    articles: Counter[str] = Counter()
    digests: dict[str, set[str]] = {}
    for name, told in counted.outlets.items():
        articles += told.layouts
        for layout in outlets[name].layouts if name in outlets else ():
            digests.setdefault(layout.name, set()).add(sha256(repr(layout).encode()).hexdigest())
    return [{"layout": name, "articles": count, "sha256": sorted(digests.get(name, ()))} for name, count in sorted(articles.items())]


def _schema(columns: Sequence[Column]) -> dict[str, object]:
    """Return the schema in words that need no Arrow."""
    told = [{"name": column.name, "kind": str(column.kind), "description": column.about} for column in columns]
    return {"corpus_version": CORPUS_VERSION, "schema_version": SCHEMA_VERSION, "columns": told}


def _as_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"
