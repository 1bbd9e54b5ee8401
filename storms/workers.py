"""Workers that are killed and stopped, and a database that is started anew, while sixty outlets are harvested again and again.

    python -m storms.workers [--outlets 60] [--workers 3] [--faults 40] [--restarts 3] [--delay 1] [--seed 1]

The outlets are played over real HTTP on loopback, and publish more all the time; a part of what they print is releases that several of them
print. The store and the queue are a real PostgreSQL on loopback. `scrapy schedule --every 1` puts every outlet into the queue each minute,
and each `scrapy work` has a cache of its own, as on a machine of its own, so that nothing but the database keeps two from one outlet. At
seeded moments a worker gets a kill -9, or a SIGSTOP for up to half a minute, after which it goes on or is killed; one that has ended is
started again a second later, as systemd does. In between the database is stopped (`-m fast`) and started.

Wrong is, as the sites see it, two requests to an outlet on their way at once, or a gap that is shorter than the pause that is due (of every
tenth outlet its Crawl-delay); an article that is missing, or was kept twice; a job that is being done by nobody for more than a minute; a
worker that ends otherwise than by a kill, by the loss of its database, or in the end by SIGTERM with exit status 0; and stories or texts
that differ from those of one undisturbed `scrapy harvest` of the same sites.
"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from random import Random

import psycopg

from benchmarks.drafts import article as draft
from benchmarks.wording import CITIES
from newsharvest.store import Store
from newsharvest.workers.exclusion import HELD
from newsharvest.workers.session import QueueError, connect
from storms.load import SETTINGS, SPIDERS
from storms.tally import Tally
from tests.support.outlet_server import Made, Reply, Site, serving
from tests.support.postgres import Postgres

NOON = datetime.fromisoformat("2024-03-05T12:00:00+09:00")
TOLERANCE = 0.005
"""Seconds that a gap may be short of its pause."""
DEAD_MAX = 60.0
"""Seconds for which a job may be done by nobody."""
STOPPED_MAX = 30.0
RESTARTED_AFTER = 1.0
BEGINS_IN = 15.0
END_MAX = 240.0
"""Seconds after the last fault in which all that was published must be kept."""

STATE = (
    """
SELECT 'job', status::text, count(*)::text, min(scheduled_at)::text FROM procrastinate_jobs GROUP BY status UNION ALL
SELECT 'held', holder, count(*)::text, min(since)::text FROM ("""
    + HELD
    + """) AS held GROUP BY holder UNION ALL
SELECT 'worker', name, last_heartbeat::text, now()::text FROM newsharvest_worker JOIN procrastinate_workers USING (id) UNION ALL
SELECT 'due', count(*)::text, min(next_at)::text, now()::text FROM newsharvest_schedule WHERE next_at < now() UNION ALL
SELECT application_name, coalesce(state, ''), coalesce(wait_event, '') || ' since ' || coalesce(state_change::text, ''), left(query, 90)
FROM pg_stat_activity WHERE state <> 'idle' OR application_name LIKE '%@%'
"""
)
"""What is told where it comes to no end."""


def text_of(seed: str) -> tuple[str, list[str]]:
    """Return a headline and paragraphs, as a press office writes them."""
    random = Random(seed)
    made = draft(random, random.choice(CITIES), NOON, "")
    return made.titles[0], [" ".join(paragraph) for paragraph in made.paragraphs]


class Paper(Site):
    """A played outlet that notes when it is asked, and how many requests are on their way at once."""

    def __init__(self, number: int, pause: float) -> None:
        super().__init__()
        self.number, self.pause = number, pause
        self.at_once = self.most_at_once = 0
        self.lock = threading.Lock()

    def publish(self, count: int) -> None:
        """Publish so many articles; every fourth is a release that a third of the outlets print."""
        for number in range(len(self.articles) + 1, len(self.articles) + count + 1):
            release = number % 4 == 0 and (number // 4 + self.number) % 3 == 0
            title, body = text_of(f"release {number}" if release else f"{self.number} {number}")
            self.articles[number] = Made(number, title, body, "2024-03-05 09:00")

    def answer(self, url: str) -> Reply:
        """Answer after a moment, which some take longer for."""
        with self.lock:
            self.at_once += 1
            self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            reply = super().answer(url)
            time.sleep(0.3 if self.number % 20 == 7 else 0.01)
            return reply
        finally:
            with self.lock:
                self.at_once -= 1


class Machine:
    """A worker on a machine of its own, which is started again whenever it has ended."""

    def __init__(self, number: int, command: list[str], environment: dict[str, str], folder: Path) -> None:
        self.number = number
        self.ends: list[int] = []
        self.stopped = False
        self.retired = False
        self.log = folder / f"worker{number}.txt"
        self._command = command
        self._environment = environment | {"XDG_CACHE_HOME": str(folder / f"machine{number}")}
        self._folder = folder
        self.process = self._start()
        self._keeper = threading.Thread(target=self._keep, daemon=True)
        self._keeper.start()

    def _start(self) -> subprocess.Popen[bytes]:
        self.begun = time.monotonic()
        with self.log.open("ab") as said:
            return subprocess.Popen(self._command, cwd=self._folder, env=self._environment, stdout=said, stderr=said)

    def _keep(self) -> None:
        while True:
            self.ends.append(self.process.wait())
            self.stopped = False
            if self.retired:
                return
            time.sleep(RESTARTED_AFTER)
            self.process = self._start()

    def send(self, number: signal.Signals) -> None:
        """Send it a signal."""
        self.stopped = number is signal.SIGSTOP
        self.process.send_signal(number)

    def retire(self) -> int | None:
        """End it for good, and return its exit status; None if it did not end within a minute.

        One that has hardly begun hears nothing yet.
        """
        time.sleep(max(0.0, self.begun + BEGINS_IN - time.monotonic()))
        self.retired = True
        self.process.send_signal(signal.SIGTERM)
        self._keeper.join(60)
        if self._keeper.is_alive():
            self.process.kill()
            return None
        return self.ends.pop()


@dataclass
class Watch:
    """Looks at the queue all the time: which jobs nobody does."""

    store: str
    longest: float = 0.0
    longest_wait: float = 0.0
    """Seconds for which an outlet has waited that could have been taken."""
    looks: int = 0
    ended: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        """Look until it is told to end."""
        dead: dict[int, float] = {}
        waits: dict[int, float] = {}
        while not self.ended.wait(0.5):
            try:
                with connect(self.store, "watch") as database:
                    jobs = database.execute(
                        "SELECT id, args ->> 'outlet', status::text, coalesce(scheduled_at <= now(), true) FROM procrastinate_jobs"
                        " WHERE task_name = 'harvest'"
                    ).fetchall()
                    held = {outlet for outlet, *_ in database.execute(HELD)}
            except (QueueError, psycopg.Error):
                continue
            now, self.looks = time.monotonic(), self.looks + 1
            doing = {job for job, outlet, status, _ in jobs if status == "doing" and outlet not in held}
            waiting = {job for job, _, status, due in jobs if status == "todo" and due}
            dead = {job: dead.get(job, now) for job in doing}
            waits = {job: waits.get(job, now) for job in waiting}
            self.longest = max([self.longest, *(now - since for since in dead.values())])
            self.longest_wait = max([self.longest_wait, *(now - since for since in waits.values())])


class Storm:
    """The sites, the database and the workers."""

    def __init__(self, folder: Path, server: Postgres, outlets: int, delay: float, seed: int) -> None:
        self.folder, self.server, self.delay = folder, server, delay
        self.random = Random(seed)
        self.papers = [Paper(number, 2 * delay if number % 10 == 3 else delay) for number in range(outlets)]
        for paper in self.papers:
            if paper.pause > delay:
                paper.robots += f"Crawl-delay: {paper.pause:g}\n"
        (folder / "storm_settings.py").write_text(SETTINGS, encoding="utf-8")
        (folder / "storm_spiders.py").write_text(SPIDERS.format(outlets=outlets), encoding="utf-8")
        self.environment = dict(os.environ)
        self.tally = Tally("workers")
        self.timers: list[threading.Timer] = []

    @property
    def published(self) -> int:
        """How many articles there are."""
        return sum(len(paper.articles) for paper in self.papers)

    def play(self) -> dict[str, Paper]:
        """Return the sites by their hosts."""
        return {f"outlet{paper.number:03}.kr": paper for paper in self.papers}

    def lead(self, proxy: str) -> None:
        """Have commands ask the played sites."""
        self.environment |= {
            "http_proxy": proxy,
            "XDG_CACHE_HOME": str(self.folder / "cache"),
            "SCRAPY_SETTINGS_MODULE": "storm_settings",
            "NEWSHARVEST_LANGUAGE": "en",
            "PYTHONPATH": os.pathsep.join([str(self.folder), str(Path(__file__).parents[1])]),
        }

    def command(self, store: str, delay: float, *words: str) -> list[str]:
        """Return what starts a command on a store."""
        settings = {"STORE": store, "DOWNLOAD_DELAY": delay, "CONTACT": "desk@example.com", "FIRST_DAYS": 10_000, "KEEP_PAGES": 0}
        return [sys.executable, "-m", "scrapy", *words, *(part for name, value in settings.items() for part in ("-s", f"{name}={value}"))]

    def run(self, store: str, delay: float, *words: str) -> None:
        """Run a command to its end; its failure is a fault."""
        done = subprocess.run(
            self.command(store, delay, *words), cwd=self.folder, env=self.environment, capture_output=True, text=True, check=False
        )
        if done.returncode:
            self.tally.faults.append(f"scrapy {words[0]}: exit status {done.returncode}: {done.stderr[-500:]}")

    # --- what is done to the workers

    def trouble(self, machines: list[Machine], faults: int, restarts: int) -> None:
        """Kill and stop workers, and start the database anew, at seeded moments; meanwhile more is published."""
        events = ["fault"] * faults + ["restart"] * restarts
        self.random.shuffle(events)
        for event in events:
            time.sleep(self.random.uniform(2, 7))
            for paper in self.random.sample(self.papers, len(self.papers) // 4):
                paper.publish(self.random.randint(1, 4))
            if event == "restart":
                self.server.halt()
                time.sleep(self.random.uniform(0.2, 3))
                self.server.start()
                self.tally.note("the database", "started anew")
            else:
                self.hit(machines)

    def hit(self, machines: list[Machine]) -> None:
        """Kill or stop a worker that is at work; one always is."""
        able = [machine for machine in machines if not machine.stopped and machine.process.poll() is None]
        while len(able) < 2:
            time.sleep(0.2)
            able = [machine for machine in machines if not machine.stopped and machine.process.poll() is None]
        machine = self.random.choice(able)
        if self.random.random() < 0.5:
            machine.send(signal.SIGKILL)
            self.tally.note("a worker", "killed")
            return
        seconds, then = self.random.uniform(1, STOPPED_MAX), self.random.choice([signal.SIGCONT, signal.SIGCONT, signal.SIGKILL])
        process = machine.process
        machine.send(signal.SIGSTOP)
        self.tally.note("a worker", "stopped" if then is signal.SIGCONT else "stopped and killed")

        def go_on() -> None:
            if machine.process is process and process.poll() is None:
                machine.send(then)

        self.timers.append(threading.Timer(seconds, go_on))
        self.timers[-1].start()

    def settle(self, store: str) -> bool:
        """Wait until all that was published is kept and nothing waits; return whether it came to that."""
        end = time.monotonic() + END_MAX
        while time.monotonic() < end:
            with connect(store, "storm") as database:
                [(kept,)] = database.execute("SELECT count(*) FROM article").fetchall()
            if kept >= self.published:
                return True
            time.sleep(1)
        with connect(store, "storm") as database:
            self.tally.faults += [f"then: {row}" for row in database.execute(STATE)]
        return False

    def empty(self, store: str) -> None:
        """Take the schedules away, and wait until nothing is being harvested."""
        self.run(store, self.delay, "schedule", "--stop")
        end = time.monotonic() + END_MAX
        with connect(store, "storm") as database:
            while database.execute("SELECT 1 FROM procrastinate_jobs WHERE status IN ('todo', 'doing')").fetchall():
                if time.monotonic() > end:
                    self.tally.faults.append("outlets are in the queue that nobody takes")
                    return
                time.sleep(0.5)

    # --- what is looked at

    def judge_sites(self) -> Iterator[str]:
        """Judge what the sites have seen."""
        shortest: dict[float, float] = {}
        for paper in self.papers:
            for (before, _), (after, url) in pairwise(paper.asked):
                gap = after - before
                short = gap < paper.pause - TOLERANCE
                self.tally.note("a gap", "short" if short else "kept", f"outlet {paper.number}: {gap:.3f} s at {url}" if short else "")
                shortest[paper.pause] = min(shortest.get(paper.pause, gap), gap)
            if paper.most_at_once > 1:
                self.tally.note("an outlet", "at once", f"outlet {paper.number} was asked {paper.most_at_once} at once")
        yield from (f"the shortest gap where {pause:g} s are due: {gap:.3f} s" for pause, gap in sorted(shortest.items()))

    def judge_store(self, store: str, undisturbed: str) -> Iterator[str]:
        """Judge what was kept beside what one undisturbed process keeps."""
        ours, theirs = content_of(store), content_of(undisturbed)
        made = {f"outlet{paper.number:03}:{number}" for paper in self.papers for number in paper.articles}
        for article in sorted(made):
            if article not in ours.texts:
                self.tally.note("an article", "missing", article)
            elif ours.texts[article] != theirs.texts.get(article):
                self.tally.note("an article", "other", f"{article} is not as the undisturbed harvest has it")
            else:
                self.tally.note("an article", "kept")
        if ours.revisions:
            self.tally.note("an article", "kept twice", f"{ours.revisions} earlier versions, where nothing was edited")
        for story in ours.stories | theirs.stories:
            whose = "both" if story in ours.stories and story in theirs.stories else "ours" if story in ours.stories else "theirs"
            self.tally.note("a story", "alike" if whose == "both" else "other", "" if whose == "both" else f"{whose}: {sorted(story)}")
        several = sum(len(story) > 1 for story in ours.stories)
        yield f"{len(ours.texts)} articles in {len(ours.stories)} stories, {several} of several outlets"


@dataclass(frozen=True)
class Content:
    """What a store holds: texts by article, the articles of each story, and how many versions have been replaced."""

    texts: dict[str, tuple[str | None, str]]
    stories: frozenset[frozenset[str]]
    revisions: int


def content_of(store: str) -> Content:
    """Read what a store holds."""
    with Store(store, reading=True) as opened:
        texts = {article.id: (article.title, article.body) for article in opened.articles()}
        stories = frozenset(frozenset(article.id for article in story.articles) for story in opened.gathered())
    with connect(store, "storm") as database:
        [(revisions,)] = database.execute("SELECT count(*) FROM revision").fetchall()
    return Content(texts, stories, revisions)


def storm(outlets: int, workers: int, faults: int, restarts: int, delay: float, seed: int) -> tuple[Tally, list[str]]:
    """Do all of it; return what came of it, and the figures, a line each."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        server = Postgres()
        stack.callback(server.stop)
        weather = Storm(folder, server, outlets, delay, seed)
        for paper in weather.papers:
            paper.publish(8)
        weather.lead(stack.enter_context(serving(weather.play())))
        store, undisturbed = server.new(), server.new()
        weather.run(store, delay, "schedule", "--every", "1")
        began = time.monotonic()
        work = weather.command(store, delay, "work", "-n", str(-(-outlets // workers)))
        machines = [Machine(number, work, weather.environment, folder) for number in range(workers)]
        watch = Watch(store)
        watching = threading.Thread(target=watch.run, daemon=True)
        watching.start()
        weather.trouble(machines, faults, restarts)
        for timer in weather.timers:
            timer.join()
        troubled = time.monotonic() - began
        if not weather.settle(store):
            weather.tally.faults.append(f"not all was kept {END_MAX:.0f} seconds after the last fault")
        settled = time.monotonic() - began
        weather.empty(store)
        for machine in machines:
            status = machine.retire()
            said = machine.log.read_text(encoding="utf-8", errors="replace")[-500:]
            weather.tally.note("a worker's end", f"exit status {status}", "" if status == 0 else f"after SIGTERM: {said}")
            for ended in machine.ends:
                fine = ended in {-signal.SIGKILL, 1}  # by us, or as its database was lost
                weather.tally.note("a worker's end", f"exit status {ended}", "" if fine else said)
        watch.ended.set()
        watching.join()
        lines = [*weather.judge_sites()]
        dead = f"a job was done by nobody for {watch.longest:.0f} s" if watch.longest > DEAD_MAX else ""
        weather.tally.note("the queue", "dead" if dead else "alive", dead)
        traces = sum(machine.log.read_text(encoding="utf-8", errors="replace").count("Traceback") for machine in machines)
        if traces:
            weather.tally.faults.append(f"{traces} tracebacks in the workers' logs")
        if keep := os.environ.get("STORM_LOGS"):
            for machine in machines:
                (Path(keep) / machine.log.name).write_bytes(machine.log.read_bytes())
        asked = sum(len(paper.asked) for paper in weather.papers)
        weather.run(undisturbed, 0.0, "harvest")
        lines += weather.judge_store(store, undisturbed)
    lines += [
        f"longest that a job was done by nobody: {watch.longest:.0f} s ({watch.looks} looks), that one waited {watch.longest_wait:.0f} s",
        f"{outlets} outlets, {workers} workers: {asked} requests; trouble for {troubled:.0f} s, all kept after {settled:.0f} s",
    ]
    return weather.tally, lines


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description="Workers that are killed and stopped, and a database that is started anew.")
    parser.add_argument("--outlets", type=int, default=60)
    parser.add_argument("--workers", type=int, default=3)
    parser.add_argument("--faults", type=int, default=40)
    parser.add_argument("--restarts", type=int, default=3)
    parser.add_argument("--delay", type=float, default=1)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    tally, lines = storm(asked.outlets, asked.workers, asked.faults, asked.restarts, asked.delay, asked.seed)
    print(*lines, *tally.lines(), sep="\n")
    return tally.exit_status


if __name__ == "__main__":
    sys.exit(main())
