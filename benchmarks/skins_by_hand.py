"""A layout for every skin as a person would write it, who sees the page: that what a skin's truth says can be read at all.

benchmarks/fit.py measures them beside what is found by program. The layouts of the families in `newsharvest/platforms/` read the family
skins as well, but of what these leave to guesses.
"""

from __future__ import annotations

from newsharvest.page.common import ADS, PUBLISHED, PUBLISHED_OR_BARE
from newsharvest.page.layouts import Figure, Layout, Rule, rules

LAYOUTS: dict[str, Layout] = {}


def by_hand(
    name: str,
    body: str,
    title: str,
    published: str | Rule,
    *,
    authors: str | Rule | None = None,
    subtitle: str | Rule | None = None,
    section: str | Rule | None = None,
    figure: tuple[str, str] | None = None,
    drop: tuple[str, ...] = (),
    pictures: str | None = None,
) -> None:
    """Register a layout."""
    given = {"title": title, "published_raw": published, "authors": authors, "subtitle": subtitle, "section": section}
    LAYOUTS[name] = Layout(
        name,
        shape=rules(body),
        body=rules(body),
        fields={field: rules(query) for field, query in given.items() if query is not None},
        drop=(*ADS, ".ad-box", *drop),
        figures=(Figure(*figure),) if figure else (),
        pictures=rules(pictures) if pictures else (),
    )


def bare(query: str) -> Rule:
    """Return the rule of a date without a label, or with any."""
    return Rule(query, re=PUBLISHED_OR_BARE)


NO_HOME = r"^(?!HOME$|홈$)(.+)"

by_hand(
    "ndsoft-2020",
    "#article-view-content-div",
    "h3.heading",
    Rule("ul.infomation li", re=PUBLISHED),
    authors=Rule("ul.infomation li", re=r"기자명 (.+)"),
    subtitle="h4.subheading",
    section=Rule("ul.breadcrumbs li", re=NO_HOME),
    drop=(".ad-template", ".tag-group"),
)
by_hand(
    "ndsoft-2017",
    "#article-view-content-div",
    ".article-head-title",
    Rule(".info-text li", re=PUBLISHED),
    authors=".view-editors .names",
    subtitle=".article-head-sub",
    section=Rule(".article-head-nav a", re=NO_HOME),
    figure=("table.photo", ".caption"),
    drop=(".article-head-sub", ".auto-article", ".view-copyright", ".view-editors"),
)
by_hand(
    "ndsoft-2010",
    "#articleBody",
    ".arl_view_title",
    Rule(".arl_view_date", re=r"^(\d{4}년.+?\d\d:\d\d:\d\d)"),
    authors=Rule(".arl_view_date", re=r"\d\d:\d\d:\d\d (.+)"),
    section=Rule(".location", re=r"^홈 > (.+)"),
    figure=(".//table[.//td[@class='view_r_caption']]", ".view_r_caption"),
)
by_hand(
    "mediaon",
    "#news_body_area",
    ".art_top h2",
    Rule(".fix_art_top .art_info li", re=PUBLISHED),
    authors=Rule(".fix_art_top .art_info li", re=r"^(.+기자)$"),
    subtitle=".art_top h3",
    section=".path_wrap h3",
    figure=(".imgframe", ".img_caption"),
)
by_hand(
    "netpro",
    "#news_body_area",
    ".art_top h2",
    Rule(".art_top .art_info li", re=PUBLISHED),
    authors=".art_top .art_info li.name",
    subtitle=".art_top h3",
    section=".path_wrap h3",
    drop=(".txt_ban",),
)
by_hand("gnuboard", "#bo_v_con", ".bo_v_tit", bare(".if_date"), authors=".sv_member", section=".bo_v_cate")
by_hand(
    "dadamedia",
    "#viewContent .fr-view",
    ".article-head-title",
    Rule(".info-text li", re=PUBLISHED),
    authors=Rule(".info-text li", re=r"^(.+기자)$"),
    subtitle=".subj li",
    section=Rule(".article-head-nav a", re=NO_HOME),
    figure=("span.fr-img-caption", ".fr-inner"),
)
by_hand(
    "ncid",
    "#font",
    ".view h1",
    Rule(".view > ul > li", re=PUBLISHED),
    authors=Rule(".view > ul > li", re=r"^(.+기자)$"),
    subtitle="h1 + h3",
    section="//div[@class='view']/ul[1]/li",
    figure=("table", ".photocaption"),
)
by_hand(
    "viewno",
    "#view_content",
    ".subject > a",
    bare(".view_top_right .date"),
    subtitle=".sub-title",
    figure=(".cheditor-caption-wrapper", ".cheditor-caption-text"),
)
by_hand(
    "semantic",
    "[itemprop='articleBody']",
    "[itemprop='headline']",
    "[itemprop='datePublished']",
    authors="[itemprop='author']",
    subtitle="[itemprop='alternativeHeadline']",
    section="[aria-label='breadcrumb'] li",
)
by_hand(
    "json-ld",
    ".story-content",
    ".story-headline",
    Rule("script[type='application/ld+json']", re=r'"datePublished": "([^"]+)"'),
    subtitle=".story-deck",
    figure=(".media", ".media-caption"),
    drop=(".story-ad",),
)
by_hand(
    "wordpress",
    ".entry-content",
    "h1.entry-title",
    "time.published::attr(datetime)",
    authors=".entry-meta .author",
    section=".cat-links a",
    drop=(".sharedaddy", ".jp-relatedposts"),
)
by_hand(
    "portal",
    "#dic_area",
    "#title_area",
    "[data-date-time]::attr(data-date-time)",
    authors=".media_end_head_journalist_name",
    subtitle=".media_end_summary",
    figure=(".end_photo_org", ".img_desc"),
    drop=(".media_end_summary",),
)
by_hand("br-div", ".read_text", ".subject", Rule(".read_info", re=PUBLISHED), subtitle=Rule("b.sub", re="^- (.+)"), drop=("b.sub",))
by_hand(
    "css-modules",
    "[class^='Article_body__']",
    "[class^='Article_title__']",
    Rule("[class^='Article_date__']", re=PUBLISHED),
    authors="[class^='Article_reporter__']",
    subtitle="[class^='Article_subtitle__']",
    section="[class^='Article_category__']",
    figure=("[class^='Article_figure__']", "[class^='Article_caption__']"),
    drop=("[class^='Ad_inner']",),
)
by_hand(
    "tailwind",
    "main > .leading-8",
    "main > h1",
    "main > .justify-between > span",
    authors="main > .justify-between .font-medium",
    subtitle="main > .border-l-4 > p",
    section="main > .text-blue-600 > a",
    figure=(".my-6", ".mt-2"),
    drop=(".my-8",),
)
by_hand(
    "data-attributes",
    "[data-role='text']",
    "[data-role='title']",
    "[data-role='when']",
    authors="[data-role='who']",
    subtitle="[data-role='deck']",
    section=Rule("[data-role='path'] a", re=NO_HOME),
    figure=("[data-role='photo']", "[data-role='photo-caption']"),
    drop=("[data-ad]",),
)
by_hand(
    "styled",
    "[data-testid='article-body']",
    "[data-testid='headline']",
    "main time::attr(datetime)",
    authors="main .sc-4d5e6f-4",
    subtitle="[data-testid='standfirst'] p",
)
by_hand(
    "custom-elements",
    "news-body",
    "hgroup h1",
    bare("[slot='posted']"),
    authors="[slot='reporter']",
    subtitle="hgroup h2",
    section="[slot='section']",
    figure=("news-photo", "photo-caption"),
)
by_hand(
    "font-tables",
    "font[face='바탕']",
    "font[size='5']",
    Rule("td > font", re=r"기사입력: (.+)"),
    authors=Rule("//td[@align='right']/font[not(@color)]", re=r"(.+)"),
    subtitle="font[color='#336699']",
    section=Rule("font[color='#999999']", re=r"(.+)"),
    figure=("table", "font"),
)
by_hand(
    "definition-list",
    "dd.bbs-content",
    "//dt[.='제목']/following-sibling::dd[1]",
    "//dt[.='등록일']/following-sibling::dd[1]",
    authors="//dt[.='작성자']/following-sibling::dd[1]",
    subtitle="//dt[.='부제']/following-sibling::dd[1]",
    section="//dt[.='분류']/following-sibling::dd[1]",
)
by_hand(
    "labels",
    ".read .content",
    ".read h2",
    Rule(".bar span", re=r"입력 \| (.+)"),
    authors=Rule(".bar span", re=r"기자 \| (.+)"),
    subtitle=".read h4",
    section=Rule(".bar span", re=r"분류 \| (.+)"),
    figure=(".pic", "span"),
)
by_hand(
    "numbered-ids",
    "[id^='article_']",
    "[id^='title_']",
    "[id^='regdate_']",
    authors="[id^='reporter_']",
    subtitle="[id^='subtitle_'] > div",
    section="[id^='path_'] a",
    figure=("[id^='photo_']", "[id^='photo_text_']"),
)
by_hand(
    "time-in-attribute",
    ".art-txt",
    ".art-tit",
    ".art-time::attr(datetime)",
    authors=".art-writer",
    subtitle=".art-sub",
    section=".art-cat",
)
by_hand(
    "relative-date",
    ".story-text",
    ".story-title",
    ".when::attr(title)",
    authors=".by",
    subtitle=".story-sub",
    section=".kicker",
    figure=(".photo", ".photo-text"),
)
by_hand(
    "two-halves",
    ".news_text",
    ".news_title",
    ".news_date",
    authors=".news_writer",
    subtitle=".news_subtitle",
    section=".news_cate",
    figure=(".photo_area", ".photo_desc"),
    drop=(".mid_ad",),
)
by_hand(
    "next-below",
    ".copybody",
    ".headline",
    Rule(".stamp", re=PUBLISHED),
    authors=".reporter",
    subtitle=".deck",
    section=".loc a",
    figure=(".pbox", ".pcap"),
)
by_hand(
    "title-everywhere",
    ".viewTxt",
    ".viewTit",
    ".viewInfo i",
    authors=".viewInfo b",
    subtitle=".viewSub",
    section=".viewCate",
    figure=(".viewImg", "p"),
)
by_hand(
    "rare-boxes",
    ".issue-body",
    "h1.tit",
    Rule(".date", re=PUBLISHED),
    authors=".writer-info .writer",
    subtitle=".sub-tit p",
    section=".cate",
    figure=(".img-wrap, .slide", ".img-cap, .slide-text"),
    drop=(".ai-summary", ".sub-tit", ".correction", ".timeline"),
)
by_hand(
    "full-container",
    ".vw-content",
    ".vw-title",
    ".vw-at",
    authors=".vw-by",
    subtitle=".vw-sub",
    section=Rule(".vw-path a", re=NO_HOME),
    drop=(".rel-box", ".newsletter", ".poll", ".donate", ".reporter-card", ".vw-copy"),
)
by_hand(
    "print-copy",
    ".paper-text",
    ".paper-title",
    Rule(".paper-date", re=r"^([\d.]+)"),
    authors=".sign",
    subtitle=".paper-sub",
    section=".paper-cat",
    figure=(".paper-text", ".phcap"),
    drop=(".inline-ad",),
)
by_hand(
    "div-paragraphs",
    ".bv-text",
    ".bv-title",
    bare(".bv-info .d"),
    authors=".bv-info .w",
    subtitle=Rule(".bv-sub", re=r"^(..+)"),
    section=".bv-cat",
    figure=(".se-image", ".se-caption"),
)
by_hand(
    "outer-photo",
    ".c-article__body",
    ".c-article__title",
    Rule(".c-article__date", re=PUBLISHED),
    authors=".c-reporter__name",
    subtitle=".c-article__summary li",
    section=Rule(".c-article__path", re=r"^홈 > (.+)"),
    drop=(".c-ad",),
)

# --- those of benchmarks/skins_held.py

by_hand(
    "broadcaster",
    "#cont_newstext",
    ".headline-title",
    Rule(".input-date", re="입력 (.+)"),
    authors=".reporter-name",
    subtitle=".headline-sub",
    section=".view-headline .category",
    figure=(".photo-box", ".photo-txt"),
    drop=(".view-again",),
)
by_hand(
    "municipal",
    ".p-table__content",
    "//th[.='제목']/following-sibling::td[1]",
    "//th[.='작성일']/following-sibling::td[1]",
    authors="//th[.='작성자']/following-sibling::td[1]",
    figure=(".p-photo", ".p-photo__text"),
)
by_hand(
    "blog",
    ".contents_style",
    ".hgroup h1",
    ".post-meta .date",
    authors=Rule(".post-meta .author", re="by (.+)"),
    section=".hgroup .category",
)
by_hand(
    "editor-components",
    ".se-main-container",
    ".se-title-text",
    ".se_publishDate",
    subtitle=".se-sub",
    section=".blog2_series a",
    figure=(".se-image", ".se-caption"),
    drop=(".se-oglink",),
)
by_hand(
    "more-button",
    ".m-view__body",
    ".m-view__tit",
    Rule(".m-view__info", re=r"\| ?(\d\d/\d\d/\d\d \d\d:\d\d)"),
    authors=".m-view__info a",
    subtitle=".m-view__sub",
    section=".m-view__cate",
    figure=(".m-pic", ".m-pic__desc"),
    drop=(".m-fold__ad", "button"),
)
by_hand("preformatted", "blockquote > pre", "font[color='navy']", "font[color='gray']", authors="font[color='green']")
by_hand(
    "drupal",
    ".field--name-body",
    ".field--name-title",
    ".field--name-field-pubdate time::attr(datetime)",
    authors=".field--name-field-reporter .field__item",
    subtitle=".field--name-field-subtitle .field__item",
    section=".field--name-field-category .field__item",
    pictures=".field--name-field-image",
)
by_hand(
    "web-forms",
    "#ctl00_ContentPlaceHolder1_lblContents",
    "#ctl00_ContentPlaceHolder1_lblTitle",
    "#ctl00_ContentPlaceHolder1_lblRegDate",
    authors="#ctl00_ContentPlaceHolder1_lblWriter",
    subtitle="#ctl00_ContentPlaceHolder1_lblSubTitle",
    section="#ctl00_ContentPlaceHolder1_lblCategory",
    figure=("table.tblPhoto", ".tdCaption"),
)
by_hand(
    "second-portal",
    ".article_view section",
    ".tit_view",
    Rule(".txt_info", re="입력 (.+)"),
    authors=Rule(".txt_info", re="^(.+기자)$"),
    subtitle=".summary_view",
    drop=(".summary_view",),
)
by_hand(
    "site-builder",
    ".elementor-widget-theme-post-content .elementor-widget-container",
    "h1.elementor-heading-title",
    ".elementor-post-info__item--type-date time",
    authors=".elementor-post-info__item--type-author",
    subtitle=".elementor-element-2c3d4e5 h4",
    section="h6.elementor-heading-title",
    drop=(".wp-block-group",),
)
