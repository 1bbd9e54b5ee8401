"""미디어온 (mediaOn, mediaon.co.kr): `/news/article.html?no=N`.

Facts from public crawlers and the saved home pages of outlets of both skins; none was checked live. NetPro's theme reuses this family's
class names, so a page must bear mediaOn's own marks: `MARKS` is what the layouts here ask for and NetPro's theme must not have.
"""

from __future__ import annotations

from dataclasses import replace

from newsharvest.crawl.outlet import OutletSpider
from newsharvest.crawl.urls import ArticleAddress, ListAddress
from newsharvest.page.common import ADS
from newsharvest.page.layouts import Layout, ListLayout, Rule, guess, rules, with_class

# the vendor's badge in the footer, the folders of its skins, and its feed: on every saved page of either skin
MARKS = Rule(
    "img[alt='powered by mediaOn'], link[href*='/data/skin/layout/'], script[src*='/data/skin/layout/'], img[src*='/data/skin/layout/'],"
    " link[href*='/data/cache/skin/'], link[rel='alternate'][href*='/data/rss/news.xml']"
)

# the list that holds `등록 …`: list rows have a `ul.art_info` too, of a name and a date without label
INFO = f"//ul{with_class('art_info')}[li[contains(., '등록')]]/li"
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
        "title": rules("div.fix_art_top h2", "div.art_top h2", guess("meta[property='og:title']::attr(content)")),
        "subtitle": rules("div.fix_art_top h3", guess("div.art_top h3")),
        "section": rules("div.path_wrap > h3", "ul.art_top_nav > li:last-child > a"),
        "authors": rules(Rule("div.fix_art_top ul.art_info > li", re=WRITER), Rule(INFO, re=WRITER)),
        "published_raw": rules(Rule("ul.art_info > li", re=r"^등록\s*:?\s*(\d.+)")),
        "modified_raw": rules(guess("ul.art_info > li", re=r"^수정\s*:?\s*(\d.+)")),
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


ADDRESS = ArticleAddress("/news/article.html?no={key}", also=("/mobile/article.html?no={key}",))
# Of an NDsoft site that it was before the addresses may still lead to its articles. That `idxno` is `no` then is a guess.
FORMERLY_NDSOFT = replace(ADDRESS, also=(*ADDRESS.also, "/news/articleView.html?idxno={key}"))


class MediaOnSpider(OutletSpider):
    """A mediaOn outlet. `no` identifies an article, under `/news/` and `/mobile/` alike; a comment page repeats it and is none."""

    family = "미디어온"
    layouts = (ARTICLE, M01)
    lists = (LIST,)
    article_address = ADDRESS
    list_address = ListAddress(
        "/news/article_list_all.html?page={page}", {r"\d{1,5}": "/news/section_list_all.html?sec_no={section}&page={page}"}
    )
    feed_path = "/data/rss/news.xml"
