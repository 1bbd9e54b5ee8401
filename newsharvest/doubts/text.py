"""What an article's text says against itself, once it is normalised."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from newsharvest import press
from newsharvest.doubts.kinds import Doubt
from newsharvest.items import Article

HANGUL_MIN = 0.3
"""Share of Hangul in the letters of a Korean text: foreign names leave more. What is wrongly decoded has next to none."""
SAMPLE = 2_000
"""Characters of a text by which its language is told."""
FOREIGN_MIN = 60
"""Characters. A shorter line without Hangul may be a name, a formula or an address."""
REPEATED_MIN = 15
"""Letters. A shorter line, such as `문의 …`, may stand in an article twice."""

SIGNED_MAX = 30
"""Characters of a last line that names a writer among other things (`홍길동 기자 010-1234-5678`)."""

WORDS_MIN = 0.3
"""Share of a title's words that stand in its article's text. Of a headline that plays with words half still do."""

TITLE_MAX = 300
"""Characters of a title that are compared: no headline is as long."""

FIRM_MIN = 6
"""Letters of Hangul behind a sentence that say more than whose address it is: `… 밝혔다. (www.gaon.example)`."""

LINE_MAX = 160
"""Characters of a line that could be a byline or say when."""
LONG = 300
"""Characters of a text that is no placeholder."""

ROW_MAX = 40
"""Characters of a line with figures that may be a table's row."""
_FIGURE = re.compile(r"\d")
MANY = 80
"""Paragraphs. In a text of more, whole ones alone are compared."""
_QUOTES = "\"'“”‘’「」『』 "
_ENTITY = re.compile(r"&(?:[a-zA-Z]{2,8}|#\d{2,5}|#x[\da-fA-F]{2,4});")
_ADDRESS = re.compile(r"(?:https?://|www\.)([\w.-]{3,80})", re.IGNORECASE)
_PUBLIC = re.compile(r"\.(?:go|or|ac|re|es|ms|hs)\.kr$|youtu|instagram|facebook|naver|daum|kakao|google", re.IGNORECASE)
_NO_PICTURE = re.compile(
    r"(?:^|[/_.-])(?:blank|pixel|spacer|loading|loader|spinner|no_?img|no_?image|default|dummy|transparent|clear|logo|icon|ico|btn|button|banner|emoji|profile|reporter)"
    r"(?:[_.\d-]|$)",
    re.IGNORECASE,
)


def not_korean(article: Article, paragraphs: Sequence[str]) -> bool:
    """Tell whether less than a third or so of the letters are Hangul, a whole paragraph has none, or letters have become `?`."""
    if press.lost_letters(article.title or "") or press.lost_letters(article.body[:SAMPLE]) > 1:
        return True
    if press.hangul_share(f"{article.title} {article.body[:SAMPLE]}") < HANGUL_MIN:
        return True
    return any(len(line) >= FOREIGN_MIN and " " in line and not press.has_hangul(line) for line in paragraphs)


def short_body(article: Article, paragraphs: Sequence[str]) -> bool:
    """Tell whether the text is a single sentence."""
    return len(paragraphs) == 1 and press.plain_sentences(paragraphs[0]) <= 1


def line_left(article: Article, paragraphs: Sequence[str]) -> bool:
    """Tell whether a date line or byline was left in the body: those at its ends were taken."""
    if press.is_notice(article.title or ""):
        return False
    signed = paragraphs and len(paragraphs[-1]) <= SIGNED_MAX and not press.is_ended(paragraphs[-1]) and press.may_be_writer(paragraphs[-1])
    return bool(signed) or any(_may_be_left(line) for line in paragraphs)


def _may_be_left(line: str) -> bool:
    return len(line) <= LINE_MAX and (press.is_date_line(line) or press.read_byline(line) is not None)


def words_elsewhere(article: Article, paragraphs: Sequence[str]) -> bool:
    """Tell whether of a title's words, each by its first two letters, less than WORDS_MIN stand in the body."""
    words = press.title_stems((article.title or "")[:TITLE_MAX])
    found = sum(word in article.body for word in words)
    few = WORDS_MIN * len(words) if len(article.body) < LONG else 1  # a long text may have a headline that plays with words
    return bool(paragraphs) and len(words) >= 3 and found < few and not press.is_notice(article.title or "")


def page_words(article: Article, paragraphs: Sequence[str]) -> bool:
    """Tell whether a line is what a page says of itself."""
    return any(map(press.is_page_line, paragraphs))


def other_voice(article: Article, paragraphs: Sequence[str]) -> bool:
    """Tell whether a few paragraphs speak to the reader and the others tell, or a short text speaks and never tells."""
    polite = sum(map(press.is_polite, paragraphs))
    plain = sum(map(press.is_plain, paragraphs))
    if not polite:
        return False
    return (
        plain > 3 * polite
        or (plain >= polite and polite <= 3)
        or (not plain and len(article.body) < 200 and not press.is_to_readers(article.title or ""))
    )


def firm_lines(article: Article, paragraphs: Sequence[str]) -> bool:
    """Tell whether a paragraph at either end, or what follows its last sentence, has an address, no office's, where nobody is to look."""
    for line in (*paragraphs[:2], *paragraphs[-2:]):
        rest = press.after_last_sentence(line)
        address = _ADDRESS.search(rest)
        whose = rest != line and press.hangul_letters(rest) < FIRM_MIN
        if address and not (whose or press.says_where_to_look(rest) or _PUBLIC.search(address[1])):
            return True
    return False


def open_end(article: Article, paragraphs: Sequence[str]) -> bool:
    """Tell whether the last paragraph of a text of sentences ends as none does, and is no line of a list."""
    if not paragraphs or press.is_notice(article.title or ""):
        return False
    last = paragraphs[-1]
    if re.search(r"(?:…|\.{3})\W{0,3}$", last):
        return True
    told = sum(map(press.is_plain, paragraphs))
    return (
        not press.is_ended(last)
        and "@" not in last
        and not (len(last) <= ROW_MAX and _FIGURE.search(last))
        and not press.is_listed(last)
        and (told >= len(paragraphs) / 2 or (not told and len(paragraphs) == 1))
    )


def repeated_paragraph(article: Article, paragraphs: Sequence[str]) -> bool:
    """Tell whether a paragraph stands in the body twice, be it in another (a pull quote), or is a picture's caption too."""
    captions = {image["caption"] for image in article.images}
    lines = [line.strip(_QUOTES) for line in paragraphs if len(line) >= REPEATED_MIN]
    if len(lines) > MANY:
        return len(set(lines)) < len(lines)
    return any(article.body.count(line) > 1 or line in captions for line in lines if len(line) >= REPEATED_MIN)


def escaped(article: Article, paragraphs: Sequence[str]) -> bool:
    """Tell whether an entity stands in the text as it is written."""
    return _ENTITY.search(f"{article.title} {' '.join(article.subtitle)} {article.body}") is not None


def no_picture(article: Article, paragraphs: Sequence[str]) -> bool:
    """Tell whether a picture's address has the name of a placeholder, a counter, an icon or a portrait."""
    return any(_NO_PICTURE.search(image["url"].split("?")[0]) for image in article.images)


CHECKS: Sequence[tuple[Doubt, Callable[[Article, Sequence[str]], bool]]] = (
    (Doubt.SHORT_BODY, short_body),
    (Doubt.NOT_KOREAN, not_korean),
    (Doubt.WORDS_ELSEWHERE, words_elsewhere),
    (Doubt.LINE_LEFT, line_left),
    (Doubt.PAGE_WORDS, page_words),
    (Doubt.OTHER_VOICE, other_voice),
    (Doubt.FIRM_LINES, firm_lines),
    (Doubt.OPEN_END, open_end),
    (Doubt.REPEATED_PARAGRAPH, repeated_paragraph),
    (Doubt.ESCAPED, escaped),
    (Doubt.NO_PICTURE, no_picture),
)


def doubts_of_text(article: Article) -> list[str]:
    """Return the names of the doubts that a normalised article's own text raises, and that it does not carry yet."""
    paragraphs = article.body.split("\n\n") if article.body else []
    return [doubt.code for doubt, speaks in CHECKS if doubt.code not in article.doubts and speaks(article, paragraphs)]
