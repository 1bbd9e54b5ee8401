"""Korean press text as local papers print it, and what a careful human editor would make of it."""

from __future__ import annotations

import hashlib
import re
import time
import unicodedata
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from newsharvest import press
from newsharvest.press import KST, Byline, Dateline, Signed

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=200)  # lone surrogates too
PRESS_TEXT = st.text(st.sampled_from(' 가나다홍길동기자=/·ㆍ,.[]()<>【】▲@:-ⓒ"”0123456789abckr\u200b\u200d\u3164\xa0\n'), max_size=80)
TEXT = ANY_TEXT | PRESS_TEXT


def is_rights_line(paragraph: str) -> bool:
    """Whether a paragraph is a rights line and nothing else."""
    signed = press.split_signature([paragraph])
    return signed.rights is not None and not signed.paragraphs


# --- spaces


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("  평택시\t\n 민선  8기 ", "평택시 민선 8기"),
        ("평택시\xa0\xa0민선", "평택시 민선"),
        ("평택시\u3000민선\u2003기", "평택시 민선 기"),
        ("평택시\u3164민선\uffa0\u115f\u1160기\u2800끝", "평택시 민선 기 끝"),
        ("\xa0", ""),
        ("\u200b\ufeff평\u200b택\u2060시\u00ad", "평택시"),
        ("\u202a평택시\u202c \u2066민선\u2069\u200f\u061c", "평택시 민선"),
        ("포스터\ufffc\u180e끝", "포스터끝"),
        ("평\u200d택", "평택"),
        ("👨\u200d👩\u200d👧 가족", "👨\u200d👩\u200d👧 가족"),
        ("🏳️\u200d🌈 👩🏽\u200d🚀", "🏳️\u200d🌈 👩🏽\u200d🚀"),
        ("👨\u200d 가족", "👨 가족"),
        ("☎️ 문의", "☎️ 문의"),
        (unicodedata.normalize("NFD", "크기변환 업무보고회.jpg"), "크기변환 업무보고회.jpg"),
        ("\u1112\u200b\u1161\u200b\u11ab글", "한글"),
        ("상\x00호\x07 존\x1b중", "상호 존중"),
        ("문화·체육‧관광․교육ㆍ복지", "문화·체육‧관광․교육ㆍ복지"),
        ("“성과” ‘창출’ \"주력\" '하자'…", "“성과” ‘창출’ \"주력\" '하자'…"),
        ("평택\ud800시", "평택시"),
        ("평\x9b31m택\x9d시", "평31m택시"),  # C1: some terminals take U+009B for the start of a command
        ("평\U000e0041\U000e007f택시", "평택시"),  # tags: a text that nobody sees
        ("평\u206a택\ufff9시\ufffb\uffff\U0001fffe\U0001d173", "평택시"),
        ("❤\ufe0f\u200d🔥 1\ufe0f\u20e3 葛\U000e0100", "❤\ufe0f\u200d🔥 1\ufe0f\u20e3 葛\U000e0100"),
        ("\ufe0f평택\ufe0f\ufe01\U000e0150시 \ufe0f", "평택\ufe0f시"),  # several in a row hold a text
        ("옛 글자 \ue0bc", "옛 글자 \ue0bc"),  # a private letter: Hanyang's old Hangul
        ("", ""),
    ],
)
def test_clean(printed: str, expected: str) -> None:
    assert press.clean(printed) == expected


@given(TEXT)
@example("\u1100\u200b\u1161")
@example("👨\u200d\u200b👩")
def test_clean_is_idempotent_and_leaves_no_odd_spaces(text: str) -> None:
    once = press.clean(text)
    assert press.clean(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert not re.search(r"[\xa0\u3000\u3164\uffa0\u200b\u200c\u200e\u200f\u2060\ufeff\u00ad\t\n\r]|  |^ | $", once)
    once.encode()  # no lone surrogate: JSON Lines and CSV are UTF-8


@given(TEXT)
def test_clean_loses_nothing_that_can_be_seen(text: str) -> None:
    def seen(value: str) -> str:
        return "".join(c for c in unicodedata.normalize("NFC", value) if c.isalnum() and c not in "\u3164\uffa0\u115f\u1160")

    if not re.search("[\u1100-\u11ff\u0300-\u036f]", text):  # parted jamo and accents may compose when what parted them goes
        assert seen(press.clean(text)) == seen(text)


# --- file names and captions


@pytest.mark.parametrize(
    "name",
    [
        "영주업무보고회.jpg",
        "[크기변환]8-11-1_민선 8기 평택시 혁신 활성화 보고회.JPG",
        "[크기변환]13.전 부서 주요 업무보고 (2).jpg",
        "KakaoTalk_20240305_101112.jpeg",
        "thumb-20240305_600x400.webp",
        "붙임 1. 모집 공고문.hwp",
        "신청서.hwpx",
        "보도자료.pdf",
        "참가 명단.xlsx",
        "1.GIF",
        "붙임 1. 2026년 청년 지원사업 신청서(양식).hwp",
        "시상식에서 인사말을 하는 시장.jpg",
        "김철수 시장이 인사하고 있다.jpg",
        "사진1.jpg 사진2.jpg",
        "photo@2x.png",
        "C:\\Users\\hong\\Desktop\\개관식.jpg",
        "/data/photo/2026/11/a_1.jpg",
        "▲ 개관식.jpg",
        "홍보 영상.mp4",
    ],
)
def test_file_name(name: str) -> None:
    assert press.is_file_name(name)


@pytest.mark.parametrize(
    "text",
    [
        "지난 5일 열린 개관식",
        "신청서(hwp)는 누리집에 있다.",
        "시는 신청서.hwp 파일을 나눠 준다.",
        "시는 오는 10일까지 신청을 받는다. 신청서.hwp",
        "제출 서류: 신청서.hwp, 계획서.hwp",
        "제출 서류： 신청서.hwp",
        "신청서.hwp, 계획서.hwp",
        "영상 형식: 세로 화면 .mp4",
        "세로 화면 .mp4",
        "신청서는 www.x.kr/form.hwp",
        "www.x.kr/form.hwp",
        "https://www.x.kr/form.hwp",
        "신청서는 form.hwp",
        "자세한 내용은 공고문.pdf",
        "접수는 전자우편으로 신청서.hwp",
        "사진 이름은 홍길동.jpg",
        "desk@example.com 으로 신청서.hwp",
        ".jpg",
        "jpg",
        "",
        "가" * 300 + ".jpg",
    ],
)
def test_no_file_name(text: str) -> None:
    assert not press.is_file_name(text)


@pytest.mark.parametrize(
    ("paragraph", "caption"),
    [
        ("▲ 개관식 모습", "개관식 모습"),
        ("▲개관식 모습.", "개관식 모습."),
        ("△ 개관식 모습(사진=평택시)", "개관식 모습(사진=평택시)"),
        ("▼ 아래는 조감도", "아래는 조감도"),
        ("▲도전 ▲혁신 ▲상생", None),
        ("△ 협업 △ 적극행정", None),
        ("시는 ▲도전을 꼽았다.", None),
        ("▲", None),
        ("▲ ", None),
        ("개관식 모습", None),
        ("▲ " + "가" * 301, None),
        ("", None),
    ],
)
def test_marked_caption(paragraph: str, caption: str | None) -> None:
    assert press.marked_caption(paragraph) == caption


# --- whose picture it is


@pytest.mark.parametrize(
    ("caption", "without", "credit"),
    [
        ("쉼터 전경. /사진=홍길동 기자", "쉼터 전경.", "홍길동 기자"),
        ("쉼터 전경. 사진 홍길동 기자", "쉼터 전경.", "홍길동 기자"),
        ("쉼터 전경 [사진=평택시 제공]", "쉼터 전경", "평택시"),
        ("쉼터 전경[사진 = 평택시 제공].", "쉼터 전경", "평택시"),
        ("[사진=평택시 제공]", "", "평택시"),
        ("(사진=연합뉴스)", "", "연합뉴스"),
        ("쉼터 전경(사진: 연합뉴스)", "쉼터 전경", "연합뉴스"),
        ("쉼터 전경 (사진/연합뉴스)", "쉼터 전경", "연합뉴스"),
        ("쉼터 전경. 사진ㅣ가온시", "쉼터 전경.", "가온시"),
        ("사진제공 : 가온시", "", "가온시"),
        ("사진 제공=가온시청 홍보팀", "", "가온시청 홍보팀"),
        ("사진제공 가온시", "", "가온시"),
        ("사진 = 독자 제공", "", "독자"),
        ("쉼터 전경 <사진 출처=가온시 누리집>", "쉼터 전경", "가온시 누리집"),
        ("쉼터 전경 【사진=가온시】", "쉼터 전경", "가온시"),
        ("쉼터 전경./ 가온시 제공", "쉼터 전경.", "가온시"),
        ("쉼터 전경. 가온시 제공.", "쉼터 전경.", "가온시"),
        ("쉼터 전경 (가온시 제공)", "쉼터 전경", "가온시"),
        ("가온시 제공", "", "가온시"),
        ("쉼터 전경. [연합뉴스 자료사진]", "쉼터 전경.", "연합뉴스 자료사진"),
        ("쉼터 전경. 사진=유튜브 캡처", "쉼터 전경.", "유튜브 캡처"),
        ("쉼터 전경. 그래픽=홍길동", "쉼터 전경.", "홍길동"),
        ("쉼터 전경. 출처=픽사베이", "쉼터 전경.", "픽사베이"),
        ("쉼터 전경. 사진=가온시, 독자 제공", "쉼터 전경.", "가온시, 독자"),
        ("사진·영상=홍길동 기자", "", "홍길동 기자"),
        ("쉼터 전경. 글·사진=홍길동 기자", "쉼터 전경.", "홍길동 기자"),
        ("쉼터 전경. 사진=AP/연합뉴스", "쉼터 전경.", "AP/연합뉴스"),
        ("쉼터 전경. [사진 제공 가온시]", "쉼터 전경.", "가온시"),
        ("[사진=평택시] 쉼터 전경", "쉼터 전경", "평택시"),
        ("시장이 말하고 있다 사진=평택시", "시장이 말하고 있다", "평택시"),
    ],
)
def test_a_credit_in_a_caption(caption: str, without: str, credit: str) -> None:
    assert press.split_credit(caption) == (without, credit)


@pytest.mark.parametrize(
    "caption",
    [
        "쉼터 전경",
        "쉼터 전경(평택시)",
        "쉼터 전경 (왼쪽부터 김철수 시장)",
        "쉼터 전경 (자료사진)",
        "쉼터/주차장",
        "쉼터 전경 / 주차장 입구",
        "사진: 개관식 모습",
        "사진=개관식 모습",
        "사진: 지난 20일 열린 개관식 모습",
        "사진 왼쪽부터 김철수 시장, 이영희 의장",
        "사진 왼쪽 김철수 시장",
        "쉼터에서 도시락 제공",
        "도시락 나눔. 무료 음료 제공",
        "쉼터에서 만난 홍길동 기자",
        "홍길동 기자",
        "쉼터 전경. 경기도",
        "접수/평택시",
        "장소: 평택시청",
        "시는 “사진=추억”이라고 했다.",
        "자료: 신청서 1부",
        "▲ 쉼터 전경",
        "쉼터 전경. ⓒ가온일보",
        "쉼터 전경 © 뉴스1",
        "쉼터 전경. /가온시",
        "쉼터 전경. /연합뉴스",
        "쉼터 전경 /홍길동 기자",
        "쉼터 전경 (홍길동 기자)",
        "",
    ],
)
def test_a_caption_without_a_credit(caption: str) -> None:
    assert press.split_credit(caption) == (caption, None)


@pytest.mark.parametrize("line", ["출처: 국토교통부", "자료=통계청", "가온시 제공"])
def test_a_line_that_stands_with_no_picture_must_say_that_it_is_of_one(line: str) -> None:
    assert press.split_credit(line)[1]
    assert press.split_credit(line, caption=False) == (line, None)
    assert press.split_credit("사진=통계청", caption=False) == ("", "통계청")


# --- the outlet's own name in titles

NAMES = ("경기티비종합뉴스", "경기티비")


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("[경기티비종합뉴스] 안산시, 업무 보고", "안산시, 업무 보고"),
        ("[경기티비종합뉴스]안산시, 업무 보고", "안산시, 업무 보고"),
        ("[ 경기티비종합뉴스 ] 안산시", "안산시"),
        ("(경기티비) 안산시", "안산시"),
        ("<경기티비> 안산시", "안산시"),
        ("【경기티비】 안산시", "안산시"),
        ("〔경기티비〕 안산시", "안산시"),
        ("［경기티비］ 안산시", "안산시"),
        ("《경기티비》 안산시", "안산시"),
        ("〈경기티비〉 안산시", "안산시"),
        ("「경기티비」 안산시", "안산시"),
        ("-경기티비종합뉴스- 안산시", "안산시"),
        ("[평택시] 보고회 개최 -경기티비종합뉴스-", "[평택시] 보고회 개최"),
        ("보고회 개최-경기티비종합뉴스-", "보고회 개최"),
        ("보고회 개최 [경기티비종합뉴스]", "보고회 개최"),
        ("보고회 개최(경기티비)", "보고회 개최"),
        ("[경기티비] 보고회 개최 -경기티비종합뉴스-", "보고회 개최"),
        ("[경기티비종합뉴스][경기티비] 보고회", "보고회"),
        ("보고회 개최 - 경기티비종합뉴스", "보고회 개최"),
        ("보고회 개최 – 경기티비종합뉴스", "보고회 개최"),
        ("보고회 개최 — 경기티비종합뉴스", "보고회 개최"),
        ("보고회 개최 | 경기티비종합뉴스", "보고회 개최"),
        ("보고회 개최|경기티비종합뉴스", "보고회 개최"),
        ("보고회 개최 ｜ 경기티비종합뉴스", "보고회 개최"),
        ("보고회 개최 > 경기티비종합뉴스", "보고회 개최"),
        ("보고회 개최 : 경기티비종합뉴스", "보고회 개최"),
        ("보고회 개최 :: 경기티비종합뉴스", "보고회 개최"),
        ("보고회 개최::경기티비종합뉴스", "보고회 개최"),
        ("경기티비종합뉴스 | 보고회 개최", "보고회 개최"),
        ("경기티비종합뉴스 :: 보고회 개최", "보고회 개최"),
    ],
)
def test_outlet_tags_go(title: str, expected: str) -> None:
    assert press.strip_outlet_tags(title, NAMES) == expected


@pytest.mark.parametrize(
    "title",
    [
        "[평택시] 보고회 개최",
        "[사고] 알려드립니다",
        "제3회 경기티비종합뉴스 배 축구대회",
        "경기티비종합뉴스, 창간 10주년",
        "경기티비종합뉴스 창간 10주년",
        "경기티비종합뉴스-안산시, 업무협약",
        "협약 맺은 안산시-경기티비종합뉴스",
        "경기티비종합뉴스 - 안산시 업무협약",
        "안산시와 손잡은 경기티비종합뉴스",
        "[경기티비종합뉴스 창간] 축하",
        "시민이 묻고 [경기티비] 답하다",
        "보고회 개최 - 경기티비종합뉴스TV",
        "경기티비종합뉴스",
        "[경기티비종합뉴스]",
        "-경기티비종합뉴스-",
        "[경기티비] -경기티비종합뉴스-",
        "",
    ],
)
def test_outlet_name_that_stays(title: str) -> None:
    assert press.strip_outlet_tags(title, NAMES) == title


@pytest.mark.parametrize("names", [(), ("",)])
def test_no_name_no_change(names: tuple[str, ...]) -> None:
    assert press.strip_outlet_tags("[경기티비] 안산시", names) == "[경기티비] 안산시"


def test_outlet_name_is_no_pattern() -> None:
    assert press.strip_outlet_tags("[뉴스(주).] 안산시", ["뉴스(주)."]) == "안산시"


@given(st.lists(st.sampled_from(["[중도일보]", " - 중도일보", "중도일보", "-중도일보-", " ", "|", "대전", "[", "]"]), min_size=1))
def test_outlet_tags_never_empty_a_title(parts: list[str]) -> None:
    title = press.clean("".join(parts))
    bare = press.strip_outlet_tags(title, ["중도일보"])
    assert bare or not title
    assert bare in title
    assert bare.count("대전") == title.count("대전")


# --- who wrote it: a field of its own


@pytest.mark.parametrize(
    ("field", "authors", "emails"),
    [
        ("김서인", ["김서인"], []),
        ("배병일 기자배병일 기자", ["배병일"], []),
        ("배병일배병일", ["배병일"], []),
        ("남궁민수 기자남궁민수 기자", ["남궁민수"], []),
        ("홍길동기자", ["홍길동"], []),
        ("김구 기자", ["김구"], []),
        ("홍길동 선임기자", ["홍길동"], []),
        ("기자명 홍길동", ["홍길동"], []),
        ("글쓴이 : 홍길동 hong@example.com", ["홍길동"], ["hong@example.com"]),
        ("홍길동 기자 (hong@example.co.kr)", ["홍길동"], ["hong@example.co.kr"]),
        ("홍길동(hong@example.co.kr)", ["홍길동"], ["hong@example.co.kr"]),
        ("홍길동<hong@example.co.kr>", ["홍길동"], ["hong@example.co.kr"]),
        ("hong@example.co.kr홍길동 기자", ["홍길동"], ["hong@example.co.kr"]),
        ("홍길동 기자 3347009@", ["홍길동"], []),
        ("홍길동 기자 [email protected]", ["홍길동"], []),
        ("홍길동·김철수 기자", ["홍길동", "김철수"], []),
        ("홍길동 기자, 김철수 기자", ["홍길동", "김철수"], []),
        ("홍길동 기자 / 김철수 기자", ["홍길동", "김철수"], []),
        ("대전=홍길동 기자", ["홍길동"], []),
        ("사회부 홍길동 기자", ["홍길동"], []),
        ("글·사진 홍길동 기자", ["홍길동"], []),
        ("글·사진=홍길동", ["홍길동"], []),
        ("글=홍길동 기자, 사진=김철수 기자", ["홍길동", "김철수"], []),
        ("취재기자 홍길동", ["홍길동"], []),
        ("Kim Seo-in 기자", ["Kim Seo-in"], []),
        ("홍길동 기자(경기)", ["홍길동"], []),
        ("홍길동 기자 (경남 하동)", ["홍길동"], []),
        ("홍길동(평택)", ["홍길동"], []),
        ("경기 홍길동 기자", ["홍길동"], []),
        ("평택/홍길동", ["홍길동"], []),
        ("평택ㆍ홍길동 기자", ["홍길동"], []),
        ("홍길동 | 평택시 출입기자", ["홍길동"], []),
        ("홍길동(객원기자)", ["홍길동"], []),
        ("홍길동 논설위원장", ["홍길동"], []),
        ("홍길동 객원논설위원", ["홍길동"], []),
        ("홍길동 경기취재본부장", ["홍길동"], []),
        ("홍길동취재본부장", ["홍길동"], []),
        ("홍길동 사회부 차장", ["홍길동"], []),
        ("한국대 교수 홍길동", ["홍길동"], []),
        ("홍길동 시인", ["홍길동"], []),
        ("홍길동 수원 주재기자", ["홍길동"], []),
        ("홍길동 미국 통신원 (hong@example.com)", ["홍길동"], ["hong@example.com"]),
        ("홍길동 워싱턴 특파원", ["홍길동"], []),
        ("김철수 홍길동 기자", ["김철수", "홍길동"], []),
        ("홍길동 기자(사진 김철수)", ["홍길동", "김철수"], []),
        ("글·홍길동 사진·김철수", ["홍길동", "김철수"], []),
        ("홍길동 <연합뉴스>", ["홍길동"], []),
        ("홍길동 기자 다른기사 보기", ["홍길동"], []),
        ("홍길동 기자의 다른 기사 더보기", ["홍길동"], []),
        ("홍길동 기자 +구독", ["홍길동"], []),
        ("홍길동 기자 구독하기", ["홍길동"], []),
        ("홍길동 기자 구독자 1,234명", ["홍길동"], []),
        ("홍길동 기자 프로필 보기", ["홍길동"], []),
        ("홍길동 기자 이메일 보내기", ["홍길동"], []),
        ("홍길동 기자 조회 1,234", ["홍길동"], []),
        ("홍길동 기자 | 2026.11.20 17:42", ["홍길동"], []),
        ("홍길동 기자 입력 2026-11-20", ["홍길동"], []),
        ("승인 2026.11.20 17:42", [], []),
        ("강길부 기자", ["강길부"], []),
        ("홍 길동 기자", ["홍 길동"], []),
        ("정선", ["정선"], []),
        ("평택시", [], []),
        ("경기", [], []),
        ("연합뉴스", ["연합뉴스"], []),
        ("편집국", ["편집국"], []),
        ("최고관리자", [], []),
        ("관리자", [], []),
        ("관리자 기자", [], []),
        ("Admin", [], []),
        ("", [], []),
    ],
)
def test_read_authors(field: str, authors: list[str], emails: list[str]) -> None:
    assert press.read_authors(field) == Byline(authors, emails)


# --- bylines in bodies


@pytest.mark.parametrize(
    ("paragraph", "authors", "emails"),
    [
        ("박이우 기자", ["박이우"], []),
        ("홍길동기자", ["홍길동"], []),
        ("남궁민수 기자", ["남궁민수"], []),
        ("남궁민수기자", ["남궁민수"], []),
        ("김구 기자", ["김구"], []),
        ("김구기자", ["김구"], []),
        ("하동=배병일 기자 3347009@", ["배병일"], []),
        ("경기도 평택=홍길동 기자", ["홍길동"], []),
        ("수원/홍길동 기자", ["홍길동"], []),
        ("고양시/홍길동 기자", ["홍길동"], []),
        ("홍길동/김철수 기자", ["홍길동", "김철수"], []),
        ("글·사진=홍길동 기자", ["홍길동"], []),
        ("글ㆍ사진=홍길동 기자", ["홍길동"], []),
        ("글/사진 홍길동 기자", ["홍길동"], []),
        ("글·사진 홍길동 기자", ["홍길동"], []),
        ("글·사진 | 홍길동 기자", ["홍길동"], []),
        ("글·사진=홍길동", ["홍길동"], []),
        ("글=홍길동 기자 사진=김철수 기자", ["홍길동", "김철수"], []),
        ("취재=홍길동 기자, 사진=김철수 기자", ["홍길동", "김철수"], []),
        ("[평택=홍길동 기자]", ["홍길동"], []),
        ("[뉴스21통신=임정훈 기자]", ["임정훈"], []),
        ("【평택=홍길동 기자】", ["홍길동"], []),
        ("<홍길동 기자>", ["홍길동"], []),
        ("(홍길동 기자)", ["홍길동"], []),
        ("＜홍길동 기자＞", ["홍길동"], []),
        ("/홍길동 기자", ["홍길동"], []),
        ("/ 홍길동 기자", ["홍길동"], []),
        ("= 홍길동 기자 =", ["홍길동"], []),
        ("- 홍길동 기자 -", ["홍길동"], []),
        ("■ 홍길동 기자", ["홍길동"], []),
        ("ㅣ홍길동 기자", ["홍길동"], []),
        ("사회부 홍길동 기자", ["홍길동"], []),
        ("홍길동 사회부 기자", ["홍길동"], []),
        ("홍길동 선임기자", ["홍길동"], []),
        ("홍길동수습기자", ["홍길동"], []),
        ("홍길동 시민 기자", ["홍길동"], []),
        ("홍길동 경제전문기자", ["홍길동"], []),
        ("홍길동 거창주재기자", ["홍길동"], []),
        ("홍길동 편집국장", ["홍길동"], []),
        ("홍길동 기자 hong@example.co.kr", ["홍길동"], ["hong@example.co.kr"]),
        ("홍길동 기자(hong@example.co.kr)", ["홍길동"], ["hong@example.co.kr"]),
        ("홍길동 기자 <hong@example.co.kr>", ["홍길동"], ["hong@example.co.kr"]),
        ("홍길동 기자 / hong@example.co.kr", ["홍길동"], ["hong@example.co.kr"]),
        ("홍길동 기자hong@example.co.kr", ["홍길동"], ["hong@example.co.kr"]),
        ("hong@example.co.kr 홍길동 기자", ["홍길동"], ["hong@example.co.kr"]),
        ("홍길동 기자 [email protected]", ["홍길동"], []),
        ("홍길동 hong@example.co.kr", ["홍길동"], ["hong@example.co.kr"]),
        ("홍길동(hong@example.co.kr)", ["홍길동"], ["hong@example.co.kr"]),
        ("홍길동ㆍ김철수 기자", ["홍길동", "김철수"], []),
        ("홍길동 · 김철수 기자", ["홍길동", "김철수"], []),
        ("홍길동, 김철수 기자", ["홍길동", "김철수"], []),
        ("홍길동 기자·김철수 기자", ["홍길동", "김철수"], []),
        ("홍길동 기자 / 김철수 기자", ["홍길동", "김철수"], []),
        ("홍길동 기자 / 사진 김철수 기자", ["홍길동", "김철수"], []),
        ("홍길동 기자홍길동 기자", ["홍길동"], []),
        ("[평택/홍길동 기자]", ["홍길동"], []),
        ("(수원/홍길동 기자)", ["홍길동"], []),
        ("[고양시, 홍길동 기자]", ["홍길동"], []),
        ("[경남 하동/홍길동 기자]", ["홍길동"], []),
        ("[단독/홍길동 기자]", ["홍길동"], []),
        ("평택·홍길동 기자", ["홍길동"], []),
        ("경남 하동·홍길동 기자", ["홍길동"], []),
        ("평택=홍길동·김철수 기자", ["홍길동", "김철수"], []),
        ("정치부/홍길동 기자", ["홍길동"], []),
        ("안중읍/홍길동 기자", ["홍길동"], []),
        ("여행스케치/홍길동 기자", ["홍길동"], []),
        ("송도/홍길동 기자", ["홍길동"], []),
        ("모아라/홍길동 기자", ["모아라", "홍길동"], []),
        ("강길부/홍길동 기자", ["강길부", "홍길동"], []),
        ("김구·홍길동 기자", ["김구", "홍길동"], []),
        ("홍길동 기자(평택)", ["홍길동"], []),
        ("홍길동 기자 (경남 하동)", ["홍길동"], []),
        ("홍길동 워싱턴 특파원", ["홍길동"], []),
        ("홍길동 미국 통신원 hong@example.com", ["홍길동"], ["hong@example.com"]),
        ("홍길동 논설위원장", ["홍길동"], []),
        *((f"홍길동{dot}김철수 기자", ["홍길동", "김철수"], []) for dot in "·ㆍ‧․•∙⋅・･、，／＆"),
        *((f"글{dot}사진=홍길동 기자", ["홍길동"], []) for dot in "·ㆍ‧․•∙⋅・･"),
        ("글=김구", ["김구"], []),
        ("대전=김가람·이도윤 기자 a@example.com b@example.com", ["김가람", "이도윤"], ["a@example.com", "b@example.com"]),
        ("홍길동 기자 a@example.com, 김철수 기자 b@example.com", ["홍길동", "김철수"], ["a@example.com", "b@example.com"]),
    ],
)
def test_byline(paragraph: str, authors: list[str], emails: list[str]) -> None:
    assert press.read_byline(paragraph) == Byline(authors, emails)


@pytest.mark.parametrize(
    "paragraph",
    [
        "“이번 사업은 뜻깊다”라고 김 기자가 말했다.",
        "홍길동 기자가 현장을 찾았다.",
        "홍길동 기자의 다른기사 보기",
        "▲ 홍보담당관 김철수",
        "▲홍보담당관 김철수 ▲기획예산과장 이영희",
        "편집국장 홍길동",
        "◇편집국장 홍길동",
        "홍보담당관 김철수 hong@example.com",
        "구분 2022년 2023년",
        "김철수 1등 이영희 2등",
        "문의 031-123-4567",
        "문의: 평택시청 홍보과 hong@example.com",
        "신청 hong@example.com",
        "문의는 hong@example.com",
        "신청은 hong@example.com",
        "제보는 hong@example.com",
        "원고는 hong@example.com",
        "문의하기 hong@example.com",
        "유가족 hong@example.com",
        "한의원 hong@example.com",
        "hong@example.com",
        "홍길동",
        "평택시",
        "기자",
        "사회부 기자",
        "시민기자",
        "사진 기자",
        "취재 기자",
        "사진=평택시",
        "사진 제공=평택시",
        "자료=통계청",
        "출처=국토부",
        "글",
        "제주 홍길동 기자",
        "홍길동 기자=평택",
        "홍길동 기자(김철수)",
        "홍보담당관 김철수·홍길동 기자",
        "평택 기자",
        "평택·수원 기자",
        "글=평택시",
        "",
        "·",
        "홍길동 기자 " * 40,
    ],
)
def test_no_byline(paragraph: str) -> None:
    assert press.read_byline(paragraph) is None


# --- datelines


@pytest.mark.parametrize(
    ("paragraph", "before", "authors", "emails", "text"),
    [
        ("[뉴스21일간=임정훈]울산 동구는 연다.", "", ["임정훈"], [], "울산 동구는 연다."),
        ("동구청[뉴스21일간=임정훈]울산 동구는 연다.", "동구청", ["임정훈"], [], "울산 동구는 연다."),
        (
            "지난 5일 열린 개관식에서 참석자들이 테이프를 자르고 있다. [뉴스21일간=임정훈] 울산 동구는 연다.",
            "지난 5일 열린 개관식에서 참석자들이 테이프를 자르고 있다.", ["임정훈"], [], "울산 동구는 연다.",
        ),
        ("[하동=배병일 기자] 하동군은 열었다.", "", ["배병일"], [], "하동군은 열었다."),
        ("[하동 = 배병일 기자] 하동군은 열었다.", "", ["배병일"], [], "하동군은 열었다."),
        ("[하동=배병일기자]하동군은 열었다.", "", ["배병일"], [], "하동군은 열었다."),
        ("【수원=홍길동 기자】 수원시는 열었다.", "", ["홍길동"], [], "수원시는 열었다."),
        ("[중도일보 대전=홍길동 기자] 대전시는 열었다.", "", ["홍길동"], [], "대전시는 열었다."),
        ("[하동=배병일·홍길동 기자] 하동군은 열었다.", "", ["배병일", "홍길동"], [], "하동군은 열었다."),
        ("[하동=배병일 기자 bae@example.com] 하동군은 열었다.", "", ["배병일"], ["bae@example.com"], "하동군은 열었다."),
        ("[글·사진=홍길동 기자] 평택시는 열었다.", "", ["홍길동"], [], "평택시는 열었다."),
        ("[홍길동 기자] 평택시는 열었다.", "", ["홍길동"], [], "평택시는 열었다."),
        ("[경기신문 홍길동 기자] 평택시는 열었다.", "", ["홍길동"], [], "평택시는 열었다."),
        ("(홍길동 기자) 평택시는 열었다.", "", ["홍길동"], [], "평택시는 열었다."),
        ("<평택=홍길동 기자> 평택시는 열었다.", "", ["홍길동"], [], "평택시는 열었다."),
        ("(평택=홍길동 기자) 평택시는 열었다.", "", ["홍길동"], [], "평택시는 열었다."),
        ("홍길동 기자 = 평택시는 열었다.", "", ["홍길동"], [], "평택시는 열었다."),
        ("홍길동기자=평택시는 열었다.", "", ["홍길동"], [], "평택시는 열었다."),
        ("홍길동·김철수 기자 = 평택시는 열었다.", "", ["홍길동", "김철수"], [], "평택시는 열었다."),
        ("홍길동 기자 hong@example.com = 평택시는 열었다.", "", ["홍길동"], ["hong@example.com"], "평택시는 열었다."),
        ("(평택=연합뉴스) 홍길동 기자 = 평택시는 열었다.", "", ["홍길동"], [], "평택시는 열었다."),
        ("(평택=연합뉴스) 홍길동 김철수 기자 = 평택시는 열었다.", "", ["홍길동", "김철수"], [], "평택시는 열었다."),
        ("[수원=뉴시스] 홍길동 기자 = 수원시는 열었다.", "", ["홍길동"], [], "수원시는 열었다."),
        ("【수원=뉴시스】홍길동 기자 = 수원시는 열었다.", "", ["홍길동"], [], "수원시는 열었다."),
        ("(수원=뉴스1) 홍길동 기자 = 수원시는 열었다.", "", ["홍길동"], [], "수원시는 열었다."),
        (
            "김철수 시장(왼쪽)이 설명하고 있다. [평택=홍길동 기자] 평택시는 열었다.",
            "김철수 시장(왼쪽)이 설명하고 있다.", ["홍길동"], [], "평택시는 열었다.",
        ),
        ("[평택/홍길동 기자] 평택시는 열었다.", "", ["홍길동"], [], "평택시는 열었다."),
        ("[평택 / 홍길동 기자] 평택시는 열었다.", "", ["홍길동"], [], "평택시는 열었다."),
        ("(수원/홍길동 기자) 수원시는 열었다.", "", ["홍길동"], [], "수원시는 열었다."),
        ("[고양시, 홍길동 기자] 고양시는 열었다.", "", ["홍길동"], [], "고양시는 열었다."),
        ("[경남 하동/홍길동 기자] 하동군은 열었다.", "", ["홍길동"], [], "하동군은 열었다."),
        ("[단독/홍길동 기자] 평택시는 열었다.", "", ["홍길동"], [], "평택시는 열었다."),
        ("[여행스케치/홍길동 기자] 평택시는 열었다.", "", ["홍길동"], [], "평택시는 열었다."),
        ("[평택=뉴스1/홍길동 기자] 평택시는 열었다.", "", ["홍길동"], [], "평택시는 열었다."),
        ("[평택|홍길동 기자] 평택시는 열었다.", "", ["홍길동"], [], "평택시는 열었다."),
        ("[홍길동/김철수 기자] 평택시는 열었다.", "", ["홍길동", "김철수"], [], "평택시는 열었다."),
        ("[홍길동 기자(평택)] 평택시는 열었다.", "", ["홍길동"], [], "평택시는 열었다."),
        ("［평택＝홍길동 기자］ 평택시는 열었다.", "", ["홍길동"], [], "평택시는 열었다."),
        ("평택·홍길동 기자 = 평택시는 열었다.", "", ["홍길동"], [], "평택시는 열었다."),
        ("평택/홍길동 기자 = 평택시는 열었다.", "", ["홍길동"], [], "평택시는 열었다."),
        ("경남 하동·홍길동 기자 = 하동군은 열었다.", "", ["홍길동"], [], "하동군은 열었다."),
        ("[평택] 홍길동 기자 = 평택시는 열었다.", "", ["홍길동"], [], "평택시는 열었다."),
        ("개관식[평택/홍길동 기자]평택시는 열었다.", "개관식", ["홍길동"], [], "평택시는 열었다."),
        ("[사진=평택시] [평택=홍길동 기자] 평택시는 열었다.", "[사진=평택시]", ["홍길동"], [], "평택시는 열었다."),
    ],
)  # fmt: skip
def test_dateline(paragraph: str, before: str, authors: list[str], emails: list[str], text: str) -> None:
    assert press.read_dateline(paragraph) == Dateline(before, Byline(authors, emails), text)


@pytest.mark.parametrize(
    "paragraph",
    [
        "평택시는 열었다.",
        "(사진=평택시청) 평택시는 열었다.",
        "[사진=평택시]평택시는 열었다.",
        "[사진 제공=안산시] 안산시는 열었다.",
        "[사진=홍길동 기자] 개관식 모습",
        "[자료=통계청] 인구는 줄었다.",
        "[그래픽=김철수] 인구는 줄었다.",
        "(서울=연합뉴스) 정부는 밝혔다.",
        "[서울=뉴시스] 정부는 밝혔다.",
        "(대전=서울신문) 정부는 밝혔다.",
        "[주제=기후위기] 시민이 모였다.",
        "[홍길동] 시민이 모였다.",
        "[평택시] 보고회를 열었다.",
        "[홍길동 기자의 시선] 시민이 모였다.",
        "[평택=홍길동 기자]",
        "홍길동 기자",
        "홍길동 기자는 = 이라고 썼다.",
        "[평택 기자] 평택시는 열었다.",
        "[평택=홍보팀] 평택시는 열었다.",
        "[주제=고용] 시민이 모였다.",
        "[사진/홍길동 기자] 개관식 모습",
        "[영상 홍길동 기자] 개관식 모습",
        "[앵커] 홍길동 기자 = 평택시는 열었다.",
        "[토론/찬성 반대] 시민이 모였다.",
        "수원 홍길동 기자 = 수원시는 열었다.",  # 수원 is nobody; which word is a name cannot be told
        "평택시는 오는 10일까지 시청 누리집과 읍면동 행정복지센터에서 신청을 받으며 [문의=김철수] 결과는 따로 알린다.",
        "평택시는 오는 10일까지 누리집과 읍면동 행정복지센터에서 신청을 받으며 자세한 것은 [평택=홍길동 기자] 결과는 따로 알린다.",
        "가" * 130 + "다.[평택=홍길동 기자] 평택시는 열었다.",
        "",
    ],
)
def test_no_dateline(paragraph: str) -> None:
    assert press.read_dateline(paragraph) is None


# --- rights


@pytest.mark.parametrize(
    "paragraph",
    [
        "저작권자 ⓒ 경기티비종합뉴스 무단전재 및 재배포 금지",
        "<저작권자 ⓒ 뉴스21통신, 무단 전재-재배포 금지>",
        "[저작권자ⓒ 기호일보, 무단 전재 및 재배포 금지]",
        "<저작권자(c) 연합뉴스, 무단 전재-재배포 금지>",
        "저작권자 © 경남도민일보 무단전재 및 재배포 금지",
        "저작권자 © 무등일보 무단전재 및 재배포, AI 학습 및 이용 금지",
        "저작권자 ⓒ 평택자치신문",
        "<저작권자 ⓒ 평택자치신문 & ptlnews.kr>",
        "중도일보(www.joongdo.co.kr), 무단전재 및 수집, 재배포 금지",
        "ⓒ 중도일보, 무단전재 및 재배포 금지",
        "ⓒ뉴시스, 무단전재 및 재배포 금지",
        "무단전재 및 재배포금지",
        "무단전제 및 재배포 금지",
        "무단 전재·재배포를 금합니다.",
        "본 기사의 무단 전재 및 재배포를 금지합니다.",
        "※ 본 기사의 저작권은 경기신문에 있습니다. 무단 전재 및 재배포를 금합니다.",
        "이 기사의 저작권은 경기신문에 있습니다.",
        "Copyright ⓒ 중도일보 All rights reserved.",
        "Copyright © 2024 경기신문. All rights reserved. 무단 전재 및 재배포 금지",
        "Copyrights ⓒ 평택자치신문 & ptlnews.kr, 무단 전재 및 재배포 금지",
        "COPYRIGHT ⓒ 대전일보",
        "ⓒ 한겨레신문사 All Rights Reserved. 무단 전재, 재배포, AI학습 및 활용 금지",
        "무단 복제 금지",
        "본 기사 무단 복제 금지",
        "무단전재 및 재배포 금지 ⓒ 가온일보",
        "<무단전재 및 재배포 금지> (www.gaon.example)",
        "저작권자 허락 없이 복제·배포 금지",
        "저작권법에 의해 보호받으며 무단 복제를 금합니다.",
    ],
)
def test_rights_line(paragraph: str) -> None:
    assert is_rights_line(paragraph)


@pytest.mark.parametrize(
    "paragraph",
    [
        "ⓒ 평택시",
        "사진=ⓒ 연합뉴스",
        "ⓒ뉴시스",
        "개관식 모습 ⓒ 홍길동 기자",
        "시는 저작권(저작물 이용) 교육을 열었다.",
        "저작권(copyright) 바로 알기",
        "저작권 교육",
        "시 관계자는 “저작권자 ⓒ 표시가 있는 글의 무단 전재는 금지”라고 말했다.",
        "시는 무단전재 및 재배포 금지 조항을 어긴 12건을 찾아냈다.",
        "정부는 저작물의 무단 복제를 금지하고 있습니다.",
        "개인정보 무단 사용 금지 안내",
        "무단 주차 금지",
        "저작권, 무단 복제 금지 캠페인 열려",
        "무단 전재 금지 캠페인",
        "무단 전재와 재배포 금지 조항 신설",
        "무단복제 금지법 국회 통과",
        "저작권 침해·무단 복제 금지 안내",
        "“무단 전재 금지” 규정 논란",
        "영상 무단 게재 금지 가처분",
        "도서관 자료 무단 복제 금지",
        "개인정보 무단 수집 금지",
        "저작권, 무단 복제 금지",
        "저작권 보호, 불법복제 금지!",
        "◇ 저작권법 개정안 통과, 불법 복제 금지",
        "저작권자 모임, 불법 복제 금지",
        "시는 밝혔다. <저작권자 ⓒ 경기티비종합뉴스 무단전재 및 재배포 금지>",
        " ",
        "",
    ],
)
def test_no_rights_line(paragraph: str) -> None:
    assert not is_rights_line(paragraph)


# --- times


def kst(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=KST)  # type: ignore[arg-type, misc]


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("2022-12-06 15:24:49", kst(2022, 12, 6, 15, 24, 49)),
        ("2024.03.05 17:08", kst(2024, 3, 5, 17, 8)),
        ("2024.3.5", kst(2024, 3, 5)),
        ("2024. 3. 5. 17:08", kst(2024, 3, 5, 17, 8)),
        ("2024.03.05.17:08", kst(2024, 3, 5, 17, 8)),
        ("2024/03/05 17:08", kst(2024, 3, 5, 17, 8)),
        ("2020/10/29 [18:25]", kst(2020, 10, 29, 18, 25)),
        ("2024.03.05 17:08".translate({ord(c): ord(c) + 0xFEE0 for c in "0123456789.:"}), kst(2024, 3, 5, 17, 8)),  # full-width
        ("기사입력: 2020/10/29 [18:25]", kst(2020, 10, 29, 18, 25)),
        ("등록 2024.03.05 17:08:12", kst(2024, 3, 5, 17, 8, 12)),
        ("승인 2020-02-16 14:27 | 수정 2020-02-17 09:00", kst(2020, 2, 16, 14, 27)),
        ("신문게재 2020-02-17 12면", kst(2020, 2, 17)),
        ("작성일 24-03-05 09:07", kst(2024, 3, 5, 9, 7)),
        ("99-12-31 09:07", kst(1999, 12, 31, 9, 7)),
        ("2020년 04월 23일 (목) 12:13:44 홍길동 hong@example.com", kst(2020, 4, 23, 12, 13, 44)),
        ("2020년 04월 23일 (목) 오후 3:05", kst(2020, 4, 23, 15, 5)),
        ("2020년 4월 23일 목요일", kst(2020, 4, 23)),
        ("24년 3월 5일", kst(2024, 3, 5)),
        ("2018.3.16 금 08:03", kst(2018, 3, 16, 8, 3)),
        ("2024-04-27(토) 10:11", kst(2024, 4, 27, 10, 11)),
        ("2024.04.27 [토] 10:11", kst(2024, 4, 27, 10, 11)),
        ("2018년 03월 20일 15시 50분", kst(2018, 3, 20, 15, 50)),
        ("2018년 03월 20일 15시 50분 07초", kst(2018, 3, 20, 15, 50, 7)),
        ("2018년 3월 20일 오후 3시", kst(2018, 3, 20, 15)),
        ("2018년 3월 20일 낮 12시", kst(2018, 3, 20, 12)),
        ("2018년 3월 20일 낮 2시 10분", kst(2018, 3, 20, 14, 10)),
        ("2018년 3월 20일 정오", kst(2018, 3, 20, 12)),
        ("2018년 3월 20일 새벽 2시", kst(2018, 3, 20, 2)),
        ("2018년 3월 20일 아침 7시 5분", kst(2018, 3, 20, 7, 5)),
        ("2018년 3월 20일 저녁 7시", kst(2018, 3, 20, 19)),
        ("2018년 3월 20일 밤 11시 20분", kst(2018, 3, 20, 23, 20)),
        ("2018년 3월 20일 밤 12시", kst(2018, 3, 20, 0)),
        ("2018년 3월 20일 밤 1시", kst(2018, 3, 20, 1)),
        ("2018년 3월 20일 오후 3시 5분", kst(2018, 3, 20, 15, 5)),
        ("2024.03.05 오전 12시", kst(2024, 3, 5, 0)),
        ("2024.03.05 오후 12시", kst(2024, 3, 5, 12)),
        ("2024.03.05 오전 12:30", kst(2024, 3, 5, 0, 30)),
        ("2024.03.05 오후 12:30", kst(2024, 3, 5, 12, 30)),
        ("2024.03.05. 오후 3:05", kst(2024, 3, 5, 15, 5)),
        ("2024-03-05 PM 3:05", kst(2024, 3, 5, 15, 5)),
        ("2024-03-05 03:05 Pm", kst(2024, 3, 5, 15, 5)),
        ("2024-03-05 03:05:10 오후", kst(2024, 3, 5, 15, 5, 10)),
        ("2024-03-05T17:08:00+09:00", kst(2024, 3, 5, 17, 8)),
        ("2024-03-05T17:08:00.123+0900", kst(2024, 3, 5, 17, 8)),
        ("2024-03-05T08:08:00Z", kst(2024, 3, 5, 17, 8)),
        ("2024-03-05T08:08Z", kst(2024, 3, 5, 17, 8)),
        ("2024-03-05T23:08:00-05:00", kst(2024, 3, 6, 13, 8)),
        ("2024-03-05T17:08:00", kst(2024, 3, 5, 17, 8)),
        ("2024-03-05 17:08:00 +0900", kst(2024, 3, 5, 17, 8)),
        ("2024-03-05 17:08:00+09", kst(2024, 3, 5, 17, 8)),
        ("2024-03-05 08:08:00 UTC", kst(2024, 3, 5, 17, 8)),
        ("2024-03-05 17:08:00 KST", kst(2024, 3, 5, 17, 8)),
        ("2024-03-05 17:08:00.0", kst(2024, 3, 5, 17, 8)),
        ("2024-03-05 10:00-12:00", kst(2024, 3, 5, 10)),
        ("2024-03-05 10:00~12:00", kst(2024, 3, 5, 10)),
        ("2024.03.05 17:08 15면", kst(2024, 3, 5, 17, 8)),
        ("2024.03.05 | 17:08", kst(2024, 3, 5, 17, 8)),
        ("2024\xa003.05", None),
        ("2024.\xa003.\xa005\u200b 17:08", kst(2024, 3, 5, 17, 8)),
        ("문의 031-123-4567, 2024.03.05 17:08", kst(2024, 3, 5, 17, 8)),
        ("2026.11.20 24:00", kst(2026, 11, 21)),
        ("2026-12-31 24:00:00", kst(2027, 1, 1)),
        ("2026년 11월 30일 (월) 24시", kst(2026, 12, 1)),
        ("2026.11.20 - 17:42", kst(2026, 11, 20, 17, 42)),
        ("2026-11-20-17:42", kst(2026, 11, 20, 17, 42)),
        ("2026–11–20 – 17:42", kst(2026, 11, 20, 17, 42)),
        ("2026/11/20/17:42", kst(2026, 11, 20, 17, 42)),
        ("2026.11.20 / 17:42", kst(2026, 11, 20, 17, 42)),
        ("2026.11.20, 17:42", kst(2026, 11, 20, 17, 42)),
        ("2026.11.20 · 17:42", kst(2026, 11, 20, 17, 42)),
        ("2026-11-20_17:42", kst(2026, 11, 20, 17, 42)),
        ("2026.11.20 (17:42)", kst(2026, 11, 20, 17, 42)),
        ("2026.11.20, 금요일, 오후 5:42", kst(2026, 11, 20, 17, 42)),
        ("2026.11.20 (Fri) 5:42 p.m.", kst(2026, 11, 20, 17, 42)),
        ("2026.11.20 5시간 전", kst(2026, 11, 20)),
        ("2026.11.20 - 3면", kst(2026, 11, 20)),
        ("2026·11·20", kst(2026, 11, 20)),
        ("2026ㆍ11ㆍ20 17:42", kst(2026, 11, 20, 17, 42)),
        ("2026‧11‧20", kst(2026, 11, 20)),
        ("2026․11․20", kst(2026, 11, 20)),
        ("’24.03.05", kst(2024, 3, 5)),
        ("'24. 3. 5. 17:08", kst(2024, 3, 5, 17, 8)),
        ("‘24년 3월 5일", kst(2024, 3, 5)),
        ("24.03.05", kst(2024, 3, 5)),
        ("24.3.5 17:08", kst(2024, 3, 5, 17, 8)),
        ("24. 03. 05. 17:08", kst(2024, 3, 5, 17, 8)),
        ("2026-11-20T17:42:00.000", kst(2026, 11, 20, 17, 42)),
        ("2026-11-20T08:42:00.000Z", kst(2026, 11, 20, 17, 42)),
        ("Nov 20, 2026", kst(2026, 11, 20)),
        ("November 20, 2026 at 5:42 PM", kst(2026, 11, 20, 17, 42)),
        ("Sept. 3rd, 2026, 9:05 a.m.", kst(2026, 9, 3, 9, 5)),
        ("20 Nov 2026 17:42", kst(2026, 11, 20, 17, 42)),
        ("20-May-2026", kst(2026, 5, 20)),
        ("Fri, 20 Nov 2026 08:42:00 GMT", kst(2026, 11, 20, 17, 42)),
        ("Fri, 20 Nov 2026 08:42:00 -0500", kst(2026, 11, 20, 22, 42)),
        ("단기 4359년 11월 20일(서기 2026년 11월 20일)", kst(2026, 11, 20)),
    ],
)
def test_read_time(raw: str, expected: datetime | None) -> None:
    moment = press.read_time(raw)
    assert moment == expected
    assert moment is None or moment.utcoffset() == timedelta(hours=9)


@pytest.mark.parametrize(
    "raw",
    [
        "2024-13-01", "2024-02-30 10:00", "2023.02.29", "0000-03-05", "2024-00-05", "2024-03-00", "2024-03-05 25:00", "2024-03-05 10:61",
        "2024-03-05T10:00:00+99:99", "9999-12-31T23:59:59-12:00",
        "031-123-4567", "02-123-4567", "02-1234-5678", "010-1234-5678", "1588-1234", "070-4001-1234", "110-22-334455", "124-81-00998",
        "24-03", "2024-03", "2024년 3월", "1.2.3.4", "10.1.2.3", "10.10.10.10", "192.168.0.1", "1,200-1,500원", "3.14", "24.3.5",
        "2023-2024-01", "12:30:45", "20240305", "3시간 전", "방금", "어제", "",
        "단기 4359년 11월 20일", "불기 2570년 5월 24일", "2026.11.20 24:30", "2026.11.20 24:00:01", "10. 11. 12.", "1. 2. 3 10:00",
        "0001.01.01 00:00", "승인 0001.01.01 00:00", "1 Jan 0001 00:00", "Jan 1, 0001", "Mon, 01 Jan 0001 00:00:00 GMT", "1899-12-31 00:00",
        "1899년 12월 30일", "31 Dec 1899", "1 Jan 2200", "31 Dec 9999 23:59", "Jan 1, 9999 00:00 AM", "99999-01-01",
        "20.11.2026", "11 Nov 26", "Nov 31, 2026", "Nov 2026", "Smarch 5, 2026", "Fri, 20 Nov 2026 08:42:00 EST", "2026·11",
    ],
)  # fmt: skip
def test_no_time(raw: str) -> None:
    assert press.read_time(raw) is None


FORMATS = [
    "%Y-%m-%d %H:%M:%S", "%Y.%m.%d %H:%M:%S", "%Y/%m/%d [%H:%M:%S]", "%Y. %m. %d. %H:%M:%S", "%Y년 %m월 %d일 %H시 %M분 %S초",
    "등록 %Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %I:%M:%S %p", "%Y.%m.%d %p %I:%M:%S", "%Y-%m-%d(월) %H:%M:%S",
]  # fmt: skip
MOMENTS = st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1)).map(lambda moment: moment.replace(microsecond=0, tzinfo=KST))  # noqa: DTZ001


@given(MOMENTS, st.sampled_from(FORMATS))
def test_a_printed_time_is_read_as_it_was_meant(moment: datetime, form: str) -> None:
    assert press.read_time(moment.strftime(form)) == moment


@given(MOMENTS, st.integers(-14 * 60, 14 * 60))
def test_a_time_with_a_zone_is_the_same_moment_in_kst(moment: datetime, minutes: int) -> None:
    there = moment.astimezone(timezone(timedelta(minutes=minutes)))
    read = press.read_time(there.isoformat())
    assert read == moment
    assert press.iso(moment) == moment.strftime("%Y-%m-%dT%H:%M:%S+09:00")
    assert press.day_of(press.iso(there)) == moment.date()


def test_iso_and_day_are_korean() -> None:
    late = datetime(2024, 3, 5, 20, 30, 15, 999_999, tzinfo=UTC)
    assert press.iso(late) == "2024-03-06T05:30:15+09:00"
    assert press.day_of("2024-03-05T20:30:15+00:00").isoformat() == "2024-03-06"


# --- the article as a whole

FIRST, LAST = "평택시는 5일 보고회를 열었다고 밝혔다.", "시 관계자는 “힘쓰겠다”고 말했다."
RIGHTS = "저작권자 ⓒ 경기티비종합뉴스 무단전재 및 재배포 금지"
HONG = Byline(["홍길동"], [])
HONG_MAIL = Byline(["홍길동"], ["hong@example.com"])


@pytest.mark.parametrize(
    ("paragraphs", "expected"),
    [
        ([], Signed([], Byline([], []), None, None)),
        ([FIRST, LAST], Signed([FIRST, LAST], Byline([], []), None, None)),
        ([FIRST, LAST, "홍길동 기자"], Signed([FIRST, LAST], HONG, None, None)),
        ([FIRST, LAST, "홍길동 기자", RIGHTS], Signed([FIRST, LAST], HONG, RIGHTS, None)),
        ([FIRST, LAST, RIGHTS, "홍길동 기자"], Signed([FIRST, LAST], HONG, RIGHTS, None)),
        ([FIRST, RIGHTS, LAST], Signed([FIRST, LAST], Byline([], []), RIGHTS, None)),
        (["홍길동 기자", FIRST, LAST], Signed([FIRST, LAST], HONG, None, None)),
        ([FIRST, LAST, "홍길동 기자", "hong@example.com"], Signed([FIRST, LAST], HONG_MAIL, None, None)),
        ([FIRST, LAST, "홍길동", "hong@example.com"], Signed([FIRST, LAST], HONG_MAIL, None, None)),
        (["홍길동 기자", "hong@example.com", FIRST, LAST], Signed([FIRST, LAST], HONG_MAIL, None, None)),
        ([FIRST, "신청은 전자우편으로 받는다.", "hong@example.com"],
         Signed([FIRST, "신청은 전자우편으로 받는다.", "hong@example.com"], Byline([], []), None, None)),
        ([FIRST, LAST, "홍길동 기자", "김철수 기자"], Signed([FIRST, LAST], Byline(["홍길동", "김철수"], []), None, None)),
        (["[평택=홍길동 기자] " + FIRST, LAST, "홍길동 기자"], Signed([FIRST, LAST], HONG, None, None)),
        (["개관식[평택=홍길동]" + FIRST, LAST], Signed([FIRST, LAST], HONG, None, "개관식")),
        (["예산 3천억", "시민 참여", "[평택=홍길동 기자] " + FIRST], Signed(["예산 3천억", "시민 참여", FIRST], HONG, None, None)),
        ([FIRST, "개관식[평택=홍길동]" + LAST], Signed([FIRST, "개관식[평택=홍길동]" + LAST], Byline([], []), None, None)),
        ([FIRST, LAST + " 홍길동 기자"], Signed([FIRST, LAST], HONG, None, None)),
        ([FIRST, LAST + "/홍길동 기자 hong@example.com"], Signed([FIRST, LAST], HONG_MAIL, None, None)),
        ([FIRST, LAST + " [평택/홍길동 기자]"], Signed([FIRST, LAST], HONG, None, None)),
        ([FIRST, LAST + " 평택·홍길동 기자 hong@example.com"], Signed([FIRST, LAST], HONG_MAIL, None, None)),
        ([FIRST, LAST, "사무국 contest@example.com"], Signed([FIRST, LAST, "사무국 contest@example.com"], Byline([], []), None, None)),
        ([FIRST, "사무국", "contest@example.com"], Signed([FIRST, "사무국", "contest@example.com"], Byline([], []), None, None)),
        ([FIRST, "시장은 “잘하겠다.” 홍길동 기자"], Signed([FIRST, "시장은 “잘하겠다.” 홍길동 기자"], Byline([], []), None, None)),
        ([FIRST, LAST + " <" + RIGHTS + ">"], Signed([FIRST, LAST], Byline([], []), "<" + RIGHTS + ">", None)),
        ([FIRST, LAST + " 홍길동 기자 hong@example.com <" + RIGHTS + ">"], Signed([FIRST, LAST], HONG_MAIL, "<" + RIGHTS + ">", None)),
        ([FIRST, LAST + " <" + RIGHTS + "> 홍길동 기자"], Signed([FIRST, LAST], HONG, "<" + RIGHTS + ">", None)),
        ([FIRST, LAST, "<무단전재 및 재배포 금지> 홍길동 기자"], Signed([FIRST, LAST], HONG, "<무단전재 및 재배포 금지>", None)),
        ([FIRST, LAST, "홍길동 기자 / " + RIGHTS], Signed([FIRST, LAST], HONG, RIGHTS, None)),
        ([FIRST, LAST, RIGHTS + " 홍길동 기자"], Signed([FIRST, LAST], HONG, RIGHTS, None)),
        ([FIRST, LAST, "홍길동 기자", "hong@example.com", RIGHTS], Signed([FIRST, LAST], HONG_MAIL, RIGHTS, None)),
        ([FIRST, "시장은 “많이 와 달라”고 당부 <" + RIGHTS + ">"],
         Signed([FIRST, "시장은 “많이 와 달라”고 당부"], Byline([], []), "<" + RIGHTS + ">", None)),
        ([FIRST, "사무국 desk@example.com <" + RIGHTS + ">"],
         Signed([FIRST, "사무국 desk@example.com"], Byline([], []), "<" + RIGHTS + ">", None)),
        ([FIRST, "가온일보 <" + RIGHTS + ">"], Signed([FIRST], Byline([], []), "가온일보 <" + RIGHTS + ">", None)),
        ([FIRST, "저작권, 무단 복제 금지 캠페인 열려", LAST],
         Signed([FIRST, "저작권, 무단 복제 금지 캠페인 열려", LAST], Byline([], []), None, None)),
        ([FIRST, LAST + " 무단 전재를 금합니다."], Signed([FIRST, LAST], Byline([], []), "무단 전재를 금합니다.", None)),
        ([FIRST, LAST + " 홍길동 기자", RIGHTS], Signed([FIRST, LAST], HONG, RIGHTS, None)),
        # a personnel notice: names in the middle are its text, and so is a title before a name
        (["◇ 승진", "▲ 홍보담당관 김철수", "홍길동 기자", "편집국장 이영희"],
         Signed(["◇ 승진", "▲ 홍보담당관 김철수", "홍길동 기자", "편집국장 이영희"], Byline([], []), None, None)),
        ([FIRST, "구분 2022년", "하동=배병일 기자"], Signed([FIRST, "구분 2022년"], Byline(["배병일"], []), None, None)),
        ([FIRST, "평택시", "홍길동 기자"], Signed([FIRST, "평택시"], HONG, None, None)),
        ([FIRST, "문의 031-123-4567"], Signed([FIRST, "문의 031-123-4567"], Byline([], []), None, None)),
        ([FIRST, LAST, "[사진=평택시]"], Signed([FIRST, LAST, "[사진=평택시]"], Byline([], []), None, None)),
        ([FIRST, "ⓒ 평택시"], Signed([FIRST, "ⓒ 평택시"], Byline([], []), None, None)),
        (["홍길동 기자"], Signed([], HONG, None, None)),
    ],
)  # fmt: skip
def test_split_signature(paragraphs: list[str], expected: Signed) -> None:
    assert press.split_signature(paragraphs) == expected


SENTENCES = st.lists(st.sampled_from([FIRST, LAST, "▲ 홍보담당관 김철수", "구분 2022년", "문의 031-123-4567", "■ 소제목", "ⓒ 평택시"]))


@given(SENTENCES, SENTENCES, st.sampled_from(["", "홍길동 기자", "하동=배병일 기자 3347009@"]), st.sampled_from(["", RIGHTS]))
def test_no_paragraph_is_lost(above: list[str], below: list[str], byline: str, rights: str) -> None:
    signed = press.split_signature([p for p in [*above, rights, *below, byline] if p])
    assert signed.paragraphs == [*above, *below]
    assert signed.byline.authors == ([byline.removeprefix("하동=")[:3]] if byline else [])
    assert signed.rights == (rights or None)


@given(st.lists(TEXT.map(press.clean).filter(bool), max_size=6))
def test_every_paragraph_is_accounted_for(paragraphs: list[str]) -> None:
    signed = press.split_signature(paragraphs)
    whole = "\n".join([*([signed.caption] if signed.caption else []), *signed.paragraphs])
    for paragraph in paragraphs:
        joined = [" ".join(pair) for pair in pairwise(paragraphs) if paragraph in pair]
        assert (
            paragraph in whole
            or is_rights_line(paragraph)
            or any(press.read_byline(p) for p in (paragraph, *joined))
            or press.read_dateline(paragraph)
            or any(part in paragraph for part in signed.paragraphs)  # its last sentence was the byline or the rights line
        )


def test_of_two_rights_lines_the_first_is_kept_and_neither_is_body() -> None:
    second = "저작권자 ⓒ 다른신문 무단전재 및 재배포 금지"
    assert press.split_signature([FIRST, RIGHTS, LAST, second]) == Signed([FIRST, LAST], press.Byline([], []), RIGHTS, None)


@pytest.mark.parametrize("text", ["홍길동 기자", "홍길동 기자\n사진1.jpg"])
def test_a_text_that_is_nothing_but_credits_stays(text: str) -> None:
    """It is compared with others by what it has: an empty text would be like every other one."""
    assert press.without_credits(f"{text}\n{FIRST}") == FIRST
    assert press.without_credits(text) == text


def test_content_hash() -> None:
    assert press.content_hash("제목", "본문") == hashlib.sha256("제목\n\n본문".encode()).hexdigest()
    assert len(press.content_hash("\ud800", "")) == 64


def test_unique() -> None:
    assert press.unique(["나", "", "가", "나"]) == ["나", "가"]


# --- the imprint


@pytest.mark.parametrize(
    ("lines", "masthead", "region"),
    [
        (["제호 : 수원일보 | 창간일 : 1989년 9월 30일 | 인터넷신문 등록번호 : 경기 아00001 | 등록일 2005년"], "수원일보", "경기"),
        (["명칭 : 새고을신문(주)", "제호 : 새고을신문", "등록번호 : 경남,아 02459"], "새고을신문", "경남"),
        (["제호: 새고을 신문 등록번호: 강원, 가 00012 발행인: 문가람"], "새고을 신문", "강원"),
        (["(제호 : 이투데이) 서울시 강남구", "등록번호 : 서울아00197등록일자 : 2006.04.27"], "이투데이", "서울"),
        (["제　호 ： 가온신문ㅣ주소 : 전북 전주시", "등록번호 : 전북 다-01234"], "가온신문", "전북"),
        (["등록번호: 강원특별자치도 아00001"], "", "강원"),
        (["등록번호: 경기도, 가 00012"], "", "경기"),
        (["대표 : 김제호 | 제호 미정", "사업자등록번호 : 332-86-02272", "업등록번호 : 경기부천 제2005-12호"], "", ""),
        (["제호 : 가온신문 / 발행·편집 : 편집국"], "가온신문", ""),
        (["제호: 가온신문 · 발행인: 문가람"], "가온신문", ""),
        (["제호 : 가온신문 등록번호 경기, 아 00001"], "가온신문", "경기"),
        (["제호 : 가온신문등록번호 : 경기 아00001"], "가온신문", "경기"),
        (["제호 : 옛이름", "사내에서 연 공모", "제호 : 새이름"], "새이름", ""),
        ([], "", ""),
    ],
)
def test_the_imprint_names_the_paper_and_where_it_is_registered(lines: list[str], masthead: str, region: str) -> None:
    assert press.read_imprint(map(press.clean, lines)) == (masthead, region)


def test_an_imprint_cannot_hold_what_ends_a_string() -> None:
    """The masthead is written into a spider's file."""
    assert press.read_imprint(['제호 : 가온"""신문']).masthead == "가온"
    assert press.read_imprint(["제호 : 가온\\신문"]).masthead == "가온"


@pytest.mark.parametrize(
    ("paragraph", "expected"),
    [
        ("가온시는 21일 축제를 연다. 시민 1만 명이 온다.", ["가온시는 21일 축제를 연다.", "시민 1만 명이 온다."]),
        ("시장은 “좋다. 내년에도 연다.”고 말했다. 비가 왔다.", ["시장은 “좋다. 내년에도 연다.”고 말했다.", "비가 왔다."]),
        ('그는 "그렇다. 아니다"고 했다. 끝', ['그는 "그렇다. 아니다"고 했다.', "끝"]),
        ("“내년에도 연다.” 시장의 말이다.", ["“내년에도 연다.”", "시장의 말이다."]),
        (
            "3. 1절과 2.5%와 1. 때, 2. 곳은 그대로다! 그런가? 그렇다…  끝",
            ["3. 1절과 2.5%와 1. 때, 2. 곳은 그대로다!", "그런가?", "그렇다…", "끝"],
        ),
        ("“닫지 않았다. 둘째다. 셋째다.", ["“닫지 않았다.", "둘째다.", "셋째다."]),
        (" ", []),
    ],
)
def test_the_sentences_of_a_paragraph(paragraph: str, expected: list[str]) -> None:
    assert press.sentences(paragraph) == expected


@given(TEXT)
def test_sentences_lose_nothing_but_spaces(text: str) -> None:
    assert "".join("".join(press.sentences(text)).split()) == "".join(text.split())


# --- no text makes it raise, none makes it slow

ON_TEXT: list[Callable[[str], object]] = [
    press.clean,
    press.is_file_name,
    press.marked_caption,
    press.read_authors,
    press.read_byline,
    press.read_dateline,
    is_rights_line,
    press.read_time,
    press.split_credit,
    press.without_credits,
    lambda text: press.read_list_times([text, text], kst(2026, 11, 28)),
    lambda text: press.strip_outlet_tags(text, ["중도일보"]),
    lambda text: press.split_signature([text, text]),
    lambda text: press.content_hash(text, text),
    lambda text: press.read_imprint([text]),
    lambda text: press.whole_title(text, text),
    press.after_last_sentence,
    press.hangul_share,
    press.is_date_line,
    press.is_ended,
    press.is_listed,
    press.is_page_line,
    press.is_page_picture,
    press.is_plain,
    press.is_polite,
    press.is_to_readers,
    press.letters,
    press.line_of,
    press.lost_letters,
    press.may_be_time,
    press.may_be_writer,
    press.plain_sentences,
    press.reads_as_caption,
    press.says_where_to_look,
    press.sentences,
    press.title_stems,
    press.told_sentences,
]


@given(TEXT)
def test_no_text_raises(text: str) -> None:
    for function in ON_TEXT:
        function(text)


HOSTILE = [
    "a", "가", " ", "@", "a@", "a.", "가·", " ·", "가 ·  · ", "[", "[가=", "(가=나·", "홍길동 기자 ", "홍길동·", "2024-01-01 ",
    "20 ", "▲", "[중도일보]", " - ", "-중도일보-", "다.", "다. 무단 전재 ", "무단 전재 ", "ⓒ", "저작권", ".jpg", "제호:", "등록번호 ",
    "등록 ", "사진=", "/사진 ", "(사진=가", "제공 ", "홍길동 기자 <저작권자 ", "Nov 1, ", "1 Nov ", "26. ", "2026. 1", "11-20",
    "\u200d", "\u1100", "ﷺ",
]  # fmt: skip


@pytest.mark.parametrize(
    ("start", "end"),
    [("", "x"), ("홍길동 기자 ", "="), *(pytest.param(*both, marks=pytest.mark.slow) for both in (("2024-01-01", "x"), ("제목", "=")))],
)
@pytest.mark.parametrize("piece", HOSTILE)
def test_long_hostile_text_takes_no_time(piece: str, start: str, end: str) -> None:
    """CPU seconds, which a busy machine does not stretch: a hundredth, where a pattern that tries all pairs takes one."""
    text = start + piece * (10_000 // len(piece)) + end
    for function in ON_TEXT:
        began = time.process_time()
        function(text)
        assert time.process_time() - began < 0.5, function
