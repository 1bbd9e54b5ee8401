"""Sitemaps: what is read of one, and when a harvest asks for them, over real HTTP on loopback."""

from __future__ import annotations

import gzip
import re
import time
from collections.abc import Sequence
from datetime import date, timedelta

import pytest

from newsharvest.archive import Archive, Kind, archive_of
from newsharvest.crawl.sitemaps import (
    ENTRIES_MAX,
    Further,
    NoSitemapError,
    TooLargeError,
    is_news,
    read_sitemap,
    sitemaps_named,
    unpacked,
)
from newsharvest.press import iso, now
from newsharvest.spiders.gyeonggitv import GyeonggitvSpider
from tests.support.outlet_server import Reply, always
from tests.support.town import HOST, LIST, QUICK, Town, article

SITE = f"http://{HOST}"
NEWS = f"{SITE}/sitemap/news.xml"
PLAIN = f"{SITE}/map/all.xml"
MAPS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
DAY = date(2024, 11, 1)


def escaped(number: int) -> str:
    return article(number).replace("&", "&amp;")


def urlset(*entries: str) -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset {MAPS}>{"".join(entries)}</urlset>\n'.encode()


def news(number: int, day: str = "2024-11-20T09:00:00+09:00") -> str:
    published = f"<news:news><news:publication_date>{day}</news:publication_date><news:title>x</news:title></news:news>"
    return f"<url><loc>{escaped(number)}</loc>{published}</url>"


def plain(number: int, day: str = "2024-11-20") -> str:
    return f"<url><loc>{escaped(number)}</loc>{f'<lastmod>{day}</lastmod>' if day else ''}</url>"


def index(*entries: tuple[str, str]) -> bytes:
    maps = (f"<sitemap><loc>{url}</loc>{f'<lastmod>{day}</lastmod>' if day else ''}</sitemap>" for url, day in entries)
    return f'<?xml version="1.0"?><sitemapindex {MAPS}>{"".join(maps)}</sitemapindex>'.encode()


def numbers(rows: Sequence[tuple[object, ...]]) -> list[str]:
    return [str(row[0]) for row in rows]


# --- one sitemap


def read(body: bytes, since: date = DAY) -> object:
    return read_sitemap(body, PLAIN, GyeonggitvSpider.article_key, since)


def test_a_news_sitemap_gives_articles_with_their_times_the_latest_first() -> None:
    found = read_sitemap(
        urlset(
            news(7, "2024-11-19T23:30:00Z"),
            news(9, "2024-11-20T09:00:00+09:00"),
            news(3, "2024-10-31"),
            news(9, "2024-11-02"),
            "<url><loc>http://gyeonggitv.com/</loc><lastmod>2024-11-20</lastmod></url>",
            "<url><loc>http://other.example/bbs/board.php?bo_table=news&amp;wr_id=1</loc><lastmod>2024-11-20</lastmod></url>",
            "<url><loc>http://[</loc></url>",
            "<url><lastmod>2024-11-20</lastmod></url>",
        ),
        NEWS,
        GyeonggitvSpider.article_key,
        DAY,
    )
    assert [(row.key, row.date and iso(row.date)) for row in found.rows] == [
        ("9", "2024-11-20T09:00:00+09:00"),
        ("7", "2024-11-20T08:30:00+09:00"),
    ]
    assert (found.older, found.undated, found.further, found.is_news, found.whole, found.more) == (1, 0, [], True, True, False)


def test_a_plain_sitemap_goes_by_lastmod_and_counts_what_has_none() -> None:
    found = read_sitemap(urlset(plain(1), plain(2, ""), plain(3, "어제"), plain(4, "2023-01-01")), PLAIN, GyeonggitvSpider.article_key, DAY)
    assert (numbers(found.rows), found.older, found.undated, found.is_news) == (["1"], 1, 2, False)


def test_an_index_names_further_sitemaps_with_their_days_once_each() -> None:
    body = index((f"{SITE}/a.xml", "2024-11-20T23:00:00Z"), (f"{SITE}/b.xml", ""), (f"{SITE}/a.xml", ""), ("/c.xml", "nonsense"))
    found = read_sitemap(body, PLAIN, GyeonggitvSpider.article_key, DAY)
    assert found.further == [Further(f"{SITE}/a.xml", date(2024, 11, 21)), Further(f"{SITE}/b.xml", None), Further(f"{SITE}/c.xml", None)]
    assert found.rows == []


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"   ",
        b"<html><body><p>404</p></body></html>",
        b'{"urls": []}',
        b"\x00\x01\x02",
        "페이지를 찾을 수 없습니다".encode("cp949"),
        b"&",
    ],
)
def test_what_is_no_sitemap_is_none(body: bytes) -> None:
    with pytest.raises(NoSitemapError):
        read(body)


def test_of_a_sitemap_that_breaks_off_what_came_is_read_and_it_is_said() -> None:
    whole = urlset(*(news(n) for n in range(1, 9)))
    found = read_sitemap(whole[: len(whole) // 2], NEWS, GyeonggitvSpider.article_key, DAY)
    assert (numbers(found.rows), found.whole) == (["1", "2", "3", "4"], False)
    assert read_sitemap(whole.rstrip() + b"<!-- made in 3 ms -->", NEWS, GyeonggitvSpider.article_key, DAY).whole


def test_a_sitemap_in_euc_kr_is_read_in_its_own_charset() -> None:
    body = urlset(news(5)).decode().replace("UTF-8", "EUC-KR").replace(">x<", ">가온시 쉼터<").encode("cp949")
    assert numbers(read_sitemap(body, NEWS, GyeonggitvSpider.article_key, DAY).rows) == ["5"]


def test_entities_are_not_resolved_and_files_not_read(tmp_path: object) -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    head = f'<?xml version="1.0"?><!DOCTYPE urlset [<!ENTITY l0 "lol">{laughs}<!ENTITY f SYSTEM "file:///etc/passwd">]>'
    body = f"{head}<urlset {MAPS}>{plain(1)}<url><loc>&l9;</loc></url><url><loc>&f;</loc></url></urlset>".encode()
    started = time.perf_counter()
    found = read_sitemap(body, PLAIN, GyeonggitvSpider.article_key, DAY)
    assert numbers(found.rows) == ["1"]
    assert time.perf_counter() - started < 5


def test_no_more_entries_are_read_than_a_sitemap_may_have() -> None:
    found = read_sitemap(urlset(*map(plain, range(1, ENTRIES_MAX + 9))), PLAIN, GyeonggitvSpider.article_key, DAY)
    assert (len(found.rows), found.more) == (ENTRIES_MAX, True)


def test_a_packed_sitemap_is_unpacked_within_bounds() -> None:
    body = urlset(news(1))
    assert unpacked(gzip.compress(body), 10_000) == body
    assert unpacked(body, 10) == body  # the downloader has measured it
    cut = unpacked(gzip.compress(body)[:-20], 10_000)
    assert 0 < len(cut) < len(body)
    assert body.startswith(cut)
    with pytest.raises(TooLargeError):
        unpacked(gzip.compress(b" " * 10_001), 10_000)
    with pytest.raises(NoSitemapError):
        unpacked(b"\x1f\x8b\x08 no gzip at all", 10_000)


def test_the_sitemaps_that_a_robots_txt_names() -> None:
    robots = (
        "User-agent: *\nSitemap: /a.xml\nsitemap:https://x.example/b.xml # c\n#Sitemap: /no.xml\nSitemap: ftp://x/y\nSitemap: http://[\n"
        "Sitemap: /a.xml\nSitemap:\n"
    )
    assert sitemaps_named(robots.encode("utf-16"), SITE) == [f"{SITE}/a.xml", "https://x.example/b.xml"]
    assert sitemaps_named(b"Sitemap: /s.xml\n" * 3 + b"".join(b"Sitemap: /%d.xml\n" % n for n in range(500)), SITE)[-1] == f"{SITE}/96.xml"
    assert sitemaps_named(b"", SITE) == []


def test_a_news_sitemap_is_known_by_its_name_alone() -> None:
    assert is_news("https://x.example/sitemap/googlenews.xml")
    assert is_news("https://x.example/News-Sitemap.xml.gz?page=1")
    assert not is_news("https://news.example/news/sitemap.xml")


# --- a harvest


def maps(town: Town) -> list[str]:
    """The sitemaps that were asked for, in order."""
    return [url for url in town.site.urls() if "xml" in url]


def names(town: Town, *urls: str) -> None:
    town.site.robots = "User-agent: *\nDisallow: /adm/\n" + "".join(f"Sitemap: {url}\n" for url in urls)


def serves(town: Town, url: str, body: bytes, **headers: str) -> None:
    town.site.wrong[url] = always(Reply(body, headers={"Content-Type": "application/xml", **headers}))


def breaks(town: Town) -> None:
    """Let the lists show no articles."""
    town.site.list = lambda page: "<html><body><p>공사 중입니다.</p></body></html>"  # type: ignore[method-assign]


def test_no_sitemap_is_asked_for_where_the_lists_do_their_work(town: Town) -> None:
    """On the first night, on the next, and on one that has nothing new."""
    town.site.add(*range(1, 13), day="2024-11-20 09:00")
    town.site.add(90, day="2024-10-20 09:00")
    names(town, NEWS, PLAIN)
    serves(town, NEWS, urlset(news(77)))
    for _night in range(3):
        ran = town.harvest()
        assert ran.status == 0, ran.err
        assert maps(town) == []
        assert "sitemap" not in ran.err
        town.site.add(13)
    assert 77 not in town.kept


def test_where_the_list_gives_nothing_the_news_sitemap_is_asked_and_is_enough(town: Town) -> None:
    town.site.add(1, 2, 3)
    names(town, PLAIN, NEWS)
    serves(town, NEWS, urlset(news(3), news(2), news(1, "2024-10-30")))
    serves(town, PLAIN, urlset(plain(1), plain(2), plain(3)))
    breaks(town)
    ran = town.harvest()
    assert ran.status == 1
    assert maps(town) == [NEWS]
    assert town.kept == {2, 3}
    assert "gyeonggitv  the lists fell short: 1 sitemap was read, with 2 articles of the days that were asked for" in ran.err
    assert "list_unreadable" in ran.err
    with Archive(archive_of(town.store), reading=True) as archive:
        [page] = archive.pages(kinds=[Kind.SITEMAP])
        assert (page.url, page.article) == (NEWS, None)
        assert archive.body(page.digest) == urlset(news(3), news(2), news(1, "2024-10-30"))


def test_an_error_of_the_list_leads_to_the_sitemap_too_and_what_is_known_is_not_asked_for_again(town: Town) -> None:
    town.site.add(1, 2, 3)
    names(town, NEWS)
    serves(town, NEWS, urlset(news(4), *map(news, (3, 2, 1))))
    assert town.harvest().status == 0
    assert maps(town) == [NEWS]  # the list is all there is, and does not reach back to the day: once
    assert town.harvest("-s", "RETRY_TIMES=0").status == 0
    assert maps(town) == []
    town.site.add(5)
    serves(town, NEWS, urlset(news(5, iso(now())), news(6, iso(now() - timedelta(days=3))), news(4), *map(news, (3, 2, 1))))
    town.site.wrong[LIST] = lambda count: Reply(status=500) if "wr_id" not in town.site.urls()[-1] else None
    assert town.harvest("-s", "RETRY_TIMES=0").status == 1
    assert maps(town) == [NEWS]
    assert town.asked() == [5]  # 6 is of before the last night, whose list was whole


def test_a_list_that_reaches_back_too_little_is_gone_on_from_by_an_index_bounded_by_its_days(town: Town) -> None:
    """A list of one page, and a --since far before its last row."""
    town.site.add(*range(1, 6), day="2024-11-05 09:00")
    town.site.add(*range(11, 14), day="2024-11-20 09:00")
    town.site.list = (lambda listed: lambda page: listed(1) if page == 1 else "")(  # type: ignore[method-assign]
        town.site.list.__func__.__get__(type(town.site)(articles={n: town.site.articles[n] for n in (11, 12, 13)}))  # type: ignore[attr-defined]
    )
    parts = [f"{SITE}/map/{month}.xml" for month in ("2024-09", "2024-11a", "2024-11b", "undated")]
    names(town, PLAIN)
    serves(town, PLAIN, index(*zip(parts, ("2024-10-01", "2024-11-06", "2024-11-30", ""), strict=True)))
    serves(town, parts[1], urlset(plain(1, "2024-11-05"), plain(2, "2024-11-06"), plain(99, "2024-10-01")))
    serves(town, parts[2], urlset(plain(3, "2024-11-20T10:00:00+09:00"), plain(11), plain(12)))
    serves(town, parts[3], gzip.compress(urlset(plain(4, "2024-11-05"))))
    ran = town.harvest()
    assert ran.status == 0, ran.err
    assert maps(town) == [PLAIN, parts[2], parts[1], parts[3]]  # the last changed first; that of September not at all
    assert town.kept == {1, 2, 3, 4, 11, 12, 13}
    assert town.asked()[:3] == [13, 12, 11]
    assert "the lists fell short: 4 sitemaps were read, with 6 articles of the days that were asked for" in ran.err
    assert town.harvest().status == 0
    assert maps(town) == []  # that was once


def test_a_since_that_an_undated_list_cannot_follow_is_followed_by_a_sitemap(town: Town) -> None:
    town.site.add(*range(1, 51))
    dated = town.site.list
    town.site.list = lambda page: re.sub(r'<li class="date">[^<]*', '<li class="date">', dated(page))  # type: ignore[method-assign]
    names(town, PLAIN)
    serves(town, PLAIN, urlset(*map(plain, range(1, 51)), plain(99, "2024-10-31")))
    ran = town.harvest()
    assert ran.status == 0, ran.err
    assert "could not be followed" not in ran.err
    assert town.kept == set(range(1, 51))


OWN = """
from newsharvest.spiders.gyeonggitv import GyeonggitvSpider


class GaonSpider(GyeonggitvSpider):
    name = "gaon"
    sitemap_paths = ("/map/own.xml",)
"""


def test_the_class_may_name_a_sitemap_that_robots_txt_does_not(town: Town) -> None:
    (town.folder / "own_spiders.py").write_text(OWN, encoding="utf-8")
    town.environment["PYTHONPATH"] = str(town.folder)
    town.site.add(1, 2)
    own = f"{SITE}/map/own.xml"
    serves(town, own, urlset(plain(2)))
    breaks(town)
    ran = town.harvest("-s", "SPIDER_MODULES=own_spiders", outlets=("gaon",))
    assert maps(town) == [own], ran.err
    assert town.kept == {2}


HOSTILE = {
    "broken": (b"<html>not here</html>", "list_unreadable", "not a sitemap"),
    "bomb": (gzip.compress(b" " * 11 * 1024 * 1024), "too_large", ""),
    "cut": (urlset(*map(news, range(1, 30)))[:2000], "cut_short", "the sitemap has no end"),
    "foreign": (index(("http://dgilbo.dgn.kr/news.xml", ""), ("http://10.0.0.1/x.xml", "")), "off_site", ""),
    "undated": (urlset(*(plain(n, "") for n in range(1, 30))), "list_endless", "29 addresses without a date"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_sitemap_that_is_wrong_is_named_and_the_next_one_asked_for(town: Town, name: str) -> None:
    body, reason, words = HOSTILE[name]
    town.site.add(*range(1, 40))
    names(town, NEWS, PLAIN)
    serves(town, NEWS, body)
    serves(town, PLAIN, urlset(plain(33)))
    breaks(town)
    ran = town.harvest("-s", "RETRY_TIMES=0")
    assert ran.status == 1
    assert maps(town) == [NEWS, PLAIN]
    assert 33 in town.kept
    [line] = [line for line in ran.err.splitlines() if NEWS in line or "dgilbo.dgn.kr/news" in line]
    assert line.endswith(f"({words})") if words else "(" not in line
    assert f"not kept, {reason}" in ran.err
    assert town.other.asked == []
    assert "Traceback" not in ran.err


def test_a_sitemap_that_is_gone_or_away_is_named(town: Town) -> None:
    town.site.add(1)
    away, loop = f"{SITE}/away.xml", f"{SITE}/loop.xml"
    names(town, NEWS, away, loop, PLAIN)
    town.site.wrong[NEWS] = always(Reply(status=404))
    town.site.wrong[away] = always(Reply(status=302, headers={"Location": "http://dgilbo.dgn.kr/map.xml"}))
    serves(town, loop, index((loop, ""), (PLAIN, ""), (NEWS, "")))  # itself, and others that are asked for anyway
    serves(town, PLAIN, urlset(plain(1)))
    breaks(town)
    ran = town.harvest()
    assert maps(town) == [NEWS, away, loop, PLAIN]
    assert town.kept == {1}
    assert "not kept, http_status" in ran.err
    assert "not kept, off_site" in ran.err
    assert town.other.asked == []


def test_sitemaps_without_end_are_left_after_a_while(town: Town) -> None:
    """An index of which each sitemap is another index of two more."""
    town.site.add(1)
    names(town, f"{SITE}/n/1.xml")

    def answer(url: str) -> Reply | None:
        found = re.search(r"/n/(\d+)\.xml", url)
        kind = {"Content-Type": "text/xml"}
        return found and Reply(index(*((f"{SITE}/n/{2 * int(found[1]) + one}.xml", "") for one in (0, 1))), headers=kind)

    usual = town.site.answer
    town.site.answer = lambda url: (town.site.asked.append((0.0, url)) or made) if (made := answer(url)) else usual(url)  # type: ignore[method-assign, func-returns-value]
    breaks(town)
    ran = town.harvest()
    assert ran.status == 1
    assert len(maps(town)) == 50
    assert re.search(r"not kept, list_endless.*\n.*/n/\d+\.xml  \(50 sitemaps were read\)", ran.err)


def test_robots_txt_holds_for_sitemaps_and_a_site_that_does_not_answer_is_asked_for_none(town: Town) -> None:
    town.site.add(1)
    names(town, NEWS)
    town.site.robots = f"User-agent: *\nDisallow: /sitemap/\nSitemap: {NEWS}\n"
    breaks(town)
    ran = town.harvest()
    assert maps(town) == []
    assert "not kept, robots: robots.txt forbids it" in ran.err
    town.site.wrong["/"] = always(Reply(status=503))
    ran = town.run("harvest", "gyeonggitv", *QUICK, "-s", "RETRY_TIMES=0")
    assert [url for url in town.site.urls() if "xml" in url] == []


def test_a_feed_that_robots_txt_calls_a_sitemap_is_read_as_one(town: Town) -> None:
    town.site.add(1, 2)
    names(town, f"{SITE}/rss/all.xml")
    items = "".join(f"<item><link>{escaped(n)}</link><pubDate>2024-11-{20 - n}T09:00:00+09:00</pubDate></item>" for n in (1, 2))
    serves(town, f"{SITE}/rss/all.xml", f'<?xml version="1.0"?><rss version="2.0"><channel>{items}</channel></rss>'.encode())
    breaks(town)
    town.harvest()
    assert town.kept == {1, 2}
