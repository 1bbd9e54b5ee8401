"""Which word is a person's name, and which a place, an office, a post or a label that is printed where a name may stand."""

from __future__ import annotations

import re
from functools import lru_cache

from newsharvest.press.places import is_place
from newsharvest.press.text import DOTS, unique

KIND = "수습|인턴|객원|선임|전문|시민|명예|취재|사진|대|총괄|영상|대표|주재|책임|편집|(?:정치|경제|사회|문화|체육|지방|취재|편집|사진)부"
SURNAME = (
    "김이박최정강조윤장임한오서신권황안송류전홍고문양손배백허유남심노하곽성차주우구민나진지엄채원천방공현함변염여추도소석선설마길제독사"
)
_RARE_SURNAME = "라모반맹명옥육은표왕봉인국기복연예용위어좌탁태피형목빙팽경계금갈감"  # many words begin so too
_PERSON = re.compile(rf"[{SURNAME}][가-힣]{{2}}|(?:남궁|황보|제갈|사공|선우|서문|독고|동방)[가-힣]{{1,2}}")
_POSSIBLE_PERSON = re.compile(rf"[{_RARE_SURNAME}][가-힣]{{2}}|{_PERSON.pattern}")
_SHORT_PERSON = re.compile(rf"[{SURNAME}][가-힣]")

_ABROAD = rf"(?:(?!(?:{_PERSON.pattern})\s)[가-힣]{{2,5}}\s)?(?:특파원|통신원)"  # `홍길동 워싱턴 특파원`
TITLE = (
    rf"(?:(?:{KIND}|[가-힣]{{2,4}}\s?전문|[가-힣]{{2,3}}\s?주재)\s?)?기자|{_ABROAD}"
    r"|(?:(?:수석|객원)\s?)?논설위원장?|논설실장|편집위원장?|편집국장|PD"
)
"""A regular expression: what follows a name that signs an article."""
_POST = re.compile(
    rf"(?:{TITLE})|[가-힣]{{0,4}}(?:기자|특파원|통신원|위원장?|국장|본부장|지사장|지국장|부장|차장|팀장|주간|데스크)"
    r"|리포터|에디터|앵커|아나운서|주필|고문|발행인|편집인|대표|대표이사|이사|사장|회장|칼럼니스트|작가|시인|교수"
)
_TITLED = re.compile(rf"(?<=[가-힣]{{2}})(?:{TITLE}|(?:[가-힣]{{2}})?본부장|[가-힣]{{2}}위원장?)$")
NAME = rf"(?!(?:{KIND})\s?기자)[가-힣]{{2,4}}"
DOT = rf"\s?[{DOTS},，、/／&＆]\s?"
"""A regular expression: what stands between two names."""

# No given name ends in these syllables.
_OFFICE = re.compile(
    r"[가-힣]{2,9}(?:[팀처과청측점료당함망터집물층법표증작읍면방팅톤막본체계반어스트브크드프르는를님번족앱책]|일보|신문|통신|뉴스|뉴시스|관계자|제공|캡처|캡쳐)"
)
_OFFICE_SOFT = re.compile(r"[가-힣]{2,9}[회위전단사부장시군차생]")  # in these few do: only where nothing says 기자
# In others many do (태원, 민서, 재국): what stands before tells.
_OFFICE_OF = re.compile(
    r"(?:사무|사업|사회|정치|경제|체육|지방|국제|산업|도서|문화|문학|미술|박물|연구|민원|총무|주무|소방|경찰|공무|공보|공모|공연|공고|광고|방송|사진|우체"
    r"|우편|신청|신고|신문|주최|주관|주문|주간|진흥|진행|진료|홍보|전시|전산|전문|안내|안전|상황|소통|정보|정책|제작|제출|제보|제안|조직|조합|조사|지원"
    r"|지역|지도|이력|원서|원고|장학|장애|서류|서무|성금|고객|고용|구매|구독|구인|노인|노동|민간|배송|설문|선거|소개|소식|소비|여행|여성|유치|유권"
    r"|차량|채용|추진|추천|하자|한국|현장|독자|마을|임대|임원|심사|심의|상담|기획|편집|취재|보도|총괄|접수|담당|복지|기부|마라|공감|강사|이용|방문|천문|도우|지킴|공동|운영)"
    r"[국구동자관교대실소원서지금인감가고도문란비권진미이형회위전단사부장시군차]"
)
# `문의는 h@x.kr`: what an address is for, with what makes a sentence of it
_ASKED = re.compile(
    r"(?:문의|신청|접수|예약|제보|제출|안내|주문|상담|구매|구입|홍보|원고|성금|공모|지원|참여|사진|주소|전송|송부|방문|이용|전화|정보|연락|자료|구독|우편)"
    r"(?:[은을로도나시할해]|하기|하면)"
)
_NO_NAME = frozenset(
    "이메일 문학상 유적지 한의원 강의실 노인정 정비소 주유소 단독 속보 종합 특종 기획 현장 인터뷰 포토 영상 사진 글 그림 정리"
    " 번역 취재 그래픽 화보 칼럼 기고 사설 특집 르포 정치 경제 사회 문화 체육 스포츠 지역 전국 본지 본사 국내 국제 해외 주재".split()
)


@lru_cache(maxsize=10_000)  # the same words stand in every text
def is_no_name(word: str) -> bool:
    """Tell whether a word that stands where a name may is a place, an office or the like, though 기자 follows."""
    if word in _NO_NAME or is_place(word) or any(form.fullmatch(word) for form in (_OFFICE, _OFFICE_OF, _ASKED)):
        return True
    return not _POSSIBLE_PERSON.fullmatch(word) and _OFFICE_SOFT.fullmatch(word) is not None


def is_person(word: str) -> bool:
    """Tell whether a word is a person's name though no 기자 says so: a surname and two letters, and no office or place."""
    return _PERSON.fullmatch(word) is not None and not is_no_name(word) and not _OFFICE_SOFT.fullmatch(word)


def is_credited(word: str) -> bool:
    """Tell whether a word that `글=` or the like stands before is a person's name: of two letters it may be too (`글=김구`)."""
    return is_person(word) or (_SHORT_PERSON.fullmatch(word) is not None and not is_no_name(word))


def are_no_names(*texts: str | None) -> bool:
    """Tell whether all words of what stands round a byline's names are places, offices, posts or the like. No word is none."""
    words = [word for text in texts for word in re.split(rf"[\s,，、/／{DOTS}]+", text or "") if word]
    return all(is_no_name(word) or _POST.fullmatch(word) for word in words)


def names_in(people: str) -> list[str]:
    """Return the names in a list that 기자 or the like follows, without the place or label that is printed as one of them.

    Before a slash only what looks like a name is one (`평택/홍길동 기자`, but `홍길동/김철수 기자`).
    """
    printed = re.split(rf"({DOT})", people)
    names = [
        name
        for name, dot in zip(printed[::2], [*printed[1::2], ""], strict=True)
        if not is_no_name(name) and (dot.strip() not in {"/", "／"} or _POSSIBLE_PERSON.fullmatch(name))
    ]
    return unique(names or (name for name in printed[::2] if _PERSON.fullmatch(name) and not (is_place(name) or _OFFICE.fullmatch(name))))


def names_of_field(part: str) -> tuple[list[str], bool]:
    """Return the names in a part of a field of who wrote it, without posts, and whether they may be persons'.

    `한국대 교수 홍길동`, `김철수 홍길동`, `홍길동 경기취재본부장`; `Kim Seo-in` and `홍 길동` are one name each.
    """
    words = []
    for printed in part.split():
        word = printed if _POST.fullmatch(printed) and not is_person(printed[:3]) else _TITLED.sub("", printed)
        if not _POST.fullmatch(word):
            words.append(word)
    named = [word for word in words if not is_no_name(word)]
    people = [word for word in named if is_person(word)]
    if people and len(named) > 1:
        return people, True
    name = " ".join(named or words)
    half = len(name) // 2
    if half >= 2 and name[:half] == name[half:]:  # a portrait's alt beside the printed name
        name = name[:half]
    return [name] if name else [], bool(named)
