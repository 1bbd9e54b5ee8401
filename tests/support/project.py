"""The project under test: its folder, its fixtures, its outlets."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

from scrapy.spiderloader import get_spider_loader
from scrapy.utils.project import get_project_settings

from newsharvest.crawl.outlet import OutletSpider

ROOT = Path(__file__).resolve().parents[2]
FIXTURES = ROOT / "fixtures"
os.environ["SCRAPY_SETTINGS_MODULE"] = "newsharvest.settings"


@cache
def outlets() -> dict[str, type[OutletSpider]]:
    loader = get_spider_loader(get_project_settings())
    spiders = {name: loader.load(name) for name in loader.list()}
    return {name: spider for name, spider in spiders.items() if issubclass(spider, OutletSpider)}
