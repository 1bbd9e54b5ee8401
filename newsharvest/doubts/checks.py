"""Every doubt that one page raises against what was read from it.

Each check is a function of a `Page` that tells whether its doubt speaks. They go by nothing that is a family's own but the Layout.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from parsel import Selector

from newsharvest.doubts import body, head
from newsharvest.doubts.kinds import Doubt
from newsharvest.doubts.page import Page
from newsharvest.page.loader import Loaded

CHECKS: Sequence[tuple[Doubt, Callable[[Page], bool]]] = (
    (Doubt.SECOND_BODY, body.second_body),
    (Doubt.TEXT_BESIDE, body.text_beside),
    (Doubt.BODY_DIFFERS, body.body_differs),
    (Doubt.NOT_FREE, body.not_free),
    (Doubt.LEAD_ELSEWHERE, body.lead_elsewhere),
    (Doubt.LINK_PARAGRAPH, body.link_paragraph),
    (Doubt.HEADING_IN_BODY, body.heading_in_body),
    (Doubt.HEAD_IN_BODY, body.head_in_body),
    (Doubt.CONTROLS_IN_BODY, body.controls_in_body),
    (Doubt.BOX_IN_BODY, body.box_in_body),
    (Doubt.UNREAD_PICTURE, body.unread_picture),
    (Doubt.NO_PICTURE, body.odd_picture),
    (Doubt.OTHER_ADDRESS, head.other_address),
    (Doubt.TITLE_ELSEWHERE, head.title_elsewhere),
    (Doubt.TITLE_LISTED, head.title_listed),
    (Doubt.TITLE_TWICE, head.title_twice),
    (Doubt.TITLE_MASTHEAD, head.title_masthead),
    (Doubt.HEAD_UNREAD, head.head_unread),
    (Doubt.FIELD_TWICE, head.field_twice),
    (Doubt.DATE_DIFFERS, head.date_differs),
)


def doubts_of_page(
    tree: Selector, base_url: str, loaded: Loaded, names: tuple[str, ...], key_of: Callable[[str], str | None], row: str = ""
) -> list[str]:
    """Return the names of the doubts that a page raises against what was read from it, before it is normalised.

    `base_url`: what its addresses are relative to. `names`: what the outlet calls itself. `key_of` an absolute address gives the key of the
    outlet's article that it leads to, if to one. `row`: what the row of the list that links the page prints, if one does.
    """
    page = Page(tree, base_url, loaded, names, key_of, row)
    return [doubt.code for doubt, speaks in CHECKS if speaks(page)]
