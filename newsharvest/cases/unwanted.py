"""What of an article's page must not be in its item: proposed for a case's `unwanted.txt`, which a person goes on with."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from parsel import Selector
from scrapy.http import TextResponse

from newsharvest import press
from newsharvest.addresses import join
from newsharvest.cases.expected import Expected
from newsharvest.cases.recorder import UNWANTED
from newsharvest.crawl.outlet import OutletSpider
from newsharvest.items import ELSEWHERE_FIELDS
from newsharvest.page.tree import base_url_of, page_of

UNWANTED_MIN = 8
"""Characters of a line that is proposed as unwanted: a shorter one may stand in any sentence."""
UNWANTED_LINES = 3
"""Lines that are proposed of each kind."""
UNFIT = re.compile(r'^#|["\\]')
"""What would make a line a comment, or stand otherwise in the JSON that it is looked for in."""


def write_unwanted(case: Path, outlet: type[OutletSpider], url: str, articles: Mapping[str, TextResponse], reading: Expected) -> None:
    """Write the proposal for the article at `url` into its case. `articles`: the pages of all articles that came, by their addresses."""
    lines = unwanted(outlet, url, articles, reading)
    (case / "unwanted.txt").write_text(UNWANTED + "".join(f"{line}\n" for line in lines), encoding="utf-8")


def unwanted(outlet: type[OutletSpider], url: str, articles: Mapping[str, TextResponse], reading: Expected) -> list[str]:
    """Propose lines of an article's page that its item must not hold: of links to other articles, and of what stands on every page."""
    item = json.dumps({name: value for name, value in reading.items() if name not in ELSEWHERE_FIELDS}, ensure_ascii=False)
    page, others = articles[url], [set(texts(page_of(other))) for key, other in articles.items() if key != url]
    linked = [text for link, text in linked_texts(page) if outlet.article_key(link) not in {outlet.article_key(url), None}]
    shared = set(texts(page_of(page))).intersection(*others).difference(linked) if others else set()

    def could_be_found(line: str) -> bool:  # else the test of it could never fail
        return len(line) >= UNWANTED_MIN and line not in item and not UNFIT.search(line) and line == press.clean(line)

    kinds = (linked, sorted(shared, key=lambda text: (-len(text), text)))
    return press.unique(line for lines in kinds for line in list(filter(could_be_found, press.unique(lines)))[:UNWANTED_LINES])


def linked_texts(page: TextResponse) -> Iterator[tuple[str, str]]:
    """Yield the texts that a page's links hold, each with the absolute address of the link."""
    tree = page_of(page)
    base_url = base_url_of(tree, page.url)
    for link in tree.css("a[href]"):
        if url := join(base_url, link.attrib["href"]):
            yield from ((url, text) for text in texts(link))


def texts(element: Selector) -> Iterator[str]:
    """Yield the texts in an element, a line for each text node, as they stand between two tags."""
    nodes = element.xpath("descendant::text()[not(ancestor::script or ancestor::style or ancestor::noscript or ancestor::head)]")
    return filter(None, (" ".join(text.split()) for text in nodes.getall()))
