"""The real command line: what is mistyped is refused in one line with exit status 2, before any request."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from newsharvest.command_line import hearing_stops
from tests.support.command_line import quick, refused, scrapy
from tests.support.posix import DEVICES, SIGNALS
from tests.support.project import FIXTURES, ROOT, outlets

REPLAY = f"REPLAY={FIXTURES}"
KNOWN = ", ".join(sorted(outlets()))
NO_TIME = 'is not a day or time: write {0}=2026-11-21 or "{0}=어제 18:00"'
UNREACHABLE = ("-s", "DOWNLOAD_TIMEOUT=1")  # no test may reach the network even where a refusal is missing


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["jongdo", "-s", REPLAY], f"unknown outlet 'jongdo', did you mean 'joongdo'? (known: {KNOWN})"),
        (["-s", REPLAY], f"name one outlet of: {KNOWN}"),
        (["joongdo", "dgilbo", "-s", REPLAY], "crawl takes one outlet: scrapy harvest joongdo dgilbo takes several"),
        (["joongdo", "--replay", "-s", REPLAY], "unknown option '--replay'"),
        (
            ["joongdo", "-s", REPLAY, "-a", "sinse=2026-11-01"],
            "unknown argument 'sinse', did you mean 'since'? (known: since, until, section, pages, url)",
        ),
        (["joongdo", "-s", REPLAY, "-a", "since"], "Invalid -a value, use -a NAME=VALUE"),
        (["joongdo", "-s", REPLAY, "-a", "since=1.11.2026"], f"since='1.11.2026' {NO_TIME.format('since')}"),
        (["joongdo", "-s", REPLAY, "-a", "until=2026-02-30"], f"until='2026-02-30' {NO_TIME.format('until')}"),
        (
            ["joongdo", "-s", REPLAY, "-a", "since=2026-11-02", "-a", "until=2026-11-01"],
            "since=2026-11-02 is after until=2026-11-01",
        ),
        (["joongdo", "-s", REPLAY, "-a", "pages=0"], "pages='0' is not a number of list pages: write pages=5"),
        (["joongdo", "-s", REPLAY, "-a", "pages=two"], "pages='two' is not a number of list pages: write pages=5"),
        (
            ["dgilbo", "-s", REPLAY, "-a", "section=사회"],
            "dgilbo has no section '사회' (no section names are known yet; the site's own code is taken too)",
        ),
        (
            ["joongdo", "-s", REPLAY, "-a", "url=http://dgilbo.dgn.kr/bbs/board.php?bo_table=news&wr_id=67014"],
            "url='http://dgilbo.dgn.kr/bbs/board.php?bo_table=news&wr_id=67014' is not the address of an article of joongdo 중도일보"
            " (www.joongdo.co.kr)",
        ),
        (
            ["joongdo", "-s", REPLAY, "-a", "pages=2", "-a", "url=http://www.joongdo.co.kr/web/view.php?key=20200213010005265"],
            "url=… asks for one article and goes alone, without since, until, section or pages",
        ),
        (["joongdo", "-s", f"REPALY={FIXTURES}"], "unknown setting 'REPALY', did you mean 'REPLAY'?"),
        (["joongdo", "-s", REPLAY, "-s", "DOWNLOAD_DELAY=slow"], "DOWNLOAD_DELAY='slow' is no value for this setting: its default is 1.0"),
        (["joongdo", "-s", REPLAY, "-s", "CONTACT"], "a setting is written -s NAME=VALUE"),
        (["joongdo", "-s", REPLAY, "-L", "LOUD"], "unknown log level 'LOUD' (known: DEBUG, INFO, WARNING, ERROR, CRITICAL)"),
        (["joongdo", "-s", "REPLAY="], "REPLAY= is empty: name a folder of fixtures, or leave REPLAY out to fetch from the network"),
        (["joongdo", "-s", "REPLAY=no/such/folder"], "REPLAY=no/such/folder is not a folder"),
        (
            ["joongdo", "-s", "TWISTED_REACTOR_ENABLED=False"],
            "names are looked up past the address guard without Twisted's reactor: leave TWISTED_REACTOR_ENABLED as it is",
        ),
        (["joongdo", "-s", REPLAY, "--logfile", "/no/such/x"], "--logfile /no/such/x cannot be written: No such file or directory"),
    ],
)  # fmt: skip
def test_a_mistyped_command_is_refused_in_one_line(arguments: list[str], said: str) -> None:
    assert refused("crawl", *arguments, *UNREACHABLE) == f"scrapy crawl: {said}"


def test_an_empty_replay_folder_is_refused(tmp_path: Path) -> None:
    said = refused("crawl", "joongdo", "-s", f"REPLAY={tmp_path}")
    assert said == f"scrapy crawl: REPLAY={tmp_path} holds no fixtures: no response.json in it or below it"


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("{tmp}", "Unrecognized output format"),
        ("{tmp}/folder.csv", "{tmp}/folder.csv is a folder: name a file in it"),
        ("{tmp}/a.xls", "Unrecognized output format 'xls'"),
        pytest.param("/proc/a.csv", "/proc/a.csv cannot be written: No such file or directory in /proc", marks=DEVICES),
    ],
)
def test_an_output_that_cannot_be_written_is_refused(target: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "folder.csv").mkdir()
    line = refused("crawl", "joongdo", "-s", REPLAY, "-O", target.format(tmp=tmp_path))
    assert line.startswith("scrapy crawl: " + said.format(tmp=tmp_path))


def test_one_article_by_its_address() -> None:
    """By any of its addresses: the canonical one is fetched."""
    ran = scrapy(
        "crawl", "joongdo", "-s", REPLAY, "-o", "-:jsonl", "-a", "url=https://joongdo.co.kr/main/view.php?key=20200213010005265&x=1"
    )
    assert ran.status == 0
    assert ran.out.startswith('{"id": "joongdo:20200213010005265", "outlet": "joongdo", "outlet_name": "중도일보",')
    assert ran.out.count("\n") == 1
    assert ran.err == "joongdo 중도일보: 1 article\n  result: ok (exit status 0)\n"


def test_a_deleted_article_is_named_and_no_failure() -> None:
    url = "http://gyeonggitv.com/bbs/board.php?bo_table=news&wr_id=900002"
    ran = scrapy("crawl", "gyeonggitv", "-s", REPLAY, "-a", f"url={url}")
    assert ran.err == (
        "gyeonggitv 경기티비종합뉴스: 0 articles\n"
        "  1 not kept, deleted: the outlet has deleted it\n"
        f"      gyeonggitv  {url}  (gnuboard/deleted)\n"
        "  result: ok (exit status 0)\n"
    )
    assert ran.status == 0


def test_a_section_is_asked_for_by_its_name_or_code() -> None:
    """The section's list is not recorded: the run says which page it wanted."""
    for section in ("부산/영남", "N05_22"):
        ran = scrapy("crawl", "joongdo", "-s", REPLAY, "-a", f"section={section}")
        assert "      joongdo  http://www.joongdo.co.kr/web/list_news.php?ncid=N05_22\n" in ran.err
        assert ran.status == 1


def test_scrapys_own_commands_replay_too() -> None:
    url = "http://www.joongdo.co.kr/web/view.php?key=20200213010005265"
    ran = scrapy("fetch", url, "-s", REPLAY)
    page = (FIXTURES / "joongdo" / "20200213010005265" / "page.html").read_text(encoding="utf-8")
    assert ran.out == page + "\n"  # fetch prints a line end of its own
    assert quick("list", "-s", REPLAY).out.split() == KNOWN.split(", ")


@SIGNALS
@pytest.mark.parametrize("times", [1, 2])
def test_an_interrupted_run_is_no_clean_end(times: int, tmp_path: Path) -> None:
    """Ctrl-C, or Ctrl-C and SIGTERM: the feed that is there stays alone, and the status says that the run did not end."""
    feed = tmp_path / "a.csv"
    feed.write_text("yesterday's")
    program = (
        "import os, signal, sys\n"
        "from newsharvest.pipelines.validate import ValidatePipeline as V\n"
        "kept, stops = V.process_item, [signal.SIGINT, signal.SIGTERM][: int(sys.argv.pop(1))]\n"
        "V.process_item = lambda self, item: ([os.kill(os.getpid(), stop) for stop in stops], kept(self, item))[1]\n"
        "from scrapy.cmdline import execute\n"
        "execute(sys.argv)\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program, str(times), "crawl", "gyeonggitv", "-s", REPLAY, "-O", str(feed)],
        cwd=ROOT, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert "  wrong: the run was stopped before its end\n" in ran.stderr
    assert "Traceback" not in ran.stderr
    assert ran.returncode == 1
    assert feed.read_text() == "yesterday's"
    assert not list(tmp_path.glob(".*"))


@SIGNALS
def test_a_signal_that_is_ignored_stays_so() -> None:
    """By `nohup`. One that is not does what Ctrl-C does, and afterwards what it did before."""
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with hearing_stops():
            signal.raise_signal(signal.SIGHUP)
        signal.signal(signal.SIGHUP, signal.SIG_DFL)
        with pytest.raises(KeyboardInterrupt), hearing_stops():
            signal.raise_signal(signal.SIGHUP)
        assert signal.getsignal(signal.SIGHUP) is signal.SIG_DFL
    finally:
        signal.signal(signal.SIGHUP, before)


@SIGNALS
def test_a_killed_run_leaves_the_old_feed(tmp_path: Path) -> None:
    feed = tmp_path / "a.csv"
    feed.write_text("yesterday's")
    program = (
        "import os, signal, sys\n"
        "from newsharvest.feeds.whole import WholeFileStorage as W\n"
        "W.store = lambda self, file: os.kill(os.getpid(), signal.SIGKILL)\n"
        "from scrapy.cmdline import execute\n"
        "execute(sys.argv)\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program, "crawl", "gyeonggitv", "-s", REPLAY, "-O", str(feed)],
        cwd=ROOT, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert ran.returncode == -signal.SIGKILL
    assert feed.read_text() == "yesterday's"
