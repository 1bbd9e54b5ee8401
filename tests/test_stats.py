"""`scrapy stats`: what is counted, who was first, and what stands on the terminal, in the CSV and in the digest's workbook."""

from __future__ import annotations

import csv
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from newsharvest import press
from newsharvest.database import on_server
from newsharvest.items import Article
from newsharvest.stats import Meeting, Standing, pairs, race_of, tally_of
from newsharvest.store import Brief, Selection, Store
from tests.support.articles import NAMES
from tests.support.command_line import quick, refused
from tests.support.stores import Place

# --- who was first


def brief(outlet: str, at: str | None, story: str = "s", *, fits: bool = True, number: int = 1) -> Brief:
    published = datetime.fromisoformat(f"2026-11-{at}+09:00") if at else None
    return Brief(f"{outlet}:{story}{number}", outlet, published, story, repeats=False, fits=fits)


def standings(*briefs: Brief) -> dict[str, tuple[int, int, int]]:
    """Return of each outlet how often it was first, later, and neither is known."""
    return {name: (one.first, one.later, one.unclear) for name, one in race_of(briefs).standings.items()}


def test_who_printed_first_is_told_by_the_minute() -> None:
    assert standings(brief("a", "19T09:00:00"), brief("b", "19T09:01:00"), brief("c", "19T11:00:00")) == {
        "a": (1, 0, 0),
        "b": (0, 1, 0),
        "c": (0, 1, 0),
    }
    assert standings(brief("a", "19T09:00:10"), brief("b", "19T09:00:40")) == {"a": (0, 0, 1), "b": (0, 0, 1)}


def test_a_page_that_states_a_day_alone_is_first_or_later_of_other_days_and_unclear_of_its_own() -> None:
    day = brief("a", "19T00:00:00")
    assert standings(day, brief("b", "20T00:01:00")) == {"a": (1, 0, 0), "b": (0, 1, 0)}
    assert standings(day, brief("b", "18T23:59:00")) == {"a": (0, 1, 0), "b": (1, 0, 0)}
    assert standings(day, brief("b", "19T00:01:00")) == {"a": (0, 0, 1), "b": (0, 0, 1)}
    assert standings(day, brief("b", "19T23:59:00")) == {"a": (0, 0, 1), "b": (0, 0, 1)}
    assert standings(day, brief("b", "19T00:00:00")) == {"a": (0, 0, 1), "b": (0, 0, 1)}


def test_one_that_was_surely_after_another_is_later_whoever_else_is_unclear() -> None:
    told = [brief("a", "19T00:00:00"), brief("b", "19T09:00:00"), brief("c", "19T10:00:00"), brief("d", None)]
    assert standings(*told) == {"a": (0, 0, 1), "b": (0, 0, 1), "c": (0, 1, 0), "d": (0, 0, 1)}


def test_an_outlet_is_as_early_as_its_first_article_and_a_story_of_one_outlet_is_no_race() -> None:
    twice = [brief("a", "19T09:00:00"), brief("a", "19T15:00:00", number=2), brief("b", "19T12:00:00")]
    assert standings(*twice) == {"a": (1, 0, 0), "b": (0, 1, 0)}
    assert standings(*twice[:2]) == {}


def test_windows_that_meet_add_up() -> None:
    """Each outlet's entry counts once, in the window of the article with which it told the story first; all others are compared with."""
    first, second = brief("a", "19T09:00:00"), brief("b", "20T09:00:00")
    assert standings(first, before_the_window(second)) == {"a": (1, 0, 0)}
    assert standings(before_the_window(first), second) == {"b": (0, 1, 0)}


def before_the_window(one: Brief) -> Brief:
    return one._replace(fits=False)


def test_who_came_after_whom() -> None:
    race = race_of(
        [
            *(brief("a", "19T09:00:00", "s"), brief("b", "19T10:00:00", "s"), brief("c", "19T11:00:00", "s")),
            *(brief("a", "19T09:00:00", "t"), brief("b", "19T10:00:00", "t")),
            *(brief("a", "19T10:00:00", "u"), brief("b", "19T09:00:00", "u")),
            *(brief("a", "19T00:00:00", "v"), brief("b", "19T09:00:00", "v")),
        ]
    )
    assert race.standings["a"] == Standing(first=2, later=1, unclear=1)
    assert (race.standings["a"].shared, race.standings["c"].shared) == (4, 1)
    assert list(pairs(race)) == [
        ("b", "a", Meeting(shared=4, after=2, before=1)),
        ("c", "a", Meeting(shared=1, after=1, before=0)),
        ("c", "b", Meeting(shared=1, after=1, before=0)),
        ("a", "b", Meeting(shared=4, after=1, before=2)),
    ]


def test_repeats_are_a_share_of_articles() -> None:
    tally = tally_of([brief("a", "19T09:00:00"), brief("b", "19T10:00:00")._replace(repeats=True), brief("b", None, "t")])
    assert (tally.articles, tally.repeats, len(tally.stories), tally.outlets) == (3, 1, 2, {"a": 1, "b": 2})
    assert tally.share == 1 / 3
    assert tally_of([]).share == 0


# --- on the command line

FESTIVAL = (
    "가온시는 오는 21일부터 사흘 동안 시민공원에서 가을 축제를 연다고 밝혔다."
    " 축제장에는 지역 농산물 장터와 체험 마당이 들어선다. 시는 임시 주차장 400면을 마련했다."
)
BUS = (
    "나래군은 다음 달부터 버스 노선 다섯 개를 바꾼다고 밝혔다."
    " 읍내를 도는 순환 노선이 새로 생기고, 막차는 30분 늦어진다. 요금은 1,500원 그대로다."
)
WATCH = """
[[department]]
name = "문화예술과"
queries = ["축제", "-취소 공연"]

[[department]]
name = "교통과"
queries = ["버스"]
outlets = ["중도일보"]
sections = ["사회"]
"""


@pytest.fixture
def desk(tmp_path: Path, place: Place) -> Path:
    """A project's folder with a watch file and a store: a release of three outlets, one of two, and one article more."""
    (tmp_path / "scrapy.cfg").write_text("[settings]\ndefault = newsharvest.settings\n", encoding="utf-8")
    (tmp_path / "watch.toml").write_text(WATCH, encoding="utf-8")
    if on_server(place):
        (tmp_path / "newsharvest.toml").write_text(f'store = "{place}"\n', encoding="utf-8")
    with Store(place) as store:
        keep(store, "joongdo:1", "가을 축제 열린다", "2026-11-18T09:00:00", FESTIVAL)
        keep(store, "dgilbo:1", "가온시 축제", "2026-11-19T10:30:00", FESTIVAL)
        keep(store, "krnews21:1", "가온시, 가을 축제", "2026-11-19T00:00:00", FESTIVAL)
        keep(store, "joongdo:2", "버스 노선 바뀐다", "2026-11-19T14:00:00", BUS)
        keep(store, "dgilbo:2", "나래군 버스", "2026-11-19T13:00:00", BUS)
        keep(store, "joongdo:3", "버스 안내", None, "버스 시간을 물었다.")
        store.settle_stories()
    return tmp_path


def keep(store: Store, id_: str, title: str, at: str | None, body: str) -> None:
    outlet = id_.partition(":")[0]
    made = Article(id_, outlet, NAMES[outlet], f"http://{outlet}.example.com/{id_[-1]}", ["사회"], title, body=body)
    made.published_at, made.content_hash = at and f"{at}+09:00", press.content_hash(title, body)
    store.keep(made, store.begin_run(outlet, "2026-11-19T20:00:00+09:00"), "2026-11-19T20:00:00+09:00")


def table(folder: Path, *arguments: str) -> list[list[str]]:
    assert quick("stats", *arguments, "-O", "표.csv", cwd=folder).status == 0
    with (folder / "표.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def test_a_table_of_outlets_and_who_came_after_whom(desk: Path) -> None:
    ran = quick("stats", "--since", "2026-11-19", "--until", "2026-11-19", cwd=desk)
    assert (ran.status, ran.err) == (0, "")
    assert [line.rstrip() for line in ran.out.splitlines()] == [
        "2026.11.19(목) 00:00 – 2026.11.20(금) 00:00 · 기사 5건, 소식 3건, 되풀이 60%",
        "",
        "매체          기사 수  소식 수  되풀이  비율  함께 실음  먼저  뒤에  모름",
        "대구경북일보        2        2       1   50%          2     1     1     0",
        "중도일보            2        2       1   50%          1     0     1     0",
        "뉴스21통신          1        1       1  100%          1     0     1     0",
        "",
        "되풀이: 앞서 나온 기사를 되풀이한 기사. 함께 실음: 매체 두 곳 이상이 실은 소식.",
        "모름: 페이지에 날짜만 있거나, 시각이 없거나, 같은 분이어서 누가 먼저인지 알 수 없는 소식.",
        "",
        "누가 누구 뒤에 실었나 (많은 순서. 전부는 --by pair):",
        "매체          먼저 실은 매체  뒤에  먼저  함께 실음",
        "중도일보      대구경북일보       1     0          1",
        "뉴스21통신    중도일보           1     0          1",
        "대구경북일보  중도일보           1     1          2",
    ]


def test_english_and_one_outlet_alone(desk: Path) -> None:
    ran = quick("stats", "중도일보", "--language", "en", cwd=desk)
    assert [line.rstrip() for line in ran.out.splitlines()[:4]] == [
        "from the beginning – now · 3 articles, 3 stories, repeats 33%",
        "",
        "Outlet    Articles  Stories told  Repeats  Share  Shared  First  Later  Unclear",
        "중도일보         3             3        1    33%       2      1      1        0",
    ]


def test_by_day_department_and_query(desk: Path) -> None:
    assert [line.rstrip() for line in quick("stats", "--by", "day", cwd=desk).out.splitlines()[2:]] == [
        "날짜            기사 수  소식 수  되풀이  비율  매체별",
        "2026.11.18(수)        1        1       0    0%  중도일보 1",
        "2026.11.19(목)        4        2       3   75%  대구경북일보 2, 중도일보 1, 뉴스21통신 1",
        "날짜 없음             1        1       0    0%  중도일보 1",
    ]
    assert [line.rstrip() for line in quick("stats", "--by", "department", cwd=desk).out.splitlines()[2:]] == [
        "부서        기사 수  소식 수  되풀이  비율  매체별",
        "문화예술과        3        1       2   67%  대구경북일보 1, 중도일보 1, 뉴스21통신 1",
        "교통과            2        2       1   50%  중도일보 2",
    ]
    assert table(desk, "--by", "query") == [
        ["department", "query", "outlet", "outlet_name", "articles", "stories", "repeats", "repeat_share"],
        ["문화예술과", "축제", "dgilbo", "대구경북일보", "1", "1", "1", "1.0"],
        ["문화예술과", "축제", "joongdo", "중도일보", "1", "1", "0", "0.0"],
        ["문화예술과", "축제", "krnews21", "뉴스21통신", "1", "1", "1", "1.0"],
        ["문화예술과", "'-취소 공연", "", "", "0", "0", "0", "0.0"],  # a query that finds nothing is not silent, and no formula
        ["교통과", "버스", "joongdo", "중도일보", "2", "2", "1", "0.5"],
    ]
    assert table(desk, "--by", "department", "대구경북일보")[1:] == [
        ["문화예술과", "dgilbo", "대구경북일보", "1", "1", "1", "1.0"],
        ["교통과", "", "", "0", "0", "0", "0.0"],
    ]


def test_the_csv_is_as_excel_opens_it(desk: Path) -> None:
    ran = quick("stats", "-O", "표.csv", cwd=desk)
    assert (ran.status, ran.out, ran.err) == (0, "", "written: 표.csv (3 rows)\n")
    assert (desk / "표.csv").read_bytes() == (
        "\ufeffoutlet,outlet_name,articles,stories,repeats,repeat_share,shared,first,later,unclear\r\n"
        "joongdo,중도일보,3,3,1,0.3333,2,1,1,0\r\n"
        "dgilbo,대구경북일보,2,2,1,0.5,2,1,1,0\r\n"
        "krnews21,뉴스21통신,1,1,1,1.0,1,0,1,0\r\n"
    ).encode()
    assert table(desk, "--by", "pair", "dgilbo") == [
        ["outlet", "outlet_name", "after", "after_name", "shared", "later", "first", "unclear"],
        ["dgilbo", "대구경북일보", "joongdo", "중도일보", "2", "1", "1", "0"],
    ]
    assert table(desk, "--by", "day")[1:3] == [
        ["2026-11-18", "joongdo", "중도일보", "1", "1", "0", "0.0"],
        ["2026-11-19", "dgilbo", "대구경북일보", "2", "2", "1", "0.5"],
    ]


def test_a_time_without_articles_says_so(desk: Path) -> None:
    ran = quick("stats", "--since", "2026-11-21", cwd=desk)
    assert (ran.status, ran.out) == (0, "해당 기사가 없습니다.\n")
    assert table(desk, "--since", "2026-11-21", "--by", "day") == [
        ["day", "outlet", "outlet_name", "articles", "stories", "repeats", "repeat_share"]
    ]


def test_the_digest_has_a_sheet_of_all_articles_of_its_window(desk: Path) -> None:
    window = ("--since", "2026-11-19", "--until", "2026-11-19")
    assert quick("digest", *window, "-O", "a.xlsx", cwd=desk).status == 0
    sheet = openpyxl.load_workbook(desk / "a.xlsx")["되풀이와 먼저"]
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [
        ["매체", "기사 수", "소식 수", "되풀이", "비율", "함께 실음", "먼저", "뒤에", "모름"],
        ["대구경북일보", 2, 2, 1, "50%", 2, 1, 1, 0],
        ["중도일보", 2, 2, 1, "50%", 1, 0, 1, 0],
        ["뉴스21통신", 1, 1, 1, "100%", 1, 0, 1, 0],
    ]


def test_an_article_that_the_index_has_lost_is_counted(desk: Path, place: Place) -> None:
    assert desk
    with Store(place) as store:
        before = {one.id for one in store.briefs()}
        store._db.execute("DELETE FROM printed WHERE article='joongdo:3'")
        assert {one.id for one in store.briefs()} == before
        lost = [one for one in store.briefs(Selection(["joongdo"])) if one.id == "joongdo:3"]
    assert lost == [Brief("joongdo:3", "joongdo", None, "joongdo:3", repeats=False, fits=True)]


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["--by", "outlets"], "--by outlets, did you mean 'outlet'?: write one of outlet, day, department, query, pair"),
        (["--watch", "watch.toml"], "--watch is for --by department and --by query: write one of them, or leave it out"),
        (["--by", "query", "--watch", "없다.toml"], "there is no 없다.toml yet: copy watch.example.toml to it, and write your departments"),
        (["-O", "a.xlsx"], "a.xlsx: name a .csv file"),
        (["--language", "jp"], "--language jp: write ko or en"),
        (["중도일본"], "unknown outlet '중도일본', did you mean '중도일보'?"),
        (["--since", "아까"], '--since 아까 is not a day or time: write --since 2026-11-21 or --since "어제 18:00"'),
        (["--bye", "day"], "unknown option '--bye', did you mean '--by'?"),
        (["-s", "STORE=none.db"], "there is no store none.db yet: run scrapy harvest, or name another with -s STORE=FILE"),
    ],
)
def test_what_is_mistyped_is_refused(desk: Path, arguments: list[str], why: str) -> None:
    assert refused("stats", *arguments, cwd=desk).startswith(f"scrapy stats: {why}")


def test_a_file_that_cannot_be_written_is_told_before_anything_is_counted(desk: Path) -> None:
    (desk / "a.csv").mkdir()
    assert refused("stats", "-O", "a.csv", cwd=desk) == "scrapy stats: a.csv is a folder: name a file in it"
