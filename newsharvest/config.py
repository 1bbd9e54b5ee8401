"""What a user sets once, outside the code: `newsharvest.toml` beside scrapy.cfg, and the environment's NEWSHARVEST_… before it.

The command line goes before both, and both before `newsharvest/settings.py`, which no user has to edit.
"""

from __future__ import annotations

import os
import re
import sys
import tomllib
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from scrapy.settings import BaseSettings
from scrapy.utils.conf import closest_scrapy_cfg

from newsharvest import settings as own_settings
from newsharvest.database import on_server, why_no_address
from newsharvest.language import LANGUAGES, N_, _, use, users_language
from newsharvest.mail import PASSWORD
from newsharvest.terminal import cause, say, suggest

FILE = "newsharvest.toml"
EXAMPLE = "newsharvest.example.toml"
KEYS = {"contact": "you@example.com", "store": "harvest.db", "language": "ko", "watch": "watch.toml"}
"""What can be set, each with an example of how. A key is a setting's name in small letters."""
_FILES = ("store", "watch")
_MAIL = "mail"
_PREFIX = "NEWSHARVEST_"
_FOLDERS = N_("write a folder with / or between '…', as in 'C:\\news\\harvest.db'")  # in "…" a backslash means something else


def project_folder() -> Path:
    """Return the folder of the project that the command is run in, else the one where it is run."""
    file = closest_scrapy_cfg()
    folder = Path(file).parent if file else Path()
    return Path() if folder == Path.cwd() else folder


def configure(settings: BaseSettings) -> None:
    """Set what file and environment say, where neither the command line nor a program has. ValueError says in one line what is wrong.

    STORE, also the one of `newsharvest/settings.py`, is relative to the project's folder wherever the command is run, if it is a file.
    """
    folder = project_folder()
    configured = read_file(folder / FILE) | read_environment(os.environ)
    for store in (settings["STORE"], configured.get("store", "")):
        if wrong := why_no_address(store):
            raise ValueError(wrong)
    if _MAIL in configured:
        settings.set("MAIL", configured[_MAIL], priority="project")
    for key in KEYS:
        name = key.upper()
        if settings[name] == getattr(own_settings, name) and (settings.getpriority(name) or 0) <= 20:  # 20: of settings.py
            value = configured.get(key, settings[name])
            is_file = key in _FILES and not on_server(value)
            settings.set(name, str(folder / Path(value).expanduser()) if is_file else value, priority="project")
    language = str(settings["LANGUAGE"] or "")
    if language and language not in LANGUAGES:
        raise ValueError(_("LANGUAGE is {languages}, and not {language!r}", languages=" | ".join(LANGUAGES), language=language))
    use(language or users_language(os.environ))


def speak() -> None:
    """Speak as environment or file say, else as the user's computer does; what is wrong with them is for `configure` to say."""
    language: object = os.environ.get(f"{_PREFIX}LANGUAGE")
    with suppress(OSError, ValueError):
        language = language or tomllib.loads((project_folder() / FILE).read_bytes().decode("utf-8-sig")).get("language")
    use(str(language) if language in LANGUAGES else users_language(os.environ))


def read_file(file: Path) -> dict[str, Any]:
    """Return what the file says; nothing if there is none. ValueError says what is wrong with it."""
    if not file.exists():
        if (also := file.with_name(f"{file.name}.txt")).exists():
            raise ValueError(_("{also} is not read: Notepad has added .txt to its name; rename it to {name}", also=also, name=file.name))
        return {}
    try:
        text = file.read_bytes().decode("utf-8-sig")  # Notepad may put a mark at the beginning
        found = tomllib.loads(text)
    except OSError as error:
        raise ValueError(_("{file} cannot be read: {why}", file=file, why=cause(error))) from None
    except UnicodeDecodeError:
        raise ValueError(_("{file} is not saved as UTF-8: in Notepad choose Save as, and UTF-8 as the encoding", file=file)) from None
    except tomllib.TOMLDecodeError as error:
        raise ValueError(_broken(file, text, str(error))) from None
    for key, value in found.items():
        if key == _MAIL:
            if not isinstance(value, dict):
                raise ValueError(_("{file}: mail is a table: write a line [mail], and below it what belongs to it", file=file))
            continue  # what is wrong with it is said when mail is to be sent
        if key not in KEYS:
            near, known = suggest(key.lower(), [*KEYS, _MAIL]), ", ".join([*KEYS, _MAIL])
            raise ValueError(_("{file}: unknown key {key!r}{near} (known: {known})", file=file, key=key, near=near, known=known))
        example = _example(key)
        if not isinstance(value, str):
            raise ValueError(_("{file}: {key} is a text in quotation marks: write {example}", file=file, key=key, example=example))  # noqa: TRY004
        if not value.isprintable():  # "C:\news" has a line end in it
            raise ValueError(_("{file}: {key} holds a line end or tab: {how}", file=file, key=key, how=_(_FOLDERS)))
        if key != "contact" and not value.strip():
            raise ValueError(_("{file}: {key} is empty: write {example}, or leave it out", file=file, key=key, example=example))
    return found


def read_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """Return what the environment says; an empty variable says nothing. ValueError for one that is not known."""
    known = {_PREFIX + key.upper(): key for key in KEYS}
    given = {name: value for name, value in environment.items() if name.startswith(_PREFIX) and value.strip() and name != PASSWORD}
    for name, value in given.items():
        if name not in known:
            near, names = suggest(name, known), ", ".join(known)
            raise ValueError(_("unknown environment variable {name}{near} (known: {known})", name=name, near=near, known=names))
        if not value.isprintable():
            raise ValueError(_("the environment variable {name} holds a control character", name=name))
    return {known[name]: value for name, value in given.items()}


def _example(key: str) -> str:
    return f'{key} = "{KEYS[key]}"'


def _broken(file: Path, text: str, said: str) -> str:
    """Say where a file is no TOML, and what the line should be like."""
    where = re.search(r"at line (\d+)", said)
    lines = text.splitlines()
    number = int(where[1]) if where else len(lines)
    line = lines[number - 1] if 0 < number <= len(lines) else ""
    if "\\" in line:
        return _("{file}, line {number}: {how}", file=file, number=number, how=_(_FOLDERS))
    key = next((key for key in KEYS if line.strip().lower().startswith(key)), "contact")
    return _("{file}, line {number}: this cannot be read; a line is written {example}", file=file, number=number, example=_example(key))


class Config:
    """The add-on that does it for Scrapy's own commands too: what is wrong ends them in one line, with exit status 2."""

    @classmethod
    def update_pre_crawler_settings(cls, settings: BaseSettings) -> None:
        """Configure what the crawlers of a process begin with."""
        try:
            configure(settings)
        except ValueError as error:
            say(f"scrapy: {error}")
            sys.exit(2)
