"""A worker's life in a process: on the reactor that its spiders run on, heard by whatever asks a process to stop."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from types import FrameType
from typing import Any

from scrapy.crawler import CrawlerProcessBase
from scrapy.utils.ossignal import install_shutdown_handlers

from newsharvest.workers.worker import Worker


def run_worker(process: CrawlerProcessBase, worker: Worker, work: Coroutine[Any, Any, None]) -> bool:
    """Run `work` on the reactor until it ends; return whether it did. Ctrl-C or SIGTERM stops the worker, a second one all at once.

    What `work` raises is raised.
    """
    from twisted.internet import reactor as installed  # Scrapy has installed its own by now

    reactor: Any = installed

    def end(_task: object = None) -> None:
        if reactor.running:
            reactor.stop()

    def heard(number: int, frame: FrameType | None) -> None:
        install_shutdown_handlers(heard_again)
        reactor.callFromThread(worker.stop)

    def heard_again(number: int, frame: FrameType | None) -> None:
        reactor.callFromThread(end)

    task = asyncio.get_event_loop().create_task(work)
    task.add_done_callback(end)
    reactor.callWhenRunning(install_shutdown_handlers, heard)
    process.start(stop_after_crawl=False, install_signal_handlers=False)
    if not task.done():
        return False
    task.result()
    return True
