"""A few outlets for a minute; `python -m storms.workers` has sixty, forty kills and three restarts of the database."""

from __future__ import annotations

import pytest

from storms.workers import storm
from tests.support.postgres import NO_POSTGRES, PROGRAMS


@pytest.mark.slow
@pytest.mark.skipif(not PROGRAMS, reason=NO_POSTGRES)
def test_workers_that_are_killed_lose_and_double_nothing() -> None:
    tally, lines = storm(outlets=6, workers=2, faults=2, restarts=1, delay=0.2, seed=2)
    assert tally.faults == [], lines
    assert tally.outcomes["a worker"].total() == 2
    assert tally.outcomes["the database"] == {"started anew": 1}
    assert tally.outcomes["an article"]["kept"] >= 6 * 8
