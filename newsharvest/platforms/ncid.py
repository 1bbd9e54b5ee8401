"""The CMS of 중도일보 and its siblings (서울시스템, MOKA templates): lists by `ncid`, articles by a 17-digit `key`.

Facts from public crawlers and a page capture; none was checked live. The classes of title, date, byline and breadcrumb are not known,
so those rules go by the printed labels: the `ul` that holds `승인 …` is the anchor. A key's first eight digits are the day of filing,
at or before 승인, and never the day of publication.
"""

from __future__ import annotations

from newsharvest.crawl.outlet import OutletSpider
from newsharvest.crawl.urls import ArticleAddress, ListAddress
from newsharvest.page.common import ADS
from newsharvest.page.layouts import Figure, Layout, ListLayout, Rule, guess, rules

LINE = "normalize-space(translate(., '\u00a0', ' '))"  # an icon and a hard space may stand before a label
DATES = f"//ul[li[starts-with({LINE}, '승인') or starts-with({LINE}, '입력')]]"
HEADING = f"{DATES}/preceding-sibling::*[self::h1 or self::h2 or self::h3][last()]"  # the first of the headings over the dates

# the innermost element that holds the line under the article, be it the body's own container
RIGHTS = "//body//*[not(self::script or self::style)][contains(., '무단전재')][not(*[not(self::script)][contains(., '무단전재')])]"

ARTICLE = Layout(
    "ncid/key",
    shape=rules("#font, article.hd-news-info"),
    foreign=rules("#article-view-content-div", "#viewContent"),
    body=rules("#font"),
    drop=ADS,
    # a layout table: pictures and no more than one cell of text
    figures=(Figure(".//table[.//img][count(.//td[normalize-space()]) <= 1]", ".//td | .//caption"),),
    fields={
        "title": rules("meta[property='og:title']::attr(content)", HEADING),
        "subtitle": rules(f"{HEADING}/following-sibling::*[1][self::h2 or self::h3 or self::h4 or self::p]"),  # the line after the title
        "section": rules(f"{DATES}/preceding-sibling::ul[1][not(.//a)]/li"),
        "authors": rules(Rule(f"{DATES}/li", re=r"^(?!(?:승인|수정|신문게재|입력)\s*:?\s*\d)(.*(?:기자|특파원|위원).*)")),
        "published_raw": rules(Rule(f"{DATES}/li", re=r"^승인\s*:?\s*(\d.+)"), guess(f"{DATES}/li", re=r"^입력\s*:?\s*(\d.+)")),
        "modified_raw": rules(Rule(f"{DATES}/li", re=r"^수정\s*:?\s*(\d.+)")),
        "rights": rules(Rule(RIGHTS, re=r"(.*무단전재.*)")),
    },
)

# No list markup of 중도일보's own is known: this is its sibling viva100's, then any link to an article.
LIST = ListLayout("ncid/list", rows=rules("div.allnews_list", "a[href*='view.php?key=']"), date=rules(".allnews_date"))


class NcidSpider(OutletSpider):
    """An outlet of the ncid/key CMS. `key` alone identifies an article, under `/web/view.php` and `/main/view.php` alike."""

    family = "ncid/key"
    layouts = (ARTICLE,)
    lists = (LIST,)
    article_address = ArticleAddress("/web/view.php?key={key}", also=("/main/view.php?key={key}",), key=r"[0-9]{17}")
    list_address = ListAddress("/web/list_news.php?page={page}", {r"N\d\d(?:_\d+)?": "/web/list_news.php?ncid={section}&page={page}"})
