"""Feeds are whole: a file appears, or is replaced, only when what goes into it has come to a clean end."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import weakref
from contextlib import ExitStack, suppress
from hashlib import sha256
from pathlib import Path
from typing import IO, Any, Self, cast

from filelock import FileLock
from scrapy import Spider
from scrapy.crawler import Crawler
from w3lib.url import file_uri_to_path

from newsharvest.feeds.csv import align_rows
from newsharvest.feeds.formats import LINE_FORMATS, FeedError
from newsharvest.feeds.headers import header_line, read_header
from newsharvest.language import _
from newsharvest.parts import part_beside, sweep
from newsharvest.run.report import RunReport, report_of
from newsharvest.terminal import cause, closed


def target_of(uri: str) -> Path:
    """Return the file that a feed's address means."""
    return Path(file_uri_to_path(uri) if uri.startswith("file:") else uri)


def check_target(uri: str, options: dict[str, Any]) -> None:
    """Raise FeedError if a file feed could not be written, or appending would break the file that is there."""
    path = target_of(uri)
    if path.is_dir():
        raise FeedError(_("{path} is a folder: name a file in it", path=path))
    parent = next(p for p in path.absolute().parents if p.exists())
    try:
        tempfile.TemporaryFile(dir=parent).close()
    except OSError as error:
        raise FeedError(_("{path} cannot be written: {why} in {folder}", path=path, why=cause(error), folder=parent)) from error
    if path.exists() and not os.access(path, os.W_OK):
        raise FeedError(_("{path} is write-protected", path=path))
    if path.is_file():
        try:
            path.open("ab").close()  # Excel on Windows lets nobody else
        except OSError as error:
            raise FeedError(_("{path} cannot be written: {why}: is it open in another program?", path=path, why=cause(error))) from error
    if options.get("overwrite") or not path.is_file() or path.stat().st_size == 0 or options["format"] in LINE_FORMATS:
        return
    if options["format"] != "csv":
        raise FeedError(
            _(
                "{path} cannot be appended to: a {format} file is closed at its end (use -O, or .jsonl, or .csv)",
                path=path,
                format=options["format"],
            )
        )
    try:
        with path.open("rb") as file:
            first = file.readline()
    except OSError as error:
        raise FeedError(_("{path} cannot be read to be appended to: {why}", path=path, why=cause(error))) from error
    header = read_header(first)
    if header is None or header.headers != options.get("item_export_kwargs", {}).get("headers", ""):
        raise FeedError(
            _("{path} has another header than this version writes, so nothing is appended to it: use -O, or another file", path=path)
        )


def check_new(folder: Path) -> None:
    """Raise FeedError if a folder is there already, or could not be made. What a killed writer of it left beside it is removed."""
    sweep(folder)
    if os.path.lexists(folder):
        raise FeedError(_("{folder} is there already, and it is written over nothing: name a new folder", folder=folder))
    parent = next(place for place in folder.absolute().parents if place.exists())
    if not parent.is_dir() or not os.access(parent, os.W_OK):
        raise FeedError(_("{folder} cannot be made: {parent} cannot be written to", folder=folder, parent=parent))


class NotReplacedError(OSError):
    """A file could not take the place of another. What was to take it is beside it, and `strerror` says where."""


class WholeFile:
    """A file in the making, beside its target. A target that is no file (a pipe, `/dev/null`) is written straight to.

    As a context, and when the process ends, it leaves nothing unless it took its place or was kept beside.
    """

    def __init__(self, target: Path, *, append: bool = False) -> None:
        """Open it. OSError if it cannot be written. `append`: what is written here goes behind what the target then holds."""
        self.append = append
        self.direct = target.exists() and not target.is_file() and not target.is_dir()  # a folder cannot be replaced either
        self.place = target.resolve()  # a link stays a link
        self._part = ExitStack()
        if self.direct:
            self.file: IO[bytes] = target.open("wb")
            return
        self.place.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._folder = self._part.enter_context(part_beside(self.place))
            self.file, self._new = self._open("new")
        except BaseException:
            self._part.close()
            raise
        weakref.finalize(self, self._part.close)  # a run that is stopped twice comes to no end

    def __enter__(self) -> Self:
        """Return the file itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Leave nothing that has not been put anywhere."""
        self.discard()

    def take_place(self) -> None:
        """Close, and take the target's place, or go behind what is in it. OSError if that cannot be done.

        A target that cannot be replaced though all was written (it is open in Excel on Windows) is left: NotReplacedError says where what
        was written is.
        """
        if self.direct:
            self.file.close()
            return
        with self._part:
            if self.append:
                self._go_behind()
            else:
                _close(self.file)
                self._replace_with(self._new)

    def _replace_with(self, whole: Path) -> None:
        try:
            whole.replace(self.place)
        except OSError as error:
            beside = self._put_beside(whole, "new")
            told = _(
                "{why}: is it open in another program? What came is in {file} beside it",
                why=cause(error),
                file=beside.name,
            )
            raise NotReplacedError(error.errno, told) from error

    def _put_beside(self, whole: Path, kind: str) -> Path:
        """Put a file beside the target as `<name>.<kind><suffix>`, or with a number where that cannot be replaced either."""
        names = [f"{self.place.stem}.{kind}{more}{self.place.suffix}" for more in ("", *(f"-{number}" for number in range(2, 10)))]
        for name in names[:-1]:
            with suppress(OSError):
                return whole.replace(self.place.with_name(name))
        return whole.replace(self.place.with_name(names[-1]))

    def _go_behind(self) -> None:
        with FileLock(Path(tempfile.gettempdir()) / f"newsharvest-{sha256(bytes(self.place)).hexdigest()[:16]}.lock"):
            both, whole = self._open("both")
            self.file.seek(0)
            if self.place.is_file() and self.place.stat().st_size:
                with self.place.open("rb") as old:
                    _append(old, self.file, both, b"\r\n" if self.place.suffix.lower() == ".csv" else b"\n")
            else:
                shutil.copyfileobj(self.file, both)
            self.file.close()
            _close(both)
            self._replace_with(whole)

    def keep_beside(self) -> Path:
        """Close, leave the target as it is, and stay beside it as `<name>.failed<suffix>`. Returns that path. OSError if it cannot."""
        with self._part:
            _close(self.file)
            return self._put_beside(self._new, "failed")

    def discard(self) -> None:
        """Close, and leave nothing of what was not put anywhere."""
        with self._part, suppress(OSError):  # a full disk says so again
            self.file.close()

    def _open(self, name: str) -> tuple[IO[bytes], Path]:
        path = self._folder / name
        file = path.open("w+b")
        if self.place.is_file():
            shutil.copymode(self.place, path)
        return file, path


def _close(file: IO[bytes]) -> None:
    """Close a file with its bytes on the disk."""
    file.flush()
    os.fsync(file.fileno())
    file.close()


class Feed:
    """What a crawl writes to: the first write that fails is kept as `error`, and what comes after it is lost, but the crawl goes on."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file = file
        self.error: OSError | None = None

    def write(self, data: bytes) -> int:
        """Write, unless a write has failed."""
        if self.error is None:
            try:
                self.file.write(data)
            except OSError as error:
                self.error = error
        return len(data)

    def __getattr__(self, name: str) -> Any:
        """Be the file in all else."""
        return getattr(self.file, name)


class WholeFileStorage:
    """Scrapy's feed storage for files. After a run that went wrong the target stays as it was, and what did come is kept beside it."""

    def __init__(self, crawler: Crawler, uri: str, *, feed_options: dict[str, Any] | None = None) -> None:
        self.crawler = crawler
        self.path = target_of(uri)
        self.options = feed_options or {}

    @classmethod
    def from_crawler(cls, crawler: Crawler, uri: str, *, feed_options: dict[str, Any] | None = None) -> Self:
        """Make it for a crawler."""
        return cls(crawler, uri, feed_options=feed_options)

    def open(self, spider: Spider) -> IO[bytes]:
        """Return the file to write to."""
        check_target(str(self.path), self.options)
        self.whole = WholeFile(self.path, append=not self.options.get("overwrite"))
        self.feed = Feed(self.whole.file)
        return cast("IO[bytes]", self.feed)

    def store(self, file: IO[bytes]) -> None:
        """Put the file where it belongs."""
        report = report_of(self.crawler)
        try:
            with self.whole:
                if self.feed.error:
                    raise self.feed.error
                report.notes.append(self._place(report))
        except OSError as error:
            report.unwritten.append(_("{path} could not be written: {why}", path=self.path, why=cause(error)))

    def _place(self, report: RunReport) -> str:
        if self.whole.direct or report.exit_status == 0:
            self.whole.take_place()
            return _("written: {path}", path=self.path)
        if report.articles == 0:
            return _("{path} was left as it was", path=self.path)
        beside = self.whole.keep_beside().name
        return _("{path} was left as it was; what did come is in {file} beside it", path=self.path, file=beside)


class StandardOutput:
    """Scrapy's feed storage for standard output (`-o -`). A reader that has had enough (`| head`) is no failure."""

    def __init__(self, crawler: Crawler, uri: str, *, feed_options: dict[str, Any] | None = None) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler, uri: str, *, feed_options: dict[str, Any] | None = None) -> Self:
        """Make it for a crawler."""
        return cls(crawler, uri, feed_options=feed_options)

    def open(self, spider: Spider) -> IO[bytes]:
        """Return the stream to write to."""
        self.feed = Feed(sys.stdout.buffer)
        return cast("IO[bytes]", self.feed)

    def store(self, file: IO[bytes]) -> None:
        """Note whether all could be written."""
        try:
            if self.feed.error:
                raise self.feed.error
            sys.stdout.flush()
        except OSError as error:
            if trouble := closed(error):
                report_of(self.crawler).unwritten.append(trouble)


def _append(old: IO[bytes], new: IO[bytes], both: IO[bytes], line_end: bytes) -> None:
    """Write one file, and behind it another; of two CSV files under one header, which names the columns of both."""
    came = read_header(new.readline())
    if came is None:  # JSON Lines
        new.seek(0)
    more = came.more if came else []
    there = read_header(old.readline()) if more else None
    columns = there.more if there else []
    if there:
        columns += [name for name in more if name not in columns]
        both.write(header_line(more=columns, headers=there.headers))
    else:
        old.seek(0)
    shutil.copyfileobj(old, both)
    old.seek(-1, os.SEEK_END)
    if old.read() != b"\n":  # a last line that somebody left open
        both.write(line_end)
    if more and columns and columns[: len(more)] != more:
        align_rows(new, both, more, columns)
    else:
        shutil.copyfileobj(new, both)
