"""What is said to a person who mistyped something, and how a person writes a day."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from datetime import date


def suggest(word: str, known: Iterable[str]) -> str:
    """Return `, did you mean 'x'?` for the nearest known word, or nothing."""
    near = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f", did you mean {near[0]!r}?" if near else ""


def read_day(name: str, text: str) -> date:
    """Read a day as people write it for a computer, `2026-11-21`. ValueError says how."""
    try:
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            return date.fromisoformat(text)
    except ValueError:
        pass  # falls to the message below: 2024-02-30 is written right and is no day
    raise ValueError(f"{name}={text!r} is not a day: write {name}=2026-11-21")


def plain(text: str) -> str:
    """Return text from the outside fit for a terminal line: a control character cannot forge a line."""
    return "".join(c if c.isprintable() else repr(c)[1:-1] for c in text)
