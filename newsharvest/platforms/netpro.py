"""NetPro (넷프로) and the gnuboard5 under it: `/bbs/board.php?bo_table=news&wr_id=N`.

Facts from public crawlers, gnuboard's own source and the page captures; none was checked live. The theme reuses mediaOn's class
names. Selectors that rest on that alone (`.path_wrap h3`, `ul.art_info`) are marked C; each is the only one of its field so far.
"""

from __future__ import annotations

import re
from typing import ClassVar
from urllib.parse import urlencode

from newsharvest.layouts import Figure, Layout, ListLayout, Notice, Rule, rules
from newsharvest.platforms.common import ADS
from newsharvest.platforms.mediaon import MARKS as MEDIAON
from newsharvest.platforms.outlet import OutletSpider
from newsharvest.reasons import Reason

DATE = r"(?:일시?)?\s*:?\s*(\d.+)"  # what follows the label of a date

CHEDITOR = (
    Figure("figure.cheditor-caption", "figcaption.cheditor-caption-text"),
    Figure(".cheditor-caption-wrapper", ".cheditor-caption-text"),
)
CONTENT_COMMENT = Rule("//comment()[contains(., '본문 내용 시작')]/following-sibling::*[1]")

THEME = Layout(
    "netpro/theme",
    shape=rules("#news_body_area, .art_top, .fix_art_top, h2.news_title01"),
    foreign=(MEDIAON,),
    body=(Rule("#news_body_area"), Rule("#bo_v_con"), CONTENT_COMMENT),
    drop=(*ADS, ".weather_box", ".art_info", ".btn_share", "#bo_v_share", ".reply_wrap"),
    figures=CHEDITOR,
    fields={
        "title": rules(
            "meta[property='og:title']::attr(content)",
            ".art_top h2",
            ".fix_art_top h2",
            "h2.news_title01",
            "#bo_v_title",
        ),
        "subtitle": rules(".art_top h2 ~ h3"),  # C
        "section": rules(".path_wrap h3"),  # C
        "authors": rules("ul.art_info li.name", Rule("ul.art_info li", re=r"^(.{2,30}기자)")),  # C
        "published_raw": rules(Rule("ul.art_info li", re=rf"^(?:기사)?(?:등록|입력|작성|승인){DATE}")),  # C
        "modified_raw": rules(Rule("ul.art_info li", re=rf"^(?:최종)?수정{DATE}")),  # C
    },
)

# gnuboard5's basic skin without a theme (source: skin/board/basic/view.skin.php)
BASIC = Layout(
    "gnuboard/basic",
    shape=rules("#bo_v", "#bo_v_con"),
    body=(Rule("#bo_v_con"), CONTENT_COMMENT),
    drop=(*ADS, "#bo_v_share"),
    figures=CHEDITOR,
    fields={
        # the skin cuts its own heading at 70 characters
        "title": rules("meta[property='og:title']::attr(content)", "#bo_v_title .bo_v_tit", "#bo_v_title"),
        "section": rules("#bo_v_title .bo_v_cate"),
        "authors": rules("#bo_v_info .if_name, #bo_v_info .sv_member"),
        "published_raw": rules(
            Rule("#bo_v_info .if_date", re=rf"^(?:작성)?{DATE}"),
            Rule("#bo_v_info", re=r"작성일\s*:?\s*(\d{2,4}-\d\d-\d\d \d\d:\d\d)"),
        ),
    },
)

# bbs/board.php line 25 by way of bbs/alert.php: a small page with a script alert, and no error status
DELETED = Notice(
    "gnuboard/deleted",
    Reason.DELETED,
    shape=rules("//title[contains(., '오류안내')]", "//script[contains(., '글이 존재하지 않습니다')]"),
)

LIST = ListLayout("netpro/list", rows=rules("ul.art_list_all > li"), date=rules("li.date, .date"))


class NetProSpider(OutletSpider):
    """A NetPro outlet. `bo_table` and `wr_id` identify an article; `page me_id me_code type device` and the search parameters do not."""

    layouts = (THEME, BASIC)
    lists = (LIST,)
    notices = (DELETED,)
    section_code = r"\d{1,4}"
    feed_path = "/bbs/rss.php?bo_table=news"  # gnuboard's own; one page; says so in a plain sentence where it is switched off
    board: ClassVar[str] = "news"

    def list_url(self, section: str | None, page: int) -> str:  # noqa: D102 (said in OutletSpider, here and below)
        query = {"bo_table": self.board} | ({"me_code": section} if section else {}) | ({"page": str(page)} if page > 1 else {})
        return self.address(f"/bbs/board.php?{urlencode(query)}")

    @classmethod
    def key_of(cls, path: str, query: dict[str, str]) -> str | None:  # noqa: D102
        board, number = query.get("bo_table", ""), query.get("wr_id", "")
        if path != "/bbs/board.php":
            short = re.fullmatch(rf"/({cls.board})/([0-9]+)", path)  # cf_bbs_rewrite
            board, number = short.groups() if short else ("", "")
        if not re.fullmatch(r"\w+", board, re.ASCII) or not re.fullmatch(r"[0-9]+", number):
            return None
        return number if board == cls.board else f"{board}/{number}"

    @classmethod
    def article_path(cls, key: str) -> str:  # noqa: D102
        board, _, number = key.rpartition("/")
        return f"/bbs/board.php?{urlencode({'bo_table': board or cls.board, 'wr_id': number})}"
