"""The templates for layouts that are found by program are honest: what their truth says stands on the page, and can be read."""

from __future__ import annotations

import importlib
import re
from contextlib import suppress
from random import Random

import pytest
from parsel import Selector

from benchmarks import fit as bench
from benchmarks.skin_articles import CAPTURES, pieces
from benchmarks.skin_parts import APART, CUT, FIELDS, HELD, SKINS, Outlet, Skin, slogan
from benchmarks.skins_by_hand import LAYOUTS
from newsharvest import press
from newsharvest.fit import Fitted, FittedList, Known, Sample, UnfittableError
from newsharvest.items import Article
from newsharvest.page.layouts import ListLayout, rules
from newsharvest.press import read_list_times

with suppress(ImportError):
    importlib.import_module("benchmarks.skins_held")

ALL = SKINS | HELD
OPEN = [skin for skin in ALL.values() if not skin.refused]
SHUT = [skin for skin in ALL.values() if skin.refused]


def site(name: str, seed: str = "5") -> bench.Site:
    return bench.Site(Outlet(ALL[name], seed))


def shown(page: Selector) -> str:
    """Return the letters of a page that are no script, attributes among them: some times stand there alone."""
    texts = page.xpath("//body//text()[not(parent::script or parent::style)] | //body//@*").getall()
    return press.clean(" ".join(texts))


def test_there_are_thirty_that_can_be_read_and_four_that_must_be_refused() -> None:
    assert len([skin for skin in SKINS.values() if not skin.refused]) >= 30
    assert len([skin for skin in SKINS.values() if skin.refused]) >= 4
    assert set(LAYOUTS) == {skin.name for skin in OPEN}


@pytest.mark.parametrize("name", ALL)
def test_the_same_seed_gives_the_same_bytes(name: str) -> None:
    one, other = Outlet(ALL[name], "7"), Outlet(ALL[name], "7")
    assert [one.page(piece) for piece in one.pieces[:4]] == [other.page(piece) for piece in other.pieces[:4]]
    assert one.list_page(one.pieces[:9], cut=True) == other.list_page(other.pieces[:9], cut=True)
    assert Outlet(ALL[name], "8").page(Outlet(ALL[name], "8").pieces[0]) != one.page(one.pieces[0])


@pytest.mark.parametrize("skin", OPEN, ids=lambda skin: skin.name)
def test_what_the_truth_says_stands_on_the_page(skin: Skin) -> None:
    outlet = Outlet(skin, "5")
    for piece in outlet.pieces[::7]:
        text, truth = shown(bench.tree(outlet.page(piece), outlet.url(piece))), outlet.truth(piece)
        told = [truth.title, *truth.body.split("\n\n"), *truth.subtitle, *truth.section, *truth.captions]
        assert [line for line in told if line not in text] == []
        stated = outlet.page(piece)  # the writers of one skin are told to machines alone
        assert [name for name in truth.authors if name not in stated] == []


@pytest.mark.parametrize("skin", OPEN, ids=lambda skin: skin.name)
def test_a_layout_by_hand_reads_the_truth(skin: Skin) -> None:
    here = site(skin.name)
    for piece in here.outlet.pieces[::5]:
        assert bench.read_one(here, LAYOUTS[skin.name], piece) == here.outlet.truth(piece)


@pytest.mark.parametrize("skin", OPEN, ids=lambda skin: skin.name)
def test_what_a_skin_does_not_show_is_not_in_its_truth(skin: Skin) -> None:
    outlet = Outlet(skin, "5")
    for name in {*FIELDS, *APART} - skin.shows:
        assert all(not getattr(outlet.truth(piece), name) for piece in outlet.pieces)
    for name in skin.shows - {"published_at"}:
        assert any(getattr(outlet.truth(piece), name) for piece in outlet.pieces)


@pytest.mark.parametrize("skin", SHUT, ids=lambda skin: skin.name)
def test_those_to_be_refused_hold_less_than_half_of_the_text(skin: Skin) -> None:
    outlet = Outlet(skin, "5")
    for piece in outlet.pieces[::7]:
        text = shown(bench.tree(outlet.page(piece), outlet.url(piece)))
        there = sum(len(paragraph) for paragraph in piece.paragraphs if paragraph in text)
        assert there <= 0.5 * sum(map(len, piece.paragraphs))


def test_the_paywall_shows_a_tenth_to_a_half() -> None:
    outlet = Outlet(SKINS["paywall"], "5")
    for piece in outlet.pieces[:20]:
        page = bench.tree(outlet.page(piece), outlet.url(piece))
        shown_letters = sum(len(text) for text in page.css(".art-body > p::text").getall())
        assert 0.05 < shown_letters / sum(map(len, piece.paragraphs)) <= 0.52


@pytest.mark.parametrize("name", ALL)
def test_a_list_prints_its_rows(name: str) -> None:
    outlet = Outlet(ALL[name], "5")
    for cut in (True, False):
        html, rows = outlet.list_page(outlet.pieces[:15], cut=cut)
        page = bench.tree(html, "http://x.example.com/")
        links = [f"http://{outlet.desk.host}{link}" for link in page.css("a::attr(href)").getall()]
        assert all(row.url in links for row in rows)
        assert all(piece.title[: CUT - 1].strip() in row.text for piece, row in zip(outlet.pieces, rows, strict=False))
        long = next(piece for piece in outlet.pieces[:15] if len(piece.title) > CUT)
        assert any(long.title in row.text for row in rows) is not cut
        form = outlet.skin.listing.day
        dates = [piece.published.strftime(form) for piece in outlet.pieces[:15]]
        assert read_list_times(dates, outlet.received) == [row.date for row in rows]


def test_the_captures_are_among_the_articles() -> None:
    made = pieces("5 x", 56)
    titles = {piece.title for piece in made}
    assert "영주시, ‘2020 업무보고회 개최’ 혁신업무 발굴에 총력" in titles
    assert "하동군, 혁신공유·붐업 도모 간담회 개최" in titles
    assert len(CAPTURES) == 5
    assert len({piece.number for piece in made}) == 56
    assert [piece.published for piece in made] == sorted((piece.published for piece in made), reverse=True)
    assert all(3 <= len(piece.paragraphs) <= 13 for piece in made)


def test_the_articles_differ_as_articles_do() -> None:
    made = [piece for seed in range(4) for piece in pieces(f"{seed} x", 56)]
    assert {len(piece.subtitle) for piece in made} == {0, 1, 2}
    assert {len(piece.authors) for piece in made} == {1, 2}
    assert {len(piece.pictures) for piece in made} == {0, 1, 2, 3}
    assert {bool(piece.modified) for piece in made} == {True, False}
    assert {bool(piece.captions) for piece in made if piece.pictures} == {True, False}


def test_a_page_read_by_hand() -> None:
    """The newest article of a skin, as a person reads it off the file."""
    here = site("labels", "1")
    piece = here.outlet.pieces[0]
    html = here.outlet.page(piece)
    bar = re.search(r'<div class="bar">(.*?)</div>', html, re.DOTALL)
    assert bar
    assert bar[1].strip() == (
        "<span>호수 | 497호</span><span>기자 | 박지호·이정준</span><span>입력 | 2026-03-20 13:48</span>"
        "<span>분류 | 지역 &gt; 북부</span><span>조회 | 1829</span>"
    )
    truth = here.outlet.truth(piece)
    assert truth.title == "[기고] 미세먼지와 로봇, 누구의 몫인가."
    assert truth.subtitle == ["[칼럼] 눈에 띄는 미세먼지가 필요한 이유"]
    assert truth.authors == ["박지호", "이정준"]
    assert truth.published_at == "2026-03-20T13:48:00+09:00"
    assert truth.section == ["지역", "북부"]
    assert truth.captions == ["시흥시 관계자들이 지난 20일 현장을 둘러보고 있다", "시흥시 주민들이 행사장에서 안내를 받고 있다."]
    paragraphs = truth.body.split("\n\n")
    assert len(paragraphs) == 11
    assert paragraphs[0].startswith("2004년 아산시에 살 때의 일이다. 저수지 둑에서 만난 용접공")
    assert paragraphs[4] == "금곡동에서 항구 뒷길까지는 17.7㎞로, 걸어서 10분쯤 걸린다."
    assert paragraphs[-1] == "자세한 내용은 시청 누리집에서 확인하거나 건강증진과(055-979-2247)로 문의하면 된다."


def test_the_known_articles_differ() -> None:
    for seed in range(6):
        for skin in ("semantic", "portal", "labels"):
            stored = site(skin, str(seed)).stored
            for count in (3, 5):
                chosen = bench.choose(stored, count)
                assert len({piece.number for piece in chosen}) == count
                assert any(piece.subtitle for piece in chosen)
                assert any(len(piece.authors) == 2 for piece in chosen)
                assert any(piece.captions for piece in chosen)
                assert any(len(piece.paragraphs) > 7 for piece in chosen)
            assert {bool(piece.subtitle) for piece in bench.choose(stored, 5)} == {True, False}


# --- the measuring


def told_by_hand(name: str, samples: list[Sample], outlet_names: tuple[str, ...]) -> Fitted:
    if name not in LAYOUTS:
        raise UnfittableError("0 % of the known text is on the page")
    return Fitted(LAYOUTS[name], {}, len(samples))


def test_a_layout_by_hand_is_right_everywhere(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    rows = ListLayout("x", rules(".news-list li"), rules("time"))
    for name in ("fit", "fit_cold"):
        monkeypatch.setattr(bench, name, told_by_hand)
    monkeypatch.setattr(bench, "fit_list", lambda *asked: FittedList(rows, ()))
    figures, runs = bench.measure([SKINS["semantic"], SKINS["login"]], ["1"], show=True)
    assert figures["warm5_all"] == figures["cold_all"] == figures["refused_rightly"] == figures["noise_all"] == 1
    assert figures["warm5_silent"] == figures["noise_silent"] == 0
    assert (figures["list_rows"], figures["list_dates"]) == (1, 1)
    assert [run.kind("body") for run in runs] == ["right, none"]
    assert "by hand" in capsys.readouterr().out


def test_what_is_wrong_without_a_sign_is_told() -> None:
    here = site("semantic")
    layout = LAYOUTS["semantic"]
    wrong = Fitted(type(layout)(layout.name, layout.shape, layout.body, {**layout.fields, "title": rules("address")}), {"body": ("?",)}, 5)
    run = bench.run(here, "x", lambda: wrong)
    assert run.kind("title") == "wrong, none"
    assert run.kind("body") == "right, sign"
    assert [name for _, name in bench.silent([run])] == ["title"]
    signed = bench.run(here, "x", lambda: Fitted(wrong.layout, {"page": ("?",)}, 5))
    assert bench.silent([signed]) == []


def test_what_raises_is_no_refusal() -> None:
    def fails() -> Fitted:
        raise ValueError("!")

    def refuses() -> Fitted:
        raise UnfittableError("no")

    here = site("login")
    assert not bench.run(here, "x", fails).refused
    assert bench.run(here, "x", refuses).refused


def test_noise_is_what_it_says() -> None:
    here = site("semantic")
    samples = bench.warm_samples(here, 5)
    assert [sample.known is not None for sample in samples] == [True] * 5 + [False] * 5

    def differing(made: list[Sample]) -> int:
        return sum(one is not other for one, other in zip(made, samples, strict=True))

    assert differing(bench.other_page(here, samples)) == 1
    assert "존재하지 않는 기사" in (bench.deleted_page(here, samples)[1].page.get() or "")
    edited = bench.edited(here, samples)
    assert sum(one.known.title != other.known.title for one, other in zip(edited, samples, strict=True) if one.known and other.known) == 1
    assert all(one.known.body != other.known.body for one, other in zip(edited, samples, strict=True) if one.known and other.known)
    foot = [sample.known.body.split("\n\n")[-1] for sample in bench.dirty(here, samples) if sample.known]
    assert set(foot) == {slogan(here.outlet.desk.name)}
    assert foot[0] in shown(samples[0].page)
    ends = [sample.known.body.split("\n\n")[-2:] for sample in bench.dirtier(here, samples) if sample.known]
    assert len({line for end in ends for line in end}) == 10


def test_what_is_known_is_what_a_store_has() -> None:
    piece = Random(1).choice(site("ndsoft-2010").stored)
    told = bench.known(piece)
    again = Known.of(
        Article(
            title=told.title,
            body=told.body,
            published_at=told.published_at,
            authors=list(told.authors or ()),
            subtitle=list(told.subtitle or ()),
            section=list(told.section or ()),
            images=[{"url": "", "caption": caption} for caption in told.captions],
        )
    )
    assert told == again


@pytest.mark.parametrize(
    ("query", "kind"),
    [
        ("#articleBody", "id"),
        ("#articleBody p.title", "id"),
        (".view-content", "class"),
        ("h1", "tag"),
        ("[itemprop='articleBody']", "attribute"),
        ("time::attr(datetime)", "tag"),
        ("[id^='article_']", "prefix"),
        ("[class*='Article_body__']", "prefix"),
        (".Article_body__p9OiU", "HASHED"),
        (".sc-4d5e6f-4", "HASHED"),
        (".mb-4", "UTILITY"),
        ("main > .text-3xl", "UTILITY"),
        ("#title_12345", "NUMBER"),
        ("(//h1)[2]", "POSITION"),
        ("li:nth-child(2)", "POSITION"),
        ("//dt[.='제목']/following-sibling::dd[1]", "label"),
        ("meta[property='og:title']::attr(content)", "stated"),
    ],
)
def test_selectors_are_told_apart(query: str, kind: str) -> None:
    assert bench.kind_of(rules(query)[0], [12345]) == kind
