"""Which municipality or town a text names."""

from __future__ import annotations

import re
from pathlib import Path

MUNICIPALITIES = frozenset(Path(__file__).with_name("municipalities.txt").read_text(encoding="utf-8").split())
"""The cities, counties and districts with a mayor of their own, in 2026 (a name that several have stands once)."""
PROVINCES = tuple("서울 부산 대구 인천 광주 대전 울산 세종 경기 강원 충북 충남 전북 전남 경북 경남 제주".split())
"""The provinces and the cities of their rank, as they are called for short."""
_PROVINCE = re.compile(
    rf"(?:{'|'.join(PROVINCES)})(?:특별자치도|특별자치시|특별시|광역시|[도시])?|(?:충청|전라|경상)[남북]도|수도권|영남|호남|충청|전라|경상|경인"
)
_STEMS = {name[:-1]: name for name in MUNICIPALITIES if len(name) > 2}
_MUNICIPALITY = re.compile("(?<![가-힣])(?:양구군|[가-힣]{1,4}?[시군구])")  # `양구` would be taken first, and is none


def is_place(word: str) -> bool:
    """Tell whether a word is the name of a province or a municipality, in full or for short (`경남`, `평택시`, `평택`)."""
    return word in MUNICIPALITIES or word in _STEMS or _PROVINCE.fullmatch(word) is not None


_BODIES = re.compile("소방서|경찰서|교육지원청|보건소|세무서|농협|축협|의회|문화원|체육회")
_BODY = re.compile(f"(?<![가-힣])([가-힣]{{2,4}}?)(?:{_BODIES.pattern})")


def municipalities(text: str) -> set[str]:
    """Return the municipalities that a text names in full (`평택시`, not `평택`), or by a body of theirs (`평택소방서`)."""
    named = _MUNICIPALITY.findall(text)
    if _BODIES.search(text):  # few do: much faster
        named += [_STEMS.get(stem, stem) for stem in _BODY.findall(text)]
    return set(MUNICIPALITIES.intersection(named))


_NAMED_AFTER = re.compile("(?:시|군|구|도|읍|면|동|리|청|의회|경찰서|소방서|보건소|재단|공사|공단|대|대학교)[,·…]?$")


def ends_as_place(word: str) -> bool:
    """Tell whether a word ends as the names of places and offices do: what a local paper's titles begin with."""
    return _NAMED_AFTER.search(word) is not None


_ACTS = "행정복지|주민|새마을|지역사회|의용|적십자|체육"
_TOWN_END = re.compile(rf"[읍면](?= ?(?:{_ACTS}|이장|장[은이(]|\(|에|의|은|이))|동(?= ?(?:{_ACTS}|통장|장[은이(]))")
_TOWN_NAME = re.compile(r"(?<![가-힣])[가-힣]{1,3}[0-9]?$")
_NO_TOWNS = frozenset(
    "장면 화면 측면 이면 지면 전면 정면 표면 국면 평면 가면 라면 냉면 당면 방면 대면 비대면 직면 반면 내면 외면 서면".split()
)


def towns(text: str) -> set[str]:
    """Return the towns below a municipality that a text names as the one that acts (`포승읍 새마을부녀회`, `비전1동 통장협의회`)."""
    named = set()
    for end in _TOWN_END.finditer(text):  # few words end so: looking back from there is fast
        if name := _TOWN_NAME.search(text, max(0, end.start() - 5), end.start()):
            named.add(name[0] + end[0])
    return named - _NO_TOWNS
