"""A page out of WARC files, to be recorded as a case."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from newsharvest import press
from newsharvest.cases.recorder import Answer
from newsharvest.crawl.outlet import GONE, OutletSpider
from newsharvest.download import recorded
from newsharvest.download.charset import decoded
from newsharvest.language import _
from newsharvest.reasons import Reason
from newsharvest.warc import Head, MessageError, WarcError, told


def answer_in(files: Sequence[Path], outlet: type[OutletSpider], url: str, most: int) -> tuple[Answer | str, list[str]]:
    """Return what the files have of an outlet's page, or in words why it is none, and a line for each record that could not be read.

    Of several answers it is the latest that is a page. An article is found by its key, however it was linked.
    """
    key, sought = outlet.article_key(url), set(recorded.addresses(url))

    def is_it(head: Head) -> bool:
        address = head.url
        if not outlet.is_own(address):
            return False
        return outlet.article_key(address) == key if key else not sought.isdisjoint(recorded.addresses(address))

    answers, best = recorded.Answers(files, most), None
    for answer in answers(is_it):
        page = recorded.RecordedPage(answer, most)
        if best is None or best.rank <= page.rank:
            best = page
    lines = told(answers.troubles)
    if best is None:
        return _("it is not in {files}", files=", ".join(map(str, files))), lines
    if best.status >= 300 and best.status not in GONE:
        return Reason.HTTP_STATUS.sentence(f"HTTP {best.status}"), lines
    try:
        response = decoded(best.response(outlet.article_url(key) if key else url))
    except (MessageError, WarcError) as error:
        return str(error), lines
    return Answer(response, press.iso(best.at) if best.at else None, replayed=False), lines
