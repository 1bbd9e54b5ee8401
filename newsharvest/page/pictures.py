"""Which address an element shows a picture from, if it shows the article's: lazy loading in, placeholders, counters and icons out."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice
from urllib.parse import urlsplit

from lxml import etree

from newsharvest.addresses import escaped, join

PICTURES = frozenset({"img", "amp-img", "amp-anim"})

# Beside these, `src` is a placeholder.
_LAZY = (
    "data-src", "data-original", "data-lazy-src", "data-lazy", "data-echo", "data-lazyload", "data-lazy-original", "data-original-src",
    "data-orig-src",
)  # fmt: skip
_LAZY_SETS = ("data-srcset", "data-lazy-srcset", "data-original-set")
_BACKGROUNDS = ("data-bg", "data-background", "data-background-image", "data-bg-src", "data-image-src", *_LAZY)
_BACKGROUND = re.compile(r"\bbackground(?:-image)?\s*:[^;]{0,200}?\burl\(\s*[\"']?([^\"')]{1,2000})", re.IGNORECASE)
_ALONE = re.compile(r"\s*[^\s/\"'{}<>|;]{0,2000}/[^\s\"'{}<>|;]{1,2000}\s*")  # an address, and no JSON, no name of a file
_CANDIDATES = re.compile(r",\s+|(?<=\d[wx]),")
_SIZE = re.compile(r"\d{1,9}(?:\.\d{1,9})?[wx]")
_PICTURE_FILE = re.compile(r"\.(?:jpe?g|jfif|png|gif|webp|avif|bmp|heic)(?![\w-])", re.IGNORECASE)

# The words of which the names of placeholders, counters and banners are made, and those that stand beside them.
_NO_PICTURE = frozenset(
    "blank loading loader spinner spacer pixel pix px transparent transp trans placeholder lazyload lazy dummy empty clear noimage noimg"
    " nophoto beacon counter tracker tracking banner bnr line dot divider".split()
)
_BESIDE = frozenset(
    "img image photo picture profile no bg ajax load common default white gray grey black top bottom left right main side sub s m l".split()
)
_WORDS = re.compile(r"[^\W\d_]+")
_ICON = re.compile(r"(?:ic|ico|icon|icn|btn|button|bullet|sns|emoticon|emoji)[-_\d.].*(?<!\.jpg)(?<!\.jpeg)", re.IGNORECASE)
# Folders of what is no article's: advertisements, buttons, the reporters' portraits.
_ASIDE = re.compile(
    r"/(?:banners?|bannerpop|bnr|ads?|advert|icons?|ico|emoticons?|emoji|btn|buttons?|sns|members?|member_image|reporters?|journalists?|profiles?)/",
    re.IGNORECASE,
)

_TINY = re.compile(r"(?<![\w-])(?:width|height)\s*:\s*0*[0-2](?:\.\d{1,4})?(?:px)?\s*(?:;|!|$)", re.IGNORECASE)
_PIXELS = re.compile(r"[0-9]{1,9}")
_SOURCES_MAX = 8  # of a picture; a browser is offered two or three
_COUNTER_MAX = 2  # pixels
_ICON_MAX = 32


def source_of(picture: etree._Element, base_url: str) -> str | None:
    """Return the absolute address of the picture that an `img` shows once loaded; None if it shows none, or none of the article.

    An address in a lazy loader's attribute comes before `src`, then whatever else looks like a picture's; of a `srcset` the largest. None
    is what is named as a placeholder, counter, icon or banner is, and what is no larger than one.
    """
    if picture.tag == "img" and is_small(picture):  # an `amp-img` states a ratio
        return None
    for source in (*map(picture.get, _LAZY), *(_largest(picture.get(name)) for name in _LAZY_SETS), picture.get("src")):
        if source and (url := _absolute(base_url, source)):
            return url
    data = [picture.get(name, "") for name in map(str, picture.keys()) if name.startswith("data-")]
    sets = [picture.get("srcset")]
    for parent in islice(picture.iterancestors("picture"), 1):
        sets += [source.get(name) for source in islice(parent.iter("source"), _SOURCES_MAX) for name in ("data-srcset", "srcset")]
    for source in (*(d for d in data if _ALONE.fullmatch(d) and _PICTURE_FILE.search(d)), *map(_largest, sets)):
        if source and (url := _absolute(base_url, source)):
            return url
    return None


def background_of(element: etree._Element, base_url: str) -> str | None:
    """Return the absolute address of the picture file that an element without any text shows as its background, or None."""
    sources = [element.get(name) for name in _BACKGROUNDS]
    if match := _BACKGROUND.search(element.get("style", "")):
        sources.append(match[1])
    sources = [source for source in sources if source and _PICTURE_FILE.search(source)]
    if not sources or ("padding" not in element.get("style", "") and is_small(element)):  # with a padding, a height of 0 is a ratio
        return None
    return next((url for source in sources if source and (url := _absolute(base_url, source))), None)


def is_photo(url: str) -> bool:
    """Tell whether an address alone says that a photo is behind it: by the kind of its file, which of counters is none, or GIF."""
    match = _PICTURE_FILE.search(urlsplit(url).path)
    return match is not None and match[0].lower() != ".gif"


def _largest(srcset: str | None) -> str | None:
    """Return the address of the largest candidate of a `srcset`."""
    found = [(candidate.split() or [""]) for candidate in _CANDIDATES.split(srcset or "")]
    return max(found, key=lambda words: float(words[-1][:-1]) if _SIZE.fullmatch(words[-1]) else 1.0)[0].rstrip(",")


def sizes_of(picture: etree._Element) -> list[int]:
    """Return the width and height in pixels that a picture states, or what of them it does."""
    stated = (picture.get(name, "").strip().removesuffix("px") for name in ("width", "height"))
    return [int(size) for size in stated if _PIXELS.fullmatch(size)]


def is_small(picture: etree._Element) -> bool:
    """Tell whether a picture says of itself that it is no larger than a counter or an icon."""
    sizes = sizes_of(picture)
    if sizes and (min(sizes) <= _COUNTER_MAX or (len(sizes) == 2 and max(sizes) <= _ICON_MAX)):
        return True
    style = picture.get("style")
    return style is not None and _TINY.search(style) is not None


@lru_cache(maxsize=512)
def _absolute(base_url: str, source: str) -> str | None:
    source = source.strip()
    if source.startswith("data:") or not ("." in source or "/" in source):
        return None
    url = join(base_url, source)
    if url is None:
        return None
    parts = urlsplit(url)
    name = parts.path.rpartition("/")[2]
    if parts.scheme not in {"http", "https"} or _is_placeholder(name) or _ICON.fullmatch(name) or _ASIDE.search(parts.path):
        return None
    return escaped(url)


def _is_placeholder(name: str) -> bool:
    """Tell whether a file's name is made of such words alone: `ajax-loader.gif` is, `loading_dock.jpg` is not."""
    stem = name.rpartition(".")[0]
    words = set(_WORDS.findall(stem.lower()))
    nothing = words & _NO_PICTURE or ("no" in words and words & {"img", "image", "photo", "picture", "profile"})
    return stem == "1x1" or (bool(nothing) and words <= _NO_PICTURE | _BESIDE)
