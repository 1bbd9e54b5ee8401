"""엔디소프트 (NDsoft): `/news/articleView.html?idxno=N`, in four skins that outlets move between, the first mostly in EUC-KR.

Facts from public crawlers, saved pages and other readers' tests; none was checked live. The skins are told apart by the shape of the page:
`.arl_view_…` or `.View_Title` (about 2008-16), `.article-head-title` (2017-20), `header.article-view-header` (2020 on), `atlview-…` (2023
on). The guesses rest on skin 3, or on general knowledge of this CMS. A charset is found page by page: outlets change that too.
"""

from __future__ import annotations

from newsharvest.crawl.outlet import OutletSpider
from newsharvest.crawl.urls import ArticleAddress, ListAddress
from newsharvest.page.common import ADS
from newsharvest.page.layouts import Figure, Layout, ListLayout, Notice, Rule, guess, rules, with_class
from newsharvest.reasons import Reason

PUBLISHED = r"^(?:기사)?(?:승인|입력|등록)\s*:?\s*(\d.+)"
MODIFIED = r"^(?:최종)?수정\s*:?\s*(\d.+)"
SECTION = r"^(?!(?:HOME|홈|(?:승인|입력|수정|댓글)\s.*)$)(.+)"  # times stand in some breadcrumbs too

TITLE_META = guess("meta[property='og:title']::attr(content)")
PUBLISHED_META = Rule("meta[property='article:published_time']::attr(content)")  # what is printed comes first: 승인 may differ from it
RIGHTS = rules(".article-copy, .article-copyright, .view-copyright")

DROP = (
    *ADS, ".ad-template", ".ad_title", "[id^='default_news_ad']",
    ".article-head-sub", ".subheading",  # the subtitle, which some outlets print inside the body's container
    ".info-options2", ".article-sytool-container", "#fontsize-dropdown",
    ".view-editors", ".writer", ".view-copyright", ".article-copy", ".article-copyright",
    # rankings, related articles: lists of nothing but links
    ".auto-article", *(f"{tag}:has(a[href*='articleView.html']):not(:has(> li:not(:has(a))))" for tag in ("ul", "ol")),
    ".reveal", "[class*='carousel']", "[class*='swiper-']", "[class*='slick-']",  # on no page seen: general knowledge
)  # fmt: skip
"""CSS: what NDsoft prints inside its body containers and is no article."""

# `기자명 문가람 기자` among the times, or a line of its own
WRITER = f"//ul{with_class('infomation')}/li[contains(., '기자명')] | //li{with_class('info-name')}"
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
    figures=(CAPTION_CELL,),
    fields={
        "title": (*rules(".arl_view_title", ".View_Title"), TITLE_META),
        "subtitle": rules(".arl_view_sub_title"),
        "section": rules(Rule("//a[contains(., '홈')]/.. | //text()[contains(., '홈')][contains(., '>')]/..", re=r"^홈\s*>(.+)")),
        "authors": rules(Rule(".arl_view_date", re=r"\d:\d\d(?::\d\d)?\s+([가-힣].+)")),
        "published_raw": (
            Rule(".arl_view_date", re=r"^(?:기사)?(?:승인|입력|등록)?\s*:?\s*(\d{4}\s?[년.-].{0,20}?\d{1,2}:\d\d(?::\d\d)?)"),
            PUBLISHED_META,
        ),
    },
)

SKIN_2 = Layout(
    "ndsoft/skin-2",
    shape=rules("#article-view-content-div", ".article-head-title"),  # of which 다다미디어 has the second alone
    foreign=rules("header.article-view-header", "[class*='atlview-']"),
    body=rules("#article-view-content-div"),
    drop=DROP,
    figures=(PHOTO, CAPTION),
    fields={
        "title": (Rule(".article-head-title"), TITLE_META),
        "subtitle": rules(".article-head-sub"),
        "section": rules(Rule(".article-head-nav > a", re=SECTION)),
        "authors": rules(".view-editors strong.names", guess(".info-text li", re=r"^(.{2,20}기자)$")),
        "author_emails": rules(".view-editors a.user-email"),
        "published_raw": (Rule("ul.no-bullet li", re=PUBLISHED), Rule(".updated", re=PUBLISHED), PUBLISHED_META),
        "modified_raw": rules(Rule("ul.no-bullet li", re=MODIFIED)),
        "rights": RIGHTS,
    },
)

# what skins 3 and 4 have alike, as far as is known
HEADER_FIELDS = {
    "subtitle": rules("h2.subheading, h3.subheading, h4.subheading"),
    "section": rules(Rule("ul.breadcrumbs li:not(.info-name)", re=SECTION)),
    "authors": rules(WRITER, "article.writer strong.name"),
    "author_emails": rules("article.writer a.email"),
}

SKIN_3 = Layout(
    "ndsoft/skin-3",
    shape=rules("#article-view-content-div", "header.article-view-header"),
    foreign=rules("[class*='atlview-']"),
    body=rules("#article-view-content-div"),
    drop=DROP,
    figures=(PHOTO,),
    fields={
        "title": (Rule("header.article-view-header .heading"), TITLE_META),
        **HEADER_FIELDS,
        "published_raw": (Rule("ul.infomation > li", re=PUBLISHED), PUBLISHED_META),
        "modified_raw": rules(Rule("ul.infomation > li", re=MODIFIED)),
        "rights": RIGHTS,
    },
)

# All but the body is known from skin 3 alone.
SKIN_4 = Layout(
    "ndsoft/skin-4",
    shape=rules("article.atlview-grid-body"),
    # the family's own container, which stands in the wrapper on the one page described; else the wrapper with all its tools
    body=rules("article.atlview-grid-body #article-view-content-div", "article.atlview-grid-body"),
    drop=DROP,
    figures=(PHOTO,),
    fields={
        "title": (guess("[class*='atlview-'] .heading"), TITLE_META),
        **{name: tuple(map(guess, found)) for name, found in HEADER_FIELDS.items()},
        "published_raw": (guess("ul.infomation li", re=PUBLISHED), guess(PUBLISHED_META), guess("ul.breadcrumbs li", re=PUBLISHED)),
        "modified_raw": rules(guess("ul.infomation li", re=MODIFIED)),
        "rights": tuple(map(guess, RIGHTS)),
    },
)

# Served with status 200. Only the sentences are known, so they are looked for anywhere, in a script's alert too.
ARTICLE = rules("#article-view-content-div, #articleBody, .arl_view_title")
DELETED = Notice("ndsoft/deleted", Reason.DELETED, shape=rules("//text()[contains(., '존재하지 않는 링크')]"), foreign=ARTICLE)
HELD = Notice("ndsoft/held", Reason.HELD, shape=rules("//text()[contains(., '관리자가 검토중인 기사')]"), foreign=ARTICLE)

LIST_1 = ListLayout("ndsoft/list-1", rows=rules("a.list_title_a, a.title_a"))  # what prints the dates is not known
LIST_2 = ListLayout("ndsoft/list-2", rows=rules("div.list-block"), date=rules(Rule(".list-dated", re=r"([^|]+)$")))  # 섹션 | 기자 | 날짜
LIST_3 = ListLayout("ndsoft/list-3", rows=rules("section#section-list ul > li"), date=rules("span.byline em:last-child"))
LIST_4 = ListLayout(
    "ndsoft/list-4", rows=rules("li.altlist-text-item", "li.altlist-webzine-item"), date=rules(".altlist-info-item:last-child")
)


class NdsoftSpider(OutletSpider):
    """An NDsoft outlet. `idxno` alone identifies an article; print and mail pop-ups (`articlePrint.html`) are none and are not followed."""

    family = "NDsoft"
    layouts = (SKIN_4, SKIN_3, SKIN_2, SKIN_1)
    lists = (LIST_4, LIST_3, LIST_2, LIST_1)
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
