"""The language of Korean press text: spaces, outlet tags, bylines, datelines, rights lines, credits, places, KST times.

Everything here works on plain text and knows nothing of HTML. Each function is safe on any string (save `day_of`, which reads what
`iso` wrote): it returns, it never raises, and no text makes it slow, for every repetition is bounded or cannot meet the same characters
twice. What is not recognised stays as it is, so a wrong guess can leave a byline in a body but cannot eat a sentence.
"""

from newsharvest.press.credits import split_credit
from newsharvest.press.imprint import Imprint, read_imprint
from newsharvest.press.lines import (
    hangul_share,
    has_hangul,
    is_date_line,
    is_ended,
    is_page_line,
    is_plain,
    is_polite,
    is_to_readers,
    letters,
    may_be_time,
    may_be_writer,
    plain_sentences,
)
from newsharvest.press.notices import is_notice, rounds
from newsharvest.press.people import Byline, Dateline, read_authors, read_byline, read_dateline
from newsharvest.press.places import MUNICIPALITIES, municipalities, towns
from newsharvest.press.repeats import Line, line_of
from newsharvest.press.signature import Signed, split_signature, without_credits
from newsharvest.press.text import CAPTION_MAX, clean, content_hash, is_file_name, marked_caption, strip_outlet_tags, unique, whole_title
from newsharvest.press.times import (
    KST,
    day_of,
    iso,
    now,
    read_list_time,
    read_list_times,
    read_time,
)

__all__ = [
    "CAPTION_MAX",
    "KST",
    "MUNICIPALITIES",
    "Byline",
    "Dateline",
    "Imprint",
    "Line",
    "Signed",
    "clean",
    "content_hash",
    "day_of",
    "hangul_share",
    "has_hangul",
    "is_date_line",
    "is_ended",
    "is_file_name",
    "is_notice",
    "is_page_line",
    "is_plain",
    "is_polite",
    "is_to_readers",
    "iso",
    "letters",
    "line_of",
    "marked_caption",
    "may_be_time",
    "may_be_writer",
    "municipalities",
    "now",
    "plain_sentences",
    "read_authors",
    "read_byline",
    "read_dateline",
    "read_imprint",
    "read_list_time",
    "read_list_times",
    "read_time",
    "rounds",
    "split_credit",
    "split_signature",
    "strip_outlet_tags",
    "towns",
    "unique",
    "whole_title",
    "without_credits",
]
