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

    Of a boilerplate of several lines the longest is left out alone too; the others, which may be a bare name, only beside it. All of its
    lines go without their address too, where a link alone has it, and behind the last sentence of a paragraph. What else is part of a
    paragraph stays: it may be a sentence about the same thing.
    """
    if not boilerplate:
        return list(paragraphs)
    return [line for line in _pattern(boilerplate).sub("", "\n".join(paragraphs)).split("\n") if line]


@cache
def _pattern(boilerplate: tuple[str, ...]) -> re.Pattern[str]:
    whole = [_words(text) for text in sorted(boilerplate, key=len, reverse=True) if "\n" in text]
    alone = [_words(max(text.split("\n"), key=len)) for text in sorted(boilerplate, key=len, reverse=True)]
    behind = rf"|(?<=[.!?”\"’')\]]) ?(?:{'|'.join(whole)})$" if whole else ""
    return re.compile(rf"^(?:{'|'.join([*whole, *alone])})$" + behind, re.MULTILINE)


def _words(text: str) -> str:
    """Return a text as a pattern: its words, however they are parted; that of several lines without the address at its end, too."""
    *words, last = map(_word, press.clean(text).split())
    ends = rf"(?:\s*{last})?" if words and "\n" in text and _ADDRESS.match(text.split()[-1]) else rf"\s*{last}" if words else last
    return r"\s*".join(words) + ends


def _word(word: str) -> str:
    """Return a word as a pattern; an address with or without its scheme, its `www.` and the last slash."""
    bare = re.sub(r"^(?:https?://)?(?:www\.)?|/$", "", word)
    return rf"(?:https?://)?(?:www\.)?{re.escape(bare)}/?" if _ADDRESS.match(word) else re.escape(word)
