"""What a corpus costs: seconds, memory at its highest and bytes of an export in each format, and whether two are the same.

    python -m benchmarks.corpus [--articles 100000] [--seed 1]

The articles are those of `benchmarks.search`, some 700 characters each, each with a row in an archive. Each export is a process of its
own, as a user types it; times are the processor's, so that nothing else that runs counts. How long the stories of a moment that is past
take is measured on a tenth of the articles, which are kept whole.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Callable
from hashlib import file_digest, sha256
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage

from benchmarks.search import AT, articles, filled
from newsharvest.archive import Archive, Kind, Page, archive_of
from newsharvest.store import Store

LATER = "2026-11-21T03:00:00+09:00"
BODY = b"<html></html>"
PROGRAM = """
import atexit, sys
from pathlib import Path
from scrapy.cmdline import execute
atexit.register(lambda: print(*(line for line in Path("/proc/self/status").read_text().splitlines() if "VmHWM" in line), file=sys.stderr))
execute()
"""
"""What `scrapy` does, and says at its end how much memory it held at its highest, in kB; as Linux counts it."""


def run(*arguments: str) -> tuple[float, float]:
    """Run a command; return the seconds that it took, and the megabytes that it held at its highest. CalledProcessError if it failed."""
    before = getrusage(RUSAGE_CHILDREN)
    ran = subprocess.run([sys.executable, "-c", PROGRAM, *arguments], check=True, capture_output=True, text=True)
    after = getrusage(RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, int(ran.stderr.split()[-2]) / 1024


def digest(place: Path) -> str:
    """Return a digest of a file, or of all files in a folder, with their names."""
    total = sha256()
    for file in sorted(place.rglob("*")) if place.is_dir() else [place]:
        if file.is_file():
            with file.open("rb") as content:
                total.update((file.name if place.is_dir() else "").encode() + file_digest(content, "sha256").digest())
    return total.hexdigest()


def size(place: Path) -> int:
    """Return the bytes of a file, or of all files in a folder."""
    return sum(file.stat().st_size for file in (place.rglob("*") if place.is_dir() else [place]) if file.is_file())


def keep_pages(store: Path, count: int, seed: int) -> None:
    """Make the archive: one page for all, which each article has come by."""
    with Archive(archive_of(store)) as archive:
        for one in articles(count, seed):
            archive.keep(Page("gaon", Kind.ARTICLE, one.id, one.url, one.url, AT, 200, [], sha256(BODY).hexdigest()), BODY)


def keep_whole(path: Path, count: int, seed: int) -> None:
    """Make a store of articles that are kept whole, one of them after a night."""
    with Store(path) as store:
        number = store.begin_run("gaon", AT)
        *before, last = articles(count + 1, seed)
        for one in before:
            store.keep(one, number, AT)
        store.settle_stories()
        store.keep(last, number, LATER)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store, few = Path(folder) / "harvest.db", Path(folder) / "few.db"
        filled(store, asked.articles, asked.seed, indexed=False)
        keep_pages(store, asked.articles, asked.seed)
        keep_whole(few, asked.articles // 10, asked.seed)
        export = "export", "-s", f"STORE={store}"
        forms: dict[str, Callable[[Path], tuple[str, ...]]] = {
            ".jsonl": lambda place: ("-O", f"{place}.jsonl"),
            ".csv": lambda place: ("-O", f"{place}.csv"),
            ".parquet": lambda place: ("-O", f"{place}.parquet"),
            "dataset": lambda place: ("--dataset", str(place)),
        }
        _, least = run(*export, "--until", "1990-01-01", "-O", str(Path(folder) / "none.jsonl"))
        print(f"{asked.articles:,} articles, seed {asked.seed}; a command that writes none of them holds {least:,.0f} MB\n")
        print("export       seconds   MB at its highest   bytes an article   the same twice")
        for name, written in forms.items():
            places = [Path(folder) / f"{name.strip('.')}{number}" for number in (1, 2)]
            (seconds, most), _second = [run(*export, *written(place)) for place in places]
            made = [place if place.is_dir() else Path(written(place)[1]) for place in places]
            same = digest(made[0]) == digest(made[1])
            each = size(made[0]) / max(asked.articles, 1)
            print(f"{name:10}{seconds:10,.1f}{most:20,.0f}{each:19,.0f}   {'yes' if same else 'NO'}")
        seconds, most = run("export", "-s", f"STORE={few}", "--as-of", AT.replace("T", " ")[:16], "-O", str(Path(folder) / "then.jsonl"))
        print(f"\n--as-of, of {asked.articles // 10:,} articles: {seconds:.1f} s, {most:,.0f} MB")


if __name__ == "__main__":
    main()
