"""Articles as a store keeps them, made for a test."""

from __future__ import annotations

from typing import Any

from newsharvest import press
from newsharvest.items import Article
from newsharvest.store import Store

NIGHT = "2026-11-20T03:00:00+09:00"
NAMES = {"krnews21": "뉴스21통신", "joongdo": "중도일보", "dgilbo": "대구경북일보"}


def story_article(id_: str, body: str, title: str = "연천군 현장행정", day: str | None = "2026-11-19") -> Article:
    outlet = id_.partition(":")[0]
    made = Article(
        id=id_, outlet=outlet, outlet_name=NAMES[outlet], url=f"http://{outlet}.kr/{id_.partition(':')[2]}", title=title, body=body,
        published_at=day and f"{day}T09:00:00+09:00", section=["사회"], rights=f"저작권자 ⓒ {NAMES[outlet]}",
    )  # fmt: skip
    made.content_hash = press.content_hash(title, body)
    return made


def article(number: int = 1, body: str = "가온시는 축제를 연다.", **fields: Any) -> Article:
    made = Article(id=f"gaon:{number}", outlet="gaon", url=f"http://gaon.kr/{number}", title=f"{number}번째 축제", body=body, **fields)
    made.content_hash = press.content_hash(made.title or "", made.body)
    return made


BEFORE_REREADING = ("ALTER TABLE revision DROP COLUMN reread", "DROP TABLE unjudged")
"""What makes a store of today one of schema 6, save for its version."""
BEFORE_SEARCH = ("DROP TABLE pair", "DROP TABLE searched", "DROP TABLE digest", *BEFORE_REREADING)
"""One of schema 5."""


def revisions(store: Store, article: str) -> list[Article]:
    """Return what an article was before, the oldest first; nothing of one that is not kept."""
    try:
        return [one.article for one in store.versions(article) if one.until]
    except KeyError:
        return []
