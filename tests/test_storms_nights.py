"""One bad night: one town of `storms/nights.py`."""

from __future__ import annotations

import pytest

from storms.nights import Shape, cases, storm

NIGHT = Shape(0, 6, 1)
ANSWERS = (
    "the outlet's notice of a deleted article",
    "302 to the latest article",
    "another article's page",
    "one maintenance text under one title",
)


def test_there_are_many_cases() -> None:
    assert len(set(cases())) == len(cases()) > 400


@pytest.mark.slow
def test_a_bad_night_costs_nothing() -> None:
    tally = storm(1, [(name, NIGHT) for name in ANSWERS], normal=False)
    assert tally.faults == []
    assert tally.trials == len(ANSWERS)
