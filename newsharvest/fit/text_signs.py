"""Signs of the text: what is read and may be none, what is not read and may be text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice, takewhile

from lxml import etree

from newsharvest import press
from newsharvest.fit.body import FoundBody, is_within
from newsharvest.fit.letters import GRAM
from newsharvest.fit.lines import lines_of_page
from newsharvest.fit.pages import Page
from newsharvest.fit.reading import Reading, given_by_none, short
from newsharvest.fit.samples import Sign, sign
from newsharvest.language import N_
from newsharvest.page.layouts import Rule

BEGIN = 3 * GRAM
PARAGRAPHS = 3
"""Paragraphs from which it is no chance that a text is read in half as many."""
_RUN_TOGETHER = re.compile(r"[가-힣]다\.[가-힣“‘]")
_BOXES = frozenset("aside nav form section header footer figure blockquote dl".split())


def bodies(known: Sequence[Reading], others: Sequence[Reading], body: FoundBody, *, cold: bool) -> Iterator[Sign]:
    """Yield what speaks against the text."""
    for it in known:
        wanted = it.page.known.body.split("\n\n") if it.page.known else []
        found = it.article.body.split("\n\n") if it.article else []
        here, there = list(map(press.letters, wanted)), list(map(press.letters, found))
        if len(wanted) >= PARAGRAPHS and len(found) < len(wanted) / 2:
            yield sign(
                "{url} is known in {known} paragraphs, and gives {found}: sentences may be run together",
                url=it.page.url,
                known=len(wanted),
                found=len(found),
            )
        if "".join(here) == "".join(there):
            continue
        more = [line for line in found if press.letters(line) not in here and press.letters(line) not in "".join(here)]
        lost = [line for line in wanted if press.letters(line) not in "".join(there)]
        if more and cold:
            yield sign("{line} of {url} is read, and may be no text", line=short(more[0]), url=it.page.url)
        elif more:
            yield sign("{line} of {url} is read, and is not known of it", line=short(more[0]), url=it.page.url)
        if lost and cold:
            yield sign("{line} may be text of {url}, and is not read", line=short(lost[0]), url=it.page.url)
        elif lost:
            yield sign("{line} is known of {url}, and is not read", line=short(lost[0]), url=it.page.url)
        if not more and not lost and not cold:
            yield sign("{url} is known in another order", url=it.page.url)
    lines = Counter(
        line for it in (*known, *others) if it.article for line in {press.letters(p): p for p in it.article.body.split("\n\n")}.values()
    )
    said = {line for it in known if it.page.known for line in it.page.known.body.split("\n\n")}
    repeated = ((line, times) for line, times in lines.items() if times > 1 and line and line not in said)
    yield from (sign("{line} stands in {times} pages", line=short(line), times=times) for line, times in repeated)
    yield from given_by_none([it.article and it.article.body for it in others])
    yield from boxes_unseen(known, others, body)
    yield from dropped_texts(known, others, body)
    if apart := sum(is_described_elsewhere(it) for it in (*known, *others)):
        yield sign(
            "on {found} of {pages} pages what the head says of the text stands outside of it", found=apart, pages=len(known) + len(others)
        )
    yield from odd_places(known, others, body, cold=cold)
    joined = (it for it in (*known, *others) if it.article and _RUN_TOGETHER.search(it.article.body))
    yield from (sign("sentences of {url} are run together", url=it.page.url) for it in joined)
    if cold:
        yield from left_outside(known, body)
    stated = [begins_as_stated(it) for it in known]
    if stated and all(stated):
        wrong = [it for it in others if it.article and it.article.body and begins_as_stated(it) is False]
        yield from (sign("the text of {url} does not begin with what its head says", url=it.page.url) for it in wrong)


def begins_as_stated(it: Reading) -> bool | None:
    """Tell whether a text begins with what the head describes; None if that says nothing."""
    said = press.letters(it.page.stated.first("description"))[:BEGIN]
    if len(said) < BEGIN or it.article is None:
        return None
    return said in press.letters(it.article.body)[: 4 * BEGIN]


def dropped_texts(known: Sequence[Reading], others: Sequence[Reading], body: FoundBody) -> Iterator[Sign]:
    """Yield what is dropped and may be text: by a tag alone where text stands, or a sentence where the known pages have none."""
    for css in body.drop:
        outer, child, tag = css.rpartition(" > ")
        if child and tag.isalnum() and any(it.page.known_letters(match.root) for it in known for match in Rule(outer).select(it.page.tree)):
            yield sign("any {tag} that stands there is left out ({css}), be it text in another article", tag=tag, css=css)
        elif not any(press.is_plain(text) for it in known for text in dropped_by(css, it.page, body)):
            told = ((it, text) for it in others for text in dropped_by(css, it.page, body) if press.is_plain(text))
            yield from (
                sign("{line} of {url} is left out ({css})", line=short(text), url=it.page.url, css=css) for it, text in islice(told, 1)
            )


def dropped_by(css: str, page: Page, body: FoundBody) -> Iterator[str]:
    """Yield the texts of what a selector drops of a page."""
    container = body.container(page)
    for match in Rule(css).select(container) if container is not None else ():
        yield press.clean(" ".join(map(str, match.root.itertext())))


def is_described_elsewhere(it: Reading) -> bool:
    """Tell whether what the head describes stands on the page, and in no part of the text: its first paragraph may stand apart."""
    said = press.letters(it.page.stated.first("description"))[:BEGIN]
    if len(said) < BEGIN or it.article is None or said in press.letters(it.article.body):
        return False
    return said in it.page.letters.text


def odd_places(known: Sequence[Reading], others: Sequence[Reading], body: FoundBody, *, cold: bool) -> Iterator[Sign]:
    """Yield a line that is read as text where no known page has one: in a plain `div` among paragraphs. Of guesses, where few have one."""
    pages = Counter(place for it in known for place in {place for place, _ in places(it, body, named=cold)})
    usual = {place for place, times in pages.items() if not cold or times >= len(known) / 2}
    message = N_("{line} of {url} stands in {place}, where no known page has text")
    message = N_("{line} of {url} stands in {place}, where few pages have text") if cold else message
    for it in (*known, *others) if cold else others:
        odd = [(place, line) for place, line in places(it, body, named=cold) if place not in usual]
        for place, line in odd[:1]:
            yield sign(message, line=short(line), url=it.page.url, place=place or sign("its container itself"))


def places(it: Reading, body: FoundBody, *, named: bool) -> Iterator[tuple[str, str]]:
    """Yield the lines that are read as text, each with the tags that it stands in, from the text's container on: none of its own.

    `named`: with their classes too, else those in a box that has a name are left out.
    """
    container = body.container(it.page)
    if container is None or it.article is None:
        return
    read = set(map(press.letters, it.article.body.split("\n\n")))
    for line in lines_of_page(container.root, it.page.letters):
        around = list(takewhile(lambda block: block is not container.root, (line.block, *line.block.iterancestors())))
        if line.letters in read and (
            named or not any(block.tag in _BOXES or classes(block) for block in around)
        ):  # those are told as boxes
            steps = [".".join((str(block.tag), *(classes(block) if named else ()))) for block in around]
            yield " > ".join(reversed(steps)), line.text


def classes(element: etree._Element) -> list[str]:
    """Return the classes of an element, but for those with a number in them."""
    return sorted(name for name in (element.get("class") or "").split() if not re.search(r"\d", name))


def left_outside(known: Sequence[Reading], body: FoundBody) -> Iterator[Sign]:
    """Yield a sentence that stands right beside the text's container, and is not read."""
    for it in known:
        container = body.container(it.page)
        beside = container.root.itersiblings() if container is not None else ()
        for element in (element for element in beside if element in it.page.letters.spans):
            lines = [line for line in lines_of_page(element, it.page.letters) if not line.linked and press.is_plain(line.text)]
            for line in lines[:1]:
                yield sign("{line} of {url} stands below the text, and is not read", line=short(line.text), url=it.page.url)


def boxes_unseen(known: Sequence[Reading], others: Sequence[Reading], body: FoundBody) -> Iterator[Sign]:
    """Yield the boxes that no known page has in its text and another one has."""
    seen = {name for it in known for name, _ in boxes(it.page, body)}
    for it in others:
        told: set[etree._Element] = set()
        for name, element in boxes(it.page, body):
            if name not in seen and told.isdisjoint(element.iterancestors()):
                told.add(element)
                seen.add(name)
                text = press.clean(" ".join(map(str, element.itertext())))
                yield sign("no known page has a box such as {box} ({url}: {text})", box=name, url=it.page.url, text=short(text))


def boxes(page: Page, body: FoundBody) -> Iterator[tuple[str, etree._Element]]:
    """Yield the elements of a text that have a name, and hold letters, and are read."""
    container = body.container(page)
    if container is None:
        return
    dropped = {match.root for css in body.all_drops for match in Rule(css).select(container)}
    for element in container.root.iterdescendants():
        if not isinstance(element, etree._Element) or not isinstance(element.tag, str) or not page.letters.of(element):
            continue
        names = classes(element)
        if (element.tag in _BOXES or names) and not is_within(element, dropped):
            yield ".".join((element.tag, *names)), element
