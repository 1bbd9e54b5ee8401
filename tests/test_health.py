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
from newsharvest.items import WATCHED_FIELDS, Article, Image
from newsharvest.page.layouts import Layout, ListLayout, Rule, guess, rules
from newsharvest.run import health
from newsharvest.run.health import Fallback, Figures, Thresholds, compare, silence
from newsharvest.run.ledger import judge
from newsharvest.store import Store

LIMITS = Thresholds(
    chance=settings.HEALTH_CHANCE,
    body=settings.HEALTH_BODY,
    grown=settings.HEALTH_GROWN,
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


@pytest.mark.parametrize(("articles", "filled", "told"), [(12, 5, 2), (12, 4, 2), (12, 2, 4), (25, 4, 2), (3, 1, 7), (6, 1, 8)])
def test_a_field_filled_in_fewer_than_half_goes_empty_in_as_many_nights_as_it_takes_to_tell(articles: int, filled: int, told: int) -> None:
    """Twelve articles a night, five of them with a subtitle: none of 12 comes by chance (0.0017), none of 24 does not (0.000003)."""
    usual = [night(articles, empty={"subtitle": articles - filled}) for _ in range(60)]
    empty = night(articles, empty={"subtitle": articles})
    assert [names(warned([*usual, *[empty] * before], empty)) for before in (told - 2, told - 1)] == [[], ["fill:subtitle"]]


def test_the_past_of_a_small_outlet_reaches_further_back() -> None:
    """One article a night, every fifth with a subtitle: none of 45 beside 20 of 100 (0.0006); beside 6 of 30 it might be chance (0.003)."""
    usual = [night(1, empty={"subtitle": int(number % 5 > 0)}) for number in range(150)]
    empty = night(1, empty={"subtitle": 1})
    assert names(warned([*usual, *[empty] * 44], empty)) == ["fill:subtitle"]
    assert warned([*usual[:30], *[empty] * 44], empty) == []


def test_what_nobody_can_tell_is_no_alarm() -> None:
    """One article a night, one in twenty with a subtitle: none of sixty comes by chance."""
    usual = [night(1, empty={"subtitle": int(number % 20 > 0)}) for number in range(200)]
    assert warned([*usual, *[night(1, empty={"subtitle": 1})] * 80], night(1, empty={"subtitle": 1})) == []


# --- captions, doubts, one body


def pictured(articles: int, captioned: int) -> Figures:
    figures = night(articles)
    figures.pictured, figures.captioned = articles, captioned
    return figures


def test_captions_that_are_lost_are_an_alarm() -> None:
    text = "0 of 10 articles with pictures have a caption, before 240 of 300"
    assert warned([pictured(10, 8)] * 30, pictured(10, 0)) == [health.Alarm("caption", text)]
    assert warned([pictured(10, 8)] * 30, pictured(10, 6)) == []
    assert warned([pictured(10, 0)] * 30, pictured(10, 0)) == []
    assert health.words("caption") == "captions are lost"


def test_runs_of_an_older_version_say_nothing_of_captions_and_doubts() -> None:
    old = Figures.load({"version": 2, "lengths": [800] * 10, "filled": dict.fromkeys(WATCHED_FIELDS, 10)})
    assert warned([old] * 30, doubtful(10, 10)) == []
    assert warned([old] * 30, pictured(10, 0)) == []


def doubtful(articles: int, doubted: int, doubt: str = "open_end") -> Figures:
    figures = night(articles)
    figures.doubts[doubt] = doubted
    return figures


def test_a_doubt_that_rises_beyond_the_outlets_past_is_an_alarm() -> None:
    said = "the last paragraph ends as no sentence does: the text may be cut"
    text = f"open_end is a doubt about 4 of 12 articles, before about 0 of 360: {said}"
    assert warned([night(12)] * 30, doubtful(12, 4)) == [health.Alarm("doubt:open_end", text)]
    assert warned([night(12)] * 30, doubtful(12, 3)) == []
    assert warned([doubtful(12, 3)] * 30, doubtful(12, 4)) == []
    assert health.words("doubt:open_end") == "more articles are in doubt: open_end"


def test_a_doubt_that_this_version_does_not_know_is_told_all_the_same() -> None:
    [alarm] = warned([doubtful(12, 0, "mood")] * 30, doubtful(12, 12, "mood"))
    assert alarm.text.endswith(": a doubt that this version does not know: upgrade newsharvest")


def alike(articles: int, body: str = "a1b2c3d4") -> Figures:
    figures = night(articles)
    figures.bodies = [body] * articles
    return figures


def test_a_small_outlets_articles_that_have_one_body_are_an_alarm_without_any_past() -> None:
    """A run of five or more is judged by itself: tests/test_verdict.py."""
    text = "6 of the last 6 articles have one and the same body"
    assert warned([alike(2)], alike(2)) == []  # four
    assert warned([alike(2)] * 2, alike(2)) == [health.Alarm("one_body", text)]
    assert warned([alike(2)] * 2, alike(2, "e5f60718")) == []
    assert warned([alike(2)] * 2, night(0)) == []
    assert warned([alike(2)] * 2, alike(5)) == []
    assert health.words("one_body") == "articles have one and the same body"


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


def test_bodies_that_grow_are_an_alarm() -> None:
    """Both copies of a text, for wide screens and narrow ones, or the next article below it."""
    assert warned(MONTH, night(length=1600)) == [health.Alarm("grown", "bodies have grown: the median is 1600 characters, before 800")]


def test_bodies_half_as_long_again_are_a_busy_week() -> None:
    assert warned(MONTH, night(length=1280)) == []  # 1.6 times exactly


@pytest.mark.parametrize(("length", "name"), [(50, "body"), (2000, "grown")])
def test_bodies_that_differ_much_prove_little_by_their_median(length: int, name: str) -> None:
    """Half of the articles were always so short or so long: six of ten tonight are chance, ten of ten are not."""
    mixed = night()
    mixed.lengths = [800] * 5 + [length] * 5
    tonight = night()
    tonight.lengths = [800] * 4 + [length] * 6
    assert warned([mixed] * 30, tonight) == []
    assert names(warned(MONTH, tonight)) == [name]


def test_a_few_short_bodies_are_no_alarm() -> None:
    mixed = night()
    mixed.lengths = [800] * 6 + [50] * 4
    assert warned(MONTH, mixed) == []
    mixed.lengths = [800] * 4 + [50] * 6
    assert names(warned(MONTH, mixed)) == ["body"]


def test_short_bodies_of_a_small_outlet_are_taken_together() -> None:
    good, short = night(3), night(3, length=100)
    assert warned([good] * 30, short) == []  # 3 of 6
    assert names(warned([*[good] * 30, short], short)) == ["body"]  # 6 of 6
    one, brief = night(1), night(1, length=100)
    assert warned([*[one] * 30, brief, brief], brief) == []  # 3 of 5
    assert names(warned([*[one] * 30, brief, brief, brief], brief)) == ["body"]  # 4 of 5
    assert names(warned(MONTH, night(5, length=100))) == ["body"]  # the first night


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
    "grown": night(length=2000),
    "lists": night(links=3),
    "doubt:open_end": doubtful(10, 10),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_that_lasts_stays_an_alarm_since_its_first_night_and_never_becomes_the_new_normal(nights: Nights, name: str) -> None:
    assert nights.runs(*[night()] * 40) == [{}] * 40
    assert nights.runs(*[CHANGES[name]] * 70) == [{name: at(40)}] * 70


@pytest.mark.parametrize("name", [pytest.param(name, marks=[pytest.mark.slow] if place > 1 else []) for place, name in enumerate(CHANGES)])
def test_a_quiet_sunday_does_not_end_a_standing_alarm(nights: Nights, name: str) -> None:
    nothing = night(0, pages=0)
    nights.runs(*[night()] * 40)
    week = [*[CHANGES[name]] * 6, nothing]
    assert nights.runs(*week * 8) == [{name: at(40)}] * 56
    assert nights.runs(*[nothing] * 40) == [{name: at(40)}] * 40
    assert nights.runs(*[night()] * 40) == [{}] * 40


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
    bare, captioned = Image(url="http://gaon.kr/1.jpg", caption=None), Image(url="http://gaon.kr/2.jpg", caption="쉼터")
    figures.add(Article(body="가나다", authors=["김하늘"], rights="", tags=[], images=[bare, captioned], doubts=["open_end"]))
    figures.add(Article(body="가나다라마", authors=["박바다"], published_at="2026-11-20T03:00:00+09:00", images=[bare]))
    assert figures.lengths == [3, 5]
    assert figures.articles == 2
    assert figures.filled == {"authors": 2, "published_at": 1, "images": 2}
    assert (figures.pictured, figures.captioned) == (2, 1)
    assert figures.without("open_end") == 1
    assert figures.without("second_body") == figures.checked_for("second_body") == 2
    assert len(set(figures.bodies)) == 2


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
