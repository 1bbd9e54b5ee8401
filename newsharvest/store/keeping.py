"""How an article is kept: new, edited, or read anew from its page; and what stands in several articles of an outlet."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from newsharvest import press
from newsharvest.dedupe import Decision
from newsharvest.doubts.outlet import Seen
from newsharvest.items import ARTICLE_FIELDS, MARK_FIELDS, Article
from newsharvest.reasons import Reason
from newsharvest.store import filling, finding, rereading, shared
from newsharvest.store.articles import Articles
from newsharvest.store.base import STORIES_AT
from newsharvest.store.file import UNREAD
from newsharvest.store.records import Kept, moment_of, says_the_same
from newsharvest.store.shared import Shared

REVISION = "INSERT INTO revision(article, replaced_at, content_hash, record, reread)"
"""By name: what a newer version adds to a server's table comes behind its `rowid`."""


class Keeping(Articles):
    """The part of a store that keeps articles."""

    @contextmanager
    def together(self) -> Iterator[None]:
        """Have what is asked and kept within be one transaction, into which no other process comes."""
        with self._transaction(STORIES_AT):
            yield
        self._where.note_kept(0)

    def keep(self, article: Article, run: int, at: str) -> Kept:
        """Keep an article: new, or edited (the old text becomes a revision), or the same. A failure of its address is over.

        It is told which story it tells: `story_id`, `duplicate_of`, `similarity`.
        """
        with self._transaction(STORIES_AT):
            kept = self._keep(article, run, at)
        self._where.note_kept(kept is not Kept.SAME)
        return kept

    def _keep(self, article: Article, run: int, at: str) -> Kept:
        record = json.dumps({name: None if name in MARK_FIELDS else getattr(article, name) for name in ARTICLE_FIELDS}, ensure_ascii=False)
        self._db.execute("DELETE FROM failure WHERE outlet=? AND url=?", (article.outlet, article.url))
        query = "SELECT outlet, url, content_hash, record, day FROM article WHERE id=?"
        old = self._db.execute(query, (article.id,)).fetchone()
        if old is None:
            query = "SELECT listed_at FROM listing WHERE outlet=? AND article=?"
            listed = self._db.execute(query, (article.outlet, article.id)).fetchone()
            day = _day(article.published_at, listed and listed[0], at)
            self._db.execute(
                "INSERT INTO article VALUES (?,?,?,?,?,?,?,?,?)",
                (article.id, article.outlet, article.url, day, article.content_hash, at, at, run, record),
            )
            shared.post(self._db, article, None, run)
            finding.enter(self._db, article.id, article)
            _mark(article, filling.place(self.index, article, day))
            return Kept.NEW
        *columns, before, day = old
        was = self._readable(article.id, before)
        if was and says_the_same(was, article) and columns == [article.outlet, article.url, article.content_hash]:
            self._db.execute("UPDATE article SET last_seen=? WHERE id=?", (at, article.id))
            if article.signals != was.signals:  # no edit: the text is as it was
                self._change(article.id, "signals", article.signals)
            self._add_doubts((article.id, code) for code in article.doubts if code not in was.doubts)
            _mark(article, self._decision(article, day))
            return Kept.SAME
        published = _day(article.published_at) if article.published_at else None
        if was:
            self._db.execute(f"{REVISION} VALUES (?,?,?,?,0)", (article.id, at, columns[-1], before))
        else:  # damaged, and whole again
            self._db.execute("DELETE FROM piece WHERE article=?", (article.id,))
            del self.damaged[article.id]
        self._db.execute(
            "UPDATE article SET outlet=?, url=?, day=coalesce(?, day), content_hash=?, last_seen=?, run=?, record=? WHERE id=?",
            (article.outlet, article.url, published, article.content_hash, at, run, record, article.id),
        )
        self._enter_changed(article, was, run, published or day)
        return Kept.EDITED

    def note_seen(self, article: str, at: str) -> None:
        """Note that an article was seen, and is as it was."""
        with self._transaction():
            self._db.execute("UPDATE article SET last_seen=? WHERE id=?", (at, article))

    def _enter_changed(self, article: Article, was: Article | None, run: int, day: str) -> None:
        """Put what a kept article has become into what finds it. Part of the transaction in which it is kept."""
        shared.post(self._db, article, was, run)
        if was is None or (was.title, was.body) != (article.title, article.body):
            finding.enter(self._db, article.id, article)
        _mark(article, filling.place(self.index, article, day))

    def _decision(self, article: Article, day: str) -> Decision:
        """Return which story a kept article tells; where the index has lost it, it is found anew."""
        try:
            return self.index.decision(article.id)
        except KeyError:
            return filling.place(self.index, article, day)

    def settle_stories(self) -> None:
        """Settle the stories that were touched since this was last done: see `newsharvest.dedupe.Index.settle`."""
        with self._transaction(STORIES_AT):
            self.index.settle()

    # --- what is read anew

    def keep_reread(self, article: Article, run: int, at: str) -> Kept:
        """Keep an article that was read from a page that was kept, as `keep` does; `run` is the one that brought the page.

        0: none did, as of what came out of a WARC file; it stays the one that brought the article, if one has. What has come meanwhile of a
        later page stays as it is.
        """
        with self._transaction(STORIES_AT):
            known = self._db.execute("SELECT run, record FROM article WHERE id=?", (article.id,)).fetchone()
            if known and _is_later(self._readable(article.id, known[1]), article):
                return Kept.SAME
            rereading.mark(self._db, article.id)
            kept = self._keep(article, run or (known[0] if known else 0), at)
        self._where.note_kept(kept is not Kept.SAME)
        return kept

    def reread(self, article: Article, at: str) -> Kept:
        """Put the new reading of an article's page in the place of the old, which becomes a revision that says so.

        By whom and when it was brought stays as it was. Its doubts and signals are those given, whether anything else is new or not. What
        has come meanwhile of a later page stays as it is. KeyError if it is not kept.
        """
        query = "SELECT content_hash, first_seen, record, day, listed_at FROM article LEFT JOIN listing ON listing.outlet=article.outlet"
        record = json.dumps({name: None if name in MARK_FIELDS else getattr(article, name) for name in ARTICLE_FIELDS}, ensure_ascii=False)
        with self._transaction(STORIES_AT):
            old = self._db.execute(f"{query} AND listing.article=article.id WHERE id=?", (article.id,)).fetchone()
            if old is None:
                raise KeyError(article.id)
            hash_before, first_seen, before, day_before, listed_at = old
            was = self._readable(article.id, before)
            if _is_later(was, article):
                return Kept.SAME
            rereading.mark(self._db, article.id)
            if was and says_the_same(was, article):
                rereading.set_doubts(self._db, {article.id: article.doubts})
                if article.signals != was.signals:
                    self._change(article.id, "signals", article.signals)
                return Kept.SAME
            if was:
                self._take_back_edit(article)
                self._db.execute(f"{REVISION} VALUES (?,?,?,?,1)", (article.id, at, hash_before, before))
            else:  # damaged, and whole again
                self._db.execute("DELETE FROM piece WHERE article=?", (article.id,))
                del self.damaged[article.id]
                rereading.settle(self._db, article.url, [Reason.DAMAGED])
            day = _day(article.published_at, listed_at, first_seen, day_before)
            self._db.execute(
                "UPDATE article SET outlet=?, url=?, day=?, content_hash=?, record=? WHERE id=?",
                (article.outlet, article.url, day, article.content_hash, record, article.id),
            )
            self._enter_changed(article, was, 0, day)
        self._where.note_kept(1)
        return Kept.EDITED

    def _take_back_edit(self, article: Article) -> None:
        """Have the last edit be none of the paper's, if an article is again what it was before: its page was read wrongly that time."""
        query = "SELECT rowid, record FROM revision WHERE article=? ORDER BY rowid DESC LIMIT 1"
        for number, before in self._db.execute(query, (article.id,)).fetchall():
            was = self._readable(article.id, before)
            if was and says_the_same(was, article):
                self._db.execute("UPDATE revision SET reread=1 WHERE rowid=?", (number,))

    def unjudged(self, outlet: str) -> set[str]:
        """Return the ids of an outlet's articles that were read anew and not yet held beside the others."""
        with self._saying(UNREAD):
            return rereading.unjudged(self._db, outlet)

    def met(self, outlet: str) -> list[rereading.Met]:
        """Return all of an outlet's articles without their texts, as far as they can be read."""
        with self._saying(UNREAD):
            return rereading.met(self._db, outlet)

    def judge_reread(self, doubts: Mapping[str, Sequence[str]], judged: Iterable[str]) -> None:
        """Let articles (their ids) carry these doubts and no others; those that were `judged` wait for it no more."""
        with self._transaction(STORIES_AT):
            rereading.set_doubts(self._db, doubts)
            rereading.unmark(self._db, judged)

    def settle_reread(self, url: str, reasons: Iterable[Reason], detail: str = "") -> None:
        """Take away what an address failed of for one of these reasons; with a `detail` it stays, and says that."""
        with self._transaction():
            rereading.settle(self._db, url, reasons, detail)

    # --- what stands in several articles of an outlet

    def held(self, pieces: Iterable[int], but: str) -> set[int]:
        """Return which of these pieces articles hold beside the one named."""
        these = self._db.numbers("?1")
        query = f"SELECT value FROM ({these}) AS these WHERE EXISTS (SELECT 1 FROM piece WHERE hash=value AND article<>?2)"
        return {piece for (piece,) in self._read(query, (self._db.listed(pieces), but))}

    def holders(self, piece: int, but: str, limit: int) -> list[str]:
        """Return the ids of the articles that hold a piece, without the one named, at most `limit`, in their order."""
        query = "SELECT article FROM piece WHERE hash=? AND article<>? ORDER BY article LIMIT ?"
        return [article for (article,) in self._read(query, (piece, but, limit))]

    def seen(self, article: str) -> Seen:
        """Return an article as it stands beside others. KeyError if it is not kept, or cannot be read."""
        for (record,) in self._read("SELECT record FROM article WHERE id=?", (article,)):
            if read := self._readable(article, record):
                return Seen(read)
        raise KeyError(article)

    def left_unjudged(self, outlet: str, limit: int) -> list[Article]:
        """Return the latest articles of an outlet's runs that came to no end, since the last that did; the first to come is first."""
        ended = "SELECT coalesce(max(id), 0) FROM run WHERE outlet=?1 AND ended_at IS NOT NULL"
        query = f"SELECT id, record FROM article WHERE outlet=?1 AND run>({ended}) ORDER BY first_seen DESC, id LIMIT ?2"
        rows = self._read(query, (outlet, limit))
        return [read for article, record in rows if (read := self._readable(article, record))][::-1]

    def add_doubts(self, doubts: Iterable[tuple[str, str]]) -> None:
        """Let kept articles (their ids) carry further doubts (their codes): what came after them has made them doubtful."""
        with self._transaction(STORIES_AT):
            self._add_doubts(doubts)

    def _add_doubts(self, doubts: Iterable[tuple[str, str]]) -> None:
        for article, code in doubts:
            for (text,) in self._db.execute("SELECT record FROM article WHERE id=?", (article,)).fetchall():
                if read := self._readable(article, text):
                    self._change(article, "doubts", press.unique([*read.doubts, code]))

    def _change(self, article: str, name: str, value: Sequence[str]) -> None:
        """Change a field of a kept article that can be read, in its record as it is."""
        [(text,)] = self._db.execute("SELECT record FROM article WHERE id=?", (article,)).fetchall()
        record = json.loads(text) | {name: value}
        self._db.execute("UPDATE article SET record=? WHERE id=?", (json.dumps(record, ensure_ascii=False), article))

    def shared(self, outlet: str, since_run: int = 0) -> list[Shared]:
        """Return what stands in three articles of an outlet or more and is likely its page's; `since_run`: that came to three since."""
        with self._saying(UNREAD):
            pieces = self._db.execute("SELECT hash FROM shared WHERE outlet=? AND run>=?", (outlet, since_run)).fetchall()
            return list(shared.shared(self._db, (piece for (piece,) in pieces)))


def _is_later(kept: Article | None, article: Article) -> bool:
    """Tell whether what is kept was read from a later page than an article: another process has brought it meanwhile."""
    return kept is not None and (kept.fetched_at or "") > (article.fetched_at or "")


def _mark(article: Article, decision: Decision) -> None:
    article.story_id, article.duplicate_of, article.similarity = decision.story_id, decision.duplicate_of, decision.similarity


def _day(*iso_times: str | None) -> str:
    """Return the KST day of the first of these times that is one."""
    return next(press.iso(moment) for time in iso_times if (moment := moment_of(time)))[:10]
