"""What `-h` shows, in the language of the process: Scrapy's own words too, and lines that are as wide as the terminal in Hangul."""

from __future__ import annotations

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
        parts = super().format_part_strings(part_strings)
        if parts and parts[0].startswith("Usage\n"):
            usage = _("Usage")
            parts[0] = f"{usage}\n{'=' * cell_len(usage)}" + parts[0].removeprefix("Usage\n=====")
        return parts

    @override
    def _split_lines(self, text: str, width: int) -> list[str]:
        return list(_wrap(_(text), width))

    @override
    def _fill_text(self, text: str, width: int, indent: str) -> str:
        return "\n".join(indent + line for line in _wrap(text, width - len(indent)))


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
