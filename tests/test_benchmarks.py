"""What benchmarks/extract.py says of this project, without the tools that only the group bench has; that of corpora on a few articles."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import corpus, extract
from newsharvest.store import Store
from tests.support.cases import ARTICLES
from tests.support.command_line import quick

PAGES = extract.pages()


def test_the_benchmark_takes_every_article() -> None:
    assert [str(page) for page in PAGES] == [str(e) for e in ARTICLES]


def test_every_page_is_read_exactly() -> None:
    made = extract.score(extract.OURS, extract.newsharvest(), PAGES)
    assert made.wrong == {}
    assert made.exact(len(PAGES)) == 1
    assert (made.precision, made.recall, made.f1, made.failed) == (1, 1, 1, 0)
    assert set(made.right.values()) == {1}


def test_a_field_that_is_wrong_is_named() -> None:
    other = PAGES[0]._replace(expected=PAGES[0].expected | {"section": ["다른 면"], "body": "다른 글"})
    made = extract.score(extract.OURS, extract.newsharvest(), [other, PAGES[1]])
    assert made.wrong == {str(other): ["section", "body"]}
    assert made.exact(2) == made.right["body"] == made.f1 == 0.5
    assert made.right["title"] == 1


def test_a_tool_that_raises_has_read_nothing() -> None:
    def fails(page: extract.Page) -> extract.Reading:
        raise ValueError(str(page))

    made = extract.score("a tool", fails, PAGES)
    assert (made.precision, made.recall, made.f1, made.failed) == (0, 0, 0, len(PAGES))
    dateless = sum(page.expected["published_at"] is None for page in PAGES)
    assert made.right == {"body": 0, "title": 0, "day": dateless / len(PAGES), "time": dateless / len(PAGES)}


@pytest.mark.parametrize(
    ("found", "expected", "measures"),
    [
        ("가 나\n다", "가  나 다", (1, 1, 1)),
        ("가 나 다 라", "가 나", (0.5, 1, 2 / 3)),
        ("가 가 가", "가 나 다", (1 / 3, 1 / 3, 1 / 3)),
        ("", "가", (0, 0, 0)),
        ("나", "가", (0, 0, 0)),
    ],
)
def test_words_are_counted(found: str, expected: str, measures: tuple[float, float, float]) -> None:
    assert extract.overlap(found, expected) == pytest.approx(measures)


@pytest.mark.parametrize(
    ("given", "minute"),
    [
        ("2024-02-13", "2024-02-13T00:00"),
        ("2024-02-13 10:05:31", "2024-02-13T10:05"),
        ("2024-02-13T01:05:31+00:00", "2024-02-13T10:05"),
        (None, None),
        ("방금", None),
    ],
)
def test_times_are_compared_to_the_minute_in_korea(given: str | None, minute: str | None) -> None:
    assert extract.minute(given) == minute


def test_what_a_corpus_costs_is_measured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """All of it on twenty articles, its commands in this process."""
    commands: list[tuple[str, ...]] = []

    def run(*arguments: str) -> tuple[float, float]:
        commands.append(arguments)
        assert quick(*arguments).status == 0
        return 1.25, 64.0

    monkeypatch.setattr(corpus, "run", run)
    monkeypatch.setattr("sys.argv", ["corpus", "--articles", "20"])
    corpus.main()
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "20 articles, seed 1; a command that writes none of them holds 64 MB"
    rows = [line.split() for line in lines[3:7]]
    assert [(row[0], row[1], row[2], row[-1]) for row in rows] == [
        (name, "1.2", "64", "yes") for name in (".jsonl", ".csv", ".parquet", "dataset")
    ]
    assert all(int(row[3].replace(",", "")) > 700 for row in rows[:2])  # bytes an article, of 700 characters each
    assert lines[-1] == "--as-of, of 2 articles: 1.2 s, 64 MB"
    assert len(commands) == 10


def test_what_a_command_takes_is_that_of_its_own_process(tmp_path: Path) -> None:
    corpus.keep_whole(tmp_path / "harvest.db", 3, 1)
    written = tmp_path / "out.jsonl"
    seconds, megabytes = corpus.run("export", "-s", f"STORE={tmp_path / 'harvest.db'}", "-O", str(written))
    assert (0.1 < seconds < 60, 20 < megabytes < 500) == (True, True)
    with Store(tmp_path / "harvest.db", reading=True) as store:
        assert written.read_text(encoding="utf-8").count("\n") == 4 == sum(1 for _ in store.articles())
    assert corpus.size(written) == written.stat().st_size
    assert corpus.digest(written) != corpus.digest(tmp_path / "harvest.db")
