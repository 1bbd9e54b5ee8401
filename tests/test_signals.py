"""What pages and outlets say of reuse by machines: what is read of it, where it is kept, and that it is handed on."""

from __future__ import annotations

import csv
import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from parsel import Selector
from scrapy.http import Headers, HtmlResponse

from newsharvest.archive import Archive, Kind, archive_of
from newsharvest.download.charset import best_encoding
from newsharvest.page.stated import Stated
from newsharvest.page.tree import page_of
from newsharvest.press import content_hash
from newsharvest.signals import Said, Signal, read_tdmrep, said_by_robots, signals_of_page, told, words_of
from newsharvest.signals.agents import AI_AGENTS
from newsharvest.signals.site import fits, shut_out
from newsharvest.store import Kept, Selection, Store
from tests.support.articles import article, revisions
from tests.support.browser import browsing
from tests.support.command_line import quick, refused
from tests.support.outlet_server import Reply, always, serving
from tests.support.stores import Place
from tests.support.town import HOST, LIST, QUICK, Town
from tests.support.town import article as address

NIGHT = "2026-11-28T04:15:00+09:00"
LATER = "2026-11-29T04:15:00+09:00"

# --- a page


def signals(head: str = "", *headers: tuple[str, str], body: str = "<p>가온시는 쉼터를 열었다.</p>") -> list[str]:
    page = Selector(f"<html><head><title>가온시, 쉼터 연다</title>{head}</head><body>{body}</body></html>")
    sent = Headers()
    for name, value in headers:
        sent.appendlist(name, value)
    return signals_of_page(page, sent, Stated(page))


def ld(**said: object) -> str:
    data = {"@type": "NewsArticle", "headline": "가온시, 쉼터 연다", **said}
    return f'<script type="application/ld+json">{json.dumps(data, ensure_ascii=False)}</script>'


def meta(name: str, content: str) -> str:
    return f'<meta name="{name}" content="{content}">'


def test_a_page_that_says_nothing_carries_nothing() -> None:
    assert signals() == []
    assert signals(meta("robots", "index, follow, max-image-preview:large, max-snippet:-1"), ("X-Robots-Tag", "all")) == []


@pytest.mark.parametrize(
    ("head", "found"),
    [
        (meta("robots", "noai"), ["noai"]),
        (meta("ROBOTS", " NoAI , noImageAI "), ["noai", "noimageai"]),
        (meta("robots", "noindex noai"), ["noai", "noindex"]),
        (meta("robots", "none"), ["noindex"]),
        (meta("robots", "index") + meta("robots", "noimageai"), ["noimageai"]),
        (meta("GPTBot", "noai"), ["noai"]),
        (meta("GPTBot", "noindex"), []),
        (meta("googlebot", "noindex, noai"), []),
        (meta("description", "noai, noindex"), []),
        (meta("robots", "noaim"), []),
        (meta("tdm-reservation", "1"), ["tdm_reserved"]),
        (meta("TDM-Reservation", " 0 "), ["tdm_open"]),
        (meta("tdm-reservation", "yes"), []),
        (meta("tdm-policy", "https://x.example/policy.json"), []),
    ],
)
def test_what_the_metas_say(head: str, found: list[str]) -> None:
    assert signals(head) == found


def test_a_meta_in_the_body_counts_too() -> None:
    assert signals(body=f"<div>{meta('robots', 'noai')}</div>") == ["noai"]


@pytest.mark.parametrize(
    ("headers", "found"),
    [
        ([("X-Robots-Tag", "noai, noimageai")], ["noai", "noimageai"]),
        ([("x-robots-tag", "noarchive"), ("X-Robots-Tag", "noindex")], ["noindex"]),
        ([("X-Robots-Tag", "otherbot: noindex, noai")], []),
        ([("X-Robots-Tag", "otherbot: noindex, CCBot: noindex, noai")], ["noai"]),
        ([("X-Robots-Tag", "*: noindex")], ["noindex"]),
        ([("X-Robots-Tag", "unavailable_after: 25 Jun 2010 15:00:00 PST, noai")], ["noai"]),
        ([("X-Robots-Tag", "max-image-preview: large, noindex")], ["noindex"]),
        ([("TDM-Reservation", "1")], ["tdm_reserved"]),
        ([("tdm-reservation", "0")], ["tdm_open"]),
        ([("tdm-reservation", "2")], []),
        ([("tdm-reservation", "\xe9\x80")], []),
    ],
)
def test_what_the_headers_say(headers: list[tuple[str, str]], found: list[str]) -> None:
    assert signals("", *headers) == found


@pytest.mark.parametrize(
    ("head", "found"),
    [
        (ld(isAccessibleForFree=False), ["paywall"]),
        (ld(isAccessibleForFree="False"), ["paywall"]),
        (ld(isAccessibleForFree="http://schema.org/False"), ["paywall"]),
        (ld(isAccessibleForFree=[True, False]), ["paywall"]),
        (ld(isAccessibleForFree={"@value": False}), ["paywall"]),
        (ld(isAccessibleForFree={"@id": "http://schema.org/False"}), ["paywall"]),
        (ld(isAccessibleForFree=False).replace("ld+json", "LD+JSON; charset=utf-8"), ["paywall"]),
        (ld(isAccessibleForFree=[{"@type": "Thing"}, None, []]), []),
        (ld(isAccessibleForFree=True), []),
        (ld(isAccessibleForFree="true"), []),
        (ld(), []),
        (ld(isAccessibleForFree=True) + ld(isAccessibleForFree=False), ["paywall"]),  # it says both: the stricter
        (ld(isAccessibleForFree=False, headline="다른 기사") + ld(isAccessibleForFree=True), []),
        ('<script type="application/ld+json">{"@type": "NewsArticle", "isAccessibleForFree": false,,}</script>', []),
        ('<script type="application/ld+json">{"@type": "NewsArticle", "isAccess</script>' + ld(isAccessibleForFree=False), ["paywall"]),
        ('<script type="application/ld+json">' + "[" * 100_000 + "</script>", []),
    ],
)
def test_a_paywall_that_json_ld_states_and_json_that_is_broken(head: str, found: list[str]) -> None:
    assert signals(head) == found


def test_of_what_contradicts_itself_all_is_kept_and_the_stricter_told() -> None:
    found = signals(meta("tdm-reservation", "0"), ("TDM-Reservation", "1"))
    assert found == ["tdm_reserved", "tdm_open"]
    assert told(found) == ["tdm_reserved"]
    assert told(["tdm_open"]) == ["tdm_open"]
    assert signals("", ("TDM-Reservation", "0, 1")) == found


def test_a_page_in_a_charset_that_it_does_not_say_carries_its_signals_all_the_same() -> None:
    text = (
        f"<html><head><meta charset='utf-8'>{meta('robots', 'noai')}<title>가온시, 쉼터 연다</title></head><body><p>쉼터</p></body></html>"
    )
    response = HtmlResponse("http://gaon.example/1", body=text.encode("cp949"), headers={"Content-Type": "text/html; charset=utf-8"})
    for encoding in ("utf-8", best_encoding(response)):
        page = page_of(response.replace(encoding=encoding))
        assert signals_of_page(page, response.headers, Stated(page)) == ["noai"]


def test_every_signal_says_what_it_means() -> None:
    assert [signal.code for signal in Signal] == ["noai", "noimageai", "noindex", "tdm_reserved", "tdm_open", "paywall", "ai_robots"]
    assert words_of("tdm_reserved") == "the rights to text and data mining are reserved (TDMRep)"
    assert words_of("of_2031") == "a signal that this version does not know: upgrade newsharvest"


# --- robots.txt


@pytest.mark.parametrize(
    ("robots", "shut"),
    [
        ("", set()),
        ("User-agent: *\nDisallow: /adm/\n", set()),
        ("User-agent: GPTBot\nDisallow: /\n", {"GPTBot"}),
        ("user-agent : gptbot # OpenAI\r\nUser-Agent: ccbot/2.0\r\nDISALLOW: /*\r\n", {"GPTBot", "CCBot"}),
        ("User-agent: GPTBot\nUser-agent: newsharvest\nDisallow: /\n\nUser-agent: *\nAllow: /\n", {"GPTBot"}),
        ("User-agent: GPTBot\nDisallow:\n", set()),
        ("User-agent: GPTBot\nDisallow: /private/\n", set()),
        ("User-agent: GPTBot\nDisallow: /\nAllow: /\n", set()),  # of two alike the one that allows
        ("User-agent: GPTBot\nAllow: /\nDisallow: /*\n", {"GPTBot"}),
        ("User-agent: GPTBot\nDisallow: /\nAllow: /rss/\nAllow: /$\n", {"GPTBot"}),
        ("User-agent: GPTBot\nCrawl-delay: 5\nUser-agent: CCBot\nDisallow: /\n", {"GPTBot", "CCBot"}),
        ("User-agent: GPTBot\nDisallow: /a\nUser-agent: CCBot\nDisallow: /\n", {"CCBot"}),
        ("User-agent: GPTBot\nAllow: /\n\nUser-agent: GPTBot\nDisallow: /*\n", {"GPTBot"}),  # two groups of a name are one
        ("User-agent: *\nDisallow: /\nUser-agent: ClaudeBot\nAllow: /\n", {"*"}),
        ("User-agent: GPTBot-Image\nUser-agent: MyGPTBot\nDisallow: /\n", set()),
        ("Disallow: /\nUser-agent: GPTBot\n", set()),
    ],
)
def test_which_agents_a_robots_txt_shuts_out(robots: str, shut: set[str]) -> None:
    assert shut_out(robots.encode()) == shut


def test_a_robots_txt_in_another_charset_or_without_end_is_read_as_far_as_it_is_obeyed() -> None:
    assert shut_out("User-agent: GPTBot\nDisallow: /\n".encode("utf-16")) == {"GPTBot"}
    assert shut_out("# 로봇\nUser-agent: GPTBot\nDisallow: /\n".encode("cp949")) == {"GPTBot"}
    assert shut_out(b"#" * 600_000 + b"\nUser-agent: GPTBot\nDisallow: /\n") == set()
    assert shut_out(b"User-agent: GPTBot\n" * 10_000 + b"Disallow: /\n" * 10_000) == {"GPTBot"}


def test_the_robots_txt_of_several_hosts_are_one_word() -> None:
    said = said_by_robots(b"User-agent: CCBot\nDisallow: /", b"", b"User-agent: GPTBot\nUser-agent: *\nDisallow: /")
    assert said == Said(("ai_robots",), ("*", "CCBot", "GPTBot"), ())
    assert said_by_robots(b"") == Said()
    assert len({agent.lower() for agent in AI_AGENTS}) == len(AI_AGENTS)


# --- tdmrep.json

RULES = [
    {"location": "/adm/*", "tdm-reservation": 0},
    {"location": "/bbs/board.php", "tdm-reservation": 1, "tdm-policy": "https://gaon.example/policy.json"},
]


def test_what_a_tdmrep_json_says_of_articles() -> None:
    body = json.dumps(RULES).encode()
    assert read_tdmrep(body, ["/", "/bbs/board.php?wr_id=1"]) == Said(("tdm_reserved",), (), ("https://gaon.example/policy.json",))
    assert read_tdmrep(body, ["/news/1"]) == Said()
    assert read_tdmrep(json.dumps([*RULES, {"location": "/", "tdm-reservation": 0}]).encode(), ["/bbs/board.php"]) == Said(
        ("tdm_reserved", "tdm_open"), (), ("https://gaon.example/policy.json",)
    )


@pytest.mark.parametrize(
    "body", [b"", b"<html>404</html>", b"{}", b"[1]", b'[{"location": "/"', b"[" * 100_000, b"\xff\xfe", "없음".encode("cp949")]
)
def test_what_is_no_tdmrep_json(body: bytes) -> None:
    assert read_tdmrep(body, ["/"]) is None


def test_rules_that_are_odd_say_nothing() -> None:
    odd = [
        {},
        {"location": 5, "tdm-reservation": 1},
        {"location": "/", "tdm-reservation": "often", "tdm-policy": "javascript:x"},
        {"location": "/"},
    ]
    assert read_tdmrep(json.dumps(odd).encode(), ["/"]) == Said()


@pytest.mark.parametrize(
    ("pattern", "path", "does"),
    [
        ("/", "/a", True),
        ("/a", "/b", False),
        ("/*/b", "/a/b/c", True),
        ("/*.pdf$", "/a/b.pdf", True),
        ("/*.pdf$", "/a/b.pdf?x", False),
        ("/a$", "/a", True),
        ("/a$", "/ab", False),
        ("/ab*b$", "/ab", False),
        ("*", "/x", True),
        ("/" + "*a" * 2_000 + "$", "/" + "a" * 1_999, False),
    ],
)
def test_which_paths_a_rule_is_for(pattern: str, path: str, does: bool) -> None:
    assert fits(pattern, path) is does


# --- the store


def test_that_only_its_signals_have_changed_is_no_edit_and_what_is_said_last_is_kept(store: Store) -> None:
    run = store.begin_run("gaon", NIGHT)
    store.keep(article(), run, NIGHT)
    assert store.keep(article(signals=["noai"]), run, LATER) is Kept.SAME
    assert store.article("gaon:1").signals == ["noai"]
    assert revisions(store, "gaon:1") == []
    assert store.keep(article(), run, LATER) is Kept.SAME
    assert store.article("gaon:1").signals == []


def test_what_an_outlet_says_is_kept_with_since_when(store: Store) -> None:
    shut = said_by_robots(b"User-agent: GPTBot\nDisallow: /")
    for at, said in (("2026-11-01T04:00:00+09:00", Said()), (NIGHT, shut), (LATER, shut)):
        store.note_signals("gaon", "robots.txt", at, said)
    store.note_signals("gaon", "tdmrep.json", NIGHT, Said(("tdm_open",)))
    assert [(one.source, one.since, one.at, one.said.agents) for one in store.signals()["gaon"]] == [
        ("robots.txt", NIGHT, LATER, ("GPTBot",)),
        ("robots.txt", "2026-11-01T04:00:00+09:00", "2026-11-01T04:00:00+09:00", ()),
        ("tdmrep.json", NIGHT, NIGHT, ()),
    ]
    assert [(one.source, one.said.codes) for one in store.signals_of("gaon")] == [
        ("robots.txt", ("ai_robots",)),
        ("tdmrep.json", ("tdm_open",)),
    ]
    assert store.signals(["dasom"]) == {}


def test_a_store_from_before_there_were_signals_is_read_as_it_is_and_has_them_once_it_is_written_to(tmp_path: Path) -> None:
    file = tmp_path / "harvest.db"
    with Store(file) as store:
        store.keep(article(), store.begin_run("gaon", NIGHT), NIGHT)
    with closing(sqlite3.connect(file)) as db:
        db.execute("DROP TABLE signal")
        record = json.loads(db.execute("SELECT record FROM article").fetchone()[0])
        del record["signals"]
        db.execute("UPDATE article SET record=?", (json.dumps(record | {"schema_version": 2}),))
        db.commit()
    with Store(file, reading=True) as store:
        assert (store.signals(), store.signals_of("gaon"), store.article("gaon:1").signals) == ({}, [], [])
        assert len(list(store.articles(Selection(without_signals=("noai",))))) == 1
        assert store.damaged == {}
    with Store(file) as store:
        store.note_signals("gaon", "robots.txt", NIGHT, Said())
        assert [one.source for one in store.signals_of("gaon")] == ["robots.txt"]


# --- export


@pytest.fixture
def kept(place: Place) -> Place:
    """Three papers: one carries signals on some pages, one shuts AI out, one reserved in its tdmrep.json and then no longer."""
    with Store(place) as store:
        run = store.begin_run("gaon", NIGHT)
        steps = (f"가온시는 {n}번째 쉼터를 {n + 4}월 {n + 9}일까지 짓고 주민 {n * 31}명에게 연다고 밝혔다." for n in range(1, 9))
        release = " ".join(steps)
        codes = {"gaon:1": [], "gaon:2": ["noai"], "gaon:3": ["noindex", "tdm_reserved", "tdm_open"], "gaon:4": ["tdm_open"]}
        for key, carried in {**codes, "dasom:1": [], "haetsal:1": []}.items():
            outlet, _colon, number = key.partition(":")
            body = f"{release}\n\n{key} 취재팀이 다시 들었다." if number == "1" else f"{release} {number}" * 2
            url = f"http://{outlet}.example/{number}"
            made = replace(article(body=body, signals=carried), id=key, outlet=outlet, outlet_name=outlet, url=url, title="쉼터 연다")
            store.keep(replace(made, content_hash=content_hash(made.title or "", body)), run, NIGHT)
        store.settle_stories()
        store.note_signals("dasom", "robots.txt", NIGHT, said_by_robots(b"User-agent: GPTBot\nDisallow: /"))
        store.note_signals("haetsal", "tdmrep.json", NIGHT, Said(("tdm_reserved",)))
        store.note_signals("haetsal", "tdmrep.json", LATER, Said(("tdm_open",)))
    return place


@pytest.mark.parametrize(
    ("codes", "ids"),
    [
        (None, {"gaon:1", "gaon:2", "gaon:3", "gaon:4", "dasom:1", "haetsal:1"}),
        ("noai", {"gaon:1", "gaon:3", "gaon:4", "dasom:1", "haetsal:1"}),
        ("tdm_reserved", {"gaon:1", "gaon:2", "gaon:4", "dasom:1", "haetsal:1"}),  # what was said before is over
        ("ai_robots", {"gaon:1", "gaon:2", "gaon:3", "gaon:4", "haetsal:1"}),
        ("noai, noindex", {"gaon:1", "gaon:4", "dasom:1", "haetsal:1"}),
        ("any", {"gaon:1", "gaon:4", "haetsal:1"}),
    ],
)
def test_an_export_leaves_out_what_a_page_or_its_outlet_says_and_only_if_asked(codes: str | None, ids: set[str], kept: Place) -> None:
    options = () if codes is None else ("--without-signal", codes)
    ran = quick("export", *options, "-s", f"STORE={kept}")
    assert ran.status == 0, ran.err
    assert {json.loads(line)["id"] for line in ran.out.splitlines()} == ids


def test_a_story_is_told_by_the_articles_that_are_left(kept: Place) -> None:
    with Store(kept, reading=True) as store:
        assert [len(gathered.articles) for gathered in store.gathered()] == [6]
    ran = quick("export", "--stories", "--without-signal", "any", "-s", f"STORE={kept}")
    rows = [json.loads(line) for line in ran.out.splitlines()]
    assert {url for row in rows for url in row["urls"]} == {"http://gaon.example/1", "http://gaon.example/4", "http://haetsal.example/1"}
    assert {row["outlet"] for row in rows} <= {"gaon", "haetsal"}


@pytest.mark.parametrize(
    ("codes", "said"),
    [
        (
            "noia",
            "no signal is called 'noia', did you mean 'noai'? (known: noai, noimageai, noindex, tdm_reserved, paywall, ai_robots, any)",
        ),
        ("noai,", "no signal is called '' (known: "),
        ("tdm_open", "no signal is called 'tdm_open'"),
    ],
)
def test_a_code_that_is_none_is_refused(codes: str, said: str, kept: Place) -> None:
    assert said in refused("export", "--without-signal", codes, "-s", f"STORE={kept}")


def test_the_page_of_an_article_in_the_browser_says_it_in_words(kept: Place) -> None:
    with browsing(kept, "en") as browser:
        assert browser.get("/article/gaon:3").texts(".signals li") == [
            "The page says: the page is not to stand in search engines (noindex) noindex",
            "The page says: the rights to text and data mining are reserved (TDMRep) tdm_reserved",
        ]
        assert browser.get("/article/gaon:1").texts(".signals li") == []
    with browsing(kept) as browser:
        assert browser.get("/article/gaon:2").texts(".signals li") == ["페이지의 표시: 페이지를 AI에 쓰지 말라고 함 (noai) noai"]


def test_the_columns_of_a_csv(kept: Place, tmp_path: Path) -> None:
    for headers, name in ((), "signals"), (("--headers", "ko"), "재이용 표시"):
        assert quick("export", "-O", str(tmp_path / "a.csv"), *headers, "-s", f"STORE={kept}").status == 0
        with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as file:
            assert {row[name] for row in csv.DictReader(file)} == {"", "noai", "noindex; tdm_reserved; tdm_open", "tdm_open"}


# --- a harvest, a check, the table, over real HTTP

AI_ROBOTS = "User-agent: *\nDisallow: /adm/\n\nUser-agent: GPTBot\nUser-agent: CCBot\nDisallow: /\n"
TDMREP = f"http://{HOST}/.well-known/tdmrep.json"


def noai(town: Town, number: int) -> None:
    """Let an article's page carry a meta and a header."""
    page = town.site.article(number).replace("<head>", f"<head>{meta('robots', 'noai')}")
    headers = {"Content-Type": "text/html; charset=utf-8", "TDM-Reservation": "1"}
    town.site.wrong[f"wr_id={number}"] = always(Reply(page.encode(), headers=headers))


def test_a_harvest_keeps_what_pages_and_robots_txt_say_asks_for_no_tdmrep_json_and_drops_nothing(town: Town) -> None:
    town.site.add(1, 2)
    town.site.add(9, day="2024-10-01 09:00")
    town.site.robots = AI_ROBOTS
    noai(town, 2)
    ran = town.harvest("-O", str(town.folder / "a.jsonl"))
    assert ran.status == 0, ran.err
    assert TDMREP not in town.site.urls()
    lines = [json.loads(line) for line in (town.folder / "a.jsonl").read_text(encoding="utf-8").splitlines()]
    assert {line["id"]: line["signals"] for line in lines} == {"gyeonggitv:1": [], "gyeonggitv:2": ["noai", "tdm_reserved"]}
    with Store(town.store, reading=True) as store:
        [said] = store.signals_of("gyeonggitv")
        assert (said.source, said.said) == ("robots.txt", Said(("ai_robots",), ("CCBot", "GPTBot"), ()))
    with Archive(archive_of(town.store), reading=True) as archive:
        [robots] = archive.pages(kinds=[Kind.ROBOTS])
        assert archive.body(robots.digest) == AI_ROBOTS.encode()
    table = town.quick("outlets", "gyeonggitv", "dgilbo").out.splitlines()
    assert "signals" in table[0]
    assert "ai_robots" in table[2 if "gyeonggitv" in table[2] else 1]
    assert sum("ai_robots" in line for line in table) == 1
    town.site.robots = "User-agent: *\nAllow: /\n"
    assert town.harvest().status == 0
    with Store(town.store, reading=True) as store:
        assert store.signals()["gyeonggitv"][0].said.agents == ()  # the latest; what it said before is kept, unless in the same second
    assert not any("ai_robots" in line for line in town.quick("outlets", "gyeonggitv").out.splitlines())


def test_a_check_asks_for_tdmrep_json_once_and_tells_and_keeps_what_all_say(town: Town) -> None:
    town.site.add(1, 2)
    noai(town, 2)
    town.site.robots = AI_ROBOTS + "Sitemap: /all.xml\nSitemap: /news.xml\n"
    rules = [{"location": "/bbs/", "tdm-reservation": 1, "tdm-policy": "https://gaon.example/policy.json"}]
    town.site.wrong[TDMREP] = always(Reply(json.dumps(rules).encode(), headers={"Content-Type": "application/json"}))
    ran = town.run("outlets", "gyeonggitv", "--check", *QUICK)
    assert ran.status == 0, ran.err
    assert town.site.urls().count(TDMREP) == 1
    assert not any(".xml" in url for url in town.site.urls())
    told = ran.out.splitlines()
    reserved = "tdm_reserved: the rights to text and data mining are reserved (TDMRep)"
    for line in (
        "                   shut out of the whole site: CCBot, GPTBot",
        f"  sitemap          named in robots.txt: http://{HOST}/news.xml",
        f"  sitemap          named in robots.txt: http://{HOST}/all.xml",
        f"  tdmrep.json      {reserved}  https://gaon.example/policy.json",
        "    signal: noai: the page is not to be used for AI (noai)",
        f"    signal: {reserved}",
    ):
        assert line in told
    table = town.quick("outlets", "gyeonggitv").out
    assert "tdm_reserved, ai_robots" in table
    with Store(town.store, reading=True) as store:
        findings = store.last_checkup("gyeonggitv")
        assert findings is not None
        assert findings.findings["tdmrep"] == {
            "answer": "read",
            "codes": ["tdm_reserved"],
            "policies": ["https://gaon.example/policy.json"],
        }


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        (Reply(status=404), "not there (HTTP 404)"),
        (Reply(status=503), "not there (HTTP 503)"),
        (Reply(status=302, headers={"Location": f"{LIST}"}), "not there (HTTP 302)"),
        (Reply(b"<p>front page</p>"), "there, and unreadable"),
        (Reply(b'[{"location": "/adm/", "tdm-reservation": 1}]'), "says nothing of the articles"),
    ],
)
def test_a_tdmrep_json_that_is_not_there_is_no_failure_of_the_check(town: Town, reply: Reply, words: str) -> None:
    town.site.add(1)
    town.site.wrong[TDMREP] = always(reply)
    ran = town.run("outlets", "gyeonggitv", "--check", *QUICK)
    assert ran.status == 0, ran.err
    assert town.site.urls().count(TDMREP) == 1
    assert f"  tdmrep.json      {words}" in ran.out.splitlines()


@pytest.mark.parametrize(
    ("second", "words"),
    [
        (Reply(b'[{"location": "/", "tdm-reservation": 1}]'), "tdm_reserved: the rights to text and data mining are reserved (TDMRep)"),
        (Reply(status=302, headers={"Location": TDMREP}), "not there (HTTP 302)"),
        (Reply(status=404), "not there (HTTP 404)"),
    ],
)
def test_a_tdmrep_json_is_followed_to_where_the_whole_site_is(town: Town, second: Reply, words: str) -> None:
    """To the name with www., as to https, once."""
    town.site.add(1)
    there = TDMREP.replace("//", "//www.")
    town.site.wrong = {there: always(second), TDMREP: always(Reply(status=301, headers={"Location": there}))}
    with serving({HOST: town.site, f"www.{HOST}": town.site}) as town.proxy:
        ran = town.run("outlets", "gyeonggitv", "--check", *QUICK)
    assert ran.status == 0, ran.err
    assert [url for url in town.site.urls() if "tdmrep" in url] == [TDMREP, there]
    assert f"  tdmrep.json      {words}" in ran.out.splitlines()


def test_robots_txt_holds_for_tdmrep_json(town: Town) -> None:
    town.site.add(1)
    town.site.robots = "User-agent: *\nDisallow: /.well-known/\n"
    ran = town.run("outlets", "gyeonggitv", "--check", *QUICK)
    assert ran.status == 0, ran.err
    assert TDMREP not in town.site.urls()
    assert "  tdmrep.json      not there (robots: robots.txt forbids it (Forbidden by robots.txt))" in ran.out.splitlines()


def test_read_tells_the_signals_of_a_page(tmp_path: Path, town: Town) -> None:
    town.site.add(1)
    page = tmp_path / "page.html"
    page.write_text(town.site.article(1).replace("<head>", f"<head>{meta('robots', 'noai')}"), encoding="utf-8")
    ran = quick("read", str(page), "--url", address(1))
    assert ran.status == 0, ran.err
    assert json.loads(ran.out)["signals"] == ["noai"]
    assert "signal: noai: the page is not to be used for AI (noai)" in ran.err.splitlines()
