"""A response as a tree that selectors can be asked of."""

from __future__ import annotations

from typing import TypeGuard

from parsel import Selector
from scrapy.http import JsonResponse, Response, TextResponse, XmlResponse
from selectolax.lexbor import LexborHTMLParser


def page_of(response: TextResponse) -> Selector:
    """Return the page as the tree that a browser makes of it.

    libxml2's own HTML parser is of before HTML5: of a stray `</br>`, `</p>` or `</div>` that was pasted with the text, of `<title>` in the
    body or of a `</html>` halfway it makes something else than the reader saw. So lexbor parses, and lxml, which has the XPath, is handed
    what that made. (Measured: 0.17 ms a page, where lxml alone takes 0.12.)
    """
    return Selector(LexborHTMLParser(response.text).html or "", type="html")


def is_page(response: Response) -> TypeGuard[TextResponse]:
    """Tell whether selectors can be asked of a response: JSON, a feed or a picture is no page."""
    return isinstance(response, TextResponse) and not isinstance(response, JsonResponse | XmlResponse)
