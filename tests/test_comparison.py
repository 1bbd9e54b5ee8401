"""What tells two texts of one form apart: their numbers, and the rounds that they name."""

from __future__ import annotations

import pytest

from newsharvest.dedupe import Index, Kind
from newsharvest.dedupe.comparison import agreement

RUN = """가온시는 오는 {day}일 오전 9시 가온천 둔치에서 ‘{run} 가온 단풍 마라톤’을 연다고 밝혔다.

이번 대회에는 전국에서 {runners}명이 참가 신청을 마쳤으며 하프와 10㎞, 5㎞ 세 종목으로 나뉘어 진행된다. 종목마다 1위부터 3위까지 상패와
상금을 준다.

시는 {police}명의 안전 요원을 배치하고 오전 8시부터 정오까지 둔치 진입로의 차량 통행을 막는다. 구급차 4대와 의료진도 출발선과
반환점에서 기다린다.

한가람 시장은 “가온천의 가을을 마음껏 누리시기 바란다”며 “안전한 대회가 되도록 꼼꼼히 챙기겠다”고 말했다."""


@pytest.mark.parametrize(
    ("first", "second", "kind"),
    [
        ("제18회", "제17회", Kind.NEW),
        ("제18회", "제3기", Kind.NEAR),  # the run's round, and the course's that it is held for: neither says that it is another
        ("제18회", "제17회 제3기", Kind.NEW),
        ("제18회 제3기", "제18회", Kind.NEAR),
        ("제18회", "올해", Kind.NEAR),
    ],
)
def test_rounds_tell_two_texts_apart_if_they_are_of_a_kind(first: str, second: str, kind: Kind) -> None:
    """Four numbers of the others differ."""
    with Index(":memory:") as index:
        for outlet, body in (
            ("a", RUN.format(run=first, day=22, runners="3,200", police=150)),
            ("b", RUN.format(run=second, day=16, runners="2,750", police=120)),
        ):
            made = index.add(id=f"{outlet}:1", outlet=outlet, title="마라톤", body=body, published_at="2026-11-20T09:00:00+09:00")
    assert made.kind is kind


@pytest.mark.parametrize(
    ("one", "other", "share"),
    [
        ("5 5 5", "5 6 7", 1 / 3),  # one 5 of theirs agrees with one of ours
        ("5 5 6", "5 5 7 8", 2 / 3),
        ("5 6 7", "7 6 5", 1),
        ("5 6 7", "1 2 3", 0),
        ("5 6", "1 2 3 4", 1),  # two say nothing
        ("1 2 3", "1 2", 1),
        ("", "", 1),
    ],
)
def test_how_far_numbers_agree(one: str, other: str, share: float) -> None:
    assert agreement(tuple(one.split()), tuple(other.split())) == pytest.approx(share)
    assert agreement(tuple(other.split()), tuple(one.split())) == pytest.approx(share)
