"""How the program speaks with a person: what is said and how it is worded."""

from __future__ import annotations

import difflib
import errno
import os
import signal
import sys
import unicodedata
from collections.abc import Iterable
from io import BufferedReader, BufferedWriter, FileIO, TextIOWrapper
from typing import BinaryIO, NoReturn, TextIO, cast

from rich.cells import cell_len
from typing_extensions import Buffer, override

from newsharvest.language import N_, _

YES = frozenset({"y", "yes", "예", "네", "ㅇ"})
"""What means yes, in whatever language it was asked."""
POINTED = 30
"""Letters of a text that are shown on either side of the one that is pointed at: all fit into a line of a terminal."""

# --- the standard streams


class _Unheard(FileIO):
    """Standard error: what cannot be written there is lost, for it tells of the work and must not end it."""

    @override
    def write(self, data: Buffer, /) -> int:
        try:
            return super().write(data)
        except OSError:
            return memoryview(data).nbytes


def open_streams() -> None:
    """Open those of the standard streams that are closed, so that nothing else gets their numbers, and bear with a broken standard error.

    Where standard output is closed (`>&-`) each write to it fails, as on a full disk; what is said on a closed standard error is lost.
    """
    for number, mode in enumerate((os.O_RDONLY, os.O_RDONLY, os.O_WRONLY)):  # of the second nothing can be written
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, mode)  # the lowest number that is free: this one
    sys.stdin = sys.stdin or TextIOWrapper(BufferedReader(FileIO(0, closefd=False)), encoding="utf-8")
    sys.stdout = sys.stdout or TextIOWrapper(BufferedWriter(FileIO(1, "w", closefd=False)), encoding="utf-8")
    told: TextIO | None = sys.stderr
    console = os.name == "nt" and told is not None and told.isatty()  # which takes no bytes
    if told is None or (told is sys.__stderr__ and not console):
        raw = cast("BinaryIO", _Unheard(2, "w", closefd=False))
        sys.stderr = TextIOWrapper(raw, encoding=told.encoding if told else "utf-8", errors="backslashreplace", write_through=True)


def print_out(command: str, lines: Iterable[str]) -> int:
    """Print lines on standard output, and return the exit status. A reader that has had enough (`| head`) is no failure."""
    try:
        if isinstance(sys.stdout, TextIOWrapper):
            sys.stdout.reconfigure(errors="backslashreplace")  # a terminal that has no Hangul
        for line in lines:
            print(line)  # noqa: T201
        sys.stdout.flush()
    except OSError as error:
        return not_printed(command, error)
    return 0


def not_printed(command: str, error: OSError) -> int:
    """Say, if it was not the reader who had enough, why standard output could not be written, and return the exit status."""
    trouble = closed(error)
    if trouble:
        say(f"scrapy {command}: {trouble}")
    return int(bool(trouble))


def closed(error: OSError) -> str:
    """Write no more to standard output; return in words why it could not be written, or nothing if the reader has had enough."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())  # Python would try again as it ends
    os.close(nowhere)
    if isinstance(error, BrokenPipeError) or (os.name == "nt" and error.errno == errno.EINVAL):  # what Windows says of a broken pipe
        return ""
    return _("standard output could not be written: {why}", why=cause(error))


# --- what is said


def say(*lines: str) -> None:
    """Print lines on standard error; a control character in one cannot forge another."""
    for line in lines:
        print(plain(line), file=sys.stderr)  # noqa: T201


def refuse(command: str, message: str, shown: Iterable[str] = ()) -> NoReturn:
    """Say in one line what is wrong with the command line, and end with exit status 2. `shown`: lines that show where."""
    say(f"scrapy {command}: {' '.join(message.split())}", *shown)
    sys.exit(2)


def pointed(text: str, position: int) -> list[str]:
    """Return a text and below it a mark at the letter of this position, both indented; of a long text what stands round it."""
    if not text:
        return []
    start, end = max(0, position - POINTED), position + POINTED
    before, after = ("..." if start else "") + plain(text[start:position]), plain(text[position:end]) + ("..." if text[end:] else "")
    return [f"  {before}{after}", f"  {' ' * cell_len(before)}^"]  # a letter of Hangul is as wide as two others


def ask(question: str) -> bool | None:
    """Ask a person yes or no; None if nobody answers."""
    theirs = {number: signal.signal(number, signal.default_int_handler) for number in (signal.SIGINT, signal.SIGTERM)}  # Scrapy's
    try:
        print(plain(question), end="", file=sys.stderr, flush=True)  # noqa: T201
        return unicodedata.normalize("NFC", input().strip().lower()) in YES
    except (EOFError, KeyboardInterrupt, RuntimeError, UnicodeDecodeError):  # RuntimeError: there is no standard input
        print(file=sys.stderr)  # noqa: T201
        return None
    finally:
        for number, handler in theirs.items():  # what is being written is not broken off
            signal.signal(number, handler)


# --- how it is worded

OF_THE_SYSTEM = (
    N_("No such file or directory"),
    N_("File exists"),
    N_("Permission denied"),
    N_("Operation not permitted"),
    N_("Disk quota exceeded"),
    N_("Bad file descriptor"),
    N_("Address already in use"),
    N_("Connection refused"),
    N_("Is a directory"),
    N_("Not a directory"),
    N_("File name too long"),
    N_("Read-only file system"),
    N_("No space left on device"),
    N_("Too many open files"),
    N_("Input/output error"),
    N_("file is not a database"),
    N_("database disk image is malformed"),
    N_("database or disk is full"),
    N_("unable to open database file"),
    N_("attempt to write a readonly database"),
    N_("disk I/O error"),
    N_("database is locked"),
)
"""What the system and SQLite say most often of a file."""


def cause(error: Exception) -> str:
    """Return what the system or a database says of an error, translated where it is known; the rest in its own words."""
    said = getattr(error, "strerror", None) or str(error)
    return _(said) if said else type(error).__name__


def plain(text: str) -> str:
    """Return text from the outside fit for a terminal line: a control character cannot forge a line, a direction mark cannot turn it."""
    if text.isprintable() and max(text, default="") < "\U000e0000":
        return text
    return "".join(c if c.isprintable() and c < "\U000e0000" else ascii(c)[1:-1] for c in text)


def minute(iso_time: str) -> str:
    """Return an ISO 8601 time as a person reads it, to the minute and in its own time zone: `2026-11-21 09:05`."""
    return iso_time[:16].replace("T", " ")


def suggest(word: str, known: Iterable[str]) -> str:
    """Return `, did you mean 'x'?` for the nearest known word, or nothing."""
    near = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return _(", did you mean {word!r}?", word=near[0]) if near else ""
