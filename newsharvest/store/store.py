"""What is kept: articles, their revisions, where they were seen, failures, runs and checks, in one file or one server's database.

Each method that writes is one transaction, so what is known and what is kept can never disagree: an article and its `seen` mark are one
row, and its fingerprints (`newsharvest.dedupe`, which has its own tables there) come with it. A hard kill loses at most the transaction in
hand. Times are ISO 8601 with +09:00, days `YYYY-MM-DD` in KST.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from newsharvest.database import ERRORS
from newsharvest.language import _, _n
from newsharvest.reasons import Reason
from newsharvest.store import filling, finding, soundness
from newsharvest.store.base import STORIES_AT
from newsharvest.store.keeping import Keeping
from newsharvest.store.lists import Lists
from newsharvest.store.records import StoreError
from newsharvest.store.runs import Runs
from newsharvest.store.soundness import Soundness
from newsharvest.terminal import cause


class Store(Keeping, Runs, Lists):
    """One store: a file, `:memory:`, or the address of a PostgreSQL database.

    An article whose record cannot be read is left out, and named in `damaged`: the others are there.
    """

    def check(self, at: str) -> Soundness:
        """Look at everything that is kept, and say what is wrong with it.

        A damaged article is noted as a failure, so that the next harvest asks for it again, and an index of near-duplicates that has lost
        some is made anew, as is one that a search looks into; of a store that cannot be written to none of these.
        """
        self._where.let_mend()
        pages = self._where.broken()
        broken = [_("the file is damaged: {why}", why=line) for line in pages]
        found = list(soundness.damaged(self._db))
        for one in found if self.writable else ():
            if one.url:
                self.note_failure(one.outlet, one.url, Reason.DAMAGED, one.why, one.article, 0, at)
        if not broken and (lost := self._lost_by_index() - {one.article for one in found}):
            broken.append(
                _n(
                    "the index of near-duplicates had lost {count} article",
                    "the index of near-duplicates had lost {count} articles",
                    len(lost),
                )
            )
            if self.writable:
                with self._transaction(STORIES_AT):
                    self._where.index = filling.index_anew(self._db, self._readable, self.path)
                broken[-1] = _("{what}, and was made anew", what=broken[-1])
        if not broken and self._where.has_pairs and (said := self._lost_by_search({one.article for one in found})):
            broken.append(said)
            if self.writable:
                with self._transaction(STORIES_AT):
                    filling.enter_anew(self._db, self._readable, self.path)
                broken[-1] = _("{what}, and was made anew", what=broken[-1])
        try:
            [(articles,)] = self._read("SELECT count(*) FROM article")
        except StoreError:
            articles = 0
        return Soundness(articles, found, broken, bool(pages))

    def is_broken(self) -> bool:
        """Tell whether SQLite finds something wrong with the file; it reads all of it (a second for some hundred MB)."""
        return bool(self._where.broken(quick=True))

    def _lost_by_index(self) -> set[str]:
        """Return the articles that the index of near-duplicates does not have, or cannot read."""
        rows = self._read("SELECT id FROM article WHERE NOT EXISTS(SELECT 1 FROM marked WHERE marked.article=article.id)")
        return {str(article) for (article,) in rows} | self.index.unreadable()

    def _lost_by_search(self, damaged: Collection[str]) -> str:
        """Return in words what the index that a search looks into has lost, beside damaged articles; nothing if it is sound."""
        try:
            lost = finding.lost(self._db, writable=self.writable) - set(damaged)
        except ERRORS as error:
            return _("the search index could not be read ({why})", why=cause(error))
        return _n("the search index had lost {count} article", "the search index had lost {count} articles", len(lost)) if lost else ""

    def backup(self, target: Path) -> None:
        """Write a copy as one new file, which is there when it is whole. StoreError says why it cannot be done."""
        self._where.backup(target)
