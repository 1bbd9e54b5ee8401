"""Two outlets of one family as a REPLAY folder: what they print of a week, for harvests in this process."""

from __future__ import annotations

import html
import json
from dataclasses import dataclass, field
from pathlib import Path

from tests.support.outlet_server import PER_PAGE, Site
from tests.support.project import outlets
from tests.support.texts import HADONG, LIBRARY, MARKET, YEONCHEON

SINCE = "2024-11-01"
AD = "큰별상조 무료 상담 전화를 주시면 사은품을 드립니다. 지금 바로 가입하십시오."
"""A paragraph of the page, beside the text of every article."""
RELEASES = (HADONG, LIBRARY, MARKET, YEONCHEON)


@dataclass
class Paper(Site):
    """A played outlet whose pages have more than the article."""

    notices: set[int] = field(default_factory=set)
    """Articles whose pages are nothing but the notice that they are gone."""

    def article(self, number: int) -> str:
        made = self.articles[number]
        if number in self.notices:
            return super().article(-1)
        paragraphs = "".join(f"<p>{html.escape(p)}</p>" for p in made.body)
        title = html.escape(made.title)
        return (
            f'<html><head><title>{title}</title><meta property="og:title" content="{title}"></head><body>'
            f'<div class="art_top"><div class="path_wrap"><h3>지역뉴스</h3></div><h2>{title}</h2>'
            f'<ul class="art_info"><li class="name">{made.byline}</li><li>등록 {made.day}</li></ul></div>'
            f'<div class="page"><div id="news_body_area">{paragraphs}</div><p>{AD}</p></div></body></html>'
        )


def papers(*, repeated: bool = True) -> dict[str, Paper]:
    """Return the two: what is theirs alone, releases that both print, one that is in doubt, one that is gone; one that one prints twice."""
    first, second = Paper(), Paper()
    for number, paper in ((1, first), (2, second)):
        paper.add(*range(1, 25))
        for nth, release in enumerate(RELEASES, start=1):
            made = paper.articles[4 * nth]
            made.title, made.body = f"가을 소식 {nth}", release.split("\n\n")
            made.day = f"2024-11-20 1{number}:00"
    if repeated:
        first.articles[9].title, first.articles[9].body = first.articles[6].title, first.articles[6].body
    first.articles[11].body[-1] = "가온시는 다음 달에도 이 사업을 이어 가기로 하고 주민 의견을 듣는 자리를"
    first.notices.add(13)
    return {"gyeonggitv": first, "dgilbo": second}


def record(folder: Path, papers: dict[str, Paper], day: int = 21) -> Path:
    """Write what the papers answer as the cases of a REPLAY folder, each received a second after the one before."""
    second = 0
    for name, paper in papers.items():
        outlet = outlets()[name]
        pages = range(1, -(-len(paper.articles) // PER_PAGE) + 1)
        addresses = [
            outlet.address("/robots.txt"),
            outlet.address(outlet.feed_path or ""),
            *(outlet.list_url(None, page) for page in pages),
        ]
        for url in [*addresses, *(outlet.article_url(str(number)) for number in sorted(paper.articles, reverse=True))]:
            reply = paper.answer(url)
            case = folder / name / f"{second}"
            case.mkdir(parents=True)
            (case / "page.html").write_bytes(reply.body)
            at = f"2026-11-{day}T04:{15 + second // 60}:{second % 60:02}+09:00"
            response = {"url": url, "status": reply.status, "headers": reply.headers, "recorded_at": at, "origin": "made"}
            (case / "response.json").write_text(json.dumps(response), encoding="utf-8")
            second += 1
    return folder
