"""Kept pages read again: a layout that was broken for a night and is mended, and what is shown, kept and left alone."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections import Counter
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from newsharvest.archive import Archive, archive_of
from newsharvest.page.layouts import Layout, Rule
from newsharvest.platforms.netpro import THEME, NetProSpider
from newsharvest.reread import work
from newsharvest.reread.reading import Outcome, Reader
from newsharvest.spiders.dgilbo import DgilboSpider
from newsharvest.spiders.gyeonggitv import GyeonggitvSpider
from newsharvest.store import Store
from tests.support.browser import browsing
from tests.support.command_line import quick, refused
from tests.support.postgres import Postgres
from tests.support.processes import Ran
from tests.support.replayed_press import AD, SINCE, papers, record
from tests.support.stores import Place, rows

OUTLETS = ("gyeonggitv", "dgilbo")
Layouts = tuple[Layout, ...]


def with_rules(body: str, title: str | None = None) -> Layouts:
    fields = {**THEME.fields, **({"title": (Rule(title),)} if title else {})}
    return (replace(THEME, body=(Rule(body),), fields=fields),)


BROKEN: dict[str, Layouts] = {
    "no text": with_rules("#renamed"),
    "no layout": (replace(THEME, shape=(Rule("#renamed"),)),),
    "the page's lines in the text": with_rules(".page"),
    "another title": with_rules("#news_body_area", ".path_wrap h3"),
    "one text for all": with_rules(".page > p"),
    "one article for all": with_rules(".page > p", ".path_wrap h3"),
}
"""How a layout may be wrong for a night."""


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return record(tmp_path_factory.mktemp("pages"), papers())


@pytest.fixture(scope="module")
def unbroken(pages: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The store of a night on which every layout was right."""
    store = tmp_path_factory.mktemp("unbroken") / "harvest.db"
    assert harvest(pages, store).status == 0
    return store


def harvest(pages: Path, store: Place, *arguments: str) -> Ran:
    return quick("harvest", *OUTLETS, "--since", SINCE, *arguments, "-s", f"REPLAY={pages}", "-s", f"STORE={store}")


def reread(store: Place, *arguments: str) -> Ran:
    return quick("reread", *arguments, "-s", f"STORE={store}")


def content(store: Place) -> dict[str, list[tuple[Any, ...]]]:
    """What a store holds, but for its bookkeeping.

    Left out: when an article first came into the store and a failure was noted, which is when it was accepted; the numbers of rows in the
    index of near-duplicates, which are those of arrival; what runs noted of themselves; and in which order an article's doubts stand.
    """

    def record_of(text: str) -> str:
        data = json.loads(text)
        return json.dumps(data | {"doubts": sorted(data["doubts"])}, ensure_ascii=False)

    articles = rows(store, "SELECT id, outlet, url, day, content_hash, run, record FROM article ORDER BY id")
    return {
        "article": [(*row[:-1], record_of(row[-1])) for row in articles],
        "marks": rows(store, "SELECT article, story_id, kind, duplicate_of, similarity, canonical FROM marked ORDER BY article"),
        "failure": rows(store, "SELECT outlet, url, reason, detail, article, times, run, status, standing FROM failure ORDER BY url"),
        "listing": rows(store, "SELECT * FROM listing ORDER BY outlet, article"),
        "reach": rows(store, "SELECT * FROM reach ORDER BY outlet"),
        "piece": rows(store, "SELECT * FROM piece ORDER BY hash, article"),
        "searched": rows(store, "SELECT article, unread FROM searched ORDER BY article"),
    }


@pytest.mark.parametrize("broken", BROKEN)
def test_a_night_read_wrong_becomes_the_night_read_right(
    broken: str, pages: Path, unbroken: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = tmp_path / "harvest.db"
    with monkeypatch.context() as patch:
        patch.setattr(NetProSpider, "layouts", BROKEN[broken])
        assert harvest(pages, store).status == 1
    assert content(store)["article"] != content(unbroken)["article"]
    ran = reread(store, "--accept")
    assert ran.status == 0, ran.err
    assert content(store) == content(unbroken)
    again = reread(store, "--accept")
    assert (again.status, "nothing was written" in again.err, content(store)) == (0, False, content(unbroken))
    assert "accepted: 0 articles" in again.err
    assert quick("store", "check", "-s", f"STORE={store}").status == 0
    exported = [quick("export", "--search", "사업 | 소식", "-s", f"STORE={one}").out for one in (store, unbroken)]
    assert exported[0].count("\n") == exported[1].count("\n") > 40


@pytest.mark.slow
def test_a_servers_night_read_wrong_becomes_the_night_read_right(
    pages: Path, unbroken: Path, store: Path, postgres: Postgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    with postgres.store() as address:
        read_wrong(pages, address, monkeypatch)
        assert content(address) == content(store)
        shown = reread(address)
        assert (shown.status, shown.out, shown.err) == (0, reread(store).out, reread(store).err)
        monkeypatch.setattr(work, "FEW", 0)
        monkeypatch.setattr(work, "TOGETHER", 10)
        monkeypatch.setattr(work, "cores", lambda: 2)  # processes of their own open it too, with the password
        ran = reread(address.replace("newsharvest@", "newsharvest:secret@"), "--accept")
        assert (ran.status, ran.err.splitlines()[-1]) == (0, "accepted: 46 articles")
        assert content(address) == content(unbroken)
        assert quick("store", "check", "-s", f"STORE={address}").status == 0
        exported = [quick("export", "--search", "사업 | 소식", "-s", f"STORE={one}").out for one in (address, unbroken)]
        assert exported[0].count("\n") == exported[1].count("\n") > 40


# --- what is shown, and that nothing is written


@pytest.fixture
def store(pages: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The store of a night on which the page's lines were read with the text, and one article not at all."""
    file = tmp_path / "harvest.db"
    read_wrong(pages, file, monkeypatch)
    return file


def read_wrong(pages: Path, store: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    wide, narrow = with_rules(".page")[0], Rule("//*[not(contains(., '는 7번째 사업'))]/self::div[@class='page']")
    with monkeypatch.context() as patch:
        patch.setattr(NetProSpider, "layouts", (replace(wide, body=(narrow,)),))
        assert harvest(pages, store).status == 1


WIDE = "http://gyeonggitv.com/bbs/board.php?bo_table=news&wr_id="


def test_nothing_is_written_and_each_difference_is_shown(store: Path, tmp_path: Path) -> None:
    before = content(store), rows(store, "SELECT count(*) FROM revision")
    ran = reread(store, "gyeonggitv", "-O", str(tmp_path / "d.jsonl"))
    assert ran.status == 0
    assert (content(store), rows(store, "SELECT count(*) FROM revision")) == before
    lines = ran.out.splitlines()
    assert [line.split() for line in lines[:2]] == [
        "outlet masthead articles same differ kept now nothing now still not kept no page".split(),
        "gyeonggitv 경기티비종합뉴스 24 0 21 1 0 2 0".split(),
    ]
    assert lines[2:7] == [
        "gyeonggitv 경기티비종합뉴스",
        "  body: 21 of 21 differ",
        f"    {WIDE}16",
        f"      - {AD}",
        f"    {WIDE}12",
    ]
    assert f"  doubt lost: other_voice: 21 of 21: {WORDS}" in lines
    assert lines[-4:] == [
        "  still not kept: deleted: 1",
        f"      {WIDE}13  (gnuboard/deleted)",
        "  still not kept: duplicate: 1",
        f"      {WIDE}6  (the same title and body as gyeonggitv:9)",
    ]
    assert ran.err == f"written: {tmp_path / 'd.jsonl'}\nnothing was written: --accept keeps 22 articles as they read now\n"
    told = [json.loads(line) for line in (tmp_path / "d.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [one["outcome"] for one in told].count("differs") == 21
    [seven] = [one for one in told if one["id"] == "gyeonggitv:7"]
    assert seven == {"id": "gyeonggitv:7", "url": f"{WIDE}7", "outcome": "new"}
    [eight] = [one for one in told if one["id"] == "gyeonggitv:8"]
    old, new = eight["fields"]["body"]
    assert (old, eight.get("reason")) == (f"{new}\n\n{AD}", None)
    assert ("other_voice" in eight["doubts_lost"], eight["doubts_gained"]) == (True, [])


WORDS = "a paragraph speaks to the reader as no other does: a notice may be in the body"


def test_what_was_read_before_is_no_edit_by_the_paper(store: Path, pages: Path, unbroken: Path, tmp_path: Path) -> None:
    """No feed of a later harvest has it, no digest that goes on from one before, and the pages in the browser say what it was."""
    assert reread(store, "--accept").status == 0
    assert content(store) == content(unbroken)
    revisions = rows(store, "SELECT article, reread, json_extract(record, '$.body') LIKE '%상조%' FROM revision ORDER BY article")
    assert (len(revisions), {row[1:] for row in revisions}) == (44, {(1, 1)})
    runs = rows(store, "SELECT run, first_seen, last_seen FROM article WHERE id='gyeonggitv:8'")
    assert runs[0][0] == 1
    assert runs[0][1] == runs[0][2]
    figures = rows(store, "SELECT figures FROM run")
    ran = harvest(pages, store, "-O", str(tmp_path / "new.jsonl"))
    assert (ran.status, (tmp_path / "new.jsonl").read_bytes()) == (0, b"")
    assert [line.split()[2:5] for line in ran.err.splitlines() if line.startswith(OUTLETS)] == [["0", "0", "20"], ["0", "0", "20"]]
    assert rows(store, "SELECT figures FROM run")[:2] == figures
    with browsing(store) as browser:
        got = browser.get("/article/gyeonggitv:8")
        assert got.texts("h2")[-1] == "달라진 곳 1판"
        assert got.texts(".change .same")[0] == "페이지를 달리 읽었을 뿐, 신문사가 고친 것은 없습니다."
        assert AD in got.text(".change")


def test_what_gives_nothing_now_stays_as_it_is_and_is_named(unbroken: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = copied(unbroken, tmp_path)
    monkeypatch.setattr(GyeonggitvSpider, "layouts", BROKEN["no text"])
    for options in ((), ("--accept",)):
        ran = reread(store, "gyeonggitv", *options)
        assert ran.status == 1
        assert ran.out.splitlines()[1].split() == "gyeonggitv 경기티비종합뉴스 24 0 0 0 22 2 0".split()
        assert "  gives nothing now, and stays as it is: no_body: 22" in ran.out
        assert f"      {WIDE}24\n" in ran.out
        assert "      and 2 more" in ran.out
        assert {k: v for k, v in content(store).items() if k != "failure"} == {k: v for k, v in content(unbroken).items() if k != "failure"}
        assert rows(store, "SELECT count(*) FROM revision") == [(0,)]


def copied(unbroken: Path, folder: Path) -> Path:
    for file in unbroken.parent.glob("harvest*.db"):
        shutil.copy(file, folder)
    return folder / "harvest.db"


# --- what the archive has, and has not


def test_an_article_without_a_page_is_counted(unbroken: Path, tmp_path: Path) -> None:
    store = copied(unbroken, tmp_path)
    with closing(sqlite3.connect(tmp_path / "harvest.pages.db")) as db, db:
        db.execute("DELETE FROM page WHERE article='dgilbo:3'")
    ran = reread(store)
    assert ran.status == 0
    assert ran.out.splitlines()[1].split() == "dgilbo 대구경북일보 23 23 0 0 0 0 1".split()


def test_a_damaged_page_is_named_and_ends_nothing(unbroken: Path, tmp_path: Path) -> None:
    store = copied(unbroken, tmp_path)
    with closing(sqlite3.connect(tmp_path / "harvest.pages.db")) as db, db:
        query = "SELECT body FROM page JOIN body ON hash=body WHERE article GLOB 'dgilbo:*' AND dictionary IS NOT NULL LIMIT 1"
        [(digest,)] = db.execute(query)
        db.execute("UPDATE body SET data=CAST(substr(data, 1, length(data)-4)||x'00000000' AS BLOB) WHERE hash=?", (digest,))
    ran = reread(store, "대구경북일보")
    assert ran.status == 1
    assert ran.out.splitlines()[1].split() == "dgilbo 대구경북일보 24 23 0 0 1 0 0".split()
    assert f"(the page {digest.hex()} in {tmp_path / 'harvest.pages.db'} is damaged: " in ran.out


def test_a_page_that_a_harvest_drops_meanwhile_is_named(unbroken: Path, tmp_path: Path) -> None:
    store = copied(unbroken, tmp_path)
    with Store(store, reading=True) as opened, Archive(tmp_path / "harvest.pages.db") as archive:
        [first, second, *_others] = work.planned(archive, opened, "dgilbo", None).jobs
        with closing(sqlite3.connect(tmp_path / "harvest.pages.db")) as db, db:
            db.execute("DELETE FROM page WHERE id=?", (first.pages[0],))
        readings = Reader({"dgilbo": DgilboSpider}, archive, opened).read("dgilbo", [first, second])
    assert [(one.outcome, one.detail) for one in readings] == [
        (Outcome.NOTHING, "a harvest has dropped its page meanwhile"),
        (Outcome.SAME, ""),
    ]


def test_a_damaged_article_is_made_whole_from_its_page(unbroken: Path, tmp_path: Path) -> None:
    store = copied(unbroken, tmp_path)
    with closing(sqlite3.connect(store)) as db, db:
        db.execute("UPDATE article SET record=replace(record, '\"title\"', 'xtitlex') WHERE id='dgilbo:3'")
    assert quick("store", "check", "-s", f"STORE={store}").status == 1
    ran = reread(store)
    assert ran.status == 1
    assert "  dgilbo:3 is damaged in the store, and its page can be read\n" in ran.out
    assert reread(store, "--accept").status == 0
    assert content(store) == content(unbroken)
    assert quick("store", "check", "-s", f"STORE={store}").status == 0


def test_only_what_is_asked_for_is_read(store: Path) -> None:
    assert reread(store, "dgilbo", "--since", "2026-11-22").out == "no article has a page\n"
    assert reread(store, "dgilbo", "--since", "2026-11-21").out.splitlines()[1].split()[2] == "24"
    times = sorted(at for (at,) in rows(archive_of(store), "SELECT at FROM page WHERE outlet='dgilbo' AND kind='article'"))
    early, late = f"{times[-1][:10]} {times[-1][11:19]}", "2026-11-21 23:59"
    assert times[0] < times[-1]
    count = sum(at >= times[-1] for at in times)
    assert reread(store, "dgilbo", "--since", early).out.splitlines()[1].split()[2] == str(count)
    assert reread(store, "dgilbo", "--since", late).out == "no article has a page\n"
    ran = reread(store, "gyeonggitv", "--layout", "netpro/theme")
    assert ran.out.splitlines()[1].split()[2:8] == ["23", "0", "21", "1", "0", "1"]
    ran = reread(store, "gyeonggitv", "--layout", "gnuboard/basic")
    assert ran.out.splitlines()[1].split()[2:7] == ["0", "0", "0", "0", "0"]


def test_what_cannot_be_done_is_refused(store: Path, tmp_path: Path) -> None:
    named = "-s", f"STORE={store}"
    assert refused("reread", "--layout", "netpro/them", *named).startswith(
        "scrapy reread: unknown layout 'netpro/them', did you mean 'netpro/theme'? (known: "
    )
    assert refused("reread", "-O", "d.csv", *named) == "scrapy reread: d.csv: name a .jsonl file"
    assert refused("reread", "gyeongitv", *named).startswith("scrapy reread: unknown outlet 'gyeongitv'")
    pages = tmp_path / "harvest.pages.db"
    pages.unlink()
    assert refused("reread", *named) == f"scrapy reread: there are no pages yet ({pages}): a harvest keeps them, unless KEEP_PAGES is off"
    store.unlink()
    assert refused("reread", *named).startswith(f"scrapy reread: there is no store {store} yet: run scrapy harvest")


# --- what came later


def test_an_edit_that_was_not_read_is_the_papers(pages: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On the second night no layout reads what is looked at again: one article was edited by then. Then the layout is mended."""
    stores = {name: tmp_path / name / "harvest.db" for name in ("broken", "right")}
    printed = papers()
    printed["gyeonggitv"].articles[8].body[0] = "가온시는 일정을 바로잡았다."
    later = record(tmp_path / "later", printed, day=22)
    for name, file in stores.items():
        file.parent.mkdir()
        assert harvest(pages, file).status == 0
        with monkeypatch.context() as patch:
            if name == "broken":
                patch.setattr(NetProSpider, "layouts", BROKEN["no text"])
            assert harvest(later, file, "--refresh", "36500").status == (1 if name == "broken" else 0)
    assert reread(stores["broken"], "--accept").status == 0
    assert rows(stores["broken"], "SELECT article, reread FROM revision") == [("gyeonggitv:8", 0)]
    broken, right = content(stores["broken"]), content(stores["right"])
    assert [row[:5] for row in broken["article"]] == [row[:5] for row in right["article"]]
    assert broken["marks"] == right["marks"]
    assert [row[:5] + row[6:] for row in broken["failure"]] == [row[:5] + row[6:] for row in right["failure"]]  # without how often


def test_a_night_that_looked_again_and_read_wrong_leaves_no_edit(
    pages: Path, unbroken: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On the second night a layout takes too much of each page, so that all articles seem to be edited. Then it is mended."""
    store = tmp_path / "harvest.db"
    assert harvest(pages, store).status == 0
    with monkeypatch.context() as patch:
        patch.setattr(NetProSpider, "layouts", BROKEN["the page's lines in the text"])
        harvest(pages, store, "--refresh", "36500")
    seeming = rows(store, "SELECT article, reread FROM revision WHERE article LIKE 'gyeonggitv:%'")
    assert (len(seeming), {mark for _, mark in seeming}) == (22, {0})
    assert reread(store, "--accept").status == 0
    marks = rows(store, "SELECT article, sum(reread), count(*) FROM revision WHERE article LIKE 'gyeonggitv:%' GROUP BY article")
    assert Counter(row[1:] for row in marks) == {(2, 2): 22, (1, 1): 1}  # one that has photos alone came on that night
    text = "SELECT json_extract(record, '$.body') FROM article WHERE id='gyeonggitv:8'"
    assert rows(store, text) == rows(unbroken, text)
    told = quick("history", "gyeonggitv:8", "-s", f"STORE={store}").out
    assert told.count("(the page was read otherwise: the outlet has edited nothing)") == 2


def edited_without_a_page(pages: Path, folder: Path) -> Path:
    """A store of two nights: on the second no pages were kept, and the paper had edited an article by then."""
    store, printed = folder / "harvest.db", papers()
    printed["gyeonggitv"].articles[8].body[0] = "가온시는 일정을 바로잡았다."
    later = record(folder / "later", printed, day=22)
    assert harvest(pages, store).status == 0
    assert harvest(later, store, "--refresh", "36500", "-s", "KEEP_PAGES=0").status == 0
    assert rows(store, "SELECT article, reread FROM revision") == [("gyeonggitv:8", 0)]
    return store


def test_the_page_of_an_older_version_is_not_that_of_the_article(pages: Path, tmp_path: Path) -> None:
    """Nor if it comes out of a WARC file: what the paper has put right stays."""
    store, file = edited_without_a_page(pages, tmp_path), tmp_path / "first.warc.gz"
    before = content(store)
    assert quick("archive", "-O", str(file), "-s", f"STORE={store}").status == 0
    for _ in range(2):
        ran = reread(store, "--accept")
        assert (ran.status, ran.err) == (0, "accepted: 0 articles\n")
        assert [line.split()[2:9] for line in ran.out.splitlines()[1:3]] == [
            "24 24 0 0 0 0 0".split(),
            "23 21 0 0 0 2 1".split(),
        ]
        assert content(store) == before
        (tmp_path / "harvest.pages.db").unlink(missing_ok=True)
        assert quick("archive", "--from", str(file), "-s", f"STORE={store}").status == 0


def test_a_later_page_of_an_article_whose_own_is_not_there_is_read(pages: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On the third night pages are kept again: that of the version which came without one says what it was, and no edit was missed."""
    store = edited_without_a_page(pages, tmp_path)
    third = tmp_path / "third"
    shutil.copytree(tmp_path / "later", third)
    for case in third.glob("*/*/response.json"):
        case.write_text(case.read_text(encoding="utf-8").replace("2026-11-22", "2026-11-23"), encoding="utf-8")
    assert harvest(third, store, "--refresh", "36500").status == 0
    before = content(store)
    ran = reread(store, "--accept")
    assert (ran.status, ran.err, content(store)) == (0, "accepted: 0 articles\n", before)
    monkeypatch.setattr(NetProSpider, "layouts", BROKEN["another title"])
    assert "accepted: 46 articles" in reread(store, "--accept").err
    assert rows(store, "SELECT article, reread FROM revision WHERE article='gyeonggitv:8'") == [("gyeonggitv:8", 0), ("gyeonggitv:8", 1)]
    kept = "SELECT json_extract(record, '$.title'), json_extract(record, '$.body') FROM article WHERE id='gyeonggitv:8'"
    assert rows(store, kept) == [("지역뉴스", "가온시는 일정을 바로잡았다.")]


def test_what_a_page_says_of_its_reuse_is_read_anew_too(unbroken: Path, tmp_path: Path) -> None:
    """It is no version of the article, and accepted once."""
    store = copied(unbroken, tmp_path)
    with closing(sqlite3.connect(store)) as db, db:
        db.execute("UPDATE article SET record=json_set(record, '$.signals', json('[\"noai\"]')) WHERE id='dgilbo:3'")
    ran = reread(store)
    assert "  signals: 1 of 24 differs\n" in ran.out
    assert [reread(store, "--accept").err for _ in range(2)] == ["accepted: 1 article\n", "accepted: 0 articles\n"]
    assert content(store) == content(unbroken)
    assert rows(store, "SELECT * FROM revision") == []


def test_what_a_later_page_says_of_its_reuse_is_no_edit(pages: Path, tmp_path: Path) -> None:
    store, later = tmp_path / "harvest.db", record(tmp_path / "later", papers(), day=22)
    assert harvest(pages, store).status == 0
    for case in (later / "dgilbo").glob("*/response.json"):
        told = json.loads(case.read_text(encoding="utf-8"))
        told["headers"]["X-Robots-Tag"] = "noai"
        case.write_text(json.dumps(told), encoding="utf-8")
    assert harvest(later, store, "--refresh", "36500").status == 0
    before = content(store)
    signals = "SELECT DISTINCT json_extract(record, '$.signals') FROM article WHERE outlet='dgilbo'"
    assert rows(store, signals) == [('["noai"]',)]
    ran = reread(store, "--accept")
    assert (ran.err, content(store)) == ("accepted: 0 articles\n", before)
    assert ran.out.splitlines()[1].split() == "dgilbo 대구경북일보 24 24 0 0 0 0 0".split()


# --- on all cores


def test_many_are_read_by_several_processes(store: Path, unbroken: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "FEW", 0)
    monkeypatch.setattr(work, "TOGETHER", 10)
    monkeypatch.setattr(work, "cores", lambda: 2)
    before = reread(store)
    assert [line.split()[2:7] for line in before.out.splitlines()[1:3]] == [["24", "0", "23", "1", "0"], ["24", "0", "21", "1", "0"]]
    assert reread(store, "--accept").status == 0
    assert content(store) == content(unbroken)


def test_what_comes_out_of_a_warc_file_is_kept_as_a_harvest_had_kept_it(unbroken: Path, tmp_path: Path) -> None:
    """In a folder without a store; and what is kept once is not kept again, nor asked of the site."""
    file, other = tmp_path / "night.warc.gz", tmp_path / "other.db"
    assert quick("archive", "-O", str(file), "-s", f"STORE={unbroken}").status == 0
    assert quick("archive", "--from", str(file), "-s", f"STORE={other}").status == 0
    kept = "SELECT id, url, content_hash, json_extract(record, '$.fetched_at') FROM article ORDER BY id"
    there = rows(unbroken, kept)
    ran = reread(other)
    assert f"nothing was written: --accept keeps {len(there)} articles as they read now" in ran.err
    assert rows(other, kept) == []
    ran = reread(other, "--accept")
    assert ran.err.splitlines()[-1] == f"accepted: {len(there)} articles"
    assert rows(other, kept) == there
    assert rows(other, "SELECT article, kind, duplicate_of FROM marked ORDER BY article") == rows(
        unbroken, "SELECT article, kind, duplicate_of FROM marked ORDER BY article"
    )
    assert rows(other, "SELECT * FROM failure") == []
    assert rows(other, "SELECT count(*) FROM run") == [(0,)]
    for store, origin in ((unbroken, None), (other, "archive")):
        exported = quick("export", "-s", f"STORE={store}").out.splitlines()
        assert {json.loads(line)["origin"] for line in exported} == {origin}
    told = quick("history", "gyeonggitv:8", "-s", f"STORE={other}").out
    assert "\n  recorded 2026-11-21 04:15, out of night.warc.gz; the page's SHA-256: " in told
    told = quick("history", "gyeonggitv:8", "-s", f"STORE={other}", env={"NEWSHARVEST_LANGUAGE": "ko"}).out
    assert "\n  night.warc.gz에서, 기록한 때 2026-11-21 04:15, 페이지의 SHA-256: " in told
    told = json.loads(quick("history", "gyeonggitv:8", "--json", "-s", f"STORE={other}").out)
    assert [(one["page_origin"], one["article"]["origin"]) for one in told["versions"]] == [("night.warc.gz", "archive")]
    with browsing(other) as browser:
        line = "WARC 파일에서 가져온 페이지입니다. 2026.11.21(토) 04:15에 기록한 것입니다."
        assert browser.get("/article/gyeonggitv:8").texts("article .origin") == [line]
    assert reread(other, "--accept").err.splitlines()[-1] == "accepted: 0 articles"
    assert quick("store", "check", "-s", f"STORE={other}").status == 0


def test_what_comes_out_of_a_warc_file_is_of_no_run(unbroken: Path, pages: Path, tmp_path: Path) -> None:
    """No outlet has run for it, no article in doubt is asked for again, no feed of a harvest has it, and no silence ends with it."""
    file, other = tmp_path / "night.warc.gz", tmp_path / "other.db"
    assert quick("archive", "-O", str(file), "-s", f"STORE={unbroken}").status == 0
    assert quick("archive", "--from", str(file), "-s", f"STORE={other}").status == 0
    assert reread(other, "--accept").status == 0
    assert rows(other, "SELECT DISTINCT run FROM article") == [(0,)]
    assert rows(other, "SELECT count(*) FROM article WHERE json_array_length(record, '$.doubts')>0") != [(0,)]
    with closing(sqlite3.connect(other)) as db, db:  # as a kill before they were judged would leave them
        db.execute("INSERT INTO unjudged SELECT id FROM article")
    assert reread(other, "--accept").status == 0
    assert rows(other, "SELECT * FROM failure") == []
    with Store(other) as store:
        assert (store.last_run("gyeonggitv"), store.last_new("gyeonggitv")) == (None, None)
    told = quick("outlets", "gyeonggitv", "-s", f"STORE={other}", env={"COLUMNS": "200"})
    assert told.out.splitlines()[1].split() == "gyeonggitv 경기티비종합뉴스 경기 NetPro list+RSS 2 rebuilt, 7 made 22".split()
    with browsing(other) as browser:
        row = next(line for line in browser.get("/health").texts("tr") if line.startswith("경기티비종합뉴스"))
        assert row == "경기티비종합뉴스 - - - 0"
    ran = harvest(pages, other, "-O", str(tmp_path / "new.jsonl"))
    assert (ran.status, (tmp_path / "new.jsonl").read_bytes()) == (0, b"")
    assert rows(other, "SELECT outlet, status FROM run ORDER BY outlet") == [("dgilbo", 0), ("gyeonggitv", 0)]
