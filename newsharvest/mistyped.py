"""What was meant, where a command line has something that is not known: a line that says what to type."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import PurePath

from newsharvest.crawl.arguments import NAMES
from newsharvest.feeds.formats import LINE_FORMATS
from newsharvest.terminal import suggest

_FILES = {f".{form}" for form in LINE_FORMATS} | {".csv", ".json", ".tsv", ".txt", ".xls", ".xlsx", ".html"}
"""What the name of a file ends in that somebody may want to be written."""


def unknown_option(word: str, following: Sequence[str], options: Sequence[str]) -> str:
    """Say of an option that a command does not have what is meant. `following`: the words behind it."""
    name, _, value = word.partition("=")
    value = value or next(iter(following), "…")
    argument, _, asked = value.partition("=")
    if name == "-a" and f"--{argument}" in options:
        return f"unknown option '-a': write --{argument} {asked}"
    if "-a" in options and name.lstrip("-") in NAMES:
        return f"unknown option {name!r}: write -a {name.lstrip('-')}={value}"
    other_case = [option for option in options if option.lower() == name.lower()]
    return f"unknown option {name!r}" + (f", did you mean {other_case[0]!r}?" if other_case else suggest(name, options))


def unknown_outlet(word: str, mastheads: Mapping[str, str]) -> str:
    """Say of a word that is no outlet's name what is meant. `mastheads`: of all outlets, by their names."""
    argument, _, asked = word.partition("=")
    if argument in NAMES:
        return f"{word!r} is no outlet: write --{argument} {asked}"
    if PurePath(word).suffix.lower() in _FILES:
        return f"{word!r} is no outlet: a file to be written stands behind -O, as in -O {word}"
    near = suggest(word, [*mastheads, *mastheads.values()])
    words = "" if near or word.isascii() else "; words that belong together stand in quotation marks"
    return f"unknown outlet {word!r}{near} (known: {', '.join(mastheads)}){words}"


def not_one_outlet(words: Sequence[str], mastheads: Mapping[str, str]) -> str:
    """Say of a crawl that names no outlet, or more than one, how it is written."""
    known = {*mastheads, *mastheads.values()}
    for word in words:
        if word.partition("=")[0] in NAMES:
            return f"write -a {word}"
        if PurePath(word).suffix.lower() in _FILES:
            return f"write -O {word}"
    if len(words) > 1 and known.issuperset(words):
        return f"crawl takes one outlet: scrapy harvest {' '.join(words)} takes several"
    return f"name one outlet of: {', '.join(mastheads)}" + (f" (got {' '.join(words)})" if words else "")
