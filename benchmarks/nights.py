"""Measure how soon health tells of a change in an outlet of any size, and how often it cries wolf.

    python benchmarks/nights.py [--trials N] [--json FILE]

Told: 30 nights of so many articles, a field filled in so large a share of them, then empty in all: the night on which it is told, the
median of the trials, or `-` where not half of them are told within 60 nights. The same after 90 nights, and for bodies that double or
shrink to a third (lengths spread lognormally, sigma 0.45).

Wolf: 1000 quiet nights; each watched field filled in another share of the articles, 70 % of the pictures with a caption, a doubt about each
thirtieth article, bodies as above: how many alarms began.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from random import Random
from statistics import median_low
from typing import Any

from newsharvest import settings
from newsharvest.items import WATCHED_FIELDS
from newsharvest.run.health import Alarm, Figures, Past, Thresholds, changed_bodies, compare, emptied_fields

LIMITS = Thresholds(
    chance=settings.HEALTH_CHANCE,
    body=settings.HEALTH_BODY,
    grown=settings.HEALTH_GROWN,
    links=settings.HEALTH_LINKS,
    sample=settings.HEALTH_SAMPLE,
    baseline=settings.HEALTH_BASELINE,
    silent_days=settings.HEALTH_SILENT_DAYS,
)
SIZES = (1, 3, 6, 12, 25)
"""Articles a night."""
SHARES = tuple(n / 10 for n in range(1, 10))
WAITED = 60
"""Nights after a change on which it is looked for."""
LOADED = 10 * settings.HEALTH_BASELINE
"""Earlier runs that a run is compared with, as `newsharvest.run.ledger.judge` loads them."""
QUIET_SHARES = (0.05, 0.1, 0.2, 0.3, 0.5, 0.65, 0.8, 0.95, 1.0)


def night(random: Random, articles: int, shares: Mapping[str, float], times: float = 1.0) -> Figures:
    """Return the figures of a night whose fields are filled by chance; `times`: how long its bodies are beside the usual."""
    filled = {name: sum(random.random() < share for _ in range(articles)) for name, share in shares.items()}
    figures = Figures(filled=Counter(filled), list_pages=1, list_links=20)
    figures.lengths = [round(800 * times * random.lognormvariate(0, 0.45)) for _ in range(articles)]
    figures.bodies = [f"{random.getrandbits(32):08x}" for _ in range(articles)]
    figures.pictured = articles
    figures.captioned = sum(random.random() < 0.7 for _ in range(articles))
    figures.doubts["open_end"] = sum(random.random() < 1 / 30 for _ in range(articles))
    return figures


def told(before: int, usual: Callable[[], Figures], changed: Callable[[], Figures], alarms: Callable[[Past], Any]) -> int | None:
    """Return the night after a change, from 1, on which there is an alarm that was not there, or None within WAITED."""
    runs = [("", usual()) for _ in range(before)]
    for number in range(1, WAITED + 1):
        run = changed()
        if any(alarms(Past(run, runs[:LOADED], {}, LIMITS, ()))):
            return number
        runs.insert(0, ("", run))
    return None


def median_of(nights: Sequence[int | None]) -> int | None:
    """Return the median night, None if that one is not told."""
    last = median_low([WAITED + 1 if number is None else number for number in nights])
    return last if last <= WAITED else None


def nights_to_tell(before: int, trials: int) -> dict[str, dict[str, int | None]]:
    """Return by articles a night, and by the share of articles that had the field, on which night its loss is told."""
    table: dict[str, dict[str, int | None]] = {}
    for size in SIZES:
        row = table.setdefault(str(size), {})
        for share in SHARES:
            random = Random(f"{before} {size} {share}")
            usual, empty = (partial(night, random, size, {"subtitle": filled}) for filled in (share, 0))
            row[f"{share:.0%}"] = median_of([told(before, usual, empty, emptied_fields) for _ in range(trials)])
        for times in (2, 0.33):
            random = Random(f"{before} {size} {times}")
            usual, other = (partial(night, random, size, {}, factor) for factor in (1, times))
            row[f"bodies x {times:g}"] = median_of([told(before, usual, other, changed_bodies) for _ in range(trials)])
    return table


def false_alarms(size: int, nights: int, seed: int) -> Counter[str]:
    """Return which alarms began in so many quiet nights, and how often."""
    random, began = Random(f"{size} {seed}"), Counter[str]()
    shares = dict(zip(WATCHED_FIELDS, QUIET_SHARES, strict=True))
    runs: list[tuple[str, Figures]] = []
    since: dict[str, str] = {}
    for number in range(nights + settings.HEALTH_BASELINE):
        start, run = (date(2026, 1, 1) + timedelta(days=number)).isoformat(), night(random, size, shares)
        alarms: list[Alarm] = compare(run, runs[:LOADED], since, LIMITS)
        run.alarms = [alarm.name for alarm in alarms]
        began.update(name for name in run.alarms if name not in since)
        since = {name: since.get(name, start) for name in run.alarms}
        runs.insert(0, (start, run))
    return began


def main() -> None:
    """Run it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--trials", type=int, default=25, help="for each cell of the tables")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures to FILE")
    options = parser.parse_args()
    figures: dict[str, Any] = {}
    for before in (30, 90):
        table = figures[f"told_after_{before}"] = nights_to_tell(before, options.trials)
        print(f"\nnight on which it is told, after {before} nights; articles a night down, what was filled across")
        print("    " + "".join(f"{name:>9}" for name in table["1"]).replace("bodies ", " "))
        for size, row in table.items():
            print(f"{size:>4}" + "".join(f"{number or '-':>9}" for number in row.values()))
    print("\nalarms that began in 1000 quiet nights")
    for articles in SIZES:
        wolf = figures[f"wolf_{articles}"] = dict(false_alarms(articles, 1000, 1))
        print(f"{articles:>4}  {sum(wolf.values())}  {wolf}")
    if options.json:
        options.json.write_text(json.dumps(figures, indent=1) + "\n")


if __name__ == "__main__":
    main()
