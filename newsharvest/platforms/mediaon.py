"""미디어온 (mediaOn, mediaon.co.kr): `/news/article.html?no=N`.

Facts from public crawlers, the saved home pages of outlets of both skins, and a saved mobile page of the older one; none was checked
live. NetPro's theme reuses this family's class names, so a page must bear mediaOn's own marks: `MARKS` is what the layouts here ask for
and NetPro's theme must not have.
"""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from newsharvest.crawl.outlet import OutletSpider
from newsharvest.crawl.urls import ArticleAddress, ListAddress
from newsharvest.page.common import ADS, MODIFIED, PUBLISHED, PUBLISHED_OR_BARE
from newsharvest.page.layouts import Layout, ListLayout, Rule, guess, rules, stated, with_class

# the vendor's badge in the footer, the folders of its skins, and its feed: on every saved page of either skin
MARKS = Rule(
    "img[alt='powered by mediaOn'], link[href*='/data/skin/layout/'], script[src*='/data/skin/layout/'], img[src*='/data/skin/layout/'],"
    " link[href*='/data/cache/skin/'], link[rel='alternate'][href*='/data/rss/news.xml']"
)

# the list that holds a labelled date: list rows have a `ul.art_info` too, of a name and a date without label
_LABELS = "등록", "입력", "승인", "게재", "송고", "수정"
INFO = f"//ul{with_class('art_info')}[li[{' or '.join(f'contains(., {label!r})' for label in _LABELS)}]]/li"
HEAD = "div.fix_art_top ul.art_info > li, div.art_top ul.art_info > li"  # what belongs to the article without a label too
WRITER = r"^(.*(?:기자|특파원|위원).*)"

BODY = rules("#news_body_area", "#news_bodyArea", ".smartOutput")
# the last five: what stands above the text, where the body's container is wider than it
DROP = (
    *ADS,
    "a[href*='/news/banner_click.php']",
    "[id^='banner_base_']",
    ".weather_box",
    ".btn_share",
    ".reply_wrap",
    ".art_top",
    ".viewsubject",
    ".arvtitle",
    ".hbox",
    ".arvdate",
)
OLD_TITLE = Rule(".viewsubject, .arvtitle")

ARTICLE = Layout(
    "mediaon/article",
    shape=(MARKS, Rule("#news_body_area, #news_bodyArea, .smartOutput, .fix_art_top, .art_top")),
    foreign=(OLD_TITLE,),
    body=BODY,
    drop=DROP,
    fields={
        "title": rules(
            stated("div.fix_art_top h2, div.art_top h2, div.art_top h1"),
            "div.fix_art_top h2",
            "div.art_top h2",
            guess("meta[property='og:title']::attr(content)"),
        ),
        "subtitle": rules("div.fix_art_top h3", guess("div.art_top h3")),
        "section": rules("div.path_wrap > h3", "ul.art_top_nav > li:last-child > a"),
        "authors": rules(Rule("div.fix_art_top ul.art_info > li", re=WRITER), Rule(INFO, re=WRITER)),
        "published_raw": rules(Rule("ul.art_info > li", re=PUBLISHED), guess(HEAD, PUBLISHED_OR_BARE)),
        "modified_raw": rules(guess("ul.art_info > li", re=MODIFIED)),
    },
)

# One line under the heading: `<a>가온일보 홍길동 기자</a> a@b.kr 2015.05.01 09:01:22`, or `2019.12.13 09:01:31 / 홍길동`.
ARVDATE = ".arvdate"
STAMP = r"(\d{4}\.\s?\d\d\.\s?\d\d\.?\s+\d\d:\d\d(?::\d\d)?)"
# the name and what the writer is, without the masthead before them
SIGNED = r"(?:^|\s)(\S{2,20}\s(?:(?:수습|인턴|객원|선임|전문|시민|명예)\s)?(?:\S{0,6}기자|특파원|논설위원|편집위원))$"
# The heading where it stands alone. In some skins `.arvtitle` holds the date and the writer too, and is no heading then.
ALONE = f"//*{with_class('arvtitle')}[not(.//*[not(self::b or self::strong or self::em or self::font or self::br)])]"

# The older skin, and its mobile page (`.text-info`, `.sub_tt`, `.head_writer_fullname`). Some outlets' print no date and no byline: their
# list and feed have the date, the body's last line the byline.
M01 = Layout(
    "mediaon/m01",
    shape=(MARKS, OLD_TITLE),
    body=BODY,
    drop=(*DROP, ".sub_tt"),
    fields={
        "title": rules(
            ".arvtitle .hbox > h2",
            ".hbox > h2",
            ".viewsubject .text-info .title",
            ".viewsubject p:not(.date):not(.arvdate)",
            ALONE,
            guess(".viewsubject h2, .arvtitle h2"),
            guess("meta[property='og:title']::attr(content)"),
        ),
        "subtitle": rules(".arvtitle .hbox > h3", ".hbox > h3", ".cnt_view > .sub_tt", ".hboxsubtitle"),
        "authors": rules(
            Rule(f"{ARVDATE} > a", re=SIGNED),
            Rule(f"{ARVDATE} > a:first-child", re=r"^([^@]+)$"),
            ".head_writer_fullname .byother",
            ".head_writer_fullname",
            ".byother",
            Rule(ARVDATE, re=r"\d\s?/\s?([가-힣]{2,4}(?:\s\S{0,6}기자)?)$"),
        ),
        "author_emails": rules(Rule(ARVDATE, re=r"([\w.+-]{1,64}@[\w.-]{1,64}\.[A-Za-z]{2,10})")),
        "published_raw": rules(
            Rule(ARVDATE, re=PUBLISHED),
            Rule(ARVDATE, re=STAMP),
            Rule(".viewsubject .date, .byotherspan .date", re=PUBLISHED_OR_BARE),
        ),
        "modified_raw": rules(guess(Rule(f"{ARVDATE}, .viewsubject .date", re=MODIFIED))),
    },
)

LIST = ListLayout("mediaon/list", rows=rules("ul.art_list_all > li"), date=rules("li.date"))


# beside them the pages for mobile: `/mobile/` of the newer skin, `m.<host>/m/` of the older
ADDRESS = ArticleAddress("/news/article.html?no={key}", also=("/mobile/article.html?no={key}", "/m/m_article.html?no={key}"))
# Of an NDsoft site that it was before the addresses may still lead to its articles. That `idxno` is `no` then is a guess.
FORMERLY_NDSOFT = replace(ADDRESS, also=(*ADDRESS.also, "/news/articleView.html?idxno={key}"))


class MediaOnSpider(OutletSpider):
    """A mediaOn outlet. `no` identifies an article, under `/news/`, `/mobile/` and `/m/` alike; a comment page repeats it and is none."""

    family = "미디어온"
    layouts: ClassVar[tuple[Layout, ...]] = (ARTICLE, M01)
    lists: ClassVar[tuple[ListLayout, ...]] = (LIST,)
    article_address = ADDRESS
    list_address = ListAddress(
        "/news/article_list_all.html?page={page}", {r"\d{1,5}": "/news/section_list_all.html?sec_no={section}&page={page}"}
    )
    feed_path = "/data/rss/news.xml"
