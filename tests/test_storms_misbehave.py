"""Servers that misbehave: one harvest of `storms/misbehave.py`."""

from __future__ import annotations

import pytest

from storms.kinds import Kind, Place, kinds
from storms.misbehave import storm

EVERY = 127
"""Of so many kinds one is played."""


def quick_kinds() -> list[Kind]:
    return [kind for kind in kinds() if not kind.slow]


def test_there_are_many_kinds() -> None:
    names = [str(kind) for kind in kinds()]
    assert len(set(names)) == len(names) > 900
    assert {kind.place for kind in kinds()} == set(Place)


@pytest.mark.slow
def test_a_harvest_survives_some_of_each_and_nothing_is_lost_or_let_in() -> None:
    some = quick_kinds()[5::EVERY]
    tally = storm(1, some, healed=1)
    assert tally.faults == []
    assert len(tally.outcomes) == len(some) > 6
