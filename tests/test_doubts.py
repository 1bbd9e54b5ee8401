"""Each doubt both ways: the page or text that raises it, and its like that does not."""

from __future__ import annotations

import json

import pytest
from scrapy.http import HtmlResponse

from newsharvest.crawl.outlet import OutletSpider
from newsharvest.crawl.urls import ArticleAddress, ListAddress
from newsharvest.doubts import Doubt, doubts_of_text, words_of
from newsharvest.items import Article, Image
from newsharvest.page.article import normalise
from newsharvest.page.layouts import Layout, rules
from newsharvest.page.loader import Loaded


class Hannae(OutletSpider):
    name, title, host, region = "hannae", "한내신문", "hannae.kr", "경남"
    layouts = (
        Layout(
            "hannae/article",
            shape=rules(".text"),
            body=rules(".text"),
            fields={
                "title": rules(".head h2"),
                "published_raw": rules(".head time"),
                "authors": rules(".head .by"),
                "subtitle": rules(".head h3"),
            },
        ),
    )
    article_address = ArticleAddress("/view?n={key}")
    list_address = ListAddress("/all?page={page}")


LEAD = "한내읍 쉼터가 다음 달 문을 연다고 한내군이 20일 밝혔다."
MORE = "쉼터에는 책 3000권과 따뜻한 차가 있어 누구나 쉬어 갈 수 있다."
LAST = "군은 읍마다 쉼터를 하나씩 늘려 갈 계획이다."
TEXT = f"<p>{LEAD}</p><p>{MORE}</p><p>{LAST}</p>"
HEAD = "<div class=head><h2>한내읍 쉼터, 다음 달 문 연다</h2><time>2026-11-20 10:30</time><span class=by>모아라 기자</span></div>"
TITLE = "<title>한내읍 쉼터, 다음 달 문 연다 - 한내신문</title>"
NEXT = "<div class=head><h2>새들읍 역사관 문 열어</h2><time>2026-11-19 09:00</time><span class=by>나래솔 기자</span></div>"
OTHER = "<div class=text><p>새들읍 주민들이 옛 창고를 고쳐 꾸민 역사관이 19일 문을 열었다.</p></div>"


def page(head: str = TITLE, above: str = HEAD, text: str = TEXT, below: str = "", container: str = "<div class=text>{}</div>") -> str:
    body = container.format(text)
    return f"<html><head>{head}</head><body><main>{above}<div class=wrap>{body}{below}</div></main></body></html>"


def read(html: str) -> Article:
    response = HtmlResponse("http://hannae.kr/view?n=7", body=html, encoding="utf-8")
    loaded = Hannae.read_response(response, "7", None)
    assert isinstance(loaded, Loaded)
    article = normalise(loaded.article, Hannae.own_names())
    article.doubts += doubts_of_text(article)
    return article


def linked_data(**fields: object) -> str:
    return TITLE + f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle"} | fields, ensure_ascii=False)}</script>'


@pytest.mark.parametrize(
    ("row", "speaks"),
    [
        ("새들읍 역사관 문 열어 2026.11.20", True),
        ("한내읍 쉼터, 다음 달 문 연다 한내군이 20일 밝혔다. 2026.11.20", False),
        ("[복지] 한내읍 쉼터, 다음…", False),
        ("다음 달 문 여는 한내읍 쉼터 2026.11.20", False),
        ("사진", False),
        ("", False),
    ],
)
def test_what_a_list_prints_of_it_is_held_against_the_title(row: str, speaks: bool) -> None:
    loaded = Hannae.read_response(HtmlResponse("http://hannae.kr/view?n=7", body=page(), encoding="utf-8"), "7", None, row)
    assert isinstance(loaded, Loaded)
    assert loaded.article.doubts == ["title_listed"] * speaks


def test_a_plain_page_raises_none() -> None:
    article = read(page())
    assert article.doubts == []
    assert article.body == f"{LEAD}\n\n{MORE}\n\n{LAST}"
    assert (article.title, article.authors, article.published_at) == (
        "한내읍 쉼터, 다음 달 문 연다",
        ["모아라"],
        "2026-11-20T10:30:00+09:00",
    )


FORTY = (
    "한내군은 쉼터마다 도우미를 두고 이웃이 서로 돌보게 한다고 밝혔다. 쉼터는 주말에도 열며, 겨울에는 밤 아홉 시까지 불을 켜 둔다."
    " 다음 달부터는 점심도 낸다."
)
SPEAKS = {
    Doubt.SECOND_BODY: [
        page(text=f"<p>{LEAD}</p>", below=f"<div class=ad>광고</div><div class=text><p>{MORE}</p><p>{LAST}</p></div>"),
        page(text=f"<p>{LEAD}</p>", below=f"<div class=page2><div class=text><p>{MORE}</p></div></div>"),
    ],
    Doubt.TEXT_BESIDE: [
        page(text=f"<p>{LEAD}</p>", below=f"<div class=more><p>{MORE}</p></div>"),
        page(text=f"<p>{LEAD}</p></div><p>{MORE}</p><p>{LAST}</p>"),
        page(text=f"<p>{LEAD}</p></div>{MORE}<br>{LAST}<div>"),
        page(above=f"{HEAD}<div class=lead>{FORTY}</div>"),
        page(text=f"<p>{LEAD}</p>", below=f"<button>이어서 읽기</button><div style='display:none'><p>{MORE}</p></div>"),
        page(text=f"<p>{LEAD}</p><button>이어서 읽기</button><div style='display:none'><p>{MORE}</p><p>{LAST}</p></div>"),
    ],
    Doubt.BODY_DIFFERS: [
        page(linked_data(articleBody=f"{LEAD} {MORE} {LAST} {FORTY}"), text=f"<p>{LEAD}</p>"),
        page(linked_data(articleBody=f"<p>{FORTY}</p>")),
        page(linked_data(**{"@type": "WebPage", "@graph": [{"@type": ["NewsArticle"], "articleBody": FORTY}]})),
    ],
    Doubt.NOT_FREE: [page(linked_data(isAccessibleForFree=False)), page(linked_data(isAccessibleForFree="False"))],
    Doubt.LEAD_ELSEWHERE: [
        page(TITLE + f'<meta property="og:description" content="{FORTY}">'),
        page(TITLE + '<meta name="description" content="새들읍 주민들이 옛 창고를 고쳐 꾸민 역사관이 19일 문을 열고 손님을 …">'),
    ],
    Doubt.LINK_PARAGRAPH: [
        page(text=f"{TEXT}<p>☞ 함께 읽으면 좋은 글, 놓치지 마시라: <a href='javascript:go(4)'>새들읍 역사관</a></p>"),
        page(text=f"{TEXT}<p><a href='/view?n=8'>새들읍 역사관 문 열어</a></p>"),
        page(text=f"{TEXT}<p><a href='http://x.kr/'>한내 안마의자</a> · <a href='http://y.kr'>새들 가구</a></p>"),
        page(text=f"{TEXT}<p>지난 소식도 함께: <a href='/view?n=8'>새들읍 역사관</a> 문 열어</p>"),
    ],
    Doubt.OTHER_ADDRESS: [
        page(TITLE + '<link rel="canonical" href="/view?n=8">'),
        page(TITLE + '<meta property="og:url" content="http://www.hannae.kr/view?n=8&amp;page=2">'),
    ],
    Doubt.TITLE_ELSEWHERE: [
        page(TITLE, HEAD.replace("다음 달 문 연다", "다음 달..")),
        page(TITLE, HEAD.replace("한내읍 쉼터, 다음 달 문 연다", "지역 소식")),
        page(TITLE, HEAD.replace("<h2>", "<h2>사회")),
        page(TITLE, HEAD.replace("</h2>", " 책 3000권 갖춰</h2>")),
        page("<title>한내읍 쉼터… 다음 달 문 연다</title>", HEAD.replace("쉼터, 다음 달 문 연다", "쉼터… 다음 달 문 연다 사회")),
    ],
    Doubt.TITLE_TWICE: [page(above=f"<div class=head><h2>지역 소식지</h2></div>{HEAD}")],
    Doubt.TITLE_MASTHEAD: [page("", HEAD.replace("한내읍 쉼터, 다음 달 문 연다", "한내신문"))],
    Doubt.HEAD_UNREAD: [
        page(above=HEAD.replace("<time>2026-11-20 10:30</time>", "<time>3시간 전</time>")),
        page(above=HEAD.replace("<time>2026-11-20 10:30</time>", "<em>2026.11.20</em>")),
        page(above=HEAD.replace("<span class=by>", "<span class=writer>")),
        page(above=f"{HEAD}<h4>책 3000권과 차를 갖춘다</h4>"),
        page(above=f"{HEAD}<div><div><h4>책 3000권과 차를 갖춘다</h4></div></div>"),
    ],
    Doubt.FIELD_TWICE: [page(above=f"<section><div class=head><time>2026-11-18 07:00</time></div></section><section>{HEAD}</section>")],
    Doubt.DATE_DIFFERS: [
        page(TITLE + '<meta property="article:published_time" content="2025-01-01T00:00:00+09:00">'),
        page(linked_data(datePublished="2026-11-10T10:30:00+09:00")),
    ],
    Doubt.HEADING_IN_BODY: [page(text=f"{TEXT}<div><h2>새들읍 역사관 문 열어</h2><p>{FORTY}</p></div>")],
    Doubt.BOX_IN_BODY: [
        page(text=f"<p>{LEAD}</p><p class=hz>무릎이 시큰하면 하루 한 포, 한내 관절환이 든든하다</p><p>{MORE}</p><p>{LAST}</p>"),
        page(text=f"<p>{LEAD}</p><section><h4>이웃들의 생각</h4><p>장터가 또 열리면 좋겠다.</p></section><p>{MORE}</p><p>{LAST}</p>"),
    ],
    Doubt.ESCAPED: [page(text=f"<p>{LEAD}</p><p>군수는 &amp;ldquo;쉬어 가시라&amp;rdquo;고 말했다.</p>")],
    Doubt.HEAD_IN_BODY: [page(text=f"<h3>한내읍 쉼터, 다음 달 문 연다</h3>{TEXT}")],
    Doubt.SHORT_BODY: [page(text=f"<p>{LEAD}</p>")],
    Doubt.CONTROLS_IN_BODY: [
        page(text=f"<div class=x><h3>독자 투표</h3><p>가장 필요한 시설은 무엇인가</p><label><input type=radio> 도서관</label></div>{TEXT}"),
        page(text=f"<div><button>듣기</button><span>빠르게 느리게</span></div>{TEXT}"),
    ],
    Doubt.WORDS_ELSEWHERE: [
        page(text="<p>새들면 주민들이 옛 창고를 고쳐 꾸민 역사관을 19일 열었다.</p>"),
        page(text="<div>회원 가입을 해야 볼 수 있다.</div>"),
    ],
    Doubt.LINE_LEFT: [
        page(text=f"<div><em>글 방초롱</em> <em>26-11-27 10:12</em> <em>읽음 2,318</em></div>{TEXT}"),
        page(text=f"<p>입력 2026.11.20 14:03</p>{TEXT}"),
        page(text=f"<p>{LEAD}</p><p>작성일24-03-05 09:07 조회1,284회 댓글0건</p><p>{LAST}</p>"),
        page(text=f"<p>{LEAD}</p><p>나래솔 기자 a@hannae.kr</p><p>{MORE}</p><p>{LAST}</p>"),
        page(text=f"{TEXT}<p>나래솔 기자 010-1234-5678</p>"),
    ],
    Doubt.PAGE_WORDS: [
        page(text=f"{TEXT}<h4>많이 본 기사</h4>"),
        page(text=f"<p>뉴스레터 구독하기</p>{TEXT}"),
        page(text=f"<div>0:00 / 1:51</div>{TEXT}"),
        page(text=f"<p>{LEAD}</p><p>관련기사</p><p>{LAST}</p>"),
        page(text=f"<p>{LEAD}</p><p>[관련기사] 새들읍 역사관 문 열어</p><p>{LAST}</p>"),
        page(text=f"<p>{LEAD}</p><span style='display:block'>[광고]</span><p>{LAST}</p>"),
        page(text=f"<div><strong>핵심 요약</strong><ul><li>쉼터, 다음 달에 열어</li></ul></div>{TEXT}"),
        page(text=f"{TEXT}<p>#한내읍 #쉼터</p>"),
    ],
    Doubt.OTHER_VOICE: [
        page(text=f"{TEXT}<p>한내신문을 메일로 받아 보세요.</p>"),
        page(text="<p>이 글은 회원만 볼 수 있습니다.</p><p>가입하시면 볼 수 있습니다.</p>"),
    ],
    Doubt.FIRM_LINES: [
        page(text=f"{TEXT}<p>새들가구</p><p>사무실 가구 전문! 새들가구 http://www.saedeul.example</p>"),
        page(text=f"<p>새들가구</p><p>사무실 가구 전문! 새들가구 http://www.saedeul.example</p>{TEXT}"),
        page(text=f"<p>{LEAD}</p><p>{MORE}</p><p>{LAST} 새들가구 사무실 가구 전문! http://www.saedeul.example</p>"),
    ],
    Doubt.OPEN_END: [
        page(text=f"<p>{LEAD}</p><p>{MORE}</p><p>군은 읍마다 쉼터를…</p>"),
        page(text=f"<p>{LEAD}</p><p>{MORE}</p><p>군은 읍마다 쉼터를 하나씩</p>"),
        page(text="<div>기사를 여는 중</div>"),
    ],
    Doubt.REPEATED_PARAGRAPH: [
        page(text=f"<p>{LEAD}</p><p>“쉼터에는 책 3000권과 따뜻한 차가 있어”</p><p>{MORE}</p><p>{LAST}</p>"),
        page(
            text=f"<figure><img src='/a.jpg'><figcaption>주민들이 쉼터에서 책을 읽고 있다.</figcaption></figure>"
            f"<p>주민들이 쉼터에서 책을 읽고 있다.</p>{TEXT}"
        ),
        page(text=TEXT + f"<p>{MORE}</p><p>그래서 그렇다.</p>"),
    ],
    Doubt.NOT_KOREAN: [
        page(text=f"<p>한내?군은 쉼?터를 늘려 갈 계획이라고 밝?혔다.</p>{TEXT}"),
        page(text=f"{TEXT}<p>The county said on Friday that it would open ten more shelters before winter.</p>"),
        page("", HEAD, f"<p>{LEAD.encode().decode('latin-1')}</p>"),
    ],
    Doubt.UNREAD_PICTURE: [
        page(text=f"<img src='/common/none.jpg' hz-src='/data/7.jpg'>{TEXT}"),
        page(text=f"<img src='/img/blank.gif' data-key='7f3a'>{TEXT}"),
        page(text=f"<img src='data:image/gif;base64,R0lGOD' data-key='7f3a'>{TEXT}"),
    ],
    Doubt.NO_PICTURE: [
        page(text=f"<img src='/up/a1.jpg' alt='기자 얼굴'>{TEXT}"),
        page(text=f"<img src='/up/a1.jpg' width=60 height=60>{TEXT}"),
        page(text=f"<a href='https://shop.example/7'><img src='/up/apple.jpg'></a>{TEXT}"),
        page(text=f"<img src='/img/reporter_7.jpg'>{TEXT}"),
        page(text=f"<img src='/skin/logo.png'>{TEXT}"),
    ],
}


@pytest.mark.parametrize(
    ("doubt", "html"), [pytest.param(d, html, id=f"{d.code}-{n}") for d, pages in SPEAKS.items() for n, html in enumerate(pages)]
)
def test_it_speaks(doubt: Doubt, html: str) -> None:
    assert doubt.code in read(html).doubts


SILENT = {
    "the next article below, with its own head": page(below=f"{NEXT}{OTHER}"),
    "the next article below, in a section of its own": page(below=f"<section>{NEXT}<div>{OTHER}</div></section>"),
    "a copy of the body for printing": page(below=f"<div class=text>{TEXT}</div>"),
    "its own address": page(TITLE + '<link rel="canonical" href="/view?page=2&amp;n=7"><meta property="og:url" content="/view?n=8">'),
    "the front page for its address": page(TITLE + '<link rel="canonical" href="http://hannae.kr/"><meta property="og:url" content="[">'),
    "a list of other articles' beginnings in links": page(below=f"<div><a href='/view?n=8'>{FORTY}</a></div><ul><li>{FORTY}</li></ul>"),
    "a box with a heading": page(below=f"<div><h4>함께 볼 소식</h4><p>{FORTY}</p></div><div>{FORTY}</div>"),
    "the footer": page(below=f"<footer><p>{FORTY}</p></footer>"),
    "a hidden copy": page(below=f"<div style='display:none'>{TEXT}</div><div hidden>{TEXT}</div><template>{FORTY}</template>"),
    "the same text for machines, with a caption and a byline": page(
        linked_data(articleBody=f"▲ 쉼터 모습 {LEAD} {MORE} {LAST} 모아라 기자")
    ),
    "a data block that is no JSON": page(TITLE + '<script type="application/ld+json">{"@type": "NewsArticle", </script>'),
    "a data block of the site": page(
        TITLE + '<script type="application/ld+json">{"@type": "WebSite", "headline": "한내신문 누리집"}</script>'
    ),
    "free to read": page(linked_data(isAccessibleForFree=True)),
    "described by its beginning": page(TITLE + f'<meta property="og:description" content="{LEAD[:30]}...">'),
    "described by its beginning after a dateline": page(
        TITLE + f'<meta property="og:description" content="[한내신문=모아라 기자] {LEAD}">'
    ),
    "described as the site is": page(
        TITLE + '<meta property="og:description" content="한내 사람들의 신문, 한내신문. 빠르고 바른 소식을 전합니다.">'
    ),
    "a word of a sentence that links": page(text=f"<p>{LEAD}</p><p>앞서 군은 <a href='/view?n=8'>새들읍 역사관</a>을 열었다.</p>"),
    "an address in its text": page(text=f"{TEXT}<p>신청은 <a href='http://www.hannae.go.kr'>http://www.hannae.go.kr</a>에서 받는다.</p>"),
    "a section's tag in the heading alone": page(TITLE, HEAD.replace("<h2>", "<h2>[사회] ")),
    "a heading that <title> has cut": page("<title>한내읍 쉼터, 다음 달… - 한내신문</title>"),
    "a section before the title": page("<title>사회 > 한내읍 쉼터, 다음 달 문 연다</title>"),
    "an og:title that is the masthead": page('<meta property="og:title" content="한내신문">' + TITLE),
    "a <title> that is the masthead": page("<title>한내신문</title>"),
    "the heading once more": page(above=f"<div class=head><h2>한내읍 쉼터, 다음 달 문 연다</h2></div>{HEAD}"),
    "two times in one line": page(above=HEAD.replace("</time>", "</time><time>2026-11-20 11:00</time>")),
    "the same day for machines": page(TITLE + '<meta property="article:published_time" content="2026-11-20T01:31:05Z">'),
    "an interview": page(
        text="<p>한내읍에 쉼터를 연 까닭은 무엇입니까?</p>"
        "<p>이웃이 다음 겨울에도 쉴 곳이 없었습니다. 그래서 옛 창고를 고쳤고, 책과 차를 모았습니다.</p>"
        "<p>앞으로는 어떻게 하시겠습니까?</p><p>읍마다 하나씩 늘리겠습니다. 밤에도 열고, 점심도 내고, 아이들 책도 더 들여놓겠습니다.</p>"
        "<p>주민들에게 한 말씀 부탁드립니다.</p><p>누구나 오셔서 쉬어 가시면 좋겠습니다. 도우미가 늘 자리를 지키고 있습니다.</p>"
        "<p>어려운 점은 없습니까?</p><p>사람 손이 모자랍니다. 군에서 도와주시기를 바라고 있습니다.</p>"
    ),
    "a quotation": page(text=f"<p>{LEAD}</p><p>김하늘 군수는 “쉼터로 놀러 오세요. 늘 열려 있습니다.”라고 말했다.</p>"),
    "where to ask": page(text=f"{TEXT}<p>문의: 한내군청 055-123-4567, www.hannae.example</p>"),
    "whose address it is, behind a sentence": page(text=f"<p>{LEAD}</p><p>{MORE} (www.hannae.example)</p><p>{LAST}</p>"),
    "an office's mail at the end": page(text=f"{TEXT}<p>평생교육원 edu@hannae.example</p>"),
    "one hash tag of a sentence": page(text=f"<p>{LEAD}</p><p>구호는 ‘#쉼터에서 만나요’다.</p><p>{LAST}</p>"),
    "subheadings": page(text=f"<p>{LEAD}</p><h3>책 3000권 갖춰</h3><p>{MORE}</p><h4>읍마다 하나씩</h4><p>{LAST}</p>"),
    "paragraphs of an editor's own class": page(text="".join(f"<p class=바탕글>{line}</p>" for line in (LEAD, MORE, LAST))),
    "a wrapper of a class round it all": page(text=f"<div class=fr-view>{TEXT}</div>"),
    "a picture's box and a table's": page(
        text=f"<div class=photo><img src='/data/7.jpg'><p>한내읍 쉼터 모습</p></div>{TEXT}"
        "<div class=tbl><table><tr><td>쉼터</td><td>3곳</td></tr></table></div>"
    ),
    "a picture that leads to itself": page(text=f"<a href='/data/big/7.jpg'><img src='/data/7.jpg' width=600 height=400></a>{TEXT}"),
    "a question": page(text=f"<p>“쉼터는 어디에 있나?” 주민이 물었다. “왜?”라고도 했다.</p>{TEXT}"),
    "a hidden copy within the container": page(text=f"{TEXT}<div style='display:none'>{TEXT}</div>"),
    "a hidden copy before": page(above=f"{HEAD}<div style='display:none' class=text>{TEXT}</div>"),
    "a button in the container itself": page(text=f"<button>글자 크기</button><input type=hidden value=7>{TEXT}"),
    "an address at the end": page(text=f"{TEXT}<p>사무국 contest@hannae.example</p>"),
    "a list at the end": page(text=f"{TEXT}<p>△ 때: 12월 1일</p><p>△ 곳: 한내읍 쉼터</p>"),
    "a quotation at the end": page(text=f"{TEXT}<p>“늘 열려 있다”</p>"),
    "a notice made from a form": page(
        "", HEAD.replace("한내읍 쉼터, 다음 달 문 연다", "[인사] 한내군"), "<p>◇ 과장급</p><p>홍길동 기자</p><p>김하늘</p>"
    ),
    "a short line that comes again": page(text=f"<p>■ 쉼터</p><p>{LEAD}</p><p>■ 쉼터</p><p>{LAST}</p>"),
    "names in Latin letters": page(text=f"{TEXT}<p>Hannae Culture &amp; Arts Centre(HCAC)가 함께했다.</p>"),
    "a picture that waits, at an address that is read": page(text=f"<img src='/img/blank.gif' data-src='/data/7.jpg'>{TEXT}"),
    "a counter": page(text=f"<img src='/img/blank.gif' width=1 height=1 data-key='7f3a'>{TEXT}"),
    "a picture": page(text=f"<img src='/data/photo/2026/logos_7.jpg'>{TEXT}"),
}


@pytest.mark.parametrize("html", [pytest.param(html, id=name) for name, html in SILENT.items()])
def test_it_stays_silent(html: str) -> None:
    assert read(html).doubts == []


def test_what_a_page_states_is_a_last_resort() -> None:
    """Nothing is printed but title and text: what is there for machines fills the rest, a doubt raises none."""
    head = linked_data(
        headline="한내읍 쉼터, 다음 달 문 연다",
        author={"@type": "Person", "name": "모아라 기자"},
        datePublished="2026-11-20T10:30:00+09:00",
        dateModified="2026-11-20T10:30:00+09:00",
        articleSection=["사회", "복지"],
    )
    article = read(page(head, "<div class=head><h2>한내읍 쉼터, 다음 달 문 연다</h2></div>"))
    assert (article.authors, article.section, article.published_at) == (["모아라"], ["사회", "복지"], "2026-11-20T10:30:00+09:00")
    assert article.modified_at is None  # the time of publication once more
    assert article.doubts == []


@pytest.mark.parametrize(
    ("meta", "authors"),
    [
        ('<meta name="author" content="모아라 기자">', ["모아라"]),
        ('<meta property="dable:author" content="모아라">', ["모아라"]),
        ('<meta property="og:article:author" content="모아라 기자"><meta name="author" content="나래솔">', ["모아라"]),
        ('<meta name="author" content="한내신문">', []),
        ('<meta property="article:author" content="https://www.facebook.com/hannae">', []),
    ],
)
def test_an_author_that_is_stated_for_machines_alone(meta: str, authors: list[str]) -> None:
    article = read(page(TITLE + meta, HEAD.replace("<span class=by>모아라 기자</span>", "")))
    assert article.authors == authors


def test_what_is_printed_comes_before_what_is_stated() -> None:
    article = read(page(linked_data(author="나래솔", datePublished="2026-11-20T10:31:00+09:00", headline="쉼터")))
    assert (article.authors, article.title, article.published_raw) == (["모아라"], "한내읍 쉼터, 다음 달 문 연다", "2026-11-20 10:30")


def test_the_next_articles_writer_and_subtitle_stay_its_own() -> None:
    below = NEXT.replace("</h2>", "</h2><h3>역사관의 첫날</h3>") + OTHER
    article = read(page(above=HEAD.replace("</h2>", "</h2><h3>책 3000권 갖춰</h3>"), below=below))
    assert (article.authors, article.subtitle, article.doubts) == (["모아라"], ["책 3000권 갖춰"], [])


def test_the_next_articles_writer_is_not_taken_for_this_ones_own() -> None:
    """It stands nearer to the next article's heading; this one's, which follows, to the body."""
    below = "<section><h2>새들읍 역사관 문 열어</h2><div class=head><span class=by>나래솔 기자</span></div></section>"
    article = read(
        page(
            above=HEAD.replace("<span class=by>모아라 기자</span>", ""),
            below=f"{below}<div class=head><span class=by>모아라 기자</span></div>",
        )
    )
    assert (article.authors, article.doubts) == (["모아라"], [])


def test_every_doubt_has_its_words() -> None:
    assert words_of("second_body") == Doubt.SECOND_BODY.words
    assert words_of("mood") == "a doubt that this version does not know: upgrade newsharvest"
    assert len({doubt.words for doubt in Doubt}) == len(Doubt)


def test_a_text_without_pictures_or_paragraphs_raises_none() -> None:
    assert doubts_of_text(Article(title="쉼터", images=[Image(url="http://hannae.kr/a.jpg", caption=None)])) == []


def test_a_short_correction_speaks_to_its_readers_as_it_must() -> None:
    text = "<p>지난 18일 한내읍 쉼터 기사에서 책의 수를 300권으로 적었으나 3000권이 맞아 바로잡습니다.</p><p>독자께 사과드립니다.</p>"
    title = "[바로잡습니다] 한내읍 쉼터의 책 3000권"
    heading = HEAD.replace("한내읍 쉼터, 다음 달 문 연다", title)
    assert read(page(f"<title>{title}</title>", heading, text)).doubts == []


def test_both_writers_boxes_with_linked_names_are_read() -> None:
    by = "".join(f"<article class=box><strong class=by><a href='/w'>{name} 기자</a></strong></article>" for name in ("모아라", "나래솔"))
    boxes = f"<div class=head><h2>한내읍 쉼터, 다음 달 문 연다</h2><time>2026-11-20 10:30</time>{by}</div>"
    article = read(page(above=boxes))
    assert article.authors == ["모아라", "나래솔"]


def test_of_several_articles_in_json_ld_the_pages_own_is_asked() -> None:
    other = {"@type": "NewsArticle", "headline": "새들읍 역사관", "datePublished": "2025-01-01"}
    own = {"@type": "NewsArticle", "headline": "한내읍 쉼터, 다음 달 문 연다", "datePublished": "2026-11-20"}
    others = json.dumps([other, own], ensure_ascii=False)
    assert read(page(f'{TITLE}<script type="application/ld+json">{others}</script>')).doubts == []


def test_a_caption_that_says_whose_picture_it_is_needs_no_mark() -> None:
    article = read(page(text=f"<p><img src='/a.jpg'></p><p align=center><b>한내읍 쉼터 모습. 한내군 제공</b></p>{TEXT}"))
    assert article.images == [{"url": "http://hannae.kr/a.jpg", "caption": "한내읍 쉼터 모습.", "credit": "한내군"}]
    assert article.body == f"{LEAD}\n\n{MORE}\n\n{LAST}"
