"""A few kills of exports of a corpus; `python -m storms.killed_corpus` has more of them. What it looks at is seen to be seen."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

import pytest

from storms.killed_corpus import kill_corpus, untrue
from storms.tally import Tally
from tests.support.posix import SIGNALS


@SIGNALS
@pytest.mark.slow
def test_a_corpus_is_whole_or_not_there_whatever_is_killed(tmp_path: Path) -> None:
    tally = Tally("corpora")
    kill_corpus(tmp_path, 10, 1, tally)
    assert tally.trials >= 10
    assert tally.faults == []


def test_half_a_corpus_is_seen() -> None:
    part = {"file": "data/2026-11.parquet", "articles": 1, "bytes": 3, "sha256": sha256(b"abc").hexdigest()}
    files = {"manifest.json": json.dumps({"parts": [part]}).encode(), "data/2026-11.parquet": b"abc"}
    assert untrue(files) == []
    wrong = ["data/2026-11.parquet is not as its manifest says"]
    assert untrue(files | {"data/2026-11.parquet": b"abd"}) == untrue({"manifest.json": files["manifest.json"]}) == wrong
    assert untrue(files | {"data/2026-12.parquet": b""}) == ["data/2026-12.parquet is not as its manifest says"]
    assert untrue({}) == ["there is no manifest that can be read: KeyError('manifest.json')"]
