"""Who acts in a text, by name; and where a text begins behind its captions."""

from __future__ import annotations

import pytest

from newsharvest import press


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("가온시는 ㈜한빛건설(대표 홍길동)에서 성금을 기탁했다고 밝혔다.", {"한빛건설", "홍길동"}),
        ("김하늘 시장과 이영희 대표가 참석했다.", {"김하늘", "이영희"}),
        ("㈜푸르뫼에너지와 협약을 맺었다. ㈜푸르뫼에너지는 담당자를 둔다.", {"푸르뫼에너지"}),
        ("박도담 군의원은 자유발언을 했다.", {"박도담"}),
        ("위원장 최가람", {"최가람"}),
        ("다솔전자는 쌀을, 도담어린이집은 성금을 냈다.", {"다솔전자", "도담어린이집"}),
        ("가족 신희영씨는 고개를 숙였다.", {"신희영"}),
        ("‘사랑의 김장 나눔 부녀회장’이 모였다.", set()),
        ("평택시 새마을부녀회는 김치를 전달했다.", set()),
        ("홍길동(62) 씨와 이장 김용수, 대표이사 박나리는 뜻을 모았다.", {"홍길동", "김용수", "박나리"}),
        ("서울시 오세훈 시장은 말했다.", {"오세훈"}),
        ("동네 엄마손칼국수와 행복미용실도 함께했다.", {"엄마손칼국수", "행복미용실"}),
        ("오래된 박물관을 지난해 선수들과 방문객 대표가 찾았다.", set()),
        ("내일은 대체로 맑겠다.", set()),
        ("", set()),
    ],
)
def test_persons_and_firms_are_read_by_their_posts_and_kinds(text: str, names: set[str]) -> None:
    assert press.actors(text) == names


@pytest.mark.parametrize(
    ("body", "begins"),
    [
        ("▲ 포천시 관계자들의 모습\n연천군은 문을 열었다.", "연천군은 문을 열었다."),
        ("시민들이 둔치를 걷고 있다.\n가온시는 길을 냈다고 밝혔다.", "가온시는 길을 냈다고 밝혔다."),
        (
            "가온시는 길을 냈다고 밝혔다. 시민들이 걷고 있다.\n둘째 문단이다.",
            "가온시는 길을 냈다고 밝혔다. 시민들이 걷고 있다.\n둘째 문단이다.",
        ),
        ("사진 한 장\n또 한 장", "사진 한 장\n또 한 장"),  # nothing else: all of it
        ("", ""),
    ],
)
def test_a_text_begins_behind_its_captions(body: str, begins: str) -> None:
    assert press.without_captions(body) == begins
