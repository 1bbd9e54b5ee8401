"""The way from a page to its article, without a crawl: what is read, what won, and why there is none."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import datetime

import pytest
from parsel import Selector
from scrapy import Request
from scrapy.exceptions import DownloadTimeoutError
from scrapy.utils.test import get_crawler
from twisted.python.failure import Failure

from newsharvest.crawl.outlet import OutletSpider
from newsharvest.crawl.plan import CrawlPlan
from newsharvest.crawl.urls import ArticleAddress, ListAddress
from newsharvest.download.pace import LeftAlone
from newsharvest.items import Article, Image, Unkept
from newsharvest.page.article import normalise, read_article, validate
from newsharvest.page.layouts import Layout, Notice, Rule, Won, rules
from newsharvest.page.loader import Loaded
from newsharvest.press import KST
from newsharvest.reasons import Reason
from newsharvest.run.report import RunReport

ONE_WORD = Layout(
    "hannae",
    shape=rules("h1"),
    body=rules(".old", ".text"),
    fields={"title": rules("h9", "h1"), "published_raw": rules("time"), "authors": rules(".by")},
)
GONE = Notice("hannae/gone", Reason.DELETED, shape=rules(".gone"))
KNOWN = Article(id="hannae:7", outlet="hannae", outlet_name="한내신문", url="http://hannae.kr/7", fetched_at="2026-11-21T09:00:00+09:00")
PAGE = """
<h1>쉼터, 다음 달 문 연다</h1><time>2026-11-20 10:30</time><p class=by>모아라 기자</p>
<div class=text><p>한내읍 쉼터가 다음 달 문을 연다.</p><img src="/a.jpg"></div>
"""


def read(html: str) -> Loaded | Unkept:
    return read_article(Selector(html), "http://hannae.kr/view", [ONE_WORD], [GONE], KNOWN)


def test_a_page_gives_its_article_and_what_won_it() -> None:
    loaded = read(PAGE)
    assert isinstance(loaded, Loaded)
    assert loaded.article == replace(
        KNOWN,
        title="쉼터, 다음 달 문 연다",
        authors=["모아라"],
        published_at="2026-11-20T10:30:00+09:00",
        published_raw="2026-11-20 10:30",
        body="한내읍 쉼터가 다음 달 문을 연다.",
        images=[Image(url="http://hannae.kr/a.jpg", caption=None)],
        layout="hannae",
    )
    assert loaded.won == {
        "title": Won("hannae", "title", 2, Rule("h1")),
        "published_raw": Won("hannae", "published_raw", 1, Rule("time")),
        "authors": Won("hannae", "authors", 1, Rule(".by")),
        "body": Won("hannae", "body", 2, Rule(".text")),
    }


@pytest.mark.parametrize(
    ("html", "reason", "detail"),
    [
        ("<p class=gone>없는 기사</p>", Reason.DELETED, "hannae/gone"),
        ("<title>Just a moment...</title>", Reason.CHALLENGE, "challenge/cloudflare"),
        ("<p>다른 화면</p>", Reason.NO_LAYOUT, ""),
    ],
)
def test_a_page_without_an_article_says_why(html: str, reason: Reason, detail: str) -> None:
    assert read(html) == Unkept("hannae", "http://hannae.kr/7", reason, detail)


class OneWordSpider(OutletSpider):
    name, title, host, region = "hannae", "한내신문", "hannae.kr", "경남"
    layouts = (ONE_WORD,)
    article_address = ArticleAddress("/view?n={key}")
    list_address = ListAddress("/all?page={page}")


def test_a_layout_without_a_slash_in_its_name_is_counted_like_any_other() -> None:
    """It was not: its fallbacks raised no note, no warning, and `scrapy read` showed every field empty."""
    crawler = get_crawler(OneWordSpider)
    spider = OneWordSpider(plan=CrawlPlan())
    spider.crawler, crawler.spider = crawler, spider
    loaded = read(PAGE)
    assert isinstance(loaded, Loaded)
    spider.won.update(loaded.won.values())
    assert spider.won == Counter(loaded.won.values())
    report = RunReport.from_crawler(crawler)
    notes = [line for line in report.lines() if "note:" in line]
    assert [note.split(": the site")[0] for note in notes] == [
        "  note: body was read by a fallback selector on 1 page (hannae: .text)",
        "  note: title was read by a fallback selector on 1 page (hannae: h1)",
    ]


@pytest.mark.parametrize(
    ("published", "listed", "wanted"),
    [("2026-11-20", 10, True), ("2026-11-10", 20, False), (None, 20, True), (None, 10, False), (None, None, True)],
)
def test_a_period_goes_by_the_articles_own_date_then_by_the_lists_then_by_its_receipt(
    published: str | None, listed: int | None, wanted: bool
) -> None:
    spider = OneWordSpider(since="2026-11-15")
    article = replace(KNOWN, published_at=published and f"{published}T09:00:00+09:00")  # received on the 21st
    assert spider.within_period(article, datetime(2026, 11, listed, tzinfo=KST) if listed else None) is wanted


@pytest.mark.parametrize(
    ("gone", "photos", "wrong"),
    [
        (5, 0, ["every new article that the lists link is gone (5 of 5), the site may have changed or moved: http://hannae.kr/0"]),
        (4, 0, []),
        (4, 3, []),
        (5, 5, ["many a new article that the lists link is gone (5 of 10), the site may have changed or moved: http://hannae.kr/0"]),
        (5, 6, ["many a new article has pictures and no text (6 of 11), the site may have changed or moved: http://hannae.kr/90"]),
        (9, 1, ["nearly every new article that the lists link is gone (9 of 10), the site may have changed or moved: http://hannae.kr/0"]),
    ],
)
def test_a_site_has_moved_if_most_that_its_lists_link_ends_alike(gone: int, photos: int, wrong: list[str]) -> None:
    report = RunReport.from_crawler(get_crawler(OneWordSpider))
    for number in range(gone):
        report.add(Reason.DELETED, f"http://hannae.kr/{number}", "HTTP 404", 404)
    for number in range(photos):
        report.add(Reason.PHOTO_ONLY, f"http://hannae.kr/9{number}", "")
    report.spider_closed("finished")
    assert report.trouble == wrong


@pytest.mark.parametrize(
    ("error", "reason", "detail"),
    [
        (LeftAlone("the run is being stopped"), Reason.LEFT_ALONE, "the run is being stopped"),  # or the site's wish: which one is told
        (DownloadTimeoutError("User timeout caused connection failure: it took longer than 30 seconds."), Reason.TIMEOUT, ""),
    ],
)
def test_a_request_without_an_answer_says_why(error: Exception, reason: Reason, detail: str) -> None:
    failure = Failure(error)  # type: ignore[no-untyped-call]
    failure.request = Request("http://hannae.kr/view?n=7")  # type: ignore[attr-defined]
    [unkept] = OneWordSpider(plan=CrawlPlan()).article_failed(failure)
    assert unkept == Unkept("hannae", "http://hannae.kr/view?n=7", reason, detail)


def test_normalise_returns_another_article_and_leaves_the_one_it_was_given() -> None:
    images = [Image(url="http://hannae.kr/a.jpg", caption=None)]
    page = replace(
        KNOWN,
        title="[한내신문] 쉼터 문 연다",
        body="쉼터 모습[한내신문=임정훈]쉼터가 문을 연다.\n\n저작권자 ⓒ 한내신문 무단전재 및 재배포 금지",
        images=images,
    )
    before = replace(page)
    article = normalise(page, ("한내신문",))
    assert (article.title, article.body) == ("쉼터 문 연다", "쉼터가 문을 연다.")
    assert (article.authors, article.rights) == (["임정훈"], "저작권자 ⓒ 한내신문 무단전재 및 재배포 금지")
    assert article.images == [Image(url="http://hannae.kr/a.jpg", caption="쉼터 모습")]
    assert article.content_hash is not None
    assert page == before
    assert images == [Image(url="http://hannae.kr/a.jpg", caption=None)]


BODY = "쉼터가 문을 연다. 시는 다음 달 1일부터 노동자 쉼터를 연다고 20일 밝혔다.\n\n쉼터에는 침대가 있다."


@pytest.mark.parametrize(
    ("subtitle", "kept"),
    [
        pytest.param(["쉼터가 문을 연다. 시는 다음 달 1일부터 노동자 쉼…"], [], id="cut"),
        pytest.param(["쉼터가 문을 연다. 시는 다음 달 1일부터", "노동자 쉼터를 연다고"], [], id="cut, in lines"),
        pytest.param(
            ["쉼터가 문을 연다. 시는 다음 달 1일부터 노동자 쉼터를 연다고 20일 밝혔다."],
            ["쉼터가 문을 연다. 시는 다음 달 1일부터 노동자 쉼터를 연다고 20일 밝혔다."],
            id="a paragraph",
        ),
        pytest.param(["쉼터가 문을 연다"], ["쉼터가 문을 연다"], id="a few words"),
        pytest.param(["쉼터에는 침대가 있다, 시는 다음 달부터"], ["쉼터에는 침대가 있다, 시는 다음 달부터"], id="other words"),
    ],
)
def test_the_cut_beginning_of_the_text_is_no_subtitle(subtitle: list[str], kept: list[str]) -> None:
    assert normalise(replace(KNOWN, title="노동자 쉼터", subtitle=subtitle, body=BODY), ()).subtitle == kept


def test_a_subtitle_that_is_the_title_again_goes_with_a_tag_too() -> None:
    subtitle = ["[한내신문] 쉼터 문 연다", "쉼터 문 연다", "다음 달부터"]
    article = normalise(replace(KNOWN, title="쉼터 문 연다", subtitle=subtitle, body="쉼터가 문을 연다."), ("한내신문",))
    assert (article.title, article.subtitle) == ("쉼터 문 연다", ["다음 달부터"])


def test_a_caption_in_the_dateline_is_the_first_pictures_that_has_none() -> None:
    images = [Image(url=f"http://hannae.kr/{name}.jpg", caption=caption) for name, caption in (("a", "조감도"), ("b", None), ("c", None))]
    article = normalise(replace(KNOWN, title="쉼터", body="쉼터 모습[한내신문=임정훈]쉼터가 문을 연다.", images=images), ("한내신문",))
    assert article.images == [
        Image(url="http://hannae.kr/a.jpg", caption="조감도"),
        Image(url="http://hannae.kr/b.jpg", caption="쉼터 모습"),
        Image(url="http://hannae.kr/c.jpg", caption=None),
    ]
    assert article.body == "쉼터가 문을 연다."


def pictured(html: str) -> tuple[str, list[Image]]:
    """The body, and the pictures, of an article that consists of this."""
    loaded = read(f"<h1>쉼터</h1><div class=text>{html}</div>")
    assert isinstance(loaded, Loaded)
    article = normalise(loaded.article, ("한내신문",))
    return article.body, article.images


def picture(name: str, caption: str | None = None, credit: str = "") -> Image:
    image = Image(url=f"http://hannae.kr/{name}.jpg", caption=caption)
    if credit:
        image["credit"] = credit
    return image


TEXT = "한내읍 쉼터가 다음 달 문을 연다."


@pytest.mark.parametrize(
    ("html", "images"),
    [
        ("<p><img src=/a.jpg></p><p>▲ 쉼터 전경. /사진=모아라 기자</p><p>{}</p>", [picture("a", "쉼터 전경.", credit="모아라 기자")]),
        ("<figure><img src=/a.jpg><figcaption>쉼터 전경 [사진=한내군 제공]</figcaption></figure><p>{}</p>",
         [picture("a", "쉼터 전경", credit="한내군")]),
        ("<figure><img src=/a.jpg><figcaption><p>쉼터 전경</p><p>사진=한내군</p></figcaption></figure><p>{}</p>",
         [picture("a", "쉼터 전경", credit="한내군")]),
        ("<img src=/a.jpg><figure><figcaption><p>쉼터 전경</p><p>사진=한내군</p></figcaption><img src=/b.jpg></figure><p>{}</p>",
         [picture("a"), picture("b", "쉼터 전경", credit="한내군")]),
        ("<figure><img src=/a.jpg><figcaption>모아라 기자</figcaption></figure><p>{}</p>", [picture("a", credit="모아라 기자")]),
        ("<p><img src=/a.jpg></p><p>사진제공 : 한내군</p><p>{}</p>", [picture("a", credit="한내군")]),
        ("<p><img src=/a.jpg></p><p>사진=한내신문</p><p>▲ 쉼터 전경</p><p>{}</p>", [picture("a", "쉼터 전경", credit="한내신문")]),
        ("<p><img src=/a.jpg></p><p>{}</p><p><img src=/b.jpg></p><p>▲ 쉼터</p><p>(사진=연합뉴스)</p>",
         [picture("a"), picture("b", "쉼터", credit="연합뉴스")]),
        ("<p>[사진=한내군]</p><p><img src=/a.jpg></p><p>{}</p><p><img src=/b.jpg></p>", [picture("a", credit="한내군"), picture("b")]),
        ("<p><img src=/a.jpg></p><p>{}</p><p>사진=모아라 기자</p>", [picture("a", credit="모아라 기자")]),
        ("<p><img src=/a.jpg></p><p>[사진=한내군] [한내=모아라 기자] {}</p>", [picture("a", credit="한내군")]),
    ],
)  # fmt: skip
def test_a_pictures_credit_is_no_text_and_no_caption(html: str, images: list[Image]) -> None:
    assert pictured(html.format(TEXT)) == (TEXT, images)


@pytest.mark.parametrize("line", ["사진=한내군 제공", "[사진=한내군]"])
def test_a_credit_without_any_picture_stays(line: str) -> None:
    assert pictured(f"<p>{TEXT}</p><p>{line}</p>") == (f"{TEXT}\n\n{line}", [])


@pytest.mark.parametrize("line", ["자료=통계청", "출처: 국토교통부", "한내군 제공", "사진: 개관식 모습", "쉼터에서 도시락 제공"])
def test_a_line_that_is_no_pictures_credit_stays(line: str) -> None:
    assert pictured(f"<p><img src=/a.jpg></p><p>{TEXT}</p><p>{line}</p>") == (f"{TEXT}\n\n{line}", [picture("a")])


def test_a_byline_under_a_picture_is_no_credit() -> None:
    loaded = read(f"<h1>쉼터</h1><div class=text><p><img src=/a.jpg></p><p>모아라 기자</p><p>{TEXT}</p></div>")
    assert isinstance(loaded, Loaded)
    article = normalise(loaded.article, ())
    assert (article.body, article.authors, article.images) == (TEXT, ["모아라"], [picture("a")])


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({}, None),
        ({"title": None}, Reason.NO_TITLE),
        ({"body": ""}, Reason.NO_BODY),
        ({"body": "", "images": [Image(url="http://hannae.kr/a.jpg", caption=None)]}, Reason.PHOTO_ONLY),
        ({"published_at": "2026-11-22T09:00:00+09:00"}, None),  # tomorrow's paper
        ({"published_at": "2026-11-22T09:00:01+09:00"}, Reason.FUTURE_DATE),
        ({"body": "\ufffd" + "가" * 98}, None),  # one in a hundred
        ({"body": "\ufffd\ufffd" + "가" * 98}, Reason.WRONG_CHARSET),
    ],
)
def test_validate_says_why_an_article_is_not_kept(fields: dict[str, object], reason: Reason | None) -> None:
    article = replace(KNOWN, title="문", body="쉼터가 문을 연다.")
    unkept = validate(replace(article, **fields), datetime.fromisoformat("2020-01-01T00:00:00+09:00"))  # type: ignore[arg-type]
    assert (unkept and unkept.reason) is reason
    if unkept:
        assert (unkept.outlet, unkept.url) == ("hannae", "http://hannae.kr/7")
