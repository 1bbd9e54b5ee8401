"""The evaluation set of the near-duplicate detector: releases as outlets print them, and the articles that only look like copies.

`pairs(seed, half)` gives labelled pairs, `stream(seed, background)` a run of articles in the order in which they arrive. Both are made from
five real articles (captured pages, their body alone) and from the wording in release_texts.py, with `random.Random(seed)` and nothing else:
the same seed gives the same articles on every machine.

A release is rendered once into sentences and paragraphs; what an outlet does to it is done to those: exact copies nothing; light adds what
the page adds (byline, caption, file name, rights line) and changes typography and spacing; moderate drops, moves and splits paragraphs,
rewords clauses and corrects figures; an excerpt keeps 40 to 60 % of it.

The false friends are other stories: the same programme a year away (annual), two announcements of one form (notice), stories with the same
closing paragraphs (tail), two cities with one subject (template), articles with the same opening (lead).

The two halves of the pairs share no base article: the captures and the cities are divided between them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone
from random import Random
from typing import Literal

from benchmarks import release_texts as texts
from benchmarks.drafts import NOTICES, Draft, Paragraphs, article, capture, compose, prices, release, sentence_seeds
from benchmarks.edits import OUTLETS, Outlet, excerpted, headline, joined, length, moderately, reworded, said_elsewhere, set_by
from benchmarks.wording import CITIES, TEMPLATES, City, Facts, Template, compiled, particle

KST = timezone(timedelta(hours=9))
POSITIVE = ("exact", "light", "moderate", "excerpt")
NEGATIVE = ("annual", "notice", "tail", "template", "lead")
PER_POSITIVE = 300
PER_NEGATIVE = 150
STREAM_RELEASES = 400
STREAM_FALSE_FRIENDS = 60
"""Pairs of each false friend in a stream."""
STREAM_DAYS = 60


@dataclass(frozen=True, slots=True)
class Press:
    """One article as an outlet printed it."""

    id: str
    outlet: str
    title: str
    body: str
    published_at: str
    story: str
    kind: str


@dataclass(frozen=True, slots=True)
class Pair:
    """Two articles, and whether they are one story."""

    kind: str
    first: Press
    second: Press
    same: bool


# --- printing


class Printer:
    """Prints drafts, and numbers what is printed."""

    def __init__(self, random: Random, first_number: int = 1) -> None:
        self.random = random
        self.numbers: Counter[str] = Counter()
        self.first_number = first_number

    def press(self, draft: Draft, outlet: Outlet, kind: str, body: str, title: str, when: datetime) -> Press:
        """Give an article its number and time."""
        self.numbers[outlet.name] += 1
        number = self.first_number + self.numbers[outlet.name]
        return Press(f"{outlet.name}:{number}", outlet.name, title, body, when.isoformat(), draft.story, kind)

    def later(self, when: datetime, *, days: int = 2) -> datetime:
        """Return when another outlet prints it: mostly the same day, sometimes a few days on."""
        spread = 5 * 60 if self.random.random() < 0.75 else days * 24 * 60
        return when + timedelta(minutes=self.random.randint(1, spread))

    def original(self, draft: Draft, outlet: Outlet) -> Press:
        """Print a release as it was sent."""
        return self.press(draft, outlet, "original", joined(draft.copy()), headline(self.random, draft, outlet, first=True), draft.when)

    def version(self, draft: Draft, outlet: Outlet, kind: str) -> Press:
        """Print a release in one of the four ways."""
        random = self.random
        plain = joined(draft.copy())
        if kind == "exact":
            body = plain
        elif kind == "light":
            body = set_by(random, draft, outlet, draft.copy(), edits=random.randint(1, 4))
            if body == plain:
                body = f"{plain}\n\n{random.choice(outlet.reporters)} 기자"
        elif kind == "moderate":
            added = random.choice(texts.ASIDES).format(city=draft.city, topic=particle(draft.city, "은"), year=draft.when.year)
            body = set_by(random, draft, outlet, moderately(random, draft, added), edits=random.randint(0, 3))
            if body == plain:
                body = joined([*draft.copy()[:-1], [added]])
        else:
            for pages in (0.7, 0.7, 0.3, 0.0, 0.0, 0.0):
                part = replace(draft, paragraphs=tuple(tuple(paragraph) for paragraph in excerpted(random, draft)))
                body = set_by(random, part, outlet, part.copy(), edits=random.randint(0, 3), pages=pages)
                if 0.38 <= len(body) / len(plain) <= 0.63:
                    break
        return self.press(draft, outlet, kind, body, headline(random, draft, outlet), self.later(draft.when))

    def friend(self, draft: Draft, outlet: Outlet, kind: str) -> Press:
        """Print a false friend: as it was sent, or as the outlet sets it."""
        random = self.random
        body = joined(draft.copy())
        if random.random() < 0.6:
            body = set_by(random, draft, outlet, draft.copy(), edits=random.randint(0, 2))
        return self.press(draft, outlet, kind, body, headline(random, draft, outlet), self.later(draft.when))


class Desk:
    """Makes drafts out of the cities and captures it may use."""

    def __init__(self, random: Random, name: str, cities: Sequence[City], captures: Sequence[int]) -> None:
        self.random = random
        self.name = name
        self.cities = cities
        self.captures = captures
        self.made = 0
        self.used: set[tuple[str, str]] = set()

    def story(self, kind: str) -> str:
        """Name a story."""
        self.made += 1
        return f"{self.name} {kind} {self.made}"

    def when(self, days: int = 300) -> datetime:
        """Return a time in office hours, up to so many days into 2026."""
        random = self.random
        start = datetime(2026, 1, 5, 7, 0, tzinfo=KST)
        return start + timedelta(days=random.randrange(days), minutes=random.randrange(12 * 60))

    def subject(self, city: City | None = None) -> tuple[Template, City]:
        """Return a subject and a city that have not been together yet, while there are such."""
        chosen = (self.random.choice(TEMPLATES), city or self.random.choice(self.cities))
        for _ in range(30):
            if (chosen[0].name, chosen[1].name) not in self.used:
                break
            chosen = (self.random.choice(TEMPLATES), city or self.random.choice(self.cities))
        self.used.add((chosen[0].name, chosen[1].name))
        return chosen

    def release(self, when: datetime, city: City | None = None) -> Draft:
        """Return a release on a new subject."""
        template, city = self.subject(city)
        story = self.story(template.name)
        return release(self.random, city, when, template, story, sentence_seeds(f"{story} {self.random.random()}"))

    def base(self, number: int, when: datetime) -> Draft:
        """Return a story that several outlets print: mostly releases, some wire copy, the captures."""
        if number < len(self.captures) * 5:
            chosen = self.captures[number % len(self.captures)]
            return capture(chosen, f"capture {chosen}", when)
        if number % 11 == 0:
            copy = article(self.random, self.random.choice(self.cities), when, self.story("wire"))
            while length(copy.paragraphs) < 350:
                copy = article(self.random, self.random.choice(self.cities), when, copy.story)
            return copy
        return self.release(when)

    def notice(self, when: datetime) -> Draft:
        """Return an announcement."""
        return self.random.choice(NOTICES)(self.random, self.random.choice(self.cities), when, self.story("notice"))

    # the false friends, two stories each, the earlier first

    def annual(self, when: datetime) -> tuple[Draft, Draft]:
        """Return a programme's release, and the one a year before it."""
        template, city = self.subject()
        story = self.story(template.name)
        seed = f"{story} {self.random.random()}"
        before = when - timedelta(days=364 + self.random.randint(-12, 12))
        facts = Facts(self.random, city, when, template.slots)
        now = compose(template, facts, sentence_seeds(seed), story)
        kept = self.random.choice((0.7, 0.85, 0.95, 1.0))
        other = facts.a_year_away(self.random, before)
        return compose(template, other, sentence_seeds(f"{seed} before", seed, kept), f"{story} a year before"), now

    def notices(self, when: datetime) -> tuple[Draft, Draft]:
        """Return two announcements of one form; forecasts and prices often of one place."""
        make = self.random.choice(NOTICES)
        city = self.random.choice(self.cities)
        other = city if self.random.random() < 0.6 else self.random.choice(self.cities)
        step = timedelta(days=self.random.choice((1, 2, 7, 7, 14)))
        first = make(self.random, city, when, self.story("notice"))
        story = self.story("notice")
        second = make(self.random, other, when + step, story)
        while second.paragraphs[0][0][-12:-9] != first.paragraphs[0][0][-12:-9] and make is prices:  # goods with goods, fuel with fuel
            second = make(self.random, other, when + step, story)
        return first, second

    def template(self, when: datetime) -> tuple[Draft, Draft]:
        """Return two cities' releases on one subject."""
        template, city = self.subject()
        other = self.random.choice(
            [one for one in self.cities if one != city and (template.name, one.name) not in self.used] or self.cities[:1]
        )
        self.used.add((template.name, other.name))
        story, twin = self.story(template.name), self.story(template.name)
        seed = f"{story} {self.random.random()}"
        kept = self.random.choice((0.0, 0.0, 0.0, 0.3, 0.6))
        later = when + timedelta(days=self.random.randint(0, 20))
        return (
            release(self.random, city, when, template, story, sentence_seeds(seed)),
            release(self.random, other, later, template, twin, sentence_seeds(f"{seed} twin", seed, kept)),
        )

    def tail(self, when: datetime) -> tuple[Draft, Draft]:
        """Return two stories of one city and day that close with the same one or two paragraphs, about a third matter."""
        city = self.random.choice(self.cities)
        third = said_elsewhere(Random("never moved"), self.release(when, city).copy())
        third[0][0] = f"한편 {third[0][0]}"
        shared = [tuple(paragraph) for paragraph in third[: self.random.choice((1, 1, 2))]]
        drafts = []
        for _ in range(2):
            draft = self.release(when + timedelta(minutes=self.random.randint(0, 240)), city)
            own = draft.paragraphs[: self.random.randint(2, max(2, len(draft.paragraphs) - 1))]
            drafts.append(replace(draft, paragraphs=(*own, *shared)))
        return drafts[0], drafts[1]

    def lead(self, when: datetime) -> tuple[Draft, Draft]:
        """Return two texts with one opening: parts of a series under one editor's note, or a follow-up that repeats the lead."""
        random = self.random
        city = random.choice(self.cities)
        later = when + timedelta(days=random.choice((0, 1, 1, 2, 7)))
        first, second = self.release(when, city), self.release(later, city)
        if random.random() < 0.5:
            facts = Facts(random, city, when, {})
            note = (facts.fill(compiled(random.choice(texts.SERIES)), random),)
            parts = [
                replace(draft, paragraphs=(note, *draft.paragraphs), titles=tuple(f"[기획] {n}. {title}" for title in draft.titles))
                for n, draft in enumerate((first, second), start=1)
            ]
            return parts[0], parts[1]
        opening: Paragraphs = [list(first.paragraphs[0])]
        if random.random() < 0.5:
            opening = reworded(random, opening, 2)
        turn = [f"{random.choice(('이런 가운데', '이와 별도로', '이와 함께'))} {second.paragraphs[0][0]}", *second.paragraphs[0][1:]]
        return first, replace(second, paragraphs=(tuple(opening[0]), tuple(turn), *second.paragraphs[1:]))

    def false_friends(self, kind: str, when: datetime) -> tuple[Draft, Draft]:
        """Return two stories of a class."""
        makers = {"annual": self.annual, "notice": self.notices, "tail": self.tail, "template": self.template, "lead": self.lead}
        return makers[kind](when)


def outlets_for(random: Random, kind: str) -> tuple[Outlet, Outlet]:
    """Return the outlets of a pair: copies mostly of two, false friends of one or two."""
    one_outlet = {"exact": 0.1, "light": 0.08, "moderate": 0.06, "excerpt": 0.04, "tail": 0.75}.get(kind, 0.5)
    first = random.choice(OUTLETS)
    return first, first if random.random() < one_outlet else random.choice([outlet for outlet in OUTLETS if outlet != first])


def pairs(seed: int, half: Literal["tuning", "held"]) -> list[Pair]:
    """Return the labelled pairs of one half."""
    random = Random(f"{seed} {half}")
    held = half == "held"
    desk = Desk(random, half, CITIES[held::2], (3, 4) if held else (0, 1, 2))
    printer = Printer(random, 500_000 if held else 0)
    made: list[Pair] = []
    for number in range(PER_POSITIVE):
        when = desk.when()
        notice = number % 25 == 24
        draft = desk.notice(when) if notice else desk.base(number, when)
        for kind in POSITIVE[:2] if notice else POSITIVE:
            one, other = outlets_for(random, kind)
            plain = kind in ("exact", "excerpt") or random.random() < 0.6
            first = printer.original(draft, one) if plain else printer.version(draft, one, "light")
            made.append(Pair(kind, first, printer.version(draft, other, kind), True))
    for kind in NEGATIVE:
        for _ in range(PER_NEGATIVE):
            earlier, later = desk.false_friends(kind, desk.when())
            one, other = outlets_for(random, kind)
            made.append(Pair(kind, printer.friend(earlier, one, kind), printer.friend(later, other, kind), False))
    random.shuffle(made)
    return made


def stream(seed: int, background: int) -> list[Press]:
    """Return articles in the order in which they arrive: releases and their versions, false friends, and so many other articles."""
    random = Random(f"{seed} stream")
    desk = Desk(random, "stream", CITIES, range(len(texts.CAPTURES)))
    printer = Printer(random)
    made: list[Press] = []
    for number in range(STREAM_RELEASES):
        when = desk.when(STREAM_DAYS)
        if number < len(desk.captures):
            draft = capture(number, f"capture {number}", when)
        elif number % 25 == 24:
            draft = desk.notice(when)
        else:
            draft = desk.base(STREAM_RELEASES + number, when)
        count = min(random.randint(1, 12), random.randint(1, 12))
        chosen = random.sample(OUTLETS, count)
        versions = [printer.original(draft, chosen[0])]
        for outlet in chosen[1:]:
            kind = random.choice(POSITIVE[:2]) if draft.notice else random.choices(POSITIVE, (3, 4, 3, 2))[0]
            versions.append(printer.version(draft, outlet, kind))
        if len(versions) > 1 and random.random() < 0.3:  # whoever got it first is not who prints it whole
            early, late = random.sample(range(len(versions)), 2)
            times = versions[early].published_at, versions[late].published_at
            versions[early], versions[late] = (
                replace(versions[early], published_at=times[1]),
                replace(versions[late], published_at=times[0]),
            )
        made += versions
    for kind in NEGATIVE:
        for _ in range(STREAM_FALSE_FRIENDS):
            drafts = desk.false_friends(kind, desk.when(STREAM_DAYS))
            for draft, outlet in zip(drafts, outlets_for(random, kind), strict=True):
                made.append(printer.friend(draft, outlet, kind))
                others = [one for one in OUTLETS if one != outlet]
                copies = random.sample(others, random.choice((0, 0, 0, 1, 2)))
                made += [printer.version(draft, copy, random.choice(POSITIVE[:2])) for copy in copies]
    for number in range(background):
        when = desk.when(STREAM_DAYS)
        outlet = random.choice(OUTLETS)
        share = random.random()
        if share < 0.04:
            draft = desk.notice(when)
        elif share < 0.06:
            draft = desk.release(when)
        else:
            draft = article(random, random.choice(CITIES), when, f"stream background {number}")
        body = set_by(random, draft, outlet, draft.copy(), edits=random.choice((0, 0, 1)))
        made.append(printer.press(draft, outlet, "background", body, headline(random, draft, outlet), when))
    made.sort(key=lambda press: press.published_at)
    counts: Counter[str] = Counter()
    numbered = []
    for press in made:  # an outlet numbers its articles as they come
        counts[press.outlet] += 1
        numbered.append(replace(press, id=f"{press.outlet}:{counts[press.outlet]}"))
    return numbered
