"""What `scrapy adopt`, `repair`, `read` and `fixture` say to somebody who reads Korean, and what stays English in the files they write."""

from __future__ import annotations

import json
import os
import re
import shutil
from pathlib import Path

import pytest

from newsharvest.fit import said, sign
from newsharvest.language import speaking
from newsharvest.platforms.families import FAMILIES
from tests.support.command_line import quick, refused
from tests.support.new_site import FEED, HTML, LIST, SITE, article_url, record, site
from tests.support.processes import Ran, run
from tests.support.project import FIXTURES, ROOT
from tests.support.project_copy import Project
from tests.support.town import HOST, SINCE
from tests.test_adopt_own import SITE as OWN_SITE
from tests.test_adopt_own import Daily
from tests.test_language import SENTENCE
from tests.test_repair import Paper

KOREAN = {"NEWSHARVEST_LANGUAGE": "ko"}
GIVEN = re.compile(rf"\[.*\]|uv run scrapy [\w ]+|scrapy fixture record|\b({'|'.join(FAMILIES)})\b")
HANGUL = re.compile(r"[가-힣]")


def in_korean(*arguments: str, answer: str = "") -> Ran:
    """Run scrapy in the project itself, which nothing is written into."""
    return run("scrapy", *arguments, cwd=ROOT, env={**os.environ, **KOREAN}, answer=answer)


def english(text: str) -> list[str]:
    """The lines that hold a sentence in English, but for selectors, which stand in brackets, commands to type, and the families' names."""
    return [line for line in text.splitlines() if SENTENCE.search(GIVEN.sub("", line))]


def test_nothing_of_it_is_english_but_what_is_given() -> None:
    assert english("  지역             경남\n  title  5건 중 5건  [nav li a]\nnothing was written\n") == ["nothing was written"]


# --- adopt


def test_a_site_of_a_family_is_shown(tmp_path: Path) -> None:
    no = in_korean("adopt", f"{SITE}/", "-s", f"REPLAY={record(tmp_path, site())}", answer="n\n")
    assert no.status == 0
    assert no.err == (
        "newsharvest/spiders/some_local_paper.py, fixtures/some_local_paper: 쓸까요? [y/N] scrapy adopt: 아무것도 쓰지 않았습니다\n"
    )
    printed = no.out.splitlines()
    assert printed[:3] == [
        f"some_local_paper 새고을신문  {SITE}/",
        "  계열             NDsoft: ndsoft/skin-3 5건",
        "  지역             경남",
    ]
    assert {
        "  섹션             정치 (S1N1), 경제 (S1N2), 사회 (S1N3), 문화 (S1N4)",
        "    title          5건 중 5건  솔밭천 징검다리 새로 놓아  [header.article-view-header .heading]",
        "    subtitle       5건 중 2건  책 열 권까지 바꿔 가세요  [h2.subheading, h3.subheading, h4.subheading]",
        "    author_emails  5건 중 0건",
        "    published_at   5건 중 5건  2026-11-20T17:05:00+09:00  [ul.infomation > li 4건;"
        " meta[property='article:published_time']::attr(content) (항목의 10번째 선택자) 1건]",
        f"  읽지 못함: deleted: 매체가 지운 기사  {article_url(5208)}",
        f"  읽지 못함: photo_only: 글이 없는 사진 기사  {article_url(5206)}",
    } <= set(printed)
    assert english("\n".join(line for line in printed if LIST not in line and FEED not in line)) == []


def test_nobody_answers(tmp_path: Path) -> None:
    ran = in_korean("adopt", f"{SITE}/", "-s", f"REPLAY={record(tmp_path, site())}")
    assert (ran.status, ran.err.splitlines()[1:]) == (1, ["scrapy adopt: 아무것도 쓰지 않았습니다: 대답이 없었습니다"])


def recorded(daily: Daily, folder: Path) -> Path:
    articles = {f"{OWN_SITE}/read/{1000 + n}": (daily.article(n), HTML) for n in range(1, daily.count + 1)}
    others = {f"{OWN_SITE}/": daily.front(), f"{OWN_SITE}/all": daily.listing(1), f"{OWN_SITE}/all?page=1": daily.listing(1)}
    robots = {f"{OWN_SITE}/robots.txt": ("User-agent: *\nAllow: /\n", "text/plain")}
    return record(folder, articles | {url: (page, HTML) for url, page in others.items()} | robots)


def test_what_is_guessed_is_said_in_korean_and_written_in_english(project: Project, tmp_path: Path) -> None:
    replay = f"REPLAY={recorded(Daily(), tmp_path / 'pages')}"
    yes = project.run("scrapy", "adopt", f"{OWN_SITE}/", "-s", replay, answer="y\n", env=KOREAN)
    assert (yes.status, yes.err) == (0, "newsharvest/spiders/dasom_news.py, fixtures/dasom_news: 쓸까요? [y/N] ")
    printed = re.sub(r"20\d\d-\d\d-\d\d 5건", "DAY 5건", yes.out).splitlines()
    assert {
        "  계열             없음, 아래는 짐작: dasom_news/DAY 5건",
        "  주소             /read/{key}, 목록은 /all?page={page}",
        "  섹션             -",
        "    section        5건 중 0건",
        "  불확실: authors: 아는 기사 가운데 기자가 둘인 것이 없음: 둘째 기자를 놓칠 수 있음",
        "  불확실: subtitle: 부제를 아는 기사가 두 건이 안 됨",
        "  불확실: section: 아는 것을 읽는 선택자가 없음",
        "  아래 기사를 열어 견주어 보십시오:",
        "  페이지를 열어 보십시오. 거의 모든 매체에 있는 항목: section. 여기에도 있으면 레이아웃에 그것이 빠진 것입니다",
    } <= set(printed)
    assert printed[-4:] == [
        "썼습니다: newsharvest/spiders/dasom_news.py",
        "썼습니다: fixtures/dasom_news (1012, 1013, 1014, 1015, 1016, list-1, robots)",
        "남은 일: expected.json과 unwanted.txt를 하나씩 page.html과 견주어 읽고 고친 다음, 읽은 날을 `_read`에 적으십시오",
        '다음: uv run cog -r "@docs/generated.txt" (README와 docs의 표), 그다음 uv run pytest',
    ]
    source = project.spider("dasom_news").read_text(encoding="utf-8")
    assert re.match(r'"""다솜신문\. Not checked live: 5 articles read by scrapy adopt on 20\d\d-\d\d-\d\d, from recorded pages\.\n', source)
    assert '            "authors": ("no known article is by two: a second writer may be missed",),\n' in source
    assert HANGUL.search(source.replace("다솜신문", "").replace("경남", "")) is None
    unwanted = (project.cases("dasom_news") / "1016" / "unwanted.txt").read_text(encoding="utf-8")
    assert unwanted.startswith("# Text on the page that must not be in the article, a line each: ")


def test_a_site_whose_text_is_for_subscribers_is_refused(tmp_path: Path) -> None:
    ran = in_korean("adopt", f"{OWN_SITE}/", "-s", f"REPLAY={recorded(Daily(paywall=True), tmp_path)}", answer="y\n")
    assert (ran.status, ran.out) == (1, "")
    assert ran.err == (
        f"scrapy adopt: 알려진 계열의 기사가 아니고, 기사로 보이는 링크도 없습니다: {OWN_SITE}/. 기사의 주소를 주십시오\n"
        "scrapy adopt: 알 수 없음: 어느 계열의 기사와도 모양이 다른 페이지\n"
        "scrapy adopt: 가까운 것: 없음. 그런 기사에 있는 것이 하나도 없음\n"
        "scrapy adopt: 레이아웃도 찾지 못했습니다: 구독하거나 로그인해야 글이 이어진다고 페이지에 적혀 있음\n"
        "scrapy adopt: 기사가 맞으면 docs/adding-outlets.ko.md에 그런 매체를 더하는 방법이 있습니다\n"
    )


def test_a_page_that_does_not_come(tmp_path: Path) -> None:
    ran = in_korean("adopt", f"{SITE}/gone", "-s", f"REPLAY={record(tmp_path, site())}")
    assert (ran.status, ran.err) == (1, f"scrapy adopt: 페이지 받지 못함: {SITE}/gone: not_recorded: REPLAY 폴더에 없는 페이지\n")


# --- repair


LISTED = f"http://{HOST}/bbs/board.php?bo_table=news"


class Desk:
    """Somebody who has read the outlet for three nights, from recorded pages."""

    def __init__(self, project: Project, folder: Path) -> None:
        self.project, self.folder, self.paper = project, folder, Paper()
        for night in range(3):
            self.paper.publish(*range(night * 8 + 1, night * 8 + 9), day=f"2024-11-{20 + night}")
        self.run("harvest", "gyeonggitv", "--since", SINCE)

    def run(self, *arguments: str, answer: str = "", listed: bool = True) -> Ran:
        """Run scrapy in Korean on the pages as they are now."""
        pages = {f"{LISTED}&wr_id={n}": (self.paper.article(n), HTML) for n in self.paper.articles}
        shutil.rmtree(self.folder, ignore_errors=True)
        replay = record(self.folder, pages | ({LISTED: (self.paper.list(1), HTML)} if listed else {}))
        return self.project.run("scrapy", *arguments, "-s", f"REPLAY={replay}", "-s", "STORE=h.db", answer=answer, env=KOREAN)


@pytest.fixture
def desk(project: Project, tmp_path: Path) -> Desk:
    return Desk(project, tmp_path / "pages")


def test_nothing_is_broken(desk: Desk) -> None:
    whole, without_list = desk.run("repair", "gyeonggitv"), desk.run("repair", "gyeonggitv", listed=False)
    assert (whole.status, whole.err, whole.out) == (
        0,
        "",
        "gyeonggitv 경기티비종합뉴스: 고장 난 것이 없습니다. 아는 기사 5건과 다른 기사 5건이 전처럼 읽히며, 아무것도 쓰지 않았습니다"
        " (--anyway를 붙이면 그래도 레이아웃을 찾습니다)\n",
    )
    assert (without_list.status, without_list.err, without_list.out) == (
        1,
        "",
        "gyeonggitv 경기티비종합뉴스: 목록이 오지 않았으나 레이아웃 탓은 아닙니다. 아는 기사 5건과 다른 기사 0건이 전처럼 읽히며,"
        " 아무것도 쓰지 않았습니다 (--anyway를 붙이면 그래도 레이아웃을 찾습니다)\n"
        f"  오지 않음: 목록 받지 못함: {LISTED}: not_recorded: REPLAY 폴더에 없는 페이지\n",
    )


TABLE = f"""\
gyeonggitv 경기티비종합뉴스  http://{HOST}/
  아는 기사        저장소의 기사 5건 (다시 요청한 것은 5건)
  새 기사          레이아웃을 찾는 데 쓰지 않은 기사 5건
  이전             no_layout 10건
  지금             gyeonggitv/DAY 10건
  항목             아는 기사: 이전  지금      새 기사: 이전    지금
    section        0/5 맞음         5/5 맞음  0/5              5/5       지역뉴스  [.crumb]
    title          0/5 맞음         5/5 맞음  0/5              5/5       가온시, 청년 창업 공간 30번째 사업 마무리  [.view-title]
    subtitle       0/3 맞음         3/3 맞음  0/5              1/5       임대료 지원 30곳 늘려 청년 창업 공간 돕는다  [.view-sub]
    authors        0/5 맞음         5/5 맞음  0/5              5/5       김하늘  [.writer]
    published_at   0/5 맞음         5/5 맞음  0/5              5/5       2024-11-23T12:30:00+09:00  [.date]
    images         0/5              2/5       0/5              4/5       1: http://{HOST}/data/30.jpg  [.view-text]
  목록             이전 0행, 지금 10행, 날짜 있는 것 10행  {LISTED}  [.item; 날짜 .item-date]
  불확실한 것, 하나씩 확인하십시오:
      까닭: 아는 페이지에 없는 상자 div.poll ({LISTED}&wr_id=26: “이 기사를 어떻게 보십니까”)
  의심 (10건 중 1건): box_in_body: 본문 줄 사이에 클래스가 따로 있는 덩어리가 있음: 페이지의 상자가 섞였을 수 있음
  의심 (10건 중 1건): other_voice: 혼자만 독자에게 말을 거는 문단이 있음: 안내문이 섞였을 수 있음
  아래 기사를 열어 견주어 보십시오:
"""
"""But for the line of the text, which says how long it is."""
WRITTEN = """\
썼습니다: newsharvest/spiders/gyeonggitv.py
썼습니다: fixtures/gyeonggitv (15, 21, 22, 23, 24, 25, 26, 30, 31, 32, list-1)
남은 일: 새 expected.json과 unwanted.txt를 하나씩 page.html과 견주어 읽고 고친 다음, 읽은 날을 `_read`에 적으십시오
다음: uv run scrapy harvest gyeonggitv -s STORE=h.db
"""


def test_a_redesigned_site_is_shown_in_korean_and_written_in_english(desk: Desk) -> None:
    paper = desk.paper
    paper.redesigned = paper.new_list = True
    paper.publish(*range(25, 33), day="2024-11-23")
    new = paper.new
    poll = '<div class="view-text"><div class="poll">이 기사를 어떻게 보십니까</div>'
    paper.new = lambda n, paragraphs: (  # type: ignore[method-assign]
        new(n, paragraphs).replace('<div class="view-text">', poll) if n == 26 else new(n, paragraphs)
    )
    yes = desk.run("repair", "gyeonggitv", answer="y\n")
    assert (yes.status, yes.err) == (0, "newsharvest/spiders/gyeonggitv.py에 쓰고 페이지를 fixtures/gyeonggitv에 둘까요? [y/N] ")
    assert english(yes.out) == []
    printed = re.sub(r"gyeonggitv/20\d\d-\d\d-\d\d", "gyeonggitv/DAY", yes.out)
    table, opened, looked = printed.partition("  아래 기사를 열어 견주어 보십시오:\n")
    assert re.sub(r"    body  .*\n", "", table) + opened == TABLE
    assert looked.endswith(WRITTEN)
    source = desk.project.spider("gyeonggitv").read_text(encoding="utf-8")
    assert re.search(
        r"^On 20\S+ `scrapy repair` found \S+ and \S+, by 5 articles of the store, from recorded pages\.$", source, re.MULTILINE
    )
    assert f"no known page has a box such as div.poll ({LISTED}&wr_id=26: “이 기사를 어떻게 보십니까”)" in source.replace(
        '"\n                "', ""
    )


def test_behind_a_paywall_nothing_is_found(desk: Desk) -> None:
    desk.paper.redesigned = desk.paper.paywall = True
    ran = desk.run("repair", "gyeonggitv")
    told = ran.err.splitlines()
    assert (ran.status, ran.out) == (1, "")
    assert told[:3] == [
        "scrapy repair: 레이아웃을 찾지 못했습니다:",
        "scrapy repair: 아는 글이 들어 있는 페이지가 5쪽 중 0쪽임: 3쪽이 있어야 함",
        f"scrapy repair: {LISTED}&wr_id=24: 글의 29%만 페이지에 있음: 구독자 전용이거나 고쳐 쓴 기사일 수 있음",
    ]
    assert told[-1] == (
        f"scrapy repair: 브라우저로 열어 보십시오: {LISTED}&wr_id=24. 레이아웃을 손으로 적는 방법은 docs/adding-outlets.ko.md에 있습니다"
    )
    assert english(ran.err) == []


# --- read


def test_a_saved_page_is_read() -> None:
    ran = quick("read", str(FIXTURES / "ghnews" / "smart-output" / "page.html"), env=KOREAN)
    assert (ran.status, json.loads(ran.out)["outlet"]) == (0, "ghnews")
    assert ran.err.splitlines()[:3] == ["계열: mediaon (미디어온)", "레이아웃: mediaon/article", "매체: ghnews 경기헤드뉴스"]
    assert {"body           .smartOutput  (예비: 항목의 3번째 선택자)", "rights         -  비어 있음"} <= set(ran.err.splitlines())
    assert english(ran.err) == []


def test_a_page_that_is_no_article() -> None:
    ran = quick("read", str(FIXTURES / "gyeonggitv" / "list-1" / "page.html"), env=KOREAN)
    assert (ran.status, ran.out) == (1, "")
    assert ran.err.splitlines()[:4] == [
        "알 수 없음: 어느 계열의 기사와도 모양이 다른 페이지",
        "목록 페이지로 보입니다(mediaon/list, netpro/list). 기사 페이지를 주십시오",
        "가까운 것: netpro/theme (NetPro): 모양의 표시 1개 가운데 0개, 본문 없음, 항목 6개 가운데 1개 (section)",
        "    없음: #news_body_area, .art_top, .fix_art_top, h2.news_title01",
    ]
    assert english(ran.err) == []


def test_a_page_that_a_site_shows_instead() -> None:
    ran = quick("read", str(FIXTURES / "joongdo" / "challenge-cookie" / "page.html"), env=KOREAN)
    assert (ran.status, ran.err) == (
        1,
        "알 수 없음: 어느 계열의 기사와도 모양이 다른 페이지\n"
        "안내 페이지임(challenge/cookie): 기사 대신 접속 확인 페이지가 옴\n"
        "가까운 것: 없음. 그런 기사에 있는 것이 하나도 없음\n",
    )


# --- fixture


def test_cases_are_checked() -> None:
    ran = quick("fixture", "check", "joongdo", env=KOREAN)
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.splitlines()[-1] == "확인함: 매체 1곳, 사례 8건: 예상과 같음 7건, expected.json 없음 1건"


def test_what_differs_is_shown(tmp_path: Path) -> None:
    for case in ("wrong", "broken"):
        shutil.copytree(FIXTURES / "ghnews" / "smart-output", tmp_path / "ghnews" / case)
    file = tmp_path / "ghnews" / "wrong" / "expected.json"
    expected = json.loads(file.read_text(encoding="utf-8"))
    file.write_text(json.dumps(expected | {"section": [], "_read": None}), encoding="utf-8")
    broken = tmp_path / "ghnews" / "broken" / "expected.json"
    broken.write_text("[]", encoding="utf-8")
    ran = quick("fixture", "check", "ghnews", "-s", f"REPLAY={tmp_path}", env=KOREAN)
    assert (ran.status, ran.err) == (1, "")
    assert ran.out == (
        "ghnews/broken: 읽을 수 없음\n"
        f"  {broken}: 항목마다 이름이 있는 객체를 적어야 함\n"
        "ghnews/wrong: 읽었다는 표시가 없음\n"
        "  section\n"
        "    - (없음)\n"
        "    + 경기도\n"
        "  expected.json을 페이지와 견주어 읽은 다음 언제 무엇과 견주었는지 `_read`에 적으십시오\n"
        "확인함: 매체 1곳, 사례 2건: 읽었다는 표시가 없음 1건, 읽을 수 없음 1건\n"
    )


# --- the help, and what is refused


@pytest.mark.parametrize(
    ("command", "usage", "option"),
    [
        (
            "adopt",
            "scrapy adopt [옵션] <주소>",
            "  --name NAME           명령에서 쓸 매체 이름. 적지 않으면 호스트 이름의 첫\n                        부분\n",
        ),
        ("repair", "scrapy repair [옵션] <매체>", "  --anyway              있는 레이아웃으로 모두 읽혀도 레이아웃을 찾습니다\n"),
        (
            "read",
            "scrapy read [옵션] <파일 또는 주소> | <파일.warc.gz 또는 폴더> ... [-O <파일>]",
            "  --url URL             저장한 파일이 어느 주소에서 왔는지\n",
        ),
        (
            "fixture",
            "scrapy fixture record <매체> <주소> [--from <파일>] | check [<매체>] | refresh [<매체>] [--accept]",
            "  --accept              refresh: 달라진 사례를 바꿉니다\n",
        ),
    ],
)
def test_the_help(command: str, usage: str, option: str) -> None:
    ran = quick(command, "-h", env=KOREAN)
    assert ran.status == 0
    assert ran.out.startswith(f"사용법\n======\n  {usage}\n\n")
    assert option in ran.out
    assert english(ran.out) == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ("adopt", "사이트의 주소를 하나 적으십시오"),
        ("adopt a b", "사이트의 주소를 하나만 적으십시오 (적은 것: a b)"),
        ("adopt ftp://x", "페이지의 주소가 아닙니다: 'ftp://x'. 주소는 http:// 또는 https://와 호스트 이름만으로 시작해야 합니다"),
        (
            "adopt http://www.joongdo.co.kr/",
            "이미 있는 매체입니다: www.joongdo.co.kr, joongdo 중도일보."
            " 무엇을 읽는지는 scrapy outlets --check joongdo 명령으로 볼 수 있습니다",
        ),
        ("adopt http://a.kr/ --name A", "매체 이름으로 쓸 수 없습니다: 'A'. --name에 영문 소문자로 시작해 소문자, 숫자, _만 적으십시오"),
        (
            "adopt http://a.kr/ --name idomin",
            "같은 이름의 매체가 있습니다: 'idomin' (newsharvest/spiders/idomin.py). --name으로 다른 이름을 주십시오",
        ),
        ("repair", "매체를 하나 적으십시오. 어떤 매체가 있는지는 scrapy outlets가 보여 줍니다"),
        ("repair joongdo idomin", "매체를 하나만 적으십시오 (적은 것: joongdo idomin)"),
        ("read", "저장한 페이지나 주소를 하나 적으십시오"),
        ("read gone.html", "없는 파일: gone.html. 주소라면 http:// 또는 https://로 시작해야 합니다"),
        ("read --url x gone.html", "--url 'x': 주소가 아닙니다. 주소는 http:// 또는 https://로 시작합니다"),
        ("read --url http://a.kr/ http://a.kr/", "--url은 저장한 파일이 온 주소입니다. 주소를 읽을 때는 빼십시오"),
        ("fixture", "다음 가운데 하나를 적으십시오: record <매체> <주소>, check [<매체>], refresh [<매체>]"),
        ("fixture record joongdo", "record에는 매체와 주소를 적으십시오: scrapy fixture record <매체> <주소>"),
        ("fixture record joongdo http://a.kr/", "joongdo 중도일보의 주소(www.joongdo.co.kr)가 아닙니다: 'http://a.kr/'"),
        ("fixture check joongdo idomin", "check에는 매체를 하나만 적거나, 모두 보려면 적지 마십시오 (적은 것: joongdo idomin)"),
        ("fixture check --accept", "--accept는 refresh에만 붙입니다 (check에는 쓸 수 없습니다)"),
        ("fixture refresh -s REPLAY=fixtures", "REPLAY=fixtures: 쓰는 폴더와 같습니다. 받아 올 다른 폴더를 적거나 REPLAY를 빼십시오"),
    ],
)
def test_what_is_mistyped_is_refused(arguments: str, said: str) -> None:
    assert refused(*arguments.split(), env=KOREAN) == f"scrapy {arguments.split()[0]}: {said}"


# --- signs


def test_a_sign_is_english_and_said_in_the_language_of_the_process() -> None:
    with speaking("ko"):
        found = sign(
            "{line} of {url} stands in {place}, where few pages have text", line="“가”", url="u", place=sign("its container itself")
        )
    assert (found, said(found)) == (
        "“가” of u stands in its container itself, where few pages have text",
        "u: 글이 있는 페이지가 적은 자리(본문 상자 바로 안)에 있음: “가”",
    )
    assert said("of a file") == "of a file"
