"""How far workers go: a week of outlets, visits and one store, played through in seconds.

    uv run python -m benchmarks.reach [--days 3] [--seed 1] [--store-ms 6] [--outlets 800 --every 15 --workers 3 --at-a-time 16]

Outlets publish at random moments, most of it by day, each so much as `--articles` a day on average (of ten outlets one three times as much,
three a third). All are due at the same moment, every so many minutes (once a day at five in the morning). A worker asks so many outlets at
a time; a visit asks for robots.txt, for a list page for each fifteen new articles, and for every new article, a pause of a second apart. An
article is kept in the one store that all share, which takes so many milliseconds and lets nobody else in meanwhile: what
benchmarks/scale.py measures. Without `--outlets` some settings are played, a row each:

- late: the longest that an outlet had to wait after it was due, and how long half of the articles had been published when they were kept;
- workers busy, store busy: the share of the time.
"""

from __future__ import annotations

import argparse
import heapq
from collections import deque
from dataclasses import dataclass, field
from itertools import count
from random import Random

PAUSE = 1.0
PER_LIST = 15
DAY = 86_400.0
BY_DAY = 0.8
"""Share of what is published that comes from 6 in the morning to 6 in the evening."""
BYTES = 16_000
"""Of an article on PostgreSQL with what finds it (12 kB), and its page in the archive (4 kB)."""
PLAYED = (
    (100, 1440, 1, 16), (100, 15, 1, 16), (800, 1440, 1, 16), (800, 1440, 3, 16), (800, 60, 3, 16), (800, 15, 3, 16), (2_000, 15, 6, 32),
)  # fmt: skip
"""Outlets, minutes, workers, outlets at a time of each."""


@dataclass(frozen=True)
class Setting:
    """What is played."""

    outlets: int
    every: float
    """Minutes."""
    workers: int
    at_a_time: int
    articles: float
    """A day and outlet, on average."""
    store_ms: float


@dataclass
class Visit:
    """An outlet's turn: when each of its steps is done, and which of them keep an article."""

    outlet: int
    began: float
    new: deque[float]
    steps: int


@dataclass
class Played:
    """What came of it."""

    articles: int = 0
    busy: float = 0.0
    """Seconds of all slots."""
    store_busy: float = 0.0
    latest: float = 0.0
    ages: list[float] = field(default_factory=list)


def published(random: Random, rate: float, days: int) -> deque[float]:
    """Return when an outlet's articles come, in seconds."""
    moments = []
    for day in range(days):
        for share, hours, first in ((BY_DAY, 12, 6), (1 - BY_DAY, 12, 18)):
            moment = random.expovariate(rate * share / hours / 3600)
            while moment < hours * 3600:
                moments.append(day * DAY + (first * 3600 + moment) % DAY)
                moment += random.expovariate(rate * share / hours / 3600)
    return deque(sorted(moments))


def play(setting: Setting, days: int, seed: int) -> Played:
    """Play the days through."""
    random, played, numbers = Random(seed), Played(), count()
    rates = [setting.articles * (3 if number % 10 == 0 else 1 / 3 if number % 10 < 4 else 1) for number in range(setting.outlets)]
    coming = [published(random, rate, days) for rate in rates]
    every, slots, store_free = 60 * setting.every, setting.workers * setting.at_a_time, 0.0
    waiting: deque[tuple[float, int]] = deque()
    events: list[tuple[float, int, Visit | int]] = [(5 * 3600.0 % every, next(numbers), n) for n in range(setting.outlets)]
    while events and events[0][0] < days * DAY:
        now, _number, what = heapq.heappop(events)
        if isinstance(what, int):
            waiting.append((now, what))
            heapq.heappush(events, (now + every, next(numbers), what))
        elif what.steps:
            what.steps -= 1
            heapq.heappush(events, (now + PAUSE, next(numbers), what))
        elif what.new:
            came = what.new.popleft()
            done = max(now, store_free) + setting.store_ms / 1000
            store_free = done
            played.store_busy += setting.store_ms / 1000
            played.articles += 1
            played.ages.append(done - came)
            heapq.heappush(events, (max(done, now + PAUSE), next(numbers), what))
        else:
            slots += 1
            played.busy += now - what.began
        while slots and waiting:
            due, outlet = waiting.popleft()
            slots -= 1
            played.latest = max(played.latest, now - due)
            new: deque[float] = deque()
            while coming[outlet] and coming[outlet][0] <= now:
                new.append(coming[outlet].popleft())
            visit = Visit(outlet, now, new, 2 + len(new) // PER_LIST)
            heapq.heappush(events, (now, next(numbers), visit))
    return played


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--days", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--articles", type=float, default=40)
    parser.add_argument("--store-ms", type=float, default=6)
    parser.add_argument("--outlets", type=int)
    parser.add_argument("--every", type=float, default=15)
    parser.add_argument("--workers", type=int, default=3)
    parser.add_argument("--at-a-time", type=int, default=50)
    asked = parser.parse_args()
    rows = [(asked.outlets, asked.every, asked.workers, asked.at_a_time)] if asked.outlets else PLAYED
    print("outlets  every, min  workers  at a time  articles/day  late, s  age, min  workers busy  store busy  GB a year")
    for outlets, every, workers, at_a_time in rows:
        played = play(Setting(outlets, every, workers, at_a_time, asked.articles, asked.store_ms), asked.days, asked.seed)
        seconds, daily = asked.days * DAY, played.articles / asked.days
        age = sorted(played.ages)[len(played.ages) // 2] / 60 if played.ages else 0
        print(
            f"{outlets:7,}{every:12g}{workers:9}{at_a_time:11}{daily:14,.0f}{played.latest:9.0f}{age:10.1f}"
            f"{played.busy / seconds / workers / at_a_time:14.0%}{played.store_busy / seconds:12.1%}{daily * 365 * BYTES / 1e9:11.0f}"
        )


if __name__ == "__main__":
    main()
