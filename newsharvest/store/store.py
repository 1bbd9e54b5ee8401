"""What is kept: articles, their revisions, where they were seen, failures, runs and checks, in one file or one server's database.

Each method that writes is one transaction, so what is known and what is kept can never disagree: an article and its `seen` mark are one
row, and its fingerprints (`newsharvest.dedupe`, which has its own tables there) come with it. A hard kill loses at most the transaction in
hand. Times are ISO 8601 with +09:00, days `YYYY-MM-DD` in KST.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Self

from newsharvest import press
from newsharvest.database import ERRORS, Database, on_server
from newsharvest.dedupe import Decision, Index
from newsharvest.doubts.outlet import Seen
from newsharvest.items import ARTICLE_FIELDS, MARK_FIELDS, Article, Story
from newsharvest.language import N_, _, _n
from newsharvest.reasons import Reason
from newsharvest.search import Query
from newsharvest.signals import Said
from newsharvest.store import filling, finding, opening, rereading, shared, signals, soundness, versions
from newsharvest.store.file import UNREAD, File
from newsharvest.store.records import (
    Brief,
    DamagedRecordError,
    Failed,
    Gathered,
    Kept,
    KeptCheckup,
    Run,
    Standing,
    StoreError,
    article_of,
    day_of,
    failed_of,
    moment_of,
    read_object,
    says_the_same,
)  # fmt: skip
from newsharvest.store.schema import PAGED
from newsharvest.store.selection import EVERYTHING, Selection
from newsharvest.store.server import Server
from newsharvest.store.shared import Shared
from newsharvest.store.signals import OutletSignals
from newsharvest.store.soundness import Soundness
from newsharvest.store.versions import Held
from newsharvest.terminal import cause

LATEST = "day DESC, article.outlet, article.id DESC"
RECORD = (
    "SELECT record, story_id, duplicate_of, similarity FROM marked CROSS JOIN article ON article.id=marked.article WHERE marked.article=?1"
    " UNION ALL SELECT record, NULL, NULL, NULL FROM article WHERE id=?1 LIMIT 1"
)
"""One article, also one that the index of near-duplicates has lost. (A LEFT JOIN would read all that is marked.)"""
STORIES = "count(DISTINCT coalesce(CAST(story AS TEXT), article.id)) FROM article LEFT JOIN printed ON printed.article=article.id"
"""How many stories articles tell; one that the index of near-duplicates has lost tells its own. No id is a number."""
REVISION = "INSERT INTO revision(article, replaced_at, content_hash, record, reread)"
"""By name: what a newer version adds to a server's table comes behind its `rowid`."""
ALL = "article"
"""What a query reads that reads all articles."""
ASTRAY = N_("its row cannot be found by its id")
COPIED_FROM = "copied_from"
"""The table that stands in a store as long as it is being copied: see `newsharvest.store.copying`."""
STORIES_AT = "newsharvest:stories"
"""The name of the transactions in which stories are told: two that keep one release at once would make two stories of it. So are those in
which a record is read and written again: it may have been edited in between."""


class Store:
    """One store: a file, `:memory:`, or the address of a PostgreSQL database.

    An article whose record cannot be read is left out, and named in `damaged`: the others are there.
    """

    def __init__(self, path: str | Path, *, busy_seconds: float = 60.0, reading: bool = False, unfinished: bool = False) -> None:
        """Open or create. StoreError if it is no store, is of a newer newsharvest, or cannot be written.

        `reading`: nothing is to be kept, so that a file need not be writable, nobody who writes is waited for, and it stays as it is,
        save that one of an older newsharvest is brought up to date; nor is it made anew where it is empty. `unfinished`: it may be one
        that is still being copied.
        """
        self.damaged: dict[str, str] = {}
        """What is wrong with the articles that could not be read, by their ids."""
        self._past = False
        """Whether what is read is of a moment that is past."""
        self._where: File | Server = (
            Server(str(path), self._readable, reading=reading)
            if on_server(path)
            else File(str(path), self._readable, busy_seconds=busy_seconds, reading=reading)
        )
        self.address = str(path)
        """As it is opened, and not to be told: with a password, if it has one."""
        self.path = self._where.path
        """As it is told: without a password."""
        self._db: Database = self._where.db
        if not unfinished and self._db.has_table(COPIED_FROM):
            [(source,)] = self._db.execute(f"SELECT source FROM {COPIED_FROM}").fetchall()
            self._db.close()
            raise StoreError(
                _(
                    "the store {path} is a copy that broke off: scrapy store copy {source} {path} goes on with it",
                    path=self.path,
                    source=source,
                )
            )

    @property
    def index(self) -> Index:
        """The index of near-duplicates."""
        return self._where.index

    @property
    def writable(self) -> bool:
        """Whether it can be written to."""
        return self._where.writable

    @property
    def lacks_its_log(self) -> bool:
        """Whether the file was copied without `<file>-wal`, so that the latest articles are not in it."""
        return self._where.lacks_its_log

    def __enter__(self) -> Self:
        """Return the store itself."""
        return self

    def __exit__(self, kind: object = None, error: object = None, trace: object = None) -> None:
        """Close it. What the database has raised within, of the index too, becomes a StoreError."""
        self._db.close()
        if isinstance(error, ERRORS):
            with self._where.saying(UNREAD):
                raise error

    def settle_stories(self) -> None:
        """Settle the stories that were touched since this was last done: see `newsharvest.dedupe.Index.settle`."""
        with self._transaction(STORIES_AT):
            self.index.settle()

    def _readable(self, article: str, record: object, marks: Sequence[object] = ()) -> Article | None:
        """Return the article of a record; None, and noted in `damaged`, if it cannot be read."""
        try:
            read = article_of(record, marks)
            if read.id != article:
                raise DamagedRecordError(_("its record is that of {article}", article=read.id))
        except DamagedRecordError as error:
            self.damaged[str(article)] = str(error)
            return None
        return read

    @contextmanager
    def only_reading(self, seconds: float) -> Iterator[None]:
        """Have nothing written, and what takes longer than that given up with a GivenUpError."""
        with self._where.only_reading(seconds):
            yield

    def _saying(self, what: str) -> AbstractContextManager[None]:
        """Turn what the database says into a StoreError, which begins with one of the constants."""
        return self._where.saying(what)

    def _transaction(self, alone: str = "") -> AbstractContextManager[None]:
        return self._where.transaction(alone)

    def _read(self, query: str, values: Sequence[object] = ()) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of a query, one at a time."""
        with self._saying(UNREAD):
            for row in self._db.execute(query, values):  # noqa: UP028 (`yield from` would close the cursor, perhaps after the store)
                yield row

    def _stream(self, query: str, values: Sequence[object] = ()) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of a query that may have as many as there are articles."""
        with self._saying(UNREAD), self._db.stream(query, values) as rows:
            for row in rows:  # noqa: UP028
                yield row

    # --- runs

    def begin_run(self, outlet: str, at: str) -> int:
        """Note that a run of an outlet has begun, and return its number."""
        with self._transaction():
            run = self._db.insert("INSERT INTO run(outlet, started_at) VALUES (?, ?)", (outlet, at), "id")
        self._where.note_kept(0)
        return run

    def end_run(self, run: int, at: str, status: int, figures: dict[str, Any]) -> None:
        """Note how a run ended."""
        self._where.check()
        with self._transaction():
            self._db.execute(
                "UPDATE run SET ended_at=?, status=?, figures=? WHERE id=?", (at, status, json.dumps(figures, ensure_ascii=False), run)
            )

    def figures_before(self, outlet: str, run: int, limit: int, times: Iterable[str] = ()) -> list[tuple[str, dict[str, Any]]]:
        """Return start and figures of an outlet's ended runs before `run`: the last `limit`, and as many before each of `times`.

        The latest come first.
        """
        query = (
            "SELECT id, started_at, figures FROM run WHERE outlet=? AND id<? AND started_at<? AND figures IS NOT NULL"
            " ORDER BY id DESC LIMIT ?"
        )
        runs = {row[0]: row[1:] for time in ("9", *times) for row in self._read(query, (outlet, run, time, limit))}
        return [(started_at, read) for _, (started_at, figures) in sorted(runs.items(), reverse=True) if (read := read_object(figures))]

    def last_run(self, outlet: str) -> Run | None:
        """Return an outlet's last run, or None if there was none."""
        rows = self._read("SELECT started_at, ended_at, status FROM run WHERE outlet=? ORDER BY id DESC LIMIT 1", (outlet,))
        return next((Run(*row) for row in rows), None)

    # --- checks

    def keep_checkup(self, outlet: str, at: str, status: int, findings: dict[str, Any]) -> None:
        """Keep what a check of an outlet found."""
        self._where.check()
        with self._transaction():
            query = "INSERT INTO checkup(outlet, at, status, findings) VALUES (?,?,?,?)"
            self._db.execute(query, (outlet, at, status, json.dumps(findings, ensure_ascii=False)))

    def last_checkup(self, outlet: str) -> KeptCheckup | None:
        """Return an outlet's last check, or None if there was none."""
        rows = self._read("SELECT at, status, findings FROM checkup WHERE outlet=? ORDER BY rowid DESC LIMIT 1", (outlet,))
        return next((KeptCheckup(at, status, read) for at, status, findings in rows if (read := read_object(findings)) is not None), None)

    # --- what outlets say of reuse by machines

    def note_signals(self, outlet: str, source: str, at: str, said: Said) -> None:
        """Note what a file of an outlet says: since when, and that it does so still."""
        with self._transaction():
            signals.note(self._db, outlet, source, at, said)

    def signals(self, outlets: Sequence[str] = ()) -> Mapping[str, list[OutletSignals]]:
        """Return what these outlets (all) say and have said, by outlet: by source, the latest first."""
        with self._saying(UNREAD):
            return signals.of_outlets(self._db, outlets)

    def signals_of(self, outlet: str) -> list[OutletSignals]:
        """Return what each file of an outlet said when it was last read."""
        return signals.of_today(self.signals([outlet]).get(outlet, ()))

    # --- since when pages are kept

    def note_paged(self, at: str, *, dropped: bool = False) -> None:
        """Note from when on pages are kept, if that is not known; `dropped`: those of before are dropped, if they are not already."""
        with self._transaction():
            if not self._db.has_table("paged"):  # of an older store on a server
                self._db.make(PAGED)
            if not self._db.execute("SELECT 1 FROM paged").fetchone():
                self._db.execute("INSERT INTO paged VALUES (?)", (at,))
            elif dropped:
                self._db.execute("UPDATE paged SET since=? WHERE since<?", (at, at))

    def paged_since(self) -> str:
        """Return from when on pages are kept (ISO 8601, or a day); nothing if none ever were, as far as is known."""
        if not self._db.has_table("paged"):
            return ""
        return next((str(since) for (since,) in self._read("SELECT since FROM paged")), "")

    # --- soundness

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

    # --- articles

    def count(self, outlet: str) -> int:
        """Return how many of an outlet's articles are kept."""
        [(count,)] = self._read("SELECT count(*) FROM article WHERE outlet=?", (outlet,))
        return int(count)

    def known_ids(self, ids: Iterable[str]) -> set[str]:
        """Return which of these articles are kept."""
        return {i for (i,) in self._read(f"SELECT id FROM article WHERE {self._db.among_texts('id')}", (self._db.listed(ids),))}

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

    # --- what is read anew

    def received(self, outlet: str | None = None) -> Iterator[tuple[str, str | None]]:
        """Yield the ids of an outlet's articles (of all), in order, and when their pages came, as far as that is known.

        Those of damaged ones too.
        """
        which, values = ("outlet=?", (outlet,)) if outlet else ("TRUE", ())
        received = "CASE WHEN json_valid(record) THEN json_extract(record, '$.fetched_at') END"
        for article, at in self._stream(f"SELECT id, {received} FROM article WHERE {which} ORDER BY id", values):
            yield article, at if isinstance(at, str) else None

    def kept(self, ids: Iterable[str]) -> dict[str, Article | None]:
        """Return which of these articles are kept, by id: without marks, and None of one that cannot be read."""
        rows = self._read(f"SELECT id, record FROM article WHERE {self._db.among_texts('id')}", (self._db.listed(ids),))
        return {article: self._readable(article, record) for article, record in rows}

    def keep_reread(self, article: Article, run: int, at: str) -> Kept:
        """Keep an article that was read from a page that was kept, as `keep` does; `run` is the one that brought the page.

        0: none did, as of what came out of a WARC file; it stays the one that brought the article, if one has.
        """
        with self._transaction(STORIES_AT):
            rereading.mark(self._db, article.id)
            known = self._db.execute("SELECT run FROM article WHERE id=?", (article.id,)).fetchone()
        return self.keep(article, run or (known[0] if known else 0), at)

    def reread(self, article: Article, at: str) -> Kept:
        """Put the new reading of an article's page in the place of the old, which becomes a revision that says so.

        By whom and when it was brought stays as it was. Its doubts and signals are those given, whether anything else is new or not.
        KeyError if it is not kept.
        """
        query = "SELECT content_hash, first_seen, record, day, listed_at FROM article LEFT JOIN listing ON listing.outlet=article.outlet"
        record = json.dumps({name: None if name in MARK_FIELDS else getattr(article, name) for name in ARTICLE_FIELDS}, ensure_ascii=False)
        with self._transaction(STORIES_AT):
            old = self._db.execute(f"{query} AND listing.article=article.id WHERE id=?", (article.id,)).fetchone()
            if old is None:
                raise KeyError(article.id)
            hash_before, first_seen, before, day_before, listed_at = old
            was = self._readable(article.id, before)
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

    def _enter_changed(self, article: Article, was: Article | None, run: int, day: str) -> None:
        """Put what a kept article has become into what finds it. Part of the transaction in which it is kept."""
        shared.post(self._db, article, was, run)
        if was is None or (was.title, was.body) != (article.title, article.body):
            finding.enter(self._db, article.id, article)
        _mark(article, filling.place(self.index, article, day))

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

    def believe(self, outlet: str, url: str) -> None:
        """Believe a failure under a reason of a normal day, as a run that was fine has it: it is asked for a few times more."""
        normal = self._db.listed(reason.code for reason in Reason if reason.normal)
        query = f"UPDATE failure SET standing=? WHERE outlet=? AND url=? AND {self._db.among_texts('reason')}"
        with self._transaction():
            self._db.execute(query, (Standing.FEW, outlet, url, normal))

    def settle_reread(self, url: str, reasons: Iterable[Reason], detail: str = "") -> None:
        """Take away what an address failed of for one of these reasons; with a `detail` it stays, and says that."""
        with self._transaction():
            rereading.settle(self._db, url, reasons, detail)

    def _decision(self, article: Article, day: str) -> Decision:
        """Return which story a kept article tells; where the index has lost it, it is found anew."""
        try:
            return self.index.decision(article.id)
        except KeyError:
            return filling.place(self.index, article, day)

    def seen_undoubted(self, article: str) -> tuple[str, str] | None:
        """Return when the page of an article came (nothing: that is not known), and when it was last seen as it is.

        None if it is not kept whole, in no doubt, and without a failure.
        """
        query = (
            "SELECT coalesce(json_extract(record, '$.fetched_at'), ''), last_seen FROM article"
            " WHERE id=? AND json_valid(record) AND coalesce(json_array_length(record, '$.doubts'), 0)=0"
            " AND NOT EXISTS(SELECT 1 FROM failure WHERE failure.outlet=article.outlet AND failure.url=article.url)"
        )
        return next(((str(fetched), str(seen)) for fetched, seen in self._read(query, (article,))), None)

    def note_seen(self, article: str, at: str) -> None:
        """Note that an article was seen, and is as it was."""
        with self._transaction():
            self._db.execute("UPDATE article SET last_seen=? WHERE id=?", (at, article))

    def repeat_of(self, article: Article) -> str | None:
        """Return the id of an earlier article of the outlet with the same title and body, if this one is not kept yet itself."""
        query = "SELECT id FROM article WHERE outlet=? AND content_hash=? ORDER BY first_seen, id LIMIT 1"
        for (first,) in self._read(query, (article.outlet, article.content_hash)):
            return None if self.known_ids([article.id]) else str(first)
        return None

    def versions(self, article: str) -> list[Held]:
        """Return all that an article was and is, the oldest first; the last has its marks. KeyError if it is not kept.

        One that cannot be read is left out, and noted in `damaged`; StoreError if none can.
        """
        found = self._versions(article)
        if not found:
            self.article(article)  # says why
        return found

    def _versions(self, article: str) -> list[Held]:
        with self._saying(UNREAD):
            found = versions.held(self._db, article, self._readable)
        if found and found[-1].until is None:
            for record, *marks in self._read(RECORD, (article,)):
                if now := self._readable(article, record, marks):
                    found[-1] = replace(found[-1], article=now)
        return found

    def all_versions(self, which: Selection = EVERYTHING) -> Iterator[Held]:
        """Yield the versions of the articles that fit, those with the latest article first, of each the oldest first.

        A query is asked of every version: an article fits if one of them does, so that what was taken out of it is found.
        """
        rest = replace(which, query=None)
        for article in self._ids(rest, *self._asked(rest)):
            there = self._versions(article)
            if not which.query or any(which.query.matches(one.article.title, one.article.body) for one in there):
                yield from there
        self._note_unreachable()

    def seen_between(self, article: str) -> tuple[str, str] | None:
        """Return when an article was first and last seen, ISO 8601; None if it is not kept."""
        rows = self._read("SELECT first_seen, last_seen FROM article WHERE id=?", (article,))
        return next(((str(first), str(last)) for first, last in rows), None)

    @contextmanager
    def as_of(self, before: datetime, tell: Callable[[int], None]) -> Iterator[None]:
        """Have all that is read be of what was kept before a moment of KST, as it was then: see `newsharvest.store.versions.as_of`."""
        with self._saying(UNREAD), versions.as_of(self._db, before, self._readable, tell):
            self._past = True
            try:
                yield
            finally:
                self._past = False

    def recent_urls(self, outlet: str, since: date) -> list[str]:
        """Return the addresses of an outlet's articles of `since` or later, the latest first."""
        rows = self._read("SELECT url FROM article WHERE outlet=? AND day>=? ORDER BY day DESC, id DESC", (outlet, since.isoformat()))
        return [url for (url,) in rows]

    def articles(self, which: Selection = EVERYTHING, *, one_a_story: bool = False) -> Iterator[Article]:
        """Yield the articles that fit, the latest first, one at a time; `one_a_story`: of those that tell one story, one alone.

        That is the story's canonical article, or if that does not fit, the first to be printed. (The `||''` keeps the planner
        from asking the list of them once an article.)
        """
        source, where, values = self._asked(which)
        if one_a_story:
            where += (
                " AND article.id||'' IN (SELECT one FROM (SELECT marked.article AS one, row_number() OVER"
                " (PARTITION BY story ORDER BY canonical DESC, published IS NULL, published, marked.article) AS place"
                f" FROM {source} CROSS JOIN marked ON marked.article=article.id WHERE {where}) AS placed WHERE place=1)"
            )
            values *= 2
        if source != ALL or self._past:  # few, or in no order: read one by one
            for article in self._ids(which, source, where, values):
                for record, *marks in self._read(RECORD, (article,)):
                    if read := self._readable(article, record, marks):
                        yield read
            return
        query = (
            "SELECT id, record, story_id, duplicate_of, similarity FROM article LEFT JOIN marked ON marked.article=article.id"
            f" WHERE {where} ORDER BY {LATEST}"
        )
        for article, record, *marks in self._stream(query, values):
            if read := self._readable(article, record, marks):
                yield read
        self._note_unreachable()

    def search(self, query: Query, which: Selection = EVERYTHING) -> Iterator[str]:
        """Yield the ids of the articles that fit a query and a selection, the latest first."""
        which = replace(which, query=query)
        return self._ids(which, *self._asked(which))

    def _ids(self, which: Selection, source: str, where: str, values: Sequence[Any]) -> Iterator[str]:
        joined = " LEFT JOIN marked ON marked.article=article.id" if which.new_stories else ""  # reads all that is marked
        for (article,) in self._stream(f"SELECT article.id FROM {source}{joined} WHERE {where} ORDER BY {LATEST}", values):
            yield str(article)

    def has_section(self, section: str, outlets: Sequence[str] = ()) -> bool:
        """Tell whether an article of these outlets (all by default) is of a section, or may be: one that is damaged."""
        where, values = Selection(outlets, section=section).sql()
        [(has,)] = self._read(f"SELECT EXISTS(SELECT 1 FROM article WHERE {where})", values)
        return bool(has)

    def sections(self, outlets: Sequence[str] = ()) -> list[str]:
        """Return the sections of the articles of these outlets (all by default), the most common first."""
        where, values = Selection(outlets).sql()
        query = (
            "SELECT value FROM article, json_each(CASE WHEN json_valid(record) THEN record ELSE '{}' END, '$.section')"
            f" WHERE {where} GROUP BY value ORDER BY count(*) DESC, value"
        )
        return [str(section) for (section,) in self._read(query, values)]

    def _asked(self, which: Selection) -> tuple[str, str, list[Any]]:
        """Return what is read of the store, the condition, and the values of both: all articles, or those that the index finds."""
        sought = finding.sought(which.query) if which.query and self._where.has_pairs and not self._past else None
        if sought and not self._can_be_found(sought.match):
            sought = None
        source, first = (finding.found(self._db), [finding.asked(self._db, sought.match)]) if sought else (ALL, [])
        rest = replace(which, query=None)
        if not which.query or (sought and sought.exact):
            where, values = rest.sql()
        elif self._db.is_server:  # which knows nothing of Korean words: they are looked for here
            where, values = rest.sql()
            query = f"SELECT article.id, record FROM {source} WHERE {where}"
            rows = self._stream(query, [*first, *values]) if not which.new_stories else self._stream(f"SELECT id, record FROM {ALL}")
            fitting = [article for article, record in rows if opening.fits(which.query.text, record)]
            source, first, where, values = ALL, [], f"{where} AND {self._db.among_texts('article.id')}", [*values, self._db.listed(fitting)]
        else:
            where, values = which.sql()
        return source, where, [*first, *values]

    def _can_be_found(self, match: str) -> bool:
        """Tell whether the index is sound, as far as it is looked into; else that is noted in `damaged`, and every text is read."""
        try:
            if not finding.has_lost_any(self._db):
                self.damaged.update(dict.fromkeys(finding.astray(self._db, match), _(ASTRAY)))
                return True
            self.damaged[_("the search index")] = _("it has lost articles")
        except ERRORS as error:
            self.damaged[_("the search index")] = cause(error)
        return False

    def article(self, article: str) -> Article:
        """Return an article. KeyError if it is not kept, StoreError if it cannot be read."""
        for record, *marks in self._read(RECORD, (article,)):
            if read := self._readable(article, record, marks):
                return read
            raise StoreError(
                _(
                    "{article} is damaged in {path}: {why}; scrapy store check has it asked for again",
                    article=article,
                    path=self.path,
                    why=self.damaged[article],
                )
            )
        raise KeyError(article)

    def stories(self, which: Selection = EVERYTHING) -> Iterator[Story]:
        """Yield the stories of which an article fits, that with the latest such article first, each with all its articles."""
        return (Story.of(gathered.articles) for gathered in self.gathered(which))

    def gathered(self, which: Selection = EVERYTHING) -> Iterator[Gathered]:
        """Yield the same with all of each article, and which of them fit."""
        source, where, values = self._asked(which)
        query = (
            f"SELECT story, {self._db.gathered('article.id')} FROM {source} CROSS JOIN marked ON marked.article=article.id"
            f" WHERE {where} GROUP BY story ORDER BY max(day) DESC, max(story_id) DESC"
        )
        for story, fitting in self._stream(query, values):
            if told := self._told(story, frozenset(json.loads(fitting))):
                yield told
        if source == ALL and not self._past:
            self._note_unreachable()

    def story(self, article: str) -> Gathered:
        """Return the story that an article tells, with all its articles. KeyError if it tells none that can be read."""
        for (story,) in self._read("SELECT story FROM printed WHERE article=?", (article,)):
            if told := self._told(story, frozenset({article})):
                return told
        raise KeyError(article)

    def _told(self, story: int, fitting: frozenset[str]) -> Gathered | None:
        """Return a story by its number; None if none of its articles can be read."""
        rows = self._read(
            "SELECT id, record, first_seen, story_id, duplicate_of, similarity FROM marked JOIN article ON article.id=marked.article"
            " WHERE story=? ORDER BY canonical DESC, published IS NULL, published, article.id",
            (story,),
        )
        read = [(self._readable(article, record, marks), first) for article, record, first, *marks in rows]
        members = [article for article, _ in read if article]
        return Gathered(members, fitting, moment_of(min(first for _, first in read))) if members else None

    def days(self) -> list[date]:
        """Return the KST days of which there are articles, the latest first."""
        return [day for (text,) in self._read("SELECT DISTINCT day FROM article ORDER BY day DESC") if (day := day_of(text))]

    def stories_by_day(self, since: date, until: date) -> dict[date, int]:
        """Return how many stories were told on each KST day from `since` to `until` of which there are articles, in their order."""
        query = f"SELECT day, {STORIES} WHERE day BETWEEN ? AND ? GROUP BY day ORDER BY day"
        rows = self._read(query, (since.isoformat(), until.isoformat()))
        return {day: count for text, count in rows if (day := day_of(text))}

    def stories_by_outlet(self, since: date, until: date) -> dict[str, int]:
        """Return how many stories each outlet told from one KST day to another, the outlets that told most first."""
        query = f"SELECT article.outlet, {STORIES} WHERE day BETWEEN ? AND ? GROUP BY article.outlet ORDER BY 2 DESC, 1"
        return {str(outlet): count for outlet, count in self._read(query, (since.isoformat(), until.isoformat()))}

    def briefs(self, which: Selection = EVERYTHING) -> Iterator[Brief]:
        """Yield the articles that fit, without their texts, and all others that tell their stories: each story's together.

        Nothing is read but indexes, so an article whose record is damaged is among them.
        """
        source, where, values = self._asked(which)
        query = (
            "WITH fitting AS MATERIALIZED (SELECT article.id AS id, marked.story AS story"
            f" FROM {source} LEFT JOIN printed AS marked ON marked.article=article.id WHERE {where})"
            " SELECT article, published, story_id, duplicate_of IS NOT NULL, article IN (SELECT id FROM fitting)"
            " FROM (SELECT DISTINCT story FROM fitting) AS told CROSS JOIN marked ON marked.story=told.story"
            " UNION ALL SELECT id, NULL, id, FALSE, TRUE FROM fitting WHERE story IS NULL"  # which the index of near-duplicates has lost
        )
        if self._db.is_server:  # SQLite goes from story to story by itself
            query += " ORDER BY 3, 1"
        for article, seconds, story, repeats, fits in self._stream(query, values):
            published = None if seconds is None else datetime.fromtimestamp(seconds, press.KST)
            yield Brief(article, article.partition(":")[0], published, story, bool(repeats), bool(fits))

    def _note_unreachable(self) -> None:
        """Note in `damaged` the articles that are kept and were not found: a damaged id or index leads past them."""
        try:
            self.damaged.update(dict.fromkeys(self._where.unreachable(), _(ASTRAY)))
        except ERRORS as error:
            self.damaged[_("a part of the file")] = cause(error)

    # --- digests

    def last_digest(self) -> datetime | None:
        """Return when the last digest was made that went on from the one before it and was handed on; None if there was none."""
        if not self._where.has_pairs:  # an older file, where nothing can be written
            return None
        moments = (moment_of(at) for (at,) in self._read("SELECT at FROM digest ORDER BY at DESC", ()))
        return next((moment for moment in moments if moment), None)

    def note_digest(self, at: datetime) -> None:
        """Note that a digest was handed on which holds what was kept before `at`, a moment of KST."""
        self._where.check()
        with self._transaction():
            self._db.execute("INSERT INTO digest VALUES (?)", (press.iso(at),))

    def last_new(self, outlet: str, until: datetime | None = None) -> datetime | None:
        """Return when the latest new article of an outlet was kept, at `until` at most: a clock that ran ahead says nothing.

        What came out of a WARC file, in no run, says nothing of what the outlet prints today.
        """
        query = "SELECT first_seen FROM article WHERE outlet=? AND first_seen<=? AND run>0 ORDER BY first_seen DESC"
        moments = (moment_of(first) for (first,) in self._read(query, (outlet, press.iso(until) if until else "9")))
        return next((moment for moment in moments if moment), None)

    def count_before(self, outlet: str, until: datetime, days: int) -> int:
        """Return how many of an outlet's articles are of the `days` days before `until`: by their own day, not by when a harvest came."""
        first, last = (until - timedelta(days=days)).date().isoformat(), until.date().isoformat()
        [(count,)] = self._read("SELECT count(*) FROM article WHERE outlet=? AND day BETWEEN ? AND ?", (outlet, first, last))
        return int(count)

    def failed_ids(self, outlet: str, ids: Iterable[str]) -> set[str]:
        """Return which of these articles have failed before: they come back when they are due, not by way of the list."""
        failed = {article for (article,) in self._read("SELECT article FROM failure WHERE outlet=?", (outlet,))}
        return failed & set(ids)

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

    # --- lists

    def note_rows(self, outlet: str, run: int, rows: Iterable[tuple[str, str, datetime | None]]) -> None:
        """Note the rows of a list page: article, the address that linked it, the list's date."""
        with self._transaction():
            for article, url, listed_at in rows:
                when = press.iso(listed_at) if listed_at else None
                self._db.execute(
                    "INSERT INTO listing(outlet, article, listed_at, run) VALUES (?,?,?,?)"
                    " ON CONFLICT(outlet, article) DO UPDATE SET run=excluded.run,"
                    " listed_at=coalesce(listing.listed_at, excluded.listed_at) WHERE NOT listing.covered",
                    (outlet, article, when, run),
                )
                self._db.execute(
                    f"INSERT INTO sighting VALUES (?,?,?,?) ON CONFLICT(article, {self._db.key('url')})"
                    " DO UPDATE SET last_run=excluded.last_run",
                    (article, url, run, run),
                )

    def covered_since(self, outlet: str) -> date | None:
        """Return the day of the last pass that came to a clean end and brought rows which were not there before; None if none did."""
        query = "SELECT max(started_at) FROM run WHERE id=(SELECT max(run) FROM listing WHERE outlet=? AND covered)"
        return next((day_of(str(at)[:10]) for (at,) in self._read(query, (outlet,))), None)

    def covered_ids(self, outlet: str, articles: Iterable[str]) -> set[str]:
        """Return which of these list rows an earlier pass has covered that came to a clean end."""
        query = f"SELECT article FROM listing WHERE outlet=? AND {self._db.among_texts('article')} AND covered"
        return {article for (article,) in self._read(query, (outlet, self._db.listed(articles)))}

    def uncovered_ids(self, outlet: str) -> set[str]:
        """Return the list rows that passes have seen which did not come to a clean end."""
        return {article for (article,) in self._read("SELECT article FROM listing WHERE outlet=? AND NOT covered", (outlet,))}

    def reach_of(self, outlet: str) -> tuple[date, date | None]:
        """Return the day down to which an outlet's list is to be harvested, and the day down to which it has been. KeyError if neither."""
        for target, covered in self._read("SELECT target, covered FROM reach WHERE outlet=?", (outlet,)):
            if day := day_of(target):
                return day, day_of(covered)
        raise KeyError(outlet)

    def note_target(self, outlet: str, day: date) -> None:
        """Note how far back an outlet is to be harvested. The furthest day stands: after a kill the next run goes as far."""
        with self._transaction():
            for (target,) in self._db.execute("SELECT target FROM reach WHERE outlet=?", (outlet,)).fetchall():
                if not day_of(target):  # damaged: the list is walked anew
                    self._db.execute("DELETE FROM reach WHERE outlet=?", (outlet,))
            self._db.execute(
                "INSERT INTO reach(outlet, target) VALUES (?,?)"
                " ON CONFLICT(outlet) DO UPDATE SET target=excluded.target WHERE excluded.target<reach.target",
                (outlet, day.isoformat()),
            )

    def note_complete(self, outlet: str, run: int, day: date) -> None:
        """Note that a pass has come to a clean end: its rows are covered, down to `day`, and its list pages no longer fail."""
        with self._transaction():
            self._db.execute("DELETE FROM failure WHERE outlet=? AND article IS NULL AND run<?", (outlet, run))
            self._db.execute("UPDATE listing SET covered=TRUE WHERE outlet=? AND run=?", (outlet, run))
            query = "UPDATE reach SET covered=?1 WHERE outlet=?2 AND (covered IS NULL OR covered>?1)"
            self._db.execute(query, (day.isoformat(), outlet))

    # --- failures

    def note_failure(
        self,
        outlet: str,
        url: str,
        reason: Reason,
        detail: str,
        article: str | None,
        run: int,
        at: str,
        status: int | None = None,
        *,
        times: int = 1,
    ) -> None:
        """Note that an address gave nothing. Counted once a run; another reason than before begins a new count.

        `status`: the HTTP status, if the site answered with one that is no page. `times`: how often it was met, if nothing is noted of it.
        How far it is believed, if its reason is a normal day's, is for `judge_failures` to say.
        """
        with self._transaction():
            self._db.execute(
                f"INSERT INTO failure AS old VALUES (?,?,?,?,?,?,?,?,?,?,?) ON CONFLICT(outlet, {self._db.key('url')}) DO UPDATE SET"
                " times=CASE WHEN old.reason<>excluded.reason THEN 1 WHEN old.run=excluded.run THEN old.times ELSE old.times+1 END,"
                " first_at=CASE WHEN old.reason=excluded.reason THEN old.first_at ELSE excluded.first_at END,"
                " standing=CASE WHEN old.reason=excluded.reason THEN old.standing ELSE excluded.standing END,"
                " reason=excluded.reason, detail=excluded.detail, last_at=excluded.last_at, run=excluded.run, status=excluded.status",
                (outlet, url, reason.code, detail, article, times, at, at, run, status, Standing.OPEN),
            )

    def judge_failures(self, outlet: str, run: int, *, fine: bool) -> None:
        """Judge what a run has noted under reasons of a normal day: after a `fine` one it is asked for a few times more, else as any other.

        So is after a fine one what stood open from earlier runs, counted anew.
        """
        normal = self._db.listed(reason.code for reason in Reason if reason.normal)
        waited = self._db.listed(reason.code for reason in Reason if reason.normal or reason is Reason.SAME_BODY)
        with self._transaction():
            if not fine:
                self._db.execute("UPDATE failure SET standing=? WHERE outlet=? AND run=?", (Standing.OPEN, outlet, run))
                return
            which = f"outlet=? AND standing=? AND {self._db.among_texts('reason')}"
            self._db.execute(
                f"UPDATE failure SET standing=? WHERE {which} AND run=?",
                (Standing.FEW, outlet, Standing.OPEN, normal, run),
            )
            self._db.execute(
                f"UPDATE failure SET standing=?, times=0 WHERE {which} AND run<?",
                (Standing.FEW, outlet, Standing.OPEN, waited, run),
            )

    def ask_again(self, outlet: str, reasons: Iterable[Reason]) -> int:
        """Have an outlet's failures of these reasons asked for again by the next run, however often they were; return how many."""
        codes = self._db.listed(reason.code for reason in reasons)
        query = f"UPDATE failure SET times=0 WHERE outlet=? AND {self._db.among_texts('reason')}"
        with self._transaction():
            return int(self._db.execute(query, (outlet, codes)).rowcount)

    def open_failures(self, outlet: str, run: int) -> list[Failed]:
        """Return an outlet's articles that no run could be judged by yet, save what `run` itself has met."""
        failed = self._failures("WHERE outlet=? AND standing=? AND run<? AND article IS NOT NULL", [outlet, Standing.OPEN, run])
        return [failed for failed in failed if failed.reason.normal]

    def failures(self, outlets: Sequence[str] = ()) -> list[Failed]:
        """Return the failures of these outlets (all by default), by outlet, the latest first."""
        return self._failures(f"WHERE outlet IN ({','.join('?' * len(outlets))})" if outlets else "", list(outlets))

    def _failures(self, which: str, values: Sequence[Any]) -> list[Failed]:
        query = (
            "SELECT outlet, url, reason, detail, article, times, first_at, last_at, status, standing, run FROM failure"
            f" {which} ORDER BY outlet, last_at DESC, url"
        )
        rows = self._read(query, values)
        return [failed_of(row) for row in rows]

    # --- warnings

    def standing_warnings(self, outlet: str) -> dict[str, str]:
        """Return the warnings that an outlet's last run ended with, and since when each stands."""
        return {
            str(name): str(since) for name, since in self._read("SELECT name, since FROM warning WHERE outlet=? ORDER BY name", (outlet,))
        }

    def note_warnings(self, outlet: str, names: Sequence[str], at: str) -> dict[str, str]:
        """Note which warnings an outlet's run ended with, and return since when each has stood. The others are over."""
        with self._transaction():
            for (name,) in self._db.execute("SELECT name FROM warning WHERE outlet=?", (outlet,)).fetchall():
                if name not in names:
                    self._db.execute("DELETE FROM warning WHERE outlet=? AND name=?", (outlet, name))
            for name in names:
                self._db.execute("INSERT INTO warning VALUES (?,?,?) ON CONFLICT DO NOTHING", (outlet, name, at))
        return self.standing_warnings(outlet)


def _mark(article: Article, decision: Decision) -> None:
    article.story_id, article.duplicate_of, article.similarity = decision.story_id, decision.duplicate_of, decision.similarity


def _day(*iso_times: str | None) -> str:
    """Return the KST day of the first of these times that is one."""
    return next(press.iso(moment) for time in iso_times if (moment := moment_of(time)))[:10]
