"""Wording with slots: particles, templates and what fills them.

Templates and banks stand in release_texts.py and story_texts.py; how they are written is told at `read_templates`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from random import Random
from typing import TypeAlias

from benchmarks import release_texts as texts

# --- particles

PARTICLES = {"은": ("은", "는"), "이": ("이", "가"), "을": ("을", "를"), "과": ("과", "와"), "으로": ("으로", "로"), "이라": ("이라", "라")}
DIGIT_FINALS = {"0": "ㅇ", "1": "ㄹ", "2": "", "3": "ㅁ", "4": "", "5": "", "6": "ㄱ", "7": "ㄹ", "8": "ㄹ", "9": ""}
LETTER_FINALS = {"l": "ㄹ", "r": "ㄹ", "m": "ㅁ", "n": "ㄴ"}


def final(word: str) -> str:
    """Return the final consonant with which a word ends as it is read: "" for an open syllable, "ㄹ", or another."""
    bare = re.sub(r"\([^)]*\)", "", word).rstrip("’”'\"』」)!?. ")
    last = bare[-1:].lower()
    if "가" <= last <= "힣":
        index = (ord(last) - 0xAC00) % 28
        return "" if index == 0 else "ㄹ" if index == 8 else "ㄴ"
    return DIGIT_FINALS.get(last) or LETTER_FINALS.get(last, "")


def particle(word: str, form: str) -> str:
    """Return the particle that follows a word, given its form after a consonant; one that never changes is returned as it is."""
    if form not in PARTICLES:
        return form
    closed, opened = PARTICLES[form]
    sound = final(word)
    if form == "으로" and sound == "ㄹ":
        return opened
    return closed if sound else opened


# --- the wording: templates with slots


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence of a template: its wordings, and how likely it is there at all."""

    wordings: tuple[str, ...]
    chance: float = 1.0


@dataclass(frozen=True, slots=True)
class Template:
    """A subject: headlines, paragraphs of sentences, and slots of its own."""

    name: str
    titles: tuple[str, ...]
    paragraphs: tuple[tuple[tuple[Line, ...], float], ...]
    slots: dict[str, str]
    stock: bool


def read_templates(source: str) -> tuple[Template, ...]:
    """Read blocks: `@name`, `T` a headline, `=` a slot, `P` a new paragraph (`P?` an optional one), `-` a sentence, `|` another wording.

    `?` is an optional sentence, `S` a stock sentence at the end. An indented line continues the one before.
    """
    made = []
    for block in re.sub(r"\n +", " ", source.strip()).split("\n@"):
        name, *lines = block.lstrip("@").split("\n")
        titles: list[str] = []
        slots: dict[str, str] = {}
        paragraphs: list[tuple[list[list[str]], list[float], float]] = [([], [], 1.0)]
        stock = False
        for line in lines:
            sign, _, rest = line.partition(" ")
            if sign == "T":
                titles.append(rest)
            elif sign == "=":
                slot, _, values = rest.partition(" ")
                slots[slot] = values
            elif sign in ("P", "P?"):
                paragraphs.append(([], [], 0.7 if sign == "P?" else 1.0))
            elif sign == "S":
                stock = True
            elif sign in ("-", "?"):
                paragraphs[-1][0].append([rest])
                paragraphs[-1][1].append(0.75 if sign == "?" else 1.0)
            else:
                assert sign == "|", line
                paragraphs[-1][0][-1].append(rest)
        made.append(
            Template(
                name,
                tuple(titles),
                tuple(
                    (tuple(Line(tuple(wordings), chance) for wordings, chance in zip(sentences, chances, strict=True)), there)
                    for sentences, chances, there in paragraphs
                    if sentences
                ),
                slots,
                stock,
            )
        )
    return tuple(made)


def read_bank(source: str) -> dict[str, str]:
    """Read `name values`, a line each."""
    bank: dict[str, str] = {}
    for line in re.sub(r"\n +", "", source.strip()).split("\n"):
        name, _, values = line.partition(" ")
        bank[name] = values
    return bank


@cache
def options(values: str) -> tuple[str, ...] | range:
    """Return a slot's values: a list, or a range of numbers written `10..90/10`."""
    numbers = re.fullmatch(r"(\d+)\.\.(\d+)(?:/(\d+))?", values)
    if numbers:
        return range(int(numbers[1]), int(numbers[2]) + 1, int(numbers[3] or 1))
    return tuple(value.strip() for value in values.split(";"))


@dataclass(frozen=True, slots=True)
class Slot:
    """A place to fill in, with the particle that follows; `only` the particle when the word stands before it in quotes."""

    name: str
    form: str
    only: bool


Part: TypeAlias = "str | Slot | tuple[tuple[Part, ...], ...]"


@cache
def compiled(text: str) -> tuple[Part, ...]:
    """Return a wording as literal text, slots (name, particle, particle only) and choices."""
    parts: list[Part] = []
    for literal, choice, slot in re.findall(r"([^\[{]+)|\[([^\]]*)\]|\{([^}]*)\}", text):
        if literal:
            parts.append(literal)
        elif slot:
            left, _, right = slot.partition(":")
            only = left in PARTICLES
            parts.append(Slot(right, left, True) if only else Slot(left, right, False))
        else:
            wordings = choice.split("|")
            parts.append(tuple(compiled(option) for option in wordings) if len(wordings) > 1 else f"[{choice}]")
    return tuple(parts)


@dataclass(frozen=True, slots=True)
class City:
    """A city, county or district, and who heads it."""

    region: str
    name: str
    head: str

    @property
    def short(self) -> str:
        """Its name without 시, 군 or 구."""
        return self.name[:-1]

    @property
    def kind(self) -> str:
        """시, 군 or 구."""
        return self.name[-1]


def invented(random: Random) -> str:
    """Return a person's name."""
    first, second = str(random.choice(texts.GIVEN_FIRST)), str(random.choice(texts.GIVEN_SECOND))
    return f"{random.choice(texts.SURNAMES)}{first}{second if second != first else '희'}"


def telephone(random: Random) -> str:
    """Return an office's number."""
    return f"{random.choice('031 033 041 043 054 055 061 063'.split())}-{random.randint(200, 990)}-{random.randint(2000, 8999)}"


def read_cities() -> tuple[City, ...]:
    """Return the cities; their heads are invented, and stay the same."""
    random = Random("heads")
    rows = [line.split() for line in texts.CITIES.strip().split("\n")]
    return tuple(City(region, name, invented(random)) for region, *names in rows for name in names)


def towns(city: City) -> list[str]:
    """Return names for towns of a city: a county has no 동, a district nothing else."""
    ends = {"시": "동면읍", "군": "면읍", "구": "동"}[city.kind]
    return [town for town in BANK["town"].split(";") if town[-1] in ends]


TEMPLATES = read_templates(texts.RELEASES)
GENRES = read_templates(texts.BACKGROUND)
ASIDE = [line for lines, _ in read_templates(texts.ASIDE)[0].paragraphs for line in lines]
GENRE_WEIGHTS = [4 if genre.stock else 1 for genre in GENRES]
"""Most of what a local paper prints is about its city's office."""
EXTRA = [line for lines, _ in read_templates(texts.EXTRA)[0].paragraphs for line in lines]
BANK = read_bank(texts.BANK)
NUMBERS = read_bank(texts.NUMBERS)
CITIES = read_cities()
PEOPLE = frozenset("person person2 person3 person4 name1 name2 farmer".split())
DATES = frozenset("today past next next2 month month2 month3 year nyear season".split())
STOCK_WEIGHTS = (6, 2, 5, 3, 1, 1, 1, 1, 1, 1)
STOCK: tuple[str, ...] = tuple(texts.STOCK.strip().split("\n"))


def day(when: datetime, other: datetime) -> str:
    """Return a day as a paper of `when` calls it."""
    months = (other.year - when.year) * 12 + other.month - when.month
    if months == 0:
        return f"오는 {other.day}일" if other > when else f"지난 {other.day}일"
    if months == 1:
        return f"다음 달 {other.day}일"
    if months == -1:
        return f"지난달 {other.day}일"
    return f"{other.month}월 {other.day}일"


class Facts:
    """What one release says: each slot gets its value when it is first asked for, and keeps it."""

    def __init__(self, random: Random, city: City, when: datetime, slots: dict[str, str]) -> None:
        self.random = random
        self.city = city
        self.when = when
        self.slots = slots
        self.values: dict[str, str] = {}

    def a_year_away(self, random: Random, when: datetime) -> Facts:
        """Return the same programme's facts of another year: names and places stay, dates and most numbers do not."""
        other = Facts(random, self.city, when, self.slots)
        step = 1 if when > self.when else -1
        head_left = random.random() < 0.15
        for name, value in self.values.items():
            if name == "ord":
                other.values[name] = str(max(1, int(value) + step))
            elif name in ("head", "cityhead", "sur", "sur2") or name in DATES:
                continue
            elif name in PEOPLE:
                if random.random() < 0.6:
                    other.values[name] = value
            elif value[0].isdigit() and not value.endswith("호선") and (name in self.slots or name in NUMBERS or name == "km"):
                if name in ("yr2", "area", "fl") or random.random() < 0.15:
                    other.values[name] = value
            else:
                other.values[name] = value
        if head_left:
            other.values["head"] = invented(random)
        return other

    def get(self, name: str) -> str:
        """Return a slot's value; one asked for as `name+` is drawn anew each time."""
        if name.endswith("+"):
            return self.draw(name[:-1])
        value = self.values.get(name)
        if value is None:
            value = self.values[name] = self.draw(name)
        return value

    def draw(self, name: str) -> str:
        """Draw a slot's value."""
        if name == "town":
            return self.random.choice(towns(self.city))
        values = self.slots.get(name) or BANK.get(name) or NUMBERS.get(name)
        if values is not None:
            drawn = self.random.choice(options(values))
            return f"{drawn:,}" if isinstance(drawn, int) and drawn >= 1000 and not name.startswith("yr") else str(drawn)
        if name in PEOPLE:
            return invented(self.random)
        return self.derived(name)

    def derived(self, name: str) -> str:
        """Work out a slot that follows from the city, the date or another slot."""
        city, random, when = self.city, self.random, self.when
        match name:
            case "city":
                return city.name
            case "short":
                return city.short
            case "gov":
                return city.kind
            case "region":
                return city.region
            case "head":
                return city.head
            case "headtitle":
                return f"{city.kind}수" if city.kind == "군" else f"{city.kind}장" if city.kind == "시" else "구청장"
            case "cityhead":
                title = {"시": "시장", "군": "군수", "구": "구청장"}[city.kind]
                return f"{city.name}({title} {self.get('head')})"
            case "citizen":
                return f"{city.kind}민"
            case "office":
                return f"{city.kind}청"
            case "council":
                return f"{city.kind}의회"
            case "chief":
                return f"{self.get('name1')} {self.get('dept')}장"
            case "townhead":
                return f"{self.get('town')[-1]}장"
            case "town2":
                return self.other("town", ";".join(towns(city)))
            case "noun2" | "noun3":
                return self.other("noun", self.slots.get("noun", BANK["noun"]))
            case "city2" | "city3":
                return random.choice([other.name for other in CITIES if other.kind == "시" and other != city])
            case "ord0":
                return str(int(self.get("ord")) - 1)
            case "tel":
                return telephone(random)
            case "km":
                return f"{random.randint(1, 24)}.{random.randint(1, 9)}"
            case "season":
                return ("겨울", "봄", "여름", "가을")[when.month % 12 // 3]
            case "today":
                return f"{when.day}일"
            case "past":
                return day(when, when - timedelta(days=random.randint(1, 4)))
            case "next":
                self.values.setdefault("month", "")
                date = when + timedelta(days=random.randint(3, 24))
                self.values["month"] = str(date.month)
                return day(when, date)
            case "month":
                self.get("next")
                return self.values["month"]
            case "next2":
                return day(when, when + timedelta(days=random.randint(28, 60)))
            case "month2":
                return str((int(self.get("month")) + random.randint(0, 3)) % 12 + 1)
            case "month3":
                return str((when.month - random.randint(2, 6) - 1) % 12 + 1)
            case "year":
                return str(when.year)
            case "nyear":
                return str(when.year + 1)
        raise KeyError(name)

    def other(self, name: str, values: str) -> str:
        """Draw a value other than the one another slot has."""
        first = self.get(name)
        return self.random.choice([value for value in options(values) if isinstance(value, str) and value != first])

    def fill(self, parts: Iterable[Part], random: Random) -> str:
        """Return a wording with its slots filled, choices taken by `random`."""
        text = []
        for part in parts:
            if isinstance(part, str):
                text.append(part)
            elif isinstance(part, Slot):
                value = self.get(part.name)
                if not part.only:
                    text.append(value)
                if part.form:
                    text.append(particle(value, part.form))
            else:
                text.append(self.fill(random.choice(part), random))
        return "".join(text)
