"""The card of a dataset: what it is, whose it is, and how it was made, as the Hugging Face hub reads it.

It is in English whatever language is spoken here, with a word in Korean: it goes to whoever gets the data.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from string import Template
from typing import Any

from newsharvest.feeds.parquet import Column
from newsharvest.press import visible

RIGHTS_SHOWN = 3
"""Rights lines of an outlet that are shown, the most common ones."""
SIZES = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"), (10_000_000, "1M<n<10M"))
"""What the hub calls a size, by the number of rows that it ends before."""
CARD = Path(__file__).with_name("card.md.tmpl")
MARKUP = re.compile(r"[\\`*_\[\]<>|~$#&!]")
NO_SIGNALS = "The store from which this was made keeps none."


def card_of(manifest: Mapping[str, Any], columns: Sequence[Column]) -> str:
    """Return the data card, in the form that the Hugging Face hub reads."""
    outlets = manifest["outlets"]
    days = [day for outlet in outlets for day in (outlet["first"], outlet["last"]) if day]
    span = f"{min(days)} to {max(days)}" if days else "without a date"
    size = next((name for most, name in SIZES if manifest["articles"] < most), "n>10M")
    filters = {name: value for name, value in manifest["filters"].items() if value not in (None, [], False)}
    made_by = manifest["made_by"]
    return Template(CARD.read_text(encoding="utf-8")).substitute(
        articles=f"{manifest['articles']:,}",
        outlet_count=f"{len(outlets):,}",
        span=span,
        size=size,
        undated=f"{manifest['undated']:,}",
        repeats=f"{manifest['repeats']:,}",
        doubtful=f"{manifest['doubtful']:,}",
        parts=_table(
            ("file", "articles", "bytes"),
            ((part["file"], f"{part['articles']:,}", f"{part['bytes']:,}") for part in manifest["parts"]),
        ),
        columns=_rows(("column", "kind", "what it holds"), ((f"`{one.name}`", f"`{one.kind}`", one.about) for one in columns)),
        outlets=_table(
            ("outlet", "masthead", "address", "articles", "first day", "last day"),
            (
                (one["outlet"], one["outlet_name"], one["address"] or "", f"{one['articles']:,}", one["first"] or "", one["last"] or "")
                for one in outlets
            ),
        ),
        rights=_table(
            ("outlet", "articles", "rights line"),
            ((one["outlet_name"], f"{right['articles']:,}", right["line"]) for one in outlets for right in one["rights"][:RIGHTS_SHOWN]),
        ),
        signals=_signals(outlets),
        filters=_table(("filter", "value"), ((name, json.dumps(value, ensure_ascii=False)) for name, value in filters.items())),
        layouts=_table(
            ("layout", "articles", "SHA-256 begins"),
            ((one["layout"], f"{one['articles']:,}", ", ".join(digest[:12] for digest in one["sha256"])) for one in made_by["layouts"]),
        ),
        program=made_by["newsharvest"],
        pyarrow=made_by["pyarrow"],
    )


def _signals(outlets: Sequence[Mapping[str, Any]]) -> str:
    """Return what the outlets say of text and data mining."""
    rows = [(one["outlet_name"], where, what) for one in outlets for where, what in sorted(one["signals"].items())]
    return _table(("outlet", "where", "what it says"), rows) if rows else NO_SIGNALS


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table of texts that are shown as they are."""
    return _rows(header, (tuple(map(_shown, row)) for row in rows))


def _rows(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table of Markdown, or a word where it has no rows."""
    lines = ["| " + " | ".join(row) + " |" for row in (header, ["---"] * len(header), *rows)]
    return "\n".join(lines) if len(lines) > 2 else "None."


def _shown(text: str) -> str:
    return MARKUP.sub(r"\\\g<0>", " ".join(visible(text).split()))
