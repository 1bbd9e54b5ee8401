"""docs/adding-outlets.md is true: in a copy of the project its files are written, its commands typed, and the tests then pass."""

from __future__ import annotations

import re
import shutil
import textwrap

import pytest

from tests.support.new_site import HTML, SITE
from tests.support.played_press import NOT_RECORDED, recent
from tests.support.project import ROOT
from tests.support.project_copy import Project
from tests.support.reader import Reader, blocks, commands

GUIDE = (ROOT / "docs" / "adding-outlets.md").read_text(encoding="utf-8")
KOREAN = (ROOT / "docs" / "adding-outlets.ko.md").read_text(encoding="utf-8")
_, KNOWN, OWN, FAMILY, BY_HAND = re.split(r"^## .*$", GUIDE, flags=re.MULTILINE)

HOST = "https://www.hannae-news.example"
TABLES = 'uv run cog -r "@docs/generated.txt"'
TESTS = "uv run pytest"


def shown(kind: str, text: str) -> dict[str, str]:
    """Return the blocks that are marked as a page or a file of this name."""
    found = re.findall(rf"^( *)<!-- {kind}: (\S+) -->\n *```\w+\n(.*?)^ *```$", text, re.DOTALL | re.MULTILINE)
    return {name: textwrap.dedent(block) for _, name, block in found}


def test_the_guide_shows_what_it_says() -> None:
    assert list(shown("page", OWN)) == [f"{HOST}/read/1204", f"{HOST}/all"]
    assert list(shown("file", OWN)) == ["newsharvest/spiders/hannae.py"]
    assert list(shown("file", FAMILY)) == ["newsharvest/platforms/hannae.py", "newsharvest/spiders/hannae.py"]


def test_both_guides_show_the_same() -> None:
    assert commands(KOREAN) == commands(GUIDE)
    for kind in ("page", "file"):
        assert shown(kind, KOREAN) == shown(kind, GUIDE)


@pytest.mark.slow
def test_an_outlet_of_a_known_family(reader: Reader) -> None:
    project = Project(reader.folder)
    adopt, tables, tests, harvest = commands(KNOWN)
    for guide, answer, language in ((KOREAN, "n\n", "ko"), (KNOWN, "y\n", "en")):
        adopted = reader.type(adopt, answer=answer, LANGUAGE=language)
        assert adopted.status == 0, adopted.err
        table = next(text for kind, text in blocks(guide) if not kind)
        lines = iter(adopted.out.splitlines())
        assert [line for line in table.splitlines() if f"    {recent(line)}" not in lines] == []
    project.confirm("some_local_paper")
    assert (tables, reader.type(tables).status) == (TABLES, 0)
    table = (project.folder / "docs" / "outlets.md").read_text(encoding="utf-8")
    row = f"| `some_local_paper` | [새고을신문]({SITE}/) | 경남 | NDsoft | list+RSS, 4 sections | 5 recorded | "
    assert re.search(re.escape(row) + r"20\d\d-\d\d-\d\d \|\n", table)
    english, korean = ((project.folder / name).read_text(encoding="utf-8") for name in ("README.md", "README.ko.md"))
    assert "**Status: 22 outlets, 1 checked live.**" in english
    assert "매체 22곳, 실제 사이트에서 확인한 곳 1곳" in korean
    assert tests == TESTS  # what they say of an adopted outlet: tests/test_adopt.py
    harvested = reader.type(harvest)
    assert harvested.status == 0, harvested.err
    assert re.search(r"^some_local_paper  새고을신문  6 ", harvested.err, re.MULTILINE)


def followed(reader: Reader) -> Project:
    """Return the project of somebody who has followed the second part, up to the tests."""
    shutil.copytree(ROOT / "tests", reader.folder / "tests", ignore=shutil.ignore_patterns("golden"))
    project = Project(reader.folder)
    robots = {f"{HOST}/robots.txt": ("User-agent: *\nAllow: /\n", "text/plain")}
    reader.press.pages |= {url: (text, HTML) for url, text in shown("page", OWN).items()} | robots
    write(project, OWN)
    for command in commands(OWN):
        if command != TESTS:
            ran = reader.type(command)
            assert ran.status == int("check" in command), ran.err  # nobody has read it yet
            if " read " in command:
                assert '"title": "한내읍 빈집, 마을 책방으로"' in ran.out
                assert ran.err.startswith("family: none, the outlet's markup is its own\nlayout: hannae/article\noutlet: hannae 한내신문\n")
    project.confirm("hannae")
    with (project.cases("hannae") / "1204" / "unwanted.txt").open("a", encoding="utf-8") as file:
        file.write("한내천 둑길에 메밀꽃이 피었습니다\n이 기사를 공유합니다\n")
    return project


@pytest.mark.slow
def test_an_outlet_with_markup_of_its_own_and_then_a_family(reader: Reader) -> None:
    """The tests pass, with an outlet of its own markup and with a family, whose commands are the last two of the part before."""
    project = followed(reader)
    assert commands(OWN)[-2:] == [TABLES, TESTS]
    expected = (project.cases("hannae") / "1204" / "expected.json").read_text(encoding="utf-8")
    assert (
        '"body": "한내읍의 오래된 빈집이 마을 책방으로 바뀌어 다음 달 문을 연다.\\n\\n주민들이 모은 책 1200권이 먼저 꽂힌다."' in expected
    )
    assert '"published_at": "2026-11-20T10:30:00+09:00"' in expected
    assert ('"authors": ["모아라"]' in expected, '"section": ["마을"]' in expected) == (True, True)
    checked = project.run("scrapy", "fixture", "check", "hannae")
    assert checked.out == "checked: 3 cases of 1 outlet: 2 as expected, 1 without expected.json\n"
    row = "| `hannae` | [한내신문](https://www.hannae-news.example/) | 경남 | - | list | 1 recorded | never |\n"
    assert row in (project.folder / "docs" / "outlets.md").read_text(encoding="utf-8")
    assert commands(FAMILY) == [TABLES, TESTS]
    write(project, FAMILY)
    recognition = project.folder / "newsharvest" / "platforms" / "families.py"
    [entry] = re.findall(r"add `(.*?,)` to `FAMILIES`", FAMILY)
    text = recognition.read_text(encoding="utf-8")
    text = text.replace(
        "from newsharvest.platforms.mediaon",
        "from newsharvest.platforms.hannae import HannaeCmsSpider\nfrom newsharvest.platforms.mediaon",
        1,
    )
    recognition.write_text(
        text.replace('    "viewno": ViewNoSpider,\n', f'    "viewno": ViewNoSpider,\n    {entry}\n', 1), encoding="utf-8"
    )
    read = project.run("scrapy", "read", "fixtures/hannae/1204/page.html", "--url", "https://www.gaon-news.example/read/77")
    assert read.status == 0
    assert '"id": "gaon_news:77"' in read.out
    assert read.err.startswith("family: hannae (한내)\nlayout: hannae/article\n")
    tested = project.test(*ABOUT_IT)
    assert tested.status == 0, tested.out


@pytest.mark.slow
def test_a_page_recorded_by_hand(reader: Reader) -> None:
    check, record, refresh = commands(BY_HAND)
    checked = reader.type(check)
    assert (checked.out, checked.status) == ("checked: 8 cases of 1 outlet: 7 as expected, 1 without expected.json\n", 0)
    assert f'"{NOT_RECORDED}"' in record
    recorded = reader.type(record)
    assert (recorded.out, recorded.status) == ("written: fixtures/joongdo/20261127010007001\n", 0)
    case = reader.folder / "fixtures" / "joongdo" / "20261127010007001"
    assert sorted(file.name for file in case.iterdir()) == ["expected.json", "page.html", "response.json", "unwanted.txt"]
    refreshed = reader.type(refresh)
    assert (refreshed.out, refreshed.status) == (
        "joongdo/20261127010007001: as expected\n"
        "fetched again: 9 cases of 1 outlet: 1 as expected, 8 rebuilt or made, so without a live original\n",
        0,
    )


ABOUT_IT = (*(f"tests/test_{name}.py" for name in ("cases", "recognition", "outlets", "layouts", "read")), "-k", "hannae or every or whose")


def write(project: Project, part: str) -> None:
    for name, text in shown("file", part).items():
        (project.folder / name).write_text(text, encoding="utf-8")
