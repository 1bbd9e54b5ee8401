"""Pages of which every kilobyte may cost more than the one before: a kind of markup a thousand times over, in every family's pages.

    python -m storms.pages [--seed N] [--outlets NAME,…] [--kinds NAME,…] [--sizes BYTES,…]

A page is a fixture with one kind of filling put in: where the article's text stands, before it, or in the head; among the rows of a list,
or in a row. It goes the whole way of a page in this process: charset, the outlet's `parse_article` or `parse_list`, every item pipeline,
the report. It must be read, or refused under a reason of its own, within a second of CPU, or a second for each MB. The next larger page of
a kind is tried only if the one before was in time. The slowest are printed.
"""

from __future__ import annotations

import argparse
import logging
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from random import Random

from lxml import etree
from parsel import Selector
from scrapy.crawler import Crawler
from scrapy.http import HtmlResponse, TextResponse

from benchmarks.changed_pages import FIXTURES, Changed, crawl, settings, sources
from benchmarks.page_changes import Page, Source, Truth
from newsharvest.addresses import join
from newsharvest.crawl.outlet import OutletSpider
from newsharvest.crawl.plan import CrawlPlan
from newsharvest.download.charset import CharsetMiddleware, decoded
from newsharvest.download.replay import RECORDED_AT, Case
from newsharvest.items import Unkept
from newsharvest.page.tree import page_of
from storms.tally import Tally

OUTLETS = ("idomin", "gyeonggitv", "joongdo", "gn1news", "krnews21", "ptlnews")
"""One of each family."""
SIZES = (30_000, 300_000, 1_500_000)
"""Bytes of the filling."""
SECONDS = 1.0
"""CPU that a page may take, and each MB of a larger one."""
SHOWN = 10
"""The slowest that are printed."""

Filling = Callable[[Random, int], str]


# --- the kinds of filling


def repeated(unit: str) -> Filling:
    """Return a filling of one text after another; `#` in it is another number each time, `?` another word."""

    def fill(random: Random, size: int) -> str:
        parts, length, number = [], 0, 0
        while length < size:
            part = unit.replace("#", str(number)) if "#" in unit else unit
            part = part.replace("?", word(random)) if "?" in unit else part
            parts.append(part)
            length += len(part.encode(errors="replace"))
            number += 1
        return "".join(parts)

    return fill


def nested(begin: str, end: str, inside: str = "") -> Filling:
    """Return a filling of elements within each other, each with `inside` before the next."""

    def fill(random: Random, size: int) -> str:
        count = max(1, size // len((begin + inside + end).encode()))
        return "".join((begin + inside).replace("#", str(n)).replace("?", word(random)) for n in range(count)) + end * count

    return fill


def levels(begin: str, end: str, inside: str, depth: int) -> Filling:
    """Return a filling of so many elements within each other, and `inside` again and again in the innermost."""

    def fill(random: Random, size: int) -> str:
        return begin * depth + repeated(inside)(random, size - depth * len(begin + end)) + end * depth

    return fill


def both(first: str, times: int, then: str) -> Filling:
    """Return a filling of one text so many times, and then another up to the size."""

    def fill(random: Random, size: int) -> str:
        return first * times + repeated(then)(random, max(0, size - len(first) * times))

    return fill


def halves(first: str, then: str) -> Filling:
    """Return a filling whose first half is one text again and again, and whose second is another."""

    def fill(random: Random, size: int) -> str:
        return repeated(first)(random, size // 2) + repeated(then)(random, size // 2)

    return fill


def within(begin: str, unit: str, end: str) -> Filling:
    """Return a filling of one element that holds a text again and again."""

    def fill(random: Random, size: int) -> str:
        return begin + repeated(unit)(random, size) + end

    return fill


WORDS = "가온시 다솔군 도서관 축제 예산 주민 시장 의회 개관 사업 봉사 청년 농가 하천 문화 교육 복지 안전 산단 장터".split()


def word(random: Random) -> str:
    """Return a word."""
    return f"{random.choice(WORDS)}{random.choice(WORDS)}"


LINE = "?와 ? #곳이 ?에서 ?을 열었다고 ?가 20일 밝혔다."

EVERY_TAG = (
    "div p span a b font table tr td ul li dl dd figure figcaption section article blockquote h1 h2 center form button select option"
    " iframe script style svg math template noscript pre textarea title ruby rt nobr label"
).split()
TEXT_TAGS = (
    "div p span a b i font li dd h1 h2 h3 h4 figcaption section article blockquote center pre q ruby small label button table td tr"
    " caption time address cite strong em u iframe video noscript textarea script style option"
).split()

IN_BODY: dict[str, Filling] = {
    # elements without an end, within each other, or side by side
    **{f"unclosed_{tag}": repeated(f"<{tag}>") for tag in EVERY_TAG},
    **{
        f"unclosed_{tag}_text": repeated(f"<{tag}>{LINE}")
        for tag in "div p span a b font table td ul li dl dd figure figcaption section h2 center".split()
    },
    **{
        f"nested_{tag}": nested(f"<{tag}>", f"</{tag}>", "?")
        for tag in "div span b font blockquote section figure article center ul table aside".split()
    },
    **{
        f"levels_{tag}": levels(f"<{tag}>", f"</{tag}>", f"<p>{LINE}</p>", 400)
        for tag in "div span b font blockquote section figure article".split()
    },
    **{
        f"empty_{tag}": repeated(f"<{tag}></{tag}>")
        for tag in "div p span a b td li h1 h2 figure figcaption iframe script style br img input button video noscript".split()
    },
    **{f"many_{tag}": repeated(f"<{tag}>{LINE}</{tag}>") for tag in TEXT_TAGS},
    "short_p": repeated("<p>가</p>"),
    "same_p": repeated("<p>가온시는 20일 도서관을 열었다고 밝혔다.</p>"),
    "short_div": repeated("<div>가#</div>"),
    "br": repeated("<br>"),
    "br_text": repeated("? #<br>"),
    "wbr_text": repeated("가<wbr>"),
    "hr": repeated("<hr>"),
    "comments": repeated("<!-- ? -->가"),
    "comment_open": repeated("<!--"),
    "cdata": repeated("<![CDATA[?]]>"),
    "instructions": repeated("<?php ? ?>"),
    "ends": repeated("</div>"),
    "ends_p": repeated("</p>"),
    "ends_br": repeated("</br>"),
    "ends_body": repeated("</body></html>가"),
    "lt": repeated("<"),
    "lt_text": repeated("a<b "),
    "amp": repeated("&"),
    "entities": repeated("&amp;&#44032;&nbsp;&copy;"),
    "entities_bad": repeated("&#99999999;&bogus;&#x;"),
    "twice_escaped": repeated("&amp;amp;lt;"),
    "no_blanks": repeated("가나다라마바사"),
    "no_blanks_latin": repeated("abcdefg"),
    "blanks": repeated(" "),
    "lines": repeated("\n"),
    "nbsp": repeated("\u00a0"),
    "zero_width": repeated("\u200b"),
    "joiners": repeated("가\u200d"),
    "combining": repeated("\u0301"),
    "compatibility": repeated("ﷺ"),
    "jamo": repeated("\u1100\u1161\u11a8"),
    "fullwidth": repeated("２０２６．１１．２０"),
    "emoji": repeated("\U0001f468\u200d"),
    "lone_lines": repeated("가#\n"),
    "in_pre": within("<pre>", "? #\n", "</pre>"),
    # dates, names, addresses, rights
    **{
        f"text_{name}": repeated(unit)
        for name, unit in {
            "dates": "2026.11.20 09:00 ",
            "days": "20",
            "dots": "1.",
            "dates_split": "2026.",
            "colons": "12:",
            "mails": "a#@example.com ",
            "at": "@",
            "at_name": "a@",
            "names": "홍길동 기자 ",
            "reporters": "기자",
            "rights": "무단전재 재배포 금지 ",
            "copyright": "ⓒ",
            "credits": "사진=가온시 제공 ",
            "marks": "▲",
            "marks_text": "▲ 장터 ",
            "brackets": "[",
            "parens": "(",
            "brackets_text": "[가온=홍길동 기자]",
            "quotes": "“",
            "quotes_both": "\"'",
            "equals": "=",
            "slashes": "/",
            "dotted": "www.가온.kr/",
            "urls": "http://a#.example.com/ ",
            "files": "사진#.jpg ",
            "polite": "합니다. ",
            "plain": "밝혔다. ",
            "ended": "다.",
            "commas": ",",
            "hashes": "#가온 ",
            "hash": "＃",
            "tabs": "\t가",
            "dashes": "-",
            "spaces_mid": "가  ",
            "digits": "1234567890",
            "hangul_digits": "제1회",
            "ellipsis": "…",
            "middle_dots": "가·",
            "middle_dot": "·",
            "gt": "가 > ",
            "pipes": "가|",
            "places": "가온시 다솔군 ",
            "phone": "010-1234-5678 ",
        }.items()
    },
    **{
        f"lines_{name}": repeated(f"<p>{unit}</p>")
        for name, unit in {
            "dates": "입력 2026.11.20 09:00",
            "names": "? 기자",
            "mails": "홍길동 기자 a#@example.com",
            "bare_mails": "a#@example.com",
            "rights": "저작권자 ⓒ 가온일보 무단전재 및 재배포 금지",
            "credits": "사진=가온시# 제공",
            "marks": "▲ ? ? #",
            "datelines": "[가온=홍길동 기자] ? #",
            "polite": "? #을 알려 드립니다.",
            "files": "사진#.jpg",
            "headline": "? #",
            "figures": "# # #",
            "links": "http://a#.example.com/",
            "quotes": "“? #”",
            "foreign": "the quick brown fox jumps over # lazy dogs and so on and on and on",
        }.items()
    },
    # pictures and captions
    "figures": repeated('<figure><img src="/photo/#.jpg"><figcaption>? #</figcaption></figure>'),
    "figures_same": repeated('<figure><img src="/photo/1.jpg"><figcaption>?</figcaption></figure>'),
    "figures_no_image": repeated("<figure><figcaption>? #</figcaption></figure>"),
    "nested_figures_images": halves("<figure>", '<img src="/photo/#.jpg">'),
    "nested_figures_one_image": both('<figure><img src="/photo/1.jpg">', 1, "<figure>"),
    "figures_unclosed_captions": both("<figure>", 500, "<figcaption>? #</figcaption>"),
    "figures_image_captions": both("<figure>", 500, '<img src="/photo/1.jpg"><figcaption>? #</figcaption>'),
    "figures_captions_unclosed": both("<figure>", 500, "<figcaption>"),
    "figures_end_image": lambda random, size: (
        repeated("<figure>")(random, size // 2) + repeated("<figcaption>가</figcaption>")(random, size // 2) + '<img src="/photo/1.jpg">'
    ),
    "ad_figures_images": lambda random, size: nested("<figure>", "</figure>", "")(random, size // 2).replace(
        "</figure>", '<div class="ad">' + repeated('<img src="/p/#.jpg">')(random, size // 2) + "</div></figure>", 1
    ),
    "ads_images": within('<div class="ad">', '<img src="/photo/#.jpg">', "</div>"),
    "ads": repeated('<div class="ad">? #</div>'),
    "nested_ads": nested('<div class="ad">', "</div>"),
    "levels_ads_images": levels('<div class="ad">', "</div>", '<img src="/p/#.jpg">', 100),
    "images": repeated('<img src="/photo/#.jpg">'),
    "images_same": repeated('<img src="/photo/1.jpg">'),
    "images_captions": repeated('<div><img src="/photo/#.jpg"><p>▲ ? #</p></div>'),
    "images_credits": repeated('<p><img src="/photo/#.jpg"></p><p>사진=가온#시 제공</p>'),
    "one_image_credits": both('<img src="/photo/1.jpg">', 1, "<p>사진=가온#시 제공</p>"),
    "credits_no_image": repeated("<p>사진=가온#시 제공</p>"),
    "credits_then_image": lambda random, size: repeated("<p>사진=가온#시 제공</p>")(random, size) + '<img src="/photo/1.jpg">',
    "images_tables": repeated('<table><tr><td><img src="/photo/#.jpg"></td></tr><tr><td>? #</td></tr></table>'),
    "image_tables_nested": nested('<table><tr><td><img src="/photo/#.jpg">', "</td></tr></table>"),
    "images_levels": levels("<div>", "</div>", '<img src="/photo/#.jpg">', 100),
    "images_links_levels": levels("<div>", "</div>", '<a href="http://other.example/"><img src="/photo/#.jpg"></a>', 100),
    "images_lazy": repeated('<img src="data:image/gif;base64,R0" data-src="/photo/#.jpg" data-a="/a.jpg" data-b="b">'),
    "images_placeholder": repeated('<img src="/img/blank.gif" data-x="?">'),
    "images_placeholder_levels": levels("<div>", "</div>", '<img src="/img/blank.gif" data-x="?">', 100),
    "pictures_sources": within("<picture>", '<source srcset="/photo/#.jpg 2x"><img alt="a">', "</picture>"),
    "pictures_nested": nested("<picture>", "</picture>", '<source srcset="/photo/#.jpg 2x"><img alt="a">'),
    "noscript_images": repeated('<noscript><img src="/photo/#.jpg"></noscript>'),
    "noscript_many": within("<noscript>", '<img src="/photo/#.jpg">', "</noscript>"),
    "srcset": lambda random, size: '<img srcset="' + repeated("/photo/#.jpg #w, ")(random, size) + '">',
    "data_uri": lambda random, size: '<p><img src="data:image/png;base64,' + "QUJD" * (size // 4) + '">가</p>',
    "data_uris": repeated('<img src="data:image/png;base64,QUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJD">'),
    "long_src": lambda random, size: '<img src="/' + "a/" * (size // 2) + 'x.jpg">',
    "background": lambda random, size: '<div style="' + "background:url(" * (size // 15) + '"></div>',
    "backgrounds": repeated('<div style="background:url(/photo/#.jpg)"></div>'),
    "caption_class": repeated('<div class="caption">? #</div>'),
    "captions_view": repeated('<table><tr><td class="view_r_caption">? #</td></tr></table>'),
    "captions_nested": nested('<div class="caption">', "</div>"),
    "captions_levels": levels('<div class="caption">', "</div>", '<img src="/photo/#.jpg">', 100),
    "captions_levels_captions": levels('<div class="caption">', "</div>", '<div class="caption"><img src="/p/#.jpg">?</div>', 100),
    "photo_spans": repeated('<span class="photo"><img src="/photo/#.jpg">? #</span>'),
    "photo_nested": nested('<div class="photo">', "</div>", '<img src="/photo/1.jpg">'),
    # links and boxes
    "links": repeated('<a href="/news/articleView.html?idxno=#">? #</a>'),
    "links_lines": repeated('<p><a href="/news/articleView.html?idxno=#">? # ? ?</a></p>'),
    "links_no_text": repeated('<a href="/news/articleView.html?idxno=#"></a>'),
    "links_bad": repeated('<a href="http://[">가</a>'),
    "links_long": lambda random, size: '<a href="/?' + "&amp;a=1" * (size // 8) + '">가</a>',
    "links_levels": levels("<div>", "</div>", '<a href="/a/#">? # 가 나</a>', 100),
    "cloudflare": repeated('<a href="/cdn-cgi/l/email-protection#abcd">[email&#160;protected]</a>'),
    "cloudflare_nested": nested('<a href="/cdn-cgi/l/email-protection#ab"><span>', "</span></a>"),
    "cloudflare_span": nested('<span href="/cdn-cgi/l/email-protection#ab">', "</span>"),
    "boxes": repeated('<div class="box-#">? #</div>'),
    "boxes_lines": repeated('<div class="box-#"><p>? # ? ? 을 열었다고 밝혔다.</p></div>'),
    "boxes_same": repeated('<div class="box">? # ? ?</div>'),
    "boxes_nested": nested('<div class="box-#">', "</div>", "? # ? ?"),
    "boxes_levels": levels('<div class="box">', "</div>", '<div class="b-#">? # ? ?</div>', 100),
    "ids": repeated('<p id="p-#">? # ? ?</p>'),
    "ids_same": repeated('<p id="articleBody">? #</p>'),
    "sections": repeated("<section>? # ? ?</section>"),
    "asides": nested("<aside>", "</aside>", "? # ? ?"),
    "controls": repeated("<button>?</button><p>? # ? ?</p>"),
    "controls_box": within("<div>", "<input>? # ? ?<br>", "</div>"),
    "controls_nested": nested("<div><label>a</label>", "</div>", "? # ? ?"),
    "hidden": repeated('<div style="display:none">? #</div>'),
    "hidden_nested": nested("<div hidden>", "</div>", "? #"),
    "hidden_spans": repeated('<span class="blind">?</span>'),
    "blind_nested": nested('<span class="blind">', "</span>"),
    "blind_nested_div": nested('<div class="hidden">', "</div>"),
    "blind_levels_empty": levels('<div class="hidden">', "</div>", "<b></b>", 100),
    "dialogs": nested("<dialog open>", "</dialog>", "?"),
    "twins": repeated("<div><div><p>가온시는 20일 도서관을 열었다고 밝혔다.</p><p>장터도 함께 열린다고 한다.</p></div></div>"),
    "twins_nested": nested("<div><div><p>가온시는 20일 도서관을 #</p><p>장터도 함께 #</p></div>", "</div>"),
    "twins_levels": levels("<div>", "</div>", "<div><p>가#</p><p>나#</p></div>", 100),
    "tables": repeated("<table><tr><td>?</td><td>#</td></tr></table>"),
    "table_rows": within("<table>", "<tr><td>?</td><td>#</td></tr>", "</table>"),
    "table_cells": within("<table><tr>", "<td>? #</td>", "</tr></table>"),
    "table_cells_two": within("<table><tr>", "<td><p>가</p><p>나</p></td>", "</tr></table>"),
    "tables_nested": nested("<table><tr><td>", "</td></tr></table>", "? #"),
    "tables_nested_cells": nested("<table><tr><td>가</td><td>", "</td></tr></table>"),
    "table_text": within("<table>", "가", "</table>"),
    "table_foster": within("<table>", "<b>가", "</table>"),
    "table_foster_a": within("<table>", "<a>가", "</table>"),
    "rows_nested": nested("<tr><td><table>", "</table></td></tr>"),
    "fonts": repeated('<p><font color="#">? '),
    "fonts_closed_late": lambda random, size: repeated("<p><b>가")(random, size),
    "misnested": repeated("<b><p>가</b></p>"),
    "misnested_deep": both("<b><i><u><font>", 100, "<p>가</b>"),
    "misnested_a": repeated("<a><div>가</a>"),
    "adoption": lambda random, size: "<b>" * 200 + repeated("<div>가</b>")(random, size),
    "nobr": repeated("<nobr>가"),
    "select_many": within("<select>", "<option>?</option>", "</select>"),
    "svg_many": within("<svg>", '<path d="M0 0"/>', "</svg>"),
    "svg_nested": nested("<svg><g>", "</g></svg>"),
    "math_nested": nested("<math><mi>", "</mi></math>"),
    "templates_nested": nested("<template>", "</template>"),
    "frames": repeated('<iframe src="/video/#"></iframe>'),
    "frames_params": within("<object>", '<param name="movie" value="/a/#">', "</object>"),
    "objects_nested": nested('<object data="/a">', "</object>", '<param name="movie" value="/a/#">'),
    "videos": repeated('<video><source src="/a/#.mp4"></video>'),
    "videos_nested": nested("<video>", "</video>"),
    "video_no_source": repeated("<video></video>"),
    "scripts": repeated("<script>var a = '?';</script>"),
    "styles": repeated("<style>.a { }</style>"),
    "script_big": within("<script>", "var a = '<b>'; ", "</script>"),
    "script_open": repeated("<script><!--"),
    # attributes
    "attributes": lambda random, size: "<p " + repeated("a#=1 ")(random, size) + ">가</p>",
    "attributes_bare": lambda random, size: "<p " + repeated("a# ")(random, size) + ">가</p>",
    "attributes_quoted": lambda random, size: "<p " + repeated("a#='>' ")(random, size) + ">가</p>",
    "attributes_tight": lambda random, size: "<p " + repeated("a#=''")(random, size) + ">가</p>",
    "attributes_slash": lambda random, size: "<p" + repeated("/a#")(random, size) + ">가</p>",
    "attributes_same": lambda random, size: "<p " + repeated("a=1 ")(random, size) + ">가</p>",
    "attributes_end_tag": lambda random, size: "<p>가</p " + repeated("a#=1 ")(random, size) + ">",
    "attributes_body": lambda random, size: repeated("<body a#=1>")(random, size),
    "attributes_html": lambda random, size: repeated("<html a#=1>")(random, size),
    "attributes_some": repeated("<p " + " ".join(f"a{n}=1" for n in range(300)) + ">가</p>"),
    "attributes_hundreds": repeated("<p " + " ".join(f"a{n}=1" for n in range(2000)) + ">가</p>"),
    "attributes_reopened": lambda random, size: (
        "<font " + repeated("a#=1 ")(random, min(size, 20_000)) + ">" + repeated("<p>가")(random, size - min(size, 20_000))
    ),
    "attribute_long": lambda random, size: '<p title="' + "가" * (size // 3) + '">가</p>',
    "attribute_open": lambda random, size: '<p title="' + repeated("<p>?</p>")(random, size),
    "tag_open": lambda random, size: "<p " + repeated("가 ")(random, size),
    "class_long": lambda random, size: '<p class="' + repeated("c# ")(random, size) + '">가</p>',
    "class_long_many": repeated('<p class="' + " ".join(f"c{n}" for n in range(400)) + '">가</p>'),
    "class_blanks": lambda random, size: '<p class="' + " " * size + '">가</p>',
    "style_long": lambda random, size: '<p style="' + "display:" * (size // 8) + '">가</p>',
    "style_blanks": lambda random, size: '<p style="display' + " " * size + '">가</p>',
    "style_clip": lambda random, size: '<p style="' + "clip:rect( " * (size // 11) + '">가</p>',
    "styles_block": repeated('<span style="display:block">? #</span>'),
    "styles_inline": repeated('<div style="display:inline">? #</div>'),
    "styles_pre": nested('<div style="white-space:pre">', "</div>", "? #\n"),
    "tag_name_long": lambda random, size: "<" + "a" * size + ">가",
    "tag_names": repeated("<x#>가</x#>"),
    "tag_names_open": repeated("<x#>"),
    # what the layouts look for
    "titles": repeated('<h1 class="heading">? #</h1>'),
    "titles_all": repeated('<div class="article-head-title arl_view_title headline-title">? #</div>'),
    **{f"short_{tag}": repeated(f"<{tag}>가#</{tag}>") for tag in "h2 h3 b strong span li dt ul td a small center".split()},
    "short_h2_links": repeated('<h2>가#</h2><ul><li><a href="/news/articleView.html?idxno=#">?</a></li></ul>'),
    "short_b_br": repeated("<b>가</b><br>"),
    "fonts_heavy": lambda random, size: (
        "<p><font " + repeated("a#=1 ")(random, min(size // 4, 5_000)) + "></p>" + repeated("<p>가</p>")(random, size // 2)
    ),
    "fonts_many": lambda random, size: (
        "<p>" + "".join(f"<font color={n}>" for n in range(300)) + "</p>" + repeated("<p>가</p>")(random, size)
    ),
    "table_captions_nested": nested('<table><tr><td class="view_r_caption photocaption">', "</td></tr></table>", "<img src=/p/#.jpg>?"),
    "table_captions": repeated('<table><tr><td class="view_r_caption photocaption"><img src=/p/#.jpg>?</td></tr></table>'),
    "table_levels_cells": levels(
        "<table><tr><td>", "</td></tr></table>", "<table><tr><td><img src=/p/#.jpg></td><td>? #</td></tr></table>", 80
    ),
    "table_rows_images": within("<table>", '<tr><td><img src="/p/#.jpg"></td></tr><tr><td></td></tr>', "</table>"),
    "headings_levels": levels("<div>", "</div>", "<h2>? # ? ?</h2>", 100),
    "bodies": repeated('<div id="article-view-content-div">가</div>'),
    "bodies_empty": repeated('<div id="article-view-content-div"></div>'),
    "bodies_all": repeated('<div id="articleBody" class="cont-body news_body_area">? # ? ? 밝혔다.</div>'),
    "bodies_nested": nested('<div id="article-view-content-div">', "</div>"),
    "bodies_levels": levels('<div id="article-view-content-div">', "</div>", "<p>가</p>", 100),
    "bodies_hidden": repeated('<div id="news_body_area" style="display:none">? #</div>'),
    "writers": repeated('<article class="writer"><span class="name">? 기자</span><span class="email">a#@example.com</span></article>'),
    "infomation": repeated('<ul class="infomation"><li>승인 2026.11.20 09:00</li><li>기자명 ? 기자</li></ul>'),
    "infomation_one": within('<ul class="infomation">', "<li>승인 2026.11.20 0#:00</li>", "</ul>"),
    "art_info": within('<ul class="art_info">', '<li class="name">? 기자</li><li class="date">2026.11.20 09:00</li>', "</ul>"),
    "dates_labelled": repeated("<li>입력 2026.11.20 09:00</li>"),
    "path_wrap": within('<div class="path_wrap">', "<h3>?</h3>", "</div>"),
    "breadcrumbs": within('<ul class="breadcrumbs">', "<li><a>?#</a></li>", "</ul>"),
    "tag_group": within('<div class="tag-group">', '<a href="/tag/#">#?</a>', "</div>"),
    "subtitles": repeated('<h2 class="subheading">? #</h2>'),
    "copyrights": repeated('<div class="view-copyright">ⓒ 가온일보</div>'),
    "rankings": repeated('<div class="ranking"><ul><li><a href="/news/articleView.html?idxno=#">?</a></li></ul></div>'),
    "home": repeated("<span>홈 > ? > ?</span>"),
    "labels": repeated("<span>승인</span> 2026.11.20<br>"),
}

IN_HEAD: dict[str, Filling] = {
    "metas": repeated('<meta property="og:x#" content="?">'),
    "metas_same": repeated('<meta property="og:title" content="? #">'),
    "metas_empty": repeated('<meta property="og:title" content="">'),
    "meta_long": lambda random, size: '<meta property="og:title" content="' + repeated("? ")(random, size) + '">',
    "meta_description": lambda random, size: '<meta property="og:description" content="' + repeated("? 밝혔다. ")(random, size) + '">',
    "meta_date": lambda random, size: '<meta property="article:published_time" content="' + repeated("2026-")(random, size) + '">',
    "meta_date_ligature": lambda random, size: '<meta property="article:published_time" content="' + "ﷺ" * (size // 3) + '">',
    "meta_author": lambda random, size: '<meta name="author" content="' + repeated("? 기자 ")(random, size) + '">',
    "meta_authors": lambda random, size: '<meta name="author" content="' + repeated("홍길동,")(random, size) + '">',
    "meta_escaped": lambda random, size: '<meta property="og:title" content="' + "&amp;amp;" * (size // 9) + '">',
    "meta_charset": repeated('<meta charset="euc-kr">'),
    "title_long": within("<title>", "? #", "</title>"),
    "title_parts": within("<title>", "? | ", "</title>"),
    "title_brackets": within("<title>", "[가]", "</title>"),
    "titles": repeated("<title>? #</title>"),
    "links": repeated('<link rel="stylesheet" href="/a#.css">'),
    "bases": repeated('<base href="/a#/">'),
    "base_long": lambda random, size: '<base href="http://gaon.example/' + "a/" * (size // 2) + '">',
    "scripts": repeated("<script>var a#;</script>"),
    "styles": repeated("<style>a#{}</style>"),
    "comments": repeated("<!-- ? -->"),
    "noscripts": repeated("<noscript><style>a{}</style></noscript>"),
    "json_ld": repeated(
        '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "? #", "articleBody": "? 밝혔다."}</script>'
    ),
    "json_ld_bad": repeated('<script type="application/ld+json">{</script>'),
    "json_ld_list": within('<script type="application/ld+json">[', '{"@type":"NewsArticle","headline":"? #"},', "{}]</script>"),
    "json_ld_graph": within('<script type="application/ld+json">{"@graph":[', '{"@type":"Thing"},', "{}]}</script>"),
    "json_ld_lists": within('<script type="application/ld+json">[', "[],", "[]]</script>"),
    "json_ld_deep": lambda random, size: '<script type="application/ld+json">' + "[" * (size // 2) + "]" * (size // 2) + "</script>",
    "json_ld_deep_graph": lambda random, size: (
        '<script type="application/ld+json">' + '{"@graph":' * (size // 11) + "1" + "}" * (size // 11) + "</script>"
    ),
    "json_ld_900": lambda random, size: repeated(
        '<script type="application/ld+json">' + '{"@graph":[' * 400 + "1" + "]}" * 400 + "</script>"
    )(random, size),
    "json_ld_authors": within('<script type="application/ld+json">{"@type":"NewsArticle","author":[', '{"name":"?#"},', "{}]}</script>"),
    "json_ld_body": within(
        '<script type="application/ld+json">{"@type":"NewsArticle","articleBody":"', "? ?를 열었다고 밝혔다. ", '"}</script>'
    ),
    "json_ld_tags": within('<script type="application/ld+json">{"@type":"NewsArticle","articleBody":"', "&lt;", '"}</script>'),
    "json_ld_lt": within('<script type="application/ld+json">{"@type":"NewsArticle","articleBody":"', "<", '"}</script>'),
    "json_ld_lines": within('<script type="application/ld+json">', "\n", "{}</script>"),
    "json_ld_blanks": within('<script type="application/ld+json">{}', " ", "x</script>"),
    "json_ld_slashes": within('<script type="application/ld+json">{}', "// ? \n", "</script>"),
    "json_ld_semicolons": within('<script type="application/ld+json">{}', "; ", "x</script>"),
    "json_ld_stars": within('<script type="application/ld+json">{}', "/* *", "</script>"),
    "json_ld_number": within('<script type="application/ld+json">{"@type":"NewsArticle","headline":', "9", "}</script>"),
    "json_ld_date": within('<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"', "2026-11-", '"}</script>'),
    "json_ld_title": within('<script type="application/ld+json">{"@type":"NewsArticle","headline":"', "? | ", '"}</script>'),
    "base_href_many": repeated('<base href="http://[">'),
}

IN_LIST: dict[str, Filling] = {
    **{
        name: IN_BODY[name]
        for name in (
            "unclosed_div",
            "unclosed_a",
            "unclosed_li",
            "unclosed_td",
            "unclosed_figure",
            "nested_div",
            "nested_span",
            "nested_table",
            "levels_div",
            "empty_a",
            "empty_li",
            "many_a",
            "many_li",
            "many_h2",
            "many_span",
            "short_p",
            "br",
            "comments",
            "lt",
            "no_blanks",
            "blanks",
            "links",
            "links_bad",
            "links_long",
            "links_levels",
            "links_no_text",
            "images",
            "attributes",
            "attributes_some",
            "attribute_long",
            "class_long",
            "table_rows",
            "tables_nested",
            "scripts",
            "text_dates",
            "text_ellipsis",
            "compatibility",
            "text_dots",
            "text_days",
            "text_colons",
            "text_gt",
            "misnested",
            "adoption",
            "svg_many",
            "data_uri",
            "boxes_nested",
        )
    },
    "pager": repeated('<a href="?page=#">#</a>'),
    "pager_own": repeated('<a href="{list}&amp;page=#">#</a>'),
    "pager_same": repeated('<a href="{list}&amp;page=2">2</a>'),
    "pager_levels": levels("<div>", "</div>", '<a href="{list}&amp;page=#">#</a>', 100),
    "pager_scripts": repeated('<a href="{list}&amp;page=2">2</a><a href="#">다음 목록으로</a>'),
    "pager_scripts_one": within("<div>", '<a href="{list}&amp;page=#">#</a><a onclick="x">?</a>', "</div>"),
    "pager_digits": lambda random, size: '<a href="{list}&amp;page=' + "9" * size + '">다음</a>',
    "pager_fullwidth": lambda random, size: '<a href="{list}&amp;page=' + "９" * (size // 3) + '">다음</a>',
    "pager_buttons": within("<div>", '<a href="{list}&amp;page=#">#</a><button>?</button>', "</div>"),
    "pager_next_long": lambda random, size: '<a href="{list}&amp;page=2">2</a><a href="#">' + "다음" * (size // 6) + "</a>",
    "rows": lambda random, size: repeated("{row}")(random, size // 60),
    "rows_same": lambda random, size: repeated("{same}")(random, size // 60),
    "rows_links_levels": levels("<li>", "</li>", '<a href="{list}&amp;page=#">#</a>', 100),
    "row_links": repeated('<a href="{article}">? #</a>'),
    "row_text": repeated("? "),
    "row_dates": repeated("<span class='date'>2026-11-20 09:00</span>"),
    "row_dates_bad": repeated("<span class='date'>2026-11</span><em>가</em>"),
}


# --- the pages that are filled

MARK = "<!--FILLING-->"
HEADERS = {"Content-Type": "text/html; charset=utf-8"}


@dataclass(frozen=True)
class Stage:
    """A page of an outlet with a place for a filling."""

    place: str
    page: str
    case: Case
    outlet: type[OutletSpider]
    source: Source | None = None
    """Of an article's page."""
    words: tuple[tuple[str, str], ...] = ()
    """What stands in a filling for something of a list's page."""

    def filled(self, filling: str) -> bytes:
        """Return the page with the filling."""
        for name, value in self.words:
            filling = filling.replace(name, value)
        return self.page.replace(MARK, filling, 1).encode(errors="replace")

    def read(self, raw: bytes) -> str:
        """Let the page go its way, and say what came: `article`, `list`, or the reason why none did."""
        return self.read_article(raw) if self.source else self.read_list(raw)

    def read_article(self, raw: bytes) -> str:
        """Read an article's page."""
        assert self.source is not None
        page = Changed(self.source, raw, HEADERS, Truth({}))
        [read] = crawl(self.outlet, [page], alone=True).read
        return "article" if read.item else read.reason.code if read.reason else "?"

    def read_list(self, raw: bytes) -> str:
        """Read a list's."""
        crawler = Crawler(self.outlet, settings())
        crawler.spider = spider = self.outlet.from_crawler(crawler, plan=CrawlPlan())
        crawler._apply_settings()
        request = spider.list_request(1)
        request.meta[RECORDED_AT] = self.case.recorded_at
        plain = HtmlResponse(request.url, headers=HEADERS, body=raw, request=request)
        response = CharsetMiddleware.from_crawler(crawler).process_response(request, plain)
        found = list(spider.parse_list(response, 1))
        return next((one.reason.code for one in found if isinstance(one, Unkept) and not one.reason.normal), "list")


def stages(outlet: str) -> Iterator[Stage]:
    """Yield the places of an outlet's pages: in the body, before it, in the head, and in a list's row and among its rows."""
    for place in ("body", "before", "head"):
        page = Page(sources()[outlet][0])
        parent = page.container if place == "body" else page.tree.find(place.replace("before", "body"))
        parent.insert(min(1, len(parent)) if place == "body" else 0, etree.Comment("FILLING"))
        text = etree.tostring(page.tree, method="html", encoding="unicode")
        yield Stage(place, f"<!DOCTYPE html>{text}", page.source.case, page.outlet, page.source)
    case = Case.load(FIXTURES / outlet / "list-1")
    spider = page.outlet
    for place in ("rows", "row"):
        response = decoded(case.response(case.url))
        assert isinstance(response, TextResponse)
        tree = page_of(response)
        listed = next(found[0].root for layout in spider.lists for rule in layout.rows if (found := rule.select(tree)))
        row = etree.tostring(listed, method="html", encoding="unicode", with_tail=False)
        link = next(
            url
            for href in Selector(root=listed, type="html").xpath("descendant-or-self::a/@href").getall()
            if (url := join(case.url, href)) and spider.article_key(url)
        )
        key = str(spider.article_key(link)).rpartition("/")[2]
        if place == "row":
            listed.append(etree.Comment("FILLING"))
        else:
            listed.addprevious(etree.Comment("FILLING"))
        text = etree.tostring(tree.root, method="html", encoding="unicode")
        words = (
            ("{row}", row.replace(key, "1#")),
            ("{same}", row),
            ("{article}", link.replace("&", "&amp;")),
            ("{list}", spider.list_url(None, 1).replace("&", "&amp;")),
        )
        yield Stage(place, f"<!DOCTYPE html>{text}", case, spider, None, words)


# --- the storm


def fillings(place: str) -> dict[str, Filling]:
    """Return the kinds of filling for a place."""
    return IN_HEAD if place == "head" else IN_LIST if place in {"rows", "row"} else IN_BODY


def storm(seed: int, outlets: Sequence[str] = OUTLETS, kinds: Sequence[str] = (), sizes: Sequence[int] = SIZES) -> tuple[Tally, list[str]]:
    """Fill the pages of these outlets with these kinds, or all; return what came of it, and the slowest pages, a line each."""
    tally, slowest = Tally("pages"), []
    for outlet in outlets:
        for stage in stages(outlet):
            for kind, fill in fillings(stage.place).items():
                if kinds and kind not in kinds:
                    continue
                for size in sizes:
                    raw = stage.filled(fill(Random(f"{seed} {kind}"), size))
                    began = time.process_time()
                    try:
                        came = stage.read(raw)
                    except Exception as error:  # noqa: BLE001 (a fault, whatever it is)
                        came = f"{type(error).__name__}: {error}"[:200]
                    took = time.process_time() - began
                    slowest.append((took, f"{took:6.2f} s  {len(raw) / 1e6:5.2f} MB  {outlet} {stage.place} {kind}: {came}"))
                    late = took > SECONDS * max(1.0, len(raw) / 1e6)
                    wrong = "a page raises" if came == "error" or " " in came else "a page takes too long" if late else ""
                    tally.note(f"{stage.place} {kind}", came, wrong and f"{wrong}: {slowest[-1][1].strip()}")
                    if late:
                        break
    return tally, [line for _, line in sorted(slowest, reverse=True)[:SHOWN]]


def main() -> int:
    """Run it, and return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=1, metavar="N")
    parser.add_argument("--outlets", default=",".join(OUTLETS), metavar="NAME,…")
    parser.add_argument("--kinds", default="", metavar="NAME,…")
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)), metavar="BYTES,…")
    options = parser.parse_args()
    logging.disable(logging.CRITICAL)
    tally, slowest = storm(
        options.seed,
        options.outlets.split(","),
        [kind for kind in options.kinds.split(",") if kind],
        [int(s) for s in options.sizes.split(",")],
    )
    print(*slowest, *tally.lines(), sep="\n")
    return tally.exit_status


if __name__ == "__main__":
    sys.exit(main())
