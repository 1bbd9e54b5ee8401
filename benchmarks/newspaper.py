"""A made-up NetPro newspaper for benchmarks, over real HTTP on loopback, in a process of its own.

`python newspaper.py --articles 1000` prints its port and serves until its standard input is closed. It answers as a forward proxy, so that
a spider asks its outlet's real addresses; connections are kept alive. The pages are seeded: the same number gives the same bytes. They
weigh 30 to 80 KB, as real ones do, most of it not the article: menus, the weather, rankings, section boxes, advertisements, scripts.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from datetime import datetime
from pathlib import Path
from random import Random
from urllib.parse import parse_qs, urlsplit

try:
    from benchmarks.drafts import article as draft
except ModuleNotFoundError:  # run as a script where newsharvest is not installed from this folder
    sys.path.insert(0, str(Path(__file__).parent.parent))
    from benchmarks.drafts import article as draft
from benchmarks.wording import CITIES

HOST = "gyeonggitv.com"
BOARD = f"http://{HOST}/bbs/board.php?bo_table=news"
PER_PAGE = 20
SHELLS = 40
DAY = "2024-03-05 09:00"
NOON = datetime.fromisoformat("2024-03-05T12:00:00+09:00")

PLACES = "평택시 안산시 수원시 화성시 오산시 안성시 용인시 이천시 여주시 광주시 하남시 과천시 군포시 의왕시 시흥시 부천시".split()
TOPICS = "혁신 안전 복지 청년 교통 환경 문화 체육 교육 농업 관광 도시재생 일자리 주거 돌봄 건강 공원 축제 예산 조례".split()


def headline(number: int) -> str:
    """Return an article's headline."""
    random = Random(f"headline {number}")
    return f"{random.choice(PLACES)}, {random.choice(TOPICS)}·{random.choice(TOPICS)} {number}차 사업 추진…“{random.choice(TOPICS)} 우선”"


def paragraphs(random: Random) -> list[str]:
    """Return a body as the editor leaves it: paragraphs of one to four sentences, with empty ones between them.

    The sentences are those of releases.py: what stands in every article, as only a form's do in life, would be the index's worst case.
    """
    sentences: list[str] = []
    made = []
    for _ in range(random.randint(4, 14)):
        count = random.randint(1, 3)
        while len(sentences) < count:
            sentences += (s for paragraph in draft(random, random.choice(CITIES), NOON, "").paragraphs for s in paragraph)
        made.append(f"<p>{' '.join(sentences[:count])}</p>\n<p>&nbsp;</p>")
        del sentences[:count]
    return made


def article(number: int) -> str:
    """Return the column of an article's page that holds the article."""
    random = Random(f"article {number}")
    title = headline(number)
    body = paragraphs(random)
    for picture in range(random.randint(0, 3)):
        source = f"/data/file/news/{number}_{picture}.jpg"
        body.insert(random.randrange(len(body)), f'<p><img src="{source}" alt="사진 {picture}.jpg"><br>▲ {title} 현장</p>')
    text = "\n".join(body)
    return f"""
<div class="fix_art_top"><div><div>{title}</div><ul class="btn_share"><li>해당된 기사를 공유합니다</li></ul></div></div>
<div class="path_wrap"><h3>지역뉴스</h3></div>
<div class="art_top"><h2>[경기티비종합뉴스] {title}</h2><h3>주민 의견 듣고 현장 점검<br>“{random.choice(TOPICS)} 살필 것”</h3>
<ul class="art_info"><li class="name">김하늘 기자</li><li>등록 {DAY}:00</li></ul></div>
<div id="news_body_area" class="cnt_view news_body_area">
{text}
<div class="ad_box"><a href="/bbs/link.php?no=1">광고</a></div>
<p>김하늘 기자 haneul@{HOST}</p>
<p>저작권자 ⓒ 경기티비종합뉴스 무단전재 및 재배포 금지</p>
</div>"""


def shell(seed: int) -> tuple[str, str]:
    """Return what stands round an article or a list: from the top of the document, and to its end."""
    random = Random(f"shell {seed}")

    def links(count: int, line: str) -> str:
        return "\n".join(line.format(n=n, title=headline(n)) for n in (random.randint(1, 40_000) for _ in range(count)))

    stations = range(random.randint(60, 90))
    weather = "\n".join(
        f'<li class="icon_w"><span class="iw0{n % 9}"><img src="/img/weather/iw0{n % 9}.png" alt="흐림"></span>'
        f"{PLACES[n % 16]}{n / 10}℃</li>"
        for n in stations
    )
    menu = "\n".join(
        f'<li class="gnb_1dli"><a href="{BOARD}&amp;me_code={code}" class="gnb_1da">{TOPICS[code % 20]}뉴스</a></li>'
        for code in range(10, 99, 4)
    )
    script = "\n".join(
        f'var g5_{TOPICS[n % 20]}_{n} = {{"url": "{BOARD}&me_code={n}", "slide": {n * 7}, "auto": true}};'
        for n in range(random.randint(20, 120))
    )
    boxes = "\n".join(
        f'<div class="column col27"><div class="com_ban"><a href="/bbs/link.php?no={box}">'
        f'<img src="/data/banner/{box}.jpg" alt=""></a></div>'
        f'<h2>{TOPICS[box % 20]}</h2><ul class="latest">\n'
        + links(8, '<li><a href="./board.php?bo_table=news&amp;wr_id={n}"><img src="/data/thumb/{n}.jpg" alt="">{title}</a></li>')
        + "\n</ul></div>"
        for box in range(random.randint(5, 24))
    )
    ranking = links(20, '<li><a href="./board.php?bo_table=news&amp;wr_id={n}">{title}</a></li>')
    top = f"""<body><div class="wrapper"><div id="hd"><div id="tnb"><p class="today_txt">2024.03.05 (화)</p>
<div class="weather_box"><ul class="weather_slide">
{weather}
</ul></div></div><nav id="gnb"><h2>메인메뉴</h2><ul>
{menu}
</ul></nav><div class="top_banner"><a href="/bbs/link.php?no=1"><img src="/data/banner/top.jpg" alt=""></a></div></div>
<script>
{script}
</script>
<div id="container"><div class="column col73">"""
    bottom = f"""</div>
{boxes}
<aside><h2>많이 본 기사</h2><ol>
{ranking}
</ol></aside></div></div>
<footer id="ft"><ul><li><a href="/bbs/content.php?co_id=company">회사소개</a></li></ul><p>제호 : 경기티비종합뉴스</p></footer>
</body></html>"""
    return top, bottom


class Newspaper:
    """Makes the answer to an address."""

    def __init__(self, articles: int) -> None:
        self.articles = articles
        self.shells = [(top.encode(), bottom.encode()) for top, bottom in map(shell, range(SHELLS))]

    def answer(self, url: str) -> bytes:
        """Return the whole answer, headers and all."""
        parts = urlsplit(url)
        query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        if parts.path == "/robots.txt":
            return self.reply(b"User-agent: *\nDisallow: /adm/\n", "text/plain")
        if parts.path != "/bbs/board.php":
            return self.reply("RSS 보기가 금지되어 있습니다.".encode(), "text/html; charset=utf-8")
        if "wr_id" in query:
            number = int(query["wr_id"])
            return self.page(number, headline(number), article(number))
        page = int(query.get("page", "1"))
        return self.page(page, f"{page}쪽", self.list(page))

    def list(self, page: int) -> str:
        """Return the rows of a list page, the latest first, and its pager."""
        first = self.articles - (page - 1) * PER_PAGE
        rows = "\n".join(
            f'<li><a href="/bbs/board.php?bo_table=news&amp;wr_id={n}&amp;page={page}"><h2>{headline(n)}</h2></a>'
            f'<ul class="art_info"><li class="date">{DAY}</li></ul></li>'
            for n in range(first, max(first - PER_PAGE, 0), -1)
        )
        last = -(-self.articles // PER_PAGE)
        pager = "".join(f'<a class="pg_page" href="{BOARD}&amp;page={p}">{p}</a>' for p in range(page, min(page + 10, last) + 1))
        return f'<ul class="art_list_all">{rows}</ul><nav class="pg_wrap">{pager}</nav>'

    def page(self, seed: int, title: str, content: str) -> bytes:
        """Put a title and a content into a shell."""
        top, bottom = self.shells[seed % SHELLS]
        head = (
            '<!doctype html><html lang="ko"><head><meta charset="utf-8">'
            f'<meta property="og:title" content="[경기티비종합뉴스] {title}"><title>{title} | 경기티비종합뉴스</title></head>'
        )
        return self.reply(head.encode() + top + content.encode() + bottom, "text/html; charset=utf-8")

    def reply(self, body: bytes, kind: str) -> bytes:
        """Put headers before a body."""
        return f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body


class Connection(asyncio.Protocol):
    """Answers one GET after the other on a kept-alive connection."""

    def __init__(self, newspaper: Newspaper) -> None:
        self.newspaper = newspaper
        self.received = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the way back."""
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        """Answer each request that is whole."""
        self.received += data
        while b"\r\n\r\n" in self.received:
            request, _, self.received = self.received.partition(b"\r\n\r\n")
            self.transport.write(self.newspaper.answer(request.split(b" ", 2)[1].decode()))


async def serve(articles: int) -> None:
    """Serve until standard input is closed."""
    newspaper = Newspaper(articles)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Connection(newspaper), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)
    server.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, default=1000, help="how many articles its lists go through")
    asyncio.run(serve(parser.parse_args().articles))
