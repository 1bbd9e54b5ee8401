"""Sets of articles that try what is built on pairs: stories.

`arrivals`: one set, to be added in several orders. `shared_paragraphs`: articles that have one paragraph in common and nothing else.
`roundups`: texts that hold several others. `reprints`: releases under a desk's own first sentence, under another town's caption, with some
numbers changed. `edited`: stories of which an article is changed and changed back. The same seed gives the same articles.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import combinations
from random import Random
from typing import Literal, NamedTuple, TypeAlias

from benchmarks import story_texts as texts
from benchmarks.drafts import Draft, Paragraphs, article
from benchmarks.edits import OUTLETS, corrected, excerpted, headline, joined, length, moderately, set_by
from benchmarks.forms import FORMS, StoryFacts, printed
from benchmarks.forms import releases as form_releases
from benchmarks.releases import NEGATIVE, POSITIVE, Desk, Pair, Press, Printer
from benchmarks.wording import CITIES, compiled, read_bank

ORDERS = 5
BASES = 180
"""Releases of the set that arrives in several orders, each with three other versions, half of them with copies of copies."""
COPIED_ON = 3
"""Desks in a row, each of which leaves something out of what the one before printed."""
BOTH = 24
"""Pairs of releases in it that another paper tells in one article."""
FRIENDS = 10
"""Pairs of each kind of false friends in that set, each article with a light version."""
BACKGROUND = 230
SHARING = 40
"""Outlets that print a shared paragraph."""
ROUNDUPS = 40
HELD_TOO = 8
"""Roundups in the set that arrives in several orders, with what they hold."""
REPRINTS = ("own_first", "caption_town", "edited_numbers")
PER_REPRINT = 100
RUN = 12
"""Letters that no two of the articles have in a row, but for the paragraph that they share."""
EDITED = 30


def letters(text: str) -> str:
    """Return a text's letters and digits."""
    return "".join(filter(str.isalnum, text))


# --- one set in several orders


def arrivals(seed: int) -> list[Press]:
    """Return some 1,800 articles by date: releases in several versions, some copied from a copy; two told in one; false friends."""
    random = Random(f"{seed} arrivals")
    desk = Desk(random, f"arrivals {seed}", CITIES, ())
    printer = Printer(random)
    made: list[Press] = []
    for number in range(BASES):
        draft = desk.base(number, desk.when(30))
        outlets = random.sample(OUTLETS, 4 + COPIED_ON)
        made.append(printer.original(draft, outlets[0]))
        made += [printer.version(draft, outlet, kind) for outlet, kind in zip(outlets[1:4], POSITIVE[1:], strict=True)]
        copied = draft
        for outlet in outlets[4:] if number % 2 else ():
            worked_on = (tuple(filter(None, paragraph)) for paragraph in moderately(random, copied, ""))
            copied = replace(copied, paragraphs=tuple(filter(None, worked_on)), when=copied.when + timedelta(hours=3))
            made.append(printer.version(copied, outlet, random.choice(("light", "moderate", "excerpt"))))
    for number in range(BOTH):
        made += told_together(random, desk, printer, f"arrivals {seed} both {number}")
    for kind in NEGATIVE:
        for _ in range(FRIENDS):
            for draft in desk.false_friends(kind, desk.when(30)):
                one, other = random.sample(OUTLETS, 2)
                made += [printer.friend(draft, one, kind), printer.version(draft, other, "light")]
    for template in FORMS:
        name = f"arrivals {seed} {template.name}"
        made += printed(random, list(form_releases(name, template, 8, one_office=True, one_day=False)), printer)
    for roundup in roundups(seed)[:HELD_TOO]:
        made += [replace(press, id=f"{press.id}:roundup") for press in roundup.arriving("last")]
    for number in range(BACKGROUND):
        when, outlet = desk.when(30), random.choice(OUTLETS)
        draft = article(random, random.choice(CITIES), when, f"arrivals {seed} background {number}")
        made.append(printer.press(draft, outlet, "background", joined(draft.copy()), headline(random, draft, outlet), when))
    return sorted(made, key=lambda press: press.published_at)


def told_together(random: Random, desk: Desk, printer: Printer, story: str) -> list[Press]:
    """Return two releases of one city, each with two other versions, and an article of another paper that is about half of each."""
    city = random.choice(CITIES)
    first = desk.release(desk.when(30), city)
    second = desk.release(first.when + timedelta(minutes=random.randrange(300)), city)
    outlets = random.sample(OUTLETS, 7)
    made = [printer.original(first, outlets[0]), printer.original(second, outlets[1])]
    made += [
        printer.version(draft, outlet, random.choice(POSITIVE[1:])) for draft, outlet in zip((first, second) * 2, outlets[2:6], strict=True)
    ]
    halves = (tuple(map(tuple, excerpted(random, draft))) for draft in (first, second))
    both = replace(first, story=story, paragraphs=sum(halves, ()), when=second.when)
    return [*made, printer.friend(both, outlets[6], "both")]


def orders(articles: Sequence[Press], seed: int) -> Iterator[list[Press]]:
    """Yield the articles by date, and then in four orders of chance."""
    yield list(articles)
    for number in range(1, ORDERS):
        shuffled = list(articles)
        Random(f"{seed} order {number}").shuffle(shuffled)
        yield shuffled


# --- a paragraph in common


OWN_BANK = read_bank(texts.OWN_BANK)
PLAIN = tuple(texts.PLAIN_SENTENCES.strip().split("\n"))
COUNTED = tuple(texts.COUNTED_SENTENCES.strip().split("\n"))


class Own:
    """Writes paragraphs of which no two have a dozen letters in common."""

    def __init__(self, seed: str) -> None:
        self.random = Random(seed)
        self.desk = Desk(self.random, seed, CITIES, ())
        self.runs: set[str] = set()

    def sentence(self, *, numbers: bool, before: str = "") -> str:
        """Return a sentence to follow another."""
        random = self.random
        while True:
            facts = StoryFacts(random, random.choice(CITIES), self.desk.when(30), OWN_BANK)
            wordings = COUNTED if numbers and random.random() < 0.5 else PLAIN
            sentence = facts.fill(compiled(random.choice(wordings)), random)
            text = letters(before)[1 - RUN :] + letters(sentence)
            runs = [text[at : at + RUN] for at in range(len(text) - RUN + 1)]
            if self.runs.isdisjoint(runs):
                self.runs.update(runs)
                return sentence

    def paragraph(self, *, numbers: bool, before: str = "") -> str:
        """Return a paragraph of 130 to 260 letters to follow another."""
        size = self.random.randint(130, 230)
        text = ""
        while len(letters(text)) < size:
            text = f"{text} {self.sentence(numbers=numbers, before=text or before)}".lstrip()
        return text

    def title(self) -> str:
        """Return a headline."""
        facts = StoryFacts(self.random, CITIES[0], self.desk.when(30), OWN_BANK)
        return facts.fill(compiled("{adj} {thing:을} 지키는 {village} {name}씨"), self.random)


OWN = {
    "nothing": slice(0, 0),
    "a sentence": slice(0, 1),
    "1 paragraph": slice(1, 2),
    "2 paragraphs": slice(1, 3),
    "4 paragraphs": slice(1, 5),
}
"""What an article has of its own beside a shared paragraph: of the sentence and the four paragraphs that are written for it."""


class Way(NamedTuple):
    """How articles share a paragraph: where it stands, what of their own they have beside it, how many outlets print them."""

    place: Literal["opening", "ending"]
    own: str
    numbers: bool
    outlets: int

    def __str__(self) -> str:
        """Return what a table calls it."""
        who = f"{self.outlets} outlets" if self.outlets > 1 else "one outlet"
        return f"{self.place}, {who}, {self.own}{', numbers' if self.numbers else ''}"


WAYS = [
    Way(place, own, numbers, outlets)
    for outlets, owns in ((SHARING, ("1 paragraph", "2 paragraphs", "4 paragraphs")), (1, ("nothing", "a sentence", "1 paragraph")))
    for place in ("opening", "ending")
    for own in owns
    for numbers in (False, True)
]
FEW_WAYS = [Way("opening", own, False, SHARING) for own in ("1 paragraph", "2 paragraphs")] + [Way("ending", "1 paragraph", True, SHARING)]


class SharedParagraphs:
    """Articles that share one paragraph; what is their own is the same, whatever the way of sharing."""

    def __init__(self, seed: int, size: int) -> None:
        self.own: dict[bool, list[tuple[str, list[str]]]] = {False: [], True: []}
        for numbers, made in self.own.items():
            writer = Own(f"{seed} own {numbers}")
            for _ in range(size):
                own = [writer.sentence(numbers=numbers)]
                for _ in range(4):
                    own.append(writer.paragraph(numbers=numbers, before=own[-1]))
                made.append((writer.title(), own))

    def articles(self, way: Way, size: int) -> list[Press]:
        """Return so many articles, a minute apart."""
        stock = texts.SHARED[3 if way.outlets == 1 else 1 if way.numbers else 0 if way.place == "opening" else 2]
        made = []
        for number, (title, own) in enumerate(self.own[way.numbers][:size]):
            rest = own[OWN[way.own]]
            made.append(self._press(number, way.outlets, title, [stock, *rest] if way.place == "opening" else [*rest, stock]))
        return made

    def apart(self, *, numbers: bool) -> list[Press]:
        """Return articles of four paragraphs that share nothing."""
        return [self._press(number, SHARING, title, own[1:]) for number, (title, own) in enumerate(self.own[numbers])]

    @staticmethod
    def _press(number: int, outlets: int, title: str, paragraphs: Sequence[str]) -> Press:
        outlet = f"매체{number % outlets}"
        when = f"2026-11-02T{number // 60 % 24:02}:{number % 60:02}:00+09:00"
        return Press(f"{outlet}:{number}", outlet, title, "\n\n".join(paragraphs), when, f"shared {number}", "shared")


# --- roundups


Place: TypeAlias = Literal["first", "in the middle", "last"]
PLACES: tuple[Place, ...] = ("first", "in the middle", "last")


@dataclass(frozen=True, slots=True)
class Roundup:
    """A roundup, the releases that it holds, and what other papers print of them."""

    roundup: Press
    held: list[Press]
    copies: list[Press]

    def arriving(self, when: Place) -> list[Press]:
        """Return all of them in the order in which they arrive."""
        others = [*self.held, *self.copies]
        if when == "first":
            return [self.roundup, *others]
        if when == "last":
            return [*others, self.roundup]
        middle = len(self.held) // 2
        return [*others[:middle], self.roundup, *others[middle:]]


def roundups(seed: int) -> list[Roundup]:
    """Return roundups of three to six releases of a day or two, whole or their first paragraphs, with copies of the releases."""
    random = Random(f"{seed} roundups")
    desk = Desk(random, f"roundups {seed}", CITIES, ())
    made = []
    for number in range(ROUNDUPS):
        printer = Printer(random, 1000 * number)
        start = desk.when(200)
        one_city = random.random() < 0.6
        city = random.choice(CITIES)
        drafts = [
            desk.release(start + timedelta(minutes=random.randrange(600)), city if one_city else None) for _ in range(random.randint(3, 6))
        ]
        mine, *others = random.sample(OUTLETS, 7)
        own = random.random() < 0.4
        held = [printer.original(draft, mine if own else random.choice(others)) for draft in drafts]
        copies = [
            printer.version(draft, outlet, random.choice(("exact", "light", "moderate")))
            for draft, first in zip(drafts, held, strict=True)
            for outlet in random.sample([outlet for outlet in others if outlet.name != first.outlet], random.choice((0, 1, 1, 2)))
        ]
        random.shuffle(copies)
        whole = random.random() < 0.6
        when = start + timedelta(hours=12)
        rows = []
        for draft in drafts:
            paragraphs = draft.copy() if whole else draft.copy()[:1]
            rows.append(([f"◇ {draft.titles[0]}"] if number % 3 else []) + [" ".join(paragraph) for paragraph in paragraphs])
        opening = random.choice(texts.ROUNDUPS)
        body = "\n\n".join([*([opening] if opening else []), *("\n\n".join(row) for row in rows)])
        title = random.choice(texts.ROUNDUP_TITLES).format(
            day=when.day, month=when.month, week=(when.day - 1) // 7 + 1, first=drafts[0].titles[0], count=len(drafts) - 1
        )
        both = replace(drafts[0], story=f"roundup {number}")
        made.append(Roundup(printer.press(both, mine, "roundup", body, title, when), held, copies))
    return made


# --- real reprints


LEDE_BANK = read_bank(texts.LEDE_BANK)
LEDES = tuple(texts.LEDES.strip().split("\n"))
CAPTIONS = tuple(texts.CAPTIONS.strip().split("\n"))


def with_own_first(random: Random, draft: Draft, paragraphs: Paragraphs) -> Paragraphs:
    """Put a desk's own first sentence or two before a release or in place of its first, and print the rest, or nearly all, as sent."""
    city = next((city for city in CITIES if city.name == draft.city), CITIES[0])
    facts = StoryFacts(random, city, draft.when, LEDE_BANK)
    own = [facts.fill(compiled(wording), random) for wording in random.sample(LEDES, random.choice((1, 1, 2)))]
    way = random.choice(("before", "in place", "in place, less"))
    if way != "before" and length(paragraphs) > 250:
        del paragraphs[0][0]
    if way == "in place, less" and len(paragraphs) > 3:
        del paragraphs[random.randrange(1, len(paragraphs))]
    paragraphs = [paragraph for paragraph in paragraphs if paragraph]
    return [[*own, *paragraphs[0]], *paragraphs[1:]] if random.random() < 0.4 else [own, *paragraphs]


def with_captions(random: Random, draft: Draft, body: str) -> str:
    """Put a caption or two that name another town before a text."""
    other = random.choice([city for city in CITIES if city.name != draft.city])
    facts = StoryFacts(random, other, draft.when, {"other": other.name})
    captions = [facts.fill(compiled(wording), random) for wording in random.sample(CAPTIONS, random.choice((1, 1, 2)))]
    return "\n\n".join([*captions, body])


def reprint(random: Random, printer: Printer, draft: Draft, kind: str, outlets: Sequence[int]) -> tuple[Press, Press]:
    """Return a release as it was sent, and one of the three reprints."""
    one, other = (OUTLETS[number] for number in outlets)
    paragraphs = draft.copy()
    if kind == "edited_numbers":
        paragraphs = corrected(random, paragraphs, random.choice((1, 2, 2, 3, 3)))
    elif kind == "own_first":
        paragraphs = with_own_first(random, draft, paragraphs)
    edits = random.choice((0, 0, 1, 2))
    body = set_by(random, draft, other, paragraphs, edits=edits) if edits else joined(paragraphs)
    if kind == "caption_town":
        body = with_captions(random, draft, body)
    second = printer.press(draft, other, kind, body, headline(random, draft, other), printer.later(draft.when))
    return printer.original(draft, one), second


def reprints(seed: int, half: Literal["tuning", "held"]) -> list[Pair]:
    """Return pairs of a release and a reprint of it, of each kind."""
    random = Random(f"{seed} {half} reprints")
    held = half == "held"
    desk = Desk(random, f"reprints {half}", CITIES[held::2], ())
    printer = Printer(random, 900_000 if held else 800_000)
    made = []
    for kind in REPRINTS:
        for number in range(PER_REPRINT):
            draft = desk.base(number, desk.when())
            made.append(Pair(kind, *reprint(random, printer, draft, kind, random.sample(range(len(OUTLETS)), 2)), True))
    return made


# --- edits


@dataclass(frozen=True, slots=True)
class Edited:
    """Articles of a story, in the order in which they arrive; one of them; and what it becomes for a while."""

    articles: list[Press]
    edited: int
    away: Press


def edited(seed: int) -> list[Edited]:
    """Return stories of an original, an exact copy, a near copy and an excerpt, in several orders, of which each article is edited once."""
    random = Random(f"{seed} edited")
    desk = Desk(random, f"edited {seed}", CITIES, ())
    made = []
    for number in range(EDITED):
        printer = Printer(random, 1000 * number)
        draft = desk.release(desk.when(200))
        outlets = random.sample(OUTLETS, 5)
        articles = [printer.original(draft, outlets[0])]
        articles += [
            printer.version(draft, outlet, kind)
            for outlet, kind in zip(outlets[1:], ("exact", "light", "moderate", "excerpt"), strict=True)
        ]
        random.shuffle(articles)
        other = desk.release(draft.when)
        rewritten = (joined(other.copy()), joined(excerpted(random, draft)), articles[0].body + "\n\n" + joined(other.copy()))
        at = number % len(articles)
        made.append(Edited(articles, at, replace(articles[at], body=rewritten[number % len(rewritten)])))
    return made


# --- how much texts share by chance


def shared_by_chance(articles: Sequence[Press], run: int = RUN) -> float:
    """Return of how many pairs of different stories the two texts have so many letters in a row in common, 0 to 1."""
    runs: dict[str, set[int]] = {}
    for number, press in enumerate(articles):
        text = letters(press.body)
        for at in range(len(text) - run + 1):
            runs.setdefault(text[at : at + run], set()).add(number)

    def apart(pair: tuple[int, int]) -> bool:
        return articles[pair[0]].story != articles[pair[1]].story

    every = sum(map(apart, combinations(range(len(articles)), 2)))
    return len({pair for group in runs.values() for pair in combinations(sorted(group), 2) if apart(pair)}) / every
