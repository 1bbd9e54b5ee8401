"""What our commands share: everything mistyped is refused in one line with exit status 2, before any request."""

from __future__ import annotations

import argparse
import re
import signal
import sys
import unicodedata
import warnings
from abc import abstractmethod
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from io import StringIO, TextIOWrapper
from pathlib import Path
from types import FrameType
from typing import Generic, NoReturn, TypeVar

from rich.console import Console
from rich.table import Table
from scrapy.commands import ScrapyCommand
from scrapy.crawler import Crawler, CrawlerProcessBase
from scrapy.exceptions import UsageError
from scrapy.settings import SETTINGS_PRIORITIES, BaseSettings, Settings, default_settings
from scrapy.spiderloader import get_spider_loader
from scrapy.utils.conf import arglist_to_dict

from newsharvest import settings as own_settings
from newsharvest.addresses import bare_host
from newsharvest.config import EXAMPLE, FILE, configure, speak
from newsharvest.crawl.outlet import OutletSpider
from newsharvest.crawl.plan import Plan
from newsharvest.database import on_server, without_password
from newsharvest.digest.wording import Wording
from newsharvest.download.guard import WITHOUT_REACTOR
from newsharvest.download.replay import replay_only, source_of
from newsharvest.feeds.headers import HEADERS
from newsharvest.help import HelpFormatter
from newsharvest.language import LANGUAGES, N_, _, catalogue
from newsharvest.mistyped import in_our_words, unknown_option, unknown_outlet
from newsharvest.page.bounds import TooComplexError
from newsharvest.reasons import Reason
from newsharvest.run.progress import Progress
from newsharvest.run.report import ErrorCount
from newsharvest.search import QueryError
from newsharvest.store import Store, StoreError
from newsharvest.terminal import cause, open_streams, plain, pointed, print_out, refuse, say, suggest
from newsharvest.watch import Department, WatchError, read_watch

_READERS: dict[type, Callable[[BaseSettings, str], object]] = {
    bool: BaseSettings.getbool,
    int: BaseSettings.getint,
    float: BaseSettings.getfloat,
    dict: BaseSettings.getdict,
}
DUPLICATES = ("mark", "drop")
_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")

STOPPED = N_("stopped before its end")
"""What is said at Ctrl-C where no crawl is running. A crawl ends first, and its closing lines say it."""

Asked = TypeVar("Asked")
"""What a command is asked for, read from its words and checked."""


class OutletCommand(ScrapyCommand, Generic[Asked]):
    """The base of our commands: `check` reads what is asked for, before any request, and `work` does it.

    It stands here because Scrapy takes each ScrapyCommand in a module of newsharvest.commands for a command, named after the module.
    """

    requires_project = True
    settings: Settings  # Scrapy sets them before it calls anything

    def __init__(self) -> None:
        super().__init__()
        speak()  # what it says of itself is asked for before its settings are read

    @abstractmethod
    def check(self, args: list[str], opts: argparse.Namespace) -> Asked:
        """Read what is asked for. UsageError or ValueError says in one line what is wrong with it."""

    @abstractmethod
    def work(self, asked: Asked) -> int:
        """Do it, and return the exit status. A StoreError or TooComplexError is said, with exit status 1."""

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the options of every command, and have what is wrong with options said in one line."""
        super().add_options(parser)
        self._parser = parser
        parser.formatter_class = HelpFormatter
        if isinstance(sys.stdout, TextIOWrapper):
            sys.stdout.reconfigure(errors="backslashreplace")  # the help has Hangul, and a terminal may have none
        parser.error = self.refuse_options  # type: ignore[method-assign]

    def refuse_options(self, message: str) -> NoReturn:
        """Refuse options that cannot be read, for the reason that argparse gives."""
        refuse(self.name, in_our_words(message))

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Refuse what is mistyped in one line, with exit status 2, before any request."""
        open_streams()
        try:
            with hearing_stops():
                check_global_options(opts)
                super().process_options(args, opts)
                configure(self.settings)
                self.check_options(args)
                self._asked = self.check(args, opts)
        except QueryError as error:
            refuse(self.name, str(error), pointed(error.query, error.position))
        except StoreError as error:  # a server that does not answer: nothing was mistyped
            self.say(str(error))
            sys.exit(1)
        except (UsageError, ValueError) as error:
            refuse(self.name, in_our_words(str(error)))
        except KeyboardInterrupt:
            self.say(_(STOPPED))
            sys.exit(1)

    def check_options(self, words: Sequence[str]) -> None:
        """Raise UsageError for an option that the command does not have: argparse has left it among the words."""
        options = [option for action in self._parser._actions for option in action.option_strings]  # it has no public list
        for place, word in enumerate(words):
            if word.startswith("-"):
                raise UsageError(unknown_option(word, words[place + 1 :], options))

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Do what is asked for, and set the exit status."""
        self.exitcode = 1
        try:
            with hearing_stops():
                self.exitcode = self.work(self._asked)
        except StoreError as error:
            self.say(str(error))
        except TooComplexError as error:
            self.say(Reason.TOO_COMPLEX.sentence(str(error)))
        except KeyboardInterrupt:
            self.say(_(STOPPED))

    def add_headers(self, parser: argparse.ArgumentParser) -> None:
        """Add the option of a command that writes a CSV of articles or stories."""
        told = _("ko: a .csv file with heads in Korean (without it, with the names of the fields)")
        parser.add_argument("--headers", metavar="ko", default="", help=told)

    @property
    def name(self) -> str:
        """What is typed after `scrapy`."""
        return type(self).__module__.rpartition(".")[2]

    @property
    def process(self) -> CrawlerProcessBase:
        """What runs the crawlers: Scrapy makes it between `check` and `work`."""
        assert self.crawler_process is not None
        return self.crawler_process

    def read_watch(self, file: str | None) -> list[Department]:
        """Return the departments of a watch file, by default of the one that is set; refuse one that cannot be used, and show where."""
        try:
            return read_watch(Path(file or self.settings["WATCH"]))
        except WatchError as error:
            refuse(self.name, str(error), error.shown)

    def say(self, *lines: str) -> None:
        """Tell the person at the keyboard, on standard error."""
        say(*(f"scrapy {self.name}: {line}" for line in lines))

    def print_out(self, lines: Iterable[str]) -> int:
        """Print lines on standard output, which may hold what a page says, and return the exit status."""
        return print_out(self.name, map(plain, lines))

    def print_table(self, table: Table, width: int, least: int = 120) -> int:
        """Print a table of `plain` texts on standard output, and return the exit status.

        It is `width` columns wide where that is no terminal, else as wide as the terminal, and `least` columns at least.
        """
        terminal, printed = sys.stdout.isatty(), StringIO()
        console = Console(
            file=printed,
            force_terminal=terminal,
            width=max(Console().width, least) if terminal else width,
            soft_wrap=True,
            highlight=False,
            emoji=False,
        )
        console.print(table, markup=False)
        return print_out(self.name, printed.getvalue().split("\n")[:-1])

    def tell_damage(self, store: Store) -> int:
        """Say what of a store could not be read, an article a line, and return the exit status that follows."""
        if store.lacks_its_log:
            told = _(
                "the store {file} was copied without {file}-wal, or that was deleted: the latest articles are not in it."
                " Copy both, or harvest: what is still listed is fetched again",
                file=store.path,
            )
            self.say(told)
        self.say(*(_("{article} is damaged and is left out: {why}", article=one, why=why) for one, why in store.damaged.items()))
        if store.damaged:
            self.say(_("scrapy store check has the damaged ones asked for again"))
        return int(store.lacks_its_log or bool(store.damaged))

    def warn_without_contact(self) -> None:
        """Say at the start of a live run that nobody could be reached about it."""
        if not self.settings["REPLAY"] and not self.settings["CONTACT"]:
            told = _(
                "CONTACT is not set: outlets cannot reach you about your requests. Set it once in {file} ({example} shows how), or with"
                " -s CONTACT=you@example.com",
                file=FILE,
                example=EXAMPLE,
            )
            say(told)

    def crawl_all(self, crawlers: Mapping[str, Crawler], plans: Mapping[str, Plan]) -> bool:
        """Run these outlets' crawlers all at once, each on its plan; return whether every error that was logged belongs to one of them."""
        errors = ErrorCount(lambda: None)
        with Progress(len(crawlers)) as progress:
            for name, crawler in crawlers.items():
                progress.watch(name, crawler)
                self.process.crawl(crawler, plan=plans[name])
            self.process.start()
        errors.detach()
        return not errors.count


@contextmanager
def hearing_stops() -> Iterator[None]:
    """Have whatever asks a process to stop do what Ctrl-C does, and SIGHUP what SIGTERM does, also once Scrapy listens to that.

    A signal that is ignored stays so: `nohup` means it. (Windows alone has SIGBREAK, and no SIGHUP.)
    """

    def as_terminate(number: int, frame: FrameType | None) -> None:
        signal.raise_signal(signal.SIGTERM)

    heard = {
        "SIGTERM": signal.default_int_handler,
        "SIGBREAK": signal.default_int_handler,
        "SIGHUP": as_terminate,
    }  # not all are everywhere
    ours = {getattr(signal, name): handler for name, handler in heard.items() if hasattr(signal, name)}
    theirs = {number: signal.signal(number, handler) for number, handler in ours.items() if signal.getsignal(number) is signal.SIG_DFL}
    try:
        yield
    finally:
        for number, handler in theirs.items():
            signal.signal(number, handler)


def relative(path: Path) -> Path:
    """Return a path as seen from where the command is run, if it is below."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


@dataclass(frozen=True)
class Chosen:
    """The outlets that a command goes to: those that it names, or all that can be gone to."""

    outlets: dict[str, type[OutletSpider]]
    left_out: list[str]
    """Outlets that the REPLAY folder has no page of: all that are recorded can be asked for."""
    broken: list[str]
    """A line for each spider module that cannot be loaded, where none is named."""

    @property
    def reachable(self) -> dict[str, type[OutletSpider]]:
        """All but those that are left out."""
        return {name: outlet for name, outlet in self.outlets.items() if name not in self.left_out}


def choose_outlets(settings: BaseSettings, names: Sequence[str]) -> Chosen:
    """Choose the outlets of these names, or of all. UsageError for a name that does not exist, ReplayError for a bad REPLAY folder."""
    outlets = find_outlets(settings, names)
    broken = [] if names else broken_spiders(settings)
    check_replay(settings)
    return Chosen(outlets, [] if names else unrecorded(settings, outlets), broken)


def check_global_options(opts: argparse.Namespace) -> None:
    """Check what every Scrapy command takes: `-s`, `-L`, `--logfile`. UsageError says what is wrong."""
    check_settings(opts.set)
    if opts.loglevel:
        _check_log_level(opts.loglevel)
    if opts.logfile:
        try:
            Path(opts.logfile).open("a").close()
        except OSError as error:
            told = _("--logfile {file} cannot be written: {why}", file=opts.logfile, why=cause(error))
            raise UsageError(told) from None


def check_replay(settings: BaseSettings) -> None:
    """Load what REPLAY names, if anything, and bar the network. ReplayError (a ValueError) says what is wrong with it."""
    if settings["REPLAY"]:
        replay_only(settings)


def check_headers(headers: str, forms: Collection[str]) -> None:
    """Raise UsageError if there are no heads in that language, or feeds of these formats have none."""
    if headers and headers not in HEADERS:
        raise UsageError(_("--headers {headers}: write --headers ko, or leave it out", headers=headers))
    if headers and set(forms) != {"csv"}:
        raise UsageError(
            _("--headers {headers} is for a .csv file: write -O with one, as in -O today.csv, or leave it out", headers=headers)
        )


def store_to_write(settings: BaseSettings, opts: argparse.Namespace) -> str:
    """Return where a command keeps what it finds: a replay writes no store but the one that the command line names."""
    named = any(pair.startswith("STORE=") for pair in opts.set)
    return str(settings["STORE"]) if named or not settings["REPLAY"] else ":memory:"


def require(extra: str, *packages: str) -> None:
    """Raise UsageError if a package is not installed that an extra brings."""
    if missing := [name for name in packages if find_spec(name) is None]:
        raise UsageError(_("{packages} must be installed for it: uv sync --extra {extra}", packages=", ".join(missing), extra=extra))


def shared_store(settings: BaseSettings) -> str:
    """Return a STORE that several workers share. UsageError if it is none, or if what they need is not installed."""
    store = str(settings["STORE"])
    if not on_server(store):
        told = _(
            "workers share a PostgreSQL: set STORE=postgresql://USER@HOST/DATABASE (it is {store}), or use scrapy harvest", store=store
        )
        raise UsageError(told)
    require("workers", "procrastinate", "psycopg", "prometheus_client")
    return store


def to_type(command: str, settings: BaseSettings) -> str:
    """Return a command that is to be typed next, with the store that the command line of this one names."""
    store = without_password(str(settings["STORE"]))
    named = (settings.getpriority("STORE") or 0) >= SETTINGS_PRIORITIES["cmdline"]
    quoted = f'"{store}"' if re.search(r"\s", store) else store
    return f"uv run scrapy {command}" + (f" -s STORE={quoted}" if named else "")


def check_store(settings: BaseSettings) -> None:
    """Raise UsageError if there is no store to read."""
    check_there(settings["STORE"])


def check_there(store: str) -> None:
    """Raise UsageError if there is no such store to read; of a server's it is told when it is opened."""
    if on_server(store):
        require("postgres", "psycopg")
    elif Path(store).is_dir():
        raise UsageError(_("STORE={file} is a folder: name a file", file=store))
    elif not Path(store).is_file():
        raise UsageError(_("there is no store {file} yet: run scrapy harvest, or name another with -s STORE=FILE", file=store))


def check_settings(pairs: Iterable[str]) -> None:
    """Raise UsageError for a `-s NAME=VALUE` whose name does not exist or whose value is not of the setting's kind."""
    known = {name: value for module in (default_settings, own_settings) for name, value in vars(module).items() if name.isupper()}
    try:
        given = arglist_to_dict(list(pairs))
    except ValueError:
        raise UsageError(_("a setting is written -s NAME=VALUE")) from None
    for name, value in given.items():
        if name not in known:
            raise UsageError(_("unknown setting {name!r}{near}", name=name, near=suggest(name.upper(), known)))
        if name == "STORE" and not value.strip():
            raise UsageError(_("STORE= is empty: name a file"))
        if name == "REPLAY" and not value.strip():
            raise UsageError(_("REPLAY= is empty: name a folder of fixtures, or leave REPLAY out to fetch from the network"))
        if name == "LOG_LEVEL":
            _check_log_level(value)
        if name == "DUPLICATES" and value not in DUPLICATES:
            raise UsageError(_("DUPLICATES={value}: say mark (all articles, marked) or drop (one article a story)", value=value))
        if name == "TWISTED_REACTOR_ENABLED" and value.strip().lower() in {"0", "false"} and "REPLAY" not in given:
            raise UsageError(_(WITHOUT_REACTOR))
        read = _READERS.get(type(known[name]))
        try:
            if read:
                read(BaseSettings({name: value}), name)
        except (ValueError, TypeError):
            told = _(
                "{name}={value!r} is no value for this setting: its default is {default!r}", name=name, value=value, default=known[name]
            )
            raise UsageError(told) from None


def _check_log_level(level: str) -> None:
    if level not in _LEVELS:
        near, known = suggest(level.upper(), _LEVELS), ", ".join(_LEVELS)
        raise UsageError(_("unknown log level {level!r}{near} (known: {known})", level=level, near=near, known=known))


def find_outlets(settings: BaseSettings, names: Sequence[str]) -> dict[str, type[OutletSpider]]:
    """Return the outlets of these names or mastheads, all of them where none is named. UsageError for one that does not exist."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # `broken_spiders` tells
        loader = get_spider_loader(settings)
    spiders = {name: loader.load(name) for name in sorted(loader.list())}
    mastheads = {name: str(getattr(spider, "title", name)) for name, spider in spiders.items()}
    named = {_as_compared(masthead): name for name, masthead in mastheads.items()} | {name: name for name in spiders}
    for word in names:
        if _as_compared(word) not in named:
            raise UsageError(unknown_outlet(unicodedata.normalize("NFC", word), mastheads))
    chosen = dict.fromkeys(named[_as_compared(word)] for word in names) or spiders
    return {name: spider for name in chosen if issubclass(spider := spiders[name], OutletSpider)}


def _as_compared(name: str) -> str:
    """Return a name or masthead without the differences that people do not see: spaces, and how a Mac writes Hangul."""
    return "".join(unicodedata.normalize("NFC", name).split())


def choose_wording(language: str | None, settings: BaseSettings) -> Wording:
    """Return the words of a language, by default of the one that is set. UsageError if there is none of that name."""
    language = language or str(settings["LANGUAGE"]) or LANGUAGES[0]
    if language not in LANGUAGES:
        raise UsageError(_("--language {language}: write ko or en", language=language))
    return Wording(language, catalogue(language))


def reach_of(settings: BaseSettings, departments: Sequence[Department]) -> dict[str, Collection[str]]:
    """Return of each department that does not want all outlets those that it wants. UsageError for one that does not exist."""
    every = find_outlets(settings, [])
    regions = {name: set(re.split(r"[·\s]+", outlet.region)) for name, outlet in every.items()}  # `대전·충남·세종`
    known = sorted({part for parts in regions.values() for part in parts if part})
    reach: dict[str, Collection[str]] = {}
    for department in departments:
        for region in department.regions:
            if region not in known:
                told = _(
                    "{name}: no outlet is of the region {region!r} (known: {known})",
                    name=department.name,
                    region=region,
                    known=", ".join(known),
                )
                raise UsageError(told)
        try:
            named = find_outlets(settings, department.outlets)
        except UsageError as error:
            raise UsageError(f"{department.name}: {error}") from None
        if department.outlets or department.regions:
            reach[department.name] = {name for name in named if not department.regions or regions[name] & set(department.regions)}
    return reach


def unrecorded(settings: BaseSettings, outlets: Mapping[str, type[OutletSpider]]) -> list[str]:
    """Return the outlets that the REPLAY folder has no page of, so that all that are recorded can be asked for; none without REPLAY."""
    if not settings["REPLAY"]:
        return []
    hosts = source_of(settings).hosts
    absent = [name for name, outlet in outlets.items() if bare_host(outlet.host) not in hosts]
    return absent if len(absent) < len(outlets) else []


def broken_spiders(settings: BaseSettings) -> list[str]:
    """Return a line for each spider module that cannot be loaded."""
    with warnings.catch_warnings(record=True) as broken:
        warnings.simplefilter("always")
        get_spider_loader(settings)
    told = [str(warning.message).strip().splitlines() for warning in broken if issubclass(warning.category, RuntimeWarning)]
    # Scrapy's words: a traceback, and under it `Could not load spiders from module 'newsharvest.spiders.x'. See above …`
    modules = ((words[-1].split("'")[1], words[-2]) for words in told)
    return [_("Could not load spiders from module {module!r}: {error}", module=module, error=error) for module, error in modules]
