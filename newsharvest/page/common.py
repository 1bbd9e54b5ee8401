"""What pages of every family share: ads inside the article, labels of dates, and the pages that any host may answer with instead."""

from __future__ import annotations

from newsharvest.page.layouts import Notice, rules
from newsharvest.reasons import Reason

ADS = (
    ".ad", ".ads", ".ad_box", ".view-ad", ".adsbygoogle", "[id^='div-gpt-ad']", ".banner",
    "[class^='banner_']", "[class*=' banner_']", "[class$='_banner']", "[class*='_banner ']",
    ".com_ban", "[class^='ban_']", "[class*=' ban_']",
)  # fmt: skip
"""CSS: boxes that are an advertisement wherever they stand (the last line: mediaOn's names, which NetPro reuses)."""
LINK_LINES = ".//*[self::p or self::div or self::li][.//a][normalize-space()][not(.//text()[normalize-space()][not(ancestor::a)])]"
"""XPath: lines that are nothing but links to elsewhere."""

_DAY = r"(?=(?:\d\d)?\d\d\s?[./년·-]\s?\d{1,2}\s?[./월·-]\s?\d)"
_FIRST = r"등록|입력|승인|게재|게시|작성|송고|발행|배포|출고|노출|보도|업로드|[Pp]ublished|[Pp]osted"
_AGAIN = r"수정|편집|변경|정정|보완|업데이트|갱신|[Uu]pdated|[Mm]odified"
# `등록일시 :`, `[등록]`, `기사입력`, `최초등록`; but `신문게재` is the day of the printed paper
_PREFIX = r"(?:(?:최초|최종|기사|마지막)\s?){0,2}"
_UNIT = r"(?:일시|일자|시간|시각|일)?"


def _label(words: str) -> str:
    return rf"(?<![가-힣])(?<!신문\s)(?<!지면\s){_PREFIX}(?:{words}){_UNIT}\s?[])】>]?\s?[:：=|ㅣ]?\s?[(['’‘]?"


# up to whatever else stands on the line: the next label, a counter
_END = (
    rf"\s?[|│ㅣ/·,(\[【<]{{0,2}}\s?{_PREFIX}(?:{_FIRST}|{_AGAIN}|신문|지면|조회|댓글|추천|글쓴이|기자)"
    r"|\s?[])】>]\s?$"
)
_PRINTED = rf"({_DAY}\d(?:(?!{_END}).){{3,60}}(?<![\s|│ㅣ/·,(\[【<]))"


def date_after(words: str) -> str:
    """Return the regular expression, for a Rule, of the date behind a label of these words (`승인|입력`), up to whatever follows."""
    return _label(words) + _PRINTED


DATE_LABEL = rf"(?:(?:신문|지면)\s?)?{_PREFIX}(?:{_FIRST}|{_AGAIN}){_UNIT}"
"""Regular expression of the label of any date."""
PUBLISHED = date_after(_FIRST)
"""Regular expression for a Rule: the date behind any label that says when an article came out, wherever it stands on its line."""
PUBLISHED_OR_BARE = rf"(?:{_label(_FIRST)}|^[\s[(【<]{{0,3}}['’‘]?){_PRINTED}"
"""The same, or a line that begins with a date: for an element that holds nothing but the article's own."""
MODIFIED = date_after(_AGAIN)
"""The same of when it was changed."""

_WRITES = "기자|특파원|통신원|논설위원|위원|PD"
WRITER = rf"^(.{{2,40}}?(?:{_WRITES}))(?![가-힣])"
"""Regular expression for a Rule: who wrote it, where a line begins with that."""
WRITER_BEHIND_TIME = rf"\d{{1,2}}:\d\d(?::\d\d)?[\s|│ㅣ/·]+(.{{2,40}}?(?:{_WRITES}))(?![가-힣])"
"""The same behind a time, on one line with it."""
WRITER_BEHIND_LABEL = (
    r"(?:기자명|글쓴이|작성자|작성|취재|기자|글)\s?[:|ㅣ│=]\s?(.{2,40}?)"
    r"(?=$|\s?[|│ㅣ/]|\s\d{4}|\s(?:입력|승인|등록|작성|송고))"
)
"""The same behind a label."""
ITEM = r"^(?:[-–—▲■◆△·※]\s?)+(.+)$"
"""Regular expression for a Rule: a line without the mark of a list before it."""
_HOME = "홈|HOME|Home|home|메인|처음|뉴스홈"
PATH_STEP = rf"^(?!(?:{_HOME})\s?[>〉»/]?$)(.+)$"
"""Regular expression for a Rule: a step of a breadcrumb, but for the front page, which is no section."""
PATH_BEHIND_HOME = rf"^(?:{_HOME})\s?[>〉»/]\s?(.+)$"
"""The same of a breadcrumb that is one line."""

CHALLENGES = (
    Notice(
        "challenge/cloudflare",
        Reason.CHALLENGE,
        shape=rules(
            "//*[@id='challenge-form' or @id='challenge-running' or @id='challenge-error-text' or @id='cf-challenge-running']"
            " | //script[contains(., '_cf_chl_opt')] | //title[normalize-space()='Just a moment...']"
        ),
    ),
    # A few lines of script that set a cookie and load the page again, and no text to read: what Korean hosting firms put before a site.
    Notice(
        "challenge/cookie",
        Reason.CHALLENGE,
        shape=rules("//script[contains(., 'document.cookie')][contains(., 'location.reload') or contains(., 'location.href')]"),
        foreign=rules("//body//*[self::p or self::div or self::li or self::td][string-length(normalize-space(.)) > 100]"),
    ),
)
"""Asked only of pages that have no layout: an ordinary article may carry a Cloudflare script too."""
