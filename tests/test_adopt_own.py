"""`scrapy adopt` of a site of no family: from its front page to a spider, its cases, and a harvest."""

from __future__ import annotations

import html
import json
import re
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from urllib.parse import parse_qs, parse_qsl, urlsplit

import pytest

from newsharvest.adopt.forms import article_address, article_form, list_address
from tests.support.outlet_server import Reply, serving
from tests.support.processes import Ran
from tests.support.project import FIXTURES
from tests.support.project_copy import Desk, Project
from tests.support.town import QUICK

HOST = "www.dasom-news.kr"
SITE = f"http://{HOST}"
PLACES = ("솔밭동", "한빛면", "늘품면", "달빛동", "별무리읍", "새터동", "은행동")
DOINGS = (
    ("헌책방 골목을 다시 연다", "헌책방", "책값의 절반을 돌려준다"),
    ("빈터에 텃밭을 만든다", "텃밭", "씨앗과 모종을 나눠 준다"),
    ("마을버스를 한 시간 늦춘다", "마을버스", "막차를 밤 열 시까지 다니게 한다"),
    ("놀이터 그늘막을 세운다", "놀이터", "의자 열두 개를 새로 놓는다"),
    ("골목 우물을 되살린다", "우물", "두레박과 지붕을 옛 모습대로 고친다"),
    ("겨울 김장을 함께 담근다", "김장", "배추 이천 포기를 버무린다"),
    ("작은 영화관 문을 연다", "영화관", "한 달에 두 번 옛 영화를 튼다"),
    ("논둑길 걷기 모임을 한다", "논둑길", "토요일 아침마다 십 리를 걷는다"),
)
WRITERS = ("모아라", "하늘비", "문가람")


@dataclass
class Daily:
    """A site whose markup is its own: articles at `/read/N`, all of them listed at `/all`."""

    count: int = 16
    paywall: bool = False
    asked: list[str] = field(default_factory=list)

    def title(self, n: int) -> str:
        return f"{PLACES[n % 7]}, {DOINGS[n % 8][0]}"

    def day(self, n: int) -> str:
        return f"2024-11-{5 + n // 2:02} {8 + n % 10:02}:{(n * 11) % 60:02}"

    def body(self, n: int) -> list[str]:
        doing, thing, more = DOINGS[n % 8]
        place = PLACES[n % 7]
        return [
            f"다솜시 {place} 주민들이 오는 {n + 3}일부터 {doing.removesuffix('다')}다고 밝혔다.",
            f"주민 {n * 17}명이 힘을 모은 {thing} 일에는 모두 {n * 2}백만 원이 들었고, {place} 사람들은 {more}.",
            f"{place} 통장은 “{thing} 앞에서 {n}년 만에 다시 모이게 돼 기쁘다”며 “{n + 1}월에도 이어 가겠다”고 말했다.",
            *([f"다솜시는 내년에 {thing} 자리를 {n + 2}곳으로 늘린다."] if n % 2 else []),
        ]

    def writer(self, n: int) -> str:
        return WRITERS[n % 3]

    def page(self, title: str, content: str) -> str:
        return (
            f'<html><head><meta charset="utf-8"><title>{title}</title></head><body><header class="top"><a href="/">다솜신문</a>'
            '<ul class="menu"><li><a href="/all">전체기사</a></li><li><a href="/about">신문사 소개</a></li></ul></header>'
            f'{content}<footer class="foot">제호 : 다솜신문 | 인터넷신문 등록번호 : 경남 아02999 | 발행·편집인 : 문가람</footer>'
            "</body></html>"
        )

    def article(self, n: int) -> str:
        lines = [self.body(n)[0], "구독자 전용 기사입니다. 나머지를 읽으시려면 로그인하십시오."] if self.paywall else self.body(n)
        paragraphs = "".join(f"<p>{html.escape(line)}</p>" for line in lines)
        related = "".join(f'<li><a href="/read/{1000 + k}">{self.title(k)}</a></li>' for k in (n % 5 + 1, n % 3 + 7))
        return self.page(
            f"{self.title(n)} | 다솜신문",
            f'<main class="read"><h1 class="read-title">{self.title(n)}</h1>'
            f'<p class="read-info"><span class="by">{self.writer(n)} 기자</span><span class="when">입력 {self.day(n)}</span></p>'
            f'<div class="read-text">{paragraphs}</div>'
            f'<div class="read-more"><b>관련 기사</b><ul>{related}</ul></div></main>',
        )

    def listing(self, page: int) -> str:
        numbers = range(self.count, 0, -1)[(page - 1) * 12 : page * 12]
        rows = "".join(
            f'<li class="row"><a href="/read/{1000 + n}"><b>{self.title(n)}</b></a><span class="row-day">{self.day(n)[:10]}</span></li>'
            for n in numbers
        )
        pager = "".join(f'<a href="/all?page={p}">{p}</a>' for p in (1, 2))
        return self.page("전체기사 | 다솜신문", f'<ul class="rows">{rows}</ul><p class="pages">{pager}</p>')

    def front(self) -> str:
        links = "".join(f'<h3><a href="/read/{1000 + n}">{self.title(n)}</a></h3>' for n in range(self.count, self.count - 7, -1))
        return self.page("다솜신문", f'<section class="lead">{links}</section>')

    def answer(self, url: str) -> Reply:
        self.asked.append(url)
        parts = urlsplit(url)
        if parts.path == "/robots.txt":
            return Reply(b"User-agent: *\nAllow: /\n", headers={"Content-Type": "text/plain"})
        number = re.fullmatch(r"/read/(\d+)", parts.path)
        if number and 0 < int(number[1]) - 1000 <= self.count:
            return Reply(self.article(int(number[1]) - 1000).encode())
        if parts.path == "/all":
            return Reply(self.listing(int(parse_qs(parts.query).get("page", ["1"])[0])).encode())
        return Reply(self.front().encode()) if parts.path == "/" else Reply(b"<p>404</p>", status=404)


@dataclass
class Newcomer(Desk):
    """Somebody to whom the daily is new."""

    daily: Daily

    def run(self, *arguments: str, answer: str = "") -> Ran:
        return super().run(*arguments, *QUICK, answer=answer)


@pytest.fixture
def desk(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Newcomer]:
    daily = Daily()
    with serving({HOST.removeprefix("www."): daily}) as proxy:
        yield Newcomer(project, proxy, tmp_path_factory.mktemp("cache"), daily)


SPIDER = '''\
class DasomNewsSpider(OutletSpider):
    """다솜신문, whose markup is its own."""

    name = "dasom_news"
    title = "다솜신문"
    host = "www.dasom-news.kr"
    region = "경남"
    layouts = (ARTICLE,)
    lists = (LIST,)
    article_address = ArticleAddress("/read/{key}")
    list_address = ListAddress("/all?page={page}")
'''


@pytest.mark.parametrize("given", ["/", pytest.param("/read/1009", marks=pytest.mark.slow)])
def test_a_site_of_no_family_is_adopted_and_harvested(desk: Newcomer, given: str) -> None:
    adopt = ("adopt", f"{SITE}{given}")
    no = desk.run(*adopt, answer="n\n")
    assert (no.status, no.err.partition("? ")[0]) == (0, "write newsharvest/spiders/dasom_news.py and fixtures/dasom_news")
    assert len(desk.daily.asked) <= 16
    assert re.search(r"^  family           none, what follows is guessed: 5 read as dasom_news/20\d\d-\d\d-\d\d$", no.out, re.MULTILINE)
    assert "  addresses        /read/{key}, of lists /all?page={page}\n" in no.out
    assert re.search(r"^    title          5 of 5  .*  \[.* \(a guess, .*\)\]$", no.out, re.MULTILINE)
    assert "  sign: section: " in no.out
    assert not desk.project.spider("dasom_news").exists()
    if given != "/":
        return

    yes = desk.run(*adopt, answer="y\n")
    assert yes.status == 0, yes.err
    source = desk.project.spider("dasom_news").read_text(encoding="utf-8")
    assert re.match(r'"""다솜신문\. Checked live 20\d\d-\d\d-\d\d: 5 articles read by scrapy adopt\.\n\nIt is of no family: ', source)
    assert source.partition("\n\n\n")[2] == SPIDER
    for command in (("format", "--check"), ("check",)):
        checked = desk.project.run("ruff", *command, "--no-cache", str(desk.project.spider("dasom_news")))
        assert checked.status == 0, checked.out + checked.err

    harvested = desk.run("harvest", "dasom_news", "--since", "2024-11-01")
    assert harvested.status == 0, harvested.err
    exported = [json.loads(line) for line in desk.run("export").out.splitlines()]
    daily = desk.daily
    assert {a["id"]: (a["title"], a["body"], a["authors"], a["published_at"]) for a in exported} == {
        f"dasom_news:{1000 + n}": (
            daily.title(n),
            "\n\n".join(daily.body(n)),
            [daily.writer(n)],
            f"{daily.day(n).replace(' ', 'T')}:00+09:00",
        )
        for n in range(1, 17)
    }


@pytest.mark.slow
def test_its_cases_pass_when_a_person_has_read_them(desk: Newcomer) -> None:
    shutil.copytree(FIXTURES, desk.project.folder / "fixtures")
    assert desk.run("adopt", f"{SITE}/", answer="y\n").status == 0
    desk.project.confirm("dasom_news")
    tested = desk.project.test("tests/test_cases.py", "tests/test_outlets.py", "-k", "dasom_news or whose")
    assert tested.status == 0, tested.out


def test_a_site_whose_text_is_for_subscribers_is_refused(desk: Newcomer) -> None:
    desk.daily.paywall = True
    ran = desk.run("adopt", f"{SITE}/", answer="y\n")
    assert (ran.status, ran.out) == (1, "")
    first, *_, why, last = ran.err.splitlines()
    assert first.startswith(f"scrapy adopt: {SITE}/ is no article of a known family")
    assert why.startswith("scrapy adopt: nor could a layout be found for it: ")
    assert last == "scrapy adopt: if it is one: docs/adding-outlets.md says how such an outlet is added"
    assert not desk.project.spider("dasom_news").exists()


# --- the forms of addresses


def titled(urls: Iterable[str]) -> list[tuple[str, str]]:
    menu = [(f"http://a.kr/section/{n}", "사회") for n in range(9)]
    return [*menu, *((url, f"가온시 도서관, {n}번째 밤 문 연다") for n, url in enumerate(urls))]


@pytest.mark.parametrize(
    ("urls", "canonical", "key"),
    [
        ([f"http://a.kr/read/{n}" for n in range(995, 1003)], "/read/{key}", "[0-9]+"),
        ([f"http://a.kr/view.php?no={n}&cate={n % 3}" for n in range(8)], "/view.php?no={key}", "[0-9]+"),
        ([f"http://www.a.kr/b.php?t=news&id={n}&page=1" for n in range(8)], "/b.php?t=news&id={key}", "[0-9]+"),
        ([f"http://a.kr/2026/11/{n:02}/{n * 37}.html" for n in range(1, 9)], "/{key}.html", "[0-9]+/[0-9]+/[0-9]+/[0-9]+"),
        ([f"http://a.kr/article/2026112{n}00{n}5" for n in range(1, 9)], "/article/{key}", "[0-9]+"),
        ([f"http://a.kr/view/AKR2026112{n}00{n}5?section=local" for n in range(1, 9)], "/view/{key}", "[A-Za-z0-9_-]+"),
        (
            [f"http://a.kr/news/articleView.html?idxno={n}&replyAll=" for n in range(8)],
            "/news/articleView.html?idxno={key}",
            "[0-9]+",
        ),
        ([f"http://a.kr/read.php3?uid={n}" for n in range(8)], "/read.php3?uid={key}", "[0-9]+"),
        ([f"http://a.kr/2026/news/{n}" for n in range(8)], "/{key}", "[0-9]+/[A-Za-z0-9_-]+/[0-9]+"),
        ([f"http://a.kr/{s}/{n}{s[0]}5" for n in range(4) for s in ("local", "sports", "life")], "/{key}", "[A-Za-z0-9_-]+/[A-Za-z0-9_-]+"),
        ([f"http://a.kr/news/news_{n}.html" for n in range(8)], "/news/news_{key}.html", "[0-9]+"),
        ([f"http://a.kr/local/gaon-opens-{c}-library-at-night" for c in "abcdefgh"], "/local/{key}", "[A-Za-z0-9_-]+"),
    ],
)
def test_the_form_of_the_articles_addresses(urls: list[str], canonical: str, key: str) -> None:
    form = article_form(titled(urls), "a.kr")
    assert form
    address = article_address(form)
    assert address
    assert (address.canonical, address.key) == (canonical, key)
    for url in urls:
        parts = urlsplit(url)
        assert address.key_of(parts.path, dict(parse_qsl(parts.query)))


@pytest.mark.parametrize("urls", [[], [f"http://a.kr/read/{n}" for n in range(4)], [f"http://b.kr/read/{n}" for n in range(9)]])
def test_a_page_that_links_too_few_has_no_form(urls: list[str]) -> None:
    assert article_form(titled(urls), "a.kr") is None


@pytest.mark.parametrize(
    ("url", "links", "template"),
    [
        ("http://a.kr/all", ["http://a.kr/all?page=2"], "/all?page={page}"),
        ("http://a.kr/list.php?cate=all&pg=1", ["http://a.kr/list.php?cate=all&pg=2"], "/list.php?cate=all&pg={page}"),
        ("http://a.kr/list.php", ["http://a.kr/list.php?seq=2", "http://a.kr/list.php?seq=3"], "/list.php?seq={page}"),
        ("http://a.kr/", [], "/?page={page}"),
    ],
)
def test_the_address_of_the_list(url: str, links: list[str], template: str) -> None:
    address = list_address(url, [(link, "2") for link in links])
    assert address
    assert address.of_all == template
