"""The CMS of `/news/view.php?no=N`, to which some NetPro outlets moved; its vendor is not known.

Facts from public crawlers of two outlets with a skin each; none was checked live. The list of all articles (`/news/all.php`) was not
seen: its rows are taken to be those of the section lists (`/news/index.php`), else any link to an article counts. `최종편집 2024-04-27(토)`
in the head of a page is the day of the visit. 다다미디어's `/news/view.php?idx=N` is another CMS.
"""

from __future__ import annotations

import re
from urllib.parse import urlencode

from newsharvest.crawl.outlet import OutletSpider
from newsharvest.page.common import ADS
from newsharvest.page.layouts import Figure, Layout, ListLayout, Rule, rules

DATE = r"^(?:(?:기사)?(?:입력|등록)\s*:?\s*)?(\d{4}\s?[.-].+)"

# the editor's wrapper holds `figure > img + figcaption` on one outlet, `p > img` on the other
CHEDITOR = (Figure(".cheditor-caption-wrapper", ".cheditor-caption-text"),)

TOP_TXT = Layout(
    "viewno/top-txt",
    shape=rules("#view_content, .view_content", ".sub_top_txt"),
    body=rules(".view_content", "#view_content"),
    drop=ADS,
    figures=CHEDITOR,
    fields={
        "title": rules(".sub_top_txt h2", "meta[property='og:title']::attr(content)"),  # the last is C
        "published_raw": rules(Rule(".top_date span", re=DATE)),
    },
)

H_GROUP = Layout(
    "viewno/h-group",
    shape=rules("#view_content, .view_content", ".h-group.cf"),
    foreign=rules(".sub_top_txt"),
    body=rules("#view_content", ".view_content"),
    drop=ADS,
    figures=CHEDITOR,
    fields={
        "title": rules(".subject > a", ".h-group.cf h2", "meta[property='og:title']::attr(content)"),  # the last two are C
        "subtitle": rules(".h-group.cf > .sub-title"),
        "published_raw": rules(Rule(".view_top_right > .date", re=DATE)),
    },
)

LIST = ListLayout("viewno/list", rows=rules(".art_list > li", "a[href*='view.php?']"))


class ViewNoSpider(OutletSpider):
    """An outlet of the `/news/view.php?no=N` CMS. `no` alone identifies an article; its lists print no date that is known."""

    family = "/news/view.php?no="
    layouts = (TOP_TXT, H_GROUP)
    lists = (LIST,)
    section_code = r"\d{14}_\d{1,6}"

    def list_url(self, section: str | None, page: int) -> str:  # noqa: D102 (said in OutletSpider, here and below)
        query = urlencode(({"code": section} if section else {}) | ({"page": str(page)} if page > 1 else {}))
        return self.address(("/news/index.php" if section else "/news/all.php") + (f"?{query}" if query else ""))

    @classmethod
    def key_of(cls, path: str, query: dict[str, str]) -> str | None:  # noqa: D102
        number = query.get("no", "")
        return number if path == "/news/view.php" and re.fullmatch(r"[0-9]+", number) else None

    @classmethod
    def article_path(cls, key: str) -> str:  # noqa: D102
        return f"/news/view.php?no={key}"
