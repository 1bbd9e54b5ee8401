"""The language of Korean press text: spaces, outlet tags, bylines, datelines, rights lines, credits, places, KST times.

Everything here works on plain text and knows nothing of HTML. Each function is safe on any string (save `day_of`, which reads what
`iso` wrote): it returns, it never raises, and no text makes it slow, for every repetition is bounded or cannot meet the same characters
twice. What is not recognised stays as it is, so a wrong guess can leave a byline in a body but cannot eat a sentence.
"""

from newsharvest.press.actors import actors
from newsharvest.press.credits import reads_as_caption, split_credit, without_captions
from newsharvest.press.imprint import Imprint, read_imprint
from newsharvest.press.lines import (
    after_last_sentence,
    hangul,
    hangul_letters,
    hangul_share,
    has_hangul,
    is_date_line,
    is_ended,
    is_lead,
    is_listed,
    is_page_line,
    is_page_picture,
    is_plain,
    is_polite,
    is_to_readers,
    is_wall,
    letters,
    lost_letters,
    may_be_time,
    may_be_writer,
    may_tell,
    plain_sentences,
    says_where_to_look,
    told_sentences,
)
from newsharvest.press.moments import Moment, read_moment
from newsharvest.press.names import is_person
from newsharvest.press.notices import is_notice, rounds
from newsharvest.press.people import Byline, Dateline, read_authors, read_byline, read_dateline
from newsharvest.press.places import MUNICIPALITIES, ends_as_place, municipalities, towns
from newsharvest.press.repeats import Line, line_of
from newsharvest.press.sentences import sentences
from newsharvest.press.signature import Signed, split_signature, without_credits
from newsharvest.press.text import (
    CAPTION_MAX,
    DOTS,
    clean,
    content_hash,
    is_file_name,
    marked_caption,
    strip_outlet_tags,
    title_stems,
    unique,
    visible,
    whole_title,
    without_tags,
)
from newsharvest.press.times import (
    KST,
    day_of,
    in_print,
    iso,
    now,
    read_list_time,
    read_list_times,
    read_time,
)

__all__ = [
    "CAPTION_MAX",
    "DOTS",
    "KST",
    "MUNICIPALITIES",
    "Byline",
    "Dateline",
    "Imprint",
    "Line",
    "Moment",
    "Signed",
    "actors",
    "after_last_sentence",
    "clean",
    "content_hash",
    "day_of",
    "ends_as_place",
    "hangul",
    "hangul_letters",
    "hangul_share",
    "has_hangul",
    "in_print",
    "is_date_line",
    "is_ended",
    "is_file_name",
    "is_lead",
    "is_listed",
    "is_notice",
    "is_page_line",
    "is_page_picture",
    "is_person",
    "is_plain",
    "is_polite",
    "is_to_readers",
    "is_wall",
    "iso",
    "letters",
    "line_of",
    "lost_letters",
    "marked_caption",
    "may_be_time",
    "may_be_writer",
    "may_tell",
    "municipalities",
    "now",
    "plain_sentences",
    "read_authors",
    "read_byline",
    "read_dateline",
    "read_imprint",
    "read_list_time",
    "read_list_times",
    "read_moment",
    "read_time",
    "reads_as_caption",
    "rounds",
    "says_where_to_look",
    "sentences",
    "split_credit",
    "split_signature",
    "strip_outlet_tags",
    "title_stems",
    "told_sentences",
    "towns",
    "unique",
    "visible",
    "whole_title",
    "without_captions",
    "without_credits",
    "without_tags",
]
