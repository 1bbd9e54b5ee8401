"""The run report: how many articles came, what did not and why, what is in doubt, which fallback selectors won, and the exit status."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, Self
from urllib.parse import urldefrag

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.offsite import OffsiteMiddleware
from scrapy.http import Response
from twisted.python.failure import Failure

from newsharvest.crawl.outlet import OutletSpider
from newsharvest.crawl.plan import plan_of
from newsharvest.doubts import USUAL, Doubt, words_of
from newsharvest.download.replay import DAMAGED, fixture_missing
from newsharvest.items import USUAL_FIELDS, Article, Unkept
from newsharvest.language import _, _n
from newsharvest.page.layouts import GUESSED, Won
from newsharvest.reasons import Dropped, Reason
from newsharvest.run.found import contradicted
from newsharvest.run.harvest import keeps
from newsharvest.run.verdict import ALIKE, MANY, UNREAD, Night, Tally, begins, body_of
from newsharvest.terminal import plain

not_kept = object()
"""Signal, with `url`, `reason`, `detail` and `status`: an address that gave no article, once a run and reason."""

doubted = object()
"""Signal, with `url` and `doubt`: an article that this run has passed on before, and that a later one makes doubtful."""

doubted_earlier = object()
"""The same of an article that an earlier run has kept."""

UNFITTING = (Reason.NO_LAYOUT, Reason.NO_BODY)
"""What pages end under whose layout is not known, or no longer right."""
SEVERAL = 2
"""Such pages from which a repair is worth a visit: one may be a notice that is not known."""
SHOWN = 20
"""Addresses printed per reason. The rest is counted; every one is in the log at level INFO."""


class RunReport:
    """Collects what happened in one outlet's run."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.stats = crawler.stats
        self.outlet = ""
        self.title = ""
        self.one_article = False
        self.articles = 0
        self.unkept: dict[Reason, dict[str, str]] = {}
        self.led_to: dict[str, str] = {}
        """Where addresses were redirected to."""
        self.repeats: dict[str, list[str]] = {}
        """Those of which each address is a repeat."""
        self.came = Night()
        """The articles among what the verdict is on; what gave none is in `unkept`."""
        self.waiting: Counter[Reason] = Counter()
        """Addresses, not asked for in this run, that no run could be judged by yet: the ledger counts them."""
        self.repeated: dict[int, str] = {}
        """The beginning of each body that came more than once, and an address of it, by its hash."""
        self.doubted = 0
        """Articles that were looked at for doubts: all that were read and not kept before."""
        self.doubts: dict[str, list[str]] = {}
        """The addresses of the articles that each doubt is about."""
        self.usual: Collection[str] = USUAL
        """The doubts that may be the outlet's way: the ledger knows its past."""
        self.usual_reasons: Collection[Reason] = ()
        """The reasons of a normal day that are."""
        self.strict = crawler.settings.getbool("STRICT")
        self.finished = False
        self.closed_because: str | None = None
        """Scrapy's reason, or None as long as the run has not been closed."""
        self.feeds = len(crawler.settings.getdict("FEEDS"))
        self.feeds_closed = False
        self.unwritten: list[str] = []
        """Why a feed could not be written, a line each."""
        # what names no spider is this one's, if it is the only one; a harvest or a check has many, and counts such errors itself
        plan = plan_of(crawler)
        nobody: list[Callable[[], Spider | None]] = [] if plan and plan.one_of_many else [lambda: None]
        self.errors = ErrorCount(lambda: crawler.spider, *nobody)
        crawler.signals.connect(self.errors.detach, signals.engine_stopped)
        self.by_found: list[Article] = []
        """The articles that layouts found by program have read, without their texts."""
        self.empty = set(USUAL_FIELDS)
        self.notes: list[str] = []
        self.warnings: list[str] = []

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make it for a crawler."""
        report = cls(crawler)
        for handler, signal in (
            (report.spider_opened, signals.spider_opened),
            (report.item_scraped, signals.item_scraped),
            (report.item_dropped, signals.item_dropped),
            (report.item_error, signals.item_error),
            (report.spider_error, signals.spider_error),
            (report.request_scheduled, signals.request_scheduled),
            (report.request_dropped, signals.request_dropped),
            (report.fixture_missing, fixture_missing),
            (report.spider_closed, signals.spider_closed),
            (report.feed_exporter_closed, signals.feed_exporter_closed),
            (report.doubted_since, doubted),
        ):
            crawler.signals.connect(handler, signal)
        return report

    # --- what Scrapy tells

    def spider_opened(self, spider: Spider) -> None:
        """Note who runs."""
        self.outlet = spider.name
        self.title = getattr(spider, "title", "")
        plan = plan_of(self.crawler)
        self.one_article = bool(plan and plan.article)

    def item_scraped(self, item: Any) -> None:
        """Count an article. That another row of a list put it outside the period no longer counts."""
        self.articles += 1
        self.count(item)
        self.empty &= {name for name in USUAL_FIELDS if not getattr(item, name, None)}
        self.unkept.get(Reason.OUT_OF_PERIOD, {}).pop(address(item), None)

    def doubted_since(self, url: str, doubt: Doubt) -> None:
        """Note an article that went on without the doubt."""
        self.doubts.setdefault(doubt.code, []).append(url)

    def count(self, item: Any) -> None:
        """Count an article that was read and kept, with its doubts; of a spider that is no outlet's, whatever it yields."""
        if not isinstance(item, Article):
            return
        self.doubted += 1
        for name in item.doubts:
            self.doubts.setdefault(name, []).append(item.url)
        if tally := self.tally_of(item.url, self.came):
            tally.came += 1
        self.count_body(item)
        spider = self.crawler.spider
        if isinstance(spider, OutletSpider) and any(layout.found and layout.name == item.layout for layout in spider.layouts):
            self.by_found.append(replace(item, body=item.body[:1]))

    def count_body(self, item: Article) -> None:
        """Count an article's body among those that came."""
        if tally := self.tally_of(item.url, self.came):
            body = body_of(item.body)
            tally.bodies[body] += 1
            if tally.bodies[body] > 1:
                self.repeated[body] = f'"{plain(begins(item.body))}"  {item.url}'

    def tally_of(self, url: str, night: Night) -> Tally | None:
        """Return where an address counts in the verdict on a run: a list page, or what is only looked at again, counts nowhere."""
        spider, plan = self.crawler.spider, plan_of(self.crawler)
        if isinstance(spider, OutletSpider) and not spider.article_key(url):
            return None
        if not keeps(plan):
            return night.first
        return None if url in plan.seen else night.again if url in plan.unjudged else night.first

    def item_dropped(self, item: Any, exception: BaseException) -> None:
        """Note why an item was dropped."""
        if isinstance(exception, Dropped):
            if isinstance(exception.item, Article):
                self.count_dropped(exception.reason, exception.item)
            self.add(exception.reason, address(item), exception.detail, item.status if isinstance(item, Unkept) else None)
        else:
            self.add(Reason.ERROR, address(item), repr(exception))

    def count_dropped(self, reason: Reason, item: Article) -> None:
        """Count an article that is in no feed and says something of the pages all the same."""
        if reason is Reason.SAME_STORY:
            self.count(item)
        elif reason is Reason.DUPLICATE or (reason is Reason.UNCHANGED and self.tally_of(item.url, self.came) is self.came.again):
            self.count_body(item)

    def item_error(self, item: Any, failure: Failure) -> None:
        """Note a pipeline that raised."""
        self.add(Reason.ERROR, address(item), repr(failure.value))

    def spider_error(self, failure: Failure, response: Response | None) -> None:
        """Note a callback that raised."""
        self.add(Reason.ERROR, response.url if response is not None else "start", repr(failure.value))

    def request_scheduled(self, request: Request, spider: Spider) -> None:
        """Note a redirect off the site: Scrapy drops it here, and no errback hears of it."""
        trail = request.meta.get("redirect_urls")
        if not trail:
            return
        offsite = self.crawler.get_downloader_middleware(OffsiteMiddleware)
        if offsite and not offsite.should_follow(request, spider):
            self.add(Reason.OFF_SITE, trail[0], _("redirected to {url}", url=request.url))
        self.led_to[trail[0]] = request.url

    def request_dropped(self, request: Request) -> None:
        """Note a redirect to what was asked for before, which Scrapy drops as silently."""
        trail = request.meta.get("redirect_urls")
        if trail and urldefrag(request.url).url in trail:
            self.add(Reason.REDIRECTS, trail[0], _("to itself"))
        elif trail:
            self.add(self.reason_of(request), trail[0], _("redirected to {url}, which was asked for before", url=request.url))

    def reason_of(self, request: Request) -> Reason:
        """Say what a redirect to a page that was asked for before means: another article is one, a front page or a notice is none."""
        spider, asked = self.crawler.spider, request.cb_kwargs
        if "key" in asked and isinstance(spider, OutletSpider) and not spider.article_key(request.url):
            return Reason.NO_LAYOUT
        if "page" in asked and not asked["guessed"]:
            return Reason.LIST_UNREADABLE
        return Reason.DUPLICATE

    def fixture_missing(self, url: str) -> None:
        """Note a page that the replay folder lacks; robots.txt, which no callback asks for, among them."""
        self.add(Reason.NOT_RECORDED, url, "")

    def spider_closed(self, reason: str) -> None:
        """Note whether the run came to its own end."""
        self.finished = reason == "finished"
        self.closed_because = reason

    def feed_exporter_closed(self) -> None:
        """Note that every feed that could be written is."""
        self.feeds_closed = True

    def feeds_stored(self) -> int:
        """Return how many feeds were written, wherever to."""
        stored = self.stats.get_stats().items()
        return sum(count for key, count in stored if key.startswith("feedexport/success_count/"))

    def add(self, reason: Reason, url: str, detail: str, status: int | None = None) -> None:
        """Count an address under a reason, once. `status`: the HTTP status, if one came that is no page."""
        found = self.unkept.setdefault(reason, {})
        if url not in found:
            found[url] = detail
            self.crawler.signals.send_catch_log(not_kept, url=url, reason=reason, detail=detail, status=status)
            if reason is Reason.DUPLICATE and url in self.led_to:
                self.part_many(url)

    def part_many(self, url: str) -> None:
        """Take addresses of which many lead to one article for no repeats of it: their pages are not there."""
        led = self.repeats.setdefault(self.led_to[url], [])
        led.append(url)
        if len(led) >= MANY:
            for each in led if len(led) == MANY else [url]:
                self.add(Reason.SAME_TARGET, each, self.unkept[Reason.DUPLICATE].pop(each))
            if not self.unkept[Reason.DUPLICATE]:
                del self.unkept[Reason.DUPLICATE]

    # --- what follows

    @property
    def interrupted(self) -> bool:
        """Whether the run came neither to its own end nor to one that the site wanted: it was stopped, or could keep nothing more."""
        return self.closed_because in {None, "shutdown"} or Reason.NOT_STORED in self.unkept

    @property
    def trouble(self) -> list[str]:
        """What is wrong with the run as a whole, a line each. Failures of single pages are not in it."""
        lines = []
        if not self.finished:
            stopped = _("the run was stopped before its end")
            lines.append(stopped if self.interrupted else f"{stopped}: {self.closed_because}")
        if self.feeds_closed and self.feeds_stored() < self.feeds:
            lines.append(_("an output file could not be written (the log says why)"))
        if self.feeds_closed:
            lines += self.unwritten
        if self.errors.count:
            lines.append(_("errors were logged: the log says which"))
        if self.stats.get_value(DAMAGED, 0):
            lines.append(_("records of REPLAY could not be read: they are named at the beginning"))
        known = self.stats.get_value("lists/known", 0)
        if not self.articles and not known and not self.unkept:
            lines.append(_("nothing was found at all"))
        night = self.night
        if night.body is not None:
            lines.append(f"{night.line}: {self.repeated[night.body]}")
        elif night.reason:
            lines.append(": ".join([str(night.line), *list(self.unkept.get(night.reason, ()))[:1]]))
        if self.strict and (self.doubts or any(self.notices())):
            lines.append(_("there are doubts or notes, and STRICT is set"))
        return lines

    @property
    def night(self) -> Night:
        """What became of the addresses that the verdict is on."""
        first, again = (Tally(tally.came, Counter(), tally.bodies) for tally in (self.came.first, self.came.again))
        night = Night(first, again, self.usual_reasons)
        for reason in (*ALIKE, *UNREAD):
            for url in self.unkept.get(reason, ()):
                if tally := self.tally_of(url, night):
                    tally.ended[reason] += 1
        again.ended.update(self.waiting)
        return night

    @property
    def wants_repair(self) -> bool:
        """Whether pages came that no layout of the outlet reads: several, or all that came; or a list that no layout reads."""
        night = self.night
        unread = sum(tally.ended[reason] for tally in (night.first, night.again) for reason in UNFITTING)
        came = night.first.came + night.again.came
        return "" in self.unkept.get(Reason.LIST_UNREADABLE, {}).values() or unread >= SEVERAL or (unread > 0 and not came)

    def contradictions(self) -> Iterator[str]:
        """Yield what the articles say against layouts that were found by program, a line each."""
        if isinstance(self.crawler.spider, OutletSpider):
            yield from contradicted(self.outlet, self.crawler.spider.layouts, self.by_found, self.usual)

    @property
    def warned(self) -> list[str]:
        """What a person is warned of: what the ledger has found, and the doubts that a large part of the articles share."""
        shared = (
            _n(
                "{doubt} is a doubt about {hits} of {count} article",
                "{doubt} is a doubt about {hits} of {count} articles",
                self.doubted,
                doubt=doubt,
                hits=len(self.doubts[doubt]),
            )
            for doubt in self.shared_doubts()
        )
        return [*self.warnings, *shared]

    def shared_doubts(self) -> list[str]:
        """Return the doubts that a large part of the articles share, save those that may be the outlet's way."""
        return [name for name, urls in self.by_doubt() if self.is_shared(len(urls)) and name not in self.usual]

    def is_shared(self, count: int) -> bool:
        """Tell whether a doubt is about half or more of the articles, and at least two; or about the one that was asked for."""
        return 2 * count >= self.doubted and count >= (1 if self.one_article else 2)

    def by_doubt(self) -> Iterator[tuple[str, list[str]]]:
        """Yield each doubt and the addresses that it is about, in the order in which doubts are listed."""
        known = [doubt.code for doubt in Doubt]
        for name in [*known, *sorted(self.doubts.keys() - set(known))]:
            if name in self.doubts:
                yield name, self.doubts[name]

    @property
    def failed(self) -> bool:
        """Whether something could not be had, or is wrong with the run as a whole."""
        return bool(self.trouble) or any(not reason.normal for reason in self.unkept)

    @property
    def exit_status(self) -> int:
        """0, or 1 if something is wrong (what counts as wrong stands in docs/harvest.md)."""
        return int(self.failed or bool(self.warned))

    def fallbacks(self) -> Iterator[tuple[Won, int]]:
        """Yield each selector that won without being its field's first, and on how many pages."""
        if isinstance(self.crawler.spider, OutletSpider):
            counted = sorted(self.crawler.spider.won.items(), key=lambda pair: (*pair[0][:3], pair[0].rule.query))
            yield from ((won, pages) for won, pages in counted if won.is_fallback)

    def troubled_lines(self, shown: int) -> Iterator[str]:
        """Yield what is wrong or noted, for the foot of a table: failures by reason with `shown` addresses, and a line for each other."""
        for reason in Reason:
            if not reason.normal:
                yield from self._reason_lines(reason, shown)
        for doubt, urls in self.by_doubt():
            yield f"  {self.outlet}  {self._doubt_line(doubt, len(urls))}: {plain(urls[0])}"
        yield from (f"  {self.outlet}  {line}" for line in (*self.sitemap_lines(), *self._marked_lines([])))

    def sitemap_lines(self) -> Iterator[str]:
        """Yield that sitemaps were asked for, which no list that does its work has need of."""
        if files := self.stats.get_value("sitemaps/files", 0):
            yield _n(
                "the lists fell short: {count} sitemap was read, with {links} articles of the days that were asked for",
                "the lists fell short: {count} sitemaps were read, with {links} articles of the days that were asked for",
                files,
                links=self.stats.get_value("sitemaps/links", 0),
            )

    def _reason_lines(self, reason: Reason, shown: int) -> Iterator[str]:
        found = self.unkept.get(reason)
        if not found:
            return
        yield "  " + _("{count} not kept, {reason}", count=len(found), reason=reason.sentence())
        yield from self._address_lines(found, shown)

    def _address_lines(self, found: Mapping[str, str], shown: int) -> Iterator[str]:
        for url, detail in list(found.items())[:shown]:
            yield f"      {self.outlet}  {plain(url)}" + (f"  ({plain(detail)})" if detail else "")
        if len(found) > shown:
            yield "      " + _("and {count} more", count=len(found) - shown)

    def _doubt_line(self, doubt: str, hits: int) -> str:
        return _n(
            "doubt: {doubt}: {hits} of {count} article: {words}",
            "doubt: {doubt}: {hits} of {count} articles: {words}",
            self.doubted,
            doubt=doubt,
            hits=hits,
            words=words_of(doubt),
        )

    def _marked_lines(self, notes: Iterable[str]) -> Iterator[str]:
        """Yield what is noted of the pages, these further notes, the warnings and what is wrong."""
        yield from (_("note: {line}", line=line) for line in self.notices())
        yield from notes
        yield from (_("warning: {line}", line=plain(line)) for line in self.warned)
        yield from (_("wrong: {line}", line=plain(line)) for line in self.trouble)

    def notices(self) -> Iterator[str]:
        """Yield what is noted of the pages: the fallback selectors that won, what is empty in every article, items that a feed lost."""
        for won, pages in self.fallbacks():
            yield fallback_line(won, pages)
        if self.articles and self.empty:
            yield _("empty in every article: {fields}", fields=", ".join(name for name in USUAL_FIELDS if name in self.empty))
        items = self.stats.get_value("feed/items", 0)
        if lost := items - self.stats.get_value("feed/links", 0):
            yield _n(
                "the feed has {count} item, {lost} of which gave no article",
                "the feed has {count} items, {lost} of which gave no article",
                items,
                lost=lost,
            )

    def lines(self) -> Iterator[str]:
        """Yield the closing lines, in plain words."""
        name = f"{self.outlet} {self.title}".strip()
        articles = _n("{count} article", "{count} articles", self.articles)
        if lists := self.stats.get_value("lists/pages", 0):
            pages = _n("{count} list page", "{count} list pages", lists)
            if files := self.stats.get_value("sitemaps/files", 0):
                pages = _("{pages} and {sitemaps}", pages=pages, sitemaps=_n("{count} sitemap", "{count} sitemaps", files))
            articles = _("{articles} from {pages}", articles=articles, pages=pages)
        yield f"{name}: {articles}"
        for reason in Reason:
            yield from self._reason_lines(reason, SHOWN)
        for doubt, urls in self.by_doubt():
            yield f"  {self._doubt_line(doubt, len(urls))}"
            yield from self._address_lines(dict.fromkeys(urls, ""), SHOWN)
        yield from (f"  {line}" for line in self._marked_lines(self.notes))
        wrong = self.exit_status
        yield "  " + (_("result: something is wrong, see above (exit status 1)") if wrong else _("result: ok (exit status 0)"))


def fallback_line(won: Won, pages: int) -> str:
    """Say which fallback selector gave a field on how many pages."""
    query = plain(won.rule.query)
    if won.rule.guessed:
        return _n(
            "{field} was read by a fallback selector ({guess}) on {count} page ({layout}: {query}): the site may be changing",
            "{field} was read by a fallback selector ({guess}) on {count} pages ({layout}: {query}): the site may be changing",
            pages,
            field=won.field,
            guess=_(GUESSED),
            layout=won.layout,
            query=query,
        )
    return _n(
        "{field} was read by a fallback selector on {count} page ({layout}: {query}): the site may be changing",
        "{field} was read by a fallback selector on {count} pages ({layout}: {query}): the site may be changing",
        pages,
        field=won.field,
        layout=won.layout,
        query=query,
    )


def report_of(crawler: Crawler) -> RunReport:
    """Return the report of a crawler that has started. RuntimeError if it has none."""
    report = crawler.get_extension(RunReport)
    if report is None:
        raise RuntimeError("the extension RunReport is switched off")
    return report


def report_if_started(crawler: Crawler) -> RunReport | None:
    """Return a crawler's report, or None if it did not even start."""
    try:
        return report_of(crawler)
    except RuntimeError:
        return None


class ErrorCount(logging.Handler):
    """Counts what is logged as an error, whatever level is printed, of one spider or (None) of none in particular."""

    def __init__(self, *spiders: Callable[[], Spider | None]) -> None:
        super().__init__(logging.ERROR)
        self.spiders = spiders
        self.count = 0
        logging.getLogger().addHandler(self)

    def emit(self, record: logging.LogRecord) -> None:
        """Count a record if it is one of those."""
        if getattr(record, "spider", None) in [spider() for spider in self.spiders]:
            self.count += 1

    def detach(self) -> None:
        """Hear no more."""
        logging.getLogger().removeHandler(self)


def address(item: Any) -> str:
    """Return the address of whatever came down the pipelines."""
    return item.url if isinstance(item, Article | Unkept) else repr(item)[:200]
