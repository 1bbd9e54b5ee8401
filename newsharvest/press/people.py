"""Who wrote it: bylines, the datelines that open a paragraph, and mail addresses."""

from __future__ import annotations

import re
from typing import NamedTuple

from newsharvest.press.text import clean, unique

_KIND = "수습|인턴|객원|선임|전문|시민|명예|취재|사진|대|총괄|영상|대표|주재|책임|편집|(?:정치|경제|사회|문화|체육|지방|취재|편집|사진)부"
_TITLE = rf"(?:(?:{_KIND}|[가-힣]{{2,4}}\s?전문)\s?)?기자|특파원|논설위원|논설실장|편집위원|편집국장|PD"
_NAME = rf"(?!(?:{_KIND})\s?기자)[가-힣]{{2,4}}"
# Where no 기자 says so, a name must begin as names do, and not be one of the words that begin so too and stand before an address.
_SURNAME = (
    "김이박최정강조윤장임한오서신권황안송류전홍고문양손배백허유남심노하곽성차주우구민나진지엄채원천방공현함변염여추도소석선설마길제독사"
)
_SURE_NAME = rf"(?!문의|신청|안내|주문|주소|이메일|전자우편|구독|채용|원고|제보|사진)[{_SURNAME}][가-힣]{{1,3}}"
_DOT = r"\s?[·ㆍ‧․,/&]\s?"
_PEOPLE = rf"{_NAME}(?:{_DOT}{_NAME})*"
_EMAIL = re.compile(r"[A-Za-z0-9][A-Za-z0-9._%+-]{0,63}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}")
CUT_EMAIL = re.compile(r"\[email.protected\]|[A-Za-z0-9._%+*-]{0,64}@[A-Za-z0-9.-]*")  # the first is what Cloudflare puts in its place
# What stands before the names in a byline: `하동=`, `글·사진=`, `수원/`, `사회부`; but `홍길동/김철수 기자` are two names.
_PLACE = r"[가-힣A-Za-z0-9]{1,12}(?:[ ·ㆍ/][가-힣A-Za-z0-9]{1,12}){0,3}\s?[=:/|]\s?"
_NO_PLACE = rf"{_SURE_NAME}(?<=[가-힣]{{3}})(?<![시군구도부])\s?/|[^=:/|]{{0,60}}기자"
_BEFORE = rf"(?:(?!{_NO_PLACE}){_PLACE}|(?:글\s?[·ㆍ/]\s?사진|글|사진|취재|[가-힣]{{1,6}}(?:부|팀|본부|지국))\s)?"
_SIGNED = re.compile(rf"{_BEFORE}(?P<people>{_PEOPLE})\s?(?:{_TITLE})[\s,·ㆍ/|&]{{0,3}}")
_SIGNED_BARE = re.compile(rf"(?P<credit>글\s?[·ㆍ/]\s?사진\s?[=:|]?\s?|글\s?[=:|]\s?)?(?P<people>{_SURE_NAME}(?:{_DOT}{_SURE_NAME})*)")
_EDGES = " ()[]<>【】〈〉（）［］■◆●▶=/|｜ㅣ│·,-–—"
_LABEL = re.compile(r"^(?:기자명|글쓴이|작성자|취재|등록자|기사작성)\s?[:=|]?\s?")
_TITLE_WORD = re.compile(rf"\s?(?:{_TITLE})(?:\s?[=/]\s?|\s|$|(?=[가-힣·,/&]))")
_NOBODY = {"관리자", "최고관리자", "운영자", "admin", "webmaster"}  # the accounts that CMSs are delivered with
_AGENCY = re.compile(r"(?:뉴스|뉴시스|통신|일보|신문|방송|제공|캡처|캡쳐|시청|군청|구청|도청|관계자)$")
_CREDIT = r"(?:사진|자료|영상|그래픽|이미지|일러스트|도표|표)?\s?(?:제공|출처|캡처|캡쳐|촬영|문의|접수|담당|주최|주관)?"


class Byline(NamedTuple):
    """Who signed: names without 기자, once each, and whole mail addresses."""

    authors: list[str]
    emails: list[str]


def read_authors(text: str) -> Byline:
    """Read a field that holds nothing but who wrote it (`배병일 기자배병일 기자`, `김서인`, `글쓴이 : 홍길동 h@x.kr`)."""
    text = clean(text)
    byline = read_byline(_LABEL.sub("", text))
    if not byline:
        names = []
        for part in re.split(r"[·ㆍ‧․,/|&()\[\]<>]", _TITLE_WORD.sub(",", _LABEL.sub("", CUT_EMAIL.sub(" ", text)).rsplit("=", 1)[-1])):
            name = clean(part)
            half = len(name) // 2
            names.append(name[:half] if half >= 2 and name[:half] == name[half:] else name)  # a portrait's alt beside the printed name
        byline = Byline(unique(names), unique(_EMAIL.findall(text)))
    return Byline([name for name in byline.authors if name.casefold() not in _NOBODY], byline.emails)


def read_byline(paragraph: str) -> Byline | None:
    """Read a paragraph that is a byline and nothing else, or return None.

    `박이우 기자`, `하동=배병일 기자 3347009@` (a cut address is no address), `글·사진=박나리·최우진 기자`,
    `대전=김가람·이도윤 기자 a@x.kr b@x.kr`, `[홍길동 기자]`, `홍길동 h@x.kr`.
    """
    if len(paragraph) > 160:
        return None
    emails = unique(_EMAIL.findall(paragraph))
    rest = clean(CUT_EMAIL.sub(" ", paragraph)).strip(_EDGES)
    people: list[str] = []
    position = 0
    while match := _SIGNED.match(rest, position):
        people.append(match["people"])
        position = match.end()
    if not people and (bare := _SIGNED_BARE.fullmatch(rest)) and (emails or bare["credit"]):
        people, position = [bare["people"]], len(rest)
    if not people or position < len(rest):  # nobody, or something else stands in the paragraph
        return None
    return Byline(unique(n for group in people for n in re.split(_DOT, group)), emails)


class Dateline(NamedTuple):
    """A paragraph's opening tag (`[뉴스21일간=임정훈]`): what stood before it, who signed, and the text after it."""

    before: str
    byline: Byline
    text: str


_MAIL = r"(?:\s?(?P<mail>[A-Za-z0-9._%+*-]{0,64}@[A-Za-z0-9.-]{0,64}))?"
_INSIDE = r"[^\[\]【】()<>=]{1,20}"
# `[하동=배병일 기자]`, `[뉴스21일간=임정훈]`, `[경기신문 홍길동 기자]`
_TAG = re.compile(
    rf"[\[【(<](?:(?!{_CREDIT}\s?=)(?P<who>{_INSIDE})=\s?|(?!{_CREDIT}\s){_INSIDE}?\s)??"
    rf"(?P<people>{_PEOPLE})\s?(?P<title>{_TITLE})?{_MAIL}\s?[\]】)>]\s*"
)
# `홍길동 기자 = `, `(수원=뉴시스) 홍길동 김철수 기자 = `
_OPENING = re.compile(
    rf"(?P<tag>[\[【(]{_INSIDE}={_INSIDE}[\]】)]\s?)?(?P<people>{_NAME}(?:(?:{_DOT}|(?(tag)\s|(?!))){_NAME})*)\s?(?:{_TITLE}){_MAIL}\s?=\s*"
)
_CAPTION_END = re.compile(r"(?:^.{0,40}|[.다)\]])\s?$")  # a caption run into a dateline is short, or ended


def read_dateline(paragraph: str) -> Dateline | None:
    """Read the dateline that opens a paragraph, or stands after a caption that was run into it; None where there is none.

    `[뉴스21일간=임정훈]울산 동구는 …`, `동구청[뉴스21일간=임정훈]울산 동구는 …`, `[하동=배병일 기자] …`, `홍길동 기자 = …`.
    A photo credit (`(사진=평택시)`) and an agency (`(서울=연합뉴스)`) are no people.
    """
    match = _OPENING.match(paragraph) or next(filter(_signs, _TAG.finditer(paragraph, 0, 120)), None)
    text = paragraph[match.end() :].strip() if match else ""
    if not match or not text:
        return None
    return Dateline(paragraph[: match.start()].strip(), Byline(_names(match), unique(_EMAIL.findall(match["mail"] or ""))), text)


def _signs(tag: re.Match[str]) -> bool:
    before = tag.string[: tag.start()]
    if before and not (tag["who"] and tag[0][0] in "[【" and _CAPTION_END.search(before)):
        return False
    if tag["title"]:
        return True
    return tag["who"] is not None and all(re.match(_SURE_NAME, name) and not _AGENCY.search(name) for name in _names(tag))


def _names(match: re.Match[str]) -> list[str]:
    return unique(re.split(rf"{_DOT}|\s", match["people"]))
