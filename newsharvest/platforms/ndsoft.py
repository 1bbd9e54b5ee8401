"""엔디소프트 (NDsoft): `/news/articleView.html?idxno=N`, in five skins that outlets move between, the oldest two mostly in EUC-KR.

Facts from public crawlers, saved pages and other readers' tests; none was checked live. The skins are told apart by the shape of the page:
`.arl_view_…` or `.View_Title` (about 2008-16), `.headline-title` (2012-18), `.article-head-title` (2017-20, and still worn), `.heading` in
`header.article-view-header` (2020 on), `atlview-…` (2023 on). The newest header, whose `ul.breadcrumbs` holds writer and times instead of
the section, is worn by both of the newest. The guesses rest on another skin, or on general knowledge of this CMS. A charset is found page
by page: outlets change that too.
"""

from __future__ import annotations

from typing import ClassVar

from newsharvest.crawl.outlet import OutletSpider
from newsharvest.crawl.urls import ArticleAddress, ListAddress
from newsharvest.page.common import ADS, DATE_LABEL, MODIFIED, PUBLISHED_OR_BARE, date_after
from newsharvest.page.layouts import Figure, Layout, ListLayout, Notice, Rule, guess, rules, with_class
from newsharvest.reasons import Reason

ENTERED = "승인|입력|등록|송고"
# `2012년 07월 04일 (수) 10:28:31 홍길동 기자`: the oldest skin prints the writer right behind
TO_THE_TIME = (
    rf"^(?:[가-힣\s]{{0,4}}(?:{ENTERED})[가-힣]{{0,2}})?\s?:?\s?"
    r"(\d{4}\s?[년.-].{0,20}?\d{1,2}:\d\d(?::\d\d(?:Z|[+-]\d\d:?\d\d)?)?)"
)


def printed(query: str) -> tuple[Rule, ...]:
    """Make the rules of the time of publication in these elements. The edition's day is taken where no other is printed there.

    Last comes one by any other label, or none.
    """
    return (Rule(query, re=date_after(ENTERED)), Rule(query, re=date_after("게재|발행")), Rule(query, re=PUBLISHED_OR_BARE))


# In the newest header the breadcrumb holds writer, times, the paper's page and counters; in some of the older ones it holds the times.
SECTION = rf"^(?!(?:HOME|Home|홈|{DATE_LABEL}\s?:?\s?\d.*|(?:지면|호수|조회수?)\s?:?\s?\d.*|제?\s?\d{{1,6}}\s?[호면]|댓글(?:\s.*)?)$)(.+)"

TITLE_META = guess("meta[property='og:title']::attr(content)")
PUBLISHED_META = Rule("meta[property='article:published_time']::attr(content)")  # what is printed comes first: 승인 may differ from it

POSTS = r"(?:기자|특파원|통신원|논설위원|편집위원)"
CLAIM = r"(?:저작권|무단|[©ⓒ]|[Cc]opyright)"
# The writer's line and address may stand over the rights line, in the same element.
SIGNED = rf"^(?!.*{CLAIM})(.{{2,30}}{POSTS}(?:\s.*)?)$"
MAIL = r"([\w.+-]{1,64}@[\w-]{1,64}\.[\w.-]{1,64})"
RIGHTS = rules(
    Rule(".article-copy, .article-copyright, .view-copyright", re=rf"^((?=.*{CLAIM}).+|(?!.*{POSTS}(?:\s|$))(?!.*\S@\S+\.\S).+)$")
)

# Lists of nothing but links to articles; the short line over one; a box of a heading and such links; `▶관련 기사 : …`.
LINK = "a[contains(@href, 'articleView')]"
IS_LINKS = f"(self::ul or self::ol) and .//{LINK} and not(li[not(.//a)])"
SHORT = "[normalize-space()][string-length(normalize-space()) <= 20][not(contains(., '다.'))]"
HEADING = "self::h2 or self::h3 or self::h4 or self::h5 or self::h6 or self::strong or self::b or self::header or self::dt"
BLANK = "not(self::*[not(self::br or self::hr)] or self::text()[normalize-space()])"
BEFORE_LINKS = "false()"
for _ in range(12):  # blanks; a step for each, as libxml2 looks at all siblings for `node()[not blank][1]`, and for `node()[1][…]` too
    BEFORE_LINKS = f"following-sibling::node()[1]/self::node()[{IS_LINKS} or {BLANK} and {BEFORE_LINKS}]"
BEHIND_TEXT = "preceding-sibling::node()[1]/self::text()[normalize-space()]"
RELATED = "translate(normalize-space(), ' ▶►▷☞■◆●○◇→※·[]<>()【】〈〉《》★☆-:|', '')"
BOX = "[count(.//*) <= 300]"  # first: what follows looks at all that a box holds, and again in each box within
RANKINGS = (
    f".//*[{IS_LINKS}]",
    f".//*[{HEADING} or (self::p or self::div or self::span) and (contains(., '기사') or contains(., '뉴스'))]{SHORT}"
    f"[not({BEHIND_TEXT})][{BEFORE_LINKS}]",
    f".//*[self::article or self::aside or self::section or self::div or self::dl]{BOX}[.//{LINK}]"
    f"[.//*[{HEADING}][not(ancestor::a)]{SHORT}]"
    "[not(.//figcaption)][not(.//text()[normalize-space()][not(ancestor::a or parent::script or parent::style)]"
    "[ancestor::p or string-length(normalize-space()) > 20 or contains(., '다.')"
    " or (parent::div or parent::section or parent::article or parent::aside) and translate(., '0123456789.,:-/[]() \n\t', '')])]",
    f".//*[self::p or self::div]{BOX}[.//{LINK}][starts-with({RELATED}, '관련기사') or starts-with({RELATED}, '관련뉴스')]"
    "[not(.//text()[not(ancestor::a)][string-length(normalize-space()) > 20])]",
)

DROP = (
    *ADS, ".ad-template", ".ad_title", "[id^='default_news_ad']", "a[href*='/bannerManager/']",
    "center:has(> a[href^='http']:not([href*='/news/photo/']) > img)",  # a picture that leads off the site; a photo leads to itself
    "figure.image.max-width-300[data-idxno]:not(.photo-layout):not(:has(figcaption))",
    ".article-head-sub", ".subheading",  # the subtitle, which some outlets print inside the body's container
    ".info-options2", ".article-sytool-container", "#fontsize-dropdown", ".tag-group",
    ".view-editors", ".writer", ".user-info", ".view-copyright", ".article-copy", ".article-copyright",
    ".auto-article",
    ".reveal", "[class*='carousel']", "[class*='swiper-']", "[class*='slick-']",  # on no page seen: general knowledge
)  # fmt: skip
"""CSS: what NDsoft prints inside its body containers and is no article."""

PHOTO = Figure("figure", "figcaption")
# The element that a caption stands in together with its picture.
CAPTION = Figure(f".//*{with_class('caption')}/..", ".caption")
# A picture's table with the caption in a cell.
CAPTION_CELL = Figure(f".//table[.//td{with_class('view_r_caption')}][not(.//table//img)]", "td.view_r_caption")

# The date line holds it all: `2020년 04월 23일 (목) 12:13:44 이름 메일`.
SKIN_1 = Layout(
    "ndsoft/skin-1",
    shape=rules(".arl_view_title_box, .arl_view_title, .View_Title"),
    foreign=rules("#article-view-content-div"),
    body=rules("#articleBody", "#arl_view_content", "#adiContents", "#talklink_contents", "#CmAdContent", "#arl_view_box"),
    drop=(*DROP, ".arl_view_title_box", ".arl_view_sub_title", ".arl_view_date"),  # inside the last of the containers
    boxes=RANKINGS,
    figures=(CAPTION_CELL,),
    fields={
        "title": (*rules(".arl_view_title", ".View_Title"), TITLE_META),
        "subtitle": rules(".arl_view_sub_title"),
        "section": rules(Rule("//a[contains(., '홈')]/.. | //text()[contains(., '홈')][contains(., '>')]/..", re=r"^홈\s*>(.+)")),
        "authors": rules(Rule(".arl_view_date", re=r"\d:\d\d(?::\d\d)?\s+([가-힣].+)")),
        "published_raw": (
            Rule(".arl_view_date", re=TO_THE_TIME),
            PUBLISHED_META,
        ),
    },
)

# Where it prints section, subtitle and rights is not known. Without a writer, `li.name` holds the time.
HEADLINE = Layout(
    "ndsoft/headline",
    shape=rules("#head-info", ".headline-title, .headline.border-box"),
    foreign=rules("#article-view-content-div", ".arl_view_title_box, .arl_view_title, .View_Title"),
    body=rules("#articleBody", ".cont-body"),
    drop=DROP,
    boxes=RANKINGS,
    figures=(CAPTION_CELL, PHOTO),
    fields={
        "title": (*rules(".headline-title", ".headline.border-box"), TITLE_META),
        "authors": rules(Rule("#head-info li.name", re=r"^(?!.*\d{4})(.+)")),
        "published_raw": (*printed("#head-info li"), guess(PUBLISHED_META)),
        "modified_raw": rules(guess("#head-info li", re=MODIFIED)),
    },
)

# The newer ones keep their heading in this header too; a page that has both kinds of heading there is of the newer.
NEWER_HEADING = "header.article-view-header .heading"
OLDER_HEADING = f"//*{with_class('article-head-title')}[not(//header{with_class('article-view-header')}//*{with_class('heading')})]"

SKIN_2 = Layout(
    "ndsoft/skin-2",
    shape=rules("#article-view-content-div", ".article-head-title"),  # of which 다다미디어 has the second alone
    foreign=rules(NEWER_HEADING, "[class*='atlview-']"),
    body=rules("#article-view-content-div"),
    drop=DROP,
    boxes=RANKINGS,
    figures=(PHOTO, CAPTION),
    fields={
        "title": (Rule(".article-head-title"), TITLE_META),
        "subtitle": rules(".article-head-sub"),
        "section": rules(Rule(".article-head-nav > a", re=SECTION)),
        "authors": rules(
            ".view-editors .names",
            Rule(".info-text li", re=rf"^(?!{DATE_LABEL}\s?:?\s?\d)(.{{2,30}}{POSTS}(?:\s.*)?)$"),
            Rule(".view-copyright", re=SIGNED),
        ),
        "author_emails": rules(
            ".view-editors a.user-email",
            ".view-editors a[href^='mailto:'][href*='@']::attr(href)",
            Rule(".view-copyright", re=MAIL),
        ),
        "published_raw": (*printed(".info-text li"), *printed("ul.no-bullet li"), *printed(".updated"), PUBLISHED_META),
        "modified_raw": rules(Rule(".info-text li", re=MODIFIED), Rule("ul.no-bullet li", re=MODIFIED)),
        "tags": rules(Rule("#article-view-content-div .tag-group", re=r"(#.+)")),  # `Tag#가온시 #축제`
        "rights": RIGHTS,
    },
)

# `기자명 문가람 기자` among the times, or a line of its own
WRITER = f"//ul{with_class('infomation')}/li[contains(., '기자명')] | //li{with_class('info-name')}"
WRITER_BY_ICON = Rule("ul.infomation > li:has(.icon-user-o)")
# The link alone is the name, where there is one: a post may follow it without a space.
BOXES = (("article.writer", ".info-group .writer"), (".user-info",))
WRITERS = tuple(Rule(", ".join(f"{box} .name:not(:has(a)), {box} .name a" for box in boxes), re=r"^(?!로그인|회원)(.+)") for boxes in BOXES)
EMAILS = rules("article.writer .email, .info-group .writer .email", ".user-info .email")

# The newest header prints it apart, and its breadcrumb holds other things; elsewhere a section has its link.
SECTIONS = Rule("nav.view-navigation a, ul.breadcrumbs li:not([class^='info-']):has(a)", re=SECTION)
SUBTITLE = Rule("h2.subheading, h3.subheading, h4.subheading")

SKIN_3 = Layout(
    "ndsoft/skin-3",
    shape=rules("#article-view-content-div", "header.article-view-header"),
    foreign=rules(OLDER_HEADING, "[class*='atlview-']"),
    body=rules("#article-view-content-div"),
    drop=DROP,
    boxes=RANKINGS,
    figures=(PHOTO,),
    fields={
        "title": (Rule(NEWER_HEADING), TITLE_META),
        "subtitle": (SUBTITLE,),
        "section": (SECTIONS,),
        "authors": (Rule(WRITER), WRITER_BY_ICON, *WRITERS),
        "author_emails": EMAILS,
        "published_raw": (
            *printed("ul.infomation > li"), *printed("ul.breadcrumbs li"), *printed(".info-update-origin"), PUBLISHED_META,
        ),
        "modified_raw": rules(Rule("ul.infomation > li", re=MODIFIED), Rule("ul.breadcrumbs li", re=MODIFIED)),
        "tags": rules(guess("#article-view-content-div .tag-group", re=r"(#.+)")),
        "rights": RIGHTS,
    },
)  # fmt: skip

# An edited article's times stand in `li.info-update`, the first of them in `.info-update-origin`, which a page may hide.
SKIN_4 = Layout(
    "ndsoft/skin-4",
    shape=rules("article.atlview-grid-body"),
    # the family's own container, which stands in the wrapper; else the wrapper with all its tools
    body=rules("article.atlview-grid-body #article-view-content-div", "article.atlview-grid-body"),
    drop=(*DROP, "h1.heading", ".view-navigation", ".breadcrumbs", ".infomation"),  # inside the wrapper
    boxes=RANKINGS,
    figures=(PHOTO,),
    fields={
        "title": (Rule("h1.heading"), guess("[class*='atlview-'] .heading"), TITLE_META),
        "subtitle": (guess(SUBTITLE),),
        "section": (SECTIONS,),
        "authors": (Rule(WRITER), *WRITERS),
        "author_emails": EMAILS,
        "published_raw": (
            *printed("ul.breadcrumbs li"), *printed(".info-update-origin"),
            *map(guess, printed("ul.infomation li")), guess(PUBLISHED_META),
        ),
        "modified_raw": rules(Rule("ul.breadcrumbs li", re=MODIFIED), guess("ul.infomation li", re=MODIFIED)),
        "tags": rules(guess("article.atlview-grid-body .tag-group", re=r"(#.+)")),
        "rights": tuple(map(guess, RIGHTS)),
    },
)  # fmt: skip

# Served with status 200. Only the sentences are known, so they are looked for anywhere, in a script's alert too.
ARTICLE = rules("#article-view-content-div, #articleBody, .arl_view_title, .headline-title")
DELETED = Notice("ndsoft/deleted", Reason.DELETED, shape=rules("//text()[contains(., '존재하지 않는 링크')]"), foreign=ARTICLE)
HELD = Notice("ndsoft/held", Reason.HELD, shape=rules("//text()[contains(., '관리자가 검토중인 기사')]"), foreign=ARTICLE)

LIST_1 = ListLayout("ndsoft/list-1", rows=rules("a.list_title_a, a.title_a"))  # what prints the dates is not known
# A table a row: 제목, 요약, `기자 | 날짜`. Where one table holds all the rows, the links alone tell them apart.
LIST_TABLE = ListLayout(
    "ndsoft/list-table",
    rows=rules(f"//td{with_class('list-titles')}/ancestor::table[1][count(.//td{with_class('list-titles')}) = 1]", "td.list-titles a"),
    date=rules(Rule("td.list-times", re=r"([^|]+)$")),
)
LIST_2 = ListLayout("ndsoft/list-2", rows=rules("div.list-block"), date=rules(Rule(".list-dated", re=r"([^|]+)$")))  # 섹션 | 기자 | 날짜
LIST_3 = ListLayout("ndsoft/list-3", rows=rules("section#section-list ul > li"), date=rules("span.byline em:last-child"))
LIST_4 = ListLayout(
    "ndsoft/list-4", rows=rules("li.altlist-text-item", "li.altlist-webzine-item"), date=rules(".altlist-info-item:last-child")
)


class NdsoftSpider(OutletSpider):
    """An NDsoft outlet. `idxno` alone identifies an article; print and mail pop-ups (`articlePrint.html`) are none and are not followed."""

    family = "NDsoft"
    layouts: ClassVar[tuple[Layout, ...]] = (SKIN_4, SKIN_3, SKIN_2, HEADLINE, SKIN_1)
    lists: ClassVar[tuple[ListLayout, ...]] = (LIST_4, LIST_3, LIST_2, LIST_TABLE, LIST_1)
    notices = (DELETED, HELD)
    article_address = ArticleAddress(
        "/news/articleView.html?idxno={key}",
        also=("/news/articleViewAmp.html?idxno={key}", "/?mod=news&act=articleView&idxno={key}"),
    )
    list_address = ListAddress(
        "/news/articleList.html?view_type=sm&page={page}",
        {
            r"S1N\d{1,4}": "/news/articleList.html?sc_section_code={section}&view_type=sm&page={page}",
            r"S2N\d{1,4}": "/news/articleList.html?sc_sub_section_code={section}&view_type=sm&page={page}",
        },
    )
    feed_path = "/rss/allArticle.xml"
