"""Ten more templates, of kinds that those of benchmarks/skins.py are not; and one to be refused. They are kept and reported apart.

Broadcasters, municipal newsletters, blogs that became papers, portals, site builders. They were written without a look at the program that
finds layouts, and it is to be written without a look at them: what they show first is what markup of a new kind will. Whoever changes the
program because of them writes down both figures, before and after.
"""

from __future__ import annotations

from random import Random

from benchmarks.skin_articles import Picture
from benchmarks.skin_parts import Listing, Sheet, esc, skin
from benchmarks.skins import figures, joined


@skin(
    "broadcaster",
    "/news/view.do?ncd={n}",
    Listing(
        "<div class='box-contents'>{rows}</div>",
        "<a href='{url}' class='box-content flex-style'>{thumb}<div class='txt-wrapper'><p class='title'>{title}</p>"
        "<div class='field-writer-date'><span class='field'>{section}</span><span class='date'>{day}</span></div></div></a>",
        "<div class='thumbnail'><img src='{img}'></div>",
        "%Y.%m.%d (%H:%M)",
    ),
    section="leaf",
    held=True,
)
def broadcaster(p: Sheet) -> str:
    """Draw a broadcaster's page: a player above, one paragraph with breaks, the writers' cards below, a transcript's buttons inside."""
    shown = figures(
        p,
        "<div class='photo-box'><img src='{src}'>{caption}</div>",
        "<p class='photo-txt'>{}</p>",
    )
    cards = p.authors(
        "<div class='reporter-box'><p class='reporter-name'>{name} 기자</p><p class='reporter-mail'>{email}</p>"
        "<a href='/r'>기자의 기사 모두 보기</a></div>"
    )
    again = f"<div class='view-again'><p>다시보기</p><ul>{p.rows(2, '<li><a href={url}>{title}</a></li>')}</ul></div>"
    return p.page(
        p.head("{title} | {name}", og="title description image url"),
        f"""<div id="wrap"><div class="live-bar">LIVE 뉴스특보 {p.received:%H시 %M분}</div><ul class="gnb-list">{p.menu()}</ul>
<div class="view-wrap"><div class="view-headline view-box"><p class="category">{p.leaf}</p><h4 class="headline-title">{p.title}</h4>
{p.subtitles("<p class='headline-sub'>{}</p>")}<div class="dates"><em class="input-date">입력 {p.at("%Y.%m.%d (%H:%M)")}</em>
{p.changed("<em class='modify-date'>수정 {}</em>", "%Y.%m.%d (%H:%M)")}</div></div>
<div class="view-body"><div class="video-frame"><video src="/vod/{p.n}.mp4" poster="/vod/{p.n}.jpg"></video><p>동영상 고정 취소</p></div>
<div class="detail-body font-size" id="cont_newstext">{joined(p.flow("{}<br /> <br />", shown, {p.middle: again}))}</div>
<div class="feel-wrap"><button>좋아요 {p.r.randint(0, 99)}</button><button>화나요 {p.r.randint(0, 9)}</button></div>{cards}</div></div>
<div class="hot-news"><p class="hot-title">이 시각 헤드라인</p>{p.rows(5, "<a href='{url}'><p class='title'>{title}</p></a>")}</div>
<div class="footer">{p.footer()}</div></div>""",
    )


@skin(
    "municipal",
    "/portal/saeol/gosi/view.do?notAncmtMgtNo={n}",
    Listing(
        "<table class='p-table simple'><caption>목록</caption>"
        "<thead><tr><th>번호</th><th>제목</th><th>담당부서</th><th>작성일</th></tr></thead>"
        "<tbody class='text_center'>{rows}</tbody></table>",
        "<tr><td>{rank}</td><td class='p-subject'><a href='{url}'>{title}</a></td><td>{section}</td><td>{day}</td></tr>",
        day="%Y-%m-%d",
    ),
    time="day",
    hides="subtitle section",
    unnamed="title published_at authors",
    held=True,
)
def municipal(p: Sheet) -> str:
    """Draw a city's newsletter: a table of headings and cells, the text in the last of them."""
    shown = figures(p, "<p class='p-photo'><img src='{src}' alt=''>{caption}</p>", "<br><span class='p-photo__text'>{}</span>")
    files = "".join(f"<li><a href='/file'>{p.n}_{k}.hwp</a></li>" for k in range(p.r.randint(0, 2)))
    return p.page(
        p.head("보도자료 - {name}", og=""),
        f"""<div id="accessibility"><a href="#contents">본문 바로가기</a></div><div id="lnb"><ul>{p.menu()}</ul></div>
<div id="contents"><h2>시정소식</h2>
<table class="p-table block"><colgroup><col></colgroup><tbody class="p-table--th-left"><tr><th scope="row">제목</th><td colspan="3">
{p.title}</td></tr>
<tr><th scope="row">작성자</th><td>{p.byline}</td><th scope="row">연락처</th><td>031-{p.r.randint(200, 999)}-{p.r.randint(1000, 9999)}
</td></tr>
<tr><th scope="row">작성일</th><td>{p.at("%Y-%m-%d")}</td><th scope="row">조회수</th><td>{p.r.randint(10, 2000)}</td></tr>
<tr><th scope="row">첨부파일</th><td colspan="3"><ul class="p-attach">{files}</ul></td></tr>
<tr><td colspan="4" title="내용" class="p-table__content">{joined(p.flow("<p>{}</p><p>&nbsp;</p>", shown))}</td></tr></tbody></table>
<div class="satisfy"><p>이 페이지에서 제공하는 정보에 만족하십니까?</p><label><input type="radio">매우 만족</label></div>
<div class="kogl"><p>본 저작물은 공공누리 제1유형에 따라 이용할 수 있습니다.</p></div></div><div id="footer">{p.footer()}</div>""",
    )


@skin(
    "blog",
    "/{n}",
    Listing(
        "<div class='area_list'>{rows}</div>",
        "<div class='article_skin'>{thumb}<a href='{url}' class='link_article'><strong class='tit_post'>{title}</strong>"
        "<p class='txt_post'>{lead}</p></a><div class='detail_info'><a class='link_cate' href='/category'>{section}</a> {day}</div></div>",
        "<a href='{url}' class='thumbnail_post'><img src='{img}'></a>",
        "%Y. %m. %d. %H:%M",
    ),
    section="leaf",
    hides="subtitle",
    held=True,
)
def blog(p: Sheet) -> str:
    """Draw a blog that became a paper: times by halves of the day, likes and a table of other posts inside the container."""
    moment = p.piece.published
    half = f"{'오전' if moment.hour < 12 else '오후'} {(moment.hour - 1) % 12 + 1}:{moment.minute:02}"
    shown = figures(
        p,
        "<figure class='imageblock alignCenter' data-ke-style='wide'><span data-url='{src}'><img src='{src}'></span>{caption}</figure>",
        "<figcaption>{}</figcaption>",
    )
    others = p.rows(4, "<tr><th><a href='{url}'>{title}</a>&nbsp;&nbsp;<span>(0)</span></th><td>{day}</td></tr>")
    body = p.flow('<p data-ke-size="size16">{}</p><p data-ke-size="size16">&nbsp;</p>', shown)
    return p.page(
        p.head("{title} :: {name}", og="title description image url"),
        f"""<div id="header"><h1><a href="/">{p.name}</a></h1><ul class="tt_category">{p.menu()}</ul></div>
<div id="content" class="cont"><div class="entry">
<div class="hgroup"><div class="category">{p.leaf}</div><h1>{p.title}</h1><div class="post-meta"><span class="author">by {p.byline}</span>
<span class="date">{moment.year}. {moment.month}. {moment.day}. {half}</span></div></div>
<div class="entry-content" id="article-view"><div class="tt_article_useless_p_margin contents_style">{joined(body)}</div>
<div class="container_postbtn"><button>공감 {p.r.randint(0, 50)}</button><span>구독하기</span></div>
<div class="another_category"><h4>'{p.leaf}' 카테고리의 다른 글</h4><table>{others}</table></div></div>
<div class="tags">{"".join(f"<a rel='tag' href='/t'>{tag}</a>, " for tag in p.piece.tags)}</div><div id="entry_comment">
<p>댓글 {p.r.randint(0, 9)}</p></div>
</div></div><aside id="aside"><h3>최근에 올라온 글</h3><ul>{p.rows(5, "<li><a href='{url}'>{title}</a></li>")}</ul></aside>
{p.footer()}""",
    )


def _component(p: Sheet, kind: str, inner: str) -> str:
    key = f"SE-{p.r.getrandbits(32):08x}-{p.r.getrandbits(16):04x}"
    return (
        f"<div class='se-component se-{kind} se-l-default' id='{key}'><div class='se-component-content'>"
        f"<div class='se-section se-section-{kind}'>"
        f"<div class='se-module se-module-{kind}'>{inner}</div></div></div></div>"
    )


@skin(
    "editor-components",
    "/PostView.do?blogId=press&logNo={n}",
    Listing(
        "<table class='blog2_list'><tbody>{rows}</tbody></table>",
        "<tr class=''><td class='title'><div class='wrap_td'>"
        "<span class='ell2 pcol2'><a class='pcol2' href='{url}'>{title}</a></span></div></td>"
        "<td class='date'><div class='wrap_td'><span class='date pcol2'>{day}</span></div></td></tr>",
        day="%Y. %m. %d.",
    ),
    section="leaf",
    hides="authors",
    held=True,
)
def editor_components(p: Sheet) -> str:
    """Draw what a block editor makes: each paragraph, quotation and link a component with an id of chance, the title among them."""

    def figure(picture: Picture) -> str:
        caption = p.caption(
            picture, "<div class='se-module se-module-text se-caption'><p class='se-text-paragraph'><span>{}</span></p></div>"
        )
        return (
            _component(p, "image", f"<a class='se-module-image-link'><img class='se-image-resource' src='{picture.file}'></a>")
            if not caption
            else (
                f"<div class='se-component se-image' id='SE-{p.r.getrandbits(32):08x}'><div class='se-component-content'>"
                f"<div class='se-module se-module-image'><img class='se-image-resource' src='{picture.file}'></div>{caption}</div></div>"
            )
        )

    other = p.others(1)[0]
    card = f"<a class='se-oglink-info' href='{p.link(other)}'><strong>{esc(other.title)}</strong><p>{esc(other.paragraphs[0][:60])}</p></a>"
    text = [
        _component(p, "text", f"<p class='se-text-paragraph'><span class='se-fs-fs16'>{paragraph}</span></p>")
        if not paragraph.startswith("<div")
        else paragraph
        for paragraph in p.flow("{}", figure, {p.middle: _component(p, "oglink", card)} if p.r.random() < 0.7 else {})
    ]
    subtitle = p.subtitles("<p class='se-sub'>{}</p>", "<div class='se-documentSubtitle'>{}</div>")
    return p.page(
        p.head("{title} : 블로그", og="title description image url"),
        f"""<div id="blog-menu"><ul>{p.menu()}</ul></div><div id="post-view{p.n}" class="wrap_rabbit">
<div class="se-viewer se-theme-default">
<div class="se-component se-documentTitle"><div class="blog2_series"><a href="/c">{p.leaf}</a></div>
<div class="pcol1"><div class="se-module se-module-text se-title-text"><p class="se-text-paragraph"><span>{p.title}</span></p></div>
</div>{subtitle}
<div class="blog2_container"><span class="nick"><a href="/">{p.name}</a></span><span class="se_publishDate pcol2">
{p.piece.published:%Y. %m. %d. %H:%M}</span></div></div>
<div class="se-main-container">{joined(text)}</div></div><div class="post-btn"><em>공감 {p.r.randint(0, 30)}</em>
<em>댓글 {p.r.randint(0, 30)}</em></div></div>
<div class="blog2_paginate">{p.rows(3, "<a href='{url}'>{title}</a>")}</div>{p.footer()}""",
    )


@skin(
    "more-button",
    "/m/news/{n}",
    Listing(
        "<ul class='m-list'>{rows}</ul>",
        "<li class='m-list__item'><a href='{url}'><span class='m-list__text'>{title}</span>{thumb}</a>"
        "<p class='m-list__info'>{name} · {day}</p></li>",
        "<span class='m-list__img'><img src='{img}'></span>",
        "%Y.%m.%d %H:%M",
    ),
    section="leaf",
    held=True,
)
def more_button(p: Sheet) -> str:
    """Draw a page for mobile phones: a part of the text unfolds, time and writer share a line with a counter, cards swipe below."""
    shown = figures(
        p, "<div class='m-pic'><img data-lazy='{src}' src='/img/blank.gif'>{caption}</div>", "<div class='m-pic__desc'>{}</div>"
    )
    pictures, parts = [shown(picture) for picture in p.piece.pictures], p.flow("<p class='m-p'>{}</p>")
    cut = min(len(parts) - 1, 3)
    swipe = p.rows(4, "<div class='swiper-slide'><a href='{url}'><img src='{img}'><p>{title}</p></a></div>")
    audio = "<div class='m-tts'><button>기사 듣기</button><span>약 2분</span></div>"
    return p.page(
        p.head("{title}", og="long description image"),
        f"""<header class="m-head"><ul>{p.menu()}</ul></header><section class="m-view"><em class="m-view__cate">{p.leaf}</em>
<h1 class="m-view__tit">{p.title}</h1>
{p.subtitles("<span>{}</span><br>", "<strong class='m-view__sub'>{}</strong>")}
<p class="m-view__info"><a href="/r">{p.byline}</a><i>|</i>{p.at("%y/%m/%d %H:%M")}<i>|</i>조회 {p.r.randint(10, 9999)}</p>{audio}
<div class="m-view__body">{joined(pictures)}
<div class="m-fold"><div class="m-fold__first">{joined(parts[:cut])}</div><div class="m-fold__ad">{p.advert()}
</div>
<div class="m-fold__rest">{joined(parts[cut:])}</div><button class="m-fold__more">기사 더보기</button></div></div></section>
<section class="m-swipe"><h2>추천뉴스</h2><div class="swiper-wrapper">{swipe}</div></section><footer>{p.footer()}</footer>""",
    )


@skin(
    "preformatted",
    "/cgi-bin/read.cgi?board=news&y_number={n}",
    Listing(
        "<pre>{rows}</pre>",
        "<a href='{url}'>{title}</a>   {name}   {day}\n",
        day="%Y/%m/%d",
    ),
    hides="subtitle section captions",
    unnamed="title published_at authors",
    held=True,
)
def preformatted(p: Sheet) -> str:
    """Draw a board of the nineties: the text in `pre`, a line a paragraph, and a head of labels in bold."""
    pictures = "".join(f"<p align=center><img src='{picture.file}'></p>" for picture in p.piece.pictures)
    text = "\n\n".join(p.paragraphs)
    return p.page(
        p.head("{name} 게시판", og=""),
        f"""<center><font size=2>[ {p.menu("<a href='/{code}'>{name}</a> | ")} ]</font></center><hr><table width="600" align="center">
<tr><td>
<b>제 목 :</b> <font color="navy">{p.title}</font><br><b>글쓴이 :</b> <font color="green">{p.byline}</font><br>
<b>날 짜 :</b> <font color="gray">{p.at("%Y/%m/%d %H:%M")}</font> <b>조 회 :</b> {p.r.randint(1, 500)}</td></tr></table><hr>{pictures}
<blockquote><pre>{text}</pre></blockquote><hr>
<center>[ <a href="/list">목록</a> | <a href="/prev">이전글</a> | <a href="/next">다음글</a> ]</center>
<ul>{p.rows(4, "<li><a href='{url}'>{title}</a></li>")}</ul>{p.footer("<font size=1>{}</font><br>")}""",
    )


@skin(
    "drupal",
    "/node/{n}",
    Listing(
        "<div class='view-content'>{rows}</div>",
        "<div class='views-row'><div class='views-field views-field-title'>"
        "<span class='field-content'><a href='{url}' hreflang='ko'>{title}</a></span></div>"
        "<div class='views-field views-field-body'><div class='field-content'>{lead}</div></div>"
        "<div class='views-field views-field-created'><span class='field-content'>{day}</span></div></div>",
        day="%m월 %d일 %H:%M",
    ),
    held=True,
)
def drupal(p: Sheet) -> str:
    """Draw a node of fields with labels: every value in two or three elements, pictures as fields of their own before the text."""

    def item(name: str, label: str, inner: str) -> str:
        head = f"<div class='field__label'>{label}</div>" if label else ""
        shown = f"<div class='field field--name-{name} field--type-string field--label-inline clearfix'>{head}{inner}</div>"
        return shown if inner else ""

    media = "".join(
        f"<div class='field__item'><figure class='media media--type-image'><img src='{picture.file}'>"
        + p.caption(picture, "<figcaption class='field field--name-field-media-caption'>{}</figcaption>")
        + "</figure></div>"
        for picture in p.piece.pictures
    )
    section = f"<div class='field__items'><div class='field__item'>{p.parent}</div><div class='field__item'>{p.leaf}</div></div>"
    related = p.rows(3, "<div class='field__item'><a href='{url}'>{title}</a></div>")
    return p.page(
        p.head("{title} | {name}", og="title url"),
        f"""<div class="dialog-off-canvas-main-canvas"><nav role="navigation"><ul class="menu">{p.menu()}</ul></nav><main role="main">
<div class="region region-content">
<h1 class="page-title"><span class="field field--name-title field--type-string">{p.title}</span></h1>
<article role="article" data-history-node-id="{p.n}" class="node node--type-article node--view-mode-full clearfix">
<div class="node__content clearfix">{item("field-subtitle", "", p.subtitles("<div class='field__item'>{}</div>"))}
{item("field-category", "분류", section)}
{item("field-reporter", "기자", f"<div class='field__items'>{p.authors('<div class=field__item>{name}</div>')}</div>")}
{item("field-pubdate", "등록일", f"<div class='field__item'><time datetime='{p.iso}'>{p.at('%m월 %d일 %H:%M')}</time></div>")}
<div class="field field--name-field-image field--type-entity-reference field__items">{media}</div>
<div class="clearfix text-formatted field field--name-body field--type-text-with-summary field--label-hidden field__item">
{joined(p.flow())}</div>
{item("field-related", "관련 기사", related)}</div></article></div></main><footer>{p.footer()}</footer></div>""",
    )


@skin(
    "web-forms",
    "/News/NewsView.aspx?news_no={n}",
    Listing(
        "<table id='ctl00_ContentPlaceHolder1_gvList'>{rows}</table>",
        "<tr><td><a id='ctl00_ContentPlaceHolder1_gvList_ctl{rank}_hlTitle' href='{url}'>{title}</a></td>"
        "<td><span id='ctl00_ContentPlaceHolder1_gvList_ctl{rank}_lblDate'>{day}</span></td></tr>",
        day="%Y-%m-%d",
    ),
    time="second",
    section="leaf",
    held=True,
)
def web_forms(p: Sheet) -> str:
    """Draw an old page of ASP.NET: long generated ids, times by halves of the day, nested spans."""
    moment = p.piece.published
    time = f"{moment:%Y-%m-%d} {'오전' if moment.hour < 12 else '오후'} {(moment.hour - 1) % 12 + 1}:{moment:%M:%S}"
    shown = figures(
        p,
        "<span id='ctl00_ContentPlaceHolder1_imgPhoto'><table class='tblPhoto'><tr><td><img src='{src}'></td></tr>{caption}</table></span>",
        "<tr><td class='tdCaption'>{}</td></tr>",
        " 〈사진={}〉",
    )
    own = "ctl00_ContentPlaceHolder1_"
    state = "".join(Random(f"{p.seed} {p.n}").choice("ABCDEFabcdef0123456789/+") for _ in range(400))
    return p.page(
        p.head("{name}", og=""),
        f"""<form name="aspnetForm" method="post" id="aspnetForm"><input type="hidden" name="__VIEWSTATE" value="{state}">
<div id="ctl00_pnlMenu"><ul>{p.menu()}</ul></div>
<div id="ctl00_pnlTop"><span id="ctl00_lblToday">{p.received:%Y년 %m월 %d일}</span></div><div class="NewsView">
<span id="{own}lblCategory">{p.leaf}</span>
<h3><span id="{own}lblTitle">{p.title}</span></h3><span id="{own}lblSubTitle">{"<br>".join(esc(line) for line in p.piece.subtitle)}</span>
<p><span id="{own}lblWriter">{p.byline}</span> ( <span id="{own}lblEmail">
{p.piece.authors[0].email}</span> ) <span id="{own}lblRegDate">{time}</span></p>
<div class="NewsText"><span id="{own}lblContents">{joined(p.flow("<div>{}</div><div>&nbsp;</div>", shown))}</span></div>
<div id="{own}pnlCopyright">{p.rights}</div></div><div id="{own}ucRight_pnlRank">{p.rows(5, "<a id='x' href='{url}'>{title}</a>")}</div>
<div id="ctl00_pnlFoot">{p.footer()}</div></form>""",
    )


@skin(
    "second-portal",
    "/v/2026032{n}",
    Listing(
        "<ul class='list_newsheadline2'>{rows}</ul>",
        "<li data-tiara-id='{rank}'><a class='item_newsheadline2' href='{url}'>{thumb}<div class='cont_thumb'>"
        "<strong class='tit_txt'>{title}</strong>"
        "<p class='desc_txt'>{lead}</p><span class='txt_info'>{name}</span><span class='txt_info'>{day}</span></div></a></li>",
        "<div class='wrap_thumb'><img src='{img}'></div>",
        "%Y. %m. %d. %H:%M",
    ),
    hides="section",
    unnamed="published_at authors",
    held=True,
)
def second_portal(p: Sheet) -> str:
    """Draw like another portal: writers and times in elements of one class, paragraphs with ids of chance in attributes, one summary."""

    def pid() -> str:
        return "".join(p.r.choice("abcdefghijkmnpqrstuvwxyzABCDEFGH23456789") for _ in range(10))

    shown = figures(
        p,
        "<figure class='figure_frm origin_fig' dmcf-ptype='figure'><p class='link_figure'>"
        "<img class='thumb_g_article' src='{src}'></p>{caption}</figure>",
        "<figcaption class='txt_caption default_figure'>{}</figcaption>",
    )
    text = [
        part.replace("<p ", f'<p dmcf-pid="{pid()}" ', 1) if part.startswith("<p ") else part
        for part in p.flow('<p dmcf-ptype="general">{}</p>', shown)
    ]
    subtitle = p.subtitles("{}<br>", f'<strong class="summary_view" dmcf-pid="{pid()}" dmcf-ptype="general">{{}}</strong>')
    summary = "".join(f"<p>{line}</p>" for line in p.summary(2))
    changed = p.changed('<span class="txt_info">수정 <span class="num_date">{}</span></span>', "%Y. %m. %d. %H:%M")
    return p.page(
        p.head("{title}", og="title description image url"),
        f"""<div id="kakaoWrap"><ul class="gnb_comm">{p.menu()}</ul><main class="doc-main"><article id="mArticle">
<div class="head_view"><h3 class="tit_view" data-translation="true">{p.title}</h3>
<div class="info_view">{p.authors('<span class="txt_info">{name} 기자</span>')}<span class="txt_info">입력 <span class="num_date">
{p.at("%Y. %m. %d. %H:%M")}</span></span>{changed}
<button>댓글 {p.r.randint(0, 40)}</button></div><div class="layer_summary"><strong>자동요약</strong>{summary}</div></div>
<div class="news_view fs_type1" data-translation="true"><div class="article_view" data-translation-body="true">
<section dmcf-sid="{pid()}">{subtitle}{joined(text)}
<p dmcf-pid="{pid()}" dmcf-ptype="general">{p.signature}</p></section></div></div>
<p class="txt_copyright">Copyright © {p.name}. 무단전재 및 재배포 금지.</p></article></main>
<aside class="kakao_aside"><h4>{p.name} 주요 뉴스</h4><ul>{p.rows(5, "<li><a class='link_txt' href='{url}'>{title}</a></li>")}
</ul></aside>{p.footer()}</div>""",
    )


@skin(
    "site-builder",
    "/{n}-2/",
    Listing(
        "<div class='elementor-posts-container elementor-posts'>{rows}</div>",
        "<article class='elementor-post elementor-grid-item ast-article-single'>{thumb}<div class='elementor-post__text'>"
        "<h3 class='elementor-post__title'><a href='{url}'>{title}</a></h3><div class='elementor-post__meta-data'>"
        "<span class='elementor-post-date'>{day}</span></div></div></article>",
        "<a class='elementor-post__thumbnail__link' href='{url}'><img src='{img}'></a>",
        "%Y-%m-%d",
    ),
    section="leaf",
    held=True,
)
def site_builder(p: Sheet) -> str:
    """Draw what a builder of sites makes: widgets in columns in sections, each with a key, and headings of one class for everything."""

    def widget(key: str, kind: str, inner: str) -> str:
        return (
            f"<div class='elementor-element elementor-element-{key} elementor-widget elementor-widget-{kind}' data-id='{key}' "
            f"data-element_type='widget' data-widget_type='{kind}.default'><div class='elementor-widget-container'>{inner}</div></div>"
        )

    def heading(key: str, level: int, text: str) -> str:
        return widget(key, "heading", f"<h{level} class='elementor-heading-title elementor-size-default'>{text}</h{level}>") if text else ""

    info = (
        f"<ul class='elementor-inline-items elementor-icon-list-items elementor-post-info'>"
        f"<li class='elementor-icon-list-item elementor-repeater-item-3b2a1c0' itemprop='author'>"
        f"<span class='elementor-icon-list-text elementor-post-info__item elementor-post-info__item--type-author'>{p.byline}</span></li>"
        f"<li class='elementor-icon-list-item elementor-repeater-item-9d8e7f6' itemprop='datePublished'>"
        f"<span class='elementor-icon-list-text elementor-post-info__item elementor-post-info__item--type-date'>"
        f"<time>{p.at('%Y-%m-%d %H:%M')}</time></span></li></ul>"
    )
    shown = figures(
        p,
        "<figure class='wp-block-image size-large'><img decoding='async' src='{src}'>{caption}</figure>",
        "<figcaption class='wp-element-caption'>{}</figcaption>",
    )
    form = (
        "<div class='wp-block-group has-background'><p>구독자가 되어 주세요. 금요일마다 소식을 보내 드립니다.</p><form><input></form></div>"
    )
    body = p.flow("<p>{}</p>", shown, {p.middle: form} if p.r.random() < 0.5 else {})
    grid = p.rows(3, "<article class='elementor-post'><h3 class='elementor-post__title'><a href='{url}'>{title}</a></h3></article>")
    return p.page(
        p.head("{title} – {name}", og="long description image url"),
        f"""<div data-elementor-type="header"><ul>{p.menu()}</ul></div>
<div data-elementor-type="single-post" data-elementor-id="1204" class="elementor elementor-1204 post-{p.n}">
<section class="elementor-section elementor-top-section"><div class="elementor-container">
<div class="elementor-column elementor-col-66">{heading("1a2b3c4", 6, p.leaf)}
{heading("5d6e7f8", 1, p.title)}{heading("2c3d4e5", 4, "<br>".join(esc(line) for line in p.piece.subtitle))}
{widget("6f7a8b9", "post-info", info)}{widget("7b8c9d0", "theme-post-content", joined(body))}
{widget("4e5f6a7", "share-buttons", "<span>공유</span>")}{heading("8d9e0f1", 4, "더 읽을거리")}{widget("0f1a2b3", "posts", grid)}</div>
<div class="elementor-column elementor-col-33">
{heading("3c4d5e6", 4, "이번 주 인기")}
{widget("9a0b1c2", "posts", p.rows(4, "<h3 class='elementor-post__title'><a href='{url}'>{title}</a></h3>", same=True))}{p.advert()}
</div></div></section></div>
<div data-elementor-type="footer">{p.footer()}</div>""",
    )


@skin(
    "scanned",
    "/pdf/view/{n}",
    Listing("<ul class='pages'>{rows}</ul>", "<li><a href='{url}'>{title}</a> {day}</li>", day="%Y-%m-%d"),
    refused="the text stands on a picture",
    held=True,
)
def scanned(p: Sheet) -> str:
    """Show the printed page as a picture, with its title and the beginning of its first sentence as a caption."""
    return p.page(
        p.head("{title} - {name}", og="title"),
        f"""<ul class="gnb">{p.menu()}</ul><div class="pdf-view"><h1>{p.title}</h1><p class="info">
{p.at("%Y.%m.%d")} {p.r.randint(1, 16)}면</p>
<div class="pdf-page"><img src="/pdf/{p.n}.jpg" alt="{p.title}"><p class="alt">{p.paragraphs[0][:40]}…</p></div></div>
{p.rows(4, "<a href='{url}'>{title}</a>")}{p.footer()}""",
    )
