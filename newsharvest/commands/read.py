"""`scrapy read FILE_OR_URL`: the item that a saved or fetched page gives, the layout that matched, and the selector behind each field."""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from itemadapter import ItemAdapter
from scrapy import Request
from scrapy.exceptions import UsageError
from scrapy.http import HtmlResponse, Response, TextResponse
from scrapy.utils.python import binary_is_text
from typing_extensions import override

from newsharvest.addresses import bare_host, is_address
from newsharvest.adopt.outlet import own_address
from newsharvest.adopt.reading import Reading, read_page
from newsharvest.adopt.recognition import Unknown, family_of
from newsharvest.adopt.records import ArticlesIn
from newsharvest.command_line import STOPPED, OutletCommand, check_replay, find_outlets
from newsharvest.crawl.outlet import OutletSpider
from newsharvest.download.charset import best_encoding
from newsharvest.feeds.formats import format_of, write_items
from newsharvest.feeds.whole import WholeFile, check_target
from newsharvest.language import _, _n
from newsharvest.page.tree import is_page, page_of
from newsharvest.platforms.families import FAMILIES
from newsharvest.run.report import report_if_started
from newsharvest.terminal import cause, not_printed, say, suggest
from newsharvest.warc import is_warc, told, warc_files


class PageSpider(OutletSpider):
    """Fetches one page of any host, and keeps it as it came."""

    name = "read"
    title = ""

    def __init__(self, *, url: str) -> None:
        """`url` is an absolute address; a redirect may not lead off its host."""
        super().__init__()
        self.url = url
        self.allowed_domains = [bare_host(urlsplit(Request(url).url).hostname or "")]  # as it is asked for: `가온.kr` is `xn--…`
        self.page: TextResponse | None = None
        self.page_received: datetime | None = None

    async def start(self) -> AsyncIterator[Any]:
        """Ask for the page."""
        yield Request(self.url, self.keep, errback=self.article_failed)

    def keep(self, response: Response) -> None:
        """Keep the page, if it is one."""
        if is_page(response):
            self.page, self.page_received = response, self.received(response)


@dataclass(frozen=True)
class Read:
    """The page to read: at an address, or what is saved of it; and what was said of it."""

    address: str
    """Where it is fetched from; empty for a saved page."""
    saved: bytes
    url: str
    """Where a saved page came from; empty if that was not said."""
    family: str | None
    outlets: Mapping[str, type[OutletSpider]]


@dataclass(frozen=True)
class ReadRecords:
    """The WARC files whose articles are read, and where to; None: standard output."""

    files: Sequence[Path]
    family: str | None
    outlets: Mapping[str, type[OutletSpider]]
    output: Path | None


class Command(OutletCommand[Read | ReadRecords]):
    """Read one page, and say by what it was read."""

    @override
    def syntax(self) -> str:
        return _("[options] <file or URL> | <file.warc.gz or folder> ... [-O <file>]")

    @override
    def short_desc(self) -> str:
        return _("Read one page, saved or fetched: the item as JSON, and the selector behind each field")

    @override
    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--url", help=_("where a saved file came from"))
        parser.add_argument("--family", help=_("read it as a page of this CMS family: {families}", families=", ".join(FAMILIES)))
        output = _("of WARC files: write the articles to FILE (.csv or .jsonl)")
        parser.add_argument("-O", "--output", metavar=_("FILE"), help=output)

    def check(self, args: list[str], opts: argparse.Namespace) -> Read | ReadRecords:
        """Read which page is meant, and a saved one itself; or which WARC files."""
        if any(map(holds_records, args)):
            return self.check_records(args, opts)
        if opts.output is not None:
            raise UsageError(_("-O goes with WARC files: the item of one page is printed"))
        if len(args) != 1 or not args[0]:
            got = _("name one saved page or address (got {words})", words=" ".join(args))
            raise UsageError(got if any(args) else _("name one saved page or address"))
        check_family(opts.family)
        if opts.url is not None and not is_address(opts.url):
            raise UsageError(_("--url {url!r} is not an address: it begins with http:// or https://", url=opts.url))
        address = args[0] if is_address(args[0]) else ""
        if address and opts.url:
            raise UsageError(_("--url says where a saved file came from; an address is its own"))
        body = b"" if address else saved(args[0])
        check_replay(self.settings)
        return Read(address, body, opts.url or "", opts.family, find_outlets(self.settings, ()))

    def check_records(self, args: list[str], opts: argparse.Namespace) -> ReadRecords:
        """Read which WARC files are meant."""
        check_family(opts.family)
        if opts.url is not None:
            raise UsageError(_("--url says where a saved file came from; a WARC file says it itself"))
        output = Path(opts.output) if opts.output is not None else None
        if output:
            check_target(opts.output, {"overwrite": True, "format": format_of(output)})
        return ReadRecords(warc_files(args), opts.family, find_outlets(self.settings, ()), output)

    def work(self, asked: Read | ReadRecords) -> int:
        """Print the item on standard output, and on standard error how it was read."""
        if isinstance(asked, ReadRecords):
            return self.read_records(asked)
        page, received, clean = self.fetch(asked.address) if asked.address else (decoded(asked.saved, asked.url), None, True)
        if page is None:
            return 1
        result = read_page(page, asked.outlets, family=asked.family, received=received)
        if isinstance(result, Unknown):
            say(*result.lines())
            return 1
        say(*heading(result, asked.family or family_of(result.layout), asked.outlets), *result.lines())
        if result.unkept:
            say(_("not kept, {why}", why=result.unkept.reason.sentence(result.unkept.detail)))
            return 1
        return int(not show(result) or not clean)

    def read_records(self, asked: ReadRecords) -> int:
        """Write the articles of WARC files, and say on standard error what came of them."""
        articles = ArticlesIn(asked.files, asked.outlets, self.settings.getint("DOWNLOAD_MAXSIZE"), asked.family)
        try:
            if asked.output:
                with WholeFile(asked.output) as feed:
                    if write_items(articles, feed.file, format_of(asked.output)):
                        feed.take_place()
                        say(_("written: {file}", file=asked.output))
            else:
                write_items(articles, sys.stdout.buffer, "jsonl")
                sys.stdout.buffer.flush()
        except OSError as error:
            if not asked.output:
                return not_printed(self.name, error)
            self.say(_("{file} could not be written: {why}", file=asked.output, why=cause(error)))
            return 1
        say(*outcome(articles))
        return int(bool(articles.answers.troubles) or not articles.outlets)

    def fetch(self, address: str) -> tuple[TextResponse | None, datetime | None, bool]:
        """Fetch a page as a crawl would, say what went wrong, and return the page, when it was received, and whether nothing did.

        A page that came while its robots.txt is not recorded is returned too.
        """
        self.warn_without_contact()
        crawler = self.process.create_crawler(PageSpider)
        self.process.crawl(crawler, url=address)
        self.process.start()
        report = report_if_started(crawler)
        spider = crawler.spider
        if report is None or not isinstance(spider, PageSpider):
            return None, None, False
        if report.interrupted:
            self.say(_(STOPPED))
            return None, None, False
        for reason, found in report.unkept.items():
            for url, detail in found.items():
                say(_("not kept, {why}", why=f"{reason.sentence()}  {url}" + (f"  ({detail})" if detail else "")))
        if spider.page is None and not report.unkept:
            say(_("not kept: {url} is not a web page", url=address))
        return spider.page, spider.page_received, not report.unkept and not report.errors.count


def check_family(family: str | None) -> None:
    """Raise UsageError for a CMS family that does not exist."""
    if family is not None and family not in FAMILIES:
        near, known = suggest(family, FAMILIES), ", ".join(FAMILIES)
        raise UsageError(_("unknown family {family!r}{suggestion} (known: {known})", family=family, suggestion=near, known=known))


def holds_records(name: str) -> bool:
    """Tell whether a word of the command line means WARC files: one, or a folder."""
    if not name or is_address(name):
        return False
    return is_warc(name) or (Path(name).is_dir() and any(is_warc(file.name) for file in Path(name).iterdir()))


def outcome(articles: ArticlesIn) -> Iterator[str]:
    """Yield what came of WARC files: how many articles, why pages gave none, and what could not be read."""
    yield _(
        "read: {articles} of {outlets}, from {pages} at the addresses of articles, in {records}",
        articles=_n("{count} article", "{count} articles", articles.outlets.total()),
        outlets=_n("{count} outlet", "{count} outlets", len(articles.outlets)),
        pages=_n("{count} page", "{count} pages", articles.pages),
        records=_n("{count} record", "{count} records", articles.answers.records),
    )
    for reason, count in articles.unkept.items():
        pages = _n("{count} page", "{count} pages", count)
        yield _("not kept, {why}: {pages}, the first {url}", why=reason.sentence(), pages=pages, url=articles.first[reason])
    if articles.private:
        yield _n("{count} record of a private address is left out", "{count} records of private addresses are left out", articles.private)
    yield from told(articles.answers.troubles)


def saved(name: str) -> bytes:
    """Return the bytes of a saved page. UsageError says why there are none."""
    try:
        body = Path(name).read_bytes()
    except FileNotFoundError:
        raise UsageError(_("there is no file {name}; an address begins with http:// or https://", name=name)) from None
    except OSError as error:
        raise UsageError(_("{file} cannot be read: {why}", file=name, why=cause(error))) from None
    except ValueError:  # a NUL in it
        raise UsageError(_("{name!r} is no file's name", name=name)) from None
    if not body.strip() or not binary_is_text(body[:1024]):  # a control character further down was pasted with the text
        raise UsageError(_("{name} is not a web page", name=name))
    return body


SAVED_FROM = re.compile(rb"<!--\s{0,9}(?:saved from url=\(\d{4}\)|Page saved with SingleFile\s{1,9}url:\s{0,9})([^\s<>]{1,2000})")
"""The comment in which a browser (Internet Explorer first, then the others), or the extension SingleFile, notes where a page is from."""


def decoded(body: bytes, address: str) -> TextResponse:
    """Return a saved page as the response that it was, in the charset that it is really in.

    `address` is where it came from, or nothing: then what the saved file says of that counts, then what the page itself says.
    """
    body, noted, charset = unwrapped(body)
    page = HtmlResponse(address, body=body, headers={"Content-Type": f"text/html; charset={charset}"} if charset else {})
    page = page.replace(encoding=best_encoding(page))
    return page if address else page.replace(url=next(filter(is_address, noted), "") or own_address(page_of(page)))


def unwrapped(body: bytes) -> tuple[bytes, Sequence[str], str | None]:
    """Return the page of a saved file, where the file says that it came from, and the charset that the file gives it, if any.

    A file `.mht` or `.mhtml` is a mail whose first part in HTML is the page.
    """
    mail = message_from_bytes(body.lstrip())
    part = next((part for part in mail.walk() if part.get_content_type() == "text/html"), None) if "MIME-Version" in mail else None
    if part is None:
        return body, [comment.decode("ascii", "ignore") for comment in SAVED_FROM.findall(body[:4096])], None
    noted = [str(headers[name]) for headers in (part, mail) for name in ("Content-Location", "Snapshot-Content-Location")]
    page = part.get_payload(decode=True)
    return page if isinstance(page, bytes) else b"", noted, part.get_content_charset()


def heading(reading: Reading, family: str, spiders: Mapping[str, type[OutletSpider]]) -> Iterator[str]:
    """Yield who the page is of, by which layout it was read, and what could not be told of its address."""
    outlet = reading.outlet
    if family in FAMILIES:
        yield _("family: {family}", family=f"{family} ({FAMILIES[family].family})")
    else:
        yield _("family: none, the outlet's markup is its own")
    yield _("layout: {layout}", layout=reading.layout.name)
    named = f"{outlet.name} {outlet.title}".strip()
    if outlet in spiders.values():
        yield _("outlet: {outlet}", outlet=named)
    elif outlet.name in spiders:
        own = spiders[outlet.name].family
        yield _("outlet: {outlet}, whose own spider ({family}) is not the one that read it", outlet=named, family=own)
    elif outlet.host:
        yield _("outlet: {outlet} (no spider knows {host})", outlet=named, host=outlet.host)
    else:
        yield _("outlet: not known")
    if not reading.address:
        yield _("id and url stay empty: the page does not say where it came from (say it with --url)")
    elif not reading.article.id:
        yield _(
            "id and url stay empty: {url} is no article's address in this family (those are like {like})",
            url=reading.address,
            like=outlet.article_url("1"),
        )


def show(reading: Reading) -> bool:
    """Print the item on standard output; tell whether it could be written."""
    try:
        sys.stdout.buffer.write(json.dumps(ItemAdapter(reading.article).asdict(), ensure_ascii=False, indent=2).encode() + b"\n")
        sys.stdout.buffer.flush()
    except OSError as error:
        return not_printed("read", error) == 0
    return True
