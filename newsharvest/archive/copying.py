"""The pages of a store copied along with it."""

from __future__ import annotations

from newsharvest.archive.pages import READ, WRITTEN, Archive
from newsharvest.store.copying import Tell, copy_table, of_one_moment

KEYS: dict[str, tuple[str, ...]] = {"body": ("hash",), "page": ("id",), "dropped": ("before",)}
"""The tables, with what their rows are in the order of."""


def copy_pages(source: Archive, target: Archive, tell: Tell) -> None:
    """Copy all pages into an archive that is empty, or holds some of them already. ArchiveError says what keeps it from that."""
    with source._saying(READ), target._saying(WRITTEN), of_one_moment(source._db):
        for table, key in KEYS.items():
            tell(table, copy_table(source._db, target._db, table, key, target.path))
