"""The language of Korean press text: spaces, outlet tags, bylines, datelines, rights lines, KST times.

Everything here works on plain text and knows nothing of HTML. Each function is safe on any string (save `day_of`, which reads what
`iso` wrote): it returns, it never raises, and no text makes it slow, for every repetition is bounded or cannot meet the same characters
twice. What is not recognised stays as it is, so a wrong guess can leave a byline in a body but cannot eat a sentence.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from typing import NamedTuple

KST = timezone(timedelta(hours=9), "KST")

# --- spaces ---------------------------------------------------------------------------------------------------------

_EMOJI = "\U0001f000-\U0001faff\u2600-\u27bf\u2b00-\u2bff\ufe0f"
# Zero-width spaces and joiners, BOM, soft hyphen, direction marks, the box left by a pasted picture, lone surrogates, control characters.
_INVISIBLE = re.compile(
    "[\u00ad\u061c\u180e\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufffc\ud800-\udfff\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]"
)
# The joiner U+200D stays between two emojis: there it makes one of them.
_JOINER = re.compile(f"\u200d(?:(?<![{_EMOJI}]\u200d)|(?![{_EMOJI}]))")
# Python's split knows NBSP and the ideographic space; the Hangul fillers and Braille's blank are blanks too.
_BLANKS = re.compile("[\u115f\u1160\u2800\u3164\uffa0]")


def clean(text: str) -> str:
    """Return `text` in NFC on one line: runs of any white space become one space, ends are trimmed, invisible characters go.

    Quotes and middle dots stay as printed.
    """
    if not text or text.isspace():  # most of what stands between two tags
        return ""
    visible = _JOINER.sub("", _INVISIBLE.sub("", text))
    return " ".join(_BLANKS.sub(" ", unicodedata.normalize("NFC", visible)).split())


# --- what is no sentence --------------------------------------------------------------------------------------------

_FILE_NAME = re.compile(
    r"(?!.{0,200}다\.\s).{1,200}\.(?:jpe?g|jfif|png|gif|bmp|webp|avif|heic|tiff?|hwpx?|pdf|docx?|xlsx?|pptx?|zip|mp4)", re.IGNORECASE
)
_CAPTION_MARKS = "▲△▼▽"
_CAPTION_MARK = re.compile(rf"[{_CAPTION_MARKS}]\s?(?P<caption>[^{_CAPTION_MARKS}\s][^{_CAPTION_MARKS}]{{0,299}})")
CAPTION_MAX = 300
"""Characters. A longer text beside a picture is body, not a caption (the longest caption in the five captures' families is far shorter)."""


def is_file_name(text: str) -> bool:
    """Tell whether `text` is the name of a file (`[크기변환]13.전 부서 … (2).jpg`): what CMSs print where a caption was left out."""
    return _FILE_NAME.fullmatch(text.strip()) is not None


def marked_caption(paragraph: str) -> str | None:
    """Return the caption in a line such as `▲ 개관식 모습`, or None. A line with several marks is a list, not a caption."""
    match = _CAPTION_MARK.fullmatch(paragraph)
    return match["caption"].strip() if match else None


# --- the outlet's own name in titles --------------------------------------------------------------------------------


def strip_outlet_tags(title: str, names: Iterable[str]) -> str:
    """Return `title` without the outlet's own name tags at either end (`[경기티비종합뉴스] …`, `… -경기티비종합뉴스-`).

    Other tags (`[평택시]`, `[사고]`) stay, and so does a title that is nothing but the name.
    """
    name = "|".join(re.escape(n) for n in sorted(names, key=len, reverse=True) if n)
    if not name:
        return title
    tag = rf"(?:[\[(<【〔［（《〈「『]\s?(?:{name})\s?[\])>】〕］）》〉」』]|-\s?(?:{name})\s?-)"
    lead = rf"(?:{tag}|(?:{name})\s?(?:[|｜]|::))\s?"  # with a dash it may be half of a headline: `중도일보 - 대전시 업무협약`
    tail = rf"\s?(?:{tag}|(?:\s[-–—:>ㅣ]|[|｜]|::)\s?(?:{name}))"
    bare = re.sub(rf"(?:{tail}){{1,3}}$", "", re.sub(rf"^(?:{lead}){{1,3}}", "", title)).strip()
    return bare or title


# --- people ---------------------------------------------------------------------------------------------------------

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
_CUT_EMAIL = re.compile(r"\[email.protected\]|[A-Za-z0-9._%+*-]{0,64}@[A-Za-z0-9.-]*")  # the first is what Cloudflare puts in its place
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


def unique(values: Iterable[str]) -> list[str]:
    """Return the non-empty values, once each, in their first order."""
    return list(dict.fromkeys(v for v in values if v))


def read_authors(text: str) -> Byline:
    """Read a field that holds nothing but who wrote it (`배병일 기자배병일 기자`, `김서인`, `글쓴이 : 홍길동 h@x.kr`)."""
    text = clean(text)
    byline = read_byline(_LABEL.sub("", text))
    if not byline:
        names = []
        for part in re.split(r"[·ㆍ‧․,/|&()\[\]<>]", _TITLE_WORD.sub(",", _LABEL.sub("", _CUT_EMAIL.sub(" ", text)).rsplit("=", 1)[-1])):
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
    rest = clean(_CUT_EMAIL.sub(" ", paragraph)).strip(_EDGES)
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


# --- rights ---------------------------------------------------------------------------------------------------------

_RIGHTS = re.compile(
    r"무단\s?(?:전[재제]|복제|게재|수집).{0,60}(?:금지|금함|금합니다|불허)|저작권자?\s?(?:[ⓒ©]|\(c\))|^\W*copyrights?\s?(?:[ⓒ©@]|\(c\))"
    r"|(?:저작권|copyright|[ⓒ©]).{2,120}(?:reserved|금지|금합니다)",
    re.IGNORECASE,
)
_OWNED = re.compile(r"^\W*(?:본|이)\s?(?:기사|콘텐츠|글).{0,10}저작권은 .{1,60}있(?:습니다|음)\W*$")
_STATED = re.compile(r"(?<!금합니)(?<!금지합니)(?<!금지됩니)다\W{0,3}$")  # the end of a sentence, which is no rights line
_SENTENCE_END = re.compile(r"다\.\s*")


def is_rights_line(paragraph: str) -> bool:
    """Tell whether a paragraph is a rights line (`저작권자 ⓒ … 무단전재 및 재배포 금지`). A sentence about copyright is none."""
    text, line = _part_end(paragraph, _claims_rights)
    return bool(line) and not text


def _claims_rights(sentence: str) -> bool:
    if len(sentence) > 200:
        return False
    return _OWNED.search(sentence) is not None or (_RIGHTS.search(sentence) is not None and not _STATED.search(sentence))


def _part_end(paragraph: str, is_end: Callable[[str], object]) -> tuple[str, str]:
    """Part a paragraph before the last of its sentences that are what `is_end` says; the second half is empty if none are."""
    start = len(paragraph)
    for end in reversed([0, *(match.end() for match in _SENTENCE_END.finditer(paragraph))]):
        if end < start:
            if not is_end(paragraph[end:start].strip()):
                break
            start = end
    return paragraph[:start].strip(), paragraph[start:].strip()


# --- times ----------------------------------------------------------------------------------------------------------

_TIME = re.compile(
    r"""(?<!\d)(?<!\d[./-])(?P<year>\d{4}|\d{2}(?=년|[./-]\d\d[./-]\d\d))\s?[./년-]\s?(?P<month>\d{1,2})\s?[./월-]\s?(?P<day>\d{1,2})
    (?!\d|[./-]\d+(?![\d:시]))\s?[일.]?  # not the beginning of a longer number
    (?:\s?[(\[]?[월화수목금토일](?:요일)?[)\]]?(?![가-힣]))?
    (?:(?:(?P<iso>T)|[\s,|]{0,3}\[?)(?P<half>오전|오후|새벽|아침|낮|저녁|밤|AM|PM)?\s?
      (?P<hour>\d{1,2})\s?(?:시(?!\s?\d)|[:시]\s?(?P<minute>\d{1,2})(?!\d)(?::(?P<second>\d\d)(?:\.\d+)?|\s?분\s?(?:(?P<초>\d{1,2})\s?초)?)?)
      (?:\s?(?P<late_half>오전|오후|AM|PM))?
      (?:\s?(?:(?P<utc>Z|UTC|GMT)\b|(?P<zone>(?(iso)[+-]|\+)\d{2}(?::?\d{2})?)))?)?""",  # `10:00-12:00` is no zone
    re.VERBOSE | re.IGNORECASE,
)


def read_time(raw: str) -> datetime | None:
    """Read an absolute date or time as Korean pages print them; None where there is none or it is impossible.

    `2022-12-06 15:24:49`, `2024.03.05 17:08`, `2020/10/29 [18:25]`, `2020년 04월 23일 (목) 오후 3:05`, `24-03-05 09:07`, ISO 8601 with a
    zone. Without a zone the time is KST; the result always is. A day without a time is its first moment, 00:00:00.
    Relative words (`3시간 전`) are not read here: they mean nothing without a clock.
    """
    text = clean(unicodedata.normalize("NFKC", raw))  # full-width digits, points and colons
    match = _TIME.search(text.replace("정오", "낮 12시"))
    if not match:
        return None
    year, hour = int(match["year"]), int(match["hour"] or 0)
    if len(match["year"]) == 2:
        year += 2000 if year < 70 else 1900
    hour = _of_day(hour, match["half"] or match["late_half"])
    zone: tzinfo = UTC if match["utc"] else KST
    try:
        if match["zone"]:
            sign, digits = match["zone"][0], match["zone"][1:].replace(":", "")
            offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:] or 0))
            zone = timezone(-offset if sign == "-" else offset)
        moment = datetime(
            year,
            int(match["month"]),
            int(match["day"]),
            hour,
            int(match["minute"] or 0),
            int(match["second"] or match["초"] or 0),
            tzinfo=zone,
        )
        return moment.astimezone(KST)
    except (ValueError, OverflowError):
        return None


def _of_day(hour: int, half: str | None) -> int:
    """Return the hour of the day for an hour of its morning (오전, 새벽, 아침, AM), afternoon (오후, 낮, 저녁, PM) or night (밤)."""
    half = (half or "").upper()
    if half in {"오전", "새벽", "아침", "AM", "밤"} and hour == 12:
        return 0
    later = half in {"오후", "저녁", "PM"} or (half == "낮" and hour < 6) or (half == "밤" and hour >= 6)
    return hour + 12 if later and hour < 12 else hour


_AGO = re.compile(r"(?P<count>\d{1,4})\s?(?P<unit>초|분|시간|일|주)\s?전")
_UNITS = {"초": "seconds", "분": "minutes", "시간": "hours", "일": "days", "주": "weeks"}
_DAYS_AGO = {"오늘": 0, "어제": 1, "그제": 2, "그저께": 2}
_CLOCK = re.compile(
    r"(?:(?P<half>오전|오후|AM|PM)\s?)?(?<![\d:])(?P<hour>[01]?\d|2[0-3]):(?P<minute>[0-5]\d)(?!\d)"
    r"(?::[0-5]\d)?(?:\s?(?P<late_half>오전|오후|AM|PM))?",
    re.IGNORECASE,
)
_MONTH_DAY = re.compile(r"(?<![\d./-])(?P<month>\d{1,2})\s?[./월-]\s?(?P<day>\d{1,2})(?!\d|[./-]\s?\d)")


def read_list_time(raw: str, received: datetime | None) -> datetime | None:
    """Read a time as lists print it: as `read_time` does, or counted from when the page was received, if that is known.

    `방금 전`, `3시간 전`, `어제 15:24`, `15:24` (of that day), `11-21` (the last one: never a day after tomorrow).
    """
    moment = read_time(raw)
    if moment or received is None:
        return moment
    text, received = clean(raw), received.astimezone(KST)
    if re.search(r"방금|지금", text):
        return received
    if ago := _AGO.search(text):
        moment = received - timedelta(**{_UNITS[ago["unit"]]: int(ago["count"])})
        return moment if ago["unit"] in {"초", "분", "시간"} else moment.replace(hour=0, minute=0, second=0, microsecond=0)
    clock = _CLOCK.search(text)
    days = next((days for word, days in _DAYS_AGO.items() if word in text), None)
    month_day = _MONTH_DAY.search(text)
    if days is None and month_day:
        return _latest(received, int(month_day["month"]), int(month_day["day"]), clock)
    if days is None and clock is None:
        return None
    return _at(received.date() - timedelta(days=days or 0), clock)


def _at(day: date, clock: re.Match[str] | None) -> datetime:
    if not clock:
        return datetime(day.year, day.month, day.day, tzinfo=KST)
    hour = _of_day(int(clock["hour"]), clock["half"] or clock["late_half"])
    return datetime(day.year, day.month, day.day, hour, int(clock["minute"]), tzinfo=KST)


def _latest(received: datetime, month: int, day: int, clock: re.Match[str] | None) -> datetime | None:
    for year in range(received.year + 1, received.year - 5, -1):  # a 29 February is four years back at most
        try:
            moment = _at(date(year, month, day), clock)
        except ValueError:
            continue
        if moment <= received + timedelta(days=1):
            return moment
    return None


def iso(moment: datetime) -> str:
    """Write a moment as ISO 8601 with +09:00, to the second."""
    return moment.astimezone(KST).isoformat(timespec="seconds")


def day_of(iso_time: str) -> date:
    """Return the KST day of a time that `iso` wrote."""
    return datetime.fromisoformat(iso_time).astimezone(KST).date()


# --- places ---------------------------------------------------------------------------------------------------------

MUNICIPALITIES = frozenset(
    """
    종로구 중구 용산구 성동구 광진구 동대문구 중랑구 성북구 강북구 도봉구 노원구 은평구 서대문구 마포구 양천구 강서구 구로구 금천구
    영등포구 동작구 관악구 서초구 강남구 송파구 강동구 서구 동구 영도구 부산진구 동래구 남구 북구 해운대구 사하구 금정구 연제구 수영구
    사상구 기장군 수성구 달서구 달성군 군위군 미추홀구 연수구 남동구 부평구 계양구 제물포구 영종구 검단구 강화군 옹진군 광산구 유성구
    대덕구 울주군 세종시 수원시 성남시 의정부시 안양시 부천시 광명시 평택시 동두천시 안산시 고양시 과천시 구리시 남양주시 오산시 시흥시
    군포시 의왕시 하남시 용인시 파주시 이천시 안성시 김포시 화성시 광주시 양주시 포천시 여주시 연천군 가평군 양평군 춘천시 원주시 강릉시
    동해시 태백시 속초시 삼척시 홍천군 횡성군 영월군 평창군 정선군 철원군 화천군 양구군 인제군 고성군 양양군 청주시 충주시 제천시 보은군
    옥천군 영동군 증평군 진천군 괴산군 음성군 단양군 천안시 공주시 보령시 아산시 서산시 논산시 계룡시 당진시 금산군 부여군 서천군 청양군
    홍성군 예산군 태안군 전주시 군산시 익산시 정읍시 남원시 김제시 완주군 진안군 무주군 장수군 임실군 순창군 고창군 부안군 목포시 여수시
    순천시 나주시 광양시 담양군 곡성군 구례군 고흥군 보성군 화순군 장흥군 강진군 해남군 영암군 무안군 함평군 영광군 장성군 완도군 진도군
    신안군 포항시 경주시 김천시 안동시 구미시 영주시 영천시 상주시 문경시 경산시 의성군 청송군 영양군 영덕군 청도군 고령군 성주군 칠곡군
    예천군 봉화군 울진군 울릉군 창원시 진주시 통영시 사천시 김해시 밀양시 거제시 양산시 의령군 함안군 창녕군 남해군 하동군 산청군 함양군
    거창군 합천군 제주시 서귀포시
    """.split()
)
"""The cities, counties and districts with a mayor of their own, in 2026 (a name that several have stands once)."""
_STEMS = {name[:-1]: name for name in MUNICIPALITIES if len(name) > 2}
_MUNICIPALITY = re.compile("(?<![가-힣])(?:양구군|[가-힣]{1,4}?[시군구])")  # `양구` would be taken first, and is none
_BODIES = ("소방서", "경찰서", "교육지원청", "보건소", "세무서", "농협", "축협", "의회", "문화원", "체육회")
_BODY = re.compile(f"(?<![가-힣])([가-힣]{{2,4}}?)(?:{'|'.join(_BODIES)})")


def municipalities(text: str) -> set[str]:
    """Return the municipalities that a text names in full (`평택시`, not `평택`), or by a body of theirs (`평택소방서`)."""
    named = _MUNICIPALITY.findall(text)
    if any(body in text for body in _BODIES):
        named += [_STEMS.get(stem, stem) for stem in _BODY.findall(text)]
    return set(MUNICIPALITIES.intersection(named))


_ACTS = "행정복지|주민|새마을|지역사회|의용|적십자|체육"
_TOWN_END = re.compile(rf"[읍면](?= ?(?:{_ACTS}|이장|장[은이(]|\(|에|의|은|이))|동(?= ?(?:{_ACTS}|통장|장[은이(]))")
_TOWN_NAME = re.compile(r"(?<![가-힣])[가-힣]{1,3}[0-9]?$")
_NO_TOWNS = frozenset(
    "장면 화면 측면 이면 지면 전면 정면 표면 국면 평면 가면 라면 냉면 당면 방면 대면 비대면 직면 반면 내면 외면 서면".split()
)


def towns(text: str) -> set[str]:
    """Return the towns below a municipality that a text names as the one that acts (`포승읍 새마을부녀회`, `비전1동 통장협의회`)."""
    named = set()
    for end in _TOWN_END.finditer(text):  # few words end so: looking back from there is fast
        if name := _TOWN_NAME.search(text, max(0, end.start() - 5), end.start()):
            named.add(name[0] + end[0])
    return named - _NO_TOWNS


_ROUND = re.compile(r"제 ?([0-9]+ ?[회기차대호])")


def rounds(text: str) -> set[str]:
    """Return the rounds that a text names (`제18회` as `18회`, `제3기` as `3기`): a programme's next one has the next number."""
    return {found.replace(" ", "") for found in _ROUND.findall(text)}


# --- the imprint ----------------------------------------------------------------------------------------------------

_PROVINCES = "서울|부산|대구|인천|광주|대전|울산|세종|경기|강원|충북|충남|전북|전남|경북|경남|제주"
_MASTHEAD = re.compile(
    r"(?<![가-힣])제\s?호\s?[:：]\s?(?P<name>[^|ㅣ│｜/,()\[\]\"\\]{1,40}?)(?=\s?(?:[|ㅣ│｜/,()\[\]\"\\]|$)|\s?등록번호|\s[·•]\s|\s[^\s:：]{2,10}\s?[:：])"
)
_REGISTERED = re.compile(
    rf"등록\s?번호\s?[:：]?\s?(?P<province>{_PROVINCES})(?:특별자치도|특별자치시|특별시|광역시|도)?\s?,?\s?[가나다라아자]\s?[,-]?\s?\d"
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


# --- the article as a whole -----------------------------------------------------------------------------------------


class Signed(NamedTuple):
    """A body's paragraphs, parted from what was printed among them but is no body."""

    paragraphs: list[str]
    byline: Byline
    rights: str | None
    caption: str | None


def part_signature(paragraphs: Sequence[str]) -> Signed:
    """Part the body from its byline, dateline, rights line, and a caption run into its dateline.

    Rights lines go wherever they stand. Bylines are looked for at the two ends only: a list of names in the middle of an article
    (a personnel notice) is its text. Either may be the last words of a paragraph; the rest of it stays.
    """
    body: list[str] = []
    rights = caption = None
    for paragraph in paragraphs:
        text, line = _part_end(paragraph, _claims_rights)
        rights = rights or line or None
        body += [text] if text else []
    bylines = _take_bylines(body, first=True)
    for position, paragraph in enumerate(body[:4]):  # subheadings may stand before it
        dateline = read_dateline(paragraph)
        if dateline and not (position and dateline.before):
            body[position], caption = dateline.text, dateline.before or None
            bylines.append(dateline.byline)
            break
    last = _take_bylines(body, first=False)
    if body and not last:
        text, line = _part_end(body[-1], read_byline)
        if byline := read_byline(line):
            body[-1] = text
            last = [byline]
    bylines += reversed(last)
    authors = unique(author for byline in bylines for author in byline.authors)
    return Signed(body, Byline(authors, unique(email for byline in bylines for email in byline.emails)), rights, caption)


def _take_bylines(body: list[str], *, first: bool) -> list[Byline]:
    """Take the bylines off one end of the body, the outermost first. The address may stand on a line of its own under the name."""
    taken: list[Byline] = []
    while body:
        pair = body[:2] if first else body[-2:]
        size = 2 if len(pair) == 2 and _CUT_EMAIL.fullmatch(pair[1]) else 1
        lines = slice(0, size) if first else slice(len(body) - size, None)
        byline = read_byline(" ".join(body[lines]))
        if not byline:
            break
        taken.append(byline)
        del body[lines]
    return taken


_NOTICE = re.compile(
    r"^\W{0,2}(?:인사|부고|부음|訃告|화촉|결혼|동정|알림|공고|게시판|일정|날씨|기상|운세|시세|물가|환율|증시)\W{0,2}(?:$|(?<=[\])>】〉》」|])|[|:])"
    r"|(?:오늘|내일|모레|주말|금주|이번 ?주|[0-3]?\d일)의?\s?(?:\w{1,6}\s)?(?:날씨|운세|시세|물가|환율|일정|기상|인사)(?:$|\W)"
    r"|(?:농산물|수산물|축산물|경매|도매|금|쌀)\s?(?:도매\s?|경매\s?)?(?:시세|가격\s?정보|물가\s?동향)(?:표)?(?:$|\W)"
)


def is_notice(title: str) -> bool:
    """Tell whether a title is a notice's that is made from a form (`[인사]`, `<부고>`, `내일 날씨`, `농산물 시세`)."""
    return _NOTICE.search(title) is not None


_TEXT_ENDS = ("다.", "다", "다.”", '다."')
CAPTIONS_MAX = 0.4
"""Share of a text that captions can be. If more of it looks like one, it is a list of names or of what was done, and text."""


def without_credits(body: str) -> str:
    """Return a body, a paragraph a line, without the lines that are no text: bylines, captions, file names, rights lines.

    For comparing what outlets print, whoever put these lines there. `part_signature` is what an article is parted by.
    """
    lines = [line for line in map(str.strip, body.split("\n")) if line]
    lines = [line for line in lines if line.endswith(_TEXT_ENDS) or not _is_credit(line)] or lines
    captions = [line for line in lines if line[0] in _CAPTION_MARKS and marked_caption(line)]
    if captions and sum(map(len, captions)) <= CAPTIONS_MAX * sum(map(len, lines)):
        lines = [line for line in lines if line not in captions]
    return "\n".join(lines)


def _is_credit(line: str) -> bool:
    return len(line) <= CAPTION_MAX and bool(is_file_name(line) or _claims_rights(line) or read_byline(line))


def content_hash(title: str, body: str) -> str:
    """Return the SHA-256, in hex, of the normalised title and body: UTF-8, a blank line between them. Anyone can compute it again."""
    return hashlib.sha256(f"{title}\n\n{body}".encode(errors="replace")).hexdigest()
