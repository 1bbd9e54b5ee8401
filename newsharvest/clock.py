"""The clock: Korean time."""

from __future__ import annotations

from datetime import datetime

from newsharvest import press


def now() -> datetime:
    """Return the time in KST."""
    return datetime.now(press.KST)
