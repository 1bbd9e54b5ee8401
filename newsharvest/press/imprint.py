"""What a newspaper prints of itself on every page."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from newsharvest.press.places import PROVINCES

_MASTHEAD = re.compile(
    r"(?<![가-힣])제\s?호\s?[:：]\s?(?P<name>[^|ㅣ│｜/,()\[\]\"\\]{1,40}?)(?=\s?(?:[|ㅣ│｜/,()\[\]\"\\]|$)|\s?등록번호|\s[·•]\s|\s[^\s:：]{2,10}\s?[:：])"
)
_REGISTERED = re.compile(
    rf"등록\s?번호\s?[:：]?\s?(?P<province>{'|'.join(PROVINCES)})(?:특별자치도|특별자치시|특별시|광역시|도)?\s?,?\s?[가나다라아자]\s?[,-]?\s?\d"
)


class Imprint(NamedTuple):
    """What a newspaper prints of itself on every page: its masthead, and the province that it is registered in. Empty if not found."""

    masthead: str
    region: str


def read_imprint(lines: Iterable[str]) -> Imprint:
    """Read the imprint among the lines of a page, the last one first: it stands at the foot.

    `제호 : 수원일보 | 인터넷신문 등록번호 : 경기 아00001`: the press law (신문 등의 진흥에 관한 법률, article 21) wants both shown, and a
    registration number begins with the province that gave it.
    """
    upwards = list(lines)[::-1]
    masthead = next((match["name"].strip() for line in upwards if (match := _MASTHEAD.search(line))), "")
    return Imprint(masthead, next((match["province"] for line in upwards if (match := _REGISTERED.search(line))), ""))
