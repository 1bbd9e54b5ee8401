"""The sets that stories are measured on are what they say they are."""

from __future__ import annotations

import re
from collections import Counter
from itertools import combinations

import pytest

from benchmarks import forms
from benchmarks.forms import FORMS, Group
from benchmarks.releases import Press
from benchmarks.story_sets import (
    ORDERS,
    OWN,
    PLACES,
    REPRINTS,
    WAYS,
    SharedParagraphs,
    Way,
    arrivals,
    edited,
    letters,
    orders,
    reprints,
    roundups,
    shared_by_chance,
)


@pytest.fixture(scope="module")
def arrived() -> list[Press]:
    return arrivals(1)


@pytest.fixture(scope="module")
def groups() -> list[Group]:
    return forms.groups(1)


@pytest.fixture(scope="module")
def shared() -> SharedParagraphs:
    return SharedParagraphs(1, 40)


def test_the_same_seed_gives_the_same_articles() -> None:
    assert forms.pairs(1, "held")[:9] == forms.pairs(1, "held")[:9] != forms.pairs(2, "held")[:9]
    assert roundups(1) == roundups(1) != roundups(2)


def test_every_order_has_the_same_articles_and_the_first_is_by_date(arrived: list[Press]) -> None:
    made = list(orders(arrived, 1))
    assert len(made) == ORDERS
    assert 1700 <= len(arrived) <= 1900
    assert len({article.id for article in arrived}) == len(arrived)
    assert all(Counter(order) == Counter(arrived) for order in made)
    assert made[0] == arrived == sorted(arrived, key=lambda article: article.published_at)
    assert all(one != other for one, other in combinations(made, 2))


@pytest.mark.parametrize("way", WAYS, ids=str)
def test_articles_share_their_paragraph_and_nothing_else(shared: SharedParagraphs, way: Way) -> None:
    articles = shared.articles(way, 40)
    bodies = [article.body.split("\n\n") for article in articles]
    at = 0 if way.place == "opening" else -1
    [paragraph] = {body.pop(at) for body in bodies}
    assert 255 <= len(letters(paragraph)) <= 275
    assert {len(body) for body in bodies} == {len(range(5)[OWN[way.own]])}
    assert len({article.outlet for article in articles}) == way.outlets
    assert len({article.title for article in articles}) == len({article.story for article in articles}) == 40
    if way.numbers and way.own != "nothing":
        assert any(re.search("[0-9]", text) for body in bodies for text in body)
    elif not way.numbers:
        assert not any(re.search("[0-9]", text) for body in bodies for text in [paragraph, *body])


@pytest.mark.parametrize("numbers", [False, True])
def test_what_is_an_articles_own_has_no_dozen_letters_of_another(shared: SharedParagraphs, numbers: bool) -> None:
    articles = shared.apart(numbers=numbers)
    assert shared_by_chance(articles) == 0
    assert all(130 <= len(letters(paragraph)) <= 275 for article in articles for paragraph in article.body.split("\n\n"))


def test_what_is_shared_by_chance_is_counted_by_pairs_of_stories() -> None:
    bodies = ["가나다라마바사아자차카타 하나", "둘. 가나다라마바사아자차카타", "가나다라마바사아자차카타", "셋 셋 셋"]
    articles = [Press(f"a:{n}", "a", "", body, "", story, "") for n, (body, story) in enumerate(zip(bodies, "1223", strict=True))]
    assert shared_by_chance(articles) == 2 / 5


def test_a_form_is_filled_with_something_else_each_time(groups: list[Group]) -> None:
    assert Counter(group.size for group in groups) == {8: 2 * len(FORMS), 30: len(FORMS), 100: len(FORMS)}
    for group in groups:
        prints = Counter(article.story for article in group.articles)
        assert len(prints) == group.size
        assert max(prints.values()) <= 2
        first = {article.story: article for article in reversed(group.articles) if article.kind == "form"}
        titles = Counter((article.title, article.body[:200]) for article in first.values())
        assert max(titles.values()) == 1
    assert any(shared_by_chance(group.articles) > 0.9 for group in groups)


def test_speeches_have_hardly_a_number(groups: list[Group]) -> None:
    speeches = [article for group in groups if group.form == "speech" for article in group.articles if article.kind == "form"]
    bare = [article for article in speeches if not re.search(r"\d", re.sub(r"(?m)^.*(?:jpg|JPG|@|news).*$", "", article.body))]
    assert len(bare) > len(speeches) * 0.9


def test_pairs_of_forms_are_never_one_story_and_the_halves_share_no_text() -> None:
    tuning, held = forms.pairs(1, "tuning"), forms.pairs(1, "held")
    for pair in [*tuning, *held]:
        assert pair.kind == "form"
        assert not pair.same
        assert pair.first.story != pair.second.story
    assert not {pair.first.body for pair in tuning} & {pair.first.body for pair in held}


def test_a_stream_keeps_its_articles_when_forms_come_among_them(arrived: list[Press]) -> None:
    mixed = forms.added_to(arrived, 1)
    assert [article.body for article in mixed if not article.story.startswith("stream")] == [article.body for article in arrived]
    assert len(mixed) > len(arrived) + 2 * forms.SIZE_IN_STREAM * len(FORMS)
    assert len({article.id for article in mixed}) == len(mixed)
    assert [article.published_at for article in mixed] == sorted(article.published_at for article in mixed)


def test_a_roundup_holds_its_releases_wherever_it_arrives() -> None:
    for one in roundups(1):
        assert 3 <= len(one.held) <= 6
        assert all(release.body.split("\n\n")[0] in one.roundup.body for release in one.held)
        assert one.roundup.story not in {release.story for release in one.held}
        places = [one.arriving(place).index(one.roundup) for place in PLACES]
        assert places[0] == 0 < places[1] < places[2] == len(one.held) + len(one.copies)


def test_reprints_are_one_story_and_print_most_of_it() -> None:
    made = reprints(1, "held")
    assert {kind: count > 50 for kind, count in Counter(pair.kind for pair in made).items()} == dict.fromkeys(REPRINTS, True)
    for pair in made:
        assert pair.same
        assert pair.first.story == pair.second.story
        assert pair.first.outlet != pair.second.outlet
        assert pair.first.body != pair.second.body
    firsts = [pair.second.body[:30] in pair.first.body for pair in made if pair.kind in ("own_first", "caption_town")]
    assert not any(firsts)


def test_an_edit_changes_one_article_and_keeps_its_address() -> None:
    for one in edited(1):
        before = one.articles[one.edited]
        assert (before.id, before.outlet, before.published_at) == (one.away.id, one.away.outlet, one.away.published_at)
        assert before.body != one.away.body


def test_nothing_is_left_unfilled(arrived: list[Press], groups: list[Group]) -> None:
    printed = [*arrived, *(article for group in groups for article in group.articles)]
    printed += [article for pair in reprints(1, "tuning") for article in (pair.first, pair.second)]
    for article in printed:
        assert not re.search(r"[{}|]|  ", article.body), article
        assert not re.search(r"[{}|]", article.title), article
