"""What the templates of benchmarks/skins.py are made of: `Skin`, the sheet that it draws on, the site's furniture, lists, truths.

A skin is a function that draws an article's page. It says which fields its pages show; what they do not show a reader must not find. All is
the same for the same seed. Furniture is of two kinds: what is the same on all pages of an outlet, and what differs from page to page.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from random import Random
from typing import Literal, NamedTuple, TypeAlias

from benchmarks.skin_articles import SECTIONS, Desk, Picture, Piece, desk, pieces
from benchmarks.wording import particle
from newsharvest import press

FIELDS = ("title", "body", "published_at", "authors", "subtitle")
APART = ("section", "captions")
"""Fields that are measured apart: what outlets print of them differs most."""
POOL = 56
"""Articles of an outlet."""
CUT = 26
"""Letters after which some lists cut their titles."""

Precision: TypeAlias = Literal["day", "minute", "second"]


def esc(text: str) -> str:
    """Write a text as HTML."""
    return html.escape(text, quote=False)


@dataclass(frozen=True, slots=True)
class Listing:
    """How an outlet's list is drawn: `row` for each article, of which `thumb` only where there is a picture.

    The names to fill in: url, title, day, lead (the beginning of its text), name (of the first writer), section, thumb, rank.
    """

    around: str
    row: str
    thumb: str = ""
    day: str = "%Y-%m-%d %H:%M"
    """As `strftime` has it; empty: the list prints none."""


@dataclass(frozen=True, slots=True)
class Skin:
    """A template: how it draws, and what its pages show."""

    name: str
    draw: Callable[[Sheet], str]
    address: str
    listing: Listing
    shows: frozenset[str]
    """Of FIELDS and APART."""
    time: Precision = "minute"
    """How exactly the page says when an article was published, in an attribute or printed."""
    section: Literal["path", "leaf"] = "path"
    refused: str | None = None
    """Why no layout can be found for its pages."""
    unnamed: frozenset[str] = frozenset()
    """Fields that have no id, attribute, tag or class that will last: a hashed or utility class, or a position, is all there is."""

    def url(self, outlet: Desk, number: int) -> str:
        """Return an article's address."""
        return f"http://{outlet.host}{self.address.format(n=number)}"


class Truth(NamedTuple):
    """What a reader that makes no mistake reads off a page, as `Article` has it."""

    title: str
    body: str
    published_at: str | None
    authors: list[str]
    subtitle: list[str]
    section: list[str]
    captions: list[str]


def printed(moment: datetime, precision: Precision) -> datetime:
    """Return a time as exactly as a page says it."""
    moment = moment.replace(second=0) if precision != "second" else moment
    return moment.replace(hour=0, minute=0) if precision == "day" else moment


def truth(skin: Skin, piece: Piece) -> Truth:
    """Return what is to be read off an article's page in a skin."""

    def shown(name: str, value: Sequence[str]) -> list[str]:
        return list(value) if name in skin.shows else []

    time = press.iso(printed(piece.published, skin.time)) if "published_at" in skin.shows else None
    section = piece.section if skin.section == "path" else piece.section[1:]
    return Truth(
        piece.title,
        "\n\n".join(piece.paragraphs),
        time,
        shown("authors", piece.names),
        shown("subtitle", piece.subtitle),
        shown("section", section),
        shown("captions", piece.captions),
    )


# --- the registry

SKINS: dict[str, Skin] = {}
HELD: dict[str, Skin] = {}
"""Those that are kept apart from the algorithm: see benchmarks/skins_held.py."""


def skin(
    name: str,
    address: str,
    listing: Listing,
    *,
    hides: str = "",
    time: Precision = "minute",
    section: Literal["path", "leaf"] = "path",
    refused: str | None = None,
    unnamed: str = "",
    held: bool = False,
) -> Callable[[Callable[[Sheet], str]], Callable[[Sheet], str]]:
    """Register a template; `hides` names the fields that its pages do not show, `unnamed` is as in Skin."""

    def register(draw: Callable[[Sheet], str]) -> Callable[[Sheet], str]:
        shows = frozenset((*FIELDS, *APART)) - set(hides.split())
        registry = HELD if held else SKINS
        assert name not in SKINS, name
        assert name not in HELD, name
        registry[name] = Skin(name, draw, address, listing, shows, time, section, refused, frozenset(unnamed.split()))
        return draw

    return register


# --- a page


@dataclass
class Sheet:
    """What a skin draws on: the article, its outlet, what else there is to print, and chance."""

    skin: Skin
    piece: Piece
    outlet: Desk
    all: tuple[Piece, ...]
    seed: str
    received: datetime

    def __post_init__(self) -> None:
        """Start chance: `r` differs from page to page, `same` is the same on all pages of the outlet."""
        self.r = Random(f"{self.seed} {self.skin.name} {self.piece.number}")
        self.same = Random(f"{self.seed} {self.skin.name}")

    # the article

    @property
    def title(self) -> str:
        """Its title, as HTML."""
        return esc(self.piece.title)

    @property
    def paragraphs(self) -> list[str]:
        """Its paragraphs, as HTML."""
        return [esc(paragraph) for paragraph in self.piece.paragraphs]

    @property
    def name(self) -> str:
        """What the outlet calls itself."""
        return self.outlet.name

    @property
    def parent(self) -> str:
        """The outer section."""
        return esc(self.piece.section[0])

    @property
    def leaf(self) -> str:
        """The inner section."""
        return esc(self.piece.section[1])

    @property
    def n(self) -> int:
        """Its number."""
        return self.piece.number

    def subtitles(self, template: str, around: str = "{}") -> str:
        """Write its subtitles, one after another, and nothing if there is none."""
        lines = "".join(template.format(esc(line)) for line in self.piece.subtitle)
        return around.format(lines) if lines else ""

    def authors(self, template: str, between: str = "") -> str:
        """Write its writers: `{name}`, `{email}`."""
        return between.join(template.format(name=author.name, email=author.email) for author in self.piece.authors)

    @property
    def byline(self) -> str:
        """Its writers on one line: `홍길동·김가람 기자`."""
        return f"{'·'.join(self.piece.names)} 기자"

    @property
    def signature(self) -> str:
        """The same with the first one's address behind it: how many texts end."""
        return f"{self.byline} {self.piece.authors[0].email}"

    def at(self, form: str = "%Y.%m.%d %H:%M") -> str:
        """Write when it was published."""
        return self.piece.published.strftime(form)

    def changed(self, template: str, form: str = "%Y.%m.%d %H:%M") -> str:
        """Write when it was changed, if it was."""
        return template.format(self.piece.modified.strftime(form)) if self.piece.modified else ""

    @property
    def iso(self) -> str:
        """When it was published, for machines."""
        return press.iso(printed(self.piece.published, self.skin.time))

    def flow(
        self, paragraph: str = "<p>{}</p>", figure: Callable[[Picture], str] | None = None, between: Mapping[int, str] | None = None
    ) -> list[str]:
        """Return paragraphs and pictures in order; `between`: what else stands after so many paragraphs (-1: after the last)."""
        figures = [(min(picture.after, len(self.paragraphs)), picture) for picture in self.piece.pictures] if figure else []
        more = {number % (len(self.paragraphs) + 1): text for number, text in (between or {}).items()}
        parts: list[str] = []
        for number in range(len(self.paragraphs) + 1):
            parts += [figure(picture) for after, picture in figures if after == number and figure]
            if number in more:
                parts.append(more[number])
            if number < len(self.paragraphs):
                parts.append(paragraph.format(self.paragraphs[number]))
        return parts

    def caption(self, picture: Picture, template: str, credit: str = " /사진={}") -> str:
        """Write a picture's caption, if it has one."""
        if not picture.caption:
            return ""
        return template.format(esc(picture.caption) + (credit.format(picture.credit) if picture.credit else ""))

    @property
    def middle(self) -> int:
        """A place between two paragraphs."""
        return max(1, len(self.paragraphs) // 2)

    def summary(self, count: int = 3) -> list[str]:
        """Return what a machine makes of the text: the beginnings of a few sentences in other words."""
        sentences = [s for paragraph in self.piece.paragraphs for s in re.split(r"(?<=다\.) ", paragraph) if len(s) > 20]
        chosen = self.r.sample(sentences, min(count, len(sentences)))
        return [esc(re.sub(r"(?:고 .{0,8})?(?:했|밝혔|말했|전했|열렸|됐|났|였|있)다\.$", "한 것으로 요약됩니다.", s)) for s in chosen]

    # other articles and boxes

    def link(self, piece: Piece) -> str:
        """Return another article's address, without its host."""
        return self.skin.address.format(n=piece.number)

    def others(self, count: int, *, same: bool = False) -> list[Piece]:
        """Return other articles of the outlet: of the day, the same on all pages, or different ones on each."""
        if same:
            return list(self.all[:count])
        return self.r.sample([piece for piece in self.all if piece.number != self.piece.number], count)

    def rows(self, count: int, template: str, *, same: bool = False) -> str:
        """Write a row for each of some other articles: `{url}`, `{title}`, `{lead}`, `{day}`, `{name}`, `{rank}`, `{section}`, `{img}`."""
        return "".join(
            template.format(
                url=self.link(piece),
                title=esc(piece.title),
                lead=esc(piece.paragraphs[0][:90]),
                day=f"{piece.published:%Y.%m.%d %H:%M}",
                name=piece.names[0],
                rank=rank,
                section=piece.section[1],
                img=f"/data/thumb/{piece.number}.jpg",
            )
            for rank, piece in enumerate(self.others(count, same=same), 1)
        )

    def menu(self, template: str = "<li><a href='/section/{code}'>{name}</a></li>") -> str:
        """Write the outlet's sections."""
        return "".join(template.format(code=f"S{code}N1", name=name) for code, name in enumerate(SECTIONS, 1))

    def advert(self) -> str:
        """Write an advertisement: another on every page, of several kinds."""
        number = self.r.randint(100, 999)
        return self.r.choice(
            (
                f"<div class='ad-box'><a href='http://ad{number}.example.com/'><img src='/banner/{number}.gif' width='300'></a></div>",
                f"<div class='ad-box'><ins class='adsbygoogle' data-ad-slot='{number}'></ins><script>push({{}});</script></div>",
                f"<div class='ad-box'><strong>한빛{self.r.choice(('치과', '건설', '가구'))}</strong><p>개원 {number}일 기념 행사! "
                f"상담 031-{number}-1004</p></div>",
                f"<div class='ad-box'><iframe src='/ad/{number}.html' width='300' height='250'></iframe></div>",
            )
        )

    def vita(self) -> str:
        """Return what the first writer says of himself: the same under each of his articles."""
        name = self.piece.names[0]
        random = Random(f"{self.seed} {name}")
        return random.choice(
            (
                f"{random.choice(('의회', '교육', '농업', '사건'))} 분야를 맡고 있습니다. 제보를 기다립니다.",
                f"{random.randint(2001, 2022)}년 입사했습니다. 현장에서 답을 찾는 기자가 되겠습니다.",
                "작은 목소리에도 귀를 기울이겠습니다.",
            )
        )

    @property
    def rights(self) -> str:
        """The outlet's rights line."""
        return f"저작권자 © {self.name} 무단전재 및 재배포 금지"

    def footer(self, template: str = "<p>{}</p>") -> str:
        """Write the foot of all pages."""
        number = self.same.randint(100, 999)
        lines = (
            f"{self.name} | 주소 가온시 중앙로 {number} | 대표전화 031-{number}-2000 | 등록번호 경기 아 5{number} | 등록일 2011년 3월 2일",
            f"발행인·편집인 {self.outlet.writers[-1].name} | 청소년보호책임자 {self.outlet.writers[-2].name}",
            slogan(self.name),
            f"Copyright © 2026 {self.name}. All rights reserved. mail to news@{self.outlet.host[4:]}",
        )
        return "".join(template.format(line) for line in lines)

    # the head

    def head(self, title: str = "{title} - {name}", *, og: str = "title description image url", more: str = "") -> str:
        """Write the head; `og`: which metas there are (`masthead`: the outlet's name stands for the title; `long`: behind it)."""
        a, wanted = self.piece, set(og.split())
        metas = ["<meta charset='utf-8'>", f"<title>{title.format(title=self.title, name=self.name, leaf=self.leaf)}</title>"]

        def add(name: str, value: str) -> None:
            metas.append(f'<meta property="{name}" content="{html.escape(value)}">')

        if wanted:
            add("og:site_name", self.name)
            add("og:type", "article")
        if wanted & {"title", "masthead", "long"}:
            add("og:title", self.name if "masthead" in wanted else f"{a.title} - {self.name}" if "long" in wanted else a.title)
        if "description" in wanted:
            add("og:description", a.paragraphs[0][:110])
        if "image" in wanted and a.pictures:
            add("og:image", f"http://{self.outlet.host}{a.pictures[0].file}")
        if "url" in wanted:
            add("og:url", self.skin.url(self.outlet, a.number))
        if "time" in wanted:
            add("article:published_time", self.iso)
        return f"<head>{''.join(metas)}<link rel='stylesheet' href='/css/main.css?v={self.same.randint(1, 99)}'>{more}</head>"

    def linked_data(self, *, text: bool = False) -> str:
        """Write the article for machines; `text`: with its whole text."""
        a = self.piece
        told = {
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "headline": a.title,
            "datePublished": self.iso,
            "author": [{"@type": "Person", "name": f"{name} 기자"} for name in a.names],
            "publisher": {"@type": "Organization", "name": self.name},
            "description": a.paragraphs[0][:110],
        }
        if text:
            told["articleBody"] = " ".join(a.paragraphs)
        return f'<script type="application/ld+json">{json.dumps(told, ensure_ascii=False)}</script>'

    def page(self, head: str, body: str) -> str:
        """Write the whole page."""
        return f"<!DOCTYPE html>\n<html lang='ko'>{head}\n<body>{body}</body></html>\n"


def slogan(name: str) -> str:
    """Return a line at the foot of every page, which a reader of the old layout may have stored."""
    return f"{name}{particle(name, '은')} 독자 여러분의 제보를 기다립니다."


# --- an outlet: its pages and its list


class Listed(NamedTuple):
    """A row of a list, as it is printed: where it links, all its text, and its date."""

    url: str
    text: str
    date: datetime | None


@dataclass(frozen=True)
class Outlet:
    """A skin with the articles of a seed."""

    skin: Skin
    seed: str

    @cached_property
    def desk(self) -> Desk:
        """Who writes."""
        return desk(f"{self.seed} {self.skin.name}")

    @cached_property
    def pieces(self) -> tuple[Piece, ...]:
        """Its articles, the newest first."""
        return pieces(f"{self.seed} {self.skin.name}", POOL)

    @cached_property
    def received(self) -> datetime:
        """When its pages were received."""
        return self.pieces[0].published.replace(second=0) + timedelta(hours=2, minutes=10)

    def url(self, piece: Piece) -> str:
        """Return an article's address."""
        return self.skin.url(self.desk, piece.number)

    def sheet(self, piece: Piece) -> Sheet:
        """Return an empty sheet for an article."""
        return Sheet(self.skin, piece, self.desk, self.pieces, self.seed, self.received)

    def page(self, piece: Piece) -> str:
        """Draw an article's page."""
        return self.skin.draw(self.sheet(piece))

    def truth(self, piece: Piece) -> Truth:
        """Return what is to be read off its page."""
        return truth(self.skin, piece)

    def list_page(self, articles: Sequence[Piece], *, cut: bool) -> tuple[str, list[Listed]]:
        """Draw a list of articles and return what its rows say. `cut`: titles are cut."""
        listing, sheet = self.skin.listing, self.sheet(articles[0])
        drawn, told = [], []
        for rank, piece in enumerate(articles, 1):
            title = piece.title[:CUT].rstrip() + "…" if cut and len(piece.title) > CUT else piece.title
            day = piece.published.strftime(listing.day)
            fill = {
                "url": sheet.link(piece),
                "title": esc(title),
                "day": day,
                "lead": esc(piece.paragraphs[0][:80]),
                "name": piece.names[0],
                "section": piece.section[1],
                "rank": str(rank),
            }
            thumb = listing.thumb.format(img=f"/data/thumb/{piece.number}.jpg", **fill) if piece.pictures else ""
            row = listing.row.format(thumb=thumb, **fill)
            drawn.append(row)
            precision: Precision = "second" if "%S" in listing.day else "minute" if "%H" in listing.day else "day"
            date = printed(piece.published, precision) if listing.day else None
            told.append(Listed(self.url(piece), press.clean(html.unescape(re.sub(r"<[^<>]*>", " ", row))), date))
        headlines = sheet.rows(2, "<h2><a href='{url}'>{title}</a></h2>")
        photos = sheet.rows(2, "<a href='{url}'><img src='{img}' alt=''><span>{title}</span></a>")
        body = (
            f"<div id='top'><a href='/'>{self.desk.name}</a><ul class='gnb'>{sheet.menu()}</ul></div>"
            f"<div class='headline'>{headlines}</div>"
            + listing.around.format(rows="\n".join(drawn))
            + "<p class='paging'>"
            + "".join(f"<a href='?page={page}'>{page}</a>" for page in range(1, 11))
            + "</p><div class='side'><h3>많이 본 뉴스</h3><ol>"
            + sheet.rows(5, "<li><a href='{url}'>{title}</a></li>", same=True)
            + f"</ol><h3>포토</h3>{photos}</div>"
            + f"<div class='foot'>{sheet.footer()}</div>"
        )
        return sheet.page(sheet.head("{name}", og=""), body), told


def outlets(skins: Sequence[Skin], seed: int) -> Iterator[Outlet]:
    """Yield the skins with the articles of a seed."""
    for one in skins:
        yield Outlet(one, str(seed))
