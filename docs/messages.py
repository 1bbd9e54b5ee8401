"""Brings the Korean catalogue up to date with the sources: `python docs/messages.py`. What has none yet is said, with exit status 1.

What is translated stays, what is said no more goes, and both files of the catalogue are written anew.
"""

from __future__ import annotations

import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

PACKAGE = Path(__file__).parent.parent / "newsharvest"
WRITTEN = PACKAGE / "locale" / "ko" / "LC_MESSAGES" / "newsharvest.po"
WAYS = [("**.py", "python"), ("**/templates/**", "jinja2")]
KEYWORDS = {"_": None, "N_": None, "sign": None, "gettext": None, "_n": (1, 2), "ngettext": (1, 2)}
"""What a message is an argument of; of one about a number of things, which two."""
HEAD = """\
# Korean messages of newsharvest. After a change of the sources: uv run python docs/messages.py
msgid ""
msgstr ""
"Project-Id-Version: newsharvest\\n"
"Language: ko\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"
"""


def texts(message: str | list[str] | tuple[str, ...] | None) -> list[str]:
    """Return a message as it is for one thing and, if it is about a number of them, for many."""
    return [message] if isinstance(message, str) else list(message or ())


def extracted() -> list[str | tuple[str, ...]]:
    """Return what the sources and templates say, in the order of the files."""
    found = extract_from_dir(PACKAGE, WAYS, keywords=KEYWORDS)
    return list(dict.fromkeys(message for _, _, message, _, _ in sorted(found, key=lambda one: (one[0], one[1]))))


def read() -> Catalog:
    """Return the catalogue as it is written."""
    with WRITTEN.open("rb") as file:
        return read_po(file, locale="ko")


def main() -> int:
    """Write both files, print what is missing, and return the exit status."""
    was, now = read(), Catalog(locale="ko")
    missing = []
    for message in extracted():
        known = was.get(texts(message)[0])
        translated = texts(known.string) if known else []
        several = isinstance(message, tuple)
        now.add(message, (tuple(translated) or ("",)) if several else "".join(translated[:1]))
        if not translated or not all(translated):
            missing.append(message)
    with WRITTEN.open("wb") as file:
        file.write(HEAD.encode())
        write_po(file, now, width=0, omit_header=True)
    text = WRITTEN.read_text(encoding="utf-8").replace("#, python-brace-format\n", "").replace("#, python-format\n", "")
    WRITTEN.write_text(text.rstrip("\n") + "\n", encoding="utf-8")
    with WRITTEN.with_suffix(".mo").open("wb") as file:
        write_mo(file, read())
    for message in missing:
        print("no translation:", *texts(message), sep="\n  ")  # noqa: T201 - it is what the script is for
    return int(bool(missing))


if __name__ == "__main__":
    sys.exit(main())
