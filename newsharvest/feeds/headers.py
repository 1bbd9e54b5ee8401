"""The heads of a CSV: the names of the fields, or in Korean; which columns they name, and in which language they are."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from newsharvest.items import ARTICLE_FIELDS

BOM = b"\xef\xbb\xbf"
HEADERS = ("ko",)
"""The languages that heads may be in, where they are not the names of the fields."""
KOREAN: Mapping[str, str] = {
    "id": "기사 ID",
    "outlet": "매체 코드",
    "outlet_name": "매체",
    "url": "주소",
    "section": "섹션",
    "title": "제목",
    "subtitle": "부제",
    "authors": "기자",
    "author_emails": "기자 메일",
    "published_at": "실린 시각",
    "modified_at": "고친 시각",
    "published_raw": "적힌 실린 시각",
    "modified_raw": "적힌 고친 시각",
    "body": "본문",
    "images": "사진",
    "tags": "태그",
    "rights": "저작권 문구",
    "story_id": "소식 ID",
    "duplicate_of": "되풀이한 기사",
    "similarity": "겹치는 비율",
    "content_hash": "내용 해시",
    "layout": "레이아웃",
    "fetched_at": "받은 시각",
    "doubts": "의심",
    "signals": "재이용 표시",
    "origin": "페이지 출처",
    "schema_version": "형식 번호",
    "outlets": "매체 수",
    "outlet_names": "실은 매체",
    "articles": "기사 수",
    "urls": "기사 주소",
    "article_ids": "기사 ID 모두",
    "first_published_at": "처음 실린 시각",
    "last_published_at": "마지막 실린 시각",
    "version": "판",
    "held_from": "이 판을 받은 시각",
    "held_until": "다음 판을 받은 시각",
    "reread": "다시 읽음",
}
"""What stands over the columns of Articles, Stories and Versions with `--headers ko`, by the names of the fields."""
_MORE = re.compile("([a-z_]+)_more(?:_([0-9]+))?")


def head(name: str, headers: str = "") -> str:
    """Return what stands over a column by its name (a field's, or `body_more_2`): that, or what it is called in a language of HEADERS."""
    if not headers:
        return name
    if more := _MORE.fullmatch(name):
        return " ".join([KOREAN[more[1]], "이어짐", *filter(None, [more[2]])])
    return KOREAN[name]


def header_line(names: Sequence[str] = ARTICLE_FIELDS, more: Sequence[str] = (), headers: str = "") -> bytes:
    """Return the first line of a CSV feed, as its bytes stand in the file; `more`: the columns that it has after `body_more`."""
    return BOM + ",".join(head(name, headers) for name in (*names, "body_more", *more)).encode() + b"\r\n"


class Header(NamedTuple):
    """The first line of a feed of Articles."""

    headers: str
    """The language of the heads, of HEADERS; nothing: they are the names of the fields."""
    more: list[str]
    """The names of the columns after `body_more`."""


def read_header(line: bytes) -> Header | None:
    """Read the first line of a feed of Articles; None if it is no such line."""
    for headers in ("", *HEADERS):
        usual = header_line(headers=headers).removesuffix(b"\r\n")
        first, *heads = line.removeprefix(usual).removesuffix(b"\r\n").decode(errors="replace").split(",")
        more = [_name_of(text, headers) for text in heads]
        if line.startswith(usual) and line.endswith(b"\r\n") and not first and all(more):
            return Header(headers, more)
    return None


def _name_of(text: str, headers: str) -> str:
    """Return the name of a column after `body_more` by its head; nothing if there is no such column."""
    stem, number = re.fullmatch("(.*?)(?:[ _]([0-9]+))?", text, re.DOTALL).groups()  # type: ignore[union-attr]
    names = ("_".join([name, "more", *filter(None, [number])]) for name in ARTICLE_FIELDS if head(f"{name}_more", headers) == stem)
    return next((name for name in names if head(name, headers) == text), "")
