"""The CMS of 중도일보 and its siblings (서울시스템, MOKA templates): lists by `ncid`, articles by a 17-digit `key`.

Facts from public crawlers, a page capture, and saved pages of one sibling (`photocaption`, `wr_day`, `byline_wrap`); none was checked
live. The classes of 중도일보's own title, date, byline and breadcrumb are not known, so those rules go by what is printed: the `ul` that
holds a date is the anchor. A key's first eight digits are the day of filing, at or before 승인, and never the day of publication.
"""

from __future__ import annotations

from typing import ClassVar

from newsharvest.crawl.outlet import OutletSpider
from newsharvest.crawl.urls import ArticleAddress, ListAddress
from newsharvest.page.common import ADS, MODIFIED, PUBLISHED, PUBLISHED_OR_BARE
from newsharvest.page.layouts import Figure, Layout, ListLayout, Rule, guess, rules, with_class

# The list of dates: a labelled one, wherever it stands; or, whatever its label, right before the text, and a date with its time. (At the
# head of a page stands the day of the visit.)
_DIGITS = "translate(., '0123456789', '0000000000')"
_DATE = f"contains({_DIGITS}, '0000-00-00') or contains({_DIGITS}, '0000.00.00') or contains({_DIGITS}, '0000. 00. 00')"
_LABEL = " or ".join(f"contains(., '{label}')" for label in ("승인", "입력", "등록", "송고", "게재", "작성", "발행"))
_TEXT_FOLLOWS = " or ".join(f"{up}following-sibling::*[@id='font']" for up in ("", "../", "../../"))
DATES = (
    f"//ul[not(.//a[contains(@href, 'key=')])]"
    f"[li[({_DATE}) and ({_LABEL})] or (li[({_DATE}) and contains({_DIGITS}, ' 00:00')] and ({_TEXT_FOLLOWS}))]"
)
# The heading that the page's `<title>` repeats, before the text; else the first of the headings over the dates.
TITLED = (
    "(//*[@id='font'])[last()]/preceding::*[self::h1 or self::h2 or self::h3][string-length(normalize-space()) > 4]"
    "[contains(normalize-space(/html/head/title), normalize-space())]"
)
HEADING = f"{DATES}/preceding-sibling::*[self::h1 or self::h2 or self::h3][last()]"
ABOVE = "/preceding-sibling::ul[1]/self::ul[not(.//a)]"
UNDER = "/following-sibling::*[1]/self::*[self::h2 or self::h3 or self::h4 or self::p]"  # the line after a heading

# the innermost element that holds the line under the article, be it the body's own container
RIGHTS = "//body//*[not(self::script or self::style)][contains(., '무단전재')][not(*[not(self::script)][contains(., '무단전재')])]"

HIDDEN_CELLS = "td.phototitle", "td.hidephotocaption"  # beside the picture, and not shown
SHOWN = (
    "[not(contains(translate(@style, ' ', ''), 'display:none'))]"
    f"[not(self::*{with_class('phototitle')} or self::*{with_class('hidephotocaption')})]"
)

ARTICLE = Layout(
    "ncid/key",
    shape=rules("#font, article.hd-news-info"),
    foreign=rules("#article-view-content-div", "#viewContent"),
    body=rules("#font"),
    drop=(*ADS, *HIDDEN_CELLS),
    figures=(
        Figure(f".//table[.//td{with_class('photocaption')}]", "td.photocaption"),
        # a layout table: pictures and no more than one cell of text that is shown
        Figure(f".//table[.//img][count(.//td[normalize-space()]{SHOWN}) <= 1]", ".//td | .//caption"),
    ),
    fields={
        "title": rules(TITLED, HEADING, "meta[property='og:title']::attr(content)"),
        "subtitle": rules(f"{TITLED}{UNDER}", f"{HEADING}{UNDER}"),
        "section": rules(f"{DATES}{ABOVE}/li", f"{TITLED}{ABOVE}/li"),
        "authors": rules(Rule(f"{DATES}/li", re=r"^(?!.*\d{4}[.-])(.*(?:기자|특파원|위원).*)"), ".byline_wrap"),
        "published_raw": rules(
            Rule(f"{DATES}/li", re=r"^승인\s*:?\s*(\d.+)"),
            Rule(f"{DATES}/li", re=PUBLISHED),
            Rule(".wr_day", re=PUBLISHED),
            guess(f"{DATES}/li", PUBLISHED_OR_BARE),
        ),
        "modified_raw": rules(Rule(f"{DATES}/li", re=MODIFIED)),
        "rights": rules(Rule(RIGHTS, re=r"^(.*무단전재.*)")),
    },
)

# No list markup of 중도일보's own is known: this is its sibling viva100's, then any link to an article.
LIST = ListLayout("ncid/list", rows=rules("div.allnews_list", "a[href*='view.php?key=']"), date=rules(".allnews_date"))


class NcidSpider(OutletSpider):
    """An outlet of the ncid/key CMS. `key` alone identifies an article, under `/web/view.php` and `/main/view.php` alike."""

    family = "ncid/key"
    layouts: ClassVar[tuple[Layout, ...]] = (ARTICLE,)
    lists: ClassVar[tuple[ListLayout, ...]] = (LIST,)
    article_address = ArticleAddress("/web/view.php?key={key}", also=("/main/view.php?key={key}",), key=r"[0-9]{17}")
    list_address = ListAddress("/web/list_news.php?page={page}", {r"N\d\d(?:_\d+)?": "/web/list_news.php?ncid={section}&page={page}"})
