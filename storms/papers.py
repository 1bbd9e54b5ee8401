"""Papers that storms play: outlets of three families on their real addresses, and what is true of their articles.

Their texts are made by a seed, no two alike, as news is written, so that nothing right is in doubt.
"""

from __future__ import annotations

import html
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from urllib.parse import parse_qs, urlsplit

from newsharvest.crawl.outlet import OutletSpider
from newsharvest.platforms.mediaon import MediaOnSpider
from newsharvest.platforms.ndsoft import NdsoftSpider
from newsharvest.platforms.netpro import NetProSpider
from tests.support.project import outlets

SINCE = "2024-11-01"
"""Before all that the papers print, so that no clock takes it for the future."""

_WHO = "시청 군청 구청 도의회 시의회 교육지원청 보건소 소방서 문화원 농업기술센터 체육회 상공회의소 도서관 박물관 수협 농협 복지관 대학"
_WHERE = "가온 나래 다솜 라온 마루 보람 새결 아라 자람 차오름 가람 누리 도담 미르 바름 소담 온새 이든 하람 한울"
_WHAT = (
    "하수관로 정비 공사|겨울철 제설 대책|청년 창업 지원 사업|어르신 급식 지원|하천 산책로 조성|전통시장 주차장 확충|초등학교 통학로 개선"
    "|마을버스 노선 조정|농기계 임대 사업|공공 도서관 증축|산불 감시원 운영|노후 상수관 교체|작은 영화관 개관|주민 건강 검진"
    "|유기 동물 보호소 이전|빈집 정비 계획|문화재 야간 관람|수산물 직판장 운영|체육관 보수 공사|다문화 가정 교육"
)
_HOW = (
    "주민 설명회를 열어 의견을 들었다|예산 {n}억 원을 추경에 담기로 했다|다음 달 {d}일부터 신청을 받는다"
    "|올해 안에 {n}곳을 마무리할 계획이다|전문가 {n}명이 참여하는 점검반을 꾸렸다"
    "|지난해보다 참여 인원이 {n}명 늘었다고 설명했다|현장을 둘러보고 안전 조치를 당부했다"
    "|이웃한 시군과 협약을 맺고 자료를 나누기로 했다|{n}가구가 혜택을 볼 것으로 내다봤다|공모에서 뽑혀 국비 {n}억 원을 받는다"
    "|{d}일까지 접수한 뒤 추첨으로 정한다|관련 조례를 고쳐 지원 대상을 넓혔다"
)
_WHEN = "지난 {d}일|이달 들어|올해 초부터|최근 회의에서|{d}일 오전|지난주 현장에서|상반기 결산에서|새해를 앞두고"


@dataclass
class Story:
    """An article as it is: `day` as the list prints it."""

    number: int
    title: str
    paragraphs: list[str]
    day: str = "2024.11.20 09:00"

    @property
    def body(self) -> str:
        """The text, as an Article has it."""
        return "\n\n".join(self.paragraphs)


def story(outlet: str, number: int, day: str = "2024.11.20 09:00") -> Story:
    """Make the article of that number."""
    random = Random(f"{outlet}-{number}")

    def sentence() -> str:
        who = f"{random.choice(_WHERE.split())}{random.choice(_WHO.split())}"
        count, day = random.randint(3, 990), random.randint(1, 28)
        when, how = (random.choice(words.split("|")).format(n=count, d=day) for words in (_WHEN, _HOW))
        return f"{who}은 {when} {what}에 대해 {how}."

    what, place, count = random.choice(_WHAT.split("|")), random.choice(_WHERE.split()), random.randint(11, 9990)
    paragraphs = [" ".join(sentence() for _ in range(3)) for _ in range(4)]
    return Story(number, f"{place}시, {what} {count}명 참여", paragraphs, day)


def ndsoft(made: Story, spider: type[OutletSpider]) -> str:
    """Draw an article in NDsoft's third skin."""
    return (
        f'<article><header class="article-view-header"><h3 class="heading">{html.escape(made.title)}</h3>'
        f'<ul class="infomation"><li>기자명 문가람 기자</li><li>승인 {made.day}</li></ul></header>'
        f'<article id="article-view-content-div">{_paragraphs(made)}</article>'
        f'<div class="view-copyright">저작권자 © {spider.title} 무단전재 및 재배포 금지</div></article>'
    )


def mediaon(made: Story, spider: type[OutletSpider]) -> str:
    """Draw an article in mediaOn's newer skin."""
    return (
        f'<div class="art_top"><h2>{html.escape(made.title)}</h2><ul class="art_info"><li>문가람 기자</li>'
        f"<li>등록 {made.day}</li></ul></div>"
        f'<div id="news_body_area">{_paragraphs(made)}</div><img alt="powered by mediaOn" src="/badge.png">'
    )


def netpro(made: Story, spider: type[OutletSpider]) -> str:
    """Draw an article in NetPro's theme."""
    return (
        f'<div class="art_top"><div class="path_wrap"><h3>지역뉴스</h3></div><h2>{html.escape(made.title)}</h2>'
        f'<ul class="art_info"><li class="name">문가람 기자</li><li>등록 {made.day}</li></ul></div>'
        f'<div id="news_body_area">{_paragraphs(made)}</div>'
    )


def _paragraphs(made: Story) -> str:
    return "\n".join(f"<p>{html.escape(text)}</p>" for text in made.paragraphs)


def _row_ndsoft(url: str, made: Story) -> str:
    byline = f'<span class="byline"><em>사회</em><em>{made.day}</em></span>'
    return f'<li><h4 class="titles"><a href="{url}">{html.escape(made.title)}</a></h4>{byline}</li>'


def _row_theme(url: str, made: Story) -> str:
    return f'<li><a href="{url}"><h2>{html.escape(made.title)}</h2></a><ul class="art_info"><li class="date">{made.day}</li></ul></li>'


@dataclass(frozen=True)
class Family:
    """How a family's pages are drawn: the article, a row of the list, the list round its rows, and the notice of a deleted article."""

    article: Callable[[Story, type[OutletSpider]], str]
    row: Callable[[str, Story], str]
    rows: str
    deleted: str


FAMILIES: dict[type[OutletSpider], Family] = {
    NdsoftSpider: Family(
        ndsoft,
        _row_ndsoft,
        '<section id="section-list"><ul>{}</ul></section>',
        "<script>alert('존재하지 않는 링크입니다.');history.back();</script>",
    ),
    MediaOnSpider: Family(mediaon, _row_theme, '<ul class="art_list_all">{}</ul><img alt="powered by mediaOn" src="/badge.png">', ""),
    NetProSpider: Family(
        netpro,
        _row_theme,
        '<ul class="art_list_all">{}</ul>',
        "<title>오류안내 페이지</title><script>alert('글이 존재하지 않습니다.');history.back();</script>",
    ),
}

PER_PAGE = 20


@dataclass
class Paper:
    """One outlet as it is played: its articles, its lists, and the right answer to every address."""

    spider: type[OutletSpider]
    stories: dict[int, Story] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """What its spider is called."""
        return self.spider.name

    @property
    def family(self) -> Family:
        """How its pages are drawn."""
        return next(family for kind, family in FAMILIES.items() if issubclass(self.spider, kind))

    @property
    def truth(self) -> dict[str, tuple[str, str]]:
        """Title and body of every article, by its id."""
        return {f"{self.name}:{number}": (made.title, made.body) for number, made in self.stories.items()}

    def publish(self, *numbers: int, day: str = "2024.11.20 09:00") -> None:
        """Publish articles; of two, the one with the higher number is the later."""
        for number in numbers:
            self.stories[number] = story(self.name, number, day)

    def number_of(self, url: str) -> int | None:
        """Return the number of the article that an address is of, if it is an article's."""
        key = self.spider.article_key(url)
        return int(key) if key else None

    def is_list(self, url: str) -> bool:
        """Tell whether an address is a list page's."""
        return urlsplit(url).path == urlsplit(self.spider.list_url(None, 1)).path and self.number_of(url) is None

    def page(self, inner: str, title: str = "") -> str:
        """Draw a page round its main part, as long as a real page's head and foot are."""
        name = html.escape(self.spider.title)
        menu = "".join(
            f'<li><a href="/section/{n}">{word}</a></li>' for n, word in enumerate("정치 경제 사회 문화 스포츠 지역 오피니언".split())
        )
        head = f'<meta property="og:title" content="{html.escape(title)}">' if title else ""
        return (
            f'<!DOCTYPE html>\n<html lang="ko"><head><title>{html.escape(title or "뉴스")} - {name}</title>{head}</head>\n'
            f"<body><header><nav><ul>{menu}</ul></nav></header>\n<main>\n{inner}\n</main>\n"
            f"<footer><p>{name} | 등록번호 가온 아00123 | 발행인 김하늘 | 청소년보호책임자 이바다</p></footer>\n</body></html>\n"
        )

    def article(self, number: int) -> str:
        """Draw an article's page."""
        made = self.stories[number]
        return self.page(self.family.article(made, self.spider), made.title)

    def list(self, page: int = 1) -> str:
        """Draw a list page: the latest come first."""
        latest = sorted(self.stories.values(), key=lambda made: (made.day, made.number), reverse=True)
        listed = latest[(page - 1) * PER_PAGE : page * PER_PAGE]
        rows = "\n".join(self.family.row(html.escape(self.spider.article_url(str(made.number))), made) for made in listed)
        return self.page(self.family.rows.format(rows))

    def right(self, url: str) -> tuple[int, str]:
        """Return status and text of the right answer to an address."""
        if urlsplit(url).path == "/robots.txt":
            return 200, "User-agent: *\nDisallow: /admin/\n"
        if (number := self.number_of(url)) is not None:
            return (200, self.article(number)) if number in self.stories else (404, self.page("<p>없는 기사</p>"))
        if self.is_list(url):
            return 200, self.list(int(parse_qs(urlsplit(url).query).get("page", ["1"])[-1]))
        return 404, self.page("<p>없는 쪽</p>")


def playable() -> list[type[OutletSpider]]:
    """Return the outlets that can be played without TLS."""
    return [spider for spider in outlets().values() if spider.scheme == "http" and issubclass(spider, tuple(FAMILIES))]
