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

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone
from functools import cache
from importlib import import_module
from random import Random
from typing import Any, Literal, TypeAlias

texts: Any = import_module(f"{__package__}.release_texts" if __package__ else "release_texts")  # as a module, and beside a script
KST = timezone(timedelta(hours=9))
POSITIVE = ("exact", "light", "moderate", "excerpt")
NEGATIVE = ("annual", "notice", "tail", "template", "lead")
PER_POSITIVE = 300
PER_NEGATIVE = 150
STREAM_RELEASES = 400
STREAM_FALSE_FRIENDS = 60
"""Pairs of each false friend in a stream."""
STREAM_DAYS = 60

Paragraphs: TypeAlias = list[list[str]]


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


# --- a story before an outlet prints it


@dataclass(frozen=True, slots=True)
class Draft:
    """A release as it was sent out: headlines that desks may choose from, paragraphs of sentences."""

    story: str
    titles: tuple[str, ...]
    paragraphs: tuple[tuple[str, ...], ...]
    city: str
    when: datetime
    notice: bool = False

    def copy(self) -> Paragraphs:
        """Return the paragraphs to work on."""
        return [list(paragraph) for paragraph in self.paragraphs]


def compose(template: Template, facts: Facts, wording: Callable[[int], Random], story: str) -> Draft:
    """Render a template; `wording(n)` decides on its n-th sentence."""
    paragraphs = []
    number = 0
    for lines, chance in template.paragraphs:
        sentences = []
        number += 1
        there = wording(number).random() < chance
        for line in lines:
            number += 1
            random = wording(number)
            if there and random.random() < line.chance:
                sentences.append(facts.fill(compiled(random.choice(line.wordings)), random))
        if sentences:
            paragraphs.append(tuple(sentences))
    random = wording(number + 3)
    if template.stock and template.name not in ("volunteer", "fire", "award") and len(paragraphs) > 1:
        for line in random.sample(EXTRA, random.choice((0, 1, 2, 3, 4))):
            sentence = facts.fill(compiled(random.choice(line.wordings)), random)
            row = random.randint(1, len(paragraphs) - 1)
            if random.random() < 0.5:
                paragraphs[row] = (*paragraphs[row], sentence)
            else:
                paragraphs.insert(row, (sentence,))
    random = wording(number + 1)
    if template.stock and random.random() < 0.6:
        paragraphs.append((facts.fill(compiled(random.choices(STOCK, STOCK_WEIGHTS)[0]), random),))
    random = wording(number + 2)
    titles = tuple(facts.fill(compiled(title), random) for title in template.titles)
    return Draft(story, titles, tuple(paragraphs), facts.city.name, facts.when)


def sentence_seeds(seed: str, other: str | None = None, kept: float = 0.0) -> Callable[[int], Random]:
    """Return a source of one generator per sentence; with `other`, that share of sentences is worded as over there."""

    def wording(number: int) -> Random:
        if other is not None and Random(f"{seed} keep {number}").random() < kept:
            return Random(f"{other} wording {number}")
        return Random(f"{seed} wording {number}")

    return wording


def release(random: Random, city: City, when: datetime, template: Template, story: str, wording: Callable[[int], Random]) -> Draft:
    """Return a release of a city."""
    return compose(template, Facts(random, city, when, template.slots), wording, story)


def article(random: Random, city: City, when: datetime, story: str) -> Draft:
    """Return one of the other articles a paper prints: courts, sport, business, opinion, people."""
    genre = random.choices(GENRES, GENRE_WEIGHTS)[0]
    facts = Facts(random, city, when, genre.slots)
    draft = compose(genre, facts, lambda _: random, story)
    paragraphs = list(draft.paragraphs)
    for _ in range(0 if genre.name == "game" else random.choice((1, 1, 2, 2, 3))):
        line = random.choice(ASIDE)
        paragraphs.insert(random.randint(1, len(paragraphs)), (facts.fill(compiled(random.choice(line.wordings)), random),))
    return replace(draft, paragraphs=tuple(paragraphs))


def capture(number: int, story: str, when: datetime) -> Draft:
    """Return one of the five captured articles, split into sentences."""
    city, titles, body = texts.CAPTURES[number]
    paragraphs = tuple(tuple(re.split(r"(?<=다\.) ", paragraph)) for paragraph in re.sub(r"\n +", " ", body.strip()).split("\n"))
    return Draft(story, titles, paragraphs, city, when)


# --- announcements of a fixed form


def appointments(random: Random, city: City, when: datetime, story: str) -> Draft:
    """Return a list of staff transfers."""
    ranks = [random.choice(("승진", "전보")) for _ in range(random.randint(1, 3))]
    paragraphs = []
    grade = random.choice("4567")
    for number, rank in enumerate(dict.fromkeys(ranks)):
        posts = [
            f"▲ {random.choice(options(BANK['dept']))} {random.choice(texts.POSTS)} {invented(random)}"
            for _ in range(random.randint(4, 14))
        ]
        paragraphs.append((f"◇ {chr(ord(grade) + number)}급 {rank}", *posts))
    paragraphs.append((f"<{when.month}월 {random.randint(1, 28)}일 자>",))
    return Draft(
        story, (f"[인사] {city.name}", f"[인사] {city.name} {ranks[0]}", f"{city.name} 인사"), tuple(paragraphs), city.name, when, True
    )


def obituary(random: Random, city: City, when: datetime, story: str) -> Draft:
    """Return a notice of death."""
    name, other = invented(random), invented(random)
    post = f"{city.name} {random.choice(options(BANK['dept']))}장"
    kin = random.choice(("부친상", "모친상", "빙부상", "빙모상", "조모상"))
    burial = when + timedelta(days=2)
    lines = (
        f"▲ {invented(random)}씨 별세, {name}({post})·{other}({random.choice(options(BANK['corp']))} 부장)씨 {kin}",
        f"= {when.day}일 {random.choice(('오전', '오후'))} {random.randint(1, 11)}시, "
        f"{random.choice(options(BANK['univ']))}병원 장례식장 {random.randint(1, 12)}호실",
        f"발인 {burial.day}일 오전 {random.randint(5, 11)}시, 장지 {city.short} {random.choice(('추모공원', '선영', '하늘공원'))}.",
        f"☎ {telephone(random)}",
    )
    title = f"[부고] {name}({post})씨 {kin}"
    return Draft(story, (title, title.replace("씨 ", " "), f"[부고] {name} {post} {kin}"), (lines,), city.name, when, True)


def weather(random: Random, city: City, when: datetime, story: str) -> Draft:
    """Return a forecast."""
    low = (-7, -5, 0, 6, 11, 17, 21, 22, 16, 9, 2, -5)[when.month - 1] + random.randint(-3, 3)
    sky, short = random.choice(
        (
            ("대체로 맑겠다", "대체로 맑음"),
            ("구름이 많겠다", "구름 많음"),
            ("흐리고 곳곳에 비가 내리겠다", "흐리고 비"),
            ("맑다가 오후부터 차차 흐려지겠다", "오후부터 흐려져"),
        )
    )
    dust = random.choice(("‘좋음’", "‘보통’", "‘나쁨’"))
    place = city.region.removesuffix("시").removesuffix("도")
    tomorrow = when + timedelta(days=1)
    paragraphs = (
        (f"내일({tomorrow.day}일) {place} 지역은 고기압의 가장자리에 들어 {sky}.",),
        (
            f"아침 최저기온은 {low}~{low + 5}도, 낮 최고기온은 {low + 8}~{low + 13}도로 예보됐다.",
            f"{city.short}의 아침 기온은 {low + 1}도, 낮 기온은 {low + 10}도로 오늘과 비슷하겠다.",
        ),
        (
            f"미세먼지 농도는 {dust} 수준을 보이겠다.",
            "아침과 낮의 기온 차가 15도 안팎으로 크겠으니 건강 관리에 유의해야 한다.",
            f"앞바다의 물결은 {random.randint(1, 2)}.{random.choice('05')}~{random.randint(3, 4)}.{random.choice('05')}m로 일겠다.",
        ),
    )
    titles = (
        f"[내일 날씨] {place} {short}",
        f"내일 날씨, {place} {short}…미세먼지 {dust}",
        f"[날씨] {tomorrow.day}일 {place} {low}~{low + 13}도",
    )
    return Draft(story, titles, paragraphs, city.name, when, True)


def prices(random: Random, city: City, when: datetime, story: str) -> Draft:
    """Return what goods or fuel cost this week."""
    if random.random() < 0.5:
        sort, market = f"{when.month}월 {(when.day - 1) // 7 + 1}주 농수산물 시세", f"{city.short} 농산물도매시장"
        rows = [f"{name} {random.randint(35, 420) * 100:,}원" for name in random.sample(texts.GOODS, random.randint(7, 11))]
        trend = random.choice(("늘었다", "줄었다"))
        closing = f"이번 주 {market} 반입량은 {random.randint(110, 980)}톤으로 지난주보다 {random.randint(2, 18)}% {trend}."
        lead = f"{when.day}일 {market} 도매가격(상품 기준)은 다음과 같다."
    else:
        sort = f"{city.region} 주간 기름값"
        rows = [
            f"{name} ℓ당 {random.randint(1500, 1780):,}.{random.randint(0, 9)}원" for name in ("휘발유", "경유", "고급휘발유", "실내등유")
        ]
        closing = (
            f"가장 싼 주유소는 {city.name} {random.choice(options(BANK['town']))}의 {random.choice(texts.GIVEN_SECOND)}성주유소로 나타났다."
        )
        lead = f"한국석유공사 오피넷에 따르면 {when.day}일 {city.region}의 평균 판매가격은 다음과 같다."
    return Draft(
        story,
        (f"[시세] {sort}", f"[오늘의 물가] {sort}", sort),
        ((lead,), (" △ ".join(["품목별", *rows]),), (closing,)),
        city.name,
        when,
        True,
    )


NOTICES = (appointments, obituary, weather, prices)


# --- outlets and their habits


@dataclass(frozen=True, slots=True)
class Outlet:
    """An outlet, and what its pages always do to a text."""

    name: str
    domain: str
    reporters: tuple[str, ...]
    byline: str
    rights: str
    straight: bool
    dot: str
    blocks: str


def read_outlets() -> tuple[Outlet, ...]:
    """Return the outlets; their habits stay the same."""
    random = Random("outlets")
    return tuple(
        Outlet(
            name,
            domain,
            tuple(invented(random) for _ in range(5)),
            random.choice(("top", "top", "end", "end", "")),
            random.choice(texts.RIGHTS).format(name=name, domain=domain) if random.random() < 0.55 else "",
            random.random() < 0.4,
            random.choice("···ㆍㆍ?"),
            random.choice(("as sent", "as sent", "sentences", "pairs", "one")),
        )
        for name, domain in (line.split() for line in texts.OUTLETS.strip().split("\n"))
    )


OUTLETS = read_outlets()


def by_sentences(paragraphs: Paragraphs) -> Paragraphs:
    """Give each sentence a paragraph of its own."""
    return [[sentence] for paragraph in paragraphs for sentence in paragraph]


def in_twos(paragraphs: Paragraphs) -> Paragraphs:
    """Join each two paragraphs."""
    return [[sentence for paragraph in paragraphs[n : n + 2] for sentence in paragraph] for n in range(0, len(paragraphs), 2)]


def merged(paragraphs: Paragraphs) -> Paragraphs:
    """Join all paragraphs."""
    return [[sentence for paragraph in paragraphs for sentence in paragraph]]


BLOCKS: dict[str, Callable[[Paragraphs], Paragraphs]] = {"sentences": by_sentences, "pairs": in_twos, "one": merged}


def joined(paragraphs: Paragraphs) -> str:
    """Return a body."""
    return "\n\n".join(" ".join(paragraph) for paragraph in paragraphs if paragraph)


def furniture(random: Random, draft: Draft, outlet: Outlet, paragraphs: Paragraphs, *, chance: float) -> None:
    """Add what the outlet's pages add to a text: byline, caption, file name, rights line."""
    reporter = random.choice(outlet.reporters)
    title = random.choice(draft.titles)
    if not draft.notice and random.random() < chance * 0.5:
        source = f"{draft.city} 제공" if random.random() < 0.7 else f"{reporter} 기자"
        caption = random.choice(("▲ {title}. (사진={source})", "▲ {title} [사진={source}]", "▲사진={source}", "▲ {title} ⓒ{outlet}"))
        paragraphs.insert(random.randint(0, 1), [caption.format(title=title, source=source, outlet=outlet.name)])
    if not draft.notice and random.random() < chance * 0.2:
        name = random.choice(("[크기변환]{n}.{title}.jpg", "{n}. {title}(1).JPG", "사본 -{title}.jpg"))
        paragraphs.insert(random.randint(0, len(paragraphs)), [name.format(n=random.randint(1, 20), title=title)])
    if outlet.byline == "top" and not draft.notice and random.random() < chance:
        form = random.choice(("[{outlet}={reporter} 기자] ", "[{outlet} {reporter} 기자] ", "({city}={outlet}) {reporter} 기자 = "))
        first = next(paragraph for paragraph in paragraphs if not paragraph[0].startswith(("▲", "[크기", "사본")))
        first[0] = form.format(outlet=outlet.name, reporter=reporter, city=draft.city[:-1]) + first[0]
    elif outlet.byline == "end" and random.random() < chance:
        form = random.choice(("{reporter} 기자", "{city}={reporter} 기자", "{reporter} 기자 news{n}@{domain}"))
        paragraphs.append([form.format(reporter=reporter, city=draft.city[:-1], n=random.randint(1, 99), domain=outlet.domain)])
    if outlet.rights and random.random() < chance:
        paragraphs.append([outlet.rights])


# --- edits


SAID = re.compile(r"다고 (?:\d+일 )?(?:밝혔다|전했다)\.")


def changed(paragraphs: Paragraphs, edit: Callable[[str], str]) -> Paragraphs:
    """Return the paragraphs with each sentence edited."""
    return [[edit(sentence) for sentence in paragraph] for paragraph in paragraphs]


def straight(text: str) -> str:
    """Make quotes straight."""
    return re.sub("[“”]", '"', re.sub("[‘’]", "'", text))


def joined_by_particle(text: str) -> str:
    """Write 과 or 와 for 및."""
    return re.sub(r"(\S*[가-힣]) 및 ", lambda found: f"{found[1]}{particle(found[1], '과')} ", text)


def without_commas(text: str) -> str:
    """Write 1080 for 1,080."""
    return re.sub(r"(?<=\d),(?=\d{3})", "", text)


def respaced(random: Random, paragraphs: Paragraphs) -> Paragraphs:
    """Write some compounds apart or together, each the same way throughout."""
    pairs = [pair for pair in texts.SPACING if random.random() < 0.6]

    def edit(text: str) -> str:
        for one, other in pairs:
            text = text.replace(one, other) if one in text else text.replace(other, one)
        return text

    return changed(paragraphs, edit)


def said_elsewhere(random: Random, paragraphs: Paragraphs) -> Paragraphs:
    """Drop the lead's "…고 5일 밝혔다", or move it to the sentence after."""
    flat = [(row, column) for row, paragraph in enumerate(paragraphs) for column in range(len(paragraph))]
    for index, (row, column) in enumerate(flat[:2]):
        sentence = paragraphs[row][column]
        if SAID.search(sentence):
            paragraphs[row][column] = SAID.sub("다.", sentence, count=1)
            if random.random() < 0.4 and index + 1 < len(flat):
                row, column = flat[index + 1]
                after = paragraphs[row][column]
                if re.search(r"(?<!이)(?<!밝혔)(?<!말했)다\.$", after) and "”" not in after[-12:]:
                    paragraphs[row][column] = after[:-1] + "고 밝혔다."
            break
    return paragraphs


def without_head(paragraphs: Paragraphs) -> Paragraphs:
    """Drop the head's name in brackets, which some desks never print."""
    return changed(paragraphs, lambda text: re.sub(r"(?<=[시군구])\((?:시장|군수|구청장) [가-힣]{3}\)", "", text))


def set_by(random: Random, draft: Draft, outlet: Outlet, paragraphs: Paragraphs, *, edits: int, pages: float = 0.8) -> str:
    """Return the body as an outlet sets it: its habits, some more light edits, and what its page adds."""
    if outlet.straight:
        paragraphs = changed(paragraphs, straight)
    if outlet.dot != "·":
        paragraphs = changed(paragraphs, lambda text: text.replace("·", outlet.dot))
    for edit in random.sample(range(7), edits):
        if edit == 0:
            paragraphs = respaced(random, paragraphs)
        elif edit == 1:
            paragraphs = changed(paragraphs, joined_by_particle)
        elif edit == 2:
            paragraphs = changed(paragraphs, without_commas)
        elif edit == 3:
            paragraphs = said_elsewhere(random, paragraphs)
        elif edit == 4:
            paragraphs = changed(paragraphs, lambda text: text.replace("△", "▲") if "△" in text else re.sub(r"▲ ?", "△", text))
        elif edit == 5:
            paragraphs = without_head(paragraphs)
        elif not draft.notice:
            paragraphs = BLOCKS[random.choice(("sentences", "pairs", "one"))](paragraphs)
    if not draft.notice and outlet.blocks in BLOCKS and random.random() < 0.8:
        paragraphs = BLOCKS[outlet.blocks](paragraphs)
    paragraphs = [list(paragraph) for paragraph in paragraphs if paragraph]
    if pages:
        furniture(random, draft, outlet, paragraphs, chance=pages)
    return joined(paragraphs)


COUNT = re.compile(r"(?<![\d,.])(\d[\d,]*)(?=(?:여 ?)?(?:명|개|곳|억|만 원|톤|가구|대(?! 보험| \d)|건|㏊|㎡|회|팀|병|부|농가|%))")


def corrected(random: Random, paragraphs: Paragraphs, count: int) -> Paragraphs:
    """Change some figures, each wherever it stands."""
    found = list(dict.fromkeys(match[1] for paragraph in paragraphs for sentence in paragraph for match in COUNT.finditer(sentence)))
    for old in random.sample(found, min(count, len(found))):
        value = int(old.replace(",", ""))
        step = 1 if value < 20 else 5 if value < 200 else 10 if value < 2000 else 100
        new = max(1, value + random.choice((-2, -1, 1, 2)) * step)
        figure = f"{new:,}" if "," in old or new >= 1000 else str(new)
        pattern = re.compile(rf"(?<![\d,.]){re.escape(old)}(?=여|명|개|곳|억|만 원|톤|가구|대(?! 보험| \d)|건|㏊|㎡|회|팀|병|부|농가|%)")
        paragraphs = changed(paragraphs, lambda text, pattern=pattern, figure=figure: pattern.sub(figure, text))  # type: ignore[misc]
    return paragraphs


def reworded(random: Random, paragraphs: Paragraphs, count: int) -> Paragraphs:
    """Say a few things in other words, or more shortly."""
    flat = "\n".join(sentence for paragraph in paragraphs for sentence in paragraph)
    usable = [pair for pair in texts.REWORDED if pair[0] in flat]
    for old, new in random.sample(usable, min(count, len(usable))):
        paragraphs = changed(paragraphs, lambda text, old=old, new=new: text.replace(old, new))  # type: ignore[misc]
    return paragraphs


def shorter_quotation(paragraphs: Paragraphs) -> Paragraphs:
    """Keep the first half of the first quotation that has two: “…”며 “…”고 말했다."""
    done = False

    def edit(text: str) -> str:
        nonlocal done
        short = re.sub(r"”(?:라)?며 “[^”]*”(라?)고 ", "”고 ", text, count=1) if not done else text
        done = done or short != text
        return short

    return changed(paragraphs, edit)


def moderately(random: Random, draft: Draft, added: str) -> Paragraphs:
    """Return the text as a desk that works on it leaves it."""
    paragraphs = draft.copy()
    steps = random.sample(("drop", "move", "split", "aside", "reword", "reword", "figures", "figures", "quote"), random.randint(2, 4))
    for step in steps:
        if step == "drop" and len(paragraphs) > 3:
            inner = range(1, len(paragraphs))
            del paragraphs[min(random.sample(inner, 2), key=lambda row: sum(map(len, paragraphs[row])))]
        elif step == "move" and len(paragraphs) > 3:
            paragraphs.insert(random.randint(1, len(paragraphs) - 1), paragraphs.pop(random.randint(2, len(paragraphs) - 1)))
        elif step == "split":
            row = max(range(len(paragraphs)), key=lambda row: len(paragraphs[row]))
            cut = (len(paragraphs[row]) + 1) // 2
            paragraphs[row : row + 1] = [paragraphs[row][:cut], paragraphs[row][cut:]]
        elif step == "aside":
            asides = [row for row, paragraph in enumerate(paragraphs) if row > 1 and paragraph and paragraph[0].startswith("한편")]
            if asides:
                del paragraphs[asides[-1]]
            else:
                paragraphs.append([added])
        elif step == "reword":
            paragraphs = reworded(random, paragraphs, random.randint(2, 5))
        elif step == "figures":
            paragraphs = corrected(random, paragraphs, random.randint(1, 3))
        elif step == "quote":
            paragraphs = shorter_quotation(paragraphs)
    paragraphs = [paragraph for paragraph in paragraphs if paragraph]
    return reworded(random, paragraphs, 3) if paragraphs == draft.copy() else paragraphs


def length(paragraphs: Iterable[Iterable[str]]) -> int:
    """Return how many characters the sentences have."""
    return sum(len(sentence) + 1 for paragraph in paragraphs for sentence in paragraph)


def excerpted(random: Random, draft: Draft) -> Paragraphs:
    """Return 40 to 60 % of the text: the lead and what follows, or the lead and a selection."""
    flat = [(row, sentence) for row, paragraph in enumerate(draft.paragraphs) for sentence in paragraph]
    total = length(draft.paragraphs)
    best: tuple[float, list[int]] = (9.0, [0])
    for _ in range(40):
        target = random.uniform(0.42, 0.58)
        order = list(range(1, len(flat)))
        if random.random() < 0.5:
            random.shuffle(order)
        kept, size = [0], len(flat[0][1]) + 1
        for index in order:
            if size / total >= target:
                break
            kept.append(index)
            size += len(flat[index][1]) + 1
        off = abs(size / total - 0.5)
        best = min(best, (off, sorted(kept)))
        if off <= 0.1:
            best = (off, sorted(kept))
            break
    rows: dict[int, list[str]] = {}
    for index in best[1]:
        row, sentence = flat[index]
        rows.setdefault(row, []).append(sentence)
    return list(rows.values())


def headline(random: Random, draft: Draft, outlet: Outlet, first: bool = False) -> str:
    """Return a headline as a desk rewrites it."""
    title = draft.titles[0] if first or random.random() < 0.35 else random.choice(draft.titles)
    if first or draft.notice:
        return title
    for edit in random.sample(range(6), random.choice((0, 1, 1, 2))):
        if edit == 0:
            title = title if title.startswith("[") else f"[{draft.city}] {title}"
        elif edit == 1:
            title = f"{title} -{outlet.name}-"
        elif edit == 2:
            title = title.replace("…", "... ")
        elif edit == 3:
            title = title.replace("·", "ㆍ")
        elif edit == 4:
            title = title.replace(", ", " ")
    return straight(title) if outlet.straight else title


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
