"""Shared by all tests: whole crawls in this process, offline; the real command line; and a wall against the network."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import socket
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from itemadapter import ItemAdapter
from scrapy import signals
from scrapy.crawler import AsyncCrawlerRunner, Crawler
from scrapy.http import TextResponse
from scrapy.spiderloader import get_spider_loader
from scrapy.utils.project import get_project_settings

from newsharvest.crawl.outlet import OutletSpider
from newsharvest.download.replay import Case, Fixtures
from newsharvest.run.report import RunReport

pytest_plugins = ["tests.town", "tests.project_copy", "tests.reader"]

ROOT = Path(__file__).resolve().parent.parent
FIXTURES = ROOT / "fixtures"
os.environ["SCRAPY_SETTINGS_MODULE"] = "newsharvest.settings"


@dataclass
class Harvest:
    """What a whole crawl gave."""

    crawler: Crawler
    items: list[dict[str, Any]] = field(default_factory=list)

    @property
    def report(self) -> RunReport:
        report = self.crawler.get_extension(RunReport)
        assert report is not None
        return report

    @property
    def closing(self) -> str:
        return "\n".join(self.report.lines())

    @property
    def reasons(self) -> dict[str, list[str]]:
        return {reason.code: list(found) for reason, found in self.report.unkept.items()}

    @property
    def fallbacks(self) -> list[tuple[str, str, str, int]]:
        return list(self.report.fallbacks())


async def crawl_async(outlet: str, fixtures: Path = FIXTURES, settings: dict[str, Any] | None = None, **arguments: str) -> Harvest:
    project = get_project_settings()
    project.setdict({"TWISTED_REACTOR_ENABLED": False, "REPLAY": str(fixtures), **(settings or {})}, priority="cmdline")
    runner = AsyncCrawlerRunner(project)
    crawler = runner.create_crawler(outlet)
    harvest = Harvest(crawler)

    def keep(item: Any) -> None:
        harvest.items.append(ItemAdapter(item).asdict())

    crawler.signals.connect(keep, signals.item_scraped)
    await runner.crawl(crawler, **arguments)
    return harvest


def crawl(outlet: str, fixtures: Path = FIXTURES, settings: dict[str, Any] | None = None, **arguments: str) -> Harvest:
    """Run a whole crawl on the fixtures, as `scrapy crawl` would, in this process."""
    return asyncio.run(crawl_async(outlet, fixtures, settings, **arguments))


@pytest.fixture(scope="session")
def whole_sites(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The outlets whose fixtures are a site that can be walked: every page that a list of theirs links is there.

    Of an outlet that was recorded from its live site they are not: there is its list, and a few of the articles on it.
    """
    folder, recorded, spiders = tmp_path_factory.mktemp("sites"), Fixtures(FIXTURES), get_spider_loader(get_project_settings())
    for outlet in sorted(FIXTURES.iterdir()):
        lists = [json.loads(file.read_text(encoding="utf-8")) for file in outlet.glob("*/expected.json")]
        links = [url for page in lists if "links" in page for url in [*(link["url"] for link in page["links"]), page["next"]]]
        case = Case.load(outlet / "list-1")
        page = case.response(case.url)
        assert isinstance(page, TextResponse)
        spider = spiders.load(outlet.name)()
        assert isinstance(spider, OutletSpider)
        paged = spider.pages_linked(page)  # else a next page is guessed
        if paged and all(url is None or recorded.get(url) for url in links):
            shutil.copytree(outlet, folder / outlet.name)
    assert {"dgilbo", "gyeonggitv", "joongdo", "krnews21"} <= {outlet.name for outlet in folder.iterdir()}
    return folder


@dataclass
class Ran:
    """What a command left behind."""

    status: int
    out: str
    err: str

    @property
    def last(self) -> str:
        return self.err.rstrip().rpartition("\n")[2]


def scrapy(*arguments: str, cwd: Path = ROOT, answer: str = "") -> Ran:
    """Run the real command line in a process of its own; `answer` is what its user types."""
    command = [sys.executable, "-m", "scrapy", *arguments]
    done = subprocess.run(command, cwd=cwd, input=answer, capture_output=True, text=True, encoding="utf-8", timeout=120, check=False)
    return Ran(done.returncode, done.stdout, done.stderr)


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse every connection of this process that would leave this machine, and every look-up of a name.

    Commands run in processes of their own: those replay, or are led to loopback by `http_proxy` or a played resolver.
    """

    def refuse(what: object) -> None:
        raise AssertionError(f"a test reached for the network: {what}")

    def guarded(method: Any) -> Any:
        def connect(self: socket.socket, address: Any) -> Any:
            if self.family != socket.AF_UNIX and not str(address[0]).startswith("127."):
                refuse(address)
            return method(self, address)

        return connect

    monkeypatch.setattr(socket.socket, "connect", guarded(socket.socket.connect))
    monkeypatch.setattr(socket.socket, "connect_ex", guarded(socket.socket.connect_ex))
    monkeypatch.setattr(socket, "getaddrinfo", lambda host, *_, **__: refuse(host))
    monkeypatch.setattr(socket, "gethostbyname", refuse)
