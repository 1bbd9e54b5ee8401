"""Recorded pages in, responses out: the cases of a folder or WARC files, and the download handler that answers from nothing else."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, Self
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.core.downloader.handlers.base import BaseDownloadHandler
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Headers, Response
from scrapy.responsetypes import responsetypes
from scrapy.settings import BaseSettings
from typing_extensions import override
from w3lib.url import canonicalize_url

from newsharvest import press
from newsharvest.addresses import bare_host
from newsharvest.download.recorded import pages_in
from newsharvest.language import _
from newsharvest.terminal import cause
from newsharvest.warc import WarcError, is_warc, warc_files

RECORDED_AT = "recorded_at"
"""The `Request.meta` key under which replay says when the page was recorded (ISO 8601, or None)."""

ORIGINS = ("recorded", "rebuilt", "made")

DAMAGED = "replay/damaged"
"""The stat that counts what of a replay's files could not be read."""

fixture_missing = object()
"""Signal, with `url`: a request that no case answers."""


class ReplayError(ValueError):
    """The fixture folder cannot be used; the text says what is wrong with which file."""


class NotRecorded(IgnoreRequest):
    """No case of the replay folder answers this address. As an IgnoreRequest it is neither retried nor logged with a traceback."""


@dataclass(frozen=True, slots=True)
class Case:
    """One recorded, rebuilt or made page: the folder `<outlet>/<case>/` with `page.*` and `response.json`."""

    folder: Path
    url: str
    aliases: tuple[str, ...]
    status: int
    headers: dict[str, str]
    recorded_at: str | None
    origin: str

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read `response.json`. ReplayError says what is wrong with it."""
        file = folder / "response.json"
        try:
            data = json.loads(file.read_text(encoding="utf-8"))
            recorded = data["recorded_at"]
            moment = press.read_time(recorded) if recorded else None
            if recorded and moment is None:
                raise ValueError(_("recorded_at {text!r} is no date", text=recorded))
            if data["origin"] not in ORIGINS:
                raise ValueError(_("origin {text!r} is none of {known}", text=data["origin"], known=", ".join(ORIGINS)))
            url, aliases = data["url"], data.get("aliases", [])
            if not isinstance(aliases, list) or not all(isinstance(text, str) for text in (url, *aliases, *data["headers"].values())):
                raise ValueError(_("url and each header are texts, and aliases is a list of texts"))
            for address in (url, *aliases):
                canonicalize_url(address)  # ValueError: it is none
            return cls(
                folder=folder,
                url=url,
                aliases=tuple(aliases),
                status=int(data["status"]),
                headers=dict(data["headers"]),
                recorded_at=press.iso(moment) if moment else None,
                origin=data["origin"],
            )
        except KeyError as error:
            raise ReplayError(_("{file}: {key} is missing", file=file, key=error)) from error
        except (OSError, ValueError, TypeError, AttributeError) as error:
            raise ReplayError(f"{file}: {error}") from error

    @property
    def name(self) -> str:
        """What it is called: `<outlet>/<case>`."""
        return f"{self.folder.parent.name}/{self.folder.name}"

    @property
    def page(self) -> Path:
        """The file with the bytes as received. ReplayError if there is none, or more than one."""
        pages = sorted(self.folder.glob("page.*"))
        if len(pages) != 1:
            raise ReplayError(_("{folder}: one page.* file is wanted, {count} are there", folder=self.folder, count=len(pages)))
        return pages[0]

    def response(self, url: str) -> Response:
        """Return the page as the answer to `url`."""
        body = self.page.read_bytes()
        headers = Headers(self.headers)
        cls: type[Response] = responsetypes.from_args(headers=headers, url=url, body=body)
        return cls(url=url, status=self.status, headers=headers, body=body)


class Fixtures:
    """The cases under a folder, found by address. Parameters may stand in any order; a fragment does not count."""

    def __init__(self, folder: Path) -> None:
        """Load every case below `folder`. ReplayError if it is missing, empty, or two cases answer one address."""
        if not folder.is_dir():
            raise ReplayError(_("REPLAY={folder} is not a folder", folder=folder))
        self.cases = [Case.load(file.parent) for file in sorted(folder.rglob("response.json"))]
        if not self.cases:
            raise ReplayError(_("REPLAY={folder} holds no fixtures: no response.json in it or below it", folder=folder))
        self._by_url: dict[str, Case] = {}
        for case in self.cases:
            _page = case.page
            for url in (case.url, *case.aliases):
                other = self._by_url.setdefault(canonicalize_url(url), case)
                if other is not case:
                    raise ReplayError(_("{case} and {other} both answer {url}", case=case.folder, other=other.folder, url=url))

    @property
    def troubles(self) -> Sequence[str]:
        """Nothing: a case that cannot be read is a ReplayError."""
        return ()

    @property
    def hosts(self) -> set[str]:
        """The hosts that any case answers for, without `www.` and `m.`."""
        urls = (url for case in self.cases for url in (case.url, *case.aliases))
        return {bare_host(urlsplit(url).hostname or "") for url in urls}

    def get(self, url: str) -> Case | None:
        """Return the case that answers `url`, or None."""
        return self._by_url.get(canonicalize_url(url))


class Recorded(Protocol):
    """A page that answers in a replay: a case, or one of a WARC file."""

    @property
    def name(self) -> str:
        """What it is called."""

    @property
    def recorded_at(self) -> str | None:
        """When it was recorded: ISO 8601, or None where that is not known."""

    @property
    def origin(self) -> str:
        """One of ORIGINS."""

    def response(self, url: str) -> Response:
        """Return the page as the answer to `url`. OSError, or a ValueError in words, if it cannot be read."""


class Source(Protocol):
    """Where a replay has its answers from: recorded pages by address."""

    @property
    def hosts(self) -> set[str]:
        """The hosts that it answers for, without `www.` and `m.`."""

    @property
    def troubles(self) -> Sequence[str]:
        """What of it could not be read, a sentence each."""

    def get(self, url: str) -> Recorded | None:
        """Return what answers `url`, or None."""


def source_of(settings: BaseSettings) -> Source:
    """Return what REPLAY names: a folder of fixtures, a WARC file, or a folder of those. ReplayError says what is wrong with it."""
    path = Path(settings["REPLAY"])
    if path.is_file() or (path.is_dir() and not any(path.rglob("response.json")) and any(is_warc(file.name) for file in path.iterdir())):
        try:
            return pages_in(warc_files([path]), settings.getint("DOWNLOAD_MAXSIZE"))
        except (WarcError, OSError) as error:  # OSError: it has just gone
            raise ReplayError(f"REPLAY={path}: {error}") from None
    return Fixtures(path)


class ReplayHandler(BaseDownloadHandler):
    """Answers http and https from what REPLAY names. What is not there fails that request and is made known by `fixture_missing`."""

    def __init__(self, crawler: Crawler) -> None:
        """Load what the REPLAY setting names."""
        super().__init__(crawler)
        self.source = source_of(crawler.settings)
        assert crawler.stats
        crawler.stats.set_value(DAMAGED, len(self.source.troubles))

    @override
    async def download_request(self, request: Request) -> Response:
        case = self.source.get(request.url)
        if case is None:
            self.crawler.signals.send_catch_log(fixture_missing, url=request.url)
            raise NotRecorded(_("{url} is not in REPLAY={folder}", url=request.url, folder=self.crawler.settings["REPLAY"]))
        request.meta[RECORDED_AT] = case.recorded_at
        try:
            return case.response(request.url)
        except OSError as error:
            raise NotRecorded(f"{case.name}: {cause(error)}") from error
        except ValueError as error:  # a WARC file that has been changed under a run
            raise NotRecorded(str(error)) from error


class Replay:
    """Add-on: with `REPLAY=…` no network handler exists, whatever else is set, and nothing waits."""

    def update_settings(self, settings: Any) -> None:
        """Swap the handlers. A REPLAY that cannot be used raises ReplayError before any request."""
        if settings["REPLAY"]:
            replay_only(settings)


def replay_only(settings: BaseSettings) -> None:
    """Put the replay handler where the network handlers were. ReplayError says what is wrong with what it names."""
    source_of(settings)  # says what is wrong with it before anything runs
    handlers = dict.fromkeys(settings.getwithbase("DOWNLOAD_HANDLERS")) | {
        "http": ReplayHandler,
        "https": ReplayHandler,
    }
    for name, value in {"DOWNLOAD_HANDLERS": handlers, "DOWNLOAD_DELAY": 0}.items():
        settings.set(name, value, priority="cmdline")
