"""A copy of the project in a folder of its own, for what writes into it: scrapy adopt, and whoever follows the guide."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support.processes import Ran, run
from tests.support.project import ROOT


@dataclass
class Project:
    """The copy, and what its user does."""

    folder: Path

    def run(self, *command: str, answer: str = "", env: Mapping[str, str] | None = None) -> Ran:
        """Run a module of Python, `scrapy` or `pytest`, in the copy."""
        return run(*command, cwd=self.folder, env={**os.environ, "PYTHONPATH": str(self.folder), **(env or {})}, answer=answer)

    def test(self, *arguments: str) -> Ran:
        """Run the tests as the README does, in one process."""
        return self.run("pytest", "-n", "0", "-p", "no:cacheprovider", *arguments)

    def spider(self, outlet: str) -> Path:
        return self.folder / "newsharvest" / "spiders" / f"{outlet}.py"

    def cases(self, outlet: str) -> Path:
        return self.folder / "fixtures" / outlet

    def confirm(self, outlet: str) -> None:
        """Do what a person does who has read the cases."""
        for file in self.cases(outlet).glob("*/expected.json"):
            expected = json.loads(file.read_text(encoding="utf-8"))
            assert expected["_read"] is None
            file.write_text(json.dumps(expected | {"_read": "2026-11-22, against the page"}, ensure_ascii=False), encoding="utf-8")


@dataclass
class Desk:
    """Somebody with a copy, a store in it, and a network: `proxy` leads to the sites that are served, `cache` is what scrapy may keep."""

    project: Project
    proxy: str
    cache: Path

    def run(self, *arguments: str, answer: str = "") -> Ran:
        """Run scrapy in the copy, on the network."""
        environment = {"http_proxy": self.proxy, "https_proxy": self.proxy, "COLUMNS": "160", "XDG_CACHE_HOME": str(self.cache)}
        return self.project.run("scrapy", *arguments, "-s", "STORE=h.db", answer=answer, env=environment)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    folder = tmp_path / "project"
    folder.mkdir()
    for name in ("newsharvest", "tests", "docs"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("golden"))
    for name in ("scrapy.cfg", "pyproject.toml", "README.md", "README.ko.md", "newsharvest.example.toml"):
        shutil.copy(ROOT / name, folder)
    return Project(folder)
