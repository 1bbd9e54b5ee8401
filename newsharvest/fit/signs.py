"""Signs: what is uncertain about a layout that was found, a sentence each, by the field of an Article that it concerns."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice, takewhile

from lxml import etree

from newsharvest import press
from newsharvest.fit.body import FoundBody, is_within
from newsharvest.fit.fields import is_day, same, times_elsewhere
from newsharvest.fit.letters import GRAM
from newsharvest.fit.lines import lines_of_page
from newsharvest.fit.pages import Page
from newsharvest.items import Article, Unkept
from newsharvest.page.article import normalise, read_article
from newsharvest.page.body import lines_of
from newsharvest.page.common import MODIFIED, PUBLISHED
from newsharvest.page.layouts import Layout, Rule

FRAGILE = 5.0
"""Cost from which a query is said to be one that the next build of the site may break."""
BEGIN = 3 * GRAM
PARAGRAPHS = 3
"""Paragraphs from which it is no chance that a text is read in half as many."""
SHOWN = 40
"""Characters of a line that are shown."""
_RUN_TOGETHER = re.compile(r"[가-힣]다\.[가-힣“‘]")
_CUT = re.compile(r"(?:…|\.\.\.)\s*$")
_BOXES = frozenset("aside nav form section header footer figure blockquote dl".split())


@dataclass(frozen=True, slots=True)
class Reading:
    """A page and what the layout reads of it; None if it gives no article."""

    page: Page
    article: Article | None


def read(page: Page, layout: Layout, outlet_names: Sequence[str]) -> Reading:
    """Read a page by the layout, as a harvest would."""
    known = Article(outlet_name=next(iter(outlet_names), ""), url=page.url)
    found = read_article(page.tree, page.url, (layout,), (), known)
    return Reading(page, None if isinstance(found, Unkept) else normalise(found.article, tuple(outlet_names)))


def signs_of(
    layout: Layout,
    body: FoundBody,
    known: Sequence[Page],
    unseen: Sequence[Page],
    costs: Mapping[str, float],
    outlet_names: Sequence[str],
    *,
    cold: bool,
) -> dict[str, list[str]]:
    """Return the signs of a layout. `costs`: of the first query of each field; `cold`: what is known was guessed."""
    readings = [read(page, layout, outlet_names) for page in known]
    others = [read(page, layout, outlet_names) for page in unseen]
    signs: dict[str, list[str]] = defaultdict(list)
    checks = {
        "title": titles(readings, others, outlet_names),
        "body": bodies(readings, others, body, cold=cold),
        "published_at": times(readings, others, layout),
        "authors": writers(readings, others, layout),
        "subtitle": subtitles(readings, others, layout),
        "section": sections(readings, layout),
    }
    for name, found in checks.items():
        signs[name] += press.unique(found)
        if costs.get(name, 0.0) >= FRAGILE:
            signs[name].append("its selector names what a program has made, which the site's next build may change")
    return {name: said for name, said in signs.items() if said}


def count(pages: int, of: Sequence[object]) -> str:
    """Return `2 of 5 pages`."""
    return f"{pages} of {len(of)} pages"


def short(text: str) -> str:
    """Return the beginning of a line, quoted."""
    return f"“{text[:SHOWN]}{'…' if len(text) > SHOWN else ''}”"


def titles(known: Sequence[Reading], others: Sequence[Reading], outlet_names: Sequence[str]) -> Iterator[str]:
    """Yield what speaks against the titles."""
    for it in known:
        want = press.letters(press.strip_outlet_tags(it.page.known.title if it.page.known else "", outlet_names))
        title = it.article.title if it.article else None
        if press.letters(title or "") != want:
            yield f"{it.page.url} is known under another title than {short(title or '-')}"
    found = [it.article.title for it in (*known, *others) if it.article and it.article.title]
    if len(set(found)) < len(found):
        yield "several pages have the same title"
    if lost := sum(not (it.article and it.article.title) for it in others):
        yield f"{count(lost, others)} that are not known give none"
    stating = [it for it in (*known, *others) if it.article and it.article.title]
    said = [states_title(it.page, it.article.title or "") for it in stating if it.article]
    if said[: len(known)].count(True) == len(known) and False in said:
        yield f"{count(said.count(False), said)} have another in their head"


def states_title(page: Page, title: str) -> bool:
    """Tell whether the head of a page states a title, or the beginning of it."""
    letters = press.letters(title)
    heads = [press.letters(page.stated.page_title), press.letters(page.stated.first("title"))]
    return any(letters in head or (len(head) > GRAM and letters.startswith(head)) for head in heads if head)


def times(known: Sequence[Reading], others: Sequence[Reading], layout: Layout) -> Iterator[str]:
    """Yield what speaks against the times."""
    asked = [(it, want) for it in known if it.page.known and (want := it.page.known.published_at)]
    if len(asked) < 2:
        yield "the time is known of fewer than two articles"
    day_only = 0
    for it, want in asked:
        value = moment(it)
        expected = datetime.fromisoformat(want)
        if value is None or not same(expected, value):
            yield f"{it.page.url} is known to be of {want}, and {'has no time' if value is None else value.isoformat()}"
        elif is_day(value) and not is_day(expected):
            day_only += 1
    if (
        asked
        and all(is_day(datetime.fromisoformat(want)) for _, want in asked)
        and any((value := moment(it)) and not is_day(value) for it in known)
    ):
        yield "the day alone was known: its time may be another than that of publication"
    if day_only:
        yield f"{count(day_only, asked)} give the day alone, and the time was known"
    found = [value for it in (*known, *others) if (value := moment(it))]
    if len(found) > 2 and len(set(found)) == 1:
        yield "all pages give the same"
    if lost := sum(moment(it) is None for it in others):
        yield f"{count(lost, others)} that are not known give none"
    for it in others:
        value = moment(it)
        listed = it.page.listed.date if it.page.listed else None
        if value and listed and abs((value.date() - listed.date()).days) > 1:
            yield f"the list says {listed:%Y-%m-%d} of {it.page.url}, which gives {value:%Y-%m-%d}"
        stated = press.read_time(it.page.stated.first("published_raw"))
        if value and stated and value.date() != stated.date():
            yield f"the head of {it.page.url} says {stated:%Y-%m-%d}, which gives {value:%Y-%m-%d}"
    elsewhere = sum(any(times_elsewhere(it.page, rule) for rule in layout.fields.get("published_raw", ())) for it in (*known, *others))
    if elsewhere:
        yield f"its selectors find another time too on {count(elsewhere, (*known, *others))}: a page that prints none would give that"
    for it in (*known, *others):
        if reads_change(it.page, layout.fields.get("published_raw", ())):
            yield f"that of {it.page.url} is called the time of a change there"


def reads_change(page: Page, rules: Sequence[Rule]) -> bool:
    """Tell whether the first of these rules that gives a time reads it, whatever its label, where only the time of a change stands."""
    for rule in rules:
        if page.reader.read("published_raw", rule) is not None:
            query = re.sub(r"::attr\([^)]*\)$|/@[\w-]+$", "", rule.query)
            texts = (" ".join(lines_of(match)) for match in Rule(query).select(page.tree)[:1])
            return rule.re is None and any(re.search(MODIFIED, text) and not re.search(PUBLISHED, text) for text in texts)
    return False


def moment(it: Reading) -> datetime | None:
    """Return when an article says it was published."""
    return datetime.fromisoformat(it.article.published_at) if it.article and it.article.published_at else None


def writers(known: Sequence[Reading], others: Sequence[Reading], layout: Layout) -> Iterator[str]:
    """Yield what speaks against the authors."""
    asked = [(it, it.page.known.authors) for it in known if it.page.known and it.page.known.authors]
    if len(asked) < 2:
        yield "authors are known of fewer than two articles"
    for it, want in asked:
        found = tuple(it.article.authors) if it.article else ()
        if found != want:
            yield f"{it.page.url} is known to be by {', '.join(want)}, and gives {', '.join(found) or 'nobody'}"
    if asked and len(asked) == len(known) and (lost := sum(not (it.article and it.article.authors) for it in others)):
        yield f"{count(lost, others)} that are not known give none"
    for it in others:
        for name in it.article.authors if it.article else ():
            if not press.is_person(name) and not any(name in (want or ()) for _, want in asked):
                yield f"{it.page.url} gives {short(name)}, which does not read as a name"
    if asked and all(len(want) == 1 for _, want in asked) and "authors" in layout.fields:
        yield "no known article is by two: a second writer may be missed"
    if len(asked) > 2 and len({want for _, want in asked}) == 1 and "authors" in layout.fields:
        yield "all known articles are by the same"


def subtitles(known: Sequence[Reading], others: Sequence[Reading], layout: Layout) -> Iterator[str]:
    """Yield what speaks against the subtitles."""
    asked = [(it, it.page.known.subtitle) for it in known if it.page.known and it.page.known.subtitle]
    if len(asked) < 2:
        yield "a subtitle is known of fewer than two articles"
    wrong = 0
    for it in known:
        want = it.page.known.subtitle if it.page.known and it.page.known.subtitle else ()
        found = it.article.subtitle if it.article else []
        wrong += list(map(press.letters, found)) != list(map(press.letters, want))
    if wrong and asked:
        yield f"{count(wrong, known)} give another than is known"
    for it in (*known, *others):
        article = it.article
        if article and any(
            press.letters(line) in {press.letters(article.title or ""), *map(press.letters, article.body.split("\n\n"))}
            for line in article.subtitle
        ):
            yield f"that of {it.page.url} repeats its title or text"
        elif article and any(map(_CUT.search, article.subtitle)):
            yield f"that of {it.page.url} is cut short: it may be the beginning of a text"


def sections(known: Sequence[Reading], layout: Layout) -> Iterator[str]:
    """Yield what speaks against the sections."""
    asked = [(it, it.page.known.section) for it in known if it.page.known and it.page.known.section]
    if len(asked) < 2 or "section" not in layout.fields:
        yield "no selector gives what is known"
        return
    wrong = sum(tuple(it.article.section if it.article else ()) != want for it, want in asked)
    if wrong:
        yield f"{count(wrong, asked)} give another than is known"


def bodies(known: Sequence[Reading], others: Sequence[Reading], body: FoundBody, *, cold: bool) -> Iterator[str]:
    """Yield what speaks against the text."""
    for it in known:
        wanted = it.page.known.body.split("\n\n") if it.page.known else []
        found = it.article.body.split("\n\n") if it.article else []
        here, there = list(map(press.letters, wanted)), list(map(press.letters, found))
        if len(wanted) >= PARAGRAPHS and len(found) < len(wanted) / 2:
            yield f"{it.page.url} is known in {len(wanted)} paragraphs, and gives {len(found)}: sentences may be run together"
        if "".join(here) == "".join(there):
            continue
        more = [line for line in found if press.letters(line) not in here and press.letters(line) not in "".join(here)]
        lost = [line for line in wanted if press.letters(line) not in "".join(there)]
        if more:
            yield f"{short(more[0])} of {it.page.url} is read, and {'may be no text' if cold else 'is not known of it'}"
        if lost:
            yield f"{short(lost[0])} {'may be text' if cold else 'is known'} of {it.page.url}, and is not read"
        if not more and not lost and not cold:
            yield f"{it.page.url} is known in another order"
    lines = Counter(
        line for it in (*known, *others) if it.article for line in {press.letters(p): p for p in it.article.body.split("\n\n")}.values()
    )
    said = {line for it in known if it.page.known for line in it.page.known.body.split("\n\n")}
    yield from (f"{short(line)} stands in {times} pages" for line, times in lines.items() if times > 1 and line and line not in said)
    if nothing := sum(not (it.article and it.article.body) for it in others):
        yield f"{count(nothing, others)} that are not known give none"
    yield from boxes_unseen(known, others, body)
    yield from dropped_texts(known, others, body)
    if apart := sum(is_described_elsewhere(it) for it in (*known, *others)):
        yield f"on {count(apart, (*known, *others))} what the head says of the text stands outside of it"
    yield from odd_places(known, others, body, cold=cold)
    yield from (
        f"sentences of {it.page.url} are run together" for it in (*known, *others) if it.article and _RUN_TOGETHER.search(it.article.body)
    )
    if cold:
        yield from left_outside(known, body)
    stated = [begins_as_stated(it) for it in known]
    if stated and all(stated):
        wrong = [it for it in others if it.article and it.article.body and begins_as_stated(it) is False]
        yield from (f"the text of {it.page.url} does not begin with what its head says" for it in wrong)


def begins_as_stated(it: Reading) -> bool | None:
    """Tell whether a text begins with what the head describes; None if that says nothing."""
    said = press.letters(it.page.stated.first("description"))[:BEGIN]
    if len(said) < BEGIN or it.article is None:
        return None
    return said in press.letters(it.article.body)[: 4 * BEGIN]


def dropped_texts(known: Sequence[Reading], others: Sequence[Reading], body: FoundBody) -> Iterator[str]:
    """Yield what is dropped and may be text: by a tag alone where text stands, or a sentence where the known pages have none."""
    for css in body.drop:
        outer, child, tag = css.rpartition(" > ")
        if child and tag.isalnum() and any(it.page.known_letters(match.root) for it in known for match in Rule(outer).select(it.page.tree)):
            yield f"any {tag} that stands there is left out ({css}), be it text in another article"
        elif not any(press.is_plain(text) for it in known for text in dropped_by(css, it.page, body)):
            told = ((it, text) for it in others for text in dropped_by(css, it.page, body) if press.is_plain(text))
            yield from (f"{short(text)} of {it.page.url} is left out ({css})" for it, text in islice(told, 1))


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


def odd_places(known: Sequence[Reading], others: Sequence[Reading], body: FoundBody, *, cold: bool) -> Iterator[str]:
    """Yield a line that is read as text where no known page has one: in a plain `div` among paragraphs. Of guesses, where few have one."""
    pages = Counter(place for it in known for place in {place for place, _ in places(it, body, named=cold)})
    usual = {place for place, times in pages.items() if not cold or times >= len(known) / 2}
    where = "where few pages have text" if cold else "where no known page has text"
    for it in (*known, *others) if cold else others:
        odd = [(place, line) for place, line in places(it, body, named=cold) if place not in usual]
        yield from (f"{short(line)} of {it.page.url} stands in {place}, {where}" for place, line in odd[:1])


def places(it: Reading, body: FoundBody, *, named: bool) -> Iterator[tuple[str, str]]:
    """Yield the lines that are read as text, each with the tags that it stands in, from the text's container on.

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
            yield " > ".join(reversed(steps)) or "its container itself", line.text


def classes(element: etree._Element) -> list[str]:
    """Return the classes of an element, but for those with a number in them."""
    return sorted(name for name in (element.get("class") or "").split() if not re.search(r"\d", name))


def left_outside(known: Sequence[Reading], body: FoundBody) -> Iterator[str]:
    """Yield a sentence that stands right beside the text's container, and is not read."""
    for it in known:
        container = body.container(it.page)
        beside = container.root.itersiblings() if container is not None else ()
        for element in (element for element in beside if element in it.page.letters.spans):
            lines = [line for line in lines_of_page(element, it.page.letters) if not line.linked and press.is_plain(line.text)]
            yield from (f"{short(line.text)} of {it.page.url} stands below the text, and is not read" for line in lines[:1])


def boxes_unseen(known: Sequence[Reading], others: Sequence[Reading], body: FoundBody) -> Iterator[str]:
    """Yield the boxes that no known page has in its text and another one has."""
    seen = {name for it in known for name, _ in boxes(it.page, body)}
    for it in others:
        told: set[etree._Element] = set()
        for name, element in boxes(it.page, body):
            if name not in seen and told.isdisjoint(element.iterancestors()):
                told.add(element)
                seen.add(name)
                text = press.clean(" ".join(map(str, element.itertext())))
                yield f"no known page has a box such as {name} ({it.page.url}: {short(text)})"


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
