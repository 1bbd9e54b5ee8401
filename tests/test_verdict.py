"""What a run says of itself: the night's verdict on what most new articles end in, and doubts that many of its articles share."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from io import StringIO
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest

from newsharvest import press, settings
from newsharvest.items import Article
from newsharvest.reasons import Reason
from newsharvest.run.harvest import HarvestPlan
from newsharvest.run.progress import closing_table
from newsharvest.run.verdict import ALIKE, MANY, MOST, Share, prevailing
from newsharvest.store import Standing, Store, retries_left
from tests.support.crawls import Harvest, crawl
from tests.support.outlet_server import Reply, Site, always
from tests.support.town import HOST, LIST, SINCE, article

PHOTO = '<div id="news_body_area"><img src="/data/photo.jpg" alt=""></div>'
LOGIN = "이 기사는 로그인한 회원만 볼 수 있습니다. 로그인 후 이용해 주시기 바랍니다."


TOLD = "DOUBTS"
"""What the pipeline below is told in the settings: the doubts about each article."""


@dataclass
class Doubting:
    """A pipeline that takes a test's word for what is in doubt."""

    doubts: dict[str, list[str]]

    @classmethod
    def from_crawler(cls, crawler: Any) -> Doubting:
        return cls(crawler.settings.getdict(TOLD))

    def process_item(self, item: Article) -> Article:
        item.doubts = self.doubts.get(item.id.partition(":")[2], [])
        return item


@dataclass
class Paper:
    """A played outlet that is replayed: crawled, or harvested a night at a time into a store of its own."""

    folder: Path
    store: Store
    site: Site = field(default_factory=Site)
    night: int = 0
    doubts: dict[str, list[str]] = field(default_factory=dict)
    doubts_itself: bool = False
    """Whether the doubts are those of the pages, and not a test's."""

    def replay(self) -> Path:
        """Write down all that the site answers, as the pages of a REPLAY folder."""
        pages = range(1, -(-len(self.site.articles) // 10) + 2)
        urls = [f"http://{HOST}/robots.txt", f"http://{HOST}/bbs/rss.php?bo_table=news", LIST, *(f"{LIST}&page={n}" for n in pages)]
        folder = self.folder / f"night-{self.night}" / "gyeonggitv"
        for number, url in enumerate([*urls, *map(article, self.site.articles)]):
            reply = self.site.answer(url)
            case = folder / str(number)
            case.mkdir(parents=True)
            (case / "page.html").write_bytes(reply.body)
            answer = {"url": url, "status": reply.status, "headers": reply.headers, "recorded_at": "2024-11-21T03:00:00+09:00"}
            (case / "response.json").write_text(json.dumps(answer | {"origin": "made"}))
        return folder.parent

    def settings(self, **more: Any) -> dict[str, Any]:
        pipelines = settings.ITEM_PIPELINES | ({} if self.doubts_itself else {f"{__name__}.Doubting": 350})
        return {"ITEM_PIPELINES": pipelines, TOLD: self.doubts, **more}

    def crawl(self, **arguments: str) -> Harvest:
        self.night += 1
        return crawl("gyeonggitv", self.replay(), self.settings(), **arguments)

    def harvest(self, *, refresh_days: int = 0, **more: Any) -> Harvest:
        """Harvest on the next night."""
        self.night += 1
        plan = HarvestPlan(
            self.store,
            "gyeonggitv",
            press.now() + timedelta(days=self.night),
            since=date.fromisoformat(SINCE),
            first_days=7,
            refresh_days=refresh_days,
            retry_limit=7,
        )
        arguments: dict[str, Any] = {"plan": plan}
        return crawl("gyeonggitv", self.replay(), self.settings(**more), **arguments)

    @property
    def kept(self) -> set[int]:
        """The numbers of the articles in the store."""
        return {int(kept.id.partition(":")[2]) for kept in self.store.articles()}

    @property
    def asked_again(self) -> set[int]:
        """The numbers of the articles that are not in the store and that a later night asks for."""
        return {int(failed.url.rpartition("=")[2]) for failed in self.store.failures() if retries_left(failed, 7)}


@pytest.fixture
def paper(tmp_path: Path) -> Iterator[Paper]:
    with Store(":memory:") as store:
        yield Paper(tmp_path, store)


def table(harvest: Harvest) -> str:
    """What is printed below a harvest's table."""
    printed = StringIO()
    closing_table({"gyeonggitv": harvest.report}, {"gyeonggitv": harvest.crawler}, printed)
    return printed.getvalue().partition("\n")[2].partition("\n")[2]


def redrawn(site: Site, body: str) -> Any:
    """Have every article page hold `body`, and return what draws them as they were."""
    whole: Callable[[int], str] = site.article
    site.article = lambda number: re.sub(r'<div id="news_body_area">.*?</div>', body, whole(number))  # type: ignore[method-assign]
    return whole


def wrong(harvest: Harvest) -> list[str]:
    """What the closing lines call wrong."""
    return [line.removeprefix("  wrong: ") for line in harvest.closing.splitlines() if line.startswith("  wrong: ")]


# --- what most new articles end in


def test_a_night_of_nothing_but_pictures_is_wrong_and_is_made_good_when_the_site_is(paper: Paper) -> None:
    paper.site.add(*range(1, 13))
    whole = redrawn(paper.site, PHOTO)
    harvest = paper.harvest()
    said = f"every new article has pictures and no text (12 of 12), the site may have changed or moved: {article(12)}"
    assert wrong(harvest) == [said]
    assert table(harvest).endswith(f"  gyeonggitv  wrong: {said}\n")
    assert harvest.report.exit_status == 1
    assert paper.asked_again == set(range(1, 13))
    paper.site.article = whole  # type: ignore[method-assign]
    assert paper.harvest().report.exit_status == 0
    assert paper.kept == set(range(1, 13))
    assert paper.store.failures() == []


def test_a_crawl_says_so_too(paper: Paper) -> None:
    paper.site.add(*range(1, 13))
    redrawn(paper.site, PHOTO)
    harvest = paper.crawl()
    assert wrong(harvest)[0].startswith("every new article has pictures and no text (12 of 12)")
    assert harvest.report.exit_status == 1


@pytest.mark.parametrize(("photos", "many"), [(11, "nearly every"), (10, "many a"), (6, "many a"), (5, ""), (2, "")])
def test_most_are_half_and_no_less_than_five(paper: Paper, photos: int, many: str) -> None:
    paper.site.add(*range(1, 13))
    whole = redrawn(paper.site, PHOTO)
    drawn = paper.site.article
    paper.site.article = lambda number: (drawn if number <= photos else whole)(number)  # type: ignore[method-assign]
    harvest = paper.harvest()
    assert harvest.report.exit_status == bool(many)
    said = f"{many} new article has pictures and no text ({photos} of 12), the site may have changed or moved: {article(photos)}"
    assert wrong(harvest) == [said] * bool(many)
    assert paper.asked_again == set(range(1, photos + 1))


def test_an_outlet_that_prints_pictures_every_day_is_none_the_worse_for_it(paper: Paper) -> None:
    """Half of each night is a photo story: that is said while nobody knows the outlet, and no more when four nights have shown it."""
    status, whole = [], redrawn(paper.site, PHOTO)
    drawn = paper.site.article
    paper.site.article = lambda number: (drawn if number % 2 else whole)(number)  # type: ignore[method-assign]
    for night in range(6):
        paper.site.add(*range(20 * night + 1, 20 * night + 13), day=f"2024-11-{10 + night} 09:00")
        status.append(paper.harvest().report.exit_status)
    assert status == [1, 1, 1, 1, 0, 0]
    paper.site.article = drawn  # type: ignore[method-assign]
    paper.site.add(*range(201, 213), day="2024-11-18 09:00")
    assert paper.harvest().report.exit_status == 1  # all of them is another matter


def test_on_a_normal_day_what_repeats_is_asked_for_a_few_times_and_no_more(paper: Paper) -> None:
    """One is gone, two are photo stories, one repeats another."""
    paper.site.add(*range(1, 13))
    whole = redrawn(paper.site, PHOTO)
    drawn = paper.site.article
    paper.site.article = lambda number: (drawn if number <= 2 else whole)(number)  # type: ignore[method-assign]
    paper.site.wrong["wr_id=3"] = always(Reply(status=404))
    paper.site.articles[4].title, paper.site.articles[4].body = paper.site.articles[12].title, paper.site.articles[12].body
    asked = []
    for _ in range(12):
        harvest = paper.harvest()
        assert harvest.report.exit_status == 0, harvest.closing
        asked.append(sum(map(len, harvest.reasons.values())))
    assert asked == [4, 4, 4, 4, 0, 0, 0, 0, 0, 0, 0, 0]
    assert paper.asked_again == set()
    assert paper.kept == set(range(5, 13))


def gone_after_a_good_night(paper: Paper) -> Harvest:
    paper.site.add(*range(1, 9), day="2024-11-19 09:00")
    assert paper.harvest().report.exit_status == 0
    paper.site.add(*range(9, 31), day="2024-11-20 09:00")
    paper.site.wrong["wr_id="] = always(Reply(status=404))
    return paper.harvest()


def test_known_rows_beside_them_hide_nothing_night_after_night(paper: Paper) -> None:
    said = f"every new article that the lists link is gone (22 of 22), the site may have changed or moved: {article(30)}"
    assert wrong(gone_after_a_good_night(paper)) == [said]
    for _ in range(12):  # also on nights on which none of them is due
        harvest = paper.harvest()
        assert wrong(harvest)[0].startswith("every new article that the lists link is gone (22 of 22)")
        assert harvest.report.exit_status == 1


def test_when_the_site_gives_articles_again_what_was_gone_is_asked_for_a_few_times_more(paper: Paper) -> None:
    gone_after_a_good_night(paper)
    for _ in range(3):  # on the last of which they wait
        paper.harvest()
    del paper.site.wrong["wr_id="]
    for number in range(9, 20):
        paper.site.wrong[f"wr_id={number}"] = always(Reply(status=410))
    paper.site.add(31, 32, day="2024-11-21 00:00")
    mended = paper.harvest()
    assert mended.report.exit_status == 0, mended.closing
    paper.harvest()
    assert paper.kept == {*range(1, 9), *range(20, 33)}
    last = paper.harvest()
    assert last.report.exit_status == 0
    assert {failed.reason for failed in paper.store.failures()} == {Reason.DELETED}
    paper.night += 100
    for _ in range(3):
        paper.harvest()
    assert paper.asked_again == set()
    assert len(paper.store.failures()) == 11


def test_a_small_outlets_nights_are_taken_together_and_nothing_is_final_before(paper: Paper) -> None:
    redrawn(paper.site, PHOTO)
    for night in range(1, 6):
        paper.site.add(night)
        harvest = paper.harvest()
        assert harvest.report.exit_status == int(night == MANY)
        assert paper.asked_again == set(range(1, night + 1))
    assert wrong(harvest)[0].startswith("every new article has pictures and no text (5 of 5)")


def test_one_article_that_comes_shows_that_a_photo_story_was_one(paper: Paper) -> None:
    paper.site.add(1, 2)
    whole = redrawn(paper.site, PHOTO)
    drawn = paper.site.article
    paper.site.article = lambda number: (drawn if number == 1 else whole)(number)  # type: ignore[method-assign]
    assert paper.harvest().report.exit_status == 0
    [photo] = paper.store.failures()
    assert (photo.standing, retries_left(photo, 7)) == (Standing.FEW, 3)


def test_what_a_killed_run_met_is_asked_for_again_and_judged(paper: Paper) -> None:
    """It wrote each down at once, and did not come to say what they were together."""
    paper.site.add(*range(1, 9))
    redrawn(paper.site, PHOTO)
    run = paper.store.begin_run("gyeonggitv", "2024-11-20T03:00:00+09:00")
    for number in range(3, 9):
        said = (article(number), Reason.PHOTO_ONLY, "", f"gyeonggitv:{number}", run, "2024-11-20T03:00:00+09:00")
        paper.store.note_failure("gyeonggitv", *said)
    harvest = paper.harvest()
    assert wrong(harvest)[0].startswith("every new article has pictures and no text (8 of 8)")


def test_what_is_only_looked_at_again_says_nothing_of_what_is_new(paper: Paper) -> None:
    paper.site.add(*range(1, 9))
    paper.harvest()
    for number in range(1, 7):
        paper.site.articles[number].removed = True
    paper.site.wrong["wr_id=7"] = paper.site.wrong["wr_id=8"] = always(Reply(status=404))
    harvest = paper.harvest(refresh_days=36_500)
    assert len(harvest.reasons["deleted"]) == 8
    assert harvest.report.exit_status == 0


def test_what_never_came_says_nothing_of_the_pages(paper: Paper) -> None:
    """Six photo stories, and six addresses that the server could not answer."""
    paper.site.add(*range(1, 13))
    redrawn(paper.site, PHOTO)
    for number in range(7, 13):
        paper.site.wrong[f"wr_id={number}"] = always(Reply(status=500))
    harvest = paper.crawl()
    assert wrong(harvest)[0].startswith("every new article has pictures and no text (6 of 6)")


def test_every_reason_of_a_normal_day_that_hides_an_article_is_judged() -> None:
    unhidden = {Reason.SAME_STORY, Reason.OUT_OF_PERIOD, Reason.UNCHANGED}
    assert set(ALIKE) == {reason for reason in Reason if reason.normal} - unhidden


# --- one body


def test_one_body_under_many_titles_is_wrong_and_what_was_kept_is_asked_for_again(paper: Paper) -> None:
    paper.site.add(*range(1, 13))
    whole = redrawn(paper.site, f'<div id="news_body_area"><p>{LOGIN}</p></div>')
    harvest = paper.harvest()
    assert harvest.report.exit_status == 1
    same = "12 of 12 articles have one and the same body, a login or error page may have come instead:"
    assert wrong(harvest) == [f'{same} "이 기사는 로그인한 회원만 볼 수 있습니다. 로그인 후 이용해 주시기 …"  {article(1)}']
    assert paper.asked_again == paper.kept == set(range(1, 13))
    again = paper.harvest()  # nothing is new, and the text is the same
    assert wrong(again)[0].startswith(same)
    assert again.report.exit_status == 1
    assert {(failed.reason, failed.times) for failed in paper.store.failures()} == {(Reason.SAME_BODY, 2)}
    paper.site.article = whole  # type: ignore[method-assign]
    paper.night += 1
    mended = paper.harvest()
    assert mended.report.exit_status == 0, mended.closing
    assert paper.store.failures() == []
    assert paper.store.article("gyeonggitv:7").body.startswith("가온시는 7번째 사업의 1단계를 8일까지 마치고")


def test_one_body_under_one_title_is_wrong_too(paper: Paper) -> None:
    """The first of them is kept, the others repeat it."""
    paper.site.add(*range(1, 6))
    for made in paper.site.articles.values():
        made.title, made.body = "로그인", [LOGIN]
    for harvest in (paper.crawl(), paper.harvest()):
        assert wrong(harvest)[0].startswith("5 of 5 articles have one and the same body")
    assert paper.asked_again == set(range(1, 6))


def test_a_release_that_was_posted_twice_is_a_normal_day(paper: Paper) -> None:
    paper.site.add(*range(1, 9))
    paper.site.articles[2].title, paper.site.articles[2].body = paper.site.articles[1].title, paper.site.articles[1].body
    assert paper.harvest().report.exit_status == 0
    assert [failed.standing for failed in paper.store.failures()] == [Standing.FEW]


# --- many addresses that lead to one


@pytest.mark.parametrize(("redirected", "reason"), [(4, "duplicate"), (5, "same_target")])
def test_many_addresses_that_lead_to_one_article_repeat_nothing(paper: Paper, redirected: int, reason: str) -> None:
    paper.site.add(*range(1, 13))
    for number in range(1, redirected + 1):
        paper.site.wrong[f"wr_id={number}"] = always(Reply(status=302, headers={"Location": urljoin(LIST, article(12))}))
    del paper.site.wrong["wr_id=1"]
    paper.site.wrong["wr_id=6"] = always(Reply(status=302, headers={"Location": article(12)}))
    harvest = paper.harvest()
    assert {code: len(urls) for code, urls in harvest.reasons.items()} == {reason: redirected}
    assert harvest.report.exit_status == int(reason == "same_target")
    assert paper.asked_again == {2, 3, 4, 5, 6} & {*range(2, redirected + 1), 6}


@pytest.mark.parametrize(
    ("first", "again", "judged"),
    [
        ((5, 5), (0, 0), True),
        ((4, 4), (0, 0), False),
        ((9, 10), (0, 0), True),
        ((5, 10), (0, 0), True),
        ((8, 17), (0, 0), False),
        ((4, 5), (0, 0), False),
        ((5, 5), (0, 90), True),  # the new alone, if there are enough of them
        ((2, 2), (3, 3), True),
        ((0, 0), (22, 22), True),
        ((0, 0), (0, 0), False),
        ((0, 1), (99, 99), False),  # one that ends otherwise shows that the site gives articles
        ((1, 1), (4, 9), True),
    ],
)
def test_the_new_are_judged_alone_if_there_are_enough_of_them(first: tuple[int, int], again: tuple[int, int], judged: bool) -> None:
    assert prevailing(Share(*first), Share(*again), MOST) is judged


# --- doubts

CUT = "the last paragraph ends as no sentence does: the text may be cut"


def test_one_doubtful_article_among_many_is_told(paper: Paper) -> None:
    paper.site.add(*range(1, 5))
    paper.doubts = {"3": ["open_end"]}
    crawled, harvest = paper.crawl(), paper.harvest()
    assert f"\n  doubt: open_end: 1 of 4 articles: {CUT}\n      gyeonggitv  {article(3)}\n  note: " in crawled.closing
    told = table(harvest).splitlines()
    assert told[0] == f"  gyeonggitv  doubt: open_end: 1 of 4 articles: {CUT}: {article(3)}"
    assert told[-1] == "  gyeonggitv  note: empty in every article: published_at"
    assert (crawled.report.exit_status, harvest.report.exit_status) == (0, 0)


def test_doubts_are_told_in_their_order_with_the_first_addresses(paper: Paper) -> None:
    paper.site.add(*range(1, 46))
    paper.doubts = {str(number): ["mood", "no_picture", "second_body"] for number in range(1, 23)}
    lines = [line for line in paper.crawl(since=SINCE).closing.splitlines() if "doubt: " in line or " more" in line]
    assert [line.split(": ")[1:3] if "doubt: " in line else line.strip() for line in lines] == [
        ["second_body", "22 of 45 articles"],
        "and 2 more",
        ["no_picture", "22 of 45 articles"],
        "and 2 more",
        ["mood", "22 of 45 articles"],
        "and 2 more",
    ]
    assert lines[-2].endswith(": a doubt that this version does not know: upgrade newsharvest")


@pytest.mark.parametrize(("articles", "doubted", "status"), [(4, 2, 1), (5, 2, 0), (1, 1, 0), (2, 2, 1)])
def test_a_doubt_that_half_of_a_runs_articles_share_is_a_warning(paper: Paper, articles: int, doubted: int, status: int) -> None:
    paper.site.add(*range(1, articles + 1))
    paper.doubts = {str(number): ["open_end"] for number in range(1, doubted + 1)}
    crawled, harvest = paper.crawl(), paper.harvest()
    assert (crawled.report.exit_status, harvest.report.exit_status) == (status, status)
    warning = f"warning: open_end is a doubt about {doubted} of {articles} articles\n"
    assert (f"  {warning}" in crawled.closing) == (f"  gyeonggitv  {warning}" in table(harvest)) == bool(status)


def test_a_doubt_about_the_one_article_that_was_asked_for_is_a_warning(paper: Paper) -> None:
    paper.site.add(1, 2)
    paper.doubts = {"2": ["open_end"]}
    harvest = paper.crawl(url=article(2))
    assert "\n  warning: open_end is a doubt about 1 of 1 article\n" in harvest.closing
    assert harvest.report.exit_status == 1
    assert paper.crawl(url=article(1)).report.exit_status == 0


def test_a_doubt_that_rises_beyond_the_outlets_past_is_a_warning(paper: Paper) -> None:
    paper.site.add(*range(1, 41))
    assert paper.harvest().report.exit_status == 0
    paper.site.add(*range(41, 61))
    paper.doubts = {str(number): ["open_end"] for number in range(41, 50)}
    harvest = paper.harvest()
    [warning] = harvest.report.warnings
    assert warning.startswith(f"open_end is a doubt about 9 of 20 articles, before about 0 of 40: {CUT} (since 20")
    assert harvest.report.exit_status == 1


@pytest.mark.parametrize("doubts", [{}, {"3": ["open_end"]}])
def test_strict_makes_a_doubt_or_a_note_a_failure(paper: Paper, doubts: dict[str, list[str]]) -> None:
    """The played outlet prints no dates, which is a note."""
    paper.site.add(*range(1, 5))
    paper.doubts = doubts
    harvest = paper.harvest(STRICT="1")
    assert harvest.report.exit_status == 1
    assert table(harvest).endswith("  gyeonggitv  wrong: there are doubts or notes, and STRICT is set\n")


def test_strict_alone_fails_nothing() -> None:
    url = "http://www.joongdo.co.kr/web/view.php?key=20200213010005265"
    harvest = crawl("joongdo", settings={"STRICT": "1"}, url=url)
    assert harvest.closing == "joongdo 중도일보: 1 article\n  result: ok (exit status 0)"
    assert harvest.report.exit_status == 0


def test_an_article_of_another_outlets_story_is_doubted_though_it_is_in_no_feed(paper: Paper) -> None:
    """DUPLICATES=drop: it is in the store all the same."""
    paper.site.add(1, 2)
    paper.site.articles[2].body = [*paper.site.articles[1].body, "가온시는 문의를 받는다."]
    paper.doubts = {"1": ["open_end"], "2": ["open_end"]}
    harvest = paper.harvest(DUPLICATES="drop")
    assert list(harvest.reasons) == ["same_story"]
    assert "\n  doubt: open_end: 2 of 2 articles: " in harvest.closing


# --- what is in doubt is looked at again


def test_a_wrong_page_on_one_night_is_made_good_on_the_next(paper: Paper) -> None:
    """Each address shows another article's page: the list has other titles than the pages."""
    paper.doubts_itself = True
    paper.site.add(*range(1, 9))
    for made in paper.site.articles.values():
        made.title = f"가온시 {'가나다라마바사아'[made.number - 1] * 6} {made.number}"
    whole = paper.site.article
    paper.site.article = lambda number: whole(number % 8 + 1)  # type: ignore[method-assign]
    harvest = paper.harvest()
    assert harvest.report.exit_status == 1
    assert "\n  warning: title_listed is a doubt about 8 of 8 articles\n" in harvest.closing
    assert {failed.reason for failed in paper.store.failures()} == {Reason.DOUBTFUL}
    paper.site.article = whole  # type: ignore[method-assign]
    mended = paper.harvest()
    assert mended.report.exit_status == 0, mended.closing
    assert paper.store.article("gyeonggitv:3").title == "가온시 다다다다다다 3"
    assert paper.store.failures() == []


def test_what_stays_in_doubt_is_looked_at_a_few_times_and_kept(paper: Paper) -> None:
    paper.site.add(*range(1, 9))
    paper.doubts = {"3": ["open_end"]}
    asked = []
    for _ in range(6):
        harvest = paper.harvest()
        assert harvest.report.exit_status == 0
        asked.append(len(harvest.reasons.get("unchanged", ())))
    assert asked == [0, 1, 1, 1, 0, 0]
    assert paper.store.failures() == []
    assert paper.store.article("gyeonggitv:3").doubts == ["open_end"]


def test_what_is_an_outlets_way_is_not_looked_at_again(paper: Paper) -> None:
    for night in range(1, 6):
        paper.site.add(*range(10 * night, 10 * night + 5), day=f"2024-11-{night:02} 09:00")
        paper.doubts |= {str(10 * night + n): ["box_in_body"] for n in range(2)}
        paper.harvest()
    paper.site.add(91, 92, 93, day="2024-11-20 09:00")
    paper.doubts |= {"91": ["box_in_body"], "92": ["box_in_body", "open_end"]}
    paper.harvest()
    looked_at = {failed.article: failed.detail for failed in paper.store.failures()}
    assert looked_at == {"gyeonggitv:92": "open_end"}


def test_an_earlier_article_that_a_later_one_makes_doubtful_is_looked_at_again(paper: Paper) -> None:
    """A notice that came alone could not be told from an article; some night it comes again."""
    paper.doubts_itself = True
    paper.site.add(1)
    paper.site.articles[1].body = [LOGIN * 2]
    paper.harvest()
    for _ in range(4):
        paper.harvest()
    assert paper.store.failures() == []
    paper.site.add(2)
    paper.site.articles[2].title, paper.site.articles[2].body = "도서관 새로 열어", [LOGIN * 2]
    paper.harvest()
    assert paper.asked_again == {1, 2}


def test_a_notice_with_another_number_each_time_is_one_body(paper: Paper) -> None:
    paper.site.add(*range(1, 8))
    for made in paper.site.articles.values():
        made.body = [f"서비스 점검 중입니다. 불편을 드려 죄송합니다. (요청 번호 {made.number * 7919:x}, 03:{made.number:02})"]
    harvest = paper.harvest()
    assert wrong(harvest)[0].startswith("7 of 7 articles have one and the same body")
    assert paper.asked_again == set(range(1, 8))


def test_what_gave_no_article_has_a_column_on_a_night_that_has_some(paper: Paper) -> None:
    paper.site.add(1, 2, 3, 4)
    whole = redrawn(paper.site, PHOTO)
    drawn = paper.site.article
    paper.site.article = lambda number: (drawn if number == 1 else whole)(number)  # type: ignore[method-assign]
    paper.site.wrong["wr_id=2"] = paper.site.wrong["wr_id=3"] = always(Reply(status=404))
    rows = []
    for run in (paper.harvest, paper.crawl):
        harvest = run()
        printed = StringIO()
        closing_table({"gyeonggitv": harvest.report}, {"gyeonggitv": harvest.crawler}, printed)
        rows.append(printed.getvalue().splitlines()[:2])
        paper.site.wrong.clear()
        paper.site.article = whole  # type: ignore[method-assign]
    assert [" ".join(row.split()[:12]) for row in rows[0]] == [
        "outlet masthead new edited known duplicates no article failed seconds",
        "gyeonggitv 경기티비종합뉴스 1 0 0 0 2 deleted, 1 photo_only 0 0",
    ]
    assert "no article" not in rows[1][0]
