"""`scrapy browse`: pages over the store in a browser on this computer."""

from __future__ import annotations

import argparse
import errno
import webbrowser
from contextlib import suppress
from dataclasses import dataclass
from threading import Thread

from scrapy.exceptions import UsageError
from typing_extensions import override

from newsharvest.browse.server import PORT, Server
from newsharvest.command_line import OutletCommand, check_store, choose_wording, find_outlets, require
from newsharvest.digest.wording import Wording
from newsharvest.language import _, use
from newsharvest.store import Store
from newsharvest.terminal import cause, say

PORT_MAX = 65_535


@dataclass(frozen=True)
class Browse:
    """Where the pages are, in which language, and whether a browser is opened."""

    port: int
    wording: Wording
    opens: bool


class Command(OutletCommand[Browse]):
    """Serve the pages until Ctrl-C."""

    requires_crawler_process = False

    @override
    def syntax(self) -> str:
        return _("[options]")

    @override
    def short_desc(self) -> str:
        return _("Show the store in a browser on this computer: stories by day, search, articles, charts, failures")

    @override
    def long_desc(self) -> str:
        return _(
            "Serves pages over the store on this computer alone, and opens a browser on them: the stories of a day with the papers that"
            " printed them, a search that takes what --search takes, articles with what was changed in them, charts, and how the outlets"
            " stand. The pages only read, also while a harvest writes, and fetch nothing from outside. Ctrl-C ends it."
        )

    @override
    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        at = _("serve at this port (default: {port}; 0: any free one)", port=PORT)
        parser.add_argument("--port", metavar=_("NUMBER"), default=str(PORT), help=at)
        parser.add_argument("--no-open", action="store_true", help=_("open no browser"))
        parser.add_argument("--language", metavar="ko|en", help=_("of the pages (default: ko)"))

    def check(self, args: list[str], opts: argparse.Namespace) -> Browse:
        """Read what is wanted; check that there is a store."""
        if args:
            raise UsageError(_("unknown argument {word!r}: it shows all outlets; search for words in the browser", word=args[0]))
        require("desk", "jinja2")
        if not (opts.port.isascii() and opts.port.isdigit() and int(opts.port) <= PORT_MAX):
            told = _("--port {port}: write a number up to {most}, such as --port {other}", port=opts.port, most=PORT_MAX, other=PORT + 1)
            raise UsageError(told)
        wording = choose_wording(opts.language, self.settings)
        check_store(self.settings)
        return Browse(int(opts.port), wording, not opts.no_open)

    def work(self, asked: Browse) -> int:
        """Serve; Ctrl-C is the end that is meant."""
        from newsharvest.browse.site import Site  # what it needs is an extra, and Scrapy imports each command

        path = self.settings["STORE"]
        with Store(path, reading=True) as store:  # what is wrong with it is said here, and an older one brought up to date
            self.tell_damage(store)
            told = store.path
        mastheads = {name: outlet.title for name, outlet in find_outlets(self.settings, []).items()}
        site = Site(path, mastheads, asked.wording, self.settings.getint("RETRY_LIMIT"))
        try:
            server = Server(asked.port, site.answer)
        except OSError as error:
            self.say(self.trouble(error, asked.port))
            return 1
        with server:
            say(_("{file} is shown at {address} (Ctrl-C ends it)", file=told, address=server.address))
            use(asked.wording.language)  # the terminal has its own: from here on the pages speak, also of queries and of the store
            if asked.opens:
                Thread(target=open_browser, args=[server.address], daemon=True).start()
            with suppress(KeyboardInterrupt):
                server.serve_forever()
        return 0

    def trouble(self, error: OSError, port: int) -> str:
        """Say why a port cannot be had, and what to do."""
        other = port + 1 if PORT <= port < PORT_MAX else PORT + 1
        if error.errno == errno.EADDRINUSE:
            return _("port {port} is taken: does another scrapy browse run? End it, or write --port {other}", port=port, other=other)
        return _("port {port} cannot be used: {why}: write --port {other}", port=port, why=cause(error), other=other)


def open_browser(address: str) -> None:
    """Open a page in the user's browser; where there is none, the address stands in the terminal."""
    with suppress(webbrowser.Error):
        webbrowser.open(address)
