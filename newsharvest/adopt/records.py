"""The articles in WARC files of anywhere: the pages of known outlets, and of hosts whose addresses and pages are as a family's are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from scrapy.http import TextResponse

from newsharvest.adopt.reading import read_page
from newsharvest.adopt.recognition import Unknown
from newsharvest.crawl.outlet import OutletSpider
from newsharvest.crawl.owners import Owners
from newsharvest.download.charset import decoded
from newsharvest.download.guard import PORTS, is_private
from newsharvest.download.recorded import Answer, Answers, response_of
from newsharvest.items import OUT_OF_WARC, Article, Unkept
from newsharvest.page.bounds import TooComplexError
from newsharvest.page.tree import is_page
from newsharvest.platforms.families import FAMILIES
from newsharvest.reasons import Reason
from newsharvest.warc import MessageError, WarcError


class ArticlesIn:
    """Reads the articles in WARC files, one at a time. What came of it is counted."""

    def __init__(self, files: Sequence[Path], outlets: Mapping[str, type[OutletSpider]], most: int, family: str | None = None) -> None:
        """`most`: the bytes of a page (DOWNLOAD_MAXSIZE). `family`: a short name of FAMILIES; its pages alone are read, of any host."""
        self.answers = Answers(files, most)
        """Its `troubles` tell what could not be read."""
        self.pages = 0
        """The pages that stand at an article's address."""
        self.private = 0
        """Records of private addresses, which are passed over."""
        self.outlets: Counter[str] = Counter()
        """Articles by outlet."""
        self.unkept: Counter[Reason] = Counter()
        """Pages that gave no article, by the reason."""
        self.first: dict[Reason, str] = {}
        """The address of the first of them."""
        self._known = outlets
        self._owners = Owners(outlets)
        self._families = [FAMILIES[family]] if family else list(FAMILIES.values())
        self._family = family
        self._seen: set[tuple[str, str | None]] = set()

    def __iter__(self) -> Iterator[Article]:
        """Yield the articles in the order of the files; one that came again the same is one."""
        for answer in self.answers(lambda head: self._wanted(head.url)):
            if not 200 <= answer.message.status < 300:
                continue
            self.pages += 1
            try:
                read = self._read(answer)
            except (MessageError, WarcError) as error:
                self.answers.note(answer.head, error)
                continue
            if isinstance(read, Unkept):
                self.unkept[read.reason] += 1
                self.first.setdefault(read.reason, read.url)
            elif (read.id, read.content_hash) not in self._seen:
                self._seen.add((read.id, read.content_hash))
                self.outlets[read.outlet] += 1
                yield read

    def _wanted(self, url: str) -> bool:
        """Tell by its address alone whether a page may be an article that can be read."""
        known = self._owners.of_host(url)
        if known and not self._family:
            return any(outlet.article_key(url) for outlet in known)
        try:
            parts = urlsplit(url)
            if not any(family.key_of(parts.path, dict(parse_qsl(parts.query))) for family in self._families):
                return False
            private = is_private(parts.hostname or "") or parts.port not in PORTS
        except ValueError:  # `http://[`, or a port that is no number
            return False
        self.private += private
        return not private

    def _read(self, answer: Answer) -> Article | Unkept:
        url = answer.head.url
        response = decoded(response_of(answer.message, url, self.answers.most))
        if not is_page(response):
            return Unkept("", url, Reason.NO_LAYOUT)
        try:
            return self._read_page(response, answer)
        except TooComplexError as error:
            return Unkept("", url, Reason.TOO_COMPLEX, str(error))
        except Exception as error:  # noqa: BLE001 (as a harvest has it: a page that the program fails on ends no others)
            return Unkept("", url, Reason.ERROR, repr(error))

    def _read_page(self, response: TextResponse, answer: Answer) -> Article | Unkept:
        reading = read_page(response, self._known, family=self._family, received=answer.head.at)
        if isinstance(reading, Unknown):
            return Unkept("", response.url, reading.notice.reason if reading.notice else Reason.NO_LAYOUT)
        if reading.unkept:
            return Unkept("", response.url, reading.unkept.reason, reading.unkept.detail)
        reading.article.origin = OUT_OF_WARC
        return reading.article if reading.article.id else Unkept("", response.url, Reason.NO_LAYOUT)
