"""`scrapy fixture record | check | refresh`: pages kept for the tests, what is read from them, and what their sites say today."""

from __future__ import annotations

import argparse
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from scrapy.crawler import Crawler
from scrapy.exceptions import UsageError
from scrapy.http import TextResponse
from scrapy.settings import Settings
from typing_extensions import override

from newsharvest.archive.private import secrets_of
from newsharvest.cases.expected import READ, Expected, differences, failure_of, load_expected, read_case
from newsharvest.cases.from_warc import answer_in
from newsharvest.cases.recorder import (
    Answer,
    Recording,
    RecordingError,
    address_to_ask,
    answers_of,
    case_answering,
    cases_of,
    draft_case,
    fetcher,
    move_into_place,
    name_of,
    replace_case,
)
from newsharvest.command_line import OutletCommand, check_replay, find_outlets
from newsharvest.config import project_folder
from newsharvest.crawl.outlet import OutletSpider
from newsharvest.doubts import words_of
from newsharvest.download.replay import Case, Fixtures, ReplayError, source_of
from newsharvest.language import N_, _, _n
from newsharvest.parts import part_beside, sweep
from newsharvest.run.report import report_if_started
from newsharvest.terminal import cause, plain, say, suggest
from newsharvest.warc import warc_files

ACTIONS = ("record", "check", "refresh")


SAME = N_("as expected")
DIFFERS = N_("different")
UNREAD = N_("not marked as read")
BROKEN = N_("cannot be read")
NOTHING = N_("without expected.json")
SKIPPED = N_("rebuilt or made, so without a live original")
REPLACED = N_("replaced, to be read by a person")
KEPT = N_("not replaced")
RESULTS = (SAME, DIFFERS, REPLACED, KEPT, UNREAD, BROKEN, NOTHING, SKIPPED)


class Command(OutletCommand["Action"]):
    """Read which of the three actions is meant, and do it."""

    @override
    def syntax(self) -> str:
        return _("record <outlet> <url> [--from <file>] | check [<outlet>] | refresh [<outlet>] [--accept]")

    @override
    def short_desc(self) -> str:
        return _("Record a page as a fixture, check what is read from the fixtures, or fetch the recorded ones again")

    @override
    def long_desc(self) -> str:
        return _(
            "record writes the page at URL to fixtures/<outlet>/<case>/, and beside it what the project reads from it, for a person"
            " to read. check reads every case again and shows what differs from its expected.json. refresh fetches recorded cases"
            " again and shows old against new; only with --accept are they replaced. With -s REPLAY=FOLDER check reads that folder;"
            " record and refresh fetch from it, and write to fixtures/ all the same."
        )

    @override
    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--accept", action="store_true", help=_("refresh: replace the cases that differ"))
        parser.add_argument("--from", dest="source", metavar=_("FILE"), help=_("record: out of a WARC file, or a folder of them"))

    def check(self, args: list[str], opts: argparse.Namespace) -> Action:
        """Read which action is meant, and what it takes."""
        folder = project_folder() / "fixtures"
        action, *names = args or [""]
        if action not in ACTIONS:
            known, near = _("record OUTLET URL, check [OUTLET] or refresh [OUTLET]"), suggest(action, ACTIONS)
            if not action:
                raise UsageError(_("say {known}", known=known))
            raise UsageError(_("unknown action {action!r}{suggestion} (known: {known})", action=action, suggestion=near, known=known))
        if opts.accept and action != "refresh":
            raise UsageError(_("--accept goes with refresh, not with {action}", action=action))
        if opts.source is not None and action != "record":
            raise UsageError(_("--from goes with record, not with {action}", action=action))
        sweep(folder)
        try:
            if action == "record":
                return Record.of(self.settings, folder, names, warc_files([opts.source]) if opts.source is not None else ())
            if len(names) > 1:
                raise UsageError(_("{action} takes one outlet, or none for all (got {words})", action=action, words=" ".join(names)))
            outlets = find_outlets(self.settings, names)
            names = list(outlets) if names else []
            if action == "refresh":
                check_source(self.settings, folder)
                return Refresh(self.settings, folder, outlets, find_cases(folder, names), accept=opts.accept)
            folder = Path(self.settings["REPLAY"] or folder)
            return Check(self.settings, folder, outlets, find_cases(folder, names))
        except OSError as error:
            raise UsageError(_("{file} cannot be read: {why}", file=folder, why=cause(error))) from None

    def work(self, asked: Action) -> int:
        """Do it, then print what is to be told of it: a reader that has had enough does not stop what is being done."""
        wrong, told = asked.do(self.fetch)
        return int(wrong) | self.print_out(told)

    def fetch(self, asked: Mapping[type[OutletSpider], list[str]]) -> dict[str, Answer | str]:
        """Fetch addresses by outlet; return for each what came, or why nothing did."""
        self.warn_without_contact()
        crawlers: list[Crawler] = []
        for outlet, urls in asked.items():
            crawlers.append(self.process.create_crawler(fetcher(outlet)))
            self.process.crawl(crawlers[-1], asked=urls)
        self.process.start()
        if self.process.bootstrap_failed or not all(map(report_if_started, crawlers)):  # the second: stopped twice before they could
            return {url: _("the run could not start: the log says why") for urls in asked.values() for url in urls}
        return {url: answer for crawler in crawlers for url, answer in answers_of(crawler).items()}


Fetch = Callable[[Mapping[type[OutletSpider], list[str]]], dict[str, Answer | str]]
"""Fetches addresses by outlet; gives for each what came, or why nothing did."""


@dataclass(frozen=True)
class Action(ABC):
    """What is asked for: it works on the cases in `folder`, an outlet's in a folder of its name."""

    settings: Settings
    folder: Path

    @abstractmethod
    def do(self, fetch: Fetch) -> tuple[bool, list[str]]:
        """Do it; return whether anything is wrong, and the lines that tell of it."""

    def recording(self, outlet: type[OutletSpider], url: str, answer: Answer | str) -> Recording:
        """Make a recording of what came. RecordingError says why there is none."""
        if isinstance(answer, str):
            raise RecordingError(answer)
        return Recording.of(outlet, url, answer, source_of(self.settings) if answer.replayed else None)


def check_source(settings: Settings, folder: Path) -> None:
    """Check where `record` and `refresh` fetch from. ValueError if it cannot be used, or is the folder that they write to."""
    replay = settings["REPLAY"]
    if replay and Path(replay).resolve() == folder.resolve():
        raise UsageError(
            _("REPLAY={folder} is the folder that is written to: name another to fetch from, or leave REPLAY out", folder=replay)
        )
    check_replay(settings)


# --- record


@dataclass(frozen=True)
class Record(Action):
    """Fetch a page of an outlet and keep it as a case."""

    outlet: type[OutletSpider]
    url: str
    private: list[str]
    """Parameters of the address that are left out of it."""
    source: Sequence[Path] = ()
    """The WARC files that it is taken out of; none: it is fetched."""

    @classmethod
    def of(cls, settings: Settings, folder: Path, names: list[str], source: Sequence[Path] = ()) -> Record:
        """Read outlet and address. ValueError says what is wrong with them."""
        if len(names) != 2:
            raise UsageError(_("record takes an outlet and an address: scrapy fixture record OUTLET URL"))
        [outlet] = find_outlets(settings, names[:1]).values()
        action = cls(settings, folder, outlet, *address_to_ask(outlet, names[1]), source)
        check_source(settings, folder)
        action.check_free(action.url)
        return action

    def check_free(self, *urls: str) -> None:
        """Raise UsageError if a case is there that answers one of these addresses, or bears the name that the new one would have."""
        case = case_answering(self.folder, self.outlet.name, urls)
        place = case.folder if case else self.place(urls[0])
        if place.exists():
            raise UsageError(
                _(
                    "{place} is there already and is not overwritten: scrapy fixture refresh {outlet} shows what changed",
                    place=place,
                    outlet=self.outlet.name,
                )
            )

    def place(self, url: str) -> Path:
        """Return the folder that a case of that address gets."""
        return self.folder / self.outlet.name / name_of(self.outlet, url, self.folder)

    def do(self, fetch: Fetch) -> tuple[bool, list[str]]:
        """Fetch and write the case."""
        if self.private:
            tell(_("left out of the address: {parameters}", parameters=", ".join(self.private)))
        wrong: list[str] = []
        if self.source:
            answer, wrong = answer_in(self.source, self.outlet, self.url, self.settings.getint("DOWNLOAD_MAXSIZE"))
        else:
            answer = fetch({self.outlet: [self.url]})[self.url]
        say(*wrong)
        try:
            recording = self.recording(self.outlet, self.url, answer)
            if self.source:
                recording = replace(recording, note=_out_of(self.source))
            self.check_free(recording.url, *recording.aliases)
            with part_beside(self.folder) as part:
                case, reading = draft_case(recording, part, self.outlet)
                failure = failure_of(reading)
                place = self.place(recording.url)
                move_into_place(case, place)
        except (ValueError, SyntaxError, UsageError) as error:  # SyntaxError: cssselect's, of a layout's selector
            tell(_("{url} was not recorded: {why}", url=self.url, why=error))
            return True, []
        except OSError as error:
            tell(_("{place} cannot be written: {why}", place=self.folder / self.outlet.name, why=cause(error)))
            return True, []
        assert isinstance(answer, Answer)
        if isinstance(answer.response, TextResponse) and (secrets := secrets_of(answer.response)):
            tell(_("the page is kept as it came and holds {secrets}: decide whether it may stay", secrets=", ".join(secrets)))
        if failure:
            tell(_("nothing is read from it, {why}", why=failure.sentence()))
        if reading is not None:
            tell(_("read expected.json against the page, then say in `_read` when: until then the tests refuse it"))
        return bool(wrong), [_("written: {place}", place=place)]


def _out_of(files: Sequence[Path]) -> str:
    return f"out of {files[0].name if len(files) == 1 else files[0].parent.name}"


# --- check


@dataclass(frozen=True)
class CaseAction(Action):
    """An action on the cases that are there: of the outlet that is named, or of all."""

    outlets: Mapping[str, type[OutletSpider]]
    cases: list[Path]

    def outlet_of(self, folder: Path) -> type[OutletSpider]:
        """Return the outlet of a case. ReplayError if there is none of that name."""
        if folder.parent.name not in self.outlets:
            raise ReplayError(_("there is no outlet {name!r}", name=folder.parent.name))
        return self.outlets[folder.parent.name]


def find_cases(folder: Path, names: list[str]) -> list[Path]:
    """Return the folders of an outlet's cases, or of all. UsageError if there are none."""
    if not folder.is_dir():
        raise UsageError(_("{folder} is not a folder", folder=folder))
    held = [outlet.name for outlet in folder.iterdir() if outlet.is_dir()]
    cases = cases_of(folder, names or held)
    if not cases:
        none = _("{folder} holds no case of {outlet}", folder=folder, outlet=names[0]) if names else ""
        raise UsageError(none or _("{folder} holds no case", folder=folder))
    return cases


@dataclass(frozen=True)
class Check(CaseAction):
    """Read every case again, and show what differs."""

    def do(self, fetch: Fetch) -> tuple[bool, list[str]]:
        """Read them; nothing is fetched."""
        told: list[str] = []
        counts: Counter[str] = Counter()
        for folder in self.cases:
            result, lines = self.check_one(folder)
            counts[result] += 1
            if lines:
                told += [f"{name(folder)}: {_(result)}", *map(plain, lines)]
        try:
            Fixtures(self.folder)
        except ReplayError as error:
            if not counts[BROKEN]:  # else it is told above
                counts[BROKEN] += 1
                told.append(plain(str(error)))
        told.append(summary(N_("checked: {cases} of {outlets}: {results}"), self.cases, counts))
        return bool(counts[DIFFERS] + counts[UNREAD] + counts[BROKEN]), told

    def check_one(self, folder: Path) -> tuple[str, list[str]]:
        """Return what is to be said of a case, and the lines that show it."""
        try:
            case, expected = Case.load(folder), load_expected(folder)
            outlet = self.outlet_of(folder)
            reading = None if expected is None else read_case(outlet, case)
        except (OSError, ValueError, SyntaxError) as error:  # SyntaxError: cssselect's, of a layout's selector
            return BROKEN, [f"  {error}"]
        if expected is None:
            return NOTHING, []
        lines = list(shown(expected, reading or {}))
        doubted = (reading or {}).get("doubts", ())
        doubts = ["  " + _("doubt: {name}: {words}", name=code, words=words_of(code)) for code in doubted]
        if not expected.get(READ):
            hint = _("  read expected.json against the page, then say in `_read` when and against what")
            return UNREAD, [*lines, *doubts, hint]
        return DIFFERS if lines else SAME, lines + doubts


# --- refresh


@dataclass(frozen=True)
class Refresh(CaseAction):
    """Fetch the recorded cases again, and show what differs."""

    accept: bool
    """Whether what differs is replaced."""

    def do(self, fetch: Fetch) -> tuple[bool, list[str]]:
        """Fetch them; it is wrong if one could not be, or cannot be read."""
        told: list[str] = []
        loaded = {}
        counts: Counter[str] = Counter()
        for folder in self.cases:
            try:
                case, expected = Case.load(folder), load_expected(folder)
                self.outlet_of(folder)
            except ReplayError as error:
                counts[BROKEN] += 1
                told += [f"{name(folder)}: {_(BROKEN)}", f"  {plain(str(error))}"]
                continue
            if case.origin == "recorded":
                loaded[folder] = case, expected
            else:
                counts[SKIPPED] += 1
        asked: dict[type[OutletSpider], list[str]] = {}
        for folder, (case, _expected) in loaded.items():
            asked.setdefault(self.outlet_of(folder), []).append(case.url)
        came = fetch(asked) if asked else {}
        for folder, (case, expected) in loaded.items():
            result, lines = self.refresh_one(case, expected, came[case.url])
            counts[result] += 1
            told += [f"{name(folder)}: {_(result)}", *map(plain, lines)]
        told.append(summary(N_("fetched again: {cases} of {outlets}: {results}"), self.cases, counts))
        if counts[DIFFERS]:
            told.append(_("nothing was replaced; --accept replaces what differs"))
        return bool(counts[KEPT] + counts[BROKEN]), told

    def refresh_one(self, case: Case, expected: Expected | None, answer: Answer | str) -> tuple[str, list[str]]:
        """Compare a case with what came, replace it if that is accepted; return what is to be said of it, and the lines that show it."""
        outlet = self.outlet_of(case.folder)
        try:
            recording = self.recording(outlet, case.url, answer)
            if recording.status != case.status:
                raise RecordingError(_("HTTP {now}, and HTTP {before} when it was recorded", now=recording.status, before=case.status))
            with part_beside(self.folder) as part:
                new, reading = draft_case(recording, part, outlet, case.folder)
                lines = []
                if expected is not None and reading is not None:
                    failure = failure_of(reading)
                    if failure and failure is not failure_of(expected):
                        raise RecordingError(failure.sentence())
                    if "fetched_at" in expected:  # which is bound to differ
                        reading = reading | {"fetched_at": expected["fetched_at"]}
                    lines = list(shown(expected, reading))
                if not lines and recording.body == case.page.read_bytes():
                    return SAME, []
                if self.accept:
                    replace_case(new, case.folder)
                return REPLACED if self.accept else DIFFERS, lines or [_("  the page differs, and what is read from it does not")]
        except (ValueError, SyntaxError) as error:
            return KEPT, [f"  {error}"]
        except OSError as error:
            return KEPT, ["  " + _("{place} cannot be written: {why}", place=case.folder, why=cause(error))]


# --- what is said


def name(folder: Path) -> str:
    """Return what a case is called."""
    return plain(f"{folder.parent.name}/{folder.name}")


def shown(expected: Expected, reading: Expected) -> Iterator[str]:
    """Yield the lines that show how a reading differs from what was expected."""
    for difference in differences(expected, reading):
        yield from difference.lines()


def summary(message: str, cases: list[Path], counts: Counter[str]) -> str:
    """Return the closing line: how many cases, of how many outlets, and what is to be said of them."""
    outlets = len({case.parent.name for case in cases})
    return _(
        message,
        cases=_n("{count} case", "{count} cases", len(cases)),
        outlets=_n("{count} outlet", "{count} outlets", outlets),
        results=", ".join(_("{count} {result}", count=counts[result], result=_(result)) for result in RESULTS if counts[result]),
    )


def tell(line: str) -> None:
    """Tell the person at the keyboard."""
    say(f"scrapy fixture: {line}")
