"""A page as lines, in its order: what stands between two block elements or line breaks, and how much of it is a link."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from newsharvest import press
from newsharvest.fit.letters import Letters
from newsharvest.fit.pages import INLINE


@dataclass(frozen=True, slots=True)
class Line:
    """A line, the innermost block round it, and the share of its letters that is a link."""

    text: str
    block: etree._Element
    linked: float

    @property
    def letters(self) -> str:
        """Its letters."""
        return press.letters(self.text)


def lines_of_page(root: etree._Element, letters: Letters) -> list[Line]:
    """Return the lines of a page that are shown."""
    lines: list[Line] = []
    pieces: list[str] = []
    links: list[str] = []
    blocks: list[etree._Element] = [root]
    depth = 0

    def end() -> None:
        text = press.clean("".join(pieces))
        if text:
            whole = len(press.letters(text))
            lines.append(Line(text, blocks[-1], len(press.letters("".join(links))) / whole if whole else 0.0))
        pieces.clear()
        links.clear()

    walker = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    for event, node in walker:
        text = None
        if event == "start":
            if node not in letters.spans:
                walker.skip_subtree()
                continue
            if node.tag == "br":
                end()
            elif node.tag not in INLINE:
                end()
                blocks.append(node)
            depth += node.tag == "a"
            text = node.text
        else:
            if event == "end" and node in letters.spans:
                depth -= node.tag == "a"
                if node.tag not in INLINE and node.tag != "br":
                    end()
                    blocks.pop()
            text = node.tail if node is not root else None
        if text:
            pieces.append(text)
            if depth:
                links.append(text)
    end()
    return lines
