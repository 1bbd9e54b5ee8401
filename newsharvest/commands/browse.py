"""`scrapy browse`: pages over the store in a browser on this computer."""

from __future__ import annotations

import argparse
import errno
import webbrowser
from contextlib import suppress
from dataclasses import dataclass
from importlib.util import find_spec
from threading import Thread

from scrapy.exceptions import UsageError
from typing_extensions import override

from newsharvest.browse.server import PORT, Server
from newsharvest.command_line import OutletCommand, check_store, choose_wording, find_outlets
from newsharvest.digest.wording import Wording
from newsharvest.language import use
from newsharvest.store import Store
from newsharvest.terminal import say

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
        return "[options]"

    @override
    def short_desc(self) -> str:
        return "Show the store in a browser on this computer: stories by day, search, articles, charts, failures"

    @override
    def long_desc(self) -> str:
        return (
            "Serves pages over the store on this computer alone, and opens a browser on them: the stories of a day with the papers that"
            " printed them, a search that takes what --search takes, articles with what was changed in them, charts, and how the outlets"
            " stand. The pages only read, also while a harvest writes, and fetch nothing from outside. Ctrl-C ends it."
        )

    @override
    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--port", metavar="NUMBER", default=str(PORT), help=f"serve at this port (default: {PORT}; 0: any free one)")
        parser.add_argument("--no-open", action="store_true", help="open no browser")
        parser.add_argument("--language", metavar="ko|en", help="of the pages (default: ko)")

    def check(self, args: list[str], opts: argparse.Namespace) -> Browse:
        """Read what is wanted; check that there is a store."""
        if args:
            raise UsageError(f"unknown argument {args[0]!r}: it shows all outlets; search for words in the browser")
        if find_spec("jinja2") is None:
            raise UsageError("jinja2 must be installed for it: uv sync --extra desk")
        if not (opts.port.isascii() and opts.port.isdigit() and int(opts.port) <= PORT_MAX):
            raise UsageError(f"--port {opts.port}: write a number up to {PORT_MAX}, such as --port {PORT + 1}")
        wording = choose_wording(opts.language, self.settings)
        check_store(self.settings)
        return Browse(int(opts.port), wording, not opts.no_open)

    def work(self, asked: Browse) -> int:
        """Serve; Ctrl-C is the end that is meant."""
        from newsharvest.browse.site import Site  # what it needs is an extra, and Scrapy imports each command

        path = self.settings["STORE"]
        with Store(path, reading=True) as store:  # what is wrong with it is said here, and an older one brought up to date
            self.tell_damage(store)
        use(asked.wording.language)  # what the pages say of a query or the store is said elsewhere
        mastheads = {name: outlet.title for name, outlet in find_outlets(self.settings, []).items()}
        site = Site(path, mastheads, asked.wording, self.settings.getint("RETRY_LIMIT"))
        try:
            server = Server(asked.port, site.answer)
        except OSError as error:
            self.say(f"port {asked.port} {self.trouble(error, asked.port)}")
            return 1
        with server:
            say(f"{path} is shown at {server.address} (Ctrl-C ends it)")
            if asked.opens:
                Thread(target=open_browser, args=[server.address], daemon=True).start()
            with suppress(KeyboardInterrupt):
                server.serve_forever()
        return 0

    def trouble(self, error: OSError, port: int) -> str:
        """Say why a port cannot be had, and what to do."""
        other = f"--port {port + 1 if PORT <= port < PORT_MAX else PORT + 1}"
        if error.errno == errno.EADDRINUSE:
            return f"is taken: does another scrapy browse run? End it, or write {other}"
        return f"cannot be used: {error.strerror}: write {other}"


def open_browser(address: str) -> None:
    """Open a page in the user's browser; where there is none, the address stands in the terminal."""
    with suppress(webbrowser.Error):
        webbrowser.open(address)
