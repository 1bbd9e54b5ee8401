"""Pages that cost more with each kilobyte: kinds of the storm in small. What is superlinear takes seconds of 30 KB, all else hundredths."""

from __future__ import annotations

import pytest

from storms import pages

KINDS = (
    "attributes", "unclosed_div", "figures_unclosed_captions", "ad_figures_images", "pictures_nested", "fonts_many", "short_b_br",
    "json_ld_lists", "pager_digits", "rows_links_levels",
)  # fmt: skip


def test_no_small_page_takes_long() -> None:
    tally, slowest = pages.storm(1, ["idomin"], KINDS, [30_000])
    assert tally.faults == [], slowest
    assert tally.trials > len(KINDS)
    assert tally.outcomes["body attributes"]["too_complex"] == 1


@pytest.mark.parametrize("kind", ["br", "many_p"])
def test_what_is_only_long_is_read(kind: str) -> None:
    tally, _ = pages.storm(1, ["idomin"], [kind], [30_000])
    assert tally.outcomes == {f"{place} {kind}": {"article": 1} for place in ("body", "before")} | {
        f"{place} {kind}": {"list": 1} for place in ("rows", "row") if kind in pages.IN_LIST
    }
