"""What older versions have kept is read, and what a newer one has is told in words.

`stores/schema-3.sql` is a store as version 0.1.0 wrote it before a failure's status was a number: two outlets harvested, an edited article,
three failures, a run with a fallback selector. The two files beside it are what that version exported from it. `stores/schema-6.sql` is
one from before pages were read anew: an article that its paper edited, one in doubt, one that could not be read.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from newsharvest.reasons import Reason
from newsharvest.run.health import Fallback, Figures
from newsharvest.search import parse
from newsharvest.store import SCHEMA_VERSION, Kept, Selection, Store, records, retries_left
from newsharvest.store.file import File
from newsharvest.store.schema import APPLICATION_ID
from tests.support.articles import article, revisions
from tests.support.command_line import quick

OLD = Path(__file__).parent / "stores"
KEY = "http://www.joongdo.co.kr/web/view.php?key=2020021301000529"
HEADING = "//ul/preceding-sibling::*[self::h1 or self::h2][last()]"


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A store of schema 3."""
    file = tmp_path / "harvest.db"
    with sqlite3.connect(file) as db:
        db.executescript((OLD / "schema-3.sql").read_text(encoding="utf-8"))
        db.execute("PRAGMA user_version=3")
        db.execute(f"PRAGMA application_id={APPLICATION_ID}")
    db.close()
    return file


@pytest.fixture
def six(tmp_path: Path) -> Path:
    """A store of schema 6."""
    file = tmp_path / "six.db"
    with sqlite3.connect(file) as db:
        db.executescript((OLD / "schema-6.sql").read_text(encoding="utf-8"))
        db.execute("PRAGMA user_version=6")
        db.execute(f"PRAGMA application_id={APPLICATION_ID}")
    db.close()
    return file


def version_of(file: Path) -> int:
    db = sqlite3.connect(file)
    [version] = db.execute("PRAGMA user_version").fetchone()
    db.close()
    return int(version)


def change(file: Path, statement: str, *values: Any) -> None:
    with sqlite3.connect(file) as db:
        assert db.execute(statement, values).rowcount == 1
    db.close()


@pytest.mark.parametrize(("options", "feed"), [((), "schema-3.jsonl"), (("--stories",), "schema-3-stories.csv")])
def test_a_store_of_schema_3_exports_the_same_bytes(options: tuple[str, ...], feed: str, old: Path, tmp_path: Path) -> None:
    assert version_of(old) == 3
    assert quick("export", *options, "-s", f"STORE={old}", "-O", str(tmp_path / feed)).status == 0
    assert (tmp_path / feed).read_bytes() == (OLD / feed).read_bytes()
    assert version_of(old) == SCHEMA_VERSION == 7


BEFORE = f"harvest.db.before-{SCHEMA_VERSION}"


def test_a_store_of_an_older_version_is_kept_as_it_was(old: Path) -> None:
    """A reading command brings it up to date too, says so, and does it once. Nothing that was kept so is written over."""
    before = old.read_bytes()
    said = f"the store {old} is of an older newsharvest and is brought up to date; as it was it is in {BEFORE}{{}} beside it\n"
    for number in ("", "-2"):
        ran = quick("failures", "-s", f"STORE={old}")
        assert (ran.status, [line for line in ran.err.splitlines(keepends=True) if "older" in line]) == (0, [said.format(number)])
        assert quick("failures", "-s", f"STORE={old}").err == ""
        kept = old.with_name(f"{BEFORE}{number}")
        assert version_of(kept) == 3
        assert dump(kept) == dump_of(before, old.with_name("was.db"))
        old.write_bytes(kept.read_bytes())  # somebody goes back
    assert version_of(old) == 3
    assert {file.name for file in old.parent.iterdir()} == {"harvest.db", BEFORE, f"{BEFORE}-2", "was.db"}


def dump(file: Path) -> list[str]:
    with closing(sqlite3.connect(file)) as db:
        return [line for line in db.iterdump() if "unmerged" not in line]


def dump_of(content: bytes, file: Path) -> list[str]:
    file.write_bytes(content)
    return dump(file)


def test_a_store_is_not_brought_up_to_date_where_there_is_no_room_for_a_copy(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before, size = old.read_bytes(), old.stat().st_size
    monkeypatch.setattr(shutil, "disk_usage", lambda place: SimpleNamespace(free=size - 1))
    ran = quick("export", "-s", f"STORE={old}")
    assert (ran.status, ran.out) == (1, "")
    assert ran.err.startswith(
        f"scrapy export: the store {old} is of an older newsharvest and is brought up to date, with a copy of it as it was"
    )
    assert ran.err.endswith(" MB are free: make room, or move it to another disk\n")
    assert old.read_bytes() == before
    assert list(old.parent.iterdir()) == [old]


def test_what_articles_of_schema_3_share_is_known(old: Path, tmp_path: Path) -> None:
    """As if this version had kept them."""
    with Store(old) as store, Store(tmp_path / "new.db") as new:
        for one in store.articles():
            new.keep(one, new.begin_run(one.outlet, "2026-11-28T04:15:00+09:00"), "2026-11-28T04:15:00+09:00")
    query = "SELECT * FROM piece ORDER BY hash, article"
    kept = []
    for file in (old, tmp_path / "new.db"):
        db = sqlite3.connect(file)
        kept.append(db.execute(query).fetchall())
        db.close()
    assert kept[0] == kept[1]
    assert len(kept[0]) > 10


def test_a_failure_of_schema_3_gets_its_status_as_a_number(old: Path) -> None:
    with Store(old) as store:
        failures = {failed.url: failed for failed in store.failures()}
    assert {url: (f.reason, f.detail, f.status) for url, f in failures.items()} == {
        f"{KEY}7": (Reason.HTTP_STATUS, "HTTP 500", 500),
        f"{KEY}8": (Reason.DELETED, "", None),
        f"{KEY}9": (Reason.DELETED, "HTTP 404", 404),
    }
    assert [retries_left(failures[f"{KEY}{n}"], 7) for n in (7, 8, 9)] == [6, 0, 3]


def test_what_an_article_of_schema_3_was_before_is_read(old: Path) -> None:
    with Store(old) as store:
        [before] = revisions(store, "krnews21:305345")
        assert before.title == "연천군, 군정 효율성 제고 ‘현장행정’ 구현"
        assert store.article("krnews21:305345").title == "연천군, 군정 효율성 제고 ‘현장행정’ 구현 (종합)"


def test_what_a_paper_has_edited_in_schema_6_was_not_read_anew(six: Path) -> None:
    with Store(six) as store:
        [before] = revisions(store, "gyeonggitv:1")
        assert (before.title, store.article("gyeonggitv:1").title) == ("나눔장터", "나눔장터 (종합)")
        assert [one.reread for one in store.versions("gyeonggitv:1")][1:] == [False]
        anew = store.article("gyeonggitv:1")
        anew.section = ["문화"]
        assert store.reread(anew, "2026-11-29T04:15:00+09:00") is Kept.EDITED
        assert [one.reread for one in store.versions("gyeonggitv:1")][1:] == [False, True]
    assert version_of(six) == SCHEMA_VERSION
    assert six.with_name(f"six.db.before-{SCHEMA_VERSION}").exists()
    assert quick("store", "check", "-s", f"STORE={six}").out == "ok: 2 articles, nothing is damaged\n"


def test_a_store_of_schema_6_is_read_where_nothing_can_be_written(six: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(File, "_open", refuse)
    with Store(six, reading=True) as store:
        assert [found.title for found in store.articles(Selection(query=parse("나눔장터")))] == ["나눔장터 (종합)"]
        assert ([one.title for one in revisions(store, "gyeonggitv:1")], [one.reread for one in store.versions("gyeonggitv:1")][1:]) == (
            ["나눔장터"],
            [False],
        )
    assert version_of(six) == 6


def refuse(file: File, busy_seconds: float, *, reading: bool) -> None:
    error = sqlite3.OperationalError("attempt to write a readonly database")
    error.sqlite_errorcode = sqlite3.SQLITE_READONLY
    raise error


def test_figures_of_schema_3_are_what_a_run_is_compared_with(old: Path) -> None:
    """The fallback that already won then is known by its three parts, though they stood in one text, and its query has blanks."""
    with Store(old) as store:
        [(_, last), *_] = store.figures_before("joongdo", 99, 1)
        assert Figures.load(last).fallbacks == {Fallback("ncid/key", "title", HEADING): 1}
        assert Figures.load(last).filled == {"title": 1, "section": 1}
        assert Figures.load(last).checked_for("open_end") == 0  # nobody looked
        assert store.standing_warnings("joongdo") == {f"fallback:{Fallback('ncid/key', 'title', HEADING)}": "2026-11-27T04:15:00+09:00"}


def test_figures_are_read_as_they_are_written() -> None:
    figures = Figures(new=2, failed={"dns": 1}, lengths=[800, 20], list_pages=1)
    figures.filled["title"] = 2
    figures.doubts["open_end"] = 1
    figures.fallbacks[Fallback("gaon/a b", "title", ".x > .y z")] = 2
    assert Figures.load(json.loads(json.dumps(figures.dump()))) == figures
    assert figures.dump()["version"] == 3


def test_figures_of_a_newer_version_in_another_form_are_left_out() -> None:
    newer = {"version": 4, "fallbacks": [["gaon/a", "title", "h1", True, 3]], "lengths": {"median": 800}, "edited": 2}
    assert Figures.load(newer) == Figures(edited=2)


def test_an_article_that_only_its_schema_tells_apart_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    with Store(":memory:") as store:
        run = store.begin_run("gaon", "2026-11-28T04:15:00+09:00")
        assert store.keep(article(), run, "2026-11-28T04:15:00+09:00") is Kept.NEW
        monkeypatch.setattr(records, "SCHEMA_VERSION", 3)
        newer = article(schema_version=4)
        assert store.keep(newer, run, "2026-11-29T04:15:00+09:00") is Kept.SAME
        assert revisions(store, "gaon:1") == []


def test_a_doubt_of_a_second_look_is_kept_and_is_no_edit() -> None:
    with Store(":memory:") as store:
        run = store.begin_run("gaon", "2026-11-28T04:15:00+09:00")
        store.keep(article(doubts=["open_end"]), run, "2026-11-28T04:15:00+09:00")
        assert store.keep(article(doubts=["text_beside"]), run, "2026-11-29T04:15:00+09:00") is Kept.SAME
        assert store.article("gaon:1").doubts == ["open_end", "text_beside"]
        assert revisions(store, "gaon:1") == []


def test_a_warning_or_check_that_a_newer_version_wrote_is_told_in_words(old: Path) -> None:
    with Store(old) as store:
        store.keep_checkup("joongdo", "2026-11-27T05:00:00+09:00", 0, {"version": 9, "outcome": "fine"})
        store.note_warnings("joongdo", ["mood:x"], "2026-11-27T05:00:00+09:00")
    ran = quick("outlets", "joongdo", "-s", f"STORE={old}")
    assert (ran.status, ran.err) == (0, "")
    assert "mood:x: a warning that this version does not know: upgrade newsharvest since 2026-11-27" in ran.out
    assert "2026-11-27 05:00 kept by a newer newsharvest: upgrade" in ran.out


def test_figures_of_a_newer_version_give_what_this_one_knows() -> None:
    """A figure that was renamed there is missing here; nothing dies of it."""
    assert Figures.load({"version": 4, "fresh": 4, "edited": 1, "fallbacks": [["gaon/a", "title", "h1", 3]]}) == Figures(
        edited=1, fallbacks=Figures.load({"version": 2, "fallbacks": [["gaon/a", "title", "h1", 3]]}).fallbacks
    )


def test_a_field_that_a_newer_version_has_is_left_out_and_told(old: Path, caplog: pytest.LogCaptureFixture) -> None:
    [record] = (line for line in (OLD / "schema-3.jsonl").read_text(encoding="utf-8").splitlines() if "joongdo:" in line[:20])
    newer = json.loads(record) | {"schema_version": 9, "trust": 3, "mood": "good"}
    change(old, "UPDATE article SET record=? WHERE id='joongdo:20200213010005265'", json.dumps(newer))
    with Store(old) as store:
        read = store.article("joongdo:20200213010005265")
        assert store.article("joongdo:20200213010005265") == read  # told once
    assert (read.title, read.authors, read.schema_version) == ("하동군, 혁신공유·붐업 도모 간담회 개최", ["배병일"], 3)
    assert caplog.messages[1:-1] == [  # between those that tell of the stories and of the search index
        "a newer newsharvest has kept articles with mood, trust, which this one does not know: left out; upgrade newsharvest"
    ]


def test_the_stories_of_an_older_version_are_made_anew_and_their_ids_lead_on(old: Path, caplog: pytest.LogCaptureFixture) -> None:
    change(old, "UPDATE story SET id='krnews21:305345+1' WHERE number=2")  # that is what one that was edited out of its story was called
    with Store(old) as store:
        assert store.index.story("krnews21:305345+1") == ("krnews21:305345", ["krnews21:305345"])
        assert store.index.story("joongdo:20200213010005265") == ("joongdo:20200213010005265", ["joongdo:20200213010005265"])
    assert caplog.messages == [
        f"the stories of {old} are made anew, once, of 2 articles: some seconds for each thousand",
        f"the search index of {old} is made, once, of 2 articles: a second or so for each thousand",
    ]


def test_a_renamed_field_is_read_through_its_step(monkeypatch: pytest.MonkeyPatch) -> None:
    def step(record: dict[str, Any]) -> dict[str, Any]:
        record["title"] = record.pop("headline")
        return record

    monkeypatch.setattr(records, "SCHEMA_VERSION", 2)
    monkeypatch.setattr(records, "ARTICLE_STEPS", {1: step})
    old_record = json.dumps({"id": "gaon:1", "outlet": "gaon", "headline": "쉼터 문 연다", "schema_version": 1})
    read = records.article_of(old_record)
    assert (read.id, read.title, read.schema_version) == ("gaon:1", "쉼터 문 연다", 2)


def test_a_reason_that_a_newer_version_wrote_is_told_in_words(old: Path) -> None:
    change(old, "UPDATE failure SET reason='paywall' WHERE url=?", f"{KEY}7")
    ran = quick("failures", "-s", f"STORE={old}")
    assert ran.status == 0
    [row] = [line for line in ran.out.splitlines() if f"{KEY}7" in line]
    assert "paywall: a reason that this version does not know: upgrade newsharvest" in row
    assert quick("outlets", "joongdo", "-s", f"STORE={old}").status == 0


def test_a_renamed_reason_is_found_under_its_old_code(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newsharvest.reasons.FORMERLY", {"gone": "deleted"})
    change(old, "UPDATE failure SET reason='gone' WHERE url=?", f"{KEY}9")
    with Store(old) as store:
        assert {failed.reason for failed in store.failures() if failed.url == f"{KEY}9"} == {Reason.DELETED}


def test_a_store_that_is_new_has_what_a_migrated_one_has(old: Path, tmp_path: Path) -> None:
    with Store(old), Store(tmp_path / "new.db") as new:
        run = new.begin_run("gaon", "2026-11-28T04:15:00+09:00")
        new.keep(article(), run, "2026-11-28T04:15:00+09:00")

    def columns(file: Path) -> dict[str, list[str]]:
        db = sqlite3.connect(file)
        tables = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view') ORDER BY name")]
        found = {table: [row[1] for row in db.execute(f"PRAGMA table_info({table})")] for table in tables}
        db.close()
        return found

    assert columns(old) == columns(tmp_path / "new.db")
