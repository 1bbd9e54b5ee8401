"""Commands as people mistype them: each is refused with exit status 2, in one line that says what to type, before anything is done."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.command_line import quick, refused
from tests.support.project import FIXTURES, ROOT, outlets

REPLAY = f"REPLAY={FIXTURES}"
KNOWN = f"(known: {', '.join(sorted(outlets()))})"
NO_STORE = "there is no store harvest.db yet: run scrapy harvest, or name another with -s STORE=FILE"
KEYS = "known: since, until, section, pages, url"
EXAMPLE = 'write --since 2026-11-21 or --since "어제 18:00"'
HEADERS = "--headers ko is for a .csv file: write -O with one, as in -O today.csv, or leave it out"
LEVELS = "known: DEBUG, INFO, WARNING, ERROR, CRITICAL"


MISTYPED = [
    # options
    ("export -o today.csv", "export: unknown option '-o', did you mean '-O'?"),
    ("harvest -o today.csv", "harvest: unknown option '-o', did you mean '-O'?"),
    ("harvest --sicne 2026-11-01", "harvest: unknown option '--sicne', did you mean '--since'?"),
    ("harvest --until 2026-11-01", "harvest: unknown option '--until'"),
    ("export --Since 2026-11-01", "export: unknown option '--Since', did you mean '--since'?"),
    ("export -a since=2026-11-01", "export: unknown option '-a': write --since 2026-11-01"),
    ("crawl joongdo --since 2026-11-01", "crawl: unknown option '--since': write -a since=2026-11-01"),
    ("crawl joongdo --until=2026-11-01", "crawl: unknown option '--until': write -a until=2026-11-01"),
    ("failures --all", "failures: unknown option '--all'"),
    ("outlets --chekc", "outlets: unknown option '--chekc', did you mean '--check'?"),
    ("export --since", "export: argument --since: expected one argument (one that begins with - is written behind =)"),
    ("export -O", "export: argument -O/--output: expected one argument (one that begins with - is written behind =)"),
    ("export --s 1", "export: ambiguous option: --s could match --set, --since, --section, --search, --stories"),
    ("outlets --check=yes", "outlets: argument --check: ignored explicit argument 'yes'"),
    ("store check --quick", "store: unknown option '--quick'"),
    # outlets
    ("export jongdo", f"export: unknown outlet 'jongdo', did you mean 'joongdo'? {KNOWN}"),
    ("export 충청타임즈", f"export: unknown outlet '충청타임즈' {KNOWN}; words that belong together stand in quotation marks"),
    ("export --search 축제 행사", f"export: unknown outlet '행사' {KNOWN}; words that belong together stand in quotation marks"),
    ("export foo", f"export: unknown outlet 'foo' {KNOWN}"),
    ("harvest 중도일버", f"harvest: unknown outlet '중도일버', did you mean '중도일보'? {KNOWN}"),
    ("failures 중도", f"failures: unknown outlet '중도', did you mean '중도일보'? {KNOWN}"),
    ("repair 경기티비", f"repair: unknown outlet '경기티비', did you mean '경기티비종합뉴스'? {KNOWN}"),
    ("crawl 중도일버", f"crawl: unknown outlet '중도일버', did you mean '중도일보'? {KNOWN}"),
    ("fixture check 중도일버", f"fixture: unknown outlet '중도일버', did you mean '중도일보'? {KNOWN}"),
    ("export today.csv", "export: 'today.csv' is no outlet: a file to be written stands behind -O, as in -O today.csv"),
    ("harvest 오늘.xlsx", "harvest: '오늘.xlsx' is no outlet: a file to be written stands behind -O, as in -O 오늘.xlsx"),
    ("export since=2026-11-21", "export: 'since=2026-11-21' is no outlet: write --since 2026-11-21"),
    ("crawl joongdo krnews21", "crawl: crawl takes one outlet: scrapy harvest joongdo krnews21 takes several"),
    ("crawl 중도일보 krnews21", "crawl: crawl takes one outlet: scrapy harvest 중도일보 krnews21 takes several"),
    ("crawl joongdo today.csv", "crawl: write -O today.csv"),
    ("crawl joongdo since=2026-11-01", "crawl: write -a since=2026-11-01"),
    ("repair", "repair: give one outlet: scrapy outlets shows them"),
    # times
    ("harvest --since 1.11.2026", f"harvest: --since 1.11.2026 is not a day or time: {EXAMPLE}"),
    ("export --since 18:00", f"export: --since 18:00 is not a day or time: {EXAMPLE}"),
    ("export --since 2026-13-01", f"export: --since 2026-13-01 is not a day or time: {EXAMPLE}"),
    ("export --since 2026.11.16 --until 2026.11.15", "export: --since 2026-11-16 is after --until 2026-11-15"),
    ("harvest --refresh week", "harvest: --refresh week is not a number of days: write --refresh 7"),
    # files and settings
    ("export -O today.xslx", "export: today.xslx: name a .csv, .jsonl or .parquet file"),
    ("harvest -O today", "harvest: today: name a .csv or .jsonl file"),
    ("export -s replay=x", "export: unknown setting 'replay', did you mean 'REPLAY'?"),
    ("export -s Store=x.db", "export: unknown setting 'Store', did you mean 'STORE'?"),
    ("export -s STORE", "export: a setting is written -s NAME=VALUE"),
    ("export -s STORE=", "export: STORE= is empty: name a file"),
    ("harvest -s STRICT=perhaps", "harvest: STRICT='perhaps' is no value for this setting: its default is False"),
    ("harvest -L loud", f"harvest: unknown log level 'loud' ({LEVELS})"),
    ("harvest -s REPLAY=no/such", "harvest: REPLAY=no/such is not a folder"),
    ("export", f"export: {NO_STORE}"),
    ("failures", f"failures: {NO_STORE}"),
    ("store check", f"store: {NO_STORE}"),
    # what else a command takes
    ("store chekc", "store: unknown action 'chekc', did you mean 'check'? (known: check, backup FILE or copy FROM TO)"),
    ("store backup", "store: name the file that the copy goes to"),
    ("why", "why: name one article, or two, by their id: <outlet>:<key>, as in the column `id`"),
    ("crawl joongdo -a sinse=2026", f"crawl: unknown argument 'sinse', did you mean 'since'? ({KEYS})"),
    ("crawl joongdo -a since", "crawl: Invalid -a value, use -a NAME=VALUE"),
    ("stats -O a.xlsx", "stats: a.xlsx: name a .csv file"),
    ("stats --watch w.toml", "stats: --watch is for --by department and --by query: write one of them, or leave it out"),
    ("stats --language jp", "stats: --language jp: write ko or en"),
    (
        "stats --by query",
        "stats: there is no watch.toml yet: copy watch.example.toml to it, and write your departments and their words into it",
    ),
    ("digest joongdo", "digest: unknown argument 'joongdo': departments and outlets stand in the watch file"),
    ("digest --since last --until 오늘", "digest: --since last goes to this moment: leave --until out"),
    ("browse joongdo", "browse: unknown argument 'joongdo': it shows all outlets; search for words in the browser"),
    ("browse --port http", "browse: --port http: write a number up to 65535, such as --port 8643"),
    # the heads of a CSV
    ("export --headers ko -O a.jsonl", f"export: {HEADERS}"),
    ("export --headers ko", f"export: {HEADERS}"),
    ("harvest --headers ko -O a.jsonl", f"harvest: {HEADERS}"),
    ("crawl joongdo --headers ko -O a.jsonl", f"crawl: {HEADERS}"),
    ("crawl joongdo --headers ko", f"crawl: {HEADERS}"),
    ("export --headers en -O a.csv", "export: --headers en: write --headers ko, or leave it out"),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "said"), MISTYPED)
def test_what_is_mistyped_is_refused_in_one_line(typed: str, said: str, tmp_path: Path) -> None:
    assert refused(*typed.split(), cwd=tmp_path) == f"scrapy {said}"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("encoding", ["ascii", "cp949", "utf-8"])
def test_the_help_is_shown_whatever_letters_there_are(encoding: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "scrapy", "export", "-h"], cwd=ROOT, capture_output=True, check=False,
        env={**os.environ, "PYTHONIOENCODING": encoding, "COLUMNS": "200"},
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, b"")
    line = "--since TIME          articles of this day or time and later: 2026.11.16, '어제 18:00', '3일 전'"
    assert line.encode(encoding, "backslashreplace") in done.stdout


def test_an_outlet_is_named_by_its_masthead_too(tmp_path: Path) -> None:
    """However it is typed: in the letters of a Mac, with a space; and twice is once."""
    by_name = quick("outlets", "joongdo", "-s", "STORE=none.db", cwd=tmp_path)
    assert "중도일보" in by_name.out
    for typed in (["중도일보"], ["중도 일보"], ["\u110c\u116e\u11bc\u1103\u1169\u110b\u1175\u11af\u1107\u1169"], ["중도일보", "joongdo"]):
        assert quick("outlets", *typed, "-s", "STORE=none.db", cwd=tmp_path) == by_name
    read = quick("fixture", "check", "중도일보")
    assert read == quick("fixture", "check", "joongdo")
    assert read.status == 0


def test_no_two_outlets_have_one_masthead() -> None:
    mastheads = ["".join(outlet.title.split()) for outlet in outlets().values()]
    assert len({*mastheads, *outlets()}) == 2 * len(outlets())
