"""Lists and feeds in, rows out: which articles they link, and when they say those were published, seen from the time of receipt."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from parsel import Selector
from scrapy import Request
from scrapy.http import HtmlResponse, TextResponse, XmlResponse
from scrapy.utils.test import get_crawler

from newsharvest.crawl.outlet import OutletSpider
from newsharvest.crawl.paging import FRESH_MAX, PAGES_MAX, Paging
from newsharvest.crawl.urls import ArticleAddress, ListAddress
from newsharvest.download.replay import RECORDED_AT
from newsharvest.items import Unkept
from newsharvest.page.layouts import ListLayout, Rule, rules
from newsharvest.page.lists import FeedRead, ListRead, Row, read_feed, read_list
from newsharvest.page.tree import base_url_of, page_of
from newsharvest.press import KST
from newsharvest.reasons import Reason
from newsharvest.run.harvest import HarvestPlan
from newsharvest.spiders.gyeonggitv import GyeonggitvSpider
from newsharvest.store import Store
from tests.support.project import outlets

BASE = "http://gaon.kr/list"
LAYOUT = ListLayout("gaon/list", rows=rules("ul.list > li", "table.list tr"), date=rules(".date", Rule(".by", re=r"\| (.+)")))
RECEIVED = datetime(2026, 11, 21, 16, 0, 30, tzinfo=KST)  # a Saturday


def key_of(url: str) -> str | None:
    """An article's number in `http://gaon.kr/view?n=12`; anything else is no article."""
    parts = urlsplit(url)
    return parse_qs(parts.query).get("n", [None])[0] if (parts.scheme, parts.path) == ("http", "/view") else None


def read(html: str, received: datetime | None = RECEIVED) -> list[Row]:
    return read_with_winner(html, received).rows


def read_with_winner(html: str, received: datetime | None = RECEIVED) -> ListRead:
    response = HtmlResponse(BASE, body=f"<html><body>{html}</body></html>".encode(), encoding="utf-8")
    return read_list(page_of(response), base_url_of(page_of(response), response.url), [LAYOUT], key_of, received)


def item(content: str) -> str:
    return f"<ul class=list><li>{content}</li></ul>"


def dated(printed: str, received: datetime | None = RECEIVED) -> str | None:
    """The time of a row that prints its date so, as `2026-11-21 16:00:30`."""
    [row] = read(item(f"<a href='/view?n=1'>축제</a><span class=date>{printed}</span>"), received)
    assert row.date is None or row.date.utcoffset() == KST.utcoffset(None)
    return f"{row.date:%Y-%m-%d %H:%M:%S}" if row.date else None


# --- times


@pytest.mark.parametrize(
    ("printed", "moment"),
    [
        # ago
        ("방금 전", "2026-11-21 16:00:30"),
        ("방금", "2026-11-21 16:00:30"),
        ("지금", "2026-11-21 16:00:30"),
        ("30초 전", "2026-11-21 16:00:00"),
        ("5분전", "2026-11-21 15:55:30"),
        ("3시간 전", "2026-11-21 13:00:30"),
        ("17시간 전", "2026-11-20 23:00:30"),
        ("2일 전", "2026-11-19 00:00:00"),  # a day, and no time of it
        ("1주 전", "2026-11-14 00:00:00"),
        ("3개월 전", None),  # not a day that anybody could name
        # days
        ("오늘", "2026-11-21 00:00:00"),
        ("어제", "2026-11-20 00:00:00"),
        ("어제 15:24", "2026-11-20 15:24:00"),
        ("그제", "2026-11-19 00:00:00"),
        ("그저께", "2026-11-19 00:00:00"),
        ("그저께 09:05", "2026-11-19 09:05:00"),
        # times of the day
        ("15:24", "2026-11-21 15:24:00"),
        ("9:05", "2026-11-21 09:05:00"),
        ("오후 3:24", "2026-11-21 15:24:00"),
        ("3:24 PM", "2026-11-21 15:24:00"),
        ("오전 12:05", "2026-11-21 00:05:00"),
        ("오후 12:05", "2026-11-21 12:05:00"),
        ("어제 오후 3:24:59", "2026-11-20 15:24:00"),
        ("25:61", None),
        # a month and a day
        ("11-21", "2026-11-21 00:00:00"),
        ("11-20 15:24", "2026-11-20 15:24:00"),
        ("1.3", "2026-01-03 00:00:00"),
        ("01.03", "2026-01-03 00:00:00"),
        ("11.20.", "2026-11-20 00:00:00"),
        ("11. 20.", "2026-11-20 00:00:00"),
        ("11/20", "2026-11-20 00:00:00"),
        ("11월 20일", "2026-11-20 00:00:00"),
        ("11.20(금) 오후 1:05", "2026-11-20 13:05:00"),
        ("11-22", "2026-11-22 00:00:00"),  # tomorrow's paper
        ("11-23", "2025-11-23 00:00:00"),
        ("12-31", "2025-12-31 00:00:00"),
        ("2월 29일", "2024-02-29 00:00:00"),
        ("13-01", None),
        ("2-30", None),
        # whole dates
        ("2026-11-20 15:24:49", "2026-11-20 15:24:49"),
        ("2026.11.20.", "2026-11-20 00:00:00"),
        ("26-11-20", "2026-11-20 00:00:00"),
        ("24.03.05 17:08", "2024-03-05 17:08:00"),
        ("26/11/20", "2026-11-20 00:00:00"),
        # none
        ("조회 12", None),
        ("김하늘 기자", None),
        ("", None),
    ],
)
def test_a_lists_date_is_read_from_the_time_of_receipt(printed: str, moment: str | None) -> None:
    assert dated(printed) == moment


@pytest.mark.parametrize(
    ("printed", "received", "moment"),
    [
        ("12-31", datetime(2027, 1, 1, 0, 5, tzinfo=KST), "2026-12-31 00:00:00"),
        ("1-1", datetime(2027, 1, 1, 0, 5, tzinfo=KST), "2027-01-01 00:00:00"),
        ("1월 1일", datetime(2026, 12, 31, 23, 59, tzinfo=KST), "2027-01-01 00:00:00"),  # the site's clock is ahead of ours
        ("1-2", datetime(2026, 12, 31, 23, 59, tzinfo=KST), "2026-01-02 00:00:00"),
        ("어제", datetime(2027, 1, 1, 0, 5, tzinfo=KST), "2026-12-31 00:00:00"),
        ("3시간 전", datetime(2027, 1, 1, 0, 5, tzinfo=KST), "2026-12-31 21:05:00"),
        ("2월 29일", datetime(2028, 2, 29, 12, 0, tzinfo=KST), "2028-02-29 00:00:00"),
        ("2월 29일", datetime(2028, 1, 1, 12, 0, tzinfo=KST), "2024-02-29 00:00:00"),
        ("어제", datetime(2026, 11, 20, 20, 0, tzinfo=UTC), "2026-11-20 00:00:00"),  # it is the 21st in Korea
        ("15:24", datetime(2026, 11, 20, 20, 0, tzinfo=UTC), "2026-11-21 15:24:00"),
    ],
)
def test_a_lists_date_at_the_turn_of_a_day_or_year(printed: str, received: datetime, moment: str) -> None:
    assert dated(printed, received) == moment


@pytest.mark.parametrize(
    ("printed", "moment"),
    [("방금 전", None), ("3시간 전", None), ("어제", None), ("15:24", None), ("11-21", None), ("2026-11-20", "2026-11-20 00:00:00")],
)
def test_where_the_time_of_receipt_is_not_known_only_whole_dates_are(printed: str, moment: str | None) -> None:
    assert dated(printed, None) == moment


def test_the_first_rule_that_gives_a_date_wins() -> None:
    link = "<a href='/view?n=1'>축제</a>"
    assert [row.date for row in read(item(f"{link}<i class=date>김하늘</i><i class=date>11-20</i><i class=by>기자 | 11-19</i>"))] == [
        datetime(2026, 11, 20, tzinfo=KST)
    ]
    assert [row.date for row in read(item(f"{link}<i class=by>김하늘 | 11-19</i>"))] == [datetime(2026, 11, 19, tzinfo=KST)]
    assert [row.date for row in read(item(f"{link}<i class=by>11-19</i>"))] == [None]


# --- rows


def test_rows_come_in_the_lists_order_each_with_its_link_and_date() -> None:
    html = """<ul class=list>
    <li><a href="/view?n=3&amp;page=1"><img src=a.jpg></a><a href="/view?n=3">축제</a><i class=date>15:24</i></li>
    <li><a href="http://gaon.kr/view?n=1">장터</a></li>
    <li><a href=" view?n=2 ">시장</a><i class=date>어제</i></li></ul>"""
    assert read(html) == [
        Row("3", "http://gaon.kr/view?n=3&page=1", datetime(2026, 11, 21, 15, 24, tzinfo=KST), "축제 15:24"),
        Row("1", "http://gaon.kr/view?n=1", None, "장터"),
        Row("2", "http://gaon.kr/view?n=2", datetime(2026, 11, 20, tzinfo=KST), "시장 어제"),
    ]


@pytest.mark.parametrize(
    "href", ["javascript:go(1)", "javascript:void(0)", "http://[", "//[", "#", "", "mailto:a@gaon.kr", "/ad?n=1", "ftp://gaon.kr/view?n=1"]
)
def test_a_link_to_no_article_is_passed_over(href: str) -> None:
    assert read(item(f"<a href='{href}'>광고</a>")) == []
    assert [row.key for row in read(item(f"<a href='{href}'>사진</a><a href='/view?n=1'>축제</a>"))] == ["1"]


@pytest.mark.parametrize(
    "href", ["javascript:go(1)", "http://[", "http://[::1", "//", "http://a b/", "http://gyeonggitv.com:x/bbs/board.php"]
)
def test_a_real_outlet_takes_no_such_link_for_an_article(href: str) -> None:
    body = f"<ul class=art_list_all><li><a href='{href}'>광고</a></li><li><a href='/bbs/board.php?bo_table=news&wr_id=7'>축제</a></li></ul>"
    response = HtmlResponse("http://gyeonggitv.com/bbs/board.php?bo_table=news", body=body.encode(), encoding="utf-8")
    assert [row.key for row in read_list(page_of(response), response.url, GyeonggitvSpider.lists, GyeonggitvSpider.article_key).rows] == [
        "7"
    ]


def test_links_that_a_sites_program_wrote_wrong_are_rows_of_a_real_outlet() -> None:
    hrefs = (
        "http://gyeonggitv.com//bbs/board.php?bo_table=news&amp;wr_id=1",
        "/bbs/board.php?bo_table=news&amp;wr_id=2?utm_source=naver",
        "/bbs/board.php?bo_table=news&amp;amp;wr_id=3",
        " ./board.php?bo_table=news&amp;wr_id= 4\n",
        "\\bbs\\board.php?bo_table=news&amp;wr_id=5",
    )
    body = "".join(f"<li><a href='{href}'>축제</a></li>" for href in hrefs)
    page = Selector(f"<ul class=art_list_all>{body}</ul>")
    rows = read_list(page, "http://gyeonggitv.com/bbs/", GyeonggitvSpider.lists, GyeonggitvSpider.article_key).rows
    assert [row.key for row in rows] == ["1", "2", "3", "4", "5"]


@pytest.mark.parametrize(
    ("base", "url"),
    [
        ("<base href='/'>", "http://gaon.kr/view?n=1"),
        ("<base target=_blank><base href='http://gaon.kr'><base href='/other/'>", "http://gaon.kr/view?n=1"),
        ("<base href='javascript:void(0)'>", "http://gaon.kr/news/view?n=1"),
        ("<base href='http://['>", "http://gaon.kr/news/view?n=1"),
        ("", "http://gaon.kr/news/view?n=1"),
    ],
)
def test_links_are_relative_to_the_pages_base_wherever_that_stands(base: str, url: str) -> None:
    """As a browser has it: behind a head that is full of scripts, or in the body."""
    for before in ("<head>", f"<head><script>/*{'x' * 5000}*/</script>", "<head></head><body><p>가온신문</p>"):
        html = f"<html>{before}{base}<ul class=list><li><a href='view?n=1'>축제</a></li></ul></html>"
        page = page_of(HtmlResponse("http://gaon.kr/news/list", body=html.encode(), encoding="utf-8"))
        assert page.css("base").getall() == [] or base
        base_url = base_url_of(page, "http://gaon.kr/news/list")
        [row] = read_list(page, base_url, [LAYOUT], lambda link: link).rows
        assert row.url == url


def test_days_without_a_year_go_on_from_the_page_before() -> None:
    """Rows stand newest first: a month and day that rise again are a year earlier."""
    html = "".join(f"<li><a href='/view?n={n}'>축제</a><i class=date>{day}</i></li>" for n, day in enumerate(("01-04", "12-30", "12-02")))
    page = Selector(f"<ul class=list>{html}</ul>")
    years = [
        [f"{row.date:%Y-%m-%d}" for row in read_list(page, BASE, [LAYOUT], key_of, RECEIVED, above).rows if row.date]
        for above in (None, datetime(2025, 1, 5, 9, tzinfo=KST))
    ]
    assert years == [["2026-01-04", "2025-12-30", "2025-12-02"], ["2025-01-04", "2024-12-30", "2024-12-02"]]


def test_an_ad_between_the_rows_is_no_row() -> None:
    rows = ["<a href='/view?n=1'>가</a>", "<a href='/ad'>광고</a>", "글만", "<a href='/view?n=2'>나</a>"]
    assert [row.key for row in read(f"<ul class=list><li>{'<li>'.join(rows)}</ul>")] == ["1", "2"]


@pytest.mark.parametrize("html", ["<ul class=list></ul>", "", "<p><a href='/view?n=1'>다른 곳의 기사</a></p>"])
def test_a_list_without_rows_or_without_anything_gives_none(html: str) -> None:
    assert read_with_winner(html) == ([], None)


def test_the_first_row_rule_that_finds_an_article_wins() -> None:
    html = "<ul class=list><li><a href='/ad'>광고</a></li></ul><table class=list><tr><td><a href='/view?n=1'>가</a></td></tr></table>"
    rows, won = read_with_winner(html)
    assert [row.key for row in rows] == ["1"]
    assert won == ("gaon/list", "rows", 2, Rule("table.list tr"))
    assert read_with_winner(item("<a href='/view?n=1'>가</a>") + html).won == ("gaon/list", "rows", 1, Rule("ul.list > li"))


def test_a_row_may_be_the_link_itself() -> None:
    response = HtmlResponse(BASE, body=b"<a href='/view?n=1'>x <i class=date>2026-11-20</i></a>", encoding="utf-8")
    layout = ListLayout("gaon/links", rows=rules("a"), date=rules(".date"))
    assert read_list(page_of(response), BASE, [layout], key_of).rows == [
        Row("1", "http://gaon.kr/view?n=1", datetime(2026, 11, 20, tzinfo=KST), "x 2026-11-20")
    ]


# --- feeds


def feed(items: str, *, head: str = "<?xml version='1.0' encoding='utf-8'?>", tail: str = "</channel></rss>") -> list[Row]:
    body = f"{head}<rss version='2.0' xmlns:dc='http://purl.org/dc/elements/1.1/'><channel><title>가온</title><link>http://gaon.kr/</link>"
    return read_feed(XmlResponse("http://gaon.kr/rss", body=f"{body}{items}{tail}".encode()), key_of).rows


def entry(inside: str, number: int = 1) -> str:
    return f"<item><title>축제</title><link>http://gaon.kr/view?n={number}</link>{inside}</item>"


@pytest.mark.parametrize(
    ("inside", "moment"),
    [
        ("<dc:date>2026-11-20T09:00:00+09:00</dc:date>", "2026-11-20 09:00:00"),
        ("<dc:date>2026-11-20T00:00:00Z</dc:date>", "2026-11-20 09:00:00"),
        ("<pubDate>Fri, 20 Nov 2026 09:00:00 +0900</pubDate>", "2026-11-20 09:00:00"),
        ("<pubDate>Fri, 20 Nov 2026 20:00:00 GMT</pubDate>", "2026-11-21 05:00:00"),
        ("<pubDate>20 Nov 2026 09:00 +0900</pubDate>", "2026-11-20 09:00:00"),
        ("<pubDate>Fri, 20 Nov 26 09:00:00 +0900</pubDate>", "2026-11-20 09:00:00"),
        ("<pubDate>2026-11-20 09:00:00</pubDate>", "2026-11-20 09:00:00"),
        ("<pubDate><![CDATA[ Fri, 20 Nov 2026 09:00:00 +0900 ]]></pubDate>", "2026-11-20 09:00:00"),
        ("<pubDate>어제</pubDate>", None),
        ("<pubDate>Fri, 99 Nov 2026 09:00:00 +0900</pubDate>", None),
        ("<pubDate>Fri, 20 Nov 2026 09:00:00 +99999999999999999999</pubDate>", None),
        ("<pubDate>Fri, 31 Dec 9999 23:00:00 -1200</pubDate>", None),
        ("<pubDate>Mon, 01 Jan 0001 00:00:00 GMT</pubDate>", None),
        ("<pubDate>Mon, 01 Jan 0001 00:00:00 +0900</pubDate>", None),
        ("<dc:date>0001-01-01T00:00:00</dc:date>", None),
        ("<pubDate>Thu, 31 Dec 1899 23:00:00 +0900</pubDate>", None),
        ("<pubDate></pubDate>", None),
        ("", None),
    ],
)
def test_a_feeds_dates(inside: str, moment: str | None) -> None:
    [row] = feed(entry(inside))
    assert (f"{row.date:%Y-%m-%d %H:%M:%S}" if row.date else None) == moment
    assert row.date is None or row.date.utcoffset() == KST.utcoffset(None)


@pytest.fixture(params=["UTC", "Asia/Seoul", "America/New_York"])
def abroad(request: pytest.FixtureRequest) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as there:
        there.setenv("TZ", request.param)
        time.tzset()
        yield
    time.tzset()


@pytest.mark.usefixtures("abroad")
def test_a_feeds_date_without_a_zone_is_korean_wherever_we_are() -> None:
    [row] = feed(entry("<pubDate>Fri, 20 Nov 2026 09:00:00</pubDate>"))
    assert row.date == datetime(2026, 11, 20, 9, 0, tzinfo=KST)


def test_a_feeds_articles_come_in_its_order_and_other_links_are_passed_over() -> None:
    others = "<item><link>http://gaon.kr/notice</link></item><item><title>없음</title></item><item><link>http://[</link></item>"
    rows = read_feed(
        XmlResponse(
            "http://gyeonggitv.com/rss", body=f"<rss><channel>{others.replace('gaon.kr', 'gyeonggitv.com')}</channel></rss>".encode()
        ),
        GyeonggitvSpider.article_key,
    ).rows
    assert rows == []
    assert [(row.key, row.url) for row in feed(entry("", 2) + "<item><link> http://gaon.kr/view?n=1&amp;from=rss\n</link></item>")] == [
        ("2", "http://gaon.kr/view?n=2"),
        ("1", "http://gaon.kr/view?n=1&from=rss"),
    ]


def test_a_feed_that_is_a_plain_sentence_gives_none() -> None:
    for sentence in ("RSS 보기가 금지되어 있습니다.", "", " ", "<html><body>오류</body></html>"):
        assert read_feed(TextResponse("http://gaon.kr/rss", body=sentence.encode(), encoding="utf-8"), key_of) == FeedRead([], 0)


def test_broken_xml_gives_what_can_be_read() -> None:
    assert [row.key for row in feed(entry("", 1) + "<item><title>R&D 축제</title><link>http://gaon.kr/view?n=2</link></item>")] == [
        "1",
        "2",
    ]
    assert [row.key for row in feed(entry("", 1) + "<item><title>끊", tail="")] == ["1"]
    assert [row.key for row in feed(entry("", 1), head="\n\n<?xml version='1.0'?>")] == ["1"]


@pytest.mark.parametrize(
    "item",
    [
        "<item><title>가</title><link>http://gaon.kr/view?c=1&n=1</link></item>",
        "<item><title>R&D <b>축제</title><link>http://gaon.kr/view?copy=1&copy=2&n=1</link></item>",
        "<item><title><부고> 홍길동씨 별세</title><link>http://gaon.kr/view?n=1</link></item>",
        "<item><title>1 < 2, <AI 시대</title><link>http://gaon.kr/view?n=1</link><description><p>첫째<br><img src=a.jpg></div></item>",
        "<item><title>축제</title><link><![CDATA[ http://gaon.kr/view?c=1&n=1 ]]></link></item>",
        "<item><title><![CDATA[</item><link>http://gaon.kr/view?n=9</link>]]></title><link>http://gaon.kr/view?n=1</link></item>",
        "<item><title>축제</title><link/><guid isPermaLink='true'>http://gaon.kr/view?n=1</guid></item>",
        "<item><title>축제</title><guid>gaon-1</guid><link>/view?n=1</link></item>",
        "<ITEM><TITLE>축제</TITLE><LINK>http://gaon.kr/view?n=1</LINK></ITEM>",
        "<item rdf:about='http://gaon.kr/view?n=1'><title>축제</title></item>",
        "<item><title>축제</title><description>&nbsp;&hellip; <![CDATA[ 끝나지 않는</description><link>http://gaon.kr/view?n=1</link></item>",
        "<entry><link rel='self' href='http://gaon.kr/view?n=8'/><link rel='alternate' type='text/html' href='http://gaon.kr/view?c=1&amp;n=1'/></entry>",
        "<atom:entry><atom:id>http://gaon.kr/view?n=1</atom:id></atom:entry>",
    ],
)
def test_an_item_that_is_not_quite_xml_is_read_and_so_are_its_neighbours(item: str) -> None:
    """Feeds are put together as text, mostly."""
    items = f"{entry('', 7)}{item}<!-- {entry('', 6)} -->{entry('', 5)}"
    assert [row.key for row in feed(items)] == ["7", "1", "5"]
    assert [row.key for row in feed(items.replace("</item>", ""))] == ["7", "1", "5"]  # nor closed


@pytest.mark.parametrize(
    ("inside", "moment"),
    [
        ("<updated>2026-11-21T09:00:00Z</updated><published>2026-11-20T09:00:00+09:00</published>", "2026-11-20 09:00:00"),
        ("<updated>2026-11-20T00:00:00Z</updated>", "2026-11-20 09:00:00"),
        ("<dc:date>어제</dc:date><pubDate>2026-11-20&nbsp;09:00</pubDate>", "2026-11-20 09:00:00"),
    ],
)
def test_the_dates_of_other_feeds(inside: str, moment: str) -> None:
    [row] = feed(f"<entry><link href='http://gaon.kr/view?n=1'/>{inside}</entry>")
    assert f"{row.date:%Y-%m-%d %H:%M:%S}" == moment


def test_a_feed_whose_links_are_escaped_twice_is_read_by_a_real_outlet() -> None:
    """Gnuboard's own feed, as it stands."""
    link = "http://gyeonggitv.com/bbs/board.php?bo_table=news&amp;amp;wr_id=900007"
    body = f"<rss><channel><item><title>가</title><link>{link}</link><dc:date>2026-11-20T09:00:00+09:00</dc:date></item></channel></rss>"
    [row] = read_feed(XmlResponse("http://gyeonggitv.com/bbs/rss.php", body=body.encode()), GyeonggitvSpider.article_key).rows
    assert (row.key, row.date) == ("900007", datetime(2026, 11, 20, 9, tzinfo=KST))


def test_the_items_of_a_feed_are_counted_whether_they_link_an_article_or_not() -> None:
    items = f"{entry('')}<item><title>광고</title><link>http://gaon.kr/ad</link></item><item></item><items/>"
    assert read_feed(XmlResponse("http://gaon.kr/rss", body=f"<rss><channel>{items}</channel></rss>".encode()), key_of).items == 3
    assert read_feed(TextResponse("http://gaon.kr/rss", body="RSS 보기가 금지되어 있습니다.".encode(), encoding="utf-8"), key_of).items == 0


@pytest.mark.parametrize("part", ["<item>", "<item ", "<![CDATA[", "<!--", "<link>", "<link a=", "&amp;", "&", "<", "<a:"])
def test_a_long_and_broken_feed_takes_no_time(part: str) -> None:
    response = XmlResponse("http://gaon.kr/rss", body=f"<item>{part * 30_000}".encode())
    begun = time.process_time()
    read_feed(response, key_of)
    assert time.process_time() - begun < 2


def test_a_feed_reads_no_file_and_swells_to_nothing() -> None:
    evil = """<?xml version='1.0'?><!DOCTYPE r [<!ENTITY f SYSTEM 'file:///etc/passwd'><!ENTITY a 'ㅋㅋㅋㅋㅋㅋㅋㅋㅋㅋ'>]>"""
    assert feed("<item><link>http://gaon.kr/view?n=&f;</link></item>", head=evil) == []
    assert len(feed(entry("<pubDate>&a;&a;</pubDate>"), head=evil)) == 1


# --- how far a harvest walks


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "harvest.db") as opened:
        yield opened


def plan(store: Store, since: date | None = None) -> HarvestPlan:
    return HarvestPlan(store, "gaon", RECEIVED, since=since, first_days=7, refresh_days=0, retry_limit=7)


def undated(*numbers: int) -> list[Row]:
    return [Row(str(n), f"http://gaon.kr/view?n={n}", None) for n in numbers]


@pytest.mark.parametrize("complete_before", [False, True])
def test_a_list_without_dates_is_not_walked_to_its_end_when_a_harvest_reaches_further_back(store: Store, complete_before: bool) -> None:
    if complete_before:
        first = plan(store)
        first.choose(undated(1, 2), 1, 3)
        first.complete()
    deeper = plan(store, since=date(2020, 1, 1))
    walks = [deeper.choose(undated(2 * page, 2 * page + 1), page, 3).goes_on for page in (1, 2, 3)]
    assert walks == [True, True, False]


def test_after_a_kill_a_list_is_walked_on_past_what_is_known(store: Store) -> None:
    first = plan(store)
    page = [Row(str(n), f"http://gaon.kr/view?n={n}", RECEIVED) for n in (1, 2)]
    assert first.choose(page, 1, 3).goes_on  # then killed
    second = plan(store)
    assert second.choose(page, 1, 3).goes_on
    second.complete()
    third = plan(store)
    assert third.choose(page, 1, 3).goes_on  # one page further than what is covered: a row may have slipped past the edge
    assert not third.choose(page, 2, 3).goes_on


class TurnsByP(OutletSpider):
    """An outlet whose lists go on at `?p=2`, whatever else the addresses have."""

    name = "turns"
    title = "한내신문"
    host = "hannae.example"
    region = "경남"

    article_address = ArticleAddress("/view?num={key}")
    list_address = ListAddress("/all?view=2&p={page}", {r"\w+": "/of?part={section}&p={page}"})


def test_a_pager_is_known_by_the_parameter_that_the_outlets_lists_turn_by() -> None:
    links = ("/all?view=2&p=2", "?view=2&p=10", "/all?p=3", "/other?view=2&p=4", "/all?view=2&page=5", "/view?num=7&p=6&view=2", "http://[")
    html = "".join(f'<a href="{link}">쪽</a>' for link in links)
    page = HtmlResponse("http://hannae.example/all?view=2", body=html.encode(), encoding="utf-8")
    assert TurnsByP.pages_linked(page_of(page), page.url) == {2, 10}
    assert {outlet.list_address.page_parameter for outlet in outlets().values()} == {"page"}


def test_rows_that_carry_the_page_they_stand_on_are_no_pager() -> None:
    page = Selector('<a href="?bo_table=news&wr_id=7&page=5">축제</a><a href="?bo_table=news&page=2">2</a>')
    assert GyeonggitvSpider.pages_linked(page, "http://gyeonggitv.com/bbs/board.php?bo_table=news") == {2}


def test_the_pager_of_a_sections_list_is_not_that_of_all_articles() -> None:
    links = ("/all?view=2&p=2", "/of?part=a&p=3", "?part=a&p=4&q=1", "/of?part=b&p=5", "/of?p=6", "/of?part=a&p=last", "/of?part=a&p=")
    page = Selector("".join(f'<a href="{link}">쪽</a>' for link in links))
    assert TurnsByP.pages_linked(page, "http://hannae.example/of?part=a", "a") == {3, 4}


class SharesRows(TurnsByP):
    """An outlet whose list pages each begin with the last row of the page before."""

    name = "shares"
    lists = (ListLayout("hannae/list", rows=rules("li")),)


def test_list_pages_that_share_a_row_are_no_repeats() -> None:
    spider = SharesRows.from_crawler(get_crawler(SharesRows), pages="4")
    asked, lists, unkept = [], [], []
    for page, keys in enumerate([(9, 8, 7), (7, 6, 5), (5, 4, 3), (3, 2, 1)], 1):
        html = "".join(f'<li><a href="/view?num={key}">축제</a>' for key in keys) + f'<a href="/all?view=2&p={page + 1}">다음</a>'
        url = spider.list_url(None, page)
        for answer in spider.parse_list(HtmlResponse(url, body=html.encode(), encoding="utf-8", request=Request(url)), page):
            if not isinstance(answer, Request):
                unkept.append(answer)
            elif "key" in answer.cb_kwargs:
                asked.append(answer.cb_kwargs["key"])
            else:
                lists.append(answer.url)
    assert unkept == []
    assert asked == ["9", "8", "7", "7", "6", "5", "5", "4", "3", "3", "2", "1"]
    assert lists == [f"http://hannae.example/all?view=2&p={page}" for page in (2, 3, 4)]


def parsed(spider: OutletSpider, page: int, html: str, *, guessed: bool) -> list[object]:
    url = spider.list_url(None, page)
    return [*spider.parse_list(HtmlResponse(url, body=html.encode(), encoding="utf-8", request=Request(url)), page, guessed=guessed)]


def test_a_guessed_page_without_articles_is_the_end_of_a_list_that_was_read_whole() -> None:
    spider = SharesRows.from_crawler(get_crawler(SharesRows), pages="4")
    spider.list_request(2, guessed=True)
    assert parsed(spider, 2, "<p>글이 없습니다.</p>", guessed=True) == []
    assert (spider.lists_asked, spider.lists_read) == (1, 1)


def test_guessed_pages_that_repeat_the_first_are_its_end_and_no_failure() -> None:
    spider = SharesRows.from_crawler(get_crawler(SharesRows), pages="9")
    html = '<li><a href="/view?num=9">축제</a>'
    answers = [parsed(spider, page, html, guessed=page > 1) for page in (1, 2, 3)]
    assert [[answer.url for answer in page if isinstance(answer, Request)] for page in answers] == [
        ["http://hannae.example/view?num=9", "http://hannae.example/all?view=2&p=2"],
        ["http://hannae.example/view?num=9", "http://hannae.example/all?view=2&p=3"],
        ["http://hannae.example/view?num=9"],
    ]
    assert all(isinstance(answer, Request) for page in answers for answer in page)


class PrintsDays(SharesRows):
    """An outlet whose lists print days without a year."""

    name = "days"
    lists = (ListLayout("hannae/days", rows=rules("li"), date=rules("i")),)


def test_a_walk_reads_the_days_of_a_list_page_from_those_of_the_page_before() -> None:
    spider = PrintsDays.from_crawler(get_crawler(PrintsDays), pages="9")
    listed = []
    for page, days in enumerate([("11-20", "08-25"), ("06-01", "03-05"), ("12-10", "11-25"), ("11-19", "")], 1):
        html = "".join(f"<li><a href='/view?num={page}{n}'>축제</a><i>{day}</i></li>" for n, day in enumerate(days))
        request = Request(spider.list_url(None, page), meta={RECORDED_AT: "2026-11-21T16:00:00+09:00"})
        answers = spider.parse_list(HtmlResponse(request.url, body=html.encode(), encoding="utf-8", request=request), page)
        listed += [answer.cb_kwargs["listed"] for answer in answers if isinstance(answer, Request) and "listed" in answer.cb_kwargs]
    assert [day and f"{day:%Y-%m-%d}" for day in listed] == [
        "2026-11-20", "2026-08-25", "2026-06-01", "2026-03-05", "2025-12-10", "2025-11-25", "2025-11-19", None,
    ]  # fmt: skip


PAGED = "<li><a href='/view?num={0}'>축제</a></li>"


def walk(spider: OutletSpider, pages: int, pager: Callable[[int], str], *, rows: int = 3) -> list[tuple[int, bool]]:
    """Walk a list of so many full pages and one with a single row; returns the pages asked for after the first, and which are guesses."""
    asked: list[tuple[int, bool]] = [(1, False)]
    for page, guessed in asked:
        keys = range(page * rows, page * rows + (rows if page <= pages else 1)) if page <= pages + 1 else ()
        html = "".join(PAGED.format(key) for key in keys) + f"<nav>{pager(page)}</nav>"
        for answer in parsed(spider, page, html, guessed=guessed):
            assert isinstance(answer, Request)
            if "page" in answer.cb_kwargs:
                asked.append((answer.cb_kwargs["page"], answer.cb_kwargs["guessed"]))
    return asked[1:]


def in_blocks(size: int, last: int, following: str) -> Callable[[int], str]:
    """A pager whose blocks are of `size` pages, with something else for the next block."""

    def pager(page: int) -> str:
        first = (page - 1) // size * size + 1
        numbers = range(first, min(first + size - 1, last) + 1)
        links = "".join(f"<a href='/all?view=2&p={n}'>{n}</a>" for n in numbers if n != page)
        return links + following * (numbers[-1] < last)

    return pager


@pytest.mark.parametrize(
    ("size", "following"),
    [
        (10, "<a href='javascript:goPage(11)'>다음</a>"),
        (10, "<span onclick='nextBlock()'><img src='/img/next.gif'></span>"),
        (5, "<a href='#' onclick='nextBlock()'><img src='/img/next.gif' alt='다음'></a>"),
        (3, "<button type='button'>&gt;</button>"),
        (4, "<a title='다음 목록'></a>"),
    ],
)
def test_a_pager_in_blocks_whose_next_block_is_no_address_is_walked_to_the_lists_end(size: int, following: str) -> None:
    asked = walk(SharesRows.from_crawler(get_crawler(SharesRows), pages="99"), 13, in_blocks(size, 14, following))
    assert [page for page, _ in asked] == list(range(2, 15))
    assert [page for page, guessed in asked if guessed] == [page for page in range(2, 15) if page % size == 1]


def test_a_page_that_a_pager_passes_over_is_there() -> None:
    spider = SharesRows.from_crawler(get_crawler(SharesRows), pages="99")
    assert walk(spider, 2, lambda page: "<a href='/all?view=2&p=3'>마지막</a>") == [(2, True), (3, False)]


@pytest.mark.parametrize("following", ["", "<a href='#top'>맨 위로</a>", "<a href='javascript:history.back()'>이전</a>"])
def test_nothing_is_guessed_behind_the_end_of_a_list(following: str) -> None:
    """Its last page is as full as the others, or it has fewer rows though something there looks like a next block."""
    pager = in_blocks(5, 4, "")
    spider = SharesRows.from_crawler(get_crawler(SharesRows), pages="99")
    assert walk(spider, 4, lambda page: pager(page) + following) == [(2, False), (3, False), (4, False)]
    spider = SharesRows.from_crawler(get_crawler(SharesRows), pages="99")
    scripted = "<a href='javascript:next()'>다음</a>"
    assert walk(spider, 3, lambda page: pager(page) + scripted) == [(2, False), (3, False), (4, False)]


# --- lists without an end


def endless(spider: OutletSpider, day: Callable[[int], str], rows: int = 1) -> tuple[int, list[Unkept]]:
    """Walk a list that always has other rows, and one more page; return how many pages were asked for, and what was said."""
    said: list[Unkept] = []
    requests = [spider.list_request(1)]
    for page, request in enumerate(requests, 1):
        request.meta[RECORDED_AT] = "2026-11-21T16:00:00+09:00"
        html = "".join(f"<li><a href='/view?num={page * rows + n}'>축제</a><i>{day(page)}</i></li>" for n in range(rows))
        html += f"<a href='/all?view=2&p={page + 1}'>다음</a>"
        answers = spider.parse_list(HtmlResponse(request.url, body=html.encode(), encoding="utf-8", request=request), page)
        for answer in answers:
            if isinstance(answer, Unkept) and not answer.reason.normal:
                said.append(answer)
            elif isinstance(answer, Request) and "page" in answer.cb_kwargs:
                requests.append(answer)
    return len(requests), said


def harvested(store: Store, since: date | None = None) -> OutletSpider:
    return PrintsDays.from_crawler(get_crawler(PrintsDays, {"LIST_PAGES": 3}), plan=plan(store, since))


TODAY, NO_DAY = "2026-11-21 15:00", ""


@pytest.mark.parametrize(("printed", "last"), [(TODAY, 101), (NO_DAY, 100)])
def test_a_list_that_reaches_no_further_back_is_left_after_100_pages(store: Store, printed: str, last: int) -> None:
    plan(store).complete()  # an earlier night: a first harvest of a list without dates stops sooner
    spider = harvested(store)
    asked, said = endless(spider, lambda page: printed)
    assert asked == last
    assert [(unkept.url, unkept.reason, unkept.detail) for unkept in said] == [
        (f"http://hannae.example/all?view=2&p={last + 1}", Reason.LIST_ENDLESS, "100 pages in a row reach no further back")
    ]
    assert spider.lists_read < spider.lists_asked  # so the pass is not noted as whole


def test_a_crawl_leaves_such_a_list_too_unless_it_was_told_how_many_pages_to_read() -> None:
    crawled = PrintsDays.from_crawler(get_crawler(PrintsDays, {"LIST_PAGES": 3}), since="2020-01-01")
    assert [unkept.reason for unkept in endless(crawled, lambda page: TODAY)[1]] == [Reason.LIST_ENDLESS]
    told = PrintsDays.from_crawler(get_crawler(PrintsDays, {"LIST_PAGES": 3}), pages="120")
    assert endless(told, lambda page: TODAY) == (120, [])


def test_a_long_list_whose_days_go_down_is_walked_to_the_day_that_was_asked_for(store: Store) -> None:
    """With 60 pages for each day."""
    spider = harvested(store, date(2026, 11, 20))
    assert endless(spider, lambda page: f"2026-11-{21 - page // 60:02}") == (120, [])
    assert spider.lists_read == spider.lists_asked


def test_each_run_of_a_list_that_never_ends_comes_further() -> None:
    """Pages with nothing new do not count among those that are enough for a run."""
    rows = [[Row("1", "", RECEIVED - timedelta(hours=page))] for page in range(FRESH_MAX + 500)]
    paging = Paging()
    for page in rows[:FRESH_MAX]:
        assert paging.ends(bounded=False) == ""
        paging.note(page, 1)
    assert paging.ends(bounded=False) == "2,000 pages of new articles are enough for one run"
    following = Paging()
    for page in rows[:FRESH_MAX]:
        following.note(page, 0)
    for page in rows[FRESH_MAX:]:
        following.note(page, 1)
        assert following.ends(bounded=False) == ""


def test_no_run_walks_more_than_10000_pages_and_a_pinned_row_is_no_measure() -> None:
    paging = Paging()
    pinned = Row("0", "", datetime(2001, 1, 1, tzinfo=KST))
    for page in range(PAGES_MAX):
        assert paging.ends(bounded=True) == paging.ends(bounded=False) == ""
        paging.note([pinned, *[Row("1", "", RECEIVED - timedelta(hours=page))] * 2], 0)
    assert paging.ends(bounded=True) == paging.ends(bounded=False) == "10,000 pages were read"


def test_a_thousand_rows_of_a_page_are_read_and_what_is_left_is_told(store: Store) -> None:
    spider = harvested(store)
    html = "".join(f"<li><a href='/view?num={n}'>축제</a><i>{TODAY}</i></li>" for n in range(1, 1501))
    spider.list_request(1)
    answers = parsed(spider, 1, html, guessed=False)
    assert [answer.cb_kwargs["key"] for answer in answers if isinstance(answer, Request) and "key" in answer.cb_kwargs] == [
        str(n) for n in range(1, 1001)
    ]
    [unkept] = [answer for answer in answers if isinstance(answer, Unkept)]
    assert (unkept.reason, unkept.detail) == (Reason.LIST_ENDLESS, "the first 1,000 rows of the page were read")
    assert spider.lists_read < spider.lists_asked


def test_a_thousand_items_of_a_feed_are_read_and_what_is_left_is_told(store: Store) -> None:
    spider = harvested(store)
    items = "".join(f"<item><link>http://hannae.example/view?num={n}</link></item>" for n in range(1, 1501))
    response = TextResponse("http://hannae.example/rss", body=f"<rss>{items}</rss>".encode(), encoding="utf-8")
    answers = list(spider.parse_feed(response))
    assert sum(isinstance(answer, Request) for answer in answers) == 1000
    assert [(one.reason, one.detail) for one in answers if isinstance(one, Unkept)] == [
        (Reason.LIST_ENDLESS, "the first 1,000 items of the feed were read")
    ]


@pytest.mark.parametrize("number", ["9" * 4301, "9" * 10, "２", "-1", "1e3"])
def test_a_pager_with_a_number_that_is_none_has_the_others(number: str) -> None:
    page = Selector(f"<a href='/all?view=2&p={number}'>끝</a><a href='/all?view=2&p=2'>2</a>")
    assert TurnsByP.pages_linked(page, "http://hannae.example/all?view=2") == {2}


def test_a_page_that_is_too_complex_is_no_list(store: Store) -> None:
    spider = harvested(store)
    [unkept] = parsed(spider, 1, "<li>" * 60_000, guessed=False)
    assert isinstance(unkept, Unkept)
    assert (unkept.reason, unkept.detail) == (Reason.TOO_COMPLEX, "60,000 tags")
