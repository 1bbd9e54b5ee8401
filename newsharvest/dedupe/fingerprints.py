"""What of an article's text is hashed: its letters, in two sizes of passage. Its numbers and places are kept as they are.

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

SHINGLE = 5
"""Letters of a shingle, by which two texts are compared. From 4 to 7 F1 is the same; 5 stood best on shortened clauses."""
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
"""Characters, the first sentence or two, in which the place that an article tells of is named; further on stand guests and neighbours.
(With 100, 200 or 400 the tuning half's F1 is the same.)"""
SHORT = 40
"""Letters below which a text says too little to be compared: only one with the same title and text repeats it. A death notice has 60."""
STOCK = 120
"""Letters below which a text may be what an outlet writes under everything (`자세한 내용은 영상에서 …`): of its own articles then only one
with the same title repeats it."""

PARAMETERS = {
    "scheme": 1,
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


class Fingerprint(NamedTuple):
    """What is kept of a text to find and compare it by."""

    letters: int
    """Length in letters and digits."""
    text_hash: bytes
    """16 bytes: the same for the same letters (of a text shorter than STOCK: and title)."""
    passages: Hashes
    """Hashes of the chosen passages, in the order of the text."""
    shingles: Hashes
    """Hashes of the chosen shingles, ascending, once each: those below 2^(32 - level)."""
    level: int
    """How often the choice of shingles was halved."""
    all_shingles: Hashes
    """Hashes of all shingles, in the order of the text."""
    numbers: tuple[str, ...]
    """The numbers in the text, without thousands commas; a telephone number is none."""
    rounds: frozenset[str]
    """Which rounds of something the text names (`18회`)."""
    places: frozenset[str]
    """The municipalities that the text's beginning names."""
    towns: frozenset[str]
    """The towns below them, likewise."""
    notice: bool
    """Whether the title says that this is a notice made from a form."""

    def beginning(self, letters: int) -> Hashes:
        """Return the chosen shingles that stand in the text's first `letters` places, ascending, each once."""
        first = self.all_shingles[:letters]
        return _once(np.sort(at_level(first, self.level)))


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
    shingles, level = _choose(all_shingles)
    numbers = [number.replace(",", "") for number in _NUMBER.findall(text) if "-" not in number]
    return Fingerprint(
        letters=size,
        text_hash=digest.digest(),
        passages=_winnow(every_passage, WINDOW if size < LONG else WINDOW_LONG),
        shingles=shingles,
        level=level,
        all_shingles=all_shingles,
        numbers=tuple(numbers),
        rounds=frozenset(press.rounds(text)),
        places=frozenset(press.municipalities(text[:BEGINNING])),
        towns=frozenset(press.towns(text[:BEGINNING])),
        notice=press.is_notice(title),
    )


_NONE: Hashes = np.empty(0, np.uint32)


def _winnow(hashes: Hashes, window: int) -> Hashes:
    """Keep the least of every `window` (a power of two) in a row, in order, each once for the windows in a row that it is the least of."""
    least = hashes
    step = 1
    while step < window and len(least) > step:  # the least of 2, 4, 8 … in a row
        least = np.minimum(least[:-step], least[step:])
        step *= 2
    if step < window and len(least):  # a text of less than a window
        least = least.min(keepdims=True)
    return _once(least)


def _choose(hashes: Hashes) -> tuple[Hashes, int]:
    """Keep the hashes below the highest power of two that leaves SKETCH_MAX or less, each once, ascending."""
    level = 0
    chosen = hashes
    while len(chosen) > SKETCH_MAX:
        level += 1
        chosen = at_level(chosen, level)
    return _once(np.sort(chosen)), level


def at_level(hashes: Hashes, level: int) -> Hashes:
    """Return those of these hashes that a sketch of this level keeps."""
    return hashes.compress(hashes < np.uint32(1 << (32 - level))) if level else hashes


def _once(values: Hashes) -> Hashes:
    """Return values without those that are like the one before."""
    new = np.empty(len(values), dtype=bool)
    new[:1] = True
    np.not_equal(values[1:], values[:-1], out=new[1:])
    return values.compress(new)
