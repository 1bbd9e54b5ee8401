"""The languages that people are spoken to in: English as the sources have it, Korean by the catalogue in `locale/`."""

from __future__ import annotations

import gettext
from pathlib import Path

LOCALES = Path(__file__).parent / "locale"
LANGUAGES = ("ko", "en")


def catalogue(language: str) -> gettext.NullTranslations:
    """Return what turns messages into a language; ValueError for one that there is none of."""
    if language not in LANGUAGES:
        raise ValueError(f"there is no language {language!r}: {' or '.join(LANGUAGES)}")
    return gettext.NullTranslations() if language == "en" else gettext.translation("newsharvest", LOCALES, [language])
