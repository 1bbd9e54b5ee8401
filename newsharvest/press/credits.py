"""Whose picture it is: the credit that stands at a caption's end, or on a line of its own."""

from __future__ import annotations

import re

from newsharvest.press.names import is_person
from newsharvest.press.people import CUT_EMAIL
from newsharvest.press.places import is_place
from newsharvest.press.text import DOTS

_OPEN, _CLOSE = r"[\[【(<＜（［〈〔]", r"[\]】)>＞）］〉〕]"
_PICTURE = r"(?:사진|이미지|그래픽|영상|일러스트|삽화|화면|포토)"
_STATED = rf"(?:{_PICTURE}|자료)\s?(?:제공|출처|캡처|캡쳐|촬영)|제공|출처"  # what follows is a name, whatever it looks like
_KIND = rf"(?:글\s?[{DOTS}]\s?)?{_PICTURE}(?:\s?[{DOTS}]\s?(?:{_PICTURE}|글))?|자료"
_EQUALS, _SEPARATOR = "[=＝]", "[:：/／|｜ㅣ]"
_WHO = r"(?:(?:AP|AFP|EPA|UPI|로이터|신화)/(?=연합뉴스|뉴시스))?(?:[^\[\]【】()<>（）［］〈〉〔〕=＝:：/／|｜ㅣⓒ©\n.]|\.(?=\S)){1,40}?"
_LABELLED = (
    rf"(?:(?:{_STATED})\s?(?:{_EQUALS}|{_SEPARATOR})\s?(?P<stated>{_WHO})"
    rf"|(?:{_KIND})\s?(?:(?P<equals>{_EQUALS})|{_SEPARATOR})\s?(?P<kind>{_WHO})|(?:{_PICTURE}\s?(?:제공|출처|촬영)|{_KIND})\s(?P<worded>{_WHO}))"
)
_BARE = r"(?:(?P<tight>(?<=[가-힣])[/／=＝])|(?:\s|(?<=[.다\])”\"]))[/／=＝|｜ㅣ]\s?|(?P<after>(?:^|(?<=[.!?”\"])\s)))"
_END = r"[\s.]{0,3}"
_AT_END = (
    re.compile(
        rf"(?:(?P<open>{_OPEN})\s?|(?:^|\s|(?<=[.다\])”\"]))[/／=＝|｜ㅣ-]?\s?){_LABELLED}{_END}(?(open){_CLOSE}){_END}$", re.IGNORECASE
    ),
    re.compile(rf"(?:(?P<open>{_OPEN})\s?|{_BARE})(?P<bare>{_WHO}){_END}(?(open){_CLOSE}){_END}$"),
)
_AT_START = re.compile(rf"{_OPEN}\s?{_LABELLED}\s?{_CLOSE}\s?(?=\S)", re.IGNORECASE)
_SAYS_SO = re.compile(rf"{_PICTURE}|자료|제공|출처|캡처|캡쳐|촬영")  # nearly no paragraph does
_BRACKETS = frozenset("[【(<（［〈〔")
_GIVEN = re.compile(r"\s?(?:제공|출처)$")
_SAID = re.compile(r"(?:제공|캡처|캡쳐|촬영|기자|자료사진)$")
# How the name of who gives pictures ends, and hardly a description.
_GIVER = re.compile(
    r"(?:기자|작가|특파원|DB|자료사진|[가-힣]{2}(?:시|군|구|도|청|팀|과)|[가-힣](?:시청|군청|구청|도청|교육청|경찰서|소방서|의회|위원회|협회|공사|공단|재단"
    r"|센터|대학교|병원|농협|은행|그룹|뉴스|일보|신문|통신|방송|저널|뱅크)|뉴스1|뉴시스|독자|유튜브|인스타그램|페이스북|홈페이지|누리집|픽사베이|로이터"
    r"|[A-Z]{2,5}|SNS)$"
)
_SHOWN = re.compile(r"(?:모습|장면|전경|현장|행사|풍경|광경|사진|입구)$")
_TOLD = re.compile(r"다\.|[!?]|[은는을를]\s|,(?!.{1,30}제공$)")  # a sentence or a list, which names nobody


def split_credit(text: str, *, caption: bool = True) -> tuple[str, str | None]:
    """Part a caption from the credit in it: return the text without it, and whose picture it is, as printed but for 제공.

    `쉼터 전경. /사진=홍길동 기자`, `쉼터 전경(사진=연합뉴스)`, `사진 제공 : 가온시`, `쉼터 전경. /가온시 제공`.
    What does not say 사진 or 제공 (`/가온시`, `ⓒ가온일보`) stays as printed.
    The text is empty if it was nothing but a credit; where no credit is told the whole comes back, with None. `caption`: whether the text
    is known to stand with a picture; if not, a credit must say that it is a picture's (`출처=통계청` may be a table's).
    """
    told = text.endswith("다.") and text[:1] not in _BRACKETS  # nearly every paragraph is a sentence
    if told or not (_SAYS_SO.search(text, max(0, len(text) - 80)) or _SAYS_SO.search(text[:40])):
        return text, None
    found: list[str] = []
    rest = text.strip()
    while len(found) < 3 and (parted := _part(rest, caption)):
        rest, who = parted
        found.insert(0, who)
    if not found and (lead := _AT_START.match(rest)) and (who_leads := _who(lead, caption)):
        rest, found = rest[lead.end() :], [who_leads]
    return (rest, ", ".join(dict.fromkeys(found))) if found else (text, None)


_CREDIT = r"\s?(?:/|[\[(<〈【ⓒ©]|사진|자료)[^다]{0,40}$"  # `/가람시`, `[사진=가람시]`
_CREDIT_MAY_FOLLOW = rf"(?:{_CREDIT}|$)"
_SENTENCE = re.compile(rf"[다요죠까][.!?][\"'”’)]{{0,3}}{_CREDIT_MAY_FOLLOW}")
_SCENE = re.compile(rf"(?:있다|모습이다|장면이다|전경이다|풍경이다)\.[\"'”’)]{{0,3}}{_CREDIT_MAY_FOLLOW}")  # 시민들이 … 걷고 있다.
_GOES_ON = re.compile(rf"[다요죠까][.!?][\"'”’)]{{0,3}}(?!{_CREDIT})\s")  # another sentence follows


def reads_as_caption(text: str) -> bool:
    """Tell whether a short text beside a picture reads as its caption: as no sentence of an article, or as one that shows a scene."""
    return _SENTENCE.search(text) is None or _SCENE.search(text) is not None


def without_captions(body: str) -> str:
    """Return a body, a paragraph a line, from its first line on that reads as a sentence of an article; all of it if none does."""
    lines = body.split("\n")
    first = next((number for number, line in enumerate(lines) if line and (_GOES_ON.search(line) or not reads_as_caption(line))), 0)
    return "\n".join(lines[first:])


def _part(text: str, caption: bool) -> tuple[str, str] | None:
    start = max(0, len(text) - 80)  # what begins further from the end is no credit
    for form in _AT_END:
        for match in form.finditer(text, start):
            if who := _who(match, caption):
                return text[: match.start()].rstrip(" /／=＝|｜ㅣ"), who
    return None


def _who(match: re.Match[str], caption: bool) -> str | None:
    """Return whom a credit names, if what stands in its place is a name."""
    groups = match.groupdict("")
    printed = next(groups[name] for name in ("stated", "kind", "worded", "bare") if groups.get(name))
    who = CUT_EMAIL.sub("", printed).strip(" .,·-")
    name = _GIVEN.sub("", who)
    if not name or _TOLD.search(who) or not (caption or re.search(_PICTURE, match[0])):
        return None
    if groups.get("stated"):
        return name
    if groups.get("bare") and not re.search("제공|캡처|캡쳐|촬영|사진", who):
        return None  # `/가온시`: whose picture, who is in it, or where?
    if groups.get("equals") and not _SHOWN.search(name):
        return name
    if name == "자료사진" or not (is_person(name) or is_place(name) or _GIVER.search(name)):
        return None
    said = _SAID.search(who) is not None
    if groups.get("worded"):  # not `사진 왼쪽`
        return name if said or re.search("제공|출처|촬영", match[0]) else None
    if groups.get("kind"):
        return name
    if match["after"] is not None:  # nothing parts it from what stands before: `전경. 가온시 제공`
        return name if who.endswith("제공") or (match.start() > 0 and said) else None
    return name if said or not (match["open"] or match["tight"]) else None  # `전경(가온시)`, `전경/가온시` tell where
