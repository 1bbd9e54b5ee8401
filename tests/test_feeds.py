"""CSV for people, and feeds that are whole: the bytes on disk."""

from __future__ import annotations

import csv
import io
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import pandas
import pytest

from newsharvest.feeds.csv import CELL_MAX, ExcelCsvItemExporter, guard, header_line, split_cell
from newsharvest.feeds.whole import WholeFile
from newsharvest.items import ARTICLE_FIELDS, Article, Image
from newsharvest.locks import exclusive
from tests.support.command_line import refused, scrapy
from tests.support.crawls import crawl
from tests.support.posix import MODES
from tests.support.project import FIXTURES, ROOT

URL = "http://gyeonggitv.com/bbs/board.php?bo_table=news&wr_id={}"
HEADER = (
    b"\xef\xbb\xbfid,outlet,outlet_name,url,section,title,subtitle,authors,author_emails,published_at,modified_at,published_raw,modified_raw,"
    b"body,images,tags,rights,story_id,duplicate_of,similarity,content_hash,layout,fetched_at,schema_version,body_more\r\n"
)


def feeds(path: Path, *, overwrite: bool, kind: str = "csv") -> dict[str, object]:
    return {"FEEDS": {str(path): {"format": kind, "overwrite": overwrite}}}


def written(*articles: Article) -> bytes:
    file = io.BytesIO()
    exporter = ExcelCsvItemExporter(file)
    exporter.start_exporting()
    for article in articles:
        exporter.export_item(article)
    exporter.finish_exporting()
    return file.getvalue()


def rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_the_header_stands_once_even_in_an_empty_feed() -> None:
    assert written() == HEADER


def test_a_row_as_a_person_reads_it() -> None:
    article = Article(
        id="x:1", outlet="x", outlet_name="가나일보", url="http://x.kr/1", section=["사회", "복지"], title="제목, 쉼표와 “따옴표”",
        subtitle=["첫 줄", "둘째 줄"], authors=["김하늘", "이도윤"], author_emails=["a@x.kr"], published_at="2022-12-06T15:24:49+09:00",
        published_raw="2022-12-06 15:24:49", body="첫 문단.\n\n둘째 \"문단\".",
        images=[Image(url="http://x.kr/a.jpg", caption="개관식"), Image(url="http://x.kr/b.jpg", caption=None)],
        fetched_at="2024-05-16T15:00:00+00:00",
    )  # fmt: skip
    row = (
        'x:1,x,가나일보,http://x.kr/1,사회; 복지,"제목, 쉼표와 “따옴표”",첫 줄; 둘째 줄,김하늘; 이도윤,a@x.kr,2022-12-06 15:24:49,,'
        '2022-12-06 15:24:49,,"첫 문단.\n\n둘째 ""문단"".",http://x.kr/a.jpg (개관식); http://x.kr/b.jpg,,,,,,,,'
        "2024-05-17 00:00:00,1,\r\n"
    )
    assert written(article) == HEADER + row.encode()


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ('="올해의 책" 선정', '\'="올해의 책" 선정'),
        ("+3℃ 더위", "'+3℃ 더위"),
        ("-10도 한파", "'-10도 한파"),
        ("@기자", "'@기자"),
        ("\tx", "'\tx"),
        ("\rx", "'\rx"),
        ("2-1", "2-1"),
        ("가\0나", "가나"),
        ("", ""),
    ],
)
def test_no_cell_is_a_formula(text: str, cell: str) -> None:
    assert guard(text) == cell


def test_every_column_is_guarded() -> None:
    [row] = rows(
        written(Article(id="=1", title="=2", subtitle=["=3"], authors=["=4"], tags=["@5"], section=["+6"], rights="-7", body="=8"))
    )
    guarded = {name: value for name, value in row.items() if value[:1] == "'"}
    assert guarded == {
        "id": "'=1", "title": "'=2", "subtitle": "'=3", "authors": "'=4", "tags": "'@5", "section": "'+6", "rights": "'-7", "body": "'=8",
    }  # fmt: skip


def test_a_headline_that_begins_with_an_equals_sign(tmp_path: Path) -> None:
    for kind in ("csv", "jsonl"):
        crawl("gyeonggitv", settings=feeds(tmp_path / f"a.{kind}", overwrite=True, kind=kind), url=URL.format(900009))
    assert rows((tmp_path / "a.csv").read_bytes())[0]["title"] == '\'="올해의 책" 선정 시민투표'
    assert '"title": "=\\"올해의 책\\" 선정 시민투표"' in (tmp_path / "a.jsonl").read_text(encoding="utf-8")


def test_a_body_beyond_a_cell_goes_on_in_the_last_column(tmp_path: Path) -> None:
    harvest = crawl("gyeonggitv", settings=feeds(tmp_path / "a.csv", overwrite=True), url=URL.format(900008))
    [row] = rows((tmp_path / "a.csv").read_bytes())
    body = harvest.items[0]["body"]
    assert len(body) > 40_000
    assert len(row["body"]) == 32_767 == CELL_MAX
    assert row["body"] + row["body_more"] == body
    assert header_line().endswith(b",body_more\r\n")


def test_a_cell_is_not_cut_within_a_character() -> None:
    text = "가" * 32_766 + "🌾" + "나"  # the sheaf is two UTF-16 units: 32,767 and 32,768
    assert split_cell(text) == ("가" * 32_766, "🌾나")
    assert split_cell("가" * 32_767) == ("가" * 32_767, "")


def test_the_rest_of_a_body_is_guarded_too() -> None:
    [row] = rows(written(Article(body="가" * 32_767 + "=1+1")))
    assert row["body_more"] == "'=1+1"


def test_appending_writes_one_header(tmp_path: Path) -> None:
    feed = tmp_path / "a.csv"
    for number in (900001, 900007):
        harvest = crawl("gyeonggitv", settings=feeds(feed, overwrite=False), url=URL.format(number))
        assert harvest.report.exit_status == 0
    data = feed.read_bytes()
    assert data.startswith(HEADER)
    assert data.count(b"\xef\xbb\xbf") == 1
    assert [row["id"] for row in rows(data)] == ["gyeonggitv:900001", "gyeonggitv:900007"]


def test_an_append_waits_for_the_one_before_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second begins while the first is halfway. If it did not wait, it would be through first, and the first would wipe it out."""
    feed = tmp_path / "all.csv"
    feed.write_bytes(HEADER + b"yesterday's\r\n")
    first, second = WholeFile(feed, append=True), WholeFile(feed, append=True)
    first.file.write(HEADER + b"the first's\r\n")
    second.file.write(HEADER + b"the second's\r\n")
    halfway, waits_or_is_through = threading.Event(), threading.Event()
    copy, lock, locked = shutil.copyfileobj, exclusive, []

    def append_the_second() -> None:
        second.take_place()
        waits_or_is_through.set()

    other = threading.Thread(target=append_the_second, daemon=True)

    def copy_halfway(source: IO[bytes], target: IO[bytes]) -> None:
        if not halfway.is_set():
            halfway.set()
            other.start()
            assert waits_or_is_through.wait(30)
        copy(source, target)

    @contextmanager
    def watched(file: Path) -> Iterator[None]:
        locked.append(file)
        if halfway.is_set():
            waits_or_is_through.set()
        with lock(file):
            yield

    monkeypatch.setattr("newsharvest.feeds.whole.shutil.copyfileobj", copy_halfway)
    monkeypatch.setattr("newsharvest.feeds.whole.exclusive", watched)
    first.take_place()
    other.join(30)
    assert feed.read_bytes() == HEADER + b"yesterday's\r\nthe first's\r\nthe second's\r\n"
    assert [file.name for file in tmp_path.iterdir()] == ["all.csv"]
    assert locked[0] == locked[1]


@MODES
def test_each_file_has_an_append_lock_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A link's is that of the file behind it."""
    locked = []

    @contextmanager
    def noted(file: Path) -> Iterator[None]:
        locked.append(file)
        yield

    monkeypatch.setattr("newsharvest.feeds.whole.exclusive", noted)
    (tmp_path / "a.csv").touch()
    (tmp_path / "link.csv").symlink_to("a.csv")
    for name in ("a.csv", "link.csv", "b.csv"):
        WholeFile(tmp_path / name, append=True).take_place()
    assert locked[0] == locked[1] != locked[2]


def test_four_crawls_append_to_one_file(tmp_path: Path) -> None:
    feed = tmp_path / "all.csv"
    for outlet in ("dgilbo", "gyeonggitv", "joongdo", "krnews21"):
        assert crawl(outlet, settings=feeds(feed, overwrite=False)).report.exit_status == 0
    data = feed.read_bytes()
    assert data.startswith(HEADER)
    assert data.count(HEADER) == 1
    assert [row["id"].partition(":")[0] for row in rows(data)] == ["dgilbo", "gyeonggitv", "gyeonggitv", "joongdo", "krnews21"]
    assert [p.name for p in tmp_path.iterdir()] == ["all.csv"]


def test_a_disk_that_is_full_is_no_success(tmp_path: Path) -> None:
    """Nothing may be written past 512 bytes: the old file stays, and the status says so."""
    feed = tmp_path / "a.csv"
    feed.write_text("yesterday's")
    done = subprocess.run(
        f"ulimit -f 1; trap '' XFSZ; exec '{sys.executable}' -m scrapy crawl joongdo -s REPLAY=fixtures -O {feed}",
        shell=True, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert "  wrong: an output file could not be written (the log says why)\n" in done.stderr
    assert feed.read_text() == "yesterday's"


def test_an_output_elsewhere_that_fails_is_no_success() -> None:
    ran = scrapy("crawl", "joongdo", "-s", f"REPLAY={FIXTURES}", "-O", "ftp://127.0.0.1:1/a.csv")
    assert "  wrong: an output file could not be written (the log says why)\n" in ran.err
    assert ran.status == 1


def test_a_feed_in_batches_is_refused(tmp_path: Path) -> None:
    said = refused(
        "crawl", "joongdo", "-s", f"REPLAY={FIXTURES}", "-s", "FEED_EXPORT_BATCH_ITEM_COUNT=1", "-O", f"{tmp_path}/%(batch_id)d.csv"
    )
    assert said == "scrapy crawl: FEED_EXPORT_BATCH_ITEM_COUNT cuts a feed in parts, and feeds are whole: leave it out"


def test_appending_after_a_line_that_was_left_open(tmp_path: Path) -> None:
    feed = tmp_path / "a.jsonl"
    feed.write_text('{"id": "x:1"}')
    crawl("gyeonggitv", settings=feeds(feed, overwrite=False, kind="jsonl"), url=URL.format(900001))
    assert [line[:12] for line in feed.read_text(encoding="utf-8").splitlines()] == ['{"id": "x:1"', '{"id": "gyeo']


@pytest.mark.parametrize(("kind", "said"), [("csv", "has another header than this version writes"), ("json", "cannot be appended to")])
def test_appending_to_another_kind_of_file_is_refused(kind: str, said: str, tmp_path: Path) -> None:
    feed = tmp_path / f"a.{kind}"
    feed.write_bytes(b"id,title\r\n1,x\r\n")
    assert said in refused("crawl", "joongdo", "-s", f"REPLAY={FIXTURES}", "-o", str(feed))
    assert feed.read_bytes() == b"id,title\r\n1,x\r\n"


def test_a_feed_takes_its_targets_place(tmp_path: Path) -> None:
    """A link stays a link, the mode stays the mode, and nothing is left beside it."""
    real, link = tmp_path / "real.csv", tmp_path / "link.csv"
    real.write_text("yesterday's")
    real.chmod(0o640)
    link.symlink_to(real)
    harvest = crawl("joongdo", settings=feeds(link, overwrite=True))
    assert link.is_symlink()
    assert real.read_bytes().startswith(HEADER)
    assert real.stat().st_mode & 0o777 == 0o640
    assert sorted(p.name for p in tmp_path.iterdir()) == ["link.csv", "real.csv"]
    assert f"  written: {link}" in harvest.closing


def test_a_new_feed_has_the_mode_of_any_new_file(tmp_path: Path) -> None:
    (tmp_path / "plain").touch()
    crawl("joongdo", settings=feeds(tmp_path / "deep" / "er" / "a.csv", overwrite=True))
    assert (tmp_path / "deep" / "er" / "a.csv").stat().st_mode == (tmp_path / "plain").stat().st_mode


def test_a_target_that_is_no_file_is_written_straight_to(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.csv"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    crawl("joongdo", settings=feeds(pipe, overwrite=True))
    assert os.read(reader, 100_000).startswith(HEADER)
    os.close(reader)
    assert pipe.is_fifo()


def test_an_empty_day_replaces_the_feed_by_an_empty_one(tmp_path: Path) -> None:
    feed = tmp_path / "a.csv"
    feed.write_text("yesterday's")
    crawl("joongdo", settings=feeds(feed, overwrite=True), since="2026-11-01")
    assert feed.read_bytes() == HEADER


def test_a_run_with_nothing_in_it_leaves_the_feed_and_nothing_beside_it(tmp_path: Path) -> None:
    feed = tmp_path / "a.csv"
    feed.write_text("yesterday's")
    harvest = crawl("gyeonggitv", settings=feeds(feed, overwrite=True), url=URL.format(900006))
    assert feed.read_text() == "yesterday's"
    assert [p.name for p in tmp_path.iterdir()] == ["a.csv"]
    assert f"  {feed} was left as it was" in harvest.closing


def test_pandas_reads_the_same_cells(tmp_path: Path) -> None:
    harvest = crawl("krnews21", settings=feeds(tmp_path / "a.csv", overwrite=True))
    frame = pandas.read_csv(tmp_path / "a.csv", parse_dates=["published_at"])
    assert list(frame.columns) == [*ARTICLE_FIELDS, "body_more"]
    assert frame.at[0, "title"] == "연천군, 군정 효율성 제고 ‘현장행정’ 구현"
    assert frame.at[0, "body"] == harvest.items[0]["body"]
    assert str(frame.at[0, "published_at"]) == "2022-12-06 15:24:49"
