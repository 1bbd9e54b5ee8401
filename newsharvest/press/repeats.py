"""What it says that two articles hold the same line: nothing of a form's line, little of a stock sentence, much of anything else."""

from __future__ import annotations

import re
from enum import Enum

from newsharvest.press.lines import is_page_line, is_polite

_HANGUL = re.compile("[가-힣]")
_LATIN = re.compile("[A-Za-z]")
_ADDRESS = re.compile(r"https?://|www\.|[A-Za-z0-9_-]@[A-Za-z0-9]")
_MARKED = re.compile(r"[◇◆■□▲△▼▽●○◎★☆※*·•▶▷➤➜☞✔─-]|[0-9]{1,2}[.)]|[①-⑳]|[가-하][.)]\s")
_LABELLED = re.compile(r"[^가-힣A-Za-z]{0,4}(?:[가-힣A-Za-z]{1,8}[ ·/]?){1,3}[:：](?!//)")  # `▲ 장소 : …`, `문의: …`
_BRACKETED = re.compile(r"[\[<【〔［（(《〈「『][^\[\]<>【】〔〕［］]{1,24}[\]>】〕］）)》〉」』]")
_POST = re.compile(  # who wrote a column, or is written of
    "(?:교수|위원|시인|작가|대표|소장|원장|회장|의원|변호사|기자|박사|이사장?|국장|과장|팀장|센터장|관장|교사|교장|총장|사장|평론가|칼럼니스트|주필)$"
)
_SENTENCE = re.compile(r"(?:(?<!니)다|[?？])[.\s”’\"')\]」』]{0,4}$")  # a newspaper's
_QUOTATION = re.compile("[“‘\"'「『]")
_SERIES = re.compile(r"편집자 ?주[\s\])>】〉》]{0,3}$|^[\s\[(<【〈《]{0,3}편집자 ?주")


HEAD = 80
"""Characters of a line whose letters are counted."""


class Line(Enum):
    """What a line is to one who finds it in two articles."""

    FORM = "form"
    """Nothing: it may stand in any number (`◇ 승진`, `▲ 장소 : 시청 대회의실`, `[인사]`, a date, a name, a post, an editor's note)."""
    STOCK = "stock"
    """Little: news may well repeat it (a plain sentence, a quotation, an item of a list, a heading)."""
    OWN = "own"
    """Much: no two articles say the same in so many words, or a page says it to its reader (`메일로 받아 보세요`)."""


def line_of(line: str) -> Line:
    """Say what a line of a body is. Less than six letters of Hangul are a form's; five Latin letters say what three of Hangul do."""
    letters = max(len(_HANGUL.findall(line, 0, HEAD)), len(_LATIN.findall(line, 0, HEAD)) * 3 // 5)
    addressed = ("@" in line or "www." in line or "://" in line) and _ADDRESS.search(line) is not None
    if letters < 6 and not addressed:
        return Line.FORM
    if _LABELLED.match(line):
        return Line.STOCK if addressed else Line.FORM
    if len(line) <= 40 and (_BRACKETED.fullmatch(line) or _POST.search(line)):
        return Line.FORM
    if "편집자" in line and _SERIES.search(line):
        return Line.FORM
    if addressed or is_page_line(line):
        return Line.OWN
    if _SENTENCE.search(line[-8:]) or _QUOTATION.match(line) or _MARKED.match(line):
        return Line.STOCK
    return Line.OWN if letters >= 12 or (letters >= 8 and is_polite(line)) else Line.STOCK
