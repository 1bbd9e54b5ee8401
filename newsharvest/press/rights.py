"""The line by which an outlet claims its rights."""

from __future__ import annotations

import re
from collections.abc import Callable

_RIGHTS = re.compile(
    r"무단\s?(?:전[재제]|복제|게재|수집).{0,60}(?:금지|금함|금합니다|불허)|저작권자?\s?(?:[ⓒ©]|\(c\))|^\W*copyrights?\s?(?:[ⓒ©@]|\(c\))"
    r"|(?:저작권|copyright|[ⓒ©]).{2,120}(?:reserved|금지|금합니다)",
    re.IGNORECASE,
)
_OWNED = re.compile(r"^\W*(?:본|이)\s?(?:기사|콘텐츠|글).{0,10}저작권은 .{1,60}있(?:습니다|음)\W*$")
_STATED = re.compile(r"(?<!금합니)(?<!금지합니)(?<!금지됩니)다\W{0,3}$")  # the end of a sentence, which is no rights line
_SENTENCE_END = re.compile(r"다\.\s*")


def claims_rights(sentence: str) -> bool:
    """Tell whether a sentence claims the rights of an article. One that tells of copyright does not."""
    if len(sentence) > 200:
        return False
    return _OWNED.search(sentence) is not None or (_RIGHTS.search(sentence) is not None and not _STATED.search(sentence))


def split_end(paragraph: str, is_end: Callable[[str], object]) -> tuple[str, str]:
    """Part a paragraph before the last of its sentences that are what `is_end` says; the second half is empty if none are."""
    start = len(paragraph)
    for end in reversed([0, *(match.end() for match in _SENTENCE_END.finditer(paragraph))]):
        if end < start:
            if not is_end(paragraph[end:start].strip()):
                break
            start = end
    return paragraph[:start].strip(), paragraph[start:].strip()
