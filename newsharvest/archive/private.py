"""What tells of a visitor, in addresses and in pages: it is not kept, or a person decides."""

from __future__ import annotations

import re
from urllib.parse import unquote_plus, urlsplit, urlunsplit

from scrapy.http import Response, TextResponse
from w3lib.url import safe_url_string

from newsharvest import press
from newsharvest.addresses import join
from newsharvest.language import _
from newsharvest.warc.http import OF_TRANSFER

TOKENS = re.compile(
    r"(?:php|j|asp)?sess(?:ion)?\w*|sid|cfid|pwd?|otp|\w*(?:token|csrf|xsrf|nonce|passw|secret|signature)[\w-]*|(?:\w+_)?auth(?:_\w+)?|\w*(?:api|access)_?key",
    re.IGNORECASE,
)
PERSONAL = re.compile(
    r"e-?mail|\w*_e?mail|(?:\w+_)?name|mb_\w+|uid|user\w*|member\w*|login\w*|phone|tel|mobile|hp|birth\w*|addr\w*|ip"
    r"|stx|sfl|sop|q|query|k(?:ey)?wo?r?d\w*|search\w*|sc_word|sw"  # what somebody searched for
    r"|utm_\w+|[a-z]*clid|[gw]braid|igshid|mc_[ce]id|_g[al]|napm|n_\w+|ref\w*|from",  # where somebody came from
    re.IGNORECASE,
)
PRIVATE_VALUE = re.compile(r".+@.+|01\d-?\d{3,4}-?\d{4}|(?=.*[a-z])(?=.*\d)[\w+/=-]{24,}|eyJ[\w-]+\.[\w.-]+", re.IGNORECASE)
"""A mail address, a mobile number, what can only be a token: under whatever name."""

VISITORS = re.compile(r"cookie|token|csrf|xsrf|session|auth|nonce|secret", re.IGNORECASE)
"""What the names of headers hold that tell of a visitor: they are not kept."""

IN_SCRIPT = re.compile(
    r"([\w.-]*(?:csrf|xsrf|token|sess(?:ion)?_?id|nonce|api_?key|secret)[\w-]*)[\"']?\s*[:=]\s*[\"'][^\"'\s]{8,}[\"']", re.IGNORECASE
)


LEADING = frozenset({"location", "content-location"})
"""Headers that are addresses."""


def without_private(url: str, asked: str = "") -> tuple[str, list[str]]:
    """Return an address without what tells of a visitor (user name, session, token, search words, fragment), and the names left out.

    `asked`: the address that was asked for and has led to this one: a parameter that it has too is none of the visitor's.
    """
    parts = urlsplit(url)
    own = urlsplit(asked).query.split("&")
    host = (parts.hostname or "") + (f":{parts.port}" if parts.port else "")
    path, *parameters = re.split(r";(?=\w*sess\w*=)", parts.path, flags=re.IGNORECASE)
    names = [parameter.partition("=")[0] for parameter in parameters] + ["user:password@"] * ("@" in parts.netloc)
    kept = []
    for pair in filter(None, parts.query.split("&")):  # as it stands: a value may be written in EUC-KR
        name, _equals, value = (unquote_plus(part) for part in pair.partition("="))
        named = re.split(r"[\[\];]+", name) + re.findall(r"[?&;]([\w-]+)=", value)  # user[name], amp;token; an address in an address
        if pair in own:
            kept.append(pair)
        elif any(TOKENS.fullmatch(word) or PERSONAL.fullmatch(word) for word in named) or PRIVATE_VALUE.fullmatch(value):
            names.append(name)
        else:
            kept.append(pair)
    return urlunsplit((parts.scheme, host, path, "&".join(kept), "")), press.unique(names)


def headers_kept(response: Response, asked: str = "") -> list[tuple[str, str]]:
    """Return the headers of an answer as they came, without those that tell of a visitor, or of how its body was sent.

    Where it leads to is an absolute address, without what tells of a visitor. `asked`: see `without_private`.
    """
    kept = []
    for name, values in response.headers.items():
        title = name.decode("latin-1")
        if not VISITORS.search(title) and title.lower() not in OF_TRANSFER:
            texts = [value.decode("latin-1") for value in values]
            kept += [(title, _leads(response.url, text, asked) if title.lower() in LEADING else text) for text in texts]
    return kept


def _leads(url: str, location: str, asked: str) -> str:
    """Return where a header leads to; nothing for what is no address."""
    try:
        target = join(url, safe_url_string(location))
        return without_private(target, asked)[0] if target else ""
    except ValueError:
        return ""


def secrets_of(response: TextResponse) -> list[str]:
    """Name what in a page looks like a token or session of the visit (names alone): the page is kept as it is, so a person must decide."""
    found = []
    for field in response.xpath("//input[string(@value)] | //meta[string(@content)]"):
        name = field.attrib.get("name", "")
        hidden = field.root.tag == "meta" or field.attrib.get("type", "").lower() == "hidden"
        if hidden and TOKENS.fullmatch(name):
            found.append(_("hidden input {name}", name=name) if field.root.tag == "input" else f"meta {name}")
    for script in response.xpath("//script/text()").getall():
        found += [_("script {name}", name=match[1]) for match in IN_SCRIPT.finditer(script)]
    for address in response.xpath("//@href | //@src | //@action").getall():
        names = re.findall(r"[?&;]([\w-]+)=[^&#;]{8,}", address)
        found += [_("address with {name}", name=name) for name in names if TOKENS.fullmatch(name)]
    return press.unique(found)
