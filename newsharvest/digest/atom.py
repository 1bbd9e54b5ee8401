"""A digest as an Atom feed (RFC 4287), for a feed reader: an entry a story, with the departments that want it as its categories."""

from __future__ import annotations

import re
from datetime import datetime

from lxml import etree

from newsharvest.addresses import is_address
from newsharvest.digest.contents import Digest, Entry
from newsharvest.digest.text import subject_of
from newsharvest.digest.wording import Wording

ATOM = "http://www.w3.org/2005/Atom"
XML = "http://www.w3.org/XML/1998/namespace"
NO_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What may not stand in XML at all."""


def atom_of(digest: Digest, wording: Wording, *, bodies: bool = False) -> bytes:
    """Return the feed. `bodies`: with the whole text of each story, as its canonical article has it; else the sentence that fits."""
    feed = etree.Element(f"{{{ATOM}}}feed", {f"{{{XML}}}lang": wording.language}, nsmap={None: ATOM})  # type: ignore[dict-item]  # the stubs know no default namespace
    _add(feed, "id", "tag:newsharvest,2026:digest")
    _add(feed, "title", wording.gettext("Press digest"))
    _add(feed, "subtitle", subject_of(digest, wording))
    _add(feed, "updated", digest.made.isoformat())
    _add(_add(feed, "author"), "name", "newsharvest")
    wanted: dict[str, list[str]] = {}
    entries: dict[str, Entry] = {}
    for section in digest.sections:
        for entry in section.entries:
            entries.setdefault(entry.url, entry)
            wanted.setdefault(entry.url, []).append(section.name)
    for url, entry in entries.items():
        _add_entry(feed, entry, wanted[url], digest.made, wording, bodies=bodies)
    return etree.tostring(feed, encoding="utf-8", xml_declaration=True, pretty_print=True)


def _add_entry(feed: etree._Element, entry: Entry, departments: list[str], made: datetime, wording: Wording, *, bodies: bool) -> None:
    added = _add(feed, "entry")
    papers = ", ".join(printed.outlet_name for printed in entry.printed)
    _add(added, "id", entry.url)
    _add(added, "title", entry.title)
    if is_address(entry.url):
        _add(added, "link", href=entry.url)
    _add(added, "updated", (entry.first.at or made).isoformat())
    _add(_add(added, "author"), "name", papers)
    for department in departments:
        _add(added, "category", term=department)
    _add(added, "summary", f"{wording.papers(entry)}: {papers}\n{entry.sentence}")
    if bodies:
        _add(added, "content", entry.body)


def _add(parent: etree._Element, name: str, text: str = "", **attributes: str) -> etree._Element:
    added = etree.SubElement(parent, f"{{{ATOM}}}{name}", {key: NO_XML.sub("", value) for key, value in attributes.items()})
    added.text = NO_XML.sub("", text) or None
    return added
