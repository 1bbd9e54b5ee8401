"""Every command of ours with each of its standard streams closed, full, or read by nobody, and in the locale C.

    python -m storms.streams [--seed 1] [--share 1.0]

A command that has lost a stream says no traceback, does its work all the same (a harvest without standard error harvests), and its exit
status is 1 if what it printed could not be. A reader that has had enough (`| head`) is no failure. `--share`: of the trials, drawn by the
seed.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from random import Random
from typing import Any

from storms.tally import Tally
from storms.workshop import CASES, REPLAY, WORKS, Work, Workshop
from tests.support.project import FIXTURES

OLD = ("-s", "STORE=old.db")
PAGE = str(FIXTURES / "idomin" / CASES[0] / "page.html")
COMMANDS = (
    *(work for work in WORKS if work.name not in {"index rebuilt", "harvest -O jsonl"}),
    Work("crawl -O -", ("crawl", "gyeonggitv", "-O", "-:jsonl", "-s", REPLAY)),
    Work("export", ("export", *OLD)),
    Work("export --stories", ("export", "--stories", *OLD)),
    Work("failures", ("failures", *OLD)),
    Work("outlets", ("outlets", *OLD)),
    Work("why", ("why", "joongdo:20200213010005265", *OLD)),
    Work("read", ("read", PAGE)),
    Work("fixture check", ("fixture", "check")),
)
CLOSED = {"> nobody": 1, "2> nobody": 2}
"""Streams into a pipe whose reader is gone."""
STREAMS = (">&-", "2>&-", "<&-", ">&- 2>&- <&-", "> /dev/full", "2> /dev/full", *CLOSED, "LC_ALL=C")
BROKEN = (">&-", ">&- 2>&- <&-", "> /dev/full")
"""Where what is printed on standard output is lost."""


@dataclass(frozen=True)
class Left:
    """What a command leaves."""

    status: int
    out: bytes
    err: bytes
    files: dict[str, bytes]
    stores: dict[str, tuple[str, list[Any]]]


def run(workshop: Workshop, work: Work, stream: str = "") -> Left:
    """Run a command with that stream broken."""
    workshop.reset()
    shell = "" if stream in CLOSED or stream.startswith("LC_ALL") else stream
    environment = dict(workshop.environment)
    if stream.startswith("LC_ALL"):
        environment |= {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    reader, writer = os.pipe()
    os.close(reader)
    try:
        done = subprocess.run(
            ["/bin/sh", "-c", f'exec "$@" {shell}', "sh", sys.executable, "-m", "scrapy", *work.arguments],
            cwd=workshop.folder,
            env=environment,
            input=work.answer.encode(),
            stdout=writer if CLOSED.get(stream) == 1 else subprocess.PIPE,
            stderr=writer if CLOSED.get(stream) == 2 else subprocess.PIPE,
            timeout=120,
            check=False,
        )
    finally:
        os.close(writer)
    return Left(done.returncode, done.stdout or b"", done.stderr or b"", workshop.tree(), workshop.stores())


def faults(work: Work, stream: str, plain: Left, left: Left) -> list[str]:
    """Return what is wrong with what a command with a broken stream leaves, beside what it leaves without."""
    wrong = [f"{word}: {(left.out + left.err).decode(errors='replace')[-300:]}" for word in ("Traceback", "Exception ignored")
             if word.encode() in left.out + left.err]  # fmt: skip
    asks = work.answer and ("<" in stream or (stream in BROKEN and plain.out))  # nobody answers, or nobody has seen what is asked
    if not asks and (left.files, left.stores) != (plain.files, plain.stores):
        wrong.append(f"other files: {[name for name, kept in plain.files.items() if left.files.get(name) != kept]}")
    lost = bool(stream in BROKEN and plain.out)
    if left.status != (1 if lost or asks else plain.status):
        wrong.append(f"exit status {left.status}")
    if lost and "2>" not in stream and b"standard output could not be written" not in left.err:
        wrong.append(f"said nothing of it: {left.err.decode(errors='replace')!r}")
    if stream in {"2>&-", "2> /dev/full", "<&-", "2> nobody"} and not asks and left.out != plain.out:
        wrong.append("printed otherwise")
    return wrong


def storm(folder: Path, seed: int, share: float, tally: Tally) -> None:
    """Run that share of the trials, and count what came of them."""
    random, workshop = Random(seed), Workshop(folder)
    trials = [trial for trial in product(COMMANDS, STREAMS) if random.random() < share]
    plain = {work.name: run(workshop, work) for work in dict.fromkeys(work for work, _ in trials)}
    for work, stream in trials:
        left = run(workshop, work, stream)
        found = faults(work, stream, plain[work.name], left)
        tally.note(stream, "wrong" if found else f"status {left.status}", f"{work.name}: {'; '.join(found)}" if found else "")


def main() -> int:
    """Run from the command line; the exit status is 1 if anything is wrong."""
    parser = argparse.ArgumentParser(description="Run every command with broken standard streams.")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--share", type=float, default=1.0)
    options = parser.parse_args()
    tally = Tally("streams")
    with tempfile.TemporaryDirectory() as folder:
        storm(Path(folder) / "workshop", options.seed, options.share, tally)
    print(*tally.lines(), sep="\n")
    return tally.exit_status


if __name__ == "__main__":
    sys.exit(main())
