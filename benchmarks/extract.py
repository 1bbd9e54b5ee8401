"""Read the articles of fixtures/ with this project and with five general extractors, side by side in one run, from bytes.

    uv run --group bench python benchmarks/extract.py [--json FILE]

Every case in fixtures/ whose expected.json is an article is read by each tool: from the bytes as they lie there, decoding included, to
title, time of publication and body. This project: response, charset middleware, the outlet's layouts, loader, normalise pipeline, and
the doubts of page and text. It is told what a crawl knows of a page, its address and headers; the others are generic and get the bytes
alone.

Text is compared with white space collapsed, in NFC and without invisible characters, for all alike. Precision and recall count words
(the overlap of the two bags of words), per page, and so does F1; the means over the pages are shown. A time is right if it is right to the
minute, and where the page states none, if none is given; a day without a time is taken for its 00:00. A tool that raises has read nothing.
For this project, a page is exact only if every field is, to the letter, as expected.json has it, save those that no page alone gives: the
hash, and what the index of near-duplicates says.

Each tool reads all pages once to warm up; then they take turns, in another order each round, and the best round of each counts.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import json
import logging
import re
import sys
import time
import warnings
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import fmean
from typing import Any, NamedTuple, TypeAlias

from scrapy.http import Headers
from scrapy.responsetypes import responsetypes
from scrapy.settings import Settings
from scrapy.spiderloader import SpiderLoader

from newsharvest import press
from newsharvest.crawl.outlet import OutletSpider
from newsharvest.doubts import doubts_of_text
from newsharvest.download.charset import decoded
from newsharvest.download.replay import ORIGINS, Case
from newsharvest.items import ARTICLE_FIELDS, Article, Unkept
from newsharvest.page.article import normalise
from newsharvest.press import read_time

FIXTURES = Path(__file__).parent.parent / "fixtures"
ROUNDS = 5
OURS = "newsharvest"
NOT_OF_THE_PAGE = frozenset({"content_hash", "story_id", "duplicate_of", "similarity", "origin"})
"""Fields that are made of other fields, or of other articles."""
LOOKS_FOR_NO = {"readability-lxml": {"day", "time"}, "resiliparse": {"title", "day", "time"}}
"""What a tool does not offer."""


class Page(NamedTuple):
    """A case whose page is an article: the bytes, and what must come of them."""

    case: Case
    raw: bytes
    expected: dict[str, Any]

    @property
    def outlet(self) -> str:
        """The spider's name."""
        return self.case.folder.parent.name

    def __str__(self) -> str:
        return f"{self.outlet}/{self.case.folder.name}"


class Reading(NamedTuple):
    """What a tool makes of a page. `published` is whatever it gives: a text or a datetime."""

    title: str | None = None
    published: object = None
    body: str | None = None
    article: Article | None = None  # this project's


Tool: TypeAlias = Callable[[Page], Reading]


def pages(folder: Path = FIXTURES) -> list[Page]:
    """Return every article of a folder of fixtures."""
    found = []
    for file in sorted(folder.rglob("expected.json")):
        expected = json.loads(file.read_text(encoding="utf-8"))
        if "links" not in expected and "reason" not in expected:  # neither a list nor a page that is no article
            case = Case.load(file.parent)
            found.append(Page(case, case.page.read_bytes(), expected))
    return found


# --- the tools: each is imported when it is asked for


def newsharvest() -> Tool:
    """Return this project's reader, with a spider's class for each outlet."""
    settings = Settings()
    settings.setmodule("newsharvest.settings")
    loader = SpiderLoader.from_settings(settings)
    outlets = {name: outlet for name in loader.list() if issubclass(outlet := loader.load(name), OutletSpider)}

    def read(page: Page) -> Reading:
        outlet, url = outlets[page.outlet], page.case.url
        headers = Headers(page.case.headers)
        kind = responsetypes.from_args(headers=headers, url=url, body=page.raw)
        response = decoded(kind(url=url, status=page.case.status, headers=headers, body=page.raw))
        received = read_time(page.case.recorded_at) if page.case.recorded_at else None
        loaded = outlet.read_response(response, outlet.article_key(url), received)
        if isinstance(loaded, Unkept):
            raise TypeError(f"{page}: {loaded}")
        article = normalise(loaded.article, outlet.own_names())
        article.doubts = [*article.doubts, *doubts_of_text(article)]
        return Reading(article.title, article.published_at, article.body, article)

    return read


def trafilatura() -> Tool:
    """Return trafilatura, asked for metadata."""
    from trafilatura import bare_extraction

    def read(page: Page) -> Reading:
        found = bare_extraction(page.raw, with_metadata=True)
        return Reading(found.title, found.date, found.text) if found else Reading()

    return read


def readability() -> Tool:
    """Return readability-lxml; of the HTML that it gives, the text, a line for each block."""
    from lxml import html
    from readability import Document

    block = re.compile(r"(?=</?(?:p|div|br|li|ul|ol|tr|td|th|table|h[1-6]|section|article|blockquote|figure|figcaption)\b)")

    def read(page: Page) -> Reading:
        document = Document(page.raw)
        summary = document.summary(html_partial=True)
        return Reading(document.short_title(), None, str(html.fromstring(block.sub("\n", summary)).xpath("string()")))

    return read


def newspaper4k() -> Tool:
    """Return newspaper4k, in Korean.

    Its Korean tokeniser wants data that NLTK would download; its own one for other languages, which parts at spaces and signs, stands in.
    In English it finds hardly any body.
    """
    from newspaper import Article as NewspaperArticle
    from newspaper.text import default_tokenizer

    importlib.import_module("newspaper.languages.ko").tokenizer = default_tokenizer  # type: ignore[attr-defined]

    def read(page: Page) -> Reading:
        article = NewspaperArticle(page.case.url, language="ko", fetch_images=False)
        article.download(input_html=page.raw)
        article.parse()
        return Reading(article.title, article.publish_date, article.text)

    return read


def goose3() -> Tool:
    """Return goose3, with its Korean stop words: without them it finds no body."""
    from goose3 import Goose
    from goose3.text import StopWordsKorean

    goose = Goose({"enable_image_fetching": False, "stopwords_class": StopWordsKorean})

    def read(page: Page) -> Reading:
        article = goose.extract(raw_html=page.raw)
        return Reading(article.title, article.publish_date, article.cleaned_text)

    return read


def resiliparse() -> Tool:
    """Return resiliparse, which looks for the text alone."""
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.encoding import detect_encoding
    from resiliparse.parse.html import HTMLTree

    def read(page: Page) -> Reading:
        tree = HTMLTree.parse_from_bytes(page.raw, detect_encoding(page.raw, from_html_meta=True) or "utf-8")
        return Reading(body=extract_plain_text(tree, main_content=True))

    return read


TOOLS: dict[str, Callable[[], Tool]] = {
    OURS: newsharvest,
    "trafilatura": trafilatura,
    "readability-lxml": readability,
    "newspaper4k": newspaper4k,
    "goose3": goose3,
    "resiliparse": resiliparse,
}


# --- how well


@dataclass
class Score:
    """What a tool made of the pages; shares and means are of 0 to 1."""

    precision: float
    recall: float
    f1: float
    right: dict[str, float]
    """Share of pages on which body, title, day and minute are right."""
    failed: int
    wrong: dict[str, list[str]]
    """Of this project: the fields that are not as expected, of each page that has such."""

    def exact(self, articles: int) -> float:
        """Return the share of pages on which every field is right."""
        return 1 - len(self.wrong) / articles


def score(name: str, read: Tool, articles: Sequence[Page]) -> Score:
    """Let a tool read the pages, once each."""
    measured: list[tuple[float, float, float]] = []
    right: Counter[str] = Counter()
    wrong: dict[str, list[str]] = {}
    failed = 0
    for page in articles:
        try:
            found = read(page)
        except Exception as error:  # noqa: BLE001 (whatever a tool raises, it has not read the page)
            print(f"  {name}: {page}: {type(error).__name__}: {error}"[:160], file=sys.stderr)
            found = Reading()
        failed += not found.body
        measured.append(overlap(found.body or "", page.expected["body"]))
        right.update(rights(found, page.expected))
        if name == OURS and (differ := differences(found, page.expected)):
            wrong[str(page)] = differ
    precision, recall, f1 = (fmean(column) for column in zip(*measured, strict=True))
    shares = {what: right[what] / len(articles) for what in ("body", "title", "day", "time")}
    return Score(precision, recall, f1, shares, failed, wrong)


def overlap(found: str, expected: str) -> tuple[float, float, float]:
    """Return precision, recall and F1 of the words."""
    ours, theirs = Counter(press.clean(found).split()), Counter(press.clean(expected).split())
    common = (ours & theirs).total()
    if not common:
        return 0.0, 0.0, 0.0
    precision, recall = common / ours.total(), common / theirs.total()
    return precision, recall, 2 * precision * recall / (precision + recall)


def rights(found: Reading, expected: dict[str, Any]) -> set[str]:
    """Return what of body, title, day and time is right, as all tools are measured."""
    same = {name: press.clean(getattr(found, name) or "") == press.clean(expected[name]) for name in ("body", "title")}
    time_found, time_expected = minute(found.published) or "", minute(expected["published_at"]) or ""
    same |= {"day": time_found[:10] == time_expected[:10], "time": time_found == time_expected}
    return {name for name, is_same in same.items() if is_same}


def differences(found: Reading, expected: dict[str, Any]) -> list[str]:
    """Name the fields of this project's article that are not to the letter what is expected."""
    if found.article is None:
        return ["no article"]
    item = asdict(found.article)
    return [name for name in ARTICLE_FIELDS if name not in NOT_OF_THE_PAGE and item[name] != expected[name]]


def minute(published: object) -> str | None:
    """Write a time to the minute, in Korean time; one without a zone is Korean."""
    moment = press.read_time(str(published)) if published else None
    return press.iso(moment)[:16] if moment else None


# --- how fast


def fastest(tools: dict[str, Tool], articles: Sequence[Page]) -> dict[str, float]:
    """Let the tools take turns with the whole set, and return each one's best round, in ms a page."""
    best = dict.fromkeys(tools, float("inf"))
    names = list(tools)
    for turn in range(ROUNDS):
        for name in names[turn % len(names) :] + names[: turn % len(names)]:
            read = tools[name]
            started = time.perf_counter()
            for page in articles:
                with suppress(Exception):  # `score` has counted it
                    read(page)
            best[name] = min(best[name], (time.perf_counter() - started) * 1000 / len(articles))
    return best


# --- all of it


def run() -> dict[str, float | None]:
    """Measure, print, and return the figures."""
    articles = pages()
    tools: dict[str, Tool] = {}
    for name, make in TOOLS.items():
        try:
            tools[name] = make()
        except ImportError as error:
            print(f"{name} is left out: {error}")
    scores = {name: score(name, read, articles) for name, read in tools.items()}
    speed = fastest(tools, articles)

    print(f"{'':24}" + "".join(f" {head:>6}" for head in "P R F1 body title day time exact failed".split()) + "  ms/page  ours/this")
    for name, made in scores.items():
        shares = [f"{share:.3f}" for share in (made.precision, made.recall, made.f1)]
        shares += ["-" if what in LOOKS_FOR_NO.get(name, ()) else f"{share:.3f}" for what, share in made.right.items()]
        shares += [f"{made.exact(len(articles)):.3f}" if name == OURS else "-", str(made.failed)]
        cells = "".join(f" {share:>6}" for share in shares)
        print(f"{name + ' ' + importlib.metadata.version(name):24}{cells} {speed[name]:8.2f} {speed[OURS] / speed[name]:10.2f}")
    origins = Counter(page.case.origin for page in articles)
    told = ", ".join(f"{origins[origin]} {origin}" for origin in ORIGINS)
    print(
        f"""
P, R, F1: words of the body, mean of the pages. body, title, day, time: share of pages on which it is right (-: the tool looks for none).
exact: every field of the article right, which only newsharvest gives; body is what compares. failed: pages on which a tool raised or found
no text. ms/page: over the whole set, best of {ROUNDS} rounds.

{len(articles)} pages of {len({page.outlet for page in articles})} outlets: {told}.
This claims no more than that. newsharvest's selectors were written for these very pages, most of them made to try what breaks readers, and
no live page is among them: the table says that newsharvest reads the pages here as a person has read them, and nothing of other pages.
The other tools are general: they know nothing of these outlets, and keep what an outlet's reader would not (bylines, an outlet's name in
a title)."""
    )
    for page, fields in scores[OURS].wrong.items():
        print(f"not exact: {page}: {', '.join(fields)}")
    return {
        "exact_share": round(scores[OURS].exact(len(articles)), 4),
        "ms_per_page": round(speed[OURS], 3),
        "ratio_to_trafilatura": round(speed[OURS] / speed["trafilatura"], 3) if "trafilatura" in speed else None,
    }


def main() -> None:
    """Run it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures to FILE")
    options = parser.parse_args()
    sys.path = [folder for folder in sys.path if Path(folder).resolve() != Path(__file__).parent]  # newspaper.py is not newspaper4k's
    warnings.simplefilter("ignore")  # the other tools' own
    logging.disable(logging.CRITICAL)
    figures = run()
    print("\n" + "\n".join(f"{name} {value}" for name, value in figures.items()))
    if options.json:
        options.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
