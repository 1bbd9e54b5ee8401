"""A reader of README and docs/: the commands of a page, typed as they are printed, in order, in one folder, into a real shell."""

from __future__ import annotations

import csv
import os
import re
import shutil
import subprocess
import sys
import textwrap
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import openpyxl
import pytest
from pyarrow import parquet
from warcio.archiveiterator import ArchiveIterator

from tests.support.outlet_server import self_signed, serving, tls_of
from tests.support.played_press import Press
from tests.support.processes import Ran
from tests.support.project import ROOT

SHELLS = {"bash": ("bash", "--noprofile", "--norc", "-c"), "zsh": ("zsh", "-f", "-c")}


LOOK = """
import os, pathlib, signal, sys, urllib.request

page = urllib.request.build_opener(urllib.request.ProxyHandler({})).open(sys.argv[1]).read()
pathlib.Path(os.environ["HOME"], "looked.html").write_bytes(page)
os.kill(os.getppid(), signal.SIGTERM)
"""
"""A browser that keeps the page that it is opened on, and then ends what has opened it. (Ctrl-C is ignored where tests run behind `&`.)"""


class Block(NamedTuple):
    """A fenced block of a page: what it is marked as (`sh`, `text`, `python`, or nothing), and what stands in it."""

    kind: str
    text: str


def blocks(page: str) -> list[Block]:
    """Return the fenced blocks of a page, in order."""
    found = re.findall(r"^( *)```(\w*)\n(.*?)^\1```$", page, re.DOTALL | re.MULTILINE)
    return [Block(kind, textwrap.dedent(text)) for _, kind, text in found]


def commands(page: str) -> list[str]:
    """Return the commands of a page, in order."""
    return [line for kind, text in blocks(page) if kind == "sh" for line in text.splitlines()]


def without_seconds(line: str) -> str:
    """Return a line without how many seconds an outlet took, if it is a row of the closing table."""
    return re.sub(r" \d+ +(ok|look below|정상|아래 참조)$", r" … \1", line.rstrip())


@dataclass
class Reader:
    """Somebody in a checkout of the project, with bash and a network."""

    home: Path
    press: Press
    environment: Mapping[str, str]

    @property
    def folder(self) -> Path:
        return self.home / "newsharvest"

    def type(self, line: str, answer: str = "", **environment: str) -> Ran:
        """Type a line; `answer` is what is typed when something asks."""
        done = subprocess.run(
            [*SHELLS["bash"], line], cwd=self.folder, env={**self.environment, **environment}, input=answer,
            capture_output=True, text=True, encoding="utf-8", timeout=120, check=False,
        )  # fmt: skip
        return Ran(done.returncode, done.stdout, done.stderr)

    def articles(self, name: str) -> int:
        """Count what a file holds: rows of a .csv, .xlsx, .parquet, lines of a .jsonl, titles of a .html, pages of WARC."""
        file = self.folder / name
        if file.suffix == ".html":
            return file.read_text(encoding="utf-8").count('<div class="title">')
        if file.suffix == ".xlsx":
            return int(openpyxl.load_workbook(file).worksheets[0].max_row) - 1
        if file.suffix == ".parquet":
            return int(parquet.read_metadata(file).num_rows)
        if file.suffix == ".wacz":
            with zipfile.ZipFile(file) as wacz:
                return len(wacz.read("pages/pages.jsonl").splitlines()) - 1
        if file.name.endswith(".warc.gz"):
            with file.open("rb") as opened:
                return sum(one.rec_type == "response" for one in ArchiveIterator(opened))
        if file.suffix == ".jsonl":
            return len(file.read_text(encoding="utf-8").splitlines())
        with file.open(encoding="utf-8-sig", newline="") as opened:
            return len(list(csv.DictReader(opened)))


def words_of(shell: str, line: str, folder: Path) -> list[str]:
    """Return the words that a shell gives to `uv` when a line is typed into it, in a folder with nothing else in it."""
    if not shutil.which(shell):
        pytest.skip(f"{shell} is not installed")
    told = folder / "words.txt"
    uv = folder / "bin" / "uv"
    uv.parent.mkdir(exist_ok=True)
    uv.write_text('#!/bin/sh\nprintf "%s\\n" "$@" >> "$WORDS"\n', encoding="utf-8")
    uv.chmod(0o755)
    told.write_text("", encoding="utf-8")
    environment = os.environ | {"PATH": os.pathsep.join([str(uv.parent), os.environ["PATH"]]), "WORDS": str(told)}
    done = subprocess.run([*SHELLS[shell], line], cwd=folder, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, ""), line
    return told.read_text(encoding="utf-8").splitlines()


@pytest.fixture
def reader(tmp_path: Path) -> Iterator[Reader]:
    """A reader with bash who has set `contact`, as the docs say first. Sites ask for no pause.

    `uv run` is two lines that run the rest in the environment of these tests, which is what it does where all is set up.
    """
    folder = tmp_path / "newsharvest"
    for name in ("newsharvest", "fixtures", "docs"):
        shutil.copytree(ROOT / name, folder / name)
    for name in ("scrapy.cfg", "pyproject.toml", "README.md", "README.ko.md", "newsharvest.example.toml", "watch.example.toml"):
        shutil.copy(ROOT / name, folder)
    example = (folder / "newsharvest.example.toml").read_text(encoding="utf-8")
    (folder / "newsharvest.toml").write_text(example.replace('# contact = "you@', 'contact = "desk@'), encoding="utf-8")
    played = "from newsharvest.settings import *\n\nDOWNLOAD_DELAY = 0.0\n"
    (tmp_path / "played_settings.py").write_text(played, encoding="utf-8")
    bin_ = tmp_path / "bin"
    bin_.mkdir()
    for name, script in {"uv": 'shift\nexec "$@"', "mail": 'echo "$@" > "$HOME/mail.txt"\ncat >> "$HOME/mail.txt"'}.items():
        (bin_ / name).write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        (bin_ / name).chmod(0o755)
    (bin_ / "browser").write_text(f"#!{sys.executable}\n{LOOK}", encoding="utf-8")
    (bin_ / "browser").chmod(0o755)
    press = Press()
    certificate = self_signed(tmp_path, *press.hosts, *(f"www.{host}" for host in press.hosts))
    with serving(press.sites, tls_of(certificate)) as proxy:
        environment = os.environ | {
            "HOME": str(tmp_path),
            "BROWSER": f"{bin_}/browser %s",
            "PATH": os.pathsep.join([str(bin_), str(Path(sys.executable).parent), os.environ["PATH"]]),
            "PYTHONPATH": os.pathsep.join([str(folder), str(tmp_path)]),
            "SCRAPY_SETTINGS_MODULE": "played_settings",
            "SSL_CERT_FILE": str(certificate),
            "http_proxy": proxy,
            "https_proxy": proxy,
        }
        yield Reader(tmp_path, press, environment)
