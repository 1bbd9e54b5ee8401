"""Releases made from one form: another giver, person, partner or case each time, the office's own sentences otherwise.

Each is a story of its own, however much of it is the form. `groups(seed)` gives whole series of them with some reprints, `pairs` two at a
time, `added_to` a stream with some among it. The same seed gives the same articles on every machine.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random
from typing import Literal

from typing_extensions import override

from benchmarks import story_texts as texts
from benchmarks.drafts import Draft, compose, sentence_seeds
from benchmarks.edits import OUTLETS
from benchmarks.releases import POSITIVE, STREAM_DAYS, Desk, Pair, Press, Printer
from benchmarks.wording import CITIES, City, Facts, Template, invented, read_bank, read_templates

FORMS = read_templates(texts.FORMS)
BANK = read_bank(texts.FORM_BANK)
SIZES = (8, 8, 30, 100)
"""Articles of the groups that are made of each form."""
COPIED = 0.4
"""Share of a group's releases that another outlet prints too: those are to be found."""
WEEKS_DAYS = 35
SIZE_IN_STREAM = 15
"""Releases of each form in a stream, from one office, and as many from several."""
PAIRS = 240
"""Pairs of a half: forms in turn."""
SERIES = {
    "delivery": ("town", "circle", "chair", "mayor2", "kind2"),
    "kindshop": ("town", "mayor2"),
    "thanks": ("police",),
    "relay": ("camp",),
    "winner": ("prize",),
    "agreement": ("theme",),
    "personnel": ("grade",),
    "search": ("police",),
}
"""What the releases of a form have in common, besides, if one office sends them all: one club delivers every month, one prize is given."""
PERSONS = frozenset("boss chair mayor2 police fellow fellow2 fellow3 name".split())


class StoryFacts(Facts):
    """Facts with firms, gifts, sums and villages of which there are too many for a list."""

    @override
    def draw(self, name: str) -> str:
        random = self.random
        if name in PERSONS:
            return invented(random)
        match name:
            case "giver":
                first = random.choice(texts.FIRST_NAMES_OF_FIRMS)
                if random.random() < 0.5:
                    return f"{random.choice(('', '', '㈜'))}{first}{random.choice(texts.FIRMS)}"
                return first + random.choice(texts.CLUBS)
            case "firm":
                return random.choice(texts.FIRST_NAMES_OF_FIRMS) + random.choice(texts.FIRMS)
            case "village":
                return random.choice(texts.VILLAGE_FIRST) + random.choice(texts.VILLAGE_LAST)
            case "gift":
                form, counts = random.choice(texts.GIFTS)
                return form.format(f"{random.choice(counts):,}")
            case "sum":
                return f"{random.choice(texts.SUMS):,}만 원"
            case "few":
                return str(random.randint(6, 64))
            case "many":
                return str(random.randint(7, 38))
            case "said2":
                return self.other("said", self.slots["said"])
        return super().draw(name)


def draft(facts: StoryFacts, template: Template, story: str, seed: str, form: str, kept: float) -> Draft:
    """Fill in a form: `kept` of its sentences are worded as all others of the form `form` are."""
    return compose(template, facts, sentence_seeds(seed, form, kept), story)


@dataclass(frozen=True, slots=True)
class Group:
    """Releases made from one form, with reprints of some."""

    form: str
    size: int
    articles: list[Press]


def releases(
    seed: str,
    template: Template,
    size: int,
    *,
    one_office: bool,
    one_day: bool,
    cities: Sequence[City] = CITIES,
    start: datetime | None = None,
) -> Iterator[Draft]:
    """Yield releases made from one form.

    `one_office`: a city hall or a club sends them all; otherwise other cities do. `one_day`: they come within some hours; otherwise over
    five weeks from `start` on, and what a club does every month over the months of a year.
    """
    random = Random(seed)
    start = start or Desk(random, seed, cities, ()).when(200)
    city, kept = random.choice(cities), random.choice((1.0, 1.0, 0.9, 0.7))
    series: dict[str, str] = {}
    slots = BANK | template.slots
    for number in range(size):
        when = start + timedelta(minutes=random.randrange(9 * 60))
        if not one_day:
            monthly = template.name == "delivery" and size <= SIZE_IN_STREAM
            when += timedelta(days=30 * number if monthly else random.randrange(WEEKS_DAYS))
        facts = StoryFacts(random, city if one_office else random.choice(cities), when, slots)
        if one_office:
            for name in SERIES.get(template.name, ()):
                facts.values[name] = series.setdefault(name, facts.get(name))
        yield draft(facts, template, f"{seed} {number}", f"{seed} {number}", seed, kept)


def printed(random: Random, drafts: Sequence[Draft], printer: Printer) -> list[Press]:
    """Print releases, each by some outlet and some by a second one too, in the order of their dates."""
    made = []
    for each in drafts:
        one, other = random.sample(OUTLETS, 2)
        made.append(printer.friend(each, one, "form"))
        if random.random() < COPIED:
            made.append(printer.version(each, other, random.choice(POSITIVE[:3])))
    return sorted(made, key=lambda article: article.published_at)


def groups(seed: int) -> list[Group]:
    """Return groups of every form: of one office and of several, of one day and of several weeks."""
    made = []
    for row, template in enumerate(FORMS):
        for column, size in enumerate(SIZES):
            name = f"{seed} {template.name} {column}"
            drafts = list(releases(name, template, size, one_office=column != 1, one_day=(row + column) % 2 == 0))
            random = Random(f"{name} printed")
            made.append(Group(template.name, size, printed(random, drafts, Printer(random))))
    return made


def pairs(seed: int, half: Literal["tuning", "held"]) -> list[Pair]:
    """Return pairs of two releases made from one form: never one story."""
    random = Random(f"{seed} {half} form")
    held = half == "held"
    printer = Printer(random, 700_000 if held else 600_000)
    made = []
    for number in range(PAIRS):
        template = FORMS[number % len(FORMS)]
        name = f"{half} {seed} form {number}"
        one_office, one_day = number // len(FORMS) % 3 != 2, number // len(FORMS) % 2 == 0
        first, second = releases(name, template, 2, one_office=one_office, one_day=one_day, cities=CITIES[held::2])
        one, other = random.sample(OUTLETS, 2)
        if random.random() < 0.2:
            other = one
        made.append(Pair("form", printer.friend(first, one, "form"), printer.friend(second, other, "form"), False))
    return made


def added_to(stream: Sequence[Press], seed: int) -> list[Press]:
    """Return a stream with some of every form among it, numbered anew as it comes."""
    random = Random(f"{seed} forms in the stream")
    printer = Printer(random)
    first = datetime.fromisoformat(stream[len(stream) // 2].published_at) - timedelta(days=STREAM_DAYS // 2)  # some came a year before
    drafts: list[Draft] = []
    for template in FORMS:
        for one_office in (True, False):
            start = first + timedelta(days=random.randrange(STREAM_DAYS - WEEKS_DAYS))
            name = f"stream {seed} {template.name} {one_office}"
            drafts += releases(name, template, SIZE_IN_STREAM, one_office=one_office, one_day=False, start=start)
    return numbered([*stream, *printed(random, drafts, printer)])


def numbered(articles: Sequence[Press]) -> list[Press]:
    """Return articles in the order of their dates, numbered as an outlet numbers them."""
    counts: dict[str, int] = {}
    made = []
    for article in sorted(articles, key=lambda article: article.published_at):
        counts[article.outlet] = counts.get(article.outlet, 0) + 1
        made.append(replace(article, id=f"{article.outlet}:{counts[article.outlet]}"))
    return made
