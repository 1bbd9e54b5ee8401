"""The query language: what is found, by the texts themselves and by the store's index, and what is refused in which words.

The hits of the table were written down by hand, article by article, before any of it ran.
"""

from __future__ import annotations

import unicodedata
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from newsharvest.items import Article
from newsharvest.press import content_hash
from newsharvest.search import Matched, QueryError, matched, parse
from newsharvest.store import Selection, Store, finding
from tests.support.articles import NIGHT, article
from tests.support.command_line import quick

ARTICLES = {
    1: (
        "가온시, 가을축제장 북적",
        "가온시는 21일 가을축제를 열었다. 시민 마라톤도 함께 열렸다.\n\n행사장에는 1,000명이 모였다.",
    ),
    2: ("겨울 행사 취소", "가온시는 겨울 행사를 취소했다.\n\n축제추진위원회는 내년을 기약했다."),
    3: ("3.1절 기념식", "나래군은 3·1절 만세 행진을 재현한다. 참가비의 50%를 돌려준다."),
    4: ("AI교육 문 연다", "다솔시 도서관이 AI 교육을 연다. GTX-A 노선 주변 ㎡당 값도 배운다."),
    5: ("6-2번지 재개발", "한빛동 6–2번지 일대 5㎡ 부지를 고친다. 코로나-19로 미뤄졌다."),
    6: ("코로나19 백신 접종", "보건소는 코로나19 백신을 맞힌다. 기온은 -10도까지 떨어진다."),
    7: ("걷기 대회", "참가자는 시민\n\n마라톤은 없다."),
    8: ("읍·면·동 순회 간담회", "시장이 읍ㆍ면ㆍ동을 돈다. “현장에 답이 있다”고 했다. ㈜가온도 참여한다."),
    9: ("뷁 출판사 전시", "뷁 출판사가 北구에서 책 3∼5권을 전시한다. ＡＢＣ 마트가 돕는다. 시민에게 100% 무료."),
    10: ("마라톤대회 접수 시작", "올해로 세 번째인 시민 \u3000 마라톤대회다. ★ 완주하면 カフェ(café)와 Straße 이용권을 준다."),
}

FOUND = [
    # words, and parts of words
    ("축제", {1, 2}),
    ("가을축제장", {1}),
    ("제장", {1}),
    ("없는낱말", set()),
    ("시민마라톤", set()),
    ("뷁", {9}),
    ("시", {1, 2, 4, 7, 8, 9, 10}),
    ("북", {1}),
    ("北", {9}),
    # all of them, one of them, not
    ("축제 행사", {1, 2}),
    ("축제 마라톤", {1}),
    ("마라톤 무료", set()),
    ("축제 | 3.1절", {1, 2, 3}),
    ("축제|행사 -취소", {1}),
    ("-취소 (축제 | 행사)", {1}),
    ("(축제|행사)-취소", {1}),
    ("마라톤 시민 | 읍", {1, 7, 10}),
    ("(마라톤 시민) | 읍", {1, 7, 8, 10}),
    ("시민 -(마라톤 | 취소)", {9}),
    ("축제 -행사 | -취소", {1}),
    ("코로나 -백신", {5}),
    # phrases
    ('"시민 마라톤"', {1, 10}),
    ('"시민  마라톤"', {1, 10}),
    ('"민 마라"', {1, 10}),
    ('"마라톤 시민"', set()),
    ('" 축제 "', {1, 2}),
    ("“현장에 답”", {8}),
    ("＂현장에 답＂", {8}),
    ('"열었다. 시민"', {1}),
    ('"열렸다. 행사장"', set()),
    ('"북적 가온시"', set()),
    # the title
    ("title:축제", {1}),
    ("TITLE:축제", {1}),
    ("title：축제", {1}),
    ('title:"문 연다"', {4}),
    ("-title:축제 축제", {2}),
    ("title:(행사 | 시민)", {2}),
    ("title:시", {1, 9, 10}),
    ("title:50%", set()),
    # one form for one letter
    (unicodedata.normalize("NFD", "축제"), {1, 2}),
    (unicodedata.normalize("NFD", 'title:"문 연다"'), {4}),
    ("ＡＢＣ", {9}),
    ("abc", {9}),
    ("gtx-a", {4}),
    ("ＧＴＸ－Ａ", {4}),
    ("ｶﾌｪ", {10}),
    ("CAFÉ", {10}),
    (unicodedata.normalize("NFD", "café"), {10}),
    ("STRASSE", {10}),
    ("축\u200b제", {1, 2}),
    # numbers, units, signs
    ("3.1절", {3}),
    ("3·1절", {3}),
    ("3ㆍ1절", {3}),
    ("50%", {3}),
    ("0%", {3, 9}),
    ('"%"', {3, 9}),
    ("m2", {4, 5}),
    ("5㎡", {5}),
    ("1,000명", {1}),
    ("21일", {1}),
    ("3~5권", {9}),
    ("★", {10}),
    ('"★ 완주"', {10}),
    ("ai교육", {4}),
    ('"AI 교육"', {4}),
    # a `-` within a word
    ("6-2번지", {5}),
    ("6–2번지", {5}),
    ("코로나-19", {5}),
    ("코로나19", {6}),
    ("코로나 -19", set()),
    ('"-10도"', {6}),
    # what means something, as the text has it
    ('"(주)가온"', {8}),
    ("㈜가온", {8}),
    ('"GTX-A 노선"', {4}),
    ('"시민에게" "100%"', {9}),
]


@pytest.fixture(scope="module")
def store(module_store: Store) -> Store:
    run = module_store.begin_run("gaon", NIGHT)
    for number, (title, body) in ARTICLES.items():
        module_store.keep(made(number, title, body), run, NIGHT)
    return module_store


def made(number: int, title: str, body: str) -> Article:
    return replace(article(number), title=title, body=body, content_hash=content_hash(title, body))


def numbers(store: Store, query: str) -> set[int]:
    return {int(found.partition(":")[2]) for found in store.search(parse(query))}


@pytest.mark.parametrize(("query", "found"), FOUND)
def test_what_an_article_must_hold(query: str, found: set[int]) -> None:
    assert {number for number, (title, body) in ARTICLES.items() if parse(query).matches(title, body)} == found


@pytest.mark.parametrize(("query", "found"), FOUND)
def test_the_index_finds_the_same(store: Store, query: str, found: set[int]) -> None:
    assert finding.sought(parse(query)) is not None
    assert numbers(store, query) == found
    assert {int(a.id.partition(":")[2]) for a in store.articles(Selection(query=parse(query)))} == found


@pytest.mark.parametrize(
    ("query", "read"),
    [
        ("가을축제장", 1),
        ("title:축제", 1),
        ('"시민 마라톤"', 2),
        ("시민 마라톤", 3),  # with the article that has the two in two paragraphs
        ("50%", 1),
        ("뷁 -시민", 0),
        ("뷁 -마라톤", 1),
        ("뷁 시", 1),  # what pairs begin with is left out
        ("★ | 3.1절", 2),
        ("없는낱말", 0),
    ],
)
def test_few_articles_are_read(store: Store, query: str, read: int) -> None:
    sought = finding.sought(parse(query))
    assert sought
    db = store._db
    [(count,)] = db.execute(f"SELECT count(*) FROM {finding.found(db)}", (finding.asked(db, sought.match),))
    assert count == read


def test_a_query_may_be_long_and_deep(store: Store) -> None:
    deep = "축제"
    for _ in range(4):
        deep = f"(없음 | (가온시 {deep} -뷁))"
    assert numbers(store, deep) == {1, 2}
    assert numbers(store, f"{' | '.join(f'낱말{n}번' for n in range(1000))} | 축제") == {1, 2}
    assert numbers(store, f"축제 {' '.join(f'-낱{n}' for n in range(1000))}") == {1, 2}
    assert store.damaged == {}


def test_a_phrase_may_be_longer_than_what_is_looked_for_of_it() -> None:
    letters = "".join(chr(ord("가") + 28 * n) for n in range(60))
    with Store(":memory:") as store:
        run = store.begin_run("gaon", NIGHT)
        for number, body in enumerate((letters, f"{letters[:50]}다", letters[::-1])):
            store.keep(made(number, "", body), run, NIGHT)
        assert numbers(store, letters) == {0}
        assert numbers(store, letters[:50]) == {0, 1}


# --- any query, any articles

SIGNS = "가나다각 \n1a%-.·(é★\u1100\u3164ＡＢ\U0001f600\ue000"
TEXTS = st.text(st.sampled_from(SIGNS), max_size=14)
WORDS = st.text(st.sampled_from("가나다각1a%-.é★\U0001f600"), min_size=1, max_size=4)


def joined(parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    some = st.lists(parts, min_size=1, max_size=3)
    return some.map(" ".join) | some.map(" | ".join) | st.tuples(parts, parts).map(lambda two: f"{two[0]} -{two[1]}")


QUOTED = TEXTS.map(lambda text: f'"{text}"')
SIMPLE = joined(WORDS | QUOTED | WORDS.map(lambda word: f"title:{word}"))
QUERIES = SIMPLE | joined(SIMPLE.map(lambda query: f"({query})") | WORDS | SIMPLE.map(lambda query: f"title:({query})"))


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(TEXTS, TEXTS), max_size=6), st.lists(QUERIES, min_size=6, max_size=12))
@example([("가나 나다", ""), ("가 나", "나다가나"), ("가가", "가가")], ["가나다", "title:가나다", "나다가나", "가가가"])  # its pairs apart
@example([("가나", "다\n\n가"), ("", "가각 나")], ["가 나", '"가각 나"', "title:가 -나", '"다 가"', "-(가) 나", "각"])
def test_the_index_finds_what_the_texts_say(texts: list[tuple[str, str]], queries: list[str]) -> None:
    with Store(":memory:") as store:
        run = store.begin_run("gaon", NIGHT)
        for number, (title, body) in enumerate(texts):
            store.keep(made(number, title, body), run, NIGHT)
        for text in queries:
            with suppress(QueryError):
                query = parse(text)
                expected = {number for number, (title, body) in enumerate(texts) if query.matches(title, body)}
                assert numbers(store, text) == expected, text


@given(st.text(max_size=40) | st.text(st.sampled_from("가나 -|()\"'title:,or*＂“\u3000"), max_size=30))
@example("또는")
def test_any_text_is_read_or_refused(text: str) -> None:
    refused: QueryError | None = None
    try:
        query = parse(text)
        assert parse(query.text) == query
        assert all(word.text for word in query.words)
        assert query.words
    except QueryError as error:
        refused = error
    if refused:
        assert 0 <= refused.position <= len(refused.query)
        assert "\n" not in refused.message


# --- what cannot be read, or is plainly meant otherwise

REFUSED = [
    ("", "the query is empty: write a word", None),
    (" \u200b ", "the query is empty: write a word", None),
    ("축제,행사", "a comma joins nothing: write 축제 | 행사 for one of them, 축제 행사 for both", "    ^"),
    ("축제、 행사", "a comma joins nothing: write 축제 | 행사 for one of them, 축제 행사 for both", "    ^"),
    ('"시민 축제";행사', "a semicolon joins nothing: write 축제 | 행사 for one of them, 축제 행사 for both", "           ^"),
    ("축제 or 행사", 'or is no sign here: write 축제 | 행사, or "or" if the text has it', "     ^"),
    ("축제 ＯＲ 행사", 'ＯＲ is no sign here: write 축제 | 행사, or "ＯＲ" if the text has it', "     ^"),
    ("축제 또는 행사", '또는 is no sign here: write 축제 | 행사, or "또는" if the text has it', "     ^"),
    ("축제 AND 행사", 'AND is no sign here: write 축제 행사, or "AND" if the text has it', "     ^"),
    ("축제 not 취소", 'not is no sign here: write -취소, or "not" if the text has it', "     ^"),
    ('축제 "시민 마라톤', 'this quotation mark is not closed: write another where the phrase ends, as in "시민 마라톤"', "     ^"),
    ('축제 " "', "nothing stands between these quotation marks: leave them out", "     ^"),
    ("'시민 마라톤'", 'a phrase stands in double quotation marks: write "시민 마라톤"', "^"),
    ("(축제 | 행사", "this parenthesis is not closed: write ) where it ends", "^"),
    ("축제) 행사", "no parenthesis opens before this one: leave it out, or write it in quotation marks if the text has it", "    ^"),
    ("축제 ( )", "nothing stands between these parentheses: leave them out", "     ^"),
    ("((((((((((축제))))))))))", "no more than 8 parentheses stand within one another: write fewer", "        ^"),
    ("축제 |", "| stands between two words: write 축제 | 행사, or leave it out", "     ^"),
    ("| 축제", "| stands between two words: write 축제 | 행사, or leave it out", "^"),
    ("축제 || 행사", "| stands between two words: write 축제 | 행사, or leave it out", "     ^"),
    ("축제 - 행사", 'a - stands right before what is not wanted: write -취소, or "-" if the text has it', "     ^"),
    ("축제 --취소", "one - is enough: write -취소", "      ^"),
    ("-취소 -연기", "a - takes away from what is found: write what is wanted beside it, as in 축제 -취소", "^"),
    ("코로나-19 | -백신", "a - takes away from what is found: write what is wanted beside it, as in 축제 -취소", "            ^"),
    ("title: 축제", "title: stands right before its word: write title:축제", "^"),
    ("title:-취소 축제", "a - stands before title: and not after it: write -title:취소", "      ^"),
    ("제목:축제", "the title is written title: here: write title:축제", "^"),
    ("body:축제", "only title: can be named, and title and body are both looked through: write 축제", "^"),
    (
        "(주)가온",
        'quotation marks and parentheses stand apart from words: write a space here, or "(주)가온" if the text has it so',
        "    ^",
    ),
    ('시민"마라톤"', "quotation marks and parentheses stand apart from words: write a space here", "    ^"),
    ("축제*", "a word is found in longer ones without a *: write 축제", "    ^"),
    ("+축제 행사", "each word is wanted without a +: write 축제", "^"),
    ("축제 !취소", "what is not wanted has a - before it: write -취소", "     ^"),
    ("축제 / 행사", '/ is no word: leave it out, or write "/" if the text has it', "     ^"),
]


@pytest.mark.parametrize(("query", "said", "mark"), REFUSED)
def test_a_query_that_cannot_be_read_is_refused_with_the_place_and_what_to_write(
    query: str, said: str, mark: str | None, tmp_path: Path
) -> None:
    ran = quick("export", f"--search={query}", "-s", f"STORE={tmp_path / 'none.db'}")
    shown = "" if mark is None else f"  {query}\n  {mark}\n"
    assert (ran.status, ran.out, ran.err) == (2, "", f"scrapy export: {said}\n{shown}")


def test_of_a_long_query_what_stands_round_the_place_is_shown(tmp_path: Path) -> None:
    ran = quick("export", "--search", f"{'축제 ' * 20}행사, {'시민 ' * 20}", "-s", f"STORE={tmp_path / 'none.db'}")
    said = "scrapy export: a comma joins nothing: write 행사 | 시민 for one of them, 행사 시민 for both"
    around = "축제 " * 9 + "행사,"
    assert ran.err == f"{said}\n  ... {around} {'시민 ' * 9}시...\n  {' ' * (4 + 5 * 9 + 4)}^\n"


# --- by what it fits

BODY = (
    "가온시는 21일 가을축제를 열었다. 시장은 “축제가 좋다. 내년에도 연다.”고 말했다. 시민 마라톤은\u3000없었다.\n\n"
    "ＡＢＣ마트가 3.1절 행사를 도왔다. 2.5% 싸게 팔았다! 끝"
)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("축제", [Matched("축제", True, True, "가온시는 21일 가을축제를 열었다.")]),
        ("title:축제", [Matched("축제", True, False, "축제 북적")]),
        (
            "북적 없음 | 내년",
            [Matched("북적", True, False, "축제 북적"), Matched("내년", False, True, "시장은 “축제가 좋다. 내년에도 연다.”고 말했다.")],
        ),
        ('"마라톤은 없었다" -취소', [Matched("마라톤은 없었다", False, True, "시민 마라톤은\u3000없었다.")]),
        ('"열었다. 시장은"', [Matched("열었다. 시장은", False, True, BODY.split(" 시민")[0])]),
        ("abc", [Matched("abc", False, True, "ＡＢＣ마트가 3.1절 행사를 도왔다.")]),
        ("2.5% 끝", [Matched("2.5%", False, True, "2.5% 싸게 팔았다!"), Matched("끝", False, True, "끝")]),
        ("축제 축제", [Matched("축제", True, True, "가온시는 21일 가을축제를 열었다.")]),
        ('"도왔다. 2.5% 싸게 팔았다! 끝"', [Matched("도왔다. 2.5% 싸게 팔았다! 끝", False, True, BODY.split("\n\n")[1])]),
        ("없음", []),
        ("title:마라톤", []),
        ("행사 -축제", [Matched("행사", False, True, "ＡＢＣ마트가 3.1절 행사를 도왔다.")]),
    ],
)
def test_by_which_words_an_article_fits_and_in_which_sentence(query: str, found: list[Matched]) -> None:
    assert matched(parse(query), "축제 북적", BODY) == found


def test_an_article_without_title_is_looked_through_too() -> None:
    assert parse("축제").matches(None, "축제다.")
    assert not parse("title:축제").matches(None, "축제다.")
    assert matched(parse("축제"), None, "축제다.") == [Matched("축제", False, True, "축제다.")]
