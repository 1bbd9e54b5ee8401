"""How the program speaks with a person: what is said, how it is worded, and how a person writes a day."""

from __future__ import annotations

import difflib
import errno
import os
import re
import sys
from collections.abc import Iterable
from datetime import date
from io import TextIOWrapper
from typing import NoReturn

# --- what is said


def say(*lines: str) -> None:
    """Print lines on standard error; a control character in one cannot forge another."""
    for line in lines:
        print(plain(line), file=sys.stderr)  # noqa: T201


def refuse(command: str, message: str) -> NoReturn:
    """Say in one line what is wrong with the command line, and end with exit status 2."""
    print(plain(f"scrapy {command}: {' '.join(message.split())}"), file=sys.stderr)  # noqa: T201
    sys.exit(2)


def print_out(command: str, lines: Iterable[str]) -> int:
    """Print lines on standard output, and return the exit status. A reader that has had enough (`| head`) is no failure."""
    try:
        if isinstance(sys.stdout, TextIOWrapper):
            sys.stdout.reconfigure(errors="backslashreplace")  # a terminal that has no Hangul
        for line in lines:
            print(line)  # noqa: T201
        sys.stdout.flush()
    except OSError as error:
        return closed(command, error)
    return 0


def closed(command: str, error: OSError) -> int:
    """Say, if it was not the reader who had enough, why standard output could not be written, and return the exit status."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # Python would try again as it ends
    if isinstance(error, BrokenPipeError) or (os.name == "nt" and error.errno == errno.EINVAL):  # what Windows says of a broken pipe
        return 0
    say(f"scrapy {command}: standard output could not be written: {error.strerror}")
    return 1


# --- how it is worded


def plain(text: str) -> str:
    """Return text from the outside fit for a terminal line: a control character cannot forge a line, a direction mark cannot turn it."""
    if text.isprintable() and max(text, default="") < "\U000e0000":
        return text
    return "".join(c if c.isprintable() and c < "\U000e0000" else ascii(c)[1:-1] for c in text)


def plural(count: int, noun: str, many: str = "") -> str:
    """Return `1 article`, `2 articles`; `many` is the plural of a noun that does not take an s."""
    return f"{count} {noun if count == 1 else many or noun + 's'}"


def minute(iso_time: str) -> str:
    """Return an ISO 8601 time as a person reads it, to the minute and in its own time zone: `2026-11-21 09:05`."""
    return iso_time[:16].replace("T", " ")


def suggest(word: str, known: Iterable[str]) -> str:
    """Return `, did you mean 'x'?` for the nearest known word, or nothing."""
    near = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f", did you mean {near[0]!r}?" if near else ""


# --- what a person writes


def read_day(text: str, written: str) -> date:
    """Read a day as people write it for a computer, `2026-11-21`.

    `written` is how the command line has it, with `{}` where the day stands: `--since {}`. ValueError says how it is written.
    """
    try:
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            return date.fromisoformat(text)
    except ValueError:
        pass  # falls to the message below: 2024-02-30 is written right and is no day
    shown = plain(text) if written.startswith("--") else repr(text)
    raise ValueError(f"{written.format(shown)} is not a day: write {written.format('2026-11-21')}")
