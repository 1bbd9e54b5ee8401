"""What is made of a store's articles so that they are found: the stories, the pieces, the pairs that a search looks into."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TypeAlias

from newsharvest.database import Database
from newsharvest.dedupe import Decision, Index
from newsharvest.items import Article
from newsharvest.language import _, _n
from newsharvest.store import finding, shared

TOLD = 10_000
"""Articles after each of which stories are settled and it is told how far an index that is made anew has come."""
Readable: TypeAlias = Callable[[str, object], Article | None]
"""Gives the article of a record, or notes that it is damaged."""

logger = logging.getLogger(__name__)


def place(index: Index, article: Article, day: str) -> Decision:
    """Find the story that an article tells. Part of the transaction in which it is kept."""
    return index.add(
        id=article.id,
        outlet=article.outlet,
        title=article.title or "",
        body=article.body,
        published_at=article.published_at,
        seen_at=day,
    )


def index_anew(db: Database, readable: Readable, path: str) -> Index:
    """Make the index of near-duplicates anew, of all articles."""
    Index.drop(db)
    index = Index(db)
    index_all(db, index, readable, path)
    return index


def index_all(db: Database, index: Index, readable: Readable, path: str) -> None:
    """Put all articles into the index, by day, and settle the stories; say how far it has come."""
    articles = _by_day(db)
    if articles:
        told = _n(
            "the stories of {path} are made anew, once, of {count} article: some seconds for each thousand",
            "the stories of {path} are made anew, once, of {count} articles: some seconds for each thousand",
            len(articles),
            path=path,
        )
        logger.warning("%s", told)
    for number, (article, day) in enumerate(articles, start=1):
        if read := _read(db, article, readable):
            place(index, read, day)
        if number % TOLD == 0:
            index.settle()  # as at the end of a run: all at once would be held in memory
            _tell(number, len(articles))
    index.settle()


def enter_all(db: Database, readable: Readable, path: str) -> None:
    """Put all articles into the index that a search looks into, by day; say how far it has come."""
    articles = _by_day(db)
    if articles:
        told = _n(
            "the search index of {path} is made, once, of {count} article: a second or so for each thousand",
            "the search index of {path} is made, once, of {count} articles: a second or so for each thousand",
            len(articles),
            path=path,
        )
        logger.warning("%s", told)
    for number, (article, _day) in enumerate(articles, start=1):
        finding.enter(db, article, _read(db, article, readable))
        if number % TOLD == 0:
            _tell(number, len(articles))


def enter_anew(db: Database, readable: Readable, path: str) -> None:
    """Make the index that a search looks into anew, of all articles."""
    finding.drop(db)
    db.make(*finding.tables(db))
    enter_all(db, readable, path)


def post_all(db: Database, readable: Readable) -> None:
    """Note of all articles which pieces they hold."""
    for (article,) in db.execute("SELECT id FROM article").fetchall():
        if read := _read(db, article, readable):
            shared.post(db, read, None, 0)


def _by_day(db: Database) -> list[tuple[str, str]]:
    return [(article, day) for article, day in db.execute("SELECT id, day FROM article ORDER BY day, id")]


def _read(db: Database, article: str, readable: Readable) -> Article | None:
    """Return an article; None if it cannot be read, or is gone."""
    [record] = db.execute("SELECT record FROM article WHERE id=?", (article,)).fetchone() or [None]
    return readable(article, record)


def _tell(number: int, count: int) -> None:
    logger.warning("%s", _("{number:,} of {count:,}", number=number, count=count))
