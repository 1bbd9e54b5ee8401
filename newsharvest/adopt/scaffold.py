"""From what a visit found to an outlet's files: its spider, and its pages as cases with a first draft of what is expected."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from pathlib import Path
from string import Template

from scrapy.http import TextResponse
from scrapy.settings import Settings

from newsharvest.adopt.visit import Site
from newsharvest.cases.recorder import Recording, RecordingError, draft_case, name_of
from newsharvest.cases.unwanted import write_unwanted
from newsharvest.crawl.outlet import OutletSpider
from newsharvest.crawl.urls import ArticleAddress
from newsharvest.download.replay import source_of
from newsharvest.parts import move_all, part_beside, write_through
from newsharvest.repair.source import Names, import_line, layout_source, list_source, quoted, raw

TEMPLATE = Path(__file__).with_name("outlet.py.tmpl")
OWN = Path(__file__).with_name("own_outlet.py.tmpl")
"""The spiders of an outlet of a family, and of one of none."""
STATUS = Template("Checked live $day: $articles read by scrapy adopt.")
STATUS_REPLAYED = Template("Not checked live: $articles read by scrapy adopt on $day, from recorded pages.")
"""What the docstring of a spider says of its source."""


# --- the spider


def spider_source(site: Site, day: str) -> str:
    """Return the source of the outlet's spider, as adopted on that day (`2026-11-22`)."""
    outlet = site.outlet
    [family] = outlet.__bases__
    class_name = "".join(part.capitalize() for part in outlet.name.split("_")) + "Spider"
    count = len(site.readings)
    replayed = any(answer.replayed for answer in site.pages.values())
    status = STATUS_REPLAYED if replayed else STATUS
    own = own_source(outlet) if family is OutletSpider else None
    return Template((OWN if own else TEMPLATE).read_text(encoding="utf-8")).substitute(
        title=outlet.title,
        status=status.substitute(day=day, articles="1 article" if count == 1 else f"{count} articles"),
        module=family.__module__,
        family=family.__name__,
        class_name=class_name if class_name != family.__name__ else class_name.replace("Spider", "OutletSpider"),
        kind=outlet.family,
        name=quoted(outlet.name),
        quoted_title=quoted(outlet.title),
        host=quoted(outlet.host),
        region=quoted(outlet.region),
        more="".join(own_attributes(outlet)),
        **(own or {}),
    ).rstrip() + "\n"  # fmt: skip


def own_source(outlet: type[OutletSpider]) -> dict[str, str]:
    """Return what the source of an outlet of no family has besides: its imports, its layouts, its addresses."""
    names = Names()
    [layout], [listing] = outlet.layouts, outlet.lists
    constants = f"{layout_source('ARTICLE', layout, names)}\n{list_source('LIST', listing, names)}"
    for module, name in (("outlet", "OutletSpider"), ("urls", "ArticleAddress"), ("urls", "ListAddress")):
        names.use(f"newsharvest.crawl.{module}", name)
    address, lists = outlet.article_address, outlet.list_address
    key = "" if address.key == ArticleAddress("/{key}").key else f", key={raw(address.key)}"
    return {
        "imports": "\n".join(import_line(module, needed) for module, needed in sorted(names.needed.items())),
        "constants": constants.rstrip(),
        "article_address": f"ArticleAddress({quoted(address.canonical)}{key})",
        "list_address": f"ListAddress({quoted(lists.of_all)})",
    }


def own_attributes(outlet: type[OutletSpider]) -> Iterator[str]:
    """Yield the lines of what an outlet has otherwise than its family."""
    [family] = outlet.__bases__
    for name in ("scheme", "board", "feed_path"):
        if getattr(outlet, name, None) != getattr(family, name, None):
            yield f"    {name} = {quoted(getattr(outlet, name))}\n"
    if outlet.sitemap_paths:
        yield f"    sitemap_paths = ({' '.join(f'{quoted(path)},' for path in outlet.sitemap_paths)})\n"
    if outlet.sections:
        yield "    sections = {\n"
        yield from (f"        {quoted(name)}: {quoted(code)},\n" for name, code in outlet.sections.items())
        yield "    }\n"


# --- the cases


def write_cases(site: Site, folder: Path, settings: Settings) -> Path:
    """Write the site's pages as cases below `folder`, in a folder of the outlet's name, and return that.

    RecordingError for a page that cannot be a case; OSError if it cannot be written.
    """
    outlet = site.outlet
    place, part = folder / outlet.name, folder / ".part"
    place.mkdir()
    part.mkdir()
    pages = {url: page for url, answer in site.pages.items() if isinstance(page := answer.response, TextResponse)}
    articles = {url: page for url, page in pages.items() if outlet.article_key(url)}
    for url, answer in site.pages.items():
        try:
            recording = Recording.of(outlet, url, answer, source_of(settings) if answer.replayed else None)
            case, reading = draft_case(recording, part, outlet)
        except RecordingError as error:
            raise RecordingError(f"{url}: {error}") from error
        if url in articles and reading:
            write_unwanted(case, outlet, url, articles, reading)
        case.rename(place / name_of(outlet, recording.url, folder))
    return place


# --- both


def write(site: Site, spiders: Path, fixtures: Path, settings: Settings, day: str) -> tuple[Path, Path]:
    """Write an outlet's spider into one folder and its cases into another, both or neither, and return where.

    RecordingError for a page that cannot be a case; OSError if something cannot be written, or is there already.
    """
    file, place = spiders / f"{site.outlet.name}.py", fixtures / site.outlet.name
    with part_beside(fixtures) as part, part_beside(file) as draft:
        cases = write_cases(site, part, settings)
        write_through(draft / file.name, spider_source(site, day).encode())
        if file.exists():
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(file))
        place.parent.mkdir(parents=True, exist_ok=True)
        move_all(part, (cases, place), (draft / file.name, file))
    return file, place
