"""What was meant, where a command line has something that is not known: a line that says what to type."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import PurePath

from newsharvest.crawl.arguments import NAMES
from newsharvest.feeds.formats import LINE_FORMATS
from newsharvest.language import N_, _
from newsharvest.terminal import suggest

_FILES = {f".{form}" for form in LINE_FORMATS} | {".csv", ".json", ".tsv", ".txt", ".xls", ".xlsx", ".html"}
"""What the name of a file ends in that somebody may want to be written."""
_NO_VALUE = N_("argument {option}: expected one argument")
_THEIRS = (
    _NO_VALUE,
    N_("argument {option}: ignored explicit argument {value}"),
    N_("ambiguous option: {option} could match {options}"),
    N_("Invalid -a value, use -a NAME=VALUE"),
    N_("Please use only one of -o/--output and -O/--overwrite-output"),
    N_(
        "Unrecognized output format '{form}'. Set a supported one ({forms}) after a colon at the end of the output URI"
        " (i.e. -o/-O <URI>:<FORMAT>) or as a file extension."
    ),
)
"""What argparse and Scrapy say of a command line."""


def in_our_words(said: str) -> str:
    """Say in the language of the process what argparse or Scrapy says in English; what neither says stays as it is."""
    for message in _THEIRS:
        pattern = re.sub(r"\\{(\w+)\\}", r"(?P<\1>.*?)", re.escape(message))
        if found := re.fullmatch(pattern, said, re.DOTALL):
            hint = _(" (one that begins with - is written behind =)") if message is _NO_VALUE else ""
            return _(message, **found.groupdict()) + hint
    return said


def unknown_option(word: str, following: Sequence[str], options: Sequence[str]) -> str:
    """Say of an option that a command does not have what is meant. `following`: the words behind it."""
    name, _equals, value = word.partition("=")
    value = value or next(iter(following), "…")
    argument, _equals, asked = value.partition("=")
    if name == "-a" and f"--{argument}" in options:
        return _("unknown option '-a': write --{argument} {value}", argument=argument, value=asked)
    if "-a" in options and name.lstrip("-") in NAMES:
        return _("unknown option {name!r}: write -a {argument}={value}", name=name, argument=name.lstrip("-"), value=value)
    other_case = next((option for option in options if option.lower() == name.lower()), name)
    return _("unknown option {name!r}{near}", name=name, near=suggest(other_case, options))


def unknown_outlet(word: str, mastheads: Mapping[str, str]) -> str:
    """Say of a word that is no outlet's name what is meant. `mastheads`: of all outlets, by their names."""
    argument, _equals, asked = word.partition("=")
    if argument in NAMES:
        return _("{word!r} is no outlet: write --{argument} {value}", word=word, argument=argument, value=asked)
    if PurePath(word).suffix.lower() in _FILES:
        return _("{word!r} is no outlet: a file to be written stands behind -O, as in -O {word}", word=word)
    near, known = suggest(word, [*mastheads, *mastheads.values()]), ", ".join(mastheads)
    if near or word.isascii():
        return _("unknown outlet {word!r}{near} (known: {known})", word=word, near=near, known=known)
    return _("unknown outlet {word!r} (known: {known}); words that belong together stand in quotation marks", word=word, known=known)


def not_one_outlet(words: Sequence[str], mastheads: Mapping[str, str]) -> str:
    """Say of a crawl that names no outlet, or more than one, how it is written."""
    known = {*mastheads, *mastheads.values()}
    for word in words:
        if word.partition("=")[0] in NAMES:
            return _("write -a {word}", word=word)
        if PurePath(word).suffix.lower() in _FILES:
            return _("write -O {word}", word=word)
    given, outlets = " ".join(words), ", ".join(mastheads)
    if len(words) > 1 and known.issuperset(words):
        return _("crawl takes one outlet: scrapy harvest {names} takes several", names=given)
    if given:
        return _("name one outlet of: {known} (got {given})", known=outlets, given=given)
    return _("name one outlet of: {known}", known=outlets)
