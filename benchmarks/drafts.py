"""Stories before an outlet prints them: releases, other articles, the captures, and announcements of a fixed form."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random
from typing import TypeAlias

from benchmarks import release_texts as texts
from benchmarks.wording import (
    ASIDE,
    BANK,
    EXTRA,
    GENRE_WEIGHTS,
    GENRES,
    STOCK,
    STOCK_WEIGHTS,
    City,
    Facts,
    Template,
    compiled,
    invented,
    options,
    telephone,
)

Paragraphs: TypeAlias = list[list[str]]

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
