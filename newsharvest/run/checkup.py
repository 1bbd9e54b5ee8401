"""A check of one outlet: its robots.txt, its feed, its first list page and one article, and field by field what each gave.

The findings are plain data, as the store keeps them:

    result    ok, or in words what could not be read, not yet translated
    replay    the REPLAY folder if that answered, and not the site; else None
    robots    {found, crawl_delay, agents: [AI agents that it shuts out], sitemaps: [addresses]}
    tdmrep    {answer, codes, policies} of /.well-known/tdmrep.json, or None if it was not asked for
    feed      {url, came, links, dates}, or None for an outlet that has none
    list      {url, links, dates, by: {layout, selector, position, of}, or None}
    article   {url, read, layout, fields: {name: {value, selector, position, of}}, doubts: [name, …], signals: [code, …]},
              or None if none was asked for
    failed    [{reason, url, detail}, …]
    trouble   what is wrong with the check as a whole, a line each

Beside a selector that is a guess stands guessed: True, beside a feed's links the number of its items that gave none, if any: unread.
What an older version kept lacks agents and sitemaps, tdmrep, and signals.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from rich.cells import cell_len
from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DontCloseSpider
from scrapy.http import Response
from scrapy.robotstxt import RobotParser
from twisted.python.failure import Failure

from newsharvest.addresses import join
from newsharvest.crawl.failures import name_failure
from newsharvest.crawl.outlet import OutletSpider
from newsharvest.crawl.plan import CheckupPlan
from newsharvest.crawl.sitemaps import is_news, sitemaps_named
from newsharvest.doubts import words_of
from newsharvest.download.robots import agent_of, robots_read
from newsharvest.items import READ_FIELDS, RULES_OF, Article, Unkept
from newsharvest.language import N_, _, _n
from newsharvest.page.layouts import GUESSED, ListLayout, Won, last_place
from newsharvest.page.lists import Row
from newsharvest.reasons import Dropped, Reason
from newsharvest.run.report import RunReport, report_of
from newsharvest.signals import Said, read_tdmrep, said_by_robots, told
from newsharvest.signals import words_of as signal_words
from newsharvest.signals.site import ROBOTS, TDMREP, TDMREP_PATH, said_to
from newsharvest.terminal import plain

FINDINGS_VERSION = 1
"""Of what the store keeps of a check."""

NOTHING_WON: dict[str, Any] = {"selector": None, "position": None}

NO_TEXT = (Reason.DELETED, Reason.HELD, Reason.PHOTO_ONLY, Reason.VIDEO_ONLY)
"""Of a normal day, but nothing to check an article by: the list's next is taken."""
TRIES = 3
"""Articles asked for before a list has none to check by."""

SAMPLE = 60
"""Characters of a field's value that are kept."""
SITEMAPS_SHOWN = 3
"""Sitemaps that are shown of those that a robots.txt names."""
LOOK = 30
"""Characters that are shown of the beginning and the end of a text."""


class Checkup:
    """Follows the crawler of one outlet that runs on a CheckupPlan."""

    def __init__(self, crawler: Crawler, plan: CheckupPlan) -> None:
        self.crawler = crawler
        self.plan = plan
        self.robots = watch_robots(crawler)
        self.article: dict[str, Any] | None = None
        self.tried = 0
        self.tdmrep: dict[str, Any] | None = None
        self.won_before: Counter[Won] = Counter()
        crawler.signals.connect(self.item_scraped, signals.item_scraped)
        crawler.signals.connect(self.item_dropped, signals.item_dropped)
        crawler.signals.connect(self.spider_idle, signals.spider_idle)

    # --- what Scrapy tells

    def spider_idle(self) -> None:
        """Ask for tdmrep.json once all else has come, once. A replay has none: nobody records it."""
        if self.tdmrep is not None or not self.robots["came"] or self.crawler.settings["REPLAY"]:
            return
        self.tdmrep = {"answer": "", "codes": [], "policies": []}
        self.ask_for_tdmrep(self.spider.address(TDMREP_PATH))
        raise DontCloseSpider

    def ask_for_tdmrep(self, url: str, *, moved: bool = False) -> None:
        """Ask for tdmrep.json at this address; `moved`: the site has sent us there."""
        once = {"dont_redirect": True, "dont_retry": True, "handle_httpstatus_all": True}
        request = Request(url, self.tdmrep_came, errback=self.tdmrep_failed, meta=once, cb_kwargs={"moved": moved})
        self.crawler.engine.crawl(request)

    def tdmrep_came(self, response: Response, moved: bool) -> None:
        """Read what it says of the front page and of the articles that the list has shown.

        A redirect is followed to the same file of the site, as from http to https; one that leads elsewhere is what many sites say 404 by.
        """
        assert self.tdmrep is not None
        target = join(response.url, (response.headers.get("Location") or b"").decode("latin-1")) or ""
        if 300 <= response.status < 400 and not moved and self.spider.is_own(target) and urlsplit(target).path == TDMREP_PATH:
            self.ask_for_tdmrep(target, moved=True)
            return
        if response.status != 200:
            self.tdmrep["answer"] = f"HTTP {response.status}"
            return
        paths = ["/", *(self.spider.article_path(row.key) for row in self.plan.listed)]
        if said := read_tdmrep(response.body, paths):
            self.tdmrep |= {"answer": "read", "codes": [*said.codes], "policies": [*said.policies]}
        else:
            self.tdmrep["answer"] = "unreadable"

    def tdmrep_failed(self, failure: Failure) -> None:
        """Note why it did not come, which is no failure of the outlet's."""
        assert self.tdmrep is not None
        assert failure.value is not None
        reason, detail, _status = name_failure(failure.value, self.spider.address(TDMREP_PATH))
        self.tdmrep["answer"] = reason.sentence(detail)

    def item_scraped(self, item: Any) -> None:
        """Note an article that was read."""
        self.article = self.describe(item, read=True)

    def item_dropped(self, item: Any, exception: BaseException) -> None:
        """Note an article that was not kept, and what was found on it all the same. One without a text has the next asked for."""
        if isinstance(exception, Dropped) and isinstance(exception.item, Article):
            self.article = self.describe(exception.item, read=False)
        elif isinstance(item, Unkept) and self.spider.article_key(item.url):
            self.article = {"url": item.url, "read": False, "layout": None, "fields": {}, "doubts": [], "signals": []}
        if isinstance(exception, Dropped) and exception.reason in NO_TEXT:
            self.ask_for_next()

    def ask_for_next(self) -> None:
        """Ask for the next article of the list, TRIES in all."""
        keys = list(dict.fromkeys(row.key for row in self.plan.listed))
        self.tried += 1
        if self.tried < min(TRIES, len(keys)):
            self.won_before = Counter(self.spider.won)
            self.crawler.engine.crawl(self.spider.article_request(keys[self.tried], None))

    # --- what follows

    @property
    def spider(self) -> OutletSpider:
        """The crawler's spider."""
        assert isinstance(self.crawler.spider, OutletSpider)
        return self.crawler.spider

    @property
    def report(self) -> RunReport:
        """The run's report."""
        return report_of(self.crawler)

    @property
    def result(self) -> str:
        """`ok`, or in words what is wrong, not yet translated."""
        if not self.plan.listed:
            return N_("list not read")
        if self.article is None or not self.article["read"]:
            return N_("article not read")
        return N_("something is wrong") if self.report.exit_status else N_("ok")

    @property
    def status(self) -> int:
        """The exit status: 0, or 1 if anything that was asked for could not be read."""
        return int(self.result != "ok")

    def describe(self, article: Article, *, read: bool) -> dict[str, Any]:
        """Return what was found on an article: each field's value, and the selector that gave it with its place among the field's."""
        [layout] = [layout for layout in self.spider.layouts if layout.name == article.layout]
        rules = {**layout.fields, "body": layout.body}
        won = {won.field: found_by(won) for won in self.spider.won - self.won_before if won.layout == layout.name}
        fields = {}
        for name in READ_FIELDS:
            source, value = RULES_OF[name], getattr(article, name)
            by = won.get(source) if value or name != "images" else None  # the body's container need not hold any
            tried = max(last_place(rules.get(source, ())), (by or {}).get("position") or 0)  # beyond: what the page states
            fields[name] = {"value": sample(name, value), **(by or NOTHING_WON), "of": tried}
        return {
            "url": article.url,
            "read": read,
            "layout": layout.name,
            "fields": fields,
            "doubts": article.doubts,
            "signals": article.signals,
        }

    def findings(self) -> dict[str, Any]:
        """Return it all, once the crawler has come to its end."""
        spider, listed, feed = self.spider, self.plan.listed, self.plan.feed
        rows_by = next((won for won in spider.won if won.field == "rows"), None)
        return {
            "version": FINDINGS_VERSION,
            "result": self.result,
            "replay": self.crawler.settings["REPLAY"] or None,
            "robots": {name: value for name, value in self.robots.items() if name != "came"},
            "tdmrep": self.tdmrep,
            "feed": feed_found(spider.address(spider.feed_path), feed, self.crawler.stats.get_value("feed/items", 0))
            if spider.feed_path
            else None,
            "list": list_found(spider.list_url(None, 1), listed, spider.lists, rows_by),
            "article": self.article,
            "failed": [
                {"reason": reason.code, "url": url, "detail": detail}
                for reason, found in self.report.unkept.items()
                if not reason.normal or reason in NO_TEXT
                for url, detail in found.items()
            ],
            "trouble": self.report.trouble,
        }

    def signals(self) -> dict[str, Said]:
        """Return what the outlet's files say of reuse by machines, of those that came or are not there. Of a replay none: see `replay`."""
        if self.crawler.settings["REPLAY"]:
            return {}
        said = {ROBOTS: said_to(self.robots["agents"])} if self.robots["came"] else {}
        if self.tdmrep and (self.tdmrep["answer"] in {"read", "unreadable"} or self.tdmrep["answer"].startswith("HTTP 4")):
            said[TDMREP] = Said.load(self.tdmrep)
        return said


def watch_robots(crawler: Crawler) -> dict[str, Any]:
    """Return what a crawl finds in the site's robots.txt, filled in when it comes.

    Whether there is one (`found`; `came`: or it is known that there is none), the pause in seconds that it asks for, which AI agents it
    shuts out, which sitemaps it names.
    """
    robots: dict[str, Any] = {"found": False, "crawl_delay": None, "agents": [], "sitemaps": [], "came": False}
    agent = agent_of(crawler.settings)
    bodies: dict[str, bytes] = {}

    def parsed(robotparser: RobotParser) -> None:
        robots.update(found=True, crawl_delay=robotparser.crawl_delay(agent))

    def read(site: str, body: bytes) -> None:
        bodies[site] = body
        named = (url for site, body in bodies.items() for url in sitemaps_named(body, site))
        robots.update(came=True, agents=[*said_by_robots(*bodies.values()).agents], sitemaps=[*dict.fromkeys(named)])

    crawler.signals.connect(parsed, signals.robots_parsed, weak=False)
    crawler.signals.connect(read, robots_read, weak=False)
    return robots


def feed_found(url: str, rows: Sequence[Row] | None, items: int) -> dict[str, Any]:
    """Return what a feed of so many items gave; None if it did not come."""
    unread = items - len(rows or ())
    return {"url": url, "came": rows is not None} | _count(rows or ()) | ({"unread": unread} if unread else {})


def list_found(url: str, rows: Sequence[Row], layouts: Sequence[ListLayout], won: Won | None) -> dict[str, Any]:
    """Return what a list gave, and by which rule of which of the layouts."""
    by = None
    if won:
        [layout] = [layout for layout in layouts if layout.name == won.layout]
        by = {"layout": won.layout, **found_by(won), "of": len(layout.rows)}
    return {"url": url} | _count(rows) | {"by": by}


def found_by(won: Won) -> dict[str, Any]:
    """Return the selector that won, its place among the field's, and whether it is a guess."""
    return {"selector": won.rule.query, "position": won.position} | ({"guessed": True} if won.rule.guessed else {})


def _count(rows: Sequence[Row]) -> dict[str, int]:
    return {"links": len(rows), "dates": sum(row.date is not None for row in rows)}


def sample(name: str, value: Any) -> str | None:
    """Return the beginning of a field's value on one line, or None if it is empty."""
    if not value:
        return None
    if name == "images":
        text = f"{len(value)}: {value[0]['url']}"
    elif name == "body":
        text = _("{count:,} characters: {text}", count=len(value), text=value)
    else:
        text = "; ".join(value) if isinstance(value, list) else value
    text = " ".join(text.split())
    return text if len(text) <= SAMPLE else text[: SAMPLE - 1] + "…"


def looks(articles: Iterable[Article]) -> Iterator[str]:
    """Yield of each article its address and what is held against its page: title, time, writers, where its text begins and ends."""
    for article in articles:
        text = article.body.split("\n\n")
        ends = [text[0][:LOOK], text[-1][-LOOK:]]
        yield f"    {article.url}"
        yield f"      {article.title}"
        yield f"      {article.published_raw or '-'}  {', '.join(article.authors) or '-'}"
        yield f"      {ends[0]} … {ends[1]}"


def lines(name: str, title: str, findings: Mapping[str, Any]) -> Iterator[str]:
    """Yield what a person reads of a check."""
    result, folder = findings["result"], findings["replay"]
    said = _(result)
    yield f"{name} {title}: " + (_("{result} (replay: {folder})", result=said, folder=folder) if folder else said)
    yield from site_lines(findings["robots"], findings["list"], findings["feed"])
    if tdmrep := findings.get("tdmrep"):
        yield labelled("tdmrep.json", tdmrep_words(tdmrep))
    if article := findings["article"]:
        read = _("read as {layout}", layout=article["layout"]) if article["layout"] else _("not read")
        yield labelled(_("article"), f"{read}  {plain(article['url'])}")
        for field, found in article["fields"].items():
            yield f"    {field:<15}{field_line(found)}"
        for doubt in article.get("doubts", ()):  # an older check has none
            yield "    " + _("doubt: {doubt}: {words}", doubt=doubt, words=words_of(doubt))
        for code in told(article.get("signals", ())):
            yield "    " + _("signal: {code}: {words}", code=code, words=signal_words(code))
    for failure in findings["failed"]:
        detail = f"  ({plain(failure['detail'])})" if failure["detail"] else ""
        yield f"  {Reason.of(failure['reason']).sentence()}  {plain(failure['url'])}{detail}"
    yield from ("  " + _("wrong: {line}", line=plain(line)) for line in findings["trouble"])


def site_lines(robots: Mapping[str, Any], listed: Mapping[str, Any], feed: Mapping[str, Any] | None) -> Iterator[str]:
    """Yield what was found of a site's robots.txt, list and feed."""
    rules = _("found") if robots["found"] else _("not found")
    if robots["found"] and robots["crawl_delay"]:
        rules = _("found, Crawl-delay {seconds:g} s", seconds=robots["crawl_delay"])
    yield labelled("robots.txt", rules)
    if agents := robots.get("agents"):
        yield labelled("", _("shut out of the whole site: {agents}", agents=", ".join(agents_named(agents))))
    by = f"  [{listed['by']['layout']}, {chosen(listed['by'])}]" if listed["by"] else ""
    yield labelled(_("list"), f"{links_found(listed)}  {listed['url']}{by}")
    yield labelled("RSS", _("none known") if feed is None else f"{feed_words(feed)}  {feed['url']}")
    for url in sorted(robots.get("sitemaps", ()), key=lambda url: not is_news(url))[:SITEMAPS_SHOWN]:
        yield labelled(_("sitemap"), _("named in robots.txt: {url}", url=plain(url)))


def agents_named(agents: Sequence[str]) -> Iterator[str]:
    """Yield the names of AI agents that are shut out, as a person reads them."""
    for agent in agents:
        yield _("all that are not named") if agent == "*" else agent


def tdmrep_words(tdmrep: Mapping[str, Any]) -> str:
    """Say what came of tdmrep.json."""
    answer = tdmrep["answer"]
    if answer == "read":
        said = "; ".join(f"{code}: {signal_words(code)}" for code in told(tdmrep["codes"])) or _("says nothing of the articles")
        return "  ".join([said, *map(plain, tdmrep["policies"])])
    return _("there, and unreadable") if answer == "unreadable" else _("not there ({answer})", answer=plain(answer))


LABEL = 17
"""Columns that the name of what was found takes, with the space after it."""


def labelled(label: str, found: str) -> str:
    """Return a line of what was found, behind its name; a letter of Hangul takes two columns."""
    return f"  {label}{' ' * (LABEL - cell_len(label))}{found}"


def links_found(listed: Mapping[str, Any]) -> str:
    """Say how many links a list or a feed gave, and how many of them with a date."""
    return _n("{count} link, {dates} with a date", "{count} links, {dates} with a date", listed["links"], dates=listed["dates"])


def feed_words(feed: Mapping[str, Any]) -> str:
    """Say what a feed gave, and what of it gave no article."""
    unread = feed.get("unread")
    if feed["links"]:
        found = _("on: {links}", links=links_found(feed))
        return (
            _n("{found}, {count} item gave no article", "{found}, {count} items gave no article", unread, found=found) if unread else found
        )
    none = _("gives no articles") if feed["came"] else _("did not come")
    return _n("{none}, though it has {count} item", "{none}, though it has {count} items", unread, none=none) if unread else none


def field_line(found: Mapping[str, Any]) -> str:
    """Say what a field holds, and which selector gave it."""
    if found["value"]:
        by = chosen(found) if found["selector"] else _("no selector of its own: the byline, or a line of the text")
        return f"{plain(found['value'])}  [{by}]"
    if found["selector"]:
        return _("empty  [though there was something at {selector}]", selector=chosen(found))
    return _("empty") if found["of"] else _("empty  [no selector is known]")


def chosen(by: Mapping[str, Any]) -> str:
    """Say which of its field's selectors won."""
    said = _("selector {position} of {of}, {selector}", position=by["position"], of=by["of"], selector=plain(by["selector"]))
    return f"{said}: {_(GUESSED)}" if by.get("guessed") else said
