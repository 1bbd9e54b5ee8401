"""Thirty-odd templates of article pages, from the markup of known families to the ugliest: each a function from a `Sheet` to HTML.

Those of the families have their ids and classes; the others are like what one meets on real sites, and no site's. Four kinds of pages must
be refused: the text in a script alone, a paywall, a login page, another page under the address. See benchmarks/skin_parts.py for what a
skin says of itself, and benchmarks/skins_held.py for ten more that are kept apart.
"""

from __future__ import annotations

import json
from collections.abc import Callable

from benchmarks.skin_articles import Picture
from benchmarks.skin_parts import Listing, Sheet, esc, skin


def figures(p: Sheet, around: str, caption: str = "", credit: str = " /사진={}") -> Callable[[Picture], str]:
    """Return how pictures are drawn: `around` with `{src}` and `{caption}`, the second only where there is one."""
    return lambda picture: around.format(src=picture.file, caption=p.caption(picture, caption, credit))


def joined(parts: list[str]) -> str:
    """Put parts on lines of their own."""
    return "\n".join(parts)


# --- the families

NDSOFT_LIST = Listing(
    "<section id='section-list'><ul class='type2'>{rows}</ul></section>",
    "<li>{thumb}<h4 class='titles'><a href='{url}' target='_top'>{title}</a></h4><p class='lead line-6x2'><a href='{url}'>{lead}</a></p>"
    "<span class='byline'><em>{section}</em><em>{name} 기자</em><em>{day}</em></span></li>",
    "<a href='{url}' class='thumb'><img src='{img}' alt=''></a>",
    "%Y.%m.%d %H:%M",
)


@skin("ndsoft-2020", "/news/articleView.html?idxno={n}", NDSOFT_LIST)
def ndsoft_2020(p: Sheet) -> str:
    """NDsoft's skin of 2020 on."""
    body = p.flow(
        figure=figures(
            p,
            "<div style='text-align:center'><figure class='photo-layout image photo_1 max-width-600'><div class='IMGFLOATING'>"
            "<img src='{src}' alt=''></div>{caption}</figure></div>",
            "<figcaption>{}</figcaption>",
        ),
        between={p.middle: f"<div class='ad-template' id='AD164'>{p.advert()}</div>"},
    )
    ranking = p.rows(5, "<li><a href='{url}'><span>{rank}</span>{title}</a></li>", same=True)
    return p.page(
        p.head("{title} < {leaf} < 기사본문 - {name}", og="title description image url time"),
        f"""<div id="user-wrap"><header id="user-header"><a href="/"><img src="/image/logo.png" alt="{p.name}"></a>
<ul id="user-menu">{p.menu()}</ul></header><div id="user-container"><header class="article-view-header">
<ul class="breadcrumbs"><li><i class="icon-home-o"></i> <a href="/">홈</a></li><li><a href="/s1">{p.parent}</a></li>
<li><a href="/s2">{p.leaf}</a></li></ul><h3 class="heading">{p.title}</h3>{p.subtitles("{}<br>", '<h4 class="subheading">{}</h4>')}
<div class="info-group"><ul class="infomation"><li><i class="icon-user-o"></i> 기자명 {p.byline}</li>
<li><i class="icon-clock-o"></i> 입력 {p.at()}</li>{p.changed("<li>수정 {}</li>")}<li>댓글 {p.r.randint(0, 9)}</li></ul></div></header>
<div class="article-body"><article id="article-view-content-div" class="article-veiw-body view-page" itemprop="articleBody">
{joined(body)}
<div class="tag-group">{"".join(f"<a class='tag' href='/tag'>#{t}</a> " for t in p.piece.tags)}</div></article>
<article class="writer"><div class="view-writer"><strong class="name">{p.byline}</strong>
<a class="email" href="mailto:x">{p.piece.authors[0].email}</a></div></article>
<article class="article-copy">{p.rights}</article></div>
<aside class="side"><h3>많이 본 기사</h3><ol>{ranking}</ol>{p.advert()}</aside></div><footer>{p.footer()}</footer></div>""",
    )


@skin(
    "ndsoft-2017",
    "/news/articleView.html?idxno={n}",
    Listing(
        "<section class='article-list-content'>{rows}</section>",
        "<div class='list-block'><div class='list-titles'><a href='{url}'><strong>{title}</strong></a></div>"
        "<p class='list-summary'><a href='{url}'>{lead}</a></p><div class='list-dated'>{section} | {name} 기자 | {day}</div></div>",
    ),
    section="leaf",
)
def ndsoft_2017(p: Sheet) -> str:
    """NDsoft's skin of 2017 to 2020: subtitle, related articles and the writer's box inside the container."""
    related = (
        f"<div class='auto-article auto-d02'><strong>관련기사</strong><ul>{p.rows(3, '<li><a href={url}>{title}</a></li>')}</ul></div>"
        if p.r.random() < 0.6
        else ""
    )
    body = p.flow(
        figure=figures(
            p,
            "<table class='photo' align='center'><tr><td><img src='{src}' alt=''></td></tr>{caption}</table>",
            "<tr><td class='caption view_r_caption'>{}</td></tr>",
        ),
        between={p.middle: related},
    )
    return p.page(
        p.head("{title} - {name}", og="title description image"),
        f"""<div class="top"><ul class="mega-menu">{p.menu()}</ul><span class="top-updated">updated. {p.received:%Y.%m.%d %H:%M}</span>
</div>
<section class="article-head"><div class="article-head-nav"><a href="/">HOME</a><a href="/s">{p.leaf}</a></div>
<div class="article-head-title">{p.title}</div>
<div class="info-text"><ul class="no-bullet"><li><i class="fa fa-user-o"></i> {p.byline}</li><li>승인 {p.at()}</li>
<li>댓글 {p.r.randint(0, 20)}</li></ul></div></section>
<div id="article-view-content-div" class="article-veiw-body">{p.subtitles("{}<br>", "<div class='article-head-sub'>{}</div>")}
{joined(body)}
<div class="view-copyright">{p.rights}</div>
<div class="view-editors"><strong class="names">{p.byline}</strong><p>다른기사 보기</p></div></div>
<div class="aside">{p.rows(6, "<div class='auto-martop'><a href='{url}'>{title}</a><p>{lead}</p></div>")}{p.advert()}</div>
<div class="footer">{p.footer()}</div>""",
    )


@skin(
    "ndsoft-2010",
    "/news/articleView.html?idxno={n}",
    Listing("<table width='100%'>{rows}</table>", "<tr><td><a href='{url}' class='list_title_a'>{title}</a></td><td>{day}</td></tr>"),
    time="second",
    hides="subtitle",
)
def ndsoft_2010(p: Sheet) -> str:
    """NDsoft's oldest skin: writer and time on one line, the text in a table's cell, parted by breaks."""
    body = p.flow(
        "{}<br><br>",
        figures(
            p,
            "<table width='300' align='right'><tr><td><img src='{src}'></td></tr>{caption}</table>",
            "<tr><td class='view_r_caption'>▲ {}</td></tr>",
        ),
    )
    return p.page(
        p.head("{name} - {title}", og=""),
        f"""<table width="960"><tr><td><a href="/"><img src="/image/logo.gif"></a></td><td>{p.menu("<a href='/{code}'>{name}</a> | ")}
</td></tr>
</table><table width="960"><tr><td width="640" valign="top"><div class="location">홈 &gt; {p.parent} &gt; {p.leaf}</div>
<div class="arl_view_title_box"><h1 class="arl_view_title">{p.title}</h1></div>
<div class="arl_view_date">{p.piece.published:%Y년 %m월 %d일} (수) {p.piece.published:%H:%M:%S} {p.byline} <a href="#">
{p.piece.authors[0].email}</a></div>
<table><tr><td id="articleBody" class="view_r">{joined(body)}</td></tr></table>
<div class="copy"><font color="#666666">&lt;{p.rights}&gt;</font></div></td>
<td width="300" valign="top"><b>최근 기사</b>{p.rows(5, "<br><a href='{url}'>{title}</a>")}{p.advert()}</td></tr></table>
{p.footer("{}<br>")}""",
    )


@skin(
    "mediaon",
    "/news/article.html?no={n}",
    Listing(
        "<div class='ara_001'><ul class='art_list_all'>{rows}</ul></div>",
        "<li><a href='{url}'>{thumb}<h2 class='clamp c2'>{title}</h2><p class='ffd clamp c2'>{lead}</p><ul class='art_info'>"
        "<li class='name'>{name} 기자</li><li class='date'>{day}</li></ul></a></li>",
        "<div class='thumb'><img src='{img}'></div>",
    ),
    time="second",
    section="leaf",
)
def mediaon(p: Sheet) -> str:
    """MediaOn's theme: the title in a sticky bar too."""
    body = p.flow(
        figure=figures(
            p,
            "<div class='imgframe'><p><img class='img' src='{src}'></p>{caption}</div>",
            "<p class='img_caption'>{}</p>",
        ),
        between={1: f"<div class='com_ban ban_01'>{p.advert()}</div>"},
    )
    bar = f"<h2>{p.title}</h2>"
    return p.page(
        p.head("{name}", og="title description image url", more="<link rel='alternate' href='/data/rss/news.xml'>"),
        f"""<div class="top_bar"><p class="today_txt">{p.received:%Y.%m.%d (%a)}</p><ul id="gnb">{p.menu()}</ul></div>
<div class="sticky_share">{bar}<ul class="btn_share"><li>페이스북</li><li>카카오톡</li></ul></div>
<div class="arv_005_01"><div class="fix_art_top"><div class="path_wrap"><h3>{p.leaf}</h3></div>
<div class="art_top"><h2>{p.title}</h2>{p.subtitles("<h3>{}</h3>")}<ul class="art_info"><li>{p.byline}</li>
<li>등록 {p.at("%Y.%m.%d %H:%M:%S")}</li>
{p.changed("<li>수정 {}</li>", "%Y.%m.%d %H:%M:%S")}</ul></div></div>
<div class="cnt_view news_body_area" id="news_body_area" itemprop="articleBody"><div class="smartOutput">{joined(body)}</div></div>
<div class="reply_wrap">댓글</div></div>
<div class="hdl_023"><h2>인기 기사 다시보기</h2><ul class="ver_list">
{p.rows(5, "<li><a href='{url}'><h2 class='ofe'>{title}</h2></a></li>")}</ul></div>
<div class="footer">{p.footer("<p class='ffd'>{}</p>")}<img src="/m.png" alt="powered by mediaOn"></div>""",
    )


@skin(
    "netpro",
    "/bbs/board.php?bo_table=news&wr_id={n}",
    Listing(
        "<ul class='art_list_all'>{rows}</ul>",
        "<li><a href='{url}'>{thumb}<h2>{title}</h2><p>{lead}</p></a><ul class='art_info'>"
        "<li class='name'>{name}</li><li class='date'>{day}</li></ul></li>",
        "<span class='img'><img src='{img}'></span>",
    ),
    section="leaf",
)
def netpro(p: Sheet) -> str:
    """NetPro's theme on gnuboard: weather above, signature at the end of the text, a text advertisement in the container."""
    weather = "".join(
        f"<li>{town} {p.r.randint(-4, 22)}.{p.r.randint(0, 9)}℃</li>" for town in "서울 수원 인천 강릉 대전 대구 부산 제주".split()
    )
    shown = figures(
        p,
        "<div class='cheditor-caption-wrapper'><figure class='cheditor-caption'><img src='{src}' alt='사진.jpg'>{caption}</figure></div>",
        "<figcaption class='cheditor-caption-text'>{}</figcaption>",
    )
    text = joined(p.flow(figure=shown))
    share = f"<div class='share_fix'><strong>{p.title}</strong><ul class='btn_share'><li>해당된 기사를 공유합니다</li></ul></div>"
    return p.page(
        p.head("{title} > 뉴스 | {name}", og="title"),
        f"""<div class="hd"><span>{p.received:%Y.%m.%d}</span><ul class="weather_slide">{weather}</ul><ul class="gnb">{p.menu()}</ul>
</div>
{share}<div class="path_wrap"><h3>{p.leaf}</h3></div><div class="art_top"><h2>{p.title}</h2>{p.subtitles("<h3>{}</h3>")}
<ul class="art_info"><li class="name">{p.byline}</li><li>등록 {p.at()}</li></ul></div>
<div id="news_body_area">{text}<p>{p.signature}</p>
<div class="txt_ban"><p>큐브디자인</p><p>사무실 인테리어 전문업체! 상담 031-{p.r.randint(200, 900)}-7000</p></div></div>
<div class="right"><h3>최신기사</h3>{p.rows(6, "<p><a href='{url}'>{title}</a></p>")}</div>
<div id="ft">{p.footer()}<a id="device_change">모바일 버전으로 보기</a></div>""",
    )


@skin(
    "gnuboard",
    "/bbs/board.php?bo_table=news&wr_id={n}",
    Listing(
        "<div class='tbl_head01'><table><tbody>{rows}</tbody></table></div>",
        "<tr><td class='td_num2'>{rank}</td><td class='td_subject'><div class='bo_tit'><a href='{url}'>{title}</a></div></td>"
        "<td class='td_name'>{name}</td><td class='td_datetime'>{day}</td></tr>",
        day="%m-%d",
    ),
    hides="subtitle captions",
    section="leaf",
)
def gnuboard(p: Sheet) -> str:
    """Plain gnuboard: a two-digit year, pictures attached before the text."""
    pictures = "".join(f"<a class='view_image' href='#'><img src='{picture.file}' alt=''></a>" for picture in p.piece.pictures)
    return p.page(
        p.head("{title} > {leaf} | {name}", og=""),
        f"""<div id="hd"><ul id="gnb_1dul">{p.menu()}</ul></div><div id="container"><article id="bo_v"><header><h2 id="bo_v_title">
<span class="bo_v_cate">{p.leaf}</span> <span class="bo_v_tit">{p.title}</span></h2></header>
<section id="bo_v_info"><h2>페이지 정보</h2><span class="sound_only">작성자</span> <strong><span class="sv_member">
{p.byline}</span></strong>
<span class="sound_only">댓글</span><strong>{p.r.randint(0, 5)}건</strong> <span class="sound_only">조회</span><strong>
{p.r.randint(10, 999)}회</strong>
<strong class="if_date"><span class="sound_only">작성일</span> {p.at("%y-%m-%d %H:%M")}</strong></section>
<section id="bo_v_atc"><h2 id="bo_v_atc_title">본문</h2><div id="bo_v_img">{pictures}</div><div id="bo_v_con">{joined(p.flow())}</div>
<div id="bo_v_share">공유</div></section><section id="bo_vc"><h2>댓글목록</h2><p>등록된 댓글이 없습니다.</p></section></article></div>
<div id="ft">{p.footer()}</div>""",
    )


@skin(
    "dadamedia",
    "/article/{n}",
    Listing(
        "<div class='basicList'>{rows}</div>",
        "<dl>{thumb}<dt class='title'><a href='{url}'>{title}</a></dt><dd class='content'><a href='{url}'>{lead}</a></dd>"
        "<dd class='registDate'>{day}</dd></dl>",
        "<dd class='photo'><img src='{img}'></dd>",
        "%Y-%m-%d",
    ),
    time="second",
)
def dadamedia(p: Sheet) -> str:
    """DadaMedia: the subtitle inside the body's container, a ranking of titles with whole leads."""
    shown = figures(
        p,
        "<p><span class='fr-img-caption fr-fic'><span class='fr-img-wrap'><img src='{src}'>{caption}</span></span></p>",
        "<span class='fr-inner'>{}</span>",
    )
    return p.page(
        p.head("{title}", og="title description image"),
        f"""<div class="gnb"><ul>{p.menu()}</ul></div><div class="article-head"><div class="article-head-nav"><a href="/">HOME</a>
<a href="/s">{p.parent}</a><a href="/s2">{p.leaf}</a></div><div class="article-head-title">{p.title}</div>
<ul class="info-text"><li>{p.byline}</li><li>등록 {p.at("%Y-%m-%d %H:%M:%S")}</li>{p.changed("<li>수정 {}</li>", "%Y-%m-%d %H:%M:%S")}
</ul></div>
<div class="button-container"><button>기사 메일전송</button><button>인쇄</button></div>
<div id="viewContent">{p.subtitles("<li>{}</li>", "<ul class='subj'>{}</ul>")}<div class="fr-view">{joined(p.flow(figure=shown))}</div>
</div>
<div class="like">0</div><h3>많이 본 뉴스</h3><ol>{p.rows(5, "<li><a href='{url}'>{title}</a><p>{lead}</p></li>")}</ol>
<div class="foot">{p.footer()}</div>""",
    )


@skin(
    "ncid",
    "/web/view.php?key=2026030201{n}",
    Listing(
        "<div class='list'>{rows}</div>",
        "<div class='allnews_list'><p class='allnews_tit'><a href='{url}'>{title}</a></p><p class='allnews_date'>{day}</p></div>",
    ),
)
def ncid(p: Sheet) -> str:
    """Draw the ncid/key CMS: lists without classes above, pictures in tables, everything else below."""
    shown = figures(
        p,
        "<table width='550' align='center'><tr><td><img src='{src}'></td></tr>{caption}</table>",
        "<tr><td class='photocaption'>{}</td></tr>",
    )
    ranking = "".join(
        f"<h3>{head}</h3><ol>{p.rows(5, '<li><a href={url}>{title}</a></li>')}</ol>" for head in ("랭킹뉴스", "헤드라인 뉴스")
    )
    return p.page(
        p.head("{name} - {title}", og="title description image"),
        f"""<div class="header"><ul class="menu">{p.menu()}</ul></div><div class="view"><ul><li>{p.parent}</li><li>{p.leaf}</li></ul>
<h1>{p.title}</h1>{p.subtitles("{}<br>", "<h3>{}</h3>")}<ul><li>{p.byline}</li><li>승인 {p.at("%Y-%m-%d %H:%M")}</li>
{p.changed("<li>수정 {}</li>", "%Y-%m-%d %H:%M")}</ul><div id="font">{joined(p.flow(figure=shown))}
<p>{p.name}=<span>{p.signature}</span></p></div>
<p>{p.name}({p.outlet.host}), 무단전재 및 수집, 재배포 금지</p><h3>기자의 다른기사 보기</h3><ul>
{p.rows(4, "<li><a href='{url}'>{title}</a></li>")}</ul>
{ranking}</div><div>{p.footer()}</div>""",
    )


@skin(
    "viewno",
    "/news/view.php?no={n}",
    Listing(
        "<ul class='art_list'>{rows}</ul>",
        "<li>{thumb}<a href='{url}'><strong>{title}</strong></a><p>{lead}</p></li>",
        "<a href='{url}'><img src='{img}'></a>",
        "",
    ),
    hides="authors section",
)
def viewno(p: Sheet) -> str:
    """Draw the CMS of `/news/view.php?no=`: no byline at all, and no dates in its list."""
    shown = figures(
        p,
        "<div class='cheditor-caption-wrapper'><img src='{src}' alt=''>{caption}</div>",
        "<p class='cheditor-caption-text'>{}</p>",
    )
    return p.page(
        p.head("{title} | {name}", og="title image"),
        f"""<p class="lasted">최종편집 {p.received:%Y-%m-%d}(월)</p><ul class="nav">{p.menu()}</ul><div class="h-group cf">
<div class="subject"><a href="#">{p.title}</a></div>
{p.subtitles("{}<br>", "<div class='sub-title'>{}</div>")}</div><div class="view_top_right">
<span class="date">기사입력 : {p.at()}</span><span>조회 {p.r.randint(5, 900)}</span></div>
<div id="view_content" class="view_content">{joined(p.flow(figure=shown))}</div>
<div class="latest"><h4>최신 뉴스</h4>{p.rows(5, "<a href='{url}'>{title}</a>")}</div>{p.footer()}""",
    )


# --- plain and clean

PLAIN_LIST = Listing(
    "<section class='news-list'><h2>전체 기사</h2><ul>{rows}</ul></section>",
    "<li>{thumb}<h3><a href='{url}'>{title}</a></h3><time>{day}</time></li>",
    "<a href='{url}'><img src='{img}' alt='' width='120'></a>",
)


@skin("semantic", "/article/{n}.html", PLAIN_LIST)
def semantic(p: Sheet) -> str:
    """Semantic HTML with microdata and hardly a class."""
    shown = figures(p, "<figure><img src='{src}' alt=''>{caption}</figure>", "<figcaption>{}</figcaption>")
    return p.page(
        p.head(og="title description image url time"),
        f"""<header><a href="/">{p.name}</a><nav><ul>{p.menu()}</ul></nav></header><main>
<article itemscope itemtype="https://schema.org/NewsArticle"><header>
<nav aria-label="breadcrumb"><ol><li><a href="/s">{p.parent}</a></li><li><a href="/s2">{p.leaf}</a></li></ol></nav>
<h1 itemprop="headline">{p.title}</h1>{p.subtitles('<p itemprop="alternativeHeadline">{}</p>')}
<address>{p.authors('<span itemprop="author">{name} 기자</span>')}</address>
<time itemprop="datePublished" datetime="{p.iso}">{p.at()}</time>{p.changed('<time itemprop="dateModified">{} 수정</time>')}</header>
<div itemprop="articleBody">{joined(p.flow(figure=shown))}</div><footer><small>{p.rights}</small></footer></article>
<aside><h2>함께 읽을 기사</h2><ul>{p.rows(4, "<li><a href='{url}'>{title}</a></li>")}</ul></aside></main><footer>{p.footer()}</footer>""",
    )


@skin(
    "json-ld",
    "/stories/{n}/",
    Listing(
        "<div class='river'>{rows}</div>",
        "<div class='river-item'>{thumb}<a class='river-title' href='{url}'>{title}</a><div class='river-meta'><span>{section}</span>"
        "<span>{day}</span></div></div>",
        "<a class='river-thumb' href='{url}'><img src='{img}'></a>",
        "%Y.%m.%d.",
    ),
    hides="section",
)
def linked_data(p: Sheet) -> str:
    """Much for machines, little printed: writers and time stand in JSON-LD alone."""
    shown = figures(p, "<div class='media'><img data-src='{src}' alt=''>{caption}</div>", "<div class='media-caption'>{}</div>")
    return p.page(
        p.head("{title} | {name}", og="long description image url", more=p.linked_data(text=True)),
        f"""<div class="masthead"><a href="/">{p.name}</a>{p.menu("<a href='/{code}'>{name}</a>")}</div>
<div class="story" data-id="{p.n}">
<h1 class="story-headline">{p.title}</h1>{p.subtitles("<p class='story-deck'>{}</p>")}<div class="story-tools"><button>공유</button>
<button>저장</button></div>
<div class="story-content">{joined(p.flow(figure=shown, between={p.middle: f"<div class='story-ad'>{p.advert()}</div>"}))}</div></div>
<div class="recirc"><h2>추천 기사</h2>
{p.rows(6, "<a class='card' href='{url}'><span class='card-title'>{title}</span><span>{day}</span></a>")}</div>
<div class="bottom">{p.footer()}</div>""",
    )


@skin(
    "wordpress",
    "/archives/{n}",
    Listing(
        "<main id='main' class='site-main'>{rows}</main>",
        "<article class='post type-post'>{thumb}<h2 class='entry-title'><a href='{url}' rel='bookmark'>{title}</a></h2>"
        "<div class='entry-meta'><span class='posted-on'>{day}</span><span class='byline'>{name}</span></div><p>{lead}</p></article>",
        "<a class='post-thumbnail' href='{url}'><img src='{img}'></a>",
        "%Y년 %m월 %d일",
    ),
    hides="subtitle",
    section="leaf",
)
def wordpress(p: Sheet) -> str:
    """Draw a WordPress theme: sharing and related posts inside the content, classes with the article's number."""
    shown = figures(
        p,
        "<figure id='attachment_9' class='wp-caption aligncenter'><img class='wp-image-9 size-large' src='{src}'>{caption}</figure>",
        "<figcaption class='wp-caption-text'>{}</figcaption>",
    )
    related = (
        f"<div id='jp-relatedposts' class='jp-relatedposts'><h3>이어 읽기</h3>{p.rows(3, '<p><a href={url}>{title}</a> {day}</p>')}</div>"
        if p.r.random() < 0.7
        else ""
    )
    return p.page(
        p.head("{title} – {name}", og="title description image url time"),
        f"""<div id="page" class="site"><header id="masthead"><p class="site-title">{p.name}</p><nav id="site-navigation"><ul>{p.menu()}
</ul></nav></header>
<main id="primary"><article id="post-{p.n}" class="post-{p.n} post type-post status-publish format-standard hentry category-{p.n % 7}">
<header class="entry-header">
<span class="cat-links"><a href="/category">{p.leaf}</a></span><h1 class="entry-title">{p.title}</h1>
<div class="entry-meta"><span class="posted-on"><time class="entry-date published" datetime="{p.iso}">
{p.piece.published:%Y년 %m월 %d일}</time>
{p.changed('<time class="updated" datetime="{}"></time>', "%Y-%m-%dT%H:%M:%S+09:00")}</span>
<span class="byline"><span class="author vcard"><a class="url fn n" href="/author">{p.byline}</a></span></span></div></header>
<div class="entry-content">{joined(p.flow(figure=shown, between={p.middle: p.advert()}))}
<div class="sharedaddy sd-sharing-enabled"><h3 class="sd-title">이 글 공유하기:</h3><ul><li>트위터</li><li>페이스북</li></ul></div>
{related}</div>
<footer class="entry-footer">{"".join(f"<a rel='tag' href='/tag'>{t}</a>" for t in p.piece.tags)}</footer></article>
<nav class="post-navigation">{p.rows(2, "<a href='{url}'>{title}</a>")}</nav><section id="comments"><h2>댓글 남기기</h2>
<p>이메일은 공개되지 않습니다.</p></section></main>
<aside id="secondary"><section class="widget"><h2>최신 글</h2><ul>{p.rows(5, "<li><a href='{url}'>{title}</a></li>", same=True)}</ul>
</section></aside>
<footer id="colophon">{p.footer()}</footer></div>""",
    )


@skin(
    "portal",
    "/article/057/{n}",
    Listing(
        "<div class='list_body newsflash_body'><ul class='type06_headline'>{rows}</ul></div>",
        "<li><dl>{thumb}<dt><a href='{url}'>{title}</a></dt><dd>"
        "<span class='lede'>{lead}…</span><span class='date is_outdated'>{day}</span></dd></dl></li>",
        "<dt class='photo'><a href='{url}'><img src='{img}'></a></dt>",
        "%Y.%m.%d. %H:%M",
    ),
    hides="section",
)
def portal(p: Sheet) -> str:
    """Like a portal's: breaks in one container, exact times in data attributes, a machine's summary, the writer's card."""
    shown = figures(
        p,
        "<span class='end_photo_org'><div class='nbd_im_w'><img id='img1' data-src='{src}'></div>{caption}</span><br>",
        "<em class='img_desc'>{}</em>",
    )
    stamp = "media_end_head_info_datestamp_time _ARTICLE_MODIFY_DATE_TIME"
    changed = f'<div><em>수정</em><span class="{stamp}" data-modify-date-time="{{0}}">{{0}}</span></div>'
    summary = "<br>".join(p.summary())
    shared = f"<div class='media_end_head_autosummary'><strong>기사 요약</strong><div class='auto_txt'>{summary}</div></div>"
    return p.page(
        p.head("{title}", og="title description image url", more=f"<meta name='twitter:creator' content='{p.name}'>"),
        f"""<div class="Nlnb"><ul>{p.menu()}</ul></div><div id="ct" class="newsct"><div class="media_end_head go_trans">
<a class="media_end_head_top_logo" href="/"><img alt="{p.name}" src="/logo.png"></a>
<h2 id="title_area" class="media_end_head_headline"><span>{p.title}</span></h2>{shared}
<div class="media_end_head_info_datestamp"><div><em>입력</em>
<span class="media_end_head_info_datestamp_time _ARTICLE_DATE_TIME" data-date-time="{p.at("%Y-%m-%d %H:%M:00")}">
{p.at("%Y.%m.%d. %H:%M")}</span></div>
{p.changed(changed, "%Y-%m-%d %H:%M:00")}</div>
<div class="media_end_head_journalist">{p.authors('<em class="media_end_head_journalist_name">{name} 기자</em>')}</div></div>
<div id="newsct_article" class="newsct_article"><article id="dic_area" class="go_trans">
{p.subtitles("{}<br>", '<strong class="media_end_summary">{}</strong>')}{joined(p.flow("{}<br><br>", shown))}</article></div>
<div class="byline"><p><span>{p.signature}</span></p></div>
<div class="copyright">Copyright ⓒ {p.name}. All rights reserved. 무단 전재 및 재배포 금지.</div>
<div class="media_journalistcard"><em class="name">{p.piece.names[0]}</em><p>{p.vita()}</p></div>
<div class="media_end_linked_more"><ul>{p.rows(5, "<li><a href='{url}'><em>{title}</em></a></li>")}</ul></div></div>{p.footer()}""",
    )


@skin(
    "br-div",
    "/read.php3?aid={n}",
    Listing("<div class='lst'>{rows}</div>", "<p><a href='{url}'>{title}</a> <font size='1'>[{day}]</font></p>", day="%Y-%m-%d %H:%M:%S"),
    hides="section captions",
)
def br_div(p: Sheet) -> str:
    """Draw the text in one element, parted by breaks, with the signature behind it and the subtitle in bold before."""
    return p.page(
        p.head("{name} :: {title}", og=""),
        f"""<div class="menu">{p.menu("<a href='/{code}'>{name}</a>")}</div><div class="subject">{p.title}</div>
<div class="read_info">등록시간 : {p.at("%Y-%m-%d %H:%M")} | 조회 {p.r.randint(10, 900)}</div>
<div class="read_text">{p.subtitles("<b class='sub'>- {}</b><br>")}
{"<br><br>".join(p.flow("{}", figures(p, "<img src='{src}' border=0>")))}<br><br>{p.signature}</div>
<div class="read_foot"><a href="/list">목록</a> <a href="/print">인쇄</a></div><div class="news_box">
{p.rows(5, "<a href='{url}'>· {title}</a><br>")}</div>{p.footer("<div>{}</div>")}""",
    )


# --- the modern


@skin(
    "css-modules",
    "/news/{n}",
    Listing(
        "<div class='List_wrap__k2Lm9'>{rows}</div>",
        "<a class='List_item__Qw3rT' href='{url}'>{thumb}<strong class='List_title__Zx8cV'>{title}</strong>"
        "<p class='List_lead__Bn4mA'>{lead}</p>"
        "<span class='List_date__Pl0oK'>{day}</span></a>",
        "<img class='List_thumb__Hj6gF' src='{img}'>",
        "%Y.%m.%d %H:%M",
    ),
    section="leaf",
)
def css_modules(p: Sheet) -> str:
    """React with CSS modules: names with a hash behind them."""
    shown = figures(
        p,
        "<div class='Article_figure__mN5bV'><img src='{src}' alt=''>{caption}</div>",
        "<p class='Article_caption__t6YuI'>{}</p>",
    )
    body = p.flow("<p class='Article_paragraph__aS3dF'>{}</p>", shown, {2: f"<div class='Ad_inner__z9XcV'>{p.advert()}</div>"})
    ranking = p.rows(5, "<li class='Rank_item__y7TrE'><a href='{url}'>{title}</a></li>")
    return p.page(
        p.head(og="title description image", more='<script id="__NEXT_DATA__" type="application/json">{"page":"/news/[id]"}</script>'),
        f"""<div id="__next"><header class="Header_wrap__u8IoP"><ul class="Header_menu__l1KjH">{p.menu()}</ul></header>
<main class="Layout_main__gF2dS">
<div class="Article_head__x7Hq2"><span class="Article_category__q1WsX">{p.leaf}</span><h1 class="Article_title__x7Hq2">{p.title}</h1>
{p.subtitles("<h2 class='Article_subtitle__e3RtY'>{}</h2>")}<div class="Article_meta__w2QaZ">
{p.authors("<span class='Article_reporter__v5BnM'>{name} 기자</span>")}
<span class="Article_date__c4VbN">입력 {p.at()}</span></div></div><div class="Article_body__p9OiU">{joined(body)}</div></main>
<aside class="Layout_side__h6JkL"><h3 class="Rank_title__n8MlK">많이 본 뉴스</h3><ol class="Rank_list__b7VcX">{ranking}</ol></aside>
<footer class="Footer_wrap__d4FgH">{p.footer()}</footer></div>""",
    )


@skin(
    "tailwind",
    "/a/{n}",
    Listing(
        "<div class='grid grid-cols-1 gap-4'>{rows}</div>",
        "<div class='flex gap-4 border-b py-4'>{thumb}<div class='flex-1'>"
        "<a class='text-lg font-bold hover:underline' href='{url}'>{title}</a>"
        "<p class='text-sm text-gray-600 line-clamp-2'>{lead}</p><span class='text-xs text-gray-400'>{day}</span></div></div>",
        "<a class='w-32 shrink-0' href='{url}'><img class='rounded' src='{img}'></a>",
        "%Y. %m. %d.",
    ),
    unnamed="body published_at authors subtitle section",
)
def tailwind(p: Sheet) -> str:
    """Draw with utility classes and nothing else."""
    shown = figures(
        p,
        "<div class='my-6'><img class='w-full rounded-lg' src='{src}' alt=''>{caption}</div>",
        "<p class='mt-2 text-sm text-gray-500 text-center'>{}</p>",
    )
    body = p.flow("<p class='mb-4'>{}</p>", shown, {p.middle: f"<div class='my-8 flex justify-center'>{p.advert()}</div>"})
    return p.page(
        p.head(og="title description image url"),
        f"""<div class="min-h-screen bg-white"><header class="sticky top-0 border-b"><div class="mx-auto max-w-screen-xl flex">
{p.menu("<a class='px-3 py-2 text-sm' href='/{code}'>{name}</a>")}</div></header>
<main class="mx-auto max-w-3xl px-4 py-8"><div class="mb-2 text-sm text-blue-600"><a href="/s">{p.parent}</a>
<span class="mx-1">&gt;</span><a href="/s2">{p.leaf}</a></div>
<h1 class="text-3xl font-bold leading-tight">{p.title}</h1>
{p.subtitles("<p>{}</p>", "<div class='mt-4 border-l-4 pl-4 text-lg text-gray-700'>{}</div>")}
<div class="mt-4 flex items-center justify-between text-sm text-gray-500"><div class="flex gap-2">
{p.authors("<span class='font-medium'>{name} 기자</span>")}</div><span>{p.at()}</span></div>
<div class="mt-8 text-lg leading-8 break-keep">{joined(body)}</div><p class="mt-12 text-xs text-gray-400">{p.rights}</p></main>
<section class="mx-auto max-w-3xl px-4"><h2 class="text-xl font-bold">추천 뉴스</h2><div class="grid grid-cols-2 gap-4">
{p.rows(4, "<a class='text-base font-medium' href='{url}'>{title}</a>")}</div></section>
<footer class="bg-gray-100 text-xs text-gray-500">{p.footer()}</footer></div>""",
    )


@skin(
    "data-attributes",
    "/view/{n}",
    Listing(
        "<div data-role='list'>{rows}</div>",
        "<div data-role='row'><a data-role='row-title' href='{url}'>{title}</a><span data-role='row-date'>{day}</span></div>",
        day="%Y/%m/%d %H:%M",
    ),
)
def data_attributes(p: Sheet) -> str:
    """No class and no id: data attributes alone."""
    shown = figures(p, "<div data-role='photo'><img src='{src}'>{caption}</div>", "<span data-role='photo-caption'>{}</span>")
    body = p.flow("<div data-role='para'>{}</div>", shown, {1: f"<div data-ad='{p.r.randint(1, 9)}'>{p.advert()}</div>"})
    return p.page(
        p.head("{title}", og="title url"),
        f"""<div data-region="top"><ul>{p.menu()}</ul></div><div data-region="view"><div data-role="path"><a href="/">홈</a>
<a href="/s">{p.parent}</a><a href="/s2">{p.leaf}</a></div>
<div data-role="title">{p.title}</div>{p.subtitles("<div data-role='deck'>{}</div>")}<div data-role="meta"><span data-role="who">
{p.byline}</span><span data-role="when">{p.at("%Y/%m/%d %H:%M")}</span></div>
<div data-role="text">{joined(body)}</div><div data-role="copyright">{p.rights}</div></div>
<div data-region="side">{p.rows(6, "<div data-role='side-row'><a href='{url}'>{title}</a></div>")}</div><div data-region="bottom">
{p.footer()}</div>""",
    )


@skin(
    "styled",
    "/posts/{n}",
    Listing(
        "<section class='sc-1f2e3d-0 kLmNoP'>{rows}</section>",
        "<article class='sc-9a8b7c-1 dEfGhI'>{thumb}<div class='sc-9a8b7c-2 jKlMnO'>"
        "<h3 class='sc-9a8b7c-3 pQrStU'><a href='{url}'>{title}</a></h3>"
        "<time class='sc-9a8b7c-4 vWxYzA'>{day}</time></div></article>",
        "<div class='sc-9a8b7c-5 bCdEfG'><img src='{img}'></div>",
    ),
    hides="section",
    unnamed="authors",
)
def styled(p: Sheet) -> str:
    """Hashed classes, but roles, test ids and tags that will last."""
    shown = figures(
        p, "<figure class='sc-4d5e6f-7 hIjKlM'><img src='{src}'>{caption}</figure>", "<figcaption class='sc-4d5e6f-8'>{}</figcaption>"
    )
    body = p.flow("<p class='sc-4d5e6f-3 nOpQrS'>{}</p>", shown)
    return p.page(
        p.head(og="title description url"),
        f"""<div id="root"><header class="sc-2b3c4d-0 tUvWxY" role="banner"><ul>{p.menu()}</ul></header>
<main role="main" class="sc-3c4d5e-0 zAbCdE">
<h1 class="sc-4d5e6f-0 fGhIjK" data-testid="headline">{p.title}</h1>
{p.subtitles("<p>{}</p>", "<div class='sc-4d5e6f-1 lMnOpQ' data-testid='standfirst'>{}</div>")}
<div class="sc-4d5e6f-2 rStUvW"><span class="sc-4d5e6f-4 xYzAbC">{p.byline}</span><time class="sc-4d5e6f-5" datetime="{p.iso}">
{p.at("%m월 %d일")}</time></div>
<div class="sc-4d5e6f-6 dEfGhI" data-testid="article-body">{joined(body)}</div></main>
<aside role="complementary">{p.rows(5, "<a class='sc-5e6f7a-0' href='{url}'>{title}</a>")}</aside><footer role="contentinfo">
{p.footer()}</footer></div>""",
    )


@skin(
    "custom-elements",
    "/n/{n}",
    Listing(
        "<news-list>{rows}</news-list>",
        "<news-card>{thumb}<a slot='title' href='{url}'>{title}</a><span slot='date'>{day}</span></news-card>",
        "<img slot='image' src='{img}'>",
        "%Y-%m-%d %H:%M",
    ),
    section="leaf",
)
def custom_elements(p: Sheet) -> str:
    """Elements of its own, an hgroup, and the section in front of the title."""
    shown = figures(p, "<news-photo><img src='{src}'>{caption}</news-photo>", "<photo-caption>{}</photo-caption>", " (사진={})")
    return p.page(
        p.head("{title} | {name}", og="title image"),
        f"""<news-app><news-header><ul>{p.menu()}</ul></news-header><news-article><a slot="section" href="/s">{p.leaf}</a><hgroup><h1>
{p.title}</h1>{p.subtitles("<h2>{}</h2>")}</hgroup>
<news-meta><span slot="reporter">{p.byline}</span><span slot="posted">발행 {p.at()}</span></news-meta><news-body>
{joined(p.flow(figure=shown))}</news-body></news-article>
<news-related>{p.rows(4, "<a href='{url}'>{title}</a>")}</news-related><news-footer>{p.footer()}</news-footer></news-app>""",
    )


# --- the old and the ugly


@skin(
    "font-tables",
    "/sub_read.html?uid={n}",
    Listing(
        "<table width='640' cellpadding='0'>{rows}</table>",
        "<tr><td height='24'><a href='{url}'><font color='#333333'>{title}</font></a></td>"
        "<td align='right'><font size='1'>{day}</font></td></tr>",
        day="%Y/%m/%d",
    ),
    unnamed="title body published_at authors subtitle section captions",
)
def font_tables(p: Sheet) -> str:
    """Tables in tables and font tags: no class, no id."""
    shown = figures(
        p,
        "<table border='0' align='center'><tr><td><img src='{src}'></td></tr>{caption}</table>",
        "<tr><td align='center'><font color='#666666' size='2'>▲ {}</font></td></tr>",
    )
    return p.page(
        p.head("{name}:{title}", og=""),
        f"""<table width="960" border="0"><tr><td><img src="/img/logo.gif"></td></tr><tr><td>
{p.menu("<a href='/{code}'><font color='white'>{name}</font></a> ")}</td></tr></table>
<table width="960" border="0"><tr><td width="660" valign="top"><table width="100%"><tr><td><font size="2" color="#999999">
{p.parent} &gt; {p.leaf}</font></td></tr>
<tr><td><font size="5" color="#000000"><b>{p.title}</b></font></td></tr>
{p.subtitles("{}<br>", "<tr><td><font size='3' color='#336699'>{}</font></td></tr>")}
<tr><td align="right"><font size="2">{p.byline}</font></td></tr><tr><td align="right">
<font size="2" color="#666666">기사입력: {p.at("%Y/%m/%d [%H:%M]")}</font></td></tr></table>
<table width="100%"><tr><td><font size="3" face="바탕">{joined(p.flow(figure=shown))}</font></td></tr></table>
<table width="100%"><tr><td><font size="2">{p.rights}</font></td></tr></table></td>
<td width="300" valign="top"><table><tr><td><b>가장 많이 읽은 기사</b></td></tr>
{p.rows(6, "<tr><td><a href='{url}'><font size='2'>{title}</font></a></td></tr>")}</table>{p.advert()}</td></tr></table>
<table><tr><td>{p.footer("<font size='1'>{}</font><br>")}</td></tr></table>""",
    )


@skin(
    "definition-list",
    "/board/view.do?seq={n}",
    Listing(
        "<dl class='bbs-list'>{rows}</dl>",
        "<dt><a href='{url}'>{title}</a></dt><dd>{day}</dd>",
        day="%Y-%m-%d",
    ),
    time="day",
    unnamed="title published_at authors subtitle section",
)
def definition_list(p: Sheet) -> str:
    """Draw a board's view: terms and descriptions, the day alone."""
    shown = figures(p, "<p><img src='{src}' alt=''></p>{caption}", "<p class='cap'>△ {}</p>")
    subtitle = p.subtitles("{}<br>", "<dt>부제</dt><dd>{}</dd>")
    return p.page(
        p.head("{name} 소식", og=""),
        f"""<div id="header"><ul>{p.menu()}</ul></div><div id="contents"><dl class="bbs-view"><dt>제목</dt><dd>{p.title}</dd>{subtitle}
<dt>분류</dt><dd>{p.parent} &gt; {p.leaf}</dd><dt>작성자</dt><dd>{p.byline}</dd><dt>등록일</dt><dd>{p.at("%Y-%m-%d")}</dd>
<dt>조회수</dt><dd>{p.r.randint(10, 999)}</dd>
<dt>내용</dt><dd class="bbs-content">{joined(p.flow(figure=shown))}</dd></dl><ul class="prev-next">
<li>이전글 {p.rows(1, "<a href='{url}'>{title}</a>")}</li>
<li>다음글 {p.rows(1, "<a href='{url}'>{title}</a>")}</li></ul></div><div id="footer">{p.footer()}</div>""",
    )


@skin(
    "labels",
    "/news/read/{n}",
    Listing(
        "<div class='board'>{rows}</div>",
        "<div><span>{section}</span> <a href='{url}'>{title}</a> <span>기자 | {name}</span> <span>입력 | {day}</span></div>",
    ),
    unnamed="published_at authors section",
)
def labels(p: Sheet) -> str:
    """Equal elements that only their labels tell apart."""
    info = [
        f"<span>기자 | {'·'.join(p.piece.names)}</span>",
        f"<span>입력 | {p.at('%Y-%m-%d %H:%M')}</span>",
        p.changed("<span>수정 | {}</span>", "%Y-%m-%d %H:%M"),
        f"<span>분류 | {p.parent} &gt; {p.leaf}</span>",
        f"<span>조회 | {p.r.randint(20, 4000)}</span>",
    ]
    if p.r.random() < 0.3:
        info.insert(0, f"<span>호수 | {p.r.randint(300, 999)}호</span>")
    shown = figures(p, "<div class='pic'><img src='{src}'>{caption}</div>", "<span>{}</span>")
    return p.page(
        p.head("{title} : {name}", og="description image"),
        f"""<div class="nav"><ul>{p.menu()}</ul></div><div class="read"><h2>{p.title}</h2>{p.subtitles("<h4>{}</h4>")}<div class="bar">
{"".join(info)}</div>
<div class="content">{joined(p.flow(figure=shown))}</div></div><div class="side"><h4>오늘의 뉴스</h4>
{p.rows(5, "<div><a href='{url}'>{title}</a></div>")}</div><div class="copyright">{p.footer()}</div>""",
    )


@skin(
    "numbered-ids",
    "/content/view/{n}",
    Listing(
        "<ul id='news_list_17'>{rows}</ul>",
        "<li id='row_{rank}'><a id='row_link_{rank}' href='{url}'>{title}</a><em id='row_date_{rank}'>{day}</em></li>",
    ),
)
def numbered_ids(p: Sheet) -> str:
    """Ids that hold the article's number, and no class."""
    shown = figures(p, f"<div id='photo_{p.n}_1'><img src='{{src}}'>{{caption}}</div>", f"<div id='photo_text_{p.n}'>{{}}</div>")
    return p.page(
        p.head("{title}", og="title description"),
        f"""<div id="gnb"><ul>{p.menu()}</ul></div><div id="wrap_{p.n}"><div id="path_{p.n}"><a href="/s">
{p.parent}</a> &gt; <a href="/s2">{p.leaf}</a></div><h1 id="title_{p.n}">{p.title}</h1>
{p.subtitles("<div>{}</div>", f"<div id='subtitle_{p.n}'>{{}}</div>")}<div id="reporter_{p.n}">{p.byline}</div><div id="regdate_{p.n}">
{p.at("%Y-%m-%d %H:%M")}</div>
<div id="article_{p.n}">{joined(p.flow(figure=shown))}</div><div id="copyright_{p.n}">{p.rights}</div></div><div id="rank">
{p.rows(5, "<p><a href='{url}'>{title}</a></p>")}</div><div id="foot">{p.footer()}</div>""",
    )


@skin(
    "time-in-attribute",
    "/articles/{n}",
    Listing(
        "<div class='articles'>{rows}</div>",
        "<div class='article-row'>{thumb}<h3><a href='{url}'>{title}</a></h3><div class='article-sub'><span class='cat'>{section}</span>"
        "<span class='day'>{day}</span></div></div>",
        "<div class='ph'><img src='{img}'></div>",
        "%Y.%m.%d",
    ),
    section="leaf",
)
def time_in_attribute(p: Sheet) -> str:
    """Print the day; the time stands in an attribute."""
    shown = figures(p, "<figure class='art-photo'><img src='{src}'>{caption}</figure>", "<figcaption>{}</figcaption>")
    return p.page(
        p.head(og="title image"),
        f"""<div class="top-menu"><ul>{p.menu()}</ul><span class="now">{p.received:%Y년 %m월 %d일}</span></div><div class="art">
<span class="art-cat">{p.leaf}</span><h1 class="art-tit">{p.title}</h1>{p.subtitles("<h2 class='art-sub'>{}</h2>")}
<div class="art-info"><span class="art-writer">{p.byline}</span><time class="art-time" datetime="{p.iso}">{p.at("%Y.%m.%d")}</time></div>
<div class="art-txt">{joined(p.flow(figure=shown))}</div></div><div class="art-more">
{p.rows(4, "<a href='{url}'>{title}</a><time>{day}</time>")}</div><div class="btm">{p.footer()}</div>""",
    )


@skin(
    "relative-date",
    "/story/{n}",
    Listing(
        "<div class='feed'>{rows}</div>",
        "<div class='feed-item'><a class='feed-title' href='{url}'>{title}</a><span class='feed-when'>{day}</span></div>",
        day="%m.%d %H:%M",
    ),
    section="leaf",
)
def relative_date(p: Sheet) -> str:
    """Print the time as so long ago; the exact one stands in a title."""
    hours = int((p.received - p.piece.published).total_seconds() // 3600)
    ago = f"{hours}시간 전" if hours < 24 else f"{hours // 24}일 전"
    shown = figures(p, "<div class='photo'><img src='{src}'>{caption}</div>", "<div class='photo-text'>{}</div>")
    return p.page(
        p.head(og="title description"),
        f"""<div class="bar-top"><ul>{p.menu()}</ul></div><div class="story-box"><p class="kicker">{p.leaf}</p><h1 class="story-title">
{p.title}</h1>{p.subtitles("<p class='story-sub'>{}</p>")}
<p class="story-by"><span class="by">{p.byline}</span> · <span class="when" title="{p.at("%Y-%m-%d %H:%M")}">{ago}</span></p>
<div class="story-text">{joined(p.flow(figure=shown))}</div></div>
<div class="more">{p.rows(5, "<div><a href='{url}'>{title}</a><span title='{day}'>어제</span></div>")}</div><div class="end">
{p.footer()}</div>""",
    )


# --- what stands round and in the text


@skin(
    "two-halves",
    "/news/{n}.html",
    Listing(
        "<div class='listing'>{rows}</div>",
        "<div class='item'>{thumb}<a href='{url}' class='tit'>{title}</a><p class='txt'>{lead}</p><p class='dt'>{day}</p></div>",
        "<a href='{url}' class='img'><img src='{img}'></a>",
    ),
    section="leaf",
)
def two_halves(p: Sheet) -> str:
    """Draw the text in two elements round an advertisement, the pictures before."""
    shown = figures(p, "<div class='photo_area'><img src='{src}'>{caption}</div>", "<p class='photo_desc'>{}</p>")
    pictures = [shown(picture) for picture in p.piece.pictures]
    text = p.flow()
    return p.page(
        p.head(og="title description image time"),
        f"""<div class="gnb_area"><ul>{p.menu()}</ul></div><div class="news_view"><div class="news_top">
<a class="news_cate" href="/s">{p.leaf}</a><h2 class="news_title">{p.title}</h2>{p.subtitles("{}<br>", "<p class='news_subtitle'>{}</p>")}
<p class="news_info"><span class="news_writer">{p.byline}</span> <span class="news_date">{p.at()}</span></p></div>
<div class="news_text">{joined(pictures)}<div class="text_part">{joined(text[: p.middle])}</div><div class="mid_ad">{p.advert()}</div>
<div class="text_part">{joined(text[p.middle :])}</div></div></div>
<div class="news_rank">{p.rows(5, "<p><a href='{url}'>{title}</a></p>")}</div><div class="foot_area">{p.footer()}</div>""",
    )


@skin(
    "next-below",
    "/news/article/{n}",
    Listing(
        "<ul class='newslist'>{rows}</ul>",
        "<li><div class='newslist-tit'><a href='{url}'>{title}</a></div><div class='newslist-date'>{day}</div></li>",
    ),
)
def next_below(p: Sheet) -> str:
    """Another whole article below on the same page, in the same markup."""
    return p.page(
        p.head(og="title description image"),
        f"""<div class="lnb"><ul>{p.menu()}</ul></div><div class="scroll">{_article(p)}
<div class="between">{p.advert()}</div>{_article(Sheet(p.skin, p.others(1)[0], p.outlet, p.all, p.seed, p.received))}</div>
<div class="foot">{p.footer()}</div>""",
    )


def _article(p: Sheet) -> str:
    shown = figures(p, "<div class='pbox'><img src='{src}'>{caption}</div>", "<div class='pcap'>{}</div>")
    return f"""<div class="article-unit"><div class="loc"><a href="/s">{p.parent}</a><a href="/s2">{p.leaf}</a></div>
<h1 class="headline">{p.title}</h1>{p.subtitles("<h2 class='deck'>{}</h2>")}
<div class="credits"><span class="reporter">{p.byline}</span><span class="stamp">입력 {p.at()}</span></div><div class="copybody">
{joined(p.flow(figure=shown))}</div></div>"""


@skin(
    "title-everywhere",
    "/view.asp?newsid={n}",
    Listing(
        "<div id='listWrap'>{rows}</div>",
        "<div class='listItem'>{thumb}<a class='listTit' href='{url}'>{title}</a><span class='listDate'>{day}</span></div>",
        "<a class='listImg' href='{url}'><img src='{img}'></a>",
        "%Y.%m.%d %H:%M",
    ),
    section="leaf",
)
def title_everywhere(p: Sheet) -> str:
    """Print the title in a ticker, a headline box, a sticky bar and a ranking above the article's own."""
    others = p.rows(3, "<li><a href='{url}'>{title}</a></li>")
    own = f"<li><a href='{p.link(p.piece)}'>{p.title}</a></li>"
    cards = p.rows(2, "<div class='headBox'><h2 class='headTit'>{title}</h2></div>")
    return p.page(
        p.head("{title} - {name}", og="long image"),
        f"""<div id="ticker"><ul>{own}{others}</ul></div><ul id="menu">{p.menu()}</ul><div class="headBox"><h2 class="headTit">
{p.title}</h2></div>{cards}
<div id="sticky"><span class="stickyTit">{p.title}</span><span class="stickyBy">{p.byline}</span></div><div id="ranking"><ol>
{p.rows(2, "<li><a href='{url}'>{title}</a></li>")}{own}</ol></div>
<div id="viewWrap"><div class="viewCate">{p.leaf}</div><h3 class="viewTit">{p.title}</h3>
{p.subtitles("{}<br>", "<div class='viewSub'>{}</div>")}<div class="viewInfo"><b>{p.byline}</b><i>{p.at()}</i></div>
<div class="viewTxt">{joined(p.flow(figure=figures(p, "<div class='viewImg'><img src='{src}'>{caption}</div>", "<p>{}</p>")))}</div>
</div><div id="bottom">{p.footer()}</div>""",
    )


@skin(
    "rare-boxes",
    "/issue/{n}",
    Listing(
        "<div class='issue-list'>{rows}</div>", "<div class='issue-row'><a href='{url}'>{title}</a><span>{day}</span></div>", day="%Y-%m-%d"
    ),
    section="leaf",
)
def rare_boxes(p: Sheet) -> str:
    """Subtitle, summary and other boxes inside the container, most of which few pages have."""
    rare = ""
    if p.r.random() < 0.15:
        rare += f"<div class='correction'><b>바로잡습니다</b><p>지난 {p.r.randint(1, 28)}일 자 기사의 일부 숫자를 고칩니다.</p></div>"
    if p.r.random() < 0.2:
        month = p.r.randint(1, 8)
        rare += f"<div class='timeline'><h5>사건 일지</h5><ul><li>{month}월 설명회</li><li>{month + 3}월 착공</li></ul></div>"
    summary = "".join(f"<li>{line}</li>" for line in p.summary())
    shown = figures(p, "<div class='img-wrap'><img src='{src}'>{caption}</div>", "<div class='img-cap'>{}</div>")
    if p.r.random() < 0.2:
        shown = figures(p, "<div class='slide'><div><img src='{src}'></div>{caption}</div>", "<div class='slide-text'>{}</div>")
    box = f"<div class='ai-summary'><h5>AI가 요약한 기사</h5><ul>{summary}</ul></div>"
    body = p.flow(figure=shown, between={0: p.subtitles("<p>{}</p>", "<div class='sub-tit'>{}</div>") + box, p.middle: rare})
    return p.page(
        p.head(og="title description url"),
        f"""<div class="top"><ul>{p.menu()}</ul></div><div class="issue"><span class="cate">{p.leaf}</span><h1 class="tit">
{p.title}</h1><div class="writer-info"><span class="writer">{p.byline}</span><span class="date">등록 {p.at()}</span></div>
<div class="issue-body">{joined(body)}</div></div><div class="bottom-list">{p.rows(5, "<a href='{url}'>{title}</a>")}</div>
<div class="foot">{p.footer()}</div>""",
    )


@skin(
    "full-container",
    "/news/view/{n}",
    Listing(
        "<div class='sec-list'>{rows}</div>",
        "<article>{thumb}<h4><a href='{url}'>{title}</a></h4><p>{lead}</p><footer>{name} 기자 <time>{day}</time></footer></article>",
        "<a href='{url}'><img src='{img}'></a>",
        "%Y-%m-%d %H:%M",
    ),
)
def full_container(p: Sheet) -> str:
    """Newsletter, poll, donation, vita, and related articles with leads: all inside the container, and varying."""
    related = f"<div class='rel-box'><h4>관련 기사</h4>{p.rows(3, '<div><a href={url}>{title}</a><p>{lead}</p></div>')}</div>"
    boxes = [
        "<div class='newsletter'><strong>매일 아침 뉴스레터</strong><p>우리 동네 소식을 보내 드립니다.</p><input type='email'></div>",
        "<div class='poll'><strong>독자 투표</strong><p>우리 동네에 가장 필요한 시설은 무엇인가요?</p>"
        "<label><input type='radio'> 도서관</label><label><input type='radio'> 공원</label></div>",
        f"<div class='donate'><p>{p.name}는 독자의 후원으로 만들어집니다. 힘을 보태 주세요.</p><a href='/donate'>후원하기</a></div>",
    ]
    between = {p.middle: related, 1: p.r.choice(boxes)} if p.r.random() < 0.8 else {p.middle: p.r.choice(boxes)}
    shown = figures(p, "<figure><img src='{src}'>{caption}</figure>", "<figcaption>{}</figcaption>")
    body = p.flow(figure=shown, between=between)
    vita = (
        f"<div class='reporter-card'><img src='/reporter/1.jpg' width='60'><strong>{p.piece.names[0]} 기자</strong><p>{p.vita()}</p></div>"
    )
    return p.page(
        p.head("{title} | {leaf} | {name}", og="title description image url time"),
        f"""<header class="hd"><ul>{p.menu()}</ul></header><div class="vw"><div class="vw-path"><a href="/">홈</a><a href="/s">
{p.parent}</a><a href="/s2">{p.leaf}</a></div><h1 class="vw-title">{p.title}</h1>{p.subtitles("<p class='vw-sub'>{}</p>")}
<div class="vw-meta"><span class="vw-by">{p.byline}</span><span class="vw-at">{p.at()}</span></div><div class="vw-content">
{joined(body)}{boxes[2]}{vita}<div class="vw-copy">{p.rights}</div></div></div>
<aside class="sd">{p.rows(5, "<a href='{url}'>{title}</a>", same=True)}{p.advert()}</aside><footer class="ft">{p.footer()}</footer>""",
    )


@skin(
    "print-copy",
    "/paper/{n}",
    Listing(
        "<div class='paperlist'>{rows}</div>",
        "<dl><dt><a href='{url}'>{title}</a></dt><dd class='d'>{day}</dd><dd class='t'>{lead}</dd></dl>",
        day="%Y.%m.%d",
    ),
    time="day",
    section="leaf",
)
def print_copy(p: Sheet) -> str:
    """Draw a copy for the printer that is not shown, inline advertisements, rights and signature in the container; the day alone."""
    shown = figures(p, "<p class='ph'><img src='{src}'></p>{caption}", "<p class='phcap'>{}</p>")
    ads = {1: f"<div class='inline-ad'>{p.advert()}</div>", -1: f"<p class='rights'>{p.rights}</p>"}
    copy = "".join(f"<p>{text}</p>" for text in p.paragraphs)
    return p.page(
        p.head("{title}", og="title"),
        f"""<div class="global"><ul>{p.menu()}</ul></div><div id="printArea" style="display:none"><h1>{p.title}</h1>
<div class="printBody">{copy}</div></div>
<div class="paper"><div class="paper-cat">{p.leaf}</div><div class="paper-title">{p.title}</div>
{p.subtitles("<div class='paper-sub'>{}</div>")}<div class="paper-date">{p.at("%Y.%m.%d")} {p.r.randint(1, 20)}면</div>
<div class="paper-text">{joined(p.flow(figure=shown, between=ads))}<p class="sign">{p.signature}</p></div></div><div class="other">
{p.rows(6, "<p><a href='{url}'>{title}</a></p>")}</div>{p.footer()}""",
    )


@skin(
    "div-paragraphs",
    "/home/news/{n}",
    Listing(
        "<div class='tbl'>{rows}</div>",
        "<ul class='tr'><li class='td1'><a href='{url}'>{title}</a></li><li class='td2'>{name}</li><li class='td3'>{day}</li></ul>",
        day="%y.%m.%d",
    ),
    section="leaf",
)
def div_paragraphs(p: Sheet) -> str:
    """Pasted from a word processor: paragraphs as elements with blanks between, a font in each, and a dash where there is no subtitle."""
    shown = figures(
        p, "<div class='se-image'><img src='{src}'>{caption}</div>", "<div class='se-caption'><span>{}</span></div>", " (제공={})"
    )
    text = (
        "<div class='se-text'><span style='font-size:12pt;font-family:바탕'>{}</span></div><div class='se-text'><span>&nbsp;</span></div>"
    )
    subtitle = "<br>".join(esc(line) for line in p.piece.subtitle) or "-"
    return p.page(
        p.head("{name} - {leaf}", og="masthead image"),
        f"""<div class="skip"><a href="#c">본문 바로가기</a></div><ul class="topmenu">{p.menu()}</ul><div class="bbsview">
<div class="bv-cat">{p.leaf}</div><div class="bv-title">{p.title}</div><div class="bv-sub">{subtitle}</div>
<ul class="bv-info"><li class="w">작성자 : {p.byline}</li><li class="d">작성일 : {p.at("%Y-%m-%d %H:%M")}</li>
<li class="h">조회 : {p.r.randint(1, 999)}</li></ul>
<div class="bv-text">{joined(p.flow(text, shown))}</div></div><div class="recent"><h4>최근 글</h4>
{p.rows(5, "<a href='{url}'>{title}</a>")}</div><div class="bt">{p.footer()}</div>""",
    )


@skin(
    "outer-photo",
    "/detail/{n}",
    Listing(
        "<div class='cards'>{rows}</div>",
        "<div class='card'>{thumb}<a class='card-tit' href='{url}'>{title}</a><p class='card-day'>{day}</p></div>",
        "<div class='card-img'><img src='{img}'></div>",
        "%Y.%m.%d",
    ),
    hides="captions",
)
def outer_photo(p: Sheet) -> str:
    """Put a breadcrumb on one line, several writers as cards, and the rest named by parts of one word."""
    cards = p.authors(
        "<div class='c-reporter'><a class='c-reporter__name' href='/r'>{name} 기자</a><span class='c-reporter__mail'>{email}</span></div>"
    )
    shown = figures(p, "<div class='c-media'><img src='{src}' alt=''></div>")
    body = p.flow("<p class='c-article__p'>{}</p>", shown, {p.middle: f"<div class='c-ad'>{p.advert()}</div>"})
    return p.page(
        p.head(og="title description image url"),
        f"""<div class="c-gnb"><ul>{p.menu()}</ul></div><section class="c-article">
<div class="c-article__path">홈 &gt; {p.parent} &gt; {p.leaf}</div><h1 class="c-article__title">{p.title}</h1>
{p.subtitles("<li>{}</li>", "<ul class='c-article__summary'>{}</ul>")}<div class="c-article__date">최초입력 {p.at()}
{p.changed(" ㅣ 수정 {}")}</div><div class="c-article__body">{joined(body)}</div>{cards}</section>
<section class="c-list"><h2 class="c-list__title">이 시각 뉴스</h2>{p.rows(6, "<a class='c-list__item' href='{url}'>{title}</a>")}
</section><div class="c-foot">{p.footer()}</div>""",
    )


# --- to be refused


@skin("script-body", "/app/{n}", PLAIN_LIST, refused="the text stands in a script alone")
def script_body(p: Sheet) -> str:
    """Draw the head of the article; its text is data of a script."""
    state = json.dumps({"article": {"id": p.n, "content": "".join(f"<p>{x}</p>" for x in p.paragraphs)}}, ensure_ascii=False)
    state = state.replace("</", "<\\/")
    return p.page(
        p.head(og="title description image"),
        f"""<div id="app"><ul>{p.menu()}</ul><h1 class="title">{p.title}</h1><p class="by">{p.byline}</p><p class="date">{p.at()}</p>
<div class="body"><div class="skeleton"></div></div>
<div class="rank">{p.rows(5, "<a href='{url}'>{title}</a>")}</div>{p.footer()}</div><script id="state" type="application/json">
{state}</script>""",
    )


@skin("paywall", "/premium/{n}", PLAIN_LIST, refused="a part of the text is shown")
def paywall(p: Sheet) -> str:
    """Show a tenth to a half of the text, and then the wall."""
    letters = sum(map(len, p.paragraphs)) * p.r.uniform(0.1, 0.5)
    shown: list[str] = []
    for text in p.paragraphs:
        if letters < 10:
            break
        shown.append(text if len(text) <= letters else text[: int(letters)] + "…")
        letters -= len(text)
    return p.page(
        p.head(og="title description image time"),
        f"""<ul class="menu">{p.menu()}</ul><div class="art"><h1 class="art-title">{p.title}</h1><div class="art-by">{p.byline}</div>
<div class="art-date">{p.at()}</div>
<div class="art-body">{"".join(f"<p>{text}</p>" for text in shown)}<div class="wall"><p>이 기사는 유료 회원에게만 공개됩니다.</p>
<a href="/pay">구독하고 계속 읽기</a></div></div></div>
<div class="rank">{p.rows(5, "<a href='{url}'>{title}</a>")}</div>{p.footer()}""",
    )


@skin("login", "/member/{n}", PLAIN_LIST, refused="a page to sign in on")
def login(p: Sheet) -> str:
    """Every address leads to the login."""
    return p.page(
        p.head("로그인 - {name}", og=""),
        f"""<ul class="menu">{p.menu()}</ul><div class="login"><h1>로그인</h1><form><input name="id"><input name="pw" type="password">
<input type="hidden" name="next" value="{p.link(p.piece)}"><button>로그인</button></form>
<p>회원이 아니신가요? <a href="/join">회원가입</a></p><p>로그인하시면 기사 전문을 보실 수 있습니다.</p></div><div class="rank">
{p.rows(3, "<a href='{url}'>{title}</a>")}</div>{p.footer()}""",
    )


@skin("another-article", "/moved/{n}", PLAIN_LIST, refused="another article under the address")
def another_article(p: Sheet) -> str:
    """Give the numbers anew: under each address stands another article."""
    other = p.others(1)[0]
    return semantic(Sheet(p.skin, other, p.outlet, p.all, p.seed, p.received))


@skin("home-instead", "/old/{n}", PLAIN_LIST, refused="the front page under every address")
def home_instead(p: Sheet) -> str:
    """Old addresses lead to the front page, which may link the article."""
    leads = p.rows(12, "<div class='home-item'><h2><a href='{url}'>{title}</a></h2><p>{lead}…</p></div>")
    own = f"<div class='home-item'><h2><a href='{p.link(p.piece)}'>{p.title}</a></h2></div>" if p.r.random() < 0.5 else ""
    return p.page(p.head("{name}", og="masthead"), f"<ul class='menu'>{p.menu()}</ul><div class='home'>{own}{leads}</div>{p.footer()}")
