"""One bad night, or a few: a site answers wrongly for what is new, then is well again, and nothing may be lost by it.

    python -m storms.nights [--seed N] [--only WORDS]

Each case is an outlet with articles that are known or not, new ones, and a way in which the site answers for all of them, for three fifths,
or for each by chance, on one to three nights. The night itself exits 1 and says why; after three good nights every article is kept with
its true text. On normal nights (one is gone, two are photo stories, one repeats another) it exits 0, and asks for those a few times only.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from random import Random

from storms import wire, wrong
from storms.answers import HTML, Asked, Fault, answer, drawn, head, leads, right, says
from storms.misbehave import judge_healed
from storms.papers import Paper, playable
from storms.raw_server import Step, raw_server
from storms.tally import Tally
from storms.town import Night, Town

GOOD_AFTER = 3
"""Nights on which all is well again."""
MANY = 5
"""Articles that end wrongly and alike from which a night is no normal one, if they are half of the new."""


@dataclass(frozen=True)
class Shape:
    """How many articles are known, how many are new on each bad night, how many of those are answered wrongly, and on how many nights."""

    known: int
    new: int
    share: float
    nights: int = 1

    def __str__(self) -> str:
        """Name it."""
        nights = f" on each of {self.nights} nights" if self.nights > 1 else ""
        return f"{self.known} known, {self.new} new{nights}, {self.share:.0%} wrong"


SHAPES = (
    Shape(8, 30, 1), Shape(8, 30, 0.6), Shape(8, 30, 0.9), Shape(0, 30, 1), Shape(60, 12, 1), Shape(8, 12, 0.6), Shape(8, 5, 1),
    Shape(8, 3, 1), Shape(8, 1, 1), Shape(0, 1, 1), Shape(8, 10, 1, 2), Shape(8, 10, 1, 3), Shape(8, 4, 0.6, 3), Shape(0, 2, 1, 3),
)  # fmt: skip
SAID_LATER = frozenset({"a date long ago"})


def _rotated(asked: Asked) -> str:
    return asked.paper.article(asked.another())


ANSWERS: dict[str, Fault] = {
    "the outlet's notice of a deleted article": drawn(lambda asked: asked.paper.family.deleted or "<p>삭제</p>"),
    **{name: says(text) for name, text in wrong.NOTICES.items()},
    "302 to a known article": leads(lambda asked: asked.paper.spider.article_url(str(min(asked.paper.stories)))),
    "302 to the latest article": leads(wire.TARGETS["the latest article"]),
    **{f"302 to {name}": leads(wire.TARGETS[name]) for name in ("the front page", "the list", "a login page", "another article", "itself")},
    "302 to an article that is not there": leads(wire.TARGETS["an article that is not there"]),
    **{name: drawn(page) for name, page in wrong.ARTICLES.items()},
    "one maintenance text under one title": drawn(lambda asked: _one_page(asked, wrong.MAINTENANCE)),
    "one maintenance text, another number each": drawn(lambda asked: _one_page(asked, wrong.numbered(asked))),
    "a cache that has the first article for all": drawn(lambda asked: asked.paper.article(min(asked.paper.stories))),
    "a held notice": says("<p>관리자가 검토중인 기사입니다.</p>"),
    "JSON": says('{"error": 500}', "200 OK", "application/json"),
    "an image": lambda asked: answer(b"\x89PNG\r\n\x1a\n" + bytes(500), "200 OK", "image/png"),
    "a PDF": lambda asked: answer(b"%PDF-1.7\n" + bytes(500), "200 OK", "application/pdf"),
    "another charset": lambda asked: answer(asked.text.encode("utf-16-le"), "200 OK", HTML),
    "half in CP949": lambda asked: answer(asked.text[:1200].encode() + asked.text[1200:].encode("cp949", "replace"), "200 OK", HTML),
    "cut at 60 %, with its length": lambda asked: answer(asked.part(60)),
    "closed at 60 %": lambda asked: [head("200 OK", HTML, len(asked.body)) + asked.part(60)],
    **{f"HTTP {status}": says(f"<p>{status}</p>", f"{status} Wrong") for status in (401, 403, 404, 410, 429, 500, 503)},
}
LISTS: dict[str, Fault] = {
    "a list without rows": drawn(lambda asked: asked.paper.page(asked.paper.family.rows.format(""))),
    "an old list": drawn(lambda asked: Paper(asked.paper.spider, dict(sorted(asked.paper.stories.items())[:3])).list()),
    "another outlet's list": drawn(lambda asked: asked.other.list()),
    "a list that says 404": says("<p>404</p>", "404 Not Found"),
}


def _one_page(asked: Asked, text: str) -> str:
    page = wrong.with_text(asked.text, text)
    return page.replace(asked.paper.stories[asked.paper.number_of(asked.url) or 0].title, "서비스 점검 안내")


@dataclass
class Outlet:
    """An outlet, and what it answers for articles of these numbers, or for its list, while it is ill."""

    paper: Paper
    other: Paper
    name: str
    shape: Shape
    ill: bool = False
    wrong: set[int] = field(default_factory=set)
    asked: Counter[int] = field(default_factory=Counter)

    def __str__(self) -> str:
        """Name the case."""
        return f"{self.name}: {self.shape}"

    def answer(self, url: str) -> Iterable[Step]:
        """Answer wrongly what is wrong tonight."""
        number = self.paper.number_of(url)
        self.asked.update([] if number is None else [number])
        fault = ANSWERS.get(self.name) if number in self.wrong else LISTS.get(self.name) if self.paper.is_list(url) else None
        status, text = self.paper.right(url)
        asked = Asked(url, 0, self.paper, self.other, status, text)
        return fault(asked) if fault and self.ill else right(asked)

    def publish(self, night: int, random: Random) -> int:
        """Publish what is new on a bad night, and return how many of it are answered wrongly."""
        first = 2000 + 100 * night
        new = range(first, first + self.shape.new)
        self.paper.publish(*new, day=f"2024.11.{20 + night} 09:00")
        ill = set(new) if self.shape.share == 1 else {number for number in new if random.random() < self.shape.share}
        self.wrong |= ill
        self.ill = True
        return len(ill)


def judge_night(outlet: Outlet, night: Night, ill: int) -> tuple[str, str] | None:
    """Return what is wrong with what a bad night says of itself, if anything."""
    hidden = outlet.name == "an old list"
    if hidden or ill < MANY or 2 * ill < outlet.shape.new or outlet.name in SAID_LATER:
        return None
    paper = outlet.paper
    if night.kept[paper.name] == paper.truth:
        return None
    if night.rows[paper.name].endswith("ok"):
        return "not told", f"{ill} of {outlet.shape.new} new were wrong, and it says ok"
    return None if night.lines[paper.name] else ("no words", "the closing lines do not say what was wrong")


def play(cases: Sequence[tuple[str, Shape]], random: Random, tally: Tally) -> None:
    """Play some cases in one town: good nights, bad ones, and good ones again."""
    papers = [Paper(spider) for spider in random.sample(playable(), len(cases) + 1)]
    papers[-1].publish(*range(1001, 1013))
    outlets = [Outlet(paper, papers[-1], name, shape) for paper, (name, shape) in zip(papers, cases, strict=False)]
    found: dict[str, list[tuple[str, str]]] = {str(outlet): [] for outlet in outlets}
    with tempfile.TemporaryDirectory() as folder:
        town = Town(Path(folder), outlets)
        with raw_server(town.answer) as proxy:
            for half in (1, 2):  # two good nights
                for outlet in outlets:
                    known = outlet.shape.known // 2
                    first = 1001 + (half - 1) * known
                    outlet.paper.publish(*range(first, first + known), day=f"2024.11.{10 + half} 09:00")
                town.harvest(proxy)
                town.next_night()
            for night in range(max(outlet.shape.nights for outlet in outlets)):
                sick = [outlet for outlet in outlets if night < outlet.shape.nights]
                for outlet in outlets:
                    outlet.ill = False
                ill = {str(outlet): outlet.publish(night, random) for outlet in sick}
                after = Night.of(town, town.harvest(proxy))
                for outlet in sick:
                    if fault := judge_night(outlet, after, ill[str(outlet)]):
                        found[str(outlet)].append(fault)
                town.next_night()
            for outlet in outlets:
                outlet.ill = False
            for _ in range(GOOD_AFTER):
                ran = town.harvest(proxy)
                town.next_night()
        after = Night.of(town, ran)
    for outlet in outlets:
        faults = [*found[str(outlet)], *judge_healed(outlet.paper, after)]
        for said, what in faults[:1]:
            tally.note(outlet.name, said, f"{said}: {outlet.shape}: {what} [{outlet.paper.name}]")
        if not faults:
            tally.note(outlet.name, "made good")


def play_normal(random: Random, tally: Tally) -> None:
    """Play normal nights: of twelve new one is gone, two are photo stories and one repeats another, for good."""
    spiders = playable()
    outlets = [Outlet(Paper(spider), Paper(spiders[0]), "normal", Shape(8, 12, 0)) for spider in spiders]
    for outlet in outlets:
        outlet.paper.publish(*range(1001, 1009))
    with tempfile.TemporaryDirectory() as folder:
        town = Town(Path(folder), [Normal(outlet) for outlet in outlets])
        with raw_server(town.answer) as proxy:
            town.harvest(proxy)
            for outlet in outlets:
                outlet.paper.publish(*range(2001, 2013), day="2024.11.20 09:00")
                repeated = outlet.paper.stories[2001]
                outlet.paper.stories[2004].title, outlet.paper.stories[2004].paragraphs = repeated.title, repeated.paragraphs
            for night in range(8):
                town.next_night()
                for outlet in outlets:
                    outlet.asked.clear()
                after = Night.of(town, town.harvest(proxy))
                for outlet in outlets:
                    row = after.rows[outlet.paper.name]
                    fault = "" if row.endswith("ok") else f"night {night + 1} is not ok: {row}"
                    if night == 7 and outlet.asked:
                        fault = f"{sorted(outlet.asked)} are asked for to the last"
                    if night == 7 and len(after.kept[outlet.paper.name]) != 8 + 12 - 4:
                        fault = f"{len(after.kept[outlet.paper.name])} are kept"
                    tally.note("normal nights", "wrong" if fault else "ok", fault and f"{fault} [{outlet.paper.name}]")


@dataclass
class Normal:
    """An outlet of which 2002 is gone, and 2005 and 2006 are photo stories."""

    outlet: Outlet

    @property
    def paper(self) -> Paper:
        """What is true of it."""
        return self.outlet.paper

    def answer(self, url: str) -> Iterable[Step]:
        """Answer as such an outlet does."""
        number = self.paper.number_of(url)
        self.outlet.asked.update([] if number is None else [number])
        status, text = self.paper.right(url)
        asked = Asked(url, 0, self.paper, self.paper, status, text)
        if number == 2002:
            return answer(b"<p>404</p>", "404 Not Found")
        if number in {2005, 2006}:
            return drawn(wrong.ARTICLES["the right title and a picture"])(asked)
        return right(asked)


def cases(only: str = "") -> list[tuple[str, Shape]]:
    """Return every case: each answer with the first shapes, and each shape with some answers."""
    names = [*ANSWERS, *LISTS]
    found = [*product(names, SHAPES[:2]), *((name, shape) for n, name in enumerate(names) for shape in SHAPES[2 + n % 3 :: 3])]
    return [case for case in found if only in f"{case[0]}: {case[1]}"]


def storm(seed: int, chosen: Sequence[tuple[str, Shape]], *, normal: bool = True) -> Tally:
    """Play these cases, at outlets that the seed draws."""
    random, tally = Random(seed), Tally("nights")
    if normal:
        play_normal(random, tally)
    order = sorted(random.sample(chosen, len(chosen)), key=lambda case: case[1].nights)
    together = len(playable()) - 1
    for at in range(0, len(order), together):
        play(order[at : at + together], random, tally)
    return tally


def main() -> int:
    """Play the storm, and print its figures."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", metavar="WORDS", help="cases whose name has these words")
    args = parser.parse_args()
    tally = storm(args.seed, cases(args.only), normal=not args.only)
    print(*tally.lines(), sep="\n")
    return tally.exit_status


if __name__ == "__main__":
    sys.exit(main())
