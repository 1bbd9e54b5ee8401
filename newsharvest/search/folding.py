"""Texts as they are compared: what a reader takes for the same is the same."""

from __future__ import annotations

import unicodedata

from newsharvest import press

_LOOK_ALIKES = {"·": press.DOTS, "-": "‐‑‒–—―−", "'": "‘’‚‛′´`", '"': "“”„‟″", "~": "∼〜"}
_SIGNS = [(sign, plain) for plain, signs in _LOOK_ALIKES.items() for sign in signs if sign != plain]


def fold(text: str) -> str:
    """Return a text as it is compared: NFKC, without case, one sign for those that look alike, one space for any run of white space.

    Its lines stay apart, blank ones go: what stands in two paragraphs does not stand together.
    """
    for sign, plain in _SIGNS:  # before NFKC, which makes a vowel or a full stop of a middle dot; faster than `translate`
        text = text.replace(sign, plain)
    lines = (_folded(line) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def _folded(line: str) -> str:
    line = press.clean(line)
    if not unicodedata.is_normalized("NFKC", line):
        line = " ".join(unicodedata.normalize("NFKC", line).split())
    return line.casefold()
