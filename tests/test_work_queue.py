"""Tests of the queue that workers share, on a real PostgreSQL: what kills, stops and lost connections leave of it."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from procrastinate.schema import SchemaManager
from psycopg.conninfo import conninfo_to_dict

from newsharvest import press
from newsharvest.workers import exclusion as exclusion_module
from newsharvest.workers import metrics, queue, schedules, tables
from newsharvest.workers import worker as worker_module
from newsharvest.workers.exclusion import AFTER_LOSS, Exclusion
from newsharvest.workers.metrics import why_not
from newsharvest.workers.queue import NotNow, opened, workers_app
from newsharvest.workers.schedules import Rhythm, read_cron
from newsharvest.workers.session import QueueError, connect
from newsharvest.workers.tables import is_prepared, prepare
from newsharvest.workers.worker import Worker
from tests.support.postgres import Postgres

ME = "test"


@pytest.fixture
def store(postgres_store: str) -> str:
    """A database with a queue."""
    prepare(postgres_store, ME)
    return postgres_store


def run_sql(store: str, query: str, *values: object) -> list[tuple[Any, ...]]:
    with connect(store, ME) as database:
        cursor = database.execute(query, values)
        return cursor.fetchall() if cursor.description else []


def jobs(store: str) -> list[tuple[str, str]]:
    return run_sql(store, "SELECT args ->> 'outlet', status::text FROM procrastinate_jobs WHERE task_name = 'harvest' ORDER BY id")


def put(store: str, *outlets: str) -> list[bool]:
    with opened(store, ME) as waiting:
        return [waiting.put(outlet) for outlet in outlets]


def kill_amid(store: str, *outlets: str) -> None:
    """Leave these jobs as a worker does that was killed a minute ago while it harvested them."""
    put(store, *outlets)
    [(worker,)] = run_sql(store, "INSERT INTO procrastinate_workers(last_heartbeat) VALUES (now() - interval '1 minute') RETURNING id")
    run_sql(store, "UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s WHERE args ->> 'outlet' = ANY(%s)", worker, [*outlets])


def work(store: str, harvest: Callable[[str], Awaitable[None]], outlets: int = 4, **paces: int) -> None:
    """Have a worker do what waits. `paces`: the outlets that it knows."""
    asyncio.run(Worker(store, ME, harvest, outlets, paces=paces).run(once=True))


class Harvested(list[str]):
    """Harvests outlets by noting them."""

    async def __call__(self, outlet: str) -> None:
        self.append(outlet)


# --- the queue


def test_no_outlet_waits_twice(store: str) -> None:
    assert put(store, "a", "b", "a") == [True, True, False]
    assert jobs(store) == [("a", "todo"), ("b", "todo")]
    harvested = Harvested()
    work(store, harvested)
    assert harvested == ["a", "b"]
    assert jobs(store) == []
    assert put(store, "a") == [True]


def test_what_waits_can_be_taken_out(store: str) -> None:
    put(store, "a", "b", "c")
    with opened(store, ME) as waiting:
        assert waiting.take_out(["b", "z"]) == 1
        assert jobs(store) == [("a", "todo"), ("c", "todo")]
        assert waiting.take_out(None) == 2
    assert jobs(store) == []


def test_some_are_harvested_at_a_time(store: str) -> None:
    put(store, *"abcdef")
    now, most = set[str](), list[int]()

    async def run() -> None:
        async def harvest(outlet: str) -> None:
            now.add(outlet)
            most.append(len(now))
            if len(now) == 3:
                full.set()
            await asyncio.wait_for(full.wait(), 60)
            now.discard(outlet)

        full = asyncio.Event()
        await Worker(store, ME, harvest, 3).run(once=True)

    asyncio.run(run())
    assert (max(most), len(most)) == (3, 6)


def test_an_outlet_that_cannot_be_harvested_is_remembered_and_holds_up_no_other(store: str) -> None:
    put(store, "a", "b")

    async def harvest(outlet: str) -> None:
        if outlet == "a":
            raise ValueError(outlet)

    work(store, harvest)
    assert jobs(store) == [("a", "failed")]
    assert put(store, "a") == [True]


# --- kills


def test_what_a_killed_worker_was_harvesting_is_taken_up(store: str) -> None:
    kill_amid(store, "a", "b")
    harvested = Harvested()
    work(store, harvested)
    assert harvested == ["a", "b"]
    assert jobs(store) == []


def test_a_job_that_another_worker_has_taken_up_meanwhile_is_left_to_it(store: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two look at what dead workers have left at the same moment, and one of them is the slower."""
    kill_amid(store, "a")
    stalled = queue.Jobs.get_stalled_jobs

    async def then_another_is_quicker(jobs: queue.Jobs, **asked: Any) -> Any:
        found = await stalled(jobs, **asked)
        [(worker,)] = run_sql(store, "INSERT INTO procrastinate_workers DEFAULT VALUES RETURNING id")
        run_sql(store, "UPDATE procrastinate_jobs SET worker_id = %s", worker)
        return found

    monkeypatch.setattr(queue.Jobs, "get_stalled_jobs", then_another_is_quicker)
    harvested = Harvested()
    work(store, harvested)
    assert (harvested, jobs(store)) == ([], [("a", "doing")])


def test_no_transaction_is_open_while_a_worker_does_something_else(store: str) -> None:
    """Else one that is stopped would hold up the others, and one that waits for its store be cut off."""
    put(store, "a")
    open_ones: list[str] = []

    async def harvest(outlet: str) -> None:
        states = "SELECT state FROM pg_stat_activity WHERE application_name = 'w' AND state <> 'idle'"
        for _ in range(20):
            await asyncio.sleep(0)
            open_ones.extend(state for (state,) in run_sql(store, states) if state != "active")

    asyncio.run(Worker(store, "w", harvest, 4).run(once=True))
    assert open_ones == []


def test_a_living_workers_job_is_left_to_it(store: str) -> None:
    kill_amid(store, "a")
    run_sql(store, "UPDATE procrastinate_workers SET last_heartbeat = now()")
    harvested = Harvested()
    work(store, harvested)
    assert (harvested, jobs(store)) == ([], [("a", "doing")])


def test_an_outlet_that_waits_again_is_not_dead_after_a_kill(store: str) -> None:
    """The killed job's twin: procrastinate's own rescue breaks a unique index on `a`, and never comes to `b`."""
    kill_amid(store, "a", "b")
    assert put(store, "a") == [True]
    assert jobs(store) == [("a", "doing"), ("b", "doing"), ("a", "todo")]
    harvested = Harvested()
    work(store, harvested)
    assert sorted(harvested) == ["a", "b"]
    assert jobs(store) == []


def test_a_worker_that_is_told_to_stop_gives_back_what_it_harvests(store: str) -> None:
    """What waits again by then is not there twice."""
    put(store, "a", "b")

    async def run() -> None:
        async def harvest(outlet: str) -> None:
            put(store, outlet) if outlet == "b" else None
            started.add(outlet)
            if started == {"a", "b"}:
                asyncio.get_running_loop().call_soon(worker.stop)
            await let_go.wait()
            raise NotNow

        started, let_go = set[str](), asyncio.Event()
        worker = Worker(store, ME, harvest, 4, let_go.set)
        await worker.run()
        assert worker.trouble is None

    asyncio.run(run())
    assert sorted(jobs(store)) == [("a", "todo"), ("b", "todo")]
    assert run_sql(store, "SELECT * FROM procrastinate_workers") == []


def test_a_job_whose_outlet_another_process_has_is_tried_later(store: str) -> None:
    """As that of a worker that is stopped (SIGSTOP) and was taken for dead: its lock lasts, and nobody else asks its outlet."""
    kill_amid(store, "a")
    asked = []
    with Exclusion(store, "stopped") as stopped, Exclusion(store, "other") as other:
        assert stopped.take("a", 1.0) == 0.0

        async def harvest(outlet: str) -> None:
            asked.append(other.take(outlet, 1.0))
            if asked[-1] is None:
                raise NotNow(queue.BUSY_SECONDS)

        work(store, harvest)
        assert (asked, jobs(store)) == ([None], [("a", "todo")])
        [(later,)] = run_sql(store, "SELECT extract(epoch FROM scheduled_at - now())::float FROM procrastinate_jobs")
        assert 8 < later <= 10
        stopped.give("a", 0.0)
        run_sql(store, "UPDATE procrastinate_jobs SET scheduled_at = now()")
        work(store, harvest)
    assert (asked, jobs(store)) == ([None, 0.0], [])


def test_a_worker_that_goes_on_after_it_was_taken_for_dead(store: str) -> None:
    """Others have struck it off, and have taken its job and done it. It ends that job without harm, and takes the next."""
    put(store, "a")
    harvested = []

    async def harvest(outlet: str) -> None:
        harvested.append(outlet)
        if outlet == "a":  # it is stopped, and meanwhile …
            run_sql(store, "DELETE FROM procrastinate_workers")
            run_sql(store, "DELETE FROM procrastinate_jobs")
            put(store, "b")

    work(store, harvest, outlets=1)
    assert (harvested, jobs(store)) == (["a", "b"], [])


def test_jobs_that_have_failed_are_forgotten_after_a_week(store: str) -> None:
    async def forget() -> None:
        app = workers_app(store, ME)
        async with app.open_async():
            await app.tasks["forget"].func(0)

    put(store, "a", "b")
    run_sql(store, "UPDATE procrastinate_jobs SET status = 'doing'")
    run_sql(store, "UPDATE procrastinate_jobs SET status = 'failed'")
    week = "UPDATE procrastinate_events SET at = at - interval '169 hours' WHERE job_id = (SELECT min(id) FROM procrastinate_jobs)"
    run_sql(store, week)
    asyncio.run(forget())
    assert jobs(store) == [("b", "failed")]


# --- a database that goes away


def test_a_worker_ends_when_the_database_goes_away(store: str) -> None:
    """As at a restart of PostgreSQL: every session is gone. What was being harvested is let go, and is taken up by whoever works next."""
    put(store, "a")
    let_go = []

    async def run() -> None:
        async def harvest(outlet: str) -> None:
            run_sql(store, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name IN ('w', 'lock')")
            await gone.wait()
            raise NotNow

        def end() -> None:
            let_go.append(held.lost)
            gone.set()

        gone = asyncio.Event()
        worker = Worker(store, "w", harvest, 4, end)
        with Exclusion(store, "lock") as held:
            held.watch(worker.lose)
            await asyncio.wait_for(worker.run(), 60)

    with pytest.raises(QueueError) as said:
        asyncio.run(run())
    assert re.fullmatch(r"the database postgresql://newsharvest@127\.0\.0\.1:\d+/store_\d+ cannot be used: .+", str(said.value)), said.value
    assert let_go == [True]
    run_sql(store, "UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 minute'")
    harvested = Harvested()
    work(store, harvested)
    assert harvested == ["a"]


def test_a_worker_that_comes_to_no_end_is_broken_off(store: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else it would hold its outlets, and nobody could harvest them."""
    monkeypatch.setattr(worker_module, "END_SECONDS", 0.1)
    put(store, "a")

    async def run() -> None:
        async def harvest(outlet: str) -> None:
            worker.stop()
            await asyncio.Event().wait()

        worker = Worker(store, ME, harvest, 4)
        await asyncio.wait_for(worker.run(), 60)

    with pytest.raises(QueueError, match=r"^the worker came to no end, and is broken off: start it again$"):
        asyncio.run(run())


def test_a_worker_that_is_told_to_stop_as_it_begins(store: str) -> None:
    async def run() -> None:
        worker = Worker(store, ME, Harvested(), 4)
        running = asyncio.create_task(worker.run())
        while worker._hands is None:
            await asyncio.sleep(0)
        worker.stop()
        await asyncio.wait_for(running, 60)

    asyncio.run(run())


def test_a_worker_whose_round_fails_ends(store: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker_module, "SOON", 0.0)

    async def run() -> None:
        worker = Worker(store, ME, Harvested(), 4)
        running = asyncio.create_task(worker.run())
        run_sql(store, "DROP TABLE newsharvest_schedule")
        await running

    with pytest.raises(QueueError, match='cannot be used: relation "newsharvest_schedule" does not exist'):
        asyncio.run(run())


# --- who may ask an outlet


def test_one_process_at_a_time_has_an_outlet(store: str) -> None:
    with Exclusion(store, "one") as one, Exclusion(store, "two") as two:
        assert one.take("a", 1.0) == 0.0
        assert one.take("a", 1.0) is None
        assert two.take("a", 1.0) is None
        assert two.holder_of("a") == "one"
        assert two.take("b", 1.0) == 0.0
        one.give("a", 0.0)
        assert two.take("a", 1.0) == 0.0
        assert run_sql(store, exclusion_module.HELD)[0][:2] == ("b", "two")
        assert [row[:2] for row in run_sql(store, exclusion_module.HELD)] == [("b", "two"), ("a", "two")]


def test_the_next_keeps_to_the_pause_of_the_one_before(store: str) -> None:
    with Exclusion(store, "one") as one, Exclusion(store, "two") as two:
        one.take("a", 1.0)
        one.give("a", 30.0)
        wait = two.take("a", 1.0)
        assert wait is not None
        assert 29 < wait <= 30


@pytest.mark.parametrize(("crawl_delay", "pause"), [(0.0, 1.0), (7.0, 7.0)])
def test_after_a_kill_a_whole_pause_is_kept(store: str, crawl_delay: float, pause: float) -> None:
    """Nobody knows when the killed process has asked last: it may have been just now."""
    with Exclusion(store, "killed") as killed:
        killed.take("a", 1.0)
        killed.note_crawl_delay("a", crawl_delay)
    with Exclusion(store, "two") as two:
        assert two.take("a", 1.0) == pause + AFTER_LOSS


@pytest.mark.parametrize("killed", [True, False])
def test_what_a_refusal_asked_for_holds_for_the_next(store: str, killed: bool) -> None:
    """However the run ended that was refused: with a kill, or clean and long before the site wants to be asked again."""
    with Exclusion(store, "one") as one:
        one.take("a", 1.0)
        one.note_refusal("a", 60.0)
        if not killed:
            one.give("a", 1.0)
    with Exclusion(store, "two") as two, Exclusion(store, "three") as three:
        wait = two.take("a", 1.0)
        two.give("a", 1.0)
        again = three.take("a", 1.0)
    assert wait is not None
    assert again is not None
    assert 59 < again < wait <= 60


def test_a_site_that_asks_for_years_is_spared_for_a_day(store: str) -> None:
    with Exclusion(store, "one") as one:
        one.take("a", 1.0)
        one.note_refusal("a", 1e12)
    with Exclusion(store, "two") as two:
        wait = two.take("a", 1.0)
    assert wait is not None
    assert 86_399 < wait <= 86_400


def test_turns_of_an_older_newsharvest_go_on(store: str) -> None:
    with Exclusion(store, "one") as one:
        one.take("a", 1.0)
    run_sql(store, "ALTER TABLE newsharvest_turn DROP COLUMN spared_until")
    with Exclusion(store, "two") as two:
        assert two.take("a", 1.0) == 1.0 + AFTER_LOSS


def test_a_lost_session_is_known_at_once(store: str) -> None:
    told: list[str] = []

    async def run() -> None:
        with Exclusion(store, "lost") as held:
            held.take("a", 1.0)
            gone = asyncio.Event()

            def lost(error: QueueError) -> None:
                told.append(str(error))
                gone.set()

            held.watch(lost)
            run_sql(store, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'lost'")
            await asyncio.wait_for(gone.wait(), 10)
            assert held.lost
            held.give("a", 0.0)  # which does not matter any more
            with Exclusion(store, "next") as following:
                assert following.take("a", 1.0) == 1.0 + AFTER_LOSS

    asyncio.run(run())
    assert len(told) == 1
    assert "cannot be used" in told[0]


def test_either_side_knows_within_a_minute_that_the_other_has_vanished(store: str) -> None:
    """And the machine itself before the server, which then lets another have its outlets."""
    with Exclusion(store, "one") as one:
        shown = {
            name: one._db.execute(f"SHOW {name}").fetchall()[0][0]
            for name in ("tcp_keepalives_idle", "tcp_keepalives_interval", "tcp_keepalives_count", "tcp_user_timeout")
        }
        ours = one._db.info.get_parameters()
    assert shown == {"tcp_keepalives_idle": "20", "tcp_keepalives_interval": "10", "tcp_keepalives_count": "3", "tcp_user_timeout": "50000"}
    told = {name: ours[name] for name in ours if name.startswith("keepalives") or name == "tcp_user_timeout"}
    assert told == {
        "keepalives": "1",
        "keepalives_idle": "5",
        "keepalives_interval": "3",
        "keepalives_count": "3",
        "tcp_user_timeout": "14000",
    }


# --- schedules


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=press.KST)


@pytest.mark.parametrize(
    ("cron", "after", "due"),
    [
        ("0 5 * * *", "2026-11-28T04:59", "2026-11-28T05:00"),
        ("0 5 * * *", "2026-11-28T05:00", "2026-11-29T05:00"),
        (" 30  6 * * 1-5 ", "2026-11-27T07:00", "2026-11-30T06:30"),
    ],
)
def test_a_cron_expression_is_of_korean_time(cron: str, after: str, due: str) -> None:
    assert read_cron(cron).after(moment(after)) == moment(due)
    utc = moment(after).astimezone(tz=None)
    assert read_cron(cron).after(utc) == moment(due)


@pytest.mark.parametrize("cron", ["5", "0 5 * *", "0 5 * * * *", "61 5 * * *", "0 5 31 2 *", "every day at five"])
def test_what_is_no_cron_expression_is_refused(cron: str) -> None:
    told = f'--cron "{cron}" is no cron expression: write minute, hour, day, month and weekday, as in --cron "0 5 * * *"'
    with pytest.raises(ValueError, match=f"^{re.escape(told)}$"):
        read_cron(cron)


def test_minutes_are_counted_from_when_it_was_due() -> None:
    pace = Rhythm(minutes=15)
    assert pace.after(moment("2026-11-28T05:00:04"), moment("2026-11-28T05:00")) == moment("2026-11-28T05:15")
    assert pace.after(moment("2026-11-28T06:01"), moment("2026-11-28T05:00")) == moment("2026-11-28T06:15")
    assert pace.at_least(60) == Rhythm(minutes=60)
    assert pace.at_least(0) == pace
    assert read_cron("0 5 * * *").at_least(60) == read_cron("0 5 * * *")


def test_what_is_due_comes_once_however_many_workers_there_are(store: str) -> None:
    schedules.write(store, ME, {"a": Rhythm(minutes=15), "b": read_cron("0 5 * * *"), "c": Rhythm(minutes=15)})
    run_sql(store, "UPDATE newsharvest_schedule SET next_at = now() - interval '1 day' WHERE outlet <> 'c'")
    run_sql(store, "UPDATE newsharvest_schedule SET next_at = now() + interval '1 minute' WHERE outlet = 'c'")
    harvested = Harvested()

    async def run() -> None:
        await asyncio.gather(*(Worker(store, f"w{n}", harvested, 4).run(once=True) for n in range(3)))

    asyncio.run(run())
    assert sorted(harvested) == ["a", "b"]
    now = press.now()
    due = {one.outlet: one.next_at for one in schedules.read(store, ME)}
    assert due["a"] is not None
    assert now < due["a"] <= now + timedelta(minutes=15)
    assert due["b"] == read_cron("0 5 * * *").after(now)


def test_what_is_due_and_waits_already_is_due_again_later(store: str) -> None:
    schedules.write(store, ME, {"a": Rhythm(minutes=15)})
    put(store, "a")
    harvested = Harvested()
    work(store, harvested)
    assert harvested == ["a"]
    [a] = schedules.read(store, ME)
    assert a.next_at is not None
    assert a.next_at > press.now()


def test_schedules_are_replaced_and_taken_away(store: str) -> None:
    schedules.write(store, ME, {"a": Rhythm(minutes=15), "b": Rhythm(minutes=15), "c": Rhythm(minutes=15)})
    schedules.write(store, ME, {"a": read_cron("0 5 * * *")})
    assert [(one.outlet, str(one.rhythm)) for one in schedules.read(store, ME)] == [
        ("a", '--cron "0 5 * * *"'), ("b", "--every 15"), ("c", "--every 15"),
    ]  # fmt: skip
    assert schedules.delete(store, ME, ["b", "z"]) == 1
    assert schedules.delete(store, ME, None) == 2
    assert schedules.read(store, ME) == []


def scheduled(store: str) -> list[tuple[str, str, bool]]:
    """Return every schedule, and whether it is ever due."""
    return [(one.outlet, str(one.rhythm), one.next_at is not None) for one in schedules.read(store, ME)]


def test_an_outlet_that_comes_later_gets_the_schedule_of_all(store: str) -> None:
    """At its own pace, from the first worker that knows it; one that was taken away does not come back with that."""
    schedules.write(store, ME, {"a": Rhythm(minutes=15), "b": Rhythm(minutes=15)}, Rhythm(minutes=15))
    assert schedules.delete(store, ME, ["b"]) == 1
    assert schedules.delete(store, ME, ["b"]) == 0
    harvested = Harvested()
    work(store, harvested)
    assert harvested == ["a"]
    work(store, harvested, a=0, b=0, slow=360, new=0)
    assert harvested == ["a", "new", "slow"]
    assert scheduled(store) == [
        ("*", "--every 15", False), ("a", "--every 15", True), ("b", "--every 15", False),
        ("new", "--every 15", True), ("slow", "--every 360", True),
    ]  # fmt: skip
    schedules.write(store, ME, {"b": Rhythm(minutes=15)})
    assert ("b", "--every 15", True) in scheduled(store)
    assert schedules.delete(store, ME, None) == 4
    work(store, harvested, newer=0)
    assert (harvested, scheduled(store)) == (["a", "new", "slow"], [])


def test_an_outlet_that_comes_later_is_due_by_the_cron_expression(store: str) -> None:
    schedules.write(store, ME, {}, read_cron("0 5 * * *"))
    harvested = Harvested()
    work(store, harvested, new=360)
    assert harvested == []
    [(due,)] = run_sql(store, "SELECT next_at FROM newsharvest_schedule WHERE outlet = 'new'")
    assert due == read_cron("0 5 * * *").after(press.now())


def test_one_outlets_schedule_is_not_that_of_all(store: str) -> None:
    schedules.write(store, ME, {"a": Rhythm(minutes=15)})
    work(store, Harvested(), a=0, new=0)
    assert scheduled(store) == [("a", "--every 15", True)]


def test_what_is_due_is_due_by_the_clock_of_the_database(store: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """One whose clock is an hour slow would find the same hour due again and again."""
    schedules.write(store, ME, {"a": read_cron("* * * * *")})
    run_sql(store, "UPDATE newsharvest_schedule SET next_at = date_trunc('minute', now())")
    slow = press.now() - timedelta(hours=1)
    monkeypatch.setattr(press, "now", lambda: slow)
    harvested = Harvested()
    work(store, harvested)
    work(store, harvested)
    assert run_sql(store, "SELECT next_at > now() - interval '2 seconds' FROM newsharvest_schedule") == [(True,)]
    assert harvested in (["a"], ["a", "a"])  # the second where a minute has begun meanwhile


# --- its tables


def test_the_tables_are_made_once_by_whoever_comes_first(postgres_store: str) -> None:
    assert not is_prepared(postgres_store, ME)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda n: prepare(postgres_store, f"p{n}"), range(4)))
    assert is_prepared(postgres_store, ME)
    assert run_sql(postgres_store, "SELECT version FROM newsharvest_queue") == [(2,)]


OLD = """
CREATE TABLE newsharvest_queue(version integer NOT NULL, procrastinate text NOT NULL);
INSERT INTO newsharvest_queue VALUES (1, '03.03.00_01_pre_priority_lock_fetch_job');
CREATE TABLE newsharvest_worker(
    id bigint PRIMARY KEY REFERENCES procrastinate_workers ON DELETE CASCADE,
    name text NOT NULL, outlets integer NOT NULL, began timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE newsharvest_schedule(
    outlet text COLLATE "C" PRIMARY KEY, cron text, minutes integer, next_at timestamptz NOT NULL,
    CHECK ((cron IS NULL) <> (minutes IS NULL))
);
INSERT INTO newsharvest_schedule VALUES ('a', NULL, 15, now());
"""
"""A queue of the first version, on the procrastinate of before."""


def test_a_queue_of_an_older_version_is_brought_up_to_date(postgres_store: str) -> None:
    """Unless somebody works with it; what was scheduled stays so."""
    with connect(postgres_store, ME) as database:
        for file in sorted(Path(SchemaManager.get_migrations_path()).glob("*.sql")):
            if file.stem <= "03.03.00_01_pre_priority_lock_fetch_job":
                database.execute(file.read_bytes())
        database.execute(OLD)
    run_sql(postgres_store, "INSERT INTO procrastinate_workers DEFAULT VALUES")
    for open_it in (prepare, is_prepared):
        with pytest.raises(
            QueueError, match=r"is of another version \(1, procrastinate 03\.03\.00_01_pre_priority_lock_fetch_job, here 2, "
        ):
            open_it(postgres_store, ME)
    run_sql(postgres_store, "UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 minute'")
    prepare(postgres_store, ME)
    assert is_prepared(postgres_store, ME)
    schedules.write(postgres_store, ME, {}, Rhythm(minutes=15))
    harvested = Harvested()
    work(postgres_store, harvested, b=0)
    assert harvested == ["a", "b"]
    functions = "SELECT proname, prosrc FROM pg_proc WHERE proname LIKE 'procrastinate%%' ORDER BY proname, pronargs"
    columns = (
        "SELECT table_name, column_name, data_type, is_nullable FROM information_schema.columns WHERE table_schema = 'public' ORDER BY 1, 2"
    )
    upgraded = [run_sql(postgres_store, query) for query in (functions, columns)]
    run_sql(postgres_store, "DROP SCHEMA public CASCADE")
    run_sql(postgres_store, "CREATE SCHEMA public")
    prepare(postgres_store, ME)
    assert upgraded == [run_sql(postgres_store, query) for query in (functions, columns)]


@pytest.mark.parametrize("change", ["version = 3", "procrastinate = '04.00.00_01_other'"])
def test_a_queue_of_another_version_is_refused(store: str, change: str) -> None:
    run_sql(store, f"UPDATE newsharvest_queue SET {change}")
    ours = tables.OURS[1]
    theirs = f"3, procrastinate {ours}" if "version" in change else "2, procrastinate 04.00.00_01_other"
    told = (
        f"the queue in {store} is of another version ({theirs}, here 2, procrastinate {ours}): stop all workers, have the same newsharvest"
        " with the same packages on all machines, and run scrapy schedule --list once as the owner of the database"
    )
    for open_it in (prepare, is_prepared):
        with pytest.raises(QueueError, match=f"^{re.escape(told)}$"):
            open_it(store, ME)


def test_the_queue_of_another_program_is_left_alone(postgres_store: str) -> None:
    run_sql(postgres_store, "CREATE TABLE procrastinate_jobs()")
    with pytest.raises(QueueError, match=r"holds the queue of another program: give newsharvest one of its own$"):
        prepare(postgres_store, ME)


def test_a_user_who_may_not_make_tables_works_in_those_that_are_there(postgres: Postgres, postgres_store: str) -> None:
    name = str(conninfo_to_dict(postgres_store)["dbname"])
    postgres.run(f"CREATE ROLE worker_{name} LOGIN")
    worker = postgres.url(name, f"worker_{name}")
    with pytest.raises(QueueError, match=r"\(permission denied for schema public\): run scrapy schedule --list once as the owner"):
        prepare(worker, ME)
    prepare(postgres_store, ME)
    granted = "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO"
    postgres.run(f"{granted} worker_{name}", f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO worker_{name}", database=name)
    prepare(worker, ME)
    put(worker, "a")
    harvested = Harvested()
    work(worker, harvested)
    with Exclusion(worker, ME) as held:
        assert held.take("a", 1.0) == 0.0
    assert harvested == ["a"]
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        run_sql(worker, "DROP TABLE procrastinate_jobs CASCADE")


def test_a_database_that_cannot_be_reached_is_said_in_one_line() -> None:
    with pytest.raises(QueueError) as said:
        prepare("postgresql://me:secret@127.0.0.1:1/news", ME)
    assert str(said.value).startswith("the database postgresql://me:***@127.0.0.1:1/news cannot be used: connection failed: ")
    assert "\n" not in str(said.value)
    assert "secret" not in str(said.value)


# --- its health


def test_a_worker_is_well_while_it_works(store: str, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []

    async def run() -> None:
        async def harvest(outlet: str) -> None:
            said.append(await why_not(worker))
            monkeypatch.setattr(worker, "store", "postgresql://127.0.0.1:1/news")
            said.append(await why_not(worker))
            monkeypatch.setattr(worker, "look", lambda: asyncio.sleep(60))
            monkeypatch.setattr(metrics, "ANSWER_SECONDS", 0.0)
            said.append(await why_not(worker))

        worker = Worker(store, ME, harvest, 4)
        await worker.run(once=True)
        said.append(await why_not(worker))

    put(store, "a")
    asyncio.run(run())
    assert said[0] == ""
    assert said[1].startswith("the database postgresql://127.0.0.1:1/news cannot be used: ")
    assert said[2] == "the database has not answered for 0 seconds"
    assert said[3] == "the worker takes nothing from the queue any more"
