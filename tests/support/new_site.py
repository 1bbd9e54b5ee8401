"""새고을신문, a newspaper that no spider knows: an NDsoft site of nine articles, as pages of a REPLAY folder or over real HTTP.

Made by hand in the markup of the family's third skin. Of its articles one is deleted and one is a picture without text; the others differ
in what they state: a subtitle, a time of change, a picture, a writer, and in one no printed time, only the head's.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

HOST = "www.some-local-paper.co.kr"
SITE = f"https://{HOST}"
LIST = f"{SITE}/news/articleList.html?view_type=sm"
FEED = f"{SITE}/rss/allArticle.xml"


def article_url(number: int) -> str:
    return f"{SITE}/news/articleView.html?idxno={number}"


@dataclass(frozen=True)
class Story:
    number: int
    title: str
    text: str
    section: str = "사회"
    writer: str = ""
    subtitle: str = ""
    printed: str = ""  # `승인 …`
    changed: str = ""
    picture: str = ""  # its caption
    day: str = "2026.11.20 09:00"  # as the list prints it


STORIES = (
    Story(
        5209, "새고을시, 헌책 나눔장터 사흘 동안 열어",
        "새고을시가 24일부터 사흘 동안 시청 앞마당에서 헌책 나눔장터를 연다. 시민 누구나 책 열 권까지 가져와 다른 책과 바꿀 수 있다.\n"
        "남는 책은 작은도서관 열두 곳에 나눠 준다고 시는 설명했다.",
        writer="하늘비", printed="2026.11.21 08:40", subtitle="책 열 권까지 바꿔 가세요", day="2026.11.21 08:40",
    ),
    Story(5208, "지워진 기사", "", day="2026.11.21 08:00"),
    Story(
        5207, "솔밭천 징검다리 새로 놓아",
        "새고을시 솔밭동 주민들이 오래 기다린 솔밭천 징검다리가 새로 놓였다. 돌 스물네 개를 이어 비가 와도 건널 수 있다.\n"
        "시는 다음 달까지 둑길에 등 열여섯 개를 단다.",
        writer="모아라", printed="2026.11.20 17:05", changed="2026.11.20 18:30",
        picture="새로 놓인 솔밭천 징검다리. /새고을시", day="2026.11.20 17:05",
    ),
    Story(
        5206, "[포토] 첫서리 내린 들녘", "",
        picture="첫서리가 내린 20일 아침 새고을 들녘.", printed="2026.11.20 11:00", day="2026.11.20 11:00",
    ),
    Story(
        5205, "버섯 농가 “올해 값 제자리”…군, 판로 넓힌다",
        "새고을 버섯 농가들이 값이 제자리라며 판로를 넓혀 달라고 한목소리를 냈다. 한 상자 값은 3년째 2만 1000원 안팎이다.\n"
        "농업기술센터는 내년 봄부터 학교 급식 42곳에 버섯을 댄다는 계획을 밝혔다.",
        section="경제", writer="하늘비", printed="2026.11.20 10:12", day="2026.11.20 10:12",
    ),
    Story(
        5204, "어린이 수영장 겨울에도 문 연다",
        "새고을시시설관리공단이 어린이 수영장을 겨울에도 연다. 물 온도는 30도로 맞추고 하루 세 차례 나눠 받는다.\n"
        "요금은 두 시간에 2500원이며 이름은 공단 누리집에서 올리면 된다.",
        printed="2026.11.19 16:20", subtitle="하루 세 차례, 두 시간 2500원", day="2026.11.19 16:20",
    ),
    Story(
        5203, "마을버스 7번, 장날엔 늦게까지",
        "장날마다 마을버스 7번이 밤 아홉 시 반까지 다닌다. 새고을시는 22일 장부터 막차를 한 시간 늦춘다고 알렸다.\n"
        "한 달 동안 타는 이를 헤아려 그대로 둘지 정한다.",
        writer="모아라", day="2026.11.19 09:30",
    ),
    Story(
        5202, "새고을 합창단, 서른 번째 정기공연",
        "새고을 합창단이 28일 저녁 문화회관 큰마당에서 서른 번째 정기공연을 한다. 단원 마흔두 명이 민요 아홉 곡을 부른다.",
        section="문화", writer="하늘비", printed="2026.11.18 14:00", day="2026.11.18 14:00",
    ),
)  # fmt: skip

MENU = """<nav id="user-menu"><ul id="mega-menu">
<li><a href="/news/articleList.html?view_type=sm">전체기사</a></li>
<li><a href="/news/articleList.html?sc_section_code=S1N1&amp;view_type=sm">정치</a></li>
<li><a href="/news/articleList.html?sc_section_code=S1N2&amp;view_type=sm">경제</a></li>
<li><a href="/news/articleList.html?sc_section_code=S1N3&amp;view_type=sm"><span>사회</span></a></li>
<li><a href="/news/articleList.html?sc_section_code=S1N4&amp;view_type=sm">문화</a></li>
<li><a href="/news/articleList.html?sc_section_code=S1N3&amp;view_type=sm">더보기</a></li>
</ul></nav>"""

RANKING = """<aside><h4>많이 본 기사</h4><ol>
<li><a href="/news/articleView.html?idxno=5101"><strong>달빛공원 손난로 나눔에 줄 길게 늘어서</strong>
<span>달빛공원에서 주말마다 열리는 손난로 나눔에 시민이 몰렸다. 봉사자들은 새벽부터 콩주머니를 데웠다.</span></a></li>
<li><a href="/news/articleView.html?idxno=5099"><strong>새고을 겨울 축제 이름 시민이 짓는다</strong></a></li>
</ol></aside>"""

FOOT = """<footer><p>제호 : 새고을신문 | 인터넷신문 등록번호 : 경남 아<a href="/admin/adminLoginForm.html">0</a>2999
| 발행·편집인 : 문가람</p><p>C<a href="/admin/adminLoginForm.html">o</a>pyright by 새고을신문. 새고을로 12, 3층</p></footer>"""


def page(title: str, content: str, head: str = "") -> str:
    return (
        f'<!doctype html><html lang="ko"><head><meta charset="utf-8"><title>{title}</title>{head}'
        f'<link rel="alternate" type="application/rss+xml" href="{FEED}"><script>var ___currentTime = 1795219200;</script></head><body>'
        f'<header><h1><a href="/"><img src="/image/logo.png" alt="새고을신문"></a></h1>{MENU}</header>'
        f"{content}{RANKING}{FOOT}</body></html>"
    )


def article(story: Story) -> str:
    if not story.text and not story.picture:
        return "<html><body><script>alert('존재하지 않는 링크입니다.');history.back();</script></body></html>"
    figure = (
        f'<figure class="photo-layout"><img src="/news/photo/202611/{story.number}_1.jpg" alt="{story.number}_1.jpg">'
        f"<figcaption>▲ {story.picture}</figcaption></figure>"
    )
    text = "".join(f"<p>{line}</p>" for line in story.text.splitlines())
    writer = f'<li class="info-name"> {story.writer} 기자 </li>' if story.writer else ""
    printed = f"<li> 승인 {story.printed}</li>" if story.printed else ""
    changed = f"<li> 수정 {story.changed}</li>" if story.changed else ""
    subtitle = f'<h4 class="subheading">{story.subtitle}</h4>' if story.subtitle else ""
    return page(
        f"{story.title} - 새고을신문",
        '<header class="article-view-header"><ul class="breadcrumbs"><li><a href="/">홈</a></li>'
        f'<li><a href="#">{story.section}</a></li>{writer}</ul><h3 class="heading">{story.title}</h3>'
        f'<ul class="infomation">{printed}{changed}<li> 댓글 0</li></ul></header>'
        '<article class="article-sytool-container"><button>SNS 기사보내기</button>'
        "<p>기사의 본문 내용은 이 글자크기로 변경됩니다.</p></article>"
        f'<article id="article-view-content-div" itemprop="articleBody">{subtitle}{figure if story.picture else ""}{text}</article>'
        '<article class="article-copyright">저작권자 © 새고을신문 무단전재 및 재배포 금지</article>',
        f'<meta property="og:title" content="{story.title} - 새고을신문">'
        f'<meta property="article:published_time" content="{story.day.replace(".", "-").replace(" ", "T")}:00+09:00">',
    )


def listing() -> str:
    """The first list page."""
    rows = "".join(
        f'<li><h4 class="titles"><a href="/news/articleView.html?idxno={s.number}">{s.title}</a></h4>'
        f'<span class="byline"><em>{s.section}</em><em>{s.day}</em></span></li>'
        for s in STORIES
    )
    pager = '<ul class="pagination"><li class="current">1</li><li><a href="articleList.html?page=2&amp;view_type=sm">2</a></li></ul>'
    return page("전체기사 - 새고을신문", f'<section id="section-list"><ul class="type2">{rows}</ul></section>{pager}')


def older() -> str:
    """The second, whose articles are older than any test asks for."""
    row = (
        '<li><h4 class="titles"><a href="/news/articleView.html?idxno=5101">손난로 나눔</a></h4>'
        '<span class="byline"><em>2026.10.02 09:00</em></span></li>'
    )
    return page("전체기사 - 새고을신문", f'<section id="section-list"><ul class="type2">{row}</ul></section>')


def feed() -> str:
    items = "".join(
        f"<item><title><![CDATA[{s.title}]]></title><link>{article_url(s.number)}</link>"
        f"<pubDate>{s.day.replace('.', '-')}:00</pubDate></item>"
        for s in STORIES
    )
    return f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>새고을신문</title>{items}</channel></rss>'


def front() -> str:
    links = "".join(f'<li><a href="/news/articleView.html?idxno={s.number}"><strong>{s.title}</strong></a></li>' for s in STORIES[2:])
    return page("새고을신문", f"<main><ul>{links}</ul></main>")


HTML, XML, PLAIN = "text/html; charset=utf-8", "text/xml", "text/plain"


def site() -> dict[str, tuple[str, str]]:
    """Return the content and the type of each page, by its address."""
    return {
        f"{SITE}/robots.txt": ("User-agent: *\nDisallow: /admin/\nCrawl-delay: 1\n", PLAIN),
        f"{SITE}/": (front(), HTML),
        LIST: (listing(), HTML),
        f"{LIST}&page=2": (older(), HTML),
        FEED: (feed(), XML),
        **{article_url(s.number): (article(s), HTML) for s in STORIES},
    }


def record(folder: Path, pages: Mapping[str, tuple[str, str]]) -> Path:
    """Write pages as the cases of a REPLAY folder."""
    for n, (url, (text, kind)) in enumerate(pages.items()):
        case = folder / "site" / f"page-{n}"
        case.mkdir(parents=True)
        (case / "page.html").write_bytes(text.encode())
        response = {
            "url": url,
            "status": 200,
            "headers": {"Content-Type": kind},
            "recorded_at": "2026-11-21T09:00:00+09:00",
            "origin": "made",
        }
        (case / "response.json").write_text(json.dumps(response), encoding="utf-8")
    return folder
