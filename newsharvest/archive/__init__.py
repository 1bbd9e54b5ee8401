"""The pages of harvests as they were received, in a file beside the store or in its database. All its SQL is here."""

from newsharvest.archive.pages import (
    Answer,
    Archive,
    ArchiveError,
    Kind,
    Page,
    archive_address,
    archive_name,
    archive_of,
    has_archive,
    open_archive,
)

__all__ = [
    "Answer",
    "Archive",
    "ArchiveError",
    "Kind",
    "Page",
    "archive_address",
    "archive_name",
    "archive_of",
    "has_archive",
    "open_archive",
]
