"""What reading anew has changed, counted for each outlet and field, with samples: what a person is shown."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from newsharvest.cases.expected import Difference
from newsharvest.doubts import words_of
from newsharvest.language import N_, _, _n
from newsharvest.reread.reading import Outcome, Reading

SAMPLES = 3
"""Articles of a field that are shown, old against new."""
LINES = 6
"""Lines of one that are shown."""
SHOWN = 20
"""Addresses that are shown of those that end alike; `-O FILE` has all."""


@dataclass
class Tally:
    """What became of one outlet's articles."""

    outlet: str
    title: str
    articles: int = 0
    without: int = 0
    """Kept ones of which there is no page."""
    older: int = 0
    """Kept ones of which a WARC file has but older pages."""
    outcomes: Counter[Outcome] = field(default_factory=Counter)
    fields: Counter[str] = field(default_factory=Counter)
    samples: defaultdict[str, list[tuple[str, Difference]]] = field(default_factory=lambda: defaultdict(list))
    doubts: Counter[tuple[str, bool]] = field(default_factory=Counter)
    """By name, and whether they are gained."""
    doubted: dict[tuple[str, bool], str] = field(default_factory=dict)
    """An address of each."""
    ended: defaultdict[tuple[Outcome, str], list[str]] = field(default_factory=lambda: defaultdict(list))
    """By outcome and reason: the first addresses of those that give no article."""
    reasons: Counter[tuple[Outcome, str]] = field(default_factory=Counter)
    damaged: list[str] = field(default_factory=list)
    """Articles whose records are damaged, and whose pages are not."""

    def add(self, reading: Reading) -> None:
        """Count a reading."""
        self.outcomes[reading.outcome] += 1
        if reading.outcome is Outcome.DIFFERS and not reading.old:
            self.damaged.append(reading.job.article)
        for name in reading.fields:
            self.fields[name] += 1
            if len(self.samples[name]) < SAMPLES:
                difference = Difference(name, getattr(reading.old, name), getattr(reading.today, name))
                self.samples[name].append((reading.url, difference))
        if reading.outcome in {Outcome.SAME, Outcome.DIFFERS}:
            for codes, gained in ((reading.gained, True), (reading.lost, False)):
                for code in codes:
                    self.doubts[code, gained] += 1
                    self.doubted.setdefault((code, gained), reading.url)
        if reading.reason:
            key = reading.outcome, reading.reason.code
            self.reasons[key] += 1
            if len(self.ended[key]) < SHOWN:
                self.ended[key].append(reading.url + (f"  ({reading.detail})" if reading.detail else ""))

    @property
    def row(self) -> list[str]:
        """The outlet's row of the table."""
        counts = (self.articles, *(self.outcomes[outcome] for outcome in Outcome), self.without)
        return [self.outlet, self.title, *map(str, counts)]

    def lines(self) -> Iterator[str]:
        """Yield what is told below the table."""
        if not (self.fields or self.doubts or self.ended or self.damaged):
            return
        yield f"{self.outlet} {self.title}"
        of = self.outcomes[Outcome.SAME] + self.outcomes[Outcome.DIFFERS]
        for name, count in self.fields.most_common():
            yield "  " + _n("{name}: {count} of {of} differs", "{name}: {count} of {of} differ", count, name=name, of=of)
            for url, difference in self.samples[name]:
                yield f"    {url}"
                lines = list(difference.lines())[1:]
                yield from (f"  {line}" for line in lines[:LINES])
                if len(lines) > LINES:
                    yield "      …"
        for article in self.damaged:
            yield "  " + _("{article} is damaged in the store, and its page can be read", article=article)
        for (code, gained), count in sorted(self.doubts.items(), key=lambda one: (-one[1], one[0])):
            said = N_("doubt gained: {code}: {count} of {of}: {words}") if gained else N_("doubt lost: {code}: {count} of {of}: {words}")
            yield "  " + _(said, code=code, count=count, of=of, words=words_of(code))
            yield f"      {self.doubted[code, gained]}"
        for (outcome, code), count in sorted(self.reasons.items(), key=lambda one: (one[0][0].value, -one[1], one[0][1])):
            stays, unread = N_("gives nothing now, and stays as it is: {code}: {count}"), N_("still not kept: {code}: {count}")
            yield "  " + _(stays if outcome is Outcome.NOTHING else unread, code=code, count=count)
            yield from (f"      {line}" for line in self.ended[outcome, code])
            if count > SHOWN:
                yield "      " + _("and {count} more", count=count - SHOWN)


HEADER: Sequence[str] = (
    N_("outlet"), N_("masthead"), N_("articles"), N_("same"), N_("differ"), N_("kept now"), N_("nothing now"), N_("still not kept"),
    N_("no page"),
)  # fmt: skip
"""The columns of the table."""


def line_of(reading: Reading) -> dict[str, Any]:
    """Return a reading as a line of JSON: what differs, old and new."""
    line: dict[str, Any] = {"id": reading.job.article, "url": reading.url, "outcome": reading.outcome.value}
    if reading.reason:
        line |= {"reason": reading.reason.code, "detail": reading.detail}
    if fields := reading.fields:
        line["fields"] = {name: [getattr(reading.old, name), getattr(reading.today, name)] for name in fields}
    if reading.outcome in {Outcome.SAME, Outcome.DIFFERS}:
        line |= {"doubts_gained": reading.gained, "doubts_lost": reading.lost}
    return line
