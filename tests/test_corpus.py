"""A corpus: `export -O x.parquet` and `export --dataset`: the schema, the days, the same bytes, and nothing half done."""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Iterator
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import pandas
import pyarrow as pa
import pytest
from pyarrow import parquet

from newsharvest.archive import Kind, Page, archive_of, open_archive
from newsharvest.feeds import card, dataset
from newsharvest.feeds import parquet as tables
from newsharvest.feeds.parquet import Column, Sources, columns_of, schema_of, write_parquet
from newsharvest.items import Article, Image, Story, Version
from newsharvest.page.layouts import Layout
from newsharvest.press import KST
from newsharvest.signals.site import said_to
from newsharvest.store import Store
from tests.support.articles import NIGHT, article, story_article
from tests.support.command_line import quick, refused
from tests.support.posix import FULL
from tests.support.stores import Place, change
from tests.support.texts import HADONG, YEONCHEON

DIGEST = sha256(b"<p>page</p>").hexdigest()
TIME = "timestamp[ms, tz=Asia/Seoul]"
SCHEMA = {
    "id": "string", "outlet": "string", "outlet_name": "string", "url": "string", "section": "list<item: string>", "title": "string",
    "subtitle": "list<item: string>", "authors": "list<item: string>", "author_emails": "list<item: string>", "published_at": TIME,
    "published_on": "date32[day]", "modified_at": TIME, "published_raw": "string", "modified_raw": "string", "body": "string",
    "images": "list<item: struct<url: string, caption: string, credit: string>>", "tags": "list<item: string>", "rights": "string",
    "story_id": "string", "duplicate_of": "string", "similarity": "double", "content_hash": "string", "layout": "string",
    "fetched_at": TIME, "doubts": "list<item: string>", "signals": "list<item: string>", "origin": "string",
    "schema_version": "int32", "first_seen": TIME, "page_digest": "string",
}  # fmt: skip
"""What a corpus has had since its version 1: whoever changes it raises the version."""


def articles() -> Iterator[Article]:
    """Yield an article with everything, its repeat in another month, and one of which hardly anything is known."""
    full = story_article("krnews21:1", YEONCHEON)
    full.published_at, full.modified_at, full.fetched_at = "2026-11-01T00:30:00+09:00", "2026-11-02T18:17:00+09:00", NIGHT
    full.images = [
        Image(url="http://krnews21.kr/a.jpg", caption="개관식", credit="가온시"),
        Image(url="http://krnews21.kr/b.jpg", caption=None),
    ]
    full.authors, full.layout, full.doubts = ["김하늘", "이도윤"], "dadamedia/article", ["short_body"]
    yield full
    yield story_article("joongdo:2", YEONCHEON, day="2026-10-31")
    bare = article(4, HADONG)
    bare.outlet_name = "가온신문"
    yield bare


def filled(place: Place) -> Place:
    with Store(place) as store, open_archive(place) as archive:
        for made in articles():
            store.keep(made, store.begin_run(made.outlet, NIGHT), NIGHT)
            for at, body, status in ((NIGHT, b"<p>page</p>", 200), (NIGHT, b"", 304), ("2026-11-20T04:00:00+09:00", b"<p>later</p>", 200)):
                page = Page(made.outlet, Kind.ARTICLE, made.id, made.url, made.url, at, status, [], sha256(body).hexdigest())
                archive.keep(page, body)
        store.settle_stories()
    return place


@pytest.fixture
def place(place: Place) -> Place:
    return filled(place)


@pytest.fixture
def path(path: Path) -> Path:
    filled(path)
    return path


def export(place: Place, target: Path, *arguments: str) -> Path:
    option = "-O" if target.suffix else "--dataset"
    ran = quick("export", *arguments, option, str(target), "-s", f"STORE={place}")
    assert (ran.status, ran.out) == (0, ""), ran
    return target


def read(path: Path) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = parquet.read_table(path).to_pylist()
    return rows


def kst(time: str) -> datetime:
    return datetime.fromisoformat(time).replace(tzinfo=KST)


# --- one file


def test_the_columns_are_these_whatever_the_rows(place: Place, tmp_path: Path) -> None:
    for number, chosen in enumerate([(), ("--search", "하동"), ("--search", "없는말")]):
        schema = parquet.read_schema(export(place, tmp_path / f"{number}.parquet", *chosen))
        assert {field.name: str(field.type).replace("element", "item") for field in schema} == SCHEMA
        assert schema.metadata == {b"newsharvest.corpus_version": b"1"}


def test_an_article_as_a_program_reads_it(place: Place, tmp_path: Path) -> None:
    ran = quick("export", "-O", str(tmp_path / "a.parquet"), "-s", f"STORE={place}")
    assert (ran.status, ran.err) == (0, f"written: {tmp_path / 'a.parquet'} (3 articles)\n")
    bare, full, repeat = read(tmp_path / "a.parquet")
    assert (full["id"], full["title"], full["body"]) == ("krnews21:1", "연천군 현장행정", YEONCHEON)
    assert full["published_at"] == kst("2026-11-01T00:30:00")
    assert full["published_at"].utcoffset().total_seconds() == 9 * 3600
    assert (full["published_on"], full["modified_at"]) == (date(2026, 11, 1), kst("2026-11-02T18:17:00"))
    assert (full["section"], full["authors"], full["doubts"], full["tags"]) == (["사회"], ["김하늘", "이도윤"], ["short_body"], [])
    assert full["images"] == [
        {"url": "http://krnews21.kr/a.jpg", "caption": "개관식", "credit": "가온시"},
        {"url": "http://krnews21.kr/b.jpg", "caption": None, "credit": None},
    ]
    assert (full["fetched_at"], full["first_seen"], full["page_digest"]) == (kst(NIGHT[:19]), kst(NIGHT[:19]), DIGEST)
    assert (repeat["published_on"], repeat["story_id"], repeat["duplicate_of"]) == (date(2026, 10, 31), "joongdo:2", None)
    assert (full["story_id"], full["duplicate_of"], full["similarity"]) == ("joongdo:2", "joongdo:2", 1.0)
    assert (bare["id"], bare["published_at"], bare["published_on"], bare["page_digest"]) == ("gaon:4", None, None, None)


def test_choices_are_those_of_the_other_formats(path: Path, tmp_path: Path) -> None:
    questions = [("--since", "2026-11-01 00:30"), ("--until", "2026-10-31"), ("joongdo",), ("--search", "하동"), ("-s", "DUPLICATES=drop")]
    for number, question in enumerate(questions):
        lines = export(path, tmp_path / f"{number}.jsonl", *question).read_text(encoding="utf-8").splitlines()
        ids = [json.loads(line)["id"] for line in lines]
        assert ids
        assert [row["id"] for row in read(export(path, tmp_path / f"{number}.parquet", *question))] == ids


def test_stories_and_versions_have_their_own_columns(place: Place, tmp_path: Path) -> None:
    stories = read(export(place, tmp_path / "stories.parquet", "--stories"))
    assert [(one["story_id"], one["outlets"], one["article_ids"], one["published_on"]) for one in stories] == [
        ("gaon:4", 1, ["gaon:4"], None),
        ("joongdo:2", 2, ["joongdo:2", "krnews21:1"], date(2026, 10, 31)),
    ]
    assert stories[1]["last_published_at"] == kst("2026-11-01T00:30:00")
    versions = read(export(place, tmp_path / "versions.parquet", "--revisions"))
    assert [(one["id"], one["version"], one["held_from"], one["held_until"], one["reread"]) for one in versions] == [
        ("gaon:4", 1, kst(NIGHT[:19]), None, False),
        ("krnews21:1", 1, kst(NIGHT[:19]), None, False),
        ("joongdo:2", 1, kst(NIGHT[:19]), None, False),
    ]
    assert [one["page_digest"] for one in versions] == [None, DIGEST, None]


def test_pandas_puts_two_exports_together_one_of_them_without_a_date(path: Path, tmp_path: Path) -> None:
    full, bare, none = (
        pandas.read_parquet(export(path, tmp_path / name, *question))
        for name, question in {"a.parquet": (), "b.parquet": ("--search", "하동"), "c.parquet": ("--search", "없는말")}.items()
    )
    assert [len(bare), len(none), bare["published_at"].isna().all()] == [1, 0, True]
    both = pandas.concat([bare, none, full])
    for frame in (full, bare, none, both):
        assert [str(frame[name].dtype) for name in ("published_at", "modified_at", "similarity")] == [
            "datetime64[ms, Asia/Seoul]", "datetime64[ms, Asia/Seoul]", "float64",
        ]  # fmt: skip
    assert full["published_at"].dt.strftime("%Y-%m-%d %H:%M").tolist()[1:] == ["2026-11-01 00:30", "2026-10-31 09:00"]
    table = pa.concat_tables([parquet.read_table(tmp_path / name) for name in ("a.parquet", "b.parquet", "c.parquet")])
    assert table.num_rows == 4


def test_text_that_no_file_can_hold_is_marked_and_what_one_can_is_kept(tmp_path: Path, path: Path) -> None:
    odd = article(1, "앞 \ud83d 뒤\0끝", tags=["가\ud800"], published_at="2026-11-01T15:30:00+00:00")
    odd.images = [Image(url="http://gaon.kr/a.jpg", caption="\udfff")]
    file = io.BytesIO()
    with Store(path, reading=True) as store:
        assert write_parquet([odd, article(2)], file, columns_of(Article, Sources(store, None))) == 2
    first, second = parquet.read_table(file).to_pylist()
    assert (first["body"], first["tags"], first["images"][0]["caption"]) == ("앞 \ufffd 뒤\0끝", ["가\ufffd"], "\ufffd")
    assert (first["published_at"], first["published_on"]) == (kst("2026-11-02T00:30:00"), date(2026, 11, 2))
    assert second["body"] == "가온시는 축제를 연다."


def test_rows_are_held_a_group_at_a_time(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "ROWS", 3)
    monkeypatch.setattr(tables, "CHARACTERS", 1_000)
    made = [article(number) for number in range(7)] + [article(7, "가" * 1_000), article(8)]
    file = io.BytesIO()
    with Store(path, reading=True) as store:
        write_parquet(iter(made), file, columns_of(Article, Sources(store, None)))
    found = parquet.ParquetFile(file)
    assert [found.metadata.row_group(number).num_rows for number in range(found.num_row_groups)] == [3, 3, 2, 1]
    assert [row["id"] for row in found.read().to_pylist()] == [one.id for one in made]


def test_the_same_store_gives_the_same_bytes(path: Path, tmp_path: Path) -> None:
    one, other = (export(path, tmp_path / f"{name}.parquet") for name in ("one", "other"))
    assert one.read_bytes() == other.read_bytes()
    assert one.read_bytes()[-4:] == b"PAR1"


@FULL
def test_a_full_disk_is_said(path: Path, tmp_path: Path) -> None:
    full = tmp_path / "full.parquet"
    full.symlink_to("/dev/full")
    ran = quick("export", "-O", str(full), "-s", f"STORE={path}")
    assert (ran.status, ran.err) == (1, f"scrapy export: {full} could not be written: No space left on device\n")


def test_another_name_is_refused(path: Path) -> None:
    said = "scrapy export: corpus.xlsx: name a .csv, .jsonl or .parquet file"
    assert refused("export", "-O", "corpus.xlsx", "-s", f"STORE={path}") == said


def test_without_pyarrow_it_is_said_how_to_get_it(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newsharvest.command_line.find_spec", lambda name: None)
    said = "scrapy export: pyarrow must be installed for it: uv sync --extra corpus"
    assert refused("export", "-O", str(tmp_path / "a.parquet"), "-s", f"STORE={path}") == said
    assert refused("export", "--dataset", str(tmp_path / "corpus"), "-s", f"STORE={path}") == said
    assert quick("export", "-O", str(tmp_path / "a.csv"), "-s", f"STORE={path}").status == 0
    assert not (tmp_path / "corpus").exists()


# --- a folder


def files(folder: Path) -> dict[str, bytes]:
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def test_a_dataset_has_its_parts_its_schema_its_manifest_and_its_card(place: Place, tmp_path: Path) -> None:
    folder = tmp_path / "corpus"
    ran = quick("export", "--dataset", str(folder), "-s", f"STORE={place}")
    assert (ran.status, ran.err) == (0, f"written: {folder} (3 articles)\n")
    there = files(folder)
    parts = {"data/2026-10.parquet": ["joongdo:2"], "data/2026-11.parquet": ["krnews21:1"], "data/undated.parquet": ["gaon:4"]}
    assert sorted(there) == ["README.md", *sorted(parts), "manifest.json", "schema.json"]
    for name, ids in parts.items():
        assert [row["id"] for row in read(folder / name)] == ids
    manifest = json.loads(there["manifest.json"])
    assert manifest["parts"] == [
        {"file": name, "articles": 1, "bytes": len(there[name]), "sha256": sha256(there[name]).hexdigest()} for name in sorted(parts)
    ]
    assert [manifest[name] for name in ("articles", "undated", "repeats", "doubtful")] == [3, 1, 1, 1]
    assert manifest["outlets"][1] == {
        "outlet": "joongdo", "outlet_name": "중도일보", "address": "http://www.joongdo.co.kr/", "articles": 1, "first": "2026-10-31",
        "last": "2026-10-31", "rights": [{"line": "저작권자 ⓒ 중도일보", "articles": 1}], "signals": {},
    }  # fmt: skip
    assert manifest["outlets"][0]["address"] is None  # of no spider that is there
    assert {name: manifest["made_by"][name] for name in ("newsharvest", "pyarrow", "corpus_version", "schema_version")} == {
        "newsharvest": "0.1.0", "pyarrow": pa.__version__, "corpus_version": 1, "schema_version": 3,
    }  # fmt: skip
    layouts = {one["layout"]: (one["articles"], [len(digest) for digest in one["sha256"]]) for one in manifest["made_by"]["layouts"]}
    assert layouts == {"": (2, []), "dadamedia/article": (1, [64])}
    columns = json.loads(there["schema.json"])["columns"]
    assert {column["name"]: column["kind"].replace("element", "item") for column in columns} == SCHEMA
    assert [column["name"] for column in columns if not column["description"]] == []


def test_the_manifest_says_what_was_asked_for(place: Place, tmp_path: Path) -> None:
    asked = ("joongdo", "--since", "2026-10-31", "--until", "2026-11-01 08:00", "--section", "사회", "--search", "연천군 -하동")
    export(place, tmp_path / "corpus", *asked, "--as-of", "2026-11-20 08:00", "-s", "DUPLICATES=drop")
    assert json.loads((tmp_path / "corpus" / "manifest.json").read_bytes())["filters"] == {
        "outlets": ["joongdo"], "since": "2026-10-31T00:00:00+09:00", "until": "2026-11-01T08:00:00+09:00", "section": "사회",
        "search": "연천군 -하동", "as_of": "2026-11-20T08:00:00+09:00", "one_a_story": True, "without_signals": [],
    }  # fmt: skip
    shown = (tmp_path / "corpus" / "README.md").read_text(encoding="utf-8")
    assert '| search | "연천군 -하동" |\n' in shown


def test_the_card_is_as_the_hub_reads_it_and_says_whose_the_texts_are(path: Path, tmp_path: Path) -> None:
    shown = (export(path, tmp_path / "corpus") / "README.md").read_text(encoding="utf-8")
    head = shown.split("---\n")[1]
    assert head == (
        'language:\n- ko\npretty_name: "Korean local news, 2026-10-31 to 2026-11-01"\nlicense: other\nlicense_name: rights-of-the-outlets\n'
        "size_categories:\n- n<1K\ntags:\n- news\nconfigs:\n- config_name: default\n"
        "  data_files:\n  - split: train\n    path: data/*.parquet\n"
    )
    assert "| 중도일보 | 1 | 저작권자 ⓒ 중도일보 |\n" in shown
    assert "| krnews21 | 뉴스21통신 | http://krnews21.co.kr/ | 1 | 2026-11-01 | 2026-11-01 |\n" in shown
    assert "3 articles of 3 outlets" in shown
    assert card.NO_SIGNALS in shown
    assert "$" not in shown


def test_the_same_store_and_question_give_the_same_folder_whoever_asks(path: Path, tmp_path: Path) -> None:
    one = export(path, tmp_path / "one")
    moved = tmp_path / "elsewhere" / "other.db"
    moved.parent.mkdir()
    for file in (path, archive_of(path)):
        shutil.copy(file, moved.parent / file.name.replace("harvest", "other"))
    ran = quick(
        "export", "--dataset", str(moved.parent / "other"), "-s", f"STORE={moved}", env={"LANGUAGE": "ko", "TZ": "America/New_York"}
    )
    assert ran.status == 0, ran
    assert files(moved.parent / "other") == files(one)


def test_as_of_a_moment_the_outlets_say_what_they_said_then(path: Path, tmp_path: Path) -> None:
    """Also when their files have been read again since, and say something else."""
    with Store(path) as store:
        store.note_signals("joongdo", "robots.txt", NIGHT, said_to(["GPTBot"]))
    asked = "--as-of", "2026-11-20 08:00"
    one = export(path, tmp_path / "one", *asked)
    [told] = [outlet["signals"] for outlet in json.loads((one / "manifest.json").read_bytes())["outlets"] if outlet["outlet"] == "joongdo"]
    assert told == {"robots.txt": f"ai_robots: GPTBot; since {NIGHT[:10]}"}
    without = "export", "--without-signal", "ai_robots", *asked, "-s", f"STORE={path}"
    left = quick(*without).out
    assert {json.loads(line)["id"] for line in left.splitlines()} == {"krnews21:1", "gaon:4"}
    with Store(path) as store:
        for at, agents in (("2026-12-01", ["GPTBot"]), ("2026-12-02", [])):
            store.note_signals("joongdo", "robots.txt", f"{at}T03:00:00+09:00", said_to(agents))
        store.note_signals("krnews21", "robots.txt", "2026-12-02T03:00:00+09:00", said_to(["GPTBot"]))
    assert quick(*without).out == left
    assert files(export(path, tmp_path / "again", *asked)) == files(one)


def test_what_is_damaged_is_named_in_the_manifest(place: Place, tmp_path: Path) -> None:
    change(place, "UPDATE article SET record='' WHERE id='joongdo:2'")
    ran = quick("export", "--dataset", str(tmp_path / "corpus"), "-s", f"STORE={place}")
    assert ran.status == 1
    assert "scrapy export: joongdo:2 is damaged and is left out: its record cannot be read\n" in ran.err
    manifest = json.loads((tmp_path / "corpus" / "manifest.json").read_bytes())
    assert (manifest["articles"], manifest["left_out"]) == (2, ["joongdo:2"])


def test_of_no_articles_there_is_a_dataset_with_the_columns(path: Path, tmp_path: Path) -> None:
    folder = export(path, tmp_path / "corpus", "--search", "없는말")
    assert [name for name in sorted(files(folder)) if name.startswith("data/")] == ["data/undated.parquet"]
    assert len(parquet.read_schema(folder / "data" / "undated.parquet")) == len(SCHEMA)
    assert json.loads((folder / "manifest.json").read_bytes())["articles"] == 0
    assert "Korean local news, without a date" in (folder / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("there", ["folder", "file", "link"])
def test_what_is_there_already_is_left_as_it_is(there: str, path: Path, tmp_path: Path) -> None:
    target = tmp_path / "corpus"
    if there == "folder":
        target.mkdir()
    elif there == "file":
        target.write_text("a person's", encoding="utf-8")
    else:
        target.symlink_to(tmp_path / "nowhere")
    said = f"scrapy export: {target} is there already, and it is written over nothing: name a new folder"
    assert refused("export", "--dataset", str(target), "-s", f"STORE={path}") == said


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("-O", "a.parquet"), "--dataset and -O: write one of them"),
        (("--stories",), "--dataset and --stories: write one of them"),
        (("--revisions",), "--dataset and --revisions: write one of them"),
    ],
)
def test_a_dataset_is_of_articles(arguments: tuple[str, ...], said: str, path: Path, tmp_path: Path) -> None:
    assert refused("export", "--dataset", str(tmp_path / "corpus"), *arguments, "-s", f"STORE={path}") == f"scrapy export: {said}"


def columns(path: Path) -> list[Column]:
    with Store(path, reading=True) as store:
        return [column for column in columns_of(Article, Sources(store, None)) if column.name not in {"first_seen", "page_digest"}]


@pytest.mark.filterwarnings("error::pytest.PytestUnraisableExceptionWarning")
def test_a_dataset_that_comes_to_no_end_leaves_nothing(path: Path, tmp_path: Path) -> None:
    def broken() -> Iterator[Article]:
        yield from articles()
        raise OSError(28, "No space left on device")

    before = sorted(tmp_path.iterdir())
    with pytest.raises(OSError, match="No space left"):
        dataset.write_dataset(broken(), columns(path), tmp_path / "deep" / "corpus", {}, {})
    assert list((tmp_path / "deep").iterdir()) == []
    (tmp_path / "deep").rmdir()
    assert sorted(tmp_path.iterdir()) == before


def test_a_folder_that_came_meanwhile_is_left_as_it_is(path: Path, tmp_path: Path) -> None:
    def meanwhile() -> Iterator[Article]:
        (tmp_path / "corpus").mkdir()
        yield from articles()

    with pytest.raises(FileExistsError):
        dataset.write_dataset(meanwhile(), columns(path), tmp_path / "corpus", {}, {})
    assert list((tmp_path / "corpus").iterdir()) == []
    assert not list(tmp_path.glob(".corpus.*"))


def test_a_month_that_comes_twice_is_two_parts(path: Path, tmp_path: Path) -> None:
    """The store gives them by day; a damaged day must lose nothing."""
    made = [article(number, published_at=f"2026-{month}-01T09:00:00+09:00") for number, month in enumerate(("11", "10", "11", "11"))]
    made.insert(2, article(9))
    assert dataset.write_dataset(iter(made), columns(path), tmp_path / "corpus", {}, {}) == 5
    parts = json.loads((tmp_path / "corpus" / "manifest.json").read_bytes())["parts"]
    assert {part["file"]: part["articles"] for part in parts} == {
        "data/2026-10.parquet": 1, "data/2026-11-2.parquet": 2, "data/2026-11.parquet": 1, "data/undated.parquet": 1,
    }  # fmt: skip


def test_what_an_outlet_prints_is_text_in_the_card_and_its_signals_are_handed_on(path: Path, tmp_path: Path) -> None:
    made = article(1, rights="<b>ⓒ</b> | [가온](http://x) *무단전재*\n# 금지 \ud800", published_at="2026-11-01T09:00:00+09:00")
    gaon = dataset.Outlet("gaon", "가온신문", "http://gaon.kr/", [Layout("x/y", (), (), {})], {"robots.txt": "GPTBot: Disallow: /"})
    dataset.write_dataset([made], columns(path), tmp_path / "corpus", {}, {"gaon": gaon})
    shown = (tmp_path / "corpus" / "README.md").read_text(encoding="utf-8")
    assert r"| 가온신문 | 1 | \<b\>ⓒ\</b\> \| \[가온\](http://x) \*무단전재\* \# 금지 |" in shown
    assert "| 가온신문 | robots.txt | GPTBot: Disallow: / |\n" in shown
    assert card.NO_SIGNALS not in shown
    assert json.loads((tmp_path / "corpus" / "manifest.json").read_bytes())["outlets"][0]["signals"] == {
        "robots.txt": "GPTBot: Disallow: /"
    }


def test_every_kind_of_item_has_a_schema(place: Place) -> None:
    with Store(place, reading=True) as store:
        for kind in (Article, Version, Story):
            names = schema_of(columns_of(kind, Sources(store, None))).names
            assert names[names.index("published_at") + 1] == "published_on"
            assert len(names) == len(set(names))
