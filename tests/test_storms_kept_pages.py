"""A few kills of harvests and rereadings of a store with an archive; `python -m storms.kept_pages` has more of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from storms.kept_pages import kill_pages
from storms.tally import Tally
from tests.support.posix import SIGNALS


@SIGNALS
@pytest.mark.slow
def test_no_article_is_without_its_page_whatever_is_killed(tmp_path: Path) -> None:
    tally = Tally("kept pages")
    kill_pages(tmp_path, 3, 1, tally)
    assert tally.trials >= 3
    assert tally.faults == []
