"""A clock that ran ahead for a night: what was noted under it is no reason to wait, and nothing is lost when it is right again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from newsharvest import press
from newsharvest.run.harvest import HarvestPlan
from newsharvest.store import Store
from tests.support.articles import article
from tests.support.crawls import crawl
from tests.support.outlet_server import Reply, always
from tests.test_verdict import Paper

FOUR_YEARS = timedelta(days=1461)


@pytest.fixture
def paper(tmp_path: Path) -> Iterator[Paper]:
    with Store(":memory:") as store:
        yield Paper(tmp_path, store)


def ahead(monkeypatch: pytest.MonkeyPatch) -> None:
    """Set the clock four years ahead, until the monkeypatch is undone."""
    right = press.now
    monkeypatch.setattr(press, "now", lambda: right() + FOUR_YEARS)


def test_what_failed_while_the_clock_was_ahead_is_asked_for_again(paper: Paper, monkeypatch: pytest.MonkeyPatch) -> None:
    paper.site.add(*range(1, 9))
    paper.site.wrong["wr_id=5"] = always(Reply(status=500))
    ahead(monkeypatch)
    for _ in range(2):
        assert paper.harvest(RETRY_ENABLED=False).report.exit_status == 1
    [failed] = paper.store.failures()
    assert datetime.fromisoformat(failed.last_at) > press.now() - timedelta(days=1)
    monkeypatch.undo()
    paper.site.wrong.clear()
    assert paper.harvest().report.exit_status == 0
    assert paper.kept == set(range(1, 9))
    assert paper.store.failures() == []


def test_a_first_harvest_with_the_clock_ahead_does_not_hide_what_came_before(paper: Paper, monkeypatch: pytest.MonkeyPatch) -> None:
    paper.site.add(*range(1, 26), day=f"{press.now() - timedelta(days=2):%Y-%m-%d} 09:00")

    def harvest() -> int:
        paper.night += 1
        plan = HarvestPlan(paper.store, "gyeonggitv", press.now(), since=None, first_days=7, refresh_days=0, retry_limit=7)
        arguments: dict[str, Any] = {"plan": plan}
        return crawl("gyeonggitv", paper.replay(), paper.settings(), **arguments).report.exit_status

    ahead(monkeypatch)
    assert harvest() == 0
    assert paper.kept == set()
    monkeypatch.undo()
    assert harvest() == 0
    assert paper.kept == set(range(1, 26))


def test_an_article_that_was_first_seen_in_the_future_does_not_hide_a_silence() -> None:
    today = datetime.fromisoformat("2026-11-28T03:00:00+09:00")
    with Store(":memory:") as store:
        run = store.begin_run("gaon", press.iso(today))
        store.keep(article(1), run, press.iso(today - timedelta(days=9)))
        store.keep(article(2), run, press.iso(today + FOUR_YEARS))
        assert store.last_new("gaon", today) == today - timedelta(days=9)
        assert store.last_new("gaon", today + FOUR_YEARS) == today + FOUR_YEARS
