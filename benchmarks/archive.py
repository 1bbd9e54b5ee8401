"""Measure what keeping pages costs, what a page takes, and how fast kept pages are read again.

    python benchmarks/archive.py [--quick] [--json FILE]

The chain is that of chain.py, with the archive and without, each in a process of its own; they take turns, and the best round of each
counts. Three kinds of pages are put into an archive, in the order of a harvest: the fixtures' own (few of each outlet, so that most have no
other to be compressed with), made ones of the fixtures' size (a fixture's page with another title and other paragraphs each time), and made
ones of real size, 97 kB, whose header and rankings differ from page to page. Beside each stands what gzip -6 makes of every page by itself.
The made ones are then read again, beside a store that has their articles: in this process, and in one for each core. A polite harvest asks
for a page a second.

What else the machine does makes each of these slower; of reading in this process the time of the processor is told too.
"""

from __future__ import annotations

import argparse
import gzip
import html
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import NamedTuple

from benchmarks.chain import crawl, newspaper
from benchmarks.newspaper import PLACES, article, headline, paragraphs, shell
from newsharvest import press
from newsharvest.archive import Archive, Kind, Page, archive_of
from newsharvest.download.replay import Case, Fixtures
from newsharvest.items import Article
from newsharvest.reread.reading import Reader, article_of, response_of
from newsharvest.reread.work import cores, planned, readers
from newsharvest.store import Store
from tests.support.project import FIXTURES, outlets

REAL = 97_000
"""Bytes of a real page, about."""
AT = "2026-11-28T03:00:00+09:00"


class Size(NamedTuple):
    """How much is measured."""

    rounds: int
    articles: int  # of a round of the chain
    small: int  # made pages of the fixtures' size
    real: int


FULL = Size(rounds=5, articles=2000, small=6000, real=1500)
QUICK = Size(rounds=2, articles=200, small=900, real=200)


class Made(NamedTuple):
    """A page, and what it is of."""

    page: Page
    body: bytes


def made(outlet: str, key: str, body: bytes, kind: Kind = Kind.ARTICLE, content_type: str = "text/html; charset=utf-8") -> Made:
    """Return a page of an outlet."""
    url = outlets()[outlet].article_url(key) if kind is Kind.ARTICLE else key
    id_ = f"{outlet}:{key}" if kind is Kind.ARTICLE else None
    return Made(Page(outlet, kind, id_, url, url, AT, 200, [("Content-Type", content_type)], sha256(body).hexdigest()), body)


# --- the pages


def of_fixtures() -> Iterator[Made]:
    """Yield the pages of the fixtures as they are."""
    for case in Fixtures(FIXTURES).cases:
        name = case.folder.parent.name
        key = outlets()[name].article_key(case.url) if name in outlets() else None
        if name in outlets() and case.status == 200:
            body = case.page.read_bytes()
            yield made(name, key or case.url, body, Kind.ARTICLE if key else Kind.LIST, case.headers.get("Content-Type", "text/html"))


def of_fixtures_size(count: int) -> Iterator[Made]:
    """Yield so many pages: each fixture's in turn, with a title and paragraphs of their own."""
    cases = list(templates())
    for number in range(count):
        case, name, text, expected = cases[number % len(cases)]
        random = Random(f"page {number}")
        title = headline(number)
        page = text.replace(html.escape(expected["title"]), title).replace(expected["title"], title)
        for paragraph in expected["body"].split("\n\n"):
            drawn = " ".join(press.clean(html.unescape(line)) for line in paragraphs(random)[:2])
            plain = drawn.replace("<p>", "").replace("</p>", "").replace("&nbsp;", "")
            for printed in (paragraph, html.escape(paragraph, quote=False), html.escape(paragraph)):
                page = page.replace(printed, (plain * 8)[: len(paragraph)])
        encoding = "cp949" if "euc-kr" in case.headers.get("Content-Type", "").lower() else "utf-8"
        body = page.encode(encoding, errors="replace")
        yield made(name, key_like(name, case, number), body, content_type=case.headers.get("Content-Type", "text/html"))


def templates() -> Iterator[tuple[Case, str, str, dict[str, str]]]:
    """Yield the fixtures' articles that were read, with their pages as text and what is expected of them."""
    for case in Fixtures(FIXTURES).cases:
        name, file = case.folder.parent.name, case.folder / "expected.json"
        expected = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
        if name in outlets() and case.status == 200 and expected.get("body") and expected.get("title"):
            try:
                yield case, name, case.page.read_bytes().decode(), expected
            except UnicodeDecodeError:
                continue


def key_like(name: str, case: Case, number: int) -> str:
    """Return a key of an outlet's form that no other page has."""
    key = outlets()[name].article_key(case.url)
    assert key is not None
    head = key.rstrip("0123456789")
    return f"{head}{10 ** (len(key) - len(head)) + number}"[: len(head)] + f"{10 ** max(6, len(key) - len(head) - 1) + number}"


def of_real_size(count: int) -> Iterator[Made]:
    """Yield so many pages of one outlet: what stands round the article is the same, but for its header and its rankings."""
    top, bottom = shell(3)
    fixed = Random("fixed")
    scripts = "".join(f"<script>var s{n}={{'id':'{fixed.getrandbits(96):x}','zone':{n}}};</script>\n" for n in range(10_000))
    for number in range(1, count + 1):
        random = Random(f"real {number}")
        weather = "".join(f"<li>{place} {random.randint(-90, 300) / 10}℃ {random.randint(20, 95)}%</li>" for place in PLACES)
        now = f"2026.11.{number % 28 + 1:02} {number % 24:02}:{number % 60:02}:{random.randint(0, 59):02}"
        head = (
            f'<!doctype html><html lang="ko"><head><meta charset="utf-8"><meta name="csrf" content="{random.getrandbits(256):x}">'
            f'<meta property="og:title" content="{headline(number)}"><title>{headline(number)} | 경기티비종합뉴스</title></head>'
        )
        rankings = "".join(
            f"<aside><h2>많이 본 기사 {box}</h2><ol>"
            + "".join(
                f'<li><a href="./board.php?bo_table=news&amp;wr_id={n}"><img src="/data/thumb/{n}.jpg" alt="">{headline(n)}</a></li>'
                for n in (random.randint(1, 40_000) for _ in range(20))
            )
            + "</ol></aside>"
            for box in range(4)
        )
        own = head + f"<div class='now'>{now}</div><ul>{weather}</ul>" + rankings
        text = article(number)
        room = REAL - len((own + top + text + bottom).encode())
        yield made("gyeonggitv", str(number), (own + top + scripts[: max(0, room)].rpartition("\n")[0] + text + bottom).encode())


# --- what is measured


def chain(archived: bool, articles: int) -> dict[str, float]:
    """Run the chain in a process of its own, with the archive or without."""
    with newspaper(articles) as proxy, tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, __file__, "--run", "on" if archived else "off", "--articles", str(articles)]
        environment = os.environ | {"http_proxy": proxy, "SCRAPY_SETTINGS_MODULE": "newsharvest.settings"}
        done = subprocess.run([*command, "--store", f"{folder}/harvest.db"], env=environment, stdout=subprocess.PIPE, text=True, check=True)
        figures: dict[str, float] = json.loads(done.stdout)
        return figures


def size_of(pages: Sequence[Made], folder: Path) -> tuple[float, float, float, float]:
    """Keep pages; return the bytes of a page, what it takes, what gzip makes of it, and how many are kept a second."""
    with Archive(folder / "harvest.pages.db") as archive:
        began = time.perf_counter()
        for one in pages:
            archive.keep(one.page, one.body)
        seconds = time.perf_counter() - began
        count, _bodies, size = archive.count()
    zipped = sum(len(gzip.compress(one.body, 6)) for one in pages)
    return sum(len(one.body) for one in pages) / count, size / count, zipped / count, count / seconds


class Speed(NamedTuple):
    """How many pages are read again a second."""

    alone: float
    """In this process."""
    processor: float
    """The same, by the time of the processor alone."""
    cores: float
    """In a process for each core, once they have begun."""


def reread(pages: Sequence[Made], folder: Path) -> Speed:
    """Keep the articles of pages that stand in an archive, and read them all again."""
    path = folder / "harvest.db"
    with Store(path) as store, Archive(archive_of(path), reading=True) as archive:
        run = store.begin_run("benchmark", AT)
        kept = 0
        for one in pages:
            outlet = outlets()[one.page.outlet]
            assert one.page.article is not None
            found = article_of(outlet, one.page.article.partition(":")[2], one.page, response_of(one.page, one.body))
            if isinstance(found, Article):
                store.keep(replace(found, fetched_at=AT), run, AT)
                kept += 1
        if kept < 0.9 * len(pages):
            sys.exit(f"{kept} of {len(pages)} made pages are read")
        names = sorted({one.page.outlet for one in pages})
        jobs = {name: planned(archive, store, name, None).jobs for name in names}
        reader = Reader({name: outlets()[name] for name in names}, archive, store)
        began, used = time.perf_counter(), time.process_time()
        with readers(reader, 1) as one_process:
            count = sum(len(found) for name in names for _, found in one_process.read(name, jobs[name]))
        alone, processor = count / (time.perf_counter() - began), count / (time.process_time() - used)
        with readers(reader, cores()) as several:
            several.begin()
            began = time.perf_counter()
            count = sum(len(found) for name in names for _, found in several.read(name, jobs[name]))
            return Speed(alone, processor, count / (time.perf_counter() - began))


def main() -> None:
    """Measure everything, print a table, and write the figures where they are asked for."""
    parser = argparse.ArgumentParser(description="Measure what keeping pages costs, and how fast they are read again.")
    parser.add_argument("--quick", action="store_true", help="end within a minute or two on two cores")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures to FILE")
    parser.add_argument("--run", choices=("on", "off"), help=argparse.SUPPRESS)
    parser.add_argument("--articles", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--store", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.run == "off":
        print(json.dumps(crawl("whole chain", options.articles, options.store)))
        return
    if options.run == "on":
        with Archive(archive_of(options.store)) as archive:
            print(json.dumps(crawl("whole chain", options.articles, options.store, archive)))
        return
    size = QUICK if options.quick else FULL
    figures: dict[str, float] = {}
    rates: dict[bool, list[dict[str, float]]] = {True: [], False: []}
    for turn in range(size.rounds):
        for archived in (turn % 2 == 0, turn % 2 == 1):
            rates[archived].append(chain(archived, size.articles))
            print(f"  round {turn + 1}: archive {'on' if archived else 'off'}: {rates[archived][-1]}", file=sys.stderr)
    off, on = (max(run["pages_per_s"] for run in rates[archived]) for archived in (False, True))
    slow, fast = (min(run["cpu_ms_per_page"] for run in rates[archived]) for archived in (True, False))
    figures |= {"chain_off": round(off), "chain_on": round(on), "chain_share": round(on / off, 3), "chain_share_cpu": round(fast / slow, 3)}
    print(f"the chain: {off:.0f} pages/s without the archive, {on:.0f} with it: {on / off:.0%} (by the processor's time {fast / slow:.0%})")
    columns = ("count", 6), ("bytes", 8), ("kept", 8), ("gzip -6", 8), ("kept/s", 7), ("read/s", 7), ("(CPU)", 7), (f"{cores()} cores", 8)
    print(f"{'pages':24} {' '.join(f'{name:>{width}}' for name, width in columns)}")
    with tempfile.TemporaryDirectory() as place:
        for name, pages in (
            ("the fixtures", list(of_fixtures())),
            ("of the fixtures' size", list(of_fixtures_size(size.small))),
            ("of real size", list(of_real_size(size.real))),
        ):
            folder = Path(place) / name.replace(" ", "-")
            folder.mkdir()
            plain, kept, zipped, rate = size_of(pages, folder)
            speed = reread(pages, folder) if name != "the fixtures" else None
            shown = f"{speed.alone:7.0f} {speed.processor:7.0f} {speed.cores:8.0f}" if speed else ""
            print(f"{name:24} {len(pages):6,} {plain:8,.0f} {kept:8,.0f} {zipped:8,.0f} {rate:7,.0f} {shown}")
            key = name.replace(" ", "_").replace("'", "")
            figures |= {f"{key}_bytes": round(plain), f"{key}_kept": round(kept), f"{key}_gzip": round(zipped)}
            if speed:
                figures |= {
                    f"{key}_reread": round(speed.cores),
                    f"{key}_reread_alone": round(speed.alone),
                    f"{key}_cpu": round(speed.processor),
                }
    if options.json:
        options.json.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
