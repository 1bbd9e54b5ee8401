"""How often a changed page gives a wrong article in silence: `benchmarks/changed_pages.py`, a small seed of it as a floor."""

from __future__ import annotations

import shutil
from dataclasses import asdict
from pathlib import Path

import pytest

from benchmarks import changed_pages
from benchmarks.page_changes import KINDS, Page, Source
from newsharvest.reasons import Reason
from tests.support.cases import ANSWER, ARTICLES, make
from tests.support.crawls import crawl
from tests.support.project import FIXTURES

AT_MOST = {
    "silent_crawl": 0.005,
    "silent_harvest": 0.0,
    "silent_one_of_twelve": 0.01,
    "lost": 0.0,
    "right_doubted": 0.06,
    "false_alarms": 0.01,
    "unchanged_doubted": 0,
}
"""What the figures of SEED are at most. They may only be lowered."""

SEED, OUTLETS = 11, 2

SOURCES = {str(source): source for pages in changed_pages.sources().values() for source in pages}


def source(name: str) -> Source:
    return SOURCES[name]


def page_of(name: str, kind: str, variant: str) -> changed_pages.Changed:
    page = changed_pages.changed(source(name), kind, variant, "1")
    assert page is not None
    return page


def test_the_storm_takes_every_article() -> None:
    assert sorted(SOURCES) == sorted(map(str, ARTICLES))


def test_no_more_is_silent_than_before() -> None:
    trials = list(changed_pages.storm([SEED], list(KINDS), variants=1, outlets=OUTLETS))
    made = changed_pages.summary(trials, [SEED])
    assert {trial.kind for trial in trials} == set(KINDS)
    assert made["trials"] > 100
    assert {name: made[name] for name, most in AT_MOST.items() if made[name] > most} == {}


def test_a_page_that_is_only_written_again_gives_its_article() -> None:
    assert changed_pages.unchanged_doubted() == []


@pytest.mark.parametrize("name", ["gnmaeil/415120", "joongdo/two-authors", "ksilbo/512204"])
def test_an_article_like_another_is_read_as_its_truth_has_it(name: str) -> None:
    alike = [source(name).like(number) for number in range(3)]
    crawled = changed_pages.crawl(alike[0].outlet, [changed_pages.unchanged(one) for one in alike])
    items = [read.item for read in crawled.read if read.item]
    assert [Page(one).truth.wrong(asdict(item)) for one, item in zip(alike, items, strict=True)] == [[], [], []]
    assert len({item.body for item in items}) == len({item.title for item in items}) == len({item.id for item in items}) == 3


def test_a_note_of_what_is_gone_is_no_false_alarm() -> None:
    [trial] = changed_pages.run("remove", "part_gone:date", 1, "gnmaeil")
    assert (trial.wrong, trial.crawl, trial.harvest, trial.false_alarm) == ([], "same", "same", [])
    assert len(trial.said) == 1
    assert trial.said[0].startswith("note: published_raw was read by a fallback selector")


@pytest.mark.parametrize(
    ("name", "kind", "variant"),
    [
        ("gnmaeil/415120", "box", "in_text:newsletter/middle"),
        ("ghnews/desk-byline", "rename", "part:container/suffix"),
        ("krnews21/wrong-charset", "charset", "bytes_as:cp949-utf8-utf8"),
        ("joongdo/two-authors", "empty", "emptied:spinner"),
    ],
)
def test_it_comes_to_what_a_whole_crawl_comes_to(tmp_path: Path, name: str, kind: str, variant: str) -> None:
    page = page_of(name, kind, variant)
    case, outlet = page.source.case, page.source.outlet
    make(tmp_path / outlet.name / "case", {**ANSWER, "url": case.url, "headers": page.headers, "recorded_at": case.recorded_at}, page.raw)
    shutil.copytree(FIXTURES / outlet.name / "robots", tmp_path / outlet.name / "robots")
    whole = crawl(outlet.name, tmp_path, url=outlet.article_url(page.source.key))
    ours = changed_pages.crawl(outlet, [page], alone=True)
    assert whole.items == [asdict(read.item) for read in ours.read if read.item]
    assert whole.closing == "\n".join(ours.lines)
    assert whole.report.exit_status == ours.status


def test_a_box_in_the_text_is_no_part_of_the_truth() -> None:
    page = page_of("gnmaeil/415120", "box", "in_text:newsletter/middle")
    assert "뉴스레터" in page.raw.decode()
    assert "뉴스레터" not in page.truth.fields["body"]
    item = {**source("gnmaeil/415120").expected}
    assert page.truth.wrong(item) == []
    assert page.truth.wrong(item | {"body": item["body"] + "\n\n뉴스레터 구독"}) == ["body"]


def test_a_lost_container_is_no_item_and_a_wrong_item_is_silent_unless_something_is_said() -> None:
    page = page_of("gnmaeil/415120", "empty", "emptied:login")
    [read] = changed_pages.crawl(page.source.outlet, [page], alone=True).read
    assert read.item is not None
    read.item.doubts = []
    assert changed_pages.verdict(page, changed_pages.Read(read.item), []) == changed_pages.SILENT
    assert changed_pages.verdict(page, changed_pages.Read(read.item), ["note: …"]) == changed_pages.TOLD
    read.item.doubts = ["a doubt"]
    assert changed_pages.verdict(page, changed_pages.Read(read.item), []) == changed_pages.TOLD
    assert changed_pages.verdict(page, changed_pages.Read(reason=Reason.NO_BODY), []) == changed_pages.NO_ITEM
    assert changed_pages.verdict(page, changed_pages.Read(reason=Reason.PHOTO_ONLY), []) == changed_pages.LOST
    assert changed_pages.verdict(page, changed_pages.Read(reason=Reason.PHOTO_ONLY), ["wrong: …"]) == changed_pages.TOLD


def test_only_what_the_unchanged_pages_do_not_say_is_new() -> None:
    before = ["x: 2 articles", "  note: title was read on 2 pages", "  result: ok (exit status 0)"]
    after = [
        "x: 1 article",
        "  1 not kept, photo_only: a photo story without text",
        "      x  http://x.kr/1",
        "  note: title was read on 1 page",
        "  warning: bodies have shrunk",
        "  result: something is wrong, see above (exit status 1)",
    ]
    assert changed_pages.new_words(after, before) == ["warning: bodies have shrunk"]
    failed = ["  1 not kept, no_body: no text where the layout says it is", "      x  http://x.kr/1"]
    assert changed_pages.new_words(failed, before) == ["# not kept, no_body: no text where the layout says it is", "x  http://x.kr/#"]
