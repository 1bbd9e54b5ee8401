"""The archive of a harvest as WARC is whole: it answers in the place of the sites, redirects too, and comes in again as it was."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from newsharvest.archive import archive_of
from tests.support.command_line import quick
from tests.support.crawls import crawl
from tests.support.outlet_server import Reply, always
from tests.support.town import HOST, LIST, SINCE, Town, article
from tests.support.warcs import response, write


def rows(store: Path, sql: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(store)) as db:
        return db.execute(sql).fetchall()


def leads(target: str, status: int = 302, body: bytes = b"") -> Any:
    """An answer that leads elsewhere."""
    return always(Reply(body, status=status, headers={"Location": target, "Set-Cookie": "PHPSESSID=geheim"}))


def with_redirects(town: Town) -> Town:
    """A night on which sites lead us about: to another number, through a session, round and round, off the site, and for robots.txt."""
    town.site.add(1, 2, 3, 4, 5, 6)
    town.site.wrong["wr_id=2"] = leads(f"{LIST}&wr_id=30", 301)
    town.site.wrong["wr_id=30"] = lambda count: town.site.page(town.site.article(2))
    print_it = f"<a href='{article(1)}&PHPSESSID=geheim0123'>".encode()
    town.site.wrong["news&wr_id=1"] = leads("/bbs/board.php?bo_table=news&PHPSESSID=geheim0123&wr_id=1&page=1#top", 307, print_it)
    town.site.wrong["wr_id=4&"] = always(Reply(status=302, headers={"Location": f"{article(4)}&b=9"}))
    town.site.wrong["wr_id=4"] = leads(f"{article(4)}&b=1")
    town.site.wrong["wr_id=5"] = leads("http://elsewhere.example/5")
    town.site.wrong["wr_id=6"] = always(Reply(b"<p>x", status=302))
    town.site.wrong["/robots.txt"] = leads("/robots/real.txt")
    town.site.wrong["/robots/real.txt"] = always(Reply(b"User-agent: *\nDisallow: /adm/\n", headers={"Content-Type": "text/plain"}))
    return town


KEPT = "SELECT id, json_extract(record, '$.title'), json_extract(record, '$.fetched_at') FROM article ORDER BY id"
FAILED = "SELECT url, reason, detail FROM failure ORDER BY url"


def test_a_night_of_redirects_is_the_same_night_out_of_its_warc_file(town: Town, tmp_path: Path) -> None:
    with_redirects(town)
    assert town.harvest().status == 1
    assert town.kept == {1, 3, 30}
    failed = rows(town.store, FAILED)
    assert [(url, reason) for url, reason, _ in failed] == [
        (article(2), "duplicate"), (article(4), "redirects"), (article(5), "off_site"), (article(6), "http_status"),
    ]  # fmt: skip
    file, store = tmp_path / "night.warc.gz", tmp_path / "other.db"
    assert quick("archive", "-O", str(file), "-s", f"STORE={town.store}").status == 0
    again = quick("harvest", "gyeonggitv", "--since", SINCE, "-s", f"REPLAY={file}", "-s", f"STORE={store}")
    assert again.status == 1
    assert "not_recorded" not in again.err
    assert rows(store, KEPT) == rows(town.store, KEPT)
    assert rows(store, FAILED) == failed


def test_each_redirect_is_kept_as_an_answer_and_is_no_page(town: Town) -> None:
    """With where it led to, but for what that says of the visitor; without a body, which says it again."""
    with_redirects(town).harvest()
    pages = archive_of(town.store)
    found = [
        (kind, number, asked.rpartition("/")[2], url.rpartition("/")[2], dict(json.loads(headers)).get("Location"), status, size)
        for kind, number, asked, url, headers, status, size in rows(
            pages,
            "SELECT kind, article, asked, url, headers, status, size FROM page JOIN body ON hash=body"
            " WHERE status BETWEEN 300 AND 399 ORDER BY kind DESC, article, url",
        )
    ]
    board = LIST.rpartition("/")[2]
    assert found == [
        ("robots", None, "robots.txt", "robots.txt", f"http://{HOST}/robots/real.txt", 302, 0),
        ("article", "gyeonggitv:1", f"{board}&wr_id=1", f"{board}&wr_id=1", f"{LIST}&wr_id=1&page=1", 307, 0),
        ("article", "gyeonggitv:2", f"{board}&wr_id=2", f"{board}&wr_id=2", f"{LIST}&wr_id=30", 301, 0),
        ("article", "gyeonggitv:4", f"{board}&wr_id=4", f"{board}&wr_id=4", f"{LIST}&wr_id=4&b=1", 302, 0),
        ("article", "gyeonggitv:4", f"{board}&wr_id=4", f"{board}&wr_id=4&b=1", f"{LIST}&wr_id=4&b=9", 302, 0),
        ("article", "gyeonggitv:4", f"{board}&wr_id=4", f"{board}&wr_id=4&b=9", f"{LIST}&wr_id=4&b=9", 302, 0),
        ("article", "gyeonggitv:5", f"{board}&wr_id=5", f"{board}&wr_id=5", "http://elsewhere.example/5", 302, 0),
        ("article", "gyeonggitv:6", f"{board}&wr_id=6", f"{board}&wr_id=6", None, 302, 4),
    ]
    assert rows(pages, "SELECT kind, asked, url FROM page WHERE url GLOB '*real.txt' AND status=200") == [
        ("robots", f"http://{HOST}/robots.txt", f"http://{HOST}/robots/real.txt"),
    ]
    assert not any(b"geheim" in file.read_bytes() for file in town.folder.glob("harvest*"))
    check = town.quick("store", "check")
    count = len(rows(pages, "SELECT 1 FROM page"))
    assert (check.status, check.out) == (0, f"ok: 3 articles, nothing is damaged\nok: {count} pages, nothing is damaged\n")
    again = town.quick("reread")
    assert (again.status, again.out.splitlines()[1].split()) == (0, "gyeonggitv 경기티비종합뉴스 3 3 0 0 0 0 0".split())


def test_an_article_that_is_but_a_redirect_is_without_its_page(town: Town) -> None:
    with_redirects(town).harvest()
    with closing(sqlite3.connect(archive_of(town.store))) as db, db:
        db.execute("DELETE FROM page WHERE article='gyeonggitv:1' AND status=200")
    assert town.quick("store", "check").out.splitlines()[-1] == "1 article has no page: KEEP_PAGES was off"
    assert town.quick("reread").out.splitlines()[1].split() == "gyeonggitv 경기티비종합뉴스 2 2 0 0 0 0 1".split()


def test_a_redirect_from_http_to_https_leads_to_no_circle(tmp_path: Path) -> None:
    """The page of the second is not in the file: so it is said, and the first is not asked in its place, which would lead back to it."""
    url = "http://www.joongdo.co.kr/web/view.php?key=20200213010005265"
    robots = response("http://www.joongdo.co.kr/robots.txt", b"", headers=("Content-Type: text/plain",))
    secure = url.replace("http:", "https:")
    file = write(tmp_path / "x.warc.gz", robots, response(url, b"", status="301 Moved", headers=(f"Location: {secure}",)))
    assert crawl("joongdo", file, url=url).reasons == {"not_recorded": [secure]}


def test_a_redirect_of_an_outlets_article_comes_in_from_anywhere(tmp_path: Path) -> None:
    """Without its body, and without what it says of a visitor; one that leads nowhere does not, nor does a page of trouble."""
    url = "http://idomin.com/news/articleView.html?idxno="
    file = write(
        tmp_path / "x.warc.gz",
        response(f"{url}1", b"<p>geheim0123", status="302 Found", headers=("Location: articleView.html?idxno=2&PHPSESSID=geheim0123",)),
        response(f"{url}3", b"", status="302 Found"),
        response(f"{url}4", b"gone", status="404 Not Found"),
        response(f"{url}5", b"<p>x"),
    )
    store = tmp_path / "harvest.db"
    ran = quick("archive", "--from", str(file), "-s", f"STORE={store}")
    assert (ran.status, ran.err.splitlines()[0]) == (0, "taken: 2 pages of 1 outlet (1 of articles), out of 4 records")
    kept = rows(archive_of(store), "SELECT status, url, headers FROM page")
    assert [(status, url, dict(json.loads(headers))) for status, url, headers in kept] == [
        (302, f"{url}1", {"Location": f"{url}2"}),
        (200, f"{url}5", {"Content-Type": "text/html; charset=utf-8"}),
    ]
    assert rows(archive_of(store), "SELECT sum(size) FROM page JOIN body ON hash=body") == [(4,)]


ALL = (
    "SELECT outlet, kind, article, asked, url, at, status, headers, row, hex(body), size FROM page JOIN body ON hash=body ORDER BY page.id"
)


def test_what_goes_out_comes_in_again_in_every_row(town: Town, tmp_path: Path) -> None:
    """Articles, lists, robots.txt, a feed, sitemaps that robots.txt names, redirects, what is gone and what has not changed."""
    with_redirects(town)
    town.site.add(7)
    maps = f"http://{HOST}/maps.php?m=11"
    robots = Reply(f"User-agent: *\nSitemap: {maps}\n".encode(), headers={"Content-Type": "text/plain"})
    town.site.wrong["/robots/real.txt"] = always(robots)
    sitemap = f"<urlset><url><loc>{article(8).replace('&', '&amp;')}</loc><lastmod>2024-11-20</lastmod></url></urlset>"
    town.site.wrong["/maps.php"] = always(Reply(sitemap.encode(), headers={"Content-Type": "text/xml", "ETag": '"m"'}))
    town.site.wrong["wr_id=8"] = always(Reply(b"<p>gone</p>", status=404))
    town.harvest()
    town.site.wrong["wr_id=3"], town.site.feed = always(Reply(status=304)), True
    town.harvest("--refresh", "9000")
    town.site.list = lambda page: "<html><body><p>공사 중입니다.</p></body></html>"  # type: ignore[method-assign]
    town.harvest()
    first = "SELECT min(id) FROM page GROUP BY body, url, asked, at, status"
    with closing(sqlite3.connect(archive_of(town.store))) as db, db:  # what came again within one second comes in as one
        db.execute(f"DELETE FROM page WHERE id NOT IN ({first})")
    kept = rows(archive_of(town.store), ALL)
    assert {row[1] for row in kept} == {"article", "list", "feed", "robots", "sitemap"}
    assert {row[6] for row in kept} == {200, 301, 302, 304, 307, 404}
    assert {row[8] for row in kept} >= {"", "가온시, 3번째 사업 추진 2024-11-20 09:00"}
    file, store = tmp_path / "all.warc.gz", tmp_path / "other.db"
    assert quick("archive", "-O", str(file), "-s", f"STORE={town.store}").status == 0
    assert quick("archive", "--from", str(file), "-s", f"STORE={store}").status == 0
    assert rows(archive_of(store), ALL) == kept
    assert rows(archive_of(store), "SELECT DISTINCT origin FROM page") == [("all.warc.gz",)]
    again = quick("archive", "--from", str(file), "-s", f"STORE={store}")
    assert (again.status, again.err) == (0, f"{len(kept)} pages were there already\n")
    assert quick("archive", "--from", str(file), "-s", f"STORE={town.store}").err == again.err
    bytes_out = tmp_path / "again" / "all.warc.gz"
    bytes_out.parent.mkdir()
    assert quick("archive", "-O", str(bytes_out), "-s", f"STORE={store}").status == 0
    assert bytes_out.read_bytes() == file.read_bytes()


def said(**fields: object) -> dict[str, str]:
    told = {"outlet": "idomin", "kind": "article", "asked": "http://idomin.com/news/articleView.html?idxno=1", "row": ""} | fields
    return {"X_Newsharvest": json.dumps(told)}


@pytest.mark.parametrize(
    "fields",
    [
        said(outlet="nobody"),
        said(outlet=7),
        said(outlet="joongdo"),
        said(kind="picture"),
        said(asked="http://elsewhere.example/news/articleView.html?idxno=1"),
        said(asked="http://evilidomin.com/news/articleView.html?idxno=1"),
        said(asked="http://idomin.com/news/"),
        said(asked="file:///etc/passwd"),
        said(asked="http://idomin.com/news/articleView.html?idxno=1\0"),
        said(row="\0"),
        said(row="\ud800"),
        said(row=None),
        {"X_Newsharvest": "[" * 9_000},
        {"X_Newsharvest": "[]"},
        {},
    ],
    ids=repr,
)
def test_what_a_record_says_of_itself_is_believed_of_the_outlets_own_alone(fields: dict[str, str], tmp_path: Path) -> None:
    """Another program's record of a page of nobody, whoever it says it is of; our own beside it comes in."""
    whole = response("http://idomin.com/moved/1", b"<p>x", **said(row="줄"))
    file = write(tmp_path / "x.warc.gz", response("http://elsewhere.example/1", b"<p>x", **fields), whole)
    ran = quick("archive", "--from", str(file), "-s", f"STORE={tmp_path / 'harvest.db'}")
    assert ran.status == 0
    assert rows(archive_of(tmp_path / "harvest.db"), "SELECT article, asked, url, row FROM page") == [
        ("idomin:1", "http://idomin.com/news/articleView.html?idxno=1", "http://idomin.com/moved/1", "줄"),
    ]


def test_a_sitemap_comes_in_from_anywhere(tmp_path: Path) -> None:
    names = ("sitemap.xml", "news/sitemap_2026-11.xml.gz", "sitemap.html", "map.xml")
    file = write(tmp_path / "x.warc.gz", *(response(f"http://idomin.com/{name}", b"<urlset/>") for name in names))
    assert quick("archive", "--from", str(file), "-s", f"STORE={tmp_path / 'harvest.db'}").status == 0
    assert rows(archive_of(tmp_path / "harvest.db"), "SELECT kind, url FROM page") == [
        ("sitemap", "http://idomin.com/sitemap.xml"),
        ("sitemap", "http://idomin.com/news/sitemap_2026-11.xml.gz"),
    ]
