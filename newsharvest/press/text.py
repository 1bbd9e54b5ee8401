"""Spaces, invisible characters, file names, captions, and the outlet's own name in a title."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from functools import cache

_EMOJI = "\U0001f000-\U0001faff\u2600-\u27bf\u2b00-\u2bff"
# Control and format characters, soft hyphen, direction marks, zero-width spaces and joiners, BOM, tags, the box left by a pasted picture,
# lone surrogates, noncharacters: what nobody sees, and what can forge or hide a text. (Private letters stay: old Hangul is written so.)
_INVISIBLE_CHARACTERS = (
    "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u17b4\u17b5\u180b-\u180f"
    "\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u206f\ufdd0-\ufdef\ufeff\ufff0-\ufffc\ufffe\uffff\ud800-\udfff"
)
_INVISIBLE_BEYOND = (  # U+FFFF
    "\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e00ff\U000e01f0-\U000e0fff"
    + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0x10000, 0x110000, 0x10000))
)
_INVISIBLE = re.compile(f"[{_INVISIBLE_CHARACTERS}{_INVISIBLE_BEYOND}]")
# The joiner U+200D stays between two emojis: there it makes one of them.
_JOINER = re.compile(f"\u200d(?:(?<![{_EMOJI}\ufe0f]\u200d)|(?![{_EMOJI}]))")
# A variation selector stays behind what it varies, an emoji or a Chinese character; several in a row can hold a hidden text.
_VARIATIONS = "\ufe00-\ufe0f\U000e0100-\U000e01ef"
_VARIATION = re.compile(rf"(?:(?<=[{_VARIATIONS}\u200d\s])|(?<!.))[{_VARIATIONS}]", re.DOTALL)
# Python's split knows NBSP and the ideographic space; the Hangul fillers and Braille's blank are blanks too.
_BLANK_CHARACTERS = "\u115f\u1160\u2800\u3164\uffa0"
_BLANKS = re.compile(f"[{_BLANK_CHARACTERS}]")
_ODD = re.compile(
    f"[{_INVISIBLE_CHARACTERS}{_BLANK_CHARACTERS}\ufe00-\ufe0f\u200d\U00010000-\U0010ffff]"
)  # a fast look: one range of those

DOTS = "·ㆍ‧․•∙⋅・･"
"""The middle dots, one for one reader: U+00B7, 318D, 2027, 2024, 2022, 2219, 22C5, 30FB, FF65."""


def clean(text: str) -> str:
    """Return `text` in NFC on one line: runs of any white space become one space, ends are trimmed, invisible characters go.

    Quotes and middle dots stay as printed.
    """
    if not text or text.isspace():  # most of what stands between two tags
        return ""
    if _ODD.search(text):  # few texts have any
        text = visible(_BLANKS.sub(" ", text))
    return " ".join(unicodedata.normalize("NFC", text).split())


def visible(text: str) -> str:
    """Return `text` without what nobody sees and could forge or hide another text: control, format and tag characters, direction marks.

    Spaces of any kind and line ends stay, and what makes one emoji of several.
    """
    return _JOINER.sub("", _VARIATION.sub("", _INVISIBLE.sub("", text))) if _ODD.search(text) else text


_PICTURE = "jpe?g|jfif|png|gif|bmp|webp|avif|heic|tiff?"
_DOCUMENT = "hwpx?|pdf|docx?|xlsx?|pptx?|zip|mp4"
# A file's name cannot hold `:` or `/`, which a sentence about files has (`제출 서류: 신청서.hwp`); a path has no spaces.
_FILE_NAME = re.compile(
    rf"(?:[^\\/:：*?\"<>|]{{0,199}}[^\s.\\/:：*?\"<>|]|(?:[A-Z]:)?[\\/][^\s:*?\"<>|]{{0,199}}[^\s.:*?\"<>|])\.(?:{_PICTURE}|{_DOCUMENT})",
    re.IGNORECASE,
)
_EXTENSION = re.compile(rf"\.(?:{_PICTURE}|{_DOCUMENT})$", re.IGNORECASE)  # few lines end so
_SAYS_MORE = re.compile(
    rf"다\.\s|www\.|@[\w-]{{1,64}}\.[a-z.]{{2,20}}\s|[가-힣]{{2}}은\s|\.(?:{_DOCUMENT})[\s,{DOTS}]"
    rf"|(?:[가-힣]{{2}}(?:는|을|를|로|에서|부터|까지)\s|\.(?:{_PICTURE})[\s,{DOTS}]).*\.(?:{_DOCUMENT})$",
    re.IGNORECASE,
)
CAPTION_MARKS = "▲△▼▽"
_CAPTION_MARK = re.compile(rf"[{CAPTION_MARKS}]\s?(?P<caption>[^{CAPTION_MARKS}\s][^{CAPTION_MARKS}]{{0,299}})")
CAPTION_MAX = 300
"""Characters. A longer text beside a picture is body, not a caption (the longest caption in the five captures' families is far shorter)."""


_TITLE_MARKS = " < ", " > ", " | ", " :: ", " - "
"""What parts the title from the board and the masthead in a `<title>`; the first that stands there does."""
_CUT_MIN = 20
"""Characters. A title that is cut is long; a shorter one ends with `…` because it was written so."""


def is_file_name(text: str) -> bool:
    """Tell whether `text` is the name of a file (`[크기변환]13.전 부서 … (2).jpg`): what CMSs print where a caption was left out.

    A line that says more (`제출 서류: 신청서.hwp, 계획서.hwp`, `신청서는 form.hwp`) is text.
    """
    text = text.strip()
    return _EXTENSION.search(text[-6:]) is not None and _FILE_NAME.fullmatch(text) is not None and _SAYS_MORE.search(text) is None


def marked_caption(paragraph: str) -> str | None:
    """Return the caption in a line such as `▲ 개관식 모습`, or None. A line with several marks is a list, not a caption."""
    match = _CAPTION_MARK.fullmatch(paragraph)
    return match["caption"].strip() if match else None


def strip_outlet_tags(title: str, names: Iterable[str]) -> str:
    """Return `title` without the outlet's own name tags at either end (`[경기티비종합뉴스] …`, `… -경기티비종합뉴스-`).

    Other tags (`[평택시]`, `[사고]`) stay, and so does a title that is nothing but the name.
    """
    lead, tail = _tags(tuple(names))
    return tail.sub("", lead.sub("", title)).strip() or title


@cache
def _tags(names: tuple[str, ...]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return what these names look like as tags at the beginning of a title, and at its end."""
    name = "|".join(re.escape(n) for n in sorted(names, key=len, reverse=True) if n) or r"(?!)"
    tag = rf"(?:[\[(<【〔［（《〈「『]\s?(?:{name})\s?[\])>】〕］）》〉」』]|-\s?(?:{name})\s?-)"
    lead = rf"(?:{tag}|(?:{name})\s?(?:[|｜]|::))\s?"  # with a dash it may be half of a headline: `중도일보 - 대전시 업무협약`
    tail = rf"\s?(?:{tag}|(?:\s[-–—:>ㅣ]|[|｜]|::)\s?(?:{name}))"
    return re.compile(rf"^(?:{lead}){{1,3}}"), re.compile(rf"(?:{tail}){{1,3}}$")


def whole_title(title: str, page_title: str) -> str:
    """Return a title that a page cut short (`… 장터와 음악회…`) as its `<title>` has it, `제목 > 게시판 | 사이트`; any other as it is."""
    begun = title.rstrip().rstrip("….").rstrip() if title.rstrip().endswith(("…", "..")) else title
    rest = page_title.removeprefix(begun)
    if begun == title or len(begun) < _CUT_MIN or rest == page_title or rest.startswith(("…", "..")):
        return title
    mark = next((mark for mark in _TITLE_MARKS if mark in rest), None)
    return (begun + rest[: rest.index(mark)]).strip() if mark else title


_TITLE_TAG = re.compile(r"[\[(<〈《【「『](?![\d\s]{1,9}[\])])[^\[\]()<>〈〉《》【】「」『』]{1,20}[\])>〉》】」』]")
_TITLE_WORD = re.compile(r"[가-힣A-Za-z]{2,20}")


def without_tags(title: str) -> str:
    """Return a title without its tags in brackets (`[사회]`), which a page may print in one place alone. `[34]`, a count, stays."""
    return _TITLE_TAG.sub(" ", title)


def title_stems(title: str) -> set[str]:
    """Return the words of a title, tags aside, by their first two letters, which particles leave as they are."""
    return {word[:2] for word in _TITLE_WORD.findall(without_tags(title))}


def unique(values: Iterable[str]) -> list[str]:
    """Return the non-empty values, once each, in their first order."""
    return list(dict.fromkeys(v for v in values if v))


def content_hash(title: str, body: str) -> str:
    """Return the SHA-256, in hex, of the normalised title and body: UTF-8, a blank line between them. Anyone can compute it again."""
    return hashlib.sha256(f"{title}\n\n{body}".encode(errors="replace")).hexdigest()
