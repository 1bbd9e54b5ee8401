"""The digests that a WARC record states of itself."""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Callable

ALGORITHMS = frozenset({"sha1", "sha256", "sha512", "md5"})
"""Those that are in use, and that Python has everywhere. One by another algorithm can be neither right nor wrong."""


def differs(stated: str, data: bytes) -> bool:
    """Tell whether a digest (`sha1:` and its value in base 32, 16 or 64) is not that of these bytes. One that cannot be read is not it."""
    name, _, value = stated.strip().partition(":")
    name = name.lower().replace("-", "")
    if name not in ALGORITHMS:
        return False
    digest = hashlib.new(name, data, usedforsecurity=False).digest()
    return not any(digest == candidate for candidate in _readings(value.strip()))


def base32(name: str, digest: bytes) -> str:
    """Return a digest as WARC files write it."""
    return f"{name}:{base64.b32encode(digest).decode()}"


def _readings(value: str) -> list[bytes]:
    readings: list[bytes] = []
    padded = value + "=" * (-len(value) % 8)
    ways: tuple[Callable[[str], bytes], ...] = (bytes.fromhex, lambda text: base64.b32decode(text, casefold=True), base64.urlsafe_b64decode)
    for read, text in zip(ways, (value, padded, padded), strict=True):
        try:
            readings.append(read(text))
        except (ValueError, binascii.Error):
            continue
    return readings
