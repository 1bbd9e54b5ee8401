"""The line by which an outlet claims its rights."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from newsharvest.press.people import read_byline

_SIGN = r"(?:[ⓒ©]|\(c\))"
_BAN = r"(?:금지|금함|금합니다|불허)"
_CLAIMED = re.compile(
    rf"저작권자?\s?{_SIGN}|^\W*copyrights?\s?(?:{_SIGN}|@)|(?:copyright|[ⓒ©]).{{2,120}}(?:reserved|금지|금합니다)|저작권.{{2,120}}reserved",
    re.IGNORECASE,
)
_UNLICENSED = re.compile(rf"무단\s?(?:전[재제]|복제|게재|수집).{{0,60}}{_BAN}")
_FORBIDDEN = re.compile(r"저작권(?:자(?=[의와]|\s?(?:[ⓒ©(]|허락|동의|승인|사전))|은|이|법[에의상]).{2,120}(?:금지|금합니다)")
_ACT = re.compile(r"전[재제]|복제|게재|수집|배포|이용|활용|학습|도용|인용|전송")
# What may stand before `무단 전재 금지`: nothing, or words of the article or its outlet.
_SUBJECT = re.compile(
    r"^\W*$|(?:^|\W)(?:본|이|모든|당사|본지|본사)(?:\s|$|의\s)|기사|콘텐츠|신문|일보|뉴스|통신|방송|저널|타임|투데이|저작권[자은이법]|www|\.(?:kr|com|net)"
)
# What may stand behind it: no word of a heading (`무단 복제 금지 캠페인`).
_REST = re.compile(
    rf".*{_BAN}(?:됩니다|합니다|함|입니다)?[\W_]*(?:(?:[ⓒ©]|\(c\)|저작권자|copyright|https?:|www\.|[A-Za-z0-9._-]{{1,40}}[@.])[^다]{{0,60}})?$",
    re.IGNORECASE,
)
_OWNED = re.compile(r"^\W*(?:본|이)\s?(?:기사|콘텐츠|글).{0,10}저작권은 .{1,60}있(?:습니다|음)\W*$")
_STATED = re.compile(r"(?<!금합니)(?<!금지합니)(?<!금지됩니)다\W{0,3}$")  # the end of a sentence, which is no rights line
_SPOKEN_OF = re.compile(r"무단|저작권|[ⓒ©]|\(c\)|copyright", re.IGNORECASE)  # few sentences have any


def claims_rights(sentence: str) -> bool:
    """Tell whether a sentence claims the rights of an article. One that tells of copyright does not, nor a heading about it."""
    if len(sentence) > 200:
        return False
    if _OWNED.search(sentence):
        return True
    if _STATED.search(sentence):
        return False
    if _CLAIMED.search(sentence):
        return True
    if not _REST.match(sentence):
        return False
    if unlicensed := _UNLICENSED.search(sentence):
        return len(_ACT.findall(unlicensed[0])) > 1 or _SUBJECT.search(sentence[: unlicensed.start()]) is not None
    return _FORBIDDEN.search(sentence) is not None


class Rights(NamedTuple):
    """A rights line, and what stands round it: a byline or text before it, a byline after it. Each may be empty."""

    before: str
    line: str
    after: str


_OPENS = re.compile(
    r"(?P<bracket>[<＜〈《【\[(（]\s?)?(?:저작권|[ⓒ©]|\(c\)|copyright|무단|※|(?:본|이)\s?(?:기사|콘텐츠|글))", re.IGNORECASE
)
_CLOSES = re.compile(rf"(?:{_BAN}(?:됩니다|합니다)?|reserved)[\s.!]*[>＞〉》】\])）]*|[>＞〉》】\])）]+", re.IGNORECASE)


def part_rights(sentence: str) -> Rights | None:
    """Part a sentence into its rights line and what is printed before or after it; None if there is no rights line in it.

    `홍길동 기자 h@x.kr <저작권자 ⓒ 가온일보 무단전재 및 재배포 금지>`, `<무단전재 금지> 홍길동 기자`. Several words before a bracket are
    text.
    """
    if len(sentence) > 400 or not _SPOKEN_OF.search(sentence):
        return None
    for opens in _OPENS.finditer(sentence):
        before = sentence[: opens.start()].strip()
        if before and not read_byline(before) and not (opens["bracket"] and " " in before):
            continue
        for end in (len(sentence), *(closes.end() for closes in _CLOSES.finditer(sentence, opens.end()))):
            line, after = sentence[opens.start() : end].strip(), sentence[end:].strip()
            if (before or after) and (not after or read_byline(after)) and claims_rights(line) and not _ends_in_byline(line):
                return Rights(before, line, after)
    return Rights("", sentence, "") if claims_rights(sentence) else None


def _ends_in_byline(line: str) -> bool:
    return any(read_byline(line[closes.end() :].strip()) for closes in _CLOSES.finditer(line))


def split_end(paragraph: str, is_end: Callable[[str], object]) -> tuple[str, str]:
    """Part a paragraph before the last of its sentences that are what `is_end` says; the second half is empty if none are."""
    start = len(paragraph)
    while start:
        end = paragraph.rfind("다.", 0, max(0, len(paragraph[:start].rstrip()) - 1)) + len("다.")  # the sentence before the last
        end = 0 if end < len("다.") else end
        if not is_end(paragraph[end:start].strip()):
            break
        start = end
    return paragraph[:start].strip(), paragraph[start:].strip()
