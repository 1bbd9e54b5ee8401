"""The table of outlets in both READMEs. `uv run python -m tests.readme_tables` writes it anew, after an outlet has come."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from newsharvest.commands.outlets import discovery, fixtures, load_cases, origins
from newsharvest.download.replay import ORIGINS
from tests.support.project import FIXTURES, ROOT, outlets

HEADERS = {
    "README.md": "outlet | masthead | region | family | discovery | fixtures | checked live",
    "README.ko.md": "언론사 | 제호 | 지역 | 계열 | 찾는 길 | 담긴 기사 | 실제 사이트 확인",
}
KOREAN = {"recorded": "기록", "rebuilt": "복원", "made": "만듦"}


def table_of_outlets(readme: str) -> str:
    """Make the table as it should stand there: what `scrapy outlets` shows without a store, and whether it was checked live."""
    cases = load_cases(FIXTURES)
    lines = [f"| {HEADERS[readme]} |", "|---" * 7 + "|"]
    for name, outlet in sorted(outlets().items()):
        day = re.search(r"\. Checked live (20\d\d-\d\d-\d\d)", sys.modules[outlet.__module__].__doc__ or "")
        if readme == "README.md":
            found, pages, checked = discovery(outlet), fixtures(outlet, cases), day[1] if day else "never"
        else:
            found = ("목록+RSS" if outlet.feed_path else "목록") + (f", 섹션 {len(outlet.sections)}" if outlet.sections else "")
            counts = origins(outlet, cases)
            pages = ", ".join(f"{KOREAN[origin]} {counts[origin]}" for origin in ORIGINS if counts[origin])
            checked = day[1] if day else "한 적 없음"
        family = f"`{outlet.family}`" if outlet.family.startswith("/") else outlet.family
        masthead = f"[{outlet.title}]({outlet.address('/')})"
        lines.append(" | ".join([f"| `{name}`", masthead, outlet.region, family, found, pages, checked]) + " |")
    return "\n".join(line.replace("|  |", "| |") for line in lines) + "\n"


def write_tables(folder: Path) -> None:
    """Write the tables into the READMEs of a folder."""
    for readme, header in HEADERS.items():
        before, found, rest = (folder / readme).read_text(encoding="utf-8").partition(f"| {header} |\n")
        assert found, f"{readme} has no table of outlets"
        after = rest[rest.index("\n\n") + 1 :]
        (folder / readme).write_text(before + table_of_outlets(readme) + after, encoding="utf-8")


if __name__ == "__main__":
    write_tables(ROOT)
