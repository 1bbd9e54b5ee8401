"""README and docs/ are true: every command runs as it is printed, the tables are fresh, the Korean pages say the same as the English."""

from __future__ import annotations

import argparse
import csv
import os
import re
import shlex
import shutil
import subprocess
import tomllib
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest
from _pytest.mark import ParameterSet
from parsel import Selector
from scrapy.settings import default_settings
from scrapy.utils.project import get_project_settings

from newsharvest import commands as commands_module
from newsharvest import settings
from newsharvest.browse.server import PORT
from newsharvest.crawl.arguments import NAMES
from newsharvest.doubts import USUAL, Doubt
from newsharvest.items import ARTICLE_FIELDS, STORY_FIELDS
from newsharvest.language import _ as said
from newsharvest.language import _n as said_of
from newsharvest.language import speaking
from newsharvest.reasons import Reason
from newsharvest.search import parse
from newsharvest.signals import Signal
from tests.support.outlet_server import Reply, always
from tests.support.processes import Ran, run
from tests.support.project import FIXTURES, ROOT
from tests.support.project_copy import Project
from tests.support.reader import Block, Reader, blocks, commands, without_seconds, words_of
from tests.support.town import Town
from tests.test_language import SENTENCE

NAMES_OF_PAGES = "setup harvest digest browse warc workers repair pages csv stories corpus reasons doubts signals outlets adding-outlets"
PAGES = ("README", *(f"docs/{name}" for name in NAMES_OF_PAGES.split()))
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
    """What a program prints is in another language there: as many lines, in the same places."""
    english, korean = page(f"{name}.md"), page(f"{name}.ko.md")
    assert [*map(common, blocks(korean))] == [*map(common, blocks(english))]
    assert korean.count("\n#") == english.count("\n#")


TYPED = re.compile(r"^(uv|git|docker) |^15 4 \* \* \*  | *\"_read\": ")
"""What a person writes, where a block does not say of which kind it is."""


def is_printed(block: Block) -> bool:
    """Tell whether a block shows what a program prints."""
    return block.kind == "text" or not (block.kind or TYPED.match(block.text))


def common(block: Block) -> Block:
    """Return what a block has in both languages."""
    return Block(block.kind, "\n" * block.text.count("\n")) if is_printed(block) else block


@pytest.mark.parametrize("name", PAGES)
def test_a_korean_page_shows_and_explains_no_english_output(name: str) -> None:
    text = page(f"{name}.ko.md")
    printed = [line for block in blocks(text) if is_printed(block) for line in block.text.splitlines()]
    told = re.findall(r"`([^`]+)`", re.sub(r"^ *```.*?^ *```$", "", text, flags=re.DOTALL | re.MULTILINE))
    shown = [words for words in (*printed, *told) if not re.match(r"(pip|py|uv|git|scrapy|systemctl) |saved from url$", words)]
    said = [re.sub(r"uv run scrapy .*", "", words) for words in shown]
    assert [words for words in said if SENTENCE.search(words) or ENGLISH.search(words)] == []


ENGLISH = re.compile(r"\b(doubt|note|warning|wrong|sign|result|written|kept|read|family|layout|outlet): |\d (of \d|articles?|right)\b")
"""How lines of a program begin that speaks English, and how it counts."""


def spoken(name: str) -> dict[str, str]:
    """Return the environment of who reads this page."""
    return {"NEWSHARVEST_LANGUAGE": "ko"} if ".ko." in name else {}


def language_of(name: str) -> str:
    return "ko" if ".ko." in name else "en"


QUOTED = (
    ("harvest", "*{}*", ("known", "edited", "duplicates", "no article", "failed")),
    ("harvest", "- `{}:`", ("doubt: {doubt}: {words}", "note: {line}", "warning: {line}", "wrong: {line}")),
    ("adding-outlets", "`{}:`", ("  sign: {field}: {sign}",)),
    ("adding-outlets", "`{}", ("  open these, and hold them against it:",)),
)
"""Which page tells of which messages, by what stands before their first colon, and how it marks them."""
REFUSALS = (
    "nothing can be found: the store has {articles} of {outlet} with a text of their own, and {needed} are needed:"
    " name the store that has more with -s STORE=FILE, or write its layout by hand (docs/adding-outlets.md)",
    "{found} of {pages} pages hold the text that is known of them, and {needed} are needed",
    "no page of a known article came",
    "no selector finds the text on all pages that hold it",
    "the list links {linked} of the known articles, and {needed} are needed",
)
"""What `scrapy repair` says when it refuses."""


@pytest.mark.parametrize("ending", [".md", ".ko.md"])
def test_what_the_pages_quote_is_said(ending: str) -> None:
    with speaking(language_of(ending)):
        for name, mark, messages in QUOTED:
            told = [mark.format(said(message).strip().partition(":")[0]) for message in messages]
            assert [words for words in told if words not in page(f"docs/{name}{ending}")] == []
        shown = [row[0] for row in rows(page(f"docs/repair{ending}"), "it says" if ending == ".md" else "나오는 말")]
        articles = said_of("{count} article", "{count} articles", 2)
        values = {"articles": articles, "outlet": "gyeonggitv", "found": 0, "pages": 5, "linked": 0, "needed": 3}
        told = [said(message, **values) for message in REFUSALS]
    assert [quoted in message for quoted, message in zip(shown, told, strict=True)] == [True] * len(told)


# --- Commands


SESSIONS = (
    "README.md",
    *(
        f"docs/{name}.md"
        for name in ("setup", "harvest", "pages", "csv", "digest", "browse", "warc", "stories", "corpus", "signals", "outlets")
    ),
)
ALWAYS = "README.ko.md"
"""The page that is typed in each run of the tests. The tests marked slow type the rest."""
TESTS = "uv run pytest"
"""No test runs them all, nor the set-up by pip: `.ci/run` does, word for word."""


def uv_lines(name: str) -> list[str]:
    """Return the commands of a page that begin with uv."""
    return [line for line in commands(page(name)) if line.startswith("uv ")]


def in_both_languages() -> Iterator[ParameterSet]:
    """Yield each page of a session and its twin; all but one are slow."""
    for name in SESSIONS:
        yield from (pytest.param(one, marks=[] if one == ALWAYS else [pytest.mark.slow]) for one in (name, name.replace(".md", ".ko.md")))


@pytest.mark.parametrize("name", [*in_both_languages()])
def test_every_command_runs_as_printed(name: str, reader: Reader) -> None:
    """In order, in one folder: it succeeds, prints what the page shows, and what it writes holds articles."""
    ran = Ran(0, "", "")
    for kind, text in blocks(page(name)):
        if kind == "sh" and "pip install" not in text:
            ran = Ran(0, "", "")
            for line in text.splitlines():
                if line != TESTS:
                    reader.press.publish()
                    done = reader.type(line, **spoken(name))
                    assert done.status == 0, f"{line}\n{done.out}{done.err}"
                    ran = Ran(0, ran.out + done.out, ran.err + done.err)
                    for file in re.findall(r" -O (\S+)", line):
                        assert reader.articles(file) > 0, line
        elif kind == "python":
            ran = reader.type(f"python -c {shlex.quote(text)}", **spoken(name))
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
    assert others == ["docs/workers.md", "docs/repair.md", "docs/adding-outlets.md", "CONTRIBUTING.md"]


@pytest.mark.slow
def test_the_pages_in_the_browser(reader: Reader) -> None:
    """Of the command as it is printed, save for the port, which other tests may have: what it says, and what the browser is opened on."""
    for name in ("docs/browse.md", "docs/browse.ko.md"):
        [command, said] = [text for kind, text in blocks(page(name)) if not kind]
        assert reader.type("; ".join(commands(page(name))), **spoken(name)).status == 0
        ran = reader.type(f"{command.strip()} --port 0", **spoken(name))
        assert (ran.status, ran.out) == (0, "")
        assert re.sub(r":\d+/", f":{PORT}/", ran.err) == said
        looked = Selector((reader.home / "looked.html").read_text(encoding="utf-8"))
        assert looked.css("h1::text").get() == "2026.11.20(금)"
        told = re.findall(r"^- \*\*(.+?)\*\*:", page(name), re.MULTILINE)
        shown = [*looked.css("nav a::text").getall(), *looked.css("form button::text").getall()]
        assert name == "docs/browse.md" or set(shown) < set(told)


CRON = re.compile(r"^15 4 \* \* \*  (.+)$", re.MULTILINE)


@pytest.mark.slow
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


@pytest.mark.parametrize("name", [pytest.param("docs/harvest.md", marks=pytest.mark.slow), "docs/harvest.ko.md"])
def test_the_closing_table_shown_is_real(name: str, town: Town) -> None:
    """Of a second night: edited articles, one that is printed under a second number, and one that cannot be had."""
    town.environment |= spoken(name)
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
    [shown] = [text for kind, text in blocks(page(name)) if not kind and "(HTTP 503)" in text]
    assert_shown(shown, ran)


@pytest.mark.parametrize("name", ["docs/harvest.md", "docs/harvest.ko.md"])
def test_the_closing_lines_shown_are_real(name: str, tmp_path: Path) -> None:
    shutil.copytree(FIXTURES / "gyeonggitv", tmp_path / "changed")
    changed = tmp_path / "changed" / "24496" / "page.html"
    changed.write_text(changed.read_text(encoding="utf-8").replace("news_body_area", "renamed"), encoding="utf-8")
    ran = run(
        "scrapy", "crawl", "gyeonggitv", "-s", "REPLAY=changed", "-O", "gyeonggitv.csv", cwd=tmp_path, env={**os.environ, **spoken(name)}
    )
    assert ran.status == 1
    assert f"```\n{ran.err}```\n" in page(name)


@pytest.mark.parametrize("name", [pytest.param("docs/harvest.md", marks=pytest.mark.slow), "docs/harvest.ko.md"])
def test_the_doubt_shown_is_real(name: str, tmp_path: Path) -> None:
    """Of articles above whose text stands another."""
    shutil.copytree(FIXTURES / "gyeonggitv", tmp_path / "changed")
    other = (
        "<div id='news_body_area'><p>안산시와 평택시는 지난 10일 시청에서 혁신 보고회를 열었다고 밝혔다. 시민의 관심도 바랐다.</p>"
        "<p>보고회는 오는 20일까지 시청 앞 광장에서 이어진다.</p></div>"
    )
    for number in (24496, 37835):
        changed = tmp_path / "changed" / f"{number}" / "page.html"
        text, found = re.subn(r"(?=<div[^>]*news_body_area)", other, changed.read_text(encoding="utf-8"), count=1)
        assert found == 1
        changed.write_text(text, encoding="utf-8")
    env = {**os.environ, **spoken(name)}
    ran = run("scrapy", "crawl", "gyeonggitv", "-s", "REPLAY=changed", "-O", "gyeonggitv.csv", cwd=tmp_path, env=env)
    assert ran.status == 1
    [shown] = [text for kind, text in blocks(page(name)) if not kind and "second_body" in text]
    assert_shown(shown, ran)


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


@pytest.mark.parametrize(("name", "first", "failure"), [("docs/reasons.md", "reason", "yes"), ("docs/reasons.ko.md", "사유", "예")])
def test_the_tables_of_reasons(name: str, first: str, failure: str) -> None:
    """In the words of the program."""
    with speaking(language_of(name)):
        told = [(f"`{r.code}`", said(r.words), not r.normal) for r in Reason]
    assert [(code, words, is_failure == failure) for code, words, is_failure in rows(page(name), first)] == told


@pytest.mark.parametrize(("name", "first"), [("docs/doubts.md", "doubt"), ("docs/doubts.ko.md", "의심")])
def test_the_tables_of_doubts(name: str, first: str) -> None:
    """In the words of the program. Markup that they name is shown, and not taken for the page's own."""
    with speaking(language_of(name)):
        told = [[f"`{d.code}`", said(d.words)] for d in Doubt]
    shown = rows(page(name), first)
    assert [[code, re.sub(r"`(</?\w+>|&\w+;)`", r"\1", words)] for code, words in shown] == told
    assert not any(re.search("[<&]", re.sub("`[^`]+`", "", words)) for _, words in shown)


def test_the_tables_of_signals() -> None:
    english, korean = rows(page("docs/signals.md"), "signal"), rows(page("docs/signals.ko.md"), "표시")
    assert english == [[f"`{s.code}`", s.words] for s in Signal]
    assert [code for code, _ in korean] == [f"`{s.code}`" for s in Signal]
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


@pytest.mark.slow
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
