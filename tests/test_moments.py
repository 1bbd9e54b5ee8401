"""Days and times as people write them on a command line: what each means at a clock that is given, and what is no time."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from unicodedata import normalize

import pytest

from newsharvest.period import Period, read_period
from newsharvest.press import KST, read_moment
from newsharvest.store import Store
from tests.support.articles import NIGHT, article
from tests.support.command_line import quick, scrapy
from tests.support.project import FIXTURES
from tests.support.stores import Place

NOW = datetime(2026, 11, 16, 8, 5, 30, 999, tzinfo=KST)
"""A Monday morning."""


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2026-11-16", "2026-11-16"), ("2026.11.16", "2026-11-16"), ("2026. 11. 16.", "2026-11-16"),
        ("2026/11/6", "2026-11-06"),
        ("2026년 11월 16일", "2026-11-16"), ("2026년11월6일", "2026-11-06"), ("20261116", "2026-11-16"),
        (" 2026.11.16.(월) ", "2026-11-16"),
        ("２０２６．１１．１６", "2026-11-16"), ("2026-11-16 (월요일)", "2026-11-16"),
        ("11.16", "2026-11-16"), ("11-17", "2025-11-17"), ("11월 15일", "2026-11-15"), ("1/2", "2026-01-02"), ("2.29", "2024-02-29"),
        ("오늘", "2026-11-16"), ("어제", "2026-11-15"), ("그제", "2026-11-14"), ("그저께", "2026-11-14"), ("today", "2026-11-16"),
        ("Yesterday", "2026-11-15"), ("3일 전", "2026-11-13"), ("3일전", "2026-11-13"),
        ("2주 전", "2026-11-02"), ("1 day ago", "2026-11-15"), (normalize("NFD", "어제"), "2026-11-15"),
    ],
)  # fmt: skip
def test_a_day(written: str, day: str) -> None:
    """It is meant whole: until it is until its end."""
    moment = read_moment(written, NOW)
    assert moment
    assert str(moment) == day
    assert moment.first.isoformat() == f"{day}T00:00:00+09:00"
    assert (moment.after - moment.first).total_seconds() == 86_400


@pytest.mark.parametrize(
    ("written", "time"),
    [
        ("2026-11-16 18:00", "16T18:00:00"), ("2026-11-16T18:00", "16T18:00:00"), ("2026-11-16T18:00:59+09:00", "16T18:00:59"),
        ("2026. 11. 16. 9:05", "16T09:05:00"), ("11.15 18:00", "15T18:00:00"), ("2026년 11월 16일 오후 6시 30분", "16T18:30:00"),
        ("어제 18:00", "15T18:00:00"), ("오늘 08:00", "16T08:00:00"), ("yesterday 6:00 PM", "15T18:00:00"),
        ("그제 저녁 7시", "14T19:00:00"),
        ("3일 전 18:00", "13T18:00:00"), ("어제 00:00", "15T00:00:00"), ("어제 24:00", "16T00:00:00"), ("어제 오전 12:30", "15T00:30:00"),
        ("3시간 전", "16T05:05:30"), ("90분 전", "16T06:35:30"), ("2 hours ago", "16T06:05:30"),
    ],
)  # fmt: skip
def test_a_day_and_a_time(written: str, time: str) -> None:
    moment = read_moment(written, NOW)
    assert moment
    assert moment.first == moment.after
    assert moment.first.isoformat() == f"2026-11-{time}+09:00"


def test_a_clock_of_another_zone_is_korean_time() -> None:
    """At 16:00 in London it is the next day here."""
    assert str(read_moment("오늘", datetime(2026, 11, 15, 16, tzinfo=UTC))) == "2026-11-16"


@pytest.mark.parametrize(
    "written",
    [
        "", " ", "1.11.2026", "16.11.26", "26.11.16", "2026-11", "2026", "18:00", "2026-02-30", "13.1", "0.5", "2026-11-16 24:01",
        "2026-11-16 18:60", "2026-11-16 25시", "2026-11-16 18", "2026-11-16 18:00Z", "2026-11-16 18:00+00:00", "내일", "월요일",
        "last week",
        "어제 18:00 이후", "x2026-11-16", "1899-12-31", "2200-01-01", "0000-00-00", "9999주 전", "9" * 5_000, "2026-11-16\n2026-11-17",
    ],
)  # fmt: skip
def test_what_is_no_time(written: str) -> None:
    """Nor what may be read in two ways: 16.11.26 has two years in it, and 18:00 no day."""
    assert read_moment(written, NOW) is None


def test_a_period_begins_with_its_first_moment_and_ends_before_its_last() -> None:
    assert read_period("어제", "오늘", "--{} {}", NOW) == Period(
        datetime(2026, 11, 15, tzinfo=KST), datetime(2026, 11, 17, tzinfo=KST)
    )  # fmt: skip
    assert read_period("어제 18:00", None, "--{} {}", NOW) == Period(datetime(2026, 11, 15, 18, tzinfo=KST))
    evening = read_period("11.15 18:00", "11.16 08:00", "--{} {}", NOW)
    moments = ("15 17:59:59", "15 18:00", "16 07:59:59", "16 08:00")
    held = [evening.holds(datetime.fromisoformat(f"2026-11-{moment}+09:00")) for moment in moments]
    assert held == [False, True, True, False]


@pytest.mark.parametrize(
    ("since", "until", "said"),
    [
        ("1.11.2026", None, '--since 1.11.2026 is not a day or time: write --since 2026-11-21 or --since "어제 18:00"'),
        (None, "18:00", '--until 18:00 is not a day or time: write --until 2026-11-21 or --until "어제 18:00"'),
        ("", None, "--since '' is not a day or time: write --since 2026-11-21 or --since \"어제 18:00\""),
        ("그끄제 18:00", None, "--since '그끄제 18:00' is not a day or time: write --since 2026-11-21 or --since \"어제 18:00\""),
        ("2026-11-02", "2026.11.01", "--since 2026-11-02 is after --until 2026-11-01"),
        ("11.16", "11.17", "--since 2026-11-16 is after --until 2025-11-17"),
        ("어제 18:00", "어제 08:00", "--since 2026-11-15 18:00 is after --until 2026-11-15 08:00"),
        ("어제 18:00", "2026-11-15 18:00", "--since 2026-11-15 18:00 is the same as --until 2026-11-15 18:00"),
    ],
)
def test_a_period_that_cannot_be(since: str | None, until: str | None, said: str) -> None:
    """It is told as it was understood."""
    with pytest.raises(ValueError) as raised:
        read_period(since, until, "--{} {}", NOW)
    assert str(raised.value) == said


# --- through the command line


def test_an_export_of_the_hours_between_two_mornings(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each article is in one of two windows that meet; one whose page states a day alone is in each that holds a part of it."""
    monkeypatch.setattr("newsharvest.commands.export.now", lambda: NOW)
    with Store(place) as store:
        run = store.begin_run("gaon", NIGHT)
        for number, published in enumerate(("15T17:59:59", "15T18:00:00", "16T07:59:00", "16T08:00:00", "15T00:00:00"), start=1):
            store.keep(article(number, published_at=f"2026-11-{published}+09:00"), run, NIGHT)

    def exported(*period: str) -> str:
        ran = quick("export", *period, "-s", f"STORE={place}")
        assert (ran.status, ran.err) == (0, "")
        return "".join(sorted(str(json.loads(line)["id"]).removeprefix("gaon:") for line in ran.out.splitlines()))

    assert exported("--since", "어제 08:00", "--until", "어제 18:00") == "15"
    assert exported("--since", "어제 18:00", "--until", "오늘 08:00") == "235"
    assert exported("--since", "오늘 08:00") == "4"
    assert exported("--until", "2026.11.15") == "125"
    assert exported("--since", "11. 16.", "--until", "11.16") == "34"


def test_a_harvest_reaches_back_to_a_whole_day(tmp_path: Path) -> None:
    ran = scrapy("harvest", "joongdo", "--since", "2020. 2. 3. 18:00", "-s", f"REPLAY={FIXTURES}", "-s", f"STORE={tmp_path / 'h.db'}")
    assert ran.status == 0
    with closing(sqlite3.connect(tmp_path / "h.db")) as db:
        assert db.execute("SELECT outlet, target FROM reach").fetchall() == [("joongdo", "2020-02-03")]
