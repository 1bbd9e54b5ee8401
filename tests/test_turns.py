"""The pace of all processes of a machine together, and what a site sees of it."""

from __future__ import annotations

import logging
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace

import pytest

from newsharvest.download import turns
from newsharvest.download.turns import POLL, MachineTurn
from tests.support.outlet_server import Reply, Site, always
from tests.support.town import QUICK, SINCE, Town

HOST = "hannae.kr"


@contextmanager
def at(time: float) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(turns, "time", SimpleNamespace(monotonic=lambda: time))
        yield


def test_one_process_has_a_turn_and_the_next_waits_for_the_pause(tmp_path: Path) -> None:
    one, other = MachineTurn(HOST, tmp_path), MachineTurn(HOST, tmp_path)
    with at(100.0):
        assert one.take(1.5) == 0
        assert other.take(1.5) == POLL
    with at(102.0):
        other.give(0)  # what it has not is not given on
        assert other.take(1.5) == POLL
        one.give(0)
    with at(102.5):
        assert (one.take(1.5), other.take(1.5), other.take(3)) == (1.0, 1.0, 2.5)
    with at(103.5):
        assert other.take(1.5) == 0
        assert one.take(1.5) == POLL


def test_a_pause_that_the_site_asks_for_holds_for_all(tmp_path: Path) -> None:
    one, other = MachineTurn(HOST, tmp_path), MachineTurn(HOST, tmp_path)
    with at(100.0):
        assert one.take(1) == 0
        one.give(6)
    with at(101.0):
        assert (other.take(1), one.take(1)) == (5, 5)
        other.hold_off(9)  # its robots.txt, read since
        one.hold_off(2)
        assert (other.take(1), one.take(1)) == (9, 9)
    with at(110.0):
        assert other.take(1) == 0


def test_another_host_has_a_turn_of_its_own(tmp_path: Path) -> None:
    assert MachineTurn(HOST, tmp_path).take(9) == 0
    assert MachineTurn("saegoul.kr", tmp_path).take(9) == 0


def test_a_stamp_of_before_the_machine_was_started_is_none(tmp_path: Path) -> None:
    one = MachineTurn(HOST, tmp_path)
    with at(1e9):
        assert one.take(1) == 0
        one.give(0)
    with at(5.0):
        assert one.take(1) == 0


def test_a_kill_lets_go_of_the_turn_and_has_asked(tmp_path: Path) -> None:
    code = "import sys; from pathlib import Path; from newsharvest.download.turns import MachineTurn\n"
    code += "turn = MachineTurn(sys.argv[1], Path(sys.argv[2])); print(turn.take(1), flush=True); input()"
    command = [sys.executable, "-c", code, HOST, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "0.0\n"
        turn = MachineTurn(HOST, tmp_path)
        assert turn.take(0) == POLL
        process.kill()
    assert turn.take(0) == 0
    turn.give(0)
    assert 999 < turn.take(1000) <= 1000


def test_where_nothing_can_be_written_it_is_said_and_nothing_waits(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    turn = MachineTurn(HOST, tmp_path / "file" / "turns")
    assert (turn.take(9), turn.take(9)) == (0, 0)
    turn.give(0)
    [said] = [record.getMessage() for record in caplog.records if record.levelno == logging.WARNING]
    assert said.startswith("no pace is shared with other processes (")
    assert said.endswith("): ask no outlet with two at once")


# --- what a site sees


def gaps(site: Site) -> list[float]:
    return [after - before for (before, _), (after, _) in pairwise(sorted(site.asked))]


@pytest.mark.slow
def test_a_crawl_beside_a_harvest_keeps_the_pace_with_it(town: Town) -> None:
    town.site.add(*range(1001, 1008))
    asked = ("gyeonggitv", *QUICK, "-s", "DOWNLOAD_DELAY=0.1")
    harvest = town.start("harvest", *asked, "--since", SINCE)
    crawl = town.start("crawl", *asked, "-a", "pages=1")
    said = [process.communicate(timeout=40)[1] for process in (harvest, crawl)]
    assert (harvest.returncode, crawl.returncode) == (0, 0), said
    articles = [url for url in town.site.urls() if "wr_id" in url]
    assert len(articles) == 2 * len(set(articles)) == 14
    assert min(gaps(town.site)) >= 0.1


def test_www_and_the_robots_txt_behind_a_redirect_keep_the_pace_too(town: Town) -> None:
    town.site.add(1001)
    bare = "http://gyeonggitv.com/"
    moved = Reply(status=301, headers={"Location": "http://www.gyeonggitv.com/bbs/board.php?bo_table=news"})
    town.site.wrong[f"{bare}bbs/board.php?bo_table=news"] = always(moved)
    town.run("crawl", "gyeonggitv", *QUICK, "-s", "DOWNLOAD_DELAY=0.1", "-a", "pages=1")
    urls = town.site.urls()
    assert urls[:4] == [f"{bare}robots.txt", f"{bare}bbs/board.php?bo_table=news", "http://www.gyeonggitv.com/robots.txt",
                        "http://www.gyeonggitv.com/bbs/board.php?bo_table=news"]  # fmt: skip
    assert min(gaps(town.site)) >= 0.1
