"""미디어온 (mediaOn, mediaon.co.kr): `/news/article.html?no=N`.

Facts from public crawlers and the saved home pages of outlets of both skins; none was checked live. NetPro's theme reuses this family's
class names, so a page must bear mediaOn's own marks: `MARKS` is what the layouts here ask for and NetPro's theme must not have.
"""

from __future__ import annotations

import re
from typing import ClassVar
from urllib.parse import urlencode

from newsharvest.crawl.outlet import OutletSpider
from newsharvest.page.common import ADS
from newsharvest.page.layouts import Layout, ListLayout, Rule, rules

# the vendor's badge in the footer, the folders of its skins, and its feed: on every saved page of either skin
MARKS = Rule(
    "img[alt='powered by mediaOn'], link[href*='/data/skin/layout/'], script[src*='/data/skin/layout/'], img[src*='/data/skin/layout/'],"
    " link[href*='/data/cache/skin/'], link[rel='alternate'][href*='/data/rss/news.xml']"
)

# the list that holds `등록 …`: list rows have a `ul.art_info` too, of a name and a date without label
INFO = "//ul[contains(concat(' ', normalize-space(@class), ' '), ' art_info ')][li[contains(., '등록')]]/li"
WRITER = r"^(.*(?:기자|특파원|위원).*)"

BODY = rules("#news_body_area", "#news_bodyArea", ".smartOutput")
DROP = (*ADS, "a[href*='/news/banner_click.php']", "[id^='banner_base_']", ".weather_box", ".btn_share", ".reply_wrap")
OLD_TITLE = Rule(".viewsubject, .arvtitle")

ARTICLE = Layout(
    "mediaon/article",
    shape=(MARKS, Rule("#news_body_area, #news_bodyArea, .smartOutput, .fix_art_top, .art_top")),
    foreign=(OLD_TITLE,),
    body=BODY,
    drop=DROP,
    fields={
        "title": rules("div.fix_art_top h2", "div.art_top h2", "meta[property='og:title']::attr(content)"),  # the last is C
        "subtitle": rules("div.fix_art_top h3", "div.art_top h3"),  # the last is C
        "section": rules("div.path_wrap > h3", "ul.art_top_nav > li:last-child > a"),
        "authors": rules(Rule("div.fix_art_top ul.art_info > li", re=WRITER), Rule(INFO, re=WRITER)),
        "published_raw": rules(Rule("ul.art_info > li", re=r"^등록\s*:?\s*(\d.+)")),
        "modified_raw": rules(Rule("ul.art_info > li", re=r"^수정\s*:?\s*(\d.+)")),  # C
    },
)

# Where the older skin prints date, byline and section is not known: the list and the feed have the date, the body's last line the byline.
M01 = Layout(
    "mediaon/m01",
    shape=(MARKS, OLD_TITLE),
    body=BODY,
    drop=DROP,
    fields={"title": rules(".viewsubject p", ".arvtitle")},
)

LIST = ListLayout("mediaon/list", rows=rules("ul.art_list_all > li"), date=rules("li.date"))


class MediaOnSpider(OutletSpider):
    """A mediaOn outlet. `no` identifies an article, under `/news/` and `/mobile/` alike; a comment page repeats it and is none."""

    family = "미디어온"
    layouts = (ARTICLE, M01)
    lists = (LIST,)
    section_code = r"\d{1,5}"
    feed_path = "/data/rss/news.xml"
    answers_idxno: ClassVar[bool] = False
    """Whether the addresses of an NDsoft site that it was before still lead to its articles. That `idxno` is `no` then: C."""

    def list_url(self, section: str | None, page: int) -> str:  # noqa: D102 (said in OutletSpider, here and below)
        name = "section_list_all" if section else "article_list_all"
        query = urlencode(({"sec_no": section} if section else {}) | ({"page": str(page)} if page > 1 else {}))
        return self.address(f"/news/{name}.html" + (f"?{query}" if query else ""))

    @classmethod
    def key_of(cls, path: str, query: dict[str, str]) -> str | None:  # noqa: D102
        if path in {"/news/article.html", "/mobile/article.html"}:
            number = query.get("no", "")
        else:
            number = query.get("idxno", "") if cls.answers_idxno and path == "/news/articleView.html" else ""
        return number if re.fullmatch(r"[0-9]+", number) else None

    @classmethod
    def article_path(cls, key: str) -> str:  # noqa: D102
        return f"/news/article.html?no={key}"
