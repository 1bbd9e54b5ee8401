"""Validate: what is no article is dropped under a reason, never passed on half empty."""

from __future__ import annotations

from newsharvest.items import Article, Unkept
from newsharvest.page.article import validate
from newsharvest.press import now
from newsharvest.reasons import Dropped


class ValidatePipeline:
    """Lets an Article with a title and a body pass."""

    def process_item(self, item: Article | Unkept) -> Article:
        """Return the Article, or raise Dropped with the reason."""
        if isinstance(item, Unkept):
            raise Dropped(item.reason, item.detail)
        if unkept := validate(item, now()):
            raise Dropped(unkept.reason, unkept.detail, item=item)
        return item
