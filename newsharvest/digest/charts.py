"""Bars as SVG, drawn to be printed: no script, no font, nothing from elsewhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markupsafe import Markup, escape

WIDTH = 640
"""Units of the drawing, as wide as the page lets it be."""
LABEL = 150
BAR = 14
GAP = 7
COLUMNS = 120
"""Units that columns are high."""
NARROW = 400
"""Units that a drawing of columns is wide, where there are few."""


def bars(counts: Mapping[str, int], title: str) -> Markup:
    """Return horizontal bars, one for each name, in the order given; empty where there are none."""
    if not counts:
        return Markup("")
    most = max(counts.values())
    height = len(counts) * (BAR + GAP) + GAP
    drawn = []
    for n, (name, count) in enumerate(counts.items()):
        top = GAP + n * (BAR + GAP)
        width = max(1, round((WIDTH - LABEL - 50) * count / most)) if most else 1
        drawn.append(
            Markup(
                '<text x="{}" y="{}" text-anchor="end">{}</text><rect x="{}" y="{}" width="{}" height="{}"/><text x="{}" y="{}">{}</text>'
            ).format(LABEL - 8, top + BAR - 3, shortened(name), LABEL, top, width, BAR, LABEL + width + 6, top + BAR - 3, count)
        )
    return framed(title, WIDTH, height, drawn)


def columns(counts: Mapping[str, int], title: str) -> Markup:
    """Return columns side by side, one for each name (days), in the order given; empty where there are none."""
    if not counts:
        return Markup("")
    most = max(counts.values())
    wide = NARROW if len(counts) <= 10 else WIDTH
    step = (wide - 20) / len(counts)
    each = min(40.0, step * 0.7)
    labelled = max(1, round(len(counts) / 16))
    drawn = []
    for n, (name, count) in enumerate(counts.items()):
        tall = round(COLUMNS * count / most) if most else 0
        middle = round(10 + step * (n + 0.5), 1)
        drawn.append(
            Markup('<rect x="{}" y="{}" width="{}" height="{}"/><text x="{}" y="{}" text-anchor="middle">{}</text>').format(
                round(middle - each / 2, 1), 20 + COLUMNS - tall, round(each, 1), tall, middle, 15 + COLUMNS - tall, count or ""
            )
        )
        if n % labelled == 0:
            drawn.append(Markup('<text x="{}" y="{}" text-anchor="middle">{}</text>').format(middle, COLUMNS + 36, name))
    return framed(title, wide, COLUMNS + 44, drawn)


def framed(title: str, width: int, height: int, drawn: Sequence[Markup]) -> Markup:
    """Return a drawing with what it is called, which screen readers say."""
    return Markup('<svg viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>').format(
        WIDTH, height, escape(title), Markup("").join(drawn)
    )


def shortened(name: str) -> str:
    """Return a name that fits beside its bar."""
    return name if len(name) <= 11 else f"{name[:10]}…"
