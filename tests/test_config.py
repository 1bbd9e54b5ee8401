"""What a user sets once: newsharvest.toml and the environment, which of them goes first, and what is said where one is wrong."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest
from scrapy.utils.test import get_crawler

from newsharvest.config import EXAMPLE, FILE, KEYS, read_file
from newsharvest.settings import ADDONS
from tests.support.command_line import quick, refused
from tests.support.project import ROOT
from tests.support.reader import blocks


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project's folder with a folder in it, where the command is run."""
    project = tmp_path / "뉴스 수집"
    (project / "docs").mkdir(parents=True)
    (project / "scrapy.cfg").write_text("[settings]\ndefault = newsharvest.settings\n", encoding="utf-8")
    monkeypatch.chdir(project)
    return project


def store_of(folder: Path, *arguments: str, env: dict[str, str] | None = None) -> str:
    """Return the store that a command would read, as it says itself."""
    said = refused("export", *arguments, cwd=folder, env=env)
    assert said.startswith("scrapy export: there is no store ")
    return said.removeprefix("scrapy export: there is no store ").partition(" yet: ")[0]


def agent_of(folder: Path, env: dict[str, str] | None = None) -> str:
    """Return what a site is told of who asks, by whatever command."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        for name, value in (env or {}).items():
            patch.setenv(name, value)
        return str(get_crawler(settings_dict={"ADDONS": ADDONS, "USER_AGENT": "x ({contact})", "CONTACT": ""}).settings["USER_AGENT"])


def test_the_command_line_goes_before_the_environment_and_that_before_the_file(folder: Path) -> None:
    assert store_of(folder) == "harvest.db"
    (folder / FILE).write_text('store = "file.db"\n', encoding="utf-8")
    assert store_of(folder) == "file.db"
    env = {"NEWSHARVEST_STORE": "environment.db"}
    assert store_of(folder, env=env) == "environment.db"
    assert store_of(folder, "-s", "STORE=line.db", env=env) == "line.db"
    assert store_of(folder, "-s", "STORE=harvest.db", env=env) == "harvest.db"  # the default, and said
    assert store_of(folder, env={"NEWSHARVEST_STORE": " "}) == "file.db"


def test_a_store_is_where_the_project_is_and_on_the_command_line_where_one_stands(folder: Path, tmp_path: Path) -> None:
    assert store_of(folder / "docs") == str(folder / "harvest.db")
    assert store_of(folder / "docs", "-s", "STORE=harvest.db") == "harvest.db"
    assert store_of(folder / "docs", env={"NEWSHARVEST_STORE": "년/e.db"}) == str(folder / "년" / "e.db")
    for written, read in (
        ("kept/x.db", folder / "kept" / "x.db"), (str(tmp_path / "y.db"), tmp_path / "y.db"), ("~/z.db", Path.home() / "z.db"),
    ):  # fmt: skip
        (folder / FILE).write_text(f"store = '{written}'\n", encoding="utf-8")
        assert store_of(folder / "docs") == str(read)


def test_a_store_on_a_server_is_where_its_address_says(folder: Path) -> None:
    """Wherever it is set: it is no file below the project's folder."""
    address = "postgresql://desk@127.0.0.1:1/news"
    (folder / FILE).write_text(f"store = '{address}'\n", encoding="utf-8")
    for env in ({}, {"NEWSHARVEST_STORE": address}):
        ran = quick("export", "-O", "x.csv", cwd=folder, env=env)
        assert ran.status == 1
        assert address in ran.err, ran.err


def test_the_contact_reaches_every_request(folder: Path) -> None:
    """Of Scrapy's own commands too."""
    assert agent_of(folder) == "x (not set)"
    (folder / FILE).write_bytes("\ufeffcontact = '홍보팀 desk@example.com'\r\n".encode())  # as Notepad saves it
    assert agent_of(folder) == agent_of(folder / "docs") == "x (홍보팀 desk@example.com)"
    assert agent_of(folder, {"NEWSHARVEST_CONTACT": "night@example.com"}) == "x (night@example.com)"


KNOWN = "(known: contact, store, language, watch, mail)"


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ('contcat = "a@b.kr"', f"newsharvest.toml: unknown key 'contcat', did you mean 'contact'? {KNOWN}"),
        ('CONTACT = "a@b.kr"', f"newsharvest.toml: unknown key 'CONTACT', did you mean 'contact'? {KNOWN}"),
        ('[mial]\nto = "a"', f"newsharvest.toml: unknown key 'mial', did you mean 'mail'? {KNOWN}"),
        ('mail = "a@b.kr"', "newsharvest.toml: mail is a table: write a line [mail], and below it what belongs to it"),
        ("contact = 3", 'newsharvest.toml: contact is a text in quotation marks: write contact = "you@example.com"'),
        ("store = ['a.db']", 'newsharvest.toml: store is a text in quotation marks: write store = "harvest.db"'),
        ("store = ' '", 'newsharvest.toml: store is empty: write store = "harvest.db", or leave it out'),
        (
            '# mine\n\ncontact = you@example.com',
            'newsharvest.toml, line 3: this cannot be read; a line is written contact = "you@example.com"',
        ),
        ("store = “harvest.db”", 'newsharvest.toml, line 1: this cannot be read; a line is written store = "harvest.db"'),
        ('contact = "a"\ncontact = "b"', 'newsharvest.toml, line 2: this cannot be read; a line is written contact = "you@example.com"'),
        ('contact = "a', 'newsharvest.toml, line 1: this cannot be read; a line is written contact = "you@example.com"'),
        (
            'store = "D:\\harvest.db"',
            "newsharvest.toml, line 1: write a folder with / or between '…', as in 'C:\\news\\harvest.db'",
        ),
        (
            'store = "D:\\news.db"',
            "newsharvest.toml: store holds a line end or tab: write a folder with / or between '…', as in 'C:\\news\\harvest.db'",
        ),
        ("담당 = 'a'", "newsharvest.toml, line 1: this cannot be read; a line is written contact = \"you@example.com\""),
        ("[[[", 'newsharvest.toml, line 1: this cannot be read; a line is written contact = "you@example.com"'),
    ],
)  # fmt: skip
def test_a_file_that_is_wrong_is_refused_in_one_line(written: str, said: str, folder: Path) -> None:
    (folder / FILE).write_text(written, encoding="utf-8")
    assert refused("export", "-O", "a.csv", cwd=folder) == f"scrapy export: {said}"


@pytest.mark.parametrize("encoding", ["cp949", "utf-16"])
def test_a_file_in_another_encoding_says_how_it_is_saved(encoding: str, folder: Path) -> None:
    (folder / FILE).write_text("contact = '홍보팀'", encoding=encoding)
    said = refused("harvest", cwd=folder)
    assert said == "scrapy harvest: newsharvest.toml is not saved as UTF-8: in Notepad choose Save as, and UTF-8 as the encoding"


def test_a_file_that_notepad_has_named_otherwise_is_told(folder: Path) -> None:
    (folder / f"{FILE}.txt").write_text("contact = 'a'", encoding="utf-8")
    said = refused("outlets", cwd=folder)
    assert said == ("scrapy outlets: newsharvest.toml.txt is not read: Notepad has added .txt to its name; rename it to newsharvest.toml")
    (folder / FILE).mkdir()
    assert refused("outlets", cwd=folder) == "scrapy outlets: newsharvest.toml cannot be read: Is a directory"


def test_a_variable_that_nothing_reads_is_refused(folder: Path) -> None:
    said = refused("failures", cwd=folder, env={"NEWSHARVEST_CONTCAT": "a@b.kr"})
    assert said == (
        "scrapy failures: unknown environment variable NEWSHARVEST_CONTCAT, did you mean 'NEWSHARVEST_CONTACT'?"
        " (known: NEWSHARVEST_CONTACT, NEWSHARVEST_STORE, NEWSHARVEST_LANGUAGE, NEWSHARVEST_WATCH)"
    )


def test_scrapys_own_commands_refuse_it_too(folder: Path) -> None:
    (folder / FILE).write_text("contact = 3", encoding="utf-8")
    ran = quick("fetch", "http://127.0.0.1:9/", cwd=folder)
    assert (ran.status, ran.out, ran.err) == (
        2, "", 'scrapy: newsharvest.toml: contact is a text in quotation marks: write contact = "you@example.com"\n',
    )  # fmt: skip


def test_the_example_shows_every_key_in_both_languages() -> None:
    text = (ROOT / EXAMPLE).read_text(encoding="utf-8")
    assert tomllib.loads(text) == {}  # as it comes it sets nothing
    lines = [line.removeprefix("# ") for line in text.splitlines() if " = " in line or line == "# [mail]"]
    shown = tomllib.loads("\n".join(lines))
    assert shown.pop("mail").keys() == {"host", "port", "security", "sender", "user", "password_file", "to"}
    assert shown == KEYS
    for key in KEYS:
        assert text.count(f"NEWSHARVEST_{key.upper()}\n") == 2


@pytest.mark.parametrize("page", ["setup.md", "setup.ko.md"])
def test_what_the_docs_write_into_it_is_read(page: str, folder: Path) -> None:
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    [block] = [text for kind, text in blocks(text) if kind == "toml"]
    (folder / FILE).write_text(block, encoding="utf-8")
    assert read_file(folder / FILE) == {"contact": "you@example.com"}
    [line] = re.findall(r"`(store = [^`]+)`", text)
    (folder / FILE).write_text(line, encoding="utf-8")
    assert read_file(folder / FILE) == {"store": r"D:\news\harvest.db"}
    assert re.findall(r"^- `(\w+)`: ", text, re.MULTILINE) == [*KEYS]
    for key in KEYS:
        assert f"`NEWSHARVEST_{key.upper()}`" in text
        assert f"`-s {key.upper()}=…`" in text


@pytest.mark.skipif(not (ROOT / ".git").exists() or not shutil.which("git"), reason="this is no clone, or there is no git")
def test_git_never_meets_what_a_user_has_set() -> None:
    for name in (
        FILE,
        "watch.toml",
        "mail-password.txt",
        "digest-2026-11-20-0800.html",
        "아침.xlsx",
        "harvest.db",
        "harvest.db-wal",
        "harvest.db.lock",
        "harvest.db.before-6",
        ".today.csv.abcdefgh.part/x",
    ):
        done = subprocess.run(["git", "check-ignore", "-q", name], cwd=ROOT, env=os.environ, check=False)
        assert done.returncode == 0, name
