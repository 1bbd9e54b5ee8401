"""What a store knows of an outlet's latest articles, and which of them are to be asked for again."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import islice

from newsharvest import press
from newsharvest.doubts.outlet import pieces_of, texts_of
from newsharvest.fit import choose_known
from newsharvest.items import Article
from newsharvest.store import Selection, Store

DAYS = 30
"""How far back articles are looked at; where these are too few, the newest."""
FEWEST = 3
"""Articles without whose text no layout can be found."""
LATEST = 200
"""Articles that are looked at."""
OWN = 0.6
"""Share of an article's letters that must be its own: else it is another one's text, printed again."""


@dataclass(frozen=True, slots=True)
class Memory:
    """An outlet's latest articles, the newest first, without the paragraphs that others of its articles hold too."""

    articles: Sequence[Article]
    shared: Collection[int]
    """Those paragraphs, as pieces (`newsharvest.doubts.outlet`)."""
    before: str = "9"
    """Since when a harvest warns of the outlet's pages: what came before is trusted more."""

    def to_ask(self) -> tuple[list[Article], list[Article]]:
        """Return up to five articles that differ, and the others, which stand in for those whose pages do not come."""
        trusted = [article for article in self.articles if (article.fetched_at or "") < self.before]
        trusted = trusted if len(trusted) >= FEWEST else list(self.articles)
        chosen = choose_known(trusted)
        taken = {article.id for article in chosen}
        return chosen, [article for article in self.articles if article.id not in taken]

    def own_text(self, article: Article) -> str:
        """Return the text of an article, of the store or just read, without those paragraphs."""
        return "\n\n".join(own_paragraphs(article, self.shared))


def remember(store: Store, outlet: str, today: date) -> Memory:
    """Return what a store knows of an outlet: of the last DAYS, or where that is too little, of its newest articles."""
    recent = list(islice(store.articles(Selection(outlets=[outlet], since=today - timedelta(days=DAYS))), LATEST))
    if len(recent) < FEWEST:
        recent = list(islice(store.articles(Selection(outlets=[outlet])), LATEST))
    shared = {piece for article in recent for piece in store.held(texts_of(article), but=article.id)}
    articles = []
    for article in recent:
        body = "\n\n".join(own_paragraphs(article, shared))
        if len(press.letters(body)) >= OWN * len(press.letters(article.body)) > 0:
            articles.append(replace(article, body=body))
    warned = [since for name, since in store.standing_warnings(outlet).items() if name != "silence"]  # which is not about pages
    return Memory(articles, shared, min(warned, default="9"))


def own_paragraphs(article: Article, shared: Collection[int]) -> Iterator[str]:
    """Yield the paragraphs of an article that are none of the shared pieces. A form's lines tell nothing, and stay."""
    told = pieces_of(article).paragraphs
    others = {text for piece, text in texts_of(article).items() if piece in shared and piece in told}
    return (line for line in article.body.split("\n\n") if line not in others)
