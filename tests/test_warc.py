"""WARC files: what is whole is given, what is not is told, and nothing hides what stands behind it."""

from __future__ import annotations

import gzip
import random
import tracemalloc
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from newsharvest.download.recorded import Answers, response_of
from newsharvest.warc import MessageError, Reader, WarcError, is_warc, told, warc_files
from newsharvest.warc.digests import differs
from newsharvest.warc.wacz import sort_key
from tests.support.project import FIXTURES
from tests.support.warcs import http, mangled, packed, record, response, sha1, write

MOST = 10 << 20
URL = "http://idomin.com/news/articleView.html?idxno={}"
PAGES = [f"<html><body>{'가나다라 ' * 200}{n}</body></html>".encode() for n in range(4)]
INFO = record("warcinfo", "", b"software: hand\r\n", WARC_Target_URI=None)
RECORDS = [INFO, *(response(URL.format(n), page) for n, page in enumerate(PAGES))]


def read(file: Path, most: int = MOST) -> tuple[list[tuple[str, bytes]], list[str]]:
    """What a file gives, address and body, and what is told of the rest, without the file's name."""
    answers = Answers([file], most)
    given = []
    for answer in answers(lambda _url: True):
        try:
            given.append((answer.head.url, response_of(answer.message, answer.head.url, most).body))
        except MessageError as error:
            answers.note(answer.head, error)
    return given, [line.replace(f"{file}: ", "").replace(str(file), "FILE") for line in answers.troubles]


def numbers(file: Path) -> list[int]:
    return [int(url.rpartition("=")[2]) for url, _ in read(file)[0]]


@pytest.mark.parametrize("name", ["x.warc", "x.warc.gz"])
def test_what_is_whole_is_given_as_it_was_recorded(name: str, tmp_path: Path) -> None:
    given, troubles = read(write(tmp_path / name, *RECORDS))
    assert given == [(URL.format(n), page) for n, page in enumerate(PAGES)]
    assert troubles == []


def test_a_file_that_is_one_gzip_member_is_read_too(tmp_path: Path) -> None:
    """As `gzip` makes it of a .warc; warcio refuses it."""
    (tmp_path / "x.warc.gz").write_bytes(gzip.compress(b"".join(RECORDS)))
    assert numbers(tmp_path / "x.warc.gz") == [0, 1, 2, 3]


def test_records_that_go_on_over_members_are_read_too(tmp_path: Path) -> None:
    whole = b"".join(RECORDS)
    (tmp_path / "x.warc.gz").write_bytes(b"".join(gzip.compress(whole[n : n + 1000]) for n in range(0, len(whole), 1000)))
    assert numbers(tmp_path / "x.warc.gz") == [0, 1, 2, 3]


def test_a_record_is_found_again_where_it_stands(tmp_path: Path) -> None:
    for name, data in (("a.warc", b"".join(RECORDS)), ("b.warc.gz", packed(RECORDS)), ("c.warc.gz", gzip.compress(b"".join(RECORDS)))):
        (tmp_path / name).write_bytes(data)
        reader = Reader(tmp_path / name, most=MOST)
        for found in list(reader.records(lambda _head: True)):
            assert reader.at(found.head.place) == found
    (tmp_path / "b.warc.gz").write_bytes(packed(RECORDS[2:]))
    with pytest.raises(WarcError, match=r"b\.warc\.gz has been changed: read it again"):
        Reader(tmp_path / "b.warc.gz", most=MOST).at(found.head.place._replace(file=tmp_path / "b.warc.gz", member=7))


# --- damage


def test_a_record_torn_in_the_middle_hides_nothing_behind_it(tmp_path: Path) -> None:
    members = [gzip.compress(one, mtime=0) for one in RECORDS]
    start = len(members[0]) + len(members[1])
    members[2] = members[2][: len(members[2]) // 2]
    (tmp_path / "x.warc.gz").write_bytes(b"".join(members))
    assert numbers(tmp_path / "x.warc.gz") == [0, 2, 3]
    assert read(tmp_path / "x.warc.gz")[1] == [f"the record at byte {start} is left out: it cannot be unpacked"]


@pytest.mark.parametrize("name", ["x.warc", "x.warc.gz"])
def test_a_file_whose_beginning_is_lost_gives_what_is_behind(name: str, tmp_path: Path) -> None:
    file = write(tmp_path / name, *RECORDS)
    file.write_bytes(file.read_bytes()[30:])
    assert numbers(file) == [0, 1, 2, 3]
    assert len(read(file)[1]) == 1


def test_a_file_that_is_cut_short_gives_what_is_before(tmp_path: Path) -> None:
    for name, said in (("x.warc.gz", "the file ends within it"), ("x.warc", "it ends before the length that it states")):
        file = write(tmp_path / name, *RECORDS)
        start = file.stat().st_size - len(packed(RECORDS[-1:]) if name.endswith("gz") else RECORDS[-1])
        file.write_bytes(file.read_bytes()[:-30])
        assert numbers(file) == [0, 1, 2]
        assert read(file)[1] == [f"the record at byte {start} is left out: {said}"]


LIES: dict[str, tuple[Callable[[int], object], str]] = {
    "more": (lambda real: real + 50, "it ends before the length that it states"),
    "most": (lambda _real: 10**14, "it ends before the length that it states"),
    "less": (lambda real: real - 50, "it does not end at the length that it states"),
    "none": (lambda _real: 0, "it does not end at the length that it states"),
    "minus": (lambda _real: -5, "it states no length"),
    "word": (lambda _real: "many", "it states no length"),
}


@pytest.mark.parametrize("packing", ["x.warc", "x.warc.gz"])
@pytest.mark.parametrize("lie", LIES)
def test_a_length_that_lies(lie: str, packing: str, tmp_path: Path) -> None:
    lies, said = LIES[lie]
    liar = response(URL.format(1), PAGES[1], Content_Length=str(lies(len(http(PAGES[1])))))
    file = write(tmp_path / packing, *RECORDS[:2], liar, *RECORDS[3:])
    if packing == "x.warc" and lie == "more":  # it ends within the next one
        said = "it does not end at the length that it states"
    assert numbers(file) == [0, 2, 3]
    assert [line.partition(": ")[2] for line in read(file)[1]] == [said]


@pytest.mark.parametrize("packing", ["x.warc", "x.warc.gz"])
def test_headers_without_an_end(packing: str, tmp_path: Path) -> None:
    endless = b"WARC/1.0\r\n" + b"X-Header: and so on\r\n" * 200_000
    file = write(tmp_path / packing, *RECORDS[:2], endless, *RECORDS[3:])
    assert numbers(file) == [0, 2, 3]
    assert [line.partition(": ")[2] for line in read(file)[1]] == ["its headers have no end"]


@pytest.mark.parametrize(
    ("field", "digest"), [("WARC_Block_Digest", sha1(b"x")), ("WARC_Payload_Digest", sha1(b"x")), ("WARC_Block_Digest", "sha1:?")]
)
def test_nothing_is_trusted_whose_digest_is_wrong(field: str, digest: str, tmp_path: Path) -> None:
    file = write(tmp_path / "x.warc.gz", RECORDS[1], response(URL.format(1), PAGES[1], **{field: digest}), RECORDS[3])
    assert numbers(file) == [0, 2]
    assert [line.partition(": ")[2] for line in read(file)[1]] == ["its digest is another: it has been changed"]


def test_digests_are_read_in_every_way_that_is_in_use() -> None:
    body = b"page"
    hexadecimal = "b7f3b9fd30a5f6e4b2f1d43dd6f0e4b0"
    assert not differs("sha1:" + "8BE2F9C1C5E8B1C8".lower() * 0 + sha1(body).partition(":")[2], body)
    assert not differs("sha-1:" + sha1(body).partition(":")[2].lower(), body)
    assert not differs("md5:" + "71860c77c6745379b0d44304d66b6a13", body)
    assert differs("md5:" + hexadecimal, body)
    assert differs("sha256:", body)
    assert not differs("blake3:whatever", body)  # neither right nor wrong


def test_what_is_cut_short_when_it_was_recorded_is_no_page(tmp_path: Path) -> None:
    file = write(tmp_path / "x.warc.gz", RECORDS[1], response(URL.format(1), PAGES[1][:500], WARC_Truncated="length"))
    assert numbers(file) == [0]
    assert [line.partition(": ")[2] for line in read(file)[1]] == ["it was cut short when it was recorded"]


@pytest.mark.parametrize(
    ("block", "said"),
    [
        (b"<html>without headers", "it has no HTTP status and headers"),
        (b"HTTP/1.1 OK\r\n\r\n", "it has no HTTP status and headers"),
        (b"", "it has no HTTP status and headers"),
        (b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 20_000, "its HTTP headers have no end"),
        (http(b"?", "200 OK", "Content-Encoding: x-secret"), "it came in an encoding that cannot be read (x-secret)"),
        (http(gzip.compress(PAGES[0])[:-20], "200 OK", "Content-Encoding: gzip"), "it is compressed, and broken"),
        (http(gzip.compress(b"0" * (MOST + 1)), "200 OK", "Content-Encoding: gzip"), "it unpacks to more than DOWNLOAD_MAXSIZE"),
    ],
    ids=["no head", "no status", "empty", "endless", "encoding", "broken", "bomb"],
)  # fmt: skip
def test_an_answer_that_is_none(block: bytes, said: str, tmp_path: Path) -> None:
    file = write(tmp_path / "x.warc.gz", RECORDS[1], record("response", URL.format(9), block), RECORDS[2])
    assert numbers(file) == [0, 1]
    assert [line.partition(": ")[2] for line in read(file)[1]] == [said]


def test_a_record_that_is_larger_than_any_page_is_left_out(tmp_path: Path) -> None:
    file = write(tmp_path / "x.warc.gz", RECORDS[1], response(URL.format(9), random.Random(1).randbytes(200_000)), RECORDS[2])
    assert [url for url, _ in read(file, most=100_000)[0]] == [URL.format(0), URL.format(1)]
    assert [line.partition(": ")[2] for line in read(file, most=100_000)[1]] == ["it is larger than DOWNLOAD_MAXSIZE"]


def test_a_bomb_is_left_before_it_has_unpacked(tmp_path: Path) -> None:
    bomb = gzip.compress(response(URL.format(9), b"0" * (80 << 20)), 9)
    (tmp_path / "x.warc.gz").write_bytes(packed(RECORDS[1:2]) + bomb + packed(RECORDS[2:3]))
    assert numbers(tmp_path / "x.warc.gz") == [0, 1]
    assert [line.partition(": ")[2] for line in read(tmp_path / "x.warc.gz")[1]] == ["it unpacks to far more than any record holds"]


@pytest.mark.parametrize(
    "url", ["http://idomin.com/\x1b[2J", "http://idomin.com/a\nb", "http://idomin.com/\u202egpj", "http://idomin.com/a b"]
)
def test_an_address_that_none_is(url: str, tmp_path: Path) -> None:
    file = write(tmp_path / "x.warc.gz", RECORDS[1], response(url, PAGES[1]), RECORDS[2])
    given, troubles = read(file)
    assert [address for address, _ in given][:1] == [URL.format(0)]
    assert [address for address, _ in given][-1:] == [URL.format(1)]
    assert url not in [address for address, _ in given]
    assert "\x1b" not in "".join(troubles)


def test_a_file_of_any_length_is_read_in_the_memory_of_a_page(tmp_path: Path) -> None:
    """As Common Crawl's, of whose 30,000 records few are wanted."""
    file = tmp_path / "x.warc.gz"
    others = [response(f"https://elsewhere.example/{n}", f"{n} ".encode() * 20_000) for n in range(20)]
    file.write_bytes(packed(others) * 40 + packed(RECORDS))
    tracemalloc.start()
    try:
        given = [answer.head.url for answer in Answers([file], MOST)(lambda head: "idomin" in head.url)]
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert given == [URL.format(n) for n in range(4)]
    assert peak < 1_000_000


# --- what was done to a body


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (gzip.compress(PAGES[0]), ("Content-Encoding: gzip",)),
        (zlib.compress(PAGES[0]), ("Content-Encoding: deflate",)),
        (b"%x\r\n%s\r\n0\r\n\r\n" % (len(PAGES[0]), PAGES[0]), ("Transfer-Encoding: chunked",)),
        (PAGES[0], ("Transfer-Encoding: chunked", "Content-Encoding: gzip")),
        (PAGES[0], ("Content-Encoding: br",)),
        (PAGES[0], ("Content-Length: 7",)),
    ],
    ids=["gzip", "deflate", "chunked", "both taken away", "br taken away", "another length"],
)
def test_a_body_is_given_without_the_coding_of_its_transfer(body: bytes, headers: tuple[str, ...], tmp_path: Path) -> None:
    """Whether it was recorded with it, or, as Common Crawl has it, without it but under the headers of before."""
    assert read(write(tmp_path / "x.warc.gz", response(URL.format(0), body, headers=headers))) == ([(URL.format(0), PAGES[0])], [])


def test_the_digest_of_a_chunked_body_may_be_that_of_the_whole(tmp_path: Path) -> None:
    body = b"%x\r\n%s\r\n0\r\n\r\n" % (len(PAGES[0]), PAGES[0])
    one = response(URL.format(0), body, headers=("Transfer-Encoding: chunked",), WARC_Payload_Digest=sha1(PAGES[0]))
    assert read(write(tmp_path / "x.warc.gz", one)) == ([(URL.format(0), PAGES[0])], [])


# --- revisits


def revisit(url: str, body: bytes, block: bytes = b"", **fields: str | None) -> bytes:
    return record("revisit", url, block, at="2026-11-21T03:00:00Z", WARC_Payload_Digest=sha1(body), **fields)


def test_a_revisit_has_the_body_that_it_leads_to(tmp_path: Path) -> None:
    again = http(b"", "200 OK", "Content-Type: text/html", "X-Seen: again")
    file = write(tmp_path / "x.warc.gz", *RECORDS[1:3], revisit(URL.format(1), PAGES[1], again), revisit(URL.format(0), PAGES[0]))
    answers = Answers([file], MOST)
    given = [
        (answer.head.url, answer.head.fields["warc-date"][:10], answer.message.header("x-seen"), answer.message.body)
        for answer in answers(lambda _: True)
    ]
    assert given[2:] == [(URL.format(1), "2026-11-21", "again", PAGES[1]), (URL.format(0), "2026-11-21", "", PAGES[0])]
    assert answers.troubles == []


def test_a_revisit_may_come_before_its_page_in_another_file(tmp_path: Path) -> None:
    files = [write(tmp_path / "a.warc.gz", revisit(URL.format(1), PAGES[1])), write(tmp_path / "b.warc.gz", *RECORDS)]
    given = [(answer.head.url, answer.message.body) for answer in Answers(files, MOST)(lambda _: True)]
    assert given[-1] == (URL.format(1), PAGES[1])
    assert len(given) == 5


def test_a_revisit_of_nothing_and_one_of_another_page_are_told(tmp_path: Path) -> None:
    other = revisit(URL.format(0), PAGES[1], WARC_Refers_To="<urn:x>")
    file = write(
        tmp_path / "x.warc.gz", response(URL.format(0), PAGES[0], WARC_Record_ID="<urn:x>"), other, revisit(URL.format(3), PAGES[3])
    )
    given, troubles = read(file)
    assert given == [(URL.format(0), PAGES[0])]
    assert [line.partition(": ")[2] for line in troubles] == [
        "the page that it repeats has another digest",
        "the page that it repeats is in none of these files",
    ]


# --- what is no WARC file


OLDER = "FILE is an ARC file, which is older than WARC: `warcio recompress` makes a WARC file of it"
ARC = b"filedesc://x.arc 0.0.0.0 20261120 text/plain 76\n1 0 x\n"
FOREIGN = {
    "nothing": (b"", "FILE is empty"),
    "text": (b"a text", "FILE is no WARC file"),
    "gzip of text": (gzip.compress(b"a text"), "FILE is no WARC file"),
    "arc": (ARC, OLDER),
    "arc.gz": (gzip.compress(ARC), OLDER),
    "zstd": (b"\x28\xb5\x2f\xfd\x24", "FILE is packed with zstd: unpack it first (zstd -d), then name the .warc file"),
    "zstd with a dictionary": (b"\x5d\x2a\x4d\x18\x24", "FILE is packed with zstd: unpack it first (zstd -d), then name the .warc file"),
    "wacz": (b"PK\x03\x04\x14\0", "FILE is a ZIP file, as WACZ is: unpack it, and name the WARC files in its folder archive"),
    "the head of one": (b"WARC/1.0\r\nWARC-Type: ", "FILE holds no WARC record that can be read"),
    "half a member": (packed(RECORDS)[:60], "FILE holds no WARC record that can be read"),
}  # fmt: skip


@pytest.mark.parametrize("what", FOREIGN)
def test_what_is_no_warc_file_is_named(what: str, tmp_path: Path) -> None:
    data, said = FOREIGN[what]
    (tmp_path / "x.warc.gz").write_bytes(data)
    given, troubles = read(tmp_path / "x.warc.gz")
    assert given == []
    assert said in troubles


def test_files_and_folders(tmp_path: Path) -> None:
    for name in ("b.warc.gz", "a.warc", "note.txt"):
        write(tmp_path / name, *RECORDS)
    (tmp_path / "none").mkdir()
    assert warc_files([tmp_path]) == [tmp_path / "a.warc", tmp_path / "b.warc.gz"]
    for path, said in (
        (tmp_path / "none", "none holds no WARC file"),
        (tmp_path / "gone", "there is no file"),
        (Path("a\0b"), r"'a\\x00b' is no file's name"),
    ):
        with pytest.raises(WarcError, match=said):
            warc_files([path])
    assert is_warc(str(write(tmp_path / "unnamed", *RECORDS)))
    assert not is_warc(str(FIXTURES / "idomin" / "778102" / "page.html"))


def test_many_troubles_are_told_in_a_few_lines() -> None:
    assert told(["a"] * 10) == ["a"] * 10
    assert told(["a"] * 11) == [*["a"] * 10, "and 1 more record is left out"]
    assert told(["a"] * 500)[-1] == "and 490 more records are left out"


# --- whatever is done to it


@pytest.mark.parametrize("packing", ["plain", "members", "one member"])
def test_whatever_is_done_to_a_file_what_it_gives_is_what_was_in_it(packing: str, tmp_path: Path) -> None:
    pages = [page.read_bytes() for page in sorted(FIXTURES.glob("*/*/page.html"))[:8]]
    records = [response(URL.format(n), page) for n, page in enumerate(pages)] + [revisit(URL.format(2), pages[2])]
    whole = {"plain": b"".join(records), "members": packed(records), "one member": gzip.compress(b"".join(records))}[packing]
    rnd, file, damaged, given_in_all = random.Random(16), tmp_path / "x.warc.gz", 0, 0
    for _ in range(150):
        file.write_bytes(mangled(whole, rnd))
        given, troubles = read(file)
        assert [url for url, body in given if body not in pages] == []
        damaged += bool(troubles)
        given_in_all += len(given)
    assert damaged > 100
    assert packing == "one member" or given_in_all > 150 * len(pages) // 3


# --- the index


def test_the_key_of_an_address_in_an_index() -> None:
    """As the surt library has them."""
    assert sort_key("http://www.idomin.com/news/articleView.html?idxno=778102&B=a") == "com,idomin)/news/articleview.html?b=a&idxno=778102"
    assert sort_key("http://m.x.co.kr/a/?b=2&a=1") == "kr,co,x,m)/a?a=1&b=2"
    assert sort_key("https://x.kr:8443") == "kr,x:8443)/"
