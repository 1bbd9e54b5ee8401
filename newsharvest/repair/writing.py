"""What a repair writes: the outlet's own layouts into its spider's file, and the pages as cases with a first draft of what is expected."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from string import Template

from scrapy.settings import Settings

from newsharvest.cases.recorder import Answer, Recording, RecordingError, case_answering, draft_case, name_of
from newsharvest.cases.unwanted import write_unwanted
from newsharvest.crawl.outlet import OutletSpider
from newsharvest.download.replay import source_of
from newsharvest.language import _
from newsharvest.parts import move_all, part_beside, write_through
from newsharvest.repair.proposal import Proposal
from newsharvest.repair.spider_file import repaired_source

NOTE = Template("On $day `scrapy repair` found $found, by $by.")
NOTE_REPLAYED = Template("On $day `scrapy repair` found $found, by $by, from recorded pages.")
BY_KNOWN = Template("$known articles of the store")
BY_THEMSELVES = Template("what the list and the pages say of themselves")
"""What stands in a spider's docstring; known articles are several, else nothing is found from them."""


@dataclass(frozen=True, slots=True)
class Written:
    """What was written, and what was not."""

    file: Path
    cases: Sequence[Path]
    left_out: Sequence[str]
    """Addresses that are no cases, each with why."""


def note_of(proposal: Proposal, day: str) -> str:
    """Return the line for the spider's docstring: when, what, and from what."""
    names = [found.name for found in (proposal.layout, proposal.listing) if found]
    found = proposal.layout.found if proposal.layout else None
    by = BY_KNOWN if found and found.known else BY_THEMSELVES
    replayed = any(page.answer.replayed for page in proposal.visited.pages)
    note = NOTE_REPLAYED if replayed else NOTE
    return note.substitute(day=day, found=" and ".join(names), by=by.substitute(known=found.known if found else 0))


def spider_file(outlet: type[OutletSpider]) -> Path:
    """Return the file that an outlet's spider stands in."""
    return Path(inspect.getfile(outlet))


def new_source(proposal: Proposal, day: str) -> str:
    """Return what the spider's file is to be. ValueError if it is written in a way that cannot be added to."""
    file = spider_file(proposal.outlet)
    try:
        source = file.read_text(encoding="utf-8")
        return repaired_source(source, proposal.outlet.name, proposal.layout, proposal.listing, note_of(proposal, day))
    except (ValueError, SyntaxError) as error:
        raise ValueError(_("{file} cannot be added to: {why}", file=file.name, why=error)) from error


def answers(proposal: Proposal) -> Iterator[tuple[str, Answer]]:
    """Yield the pages that become cases: the articles that the new layout reads, the list, and robots.txt."""
    visited = proposal.visited
    for page, reading in zip(visited.pages, proposal.after, strict=True):
        if proposal.layout and reading.by("body") and reading.won["body"].layout == proposal.layout.name:
            yield page.url, page.answer
    if visited.listed:
        yield visited.listed.url, visited.listed.answer
    if visited.robots:
        yield proposal.outlet.address("/robots.txt"), visited.robots


def write(proposal: Proposal, fixtures: Path, settings: Settings, day: str) -> Written:
    """Write the spider's file and the cases, both or neither; after a kill the old state is there when `fixtures` is swept.

    ValueError if the spider's file cannot be added to; OSError if something cannot be written.
    """
    outlet = proposal.outlet
    assert proposal.repaired is not None
    file, place = spider_file(outlet), fixtures / outlet.name
    source = new_source(proposal, day)
    articles = {page.url: page.response for page in proposal.visited.pages}
    left_out = []
    with part_beside(fixtures) as part:
        drafts = part / "cases"
        drafts.mkdir()
        moves: list[tuple[Path, Path]] = []
        for url, answer in answers(proposal):
            try:
                recording = Recording.of(proposal.repaired, url, answer, source_of(settings) if answer.replayed else None)
                if there := case_answering(fixtures, outlet.name, [recording.url, *recording.aliases]):
                    left_out.append(_("{url}: {case} is of that address, and stays as it is", url=url, case=there.folder.name))
                    continue
                case, reading = draft_case(recording, part, proposal.repaired)
                if url in articles and reading:
                    write_unwanted(case, proposal.repaired, url, articles, reading)
            except RecordingError as error:
                left_out.append(f"{url}: {error}")
                continue
            name = name_of(outlet, recording.url, fixtures)
            case.rename(drafts / name)
            moves.append((drafts / name, place / name))
        write_through(part / "new.py", source.encode())
        if moves and not place.exists():
            fixtures.mkdir(parents=True, exist_ok=True)
            moves = [(drafts, place)]
        move_all(part, *moves, (file, part / "old.py"), (part / "new.py", file))
    cases = sorted(target for _, target in moves) if moves and moves[0][1] != place else sorted(place.iterdir()) if moves else []
    return Written(file, cases, left_out)
