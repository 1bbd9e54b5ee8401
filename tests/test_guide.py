"""docs/adding-outlets.md is true: in a copy of the project its files are written, its commands run, and the tests then pass."""

from __future__ import annotations

import re
import shlex
import shutil
import textwrap
from pathlib import Path

import pytest

from tests.support.new_site import HTML, SITE, record
from tests.support.project import FIXTURES, ROOT
from tests.support.project_copy import Project

GUIDE = (ROOT / "docs" / "adding-outlets.md").read_text(encoding="utf-8")
KOREAN = (ROOT / "docs" / "adding-outlets.ko.md").read_text(encoding="utf-8")
_, KNOWN, OWN, FAMILY = re.split(r"^## .*$", GUIDE, flags=re.MULTILINE)

HOST = "https://www.hannae-news.example"
TABLES = "uv run python -m tests.readme_tables"


def shown(kind: str, text: str) -> dict[str, str]:
    """Return the blocks that are marked as a page or a file of this name."""
    found = re.findall(rf"^( *)<!-- {kind}: (\S+) -->\n *```\w+\n(.*?)^ *```$", text, re.DOTALL | re.MULTILINE)
    return {name: textwrap.dedent(block) for _, name, block in found}


def commands(text: str) -> list[str]:
    return [line.strip() for block in re.findall(r"^ *```sh\n(.*?)^ *```$", text, re.DOTALL | re.MULTILINE) for line in block.splitlines()]


def test_the_guide_shows_what_it_says() -> None:
    assert list(shown("page", OWN)) == [f"{HOST}/read/1204", f"{HOST}/all"]
    assert list(shown("file", OWN)) == ["newsharvest/spiders/hannae.py"]
    assert list(shown("file", FAMILY)) == ["newsharvest/platforms/hannae.py", "newsharvest/spiders/hannae.py"]


def test_both_guides_show_the_same() -> None:
    assert commands(KOREAN) == commands(GUIDE)
    for kind in ("page", "file"):
        assert shown(kind, KOREAN) == shown(kind, GUIDE)


def test_an_outlet_of_a_known_family() -> None:
    """Its commands are those that tests/test_adopt.py runs, one after the other."""
    assert commands(KNOWN) == [f"uv run scrapy adopt {SITE}/", TABLES, "uv run pytest", "uv run scrapy harvest some_local_paper"]


@pytest.fixture
def followed(project: Project, tmp_path: Path) -> Project:
    """The project of somebody who has followed the second part, up to the tests."""
    pages = {url: (text, HTML) for url, text in shown("page", OWN).items()} | {
        f"{HOST}/robots.txt": ("User-agent: *\nAllow: /\n", "text/plain")
    }
    replay = ("-s", f"REPLAY={record(tmp_path / 'pages', pages)}")
    for outlet in FIXTURES.iterdir():  # which the tests hold every layout against
        shutil.copytree(outlet, project.cases(outlet.name))
    write(project, OWN)
    for command in commands(OWN):
        words = shlex.split(command.removeprefix("uv run "))
        if command == TABLES:
            assert project.run("tests.readme_tables").status == 0
        elif words[0] == "scrapy":
            ran = project.run(*words, *(replay if "check" not in words else ()))
            assert ran.status == int("check" in words), ran.err  # nobody has read it yet
            if "read" in words:
                assert '"title": "한내읍 빈집, 마을 책방으로"' in ran.out
                assert ran.err.startswith("family: none, the outlet's markup is its own\nlayout: hannae/article\noutlet: hannae 한내신문\n")
    project.confirm("hannae")
    with (project.cases("hannae") / "1204" / "unwanted.txt").open("a", encoding="utf-8") as file:
        file.write("한내천 둑길에 메밀꽃이 피었습니다\n이 기사를 공유합니다\n")
    return project


def test_an_outlet_with_markup_of_its_own(followed: Project) -> None:
    assert commands(OWN)[-1] == "uv run pytest"
    expected = (followed.cases("hannae") / "1204" / "expected.json").read_text(encoding="utf-8")
    assert (
        '"body": "한내읍의 오래된 빈집이 마을 책방으로 바뀌어 다음 달 문을 연다.\\n\\n주민들이 모은 책 1200권이 먼저 꽂힌다."' in expected
    )
    assert '"published_at": "2026-11-20T10:30:00+09:00"' in expected
    assert ('"authors": ["모아라"]' in expected, '"section": ["마을"]' in expected) == (True, True)
    checked = followed.run("scrapy", "fixture", "check", "hannae")
    assert checked.out == "checked: 3 cases of 1 outlet: 2 as expected, 1 without expected.json\n"
    row = "| `hannae` | [한내신문](https://www.hannae-news.example/) | 경남 | - | list | 1 made | never |\n"
    assert row in (followed.folder / "README.md").read_text(encoding="utf-8")
    tested = followed.test(*TESTS)
    assert tested.status == 0, tested.out


def test_a_family(followed: Project) -> None:
    write(followed, FAMILY)
    recognition = followed.folder / "newsharvest" / "platforms" / "families.py"
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
    read = followed.run("scrapy", "read", "fixtures/hannae/1204/page.html", "--url", "https://www.gaon-news.example/read/77")
    assert read.status == 0
    assert '"id": "gaon_news:77"' in read.out
    assert read.err.startswith("family: hannae (한내)\nlayout: hannae/article\n")
    tested = followed.test(*TESTS)
    assert tested.status == 0, tested.out


TESTS = (*(f"tests/test_{name}.py" for name in ("cases", "recognition", "outlets", "layouts", "read")), "-k", "hannae or every or whose")


def write(project: Project, part: str) -> None:
    for name, text in shown("file", part).items():
        (project.folder / name).write_text(text, encoding="utf-8")
