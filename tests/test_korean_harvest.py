"""What a harvest, a crawl, a check and the store say in Korean, through the command line, and that no English sentence is among it."""

from __future__ import annotations

import io
import re
import shutil
import sqlite3
import sys
from collections import Counter
from contextlib import closing
from datetime import datetime
from pathlib import Path
from unittest.mock import patch

import pytest

from newsharvest import press
from newsharvest.crawl.arguments import NAMES
from newsharvest.language import speaking
from newsharvest.reasons import Reason
from newsharvest.run.found import Watch
from newsharvest.run.health import Fallback, Figures, Thresholds, compare, silence
from newsharvest.run.verdict import Night, Tally
from newsharvest.spiders.gyeonggitv import GyeonggitvSpider
from newsharvest.store import Store
from newsharvest.terminal import ask
from tests.support.articles import NIGHT, article, story_article
from tests.support.command_line import quick, refused
from tests.support.processes import Ran
from tests.support.project import FIXTURES
from tests.support.texts import HADONG, YEONCHEON
from tests.test_language import SENTENCE

KOREAN = {"NEWSHARVEST_LANGUAGE": "ko"}
REPLAY = f"REPLAY={FIXTURES}"
LIST = "http://gyeonggitv.com/bbs/board.php?bo_table=news"
OLD = ("--since", "2015-01-01")
"""Before all that the fixtures print."""


def in_korean(folder: Path, *arguments: str) -> Ran:
    """Run a command in a folder; no English sentence is in what it says."""
    ran = quick(*arguments, cwd=folder, env={**KOREAN, "COLUMNS": "160"})
    assert english(ran.out + ran.err) == []
    return ran


def english(text: str) -> list[str]:
    """Return the English sentences in a text, but for a command to type and the names of arguments."""
    return SENTENCE.findall(text.replace("uv run scrapy", "").replace(", ".join(NAMES), ""))


def cells(line: str) -> list[str]:
    return re.split(r" {2,}", line.strip())


@pytest.fixture
def moved(tmp_path: Path) -> Path:
    """The pages of an outlet that has renamed what its texts stand in."""
    folder = tmp_path / "moved"
    shutil.copytree(FIXTURES / "gyeonggitv", folder / "gyeonggitv")
    for page in folder.rglob("page.html"):
        page.write_text(page.read_text(encoding="utf-8").replace("news_body_area", "moved"), encoding="utf-8")
    return folder


# --- harvest and crawl


def test_a_harvest(tmp_path: Path) -> None:
    ran = in_korean(
        tmp_path, "harvest", "gyeonggitv", "joongdo", *OLD, "-s", REPLAY, "-s", "STORE=try.db", "-s", "STRICT=1", "-O", "today.csv"
    )
    lines = ran.err.splitlines()
    assert (ran.status, ran.out) == (1, "")
    assert sorted(line.partition(" ")[2] for line in lines[:2]) == ["gyeonggitv: 기사 2건", "joongdo: 기사 1건"]
    assert [cells(line) for line in lines[2:5]] == [
        ["매체", "제호", "신규", "고침", "이미 있음", "같은 글", "실패", "초"],
        ["gyeonggitv", "경기티비종합뉴스", "2", "0", "0", "0", "0", cells(lines[3])[-2], "아래 참조"],
        ["joongdo", "중도일보", "1", "0", "0", "0", "0", cells(lines[4])[-2], "정상"],
    ]
    assert lines[5:] == [
        "  gyeonggitv  참고: 모든 기사에서 비어 있음: authors, published_at",
        "  gyeonggitv  이상: 의심이나 참고가 있고 STRICT가 켜져 있음",
        "저장함: today.csv (기사 3건)",
    ]
    again = in_korean(tmp_path, "harvest", "joongdo", "-s", REPLAY, "-s", "STORE=try.db")
    assert cells(again.err.splitlines()[2])[:7] == ["joongdo", "중도일보", "0", "0", "1", "0", "0"]


def test_a_harvest_of_pages_that_cannot_be_read(tmp_path: Path, moved: Path) -> None:
    store = ("-s", "STORE=try.db")
    ran = in_korean(tmp_path, "harvest", "gyeonggitv", *OLD, "-s", f"REPLAY={moved}", *store, "-O", "today.csv")
    lines = ran.err.splitlines()
    assert (ran.status, cells(lines[2])[6]) == (1, "2 no_body")
    assert lines[3:] == [
        "  빠진 것 2건, no_body: 있어야 할 자리에 본문이 없음",
        f"      gyeonggitv  {LIST}&wr_id=37835",
        f"      gyeonggitv  {LIST}&wr_id=24496",
        "today.csv: 그대로 두었음",
        "uv run scrapy repair gyeonggitv -s STORE=try.db",
    ]
    failed = in_korean(tmp_path, "failures", *store).out.splitlines()
    assert cells(failed[0]) == ["매체", "사유", "횟수", "처음", "마지막", "다시 시도", "주소"]
    assert [(cells(line)[:3], cells(line)[5:]) for line in failed[1:]] == [
        (["gyeonggitv", "no_body", "1"], ["예", f"{LIST}&wr_id=24496"]),
        (["gyeonggitv", "no_body", "1"], ["예", f"{LIST}&wr_id=37835"]),
    ]
    head, row = in_korean(tmp_path, "outlets", "gyeonggitv", *store).out.splitlines()
    assert cells(head) == [
        "매체",
        "제호",
        "지역",
        "계열",
        "찾는 방법",
        "담긴 기사",
        "마지막 수집",
        "기사",
        "상태",
        "재이용 표시",
        "마지막 확인",
    ]
    told = cells(row)
    assert told[:6] == ["gyeonggitv", "경기티비종합뉴스", "경기", "NetPro", "목록+RSS", "복원 2, 만듦 7"]
    assert (told[6][16:], told[7:]) == (" 이상 있음", ["0", "풀리지 않은 실패 2건"])


def test_nothing_has_failed(tmp_path: Path) -> None:
    Store(tmp_path / "try.db").__exit__()
    assert in_korean(tmp_path, "failures", "-s", "STORE=try.db").out == "실패한 것이 없습니다\n"


def test_a_crawl(tmp_path: Path) -> None:
    ran = in_korean(tmp_path, "crawl", "krnews21", "-s", REPLAY)
    assert (ran.status, ran.out) == (0, "")
    assert ran.err.splitlines() == [
        "krnews21 뉴스21통신: 기사 1건 (목록 2쪽)",
        "  참고: 모든 기사에서 비어 있음: section",
        "  기사를 파일에 쓰지 않았음: -O 이름.csv나 -O 이름.jsonl을 붙이십시오. scrapy harvest는 저장소에 저장합니다",
        "  결과: 정상 (종료 코드 0)",
    ]


def test_a_crawl_of_pages_that_cannot_be_read(tmp_path: Path, moved: Path) -> None:
    ran = in_korean(tmp_path, "crawl", "gyeonggitv", "-s", f"REPLAY={moved}", "-O", "one.csv")
    assert (ran.status, ran.out) == (1, "")
    assert ran.err.splitlines() == [
        "gyeonggitv 경기티비종합뉴스: 기사 0건 (목록 2쪽)",
        "  빠진 것 2건, no_body: 있어야 할 자리에 본문이 없음",
        f"      gyeonggitv  {LIST}&wr_id=37835",
        f"      gyeonggitv  {LIST}&wr_id=24496",
        "  one.csv: 그대로 두었음",
        "  결과: 이상 있음, 위를 보십시오 (종료 코드 1)",
    ]


def test_a_doubt_a_fallback_selector_and_a_reason(tmp_path: Path) -> None:
    shutil.copytree(FIXTURES / "gyeonggitv", tmp_path / "pages" / "gyeonggitv")
    page = tmp_path / "pages" / "gyeonggitv" / "37835" / "page.html"
    text = page.read_text(encoding="utf-8")
    assert text.count("뛰겠다”라고 말했다.") == 1
    page.write_text(text.replace("뛰겠다”라고 말했다.", "뛰겠다”라고 말"), encoding="utf-8")
    pages = ("-s", f"REPLAY={tmp_path / 'pages'}")
    ran = in_korean(tmp_path, "crawl", "gyeonggitv", *pages, "-a", f"url={LIST}&wr_id=37835", "-O", "one.csv")
    doubt = "마지막 문단이 문장으로 끝나지 않음: 글이 잘렸을 수 있음"
    assert ran.err.splitlines() == [
        "gyeonggitv 경기티비종합뉴스: 기사 1건",
        f"  의심: open_end: 기사 1건 가운데 1건: {doubt}",
        f"      gyeonggitv  {LIST}&wr_id=37835",
        "  참고: 모든 기사에서 비어 있음: authors, published_at",
        "  one.csv: 그대로 두었음. 온 것은 옆의 one.failed.csv에 있음",
        "  경고: open_end 의심이 기사 1건 가운데 1건에 있음",
        "  결과: 이상 있음, 위를 보십시오 (종료 코드 1)",
    ]
    harvest = in_korean(tmp_path, "harvest", "gyeonggitv", *OLD, *pages, "-s", "STORE=try.db")
    assert f"  gyeonggitv  의심: open_end: 기사 2건 가운데 1건: {doubt}: {LIST}&wr_id=37835" in harvest.err.splitlines()
    fallback = "페이지 1쪽에서 예비 선택자가 body 값을 읽음 (mediaon/article: .smartOutput): 사이트가 바뀌고 있을 수 있음"
    assert f"  참고: {fallback}" in in_korean(tmp_path, "crawl", "ghnews", "-s", REPLAY).err.splitlines()
    outside = in_korean(tmp_path, "crawl", "ghnews", "-s", REPLAY, "-a", "since=2030-01-01").err.splitlines()
    assert outside[1:] == [
        "  빠진 것 1건, out_of_period: since/until 범위 밖",
        "      ghnews  https://www.ghnews.net/news/article.html?no=9900001",
        "  결과: 정상 (종료 코드 0)",
    ]


# --- the check of a site


def test_a_check(tmp_path: Path) -> None:
    ran = in_korean(tmp_path, "outlets", "--check", "gyeonggitv", "dgilbo", "-s", REPLAY, "-s", "STORE=try.db")
    told = ran.out.splitlines()
    assert ran.status == 0
    assert told[:6] == [
        f"gyeonggitv 경기티비종합뉴스: 정상 (재생: {FIXTURES})",
        "  robots.txt       있음",
        f"  목록             링크 3개, 날짜가 있는 것 3개  {LIST}  [netpro/list, 선택자 1개 중 1번째, ul.art_list_all > li]",
        "  RSS              있음: 링크 2개, 날짜가 있는 것 2개  http://gyeonggitv.com/bbs/rss.php?bo_table=news",
        f"  기사             netpro/theme(으)로 읽음  {LIST}&wr_id=37835",
        "    section        지역뉴스  [선택자 1개 중 1번째, .path_wrap h3: 짐작한 선택자로, 그 계열의 페이지에서 본 적 없음]",
    ]
    assert "    authors        비어 있음" in told
    assert "    tags           비어 있음  [아는 선택자가 없음]" in told
    assert any(line.startswith("    body           570자: 안산시(시장 이민근)는") for line in told)
    assert "    authors        박이우  [제 선택자가 없음: 바이라인이나 본문의 줄에서 읽음]" in told
    assert "  RSS              기사가 나오지 않음  http://dgilbo.dgn.kr/bbs/rss.php?bo_table=news" in told
    shown = in_korean(tmp_path, "outlets", "gyeonggitv", "-s", "STORE=try.db").out.splitlines()
    assert cells(shown[1])[-1][16:] == " 정상 (재생)"
    with closing(sqlite3.connect(tmp_path / "try.db")) as db:  # whoever reads it may speak another language
        assert db.execute("SELECT DISTINCT json_extract(findings, '$.result') FROM checkup").fetchall() == [("ok",)]


def test_a_check_of_pages_that_cannot_be_read(tmp_path: Path, moved: Path) -> None:
    ran = in_korean(tmp_path, "outlets", "--check", "gyeonggitv", "-s", f"REPLAY={moved}")
    told = ran.out.splitlines()
    assert (ran.status, told[0]) == (1, f"gyeonggitv 경기티비종합뉴스: 기사를 읽지 못함 (재생: {moved})")
    assert told[-1] == f"  no_body: 있어야 할 자리에 본문이 없음  {LIST}&wr_id=37835"


# --- the store


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """A store of four articles of an outlet."""
    path = tmp_path / "try.db"
    with Store(path) as opened:
        run = opened.begin_run("gaon", NIGHT)
        for number in range(1, 5):
            opened.keep(article(number, f"가온시는 {number}번째 나눔장터를 {number + 3}일 연다."), run, NIGHT)
    return path


def test_a_look_at_the_store(store: Path) -> None:
    folder, name = store.parent, ("-s", "STORE=try.db")
    assert in_korean(folder, "store", "check", *name).out == "정상: 기사 4건, 손상된 것 없음\n"
    assert in_korean(folder, "store", "backup", "copy.db", *name).err == "저장함: copy.db\n"
    with closing(sqlite3.connect(store, isolation_level=None)) as db:
        db.execute("UPDATE article SET record='x' WHERE id='gaon:2'")
        db.execute("UPDATE article SET content_hash='0' WHERE id='gaon:3'")
    ran = in_korean(folder, "store", "check", *name)
    assert (ran.status, ran.err) == (1, "")
    assert ran.out.splitlines() == [
        "gaon:2 손상됨: 기록을 읽을 수 없음",
        "gaon:3 손상됨: 저장한 글과 다름: content_hash가 맞지 않음",
        "기사 4건 가운데 2건 손상됨: 다음 수집이 다시 요청함",
    ]
    failed = in_korean(folder, "failures", *name).out.splitlines()
    assert [cells(line)[-1] for line in failed[1:]] == [
        "http://gaon.kr/2 (기록을 읽을 수 없음)",
        "http://gaon.kr/3 (저장한 글과 다름: content_hash가 맞지 않음)",
    ]


def test_a_store_whose_file_is_damaged(store: Path) -> None:
    with closing(sqlite3.connect(store, isolation_level=None)) as db:  # its page belongs to nothing then
        db.execute("PRAGMA writable_schema=ON")
        db.execute("DELETE FROM sqlite_master WHERE tbl_name='digest'")
    ran = quick("store", "check", "-s", "STORE=try.db", cwd=store.parent, env=KOREAN)
    lines = ran.out.splitlines()
    assert (ran.status, ran.err) == (1, "")
    assert lines[0].startswith("파일이 손상됨: ")  # what follows are the words of SQLite
    assert lines[-1] == "저장소의 사본을 그 자리에 놓거나 새로 시작하십시오. 읽을 수 있는 것은 scrapy export로 꺼낼 수 있습니다"


def test_what_the_system_says_of_a_file(tmp_path: Path) -> None:
    (tmp_path / "other.db").write_bytes(b"x" * 3000)
    assert in_korean(tmp_path, "store", "check", "-s", "STORE=other.db").err == (
        "scrapy store: 저장소 other.db을(를) 쓸 수 없습니다: 데이터베이스 파일이 아님\n"
    )


# --- why


def test_why_articles_are_repeats_or_not(tmp_path: Path) -> None:
    with Store(tmp_path / "try.db") as opened:
        run = opened.begin_run("krnews21", NIGHT)
        for made in (
            story_article("krnews21:1", YEONCHEON, day="2026-11-17"),
            story_article("joongdo:2", YEONCHEON, "연천군, 군정 혁신 나선다", day="2026-11-18"),
            story_article("joongdo:4", HADONG, "하동군 간담회", day=None),
        ):
            opened.keep(made, run, NIGHT.replace("03:00", f"03:0{made.id[-1]}"))
    name = ("-s", "STORE=try.db")
    assert in_korean(tmp_path, "why", "joongdo:2", *name).out.splitlines()[:8] == [
        "krnews21:1  뉴스21통신  2026-11-17 09:00  연천군 현장행정",
        "joongdo:2  중도일보  2026-11-18 09:00  연천군, 군정 혁신 나선다",
        "",
        "같은 소식: joongdo:2이(가) krnews21:1을(를) 되풀이함: 글이 같음.",
        "  글       짧은 글의 100%가 긴 글에 있음 (640자와 640자)",
        "  사실     적은 쪽 숫자와 이름의 100%가 둘 다에 있음",
        "  지명     연천군 (krnews21:1)",
        "  지명     연천군 (joongdo:2)",
    ]
    other = in_korean(tmp_path, "why", "krnews21:1", "joongdo:4", *name).out.splitlines()
    assert other[1:7] == [
        "joongdo:4  중도일보  날짜 없음  하동군 간담회",
        "",
        "같은 소식이 아님: 함께 실린 글이 너무 적음.",
        "  글       짧은 글의 3%가 긴 글에 있음 (640자와 600자)",
        "  사실     적은 쪽 숫자와 이름의 20%가 둘 다에 있음",
        "           krnews21:1에만: 25, 177, 5, 김덕현",
    ]
    [_article, _blank, alone] = in_korean(tmp_path, "why", "joongdo:4", *name).out.splitlines()
    assert alone == "앞선 기사를 되풀이하지 않았습니다. 소식 joongdo:4을(를) 전한 기사는 이것뿐입니다."
    assert in_korean(tmp_path, "why", "joongdo:9", *name).err == (
        "scrapy why: try.db에 없는 기사: joongdo:9. id는 `id` 열에 있는 <매체>:<번호>입니다\n"
    )


# --- what is mistyped


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["crawl", "joongdo", "-a", "pges=1"], "없는 인수: 'pges', 혹시 'pages'입니까? (쓸 수 있는 것: since, until, section, pages, url)"),
        (["crawl", "joongdo", "-a", "pages=둘"], "pages='둘': 목록 쪽수가 아닙니다. pages=5처럼 적으십시오"),
        (["crawl", "joongdo", "-a", "url=http://a.b/"], "url='http://a.b/': joongdo 중도일보(www.joongdo.co.kr)의 기사 주소가 아닙니다"),
        (
            ["crawl", "gyeonggitv", "-a", "section=정치"],
            "gyeonggitv에 없는 섹션: '정치' (아직 아는 섹션 이름이 없습니다. 사이트의 섹션 코드를 적어도 됩니다)",
        ),
        (["harvest", "--refresh", "셋"], "--refresh 셋: 일수가 아닙니다. --refresh 7처럼 적으십시오"),
        (["harvest", "-O", "today.xls"], "today.xls: .csv나 .jsonl 파일을 적으십시오"),
        (["harvest", "-s", "REPLAY=none"], "REPLAY=none: 폴더가 아닙니다"),
        (["store"], "check, backup <파일>, copy <원본> <사본> 가운데 하나를 적으십시오"),
        (["store", "chek"], "없는 동작: 'chek', 혹시 'check'입니까? (쓸 수 있는 것: check, backup <파일>, copy <원본> <사본>)"),
        (["store", "backup"], "사본을 쓸 파일의 이름을 적으십시오"),
        (["why"], "기사 하나 또는 둘의 id를 적으십시오: `id` 열에 있는 <매체>:<번호>"),
        (["why", "a:1", "a:1"], "두 번 적은 기사: a:1"),
    ],
)
def test_a_mistyped_command(tmp_path: Path, arguments: list[str], said: str) -> None:
    line = refused(*arguments, cwd=tmp_path, env=KOREAN)
    assert line == f"scrapy {arguments[0]}: {said}"
    assert english(line) == []


# --- help


@pytest.mark.parametrize(
    ("command", "usage", "said"),
    [
        ("harvest", "[옵션] [매체 ...]", "모든 매체나 이름을 적은 매체의 새 기사를 저장소에 모읍니다"),
        ("crawl", "[옵션] <매체>", "매체 한 곳을 지금 수집합니다: 목록의 최신 쪽들, 또는 since, until, section, pages, url로 요청한 것"),
        (
            "outlets",
            "[옵션] [매체 ...]",
            "매체들과 그 상태를 보여 줍니다. --check는 사이트마다 한 번 들러 무엇을 찾았는지 알려 줍니다",
        ),
        ("failures", "[옵션] [매체 ...]", "받지 못한 것과 그 까닭을 보여 줍니다"),
        (
            "why",
            "[옵션] <기사 id> [<기사 id>]",
            "한 기사가 다른 기사를 왜 되풀이했는지, 또는 왜 아닌지를 함께 실린 구절과 함께 알려 줍니다",
        ),
    ],
)
def test_help(tmp_path: Path, command: str, usage: str, said: str) -> None:
    ran = in_korean(tmp_path, command, "-h")
    assert ran.out.splitlines()[2:5] == [f"  scrapy {command} {usage}", "", said]


def test_help_of_the_options_of_a_harvest(tmp_path: Path) -> None:
    told = " ".join(in_korean(tmp_path, "harvest", "-h").out.split())
    assert "--since 날짜 이날까지 거슬러 받습니다. 전보다 더 먼 날이어도 됩니다: 2026.11.16, '3일 전'" in told
    assert "--refresh 일수 지난 며칠의 기사를 다시 보아 고친 것이 있는지 확인합니다" in told
    assert "-O 파일, --output 파일 이번에 받은 기사를 이 파일에 씁니다 (.csv 또는 .jsonl)" in told


# --- warnings

LIMITS = Thresholds(chance=0.001, body=0.5, grown=2, links=0.3, sample=10, baseline=10, silent_days=7)
FALLBACK, GUESS = Fallback("netpro/theme", "title", "h1.a"), Fallback("netpro/theme", "title", "h1.b")
FULL = [
    (
        f"2026-11-0{day}T03:00:00+09:00",
        Figures(lengths=[1000] * 20, filled=Counter(subtitle=20), pictured=20, captioned=20, list_pages=1, list_links=40),
    )
    for day in range(9, 0, -1)
]


def texts(run: Figures, earlier: list[tuple[str, Figures]] = FULL) -> list[str]:
    with speaking("ko"):
        return [alarm.text for alarm in compare(run, earlier, {}, LIMITS, {GUESS})]


def test_what_has_changed() -> None:
    run = Figures(lengths=[300] * 20, pictured=20, list_pages=1, list_links=5, fallbacks=Counter({FALLBACK: 20, GUESS: 20}))
    run.doubts["open_end"] = 20
    assert texts(run) == [
        "subtitle 값이 기사 20건 가운데 0건에만 있음 (전에는 180건 가운데 180건)",
        "사진이 있는 기사 20건 가운데 0건에만 사진 설명이 있음 (전에는 180건 가운데 180건)",
        "예비 선택자가 읽기 시작함: netpro/theme title h1.a (페이지 20쪽 가운데 20쪽)",
        "예비 선택자(짐작한 선택자로, 그 계열의 페이지에서 본 적 없음)가 읽기 시작함: netpro/theme title h1.b (페이지 20쪽 가운데 20쪽)",
        "open_end 의심이 기사 20건 가운데 20건에 있음 (전에는 180건 가운데 0건): 마지막 문단이 문장으로 끝나지 않음: 글이 잘렸을 수 있음",
        "본문이 짧아짐: 중앙값 300자 (전에는 1000자)",
        "목록 한 쪽에서 기사 5건이 나옴 (전에는 40건)",
    ]
    assert texts(Figures(lengths=[3000] * 20, filled=Counter(subtitle=20))) == ["본문이 길어짐: 중앙값 3000자 (전에는 1000자)"]
    small = [(f"2026-11-0{day}T03:00:00+09:00", Figures(lengths=[500] * 2, bodies=["b"] * 2)) for day in (3, 2)]
    assert texts(Figures(lengths=[500] * 2, bodies=["b"] * 2), small) == ["최근 기사 6건 가운데 6건의 본문이 똑같음"]
    with speaking("ko"):
        quiet = silence(datetime(2026, 11, 1, tzinfo=press.KST), 40, datetime(2026, 11, 20, tzinfo=press.KST), LIMITS)
    assert quiet
    assert quiet.text == "2026-11-01 뒤로 새 기사가 없음 (그 전 네 주에는 40건)"


def test_a_warning_names_the_day_it_began(tmp_path: Path) -> None:
    with Store(tmp_path / "try.db") as opened:
        for day in range(1, 4):
            run = opened.begin_run("gyeonggitv", f"2026-11-0{day}T03:00:00+09:00")
            opened.end_run(run, f"2026-11-0{day}T03:01:00+09:00", 0, Figures(list_pages=1, list_links=60).dump())
    ran = in_korean(tmp_path, "harvest", "gyeonggitv", *OLD, "-s", REPLAY, "-s", "STORE=try.db")
    [day] = re.findall(r"  gyeonggitv  경고: 목록 한 쪽에서 기사 2건이 나옴 \(전에는 60건\) \((\d{4}-\d\d-\d\d)부터\)\n", ran.err)
    shown = in_korean(tmp_path, "outlets", "gyeonggitv", "-s", "STORE=try.db").out.splitlines()
    assert cells(shown[1])[-1] == f"목록에서 나오는 것이 줄어듦 ({day}부터)"


@pytest.mark.parametrize(
    ("reason", "came", "said"),
    [
        (Reason.DELETED, 0, "목록에 있는 새 기사가 모두 지워져 있음 (19건 가운데 19건)"),
        (Reason.DELETED, 1, "목록에 있는 새 기사가 거의 모두 지워져 있음 (20건 가운데 19건)"),
        (Reason.DELETED, 11, "목록에 있는 새 기사가 절반 이상 지워져 있음 (30건 가운데 19건)"),
        (Reason.HELD, 0, "새 기사가 모두 보류되어 있음 (19건 가운데 19건)"),
        (Reason.PHOTO_ONLY, 0, "새 기사가 모두 글 없이 사진뿐임 (19건 가운데 19건)"),
        (Reason.VIDEO_ONLY, 0, "새 기사가 모두 글 없는 동영상임 (19건 가운데 19건)"),
        (Reason.DUPLICATE, 11, "새 기사가 절반 이상 그 매체의 다른 기사와 같음 (30건 가운데 19건)"),
    ],
)
def test_a_night_on_which_most_end_alike(reason: Reason, came: int, said: str) -> None:
    with speaking("ko"):
        assert Night(Tally(came, Counter({reason: 19}))).line == f"{said}: 사이트가 바뀌었거나 옮겨 갔을 수 있음"
        one_body = Night(Tally(5, Counter(), Counter({1: 5}))).line
    assert one_body == "기사 5건 가운데 5건의 본문이 똑같음: 로그인이나 오류 페이지가 대신 왔을 수 있음"


def test_what_speaks_against_a_layout_found_by_program() -> None:
    watch = Watch(GyeonggitvSpider.layouts[0], articles=5, example="http://gyeonggitv.com/1", doubted=4, doubts=Counter(open_end=4))
    watch.filled.update(dict.fromkeys(("section", "title", "authors", "published_at"), 5))
    with speaking("ko"):
        assert watch.contradiction() == (
            "프로그램이 찾은 레이아웃 netpro/theme: 기사 5건 가운데 4건이 미심쩍음(open_end): http://gyeonggitv.com/1을(를) 열어 보십시오"
        )
        watch.filled.clear()
        assert watch.contradiction() == (
            "프로그램이 찾은 레이아웃 netpro/theme: 기사 5건 가운데 4건이 미심쩍고(open_end), 5건 모두에 없는 항목이 있음"
            "(section, authors, published_at): http://gyeonggitv.com/1을(를) 열어 보십시오"
        )


# --- an answer


@pytest.mark.parametrize(
    ("typed", "meant"), [("y", True), ("Yes", True), ("예", True), ("네", True), ("ㅇ", True), ("n", False), ("아니오", False), ("", False)]
)
def test_yes_is_understood_in_korean_too(typed: str, meant: bool) -> None:
    with patch.object(sys, "stdin", io.StringIO(f"{typed}\n")):
        assert ask("? ") is meant
    decomposed = io.StringIO("\u110b\u1168\n")  # as a Mac may write 예
    with patch.object(sys, "stdin", decomposed):
        assert ask("? ") is True
