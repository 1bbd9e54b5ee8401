"""An article as it stands in the index: what is known of it, how it is packed in its row, and what comes first of two."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np

from newsharvest.dedupe.comparison import Kind, Side
from newsharvest.dedupe.fingerprints import Fingerprint, Hashes, Places

Order: TypeAlias = tuple[bool, int, str]
"""Sorts articles as they were printed: those that state when, by that; then the others; by their ids where that is the same."""


LAST = 1 << 62
"""Seconds: after all that state when they were printed."""


@dataclass(frozen=True, slots=True)
class Printed:
    """An article, as it is placed among the others."""

    doc: int
    article: str
    published: int | None
    text_hash: bytes
    side: Side
    kind: Kind = Kind.NEW

    @property
    def order(self) -> Order:
        """Where it stands among others."""
        return order_of(self.published, self.article)


def printed_of(row: Sequence[Any]) -> Printed | None:
    """Return what is known of an article by its row; None if the row is damaged: `Index.unreadable` tells of it."""
    doc, article, published, text_hash, kind, outlet, letters, when, notice, level, *rest = row
    passages, passages_at, shingles, where, numbers, *words = rest
    try:
        named = (frozenset(found.split()) for found in words)
        hashes = unpacked(passages), unpacked_places(passages_at), unpacked_shingles(shingles), unpacked_places(where)
        seconds = None if when is None else int(when)
        side = Side(outlet, int(letters), seconds, bool(notice), int(level), *hashes, tuple(numbers.split()), *named)
        if len(side.passages) != len(side.passages_at) or len(side.shingles) != len(side.where):
            return None
        return Printed(doc, article, None if published is None else int(published), text_hash, side, Kind(kind))
    except (TypeError, ValueError, AttributeError):
        return None


def side_of(it: Fingerprint, outlet: str, when: int | None) -> Side:
    """Return what is compared of an article. `when`: seconds since 1970, UTC."""
    hashes = it.passages, it.passages_at, it.shingles, it.where
    return Side(outlet, it.letters, when, it.notice, it.level, *hashes, it.numbers, it.actors, it.rounds, it.places, it.towns, it.title)


def order_of(published: int | None, article: str) -> Order:
    """Return what sorts an article among others. `published`: seconds since 1970, UTC."""
    return published is None, published or 0, article


def since_of(published: int | None) -> int:
    """Return from when on a passage is common that became so with an article: one that states no date is printed last."""
    return LAST if published is None else published


def packed(hashes: Hashes) -> bytes:
    """Return hashes as a row has them."""
    return hashes.astype("<u4").tobytes()


def packed_shingles(hashes: Hashes) -> bytes:
    """Return hashes of SHINGLE_BITS as a row has them: three bytes each."""
    return hashes.astype("<u4").view(np.uint8).reshape(-1, 4)[:, :3].tobytes()


def unpacked_shingles(blob: bytes) -> Hashes:
    """Return the hashes of SHINGLE_BITS of a row. ValueError if it is damaged."""
    read = np.frombuffer(blob, dtype=np.uint8).reshape(-1, 3)
    hashes = np.zeros((len(read), 4), dtype=np.uint8)
    hashes[:, :3] = read
    return hashes.view("<u4").ravel()


def unpacked_places(blob: bytes) -> Places:
    """Return the places in a text of a row. ValueError if it is damaged."""
    return np.frombuffer(blob, dtype=np.uint8)


def unpacked(blob: bytes) -> Hashes:
    """Return the hashes of a row. ValueError if it is damaged."""
    return np.frombuffer(blob, dtype="<u4")


def signed(hashes: Hashes) -> list[int]:
    """Return hashes as SQLite keeps them in four bytes."""
    signed: list[int] = hashes.view(np.int32).tolist()
    return signed
