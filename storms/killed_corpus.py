"""Kills of `export --dataset` at any moment: the folder is not there, or it is whole; and the next run leaves nothing lying about.

    python -m storms.killed_corpus [--seed 1] [--kills 30]

A corpus of a few hundred articles over some months is written and killed before a change of the file system that the seed chooses, or
after some time. After each kill the folder must not be there, or hold what its manifest says, file by file, as one that nobody killed.
Then the command runs again to its end: the folder is whole, and beside it stands what stood there before.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from random import Random

from newsharvest.store import Store
from storms.kept_pages import KILLED, traceback_of
from storms.tally import Tally
from tests.support.articles import NIGHT, story_article
from tests.support.project import ROOT

ARTICLES = 300
TEXT = "연천군은 {number}번째 현장행정을 {day}일 마쳤다고 밝혔다. 주민 {number}명이 함께했다."


class Corpus:
    """A store, and the folder that it is written to."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "corpora"
        self.folder.mkdir()
        self.target = self.folder / "corpus"
        self.store = folder / "harvest.db"
        with Store(self.store) as store:
            run = store.begin_run("joongdo", NIGHT)
            for number in range(1, ARTICLES + 1):
                day = f"2026-{1 + number % 8:02}-{1 + number % 28:02}" if number % 40 else None
                store.keep(story_article(f"joongdo:{number}", TEXT.format(number=number, day=number % 28), day=day), run, NIGHT)
            store.settle_stories()

    def export(self, how: str = "change:0") -> tuple[int, str]:
        """Write it to its end or its kill, as `storms.killed` has it; return the status and what was said."""
        process = subprocess.run(
            [sys.executable, "-m", "storms.killed", how, "export", "--dataset", str(self.target), "-s", f"STORE={self.store}"],
            cwd=ROOT, env={**os.environ, "LANGUAGE": "en"}, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
            text=True, encoding="utf-8", timeout=300, check=False,
        )  # fmt: skip
        return process.returncode, process.stderr

    def files(self) -> Mapping[str, bytes]:
        """Return what the folder holds; nothing of one that is not there."""
        found = sorted(file for file in self.target.rglob("*") if not file.is_dir())
        return {file.relative_to(self.target).as_posix(): file.read_bytes() for file in found}

    def look(self, whole: Mapping[str, bytes]) -> list[str]:
        """Return what is wrong with the folder, if it is there at all."""
        return [*untrue(self.files()), *(["it is another than one that nobody killed"] if self.files() != whole else [])]

    def beside(self) -> list[str]:
        """Name what stands beside the folder."""
        return [file.name for file in self.folder.iterdir() if file != self.target]


def untrue(files: Mapping[str, bytes]) -> list[str]:
    """Return of which files the manifest says something else."""
    try:
        parts = json.loads(files["manifest.json"])["parts"]
        told = {part["file"]: (part["bytes"], part["sha256"]) for part in parts}
    except (KeyError, ValueError) as error:
        return [f"there is no manifest that can be read: {error!r}"]
    there = {name: (len(data), sha256(data).hexdigest()) for name, data in files.items() if name.startswith("data/")}
    return [f"{name} is not as its manifest says" for name in sorted(told.keys() | there.keys()) if told.get(name) != there.get(name)]


def kill_corpus(folder: Path, kills: int, seed: int, tally: Tally) -> None:
    """Kill so many exports, and count what came of it."""
    random, corpus = Random(seed), Corpus(folder)
    began = time.monotonic()
    corpus.export(f"count:{folder / 'changes'}")
    seconds, changes = time.monotonic() - began, int((folder / "changes").read_text(encoding="utf-8"))
    whole = corpus.files()
    if wrong := untrue(whole):
        tally.note("unkilled", "wrong", "; ".join(wrong))
        return
    fallen = 0
    for kill in range(4 * kills):
        shutil.rmtree(corpus.target)
        by_change = random.random() < 0.8
        how = f"change:{random.randint(1, changes)}" if by_change else f"second:{random.uniform(0.4, 0.95) * seconds:.3f}"
        status, said = corpus.export(how)
        there = os.path.lexists(corpus.target)
        found = [*(corpus.look(whole) if there else []), *traceback_of(said, status)]
        status_again, said = corpus.export()
        if status_again != (2 if there else 0):  # a folder that is there is written over by nobody
            found.append(f"the next run ended with {status_again}: {said}")
        found += [*corpus.look(whole), *(f"{name} was left" for name in corpus.beside())]
        fallen += status in KILLED
        ended = f"{'whole' if there else 'not there'}{'' if status in KILLED else ', ended before'}"
        tally.note("a corpus", "wrong" if found else ended, f"kill {kill + 1}, {how}: {'; '.join(found)}" if found else "")
        if fallen >= kills:
            break


def main() -> int:
    """Run from the command line; the exit status is 1 if anything is wrong."""
    parser = argparse.ArgumentParser(description="Kill exports of a corpus, and see that its folder is never half a one.")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kills", type=int, default=30)
    options = parser.parse_args()
    tally = Tally("corpora")
    with tempfile.TemporaryDirectory() as folder:
        kill_corpus(Path(folder), options.kills, options.seed, tally)
    print(*tally.lines(), sep="\n")
    return tally.exit_status


if __name__ == "__main__":
    sys.exit(main())
