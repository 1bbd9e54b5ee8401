"""Every kind of certificate, once: the storm is short as it is."""

from __future__ import annotations

import pytest

from storms.certificates import KINDS, storm


@pytest.mark.slow
def test_none_but_the_outlets_own_certificate_lets_a_harvest_in() -> None:
    tally = storm()
    assert tally.faults == []
    assert {kind: dict(count) for kind, count in tally.outcomes.items()} == {
        kind.name: {"accepted" if kind.says is None else "refused": 1} for kind in KINDS
    }
