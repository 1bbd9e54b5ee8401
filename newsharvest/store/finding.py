"""The index that a search looks into: which articles hold which pairs of letters. What it finds is then read: it may be more than fits.

Each letter of a line stands there with the next one, and with the space between them if there is one: `축제장 북적` holds `축제`, `제장`,
`장 북`, `북적`, and `적`, with which it ends. So every letter begins a pair, and a word of one letter is found by what pairs begin with.
SQLite's own words and trigrams would not do: Korean words have no ends that a program knows, and a word of two syllables has no trigram.
The pairs of a title stand there once more, marked.

FTS5 keeps the pairs without texts (contentless), and forgets none: an edited article gets another number, and what the old one holds leads
to nothing from then on.
"""

from __future__ import annotations

import re
import sqlite3
import string
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from zlib import crc32

from newsharvest import press
from newsharvest.items import Article
from newsharvest.search import And, Node, Not, Or, Query, Word, fold
from newsharvest.store.records import DamagedRecordError, article_of

SCHEMA = (
    """
CREATE TABLE searched(    -- the articles of the index of pairs
  doc INTEGER PRIMARY KEY AUTOINCREMENT,  -- a number is never given twice
  article TEXT NOT NULL UNIQUE,
  unread INTEGER NOT NULL -- its record could not be read: what it holds is not known
)
""",
    "CREATE INDEX searched_unread ON searched(article) WHERE unread",
    "CREATE VIRTUAL TABLE pair USING fts5(pairs, content='', columnsize=0, detail=none, tokenize='ascii')",
)

_THESE = (
    "(SELECT article AS id FROM pair CROSS JOIN searched ON searched.doc=pair.rowid WHERE pair MATCH ?"
    " UNION SELECT article FROM searched WHERE unread) AS found"
)
FOUND = f"{_THESE} CROSS JOIN article ON article.id=found.id"
"""What stands for the table `article` where an index is looked into; its value is that of `Sought.match`."""

_WIDE = [(sign, chr(ord(sign) + 0xFEE0)) for sign in string.punctuation]
"""The signs of ASCII, for which FTS5 would cut, and their full-width forms, which no folded text has."""
_KNOWN = "[0-9a-z！-～¡-ɏͰ-ӿᄀ-ᇿ‐-‧‰-⯿、-〿ぁ-ヿ㐀-䶿一-鿿가-힣]"
"""What the index knows: letters and signs that are the same in every Python. Any other is to it the end of a line."""
_RUN = re.compile(f"{_KNOWN}(?: ?{_KNOWN})*")
_SPACE, _OF_TITLE = "\u3000", "\u2003"  # which no folded text has, and at which FTS5 does not cut
PAIRS_MAX = 40
"""Pairs of a word that are looked for: of a long phrase these tell it."""


def pairs_of(title: str, body: str) -> set[str]:
    """Return what the index holds of an article."""
    of_title = _pairs(fold(title))
    return of_title | _pairs(fold(body)) | {_OF_TITLE + pair for pair in of_title}


def _pairs(folded: str) -> set[str]:
    return {pair for run in _runs(folded) for pair in _pairs_of_run(run)}


def _runs(folded: str) -> list[str]:
    for sign, wide in _WIDE:
        folded = folded.replace(sign, wide)
    return [run.replace(" ", _SPACE) for run in _RUN.findall(folded)]


def _pairs_of_run(run: str) -> list[str]:
    """Return each letter with the next one, and with the space between them if there is one; the last stands alone."""
    return [run[at : at + 3] if run[at + 1 : at + 2] == _SPACE else run[at : at + 2] for at, letter in enumerate(run) if letter != _SPACE]


@dataclass(frozen=True, slots=True)
class Sought:
    """What FTS5 is asked for: it finds every article that fits."""

    match: str
    exact: bool
    """It finds no other."""
    few: bool = True
    """It likely finds few, and soon: not what pairs begin with."""


def sought(query: Query) -> Sought | None:
    """Return what FTS5 is asked for. None if the index can tell nothing of the query."""
    return _sought(query.asked)


def _sought(node: Node) -> Sought | None:
    match node:
        case Word():
            return _word(node)
        case Not():
            return None
        case And(parts):
            return _all(parts)
        case Or(parts):
            return _joined("OR", [_sought(part) for part in parts])


def _word(word: Word) -> Sought | None:
    mark = _OF_TITLE if word.in_title else ""
    runs = _runs(word.text)
    if pairs := press.unique(mark + pair for run in runs for pair in _pairs_of_run(run)[:-1]):
        tokens = [f'"{pair}"' for pair in pairs[:PAIRS_MAX]]
    else:
        tokens = [f'"{mark}{run}"*' for run in press.unique(runs)[:PAIRS_MAX]]
    known = len(runs) == 1 and len(runs[0]) == len(word.text) and len(_pairs_of_run(runs[0])) <= 2  # a pair, or a letter
    return Sought(f"({' AND '.join(tokens)})", known, bool(pairs)) if tokens else None


def _all(parts: Sequence[Node]) -> Sought | None:
    wanted = _joined("AND", [_sought(part) for part in parts if not isinstance(part, Not)])
    if wanted and wanted.exact:
        unwanted = [_sought(part.part) for part in parts if isinstance(part, Not)]
        if not unwanted:
            return wanted
        without = _joined("OR", unwanted)
        if without and without.exact:
            return replace(wanted, match=f"({wanted.match} NOT {without.match})")
    told = [found for part in parts if (found := _sought(part))]
    few = [found for found in told if found.few]  # the others take long, and tell little
    joined = _joined("AND", few or told)
    return joined and replace(joined, exact=False)


def _joined(how: str, parts: Sequence[Sought | None]) -> Sought | None:
    """Return what several are, joined by AND or OR; None if there are none, or of one nothing is told."""
    told = [part for part in parts if part]
    if not told or len(told) < len(parts):
        return None
    return Sought(
        f"({f' {how} '.join(part.match for part in told)})",
        exact=all(part.exact for part in told),
        few=(any if how == "AND" else all)(part.few for part in told),
    )


# --- as part of a transaction


def enter(db: sqlite3.Connection, article: str, read: Article | None) -> None:
    """Put an article into the index, or what it has become. None: its record cannot be read."""
    db.execute("DELETE FROM searched WHERE article=?", (article,))
    doc = db.execute("INSERT INTO searched(article, unread) VALUES (?,?)", (article, read is None)).lastrowid
    if read:
        db.execute("INSERT INTO pair(rowid, pairs) VALUES (?,?)", (doc, " ".join(sorted(pairs_of(read.title or "", read.body)))))


def drop(db: sqlite3.Connection) -> None:
    """Take the index out of the file."""
    for table in ("searched", "pair"):
        db.execute(f"DROP TABLE IF EXISTS {table}")


# --- whether it is sound


def has_lost_any(db: sqlite3.Connection) -> bool:
    """Tell whether there are articles that the index has not, or the other way round: a fast look at their numbers."""
    [(lost,)] = db.execute("SELECT (SELECT count(*) FROM article)<>(SELECT count(*) FROM searched)")
    return bool(lost)


def astray(db: sqlite3.Connection, match: str) -> list[str]:
    """Return the articles that the index finds and whose rows cannot be found. sqlite3.DatabaseError if it cannot be read."""
    query = f"SELECT found.id FROM {_THESE} LEFT JOIN article ON article.id=found.id WHERE article.id IS NULL"  # noqa: S608
    return [str(article) for (article,) in db.execute(query, (match,))]


def lost(db: sqlite3.Connection, *, writable: bool = True) -> set[str]:
    """Return the articles that the index does not have as they are. sqlite3.DatabaseError if it cannot be read, or FTS5 finds it damaged.

    FTS5 looks only where the file can be written to.
    """
    if writable:
        db.execute("INSERT INTO pair(pair) VALUES ('integrity-check')")
    absent = db.execute("SELECT id FROM article EXCEPT SELECT article FROM searched")
    gone = db.execute("SELECT article FROM searched EXCEPT SELECT id FROM article")
    return {str(article) for rows in (absent, gone) for (article,) in rows} | set(_otherwise(db))


def _otherwise(db: sqlite3.Connection) -> Iterator[str]:
    """Yield the articles of which the index holds other pairs than their texts: by sums of checksums, eight bytes an article."""
    [(last,)] = db.execute("SELECT coalesce(max(doc), 0) FROM searched")
    sums = array("Q", bytes(8 * (last + 1)))
    db.execute("CREATE VIRTUAL TABLE temp.each_pair USING fts5vocab(main, pair, instance)")
    try:
        before, checksum = b"", 0
        for pair, doc in db.execute("SELECT CAST(term AS BLOB), doc FROM each_pair"):
            if pair != before:
                before, checksum = pair, crc32(pair)
            if 0 < doc <= last:
                sums[doc] += checksum
    finally:
        db.execute("DROP TABLE temp.each_pair")
    for doc, article, record in db.execute("SELECT doc, article, record FROM searched JOIN article ON id=article WHERE NOT unread"):
        try:
            read = article_of(record)
        except DamagedRecordError:  # it is named as such
            continue
        if sums[doc] != sum(map(crc32, map(str.encode, pairs_of(read.title or "", read.body)))):
            yield str(article)
