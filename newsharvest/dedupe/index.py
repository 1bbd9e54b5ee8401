"""The index of what was printed: finds the story that an article tells, one article at a time, in the order in which they arrive.

It lives in an SQLite file, in the store's own if the store opens it, and nothing of it is held in memory: opening takes no time, and
several processes may use one file in turn. Every article is found by its passages (`passage`), compared by its sketch, and noted with what
it was found to be (`printed`). A story is a set of articles; it keeps its id when its canonical article changes.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, count
from pathlib import Path
from typing import Any, NamedTuple, Self

import numpy as np

from newsharvest import press
from newsharvest.dedupe import fingerprints
from newsharvest.dedupe.comparison import EXACTLY, LEAD, PARTLY, STRONG, Kind, Likeness, Side, compare, share_of
from newsharvest.dedupe.fingerprints import PARAMETERS, WINDOW_LONG, Fingerprint, Hashes

COMMON = 24
"""Stories that print a passage from which it finds nothing any more: a stock sentence, a form. Its postings are dropped. From 64 down to 20
the stream's recall is the same (.989), precision and speed grow; at 12 recall begins to fall."""
VERIFIED = 8
"""Articles that are compared with a new one: those that share its rarest passages. (2: recall over a stream .983, 4: .984, 8: .988.)"""
LETTERS_A_PASSAGE = (WINDOW_LONG + 1) / 2
"""Letters for which winnowing keeps a passage, on average, of a long text."""
SHARED_MIN = 0.1
"""Share of the shorter text's passages that another text must have to be worth comparing, far below what a repeat has. (None: the same
recall; .3: .987.)"""
CANONICAL_LENGTH = 0.9
"""Share of the longest text's length from which a text is as full: of those the earliest published is the story's canonical article."""

SCHEMA = """
CREATE TABLE dedupe_parameter(name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE story(
  number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,
  canonical INTEGER NOT NULL,       -- doc
  joined INTEGER                    -- the story that it was found to be; its own id still leads there
);
CREATE TABLE printed(
  doc INTEGER PRIMARY KEY, article TEXT NOT NULL UNIQUE, outlet TEXT NOT NULL,
  published INTEGER,                -- seconds since 1970, UTC
  seen INTEGER,                     -- likewise: when it was first seen, for one that states no date
  letters INTEGER NOT NULL, text_hash BLOB NOT NULL, story INTEGER NOT NULL,
  kind TEXT NOT NULL, duplicate_of INTEGER, similarity REAL  -- doc of an earlier one; share of the shorter text in the longer
);
CREATE INDEX printed_text ON printed(text_hash);
CREATE INDEX printed_story ON printed(story);
CREATE TABLE sketch(
  doc INTEGER PRIMARY KEY, level INTEGER NOT NULL, notice INTEGER NOT NULL,
  passages BLOB NOT NULL, shingles BLOB NOT NULL,  -- little-endian uint32
  numbers TEXT NOT NULL, rounds TEXT NOT NULL, places TEXT NOT NULL, towns TEXT NOT NULL  -- words
);
CREATE TABLE passage(               -- who prints it; doc 0 alone: too many stories do
  hash INTEGER NOT NULL, doc INTEGER NOT NULL, PRIMARY KEY(hash, doc)
) WITHOUT ROWID;
CREATE VIEW marked AS
  SELECT printed.article, printed.doc, story.id AS story_id, story.number AS story, first.article AS duplicate_of, printed.similarity,
    printed.kind, story.canonical=printed.doc AS canonical
  FROM printed JOIN story ON story.number=printed.story LEFT JOIN printed AS first ON first.doc=printed.duplicate_of;
"""


class UnusableIndexError(ValueError):
    """The file's index was made with other parameters, or the file is no index; the text says what to do."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What an article was found to be: new, or a repeat (exact, near, excerpt) of an earlier one."""

    kind: Kind
    story_id: str
    duplicate_of: str | None = None
    similarity: float | None = None


class _Hit(NamedTuple):
    doc: int
    story: int
    likeness: Likeness


@dataclass(frozen=True, slots=True)
class _Coming:
    """An article on its way in."""

    article: str
    outlet: str
    fingerprint: Fingerprint
    published: int | None
    seen: int | None

    @property
    def side(self) -> Side:
        """What is compared of it."""
        return _side(self.fingerprint, self.outlet, self.published if self.published is not None else self.seen)


class Index:
    """An index in a file, `:memory:`, or an open SQLite connection (whose open transaction it then joins)."""

    def __init__(self, path: str | Path | sqlite3.Connection, *, busy_seconds: float = 60.0) -> None:
        """Open or create. UnusableIndexError if the file's index is of other parameters, or the file is no index."""
        self.opened = not isinstance(path, sqlite3.Connection)
        self._db = path if isinstance(path, sqlite3.Connection) else sqlite3.connect(str(path), timeout=busy_seconds, isolation_level=None)
        try:
            with self._transaction():
                self._begin(str(path))
            if self.opened:
                with suppress(sqlite3.OperationalError):  # another process that opens the file just now does it
                    self._db.execute("PRAGMA journal_mode=WAL")
                self._db.execute("PRAGMA synchronous=NORMAL")
        except sqlite3.DatabaseError as error:
            self.close()
            if not self.opened:
                raise
            raise UnusableIndexError(f"{path} cannot be used as an index: {error}") from error
        except BaseException:
            self.close()
            raise

    def _begin(self, path: str) -> None:
        """Make the tables, or check what they were made with."""
        tables = {name for (name,) in self._db.execute("SELECT name FROM sqlite_master WHERE type='table'")}
        if "dedupe_parameter" not in tables:
            if tables and self.opened:
                raise UnusableIndexError(f"{path} is a database of something else: name another file")
            for statement in SCHEMA.split(";\n"):
                self._db.execute(statement)
            self._db.executemany("INSERT INTO dedupe_parameter VALUES (?,?)", PARAMETERS.items())
        found = dict(self._db.execute("SELECT name, value FROM dedupe_parameter"))
        if found != PARAMETERS:
            raise UnusableIndexError(
                f"the near-duplicate index was made with other parameters ({_told(found)}) than this newsharvest's"
                f" ({_told(PARAMETERS)}): begin a new file, or use the newsharvest that made it"
            )

    @staticmethod
    def drop(db: sqlite3.Connection) -> tuple[list[str], dict[str, str]]:
        """Take the index out of a file, whatever it was made with.

        Returns its articles in the order in which they came, and of every story id an article that told it (`also_called`).
        """
        order = [article for (article,) in db.execute("SELECT article FROM printed ORDER BY doc")]
        query = "SELECT asked.id, min(article) FROM story AS asked JOIN printed ON story=coalesce(joined, number) GROUP BY asked.id"
        names = dict(db.execute(query).fetchall())
        db.execute("DROP VIEW marked")
        for table in ("printed", "sketch", "passage", "story", "dedupe_parameter"):
            db.execute(f"DROP TABLE {table}")
        return order, names

    def also_called(self, names: Mapping[str, str]) -> None:
        """Let each of these story ids that no story has lead to the story that an article tells."""
        query = "INSERT INTO story(id, canonical, joined) SELECT ?, 0, story FROM printed WHERE article=? ON CONFLICT DO NOTHING"
        self._db.executemany(query, names.items())

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
    def _transaction(self) -> Iterator[None]:
        if self._db.in_transaction:  # the store's: its article and this are kept together
            yield
            return
        try:
            self._db.execute("BEGIN IMMEDIATE")
            yield
            self._db.execute("COMMIT")
        except BaseException:
            with suppress(sqlite3.OperationalError):  # SQLite itself has rolled back what a full disk broke off
                self._db.execute("ROLLBACK")
            raise

    @contextmanager
    def batch(self) -> Iterator[None]:
        """Put what is added within in one transaction: much faster for many articles, and all or none of them are kept."""
        with self._transaction():
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
        """Add an article, or what it has become, and say which story it tells. One transaction.

        `body`: paragraphs, a line each. `published_at`, and `seen_at` for one that states no date: ISO 8601; without a zone it is KST;
        ValueError if it is neither.
        """
        return self.place(id, outlet, fingerprints.read(title, body), _seconds(published_at), _seconds(seen_at))

    def place(self, article: str, outlet: str, fingerprint: Fingerprint, published: int | None, seen: int | None = None) -> Decision:
        """Do what `add` does with a fingerprint that was read before. Times: seconds since 1970, UTC."""
        coming = _Coming(article, outlet, fingerprint, published, seen)
        with self._transaction():
            query = "SELECT doc, text_hash, published, outlet, notice FROM printed JOIN sketch USING (doc) WHERE article=?"
            old = self._db.execute(query, (article,)).fetchone()
            if old is None:
                return self._place(None, coming, None)
            if old[1:] != (fingerprint.text_hash, published, outlet, fingerprint.notice):
                self._replace(old[0], old[1], coming)
            return self.decision(article)

    def _place(self, doc: int | None, coming: _Coming, own: int | None) -> Decision:
        """Note a new article, or (`doc`) what an old one has become, in `own`, its story, if no other is found."""
        fingerprint = coming.fingerprint
        hits = self._exact(doc, fingerprint)
        passages = None if hits else _Passages(self._db, fingerprint, doc)  # whoever has the text already is found for it
        if passages:
            hits = self._hits(coming, passages)
        best = hits[0] if hits else None
        joined = [hit for hit in hits if best and (hit.story == best.story or (_alike(hit) and _alike(best)))]
        earlier = next((hit for hit in joined if doc is None or hit.doc < doc), None)
        kind, share = (earlier.likeness.kind, round(earlier.likeness.share, 3)) if earlier else (Kind.NEW, None)
        story, name = best.story if best else own, None
        if story is None:
            story, name = self._begin_story(coming.article, doc)
        row = (
            coming.outlet, coming.published, coming.seen, fingerprint.letters, fingerprint.text_hash, story,
            kind, earlier and earlier.doc, share,
        )  # fmt: skip
        if doc is None:
            doc = self._db.execute("INSERT INTO printed VALUES (NULL,?,?,?,?,?,?,?,?,?,?)", (coming.article, *row)).lastrowid
            assert doc is not None
        else:
            columns = "outlet=?, published=?, seen=coalesce(?, seen), letters=?, text_hash=?, story=?, kind=?, duplicate_of=?, similarity=?"
            self._db.execute(f"UPDATE printed SET {columns} WHERE doc=?", (*row, doc))  # noqa: S608
        words = (fingerprint.numbers, *map(sorted, (fingerprint.rounds, fingerprint.places, fingerprint.towns)))
        sketch = (fingerprint.level, fingerprint.notice, _blob(fingerprint.passages), _blob(fingerprint.shingles), *map(" ".join, words))
        self._db.execute("INSERT INTO sketch VALUES (?,?,?,?,?,?,?,?,?)", (doc, *sketch))
        if passages:
            passages.post(doc, story)
        if hits:
            for other in {hit.story for hit in joined} | ({own} if own else set()):
                story = self._join(story, other)
            self._settle(story)
        return Decision(kind, name) if name else self.decision(coming.article)

    def _exact(self, doc: int | None, fingerprint: Fingerprint) -> list[_Hit]:
        """Return the first article with the same text, if there is one."""
        rows = self._db.execute(
            "SELECT doc, story FROM printed WHERE text_hash=? AND doc IS NOT ? ORDER BY doc LIMIT 1", (fingerprint.text_hash, doc)
        )
        return [_Hit(first, story, EXACTLY) for first, story in rows]

    def _hits(self, coming: _Coming, passages: _Passages) -> list[_Hit]:
        """Return the articles that tell the same story, the most alike first."""
        candidates = passages.nearest()
        if not candidates:
            return []
        side = coming.side
        alike = [(other, old) for other, old in self._sides(candidates) if share_of(side, old) >= PARTLY]  # most share a stock sentence
        beginning = coming.fingerprint.beginning(LEAD) if alike else None
        hits = []
        for other, old in alike:
            likeness = compare(side, old, beginning)
            if likeness.kind is not Kind.NEW:
                hits.append(_Hit(other, candidates[other], likeness))
        return sorted(hits, key=lambda hit: (-hit.likeness.share, hit.doc))

    def _sides(self, docs: Iterable[int]) -> Iterator[tuple[int, Side]]:
        """Yield what is known of these articles."""
        query = (
            "SELECT doc, outlet, letters, coalesce(published, seen), notice, level, passages, shingles, numbers, rounds, places, towns"
            " FROM printed JOIN sketch USING (doc) WHERE doc IN (SELECT value FROM json_each(?))"
        )
        for doc, *row in self._db.execute(query, (_json(docs),)):
            if side := _side_of(row):
                yield doc, side

    def _replace(self, doc: int, text_hash: bytes, coming: _Coming) -> None:
        """Put an edited article's fingerprints in place of its old ones. It stays in its story if that is all its own."""
        [(story, blob)] = self._db.execute("SELECT story, passages FROM printed JOIN sketch USING (doc) WHERE doc=?", (doc,))
        self._db.executemany("DELETE FROM passage WHERE hash=? AND doc=?", [(key, doc) for key in _signed(_hashes(blob))])
        self._db.execute("DELETE FROM sketch WHERE doc=?", (doc,))
        alone = not self._db.execute("SELECT 1 FROM printed WHERE story=? AND doc<>? LIMIT 1", (story, doc)).fetchone()
        for (heir,) in self._db.execute("SELECT min(doc) FROM printed WHERE text_hash=? AND doc<>?", (text_hash, doc)).fetchall():
            if heir:  # the first had posted for all that have its text
                rows = [(key, heir) for key in _signed(_hashes(blob))]
                self._db.executemany(
                    "INSERT OR IGNORE INTO passage SELECT ?1, ?2 WHERE NOT EXISTS(SELECT 1 FROM passage WHERE hash=?1 AND doc=0)", rows
                )
        self._place(doc, coming, story if alone else None)
        for (later,) in self._db.execute("SELECT doc FROM printed WHERE duplicate_of=?", (doc,)).fetchall():
            self._look_again(later)
        self._settle(story)

    def _look_again(self, doc: int) -> None:
        """Say anew which earlier article of its story one repeats, after that one was edited."""
        marks: tuple[str, int | None, float | None] = Kind.NEW, None, None
        query = "SELECT min(other.doc) FROM printed JOIN printed AS other USING (text_hash, story) WHERE printed.doc=?1 AND other.doc<?1"
        [(same,)] = self._db.execute(query, (doc,))
        if same:
            marks = Kind.EXACT, same, 1.0
        else:
            query = "SELECT doc FROM printed WHERE story=(SELECT story FROM printed WHERE doc=?1) AND doc<=?1"
            sides = dict(self._sides(other for (other,) in self._db.execute(query, (doc,)).fetchall()))
            side = sides.pop(doc)
            likenesses = [(other, compare(side, old)) for other, old in sides.items()]
            alike = [(-likeness.share, other, likeness) for other, likeness in likenesses if likeness.kind is not Kind.NEW]
            if alike:
                _, first, likeness = min(alike)
                marks = likeness.kind, first, round(likeness.share, 3)
        self._db.execute("UPDATE printed SET kind=?, duplicate_of=?, similarity=? WHERE doc=?", (*marks, doc))

    # --- stories

    def _begin_story(self, article: str, doc: int | None) -> tuple[int, str]:
        """Begin a story under the id of its first article (with a number behind, if that one has left a story of its id).

        `doc`: of that article; None if it is the one that comes next. Returns the story's number and id.
        """
        query = "INSERT INTO story(id, canonical) VALUES (?, coalesce(?, (SELECT max(doc) FROM printed)+1, 1)) ON CONFLICT DO NOTHING"
        for name in chain([article], (f"{article}+{number}" for number in count(1))):
            cursor = self._db.execute(query, (name, doc))
            if cursor.rowcount:
                assert cursor.lastrowid is not None
                return cursor.lastrowid, name
        raise AssertionError  # never: there is always another number

    def _join(self, one: int, other: int) -> int:
        """Make two stories one, which keeps the lower id, and return its number."""
        if one == other:
            return one
        rows = self._db.execute("SELECT id, number FROM story WHERE number IN (?,?) ORDER BY id", (one, other)).fetchall()
        (_, kept), (_, gone) = rows
        self._db.execute("UPDATE printed SET story=? WHERE story=?", (kept, gone))
        self._db.execute("UPDATE story SET joined=?1 WHERE number=?2 OR joined=?2", (kept, gone))
        return int(kept)

    def _settle(self, story: int) -> None:
        """Choose a story's canonical article: of the texts nearly as full as the fullest the earliest published, else the first to come."""
        members = self._db.execute("SELECT doc, letters, published FROM printed WHERE story=?", (story,)).fetchall()
        if members:
            full = CANONICAL_LENGTH * max(letters for _, letters, _ in members)
            _, _, doc = min((at is None, at or 0, doc) for doc, letters, at in members if letters >= full)
            self._db.execute("UPDATE story SET canonical=?1 WHERE number=?2 AND canonical<>?1", (doc, story))

    # --- asking

    def decision(self, article: str) -> Decision:
        """Return what an article in the index was found to be. KeyError if it is not in it."""
        query = "SELECT kind, story_id, duplicate_of, similarity FROM marked WHERE article=?"
        for kind, story, first, share in self._db.execute(query, (article,)):
            return Decision(Kind(kind), story, first, share)
        raise KeyError(article)

    def compare(self, article: str, fingerprint: Fingerprint, other: str | None = None) -> list[tuple[str, Likeness]]:
        """Compare an article in the index again with those that share its rarest passages, or with one other: the most alike first.

        `fingerprint`: of the article. Nothing is changed. KeyError if an article is not in the index.
        """
        doc, outlet, when = self._printed(article)
        docs = [self._printed(other)[0]] if other else _Passages(self._db, fingerprint, doc).nearest()
        side, beginning = _side(fingerprint, outlet, when), fingerprint.beginning(LEAD)
        found = []
        for there, old in self._sides(docs):
            [(name, same)] = self._db.execute("SELECT article, text_hash=? FROM printed WHERE doc=?", (fingerprint.text_hash, there))
            found.append((name, EXACTLY if same else compare(side, old, beginning)))
        return sorted(found, key=lambda pair: -pair[1].share)

    def unreadable(self) -> set[str]:
        """Return the articles whose rows are damaged, so that no other is found to repeat them."""
        docs = dict(self._db.execute("SELECT doc, article FROM printed").fetchall())
        odd = "SELECT doc FROM printed WHERE typeof(similarity) NOT IN ('real', 'integer', 'null')"
        read = {doc for doc, _ in self._sides(docs)} - {doc for (doc,) in self._db.execute(odd)}
        return {str(article) for doc, article in docs.items() if doc not in read}

    def order(self, article: str) -> int:
        """Return a number that is the higher the later an article came first. KeyError if it is not in the index."""
        return self._printed(article)[0]

    def _printed(self, article: str) -> tuple[int, str, int | None]:
        for row in self._db.execute("SELECT doc, outlet, coalesce(published, seen) FROM printed WHERE article=?", (article,)):
            doc, outlet, when = row
            return doc, outlet, when
        raise KeyError(article)

    def story(self, story_id: str) -> tuple[str, list[str]]:
        """Return a story's id today (it may have been joined to another) and its articles, the canonical one first. KeyError if none."""
        asked = "SELECT coalesce(joined, number) FROM story WHERE id=?"
        query = f"SELECT number, id FROM story WHERE number=({asked})"  # noqa: S608
        for number, name in self._db.execute(query, (story_id,)):
            rows = self._db.execute("SELECT article FROM marked WHERE story=? ORDER BY canonical DESC, doc", (number,))
            return name, [article for (article,) in rows]
        raise KeyError(story_id)


class _Passages:
    """The passages of one text, and who else prints them."""

    def __init__(self, db: sqlite3.Connection, fingerprint: Fingerprint, doc: int | None = None) -> None:
        """Look them up. What `doc`, the article itself, prints does not count."""
        self._db = db
        self.fingerprint = fingerprint
        self.hashes = _signed(fingerprint.passages)
        self.printed: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
        """Of each passage that a few stories print: the articles, each with its story and its length in letters."""
        self.stories: dict[int, int] = {}
        """Of each passage that others print: in how many stories."""
        query = "SELECT hash, doc, story, letters FROM passage LEFT JOIN printed USING (doc) WHERE hash IN (SELECT value FROM json_each(?))"
        for key, other, story, letters in db.execute(query, (_json(self.hashes),)):
            if other == 0:
                self.stories[key] = COMMON
            elif other != doc:
                self.printed[key].append((other, story, letters))
        for key, rows in self.printed.items():
            self.stories[key] = len({story for _, story, _ in rows})

    def nearest(self) -> dict[int, int]:
        """Return the articles that share the rarest passages, each with its story."""
        scores: dict[int, float] = defaultdict(float)
        shared: dict[int, int] = defaultdict(int)
        about: dict[int, tuple[int, int]] = {}
        for key, rows in self.printed.items():
            rarity = 1 / self.stories[key]
            for other, story, letters in rows:
                scores[other] += rarity
                shared[other] += 1
                about[other] = story, letters
        needed = SHARED_MIN / LETTERS_A_PASSAGE
        own = self.fingerprint.letters
        likely = [other for other in scores if shared[other] >= needed * min(own, about[other][1])]
        return {other: about[other][0] for other in sorted(likely, key=lambda other: (-scores[other], other))[:VERIFIED]}

    def post(self, doc: int, story: int) -> None:
        """Note that `doc` prints these passages. One that now stands in too many stories finds nothing any more."""
        kept = []
        for key in self.hashes:
            if self.stories.get(key, 0) < COMMON - 1:
                kept.append(key)
            elif key in self.printed:
                if story in {other for _, other, _ in self.printed[key]}:
                    kept.append(key)
                else:
                    self._db.execute("DELETE FROM passage WHERE hash=?", (key,))
                    self._db.execute("INSERT INTO passage VALUES (?,0)", (key,))
        self._db.execute("INSERT OR IGNORE INTO passage SELECT value, ? FROM json_each(?)", (doc, _json(kept)))


def _side_of(row: Sequence[Any]) -> Side | None:
    """Return what is known of an article by its row; None if the row is damaged: `Index.unreadable` tells of it."""
    outlet, letters, when, notice, level, passages, shingles, numbers, *words = row
    try:
        rounds, places, towns = (frozenset(found.split()) for found in words)
        hashes = _hashes(passages), _hashes(shingles)
        seconds = None if when is None else int(when)
        return Side(outlet, int(letters), seconds, bool(notice), int(level), *hashes, tuple(numbers.split()), rounds, places, towns)
    except (TypeError, ValueError, AttributeError):
        return None


def _side(fingerprint: Fingerprint, outlet: str, when: int | None) -> Side:
    return Side(
        outlet, fingerprint.letters, when, fingerprint.notice, fingerprint.level, fingerprint.passages, fingerprint.shingles,
        fingerprint.numbers, fingerprint.rounds, fingerprint.places, fingerprint.towns,
    )  # fmt: skip


def _alike(hit: _Hit) -> bool:
    """Tell whether a hit is strong enough to join two stories: nearly all of it, and of a like length. A roundup holds many stories."""
    return hit.likeness.kind is not Kind.EXCERPT and hit.likeness.share >= STRONG


def _seconds(iso_time: str | None) -> int | None:
    if iso_time is None:
        return None
    moment = datetime.fromisoformat(iso_time)
    return int((moment if moment.tzinfo else moment.replace(tzinfo=press.KST)).timestamp())


def _blob(hashes: Hashes) -> bytes:
    return hashes.astype("<u4").tobytes()


def _hashes(blob: bytes) -> Hashes:
    return np.frombuffer(blob, dtype="<u4")


def _signed(hashes: Hashes) -> list[int]:
    """Return hashes as SQLite keeps them in four bytes."""
    signed: list[int] = hashes.view(np.int32).tolist()
    return signed


def _json(numbers: Iterable[int]) -> str:
    return str([*numbers])


def _told(parameters: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {value}" for name, value in sorted(parameters.items()))
