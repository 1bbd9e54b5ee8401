"""The signals: a code, and what it means."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum

from newsharvest.language import N_, _


class Signal(Enum):
    """A code that an article or an outlet carries, and what a person reads (not yet translated)."""

    NOAI = "noai", N_("the page is not to be used for AI (noai)")
    NOIMAGEAI = "noimageai", N_("the pictures of the page are not to be used for AI (noimageai)")
    NOINDEX = "noindex", N_("the page is not to stand in search engines (noindex)")
    TDM_RESERVED = "tdm_reserved", N_("the rights to text and data mining are reserved (TDMRep)")
    TDM_OPEN = "tdm_open", N_("the rights to text and data mining are not reserved (TDMRep)")
    PAYWALL = "paywall", N_("the page says that it is not free to read (isAccessibleForFree)")
    AI_ROBOTS = "ai_robots", N_("robots.txt shuts AI agents out of the whole site")

    @classmethod
    def of(cls, code: str) -> Signal | None:
        """Return the signal of that code, or None of one that this version does not know."""
        return next((signal for signal in cls if signal.code == code), None)

    @property
    def is_against(self) -> bool:
        """Whether it speaks against a use."""
        return self is not Signal.TDM_OPEN

    def __init__(self, code: str, words: str) -> None:
        self.code = code
        self.words = words


def words_of(code: str) -> str:
    """Say what is said, by the code that an article or an outlet carries."""
    signal = Signal.of(code)
    return _(signal.words if signal else N_("a signal that this version does not know: upgrade newsharvest"))


def in_order(signals: Iterable[Signal]) -> list[str]:
    """Return the codes of signals, each once, in the order in which they are listed here."""
    found = set(signals)
    return [signal.code for signal in Signal if signal in found]


def told(codes: Iterable[str]) -> list[str]:
    """Return the codes that a person is told of: of two that contradict each other the stricter."""
    codes = list(codes)
    return [code for code in codes if code != Signal.TDM_OPEN.code or Signal.TDM_RESERVED.code not in codes]
