"""The site: which page an address means, and how it is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from urllib.parse import parse_qs, quote, unquote, urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from newsharvest.addresses import is_address
from newsharvest.browse.health import failures_page, health_page
from newsharvest.browse.pages import NotThereError, Page, article_page, charts_page, day_page, search_page
from newsharvest.browse.server import CSS, HTML, Answer
from newsharvest.database import on_server
from newsharvest.digest.html import with_marks
from newsharvest.digest.wording import Wording
from newsharvest.doubts.kinds import words_of
from newsharvest.feeds.headers import HEADERS, head
from newsharvest.language import _
from newsharvest.signals import told
from newsharvest.signals import words_of as signal_words
from newsharvest.store import GivenUpError, Store, StoreError
from newsharvest.store.records import day_of

SECONDS = 10
"""In which the store has to answer; what takes longer is given up."""
BUSY_SECONDS = 5
"""For which another process's writing is waited for."""
PARAMETERS_MAX = 10
DAMAGED_MAX = 5
"""Damaged articles that a page names."""
STYLE = (Path(__file__).parent / "templates" / "style.css").read_bytes()


class Site:
    """The pages over one store, each from the store as it is at that moment. Safe in any thread."""

    def __init__(self, path: str, mastheads: Mapping[str, str], wording: Wording, retry_limit: int) -> None:
        """`mastheads`: of the outlets, by their names. `retry_limit`: RETRY_LIMIT."""
        self.path, self.mastheads, self.wording, self.retry_limit = path, mastheads, wording, retry_limit
        self.pages = Environment(
            loader=PackageLoader("newsharvest.browse"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
        )
        self.pages.globals |= {"wording": wording, "gettext": wording.gettext, "mastheads": mastheads, "outside": outside, "quoted": quoted}
        self.pages.globals |= {
            "with_marks": with_marks,
            "named": named(wording),
            "words_of": words_of,
            "told": told,
            "signal_words": signal_words,
        }

    def answer(self, target: str) -> Answer:
        """Answer a path with its query, as a browser sends it."""
        if target == "/style.css":
            return Answer(200, CSS, STYLE)
        notices: list[str] = []
        gettext = self.wording.gettext
        try:
            page = self.read(*read_address(target), notices)
        except NotThereError:
            page = Page("error.html", {"message": gettext("There is no such page.")}, 404)
        except GivenUpError:
            page = Page("error.html", {"message": gettext("This took too long and was given up: ask for less.")}, 503)
        except StoreError as error:
            page = Page("error.html", {"message": str(error)}, 503)
        values = {"query": "", "notices": notices, **page.values}
        return Answer(page.status, HTML, self.pages.get_template(page.template).render(values).encode(errors="replace"))

    def read(self, path: str, asked: Mapping[str, str], notices: list[str]) -> Page:
        """Read from the store what a page shows; `notices` gets what of the store could not be read. NotThereError, StoreError."""
        if not on_server(self.path) and not Path(self.path).is_file():
            raise StoreError(_("the store {file} is not there any more", file=self.path))
        kind, _slash, rest = path.removeprefix("/").partition("/")
        show = self.shown(kind, rest, asked)
        with Store(self.path, busy_seconds=BUSY_SECONDS, reading=True) as store, store.only_reading(SECONDS):
            page = show(store)
            notices += notices_of(store, self.wording)
            return page

    def shown(self, kind: str, rest: str, asked: Mapping[str, str]) -> Callable[[Store], Page]:
        """Return what makes a page of the store. NotThereError if there is no such page."""
        number = number_of(asked.get("page", "1"))
        if kind in {"", "day"} and bool(kind) == bool(rest):
            day = day_in(rest) if rest else None
            return lambda store: day_page(store, day, number)
        if kind == "article" and rest:
            return lambda store: article_page(store, rest)
        if kind == "failures" and rest:
            return lambda store: failures_page(store, rest, self.mastheads, self.retry_limit, number)
        if kind == "search" and not rest:
            return lambda store: search_page(store, asked.get("q", ""), number)
        if kind == "charts" and not rest:
            until = day_in(asked["until"]) if "until" in asked else None
            return lambda store: charts_page(store, until, self.mastheads, self.wording)
        if kind == "health" and not rest:
            return lambda store: health_page(store, self.mastheads)
        raise NotThereError


def read_address(target: str) -> tuple[str, dict[str, str]]:
    """Return the path and the parameters of what a browser asks for. NotThereError if it cannot be read."""
    try:
        parts = urlsplit(target)
        asked = parse_qs(parts.query, max_num_fields=PARAMETERS_MAX, errors="replace")
    except ValueError:
        raise NotThereError from None
    return unquote(parts.path, errors="replace"), {name: values[-1] for name, values in asked.items()}


def number_of(text: str) -> int:
    """Return the number of a page. NotThereError if it is none."""
    if not (text.isascii() and text.isdigit() and len(text) < 7):
        raise NotThereError
    return int(text)


def day_in(text: str) -> date:
    """Return a day that an address names. NotThereError if it is none, or of no year that has news."""
    day = day_of(text)
    if day is None or day.isoformat() != text or not 1900 <= day.year < 3000:
        raise NotThereError
    return day


def notices_of(store: Store, wording: Wording) -> list[str]:
    """Return what of a store could not be read, a line each."""
    told = []
    if store.lacks_its_log:
        told.append(wording.gettext("The store was copied without its -wal file: the latest articles are not in it."))
    for article, why in list(store.damaged.items())[:DAMAGED_MAX]:
        told.append(wording.gettext("{article} is damaged and is left out: {why}").format(article=article, why=why))
    if (more := len(store.damaged) - DAMAGED_MAX) > 0:
        told.append(wording.gettext("… and {count} more").format(count=more))
    return told


def outside(url: str, text: str) -> Markup:
    """Return a link to an outlet's page, which is not told where it was followed; the text alone where the address is none of the web."""
    if not is_address(url):
        return Markup("{}").format(text)
    return Markup('<a href="{}" rel="noreferrer noopener" target="_blank">{}</a>').format(url, text)


def quoted(text: str) -> str:
    """Return a text as a part of a path, or of a query."""
    return quote(text, safe=":", errors="replace")


def named(wording: Wording) -> Callable[[str], str]:
    """Return what names a field of an article: a few as people call them, the others as the CSV does, with heads of that language."""
    gettext = wording.gettext
    names = {
        "title": gettext("Title"),
        "subtitle": gettext("Subtitle"),
        "authors": gettext("Authors"),
        "section": gettext("Section"),
        "tags": gettext("Tags"),
    }
    names |= {
        "published_at": gettext("Published"),
        "modified_at": gettext("Changed"),
        "images": gettext("Pictures"),
        "url": gettext("Address"),
    }
    headers = wording.language if wording.language in HEADERS else ""
    return lambda name: names.get(name) or head(name, headers)
