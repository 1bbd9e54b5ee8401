"""A digest as plain text: what a mail says to a program that shows no pages."""

from __future__ import annotations

from collections.abc import Iterator

from newsharvest.digest.contents import Digest
from newsharvest.digest.wording import Wording


def subject_of(digest: Digest, wording: Wording) -> str:
    """Return what a digest is called: its name, its end, and how many stories there are."""
    return f"{wording.gettext('Press digest')} {wording.moment(digest.until or digest.made)} · {wording.stories(digest.stories)}"


def text_of(digest: Digest, wording: Wording) -> str:
    """Return the titles with their papers and links, department by department."""
    return "\n".join(_lines(digest, wording)) + "\n"


def _lines(digest: Digest, wording: Wording) -> Iterator[str]:
    for section in digest.sections:
        yield f"[{section.name}] {wording.stories(len(section.entries))}"
        for entry in section.entries:
            papers = ", ".join(printed.outlet_name for printed in entry.printed)
            yield f"- {entry.title} ({wording.papers(entry)}: {papers})"
            yield f"  {entry.url}"
        yield ""
