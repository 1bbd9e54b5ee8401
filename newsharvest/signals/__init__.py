"""What pages and outlets say of their reuse by machines: read, named, and handed on. Nothing is done about it here."""

from newsharvest.signals.kinds import Signal, told, words_of
from newsharvest.signals.page import signals_of_page
from newsharvest.signals.site import Said, read_tdmrep, said_by_robots

__all__ = ["Said", "Signal", "read_tdmrep", "said_by_robots", "signals_of_page", "told", "words_of"]
