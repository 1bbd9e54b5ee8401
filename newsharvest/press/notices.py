"""What is printed again and again: notices made from a form, and the rounds of a programme."""

from __future__ import annotations

import re

_ROUND = re.compile(r"제 ?([0-9]+ ?[회기차대호])")


def rounds(text: str) -> set[str]:
    """Return the rounds that a text names (`제18회` as `18회`, `제3기` as `3기`): a programme's next one has the next number."""
    return {found.replace(" ", "") for found in _ROUND.findall(text)}


_NOTICE = re.compile(
    r"^\W{0,2}(?:인사|부고|부음|訃告|화촉|결혼|동정|알림|공고|게시판|일정|날씨|기상|운세|시세|물가|환율|증시)\W{0,2}(?:$|(?<=[\])>】〉》」|])|[|:])"
    r"|(?:오늘|내일|모레|주말|금주|이번 ?주|[0-3]?\d일)의?\s?(?:\w{1,6}\s)?(?:날씨|운세|시세|물가|환율|일정|기상|인사)(?:$|\W)"
    r"|(?:농산물|수산물|축산물|경매|도매|금|쌀)\s?(?:도매\s?|경매\s?)?(?:시세|가격\s?정보|물가\s?동향)(?:표)?(?:$|\W)"
)


def is_notice(title: str) -> bool:
    """Tell whether a title is a notice's that is made from a form (`[인사]`, `<부고>`, `내일 날씨`, `농산물 시세`)."""
    return _NOTICE.search(title) is not None
