"""`scrapy store check | backup FILE | copy FROM TO`: whether it holds what was put into it, a whole copy, and its way to a server."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path

from scrapy.exceptions import UsageError
from typing_extensions import override

from newsharvest import press
from newsharvest.archive import has_archive, open_archive
from newsharvest.archive.beginning import gone
from newsharvest.archive.copying import copy_pages
from newsharvest.archive.soundness import backup, check, why_no_backup
from newsharvest.command_line import OutletCommand, check_store, check_there, require
from newsharvest.database import on_server, why_no_address
from newsharvest.language import _, _n
from newsharvest.store import Store, copy_store, copying, harvesting
from newsharvest.terminal import say, suggest

TAKES = {"check": 0, "backup": 1, "copy": 2}
"""The actions, and how many names each takes."""


@dataclass(frozen=True)
class Asked:
    """What is to be done, and the files or addresses that it takes."""

    action: str
    names: tuple[str, ...]


class Command(OutletCommand[Asked]):
    """Check the store, or copy it."""

    requires_crawler_process = False

    @override
    def syntax(self) -> str:
        return _("check | backup <file> | copy <from> <to>")

    @override
    def short_desc(self) -> str:
        return _("Check that the store holds what was put into it, write a whole copy of it, or move it to a server and back")

    @override
    def long_desc(self) -> str:
        return _(
            "check reads every record and compares every text with its content_hash: each damaged article is named, and the next harvest"
            " asks for it again. What finds stories, and what --search looks into, is compared with the articles, and made anew if it has"
            " lost any. So is every kept page, and counted which articles have none. backup writes a copy as one file, and one of the pages"
            " beside it, also while a harvest runs; it takes its place when it is whole. copy takes a store, which is a file or the address"
            " of a PostgreSQL database, into a new one with its pages, and compares every row; one that broke off is gone on with."
        )

    def check(self, args: list[str], opts: argparse.Namespace) -> Asked:
        """Read which action is meant, and what it takes."""
        action, *rest = args or [""]
        if action not in TAKES:
            if not action:
                raise UsageError(_("say check, backup FILE or copy FROM TO"))
            hint = suggest(action, TAKES)
            raise UsageError(_("unknown action {action!r}{hint} (known: check, backup FILE or copy FROM TO)", action=action, hint=hint))
        if len(rest) != TAKES[action] or not all(rest):
            told = {
                "check": _("check takes nothing more"),
                "backup": _("name the file that the copy goes to"),
                "copy": _("name the store to copy, and then the new one: each a file, or an address as in postgresql://user@host/database"),
            }
            raise UsageError(told[action])
        if action == "copy":
            self.check_copy(*rest)
        else:
            check_store(self.settings)
        if action == "backup" and (wrong := why_no_backup(self.settings["STORE"], Path(rest[0]))):
            raise UsageError(wrong)
        return Asked(action, tuple(rest))

    def check_copy(self, source: str, target: str) -> None:
        """Check that there is something to copy, and where to."""
        if wrong := why_no_address(source) or why_no_address(target):
            raise UsageError(wrong)
        check_there(source)
        if on_server(target):
            require("postgres", "psycopg")
        elif Path(target).is_dir():
            raise UsageError(_("{path} is a folder: name a file", path=target))
        elif not Path(target).parent.is_dir():
            raise UsageError(_("there is no folder {folder}", folder=Path(target).parent))

    def work(self, asked: Asked) -> int:
        """Do it."""
        if asked.action == "copy":
            return self.copy(*asked.names)
        with Store(self.settings["STORE"], reading=True) as store:
            if asked.action == "check":
                return self.look(store) | self.look_at_pages(store)
            for file in backup(store, Path(*asked.names)):
                say(_("written: {path}", path=file))
            return self.tell_damage(store)

    def copy(self, source: str, target: str) -> int:
        """Copy a store with its pages, and say how many rows each table has."""
        with harvesting(source), harvesting(target), Store(source, reading=True) as old, Store(target, unfinished=True) as new:
            with copying(old, new):
                copy_store(old, new, self.tell_rows)
                if has_archive(source):
                    with open_archive(source, reading=True) as pages, open_archive(target) as others:
                        copy_pages(pages, others, self.tell_rows)
            say(_("written: {path}, row by row as {source}", path=new.path, source=old.path))
        return 0

    def tell_rows(self, table: str, rows: int) -> None:
        """Say how many rows of a table are copied."""
        if rows:
            say(f"{table}: {rows:,}")

    def look_at_pages(self, store: Store) -> int:
        """Print what of the store's archive is damaged, and how many articles have no page; nothing where there is no archive."""
        name = self.settings["STORE"]
        since = store.paged_since()
        if not has_archive(name):
            lost = _("put a copy of it in its place: what came before cannot be read again without it")
            return 1 | self.print_out([gone(store, since), lost]) if since else 0
        with open_archive(name, reading=True) as archive:
            file = archive.path
            found = check(archive, store.received(), since)
        fine = _n("ok: {count} page, nothing is damaged", "ok: {count} pages, nothing is damaged", found.pages)
        lines = [*found.damaged, _("put a copy of {file} in its place: what is damaged in it cannot be read again", file=file)]
        lines = lines if found.damaged else [fine]
        if found.without:
            many = _n("{count} article has no page: KEEP_PAGES was off", "{count} articles have no page: KEEP_PAGES was off", found.without)
            lines.append(many)
        if found.lost:
            lines.append(
                _n(
                    "{count} article has no page any more: the file that pages were kept in since {day} was lost, and {file} begun anew",
                    "{count} articles have no page any more: the file that pages were kept in since {day} was lost, and {file} begun anew",
                    found.lost,
                    day=since[:10],
                    file=file,
                )
            )
        if found.earlier:
            lines.append(
                _n(
                    "{count} article has no page any more: it came before pages were kept, or was older than --keep-pages",
                    "{count} articles have no page any more: they came before pages were kept, or were older than --keep-pages",
                    found.earlier,
                )
            )
        return int(bool(found.damaged)) | self.print_out(lines)

    def look(self, store: Store) -> int:
        """Print what is damaged, a line each, or that nothing is."""
        found = store.check(press.iso(press.now()))
        told = (_("{article} is damaged: {why}", article=one.article, why=one.why) for one in found.damaged)
        lines = [*told, *found.broken]
        store.damaged.clear()  # told by now
        status = self.tell_damage(store)
        if not lines:
            fine = _n("ok: {count} article, nothing is damaged", "ok: {count} articles, nothing is damaged", found.articles)
            return status | self.print_out([fine])
        if found.damaged:
            lines.append(damaged_line(len(found.damaged), found.articles, asked_again=store.writable))
        if found.file_is_damaged:
            lines.append(_("put a copy of the store in its place, or begin a new one; scrapy export still writes what can be read"))
        return 1 | self.print_out(lines)


def damaged_line(damaged: int, articles: int, *, asked_again: bool) -> str:
    """Say how many articles are damaged, and whether they are asked for again."""
    if asked_again:
        return _n(
            "{damaged} of {count} article damaged: the next harvest asks for them again",
            "{damaged} of {count} articles damaged: the next harvest asks for them again",
            articles,
            damaged=damaged,
        )
    return _n(
        "{damaged} of {count} article damaged: nothing can be written here: they are not asked for again",
        "{damaged} of {count} articles damaged: nothing can be written here: they are not asked for again",
        articles,
        damaged=damaged,
    )
