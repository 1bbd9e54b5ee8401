"""Change the pages of fixtures/ as sites change theirs, and count how often a wrong article comes of it without a word.

    uv run python benchmarks/changed_pages.py [--seeds 1,2,3] [--kinds box,split] [--variants N] [--json FILE]
        [--show KIND[:VARIANT]] [--verify N]

Every article of the fixtures is changed (`benchmarks/page_changes.py`: by kind, each kind in many variants, with the truth that each
leaves), and read by the project's own path: charset middleware, `OutletSpider.parse_article`, every item pipeline of the settings, and the
extensions of a crawler, the run report among them, told by the signals that Scrapy sends. `--verify N` runs N of the trials as
`scrapy crawl OUTLET -s REPLAY=… -a url=…` in a process of its own and compares item, closing lines and exit status.

A trial is one page changed in one way. In a crawl all articles of its outlet are changed in the same way. Judged:

    same     the item is the truth, white space apart (title, subtitle, authors, times, body, pictures with captions)
    no item  none, under a reason that fails the run
    told     a wrong item (or a lost one), and the item carries a doubt or the closing lines hold one that the unchanged pages' do not
    lost     no item, under a reason that counts as normal, and not a word else
    silent   a wrong item, and not a word

"page" is a crawl of that article alone. "harvest" is a night on which all twelve articles of the outlet are changed so, after thirty
nights of twelve unchanged ones (lengths lognormal, 0.45): told by a doubt, a note, a warning, or an alarm of `newsharvest.run.health`.
(The twelve are the page itself with other syllables.) "1 of 12" is the same with one changed article.

A false alarm is a right item with a doubt or a new line for which its page gave no reason; a page with a second article on it, or from
which something was taken, gives one. The kinds weigh alike, so a figure is of this mix of changes, not of what sites do.
"""

from __future__ import annotations

import argparse
import copy
import difflib
import json
import logging
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, Self

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem
from scrapy.http import Headers
from scrapy.pipelines import ItemPipelineManager
from scrapy.responsetypes import responsetypes
from scrapy.settings import Settings
from scrapy.spiderloader import SpiderLoader
from twisted.python.failure import Failure
from typing_extensions import override

from newsharvest.cases.expected import Difference
from newsharvest.crawl.outlet import OutletSpider
from newsharvest.crawl.plan import CrawlPlan
from newsharvest.download.charset import CharsetMiddleware
from newsharvest.download.replay import RECORDED_AT
from newsharvest.items import Article
from newsharvest.reasons import Dropped, Reason
from newsharvest.run.health import Fallback, Figures, compare, guessed_fallbacks
from newsharvest.run.ledger import thresholds
from newsharvest.run.report import report_of

try:
    from benchmarks.page_changes import FIELDS, KINDS, Draw, Page, Source, Truth, squeezed
except ModuleNotFoundError:  # run as a script
    sys.path.insert(0, str(Path(__file__).parent.parent))
    from benchmarks.page_changes import FIELDS, KINDS, Draw, Page, Source, Truth, squeezed

ROOT = Path(__file__).parent.parent
FIXTURES = ROOT / "fixtures"
NIGHTS, ARTICLES_A_NIGHT, SPREAD = 30, 12, 0.45
ALIKE = 5
"""Of the twelve articles of a night those that are read: what a part of a run shares shows in so many."""
VARIANTS = 2
"""Variants of each kind that each outlet gets, a seed."""

LINES = 10
"""Lines of a difference that are printed."""

SAME, NO_ITEM, TOLD, LOST, SILENT = "same", "no item", "told", "lost", "silent"
WITH_REASON = ("was read by a fallback selector", "empty in every article")
"""Notes that say no more than that something is not where it was: the page gave reason for them."""


# --- the pages


class QuickSettings(Settings):
    """Settings of which a copy takes a tenth of the time: a crawler makes one, and writes over whole values alone."""

    @override
    def copy(self) -> Self:
        made = copy.copy(self)
        made.attributes = {name: copy.copy(attribute) for name, attribute in self.attributes.items()}
        return made


@cache
def settings() -> Settings:
    """Return the project's settings, without a reactor."""
    made = QuickSettings()
    made.setmodule("newsharvest.settings")
    made.setdict({"TWISTED_REACTOR_ENABLED": False, "EXTENSIONS_BASE": {}}, priority="cmdline")  # Scrapy's own want an engine
    return made


@cache
def sources() -> dict[str, list[Source]]:
    """Return the unchanged pages by outlet."""
    loader = SpiderLoader.from_settings(settings())
    found: dict[str, list[Source]] = defaultdict(list)
    for file in sorted(FIXTURES.rglob("expected.json")):
        outlet = loader.load(file.parent.parent.name)
        assert issubclass(outlet, OutletSpider)
        if source := Source.load(file.parent, outlet):
            found[outlet.name].append(source)
    return found


@dataclass(frozen=True)
class Changed:
    """A page as a site would send it after a change."""

    source: Source
    raw: bytes
    headers: dict[str, str]
    truth: Truth


def changed(source: Source, kind: str, variant: str, seed: str, page: str = "") -> Changed | None:
    """Change a page; None if there is nothing on it that could be changed so. `page`: another draw of what is the page's own."""
    made = Page(source)
    if not KINDS[kind][variant](made, Draw(f"{seed} {kind} {variant}", page or str(source))):
        return None
    return Changed(source, made.render(), made.headers, made.truth)


def unchanged(source: Source) -> Changed:
    """Return the page parsed and written again, no more."""
    made = Page(source)
    made.cut()
    return Changed(source, made.render(), made.headers, made.truth)


# --- a crawl


@dataclass
class Read:
    """What came of a page: an item, or the reason why there is none."""

    item: Article | None = None
    reason: Reason | None = None


@dataclass
class Crawled:
    """What a crawl left behind."""

    read: list[Read]
    lines: list[str]
    troubled: list[str]
    status: int
    fallbacks: list[tuple[Fallback, int]]


def crawl(outlet: type[OutletSpider], pages: Sequence[Changed], *, alone: bool = False) -> Crawled:
    """Read pages as a crawl of the outlet does. `alone`: as it does with `-a url=`."""
    crawler = Crawler(outlet, settings())
    plan = CrawlPlan(article=pages[0].source.key) if alone else CrawlPlan()
    spider = crawler.spider = outlet.from_crawler(crawler, plan=plan)
    crawler._apply_settings()
    report = report_of(crawler)
    pipelines = ItemPipelineManager.from_crawler(crawler).middlewares
    charset = CharsetMiddleware.from_crawler(crawler)
    send = crawler.signals.send_catch_log
    send(signals.spider_opened, spider=spider)
    for pipeline in pipelines:
        if hasattr(pipeline, "open_spider"):
            pipeline.open_spider()
    if not alone:
        for name, value in {"pages": 1, "links": len(pages), "known": 0}.items():
            crawler.stats.set_value(f"lists/{name}", value)
    read = []
    for page in pages:
        read.append(Read())
        url, headers = outlet.article_url(page.source.key), Headers(page.headers)
        request = Request(url, meta={RECORDED_AT: page.source.case.recorded_at})
        kind = responsetypes.from_args(headers=headers, url=url, body=page.raw)
        response = charset.process_response(request, kind(url=url, headers=headers, body=page.raw, request=request))
        response.request = request
        try:
            found = list(spider.parse_article(response, page.source.key, None))
        except Exception:  # noqa: BLE001 (as Scrapy does; the report counts it)
            read[-1].reason = Reason.ERROR
            send(signals.spider_error, failure=_failure(), response=response, spider=spider)
            continue
        for item in found:
            came: Any = item
            try:
                for pipeline in pipelines:
                    came = pipeline.process_item(came)
            except DropItem as dropped:
                read[-1].reason = dropped.reason if isinstance(dropped, Dropped) else Reason.ERROR
                send(signals.item_dropped, item=item, response=response, exception=dropped, spider=spider)
            except Exception:  # noqa: BLE001 (as Scrapy does)
                read[-1].reason = Reason.ERROR
                send(signals.item_error, item=item, response=response, spider=spider, failure=_failure())
            else:
                read[-1].item = came
                send(signals.item_scraped, item=came, response=response, spider=spider)
    for pipeline in pipelines:
        if hasattr(pipeline, "close_spider"):
            pipeline.close_spider()
    send(signals.spider_closed, spider=spider, reason="finished")
    send(signals.engine_stopped)
    fallbacks = [(Fallback(won.layout, won.field, won.rule.query), pages) for won, pages in report.fallbacks()]
    return Crawled(read, list(report.lines()), list(report.troubled_lines(3)), report.exit_status, fallbacks)


def _failure() -> Failure:
    return Failure()  # type: ignore[no-untyped-call]


def words(lines: Iterable[str]) -> list[str]:
    """Return what the lines say to a person, figures apart: not the first, not the last, not what was not kept for a normal reason."""
    said, normal = [], False
    for line in lines:
        if found := re.match(r"  \d+ not kept, (\w+):", line):
            normal = Reason.of(found[1]).normal
        elif not line.startswith("      "):
            normal = False
        if line.startswith("  ") and not line.startswith("  result: ") and not normal:
            said.append(re.sub(r"\d+", "#", line).replace("articles", "article").replace("pages", "page").strip())
    return said


def new_words(lines: Iterable[str], before: Iterable[str]) -> list[str]:
    """Return what is said that was not said before."""
    known = set(words(before))
    return [line for line in words(lines) if line not in known]


@cache
def crawl_unchanged(outlet: str, cases: tuple[str, ...], alone: bool) -> Crawled:
    """Crawl these pages of an outlet as they are."""
    pages = [unchanged(source) for source in sources()[outlet] if str(source) in cases]
    return crawl(pages[0].source.outlet, pages, alone=alone)


# --- a harvest


def count_in(made: Figures, item: Article, own: Sequence[str], fallbacks: Iterable[tuple[Fallback, int]], count: int, seed: str) -> Figures:
    """Count `count` articles that are like this one, each with other text and of another length where the text is its own (`own`)."""
    r, wanted = Random(seed), squeezed(" ".join(own))
    texts = item.body.split("\n\n")
    foreign = [p for p in texts if squeezed(p) not in wanted]
    length = sum(len(p) + 2 for p in texts if squeezed(p) in wanted)
    for n in range(count):
        wide = max(1, int(length * r.lognormvariate(0, SPREAD)))
        text = [f"{seed} {n} ".ljust(wide, "가")[:wide]] if length else []
        made.add(replace(item, id=f"{item.id}-{seed}-{n}", body="\n\n".join([*text, *foreign])))
    for fallback, _ in fallbacks:
        made.fallbacks[fallback] += count
    made.new += count
    made.list_pages, made.list_links = 1, made.new
    return made


@cache
def past(outlet: str, case: str) -> tuple[Article, list[tuple[str, Figures]], list[tuple[Fallback, int]]]:
    """Return the unchanged item of a page, and thirty nights of articles like it, the latest first."""
    control = crawl_unchanged(outlet, (case,), True)
    item = control.read[0].item
    assert item is not None
    own = item.body.split("\n\n")
    nights = [
        (
            f"2026-{11 - n // 28:02}-{28 - n % 28:02}T03:00:00+09:00",
            count_in(Figures(), item, own, control.fallbacks, ARTICLES_A_NIGHT, f"{case} {n}"),
        )
        for n in range(NIGHTS)
    ]
    return item, nights, control.fallbacks


def alarms(page: Changed, item: Article, fallbacks: list[tuple[Fallback, int]], count: int) -> list[str]:
    """Return what health says of a night on which `count` of twelve articles came out like this one."""
    outlet, case = page.source.outlet, str(page.source)
    normal, nights, usual = past(outlet.name, case)
    own = page.truth.fields["body"].split("\n\n")
    tonight = count_in(Figures(), item, own, fallbacks, count, "tonight")
    count_in(tonight, normal, normal.body.split("\n\n"), usual, ARTICLES_A_NIGHT - count, "others")
    limits, guesses = limits_of(), guessed_fallbacks(outlet.layouts, outlet.lists)
    usually = count_in(Figures(), normal, normal.body.split("\n\n"), usual, ARTICLES_A_NIGHT, "tonight")
    known = {alarm.name for alarm in compare(usually, nights, {}, limits, guesses)}
    return [alarm.text for alarm in compare(tonight, nights, {}, limits, guesses) if alarm.name not in known]


@cache
def night(outlet: str, case: str) -> tuple[list[Source], list[str]]:
    """Return articles that are like one, and what a harvest says that has them as they are."""
    [source] = [source for source in sources()[outlet] if str(source) == case]
    alike = [source.like(number) for number in range(ALIKE)]
    return alike, crawl(source.outlet, [unchanged(one) for one in alike]).troubled


def night_tells(source: Source, kind: str, variant: str, seed: str) -> bool:
    """Tell whether a doubt or a warning comes of articles that are all changed so, where the few of the fixtures gave none."""
    alike, before = night(source.outlet.name, str(source))
    made = [page for one in alike if (page := changed(one, kind, variant, seed))]
    whole = crawl(source.outlet, made)
    return bool(new_words(whole.troubled, before)) or any(read.item.doubts for read in whole.read if read.item)


@cache
def limits_of() -> Any:
    """Return the thresholds of health in the settings."""
    return thresholds(Crawler(OutletSpider, settings()))


# --- a trial


@dataclass
class Trial:
    """One page changed in one way, and what came of it."""

    seed: int
    kind: str
    variant: str
    page: str
    wrong: list[str]
    """The fields that are not the truth; `article` if there should be none."""
    crawl: str
    alone: str
    harvest: str
    one_of_twelve: str
    doubts: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    """What the crawl's closing lines say that the unchanged pages' do not."""
    false_alarm: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    """In a word, what is wrong with the item."""


def verdict(page: Changed, read: Read, said: Sequence[str]) -> str:
    """Judge what came of a page. `said`: what the run said besides."""
    if read.item is None:
        assert read.reason is not None
        if not page.truth.article and read.reason.code in page.truth.normal:
            return SAME
        if not read.reason.normal:
            return NO_ITEM
        return TOLD if said else LOST
    if not page.truth.wrong(asdict(read.item)):
        return SAME
    return TOLD if said or read.item.doubts else SILENT


def faults(truth: Truth, item: Article) -> list[str]:
    """Say in a word each what is wrong with an item."""
    found, got = [], asdict(item)
    for name in truth.wrong(got):
        if name == "article":
            found.append("no article there")
            continue
        want, have = truth.fields[name], got[name]
        if name == "body":
            texts, wanted = have.split("\n\n"), squeezed(want)
            whole = all(squeezed(p) in squeezed(have) for p in want.split("\n\n"))
            inside = all(squeezed(p) in wanted for p in texts)
            found.append(
                "body twice" if whole and inside else "body with more" if whole else "body cut" if inside else "body: another text"
            )
        elif name == "images":
            urls, wanted_urls = [i["url"] for i in have], [i["url"] for i in want]
            if urls == wanted_urls:
                found.append("captions")
            elif len(urls) == len(wanted_urls):
                found.append("picture's address")
            else:
                found.append("extra picture" if len(urls) > len(wanted_urls) else "picture gone")
        elif isinstance(want, list):
            found.append(f"{name} {'extra' if len(have) > len(want) else 'gone' if len(have) < len(want) else 'other'}")
        else:
            found.append(name)
    return found


def run(kind: str, variant: str, seed: int, outlet: str) -> list[Trial]:
    """Change all pages of an outlet in one way, and judge each."""
    made = [page for source in sources()[outlet] if (page := changed(source, kind, variant, str(seed)))]
    if not made:
        return []
    whole = crawl(made[0].source.outlet, made)
    control = crawl_unchanged(outlet, tuple(str(page.source) for page in made), False)
    said = new_words(whole.lines, control.lines)
    troubled = new_words(whole.troubled, control.troubled)
    trials = []
    for page, read in zip(made, whole.read, strict=True):
        case = str(page.source)
        single = crawl(page.source.outlet, [page], alone=True)
        said_alone = new_words(single.lines, crawl_unchanged(outlet, (case,), True).lines)
        alone = single.read[0]
        trial = Trial(
            seed, kind, variant, case,
            wrong=page.truth.wrong(asdict(read.item)) if read.item else [],
            crawl=verdict(page, read, said),
            alone=verdict(page, alone, said_alone),
            harvest=verdict(page, read, troubled),
            one_of_twelve=verdict(page, alone, []),
            doubts=list(read.item.doubts) if read.item else [],
            said=said,
        )  # fmt: skip
        if read.item and trial.wrong:
            trial.faults = faults(page.truth, read.item)
        if trial.harvest == SILENT and read.item and alarms(page, read.item, single.fallbacks, ARTICLES_A_NIGHT):
            trial.harvest = TOLD
        if trial.harvest == SILENT and night_tells(page.source, kind, variant, str(seed)):
            trial.harvest = TOLD
        if trial.one_of_twelve == SILENT and alone.item and alarms(page, alone.item, single.fallbacks, 1):
            trial.one_of_twelve = TOLD
        if trial.alone == SAME and alone.item and not page.truth.gives_reason:
            trial.false_alarm = [*alone.item.doubts, *(line for line in said_alone if not any(w in line for w in WITH_REASON))]
        trials.append(trial)
    return trials


def storm(
    seeds: Sequence[int], kinds: Sequence[str], variants: int = VARIANTS, only: str = "", outlets: int | None = None
) -> Iterator[Trial]:
    """Deal the variants of each kind out to the outlets, and run them.

    `only`: the variants with this in their name, all of them to every outlet. `outlets`: to so many outlets a kind, drawn by the seed.
    """
    for seed in seeds:
        for kind in kinds:
            names = [name for name in KINDS[kind] if only in name]
            r = Random(f"{seed} {kind}")
            left: list[str] = []
            for outlet in r.sample(sorted(sources()), outlets or len(sources())):
                tried: set[str] = set()
                fits = 0
                while fits < (len(names) if only else variants) and len(tried) < len(names):
                    if not set(left) - tried:
                        left += r.sample(names, len(names))
                    variant = next(name for name in left if name not in tried)
                    tried.add(variant)
                    if trials := run(kind, variant, seed, outlet):
                        left.remove(variant)  # one that this outlet has nothing for waits for the next
                        fits += 1
                        yield from trials


# --- what is printed


def share(count: int, of: int) -> float:
    """Return a share, rounded to a tenth of a per cent."""
    return round(count / of, 4) if of else 0.0


def unchanged_doubted() -> list[str]:
    """Return the unchanged pages whose item carries a doubt, in a crawl of their outlet or alone, or is not the truth."""
    found = []
    for outlet, pages in sources().items():
        whole = crawl_unchanged(outlet, tuple(map(str, pages)), False)
        for source, read in zip(pages, whole.read, strict=True):
            alone = crawl_unchanged(outlet, (str(source),), True).read[0]
            truth = unchanged(source).truth
            for item in (read.item, alone.item):
                if item is None or item.doubts or truth.wrong(asdict(item)):
                    found.append(f"{source}: {', '.join(item.doubts or truth.wrong(asdict(item))) if item else 'no item'}")
                    break
    return found


def summary(trials: Sequence[Trial], seeds: Sequence[int]) -> dict[str, Any]:
    """Return the figures."""
    n = len(trials)
    right = [trial for trial in trials if trial.alone == SAME and not trial.wrong]
    return {
        "trials": n,
        "seeds": list(seeds),
        "silent_crawl": share(sum(t.crawl == SILENT for t in trials), n),
        "silent_harvest": share(sum(t.harvest == SILENT for t in trials), n),
        "silent_one_of_twelve": share(sum(t.one_of_twelve == SILENT for t in trials), n),
        "silent_page": share(sum(t.alone == SILENT for t in trials), n),
        "lost": share(sum(t.crawl == LOST for t in trials), n),
        "false_alarms": share(sum(bool(t.false_alarm) for t in right), len(right)),
        "right_doubted": share(sum(bool(t.doubts) for t in right), len(right)),
        "unchanged_doubted": len(unchanged_doubted()),
    }


def table(trials: Sequence[Trial]) -> Iterator[str]:
    """Yield a line for each kind."""
    head = f"{'kind':<10}{'n':>6}{'same':>6}{'no item':>8}{'told':>6}{'lost':>6} |"
    head += f"{'SILENT crawl':>14}{'page':>12}{'harvest':>12}{'1 of 12':>12}{'false al.':>11}"
    yield head
    yield "-" * len(head)
    for kind in [*dict.fromkeys(t.kind for t in trials), "all"]:
        of = [t for t in trials if kind in {t.kind, "all"}]
        n, count = len(of), Counter(t.crawl for t in of)
        silent = "".join(
            f"{f'{(c := sum(getattr(t, how) == SILENT for t in of))} ({c / n:.0%})':>{width}}"
            for how, width in (("crawl", 14), ("alone", 12), ("harvest", 12), ("one_of_twelve", 12))
        )
        yield (
            f"{kind:<10}{n:>6}"
            + "".join(f"{count[s]:>{w}}" for s, w in ((SAME, 6), (NO_ITEM, 8), (TOLD, 6), (LOST, 6)))
            + f" |{silent}{sum(bool(t.false_alarm) for t in of):>11}"
        )


def told_by(trials: Sequence[Trial]) -> Iterator[str]:
    """Yield for each kind which doubts and lines spoke of wrong items, the faults that nobody spoke of, and where."""
    for kind in dict.fromkeys(t.kind for t in trials):
        of = [t for t in trials if t.kind == kind]
        doubts = Counter(d for t in of if t.wrong for d in t.doubts)
        right = Counter(d for t in of for d in t.false_alarm)
        unsaid = Counter(fault for t in of if t.crawl == SILENT for fault in t.faults)
        where = Counter(t.variant for t in of if t.crawl in {SILENT, LOST})
        yield f"{kind}: " + ("told by " + counted(doubts) if doubts else "no doubt told")
        if right:
            yield f"    false alarms: {counted(right)}"
        if unsaid:
            yield f"    unsaid: {counted(unsaid)}"
            yield f"    in: {counted(where, 12)}"


def counted(counter: Counter[str], most: int = 8) -> str:
    """Write what is counted, the most frequent first."""
    more = len(counter) - most
    return ", ".join(f"{name[:90]} {n}" for name, n in counter.most_common(most)) + (f", and {more} more" if more > 0 else "")


def shown(trial: Trial) -> Iterator[str]:
    """Yield what was changed of a page, and what came of it against what should have."""
    [source] = [s for s in sources()[trial.page.partition("/")[0]] if str(s) == trial.page]
    page = changed(source, trial.kind, trial.variant, str(trial.seed))
    assert page is not None
    yield f"=== {trial.page}  {trial.kind}:{trial.variant}  seed {trial.seed}"
    yield f"    crawl {trial.crawl}, page {trial.alone}, harvest {trial.harvest}, 1 of 12 {trial.one_of_twelve}"
    yield f"    {', '.join(trial.faults)}" + (f"  doubts: {', '.join(trial.doubts)}" if trial.doubts else "")
    before, after = (
        re.split(
            r"\n|(?<=>)(?=<(?:p|div|h\d|li|ul|article|section)\b)",
            p.raw.decode("utf-8", errors="replace") if b"euc-kr" not in p.raw[:900] else p.raw.decode("cp949", errors="replace"),
        )
        for p in (unchanged(source), page)
    )
    diff = [line for line in difflib.unified_diff(before, after, n=1, lineterm="") if not line.startswith(("---", "+++"))]
    yield from (f"    {line[:160]}" for line in diff[: 2 * LINES])
    if len(diff) > 2 * LINES:
        yield f"    and {len(diff) - 2 * LINES} more lines"
    read = crawl(source.outlet, [page], alone=True).read[0]
    if read.item is None:
        yield f"  no item: {read.reason.code if read.reason else ''}"
        return
    got = asdict(read.item)
    for name in FIELDS if trial.wrong == ["article"] else trial.wrong:
        if trial.wrong != ["article"] or name in {"title", "body", "images"}:
            want = None if trial.wrong == ["article"] else page.truth.fields[name]
            lines = list(Difference(name, want, got[name]).lines())
            yield from lines[:LINES]
            if len(lines) > LINES:
                yield f"    and {len(lines) - LINES} more lines"


# --- the same by the command line


def verify(trials: Sequence[Trial], count: int) -> Iterator[str]:
    """Run some of the trials as commands; yield a line for each that comes out otherwise, and how many did not."""
    agree = 0
    chosen = Random("verify").sample(list(trials), min(count, len(trials)))
    for trial in chosen:
        outlet = trial.page.partition("/")[0]
        [source] = [s for s in sources()[outlet] if str(s) == trial.page]
        page = changed(source, trial.kind, trial.variant, str(trial.seed))
        assert page is not None
        ours = crawl(source.outlet, [page], alone=True)
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            case = folder / "fixtures" / outlet / "case"
            case.mkdir(parents=True)
            (case / "page.html").write_bytes(page.raw)
            answer = json.loads((source.case.folder / "response.json").read_text(encoding="utf-8"))
            (case / "response.json").write_text(json.dumps(answer | {"headers": page.headers}), encoding="utf-8")
            robots = folder / "fixtures" / outlet / "robots"
            robots.mkdir()
            for file in (FIXTURES / outlet / "robots").iterdir():
                (robots / file.name).write_bytes(file.read_bytes())
            out = folder / "out.jsonl"
            url = source.outlet.article_url(source.key)
            command = [
                sys.executable,
                "-m",
                "scrapy",
                "crawl",
                outlet,
                "-s",
                f"REPLAY={folder / 'fixtures'}",
                "-a",
                f"url={url}",
                "-O",
                str(out),
            ]
            done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)
            lines = out.read_text(encoding="utf-8").splitlines() if out.exists() else []
        items = [json.loads(line) for line in lines]
        wanted = [asdict(ours.read[0].item)] if ours.read[0].item else []
        differs = []
        if items != wanted:
            differs.append("item")
        said = [line for line in words(done.stderr.splitlines()) if "out.jsonl" not in line]  # what became of the file
        if said != words(ours.lines):
            differs.append(f"lines {said} against {words(ours.lines)}")
        if done.returncode != ours.status:
            differs.append(f"exit status {done.returncode} against {ours.status}")
        agree += not differs
        if differs:
            yield f"{trial.page} {trial.kind}:{trial.variant} seed {trial.seed}: {'; '.join(differs)}"
    yield f"{agree} of {len(chosen)} agree with scrapy crawl"


def main() -> None:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", default="1")
    parser.add_argument("--kinds", default=",".join(KINDS))
    parser.add_argument("--variants", type=int, default=VARIANTS, help="variants of each kind that each outlet gets, a seed")
    parser.add_argument("--json", type=Path, metavar="FILE")
    parser.add_argument(
        "--show", metavar="KIND[:VARIANT]", help="print the silent and lost trials of a kind, or of the variants with this in their name"
    )
    parser.add_argument("--false", action="store_true", help="with --show: the false alarms instead")
    parser.add_argument("--verify", type=int, default=0, metavar="N", help="run N trials as commands too")
    args = parser.parse_args()
    logging.disable(logging.WARNING)
    seeds = [int(seed) for seed in args.seeds.split(",")]
    kinds = args.kinds.split(",")
    only = ""
    if args.show:
        kind, _, only = args.show.partition(":")
        kinds = [kind]
    if unknown := [kind for kind in kinds if kind not in KINDS]:
        parser.error(f"no such kind: {', '.join(unknown)} (there are {', '.join(KINDS)})")
    began = time.perf_counter()
    trials = list(storm(seeds, kinds, args.variants, only))
    print("\n".join(table(trials)))
    print()
    print("\n".join(told_by(trials)))
    if args.show:
        chosen = [
            t for t in trials if (t.false_alarm if args.false else SILENT in {t.crawl, t.harvest, t.one_of_twelve} or t.crawl == LOST)
        ]
        for trial in chosen:
            print("\n".join(shown(trial)))
    figures = summary(trials, seeds)
    print()
    print(json.dumps(figures, ensure_ascii=False))
    for line in unchanged_doubted():
        print(f"unchanged: {line}")
    print(f"{len(trials)} trials in {time.perf_counter() - began:.0f} s")
    if args.verify:
        print("\n".join(verify(trials, args.verify)))
    if args.json:
        args.json.write_text(json.dumps(figures, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    with suppress(BrokenPipeError):  # `| head`
        main()
