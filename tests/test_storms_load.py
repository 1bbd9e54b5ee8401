"""Some outlets for a few seconds; `python -m storms.load` has two hundred for minutes."""

from __future__ import annotations

import asyncio

import pytest

from storms.load import load


@pytest.mark.slow
def test_no_pause_is_shorter_where_the_sites_see_it() -> None:
    tally, lines = asyncio.run(load(20, 1.5, 0.1))
    assert tally.faults == [], lines
    assert set(tally.outcomes["plain"]) == {"kept"}
    assert tally.trials > 20
