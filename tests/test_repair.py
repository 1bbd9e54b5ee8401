"""`scrapy repair`: an outlet whose site was redesigned, from the warning of a harvest to articles as they would have been."""

from __future__ import annotations

import html
import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support.command_line import refused
from tests.support.new_site import HTML, record
from tests.support.outlet_server import Reply, Site, always, serving
from tests.support.posix import SIGNALS
from tests.support.processes import Ran
from tests.support.project import FIXTURES, ROOT
from tests.support.project_copy import Desk, Project
from tests.support.reader import blocks, commands, without_seconds
from tests.support.town import HOST, QUICK, SINCE

WRITERS = ("김하늘", "이바다", "박솔")
TOPICS = (
    ("도서관 야간 개방", "독서실 자리", "시립도서관"),
    ("하천 산책로 정비", "징검다리", "솔밭천"),
    ("전통시장 주차장", "장바구니 배달", "중앙시장"),
    ("노인 돌봄 인력", "방문 간호", "보건소"),
    ("학교 급식 꾸러미", "친환경 쌀", "교육지원청"),
    ("겨울 눈 치우기", "제설 장비", "도로과"),
    ("청년 창업 공간", "임대료 지원", "일자리센터"),
    ("버스 노선 개편", "막차 시간", "교통행정과"),
    ("문화의 거리 조성", "벽화 작업", "문화재단"),
    ("생활체육 교실", "무료 강습", "체육회"),
    ("농기계 임대 사업", "배달 서비스", "농업기술센터"),
    ("마을 공방 개관", "목공 수업", "주민자치회"),
)


@dataclass
class Paper(Site):
    """A NetPro outlet whose articles differ (a subtitle, two writers, a captioned picture, a long text), and that is redesigned."""

    redesigned: bool = False
    new_list: bool = False
    redesigned_from: int = 1_000_000
    paywall: bool = False

    def publish(self, *numbers: int, day: str = "2024-11-20") -> None:
        for n in numbers:
            self.add(n, day=f"{day} {9 + n % 9:02}:{(n * 7) % 60:02}")
            topic, detail, office = TOPICS[n % len(TOPICS)]
            made = self.articles[n]
            made.title = f"가온시, {topic} {n}번째 사업 {'시작' if n % 2 else '마무리'}"
            made.body = [
                f"가온시 {office}는 {n}일부터 {topic} 사업을 벌이며 주민 {n * 13}명이 {detail} 혜택을 받는다고 밝혔다.",
                f"{office} 관계자는 “{detail}에 {n * 3}억 원을 들여 내년 {n % 12 + 1}월까지 {topic} 사업을 마치겠다”고 말했다.",
                f"{n}차 신청은 누리집과 읍면동 주민센터에서 받으며 {detail} 문의는 {office} {n}번 창구로 하면 된다.",
                *(
                    f"{topic} {part}단계에는 마을 {n + part}곳이 참여해 {detail} 자리를 {part * n}개씩 나눈다."
                    for part in range(1, n % 4 * 3)
                ),
            ]
            made.byline = f"{WRITERS[n % 3]} 기자" + (f", {WRITERS[(n + 1) % 3]} 기자" if n % 4 == 0 else "")

    def subtitle(self, n: int) -> str:
        topic, detail, _ = TOPICS[n % len(TOPICS)]
        return f"{detail} {n}곳 늘려 {topic} 돕는다" if n % 3 == 0 else ""

    def caption(self, n: int) -> str:
        return f"{TOPICS[n % len(TOPICS)][2]} 직원들이 {n}번째 현장을 살피고 있다." if n % 5 in {0, 1} else ""

    def article(self, number: int) -> str:
        made = self.articles.get(number)
        if made is None or made.removed:
            return super().article(number)
        paragraphs = [f"<p>{html.escape(p)}</p>" for p in made.body]
        new = self.redesigned or number >= self.redesigned_from
        return self.new(number, paragraphs[:1] if self.paywall else paragraphs) if new else self.old(number, paragraphs)

    def old(self, n: int, paragraphs: list[str]) -> str:
        made = self.articles[n]
        figure = (
            f'<figure class="cheditor-caption"><img src="/data/{n}.jpg"><figcaption class="cheditor-caption-text">{self.caption(n)}'
            "</figcaption></figure>"
        )
        subtitle = f"<h3>{self.subtitle(n)}</h3>" if self.subtitle(n) else ""
        return (
            f'<html><head><title>{made.title} - 경기티비종합뉴스</title><meta property="og:title" content="{made.title}"></head><body>'
            f'<div class="art_top"><div class="path_wrap"><h3>지역뉴스</h3></div><h2>{made.title}</h2>{subtitle}'
            f'<ul class="art_info"><li class="name">{made.byline}</li><li>등록 {made.day}</li></ul></div>'
            f'<div id="news_body_area">{figure if self.caption(n) else ""}{"".join(paragraphs)}</div></body></html>'
        )

    def new(self, n: int, paragraphs: list[str]) -> str:
        made = self.articles[n]
        figure = f'<figure class="photo"><img src="/data/{n}.jpg"><figcaption>{self.caption(n)}</figcaption></figure>'
        subtitle = f'<p class="view-sub">{self.subtitle(n)}</p>' if self.subtitle(n) else ""
        related = "".join(f'<li><a href="/bbs/board.php?bo_table=news&amp;wr_id={n - k}">{self.title(n - k)}</a></li>' for k in (1, 2))
        paragraphs.insert(2, f'<div class="related-box"><strong>관련기사</strong><ul>{related}</ul></div>')
        return (
            f'<html><head><title>{made.title} | 경기티비종합뉴스</title><meta property="og:title" content="{made.title}"></head><body>'
            '<header class="gnb"><a href="/">경기티비종합뉴스</a><span class="today">2024년 11월 24일</span></header><main class="view">'
            f'<nav class="crumb"><a href="/local">지역뉴스</a></nav><h1 class="view-title">{made.title}</h1>{subtitle}'
            f'<div class="view-meta"><span class="writer">{made.byline}</span><time class="date">입력 {made.day}</time></div>'
            f'<div class="view-text">{figure if self.caption(n) else ""}{"".join(paragraphs)}'
            '<div class="share">이 기사를 공유합니다</div></div></main>'
            '<footer class="ft">경기티비종합뉴스 경기도 가온시 가온로 1 대표전화 031-000-0000</footer></body></html>'
        )

    def title(self, n: int) -> str:
        return self.articles[n].title if n in self.articles else f"지난 소식 {n}"

    def list(self, page: int) -> str:
        old = super().list(page)
        if not self.new_list:
            return old
        rows = re.findall(r'<li><a href="([^"]+)"><h2>(.*?)</h2></a><ul class="art_info"><li class="date">(.*?)</li></ul></li>', old)
        items = "".join(
            f'<div class="item"><a class="item-link" href="{link}"><strong>{title}</strong></a><em class="item-date">{day}</em></div>'
            for link, title, day in rows
        )
        pager = old.partition("</ul><nav")[2]
        return f'<html><body><section class="news-list">{items}</section><nav{pager}'


@dataclass
class Reader(Desk):
    """Somebody who reads the outlet every night."""

    paper: Paper

    def harvest(self, *arguments: str) -> Ran:
        return self.run("harvest", "gyeonggitv", "--since", SINCE, *QUICK, *arguments)

    def repair(self, *arguments: str, answer: str = "") -> Ran:
        self.paper.asked.clear()
        return self.run("repair", "gyeonggitv", *QUICK, *arguments, answer=answer)

    def articles(self) -> dict[int, dict[str, object]]:
        """What the store has, by number, without what tells how and when it was read."""
        exported = self.run("export")
        assert exported.status == 0, exported.err
        found = (json.loads(line) for line in exported.out.splitlines())
        left_out = ("layout", "fetched_at", "doubts", "story_id", "duplicate_of", "similarity", "published_raw")
        return {int(a["id"].partition(":")[2]): {name: value for name, value in a.items() if name not in left_out} for a in found}

    def spider(self) -> str:
        return self.project.spider("gyeonggitv").read_text(encoding="utf-8")


@pytest.fixture
def desk(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    paper = Paper()
    with serving({HOST: paper}) as proxy:
        yield Reader(project, proxy, tmp_path_factory.mktemp("cache"), paper)


REMEMBERED: dict[str, tuple[Ran, dict[str, bytes]]] = {}
"""What was printed on a night, and the files of the store after it: many tests begin with the same."""


def remembered(desk: Reader, night: str, harvest: Callable[[], Ran]) -> Ran:
    night = f"{night} {os.environ['LANGUAGE']}"
    if night not in REMEMBERED:
        ran = harvest()
        REMEMBERED[night] = ran, {file.name: file.read_bytes() for file in desk.project.folder.glob("h.db*")}
    ran, files = REMEMBERED[night]
    for name, content in files.items():
        (desk.project.folder / name).write_bytes(content)
    return ran


def three_nights(desk: Reader) -> None:
    for night in range(3):
        desk.paper.publish(*range(night * 8 + 1, night * 8 + 9), day=f"2024-11-{20 + night}")
        ran = remembered(desk, f"{night}", desk.harvest)
        assert ran.status == 0, ran.err


def fourth_night(desk: Reader) -> Ran:
    """The site has another markup, for what is new and for what was there."""
    three_nights(desk)
    desk.paper.redesigned = True
    desk.paper.publish(*range(25, 33), day="2024-11-23")
    return remembered(desk, "fourth", desk.harvest)


def keep_the_name(paper: Paper) -> None:
    """Let the new markup call the text's container what the old one does."""
    new = paper.new
    paper.new = lambda n, paragraphs: new(n, paragraphs).replace(  # type: ignore[method-assign]
        '<div class="view-text">', '<div class="view-text" id="news_body_area">'
    )


def as_printed(paper: Paper, numbers: range) -> dict[int, dict[str, object]]:
    """What the articles of these numbers are, whatever their markup."""
    found: dict[int, dict[str, object]] = {}
    for n in numbers:
        made = paper.articles[n]
        caption = paper.caption(n)
        found[n] = {
            "title": made.title,
            "subtitle": [paper.subtitle(n)] if paper.subtitle(n) else [],
            "section": ["지역뉴스"],
            "authors": re.findall(r"(\S+) 기자", made.byline),
            "published_at": f"{made.day.replace(' ', 'T')}:00+09:00",
            "body": "\n\n".join(made.body),
            "images": [{"url": f"http://{HOST}/data/{n}.jpg", "caption": caption}] if caption else [],
        }
    return found


def kept(desk: Reader, numbers: range) -> dict[int, dict[str, object]]:
    wanted = ("title", "subtitle", "section", "authors", "published_at", "body", "images")
    articles = desk.articles()
    return {n: {name: articles[n][name] for name in wanted} for n in numbers if n in articles}


COMMAND = "uv run scrapy repair gyeonggitv -s STORE=h.db"
QUESTION = "write newsharvest/spiders/gyeonggitv.py and the pages into fixtures/gyeonggitv? [y/N] "


@pytest.mark.slow
def test_a_redesigned_site_is_warned_of_repaired_and_harvested(desk: Reader) -> None:
    fourth = fourth_night(desk)
    assert fourth.status == 1
    assert " 8 no_layout " in fourth.err
    assert fourth.last == COMMAND
    assert set(desk.articles()) == set(range(1, 25))
    before = desk.spider()

    no = desk.repair(answer="n\n")
    assert (no.status, no.err) == (0, f"{QUESTION}scrapy repair: nothing was written\n")
    assert len(desk.paper.asked) <= 13  # robots.txt twice: to obey it, and as a page
    assert len(set(desk.paper.urls())) == len(desk.paper.urls()) - 1 == 12
    assert f"gyeonggitv 경기티비종합뉴스  http://{HOST}/\n" in no.out
    assert "  known            5 articles of the store, of 5 that were asked for again\n" in no.out
    assert "  before           10 no_layout\n" in no.out
    assert re.search(r"^  now              10 read as gyeonggitv/20\d\d-\d\d-\d\d$", no.out, re.MULTILINE)
    for name, beside in (("title", "5/5"), ("body", "5/5"), ("authors", "5/5"), ("published_at", "5/5"), ("subtitle", "3/3")):
        right, filled = f"0/{beside[2]} right +{beside} right ", "0/5 +1/5 " if name == "subtitle" else "0/5 +5/5 "
        assert re.search(rf"^    {name} +{right} *{filled} *\S.*  \[\.[\w-]+\]$", no.out, re.MULTILINE), name
    assert desk.spider() == before
    assert not (desk.project.folder / "fixtures").exists()

    nobody = desk.repair()
    assert (nobody.status, nobody.err) == (1, f"{QUESTION}\nscrapy repair: nothing was written: nobody answered\n")
    assert desk.spider() == before

    yes = desk.repair(answer="y\n")
    assert (yes.status, yes.err) == (0, QUESTION)
    assert "written: newsharvest/spiders/gyeonggitv.py\nwritten: fixtures/gyeonggitv (" in yes.out
    assert "    layouts = (SINCE_20" in desk.spider()
    cases = sorted(case.name for case in desk.project.cases("gyeonggitv").iterdir())
    assert cases[-2:] == ["list-1", "robots"]
    assert len(cases) == 12
    assert list(desk.project.folder.glob(".*")) == []

    desk.paper.publish(*range(33, 38), day="2024-11-24")
    fifth = desk.harvest()
    assert fifth.status == 0, fifth.err
    assert COMMAND not in fifth.err
    assert kept(desk, range(1, 38)) == as_printed(desk.paper, range(1, 38))

    again = desk.repair(answer="y\n")
    assert (again.status, again.err) == (0, "")
    assert again.out.startswith(
        "gyeonggitv 경기티비종합뉴스: nothing is broken: 5 known articles and 5 others are read as ever, and nothing"
    )

    anyway = desk.repair("--anyway", answer="y\n")
    assert (anyway.status, anyway.err) == (0, QUESTION)
    assert re.search(r"layouts = \(SINCE_(20\d\d_\d\d_\d\d)_2, SINCE_\1, \*NetProSpider\.layouts\)", desk.spider())
    assert kept(desk, range(1, 38)) == as_printed(desk.paper, range(1, 38))


@pytest.mark.parametrize(("name", "language"), [("repair.md", "en"), pytest.param("repair.ko.md", "ko", marks=pytest.mark.slow)])
def test_the_guide_is_true(name: str, language: str, desk: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    """docs/repair.md: its commands are typed in order, and what it shows is printed."""
    monkeypatch.setenv("LANGUAGE", language)
    page = (ROOT / "docs" / name).read_text(encoding="utf-8")
    repair, harvest = [line.removeprefix("uv run scrapy ").split() for line in commands(page)]
    [warned, printed] = [text for kind, text in blocks(page) if kind in {"", "text"}]
    assert_shown(warned, fourth_night(desk))
    assert_shown(printed, desk.run(*repair, *QUICK, answer="y\n"))
    harvested = desk.run(*harvest, *QUICK)
    assert harvested.status == 0, harvested.err
    assert kept(desk, range(1, 33)) == as_printed(desk.paper, range(1, 33))


def assert_shown(text: str, ran: Ran) -> None:
    """Assert that these lines were printed, in this order; `…` stands for others between. The guide's store is the one that is set."""
    printed = iter([without_seconds(line.rstrip().removesuffix(" -s STORE=h.db")) for line in (ran.out + ran.err).splitlines()])
    for line in text.splitlines():
        assert line == "…" or without_seconds(line) in printed, f"{line}\nis not among\n{ran.out}{ran.err}"


@pytest.mark.slow
def test_the_tables_say_what_was_found_by_program(desk: Reader) -> None:
    shutil.copytree(FIXTURES, desk.project.folder / "fixtures")
    fourth_night(desk)
    ran = desk.repair(answer="y\n")
    assert ran.status == 0, ran.err
    assert f"no case: http://{HOST}/bbs/board.php?bo_table=news: list-1 is of that address, and stays as it is\n" in ran.out
    new = [file.parent for file in desk.project.cases("gyeonggitv").glob("*/expected.json") if '"_read": null' in file.read_text("utf-8")]
    assert len(new) == 10
    shown = desk.run("outlets", "gyeonggitv")
    assert re.search(r" NetPro; layout found by program on 20\d\d-\d\d-\d\d ", shown.out), shown.out
    assert desk.project.run("cogapp", "-r", "@docs/generated.txt").status == 0
    for name, words in (("outlets.md", "[found by program](repair.md)"), ("outlets.ko.md", "[프로그램이 찾음](repair.ko.md)")):
        assert f"| NetPro ({words} 20" in (desk.project.folder / "docs" / name).read_text(encoding="utf-8")


@pytest.mark.slow
def test_what_is_new_alone_has_another_markup(desk: Reader) -> None:
    """Both skins side by side: of the new one nothing is known but what its list and its pages say."""
    three_nights(desk)
    desk.paper.publish(*range(25, 33), day="2024-11-23")
    desk.paper.redesigned_from = 25
    assert desk.harvest().last == COMMAND
    ran = desk.repair(answer="y\n")
    assert (ran.status, ran.err) == (0, QUESTION)
    assert "  guessed: known articles are as they were, and new ones are not" in ran.out
    assert "guess(" in desk.spider()
    assert "known=0" in desk.spider()
    fifth = desk.harvest("--refresh", "36500")
    assert COMMAND not in fifth.err
    both = kept(desk, range(1, 33))
    assert {n: article["body"] for n, article in both.items()} == {n: "\n\n".join(desk.paper.articles[n].body) for n in range(1, 33)}
    assert {n: article["title"] for n, article in both.items()} == {n: desk.paper.articles[n].title for n in range(1, 33)}


@pytest.mark.slow
def test_some_of_the_known_articles_have_another_markup(desk: Reader) -> None:
    three_nights(desk)
    desk.paper.publish(*range(25, 33), day="2024-11-23")
    desk.paper.redesigned_from = 22
    desk.harvest()
    ran = desk.repair(answer="y\n")
    assert re.search(r"^  before           2 read as netpro/theme, 8 no_layout$", ran.out, re.MULTILINE), ran.out
    assert "known=3" in desk.spider()
    assert desk.harvest("--refresh", "36500").status == 0
    assert kept(desk, range(1, 33)) == as_printed(desk.paper, range(1, 33))


@pytest.mark.slow
def test_what_the_old_layouts_read_wrong_is_shown(desk: Reader) -> None:
    """The container has kept its name, and the page has got boxes in it, and another head."""
    three_nights(desk)
    desk.paper.redesigned = True
    keep_the_name(desk.paper)
    desk.paper.publish(*range(25, 33), day="2024-11-23")
    desk.harvest()
    ran = desk.repair(answer="y\n")
    assert re.search(r"^  before           10 read as netpro/theme$", ran.out, re.MULTILINE)
    assert re.search(r"^    body           0/5 right        5/5 right ", ran.out, re.MULTILINE)
    assert re.search(r"^      before: .*  \[netpro/theme: #news_body_area\]$", ran.out, re.MULTILINE)
    assert desk.harvest("--refresh", "36500").last != COMMAND
    assert kept(desk, range(1, 33)) == as_printed(desk.paper, range(1, 33))


@pytest.mark.slow
def test_what_was_given_up_is_asked_for_again(desk: Reader) -> None:
    fourth_night(desk)
    with sqlite3.connect(desk.project.folder / "h.db") as db:
        db.execute("UPDATE failure SET times=9")
    assert " 0 failed" not in desk.harvest().err
    assert set(desk.articles()) == set(range(1, 25))
    ran = desk.repair(answer="y\n")
    again = "(8 pages that could not be read will be asked for again)"
    assert ran.out.endswith(f"then: uv run scrapy harvest gyeonggitv -s STORE=h.db {again}\n")
    assert desk.harvest().status == 0
    assert kept(desk, range(1, 33)) == as_printed(desk.paper, range(1, 33))


@pytest.mark.slow
def test_some_pages_are_gone_and_one_is_another_article(desk: Reader) -> None:
    fourth_night(desk)
    desk.repair(answer="n\n")
    asked = [int(url.rpartition("=")[2]) for url in desk.paper.urls() if "wr_id=" in url]
    desk.paper.articles[asked[0]].removed = True  # a notice, with status 200
    desk.paper.wrong[f"wr_id={asked[1]}"] = always(Reply(status=404))
    ran = desk.repair(answer="y\n")
    assert ran.status == 0, ran.err
    assert f"did not come: http_status: the site answered with an error (HTTP 404)  http://{HOST}" in ran.out
    assert len(set(desk.paper.urls())) <= 13
    desk.harvest()
    assert kept(desk, range(25, 33)) == as_printed(desk.paper, range(25, 33))


@pytest.mark.slow
def test_a_paragraph_that_the_old_page_had_under_everything_is_not_learnt(desk: Reader) -> None:
    foot = "다솜시 소식을 전하는 경기티비종합뉴스는 독자 여러분의 제보를 늘 기다리고 있으니 많이 알려 주시기 바랍니다."
    old = desk.paper.old
    desk.paper.old = lambda n, paragraphs: old(n, [*paragraphs, f"<p>{foot}</p>"])  # type: ignore[method-assign]
    for night in range(3):
        desk.paper.publish(*range(night * 8 + 1, night * 8 + 9), day=f"2024-11-{20 + night}")
        desk.harvest()
    assert foot in str(desk.articles()[3]["body"])
    desk.paper.redesigned = True
    desk.paper.publish(*range(25, 33), day="2024-11-23")
    assert desk.harvest().last == COMMAND
    ran = desk.repair(answer="y\n")
    assert re.search(r"^    body +0/5 right +5/5 right 0/5 +5/5 ", ran.out, re.MULTILINE), ran.out
    desk.harvest()
    assert kept(desk, range(25, 33)) == as_printed(desk.paper, range(25, 33))


def test_recorded_pages_will_do(desk: Reader, tmp_path: Path) -> None:
    fourth_night(desk)
    address = f"http://{HOST}/bbs/board.php?bo_table=news"
    pages = {address: (desk.paper.list(1), HTML)} | {f"{address}&wr_id={n}": (desk.paper.article(n), HTML) for n in range(1, 33)}
    before = (desk.project.folder / "h.db").read_bytes()
    ran = desk.repair("-s", f"REPLAY={record(tmp_path / 'pages', pages)}", answer="y\n")
    assert (ran.status, ran.err) == (0, QUESTION)
    assert desk.paper.asked == []
    assert ", by 5 articles of the store, from recorded pages." in desk.spider()
    assert (desk.project.folder / "h.db").read_bytes() == before or desk.articles().keys() == set(range(1, 25))


def test_a_list_that_does_not_come_is_told(desk: Reader) -> None:
    three_nights(desk)
    desk.paper.wrong["bo_table=news"] = lambda count: None
    desk.paper.list = lambda page: ""  # type: ignore[method-assign]
    told = refused_repair(desk)
    assert "the list links 0 of the known articles, and 3 are needed" in told


# --- the list


def test_a_list_that_has_changed_is_found_again(desk: Reader) -> None:
    three_nights(desk)
    desk.paper.new_list = True
    desk.paper.publish(*range(25, 31), day="2024-11-23")
    fourth = desk.harvest()
    assert fourth.last == COMMAND
    ran = desk.repair(answer="y\n")
    assert (ran.status, ran.err) == (0, QUESTION)
    assert re.search(r"^  list             before 0 rows, now 10, 10 with a date  .*  \[.*; date .*\]$", ran.out, re.MULTILINE)
    assert "    lists = (LIST_SINCE_20" in desk.spider()
    assert "    layouts = " not in desk.spider()
    fifth = desk.harvest()
    assert fifth.status == 0, fifth.err
    assert kept(desk, range(1, 31)) == as_printed(desk.paper, range(1, 31))


@pytest.mark.slow
def test_a_list_alone_has_changed_and_links_none_that_is_known(desk: Reader) -> None:
    """Its articles are in the markup of before, and what is read of them tells its rows."""
    three_nights(desk)
    desk.paper.new_list = True
    desk.paper.publish(*range(25, 36), day="2024-11-23")
    assert desk.harvest().last == COMMAND
    ran = desk.repair(answer="y\n")
    assert (ran.status, ran.err) == (0, QUESTION)
    assert re.search(r"^  list             before 0 rows, now 10, 10 with a date  .*  \[.*; date .*\]$", ran.out, re.MULTILINE), ran.out
    assert "    layouts = " not in desk.spider()
    fifth = desk.harvest()
    assert fifth.status == 0, fifth.err
    assert kept(desk, range(1, 36)) == as_printed(desk.paper, range(1, 36))


@pytest.mark.slow
@pytest.mark.parametrize("last", [30, 35], ids=["the list links four that are known", "the list links none that is known"])
def test_list_and_articles_have_changed(last: int, desk: Reader) -> None:
    """Where the list links none that the store knows, the articles that were just read by the new layout tell its rows."""
    three_nights(desk)
    desk.paper.new_list = desk.paper.redesigned = True
    desk.paper.publish(*range(25, last + 1), day="2024-11-23")
    assert desk.harvest().last == COMMAND
    ran = desk.repair(answer="y\n")
    assert (ran.status, ran.err) == (0, QUESTION)
    assert re.search(r"^  list             before 0 rows, now 10, 10 with a date  .*  \[.*; date .*\]$", ran.out, re.MULTILINE), ran.out
    assert "    layouts = (SINCE_20" in desk.spider()
    assert "    lists = (LIST_SINCE_20" in desk.spider()
    fifth = desk.harvest()
    assert fifth.status == 0, fifth.err
    assert kept(desk, range(1, last + 1)) == as_printed(desk.paper, range(1, last + 1))


def test_a_list_that_cannot_be_found_is_uncertain(desk: Reader) -> None:
    fourth_night(desk)
    desk.paper.list = lambda page: "<html><body><p>목록 <a href='/about'>소개</a></p></body></html>"  # type: ignore[method-assign]
    ran = desk.repair(answer="n\n")
    assert "  uncertain, look at each of these:\n" in ran.out
    assert f"    list           sign: the list http://{HOST}/bbs/board.php?bo_table=news: the list links 0 of the known articles" in ran.out
    assert "uncertain: nothing" not in ran.out


# --- both skins


@pytest.mark.slow
def test_what_is_new_alone_is_read_wrong(desk: Reader) -> None:
    """Its text has kept the name of its container: the old layout gives articles, without a writer, and with boxes in them."""
    three_nights(desk)
    keep_the_name(desk.paper)
    desk.paper.redesigned_from = 25
    desk.paper.publish(*range(25, 36), day="2024-11-23")
    assert "  warning: " in desk.harvest().err
    ran = desk.repair(answer="y\n")
    assert (ran.status, ran.err) == (0, QUESTION)
    assert "guessed: known articles are as they were, and new ones are not" in ran.out
    desk.harvest("--refresh", "36500")
    printed = as_printed(desk.paper, range(1, 36))
    assert "      sign: no selector gives what is known\n" in ran.out
    assert kept(desk, range(1, 36)) == printed | {n: printed[n] | {"section": []} for n in range(25, 36)}


@pytest.mark.slow
def test_pages_of_before_that_have_the_new_selector_too_are_read_as_ever(desk: Reader) -> None:
    """The new markup calls its text what the old one does: more of what it has tells its pages from the old ones."""
    three_nights(desk)
    keep_the_name(desk.paper)
    desk.paper.redesigned_from = 22
    desk.paper.publish(*range(25, 33), day="2024-11-23")
    desk.harvest()
    ran = desk.repair(answer="y\n")
    assert (ran.status, ran.err) == (0, QUESTION)
    assert 'shape=rules("#news_body_area", ".view-title"),' in desk.spider()
    desk.harvest("--refresh", "36500")
    assert kept(desk, range(1, 33)) == as_printed(desk.paper, range(1, 33))


# --- what a harvest says


def test_what_is_no_article_asks_for_no_repair(desk: Reader) -> None:
    """Deleted ones, pictures without text, and one page of which nobody knows what it is."""
    desk.paper.publish(*range(1, 12))
    article = desk.paper.article

    def page(number: int) -> str:
        if number in {3, 4, 5}:
            return re.sub(r"<p>.*?</p>", "", article(number)).replace('"news_body_area">', '"news_body_area"><img src="/data/a.jpg">')
        return "<html><body><p>점검 중입니다.</p></body></html>" if number == 6 else article(number)

    desk.paper.article = page  # type: ignore[method-assign]
    for number in (7, 8):
        desk.paper.wrong[f"wr_id={number}&"] = desk.paper.wrong[f"wr_id={number}"] = always(Reply(status=404))
    ran = desk.harvest()
    assert ran.status == 1
    assert "3 photo_only" in ran.err
    assert "1 no_layout" in ran.err
    assert COMMAND not in ran.err


def test_all_that_came_is_enough(desk: Reader) -> None:
    desk.paper.publish(1)
    desk.paper.redesigned = True
    ran = desk.harvest()
    assert ran.last == COMMAND


def test_a_layout_that_later_articles_contradict_is_named(desk: Reader) -> None:
    fourth_night(desk)
    assert desk.repair(answer="y\n").status == 0
    assert desk.harvest().status == 0
    new = desk.paper.new
    desk.paper.new = lambda n, paragraphs: re.sub(  # type: ignore[method-assign]
        r'<span class="writer">.*?</span>', "", new(n, paragraphs)
    )
    desk.paper.publish(*range(40, 45), day="2024-11-25")
    ran = desk.harvest()
    [layout] = re.findall(r"gyeonggitv/20\d\d-\d\d-\d\d", desk.spider())[:1]
    told = f"gyeonggitv: the layout {layout}, found by program, gave no authors in any of 5 articles: look at http://{HOST}/"
    assert ran.last.startswith(told)


# --- refused


def refused_repair(desk: Reader) -> str:
    before = desk.spider()
    ran = desk.repair(answer="y\n")
    assert (ran.status, ran.out) == (1, "")
    assert desk.spider() == before
    assert not (desk.project.folder / "fixtures").exists()
    return ran.err


def test_behind_a_paywall_nothing_is_found(desk: Reader) -> None:
    three_nights(desk)
    desk.paper.redesigned = desk.paper.paywall = True
    told = refused_repair(desk)
    assert told.startswith("scrapy repair: no layout was found:\n")
    assert "0 of 5 pages hold the text that is known of them, and 3 are needed" in told
    assert "docs/adding-outlets.md" in told


def test_a_site_that_calls_everything_deleted(desk: Reader) -> None:
    three_nights(desk)
    for made in desk.paper.articles.values():
        made.removed = True
    told = refused_repair(desk)
    assert "0 of 5 pages hold the text that is known of them, and 3 are needed" in told


def test_fewer_than_three_known_articles(desk: Reader) -> None:
    desk.paper.publish(1, 2)
    assert desk.harvest().status == 0
    desk.paper.redesigned = True
    told = refused_repair(desk)
    assert told.startswith(
        "scrapy repair: nothing can be found: the store has 2 articles of gyeonggitv 경기티비종합뉴스 with a text of their own"
    )
    assert desk.paper.asked == []


def test_pages_that_are_gone(desk: Reader) -> None:
    three_nights(desk)
    desk.paper.wrong["wr_id="] = always(Reply(status=404))
    told = refused_repair(desk)
    assert told.startswith("scrapy repair: no page of a known article came\n")
    assert "HTTP 404" in told
    assert len(desk.paper.asked) <= 9


def test_a_site_that_does_not_answer(desk: Reader) -> None:
    three_nights(desk)
    desk.paper.wrong["/"] = always(Reply(hangs_up=True))
    ran = desk.repair("-s", "RETRY_TIMES=0", answer="y\n")
    assert (ran.status, ran.out) == (1, "")
    assert ran.err.startswith("scrapy repair: ")


def test_a_robots_txt_that_forbids_it_is_obeyed(desk: Reader) -> None:
    three_nights(desk)
    desk.paper.robots = "User-agent: *\nDisallow: /bbs/\n"
    told = refused_repair(desk)
    assert "robots: robots.txt forbids it" in told
    assert {url.rpartition("/")[2] for url in desk.paper.urls()} == {"robots.txt"}


# --- whatever happens


def test_what_a_kill_left_half_done_is_put_back(desk: Reader) -> None:
    fixtures, file = desk.project.folder / "fixtures", desk.project.spider("gyeonggitv")
    before = desk.spider()
    fixtures.mkdir()
    part = desk.project.folder / ".fixtures.abcdefgh.part"
    part.mkdir()
    moves = [(part / "cases", fixtures / "gyeonggitv"), (file, part / "old.py"), (part / "new.py", file)]
    (fixtures / "gyeonggitv").mkdir()
    (part / "new.py").write_text("", encoding="utf-8")
    file.rename(part / "old.py")
    (part / ".moves.json").write_text(json.dumps([[str(path) for path in move] for move in moves]), encoding="utf-8")
    ran = desk.run("repair", "gyeonggitv")
    assert (ran.status, desk.spider()) == (2, before)  # there is no store
    assert f"{file} is as it was: a command that was to change it was killed\n" in ran.err
    assert list(fixtures.iterdir()) == []
    assert not part.exists()


KILLED = """
import os, signal
from pathlib import Path
from scrapy.cmdline import execute
rename = Path.rename

def once(self, target):
    moved = rename(self, target)
    if self.name == "gyeonggitv.py":
        os.kill(os.getpid(), signal.SIGKILL)
    return moved

Path.rename = once
execute(["scrapy", "repair", "gyeonggitv", "-s", "STORE=h.db", "-s", "DOWNLOAD_DELAY=0.005", "-s", "CONTACT=desk@example.com"])
"""


@pytest.mark.slow
@SIGNALS
def test_a_kill_between_two_moves_is_taken_back(desk: Reader) -> None:
    """The pages are in their place, and the old spider's file is out of its own."""
    fourth_night(desk)
    before = desk.spider()
    environment = {"http_proxy": desk.proxy, "XDG_CACHE_HOME": str(desk.cache), "PYTHONPATH": str(desk.project.folder)}
    killed = subprocess.run(
        [sys.executable, "-c", KILLED],
        cwd=desk.project.folder,
        env=os.environ | environment,
        input=b"y\n",
        capture_output=True,
        check=False,
    )
    assert killed.returncode == -signal.SIGKILL
    assert not desk.project.spider("gyeonggitv").exists()
    assert desk.run("repair").status == 2  # mistyped
    assert desk.spider() == before
    assert not desk.project.cases("gyeonggitv").exists()
    assert list(desk.project.folder.glob(".*")) == []
    assert desk.repair(answer="y\n").status == 0


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        ((), "give one outlet: scrapy outlets shows them"),
        (("joongdo", "idomin"), "give one outlet (got joongdo idomin)"),
        (("joongdoo",), "unknown outlet 'joongdoo', did you mean 'joongdo'? (known: "),
        (("joongdo", "-s", "STORE=none.db"), "there is no store none.db yet: run scrapy harvest, or name another with -s STORE=FILE"),
    ],
)
def test_what_is_mistyped_is_refused(arguments: tuple[str, ...], why: str, tmp_path: Path) -> None:
    assert refused("repair", *arguments).startswith(f"scrapy repair: {why}")
