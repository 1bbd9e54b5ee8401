"""Which of the pages that were kept an article was read from."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

from newsharvest.archive.pages import Archive, Kind, Page, has_archive, open_archive
from newsharvest.items import Article


@contextmanager
def archive_beside(store: str) -> Iterator[Archive | None]:
    """Open the archive that belongs to a store, to read; None where there is none. ArchiveError says why it cannot be used."""
    with open_archive(store, reading=True) if has_archive(store) else nullcontext() as archive:
        yield archive


def page_of(archive: Archive | None, article: Article) -> Page | None:
    """Return the page that this version of an article was read from; None where it was not kept, or dropped. ArchiveError as of any."""
    if archive is None or article.fetched_at is None:
        return None
    pages = reversed(archive.pages_of(article.id))
    return next((page for page in pages if page.kind is Kind.ARTICLE and page.at == article.fetched_at and page.came), None)
