"""Whole crawls in this process, offline."""

from __future__ import annotations

import asyncio
import json
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from itemadapter import ItemAdapter
from scrapy import signals
from scrapy.crawler import AsyncCrawlerRunner, Crawler
from scrapy.utils.project import get_project_settings

from newsharvest.run.report import RunReport
from tests.support.project import FIXTURES


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
        return [(won.layout, won.field, won.rule.query, pages) for won, pages in self.report.fallbacks()]


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


def changed(tmp_path: Path, case: str, *changes: tuple[str, str]) -> dict[str, Any]:
    """Change a case's page, crawl it, and return the fields that differ from what its expected.json says."""
    outlet, name = case.split("/")
    shutil.copytree(FIXTURES / outlet, tmp_path / outlet)
    page = tmp_path / outlet / name / "page.html"
    encoding = "cp949" if b"euc-kr" in page.read_bytes()[:500] else "utf-8"
    text = page.read_text(encoding=encoding)
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    page.write_text(text, encoding=encoding)
    expected = json.loads((FIXTURES / outlet / name / "expected.json").read_text(encoding="utf-8"))
    [item] = crawl(outlet, tmp_path, url=expected["url"]).items
    return {name: item[name] for name in expected if name != "_read" and item[name] != expected[name]}
