"""The short form of the storm of damaged stores."""

from __future__ import annotations

from storms.stores import storm


def test_no_damaged_store_ends_a_command_in_a_traceback_or_loses_an_article_without_a_word() -> None:
    tally = storm(seed=7, times=1, harvests=0)
    assert tally.faults == []
    assert tally.trials == 11
    assert tally.outcomes["with its log"] == {"nothing to see": 1}
