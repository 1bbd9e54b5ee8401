"""The CMS of `/news/view.php?no=N`, to which some NetPro outlets moved; its vendor is not known.

Facts from public crawlers of two outlets with a skin each; none was checked live. The list of all articles (`/news/all.php`) was not
seen: its rows are taken to be those of the section lists (`/news/index.php`), else any link to an article counts. `최종편집 2024-04-27(토)`
in the head of a page is the day of the visit. 다다미디어's `/news/view.php?idx=N` is another CMS.
"""

from __future__ import annotations

from typing import ClassVar

from newsharvest.crawl.outlet import OutletSpider
from newsharvest.crawl.urls import ArticleAddress, ListAddress
from newsharvest.page.common import ADS, MODIFIED, PUBLISHED_OR_BARE
from newsharvest.page.layouts import Figure, Layout, ListLayout, Rule, guess, rules, stated

# the editor's wrapper holds `figure > img + figcaption` on one outlet, `p > img` on the other
CHEDITOR = (Figure(".cheditor-caption-wrapper", ".cheditor-caption-text"),)

TOP_TXT = Layout(
    "viewno/top-txt",
    shape=rules("#view_content, .view_content", ".sub_top_txt"),
    body=rules(".view_content", "#view_content"),
    drop=(*ADS, ".sub_top_txt", ".top_date"),
    figures=CHEDITOR,
    fields={
        "title": rules(stated(".sub_top_txt h1, .sub_top_txt h2"), ".sub_top_txt h2", guess("meta[property='og:title']::attr(content)")),
        "published_raw": rules(Rule(".top_date span", re=PUBLISHED_OR_BARE), guess(".top_date", PUBLISHED_OR_BARE)),
        "modified_raw": rules(guess(".top_date", MODIFIED)),
    },
)

H_GROUP = Layout(
    "viewno/h-group",
    shape=rules("#view_content, .view_content", ".h-group.cf"),
    foreign=rules(".sub_top_txt"),
    body=rules("#view_content", ".view_content"),
    drop=(*ADS, ".h-group.cf", ".view_top_right"),
    figures=CHEDITOR,
    fields={
        "title": rules(stated(".subject > a"), ".subject > a", guess(".h-group.cf h2"), guess("meta[property='og:title']::attr(content)")),
        "subtitle": rules(".h-group.cf > .sub-title"),
        "published_raw": rules(Rule(".view_top_right > .date", re=PUBLISHED_OR_BARE)),
        "modified_raw": rules(guess(".view_top_right > .date", MODIFIED)),
    },
)

LIST = ListLayout("viewno/list", rows=rules(".art_list > li", "a[href*='view.php?']"))


class ViewNoSpider(OutletSpider):
    """An outlet of the `/news/view.php?no=N` CMS. `no` alone identifies an article; its lists print no date that is known."""

    family = "/news/view.php?no="
    layouts: ClassVar[tuple[Layout, ...]] = (TOP_TXT, H_GROUP)
    lists: ClassVar[tuple[ListLayout, ...]] = (LIST,)
    article_address = ArticleAddress("/news/view.php?no={key}")
    list_address = ListAddress("/news/all.php?page={page}", {r"\d{14}_\d{1,6}": "/news/index.php?code={section}&page={page}"})
