"""Doubt: what may be wrong with an article is named, and the article goes on."""

from __future__ import annotations

from newsharvest.doubts import doubts_of_text
from newsharvest.items import Article


class DoubtPipeline:
    """Adds to an article the doubts that its own text raises. Those of its page it brings along."""

    def process_item(self, item: Article) -> Article:
        """Return the article with its doubts."""
        item.doubts = [*item.doubts, *doubts_of_text(item)]
        return item
