"""README and docs/ are true: every command runs as it is printed, the tables are fresh, the Korean pages say the same as the English."""

from __future__ import annotations

import argparse
import csv
import re
import shlex
import shutil
import subprocess
import tomllib
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest
from parsel import Selector
from scrapy.settings import default_settings
from scrapy.utils.project import get_project_settings

from newsharvest import commands as commands_module
from newsharvest import settings
from newsharvest.browse.server import PORT
from newsharvest.crawl.arguments import NAMES
from newsharvest.doubts import USUAL, Doubt
from newsharvest.items import ARTICLE_FIELDS, STORY_FIELDS
from newsharvest.reasons import Reason
from newsharvest.search import parse
from tests.support.command_line import scrapy
from tests.support.outlet_server import Reply, always
from tests.support.processes import Ran
from tests.support.project import FIXTURES, ROOT
from tests.support.project_copy import Project
from tests.support.reader import Reader, blocks, commands, words_of
from tests.support.town import Town

PAGES = (
    "README",
    *(
        f"docs/{name}"
        for name in (
            "setup",
            "harvest",
            "digest",
            "browse",
            "repair",
            "pages",
            "csv",
            "stories",
            "reasons",
            "doubts",
            "outlets",
            "adding-outlets",
        )
    ),
)
"""Those that users of the tool read, in English and Korean."""
EVERY = [*(f"{page}{language}.md" for page in PAGES for language in ("", ".ko"))]
EVERY += ["docs/architecture.md", "docs/commands.md", "docs/settings.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md"]


def page(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def rows(text: str, first: str) -> list[list[str]]:
    """Return the cells of the table whose header begins with `first`, below the header."""
    table = text[text.index(f"| {first} |") :].split("\n\n")[0].splitlines()[2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table]


def codes(text: str, first: str) -> list[str]:
    """Return the names in the first column of a table."""
    return [name for row in rows(text, first) for name in re.findall(r"`([^`]+)`", row[0])]


# --- Pages


@pytest.mark.parametrize("name", EVERY)
def test_links_lead_somewhere(name: str) -> None:
    """To files of the project, and to headings as GitHub names them."""

    def headings(text: str) -> list[str]:
        titles = [line.lstrip("# ").lower() for line in text.splitlines() if re.match("#+ ", line)]
        return [re.sub(r"[^\w\- ]", "", title).replace(" ", "-") for title in titles]

    for link in re.findall(r"\]\(([^)\s]+)\)", page(name)):
        if not link.startswith("http"):
            file, _, heading = link.partition("#")
            target = (ROOT / name).parent / file if file else ROOT / name
            assert target.exists(), link
            assert not heading or heading in headings(target.read_text(encoding="utf-8")), link


@pytest.mark.parametrize("name", ["README.md", "README.ko.md"])
def test_a_readme_can_be_read_in_two_minutes(name: str) -> None:
    assert (ROOT / name).stat().st_size <= 7_000


@pytest.mark.parametrize("name", PAGES)
def test_the_korean_page_gives_the_same_commands_and_output(name: str) -> None:
    english, korean = page(f"{name}.md"), page(f"{name}.ko.md")
    assert blocks(korean) == blocks(english)
    assert korean.count("\n#") == english.count("\n#")


@pytest.mark.parametrize("name", EVERY)
def test_a_command_in_a_sentence_is_one_that_is_run(name: str) -> None:
    """A sentence may name a command; one with arguments stands in a block too, where it is run."""
    text = re.sub(r"^<!-- \[\[\[cog.*?^<!-- \[\[\[end", "", page(name), flags=re.DOTALL | re.MULTILINE)
    told = re.findall(r"`((?:uv run )?scrapy \w+ [^`]+)`", re.sub(r"^ *```.*?^ *```$", "", text, flags=re.DOTALL | re.MULTILINE))
    known = [
        command
        for where in ("adding-outlets", "outlets", "harvest", "digest", "repair", "pages")
        for command in commands(page(f"docs/{where}.md"))
    ]
    known += commands(text)
    free = ("scrapy outlets --check", "uv run scrapy outlets --check OUTLET", "scrapy fixture record", "scrapy harvest -h")
    assert [command for command in told if command not in free and f"uv run {command}" not in known] == []


# --- Commands


SESSIONS = (
    "README.md",
    *(f"docs/{name}.md" for name in ("setup", "harvest", "pages", "csv", "digest", "browse", "stories", "outlets")),
)
TESTS = "uv run pytest"
"""No test runs them all, nor the set-up by pip: `.ci/run` does, word for word."""


def uv_lines(name: str) -> list[str]:
    """Return the commands of a page that begin with uv."""
    return [line for line in commands(page(name)) if line.startswith("uv ")]


@pytest.mark.parametrize("name", SESSIONS)
def test_every_command_runs_as_printed(name: str, reader: Reader) -> None:
    """In order, in one folder: it succeeds, prints what the page shows, and what it writes holds articles."""
    ran = Ran(0, "", "")
    for kind, text in blocks(page(name)):
        if kind == "sh" and "pip install" not in text:
            ran = Ran(0, "", "")
            for line in text.splitlines():
                if line != TESTS:
                    reader.press.publish()
                    done = reader.type(line)
                    assert done.status == 0, f"{line}\n{done.out}{done.err}"
                    ran = Ran(0, ran.out + done.out, ran.err + done.err)
                    for file in re.findall(r" -O (\S+)", line):
                        assert reader.articles(file) > 0, line
        elif kind == "python":
            ran = reader.type(f"python -c {shlex.quote(text)}")
        elif kind == "text":
            assert_shown(text, ran)


@pytest.mark.parametrize(
    "line", [line for name in (*SESSIONS, "docs/repair.md", "docs/adding-outlets.md", "CONTRIBUTING.md") for line in uv_lines(name)]
)
def test_zsh_hands_over_the_same_words_as_bash(line: str, tmp_path: Path) -> None:
    """So what runs as printed in one runs in the other: zsh takes `?`, `[` and `*` in an address for names of files, and stops."""
    words = words_of("bash", line, tmp_path)
    assert words[0] == "run"
    assert words_of("zsh", line, tmp_path) == words


def assert_shown(text: str, ran: Ran) -> None:
    """Assert that these lines were printed, in this order; `…` stands for others between."""
    printed = iter([without_seconds(line) for line in (ran.out + ran.err).splitlines()])
    for line in text.splitlines():
        if line != "…":
            assert without_seconds(line) in printed, f"{line}\nis not among\n{ran.out}{ran.err}"


def without_seconds(line: str) -> str:
    return re.sub(r" \d+ +(ok|look below)$", r" … \1", line.rstrip())


def test_ci_runs_what_no_test_can() -> None:
    ci = page(".ci/run")
    for name in ("uv", "pip"):
        for text in (page("README.md"), page("README.ko.md")):
            assert f"<!-- set-up: {name} -->\n```sh\n" in text
        assert f"$(block {name})" in ci
    one, *checks, tables = commands(page("CONTRIBUTING.md"))
    assert [check for check in checks if f"\n{check}\n" not in ci] == []
    assert (ROOT / one.removeprefix(f"{TESTS} -n 0 ")).is_file()
    assert tables in commands(page("docs/adding-outlets.md"))


def test_every_command_of_every_page_is_run_by_some_test() -> None:
    """Those of adding-outlets.md by tests/test_guide.py, those of repair.md by tests/test_repair.py."""
    others = [name for name in EVERY if ".ko." not in name and commands(page(name)) and name not in SESSIONS]
    assert others == ["docs/repair.md", "docs/adding-outlets.md", "CONTRIBUTING.md"]


def test_the_pages_in_the_browser(reader: Reader) -> None:
    """Of the command as it is printed, save for the port, which other tests may have: what it says, and what the browser is opened on."""
    for name in ("docs/browse.md", "docs/browse.ko.md"):
        [command, said] = [text for kind, text in blocks(page(name)) if not kind]
        assert reader.type("; ".join(commands(page(name)))).status == 0
        ran = reader.type(f"{command.strip()} --port 0")
        assert (ran.status, ran.out) == (0, "")
        assert re.sub(r":\d+/", f":{PORT}/", ran.err) == said
        looked = Selector((reader.home / "looked.html").read_text(encoding="utf-8"))
        assert looked.css("h1::text").get() == "2026.11.20(금)"
        told = re.findall(r"^- \*\*(.+?)\*\*:", page(name), re.MULTILINE)
        shown = [*looked.css("nav a::text").getall(), *looked.css("form button::text").getall()]
        assert name == "docs/browse.md" or set(shown) < set(told)


CRON = re.compile(r"^15 4 \* \* \*  (.+)$", re.MULTILINE)


def test_the_cron_line(reader: Reader) -> None:
    """It is silent after a good night, and mails the log of a bad one."""
    [english], [korean] = CRON.findall(page("docs/harvest.md")), CRON.findall(page("docs/harvest.ko.md"))
    assert english == korean
    mail = reader.home / "mail.txt"
    good = reader.type(english)
    assert (good.out, good.err, good.status, mail.exists()) == ("", "", 0, False)
    assert reader.articles("today.csv") > 0
    dead = "http://127.0.0.1:1"
    bad = reader.type(english, http_proxy=dead, https_proxy=dead)
    assert (bad.out, bad.err, bad.status) == ("", "", 0)
    told = mail.read_text(encoding="utf-8")
    assert told.startswith("-s newsharvest me@example.com\n")
    assert re.search(r"^joongdo .* 1 refused .* look below$", told, re.MULTILINE)


def test_the_closing_table_shown_is_real(town: Town) -> None:
    """Of a second night: edited articles, one that is printed under a second number, and one that cannot be had."""
    dgilbo, gyeonggitv = town.other, town.site
    dgilbo.add(*range(1, 9))
    gyeonggitv.add(*range(1, 11))
    town.harvest(outlets=("dgilbo", "gyeonggitv"))
    dgilbo.add(*range(9, 22), day="2026-11-21 09:00")
    dgilbo.articles[21].title, dgilbo.articles[21].body = dgilbo.articles[20].title, dgilbo.articles[20].body
    gyeonggitv.add(*range(11, 17), day="2026-11-21 09:00")
    for number in (3, 4):
        gyeonggitv.articles[number].body[0] += " 시는 날짜를 바로잡았다."
    gyeonggitv.wrong["wr_id=16"] = always(Reply(status=503))
    ran = town.harvest("--refresh", "36500", "-s", "RETRY_TIMES=0", outlets=("dgilbo", "gyeonggitv"))
    assert ran.status == 1
    [shown] = [text for kind, text in blocks(page("docs/harvest.md")) if not kind and text.startswith("outlet ")]
    assert_shown(shown, ran)


@pytest.mark.parametrize("name", ["docs/harvest.md", "docs/harvest.ko.md"])
def test_the_closing_lines_shown_are_real(name: str, tmp_path: Path) -> None:
    shutil.copytree(FIXTURES / "gyeonggitv", tmp_path / "changed")
    changed = tmp_path / "changed" / "24496" / "page.html"
    changed.write_text(changed.read_text(encoding="utf-8").replace("news_body_area", "renamed"), encoding="utf-8")
    ran = scrapy("crawl", "gyeonggitv", "-s", "REPLAY=changed", "-O", "gyeonggitv.csv", cwd=tmp_path)
    assert ran.status == 1
    assert f"```\n{ran.err}```\n" in page(name)


# --- Tables


def test_the_tables_are_written_anew(project: Project) -> None:
    """Also: they are fresh, as what is written is what stands in the project."""
    shutil.copytree(FIXTURES, project.folder / "fixtures")
    names = [line.split()[0] for line in page("docs/generated.txt").splitlines()]
    for name in names:
        stale = re.sub(r"^(<!-- \[\[\[cog[^\n]*\n).*?(?=^<!-- \[\[\[end)", r"\1", page(name), flags=re.DOTALL | re.MULTILINE)
        assert stale != page(name)
        (project.folder / name).write_text(stale, encoding="utf-8")
    [command] = {line.strip() for line in page("docs/adding-outlets.md").splitlines() if " cog " in line}
    assert command == 'uv run cog -r "@docs/generated.txt"'
    written = project.run("cogapp", "-r", "@docs/generated.txt")
    assert written.status == 0, written.out + written.err
    for name in names:
        assert (project.folder / name).read_bytes() == (ROOT / name).read_bytes(), f"write it anew: {command}"


def test_every_page_with_a_table_is_written_anew() -> None:
    made = {name for name in EVERY if "[[[cog" in page(name)}
    assert made == {line.split()[0] for line in page("docs/generated.txt").splitlines()}


def test_the_tables_of_reasons() -> None:
    english, korean = rows(page("docs/reasons.md"), "reason"), rows(page("docs/reasons.ko.md"), "사유")
    assert english == [[f"`{r.code}`", r.words, "no" if r.normal else "yes"] for r in Reason]
    assert [(code, failure) for code, _, failure in korean] == [(f"`{r.code}`", "아니오" if r.normal else "예") for r in Reason]
    assert all(re.search("[가-힣]", words) for _, words, _ in korean)


def test_the_tables_of_doubts() -> None:
    english, korean = rows(page("docs/doubts.md"), "doubt"), rows(page("docs/doubts.ko.md"), "의심")
    assert english == [[f"`{d.code}`", d.words] for d in Doubt]
    assert [code for code, _ in korean] == [f"`{d.code}`" for d in Doubt]
    assert all(re.search("[가-힣]", words) for _, words in korean)


@pytest.mark.parametrize("name", ["docs/doubts.md", "docs/doubts.ko.md"])
def test_the_doubts_that_may_be_an_outlets_way(name: str) -> None:
    usual = ", ".join(f"`{d.code}`" for d in Doubt if d.code in USUAL)
    assert usual in page(name).partition("[[[cog")[0]


def queries(name: str, first: str) -> list[list[str]]:
    """Return the rows of a table of queries: the query, what it means, what it finds, and what not."""
    table = page(name)[page(name).index(f"| {first} |") :].split("\n\n")[0].splitlines()[2:]
    cells = [[cell.strip().replace(r"\|", "|") for cell in re.split(r"(?<!\\)\|", line.strip("|"))] for line in table]
    return [[query.strip("`"), *rest] for query, *rest in cells]


def test_the_tables_of_queries() -> None:
    english, korean = queries("docs/commands.md", "query"), queries("docs/csv.ko.md", "찾는 말")
    assert [[query, *shown] for query, _, *shown in korean] == [[query, *shown] for query, _, *shown in english]
    assert all(re.search("[가-힣]", words) for _, words, *_ in korean)
    assert len(english) == 14
    for query, _, fits, other in english:
        assert parse(query).matches(fits, ""), query
        assert not parse(query).matches("", other), query


@pytest.mark.parametrize(("name", "first"), [("docs/csv.md", "column"), ("docs/csv.ko.md", "열")])
def test_every_field_is_documented(name: str, first: str) -> None:
    assert [row[0] for row in rows(page(name), first)] == [f"`{name}`" for name in ARTICLE_FIELDS]
    assert "`body_more`" in page(name)


@pytest.mark.parametrize(("name", "first"), [("docs/stories.md", "column"), ("docs/stories.ko.md", "열")])
def test_every_column_of_stories_is_documented(name: str, first: str) -> None:
    assert codes(page(name), first) == list(STORY_FIELDS)


def test_every_setting_of_ours_is_documented() -> None:
    text = page("docs/settings.md")
    ours = [name for name in vars(settings) if name.isupper() and not hasattr(default_settings, name)]
    assert "CONTACT" in ours
    assert [name for name in ours if not re.search(rf"^\| `{name}` \| `.*` \| \S", text, re.MULTILINE)] == []


def test_every_command_and_option_is_documented() -> None:
    sections = dict(re.findall(r"^## scrapy (\w+)\n(.*?)(?=^## |^<!--)", page("docs/commands.md"), re.DOTALL | re.MULTILINE))
    known = sorted(module.name for module in iter_modules(commands_module.__path__))
    assert sorted(sections) == known
    for name, section in sections.items():
        command, parser = import_module(f"newsharvest.commands.{name}").Command(), argparse.ArgumentParser(add_help=False)
        command.settings = get_project_settings()
        command.add_options(parser)
        helped = parser.format_help().partition("Global Options")[0].partition("Options\n")[2]
        told = re.findall(r"`(-[a-zA-Z]|--[a-z-]+)\b", section.partition("| --- |")[2])
        assert sorted(told) == sorted(set(re.findall(r"(?<![\w-])(-[a-zA-Z]|--[a-z-]+)(?= |,|\n)", helped))), name
    assert re.findall(r"^\| `(\w+)=", page("docs/commands.md"), re.MULTILINE) == list(NAMES)


@pytest.mark.parametrize("name", ["README.md", "README.ko.md"])
def test_the_rows_shown_are_real(name: str) -> None:
    shown = rows(page(name), "id")
    assert len(shown) == 3
    for row in shown:
        golden = ROOT / "tests" / "golden" / f"{row[0].partition(':')[0]}.csv"
        with golden.open(encoding="utf-8-sig", newline="") as file:
            [real] = [r for r in csv.DictReader(file) if r["id"] == row[0]]
        assert row[:5] == [real[name] for name in ("id", "section", "title", "authors", "published_at")]
        assert real["body"].startswith(row[5].removesuffix(" …"))


# --- The map


def test_every_path_that_the_map_names_exists() -> None:
    text = page("docs/architecture.md")
    told = [path for path in re.findall(r"`([\w/.]+)`", text) if "/" in path]
    assert len(told) > 40
    assert [path for path in told if not (ROOT / path).exists() and not (ROOT / "newsharvest" / path).exists()] == []


def test_every_room_is_on_the_map() -> None:
    tree = page("docs/architecture.md").partition("## The direction")[0]
    rooms = sorted(file.parent.name for file in (ROOT / "newsharvest").glob("*/__init__.py"))
    assert sorted(re.findall(r"^  (\w+)/ ", tree, re.MULTILINE)) == rooms


# --- The project


def test_uv_and_pip_install_the_same_versions() -> None:
    pins = [line for line in page("constraints.txt").splitlines() if not line.startswith("#")]
    project = tomllib.loads(page("pyproject.toml"))
    assert project["tool"]["uv"]["constraint-dependencies"] == pins
    assert all(re.fullmatch(r"[a-z0-9-]+==[0-9][0-9.]*", pin) for pin in pins)


def test_the_licence_leaves_out_what_is_not_ours() -> None:
    project = tomllib.loads(page("pyproject.toml"))["project"]
    assert (project["license"], project["license-files"]) == ("BSD-3-Clause", ["LICENSE"])
    licence = " ".join(page("LICENSE").split())
    assert "3. Neither the name of newsharvest nor the names of its contributors" in licence
    assert "What this licence does not cover: the articles, pages and texts of news outlets" in licence
    for folder in ("fixtures", "benchmarks", "tests/golden"):
        assert f"{folder}/" in licence
        assert (ROOT / folder).is_dir()


def git(*arguments: str, cwd: Path = ROOT, given: bytes = b"") -> bytes:
    return subprocess.run(["git", *arguments], cwd=cwd, input=given, capture_output=True, check=True).stdout


@pytest.mark.skipif(not (ROOT / ".git").exists() or not shutil.which("git"), reason="this is no clone, or there is no git")
def test_a_clone_as_on_windows_has_the_same_bytes(tmp_path: Path) -> None:
    """Git for Windows sets core.autocrlf; what a clone then holds is what was committed, to the byte."""
    git("-c", "core.autocrlf=true", "clone", "--quiet", "--no-hardlinks", str(ROOT), str(tmp_path / "clone"))
    names = git("ls-tree", "-r", "-z", "--name-only", "HEAD").decode().rstrip("\0").split("\0")
    assert "fixtures/joongdo/20200213010005265/page.html" in names
    committed = git("cat-file", "--batch", given="".join(f"HEAD:{name}\n" for name in names).encode())
    for name in names:
        header, _, committed = committed.partition(b"\n")
        size = int(header.rsplit(b" ", 1)[1])
        content, committed = committed[:size], committed[size + 1 :]
        assert (tmp_path / "clone" / name).read_bytes() == content, name
