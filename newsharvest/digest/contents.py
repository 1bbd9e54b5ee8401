"""What stands in a digest: for each department the stories that fit it, and how much came from whom on which day. No files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from newsharvest import press
from newsharvest.items import Article
from newsharvest.period import is_day
from newsharvest.search import Matched, matched
from newsharvest.stats import Outlet
from newsharvest.store import Gathered
from newsharvest.watch import Department


@dataclass(frozen=True, slots=True)
class Printed:
    """An outlet's article on a story."""

    outlet_name: str
    title: str
    url: str
    at: datetime | None
    """KST."""
    is_day: bool
    """Whether `at` is a day alone: the page prints no time."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A story that a department wants, and why."""

    title: str
    url: str
    body: str
    """Of the canonical article."""
    printed: Sequence[Printed]
    """Of all outlets, each once, the earliest first."""
    matched: Sequence[Matched]
    is_new: bool
    """Whether nothing of it was kept when the last digest was made."""

    @property
    def first(self) -> Printed:
        """Who printed it first."""
        return self.printed[0]

    @property
    def words(self) -> str:
        """The words that were found."""
        return ", ".join(press.unique(one.word for one in self.matched))

    @property
    def sentence(self) -> str:
        """The sentence round the first of them that stands in the text; else the title's."""
        return next((one.sentence for one in self.matched if one.in_body), self.matched[0].sentence if self.matched else "")


@dataclass(frozen=True, slots=True)
class Section:
    """What a department gets."""

    name: str
    entries: Sequence[Entry]


class Counted(Counter[tuple[str, str, date | None]]):
    """How many articles fit: by department, masthead and day."""

    def by(self, *places: int) -> Counter[tuple[object, ...]]:
        """Return the same added up by some of these: 0 the department, 1 the masthead, 2 the day."""
        added: Counter[tuple[object, ...]] = Counter()
        for key, count in self.items():
            added[tuple(key[place] for place in places)] += count
        return added


@dataclass(frozen=True, slots=True)
class Digest:
    """A digest."""

    made: datetime
    since: datetime | None
    until: datetime | None
    sections: Sequence[Section]
    counted: Counted
    """Articles of the window, each once for each department that wants it."""
    warnings: Sequence[str] = field(default=())
    """What harvests warn of, a line each."""
    outlets: Sequence[Outlet] = ()
    """What is counted of the outlets in all articles of the window."""

    def of(self, departments: Collection[str]) -> Digest:
        """Return what of it these departments get."""
        counted = Counted({key: count for key, count in self.counted.items() if key[0] in departments})
        return replace(self, sections=[section for section in self.sections if section.name in departments], counted=counted)

    @property
    def stories(self) -> int:
        """How many stories there are, each once for each department that wants it."""
        return sum(len(section.entries) for section in self.sections)


def digest_of(
    stories: Iterable[Gathered],
    departments: Sequence[Department],
    reach: Mapping[str, Collection[str]],
    window: tuple[datetime | None, datetime | None],
    made: datetime,
    *,
    before: datetime | None = None,
    warnings: Sequence[str] = (),
    outlets: Sequence[Outlet] = (),
) -> Digest:
    """Return the digest of these stories.

    `reach`: by department, the outlets whose articles it wants, where it does not want all. `before`: when the last digest was made; a
    story of which nothing had been kept then is new.
    """
    entries: dict[str, list[Entry]] = {department.name: [] for department in departments}
    counted = Counted()
    for story in stories:
        for department in departments:
            wanted = list(fitting(story, department, reach.get(department.name)))
            if not wanted:
                continue
            entries[department.name].append(entry_of(story, wanted[0][1], before))
            for article, _ in wanted:
                counted[department.name, article.outlet_name, press.day_of(article.published_at) if article.published_at else None] += 1
    sections = [Section(name, sorted(found, key=order)) for name, found in entries.items()]
    return Digest(made, *window, sections, counted, warnings, outlets)


def fitting(story: Gathered, department: Department, outlets: Collection[str] | None) -> Iterator[tuple[Article, list[Matched]]]:
    """Yield the articles of a story that are of the window and fit a department, and the words of its queries that each holds."""
    for article in story.articles:
        if article.id not in story.fitting or (outlets is not None and article.outlet not in outlets):
            continue
        if department.sections and not set(department.sections) & set(article.section):
            continue
        fit = [query for query in department.queries if query.matches(article.title, article.body)]
        if fit:
            yield article, [one for query in fit for one in matched(query, article.title, article.body)]


def entry_of(story: Gathered, found: Sequence[Matched], before: datetime | None) -> Entry:
    """Return a story as a department sees it."""
    printed = list(map(printed_of, first_of_each(story.articles)))
    canonical = story.articles[0]
    is_new = before is not None and story.first_seen is not None and story.first_seen >= before
    return Entry(canonical.title or "", canonical.url, canonical.body, printed, found, is_new)


def first_of_each(articles: Iterable[Article]) -> list[Article]:
    """Return the first article of each outlet, the earliest first; those that state no time last."""
    first: dict[str, Article] = {}
    for article in sorted(articles, key=lambda article: (article.published_at is None, article.published_at or "", article.id)):
        first.setdefault(article.outlet, article)
    return list(first.values())


def printed_of(article: Article) -> Printed:
    """Return an article as it stands among those that tell its story."""
    at = datetime.fromisoformat(article.published_at) if article.published_at else None
    return Printed(article.outlet_name, article.title or "", article.url, at, at is not None and is_day(at))


def order(entry: Entry) -> tuple[int, bool, str, str]:
    """Order stories by how many papers printed them; of as many the new ones first, then the earliest."""
    return -len(entry.printed), not entry.is_new, entry.first.at.isoformat() if entry.first.at else "9", entry.title
