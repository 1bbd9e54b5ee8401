"""What a worker shows of itself on loopback: figures as Prometheus reads them, and whether it works (`/healthz`)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Gauge, Summary, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from scrapy.crawler import Crawler
from twisted.internet.error import CannotListenError
from twisted.web.http import SERVICE_UNAVAILABLE
from twisted.web.resource import Resource
from twisted.web.server import NOT_DONE_YET, Site

from newsharvest.language import _
from newsharvest.run.report import RunReport
from newsharvest.terminal import say
from newsharvest.workers.session import QueueError
from newsharvest.workers.worker import Worker

HOST = "127.0.0.1"
ANSWER_SECONDS = 3.0
"""In which the database has to answer a look at the worker's health."""


class Metrics:
    """What a worker has done since it began; an outlet's run is counted when it ends."""

    def __init__(self) -> None:
        self.registry = registry = CollectorRegistry()
        self.pages = Counter("newsharvest_pages", _("Answers that came"), ["outlet"], registry=registry)
        self.articles = Counter("newsharvest_articles", _("Articles kept, new or edited"), ["outlet", "kept"], registry=registry)
        self.failures = Counter("newsharvest_failures", _("Addresses that failed, by reason"), ["reason"], registry=registry)
        self.doubts = Counter("newsharvest_doubts", _("Articles in doubt"), ["doubt"], registry=registry)
        self.seconds = Summary("newsharvest_outlet_seconds", _("Seconds that an outlet took"), ["outlet"], registry=registry)
        self.runs = Counter("newsharvest_runs", _("Runs that ended, by exit status"), ["status"], registry=registry)
        self.queue = Gauge("newsharvest_queue", _("Outlets in the queue: todo, doing, failed"), ["status"], registry=registry)

    def add(self, crawler: Crawler, report: RunReport) -> None:
        """Count a run that has ended."""
        stats, outlet = crawler.stats, report.outlet
        self.pages.labels(outlet).inc(stats.get_value("response_received_count", 0))
        for kept in ("new", "edited"):
            self.articles.labels(outlet, kept).inc(stats.get_value(f"store/{kept}", 0))
        for reason, found in report.unkept.items():
            if not reason.normal:
                self.failures.labels(reason.code).inc(len(found))
        for doubt, urls in report.by_doubt():
            self.doubts.labels(doubt).inc(len(urls))
        self.seconds.labels(outlet).observe(stats.get_value("elapsed_time_seconds", 0))
        self.runs.labels(str(report.exit_status)).inc()

    def shown(self, waiting: dict[str, int]) -> bytes:
        """Return all of it as Prometheus reads it. `waiting`: how many jobs of the queue have each status."""
        for status in ("todo", "doing", "failed"):
            self.queue.labels(status).set(waiting.get(status, 0))
        return generate_latest(self.registry)


@asynccontextmanager
async def showing(worker: Worker, metrics: Metrics, port: int | None) -> AsyncIterator[None]:
    """Show a worker on a port of loopback (0: any that is free), if one is named. QueueError if it is taken."""
    if port is None:
        yield
        return
    from twisted.internet import reactor as installed  # Scrapy has installed its own by now

    reactor: Any = installed

    root: Any = Resource()  # type: ignore[no-untyped-call]
    root.putChild(b"metrics", _Answer(worker, metrics))
    root.putChild(b"healthz", _Answer(worker, None))
    try:
        listening = reactor.listenTCP(port, Site(root), interface=HOST)  # type: ignore[no-untyped-call]
    except CannotListenError as error:
        raise QueueError(_("--metrics {port}: {why}", port=port, why=error.socketError)) from error
    say(_("figures: http://{host}:{port}/metrics", host=HOST, port=listening.getHost().port))
    try:
        yield
    finally:
        listening.stopListening()


class _Answer(Resource):
    """Answers with the figures, or that all is well; 503 and why, if the worker does not work."""

    isLeaf = True  # noqa: N815 (Twisted's name)

    def __init__(self, worker: Worker, metrics: Metrics | None) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.worker = worker
        self.metrics = metrics

    def render_GET(self, request: Any) -> int:  # noqa: N802 (Twisted's name)
        """Answer when the database has."""
        gone: list[Any] = []
        request.notifyFinish().addErrback(gone.append)

        async def answer() -> None:
            wrong = await why_not(self.worker)
            if gone:
                return
            request.setHeader(b"Content-Type", CONTENT_TYPE_LATEST.encode() if self.metrics and not wrong else b"text/plain; charset=utf-8")
            if wrong:
                request.setResponseCode(SERVICE_UNAVAILABLE)
                request.write(f"{wrong}\n".encode())
            else:
                request.write(self.metrics.shown(self.worker.waiting) if self.metrics else b"ok\n")
            request.finish()

        asyncio.get_running_loop().create_task(answer())
        return NOT_DONE_YET


async def why_not(worker: Worker) -> str:
    """Say why a worker does not work; nothing if it does."""
    if not worker.at_work:
        return str(worker.trouble or _("the worker takes nothing from the queue any more"))
    try:
        await asyncio.wait_for(worker.look(), ANSWER_SECONDS)
    except TimeoutError:
        return _("the database has not answered for {seconds:.0f} seconds", seconds=ANSWER_SECONDS)
    except QueueError as error:
        return str(error)
    return ""
