"""WARC files on the command line: the archive out and in, articles read out of them, a replay of one, a case of a page in one."""

from __future__ import annotations

import csv
import gzip
import importlib.util
import json
import random
import zipfile
import zlib
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from warcio.archiveiterator import ArchiveIterator

from newsharvest.archive import Archive, Kind, Page, archive_of
from newsharvest.download.replay import Case
from newsharvest.press import read_time
from tests.support.command_line import quick, refused
from tests.support.crawls import crawl
from tests.support.posix import FULL
from tests.support.project import FIXTURES
from tests.support.warcs import mangled, packed, record, response, sha1, write

IDOMIN = "http://idomin.com/news/articleView.html?idxno=778102"
JOONGDO = "http://www.joongdo.co.kr/web/view.php?key=20200213010005265"
TITLE = json.loads((FIXTURES / "idomin" / "778102" / "expected.json").read_text(encoding="utf-8"))["title"]
READ = "the record at byte"


def body_of(case: str) -> bytes:
    return Case.load(FIXTURES / case).page.read_bytes()


def fixture(case: str, **fields: str) -> bytes:
    """A case as a record."""
    loaded = Case.load(FIXTURES / case)
    headers = [f"{name}: {value}" for name, value in loaded.headers.items()]
    return response(loaded.url, loaded.page.read_bytes(), headers=headers, **fields)


def outlet(name: str) -> list[bytes]:
    """All cases of an outlet as records, but for those of one address."""
    return [fixture(f"{name}/{case.parent.name}") for case in sorted((FIXTURES / name).glob("*/response.json"))]


# --- out


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """A store with an archive: an article, its list, the robots.txt, the article again the same, and a redirect."""
    with Archive(archive_of(tmp_path / "harvest.db")) as archive:
        headers = [("Content-Type", "text/html"), ("Content-Encoding", "gzip"), ("Content-Length", "12"), ("Server", "Apache")]

        def keep(kind: Kind, url: str, at: str, body: bytes, status: int = 200, outlet: str = "idomin") -> None:
            article = f"{outlet}:{url.rpartition('=')[2]}" if kind is Kind.ARTICLE else None
            archive.keep(Page(outlet, kind, article, url, url, at, status, headers, sha256(body).hexdigest()), body)

        keep(Kind.ROBOTS, "http://idomin.com/robots.txt", "2026-11-20T08:59:59+09:00", b"User-agent: *\n")
        keep(Kind.LIST, "http://idomin.com/news/articleList.html?view_type=sm", "2026-11-20T09:00:00+09:00", body_of("idomin/list-1"))
        keep(Kind.ARTICLE, IDOMIN, "2026-11-20T09:00:01+09:00", body_of("idomin/778102"))
        keep(Kind.ARTICLE, IDOMIN, "2026-11-21T09:00:01+09:00", body_of("idomin/778102"))
        keep(Kind.ARTICLE, JOONGDO, "2026-11-21T09:00:02+09:00", b"", 301, "joongdo")
    return tmp_path / "harvest.db"


def records_of(file: Path) -> list[tuple[str, str, bytes]]:
    """What warcio reads in a file, its digests compared: kind, address, body."""
    with file.open("rb") as opened:
        return [
            (one.rec_type, one.rec_headers.get_header("WARC-Target-URI"), one.content_stream().read())
            for one in ArchiveIterator(opened, check_digests="raise")
        ]


def test_the_archive_as_warc(store: Path, tmp_path: Path) -> None:
    file = tmp_path / "out.warc.gz"
    ran = quick("archive", "-O", str(file), "-s", f"STORE={store}")
    assert (ran.status, ran.out, ran.err) == (0, "", f"written: {file} (5 pages, of them 1 the same as before)\n")
    page = body_of("idomin/778102")
    assert [(kind, url, body) for kind, url, body in records_of(file) if kind not in {"request", "warcinfo"}] == [
        ("response", "http://idomin.com/robots.txt", b"User-agent: *\n"),
        ("response", "http://idomin.com/news/articleList.html?view_type=sm", body_of("idomin/list-1")),
        ("response", IDOMIN, page),
        ("revisit", IDOMIN, b""),
        ("response", JOONGDO, b""),
    ]
    text = gzip.decompress(file.read_bytes()).replace(page, b"")
    [article] = [one for one in text.split(b"WARC/1.1\r\n") if b"WARC-Type: response" in one and IDOMIN.encode() in one]
    assert b"\r\nWARC-Date: 2026-11-20T00:00:01Z\r\n" in article
    assert b"WARC-Payload-Digest: sha256:" in article
    assert b"\r\nWARC-Block-Digest: sha1:" in article
    head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nServer: Apache\r\nContent-Length: {len(page)}\r\n\r\n"
    assert article.partition(b"\r\n\r\n")[2].startswith(head.encode())
    assert b"gzip" not in article
    [asked] = [one for one in text.split(b"WARC/1.1\r\n") if b"WARC-Type: request" in one and b"GET /news/articleList" in one]
    assert asked.endswith(b"\r\n\r\nGET /news/articleList.html?view_type=sm HTTP/1.1\r\nHost: idomin.com\r\n\r\n\r\n\r\n")
    [again] = [one for one in text.split(b"WARC/1.1\r\n") if b"WARC-Type: revisit" in one]
    identity = article.partition(b"WARC-Record-ID: ")[2].partition(b"\r\n")[0]
    assert b"\r\nWARC-Refers-To: " + identity + b"\r\n" in again
    assert b"\r\nWARC-Refers-To-Date: 2026-11-20T00:00:01Z\r\n" in again


def test_each_record_is_a_gzip_member(store: Path, tmp_path: Path) -> None:
    quick("archive", "-O", str(tmp_path / "out.warc.gz"), "-s", f"STORE={store}")
    data = (tmp_path / "out.warc.gz").read_bytes()
    begins = 0
    while data:
        unpacker = zlib.decompressobj(31)
        assert unpacker.decompress(data).count(b"WARC/1.1\r\n") == 1
        data, begins = unpacker.unused_data, begins + 1
    assert begins == 11


@pytest.mark.parametrize("name", ["out.warc.gz", "out.wacz"])
def test_the_same_archive_gives_the_same_bytes(name: str, store: Path, tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        assert quick("archive", "-O", str(tmp_path / folder / name), "-s", f"STORE={store}").status == 0
    assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


def test_outlets_and_days_can_be_chosen(store: Path, tmp_path: Path) -> None:
    def urls(*arguments: str) -> list[str]:
        assert quick("archive", "-O", str(tmp_path / "out.warc.gz"), "-s", f"STORE={store}", *arguments).status == 0
        return [url for kind, url, _ in records_of(tmp_path / "out.warc.gz") if kind in {"response", "revisit"}]

    assert urls("중도일보") == [JOONGDO]
    assert urls("--since", "2026-11-21") == [IDOMIN, JOONGDO]
    assert urls("--until", "2026-11-20 09:00:01")[-1] == "http://idomin.com/news/articleList.html?view_type=sm"
    kinds = [kind for kind, _, _ in records_of(tmp_path / "out.warc.gz")]
    assert kinds.count("response") == 2


def test_a_wacz_holds_the_same_with_an_index_and_digests(store: Path, tmp_path: Path) -> None:
    for name in ("out.warc.gz", "out.wacz"):
        assert quick("archive", "-O", str(tmp_path / name), "-s", f"STORE={store}").status == 0
    with zipfile.ZipFile(tmp_path / "out.wacz") as wacz:
        assert wacz.testzip() is None
        files = {name: wacz.read(name) for name in wacz.namelist()}
    assert list(files) == [
        "archive/data.warc.gz",
        "indexes/index.cdx.gz",
        "pages/pages.jsonl",
        "datapackage.json",
        "datapackage-digest.json",
    ]
    assert files["archive/data.warc.gz"] == (tmp_path / "out.warc.gz").read_bytes()
    package = json.loads(files["datapackage.json"])
    assert [(one["path"], one["hash"], one["bytes"]) for one in package["resources"]] == [
        (name, f"sha256:{sha256(files[name]).hexdigest()}", len(files[name])) for name in list(files)[:3]
    ]
    assert json.loads(files["datapackage-digest.json"])["hash"] == f"sha256:{sha256(files['datapackage.json']).hexdigest()}"
    header, *pages = map(json.loads, files["pages/pages.jsonl"].splitlines())
    assert header["format"] == "json-pages-1.0"
    assert [(page["url"], page["ts"]) for page in pages] == [(IDOMIN, "2026-11-20T00:00:01Z"), (IDOMIN, "2026-11-21T00:00:01Z")]
    lines = gzip.decompress(files["indexes/index.cdx.gz"]).decode().splitlines()
    assert lines == sorted(lines)
    assert len(lines) == 5
    key, stamp, told = next(line for line in lines if "warc/revisit" in line).split(" ", 2)
    assert (key, stamp) == ("com,idomin)/news/articleview.html?idxno=778102", "20261121000001")
    at = json.loads(told)
    member = files["archive/data.warc.gz"][int(at["offset"]) : int(at["offset"]) + int(at["length"])]
    assert gzip.decompress(member).startswith(b"WARC/1.1\r\nWARC-Type: revisit\r\n")


def test_a_page_that_is_damaged_is_left_out_and_told(store: Path, tmp_path: Path) -> None:
    digest = sha256(body_of("idomin/list-1")).hexdigest()
    with Archive(archive_of(store)) as archive:
        archive._db.execute("UPDATE body SET data=x'00' WHERE hash=?", (bytes.fromhex(digest),))
    ran = quick("archive", "-O", str(tmp_path / "out.warc.gz"), "-s", f"STORE={store}")
    assert ran.status == 1
    assert ran.err.startswith(
        f"written: {tmp_path / 'out.warc.gz'} (4 pages, of them 1 the same as before)\nscrapy archive: the page {digest} in "
    )
    assert len(records_of(tmp_path / "out.warc.gz")) == 9


@FULL
@pytest.mark.filterwarnings("error::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("name", ["out.warc.gz", "out.wacz"])
def test_a_disk_that_is_full_is_told(name: str, store: Path, tmp_path: Path) -> None:
    (tmp_path / name).symlink_to("/dev/full")
    ran = quick("archive", "-O", str(tmp_path / name), "-s", f"STORE={store}")
    said = f"scrapy archive: {tmp_path / name} could not be written: No space left on device\n"
    assert (ran.status, ran.out, ran.err) == (1, "", said)


@pytest.mark.parametrize("name", ["out.warc.gz", "out.wacz"])
def test_nothing_to_write_writes_nothing(name: str, store: Path, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(b"old")
    ran = quick("archive", "-O", str(tmp_path / name), "dgilbo", "-s", f"STORE={store}")
    assert (ran.status, ran.err) == (1, "scrapy archive: no page is of what is asked for: nothing was written\n")
    assert (tmp_path / name).read_bytes() == b"old"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "say -O FILE.warc.gz to write the pages, or --from FILE.warc.gz to take some in"),
        (("-O", "a.warc.gz", "--from", "b.warc.gz"), "say -O FILE.warc.gz to write the pages, or --from FILE.warc.gz to take some in"),
        (("-O", "a.zip"), "a.zip: name a .warc.gz or .wacz file"),
        (("-O", "a.warc.gz"), "there are no pages yet: "),
        (("--from", "gone.warc.gz"), "there is no file gone.warc.gz"),
        (("--from", "gone.warc.gz", "--since", "2026-11-20"), "--since and --until go with -O, not with --from"),
        (("-O", "a.warc.gz", "idomim"), "unknown outlet 'idomim', did you mean 'idomin'?"),
    ],
)
def test_what_is_mistyped(arguments: tuple[str, ...], said: str, tmp_path: Path) -> None:
    if "idomim" in arguments:
        Archive(archive_of(tmp_path / "none.db")).__exit__()
    assert refused("archive", *arguments, "-s", f"STORE={tmp_path / 'none.db'}").startswith(f"scrapy archive: {said}")


def test_without_warcio_what_needs_it_says_how_to_get_it(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = importlib.util.find_spec
    monkeypatch.setattr("newsharvest.command_line.find_spec", lambda name: None if name == "warcio" else found(name))
    said = refused("archive", "-O", "a.warc.gz", "-s", f"STORE={store}")
    assert said == "scrapy archive: warcio must be installed for it: uv sync --extra warc"


# --- in


def kept(store: Path) -> list[Page]:
    with Archive(archive_of(store), reading=True) as archive:
        return list(archive.pages())


def test_pages_of_known_outlets_come_in_marked_and_once(tmp_path: Path) -> None:
    page = body_of("idomin/778102")
    private = ("Content-Type: text/html", "Set-Cookie: PHPSESSID=s3cret", "X-CSRF-Token: s3cret", "ETag: 7")
    file = write(
        tmp_path / "night.warc.gz",
        response(IDOMIN.replace("http://", "https://www.") + "&page=3&PHPSESSID=s3cret", page, headers=private),
        response("http://elsewhere.example/news/articleView.html?idxno=7", page),
        response("http://idomin.com/robots.txt", b"User-agent: *\n", headers=("Content-Type: text/plain",)),
        response("http://idomin.com/images/logo.gif", b"GIF89a"),
        response(JOONGDO, b"", status="301 Moved"),
    )
    store = ("-s", f"STORE={tmp_path / 'harvest.db'}")
    ran = quick("archive", "--from", str(file), *store)
    assert (ran.status, ran.out) == (0, "")
    assert ran.err == (
        "taken: 2 pages of 1 outlet (1 of articles), out of 5 records\n"
        f"to read them and keep their articles: uv run scrapy reread --accept -s STORE={tmp_path / 'harvest.db'}\n"
    )
    article, robots = kept(tmp_path / "harvest.db")
    url = IDOMIN.replace("http://", "https://www.") + "&page=3"
    assert (article.outlet, article.kind, article.article, article.url) == ("idomin", Kind.ARTICLE, "idomin:778102", url)
    assert (article.at, article.status, article.origin) == ("2026-11-20T12:00:00+09:00", 200, "night.warc.gz")
    assert (dict(article.headers), article.digest) == ({"Content-Type": "text/html", "Etag": "7"}, sha256(page).hexdigest())
    assert (robots.kind, robots.article) == (Kind.ROBOTS, None)
    again = quick("archive", "--from", str(file), *store)
    assert (again.status, again.err) == (0, "2 pages were there already\n")
    assert len(kept(tmp_path / "harvest.db")) == 2


def test_what_was_written_comes_in_elsewhere_as_it_was(store: Path, tmp_path: Path) -> None:
    file = tmp_path / "out.warc.gz"
    quick("archive", "-O", str(file), "-s", f"STORE={store}")
    assert quick("archive", "--from", str(file), "-s", f"STORE={tmp_path / 'other.db'}").status == 0

    def told(pages: list[Page]) -> list[tuple[Any, ...]]:
        return [(one.outlet, one.kind, one.article, one.url, one.at, one.digest) for one in pages if one.status == 200]

    assert told(kept(tmp_path / "other.db")) == told(kept(store))


@pytest.mark.parametrize("charset", ["utf-8", "cp949"])
def test_headers_that_are_no_ascii_come_back_as_they_came(charset: str, tmp_path: Path) -> None:
    """Byte by byte: what a page says of its reuse stands behind the Korean word still."""
    said = "네거티브, noai".encode(charset).decode("latin-1")
    headers = [("Content-Type", "text/html"), ("X-Robots-Tag", said)]
    body = body_of("idomin/778102")
    page = Page(
        "idomin", Kind.ARTICLE, "idomin:778102", IDOMIN, IDOMIN, "2026-11-20T09:00:01+09:00", 200, headers, sha256(body).hexdigest()
    )
    with Archive(archive_of(tmp_path / "harvest.db")) as archive:
        archive.keep(page, body)
    file = tmp_path / "night.warc.gz"
    assert quick("archive", "-O", str(file), "-s", f"STORE={tmp_path / 'harvest.db'}").status == 0
    assert [kind for kind, _url, _body in records_of(file)] == ["warcinfo", "response", "request"]
    assert "X-Robots-Tag: 네거티브, noai\r\n".encode(charset) in gzip.decompress(file.read_bytes())
    assert quick("archive", "--from", str(file), "-s", f"STORE={tmp_path / 'other.db'}").status == 0
    assert [[*one.headers] for one in kept(tmp_path / "other.db")] == [headers]
    ran = quick("read", str(file))
    assert json.loads(ran.out)["signals"] == ["noai"]


def test_an_address_in_hangul_goes_in_as_it_is_asked_for_and_out_again(tmp_path: Path) -> None:
    url, asked = f"{IDOMIN}&tag=한글", f"{IDOMIN}&tag=%ED%95%9C%EA%B8%80"
    file, store = write(tmp_path / "x.warc.gz", response(url, body_of("idomin/778102"))), tmp_path / "harvest.db"
    assert quick("archive", "--from", str(file), "-s", f"STORE={store}").status == 0
    assert [page.url for page in kept(store)] == [asked]
    with Archive(archive_of(store)) as archive:  # as one that was taken in as it stood
        body = b"<p>x"
        archive.keep(
            Page("idomin", Kind.ARTICLE, "idomin:1", url, url, "2026-11-20T09:00:01+09:00", 200, [], sha256(body).hexdigest()), body
        )
    for name in ("out.warc.gz", "out.wacz"):
        assert quick("archive", "-O", str(tmp_path / name), "-s", f"STORE={store}").status == 0
    assert [one[1] for one in records_of(tmp_path / "out.warc.gz")] == [None, asked, asked, url, url]
    assert quick("archive", "--from", str(tmp_path / "out.warc.gz"), "-s", f"STORE={tmp_path / 'other.db'}").status == 0
    assert [page.url for page in kept(tmp_path / "other.db")] == [asked, asked]


def test_damage_is_told_and_what_is_whole_comes_in(tmp_path: Path) -> None:
    members = [fixture("idomin/778102"), fixture("idomin/778088"), fixture("joongdo/20200213010005265")]
    torn = packed(members[:1]) + packed(members[1:2])[:-40] + packed(members[2:])
    (tmp_path / "night.warc.gz").write_bytes(torn)
    (tmp_path / "other.warc.gz").write_bytes(b"a text")
    files = ("--from", str(tmp_path / "night.warc.gz"), str(tmp_path / "other.warc.gz"))
    ran = quick("archive", *files, "-s", f"STORE={tmp_path / 'harvest.db'}")
    assert ran.status == 1
    assert [page.article for page in kept(tmp_path / "harvest.db")] == ["idomin:778102", "joongdo:20200213010005265"]
    assert ran.err.splitlines()[0] == "taken: 2 pages of 2 outlets (2 of articles), out of 2 records"
    assert ran.err.splitlines()[2:] == [
        f"{tmp_path / 'night.warc.gz'}: {READ} {len(packed(members[:1]))} is left out: it cannot be unpacked",
        f"{tmp_path / 'other.warc.gz'} is no WARC file",
    ]


@pytest.mark.parametrize(
    ("at", "said"),
    [
        ("2126-01-01T00:00:00Z", "it says that it was recorded in the future"),
        ("soon", "it does not say when it was recorded"),
        ("0001-01-01T00:00:00Z", "it does not say when it was recorded"),
    ],
)
def test_a_page_of_no_possible_time_stays_out(at: str, said: str, tmp_path: Path) -> None:
    file = write(tmp_path / "x.warc.gz", response(IDOMIN, b"<p>x", at=at))
    ran = quick("archive", "--from", str(file), "-s", f"STORE={tmp_path / 'harvest.db'}")
    assert ran.status == 1
    assert ran.err.splitlines() == [
        "scrapy archive: no page of a known outlet is in 1 record",
        f"{file}: {READ} 0 is left out: {said}",
    ]


def test_a_page_of_the_future_is_not_read(tmp_path: Path) -> None:
    file = write(tmp_path / "x.warc.gz", fixture("idomin/778088"), response(IDOMIN, body_of("idomin/778102"), at="2126-01-01T00:00:00Z"))
    out = tmp_path / "read.jsonl"
    ran = quick("read", str(file), "-O", str(out))
    assert ran.status == 1
    assert [json.loads(line)["id"] for line in out.read_text(encoding="utf-8").splitlines()] == ["idomin:778088"]
    left_out = f"{file}: {READ} {len(packed([fixture('idomin/778088')]))} is left out: it says that it was recorded in the future"
    assert ran.err.splitlines()[-1] == left_out


def test_pages_from_elsewhere_are_not_dropped_by_their_age(tmp_path: Path) -> None:
    file = write(tmp_path / "x.warc.gz", fixture("idomin/778102"))
    quick("archive", "--from", str(file), "-s", f"STORE={tmp_path / 'harvest.db'}")
    with Archive(archive_of(tmp_path / "harvest.db")) as archive:
        assert archive.drop_before("2026-12-31") == 0
        assert archive.body(sha256(body_of("idomin/778102")).hexdigest()) == body_of("idomin/778102")


# --- scrapy read


def test_the_articles_in_a_warc_file(tmp_path: Path) -> None:
    file = write(
        tmp_path / "night.warc.gz",
        fixture("idomin/778102"),
        response("https://elsewhere.example/story/1", b"<html>" + b"x" * 1000),
        fixture("idomin/deleted"),
        response("http://www.gaon-news.co.kr/news/articleView.html?idxno=7", body_of("jejusori/301245")),
        response("http://127.0.0.1/news/articleView.html?idxno=7", body_of("jejusori/301245")),
        fixture("idomin/778102", at="2026-11-21T03:00:00Z"),
    )
    ran = quick("read", str(file))
    items = [json.loads(line) for line in ran.out.splitlines()]
    assert [(item["id"], item["fetched_at"], item["origin"]) for item in items] == [
        ("idomin:778102", "2026-11-20T12:00:00+09:00", "archive"),
        ("gaon_news:7", "2026-11-20T12:00:00+09:00", "archive"),
    ]
    expected = json.loads((FIXTURES / "idomin" / "778102" / "expected.json").read_text(encoding="utf-8"))
    assert [name for name in expected if items[0].get(name) != expected[name]] == ["_read", "story_id", "fetched_at"]
    assert ran.err.splitlines() == [
        "read: 2 articles of 2 outlets, from 4 pages at the addresses of articles, in 6 records",
        "not kept, deleted: the outlet has deleted it: 1 page, the first http://idomin.com/news/articleView.html?idxno=900102",
        "1 record of a private address is left out",
    ]
    assert ran.status == 0


@pytest.mark.parametrize("name", ["out.csv", "out.jsonl"])
def test_they_can_be_written_to_a_file(name: str, tmp_path: Path) -> None:
    (tmp_path / "files").mkdir()
    write(tmp_path / "files" / "a.warc.gz", fixture("idomin/778102"))
    write(tmp_path / "files" / "b.warc", fixture("joongdo/20200213010005265"))
    ran = quick("read", str(tmp_path / "files"), "-O", str(tmp_path / name))
    assert (ran.status, ran.out) == (0, "")
    assert ran.err.splitlines() == [
        f"written: {tmp_path / name}",
        "read: 2 articles of 2 outlets, from 2 pages at the addresses of articles, in 2 records",
    ]
    text = (tmp_path / name).read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(text.splitlines())) if name == "out.csv" else list(map(json.loads, text.splitlines()))
    assert [row["id"] for row in rows] == ["idomin:778102", "joongdo:20200213010005265"]
    assert rows[0]["title"] == TITLE


def test_a_family_reads_its_pages_of_any_host_alone(tmp_path: Path) -> None:
    file = write(tmp_path / "x.warc.gz", fixture("joongdo/20200213010005265"), fixture("idomin/778102"))
    ran = quick("read", str(file), "--family", "ndsoft")
    assert [json.loads(line)["id"] for line in ran.out.splitlines()] == ["idomin:778102"]


def test_a_file_without_articles_is_no_success(tmp_path: Path) -> None:
    (tmp_path / "out.csv").write_text("old", encoding="utf-8")
    file = write(tmp_path / "x.warc.gz", response("http://elsewhere.example/", b"<p>x"))
    ran = quick("read", str(file), "-O", str(tmp_path / "out.csv"))
    assert (ran.status, ran.out) == (1, "")
    assert ran.err == "read: 0 articles of 0 outlets, from 0 pages at the addresses of articles, in 1 record\n"
    assert (tmp_path / "out.csv").read_text(encoding="utf-8") == "old"


def test_what_is_damaged_is_told_beside_what_is_read(tmp_path: Path) -> None:
    (tmp_path / "x.warc.gz").write_bytes(packed([fixture("idomin/778102"), fixture("idomin/778088")])[:-50])
    ran = quick("read", str(tmp_path / "x.warc.gz"))
    assert [json.loads(line)["id"] for line in ran.out.splitlines()] == ["idomin:778102"]
    assert ran.last == f"{tmp_path / 'x.warc.gz'}: {READ} {len(packed([fixture('idomin/778102')]))} is left out: the file ends within it"
    assert ran.status == 1


def test_a_page_that_the_program_cannot_read_ends_no_others(tmp_path: Path) -> None:
    deep = b"<div>" * 200_000
    other = response("http://idomin.com/news/articleView.html?idxno=1", deep)
    ran = quick("read", str(write(tmp_path / "x.warc.gz", other, fixture("idomin/778102"))))
    assert [json.loads(line)["id"] for line in ran.out.splitlines()] == ["idomin:778102"]
    assert "not kept, too_complex" in ran.err
    assert "Traceback" not in ran.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--url", "http://x.kr/1"), "--url says where a saved file came from; a WARC file says it itself"),
        (("--family", "ndsof"), "unknown family 'ndsof', did you mean 'ndsoft'?"),
        (("-O", "out.txt"), "out.txt: name a .csv or .jsonl file"),
        (("gone.warc.gz",), "there is no file gone.warc.gz"),
    ],
)
def test_what_cannot_go_with_a_warc_file(arguments: tuple[str, ...], said: str, tmp_path: Path) -> None:
    file = write(tmp_path / "x.warc.gz", fixture("idomin/778102"))
    assert refused("read", str(file), *arguments).startswith(f"scrapy read: {said}")


def test_one_page_goes_to_no_file() -> None:
    page = FIXTURES / "idomin" / "778102" / "page.html"
    assert refused("read", str(page), "-O", "x.csv") == "scrapy read: -O goes with WARC files: the item of one page is printed"


# --- REPLAY


def test_a_warc_file_answers_as_the_fixtures_do(tmp_path: Path) -> None:
    file = write(tmp_path / "x.warc.gz", *outlet("joongdo"))
    replayed, fixtures = crawl("joongdo", file), crawl("joongdo")
    at = {"fetched_at": "2026-11-20T12:00:00+09:00"}
    assert [item | at for item in replayed.items] == [item | at for item in fixtures.items]
    assert replayed.items[0]["fetched_at"] == at["fetched_at"]
    assert replayed.report.exit_status == 0


def test_of_several_answers_the_latest_page_counts_through_redirects_and_revisits(tmp_path: Path) -> None:
    page, moved = body_of("joongdo/20200213010005265"), f"{JOONGDO}&moved=1"
    (tmp_path / "files").mkdir()
    write(
        tmp_path / "files" / "a.warc.gz",
        response("http://www.joongdo.co.kr/robots.txt", b"", headers=("Content-Type: text/plain",)),
        response(JOONGDO, b"", status="302 Found", headers=(f"Location: {moved}",)),
        response(moved, b"<p>before", at="2026-11-18T03:00:00Z"),
        response(f"{JOONGDO}&other=1", page, at="2026-11-17T03:00:00Z"),
    )
    write(
        tmp_path / "files" / "b.warc.gz",
        record("revisit", moved, b"", at="2026-11-19T03:00:00Z", WARC_Payload_Digest=sha1(page)),
        response(moved, b"trouble", status="500 Error", at="2026-11-20T03:00:00Z"),
    )
    harvest = crawl("joongdo", tmp_path / "files", url=JOONGDO)
    assert [(item["id"], item["fetched_at"]) for item in harvest.items] == [
        ("joongdo:20200213010005265", "2026-11-19T12:00:00+09:00"),
    ]


def test_www_and_https_are_the_same_site(tmp_path: Path) -> None:
    robots = response("https://joongdo.co.kr/robots.txt", b"", headers=("Content-Type: text/plain",))
    file = write(tmp_path / "x.warc.gz", robots, response(JOONGDO.replace("http://www.", "https://"), body_of("joongdo/20200213010005265")))
    assert [item["url"] for item in crawl("joongdo", file, url=JOONGDO).items] == [JOONGDO]


def test_a_page_that_is_not_in_the_file_is_named(tmp_path: Path) -> None:
    file = write(tmp_path / "x.warc.gz", response("http://www.joongdo.co.kr/robots.txt", b"", headers=("Content-Type: text/plain",)))
    harvest = crawl("joongdo", file, url=JOONGDO)
    assert harvest.reasons == {"not_recorded": [JOONGDO]}
    assert harvest.report.exit_status == 1


def test_a_replay_says_what_of_its_file_is_damaged(tmp_path: Path) -> None:
    (tmp_path / "x.warc.gz").write_bytes(packed([fixture("idomin/778102"), *outlet("joongdo")])[50:])
    ran = quick("crawl", "joongdo", "-s", f"REPLAY={tmp_path / 'x.warc.gz'}")
    assert ran.err.splitlines()[0] == f"{tmp_path / 'x.warc.gz'}: {READ} 0 is left out: it cannot be unpacked"
    assert "joongdo 중도일보: 1 article from 2 list pages" in ran.err
    assert ran.err.splitlines()[-2:] == [
        "  wrong: records of REPLAY could not be read: they are named at the beginning",
        "  result: something is wrong, see above (exit status 1)",
    ]
    assert ran.status == 1
    store = tmp_path / "harvest.db"
    ran = quick("harvest", "joongdo", "--since", "2015-01-01", "-s", f"REPLAY={tmp_path / 'x.warc.gz'}", "-s", f"STORE={store}")
    assert ran.status == 1
    assert ran.last == "  joongdo  wrong: records of REPLAY could not be read: they are named at the beginning"
    (tmp_path / "y.warc.gz").write_bytes(packed([fixture("idomin/778102"), *outlet("joongdo")]))
    assert quick("crawl", "joongdo", "-s", f"REPLAY={tmp_path / 'y.warc.gz'}").status == 0


@pytest.mark.parametrize(
    ("data", "said"), [(b"a text", "is no WARC file"), (b"", "is empty"), (b"WARC/1.0\r\n", "holds no WARC record that can be read")]
)
def test_a_replay_of_what_is_no_warc_file_is_refused(data: bytes, said: str, tmp_path: Path) -> None:
    (tmp_path / "x.warc.gz").write_bytes(data)
    file = tmp_path / "x.warc.gz"
    assert refused("crawl", "joongdo", "-s", f"REPLAY={file}") == f"scrapy crawl: REPLAY={file}: {file} {said}"


# --- fixture record --from


def test_a_case_is_made_of_a_page_in_a_warc_file(tmp_path: Path) -> None:
    other = fixture("idomin/778088")
    linked = response(IDOMIN.replace("http://", "https://www.") + "&page=2", body_of("idomin/778102"))
    file = write(tmp_path / "night.warc.gz", other, linked, response(IDOMIN, b"gone", status="404 Not Found", at="2026-11-21T03:00:00Z"))
    ran = quick("fixture", "record", "idomin", IDOMIN, "--from", str(file), cwd=tmp_path)
    assert (ran.status, ran.out) == (0, "written: fixtures/idomin/778102\n")
    case = tmp_path / "fixtures" / "idomin" / "778102"
    assert (case / "page.html").read_bytes() == body_of("idomin/778102")
    answer = json.loads((case / "response.json").read_text(encoding="utf-8"))
    assert answer == {
        "url": IDOMIN,
        "aliases": [],
        "status": 200,
        "headers": {"Content-Type": "text/html; charset=utf-8"},
        "recorded_at": "2026-11-20T12:00:00+09:00",
        "origin": "recorded",
        "note": "out of night.warc.gz",
    }
    assert read_time(answer["recorded_at"])
    assert json.loads((case / "expected.json").read_text(encoding="utf-8"))["title"] == TITLE


def test_a_page_that_is_not_there_is_not_recorded(tmp_path: Path) -> None:
    (tmp_path / "x.warc.gz").write_bytes(packed([fixture("idomin/778088"), fixture("idomin/778102")])[:-50])
    ran = quick("fixture", "record", "idomin", IDOMIN, "--from", str(tmp_path / "x.warc.gz"), cwd=tmp_path)
    assert (ran.status, ran.out) == (1, "")
    assert "is left out: the file ends within it" in ran.err.splitlines()[0]
    assert ran.last == f"scrapy fixture: {IDOMIN} was not recorded: it is not in {tmp_path / 'x.warc.gz'}"
    assert not (tmp_path / "fixtures").exists()


def test_from_goes_with_record_alone(tmp_path: Path) -> None:
    assert refused("fixture", "check", "--from", "x.warc.gz", cwd=tmp_path) == "scrapy fixture: --from goes with record, not with check"
    assert refused("fixture", "record", "idomin", IDOMIN, "--from", "x.warc.gz") == "scrapy fixture: there is no file x.warc.gz"


# --- whatever is in it

ODD = [
    "http://idomin.com:99999/news/articleView.html?idxno=1",
    "http://idomin.com:x/news/articleView.html?idxno=1",
    "http://[idomin.com/news/articleView.html?idxno=1",
    "http://[::1]/news/articleView.html?idxno=1",
    "http:///news/articleView.html?idxno=1",
    "http://idomin.com/news/articleView.html?idxno=%ff%fe",
    "http://idomin.com/news/articleView.html?idxno=" + "9" * 5000,
    "http://" + "a" * 300 + ".kr/news/articleView.html?idxno=1",
    "http://가온.kr/news/articleView.html?idxno=1",
    "http://user:s3cret@idomin.com/news/articleView.html?idxno=1",
    "http://2130706433/news/articleView.html?idxno=1",
    "http://localhost/news/articleView.html?idxno=1",
    "dns:idomin.com",
    "urn:x",
    "",
]


@pytest.mark.parametrize("url", ODD, ids=lambda url: url[:40])
def test_an_odd_address_ends_nothing(url: str, tmp_path: Path) -> None:
    robots = response("http://www.joongdo.co.kr/robots.txt", b"", headers=("Content-Type: text/plain",))
    file = write(tmp_path / "x.warc.gz", response(url, b"<p>x"), robots, fixture("joongdo/20200213010005265"))
    ran = quick("read", str(file))
    assert [json.loads(line)["id"] for line in ran.out.splitlines()] == ["joongdo:20200213010005265"]
    taken = quick("archive", "--from", str(file), "-s", f"STORE={tmp_path / 'harvest.db'}")
    assert "joongdo:20200213010005265" in [page.article for page in kept(tmp_path / "harvest.db")]
    assert [page.url for page in kept(tmp_path / "harvest.db") if "s3cret" in page.url] == []
    assert [item["id"] for item in crawl("joongdo", file, url=JOONGDO).items] == ["joongdo:20200213010005265"]
    assert "Traceback" not in ran.err + taken.err


@pytest.mark.parametrize("seed", range(6))
def test_a_mangled_file_is_no_traceback(seed: int, tmp_path: Path) -> None:
    records = [fixture("idomin/778102"), *outlet("joongdo")]
    whole = packed(records) if seed % 2 else b"".join(records)
    (tmp_path / "x.warc.gz").write_bytes(mangled(whole, random.Random(seed)))
    arguments = (
        ("read", str(tmp_path / "x.warc.gz")),
        ("archive", "--from", str(tmp_path / "x.warc.gz"), "-s", f"STORE={tmp_path / 'h.db'}"),
    )
    for ran in (quick(*line) for line in arguments):
        assert "Traceback" not in ran.err
        assert ran.status in {0, 1}
        assert ran.err


def test_no_name_is_not_the_folder_in_which_one_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "x.warc.gz", fixture("idomin/778102"))
    monkeypatch.chdir(tmp_path)
    said = "the name of the file is empty: name a WARC file, or a folder of them"
    for command in ("archive", "reread"):
        assert refused(command, "--from", "", "-s", f"STORE={tmp_path / 'h.db'}") == f"scrapy {command}: {said}"
    assert refused("fixture", "record", "idomin", IDOMIN, "--from", "") == f"scrapy fixture: {said}"
    assert [file.name for file in tmp_path.iterdir()] == ["x.warc.gz"]


def test_where_nothing_is_found_no_file_is_made(tmp_path: Path) -> None:
    file = write(tmp_path / "x.warc.gz", response("http://elsewhere.example/", b"<p>x"))
    for command in (("archive", "--from", str(file)), ("reread", "--from", str(file), "--accept")):
        ran = quick(*command, "-s", f"STORE={tmp_path / 'h.db'}")
        assert (ran.status, ran.err) == (1, f"scrapy {command[0]}: no page of a known outlet is in 1 record\n")
        assert not list(tmp_path.glob("h.pages*"))
