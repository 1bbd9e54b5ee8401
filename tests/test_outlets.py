"""Each outlet's addresses, and the settings that every crawl runs under."""

from __future__ import annotations

import re

import pytest
from scrapy.settings import Settings

from newsharvest import settings as project_settings
from newsharvest.crawl.outlet import OutletSpider
from tests.support.crawls import crawl
from tests.support.project import ROOT, outlets

OUTLETS = outlets()


@pytest.mark.parametrize(
    ("outlet", "url", "key"),
    [
        ("dgilbo", "http://dgilbo.dgn.kr/bbs/board.php?bo_table=news&wr_id=67014&page=3392&me_id=&me_code=&type=web", "67014"),
        ("dgilbo", "https://www.dgilbo.dgn.kr/bbs/board.php?page=3392&me_id=&type=web&wr_id=67014&bo_table=news#c_1", "67014"),
        ("dgilbo", "http://dgilbo.dgn.kr/bbs/board.php?bo_table=news&wr_id=1&wr_id=67014", "67014"),  # PHP takes the last
        ("dgilbo", "http://dgilbo.dgn.kr/news/67014", "67014"),
        ("dgilbo", "http://dgilbo.dgn.kr/bbs/board.php?bo_table=notice&wr_id=12", "notice/12"),
        ("dgilbo", "http://dgilbo.dgn.kr/bbs/board.php?bo_table=news&page=2", None),
        ("dgilbo", "http://dgilbo.dgn.kr/bbs/board.php?bo_table=news&wr_id=12;drop", None),
        ("dgilbo", "http://dgilbo.dgn.kr/bbs/write.php?bo_table=news&wr_id=12", None),
        ("dgilbo", "http://gyeonggitv.com/bbs/board.php?bo_table=news&wr_id=67014", None),
        ("dgilbo", "http://[/bbs/board.php?bo_table=news&wr_id=1", None),
        ("gyeonggitv", "http://www.gyeonggitv.com/bbs/board.php?bo_table=news&device=pc&wr_id=37835", "37835"),
        ("gyeonggitv", "http://m.gyeonggitv.com/bbs/board.php?bo_table=news&wr_id=37835", "37835"),
        ("gyeonggitv", "ftp://gyeonggitv.com/bbs/board.php?bo_table=news&wr_id=37835", None),
        ("krnews21", "http://krnews21.co.kr/article/305345?sm=w_total&stx=%ED%96%89%EC%A0%95", "305345"),
        ("krnews21", "http://www.krnews21.co.kr/news/view.php?idx=305345&mcode=m247tk9", "305345"),
        ("krnews21", "https://krnews21.co.kr/m/view.php?idx=305345", "305345"),
        ("krnews21", "http://krnews21.co.kr/news/305345", "305345"),
        ("krnews21", "http://krnews21.co.kr/news/list.php?mcode=m247tk9", None),
        ("krnews21", "http://krnews21.co.kr/news/view.php?no=305345", None),
        ("joongdo", "http://www.joongdo.co.kr/main/view.php?key=20200213010005265", "20200213010005265"),
        ("joongdo", "https://joongdo.co.kr/web/view.php?key=20200213010005265&utm_source=x", "20200213010005265"),
        ("joongdo", "http://www.joongdo.co.kr/web/view.php?key=2020021301000526", None),
        ("idomin", "http://idomin.com/news/articleView.html?idxno=778102&replyAll=&reply_sc_order_by=I&utm_source=x#09sX", "778102"),
        ("idomin", "https://www.idomin.com/news/articleView.html?mod=news&act=articleView&idxno=778102", "778102"),
        ("idomin", "http://www.idomin.com/?mod=news&act=articleView&idxno=778102", "778102"),
        ("idomin", "http://m.idomin.com/news/articleView.html?idxno=778102", "778102"),
        ("idomin", "http://idomin.com/news/articleViewAmp.html?idxno=778102", "778102"),
        ("idomin", "http://idomin.com/news/articlePrint.html?idxno=778102", None),
        ("idomin", "http://idomin.com/news/articleMail.html?idxno=778102", None),
        ("idomin", "http://idomin.com/news/articleList.html?box_idxno=778102&view_type=sm", None),
        ("idomin", "http://idomin.com/?mod=news&act=articleList&idxno=778102", None),
        ("idomin", "http://idomin.com/news/articleView.html?idxno=77a", None),
        ("idomin", "http://idomin.com/admin/adminLoginForm.html", None),
        ("idomin", "http://gnmaeil.com/news/articleView.html?idxno=778102", None),
        ("kgnews", "https://www.kgnews.co.kr/news/article.html?no=9900001", "9900001"),
        ("kgnews", "http://m.kgnews.co.kr/news/article.html?no=9900001&sec_no=4#reply", "9900001"),
        ("kgnews", "https://kgnews.co.kr/mobile/article.html?no=9900001", "9900001"),
        ("kgnews", "http://www.kgnews.co.kr/news/articleView.html?idxno=9900001", "9900001"),
        ("kgnews", "https://www.kgnews.co.kr/news/articleView.html?no=9900001", None),
        ("kgnews", "https://www.kgnews.co.kr/mobile/article_comment.html?no=9900001", None),
        ("kgnews", "https://www.kgnews.co.kr/news/banner_click.php?no=90", None),
        ("kgnews", "https://www.kgnews.co.kr/news/article.html?no=9900001x", None),
        ("kgnews", "https://www.kgnews.co.kr/news/article_list_all.html?page=2", None),
        ("ghnews", "https://www.ghnews.net/mobile/article.html?no=9900001", "9900001"),
        ("ghnews", "https://www.ghnews.net/news/articleView.html?idxno=9900001", None),  # no fact says that it answers these
        ("gn1news", "http://www.gn1news.kr/news/article.html?no=9900001", "9900001"),
        ("ptlnews", "http://ptlnews.kr/news/view.php?no=9900001", "9900001"),
        ("ptlnews", "http://www.ptlnews.kr/news/view.php?page=3&no=1&no=9900001", "9900001"),  # PHP takes the last
        ("ptlnews", "http://ptlnews.kr/news/view.php?idx=9900001", None),  # 다다미디어's
        ("ptlnews", "http://ptlnews.kr/news/all.php?page=1&page=2", None),
    ],
)
def test_what_identifies_an_article(outlet: str, url: str, key: str | None) -> None:
    spider = OUTLETS[outlet]
    assert spider.article_key(url) == key
    if key:  # and the canonical address leads back to it
        assert spider.article_key(spider.article_url(key)) == key


def test_canonical_addresses() -> None:
    assert OUTLETS["dgilbo"].article_url("67014") == "http://dgilbo.dgn.kr/bbs/board.php?bo_table=news&wr_id=67014"
    assert OUTLETS["dgilbo"].article_url("notice/12") == "http://dgilbo.dgn.kr/bbs/board.php?bo_table=notice&wr_id=12"
    assert OUTLETS["krnews21"].article_url("305345") == "http://krnews21.co.kr/article/305345"
    assert OUTLETS["joongdo"].article_url("20200213010005265") == "http://www.joongdo.co.kr/web/view.php?key=20200213010005265"


@pytest.mark.parametrize(
    ("outlet", "section", "page", "url"),
    [
        ("dgilbo", None, 1, "http://dgilbo.dgn.kr/bbs/board.php?bo_table=news"),
        ("dgilbo", "20", 3, "http://dgilbo.dgn.kr/bbs/board.php?bo_table=news&me_code=20&page=3"),
        ("krnews21", "m247tk9", 2, "http://krnews21.co.kr/news/list.php?mcode=m247tk9&page=2"),
        ("idomin", None, 1, "http://idomin.com/news/articleList.html?view_type=sm"),
        ("idomin", "S1N3", 2, "http://idomin.com/news/articleList.html?sc_section_code=S1N3&view_type=sm&page=2"),
        ("idomin", "S2N14", 1, "http://idomin.com/news/articleList.html?sc_sub_section_code=S2N14&view_type=sm"),
        ("joongdo", "N05_22", 2, "http://www.joongdo.co.kr/web/list_news.php?ncid=N05_22&page=2"),
        ("kgnews", None, 1, "https://www.kgnews.co.kr/news/article_list_all.html"),
        ("kgnews", None, 3, "https://www.kgnews.co.kr/news/article_list_all.html?page=3"),
        ("kgnews", "52", 2, "https://www.kgnews.co.kr/news/section_list_all.html?sec_no=52&page=2"),
        ("ptlnews", None, 2, "http://ptlnews.kr/news/all.php?page=2"),
        ("ptlnews", "20140925141337_5787", 2, "http://ptlnews.kr/news/index.php?code=20140925141337_5787&page=2"),
    ],
)
def test_list_addresses(outlet: str, section: str | None, page: int, url: str) -> None:
    assert OUTLETS[outlet].list_url(section, page) == url


@pytest.mark.parametrize("spider", OUTLETS.values(), ids=OUTLETS)
def test_every_outlet_keeps_to_its_own_host(spider: type[OutletSpider]) -> None:
    """An empty allowed_domains would let a crawl go anywhere."""
    assert spider.allowed_domains == [spider.host.removeprefix("www.")]
    assert spider.title
    assert spider.region
    assert spider.__doc__


@pytest.mark.parametrize("spider", OUTLETS.values(), ids=OUTLETS)
def test_every_outlet_says_what_is_known_of_it_and_one_of_a_family_is_a_few_lines(spider: type[OutletSpider]) -> None:
    module = (ROOT / "newsharvest" / "spiders" / f"{spider.name}.py").read_text(encoding="utf-8")
    assert re.match(rf'"""{re.escape(spider.title)}\. (?:Not checked live|Checked live 20\d\d-\d\d-\d\d)\b', module)
    if OutletSpider not in spider.__bases__ and "SINCE_" not in module:  # what `scrapy repair` has put there
        assert len(re.sub(r"sections = \{.*?\}", "", module, flags=re.DOTALL).splitlines()) < 15


def test_every_crawl_is_safe_and_polite() -> None:
    settings = crawl("joongdo").crawler.settings
    live = Settings()
    live.setmodule(project_settings)
    assert settings.getbool("ROBOTSTXT_OBEY")
    assert live.getint("CONCURRENT_REQUESTS_PER_DOMAIN") == 1
    assert live.getfloat("DOWNLOAD_DELAY") >= 1
    assert settings.getbool("DOWNLOAD_VERIFY_CERTIFICATES")
    assert 0 < settings.getint("DOWNLOAD_MAXSIZE") <= 10 * 1024 * 1024
    assert settings.getfloat("DOWNLOAD_TIMEOUT") <= 30
    off = ("COOKIES_ENABLED", "TELNETCONSOLE_ENABLED", "REMOTE_CONTROL_ENABLED", "METAREFRESH_ENABLED")
    assert [name for name in off if settings.getbool(name)] == []
    handlers = {scheme for scheme, handler in live.getwithbase("DOWNLOAD_HANDLERS").items() if handler}
    assert handlers == {"http", "https"}


def test_the_user_agent_names_the_project_and_the_contact() -> None:
    agent = crawl("joongdo", settings={"CONTACT": "desk@example.com"}).crawler.settings["USER_AGENT"]
    assert agent == "newsharvest/0.1 (Korean local news harvester; contact: desk@example.com)"
    assert crawl("joongdo", settings={"CONTACT": ""}).crawler.settings["USER_AGENT"].endswith("contact: not set)")


def test_a_wrong_charset_is_counted() -> None:
    """EUC-KR bytes under a header that says UTF-8: read right, and counted."""
    harvest = crawl("krnews21", url="http://krnews21.co.kr/article/900003")
    assert harvest.crawler.stats.get_value("charset/corrected") == 1
    assert "\N{REPLACEMENT CHARACTER}" not in harvest.items[0]["body"]
    assert crawl("krnews21").crawler.stats.get_value("charset/corrected") is None
