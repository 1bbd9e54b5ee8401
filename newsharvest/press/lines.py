"""How a line speaks: as an article does, or as the page round it."""

from __future__ import annotations

import re
from itertools import accumulate

_QUOTED = re.compile(r"[“\"‘'「『《〈(\[][^“”\"‘’'「」『』《》〈〉()\[\]]{0,400}[”\"’'」』》〉)\]]")
_PLAIN_END = re.compile(r"(?:다|까|라|자|랴|지|네)\s?[.!?…]{0,3}\s*$")
_POLITE_END = re.compile(
    r"(?:니다|니까|세요|해요|어요|아요|예요|에요|네요|지요|죠|가요|나요|까요|돼요|십시오|십시요|보자|겠습니다)\s?[.!?~…]{0,3}\s*$"
)
_PLAIN_SENTENCE = re.compile(r"다[.!?](?<!니다[.!?])(?=\s|$|[”\"’')\]])")  # which begins with a letter: what `re` looks for fast
_SENTENCE_END = re.compile(r"[.!?…”\"’'」』》〉)\]]\s*$")


def may_tell(text: str) -> bool:
    """Tell whether a text, be it of several blocks run together, holds the end of a sentence of news: a fast look before `is_plain`."""
    return "다." in text


_TOLD = re.compile(r"[^.!?]{1,1000}다[.!?]")


def told_sentences(text: str) -> list[str]:
    """Return the sentences of a text that end as those of news do."""
    return _TOLD.findall(text)


def after_last_sentence(text: str) -> str:
    """Return what follows the last sentence of news in a text: all of a text that has none."""
    return text.rpartition("다.")[2]


def is_polite(paragraph: str) -> bool:
    """Tell whether a paragraph, what it quotes aside, speaks to its reader (`받아 보세요.`, `제공합니다.`) and never tells (`밝혔다.`)."""
    text = _QUOTED.sub("", paragraph).strip()
    return _POLITE_END.search(text) is not None and _PLAIN_SENTENCE.search(text) is None


def is_plain(paragraph: str) -> bool:
    """Tell whether a paragraph holds a sentence as news is written (`밝혔다.`)."""
    return _PLAIN_SENTENCE.search(paragraph) is not None


def plain_sentences(text: str) -> int:
    """Return how many sentences of a text are as news is written."""
    return len(_PLAIN_SENTENCE.findall(text))


def is_ended(paragraph: str) -> bool:
    """Tell whether a paragraph ends as a sentence does: with its mark, a closing quote or bracket, or a verb's end."""
    return (
        _SENTENCE_END.search(paragraph) is not None or _PLAIN_END.search(paragraph) is not None or _POLITE_END.search(paragraph) is not None
    )


_LISTED = re.compile(r"^\s?(?:[▲△▼▽■□◆◇●○◎★☆※☞▶▷►▣✔·•∙*#\-–—①-⑳]|\d{1,2}[.)]|[가-하][.)]|[\[<〈《【(])|[:：=]|\d{2,4}-\d{3,4}|\S@\w|www\.")


def is_listed(line: str) -> bool:
    """Tell whether a line is an item of a list, or names something (`△ 때: 12월 1일`, `문의 055-123-4567`)."""
    return _LISTED.search(line) is not None


_INQUIRY = re.compile(r"문의|신청|접수|예약|홈페이지|누리집|참고|참조|출처|자료|링크|사이트|유튜브|보기|바로가기|영상|QR")


def says_where_to_look(text: str) -> bool:
    """Tell whether a text sends its reader somewhere (`문의`, `신청`, `누리집`): an address in it is then part of what it tells."""
    return _INQUIRY.search(text) is not None


_TO_READERS = re.compile(
    r"바로\s?잡|정정|알립니다|알림|모집|독자\s?(?:투고|편지|마당)|공지|사과\s?드|안내|사고(?=[\])>】])|인사말|기고|편지|Q&A"
)


def is_to_readers(title: str) -> bool:
    """Tell whether a title is of a text that speaks to its readers: a correction, a call, a letter."""
    return _TO_READERS.search(title) is not None


_PAGE_WORD = re.compile(
    r"^\d{1,2}:\d\d(?::\d\d)?(?:\s?/\s?\d{1,2}:\d\d(?::\d\d)?|$)|(?:재생|음성)(?:으로)?\s?(?:속도|듣기)|구독(?:하기|\s?신청|$)|로그인|회원\s?가입|회원\s?전용|댓글\s?(?:\d|쓰기|달기|보기|입력|등록|남기|$)|관련\s?(?:기사|뉴스|키워드)|많이\s?(?:본|읽은|찾는|공유)|실시간\s?(?:업데이트|속보|뉴스|검색)|독자\s?의견|(?:인기|추천|주요|최신|이전|다음|다른|핫|오늘의|실시간|이\s?시각|함께\s?볼)"
    r"\s?(?:기사|뉴스|이슈|영상|포토|콘텐츠)|포토\s?뉴스|공유하기|(?:SNS|카카오톡|페이스북|트위터|기사)\s?(?:공유|보내기|스크랩)|좋아요|싫어요|슬퍼요|화나요|후속\s?기사|뉴스레터|채널\s?추가"
    r"|알림\s?받기|앱(?:에서|을|으로)?\s?(?:보기|설치|다운로드|내려받)|더\s?보기|기사\s?제보|제보(?:하기|는|해)|후원(?:하기|계좌)|투표하기|^(?:이전|다음)\s?글|(?:크게|펼쳐|원문|지도)\s?보기|(?:핵심|기사|한\s?줄|세\s?줄|[1-5]\s?줄)\s?요약|^본문$|본문\s?(?:듣기|시작|바로)|글자\s?크기|글씨\s?(?:크기|키우기)|인쇄하기"
    r"|스크랩|목록(?:으로|보기)?$|맨\s?위로|불러오는\s?중|로딩|자바스크립트|유료\s?(?:회원|기사)|전체\s?보기|바로가기|AI\s?(?:요약|추천|학습)|자동\s?(?:요약|번역)|광고$|^AD$|^(?:Advertisement|Sponsored)|Copyright|Loading"
    r"|^(?:#[^\s#]{1,30}\s?){2,20}$",
    re.IGNORECASE,
)
_LABEL = re.compile(r"^\W?[\[【<〈(]\s?(?P<label>[^\[\]【】<>〈〉()]{1,12}?)\s?[\]】>〉)]")
PAGE_LINE_MAX = 60
"""Characters. What a page says of itself is short."""


def is_page_line(line: str) -> bool:
    """Tell whether a line is what a page says of itself (`많이 본 기사`, `뉴스레터 구독하기`). A sentence of news never is."""
    if len(line) > PAGE_LINE_MAX or is_plain(line):
        return False
    label = _LABEL.match(line)  # `[광고]`, `[관련기사] …`
    return _PAGE_WORD.search(_QUOTED.sub("", line)) is not None or (label is not None and _PAGE_WORD.search(label["label"]) is not None)


_WALL = re.compile(
    r"(?:유료|구독)\s?(?:회원|독자|콘텐츠|기사)|(?:구독자|회원)\s?전용|로그인\s?(?:하시면|후|하고)"
    r"|(?:전문|나머지|이어서)[^.]{0,12}(?:보시려면|읽으려면|보려면|읽으시려면)"
)


def is_wall(line: str) -> bool:
    """Tell whether a line says that a text goes on for subscribers alone, or behind a login (`전문은 로그인 후 …`)."""
    return _WALL.search(line) is not None


_PAGE_PICTURE = re.compile(r"기자\s?(?:얼굴|사진|프로필)|프로필|로고|아이콘|배너|광고|크게\s?보기|^크게$|확대|공유|닫기")


def is_page_picture(alt: str) -> bool:
    """Tell whether the text that stands for a picture says that it is a page's: a portrait of the writer, a logo, a banner, a button."""
    return _PAGE_PICTURE.search(alt) is not None


_STAMP = re.compile(r"\d\d\s?[-./]\s?\d{1,2}\s?[-./]\s?\d{1,2}\.?\s{0,2}(?:\([월화수목금토일]\)\s?)?\d{1,2}:\d\d")
_DATE_LINE = re.compile(
    r"^\W{0,3}(?:기사)?(?:최초|최종)?\s?(?:입력|수정|등록|승인|작성|게재|송고|발행|업데이트|편집|출고)(?:일시?|시간|시각)?\s?[:：|]?\s?[\[(]?\s?(?:19|20)?\d\d\s?[-./년]"
    r"|조회\s?(?:수)?\s?[:：]?\s?[\d,]{1,9}(?:\s|회|$)|댓글\s?[:：]?\s?\d{1,5}|^\S{2,10}\s(?:19|20)\d\d[-./]\d\d?[-./]\d\d?\.?\s\d{1,2}:\d\d|^(?:기자명|글쓴이|작성자)\s?[:：]?\s?\S"
    r"|^\W{0,3}(?:19|20)\d\d\s?[-./]\s?\d{1,2}\s?[-./]\s?\d{1,2}\.?\s{0,2}(?:\([월화수목금토일]\)\s?)?(?:\d{1,2}:\d\d(?::\d\d)?)?\W{0,3}$"
)


def is_date_line(line: str) -> bool:
    """Tell whether a line is the one over an article that says when it came and how often it was read (`입력 2026.11.20 14:03`)."""
    if len(line) > 120 or is_plain(line):
        return False
    return _DATE_LINE.search(line) is not None or (len(line) <= PAGE_LINE_MAX and _STAMP.search(line) is not None)


_TIME_LIKE = re.compile(
    r"(?:19|20)?\d\d\s?[-./년·]\s?\d{1,2}\s?[-./월·]\s?\d{1,2}|\d{1,2}월\s?\d{1,2}일|\b\d{1,2}:\d\d\b"
    r"|\d{1,3}\s?(?:초|분|시간|일|주)\s?전|방금\s?전|어제|오늘|\b[A-Z][a-z]{2}[a-z]*\.? \d{1,2},? 20\d\d"
    r"|\b1[0-9]{9}\b"
)


def may_be_time(text: str) -> bool:
    """Tell whether a short text says when, be it in a form that is not read (`3시간 전`, `Nov 20, 2026`)."""
    return len(text) <= 60 and _TIME_LIKE.search(text) is not None


_WRITER_LIKE = re.compile(r"(?<![가-힣])[가-힣]{2,4}\s?(?:선임|수습|인턴|객원|시민)?\s?(?:기자|특파원|논설위원|통신원|리포터)(?![가-힣])")


def may_be_writer(text: str) -> bool:
    """Tell whether a short text names who wrote (`홍길동 기자`)."""
    return len(text) <= 60 and _WRITER_LIKE.search(text) is not None


_LETTERS = re.compile(r"[^\W\d_]+")
_HANGUL = re.compile("[가-힣ㄱ-ㅎㅏ-ㅣ]+")


def hangul(text: str) -> str:
    """Return the Hangul of a text alone: without digits, spaces, marks and Latin letters."""
    return "".join(_HANGUL.findall(text))


def hangul_letters(text: str) -> int:
    """Count the letters of Hangul in a text."""
    return len(hangul(text))


def hangul_share(text: str) -> float:
    """Return the share of Hangul in the letters of a text, 0 to 1; 1 of a text without letters."""
    all_letters = sum(map(len, _LETTERS.findall(text)))
    return hangul_letters(text) / all_letters if all_letters else 1.0


def has_hangul(text: str) -> bool:
    """Tell whether a text has any Hangul."""
    return _HANGUL.search(text) is not None


_LOST = re.compile(r"[가-힣]\?[가-힣]|(?:^|\s)\?[가-힣]")


def lost_letters(text: str) -> int:
    """Count the `?` within words, and before them: what a program has put for letters that its charset has not (`밝?혔다`)."""
    return len(_LOST.findall(text))


def letters(text: str) -> str:
    """Return a text's letters and digits alone, for comparing what is printed in two places."""
    return re.sub(r"[\W_]+", "", text).casefold()


LEAD_MIN = 20
"""Letters from which it is no chance that a text begins with a line."""


def is_lead(line: str, body: str) -> bool:
    """Tell whether a line is the beginning of a text, broken off within a paragraph: what pages print where there is no subtitle.

    `body`: paragraphs with a blank line between them.
    """
    begin = letters(line)
    if len(begin) < LEAD_MIN or not letters(body).startswith(begin):
        return False
    return len(begin) not in accumulate(len(letters(paragraph)) for paragraph in body.split("\n\n"))
