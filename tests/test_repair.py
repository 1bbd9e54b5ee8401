"""`scrapy repair`: an outlet whose site was redesigned, from the warning of a harvest to articles as they would have been."""

from __future__ import annotations

import html
import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.support.outlet_server import Reply, Site, always, serving
from tests.support.processes import Ran
from tests.support.project_copy import Project
from tests.support.town import HOST, QUICK, SINCE

WRITERS = ("김하늘", "이바다", "박솔")
TOPICS = (
    ("도서관 야간 개방", "독서실 자리", "시립도서관"), ("하천 산책로 정비", "징검다리", "솔밭천"), ("전통시장 주차장", "장바구니 배달", "중앙시장"),
    ("노인 돌봄 인력", "방문 간호", "보건소"), ("학교 급식 꾸러미", "친환경 쌀", "교육지원청"), ("겨울 눈 치우기", "제설 장비", "도로과"),
    ("청년 창업 공간", "임대료 지원", "일자리센터"), ("버스 노선 개편", "막차 시간", "교통행정과"), ("문화의 거리 조성", "벽화 작업", "문화재단"),
    ("생활체육 교실", "무료 강습", "체육회"), ("농기계 임대 사업", "배달 서비스", "농업기술센터"), ("마을 공방 개관", "목공 수업", "주민자치회"),
)  # fmt: skip


@dataclass
class Paper(Site):
    """A NetPro outlet whose articles differ (a subtitle, two writers, a captioned picture, a long text), and that is redesigned."""

    redesigned: bool = False
    new_list: bool = False
    shown: dict[int, str] = field(default_factory=dict)

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
        return self.new(number, paragraphs) if self.redesigned else self.old(number, paragraphs)

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
class Desk:
    """Somebody with a checkout, a store and a network on which the outlet stands."""

    project: Project
    paper: Paper
    proxy: str
    cache: Path

    def run(self, *arguments: str, answer: str = "") -> Ran:
        environment = {"http_proxy": self.proxy, "https_proxy": self.proxy, "COLUMNS": "160", "XDG_CACHE_HOME": str(self.cache)}
        return self.project.run("scrapy", *arguments, "-s", "STORE=h.db", answer=answer, env=os.environ | environment)

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
def desk(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    paper = Paper()
    with serving({HOST: paper}) as proxy:
        yield Desk(project, paper, proxy, tmp_path_factory.mktemp("cache"))


def three_nights(desk: Desk) -> None:
    for night in range(3):
        desk.paper.publish(*range(night * 8 + 1, night * 8 + 9), day=f"2024-11-{20 + night}")
        ran = desk.harvest()
        assert ran.status == 0, ran.err


def test_a_redesigned_site_is_repaired(desk: Desk) -> None:
    three_nights(desk)
    desk.paper.publish(*range(25, 33), day="2024-11-23")
    desk.paper.redesigned = True
    fourth = desk.harvest()
    assert fourth.status == 1
    print(fourth.err)
    no = desk.repair(answer="n\n")
    print(no.out, no.err, len(desk.paper.urls()), desk.paper.urls())
    yes = desk.repair(answer="y\n")
    print(yes.out, yes.err)
    print(desk.spider())
    fifth = desk.harvest()
    print(fifth.err)
    print(desk.articles()[26])
    assert 0
