"""How far one process goes, what a second and a third worker add, and what a store costs on each database.

    uv run python -m benchmarks.scale [--articles 2000] [--outlets 100] [--seconds 40] [--json]

- An article kept, with all that finds it, on SQLite and on PostgreSQL (fsync on, as it is installed): milliseconds on the clock.
- What a job of the queue takes beside its harvest.
- Polite outlets a core: so many outlets, asked once a second each, by one `scrapy harvest` on each database; what it takes of a core.
- Workers: 24 outlets of 40 articles in the queue, and one, two and three `scrapy work -n 4 --once`. What bounds them is how many outlets
  a worker may ask at a time and the pause between two requests to one (a quarter of a second), not the two cores: three workers take
  half of one. Counted from the first request to the last, as the sites see them.

The sites are played over real HTTP on loopback, with pages of real size (benchmarks/newspaper.py), on a core of their own where there
are two. Needs PostgreSQL, and Linux.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter, process_time

from benchmarks.search import AT, articles
from newsharvest.store import Store
from newsharvest.workers.queue import opened
from newsharvest.workers.tables import prepare
from newsharvest.workers.worker import Worker
from storms.load import SETTINGS, SPIDERS, Press, usage
from tests.support.postgres import Postgres

PAUSE = 0.25
"""Seconds between two requests of a worker to one outlet."""
AT_A_TIME = 4
OUTLETS_SHARED = 24
ARTICLES_SHARED = 40
JOBS = 400
FSYNC = {"fsync": "on", "full_page_writes": "on"}


@dataclass(frozen=True)
class Ran:
    """What the sites have seen of some processes, and what those took."""

    seconds: float
    """From the first request to the last."""
    articles: int
    requests: int
    cpu: float
    """Seconds of all of them."""


def store_ms(store: str, count: int) -> tuple[float, float]:
    """Return the milliseconds an article takes to be kept, and how many of them the CPU of this process is busy."""
    with Store(store) as kept:
        run, clock, busy = kept.begin_run("gaon", AT), 0.0, 0.0
        for article in articles(count, seed=7):
            began, used = perf_counter(), process_time()
            kept.keep(article, run, AT)
            clock += perf_counter() - began
            busy += process_time() - used
    return 1000 * clock / count, 1000 * busy / count


def job_ms(store: str) -> tuple[float, float]:
    """Return the milliseconds that a job takes to be put into the queue, and to be taken, done and ended, four at a time."""
    with Store(store):
        prepare(store, "scale")
    began = perf_counter()
    with opened(store, "scale") as queue:
        for number in range(JOBS):
            queue.put(f"outlet{number:03}")
    put = perf_counter() - began

    async def nothing(_outlet: str) -> None:
        return

    began = perf_counter()
    asyncio.run(Worker(store, "scale", nothing, AT_A_TIME).run(once=True))
    return 1000 * put / JOBS, 1000 * (perf_counter() - began) / JOBS


class Machine:
    """A folder with so many outlets, and the commands that harvest them by way of a proxy."""

    def __init__(self, folder: Path, outlets: int, proxy: str) -> None:
        (folder / "storm_settings.py").write_text(SETTINGS, encoding="utf-8")
        (folder / "storm_spiders.py").write_text(SPIDERS.format(outlets=outlets), encoding="utf-8")
        self.folder = folder
        self.environment = os.environ | {
            "http_proxy": proxy,
            "XDG_CACHE_HOME": str(folder),
            "SCRAPY_SETTINGS_MODULE": "storm_settings",
            "NEWSHARVEST_LANGUAGE": "en",
            "PYTHONPATH": os.pathsep.join([str(folder), str(Path(__file__).parents[1])]),
        }

    def start(self, store: str, pause: float, *words: str) -> subprocess.Popen[bytes]:
        """Start a command on a store."""
        settings = {"STORE": store, "DOWNLOAD_DELAY": pause, "CONTACT": "desk@example.com", "FIRST_DAYS": 10_000}
        given = [part for name, value in settings.items() for part in ("-s", f"{name}={value}")]
        with (self.folder / "said.txt").open("ab") as said:
            return subprocess.Popen(
                [sys.executable, "-m", "scrapy", *words, *given], cwd=self.folder, env=self.environment, stdout=said, stderr=said
            )


async def polite(store: str, outlets: int, seconds: float, core: int | None) -> tuple[float, float]:
    """Harvest so many outlets, a request a second each, for a while; return the cores that takes, and the requests a second."""
    press = Press(outlets, 1.0, seed=1, mixed=False)
    async with await asyncio.start_server(press.connected, "127.0.0.1", 0, backlog=1024) as server:
        with tempfile.TemporaryDirectory() as folder:
            machine = Machine(Path(folder), outlets, f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}")
            process = machine.start(store, 1.0, "harvest", "--since", "2024-01-01")
            if core is not None:
                os.sched_setaffinity(process.pid, {core})
            while not press.first and process.poll() is None:
                await asyncio.sleep(0.01)
            await asyncio.sleep(3)  # the first requests, robots.txt and lists, come all at once
            before, asked = usage(process.pid)[0], sum(len(outlet.asked) for outlet in press.outlets)
            await asyncio.sleep(seconds)
            cpu, requests = usage(process.pid)[0] - before, sum(len(outlet.asked) for outlet in press.outlets) - asked
            process.send_signal(signal.SIGTERM)
            while process.poll() is None:
                await asyncio.sleep(0.05)
    return cpu / seconds, requests / seconds


async def shared(store: str, workers: int) -> Ran:
    """Have so many workers empty a queue."""
    press = Press(OUTLETS_SHARED, PAUSE, seed=1, articles=ARTICLES_SHARED, mixed=False)
    async with await asyncio.start_server(press.connected, "127.0.0.1", 0, backlog=1024) as server:
        with tempfile.TemporaryDirectory() as folder:
            machine = Machine(Path(folder), OUTLETS_SHARED, f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}")
            schedule = machine.start(store, PAUSE, "schedule")
            while schedule.poll() is None:
                await asyncio.sleep(0.05)
            processes = [machine.start(store, PAUSE, "work", "--once", "-n", str(AT_A_TIME)) for _ in range(workers)]
            cpu = dict.fromkeys(processes, 0.0)
            while any(process.poll() is None for process in processes):
                for process in processes:
                    cpu[process] = max(cpu[process], usage(process.pid)[0])
                await asyncio.sleep(0.2)
            said = (machine.folder / "said.txt").read_text(encoding="utf-8")
    asked = [moment for outlet in press.outlets for moment in outlet.asked]
    came = sum(outlet.articles for outlet in press.outlets)
    assert came == OUTLETS_SHARED * ARTICLES_SHARED, f"{came} articles: {said[-2000:]}"
    assert all(outlet.most_at_once == 1 for outlet in press.outlets)
    return Ran(max(asked) - min(asked), came, len(asked), sum(cpu.values()))


@contextmanager
def cores() -> Iterator[int | None]:
    """Keep to one core, and give the other."""
    mine = sorted(os.sched_getaffinity(0))
    if len(mine) < 2:
        yield None
        return
    os.sched_setaffinity(0, {mine[1]})
    try:
        yield mine[0]
    finally:
        os.sched_setaffinity(0, set(mine))


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--articles", type=int, default=2_000)
    parser.add_argument("--outlets", type=int, default=100)
    parser.add_argument("--seconds", type=float, default=40)
    parser.add_argument("--workers", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    figures: dict[str, float] = {}

    def measure(name: str, store: str) -> None:
        with cores() as core:
            taken, rate = asyncio.run(polite(store, asked.outlets, asked.seconds, core))
        figures[f"requests_{name}"], figures[f"outlets_per_core_{name}"] = rate, rate / taken

    with tempfile.TemporaryDirectory() as folder:
        measure("sqlite", str(Path(folder) / "polite.db"))  # before there is a server, which tidies up for a while after each test
    figures["outlets_per_core"] = figures["outlets_per_core_sqlite"]
    server = Postgres(**FSYNC)
    try:
        measure("postgres", server.new())
        with tempfile.TemporaryDirectory() as folder:
            for name, store in {"sqlite": str(Path(folder) / "kept.db"), "postgres": server.new()}.items():
                figures[f"store_ms_{name}"], figures[f"store_cpu_ms_{name}"] = store_ms(store, asked.articles)
            figures["queue_put_ms"], figures["queue_job_ms"] = job_ms(server.new())
            rans = {count: asyncio.run(shared(server.new(), count)) for count in range(1, asked.workers + 1)}
    finally:
        server.stop()
    for count, ran in rans.items():
        figures[f"articles_per_second_{count}"] = ran.articles / ran.seconds
        figures[f"cores_{count}"] = ran.cpu / ran.seconds
        if count > 1:
            figures[f"speedup_{count}"] = rans[1].seconds / ran.seconds
    if asked.json:
        print(json.dumps({name: round(value, 3) for name, value in figures.items()}, indent=1))
        return
    print(f"an article kept, ms           SQLite {figures['store_ms_sqlite']:.2f}, PostgreSQL {figures['store_ms_postgres']:.2f}")
    print(f"a job of the queue, ms        put {figures['queue_put_ms']:.1f}, taken and ended {figures['queue_job_ms']:.1f}")
    for name, title in (("sqlite", "SQLite"), ("postgres", "PostgreSQL")):
        said = f"{figures[f'outlets_per_core_{name}']:.0f} ({asked.outlets} outlets: {figures[f'requests_{name}']:.0f} requests a second)"
        print(f"polite outlets a core         {title} {said}")
    print("workers   articles/s   as much as one   cores")
    for count in rans:
        rate, times, taken = (figures.get(f"{name}_{count}", 1.0) for name in ("articles_per_second", "speedup", "cores"))
        print(f"{count:7}{rate:13.1f}{times:17.2f}{taken:8.2f}")


if __name__ == "__main__":
    main()
