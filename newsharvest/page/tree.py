"""A response as a tree that selectors can be asked of."""

from __future__ import annotations

import re
from typing import TypeGuard

from parsel import Selector
from scrapy.http import JsonResponse, Response, TextResponse, XmlResponse

_PAGE_END = re.compile(r"</(?:body|html)\s*>", re.IGNORECASE)


def page_of(response: TextResponse) -> Selector:
    """Return the page as a tree. An end of the page halfway (an included file's, or pasted) ends nothing: lxml would drop what follows."""
    return Selector(_PAGE_END.sub("", response.text), type="html")


def is_page(response: Response) -> TypeGuard[TextResponse]:
    """Tell whether selectors can be asked of a response: JSON, a feed or a picture is no page."""
    return isinstance(response, TextResponse) and not isinstance(response, JsonResponse | XmlResponse)
