"""`scrapy why ARTICLE_ID [ARTICLE_ID]`: why an article is, or is not, a repeat of another one, with the passages that they share."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator

from rich.cells import cell_len
from scrapy.exceptions import UsageError
from typing_extensions import override

from newsharvest.command_line import OutletCommand, check_store
from newsharvest.dedupe import Kind, fingerprints
from newsharvest.dedupe.comparison import FACTS_FEW, Likeness
from newsharvest.dedupe.passages import shared_passages
from newsharvest.items import Article
from newsharvest.language import _, _n
from newsharvest.reasons import Reason
from newsharvest.store import Store
from newsharvest.terminal import minute, plain, refuse

SHOWN = 5
"""Shared passages, and nearest articles, that are printed."""
LABEL = 9
"""Columns that the name of what was compared takes, with the space after it."""
WIDTH = 200
"""Characters of a passage that are printed."""


class Command(OutletCommand[list[str]]):
    """Print why an article repeats another, or does not."""

    requires_crawler_process = False

    @override
    def syntax(self) -> str:
        return _("[options] <article id> [<article id>]")

    @override
    def short_desc(self) -> str:
        return _("Say why an article is (or is not) a repeat of another, with what they share")

    def check(self, args: list[str], opts: argparse.Namespace) -> list[str]:
        """Return the one id, or the two."""
        if len(args) not in {1, 2}:
            raise UsageError(_("name one article, or two, by their id: <outlet>:<key>, as in the column `id`"))
        if not all(name.isprintable() for name in args):
            raise UsageError(_("an id is plain text: <outlet>:<key>, as in the column `id`"))
        if len(set(args)) < len(args):
            raise UsageError(_("{article} is named twice", article=args[0]))
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
            why = f"{_(failed.reason.words)} ({plain(failed.detail)})"
            return _("{article} is not kept by itself: {why}", article=name, why=why)
    return _("there is no article {article} in {store}; an id is <outlet>:<key>, as in the column `id`", article=name, store=store.path)


def of_one(store: Store, article: Article) -> Iterator[str]:
    """Yield why an article is new, or what it repeats."""
    if article.duplicate_of:
        yield from of_two(store, article, store.article(article.duplicate_of))
        return
    yield from heading(article)
    members = store.index.story(article.story_id or "")[1]
    others = [name for name in members if name != article.id]
    yield ""
    if store.index.decision(article.id).kind is Kind.ROUNDUP:
        held = ", ".join(store.index.held(article.id))
        yield _("It is a roundup: it holds {articles}. It tells none of their stories.", articles=held)
        return
    story = article.story_id
    if others:
        yield _("It repeats no earlier article. It tells the story {story} with {articles}.", story=story, articles=", ".join(others))
    else:
        yield _("It repeats no earlier article. It tells the story {story}, alone.", story=story)
    for name, likeness in store.index.compare(article.id)[:SHOWN]:
        if name in others:
            continue
        if store.index.decision(name).kind is Kind.ROUNDUP:
            held = ", ".join(store.index.held(name))
            yield "  " + _("not that of {article}: it is a roundup, which holds {articles}", article=name, articles=held)
        else:
            yield "  " + _(
                "not that of {article}: {why} ({share:.0%} of the shorter text stands in the longer)",
                article=name,
                why=likeness.reason,
                share=likeness.share,
            )


def of_two(store: Store, one: Article, other: Article) -> Iterator[str]:
    """Yield why two articles tell one story, or do not."""
    old, new = sorted((one, other), key=lambda article: store.index.order(article.id))
    yield from heading(old)
    yield from heading(new)
    [(_article, likeness)] = store.index.compare(new.id, old.id)
    yield ""
    holding = [it.id for it in (old, new) if store.index.decision(it.id).kind is Kind.ROUNDUP and old.story_id != new.story_id]
    if holding:
        told = (
            _("{article} is a roundup, which holds {articles}", article=name, articles=", ".join(store.index.held(name)))
            for name in holding
        )
        yield _("Not the same story: {why}.", why="; ".join(told))
    else:
        yield verdict(new, old, likeness)
    yield from figures(new, old, likeness)
    passages = shared_passages(new.body, old.body)
    if passages:
        yield ""
        yield _n(
            "Shared: {count} passage, {letters:,} of the {of:,} characters of {article}. The longest:",
            "Shared: {count} passages, {letters:,} of the {of:,} characters of {article}. The longest:",
            len(passages),
            letters=sum(map(len, passages)),
            of=len(new.body),
            article=new.id,
        )
    for passage in sorted(passages, key=len, reverse=True)[:SHOWN]:
        yield f"  “{plain(passage[:WIDTH])}”" + " …" * (len(passage) > WIDTH)


def heading(article: Article) -> Iterator[str]:
    """Yield who printed what, when."""
    when = minute(article.published_at) if article.published_at else _("no date")
    yield f"{article.id}  {article.outlet_name}  {when}  {plain(article.title or '')}"


def verdict(new: Article, old: Article, likeness: Likeness) -> str:
    """Say what the two are to each other, and by which rule."""
    alike = likeness.kind is not Kind.NEW
    if new.duplicate_of == old.id:
        told = _("The same story: {new} repeats {old}: {why}.", new=new.id, old=old.id, why=likeness.reason)
        return told if alike else told + " " + _("(So they stand today; when it came they were alike.)")
    if new.story_id == old.story_id:
        return _("The same story, {story}, by way of other articles; between these two: {why}.", story=new.story_id, why=likeness.reason)
    if alike:
        return _("Two stories, as they were decided; as they stand today they are alike: {why}.", why=likeness.reason)
    return _("Not the same story: {why}.", why=likeness.reason)


def figures(new: Article, old: Article, likeness: Likeness) -> Iterator[str]:
    """Yield what was compared."""
    mine, theirs = fingerprint_of(new), fingerprint_of(old)
    shared = _(
        "{share:.0%} of the shorter text stands in the longer ({old:,} and {new:,} letters)",
        share=likeness.share,
        old=theirs.letters,
        new=mine.letters,
    )
    yield labelled(_("text"), shared)
    few = min(len({*read.numbers, *read.actors}) for read in (mine, theirs)) < FACTS_FEW
    agreeing = _("{share:.0%} of the fewer numbers and names stand in both", share=likeness.facts)
    yield labelled(_("facts"), _("hardly any numbers or names to agree") if few else agreeing)
    there, here = (Counter([*read.numbers, *sorted(read.actors)]) for read in (theirs, mine))
    for article, rest in ((old, there - here), (new, here - there)):
        if rest:
            yield labelled("", _("only in {article}: {facts}", article=article.id, facts=", ".join(rest.elements())))
    for article, read in ((old, theirs), (new, mine)):
        places = ", ".join(sorted(read.places | read.towns)) or _("none named at the beginning")
        yield labelled(_("place"), f"{places} ({article.id})")


def labelled(label: str, told: str) -> str:
    """Return a line of what was compared, behind its name; a letter of Hangul takes two columns."""
    return f"  {label}{' ' * (LABEL - cell_len(label))}{told}"


def fingerprint_of(article: Article) -> fingerprints.Fingerprint:
    """Read an article's text."""
    return fingerprints.read(article.title or "", article.body)
