"""The rows of a list that links known articles, and the date in a row."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import takewhile

from lxml import etree
from parsel import Selector

from newsharvest import press
from newsharvest.addresses import join
from newsharvest.fit.queries import Query, cheapest, queries
from newsharvest.fit.samples import FittedList, Listed, UnfittableError, sign
from newsharvest.language import _
from newsharvest.page.body import lines_of
from newsharvest.page.common import PUBLISHED_OR_BARE
from newsharvest.page.layouts import ListLayout, Rule

ENOUGH = 3
"""Known articles that a list must link."""
ELSEWHERE = 0.5
"""What a row costs that stands elsewhere than the known ones: in a ranking."""
SHARED = 4
"""Characters that the addresses of articles have in common, behind the host."""
BARE = 3.0
"""What a tag alone costs where the date of a row is looked for: what it finds that is no date is passed over."""
PATTERN = 0.5
"""What a pattern costs that keeps of a line nothing but its date."""
DATE_MAX = 40
"""Characters of an element that is a date and little else."""


def fit_list(
    name: str,
    page: Selector,
    base_url: str,
    known: Sequence[Listed],
    key_of: Callable[[str], str | None] = lambda url: url,
    received: datetime | None = None,
) -> FittedList:
    """Find the rows and dates of a list that links these articles. UnfittableError if it links fewer than three.

    `key_of` an absolute address gives the key of the article that it leads to, if to one; `received`: what `3시간 전` counts from.
    """
    links = {key: list(elements) for key, elements in linked(page, base_url, key_of).items()}
    rows: dict[etree._Element, Listed] = {}
    for it in known:
        for link in links.get(key_of(it.url) or "", ()):
            rows.setdefault(row_of(link, links), it)
    if (linked_known := len({it.url for it in rows.values()})) < ENOUGH:
        raise UnfittableError(
            _("the list links {linked} of the known articles, and {needed} are needed", linked=linked_known, needed=ENOUGH)
        )
    groups: dict[etree._Element | None, list[etree._Element]] = {}
    for row in rows:
        groups.setdefault(row.getparent(), []).append(row)
    main = max(groups.values(), key=len)  # a ranking may link them too
    rule = find_rows(page, main, links) or find_links(page, main, links)
    if rule is None:
        raise UnfittableError(_("no selector finds the rows of the list"))
    day, alone = find_date({row: it.date for row, it in rows.items() if row in main and it.date}, received)
    if day is None:
        return FittedList(ListLayout(name, rows=(rule,)), [sign("no selector gives the dates of its rows")])
    signs = [] if alone else [sign("the date of a row is the first that reads as one of what {selector} finds in it", selector=day.query)]
    return FittedList(ListLayout(name, rows=(rule,), date=(day,)), signs)


def linked(page: Selector, base_url: str, key_of: Callable[[str], str | None]) -> Mapping[str, list[etree._Element]]:
    """Return the links of a page by the key of the article that they lead to."""
    found: dict[str, list[etree._Element]] = {}
    for link in page.root.iter("a"):
        url = join(base_url, link.get("href") or "")
        if url and (key := key_of(url)):
            found.setdefault(key, []).append(link)
    return found


def row_of(link: etree._Element, links: Mapping[str, Sequence[etree._Element]]) -> etree._Element:
    """Return the largest element round a link that links no other article."""
    key_by_link = {one: key for key, elements in links.items() for one in elements}
    row = link
    for around in link.iterancestors():
        if around.tag in {"body", "html"} or {key_by_link[one] for one in around.iter("a") if one in key_by_link} != {key_by_link[link]}:
            break
        row = around
    return row


def find_rows(page: Selector, rows: Sequence[etree._Element], links: Mapping[str, Sequence[etree._Element]]) -> Rule | None:
    """Return the rule that finds these rows, each for itself, and few others."""
    every = {one for elements in links.values() for one in elements}
    parents = {row.getparent() for row in rows}
    best: tuple[float, str] | None = None
    for query in {query for row in rows for query in queries(row)}:
        matches = [match.root for match in Rule(query.css).select(page)]
        if not set(rows) <= set(matches):
            continue
        linking = [match for match in matches if any(one in every for one in match.iter("a"))]
        cost = query.cost + ELSEWHERE * sum(match.getparent() not in parents for match in linking)
        if best is None or (cost, query.css) < best:
            best = cost, query.css
    return Rule(best[1]) if best else None


def find_links(page: Selector, rows: Sequence[etree._Element], links: Mapping[str, Sequence[etree._Element]]) -> Rule | None:
    """Return the rule that finds the links to articles by what their addresses have in common, where nothing names their rows."""
    every = [one for elements in links.values() for one in elements if any(row in (one, *one.iterancestors()) for row in rows)]
    begins = [re.sub(r"^https?://[^/]+", "", re.split(r"\d", str(one.get("href")), maxsplit=1)[0]) for one in every]
    shared = "".join(letters[0] for letters in takewhile(lambda letters: len(set(letters)) == 1, zip(*begins, strict=False)))
    if len(shared) < SHARED or not re.fullmatch(r"[\w./?=&%-]+", shared):
        return None
    return Rule(f"a[href*='{shared}']")


def find_date(rows: Mapping[etree._Element, datetime], received: datetime | None) -> tuple[Rule | None, bool]:
    """Return the rule that gives the known day in each of these rows, and whether it finds nothing else in them."""
    elements = [element for row, day in rows.items() for element in dated(row, day, received)]
    best: tuple[int, float, str, str] | None = None
    for css, cost in cheapest(query for element in elements for query in (*queries(element), Query(str(element.tag), BARE))):
        for pattern, more in (("", 0.0), (PUBLISHED_OR_BARE, PATTERN)):
            rule = Rule(css, pattern or None)
            found = [printed(row, rule, received) for row in rows]
            if all(next(filter(None, days), None) == day.date() for days, day in zip(found, rows.values(), strict=True)):
                others = sum(len(days) > 1 for days in found)
                best = min(best or (others, cost + more, css, pattern), (others, cost + more, css, pattern))
    if best is None:
        return None, False
    others, _, css, pattern = best
    return Rule(css, pattern or None), others == 0


def dated(row: etree._Element, day: datetime, received: datetime | None) -> Iterator[etree._Element]:
    """Yield the elements of a row that are little else than this day."""
    for element in row.iterdescendants():
        if isinstance(element.tag, str):
            text = press.clean(" ".join(map(str, element.itertext())))
            moment = press.read_list_time(text, received) if 0 < len(text) <= DATE_MAX else None
            if moment and moment.date() == day.date():
                yield element


def printed(row: etree._Element, rule: Rule, received: datetime | None) -> list[date | None]:
    """Return the day of each line that a rule finds in a row; None of one that reads as none."""
    lines = [line for match in rule.select(Selector(root=row)) for line in rule.keep(lines_of(match))]
    return [moment.date() if (moment := press.read_list_time(line, received)) else None for line in lines]
