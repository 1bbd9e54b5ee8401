"""Doubts: why an article that was read may be wrong. Named checks on its page, on its text, and beside the outlet's other articles."""

from newsharvest.doubts.kinds import Doubt, words_of

__all__ = ["Doubt", "words_of"]
