"""What is read of a store: articles, the stories that they tell, what they were before."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from newsharvest import press
from newsharvest.database import ERRORS
from newsharvest.items import Article, Story
from newsharvest.language import N_, _
from newsharvest.search import Query
from newsharvest.store import finding, opening, versions
from newsharvest.store.base import Base
from newsharvest.store.file import UNREAD
from newsharvest.store.records import Brief, Gathered, StoreError, day_of, moment_of
from newsharvest.store.selection import EVERYTHING, Selection
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
ALL = "article"
"""What a query reads that reads all articles."""
ASTRAY = N_("its row cannot be found by its id")


class Articles(Base):
    """The part of a store that reads articles."""

    def count(self, outlet: str) -> int:
        """Return how many of an outlet's articles are kept."""
        [(count,)] = self._read("SELECT count(*) FROM article WHERE outlet=?", (outlet,))
        return int(count)

    def count_before(self, outlet: str, until: datetime, days: int) -> int:
        """Return how many of an outlet's articles are of the `days` days before `until`: by their own day, not by when a harvest came."""
        first, last = (until - timedelta(days=days)).date().isoformat(), until.date().isoformat()
        [(count,)] = self._read("SELECT count(*) FROM article WHERE outlet=? AND day BETWEEN ? AND ?", (outlet, first, last))
        return int(count)

    def known_ids(self, ids: Iterable[str]) -> set[str]:
        """Return which of these articles are kept."""
        return {i for (i,) in self._read(f"SELECT id FROM article WHERE {self._db.among_texts('id')}", (self._db.listed(ids),))}

    def repeat_of(self, article: Article) -> str | None:
        """Return the id of an earlier article of the outlet with the same title and body, if this one is not kept yet itself."""
        query = "SELECT id FROM article WHERE outlet=? AND content_hash=? ORDER BY first_seen, id LIMIT 1"
        for (first,) in self._read(query, (article.outlet, article.content_hash)):
            return None if self.known_ids([article.id]) else str(first)
        return None

    def last_new(self, outlet: str, until: datetime | None = None) -> datetime | None:
        """Return when the latest new article of an outlet was kept, at `until` at most: a clock that ran ahead says nothing.

        What came out of a WARC file, in no run, says nothing of what the outlet prints today.
        """
        few = "ORDER BY first_seen DESC LIMIT 9"  # the first may be damaged
        query = f"SELECT first_seen FROM article WHERE outlet=? AND first_seen<=? AND run>0 {few}"
        moments = (moment_of(first) for (first,) in self._read(query, (outlet, press.iso(until) if until else "9")))
        return next((moment for moment in moments if moment), None)

    def recent_urls(self, outlet: str, since: date) -> list[str]:
        """Return the addresses of an outlet's articles of `since` or later, the latest first."""
        rows = self._read("SELECT url FROM article WHERE outlet=? AND day>=? ORDER BY day DESC, id DESC", (outlet, since.isoformat()))
        return [url for (url,) in rows]

    def days(self) -> list[date]:
        """Return the KST days of which there are articles, the latest first."""
        return [day for (text,) in self._read("SELECT DISTINCT day FROM article ORDER BY day DESC") if (day := day_of(text))]

    def seen_between(self, article: str) -> tuple[str, str] | None:
        """Return when an article was first and last seen, ISO 8601; None if it is not kept."""
        rows = self._read("SELECT first_seen, last_seen FROM article WHERE id=?", (article,))
        return next(((str(first), str(last)) for first, last in rows), None)

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

    # --- articles

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

    # --- stories

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

    # --- versions

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

    @contextmanager
    def as_of(self, before: datetime, tell: Callable[[int], None]) -> Iterator[None]:
        """Have all that is read be of what was kept before a moment of KST, as it was then: see `newsharvest.store.versions.as_of`."""
        with self._saying(UNREAD), versions.as_of(self._db, before, self._readable, tell):
            self._past = True
            try:
                yield
            finally:
                self._past = False

    def _note_unreachable(self) -> None:
        """Note in `damaged` the articles that are kept and were not found: a damaged id or index leads past them."""
        try:
            self.damaged.update(dict.fromkeys(self._where.unreachable(), _(ASTRAY)))
        except ERRORS as error:
            self.damaged[_("a part of the file")] = cause(error)
