"""Feeds are whole: a file appears, or is replaced, only when a run has come to a clean end."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from typing import IO, Any, Self

from scrapy import Spider
from scrapy.crawler import Crawler
from w3lib.url import file_uri_to_path

from newsharvest.exporters import header_line
from newsharvest.extensions.report import RunReport

LINE_FORMATS = frozenset({"jsonlines", "jsonl", "jl"})


class FeedError(ValueError):
    """A feed's target cannot be used; the text says why, in one line."""


def target_of(uri: str) -> Path:
    """Return the file that a feed's address means."""
    return Path(file_uri_to_path(uri) if uri.startswith("file:") else uri)


def check_target(uri: str, options: dict[str, Any]) -> None:
    """Raise FeedError if a file feed could not be written, or appending would break the file that is there."""
    path = target_of(uri)
    if path.is_dir():
        raise FeedError(f"{path} is a folder: name a file in it")
    parent = next(p for p in path.absolute().parents if p.exists())
    try:
        tempfile.TemporaryFile(dir=parent).close()
    except OSError as error:
        raise FeedError(f"{path} cannot be written: {error.strerror} in {parent}") from error
    if options.get("overwrite") or not path.is_file() or path.stat().st_size == 0 or options["format"] in LINE_FORMATS:
        return
    if options["format"] != "csv":
        raise FeedError(f"{path} cannot be appended to: a {options['format']} file is closed at its end (use -O, or .jsonl, or .csv)")
    with path.open("rb") as file:
        first = file.readline()
    if first != header_line():
        raise FeedError(f"{path} has another header than this version writes, so nothing is appended to it: use -O, or another file")


class WholeFileStorage:
    """Feed storage for files: writes beside the target, and at a clean end takes its place.

    After a run that went wrong the target stays as it was, and what did come is kept beside it as `<name>.failed<suffix>`.
    A target that is no file (a pipe, `/dev/null`) is written straight to.
    """

    def __init__(self, crawler: Crawler, uri: str, *, feed_options: dict[str, Any] | None = None) -> None:
        self.crawler = crawler
        self.path = target_of(uri)
        self.options = feed_options or {}

    @classmethod
    def from_crawler(cls, crawler: Crawler, uri: str, *, feed_options: dict[str, Any] | None = None) -> Self:  # noqa: D102
        return cls(crawler, uri, feed_options=feed_options)

    def open(self, spider: Spider) -> IO[bytes]:
        """Return the file beside the target; for appending, a copy of the target to go on in."""
        check_target(str(self.path), self.options)
        if self.path.exists() and not self.path.is_file():
            return self.path.open("wb")
        path = self.path.resolve()  # a link stays a link
        path.parent.mkdir(parents=True, exist_ok=True)
        file = tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", suffix=".part", delete=False)  # noqa: SIM115 (Scrapy closes it)
        if path.is_file():
            shutil.copymode(path, file.name)
            if not self.options.get("overwrite"):
                _copy_lines(path, file)
        else:
            umask = os.umask(0)
            os.umask(umask)
            Path(file.name).chmod(0o666 & ~umask)
        return file

    def store(self, file: IO[bytes]) -> None:
        """Put the file in the target's place, or beside it after a run that went wrong."""
        file.flush()
        if self.path.is_file() or not self.path.exists():
            os.fsync(file.fileno())
        file.close()
        path, written = self.path.resolve(), Path(file.name)
        if written == self.path:
            return
        report = self.crawler.get_extension(RunReport)
        assert report is not None
        if report.exit_status == 0:
            written.replace(path)
            report.notes.append(f"written: {self.path}")
        elif report.articles == 0:
            written.unlink()
            report.notes.append(f"{self.path} was left as it was")
        else:
            beside = path.with_name(f"{path.stem}.failed{path.suffix}")
            written.replace(beside)
            report.notes.append(f"{self.path} was left as it was; what did come is in {beside.name} beside it")


def _copy_lines(path: Path, file: IO[bytes]) -> None:
    """Copy a file to go on in; a last line that somebody left open is closed first."""
    with path.open("rb") as old:
        shutil.copyfileobj(old, file)
        if old.tell():
            old.seek(-1, os.SEEK_END)
            if old.read() != b"\n":
                file.write(b"\n")
