"""`scrapy read`: what one page gives, saved or fetched, and what gave it."""

from __future__ import annotations

import base64
import json
import quopri
import shutil
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from itemadapter import ItemAdapter

from newsharvest.adopt.reading import Reading, read_page
from newsharvest.adopt.recognition import Unknown
from newsharvest.commands.read import decoded
from newsharvest.crawl.outlet import OutletSpider
from newsharvest.crawl.urls import ArticleAddress, ListAddress
from newsharvest.items import ARTICLE_FIELDS
from newsharvest.page.layouts import Notice, rules
from newsharvest.platforms.families import FAMILIES
from newsharvest.press import KST
from newsharvest.reasons import Reason
from tests.support.cases import ARTICLES, NO_ARTICLES, Expectation, of_family
from tests.support.command_line import quick, refused, scrapy
from tests.support.posix import DEVICES, FULL
from tests.support.processes import Ran
from tests.support.project import FIXTURES, ROOT, outlets

REPLAY = ("-s", f"REPLAY={FIXTURES}")
HOST = "www.gaon-news.co.kr"


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody knows when a saved page was received, and by an earlier clock those of November 2026 would be of the future."""
    monkeypatch.setattr("newsharvest.adopt.reading.now", lambda: datetime(2026, 11, 28, 9, tzinfo=KST))


def expected_of(e: Expectation) -> dict[str, Any]:
    """What a saved page must give: the case's item, but for when it was fetched, its story, and the hash (tested with the cases)."""
    known = {name: value for name, value in e.expected.items() if name != "_read"}
    return known | {"fetched_at": None, "story_id": None, "duplicate_of": None, "similarity": None}


def given(reading: Reading | Unknown) -> dict[str, Any]:
    assert isinstance(reading, Reading)
    assert reading.unkept is None
    item = ItemAdapter(reading.article).asdict()
    assert tuple(item) == ARTICLE_FIELDS
    del item["content_hash"], item["origin"]
    return item


@pytest.mark.parametrize("e", ARTICLES, ids=str)
def test_a_saved_page_gives_what_a_harvest_does(e: Expectation) -> None:
    reading = read_page(decoded(e.case.page.read_bytes(), e.case.url), outlets())
    assert given(reading) == expected_of(e)


@pytest.mark.parametrize(
    "e", [e for e in ARTICLES if of_family(e) and str(e) != "gyeonggitv/ad-in-body"], ids=str
)  # its spider knows the ad
def test_a_page_of_a_host_that_no_spider_knows_is_read_as_well(e: Expectation) -> None:
    url = e.case.url.replace(e.case.url.split("/")[2], HOST)
    reading = read_page(decoded(e.case.page.read_bytes(), url), outlets())
    item = given(reading)
    assert isinstance(reading, Reading)
    key, spider = item["id"].removeprefix("gaon_news:"), FAMILIES[e.expected["layout"].partition("/")[0]]
    assert issubclass(reading.outlet, spider)
    assert (item["outlet"], item["url"]) == ("gaon_news", reading.outlet.article_url(key))
    assert reading.outlet.article_key(url) == key
    # the masthead's tags and the images' host are the outlet's own
    same = ("section", "published_at", "published_raw", "modified_at", "body", "authors", "author_emails", "rights", "layout")
    assert [name for name in same if item[name] != e.expected[name]] == []


@pytest.mark.parametrize("e", NO_ARTICLES, ids=str)
def test_what_gives_no_article_says_its_reason(e: Expectation) -> None:
    found = read_page(decoded(e.case.page.read_bytes(), e.case.url), outlets())
    if isinstance(found, Unknown):
        assert (found.notice.reason.code if found.notice else "no_layout") == e.expected["reason"]
    else:
        assert found.unkept
        assert found.unkept.reason.code == e.expected["reason"]


def test_a_deleted_page_of_an_outlet_whose_markup_is_its_own_says_so() -> None:
    class Hannae(OutletSpider):
        name, title, host, region = "hannae", "한내신문", "hannae.example", "경남"
        article_address = ArticleAddress("/view?num={key}")
        list_address = ListAddress("/all?page={page}")
        layouts = ()
        notices = (Notice("hannae/deleted", Reason.DELETED, shape=rules("//script[contains(., '없는 기사')]")),)

    page = decoded("<script>alert('없는 기사입니다')</script>".encode(), "http://hannae.example/view?num=7")
    found = read_page(page, {"hannae": Hannae})
    assert isinstance(found, Unknown)
    assert "it is a notice (hannae/deleted): the outlet has deleted it" in list(found.lines())


def test_a_known_outlet_is_read_as_its_spider_reads_it() -> None:
    """With the shape alone, where a host that no spider knows must show more: and such a host does not take a known outlet's name."""
    bare = "<title>가온 소식</title><meta property='og:title' content='가온 소식'><div id=font>가온시는 새 도서관을 열었다.</div>"
    for host, outlet, read in (("joongdo.co.kr", "joongdo", True), ("joongdo.net", "joongdo_net", False)):
        page = decoded(bare.encode(), f"http://www.{host}/web/view.php?key=20200213010005265")
        assert isinstance(read_page(page, outlets()), Reading) == read
        forced = read_page(page, outlets(), family="ncid")
        assert isinstance(forced, Reading)
        assert forced.article.id == f"{outlet}:20200213010005265"


SKIN_3 = "idomin/778102"
SKIN_3_FIELDS = """\
section        nav.view-navigation a, ul.breadcrumbs li:not([class^='info-']):has(a)
title          header.article-view-header .heading
subtitle       h2.subheading, h3.subheading, h4.subheading
authors        //ul[contains(concat(' ', normalize-space(@class), ' '), ' infomation ')]/li[contains(., '기자명')] | \
//li[contains(concat(' ', normalize-space(@class), ' '), ' info-name ')]
author_emails  article.writer .email, .info-group .writer .email
published_at   ul.infomation > li
modified_at    ul.infomation > li
body           #article-view-content-div
images         #article-view-content-div
tags           -  empty
rights         .article-copy, .article-copyright, .view-copyright
"""


def page_in(tmp_path: Path, case: str, *changes: tuple[str, str]) -> str:
    """Save a case's page, changed, in its own charset, and return its path."""
    raw = (FIXTURES / case / "page.html").read_bytes()
    encoding = "cp949" if b"euc-kr" in raw[:500].lower() else "utf-8"
    text = raw.decode(encoding)
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    (tmp_path / "saved.html").write_bytes(text.encode(encoding))
    return str(tmp_path / "saved.html")


def item_of(ran: Ran) -> dict[str, Any]:
    item: dict[str, Any] = json.loads(ran.out)
    assert tuple(item) == ARTICLE_FIELDS
    assert ran.out == json.dumps(item, ensure_ascii=False, indent=2) + "\n"
    assert ran.status == 0
    return item


def test_a_page_that_names_its_own_address() -> None:
    ran = quick("read", str(FIXTURES / SKIN_3 / "page.html"))
    expected = json.loads((FIXTURES / SKIN_3 / "expected.json").read_text(encoding="utf-8"))
    item = item_of(ran)
    unlike = {name: item[name] for name in expected if name != "_read" and item[name] != expected[name]}
    assert unlike == {"fetched_at": None, "story_id": None}
    assert ran.err == f"family: ndsoft (NDsoft)\nlayout: ndsoft/skin-3\noutlet: idomin 경남도민일보\n{SKIN_3_FIELDS}"


def test_a_page_that_names_none(tmp_path: Path) -> None:
    """In cp949, as it alone says. Nothing is invented: no id, no address, no picture; the masthead stands at its foot."""
    ran = quick("read", page_in(tmp_path, "ksilbo/512204"))
    item = item_of(ran)
    assert (item["id"], item["url"], item["outlet"], item["outlet_name"], item["images"]) == ("", "", "", "경상일보", [])
    assert item["title"] == "극단 ‘똠방’, 공단 노동자와 만든 연극 무대에"
    assert ran.err.splitlines()[2:4] == [
        "outlet: not known",
        "id and url stay empty: the page does not say where it came from (say it with --url)",
    ]
    assert "author_emails  .arl_view_date" in ran.err.splitlines()  # out of the byline


def test_where_a_page_came_from_can_be_said(tmp_path: Path) -> None:
    page = page_in(tmp_path, "jejusori/subtitle-above", ("제호 : 제주의소리", "제호 : 가온신문"))
    ran = quick("read", page, "--url", f"https://{HOST}/news/articleView.html?idxno=7&page=2")
    item = item_of(ran)
    assert (item["id"], item["url"]) == ("gaon_news:7", f"https://{HOST}/news/articleView.html?idxno=7")
    assert (item["outlet"], item["outlet_name"]) == ("gaon_news", "가온신문")
    assert ran.err.splitlines()[2] == f"outlet: gaon_news 가온신문 (no spider knows {HOST})"
    front = quick("read", page, "--url", f"https://{HOST}/")
    assert (item_of(front)["id"], item_of(front)["url"], item_of(front)["outlet"]) == ("", "", "gaon_news")
    assert front.err.splitlines()[3] == (
        f"id and url stay empty: https://{HOST}/ is no article's address in this family"
        f" (those are like https://{HOST}/news/articleView.html?idxno=1)"
    )


NOTED = "http://idomin.com/news/articleView.html?idxno=900040"
SAVED_FROM = f"<!-- saved from url=({len(NOTED):04}){NOTED} -->"


@pytest.mark.parametrize("comment", [SAVED_FROM, f"<!--\n Page saved with SingleFile \n url: {NOTED} \n saved date: Sat Nov 21 2026\n-->"])
def test_a_page_that_a_browser_saved_says_where_it_came_from(comment: str, tmp_path: Path) -> None:
    saved = page_in(tmp_path, "ksilbo/512204", ("<html", f"{comment}\n<html"))
    item = item_of(quick("read", saved))
    assert (item["id"], item["url"], item["outlet_name"]) == ("idomin:900040", NOTED, "경남도민일보")
    elsewhere = item_of(quick("read", saved, "--url", "http://www.ksilbo.co.kr/news/articleView.html?idxno=7"))
    assert elsewhere["id"] == "ksilbo:7"


@pytest.mark.parametrize("comment", ["<!-- saved from url=(0014)about:internet -->", f"<p>&lt;!-- saved from url=(0057){NOTED} --&gt;</p>"])
def test_what_names_no_address_is_no_note_of_one(comment: str, tmp_path: Path) -> None:
    assert item_of(quick("read", page_in(tmp_path, "ksilbo/512204", ("<html", f"{comment}\n<html"))))["url"] == ""


@pytest.mark.parametrize("encoding", ["quoted-printable", "base64", "8bit"])
def test_a_page_in_a_web_archive(encoding: str, tmp_path: Path) -> None:
    """As Chrome, Edge and Whale save it (`.mhtml`): the page is a part of a mail."""
    page = (FIXTURES / "ksilbo" / "512204" / "page.html").read_bytes()
    packed = {"quoted-printable": quopri.encodestring(page), "base64": base64.encodebytes(page), "8bit": page}[encoding]
    head = (
        f"From: <Saved by Blink>\r\nSnapshot-Content-Location: {NOTED}\r\nSubject: =?utf-8?Q?x?=\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="----Boundary"\r\n\r\n\r\n'
        f"------Boundary\r\nContent-Type: text/html\r\nContent-ID: <frame-1@mhtml.blink>\r\n"
        f"Content-Transfer-Encoding: {encoding}\r\nContent-Location: {NOTED}\r\n\r\n"
    )
    picture = "\r\n------Boundary\r\nContent-Type: image/gif\r\nContent-Transfer-Encoding: base64\r\n\r\nR0lGODlhAQABAAAAACw=\r\n"
    (tmp_path / "saved.mhtml").write_bytes(head.encode() + packed + f"{picture}------Boundary--\r\n".encode())
    item = item_of(quick("read", str(tmp_path / "saved.mhtml")))
    expected = json.loads((FIXTURES / "ksilbo" / "512204" / "expected.json").read_text(encoding="utf-8"))
    assert (item["url"], item["title"], item["body"]) == (NOTED, expected["title"], expected["body"])


def test_an_outlet_that_has_moved_to_another_family() -> None:
    """Host and masthead are the outlet's; what reads the page is not its spider."""
    ran = quick("read", str(FIXTURES / SKIN_3 / "page.html"), "--url", "http://ptlnews.kr/news/articleView.html?idxno=7")
    item = item_of(ran)
    assert (item["id"], item["outlet_name"], item["url"]) == (
        "ptlnews:7",
        "평택자치신문",
        "http://ptlnews.kr/news/articleView.html?idxno=7",
    )
    assert ran.err.splitlines()[2] == (
        "outlet: ptlnews 평택자치신문, whose own spider (/news/view.php?no=) is not the one that read it"
    )  # fmt: skip


def test_an_address_is_fetched_as_a_crawl_would() -> None:
    ran = scrapy("read", "http://idomin.com/news/articleView.html?idxno=778102", *REPLAY)
    item = item_of(ran)
    assert item["fetched_at"] == json.loads((FIXTURES / SKIN_3 / "expected.json").read_text(encoding="utf-8"))["fetched_at"]
    assert ran.err.endswith(SKIN_3_FIELDS)


def test_robots_txt_is_obeyed(tmp_path: Path) -> None:
    shutil.copytree(FIXTURES / "idomin", tmp_path / "idomin")
    (tmp_path / "idomin" / "robots" / "page.txt").write_text("User-agent: *\nDisallow: /news/\n")
    ran = scrapy("read", "http://idomin.com/news/articleView.html?idxno=778102", "-s", f"REPLAY={tmp_path}")
    assert ran.err == (
        "not kept, robots: robots.txt forbids it  http://idomin.com/news/articleView.html?idxno=778102  (Forbidden by robots.txt)\n"
    )
    assert (ran.status, ran.out) == (1, "")


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("http://127.0.0.1/news/1", "private_address: it led to a private address, which is never fetched  http://127.0.0.1/news/1"),
        ("http://idomin.com/news/articleView.html?idxno=1", "not_recorded: the page is not in the REPLAY folder  "),
        ("http://idomin.com/rss/allArticle.xml", "http://idomin.com/rss/allArticle.xml is not a web page"),
    ],
)
def test_an_address_that_gives_no_page(url: str, said: str) -> None:
    ran = scrapy("read", url, *REPLAY)
    assert said in ran.last
    assert (ran.status, ran.out) == (1, "")


def test_a_doubt_is_told_and_stands_in_the_item(tmp_path: Path) -> None:
    page = page_in(tmp_path, SKIN_3, ("유통·소상공인", "유통"), ('<h3 class="heading">', '<h3 class="heading">사회'))
    ran = quick("read", page)
    assert item_of(ran)["doubts"] == ["title_elsewhere"]
    assert "doubt: title_elsewhere: the title is neither the page's <title> nor its og:title" in ran.err.splitlines()
    assert ran.status == 0


def test_a_page_that_is_not_kept_says_why() -> None:
    ran = quick("read", str(FIXTURES / "gyeonggitv" / "empty-body" / "page.html"))
    assert ran.last == "not kept, no_body: no text where the layout says it is"
    assert "body           -  empty" in ran.err.splitlines()
    assert (ran.status, ran.out) == (1, "")


def test_an_unknown_page_says_what_is_near() -> None:
    ran = quick("read", str(FIXTURES / "dgilbo" / "gnuboard-list" / "page.html"))
    assert ran.err.splitlines()[:4] == [
        "unknown: the page has the shape of no family's articles",
        "it has the rows of a list page (gnuboard/list), and an article is wanted",
        "nearest: netpro/theme (NetPro): 0 of 1 marks of its shape, no body, 1 of 6 fields (section)",
        "    not found: #news_body_area, .art_top, .fix_art_top, h2.news_title01",
    ]
    assert (ran.status, ran.out) == (1, "")


def test_a_family_can_be_forced() -> None:
    page = str(FIXTURES / SKIN_3 / "page.html")
    assert item_of(quick("read", page, "--family", "ndsoft"))["layout"] == "ndsoft/skin-3"
    board = quick("read", str(FIXTURES / "dgilbo" / "short-address" / "page.html"), "--family", "netpro")
    assert item_of(board)["layout"] == "gnuboard/basic"  # a board that a NetPro outlet has left without its theme
    assert board.err.startswith("family: netpro (NetPro)\nlayout: gnuboard/basic\n")
    ran = quick("read", page, "--family", "mediaon")
    assert ran.err.splitlines()[0] == "unknown: the page has the shape of none of 미디어온's layouts"
    assert (ran.status, ran.out) == (1, "")


def test_what_won_is_said_where_it_is_no_plain_first_selector() -> None:
    """A fallback that is a guess, a line of the text, a match that cannot be read."""
    page = read_page(
        decoded(
            "<meta property='og:title' content='다솔시 소식'><header class='article-view-header'></header>"
            "<ul class='infomation'><li>승인 9999.99.99 99:99</li></ul>"
            "<div id='article-view-content-div'><p>다솔시는 21일 새 도서관을 열었다고 밝혔다.</p>"
            "<p>문가람 기자 mgr@example.com</p></div>".encode(),
            "",
        ),
        outlets(),
    )
    assert isinstance(page, Reading)
    told = dict(line.split("  ", 1) for line in page.lines() if not line.startswith("doubt: "))
    told = {name: words.strip() for name, words in told.items()}
    assert told["title"] == (
        "meta[property='og:title']::attr(content)  (fallback: selector 2 of the field; a guess, never seen before on a page of its family)"
    )
    assert told["authors"] == told["author_emails"] == "a byline or rights line of the text"
    assert told["published_at"] == "-  empty: nothing readable in ul.infomation > li"


def test_a_guess_is_told_whether_what_it_gives_can_be_read_or_not() -> None:
    html = (
        "<meta property='og:title' content='다솔시 소식'><div class='path_wrap'><h3>지역</h3></div>"
        "<ul class='art_info'><li>등록 2026.99.99 99:99</li></ul><div id='news_body_area'><p>다솔시는 21일 새 도서관을 열었다.</p></div>"
    )
    page = read_page(decoded(html.encode(), ""), outlets())
    assert isinstance(page, Reading)
    told = {name: words.strip() for name, words in (line.split("  ", 1) for line in page.lines() if not line.startswith("doubt: "))}
    assert page.layout.name == "netpro/theme"
    assert told["title"] == "meta[property='og:title']::attr(content)  (fallback: selector 5 of the field)"
    assert told["section"] == ".path_wrap h3  (a guess, never seen before on a page of its family)"
    assert told["published_at"] == ("-  empty: nothing readable in ul.art_info li  (a guess, never seen before on a page of its family)")
    assert told["subtitle"] == "-  empty"


def test_a_fallback_that_is_no_guess_is_told_as_a_fallback_alone() -> None:
    page = (FIXTURES / "gyeonggitv" / "37835" / "page.html").read_text(encoding="utf-8").replace('class="art_top"', 'class="art_bar"')
    read = read_page(decoded(page.encode(), ""), outlets())
    assert isinstance(read, Reading)
    assert "title          meta[property='og:title']::attr(content)  (fallback: selector 5 of the field)" in list(read.lines())


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "name one saved page or address"),
        (["a.html", "b.html"], "name one saved page or address (got a.html b.html)"),
        (["no/such.html"], "there is no file no/such.html; an address begins with http:// or https://"),
        ([""], "name one saved page or address"),
        (["http://idomin.com:99999/1"], "there is no file http://idomin.com:99999/1; an address begins with http:// or https://"),
        (
            ["README.md", "--url", "http://idomin.com:80a/1"],
            "--url 'http://idomin.com:80a/1' is not an address: it begins with http:// or https://",
        ),
        (["idomin.com/news/1"], "there is no file idomin.com/news/1; an address begins with http:// or https://"),
        pytest.param(["tests"], "tests cannot be read: Is a directory", marks=DEVICES),
        pytest.param(["/dev/null"], "/dev/null is not a web page", marks=DEVICES),
        (["README.md", "--url", "idomin.com"], "--url 'idomin.com' is not an address: it begins with http:// or https://"),
        (["http://idomin.com/1", "--url", "http://idomin.com/1"], "--url says where a saved file came from; an address is its own"),
        (
            ["README.md", "--family", "ndsotf"],
            f"unknown family 'ndsotf', did you mean 'ndsoft'? (known: {', '.join(FAMILIES)})",
        ),
        (["http://idomin.com/1", "-s", "REPLAY=no/such"], "REPLAY=no/such is not a folder"),
    ],
)
def test_a_mistyped_read_is_refused_in_one_line(arguments: list[str], said: str) -> None:
    assert refused("read", *arguments, "-s", "DOWNLOAD_TIMEOUT=1") == f"scrapy read: {said}"


def test_a_browser_saves_in_another_charset_than_the_page_declares(tmp_path: Path) -> None:
    """Saved as UTF-8, declared as EUC-KR: what it is, not what it says."""
    raw = (FIXTURES / "ksilbo" / "512204" / "page.html").read_bytes()
    assert b"euc-kr" in raw[:500].lower()
    page = read_page(decoded(raw.decode("cp949").encode(), ""), outlets())
    assert isinstance(page, Reading)
    assert page.article.title == "극단 ‘똠방’, 공단 노동자와 만든 연극 무대에"


@pytest.mark.parametrize("encoding", ["utf-8", "cp949"])
@pytest.mark.parametrize("charset", ["iso-8859-1", "gb2312", "big5", "base64", "idna", "undefined"])
def test_a_charset_that_no_korean_page_is_in_does_not_matter(charset: str, encoding: str) -> None:
    """The first decodes any bytes, to rubbish; of the last names Python has codecs, which decode no page."""
    text = (FIXTURES / SKIN_3 / "page.html").read_text(encoding="utf-8").replace("utf-8", charset)
    page = read_page(decoded(text.encode(encoding), ""), outlets())
    assert isinstance(page, Reading)
    expected = json.loads((FIXTURES / SKIN_3 / "expected.json").read_text(encoding="utf-8"))
    assert (page.article.title, page.article.body) == (expected["title"], expected["body"])


def test_a_saved_page_may_hold_what_was_pasted_from_a_word_processor(tmp_path: Path) -> None:
    """An end of text, an escape: no text, and no sign of a picture."""
    ran = quick("read", page_in(tmp_path, SKIN_3, ("솔바람시장과", "솔바람\x03시장과\x1b")))
    expected = json.loads((FIXTURES / SKIN_3 / "expected.json").read_text(encoding="utf-8"))
    assert item_of(ran)["body"] == expected["body"]


@pytest.mark.parametrize(
    "head", [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", b"\x1f\x8b\x08\0\0\0\0\0\0\x03", b"PK\x03\x04\x14\0", b"\xff\xd8\xff\xe0\0\x10JFIF"]
)
def test_a_picture_or_a_packed_file_is_no_page(tmp_path: Path, head: bytes) -> None:
    (tmp_path / "saved.html").write_bytes(head + b"<html>" * 500)
    ran = quick("read", str(tmp_path / "saved.html"))
    assert (ran.status, ran.err) == (2, f"scrapy read: {tmp_path / 'saved.html'} is not a web page\n")


def test_a_hangul_host_is_fetched(tmp_path: Path) -> None:
    shutil.copytree(FIXTURES / "idomin", tmp_path / "idomin")
    for name in ("robots", "778102"):
        case = tmp_path / "idomin" / name / "response.json"
        case.write_text(case.read_text(encoding="utf-8").replace("http://idomin.com/", "http://xn--o39a190c.kr/"), encoding="utf-8")
    ran = scrapy("read", "http://가온.kr/news/articleView.html?idxno=778102", "-s", f"REPLAY={tmp_path}")
    assert ran.err.splitlines()[0] == "family: ndsoft (NDsoft)"
    assert item_of(ran)["url"] == "http://xn--o39a190c.kr/news/articleView.html?idxno=778102"


def test_a_redirect_off_the_site_is_not_followed(tmp_path: Path) -> None:
    shutil.copytree(FIXTURES / "idomin", tmp_path / "idomin")
    case = tmp_path / "idomin" / "778102" / "response.json"
    moved = json.loads(case.read_text(encoding="utf-8")) | {"status": 301, "headers": {"Location": "http://gnmaeil.com/"}}
    case.write_text(json.dumps(moved), encoding="utf-8")
    ran = scrapy("read", moved["url"], "-s", f"REPLAY={tmp_path}")
    assert ran.err == (
        f"not kept, off_site: it led away from the outlet's site  {moved['url']}  (redirected to http://gnmaeil.com/)\n"
    )  # fmt: skip
    assert (ran.status, ran.out) == (1, "")


def test_a_robots_txt_that_is_not_recorded_is_no_clean_end(tmp_path: Path) -> None:
    shutil.copytree(FIXTURES / "idomin", tmp_path / "idomin")
    shutil.rmtree(tmp_path / "idomin" / "robots")
    ran = scrapy("read", "http://idomin.com/news/articleView.html?idxno=778102", "-s", f"REPLAY={tmp_path}")
    assert ran.err.splitlines()[0] == "not kept, not_recorded: the page is not in the REPLAY folder  http://idomin.com/robots.txt"
    assert json.loads(ran.out)["id"] == "idomin:778102"
    assert ran.status == 1


@FULL
@pytest.mark.parametrize(("rest", "status", "said"), [("> /dev/full", 1, "No space left on device"), ("| true", 0, "")])
def test_an_item_that_cannot_be_written(rest: str, status: int, said: str, tmp_path: Path) -> None:
    """A full disk is told and is no clean end; a reader that has had enough is."""
    command = f"set -o pipefail; {sys.executable} -m scrapy read {page_in(tmp_path, SKIN_3, ('2026', '2024'))} {rest}"
    ran = subprocess.run(["bash", "-c", command], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    wrong = f"scrapy read: standard output could not be written: {said}\n" if said else ""
    assert ran.stderr == f"family: ndsoft (NDsoft)\nlayout: ndsoft/skin-3\noutlet: idomin 경남도민일보\n{SKIN_3_FIELDS}{wrong}"
    assert ran.returncode == status
