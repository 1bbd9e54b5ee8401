"""Doubts that stand beside the outlet's other articles: a body, a paragraph, a picture or a part of a title that is not this one's alone.

What a site puts into every article (an advertisement, a ranking, a line of the page, a blank picture) is in two of them before anyone has
named its class. What news itself repeats is none of that: a form's lines, a stock sentence, a text that is printed again.

An article is known by its pieces: numbers of 64 bits, of its body, its paragraphs and its pictures. A piece is its outlet's own.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from itertools import chain
from typing import NamedTuple, Protocol

from newsharvest import press
from newsharvest.doubts.kinds import Doubt
from newsharvest.items import Article

ENOUGH = 8
"""Holders of a piece that are looked at: one that a hundred articles hold needs no more to speak."""
SAME_TEXT = 0.6
"""Share of the longer text from which two articles are one text, printed twice. (Half: a text, and another that was appended to it.)"""
SAME_TEXT_TITLED = 0.25
"""Likewise of the shorter text, of two articles whose titles are alike."""
ALIKE = 0.5
"""Share of the shorter title's pairs of letters that alike titles have in common."""
RUN = 60
"""Articles of the run before this one whose titles and stock lines are compared."""
FEW = 3
"""Articles from which what stands in most of a run is the page's."""
MANY = 5
"""Articles of a store from which a stock line may be the page's."""
HALF = 0.5
"""Share of a run's articles from which a stock line is the page's."""
MOST = 0.8
"""Share of a run's titles from which what they begin or end with is."""
WORDS = 4
"""Words of a title's beginning or end that are compared."""


# --- what an article is known by


class Paragraph(NamedTuple):
    """A paragraph that may tell: its letters and digits, counted, and whether news repeats such a line (`press.Line.STOCK`)."""

    letters: int
    stock: bool


@dataclass(frozen=True, slots=True)
class Pieces:
    """What of an article can stand in another one too, by piece."""

    body: int
    paragraphs: dict[int, Paragraph]
    pictures: frozenset[int]

    @property
    def all(self) -> Iterable[int]:
        """Every piece."""
        return chain((self.body,), self.paragraphs, self.pictures)


def pieces_of(article: Article) -> Pieces:
    """Return what of an article can stand in another one too. Of a notice made from a form (`press.is_notice`) no paragraph tells."""
    return _pieces(article.outlet, article.body, press.is_notice(article.title or ""), tuple(image["url"] for image in article.images))


@lru_cache(maxsize=8)  # an article that is judged is kept next
def _pieces(outlet: str, body: str, notice: bool, pictures: tuple[str, ...]) -> Pieces:
    paragraphs, bare = {}, []
    for line in body.split("\n\n"):
        text = press.letters(line)
        bare.append(text)
        kind = press.Line.FORM if notice else press.line_of(line)
        if kind is not press.Line.FORM:
            paragraphs[_piece(outlet, "paragraph", text)] = Paragraph(len(text), kind is press.Line.STOCK)
    return Pieces(_piece(outlet, "body", "".join(bare)), paragraphs, frozenset(_piece(outlet, "picture", url) for url in pictures))


def texts_of(article: Article) -> dict[int, str]:
    """Return the paragraph, or the address of the picture, that each piece of an article is."""
    paragraphs = {_piece(article.outlet, "paragraph", press.letters(line)): line for line in article.body.split("\n\n")}
    return paragraphs | {_piece(article.outlet, "picture", image["url"]): image["url"] for image in article.images}


def _piece(outlet: str, kind: str, text: str) -> int:
    """Return 64 bits, signed as SQLite has them."""
    named = f"{outlet}\n{kind}\n{text}".encode(errors="replace")
    return int.from_bytes(blake2b(named, digest_size=8).digest(), "big", signed=True)


class Seen:
    """An article as it stands beside others: what it is known by, and what it is doubted for."""

    __slots__ = ("_text", "doubts", "id", "title", "url")

    def __init__(self, article: Article) -> None:
        self.id = article.id
        self.url = article.url
        self.title = press.letters(article.title or "")
        self.doubts = [*article.doubts]
        self._text: Article | Pieces = article

    @property
    def pieces(self) -> Pieces:
        """What of it can stand in another one. Found when it is first asked for; then the text is let go."""
        if isinstance(self._text, Article):
            self._text = pieces_of(self._text)
        return self._text


def one_text(one: Seen, other: Seen) -> bool:
    """Tell whether two articles are one text printed twice: corrected, shortened, or continued under a like title."""
    ours, theirs = one.pieces.paragraphs, other.pieces.paragraphs
    common = sum(ours[piece].letters for piece in ours.keys() & theirs.keys())
    shorter, longer = sorted(sum(paragraph.letters for paragraph in paragraphs.values()) for paragraphs in (ours, theirs))
    return common >= SAME_TEXT * longer or (common >= SAME_TEXT_TITLED * shorter and alike(one.title, other.title))


def alike(one: str, other: str) -> bool:
    """Tell whether two titles, letters and digits alone, have half of the shorter one's pairs of letters in common."""
    ours, theirs = ({title[n : n + 2] for n in range(len(title) - 1)} for title in (one, other))
    return len(ours & theirs) >= ALIKE * min(len(ours), len(theirs)) if ours and theirs else one == other


# --- the outlet's other articles


class Memory(Protocol):
    """The outlet's articles that came before: of this run, or of all that a store keeps."""

    def held(self, pieces: Iterable[int], but: str) -> set[int]:
        """Return which of these pieces articles hold beside the one named."""

    def holders(self, piece: int, but: str, limit: int) -> list[str]:
        """Return the ids, in their order and at most `limit`, of the articles that hold a piece, without the one named."""

    def seen(self, article: str) -> Seen:
        """Return an article by its id. KeyError if it is damaged."""


class RunMemory:
    """A crawl's: what came in it. Two kilobytes an article."""

    def __init__(self) -> None:
        self.by_piece: defaultdict[int, list[str]] = defaultdict(list)
        self.articles: dict[str, Seen] = {}

    def held(self, pieces: Iterable[int], but: str) -> set[int]:
        """Return which of these pieces articles hold beside the one named."""
        return {piece for piece in pieces if self.by_piece.get(piece, [but]) != [but]}

    def holders(self, piece: int, but: str, limit: int) -> list[str]:
        """Return the ids of the articles that hold a piece."""
        return [holder for holder in sorted(self.by_piece.get(piece, ())) if holder != but][:limit]

    def seen(self, article: str) -> Seen:
        """Return an article by its id."""
        return self.articles[article]

    def add(self, article: Article) -> None:
        """Remember an article; one that comes again is remembered as it came first."""
        if article.id not in self.articles:
            seen = self.articles[article.id] = Seen(article)
            for piece in seen.pieces.all:
                self.by_piece[piece].append(article.id)


# --- what speaks


class Beside(NamedTuple):
    """What an article and those before it make doubtful of each other: it itself, and others that were not doubted for that before."""

    own: list[Doubt]
    others: list[tuple[Seen, Doubt]]


class _Recent(NamedTuple):
    """An article of the run, and its marks: what is counted over the run, its stock lines (pieces), its title and what that begins with."""

    seen: Seen
    marks: frozenset[int | str]


class Neighbours:
    """Judges the articles of one outlet's run, each beside those that came before. Whoever calls it remembers them, in its `Memory`."""

    def __init__(self, memory: Memory, before: Iterable[Article] = ()) -> None:
        """Begin a run, or go on with one that was killed after the articles `before`."""
        self.memory = memory
        self.run: deque[_Recent] = deque()
        self.marks: Counter[int | str] = Counter()
        for article in before:
            self._remember(_Recent(seen := Seen(article), _marks(article, seen)))

    def _remember(self, recent: _Recent) -> None:
        """Count an article in; of more than RUN the first is let go."""
        self.run.append(recent)
        self.marks.update(recent.marks)
        if len(self.run) > RUN:
            for mark in self.run.popleft().marks:
                self.marks[mark] -= 1
                if not self.marks[mark]:
                    del self.marks[mark]

    def judge(self, article: Article) -> Beside:
        """Return what an article and those before it make doubtful of each other. Read again, it does not stand beside itself."""
        own, known = Seen(article), dict[str, Seen]()
        beside = Beside([], [])
        for doubt, one in self._doubted(own, article, known):
            if doubt.code not in one.doubts:
                one.doubts.append(doubt.code)
                if one is own:
                    beside.own.append(doubt)
                else:
                    beside.others.append((one, doubt))
        return beside

    def met(self, article: str) -> bool:
        """Tell whether an article (its id) came not long ago in this run."""
        return any(recent.seen.id == article for recent in self.run)

    def _doubted(self, own: Seen, article: Article, known: dict[str, Seen]) -> Iterator[tuple[Doubt, Seen]]:
        """Yield each doubt with the article that it is of, some more than once."""
        held = self.memory.held(own.pieces.all, own.id)

        def holders(piece: int) -> list[Seen]:
            found = self.memory.holders(piece, own.id, ENOUGH) if piece in held else []
            for holder in found:
                if holder not in known:
                    with suppress(KeyError):
                        known[holder] = self.memory.seen(holder)
            return [known[holder] for holder in found if holder in known]

        for other in holders(own.pieces.body):
            if not alike(own.title, other.title):
                yield from ((Doubt.SAME_BODY, one) for one in (own, other))
        for picture in sorted(own.pieces.pictures):
            for other in holders(picture):
                if _strangers(Doubt.SHARED_PICTURE, own, other):
                    yield from ((Doubt.SHARED_PICTURE, one) for one in (own, other))
        shared = {piece: found for piece in own.pieces.paragraphs if (found := holders(piece))}
        yield from ((Doubt.SHARED_PARAGRAPH, one) for one in _sharing(own, shared))
        yield from self._doubted_in_run(own, article)

    def _doubted_in_run(self, own: Seen, article: Article) -> Iterator[tuple[Doubt, Seen]]:
        """Yield what most of this run's articles have alike."""
        if self.met(own.id):
            return
        self._remember(_Recent(own, _marks(article, own)))
        for mark in self.run[-1].marks:
            among = self.marks[mark]
            if among < FEW:
                continue
            doubt = Doubt.SHARED_PARAGRAPH if isinstance(mark, int) else Doubt.SHARED_TITLE
            alike = [recent.seen for recent in self.run if mark in recent.marks]
            if mark == _whole(own):
                alike = [own, *(other for other in alike if other is not own and not one_text(own, other))]
                most = len(alike) >= FEW
            else:
                most = among >= (HALF if isinstance(mark, int) else MOST) * len(self.run)
            if most:
                yield from ((doubt, one) for one in alike)


def _marks(article: Article, seen: Seen) -> frozenset[int | str]:
    title = article.title or ""
    stock = (piece for piece, paragraph in seen.pieces.paragraphs.items() if paragraph.stock)
    whole = [] if _TAG.search(title) or press.is_notice(title) else [_whole(seen)]
    return frozenset(chain(stock, _affixes(title, article.section), whole))


def _whole(seen: Seen) -> str:
    return f"is {seen.title}"


def _strangers(doubt: Doubt, own: Seen, other: Seen) -> bool:
    """Tell whether two articles are not one text printed twice. Of two that have the doubt already it is not asked: that takes time."""
    return not (doubt.code in own.doubts and doubt.code in other.doubts) and not one_text(own, other)


def _sharing(own: Seen, shared: dict[int, list[Seen]]) -> Iterator[Seen]:
    """Yield the articles that a paragraph makes doubtful, given for each of `own` the others that hold it.

    One of its own, or three stock lines, in two articles that are not one text; or one of its own in three articles, of whatever text: most
    of each may be the page's (a teaser, a wall).
    """
    lines: Counter[Seen] = Counter()
    for piece, others in shared.items():
        stock = own.pieces.paragraphs[piece].stock
        lines.update(dict.fromkeys(others, 1 if stock else FEW))
        if not stock and len({own.title, *(other.title for other in others)}) >= FEW:
            yield from (own, *others)
    for other, weight in lines.items():
        if weight >= FEW and _strangers(Doubt.SHARED_PARAGRAPH, own, other):
            yield from (own, other)


_TAG = re.compile(r"^\s*[\[<【〔［〈《(][^\[\]<>]{1,20}[\]>】〕］〉》)]|[\[【〔［〈(][^\[\]<>]{1,20}[\]】〕］〉)]\s*$")
_PARTING = frozenset("| ｜ ㅣ │ > ＞ » < ＜ « :: - – — ▶ ▷".split())


def _affixes(title: str, section: Sequence[str]) -> Iterator[str]:
    """Yield what a title begins and ends with that may be the page's: the article's section, or words that a mark parts from the rest.

    What all titles of a local paper may begin or end with is none: a tag in brackets, the town's name, an office, a headline's usual words.
    """
    while tag := _TAG.search(title):
        title = title[: tag.start()] + title[tag.end() :]
    words = title.split()
    for name in section:
        if len(name) > 1 and not press.ends_as_place(name) and title.startswith(name) and title != name:
            yield f"section {name}"
    for count in range(2, min(WORDS, len(words) - 1) + 1):
        if words[count - 1] in _PARTING:
            yield f"begins {' '.join(words[:count])}"
        if words[-count] in _PARTING:
            yield f"ends {' '.join(words[-count:])}"


def is_the_pages(piece: int, holders: Sequence[Seen], articles: int, of: int) -> bool:
    """Tell whether what stands in `articles` articles is likely the page's. `holders`: some of them; `of`: all articles of the same days.

    A stock line is not, unless MANY and a third of all hold it; nor is what one text alone holds, printed again and again.
    """
    titles = len({one.title for one in holders})
    if any((paragraph := one.pieces.paragraphs.get(piece)) and paragraph.stock for one in holders):
        return titles >= MANY and 3 * articles >= of
    if titles >= FEW and not any(piece in one.pieces.pictures for one in holders):
        return True
    return any(not one_text(holders[0], other) for other in holders[1:])
