"""A few kills of a real harvest and of what else writes; `python -m storms.kills` has more of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from storms.killed_harvest import crash
from storms.tally import Tally
from tests.support.posix import SIGNALS


@SIGNALS
@pytest.mark.slow
def test_a_killed_harvest_loses_nothing(tmp_path: Path) -> None:
    tally = Tally("kills")
    crash(tmp_path, 1, 1, tally)
    assert tally.trials == 1
    assert tally.faults == []
