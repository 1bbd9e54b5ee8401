"""Video players in an article: a story that is nothing but one has no text."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from parsel import Selector

from newsharvest.addresses import bare_host, join

_HOSTS = re.compile(
    r"(?:^|\.)(?:youtube(?:-nocookie)?\.com|youtu\.be|vimeo\.com|dailymotion\.com|tv\.naver\.com|tvcast\.naver\.com|tv\.kakao\.com"
    r"|serviceapi\.nmv\.naver\.com|videofarm\.daum\.net|tvpot\.daum\.net|pandora\.tv|afreecatv\.com|sooplive\.co\.kr|kollus\.com)$"
)
_ON_OTHERS = re.compile(r"facebook\.com/plugins/video|tiktok\.com/embed|\.(?:mp4|m3u8|webm)(?:$|[?#])", re.IGNORECASE)
_OWN_PATH = re.compile(r"(?:^|[/_.-])(?:video|movie|vod|player|mov|mp4)(?:[/_.-]|$)", re.IGNORECASE)
_FRAMES = ".//iframe | .//embed | .//object | .//amp-youtube"


def has_player(container: Selector, base_url: str) -> bool:
    """Tell whether an element holds a video: a `<video>`, or a frame of a video host, or of the outlet's own whose path says so.

    Any other frame may be an advertisement, and is none. `base_url`: what addresses are relative to.
    """
    if container.xpath(".//video[@src or .//source/@src] | .//amp-youtube"):
        return True
    own = bare_host(urlsplit(base_url).hostname or "")
    for frame in container.xpath(_FRAMES):
        for address in frame.xpath("@src | @data-src | @data | .//param[@name='movie' or @name='src']/@value").getall():
            url = join(base_url, address)
            if url and _shows(url, own):
                return True
    return False


def _shows(url: str, own: str) -> bool:
    parts = urlsplit(url)
    host = (parts.hostname or "").lower()
    return bool(_HOSTS.search(host) or _ON_OTHERS.search(url) or (bare_host(host) == own and _OWN_PATH.search(parts.path)))
