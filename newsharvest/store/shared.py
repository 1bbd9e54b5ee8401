"""What stands in several articles of an outlet: the pieces of each (`newsharvest.doubts.outlet`), and those that three or more hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass

from newsharvest.database import Database
from newsharvest.doubts.outlet import FEW, Seen, is_the_pages, pieces_of, texts_of
from newsharvest.items import Article
from newsharvest.store.records import DamagedRecordError, article_of

LOOKED_AT = 24
"""Holders of a piece that are read before it is called the page's."""


@dataclass(frozen=True, slots=True)
class Shared:
    """What `articles` of an outlet hold and is likely its page's: a paragraph, or a picture's address."""

    text: str
    picture: bool
    articles: int
    of: int
    """The outlet's articles from the day of the first that holds it to the day of the last."""
    example: str
    """The address of an article that holds it."""


def post(db: Database, article: Article, before: Article | None, run: int) -> None:
    """Note which pieces an article holds; `before`: what it was. Part of the transaction in which it is kept."""
    pieces = pieces_of(article)
    held = {*pieces.all}
    if before:
        old = {*pieces_of(before).all}
        db.execute(f"DELETE FROM piece WHERE article=? AND {db.among('hash')}", (article.id, db.listed(old - held)))
    these = f"SELECT value, ? FROM ({db.numbers()}) AS these WHERE TRUE"
    db.execute(f"INSERT INTO piece(hash, article) {these} ON CONFLICT DO NOTHING", (article.id, db.listed(held)))
    db.execute(
        f"INSERT INTO shared SELECT ?1, hash, ?2 FROM piece WHERE {db.among('hash', '?3')}"
        " AND hash NOT IN (SELECT hash FROM shared WHERE outlet=?1) GROUP BY hash HAVING count(*)>=?4",
        (article.outlet, run, db.listed(held - {pieces.body}), FEW),
    )


def shared(db: Database, pieces: Iterable[int]) -> Iterator[Shared]:
    """Yield those of an outlet's pieces that are likely its page's, the most common first."""
    counted = []
    for piece in pieces:
        query = "SELECT count(*), min(day), max(day) FROM piece JOIN article ON id=piece.article WHERE hash=?"
        [(articles, first, last)] = db.execute(query, (piece,)).fetchall()
        if articles >= FEW:
            counted.append((-articles, piece, first, last))
    for fewer, piece, first, last in sorted(counted):
        records = db.execute(
            "SELECT record FROM piece JOIN article ON id=piece.article WHERE hash=? ORDER BY id LIMIT ?", (piece, LOOKED_AT)
        )
        held = list(_readable(record for (record,) in records))
        if not held:
            continue
        [of] = db.execute("SELECT count(*) FROM article WHERE outlet=? AND day BETWEEN ? AND ?", (held[0].outlet, first, last)).fetchone()
        if is_the_pages(piece, [Seen(article) for article in held], -fewer, of):
            for article in held:
                if text := texts_of(article).get(piece):  # a damaged one has lost it
                    picture = any(text == image["url"] for image in article.images)
                    yield Shared(text, picture, -fewer, of, article.url)
                    break


def _readable(records: Iterable[object]) -> Iterator[Article]:
    """Yield the articles of the records that can be read; the others are named where articles are exported and checked."""
    for record in records:
        with suppress(DamagedRecordError):
            yield article_of(record)
