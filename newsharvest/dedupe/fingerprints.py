"""What of an article's text is hashed: its letters, in two sizes of passage. Its numbers, names and places are kept as they are.

Letters and digits alone are compared, folded (NFKC, lower case): quotes, dots and spaces are what desks change first (놀이실/놀이 실,
`·` to `ㆍ`), and without them F1 rose from .85 (raw text) to .98. Lines that are no text (byline, caption, file name, rights) do not count.
The figures here and below are of the study on 482 real and 3,500 made articles that this design rests on; `benchmarks/dedupe.py` measures
this code on texts of its own.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from hashlib import blake2b
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from newsharvest import press

Hashes: TypeAlias = NDArray[np.uint32]
Places: TypeAlias = NDArray[np.uint8]

SHINGLE = 5
"""Letters of a shingle, by which two texts are compared. From 4 to 7 F1 is the same; 5 stood best on shortened clauses."""
SHINGLE_BITS = 24
"""Of a shingle's hash: two texts of a thousand letters share one of those that are kept by chance once in a thousand times."""
SKETCH_MAX = 256
"""Shingles kept of a text, chosen by their hash alone: two texts keep the same ones. 512 gave F1 .9914, 256 .9910, 128 .988, 64 .984."""
PASSAGE = 12
"""Letters of a passage, by which a text finds those that share any: long enough to be rare."""
WINDOW = 32
WINDOW_LONG = 64
LONG = 400
"""Of so many passages in a row one is kept (winnowing), of a text of LONG letters and more half as many: a run of 43 letters, of 75 in long
texts, that two share is always found, wherever it stands. What the long window keeps, the short one keeps too. (64 for all texts lost 1.5 %
of the stream's recall, 32 for all a third of the speed.)"""
BEGINNING = 120
"""Characters, the first sentence or two behind captions, in which the place that an article tells of is named; further on stand guests and
neighbours.
(With 100, 200 or 400 the tuning half's F1 is the same.)"""
SHORT = 40
"""Letters below which a text says too little to be compared: only one with the same title and text repeats it. A death notice has 60."""
STOCK = 120
"""Letters below which a text may be what an outlet writes under everything (`자세한 내용은 영상에서 …`): of its own articles then only one
with the same title repeats it."""

PARAMETERS = {
    "scheme": 2,
    "shingle": SHINGLE,
    "sketch_max": SKETCH_MAX,
    "passage": PASSAGE,
    "window": WINDOW,
    "beginning": BEGINNING,
    "short": SHORT,
}
"""What an index must have been made with to be gone on with. `scheme` stands for all the code here: raise it when that changes."""

_BASE = np.uint32(0x9E3779B1)  # any odd number; this one is 2^32 over the golden ratio
_NUMBER = re.compile(  # in ASCII digits; a telephone number as a whole: an office keeps it from year to year, it agrees about nothing
    r"[0-9](?:[0-9]{1,3}[-)] ?[0-9]{3,4}-[0-9]{4}|[0-9]*(?:,[0-9]{3})*(?:\.[0-9]+)?)"
)

_SERIAL = re.compile(r"[0-9]+(?= ?(?:호|회|차|탄|편|부|월|일|주))")  # `부상 3명` is another count of the same thing


class Fingerprint(NamedTuple):
    """What is kept of a text to find and compare it by."""

    letters: int
    """Length in letters and digits."""
    text_hash: bytes
    """16 bytes: the same for the same letters (of a text shorter than STOCK: and title)."""
    passages: Hashes
    """Hashes of the chosen passages, in the order of the text."""
    passages_at: Places
    """Where in the text each of these begins, in 256ths of it."""
    shingles: Hashes
    """Hashes of the chosen shingles, of SHINGLE_BITS, ascending, once each: those below 2^(SHINGLE_BITS - level)."""
    where: Places
    """Where in the text each of these first stands, in 256ths of it."""
    level: int
    """How often the choice of shingles was halved."""
    numbers: tuple[str, ...]
    """The numbers in the text, without thousands commas; a telephone number is none."""
    actors: frozenset[str]
    """The persons, firms and clubs that the text names, without blanks."""
    rounds: frozenset[str]
    """Which rounds of something the text names (`18회`)."""
    places: frozenset[str]
    """The municipalities that the text's beginning names."""
    towns: frozenset[str]
    """The towns below them, likewise."""
    title: frozenset[str]
    """The title's words, by their first two letters, and which number of a series it is."""
    notice: bool
    """Whether the title says that this is a notice made from a form."""


_NO_LETTERS = "\u119e\u1175"  # what ㆍ and ㅣ fold to: old vowels, with which desks print a dot and a bar


@cache
def _letter_values() -> Hashes:
    """Return for each UTF-16 unit 0 if it is no letter or digit, else a well-spread number for its folded form.

    What folds to several letters (㎡) stands for itself. Letters beyond the BMP (rare Hanja) do not count.
    """
    folded = np.zeros(0x10000, dtype=np.uint32)
    for unit in range(0x10000):
        letters = "".join(filter(str.isalnum, unicodedata.normalize("NFKC", chr(unit)).casefold()))
        if letters and letters not in _NO_LETTERS:
            folded[unit] = ord(letters) if len(letters) == 1 else unit
    values = folded * _BASE
    # the finishing steps of MurmurHash3, which spread it over all 32 bits
    values ^= values >> np.uint32(16)
    values *= np.uint32(0x85EBCA6B)
    values ^= values >> np.uint32(13)
    values *= np.uint32(0xC2B2AE35)
    values ^= values >> np.uint32(16)
    values[folded == 0] = 0
    return values


def _power(exponent: int) -> np.uint32:
    return np.uint32(pow(int(_BASE), exponent, 1 << 32))


_BASE_2, _BASE_4 = _power(2), _power(4)


def letters_of(text: str) -> Hashes:
    """Return a number for each letter and digit of a text."""
    units = np.frombuffer(unicodedata.normalize("NFC", text).encode("utf-16-le", "replace"), dtype="<u2")
    values: Hashes = _letter_values().take(units)
    letters: Hashes = values.compress(values != 0)
    return letters


def read(title: str, body: str) -> Fingerprint:
    """Return the fingerprint of an article. Any text will do; an empty one has no passages."""
    text = press.without_credits(body)
    letters = letters_of(text)
    size = len(letters)
    digest = blake2b(letters.tobytes(), digest_size=16)
    if size < STOCK:
        digest.update(b"\0" + letters_of(title).tobytes())
    # runs of 2, 4, 8 letters, each from the one before
    two = letters[:-1] * _BASE + letters[1:]
    four = two[:-2] * _BASE_2 + two[2:]
    every_passage = (four[:-4] * _BASE_4 + four[4:])[:-4] * _BASE_4 + four[8:] if size >= PASSAGE else _NONE
    all_shingles = four[:-1] * _BASE + letters[4:] if size >= SHINGLE else _NONE
    shingles, where, level = _choose(all_shingles)
    beginning = press.without_captions(text)[:BEGINNING]
    passages, passages_at = _winnow(every_passage, WINDOW if size < LONG else WINDOW_LONG)
    return Fingerprint(
        letters=size,
        text_hash=digest.digest(),
        passages=passages,
        passages_at=passages_at,
        shingles=shingles,
        where=where,
        level=level,
        numbers=tuple(_numbers(text)),
        actors=frozenset(press.actors(text)),
        rounds=frozenset(press.rounds(text)),
        places=frozenset(press.municipalities(beginning)),
        towns=frozenset(press.towns(beginning)),
        title=frozenset((*press.title_stems(title), *_SERIAL.findall(title))),
        notice=press.is_notice(title),
    )


def _numbers(text: str) -> list[str]:
    return [number.replace(",", "") for number in _NUMBER.findall(text) if "-" not in number]


_NONE: Hashes = np.empty(0, np.uint32)


def _winnow(hashes: Hashes, window: int) -> tuple[Hashes, Places]:
    """Keep the least of every `window` (a power of two) in a row, in order, each once for the windows in a row that it is the least of.

    Returns them, and where each stands.
    """
    least = (hashes.astype(np.uint64) << np.uint64(32)) | np.arange(len(hashes), dtype=np.uint64)
    step = 1
    while step < window and len(least) > step:  # the least of 2, 4, 8 … in a row
        least = np.minimum(least[:-step], least[step:])
        step *= 2
    if step < window and len(least):  # a text of less than a window
        least = least.min(keepdims=True)
    kept, at = _parted(least)
    new = _changes(kept)
    return kept[new], _places(at[new], len(hashes))


def _parted(hashes_at: NDArray[np.uint64]) -> tuple[Hashes, Hashes]:
    """Part hashes from where they stand, which are their lower halves."""
    halves = hashes_at.astype("<u8").view("<u4")
    return halves[1::2], halves[::2]


def _places(at: Hashes, size: int) -> Places:
    """Return places in a text of this size in 256ths of it."""
    return (at * (0xFF / max(1, size))).astype(np.uint8)


def _choose(hashes: Hashes) -> tuple[Hashes, Places, int]:
    """Keep the hashes below the highest power of two that leaves SKETCH_MAX or less, each once, ascending, and where each first stands."""
    level = 0
    short = hashes >> np.uint32(32 - SHINGLE_BITS)
    chosen = (short.astype(np.uint64) << np.uint64(32)) | np.arange(len(hashes), dtype=np.uint64)
    while len(chosen) > SKETCH_MAX:
        level += 1
        chosen = chosen.compress(chosen < np.uint64(1 << (32 + SHINGLE_BITS - level)))
    chosen.sort()
    kept, at = _parted(chosen)
    new = _changes(kept)
    return kept[new], _places(at[new], len(hashes)), level


def at_level(hashes: Hashes, level: int) -> Hashes:
    """Return those of these hashes that a sketch of this level keeps."""
    return hashes.compress(hashes < np.uint32(1 << (SHINGLE_BITS - level))) if level else hashes


def _changes(values: Hashes) -> NDArray[np.bool_]:
    """Tell of each value whether it is another than the one before."""
    new = np.empty(len(values), dtype=bool)
    new[:1] = True
    np.not_equal(values[1:], values[:-1], out=new[1:])
    return new
