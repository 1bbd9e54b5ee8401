"""What an outlet prints under its articles that is no text of theirs: left out wherever it stands, and nothing else with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsharvest.page.boilerplate import pictures_of, without_boilerplate
from newsharvest.spiders.gyeonggitv import GyeonggitvSpider
from tests.support.crawls import changed

CAPTURE = "gyeonggitv/24496"
LAST = "국무총리 기관표창을 받는 등 쾌거를 이뤘다.</p>"
PICTURE = '<a href="http://www.cubedesign.co.kr" target="_blank"><img src="/data/banner/20.jpg" alt="배너"></a>'
NAME = "큐브디자인&nbsp;"
LINE = '사무실인테리어 전문업체! 큐브디자인&nbsp;<a href="http://www.cubedesign.co.kr">http://www.cubedesign.co.kr</a>'


@pytest.mark.parametrize(
    "ad",
    [
        f"<p>{NAME}</p><p>{LINE}</p>",
        f"<p>{NAME}</p><p>&nbsp;</p><p>{LINE}</p>",
        f"<p>{NAME}<br>{LINE}</p>",
        f"<div>{NAME}<br><br>{LINE}</div>",
        f"<div><div>{NAME}</div><div>{LINE}</div></div>",
        f"<p>{NAME} {LINE}</p>",
        f"<table><tr><td>{NAME}</td></tr><tr><td>{LINE}</td></tr></table>",
        f"<p>{LINE}</p>",
        f"<p>{PICTURE}</p><p>{NAME}</p><p>{LINE}</p>",
        f"<p>{NAME}</p><p>{LINE.replace('>http://www.', '>www.')}</p>",
        f"<p>{NAME}</p><p>{LINE.replace('>http://www.', '>http://')}</p>",
        '<p>큐브디자인</p><p><a href="http://www.cubedesign.co.kr">사무실인테리어 전문업체! 큐브디자인</a></p>',
    ],
)
def test_the_ad_of_the_capture_is_no_text_in_the_body_either(tmp_path: Path, ad: str) -> None:
    """On the page as it was rebuilt it stands beside the body; here it is typed into it, at its end and before its last paragraph."""
    assert changed(tmp_path, CAPTURE, (LAST, LAST + ad)) == {}


def test_nor_before_the_articles_last_paragraph(tmp_path: Path) -> None:
    last = "<p>한편, 평택시는"
    assert changed(tmp_path, CAPTURE, (last, f"<p>{NAME}</p><p>{LINE}</p>{last}")) == {}


def test_nor_behind_a_paragraphs_last_sentence(tmp_path: Path) -> None:
    sentence = LAST.removesuffix("</p>")
    assert changed(tmp_path, CAPTURE, (LAST, f"{sentence} {NAME} {LINE}</p>")) == {}


def test_it_does_not_hide_the_byline(tmp_path: Path) -> None:
    assert changed(tmp_path, CAPTURE, (LAST, f"{LAST}<p>홍길동 기자</p><p>{NAME}</p><p>{LINE}</p>")) == {"authors": ["홍길동"]}


def test_a_sentence_about_the_firm_is_text(tmp_path: Path) -> None:
    sentence = "평택시는 큐브디자인 등 지역 업체 세 곳과 협약을 맺었다."
    differs = changed(tmp_path, CAPTURE, (LAST, f"{LAST}<p>{sentence}</p><p>큐브디자인</p>"))
    assert set(differs) - {"doubts"} == {"body"}
    assert differs["body"].endswith(f"\n\n{sentence}\n\n큐브디자인")


STANDING = ("제보는 news@gaon.kr", "가온안경\n다초점 반값 https://gaon-glass.co.kr/shop/")


@pytest.mark.parametrize(
    ("paragraphs", "left"),
    [
        (["가온시다.", "제보는 news@gaon.kr"], ["가온시다."]),
        (["제보는  news@gaon.kr", "가온시다."], ["가온시다."]),
        (["가온시다. 제보는 news@gaon.kr"], ["가온시다. 제보는 news@gaon.kr"]),
        (["가온시다.", "제보는 news@gaon.kr로"], ["가온시다.", "제보는 news@gaon.kr로"]),
        (["가온안경", "가온시다."], ["가온안경", "가온시다."]),
        (["가온시다.", "가온안경", "다초점 반값", "gaon-glass.co.kr/shop", "끝이다."], ["가온시다.", "끝이다."]),
        (["가온시다.", "다초점 반값 https://gaon-glass.co.kr/shop/"], ["가온시다."]),
        (["가온시다. 가온안경 다초점 반값 gaon-glass.co.kr/shop"], ["가온시다."]),
        (["가온시는 가온안경 다초점 반값"], ["가온시는 가온안경 다초점 반값"]),
        (["다초점 반값", "가온시다."], ["다초점 반값", "가온시다."]),
        (["제보는 news@gaon.kr"], []),
        ([], []),
    ],
)
def test_whole_paragraphs_alone_are_left_out(paragraphs: list[str], left: list[str]) -> None:
    assert without_boilerplate(paragraphs, STANDING) == left
    assert without_boilerplate(paragraphs, ()) == paragraphs


def test_the_pictures_of_an_ad_are_those_that_link_to_its_address() -> None:
    assert pictures_of(STANDING) == ("a[href*='gaon-glass.co.kr'] img",)
    assert pictures_of(GyeonggitvSpider.boilerplate) == ("a[href*='cubedesign.co.kr'] img",)
