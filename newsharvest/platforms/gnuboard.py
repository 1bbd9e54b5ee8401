"""Plain gnuboard5, without a news theme: `/bbs/board.php?bo_table=news&wr_id=N`, or `/news/N` where short addresses are on.

Facts from gnuboard's own source and public crawlers; none was checked live. The themes that are built on it (NetPro) are modules of
their own and take what they share from here.
"""

from __future__ import annotations

import re
from typing import ClassVar
from urllib.parse import urlencode

from typing_extensions import override

from newsharvest.crawl.outlet import OutletSpider
from newsharvest.crawl.urls import ListAddress
from newsharvest.page.common import ADS, MODIFIED, PUBLISHED, PUBLISHED_OR_BARE
from newsharvest.page.layouts import Figure, Layout, ListLayout, Notice, Rule, guess, rules, stated
from newsharvest.reasons import Reason

ATTACHED = rules("#bo_v_img")  # the files that were added to the article, if they are pictures: printed before the text
CHEDITOR = (Figure(".cheditor-caption-wrapper, figure.cheditor-caption", ".cheditor-caption-text"),)
# what stands between the two comments, if it is one element: of several the first is not the body
CONTENT_COMMENT = Rule(
    "//comment()[contains(., '본문 내용 시작')]/following-sibling::*[1]"
    "[not(following-sibling::*[following-sibling::comment()[contains(., '본문 내용 끝')]])]"
)

# skin/board/basic/view.skin.php
BASIC = Layout(
    "gnuboard/basic",
    shape=rules("#bo_v, #bo_v_con"),
    foreign=rules("#news_body_area, .art_top, .fix_art_top, h2.news_title01"),  # NetPro's theme
    body=(Rule("#bo_v_con"), CONTENT_COMMENT),
    pictures=ATTACHED,
    drop=(*ADS, "#bo_v_share", "#bo_v_title", "#bo_v_info", "#bo_v_atc_title", "#bo_v_img", "#bo_v_act"),
    figures=CHEDITOR,
    fields={
        # All skins cut it at 70 letters, which `<title>` makes good (`제목 > 게시판 | 사이트`); up to 5.2 it is `분류 | 제목`.
        # og:title last: gnuboard itself has none, and some outlets have their own name there on every page.
        "title": rules(
            "#bo_v_title .bo_v_tit",
            stated("#bo_v_title"),
            stated("#bo_v_title", re=r"^[^|]{1,20} \| (.+)"),
            "#bo_v_title",
            "meta[property='og:title']::attr(content)",
        ),
        "section": rules("#bo_v_title .bo_v_cate"),
        # the skins up to 5.2 have no class: the first `strong` of the line is the writer
        "authors": rules(
            "#bo_v_info .if_name, #bo_v_info .sv_member", Rule("(//*[@id='bo_v_info']//strong)[1]", re=r"^(?!.*\d[:-]\d)(.+)")
        ),
        "published_raw": rules(Rule("#bo_v_info .if_date", re=PUBLISHED_OR_BARE), Rule("#bo_v_info", re=PUBLISHED)),
        "modified_raw": rules(guess("#bo_v_info", MODIFIED)),
    },
)

# bbs/board.php line 25 by way of bbs/alert.php: a small page with a script alert, and no error status
DELETED = Notice(
    "gnuboard/deleted",
    Reason.DELETED,
    shape=rules("//title[contains(., '오류안내')]", "//script[contains(., '글이 존재하지 않습니다')]"),
)

# skin/board/basic/list.skin.php; the second rule is for skins that are none of those here (a tick box is shown to administrators alone)
LIST = ListLayout(
    "gnuboard/list",
    rows=rules("tr:has(td.td_subject)", "li:has(input[name='chk_wr_id[]'])"),
    date=rules("td.td_datetime", "td.td_date"),  # `11-20`, or `15:24` for today's
)

# skin/board/gallery/list.skin.php and mobile/skin/board/gallery/list.skin.php; the second, and the date's, up to 5.2
GALLERY = ListLayout(
    "gnuboard/gallery",
    rows=rules("#gall_ul > li.gall_li", "#bo_img_list > li.bo_img_list_li"),
    date=rules(".gall_date", Rule(".//li[contains(., '작성일')]", re=r"작성일\s*(\S.+)")),
)

# mobile/skin/board/basic/list.skin.php; up to 5.2 a table, as the other
MOBILE_LIST = ListLayout("gnuboard/mobile-list", rows=rules("#bo_list .list_01 li"), date=rules(".bo_date"))


class GnuboardSpider(OutletSpider):
    """A gnuboard5 outlet. `bo_table` and `wr_id` identify an article; `page`, `device` and the search parameters do not."""

    family = "gnuboard5"
    layouts: ClassVar[tuple[Layout, ...]] = (BASIC,)
    lists: ClassVar[tuple[ListLayout, ...]] = (LIST, GALLERY, MOBILE_LIST)
    notices = (DELETED,)
    # gnuboard's category, whose code is its name
    list_address: ClassVar[ListAddress] = ListAddress(
        "/bbs/board.php?bo_table={board}&page={page}", {r"[\w가-힣/·]{1,20}": "/bbs/board.php?bo_table={board}&sca={section}&page={page}"}
    )
    feed_path = "/bbs/rss.php?bo_table=news"  # one page; says so in a plain sentence where it is switched off
    board: ClassVar[str] = "news"
    """The board whose list is read; another's articles are taken too, where a list links them."""

    @override
    @classmethod
    def list_path(cls, section: str | None, page: int) -> str:
        return cls.list_address.path(section, page, board=cls.board)

    @override
    @classmethod
    def key_of(cls, path: str, query: dict[str, str]) -> str | None:
        board, number = query.get("bo_table", ""), query.get("wr_id", "")
        if path != "/bbs/board.php":
            short = re.fullmatch(rf"/({cls.board})/([0-9]+)", path)  # cf_bbs_rewrite
            board, number = short.groups() if short else ("", "")
        if not re.fullmatch(r"\w+", board, re.ASCII) or not re.fullmatch(r"[0-9]+", number):
            return None
        return number if board == "news" else f"{board}/{number}"

    @override
    @classmethod
    def article_path(cls, key: str) -> str:
        board, _, number = key.rpartition("/")
        query = {"bo_table": board or "news", "wr_id": number}
        return f"/bbs/board.php?{urlencode(query)}"
