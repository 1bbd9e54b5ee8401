"""Why something that was found is not in the feed: every reason, in words, and whether it belongs to a normal day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import ClassVar

from scrapy.exceptions import DropItem


class Reason(Enum):
    """A name, what a person reads, and whether it is `normal`: counted and named, but no failure of the run."""

    DELETED = "deleted", "the outlet has deleted it", True
    HELD = "held", "the outlet has not released it yet; it is asked for again", True
    PHOTO_ONLY = "photo_only", "a photo story without text", True
    VIDEO_ONLY = "video_only", "a video story without text", True
    DUPLICATE = "duplicate", "repeats an article of the outlet", True
    SAME_STORY = "same_story", "tells a story that came before (DUPLICATES=drop)", True
    OUT_OF_PERIOD = "out_of_period", "outside since/until", True
    UNCHANGED = "unchanged", "looked at again and the same as before", True

    NO_LAYOUT = "no_layout", "the page has no layout known for this outlet: the site may have changed", False
    NO_TITLE = "no_title", "no title where the layout says it is", False
    NO_BODY = "no_body", "no text where the layout says it is", False
    CHALLENGE = "challenge", "the site answered with a challenge page instead of the article", False
    WRONG_CHARSET = "wrong_charset", "the text cannot be decoded", False
    FUTURE_DATE = "future_date", "it says it was published in the future", False
    LIST_UNREADABLE = "list_unreadable", "no article links on a list page: the site may have changed", False
    LIST_ENDLESS = "list_endless", "a list goes on and on: what it shows beyond was not asked for", False
    HTTP_STATUS = "http_status", "the site answered with an error", False
    DNS = "dns", "the site's name was not found", False
    REFUSED = "refused", "the site refused the connection", False
    TIMEOUT = "timeout", "the site took too long to answer", False
    CERTIFICATE = "certificate", "the site's certificate cannot be trusted", False
    CUT_SHORT = "cut_short", "the answer broke off before its end", False
    TOO_LARGE = "too_large", "the answer is larger than DOWNLOAD_MAXSIZE", False
    TOO_COMPLEX = "too_complex", "more tags, levels or paragraphs than a page of news has: it is not read", False
    UNREACHABLE = "unreachable", "the site could not be reached", False
    PRIVATE_ADDRESS = "private_address", "it led to a private address, which is never fetched", False
    ROBOTS = "robots", "robots.txt forbids it", False
    OFF_SITE = "off_site", "it led away from the outlet's site", False
    SAME_TARGET = "same_target", "leads to the article that many other addresses lead to: the site may have changed", False
    SAME_BODY = "same_body", "kept, but most articles that came with it have the same body: it is asked for again", False
    DOUBTFUL = "doubtful", "kept, but in doubt: it is looked at again on the next nights", False
    DAMAGED = "damaged", "its record in the store is damaged: it is asked for again", False
    REDIRECTS = "redirects", "its redirects go round in a circle", False
    LEFT_ALONE = "left_alone", "not asked for: the site wants to be left alone for a while", False
    NOT_STORED = "not_stored", "the store could not be written", False
    NOT_RECORDED = "not_recorded", "the page is not in the REPLAY folder", False
    ERROR = "error", "the program failed on it; please report this", False

    @classmethod
    def of(cls, code: str) -> Reason | UnknownReason:
        """Return the reason of that code, also of one that an older version wrote; an UnknownReason if there is none."""
        code = FORMERLY.get(code, code)
        return next((reason for reason in cls if reason.code == code), UnknownReason(code))

    def sentence(self, detail: str = "") -> str:
        """Say it to a person: `no_body: no text where the layout says it is (detail)`."""
        return _sentence(self.code, self.words, detail)

    @property
    def final(self) -> bool:
        """Whether it may be the last word on an article: what belongs to a normal day, save what may yet be released.

        That the day was normal is for its run to show: see `newsharvest.run.verdict`.
        """
        return self.normal and self is not Reason.HELD

    def __init__(self, code: str, words: str, normal: bool) -> None:
        self.code = code
        self.words = words
        self.normal = normal


FORMERLY: Mapping[str, str] = {}
"""The code of today by the code that a reason had before it was renamed: stores keep codes."""


@dataclass(frozen=True, slots=True)
class UnknownReason:
    """A reason that a newer version wrote into a store, and that this one does not know."""

    code: str
    words: ClassVar[str] = "a reason that this version does not know: upgrade newsharvest"
    normal: ClassVar[bool] = False
    final: ClassVar[bool] = False

    def sentence(self, detail: str = "") -> str:
        """Say it to a person."""
        return _sentence(self.code, self.words, detail)


def _sentence(code: str, words: str, detail: str) -> str:
    return f"{code}: {words}" + (f" ({detail})" if detail else "")


class Dropped(DropItem):
    """Raised by a pipeline that drops an item, under a reason that a person can look up."""

    def __init__(self, reason: Reason, detail: str = "", *, lost_to: str | None = None, item: object = None) -> None:
        """`lost_to`: the id of the article that it lost to. `item`: as it stood when it was dropped, if there is more to be said of it."""
        self.reason = reason
        self.detail = f"{detail} as {lost_to}".strip() if lost_to else detail
        self.item = item
        super().__init__(reason.sentence(self.detail))
