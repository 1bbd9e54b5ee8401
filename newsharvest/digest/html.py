"""A digest as one HTML file: nothing from elsewhere, to be read on a screen or printed on A4."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from newsharvest.addresses import is_address
from newsharvest.digest.charts import bars, columns
from newsharvest.digest.contents import Digest, Entry
from newsharvest.digest.wording import Wording, split_at

BARS_MAX = 15
"""Outlets that the chart shows: those that printed most."""


def html_of(digest: Digest, wording: Wording, *, bodies: bool = False) -> str:
    """Return the page. `bodies`: with the whole text of each story, as its canonical article has it."""
    page = Environment(
        loader=PackageLoader("newsharvest.digest"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    ).get_template("digest.html")
    return page.render(
        digest=digest,
        wording=wording,
        gettext=wording.gettext,
        bodies=bodies,
        link=link,
        marked=marked,
        by_outlet=bars(by_outlet(digest), wording.gettext("Articles by outlet")),
        by_day=columns(by_day(digest, wording), wording.gettext("Articles by day")),
    )


def link(url: str, text: str) -> Markup:
    """Return a link; the text alone where the address is none of the web."""
    return Markup('<a href="{}">{}</a>').format(url, text) if is_address(url) else Markup("{}").format(text)


def marked(entry: Entry) -> Markup:
    """Return an entry's sentence, with the words that were found in it marked."""
    return with_marks(entry.sentence, [one.word for one in entry.matched])


def with_marks(sentence: str, words: Sequence[str]) -> Markup:
    """Return a sentence with these words marked in it."""
    pieces = split_at(sentence, words)
    return Markup("").join(Markup("<mark>{}</mark>").format(text) if found else Markup("{}").format(text) for text, found in pieces)


def by_outlet(digest: Digest) -> dict[str, int]:
    """Return how many articles the outlets have that have most, these first."""
    counted = sorted(((str(name), count) for (name,), count in digest.counted.by(1).items()), key=lambda one: (-one[1], one[0]))
    return dict(counted[:BARS_MAX])


def by_day(digest: Digest, wording: Wording) -> dict[str, int]:
    """Return how many articles there are by day, in their order."""
    counted = [(day, count) for (day,), count in digest.counted.by(2).items() if isinstance(day, date)]
    return {wording.day(day): count for day, count in sorted(counted)}
