"""Why an article may be wrong: every doubt, its name, and what a person reads."""

from __future__ import annotations

from enum import Enum

from newsharvest.language import N_, _


class Doubt(Enum):
    """A name, and the sentence that says to a person what spoke, not yet translated. `Article.doubts` holds the names."""

    # one page alone: its body
    SECOND_BODY = "second_body", N_("a second element that could be the body holds other text: half of the article may be missing")
    TEXT_BESIDE = "text_beside", N_("sentences stand right beside the body, or hidden in it: part of the article may be missing")
    BODY_DIFFERS = "body_differs", N_("the page's own data (JSON-LD) has a longer text than the body, or another")
    NOT_FREE = "not_free", N_("the page says that it is for subscribers: the text may be its beginning alone")
    LEAD_ELSEWHERE = "lead_elsewhere", N_("the body does not hold the words that the page describes itself by (og:description)")
    LINK_PARAGRAPH = "link_paragraph", N_("a paragraph is nothing but links, or leads to another article: a ranking may be in the body")
    HEADING_IN_BODY = "heading_in_body", N_("a heading as large as the title stands in the body: another article may follow")
    HEAD_IN_BODY = "head_in_body", N_("the title stands in the body too: the page's head may be in it")
    CONTROLS_IN_BODY = "controls_in_body", N_("a button or form stands among the lines of the body: a box of the page may be in it")
    BOX_IN_BODY = "box_in_body", N_("a block of a class of its own stands among the body's lines: a box of the page may be in it")
    WORDS_ELSEWHERE = "words_elsewhere", N_("hardly a word of the title stands in the body: it may be another text")
    LINE_LEFT = "line_left", N_("a date line or a byline stands in the body")
    PAGE_WORDS = "page_words", N_("a line of the body is a page's and no article's (subscribe, log in, related articles)")
    OTHER_VOICE = "other_voice", N_("a paragraph speaks to the reader as no other does: a notice may be in the body")
    FIRM_LINES = "firm_lines", N_("the body begins or ends with a firm's line and an address: an advertisement may be in it")
    OPEN_END = "open_end", N_("the last paragraph ends as no sentence does: the text may be cut")
    NO_END = "no_end", N_("the page ends as no page does (without </html>): it may be cut")
    REPEATED_PARAGRAPH = "repeated_paragraph", N_("a paragraph stands in the body twice, or is a picture's caption too")
    SHORT_BODY = "short_body", N_("the text is a single sentence: it may be a beginning alone")
    NOT_KOREAN = (
        "not_korean",
        N_("hardly any letter is Hangul, a paragraph has none, or letters are lost: it may be wrongly decoded"),
    )
    # … its pictures
    NO_PICTURE = "no_picture", N_("a picture is a placeholder, a counter, a portrait or a banner")
    UNREAD_PICTURE = "unread_picture", N_("a picture has its address where none is known to stand")
    # … its other fields
    OTHER_ADDRESS = "other_address", N_("the page says that it is another article's (canonical, og:url)")
    ESCAPED = "escaped", N_("marks such as &quot; stand in the text: it was escaped twice")
    TITLE_ELSEWHERE = "title_elsewhere", N_("the title is neither the page's <title> nor its og:title")
    TITLE_TWICE = "title_twice", N_("two titles that differ stand above the body")
    TITLE_MASTHEAD = "title_masthead", N_("the title is the outlet's own name")
    TITLE_LISTED = "title_listed", N_("the list has another title")
    HEAD_UNREAD = "head_unread", N_("a date, a writer or a heading stands between title and body, and was not read")
    FIELD_TWICE = "field_twice", N_("a field stands above the body twice, with two values")
    DATE_DIFFERS = "date_differs", N_("the page's own data (metas, JSON-LD) has another day of publication")

    # beside the outlet's other articles
    SAME_BODY = "same_body", N_("another article of the outlet has the same body")
    SHARED_PARAGRAPH = "shared_paragraph", N_("a paragraph stands in other articles of the outlet too: it may belong to the page")
    SHARED_PICTURE = "shared_picture", N_("a picture stands in other articles of the outlet too: it may belong to the page")
    SHARED_TITLE = "shared_title", N_("the titles of several articles begin or end alike: what they share may belong to the page")

    @classmethod
    def of(cls, name: str) -> Doubt | None:
        """Return the doubt of that name, or None of one that this version does not know."""
        return next((doubt for doubt in cls if doubt.code == name), None)

    def __init__(self, code: str, words: str) -> None:
        self.code = code
        self.words = words


def words_of(name: str) -> str:
    """Say what spoke, by the name that an article carries."""
    doubt = Doubt.of(name)
    return _(doubt.words if doubt else N_("a doubt that this version does not know: upgrade newsharvest"))


USUAL = frozenset({Doubt.NO_END.code, Doubt.SHORT_BODY.code, Doubt.WORDS_ELSEWHERE.code, Doubt.TITLE_LISTED.code, Doubt.BOX_IN_BODY.code})
"""What may be an outlet's way, and no fault: of many articles of a run it is a warning only where it rises beyond the outlet's past."""
