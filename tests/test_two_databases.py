"""The same articles in a file and in a server's database: what is handed on of either is the same, to the byte and in the same order."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import groupby
from pathlib import Path
from random import Random
from typing import Any

import pytest

from newsharvest.database import PostgreSQL
from newsharvest.items import Article
from newsharvest.press import KST, content_hash
from newsharvest.reasons import Reason
from newsharvest.search import parse
from newsharvest.store import Kept, Selection, Store
from tests.support.articles import NIGHT, revisions
from tests.support.command_line import quick
from tests.support.postgres import Postgres
from tests.support.stores import Place, rows
from tests.support.texts import HADONG, LIBRARY, MARKET, YEONCHEON

NEXT_NIGHT = "2026-11-21T03:00:00+09:00"
OUTLETS = ("Gaon", "gaon", "ga_on", "ga-on", "나루")
KEYS = ("a", "B", "b", "A", "_", "-", "가", "나", "9", "10", "é", "Z", "힣", "ㄱ", "~")
"""In another order in every dictionary than by their bytes."""
WORDS = "축제 행사 시민 마라톤 버스 노선 3.1절 50% GTX-A 코로나19 café ★ 북구 개관 취소 ㈜가온 21일 읍ㆍ면ㆍ동".split()
QUERIES = (
    "축제", "시", "북", "버스 -취소", "title:축제", '"축제 행사"', '"행사 시민" | GTX-A', "3.1절", "50%", "CAFÉ", "★",
    "(축제 | 행사) -title:버스", "연천군 -하동", "코로나 -19", "없는말",
)  # fmt: skip


def articles(random: Random) -> Iterator[tuple[Article, str]]:
    """Yield articles of two nights: new ones, the same, edited ones, repeats of others, and roundups; each with when it is kept."""
    made: list[Article] = []
    for number in range(120):
        outlet = random.choice(OUTLETS)
        kind = random.choice(["own", "own", "own", "repeat", "roundup", "edited", "same", "undated"])
        at = NIGHT if number < 80 else NEXT_NIGHT
        if made and kind in {"edited", "same"}:
            old = random.choice(made)
            body = old.body + "\n\n바로잡습니다." if kind == "edited" else old.body
            yield replace(old, body=body, content_hash=content_hash(old.title or "", body), story_id=None), at
            continue
        words = [random.choice(WORDS) for _ in range(40)]
        body = " ".join(words[:20]) + "를 연다고 밝혔다.\n\n" + " ".join(words[20:]) + f" {number}번째로 알렸다."
        if kind == "repeat":
            body = random.choice([YEONCHEON, HADONG, MARKET * 3, LIBRARY * 3, YEONCHEON.rsplit("\n\n", 1)[0]])
        elif kind == "roundup":
            body = "\n\n".join([random.choice(made).body, random.choice([YEONCHEON, HADONG]), random.choice(made).body]) if made else body
        key = f"{random.choice(KEYS)}{number}"
        one = Article(f"{outlet}:{key}", outlet, f"{outlet} 신문", f"http://{outlet}.kr/{key}", title=" ".join(words[:3]), body=body)
        one.section, one.signals = random.choice([["문화"], ["사회", "지역"], []]), random.choice([[], [], ["noai"]])
        at_clock = f"2026-11-{random.randint(16, 19)}T{random.randrange(24):02}:{random.choice(['00', '30'])}:00+09:00"
        one.published_at = None if kind == "undated" else at_clock
        one.content_hash = content_hash(one.title or "", body)
        made.append(one)
        yield one, at


def fill(place: Place) -> list[Kept]:
    """Keep them, with lists and failures, as two nights' harvests do; return what became of each."""
    random = Random(17)
    told: list[Kept] = []
    with Store(place) as store:
        runs = {at: [store.begin_run(outlet, at) for outlet in OUTLETS] for at in (NIGHT, NEXT_NIGHT)}
        for one, at in articles(random):
            run = runs[at][OUTLETS.index(one.outlet)]
            listed = datetime(2026, 11, 15, 9, tzinfo=KST) + timedelta(hours=random.randrange(90))
            store.note_rows(one.outlet, run, [(one.id, f"{one.url}?list", listed if random.random() < 0.5 else None)])
            if random.random() < 0.3:
                store.note_failure(one.outlet, f"{one.url}/gone", random.choice([Reason.TIMEOUT, Reason.HELD]), "", one.id, run, at)
            told.append(store.keep(one, run, at))
            if random.random() < 0.1:
                store.settle_stories()
        for at, of_night in runs.items():
            for outlet, run in zip(OUTLETS, of_night, strict=True):
                store.note_target(outlet, date(2026, 11, 14))
                store.judge_failures(outlet, run, fine=outlet != "gaon")
                store.note_complete(outlet, run, date(2026, 11, 15))
                store.note_warnings(outlet, ["body"] if at == NIGHT else ["body", "lists"], at)
                store.end_run(run, at, 0, {"새": 1})
        store.settle_stories()
        kept = store.kept(["Gaon:x", *(one.id for one in store.articles())])
        for number, (name, was) in enumerate(sorted(kept.items())):
            if was and number % 9 == 0:
                body = was.body + "\n\n다시 읽은 문단."
                store.reread(replace(was, body=body, content_hash=content_hash(was.title or "", body)), NEXT_NIGHT)
                store.judge_reread({name: ["other_voice"]}, [name])
        store.settle_stories()
    return told


@pytest.fixture(scope="module")
def both(postgres: Postgres, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """Keep the same in a file and in a server's database."""
    file = tmp_path_factory.mktemp("both") / "harvest.db"
    with postgres.store() as address:
        assert fill(file) == fill(address)
        yield file, address


Both = tuple[Path, str]


def test_there_is_enough_of_everything(both: Both) -> None:
    kinds = dict(rows(both[0], "SELECT kind, count(*) FROM printed GROUP BY kind"))
    assert {"new", "exact", "excerpt", "near", "roundup"} == kinds.keys()
    [(edited, reread)] = rows(both[0], "SELECT count(*) FILTER (WHERE reread=0), sum(reread) FROM revision")
    assert (edited > 4, reread > 4) == (True, True)


@pytest.mark.parametrize(
    "arguments",
    [
        (), ("--stories",), ("--revisions",), ("gaon",), ("--section", "지역"), ("--without-signal", "noai"), ("-s", "DUPLICATES=drop"),
        ("--stories", "--search", "축제 | 연천"), ("--since", "2026-11-17 12:00", "--until", "2026-11-19 08:30"),
        ("--as-of", "2026-11-19"), ("--as-of", "2026-11-20 12:00"), ("--as-of", "2026-11-20 12:00", "--stories"), ("--as-of", "2026-11-22"),
    ],
)  # fmt: skip
def test_an_export_is_the_same_to_the_byte(arguments: tuple[str, ...], both: Both, tmp_path: Path) -> None:
    for form in ("csv", "jsonl"):
        written = []
        for place in both:
            feed = tmp_path / f"a.{form}"
            ran = quick("export", *arguments, "-O", str(feed), "-s", f"STORE={place}")
            assert ran.status == (2 if arguments == ("gaon",) else 0), ran.err
            written.append((feed.read_bytes() if feed.exists() else b"", ran.err.replace(str(place), "")))
        assert written[0] == written[1]
        assert written[0][0].count(b"\n") > 2 or arguments in {("gaon",), ("--as-of", "2026-11-19")}


@pytest.mark.parametrize("query", QUERIES)
def test_a_search_finds_the_same_in_the_same_order(query: str, both: Both) -> None:
    found = []
    for place in both:
        with Store(place, reading=True) as store:
            found.append([*store.search(parse(query))])
            assert [one.id for one in store.articles(Selection(query=parse(query)))] == found[-1]
            assert store.damaged == {}
    assert found[0] == found[1]
    assert bool(found[0]) == (query not in {"없는말", "코로나 -19"})


ORDERED = {
    "article": "SELECT id, outlet, url, day, content_hash, first_seen, last_seen, run, record FROM article ORDER BY id",
    "revision": "SELECT article, replaced_at, content_hash, record, reread FROM revision ORDER BY rowid",
    "sighting": "SELECT * FROM sighting ORDER BY article, url",
    "listing": "SELECT * FROM listing ORDER BY outlet, article",
    "reach": "SELECT * FROM reach ORDER BY outlet",
    "failure": "SELECT * FROM failure ORDER BY outlet, url",
    "warning": "SELECT * FROM warning ORDER BY outlet, name",
    "run": "SELECT id, outlet, started_at, ended_at, status, figures FROM run ORDER BY id",
    "marked": "SELECT * FROM marked ORDER BY article",
    "passage": "SELECT * FROM passage ORDER BY hash, doc",
    "sketch": "SELECT * FROM sketch ORDER BY doc",
    "piece": "SELECT * FROM piece ORDER BY hash, article",
    "shared": "SELECT * FROM shared ORDER BY outlet, hash",
    "unjudged": "SELECT * FROM unjudged ORDER BY article",
    "searched": "SELECT article, unread FROM searched ORDER BY article",
}


@pytest.mark.parametrize("table", ORDERED)
def test_a_table_holds_the_same_in_the_same_order(table: str, both: Both) -> None:
    file, server = (rows(place, ORDERED[table]) for place in both)
    assert file == server
    assert file or table == "unjudged"


def test_what_is_asked_of_the_store_is_the_same(both: Both) -> None:
    told: list[list[Any]] = []
    for place in both:
        with Store(place, reading=True) as store:
            names = [one.id for one in store.articles()]
            told.append(
                [
                    names,
                    [*store.received()],
                    store.failures(),
                    store.failures(["나루", "gaon"]),
                    [(outlet, store.met(outlet), store.reach_of(outlet), store.covered_since(outlet)) for outlet in OUTLETS],
                    [(outlet, store.figures_before(outlet, 99, 9), store.standing_warnings(outlet)) for outlet in OUTLETS],
                    [(outlet, store.recent_urls(outlet, date(2026, 11, 17)), store.shared(outlet)) for outlet in OUTLETS],
                    [(gathered.articles, gathered.fitting, gathered.first_seen) for gathered in store.gathered()],
                    sorted(store.briefs(), key=lambda brief: brief.id),
                    list(store.all_versions(Selection(query=parse("바로잡습니다")))),
                    [revisions(store, name) for name in names],
                    (store.sections(), store.sections(["나루"]), store.days(), store.last_digest()),
                    store.stories_by_day(date(2026, 11, 1), date(2026, 12, 1)),
                    [*store.stories_by_outlet(date(2026, 11, 1), date(2026, 12, 1)).items()],
                    [store.holders(piece, "", 9) for (piece,) in rows(both[0], "SELECT DISTINCT hash FROM piece ORDER BY hash LIMIT 99")],
                    [store.index.story(name) for name in names],
                ]
            )
    for file, server in zip(*told, strict=True):
        assert file == server
    assert [name.partition(":")[0] for name in sorted(told[0][0])] != sorted(OUTLETS, key=str.casefold)


@pytest.mark.parametrize("plan", ["enable_nestloop%3Doff", "enable_hashjoin%3Doff", "enable_indexscan%3Doff"])
def test_briefs_come_story_by_story_however_a_server_looks_for_them(plan: str, both: Both) -> None:
    """Who was first is told of each story's, one story after the other."""
    with Store(f"{both[1]}?options=-c%20{plan}", reading=True) as store:
        stories = [brief.story for brief in store.briefs()]
    assert len([*groupby(stories)]) == len({*stories}) < len(stories)


PARALLEL = "%20".join(
    f"-c%20{name}%3D{value}"
    for name, value in {
        "min_parallel_table_scan_size": 0,
        "parallel_setup_cost": 0,
        "parallel_tuple_cost": 0,
        "enable_indexscan": "off",  # else it depends on whether the server has tidied up meanwhile
        "enable_indexonlyscan": "off",
        "enable_bitmapscan": "off",
    }.items()
)


@pytest.mark.parametrize("store", ["", f"?options={PARALLEL}"])
def test_a_server_may_have_a_large_table_read_by_several_processes(store: str, both: Both) -> None:
    """As it does of itself from some thousand articles on."""
    plain = [asked_of_records(both[0])]
    assert [asked_of_records(f"{both[1]}{store}")] == plain
    plan = "EXPLAIN SELECT count(*) FROM article WHERE NOT starts_with(id, 'none')"
    with closing(PostgreSQL(f"{both[1]}{store}")) as db:
        assert ("Gather" in str(db.execute(plan).fetchall())) == bool(store)


def asked_of_records(place: Place) -> list[Any]:
    with Store(place, reading=True) as store:
        chosen = [Selection(section="지역"), Selection(without_signals=["noai"]), Selection(since=datetime(2026, 11, 17, 12, tzinfo=KST))]
        read = [[one.id for one in store.articles(which, one_a_story=alone)] for which in chosen for alone in (False, True)]
        return [read, store.sections(), store.has_section("지역"), store.has_section("없음"), [*store.received()], store.met("gaon")]


def test_the_commands_say_the_same(both: Both) -> None:
    with Store(both[0], reading=True) as store:
        edited = next(one.article.id for one in store.all_versions() if one.until)
    for command in (f"history {edited}", f"why {edited}", "failures", "stats --by day", "store check"):
        file, server = (quick(*command.split(), "-s", f"STORE={place}") for place in both)
        assert (file.status, file.out) == (server.status, server.out)
        assert file.out


def test_text_is_ordered_by_its_bytes_on_a_server_that_has_another_order(both: Both, postgres: Postgres) -> None:
    """Else none of this would tell anything."""
    in_order = postgres.run("SELECT string_agg(name, ' ' ORDER BY name) FROM unnest(ARRAY['B', 'a', '_', '가']) AS name")
    assert in_order == "_ 가 a B"
    [(first,)] = rows(both[1], "SELECT min(outlet) FROM article")
    assert first == "Gaon"
