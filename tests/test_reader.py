"""The body reader on the markup that Korean CMSs and their editors really leave: nothing lost, nothing twice, nothing out of order."""

from __future__ import annotations

import re
import time
from contextlib import suppress
from html import escape
from itertools import count

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from lxml import etree
from parsel import Selector
from scrapy.http import HtmlResponse

from newsharvest.page.body import Body, lines_of, read_body
from newsharvest.page.bounds import TooComplexError
from newsharvest.page.layouts import Figure
from newsharvest.page.tree import page_of
from newsharvest.press import clean

BASE = "http://news.example.com/bbs/board.php?wr_id=1"
FIGURES = (Figure("figure", "figcaption"), Figure(".photo", ".caption"))
DROP = (".ad", ".share")


def page(html: str) -> Selector:
    return page_of(HtmlResponse(BASE, body=f"<html><body>{html}</body></html>".encode(), encoding="utf-8"))


def read(html: str, figures: tuple[Figure, ...] = FIGURES) -> Body:
    return read_body(page(f"<div id=body>{html}</div>밖").css("#body")[0], BASE, DROP, figures)


def paragraphs(html: str) -> list[str]:
    return read(html).paragraphs


def pictures(html: str, figures: tuple[Figure, ...] = FIGURES) -> list[tuple[str, str | None]]:
    return [(image["url"].removeprefix("http://news.example.com"), image["caption"]) for image in read(html, figures).images]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>가</p><p>나</p>", ["가", "나"]),
        ("가<br>나<br/>다", ["가", "나", "다"]),
        ("가<br><br><br>나", ["가", "나"]),
        ("<div>가</div>나<div>다</div>", ["가", "나", "다"]),
        ("가<p>나</p>다", ["가", "나", "다"]),
        ("<p>가</p><p>&nbsp;</p><p>\u200b</p><p><br></p><p>&#12644;</p><p>나</p>", ["가", "나"]),
        ("<div><div><div><p><span>가</span></p></div></div></div>", ["가"]),
        ("<p>첫째 줄\n    둘째 줄</p>", ["첫째 줄 둘째 줄"]),
        ("<h3>소제목<br>둘째 줄</h3>글", ["소제목", "둘째 줄", "글"]),
        ("<ul><li>하나</li><li>둘<ul><li>셋</li></ul></li></ul>", ["하나", "둘", "셋"]),
        ("<dl><dt>일시</dt><dd>5일</dd></dl>", ["일시", "5일"]),
        ("<blockquote>가</blockquote>나<hr>다", ["가", "나", "다"]),
        ("<fieldset><legend>개요</legend>글</fieldset>", ["개요", "글"]),
        ("", []),
        ("<p></p><div><br></div>", []),
        ("가</br>나</p>다</div>라", ["가", "나", "다"]),  # a stray end that was pasted with the text; the last ends the container
        ("<span style='display:block'>가</span><span style='DISPLAY : block'>나</span>다", ["가", "나", "다"]),
        ("<div style='display:inline'>가</div><p style='color:red; display: inline'>나</p>다", ["가나다"]),
        ("<div style='display:inline-block'>가</div>나<span style='display:inline-block'>다</span>", ["가", "나다"]),
        ("<pre>가\n나\r\n\n다</pre>라\n마", ["가", "나", "다", "라 마"]),
        ("<pre>가\n<b>나\n다</b> 라\n</pre>", ["가", "나", "다 라"]),
        ("<span style='white-space: pre-line'>가\n나</span> 다\n라", ["가", "나 다 라"]),
        ("<p style='white-space:pre-wrap'>가\n나</p><p style='white-space:nowrap'>다\n라</p>", ["가", "나", "다 라"]),
        ("<textarea>가\n나</textarea>다", ["다"]),
    ],
)
def test_blocks_and_breaks_end_paragraphs(html: str, expected: list[str]) -> None:
    assert paragraphs(html) == expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("시는 <b>128억 원</b>을 들여", "시는 128억 원을 들여"),
        ("시는<b> 128억 원 </b>을", "시는 128억 원 을"),
        ("<a href='/x'>누리집</a>에 <span>차<span>례</span>로</span> 올린다.", "누리집에 차례로 올린다."),
        ("평<wbr>택<!-- 광고 -->시<?php x ?>는", "평택시는"),
        ("CO<sub>2</sub>를 <o:p>줄인다</o:p>.", "CO2를 줄인다."),
        ("<font color=red>“성과”</font>·<u>창출</u>", "“성과”·창출"),
        ("읍&middot;면&nbsp;&nbsp;14곳 &lt;표&gt; &amp; &quot;가&quot; &#8228;", '읍·면 14곳 <표> & "가" ․'),
        ("<b>가</i>나</b></span>다", "가나다"),
        ("가<![CDATA[보이지 않는 글]]>나", "가나"),
        ("<q>빛나는 <q>내일</q></q>이라 했다<q hidden>고</q>", "“빛나는 “내일””이라 했다"),
        ("<ruby>가온<rt>嘉溫</rt></ruby>시와 <ruby>다솔<rp>(</rp><rt>茶率</rt><rp>)</rp></ruby>시", "가온시와 다솔시"),
    ],
)
def test_inline_markup_adds_and_takes_no_space(html: str, expected: str) -> None:
    assert paragraphs(html) == [expected]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("첫째.<br><div class=ad>광고</div>둘째.<br>셋째.", ["첫째.", "둘째.", "셋째."]),
        ("첫째. <script>x()</script>둘째. <style>p{}</style>셋째.<!-- x --> 넷째.", ["첫째. 둘째. 셋째. 넷째."]),
        ("첫째 <span class=ad>광고<b>!</b></span>문장.", ["첫째 문장."]),
        ("<p>가<button>공유</button>나<select><option>다</select>라<iframe src=/x>마</iframe>바</p>", ["가나라바"]),
        ("가<noscript>나</noscript><template>다</template><textarea>라</textarea>마", ["가마"]),
        ("가<span style='display: NONE'>나</span>다", ["가다"]),
        ("가<span style='color:red;visibility : hidden'>나</span>다", ["가다"]),
        ("가<p hidden>나</p>다", ["가", "다"]),
        ("<p>가<span style='position:absolute;left:-9999px'>나</span><span style='text-indent:-20px'>다</span></p>", ["가다"]),
        ("<p>가</p><p style='text-indent: -9999px'>로고</p>", ["가"]),
        ("<html><head><title>제목 없음</title><style>p{}</style></head><body><p>가</p></body></html><p>나</p>", ["가", "나"]),
        ("가<xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml><o:p>나</o:p><noembed>다</noembed>라", ["가나라"]),
        (
            "<dialog>가</dialog><dialog id=notice>가</dialog><dialog open>나</dialog><details><summary>다</summary>라</details>",
            ["나", "다", "라"],
        ),
        ("<p>밝혔다.<span class='blind'>사진 확대보기</span></p><p class='txt sound_only'>본문 듣기</p>", ["밝혔다."]),
        (f"<div class='hidden'>{'긴 글이다. ' * 30}</div>", [" ".join(["긴 글이다."] * 30)]),  # shown by a script, if it is that long
        ("<p>가<span class='blindness hidden-gem'>나</span></p>", ["가나"]),
        ("<div class=share>공유<p>하기</p></div>", []),
        ("<div class=ad><div class=share>공유</div>광고</div>글", ["글"]),
    ],
)
def test_what_is_left_out_takes_nothing_with_it(html: str, expected: list[str]) -> None:
    assert paragraphs(html) == expected


@pytest.mark.parametrize("attribute", ["style='display:none'", "hidden", "class=ad"])
def test_a_container_that_a_layout_names_is_read(attribute: str) -> None:
    """A page may show it by script; that the body would be empty otherwise is worse."""
    page = Selector(f"<body><div id=body {attribute}>글</div></body>")
    assert read_body(page.css("#body")[0], BASE, DROP).paragraphs == ["글"]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<table><tr><th>구분<th>2022년</tr><tr><td>체육관<td>7</tr></table>", ["구분 2022년", "체육관 7"]),
        ("<table><tr><td><p>구분</p></td><td><p>2022년</p></td></tr></table>", ["구분 2022년"]),
        ("<table><tr><td>구분<br></td><td></td><td><div><p>2022년</p></div></td></tr></table>", ["구분 2022년"]),
        ("<table><caption>현황</caption><tr><td>7</td></tr></table>", ["현황", "7"]),
        ("<table><tr><td><p>가</p><p>나</p></td></tr></table>", ["가", "나"]),
        ("<table><tr><td>왼쪽</td><td><p>가</p><p>나</p></td></tr></table>", ["왼쪽", "가", "나"]),
        (
            "<table><tr><td><table><tr><td>가</td><td>나</td></tr><tr><td>다</td><td>라</td></tr></table></td></tr></table>",
            ["가 나", "다 라"],
        ),
        ("앞<table><tr><td>가</td><td class=ad>광고</td><td>나</td></tr></table>뒤", ["앞", "가 나", "뒤"]),
    ],
)
def test_a_table_row_is_a_line_unless_its_cells_hold_paragraphs(html: str, expected: list[str]) -> None:
    assert paragraphs(html) == expected


CODE = "5a3b2a2a36231a3d3b3534743f223b372a363f"  # apply@gaon.example, as Cloudflare writes it


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (
            f"<a href='/cdn-cgi/l/email-protection' class='__cf_email__' data-cfemail='{CODE}'>[email&#160;protected]</a>",
            "apply@gaon.example",
        ),
        (
            f"<a href='/cdn-cgi/l/email-protection#{CODE}'><span class='__cf_email__' data-cfemail='{CODE}'>[email protected]</span></a>",
            "apply@gaon.example",
        ),
        (f"<a href='/cdn-cgi/l/email-protection#{CODE}'>[email&#160;protected]</a>", "apply@gaon.example"),
        (f"<a href='/cdn-cgi/l/email-protection#{CODE}'>전자우편</a>", "전자우편"),
        ("<a data-cfemail='5a3'>[email protected]</a>", "[email protected]"),
        ("<a data-cfemail='5a3b2a'>[email protected]</a>", "[email protected]"),  # `ap`, no address
        ("<a data-cfemail=''>[email protected]</a>", "[email protected]"),
    ],
)
def test_an_address_that_cloudflare_hides_is_read_as_browsers_show_it(html: str, expected: str) -> None:
    assert paragraphs(f"<p>신청은 {html}로 받는다.</p>") == [f"신청은 {expected}로 받는다."]
    assert lines_of(page(f"<i>홍길동 {html}</i>").css("i")[0]) == [f"홍길동 {expected}"]
    assert lines_of(page(html).css("a")[0]) == [expected]


FIRST = "가온시는 22일 시청 광장에서 겨울 축제를 연다고 밝혔다."
SECOND = "김하늘 시장은 “많은 시민이 와 달라”고 말했다."
TEXT = f"<p>{FIRST}</p><p>{SECOND}</p>"


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (f"<div class=pc_view>{TEXT}</div><div class=m_view>{TEXT}</div><p>뒤</p>", [FIRST, SECOND, "뒤"]),
        (f"<div>{TEXT}</div><div>{TEXT}<p>앱</p></div>", [FIRST, SECOND, "앱"]),  # nothing is lost that is not in the first
        (f"<div>{TEXT}</div>" * 3, [FIRST, SECOND]),
        (f"<div>{TEXT}</div><p>사이</p><div>{TEXT}</div>", [FIRST, SECOND, "사이", FIRST, SECOND]),  # not side by side
        (f"<div><p>{FIRST}</p></div><div><p>{FIRST}</p></div>", [FIRST, FIRST]),  # one paragraph
        (f"<div><p>{'긴' * 60}</p><p>가</p></div><div><p>{'긴' * 60}</p><p>나</p></div>", ["긴" * 60, "가", "긴" * 60, "나"]),
        (f"<div>{TEXT}</div><div>{TEXT}<p>{'가' * 30}</p></div>", [FIRST, SECOND, FIRST, SECOND, "가" * 30]),
        ("<div><p>아리랑</p><p>아라리요</p></div><div><p>아리랑</p><p>아라리요</p></div>", ["아리랑", "아라리요"] * 2),  # a refrain
    ],
)  # fmt: skip
def test_a_copy_for_the_phone_is_read_once(html: str, expected: list[str]) -> None:
    assert paragraphs(html) == expected


def test_a_copys_pictures_are_the_firsts() -> None:
    one = f"<div><figure><img src=/a.jpg><figcaption>광장</figcaption></figure>{TEXT}</div>"
    for src in ("/a.jpg", "/thumb/a.jpg"):
        assert pictures(one + one.replace("/a.jpg", src)) == [("/a.jpg", "광장")]
    other = one.replace("<figure>", "<img src=/b.jpg><figure>")
    assert pictures(one + other) == [("/a.jpg", "광장"), ("/b.jpg", None)]  # more than the first has


# --- pictures


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<img src=/a.jpg>", ["/a.jpg"]),
        ("<img src=' ../data/가 나.jpg '>", ["/data/가 나.jpg"]),
        ("<img src=/a.jpg><img src=/b.jpg><img src=/a.jpg>", ["/a.jpg", "/b.jpg"]),
        ("<img alt='회의.jpg'>", []),
        ("<img src=''>", []),
        ("<img src='data:image/gif;base64,AA'>", []),
        ("<img src='data:image/gif;base64,AA' data-src=/a.jpg>", ["/a.jpg"]),
        ("<img src=/img/blank.gif data-src=/a.jpg>", ["/a.jpg"]),
        ("<img data-original=/a.jpg>", ["/a.jpg"]),
        ("<img data-src='data:image/gif;base64,AA' src=/a.jpg>", ["/a.jpg"]),
        ("<img src='file:///C:/Users/hong/Temp/Hnc/a.jpg'>", []),
        ("<img src='blob:http://x/1'>", []),
        ("<img src='http://[broken'>", []),
        ("<img src='//cdn.example.com/a.jpg'>", ["http://cdn.example.com/a.jpg"]),
        ("<div class=ad><img src=/ad.jpg></div><span hidden><img src=/no.jpg></span>", []),
        # lazy ones
        *(
            (f"<img src=/img/blank.gif {name}=/a.jpg>", ["/a.jpg"])
            for name in ("data-lazy-src", "data-lazy", "data-echo", "data-url", "data-any")
        ),
        ("<img data-srcset='/s.jpg 300w, /a.jpg 800w, /m.jpg 500w'>", ["/a.jpg"]),
        ("<img srcset='/s.jpg 1x,/a.jpg 2x'>", ["/a.jpg"]),
        ("<img srcset='/a,b.jpg'>", ["/a,b.jpg"]),
        ("<img src=/a.jpg srcset='/b.jpg 2x' data-zoom=/c.jpg>", ["/a.jpg"]),
        ("<img data-filename='회의.jpg' data-page='/news/1' data-info='{\"u\":\"/x.jpg\"}'>", []),
        ("<picture><source srcset='/s.webp 1x, /a.webp 2x'><img src='data:image/gif;base64,AA'></picture>", ["/a.webp"]),
        ("<picture><source srcset=/a.webp><img src=/a.jpg></picture>", ["/a.jpg"]),
        ("<amp-img src=/a.jpg width=16 height=9 layout=responsive><noscript><img src=/b.jpg></noscript></amp-img>", ["/a.jpg"]),
        ("<img class=lazy><noscript><img src='/view?id=1'></noscript>", ["/view?id=1"]),
        ("<img data-src=/a.jpg><noscript><img src=/big/a.jpg></noscript>", ["/a.jpg"]),
        ("<noscript><img src=/big/a.jpg></noscript><img data-src=/a.jpg>", ["/a.jpg"]),
        ("<noscript><img src=/a.jpg></noscript>", ["/a.jpg"]),
        ("<noscript><img src='/tr?id=1'><img src=/log.gif><img src=/a.jpg style='display:none'><img class=ad src=/b.jpg></noscript>", []),
        ("<div style=\"background-image: url('/a.jpg')\"></div>", ["/a.jpg"]),
        ("<div style='background:#eee url(/a.jpg) no-repeat;height:0;padding-bottom:56%'></div>", ["/a.jpg"]),
        ("<span data-bg=/a.jpg></span>", ["/a.jpg"]),
        ("<p style='background:url(/img/bg.jpg)'>글</p><div style='background:url(/x)'></div>", []),
        # placeholders, counters, icons, advertisements, portraits
        *(
            (f"<img src={src}>", [])
            for src in (
                "/img/blank.gif",
                "/img/ajax-loader.gif",
                "/img/loading_spinner.gif",
                "/img/no_image.png",
                "/noimage_300.jpg",
                "/1x1.gif",
                "/px.gif",
                "/images/icon_mail.gif",
                "/img/btn_play.png",
                "/img/line_dot.gif",
                "/banner_1520211041.jpg",
                "/data/banner/7.jpg",
                "/editor/emoticon/3.gif",
                "/news/photo/member/hong.jpg",
                "/data/reporter/7.jpg",
                "/img/no_profile.gif",
            )
        ),
        *(
            (f"<img src={src}>", [src])
            for src in (
                "/photo/loading_dock.jpg",
                "/photo/20261120_banner_unveiled.jpg",
                "/photo/pixel-art.jpg",
                "/photo/button_mushroom.jpg",
                "/data/photo/2611/1.jpg",
                "/download.php?no=7",
                "/photo/img_01.jpg",
            )
        ),
        ("<img src='/a\x9b31m&#x202e;.jpg'>", ["/a%C2%9B31m%E2%80%AE.jpg"]),
        ("<img src='/a&#x9b;31m.jpg'>", ["/a›31m.jpg"]),  # what that number means in HTML
        ("<img src='/&#x200b;사진&#xe0041;&#x3164;&#xfe0f;.jpg?a=&#x7f;'>", ["/%E2%80%8B사진%F3%A0%81%81%E3%85%A4%EF%B8%8F.jpg?a=%7F"]),
        ("<img data-src='/&#x200f;b.jpg' src='/blank.gif'>", ["/%E2%80%8Fb.jpg"]),
        ("<p style='background:url(/c&#x2066;.jpg)'></p>", ["/c%E2%81%A6.jpg"]),
        ("<img src=/a.jpg width=1 height=1><img src=/b.jpg height='0'><img src=/c.jpg style='width:1px;height:1px'>", []),
        (
            "<img src=/a.gif width=19 height=19><img src=/b.jpg width=640 height=30><img src=/c.jpg style='max-width:1px'>",
            ["/b.jpg", "/c.jpg"],
        ),
    ],
)
def test_picture_addresses(html: str, expected: list[str]) -> None:
    assert [url for url, _ in pictures(html)] == expected


LONG = " ".join(["긴 글."] * 80)


@pytest.mark.parametrize(
    ("html", "expected", "body"),
    [
        ("<figure><img src=a.jpg><figcaption>개관식</figcaption></figure>글", [("/bbs/a.jpg", "개관식")], ["글"]),
        ("<figure><figcaption>개관식</figcaption><img src=a.jpg></figure>글", [("/bbs/a.jpg", "개관식")], ["글"]),
        ("<figure><img src=a.jpg><figcaption>▲ 개관식</figcaption></figure>글", [("/bbs/a.jpg", "개관식")], ["글"]),
        ("<figure><img src=a.jpg><figcaption>개관식.jpg</figcaption></figure>글", [("/bbs/a.jpg", None)], ["글"]),
        ("<figure><img src=a.jpg><figcaption>&nbsp;</figcaption></figure>글", [("/bbs/a.jpg", None)], ["글"]),
        ("<figure><img src=a.jpg><figcaption>개관식<br>사진=평택시</figcaption></figure>", [("/bbs/a.jpg", "개관식 사진=평택시")], []),
        (
            "<figure><img src=a.jpg><figcaption>개관식<script>x</script><i class=ad>광고</i><b hidden>나</b></figcaption></figure>",
            [("/bbs/a.jpg", "개관식")], [],
        ),
        ("<figure><img src=a.jpg><figcaption>" + LONG + "</figcaption></figure>", [("/bbs/a.jpg", None)], [LONG]),
        ("앞<figure><img src=a.jpg>덧글<figcaption>개관식</figcaption></figure>뒤", [("/bbs/a.jpg", "개관식")], ["앞", "덧글", "뒤"]),
        ("<figure>글만 있다<figcaption>소제목</figcaption></figure>", [], ["글만 있다", "소제목"]),
        ("<figcaption>소제목</figcaption>", [], ["소제목"]),
        # several pictures in one wrapper
        (
            "<figure><img src=a.jpg><figcaption>하나</figcaption><img src=b.jpg><figcaption>둘</figcaption></figure>",
            [("/bbs/a.jpg", "하나"), ("/bbs/b.jpg", "둘")], [],
        ),
        (
            "<figure><figcaption>하나</figcaption><img src=a.jpg><figcaption>둘</figcaption><img src=b.jpg></figure>",
            [("/bbs/a.jpg", "하나"), ("/bbs/b.jpg", "둘")], [],
        ),
        (
            "<figure><img src=a.jpg><img src=b.jpg><figcaption>하나</figcaption><figcaption>둘</figcaption></figure>",
            [("/bbs/a.jpg", "하나"), ("/bbs/b.jpg", "둘")], [],
        ),
        (
            "<figure><img src=a.jpg><img src=b.jpg><figcaption>▲ 하나</figcaption><figcaption>▲ 둘</figcaption></figure>",
            [("/bbs/a.jpg", "하나"), ("/bbs/b.jpg", "둘")], [],
        ),
        (
            "<figure><img src=a.jpg><img src=b.jpg><figcaption>함께</figcaption></figure>",
            [("/bbs/a.jpg", "함께"), ("/bbs/b.jpg", None)], [],
        ),
        (
            "<figure><img src=a.jpg></figure><figure><figcaption>둘</figcaption><img src=b.jpg></figure>",
            [("/bbs/a.jpg", None), ("/bbs/b.jpg", "둘")], [],
        ),
        (
            "<figure><img src=a.jpg><figcaption>하나</figcaption><figcaption>둘</figcaption><figcaption>셋</figcaption></figure>",
            [("/bbs/a.jpg", "하나 둘 셋")], [],
        ),
        (
            "<figure><img src=a.jpg><figcaption>하나</figcaption></figure><figure><figcaption>둘</figcaption><img src=b.jpg></figure>",
            [("/bbs/a.jpg", "하나"), ("/bbs/b.jpg", "둘")], [],
        ),
        (
            "<figure><img src=a.jpg><figcaption>개관식</figcaption><figcaption>사진=평택시</figcaption></figure>글",
            [("/bbs/a.jpg", "개관식 사진=평택시")], ["글"],
        ),
        ("<figure><img src=a.jpg></figure><figure><img src=a.jpg><figcaption>개관식</figcaption></figure>", [("/bbs/a.jpg", "개관식")], []),
        ("<figure><img alt=a><figcaption>주소 없는 사진</figcaption></figure>글", [], ["글"]),
        (
            "<figure><img alt=a><figcaption>주소 없는 사진</figcaption></figure><figure><img src=b.jpg></figure>",
            [("/bbs/b.jpg", None)], [],
        ),
        ("<div class=photo><figure><img src=a.jpg></figure><p class=caption>개관식</p></div>", [("/bbs/a.jpg", "개관식")], []),
        ("<div class=photo><p class=caption>개관식</p><figure><img src=a.jpg></figure></div>", [("/bbs/a.jpg", "개관식")], []),
        ("<figure><figcaption>" + LONG + "</figcaption><img src=a.jpg></figure>", [("/bbs/a.jpg", None)], [LONG]),
        (  # two that together are no longer than one may be, and two that are
            f"<figure><figcaption>{'가' * 150}</figcaption><figcaption>{'나' * 150}</figcaption><img src=a.jpg></figure>",
            [("/bbs/a.jpg", f"{'가' * 150} {'나' * 150}")], [],
        ),
        (
            f"<figure><figcaption>{'가' * 150}</figcaption><figcaption>{'나' * 151}</figcaption><img src=a.jpg></figure>",
            [("/bbs/a.jpg", "가" * 150)], ["나" * 151],
        ),
        # a line below a picture
        ("앞<img src=a.jpg>뒤", [("/bbs/a.jpg", None)], ["앞", "뒤"]),
        ("앞<img src=a.jpg>▲ 개관식<br>뒤", [("/bbs/a.jpg", "개관식")], ["앞", "뒤"]),
        ("<img src=a.jpg><p>▲ 하나</p><img src=a.jpg><p>▲ 둘</p>", [("/bbs/a.jpg", "하나")], ["▲ 둘"]),
        ("<img src=a.jpg><br>▲ 개관식<br>글", [("/bbs/a.jpg", "개관식")], ["글"]),
        (
            "<p><img src=a.jpg></p><p>&nbsp;</p><p>회의.jpg</p><div class=ad>광고</div><p>▲개관식</p><p>글</p>",
            [("/bbs/a.jpg", "개관식")], ["글"],
        ),
        ("<img src=a.jpg><p>글</p><p>▲ 개관식</p>", [("/bbs/a.jpg", None)], ["글", "▲ 개관식"]),
        ("<p>▲ 개관식</p><img src=a.jpg>", [("/bbs/a.jpg", None)], ["▲ 개관식"]),
        ("<img src=a.jpg><p>▲ 도전 ▲ 혁신</p>", [("/bbs/a.jpg", None)], ["▲ 도전 ▲ 혁신"]),
        ("<img src=a.jpg><p>▲ 도전</p><p>▲ 혁신</p><p>▲ 상생</p>", [("/bbs/a.jpg", None)], ["▲ 도전", "▲ 혁신", "▲ 상생"]),
        (
            "<img src=a.jpg><p>▲ 하나</p><img src=b.jpg><p>▲ 둘</p><p>글</p>",
            [("/bbs/a.jpg", "하나"), ("/bbs/b.jpg", "둘")], ["글"],
        ),
        ("<img src=a.jpg><p>▲ 개관식</p><p>글</p><p>▲ 도전</p>", [("/bbs/a.jpg", "개관식")], ["글", "▲ 도전"]),
        ("<figure><img src=a.jpg><figcaption>개관식</figcaption></figure><p>▲ 도전</p>", [("/bbs/a.jpg", "개관식")], ["▲ 도전"]),
        ("[크기변환]8-11-1_보고회.JPG<br>글<br>보고회.jpg", [], ["글"]),
    ],
)  # fmt: skip
def test_captions(html: str, expected: list[tuple[str, str | None]], body: list[str]) -> None:
    assert pictures(html) == expected
    assert paragraphs(html) == body


SHELTER = "쉼터 전경. /가람시"


@pytest.mark.parametrize(
    ("html", "caption"),
    [
        ("<div class=x><img src=a.jpg><p class=y>{}</p></div>", SHELTER),
        ("<div class=x><img src=a.jpg><em>{}</em></div>", SHELTER),
        ("<div class=x><a href=/big.jpg><img src=a.jpg></a>{}</div>", SHELTER),
        ("<div class=x><p><img src=a.jpg></p><p>{}</p></div>", "시민들이 쉼터에서 쉬고 있다. [사진=가람시]"),
        ("<p><img src=a.jpg><br>{}</p>", SHELTER),
        ("<dl><dt><img src=a.jpg></dt><dd>{}</dd></dl>", SHELTER),
        ("<table><tr><td><img src=a.jpg><tr><td>{}</table>", SHELTER),
        ("<span class=photo_area><img src=a.jpg><em>{}</em></span>", SHELTER),
        ("<div class=photo_area><img src=a.jpg><p>{}</p></div>", "가람시는 쉼터를 열었다고 밝혔다."),  # named
        ("<div><img src=a.jpg><p class=img-desc>{}</p></div>", "가람시는 쉼터를 열었다고 밝혔다."),
        ("<figure><img src=a.jpg><p>{}</p></figure>", "가람시는 쉼터를 열었다고 밝혔다."),
        ("<div class=x><img src=/blank.gif data-lazy=a.jpg><p class=y>{}</p></div>", SHELTER),
    ],
)
def test_the_only_text_beside_a_picture_is_its_caption(html: str, caption: str) -> None:
    for around in (f"{html}<p>{FIRST}</p>", f"<p>{FIRST}</p>{html}"):
        assert read(around.format(caption), ()) == ([FIRST], [{"url": "http://news.example.com/bbs/a.jpg", "caption": caption}])


@pytest.mark.parametrize(
    "html",
    [
        f"<p><img src=a.jpg>{FIRST}</p>",
        f"<p><img src=a.jpg><br>{FIRST}</p>",
        f"<div><img src=a.jpg><p>{FIRST}</p></div>",
        "<p><img src=a.jpg>문의 031-123-4567</p>",  # in the line: an icon
        "<div><img src=a.jpg><h3>소제목</h3></div>",
        "<div class=photo><a href=/news/2><img src=a.jpg><em>다른 기사</em></a></div>",
        "<div><p>쉼터 전경</p><img src=a.jpg></div>",  # above
        f"<div class=photo><img src=a.jpg><p>{'가' * 301}</p></div>",
        f"<div><img src=a.jpg><p>{'가' * 151}</p></div>",
        "<div><img src=a.jpg><p>하나</p><p>둘</p></div>",
        "<table><tr><td><img src=a.jpg></td><td>구분</td><td>2023년</td></tr></table>",
        "<ul><li><img src=a.jpg>신청 방법</li></ul>",
        "<div><img src=/px.gif><p>쉼터 전경</p></div>",
    ],
)
def test_what_is_no_caption_stays_in_the_text(html: str) -> None:
    told = page(html).css("body")[0].xpath("string()").get()
    body = read(f"{html}<p>뒤</p>", ())
    assert "".join(body.paragraphs).replace(" ", "") == f"{told}뒤".replace(" ", "")
    assert [image["caption"] for image in body.images] in ([None], [])


def test_a_picture_with_the_only_text_of_the_article_leaves_it_there() -> None:
    html = f"<div class=photo><img src=a.jpg><p>{SHELTER}</p></div>"
    assert read(html, ()) == ([SHELTER], [{"url": "http://news.example.com/bbs/a.jpg", "caption": None}])


TABLE = (Figure("table", "td, caption"),)


@pytest.mark.parametrize(
    ("html", "expected", "body"),
    [
        ("<table><tr><td><img src=a.jpg><tr><td>개관식</table>글", [("/bbs/a.jpg", "개관식")], ["글"]),
        ("<table><tr><td><p>개관식</p></td></tr><tr><td><img src=a.jpg></table>글", [("/bbs/a.jpg", "개관식")], ["글"]),
        (
            "<table><tr><td><img src=a.jpg><td><img src=b.jpg><tr><td>하나<td>둘</table>",
            [("/bbs/a.jpg", "하나"), ("/bbs/b.jpg", "둘")], [],
        ),
        ("<table><tr><td><img src=a.jpg><br>▲ 개관식</table>글", [("/bbs/a.jpg", "개관식")], ["글"]),
        ("<table><tr><td>구분<td>2022년<tr><td>체육관<td>7</table>", [], ["구분 2022년", "체육관 7"]),
        (
            "<table><tr><td><table><tr><td><img src=a.jpg><tr><td>개관식</table>글</table>",
            [("/bbs/a.jpg", "개관식")], ["글"],
        ),
    ],
)  # fmt: skip
def test_captions_in_layout_tables(html: str, expected: list[tuple[str, str | None]], body: list[str]) -> None:
    assert pictures(html, TABLE) == expected
    assert read(html, TABLE).paragraphs == body


# --- one field


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("h1", ["첫 줄", "둘째 줄"]),
        ("meta::attr(content)", ["평택시, 보고회 개최"]),
        ("meta", []),
        ("b::text", ["홍길동 기자"]),
        ("b", ["홍길동 기자"]),
        ("i", []),
    ],
)
def test_lines(query: str, expected: list[str]) -> None:
    page = Selector("<meta content=' 평택시,\xa0보고회 개최 '><h1>첫 줄<br>둘째 줄</h1>꼬리<b> 홍길동\n기자 </b>꼬리<i> </i>")
    assert lines_of(page.css(query)[0]) == expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<h3><span class='badge'>사회</span>가람시 쉼터</h3>", ["사회 가람시 쉼터"]),
        ("<h3>가람시<b> 쉼</b>터<small>열 곳 더 연다</small></h3>", ["가람시 쉼터 열 곳 더 연다"]),
        ("<h1><span class='blind'>제목</span>가람시 쉼터</h1>", ["가람시 쉼터"]),
        ("<li><span class='sound_only'>작성일</span>24-03-05 09:07</li>", ["작성일 24-03-05 09:07"]),  # a field goes by its label
        ("<h2>가람시<img src='http://n.example.com/a.jpg'>쉼터</h2>", ["가람시 쉼터"]),
    ],
)
def test_badges_and_labels_stand_apart(html: str, expected: list[str]) -> None:
    assert lines_of(page(html).css("body > *")[0]) == expected


def test_the_tree_is_left_as_it_was() -> None:
    page = Selector("<div id=body>가<div class=ad>광고</div>나<figure><img src=a.jpg><figcaption>다</figcaption></figure></div>")
    before = page.get()
    read_body(page.css("#body")[0], BASE, DROP, FIGURES)
    assert page.get() == before


# --- big and deep


def nested(depth: int) -> Selector:
    """Built by hand: libxml2's parser stops at 2,046 levels."""
    root = deepest = etree.Element("div")
    for _ in range(depth):
        deepest = etree.SubElement(deepest, "div")
    deepest.text, deepest.tail = "속", "뒤"
    return Selector(root=root, type="html")


def test_deep_nesting() -> None:
    assert read_body(nested(5_000), BASE, DROP, FIGURES).paragraphs == ["속", "뒤"]


@pytest.mark.parametrize("tag", ["span", "font", "b", "div", "center", "p", "li", "wbr", "p><span", "table><tr><td"])
def test_unclosed_tags_lose_nothing(tag: str) -> None:
    """libxml2 stops at 2,048 levels, and says nothing."""
    html = "".join(f"<{tag}>{n}. " for n in range(3_000))
    began = time.process_time()
    told = paragraphs(html)
    assert " ".join(told).removesuffix(" 밖") == " ".join(f"{n}." for n in range(3_000))  # which stands in it where that has no end
    assert (len(told) <= 2) == (tag in {"span", "font", "b", "wbr"})
    assert time.process_time() - began < 2


def test_what_stands_below_a_deep_place_is_read() -> None:
    within = "속<script>'</div>'</script><!-- </div> --><img src=/a.jpg>"
    deep = "<div><b title='a > b'>" * 1_500 + within + "</b></div>" * 1_500
    assert read(f"앞{deep}<p>뒤</p>") == (["앞", "속", "뒤"], [{"url": "http://news.example.com/a.jpg", "caption": None}])


@pytest.mark.parametrize(
    "html", ["<div>" * 40_000, "".join(f"<p><font color={n}>가" for n in range(10_000)), "<b><p>" * 20_000], ids=["div", "font", "b"]
)
def test_a_page_that_would_never_end_takes_little_time(html: str) -> None:
    began = time.process_time()
    with suppress(TooComplexError):
        assert page(f"<p>앞</p>{html}").css("p::text").get() == "앞"
    assert time.process_time() - began < 2


COPY = "<p>가온시는 20일 도서관을 열었다고 밝혔다.</p><p>장터도 함께 연다. 주민 300명이 일손을 보탠다.</p>"
BIG = {
    "text": "가나다 " * 150_000,
    "paragraphs": "<p>평택시는 5일 밝혔다.</p>" * 20_000,
    "breaks": "평택시는 5일 밝혔다.<br>" * 25_000,
    "empty": "<p>&nbsp;</p><br>" * 60_000,
    "inline": "<b>가</b> " * 80_000,
    "pictures": "".join(f"<img src=/{n}.jpg>" for n in range(40_000)),
    "figures": "".join(f"<figure><img src=/{n}.jpg><figcaption>글</figcaption></figure>" for n in range(12_000)),
    "captions": "<figure><img src=a.jpg>" + "<figcaption>글</figcaption>" * 30_000 + "</figure>",
    "marks": "<img src=a.jpg>" + "<p>▲ 글</p>" * 40_000,
    "nested figures": "<figure>" * 1_000 + "<img src=a.jpg>" + "</figure>" * 1_000,
    "nested blocks": "<div>" * 400 + "<p>평택시는 5일 밝혔다.</p>" * 20_000 + "</div>" * 400,
    "hidden": "<div class=blind>" * 400 + "<p>글</p>" * 5_000 + "</div>" * 400,
    "copies": "<div><p>평택시는 5일 밝혔다.</p><p>평택시는 오는 6일에 문을 연다고 밝혔다.</p><p>평택시는 7일 밝혔다.</p></div>" * 5_000,
    "nested tables": "<table><tr><td>" * 600 + "글" + "</table>" * 600,
    "cells": "<table><tr>" + "<td>글</td>" * 60_000 + "</tr></table>",
    "rows": "<table>" + "<tr><td>가</td><td>나</td></tr>" * 20_000 + "</table>",
    "ads": "<div class=ad>광고</div>글" * 25_000,
    "comments": "<!-- x -->글" * 50_000,
    "unclosed": "<p><b><i>글" * 300,
    "unclosed figures": "<figure>" * 500 + "<img src=a.jpg>" + "<figcaption>글</figcaption>" * 3_000,
    "unclosed captions": "<figure>" * 500 + "<img src=a.jpg>" + "<figcaption>" * 1_500,
    "figures of ads": "<figure>" * 800 + "<div class=ad>" + "<img src=a.jpg>" * 800,
    "credits": "<img src=a.jpg>" + "".join(f"<p>사진=가온{n}시 제공</p>" for n in range(10_000)),
    "credits before": "".join(f"<p>사진=가온{n}시 제공</p>" for n in range(10_000)) + "<img src=a.jpg>",
    "sources": "<picture>" + "".join(f"<source srcset='{n}.jpg 2x'><img alt=a>" for n in range(5_000)) + "</picture>",
    "nested pictures": "<picture><source srcset='a.jpg 2x'><img alt=a>" * 1_000,
    "copies of pictures": "".join(f"<div>{COPY}<img src=/{n}.jpg></div><div>{COPY}</div>" for n in range(5_000)),
    "copies in each other": f"<div><div>{COPY}</div>" * 250 + "<p>가온시는 밝혔다.</p>" * 10_000,
}


@pytest.mark.slow
@pytest.mark.parametrize("html", BIG.values(), ids=BIG)
def test_a_big_page_takes_little_time(html: str) -> None:
    page = Selector(f"<div id=body>{html}</div>").css("#body")[0]
    began = time.process_time()
    read_body(page, BASE, DROP, (*FIGURES, *TABLE))
    assert time.process_time() - began < 5


# --- whatever the structure, the text comes out whole, in order, once

WORDS = st.text(st.sampled_from("가나다라마바사 ,.·▲<&"), max_size=8)
TAGS = st.sampled_from("p div span b a h3 ul li table tr td blockquote font figure section center".split())
PIECES = WORDS.map(escape) | st.sampled_from(
    ["<br>", "<hr>", "<!-- 주석 -->", "<script>x()</script>", "<div class=ad>광고<p>광고</p></div>", "<span hidden>숨김</span>", "&nbsp;"]
)
MARKUP = st.recursive(
    PIECES, lambda inner: st.tuples(TAGS, st.lists(inner, max_size=4)).map(lambda made: f"<{made[0]}>{''.join(made[1])}</{made[0]}>")
)


@given(st.lists(MARKUP, max_size=8).map("".join))
def test_all_text_comes_out_in_order_and_once(html: str) -> None:
    container = Selector(f"<body><div id=body>{html}</div></body>").css("#body")[0]
    seen = container.xpath(".//text()[not(ancestor::script or ancestor::*[@hidden] or ancestor::*[@class='ad'])]").getall()
    assume(len("".join(seen)) < 100)  # two equal blocks with more are copies, of which one is read
    body = read_body(container, BASE, DROP, FIGURES)
    assert "".join(body.paragraphs).replace(" ", "") == clean("".join(seen)).replace(" ", "")
    assert all(p and p == clean(p) for p in body.paragraphs)


@given(st.lists(MARKUP | st.sampled_from(["<img src=a.jpg>", "<img src=b.jpg>", "<figcaption>설명</figcaption>"]), max_size=8).map("".join))
def test_with_pictures_nothing_is_lost_or_doubled(html: str) -> None:
    number = count()
    html = re.sub("설명", lambda _: f"설명{next(number)}", html)  # one and the same caption of a picture is told once
    container = Selector(f"<body><div id=body>{html}</div></body>").css("#body")[0]
    seen = container.xpath(".//text()[not(ancestor::script or ancestor::*[@hidden] or ancestor::*[@class='ad'])]").getall()
    assume(len("".join(seen)) < 100)
    body = read_body(container, BASE, DROP, FIGURES)
    told = "".join([*body.paragraphs, *(image["caption"] or "" for image in body.images)])
    assert sorted(told.replace(" ", "").replace("▲", "")) == sorted(clean("".join(seen)).replace(" ", "").replace("▲", ""))
    assert len({image["url"] for image in body.images}) == len(body.images)


def test_an_ad_in_a_caption_makes_it_no_less_a_caption() -> None:
    ad = "<div class=ad><img src=/ad.jpg>광고</div>"
    for caption in (f"사진 설명{ad}", f"{ad}사진 설명", "사진 설명<img class=ad src=/ad.jpg>"):
        html = f"<figure><img src=/1.jpg><figcaption>{caption}</figcaption></figure><p>가</p>"
        assert read(html) == (["가"], [{"url": "http://news.example.com/1.jpg", "caption": "사진 설명"}])
    assert read(f"<figure>{ad}<figcaption>본문</figcaption></figure>") == (["본문"], [])  # no picture that it could be of
