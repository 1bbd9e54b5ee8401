"""Who wrote it: bylines, the datelines that open a paragraph, and mail addresses."""

from __future__ import annotations

import re
from typing import NamedTuple

from newsharvest.press.names import DOT, NAME, TITLE, are_no_names, is_credited, is_person, names_in, names_of_field
from newsharvest.press.places import PROVINCES, is_place
from newsharvest.press.text import DOTS, clean, unique

_PEOPLE = rf"{NAME}(?:{DOT}{NAME}){{0,9}}"
_EMAIL = re.compile(r"[A-Za-z0-9][A-Za-z0-9._%+-]{0,63}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}")
CUT_EMAIL = re.compile(r"\[email.protected\]|[A-Za-z0-9._%+*-]{0,64}@[A-Za-z0-9.-]*")  # the first is what Cloudflare puts in its place
# What stands before the names in a byline: `하동=`, `글·사진=`, `중도일보 대전=`, `경남 하동·`, `사회부`.
_WORDS = rf"[가-힣A-Za-z0-9]{{1,12}}(?:[ /／{DOTS}][가-힣A-Za-z0-9]{{1,12}}){{0,3}}\s?"
_BEFORE = (
    rf"(?:(?![^=:/|]{{0,60}}기자){_WORDS}[=＝:：/／|｜ㅣ]\s?|(?P<listed>{_WORDS}[{DOTS},，、/／]\s?)"
    rf"|(?:글\s?[/{DOTS}]\s?사진|글|사진|취재|[가-힣]{{1,6}}(?:부|팀|본부|지국))\s)??"
)
_AFTER = rf"(?:\s?[(（](?P<after>[가-힣/{DOTS} ]{{1,12}})(?:[)）]|$))?"
_SIGNED = re.compile(rf"{_BEFORE}(?P<people>{_PEOPLE})\s?(?:{TITLE}){_AFTER}[\s,，、/／|｜&＆{DOTS}]{{0,3}}")
_SIGNED_BARE = re.compile(
    rf"(?P<credit>글\s?[/{DOTS}]\s?사진\s?[=＝:：|]?\s?|글\s?[=＝:：|]\s?)?(?P<people>[가-힣]{{2,4}}(?:{DOT}[가-힣]{{2,4}}){{0,9}})"
)
_EDGES = " ()[]<>＜＞【】〈〉（）［］〔〕《》■◆●▶=/|｜ㅣ│,-–—" + DOTS
_LABEL = re.compile(r"^(?:기자명|글쓴이|작성자|취재|등록자|기사작성)\s?[:=|]?\s?")
_NOBODY = {"관리자", "최고관리자", "운영자", "admin", "webmaster"}  # the accounts that CMSs are delivered with
_CREDIT = (
    r"(?:(?:사진|자료|영상|그래픽|이미지|일러스트|도표|표)\s?(?:제공|출처|캡처|캡쳐|촬영|문의|접수|담당|주최|주관)?"
    r"|제공|출처|캡처|캡쳐|촬영|문의|접수|담당|주최|주관)"
)


class Byline(NamedTuple):
    """Who signed: names without 기자, once each, and whole mail addresses."""

    authors: list[str]
    emails: list[str]


# What stands beside the name in a field of its own, and is no part of it: buttons, counters, times.
_BESIDE = re.compile(
    r"(?:의\s?)?(?:다른\s?)?기사\s?(?:더\s?|전체\s?|모두\s?|모아\s?)?보기|(?:기자\s?)?(?:구독자?|팔로우|응원|좋아요|알림)(?:하기|중|받기|\s?[\d,]{1,9}명?)?"
    r"|(?:기자\s?)?(?:페이지|프로필|홈)\s?(?:보기|가기|바로가기)?|(?:이?메일|쪽지)\s?(?:보내기|문의)|(?:조회|댓글|추천)\s?수?\s?[:：]?\s?[\d,]{1,9}"
    r"|(?:(?:기사|최초|최종)?\s?(?:승인|입력|등록|수정|게재|송고)(?:일시|일자|시간|일)?\s?[:：]?\s?)?['’]?\d{2,4}\s?[.년/-]\s?\d{1,2}\s?[.월/-].*$"
)


def read_authors(text: str) -> Byline:
    """Read a field that holds nothing but who wrote it (`배병일 기자배병일 기자`, `김서인`, `글쓴이 : 홍길동 h@x.kr`).

    A place, a post or a button beside the name is none: `홍길동 기자(경기)`, `홍길동 논설위원장`, `홍길동 기자 다른기사 보기`. An office
    that stands alone (`편집국`) is who wrote it.
    """
    text = clean(text)
    emails = unique(_EMAIL.findall(text))
    text = clean(_BESIDE.sub(" ", _LABEL.sub("", CUT_EMAIL.sub(" ", text)))).strip(" +|｜ㅣ│")
    byline = read_byline(text)
    if byline:
        names = byline.authors
    else:
        parts = re.split(rf"[{DOTS},，、/／|｜ㅣ│&＆()（）\[\]<>+]", re.split("[=＝]", text)[-1])
        read = [names_of_field(clean(part)) for part in parts]
        stated = any(of_persons for _, of_persons in read)
        names = [name for names, of_persons in read if of_persons or not stated for name in names]
        names = [name for name in names if not (is_place(name) and (len(name) > 2 or name in PROVINCES))]
    return Byline([name for name in unique(names) if name.casefold() not in _NOBODY], emails)


def read_byline(paragraph: str) -> Byline | None:
    """Read a paragraph that is a byline and nothing else, or return None.

    `박이우 기자`, `하동=배병일 기자 3347009@` (a cut address is no address), `글·사진=박나리·최우진 기자`,
    `대전=김가람·이도윤 기자 a@x.kr b@x.kr`, `[경남 하동/홍길동 기자]`, `홍길동 h@x.kr`, but not `사무국 h@x.kr`.
    """
    if len(paragraph) > 160:
        return None
    emails = unique(_EMAIL.findall(paragraph)) if "@" in paragraph else []
    rest = clean(CUT_EMAIL.sub(" ", paragraph) if emails or "@" in paragraph or "[email" in paragraph else paragraph).strip(_EDGES)
    people: list[str] = []
    position = 0
    while (match := _SIGNED.match(rest, position)) and are_no_names(match["listed"], match["after"]):
        if not (names := names_in(match["people"])):
            break
        people += names
        position = match.end()
    if not people and (bare := _SIGNED_BARE.fullmatch(rest)) and (emails or bare["credit"]):
        names = re.split(DOT, bare["people"])
        if all(map(is_credited if bare["credit"] else is_person, names)):
            people, position = names, len(rest)
    if not people or position < len(rest):  # nobody, or something else stands in the paragraph
        return None
    return Byline(unique(people), emails)


class Dateline(NamedTuple):
    """A paragraph's opening tag (`[뉴스21일간=임정훈]`): what stood before it, who signed, and the text after it."""

    before: str
    byline: Byline
    text: str


_MAIL = r"(?:\s?(?P<mail>[A-Za-z0-9._%+*-]{0,64}@[A-Za-z0-9.-]{0,64}))?"
_INSIDE = r"[^\[\]【】()<>（）［］〈〉〔〕=＝]{1,20}"
_OPEN, _CLOSE = r"[\[【(<＜（［〈〔]", r"[\]】)>＞）］〉〕]"
# `[하동=배병일 기자]`, `[뉴스21일간=임정훈]`, `[경기신문 홍길동 기자]`, `[단독/홍길동 기자]`
_TAG = re.compile(
    rf"{_OPEN}(?!{_CREDIT}\s?[=:/|]|{_CREDIT}\s)(?:(?P<who>{_INSIDE})[=＝]\s?)??(?:(?P<lead>{_INSIDE}?)(?:\s|[/／|｜ㅣ:：]\s?))??"
    rf"(?P<people>{_PEOPLE})\s?(?P<title>{TITLE})?{_AFTER}{_MAIL}\s?{_CLOSE}\s*"
)
# `홍길동 기자 = `, `평택·홍길동 기자 = `, `(수원=뉴시스) 홍길동 김철수 기자 = `
_OPENING = re.compile(
    rf"(?P<tag>{_OPEN}{_INSIDE}(?:[=＝]{_INSIDE})?{_CLOSE}\s?)?(?P<lead>[가-힣]{{2,7}}\s)??"
    rf"(?P<people>{NAME}(?:(?:{DOT}|(?(tag)\s|(?!))){NAME}){{0,9}})\s?(?:{TITLE}){_AFTER}{_MAIL}\s?[=＝]\s*"
)
_CAPTION_END = re.compile(r"(?:^.{0,40}|[.다)\]])\s?$")  # a caption run into a dateline is short, or ended


def read_dateline(paragraph: str) -> Dateline | None:
    """Read the dateline that opens a paragraph, or stands after a caption that was run into it; None where there is none.

    `[뉴스21일간=임정훈]울산 동구는 …`, `동구청[뉴스21일간=임정훈]울산 동구는 …`, `[하동=배병일 기자] …`, `홍길동 기자 = …`.
    A photo credit (`(사진=평택시)`) and an agency (`(서울=연합뉴스)`) are no people.
    """
    match = _OPENING.match(paragraph)
    if not match or not _opens(match):
        match = next(filter(_signs, _TAG.finditer(paragraph, 0, 120)), None)
    text = paragraph[match.end() :].strip() if match else ""
    if not match or not text:
        return None
    return Dateline(paragraph[: match.start()].strip(), Byline(_names(match), unique(_EMAIL.findall(match["mail"] or ""))), text)


def _opens(opening: re.Match[str]) -> bool:
    """Tell whether what stands round the names of an opening is no person and no text: `[평택]`, `[수원=뉴시스]`, `경남 하동·`."""
    tag = opening["tag"] or ""
    placed = not opening["lead"] or is_place(re.split(DOT, opening["people"])[0])  # of `수원 홍길동 기자` nothing tells which is a name
    placed = placed and (not tag or re.search("[=＝]", tag) is not None or is_place(tag.strip()[1:-1].strip()))
    return placed and are_no_names(opening["lead"], opening["after"]) and bool(_names(opening))


def _signs(tag: re.Match[str]) -> bool:
    before = tag.string[: tag.start()]
    if before and not (re.search("[=＝/／|]", tag[0]) and tag[0][0] in "[【［" and _CAPTION_END.search(before)):
        return False
    if tag["title"]:
        return bool(_names(tag)) and are_no_names(tag["after"])
    return tag["who"] is not None and tag["lead"] is None and all(map(is_person, re.split(DOT, tag["people"])))


def _names(match: re.Match[str]) -> list[str]:
    return names_in(re.sub(r"(?<=[가-힣])\s(?=[가-힣])", "·", match["people"]))
