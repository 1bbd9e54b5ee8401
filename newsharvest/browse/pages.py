"""What the pages show of articles: the stories of a day, what a query finds, and an article with what it was before."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from newsharvest.browse.changes import Changed, Piece, steps
from newsharvest.digest.charts import bars, columns
from newsharvest.digest.contents import Printed, first_of_each, printed_of
from newsharvest.digest.wording import Wording
from newsharvest.items import Article
from newsharvest.language import _
from newsharvest.search import QueryError, matched, parse
from newsharvest.store import Brief, Gathered, GivenUpError, Selection, Store, StoreError

STORIES = 50
"""Stories on a page."""
FOUND = 50
"""Articles on a page of what a query finds."""
PAPERS = 40
"""Outlets that are named of a story."""
VERSIONS = 20
"""Versions of an article that are shown, the latest ones."""
QUERY_MAX = 2_000
"""Letters of a query."""
CHART_DAYS = 30


class NotThereError(LookupError):
    """There is no such page."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its template, and what that is filled with."""

    template: str
    values: Mapping[str, Any] = field(default_factory=dict)
    status: int = 200


@dataclass(frozen=True, slots=True)
class Part:
    """Which of the pages of a long list this is."""

    number: int
    """From 1."""
    of: int


def part_of(length: int, size: int, number: int) -> tuple[Part, slice]:
    """Return which part of a list so long a page shows. NotThereError if it has no such page."""
    pages = max(1, -(-length // size))
    if not 1 <= number <= pages:
        raise NotThereError
    return Part(number, pages), slice((number - 1) * size, number * size)


class Paper(NamedTuple):
    """An outlet's article on a story."""

    id: str
    printed: Printed


class Line(NamedTuple):
    """A story in a list."""

    id: str
    """Of its canonical article, as the title."""
    title: str
    papers: Sequence[Paper]
    """Each outlet once, the earliest first; PAPERS at most."""
    more: int
    """Outlets beyond them."""


def line_of(story: Gathered) -> Line:
    """Return a story as it stands in a list."""
    canonical, first = story.articles[0], first_of_each(story.articles)
    named = [Paper(article.id, printed_of(article)) for article in first]
    return Line(canonical.id, canonical.title or canonical.id, named[:PAPERS], max(0, len(named) - PAPERS))


def day_page(store: Store, day: date | None, number: int) -> Page:
    """Return the stories of a day, by default the latest: those that most outlets told first."""
    days = store.days()
    if not days and day is None:
        return Page("day.html", {"day": None})
    day = day or days[0]
    place = bisect_left([-known.toordinal() for known in days], -day.toordinal())  # the latest stand first
    later = days[place - 1] if place else None
    earlier = next((known for known in days[place : place + 2] if known < day), None)
    stories: dict[str, list[Brief]] = defaultdict(list)
    for brief in store.briefs(Selection(since=day, until=day)):
        stories[brief.story].append(brief)
    articles = sum(brief.fits for briefs in stories.values() for brief in briefs)
    ordered = sorted(stories, key=lambda story: (-len({brief.outlet for brief in stories[story]}), story))
    part, shown = part_of(len(ordered), STORIES, number)
    lines = list(lines_of(store, ordered[shown]))
    values = {"day": day, "later": later, "earlier": earlier, "articles": articles, "stories": len(ordered), "part": part, "lines": lines}
    return Page("day.html", values)


def lines_of(store: Store, stories: Iterable[str]) -> Iterator[Line]:
    """Yield stories by their ids; one of which nothing can be read is left out, and named in the store's `damaged`."""
    for story in stories:
        try:
            yield line_of(store.story(story))
        except KeyError:
            continue


class Found(NamedTuple):
    """An article that a query finds."""

    id: str
    title: str
    printed: Printed
    sentence: str
    """In which a word of the query stands; none where that is the title."""
    words: Sequence[str]


def search_page(store: Store, text: str, number: int) -> Page:
    """Return what a query finds, the latest first; of one that cannot be read why, and where."""
    values: dict[str, Any] = {"query": text, "refused": "", "place": None, "count": None, "found": []}
    if not text.strip():
        return Page("search.html", values)
    try:
        if len(text) > QUERY_MAX:
            raise QueryError(_("a query has {most:,} letters at most", most=QUERY_MAX), "", 0)
        query = parse(text)
    except QueryError as error:
        asked, at = error.query, error.position
        place = (asked[:at], asked[at : at + 1], asked[at + 1 :]) if asked else None
        return Page("search.html", values | {"refused": error.message, "place": place}, 400)
    ids = list(store.search(query))
    part, shown = part_of(len(ids), FOUND, number)
    found = []
    for article in articles_of(store, ids[shown]):
        words = matched(query, article.title, article.body)
        sentence = next((one.sentence for one in words if one.in_body), "")
        found.append(Found(article.id, article.title or article.id, printed_of(article), sentence, [one.word for one in words]))
    return Page("search.html", values | {"count": len(ids), "part": part, "found": found})


def articles_of(store: Store, ids: Iterable[str]) -> Iterator[Article]:
    """Yield the articles of these ids; one that cannot be read is left out, and named in the store's `damaged`."""
    for id_ in ids:
        try:
            yield store.article(id_)
        except GivenUpError:
            raise
        except (KeyError, StoreError):
            continue


class Version(NamedTuple):
    """What an article became."""

    at: datetime | None
    """When it was received, KST."""
    reread: bool
    """Whether the page was read anew, and the paper has changed nothing."""
    fields: Sequence[tuple[str, Sequence[Piece]]]
    paragraphs: Sequence[Changed]


def article_page(store: Store, id_: str) -> Page:
    """Return an article, with the others that tell its story and what it was before. NotThereError if it is not kept."""
    try:
        article = store.article(id_)
    except KeyError:
        raise NotThereError from None
    try:
        line = line_of(store.story(id_))
    except KeyError:  # the index of near-duplicates has lost it
        line = None
    versions = store.versions(id_)
    changed = zip(steps([one.article for one in versions], VERSIONS), reversed(versions), strict=False)
    changes = [Version(fetched(step.after), one.reread, step.fields, step.paragraphs) for step, one in changed]
    edited = len(versions) - sum(one.reread for one in versions)
    values = {"article": article, "printed": printed_of(article), "received": fetched(article), "line": line}
    values |= {"changes": changes, "versions": edited}
    return Page("article.html", values | {"older": len(versions) - 1 > len(changes)})


def fetched(article: Article) -> datetime | None:
    """Return when an article was received."""
    return datetime.fromisoformat(article.fetched_at) if article.fetched_at else None


def charts_page(store: Store, until: date | None, mastheads: Mapping[str, str], wording: Wording) -> Page:
    """Return charts of CHART_DAYS days, by default up to the latest: stories by day, and by outlet."""
    days = store.days()
    if not days:
        return Page("charts.html", {"until": None})
    until = until or days[0]
    since = until - timedelta(days=CHART_DAYS - 1)
    told = store.stories_by_day(since, until)
    by_day = {f"{day:%m.%d}": told.get(day, 0) for day in (since + timedelta(days=n) for n in range(CHART_DAYS))}
    by_outlet = {mastheads.get(name, name): count for name, count in store.stories_by_outlet(since, until).items()}
    values = {
        "since": since,
        "until": until,
        "earlier": since - timedelta(days=1) if days[-1] < since else None,
        "later": min(days[0], until + timedelta(days=CHART_DAYS)) if until < days[0] else None,
        "told": told,
        "by_day": columns(by_day, wording.gettext("Stories by day")),
        "by_outlet": bars(by_outlet, wording.gettext("Stories by outlet")),
    }
    return Page("charts.html", values)
