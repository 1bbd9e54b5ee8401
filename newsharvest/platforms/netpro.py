"""NetPro (넷프로): a news theme on gnuboard5, `/bbs/board.php?bo_table=news&wr_id=N`.

Facts from public crawlers, gnuboard's own source and the page captures; none was checked live. The theme reuses mediaOn's class
names. Rules that rest on that alone (`.path_wrap h3`, `ul.art_info`) are guesses; each field of theirs has no other so far.
"""

from __future__ import annotations

from typing import ClassVar

from newsharvest.crawl.urls import ListAddress
from newsharvest.page.common import ADS, MODIFIED, PUBLISHED, PUBLISHED_OR_BARE
from newsharvest.page.layouts import Layout, ListLayout, Rule, guess, rules, stated
from newsharvest.platforms import gnuboard
from newsharvest.platforms.gnuboard import ATTACHED, CHEDITOR, CONTENT_COMMENT
from newsharvest.platforms.mediaon import MARKS as MEDIAON

THEME = Layout(
    "netpro/theme",
    shape=rules("#news_body_area, .art_top, .fix_art_top, h2.news_title01"),
    foreign=(MEDIAON,),
    body=(Rule("#news_body_area"), Rule("#bo_v_con"), CONTENT_COMMENT),
    pictures=ATTACHED,
    drop=(*ADS, ".weather_box", ".path_wrap", ".fix_art_top", ".art_top", ".art_info", ".btn_share", "#bo_v_share", ".reply_wrap"),
    figures=CHEDITOR,
    fields={
        # og:title last: some outlets have their own name there on every page
        "title": rules(
            stated(".art_top h1, .art_top h2, .fix_art_top h2"),
            ".art_top h1, .art_top h2",
            ".fix_art_top h2",
            "h2.news_title01",
            "#bo_v_title",
            "meta[property='og:title']::attr(content)",
        ),
        "subtitle": rules(guess(".art_top h2 ~ h3"), guess(".art_top h1 ~ h2, .art_top h1 ~ h3")),
        "section": rules(guess(".path_wrap h3")),
        "authors": rules(guess("ul.art_info li.name"), guess("ul.art_info li", re=r"^(.{2,30}기자)")),
        "published_raw": rules(guess("ul.art_info li", re=PUBLISHED), guess(".art_top ul.art_info li", re=PUBLISHED_OR_BARE)),
        "modified_raw": rules(guess("ul.art_info li", re=MODIFIED)),
    },
)

LIST = ListLayout("netpro/list", rows=rules("ul.art_list_all > li"), date=rules("li.date, .date"))


class NetProSpider(gnuboard.GnuboardSpider):
    """A NetPro outlet, some of whose boards may be without the theme. `me_id`, `me_code` and `type` identify nothing."""

    family = "NetPro"
    layouts: ClassVar[tuple[Layout, ...]] = (THEME, gnuboard.BASIC)
    lists: ClassVar[tuple[ListLayout, ...]] = (LIST, *gnuboard.GnuboardSpider.lists)
    list_address = ListAddress(
        "/bbs/board.php?bo_table={board}&page={page}", {r"\d{1,4}": "/bbs/board.php?bo_table={board}&me_code={section}&page={page}"}
    )
