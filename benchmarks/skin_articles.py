"""Articles to put into the templates of benchmarks/skins.py: those of the five captures, and made-up local news, all by a seed."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from random import Random

from benchmarks.drafts import Draft, article, release, sentence_seeds
from benchmarks.wording import CITIES, TEMPLATES, City, invented
from newsharvest import press

FIXTURES = Path(__file__).parent.parent / "fixtures"
CAPTURES = ("dgilbo/67014", "gyeonggitv/24496", "krnews21/305345", "gyeonggitv/37835", "joongdo/20200213010005265")
FIRST_DAY = datetime(2026, 3, 2, 8, 0, tzinfo=press.KST)
PARAGRAPHS_MIN, PARAGRAPHS_MAX = 3, 12

SECTIONS = {
    "정치": ("의회", "선거", "행정"),
    "경제": ("산업", "농업", "부동산"),
    "사회": ("사건·사고", "교육", "복지"),
    "문화": ("공연·전시", "축제", "여행"),
    "지역": ("북부", "남부", "동부"),
}
MASTHEADS = "가온일보 나래신문 다솜뉴스 라온저널 보람매일 소담타임스 여울신문 초롱일보 한결뉴스 해담저널 아라매일 미르신문".split()
HOSTS = "gaonilbo naraenews dasomnews raonjournal borammaeil sodamtimes yeoulnews chorongilbo hangyeolnews haedam aramaeil mirnews".split()
CAPTIONS = (
    "{city}청 전경",
    "{city} 관계자들이 지난 {day}일 현장을 둘러보고 있다",
    "{city} 주민들이 행사장에서 안내를 받고 있다.",
    "사업 위치도",
    "지난해 {city}에서 열린 행사 모습",
    "{city} 직원들이 회의를 하고 있다.",
)
SUBHEADINGS = ("추진 배경과 과정", "앞으로의 일정", "주민 반응은", "무엇이 달라지나")


@dataclass(frozen=True, slots=True)
class Author:
    """Who wrote it; not every page prints the address."""

    name: str
    email: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture: after how many paragraphs it stands, its file, its caption, and whose picture it is if that is printed with it."""

    after: int
    file: str
    caption: str | None = None
    credit: str | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """An article as its writers have it."""

    number: int
    """The key of the CMS."""
    title: str
    subtitle: tuple[str, ...]
    authors: tuple[Author, ...]
    published: datetime
    modified: datetime | None
    section: tuple[str, str]
    paragraphs: tuple[str, ...]
    pictures: tuple[Picture, ...]
    tags: tuple[str, ...]

    @property
    def names(self) -> list[str]:
        """Who wrote it."""
        return [author.name for author in self.authors]

    @property
    def captions(self) -> list[str]:
        """The captions, in the order of the pictures, without credits."""
        return [picture.caption for picture in self.pictures if picture.caption]


@dataclass(frozen=True, slots=True)
class Desk:
    """An outlet: its name, host and writers."""

    name: str
    host: str
    writers: tuple[Author, ...]


@cache
def desk(seed: str) -> Desk:
    """Return the outlet of a seed."""
    random = Random(f"{seed} desk")
    number = random.randrange(len(MASTHEADS))
    host = f"www.{HOSTS[number]}.example.com"
    names = list(dict.fromkeys(invented(random) for _ in range(30)))
    first = next(name for name in names if len(name) == 3 and _reads(name))
    names = [name for name in names if name == first or _reads(first, name)][:9]
    return Desk(
        MASTHEADS[number], host, tuple(Author(name, f"press{n}{random.randint(10, 99)}@{host[4:]}") for n, name in enumerate(names, 1))
    )


def _reads(*names: str) -> bool:
    """Tell whether names are read as such: layouts are measured, not names."""
    return all(press.read_authors(f"{'·'.join(line)} 기자").authors == list(line) for line in (names, names[::-1]))


@cache
def pieces(seed: str, count: int) -> tuple[Piece, ...]:
    """Return as many articles of the outlet of a seed, the newest first: the five captures among made-up ones."""
    random = Random(f"{seed} pieces")
    outlet = desk(seed)
    number, when = random.randint(20_000, 400_000), FIRST_DAY
    places = set(random.sample(range(count), min(count, len(CAPTURES))))
    made: list[Piece] = []
    captures = iter(CAPTURES)
    for place in range(count):
        when += timedelta(minutes=random.randint(7, 900), seconds=random.randint(0, 59))
        number += random.randint(1, 7)
        piece = _made(Random(f"{seed} piece {place}"), outlet, number, when, f"{seed} {place}")
        made.append(_capture(piece, next(captures)) if place in places else piece)
    return tuple(reversed(made))


def _capture(piece: Piece, folder: str) -> Piece:
    """Put a captured article's words in place of a made-up one's."""
    told = json.loads((FIXTURES / folder / "expected.json").read_text(encoding="utf-8"))
    return replace(
        piece,
        title=told["title"],
        subtitle=tuple(told["subtitle"]),
        paragraphs=tuple(told["body"].split("\n\n")),
        pictures=tuple(replace(picture, after=0, caption=None, credit=None) for picture in piece.pictures[:1]),
        tags=piece.tags[:1],
    )


def _made(random: Random, outlet: Desk, number: int, when: datetime, story: str) -> Piece:
    city = random.choice(CITIES)
    draft = _draft(random, city, when, story)
    paragraphs = [press.clean(" ".join(sentences)) for sentences in draft.paragraphs]
    while len(paragraphs) < PARAGRAPHS_MIN or (len(paragraphs) < 9 and random.random() < 0.25):
        more = _draft(random, city, when, f"{story} more {len(paragraphs)}")
        paragraphs += [press.clean(" ".join(sentences)) for sentences in more.paragraphs]
    paragraphs = list(dict.fromkeys(paragraphs))[:PARAGRAPHS_MAX]
    if len(paragraphs) > 5 and random.random() < 0.2:
        paragraphs.insert(random.randint(2, 4), random.choice(SUBHEADINGS))
    titles = [press.clean(title) for title in draft.titles]
    lines = random.choices((0, 1, 2), (45, 35, 20))[0]
    writers = random.sample(outlet.writers, random.choices((1, 2), (75, 25))[0])
    parent = random.choice(sorted(SECTIONS))
    changed = when + timedelta(minutes=random.randint(3, 2000)) if random.random() < 0.3 else None
    return Piece(
        number,
        titles[0],
        tuple(titles[1 : 1 + lines]),
        tuple(writers),
        when,
        changed,
        (parent, random.choice(SECTIONS[parent])),
        tuple(paragraphs),
        tuple(_pictures(random, city, number, when, len(paragraphs))),
        tuple(random.sample((city.name, "지방자치", "주민참여", "예산", "복지", "축제", city.region), random.randint(0, 4))),
    )


def _draft(random: Random, city: City, when: datetime, story: str) -> Draft:
    if random.random() < 0.5:
        return release(random, city, when, random.choice(TEMPLATES), story, sentence_seeds(story))
    return article(random, city, when, story)


def _pictures(random: Random, city: City, number: int, when: datetime, paragraphs: int) -> list[Picture]:
    count = random.choices((0, 1, 2, 3), (25, 45, 20, 10))[0]
    places = sorted(random.sample(range(paragraphs), min(count, paragraphs)))
    if places and random.random() < 0.6:
        places[0] = 0  # most stand before the text
    found = []
    captions = random.sample(CAPTIONS, len(places))
    for n, (place, text) in enumerate(zip(places, captions, strict=True)):
        caption = text.format(city=city.name, day=when.day) if random.random() < 0.65 else None
        credit = city.name if caption and random.random() < 0.3 else None
        file = f"/data/photo/{when:%Y%m}/{number}_{n}_{random.randint(100, 999)}.jpg"
        found.append(Picture(place, file, caption, credit))
    return found
