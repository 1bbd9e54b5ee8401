"""What our commands share: everything mistyped is refused in one line with exit status 2, before any request."""

from __future__ import annotations

import argparse
import os
import sys
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path
from typing import NoReturn

from scrapy.exceptions import UsageError
from scrapy.settings import BaseSettings, default_settings
from scrapy.spiderloader import get_spider_loader
from scrapy.utils.conf import arglist_to_dict, closest_scrapy_cfg

from newsharvest import settings as own_settings
from newsharvest.addresses import bare_host
from newsharvest.crawl.outlet import OutletSpider
from newsharvest.download.replay import Fixtures, replay_only
from newsharvest.terminal import suggest

_READERS: dict[type, Callable[[BaseSettings, str], object]] = {
    bool: BaseSettings.getbool,
    int: BaseSettings.getint,
    float: BaseSettings.getfloat,
    dict: BaseSettings.getdict,
}
DUPLICATES = ("mark", "drop")
_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")


@contextmanager
def refusing(command: str) -> Iterator[None]:
    """Turn what is wrong with the command line (UsageError, ValueError, StoreError as ValueError) into one line and exit status 2."""
    try:
        yield
    except (UsageError, ValueError) as error:
        refuse(command, str(error))


def refuse(command: str, message: str) -> NoReturn:
    """Say in one line what is wrong, and end with exit status 2."""
    print(f"scrapy {command}: {' '.join(message.split())}", file=sys.stderr)  # noqa: T201
    sys.exit(2)


def print_out(command: str, lines: Iterable[str]) -> int:
    """Print lines on standard output, and return the exit status. A reader that has had enough (`| head`) is no failure."""
    try:
        if isinstance(sys.stdout, TextIOWrapper):
            sys.stdout.reconfigure(errors="backslashreplace")  # a terminal that has no Hangul
        for line in lines:
            print(line)  # noqa: T201
        sys.stdout.flush()
    except OSError as error:
        return closed(command, error)
    return 0


def closed(command: str, error: OSError) -> int:
    """Say, if it was not the reader who had enough, why standard output could not be written, and return the exit status."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # Python would try again as it ends
    if isinstance(error, BrokenPipeError):
        return 0
    print(f"scrapy {command}: standard output could not be written: {error.strerror}", file=sys.stderr)  # noqa: T201
    return 1


def check_global_options(opts: argparse.Namespace) -> None:
    """Check what every Scrapy command takes: `-s`, `-L`, `--logfile`. UsageError says what is wrong."""
    check_settings(opts.set)
    if opts.loglevel:
        _check_log_level(opts.loglevel)
    if opts.logfile:
        try:
            Path(opts.logfile).open("a").close()
        except OSError as error:
            raise UsageError(f"--logfile {opts.logfile} cannot be written: {error.strerror}") from None


def check_replay(settings: BaseSettings) -> None:
    """Load the REPLAY folder, if one is set, and bar the network. ReplayError (a ValueError) says what is wrong with it."""
    if settings["REPLAY"]:
        replay_only(settings)


def store_to_write(settings: BaseSettings, opts: argparse.Namespace) -> str:
    """Return where a command keeps what it finds: a replay writes no store but the one that the command line names."""
    named = any(pair.startswith("STORE=") for pair in opts.set)
    return str(settings["STORE"]) if named or not settings["REPLAY"] else ":memory:"


def check_store(settings: BaseSettings) -> None:
    """Raise UsageError if there is no store to read."""
    if not Path(settings["STORE"]).is_file():
        raise UsageError(f"there is no store {settings['STORE']} yet: run scrapy harvest, or name another with -s STORE=FILE")


def check_settings(pairs: Iterable[str]) -> None:
    """Raise UsageError for a `-s NAME=VALUE` whose name does not exist or whose value is not of the setting's kind."""
    known = {name: value for module in (default_settings, own_settings) for name, value in vars(module).items() if name.isupper()}
    try:
        given = arglist_to_dict(list(pairs))
    except ValueError:
        raise UsageError("a setting is written -s NAME=VALUE") from None
    for name, value in given.items():
        if name not in known:
            raise UsageError(f"unknown setting {name!r}{suggest(name, known)}")
        if name == "STORE" and not value.strip():
            raise UsageError("STORE= is empty: name a file")
        if name == "REPLAY" and not value.strip():
            raise UsageError("REPLAY= is empty: name a folder of fixtures, or leave REPLAY out to fetch from the network")
        if name == "LOG_LEVEL":
            _check_log_level(value)
        if name == "DUPLICATES" and value not in DUPLICATES:
            raise UsageError(f"DUPLICATES={value}: say mark (all articles, marked) or drop (one article a story)")
        read = _READERS.get(type(known[name]))
        try:
            if read:
                read(BaseSettings({name: value}), name)
        except (ValueError, TypeError):
            raise UsageError(f"{name}={value!r} is no value for this setting: its default is {known[name]!r}") from None


def _check_log_level(level: str) -> None:
    if level not in _LEVELS:
        raise UsageError(f"unknown log level {level!r}{suggest(level.upper(), _LEVELS)} (known: {', '.join(_LEVELS)})")


def find_outlets(settings: BaseSettings, names: Sequence[str]) -> dict[str, type[OutletSpider]]:
    """Return the outlets of these names, all of them where none is named. UsageError for a name that does not exist."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # `broken_spiders` tells
        loader = get_spider_loader(settings)
    known = sorted(loader.list())
    for name in names:
        if name not in known:
            raise UsageError(f"unknown outlet {name!r}{suggest(name, known)} (known: {', '.join(known)})")
    spiders = {name: loader.load(name) for name in dict.fromkeys(names or known)}
    return {name: spider for name, spider in spiders.items() if issubclass(spider, OutletSpider)}


def project_folder() -> Path:
    """Return the folder of the project that the command is run in, else the one where it is run."""
    file = closest_scrapy_cfg()
    folder = Path(file).parent if file else Path()
    return Path() if folder == Path.cwd() else folder


def unrecorded(settings: BaseSettings, outlets: Mapping[str, type[OutletSpider]]) -> list[str]:
    """Return the outlets that the REPLAY folder has no page of, so that all that are recorded can be asked for; none without REPLAY."""
    if not settings["REPLAY"]:
        return []
    hosts = Fixtures(Path(settings["REPLAY"])).hosts
    absent = [name for name, outlet in outlets.items() if bare_host(outlet.host) not in hosts]
    return absent if len(absent) < len(outlets) else []


def broken_spiders(settings: BaseSettings) -> list[str]:
    """Return a line for each spider module that cannot be loaded."""
    with warnings.catch_warnings(record=True) as broken:
        warnings.simplefilter("always")
        get_spider_loader(settings)
    told = [str(warning.message).strip().splitlines() for warning in broken if issubclass(warning.category, RuntimeWarning)]
    # Scrapy's words: a traceback, and under it `Could not load spiders from module 'newsharvest.spiders.x'. See above …`
    return [f"{words[-1].partition(' See above')[0].rstrip('.')}: {words[-2]}" for words in told]


def warn_without_contact(settings: BaseSettings) -> None:
    """Say at the start of a live run that nobody could be reached about it."""
    if not settings["REPLAY"] and not settings["CONTACT"]:
        print(  # noqa: T201
            "CONTACT is not set: outlets cannot reach you about your requests. Set it once in newsharvest/settings.py, or with"
            " -s CONTACT=you@example.com",
            file=sys.stderr,
        )
