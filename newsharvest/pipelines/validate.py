"""Validate: what is no article is dropped under a reason, never passed on half empty."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from newsharvest.items import Article, Unkept
from newsharvest.press import now
from newsharvest.reasons import Reason, Unwanted

UNDECODED_MAX = 0.01
"""Share of U+FFFD in title and body above which the text is not worth keeping. One cut character in a long body is."""


FUTURE = timedelta(days=1)
"""How far ahead of its receipt a page may date itself (tomorrow's paper). Beyond that the date is wrong; it is asked for again later."""


class ValidatePipeline:
    """Lets an Article with a title and a body pass."""

    def process_item(self, item: Any) -> Article:
        """Return the Article, or raise Unwanted with the reason."""
        if isinstance(item, Unkept):
            raise Unwanted(item.reason, item.detail)
        assert isinstance(item, Article)
        if not item.title:
            raise Unwanted(Reason.NO_TITLE)
        if not item.body:
            raise Unwanted(Reason.PHOTO_ONLY if item.images else Reason.NO_BODY)
        received = datetime.fromisoformat(item.fetched_at) if item.fetched_at else now()
        if item.published_at and datetime.fromisoformat(item.published_at) > received + FUTURE:
            raise Unwanted(Reason.FUTURE_DATE, item.published_raw or "")
        text = item.title + item.body
        if text.count("\N{REPLACEMENT CHARACTER}") > UNDECODED_MAX * len(text):
            raise Unwanted(Reason.WRONG_CHARSET)
        return item
