"""Near-duplicates: what the index decides of texts, what it keeps in its file, and what is left after kills."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.releases import Press, pairs, stream
from newsharvest.dedupe import Decision, Index, Kind, UnusableIndexError, fingerprints
from newsharvest.dedupe.passages import shared_passages
from newsharvest.dedupe.postings import COMMON
from tests.support.posix import SIGNALS
from tests.support.project import ROOT
from tests.support.texts import HADONG, LIBRARY, MARKET, YEONCHEON

NOV = "2026-11-{:02d}T09:00:00+09:00"


RUN = """가온시는 오는 {day}일 오전 9시 가온천 둔치에서 ‘제{round}회 가온 단풍 마라톤’을 연다고 밝혔다.

이번 대회에는 전국에서 {runners}명이 참가 신청을 마쳤으며 하프와 10㎞, 5㎞ 세 종목으로 나뉘어 진행된다. 종목마다 1위부터 3위까지 상패와
상금을 준다.

시는 {police}명의 안전 요원을 배치하고 오전 8시부터 정오까지 둔치 진입로의 차량 통행을 막는다. 구급차 4대와 의료진도 출발선과
반환점에서 기다린다.

한가람 시장은 “가온천의 가을을 마음껏 누리시기 바란다”며 “안전한 대회가 되도록 꼼꼼히 챙기겠다”고 말했다."""
RUN_NOW = RUN.format(day=22, round=18, runners="3,200", police=150)
RUN_LAST_YEAR = RUN.format(day=16, round=17, runners="2,750", police=120)


def add(index: Index, id: str, body: str, title: str = "제목", day: int | None = 20, outlet: str | None = None) -> Decision:  # noqa: A002
    published_at = NOV.format(day) if day else None
    return index.add(id=id, outlet=outlet or id.partition(":")[0], title=title, body=body, published_at=published_at)


# --- what is decided


def test_the_first_is_new_and_tells_its_own_story(index: Index) -> None:
    assert add(index, "a:1", HADONG) == Decision(Kind.NEW, "a:1", None, None)


def test_the_same_text_elsewhere_is_exact(index: Index) -> None:
    add(index, "a:1", HADONG, "하동군, 혁신공유·붐업 도모 간담회 개최")
    assert add(index, "b:7", HADONG, "하동군 간담회 열어") == Decision(Kind.EXACT, "a:1", "a:1", 1.0)
    assert add(index, "c:9", HADONG) == Decision(Kind.EXACT, "a:1", "a:1", 1.0)  # of the first one, not of the second


def test_signs_spaces_and_credits_make_no_other_text(index: Index) -> None:
    add(index, "a:1", YEONCHEON)
    printed = YEONCHEON.replace("‘", "'").replace("’", "'").replace("·", "ㆍ").replace(" 및 ", "및 ").replace("처리기간", "처리 기간")
    others = ["20221206_(2).jpg", "김서인 기자 seoin@b.kr", "저작권자 ⓒ 나뉴스 무단전재 및 재배포 금지"]
    printed = "\n".join(["▲ 연천군청 전경", *printed.split("\n"), *others])
    assert add(index, "b:1", printed) == Decision(Kind.EXACT, "a:1", "a:1", 1.0)


def test_an_edited_text_is_near(index: Index) -> None:
    add(index, "a:1", YEONCHEON)
    paragraphs = YEONCHEON.split("\n\n")
    edited = [*paragraphs[:2], *paragraphs[3:-1], paragraphs[-1].split("”며 “")[0] + "”고 말했다."]
    decision = add(index, "b:1", "\n\n".join(edited))
    assert (decision.kind, decision.story_id, decision.duplicate_of) == (Kind.NEAR, "a:1", "a:1")
    assert 0.9 < (decision.similarity or 0) < 1


def test_a_part_is_an_excerpt_whichever_comes_first() -> None:
    part = "\n\n".join(YEONCHEON.split("\n\n")[:3])
    assert 0.2 < len(part) / len(YEONCHEON) < 0.5
    for first, second in ((YEONCHEON, part), (part, YEONCHEON)):
        with Index(":memory:") as index:
            add(index, "a:1", first)
            assert add(index, "b:1", second) == Decision(Kind.EXCERPT, "a:1", "a:1", 1.0)


def test_another_text_is_new(index: Index) -> None:
    add(index, "a:1", YEONCHEON)
    assert add(index, "b:1", HADONG) == Decision(Kind.NEW, "b:1", None, None)


# --- false friends


@pytest.mark.parametrize("outlet", ["a", "b"])
@pytest.mark.parametrize("dated", [True, False])
def test_last_years_run_is_another_story(index: Index, outlet: str, dated: bool) -> None:
    published = ("2025-11-10T09:00:00+09:00", NOV.format(20)) if dated else (None, None)
    index.add(id="a:1", outlet="a", title="마라톤", body=RUN_LAST_YEAR, published_at=published[0])
    made = index.add(id=f"{outlet}:2", outlet=outlet, title="마라톤", body=RUN_NOW, published_at=published[1])
    assert made.kind is Kind.NEW


def test_the_same_release_with_a_corrected_figure_is_near(index: Index) -> None:
    add(index, "a:1", RUN_NOW)
    assert add(index, "b:1", RUN_NOW.replace("3,200", "3,210")).kind is Kind.NEAR


def test_a_text_that_is_near_is_no_repeat_after_months_but_the_same_text_is(index: Index) -> None:
    index.add(id="a:1", outlet="a", title="마라톤", body=RUN_NOW, published_at="2026-09-01T09:00:00+09:00")
    assert add(index, "b:1", RUN_NOW.replace("꼼꼼히", "빈틈없이")).kind is Kind.NEW
    assert add(index, "c:1", RUN_NOW) == Decision(Kind.EXACT, "a:1", "a:1", 1.0)


WEATHER = """내일({day}일) {region} 지역은 고기압의 가장자리에 들어 대체로 맑겠다. 아침 최저기온은 영하 {low}도에서 영하 1도, 낮
최고기온은
{high}도에서 11도로 오늘과 비슷하겠다. 미세먼지 농도는 ‘보통’ 수준을 보이겠고, 바다의 물결은 앞바다에서 {wave}m로 일겠다. 아침과 낮의
기온 차가 15도
안팎으로 크겠으니 건강 관리에 유의해야 한다."""


@pytest.mark.parametrize("outlets", ["ab", "aa"])
def test_two_days_weather_is_two_stories(index: Index, outlets: str) -> None:
    add(index, f"{outlets[0]}:1", WEATHER.format(day=21, region="충남", low=5, high=7, wave="0.5"), "내일 날씨 대체로 맑음", 20)
    second = WEATHER.format(day=22, region="충남", low=4, high=8, wave="1.0")
    assert add(index, f"{outlets[1]}:2", second, "내일 날씨 대체로 맑음", 21).kind is Kind.NEW


FLU = """{city} 보건소는 오는 25일부터 인플루엔자 무료 예방접종을 시작한다고 밝혔다. 대상은 65세 이상 어르신과 생후 6개월부터
13세까지의 어린이, 임신부 등
{people}여 명이다. 접종 첫 주의 혼잡을 막기 위해 나이가 많은 순서대로 날짜를 나눠 진행한다. 신분증을 가지고 가까운 지정 의료기관
{clinics}곳 가운데 한 곳을
찾으면 되며 주소지와 관계없이 전국 어디서나 맞을 수 있다. 접종을 받은 뒤에는 30분가량 머물러 이상 반응을 살피고 당일 목욕과 음주는
삼가는 것이 좋다."""


def test_two_cities_that_print_one_ministrys_form_tell_two_stories(index: Index) -> None:
    add(index, "a:1", FLU.format(city="평택시", people="52,000", clinics=31))
    assert add(index, "b:1", FLU.format(city="안성시", people="52,000", clinics=31)).kind is Kind.NEW


FIRE = """{name}소방서는 겨울철 화재 예방을 위해 주택용 소방시설 설치를 당부하고 나섰다고 밝혔다. 주택용 소방시설은 소화기와 단독경보형
감지기를 말하며, 소화기는 층마다 한 개 이상, 감지기는 방마다 한 개 이상 달아야 한다. 소화기는 불이 난 초기에 소방차 한 대와 맞먹고,
감지기는 연기를 알아채 경보를 울려 빠르게 대피하게 한다. 서장은 “작은 준비가 우리 가족의 생명을 지킨다”고 말했다."""
KIMCHI = """평택시 {name} 새마을부녀회는 ‘사랑의 김장 나눔’ 행사를 열었다고 밝혔다. 회원들은 직접 기른 배추로 김치를 담가 홀몸 어르신께
전달했다. 부녀회장은 “정성껏 담근 김치로 이웃들이 따뜻한 겨울을 보내시기 바란다”며 “어려운 이웃을 위해 나눔을 이어가겠다”고 말했다."""


@pytest.mark.parametrize("outlets", ["ab", "aa"])
@pytest.mark.parametrize(("form", "names"), [(FIRE, ("평택", "안성")), (KIMCHI, ("포승읍", "안중읍")), (KIMCHI, ("비전1동", "비전2동"))])
def test_a_form_that_every_office_fills_in_tells_a_story_each(index: Index, form: str, names: tuple[str, str], outlets: str) -> None:
    add(index, f"{outlets[0]}:1", form.format(name=names[0]))
    assert add(index, f"{outlets[1]}:2", form.format(name=names[1])).kind is Kind.NEW
    assert add(index, "c:3", form.format(name=names[1])).duplicate_of == f"{outlets[1]}:2"


def test_what_an_outlet_writes_under_every_video_joins_nothing(index: Index) -> None:
    stock = "가온티비 뉴스 영상입니다. 자세한 내용은 영상에서 확인하시기 바랍니다. 구독과 좋아요, 알림 설정까지 부탁드립니다. 고맙습니다."
    assert [add(index, f"a:{n}", stock, f"{n}번째 소식").kind for n in range(40)] == [Kind.NEW] * 40
    assert add(index, "a:99", stock, "7번째 소식") == Decision(Kind.EXACT, "a:7", "a:7", 1.0)


@pytest.mark.parametrize(("seen", "kind"), [("2025-11-20", Kind.NEW), ("2026-11-18", Kind.NEAR), (None, Kind.NEAR)])
def test_an_article_without_a_date_is_of_the_day_on_which_it_was_seen(index: Index, seen: str | None, kind: Kind) -> None:
    index.add(id="a:1", outlet="a", title="현장행정", body=YEONCHEON, seen_at=seen)
    again = YEONCHEON.rsplit("”며 “", 1)[0]
    assert index.add(id="b:1", outlet="b", title="현장행정", body=again, seen_at="2026-11-20").kind is kind
    assert index.story("a:1")[1][0] == "a:1"  # a day that the page does not state makes nobody the earliest


TAIL = """한편 가온시는 다음 달 1일부터 시청 민원실의 점심시간 휴무제를 시범 운영한다. 정오부터 오후 1시까지 민원 창구가 문을 닫으며,
여권과 인감증명을 뺀 서류
119종은 무인 발급기와 정부24에서 뗄 수 있다. 시는 6개월 동안 시민 의견을 들어 계속할지 정하기로 했고, 읍면동 행정복지센터 14곳은 형편에
따라 따로 정한다."""


@pytest.mark.parametrize("outlets", ["ab", "aa"])
def test_two_stories_with_one_tail_stay_two(index: Index, outlets: str) -> None:
    add(index, f"{outlets[0]}:1", f"{MARKET}\n\n{TAIL}")
    assert add(index, f"{outlets[1]}:2", f"{LIBRARY}\n\n{TAIL}").kind is Kind.NEW


def test_a_stock_sentence_chains_nothing(index: Index) -> None:
    """Each text shares its second half with all, and is read on its own."""
    stock = (
        "시는 앞으로도 시민 여러분의 목소리에 귀를 기울여 모두가 함께 누리는 살기 좋은 도시를 만드는 데 힘을 다하겠다고 거듭 다짐했다. " * 2
    )
    own = [article.body for article in stream(9, 400) if article.kind == "background" and "날씨" not in article.title][: COMMON + 30]
    assert len(own) == COMMON + 30
    decisions = [add(index, f"o{n}:{n}", f"{text[:140]}\n\n{stock}") for n, text in enumerate(own)]
    # until it is known as stock, two texts may be taken for one: the numbers and the beginnings differ, so none is
    assert [decision.kind for decision in decisions].count(Kind.NEW) == len(decisions)


def test_a_short_text_repeats_only_with_the_same_title(index: Index) -> None:
    add(index, "a:1", "자세한 내용은 영상에서 확인하세요.", "가온시 축제 현장")
    assert add(index, "b:1", "자세한 내용은 영상에서 확인하세요.", "나래군 의회 개원").kind is Kind.NEW
    assert add(index, "c:1", "자세한 내용은 영상에서 확인하세요.", "가온시 축제 현장") == Decision(Kind.EXACT, "a:1", "a:1", 1.0)


# --- stories


def test_a_fuller_text_becomes_canonical_and_the_story_keeps_its_id(index: Index) -> None:
    part = "\n\n".join(YEONCHEON.split("\n\n")[:3])
    add(index, "a:1", part, day=18)
    assert index.story("a:1") == ("a:1", ["a:1"])
    add(index, "b:1", YEONCHEON, day=20)
    assert index.story("a:1") == ("a:1", ["b:1", "a:1"])
    add(index, "c:1", YEONCHEON.rsplit("”며 “", 1)[0], day=17)  # more than nine tenths of it, and earlier
    assert index.story("a:1") == ("a:1", ["c:1", "a:1", "b:1"])


def test_without_dates_the_lower_id_is_first_whichever_came_first(index: Index) -> None:
    add(index, "b:1", YEONCHEON, day=None)
    add(index, "a:1", YEONCHEON, day=None)
    index.settle()
    assert index.story("b:1") == ("a:1", ["a:1", "b:1"])
    add(index, "c:1", YEONCHEON, day=20)  # one that states its date is the earliest that is known to be
    index.settle()
    assert index.story("b:1") == index.story("a:1") == ("c:1", ["c:1", "a:1", "b:1"])


def two_parts() -> tuple[str, str]:
    """Most of one text twice: too little alike for two articles of one outlet, and each nearly all of the whole."""
    paragraphs = YEONCHEON.split("\n\n")
    return "\n\n".join(paragraphs[:-1]), "\n\n".join(paragraphs[2:])


def test_two_stories_that_turn_out_to_be_one_have_the_id_of_the_first_and_both_lead_to_it(index: Index) -> None:
    first, second = two_parts()
    add(index, "m:5", first)
    assert add(index, "m:2", second) == Decision(Kind.NEW, "m:2", None, None)
    assert add(index, "z:9", YEONCHEON) == Decision(Kind.NEAR, "m:2", "m:2", 1.0)
    assert index.story("m:5") == index.story("m:2") == ("m:2", ["z:9", "m:2", "m:5"])
    assert index.decision("m:5").story_id == "m:2"


def test_an_id_of_a_story_that_was_joined_twice_still_leads_there(index: Index) -> None:
    first, second = two_parts()
    add(index, "m:5", first)
    add(index, "m:2", second)
    add(index, "z:9", YEONCHEON)
    add(index, "a:1", HADONG)
    assert add(index, "a:1", YEONCHEON).story_id == "m:2"  # edited: its own story joins theirs
    index.settle()
    assert [index.story(name)[0] for name in ("m:5", "m:2", "a:1")] == ["a:1"] * 3


def test_weak_likeness_joins_no_two_stories(index: Index) -> None:
    """An article that is nearly one story and partly another tells the one alone."""
    paragraphs = YEONCHEON.split("\n\n")
    add(index, "n:1", YEONCHEON.rsplit("\n\n", 1)[0])
    assert add(index, "n:2", "\n\n".join([*paragraphs[:2], LIBRARY, *paragraphs[3:6], TAIL, paragraphs[-1]])).story_id == "n:2"
    add(index, "c:1", YEONCHEON)
    found = index.compare("c:1")
    assert [(name, likeness.kind) for name, likeness in found] == [("n:1", Kind.NEAR), ("n:2", Kind.NEAR)]
    assert index.story("n:1") == ("n:1", ["c:1", "n:1"])  # the fuller text first
    assert index.story("n:2") == ("n:2", ["n:2"])


def test_a_roundup_joins_no_stories(index: Index) -> None:
    """It holds two whole releases; it is neither, and they stay two."""
    add(index, "a:1", YEONCHEON)
    add(index, "b:1", HADONG)
    made = add(index, "c:1", f"이번 주 소식을 모아 전한다. 군정과 시정의 이모저모를 한데 모았다.\n\n{MARKET}\n\n{YEONCHEON}\n\n{HADONG}")
    assert made == Decision(Kind.NEW, "c:1", None, None)
    add(index, "d:1", f"{YEONCHEON}\n\n{HADONG}\n\n{MARKET}\n\n{LIBRARY}")  # begins as the first of them does
    index.settle()
    assert {name: index.decision(name) for name in ("a:1", "b:1", "c:1", "d:1")} == {
        "a:1": Decision(Kind.NEW, "a:1"),
        "b:1": Decision(Kind.NEW, "b:1"),
        "c:1": Decision(Kind.ROUNDUP, "c:1"),
        "d:1": Decision(Kind.ROUNDUP, "d:1"),
    }


def test_what_an_edited_article_repeats_is_in_its_story(index: Index) -> None:
    """A weak likeness to an earlier article and a strong one to a later: it joins the later one's story, and repeats nothing."""
    paragraphs = YEONCHEON.split("\n\n")
    add(index, "e:1", "\n\n".join([*paragraphs[:3], LIBRARY * 2]))
    add(index, "x:1", HADONG)
    add(index, "l:1", YEONCHEON.rsplit("\n\n", 1)[0])
    made = add(index, "x:1", YEONCHEON)
    if made.duplicate_of:
        assert index.decision(made.duplicate_of).story_id == made.story_id
    assert made.story_id == index.decision("l:1").story_id


# --- an article again


def test_the_same_article_again_changes_nothing(index: Index) -> None:
    add(index, "a:1", YEONCHEON)
    second = add(index, "b:1", YEONCHEON)
    assert add(index, "a:1", YEONCHEON) == Decision(Kind.NEW, "a:1", None, None)
    assert add(index, "b:1", YEONCHEON) == second
    assert index.story("a:1") == ("a:1", ["a:1", "b:1"])


def test_an_edited_article_is_found_by_its_new_text_alone(index: Index) -> None:
    add(index, "a:1", YEONCHEON)
    assert add(index, "a:1", HADONG) == Decision(Kind.NEW, "a:1", None, None)
    assert add(index, "b:1", YEONCHEON) == Decision(Kind.NEW, "b:1", None, None)
    assert add(index, "c:1", HADONG) == Decision(Kind.EXACT, "a:1", "a:1", 1.0)


def test_an_article_that_is_edited_out_of_its_story_leaves_it_to_the_others(index: Index) -> None:
    add(index, "a:1", YEONCHEON)
    add(index, "b:1", YEONCHEON.rsplit("\n\n", 1)[0])
    add(index, "c:1", YEONCHEON)
    assert index.decision("c:1").duplicate_of == "a:1"
    assert add(index, "a:1", HADONG) == Decision(Kind.NEW, "a:1", None, None)
    index.settle()
    assert index.story("b:1") == ("b:1", ["c:1", "b:1"])
    assert index.decision("b:1") == Decision(Kind.NEW, "b:1", None, None)
    assert index.decision("c:1") == Decision(Kind.NEAR, "b:1", "b:1", 1.0)
    assert add(index, "d:1", HADONG).story_id == "a:1"


@pytest.mark.parametrize("text", [YEONCHEON, MARKET[:40]], ids=["long", "short"])
def test_the_copies_of_a_text_that_was_edited_away_are_exact_still(index: Index, text: str) -> None:
    for name in ("a:1", "b:1", "c:1"):
        add(index, name, text, day=None)
    add(index, "a:1", HADONG, day=None)
    index.settle()
    assert index.decision("b:1") == Decision(Kind.NEW, "b:1", None, None)
    assert index.decision("c:1") == Decision(Kind.EXACT, "b:1", "b:1", 1.0)
    assert add(index, "d:1", text, day=None) == Decision(Kind.EXACT, "b:1", "b:1", 1.0)
    if text == YEONCHEON:  # and they are found by a part of it
        assert add(index, "e:1", text.rsplit("”며 “", 1)[0], day=None).duplicate_of == "b:1"


@pytest.mark.parametrize(("title", "kind"), [("충남 내일 맑아", Kind.NEAR), ("[날씨] 충남 내일 맑아", Kind.NEW)])
def test_a_title_that_is_edited_counts(index: Index, title: str, kind: Kind) -> None:
    """Eight numbers of nine agree: enough for a story, not for a notice that is made from a form."""
    add(index, "a:1", WEATHER.format(day=21, region="충남", low=5, high=7, wave="0.5"), "충남 내일 맑아")
    add(index, "a:1", WEATHER.format(day=21, region="충남", low=5, high=7, wave="0.5"), title)
    assert add(index, "b:1", WEATHER.format(day=21, region="충남", low=5, high=7, wave="0.9"), "충남 일교차 커").kind is kind


def test_an_article_that_is_edited_into_a_later_ones_text_is_the_one_that_is_repeated(index: Index) -> None:
    add(index, "a:1", HADONG)
    add(index, "b:1", YEONCHEON)
    add(index, "a:1", YEONCHEON)
    index.settle()
    assert index.decision("a:1") == Decision(Kind.NEW, "a:1", None, None)
    assert index.decision("b:1") == Decision(Kind.EXACT, "a:1", "a:1", 1.0)
    assert index.story("b:1") == ("a:1", ["a:1", "b:1"])


# --- the file


def test_an_index_opens_again_with_all_that_is_in_it(tmp_path: Path) -> None:
    with Index(tmp_path / "a.db") as index:
        add(index, "a:1", YEONCHEON)
    with Index(tmp_path / "a.db") as index:
        assert add(index, "b:1", YEONCHEON) == Decision(Kind.EXACT, "a:1", "a:1", 1.0)


def test_two_that_have_one_file_open_see_each_other(tmp_path: Path) -> None:
    with Index(tmp_path / "a.db") as one, Index(tmp_path / "a.db") as other:
        add(one, "a:1", YEONCHEON)
        assert add(other, "b:1", YEONCHEON).duplicate_of == "a:1"
        assert one.decision("b:1").story_id == "a:1"


def test_an_index_of_other_parameters_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with Index(path) as index:
        add(index, "a:1", YEONCHEON)
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("UPDATE dedupe_parameter SET value=7 WHERE name='shingle'")
    before = path.read_bytes()
    with pytest.raises(
        UnusableIndexError, match=r"other parameters \(.*shingle 7.*\) than this newsharvest's \(.*shingle 5.*\): begin a new"
    ):
        Index(path)
    assert path.read_bytes() == before


def test_somebody_elses_file_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "contacts.db"
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("CREATE TABLE people(name)")
    before = path.read_bytes()
    with pytest.raises(UnusableIndexError, match=r"contacts\.db is a database of something else: name another file"):
        Index(path)
    assert path.read_bytes() == before
    (tmp_path / "notes.txt").write_text("가나다\n" * 400, encoding="utf-8")
    with pytest.raises(UnusableIndexError, match=r"notes\.txt cannot be used as an index: file is not a database"):
        Index(tmp_path / "notes.txt")


def test_a_batch_that_fails_leaves_nothing(tmp_path: Path) -> None:
    with Index(tmp_path / "a.db") as index:
        with pytest.raises(ValueError, match="yesterday"), index.batch():  # noqa: PT012
            add(index, "a:1", YEONCHEON)
            index.add(id="b:1", outlet="b", title="", body=YEONCHEON, published_at="yesterday")
        with pytest.raises(KeyError):
            index.decision("a:1")


def test_a_full_disk_says_so_and_leaves_nothing_half_done(tmp_path: Path) -> None:
    with Index(tmp_path / "a.db") as index:
        add(index, "a:1", YEONCHEON)
        index._db.execute(f"PRAGMA max_page_count={index._db.execute('PRAGMA page_count').fetchone()[0]}")
        with pytest.raises(sqlite3.OperationalError, match="database or disk is full"):
            add(index, "b:1", "\n\n".join(article.body for article in stream(9, 60)))
        with pytest.raises(KeyError):
            index.decision("b:1")
        index._db.execute("PRAGMA max_page_count=100000")
        assert add(index, "b:1", YEONCHEON).duplicate_of == "a:1"


def test_a_common_passage_leaves_the_index(tmp_path: Path) -> None:
    """A sentence that COMMON stories print is noted of no other one, whoever prints it later."""
    sentence = "시 관계자는 시민 여러분의 많은 관심과 참여를 바란다고 거듭 당부하며 궁금한 점은 언제든 시청 민원실로 물어 달라고 말했다. "
    own = [article.body for article in stream(9, 400) if article.kind == "background"][: COMMON + 20]
    with Index(tmp_path / "a.db") as index:
        for number, text in enumerate(own):
            add(index, f"o{number}:1", text + sentence)
        index.settle()
    with closing(sqlite3.connect(tmp_path / "a.db")) as db:
        [(common,)] = db.execute("SELECT count(*) FROM stock")
        assert common > 0
        assert db.execute("SELECT max(n) FROM (SELECT count(*) AS n FROM passage GROUP BY hash)").fetchone()[0] < COMMON


KILLED = """
import sys
from benchmarks.releases import stream
from newsharvest.dedupe import Index

with Index(sys.argv[1]) as index:
    for article in stream(4, 200)[int(sys.argv[2]):]:
        index.add(id=article.id, outlet=article.outlet, title=article.title, body=article.body, published_at=article.published_at)
        print(article.id, flush=True)
"""


@SIGNALS
def test_a_kill_loses_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    acknowledged: list[str] = []
    for lines in (37, 90, 151):
        process = subprocess.Popen(
            [sys.executable, "-c", KILLED, str(path), str(len(acknowledged))], cwd=ROOT, stdout=subprocess.PIPE, text=True, encoding="utf-8"
        )
        assert process.stdout
        acknowledged += [process.stdout.readline().strip() for _ in range(lines)]
        process.send_signal(signal.SIGKILL)
        acknowledged += process.stdout.read().split()
        process.wait()
    articles = stream(4, 200)
    with Index(path) as index, Index(":memory:") as whole:
        for article in articles[: len(acknowledged)]:
            assert (
                index.decision(article.id)
                == whole.add(
                    id=article.id, outlet=article.outlet, title=article.title, body=article.body, published_at=article.published_at
                )
                or index.decision(article.id).story_id == index.story(whole.decision(article.id).story_id)[0]
            )
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert db.execute("SELECT count(*) FROM printed").fetchone()[0] >= len(acknowledged)
        assert db.execute("SELECT count(*) FROM printed LEFT JOIN sketch USING (doc) WHERE sketch.doc IS NULL").fetchone() == (0,)
        assert db.execute("SELECT count(*) FROM passage LEFT JOIN printed USING (doc) WHERE story IS NULL").fetchone() == (0,)


# --- any text


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=300), min_size=1, max_size=4))
def test_any_text_is_taken_and_repeats_itself(texts: list[str]) -> None:
    with Index(":memory:") as index:
        for number, text in enumerate(texts):
            index.add(id=f"a:{number}", outlet="a", title="제목", body=text)
        for number, text in enumerate(texts):
            assert index.add(id=f"b:{number}", outlet="b", title="제목", body=text).kind in {Kind.EXACT, Kind.NEAR, Kind.EXCERPT}


def test_a_very_long_text_and_one_of_one_letter_are_taken(index: Index) -> None:
    long = "\n\n".join(article.body for article in stream(9, 300))
    assert len(long) > 100_000
    assert add(index, "a:1", long).kind is Kind.NEW
    assert add(index, "b:1", long).kind is Kind.EXACT
    assert add(index, "c:1", "가" * 50_000).kind is Kind.NEW
    assert add(index, "d:1", "가" * 50_000).kind is Kind.EXACT
    assert add(index, "e:1", "").kind is Kind.NEW


def test_letters_are_the_same_however_they_are_written() -> None:
    def letters(text: str) -> bytes:
        return fingerprints.letters_of(text).tobytes()

    assert letters("가온시, 3D ‘프린터’") == letters("가온시３ｄ프린터")  # full width, small and capital letters
    assert letters("가온") == letters("\u1100\u1161\u110b\u1169\u11ab")  # NFD, as some systems save it
    assert letters("🌾 \ud800") == b""
    assert letters("㎡") != b""


# --- the evaluation set, as far as a test may


@pytest.mark.parametrize(("seed", "half"), [(1, "held"), (11, "tuning")])
def test_the_pairs_of_the_evaluation_set(seed: int, half: str) -> None:
    right = wrong = missed = 0
    for pair in pairs(seed, half)[::3]:  # type: ignore[arg-type]
        with Index(":memory:") as index:
            _press(index, pair.first)
            same = _press(index, pair.second).kind is not Kind.NEW
        right += same and pair.same
        wrong += same and not pair.same
        missed += pair.same and not same
    assert 2 * right / (2 * right + wrong + missed) >= 0.985


def _press(index: Index, article: Press) -> Decision:
    return index.add(id=article.id, outlet=article.outlet, title=article.title, body=article.body, published_at=article.published_at)


# --- passages for people


def test_shared_passages_are_as_the_first_text_prints_them() -> None:
    one = "시는 ‘찾아가는 현장 민원실’을 연다. 날짜는 미정이다. 문의는 시청 민원실로 하면 된다."
    other = "문의는 시청 민원 실로 하면 된다! 시는 '찾아가는 현장민원실'을 닫는다."
    assert shared_passages(one, other) == ["시는 ‘찾아가는 현장 민원실’을", "문의는 시청 민원실로 하면 된다"]
    assert shared_passages(one, "전혀 다른 글이다.") == []
    assert shared_passages("", one) == []
