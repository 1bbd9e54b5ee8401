"""What a store knows of an outlet, and which of its articles are chosen to find a layout from."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from newsharvest.fit import choose_known
from newsharvest.fit.samples import KNOWN_MAX
from newsharvest.items import Article
from newsharvest.repair.memory import Memory, remember
from newsharvest.store import Store
from tests.support.articles import NIGHT, article

TODAY = date(2026, 11, 29)
FOOT = "가온신문은 독자 여러분의 제보를 기다립니다. 언제든 알려 주시면 찾아가 듣겠습니다."


def body(n: int) -> str:
    return (
        f"가온시는 {n}일부터 도서관 {n + 2}곳의 문을 밤 {n % 3 + 8}시까지 열기로 하고 사서 {n * 3}명을 더 뽑는다고 밝혔다.\n\n"
        f"이 일에는 {n * 7}억 원이 들며 시는 {n % 12 + 1}월에 첫 결과를 {n * 11}쪽짜리 보고서로 내놓을 계획이라고 시 관계자가 말했다."
    )


def made(n: int, day: str = "2026-11-20", **fields: Any) -> Article:
    given = {"body": body(n), "published_at": f"{day}T09:00:00+09:00", "fetched_at": f"{day}T10:00:00+09:00"}
    return article(n, **(given | fields))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "h.db") as opened:
        yield opened


def keep(store: Store, *articles: Article) -> None:
    run = store.begin_run("gaon", NIGHT)
    for one in articles:
        store.keep(one, run, NIGHT)


def ids(articles: Any) -> list[str]:
    return [one.id for one in articles]


# --- which are chosen


def test_the_chosen_differ() -> None:
    plain = [made(n, authors=["모아라"]) for n in range(1, 20)]
    subtitled = made(21, authors=["모아라"], subtitle=["밤에도 읽는다"])
    two = made(22, authors=["모아라", "하늘비"])
    pictured = made(23, authors=["모아라"], images=[{"url": "http://a.kr/1.jpg", "caption": "도서관 앞"}])
    long = made(24, authors=["모아라"], body=body(24) + "\n\n" + body(25) + "\n\n" + body(26))
    chosen = choose_known([*plain, subtitled, two, pictured, long])
    assert len(chosen) == KNOWN_MAX
    assert {subtitled.id, two.id, pictured.id, long.id} < set(ids(chosen))


def test_of_likes_the_first_are_chosen_and_what_is_in_doubt_or_short_is_not() -> None:
    doubted = [made(n, doubts=["second_body"]) for n in range(1, 4)]
    short = [made(n, body="짧다.") for n in range(4, 7)]
    sound = [made(n, body=body(7)) for n in range(7, 15)]
    assert ids(choose_known([*doubted, *short, *sound])) == ids(sound[:5])
    assert set(ids(choose_known([*doubted, *short, *sound[:3]]))) > set(ids(sound[:3]))


def test_few_are_all_chosen_and_none_without_a_text() -> None:
    assert ids(choose_known([made(1), made(2, body="")])) == ["gaon:1"]
    assert choose_known([]) == []


# --- what is remembered


def test_of_the_last_thirty_days_else_the_newest(store: Store) -> None:
    keep(store, *(made(n, f"2026-11-{n + 9:02}") for n in range(1, 5)), *(made(n, "2026-08-01") for n in range(5, 9)))
    assert ids(remember(store, "gaon", TODAY).articles) == ["gaon:4", "gaon:3", "gaon:2", "gaon:1"]
    assert len(remember(store, "gaon", date(2027, 5, 1)).articles) == 8
    assert remember(store, "other", TODAY).articles == []


def test_what_several_articles_hold_is_taken_out(store: Store) -> None:
    keep(store, *(made(n, body=f"{body(n)}\n\n{FOOT}") for n in range(1, 5)))
    memory = remember(store, "gaon", TODAY)
    assert {one.id: one.body for one in memory.articles} == {f"gaon:{n}": body(n) for n in range(1, 5)}
    assert memory.own_text(made(9, body=f"{body(9)}\n\n{FOOT}")) == body(9)


def test_a_text_that_was_printed_twice_is_none_of_them(store: Store) -> None:
    keep(store, *(made(n) for n in range(1, 5)), made(5, body=body(1)))
    assert ids(remember(store, "gaon", TODAY).articles) == ["gaon:4", "gaon:3", "gaon:2"]


def test_what_came_before_a_warning_is_trusted_more(store: Store) -> None:
    old, new = [made(n, "2026-11-10") for n in range(1, 5)], [made(n, "2026-11-20") for n in range(5, 10)]
    keep(store, *old, *new)
    assert set(ids(remember(store, "gaon", TODAY).to_ask()[0])) <= set(ids([*old, *new]))
    store.note_warnings("gaon", ["silence"], "2026-11-15T03:00:00+09:00")
    assert remember(store, "gaon", TODAY).before == "9"
    store.note_warnings("gaon", ["fill:authors"], "2026-11-15T03:00:00+09:00")
    chosen, spare = remember(store, "gaon", TODAY).to_ask()
    assert set(ids(chosen)) == set(ids(old))
    assert set(ids(spare)) == set(ids(new))
    few = Memory([*old[:2], *new], set(), "2026-11-15T03:00:00+09:00")
    assert len(few.to_ask()[0]) == KNOWN_MAX
