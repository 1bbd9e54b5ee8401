"""The language of Korean press text: spaces, outlet tags, bylines, datelines, rights lines, KST times.

Everything here works on plain text and knows nothing of HTML. Each function is safe on any string: it returns, it never
raises. What is not recognised stays as it is, so a wrong guess can leave a byline in a body but cannot eat a sentence.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta, timezone
from typing import NamedTuple

KST = timezone(timedelta(hours=9), "KST")

# --- spaces ---------------------------------------------------------------------------------------------------------

# Zero-width space, non-joiner, word joiner, BOM, soft hyphen, direction marks. The joiner U+200D goes too, save inside an emoji.
_INVISIBLE = re.compile(
    "[\u200b\u200c\u200e\u200f\u2060\ufeff\u00ad\u202a-\u202e\u2066-\u2069]|(?<![\U0001f000-\U0001faff\u2600-\u27bf\ufe0f])\u200d"
)
_SPACES = re.compile("[\\s\u3164\uffa0]+")  # \s has NBSP and the ideographic space; the Hangul fillers are blanks too
_CONTROL = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]")


def clean(text: str) -> str:
    """Return `text` in NFC on one line: runs of any white space become one space, ends are trimmed, invisible characters go.

    Quotes and middle dots stay as printed.
    """
    text = _CONTROL.sub("", _INVISIBLE.sub("", unicodedata.normalize("NFC", text)))
    return _SPACES.sub(" ", text).strip()


# --- what is no sentence --------------------------------------------------------------------------------------------

_FILE_NAME = re.compile(r".{1,200}\.(?:jpe?g|png|gif|bmp|webp|heic|tiff?|hwpx?|pdf)", re.IGNORECASE)
_CAPTION_MARK = re.compile(r"[▲△▼▽]\s*(?P<caption>[^▲△▼▽]{1,300})")
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
    lead = rf"(?:[\[(<【〔]\s*(?:{name})\s*[\])>】〕]|-\s*(?:{name})\s*-)\s*"
    tail = rf"\s*(?:[\[(<【〔]\s*(?:{name})\s*[\])>】〕]|-\s*(?:{name})\s*-|\s[-–|:>]\s*(?:{name}))"
    bare = re.sub(rf"(?:{tail})+$", "", re.sub(rf"^(?:{lead})+", "", title)).strip()
    return bare or title


# --- people ---------------------------------------------------------------------------------------------------------

_NAME = r"[가-힣]{2,4}"
_TITLE = r"(?:(?:수습|인턴|객원|선임|전문|시민|명예|취재|사진|대|총괄|영상|대표)\s?)?기자|특파원|논설위원|논설실장|편집위원|편집국장|PD"
_DOT = r"\s*[·ㆍ‧․,/&]\s*"
_PEOPLE = rf"{_NAME}?(?:{_DOT}{_NAME}?)*"
_EMAIL = re.compile(r"[A-Za-z0-9][A-Za-z0-9._%+-]*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}")
_CUT_EMAIL = re.compile(r"\S*@\S*")
# `하동=`, `글·사진=`, `글/사진`, `사회부`: what stands before the names in a byline
_BEFORE = (
    r"(?:(?:[가-힣A-Z]{1,8}(?:[·ㆍ/][가-힣A-Z]{1,8})*\s*[=:/]\s*)|(?:글|사진|글\s?[·ㆍ]\s?사진|취재|[가-힣]{1,6}(?:부|팀|본부|지국))\s+)?"
)
_SIGNED = re.compile(rf"{_BEFORE}(?P<people>{_PEOPLE})\s*(?:{_TITLE})")
_SIGNED_BARE = re.compile(rf"(?P<people>{_NAME}(?:{_DOT}{_NAME})*)")
_LABEL = re.compile(r"^(?:기자명|글쓴이|작성자|취재|등록자|기사작성)\s*[:=|]?\s*")
_TITLE_WORD = re.compile(rf"\s*(?:{_TITLE})(?:\s*[=/]\s*|\s+|$|(?=[가-힣·,/&]))")
_NOBODY = {"관리자", "최고관리자", "운영자", "admin", "webmaster"}  # the accounts that CMSs are delivered with
_AGENCY = re.compile(r"(?:뉴스|뉴시스|뉴스1|통신|일보|신문|방송|제공|캡처|캡쳐|시청|군청|구청|도청|관계자)$")
_CREDITS = {"사진", "자료", "제공", "출처", "그래픽", "영상", "일러스트", "자료사진", "사진제공"}


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
    emails = unique(_EMAIL.findall(text))
    rest = _LABEL.sub("", _CUT_EMAIL.sub(" ", text))
    rest = rest.rsplit("=", 1)[-1]
    names = []
    for part in re.split(r"[·ㆍ‧․,/|&()\[\]]", _TITLE_WORD.sub(",", rest)):
        name = clean(part)
        half = len(name) // 2
        if half >= 2 and name[:half] == name[half:]:  # a portrait's alt beside the printed name
            name = name[:half]
        if name and name.casefold() not in _NOBODY:
            names.append(name)
    return Byline(unique(names), emails)


def read_byline(paragraph: str) -> Byline | None:
    """Read a paragraph that is a byline and nothing else, or return None.

    `박이우 기자`, `하동=배병일 기자 3347009@` (a cut address is no address), `글·사진=박나리·최우진 기자`,
    `대전=김가람·이도윤 기자 a@x.kr b@x.kr`, `[홍길동 기자]`, `홍길동 h@x.kr`.
    """
    if len(paragraph) > 160:
        return None
    emails = unique(_EMAIL.findall(paragraph))
    rest = re.sub(r"[()\[\]<>【】■◆●/|]+$|^[()\[\]<>【】■◆●/|]+", "", _CUT_EMAIL.sub(" ", paragraph).strip()).strip()
    rest = rest.rstrip("=/|·, ")
    people: list[str] = []
    position = 0
    while position < len(rest):
        match = _SIGNED.match(rest, position)
        if not match:
            break
        people.append(match["people"])
        position = match.end()
        gap = re.compile(r"[\s,·ㆍ/|&]*").match(rest, position)
        position = gap.end() if gap else position
    if position < len(rest):  # something else stands in the paragraph
        bare = _SIGNED_BARE.fullmatch(rest)
        if people or not bare or not emails:
            return None
        people = [bare["people"]]
    if not people:
        return None
    return Byline(unique(n for group in people for n in re.split(_DOT, group)), emails)


class Dateline(NamedTuple):
    """A paragraph's opening tag (`[뉴스21일간=임정훈]`): what stood before it, who signed, and the text after it."""

    before: str
    byline: Byline
    text: str


_TAG = re.compile(rf"[\[【](?P<who>[^\[\]【】=]{{1,20}})=\s*(?P<people>{_PEOPLE})\s*(?:{_TITLE})?(?:\s+(?P<mail>\S*@\S*))?\s*[\]】]\s*")
_ROUND_TAG = re.compile(rf"\((?P<who>[^()=]{{1,20}})=\s*(?P<people>{_PEOPLE})\s*(?:{_TITLE})?\s*\)\s*")
_OPENING = re.compile(rf"(?P<people>{_PEOPLE})\s*(?:{_TITLE})(?:\s+(?P<mail>\S*@\S*))?\s*=\s*")


def read_dateline(paragraph: str) -> Dateline | None:
    """Read the dateline that opens a paragraph, or stands after a caption that was run into it; None where there is none.

    `[뉴스21일간=임정훈]울산 동구는 …`, `동구청[뉴스21일간=임정훈]울산 동구는 …`, `[하동=배병일 기자] …`, `홍길동 기자 = …`.
    A photo credit (`(사진=평택시)`) and an agency (`(서울=연합뉴스)`) are no people.
    """
    match = _TAG.search(paragraph, 0, 120) or _ROUND_TAG.match(paragraph)
    if match:
        names = unique(re.split(_DOT, match["people"]))
        if match["who"].strip() in _CREDITS or any(_AGENCY.search(n) for n in names):
            return None
        mail = match.groupdict().get("mail") or ""
    else:
        match = _OPENING.match(paragraph)
        if not match:
            return None
        names, mail = unique(re.split(_DOT, match["people"])), match["mail"] or ""
    text = paragraph[match.end() :].strip()
    if not text:
        return None
    return Dateline(paragraph[: match.start()].strip(), Byline(names, unique(_EMAIL.findall(mail))), text)


# --- rights ---------------------------------------------------------------------------------------------------------

_RIGHTS = re.compile(
    r"(?:무단\s?(?:전재|복제|도용|배포|사용).{0,60}금지|(?:저작권자|저작권)\s?[ⓒ©(].{2,}|(?:copyright|ⓒ|©).{2,120}(?:reserved|금지))",
    re.IGNORECASE,
)


def is_rights_line(paragraph: str) -> bool:
    """Tell whether a paragraph is a rights line (`저작권자 ⓒ … 무단전재 및 재배포 금지`). A sentence about copyright is none."""
    return len(paragraph) <= 200 and not re.search(r"다\.?[”\"’']?$", paragraph) and _RIGHTS.search(paragraph) is not None


# --- times ----------------------------------------------------------------------------------------------------------

_TIME = re.compile(
    r"""(?<!\d)(?P<year>\d{4}|\d{2})\s*(?:[./-]|년)\s*(?P<month>\d{1,2})\s*(?:[./-]|월)\s*(?P<day>\d{1,2})(?!\d)\s*[일.]?
    (?:\s*\(?[월화수목금토일](?:요일)?\)?(?![가-힣]))?
    (?:[\sT,]*\[?(?P<half>오전|오후|AM|PM)?\s*(?P<hour>\d{1,2})\s*(?::|시)\s*(?P<minute>\d{2})\s*분?(?:\s*:?\s*(?P<second>\d{2})(?!\d)\s*초?)?
      (?:\.\d+)?(?P<zone>Z|[+-]\d{2}:?\d{2})?)?""",
    re.VERBOSE | re.IGNORECASE,
)


def read_time(raw: str) -> datetime | None:
    """Read an absolute date or time as Korean pages print them; None where there is none or it is impossible.

    `2022-12-06 15:24:49`, `2024.03.05 17:08`, `2020/10/29 [18:25]`, `2020년 04월 23일 (목) 오후 3:05`, `24-03-05 09:07` (20YY), ISO 8601
    with a zone. Without a zone the time is KST; the result always is. A day without a time is its first moment, 00:00:00.
    Relative words (`3시간 전`) are not read here: they mean nothing without a clock.
    """
    match = _TIME.search(raw)
    if not match:
        return None
    year, hour = int(match["year"]), int(match["hour"] or 0)
    if match["half"] in {"오후", "PM", "pm"} and hour < 12:
        hour += 12
    elif match["half"] in {"오전", "AM", "am"} and hour == 12:
        hour = 0
    zone = KST
    if match["zone"] and match["zone"].upper() != "Z":
        sign, digits = match["zone"][0], match["zone"][1:].replace(":", "")
        offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
        if offset >= timedelta(hours=24):
            return None
        zone = timezone(-offset if sign == "-" else offset)
    elif match["zone"]:
        zone = UTC
    try:
        moment = datetime(
            year + 2000 if year < 100 else year,
            int(match["month"]), int(match["day"]), hour, int(match["minute"] or 0), int(match["second"] or 0), tzinfo=zone,
        )  # fmt: skip
        return moment.astimezone(KST)
    except (ValueError, OverflowError):
        return None


def iso(moment: datetime) -> str:
    """Write a moment as ISO 8601 with +09:00, to the second."""
    return moment.astimezone(KST).isoformat(timespec="seconds")


def day_of(iso_time: str) -> date:
    """Return the KST day of a time that `iso` wrote."""
    return datetime.fromisoformat(iso_time).astimezone(KST).date()


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
    (a personnel notice) is its text.
    """
    rights = next((p for p in paragraphs if is_rights_line(p)), None)
    body = [p for p in paragraphs if not is_rights_line(p)]
    authors: list[str] = []
    emails: list[str] = []
    caption = None
    while body and (byline := read_byline(body[0])):
        authors += byline.authors
        emails += byline.emails
        del body[0]
    if body and (dateline := read_dateline(body[0])):
        authors += dateline.byline.authors
        emails += dateline.byline.emails
        caption = dateline.before or None
        body[0] = dateline.text
    while body and (byline := read_byline(body[-1])):
        authors += byline.authors
        emails += byline.emails
        del body[-1]
    return Signed(body, Byline(unique(authors), unique(emails)), rights, caption)


def content_hash(title: str, body: str) -> str:
    """Return the SHA-256, in hex, of the normalised title and body: UTF-8, a blank line between them. Anyone can compute it again."""
    return hashlib.sha256(f"{title}\n\n{body}".encode()).hexdigest()
