"""The verdict on a night: a reason that is normal for one article is not for all of them.

Judged are the addresses that a run has asked for the first time, known ones beside them or not. Where those are too few, they are taken
together with those that no run could be judged by yet.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from enum import Enum
from typing import NamedTuple

from newsharvest import press
from newsharvest.language import N_, _
from newsharvest.reasons import Reason

MANY = 5
"""Addresses that must end alike. One or two that are gone are a normal day; five of five are a site that has moved."""

MOST = 0.5
"""Share that they must be. Of a day's articles a sixth may be photo stories, and no more than a few are gone."""

NEARLY_ALL = 0.9
"""Share that they must be where it is the outlet's way that many do, such as one that prints pictures."""

ALIKE = {
    Reason.DELETED: N_("{many} new article that the lists link is gone ({hits} of {of}), the site may have changed or moved"),
    Reason.HELD: N_("{many} new article is held back by the outlet ({hits} of {of}), the site may have changed or moved"),
    Reason.PHOTO_ONLY: N_("{many} new article has pictures and no text ({hits} of {of}), the site may have changed or moved"),
    Reason.VIDEO_ONLY: N_("{many} new article is a video without text ({hits} of {of}), the site may have changed or moved"),
    Reason.DUPLICATE: N_("{many} new article repeats another of the outlet ({hits} of {of}), the site may have changed or moved"),
}
"""Normal for one article, and what is said where most end so."""

UNREAD = frozenset(
    {
        Reason.NO_LAYOUT,
        Reason.NO_TITLE,
        Reason.NO_BODY,
        Reason.CHALLENGE,
        Reason.WRONG_CHARSET,
        Reason.FUTURE_DATE,
        Reason.TOO_COMPLEX,
        Reason.SAME_TARGET,
    }
)
"""Failures of pages that did come: they count among the addresses that were judged. What never came says nothing of the pages."""

BEGINNING = 40
"""Characters of a text that name it."""


class Outcome(Enum):
    """What a run says of the normal reasons that it has met."""

    STANDS = "stands"
    """Most new addresses end alike."""
    OPEN = "open"
    """Too little came to tell."""
    FINE = "fine"
    """The site gives articles: what ends otherwise is believed, after a few times."""


class Share(NamedTuple):
    """So many, of so many."""

    hits: int
    of: int

    def is_share(self, share: float) -> bool:
        """Whether it is so much of all, or more."""
        return self.hits >= share * self.of

    @property
    def many(self) -> str:
        """How many that is, in words."""
        return _("every") if self.hits == self.of else _("nearly every") if self.is_share(NEARLY_ALL) else _("many a")


@dataclass(slots=True)
class Tally:
    """What became of a run's addresses."""

    came: int = 0
    """Articles."""
    ended: Counter[Reason] = field(default_factory=Counter)
    """Those that gave none, by reasons of ALIKE and UNREAD."""
    bodies: Counter[int] = field(default_factory=Counter)
    """How often each body came, by its hash (`body_of`); of repeats that were not kept too."""

    def share(self, reason: Reason) -> Share:
        """Return how many ended under a reason."""
        return Share(self.ended[reason], self.came + self.ended.total())

    def share_of_body(self, body: int) -> Share:
        """Return how many have a body."""
        return Share(self.bodies[body], self.bodies.total())


@dataclass(slots=True)
class Night:
    """A run's addresses: asked for the first time, and those asked before that no run could be judged by."""

    first: Tally = field(default_factory=Tally)
    again: Tally = field(default_factory=Tally)
    usual: Collection[Reason] = ()
    """The reasons under which many end on the outlet's other nights too."""

    @property
    def reason(self) -> Reason | None:
        """The normal reason that most end under."""
        for reason in ALIKE:
            share = NEARLY_ALL if reason in self.usual else MOST
            if prevailing(self.first.share(reason), self.again.share(reason), share):
                return reason
        return None

    @property
    def body(self) -> int | None:
        """The body, by its hash, that most articles have."""
        common = (self.first.bodies + self.again.bodies).most_common(1)
        bodies = [body for body, _ in common if prevailing(self.first.share_of_body(body), self.again.share_of_body(body), MOST)]
        return bodies[0] if bodies else None

    @property
    def outcome(self) -> Outcome:
        """What follows for the normal reasons that the run has met."""
        if self.body is not None or self.reason is not None:
            return Outcome.STANDS
        return Outcome.FINE if self.first.came + self.again.came else Outcome.OPEN

    @property
    def line(self) -> str | None:
        """What most end in, in words; None of a night like others."""
        if self.body is not None:
            same = added(self.first.share_of_body(self.body), self.again.share_of_body(self.body))
            return _(
                "{hits} of {of} articles have one and the same body, a login or error page may have come instead",
                hits=same.hits,
                of=same.of,
            )
        if self.reason is not None:
            alike = added(self.first.share(self.reason), self.again.share(self.reason))
            return _(ALIKE[self.reason], many=alike.many, hits=alike.hits, of=alike.of)
        return None


def added(first: Share, again: Share) -> Share:
    """Return what was judged: the first, if there are enough of them, else both together."""
    return first if first.of >= MANY else Share(first.hits + again.hits, first.of + again.of)


def prevailing(first: Share, again: Share, share: float) -> bool:
    """Tell whether so many end alike. What comes for the first time and ends otherwise shows that they do not, few as it may be."""
    judged = added(first, again)
    return judged.hits >= MANY and first.is_share(share) and judged.is_share(share)


def body_of(text: str) -> int:
    """Return what a body is known by, a hash: of what does not tell as news does the Hangul alone.

    A maintenance notice may have another number or time for each address.
    """
    return hash(text if press.is_plain(text) else press.hangul(text) or text)


def begins(body: str) -> str:
    """Return the beginning of a text on one line, whole if it is short."""
    text = " ".join(body[: 2 * BEGINNING].split())
    return text if len(text) <= BEGINNING else text[: BEGINNING - 1] + "…"
