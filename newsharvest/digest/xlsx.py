"""A digest as an Excel workbook: a row for each story, then each paper's link, then counts with a chart."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from math import ceil
from typing import IO, NamedTuple, TypeAlias

from rich.cells import cell_len
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from newsharvest.digest.contents import Digest, Printed
from newsharvest.digest.tables import count_heads, standing_heads
from newsharvest.digest.wording import Wording

CELL_MAX = 32_767
"""Characters of an Excel cell. XlsxWriter leaves out what is longer, without an exception."""
LINK_MAX = 2_079
"""Characters of an address that Excel follows."""
LINKS_MAX = 65_530
"""Links of a sheet that Excel opens."""
LINE = 15
"""Points of a line."""
NARROW = 0.9
"""Widths of a digit that a letter of Hangul takes, halved."""
LINES_MAX = 27
"""Lines of a row: Excel's rows are 409 points high at most."""
_OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}


class Link(NamedTuple):
    """A cell that leads somewhere."""

    url: str
    text: str


Cell: TypeAlias = str | int | datetime | date | Link | None


class Sheet:
    """A sheet that is written row by row under a head that stays in sight."""

    def __init__(self, book: Workbook, name: str, heads: Sequence[tuple[str, float]]) -> None:
        """`heads`: what stands over each column, and its width in characters."""
        self.sheet: Worksheet = book.add_worksheet(name)
        self.widths = [width for _, width in heads]
        self.rows = self.links = 0
        plain = {"text_wrap": True, "valign": "top", "border": 1, "border_color": "#D5DAE0"}
        self.text = book.add_format(plain)
        self.linked = book.add_format(plain | {"font_color": "#1F5FA8", "underline": 1})
        self.time = book.add_format(plain | {"num_format": "mm-dd hh:mm", "align": "left"})
        self.day = book.add_format(plain | {"num_format": "mm-dd", "align": "left"})
        head = book.add_format(plain | {"bold": True, "bg_color": "#E8EEF5"})
        for place, (text, width) in enumerate(heads):
            self.sheet.set_column(place, place, width)
            self.sheet.write_string(0, place, text, head)
        self.sheet.freeze_panes(1, 0)
        self.sheet.set_paper(9)  # A4
        self.sheet.set_landscape()
        self.sheet.fit_to_pages(1, 0)
        self.sheet.repeat_rows(0)

    def add(self, *cells: Cell) -> None:
        """Write a row, as high as what is in it needs: not every program finds that by itself."""
        self.rows += 1
        lines = max(ceil(cell_len(text_of(cell)) * NARROW / width) for cell, width in zip(cells, self.widths, strict=True))
        self.sheet.set_row(self.rows, LINE * min(max(1, lines), LINES_MAX))
        for place, cell in enumerate(cells):
            self.write(place, cell)

    def write(self, place: int, cell: Cell) -> None:
        """Write a cell of the last row: never a formula; a link that Excel would not follow is its text alone."""
        row = self.rows
        match cell:
            case Link(url, text) if url.startswith(("http://", "https://")) and len(url) <= LINK_MAX and self.links < LINKS_MAX:
                self.links += 1
                self.sheet.write_url(row, place, url, self.linked, text[:CELL_MAX])
            case datetime():
                self.sheet.write_datetime(row, place, cell.replace(tzinfo=None), self.time)
            case date():
                self.sheet.write_datetime(row, place, datetime.combine(cell, time()), self.day)
            case int():
                self.sheet.write_number(row, place, cell, self.text)
            case None | "":
                self.sheet.write_blank(row, place, None, self.text)
            case _:
                self.sheet.write_string(row, place, text_of(cell)[:CELL_MAX], self.text)

    def end(self) -> None:
        """Give the table its filter."""
        self.sheet.autofilter(0, 0, max(self.rows, 1), len(self.widths) - 1)


def text_of(cell: Cell) -> str:
    """Return what is seen of a cell that is a text."""
    return cell.text if isinstance(cell, Link) else cell if isinstance(cell, str) else ""


def when(printed: Printed) -> datetime | date | None:
    """Return when an article was printed: a day alone where its page says no more."""
    return printed.at.date() if printed.at and printed.is_day else printed.at


def write_xlsx(digest: Digest, file: IO[bytes], wording: Wording, *, bodies: bool = False) -> None:
    """Write the workbook. `bodies`: with a sheet of whole texts, each in as many cells as it needs."""
    book = Workbook(file, _OPTIONS)
    book.set_properties({"created": digest.made.replace(tzinfo=None)})
    write_stories(book, digest, wording)
    write_links(book, digest, wording)
    if bodies:
        write_bodies(book, digest, wording)
    write_counts(book, digest, wording)
    write_outlets(book, digest, wording)
    book.close()


def write_stories(book: Workbook, digest: Digest, wording: Wording) -> None:
    """Write a row for each story of each department."""
    gettext = wording.gettext
    heads = [
        (gettext("Department"), 14.0),
        (gettext("New"), 5.0),
        (gettext("Title"), 46.0),
        (gettext("Outlets"), 7.0),
        (gettext("Printed by"), 30.0),
    ]
    heads += [(gettext("First at"), 12.0), (gettext("Words"), 14.0), (gettext("Sentence"), 60.0), (gettext("Remarks"), 20.0)]
    sheet = Sheet(book, gettext("Stories"), heads)
    for section in digest.sections:
        for entry in section.entries:
            names = ", ".join(printed.outlet_name for printed in entry.printed)
            new = gettext("new") if entry.is_new else ""
            title = Link(entry.url, entry.title)
            sheet.add(section.name, new, title, len(entry.printed), names, when(entry.first), entry.words, entry.sentence, "")
    sheet.end()


def write_links(book: Workbook, digest: Digest, wording: Wording) -> None:
    """Write a row for each paper that printed a story, with its own title and link."""
    gettext = wording.gettext
    heads = [
        (gettext("Department"), 14.0),
        (gettext("Story"), 46.0),
        (gettext("Outlet"), 16.0),
        (gettext("Title"), 60.0),
        (gettext("At"), 12.0),
    ]
    sheet = Sheet(book, gettext("Links"), heads)
    for section in digest.sections:
        for entry in section.entries:
            for printed in entry.printed:
                sheet.add(section.name, entry.title, printed.outlet_name, Link(printed.url, printed.title), when(printed))
    sheet.end()


def write_bodies(book: Workbook, digest: Digest, wording: Wording) -> None:
    """Write the whole text of each story, once."""
    entries = list({entry.url: entry for section in digest.sections for entry in section.entries}.values())
    cells = max((len(pieces(entry.body)) for entry in entries), default=1)
    gettext = wording.gettext
    more = [(f"{gettext('Text')} {n}", 100.0) for n in range(2, cells + 1)]
    sheet = Sheet(book, gettext("Texts"), [(gettext("Title"), 46.0), (gettext("Text"), 100.0), *more])
    for entry in entries:
        texts = pieces(entry.body)
        sheet.add(Link(entry.url, entry.title), *texts, *[""] * (cells - len(texts)))
    sheet.end()


def pieces(text: str) -> list[str]:
    """Return a text in pieces that an Excel cell holds."""
    return [text[at : at + CELL_MAX] for at in range(0, len(text), CELL_MAX)] or [""]


def write_counts(book: Workbook, digest: Digest, wording: Wording) -> None:
    """Write how many articles there are by outlet, day and department, and a chart by outlet beside them."""
    gettext = wording.gettext
    sheet = Sheet(book, gettext("Counts"), [(gettext("Outlet"), 16.0), (gettext("Articles"), 9.0)])
    outlets = sorted(digest.counted.by(1).items(), key=lambda one: (-one[1], str(one[0][0])))
    for (name,), count in outlets:
        sheet.add(str(name), count)
    if outlets:
        chart = book.add_chart({"type": "bar"})
        place = [gettext("Counts"), 1, 0, len(outlets), 0]
        chart.add_series({"categories": place, "values": [*place[:2], 1, place[3], 1], "name": gettext("Articles by outlet")})
        chart.set_y_axis({"reverse": True})
        chart.set_legend({"none": True})
        chart.set_size({"width": 560, "height": 120 + 22 * len(outlets)})
        sheet.sheet.insert_chart(1, 3, chart)
    heads = [(gettext("Department"), 14.0), (gettext("Outlet"), 16.0), (gettext("Day"), 10.0), (gettext("Articles"), 9.0)]
    detail = Sheet(book, gettext("By day"), heads)
    for (department, name, day), count in sorted(digest.counted.items(), key=lambda one: (one[0][0], one[0][2] or date.min, one[0][1])):
        detail.add(department, name, day, count)
    detail.end()


def write_outlets(book: Workbook, digest: Digest, wording: Wording) -> None:
    """Write how much the outlets printed in the window, how much of it repeats, and with how many stories they were first."""
    gettext = wording.gettext
    heads = [gettext("Outlet"), *count_heads(wording), *standing_heads(wording)]
    sheet = Sheet(book, gettext("Repeats and firsts"), [(head, 16.0 if place == 0 else 9.0) for place, head in enumerate(heads)])
    for outlet in digest.outlets:
        tally, came = outlet.tally, outlet.standing
        numbers = [tally.articles, len(tally.stories), tally.repeats]
        sheet.add(outlet.masthead, *numbers, f"{tally.share:.0%}", came.shared, came.first, came.later, came.unclear)
    sheet.end()
