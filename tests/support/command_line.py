"""The real command line, in a process of its own."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.support.project import ROOT


@dataclass
class Ran:
    """What a command left behind."""

    status: int
    out: str
    err: str

    @property
    def last(self) -> str:
        return self.err.rstrip().rpartition("\n")[2]


def scrapy(*arguments: str, cwd: Path = ROOT, answer: str = "") -> Ran:
    """Run the real command line in a process of its own; `answer` is what its user types."""
    command = [sys.executable, "-m", "scrapy", *arguments]
    done = subprocess.run(command, cwd=cwd, input=answer, capture_output=True, text=True, encoding="utf-8", timeout=120, check=False)
    return Ran(done.returncode, done.stdout, done.stderr)
