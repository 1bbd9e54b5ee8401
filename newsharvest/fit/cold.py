"""What articles say of which nothing is known, guessed: from the list, the head of each page, and what differs between the pages."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import islice

from lxml import etree

from newsharvest import press
from newsharvest.fit.fields import is_day, is_of_a_change
from newsharvest.fit.letters import GRAM, Letters
from newsharvest.fit.lines import Line, lines_of_page
from newsharvest.fit.queries import cheapest, queries
from newsharvest.fit.samples import Known, Sample, UnfittableError
from newsharvest.language import _
from newsharvest.page.common import MODIFIED, PUBLISHED, WRITER, WRITER_BEHIND_LABEL, WRITER_BEHIND_TIME
from newsharvest.page.layouts import Rule
from newsharvest.page.stated import Stated

TITLE_MIN, TITLE_MAX = 8, 120
"""Letters of a title."""
CUT = 14
"""Letters of a title that the list and the page must have in common, where the list cuts it short."""
AT_BEGIN = 16
"""Letters of a row before its title: a number, a section."""
BEFORE, BEHIND = 120, 300
"""Letters before a title and behind the beginning of its text, within which its writer is named."""
BYLINE_MAX = 80
"""Letters of an element that names a writer."""
LINKED = 0.8
"""Share of a line with a time that may be a link: to its writer."""
SUBTITLES = 3
FEW = 3
"""Elements beside a picture and its caption in what holds both."""
BOX_MAX = 250
"""Letters of a box whose name tells of all its lines."""
MOST = 0.85
"""Share of what a page tells that its container must hold."""
VOTES = 0.7
"""Share of the pages on which a query must find the container."""
_SUBTITLE = re.compile(r"sub|summary|lead|deck|desc|standfirst", re.IGNORECASE)
_NO_SUBTITLE = re.compile(r"subject|submenu|subscri|caption|share|relat", re.IGNORECASE)
_TITLE = re.compile(r"tit(?:le|$|[_ -])|headline|subject|heading", re.IGNORECASE)
_OF_PAGE = re.compile(
    r"(?:^|[\s_-])(?:relat\w*|share|sns|ads?|banner|rank\w*|copy|copyright|tags?|poll|newsletter|subscri\w*|caption|cap|summary|vita|profile"
    r"|reporter|donat\w*|comments?|reply|recommend\w*|notice)(?=$|[\s_-])",
    re.IGNORECASE,
)


class Guessed:
    """A page, and what can be guessed of it alone."""

    def __init__(self, sample: Sample, outlet_names: Sequence[str]) -> None:
        self.sample = sample
        self.stated = Stated(sample.page)
        self.letters = Letters(sample.page.root)
        self.lines = lines_of_page(sample.page.root, self.letters)
        self.listed = sample.listed.date if sample.listed else None
        self.outlet_names = outlet_names
        self.titled = title_of(self)
        """The element of the title."""
        self.own: list[Line] = []
        """The lines that no other page has."""

    @property
    def begin(self) -> int:
        """The place of the title among the lines."""
        holds = [number for number, line in enumerate(self.lines) if self.titled in (line.block, *line.block.iterancestors())]
        within = set(self.titled.iterancestors()) if self.titled is not None else set()
        return next(iter(holds or [number for number, line in enumerate(self.lines) if line.block in within]), 0)


def guessed(samples: Sequence[Sample], outlet_names: Sequence[str] = ()) -> list[Sample]:
    """Return the samples with what could be guessed of each as known; one of which neither title nor text could be has none.

    UnfittableError if the pages say that there is more text for subscribers.
    """
    pages = [Guessed(sample, outlet_names) for sample in samples]
    times = Counter(letters for page in pages for letters in {line.letters for line in page.lines})
    for page in pages:
        page.own = [line for line in page.lines if times[line.letters] == 1 or len(pages) == 1]
    walled = [page for page in pages if not page.stated.is_free or any(press.is_wall(line.text) for line in page.lines)]
    if len(walled) > len(pages) / 2:
        raise UnfittableError(_("the pages say that their text goes on for subscribers alone, or behind a login"))
    css = container_of(pages)
    makes = time_makers(pages)
    return [replace(page.sample, known=known_of(page, css, makes) if css else None) for page in pages]


def known_of(page: Guessed, css: str, makes: Sequence[str]) -> Known | None:
    """Return what can be guessed of an article whose text stands in what a query finds; None if nothing does."""
    container = next((match.root for match in Rule(css).select(page.sample.page)), None)
    within = [line for line in page.own if container in (line.block, *line.block.iterancestors())]
    first = next((number for number, line in enumerate(within) if tells(page, line)), len(within))  # before it: a subtitle, a summary
    text = [line for line in within[first:] if is_text(page, line)]
    body = press.split_signature([line.text for line in text]).paragraphs
    if not body or page.titled is None:
        return None
    at = page.letters.spans[text[0].block].begin
    return Known(
        title=press.clean("".join(map(str, page.titled.itertext()))),
        body="\n\n".join(body),
        published_at=time_of(page, makes),
        authors=writers_of(page, at) or None,
        subtitle=tuple(subtitle_of(page, text[0], body)) or None,
        captions=tuple(
            press.marked_caption(line.text) or line.text for line in within if is_caption(line) and len(line.text) <= press.CAPTION_MAX
        ),
    )


# --- the title


def title_of(page: Guessed) -> etree._Element | None:
    """Return the element that holds what the list has as the title, or the head; a heading first."""
    stated = filter(None, (page.stated.first("title"), page.stated.page_title))
    heads = [press.letters(press.strip_outlet_tags(text, page.outlet_names)) for text in stated]
    row = press.letters(page.sample.listed.text) if page.sample.listed else ""
    best: tuple[int, int] | None = None
    titled = None
    for element, span in page.letters.spans.items():
        if not TITLE_MIN <= span.letters <= TITLE_MAX or element.tag in {"html", "body"}:
            continue
        letters = page.letters.of(element)
        weight = sum(letters in head or (len(head) >= CUT and letters.startswith(head)) for head in heads)
        if row:
            listed = common(letters, row)
            place = row.find(letters[:listed])
            if listed < min(len(letters), CUT) or place > AT_BEGIN:
                continue
            weight += (2 if listed == len(letters) else 1) - (place > 0)
        elif not weight:
            continue
        linked = any(around.tag == "a" for around in (element, *element.iterancestors()))
        scored = weight + 2 * is_heading(element) - 3 * linked, min(len(letters), 2 * GRAM)
        if best is None or scored > best:
            best, titled = scored, element
    return titled


def common(letters: str, row: str) -> int:
    """Return how many letters of a line's beginning stand in a row."""
    low, high = 0, len(letters)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if letters[:middle] in row else (low, middle - 1)
    return low


def is_heading(block: etree._Element) -> bool:
    """Tell whether a block is a heading of the first ranks, or says that it holds a title."""
    return block.tag in {"h1", "h2", "h3"} or _TITLE.search(names_of(block)) is not None


def names_of(*blocks: etree._Element) -> str:
    """Return the classes and ids of elements."""
    return " ".join(f"{block.get('class') or ''} {block.get('id') or ''}" for block in blocks)


# --- the text


def container_of(pages: Sequence[Guessed]) -> str | None:
    """Return the query that finds what tells most, and little else, on most of the pages."""
    told = {page: told_in(page) for page in pages}
    blocks = [block for page in pages if (block := best_block(page, told[page])) is not None]
    likely = [element for block in blocks for element in (block, *islice(block.iterancestors(), 2)) if element.tag not in {"body", "html"}]
    scored = []
    for css, cost in cheapest(query for element in likely for query in queries(element)):
        shares = [share for page in pages if (share := told_share(page, css, told[page])) is not None]
        if len(shares) >= VOTES * sum(bool(it) for it in told.values()) and shares:
            scored.append((cost + 2.5 * (1 - sum(shares) / len(shares)) - 0.2 * len(shares), css))
    return min(scored)[1] if scored else None


def told_in(page: Guessed) -> Mapping[etree._Element, int]:
    """Return how many letters each block tells, of those below the title that hold no other article's."""
    titled = page.titled
    if titled is None:
        return {}
    alike = (e for e in page.letters.spans if e is not titled and e.tag == titled.tag and e.get("class") == titled.get("class"))
    apart = {around for e in alike for around in e.iterancestors()} if titled.tag in {"h1", "h2"} else set()
    apart |= {titled, *titled.iterancestors()}
    letters: dict[etree._Element, int] = defaultdict(int)
    for line in page.own:
        if tells(page, line):
            for block in (line.block, *line.block.iterancestors()):
                if block not in apart:
                    letters[block] += len(line.letters)
    return letters


def best_block(page: Guessed, told: Mapping[etree._Element, int]) -> etree._Element | None:
    """Return the block that tells most, and says little else; of those that hold what the head describes, if any does."""
    if not told:
        return None
    every = {block: max(1, len(page.letters.of(block))) for block in told}
    best = max(told, key=lambda block: (told[block] ** 1.5 / every[block] ** 0.5, -every[block]))
    said = press.letters(page.stated.first("description"))[: 2 * GRAM]
    holding = [block for block in told if len(said) == 2 * GRAM and said in page.letters.of(block) and told[block] >= told[best] / 2]
    return min(holding, key=lambda block: (-told[block] / every[block] ** 0.5, every[block])) if holding and best not in holding else best


def told_share(page: Guessed, css: str, told: Mapping[etree._Element, int]) -> float | None:
    """Return which share of what a query finds first is told; None if that is not most of what the page tells."""
    found = next((match.root for match in Rule(css).select(page.sample.page)), None)
    best = best_block(page, told)
    if found is None or best is None or told.get(found, 0) < MOST * told[best]:
        return None
    return told[found] / max(1, len(page.letters.of(found)))


def tells(page: Guessed, line: Line) -> bool:
    """Tell whether a line is one that news tells, and no link."""
    return line.linked < 0.5 and len(line.letters) >= GRAM and press.is_plain(line.text) and not _OF_PAGE.search(names_round(page, line))


def names_round(page: Guessed, line: Line) -> str:
    """Return the names of a line's block and of the small boxes round it."""
    around = (block for block in islice(line.block.iterancestors(), 3) if len(page.letters.of(block)) <= BOX_MAX)
    return names_of(line.block, *around)


def is_text(page: Guessed, line: Line) -> bool:
    """Tell whether a line of the text's block may be of the text."""
    if line.linked >= 0.5 or press.is_date_line(line.text) or press.is_page_line(line.text) or is_caption(line):
        return False
    names = names_round(page, line)
    return not _OF_PAGE.search(names) and (press.is_plain(line.text) or not _SUBTITLE.search(names_of(line.block)))


def is_caption(line: Line) -> bool:
    """Tell whether a line stands with a picture, or right behind one, and reads as its caption."""
    if line.block.tag == "figcaption" or press.marked_caption(line.text):
        return True
    parent, before = line.block.getparent(), line.block.getprevious()
    around = [line.block] if parent is None or parent.tag in {"body", "td"} else [line.block, parent]
    pictured = any(next(block.iter("img"), None) is not None and len(block) <= FEW for block in around)
    below = before is not None and next(before.iter("img"), None) is not None and not press.clean("".join(map(str, before.itertext())))
    return (pictured or below) and len(line.text) <= press.CAPTION_MAX and press.reads_as_caption(line.text)


# --- time, writer, subtitle


def time_makers(pages: Sequence[Guessed]) -> list[str]:
    """Return the forms of lines and attributes whose time agrees with the list's on the pages, the best first."""
    scores: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    for page in pages:
        for form, moment in dict(reversed([*dated_lines(page), *dated_attributes(page)])).items():
            if page.listed is None or moment.date() == page.listed.date():
                scores[form] += 3 if not is_day(moment) else 1
            else:
                wrong[form] += 1
    return [form for form, score in scores.most_common() if wrong[form] <= score / 6]


def dated_lines(page: Guessed) -> Iterator[tuple[str, datetime]]:
    """Yield the times that a page's lines print, by where and how; a time of a change is none."""
    for line in page.lines:
        if len(line.text) > TITLE_MAX or line.linked > LINKED or is_of_a_change(line.block):
            continue
        text = line.text
        for element in line.block.iterdescendants():
            if isinstance(element.tag, str) and is_of_a_change(element):
                text = text.replace(press.clean("".join(map(str, element.itertext()))) or text, "")
        match = re.search(PUBLISHED, text)
        if match is None and re.search(MODIFIED, text):
            continue
        if moment := press.read_time(match[1] if match else text):
            yield f"{line.block.tag}.{line.block.get('class') or ''} {'labelled' if match else ''}", moment


def dated_attributes(page: Guessed) -> Iterator[tuple[str, datetime]]:
    """Yield the times that attributes state; a time of a change is none."""
    for element in page.letters.spans:
        for name, value in element.attrib.items():
            if element.tag in {"a", "img"} or not 8 <= len(value) <= 40 or is_of_a_change(element, str(name)):
                continue
            if moment := press.read_time(str(value)):
                yield f"{element.tag}.{element.get('class') or ''}@{name!s}", moment


def time_of(page: Guessed, makes: Sequence[str]) -> str | None:
    """Return when an article was published, as a line of the best form says; the head's word if it is of the same day and finer."""
    found = {form: moment for form, moment in reversed([*dated_lines(page), *dated_attributes(page)]) if agrees(page, moment)}
    moment = next((found[form] for form in makes if form in found), None)
    for raw in (page.stated.first("published_raw"), *page.stated.linked_data("published_raw")):
        stated = press.read_time(raw)
        if stated and agrees(page, stated) and (moment is None or (stated.date() == moment.date() and is_day(moment))):
            moment = stated
    return press.iso(moment) if moment else None


def agrees(page: Guessed, moment: datetime) -> bool:
    """Tell whether a time is of the day that the list says, if it says one."""
    return page.listed is None or moment.date() == page.listed.date()


def writers_of(page: Guessed, at: int) -> tuple[str, ...]:
    """Return who wrote an article, as an element near its title or text says, or the head. `at`: where the text begins, in letters."""
    begin = page.letters.spans[page.titled].begin if page.titled is not None else at
    near = [element for element, span in page.letters.spans.items() if begin - BEFORE <= span.begin <= max(begin, at) + BEHIND]
    texts = [press.clean("".join(map(str, element.itertext()))) for element in near if len(page.letters.of(element)) <= BYLINE_MAX]
    for names in (*map(signed, texts), *map(labelled, texts)):
        if found := tuple(name for name in names if name not in page.outlet_names):
            return found
    for value in (page.stated.first("authors"), *page.stated.linked_data("authors")):
        people = [name for name in press.read_authors(value).authors if press.is_person(name) and name not in page.outlet_names]
        if people:
            return tuple(people)
    return ()


def signed(text: str) -> list[str]:
    """Return the names of a text that is nothing but a byline."""
    byline = press.read_byline(text)
    return byline.authors if byline else []


def labelled(text: str) -> list[str]:
    """Return the names that stand before 기자 in a text, or behind a label or a time; none that do not read as names."""
    for pattern in (WRITER, WRITER_BEHIND_LABEL, WRITER_BEHIND_TIME):
        if match := re.search(pattern, text):
            names = press.read_authors(match[1]).authors
            if any(map(press.is_person, names)):
                return names
    return []


def subtitle_of(page: Guessed, first: Line, body: Sequence[str]) -> list[str]:
    """Return the lines between the title and the first of the text whose place says that they are a subtitle."""
    texts = set(body)
    found = []
    end = next(number for number, line in enumerate(page.lines) if line is first)
    for line in page.lines[page.begin + 1 : end + 2]:
        names = names_of(line.block, *islice(line.block.iterancestors(), 1))
        if line not in page.own or line.text in texts or line.linked > 0.5 or press.is_date_line(line.text):
            continue
        if not 6 <= len(line.letters) <= 90 or press.read_byline(line.text) or is_caption(line) or press.is_plain(line.text):
            continue
        if (_SUBTITLE.search(names) and not _NO_SUBTITLE.search(names)) or line.block.tag in {"h2", "h3", "h4"}:
            found.append(line.text)
    return found[:SUBTITLES]
