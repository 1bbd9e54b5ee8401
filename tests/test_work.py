"""Tests of `scrapy schedule`, `scrapy work` and `scrapy workers`, as they are typed: a real PostgreSQL, and sites over real HTTP."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.error import HTTPError

import pytest

from newsharvest.workers.exclusion import Exclusion
from newsharvest.workers.session import connect
from tests.support.command_line import quick, refused
from tests.support.outlet_server import Held, Reply, Site, always, first, serving
from tests.support.postgres import Postgres
from tests.support.processes import Ran, run
from tests.support.project import ROOT
from tests.test_language import SENTENCE

HOSTS = {"gyeonggitv": "gyeonggitv.com", "dgilbo": "dgilbo.dgn.kr"}
SETTINGS = ("-s", "DOWNLOAD_DELAY=0.005", "-s", "CONTACT=desk@example.com", "-s", "FIRST_DAYS=10000")


@dataclass
class Province:
    """Two played outlets, a PostgreSQL that is their store, and commands on it."""

    store: str
    sites: dict[str, Site]
    environment: dict[str, str]

    def command(self, *words: str) -> list[str]:
        return [*words, "-s", f"STORE={self.store}", *SETTINGS]

    def run(self, *words: str) -> Ran:
        return run("scrapy", *self.command(*words), cwd=ROOT, env=self.environment, timeout=60)

    def quick(self, *words: str, language: str = "en") -> Ran:
        """Run a command that asks no outlet, in this process."""
        return quick(*self.command(*words), env={"COLUMNS": "160", "NEWSHARVEST_LANGUAGE": language})

    def start(self, *words: str) -> subprocess.Popen[str]:
        """Start a command, and go on beside it."""
        command = [sys.executable, "-m", "scrapy", *self.command(*words)]
        return subprocess.Popen(command, cwd=ROOT, env=self.environment, stderr=subprocess.PIPE, text=True, encoding="utf-8")

    def sql(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        with connect(self.store, "test") as database:
            cursor = database.execute(query, values)
            return cursor.fetchall() if cursor.description else []

    @property
    def kept(self) -> list[str]:
        return [article for (article,) in self.sql("SELECT id FROM article ORDER BY outlet, url")]

    @property
    def jobs(self) -> list[tuple[str, str]]:
        return self.sql("SELECT args ->> 'outlet', status::text FROM procrastinate_jobs WHERE task_name = 'harvest' ORDER BY id")


@pytest.fixture
def province(postgres_store: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Province]:
    sites = {name: Site() for name in HOSTS}
    with serving({HOSTS[name]: site for name, site in sites.items()}) as proxy:
        surroundings = {
            "http_proxy": proxy,
            "https_proxy": proxy,
            "COLUMNS": "160",
            "XDG_CACHE_HOME": str(tmp_path_factory.mktemp("cache")),
        }
        yield Province(postgres_store, sites, {**os.environ, **surroundings})


def until(is_so: Callable[[], object], seconds: float = 60) -> None:
    """Wait until something is so."""
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, "it did not come"
        time.sleep(0.02)


def gone_at_once(province: Province, application: str) -> None:
    """End the sessions of a program with the database."""
    killed = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE %s AND pid <> pg_backend_pid()"
    province.sql(killed, application)


# --- a night


def test_a_night(province: Province) -> None:
    """Scheduled, harvested by a worker, looked at; the second time nothing is new."""
    province.sites["gyeonggitv"].add(*range(1, 4))
    province.sites["dgilbo"].add(*range(1, 3))
    put = province.quick("schedule", "gyeonggitv", "대구경북일보")
    assert (put.status, put.err) == (0, "scrapy schedule: 2 outlets were put into the queue\n")
    again = province.quick("schedule", "gyeonggitv")
    said = "scrapy schedule: 0 outlets were put into the queue\nscrapy schedule: 1 outlet was there already\n"
    assert (again.status, again.err) == (0, said)
    waiting = province.quick("workers")
    assert waiting.status == 1
    assert waiting.err == "scrapy workers: outlets wait, and no worker takes them: start scrapy work\n"

    ran = province.run("work", "--once")
    assert ran.status == 0, ran.err
    assert sorted(re.sub(r"\d+ s:", "0 s:", ran.err).splitlines()) == [
        "  dgilbo  note: empty in every article: published_at",
        "  gyeonggitv  note: empty in every article: published_at",
        "dgilbo: 2 new, 0 edited, 0 known, 0 duplicates, failed: 0, 0 s: ok",
        "gyeonggitv: 3 new, 0 edited, 0 known, 0 duplicates, failed: 0, 0 s: ok",
    ]
    assert sorted(province.kept) == ["dgilbo:1", "dgilbo:2", "gyeonggitv:1", "gyeonggitv:2", "gyeonggitv:3"]
    assert province.jobs == []

    shown = province.quick("workers")
    assert (shown.status, shown.err) == (0, "")
    rows = [line.split() for line in re.sub(r"\d+( +ok) *$", r"s\1", shown.out, flags=re.MULTILINE).splitlines()]
    assert ["dgilbo", "대구경북일보", "1", "2", "0", "0", "0", "0", "s", "ok"] in rows
    assert ["gyeonggitv", "경기티비종합뉴스", "1", "3", "0", "0", "0", "0", "s", "ok"] in rows
    assert ["Waiting:", "none"] in rows
    data = json.loads(province.quick("workers", "dgilbo", "--json").out)
    night = {"outlet": "dgilbo", "runs": 1, "new": 2, "edited": 0, "known": 0, "duplicates": 0, "failed": {}, "status": 0, "busy": False}
    assert [{name: value for name, value in one.items() if name != "seconds"} for one in data["night"]] == [night]
    assert (data["exit_status"], data["waiting"], data["busy"], data["failed"]) == (0, [], [], [])

    province.quick("schedule", "gyeonggitv")
    ran = province.run("work", "--once")
    assert ran.status == 0
    assert re.match(r"gyeonggitv: 0 new, 0 edited, 3 known, 0 duplicates, failed: 0, \d+ s: ok\n", ran.err)


def test_many_outlets_with_one_schedule_are_a_line(province: Province) -> None:
    for names, *rhythm in (
        ("gyeonggitv dgilbo joongdo cctoday", "--cron", "0 5 * * *"),
        ("idomin gnmaeil", "--cron", "30 6 * * 1"),
    ):
        assert province.quick("schedule", *names.split(), *rhythm).status == 0
    shown = province.quick("workers")
    schedules = shown.out[shown.out.index("Schedules:") : shown.out.index("Came since")].splitlines()[2:-1]
    assert [re.sub(r" +\d{4}-\d\d-\d\d ", " DAY ", line) for line in schedules] == [
        '4 outlets        --cron "0 5 * * *" DAY 05:00',
        'gnmaeil, idomin  --cron "30 6 * * 1" DAY 06:30',
    ]


def test_a_bad_night_is_told_to_cron(province: Province) -> None:
    """By the worker that ends when nothing waits, and by `scrapy workers` for all of them."""
    province.sites["gyeonggitv"].add(1, 2)
    province.sites["gyeonggitv"].wrong["wr_id=2"] = always(Reply(status=500))
    province.quick("schedule", "gyeonggitv")
    ran = province.run("work", "--once", "-s", "RETRY_TIMES=0")
    assert ran.status == 1
    assert ran.err.splitlines()[0].startswith("gyeonggitv: 1 new, 0 edited, 0 known, 0 duplicates, failed: 1 http_status, ")
    assert "      gyeonggitv  http://gyeonggitv.com/bbs/board.php?bo_table=news&wr_id=2  (HTTP 500)" in ran.err.splitlines()
    shown = province.quick("workers")
    assert shown.status == 1
    assert re.search(r"^gyeonggitv .* 1 http_status +\d+ +see scrapy failures *$", shown.out, re.MULTILINE)
    assert province.quick("workers", "dgilbo").status == 0


def test_an_outlet_that_this_machine_does_not_know_is_told(province: Province) -> None:
    province.quick("schedule", "gyeonggitv")
    province.sql('UPDATE procrastinate_jobs SET args = \'{"outlet": "newer"}\'')
    ran = province.run("work", "--once")
    told = "newer: this worker knows no such outlet: have its spider on every machine, and start the workers anew\n"
    assert (ran.status, ran.err) == (1, told)
    shown = province.quick("workers")
    assert shown.status == 1
    assert re.search(r"^Could not be harvested:\noutlet +at *\nnewer +\d", shown.out, re.MULTILINE)


def test_a_worker_drops_old_pages_once_a_day(province: Province) -> None:
    province.sites["gyeonggitv"].add(1)
    province.quick("schedule", "gyeonggitv")
    assert province.run("work", "--once").status == 0
    province.sql("UPDATE page SET at = '2026-01-01' || substr(at, 11) WHERE article = 'gyeonggitv:1'")
    for days, left in ((), 1), (("--keep-pages", "30"), 0):
        province.quick("schedule", "gyeonggitv")
        assert province.run("work", "--once", *days).status == 0
        assert province.sql("SELECT count(*) FROM page WHERE article = 'gyeonggitv:1'") == [(left,)]


def test_a_worker_that_finds_nothing_says_so(province: Province) -> None:
    ran = province.run("work", "--once")
    assert (ran.status, ran.err) == (0, "scrapy work: nothing waits in the queue: scrapy schedule puts outlets there\n")


def test_a_worker_names_a_spider_that_cannot_be_loaded(province: Province) -> None:
    ran = province.run("work", "--once", "-s", "SPIDER_MODULES=newsharvest.spiders.gyeonggitv,newsharvest.spiders.torn")
    assert ran.status == 0
    told = "Could not load spiders from module 'newsharvest.spiders.torn': ModuleNotFoundError: No module named 'newsharvest.spiders.torn'"
    assert told in ran.err.splitlines()


@pytest.mark.slow
def test_two_workers_share_the_outlets(province: Province) -> None:
    for site in province.sites.values():
        site.add(*range(1, 15))
    province.quick("schedule", *HOSTS)
    workers = [province.start("work", "--once", "-n", "1") for _ in range(2)]
    said = [worker.communicate(timeout=60)[1] for worker in workers]
    assert [worker.returncode for worker in workers] == [0, 0], said
    assert [sum(f"{outlet}: 14 new" in text for text in said) for outlet in HOSTS] == [1, 1], said
    assert len(province.kept) == len(set(province.kept)) == 28


# --- who may ask an outlet


def test_a_harvest_leaves_out_what_a_worker_harvests(province: Province) -> None:
    for site in province.sites.values():
        site.add(1)
    with Exclusion(province.store, "work@other:7") as other:
        other.take("gyeonggitv", 0.0)
        ran = province.run("harvest", *HOSTS)
    assert ran.status == 0, ran.err
    assert ran.err.splitlines()[0] == "gyeonggitv is left out: work@other:7 harvests it just now"
    assert province.kept == ["dgilbo:1"]
    assert province.sites["gyeonggitv"].asked == []


def test_a_worker_waits_for_an_outlet_that_another_process_has(province: Province) -> None:
    province.sites["gyeonggitv"].add(1)
    province.quick("schedule", "gyeonggitv")
    with Exclusion(province.store, "work@other:7") as other:
        other.take("gyeonggitv", 0.0)
        ran = province.run("work", "--once")
        shown = province.quick("workers")
    said = "gyeonggitv waits: work@other:7 harvests it just now\n"
    assert (ran.status, ran.err, province.sites["gyeonggitv"].asked) == (0, said, [])
    assert province.jobs == [("gyeonggitv", "todo")]
    assert re.search(r"^gyeonggitv +work@other:7 +\d{4}", shown.out, re.MULTILINE)


def test_an_outlet_that_is_held_for_a_day_is_told(province: Province) -> None:
    """By a laptop whose lid is closed, say: nobody else may ask it."""
    province.quick("schedule", "dgilbo", "--every", "15")
    with Exclusion(province.store, "work@laptop:7") as other:
        other.take("gyeonggitv", 0.0)
        shown = province.quick("workers")
        assert ("laptop" in shown.out, "laptop" in shown.err) == (True, False)
        province.sql("UPDATE newsharvest_turn SET since = now() - interval '25 hours'")
        shown = province.quick("workers")
    assert shown.status == 1
    told = r"scrapy workers: gyeonggitv has been held by work@laptop:7 since \d{4}-\d\d-\d\d \d\d:\d\d: if that is stopped or hangs, end it"
    assert re.fullmatch(told, shown.err.splitlines()[-1]), shown.err


@pytest.mark.slow
def test_the_pause_is_kept_from_one_machine_to_the_next(province: Province, tmp_path_factory: pytest.TempPathFactory) -> None:
    """The first run's Crawl-delay holds from the second's first request on, for robots.txt itself."""
    site = province.sites["gyeonggitv"]
    site.add(1)
    site.robots += "Crawl-delay: 0.7\n"
    for _ in range(2):
        province.environment["XDG_CACHE_HOME"] = str(tmp_path_factory.mktemp("machine"))  # which shares no turns with the other
        province.quick("schedule", "gyeonggitv")
        assert province.run("work", "--once").status == 0
    times = [at for at, _ in site.asked]
    assert [url.rpartition("/")[2] for _, url in site.asked].count("robots.txt") == 2
    assert min(after - before for before, after in pairwise(times)) >= 0.7


def test_a_site_that_wants_to_be_left_alone_is_asked_by_no_other_machine(
    province: Province, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Its run ends, and the next waits in the queue for as long; a harvest leaves it out."""
    site = province.sites["gyeonggitv"]
    site.add(1)
    site.wrong["bo_table=news"] = always(Reply(status=429, headers={"Retry-After": "400"}))
    province.quick("schedule", "gyeonggitv")
    ran = province.run("work", "--once")
    assert (ran.status, "the site asks to be left alone for 400 seconds (HTTP 429)" in ran.err) == (1, True), ran.err
    asked = len(site.asked)

    province.environment["XDG_CACHE_HOME"] = str(tmp_path_factory.mktemp("machine"))  # which shares no turns with the other
    province.quick("schedule", "gyeonggitv")
    ran = province.run("work", "--once")
    assert ran.status == 0
    until = r"its site asks to be left alone until \d{4}-\d\d-\d\d \d\d:\d\d"
    assert re.fullmatch(rf"gyeonggitv: {until}: it waits in the queue until then\n", ran.err), ran.err
    [(status, later)] = province.sql("SELECT status::text, extract(epoch FROM scheduled_at - now())::float FROM procrastinate_jobs")
    assert (status, 350 < later <= 400) == ("todo", True)
    ran = province.run("harvest", "gyeonggitv")
    assert re.match(rf"gyeonggitv is left out: {until}\n", ran.err), ran.err
    assert len(site.asked) == asked


def test_a_pause_that_a_refusal_asked_for_is_noted_as_it_comes(province: Province) -> None:
    """For whoever takes the outlet up after a kill."""
    site = province.sites["gyeonggitv"]
    site.add(1)
    site.wrong["bo_table=news"] = first(1, Reply(status=503, headers={"Retry-After": "1"}))
    province.quick("schedule", "gyeonggitv")
    assert province.run("work", "--once").status == 0
    [(spared,)] = province.sql("SELECT extract(epoch FROM spared_until - since)::float FROM newsharvest_turn")
    assert 1 < spared < 20
    times = [at for at, _ in site.asked]
    assert max(after - before for before, after in pairwise(times)) >= 1


# --- what ends a worker


def test_a_worker_that_is_told_to_stop(province: Province) -> None:
    """It shows that it works; it gives back what it was harvesting, with exit status 0, and the next goes on with it."""
    site, held = province.sites["gyeonggitv"], Held()
    site.add(*range(1, 6))
    site.wrong["wr_id=4"] = held
    province.quick("schedule", "gyeonggitv")
    worker = province.start("work", "--metrics", "0")
    assert worker.stderr
    line = next(line for line in iter(worker.stderr.readline, "") if line.startswith("figures: "))
    address = line.removeprefix("figures: ").strip().removesuffix("/metrics")
    held.wait()
    with urllib.request.urlopen(f"{address}/healthz") as answer:
        assert (answer.status, answer.read()) == (200, b"ok\n")
    with urllib.request.urlopen(f"{address}/metrics") as answer:
        assert answer.headers["Content-Type"].startswith("text/plain; version=")
        assert 'newsharvest_queue{status="doing"} 1.0\n' in answer.read().decode()
    shown = province.quick("workers")
    assert re.search(rf"^gyeonggitv +work@\S+:{worker.pid} +\d", shown.out, re.MULTILINE)
    assert re.search(rf"^work@\S+:{worker.pid} +16 +\d", shown.out, re.MULTILINE)
    assert shown.status == 0
    worker.send_signal(signal.SIGTERM)
    said = worker.communicate(timeout=30)[1]
    held.go_on()
    assert worker.returncode == 0, said
    assert said.endswith("stopped: what was being harvested is in the queue again\n")
    assert province.jobs == [("gyeonggitv", "todo")]
    province.sql("UPDATE procrastinate_jobs SET scheduled_at = now()")
    assert province.run("work", "--once").status == 0
    assert province.kept == [f"gyeonggitv:{number}" for number in range(1, 6)]


@pytest.mark.parametrize(
    ("session", "amid"),
    [("work@%", "wr_id=14"), ("newsharvest", "wr_id=14"), pytest.param("newsharvest", "page=2", marks=pytest.mark.slow)],
)
def test_a_lost_connection_ends_a_worker(province: Province, session: str, amid: str) -> None:
    """The lock's: its outlet may be another's from now on. Or the store's: nothing can be kept. The outlet waits again."""
    site, held = province.sites["gyeonggitv"], Held()
    site.add(*range(1, 16))
    site.wrong[amid] = held
    province.quick("schedule", "gyeonggitv")
    worker = province.start("work")
    held.wait()
    asked = len(site.asked)
    gone_at_once(province, session)
    if session == "newsharvest":
        held.go_on()
    said = worker.communicate(timeout=30)[1]
    held.go_on()
    assert worker.returncode == 1, said
    assert "Traceback" not in said
    assert session == "newsharvest" or len(site.asked) == asked
    last = said.splitlines()[-1]
    assert last.startswith("scrapy work: ")
    assert province.jobs == [("gyeonggitv", "todo")]


def test_a_store_that_fails_as_a_run_ends_is_said_without_a_traceback(province: Province) -> None:
    """When all pages have come, and a list has not, the store is asked how far back the lists were to reach."""
    site, held = province.sites["gyeonggitv"], Held()
    site.add(1)
    province.quick("schedule", "gyeonggitv")
    assert province.run("work", "--once").status == 0
    site.add(*range(2, 16))
    site.wrong["page=2"] = lambda count: held(count) or Reply(status=404)
    province.quick("schedule", "gyeonggitv")
    worker = province.start("work")
    held.wait()
    province.sql("ALTER TABLE listing RENAME COLUMN covered TO gone")
    held.go_on()
    said = worker.communicate(timeout=30)[1]
    assert (worker.returncode, "Traceback" in said, "1 not_stored" in said) == (1, False, True), said
    assert province.jobs == [("gyeonggitv", "todo")]


@pytest.mark.slow
def test_a_restart_of_the_database(tmp_path_factory: pytest.TempPathFactory, province: Province) -> None:
    """Of a server of its own: the worker ends with status 1 and one line; the next takes up what it left, and nothing is there twice."""
    server = Postgres()
    try:
        province.store = server.new()
        site = province.sites["gyeonggitv"]
        site.add(*range(1, 60))
        province.quick("schedule", "gyeonggitv")
        worker = province.start("work", "-s", "DOWNLOAD_DELAY=0.05")
        until(lambda: len(site.asked) > 10)
        server.halt()
        said = worker.communicate(timeout=60)[1]
        assert worker.returncode == 1, said
        assert re.fullmatch(r"scrapy work: the database \S+ cannot be used: .+", said.splitlines()[-1])
        server.start()
        following = province.start("work")
        until(lambda: province.jobs == [])
        following.send_signal(signal.SIGTERM)
        said = following.communicate(timeout=30)[1]
        assert following.returncode == 0, said
        assert sorted(province.kept) == sorted(f"gyeonggitv:{number}" for number in range(1, 60))
    finally:
        server.stop()


@pytest.mark.slow
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGSTOP])
def test_a_worker_that_is_killed_or_stopped(province: Province, how: signal.Signals) -> None:
    """Another takes up what a killed one had within a minute. What a stopped one has is its own: nobody else asks its outlet."""
    site = province.sites["gyeonggitv"]
    site.add(*range(1, 60))
    province.quick("schedule", "gyeonggitv")
    first = province.start("work", "-s", "DOWNLOAD_DELAY=0.1")
    until(lambda: len(site.asked) > 5)
    second = province.start("work")
    try:
        first.send_signal(how)
        asked, began = len(site.asked) + 1, time.monotonic()
        if how is signal.SIGKILL:
            until(lambda: len(site.asked) > asked)
            assert time.monotonic() - began < 60
        else:
            until(lambda: province.sql("SELECT 1 FROM procrastinate_jobs WHERE attempts > 1"))  # it was rescued, and given back
            assert len(site.asked) <= asked
            first.send_signal(signal.SIGCONT)
        until(lambda: len(province.kept) == 59)
        until(lambda: province.jobs == [])
    finally:
        for worker in (first, second):
            worker.send_signal(signal.SIGTERM)
            worker.communicate(timeout=30)
    assert second.returncode == 0


# --- schedules


def test_schedules_are_shown_and_taken_away(province: Province) -> None:
    said = province.quick("schedule", "--cron", "0 5 * * *", "gyeonggitv", "dgilbo")
    assert (said.status, said.err) == (0, "scrapy schedule: 2 outlets have a schedule\n")
    province.quick("schedule", "--every", "15", "dgilbo")
    shown = province.quick("schedule", "--list")
    assert [line.split()[:2] for line in shown.out.splitlines()] == [
        ["outlet", "schedule"],
        ["dgilbo", "--every"],
        ["gyeonggitv", "--cron"],
    ]
    assert re.search(r'^gyeonggitv +--cron "0 5 \* \* \*" +\d{4}-\d\d-\d\d 05:00 *$', shown.out, re.MULTILINE)
    assert province.quick("schedule", "--list", "dgilbo").out.count("\n") == 2
    assert province.jobs == []
    ran = province.run("work", "--once")  # what comes each so many minutes comes at once
    assert "dgilbo: " in ran.err
    assert "gyeonggitv" not in ran.err
    province.quick("schedule", "gyeonggitv")
    gone = province.quick("schedule", "--stop", "gyeonggitv")
    assert gone.err == "scrapy schedule: schedules taken away: 1; taken out of the queue: 1\n"
    assert province.quick("schedule", "--stop").err == "scrapy schedule: schedules taken away: 1; taken out of the queue: 0\n"
    assert province.quick("schedule", "--list").out == "nothing is scheduled\n"


def test_an_outlets_own_pace_bounds_how_often_it_is_asked(province: Province, monkeypatch: pytest.MonkeyPatch) -> None:
    from newsharvest.spiders.dgilbo import DgilboSpider

    monkeypatch.setattr(DgilboSpider, "every_minutes", 360)
    province.quick("schedule", "--every", "15", "gyeonggitv", "dgilbo")
    shown = province.quick("schedule", "--list").out
    assert [line.split()[:3] for line in shown.splitlines()[1:]] == [["dgilbo", "--every", "360"], ["gyeonggitv", "--every", "15"]]


def test_a_schedule_without_names_is_that_of_all(province: Province) -> None:
    """Also of an outlet that is added later: the first worker that knows it schedules it, and says so."""
    from tests.support.project import outlets

    said = province.quick("schedule", "--cron", "0 5 * * *")
    told = "scrapy schedule: each outlet to come gets it too, from the first worker that knows it\n"
    assert (said.status, said.err) == (0, f"scrapy schedule: {len(outlets())} outlets have a schedule\n{told}")
    province.sql("DELETE FROM newsharvest_schedule WHERE outlet = 'dgilbo'")
    province.quick("schedule", "--stop", "gyeonggitv")
    ran = province.run("work", "--once")
    assert (ran.status, ran.err.splitlines()[0]) == (0, "new, and scheduled as all outlets are: dgilbo")
    shown = province.quick("schedule", "--list").out
    assert re.search(r'^\* +--cron "0 5 \* \* \*" +each outlet to come *$', shown, re.MULTILINE)
    assert re.search(r'^dgilbo +--cron "0 5 \* \* \*" +\d{4}-\d\d-\d\d 05:00 *$', shown, re.MULTILINE)
    assert re.search(r'^gyeonggitv +--cron "0 5 \* \* \*" +never: it was taken away *$', shown, re.MULTILINE)
    assert re.search(r"^gyeonggitv +--cron .* +never: it was taken away *$", province.quick("workers").out, re.MULTILINE)


def test_an_outlet_whose_spider_is_gone_can_be_taken_away(province: Province) -> None:
    province.quick("schedule", "--every", "15", "gyeonggitv", "dgilbo")
    province.sql("UPDATE newsharvest_schedule SET outlet = 'gone' WHERE outlet = 'dgilbo'")
    assert province.quick("schedule", "--stop", "gone").err == "scrapy schedule: schedules taken away: 1; taken out of the queue: 0\n"
    assert province.quick("schedule", "--list").out.count("\n") == 2
    assert province.quick("schedule", "--stop", "gone").status == 2


def test_all_outlets_are_scheduled_by_default(province: Province) -> None:
    from tests.support.project import outlets

    said = province.quick("schedule")
    assert said.err == f"scrapy schedule: {len(outlets())} outlets were put into the queue\n"
    assert sorted(outlet for outlet, _ in province.jobs) == sorted(outlets())


# --- refusals


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (["work", "gyeonggitv"], "it takes what waits in the queue: write scrapy schedule gyeonggitv"),
        (["work", "-n", "0"], "-n 0 is not a number of outlets: write -n 16"),
        (["work", "-n", "many"], "-n many is not a number of outlets: write -n 16"),
        (["work", "--keep-pages", "0"], "--keep-pages 0 is not a number of days: write --keep-pages 365"),
        (["work", "--metrics", "70000"], "--metrics 70000 is not a port: write --metrics 9101"),
        (["schedule", "--list", "--stop"], "--list and --stop do not go together"),
        (["schedule", "--every", "0"], "--every 0 is not a number of minutes: write --every 15"),
        (
            ["schedule", "--cron", "at five"],
            '--cron "at five" is no cron expression: write minute, hour, day, month and weekday, as in --cron "0 5 * * *"',
        ),
        (
            ["schedule", "--cron", "0", "5", "a.txt", "b.txt", "c.txt"],  # as a shell makes it of 0 5 * * * without quotes
            '--cron "0" is no cron expression: write minute, hour, day, month and weekday, as in --cron "0 5 * * *"',
        ),
        (
            ["schedule", "--cron", ""],
            '--cron "" is no cron expression: write minute, hour, day, month and weekday, as in --cron "0 5 * * *"',
        ),
        (["schedule", "--every", ""], "--every is not a number of minutes: write --every 15"),
    ],
)
def test_what_is_mistyped_is_refused(command: list[str], said: str) -> None:
    assert refused(*command, "-s", "STORE=postgresql://127.0.0.1:1/news") == f"scrapy {command[0]}: {said}"


@pytest.mark.parametrize("command", ["work", "schedule", "workers"])
def test_a_store_that_cannot_be_shared_is_refused(command: str, tmp_path: Path) -> None:
    store = tmp_path / "harvest.db"
    said = refused(command, "-s", f"STORE={store}")
    told = f"workers share a PostgreSQL: set STORE=postgresql://USER@HOST/DATABASE (it is {store}), or use scrapy harvest"
    assert said == f"scrapy {command}: {told}"
    assert not store.exists()


def test_the_packages_that_it_needs_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newsharvest.command_line.find_spec", lambda name: None)
    said = refused("work", "-s", "STORE=postgresql://127.0.0.1:1/news")
    assert said == "scrapy work: procrastinate, psycopg, prometheus_client must be installed for it: uv sync --extra workers"


@pytest.mark.parametrize("command", ["work", "schedule", "workers"])
def test_a_database_that_cannot_be_reached_is_said_in_one_line(command: str) -> None:
    ran = quick(command, "-s", "STORE=postgresql://127.0.0.1:1/news", *SETTINGS)
    assert (ran.status, ran.out, ran.err.count("\n")) == (1, "", 1)
    assert ran.err.startswith(f"scrapy {command}: ")
    assert "127.0.0.1:1/news" in ran.err


def test_a_queue_of_another_version_is_refused(province: Province) -> None:
    province.quick("schedule", "gyeonggitv")
    province.sql("UPDATE newsharvest_queue SET version = 99")
    for command in ("work", "schedule", "workers"):
        ran = province.quick(command)
        assert (ran.status, ran.out, ran.err.count("\n")) == (1, "", 1)
        assert re.match(rf"scrapy {command}: the queue in \S+ is of another version \(99, ", ran.err)


def test_a_port_that_is_taken(province: Province) -> None:
    with serving({}) as taken:
        port = taken.rpartition(":")[2]
        ran = province.run("work", "--metrics", port)
    assert ran.status == 1
    assert ran.err.splitlines()[-1] == f"scrapy work: --metrics {port}: [Errno 98] Address already in use"


# --- in Korean


def test_it_speaks_korean(province: Province) -> None:
    province.sites["gyeonggitv"].add(1)
    said = province.quick("schedule", "gyeonggitv", language="ko")
    assert said.err == "scrapy schedule: 대기열에 넣은 매체: 1곳\n"
    province.quick("schedule", "dgilbo", "--cron", "0 5 * * *")
    province.environment["NEWSHARVEST_LANGUAGE"] = "ko"
    ran = province.run("work", "--once")
    assert re.match(r"gyeonggitv: 신규 1, 고침 0, 이미 있음 0, 같은 글 0, 실패: 0, \d+초: 정상\n", ran.err)
    shown = province.quick("workers", language="ko")
    assert re.search(r"^매체 +제호 +수집 +신규 +고침 +이미 있음 +같은 글 +실패 +초 *$", shown.out, re.MULTILINE)
    helps = [province.quick(name, "--help", language="ko").out.partition("모든 명령의 옵션")[0] for name in ("work", "schedule", "workers")]
    for text in (said.err, ran.err, shown.out, *helps):
        assert not SENTENCE.search(text), text
    ran = quick("work", "-s", "STORE=x.db", env={"NEWSHARVEST_LANGUAGE": "ko"})
    assert ran.err == (
        "scrapy work: 작업자는 PostgreSQL을 함께 씁니다. 지금 STORE는 x.db: STORE=postgresql://사용자@호스트/데이터베이스로 정하거나,"
        " scrapy harvest를 쓰십시오\n"
    )


def test_figures_are_shown_of_what_came(province: Province, postgres: Postgres) -> None:
    site = province.sites["gyeonggitv"]
    site.add(1, 2)
    site.wrong["wr_id=2"] = always(Reply(status=500))
    province.quick("schedule", "gyeonggitv")
    worker = province.start("work", "--metrics", "0", "-s", "RETRY_TIMES=0")
    assert worker.stderr
    line = next(line for line in iter(worker.stderr.readline, "") if line.startswith("figures: "))
    address = line.removeprefix("figures: ").strip()
    until(lambda: province.jobs == [])
    with urllib.request.urlopen(address) as answer:
        shown = answer.read().decode().splitlines()
    assert {
        'newsharvest_articles_total{kept="new",outlet="gyeonggitv"} 1.0',
        'newsharvest_failures_total{reason="http_status"} 1.0',
        'newsharvest_runs_total{status="1"} 1.0',
        'newsharvest_outlet_seconds_count{outlet="gyeonggitv"} 1.0',
    } <= set(shown)
    [pages] = [line for line in shown if line.startswith("newsharvest_pages_total{")]
    assert float(pages.rpartition(" ")[2]) == len(site.asked)
    postgres.run(f"ALTER DATABASE {province.store.rpartition('/')[2]} ALLOW_CONNECTIONS false")
    with pytest.raises(HTTPError) as refused_with:
        urllib.request.urlopen(address.replace("/metrics", "/healthz"))
    assert refused_with.value.code == 503
    assert b"is not currently accepting connections" in refused_with.value.read()
    worker.send_signal(signal.SIGTERM)
    worker.communicate(timeout=30)
    assert worker.returncode == 0
