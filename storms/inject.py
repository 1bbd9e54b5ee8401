"""Injection: hostile text in every field of an article, a masthead, a section, an address; and every file, table and terminal it gets to.

    python -m storms.inject [--seed N] [--payloads N]

Nothing unseen may come out raw, no cell may be a formula, no line forged, no file written elsewhere, no code in a spider.
"""

from __future__ import annotations

import argparse
import ast
import asyncio
import csv
import html
import io
import json
import random
import sys
import tempfile
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from scrapy.crawler import AsyncCrawlerRunner
from scrapy.settings import Settings
from scrapy.utils.project import get_project_settings

from newsharvest import press
from newsharvest.adopt.scaffold import write
from newsharvest.adopt.visit import AdoptSpider, Site
from newsharvest.commands.adopt import table
from newsharvest.reasons import Reason
from newsharvest.run.harvest import HarvestPlan
from newsharvest.store import Store
from newsharvest.terminal import plain
from storms.tally import Tally
from tests.support.command_line import quick
from tests.support.crawls import crawl
from tests.support.new_site import SITE, record, site
from tests.support.project import FIXTURES

PAYLOADS: Mapping[str, str] = {
    "C1 controls": "\x9b31m\x9d0;가온\x9c",
    "ANSI colours": "\x1b[31m빨강\x1b[0m",
    "a terminal's title": "\x1b]0;가온\x07",
    "a forged line": "가온\r\n  result: ok (exit status 0)",
    "backspaces": "가온\x08\x08나라",
    "direction marks": "\u202e가온\u202c\u2066나\u2069",
    "zero width": "\u200b\u2060\ufeff가\u200c\u200d온",
    "tags": "가\U000e0041\U000e0042\U000e007f온",
    "hidden variations": "가\ufe0f\ufe01\U000e0100\U000e0101온",
    "noncharacters": "가\ufdd0\uffff\U0001fffe온",
    "line separators": "가\u2028나\u2029다\x85라",
    "annotations": "가\ufff9나\ufffa다\ufffb라",
    "a formula": "=1+1",
    "a command": "=cmd|'/C calc'!A0",
    "a plus": "+82-2-123",
    "a minus": "-2+3",
    "an at": "@SUM(1+1)",
    "a full-width formula": "＝1+1",
    "a full-width plus": "＋1",
    "a full-width minus": "－1",
    "a full-width at": "＠SUM(1)",
    "a small formula": "﹦1+1",
    "a formula behind blanks": "\u3000\u200b =1+1",
    "a formula behind quotes": '"=1+1"',
    "a formula behind a tab": "\t=1+1",
    "a cell's end": '","=1+1","',
    "a script": "<script>alert(1)</script>",
    "a picture that runs": "<img src=x onerror=alert(1)>",
    "a Markdown link": "[가온](javascript:alert(1))",
    "a Markdown picture": "![가온](http://a.kr/b.png)",
    "a table's bar": "가|온 \\| 나",
    "backticks": "```가온```",
    "the end of cog": "<!-- [[[end]]] -->",
    "the end of a docstring": '"""\nimport os\nos.system("x")\n"""',
    "the end of a string": "\"); __import__('os').system('x') #",
    "an escape of Python": "\\N{BULLET}\\x41\\",
    "a template": "$title ${name} {0} {x!r} %s %(name)s",
    "rich's markup": "[red]가온[/red] [/] :smile:",
    "a path": "../../../../tmp/가온",
    "a null": "가\x00온",
    "JSON's end": '"}], "id": "x',
    "an entity": "&#x9b;&amp;#x202e;&lt;b&gt;",
}
FAMILY = {"joongdo": "photo-table", "krnews21": "modified", "ptlnews": "h-group", "kgnews": "art-info"}
"""An outlet of each of four families, and the case of it that is changed."""
FIELDS = ("section", "title", "subtitle", "authors", "body", "rights", "tags")
FORMULA = "=+-@＝＋－＠﹦﹢﹣﹫"


def unseen(text: str) -> list[str]:
    """Return the characters of a text that nobody sees, but blanks, line ends and what joins two emojis."""
    odd = (c for c in text if unicodedata.category(c) in {"Cc", "Cf", "Cs"} or ord(c) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(c) <= 0xFDEF)
    hidden = [ascii(c) for c in odd if c not in "\n\r\u200d"]
    return hidden + [ascii(c) for c in text if 0xE0000 <= ord(c) <= 0xE0FFF]


@dataclass(frozen=True)
class Outside:
    """A page of an outlet that holds a payload in as many fields as could be changed."""

    outlet: str
    url: str
    fields: Sequence[str]


def hostile(outlet: str, payload: str, folder: Path) -> Outside:
    """Write an outlet's article with a payload before the text of each field, and in the addresses of its pictures, as a REPLAY folder."""
    case = FIXTURES / outlet / FAMILY[outlet]
    found, answer = expected(case), json.loads((case / "response.json").read_text(encoding="utf-8"))
    raw = (case / "page.html").read_bytes()
    encoding = "cp949" if b"euc-kr" in raw[:1000].lower() else "utf-8"
    page = raw.decode(encoding, "replace")
    changed: list[str] = []
    seen = (c if unicodedata.category(c) == "Lo" else html.escape(c) if 32 <= ord(c) < 127 else f"&#{ord(c)};" for c in payload)
    escaped = "".join(seen)
    for name in FIELDS:
        value = found.get(name)
        text = value[-1] if isinstance(value, list) and value else value if isinstance(value, str) else ""
        text = text.split("\n\n")[0]
        if text and text in page:
            page = page.replace(text, f"{escaped}{text}")
            changed.append(name)
    for image in found.get("images", ()):
        name, caption = image["url"].rpartition("/")[2], image["caption"] or ""
        if name in page:
            page = page.replace(name, f"{escaped.replace(' ', '').replace('/', '')}{name}")
            changed.append("image")
        if caption and caption in page:
            page = page.replace(caption, f"{escaped}{caption}")
            changed.append("caption")
    place = folder / outlet / case.name
    place.mkdir(parents=True)
    (place / "page.html").write_bytes(page.encode(encoding, "xmlcharrefreplace"))
    (place / "response.json").write_text(json.dumps(answer), encoding="utf-8")
    (place / "expected.json").write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")
    robots = place.parent / "robots"
    robots.mkdir()
    (robots / "page.txt").write_text("User-agent: *\nDisallow:\n")
    rules = {"url": f"{'/'.join(answer['url'].split('/')[:3])}/robots.txt", "status": 200, "headers": {"Content-Type": "text/plain"}}
    (robots / "response.json").write_text(json.dumps(rules | {"recorded_at": answer["recorded_at"], "origin": "made"}))
    return Outside(outlet, answer["url"], changed)


def expected(case: Path) -> dict[str, Any]:
    """Return what a case is expected to give."""
    data: dict[str, Any] = json.loads((case / "expected.json").read_text(encoding="utf-8"))
    return data


# --- what comes out


def wrong_in(where: str, text: str, *, lines: bool = False) -> Iterator[str]:
    """Yield what of a text should not have come out raw; `lines`: it is printed for a person."""
    if found := unseen(text):
        yield f"{where}: {' '.join(sorted(set(found)))}"
    if lines and any(line.startswith("  result: ok") for line in text.splitlines()[:-1]):
        yield f"{where}: a forged line"
    if "Traceback" in text:
        yield f"{where}: a traceback"


def wrong_in_csv(where: str, data: bytes) -> Iterator[str]:
    """Yield the cells of a CSV that a spreadsheet may take for a formula, and what came out raw."""
    text = data.decode("utf-8-sig")
    yield from wrong_in(where, text)
    for row in csv.reader(io.StringIO(text, newline="")):
        heads = ((cell, cell.lstrip(" \t\r\n\u3000\"'＂＇")[:1]) for cell in row)
        yield from (f"{where}: a formula: {cell[:30]!r}" for cell, head in heads if head and head in FORMULA and cell[0] != "'")


def of_fields(page: Outside, payload: str, folder: Path) -> Iterator[str]:
    """Crawl the page, harvest it into a store, and look at all that is written and printed."""
    replay = folder / "pages"
    feeds = {str(folder / f"a.{form}"): {"format": form, "overwrite": True} for form in ("csv", "jsonl")}
    done = crawl(page.outlet, replay, {"FEEDS": feeds}, url=page.url)
    yield from wrong_in("closing lines", "\n".join(map(plain, done.closing.split("\n"))), lines=True)
    for item in done.items:
        yield from wrong_in("item", json.dumps(item, ensure_ascii=False))
    for form in feeds:
        if (file := Path(form)).exists():
            is_csv = form.endswith("csv")
            yield from wrong_in_csv("csv", file.read_bytes()) if is_csv else wrong_in("jsonl", file.read_text(encoding="utf-8"))
    saved = next(file for file in replay.rglob("page.html"))
    read = quick("read", str(saved), "--url", page.url)
    yield from (*wrong_in("read", read.out), *wrong_in("read", read.err, lines=True))
    checked = quick("fixture", "check", page.outlet, "-s", f"REPLAY={replay}")
    yield from (*wrong_in("fixture check", checked.out, lines=True), *wrong_in("fixture check", checked.err, lines=True))
    store = folder / "harvest.db"
    with Store(store) as kept:
        since = press.now().date() - timedelta(9999)
        plan = HarvestPlan(kept, page.outlet, press.now(), since=since, first_days=7, refresh_days=0, retry_limit=7)
        kept.note_failure(page.outlet, f"{page.url}#{payload}", Reason.UNREACHABLE, payload, None, plan.run, press.iso(press.now()))
        arguments: dict[str, Any] = {"plan": plan}
        if done.items:
            plan.article = done.items[0]["id"].partition(":")[2]
            crawl(page.outlet, replay, **arguments)
    where = ("-s", f"STORE={store}")
    for command in (("export",), ("export", "--stories", "-O", str(folder / "b.csv")), ("failures",), ("outlets", page.outlet)):
        ran = quick(*command, *where)
        yield from (*wrong_in(command[0], ran.out), *wrong_in(command[0], ran.err, lines=True))
    yield from wrong_in_csv("stories", (folder / "b.csv").read_bytes())
    if done.items:
        ran = quick("why", done.items[0]["id"], *where)
        yield from wrong_in("why", ran.out + ran.err, lines=True)


def of_a_site(payload: str, folder: Path) -> tuple[str, list[str]]:
    """Adopt a site that calls itself and its sections so, and return what came of it, and what is wrong with it."""
    spider = asyncio.run(_visit(record(folder / "site", hostile_site(payload))))
    if spider.site is None:
        return "refused", list(wrong_in("adopt", "\n".join(map(plain, spider.problem.split("\n"))), lines=True))
    return "adopted", list(_wrong_of(spider.site, folder))


def hostile_site(payload: str) -> dict[str, tuple[str, str]]:
    """Return the pages of a site that calls itself and its sections so."""
    name = html.escape(payload)
    pages = {}
    for url, (text, kind) in site().items():
        text = text.replace("제호 : 새고을신문", f"제호 : {name}").replace("<title>", f"<title>{name} ")
        text = text.replace("<head>", f'<head><meta property="og:site_name" content="{name}">')
        for section in ("정치", "경제", "사회", "문화"):
            text = text.replace(f">{section}<", f">{section[0]}{html.escape(payload[:9])}<")
        pages[url] = text, kind
    return pages


def _wrong_of(found: Site, folder: Path) -> Iterator[str]:
    """Write an outlet, and yield what is wrong with its table, its spider and its cases."""
    yield from wrong_in("adopt", "\n".join(map(plain, table(found))), lines=True)
    spiders, fixtures = folder / "spiders", folder / "cases" / "fixtures"
    spiders.mkdir()
    fixtures.mkdir(parents=True)
    before = {file for file in folder.rglob("*") if file.is_file()}
    file, place = write(found, spiders, fixtures, Settings({"REPLAY": str(folder / "site")}), "2026-11-22")
    source = file.read_text(encoding="utf-8")
    yield from wrong_in("spider", source)
    yield from _wrong_in_source(source)
    written = {new for new in folder.rglob("*") if new.is_file()} - before
    yield from (f"written elsewhere: {new}" for new in written if new != file and place not in new.parents)
    for new in place.rglob("*.json"):
        yield from wrong_in("case", "" if new.name == "response.json" else new.read_text(encoding="utf-8"))


def _wrong_in_source(source: str) -> Iterator[str]:
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError) as error:
        yield f"spider: {error}"
        return
    if any(isinstance(node, ast.Call | ast.JoinedStr | ast.FunctionDef) for node in ast.walk(tree)):
        yield "spider: it holds a call"
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    if len(imports) != 1 or len(tree.body) != 3:
        yield "spider: it holds more than a class"


async def _visit(folder: Path) -> AdoptSpider:
    project = get_project_settings()
    project.setdict({"TWISTED_REACTOR_ENABLED": False, "REPLAY": str(folder)}, priority="cmdline")
    runner = AsyncCrawlerRunner(project)
    crawler = runner.create_crawler(AdoptSpider)
    await runner.crawl(crawler, url=f"{SITE}/", outlet_name="saegoeul")
    assert isinstance(crawler.spider, AdoptSpider)
    return crawler.spider


def storm(payloads: Sequence[str], outlets: Sequence[str] = tuple(FAMILY), *, sites: bool = True) -> Tally:
    """Inject each payload into the fields of each outlet's article, and into a site that is adopted."""
    tally = Tally("inject")
    for name in payloads:
        payload = PAYLOADS[name]
        for outlet in outlets:
            with tempfile.TemporaryDirectory(prefix="storm-inject-") as made:
                folder = Path(made)
                page = hostile(outlet, payload, folder / "pages")
                wrong = list(of_fields(page, payload, folder))
                for field in page.fields:
                    tally.note(name, f"shown in {field}")
                tally.faults += [f"{name}: {outlet}: {fault}" for fault in wrong]
        if sites:
            with tempfile.TemporaryDirectory(prefix="storm-inject-") as made:
                outcome, wrong = of_a_site(payload, Path(made))
                tally.note(name, outcome, f"adopt: {'; '.join(wrong)}" if wrong else "")
    return tally


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--payloads", type=int, default=len(PAYLOADS), help="how many of them, chosen by the seed")
    given = parser.parse_args()
    done = storm(random.Random(given.seed).sample(list(PAYLOADS), given.payloads))
    print(*done.lines(), sep="\n")
    sys.exit(done.exit_status)
