"""The index of what was printed: finds the story that an article tells, whatever came before it.

It lives in an SQLite file, or where the store is if the store opens it, and nothing of it is held in memory: opening takes no time, and
several processes may use it in turn. Every article is found by its passages (`passage`), compared by its sketch, and noted with what
it was found to be (`printed`). A story is a set of articles; its id is that of the one printed first.

What an article is found to be as it arrives is for the while. `settle`, at the end of a run, tells the stories that the run has touched
anew, as if their articles had come in the order in which they were printed: then they are the same in whatever order they did come.
"""

from __future__ import annotations

import re
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, count
from pathlib import Path
from typing import NamedTuple, Self

from newsharvest import press
from newsharvest.database import Database, connect
from newsharvest.dedupe import fingerprints
from newsharvest.dedupe.comparison import (
    EXCERPT,
    PARTLY,
    STRONG,
    Kind,
    Likeness,
    Side,
    compare,
    exactly,
    is_stock,
    share_of,
    under_two_titles,
    weights_of,
)
from newsharvest.dedupe.fingerprints import LONG, PARAMETERS, Fingerprint
from newsharvest.dedupe.postings import Postings
from newsharvest.dedupe.printed import (
    Order,
    Printed,
    order_of,
    packed,
    packed_shingles,
    printed_of,
    side_of,
    signed,
    since_of,
    unpacked,
)
from newsharvest.language import _

CANONICAL_LENGTH = 0.9
"""Share of the longest text's length from which a text is as full: of those the first is the story's canonical article."""
HELD = 40
"""Articles that are looked at to tell whether one holds several: those that share most with it."""
WHOLE = 0.75
"""Share of an article's passages from which what it holds is nearly all of it."""
TRIM = 10
"""Of so many shared passages the first and the last do not tell where an article stands in another: a stock sentence stands anywhere."""
APART = 0.25
"""Share of an article's part in another that may be another's part too."""
NOWHERE = 0
"""The story of an article that is not placed yet."""
TITLES = 50
"""Articles of one outlet with one text of which it is asked whether their titles differ: the first ones."""
ROUNDS = 4
"""Times that what is told anew is widened by what is found like it."""

SCHEMA = """
CREATE TABLE dedupe_parameter(name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE printed(
  doc INTEGER PRIMARY KEY, article TEXT NOT NULL UNIQUE, outlet TEXT NOT NULL,
  published INTEGER,                -- seconds since 1970, UTC
  seen INTEGER,                     -- likewise: when it was first seen, for one that states no date
  letters INTEGER NOT NULL, text_hash BLOB NOT NULL,
  story INTEGER NOT NULL,           -- doc of the article that tells it first
  kind TEXT NOT NULL, duplicate_of INTEGER, similarity REAL  -- doc of an earlier one; share of the shorter text in the longer
);
CREATE INDEX printed_text ON printed(text_hash);
CREATE INDEX printed_story ON printed(story);
CREATE TABLE story(
  number INTEGER PRIMARY KEY, canonical INTEGER NOT NULL  -- docs
);
CREATE TABLE sketch(
  doc INTEGER PRIMARY KEY, level INTEGER NOT NULL, notice INTEGER NOT NULL,
  passages BLOB NOT NULL, passages_at BLOB NOT NULL, shingles BLOB NOT NULL, shingles_at BLOB NOT NULL,  -- little-endian; uint8
  numbers TEXT NOT NULL, actors TEXT NOT NULL, rounds TEXT NOT NULL, places TEXT NOT NULL, towns TEXT NOT NULL,
  title TEXT NOT NULL  -- words
);
CREATE TABLE passage(               -- who prints it
  hash INTEGER NOT NULL, doc INTEGER NOT NULL, PRIMARY KEY(hash, doc)
) WITHOUT ROWID;
CREATE TABLE stock(                 -- passages that too many stories print to find anything for what was printed after `since`
  hash INTEGER PRIMARY KEY, since INTEGER NOT NULL  -- seconds since 1970, UTC
);
CREATE TABLE unsettled(             -- what came or changed since the stories were settled, and what was found like it
  doc INTEGER PRIMARY KEY
);
"""
MARKED = """
CREATE VIEW marked AS
  SELECT printed.article, printed.doc, printed.published, printed.story, name.article AS story_id, printed.kind,
    first.article AS duplicate_of, printed.similarity, story.canonical=printed.doc AS canonical
  FROM printed JOIN story ON story.number=printed.story JOIN printed AS name ON name.doc=printed.story
    LEFT JOIN printed AS first ON first.doc=printed.duplicate_of
"""
"""What each article was found to be."""

SAME_TEXT = " UNION ALL ".join(
    f"SELECT * FROM (SELECT doc, story, published, article, {own} AS own FROM printed WHERE text_hash=? AND doc<>? AND outlet{compared}?"
    f" AND {placed} ORDER BY published IS NULL, published, article LIMIT ?) AS found{own}"
    for own, compared, placed in ((0, "<>", f"story<>{NOWHERE}"), (1, "=", "TRUE"))
)
"""The first articles with a text: of other outlets, and of its own (1)."""


class UnusableIndexError(ValueError):
    """The file's index was made with other parameters, or the file is no index; the text says what to do."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What an article was found to be: new, a repeat (exact, near, excerpt) of an earlier one, or a roundup of several."""

    kind: Kind
    story_id: str
    duplicate_of: str | None = None
    similarity: float | None = None


class _Hit(NamedTuple):
    doc: int
    story: int
    order: Order
    likeness: Likeness


class Index:
    """An index in a file, `:memory:`, or an open database (whose open transaction it then joins)."""

    def __init__(self, path: str | Path | Database, *, busy_seconds: float = 60.0) -> None:
        """Open or create. UnusableIndexError if the file's index is of other parameters, or the file is no index."""
        self.opened = isinstance(path, str | Path)
        self._coming: dict[str, list[Printed]] = defaultdict(list)
        """Of each outlet, the short articles that are told anew, whether they are placed or not."""
        self._db = connect(path, busy_seconds) if isinstance(path, str | Path) else path
        try:
            with self._db.transaction():
                self._begin(str(path))
            if self.opened:
                with suppress(sqlite3.OperationalError):  # another process that opens the file just now does it
                    self._db.execute("PRAGMA journal_mode=WAL")
                self._db.execute("PRAGMA synchronous=NORMAL")
        except sqlite3.DatabaseError as error:
            self.close()
            if not self.opened:
                raise
            raise UnusableIndexError(_("{path} cannot be used as an index: {why}", path=path, why=error)) from error
        except BaseException:
            self.close()
            raise

    def _begin(self, path: str) -> None:
        """Make the tables, or check what they were made with."""
        if not self._db.has_table("dedupe_parameter"):
            if self.opened and self._db.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone():
                raise UnusableIndexError(_("{path} is a database of something else: name another file", path=path))
            self._db.make(*SCHEMA.removesuffix(";\n").split(";\n"), MARKED)
            self._db.executemany("INSERT INTO dedupe_parameter VALUES (?,?)", PARAMETERS.items())
        found = dict(self._db.execute("SELECT name, value FROM dedupe_parameter").fetchall())
        if found != PARAMETERS:
            raise UnusableIndexError(
                _(
                    "the near-duplicate index was made with other parameters ({found}) than this newsharvest's ({known}):"
                    " begin a new file, or use the newsharvest that made it",
                    found=_told(found),
                    known=_told(PARAMETERS),
                )
            )

    @staticmethod
    def drop(db: Database) -> None:
        """Take the index out of a database, whatever it was made with."""
        db.execute("DROP VIEW IF EXISTS marked")
        for table in ("printed", "sketch", "passage", "story", "stock", "unsettled", "dedupe_parameter"):
            db.execute(f"DROP TABLE IF EXISTS {table}")

    def close(self) -> None:
        """Close the file, if it was opened here."""
        if self.opened:
            self._db.close()

    def __enter__(self) -> Self:
        """Return the index itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the file."""
        self.close()

    @contextmanager
    def batch(self) -> Iterator[None]:
        """Put what is added within in one transaction: much faster for many articles, and all or none of them are kept."""
        with self._db.transaction():
            yield

    # --- adding

    def add(
        self,
        *,
        id: str,  # noqa: A002
        outlet: str,
        title: str,
        body: str,
        published_at: str | None = None,
        seen_at: str | None = None,
    ) -> Decision:
        """Add an article, or what it has become, and say which story it tells, for the while. One transaction.

        `body`: paragraphs, a line each. `published_at`, and `seen_at` for one that states no date: ISO 8601; without a zone it is KST;
        ValueError if it is neither.
        """
        return self.place(id, outlet, fingerprints.read(title, body), _seconds(published_at), _seconds(seen_at))

    def place(self, article: str, outlet: str, fingerprint: Fingerprint, published: int | None, seen: int | None = None) -> Decision:
        """Do what `add` does with a fingerprint that was read before. Times: seconds since 1970, UTC."""
        with self._db.transaction():
            query = "SELECT doc, text_hash, published, outlet, notice, title, seen FROM printed JOIN sketch USING (doc) WHERE article=?"
            old = self._db.execute(query, (article,)).fetchone()
            if old is None:
                [(last,)] = self._db.execute("SELECT max(doc) FROM printed").fetchall()
                doc = (last or 0) + 1
            elif old[1:6] == (fingerprint.text_hash, published, outlet, fingerprint.notice, " ".join(sorted(fingerprint.title))):
                return self.decision(article)
            else:
                doc, seen = old[0], old[6] if seen is None else seen
                self._forget(doc)
            side = side_of(fingerprint, outlet, published if published is not None else seen)
            self._write(doc, article, published, seen, fingerprint.text_hash, side)
            story = self._place(Printed(doc, article, published, fingerprint.text_hash, side))
            if story != doc:  # else it is alone in a story of its own
                self._choose_canonical(story)
            return self.decision(article)

    def _write(self, doc: int, article: str, published: int | None, seen: int | None, text_hash: bytes, side: Side) -> None:
        """Note what an article says, and that its story is to be settled."""
        words = (side.numbers, *map(sorted, (side.actors, side.rounds, side.places, side.towns, side.title)))
        hashes = (packed(side.passages), side.passages_at.tobytes(), packed_shingles(side.shingles), side.where.tobytes())
        sketch = (doc, side.level, int(side.notice), *hashes, *map(" ".join, words))
        self._db.execute("INSERT INTO sketch VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)", sketch)
        row = (doc, article, side.outlet, published, seen, side.letters, text_hash, NOWHERE, Kind.NEW)
        self._db.execute("INSERT INTO printed VALUES (?,?,?,?,?,?,?,?,?,NULL,NULL)", row)
        self._touch([doc])

    def _forget(self, doc: int) -> None:
        """Take an article that was edited out of its story, which is to be settled without it."""
        query = "SELECT story, passages FROM printed JOIN sketch USING (doc) WHERE doc=?"
        [(story, blob)] = self._db.execute(query, (doc,)).fetchall()
        self._unpost(doc, signed(unpacked(blob)))
        for table in ("printed", "sketch"):
            self._db.execute(f"DELETE FROM {table} WHERE doc=?", (doc,))
        left = self._db.execute("SELECT published, article, doc FROM printed WHERE story=?", (story,)).fetchall()
        self._touch(other for _, _, other in left)
        if story == doc:
            self._db.execute("DELETE FROM story WHERE number=?", (story,))
            if left:
                _, story = min((order_of(published, article), other) for published, article, other in left)
                self._db.execute("INSERT INTO story VALUES (?,?)", (story, story))
                self._db.execute("UPDATE printed SET story=? WHERE story=?", (story, doc))
        self._choose_canonical(story)

    def _unpost(self, doc: int, hashes: Sequence[int]) -> None:
        """Note that an article prints these passages no more."""
        self._db.execute(f"DELETE FROM passage WHERE doc=? AND {self._db.among('hash')}", (doc, self._db.listed(hashes)))

    def _place(self, it: Printed, *, roundup: bool = False, anew: bool = False) -> int:
        """Find the story that an article tells among those that are placed, put it there, and return the story's number.

        `anew`: of those that were printed earlier, as they are told when all is settled.
        """
        hits = self._exact(it)
        passages = None if hits else Postings(self._db, it, only_earlier=anew)  # whoever has the text already is found for it
        if passages:
            hits = [] if roundup else self._hits(it, passages)
        best = hits[0] if hits else None
        story = best.story if best else it.doc
        marks = (
            (best.likeness.kind, best.doc, round(best.likeness.share, 3)) if best else (Kind.ROUNDUP if roundup else Kind.NEW, None, None)
        )
        self._db.execute("UPDATE printed SET story=?, kind=?, duplicate_of=?, similarity=? WHERE doc=?", (story, *marks, it.doc))
        if not best:
            self._db.execute("INSERT INTO story VALUES (?,?)", (story, story))
        if passages:
            passages.post(it.doc, story)
        for hit in hits:
            if best and _alike(best) and _alike(hit):
                story = self._join(story, hit.story)
        return story

    def _exact(self, it: Printed) -> list[_Hit]:
        """Return the first article with the same text, if there is one."""
        values = it.text_hash, it.doc, it.side.outlet
        found = self._db.execute(SAME_TEXT, (*values, 1, *values, TITLES)).fetchall()
        read = {other.doc: other for other in self._read(doc for doc, *_, is_own in found if is_own)}
        rows = sorted((order_of(published, article), doc, story) for doc, story, published, article, _ in found)
        for place, doc, story in rows:
            if story != NOWHERE and not (doc in read and is_stock(it.side, read[doc].side, [third.side for third in read.values()])):
                return [_Hit(doc, story, place, exactly())]
        self._touch(read)  # under two titles they were one article, and with this are three
        return []

    def _touch(self, docs: Iterable[int]) -> None:
        """Note that what these articles are found to be is to be settled."""
        if docs := [*docs]:
            these = f"SELECT value FROM ({self._db.numbers()}) AS these WHERE TRUE"
            self._db.execute(f"INSERT INTO unsettled(doc) {these} ON CONFLICT DO NOTHING", (self._db.listed(docs),))

    def _hits(self, it: Printed, passages: Postings) -> list[_Hit]:
        """Return the articles that tell the same story, the most alike first."""
        candidates = passages.nearest()
        weights = weights_of(it.side, passages.in_stories)
        alike = [other for other in self._read(candidates) if share_of(it.side, other.side) >= PARTLY]  # most share a stock sentence
        self._touch([*(other.doc for other in alike), *passages.much_shared_later()])
        likenesses = [
            (other, compare(it.side, other.side, weights, stock=self._share_stock(it, other, passages)))
            for other in alike
            if other.kind is not Kind.ROUNDUP
        ]
        hits = [
            _Hit(other.doc, candidates[other.doc], other.order, likeness) for other, likeness in likenesses if likeness.kind is not Kind.NEW
        ]
        return sorted(hits, key=lambda hit: (-hit.likeness.share, hit.order))

    def _share_stock(self, one: Printed, other: Printed, passages: Postings) -> bool:
        """Tell whether an outlet prints what two of its short texts share under a third title too. `passages`: of the first."""
        if not under_two_titles(one.side, other.side):
            return False
        common = set(passages.hashes) & set(signed(other.side.passages))
        most = STRONG * len(common)
        prints = Counter(doc for key in common for doc, _ in passages.printed.get(key, ()))
        there = self._read(doc for doc, count in prints.items() if count >= most)
        coming = (third for third in self._coming[one.side.outlet] if len(common.intersection(signed(third.side.passages))) >= most)
        return is_stock(one.side, other.side, (third.side for third in chain(there, coming)))

    def _read(self, docs: Iterable[int]) -> Iterator[Printed]:
        """Yield what is known of these articles, in the order of their numbers."""
        if not (docs := [*docs]):  # as of most that come: nothing is asked for them
            return
        query = (
            "SELECT doc, article, published, text_hash, kind, outlet, letters, coalesce(published, seen), notice, level, passages,"
            " passages_at, shingles, shingles_at, numbers, actors, rounds, places, towns, title FROM printed JOIN sketch USING (doc)"
            f" WHERE {self._db.among('doc')} ORDER BY doc"
        )
        for row in self._db.execute(query, (self._db.listed(docs),)):
            if it := printed_of(row):
                yield it

    def unreadable(self) -> set[str]:
        """Return the articles whose rows are damaged, so that no other is found to repeat them."""
        docs = dict(self._db.execute("SELECT doc, article FROM printed").fetchall())
        odd = {doc for doc, share in self._db.execute("SELECT doc, similarity FROM printed") if not isinstance(share, float | int | None)}
        read = {it.doc for it in self._read(docs)} - odd
        return {str(article) for doc, article in docs.items() if doc not in read}

    # --- stories

    def _join(self, one: int, other: int) -> int:
        """Make two stories one, whose number is that of the article printed first, and return it."""
        if one == other:
            return one
        rows = self._db.execute("SELECT published, article, doc FROM printed WHERE doc IN (?,?)", (one, other))
        (_, kept), (_, gone) = sorted((order_of(published, article), int(doc)) for published, article, doc in rows)
        self._db.execute("UPDATE printed SET story=? WHERE story=?", (kept, gone))
        self._db.execute("DELETE FROM story WHERE number=?", (gone,))
        return kept

    def _choose_canonical(self, story: int) -> None:
        """Choose a story's canonical article: of the texts nearly as full as the fullest the one printed first."""
        members = self._db.execute("SELECT doc, letters, published, article FROM printed WHERE story=?", (story,)).fetchall()
        if members:
            full = CANONICAL_LENGTH * max(letters for _, letters, _, _ in members)
            _, doc = min((order_of(published, article), doc) for doc, letters, published, article in members if letters >= full)
            self._db.execute("UPDATE story SET canonical=?1 WHERE number=?2 AND canonical<>?1", (doc, story))

    def settle(self) -> int:
        """Tell anew the stories that were touched since this was last done. One transaction. Returns how many articles were looked at.

        They are taken out, and put back in the order in which they were printed; so are those that are then found like them.
        """
        articles: dict[int, Printed] = {}
        docs: set[int] = set()
        asked: set[int] = set()
        roundups: set[int] = set()
        with self._db.transaction():
            for number in count():
                touched = self._in_stories_with(docs, unsettled=number < ROUNDS)
                if touched <= docs:
                    if asked == docs:
                        break
                    asked = docs  # when all are noted as they were printed
                    found = {doc for doc, it in articles.items() if self._is_roundup(it)}
                    if found == roundups:
                        break
                    roundups = found
                articles |= {it.doc: it for it in self._read(touched - docs)}
                docs = docs | touched
                self._put(sorted(articles.values(), key=lambda it: it.order), roundups)
            self._db.execute("DELETE FROM unsettled")
            self._coming.clear()
            stories = f"SELECT DISTINCT story FROM printed WHERE {self._db.among('doc')}"
            for (story,) in self._db.execute(stories, (self._db.listed(articles),)).fetchall():
                self._choose_canonical(story)
        return len(articles)

    def _in_stories_with(self, docs: Iterable[int], *, unsettled: bool) -> set[int]:
        """Return the articles that are in a story with one of these, or with one that is not settled."""
        or_unsettled = " UNION SELECT doc FROM unsettled" if unsettled else ""
        query = f"SELECT doc FROM printed WHERE story IN (SELECT story FROM printed WHERE doc IN ({self._db.numbers()}{or_unsettled}))"
        return {doc for (doc,) in self._db.execute(query, (self._db.listed(docs),))}

    def _put(self, articles: Sequence[Printed], roundups: Collection[int]) -> None:
        """Take articles, which are whole stories, out of them, and place them in this order, as if they had not been placed before."""
        docs = self._db.listed(it.doc for it in articles)
        among = self._db.among("doc")
        for it in articles:
            self._unpost(it.doc, signed(it.side.passages))
        self._db.execute(f"DELETE FROM story WHERE number IN (SELECT story FROM printed WHERE {among})", (docs,))
        self._db.execute(f"UPDATE printed SET story={NOWHERE}, kind='new' WHERE {among}", (docs,))
        made_common = f"DELETE FROM stock WHERE {self._db.among('hash')} AND since>=?"  # they may have made them so
        for it in articles:
            self._db.execute(made_common, (self._db.listed(signed(it.side.passages)), since_of(it.published)))
        self._coming = defaultdict(list)
        for it in articles:
            if it.side.letters < LONG:
                self._coming[it.side.outlet].append(it)
        for it in articles:
            self._place(it, roundup=it.doc in roundups, anew=True)
        self._db.execute(f"DELETE FROM unsettled WHERE {among}", (docs,))

    def _is_roundup(self, it: Printed) -> bool:
        """Tell whether an article holds two others and nobody else prints it, or one and they are nearly all of it; or three."""
        held, again = self._held(it)
        covered = sum(len(within) for within, _ in held) >= WHOLE * len(it.side.passages)
        return len(held) >= (2 if again <= covered else 3)

    def _held(self, it: Printed) -> tuple[list[tuple[range, str]], int]:
        """Return the articles that an article holds nearly whole, each in a part of its own, in their order in it.

        And how many others print all of it. Who prints what does not hang on what they were found to be.
        """
        passages = Postings(self._db, it)
        stands: dict[int, list[int]] = defaultdict(list)
        for number, key in enumerate(passages.hashes):
            for other, _place in passages.printed.get(key, ()):
                stands[other].append(number)
        shorter = [other for other in stands if passages.about[other][1] < EXCERPT * it.side.letters]
        if len(shorter) < 2:
            return [], 0
        likely = sorted(stands, key=lambda other: (-len(stands[other]), passages.about[other][2]))[:HELD]
        held: list[tuple[range, str]] = []
        again = 0
        for there in sorted(self._read(likely), key=lambda printed: likely.index(printed.doc)):
            if share_of(it.side, there.side) < STRONG:
                continue
            if there.side.letters >= EXCERPT * it.side.letters:
                again += it.side.letters >= EXCERPT * there.side.letters
                continue
            numbers = stands[there.doc]
            trim = len(numbers) // TRIM
            within = range(numbers[trim], numbers[-1 - trim] + 1)
            if all(len(range(max(within.start, one.start), min(within.stop, one.stop))) <= APART * len(within) for one, _ in held):
                held.append((within, there.article))
        return sorted(held, key=lambda one: one[0].start), again

    # --- asking

    def decision(self, article: str) -> Decision:
        """Return what an article in the index was found to be. KeyError if it is not in it."""
        query = "SELECT kind, story_id, duplicate_of, similarity FROM marked WHERE article=?"
        for kind, story, first, share in self._db.execute(query, (article,)):
            return Decision(Kind(kind), story, first, share)
        raise KeyError(article)

    def compare(self, article: str, other: str | None = None) -> list[tuple[str, Likeness]]:
        """Compare an article with those that share its rarest passages, or with one other: the most alike first.

        The later of two is compared with the earlier. KeyError if an article is not in the index.
        """
        it = self._one(article)
        others = [self._one(other)] if other else self._read(Postings(self._db, it).nearest())
        found = [(there.article, self._likeness(*sorted((it, there), key=lambda printed: printed.order))) for there in others]
        return sorted(found, key=lambda pair: -pair[1].share)

    def _likeness(self, old: Printed, new: Printed) -> Likeness:
        """Compare two articles as they stand today."""
        stock = self._share_stock(new, old, Postings(self._db, new))
        if old.text_hash == new.text_hash and not stock:
            return exactly()
        passages = Postings(self._db, new, only_earlier=True)
        return compare(new.side, old.side, weights_of(new.side, passages.in_stories), stock=stock)

    def held(self, article: str) -> list[str]:
        """Return the articles that a roundup holds, in its order. KeyError if it is not in the index."""
        held, _ = self._held(self._one(article))
        return [name for _, name in held]

    def order(self, article: str) -> Order:
        """Return what sorts articles as they were printed. KeyError if it is not in the index."""
        return self._one(article).order

    def _one(self, article: str) -> Printed:
        docs = [doc for (doc,) in self._db.execute("SELECT doc FROM printed WHERE article=?", (article,))]
        for it in self._read(docs):
            return it
        raise KeyError(article)

    def story(self, story_id: str) -> tuple[str, list[str]]:
        """Return a story's id today and its articles, the canonical one first, then as they were printed. KeyError if there is none.

        The id of a story is that of an article, and leads to whichever story that one tells. (Those of before ended in `+1` at times.)
        """
        query = (
            "SELECT name.article, asked.story FROM printed AS asked JOIN printed AS name ON name.doc=asked.story"
            " WHERE asked.article IN (?1, ?2) ORDER BY asked.article=?1 DESC LIMIT 1"
        )
        for name, number in self._db.execute(query, (story_id, re.sub(r"\+[0-9]+$", "", story_id))):
            rows = self._db.execute(
                "SELECT printed.article FROM printed JOIN story ON number=story WHERE story=?"
                " ORDER BY canonical=doc DESC, published IS NULL, published, article",
                (number,),
            )
            return name, [article for (article,) in rows]
        raise KeyError(story_id)


def _alike(hit: _Hit) -> bool:
    """Tell whether a hit is strong enough to join two stories: nearly all of it, and of a like length. A roundup holds many stories."""
    return hit.likeness.kind is not Kind.EXCERPT and hit.likeness.share >= STRONG


def _seconds(iso_time: str | None) -> int | None:
    if iso_time is None:
        return None
    moment = datetime.fromisoformat(iso_time)
    return int((moment if moment.tzinfo else moment.replace(tzinfo=press.KST)).timestamp())


def _told(parameters: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {value}" for name, value in sorted(parameters.items()))
