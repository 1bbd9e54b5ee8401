"""CSV for people, and feeds that are whole: the bytes on disk."""

from __future__ import annotations

import csv
import io
import json
import logging
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
from filelock import FileLock

from newsharvest.feeds.csv import CELL_MAX, ExcelCsvItemExporter, defuse, split_cell
from newsharvest.feeds.formats import FeedError, write_items
from newsharvest.feeds.headers import header_line
from newsharvest.feeds.whole import WholeFile, check_target
from newsharvest.items import ARTICLE_FIELDS, STORY_FIELDS, Article, Image, Story
from newsharvest.store import Store
from tests.support.command_line import quick, refused, scrapy
from tests.support.crawls import crawl
from tests.support.posix import LIMITS, MODES, PIPES, SHELL
from tests.support.project import FIXTURES, ROOT

URL = "http://gyeonggitv.com/bbs/board.php?bo_table=news&wr_id={}"
HEADER = (
    b"\xef\xbb\xbfid,outlet,outlet_name,url,section,title,subtitle,authors,author_emails,published_at,modified_at,published_raw,modified_raw,"
    b"body,images,tags,rights,story_id,duplicate_of,similarity,content_hash,layout,fetched_at,doubts,signals,origin,schema_version,body_more\r\n"
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
        images=[
            Image(url="http://x.kr/a.jpg", caption="개관식"), Image(url="http://x.kr/b.jpg", caption=None),
            Image(url="http://x.kr/c.jpg", caption="쉼터.", credit="가온시"), Image(url="http://x.kr/d.jpg", caption=None, credit="독자"),
        ],
        fetched_at="2024-05-16T15:00:00+00:00",
    )  # fmt: skip
    row = (
        'x:1,x,가나일보,http://x.kr/1,사회; 복지,"제목, 쉼표와 “따옴표”",첫 줄; 둘째 줄,김하늘; 이도윤,a@x.kr,2022-12-06 15:24:49,,'
        '2022-12-06 15:24:49,,"첫 문단.\n\n둘째 ""문단"".",http://x.kr/a.jpg (개관식); http://x.kr/b.jpg; '
        "http://x.kr/c.jpg (쉼터. /가온시); http://x.kr/d.jpg (/독자),,,,,,,,"
        "2024-05-17 00:00:00,,,,3,\r\n"
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
        ("＝1+1", "'＝1+1"),  # full-width, as a Korean keyboard writes them
        ("＋82-2-123", "'＋82-2-123"),
        ("－10도", "'－10도"),
        ("＠기자", "'＠기자"),
        ("﹣10도", "'﹣10도"),
        (" \u3000=1", "' \u3000=1"),
        ('"=1"', '\'"=1"'),
        ("\u200b\x9b=1", "'=1"),
        ("가\u202e나\U000e0041\x9b", "가나"),
        ("👨\u200d👩\u200d👧 가족\n\n둘째", "👨\u200d👩\u200d👧 가족\n\n둘째"),
        ("2-1", "2-1"),
        ("가\0나", "가나"),
        ("", ""),
    ],
)
def test_no_cell_is_a_formula(text: str, cell: str) -> None:
    assert defuse(text) == cell


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


# --- text beyond the two cells of a body, and beyond the one of any other field


def named(data: bytes) -> list[str]:
    """The columns that the header names after `body_more`."""
    line = data.partition(b"\r\n")[0]
    usual = HEADER.removesuffix(b"\r\n")
    assert line.startswith(usual)
    return line.removeprefix(usual).decode().split(",")[1:]


@pytest.mark.parametrize(
    ("letters", "lengths"),
    [
        (65_534, [32_767, 32_767]),
        (65_535, [32_767, 32_767, 1]),
        (80_000, [32_767, 32_767, 14_466]),
        (150_000, [32_767, 32_767, 32_767, 32_767, 18_932]),
    ],
)
def test_a_body_goes_on_in_as_many_columns_as_it_needs(letters: int, lengths: list[int]) -> None:
    body = "".join(map(chr, range(0xAC00, 0xD7A3)))[:10_007] * 15  # no two cells alike
    data = written(Article(id="x:1", body=body[:letters]))
    assert named(data) == ["body_more_2", "body_more_3", "body_more_4"][: len(lengths) - 2]
    [row] = rows(data)
    cells = [row[name] for name in ("body", "body_more", *named(data))]
    assert [len(cell) for cell in cells] == lengths
    assert "".join(cells) == body[:letters]


def test_no_cell_ends_within_a_character() -> None:
    """A sheaf is two UTF-16 units: 16,383 of them fill a cell but for one unit."""
    [row] = rows(written(Article(body="🌾" * 40_000)))
    cells = [row["body"], row["body_more"], row["body_more_2"]]
    assert cells == ["🌾" * 16_383, "🌾" * 16_383, "🌾" * 7_234]


def test_the_apostrophe_before_a_rest_has_room_in_its_cell() -> None:
    [row] = rows(written(Article(body="가" * 32_767 + "=" + "나" * 32_766)))
    assert row["body_more"] == "'=" + "나" * 32_765
    assert row["body_more_2"] == "나"


def test_a_list_goes_on_at_an_item() -> None:
    images = [Image(url=f"http://x.kr/{n:05}.jpg", caption="개관식") for n in range(1_500)]  # 29 characters each, with `; `
    data = written(Article(id="x:1", tags=["가" * 40_000], images=images))
    assert named(data) == ["images_more", "tags_more"]
    [row] = rows(data)
    assert row["images"].endswith("http://x.kr/01128.jpg (개관식); ")
    assert row["images_more"].startswith("http://x.kr/01129.jpg (개관식); ")
    assert (row["images"] + row["images_more"]).split("; ") == [f"http://x.kr/{n:05}.jpg (개관식)" for n in range(1_500)]
    assert (row["tags"], row["tags_more"]) == ("가" * 32_767, "가" * 7_233)  # one item beyond a cell


def test_a_story_of_3000_articles(tmp_path: Path) -> None:
    articles = [Article(id=f"x:{n}", outlet=f"x{n}", outlet_name=f"{n}일보", url=f"http://x.kr/news/{n:05}") for n in range(3_000)]
    path = tmp_path / "stories.csv"
    with path.open("w+b") as file:
        assert write_items([Story.of(articles)], file, "csv", STORY_FIELDS) == 1
    [row] = rows(path.read_bytes())
    cells = [row[name] for name in ("urls", "urls_more", "urls_more_2")]
    assert [len(cell) for cell in cells] == [32_760, 32_760, 6_478]  # 1,365 addresses to a cell, of 22 characters and `; `
    assert "".join(cells).split("; ") == [article.url for article in articles]
    assert row["outlet_names"].split("; ") == [article.outlet_name for article in articles]  # 21,000 characters: one cell
    assert list(row)[-3:] == ["body_more", "urls_more", "urls_more_2"]


def test_rows_before_and_after_a_long_one_are_as_ever(tmp_path: Path) -> None:
    long = Article(id="x:2", body="가" * 80_000, tags=["나" * 40_000])
    path = tmp_path / "a.csv"
    path.write_bytes(written(Article(id="x:1", body="앞"), long, Article(id="x:3", body="뒤")))
    assert path.read_bytes().split(b"\r\n")[1] == written(Article(id="x:1", body="앞")).split(b"\r\n")[1]
    table = pandas.read_csv(path, dtype=str, keep_default_na=False)
    assert list(table["id"]) == ["x:1", "x:2", "x:3"]
    assert list(table.columns[-3:]) == ["body_more", "body_more_2", "tags_more"]
    whole = table.filter(regex="^body").sum(axis=1)
    assert list(whole) == ["앞", "가" * 80_000, "뒤"]


def test_a_long_text_is_exported_from_the_store(tmp_path: Path) -> None:
    body = "가" * 80_000
    with Store(tmp_path / "harvest.db") as store:
        run = store.begin_run("x", "2026-11-20T03:00:00+09:00")
        store.keep(
            Article(id="x:1", outlet="x", url="http://x.kr/1", title="제목", body=body, content_hash="0"), run, "2026-11-20T03:00:00+09:00"
        )
    for name in ("a.csv", "a.jsonl"):
        assert quick("export", "-O", str(tmp_path / name), "-s", f"STORE={tmp_path / 'harvest.db'}").status == 0
    assert named((tmp_path / "a.csv").read_bytes()) == ["body_more_2"]
    [row] = rows((tmp_path / "a.csv").read_bytes())
    assert row["body"] + row["body_more"] + row["body_more_2"] == body
    assert json.loads((tmp_path / "a.jsonl").read_text(encoding="utf-8"))["body"] == body


def test_a_pipe_whose_header_has_gone_says_so_and_cuts_nothing(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """A file that cannot be read back is like one."""
    path = tmp_path / "a.csv"
    with path.open("wb") as file:
        write_items([Article(id="x:1", body="가" * 65_534), Article(id="x:2", body="가" * 80_000, tags=["나" * 40_000])], file, "csv")
    assert named(path.read_bytes()) == []
    assert caplog.messages == ["x:2 has a text too long for a cell of Excel, which would cut it: write to a file instead"]
    _, row = rows(path.read_bytes())
    assert (row["body"], row["body_more"], row["tags"]) == ("가" * 32_767, "가" * 47_233, "나" * 40_000)


@contextmanager
def small_disk(size: int) -> Iterator[None]:
    """As on a disk that fills up: the system takes so many bytes of a file, and no more."""
    import resource

    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, limits[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)


@LIMITS
@pytest.mark.parametrize("size", [1_000, 100_000])  # what is small waits in a buffer until the file is closed
def test_a_full_disk_leaves_the_old_file_and_nothing_beside_it(size: int, tmp_path: Path) -> None:
    feed = tmp_path / "a.csv"
    feed.write_bytes(b"old")

    def write() -> None:
        with WholeFile(feed) as whole:
            whole.file.write(b"x" * size)
            whole.take_place()

    with small_disk(500), pytest.raises(OSError, match="File too large"):
        write()
    assert feed.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [feed]


@LIMITS
@pytest.mark.parametrize("overwrite", [True, False])
def test_a_crawl_on_a_full_disk_says_it_in_a_line(overwrite: bool, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    feed = tmp_path / "a.jsonl"
    feed.write_bytes(b"{}\n")
    with small_disk(2_000):
        ran = crawl("gyeonggitv", settings=feeds(feed, overwrite=overwrite, kind="jsonlines"))
    assert f"  wrong: {feed} could not be written: File too large" in ran.closing.splitlines()
    assert ran.report.exit_status == 1
    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []
    assert feed.read_bytes() == b"{}\n"
    assert list(tmp_path.iterdir()) == [feed]


def appended(feed: Path, *articles: Article, headers: str = "") -> None:
    check_target(str(feed), {"format": "csv", "item_export_kwargs": {"headers": headers}})
    whole = WholeFile(feed, append=True)
    write_items(articles, whole.file, "csv", headers=headers)
    whole.take_place()


def test_appending_keeps_the_columns_of_both(tmp_path: Path) -> None:
    feed = tmp_path / "a.csv"
    appended(feed, Article(id="x:1", body="하나"))
    before = feed.read_bytes()
    appended(feed, Article(id="x:2", body="둘"), Article(id="x:3", body="가" * 80_000))  # behind a feed without more columns
    assert named(feed.read_bytes()) == ["body_more_2"]
    assert feed.read_bytes().split(b"\r\n")[1] == before.split(b"\r\n")[1]
    appended(feed, Article(id="x:4", body="넷"))  # without more columns, behind one with
    appended(feed, Article(id="x:5", tags=["나" * 40_000]), Article(id="x:6", body="다" * 80_000))  # with others, in another order
    assert named(feed.read_bytes()) == ["body_more_2", "tags_more"]
    table = pandas.read_csv(feed, dtype=str, keep_default_na=False)
    assert list(table["id"]) == [f"x:{n}" for n in range(1, 7)]
    assert list(table.filter(regex="^body").sum(axis=1)) == ["하나", "둘", "가" * 80_000, "넷", "", "다" * 80_000]
    assert list(table["tags"] + table["tags_more"]) == ["", "", "", "", "나" * 40_000, ""]
    assert feed.read_bytes().count(b"\xef\xbb\xbf") == 1


def test_appending_keeps_the_columns_of_both_under_korean_heads(tmp_path: Path) -> None:
    feed = tmp_path / "a.csv"
    appended(feed, Article(id="x:1", body="하나"), Article(id="x:2", body="가" * 80_000), headers="ko")
    appended(feed, Article(id="x:3", tags=["나" * 40_000]), Article(id="x:4", body="다" * 80_000), headers="ko")
    table = pandas.read_csv(feed, dtype=str, keep_default_na=False)
    assert list(table)[-4:] == ["형식 번호", "본문 이어짐", "본문 이어짐 2", "태그 이어짐"]
    assert list(table["기사 ID"]) == ["x:1", "x:2", "x:3", "x:4"]
    assert list(table.filter(regex="^본문").sum(axis=1)) == ["하나", "가" * 80_000, "", "다" * 80_000]
    assert list(table["태그"] + table["태그 이어짐"]) == ["", "", "나" * 40_000, ""]
    with pytest.raises(FeedError, match="has another header than this version writes"):
        appended(feed, Article(id="x:5"))


@pytest.mark.parametrize("columns", [b",more", b",body_more_x", b"_2", b",body_more_2,"])
def test_a_header_with_other_columns_is_refused(columns: bytes, tmp_path: Path) -> None:
    feed = tmp_path / "a.csv"
    feed.write_bytes(HEADER.removesuffix(b"\r\n") + columns + b"\r\n")
    with pytest.raises(FeedError, match="has another header than this version writes"):
        appended(feed, Article(id="x:1"))


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
    copy, lock, locked = shutil.copyfileobj, FileLock, []

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
    monkeypatch.setattr("newsharvest.feeds.whole.FileLock", watched)
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

    monkeypatch.setattr("newsharvest.feeds.whole.FileLock", noted)
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


@SHELL
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


def test_appending_to_an_empty_file_is_no_other_than_a_new_one(tmp_path: Path) -> None:
    feed, new = tmp_path / "a.csv", tmp_path / "new.csv"
    feed.touch()
    for path in (feed, new):
        crawl("joongdo", settings=feeds(path, overwrite=False))
    assert feed.read_bytes() == new.read_bytes()
    assert feed.read_bytes().startswith(HEADER)


@pytest.mark.parametrize(("kind", "said"), [("csv", "has another header than this version writes"), ("json", "cannot be appended to")])
def test_appending_to_another_kind_of_file_is_refused(kind: str, said: str, tmp_path: Path) -> None:
    feed = tmp_path / f"a.{kind}"
    feed.write_bytes(b"id,title\r\n1,x\r\n")
    assert said in refused("crawl", "joongdo", "-s", f"REPLAY={FIXTURES}", "-o", str(feed))
    assert feed.read_bytes() == b"id,title\r\n1,x\r\n"


@MODES
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


@PIPES
def test_a_target_that_is_no_file_is_written_straight_to(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.csv"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    crawl("joongdo", settings=feeds(pipe, overwrite=True))
    assert os.read(reader, 100_000).startswith(HEADER)
    os.close(reader)
    assert pipe.is_fifo()


@PIPES
def test_a_pipe_has_what_came_of_a_run_that_failed(tmp_path: Path) -> None:
    """It was written to all along: there is nothing to keep back, and no file to put beside it."""
    shutil.copytree(FIXTURES / "gyeonggitv", tmp_path / "site" / "gyeonggitv")
    shutil.rmtree(tmp_path / "site" / "gyeonggitv" / "24496")
    pipe = tmp_path / "pipe.csv"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    harvest = crawl("gyeonggitv", tmp_path / "site", feeds(pipe, overwrite=True))
    [row] = rows(os.read(reader, 100_000))
    os.close(reader)
    assert row["id"] == "gyeonggitv:37835"
    assert harvest.reasons == {"not_recorded": [URL.format(24496)]}
    assert f"  written: {pipe}\n" in harvest.closing
    assert "  wrong: " not in harvest.closing
    assert sorted(path.name for path in tmp_path.iterdir()) == ["pipe.csv", "site"]


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
