"""The numbers in `press`: the last case within each bound, and the first beyond it."""

from __future__ import annotations

from datetime import datetime

import pytest

from newsharvest import press
from newsharvest.press import KST

# --- who wrote it


WORDS = """
문의 신청 안내 주문 주소 이메일 전자우편 구독 채용 원고 제보 사진 사무국 정기구독 독자투고 고객센터 제출처 공모전 원서접수 우편접수 조직위
홍보팀 서울시 강남구 남해군 가온시 다솔군 도서관 문화원 연구소 신청서 지원서 민원실 공보관 박물관 우체국 방송국 노동자 구독자 유권자 독자실
주최측 총무과 심사위 추진단 장학회 주관사 서포터 이벤트 마케팅 문화재단 한국일보 서문시장 홍보대사 추진본부 문학상 마라톤
도우미 지킴이 신입생 강사진 현수막 송도 남양주 서귀포
"""


@pytest.mark.parametrize("word", WORDS.split())
def test_a_word_that_begins_as_a_name_does_is_none_before_an_address(word: str) -> None:
    assert press.read_byline(f"{word} desk@example.com") is None
    assert press.split_signature(["시는 축제를 연다.", f"{word} desk@example.com"]).paragraphs == [
        "시는 축제를 연다.",
        f"{word} desk@example.com",
    ]


NAMES = """
문아람 신바다 안나래 주하늘 홍길동 주민경 정보람 주소연 안내상 임원희 김민서 이재국 김태원 이창동 이민구 황보관 남궁민 남궁민수 제갈공명
선우은숙
"""


@pytest.mark.parametrize("name", NAMES.split())
def test_a_name_that_begins_as_such_a_word_does_is_one(name: str) -> None:
    byline = press.read_byline(f"{name} desk@example.com")
    assert byline
    assert byline.authors == [name]


def signed(length: int) -> str:
    """A byline of so many letters, most of them of its three addresses."""
    text = f"홍길동 기자 {'a' * 60}@example.com {'b' * 20}@example.com "
    return text + "c" * (length - len(text) - len("@example.com")) + "@example.com"


def test_a_byline_has_160_letters_at_most() -> None:
    byline = press.read_byline(signed(160))
    assert byline
    assert byline.authors == ["홍길동"]
    assert [len(address) for address in byline.emails] == [72, 32, 47]
    assert press.read_byline(signed(161)) is None


def after_caption(end: int, tag: str = "[하동=배병일 기자]") -> str:
    """A caption with a dateline behind it, which ends at this letter."""
    caption = "하동군청에서 간담회가 열렸다."
    return "가" * (end - len(caption) - len(tag)) + caption + tag + "하동군은 간담회를 열었다."


def test_a_dateline_ends_within_the_first_120_letters() -> None:
    dateline = press.read_dateline(after_caption(120))
    assert dateline
    assert (dateline.byline.authors, dateline.text) == (["배병일"], "하동군은 간담회를 열었다.")
    assert press.read_dateline(after_caption(121)) is None


def test_a_caption_before_a_dateline_is_an_ended_sentence_or_has_40_letters_at_most() -> None:
    for caption, read in (("가" * 40, True), ("가" * 41, False), ("가" * 41 + "다", True)):
        assert (press.read_dateline(f"{caption}[하동=배병일 기자]하동군은 간담회를 열었다.") is not None) is read


def test_a_dateline_stands_in_one_of_the_first_four_paragraphs() -> None:
    line = "[하동=배병일 기자] 하동군은 간담회를 열었다."
    for position in range(7):
        paragraphs = [f"작은 제목 {n}" for n in range(position)] + [line]
        read = press.split_signature(paragraphs)
        assert read.byline.authors == (["배병일"] if position < 4 else []), position
        assert read.paragraphs[-1] == ("하동군은 간담회를 열었다." if position < 4 else line)


def test_a_caption_stands_before_a_dateline_in_the_first_paragraph_alone() -> None:
    line = "간담회 모습[하동=배병일 기자]하동군은 간담회를 열었다."
    assert press.split_signature([line]).caption == "간담회 모습"
    assert press.split_signature(["작은 제목", line]).paragraphs == ["작은 제목", line]


# --- times


@pytest.mark.parametrize(
    ("printed", "year"),
    [
        ("00.01.01", 2000),
        ("26.11.28", 2026),
        ("69.12.31", 2069),
        ("70.01.01", 1970),
        ("99.12.31", 1999),
        ("69년 12월 31일", 2069),
        ("70년 1월 1일", 1970),
    ],
)
def test_a_year_of_two_digits(printed: str, year: int) -> None:
    moment = press.read_time(printed)
    assert moment
    assert moment.year == year


@pytest.mark.parametrize(
    ("half", "hours"),
    [
        ("오전", {1: 1, 11: 11, 12: 0}),
        ("새벽", {1: 1, 5: 5, 12: 0}),
        ("아침", {6: 6, 9: 9}),
        ("낮", {1: 13, 5: 17, 6: 6, 11: 11, 12: 12}),
        ("오후", {1: 13, 11: 23, 12: 12}),
        ("저녁", {6: 18, 9: 21}),
        ("밤", {12: 0, 1: 1, 5: 5, 6: 18, 11: 23}),
        ("", {0: 0, 12: 12, 13: 13, 23: 23}),
    ],
)
def test_the_hours_of_a_half_of_the_day(half: str, hours: dict[int, int]) -> None:
    for printed, hour in hours.items():
        assert press.read_time(f"2026년 11월 20일 {half} {printed}시") == datetime(2026, 11, 20, hour, tzinfo=KST), printed


def test_a_day_without_its_year_is_the_last_one_and_at_most_of_tomorrow() -> None:
    received = datetime(2026, 11, 20, 9, tzinfo=KST)
    for printed, day in (
        ("11-20", (2026, 11, 20)),
        ("11-21", (2026, 11, 21)),
        ("11-22", (2025, 11, 22)),
        ("12-31", (2025, 12, 31)),
        ("02-29", (2024, 2, 29)),
    ):
        assert press.read_list_time(printed, received) == datetime(*day, tzinfo=KST), printed
    early = datetime(2026, 11, 20, 0, 30, tzinfo=KST)  # a clock that goes wrong by a minute is no reason to take a year off
    assert press.read_list_time("11-21", early) == datetime(2026, 11, 21, tzinfo=KST)


RECEIVED = datetime(2026, 11, 28, 9, tzinfo=KST)


def days(raws: list[str], above: datetime | None = None) -> list[str]:
    return [f"{moment:%Y-%m-%d}" if moment else "" for moment in press.read_list_times(raws, RECEIVED, above)]


def test_a_month_and_day_that_rise_again_are_a_year_earlier() -> None:
    printed = ["11-20", "09-01", "06-10", "03-15", "01-05", "12-26", "11-25", "11-21", "09-02", "06-20", "04-01", "01-20", "12-30"]
    assert days(printed) == [
        "2026-11-20", "2026-09-01", "2026-06-10", "2026-03-15", "2026-01-05", "2025-12-26", "2025-11-25", "2025-11-21", "2025-09-02",
        "2025-06-20", "2025-04-01", "2025-01-20", "2024-12-30",
    ]  # fmt: skip


def test_the_next_page_of_a_list_goes_on_from_the_row_above() -> None:
    above = datetime(2025, 1, 3, tzinfo=KST)
    assert days(["01-02", "12-30", "12-29"], above) == ["2025-01-02", "2024-12-30", "2024-12-29"]
    assert days(["01-02", "12-30", "12-29"]) == ["2026-01-02", "2025-12-30", "2025-12-29"]


@pytest.mark.parametrize("pinned", [["03-01"], ["12-01", "11-29"], ["11-20", "02-01"], ["2024-12-01"], ["공지"]])
def test_a_pinned_row_takes_no_year_off_those_below_it(pinned: list[str]) -> None:
    """They would be older than `--since`, and the walk would end before the news."""
    assert days([*pinned, "11-27", "11-26"])[len(pinned) :] == ["2026-11-27", "2026-11-26"]
    above = datetime(2025, 8, 1, tzinfo=KST)
    assert days([*pinned, "07-31", "07-30"], above)[len(pinned) :] == ["2025-07-31", "2025-07-30"]


def test_rows_somewhat_out_of_order_are_of_the_same_year() -> None:
    assert days(["11-10", "11-20", "11-09"]) == ["2026-11-10", "2026-11-20", "2026-11-09"]
    assert days(["01-02", "12-30", "01-01", "12-29"], datetime(2025, 1, 3, tzinfo=KST)) == [
        "2025-01-02", "2024-12-30", "2025-01-01", "2024-12-29",
    ]  # fmt: skip


def test_rows_of_every_other_kind_are_read_as_one_alone() -> None:
    printed = ["방금 전", "3시간 전", "어제 15:24", "11-26 오전 10:30", "2026.11.25 17:08", "", "12-28", "02-29"]
    assert press.read_list_times(printed, RECEIVED) == [press.read_list_time(raw, RECEIVED) for raw in printed]
    assert press.read_list_times(["11-20", "2026.11.20"], None) == [None, datetime(2026, 11, 20, tzinfo=KST)]


@pytest.mark.parametrize(("first", "second"), [("08-28", "2025-11-27"), ("08-27", "2026-11-27")])
def test_two_rows_of_a_list_are_92_days_apart_at_most(first: str, second: str) -> None:
    """From 27 November to 27 February are 92 days; if the row above is further from the receipt it is no neighbour at all."""
    above = [first, "05-28", "02-27", "11-27"]
    assert days(above)[-1] == second


# --- rights


@pytest.mark.parametrize(
    ("line", "claims"),
    [
        (f"무단전재{'가' * 60}금지", True),
        (f"무단전재{'가' * 61}금지", False),
        (f"ⓒ{'가' * 2}reserved", True),
        (f"ⓒ{'가' * 120}reserved", True),
        (f"ⓒ{'가' * 121}reserved", False),
        (f"ⓒ{'가'}reserved", False),
        (f"이 기사{'가' * 10}저작권은 가온일보에 있습니다", True),
        (f"이 기사{'가' * 11}저작권은 가온일보에 있습니다", False),
        (f"본 기사의 저작권은 {'가' * 60}있습니다", True),
        (f"본 기사의 저작권은 {'가' * 61}있습니다", False),
        (f"저작권자 ⓒ {'가' * 193}", True),  # 200 letters
        (f"저작권자 ⓒ {'가' * 194}", False),
    ],
)
def test_a_rights_line(line: str, claims: bool) -> None:
    assert press.split_signature([line]).rights == (line if claims else None)


# --- lines that are no text


def test_a_files_name_has_200_letters_at_most_before_its_kind() -> None:
    assert press.is_file_name("가" * 200 + ".jpg")
    assert not press.is_file_name("가" * 201 + ".jpg")
    assert press.is_file_name(" 가.jpg\n")
    assert not press.is_file_name("가.jpgx")
    assert not press.is_file_name("가.jp")


def test_a_marked_caption_has_300_letters_at_most() -> None:
    assert press.marked_caption("▲ " + "가" * 300) == "가" * 300
    assert press.marked_caption("▲ " + "가" * 301) is None


def test_three_tags_of_the_outlet_go_from_either_end() -> None:
    tags = "[가온일보]" * 3
    assert press.strip_outlet_tags(f"{tags}시장 인터뷰{tags}", ["가온일보"]) == "시장 인터뷰"
    assert press.strip_outlet_tags(f"[가온일보]{tags}시장 인터뷰", ["가온일보"]) == "[가온일보]시장 인터뷰"


def test_captions_that_are_more_than_two_fifths_of_a_text_are_the_text() -> None:
    def kept(caption: int, text: int) -> int:
        return len(press.without_credits(f"▲{'가' * (caption - 1)}\n{'나' * text}"))

    assert kept(40, 60) == 60
    assert kept(41, 60) == 102  # with the line end


# --- places


def test_a_municipality_is_named_by_its_whole_word() -> None:
    assert press.municipalities("동두천시, 남양주시와 서귀포시") == {"동두천시", "남양주시", "서귀포시"}
    assert press.municipalities("우리남양주시") == set()


@pytest.mark.parametrize(("name", "towns"), [("포승읍", {"포승읍"}), ("비전1동", {"비전1동"}), ("가나다라마읍", set())])
def test_a_town_has_three_letters_and_a_digit_at_most_before_its_kind(name: str, towns: set[str]) -> None:
    assert press.towns(f"{name} 새마을부녀회가 김장을 했다.") == towns
