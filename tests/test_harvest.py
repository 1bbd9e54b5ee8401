"""A harvest over real HTTP against an outlet that misbehaves: what the user sees, and what the store holds."""

from __future__ import annotations

import gzip
import json
import os
import re
import shlex
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from newsharvest.reasons import Reason
from newsharvest.store import Store
from tests.support.command_line import refused
from tests.support.outlet_server import Held, Reply, always, bomb, first
from tests.support.posix import SHELL, SIGNALS
from tests.support.project import ROOT
from tests.support.town import HOST, LIST, QUICK, SINCE, Town, article

# --- incremental


def test_the_second_harvest_asks_only_for_what_is_new(town: Town) -> None:
    town.site.add(*range(1, 26))
    ran = town.harvest("-O", str(town.folder / "a.jsonl"))
    assert ran.status == 0, ran.err
    assert town.row(ran) == ["25", "0", "0", "0"]
    assert town.kept == set(range(1, 26))
    assert town.asked() == list(range(25, 0, -1))  # the newest first
    town.site.add(26, 27)
    ran = town.harvest("-O", str(town.folder / "a.jsonl"))
    assert ran.status == 0
    assert town.row(ran) == ["2", "0", "25", "0"]
    assert town.asked() == [27, 26]
    assert [u for u in town.site.urls() if "wr_id" not in u and "rss" not in u and "robots" not in u] == [
        LIST,
        *(f"{LIST}&page={n}" for n in (2, 3)),
    ]
    ids = [json.loads(line)["id"] for line in (town.folder / "a.jsonl").read_text(encoding="utf-8").splitlines()]
    assert ids == ["gyeonggitv:27", "gyeonggitv:26"]  # this run's articles
    assert ran.last == f"written: {town.folder / 'a.jsonl'} (2 articles)"


def test_a_deeper_harvest_that_was_cut_short_is_finished_by_the_next_plain_one(town: Town) -> None:
    town.site.add(*range(1, 31), day="2024-11-05 09:00")
    town.site.add(*range(31, 61), day="2024-11-20 09:00")
    assert town.run("harvest", "gyeonggitv", "--since", "2024-11-18", *QUICK).status == 0
    assert town.kept == set(range(31, 61))
    town.site.wrong["&page=5"] = always(Reply(status=500))
    assert town.harvest("-s", "RETRY_TIMES=0").status == 1
    town.site.wrong.clear()
    ran = town.run("harvest", "gyeonggitv", *QUICK)  # the nightly one, without --since
    assert ran.status == 0, ran.err
    assert town.kept == set(range(1, 61))


def test_a_list_without_dates_is_taken_up_where_it_was_cut_short(town: Town) -> None:
    town.site.add(*range(1, 21))
    dated = town.site.list
    town.site.list = lambda page: re.sub(r'<li class="date">[^<]*', '<li class="date">', dated(page))  # type: ignore[method-assign]
    town.site.wrong["&page=2"] = always(Reply(status=500))
    assert town.run("harvest", "gyeonggitv", *QUICK, "-s", "RETRY_TIMES=0").status == 1
    assert town.kept == set(range(11, 21))
    town.site.wrong.clear()
    town.site.add(*range(21, 46))
    assert town.run("harvest", "gyeonggitv", *QUICK).status == 0
    assert town.kept == set(range(1, 46))


def test_a_since_that_a_list_without_dates_cannot_follow_is_said(town: Town) -> None:
    town.site.add(*range(1, 51))
    dated = town.site.list
    town.site.list = lambda page: re.sub(r'<li class="date">[^<]*', '<li class="date">', dated(page))  # type: ignore[method-assign]
    ran = town.harvest()
    assert ran.status == 1
    assert f"warning: the list prints no dates: it was read for 3 pages alone, and --since {SINCE} could not be followed" in ran.err
    assert town.kept == set(range(21, 51))


def test_a_row_that_slipped_past_a_pages_edge_is_found_the_next_night(town: Town) -> None:
    """Number 38 is taken down while page 2 is on its way: number 20 moves up to a page that has been read."""
    town.site.add(*range(1, 41))

    def take_down(count: int) -> None:
        town.site.articles[38].removed = True

    town.site.wrong["&page=3"] = take_down
    assert town.harvest().status == 0
    assert 20 not in town.kept
    assert town.harvest().status == 0
    assert 20 in town.kept


def test_a_list_that_does_not_turn_its_pages_is_named(town: Town) -> None:
    """And is not walked for ever."""
    town.site.add(*range(1, 11))
    first_page = town.site.list(1)

    def same(page: int) -> str:
        return first_page.replace("</span>", f'<a href="/bbs/board.php?bo_table=news&amp;page={page + 1}">x</a></span>')

    town.site.list = same  # type: ignore[method-assign]
    ran = town.harvest()
    assert ran.status == 1
    assert "(it repeats the pages before it)" in ran.err
    assert len([u for u in town.site.urls() if "wr_id" not in u]) <= 6
    assert town.kept == set(range(1, 11))


def test_a_404_is_asked_for_again_before_it_counts_as_deleted(town: Town) -> None:
    town.site.add(1, 2)
    town.site.wrong["wr_id=1"] = first(1, Reply(status=404))
    assert town.harvest().status == 0
    assert town.failures == {article(1): ("deleted", 1)}
    town.site.wrong.clear()
    assert town.harvest().status == 0
    assert town.kept == {1, 2}


def test_a_release_that_comes_again_another_night_is_one_article(town: Town) -> None:
    town.site.add(1)
    town.harvest()
    town.site.add(2)
    town.site.articles[2].title, town.site.articles[2].body = town.site.articles[1].title, town.site.articles[1].body
    ran = town.harvest()
    assert ran.status == 0
    assert town.row(ran) == ["0", "0", "1", "1"]
    assert town.query("SELECT url, reason, detail FROM failure") == [(article(2), "duplicate", "the same title and body as gyeonggitv:1")]


def test_a_site_that_does_not_answer_is_given_up(town: Town) -> None:
    town.site.add(*range(1, 31))
    town.site.wrong["wr_id="] = always(Reply(hangs_up=True))
    ran = town.harvest("-s", "RETRY_TIMES=0", "-s", "GIVE_UP_AFTER=3")
    assert ran.status == 1
    assert "the site did not answer 3 requests in a row" in ran.err
    assert len(town.asked()) == 3


@SIGNALS
def test_ctrl_c_is_heard_while_a_site_is_waited_for(town: Town) -> None:
    town.site.add(*range(1, 5))
    held = Held()
    town.site.wrong["wr_id=4"] = lambda count: held(count) or Reply(status=429, headers={"Retry-After": "86400"})
    process = town.start("harvest", "gyeonggitv", "--since", SINCE, *QUICK, "-s", "RETRY_AFTER_MAX=86400")
    held.wait()
    held.go_on()
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=60)  # not a day
    assert process.returncode == 1
    assert town.asked() == [4]


def test_a_quiet_day_is_no_failure(town: Town) -> None:
    town.site.add(*range(1, 6))
    town.harvest()
    ran = town.harvest()
    assert ran.status == 0
    assert town.row(ran) == ["0", "0", "5", "0"]
    assert town.asked() == []


def test_after_a_list_page_that_failed_the_rest_is_still_fetched(town: Town) -> None:
    """Page 1 is all known on the second day: paging goes on nevertheless, for the first pass did not come to its end."""
    town.site.add(*range(1, 31))
    town.site.wrong["&page=2"] = always(Reply(status=500))
    ran = town.harvest()
    assert ran.status == 1
    assert town.failures == {f"{LIST}&page=2": ("http_status", 1)}
    assert f"gyeonggitv  {LIST}&page=2  (HTTP 500)" in ran.err
    assert town.kept == set(range(21, 31))
    town.site.wrong.clear()
    ran = town.harvest()
    assert ran.status == 0, ran.err
    assert town.kept == set(range(1, 31))
    assert town.asked() == list(range(20, 0, -1))
    assert town.failures == {}


def test_a_first_harvest_reaches_back_as_far_as_it_is_told(town: Town) -> None:
    town.site.add(1, 2, day="2024-10-30 10:00")
    town.site.add(3, 4, day="2024-11-02 10:00")
    ran = town.harvest()
    assert ran.status == 0
    assert town.kept == {3, 4}
    ran = town.run("harvest", "gyeonggitv", "--since", "2024-10-01", *QUICK)  # further than before
    assert ran.status == 0
    assert town.kept == {1, 2, 3, 4}


def test_a_feed_is_a_first_look(town: Town) -> None:
    """An article that only the feed has is kept too, dated by the feed."""
    town.site.add(*range(1, 4))
    town.site.feed = True
    town.site.wrong["bo_table=news&page"] = always(Reply(status=404))
    listed = town.site.list
    town.site.list = lambda page: listed(page).replace("wr_id=3&", "nothing=3&")  # type: ignore[method-assign]
    ran = town.harvest()
    assert town.kept == {1, 2, 3}
    assert town.query("SELECT day FROM article WHERE id='gyeonggitv:3'") == [("2024-11-20",)]
    assert ran.status == 0, ran.err


def test_an_edited_article_is_kept_as_a_revision(town: Town) -> None:
    town.site.add(*range(1, 4), day="2024-11-20 09:00")
    town.harvest()
    old = town.site.articles[2].body[0]
    town.site.articles[2].body[0] = "가온시는 일정을 12월로 미룬다고 바로잡았다."
    assert town.row(town.harvest()) == ["0", "0", "3", "0"]  # a known article is not asked for again
    ran = town.harvest("--refresh", "36500", "-O", str(town.folder / "a.csv"))
    assert ran.status == 0, ran.err
    assert town.row(ran) == ["0", "1", "3", "0"]
    [(record,)] = town.query("SELECT record FROM article WHERE id='gyeonggitv:2'")
    assert json.loads(str(record))["body"].startswith("가온시는 일정을 12월로 미룬다고 바로잡았다.\n\n")
    [(before,)] = town.query("SELECT record FROM revision")
    assert json.loads(str(before))["body"].startswith(old)
    assert json.loads(str(before))["content_hash"] != json.loads(str(record))["content_hash"]
    assert (town.folder / "a.csv").read_bytes().count(b"\r\ngyeonggitv:") == 1  # the edited one alone


def test_a_removed_article_is_named_and_stays_in_the_store(town: Town) -> None:
    town.site.add(*range(1, 4))
    town.harvest()
    town.site.articles[2].removed = True
    ran = town.harvest("--refresh", "36500")
    assert ran.status == 0
    assert town.kept == {1, 2, 3}
    assert town.failures == {article(2): ("deleted", 1)}
    [row] = [line.split() for line in ran.err.splitlines() if line.startswith("gyeonggitv ")]
    assert row[6:9] == ["1", "deleted", "0"]  # nothing has failed
    assert row[-1] == "ok"  # of a normal day


def test_a_failed_article_is_tried_again_though_the_list_has_moved_on(town: Town) -> None:
    town.site.add(*range(1, 13))
    town.site.wrong["wr_id=2"] = lambda count: Reply(status=500) if town.site.articles[2].title else None
    ran = town.harvest()
    assert ran.status == 1
    assert town.failures == {article(2): ("http_status", 1)}
    assert town.kept == {1, *range(3, 13)}
    town.site.wrong.clear()
    town.site.add(*range(13, 30))
    ran = town.harvest()
    assert ran.status == 0, ran.err
    assert town.kept == set(range(1, 30))
    assert town.failures == {}


def test_the_same_release_twice_is_kept_once_and_asked_for_a_few_times(town: Town) -> None:
    town.site.add(1, 2)
    town.site.articles[1].title, town.site.articles[1].body = town.site.articles[2].title, town.site.articles[2].body
    ran = town.harvest()
    assert ran.status == 0
    assert town.row(ran) == ["1", "0", "0", "1"]
    assert town.kept == {2}
    assert town.failures == {article(1): ("duplicate", 1)}
    ran = town.harvest()
    assert town.asked() == [1]
    assert town.row(ran) == ["0", "0", "2", "1"]
    assert ran.status == 0
    town.harvest()  # on the same day
    assert town.asked() == []


# --- a site that misbehaves


def test_503_then_200(town: Town) -> None:
    town.site.add(1, 2)
    town.site.wrong["wr_id=1"] = first(1, Reply(status=503))
    ran = town.harvest()
    assert ran.status == 0, ran.err
    assert town.kept == {1, 2}
    assert town.failures == {}
    assert town.asked().count(1) == 2


def test_a_site_that_asks_for_an_hour_is_left_alone(town: Town) -> None:
    town.site.add(*range(1, 8))
    town.site.wrong["wr_id=6"] = always(Reply(status=503, headers={"Retry-After": "3600"}))
    ran = town.harvest()
    assert ran.status == 1
    assert "the site asks to be left alone for 3600 seconds (HTTP 503)" in ran.err
    assert town.asked() == [7, 6]
    assert town.failures == {article(6): ("http_status", 1)}  # not only left for later: what it answered is told
    town.site.wrong.clear()
    assert town.harvest().status == 0
    assert town.kept == set(range(1, 8))


def test_what_was_listed_before_a_site_asked_to_be_left_alone_is_fetched_the_next_night(town: Town) -> None:
    """Every list page was read, and the last one's articles were not: the next pass may not end at the pages before it."""
    town.site.add(*range(1, 41))
    town.site.wrong["wr_id=5"] = always(Reply(status=503, headers={"Retry-After": "3600"}))
    ran = town.harvest()
    assert ran.status == 1
    assert "the site asks to be left alone for 3600 seconds (HTTP 503)" in ran.err
    assert f"{LIST}&page=4" in town.site.urls()
    assert town.kept == set(range(6, 41))
    town.site.wrong.clear()
    ran = town.harvest()
    assert ran.status == 0, ran.err
    assert town.kept == set(range(1, 41))


def test_a_crawl_delay_that_no_run_waits_for_is_named(town: Town) -> None:
    """What is waited for, and how: tests/test_pace.py."""
    town.site.robots = "User-agent: *\nCrawl-delay: 3600\n"
    town.site.add(1, 2)
    ran = town.harvest()
    assert ran.status == 1
    assert "wrong: the run was stopped before its end: robots.txt asks for 3600 seconds between two requests" in ran.err
    assert [url for url in town.site.urls() if "robots.txt" not in url] == []


def test_slow_bytes_time_out(town: Town) -> None:
    town.site.add(1, 2)
    town.site.wrong["wr_id=1"] = always(Reply(b"x" * 400, drip=0.01))
    ran = town.harvest("-s", "DOWNLOAD_TIMEOUT=1", "-s", "RETRY_TIMES=0")
    assert ran.status == 1
    assert town.kept == {2}
    assert town.failures == {article(1): ("timeout", 1)}
    assert "1 not kept, timeout: the site took too long to answer" in ran.err


def test_a_body_cut_short_is_no_article(town: Town) -> None:
    town.site.add(1, 2)
    whole = town.site.page(town.site.article(1))
    town.site.wrong["wr_id=1"] = always(Reply(whole.body[:-200], promise=len(whole.body)))
    ran = town.harvest("-s", "RETRY_TIMES=0")
    assert ran.status == 1
    assert town.kept == {2}
    assert town.failures == {article(1): ("cut_short", 1)}


def test_compressed_answers_that_break_off_are_no_articles_and_no_lists(town: Town) -> None:
    """What could be unpacked of them would pass for the whole."""
    feed = f"http://{HOST}/bbs/rss.php?bo_table=news"

    def cut(reply: Reply) -> Reply:
        packed = gzip.compress(reply.body)
        return Reply(packed[: len(packed) * 6 // 10], headers=reply.headers | {"Content-Encoding": "gzip"})

    town.site.add(*range(1, 13))
    town.site.wrong = {
        "wr_id=2": always(cut(town.site.page(town.site.article(2)))),
        "page=2": always(cut(town.site.page(town.site.list(2)))),
        "rss.php": always(cut(town.site.rss(HOST))),
    }
    ran = town.harvest("-s", "RETRY_TIMES=1")
    assert ran.status == 1
    assert town.kept == set(range(3, 13))
    assert town.failures == {f"{LIST}&page=2": ("cut_short", 1), feed: ("cut_short", 1)}
    assert "2 not kept, cut_short: the answer broke off before its end" in ran.err
    assert [town.site.urls().count(url) for url in (f"{LIST}&page=2", feed)] == [2, 2]  # each asked for again at once
    town.site.wrong = {"wr_id=2": town.site.wrong["wr_id=2"]}
    assert town.harvest("-s", "RETRY_TIMES=0").status == 1
    assert town.kept == {1, *range(3, 13)}
    assert town.failures == {article(2): ("cut_short", 1)}


def test_a_redirect_loop_is_named(town: Town) -> None:
    town.site.add(1, 2)
    town.site.wrong["wr_id=1"] = always(Reply(status=302, headers={"Location": article(1)}))
    ran = town.harvest()
    assert ran.status == 1
    assert town.failures == {article(1): ("redirects", 1)}


def test_a_page_that_is_gone_after_two_redirects_is_named_by_the_address_that_was_listed(town: Town) -> None:
    town.site.add(1, 2)
    town.site.wrong["wr_id=1"] = always(Reply(status=302, headers={"Location": article(88)}))
    town.site.wrong["wr_id=88"] = always(Reply(status=302, headers={"Location": article(99)}))
    town.site.wrong["wr_id=99"] = always(Reply(status=404))
    town.harvest()
    assert town.asked() == [2, 1, 88, 99]
    assert town.failures == {article(1): ("deleted", 1)}


@pytest.mark.parametrize(
    "target", ["http://127.0.0.1:{port}/", "http://2130706433:{port}/", "http://[::1]:{port}/", "http://localhost:{port}/"]
)
def test_a_redirect_to_a_private_address_is_not_followed(town: Town, target: str) -> None:
    """The off-site guard is the first to refuse; the address guard by itself: tests/test_guard.py."""
    town.site.add(1, 2)
    location = target.format(port=town.proxy.rpartition(":")[2])
    town.site.wrong["wr_id=1"] = always(Reply(status=302, headers={"Location": location}))
    ran = town.harvest()
    assert ran.status == 1
    assert town.failures == {article(1): ("off_site", 1)}
    assert town.kept == {2}
    assert not [url for url in town.site.urls() if HOST not in url]


def test_a_name_that_resolves_to_a_private_address_is_refused(town: Town) -> None:
    town.environment = {"http_proxy": "", "PLAYED_HOSTS": f"{HOST}=10.1.2.3"}
    ran = town.harvest("-s", "TWISTED_DNS_RESOLVER=tests.support.resolver.PlayedResolver", "-s", "RETRY_TIMES=0")
    assert ran.status == 1
    assert town.failures == {LIST: ("private_address", 1)}
    assert f"{LIST}  ({HOST} is 10.1.2.3)" in ran.err


def test_a_name_that_is_not_known_is_named(town: Town) -> None:
    town.environment = {"http_proxy": "", "PLAYED_HOSTS": ""}
    ran = town.harvest("-s", "TWISTED_DNS_RESOLVER=tests.support.resolver.PlayedResolver", "-s", "RETRY_TIMES=0")
    assert town.failures == {LIST: ("dns", 1)}
    assert "1 not kept, dns: the site's name was not found" in ran.err


def test_a_refused_connection_is_named(town: Town) -> None:
    """Nothing listens on loopback's port 1, where the proxy is said to be."""
    town.environment = {"http_proxy": "http://127.0.0.1:1"}
    town.harvest("-s", "RETRY_TIMES=0")
    assert town.failures == {LIST: ("refused", 1)}


@pytest.mark.parametrize("reply", [bomb(60), Reply(endless=50 * 1024 * 1024)], ids=["gzip bomb", "50 MB"])
def test_what_is_too_large_is_stopped(town: Town, reply: Reply) -> None:
    town.site.add(1, 2)
    town.site.wrong["wr_id=1"] = always(reply)
    ran = town.harvest()
    assert ran.status == 1
    assert town.kept == {2}
    assert town.failures == {article(1): ("too_large", 1)}


def test_robots_that_forbid_a_page(town: Town) -> None:
    town.site.add(1, 2)
    town.site.robots = "User-agent: *\nDisallow: /*wr_id=1$\n"
    ran = town.harvest()
    assert ran.status == 1
    assert town.kept == {2}
    assert town.failures == {article(1): ("robots", 1)}
    assert town.asked() == [2]


def test_without_a_robots_txt_that_can_be_read_nothing_is_fetched(town: Town) -> None:
    town.site.add(1, 2)
    town.site.wrong["robots.txt"] = always(Reply(status=503))
    ran = town.harvest("-s", "RETRY_TIMES=0")
    assert ran.status == 1
    assert town.failures == {LIST: ("robots", 1)}
    assert {url.rpartition("/")[2] for url in town.site.urls()} == {"robots.txt"}


def test_cp949_pages(town: Town) -> None:
    town.site.charset = "cp949"
    town.site.add(1)
    town.site.articles[1].title = "똠방각하 펲시콜라 축제"
    assert town.harvest().status == 0
    [(record,)] = town.query("SELECT record FROM article")
    assert json.loads(str(record))["title"] == "똠방각하 펲시콜라 축제"


def test_a_challenge_page_is_never_stored(town: Town) -> None:
    town.site.add(1, 2)
    challenge = b"<html><head><title>Just a moment...</title></head><body><div id='challenge-error-text'>x</div></body></html>"
    town.site.wrong["wr_id=1"] = always(Reply(challenge))
    ran = town.harvest()
    assert ran.status == 1
    assert town.kept == {2}
    assert town.failures == {article(1): ("challenge", 1)}


def test_a_date_in_the_future_is_named(town: Town) -> None:
    town.site.add(1, 2)
    page = town.site.article(1).replace("</ul></div>", "<li>등록 2099.01.01 09:00:00</li></ul></div>")
    town.site.wrong["wr_id=1"] = always(town.site.page(page))
    ran = town.harvest()
    assert ran.status == 1
    assert town.kept == {2}
    assert town.failures == {article(1): ("future_date", 1)}


def test_compressed_pages_are_read(town: Town) -> None:
    town.site.add(1)
    page = town.site.page(town.site.article(1))
    packed = Reply(gzip.compress(page.body), headers=page.headers | {"Content-Encoding": "gzip"})
    town.site.wrong["wr_id=1"] = always(packed)
    assert town.harvest().status == 0
    assert town.kept == {1}


# --- several outlets


def test_one_broken_outlet_cannot_stop_or_hide_the_others(town: Town) -> None:
    town.site.add(1, 2)
    town.other.wrong["board.php"] = always(Reply(status=500))
    feed = town.folder / "today.csv"
    ran = town.harvest("-s", "RETRY_TIMES=0", "-O", str(feed), outlets=("gyeonggitv", "dgilbo"))
    assert ran.status == 1
    assert town.row(ran) == ["2", "0", "0", "0"]
    assert town.row(ran, "dgilbo") == ["0", "0", "0", "0"]
    assert "dgilbo  http://dgilbo.dgn.kr/bbs/board.php?bo_table=news  (HTTP 500)" in ran.err
    assert feed.read_bytes().count(b"\r\ngyeonggitv:") == 2
    assert town.query("SELECT outlet, status FROM run ORDER BY outlet") == [("dgilbo", 1), ("gyeonggitv", 0)]


@pytest.mark.parametrize("command", ["harvest", "crawl"])
def test_an_error_that_names_no_outlet_is_not_silent(town: Town, command: str) -> None:
    town.site.add(1)
    program = (
        "import logging, sys\n"
        "from newsharvest.pipelines.validate import ValidatePipeline as V\n"
        "kept = V.process_item\n"
        "V.process_item = lambda self, item: (logging.getLogger('x').error('boom'), kept(self, item))[1]\n"
        "from scrapy.cmdline import execute\n"
        "execute(sys.argv)\n"
    )
    words = [sys.executable, "-c", program, command, "joongdo", "-s", f"REPLAY={ROOT / 'fixtures'}", "--nolog"]
    words += ["--since", "2020-01-01"] if command == "harvest" else []
    ran = subprocess.run(words, cwd=ROOT, env=town.env, capture_output=True, text=True, timeout=40, check=False)
    assert ran.returncode == 1
    assert "wrong: errors were logged" in ran.stderr


def test_a_second_harvest_waits_its_turn(town: Town) -> None:
    """It begins while the first one has an article in hand, which comes when the second has said that it waits."""
    town.site.add(*range(1, 11))
    held = Held()
    town.site.wrong["wr_id=10"] = held
    first = town.start("harvest", "gyeonggitv", "--since", SINCE, *QUICK)
    held.wait()
    second = town.start("harvest", "gyeonggitv", "--since", SINCE, *QUICK)
    assert second.stderr
    waits = second.stderr.readline()
    held.go_on()
    said = [process.communicate(timeout=60)[1] for process in (first, second)]
    assert waits == f"another harvest writes {town.store}: waiting for it to end\n"
    assert [process.returncode for process in (first, second)] == [0, 0]
    assert "waiting" not in said[0]
    assert town.kept == set(range(1, 11))
    assert sorted(town.asked()) == list(range(1, 11))  # no article was asked for twice


# --- not silent


def test_a_field_that_goes_empty_is_a_warning_with_its_date(town: Town) -> None:
    town.site.add(*range(1, 21))
    town.harvest()
    town.site.add(*range(21, 41))
    for number in range(21, 41):
        town.site.articles[number].byline = ""
    ran = town.harvest()
    assert ran.status == 1
    assert town.kept == set(range(1, 41))  # a warning keeps nothing back
    today = town.query("SELECT substr(since, 1, 10) FROM warning")[0][0]
    assert f"gyeonggitv  warning: authors is filled in 0 of 20 articles, before in 20 of 20 (since {today})" in ran.err
    town.site.add(*range(41, 61))
    assert town.harvest().status == 0  # over
    assert town.query("SELECT * FROM warning") == []


def test_a_fallback_that_begins_to_win_is_a_warning(town: Town) -> None:
    town.site.add(*range(1, 13))
    assert town.harvest().status == 0
    town.site.add(*range(13, 25))
    drawn = town.site.article

    def redrawn(number: int) -> str:
        return drawn(number).replace("news_body_area", "bo_v_con").replace('<li class="name">', "<li>")

    town.site.article = redrawn  # type: ignore[method-assign]
    ran = town.harvest()
    assert ran.status == 1
    assert "warning: a fallback selector has begun to win: netpro/theme body #bo_v_con (12 of 12 pages)" in ran.err
    guess = "a fallback selector (a guess, never seen before on a page of its family)"
    assert f"warning: {guess} has begun to win: netpro/theme authors ul.art_info li (12 of 12 pages)" in ran.err
    assert town.kept == set(range(1, 25))


# --- the rest of the command line


def test_export(town: Town) -> None:
    town.site.add(1, 2, day="2024-11-03 09:00")
    town.site.add(3, day="2024-11-05 09:00")
    town.site.articles[2].body.append("올해 쌀 수확이 시작됐다.")
    town.harvest()
    out = town.folder / "out.csv"
    ran = town.quick("export", "-O", str(out))
    assert ran.status == 0
    assert ran.err == f"written: {out} (3 articles)\n"
    assert [line[:12] for line in out.read_bytes().split(b"\r\n")[1:4]] == [b"gyeonggitv:3", b"gyeonggitv:2", b"gyeonggitv:1"]

    def ids(*arguments: str) -> list[str]:
        return [json.loads(line)["id"].partition(":")[2] for line in town.quick("export", *arguments).out.splitlines()]

    assert ids("--search", "수확") == ["2"]
    assert ids("--search", "가온시 수확") == ["2"]
    assert ids("--search", "풍년") == []
    assert ids("--since", "2024-11-04") == ["3"]
    assert ids("--until", "2024-11-04") == ["2", "1"]
    assert ids("--section", "지역뉴스") == ["3", "2", "1"]
    assert ids("--search", "수확 | 없는말 -풍년") == ["2"]
    assert ids("dgilbo") == []
    assert ids("gyeonggitv", "--since", "2024-11-05") == ["3"]


def test_one_of_anything_is_said_in_the_singular(town: Town) -> None:
    town.site.add(1)
    feed, stories = town.folder / "a.csv", town.folder / "stories.csv"
    ran = town.harvest("-O", str(feed))
    assert ran.err.startswith("[1/1] gyeonggitv: 1 article\n")
    assert ran.last == f"written: {feed} (1 article)"
    assert town.quick("export", "--stories", "-O", str(stories)).err == f"written: {stories} (1 story)\n"
    assert "\n  list             1 link, 1 with a date  " in town.run("outlets", "--check", "gyeonggitv", *QUICK).out


def test_failures_are_shown(town: Town) -> None:
    town.site.add(1, 2)
    town.site.wrong["wr_id=1"] = always(Reply(status=500))
    town.harvest("-s", "RETRY_TIMES=0")
    shown = town.quick("failures").out.split("\n")
    assert shown[0].split() == ["outlet", "reason", "times", "first", "last", "tried", "again", "address"]
    assert shown[1].split()[:3] == ["gyeonggitv", "http_status", "1"]
    assert shown[1].rstrip().endswith(f"yes          {article(1)} (HTTP 500)")
    town.site.wrong.clear()
    town.harvest()
    assert town.quick("failures").out == "nothing has failed\n"


@SHELL
@pytest.mark.parametrize(
    ("rest", "status", "said"),
    [
        ("> /dev/full", 1, "No space left on device"),
        pytest.param(">&-", 1, "Bad file descriptor", marks=pytest.mark.slow),
        ("| true", 0, ""),
    ],
)
def test_failures_that_cannot_be_printed(town: Town, rest: str, status: int, said: str) -> None:
    """A reader that has had enough (`| head -1`) is no failure."""
    command = f"set -o pipefail; {shlex.join(town.command('failures'))} {rest}"
    with Store(town.store) as store:
        run = store.begin_run("gyeonggitv", "2026-11-20T03:00:00+09:00")
        for number in range(1_000):  # more than a pipe holds
            store.note_failure("gyeonggitv", article(number), Reason.TIMEOUT, "", f"gyeonggitv:{number}", run, "2026-11-20T03:00:00+09:00")
    ran = subprocess.run(["bash", "-c", command], cwd=ROOT, env=town.env, capture_output=True, text=True, timeout=40, check=False)
    assert ran.stderr == (f"scrapy failures: standard output could not be written: {said}\n" if said else "")
    assert ran.returncode == status


def test_what_failures_says_of_the_deleted_is_what_the_next_harvest_does(town: Town) -> None:
    town.site.add(1, 2, 3)
    town.site.wrong["wr_id=1"] = always(Reply(status=404))
    town.site.wrong["wr_id=3"] = always(town.site.page(town.site.article(99)))  # its page says that it was deleted

    def said() -> list[tuple[str, str]]:
        """Of each failure whether it is tried again, and its address with what was answered."""
        lines = [line.partition(" (") for line in town.quick("failures").out.splitlines()[1:]]
        return [(words.split()[-2], f"{words.split()[-1]} ({detail.rstrip()}") for words, _, detail in lines]

    assert town.harvest().status == 0
    assert sorted(said()) == [("yes", f"{article(1)} (HTTP 404)"), ("yes", f"{article(3)} (gnuboard/deleted)")]
    assert town.harvest().status == 0
    assert town.asked() == [1, 3]
    with Store(town.store) as store:
        for _ in range(3):  # on other nights
            run = store.begin_run("gyeonggitv", "2024-11-23T03:00:00+09:00")
            for number, detail in ((1, "HTTP 404"), (3, "gnuboard/deleted")):
                said_again = (article(number), Reason.DELETED, detail, f"gyeonggitv:{number}", run, "2024-11-23T03:00:00+09:00")
                store.note_failure("gyeonggitv", *said_again)
    assert [again for again, _ in said()] == ["no", "no"]
    assert town.harvest().status == 0
    assert town.asked() == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["harvest", "gyongitv"], "scrapy harvest: unknown outlet 'gyongitv', did you mean 'gyeonggitv'?"),
        (["harvest", "--since", "tomorrow"], "scrapy harvest: --since tomorrow is not a day or time: write --since 2026-11-21 or"),
        (["harvest", "--since", "2026-02-30"], "scrapy harvest: --since 2026-02-30 is not a day or time: write --since 2026-11-21 or"),
        (["export", "--until", "31.12."], "scrapy export: --until 31.12. is not a day or time: write --until 2026-11-21 or"),
        (["export", "--since", "2026-11-02", "--until", "2026-11-01"], "scrapy export: --since 2026-11-02 is after --until 2026-11-01"),
        (["harvest", "--refresh", "-1"], "scrapy harvest: --refresh -1 is not a number of days: write --refresh 7"),
        (["harvest", "-O", "a.xlsx"], "scrapy harvest: a.xlsx: name a .csv or .jsonl file"),
        (["harvest", "-s", "REPLAY=no/folder"], "scrapy harvest: REPLAY=no/folder is not a folder"),
        (["export"], "scrapy export: there is no store {store} yet: run scrapy harvest, or name another with -s STORE=FILE"),
        (["failures"], "scrapy failures: there is no store {store} yet: run scrapy harvest, or name another with -s STORE=FILE"),
    ],
)
def test_a_mistyped_command_is_refused_in_one_line(town: Town, arguments: list[str], said: str) -> None:
    assert refused(*arguments, "-s", f"STORE={town.store}").startswith(said.format(store=town.store))


def test_a_file_that_is_no_store_is_refused(town: Town) -> None:
    town.store.write_text("notes")
    ran = town.harvest()
    assert ran.err == f"scrapy harvest: the store {town.store} cannot be used: file is not a database\n"
    assert ran.status == 1
    assert town.store.read_text() == "notes"
    assert town.site.urls() == []


def test_a_replay_writes_no_store_but_the_one_it_is_given(town: Town) -> None:
    replay = ("-s", f"REPLAY={ROOT / 'fixtures'}")
    here = [sys.executable, "-m", "scrapy", "harvest", "joongdo", "--since", "2020-01-01", *replay]
    settings = {**os.environ, "SCRAPY_SETTINGS_MODULE": "newsharvest.settings"}
    ran = subprocess.run(here, cwd=town.folder, env=settings, capture_output=True, text=True, timeout=60, check=False)
    assert ran.returncode == 0, ran.stderr
    assert list(town.folder.iterdir()) == []
    assert town.run("harvest", "joongdo", "--since", "2020-01-01", *replay).status == 0
    assert town.query("SELECT id FROM article") == [("joongdo:20200213010005265",)]


def test_all_outlets_are_harvested_from_the_fixtures(town: Town, whole_sites: Path) -> None:
    ran = town.run("harvest", "--since", "2020-01-01", "-s", f"REPLAY={whole_sites}")
    assert ran.status == 0, ran.err
    found = {
        "dgilbo": "1", "gyeonggitv": "2", "joongdo": "1", "krnews21": "1", "kgnews": "3", "ghnews": "2", "gn1news": "1", "ptlnews": "2",
        "gnmaeil": "1", "idomin": "2", "jejusori": "0", "ksilbo": "1",  # jejusori's is of 2018, and ksilbo's list prints no dates
    }  # fmt: skip
    assert {outlet: town.row(ran, outlet)[0] for outlet in found} == found
    assert re.search(rf"^REPLAY={whole_sites} has no pages of (?:\S+, )*cctoday, (?:\S+, )*domin, ", ran.err, re.MULTILINE)
    assert "\ncctoday " not in ran.err


def test_a_live_run_without_a_contact_says_so(town: Town) -> None:
    town.site.add(1)
    ran = town.run("harvest", "gyeonggitv", "--since", SINCE, *QUICK[:4], "-s", "CONTACT=")
    assert ran.err.startswith("CONTACT is not set: outlets cannot reach you about your requests.")
    assert ran.status == 0
    assert "CONTACT" not in town.harvest().err


def test_a_headline_cannot_forge_a_line(town: Town) -> None:
    """Not in the closing table, and not in the log, where Scrapy prints what was dropped."""
    town.site.add(1, 2)
    forged = "x\n2026-11-21 09:00:00 [scrapy] CRITICAL: forged\x1b[31m"
    town.site.articles[1].title = forged
    town.site.articles[1].body = []
    ran = town.harvest("-L", "DEBUG")
    assert ran.status == 1
    assert not [line for line in ran.err.splitlines() if "forged" in line and line.startswith("2026-11-21 09:00:00")]
    assert "\x1b[31m" not in ran.err


@SIGNALS
def test_a_harvest_that_is_stopped_twice_leaves_the_old_file(town: Town) -> None:
    """Its terminal is closed and then it gets a Ctrl-C, while an article does not come; another waits for the store, and hears one."""
    town.site.add(*range(1, 11))
    held = Held()
    town.site.wrong["wr_id=5"] = held
    feed = town.folder / "today.csv"
    feed.write_text("yesterday's")
    harvest = ("harvest", "gyeonggitv", "--since", SINCE, *QUICK, "-O", str(feed))
    first = town.start(*harvest)
    held.wait()
    second = town.start(*harvest)
    assert second.stderr
    assert second.stderr.readline().startswith("another harvest writes")
    second.send_signal(signal.SIGINT)
    assert second.communicate(timeout=60)[1] == "scrapy harvest: stopped before its end\n"
    first.send_signal(signal.SIGHUP)
    first.send_signal(signal.SIGINT)
    said = first.communicate(timeout=60)[1]
    held.go_on()
    assert "wrong: the run was stopped before its end\n" in said
    assert said.endswith(f"{feed} was left as it was; what did come is in today.failed.csv beside it\n")
    assert [process.returncode for process in (first, second)] == [1, 1]
    assert feed.read_text() == "yesterday's"
    assert (feed.parent / "today.failed.csv").read_bytes().count(b"\r\n") == 1 + 5
    assert not list(town.folder.glob(".*"))


@SIGNALS
def test_a_silent_name_server_holds_up_no_end(tmp_path: Path) -> None:
    """Stopped twice, a harvest ends, though a look-up that it has begun does not."""
    program = (
        "import os, signal, socket, sys, threading\n"
        "silent = threading.Event()\n"
        "stops = (signal.SIGINT, signal.SIGTERM)\n"  # of two alike the second may be taken for the first
        "socket.gethostbyname = lambda name: [os.kill(os.getpid(), stop) for stop in stops] and silent.wait()\n"
        "from scrapy.cmdline import execute\n"
        "execute(sys.argv)\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program, "harvest", "gyeonggitv", *QUICK, "-s", f"STORE={tmp_path / 'harvest.db'}"],
        cwd=ROOT, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert "wrong: the run was stopped before its end\n" in ran.stderr
    assert ran.returncode == 1


@SIGNALS
def test_an_interrupted_harvest_goes_on_where_it_was(town: Town) -> None:
    town.site.add(*range(1, 61))
    held = Held()
    town.site.wrong["wr_id=46"] = held  # the fifteenth
    process = town.start("harvest", "gyeonggitv", "--since", SINCE, *QUICK, "-s", "DOWNLOAD_DELAY=0.02")
    held.wait()
    process.terminate()
    held.go_on()
    said = process.communicate(timeout=60)[1]
    assert process.returncode == 1
    assert "wrong: the run was stopped before its end" in said
    before = town.kept
    assert set(range(47, 61)) <= before < set(range(1, 61))
    assert town.harvest().status == 0
    assert town.kept == set(range(1, 61))
    assert not before & set(town.asked())
