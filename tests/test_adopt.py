"""`scrapy adopt`: a site that no spider knows, from any page of it to a spider, fixtures, and tests that a person has to confirm."""

from __future__ import annotations

import ast
import asyncio
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from scrapy.crawler import AsyncCrawlerRunner
from scrapy.settings import Settings
from scrapy.utils.project import get_project_settings

from newsharvest.adopt.scaffold import spider_source, write
from newsharvest.adopt.visit import AdoptSpider, Site
from newsharvest.commands.adopt import table, written
from newsharvest.crawl.outlet import OutletSpider
from newsharvest.platforms.ndsoft import NdsoftSpider
from newsharvest.platforms.netpro import NetProSpider
from tests.support.cases import ARTICLES, LISTS, of_family
from tests.support.command_line import refused
from tests.support.new_site import FEED, HOST, HTML, LIST, SITE, STORIES, article, article_url, record, site
from tests.support.outlet_server import Held, Reply, serving
from tests.support.posix import LIMITS, SHELL, SIGNALS
from tests.support.processes import Ran
from tests.support.project import FIXTURES, ROOT, outlets
from tests.support.project_copy import Project
from tests.support.town import QUICK

Pages = dict[str, tuple[str, str]]


def visit(folder: Path, url: str = f"{SITE}/") -> AdoptSpider:
    """Visit what is recorded in a folder."""

    async def crawl() -> AdoptSpider:
        project = get_project_settings()
        project.setdict({"TWISTED_REACTOR_ENABLED": False, "REPLAY": str(folder)}, priority="cmdline")
        runner = AsyncCrawlerRunner(project)
        crawler = runner.create_crawler(AdoptSpider)
        await runner.crawl(crawler, url=url, outlet_name="saegoeul")
        assert isinstance(crawler.spider, AdoptSpider)
        return crawler.spider

    return asyncio.run(crawl())


def found(folder: Path, pages: Pages, url: str = f"{SITE}/") -> Site:
    spider = visit(record(folder, pages), url)
    assert spider.problem == ""
    assert spider.site
    return spider.site


def problem(folder: Path, pages: Pages, url: str = f"{SITE}/") -> str:
    spider = visit(record(folder, pages), url)
    assert spider.site is None
    return spider.problem


def without(pages: Pages, *urls: str) -> Pages:
    return {url: page for url, page in pages.items() if url not in urls}


def changed(pages: Pages, old: str, new: str) -> Pages:
    assert any(old in text for text, _ in pages.values())
    return {url: (text.replace(old, new), kind) for url, (text, kind) in pages.items()}


# --- from the command line to green tests


TABLE = f"""\
some_local_paper 새고을신문  {SITE}/
  family           NDsoft: 5 read as ndsoft/skin-3
  region           경남
  robots.txt       found, Crawl-delay 1 s
  list             8 links, 8 with a date  {LIST}  [ndsoft/list-3, selector 1 of 1, section#section-list ul > li]
  RSS              on: 8 links, 8 with a date  {FEED}
  sections         정치 (S1N1), 경제 (S1N2), 사회 (S1N3), 문화 (S1N4)
    section        5 of 5  사회  [nav.view-navigation a, ul.breadcrumbs li:not([class^='info-']):has(a)]
    title          5 of 5  솔밭천 징검다리 새로 놓아  [header.article-view-header .heading]
    subtitle       2 of 5  책 열 권까지 바꿔 가세요  [h2.subheading, h3.subheading, h4.subheading]
    authors        4 of 5  모아라  [WRITER]
    author_emails  0 of 5
    published_at   5 of 5  2026-11-20T17:05:00+09:00  [4 by ul.infomation > li; \
1 by meta[property='article:published_time']::attr(content) (selector 10 of the field)]
    modified_at    1 of 5  2026-11-20T18:30:00+09:00  [ul.infomation > li]
    body           5 of 5  93 characters: 새고을시 솔밭동 주민들이 오래 기다린 솔밭천 징검다리가 새로 놓였다. 돌 스물네…\
  [#article-view-content-div]
    images         1 of 5  1: {SITE}/news/photo/202611/520…  [#article-view-content-div]
    tags           0 of 5
    rights         5 of 5  저작권자 © 새고을신문 무단전재 및 재배포 금지  [.article-copy, .article-copyright, .view-copyright]
  not read: deleted: the outlet has deleted it  {article_url(5208)}
  not read: photo_only: a photo story without text  {article_url(5206)}
"""
QUESTION = "write newsharvest/spiders/some_local_paper.py and fixtures/some_local_paper? [y/N] "

SPIDER = '''\
"""새고을신문. Not checked live: 5 articles read by scrapy adopt on DAY, from recorded pages."""

from newsharvest.platforms.ndsoft import NdsoftSpider


class SomeLocalPaperSpider(NdsoftSpider):
    """새고을신문, of the NDsoft CMS."""

    name = "some_local_paper"
    title = "새고을신문"
    host = "www.some-local-paper.co.kr"
    region = "경남"
    scheme = "https"
    sections = {
        "정치": "S1N1",
        "경제": "S1N2",
        "사회": "S1N3",
        "문화": "S1N4",
    }
'''


@pytest.mark.slow
def test_a_site_that_no_spider_knows_is_adopted_offline(project: Project, tmp_path: Path) -> None:
    """The whole way: the visit, a no, a yes, what is written, tests that want a reader, tests that pass, a crawl."""
    replay = ("-s", f"REPLAY={record(tmp_path / 'pages', site())}")
    adopt = ("scrapy", "adopt", f"{SITE}/", *replay)

    no = project.run(*adopt, answer="n\n")
    assert re.sub(r"\[//ul\[.*\]\]\n", "[WRITER]\n", no.out) == TABLE
    assert (no.err, no.status) == (QUESTION + "scrapy adopt: nothing was written\n", 0)  # seen with `> table.txt` too
    assert not project.spider("some_local_paper").exists()
    assert not (project.folder / "fixtures").exists()

    nobody = project.run(*adopt)
    assert (nobody.err, nobody.status) == (QUESTION + "\nscrapy adopt: nothing was written: nobody answered\n", 1)

    yes = project.run(*adopt, answer="y\n")
    assert yes.status == 0, yes.err
    assert yes.out.removeprefix(no.out) == (
        "written: newsharvest/spiders/some_local_paper.py\n"
        "written: fixtures/some_local_paper (5203, 5204, 5205, 5207, 5209, list-1, robots, rss)\n"
        "left to do: read each expected.json and unwanted.txt against its page.html, correct them, and say in `_read` when\n"
        'then: uv run cog -r "@docs/generated.txt" (the tables of README and docs), and uv run pytest\n'
    )
    assert re.sub(r"on 20\d\d-\d\d-\d\d,", "on DAY,", project.spider("some_local_paper").read_text(encoding="utf-8")) == SPIDER
    assert (project.cases("some_local_paper") / "5207" / "page.html").read_text(encoding="utf-8") == site()[article_url(5207)][0]
    assert [path.name for path in project.folder.glob(".*")] == []  # nothing is left half done

    again = project.run(*adopt, answer="y\n")
    assert (
        again.err
        == f"scrapy adopt: {HOST} is some_local_paper 새고을신문 already: scrapy outlets --check some_local_paper tells what it gives\n"
    )
    assert again.status == 2

    unread = project.test("tests/test_cases.py", "-k", "some_local_paper")
    assert unread.status == 1
    assert len(re.findall(r"FAILED \S+::test_expected_was_read_by_a_person\[some_local_paper/", unread.out)) == 7
    assert "7 failed" in unread.out  # nothing else

    project.confirm("some_local_paper")
    read = project.test("tests/test_cases.py", "-k", "some_local_paper")
    assert read.status == 0, read.out

    assert project.run("cogapp", "-r", "@docs/generated.txt").status == 0
    row = f"| `some_local_paper` | [새고을신문]({SITE}/) | 경남 | NDsoft | list+RSS, 4 sections | 5 made | never |\n"
    assert row in (project.folder / "docs" / "outlets.md").read_text(encoding="utf-8")
    assert "**Status: 22 outlets, 0 checked live.**\n" in (project.folder / "README.md").read_text(encoding="utf-8")

    crawled = project.run(
        "scrapy", "crawl", "some_local_paper", "-a", f"url={article_url(5207)}", "-s", "REPLAY=fixtures", "-O", "one.jsonl"
    )
    assert crawled.status == 0, crawled.err
    [got] = [json.loads(line) for line in (project.folder / "one.jsonl").read_text(encoding="utf-8").splitlines()]
    assert (got["id"], got["section"], got["authors"]) == ("some_local_paper:5207", ["사회"], ["모아라"])
    assert got["body"] == (
        "새고을시 솔밭동 주민들이 오래 기다린 솔밭천 징검다리가 새로 놓였다. 돌 스물네 개를 이어 비가 와도 건널 수 있다.\n\n"
        "시는 다음 달까지 둑길에 등 열여섯 개를 단다."
    )
    picture = f"{SITE}/news/photo/202611/5207_1.jpg"
    assert got["images"] == [{"url": picture, "caption": "새로 놓인 솔밭천 징검다리. /새고을시"}]

    harvested = project.run("scrapy", "harvest", "some_local_paper", "--since", "2026-11-18", *replay, "-s", "STORE=h.db")
    assert harvested.status == 0, harvested.err
    assert re.search(r"^some_local_paper  새고을신문  6 ", harvested.err, re.MULTILINE)


# --- any page of the site, any family


@pytest.mark.parametrize("url", [article_url(5207), LIST, f"{SITE}/"], ids=["article", "list", "front"])
def test_any_page_of_the_site_will_do(url: str, tmp_path: Path) -> None:
    outlet = found(tmp_path, site(), url).outlet
    assert (outlet.title, outlet.host, outlet.scheme, outlet.region) == ("새고을신문", HOST, "https", "경남")
    assert outlet.__bases__ == (NdsoftSpider,)


def test_the_page_that_was_given_is_read_first(tmp_path: Path) -> None:
    read = [reading.address for reading in found(tmp_path, site(), article_url(5203)).readings]
    assert read == [article_url(n) for n in (5203, 5209, 5207, 5205, 5204)]


def moved(outlet: str, folder: Path) -> tuple[Path, str]:
    """Copy an outlet's fixtures to a host that no spider knows."""
    old = outlets()[outlet].host.removeprefix("www.").encode()
    new = f"gaon-{outlet}.kr".encode()
    shutil.copytree(FIXTURES / outlet, folder / outlet)
    for file in (folder / outlet).rglob("*.*"):
        file.write_bytes(file.read_bytes().replace(old, new))
    return folder, new.decode()


def first_articles() -> dict[str, Any]:
    """What is expected of the first article on the first list page of each outlet of a family that has both among the fixtures."""
    articles = {e.expected["url"]: e.expected for e in ARTICLES if of_family(e)}
    lists = {e.outlet: e.expected["links"] for e in LISTS if e.case.folder.name == "list-1"}
    return {outlet: articles[links[0]["url"]] for outlet, links in lists.items() if links[0]["url"] in articles}


FIRST = first_articles()


@pytest.mark.parametrize("outlet", FIRST)
def test_an_outlet_of_every_family_would_be_adopted(outlet: str, tmp_path: Path) -> None:
    """Its own pages, on a host that no spider knows: the same family, and the same text."""
    folder, host = moved(outlet, tmp_path)
    old, expected = outlets()[outlet], FIRST[outlet]
    spider = visit(folder, expected["url"].replace(old.host.removeprefix("www."), host))
    assert spider.problem == ""
    assert spider.site
    new = spider.site.outlet
    assert new.__bases__ == old.__bases__
    assert new.title in {old.title, new.host}  # a page that was rebuilt need not state it
    assert new.host.removeprefix("www.") == host
    article = spider.site.readings[0].article
    assert (article.body, article.title, article.published_at) == (expected["body"], expected["title"], expected["published_at"])
    compile(spider_source(spider.site, "2026-11-22"), "spider", "exec")


def test_every_family_is_tried() -> None:
    assert {outlets()[name].__bases__[0] for name in FIRST} == {outlet.__bases__[0] for outlet in outlets().values()} - {OutletSpider}


def test_a_board_without_netpros_theme_is_netpros_if_the_list_is(tmp_path: Path) -> None:
    folder, host = moved("dgilbo", tmp_path)
    spider = visit(folder, f"http://{host}/news/900012")
    assert spider.site, spider.problem
    assert spider.site.outlet.__bases__ == (NetProSpider,)
    assert [reading.layout.name for reading in spider.site.readings] == ["gnuboard/basic", "netpro/theme"]


BOARD = "http://www.some-local-paper.co.kr/bbs/board.php?bo_table=local"


def plain_board() -> Pages:
    """A gnuboard5 site whose articles are in a board of another name than `news`."""
    row = '<li><input type="checkbox" name="chk_wr_id[]" value="{0}"><a href="/bbs/board.php?bo_table=local&amp;wr_id={0}">글</a></li>'
    menu = "".join(
        f'<a href="/bbs/board.php?bo_table=local{extra}">{name}</a>' for name, extra in (("전체", ""), ("마을", "&amp;sca=마을"))
    )
    texts = {
        12: ("한빛면 돌담길 걷기", "한빛면 돌담길 2km를 걷는 모임이 매주 토요일 아침 열린다."),
        13: ("늘품면 솜틀집 다시 연다", "늘품면의 솜틀집이 스무 해 만에 다시 문을 연다."),
    }
    pages = {
        f"{BOARD}&wr_id={number}": f'<meta property="og:title" content="{title}"><article id="bo_v"><section id="bo_v_info"><strong>'
        f'문가람</strong></section><div id="bo_v_con"><p>{text}</p></div></article>'
        for number, (title, text) in texts.items()
    }
    pages[BOARD] = f"<title>목록</title>{menu}<ul>{''.join(row.format(number) for number in texts)}</ul>"
    front = {f"http://{HOST}/": ("<title>마을신문 - 우리 동네</title>", HTML)}
    robots = {f"http://{HOST}/robots.txt": ("User-agent: *\nAllow: /\n", "text/plain")}
    return robots | front | {url: (text, HTML) for url, text in pages.items()}


def test_the_board_of_a_gnuboard_site_is_the_outlets(tmp_path: Path) -> None:
    given = found(tmp_path, plain_board(), f"{BOARD}&wr_id=12")
    assert [reading.article.id for reading in given.readings] == ["saegoeul:local/12", "saegoeul:local/13"]
    source = spider_source(given, "2026-11-22")
    assert source.startswith('"""마을신문. Not checked live: 2 articles read')
    assert '    board = "local"\n    feed_path = "/bbs/rss.php?bo_table=local"\n' in source
    assert '    sections = {\n        "마을": "마을",\n    }\n' in source  # not the link to all of them
    assert given.outlet.list_url("마을", 2) == f"{BOARD}&sca=%EB%A7%88%EC%9D%84&page=2"


def test_of_several_boards_the_one_that_is_linked_most_is_adopted(tmp_path: Path) -> None:
    """Notices stand first on many front pages; the sections of another board are none of this."""
    other = "/bbs/board.php?bo_table=notice"
    links = "".join(f'<a href="/bbs/board.php?bo_table=local&amp;wr_id={n}">글</a>' for n in (12, 13))
    front = f'<title>마을신문</title><a href="{other}&amp;wr_id=1">공지</a><a href="{other}&amp;sca=회원">회원</a>{links}'
    notice = plain_board()[f"{BOARD}&wr_id=12"][0]
    pages = plain_board() | {f"http://{HOST}/": (front, HTML), f"http://{HOST}{other}&wr_id=1": (notice, HTML)}
    given = found(tmp_path, pages, f"http://{HOST}/")
    assert [reading.article.id for reading in given.readings] == ["saegoeul:local/12", "saegoeul:local/13"]
    assert given.outlet.sections == {"마을": "마을"}


def test_a_section_is_not_called_by_a_page_number(tmp_path: Path) -> None:
    """Of a menu of pictures."""
    pages = changed(site(), "<span>사회</span>", '<img src="3.gif">')
    pages = changed(pages, "</nav>", '</nav><a href="/news/articleList.html?page=2&amp;sc_section_code=S1N3">2</a>')
    assert list(found(tmp_path, pages).outlet.sections) == ["정치", "경제", "문화"]


# --- what the pages state


def test_a_feed_that_the_pages_announce_is_taken(tmp_path: Path) -> None:
    given = found(tmp_path, changed(site(), FEED, f"{SITE}/rss/S1N1.xml") | {f"{SITE}/rss/S1N1.xml": site()[FEED]})
    assert given.feed == {"url": f"{SITE}/rss/S1N1.xml", "came": True, "links": 8, "dates": 8}
    assert '    feed_path = "/rss/S1N1.xml"\n' in spider_source(given, "2026-11-22")


def test_a_feed_of_another_host_is_not(tmp_path: Path) -> None:
    given = found(tmp_path, changed(without(site(), FEED), FEED, "https://feeds.example.com/rss.xml") | {FEED: site()[FEED]})
    assert given.feed
    assert given.feed["url"] == FEED  # the family's
    assert "feed_path" not in spider_source(given, "2026-11-22")


@pytest.mark.parametrize(
    ("feed", "said"),
    [
        ({}, "  RSS              did not come  "),
        ({FEED: ("RSS 보기가 금지되어 있습니다.", HTML)}, "  RSS              gives no articles  "),
    ],
)
def test_a_site_without_a_feed(feed: Pages, said: str, tmp_path: Path) -> None:
    given = found(tmp_path, without(site(), FEED) | feed)
    assert f"{said}{FEED}" in list(table(given))
    assert FEED not in given.pages  # no case of what gives nothing
    assert LIST in given.pages


IMPRINT = "제호 : 새고을신문"
OG = '<meta property="og:site_name" content="새고을 \\&quot;&quot;&quot;뉴스"><link rel="alternate"'


@pytest.mark.parametrize(
    ("changes", "url", "title"),
    [
        ([(IMPRINT, "<b>제호</b> : 솔밭신문")], f"{SITE}/", "솔밭신문"),
        ([(IMPRINT, ""), ('<link rel="alternate"', OG)], f"{SITE}/", "새고을 뉴스"),  # and nothing that ends a string
        ([(IMPRINT, "")], f"{SITE}/", "새고을신문"),  # the front page's title
        ([(IMPRINT, "")], article_url(5207), "새고을신문"),
        ([(IMPRINT, ""), ("<title>새고을신문</title>", "")], article_url(5207), "some-local-paper.co.kr"),
    ],
)
def test_the_masthead(changes: list[tuple[str, str]], url: str, title: str, tmp_path: Path) -> None:
    pages = site()
    for old, new in changes:
        pages = changed(pages, old, new)
    given = found(tmp_path, pages, url)
    assert given.outlet.title == title
    made = ast.parse(spider_source(given, "2026-11-22"))
    assert (ast.get_docstring(made) or "").startswith(f"{title}. Not checked live: ")
    assert isinstance(made.body[-1], ast.ClassDef)
    assert {ast.unparse(line) for line in made.body[-1].body[1:]} >= {f"title = {title!r}", f"host = {HOST!r}", "name = 'saegoeul'"}


def test_a_long_text_is_no_masthead(tmp_path: Path) -> None:
    pages = changed(site(), '<link rel="alternate"', f'<meta property="og:site_name" content="{"긴 이름 " * 40}"><link rel="alternate"')
    assert found(tmp_path, changed(pages, IMPRINT, "")).outlet.title == "새고을신문"  # the front page's title


ODD = (
    (IMPRINT, ""),
    ('<link rel="alternate"', '<meta property="og:site_name" content="&quot;&quot; 새고을 뉴스 \\"><link rel="alternate"'),
    (">정치<", '>톡톡 "칼럼\\"<'),
    (f'href="{FEED}"', 'href="/rss/&quot;a\'b 가.xml"'),
)


def test_a_spider_passes_the_projects_checks(tmp_path: Path) -> None:
    """Whatever a page has for a masthead, a section and a feed."""
    pages = site() | {f"{SITE}/rss/%22a'b%20%EA%B0%80.xml": site()[FEED]}
    for old, new in ODD:
        pages = changed(pages, old, new)
    given = found(tmp_path / "pages", pages)
    assert given.outlet.feed_path == "/rss/%22a'b%20%EA%B0%80.xml"
    assert list(given.outlet.sections) == ["톡톡 칼럼", "경제", "사회", "문화"]
    file = tmp_path / "newsharvest" / "spiders" / "saegoeul.py"
    file.parent.mkdir(parents=True)
    for folder in (file.parent, file.parent.parent):
        (folder / "__init__.py").write_text('"""Made for a test."""\n')
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    file.write_text(spider_source(given, "2026-11-22"), encoding="utf-8")
    for check in (("check",), ("format", "--check")):
        ran = subprocess.run(
            [sys.executable, "-m", "ruff", *check, "--no-cache", str(file)], cwd=tmp_path, capture_output=True, text=True, check=False
        )
        assert ran.returncode == 0, ran.stdout


def test_a_spider_is_not_called_as_its_family(tmp_path: Path) -> None:
    given = found(tmp_path, site())
    given.outlet.name = "ndsoft"
    assert "\nclass NdsoftOutletSpider(NdsoftSpider):\n" in spider_source(given, "2026-11-22")


def test_doubts_about_its_articles_are_counted(tmp_path: Path) -> None:
    pages = changed(site(), "솔밭천 징검다리 새로 놓아</h3>", "지역 소식</h3>")
    told = [line for line in table(found(tmp_path, pages)) if "doubt" in line]
    assert told[0] == "  doubt in 1 of 5: title_elsewhere: the title is neither the page's <title> nor its og:title"


def test_fields_that_nearly_every_outlet_prints_and_this_one_does_not(tmp_path: Path) -> None:
    """A family's selectors that find nothing, where a person sees a date and a byline, must not pass unseen."""
    pages = changed(changed(changed(site(), "승인 20", "올린 때 20"), "article:published_time", "x"), "info-name", "x")
    told = list(table(found(tmp_path, pages)))
    assert told[-1] == "  look at a page: nearly every outlet prints authors, published_at. If this one does, it is not quite as its family"
    assert not [line for line in table(found(tmp_path / "whole", site())) if "look at a page" in line]


def test_what_a_guess_gives_is_told_as_such(tmp_path: Path) -> None:
    folder, host = moved("gyeonggitv", tmp_path)
    spider = visit(folder, FIRST["gyeonggitv"]["url"].replace("gyeonggitv.com", host))
    assert spider.site, spider.problem
    told = {line.split()[0]: line for line in table(spider.site)}
    assert told["section"].endswith("[.path_wrap h3 (a guess, never seen before on a page of its family)]")
    assert told["title"].endswith("[.art_top h1, .art_top h2, .fix_art_top h2]")


def test_a_region_that_no_page_states_is_left_to_a_person(tmp_path: Path) -> None:
    given = found(tmp_path, changed(site(), "등록번호", "전화번호"))
    assert "  region           -  no registration number on the page says it" in list(table(given))
    assert '    region = ""\n' in spider_source(given, "2026-11-22")
    assert "left to do: say in saegoeul.py for which region it writes" in list(written(given, Path("saegoeul.py"), tmp_path))


def test_proposed_unwanted_lines_are_on_the_page_and_not_in_the_item(tmp_path: Path) -> None:
    pages = site() | {
        article_url(s.number): (
            article(s)
            .replace("<aside>", '<aside><a href="?idxno=1">보이지\u200b 않는 글자가 든 제목</a>')
            .replace("</aside>", '</aside><p>#해시태그로 만나는 새고을의 가을</p><p>"따옴표"가 든 한 줄짜리 안내문</p>'), HTML
        )
        for s in STORIES
    }  # fmt: skip
    given = found(tmp_path / "pages", pages)
    _, cases = write(given, tmp_path, tmp_path / "fixtures", settings(tmp_path / "pages"), "2026-11-22")
    lines = [line for line in (cases / "5209" / "unwanted.txt").read_text(encoding="utf-8").splitlines() if not line.startswith("# ")]
    assert lines == [
        "달빛공원 손난로 나눔에 줄 길게 늘어서",
        "달빛공원에서 주말마다 열리는 손난로 나눔에 시민이 몰렸다. 봉사자들은 새벽부터 콩주머니를 데웠다.",
        "새고을 겨울 축제 이름 시민이 짓는다",
        "제호 : 새고을신문 | 인터넷신문 등록번호 : 경남 아",
        "pyright by 새고을신문. 새고을로 12, 3층",
        "저작권자 © 새고을신문 무단전재 및 재배포 금지",
    ]


def settings(replay: Path) -> Settings:
    project = get_project_settings()
    project.set("REPLAY", str(replay), priority="cmdline")
    return project


# --- nothing to adopt


def test_an_unknown_family_is_told_with_what_comes_near(tmp_path: Path) -> None:
    pages = changed(changed(site(), "article-view-header", "renamed"), "article-view-content-div", "also-renamed")
    told = problem(tmp_path, without(pages, LIST, f"{SITE}/"), article_url(5207)).splitlines()
    links = ", ".join(article_url(n) for n in (5101, 5099))
    assert told.pop(1) == f"{article_url(5101)}: {NOT_RECORDED}"
    assert told.pop(1) == f"{article_url(5099)}: {NOT_RECORDED}"
    assert told[:2] == [
        f"{article_url(5207)} is no article of a known family, nor are {links}: give the address of an article",
        "unknown: the page has the shape of no family's articles",
    ]
    assert told[-1] == "if it is one: docs/adding-outlets.md says how such an outlet is added"
    assert told[2].startswith("nearest: ndsoft/skin-4 (NDsoft): 0 of 1 marks of its shape, no body, ")
    assert told[-2] == "nor could a layout be found for it: its pages do not link five articles by addresses of one form"


def test_what_no_family_knows_is_guessed_if_it_can_be(tmp_path: Path) -> None:
    """More of it: tests/test_adopt_own.py."""
    pages = changed(changed(site(), "article-view-header", "renamed"), "article-view-content-div", "also-renamed")
    given = found(tmp_path, pages, article_url(5207))
    assert given.outlet.__bases__ == (OutletSpider,)
    assert not given.is_of_family
    texts = {story.number: story for story in STORIES}
    assert len(given.readings) >= 3
    for reading in given.readings:
        story = texts[int(reading.article.id.partition(":")[2])]
        assert (reading.article.title, reading.article.body) == (story.title, story.text.replace("\n", "\n\n"))


def test_a_page_without_links(tmp_path: Path) -> None:
    told = problem(tmp_path, {f"{SITE}/robots.txt": ("", "text/plain"), f"{SITE}/": ("<p>공사 중</p>", HTML)})
    assert told.splitlines()[0] == (
        f"{SITE}/ is no article of a known family, and no link on it looks like one: give the address of an article"
    )


NOT_RECORDED = "not_recorded: the page is not in the REPLAY folder"
ROBOTS = "robots: robots.txt forbids it (Forbidden by robots.txt)"


@pytest.mark.parametrize(
    ("lost", "changes", "said"),
    [
        ((f"{SITE}/",), (), f"the page did not come: {SITE}/: {NOT_RECORDED}"),
        ((), (("Disallow: /admin/", "Disallow: /"),), f"the page did not come: {SITE}/: {ROBOTS}"),
        ((LIST,), (), f"the list of all articles, where NDsoft has it, did not come: {LIST}: {NOT_RECORDED}"),
        (
            (),
            (("Disallow: /admin/", "Disallow: /news/articleList"),),
            f"the list of all articles, where NDsoft has it, did not come: {LIST}: {ROBOTS}",
        ),
        ((), (("section-list", "renamed"),), f"the list of all articles links none that NDsoft would: {LIST}"),
    ],
    ids=["page", "robots", "list", "robots list", "no rows"],
)
def test_what_cannot_be_done_without(lost: tuple[str, ...], changes: tuple[tuple[str, str], ...], said: str, tmp_path: Path) -> None:
    pages = without(site(), *lost)
    for old, new in changes:
        pages = changed(pages, old, new)
    assert problem(tmp_path, pages) == said


def test_a_list_of_articles_that_give_nothing(tmp_path: Path) -> None:
    """The page that was given is recognised, and has no text; nor has any other."""
    pages = {url: (re.sub(r"<p>(?!달빛).*?</p>|<figure.*</figure>", "", text), kind) for url, (text, kind) in site().items()}
    told = problem(tmp_path, pages).splitlines()
    assert told[0] == "none of its articles could be read"
    assert told[1] == f"no_body: no text where the layout says it is  {article_url(5207)}"
    assert len(told) == 9


def test_the_mobile_site_is_not_adopted(tmp_path: Path) -> None:
    pages = site() | {
        f"https://m.{HOST[4:]}/": site()[f"{SITE}/"],
        f"https://m.{HOST[4:]}/robots.txt": ("", "text/plain"),
    }
    assert problem(tmp_path, pages, f"https://m.{HOST[4:]}/") == (
        f"https://m.{HOST[4:]}/ is the mobile site: give an address of the one for desktops"
    )


def test_pages_of_two_families_are_not_adopted(tmp_path: Path) -> None:
    other = (FIXTURES / "kgnews" / "art-info" / "page.html").read_text(encoding="utf-8")
    assert problem(tmp_path, site() | {article_url(5205): (other, HTML)}) == (
        f"{article_url(5205)} is of another family than the rest: 미디어온, and not NDsoft"
    )


# --- over the network


@dataclass
class Live:
    """Serves the site over real HTTP."""

    pages: Pages
    wrong: dict[str, Reply] = field(default_factory=dict)  # by address
    asked: list[str] = field(default_factory=list)

    def answer(self, url: str) -> Reply:
        self.asked.append(url)
        if url in self.wrong:
            return self.wrong[url]
        text, kind = self.pages.get(url, ("", HTML))
        headers = {"Content-Type": kind, "Set-Cookie": "PHPSESSID=s3cret"}
        return Reply(text.encode(), headers=headers) if text else Reply(b"<p>404</p>", status=404)


PLAIN = f"http://{HOST}"


def plain_site() -> Pages:
    """The site without TLS, which loopback cannot play, and without the pause that its robots.txt asks for."""
    pages = changed(changed(site(), "https:", "http:"), "Crawl-delay: 1\n", "")
    return {url.replace("https:", "http:"): page for url, page in pages.items()}


def plain_url(number: int) -> str:
    return article_url(number).replace("https:", "http:")


def led_to(url: str) -> Reply:
    return Reply(status=301, headers={"Location": url})


def adopted(project: Project, live: Live, url: str = f"{PLAIN}/") -> Ran:
    bare = HOST.removeprefix("www.")
    with serving({bare: live, f"blog.{bare}": live}) as proxy:
        return project.run("scrapy", "adopt", url, *QUICK, answer="y\n", env={"http_proxy": proxy})


def test_a_site_that_wants_to_be_left_alone_is_not_adopted_by_half(project: Project) -> None:
    live = Live(plain_site(), {plain_url(5205): Reply(status=429, headers={"Retry-After": "1000"})})
    ran = adopted(project, live)
    assert (ran.out, ran.err, ran.status) == (
        "", "scrapy adopt: the visit was broken off: the site asks to be left alone for 1000 seconds (HTTP 429)\n", 1
    )  # fmt: skip


@SIGNALS
def test_ctrl_c_in_the_visit(project: Project) -> None:
    held = Held()

    class Slow(Live):
        def answer(self, url: str) -> Reply:
            if url == plain_url(5205):
                held(1)
            return super().answer(url)

    with serving({HOST.removeprefix("www."): Slow(plain_site())}) as proxy, subprocess.Popen(
        [sys.executable, "-m", "scrapy", "adopt", f"{PLAIN}/", *QUICK], cwd=project.folder, text=True, encoding="utf-8",
        env=os.environ | {"PYTHONPATH": str(project.folder), "http_proxy": proxy},
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as adopt:  # fmt: skip
        held.wait()
        adopt.send_signal(signal.SIGINT)
        held.go_on()
        out, err = adopt.communicate("y\n", timeout=30)
    assert (out, err, adopt.returncode) == ("", "scrapy adopt: the visit was broken off: shutdown\n", 1)


@pytest.mark.parametrize(
    ("robots", "status", "page"), [(Reply(b"<p>403</p>", status=403), 403, b"<p>403</p>"), (led_to(f"{PLAIN}/"), 200, b"<!doctype")]
)
def test_a_site_without_a_robots_txt(robots: Reply, status: int, page: bytes, project: Project) -> None:
    """Every outlet has a case of it, whatever a site answers when it has none."""
    ran = adopted(project, Live(plain_site(), {f"{PLAIN}/robots.txt": robots}))
    assert ran.status == 0, ran.err
    case = project.cases("some_local_paper") / "robots"
    answer = json.loads((case / "response.json").read_text(encoding="utf-8"))
    assert (answer["url"], answer["status"]) == (f"{PLAIN}/robots.txt", status)
    assert (case / "page.html").read_bytes().startswith(page)


@pytest.mark.slow
def test_a_feed_that_has_moved(project: Project) -> None:
    """It is asked for where it is now, which is no address that a list could not have."""
    pages = plain_site()
    feed = pages.pop(FEED.replace("https:", "http:"))
    ran = adopted(project, Live(pages | {f"{PLAIN}/rss/all": feed}, {FEED.replace("https:", "http:"): led_to(f"{PLAIN}/rss/all")}))
    assert ran.status == 0, ran.err
    assert '    feed_path = "/rss/all"\n' in project.spider("some_local_paper").read_text(encoding="utf-8")
    project.confirm("some_local_paper")
    tested = project.test("tests/test_cases.py", "-k", "some_local_paper")
    assert tested.status == 0, tested.out


def test_an_article_that_has_moved_to_another_host_is_passed_over(project: Project) -> None:
    blog = f"http://blog.{HOST.removeprefix('www.')}/p/1"
    pages = plain_site() | {blog: plain_site()[plain_url(5204)]}
    ran = adopted(project, Live(pages, {plain_url(5205): led_to(blog)}))
    assert ran.status == 0, ran.err
    assert f"  not read: off_site: it led away from the outlet's site  {plain_url(5205)}\n" in ran.out


def test_a_site_that_leads_to_its_www_is_asked_for_its_front_page_once(project: Project) -> None:
    bare = f"http://{HOST.removeprefix('www.')}/"
    live = Live(plain_site(), {bare: led_to(f"{PLAIN}/")})
    ran = adopted(project, live, bare)
    assert ran.status == 0, ran.err
    assert live.asked.count(f"{PLAIN}/") == 1


def test_tokens_are_neither_asked_with_nor_written(project: Project) -> None:
    feed = FEED.replace("https:", "http:")
    pages = changed(plain_site(), f'href="{feed}"', f'href="{feed}?PHPSESSID=s3cret"')
    live = Live(pages)
    ran = adopted(project, live)
    assert ran.status == 0, ran.err
    assert [url for url in live.asked if "s3cret" in url] == []
    assert "feed_path" not in project.spider("some_local_paper").read_text(encoding="utf-8")
    assert not [file for file in project.cases("some_local_paper").rglob("*.json") if "s3cret" in file.read_text(encoding="utf-8")]


def test_what_a_page_holds_of_a_visit_is_told(project: Project) -> None:
    pages = changed(plain_site(), "<aside>", '<input type="hidden" name="csrf_token" value="s3cret"><aside>')
    assert (
        "left to do: the pages are kept as they came and hold hidden input csrf_token: decide whether it may stay\n"
        in adopted(project, Live(pages)).out
    )


def test_few_feeds_are_tried(project: Project) -> None:
    feeds = "".join(f'<link rel="alternate" type="application/rss+xml" href="/rss/S1N{n}.xml">' for n in range(20))
    pages = changed(without(plain_site(), FEED.replace("https:", "http:")), "<title>", f"{feeds}<title>")
    live = Live(pages)
    assert adopted(project, live).status == 0
    assert [url for url in live.asked if "/rss/" in url] == [
        f"{PLAIN}/rss/S1N0.xml", f"{PLAIN}/rss/S1N1.xml", f"{PLAIN}/rss/allArticle.xml"
    ]  # fmt: skip


MAP = f"{SITE}/sitemap/news.xml"


def mapped(*sitemaps: str) -> Pages:
    """The site, whose robots.txt names these sitemaps, and one of news that lists two articles."""
    loc = "".join(f"<url><loc>{article_url(number)}</loc><lastmod>2026-11-20</lastmod></url>" for number in (5207, 5209))
    robots = "User-agent: *\nDisallow: /admin/\nCrawl-delay: 1\n" + "".join(f"Sitemap: {url}\n" for url in sitemaps)
    return site() | {f"{SITE}/robots.txt": (robots, "text/plain"), MAP: (f"<urlset>{loc}</urlset>", "application/xml")}


def test_a_sitemap_that_robots_txt_names_is_told_and_becomes_an_attribute(tmp_path: Path) -> None:
    adopted = found(tmp_path, mapped("https://cdn.example/map.xml", f"{SITE}/all.xml", MAP))
    told = list(table(adopted))
    assert f"  sitemap          named in robots.txt: {MAP}" in told
    assert "  sitemap          gives 2 articles  sitemap_paths = ['/sitemap/news.xml']" in told
    assert '    sitemap_paths = ("/sitemap/news.xml",)\n' in spider_source(adopted, "2026-11-21")
    assert MAP not in adopted.pages


def test_a_sitemap_that_gives_nothing_is_told_and_no_attribute(tmp_path: Path) -> None:
    pages = mapped(MAP) | {MAP: ("<html><p>404</p></html>", HTML)}
    adopted = found(tmp_path, pages)
    assert [line for line in table(adopted) if "sitemap" in line] == [f"  sitemap          named in robots.txt: {MAP}"]
    assert "sitemap" not in spider_source(adopted, "2026-11-21")


def test_articles_that_robots_txt_forbids_are_told(tmp_path: Path) -> None:
    told = problem(tmp_path, changed(site(), "Disallow: /admin/", "Disallow: /news/articleView")).splitlines()
    assert told[1:4] == [f"{article_url(n)}: {ROBOTS}" for n in (5207, 5206, 5205)]


def test_a_live_site_is_asked_for_little_and_in_order(project: Project) -> None:
    """And the spider says that it was checked, the fixtures that they were recorded."""
    live = Live({url.replace("https:", "http:"): (text.replace("https:", "http:"), kind) for url, (text, kind) in site().items()})
    del live.pages[f"http://{HOST}/robots.txt"]
    with serving({HOST.removeprefix("www."): live}) as proxy:
        ran = project.run("scrapy", "adopt", f"http://{HOST}/", *QUICK, answer="y\n", env={"http_proxy": proxy})
    assert ran.status == 0, ran.err
    plain = f"http://{HOST}"
    assert live.asked == [
        f"{plain}/robots.txt",
        f"{plain}/",
        f"{plain}/news/articleView.html?idxno=5207",
        f"{plain}/news/articleList.html?view_type=sm",
        f"{plain}/rss/allArticle.xml",
        *(f"{plain}/news/articleView.html?idxno={n}" for n in (5209, 5208, 5206, 5205, 5204, 5203)),
        f"{plain}/robots.txt",
    ]
    assert re.match(
        r'"""새고을신문\. Checked live 20\d\d-\d\d-\d\d: 5 articles read by scrapy adopt\."""\n',
        project.spider("some_local_paper").read_text(encoding="utf-8"),
    )
    case = json.loads((project.cases("some_local_paper") / "5207" / "response.json").read_text(encoding="utf-8"))
    assert (case["origin"], case["note"]) == ("recorded", "as received")
    assert json.loads((project.cases("some_local_paper") / "robots" / "response.json").read_text(encoding="utf-8"))["status"] == 404
    assert not [
        file for file in project.folder.rglob("*") if file.is_file() and b"s3cret" in file.read_bytes() and "tests" not in file.parts
    ]


@SIGNALS
@pytest.mark.parametrize("number", [signal.SIGINT, pytest.param(signal.SIGTERM, marks=pytest.mark.slow)])
def test_ctrl_c_at_the_question(number: signal.Signals, project: Project, tmp_path: Path) -> None:
    """Scrapy, whose crawl is over, would go on listening for it."""
    replay = record(tmp_path / "pages", site())
    command = [sys.executable, "-m", "scrapy", "adopt", f"{SITE}/", "-s", f"REPLAY={replay}"]
    with subprocess.Popen(
        command, cwd=project.folder, env=os.environ | {"PYTHONPATH": str(project.folder)}, text=True, encoding="utf-8",
        stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
    ) as adopt:  # fmt: skip
        assert adopt.stderr
        timer = threading.Timer(30, adopt.kill)
        timer.start()
        assert adopt.stderr.read(len(QUESTION)) == QUESTION
        adopt.send_signal(number)
        assert adopt.wait() == 1
        timer.cancel()
        assert adopt.stderr.read() == "\nscrapy adopt: nothing was written: nobody answered\n"
    assert not project.spider("some_local_paper").exists()


@pytest.mark.slow
@SHELL
def test_no_keyboard(project: Project, tmp_path: Path) -> None:
    """Standard input is closed, as under some schedulers, or holds no text."""
    adopt = f"{sys.executable} -m scrapy adopt {SITE}/ -s REPLAY={record(tmp_path / 'pages', site())}"
    env = os.environ | {"PYTHONPATH": str(project.folder), "PYTHONIOENCODING": "utf-8:strict"}
    for stdin in ("<&-", "<<< $'\\xff'"):
        ran = subprocess.run(
            ["bash", "-c", f"{adopt} {stdin}"], cwd=project.folder, env=env,
            capture_output=True, text=True, encoding="utf-8", timeout=60, check=False,
        )  # fmt: skip
        assert (ran.returncode, ran.stderr) == (1, QUESTION + "\nscrapy adopt: nothing was written: nobody answered\n")


# --- mistyped


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "give one address of the site"),
        ((f"{SITE}/", "twice"), f"give one address of the site (got {SITE}/ twice)"),
        ((HOST,), f"{HOST!r} is not the address of a page: it begins with http:// or https:// and a host's name alone"),
        (
            ("http://a.kr:8080/",),
            "'http://a.kr:8080/' is not the address of a page: it begins with http:// or https:// and a host's name alone",
        ),
        (("http://m.idomin.com/x",), "m.idomin.com is idomin 경남도민일보 already: scrapy outlets --check idomin tells what it gives"),
        (
            (f"{SITE}/", "--name", "새고을"),
            "'새고을' is no name for an outlet: say --name with small letters, digits and _, a letter first",
        ),
        ((f"{SITE}/", "--name", ""), "'' is no name for an outlet: say --name with small letters, digits and _, a letter first"),
        (
            (f"{SITE}/", "--name", "import"),
            "'import' is no name for an outlet: say --name with small letters, digits and _, a letter first",
        ),
        (("http://24news.kr/",), "'24news' is no name for an outlet: say --name with small letters, digits and _, a letter first"),
        (
            (f"{SITE}/", "--name", "idomin"),
            "there is an outlet 'idomin' already (newsharvest/spiders/idomin.py): give this one another with --name",
        ),
        ((f"{SITE}/", "-s", "REPLAY=nowhere"), "REPLAY=nowhere is not a folder"),
        ((f"{SITE}/", "-s", "STROE=x"), "unknown setting 'STROE', did you mean 'STORE'?"),
    ],
)
def test_mistyped(arguments: tuple[str, ...], said: str) -> None:
    assert refused("adopt", *arguments) == f"scrapy adopt: {said}"


# --- nothing half done


def test_a_spider_that_cannot_be_written_takes_its_fixtures_with_it(tmp_path: Path) -> None:
    given = found(tmp_path / "pages", site())
    with pytest.raises(FileNotFoundError):
        write(given, tmp_path / "nowhere", tmp_path / "fixtures", settings(tmp_path / "pages"), "2026-11-22")
    assert [path.name for path in tmp_path.iterdir()] == ["pages"]


@LIMITS
def test_a_spider_that_is_half_written_is_taken_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a disk that fills up: the system takes the beginning of the file, and no more."""
    given = found(tmp_path / "pages", site())
    monkeypatch.setattr("newsharvest.adopt.scaffold.spider_source", lambda *_: "x" * 2_000_000)
    import resource

    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, limits[1]))
    try:
        with pytest.raises(OSError, match="File too large"):
            write(given, tmp_path, tmp_path / "fixtures", settings(tmp_path / "pages"), "2026-11-22")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert [path.name for path in tmp_path.rglob("saegoeul*")] == []


def test_a_spider_that_is_there_is_not_overwritten(tmp_path: Path) -> None:
    given = found(tmp_path / "pages", site())
    (tmp_path / "saegoeul.py").write_text("mine")
    with pytest.raises(FileExistsError):
        write(given, tmp_path, tmp_path / "fixtures", settings(tmp_path / "pages"), "2026-11-22")
    assert (tmp_path / "saegoeul.py").read_text() == "mine"
