"""What an outlet prints under its articles that is no text of theirs, such as a firm's lines: left out wherever it stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from newsharvest import press

_ADDRESS = re.compile(r"(?:https?://|www\.)(?:www\.)?([\w-]+(?:\.[\w-]+)+)")


@cache
def pictures_of(boilerplate: tuple[str, ...]) -> tuple[str, ...]:
    """Return CSS of the pictures that link to an address in the boilerplate: they are of the same advertisement."""
    return tuple(dict.fromkeys(f"a[href*='{host}'] img" for text in boilerplate for host in _ADDRESS.findall(text)))


def without_boilerplate(paragraphs: Sequence[str], boilerplate: tuple[str, ...]) -> list[str]:
    """Return the paragraphs without those that are the outlet's boilerplate: whole paragraphs, however its words are parted into them.

    Of a boilerplate of several lines the longest is left out alone too; the others, which may be a bare name, only beside it. What is
    part of a paragraph stays: it may be a sentence about the same thing.
    """
    if not boilerplate:
        return list(paragraphs)
    return [line for line in _pattern(boilerplate).sub("", "\n".join(paragraphs)).split("\n") if line]


@cache
def _pattern(boilerplate: tuple[str, ...]) -> re.Pattern[str]:
    wanted = {form for text in boilerplate for form in (text, max(text.split("\n"), key=len))}
    texts = (r"\s*".join(map(_word, press.clean(text).split())) for text in sorted(wanted, key=len, reverse=True))
    return re.compile(rf"^(?:{'|'.join(texts)})$", re.MULTILINE)


def _word(word: str) -> str:
    """Return a word as a pattern; an address with or without its scheme and the last slash."""
    bare = re.sub(r"^https?://|/$", "", word)
    return re.escape(word) if bare == word else rf"(?:https?://)?{re.escape(bare)}/?"
