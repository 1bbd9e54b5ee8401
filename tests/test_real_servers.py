"""Answers as real servers give them, byte by byte over real sockets: read whole, or not kept under a reason that a person understands."""

from __future__ import annotations

import gzip

from tests.support.outlet_server import Held, Reply, always
from tests.support.posix import SIGNALS
from tests.support.town import HOST, QUICK, SINCE, Town, article

HTML = b"Content-Type: text/html; charset=utf-8"


def raw(body: bytes, *headers: bytes, status: bytes = b"HTTP/1.1 200 OK") -> Reply:
    return Reply(raw=b"\r\n".join([status, HTML, b"Connection: close", *headers, b"", body]))


def length(body: bytes) -> bytes:
    return b"Content-Length: %d" % len(body)


def test_what_real_servers_answer_is_read_or_named(town: Town) -> None:
    town.site.add(*range(21, 34), paragraphs=12)
    pages = {n: town.site.article(n).encode() for n in range(21, 34)}
    cut = {n: page[: len(page) * 8 // 10] for n, page in pages.items()}
    packed = gzip.compress(pages[28])
    answers = {
        21: raw(pages[21], length(pages[21]), b"Content-Security-Policy: " + b"img-src https://hannae.kr; " * 1000),
        22: raw(pages[22], length(pages[22]), "작성자: 김하늘".encode("cp949")),
        23: raw(pages[23], b"X-Again: " + b"a" * 300_000),
        24: raw(pages[24], status=b"HTTP/1.0 200 OK"),
        25: raw(cut[25], status=b"HTTP/1.0 200 OK"),
        26: raw(cut[26]),
        27: raw(pages[27], length(cut[27])),
        28: raw(packed[:-8] + bytes(8), length(packed), b"Content-Encoding: gzip"),
        29: raw(cut[29], length(cut[29])),
        30: Reply(status=302, headers={"Location": f"http://{HOST}:8080/bbs/board.php?bo_table=news&wr_id=30"}),
        33: raw(b"%x\r\n%s\r\n0\r\n\r\n" % (len(pages[33]), pages[33])),  # chunks that no header announces
        31: raw(town.site.article(99).encode()),  # a notice that never ends as a page
    }
    town.site.wrong = {f"wr_id={n}": always(answer) for n, answer in answers.items()}
    ran = town.harvest("-s", "RETRY_TIMES=1")
    assert ran.status == 1
    assert town.kept == {21, 22, 24, 32}
    assert {int(url.rpartition("=")[2]): reason for url, (reason, _) in town.failures.items()} == {
        23: "too_large",
        **dict.fromkeys((*range(25, 30), 33), "cut_short"),
        30: "off_site",
        31: "deleted",
    }
    assert f"{article(23)}  (its headers are larger than 256 kB)" in ran.err
    assert f"{article(26)}  (it came without a length, and has no end)" in ran.err
    assert f"{article(29)}  (the page has no end)" in ran.err
    assert f"{article(30)}  (to port 8080 of {HOST})" in ran.err
    assert "Traceback" not in ran.err
    town.site.wrong.clear()
    assert town.harvest().status == 0
    assert town.kept == set(range(21, 34))


def test_an_outlet_that_never_ends_a_page_is_read_with_a_length_and_without(town: Town) -> None:
    town.site.add(*range(1, 4))
    for page in (town.site.article, town.site.list):
        name = page.__name__
        setattr(town.site, name, lambda n, page=page: page(n).removesuffix("</body></html>"))
    town.site.wrong["wr_id=2"] = always(raw(town.site.article(2).encode()))
    ran = town.harvest()
    assert ran.status == 0, ran.err
    assert town.kept == {1, 2, 3}
    assert sorted(town.asked()) == [1, 2, 2, 3]  # the same bytes twice are the page


def test_articles_that_never_end_as_the_lists_do_are_kept_in_doubt_on_the_third_night(town: Town) -> None:
    """Each ends in its own number: what may be cut is refused, but no article is lost for it."""
    town.site.add(*range(1, 4))
    whole = town.site.article
    town.site.article = lambda number: whole(number).removesuffix("</body></html>") + f"<script>no = {number}</script>"  # type: ignore[method-assign]
    assert [town.harvest("-s", "RETRY_TIMES=1").status for _ in range(2)] == [1, 1]
    assert town.kept == set()
    assert town.failures == {article(n): ("cut_short", 2) for n in (1, 2, 3)}
    town.days_pass(2)
    ran = town.harvest("-s", "RETRY_TIMES=1")
    assert town.kept == {1, 2, 3}
    assert "doubt: no_end: 3 of 3 articles: the page ends as no page does (without </html>): it may be cut" in ran.err
    assert "WARNING" not in ran.err
    town.site.add(4, day="2024-11-21 09:00")
    town.harvest("-s", "RETRY_TIMES=1")
    assert town.kept == {1, 2, 3, 4}  # it is the outlet's way


@SIGNALS
def test_a_site_that_is_silent_does_not_hold_up_a_stop(town: Town) -> None:
    town.site.add(1, 2)
    held = Held()
    town.site.wrong["wr_id=1"] = held
    running = town.start("harvest", "gyeonggitv", "--since", SINCE, *QUICK, "-s", "DOWNLOAD_TIMEOUT=600")
    try:
        held.wait()
        running.terminate()
        _, err = running.communicate(timeout=60)
    finally:
        held.go_on()
        running.kill()
    assert running.returncode == 1
    assert "the run was stopped before its end" in err
    assert "Traceback" not in err
