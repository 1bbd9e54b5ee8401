"""`scrapy history ARTICLE_ID`: every version of an article: when the store got it, and what changed, word by word."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from typing import Any

from rich.console import Console
from rich.text import Text
from scrapy.exceptions import UsageError
from typing_extensions import override

from newsharvest.archive import Page
from newsharvest.archive.origin import archive_beside, page_of
from newsharvest.browse.changes import Changed, Piece, Step, steps
from newsharvest.command_line import OutletCommand, check_store
from newsharvest.commands.why import heading, not_there
from newsharvest.items import ARTICLE_FIELDS, Article
from newsharvest.language import _, _n
from newsharvest.store import Held, Store
from newsharvest.terminal import minute, plain, print_out, refuse

STYLES = {"same": "", "del": "red strike", "ins": "green underline"}
MARKS = {"same": ("", ""), "del": ("[-", "-]"), "ins": ("{+", "+}")}
"""As of wdiff: also where there is no colour, or nobody tells red from green."""


@dataclass(frozen=True)
class History:
    """Of which article, and whether for a program."""

    article: str
    json: bool


@dataclass(frozen=True)
class Told:
    """A version, what changed with it (None: it is the first that can be read), and its page."""

    held: Held
    step: Step | None
    page: Page | None


class Command(OutletCommand[History]):
    """Print what an article was."""

    requires_crawler_process = False

    @override
    def syntax(self) -> str:
        return _("[options] <article id>")

    @override
    def short_desc(self) -> str:
        return _("Show every version of an article: when it came, and what changed, word by word")

    @override
    def long_desc(self) -> str:
        return _(
            "Words that went stand in {gone}, words that came in {came}, in colour on a terminal. With each version stands the SHA-256 of"
            " the page that it was read from, where that was kept. The id of a story is that of an article: it is shown which story it"
            " leads to today.",
            gone="[-…-]",
            came="{+…+}",
        )

    @override
    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--json", action="store_true", help=_("print it as one JSON object, with the whole of each version"))

    def check(self, args: list[str], opts: argparse.Namespace) -> History:
        """Return which article is asked for."""
        if len(args) != 1 or not args[0].isprintable():
            raise UsageError(_("name one article by its id: <outlet>:<key>, as in the column `id`"))
        check_store(self.settings)
        return History(args[0], opts.json)

    def work(self, asked: History) -> int:
        """Print its versions."""
        with Store(self.settings["STORE"], reading=True) as store:
            try:
                held = store.versions(asked.article)
            except KeyError:
                refuse(self.name, not_there(store, asked.article))
            changed: list[Step | None] = [None, *steps([one.article for one in held])[::-1]]
            with archive_beside(store.address) as archive:
                told = [Told(one, step, page_of(archive, one.article)) for one, step in zip(held, changed, strict=True)]
            seen = store.seen_between(asked.article) or (held[0].since, held[-1].since)
            if asked.json:
                printed = json.dumps(as_json(told, seen), ensure_ascii=False, indent=2)
                return print_out(self.name, [printed]) | self.tell_damage(store)
            return self.show(lines_of(told, seen)) | self.tell_damage(store)

    def show(self, lines: Iterator[Text]) -> int:
        """Print lines, in colour on a terminal alone."""
        printed = StringIO()
        console = Console(file=printed, force_terminal=sys.stdout.isatty(), soft_wrap=True, highlight=False, emoji=False)
        for line in lines:
            console.print(line)
        return print_out(self.name, printed.getvalue().split("\n")[:-1])


# --- for people


def lines_of(told: Sequence[Told], seen: tuple[str, str]) -> Iterator[Text]:
    """Yield what is printed for a person."""
    article = told[-1].held.article
    yield from map(Text, heading(article))
    yield Text(plain(article.url))
    first, last = map(minute, seen)
    times = _n("{count} version", "{count} versions", len(told))
    yield Text(_("{versions}; first seen {first}, last seen {last}", versions=times, first=first, last=last))
    if article.story_id:
        yield Text(_("as the id of a story it leads to {story}", story=article.story_id))
    for one in told:
        yield Text()
        yield Text(heading_of(one.held), style="bold")
        if one.page:
            yield Text("  " + source_of(one.page))
        if one.step:
            yield from changes_of(one.step)


def heading_of(held: Held) -> str:
    """Return which version it is, when it held, and whether it came of reading anew."""
    since, until = minute(held.since), minute(held.until or "")
    when = _("from {since} until {until}", since=since, until=until) if until else _("since {since}", since=since)
    anew = _(" (the page was read otherwise: the outlet has edited nothing)") if held.reread else ""
    return _("version {number}: {when}", number=held.number, when=when) + anew


def source_of(page: Page) -> str:
    """Say when a page came, out of which WARC file if out of one, and its digest."""
    at = minute(page.at)
    if not page.origin:
        return _("fetched {at}; the page's SHA-256: {digest}", at=at, digest=page.digest)
    said = _("recorded {at}, out of {file}; the page's SHA-256: {digest}", at=at, file=page.origin, digest=page.digest)
    return plain(said)


def changes_of(step: Step) -> Iterator[Text]:
    """Yield what changed with a version."""
    for name, pieces in step.fields:
        yield Text(f"  {name}: ").append_text(marked(pieces))
    if step.paragraphs:
        yield Text("  body:")
    for paragraph in step.paragraphs:
        yield Text("    ").append_text(paragraph_of(paragraph))
    if not step.fields and not step.paragraphs:
        yield Text("  " + _("nothing that is read: the page was read otherwise"))


def paragraph_of(paragraph: Changed) -> Text:
    """Return a paragraph, or how many stand as they stood."""
    if paragraph.same:
        return Text(_n("({count} paragraph as before)", "({count} paragraphs as before)", paragraph.same))
    return marked(paragraph.pieces)


def marked(pieces: Sequence[Piece]) -> Text:
    """Return words, those that went and came marked."""
    text = Text()
    for piece in pieces:
        begin, end = MARKS[piece.kind]
        words = piece.text.rstrip()
        text.append(begin + plain(words) + end, STYLES[piece.kind])
        text.append(" " if words != piece.text or begin else "")
    text.rstrip()
    return text


# --- for programs


def as_json(told: Sequence[Told], seen: tuple[str, str]) -> dict[str, Any]:
    """Return the same for a program."""
    article = told[-1].held.article
    first, last = seen
    return {
        "id": article.id,
        "story_id": article.story_id,
        "first_seen": first,
        "last_seen": last,
        "versions": [version_of(one) for one in told],
    }


def version_of(one: Told) -> dict[str, Any]:
    """Return a version; `changed` is null with the first."""
    changed = None
    if one.step:
        changed = {name: [piece._asdict() for piece in pieces] for name, pieces in one.step.fields}
        if one.step.paragraphs:
            changed["body"] = [
                {"same": part.same} if part.same else {"pieces": [piece._asdict() for piece in part.pieces]} for part in one.step.paragraphs
            ]
    return {
        "version": one.held.number,
        "held_from": one.held.since,
        "held_until": one.held.until,
        "reread": one.held.reread,
        "page_digest": one.page.digest if one.page else None,
        "page_origin": one.page.origin or None if one.page else None,
        "changed": changed,
        "article": fields_of(one.held.article),
    }


def fields_of(article: Article) -> dict[str, Any]:
    """Return the fields of an article."""
    return {name: getattr(article, name) for name in ARTICLE_FIELDS}
