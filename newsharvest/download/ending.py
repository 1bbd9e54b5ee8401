"""Whether a page has come to its end: an answer without a length may break off anywhere, and one with a length may have a wrong one."""

from __future__ import annotations

import re
from enum import Enum
from hashlib import sha256
from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response, TextResponse

from newsharvest.download.errors import ask_again
from newsharvest.language import _

_HIDDEN = re.compile(r"<!--.*?(?:-->|\Z)|<(script|style|textarea)\b.*?(?:</\1|\Z)", re.DOTALL | re.IGNORECASE)
_BEGUN = re.compile(r"</?(?:html|body|rss|feed|rdf:rdf)\b", re.IGNORECASE)
_ENDS = re.compile(r"</(?:html|body|rss|feed|rdf:rdf)\s*>", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")

AFTER = 1000
"""Characters of text that may follow a page's end. What a server or a counter puts there is less; a cut article is more."""

ALIKE = 3
"""Pages that must end alike to show that it is the outlet's way, where others of its pages have an end."""

TAIL = 64
"""Characters at its end by which a page is known to end as another does."""


def has_end(page: str) -> bool:
    """Tell whether a page, or a feed, ends as it should: with `</html>` or `</body>`, and hardly more than scripts behind it.

    One that has never begun (`<html`, `<body`), such as a notice that is nothing but a script, has nothing to end.
    """
    return _ends(page) or not _BEGUN.search(_HIDDEN.sub("", page))


def _ends(page: str) -> bool:
    if page[-TAIL:].rstrip().lower().endswith("</html>"):
        return True
    shown = _HIDDEN.sub("", page)
    ends = [end.end() for end in _ENDS.finditer(shown)]
    return bool(ends) and len(_TAG.sub("", shown[ends[-1] :]).strip()) <= AFTER


_IN_CHUNKS = re.compile(rb"[0-9a-f]{1,8}(?:;[^\r\n]*)?\r\n.*\r\n0(?:;[^\r\n]*)?\s*", re.DOTALL | re.IGNORECASE)


class EndMiddleware:
    """Asks again for a page that came without a length and without an end: an answer like that may have broken off.

    So may one in chunks that no header has announced: their lengths would stand in the text.

    The same bytes twice, if they end with a tag, are the page; there are sites that never write an end. Else it is a ResponseDataLossError.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make it for a crawler."""
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Request | Response:
        """Return the response, or the request to make again."""
        unmeasured = "partial" in response.flags and response.status < 300 and isinstance(response, TextResponse)
        in_chunks = unmeasured and _IN_CHUNKS.fullmatch(response.body) is not None
        if not unmeasured or (has_end(response.text) and not in_chunks):
            return response
        digest = sha256(response.body).hexdigest()
        if request.meta.get("came_before") == digest and response.text.rstrip().endswith(">"):
            return response
        why = _("its chunks were not announced") if in_chunks else _("it came without a length, and has no end")
        again = ask_again(request, self.crawler, why)
        again.meta["came_before"] = digest
        return again


class End(Enum):
    """How a page ends."""

    WHOLE = "whole"
    """As a page does."""
    ODD = "odd"
    """As a page does not, but the outlet's others may."""
    CUT = "cut"
    """Where the outlet's others do not."""


class Endings:
    """How an outlet's pages end, as far as a run has seen: a page that ends where they do not is cut short.

    A Content-Length that is too small, with nothing behind it, shows in nothing else.
    """

    def __init__(self) -> None:
        self.ended = ""
        """The last page that had an end."""
        self.tails: dict[str, set[str]] = {}
        """The last characters of the pages without one, and the addresses of those that end so."""

    def of(self, url: str, page: str) -> End:
        """Note how a page ends, and say how.

        Where no page has an end, a tag is one, and so is what another page ends in. Where others have, ALIKE pages must end in the same
        characters, with a tag, which stand nowhere within a page that has an end: texts may be alike where they are cut.
        """
        if _ends(page):
            self.ended = page
            return End.WHOLE
        tail = page.rstrip()[-TAIL:]
        alike = self.tails.setdefault(tail, set())
        alike.add(url)
        if self.ended:
            known = len(alike) >= ALIKE and tail.endswith(">") and tail not in self.ended
        else:
            known = len(alike) > 1 or tail.endswith(">")
        return End.ODD if known else End.CUT
