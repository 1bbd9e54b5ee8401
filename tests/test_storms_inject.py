"""The short form of the storm of injections."""

from __future__ import annotations

from storms.inject import PAYLOADS, storm


def test_hostile_text_comes_out_of_no_field_masthead_or_section_as_anything_but_text() -> None:
    assert len(PAYLOADS) >= 40
    tally = storm(["C1 controls", "a full-width formula"], ["joongdo"])
    assert tally.faults == []
    assert set(tally.outcomes["C1 controls"]) >= {"shown in title", "shown in section", "shown in image", "shown in caption", "adopted"}
