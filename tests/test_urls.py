"""Addresses as data: what a declaration takes and gives, which are refused in a sentence, and what each family declares."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from newsharvest.crawl.outlet import OutletSpider
from newsharvest.crawl.urls import ArticleAddress, ListAddress
from newsharvest.platforms.families import FAMILIES
from newsharvest.platforms.gnuboard import GnuboardSpider
from newsharvest.platforms.mediaon import FORMERLY_NDSOFT, MediaOnSpider
from newsharvest.platforms.ndsoft import NdsoftSpider

LISTS = ListAddress("/all?page={page}")
PATHS = ArticleAddress("/read/{key}.html", also=("/view?kind=a&n={key}", "/m/{key}?app=1"), key=r"[a-z]-\d+")


def outlet(family: type[OutletSpider], **attributes: object) -> type[OutletSpider]:
    return type("Gaon", (family,), {"name": "gaon", "title": "가온신문", "host": "gaon.kr", "region": "경남"} | attributes)


OUTLETS = {name: outlet(family) for name, family in FAMILIES.items()} | {
    "formerly_ndsoft": outlet(MediaOnSpider, article_address=FORMERLY_NDSOFT),
    "board": outlet(GnuboardSpider, board="local"),
}


@pytest.mark.parametrize(
    ("family", "url", "key"),
    [
        # where each family has an article's key
        ("ndsoft", "/news/articleView.html?idxno=12", "12"),
        ("ndsoft", "/news/articleViewAmp.html?idxno=12", "12"),
        ("ndsoft", "/?mod=news&act=articleView&idxno=12", "12"),
        ("ndsoft", "?act=articleView&x=1&idxno=12&mod=news", "12"),
        ("ndsoft", "/?mod=news&act=articleList&idxno=12", None),
        ("ndsoft", "/?idxno=12", None),
        ("ndsoft", "/?mod=news&act=articleView&act=articleList&idxno=12", None),
        ("ndsoft", "/news/articlePrint.html?idxno=12", None),
        ("ndsoft", "/articleView.html?idxno=12", None),
        ("mediaon", "/news/article.html?no=12", "12"),
        ("mediaon", "/mobile/article.html?no=12", "12"),
        ("mediaon", "/m/m_article.html?no=12", "12"),
        ("mediaon", "/m/m_list.html?no=12", None),
        ("mediaon", "/news/articleView.html?idxno=12", None),
        ("formerly_ndsoft", "/news/articleView.html?idxno=12", "12"),
        ("formerly_ndsoft", "/news/articleView.html?no=12", None),
        ("formerly_ndsoft", "/mobile/article.html?no=12", "12"),
        ("dadamedia", "/article/12", "12"),
        ("dadamedia", "/news/12", "12"),
        ("dadamedia", "/news/view.php?idx=12", "12"),
        ("dadamedia", "/m/view.php?idx=12", "12"),
        ("dadamedia", "/article/12/", None),
        ("dadamedia", "/article/12a", None),
        ("dadamedia", "/m/12", None),
        ("dadamedia", "/news/view.php?no=12", None),
        ("ncid", "/web/view.php?key=20200213010005265", "20200213010005265"),
        ("ncid", "/main/view.php?key=20200213010005265", "20200213010005265"),
        ("ncid", "/web/view.php?key=202002130100052650", None),
        ("viewno", "/news/view.php?no=12", "12"),
        ("viewno", "/news/view.php?idx=12", None),
        ("netpro", "/bbs/board.php?bo_table=news&wr_id=12", "12"),
        ("gnuboard", "/bbs/board.php?bo_table=notice&wr_id=12", "notice/12"),
        ("gnuboard", "/news/12", "12"),
        ("gnuboard", "/notice/12", None),  # a short address, if so, of a board whose lists are not read
        ("board", "/local/12", "local/12"),
        ("board", "/bbs/board.php?bo_table=news&wr_id=12", "12"),
        # doubled parameters: PHP takes the last
        ("viewno", "/news/view.php?no=11&no=12", "12"),
        ("viewno", "/news/view.php?no=12&no=x", None),
        ("netpro", "/bbs/board.php?bo_table=news&wr_id=11&wr_id=12&bo_table=notice", "notice/12"),
        # other parameters, also in EUC-KR, and fragments
        ("dadamedia", "/article/12?sm=w_total&stx=%C7%E0%C1%A4#c_1", "12"),
        ("netpro", "/bbs/board.php?stx=%B0%F8%C1%F6&wr_id=12&bo_table=news#c_1", "12"),
        ("netpro", "/bbs/board.php?bo_table=%B0%F8%C1%F6&wr_id=12", None),
        ("ndsoft", "/news/articleView.html?idxno=12&replyAll=&utm_source=x#09sX", "12"),
        # what a site's own program wrote wrong
        ("ndsoft", "//news/articleView.html?idxno=12", "12"),
        ("dadamedia", "//article//12", "12"),
        ("ndsoft", "/news/articleView.html?idxno=12?utm_source=naver", "12"),
        ("netpro", "/bbs/board.php?bo_table=news?wr_id=12?page=2", "12"),
        ("ncid", "/web/view.php??key=20200213010005265", "20200213010005265"),
        ("ndsoft", "/news/articleView.html?sc_word=&amp;idxno=12", "12"),
        ("netpro", "/bbs/board.php?bo_table=news&amp;amp;wr_id=12&#38;page=2", "12"),
        ("viewno", "/news/view.php? no = 12\u200b", "12"),
        ("viewno", "/news/view.php?no=12%20", "12"),
        ("ndsoft", "/go?url=http://gaon.kr//news/articleView.html?idxno=12", None),
        ("netpro", "/bbs/board.php?bo_table=news&sop=and?&page=2", None),
        # trailing junk
        ("ndsoft", "/news/articleView.html?idxno=12%0A", None),
        ("ndsoft", "/news/articleView.html?idxno=12'", None),
        ("ndsoft", "/news/articleView.html?idxno=12;x=1", None),
        ("ndsoft", "/news/articleView.html?idxno=", None),
        ("dadamedia", "/article/12%0A", None),
        ("mediaon", "/news/article.html?no=%EF%BC%91%EF%BC%92", None),  # digits, and not of ASCII
    ],
)
def test_where_each_family_has_an_articles_key(family: str, url: str, key: str | None) -> None:
    spider = OUTLETS[family]
    assert spider.article_key(f"http://gaon.kr{url}") == key
    assert spider.article_key(f"https://www.gaon.kr{url}") == key
    assert spider.article_key(f"http://m.gaon.kr{url}") == key
    for other in ("http://gaon.example", "http://gaon.kr.example", "http://news.gaon.kr", "ftp://gaon.kr", "http://[", ""):
        assert spider.article_key(f"{other}{url}") is None


@pytest.mark.parametrize(
    ("family", "key", "url"),
    [
        ("ndsoft", "12", "http://gaon.kr/news/articleView.html?idxno=12"),
        ("mediaon", "12", "http://gaon.kr/news/article.html?no=12"),
        ("formerly_ndsoft", "12", "http://gaon.kr/news/article.html?no=12"),
        ("dadamedia", "12", "http://gaon.kr/article/12"),
        ("ncid", "20200213010005265", "http://gaon.kr/web/view.php?key=20200213010005265"),
        ("viewno", "12", "http://gaon.kr/news/view.php?no=12"),
        ("netpro", "12", "http://gaon.kr/bbs/board.php?bo_table=news&wr_id=12"),
        ("gnuboard", "notice/12", "http://gaon.kr/bbs/board.php?bo_table=notice&wr_id=12"),
        ("board", "local/12", "http://gaon.kr/bbs/board.php?bo_table=local&wr_id=12"),
    ],
)
def test_each_familys_canonical_address_leads_back_to_its_key(family: str, key: str, url: str) -> None:
    assert OUTLETS[family].article_url(key) == url
    assert OUTLETS[family].article_key(url) == key


@pytest.mark.parametrize(
    ("family", "section", "first", "third"),
    [
        ("ndsoft", None, "/news/articleList.html?view_type=sm", "/news/articleList.html?view_type=sm&page=3"),
        (
            "ndsoft",
            "S1N3",
            "/news/articleList.html?sc_section_code=S1N3&view_type=sm",
            "/news/articleList.html?sc_section_code=S1N3&view_type=sm&page=3",
        ),
        (
            "ndsoft",
            "S2N14",
            "/news/articleList.html?sc_sub_section_code=S2N14&view_type=sm",
            "/news/articleList.html?sc_sub_section_code=S2N14&view_type=sm&page=3",
        ),
        ("mediaon", None, "/news/article_list_all.html", "/news/article_list_all.html?page=3"),
        ("mediaon", "52", "/news/section_list_all.html?sec_no=52", "/news/section_list_all.html?sec_no=52&page=3"),
        ("dadamedia", None, "/news/list.php", "/news/list.php?page=3"),
        ("dadamedia", "m247tk9", "/news/list.php?mcode=m247tk9", "/news/list.php?mcode=m247tk9&page=3"),
        ("ncid", None, "/web/list_news.php", "/web/list_news.php?page=3"),
        ("ncid", "N05_22", "/web/list_news.php?ncid=N05_22", "/web/list_news.php?ncid=N05_22&page=3"),
        ("viewno", None, "/news/all.php", "/news/all.php?page=3"),
        ("viewno", "20140925141337_5787", "/news/index.php?code=20140925141337_5787", "/news/index.php?code=20140925141337_5787&page=3"),
        ("netpro", None, "/bbs/board.php?bo_table=news", "/bbs/board.php?bo_table=news&page=3"),
        ("netpro", "20", "/bbs/board.php?bo_table=news&me_code=20", "/bbs/board.php?bo_table=news&me_code=20&page=3"),
        (
            "gnuboard",
            "문화·생활",
            "/bbs/board.php?bo_table=news&sca=%EB%AC%B8%ED%99%94%C2%B7%EC%83%9D%ED%99%9C",
            "/bbs/board.php?bo_table=news&sca=%EB%AC%B8%ED%99%94%C2%B7%EC%83%9D%ED%99%9C&page=3",
        ),
        ("board", None, "/bbs/board.php?bo_table=local", "/bbs/board.php?bo_table=local&page=3"),
    ],
)
def test_where_each_family_has_its_lists(family: str, section: str | None, first: str, third: str) -> None:
    assert OUTLETS[family].list_url(section, 1) == f"http://gaon.kr{first}"
    assert OUTLETS[family].list_url(section, 3) == f"http://gaon.kr{third}"


@pytest.mark.parametrize(
    ("family", "code"),
    [
        ("ndsoft", "S3N1"),
        ("ndsoft", "S1N"),
        ("mediaon", "정치"),
        ("dadamedia", "247"),
        ("ncid", "N5"),
        ("viewno", "1_1"),
        ("netpro", "정치"),
    ],
)
def test_what_has_not_the_form_of_a_sections_code_has_no_list(family: str, code: str) -> None:
    with pytest.raises(ValueError, match=f"^{code!r} has the form of no section's code"):
        OUTLETS[family].list_url(code, 1)


# --- a declaration

NO_KEY = " must say where the article's key stands: {key}, once, and no other placeholder"
NO_PATH = " is not an address from the path on, such as /news/list.php?page={page}"
NO_PLACE = ": a placeholder is the whole value of a parameter, or a part of the path"
WRITTEN = ": every parameter once, with a value, escaped as UTF-8"
NO_PAGE = " must say which parameter turns the page, the same for all lists: page={page}"
NO_SECTION = ": {section} belongs into the addresses of sections, and only there"
NO_FORM = " is not a regular expression: missing ), unterminated subpattern at position 0"


@pytest.mark.parametrize(
    ("path", "query", "key"),
    [
        ("/read/a-1.html", {}, "a-1"),
        ("/read/a-1xhtml", {}, None),
        ("/read/1.html", {}, None),
        ("/read/.html", {}, None),
        ("/view", {"n": "b-2", "kind": "a", "more": "1"}, "b-2"),
        ("/view", {"n": "b-2", "kind": "b"}, None),
        ("/view", {"n": "b-2"}, None),
        ("/m/c-3", {"app": "1"}, "c-3"),
        ("/m/c-3", {}, None),
    ],
)
def test_an_address_leads_to_an_article_by_the_parameters_that_a_template_states(path: str, query: dict[str, str], key: str | None) -> None:
    assert PATHS.key_of(path, query) == key


def test_a_missing_key_is_none_whatever_the_form() -> None:
    anything = ArticleAddress("/view?n={key}", also=("/read/{key}",), key=r".*")
    assert anything.key_of("/view", {}) is None
    assert anything.key_of("/view", {"n": ""}) is None
    assert anything.key_of("/read/", {}) is None
    assert anything.key_of("/read/a/b", {}) == "a/b"
    assert anything.path("a&b=/가") == "/view?n=a%26b%3D%2F%EA%B0%80"


def test_a_section_may_stand_in_the_path() -> None:
    lists = ListAddress("/all?page={page}", {r"\w+": "/part/{section}?page={page}"})
    assert lists.path("마을", 2) == "/part/%EB%A7%88%EC%9D%84?page=2"
    assert lists.section_parameter("마을") is None


def test_the_first_form_that_a_code_has_is_its_list() -> None:
    lists = ListAddress("/all?p={page}", {r"A\d": "/a?a={section}&p={page}", r"\w\d": "/b?b={section}&p={page}"})
    assert [lists.path(code, 1) for code in ("A1", "B1")] == ["/a?a=A1", "/b?b=B1"]
    assert [lists.section_parameter(code) for code in ("A1", "B1", "1")] == ["a", "b", None]
    assert lists.page_parameter == "p"


@pytest.mark.parametrize(
    ("canonical", "also", "key", "told"),
    [
        ("/article", (), r"\d+", "'/article'" + NO_KEY),
        ("/a/{key}", ("/b",), r"\d+", "'/b'" + NO_KEY),
        ("/a/{id}", (), r"\d+", "'/a/{id}'" + NO_KEY),
        ("/a/{key}?n={key}", (), r"\d+", "'/a/{key}?n={key}'" + NO_KEY),
        ("/a/{key}", (), r"(\d", "key='(\\\\d'" + NO_FORM),
        ("a/{key}", (), r"\d+", "'a/{key}'" + NO_PATH),
        ("//gaon.kr/{key}", (), r"\d+", "'//gaon.kr/{key}'" + NO_PATH),
        ("http://gaon.kr/{key}", (), r"\d+", "'http://gaon.kr/{key}'" + NO_PATH),
        ("/a/{key}#top", (), r"\d+", "'/a/{key}#top'" + NO_PATH),
        ("/a?n=a{key}", (), r"\d+", "'/a?n=a{key}'" + NO_PLACE),
        ("/a?{key}=1", (), r"\d+", "'/a?{key}=1'" + NO_PLACE),
        ("/a/{key", (), r"\d+", "'/a/{key'" + NO_PLACE),
        # addresses that would not lead back
        ("/a?n={key}&n=1", (), r"\d+", "'/a?n={key}&n=1'" + WRITTEN),
        ("/a?n={key}&b=", (), r"\d+", "'/a?n={key}&b='" + WRITTEN),
        ("/a?n={key}&b=%B0%A1", (), r"\d+", "'/a?n={key}&b=%B0%A1'" + WRITTEN),
    ],
)
def test_an_article_address_that_cannot_be_is_told(canonical: str, also: tuple[str, ...], key: str, told: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(told)}$"):
        ArticleAddress(canonical, also, key)


@pytest.mark.parametrize(
    ("of_all", "of_section", "told"),
    [
        ("/all", {}, "'/all'" + NO_PAGE),
        ("/all/{page}", {}, "'/all/{page}'" + NO_PAGE),
        ("/all?page={page}", {"S": "/s?s={section}&p={page}"}, "'/s?s={section}&p={page}'" + NO_PAGE),
        ("/all?page={page}", {"S": "/s?page={page}"}, "'/s?page={page}'" + NO_SECTION),
        ("/all?s={section}&page={page}", {}, "'/all?s={section}&page={page}'" + NO_SECTION),
        ("/all?page={page}", {"(": "/s?s={section}&page={page}"}, "'('" + NO_FORM),
    ],
)
def test_a_list_address_that_cannot_be_is_told(of_all: str, of_section: dict[str, str], told: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(told)}$"):
        ListAddress(of_all, of_section)


def test_a_value_that_nobody_gives_is_told() -> None:
    with pytest.raises(ValueError, match=r"^'/bbs/board.php\?bo_table=\{board\}&page=\{page\}': nothing is known to put for \{board\}$"):
        ListAddress("/bbs/board.php?bo_table={board}&page={page}").path(None, 1)


# --- a class


def test_a_class_that_forgets_its_addresses_is_told_when_it_is_made() -> None:
    articles = "^Gaon does not say which addresses lead to an article: article_address = ArticleAddress"
    with pytest.raises(TypeError, match=articles):
        type("Gaon", (OutletSpider,), {"layouts": (), "list_address": LISTS})
    with pytest.raises(TypeError, match=articles):
        outlet(OutletSpider, list_address=LISTS, article_path=classmethod(lambda cls, key: f"/{key}"))  # half of the two
    with pytest.raises(TypeError, match=articles):
        outlet(OutletSpider, list_address=LISTS, key_of=classmethod(lambda cls, path, query: path))
    with pytest.raises(TypeError, match=r"^Gaon does not say where its lists are: list_address = ListAddress"):
        type("Gaon", (OutletSpider,), {"layouts": (), "article_address": PATHS})
    with pytest.raises(TypeError, match=r"^Gaon: the code '정치' of the section 정치 has none of the forms in its list_address$"):
        outlet(NdsoftSpider, sections={"경제": "S1N2", "정치": "정치"})
    with pytest.raises(TypeError, match=r"^Gaon: the code '1' of the section 정치 has none of the forms in its list_address$"):
        outlet(OutletSpider, article_address=PATHS, list_address=LISTS, sections={"정치": "1"})


def test_a_class_that_writes_the_two_methods_declares_nothing_of_articles() -> None:
    class Gaon(OutletSpider):
        name, title, host, region = "gaon", "가온신문", "gaon.kr", "경남"
        list_address = LISTS

        @classmethod
        def key_of(cls, path: str, query: dict[str, str]) -> str | None:
            return path.removeprefix("/") or None

        @classmethod
        def article_path(cls, key: str) -> str:
            return f"/{key}"

    assert Gaon.article_key("http://gaon.kr/a") == "a"
    assert Gaon.article_url("a") == "http://gaon.kr/a"


def test_a_family_that_is_wrong_is_told_at_import(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "wrong_family.py").write_text(
        "from newsharvest.crawl.outlet import OutletSpider\nclass Wrong(OutletSpider):\n    layouts = ()\n", encoding="utf-8"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    with pytest.raises(TypeError, match=r"^Wrong does not say which addresses lead to an article"):
        __import__("wrong_family")
