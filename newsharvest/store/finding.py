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
import string
from array import array
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import islice
from zlib import crc32

from newsharvest import press
from newsharvest.database import Database
from newsharvest.items import Article
from newsharvest.search import And, Node, Not, Or, Query, Word, fold
from newsharvest.store.records import DamagedRecordError, article_of

TABLES = (
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
OF_SERVER = (
    """
CREATE TABLE searched(
  doc INTEGER PRIMARY KEY, article TEXT NOT NULL UNIQUE, unread BOOLEAN NOT NULL,
  pairs TSVECTOR NOT NULL -- PostgreSQL finds words by the same kind of index, and each pair is a word to it
)
""",
    TABLES[1],
    "CREATE INDEX searched_pairs ON searched USING gin(pairs)",
)

_FOUND = (
    "(SELECT article AS id FROM pair CROSS JOIN searched ON searched.doc=pair.rowid WHERE pair MATCH ?"
    " UNION SELECT article FROM searched WHERE unread) AS found"
)
TOGETHER = 200
"""Articles that are handed to a server at once: the pairs of each are some hundred kB in memory."""
_ENTER_ON_SERVER = (
    "INSERT INTO searched(article, unread, pairs) VALUES (?,?,array_to_tsvector(CAST(? AS text[])))"
    " ON CONFLICT(article) DO UPDATE SET unread=excluded.unread, pairs=excluded.pairs"
)
_FOUND_BY_SERVER = (
    "(SELECT article AS id FROM searched WHERE pairs @@ CAST(? AS tsquery) UNION SELECT article FROM searched WHERE unread) AS found"
)

_WIDE = [(sign, chr(ord(sign) + 0xFEE0)) for sign in string.punctuation]
"""The signs of ASCII, for which FTS5 would cut, and their full-width forms, which no folded text has."""
_KNOWN = "[0-9a-z！-～¡-ɏͰ-ӿᄀ-ᇿ‐-‧‰-⯿、-〿ぁ-ヿ㐀-䶿一-鿿가-힣]"
"""What the index knows: letters and signs that are the same in every Python. Any other is to it the end of a line."""
_RUN = re.compile(f"{_KNOWN}(?: ?{_KNOWN})*")
_SPACE, _OF_TITLE = "\u3000", "\u2003"  # which no folded text has, and at which FTS5 does not cut
LETTERS_MAX = (1 << 20) - 1
"""Bytes that the pairs of an article may take in a server's index; of more it holds rubbish, and says nothing. That is some 160,000 pairs:
no article, but what a broken page may give. It is read whenever something is searched for."""
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


# --- in a database


def tables(db: Database) -> Sequence[str]:
    """Return the statements that make the index."""
    return OF_SERVER if db.is_server else TABLES


def found(db: Database) -> str:
    """Return what stands for the table `article` where the index is looked into; its value is what `asked` makes of `Sought.match`."""
    return f"{_these(db)} CROSS JOIN article ON article.id=found.id"


def asked(db: Database, match: str) -> str:
    """Return what is asked for as the database reads it: `Sought.match` is as FTS5 does."""
    if not db.is_server:
        return match
    words = re.sub(r'"([^"]*)"(\*?)', lambda word: f"'{word[1]}'{':*' if word[2] else ''}", match)
    return words.replace(" NOT ", " & !").replace(" AND ", " & ").replace(" OR ", " | ")


def _these(db: Database) -> str:
    return _FOUND_BY_SERVER if db.is_server else _FOUND


# --- as part of a transaction


def enter(db: Database, article: str, read: Article | None) -> None:
    """Put an article into the index, or what it has become. None: its record cannot be read."""
    if db.is_server:
        db.execute(_ENTER_ON_SERVER, _row_on_server(article, read))
        return
    db.execute("DELETE FROM searched WHERE article=?", (article,))
    doc = db.insert("INSERT INTO searched(article, unread) VALUES (?,?)", (article, read is None), "doc")
    if read:
        db.execute("INSERT INTO pair(rowid, pairs) VALUES (?,?)", (doc, " ".join(sorted(pairs_of(read.title or "", read.body)))))


def enter_many(db: Database, articles: Iterable[tuple[str, Article | None]]) -> None:
    """Put many articles into the index. A server is not waited for after each."""
    if db.is_server:
        left = iter(articles)
        while rows := [_row_on_server(*one) for one in islice(left, TOGETHER)]:
            db.executemany(_ENTER_ON_SERVER, rows)
        return
    for article, read in articles:
        enter(db, article, read)


def _row_on_server(article: str, read: Article | None) -> tuple[str, bool, list[str]]:
    pairs = sorted(pairs_of(read.title or "", read.body)) if read else []
    fits = sum(len(pair.encode()) for pair in pairs) <= LETTERS_MAX
    return article, read is None or not fits, pairs if fits else []


def drop(db: Database) -> None:
    """Take the index out of the file."""
    for table in ("searched", "pair"):
        db.execute(f"DROP TABLE IF EXISTS {table}")


# --- whether it is sound


def has_lost_any(db: Database) -> bool:
    """Tell whether there are articles that the index has not, or the other way round: a fast look at their numbers."""
    [(lost,)] = db.execute("SELECT (SELECT count(*) FROM article)<>(SELECT count(*) FROM searched)").fetchall()
    return bool(lost)


def astray(db: Database, match: str) -> list[str]:
    """Return the articles that the index finds and whose rows cannot be found. One of ERRORS if it cannot be read."""
    query = f"SELECT found.id FROM {_these(db)} LEFT JOIN article ON article.id=found.id WHERE article.id IS NULL"
    return [str(article) for (article,) in db.execute(query, (asked(db, match),))]


def lost(db: Database, *, writable: bool = True) -> set[str]:
    """Return the articles that the index does not have as they are. One of ERRORS if it cannot be read, or FTS5 finds it damaged.

    FTS5 looks only where the file can be written to.
    """
    if writable and not db.is_server:
        db.execute("INSERT INTO pair(pair) VALUES ('integrity-check')")
    absent = db.execute("SELECT id FROM article EXCEPT SELECT article FROM searched")
    gone = db.execute("SELECT article FROM searched EXCEPT SELECT id FROM article")
    return {str(article) for rows in (absent, gone) for (article,) in rows} | set(
        _otherwise_on_server(db) if db.is_server else _otherwise(db)
    )


def _otherwise(db: Database) -> Iterator[str]:
    """Yield the articles of which the index holds other pairs than their texts: by sums of checksums, eight bytes an article."""
    [(last,)] = db.execute("SELECT coalesce(max(doc), 0) FROM searched").fetchall()
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


def _otherwise_on_server(db: Database) -> Iterator[str]:
    """Yield the same of a server's index."""
    query = "SELECT article, record, tsvector_to_array(pairs) FROM searched JOIN article ON id=article WHERE NOT unread"
    with db.stream(query) as rows:
        for article, record, pairs in rows:
            with suppress(DamagedRecordError):
                read = article_of(record)
                if {*pairs} != pairs_of(read.title or "", read.body):
                    yield str(article)
