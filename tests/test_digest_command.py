"""`scrapy digest` on the real command line: its window, its files, its mail over a real SMTP server, and what it refuses."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Mapping
from contextlib import closing
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from parsel import Selector

from newsharvest import press
from newsharvest.database import on_server
from newsharvest.items import Article
from newsharvest.store import Store
from tests.support.command_line import quick, refused, scrapy
from tests.support.mail_server import Post, posting
from tests.support.postgres import Postgres
from tests.support.processes import Ran
from tests.support.project import ROOT
from tests.support.stores import rows

WATCH = """
[[department]]
name = "문화예술과"
queries = ["축제 -취소"]
mail = ["culture@example.com"]

[[department]]
name = "교통과"
queries = ["버스 | 지하철"]
outlets = ["중도일보"]
"""
MAIL = """
[mail]
host = "127.0.0.1"
port = {port}
security = "none"
sender = "press@example.com"
to = ["head@example.com", "vice@example.com"]
"""


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A project's folder with a watch file and a store."""
    folder = tmp_path / "뉴스 수집"
    folder.mkdir()
    (folder / "scrapy.cfg").write_text("[settings]\ndefault = newsharvest.settings\n", encoding="utf-8")
    (folder / "watch.toml").write_text(WATCH, encoding="utf-8")
    keep_five(folder)
    return folder


def keep_five(folder: Path, store: str = "harvest.db") -> None:
    for outlet, number, title, at, body in (
        ("joongdo", 1, "가을 축제 열린다", "2026-11-19T17:59:59", "가온시가 가을 축제를 연다고 밝혔다."),
        ("cctoday", 2, "나래군 축제 소식", "2026-11-19T18:00:00", "나래군이 축제를 알렸다고 밝혔다. 군수가 참석했다."),
        ("joongdo", 3, "버스 노선 바뀐다", "2026-11-20T07:59:59", "버스 노선이 바뀐다고 시가 밝혔다. 다음 달부터다."),
        ("cctoday", 4, "버스 요금 오른다", "2026-11-20T07:30:00", "충청권 버스 요금이 오른다고 도가 밝혔다."),
        ("joongdo", 5, "축제 취소", "2026-11-20T08:00:00", "비 때문에 축제가 미뤄졌다고 밝혔다."),
    ):
        keep(folder, outlet, number, title, at, body, store=store)


def keep(
    folder: Path, outlet: str, number: int, title: str, at: str, body: str, seen: datetime | None = None, store: str = "harvest.db"
) -> None:
    name = {"joongdo": "중도일보", "cctoday": "충청투데이"}[outlet]
    made = Article(f"{outlet}:{number}", outlet, name, f"http://{outlet}.example.com/{number}", title=title, body=body)
    made.published_at, made.content_hash = f"{at}+09:00", press.content_hash(title, body)
    with Store(store if on_server(store) else folder / store) as opened:
        when = press.iso(seen) if seen else made.published_at
        opened.keep(made, opened.begin_run(outlet, when), when)


def digest(folder: Path, *arguments: str, env: Mapping[str, str] | None = None) -> Ran:
    return quick("digest", *arguments, cwd=folder, env=env)


NIGHT = ("--since", "2026-11-19 18:00", "--until", "2026-11-20 08:00")


def titles(file: Path | bytes) -> dict[str, list[str]]:
    html = Selector(file.decode() if isinstance(file, bytes) else file.read_text(encoding="utf-8"))
    return {
        str(part.css("h2::text").get()).strip(): [" ".join(title.css("::text").getall()).strip() for title in part.css(".title a")]
        for part in html.css("section")
    }


def test_a_night_is_a_page_and_a_workbook_named_by_its_end(desk: Path) -> None:
    ran = digest(desk, *NIGHT)
    names = ["digest-2026-11-20-0800.html", "digest-2026-11-20-0800.xlsx"]
    assert (ran.status, ran.out, ran.err) == (0, "", "".join(f"written: {name} (2 stories)\n" for name in names))
    assert titles(desk / names[0]) == {"문화예술과": ["나래군 축제 소식"], "교통과": ["버스 노선 바뀐다"]}
    book = openpyxl.load_workbook(desk / names[1])
    assert [row[2].value for row in book["기사"].iter_rows(min_row=2)] == ["나래군 축제 소식", "버스 노선 바뀐다"]
    assert sorted(file.name for file in desk.iterdir()) == sorted([*names, "harvest.db", "scrapy.cfg", "watch.toml"])


def test_a_servers_store_gives_the_page_that_a_file_gives_and_remembers_that_it_did(desk: Path, postgres: Postgres) -> None:
    ran = digest(desk, *NIGHT, "-O", "file.html")
    assert ran.status == 0, ran.err
    with postgres.store() as address:
        keep_five(desk, address)
        (desk / "newsharvest.toml").write_text(f'store = "{address}"\n', encoding="utf-8")
        assert digest(desk, *NIGHT, "-O", "server.html").status == 0
        assert (desk / "server.html").read_bytes() == (desk / "file.html").read_bytes()
        ran = digest(desk, "--since", "last", "-O", "last.html")
        assert ran.status == 0, ran.err
        assert len(rows(address, "SELECT at FROM digest")) == 1


def test_files_are_where_they_are_wanted_and_in_the_language(desk: Path) -> None:
    ran = digest(desk, *NIGHT, "-O", "아침.html", "--language", "en")
    assert (ran.status, ran.err) == (0, "written: 아침.html (2 stories)\n")
    assert Selector((desk / "아침.html").read_text(encoding="utf-8")).css("h1::text").get() == "Press digest"
    (desk / "newsharvest.toml").write_text('language = "en"\nwatch = "부서.toml"\n', encoding="utf-8")
    shutil.move(desk / "watch.toml", desk / "부서.toml")
    assert digest(desk, *NIGHT, "-O", "a.xlsx").status == 0
    assert openpyxl.load_workbook(desk / "a.xlsx").sheetnames == ["Stories", "Links", "Counts", "By day", "Repeats and firsts"]


def test_texts_are_left_out_unless_they_are_asked_for(desk: Path) -> None:
    digest(desk, *NIGHT, "-O", "a.html")
    assert "군수가 참석했다." not in (desk / "a.html").read_text(encoding="utf-8")
    digest(desk, *NIGHT, "-O", "a.html", "--bodies")
    assert "군수가 참석했다." in (desk / "a.html").read_text(encoding="utf-8")


def test_the_first_digest_that_goes_on_goes_back_a_day(desk: Path) -> None:
    now = press.now()
    keep(desk, "joongdo", 11, "축제 앞당긴다", "2026-11-01T09:00:00", "축제를 앞당긴다고 시가 밝혔다.", now - timedelta(hours=2))
    keep(desk, "joongdo", 12, "옛 축제 기사", "2026-11-02T09:00:00", "지난 축제를 되돌아본다고 밝혔다.", now - timedelta(hours=30))
    ran = digest(desk, "--since", "last", "-O", "a.html")
    assert (ran.status, ran.err) == (0, "there was no digest yet: this one goes back a day\nwritten: a.html (1 story)\n")
    assert titles(desk / "a.html")["문화예술과"] == ["축제 앞당긴다"]


def test_what_was_seen_since_the_last_digest_comes_once_and_a_look_back_moves_nothing(desk: Path) -> None:
    now = press.now()
    with Store(desk / "harvest.db") as store:
        store.note_digest(now - timedelta(hours=3))
    keep(desk, "joongdo", 11, "축제 앞당긴다", "2026-11-01T09:00:00", "축제를 앞당긴다고 시가 밝혔다.", now - timedelta(hours=4))
    keep(desk, "cctoday", 13, "새 축제 소식", "2026-11-01T09:00:00", "새로 온 축제 소식이라고 도가 밝혔다.", now - timedelta(hours=3))
    digest(desk, *NIGHT, "-O", "b.html")
    ran = digest(desk, "--since", "last", "-O", "a.html")
    assert (ran.status, ran.err) == (0, "written: a.html (1 story)\n")
    assert titles(desk / "a.html")["문화예술과"] == ["새 축제 소식"]
    assert Selector((desk / "a.html").read_text(encoding="utf-8")).css(".new::text").getall() == ["신규"]
    again = digest(desk, "--since", "last", "-O", "a.html")
    assert (again.status, again.err) == (0, "written: a.html (0 stories)\n")


def test_a_damaged_article_is_told_and_does_not_make_the_others_come_again(desk: Path) -> None:
    now = press.now()
    keep(desk, "joongdo", 11, "축제 앞당긴다", "2026-11-01T09:00:00", "축제를 앞당긴다고 시가 밝혔다.", now - timedelta(hours=2))
    with closing(sqlite3.connect(desk / "harvest.db", isolation_level=None)) as db:
        db.execute("UPDATE article SET record='x' WHERE id='joongdo:11'")
    keep(desk, "cctoday", 13, "새 축제 소식", "2026-11-01T09:00:00", "새로 온 축제 소식이라고 도가 밝혔다.", now - timedelta(hours=1))
    first = digest(desk, "--since", "last", "-O", "a.html")
    assert first.status == 1
    assert "joongdo:11" in first.err
    assert titles(desk / "a.html")["문화예술과"] == ["새 축제 소식"]
    assert digest(desk, "--since", "last", "-O", "b.html").err.endswith("written: b.html (0 stories)\n")


def test_each_gets_by_mail_what_is_theirs(desk: Path) -> None:
    post = Post()
    with posting(post) as port:
        (desk / "newsharvest.toml").write_text(MAIL.format(port=port), encoding="utf-8")
        ran = digest(desk, *NIGHT, "-O", "a.html", "--mail")
    assert (ran.status, ran.err) == (0, "written: a.html (2 stories)\nsent: 3 mails by 127.0.0.1\n")
    [(all_to, whole), (culture_to, part)] = post.received
    assert (all_to, culture_to) == (["head@example.com", "vice@example.com"], ["culture@example.com"])
    assert (whole["Subject"], part["Subject"]) == ("언론 스크랩 11.20(금) 08:00 · 2건", "언론 스크랩 11.20(금) 08:00 · 1건")
    assert "vice@example.com" not in str(whole["To"])
    text, page = part.get_body(("plain",)), part.get_body(("html",))
    assert text
    assert page
    assert (
        text.get_content().replace("\r\n", "\n")
        == "[문화예술과] 1건\n- 나래군 축제 소식 (1곳: 충청투데이)\n  http://cctoday.example.com/2\n\n"
    )
    assert titles(page.get_content().encode()) == {"문화예술과": ["나래군 축제 소식"]}
    html, book = [attached.get_payload(decode=True) for attached in part.iter_attachments()]
    assert isinstance(html, bytes)
    assert isinstance(book, bytes)
    assert titles(html) == {"문화예술과": ["나래군 축제 소식"]}
    sheet = openpyxl.load_workbook(BytesIO(book))["기사"]
    assert [row[2].value for row in sheet.iter_rows(min_row=2)] == ["나래군 축제 소식"]


def test_a_whole_morning(tmp_path: Path) -> None:
    """From an empty folder with recorded pages to the mail: harvest, then what is new, each department its own."""
    (tmp_path / "scrapy.cfg").write_text("[settings]\ndefault = newsharvest.settings\n", encoding="utf-8")
    shutil.copy(ROOT / "watch.example.toml", tmp_path / "watch.toml")
    night = ("harvest", "-s", f"REPLAY={ROOT / 'fixtures'}", "-s", "STORE=harvest.db", "--since", "2015-01-01")
    assert scrapy(*night, "ksilbo", "gn1news", "gnmaeil", "gyeonggitv", "idomin", cwd=tmp_path).status == 0
    post = Post()
    with posting(post) as port:
        (tmp_path / "newsharvest.toml").write_text(MAIL.format(port=port), encoding="utf-8")
        ran = digest(tmp_path, "--since", "last", "-O", "아침.html", "-O", "아침.xlsx", "--mail")
    assert (ran.status, ran.err.splitlines()[-1]) == (0, "sent: 3 mails by 127.0.0.1")
    culture = ["극단 ‘똠방’, 공단 노동자와 만든 연극 무대에", "푸름시, 남해안 섬 둘레길 3구간 새로 잇는다"]
    shown = titles(tmp_path / "아침.html")
    assert shown["문화관광과"] == culture
    assert shown["복지정책과"] == ["은하시, 겨울 앞두고 한파 쉼터 63곳 점검"]
    assert len(shown["홍보담당관"]) == 2
    [(_, whole), (receivers, part)] = post.received
    assert str(whole["Subject"]).endswith(" · 5건")
    assert receivers == ["culture@example.com"]
    page = part.get_body(("html",))
    assert page
    assert titles(page.get_content().encode()) == {"문화관광과": culture}
    assert digest(tmp_path, "--since", "last", "-O", "b.html").err == "written: b.html (0 stories)\n"


def test_what_a_container_runs_leaves_all_in_its_folder(tmp_path: Path) -> None:
    """Without the container: its command, in an empty folder, with its environment. The example of a watch file has no mail server."""
    said = dict(re.findall(r"^([A-Z]+) (.+)$", (ROOT / "Dockerfile").read_text(encoding="utf-8"), re.MULTILINE))
    shell, option, command = json.loads(said["CMD"])
    assert command.count("scrapy harvest;") == command.count("scrapy digest --since last --mail") == 1
    fixtures = shlex.join(["-s", f"REPLAY={ROOT / 'fixtures'}", "-s", "STORE=harvest.db", "--since", "2015-01-01", "gn1news"])
    scrapy = shlex.join([sys.executable, "-m", "scrapy"])
    command = command.replace("scrapy harvest;", f"{scrapy} harvest {fixtures};").replace("scrapy digest", f"{scrapy} digest")
    shutil.copy(ROOT / "watch.example.toml", tmp_path / "watch.toml")
    environment = os.environ | dict(pair.split("=") for pair in said["ENV"].split()) | {"PYTHONPATH": str(ROOT)}
    environment.pop("SCRAPY_PROJECT", None)
    post = Post()
    with posting(post) as port:
        (tmp_path / "newsharvest.toml").write_text(MAIL.format(port=port), encoding="utf-8")
        ran = subprocess.run(
            [shell, option, command], cwd=tmp_path, env=environment, capture_output=True, text=True, encoding="utf-8", check=False
        )
    assert ran.returncode == 0, ran.stderr
    assert ran.stderr.endswith("\nsent: 3 mails by 127.0.0.1\n")
    there = {re.sub(r"\d{4}-\d\d-\d\d-\d{4}", "…", file.name) for file in tmp_path.iterdir()}
    assert there == {
        "digest-….html",
        "digest-….xlsx",
        "harvest.db",
        "harvest.db.lock",
        "harvest.pages.db",
        "newsharvest.toml",
        "watch.toml",
    }


def test_a_container_is_given_what_it_is_made_of_and_nothing_that_is_private() -> None:
    given = {line.removeprefix("!") for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines() if line.startswith("!")}
    assert given == {"newsharvest", "pyproject.toml", "constraints.txt", "README.md", "LICENSE"}
    assert all((ROOT / name).exists() for name in given)


def test_a_feed_reader_gets_an_entry_a_story(desk: Path) -> None:
    assert digest(desk, *NIGHT, "-O", "watch.xml").err == "written: watch.xml (2 stories)\n"
    feed = Selector((desk / "watch.xml").read_text(encoding="utf-8").partition("\n")[2], type="xml")
    feed.register_namespace("a", "http://www.w3.org/2005/Atom")
    assert feed.xpath("//a:entry/a:title/text()").getall() == ["나래군 축제 소식", "버스 노선 바뀐다"]


def test_a_mail_that_is_not_taken_leaves_the_files_and_the_next_digest_covers_it(desk: Path) -> None:
    now = press.now()
    keep(desk, "joongdo", 11, "축제 앞당긴다", "2026-11-01T09:00:00", "축제를 앞당긴다고 시가 밝혔다.", now - timedelta(hours=2))
    post = Post(refused={"head@example.com", "vice@example.com"})
    with posting(post) as port:
        (desk / "newsharvest.toml").write_text(MAIL.format(port=port), encoding="utf-8")
        ran = digest(desk, "--since", "last", "-O", "a.html", "--mail")
        post.refused.add("culture@example.com")
        none = digest(desk, "--since", "last", "-O", "a.html", "--mail")
    why = "127.0.0.1 did not take head@example.com, vice@example.com: 5.1.1 no such mailbox"
    assert (ran.status, ran.err.splitlines()[1:]) == (
        1,
        [
            "written: a.html (1 story)",
            f"scrapy digest: the digest was sent to culture@example.com, and not to all: {why};"
            " the files are written, and the next --since last covers it",
        ],
    )
    assert [receivers for receivers, _ in post.received] == [["culture@example.com"]]
    assert (none.status, none.err.splitlines()[-1]) == (
        1,
        "scrapy digest: the digest was not sent: 127.0.0.1 did not take head@example.com, vice@example.com, culture@example.com:"
        " 5.1.1 no such mailbox; the files are written, and the next --since last covers it",
    )
    gone = digest(desk, "--since", "last", "-O", "a.html", "--mail")  # nobody serves there any more
    assert gone.status == 1
    assert f"the digest was not sent: 127.0.0.1:{port}: " in gone.err
    again = digest(desk, "--since", "last", "-O", "b.html")
    assert again.err == "there was no digest yet: this one goes back a day\nwritten: b.html (1 story)\n"


def test_the_password_is_never_shown_and_a_wrong_one_is_said(desk: Path) -> None:
    post = Post(login=("press", "right one!"))
    user = 'user = "press"\npassword_file = "비밀번호.txt"\n'
    with posting(post) as port:
        (desk / "newsharvest.toml").write_text(MAIL.format(port=port) + user, encoding="utf-8")
        (desk / "비밀번호.txt").write_text("﻿right one!\r\n", encoding="utf-8")
        assert digest(desk, *NIGHT, "-O", "a.html", "--mail").status == 0
        wrong = digest(desk, *NIGHT, "-O", "a.html", "--mail", env={"NEWSHARVEST_MAIL_PASSWORD": "wrong one"})
    assert set(post.passwords) == {("press", "right one!"), ("press", "wrong one")}
    assert wrong.status == 1
    assert "the digest was not sent: 127.0.0.1 did not take user and password: " in wrong.err
    assert "wrong one" not in wrong.err


def test_a_password_that_no_server_takes_is_told(desk: Path) -> None:
    with posting(Post(login=("press", "x"))) as port:
        (desk / "newsharvest.toml").write_text(MAIL.format(port=port) + 'user = "press"\n', encoding="utf-8")
        ran = digest(desk, *NIGHT, "-O", "a.html", "--mail", env={"NEWSHARVEST_MAIL_PASSWORD": "비밀"})
    assert ran.status == 1
    assert "user, password and addresses of 127.0.0.1 may hold nothing but ASCII letters, digits and signs" in ran.err


def test_a_target_that_is_a_folder_is_told_before_anything_is_done(desk: Path) -> None:
    (desk / "a.html").mkdir()
    assert refused("digest", *NIGHT, "-O", "a.html", cwd=desk) == "scrapy digest: a.html is a folder: name a file in it"


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["joongdo"], "unknown argument 'joongdo': departments and outlets stand in the watch file"),
        (["-O", "a.csv"], "a.csv: name a .html, .xlsx or .xml file"),
        (["--since", "last", "--until", "오늘"], "--since last goes to this moment: leave --until out"),
        (["--since", "아까"], '--since 아까 is not a day or time: write --since 2026-11-21 or --since "어제 18:00"'),
        (["--language", "jp"], "--language jp: write ko or en"),
        (
            ["--watch", "없다.toml"],
            "there is no 없다.toml yet: copy watch.example.toml to it, and write your departments and their words into it",
        ),
        (["--mail"], "--mail: newsharvest.toml has no table [mail]: newsharvest.example.toml shows how it is written"),
        (["--mial"], "unknown option '--mial', did you mean '--mail'?"),
        (["-s", "STORE=none.db"], "there is no store none.db yet: run scrapy harvest, or name another with -s STORE=FILE"),
    ],
)
def test_what_is_mistyped_is_refused(desk: Path, arguments: list[str], why: str) -> None:
    assert refused("digest", *arguments, cwd=desk) == f"scrapy digest: {why}"
    assert sorted(file.name for file in desk.iterdir()) == ["harvest.db", "scrapy.cfg", "watch.toml"]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ('outlets = ["중도일보", "충청투데"]', "문화예술과: unknown outlet '충청투데', did you mean '충청투데이'?"),
        ('regions = ["함경도"]', "문화예술과: no outlet is of the region '함경도' (known: "),
    ],
)
def test_an_outlet_or_a_region_that_does_not_exist_is_named_with_its_department(desk: Path, line: str, why: str) -> None:
    (desk / "watch.toml").write_text(f'[[department]]\nname = "문화예술과"\nqueries = ["축제"]\n{line}\n', encoding="utf-8")
    assert refused("digest", cwd=desk).startswith(f"scrapy digest: {why}")


def test_a_query_that_cannot_be_read_is_shown(desk: Path) -> None:
    (desk / "watch.toml").write_text('[[department]]\nname = "문화예술과"\nqueries = ["축제 or 행사"]\n', encoding="utf-8")
    ran = digest(desk)
    assert (ran.status, ran.err.splitlines()) == (
        2,
        [
            'scrapy digest: watch.toml: 문화예술과: or is no sign here: write 축제 | 행사, or "or" if the text has it',
            "  축제 or 행사",
            "       ^",
        ],
    )


@pytest.mark.parametrize(
    ("table", "why"),
    [
        ('host = "h"\n', '[mail] has no sender: write sender = "press@example.com"'),
        ('host = "h"\nsender = "a@b.kr"\nhots = "x"\n', "[mail]: unknown key 'hots', did you mean 'host'?"),
        ('host = "h"\nsender = "a@b.kr"\nport = "587"\n', "[mail]: port is a number: write port = 587"),
        ('host = "h"\nsender = "a@b.kr"\nsecurity = "ssl"\n', "[mail]: security is one of starttls, tls, none, not 'ssl'"),
        ('host = "h"\nsender = "a@b.kr"\nto = ["head"]\n', '[mail]: to is a list of mail addresses: write to = ["head@example.com"]'),
        ('host = "h"\nsender = "a@b.kr"\nuser = "u"\n', "[mail] has a user and no password: set NEWSHARVEST_MAIL_PASSWORD, or name a"),
        (
            'host = "h"\nsender = "a@b.kr"\nuser = "u"\npassword_file = "없다"\n',
            "[mail]: the password file 없다 cannot be read: No such file",
        ),
    ],
)
def test_a_table_of_mail_that_is_wrong_is_told(desk: Path, table: str, why: str) -> None:
    (desk / "newsharvest.toml").write_text(f"[mail]\n{table}", encoding="utf-8")
    assert refused("digest", "--mail", cwd=desk).startswith(f"scrapy digest: {why}")


def test_the_example_of_settings_holds_a_table_of_mail_that_can_be_read(desk: Path) -> None:
    text = (ROOT / "newsharvest.example.toml").read_text(encoding="utf-8")
    table = text[text.index("# [mail]") :].replace("# ", "")
    (desk / "newsharvest.toml").write_text(table, encoding="utf-8")
    assert refused("digest", "--mail", cwd=desk).startswith("scrapy digest: [mail]: the password file mail-password.txt cannot be read")
