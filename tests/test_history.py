"""`scrapy history`: every version of an article, on a terminal and for programs."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

import pytest

from newsharvest.archive import Kind, Page, archive_of, open_archive
from newsharvest.store import Store
from tests.support.articles import story_article
from tests.support.command_line import quick, refused
from tests.support.posix import TERMINALS
from tests.support.project import ROOT
from tests.support.stores import Place, change

FIRST = "2026-11-20T03:00:00+09:00"
SECOND = "2026-11-21T03:00:00+09:00"
THIRD = "2026-11-22T03:00:00+09:00"
BODY = "가온시는 현장을 찾았다.\n\n마을 25곳에서 주민 177명과 이야기했다.\n\n다음 주에 다시 찾는다."
PAGES = {FIRST: b"<p>177</p>", SECOND: b"<p>178</p>"}


def filled(place: Place) -> Place:
    """Keep an article that was edited twice, of which two pages were kept, and one that tells its story first."""
    versions = (
        (FIRST, story_article("krnews21:1", BODY)),
        (SECOND, story_article("krnews21:1", BODY.replace("177", "178").replace("\n\n다음 주에 다시 찾는다.", ""), "연천군 현장 행정")),
        (THIRD, story_article("krnews21:1", "내용 없음\x1b[31m", "연천군 현장 행정")),
    )
    with Store(place) as store, open_archive(place) as archive:
        for at, made in versions:
            made.fetched_at = at
            store.keep(made, store.begin_run("krnews21", at), at)
            if at in PAGES:
                digest = sha256(PAGES[at]).hexdigest()
                archive.keep(Page("krnews21", Kind.ARTICLE, made.id, made.url, made.url, at, 200, [], digest), PAGES[at])
        store.keep(story_article("dgilbo:3", BODY, day="2026-11-17"), store.begin_run("dgilbo", THIRD), THIRD)
        store.settle_stories()
    return place


@pytest.fixture
def place(place: Place) -> Place:
    return filled(place)


@pytest.fixture
def path(path: Path) -> Path:
    filled(path)
    return path


def lines(*told: str) -> str:
    return "".join(f"{line}\n" for line in told)


def test_what_changed_from_version_to_version(place: Place) -> None:
    ran = quick("history", "krnews21:1", "-s", f"STORE={place}")
    assert (ran.status, ran.err) == (0, "")
    assert ran.out == lines(
        "krnews21:1  뉴스21통신  2026-11-19 09:00  연천군 현장 행정",
        "http://krnews21.kr/1",
        "3 versions; first seen 2026-11-20 03:00, last seen 2026-11-22 03:00",
        "as the id of a story it leads to krnews21:1",
        "",
        "version 1: from 2026-11-20 03:00 until 2026-11-21 03:00",
        "  fetched 2026-11-20 03:00; the page's SHA-256: 405a710aaecc0e0a2c9f68bc8cf9c85df6e3079a8286d441046951190e2a856f",
        "",
        "version 2: from 2026-11-21 03:00 until 2026-11-22 03:00",
        "  fetched 2026-11-21 03:00; the page's SHA-256: e3365510107fa165e35ae43e2fc401218c51a605a77974a0d147fdfe61490b4a",
        "  title: 연천군 [-현장행정-] {+현장 행정+}",
        "  body:",
        "    (1 paragraph as before)",
        "    마을 25곳에서 주민 [-177명과-] {+178명과+} 이야기했다.",
        "    [-다음 주에 다시 찾는다.-]",
        "",
        "version 3: since 2026-11-22 03:00",
        "  body:",
        r"    [-가온시는 현장을 찾았다.-] {+내용 없음\x1b[31m+}",
        "    [-마을 25곳에서 주민 178명과 이야기했다.-]",
    )


@TERMINALS
def test_words_are_in_colour_on_a_terminal(path: Path) -> None:
    master, slave = os.openpty()
    command = [sys.executable, "-m", "scrapy", "history", "krnews21:1", "-s", f"STORE={path}"]
    environment = {name: value for name, value in os.environ.items() if name != "NO_COLOR"} | {"TERM": "xterm", "LANGUAGE": "en"}
    with subprocess.Popen(command, cwd=ROOT, stdout=slave, env=environment) as process:
        os.close(slave)
        coloured = b""
        with suppress(OSError):  # what Linux says when the other end is closed
            while part := os.read(master, 4096):
                coloured += part
    os.close(master)
    assert process.returncode == 0
    assert "주민 \x1b[9;31m[-177명과-]\x1b[0m \x1b[4;32m{+178명과+}\x1b[0m 이야기했다.".encode() in coloured
    assert "내용 없음\\x1b[31m+}".encode() in coloured


def test_the_same_for_a_program(place: Place) -> None:
    ran = quick("history", "krnews21:1", "--json", "-s", f"STORE={place}")
    assert (ran.status, ran.err) == (0, "")
    told = json.loads(ran.out)
    assert {name: told[name] for name in told if name != "versions"} == {
        "id": "krnews21:1", "story_id": "krnews21:1", "first_seen": FIRST, "last_seen": THIRD,
    }  # fmt: skip
    assert [(one["version"], one["held_from"], one["held_until"], one["reread"]) for one in told["versions"]] == [
        (1, FIRST, SECOND, False), (2, SECOND, THIRD, False), (3, THIRD, None, False),
    ]  # fmt: skip
    digests = [sha256(PAGES[at]).hexdigest() for at in (FIRST, SECOND)]
    assert [one["page_digest"] for one in told["versions"]] == [*digests, None]
    assert told["versions"][0]["changed"] is None
    assert told["versions"][1]["changed"] == {
        "title": pieces(("연천군 ", "same"), ("현장행정", "del"), ("현장 행정", "ins")),
        "body": [
            {"same": 1},
            {"pieces": pieces(("마을 25곳에서 주민 ", "same"), ("177명과 ", "del"), ("178명과 ", "ins"), ("이야기했다.", "same"))},
            {"pieces": pieces(("다음 주에 다시 찾는다.", "del"))},
        ],
    }
    assert [one["article"]["body"] for one in told["versions"]][::2] == [BODY, "내용 없음\x1b[31m"]
    assert told["versions"][2]["article"]["title"] == "연천군 현장 행정"


def pieces(*told: tuple[str, str]) -> Sequence[dict[str, str]]:
    return [{"text": text, "kind": kind} for text, kind in told]


def test_an_article_that_nobody_edited(place: Place) -> None:
    ran = quick("history", "dgilbo:3", "-s", f"STORE={place}")
    assert (ran.status, ran.err) == (0, "")
    assert ran.out == lines(
        "dgilbo:3  대구경북일보  2026-11-17 09:00  연천군 현장행정",
        "http://dgilbo.kr/3",
        "1 version; first seen 2026-11-22 03:00, last seen 2026-11-22 03:00",
        "as the id of a story it leads to dgilbo:3",
        "",
        "version 1: since 2026-11-22 03:00",
    )


def test_a_version_that_says_the_same_and_one_that_was_read_anew(place: Place) -> None:
    with Store(place) as store:
        other = store.article("dgilbo:3")
        other.layout = "netpro/theme"
        store.keep(other, store.begin_run("dgilbo", THIRD), "2026-11-23T03:00:00+09:00")
    change(place, "UPDATE revision SET reread=1 WHERE article='dgilbo:3'")
    assert quick("history", "dgilbo:3", "-s", f"STORE={place}").out.splitlines()[-2:] == [
        "version 2: since 2026-11-23 03:00 (the page was read otherwise: the outlet has edited nothing)",
        "  nothing that is read: the page was read otherwise",
    ]


def test_in_korean(place: Place) -> None:
    told = quick("history", "krnews21:1", "-s", f"STORE={place}", "-s", "LANGUAGE=ko", env={"LANGUAGE": "ko"}).out
    assert "3판, 처음 본 때 2026-11-20 03:00, 마지막으로 본 때 2026-11-22 03:00\n" in told
    assert "\n2판: 2026-11-21 03:00부터 2026-11-22 03:00까지\n" in told


def test_what_cannot_be_shown_is_said(place: Place) -> None:
    store = f"STORE={place}"
    assert refused("history", "-s", store) == "scrapy history: name one article by its id: <outlet>:<key>, as in the column `id`"
    assert refused("history", "dgilbo:3", "krnews21:1", "-s", store).startswith("scrapy history: name one article")
    absent = f"scrapy history: there is no article dgilbo:9 in {place}; an id is <outlet>:<key>, as in the column `id`"
    assert refused("history", "dgilbo:9", "-s", store) == absent
    change(place, "UPDATE revision SET record='{' WHERE rowid=1")
    ran = quick("history", "krnews21:1", "-s", store)
    assert ran.status == 1
    assert ran.err.startswith("scrapy history: krnews21:1 is damaged and is left out: its record cannot be read\n")
    assert "version 2: from" in ran.out
    assert "version 1: from" not in ran.out


def test_pages_that_cannot_be_read_are_said(path: Path) -> None:
    archive_of(path).write_bytes(b"something else, and nothing of ours at all" * 50)
    ran = quick("history", "dgilbo:3", "-s", f"STORE={path}")
    assert (ran.status, ran.out) == (1, "")
    assert ran.err == f"scrapy history: the pages in {archive_of(path)} cannot be used: file is not a database\n"
