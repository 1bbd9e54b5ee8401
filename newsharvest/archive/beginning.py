"""The archive of a harvest: the store knows from when on there is one, so that a file that is lost is missed."""

from __future__ import annotations

from newsharvest.archive.pages import Archive, archive_name, has_archive, open_archive
from newsharvest.language import _
from newsharvest.store import Store
from newsharvest.terminal import say


def begin_archive(store: Store, at: str) -> Archive:
    """Open the archive of a store to keep pages in it, from `at` on (ISO 8601); say so if one was there and is lost.

    StoreError says why that cannot be done.
    """
    since = store.paged_since()
    if since and not has_archive(store.address):
        say(gone(store, since), _("the pages are begun anew: what came before cannot be read again, unless a copy of the file is put back"))
    archive = open_archive(store.address)
    try:
        if not since:
            store.note_paged(min(archive.first_kept() or at, at))
    except BaseException:
        archive.__exit__()
        raise
    return archive


def gone(store: Store, since: str) -> str:
    """Say that the archive of a store is not there, which has kept pages."""
    return _("pages were kept since {day}, and {file} is not there", day=since[:10], file=archive_name(store.address))
