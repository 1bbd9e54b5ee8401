"""The body of an article, parted from who signed it, who owns it, and what is no text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from newsharvest.press.people import CUT_EMAIL, Byline, read_byline, read_dateline
from newsharvest.press.rights import part_rights, split_end
from newsharvest.press.text import CAPTION_MARKS, CAPTION_MAX, is_file_name, marked_caption, unique


class Signed(NamedTuple):
    """A body's paragraphs, parted from what was printed among them but is no body."""

    paragraphs: list[str]
    byline: Byline
    rights: str | None
    caption: str | None


def split_signature(paragraphs: Sequence[str]) -> Signed:
    """Part the body from its byline, dateline, rights line, and a caption run into its dateline.

    Rights lines go wherever they stand, with a byline on them. Other bylines are looked for at the two ends only: a list of names in the
    middle of an article (a personnel notice) is its text. Either may be the last words of a paragraph; the rest of it stays.
    """
    body: list[str] = []
    beside: list[Byline] = []  # bylines on the rights line
    rights = caption = None
    for paragraph in paragraphs:
        text, end = split_end(paragraph, part_rights)
        body += [text] if text else []
        if end:
            before, line, after = part_rights(end) or ("", end, "")
            rights = rights or line
            beside += [byline for byline in (read_byline(before), read_byline(after)) if byline]
            body += [before] if before and not read_byline(before) else []
    bylines = _take_bylines(body, first=True)
    for position, paragraph in enumerate(body[:4]):  # subheadings may stand before it
        dateline = read_dateline(paragraph)
        if dateline and not (position and dateline.before):
            body[position], caption = dateline.text, dateline.before or None
            bylines.append(dateline.byline)
            break
    last = _take_bylines(body, first=False)
    if body and not last:
        text, line = split_end(body[-1], read_byline)
        if byline := read_byline(line):
            body[-1] = text
            last = [byline]
    bylines += [*reversed(last), *beside]
    authors = unique(author for byline in bylines for author in byline.authors)
    return Signed(body, Byline(authors, unique(email for byline in bylines for email in byline.emails)), rights, caption)


def _take_bylines(body: list[str], *, first: bool) -> list[Byline]:
    """Take the bylines off one end of the body, the outermost first. The address may stand on a line of its own under the name."""
    taken: list[Byline] = []
    while body:
        pair = body[:2] if first else body[-2:]
        size = 2 if len(pair) == 2 and CUT_EMAIL.fullmatch(pair[1]) else 1
        lines = slice(0, size) if first else slice(len(body) - size, None)
        byline = read_byline(" ".join(body[lines]))
        if not byline:
            break
        taken.append(byline)
        del body[lines]
    return taken


_TEXT_ENDS = ("다.", "다", "다.”", '다."')
CAPTIONS_MAX = 0.4
"""Share of a text that captions can be. If more of it looks like one, it is a list of names or of what was done, and text."""


def without_credits(body: str) -> str:
    """Return a body, a paragraph a line, without the lines that are no text: bylines, captions, file names, rights lines.

    For comparing what outlets print, whoever put these lines there. `split_signature` is what an article is parted by.
    """
    lines = [line for line in map(str.strip, body.split("\n")) if line]
    lines = [line for line in lines if line.endswith(_TEXT_ENDS) or not _is_credit(line)] or lines
    captions = [line for line in lines if line[0] in CAPTION_MARKS and marked_caption(line)]
    if captions and sum(map(len, captions)) <= CAPTIONS_MAX * sum(map(len, lines)):
        lines = [line for line in lines if line not in captions]
    return "\n".join(lines)


def _is_credit(line: str) -> bool:
    return len(line) <= CAPTION_MAX and bool(
        is_file_name(line) or ((rights := part_rights(line)) and not rights.before) or read_byline(line)
    )
