"""Servers that misbehave: each kind is played by an outlet in a real harvest beside a healthy one; then the outlet is well again.

    python -m storms.misbehave [--seed N] [--only WORD]

A harvest has a dozen bad outlets, each with a kind of its own, and one healthy one. It must end by itself, soon, without a traceback; the
healthy outlet has all its articles; of a bad one nothing is kept that is not true, unless it is in doubt or asked for again; what is
missing is told. On the nights after, the outlet is well: all its articles are kept, and true.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import threading
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from urllib.parse import urlsplit

from storms.answers import Asked, Is, right
from storms.kinds import Kind, Place, kinds
from storms.papers import Paper, playable
from storms.raw_server import Step, raw_server
from storms.tally import Tally
from storms.town import TIMEOUT, Night, Town

ARTICLES = range(1001, 1013)
HEALED = 2
"""Nights on which all is well again."""


@dataclass
class Outlet:
    """A played outlet, and the kind by which it misbehaves (None: it is healthy)."""

    paper: Paper
    other: Paper
    kind: Kind | None = None
    asked: Counter[str] = field(default_factory=Counter)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def answer(self, url: str) -> Iterable[Step]:
        """Answer as the kind says where it says something, else as one should."""
        with self.lock:
            before = self.asked[url]
            self.asked[url] += 1
        status, text = self.paper.right(url)
        asked = Asked(url, before, self.paper, self.other, status, text)
        return self.kind.fault(asked) if self.kind and self.is_wrong(self.kind, asked) else right(asked)

    def is_wrong(self, kind: Kind, asked: Asked) -> bool:
        """Tell whether a kind spoils this answer."""
        if kind.times is not None and asked.before >= kind.times:
            return False
        number = self.paper.number_of(asked.url)
        if number is not None:
            return kind.place is Place.ALL or (kind.place is Place.SOME and number % 2 == 0) or (kind.place is Place.ONE and number == 1007)
        path = urlsplit(asked.url).path
        if path == "/robots.txt":
            return kind.place is Place.ROBOTS
        if self.paper.is_list(asked.url):
            return kind.place is Place.LIST and "page=2" not in asked.url
        return kind.place is Place.FEED and path == self.paper.spider.feed_path


def outlets_of(kinds: Sequence[Kind], random: Random) -> list[Outlet]:
    """Return a healthy outlet, and one for each kind."""
    papers = [Paper(spider) for spider in random.sample(playable(), len(kinds) + 1)]
    for paper in papers:
        paper.publish(*ARTICLES)
    return [Outlet(papers[0], papers[1]), *(Outlet(paper, papers[0], kind) for paper, kind in zip(papers[1:], kinds, strict=True))]


def judge_night(outlet: Outlet, night: Night) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with an outlet on the night on which it misbehaves, each under a name."""
    truth, kept, row = outlet.paper.truth, night.kept[outlet.paper.name], night.rows.get(outlet.paper.name, "")
    if not row:
        yield "no row", "the closing table has no row of it"
    for article, text in kept.items():
        if text != truth.get(article) and not night.doubts[article] and article not in night.again:
            begun = article in truth and truth[article][1].startswith(text[1].rstrip("\ufffd…"))
            yield "cut and kept" if begun else "let in", f"{article} is kept as {text[0][:30]!r}: {text[1][-40:]!r}"
    must = outlet.kind.must if outlet.kind else Is.RIGHT
    missing = truth.keys() - kept.keys()
    if missing and must is Is.RIGHT:
        yield "refused", f"{len(missing)} of {len(truth)} articles of an answer that is right are missing: {row[40:]}"
    elif must is Is.WRONG and row.endswith("ok") and missing - night.again:
        yield "not told", f"{len(missing)} of {len(truth)} articles are missing, and it says ok"


def judge_healed(paper: Paper, night: Night) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with an outlet after it was well again."""
    truth, kept = paper.truth, night.kept[paper.name]
    if missing := truth.keys() - kept.keys():
        yield "lost", f"{len(missing)} of {len(truth)} articles are missing on the nights after: {', '.join(sorted(missing)[:3])}"
    for article, text in kept.items():
        if truth.get(article) != text:
            yield "not mended", f"{article} is still {text[0][:30]!r}: {text[1][-40:]!r} {night.doubts[article]}"


class UnclearError(Exception):
    """Something is wrong with a harvest that cannot be told to be any one outlet's."""


def play(kinds: Sequence[Kind], random: Random, tally: Tally, healed: int) -> None:
    """Play some kinds in one harvest, and the nights after; each apart, if what is wrong cannot be told to be any one's."""
    try:
        play_together(kinds, random, tally, healed)
    except TimeoutError:
        fault = f"the harvest does not end within {TIMEOUT} s"
    except UnclearError as error:
        fault = f"the whole harvest: {error}"
    else:
        return
    if len(kinds) == 1:
        tally.note(str(kinds[0]), "harvest", fault)
    for kind in kinds if len(kinds) > 1 else ():
        play([kind], random, tally, healed)


def play_together(kinds: Sequence[Kind], random: Random, tally: Tally, healed: int) -> None:
    """Play some kinds in one harvest, and the nights after."""
    healthy, *bad = outlets_of(kinds, random)
    with tempfile.TemporaryDirectory() as folder:
        town = Town(Path(folder), [healthy, *bad])
        with raw_server(town.answer) as proxy:
            ran = town.harvest(proxy)
            if said := next((line for line in ran.err.splitlines() if "Traceback" in line or line.startswith("wrong:")), None):
                raise UnclearError(f"{said} {ran.last[:200]}")
            night = Night.of(town, ran)
            for name, fault in judge_night(healthy, night):
                raise UnclearError(f"the healthy outlet: {name}: {fault}")
            found = {outlet.paper.name: [*judge_night(outlet, night)] for outlet in bad}
            for outlet in bad:
                outlet.kind = None
            for _ in range(healed):
                town.next_night()
                ran = town.harvest(proxy)
        after = Night.of(town, ran)
    for outlet, kind in zip(bad, kinds, strict=True):
        faults = [*found[outlet.paper.name], *judge_healed(outlet.paper, after)]
        if led := town.elsewhere.get(outlet.paper.spider.host):
            faults.append(("led away", f"{led} was asked for"))
        everything = night.kept[outlet.paper.name] == outlet.paper.truth
        if faults:
            tally.note(str(kind), faults[0][0], f"{faults[0][0]}: {faults[0][1]} [{outlet.paper.name}]")
        else:
            tally.note(str(kind), "all came" if everything else "told, and made good")


def storm(seed: int, chosen: Sequence[Kind], healed: int = HEALED) -> Tally:
    """Play these kinds, in an order and at outlets that the seed draws; those that take their time together."""
    random, tally = Random(seed), Tally("misbehave")
    order = sorted(random.sample(chosen, len(chosen)), key=lambda kind: kind.slow)
    together = len(playable()) - 1
    for at in range(0, len(order), together):
        play(order[at : at + together], random, tally, healed)
    return tally


def main() -> int:
    """Play the storm, and print its figures."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", metavar="WORDS", help="kinds whose name has these words")
    args = parser.parse_args()
    tally = storm(args.seed, [kind for kind in kinds() if args.only in str(kind)])
    outcomes = Counter(outcome for count in tally.outcomes.values() for outcome in count)
    *_, total = tally.lines()
    print(*(f"WRONG  {fault}" for fault in tally.faults), ", ".join(f"{n} {name}" for name, n in outcomes.most_common()), total, sep="\n")
    return tally.exit_status


if __name__ == "__main__":
    sys.exit(main())
