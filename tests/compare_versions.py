"""Whether two versions of the project write the same files from the same pages: `python -m tests.compare_versions REVISION`.

The revision is checked out beside, and both run the same commands over this checkout's fixtures: a crawl of every outlet, a harvest of
all, exports. Then this version exports the store that the other one kept. Prints a line for each file; exit status 1 if one differs.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SINCE = ("--since", "2009-01-01")


def run(code: Path, folder: Path, *words: str) -> None:
    """Run a command of the version in `code` from there, with its files in `folder`. What it prints is shown if it fails."""
    command = [sys.executable, "-m", "scrapy", *words]
    done = subprocess.run(command, cwd=code, env=os.environ | {"PYTHONPATH": str(code)}, capture_output=True, text=True, check=False)
    if done.returncode not in {0, 1} or "Traceback" in done.stderr:
        sys.exit(f"{folder.name}: scrapy {' '.join(words)}: exit status {done.returncode}\n{done.stderr}")


def exports(store: Path, folder: Path, name: str) -> Iterator[tuple[str, ...]]:
    """Yield the exports of a store: articles, one a story, stories; as CSV and JSON Lines."""
    for suffix in ("csv", "jsonl"):
        for kind, options in {"all": (), "drop": ("-s", "DUPLICATES=drop"), "stories": ("--stories",)}.items():
            yield "export", "-s", f"STORE={store}", *options, "-O", str(folder / f"{name}-{kind}.{suffix}")


def write_all(code: Path, folder: Path, replay: Path) -> None:
    """Write every file that is compared, by the version in `code`."""
    folder.mkdir()
    for outlet in sorted(outlet.name for outlet in replay.iterdir()):
        run(
            code,
            folder,
            "crawl",
            outlet,
            "-s",
            f"REPLAY={replay}",
            "-O",
            str(folder / f"{outlet}.csv"),
            "-O",
            str(folder / f"{outlet}.jsonl"),
        )
    store = folder / "harvest.db"
    run(code, folder, "harvest", *SINCE, "-s", f"REPLAY={replay}", "-s", f"STORE={store}", "-O", str(folder / "harvest.csv"))
    for words in exports(store, folder, "export"):
        run(code, folder, *words)


def main() -> int:
    """Compare; return the exit status."""
    if len(sys.argv) != 2:
        sys.exit("name the revision to compare with: python -m tests.compare_versions REVISION")
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        before = place / "before-code"
        subprocess.run(["git", "clone", "--quiet", str(ROOT), str(before)], check=True)
        subprocess.run(["git", "checkout", "--quiet", sys.argv[1]], cwd=before, check=True)
        write_all(before, place / "before", ROOT / "fixtures")
        write_all(ROOT, place / "now", ROOT / "fixtures")
        for words in exports(place / "before" / "harvest.db", place / "now", "old-store"):
            run(ROOT, place / "now", *words)
        different = 0
        for file in sorted((place / "now").iterdir()):
            if file.suffix in {".csv", ".jsonl"}:
                old = place / "before" / file.name.replace("old-store", "export")
                same = old.is_file() and old.read_bytes() == file.read_bytes()
                different += not same
                print(f"{'same' if same else 'DIFFERENT':9}  {file.stat().st_size:>9,} bytes  {file.name}")
    print(f"{different} different")
    return int(different > 0)


if __name__ == "__main__":
    sys.exit(main())
