"""Stories that hold: the same in whatever order the papers came, and none that a form, an opening or a roundup has made of many."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from random import Random

import pytest

from newsharvest.dedupe import Decision, Index, Kind
from newsharvest.dedupe.comparison import APART_DAYS, RULES
from tests.support.posix import SIGNALS
from tests.support.project import ROOT
from tests.support.texts import HADONG, LIBRARY, MARKET, YEONCHEON

Came = tuple[str, str, int | None]
"""An article: its id, its text, its day in November."""

OPENING = """가온시는 오는 22일까지 관내 모든 읍면동에서 하반기 주민 간담회를 차례로 연다고 밝혔다. 간담회는 시정의 주요 사업을 설명하고
주민의 건의를 듣는 자리로 마련됐으며, 나온 의견은 부서마다 검토해 한 달 안에 답을 주기로 했다. 시는 해마다 봄과 가을에 이 자리를 열고
있고, 지난봄에는 모두 214건의 건의를 받아 그 가운데 163건을 처리했거나 처리하고 있다.""".replace("\n", " ")


def add(index: Index, name: str, body: str, day: int | None = 20, *, title: str = "제목", hour: int = 9) -> Decision:
    published_at = None if day is None else f"2026-11-{day:02}T{hour:02}:00:00+09:00"
    return index.add(id=name, outlet=name.partition(":")[0], title=title, body=body, published_at=published_at)


def told(index: Index, came: Iterable[Came]) -> dict[str, tuple[Decision, list[str]]]:
    """Return of each article what it was found to be, and its story, the canonical article first."""
    return {name: (index.decision(name), index.story(name)[1]) for name, _, _ in came}


def own_text(random: Random, letters: int) -> str:
    """Return sentences that no other text has."""
    words: list[str] = []
    while len("".join(words)) < letters:
        words.append("".join(chr(random.randrange(0xAC00, 0xD7A4)) for _ in range(random.randint(2, 5))))
    return " ".join(words) + "했다."


# --- the order of arrival

DONORS = [
    ("㈜한빛건설", "홍길동", "성금 500만 원", "추운 겨울 어려운 이웃에게 작은 보탬이 되길 바란다"),
    ("다솔전자", "이영희", "쌀 100포", "지역에서 받은 사랑을 돌려드리고 싶었다"),
    ("나래식품", "박민수", "라면 50상자", "직원들이 한마음으로 모은 정성이다"),
    ("푸른들농협", "최가람", "김장김치 200상자", "농업인의 마음을 담아 준비했다"),
    ("가온라이온스클럽", "정다운", "연탄 3천 장", "봉사는 나눌수록 커진다고 믿는다"),
    ("별빛의료재단", "오지훈", "방한용품 80세트", "건강한 겨울을 나는 데 도움이 되길 바란다"),
    ("늘품교회", "강민지", "백미 150포", "성도들의 작은 나눔이 온기가 되길 바란다"),
    ("도담어린이집", "윤서연", "성금 72만 원", "아이들이 바자회로 모은 귀한 돈이다"),
]
THANKS = ("꼭 필요한 이웃에게 전달하겠다", "나눔을 이어 온 데 깊이 감사드린다", "마음이 널리 퍼지길 바란다", "빠짐없이 전하겠다")
DONATIONS: list[Came] = [
    (
        f"{'abcdefgh'[number]}:d",
        f"가온시는 {20 + number % 3}일 {who}(대표 {head})에서 이웃돕기 {what}을 기탁했다고 밝혔다.\n이날 기탁식은 시장실에서 김하늘 시장과"
        f" {head} 대표 등이 참석한 가운데 열렸다.\n{head} 대표는 “{said}”고 말했다.\n김하늘 시장은 “{THANKS[number % 4]}”고 말했다.\n"
        "기탁된 성품은 경기사회복지공동모금회를 거쳐 저소득 가정과 홀몸 어르신 등에게 전달될 예정이다.",
        20 + number % 3,
    )
    for number, (who, head, what, said) in enumerate(DONORS)
]
CUT = YEONCHEON.rsplit("\n\n", 1)[0]
PART = "\n\n".join(YEONCHEON.split("\n\n")[:3])
FOUND = own_text(Random("found"), 450)
LOST = own_text(Random("lost"), 600)
ROUNDUP = f"{YEONCHEON}\n\n{HADONG}\n\n{FOUND}\n\n{LOST}"
ALL: list[Came] = [
    ("p:1", PART, 18),
    ("q:1", YEONCHEON, 19),
    ("r:1", CUT, 19),
    ("s:1", YEONCHEON, None),
    ("t:1", "사흘 앞으로 다가온 행정 혁신, 연천군이 앞장서고 있다고 군이 알렸다.\n\n" + YEONCHEON, 20),
    ("p:2", HADONG, 19),
    ("q:2", HADONG.replace("혁신", "쇄신"), 19),
    ("p:3", FOUND, 18),
    ("r:3", LOST, 20),
    ("m:1", ROUNDUP, 17),
    ("n:1", f"{LOST}\n\n{HADONG}\n\n{YEONCHEON}", None),
    *DONATIONS,
]


def arrivals() -> Iterator[Sequence[Came]]:
    yield ALL
    yield ALL[::-1]
    for seed in range(3):
        yield Random(seed).sample(ALL, len(ALL))


def test_the_same_articles_tell_the_same_stories_in_whatever_order_they_come() -> None:
    found = []
    for came in arrivals():
        for night in (len(ALL), 7, 1):  # all in one run, in several, and each in a run of its own
            with Index(":memory:") as index:
                for number, (name, body, day) in enumerate(came, start=1):
                    add(index, name, body, day)
                    if number % night == 0:
                        index.settle()
                index.settle()
                found.append(told(index, ALL))
    assert all(one == found[0] for one in found)
    stories = {decision.story_id for decision, _ in found[0].values()}
    assert stories == {"p:1", "p:2", "p:3", "r:3", "m:1", "n:1", *(name for name, _, _ in DONATIONS)}
    assert found[0]["p:1"][1] == ["q:1", "p:1", "r:1", "t:1", "s:1"]  # the fullest first, then as they were printed


def test_a_story_has_the_id_of_its_first_article_and_the_id_of_before_leads_there(index: Index) -> None:
    add(index, "z:9", YEONCHEON, 20)
    index.settle()
    assert index.story("z:9")[0] == "z:9"
    add(index, "y:1", YEONCHEON, 18)  # came later, was printed before
    index.settle()
    assert index.story("z:9") == index.story("y:1") == ("y:1", ["y:1", "z:9"])
    assert (index.decision("y:1").kind, index.decision("z:9").duplicate_of) == (Kind.NEW, "y:1")


def test_a_night_is_settled_by_what_it_touched(index: Index) -> None:
    random = Random(1)
    with index.batch():
        for number in range(300):
            add(index, f"o{number % 30}:{number}", own_text(random, 400), 1 + number % 20)
        assert index.settle() == 300
    add(index, "a:1", YEONCHEON)
    add(index, "b:1", CUT)
    assert index.settle() <= 4  # the two, again where one has found the other
    assert index.settle() == 0


KILLED = """
import os, signal, sys
from newsharvest.dedupe import Index
from tests.test_settling import ALL, add

placed = 0
place = Index._place

def place_and_die(self, it, **how):
    global placed
    placed += "roundup" in how  # it is not on its way in, but put back
    if placed == 11:
        os.kill(os.getpid(), signal.SIGKILL)
    return place(self, it, **how)

Index._place = place_and_die
with Index(sys.argv[1]) as index:
    for name, body, day in ALL[::-1]:
        add(index, name, body, day)
    index.settle()
"""


@SIGNALS
def test_a_kill_while_stories_are_settled_leaves_what_the_next_run_tells(tmp_path: Path) -> None:
    ran = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path / "a.db")], cwd=ROOT, check=False)
    assert ran.returncode == -signal.SIGKILL
    with Index(tmp_path / "a.db") as index, Index(":memory:") as whole:
        for name, body, day in ALL:
            add(whole, name, body, day)
        whole.settle()
        assert told(index, ALL) != told(whole, ALL)  # all are there, as they came
        index.settle()
        assert told(index, ALL) == told(whole, ALL)


def test_an_edit_that_is_taken_back_leaves_the_stories_as_they_were(index: Index) -> None:
    for name, body, day in ALL:
        add(index, name, body, day)
    index.settle()
    before = told(index, ALL)
    for away in (MARKET, HADONG, YEONCHEON):
        add(index, "q:1", away, 19)
        index.settle()
    assert told(index, ALL) == before
    add(index, "p:1", LIBRARY, 18)
    index.settle()
    assert [decision.kind for decision, members in told(index, ALL).values() if "q:1" in members].count(Kind.NEW) == 1
    add(index, "p:1", PART, 18)
    index.settle()
    assert told(index, ALL) == before


# --- what many have in common


@pytest.mark.parametrize("place", ["opening", "ending"])
def test_what_thirty_papers_begin_or_end_with_joins_none_of_them(index: Index, place: str) -> None:
    random = Random(place)
    for number in range(30):
        own = own_text(random, 150)
        add(index, f"o{number}:1", f"{OPENING}\n{own}" if place == "opening" else f"{own}\n{OPENING}")
    index.settle()
    assert len({index.decision(f"o{number}:1").story_id for number in range(30)}) == 30


@pytest.mark.parametrize("own", ["", "{}에서 열렸다.\n"], ids=["alone", "behind a sentence"])
def test_what_an_outlet_writes_under_everything_joins_nothing_and_the_same_article_again_is_found(own: str) -> None:
    titles = ["한빛강 둔치 마라톤", "중앙도서관 새 단장", "시의회 임시회 개회", "[영상] 주간 브리핑 41호", "[영상] 주간 브리핑 42호"]
    again = "[포토] 중앙도서관, 새 단장했다"
    coming = [(f"a:{number}", title, title) for number, title in enumerate(titles)] + [("a:9", again, titles[1])]
    for night in (6, 2, 1):
        for seed in range(3):
            with Index(":memory:") as index:
                for number, (name, title, first) in enumerate(Random(seed).sample(coming, 6), start=1):
                    add(index, name, own.format(first) + OPENING, title=title, hour=9 + int(name[-1]))
                    if number % night == 0:
                        index.settle()
                stories = [index.decision(f"a:{number}").story_id for number in (0, 1, 2, 3, 4, 9)]
                assert stories == ["a:0", "a:1", "a:2", "a:3", "a:4", "a:1"]


def test_eight_gifts_by_eight_givers_are_eight_stories_and_a_copy_of_each_is_found(index: Index) -> None:
    for name, body, day in DONATIONS:
        add(index, name, body, day)
    for name, body, day in DONATIONS:
        add(index, f"z:{name[0]}", body.replace("시장실에서 ", "시청 시장실에서 "), day, hour=11)
    index.settle()
    assert [index.story(name) for name, _, _ in DONATIONS] == [(name, [name, f"z:{name[0]}"]) for name, _, _ in DONATIONS]


SPEECHES = [
    (
        "고은별",
        "구도심 빈집을 청년 작업실로 바꾸자",
        "빈집이 늘어 골목이 어두워졌고 밤길을 걱정하는 주민이 많다",
        "빈집 은행을 세워 임대를 잇자",
    ),
    ("남궁솔", "버스 막차 시간을 늦추자", "공단에서 늦게 마치는 일꾼들이 택시비로 하루 품삯을 쓴다", "심야 노선을 시범으로 다니게 하자"),
    ("도경완", "학교 앞 급식 쉼터를 열자", "방학이면 끼니를 거르는 아이가 적지 않다", "마을 식당과 손잡고 밥상을 차리자"),
    ("류하나", "하천 산책로의 등을 고치자", "비만 오면 꺼지는 등이 여럿이고 다친 이도 있다", "방수 등으로 모두 갈아 끼우자"),
    ("문태식", "농기계를 함께 쓰는 곳을 늘리자", "기계값이 올라 혼자서는 장만하기 어렵다", "면마다 빌려 쓰는 창고를 두자"),
]


def test_speeches_in_one_form_are_as_many_stories(index: Index) -> None:
    form = (
        "나래군의회 {who} 의원이 본회의에서 자유발언을 통해 “{what}”고 촉구했다.\n"
        "{who} 의원은 “{why}”며 “집행부가 더는 미루지 말아야 한다”고"
        " 지적했다.\n이어 “{how}”고 제안하며 “군민의 삶을 살피는 일에 여야가 따로 없다. 의회와 집행부가 머리를 맞대야 한다”고 덧붙였다.\n"
        "{who} 의원은 끝으로 “군민의 목소리에 귀 기울이는 의정 활동을 이어 가겠다”고 말했다."
    )
    for number, (who, what, why, how) in enumerate(SPEECHES):
        add(index, f"o{number}:1", form.format(who=who, what=what, why=why, how=how))
    index.settle()
    assert len({index.decision(f"o{number}:1").story_id for number in range(len(SPEECHES))}) == len(SPEECHES)


# --- roundups

HELD = {"a:1": YEONCHEON, "b:1": HADONG, "c:1": FOUND, "d:1": LOST}


@pytest.mark.parametrize("at", [0, 2, 4, 5])
@pytest.mark.parametrize("day", [19, 20, 21])
def test_a_roundup_is_told_so_wherever_it_comes(index: Index, at: int, day: int) -> None:
    coming = [*HELD.items(), ("e:1", CUT)]
    coming.insert(at, ("w:1", ROUNDUP))
    for name, body in coming:
        add(index, name, body, day if name == "w:1" else 20)
    index.settle()
    assert index.decision("w:1") == Decision(Kind.ROUNDUP, "w:1", None, None)
    assert index.story("w:1") == ("w:1", ["w:1"])
    assert index.held("w:1") == ["a:1", "b:1", "c:1", "d:1"]
    assert {name: index.story(name)[0] for name in HELD} == {name: name for name in HELD}
    assert index.decision("e:1").duplicate_of == "a:1"  # a copy of one that the roundup holds too
    add(index, "x:1", ROUNDUP, 22)
    index.settle()
    assert index.decision("x:1") == Decision(Kind.EXACT, "w:1", "w:1", 1.0)
    assert index.story("a:1")[1] == ["a:1", "e:1"]


# --- real reprints


@pytest.mark.parametrize(
    "again",
    [
        "행정 혁신의 바람이 접경 지역에도 불고 있다는 평가가 나온다.\n\n" + YEONCHEON,
        "▲ 포천시 관계자들이 지난 봄 행사장을 둘러보며 이야기를 나누는 모습\n" + YEONCHEON,
        "포천시에서 온 견학단이 설명을 들으며 시설을 살펴보고 있다. (자료사진)\n" + YEONCHEON.replace("군정", "군의 행정"),
        "포천시 주민들이 강당을 메운 채 설명을 듣고 있다. 이웃 시·군의 담당자들도 함께해 의견을 나눴다\n" + YEONCHEON,
        YEONCHEON.replace("1", "9", 3),
    ],
    ids=["own first sentence", "caption of another town", "caption with a credit", "caption of two sentences", "three figures"],
)
def test_a_release_that_a_desk_has_worked_on_is_found(index: Index, again: str) -> None:
    assert again != YEONCHEON
    add(index, "a:1", YEONCHEON)
    add(index, "b:1", again, hour=11)
    index.settle()
    assert index.decision("b:1").duplicate_of == "a:1"


# --- why

GIFT = """나래군 한들면 새마을부녀회는 이웃돕기 성금을 면사무소에 맡겼다고 밝혔다. {who} 회장은 “회원들이 바자회를 열어 모은 돈”이라며 “적은
돈이나마 어려운 이웃이 따뜻한 겨울을 나는 데 쓰이면 좋겠다”고 말했다. 한들면은 홀로 지내는 어르신 가정에 난방비로 나누어 줄 예정이다."""
RACE = """제{n}회 가온 단풍 마라톤이 가온천 둔치에서 열린다. 하프와 단축 종목으로 나뉘며 종목마다 상패와 상금을 준다. 신청은 시 누리집에서
받고 기념품으로 수건을 준다. 올해는 {a}명이 신청했고 안전 요원 {b}명이 나선다. 시는 구급차와 의료진을 출발선과 반환점에 두고 길을 막는다.
출발은 {c}시이며 기록은 전자표로 잰다."""
SKY = """내일 충남 지역은 대체로 맑겠다. 아침 최저기온은 영하 {a}도에서 영하 {b}도, 낮 최고기온은 {c}도에서 {d}도로 오늘과 비슷하겠다.
미세먼지 농도는 보통 수준을 보이겠고, 바다의 물결은 앞바다에서 {e}m로 일겠다. 아침과 낮의 기온 차가 크겠으니 건강 관리에 유의해야 한다."""
SHOT = (
    "구독과 좋아요를 부탁드립니다. 자세한 소식은 영상에서 확인하실 수 있습니다. 오늘은 {a} 소식을 준비했습니다. 고맙습니다, 시청자 여러분."
)
FLU = """{city} 보건소는 다음 주부터 독감 무료 예방접종을 시작한다고 밝혔다. 대상은 어르신과 어린이, 임신부이며 신분증을 가지고 가까운 지정
의료기관을 찾으면 된다. 접종을 받은 뒤에는 잠시 머물러 이상 반응을 살피고 그날 목욕과 음주는 삼가는 것이 좋다."""
PARAGRAPHS = YEONCHEON.split("\n\n")
MANY = own_text(Random(7), 220)
OWN = [own_text(Random(seed), 150) for seed in range(30)]

SAYING: dict[str, tuple[Came, Came]] = {
    "too short to compare but as a whole": (("a:1", "가온시 축제가 열렸다.", 20), ("b:1", "가온시 축제가 어제 열렸다.", 20)),
    "too little is shared": (("a:1", YEONCHEON, 20), ("b:1", HADONG, 20)),
    "what they share stands in many others": (("a:1", f"{OWN[0]} {MANY}", 20), ("b:1", f"{OWN[1]} {MANY}", 20)),
    f"more than {APART_DAYS} days lie between them": (("a:1", YEONCHEON, -60), ("b:1", CUT, 20)),
    "they tell of different places": (("a:1", FLU.format(city="평택시"), 20), ("b:1", FLU.format(city="안성시"), 20)),
    "they tell of two rounds of it": (
        ("a:1", RACE.format(n=17, a=2750, b=120, c=9), None),
        ("b:1", RACE.format(n=18, a=3200, b=120, c=9), None),
    ),
    "notices made from one form": (
        ("a:1", SKY.format(a=5, b=1, c=7, d=11, e=0.5), 20),
        ("b:1", SKY.format(a=4, b=1, c=8, d=11, e=0.5), 20),
    ),
    "they name other people or firms": (("a:1", GIFT.format(who="김나리"), 20), ("b:1", GIFT.format(who="박도담"), 20)),
    "short texts of one outlet": (("a:1", SHOT.format(a="가온시 축제"), 20), ("a:2", SHOT.format(a="나래군 의회"), 20)),
    "their outlet writes what they share under other titles too": (("a:1", OPENING, 20), ("a:2", OPENING, 20)),
    "two stories of one outlet that share a part": (
        ("a:1", "\n\n".join(PARAGRAPHS[:-1]), 20),
        ("a:2", "\n\n".join(PARAGRAPHS[2:]), 20),
    ),
    "what they share names hardly any number and nobody": (("a:1", f"{OWN[0]} {MANY}", 20), ("b:1", f"{MANY} {OWN[1]}", 20)),
    "the numbers and names differ": (
        ("a:1", RACE.format(n=18, a=2750, b=120, c=9), 20),
        ("b:1", RACE.format(n=18, a=3200, b=150, c=10).replace("18", "셋"), 20),
    ),
    "they share only an opening": (("a:1", f"{OPENING} {OWN[0]}", 20), ("b:1", f"{OPENING} {OWN[1]}", 20)),
    "they share only an ending": (("a:1", f"{OWN[0]} {OPENING}", 20), ("b:1", f"{OWN[1]} {OPENING}", 20)),
    "they share only a passage": (
        ("a:1", f"{OWN[0]} {OPENING} {OWN[1]}", 20),
        ("b:1", f"{OWN[2]} {OPENING} {OWN[3]}", 20),
    ),
    "they begin otherwise": (("a:1", YEONCHEON, 20), ("b:1", f"{' '.join(OWN[:6])}\n\n{YEONCHEON}", 20)),
}


@pytest.mark.parametrize("sentence", [sentence.format(days=APART_DAYS) for sentence, _ in RULES])
def test_every_rule_is_said(index: Index, sentence: str) -> None:
    pair = SAYING[sentence]
    for name, body, day in pair:
        published_at = None if day is None else "2026-09-01" if day < 0 else f"2026-11-{day}"
        title = {
            "notices made from one form": "[날씨] 내일 맑음",
            "their outlet writes what they share under other titles too": "간담회 소식" if name == "a:1" else "새 도서관",
        }.get(sentence, "제목")
        index.add(id=name, outlet=name[0], title=title, body=body, published_at=published_at)
    if sentence == "what they share stands in many others":
        for number, own in enumerate(OWN[2:], start=2):
            add(index, f"o{number}:1", f"{own} {MANY}", 19)
    if sentence == "their outlet writes what they share under other titles too":
        index.settle()
        assert index.decision("a:2").duplicate_of == "a:1"  # under two titles it may be one article yet
        add(index, "a:3", OPENING, title="마라톤 대회")
    index.settle()
    (first, _, _), (second, _, _) = pair
    [(_, likeness)] = index.compare(second, first)
    assert (likeness.reason, likeness.kind) == (sentence, Kind.NEW)
    assert index.decision(first).story_id != index.decision(second).story_id


def test_of_two_rules_the_first_that_holds_is_said() -> None:
    assert list(SAYING) == [sentence.format(days=APART_DAYS) for sentence, _ in RULES]
    with Index(":memory:") as index:
        for name, city, day in (("a", "평택시", "2026-09-01"), ("b", "안성시", "2026-11-20")):
            index.add(id=f"{name}:1", outlet=name, title="독감", body=FLU.format(city=city), published_at=day)
        [(_, likeness)] = index.compare("b:1", "a:1")
    assert likeness.reason == f"more than {APART_DAYS} days lie between them"  # and they tell of different places
