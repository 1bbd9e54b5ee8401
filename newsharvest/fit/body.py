"""The container of an article's text, what stands in it that is none, and its captioned pictures."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import islice, takewhile

from lxml import etree
from parsel import Selector

from newsharvest import press
from newsharvest.fit.letters import GRAM
from newsharvest.fit.pages import INLINE, Page
from newsharvest.fit.queries import Query, cheapest, is_named, own_queries, queries
from newsharvest.page.body import Body, is_hidden, read_body
from newsharvest.page.common import ADS, LINK_LINES
from newsharvest.page.layouts import Figure, Rule

NEARLY = 0.9
"""Share of a page's known passages that a container must hold: the last line may stand below it, or a line of the foot be known as text."""
LEVELS = 4
"""Elements round the innermost that are tried as container."""
TRIED = 7
"""Containers that are read."""
FOREIGN = 1.6
WRONG = 12.0
"""What a container costs that holds nothing but other text, and one that reads nothing but wrong letters; a query's cost is 1 to 7."""
DROPS_MAX = 12
DROPS_TRIED = 200
"""Selectors that are tried for them, those first that name most of what is foreign."""
UNSEEN_MAX = 0.5
"""Share of an unseen page's container that a selector may drop."""
REPEATED = 0.6
"""Share of a box's letters that stand in several pages, from which all of it is no text."""
REPEATED_MIN = 4
"""Letters of a line that counts as repeated where two pages have it."""
_ADVERTISEMENT = re.compile(r"(?:^|[\s_-])(?:ads?|advert\w*|banner|sponsor\w*|promo\w*)(?:$|[\s_-])|(?:^|\s)ad[A-Z]")
_BOXES = frozenset("aside ul ol nav footer header button form dl iframe section".split())
"""Tags that alone may say that what they hold is no text."""


@dataclass(frozen=True, slots=True)
class FoundBody:
    """How the text of an article is read."""

    query: Query
    drop: tuple[str, ...]
    boxes: tuple[str, ...]
    figures: tuple[Figure, ...]
    wrong: float
    """Share of letters that are read and are none of the article's, or are its and are not read, on the known pages."""

    @property
    def all_drops(self) -> tuple[str, ...]:
        """What is dropped, the advertisements of any site too."""
        return (*ADS, *self.drop, *self.boxes)

    def container(self, page: Page) -> Selector | None:
        """Return the container on a page."""
        return first_of(page, self.query.css)


def first_of(page: Page, css: str) -> Selector | None:
    """Return what a query finds first on a page, as the loader does: what is hidden last."""
    return next(iter(sorted(Rule(css).select(page.tree), key=is_hidden)), None)


def paragraphs_of(container: Selector, page: Page, drop: Sequence[str], figures: Sequence[Figure]) -> list[str]:
    """Return the paragraphs that are read from a container, without byline and rights line."""
    return press.split_signature(read_body(container, page.url, drop, figures).paragraphs).paragraphs


def find_body(known: Sequence[Page], unseen: Sequence[Page]) -> FoundBody | None:
    """Find the container that reads what is known, with the best query; None if no query finds it on all known pages."""
    scored: dict[tuple[etree._Element, ...], tuple[float, Query, list[Selector]]] = {}
    for query in candidates(known):
        containers = [first_of(page, query.css) for page in known]
        if any(container is None or not holds_the_text(page, container.root) for page, container in zip(known, containers, strict=True)):
            continue
        found = [container for container in containers if container is not None]
        cost = query.cost + FOREIGN * foreign_share(known, found)
        cost += sum(first_of(page, query.css) is None for page in unseen) * 0.5
        key = tuple(container.root for container in found)
        if key not in scored or cost < scored[key][0]:
            scored[key] = cost, query, found
    best: tuple[float, FoundBody] | None = None
    for cost, query, found in sorted(scored.values(), key=lambda one: (one[0], one[1].css))[:TRIED]:
        body = finish(query, known, found, unseen)
        if best is None or cost + WRONG * body.wrong < best[0]:
            best = cost + WRONG * body.wrong, body
    return best[1] if best else None


def candidates(known: Sequence[Page]) -> list[Query]:
    """Return queries for what may be the container, cheapest first."""
    return cheapest(query for page in known for element in chain(page) for query in queries(element))


def chain(page: Page) -> list[etree._Element]:
    """Return the innermost element that holds nearly all that the page holds of the known text, and some round it."""
    root = page.tree.root
    element = root.find("body") if root.tag == "html" and root.find("body") is not None else root
    every = page.passages(element)
    while (inner := next((child for child in element if page.passages(child) >= NEARLY * every), None)) is not None:
        element = inner
    return [one for one in (element, *islice(element.iterancestors(), LEVELS)) if one.tag not in {"body", "html"}] or [element]


def holds_the_text(page: Page, element: etree._Element) -> bool:
    """Tell whether an element holds nearly all that its page holds of the known text."""
    return page.passages(element) >= NEARLY * page.passages(page.tree.root)


def foreign_share(known: Sequence[Page], containers: Sequence[Selector]) -> float:
    """Return which share of the containers' letters is not the article's."""
    letters = sum(len(page.letters.of(container.root)) for page, container in zip(known, containers, strict=True))
    mine = sum(page.known_letters(container.root) for page, container in zip(known, containers, strict=True))
    return 1 - mine / letters if letters else 1.0


def finish(query: Query, known: Sequence[Page], containers: Sequence[Selector], unseen: Sequence[Page]) -> FoundBody:
    """Find what in these containers is no text, and the captioned pictures, and try it."""
    within = dict(zip(known, containers, strict=True))
    beside = {page: container for page in unseen if (container := first_of(page, query.css)) is not None}
    drop, boxes = find_drops(within, beside)
    body = FoundBody(query, drop, boxes, (), 0.0)
    figures = find_figures(body, within)
    wrong = [wrong_letters(page, paragraphs_of(container, page, body.all_drops, figures)) for page, container in within.items()]
    return FoundBody(query, drop, boxes, figures, sum(wrong) / len(wrong))


def wrong_letters(page: Page, paragraphs: Sequence[str]) -> float:
    """Return the share of letters too many and too few, beside the known text."""
    lines = {press.letters(line) for line in (page.known.body.split("\n\n") if page.known else ())}
    read = [press.letters(line) for line in paragraphs]
    grams = {page.text[at : at + GRAM] for at in range(len(page.text) - GRAM + 1)}
    there = "".join(read)
    here = {there[at : at + GRAM] for at in range(len(there) - GRAM + 1)}
    more = sum(uncovered(line, grams) for line in read if line not in lines)
    lost = sum(uncovered(line, here) for line in lines if line not in read and line not in there)
    return (more + lost) / max(1, len(page.text))


def uncovered(line: str, grams: set[str]) -> int:
    """Count the letters of a line that stand in none of these passages."""
    kept = bytearray(len(line))
    for at in range(len(line) - GRAM + 1):
        if line[at : at + GRAM] in grams:
            kept[at : at + GRAM] = b"\1" * GRAM
    return len(line) - sum(kept)


# --- what is no text


def find_drops(known: Mapping[Page, Selector], unseen: Mapping[Page, Selector]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return selectors (CSS) and boxes (XPath) for what in these containers is not the article's."""
    pages = {**known, **unseen}
    dropped = {page: {match.root for match in Rule(", ".join(ADS)).select(container)} for page, container in pages.items()}
    again = repeated(known, unseen)
    foreign: list[tuple[Page, etree._Element]] = []
    for page, container in known.items():
        foreign += [(page, element) for element in foreign_in(page, container.root, container.root, dropped[page])]
    for page, container in unseen.items():
        foreign += [(page, element) for element in repeated_in(page, container.root, again, dropped[page])]
    boxes: tuple[str, ...] = ()
    if any(is_link_line(element) for _, element in foreign) and not any(
        page.known_letters(match.root) for page, container in known.items() for match in container.xpath(LINK_LINES)
    ):
        boxes = (LINK_LINES,)
        foreign = [(page, element) for page, element in foreign if not is_link_line(element)]
    return tuple(cover(foreign, known, unseen)), boxes


def cover(foreign: Sequence[tuple[Page, etree._Element]], known: Mapping[Page, Selector], unseen: Mapping[Page, Selector]) -> list[str]:
    """Return few selectors that find what is foreign and nothing of the article, those that are worth most for what they cost."""
    asked: dict[str, float] = {}
    named: Counter[str] = Counter()
    for _, element in foreign:
        for query in drop_queries(element):
            asked[query.css] = min(query.cost, asked.get(query.css, query.cost))
            named[query.css] += 1
    likely = sorted(asked, key=lambda css: (-named[css] / asked[css], asked[css], css))[:DROPS_TRIED]
    around = [{element, *element.iterancestors()} for _, element in foreign]
    finds: dict[str, set[int]] = {}
    for css in likely:
        if (matches := harmless(css, known, unseen)) is not None:
            finds[css] = {number for number, elements in enumerate(around) if not elements.isdisjoint(matches)}
    weights = [weight(page, element) for page, element in foreign]
    chosen: list[str] = []
    left = set(range(len(foreign)))
    while left and len(chosen) < DROPS_MAX:
        gains = {css: sum(weights[number] for number in sorted(found & left)) / asked[css] for css, found in finds.items()}
        best = max(gains, key=lambda css: (gains[css], -asked[css], css), default=None)
        if best is None or not gains[best]:
            break
        chosen.append(best)
        left -= finds[best]
    return chosen


def weight(page: Page, element: etree._Element) -> float:
    """Return what it is worth that an element is dropped."""
    return 1 + min(50, len(page.letters.of(element))) / 50


def drop_queries(element: etree._Element) -> Iterator[Query]:
    """Yield queries for an element that is no text: what says nothing but `p` or `div` would drop text on a page that nobody has seen."""
    tag = str(element.tag)
    if not is_named(element):
        return
    for query in own_queries(element):
        if query.css != tag or tag in _BOXES:
            yield query
    parent = element.getparent()
    for ancestor in (parent,) if parent is not None else ():
        for outer in own_queries(ancestor)[:2]:
            if outer.css != ancestor.tag and outer.cost < 3:
                yield Query(f"{outer.css} > {tag}", outer.cost + 2.0)


def harmless(css: str, known: Mapping[Page, Selector], unseen: Mapping[Page, Selector]) -> set[etree._Element] | None:
    """Return what a selector finds in the containers; None if any of it is the article's, or too much of a page nobody has read."""
    found: set[etree._Element] = set()
    for page, container in known.items():
        matches = [match.root for match in Rule(css).select(container)]
        if any(page.loses(container.root, match) for match in matches):
            return None
        found.update(matches)
    for page, container in unseen.items():
        matches = [match.root for match in Rule(css).select(container)]
        if sum(len(page.letters.of(match)) for match in matches) > UNSEEN_MAX * len(page.letters.of(container.root)):
            return None
        found.update(matches)
    return found


def is_within(element: etree._Element, found: Set[etree._Element]) -> bool:
    """Tell whether an element, or what it stands in, is among what a selector finds."""
    return element in found or any(around in found for around in element.iterancestors())


def foreign_in(page: Page, container: etree._Element, element: etree._Element, dropped: set[etree._Element]) -> Iterator[etree._Element]:
    """Yield the largest elements that hold letters, and none of the article's."""
    for child in element:
        span = page.letters.spans.get(child)
        if child in dropped:
            continue
        if says_advertisement(child) and not page.known_letters(child):  # be it a picture on this page, it is words on another
            yield child
            continue
        if span is None or not span.letters:
            continue
        if page.known_letters(child):
            if says_in_other_words(page, container, child):
                yield child
            else:
                yield from foreign_in(page, container, child, dropped)
        elif not is_signature(page, child) and (child.tag not in INLINE or child.get("class") or child.get("id") or child.get("data-ad")):
            yield child


def says_in_other_words(page: Page, container: etree._Element, element: etree._Element) -> bool:
    """Tell whether a box says again what stands in the text, and more: a summary."""
    if element.tag in {"p", "br"} or not (element.get("class") or element.get("id")) or page.loses(container, element):
        return False
    return page.known_letters(element) < NEARLY * len(page.letters.of(element))


def says_advertisement(element: etree._Element) -> bool:
    """Tell whether an element is called an advertisement."""
    return isinstance(element.tag, str) and _ADVERTISEMENT.search(f"{element.get('class') or ''} {element.get('id') or ''}") is not None


def is_signature(page: Page, element: etree._Element) -> bool:
    """Tell whether an element is a byline or rights line, which the text gives up by itself."""
    text = press.clean(" ".join(map(str, element.itertext())))
    return len(text) <= 200 and not press.split_signature([text]).paragraphs


def repeated(known: Mapping[Page, Selector], unseen: Mapping[Page, Selector]) -> set[str]:
    """Return the lines that the containers of several pages hold and no known article says."""
    times: Counter[str] = Counter()
    for page, container in {**known, **unseen}.items():
        times.update({line for element in container.root.iter() if (line := own_line(page, element))})
    said = [page.text for page in known]
    return {line for line, count in times.items() if count > 1 and not any(line in text for text in said)}


def own_line(page: Page, element: object) -> str:
    """Return the letters of an element that holds no block, if it has enough of them."""
    if not isinstance(element, etree._Element) or any(child.tag not in INLINE and child.tag != "br" for child in element):
        return ""
    line = page.letters.of(element)
    return line if len(line) >= REPEATED_MIN else ""


def repeated_in(page: Page, container: etree._Element, again: set[str], dropped: set[etree._Element]) -> Iterator[etree._Element]:
    """Yield the largest elements of an unseen page that hold little else than lines that other pages have too, and advertisements."""
    elements = [child for child in container.iterdescendants() if isinstance(child.tag, str)]
    lines = {child: len(line) for child in elements if (line := own_line(page, child)) in again}
    within: Counter[etree._Element] = Counter()
    for child, letters in lines.items():
        for around in (child, *child.iterancestors()):
            within[around] += letters
    for child in elements:
        if child in dropped:
            continue
        if says_advertisement(child):
            yield child
        elif child in lines and child.tag not in INLINE:
            inside = takewhile(lambda around: around is not container, child.iterancestors())
            yield [child, *takewhile(lambda around: within[around] >= REPEATED * len(page.letters.of(around)), inside)][-1]


def is_link_line(element: etree._Element) -> bool:
    """Tell whether an element is a line of nothing but links."""
    return element.tag in {"p", "div", "li"} and bool(Selector(root=element).xpath(f"self::*[.//a]{LINK_LINES.partition('[.//a]')[2]}"))


# --- captioned pictures


def find_figures(body: FoundBody, known: Mapping[Page, Selector]) -> tuple[Figure, ...]:
    """Return how a picture and its caption stand together, where that is not seen without being told."""
    missing: list[tuple[Page, str]] = []
    for page, container in known.items():
        read = read_body(container, page.url, body.all_drops, ())
        missing += [(page, caption) for caption in lost_captions(page, read)]
    if not missing:
        return ()
    tried: Counter[Figure] = Counter()
    for page, caption in missing:
        for figure in captioned(page, known[page].root, caption):
            tried[figure] += 1
    best: tuple[int, float, Figure] | None = None
    for figure, _ in tried.most_common(20):
        reads = [(page, read_body(container, page.url, body.all_drops, (figure,))) for page, container in known.items()]
        lost = sum(len(list(lost_captions(page, read))) for page, read in reads)
        wrong = sum(wrong_letters(page, press.split_signature(read.paragraphs).paragraphs) for page, read in reads)
        if best is None or (lost, wrong, figure.wrapper) < (best[0], best[1], best[2].wrapper):
            best = lost, wrong, figure
    return (best[2],) if best and best[0] < len(missing) else ()


def lost_captions(page: Page, read: Body) -> Iterator[str]:
    """Yield the known captions that no picture has."""
    said = "".join(press.letters(image["caption"] or "") + "|" for image in read.images)
    for caption in page.known.captions if page.known else ():
        letters = press.letters(caption)
        if letters and letters not in said and letters in page.letters.text:
            yield letters


def captioned(page: Page, container: etree._Element, caption: str) -> Iterator[Figure]:
    """Yield what may stand round a caption and its picture."""
    for element in islice(page.letters.elements_of(caption, GRAM), 4):
        if container not in element.iterancestors():
            continue
        for wrapper in islice(element.iterancestors(), 4):
            if wrapper is container:
                break
            if next(wrapper.iter("img"), None) is not None:
                for outer in simple(wrapper):
                    yield from (Figure(outer, inner) for inner in simple(element))
                break
        if wrapper is container:  # lines of their own, behind the pictures'
            yield from (Figure("./self::*", inner) for inner in simple(element))


def simple(element: etree._Element) -> Iterable[str]:
    """Return the best two queries for an element."""
    return [query.css for query in own_queries(element)[:2]]
