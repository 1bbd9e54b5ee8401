"""The languages that people are spoken to in: English as the sources have it, Korean by the catalogue in `locale/`.

What a person reads is written `_("… {name} …", name=name)`: a whole sentence, which a translation may put in another order. It is
translated where it is made, in the language of the process; what is written as a constant is marked `N_("…")` and translated where it is
said. Names in code stay as they are: options, settings, keys, the codes of reasons and doubts.
"""

from __future__ import annotations

import gettext
import locale
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

LOCALES = Path(__file__).parent / "locale"
LANGUAGES = ("ko", "en")


def catalogue(language: str) -> gettext.NullTranslations:
    """Return what turns messages into a language; ValueError for one that there is none of."""
    if language not in LANGUAGES:
        raise ValueError(_("there is no language {language!r}: {languages}", language=language, languages=" | ".join(LANGUAGES)))
    return gettext.NullTranslations() if language == "en" else gettext.translation("newsharvest", LOCALES, [language])


def users_language(environment: Mapping[str, str]) -> str:
    """Return the language that a user's computer is set to: Korean, or English for any other.

    It is named as for every program that gettext translates: by the first of LANGUAGE, LC_ALL, LC_MESSAGES and LANG. Where none is set,
    as on Windows, the system says it.
    """
    named = next((value for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG") if (value := environment.get(name))), None)
    named = named or locale.getlocale()[0] or ""  # of Windows: Korean_Korea
    return "ko" if named.lower().startswith("ko") else "en"


class _Spoken:
    """The language of this process: one, for one person sits before it."""

    messages: gettext.NullTranslations | None = None


def use(language: str) -> None:
    """Speak a language from now on; ValueError for one that there is none of."""
    _Spoken.messages = catalogue(language)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak a language for a while, for a document in it."""
    before = messages()
    use(language)
    try:
        yield
    finally:
        _Spoken.messages = before


def messages() -> gettext.NullTranslations:
    """Return what turns messages into the language of this process, by default the user's."""
    if _Spoken.messages is None:
        use(users_language(os.environ))
        assert _Spoken.messages is not None
    return _Spoken.messages


def _(message: str, **values: Any) -> str:
    """Return a message in the language of this process, with these values in it."""
    said = messages().gettext(message)
    return said.format_map(values) if values else said


def _n(one: str, many: str, count: int, **values: Any) -> str:
    """Return a message about `count` things, with the count and these values in it."""
    return messages().ngettext(one, many, count).format_map({"count": count, **values})


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for it
    """Mark a message that is translated where it is said."""
    return message
