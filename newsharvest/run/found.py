"""Layouts that were found by program, beside what a run reads by them: where the articles contradict one, a person is told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field

from newsharvest.items import RULES_OF, USUAL_FIELDS, Article
from newsharvest.language import _n
from newsharvest.page.layouts import Layout
from newsharvest.terminal import plain

FEW = 2
"""Articles from which it is told that all lack what nearly every outlet prints, or that half are in doubt."""
MANY = 8
"""Articles from which it is told that all lack anything else: most have no subtitle, and it is none the worse."""


@dataclass(slots=True)
class Watch:
    """What one layout gave in a run."""

    layout: Layout
    articles: int = 0
    example: str = ""
    """The address of the latest of them that is in doubt, or of the latest."""
    doubted: int = 0
    doubts: Counter[str] = field(default_factory=Counter)
    filled: Counter[str] = field(default_factory=Counter)

    def add(self, article: Article, usual: Collection[str]) -> None:
        """Count an article; the doubts that are its outlet's way are none."""
        doubts = set(article.doubts).difference(usual)
        self.articles += 1
        self.doubted += bool(doubts)
        self.doubts.update(doubts)
        self.filled.update(name for name in RULES_OF if getattr(article, name))
        if doubts or not self.doubted:
            self.example = article.url

    def contradictions(self) -> Iterator[str]:
        """Yield in words what speaks against the layout."""
        if FEW <= self.doubted >= self.articles / 2:
            names = ", ".join(name for name, _ in self.doubts.most_common())
            yield f"gave {self.doubted} of {_n('{count} article', '{count} articles', self.articles)} that are in doubt ({names})"
        lacking = [name for name, rules in RULES_OF.items() if rules in self.layout.fields and not self.filled[name]]
        lacking = [name for name in lacking if self.articles >= (FEW if name in USUAL_FIELDS else MANY)]
        if lacking:
            yield f"gave no {', '.join(lacking)} in any of {_n('{count} article', '{count} articles', self.articles)}"


def contradicted(outlet: str, layouts: Iterable[Layout], articles: Iterable[Article], usual: Collection[str]) -> Iterator[str]:
    """Yield a line for each layout found by program that the articles of a run contradict."""
    watched = {layout.name: Watch(layout) for layout in layouts if layout.found}
    for article in articles:
        if article.layout in watched:
            watched[article.layout].add(article, usual)
    for name, watch in watched.items():
        if told := "; it ".join(watch.contradictions()):
            yield plain(f"{outlet}: the layout {name}, found by program, {told}: look at {watch.example}")
