"""What `-h` shows, in the language of the process: Scrapy's own words too, and lines that are as wide as the terminal in Hangul."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable

from rich.cells import cell_len
from scrapy.commands import ScrapyHelpFormatter
from typing_extensions import override

from newsharvest.language import N_, _

SCRAPYS = (
    N_("Usage"),
    N_("options"),
    N_("Global Options"),
    N_("show this help message and exit"),
    N_("log file. if omitted stderr will be used"),
    N_("log level (default: WARNING)"),
    N_("disable logging completely"),
    N_("write python cProfile stats to FILE"),
    N_("write process ID to FILE"),
    N_("set/override setting (may be repeated)"),
    N_("enable pdb on failure (uses ipdb if installed)"),
    N_("set spider argument (may be repeated)"),
    N_(
        "append scraped items to the end of FILE (use - for stdout),"
        " to define format set a colon at the end of the output URI (i.e. -o FILE:FORMAT)"
    ),
    N_(
        "dump scraped items into FILE, overwriting any existing file,"
        " to define format set a colon at the end of the output URI (i.e. -O FILE:FORMAT)"
    ),
)
"""What Scrapy and argparse say in the help of each command."""


class HelpFormatter(ScrapyHelpFormatter):
    """Scrapy's, in the language of the process."""

    @override
    def start_section(self, heading: str | None) -> None:
        super().start_section(_(heading) if heading else heading)

    @override
    def format_part_strings(self, part_strings: list[str]) -> list[str]:
        parts: list[str] = []
        for part in part_strings:
            if part.startswith("usage: "):
                parts.append(_heading(_("Usage"), "=") + "  " + part.removeprefix("usage: "))
            elif part.endswith(":\n") and parts == ["\n"]:  # Scrapy takes a line of an option's words that ends so for a heading too
                heading = part.removesuffix(":\n")
                parts.append(_heading(heading.title(), "-" if heading == _("Global Options") else "="))
            else:
                parts.append(part)
        return parts

    @override
    def _format_action(self, action: argparse.Action) -> str:
        shown, option = super()._format_action(action), self._format_action_invocation(action)
        wider = sum(cell_len(letter) - 1 for letter in option if cell_len(letter) > 1)
        found = re.match(rf"( *{re.escape(option)})( {{2,}})(?=\S)", shown)
        if not wider or not found:  # of one that has a line of its own no words stand behind
            return shown
        room = len(found[2]) - wider
        apart = " " * room if room >= 2 else "\n" + " " * len(found[0])
        return found[1] + apart + shown[found.end() :]

    @override
    def _split_lines(self, text: str, width: int) -> list[str]:
        return list(_wrap(_(text), width))

    @override
    def _fill_text(self, text: str, width: int, indent: str) -> str:
        return "\n".join(indent + line for line in _wrap(text, width - len(indent)))


def _heading(text: str, sign: str) -> str:
    return f"{text}\n{sign * cell_len(text)}\n"


def _wrap(text: str, width: int) -> Iterable[str]:
    """Yield the lines of a text that are so many columns wide at most, where no single word is wider: a letter of Hangul takes two."""
    line = ""
    for word in text.split():
        if line and cell_len(f"{line} {word}") > width:
            yield line
            line = word
        else:
            line = f"{line} {word}".lstrip()
    yield line
