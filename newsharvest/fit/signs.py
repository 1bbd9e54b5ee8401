"""Signs: what is uncertain about a layout that was found, a sentence each, by the field of an Article that it concerns."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from newsharvest import press
from newsharvest.fit.body import FoundBody
from newsharvest.fit.fields import is_day, same, times_elsewhere
from newsharvest.fit.letters import GRAM
from newsharvest.fit.pages import Page
from newsharvest.fit.reading import Reading, given_by_none, read, short
from newsharvest.fit.samples import Sign, sign
from newsharvest.fit.text_signs import bodies
from newsharvest.page.body import lines_of
from newsharvest.page.common import MODIFIED, PUBLISHED
from newsharvest.page.layouts import Layout, Rule

FRAGILE = 5.0
"""Cost from which a query is said to be one that the next build of the site may break."""
_CUT = re.compile(r"(?:…|\.\.\.)\s*$")


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
            signs[name].append(sign("its selector names what a program has made, which the site's next build may change"))
    return {name: said for name, said in signs.items() if said}


def titles(known: Sequence[Reading], others: Sequence[Reading], outlet_names: Sequence[str]) -> Iterator[Sign]:
    """Yield what speaks against the titles."""
    for it in known:
        want = press.letters(press.strip_outlet_tags(it.page.known.title if it.page.known else "", outlet_names))
        title = it.article.title if it.article else None
        if press.letters(title or "") != want:
            yield sign("{url} is known under another title than {title}", url=it.page.url, title=short(title or "-"))
    found = [it.article.title for it in (*known, *others) if it.article and it.article.title]
    if len(set(found)) < len(found):
        yield sign("several pages have the same title")
    yield from given_by_none([it.article and it.article.title for it in others])
    stating = [it for it in (*known, *others) if it.article and it.article.title]
    said = [states_title(it.page, it.article.title or "") for it in stating if it.article]
    if said[: len(known)].count(True) == len(known) and False in said:
        yield sign("{other} of {pages} pages have another in their head", other=said.count(False), pages=len(said))


def otherwise(wrong: int, pages: int) -> Sign:
    """Say that some pages give something else than is known."""
    return sign("{wrong} of {pages} pages give another than is known", wrong=wrong, pages=pages)


def states_title(page: Page, title: str) -> bool:
    """Tell whether the head of a page states a title, or the beginning of it."""
    letters = press.letters(title)
    heads = [press.letters(page.stated.page_title), press.letters(page.stated.first("title"))]
    return any(letters in head or (len(head) > GRAM and letters.startswith(head)) for head in heads if head)


def times(known: Sequence[Reading], others: Sequence[Reading], layout: Layout) -> Iterator[Sign]:
    """Yield what speaks against the times."""
    asked = [(it, want) for it in known if it.page.known and (want := it.page.known.published_at)]
    if len(asked) < 2:
        yield sign("the time is known of fewer than two articles")
    day_only = 0
    for it, want in asked:
        value = moment(it)
        expected = datetime.fromisoformat(want)
        if value is None:
            yield sign("{url} is known to be of {time}, and has no time", url=it.page.url, time=want)
        elif not same(expected, value):
            yield sign("{url} is known to be of {time}, and {found}", url=it.page.url, time=want, found=value.isoformat())
        elif is_day(value) and not is_day(expected):
            day_only += 1
    if (
        asked
        and all(is_day(datetime.fromisoformat(want)) for _, want in asked)
        and any((value := moment(it)) and not is_day(value) for it in known)
    ):
        yield sign("the day alone was known: its time may be another than that of publication")
    if day_only:
        yield sign("{found} of {pages} pages give the day alone, and the time was known", found=day_only, pages=len(asked))
    found = [value for it in (*known, *others) if (value := moment(it))]
    if len(found) > 2 and len(set(found)) == 1:
        yield sign("all pages give the same")
    yield from given_by_none(list(map(moment, others)))
    for it in others:
        value = moment(it)
        listed = it.page.listed.date if it.page.listed else None
        if value and listed and abs((value.date() - listed.date()).days) > 1:
            yield sign(
                "the list says {listed} of {url}, which gives {found}",
                url=it.page.url,
                listed=f"{listed:%Y-%m-%d}",
                found=f"{value:%Y-%m-%d}",
            )
        stated = press.read_time(it.page.stated.first("published_raw"))
        if value and stated and value.date() != stated.date():
            yield sign(
                "the head of {url} says {stated}, which gives {found}",
                url=it.page.url,
                stated=f"{stated:%Y-%m-%d}",
                found=f"{value:%Y-%m-%d}",
            )
    elsewhere = sum(any(times_elsewhere(it.page, rule) for rule in layout.fields.get("published_raw", ())) for it in (*known, *others))
    if elsewhere:
        yield sign(
            "its selectors find another time too on {found} of {pages} pages: a page that prints none would give that",
            found=elsewhere,
            pages=len(known) + len(others),
        )
    for it in (*known, *others):
        if reads_change(it.page, layout.fields.get("published_raw", ())):
            yield sign("that of {url} is called the time of a change there", url=it.page.url)


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


def writers(known: Sequence[Reading], others: Sequence[Reading], layout: Layout) -> Iterator[Sign]:
    """Yield what speaks against the authors."""
    asked = [(it, it.page.known.authors) for it in known if it.page.known and it.page.known.authors]
    if len(asked) < 2:
        yield sign("authors are known of fewer than two articles")
    for it, want in asked:
        found = tuple(it.article.authors) if it.article else ()
        if not found:
            yield sign("{url} is known to be by {known}, and gives nobody", url=it.page.url, known=", ".join(want))
        elif found != want:
            yield sign("{url} is known to be by {known}, and gives {found}", url=it.page.url, known=", ".join(want), found=", ".join(found))
    if asked and len(asked) == len(known):
        yield from given_by_none([it.article and it.article.authors for it in others])
    for it in others:
        for name in it.article.authors if it.article else ():
            if not press.is_person(name) and not any(name in (want or ()) for _, want in asked):
                yield sign("{url} gives {name}, which does not read as a name", url=it.page.url, name=short(name))
    if asked and all(len(want) == 1 for _, want in asked) and "authors" in layout.fields:
        yield sign("no known article is by two: a second writer may be missed")
    if len(asked) > 2 and len({want for _, want in asked}) == 1 and "authors" in layout.fields:
        yield sign("all known articles are by the same")


def subtitles(known: Sequence[Reading], others: Sequence[Reading], layout: Layout) -> Iterator[Sign]:
    """Yield what speaks against the subtitles."""
    asked = [(it, it.page.known.subtitle) for it in known if it.page.known and it.page.known.subtitle]
    if len(asked) < 2:
        yield sign("a subtitle is known of fewer than two articles")
    wrong = 0
    for it in known:
        want = it.page.known.subtitle if it.page.known and it.page.known.subtitle else ()
        found = it.article.subtitle if it.article else []
        wrong += list(map(press.letters, found)) != list(map(press.letters, want))
    if wrong and asked:
        yield otherwise(wrong, len(known))
    for it in (*known, *others):
        article = it.article
        if article and any(
            press.letters(line) in {press.letters(article.title or ""), *map(press.letters, article.body.split("\n\n"))}
            for line in article.subtitle
        ):
            yield sign("that of {url} repeats its title or text", url=it.page.url)
        elif article and any(map(_CUT.search, article.subtitle)):
            yield sign("that of {url} is cut short: it may be the beginning of a text", url=it.page.url)


def sections(known: Sequence[Reading], layout: Layout) -> Iterator[Sign]:
    """Yield what speaks against the sections."""
    asked = [(it, it.page.known.section) for it in known if it.page.known and it.page.known.section]
    if len(asked) < 2 or "section" not in layout.fields:
        yield sign("no selector gives what is known")
        return
    wrong = sum(tuple(it.article.section if it.article else ()) != want for it, want in asked)
    if wrong:
        yield otherwise(wrong, len(asked))
