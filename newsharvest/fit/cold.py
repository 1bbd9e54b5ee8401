"""What articles say of which nothing is known, guessed: from the list, the head of each page, and what differs between the pages."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from lxml import etree

from newsharvest import press
from newsharvest.fit.fields import WRITER, is_day
from newsharvest.fit.letters import GRAM, Letters
from newsharvest.fit.lines import Line, lines_of_page
from newsharvest.fit.samples import Known, Sample
from newsharvest.page.common import MODIFIED, PUBLISHED
from newsharvest.page.stated import Stated

TITLE_MIN = 8
"""Letters of a title that the list and the page have in common."""
NEAR = 14
"""Lines round a title in which its time and writer stand."""
SUBTITLES = 3
_SUBTITLE = re.compile(r"sub|summary|lead|deck|desc", re.IGNORECASE)
_NO_SUBTITLE = re.compile(r"title_?sub_?menu|subject|submenu|subscribe|caption|share|related", re.IGNORECASE)
_WRITER = re.compile(WRITER)
_BY = re.compile(r"^(?:기자명|글쓴이|작성자|글|취재|기자)\s?[:|ㅣ]\s?([가-힣]{2,4})(?=$|\s)")


class Guessed:
    """A page, and what can be guessed of it alone."""

    def __init__(self, sample: Sample) -> None:
        self.sample = sample
        self.stated = Stated(sample.page)
        self.letters = Letters(sample.page.root)
        self.lines = lines_of_page(sample.page.root, self.letters)


def guessed(samples: Sequence[Sample], outlet_names: Sequence[str] = ()) -> list[Sample]:
    """Return the samples with what could be guessed of each as known; one of which neither title nor text could be has none."""
    pages = [Guessed(sample) for sample in samples]
    times = Counter(letters for page in pages for letters in {line.letters for line in page.lines})
    own = [[line for line in page.lines if times[line.letters] == 1 or len(pages) == 1] for page in pages]
    makes = time_makers(pages)
    found = []
    for page, lines in zip(pages, own, strict=True):
        title = title_of(page, outlet_names)
        known = None
        if title and (text := text_of(page, lines, title)):
            at, body = text
            known = Known(
                title=title,
                body="\n\n".join(body),
                published_at=time_of(page, makes),
                authors=writers_of(page, title, at, outlet_names) or None,
                subtitle=tuple(subtitle_of(page, lines, title, at, body)) or None,
            )
        found.append(replace(page.sample, known=known))
    return found


# --- the title


def title_of(page: Guessed, outlet_names: Sequence[str]) -> str | None:
    """Return the line that the list, or the head, has as the title; of several the longest, a heading first."""
    heads = [
        press.letters(press.strip_outlet_tags(text, outlet_names)) for text in (page.stated.first("title"), page.stated.page_title) if text
    ]
    row = press.letters(page.sample.listed.text) if page.sample.listed else ""
    scored: list[tuple[int, int, int, str]] = []
    for number, line in enumerate(page.lines):
        letters = line.letters
        if not TITLE_MIN <= len(letters) <= 120:
            continue
        listed = common(letters, row) if row else 0
        if row and listed < min(len(letters), 2 * GRAM) and listed < len(letters) * 0.9:
            continue
        said = sum(letters in head or head.startswith(letters) for head in heads)
        if not row and not said:
            continue
        scored.append(
            (said + 2 * is_heading(line.block) - (line.linked > 0.5), min(len(letters), listed or len(letters)), -number, line.text)
        )
    return max(scored)[3] if scored else None


def common(letters: str, row: str) -> int:
    """Return how many letters of a line's beginning stand in a row."""
    low, high = 0, len(letters)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if letters[:middle] in row else (low, middle - 1)
    return low


def is_heading(block: etree._Element) -> bool:
    """Tell whether a block is a heading of the first ranks, or says that it holds a title."""
    names = f"{block.get('class') or ''} {block.get('id') or ''}"
    return block.tag in {"h1", "h2", "h3"} or re.search(r"tit(?:le|_)|headline|subject|heading", names, re.IGNORECASE) is not None


# --- the text


def text_of(page: Guessed, own: Sequence[Line], title: str) -> tuple[int, list[str]] | None:
    """Return where the text begins among the page's lines, and its paragraphs: those of the block that tells most, and little else."""
    places = {id(line): number for number, line in enumerate(page.lines)}
    begin = next((n for n, line in enumerate(page.lines) if line.text == title), 0)
    telling = [line for line in own if tells(line) and places[id(line)] > begin]
    if not telling:
        return None
    letters: dict[etree._Element, int] = defaultdict(int)
    for line in telling:
        for block in (line.block, *line.block.iterancestors()):
            letters[block] += len(line.letters)
    every = {block: max(1, len(page.letters.of(block))) for block in letters}
    best = max(letters, key=lambda block: (letters[block] ** 1.5 / every[block] ** 0.5, -every[block]))
    said = press.letters(page.stated.first("description"))[: 2 * GRAM]
    holding = [
        block for block in letters if len(said) == 2 * GRAM and said in page.letters.of(block) and letters[block] >= letters[best] / 2
    ]
    if holding and best not in holding:
        best = min(holding, key=lambda block: every[block])
    within = [line for line in own if best in (line.block, *line.block.iterancestors()) and is_text(line)]
    body = press.split_signature([line.text for line in within]).paragraphs
    return (places[id(within[0])], body) if within and body else None


def tells(line: Line) -> bool:
    """Tell whether a line is one that news tells, and no link."""
    return line.linked < 0.5 and len(line.letters) >= GRAM and press.is_plain(line.text)


def is_text(line: Line) -> bool:
    """Tell whether a line of the text's block may be of the text."""
    if line.linked >= 0.5 or press.is_date_line(line.text) or press.is_page_line(line.text):
        return False
    return tells(line) or press.is_ended(line.text) or press.is_listed(line.text) or not speaks_of_page(line)


def speaks_of_page(line: Line) -> bool:
    """Tell whether the name of what a line stands in says that it is no text."""
    around = [line.block, *list(line.block.iterancestors())[:2]]
    names = " ".join(f"{block.get('class') or ''} {block.get('id') or ''}" for block in around)
    return (
        re.search(r"relat|share|sns|ad[_-]|banner|rank|copy|tag|poll|newsletter|subscri|caption|summary|vita|profile|reporter", names)
        is not None
    )


# --- time, writer, subtitle


def time_makers(pages: Sequence[Guessed]) -> list[str]:
    """Return the forms of lines (digits aside) whose time agrees with the list's on all pages, the best first."""
    scores: Counter[str] = Counter()
    for page in pages:
        for form, moment in dated_lines(page):
            listed = page.sample.listed.date if page.sample.listed else None
            if listed is None or moment.date() == listed.date():
                scores[form] += 2 if not is_day(moment) else 1
    return [form for form, _ in scores.most_common()]


def dated_lines(page: Guessed) -> Iterator[tuple[str, datetime]]:
    """Yield the times that a page's lines print, by where and how; a time of a change is none."""
    for line in page.lines:
        if len(line.text) > 120 or line.linked > 0.5:
            continue
        match = re.search(PUBLISHED, line.text)
        raw = match[1] if match else line.text
        if match is None and re.search(MODIFIED, line.text):
            continue
        if moment := press.read_time(raw):
            yield f"{line.block.tag}.{line.block.get('class') or ''} {'labelled' if match else ''}", moment


def time_of(page: Guessed, makes: Sequence[str]) -> str | None:
    """Return when an article was published, as a line of the best form says; the head's word if it is of the same day and finer."""
    listed = page.sample.listed.date if page.sample.listed else None
    found = [
        (makes.index(form), moment)
        for form, moment in dated_lines(page)
        if form in makes and (listed is None or moment.date() == listed.date())
    ]
    stated = press.read_time(page.stated.first("published_raw")) or press.read_time(
        next(iter(page.stated.linked_data("published_raw")), "")
    )
    moment = min(found, key=lambda one: one[0])[1] if found else None
    if (
        stated
        and (moment is None or (stated.date() == moment.date() and is_day(moment)))
        and (listed is None or stated.date() == listed.date())
    ):
        moment = stated
    return press.iso(moment) if moment else None


def writers_of(page: Guessed, title: str, at: int, outlet_names: Sequence[str]) -> tuple[str, ...]:
    """Return who wrote an article, as a line near its title or the head says."""
    begin = next((n for n, line in enumerate(page.lines) if line.text == title), 0)
    near = page.lines[max(0, min(begin, at) - 4) : max(begin, at) + NEAR]
    for line in near:
        if len(line.text) > 120:
            continue
        byline = press.read_byline(line.text)
        match = _BY.search(line.text) or _WRITER.search(line.text)
        names = byline.authors if byline else press.read_authors(match[1]).authors if match else []
        if names := [name for name in names if name not in outlet_names and press.is_person(name)]:
            return tuple(names)
    for value in (page.stated.first("authors"), *page.stated.linked_data("authors")):
        if names := [name for name in press.read_authors(value).authors if press.is_person(name) and name not in outlet_names]:
            return tuple(names)
    return ()


def subtitle_of(page: Guessed, own: Sequence[Line], title: str, at: int, body: Sequence[str]) -> list[str]:
    """Return the lines between title and text whose place says that they are a subtitle."""
    begin = next((n for n, line in enumerate(page.lines) if line.text == title), 0)
    texts = set(body)
    found = []
    for line in page.lines[begin + 1 : max(at, begin) + 3]:
        named = [line.block, *list(line.block.iterancestors())[:1]]
        names = " ".join(f"{block.get('class') or ''} {block.get('id') or ''}" for block in named)
        if line not in own or line.text in texts or line.linked > 0.5 or press.is_date_line(line.text) or not 6 <= len(line.letters) <= 90:
            continue
        if (_SUBTITLE.search(names) and not _NO_SUBTITLE.search(names)) or line.block.tag in {"h2", "h3", "h4"}:
            found.append(line.text)
    return found[:SUBTITLES]
