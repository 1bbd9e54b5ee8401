"""A page that has nothing but a video where its text should be is a story without text, as a photo story is; an ad's frame is no video."""

from __future__ import annotations

from typing import Any

import pytest
from parsel import Selector

from newsharvest.items import Article, Unkept
from newsharvest.page.article import read_article
from newsharvest.page.layouts import Layout, rules
from newsharvest.page.players import has_player

LAYOUT = Layout("gaon/a", shape=rules("h1"), body=rules("#text"), drop=(".ad",), fields={"title": rules("h1")})
KNOWN = Article(id="gaon:1", outlet="gaon", outlet_name="가온신문", url="http://gaon.kr/1")
YOUTUBE = '<iframe src="//www.youtube.com/embed/AAAAAAAAAAA"></iframe>'


def read(body: str, title: str = "가온천에 핀 벚꽃") -> Any:
    page = Selector(f"<html><body><h1>{title}</h1><div id='text'>{body}</div></body></html>")
    return read_article(page, "http://gaon.kr/1", [LAYOUT], [], KNOWN)


@pytest.mark.parametrize(
    "body",
    [
        YOUTUBE,
        f"<p>{YOUTUBE}</p><p>&nbsp;</p>",
        f"<p>가온천에 핀 벚꽃</p>{YOUTUBE}",
        f"{YOUTUBE}<p>▲ 5일 아침 가온천.</p><p>홍길동 기자 hong@gaon.kr</p>",
        f"{YOUTUBE}<p>저작권자 ⓒ 가온신문 무단전재 및 재배포 금지</p>",
        '<video controls><source src="/data/1.mp4" type="video/mp4"></video>',
        '<object><param name="movie" value="https://tv.naver.com/embed/1"></object>',
        '<iframe data-src="https://player.vimeo.com/video/1"></iframe>',
        '<iframe src="/vod/player.html?no=1"></iframe>',
    ],
)
def test_nothing_but_a_video(body: str) -> None:
    found = read(body)
    assert isinstance(found, Unkept)
    assert (found.reason.code, found.reason.normal, found.url) == ("video_only", True, KNOWN.url)


@pytest.mark.parametrize(
    "body",
    [
        f"{YOUTUBE}<p>가온천에 벚꽃이 피었다.</p>",
        f'{YOUTUBE}<img src="/1.jpg">',
        '<iframe src="https://ads.example.com/embed/1"></iframe>',
        '<iframe src="/bannerManager/inc/1.html"></iframe>',
        '<iframe src="https://notyoutube.com/embed/1"></iframe>',
        '<iframe src="https://www.youtube.com.example.net/embed/1"></iframe>',
        '<iframe src="https://ads.example.com/video/1"></iframe>',
        '<iframe src="about:blank"></iframe><video></video>',
        "",
    ],
)
def test_a_text_a_picture_or_an_ad_is_no_video_story(body: str) -> None:
    assert not isinstance(read(body), Unkept)


def test_without_a_title_it_is_a_page_that_was_not_read() -> None:
    assert read(YOUTUBE, title="").article.title is None


@pytest.mark.parametrize(
    ("address", "is_one"), [("http://m.gaon.kr/video/1", True), ("http://gaon.kr/videogame/1", False), ("http://[", False)]
)
def test_an_outlets_own_frame_is_a_video_if_its_path_says_so(address: str, is_one: bool) -> None:
    assert has_player(Selector(f'<iframe src="{address}"></iframe>'), "http://www.gaon.kr/1") is is_one
