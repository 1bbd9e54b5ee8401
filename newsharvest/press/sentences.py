"""Where the sentences of a paragraph end."""

from __future__ import annotations

import re
from itertools import pairwise

_END = re.compile(r"(?<=[가-힣A-Za-z)\]%”’\"'])[.!?…]{1,4}[”\"’')\]」』》〉]{0,3}\s+")  # `1. 때`, `3. 1.` go on
_QUOTED = str.maketrans(dict.fromkeys("“「『", "<") | dict.fromkeys("”」』", ">"))


def sentences(paragraph: str) -> list[str]:
    """Return the sentences of a paragraph, as printed. What is quoted stays within the sentence that quotes it, if it is closed."""
    ends = [0, *(end.end() for end in _END.finditer(paragraph)), len(paragraph)]
    found: list[str] = []
    parts: list[str] = []
    depth = straight = 0
    for start, end in pairwise(ends):
        part = paragraph[start:end]
        parts.append(part)
        signs = part.translate(_QUOTED)
        depth += signs.count("<") - signs.count(">")
        straight = (straight + part.count('"')) % 2
        if depth <= 0 and not straight:
            found.append("".join(parts).strip())
            parts, depth = [], 0
    found += [part.strip() for part in parts]  # a quotation that never closes holds nothing together
    return [sentence for sentence in found if sentence]
