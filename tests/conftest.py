"""Shared by all tests: the sites of the fixtures that can be walked, and a wall against the network."""

from __future__ import annotations

import gc
import json
import os
import shutil
import signal
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from scrapy.http import TextResponse

from newsharvest.download.replay import Case, Fixtures
from newsharvest.language import use
from newsharvest.page.tree import base_url_of, page_of
from tests.support.project import FIXTURES, outlets

gc.disable()  # until all tests are collected: none of them is garbage, and looking for some takes a third of the time


def pytest_collection_finish() -> None:
    """Look for garbage again from here on, more seldom, and not among the tests themselves."""
    gc.freeze()
    gc.enable()
    gc.set_threshold(20_000, 20, 20)


pytest_plugins = [
    "tests.support.town",
    "tests.support.project_copy",
    "tests.support.reader",
    "tests.support.postgres",
    "tests.support.stores",
]


@pytest.fixture(scope="session")
def whole_sites(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The outlets whose fixtures are a site that can be walked: every page that a list of theirs links is there.

    Of an outlet that was recorded from its live site they are not: there is its list, and a few of the articles on it.
    """
    folder, recorded = tmp_path_factory.mktemp("sites"), Fixtures(FIXTURES)
    for outlet in sorted(FIXTURES.iterdir()):
        lists = [json.loads(file.read_text(encoding="utf-8")) for file in outlet.glob("*/expected.json")]
        links = [url for page in lists if "links" in page for url in [*(link["url"] for link in page["links"]), page["next"]]]
        case = Case.load(outlet / "list-1")
        page = case.response(case.url)
        assert isinstance(page, TextResponse)
        paged = outlets()[outlet.name].pages_linked(page_of(page), base_url_of(page_of(page), page.url))  # else a next page is guessed
        if paged and all(url is None or recorded.get(url) for url in links):
            shutil.copytree(outlet, folder / outlet.name)
    assert {"dgilbo", "gyeonggitv", "joongdo", "krnews21"} <= {outlet.name for outlet in folder.iterdir()}
    return folder


@pytest.fixture(autouse=True, scope="session")
def _surroundings_of_their_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Share no turns to ask a site with tests that run beside these, for all play the same hosts; and be told nothing by who runs them."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # they run behind `&`: what they start would not hear Ctrl-C
        signal.signal(signal.SIGINT, signal.default_int_handler)
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("NEWSHARVEST_")]:
            patch.delenv(name)
        patch.setenv("LANGUAGE", "en")
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(autouse=True)
def _english() -> None:
    """Speak English, whatever language a command of the test before was run in."""
    use("en")


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse every connection of this process that would leave this machine, and every look-up of a name.

    Commands run in processes of their own: those replay, or are led to loopback by `http_proxy` or a played resolver.
    """

    def refuse(what: object) -> None:
        raise AssertionError(f"a test reached for the network: {what}")

    def guarded(method: Any) -> Any:
        def connect(self: socket.socket, address: Any) -> Any:
            if self.family != getattr(socket, "AF_UNIX", None) and not str(address[0]).startswith("127."):
                refuse(address)
            return method(self, address)

        return connect

    monkeypatch.setattr(socket.socket, "connect", guarded(socket.socket.connect))
    monkeypatch.setattr(socket.socket, "connect_ex", guarded(socket.socket.connect_ex))
    look_up = socket.getaddrinfo
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda host, *also, **more: look_up(host, *also, **more) if host == "127.0.0.1" else refuse(host)
    )
    monkeypatch.setattr(socket, "gethostbyname", lambda host: "127.0.0.1" if host == socket.gethostname() else refuse(host))
