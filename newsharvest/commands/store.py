"""`scrapy store check | backup FILE`: whether the store holds what was put into it, and a whole copy of it as one file."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path

from scrapy.exceptions import UsageError
from typing_extensions import override

from newsharvest import press
from newsharvest.archive import Archive, archive_of
from newsharvest.archive.soundness import backup, check, why_no_backup
from newsharvest.command_line import OutletCommand, check_store
from newsharvest.language import _, _n
from newsharvest.store import Store
from newsharvest.terminal import say, suggest

ACTIONS = ("check", "backup")


@dataclass(frozen=True)
class Asked:
    """Where the copy goes; None: the store is to be checked."""

    target: Path | None


class Command(OutletCommand[Asked]):
    """Check the store, or copy it."""

    requires_crawler_process = False

    @override
    def syntax(self) -> str:
        return "check | backup <file>"

    @override
    def short_desc(self) -> str:
        return "Check that the store holds what was put into it, or write a whole copy of it"

    @override
    def long_desc(self) -> str:
        return (
            "check reads every record and compares every text with its content_hash: each damaged article is named, and the next harvest"
            " asks for it again. What finds stories, and what --search looks into, is compared with the articles, and made anew if it has"
            " lost any. So is every kept page, and counted which articles have none. backup writes a copy as one file, and one of the pages"
            " beside it, also while a harvest runs; it takes its place when it is whole."
        )

    def check(self, args: list[str], opts: argparse.Namespace) -> Asked:
        """Read which action is meant, and what it takes."""
        action, *rest = args or [""]
        if action not in ACTIONS:
            known = "check or backup FILE"
            raise UsageError(f"unknown action {action!r}{suggest(action, ACTIONS)} (known: {known})" if action else f"say {known}")
        if len(rest) != (action == "backup") or not all(rest):
            raise UsageError("name the file that the copy goes to" if action == "backup" else "check takes nothing more")
        check_store(self.settings)
        target = Path(rest[0]) if rest else None
        if target and (wrong := why_no_backup(self.settings["STORE"], target)):
            raise UsageError(wrong)
        return Asked(target)

    def work(self, asked: Asked) -> int:
        """Do it."""
        with Store(self.settings["STORE"], reading=True) as store:
            if asked.target is None:
                return self.look(store) | self.look_at_pages(store)
            for file in backup(store, asked.target):
                say(f"written: {file}")
            return self.tell_damage(store)

    def look_at_pages(self, store: Store) -> int:
        """Print what of the store's archive is damaged, and how many articles have no page; nothing where there is no archive."""
        file = archive_of(store.path)
        if not file.is_file():
            return 0
        with Archive(file, reading=True) as archive:
            found = check(archive, store.received())
        fine = _n("ok: {count} page, nothing is damaged", "ok: {count} pages, nothing is damaged", found.pages)
        lines = [*found.damaged, _("put a copy of {file} in its place: what is damaged in it cannot be read again", file=file)]
        lines = lines if found.damaged else [fine]
        if found.without:
            many = _n("{count} article has no page: KEEP_PAGES was off", "{count} articles have no page: KEEP_PAGES was off", found.without)
            lines.append(many)
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
        articles, damaged, broken = store.check(press.iso(press.now()))
        lines = [*(f"{one.article} is damaged: {one.why}" for one in damaged), *broken]
        store.damaged.clear()  # told by now
        status = self.tell_damage(store)
        if not lines:
            return status | self.print_out([f"ok: {_n('{count} article', '{count} articles', articles)}, nothing is damaged"])
        if damaged:
            again = (
                "the next harvest asks for them again" if store.writable else "nothing can be written here: they are not asked for again"
            )
            lines.append(f"{len(damaged)} of {_n('{count} article', '{count} articles', articles)} damaged: {again}")
        if any(line.startswith("the file is damaged") for line in broken):
            lines.append("put a copy of the store in its place, or begin a new one; scrapy export still writes what can be read")
        return 1 | self.print_out(lines)
