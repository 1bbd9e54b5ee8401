"""A few kills of a real harvest; `python -m tests.crash_harvest` has more of them."""

from __future__ import annotations

from pathlib import Path

from tests.crash_harvest import crash
from tests.support.posix import SIGNALS


@SIGNALS
def test_a_killed_harvest_loses_nothing(tmp_path: Path) -> None:
    said: list[str] = []
    assert crash(tmp_path, 6, 1, said.append) == [], "\n".join(said)
