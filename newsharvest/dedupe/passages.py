"""The passages that two texts share, for people to read: runs of the same letters, whatever signs and spaces stand between."""

from __future__ import annotations

from collections import defaultdict

from newsharvest.dedupe.fingerprints import PASSAGE

TRIED = 8
"""Places of the other text at which a passage that begins there is followed: a stock phrase may stand at many."""


def shared_passages(one: str, other: str) -> list[str]:
    """Return what stands in both texts, as the first one prints it, in its order: runs of PASSAGE letters and more."""
    letters, places = _letters(one)
    theirs, _ = _letters(other)
    begins: dict[str, list[int]] = defaultdict(list)
    for start in range(len(theirs) - PASSAGE + 1):
        at = begins[theirs[start : start + PASSAGE]]
        if len(at) < TRIED:
            at.append(start)
    shared = []
    start = 0
    while start <= len(letters) - PASSAGE:
        length = max((_run(letters, start, theirs, there) for there in begins.get(letters[start : start + PASSAGE], ())), default=0)
        if not length:
            start += 1
            continue
        shared.append(" ".join(one[places[start] : places[start + length - 1] + 1].split()))
        start += length
    return shared


def _letters(text: str) -> tuple[str, list[int]]:
    """Return the letters and digits of a text, folded, and where each stands."""
    kept = [(letter.casefold()[0], place) for place, letter in enumerate(text) if letter.isalnum()]
    return "".join(letter for letter, _ in kept), [place for _, place in kept]


def _run(one: str, start: int, other: str, there: int) -> int:
    """Return how many letters are the same from these two places on."""
    length = 0
    while start + length < len(one) and there + length < len(other) and one[start + length] == other[there + length]:
        length += 1
    return length
