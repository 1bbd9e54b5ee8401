"""Three commands with a broken standard stream; `python -m storms.streams` has every command with each."""

from __future__ import annotations

import pytest

from storms.streams import COMMANDS, run
from storms.workshop import Workshop
from tests.support.posix import SHELL

WORK = {work.name: work for work in COMMANDS}


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    return Workshop(tmp_path_factory.mktemp("streams") / "workshop")


@pytest.mark.slow
@SHELL
def test_a_harvest_without_standard_error_harvests(workshop: Workshop) -> None:
    left = run(workshop, WORK["harvest -O csv"], "2>&-")
    assert (left.status, left.out) == (0, b"")
    assert left.files["o.csv"].startswith(b"\xef\xbb\xbfid,outlet,")
    assert left.files["o.csv"].count(b"\r\n") == 1 + len(left.stores["harvest.db"][1])


@pytest.mark.slow
@SHELL
def test_a_check_without_standard_output_is_kept(workshop: Workshop) -> None:
    left = run(workshop, WORK["outlets --check"], ">&-")
    assert left.err.splitlines(keepends=True)[-1] == b"scrapy outlets: standard output could not be written: Bad file descriptor\n"
    assert left.status == 1
    assert left.stores["harvest.db"] == ("ok", [("gyeonggitv", 0), ("dgilbo", 0)])


@pytest.mark.slow
@SHELL
def test_a_crawl_that_nobody_reads_any_more_comes_to_its_end(workshop: Workshop) -> None:
    left = run(workshop, WORK["crawl -O -"], "> nobody")
    assert left.err.decode().splitlines()[0].startswith("gyeonggitv 경기티비종합뉴스: ")
    assert b"Traceback" not in left.err
    assert left.status == 0
