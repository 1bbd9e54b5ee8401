"""Why something that was found is not in the feed: every reason, in words, and whether it belongs to a normal day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import ClassVar

from scrapy.exceptions import DropItem

from newsharvest.language import N_, _


class Reason(Enum):
    """A name, what a person reads (not yet translated), and whether it is `normal`: counted and named, but no failure of the run."""

    DELETED = "deleted", N_("the outlet has deleted it"), True
    HELD = "held", N_("the outlet has not released it yet; it is asked for again"), True
    PHOTO_ONLY = "photo_only", N_("a photo story without text"), True
    VIDEO_ONLY = "video_only", N_("a video story without text"), True
    DUPLICATE = "duplicate", N_("repeats an article of the outlet"), True
    SAME_STORY = "same_story", N_("tells a story that came before (DUPLICATES=drop)"), True
    OUT_OF_PERIOD = "out_of_period", N_("outside since/until"), True
    UNCHANGED = "unchanged", N_("looked at again and the same as before"), True

    NO_LAYOUT = "no_layout", N_("the page has no layout known for this outlet: the site may have changed"), False
    NO_TITLE = "no_title", N_("no title where the layout says it is"), False
    NO_BODY = "no_body", N_("no text where the layout says it is"), False
    CHALLENGE = "challenge", N_("the site answered with a challenge page instead of the article"), False
    WRONG_CHARSET = "wrong_charset", N_("the text cannot be decoded"), False
    FUTURE_DATE = "future_date", N_("it says it was published in the future"), False
    LIST_UNREADABLE = "list_unreadable", N_("no article links on a list page: the site may have changed"), False
    LIST_ENDLESS = "list_endless", N_("a list goes on and on: what it shows beyond was not asked for"), False
    HTTP_STATUS = "http_status", N_("the site answered with an error"), False
    DNS = "dns", N_("the site's name was not found"), False
    REFUSED = "refused", N_("the site refused the connection"), False
    TIMEOUT = "timeout", N_("the site took too long to answer"), False
    CERTIFICATE = "certificate", N_("the site's certificate cannot be trusted"), False
    CUT_SHORT = "cut_short", N_("the answer broke off before its end"), False
    TOO_LARGE = "too_large", N_("the answer is larger than DOWNLOAD_MAXSIZE"), False
    TOO_COMPLEX = "too_complex", N_("more tags, levels or paragraphs than a page of news has: it is not read"), False
    UNREACHABLE = "unreachable", N_("the site could not be reached"), False
    PRIVATE_ADDRESS = "private_address", N_("it led to a private address, which is never fetched"), False
    ROBOTS = "robots", N_("robots.txt forbids it"), False
    OFF_SITE = "off_site", N_("it led away from the outlet's site"), False
    SAME_TARGET = "same_target", N_("leads to the article that many other addresses lead to: the site may have changed"), False
    SAME_BODY = "same_body", N_("kept, but most articles that came with it have the same body: it is asked for again"), False
    DOUBTFUL = "doubtful", N_("kept, but in doubt: it is looked at again on the next nights"), False
    DAMAGED = "damaged", N_("its record in the store is damaged: it is asked for again"), False
    REDIRECTS = "redirects", N_("its redirects go round in a circle"), False
    LEFT_ALONE = "left_alone", N_("not asked for: the site wants to be left alone for a while"), False
    NOT_STORED = "not_stored", N_("the store could not be written"), False
    NOT_RECORDED = "not_recorded", N_("the page is not in the REPLAY folder"), False
    ERROR = "error", N_("the program failed on it; please report this"), False

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
    words: ClassVar[str] = N_("a reason that this version does not know: upgrade newsharvest")
    normal: ClassVar[bool] = False
    final: ClassVar[bool] = False

    def sentence(self, detail: str = "") -> str:
        """Say it to a person."""
        return _sentence(self.code, self.words, detail)


def _sentence(code: str, words: str, detail: str) -> str:
    return f"{code}: {_(words)}" + (f" ({detail})" if detail else "")


class Dropped(DropItem):
    """Raised by a pipeline that drops an item, under a reason that a person can look up."""

    def __init__(self, reason: Reason, detail: str = "", *, item: object = None) -> None:
        """`item`: as it stood when it was dropped, if there is more to be said of it."""
        self.reason = reason
        self.detail = detail
        self.item = item
        super().__init__(reason.sentence(self.detail))
