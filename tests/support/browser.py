"""The pages of `scrapy browse` as somebody who looks at them gets them: over HTTP on loopback, or through a real Chromium."""

from __future__ import annotations

import http.client
import shutil
import subprocess
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from parsel import Selector

from newsharvest.browse.server import Server
from newsharvest.browse.site import Site
from newsharvest.digest.wording import Wording
from newsharvest.language import catalogue, speaking
from tests.support.project import outlets
from tests.support.stores import Place

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


@dataclass
class Got:
    """An answer."""

    status: int
    headers: Mapping[str, str]
    body: str

    @property
    def html(self) -> Selector:
        return Selector(self.body)

    def text(self, css: str) -> str:
        """Return all that is read of the elements that a selector finds, on one line."""
        return read(self.html.css(css))

    def texts(self, css: str) -> list[str]:
        return [read(one) for one in self.html.css(css)]


def read(selector: Selector | list[Selector]) -> str:
    parts = [selector] if isinstance(selector, Selector) else selector
    return " ".join(" ".join(text for part in parts for text in part.css("*::text").getall()).split())


@dataclass
class Browser:
    """Asks one server."""

    server: Server

    def get(self, path: str, method: str = "GET", **headers: str) -> Got:
        connection = http.client.HTTPConnection("127.0.0.1", self.server.server_port, timeout=30)
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, headers=sent)
        response = connection.getresponse()
        got = Got(response.status, dict(response.getheaders()), response.read().decode())
        connection.close()
        return got


@contextmanager
def browsing(store: Place, language: str = "ko") -> Iterator[Browser]:
    """Serve the pages over a store, as the command does."""
    mastheads = {name: outlet.title for name, outlet in outlets().items()}
    site = Site(str(store), mastheads, Wording(language, catalogue(language)), 7)
    with speaking(language), Server(0, site.answer) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield Browser(server)
        finally:
            server.shutdown()
            thread.join()


def shown_by_chromium(address: str, folder: Path) -> tuple[str, str]:
    """Return the page as Chromium has it after it was loaded, and what its console says; `folder` is for its profile."""
    assert CHROMIUM
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", f"--user-data-dir={folder}"]
    options += ["--enable-logging=stderr", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", "--disable-background-networking"]
    ran = subprocess.run(
        [CHROMIUM, *options, "--dump-dom", address], capture_output=True, text=True, encoding="utf-8", timeout=120, check=True
    )
    return ran.stdout, "\n".join(line for line in ran.stderr.splitlines() if "CONSOLE" in line)
