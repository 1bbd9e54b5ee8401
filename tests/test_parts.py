"""What is being written stands beside its target, is swept once its writer is gone, and half a move is taken back."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from newsharvest.parts import move_all, part_beside, sweep
from tests.support.posix import SIGNALS
from tests.support.project import ROOT


def tree(folder: Path) -> dict[str, str]:
    return {file.relative_to(folder).as_posix(): file.read_text() for file in folder.rglob("*") if file.is_file()}


def test_a_part_is_gone_when_it_was_written(tmp_path: Path) -> None:
    with part_beside(tmp_path / "today.csv") as part:
        (part / "new").write_text("half")
        assert part.parent == tmp_path
        assert part.name.startswith(".today.csv.")
    assert list(tmp_path.iterdir()) == []


def test_the_next_writer_sweeps_what_nobody_owns_and_nothing_else(tmp_path: Path) -> None:
    target = tmp_path / "today.csv"
    (tmp_path / ".today.csv.4zk_1x9a.part").write_text("of an older version, killed")
    (tmp_path / ".today.csv.0123abcd.part").mkdir()
    (tmp_path / ".today.csv.0123abcd.part" / "new").write_text("killed")
    kept = {".other.csv.0123abcd.part": "another file's", ".today.csv.part": "a person's", "today.csv": "yesterday's"}
    for name, text in kept.items():
        (tmp_path / name).write_text(text)
    with part_beside(target) as living:
        (living / "new").write_text("alive")
        with part_beside(target) as other:
            assert (living / "new").read_text() == "alive"
            assert sorted(tmp_path.glob(".today.csv.????????.part")) == sorted([living, other])
    assert tree(tmp_path) == kept


@SIGNALS
@pytest.mark.parametrize("killed", [2, 3, 4])
def test_moves_that_a_kill_broke_off_are_taken_back(killed: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Killed before the second of three, before the third, and when all is done."""
    project = tmp_path / "project"
    for name in ("a", "b"):
        (project / "cases" / name).mkdir(parents=True)
        (project / "cases" / name / "page").write_text(f"old {name}")
    before = tree(project)
    program = (
        "import os, signal, sys\n"
        "from pathlib import Path\n"
        "from newsharvest.parts import move_all, part_beside\n"
        "places, left, rename = Path('cases').absolute(), iter(range(int(sys.argv[1]))), Path.rename\n"
        "Path.rename = lambda self, to: rename(self, to) if next(left, None) else os.kill(os.getpid(), signal.SIGKILL)\n"
        "next(left)\n"
        "with part_beside(Path('cases')) as part:\n"
        "    (part / 'a').mkdir()\n"
        "    (part / 'a' / 'page').write_text('new a')\n"
        "    moves = [(places / 'a', part / 'old'), (part / 'a', places / 'a'), (places / 'b', places / 'c')]\n"
        "    move_all(part, *moves)\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(killed)], cwd=project, env=os.environ | {"PYTHONPATH": str(ROOT)}, check=False
    )
    assert done.returncode == -signal.SIGKILL
    sweep(project / "cases")
    whole = {"cases/a/page": "new a", "cases/c/page": "old b"}
    assert tree(project) == (whole if killed == 4 else before)
    said = {2: "a", 3: "a", 4: ""}[killed]
    assert capsys.readouterr().err == (said and f"{project / 'cases' / said} is as it was: a command that was to change it was killed\n")


def test_a_move_that_cannot_be_made_leaves_all_as_it_was(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "page").write_text(name)
    before = tree(tmp_path)
    with part_beside(tmp_path / "cases") as part, pytest.raises(FileNotFoundError):
        move_all(part, (tmp_path / "one", part / "old"), (part / "nothing", tmp_path / "one"))
    assert tree(tmp_path) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one", "two"]
