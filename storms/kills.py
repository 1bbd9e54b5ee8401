"""Kills and stops of every command that writes: before a change of the file system or of a store, or at any moment.

    python -m storms.kills [--seed 1] [--kills 10]

Each command runs in a project of its own on recorded pages, in a process that is killed before a change that the seed chooses, or after
some time. Then each file must be as it was or as it is to be, each store sound; the next command must find each case and outlet whole, and
the same command, run again, must leave what it leaves when nothing kills it: nothing lost, nothing beside. `storms.killed_harvest` kills
harvests of a played outlet, whose articles must all be there in the end. Signals stop commands that replace a file: the old one stays, or
the whole new one is there.
"""

from __future__ import annotations

import argparse
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from random import Random

from storms.killed_harvest import crash
from storms.tally import Tally
from storms.workshop import WORKS, Work, Workshop

STOPS = ("SIGINT", "SIGTERM", "SIGHUP", "SIGINT SIGINT", "SIGTERM SIGTERM", "SIGHUP SIGHUP", "SIGINT SIGINT SIGINT")
STOPPED = ("harvest -O csv", "harvest -O jsonl", "crawl -O", "export csv")


def start(workshop: Workshop, how: str, work: Work) -> subprocess.Popen[str]:
    """Start a work in the workshop, to be killed as `storms.killed` has it."""
    return subprocess.Popen(
        [sys.executable, "-m", "storms.killed", how, *work.arguments],
        cwd=workshop.folder,
        env=workshop.environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )


def finish(workshop: Workshop, how: str, work: Work) -> tuple[int, str]:
    """Run a work to its end or its kill; return its status and what it said."""
    process = start(workshop, how, work)
    _, said = process.communicate(work.answer, timeout=120)
    return process.returncode, said


class Unkilled:
    """What a work leaves when nothing kills it."""

    def __init__(self, workshop: Workshop, work: Work) -> None:
        workshop.reset()
        self.before = workshop.tree()
        began, counted = time.monotonic(), workshop.folder.parent / "changes"
        status, said = finish(workshop, f"count:{counted}", work)
        if status:
            raise RuntimeError(f"{work.name} ends with status {status} though nothing kills it: {said}")
        self.seconds = time.monotonic() - began
        self.changes = int(counted.read_text(encoding="utf-8"))
        self.after = workshop.tree()
        self.stores = workshop.stores()


def kill_work(workshop: Workshop, work: Work, random: Random, kills: int, tally: Tally) -> None:
    """Kill a work so many times, each time from the beginning, and count what came of it."""
    unkilled = Unkilled(workshop, work)
    points = [f"change:{change}" for change in random.sample(range(1, unkilled.changes + 1), min(kills, unkilled.changes))]
    moments = [f"second:{random.uniform(0.4, 1) * unkilled.seconds:.3f}" for _ in range(kills // 4)]
    for how in (*points, *moments):
        workshop.reset()
        status, _ = finish(workshop, how, work)
        found = [*look(workshop, work, unkilled), *again(workshop, work, unkilled)]
        outcome = "wrong" if found else "whole" if status in {-signal.SIGKILL, -signal.SIGALRM} else "whole, ended before"
        tally.note(work.name, outcome, f"{how}: {'; '.join(found)}" if found else "")


def look(workshop: Workshop, work: Work, unkilled: Unkilled) -> list[str]:
    """Return what is wrong right after a kill."""
    now = workshop.tree()
    wrong = [f"{file} is a part" for file in work.files if now.get(file) not in {unkilled.before.get(file), unkilled.after.get(file)}]
    return wrong + [f"{name} is not sound: {store[0]}" for name, store in workshop.stores().items() if store[0] != "ok"]


def again(workshop: Workshop, work: Work, unkilled: Unkilled) -> list[str]:
    """Return what is wrong once further commands have run."""
    wrong = []
    if work.groups:
        finish(workshop, "change:0", Work("check", ("fixture", "check")))
        now = workshop.tree()
        for group in work.groups:
            held = [
                {name: kept for name, kept in files.items() if name.startswith(group)} for files in (now, unkilled.before, unkilled.after)
            ]
            if held[0] not in held[1:]:
                wrong.append(f"{' and '.join(group)}: half of it is there")
    status, said = finish(workshop, "change:0", work)
    if "Traceback" in said:
        wrong.append(f"the next run ends with status {status}: {said.splitlines()[-1]}")
    if left := [name for name in workshop.tree() if ".part/" in name]:
        wrong.append(f"left behind: {left}")
    if work.repeats and (now := workshop.tree()) != unkilled.after:
        wrong.append(f"in the end other than it must be: {[name for name, kept in unkilled.after.items() if now.get(name) != kept]}")
    if (stores := workshop.stores()) != unkilled.stores:
        wrong.append(f"stores in the end: {stores}")
    return wrong


def stop_work(workshop: Workshop, work: Work, random: Random, stops: str, tally: Tally) -> None:
    """Stop a work by these signals, one after the other, at some moment, and count what came of it."""
    unkilled = Unkilled(workshop, work)
    [file] = work.files
    workshop.reset()
    process = start(workshop, "change:0", work)
    time.sleep(random.uniform(0.2, 1) * unkilled.seconds)
    began = time.monotonic()
    for name in stops.split():
        process.send_signal(signal.Signals[name])
        time.sleep(random.uniform(0, 0.2))
    _, said = process.communicate(timeout=120)
    seconds, now = time.monotonic() - began, workshop.tree().get(file)
    found = [] if now in {unkilled.before[file], unkilled.after[file]} else [f"{file} is a part"]
    if process.returncode == 0 and now != unkilled.after[file]:
        found.append(f"exit status 0, and {file} was not written")
    if seconds > max(3, unkilled.seconds):  # on a busy machine
        found.append(f"it ended after {seconds:.1f} s")
    if "Traceback" in said and "_run_command" in said:  # before that Python itself hears of it, as it imports
        found.append(f"a traceback: {said.splitlines()[-1]}")
    outcome = "wrong" if found else "the old file" if now == unkilled.before[file] else "the whole file"
    tally.note(f"{work.name}, {stops}", outcome, "; ".join(found))


def main() -> int:
    """Run from the command line; the exit status is 1 if anything is wrong."""
    parser = argparse.ArgumentParser(description="Kill and stop every command that writes, and see that nothing is lost.")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kills", type=int, default=10, help="of each command; of harvests of a played outlet three times as many")
    options = parser.parse_args()
    random, tally = Random(options.seed), Tally("kills")
    with tempfile.TemporaryDirectory() as folder:
        crash(Path(folder), 3 * options.kills, options.seed, tally)
        workshop = Workshop(Path(folder) / "workshop")
        for work in WORKS:
            kill_work(workshop, work, random, options.kills, tally)
        for work in (work for work in WORKS if work.name in STOPPED):
            for stops in STOPS:
                stop_work(workshop, work, random, stops, tally)
    print(*tally.lines(), sep="\n")
    return tally.exit_status


if __name__ == "__main__":
    sys.exit(main())
