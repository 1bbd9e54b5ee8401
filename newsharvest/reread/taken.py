"""The pages of outlets in WARC files, taken into an archive to be read: the store's own, or one that stands in for it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory

from newsharvest.archive import Archive, ArchiveError, Kind, archive_address, open_archive
from newsharvest.archive.origin import archive_beside
from newsharvest.archive.warc import Found, PagesIn, Said
from newsharvest.crawl.outlet import OutletSpider
from newsharvest.crawl.owners import Owners
from newsharvest.database import on_server
from newsharvest.language import _, _n
from newsharvest.store import Store


class Taking:
    """Takes the pages of these outlets out of WARC files, one at a time, and counts what comes of it."""

    def __init__(self, files: Sequence[Path], outlets: Mapping[str, type[OutletSpider]], most: int) -> None:
        """`most`: the bytes of a page (DOWNLOAD_MAXSIZE)."""
        owners = Owners(outlets)

        def find(url: str, said: Said | None) -> Found | None:
            owned = owners.find_said(url, said.outlet, said.kind, said.asked) if said else owners.find(url)
            return owned and Found(owned.outlet.name, owned.kind, f"{owned.outlet.name}:{owned.key}" if owned.key else None)

        self._pages = PagesIn(files, find, most)
        self._left = iter(self._pages)
        self.taken: Counter[str] = Counter()
        """Pages by outlet, without those that were there already."""
        self.articles = 0
        """How many of them are of articles, and no redirects."""
        self.known = 0
        """Pages that were there already."""
        self.numbers: defaultdict[str, set[int]] = defaultdict(set)
        """By outlet, the numbers in the archive of all that are of articles."""

    def finds(self) -> bool:
        """Look for the first page, and say whether there is one to be taken."""
        first = next(self._left, None)
        if first:
            self._left = chain([first], self._left)
        return first is not None

    def into(self, archive: Archive, beside: Archive | None = None) -> None:
        """Take them into an archive. `beside`: the one that it stands in for, whose pages of the same articles come in first."""
        copied: set[str] = set()
        for page, body in self._left:
            if beside and page.article and page.article not in copied:
                copied.add(page.article)
                copy(beside, page.article, archive)
            number = archive.number_of(page)
            if number is None:
                number = archive.keep(page, body)
                self.taken[page.outlet] += 1
                self.articles += page.kind is Kind.ARTICLE and page.came
            else:
                self.known += 1
            if page.kind is Kind.ARTICLE:
                self.numbers[page.outlet].add(number)

    @property
    def troubles(self) -> Sequence[str]:
        """What of the files could not be read, a sentence each."""
        return self._pages.answers.troubles

    def lines(self) -> Iterator[str]:
        """Yield what was taken; nothing if no page of an outlet is in the files."""
        if self.taken:
            yield _(
                "taken: {pages} of {outlets} ({articles} of articles), out of {records}",
                pages=_n("{count} page", "{count} pages", self.taken.total()),
                outlets=_n("{count} outlet", "{count} outlets", len(self.taken)),
                articles=self.articles,
                records=self.records(),
            )
        if self.known:
            yield _n("{count} page was there already", "{count} pages were there already", self.known)

    def found(self) -> Iterator[str]:
        """Yield the same where it is not kept."""
        if pages := self.taken.total() + self.known:
            yield _(
                "found: {pages}, out of {records}",
                pages=_n("{count} page of known outlets", "{count} pages of known outlets", pages),
                records=self.records(),
            )

    def none(self) -> str:
        """Say that no page of an outlet is in the files; nothing if there is one."""
        return "" if self.taken or self.known else _("no page of a known outlet is in {records}", records=self.records())

    def records(self) -> str:
        """Say how many records the files have."""
        return _n("{count} record", "{count} records", self._pages.answers.records)


def copy(source: Archive, article: str, target: Archive) -> None:
    """Copy the pages of an article from one archive to another."""
    for page in source.pages_of(article):
        try:
            body = source.body(page.digest)
        except ArchiveError:
            body = b""  # as damaged there as it is here
        target.keep(page, body)


@contextmanager
def taken(taking: Taking, store: str, *, keep: bool) -> Iterator[tuple[str, str]]:
    """Give the files, or addresses, of a store and of an archive that has the pages.

    Where nothing is to be kept, the archive stands in for the store's own, and an empty store for one that is not there; both are gone
    afterwards.
    """
    if keep:
        if taking.finds():  # else no file is made
            with open_archive(store) as archive:
                taking.into(archive)
        yield store, archive_address(store)
        return
    with TemporaryDirectory(prefix="newsharvest-", ignore_cleanup_errors=True) as folder:
        instead = str(Path(folder) / "harvest.db")
        with open_archive(instead) as archive, archive_beside(store) as own:
            taking.into(archive, own)
        there = on_server(store) or Path(store).is_file()
        if not there:
            with Store(instead):
                pass
        yield store if there else instead, archive_address(instead)
