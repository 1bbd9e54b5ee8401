"""`scrapy fixture record | check | refresh`: pages kept for the tests, what is read from them, and what their sites say today."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from scrapy.commands import ScrapyCommand
from scrapy.crawler import Crawler
from scrapy.exceptions import UsageError
from scrapy.http import TextResponse

from newsharvest.cases.expected import READ, Reading, differences, failure_of, load_expected, read_case
from newsharvest.cases.private import secrets_of
from newsharvest.cases.recorder import (
    Answer,
    Recording,
    RecordingError,
    address_to_ask,
    answering,
    answers,
    beside,
    cases_of,
    draft,
    fetcher,
    name_of,
    put,
    put_over,
)
from newsharvest.command_line import (
    check_global_options,
    check_replay,
    find_outlets,
    print_out,
    project_folder,
    refusing,
    warn_without_contact,
)
from newsharvest.crawl.outlet import OutletSpider
from newsharvest.download.replay import Case, Fixtures, ReplayError
from newsharvest.terminal import plain, suggest

ACTIONS = ("record", "check", "refresh")


class Command(ScrapyCommand):
    """See the module."""

    requires_project = True

    def syntax(self) -> str:  # noqa: D102
        return "record <outlet> <url> | check [<outlet>] | refresh [<outlet>] [--accept]"

    def short_desc(self) -> str:  # noqa: D102
        return "Record a page as a fixture, check what is read from the fixtures, or fetch the recorded ones again"

    def long_desc(self) -> str:  # noqa: D102
        return (
            "record writes the page at URL to fixtures/<outlet>/<case>/, and beside it what the project reads from it, for a person"
            " to read. check reads every case again and shows what differs from its expected.json. refresh fetches recorded cases"
            " again and shows old against new; only with --accept are they replaced. With -s REPLAY=FOLDER check reads that folder;"
            " record and refresh fetch from it, and write to fixtures/ all the same."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:  # noqa: D102
        super().add_options(parser)
        parser.add_argument("--accept", action="store_true", help="refresh: replace the cases that differ")

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Refuse what is mistyped in one line, with exit status 2, before any request."""
        with refusing("fixture"):
            check_global_options(opts)
            super().process_options(args, opts)
            assert self.settings is not None
            self.folder = project_folder() / "fixtures"
            action, *rest = args or [""]
            if action not in ACTIONS:
                known = "record OUTLET URL, check [OUTLET] or refresh [OUTLET]"
                raise UsageError(f"unknown action {action!r}{suggest(action, ACTIONS)} (known: {known})" if action else f"say {known}")
            if opts.accept and action != "refresh":
                raise UsageError(f"--accept goes with refresh, not with {action}")
            try:
                if action == "record":
                    self.check_record(rest)
                else:
                    self.check_cases(action, rest)
            except OSError as error:
                raise UsageError(f"{self.folder} cannot be read: {error.strerror}") from None

    def check_record(self, names: list[str]) -> None:
        """Check what `record` takes. ValueError says what is wrong."""
        assert self.settings is not None
        if len(names) != 2:
            raise UsageError("record takes an outlet and an address: scrapy fixture record OUTLET URL")
        [self.outlet] = find_outlets(self.settings, names[:1]).values()
        self.url, self.private = address_to_ask(self.outlet, names[1])
        self.check_source()
        self.check_free(self.url)

    def check_cases(self, action: str, names: list[str]) -> None:
        """Check what `check` and `refresh` take. ValueError says what is wrong."""
        assert self.settings is not None
        if len(names) > 1:
            raise UsageError(f"{action} takes one outlet, or none for all (got {' '.join(names)})")
        self.outlets = find_outlets(self.settings, names)
        if action == "check" and self.settings["REPLAY"]:
            self.folder = Path(self.settings["REPLAY"])
        elif action == "refresh":
            self.check_source()
        if not self.folder.is_dir():
            raise UsageError(f"{self.folder} is not a folder")
        held = [folder.name for folder in self.folder.iterdir() if folder.is_dir()]
        self.cases = cases_of(self.folder, names or held)
        if not self.cases:
            raise UsageError(f"{self.folder} holds no case" + (f" of {names[0]}" if names else ""))

    def check_source(self) -> None:
        """Check where `record` and `refresh` fetch from. ValueError if it cannot be used, or is the folder that they write to."""
        assert self.settings is not None
        replay = self.settings["REPLAY"]
        if replay and Path(replay).resolve() == self.folder.resolve():
            raise UsageError(f"REPLAY={replay} is the folder that is written to: name another to fetch from, or leave REPLAY out")
        check_replay(self.settings)

    def check_free(self, *urls: str) -> None:
        """Raise UsageError if a case is there that answers one of these addresses, or bears the name that the new one would have."""
        case = answering(self.folder, self.outlet.name, urls)
        place = case.folder if case else self.folder / self.outlet.name / name_of(self.outlet, urls[0], self.folder)
        if place.exists():
            raise UsageError(
                f"{place} is there already and is not overwritten: scrapy fixture refresh {self.outlet.name} shows what changed"
            )

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Do it; the exit status is 1 if something is wrong."""
        self.told: list[str] = []  # printed at the end: a reader that has had enough does not stop what is being done
        if args[0] == "record":
            wrong = self.record()
        elif args[0] == "check":
            wrong = self.check()
        else:
            wrong = self.refresh(accept=opts.accept)
        self.exitcode = int(wrong) | print_out("fixture", self.told)

    # --- record

    def record(self) -> bool:
        """Fetch and write a case; return whether that went wrong."""
        assert self.settings is not None
        if self.private:
            say(f"left out of the address: {', '.join(map(plain, self.private))}")
        answer = self.fetch({self.outlet: [self.url]})[self.url]
        try:
            recording = self.recording(self.outlet, self.url, answer)
            self.check_free(recording.url, *recording.aliases)
            with beside(self.folder) as part:
                case, reading = draft(recording, part, self.outlet)
                failure = failure_of(reading)
                place = self.folder / self.outlet.name / name_of(self.outlet, recording.url, self.folder)
                put(case, place)
        except (ValueError, SyntaxError, UsageError) as error:  # SyntaxError: cssselect's, of a layout's selector
            say(f"{self.url} was not recorded: {plain(str(error))}")
            return True
        except OSError as error:
            say(f"{self.folder / self.outlet.name} cannot be written: {error.strerror}")
            return True
        self.told.append(f"written: {place}")
        assert isinstance(answer, Answer)
        if isinstance(answer.response, TextResponse) and (secrets := secrets_of(answer.response)):
            say(f"the page is kept as it came and holds {', '.join(map(plain, secrets))}: decide whether it may stay")
        if failure:
            say(f"nothing is read from it, {failure.code}: {failure.words}")
        if reading is not None:
            say("read expected.json against the page, then say in `_read` when: until then the tests refuse it")
        return False

    def fetch(self, asked: dict[type[OutletSpider], list[str]]) -> dict[str, Answer | str]:
        """Fetch addresses by outlet; return for each what came, or why nothing did."""
        assert self.crawler_process is not None
        assert self.settings is not None
        warn_without_contact(self.settings)
        crawlers: list[Crawler] = []
        for outlet, urls in asked.items():
            crawlers.append(self.crawler_process.create_crawler(fetcher(outlet)))
            self.crawler_process.crawl(crawlers[-1], asked=urls)
        self.crawler_process.start()
        if self.crawler_process.bootstrap_failed:
            return {url: "the run could not start: the log says why" for urls in asked.values() for url in urls}
        return {url: answer for crawler in crawlers for url, answer in answers(crawler).items()}

    def recording(self, outlet: type[OutletSpider], url: str, answer: Answer | str) -> Recording:
        """Make a recording of what came. RecordingError says why there is none."""
        assert self.settings is not None
        if isinstance(answer, str):
            raise RecordingError(answer)
        return Recording.of(outlet, url, answer, Fixtures(Path(self.settings["REPLAY"])) if answer.replayed else None)

    # --- check

    def check(self) -> bool:
        """Read every case again and show what differs; return whether anything is wrong."""
        counts: Counter[str] = Counter()
        for folder in self.cases:
            result, lines = self.check_one(folder)
            counts[result] += 1
            if lines:
                self.told += [f"{name(folder)}: {result}", *map(plain, lines)]
        try:
            Fixtures(self.folder)
        except ReplayError as error:
            if not counts[BROKEN]:  # else it is told above
                counts[BROKEN] += 1
                self.told.append(plain(str(error)))
        self.told.append(summary("checked", self.cases, counts))
        return bool(counts[DIFFERS] + counts[UNREAD] + counts[BROKEN])

    def check_one(self, folder: Path) -> tuple[str, list[str]]:
        """Return what is to be said of a case, and the lines that show it."""
        assert self.settings is not None
        try:
            case, expected = Case.load(folder), load_expected(folder)
            outlet = self.outlet_of(folder)
            reading = None if expected is None else read_case(outlet, case)
        except (OSError, ValueError, SyntaxError) as error:  # SyntaxError: cssselect's, of a layout's selector
            return BROKEN, [f"  {error}"]
        if expected is None:
            return NOTHING, []
        lines = list(shown(expected, reading or {}))
        if not expected.get(READ):
            lines.append("  read expected.json against the page, then say in `_read` when and against what")
            return UNREAD, lines
        return (DIFFERS, lines) if lines else (SAME, [])

    def outlet_of(self, folder: Path) -> type[OutletSpider]:
        """Return the outlet of a case. ReplayError if there is none of that name."""
        if folder.parent.name not in self.outlets:
            raise ReplayError(f"there is no outlet {folder.parent.name!r}")
        return self.outlets[folder.parent.name]

    # --- refresh

    def refresh(self, *, accept: bool) -> bool:
        """Fetch the recorded cases again and show what differs; return whether one could not be."""
        loaded = {}
        counts: Counter[str] = Counter()
        for folder in self.cases:
            try:
                case, expected = Case.load(folder), load_expected(folder)
                self.outlet_of(folder)
            except ReplayError as error:
                counts[BROKEN] += 1
                self.told += [f"{name(folder)}: {BROKEN}", f"  {plain(str(error))}"]
                continue
            if case.origin == "recorded":
                loaded[folder] = case, expected
            else:
                counts[SKIPPED] += 1
        asked: dict[type[OutletSpider], list[str]] = {}
        for folder, (case, _) in loaded.items():
            asked.setdefault(self.outlet_of(folder), []).append(case.url)
        came = self.fetch(asked) if asked else {}
        for folder, (case, expected) in loaded.items():
            result, lines = self.refresh_one(case, expected, came[case.url], accept=accept)
            counts[result] += 1
            self.told += [f"{name(folder)}: {result}", *map(plain, lines)]
        self.told.append(summary("fetched again", self.cases, counts))
        if counts[DIFFERS]:
            self.told.append("nothing was replaced; --accept replaces what differs")
        return bool(counts[KEPT] + counts[BROKEN])

    def refresh_one(self, case: Case, expected: Reading | None, answer: Answer | str, *, accept: bool) -> tuple[str, list[str]]:
        """Compare a case with what came, replace it if that is accepted; return what is to be said of it, and the lines that show it."""
        assert self.settings is not None
        outlet = self.outlet_of(case.folder)
        try:
            recording = self.recording(outlet, case.url, answer)
            if recording.status != case.status:
                raise RecordingError(f"HTTP {recording.status}, and HTTP {case.status} when it was recorded")
            with beside(self.folder) as part:
                new, reading = draft(recording, part, outlet, case.folder)
                lines = []
                if expected is not None and reading is not None:
                    failure = failure_of(reading)
                    if failure and failure is not failure_of(expected):
                        raise RecordingError(f"{failure.code}: {failure.words}")
                    if "fetched_at" in expected:  # which is bound to differ
                        reading = reading | {"fetched_at": expected["fetched_at"]}
                    lines = list(shown(expected, reading))
                if not lines and recording.body == case.page.read_bytes():
                    return SAME, []
                if accept:
                    put_over(new, case.folder)
                return REPLACED if accept else DIFFERS, lines or ["  the page differs, and what is read from it does not"]
        except (ValueError, SyntaxError) as error:
            return KEPT, [f"  {error}"]
        except OSError as error:
            return KEPT, [f"  {case.folder} cannot be written: {error.strerror}"]


SAME = "as expected"
DIFFERS = "different"
UNREAD = "not marked as read"
BROKEN = "cannot be read"
NOTHING = "without expected.json"
SKIPPED = "rebuilt or made, so without a live original"
REPLACED = "replaced, to be read by a person"
KEPT = "not replaced"
RESULTS = (SAME, DIFFERS, REPLACED, KEPT, UNREAD, BROKEN, NOTHING, SKIPPED)


def name(folder: Path) -> str:
    """Return what a case is called."""
    return plain(f"{folder.parent.name}/{folder.name}")


def shown(expected: Reading, reading: Reading) -> Iterator[str]:
    """Yield the lines that show how a reading differs from what was expected."""
    for difference in differences(expected, reading):
        yield from difference.lines()


def summary(done: str, cases: list[Path], counts: Counter[str]) -> str:
    """Return the closing line: how many cases, of how many outlets, and what is to be said of them."""
    outlets = len({case.parent.name for case in cases})
    said = ", ".join(f"{counts[result]} {result}" for result in RESULTS if counts[result])
    return f"{done}: {len(cases)} case{'s' * (len(cases) != 1)} of {outlets} outlet{'s' * (outlets != 1)}: {said}"


def say(line: str) -> None:
    """Tell the person at the keyboard."""
    print(f"scrapy fixture: {line}", file=sys.stderr)
