"""Find layouts by program for pages of known text in markup that the program has never seen, and read other pages with them.

    uv run --group bench python benchmarks/fit.py [--json FILE] [--quick] [--skins NAME,...] [--seeds 1,2,3] [--show] [--no-rivals]

The pages are drawn by the templates of benchmarks/skins.py, and of benchmarks/skins_held.py, which are kept apart from the algorithm and
reported apart; by seed, with the articles of the five captures among made-up ones. Of an outlet's 56 articles five are new and not known
(the pages to try a layout on), 24 are in store, of which 3 or 5 that differ are known, and the 27 oldest are read with the layout that was
found, through `read_article` and `normalise`, and held against the truth, letter by letter. None of those was given to the program.

    warm     `fit`, with 3 or 5 known articles and 5 pages of which nothing is known
    cold     `fit_cold`, with 5 pages and what a list says of them: its row's text, with the title cut in half of the runs, and its day
    by hand  what benchmarks/skins_by_hand.py reads: that the truths can be read at all

The known articles are as the store has them: to the minute, with fields that the new pages do not show, and an empty field is not known. A
share is of the pages on which a field is right, over the skins that show it; a run (a skin with a seed) is wrong in a field if any of its
27 pages is; it is silent if it is wrong and neither the field nor the whole page has a sign. Where a field is not shown, reading one is
wrong too. Refused: UnfittableError, rightly for the skins that say so; no field of a page that is wrongly refused is right, nor silent.

trafilatura and readability read the same 27 pages; they are given nothing else. autoscraper (1.1.14, of 2022) is no part of the group
bench: beside the bs4 of constraints.txt its rules are one step long and give whole pages (right: title 0, body 0). It is measured, built
from the same five known articles, where it is installed; beside bs4 4.12.3 it read every title, .035 of the bodies to the letter, and .861
of them with other lines among them.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.metadata
import json
import logging
import os
import re
import subprocess
import sys
import time
import unicodedata
import warnings
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from functools import cache, cached_property, partial
from pathlib import Path
from random import Random
from statistics import fmean
from typing import Any, TypeAlias

from parsel import Selector
from scrapy.http import HtmlResponse

try:
    from benchmarks import skins, skins_held
except ModuleNotFoundError:  # run as a script where newsharvest is not installed from this folder
    sys.path.insert(0, str(Path(__file__).parent.parent))
    from benchmarks import skins, skins_held  # noqa: F401 (they register their templates)
from benchmarks.skin_articles import Piece
from benchmarks.skin_parts import APART, FIELDS, HELD, SKINS, Outlet, Skin, Truth, printed, slogan
from benchmarks.skins_by_hand import LAYOUTS
from newsharvest import press
from newsharvest.fit import Fitted, Known, Listed, Sample, UnfittableError, fit, fit_cold, fit_list
from newsharvest.items import Article, Unkept
from newsharvest.page.article import normalise, read_article
from newsharvest.page.common import MODIFIED, PUBLISHED, PUBLISHED_OR_BARE
from newsharvest.page.layouts import Layout, Rule
from newsharvest.page.lists import read_list
from newsharvest.page.tree import page_of

NEW, STORED = 5, 24
"""Articles of which nothing is known; articles in store, the next. The others are read."""
PADDED = 125_000
ROWS = 15
QUICK = "semantic ndsoft-2017 portal css-modules labels two-halves full-container paywall".split()
ALL_FIELDS = (*FIELDS, *APART)


# --- pages, and what is known of them


@dataclass
class Site:
    """An outlet with its pages as trees."""

    outlet: Outlet
    trees: dict[int, Selector] = field(default_factory=dict)

    @property
    def skin(self) -> Skin:
        """How its pages are drawn."""
        return self.outlet.skin

    def page(self, piece: Piece) -> Selector:
        """Return an article's page."""
        if piece.number not in self.trees:
            self.trees[piece.number] = tree(self.outlet.page(piece), self.outlet.url(piece))
        return self.trees[piece.number]

    @property
    def new(self) -> Sequence[Piece]:
        """Articles of which nothing is known."""
        return self.outlet.pieces[:NEW]

    @property
    def stored(self) -> Sequence[Piece]:
        """Articles that are in store."""
        return self.outlet.pieces[NEW : NEW + STORED]

    @property
    def held(self) -> Sequence[Piece]:
        """Articles that are read with the layout that was found."""
        return self.outlet.pieces[NEW + STORED :]

    @cached_property
    def given_classes(self) -> set[str]:
        """All classes of the pages that are given with 5 known articles."""
        return {name for piece in (*choose(self.stored, 5), *self.new) for name in self.classes(piece)}

    def classes(self, piece: Piece) -> set[str]:
        """Return the classes on an article's page, but for those with a number in them."""
        names = " ".join(self.page(piece).xpath("//@class").getall()).split()
        return {name for name in names if not re.search(r"\d{4}", name)}

    @property
    def names(self) -> tuple[str, ...]:
        """What the outlet calls itself."""
        return (self.outlet.desk.name,)


def tree(html: str, url: str) -> Selector:
    """Parse a page as a crawl does."""
    return page_of(HtmlResponse(url, body=html.encode(), encoding="utf-8"))


def choose(stored: Sequence[Piece], count: int) -> list[Piece]:
    """Choose articles that differ: each time the one that has most of what those before it have least. Floats are added in one order."""
    seen: Counter[str] = Counter()
    chosen: list[Piece] = []
    for _ in range(count):
        best = max(
            (piece for piece in stored if piece not in chosen),
            key=lambda piece: sum((4 if trait in WANTED else 1) * 0.3 ** seen[trait] for trait in sorted(traits(piece))),
        )
        chosen.append(best)
        seen.update(traits(best))
    return chosen


WANTED = frozenset({"subtitle", "no subtitle", "2 authors", "caption", "long"})


def traits(piece: Piece) -> set[str]:
    """Return what an article has that a layout must know of."""
    found = {f"{len(piece.subtitle)} subtitles", "subtitle" if piece.subtitle else "no subtitle", f"{len(piece.authors)} authors"}
    found.add(piece.section[0])
    found.add("caption" if piece.captions else "picture" if piece.pictures else "no picture")
    if len(piece.paragraphs) > 7:
        found.add("long")
    return found


def known(piece: Piece) -> Known:
    """Return what the store knows of an article."""
    return Known(
        piece.title,
        "\n\n".join(piece.paragraphs),
        press.iso(printed(piece.published, "minute")),
        tuple(piece.names),
        piece.subtitle or None,
        piece.section,
        tuple(piece.captions),
    )


def warm_samples(site: Site, count: int) -> list[Sample]:
    """Return known articles that differ, and pages of which nothing is known."""
    told = [Sample(site.page(piece), site.outlet.url(piece), known(piece)) for piece in choose(site.stored, count)]
    return told + [Sample(site.page(piece), site.outlet.url(piece)) for piece in site.new]


def cold_samples(site: Site) -> list[Sample]:
    """Return pages of which only their list tells anything."""
    _, rows = site.outlet.list_page(site.outlet.pieces[:ROWS], cut=is_cut(site))
    return [
        Sample(site.page(piece), row.url, listed=Listed(row.url, row.text, row.date))
        for piece, row in zip(site.outlet.pieces[:NEW], rows, strict=False)
    ]


def is_cut(site: Site) -> bool:
    """Tell whether the list cuts titles: in half of the runs."""
    return Random(f"{site.outlet.seed} {site.skin.name} cut").random() < 0.5


# --- noise


def other_page(site: Site, samples: list[Sample]) -> list[Sample]:
    """Put another article under the address of one."""
    return [replace(samples[0], page=site.page(site.stored[-1])), *samples[1:]]


def deleted_page(site: Site, samples: list[Sample]) -> list[Sample]:
    """Put a notice under the address of one."""
    sheet = site.outlet.sheet(site.stored[0])
    body = f"<ul>{sheet.menu()}</ul><div class='notice'><p>삭제되었거나 존재하지 않는 기사입니다.</p></div>{sheet.footer()}"
    notice = tree(sheet.page(sheet.head("{name}", og=""), body), samples[1].url)
    return [samples[0], replace(samples[1], page=notice), *samples[2:]]


def _each(samples: list[Sample], change: Callable[[Known, int], Known]) -> list[Sample]:
    return [replace(s, known=change(s.known, n)) if s.known else s for n, s in enumerate(samples)]


def edited(site: Site, samples: list[Sample]) -> list[Sample]:
    """Let the store have a paragraph of each, and one title, as they were before an editor changed them."""

    def change(told: Known, n: int) -> Known:
        texts = told.body.split("\n\n")
        at = n % len(texts)
        texts[at] = " ".join(texts[at].split()[2:-2]) + " 관계자는 추가 내용을 곧 알리겠다고 했다."
        title = " ".join([*told.title.split()[:-1], "재추진"]) if n == 1 else told.title
        return replace(told, title=title, body="\n\n".join(texts))

    return _each(samples, change)


def dirty(site: Site, samples: list[Sample]) -> list[Sample]:
    """Let the store have two lines of the old pages' foot at the end of each text. One of them stands at the foot of the new pages too."""
    lines = f"기사제보 및 보도자료 문의 환영합니다\n\n{slogan(site.outlet.desk.name)}"
    return _each(samples, lambda told, _: replace(told, body=f"{told.body}\n\n{lines}"))


def dirtier(site: Site, samples: list[Sample]) -> list[Sample]:
    """Let the store have the titles of two other articles at the end of each text."""
    titles = [piece.title for piece in site.held]
    return _each(samples, lambda told, n: replace(told, body="\n\n".join([told.body, *titles[2 * n : 2 * n + 2]])))


NOISE: dict[str, Callable[[Site, list[Sample]], list[Sample]]] = {
    "another article": other_page,
    "a notice": deleted_page,
    "edited": edited,
    "dirty": dirty,
    "dirty, each other": dirtier,
}


# --- a run


@dataclass
class Run:
    """A layout that was looked for, and how it reads the other pages."""

    site: Site
    mode: str
    found: Fitted | None
    reason: str
    failed: bool
    """Whether it was another error than UnfittableError."""
    seconds: float
    right: dict[str, float]
    """By field: the share of pages on which it is right."""
    example: dict[str, tuple[Any, Any]]
    """By field: what was read on a page and what is there."""
    unforeseen: frozenset[str]
    """Fields that are wrong on such pages alone as have a class that none of the given pages has: nobody could have known."""

    @property
    def skin(self) -> Skin:
        """What it was looked for in."""
        return self.site.skin

    @property
    def refused(self) -> bool:
        """Whether it was said that there is no layout."""
        return self.found is None and not self.failed

    def signs(self, name: str) -> list[str]:
        """Return the signs of a field."""
        if self.found is None:
            return [self.reason]
        names = (name, "page", *(["published_raw"] if name == "published_at" else ["images", "body"] if name == "captions" else []))
        return [sign for one in names for sign in self.found.signs.get(one, ())]

    def kind(self, name: str) -> str:
        """Return what is to be said of a field: right or wrong, with a sign or without."""
        return f"{'right' if self.right[name] == 1 else 'wrong'}, {'sign' if self.signs(name) else 'none'}"


def run(site: Site, mode: str, find: Callable[[], Fitted]) -> Run:
    """Look for a layout and read the other pages with it."""
    started = time.process_time()
    found, reason, failed = None, "", False
    try:
        found = find()
    except UnfittableError as error:
        reason = str(error)
    except Exception as error:  # noqa: BLE001 (a program that raises has found nothing)
        reason, failed = f"{type(error).__name__}: {error}", True
        print(f"  {site.skin.name} {site.outlet.seed} {mode}: {reason}"[:200], file=sys.stderr)
    seconds = time.process_time() - started
    return Run(site, mode, found, reason, failed, seconds, *read(site, found.layout if found else None))


def read(site: Site, layout: Layout | None) -> tuple[dict[str, float], dict[str, tuple[Any, Any]], frozenset[str]]:
    """Read the pages that were held back: how often each field is right, examples, and the fields that no one could get right."""
    right: Counter[str] = Counter()
    example: dict[str, tuple[Any, Any]] = {}
    foreseen: set[str] = set()
    for piece in site.held if layout and not site.skin.refused else ():
        assert layout
        truth, got = site.outlet.truth(piece), read_one(site, layout, piece)
        for name in ALL_FIELDS:
            if getattr(got, name, None) == getattr(truth, name):
                right[name] += 1
            else:
                example.setdefault(name, (getattr(got, name, None), getattr(truth, name)))
                if not site.classes(piece) - site.given_classes:
                    foreseen.add(name)
    return {name: right[name] / len(site.held) for name in ALL_FIELDS}, example, frozenset(example) - foreseen


def read_one(site: Site, layout: Layout, piece: Piece) -> Truth | None:
    """Read a page."""
    url, desk = site.outlet.url(piece), site.outlet.desk
    with suppress(ValueError):  # a layout whose selectors are none, or find too much
        read = read_article(site.page(piece), url, (layout,), (), Article(outlet=desk.name, outlet_name=desk.name, url=url))
        if not isinstance(read, Unkept):
            a = normalise(read.article, site.names)
            captions = [image["caption"] for image in a.images if image["caption"]]
            return Truth(a.title or "", a.body, a.published_at, a.authors, a.subtitle, a.section, captions)
    return None


def shares(runs: Sequence[Run]) -> dict[str, float]:
    """Return the mean share of pages on which each field is right, over the skins that show it; `all` is of FIELDS."""
    by: dict[str, list[float]] = defaultdict(list)
    for one in runs:
        for name in ALL_FIELDS:
            if name in one.skin.shows:
                by[name].append(one.right[name])
    told = {name: fmean(by[name]) if by[name] else 1.0 for name in ALL_FIELDS}
    return told | {"all": fmean([share for name in FIELDS for share in by[name]] or [0.0])}


def silent(runs: Sequence[Run], names: Sequence[str] = FIELDS) -> list[tuple[Run, str]]:
    """Return what is wrong without a sign."""
    return [(one, name) for one in runs for name in names if one.kind(name) == "wrong, none"]


# --- tables


def header(first: str, names: Iterable[str]) -> str:
    """Write the head of a table."""
    return f"{first:22}" + "".join(f"{name:>13}" for name in names)


def show_shares(rows: Mapping[str, Sequence[Run]]) -> None:
    """Print the share of pages on which each field is right."""
    print(header("right on unseen pages", [*FIELDS, "all", *APART, "refused", "silent"]))
    for name, runs in rows.items():
        if runs:
            told = shares(runs)
            cells = "".join(f"{told[one]:13.3f}" for one in (*FIELDS, "all", *APART))
            refused = sum(one.refused for one in runs)
            print(f"{name:22}{cells}{f'{refused}/{len(runs)}':>13}{f'{len(silent(runs))}/{len(runs) * len(FIELDS)}':>13}")


def show_kinds(rows: Mapping[str, Sequence[Run]]) -> None:
    """Print how many runs are right and wrong, with a sign and without, by field."""
    kinds = ("right, none", "right, sign", "wrong, sign", "wrong, none")
    print("\n" + header("runs: r, no sign; r, sign; w, sign; w, NO SIGN", ()))
    print(header("", ALL_FIELDS))
    for name, runs in rows.items():
        if runs:
            cells = (" ".join(str(sum(one.kind(f) == kind for one in runs)) for kind in kinds) for f in ALL_FIELDS)
            print(f"{name:22}" + "".join(f"{cell:>13}" for cell in cells))
    for name, runs in rows.items():
        by: dict[tuple[str, str, bool], list[str]] = defaultdict(list)
        for one, wrong in silent(runs):
            by[one.skin.name, wrong, wrong in one.unforeseen].append(one.site.outlet.seed)
        for (skin_name, wrong, unforeseen), seeds in by.items():
            told = ", only where a box stands that no given page has" if unforeseen else ""
            print(f"  wrong without a sign: {name}: {skin_name}: {wrong} (seed {', '.join(seeds)}){told}")


def show_skins(runs: Sequence[Run]) -> None:
    """Print each skin's share."""
    print("\nby skin, warm 5: share right (s: some run has a sign, !: some run is silent)")
    print(header("", ALL_FIELDS))
    for name in dict.fromkeys(one.skin.name for one in runs):
        own = [one for one in runs if one.skin.name == name]
        cells = []
        for one in ALL_FIELDS:
            mark = "!" if silent(own, (one,)) else "s" if any(run.signs(one) for run in own) else " "
            shown = f"{fmean(run.right[one] for run in own):.3f}"
            cells.append(f"{shown if one in own[0].skin.shows else f'({shown})'}{mark}")
        print(f"{name:22}" + "".join(f"{cell:>13}" for cell in cells))
        for reason in dict.fromkeys(run.reason.split("\n")[0] for run in own if run.found is None):
            print(f"{'':22}  refused: {reason[:110]}")


def show_examples(runs: Sequence[Run]) -> None:
    """Print the layouts, their signs, and an example of what was read wrong."""
    for one in runs:
        print(f"\n--- {one.skin.name}, seed {one.site.outlet.seed}, {one.mode}: {one.reason}")
        if one.found:
            layout = one.found.layout
            print(f"  body {[rule.query for rule in layout.body]} drop {layout.drop} {layout.boxes} figures {layout.figures}")
            for name, rules in layout.fields.items():
                print(f"  {name}: {[(rule.query, rule.re) for rule in rules]}")
            for name, signs in one.found.signs.items():
                print(f"  sign of {name}: {list(signs)}")
        for name, (got, there) in one.example.items():
            if name == "body" and got:
                got_lines, there_lines = got.split("\n\n"), there.split("\n\n")
                more = [line[:60] for line in got_lines if line not in there_lines][:4]
                print(f"  WRONG body: more {more}, missing {[line[:60] for line in there_lines if line not in got_lines][:4]}")
            else:
                print(f"  WRONG {name}: {got!r}"[:200] + f", not {there!r}"[:200])


# --- selectors

CSS_MODULE = re.compile(r"[A-Za-z]+_[A-Za-z]+__[A-Za-z0-9]{5}")
STYLED = re.compile(r"sc-[0-9a-f]{6}-\d|\.[a-zA-Z]*[a-z][A-Z][a-z][A-Z][a-z][A-Z]\b")
UTILITY = re.compile(
    r"\.(?:(?:m|p)[trblxy]?-\d+|text-(?:\w+-)?\w+|font-\w+|leading-\w+|flex|grid|gap-\d|items-\w+|justify-\w+|border(?:-\w)?(?:-\d)?"
    r"|bg-\w+(?:-\d+)?|max-w-\w+|w-\w+|break-keep|rounded(?:-\w+)?|mx-auto|sticky)(?![\w-])"
)
POSITION = re.compile(r"\[\d+\]|nth-|position\(|last\(\)|first-child|last-child|:first-of|:last-of")
LABELLED = re.compile(r"(?:text\(\)|normalize-space\([^()]*\)|\.)\s*(?:=|,)\s*['\"][^'\"]*[가-힣]")


def kind_of(rule: Rule, numbers: Sequence[int]) -> str:
    """Return what a rule goes by; the first of these that it has: what will not last, then an id and so on."""
    query = rule.query
    beside_label = re.sub(r"following-sibling::\w+\[1\]", "", query)
    if POSITION.search(beside_label):
        return "POSITION"
    if any(str(number) in query for number in numbers):
        return "NUMBER"
    bare = re.sub(r"\[(?:class|id)[\^*]='[^']*'\]|contains\(@class, '[^']*'\)|starts-with\(@(?:class|id), '[^']*'\)", "", query)
    if CSS_MODULE.search(query) or STYLED.search(bare):
        return "HASHED"
    if UTILITY.search(bare):
        return "UTILITY"
    if "meta[" in query or "ld+json" in query or "//meta" in query:
        return "stated"
    if LABELLED.search(query) or (rule.re and re.search("[가-힣]", rule.re) and rule.re not in {PUBLISHED, PUBLISHED_OR_BARE, MODIFIED}):
        return "label"
    if "#" in query or re.search(r"@id ?=|\[id='", query):
        return "id"
    if bare != query:
        return "prefix"
    if re.search(r"\[(?!class)[\w-]+|@(?!class|id)[\w-]+", query):
        return "attribute"
    return "class" if "." in query.replace("./", "") or "@class" in query else "tag"


def show_selectors(runs: Sequence[Run]) -> None:
    """Print what the first rules go by, and those that will not last though something else would do."""
    kinds: dict[str, Counter[str]] = defaultdict(Counter)
    offenders: dict[str, list[str]] = defaultdict(list)
    for one in runs:
        if one.found is None:
            continue
        layout = one.found.layout
        numbers = [piece.number for piece in one.site.outlet.pieces]
        first = {"body": layout.body, **layout.fields}
        for name, rules in first.items():
            own = {"published_raw": "published_at"}.get(name, name)
            if not rules or own not in ALL_FIELDS:
                continue
            kind = kind_of(rules[0], numbers)
            kinds[own][kind] += 1
            if kind.isupper() and not (own in one.skin.unnamed and kind in {"HASHED", "UTILITY"}):
                offenders[f"{kind} {one.skin.name} {own}: {rules[0].query}"].append(one.site.outlet.seed)
    print("\nwhat the first rule of a field goes by, warm 5")
    for name, counted in kinds.items():
        print(f"{name:22} " + ", ".join(f"{kind} {count}" for kind, count in counted.most_common()))
    many = [
        one for one in runs if one.found and any(len(rules) > 3 for rules in (one.found.layout.body, *one.found.layout.fields.values()))
    ]
    print(f"layouts with more than three rules for a field: {len(many)}")
    for text, seeds in sorted(offenders.items()):
        print(f"  will not last: {text[:150]} (seed {', '.join(seeds)})")


# --- lists


def measure_lists(sites: Sequence[Site]) -> dict[str, float]:
    """Find the rows of lists, and read the next page of each."""
    rows_right = dates_right = dated = signed = wrong_silent = refused = 0
    for site in sites:
        outlet, cut = site.outlet, is_cut(site)
        base = f"http://{outlet.desk.host}/list"
        html, _ = outlet.list_page(outlet.pieces[:ROWS], cut=cut)
        told = [Listed(outlet.url(piece), piece.title, printed(piece.published, "minute")) for piece in outlet.pieces[NEW:ROWS:2]]
        dated += bool(site.skin.listing.day)
        try:
            found = fit_list(site.skin.name, tree(html, base), base, told, key_reader(site), outlet.received)
        except UnfittableError as error:
            refused += 1
            print(f"  list refused: {site.skin.name}: {str(error)[:120]}")
            continue
        except Exception as error:  # noqa: BLE001 (a program that raises has found nothing)
            refused += 1
            print(f"  list: {site.skin.name}: {type(error).__name__}: {error}"[:160], file=sys.stderr)
            continue
        html, there = outlet.list_page(outlet.pieces[ROWS : 2 * ROWS], cut=cut)
        read = read_list(tree(html, base), base, [found.layout], key_reader(site), outlet.received).rows
        urls = [row.url for row in read] == [row.url for row in there]
        dates = urls and [row.date for row in read] == [row.date for row in there]
        rows_right += urls
        dates_right += dates and bool(site.skin.listing.day)
        signed += bool(found.signs)
        wrong_silent += not found.signs and not (urls and dates)
        if not (urls and dates):
            print(
                f"  list: {site.skin.name}, seed {outlet.seed}: {len(read)} rows of {ROWS}, {found.layout.rows} {found.layout.date}"[:220]
            )
    print(
        f"lists: {len(sites)}; rows right {rows_right}, dates right {dates_right} of {dated} that print them, refused {refused}, "
        f"with a sign {signed}, wrong without one {wrong_silent}"
    )
    count = max(1, len(sites))
    return {"list_rows": round(rows_right / count, 4), "list_dates": round(dates_right / max(1, dated), 4)}


def key_reader(site: Site) -> Callable[[str], str | None]:
    """Return what reads an article's number off its address."""
    form = re.compile(re.escape(f"http://{site.outlet.desk.host}{site.skin.address}").replace(r"\{n\}", r"(\d+)"))

    def key(url: str) -> str | None:
        match = form.fullmatch(url)
        return match[1] if match else None

    return key


# --- time, and the same again


def padded(site: Site, piece: Piece) -> Selector:
    """Return an article's page with so many menus, teasers and scripts round it that it has PADDED bytes."""
    html, url = site.outlet.page(piece), site.outlet.url(piece)
    sheet = site.outlet.sheet(piece)
    head, _, rest = html.partition("<body>")
    blocks = [f"<script>var layer={json.dumps(list(range(2000)))};</script>"]
    size = len(html.encode()) + len(blocks[0])
    while size < PADDED:
        number = len(blocks)
        teasers = sheet.rows(8, "<li class='t'><a href='{url}'><b>{title}</b></a><span>{lead}</span><em>{day}</em></li>")
        blocks.append(f"<div class='block b{number}'><h3>코너 {number}</h3><ul>{teasers}</ul></div>")
        size += len(blocks[-1].encode())
    half = len(blocks) // 2
    body = rest.replace("</body>", "".join(blocks[half:]) + "</body>")
    return tree(f"{head}<body><div class='pad'>{''.join(blocks[:half])}</div>{body}", url)


def measure_time(sites: Sequence[Site], runs: Sequence[Run]) -> dict[str, float]:
    """Print what an induction costs, on pages as drawn and on large ones."""
    print(f"\nCPU seconds an induction: mean {fmean(one.seconds for one in runs):.2f}, most {max(one.seconds for one in runs):.2f}")
    large = []
    for site in sites:
        samples = [
            replace(s, page=padded(site, p)) for s, p in zip(warm_samples(site, 5), [*choose(site.stored, 5), *site.new], strict=True)
        ]
        started = time.process_time()
        with suppress(Exception):
            fit(site.skin.name, samples, site.names)
        large.append(time.process_time() - started)
    print(
        f"the same with pages of {PADDED // 1000} kB (5 known, 5 not, {len(sites)} skins): mean {fmean(large):.2f}, most {max(large):.2f}"
    )
    return {"seconds": round(fmean(one.seconds for one in runs), 3), "seconds_large": round(max(large), 3)}


def layouts_of(names: Sequence[str], seed: str) -> str:
    """Return what is found for some skins, as text."""
    found = {}
    for name in names:
        site = Site(Outlet(SKINS[name], seed))
        for mode, samples in (("warm", warm_samples(site, 5)), ("cold", cold_samples(site))):
            try:
                one = fit(name, samples, site.names) if mode == "warm" else fit_cold(name, samples, site.names)
                found[f"{name} {mode}"] = repr((asdict(one.layout), {key: list(signs) for key, signs in one.signs.items()}))
            except Exception as error:  # noqa: BLE001 (the same error, then)
                found[f"{name} {mode}"] = repr(error)
    return json.dumps(found, ensure_ascii=False, indent=0)


def measure_sameness(names: Sequence[str], seed: str) -> dict[str, float]:
    """Look for the same layouts in two other processes, whose sets have other orders."""
    printed_by = []
    for hashes in ("1", "2"):
        command = [sys.executable, __file__, "--print-layouts", "--skins", ",".join(names), "--seeds", seed]
        done = subprocess.run(command, env=os.environ | {"PYTHONHASHSEED": hashes}, capture_output=True, text=True, check=False)
        printed_by.append(json.loads(done.stdout) if done.returncode == 0 else {"failed": done.stderr[-500:] + hashes})
    one, other = printed_by
    differ = [name for name in one if one[name] != other.get(name)]
    print(f"the same input in two processes, {len(one)} layouts: {len(differ)} differ {differ or ''}")
    return {"differ": len(differ)}


# --- other tools

Reader: TypeAlias = Callable[[str, str], tuple[str | None, object, str | None]]


def trafilatura(site: Site) -> Reader:
    """Return trafilatura, asked for metadata."""
    extract = importlib.import_module("trafilatura").bare_extraction

    def read(html: str, url: str) -> tuple[str | None, object, str | None]:
        found = extract(html, with_metadata=True)
        return (found.title, found.date, found.text) if found else (None, None, None)

    return read


def readability(site: Site) -> Reader:
    """Return readability-lxml, with a line for each block of what it gives."""
    from benchmarks.extract import readability as make

    read_page = make()

    def read(html: str, url: str) -> tuple[str | None, object, str | None]:
        from benchmarks.extract import Page

        found = read_page(Page(None, html.encode(), {}))  # type: ignore[arg-type] # it looks at the bytes alone
        return found.title, None, found.body

    return read


def autoscraper(site: Site) -> Reader:
    """Return autoscraper, built from the known articles."""
    scraper = importlib.import_module("autoscraper").AutoScraper()
    for piece in choose(site.stored, 5):
        wanted = {"title": [piece.title], "day": [f"{piece.published:%Y.%m.%d %H:%M}"], "body": list(piece.paragraphs)}
        scraper.build(url=site.outlet.url(piece), html=site.outlet.page(piece), wanted_dict=wanted, update=True)

    def read(html: str, url: str) -> tuple[str | None, object, str | None]:
        found = scraper.get_result_exact(url=url, html=html, group_by_alias=True)
        similar = scraper.get_result_similar(url=url, html=html, group_by_alias=True)
        return next(iter(found.get("title", [])), None), next(iter(found.get("day", [])), None), "\n".join(similar.get("body", []))

    return read


RIVALS: dict[str, Callable[[Site], Reader]] = {"trafilatura": trafilatura, "readability-lxml": readability, "autoscraper": autoscraper}


def measure_rivals(sites: Sequence[Site], ours: Sequence[Run]) -> None:
    """Let general tools read the same pages."""
    names = ("title", "body", "body, and more", "day")
    print("\n" + header("the same pages", names))
    told = shares(ours)
    print(f"{'fit, 5 known':22}{told['title']:13.3f}{told['body']:13.3f}{'':13}{told['published_at']:13.3f}")
    for name, make in RIVALS.items():
        try:
            importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            print(f"{name}: not installed")
            continue
        right: Counter[str] = Counter()
        count = 0
        for site in sites:
            reader = make(site)
            for piece in site.held:
                count += 1
                with suppress(Exception):  # whatever it raises, it has not read the page
                    right.update(_rights(reader(site.outlet.page(piece), site.outlet.url(piece)), site.outlet.truth(piece)))
        print(f"{name + ' ' + importlib.metadata.version(name):22}" + "".join(f"{right[one] / max(1, count):13.3f}" for one in names))
    print(
        "body, and more: all of the text is there, with other lines round it. Each tool is one that reads any page; only fit was told five."
    )


def _rights(found: tuple[str | None, object, str | None], truth: Truth) -> set[str]:
    title, day, body = found
    text, there = plain(body or ""), plain(truth.body)
    moment = press.read_time(str(day)) if day else None
    right = {"title"} if plain(title or "") == plain(truth.title) else set()
    right |= {"body", "body, and more"} if text == there else {"body, and more"} if _holds(text, truth.body) else set()
    return right | ({"day"} if (moment and press.iso(moment)[:10]) == (truth.published_at and truth.published_at[:10]) else set())


def _holds(text: str, body: str) -> bool:
    return all(plain(paragraph) in text for paragraph in body.split("\n\n"))


def plain(text: str) -> str:
    """Return a text as all tools are compared: on one line, and without the differences of which one tool leaves none."""
    return press.clean(unicodedata.normalize("NFKC", text))


# --- all of it


@cache
def site_of(one: Skin, seed: str) -> Site:
    """Return a skin's outlet of a seed."""
    return Site(Outlet(one, seed))


def measure(skins: Sequence[Skin], seeds: Sequence[str], *, show: bool) -> tuple[dict[str, Any], list[Run]]:
    """Measure some skins, print, and return the figures and the runs of warm 5."""
    open_ = [one for one in skins if not one.refused]
    shut = [one for one in skins if one.refused]
    rows: dict[str, list[Run]] = {"warm 5": [], "warm 3": [], "cold": [], "by hand": []}
    for seed in seeds:
        for one in open_:
            site = site_of(one, seed)
            for count in (5, 3):
                samples = warm_samples(site, count)
                rows[f"warm {count}"].append(run(site, f"warm {count}", partial(fit, one.name, samples, site.names)))
            told = cold_samples(site)
            rows["cold"].append(run(site, "cold", partial(fit_cold, one.name, told, site.names)))
            if one.name in LAYOUTS:
                rows["by hand"].append(run(site, "by hand", partial(Fitted, LAYOUTS[one.name], {}, 0)))
    figures: dict[str, Any] = {}
    if open_:
        show_shares(rows)
        show_kinds({name: runs for name, runs in rows.items() if name != "by hand"})
        show_skins(rows["warm 5"])
        if show:
            show_examples(rows["warm 5"])
            show_examples(rows["cold"])
        figures |= figures_of(rows)
    figures |= measure_refusals(shut, seeds)
    if open_:
        figures |= measure_noise(open_, seeds)
        show_selectors(rows["warm 5"])
        print()
        figures |= measure_lists([site_of(one, seed) for seed in seeds for one in open_])
    return figures, rows["warm 5"]


def figures_of(rows: dict[str, list[Run]]) -> dict[str, float]:
    """Return the figures that are asked for."""
    five, three, cold = (shares(rows[name]) for name in ("warm 5", "warm 3", "cold"))
    return {
        "warm5_all": round(five["all"], 4),
        "warm5_title_time": round(fmean((five["title"], five["published_at"])), 4),
        "warm5_body": round(five["body"], 4),
        "warm5_silent": round(len(silent(rows["warm 5"])) / (len(FIELDS) * len(rows["warm 5"])), 4),
        "warm5_silent_unforeseen": sum(name in one.unforeseen for one, name in silent(rows["warm 5"])),
        "warm5_silent_title_body_time": len(silent(rows["warm 5"], ("title", "body", "published_at"))),
        "warm3_all": round(three["all"], 4),
        "warm3_silent": round(len(silent(rows["warm 3"])) / (len(FIELDS) * len(rows["warm 3"])), 4),
        "cold_all": round(cold["all"], 4),
        "cold_body": round(cold["body"], 4),
        "cold_title": round(cold["title"], 4),
        "cold_silent": round(len(silent(rows["cold"])) / (len(FIELDS) * len(rows["cold"])), 4),
    }


def measure_refusals(shut: Sequence[Skin], seeds: Sequence[str]) -> dict[str, float]:
    """See whether pages that hold no article, or only a part of it, are refused."""
    if not shut:
        return {}
    made: list[Run] = []
    cold: list[Run] = []
    for seed in seeds:
        for one in shut:
            site = site_of(one, seed)
            for count in (5, 3):
                samples = warm_samples(site, count)
                made.append(run(site, f"warm {count}", partial(fit, one.name, samples, site.names)))
            told = cold_samples(site)
            cold.append(run(site, "cold", partial(fit_cold, one.name, told, site.names)))
    rightly, also = (sum(tried.refused for tried in runs) for runs in (made, cold))
    print(f"\nrefused rightly: warm {rightly} of {len(made)}, cold {also} of {len(cold)} (where not all can be)")
    for tried in made + cold:
        if tried.found:
            told_of = f"{tried.skin.name} ({tried.skin.refused}), seed {tried.site.outlet.seed}, {tried.mode}"
            print(f"  not refused: {told_of}: {dict(tried.found.signs)}"[:220])
    reasons = [f"{tried.skin.name}: {' / '.join(tried.reason.splitlines())}"[:180] for tried in made if tried.refused]
    for reason in dict.fromkeys(reasons):
        print(f"  {reason}")
    return {"refused_rightly": round(rightly / len(made), 4)}


def measure_noise(open_: Sequence[Skin], seeds: Sequence[str]) -> dict[str, float]:
    """See what comes of known articles that are not as the pages have them."""
    rows: dict[str, list[Run]] = {}
    for name, change in NOISE.items():
        rows[name] = []
        for seed in seeds[:1]:
            for one in open_:
                site = site_of(one, seed)
                samples = change(site, warm_samples(site, 5))
                rows[name].append(run(site, name, partial(fit, one.name, samples, site.names)))
    print("\nwith noise, 5 known")
    show_shares(rows)
    show_kinds(rows)
    every = [one for runs in rows.values() for one in runs]
    return {"noise_all": round(shares(every)["all"], 4), "noise_silent": len(silent(every))}


def main() -> None:
    """Run it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures to FILE")
    parser.add_argument("--quick", action="store_true", help=f"one seed, {len(QUICK)} skins")
    parser.add_argument("--skins", metavar="NAME,...", help="these alone")
    parser.add_argument("--seeds", default="1,2,3", metavar="N,...")
    parser.add_argument("--show", action="store_true", help="print every layout, its signs, and an example of what is read wrong")
    parser.add_argument("--no-rivals", action="store_true", help="leave the other tools out")
    parser.add_argument("--print-layouts", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    every = SKINS | HELD
    names = options.skins.split(",") if options.skins else QUICK if options.quick else list(every)
    seeds = options.seeds.split(",")[: 1 if options.quick else None]
    if unknown := [name for name in names if name not in every]:
        parser.error(f"no skin {', '.join(unknown)}; there are {', '.join(every)}")
    if options.print_layouts:
        print(layouts_of([name for name in names if name in SKINS], seeds[0]))
        return
    warnings.simplefilter("ignore")  # the other tools' own
    logging.disable(logging.CRITICAL)
    started = time.perf_counter()
    own = [SKINS[name] for name in names if name in SKINS]
    held = [HELD[name] for name in names if name in HELD]
    figures: dict[str, Any] = {}
    print(f"{len(own)} skins, seeds {', '.join(seeds)}; {sum(map(bool, (one.refused for one in own)))} are to be refused\n")
    if own:
        told, runs = measure(own, seeds, show=options.show)
        figures |= told
        open_ = [one for one in own if not one.refused]
        if runs:
            figures |= measure_time([site_of(one, seeds[0]) for one in open_[::6]], runs)
            figures |= measure_sameness([one.name for one in open_[::5]], seeds[0])
        if runs and not options.no_rivals:
            measure_rivals([site_of(one, seeds[0]) for one in open_], [one for one in runs if one.site.outlet.seed == seeds[0]])
    if held:
        print(f"\n\n=== {len(held)} skins that are kept apart from the algorithm\n")
        told, _ = measure(held, seeds, show=options.show)
        figures |= {f"held_{name}": value for name, value in told.items()}
    print("\n" + "\n".join(f"{name} {value}" for name, value in figures.items()))
    print(f"\n{time.perf_counter() - started:.0f} s")
    if options.json:
        options.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
