"""Layouts that were found by program, beside what a run reads by them: where the articles contradict one, a person is told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field

from newsharvest.items import RULES_OF, USUAL_FIELDS, Article
from newsharvest.language import _
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

    @property
    def said(self) -> str:
        """What speaks against it: its doubts by their names, or nothing."""
        return ", ".join(name for name, _hits in self.doubts.most_common()) if FEW <= self.doubted >= self.articles / 2 else ""

    @property
    def lacking(self) -> str:
        """What speaks against it: the fields that it could read and none of its articles has, or nothing."""
        lacking = [name for name, rules in RULES_OF.items() if rules in self.layout.fields and not self.filled[name]]
        return ", ".join(name for name in lacking if self.articles >= (FEW if name in USUAL_FIELDS else MANY))

    def contradiction(self) -> str:
        """Say what speaks against the layout, or nothing."""
        layout, articles, hits, said, lacking = self.layout.name, self.articles, self.doubted, self.said, self.lacking
        if said and lacking:
            return _(
                "the layout {layout}, found by program, gave {hits} of {articles} articles that are in doubt ({doubts});"
                " it gave no {fields} in any of {articles} articles: look at {example}",
                layout=layout,
                hits=hits,
                articles=articles,
                doubts=said,
                fields=lacking,
                example=self.example,
            )
        if said:
            return _(
                "the layout {layout}, found by program, gave {hits} of {articles} articles that are in doubt ({doubts}): look at {example}",
                layout=layout,
                hits=hits,
                articles=articles,
                doubts=said,
                example=self.example,
            )
        if lacking:
            return _(
                "the layout {layout}, found by program, gave no {fields} in any of {articles} articles: look at {example}",
                layout=layout,
                articles=articles,
                fields=lacking,
                example=self.example,
            )
        return ""


def contradicted(outlet: str, layouts: Iterable[Layout], articles: Iterable[Article], usual: Collection[str]) -> Iterator[str]:
    """Yield a line for each layout found by program that the articles of a run contradict."""
    watched = {layout.name: Watch(layout) for layout in layouts if layout.found}
    for article in articles:
        if article.layout in watched:
            watched[article.layout].add(article, usual)
    for watch in watched.values():
        if told := watch.contradiction():
            yield plain(f"{outlet}: {told}")
