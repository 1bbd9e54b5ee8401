"""Damaged stores: flipped bits, zeroed pages, cut and empty files, a log left behind, what is no store; and every command that reads one.

    python -m storms.stores [--seed N] [--times N] [--harvests N]

Of every mutant it is asked: does a command end in a traceback, is an article that it leaves out named, are all others exported as they
were, and does `scrapy store check` tell of a text that has changed.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from newsharvest.press import content_hash
from newsharvest.reasons import Reason
from newsharvest.store import Store
from storms.tally import Tally
from tests.support.articles import NIGHT, story_article
from tests.support.command_line import quick
from tests.support.processes import Ran, run
from tests.support.project import FIXTURES, ROOT

OUTLETS = ("krnews21", "joongdo", "dgilbo")
TEXT = (
    "가온시는 {n}번째 나눔장터를 {m}일 시청 앞마당에서 연다고 밝혔다. 시민 {m}명이 모은 책 {n}0권을 서로 바꾼다.",
    "{n}번 골목의 등 {m}개를 새로 달고 주민 {n}명에게 길을 알린다. 공사는 {m}주 걸린다.",
    "“{n}해 만에 다시 여는 자리”라고 {m}통장은 말했다. 문의는 주민센터 {n}{m}번 창구가 맡는다.",
)


@dataclass(frozen=True)
class Sound:
    """A store that nothing is wrong with, and what is exported from it: each line by its article's id."""

    file: Path
    lines: Mapping[str, str]


@dataclass(frozen=True)
class Mutant:
    """A damaged copy of it; `hit`: the article whose record was changed, if it was one alone."""

    file: Path
    hit: str = ""


def sound_store(folder: Path, articles: int = 24) -> Sound:
    """Make a store of several outlets, with a story that two tell, a long article, an edited one, failures and runs."""
    file = folder / "sound.db"
    with Store(file) as store:
        runs = {outlet: store.begin_run(outlet, NIGHT) for outlet in OUTLETS}
        for n in range(1, articles + 1):
            outlet = OUTLETS[n % 3]
            body = "\n\n".join(text.format(n=n, m=n * 7 % 29 + 1) for text in TEXT) * (40 if n == 5 else 1)
            made = story_article(f"{outlet}:{n}", body, f"가온시, {n}번째 소식", f"2026-11-{n % 19 + 1:02}")
            made = replace(made, authors=["김하늘"], images=[{"url": f"http://{outlet}.kr/{n}.jpg", "caption": "장터"}])
            store.keep(made, runs[outlet], NIGHT)
            if n == 7:
                edited = replace(made, body=made.body + "\n\n덧붙인 말이다.")
                store.keep(replace(edited, content_hash=content_hash(edited.title or "", edited.body)), runs[outlet], NIGHT)
            store.note_failure(outlet, f"http://{outlet}.kr/x{n}", Reason.TIMEOUT, "30 s", f"{outlet}:x{n}", runs[outlet], NIGHT)
        for end in ("", "-wal"):  # as a kill leaves it
            shutil.copy(f"{file}{end}", folder / f"killed.db{end}")
        for number in runs.values():
            store.end_run(number, NIGHT, 0, {"version": 3, "new": 8, "lengths": [200] * 8})
    return Sound(file, exported(file, folder / "sound.jsonl")[1])


def exported(store: Path, target: Path) -> tuple[Ran, dict[str, str]]:
    """Export a store, and return what was said and the lines, each by its article's id."""
    target.unlink(missing_ok=True)
    ran = quick("export", "-s", f"STORE={store}", "-O", str(target))
    written = target.read_text(encoding="utf-8").splitlines() if target.exists() else []
    return ran, {json.loads(line)["id"]: line for line in written}


# --- the mutants


def _changed(sound: Sound, file: Path, change: Callable[[bytearray], object]) -> Path:
    data = bytearray(sound.file.read_bytes())
    change(data)
    file.write_bytes(data)
    return file


def flipped_record(sound: Sound, file: Path, chance: random.Random) -> Mutant:
    """Flip one bit within the record of an article."""
    with closing(sqlite3.connect(sound.file)) as db:
        rows = db.execute("SELECT id, record FROM article").fetchall()
    article, record = chance.choice(rows)
    data, raw = bytearray(sound.file.read_bytes()), record.encode()
    place = chance.randrange(len(raw))
    around = raw[max(0, place - 60) : place + 60]
    found = [match.start() for match in re.finditer(re.escape(around), data)]
    if len(found) != 1:  # on an overflow page's edge, or in a text that stands twice
        return flipped_record(sound, file, chance)
    data[found[0] + min(place, 60)] ^= 1 << chance.randrange(8)
    file.write_bytes(data)
    return Mutant(file, article)


def changed_text(sound: Sound, file: Path, chance: random.Random) -> Mutant:
    """Change one character of a body, in a record that is whole otherwise."""
    shutil.copy(sound.file, file)
    with closing(sqlite3.connect(file, isolation_level=None)) as db:
        article, record = chance.choice(db.execute("SELECT id, record FROM article").fetchall())
        data = json.loads(record)
        place = chance.randrange(len(data["body"]))
        data["body"] = data["body"][:place] + chr(ord(data["body"][place]) ^ 1) + data["body"][place + 1 :]
        db.execute("UPDATE article SET record=? WHERE id=?", (json.dumps(data, ensure_ascii=False), article))
    return Mutant(file, article)


def flipped_anywhere(sound: Sound, file: Path, chance: random.Random) -> Mutant:
    """Flip one bit anywhere in the file."""

    def flip(data: bytearray) -> None:
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)

    return Mutant(_changed(sound, file, flip))


def zeroed_page(sound: Sound, file: Path, chance: random.Random) -> Mutant:
    """Make a page zero, but not the first."""

    def zero(data: bytearray) -> None:
        page = chance.randrange(1, len(data) // 4096)
        data[page * 4096 : (page + 1) * 4096] = bytes(4096)

    return Mutant(_changed(sound, file, zero))


def cut_off(sound: Sound, file: Path, chance: random.Random) -> Mutant:
    """Let the file end early."""
    return Mutant(_changed(sound, file, lambda data: data.__delitem__(slice(chance.randrange(1, len(data)), None))))


def emptied(sound: Sound, file: Path, chance: random.Random) -> Mutant:
    """Let nothing of the file be left."""
    file.write_bytes(b"")
    return Mutant(file)


def without_log(sound: Sound, file: Path, chance: random.Random) -> Mutant:
    """Copy what a killed harvest left, but not its write-ahead log."""
    shutil.copy(sound.file.with_name("killed.db"), file)
    return Mutant(file)


def with_log(sound: Sound, file: Path, chance: random.Random) -> Mutant:
    """Copy what a killed harvest left."""
    shutil.copy(sound.file.with_name("killed.db-wal"), f"{file}-wal")
    return without_log(sound, file, chance)


def garbage(sound: Sound, file: Path, chance: random.Random) -> Mutant:
    """Write what was never a database."""
    file.write_bytes(chance.randbytes(chance.randrange(1, 20_000)))
    return Mutant(file)


def foreign(sound: Sound, file: Path, chance: random.Random) -> Mutant:
    """Make a database of somebody else."""
    with closing(sqlite3.connect(file)) as db:
        db.execute("CREATE TABLE article(id, record)")
    return Mutant(file)


def odd_values(sound: Sound, file: Path, chance: random.Random) -> Mutant:
    """Put a value of another kind into a column: what a bit in a row's header makes of it."""
    shutil.copy(sound.file, file)
    columns = {
        "article": ("outlet", "url", "day", "content_hash", "first_seen", "last_seen", "record"),
        "failure": ("reason", "detail", "article", "times", "first_at", "last_at", "status", "standing"),
        "run": ("started_at", "ended_at", "status", "figures"),
        "printed": ("outlet", "published", "letters", "text_hash", "kind", "similarity", "duplicate_of"),
        "sketch": ("level", "notice", "passages", "shingles", "numbers", "places"),
    }
    table = chance.choice(list(columns))
    column = chance.choice(columns[table])
    value = chance.choice([7, -1.5, "r026-11-2", b"\xff\x00\xb0", "", 2**60])
    with closing(sqlite3.connect(file, isolation_level=None)) as db:
        places = db.execute(f"SELECT {'id' if table == 'article' else 'url' if table == 'failure' else 'rowid'} FROM {table}").fetchall()
        key = "id" if table == "article" else "url" if table == "failure" else "rowid"
        db.execute(f"UPDATE {table} SET {column}=? WHERE {key}=?", (value, chance.choice(places)[0]))
    return Mutant(file)


KINDS: Mapping[str, Callable[[Sound, Path, random.Random], Mutant]] = {
    "one bit of a record": flipped_record,
    "another character in a body": changed_text,
    "one bit anywhere": flipped_anywhere,
    "a value of another kind": odd_values,
    "a zeroed page": zeroed_page,
    "cut off": cut_off,
    "empty": emptied,
    "without its log": without_log,
    "with its log": with_log,
    "no database": garbage,
    "another program's database": foreign,
}


# --- what is asked of each


def faults(sound: Sound, mutant: Mutant, folder: Path) -> Iterator[str]:
    """Yield what is wrong with how the commands take a mutant; the last is the outcome, in a word, with `=` before it."""
    before = mutant.file.read_bytes()
    ran, lines = exported(mutant.file, folder / "out.jsonl")
    said = ran.err
    for command in (
        ("export", "--stories", "-O", str(folder / "stories.csv")),
        ("export", "--search", "가온시", "--section", "사회", "-O", str(folder / "found.csv")),
        ("failures",),
        ("outlets", *OUTLETS),
        ("why", mutant.hit or "krnews21:3"),
        ("why", "krnews21:3", "krnews21:6"),
    ):
        other = quick(*command, "-s", f"STORE={mutant.file}")
        yield from _broken(" ".join(command[:2]), other)
    check = quick("store", "check", "-s", f"STORE={mutant.file}")
    yield from (*_broken("export", ran), *_broken("store check", check))
    if not lines:
        if ran.status != 1 or not said.strip():
            yield f"nothing was exported, and not a word of it: {ran}"
        yield "= told"
        return
    named = set(re.findall(r"^(?:scrapy export: )?(\S+) is damaged", said + check.out, re.MULTILINE))
    lost = sound.lines.keys() - lines.keys() - named
    if len(lost) > len(named):  # one whose id is damaged is named by what has become of it
        yield f"lost without a word: {', '.join(sorted(lost))}"
    changed = {article for article in lines if article not in sound.lines or texts(lines[article]) != texts(sound.lines[article])}
    if silent := changed - named:
        yield f"changed without a word: {', '.join(sorted(silent))}"
    if Path(f"{mutant.file}-wal").exists() or (check.status == 0 and lines.keys() != sound.lines.keys()):
        yield "something is missing, and store check says ok"
    if named and check.status != 1:
        yield f"damaged, and store check ends with {check.status}: {check.out}"
    if not named and not lost and before == mutant.file.read_bytes() and lines != sound.lines:
        yield "= a field without a hash"
        return
    yield "= named" if named else "= other rows" if check.status else "= nothing to see"


def texts(line: str) -> tuple[str, str, str]:
    """Return of an article what its hash is of."""
    article = json.loads(line)
    return article["id"], article["title"], article["body"]


def _broken(command: str, ran: Ran) -> Iterator[str]:
    if "Traceback" in ran.err + ran.out or ran.status not in {0, 1, 2}:
        yield f"{command}: {ran.err.strip().splitlines()[-1:]}"


def storm(seed: int, times: int, harvests: int) -> Tally:
    """Make so many mutants of each kind, ask every command, and harvest so many of them."""
    tally, chance = Tally("stores"), random.Random(seed)
    with tempfile.TemporaryDirectory(prefix="storm-stores-") as name:
        folder = Path(name)
        sound = sound_store(folder)
        for kind, mutate in KINDS.items():
            for number in range(times):
                mutant = mutate(sound, folder / "mutant.db", chance)
                kept = mutant.file.read_bytes()
                try:
                    *wrong, outcome = faults(sound, mutant, folder)
                except Exception as error:  # noqa: BLE001 (whatever gets out of a command is what the storm looks for)
                    wrong, outcome = [f"{type(error).__name__}: {error}"], "= raised"
                if number < harvests:
                    mutant.file.write_bytes(kept)
                    ran = run(
                        "scrapy",
                        "harvest",
                        "krnews21",
                        "--refresh",
                        "20",
                        "-s",
                        f"REPLAY={FIXTURES}",
                        "-s",
                        f"STORE={mutant.file}",
                        cwd=ROOT,
                    )
                    wrong += _broken("harvest", ran)
                tally.note(kind, outcome.removeprefix("= "), f"#{number}: {'; '.join(wrong)}" if wrong else "")
                for left in folder.glob("mutant.db*"):
                    left.unlink()
    return tally


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--times", type=int, default=40, help="mutants of each kind")
    parser.add_argument("--harvests", type=int, default=4, help="of them, how many are harvested into too")
    given = parser.parse_args()
    done = storm(given.seed, given.times, given.harvests)
    print(*done.lines(), sep="\n")
    sys.exit(done.exit_status)
