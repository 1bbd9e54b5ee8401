"""A file that is asked for, and what is in its way: another program, a network that is not there; where what came is then."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from newsharvest.feeds.formats import write_items
from newsharvest.feeds.whole import NotReplacedError, WholeFile
from newsharvest.store import Store
from tests.support.articles import NIGHT, article
from tests.support.command_line import quick, refused, scrapy
from tests.support.outlet_server import Reply
from tests.support.project import FIXTURES
from tests.support.town import QUICK, SINCE, Town

REPLAY = f"REPLAY={FIXTURES}"
BUSY = "is it open in another program?"


@pytest.fixture
def busy(tmp_path: Path) -> Iterator[Path]:
    """A file that another program has, so that nobody may write to it: a program that runs."""
    program = shutil.which("sleep")
    if sys.platform != "linux" or not program:
        pytest.skip("Linux alone lets nobody write to a program that runs")
    file = tmp_path / "today.csv"
    shutil.copy(program, file)
    with subprocess.Popen([file, "60"]) as running:
        yield file
        running.kill()


def test_a_file_that_another_program_has_is_refused_before_anything_is_done(busy: Path, tmp_path: Path) -> None:
    with Store(tmp_path / "h.db") as store:
        store.keep(article(1), store.begin_run("gaon", NIGHT), NIGHT)
    before, there = busy.read_bytes(), sorted(tmp_path.iterdir())
    for command in (("export",), ("harvest", "-s", REPLAY), ("crawl", "joongdo", "-s", REPLAY)):
        said = refused(*command, "-O", str(busy), "-s", f"STORE={tmp_path / 'h.db'}")
        assert said == f"scrapy {command[0]}: {busy} cannot be written: Text file busy: {BUSY}"
    assert busy.read_bytes() == before
    assert sorted(tmp_path.iterdir()) == there


def test_looking_whether_a_file_can_be_written_changes_nothing_of_it(tmp_path: Path) -> None:
    file = tmp_path / "today.csv"
    file.write_bytes(b"yesterday's")
    before = file.stat().st_mtime_ns
    assert refused("export", "-O", str(file), "-s", f"STORE={tmp_path / 'none.db'}").endswith(" or name another with -s STORE=FILE")
    assert (file.read_bytes(), file.stat().st_mtime_ns) == (b"yesterday's", before)


def written_over(target: Path, *, append: bool = False) -> str:
    """Write a file whose target has become something that cannot be replaced meanwhile; return what is said."""
    with WholeFile(target, append=append) as whole:
        whole.file.write(b"new\n")
        shutil.rmtree(target, ignore_errors=True)
        target.unlink(missing_ok=True)
        target.mkdir()
        with pytest.raises(NotReplacedError) as raised:
            whole.take_place()
    return str(raised.value.strerror)


@pytest.mark.parametrize("append", [False, True])
def test_what_cannot_take_its_place_is_kept_beside_it(append: bool, tmp_path: Path) -> None:
    """The next time it takes the place of what was kept before; where it cannot, it has a number."""
    target = tmp_path / "today.csv"
    for _ in range(2):
        assert written_over(target, append=append) == f"Is a directory: {BUSY} What came is in today.new.csv beside it"
        assert (tmp_path / "today.new.csv").read_bytes() == b"new\n"
    (tmp_path / "today.new.csv").unlink()
    (tmp_path / "today.new.csv").mkdir()
    assert written_over(target).endswith(" What came is in today.new-2.csv beside it")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["today.csv", "today.new-2.csv", "today.new.csv"]


def in_the_way(file: Path) -> Callable[[int], Reply | None]:
    """Put something that cannot be replaced where a file is, when a site is asked, and answer as ever."""

    def do(count: int) -> None:
        file.unlink(missing_ok=True)
        file.mkdir(exist_ok=True)

    return do


@pytest.mark.parametrize("command", ["harvest", "crawl"])
def test_a_run_whose_file_cannot_take_its_place_keeps_what_came(command: str, town: Town) -> None:
    town.site.add(1, 2, 3)
    feed = town.folder / "today.csv"
    feed.write_text("yesterday's")
    town.site.wrong["wr_id=2"] = in_the_way(feed)
    period = ("--since", SINCE) if command == "harvest" else ("-a", f"since={SINCE}")
    ran = town.run(command, "gyeonggitv", *period, *QUICK, "-O", str(feed))
    assert f"{feed} could not be written: Is a directory: {BUSY} What came is in today.new.csv beside it\n" in ran.err
    assert "Traceback" not in ran.err
    assert "scrapy export writes it again" not in ran.err
    assert ran.status == 1
    assert (town.folder / "today.new.csv").read_bytes().count(b"\r\n") == 1 + 3
    assert not list(town.folder.glob(".*"))


def test_an_export_whose_file_cannot_take_its_place_keeps_what_came(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Store(tmp_path / "h.db") as store:
        store.keep(article(1), store.begin_run("gaon", NIGHT), NIGHT)
    feed = tmp_path / "a.jsonl"

    def meanwhile(*given: Any) -> int:
        feed.mkdir()
        return write_items(*given)

    monkeypatch.setattr("newsharvest.commands.export.write_items", meanwhile)
    ran = quick("export", "-O", str(feed), "-s", f"STORE={tmp_path / 'h.db'}")
    said = f"scrapy export: {feed} could not be written: Is a directory: {BUSY} What came is in a.new.jsonl beside it\n"
    assert (ran.status, ran.out, ran.err) == (1, "", said)
    assert (tmp_path / "a.new.jsonl").read_text(encoding="utf-8").startswith('{"id": "gaon:1", ')
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.jsonl", "a.new.jsonl", "h.db"]


def test_a_drive_of_windows_is_a_place_for_a_file(tmp_path: Path) -> None:
    """And no scheme of an address: what is wrong with it is seen before the crawl."""
    (tmp_path / "C:" / "folder.csv").mkdir(parents=True)
    said = refused("crawl", "joongdo", "-s", REPLAY, "-O", "C:/folder.csv", cwd=tmp_path)
    assert said == "scrapy crawl: C:/folder.csv is a folder: name a file in it"


def test_a_crawl_that_writes_no_file_says_so() -> None:
    ran = scrapy("crawl", "중도일보", "-s", REPLAY)
    assert ran.err == (
        "joongdo 중도일보: 1 article from 2 list pages\n"
        "  the articles were not written: add -O NAME.csv, or NAME.jsonl; scrapy harvest keeps them in the store\n"
        "  result: ok (exit status 0)\n"
    )
    assert (ran.status, ran.out) == (0, "")


# --- no network


NOBODY = ("-s", "TWISTED_DNS_RESOLVER=tests.support.resolver.PlayedResolver", "-s", "RETRY_TIMES=0")
"""A name server that knows no name."""


def test_a_machine_without_a_network_says_so_once_and_the_old_file_stays(town: Town) -> None:
    feed = town.folder / "today.csv"
    feed.write_text("yesterday's")
    town.environment = {"http_proxy": "", "PLAYED_HOSTS": ""}
    ran = town.harvest(*NOBODY, "-O", str(feed), outlets=("gyeonggitv", "dgilbo", "joongdo"))
    assert [line for line in ran.err.splitlines() if "dns" not in line][-2:] == [
        "no site could be reached: this machine seems to be offline",
        f"{feed} was left as it was",
    ]
    assert "http://" not in ran.err
    assert [town.row(ran, name)[-1:] for name in ("gyeonggitv", "dgilbo", "joongdo")] == [["0"]] * 3
    assert ran.status == 1
    assert feed.read_text() == "yesterday's"


def test_one_outlet_that_cannot_be_reached_is_told_with_its_address(town: Town) -> None:
    town.environment = {"http_proxy": "", "PLAYED_HOSTS": ""}
    ran = town.harvest(*NOBODY, "-O", str(town.folder / "today.csv"))
    assert "not kept, dns: the site's name was not found\n      gyeonggitv  http://gyeonggitv.com/" in ran.err
    assert "offline" not in ran.err
    assert ran.err.endswith(f"{town.folder / 'today.csv'} was left as it was\n")
    assert not (town.folder / "today.csv").exists()


def test_a_file_is_written_if_one_outlet_could_be_reached(town: Town) -> None:
    """Also if it had nothing new: the file is then that of a quiet night."""
    town.site.add(1)
    assert town.harvest().status == 0
    town.other.wrong["/"] = lambda count: Reply(b"", status=503)
    feed = town.folder / "today.csv"
    feed.write_text("yesterday's")
    ran = town.harvest("-O", str(feed), "-s", "RETRY_TIMES=0", outlets=("gyeonggitv", "dgilbo"))
    assert ran.err.endswith(f"written: {feed} (0 articles)\n")
    assert ran.status == 1
    assert feed.read_bytes().count(b"\r\n") == 1
