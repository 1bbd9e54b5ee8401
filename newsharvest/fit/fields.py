"""The rules of the fields beside the body: every element whose text reads as the known value, through the field's own reader."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from typing import Any

from lxml import etree

from newsharvest import press
from newsharvest.fit.pages import Page
from newsharvest.fit.queries import Query, queries
from newsharvest.page.body import lines_of
from newsharvest.page.common import (
    ITEM,
    MODIFIED,
    PATH_BEHIND_HOME,
    PATH_STEP,
    PUBLISHED,
    PUBLISHED_OR_BARE,
    WRITER,
    WRITER_BEHIND_LABEL,
    WRITER_BEHIND_TIME,
)
from newsharvest.page.layouts import Rule

RULES_MAX = 3
"""Rules of a field: the first that gives something wins, and more would never be seen to win."""
TRIED = 400
"""Rules of a field that are tried."""
SEVERAL = 4
"""Pages from which one may contradict the others."""
LABEL = 80
"""Letters that may stand beside a value in its element: a label, a mail address, a time."""
LABEL_KEPT = 0.6
"""What it costs that the label of a time is read with it."""
ELSEWHERE = 1.5
"""What it costs that a rule finds a time elsewhere too, on every page: one that prints none would give that."""
UNLABELLED = 0.4
"""What it costs that a time is read whatever its label: where a page prints only when an article was changed, that is read."""
BESIDE = 0.03
"""What each letter costs that stands beside the value in its element."""
_PATTERNS = {
    "published_raw": (PUBLISHED, PUBLISHED_OR_BARE),
    "authors": (WRITER, WRITER_BEHIND_LABEL, WRITER_BEHIND_TIME),
    "subtitle": (ITEM,),
    "section": (PATH_STEP, PATH_BEHIND_HOME),
}
_OF_A_CHANGE = re.compile(
    r"(?:^|[\s_-]|(?<=[a-z])(?=[A-Z]))(?:[Mm]odif|[Uu]pdat|[Uu]pd(?![a-z])|[Cc]hange|[Ee]dit(?:ed)?(?![a-z])|[Rr]evis)"  # not `credits`
)
"""What an element is called that holds the time of a change."""
_ATTRIBUTE = re.compile(r"[a-z][a-z0-9_-]*")  # `:at` and `@at` are a program's, and no selector can name them


@dataclass(frozen=True, slots=True)
class Candidate:
    """A rule, what it costs, and what it gives."""

    rule: Rule
    cost: float
    wrong: int
    """Known pages on which it gives something else: one, where what is known of that may be wrong."""
    right: int
    """Known pages on which it gives what is known."""
    silent: int
    """Known pages on which it gives nothing."""
    exact: int
    """Pages on which it gives all of it as it is known: the minute too, and every mark."""


def find_rules(
    field: str, pages: Sequence[Page], unseen: Sequence[Page], wanted: Mapping[Page, object], outlet_names: Sequence[str]
) -> list[Candidate]:
    """Return rules that give what is wanted on these pages, up to three, the best first. `wanted`: by page; one it lacks is not asked.

    Where some pages want nothing (an empty tuple), a rule that gives something there is wrong.
    """
    tried: dict[Rule, float] = {}
    for query, pattern in candidates(field, pages, wanted):
        rule = Rule(query.css, pattern)
        if rule not in tried and len(tried) < TRIED:
            tried[rule] = query.cost + (0.3 if pattern else 0.0)
    found = []
    for rule, cost in tried.items():
        if candidate := judge(field, rule, cost, pages, wanted, outlet_names):
            if field == "published_raw":
                elsewhere = sum(bool(times_elsewhere(page, rule)) for page in (*pages, *unseen))
                candidate = replace(candidate, cost=candidate.cost + ELSEWHERE * elsewhere / (len(pages) + len(unseen)))
            if field in {"title", "published_raw"}:
                missing = sum(page.reader.read(field, rule) is None and not says_change(page, rule) for page in unseen)
                candidate = replace(candidate, cost=candidate.cost + 0.5 * missing)
            found.append(candidate)
    found.sort(key=lambda one: (one.wrong, -one.exact, -one.right, one.cost, one.rule.query))
    chosen: list[Candidate] = []
    steps: set[str] = set()
    for candidate in found:
        step = last_step(candidate.rule)
        if chosen and (step in steps or not is_fallback(field, candidate, chosen, (*pages, *unseen))):
            continue
        chosen.append(candidate)
        steps.add(step)
        if len(chosen) == RULES_MAX:
            break
    return chosen


def says_change(page: Page, rule: Rule) -> bool:
    """Tell whether where a rule looks only the time of a change stands."""
    return rule.re in _PATTERNS["published_raw"] and page.reader.read("modified_raw", Rule(rule.query, MODIFIED)) is not None


def is_fallback(field: str, candidate: Candidate, chosen: Sequence[Candidate], pages: Sequence[Page]) -> bool:
    """Tell whether a rule is worth being asked after others.

    Where nothing may stand, a rule more is one more that may find something else; and one that finds a time elsewhere too would give that
    on a page that prints none.
    """
    if candidate.wrong or candidate.cost > chosen[0].cost + 1.5 or "+" in candidate.rule.query or candidate.exact < chosen[0].exact:
        return False
    if field == "published_raw":
        if chosen[0].rule.re and not candidate.rule.re:  # it would read the time of a change
            return False
        if any(times_elsewhere(page, candidate.rule, next(times_of(page, chosen[0].rule), None)) for page in pages):
            return False
    return field in {"title", "published_raw"} or chosen[0].silent > 0


def times_of(page: Page, rule: Rule) -> Iterator[etree._Element]:
    """Yield the elements of which a rule reads a time."""
    query, _, attribute = rule.query.removesuffix(")").replace("/@", "::attr(").partition("::attr(")
    for match in Rule(query).select(page.tree):
        texts = [match.root.get(attribute) or ""] if attribute else [" ".join(rule.keep(lines_of(match)))]
        if any(map(press.read_time, texts)):
            yield match.root


def times_elsewhere(page: Page, rule: Rule, home: etree._Element | None = None) -> list[etree._Element]:
    """Return the elements of which a rule reads a time that stand neither in nor round `home`, by default the first."""
    found = list(times_of(page, rule))
    home = found[0] if home is None and found else home
    if home is None:
        return found
    near = {home, *home.iterancestors()}
    return [element for element in found if element not in near and home not in element.iterancestors()]


def last_step(rule: Rule) -> str:
    """Return what a query names last, without its tag: two queries of one last step break together."""
    return re.sub(r"^\w+(?=[.#\[])", "", re.split(r"[\s>]+", rule.query)[-1])


def judge(
    field: str, rule: Rule, cost: float, pages: Sequence[Page], wanted: Mapping[Page, object], outlet_names: Sequence[str]
) -> Candidate | None:
    """Try a rule; None if it gives nothing, or something wrong on more than one page of several."""
    right = silent = exact = wrong = 0
    for page in pages:
        if page not in wanted:
            continue
        want = wanted[page]
        value = value_of(field, page, rule, outlet_names)
        if value is None:
            silent += bool(want)
            right += not want
        elif same(want, value) or (field == "section" and isinstance(want, tuple) and value in {want[:1], want[-1:]}):
            right += 1
            exact += value == want or (isinstance(want, datetime) and isinstance(value, datetime) and in_minutes(value) == in_minutes(want))
        else:
            wrong += 1
            if wrong > (len(wanted) >= SEVERAL):
                return None
    given = right - sum(not wanted[page] for page in pages if page in wanted)
    return Candidate(rule, cost, wrong, right, silent, exact) if given > wrong else None


def value_of(field: str, page: Page, rule: Rule, outlet_names: Sequence[str]) -> object:
    """Return what a rule gives of a page, in the form in which values are compared; None if nothing."""
    value = page.reader.read(field, rule)
    if field == "subtitle" and value and page.known and press.is_lead(" ".join(value), page.known.body):
        return None
    return comparable(field, value, outlet_names)


def comparable(field: str, value: Any, outlet_names: Sequence[str]) -> object:
    """Return a value in the form in which it is compared: a time as a time; None if there is nothing."""
    if not value:
        return None
    if field.endswith("_raw"):
        return press.read_time(str(value))
    if field == "title":
        return press.strip_outlet_tags(str(value), outlet_names) or None
    return tuple(line for line in value if line not in outlet_names) or None


def same(want: object, value: object) -> bool:
    """Tell whether a value is what is wanted: of a time, the day will do, and of texts the letters."""
    if isinstance(want, datetime) and isinstance(value, datetime):
        return in_minutes(value) == in_minutes(want) or (value.date() == want.date() and (is_day(value) or is_day(want)))
    if isinstance(want, str):
        return press.letters(want) == press.letters(str(value))
    return isinstance(want, tuple) and isinstance(value, tuple) and list(map(press.letters, want)) == list(map(press.letters, value))


def in_minutes(moment: datetime) -> datetime:
    """Return a time without its seconds: a new page may print them, or an old one have done."""
    return moment.replace(second=0)


def is_day(moment: datetime) -> bool:
    """Tell whether a time is a day without a time."""
    return (moment.hour, moment.minute, moment.second) == (0, 0, 0)


# --- candidates


def candidates(field: str, pages: Sequence[Page], wanted: Mapping[Page, object]) -> Iterator[tuple[Query, str | None]]:
    """Yield queries, with a pattern or none, of the elements whose text reads as what is wanted, cheapest first."""
    costs: dict[tuple[str, str | None], float] = {}
    said = {value for page in pages if page.known for value in (*(page.known.authors or ()), *(page.known.section or ()))}
    for page in pages:
        if want := wanted.get(page):
            for element, attribute in elements(field, page, want):
                more = BESIDE * max(0, len(page.letters.of(element)) - size(want)) if not attribute else 0.0
                for query in queries(element, said):
                    css = asked(query.css, attribute)
                    for pattern in patterns(field) if not attribute else (None,):
                        key, cost = (css, pattern), query.cost + (0.2 if attribute else more)
                        if pattern is None and not attribute and field == "published_raw":
                            cost += LABEL_KEPT if more else UNLABELLED
                        costs[key] = min(cost, costs.get(key, cost))
    for (css, pattern), cost in sorted(costs.items(), key=lambda one: (one[1], one[0][0], one[0][1] or "")):
        yield Query(css, cost), pattern


def asked(query: str, attribute: str | None) -> str:
    """Return a query of an element, or of an attribute of it."""
    if attribute is None:
        return query
    return f"{query}/@{attribute}" if query.startswith("/") else f"{query}::attr({attribute})"


def size(want: object) -> int:
    """Return how many letters a value has, with a label."""
    if isinstance(want, datetime):
        return 16
    return sum(map(len, want)) + 6 if isinstance(want, tuple) else len(str(want))


def patterns(field: str) -> tuple[str | None, ...]:
    """Return the patterns that a field's rules may have: what stands behind a label."""
    return (None, *_PATTERNS.get(field, ()))


def elements(field: str, page: Page, want: object) -> Iterator[tuple[etree._Element, str | None]]:
    """Yield the elements that may give a value, and the attribute that does where it is none of their text."""
    if isinstance(want, datetime):
        found = (*((element, None) for element in dated(page, want)), *stated_times(page, want))
        yield from ((element, attribute) for element, attribute in found if attribute is None or not is_of_a_change(element, attribute))
        return
    values = (want,) if isinstance(want, str) else tuple(want) if isinstance(want, tuple) else ()
    for value in values if field in {"authors", "section"} else values[:1]:
        letters = press.letters(str(value))
        more = LABEL if field in {"authors", "section"} else 0 if field == "title" else 8
        yield from ((element, None) for element in islice(page.letters.elements_of(letters, more), 24))
    if len(values) > 1:  # several lines of one element
        yield from ((element, None) for element in islice(page.letters.elements_of("".join(map(press.letters, map(str, values))), 8), 6))


def is_of_a_change(element: etree._Element, attribute: str | None = None) -> bool:
    """Tell whether an element, or its attribute, is called one of the time of a change."""
    names = (element.get("class"), element.get("id"), element.get("itemprop"), attribute)
    return _OF_A_CHANGE.search(" ".join(filter(None, names))) is not None


def dated(page: Page, want: datetime) -> Iterable[etree._Element]:
    """Yield the elements in whose text the day stands that is wanted, and little else."""
    forms = (
        f"{want:%Y%m%d}",
        f"{want.year}년{want.month}월{want.day}일",
        f"{want:%Y}년{want:%m}월{want:%d}일",
        f"{want:%y%m%d}",
        f"{want.year}{want.month}{want.day}",
    )
    for form in dict.fromkeys(forms):
        for element in islice(page.letters.elements_of(form, LABEL), 30):
            within = (one for one in element.iter() if isinstance(one.tag, str) and is_of_a_change(one))
            if not any(form in page.letters.of(one) for one in within):
                yield element


def stated_times(page: Page, want: datetime) -> Iterator[tuple[etree._Element, str]]:
    """Yield the elements of which an attribute states the time, and its name."""
    for element in page.tree.root.iter():
        if isinstance(element.tag, str) and element.tag not in {"meta", "img", "a"}:
            for name, value in element.attrib.items():
                if not _ATTRIBUTE.fullmatch(str(name)) or f"{want:%Y}" not in str(value) or len(value) > LABEL:
                    continue
                moment = press.read_time(str(value))
                if moment and same(want, moment):
                    yield element, str(name)
