"""Health: what a user is warned of and what not, an outlet's nights beside its own earlier ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from fractions import Fraction
from math import comb
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsharvest import press, settings
from newsharvest.items import WATCHED_FIELDS, Article
from newsharvest.page.layouts import Layout, ListLayout, Rule, guess, rules
from newsharvest.run import health
from newsharvest.run.health import Fallback, Figures, Thresholds, compare, silence
from newsharvest.run.ledger import judge
from newsharvest.store import Store

LIMITS = Thresholds(
    chance=settings.HEALTH_CHANCE,
    body=settings.HEALTH_BODY,
    links=settings.HEALTH_LINKS,
    sample=settings.HEALTH_SAMPLE,
    baseline=settings.HEALTH_BASELINE,
    silent_days=settings.HEALTH_SILENT_DAYS,
)
FIRST = datetime(2026, 9, 1, 3, 0, tzinfo=press.KST)
TITLE = Fallback("netpro/theme", "title", ".art_top h2")
ROWS = Fallback("netpro/list", "rows", "ul > li")


def night(
    articles: int = 10,
    *,
    empty: dict[str, int] | None = None,
    length: int = 800,
    fallbacks: dict[Fallback, int] | None = None,
    pages: int = 1,
    links: int = 20,
) -> Figures:
    """One night's figures: every watched field filled in all articles, save so many that are `empty`."""
    filled = {name: articles - (empty or {}).get(name, 0) for name in WATCHED_FIELDS}
    return Figures(
        lengths=[length] * articles, filled=Counter(filled), fallbacks=Counter(fallbacks), list_pages=pages, list_links=pages * links
    )


def at(number: int) -> str:
    return press.iso(FIRST + timedelta(days=number))


def before(nights: Sequence[Figures]) -> list[tuple[str, Figures]]:
    """Nights in the order that they were, as what came before: the latest first."""
    return [(at(number), figures) for number, figures in reversed(list(enumerate(nights)))]


def warned(nights: Sequence[Figures], run: Figures) -> list[health.Alarm]:
    return compare(run, before(nights), {}, LIMITS)


def names(warnings: Sequence[health.Alarm]) -> list[str]:
    return [warning.name for warning in warnings]


MONTH = [night() for _ in range(30)]


def test_a_night_like_the_others_is_no_alarm() -> None:
    assert warned(MONTH, night()) == []


def test_a_first_harvest_has_nothing_to_be_compared_with() -> None:
    assert warned([], night(300, empty={"tags": 300}, fallbacks={TITLE: 300, ROWS: 9}, pages=9, length=5, links=1)) == []


# --- a field that goes empty


@pytest.mark.parametrize("name", WATCHED_FIELDS)
def test_a_field_that_goes_empty_is_an_alarm(name: str) -> None:
    assert warned(MONTH, night(empty={name: 10})) == [
        health.Alarm(f"fill:{name}", f"{name} is filled in 0 of 10 articles, before in 300 of 300")
    ]


@pytest.mark.parametrize("empty", [1, 2])
def test_a_few_empty_fields_by_chance_are_no_alarm(empty: int) -> None:
    assert warned(MONTH, night(empty={"authors": empty})) == []


def test_where_chance_ends() -> None:
    """Five nights of 10 articles, all filled, of which 49 of 50 are believed; all articles are dealt at random.

    4 of 10 empty: at least 4 of the 5 empty ones among these 10: (C(10,4)·50 + C(10,5)) / C(60,5) = 10752/5461512 = 0.0020, which happens.
    5 of 10 empty: at least 5 of the 6: (C(10,5)·50 + C(10,6)) / C(60,6) = 12810/50063860 = 0.00026, which does not.
    """
    assert warned(MONTH[:5], night(empty={"tags": 4})) == []
    assert names(warned(MONTH[:5], night(empty={"tags": 5}))) == ["fill:tags"]


def test_a_field_that_is_often_empty_may_be_empty_again() -> None:
    """Subtitles in half of the articles: 0 of 5 is one in 32 or so; 2 of 10 one in 20; 0 of 20 one in a million."""
    half = [night(10, empty={"subtitle": 5}) for _ in range(30)]
    assert warned(half, night(5, empty={"subtitle": 5})) == []
    assert warned(half, night(10, empty={"subtitle": 8})) == []
    assert names(warned(half, night(20, empty={"subtitle": 20}))) == ["fill:subtitle"]


def test_a_field_that_was_never_filled_is_no_alarm() -> None:
    never = [night(empty={"tags": 10}) for _ in range(30)]
    assert warned(never, night(100, empty={"tags": 100})) == []


def test_a_field_that_fills_up_is_no_alarm() -> None:
    half = [night(empty={"tags": 5}) for _ in range(30)]
    assert warned(half, night()) == []


def test_a_short_past_proves_little() -> None:
    """Of the 7 of 10 articles with tags, and 1 of 10 tonight: (C(10,0)·C(10,8) + C(10,1)·C(10,7)) / C(20,8) = 1245/125970 = 0.0099."""
    assert warned([night(empty={"tags": 3})], night(empty={"tags": 9})) == []
    month = [night(empty={"tags": 3}) for _ in range(30)]
    assert names(warned(month, night(empty={"tags": 9}))) == ["fill:tags"]


def test_fewer_articles_before_than_a_sample_say_nothing() -> None:
    assert warned([night(9)], night(50, empty={"tags": 50})) == []
    assert names(warned([night(10)], night(50, empty={"tags": 50}))) == ["fill:tags"]


def test_a_small_outlets_nights_are_taken_together() -> None:
    """Three articles a night: four nights are a sample. 3 of 12 empty happens (0.014), 6 of 12 does not (0.00004)."""
    good, bad = night(3), night(3, empty={"rights": 3})
    assert warned([good] * 30, bad) == []
    [warning] = warned([*[good] * 30, bad], bad)
    assert warning == health.Alarm("fill:rights", "rights is filled in 6 of 12 articles, before in 84 of 84")


def test_an_outlet_of_one_article_a_night_is_noticed_within_a_week() -> None:
    good, bad = night(1), night(1, empty={"rights": 1})
    assert warned([*[good] * 30, bad], bad) == []
    assert names(warned([*[good] * 30, *[bad] * 6], bad)) == ["fill:rights"]


def test_quiet_nights_between_do_not_hide_a_small_outlets_change() -> None:
    good, bad, quiet = night(3), night(3, empty={"rights": 3}), night(0)
    assert names(warned([*[good] * 30, bad, *[quiet] * 20], bad)) == ["fill:rights"]


# --- a fallback that begins to win


def test_a_fallback_that_begins_to_win_is_an_alarm() -> None:
    run = night(fallbacks={TITLE: 10})
    assert warned(MONTH, run) == [health.Alarm(f"fallback:{TITLE}", f"a fallback selector has begun to win: {TITLE} (10 of 10 pages)")]


def test_a_fallback_that_is_a_guess_is_told_as_one() -> None:
    alarm = f"fallback:{TITLE}"
    [told] = compare(night(fallbacks={TITLE: 10}), before(MONTH), {}, LIMITS, {TITLE})
    won = "has begun to win: netpro/theme title .art_top h2 (10 of 10 pages)"
    assert told == health.Alarm(alarm, f"a fallback selector (a guess, never seen before on a page of its family) {won}")
    assert health.words(alarm, {TITLE}) == "fallback selector wins: netpro/theme title .art_top h2 (a guess)"
    assert health.words(f"fallback:{ROWS}", {TITLE}) == "fallback selector wins: netpro/list rows ul > li"


def test_the_guesses_of_an_outlet_are_its_fallbacks_that_nobody_has_seen() -> None:
    """Not a guess that is its field's first, which cannot begin to win; and of a list's rows as of an article's fields."""
    layout = Layout(
        "a/b",
        shape=rules("p"),
        body=(Rule("p"), guess("div")),
        fields={"title": rules(guess("h1"), guess("h2")), "section": rules("i", "b")},
    )
    listed = ListLayout("a/list", rows=rules("li", guess("tr")))
    assert health.guessed_fallbacks([layout], [listed]) == {
        Fallback("a/b", "body", "div"),
        Fallback("a/b", "title", "h2"),
        Fallback("a/list", "rows", "tr"),
    }


@pytest.mark.parametrize("pages", [1, 2])
def test_a_stray_page_read_by_a_fallback_is_no_alarm(pages: int) -> None:
    assert warned(MONTH, night(fallbacks={TITLE: pages})) == []


def test_a_fallback_that_always_won_now_and_then_is_no_alarm_until_it_wins_them_all() -> None:
    always = [night(fallbacks={TITLE: 2}) for _ in range(30)]
    assert warned(always, night(fallbacks={TITLE: 4})) == []
    assert names(warned(always, night(fallbacks={TITLE: 10}))) == [f"fallback:{TITLE}"]


def test_a_fallback_that_always_won_is_no_alarm() -> None:
    assert warned([night(fallbacks={TITLE: 10}) for _ in range(30)], night(fallbacks={TITLE: 10})) == []


def test_a_fallback_counts_pages_that_gave_no_article_too() -> None:
    """A page that was looked at again and is the same as before is no article of this run."""
    [warning] = warned(MONTH, night(4, fallbacks={TITLE: 30}))
    assert warning.text.endswith("(30 of 30 pages)")
    assert names(warned(MONTH, night(0, fallbacks={TITLE: 30}))) == [f"fallback:{TITLE}"]


def test_a_fallback_that_begins_to_find_the_rows_of_lists_is_an_alarm_however_many_articles_they_link() -> None:
    """One list page a night: seven nights are taken together. 4 of 7 may happen (0.0035), 5 of 7 may not (0.0004)."""
    lists = night(20, fallbacks={ROWS: 1})
    assert warned([*MONTH, *[lists] * 3], lists) == []
    assert names(warned([*MONTH, *[lists] * 4], lists)) == [f"fallback:{ROWS}"]
    [warning] = warned(MONTH, night(40, fallbacks={ROWS: 12}, pages=12))
    assert warning.text.endswith("(12 of 12 pages)")


# --- bodies that shrink


def test_bodies_that_shrink_are_an_alarm() -> None:
    assert warned(MONTH, night(length=300)) == [health.Alarm("body", "bodies have shrunk: the median is 300 characters, before 800")]


def test_bodies_half_as_long_are_a_quiet_week() -> None:
    assert warned(MONTH, night(length=400)) == []
    assert warned(MONTH, night(length=320)) == []  # 40 % exactly


def test_bodies_that_grow_are_no_alarm() -> None:
    assert warned(MONTH, night(length=8000)) == []


def test_a_few_short_bodies_are_no_alarm() -> None:
    mixed = night()
    mixed.lengths = [800] * 6 + [50] * 4
    assert warned(MONTH, mixed) == []
    mixed.lengths = [800] * 4 + [50] * 6
    assert names(warned(MONTH, mixed)) == ["body"]


def test_short_bodies_of_a_small_outlet_are_taken_together() -> None:
    good, short = night(3), night(3, length=100)
    assert warned([*[good] * 30, short], short) == []  # 6 of 12
    assert names(warned([*[good] * 30, short, short], short)) == ["body"]  # 9 of 12


# --- lists that give less


def test_list_pages_that_give_fewer_articles_are_an_alarm() -> None:
    assert warned(MONTH, night(links=9)) == [health.Alarm("lists", "list pages give 9 articles each, before 20")]
    assert warned(MONTH, night(0, pages=2, links=0)) == [health.Alarm("lists", "list pages give 0 articles each, before 20")]


def test_list_pages_that_give_half_or_more_are_no_alarm() -> None:
    assert warned(MONTH, night(links=10)) == []
    assert warned(MONTH, night(links=200)) == []


def test_more_list_pages_than_usual_are_judged_by_the_page() -> None:
    assert warned(MONTH, night(200, pages=30)) == []


def test_two_earlier_lists_are_too_few_to_compare_with() -> None:
    assert warned(MONTH[:2], night(links=1)) == []
    assert names(warned(MONTH[:3], night(links=1))) == ["lists"]


def test_a_run_that_could_read_no_list_is_for_its_failures_to_tell() -> None:
    assert warned(MONTH, night(0, pages=0)) == []


# --- nothing new


LAST = datetime(2026, 11, 10, 3, 0, tzinfo=press.KST)


def test_a_week_of_silence_from_a_daily_outlet_is_an_alarm() -> None:
    text = "nothing new since 2026-11-10, where there were 28 articles in the four weeks before"
    assert silence(LAST, 28, LAST + timedelta(days=7), LIMITS) == health.Alarm("silence", text)


def test_a_quiet_sunday_is_no_alarm() -> None:
    assert silence(LAST, 280, LAST + timedelta(days=1), LIMITS) is None
    assert silence(LAST, 280, LAST + timedelta(days=7, seconds=-1), LIMITS) is None
    assert warned(MONTH, night(0)) == []


def test_a_week_of_silence_from_an_outlet_that_writes_now_and_then_is_no_alarm() -> None:
    assert silence(LAST, 27, LAST + timedelta(days=60), LIMITS) is None


def test_an_outlet_that_never_gave_anything_is_for_the_run_to_tell() -> None:
    assert silence(None, 0, LAST, LIMITS) is None


# --- night after night, in a store


class Nights:
    """An outlet's nights as the ledger judges and writes them down."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.number = -1
        self.lines: list[str] = []

    def run(self, figures: Figures) -> dict[str, str]:
        """Play a night, and return its warnings, each with the night since which it stands."""
        self.number += 1
        began = FIRST + timedelta(days=self.number)
        run = self.store.begin_run("gaon", at(self.number))
        self.lines = judge(self.store, "gaon", run, figures, began, began + timedelta(minutes=10), LIMITS)
        self.store.end_run(run, at(self.number), int(bool(self.lines)), figures.dump())
        return self.store.standing_warnings("gaon")

    def runs(self, *nights: Figures) -> list[dict[str, str]]:
        return [self.run(figures) for figures in nights]


@pytest.fixture
def nights(tmp_path: Path) -> Iterator[Nights]:
    with Store(tmp_path / "harvest.db") as store:
        yield Nights(store)


CHANGES = {
    "fill:rights": night(empty={"rights": 10}),
    f"fallback:{TITLE}": night(fallbacks={TITLE: 10}),
    "body": night(length=100),
    "lists": night(links=3),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_that_lasts_stays_an_alarm_since_its_first_night_and_never_becomes_the_new_normal(nights: Nights, name: str) -> None:
    assert nights.runs(*[night()] * 40) == [{}] * 40
    assert nights.runs(*[CHANGES[name]] * 150) == [{name: at(40)}] * 150


@pytest.mark.parametrize("name", CHANGES)
def test_a_quiet_sunday_does_not_end_a_standing_alarm(nights: Nights, name: str) -> None:
    nothing = night(0, pages=0)
    nights.runs(*[night()] * 40)
    week = [*[CHANGES[name]] * 6, nothing]
    assert nights.runs(*week * 8) == [{name: at(40)}] * 56
    assert nights.runs(*[nothing] * 90) == [{name: at(40)}] * 90
    assert nights.run(night()) == {}


@pytest.mark.parametrize("name", CHANGES)
def test_an_alarm_that_is_over_and_comes_back_has_a_new_since(nights: Nights, name: str) -> None:
    nights.runs(*[night()] * 40)
    assert nights.runs(CHANGES[name], CHANGES[name]) == [{name: at(40)}] * 2
    assert nights.runs(night(), night()) == [{}, {}]
    assert nights.runs(CHANGES[name], CHANGES[name]) == [{name: at(44)}] * 2


def test_a_small_outlets_lasting_change_is_an_alarm_every_night_once_it_is_seen(nights: Nights) -> None:
    nights.runs(*[night(3)] * 40)
    bad = [night(count, empty={"rights": count}) for count in (3, 3, 1, 2, 0, 4, 1, 0, 3)] * 10
    seen = nights.runs(*bad)
    assert seen[0] == {}
    assert seen[1:] == [{"fill:rights": at(41)}] * 89


def test_a_small_outlets_alarm_is_over_some_nights_after_it_is_mended(nights: Nights) -> None:
    nights.runs(*[night(3)] * 40)
    nights.runs(*[night(3, empty={"rights": 3})] * 10)
    assert [bool(since) for since in nights.runs(*[night(3)] * 5)] == [True, True, False, False, False]


def test_a_warning_is_read_with_its_since(nights: Nights) -> None:
    nights.runs(*[night()] * 30, night(length=100), night(length=100))
    assert nights.lines == ["bodies have shrunk: the median is 100 characters, before 800 (since 2026-10-01)"]


def test_silence_lasts_until_something_comes_however_often_is_harvested(nights: Nights) -> None:
    for number in range(40):
        made = Article(id=f"gaon:{number}", outlet="gaon", url=f"http://gaon.kr/{number}", title="축제", body="글", content_hash="0")
        nights.store.keep(made, nights.store.begin_run("gaon", at(number)), at(number))
    nights.number = 39
    quiet = nights.runs(*[night(0)] * 200)
    assert quiet[:6] == [{}] * 6  # the last came at 03:00, and the seventh night's run ends ten minutes past
    assert quiet[6:] == [{"silence": at(46)}] * 194
    assert nights.lines == ["nothing new since 2026-10-10, where there were 29 articles in the four weeks before (since 2026-10-17)"]
    made.id, made.url = "gaon:40", "http://gaon.kr/40"
    nights.store.keep(made, nights.store.begin_run("gaon", at(240)), at(240))
    assert nights.run(night(1)) == {}


def test_a_killed_run_is_not_compared_with(nights: Nights) -> None:
    nights.runs(*[night()] * 10)
    nights.store.begin_run("gaon", at(10))
    nights.number += 1
    assert nights.run(night()) == {}


# --- the figures and the statistics


def test_an_article_is_measured_by_its_body_and_its_filled_fields() -> None:
    figures = Figures()
    figures.add(Article(body="가나다", authors=["김하늘"], rights="", tags=[]))
    figures.add(Article(body="가나다라마", authors=["박바다"], published_at="2026-11-20T03:00:00+09:00"))
    assert figures.lengths == [3, 5]
    assert figures.articles == 2
    assert figures.filled == {"authors": 2, "published_at": 1}


def test_figures_come_back_as_they_were_dumped() -> None:
    figures = night(3, fallbacks={TITLE: 1})
    figures.failed = {"timeout": 2}
    figures.seconds = 1.5
    assert Figures.load(figures.dump()) == figures


@given(st.integers(1, 30), st.integers(1, 60), st.data())
def test_the_chance_is_fishers_counted_out_in_whole_numbers(tries: int, earlier_tries: int, data: st.DataObject) -> None:
    hits, earlier = data.draw(st.integers(0, tries)), data.draw(st.integers(0, earlier_tries))
    total = hits + min(earlier, earlier_tries * 98 // 100)
    ways = sum(comb(tries, i) * comb(earlier_tries, total - i) for i in range(hits + 1) if i <= total)
    exact = Fraction(ways, comb(tries + earlier_tries, total))
    assert health._at_most(hits, tries, earlier, earlier_tries) == pytest.approx(float(exact), rel=1e-9)


def test_the_thousand_articles_of_a_long_run_are_no_problem() -> None:
    thousands = night(20_000, empty={"subtitle": 10_000}, fallbacks={TITLE: 5_000})
    assert names(warned([thousands] * 3, thousands)) == []
    assert names(warned([thousands] * 3, night(20_000, empty={"subtitle": 11_000}, fallbacks={TITLE: 5_100}))) == ["fill:subtitle"]


def test_the_night_on_which_an_alarm_began_is_no_measure_for_the_next() -> None:
    """Three hundred articles without a subtitle: beside them the next ten would be as usual."""
    nights = [*MONTH, night(300, empty={"subtitle": 300})]
    since = {"fill:subtitle": at(30)}
    assert names(warned(nights[:-1], nights[-1])) == ["fill:subtitle"]
    [alarm] = compare(night(10, empty={"subtitle": 10}), before(nights), since, LIMITS)
    assert alarm.text.startswith("subtitle is filled in 0 of 10 articles, before in ")
