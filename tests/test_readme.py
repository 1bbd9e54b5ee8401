"""The READMEs are true: every command runs, the tables are fresh, the Korean one says the same as the English."""

from __future__ import annotations

import csv
import re
import shlex
import shutil
import tomllib
from pathlib import Path

import pytest

from newsharvest.reasons import Reason
from tests.readme_tables import HEADERS, table_of_outlets, write_tables
from tests.support.command_line import scrapy
from tests.support.new_site import record, site
from tests.support.project import FIXTURES, ROOT

ENGLISH = (ROOT / "README.md").read_text(encoding="utf-8")
KOREAN = (ROOT / "README.ko.md").read_text(encoding="utf-8")


def commands(text: str) -> list[str]:
    return [line for block in re.findall(r"^```sh\n(.*?)^```", text, re.DOTALL | re.MULTILINE) for line in block.splitlines()]


def rows(text: str, first: str) -> list[list[str]]:
    """Return the cells of the table whose header begins with `first`."""
    table = text[text.index(f"| {first} |") :].split("\n\n")[0].splitlines()[2:]
    return [[cell.strip().strip("`") for cell in line.strip("|").split("|")] for line in table]


@pytest.mark.parametrize("name", ["README.md", "README.ko.md", "docs/adding-outlets.md", "docs/adding-outlets.ko.md"])
def test_links_lead_somewhere(name: str) -> None:
    """To files of the project, and to headings as GitHub names them."""
    text = (ROOT / name).read_text(encoding="utf-8")
    headings = [re.sub(r"[^\w\- ]", "", line.lstrip("# ").lower()).replace(" ", "-") for line in text.splitlines() if line.startswith("#")]
    links = [link for link in re.findall(r"\]\(([^)\s]+)\)", text) if not link.startswith("http")]
    assert links
    assert [link for link in links if link.startswith("#") and link[1:] not in headings] == []
    assert [link for link in links if not link.startswith("#") and not (ROOT / name).parent.joinpath(link).exists()] == []


def test_both_readmes_give_the_same_commands() -> None:
    assert commands(KOREAN) == commands(ENGLISH)


@pytest.mark.parametrize("command", [c for c in commands(ENGLISH) if "scrapy " in c])
def test_every_command_in_the_readme_runs(command: str, whole_sites: Path, tmp_path: Path) -> None:
    """Offline, in a folder of its own: what is meant for live sites, with REPLAY added; what reads the store, after a harvest."""
    words = shlex.split(command.partition("scrapy ")[2])
    if words[:2] == ["fixture", "refresh"]:
        shutil.copytree(FIXTURES, tmp_path / "fixtures")
    elif words[:2] != ["fixture", "record"]:  # which goes into a folder without that case
        (tmp_path / "fixtures").symlink_to(whole_sites)
    if words[0] == "fixture" and words[1] != "check":
        words += ["-s", f"REPLAY={FIXTURES}"]
    if words[0] == "adopt":  # of a site that no spider knows; nobody answers yes
        words += ["-s", f"REPLAY={record(tmp_path / 'site', site())}"]
    if words[0] in {"crawl", "harvest", "outlets", "read"} and "REPLAY=fixtures" not in words:
        words += ["-s", "REPLAY=fixtures"]
    if words[0] == "harvest":
        words += ["-s", "STORE=harvest.db"]  # which a replay writes only when it is told to
    if words[0] in {"export", "failures", "why"}:
        assert scrapy("harvest", "--since", "2020-01-01", "-s", "REPLAY=fixtures", "-s", "STORE=harvest.db", cwd=tmp_path).status == 0
    ran = scrapy(*words, cwd=tmp_path, answer="n\n")
    assert ran.status == 0, ran.err
    if "-O" in words:
        found = (tmp_path / words[words.index("-O") + 1]).read_bytes()
        assert found.count(b"\n") >= 1
    if words[0] == "crawl":
        assert len(found) > 1_000


def test_the_python_in_the_readme_runs(capsys: pytest.CaptureFixture[str]) -> None:
    [english], [korean] = (re.findall(r"^```python\n(.*?)^```", text, re.DOTALL | re.MULTILINE) for text in (ENGLISH, KOREAN))
    assert english == korean
    exec(compile(english.replace("…", "둔치에서 마라톤 대회를 연다. " * 20), "README.md", "exec"), {})
    assert capsys.readouterr().out == "exact a:1 a:1 1.0\n"


def test_the_cron_line_is_a_harvest() -> None:
    for text in (ENGLISH, KOREAN):
        assert re.search(r"^15 4 \* \* \*  cd \S+ && uv run scrapy harvest -O today\.csv > harvest\.log 2>&1 \|\| ", text, re.MULTILINE)


@pytest.mark.parametrize("text", [ENGLISH, KOREAN], ids=["en", "ko"])
def test_the_closing_lines_shown_are_real(text: str, tmp_path: Path) -> None:
    shutil.copytree(FIXTURES / "gyeonggitv", tmp_path / "changed")
    page = tmp_path / "changed" / "24496" / "page.html"
    page.write_text(page.read_text(encoding="utf-8").replace("news_body_area", "renamed"), encoding="utf-8")
    ran = scrapy("crawl", "gyeonggitv", "-s", "REPLAY=changed", "-O", "gyeonggitv.csv", cwd=tmp_path)
    assert ran.status == 1
    assert f"```\n{ran.err}```\n" in text


def test_ci_runs_the_set_ups_of_the_readme() -> None:
    """The two marked blocks, which hold all that is no crawl."""
    ci = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    for name in ("uv", "pip"):
        assert f"<!-- set-up: {name} -->\n```sh\n" in ENGLISH
        assert f"$(block {name})" in ci


@pytest.mark.parametrize("text", [ENGLISH, KOREAN], ids=["en", "ko"])
def test_the_table_of_reasons_is_fresh(text: str) -> None:
    table = rows(text, "reason" if text is ENGLISH else "사유")
    no = "no" if text is ENGLISH else "아니오"
    assert [(code, failure == no) for code, _, failure in table] == [(r.code, r.normal) for r in Reason]
    if text is ENGLISH:
        assert [words for _, words, _ in table] == [r.words for r in Reason]


@pytest.mark.parametrize("readme", HEADERS)
def test_the_table_of_outlets_is_fresh(readme: str) -> None:
    text = (ROOT / readme).read_text(encoding="utf-8")
    assert f"\n\n{table_of_outlets(readme)}\n" in text, "write it anew: uv run python -m tests.readme_tables"


def test_the_tables_are_written_anew(tmp_path: Path) -> None:
    for readme in HEADERS:
        text = (ROOT / readme).read_text(encoding="utf-8")
        (tmp_path / readme).write_text(re.sub(r"\| `joongdo` .*\n", "", text, count=1), encoding="utf-8")
    write_tables(tmp_path)
    assert [(tmp_path / readme).read_bytes() == (ROOT / readme).read_bytes() for readme in HEADERS] == [True, True]


@pytest.mark.parametrize("text", [ENGLISH, KOREAN], ids=["en", "ko"])
def test_the_rows_shown_are_real(text: str) -> None:
    shown = rows(text, "id")
    assert len(shown) == 3
    for row in shown:
        golden = ROOT / "tests" / "golden" / f"{row[0].partition(':')[0]}.csv"
        with golden.open(encoding="utf-8-sig", newline="") as file:
            [real] = [r for r in csv.DictReader(file) if r["id"] == row[0]]
        assert row[:5] == [real[name] for name in ("id", "section", "title", "authors", "published_at")]
        assert real["body"].startswith(row[5].removesuffix(" …"))


def test_uv_and_pip_install_the_same_versions() -> None:
    pins = [line for line in (ROOT / "constraints.txt").read_text().splitlines() if not line.startswith("#")]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["tool"]["uv"]["constraint-dependencies"] == pins
    assert all(re.fullmatch(r"[a-z0-9-]+==[0-9][0-9.]*", pin) for pin in pins)
