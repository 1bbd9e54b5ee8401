"""Doubts: why an article that was read may be wrong. Named checks on its page, on its text, and beside the outlet's other articles."""

from newsharvest.doubts.checks import doubts_of_page
from newsharvest.doubts.kinds import USUAL, Doubt, words_of
from newsharvest.doubts.outlet import Neighbours
from newsharvest.doubts.text import doubts_of_text

__all__ = ["USUAL", "Doubt", "Neighbours", "doubts_of_page", "doubts_of_text", "words_of"]
