"""Commands in Korean, for who reads no English: what is mistyped, help, results, queries, the pages in the browser, the heads of a CSV."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import pandas
import pytest

from newsharvest.browse import server
from newsharvest.feeds.headers import KOREAN, head
from newsharvest.items import ARTICLE_FIELDS, STORY_FIELDS, VERSION_FIELDS
from newsharvest.language import speaking
from newsharvest.search import QueryError, parse
from newsharvest.store import Store
from newsharvest.terminal import suggest
from tests.support.articles import NIGHT, story_article
from tests.support.browser import browsing
from tests.support.command_line import quick, refused, scrapy
from tests.support.mail_server import Post, posting
from tests.support.processes import Ran
from tests.support.project import FIXTURES, outlets
from tests.test_language import SENTENCE
from tests.test_mistyped import MISTYPED
from tests.test_search import REFUSED

KO = {"NEWSHARVEST_LANGUAGE": "ko"}
REPLAY = f"REPLAY={FIXTURES}"
WATCH = '[[department]]\nname = "문화예술과"\nqueries = ["축제"]\n'


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A project's folder with a watch file and a store of three articles, of which two tell one story."""
    (tmp_path / "scrapy.cfg").write_text("[settings]\ndefault = newsharvest.settings\n", encoding="utf-8")
    (tmp_path / "watch.toml").write_text(WATCH, encoding="utf-8")
    release = (
        "가온시는 오는 21일부터 사흘 동안 시민공원에서 가을 축제를 연다고 밝혔다. 시는 임시 주차장 400면을 마련하고 셔틀버스 7대를 돌린다."
    )
    with Store(tmp_path / "harvest.db") as store:
        for id_, body in (("joongdo:1", release), ("dgilbo:1", release), ("joongdo:2", "버스 시간을 물었다.")):
            made = story_article(id_, body, "가을 축제 열린다" if body is release else "버스 안내")
            store.keep(replace(made, doubts=["short_body"] if id_ == "joongdo:2" else []), store.begin_run(made.outlet, NIGHT), NIGHT)
        store.settle_stories()
    return tmp_path


def korean(*arguments: str, cwd: Path) -> Ran:
    """Run a command in Korean; no English sentence is in what it prints."""
    ran = quick(*arguments, cwd=cwd, env=KO)
    assert [line for line in (ran.out + ran.err).splitlines() if SENTENCE.search(line)] == []
    return ran


# --- what is mistyped

KNOWN = f"(있는 매체: {', '.join(sorted(outlets()))})"
NO_STORE = "harvest.db: 저장소가 아직 없습니다. scrapy harvest를 먼저 실행하거나 -s STORE=파일로 다른 저장소를 적으십시오"
TOGETHER = "빈칸이 든 말은 따옴표로 묶으십시오"
VALUE = "뒤에 값을 하나 적으십시오 (-로 시작하는 값은 = 뒤에 붙여 적습니다)"
EXAMPLE = '날짜나 시각이 아닙니다. --since 2026-11-21 또는 --since "어제 18:00"처럼 적으십시오'
SEVERAL = "crawl에는 매체를 하나만 적습니다. 여러 곳은 이렇게 합니다: scrapy harvest"
HEADERS = "--headers ko: .csv 파일에만 씁니다. -O today.csv처럼 파일을 적거나 --headers를 빼십시오"


def near(word: str) -> str:
    """Return how the word that is meant is asked for."""
    with speaking("ko"):
        return suggest(word, [word])


IN_KOREAN = [
    # options
    ("export -o today.csv", f"export: 없는 옵션: '-o'{near('-O')}"),
    ("harvest -o today.csv", f"harvest: 없는 옵션: '-o'{near('-O')}"),
    ("harvest --sicne 2026-11-01", f"harvest: 없는 옵션: '--sicne'{near('--since')}"),
    ("harvest --until 2026-11-01", "harvest: 없는 옵션: '--until'"),
    ("export --Since 2026-11-01", f"export: 없는 옵션: '--Since'{near('--since')}"),
    ("export -a since=2026-11-01", "export: 없는 옵션: '-a'. --since 2026-11-01처럼 적으십시오"),
    ("crawl joongdo --since 2026-11-01", "crawl: 없는 옵션: '--since'. -a since=2026-11-01처럼 적으십시오"),
    ("crawl joongdo --until=2026-11-01", "crawl: 없는 옵션: '--until'. -a until=2026-11-01처럼 적으십시오"),
    ("failures --all", "failures: 없는 옵션: '--all'"),
    ("outlets --chekc", f"outlets: 없는 옵션: '--chekc'{near('--check')}"),
    ("export --since", f"export: --since {VALUE}"),
    ("export -O", f"export: -O/--output {VALUE}"),
    ("export --s 1", "export: --s에 맞는 옵션이 여럿입니다: --set, --since, --section, --search, --stories"),
    ("outlets --check=yes", "outlets: --check에는 값을 적지 않습니다. 빼십시오: 'yes'"),
    ("store check --quick", "store: 없는 옵션: '--quick'"),
    # outlets
    ("export jongdo", f"export: 없는 매체: 'jongdo'{near('joongdo')} {KNOWN}"),
    ("export 충청타임즈", f"export: 없는 매체: '충청타임즈' {KNOWN}. {TOGETHER}"),
    ("export --search 축제 행사", f"export: 없는 매체: '행사' {KNOWN}. {TOGETHER}"),
    ("export foo", f"export: 없는 매체: 'foo' {KNOWN}"),
    ("harvest 중도일버", f"harvest: 없는 매체: '중도일버'{near('중도일보')} {KNOWN}"),
    ("failures 중도", f"failures: 없는 매체: '중도'{near('중도일보')} {KNOWN}"),
    ("repair 경기티비", f"repair: 없는 매체: '경기티비'{near('경기티비종합뉴스')} {KNOWN}"),
    ("crawl 중도일버", f"crawl: 없는 매체: '중도일버'{near('중도일보')} {KNOWN}"),
    ("fixture check 중도일버", f"fixture: 없는 매체: '중도일버'{near('중도일보')} {KNOWN}"),
    ("export today.csv", "export: 'today.csv': 매체가 아닙니다. 쓸 파일은 -O today.csv처럼 -O 뒤에 적으십시오"),
    ("harvest 오늘.xlsx", "harvest: '오늘.xlsx': 매체가 아닙니다. 쓸 파일은 -O 오늘.xlsx처럼 -O 뒤에 적으십시오"),
    ("export since=2026-11-21", "export: 'since=2026-11-21': 매체가 아닙니다. --since 2026-11-21처럼 적으십시오"),
    ("crawl joongdo krnews21", f"crawl: {SEVERAL} joongdo krnews21"),
    ("crawl 중도일보 krnews21", f"crawl: {SEVERAL} 중도일보 krnews21"),
    ("crawl joongdo today.csv", "crawl: 이렇게 적으십시오: -O today.csv"),
    ("crawl joongdo since=2026-11-01", "crawl: 이렇게 적으십시오: -a since=2026-11-01"),
    # times
    ("harvest --since 1.11.2026", f"harvest: --since 1.11.2026: {EXAMPLE}"),
    ("export --since 18:00", f"export: --since 18:00: {EXAMPLE}"),
    ("export --since 2026-13-01", f"export: --since 2026-13-01: {EXAMPLE}"),
    ("export --since 2026.11.16 --until 2026.11.15", "export: 시작이 끝보다 뒤입니다: --since 2026-11-16, --until 2026-11-15"),
    # files and settings
    ("export -s replay=x", f"export: 없는 설정: 'replay'{near('REPLAY')}"),
    ("export -s Store=x.db", f"export: 없는 설정: 'Store'{near('STORE')}"),
    ("export -s STORE", "export: 설정은 -s 이름=값으로 적습니다"),
    ("export -s STORE=", "export: STORE=가 비어 있습니다. 파일을 적으십시오"),
    ("harvest -s STRICT=perhaps", "harvest: STRICT='perhaps': 이 설정에 쓸 수 없는 값입니다. 기본값은 False입니다"),
    ("harvest -L loud", "harvest: 없는 로그 수준: 'loud' (쓸 수 있는 것: DEBUG, INFO, WARNING, ERROR, CRITICAL)"),
    ("export", f"export: {NO_STORE}"),
    ("failures", f"failures: {NO_STORE}"),
    ("store check", f"store: {NO_STORE}"),
    # what else a command takes
    ("crawl joongdo -a since", "crawl: 인수는 -a 이름=값으로 적습니다"),
    ("stats -O a.xlsx", "stats: a.xlsx: .csv 파일을 적으십시오"),
    (
        "stats --watch w.toml",
        "stats: --watch는 --by department나 --by query와 함께 씁니다. 둘 가운데 하나를 적거나 --watch를 빼십시오",
    ),
    ("stats --language jp", "stats: --language jp: ko 또는 en을 적으십시오"),
    (
        "stats --by query",
        "stats: watch.toml: 파일이 아직 없습니다. watch.example.toml 파일을 이 이름으로 복사하고 부서와 검색어를 적으십시오",
    ),
    ("digest joongdo", "digest: 알 수 없는 인수: 'joongdo'. 부서와 매체는 감시 파일(watch.toml)에 적습니다"),
    ("digest --since last --until 오늘", "digest: --since last는 지금까지의 것을 모읍니다. --until을 빼십시오"),
    ("browse joongdo", "browse: 알 수 없는 인수: 'joongdo'. 모든 매체를 보여 주는 명령이며, 낱말은 브라우저에서 찾습니다"),
    ("browse --port http", "browse: --port http: 65535까지의 숫자를 --port 8643처럼 적으십시오"),
    # the heads of a CSV
    ("export --headers ko -O a.jsonl", f"export: {HEADERS}"),
    ("export --headers ko", f"export: {HEADERS}"),
    ("harvest --headers ko -O a.jsonl", f"harvest: {HEADERS}"),
    ("crawl joongdo --headers ko -O a.jsonl", f"crawl: {HEADERS}"),
    ("crawl joongdo --headers ko", f"crawl: {HEADERS}"),
    ("export --headers en -O a.csv", "export: --headers en: --headers ko를 적거나 빼십시오"),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "said"), IN_KOREAN)
def test_what_is_mistyped_is_refused_in_both_languages(typed: str, said: str, tmp_path: Path) -> None:
    english = dict(MISTYPED)[typed]
    for language, line in (("en", english), ("ko", said)):
        assert refused(*typed.split(), cwd=tmp_path, env={"NEWSHARVEST_LANGUAGE": language}) == f"scrapy {line}"
    assert list(tmp_path.iterdir()) == []


def test_what_scrapy_says_of_feeds_is_said_in_korean(tmp_path: Path) -> None:
    said = refused("crawl", "joongdo", "-o", "a.csv", "-O", "b.csv", cwd=tmp_path, env=KO)
    assert said == "scrapy crawl: -o/--output과 -O/--overwrite-output 가운데 하나만 적으십시오"
    said = refused("crawl", "joongdo", "-O", "a.xls", cwd=tmp_path, env=KO)
    assert said == (
        "scrapy crawl: 쓸 수 없는 형식: 'xls'. 쓸 수 있는 형식 ('json', 'jsonlines', 'jsonl', 'jl', 'csv', 'xml') 가운데 하나를 파일"
        " 확장자로 적거나, 파일 이름 뒤에 쌍점을 찍고 적으십시오 (-o/-O 파일:형식)"
    )


def test_a_file_that_cannot_be_written_is_told_in_korean(tmp_path: Path) -> None:
    said = refused("export", "--logfile", "no/such.log", cwd=tmp_path, env=KO)
    assert said == "scrapy export: --logfile no/such.log에 쓸 수 없습니다: 그런 파일이나 폴더가 없음"


# --- files that a user writes


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ('mail = "a@b.kr"', "mail은 표입니다. [mail] 줄을 적고 그 아래에 내용을 적으십시오"),
        ("contact = 3", 'contact 값은 따옴표로 묶습니다. contact = "you@example.com"처럼 적으십시오'),
        ("store = ' '", 'store 값이 비어 있습니다. store = "harvest.db"처럼 적거나 빼십시오'),
        (
            'store = "D:\\news.db"',
            "store 값에 줄 바꿈이나 탭이 들어 있습니다. 폴더는 /로 적거나 'C:\\news\\harvest.db'처럼 작은따옴표로 묶으십시오",
        ),
        ("contcat = 'a'", f"없는 키: 'contcat'{near('contact')} (쓸 수 있는 키: contact, store, language, watch, mail)"),
    ],
)
def test_a_setting_that_is_wrong_is_told_in_the_language_that_is_set(written: str, said: str, desk: Path) -> None:
    (desk / "newsharvest.toml").write_text(f'language = "ko"\n{written}\n', encoding="utf-8")
    assert refused("export", cwd=desk) == f"scrapy export: newsharvest.toml: {said}"


def test_a_line_of_settings_that_cannot_be_read_is_told_in_the_language_of_the_environment(desk: Path) -> None:
    (desk / "newsharvest.toml").write_text("# mine\n\ncontact = you@example.com\n", encoding="utf-8")
    said = refused("export", cwd=desk, env=KO)
    assert said == 'scrapy export: newsharvest.toml, 3번째 줄: 읽을 수 없습니다. 한 줄은 contact = "you@example.com"처럼 적습니다'


@pytest.mark.parametrize(
    ("watch", "said"),
    [
        ("", "watch.toml에 부서가 없습니다. 부서마다 [[department]] 줄로 시작합니다. 쓰는 법은 watch.example.toml에 있습니다"),
        ("[[department]]", 'watch.toml: 1번째 부서에 이름이 없습니다. name = "문화예술과"처럼 적으십시오'),
        ('[[department]]\nname = "가"', 'watch.toml: 가에 검색어가 없습니다. queries = ["축제 | 마라톤", "시립미술관"]처럼 적으십시오'),
        (WATCH * 2, "watch.toml: 문화예술과 부서가 둘입니다. 하나의 이름을 바꾸십시오"),
        (
            '[[department]]\nname = "가"\nqueries = "축제"',
            'watch.toml: 가: queries 값은 따옴표로 묶은 글의 목록입니다. queries = ["…", "…"]처럼 적으십시오',
        ),
        (
            "[[department]]\nname = 가",
            "watch.toml: 읽을 수 없습니다 (2번째 줄 8번째 글자: 값으로 쓸 수 없음 (글은 따옴표로 묶음))."
            " 쓰는 법은 watch.example.toml에 있습니다",
        ),
    ],
)
def test_a_watch_file_that_is_wrong_is_told_in_korean(watch: str, said: str, desk: Path) -> None:
    (desk / "watch.toml").write_text(watch, encoding="utf-8")
    assert refused("digest", cwd=desk, env=KO) == f"scrapy digest: {said}"


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("", '[mail]에 host 줄이 없습니다. host = "smtp.example.com"처럼 적으십시오'),
        ('host = "h"\nsender = "a@b.kr"\nport = "587"', "[mail]: port는 숫자입니다. port = 587처럼 적으십시오"),
        (
            'host = "h"\nsender = "a@b.kr"\nsecurity = "ssl"',
            "[mail]: security에 'ssl' 값은 쓸 수 없습니다. starttls, tls, none 가운데 하나를 적으십시오",
        ),
        (
            'host = "h"\nsender = "a@b.kr"\nuser = "u"\npassword_file = "없다"',
            "[mail]: 비밀번호 파일을 읽을 수 없습니다: 없다 (그런 파일이나 폴더가 없음)",
        ),
        (
            'host = "h"\nsender = "a@b.kr"',
            '--mail: 받을 사람이 없습니다. [mail]에 to = ["head@example.com"]을 적거나 부서에 mail = […]을 적으십시오',
        ),
    ],
)
def test_a_table_of_mail_that_is_wrong_is_told_in_korean(table: str, said: str, desk: Path) -> None:
    (desk / "newsharvest.toml").write_text(f"[mail]\nto = []\n{table}\n" if table else "[mail]\nto = []\n", encoding="utf-8")
    assert refused("digest", "--mail", cwd=desk, env=KO) == f"scrapy digest: {said}"


# --- queries

QUERIES = {
    "": "찾을 말이 없습니다. 낱말을 적으십시오",
    "축제,행사": "쉼표(,) 대신, 하나라도 든 것은 축제 | 행사, 모두 든 것은 축제 행사처럼 적으십시오",
    '"시민 축제";행사': "쌍반점(;) 대신, 하나라도 든 것은 축제 | 행사, 모두 든 것은 축제 행사처럼 적으십시오",
    "축제 또는 행사": '또는: 여기서는 기호가 아닙니다. 축제 | 행사처럼 적거나, 기사에 든 말이라면 "또는"처럼 적으십시오',
    "축제 not 취소": 'not: 여기서는 기호가 아닙니다. -취소처럼 적거나, 기사에 든 말이라면 "not"처럼 적으십시오',
    '축제 "시민 마라톤': '이 따옴표가 닫히지 않았습니다. "시민 마라톤"처럼 끝나는 곳에 하나 더 적으십시오',
    '축제 " "': "따옴표 안이 비어 있습니다. 빼십시오",
    "'시민 마라톤'": '나란히 적힌 말은 큰따옴표로 묶습니다. "시민 마라톤"처럼 적으십시오',
    "(축제 | 행사": "이 괄호가 닫히지 않았습니다. 끝나는 곳에 )를 적으십시오",
    "축제) 행사": "이 괄호를 여는 괄호가 앞에 없습니다. 빼거나, 기사에 든 괄호라면 큰따옴표 안에 적으십시오",
    "축제 ( )": "괄호 안이 비어 있습니다. 빼십시오",
    "((((((((((축제))))))))))": "괄호는 8겹까지 쓸 수 있습니다. 줄이십시오",
    "축제 |": "|는 두 낱말 사이에 적습니다. 축제 | 행사처럼 적거나 빼십시오",
    "축제 - 행사": '-는 뺄 말 바로 앞에 붙입니다. -취소처럼 적거나, 기사에 든 글자라면 "-"로 적으십시오',
    "축제 --취소": "-는 하나면 됩니다. -취소처럼 적으십시오",
    "-취소 -연기": "-는 찾은 것에서 뺍니다. 축제 -취소처럼 찾을 말을 함께 적으십시오",
    "title: 축제": "title:은 낱말 바로 앞에 붙입니다. title:축제처럼 적으십시오",
    "title:-취소 축제": "-는 title: 뒤가 아니라 앞에 붙입니다. -title:취소처럼 적으십시오",
    "제목:축제": "제목은 title:로 적습니다. title:축제처럼 적으십시오",
    "body:축제": "고를 수 있는 것은 title:뿐이며, 적지 않으면 제목과 본문에서 모두 찾습니다. 축제만 적으십시오",
    "(주)가온": '따옴표와 괄호는 낱말과 띄어 적습니다. 여기를 띄우거나, 기사에 그대로 들어 있다면 "(주)가온"처럼 적으십시오',
    '시민"마라톤"': "따옴표와 괄호는 낱말과 띄어 적습니다. 여기를 띄우십시오",
    "축제*": "* 없이도 긴 낱말 속에서 찾습니다. 축제만 적으십시오",
    "+축제 행사": "+ 없이도 모두 든 것을 찾습니다. 축제만 적으십시오",
    "축제 !취소": "뺄 말 앞에는 -를 붙입니다. -취소처럼 적으십시오",
    "축제 / 행사": '/: 낱말이 아닙니다. 빼거나, 기사에 든 글자라면 "/"처럼 적으십시오',
}


@pytest.mark.parametrize(("query", "said"), QUERIES.items())
def test_a_query_that_cannot_be_read_is_refused_in_korean(query: str, said: str) -> None:
    with speaking("ko"), pytest.raises(QueryError) as refusal:
        parse(query)
    english = next(one for one in REFUSED if one[0] == query)
    with pytest.raises(QueryError) as again:
        parse(query)
    assert (refusal.value.message, again.value.message) == (said, english[1])


def test_the_place_is_shown_in_korean_too(desk: Path) -> None:
    ran = korean("export", "--search", "축제,행사", cwd=desk)
    assert (ran.status, ran.err) == (2, f"scrapy export: {QUERIES['축제,행사']}\n  축제,행사\n      ^\n")


# --- what comes out


def test_what_is_exported_is_told_in_korean(desk: Path) -> None:
    assert korean("export", "-O", "a.csv", cwd=desk).err == "저장함: a.csv (기사 3건)\n"
    assert korean("export", "--stories", "-O", "b.csv", cwd=desk).err == "저장함: b.csv (2건)\n"
    ran = korean("export", "--section", "정치", "-O", "c.csv", cwd=desk)
    assert (ran.status, ran.err) == (1, "scrapy export: 섹션이 '정치'인 기사가 없습니다 (있는 섹션: 사회)\n")


def test_counts_are_told_in_korean(desk: Path) -> None:
    ran = korean("stats", cwd=desk)
    assert [line.rstrip() for line in ran.out.splitlines()][:5] == [
        "처음 – 지금 · 기사 3건, 소식 2건, 되풀이 33%",
        "",
        "매체          기사 수  소식 수  되풀이  비율  함께 실음  먼저  뒤에  모름",
        "중도일보            2        2       1   50%          1     0     0     1",
        "대구경북일보        1        1       0    0%          1     0     0     1",
    ]
    assert korean("stats", "-O", "a.csv", cwd=desk).err == "저장함: a.csv (2행)\n"


def test_a_digest_is_told_and_sent_in_korean(desk: Path) -> None:
    mail = '[mail]\nhost = "127.0.0.1"\nport = {}\nsecurity = "none"\nsender = "press@example.com"\nto = ["head@example.com"]\n'
    with posting(Post()) as port:
        (desk / "newsharvest.toml").write_text(mail.format(port), encoding="utf-8")
        ran = korean("digest", "--since", "2026-11-19", "-O", "a.html", "--mail", cwd=desk)
    assert (ran.status, ran.err) == (0, "저장함: a.html (1건)\n보냄: 메일 1통 (127.0.0.1)\n")
    ran = korean("digest", "--since", "last", "-O", "a.html", cwd=desk)
    assert ran.err == "아직 만든 문서가 없어 하루치를 모읍니다\n저장함: a.html (0건)\n"


# --- help


def test_the_help_stands_in_columns_in_korean(tmp_path: Path) -> None:
    ran = quick("export", "-h", cwd=tmp_path, env=KO)
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.partition("\n모든 명령의 옵션\n----------------\n")[0].splitlines() == [
        "사용법",
        "======",
        "  scrapy export [옵션] [매체 ...]",
        "",
        "저장소의 기사를 .csv, .jsonl, .parquet 파일로 쓰거나 JSON Lines로 표준 출력에",
        "씁니다",
        "",
        "옵션",
        "====",
        "  -h, --help            이 도움말을 보여 주고 끝냅니다",
        "  --since 시각          이 날짜나 시각부터의 기사: 2026.11.16, '어제 18:00',",
        "                        '3일 전'",
        "  --until 시각          이 날짜까지, 또는 이 시각 전까지의 기사: '오늘 08:00'",
        "  --section 섹션        이 섹션의 기사. 섹션 이름은 매체가 쓰는 대로 적습니다",
        "  --search 검색어       이것이 든 기사: 낱말(모두), a | b(하나라도),",
        '                        -낱말(빼기), "나란히 적힌 말", title:낱말(제목에서만)',
        "  --without-signal 코드",
        "                        페이지나 매체가 이렇게 표시한 기사는 뺍니다: 쉼표로",
        "                        나눈 코드, 또는 any: noai | noimageai | noindex |",
        "                        tdm_reserved | paywall | ai_robots",
        "  --stories             소식마다 한 행에, 실은 매체를 모두 적습니다",
        "  --revisions           기사의 판마다 한 행에, 언제부터 언제까지였는지",
        "                        적습니다",
        "  --as-of 시각          그때의 저장소: '2026-11-20 08:00', 날짜면 그날 끝",
        "  -O 파일, --output 파일",
        "                        파일에 씁니다 (.csv, .jsonl 또는 .parquet)",
        "  --dataset 폴더        말뭉치를 새 폴더에 씁니다: 달별 Parquet, 목록, 소개 글",
        "  --headers ko          ko: .csv 파일의 머리글을 한글로 씁니다 (없으면 필드",
        "                        이름)",
    ]


def test_a_line_of_the_help_that_ends_with_a_colon_is_no_heading(tmp_path: Path) -> None:
    lines = quick("export", "-h", cwd=tmp_path).out.splitlines()
    place = lines.index("  --until TIME          articles of this day and earlier, or before this time:")
    assert lines[place + 1] == "                        '오늘 08:00'"


@pytest.mark.parametrize("command", ["export", "stats", "digest", "browse"])
def test_no_help_has_an_english_sentence(command: str, tmp_path: Path) -> None:
    ran = quick(command, "-h", cwd=tmp_path, env=KO)
    told = [line for line in ran.out.splitlines() if SENTENCE.search(line)]
    assert told == ["  --by 기준             outlet, day, department, query, pair (기본값: outlet)"] * (command == "stats")


# --- the pages in the browser


def test_an_article_says_in_words_why_it_is_in_doubt(desk: Path) -> None:
    with browsing(desk / "harvest.db") as browser:
        assert browser.get("/article/joongdo:2").texts(".doubts li") == ["미심쩍음: 글이 한 문장뿐임: 앞부분만 읽었을 수 있음 short_body"]
        assert browser.get("/article/joongdo:1").texts(".doubts") == []
    with browsing(desk / "harvest.db", "en") as browser:
        assert browser.get("/article/joongdo:2").texts(".doubts li") == [
            "In doubt: the text is a single sentence: it may be a beginning alone short_body"
        ]


@pytest.mark.parametrize(
    ("terminal", "pages", "said", "refusal"),
    [
        ("en", "ko", "harvest.db is shown at ", QUERIES["축제*"]),
        ("ko", "en", "harvest.db 보는 곳: ", "a word is found in longer ones without a *: write 축제"),
    ],
)
def test_the_pages_have_a_language_of_their_own(
    terminal: str, pages: str, said: str, refusal: str, desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers: list[server.Answer] = []
    monkeypatch.setattr(server.Server, "serve_forever", lambda self: answers.append(self.answer(f"/search?q={quote('축제*')}")))
    ran = quick("browse", "--no-open", "--port", "0", "--language", pages, cwd=desk, env={"NEWSHARVEST_LANGUAGE": terminal})
    assert (ran.status, ran.err.startswith(said)) == (0, True)
    assert [answer.status for answer in answers] == [400]
    assert f'<p class="refused">{refusal}</p>' in answers[0].body.decode()


# --- the heads of a CSV


def heads(file: Path) -> list[str]:
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return next(csv.reader(lines))


def test_every_column_has_a_head_of_its_own_in_korean() -> None:
    for names in (ARTICLE_FIELDS, STORY_FIELDS, VERSION_FIELDS):
        assert len({head(name, "ko") for name in (*names, *(f"{name}_more" for name in names))}) == 2 * len(names)
    assert set(KOREAN) == {*ARTICLE_FIELDS, *STORY_FIELDS, *VERSION_FIELDS}


def test_heads_are_korean_where_they_are_asked_for(desk: Path) -> None:
    assert korean("export", "--headers", "ko", "-O", "ko.csv", cwd=desk).status == 0
    assert quick("export", "-O", "names.csv", cwd=desk).status == 0
    written, named = ((desk / name).read_bytes() for name in ("ko.csv", "names.csv"))
    assert written.startswith("\ufeff기사 ID,매체 코드,매체,주소,섹션,제목,부제,기자,기자 메일,실린 시각,고친 시각,".encode())
    assert written.split(b"\r\n")[0].endswith("의심,재이용 표시,페이지 출처,형식 번호,본문 이어짐".encode())
    assert written.split(b"\r\n")[1:] == named.split(b"\r\n")[1:]
    assert heads(desk / "names.csv") == [*ARTICLE_FIELDS, "body_more"]
    table = pandas.read_csv(desk / "ko.csv", dtype=str)
    assert list(table["제목"]) == ["가을 축제 열린다", "버스 안내", "가을 축제 열린다"]
    assert quick("export", "--stories", "--headers", "ko", "-O", "stories.csv", cwd=desk).status == 0
    assert heads(desk / "stories.csv")[-7:] == [
        "실은 매체",
        "기사 수",
        "기사 주소",
        "처음 실린 시각",
        "마지막 실린 시각",
        "기사 ID 모두",
        "본문 이어짐",
    ]


def test_a_harvest_writes_korean_heads_too(tmp_path: Path) -> None:
    ran = scrapy("harvest", "joongdo", "-s", REPLAY, "--since", "2015-01-01", "--headers", "ko", "-O", str(tmp_path / "a.csv"))
    assert ran.status == 0
    assert heads(tmp_path / "a.csv") == [head(name, "ko") for name in (*ARTICLE_FIELDS, "body_more")]


def test_a_crawl_goes_on_under_korean_heads(desk: Path) -> None:
    assert quick("export", "dgilbo", "--headers", "ko", "-O", "a.csv", cwd=desk).status == 0
    before = (desk / "a.csv").read_bytes()
    crawl = ("crawl", "joongdo", "-s", REPLAY, "-a", "since=2015-01-01", "--headers", "ko", "-o", str(desk / "a.csv"))
    assert scrapy(*crawl).status == 0
    assert (desk / "a.csv").read_bytes().startswith(before)
    assert list(pandas.read_csv(desk / "a.csv", dtype=str)["기사 ID"]) == ["dgilbo:1", "joongdo:20200213010005265"]


@pytest.mark.parametrize(("wrote", "adds"), [((), ("--headers", "ko")), (("--headers", "ko"), ())])
def test_other_heads_are_not_appended_to(wrote: tuple[str, ...], adds: tuple[str, ...], desk: Path) -> None:
    assert quick("export", *wrote, "-O", "a.csv", cwd=desk).status == 0
    before = (desk / "a.csv").read_bytes()
    said = refused("crawl", "joongdo", "-s", REPLAY, *adds, "-o", "a.csv", cwd=desk)
    assert said == "scrapy crawl: a.csv has another header than this version writes, so nothing is appended to it: use -O, or another file"
    assert (desk / "a.csv").read_bytes() == before
