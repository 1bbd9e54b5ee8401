"""All that is on the network of somebody who reads the docs, on loopback: every outlet, and a newspaper that no spider knows.

An outlet answers with its fixtures; one that has none plays the site of tests/new_site.py, so that nine papers print one release. What
they print is of the last days, as a first harvest wants it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from scrapy.spiderloader import get_spider_loader
from scrapy.utils.project import get_project_settings

from newsharvest.addresses import bare_host
from newsharvest.crawl.outlet import OutletSpider
from newsharvest.download.replay import Fixtures
from newsharvest.press import now
from tests.support.new_site import HOST as NEW_HOST
from tests.support.new_site import HTML, SITE, site
from tests.support.outlet_server import Played, Reply
from tests.support.project import FIXTURES

RECORDED = "http://www.joongdo.co.kr/web/view.php?key=20200213010005265"
NOT_RECORDED = "http://www.joongdo.co.kr/web/view.php?key=20261127010007001"
"""An article that the project has no fixture of."""


def recent(text: str) -> str:
    """Move the dates of tests/new_site.py, whose newest is 2026-11-21, so that the newest is yesterday."""

    def moved(match: re.Match[str]) -> str:
        day = now() - timedelta(days=22 - int(match[2]))
        return f"{day:%Y{match[1]}%m{match[1]}%d}"

    return re.sub(r"2026([.-])11\1(1[89]|2[01])(?!\d)", moved, text)


@dataclass
class Press:
    """Answers for every host by its pages, else by the fixtures."""

    pages: dict[str, tuple[str, str]] = field(default_factory=dict)
    fixtures: Fixtures = field(default_factory=lambda: Fixtures(FIXTURES))
    editions: int = 0
    hosts: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        loader = get_spider_loader(get_project_settings())
        outlets = [outlet for name in loader.list() if issubclass(outlet := loader.load(name), OutletSpider)]
        new = {url: (recent(text).replace("Crawl-delay: 1\n", ""), kind) for url, (text, kind) in site().items()}
        self.pages |= new
        for outlet in outlets:
            self.hosts.add(bare_host(outlet.host))
            if bare_host(outlet.host) not in self.fixtures.hosts:
                address = outlet.address("/").rstrip("/")
                self.pages |= {url.replace(SITE, address): (text.replace(SITE, address), kind) for url, (text, kind) in new.items()}
        recorded = self.fixtures.get(RECORDED)
        assert recorded is not None
        page = recorded.page.read_text(encoding="utf-8").replace("20200213010005265", "20261127010007001")
        self.pages[NOT_RECORDED] = page, HTML
        self.hosts |= {bare_host(NEW_HOST), "hannae-news.example"}

    @property
    def sites(self) -> Mapping[str, Played]:
        """What `serving` plays."""
        return dict.fromkeys(self.hosts, self)

    def publish(self) -> None:
        """Print one more article, in each of the papers that are no fixtures."""
        self.editions += 1

    def answer(self, url: str) -> Reply:
        """Return what a site answers to an absolute address."""
        number = re.search(r"idxno=6(\d{3})$", url)
        if number and int(number[1]) <= self.editions:
            url = url.replace(f"idxno=6{number[1]}", "idxno=5209")
        if url in self.pages:
            text, kind = self.pages[url]
            if url.endswith("view_type=sm"):
                text = self.with_editions(text)
            if number:
                nth = int(number[1])
                text = text.replace("헌책 나눔장터", f"{nth}번째 나눔장터").replace("남는 책은", f"{nth}번째 장터에서 남는 책은")
            return Reply(text.encode(), headers={"Content-Type": kind})
        case = self.fixtures.get(url)
        if case is None:
            return Reply(b"<p>404</p>", status=404)
        return Reply(case.page.read_bytes(), case.status, case.headers)

    def with_editions(self, listing: str) -> str:
        """Return a list page with a row more for each article that was printed since."""
        [row] = re.findall(r'<li><h4 class="titles"><a href="/news/articleView.html\?idxno=5209">.*?</li>', listing)
        rows = [row.replace("idxno=5209", f"idxno=6{n:03}") for n in range(self.editions, 0, -1)]
        return listing.replace(row, "".join([*rows, row]))
