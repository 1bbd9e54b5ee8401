"""What is being written stands beside its target until it is whole, in a folder `.<name>.<letters>.part`, which is swept after a kill."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from glob import escape
from pathlib import Path

from filelock import FileLock, Timeout

from newsharvest.language import _
from newsharvest.terminal import say

LOCK = ".lock"
MOVES = ".moves.json"
"""The moves in hand, as a list of pairs of paths."""


@contextmanager
def part_beside(target: Path) -> Iterator[Path]:
    """Give a new folder beside `target`, which may itself not be there; at the end it is removed with what is left in it.

    It is locked as long as its writer lives. OSError if it cannot be made.
    """
    place = target.resolve()
    sweep(place)
    try:
        part = Path(tempfile.mkdtemp(dir=place.parent, prefix=f".{place.name}.", suffix=".part"))
    except OSError as error:
        error.filename = str(target)  # what a person knows
        raise
    try:
        with FileLock(part / LOCK):
            yield part
    finally:
        if not (part / MOVES).exists():  # else they could not be taken back: whoever sweeps tries again
            shutil.rmtree(part, ignore_errors=True)


def sweep(target: Path) -> None:
    """Remove what writers of `target` that no longer live left beside it. Moves that a kill broke off are taken back, and that is said."""
    place = target.resolve()
    for left in sorted(place.parent.glob(f".{escape(place.name)}.????????.part")):
        try:
            if not left.is_dir():
                left.unlink()
                continue
            with FileLock(left / LOCK, timeout=0):
                for back in take_back(left):
                    say(_("{path} is as it was: a command that was to change it was killed", path=back))
            shutil.rmtree(left)
        except (Timeout, OSError):
            continue  # its writer lives, or it is somebody else's


def move_all(part: Path, *moves: tuple[Path, Path]) -> None:
    """Move each first path to the second, in this order: all, or none. OSError if one cannot be moved.

    After a kill that is so when `part` is swept: it holds the list of moves.
    """
    try:
        write_through(part / MOVES, json.dumps([[str(path.absolute()) for path in move] for move in moves]).encode())
        for source, target in moves:
            source.rename(target)
    except BaseException:  # Ctrl-C among them
        take_back(part)
        (part / MOVES).unlink(missing_ok=True)
        raise
    (part / MOVES).unlink()


def take_back(part: Path) -> list[Path]:
    """Take moves back that did not come to their end; return the places outside of `part` that are as before. OSError if it cannot be."""
    try:
        moves = [(Path(source), Path(target)) for source, target in json.loads((part / MOVES).read_text(encoding="utf-8"))]
    except (FileNotFoundError, ValueError):
        return []  # none had begun
    last, place = moves[-1]
    if place.exists() and not last.exists():
        return []
    back: dict[Path, None] = {}
    for source, target in reversed(moves):
        if target.exists() and not source.exists():
            target.rename(source)
            back[target if source.parent == part else source] = None
    return list(back)


def write_through(file: Path, content: bytes) -> None:
    """Write a file, with its bytes on the disk. OSError if that cannot be done."""
    with file.open("wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
