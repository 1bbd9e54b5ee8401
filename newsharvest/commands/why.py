"""`scrapy why ARTICLE_ID [ARTICLE_ID]`: why an article is, or is not, a repeat of another one, with the passages that they share."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator

from scrapy.exceptions import UsageError
from typing_extensions import override

from newsharvest.command_line import OutletCommand, check_store
from newsharvest.dedupe import Kind, fingerprints
from newsharvest.dedupe.comparison import FACTS_FEW, Likeness
from newsharvest.dedupe.passages import shared_passages
from newsharvest.items import Article
from newsharvest.language import _n
from newsharvest.reasons import Reason
from newsharvest.store import Store
from newsharvest.terminal import minute, plain, refuse

SHOWN = 5
"""Shared passages, and nearest articles, that are printed."""
WIDTH = 200
"""Characters of a passage that are printed."""


class Command(OutletCommand[list[str]]):
    """Print why an article repeats another, or does not."""

    requires_crawler_process = False

    @override
    def syntax(self) -> str:
        return "[options] <article id> [<article id>]"

    @override
    def short_desc(self) -> str:
        return "Say why an article is (or is not) a repeat of another, with what they share"

    def check(self, args: list[str], opts: argparse.Namespace) -> list[str]:
        """Return the one id, or the two."""
        if len(args) not in {1, 2}:
            raise UsageError("name one article, or two, by their id: <outlet>:<key>, as in the column `id`")
        if not all(name.isprintable() for name in args):
            raise UsageError("an id is plain text: <outlet>:<key>, as in the column `id`")
        if len(set(args)) < len(args):
            raise UsageError(f"{args[0]} is named twice")
        check_store(self.settings)
        return args

    def work(self, asked: list[str]) -> int:
        """Print the reasons."""
        with Store(self.settings["STORE"], reading=True) as store:
            articles = []
            for name in asked:
                try:
                    articles.append(store.article(name))
                except KeyError:
                    refuse(self.name, not_there(store, name))
            lines = of_two(store, *articles) if len(articles) == 2 else of_one(store, articles[0])
            return self.print_out(lines) | self.tell_damage(store)


def not_there(store: Store, name: str) -> str:
    """Say why an article is not in the store."""
    for failed in store.failures([name.partition(":")[0]]):
        if failed.article == name and failed.reason is Reason.DUPLICATE:
            return f"{name} is not kept by itself: {failed.reason.words} ({plain(failed.detail)})"
    return f"there is no article {name} in {store.path}; an id is <outlet>:<key>, as in the column `id`"


def of_one(store: Store, article: Article) -> Iterator[str]:
    """Yield why an article is new, or what it repeats."""
    if article.duplicate_of:
        yield from of_two(store, article, store.article(article.duplicate_of))
        return
    yield from heading(article)
    _, members = store.index.story(article.story_id or "")
    others = [name for name in members if name != article.id]
    yield ""
    if store.index.decision(article.id).kind is Kind.ROUNDUP:
        yield f"It is a roundup: it holds {', '.join(store.index.held(article.id))}. It tells none of their stories."
        return
    yield f"It repeats no earlier article. It tells the story {article.story_id}" + (
        f" with {', '.join(others)}." if others else ", alone."
    )
    for name, likeness in store.index.compare(article.id)[:SHOWN]:
        if name in others:
            continue
        if store.index.decision(name).kind is Kind.ROUNDUP:
            yield f"  not that of {name}: it is a roundup, which holds {', '.join(store.index.held(name))}"
        else:
            yield f"  not that of {name}: {likeness.reason} ({likeness.share:.0%} of the shorter text stands in the longer)"


def of_two(store: Store, one: Article, other: Article) -> Iterator[str]:
    """Yield why two articles tell one story, or do not."""
    old, new = sorted((one, other), key=lambda article: store.index.order(article.id))
    yield from heading(old)
    yield from heading(new)
    [(_, likeness)] = store.index.compare(new.id, old.id)
    yield ""
    holding = [it.id for it in (old, new) if store.index.decision(it.id).kind is Kind.ROUNDUP and old.story_id != new.story_id]
    if holding:
        told = (f"{name} is a roundup, which holds {', '.join(store.index.held(name))}" for name in holding)
        yield f"Not the same story: {'; '.join(told)}."
    else:
        yield verdict(new, old, likeness)
    yield from figures(new, old, likeness)
    passages = shared_passages(new.body, old.body)
    if passages:
        yield ""
        letters = sum(map(len, passages))
        yield f"Shared: {_n('{count} passage', '{count} passages', len(passages))}, {letters:,} of the {len(new.body):,} characters of {new.id}. The longest:"
    for passage in sorted(passages, key=len, reverse=True)[:SHOWN]:
        yield f"  “{plain(passage[:WIDTH])}”" + " …" * (len(passage) > WIDTH)


def heading(article: Article) -> Iterator[str]:
    """Yield who printed what, when."""
    when = minute(article.published_at) if article.published_at else "no date"
    yield f"{article.id}  {article.outlet_name}  {when}  {plain(article.title or '')}"


def verdict(new: Article, old: Article, likeness: Likeness) -> str:
    """Say what the two are to each other, and by which rule."""
    alike = likeness.kind is not Kind.NEW
    if new.duplicate_of == old.id:
        return f"The same story: {new.id} repeats {old.id}: {likeness.reason}." + (
            "" if alike else " (So they stand today; when it came they were alike.)"
        )
    if new.story_id == old.story_id:
        return f"The same story, {new.story_id}, by way of other articles; between these two: {likeness.reason}."
    if alike:
        return f"Two stories, as they were decided; as they stand today they are alike: {likeness.reason}."
    return f"Not the same story: {likeness.reason}."


def figures(new: Article, old: Article, likeness: Likeness) -> Iterator[str]:
    """Yield what was compared."""
    mine, theirs = fingerprint_of(new), fingerprint_of(old)
    yield f"  text     {likeness.share:.0%} of the shorter text stands in the longer ({theirs.letters:,} and {mine.letters:,} letters)"
    few = min(len({*read.numbers, *read.actors}) for read in (mine, theirs)) < FACTS_FEW
    yield "  facts    " + (
        "hardly any numbers or names to agree" if few else f"{likeness.facts:.0%} of the fewer numbers and names stand in both"
    )
    there, here = (Counter([*read.numbers, *sorted(read.actors)]) for read in (theirs, mine))
    for article, rest in ((old, there - here), (new, here - there)):
        if rest:
            yield f"           only in {article.id}: {', '.join(rest.elements())}"
    for article, read in ((old, theirs), (new, mine)):
        yield f"  place    {', '.join(sorted(read.places | read.towns)) or 'none named at the beginning'} ({article.id})"


def fingerprint_of(article: Article) -> fingerprints.Fingerprint:
    """Read an article's text."""
    return fingerprints.read(article.title or "", article.body)
