"""The evaluation set is what it says it is."""

import re
from collections import Counter

import pytest

from benchmarks.releases import NEGATIVE, POSITIVE, Pair, Press, pairs, stream
from benchmarks.wording import CITIES, particle

FALSE_FRIENDS = frozenset(NEGATIVE)


@pytest.fixture(scope="module")
def tuning() -> list[Pair]:
    return pairs(1, "tuning")


@pytest.fixture(scope="module")
def held() -> list[Pair]:
    return pairs(1, "held")


@pytest.fixture(scope="module")
def arrivals() -> list[Press]:
    return stream(1, 500)


def printed(made: list[Pair]) -> list[Press]:
    return [press for pair in made for press in (pair.first, pair.second)]


def test_the_same_seed_gives_the_same_articles(tuning: list[Pair], arrivals: list[Press]) -> None:
    assert pairs(1, "tuning") == tuning
    assert stream(1, 500) == arrivals


def test_another_seed_gives_others(tuning: list[Pair], arrivals: list[Press]) -> None:
    known = {press.body for press in printed(tuning) if not press.story.startswith("capture")}
    assert not [press for press in printed(pairs(2, "tuning")) if press.body in known]
    assert stream(2, 500) != arrivals


def test_there_are_about_300_pairs_of_each_copy_and_150_of_each_false_friend(tuning: list[Pair], held: list[Pair]) -> None:
    for made in (tuning, held):
        counts = Counter(pair.kind for pair in made)
        assert set(counts) == set(POSITIVE) | FALSE_FRIENDS
        assert all(280 <= counts[kind] <= 320 for kind in POSITIVE)
        assert all(counts[kind] == 150 for kind in NEGATIVE)


def test_the_halves_share_no_story_no_city_and_no_text(tuning: list[Pair], held: list[Pair]) -> None:
    ours, theirs = printed(tuning), printed(held)
    assert not {press.story for press in ours} & {press.story for press in theirs}
    assert not {press.id for press in ours} & {press.id for press in theirs}
    assert not {press.body for press in ours} & {press.body for press in theirs}
    leads = [{press.body.split("\n\n")[0] for press in half if len(press.body.split("\n\n")[0]) > 60} for half in (ours, theirs)]
    assert not leads[0] & leads[1]


def test_same_is_what_the_stories_say(tuning: list[Pair]) -> None:
    for pair in tuning:
        assert pair.same == (pair.first.story == pair.second.story) == (pair.kind in POSITIVE)


def test_every_article_has_an_id_of_its_own(tuning: list[Pair], arrivals: list[Press]) -> None:
    for articles in (printed(tuning), arrivals):
        assert len({press.id for press in articles}) == len(articles)
        assert all(press.id.startswith(f"{press.outlet}:") for press in articles)
        assert all(re.fullmatch(r"202\d-\d\d-\d\dT\d\d:\d\d:00\+09:00", press.published_at) for press in articles)


def test_exact_copies_are_equal_and_the_others_are_not(tuning: list[Pair]) -> None:
    for pair in tuning:
        assert (pair.first.body == pair.second.body) == (pair.kind == "exact"), pair


def test_an_excerpt_has_about_half_the_text(tuning: list[Pair], held: list[Pair]) -> None:
    for pair in tuning + held:
        if pair.kind == "excerpt":
            assert 0.35 <= len(pair.second.body) / len(pair.first.body) <= 0.65, pair


def test_an_outlet_alone_does_not_tell_copies_from_false_friends(tuning: list[Pair]) -> None:
    for kind in ("annual", "template", "lead"):
        other = [pair.first.outlet != pair.second.outlet for pair in tuning if pair.kind == kind]
        assert sum(other) >= len(other) / 3
    assert [pair for pair in tuning if pair.same and pair.first.outlet == pair.second.outlet]


def test_annual_pairs_are_about_a_year_apart(tuning: list[Pair]) -> None:
    for pair in tuning:
        if pair.kind == "annual":
            assert int(pair.second.published_at[:4]) - int(pair.first.published_at[:4]) in (1, 2)


@pytest.mark.parametrize(
    ("word", "form", "expected"),
    [
        ("평택시", "은", "는"),
        ("연천군", "은", "은"),
        ("딸기", "을", "를"),
        ("단감", "을", "을"),
        ("서울", "으로", "로"),
        ("안산", "으로", "으로"),
        ("하동", "과", "과"),
        ("평택시(시장 김하늘)", "이", "가"),
        ("K3리그", "이", "가"),
        ("CCTV", "을", "를"),
        ("10", "으로", "으로"),
        ("1", "으로", "로"),
        ("무엇을 할까?", "이라", "라"),
        ("마당", "에", "에"),
    ],
)
def test_a_particle_follows_the_last_syllable(word: str, form: str, expected: str) -> None:
    assert particle(word, form) == expected


def test_particles_after_cities_and_offices_are_right(tuning: list[Pair], arrivals: list[Press]) -> None:
    names = "|".join(city.name for city in CITIES)
    for press in printed(tuning) + arrivals:
        for name, found in re.findall(rf"(?<![가-힣])({names}|시장|군수|구청장)(은|는|이|가|을|를|과|와)(?= )", press.body):
            forms = next(form for form in ("은", "이", "을", "과") if found in (form, particle("가", form)))
            assert particle(name, forms) == found, (name, found)


def test_nothing_is_left_unfilled(tuning: list[Pair], arrivals: list[Press]) -> None:
    for press in printed(tuning) + arrivals:
        assert not re.search(r"[{}|]|  ", press.body), press
        assert not re.search(r"[{}|]", press.title), press
        assert press.title.strip()


def test_a_stream_is_in_order_and_whole(arrivals: list[Press]) -> None:
    assert [press.published_at for press in arrivals] == sorted(press.published_at for press in arrivals)
    kinds = Counter(press.kind for press in arrivals)
    assert kinds["background"] == 500
    assert kinds["original"] == 400
    assert all(kinds[kind] == 120 for kind in NEGATIVE)
    assert all(kinds[kind] > 100 for kind in POSITIVE)
    for outlet in {press.outlet for press in arrivals}:
        numbers = [int(press.id.split(":")[1]) for press in arrivals if press.outlet == outlet]
        assert numbers == list(range(1, len(numbers) + 1))


def test_a_release_is_printed_by_1_to_12_outlets_and_not_always_whole_first(arrivals: list[Press]) -> None:
    stories: dict[str, list[Press]] = {}
    for press in arrivals:
        stories.setdefault(press.story, []).append(press)
    releases = [versions for versions in stories.values() if any(press.kind == "original" for press in versions)]
    assert len(releases) == 400
    assert {len(versions) for versions in releases} >= set(range(1, 10))
    assert max(len(versions) for versions in releases) <= 12
    assert all(len({press.outlet for press in versions}) == len(versions) for versions in releases)
    assert [versions for versions in releases if versions[0].kind == "excerpt"]
