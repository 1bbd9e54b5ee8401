"""Texts that tell two stories apart, or one story twice."""

from __future__ import annotations

import json

from tests.support.project import FIXTURES


def body_of(case: str) -> str:
    """The article of a rebuilt page, as a person has read it."""
    body = json.loads((FIXTURES / case / "expected.json").read_text(encoding="utf-8"))["body"]
    assert isinstance(body, str)
    return body


YEONCHEON = body_of("krnews21/305345")
HADONG = body_of("joongdo/20200213010005265")

MARKET = (
    "가온시 중앙시장 상인회가 22일 장날 축제를 연다. "
    "점포 45곳이 참여해 떡과 전, 국밥을 반값에 팔고 풍물패가 골목을 돈다. 경품으로 쌀 200포를 내놓는다."
)
LIBRARY = (
    "가온시립도서관은 겨울방학을 맞아 어린이 독서교실을 연다. "
    "초등학교 3학년부터 6학년까지 40명을 뽑으며 그림책 작가 2명이 이야기를 들려준다."
)
